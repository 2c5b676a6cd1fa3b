//! Several lists as one, in the order of a field that all of them have.

use serde_json::Value as Json;

use super::cursor::{Cursor, Position, digest};
use super::definition::{Kind, List};
use super::query::{ListPage, ListQuery, RowCount};
use super::statement::{Begin, Selection};
use super::{Document, MAX_COUNT, Page, Part};
use crate::database::Store;
use crate::error::{ListFault, StoreError};

/// One of the lists that are merged. Rows with the same value of the field are in the order of the
/// lists, and those of a list in their own.
pub(super) trait Source: Copy + Ord + 'static {
    /// A row of the merged list.
    type Row;
    /// The name of the merged list, which cursors are bound to.
    const NAME: &'static str;
    /// The field, by which each list can be sorted.
    const FIELD: &'static str;
    /// The order if none is asked for, as in a query.
    const ORDER: &'static str;
    /// All lists.
    const ALL: &'static [Self];

    /// Returns the name of the list among the others.
    fn name(self) -> &'static str;

    /// Returns the list.
    fn list(self) -> &'static List;

    /// Parses a row of the list.
    fn parse(self, row: Json, names: Option<Json>) -> Result<Self::Row, StoreError>;
}

/// Writes the key of a row as a cursor of the merged list has it.
fn tagged<S: Source>(source: S, key: &Position) -> Position {
    Position::Text(match key {
        Position::Number(key) => format!("{}:{key}", source.name()),
        Position::Text(key) => format!("{}:{key}", source.name()),
    })
}

/// Reads such a key.
fn untagged<S: Source>(key: &Position) -> Option<(S, Position)> {
    let Position::Text(text) = key else { return None };
    let (name, key) = text.split_once(':')?;
    let source = S::ALL.iter().copied().find(|source| source.name() == name)?;
    let kind = source.list().key.kind;
    let key = if kind == Kind::Number { Position::Number(key.parse().ok()?) } else { Position::Text(key.to_owned()) };
    kind.takes(&key).then_some((source, key))
}

/// The rows of a query of some lists.
struct Merged<S> {
    selections: Vec<(S, Selection)>,
    is_descending: bool,
    digest: String,
}

impl<S: Source> Merged<S> {
    fn of(sources: &[S], query: &ListQuery) -> Result<Self, StoreError> {
        let order = query.sort.as_deref().unwrap_or(S::ORDER);
        let (field, is_descending) = order.strip_prefix('-').map_or((order, false), |field| (field, true));
        if field != S::FIELD {
            return Err(ListFault::new("sort", format!("the list can only be sorted by {}", S::FIELD)).into());
        }
        let mut sources = sources.to_vec();
        sources.sort_unstable();
        sources.dedup();
        if sources.is_empty() {
            return Err(ListFault::new("include", "it names nothing").into());
        }
        for (name, _) in &query.filters {
            if !sources.iter().any(|source| source.list().has_filter(name)) {
                return Err(ListFault::new(name, "nothing that is included has this field").into());
            }
        }
        let mut filters: Vec<(&str, &str)> = query.filters.iter().map(|(name, value)| (&**name, &**value)).collect();
        filters.sort_unstable();
        let names: Vec<&str> = sources.iter().map(|source| source.name()).collect();
        let digest = digest(&(S::NAME, names, order, &query.q, filters));
        let after = query.page.after.as_deref().map(|after| opened::<S>(after, &digest)).transpose()?;
        let page = Page::default();
        let own = ListQuery { page, sort: Some(order.to_owned()), count: false, ..query.clone() };
        let mut selections = Vec::new();
        for source in sources {
            // A row without the field does not have the value.
            if query.filters.iter().any(|(name, _)| !source.list().has_filter(name)) {
                continue;
            }
            let mut selection = Selection::of(source.list(), &Part::WHOLE, &own)?;
            if let Some((at, last, key)) = &after {
                selection.begin(match source.cmp(last) {
                    std::cmp::Ordering::Equal => Begin::After(Cursor { at: Some(at.clone()), key: key.clone() }),
                    order if order.is_gt() == is_descending => Begin::Beyond(at.clone()),
                    _ => Begin::From(at.clone()),
                });
            }
            selections.push((source, selection));
        }
        Ok(Self { selections, is_descending, digest })
    }
}

/// Reads a cursor of the merged list: the value of the field, the list and the key of the last row.
fn opened<S: Source>(after: &str, digest: &str) -> Result<(Position, S, Position), ListFault> {
    let cursor = Cursor::open(after, digest)?;
    let place = match (cursor.at, untagged::<S>(&cursor.key)) {
        (Some(at @ Position::Number(_)), Some((source, key))) => Some((at, source, key)),
        _ => None,
    };
    place.ok_or_else(|| ListFault::new("after", "it is not the `next` of a page of this list"))
}

impl Store {
    /// Reads a page of several lists.
    pub(super) async fn merged<S: Source>(
        &self,
        sources: &[S],
        query: &ListQuery,
        limit: u32,
    ) -> Result<ListPage<S::Row>, StoreError> {
        let merged = Merged::of(sources, query)?;
        let mut rows = Vec::new();
        let mut count = RowCount { rows: 0, more: false };
        for (source, selection) in &merged.selections {
            for document in self.read_texts(selection.page(limit.saturating_add(1))).await? {
                let Document { row, names, at, key } = Document::parse(&document)?;
                rows.push((at, *source, key, source.parse(row, names)?));
            }
            if query.count {
                let counted = self.count_rows(selection).await?;
                count.rows = count.rows.saturating_add(counted.rows);
                count.more |= counted.more;
            }
        }
        rows.sort_by(|one, other| (&one.0, one.1, &one.2).cmp(&(&other.0, other.1, &other.2)));
        if merged.is_descending {
            rows.reverse();
        }
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let is_full = rows.len() > limit;
        rows.truncate(limit);
        let last = rows.last().filter(|_| is_full);
        let next =
            last.map(|(at, source, key, _)| Cursor { at: at.clone(), key: tagged(*source, key) }.seal(&merged.digest));
        let count = RowCount { rows: count.rows.min(MAX_COUNT), more: count.more || count.rows > MAX_COUNT };
        let items = rows.into_iter().map(|(.., row)| row).collect();
        Ok(ListPage { items, next, count: query.count.then_some(count) })
    }
}
