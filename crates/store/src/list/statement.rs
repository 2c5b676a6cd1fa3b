//! The statements of a list: a page of its rows, and their number.

use super::Part;
use super::cursor::{Cursor, Position, digest};
use super::definition::{Column, Kind, List};
use super::query::ListQuery;
use crate::error::{ListFault, StoreError};
use crate::sql::{Sql, Value, renumbered};

/// Maximum length of a searched text, in bytes.
const MAX_SEARCH_BYTES: usize = 320;

/// The rows that a query wants, in its order.
#[derive(Debug)]
pub(crate) struct Selection {
    list: &'static List,
    /// The column that the rows are sorted by.
    column: &'static Column,
    is_descending: bool,
    /// The conditions with their values, without the cursor's.
    conditions: Vec<String>,
    values: Vec<Value>,
    begin: Begin,
    /// Set if rows are searched for by the beginning of a text.
    is_searched: bool,
    digest: String,
}

/// The place at which a page begins, in the order of the list.
#[derive(Debug)]
pub(crate) enum Begin {
    /// The first row.
    First,
    /// The row after a place.
    After(Cursor),
    /// The first row with a sorted value, or the one that would come after it.
    From(Position),
    /// The first row beyond a sorted value.
    Beyond(Position),
}

impl Selection {
    /// Reads a query.
    ///
    /// Fails with [`ListFault`] if the list does not take a parameter or its value.
    pub fn of(list: &'static List, part: &Part<'_>, query: &ListQuery) -> Result<Self, StoreError> {
        let order = query.sort.as_deref().unwrap_or(list.order);
        let (field, is_descending) = order.strip_prefix('-').map_or((order, false), |field| (field, true));
        let column = list.sortable().find(|column| column.name == field);
        let column = column.ok_or_else(|| ListFault::new("sort", "the list cannot be sorted by this field"))?;
        let mut selection = Self {
            list,
            column,
            is_descending,
            conditions: vec![list.condition.to_owned()],
            values: part.context.clone(),
            begin: Begin::First,
            is_searched: false,
            digest: String::new(),
        };
        debug_assert_eq!(part.context.len(), list.parameters, "{}", list.name);
        selection.filter(query)?;
        let text = query.q.as_deref().map(str::trim).filter(|text| !text.is_empty());
        if let Some(text) = text {
            selection.search(text)?;
        }
        let mut filters: Vec<(&str, &str)> = query.filters.iter().map(|(name, value)| (&**name, &**value)).collect();
        filters.sort_unstable();
        selection.digest = digest(&(list.name, part.scope, order, text, filters));
        if let Some(after) = &query.page.after {
            selection.begin = Begin::After(selection.opened(after)?);
        }
        Ok(selection)
    }

    /// Returns the digest of the query that cursors are bound to.
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// Sets the place at which the page begins.
    pub fn begin(&mut self, begin: Begin) {
        self.begin = begin;
    }

    fn opened(&self, after: &str) -> Result<Cursor, ListFault> {
        let cursor = Cursor::open(after, &self.digest)?;
        let is_by_key = self.is_by_key();
        let at = cursor.at.as_ref();
        let fits = at.map_or(is_by_key, |at| !is_by_key && self.column.kind.takes(at));
        if fits && self.list.key.kind.takes(&cursor.key) {
            Ok(cursor)
        } else {
            Err(ListFault::new("after", "it is not the `next` of a page of this list"))
        }
    }

    /// Returns `true` if the rows are sorted by their key alone.
    fn is_by_key(&self) -> bool {
        self.column.name == self.list.key.name
    }

    /// Adds a condition. Its `?1` is the value, or without a value the list's own parameter.
    fn add(&mut self, condition: &str, value: Option<Value>) {
        self.conditions.push(match value {
            Some(_) => renumbered(condition, self.values.len()),
            None => condition.to_owned(),
        });
        self.values.extend(value);
    }

    fn filter(&mut self, query: &ListQuery) -> Result<(), ListFault> {
        for (name, _) in &query.filters {
            if !self.list.has_filter(name) {
                return Err(ListFault::new(name, "the list has no such filter"));
            }
        }
        for filter in self.list.filters {
            let mut given = query.filters.iter().filter(|(name, _)| *name == filter.name).map(|(_, value)| &**value);
            let value = given.next().or(filter.default());
            if given.next().is_some() {
                return Err(ListFault::new(filter.name, "it is given twice"));
            }
            if let Some(value) = value {
                let (condition, value) = filter.condition(value)?;
                self.add(condition, value);
            }
        }
        Ok(())
    }

    /// Adds the condition for rows of which a searched text begins with a text.
    fn search(&mut self, text: &str) -> Result<(), ListFault> {
        if self.list.searches.is_empty() {
            return Err(ListFault::new("q", "the list cannot be searched"));
        }
        if text.len() > MAX_SEARCH_BYTES {
            return Err(ListFault::new("q", "it is longer than 320 bytes"));
        }
        let mut any = Vec::new();
        for search in self.list.searches {
            for prefix in search.by.prefixes(text) {
                self.values.push(prefix.from.into());
                let mut range = format!("{} >= ?{}", search.sql, self.values.len());
                if let Some(until) = prefix.until {
                    self.values.push(until.into());
                    range.push_str(&format!(" AND {} < ?{}", search.sql, self.values.len()));
                }
                any.push(format!("({range})"));
            }
        }
        self.conditions.push(format!("({})", any.join(" OR ")));
        self.is_searched = true;
        Ok(())
    }

    /// Returns the statement that finds the rows of the page, and its number of values.
    fn found(&self, limit: u32) -> (String, Vec<Value>) {
        let Self { list, column, .. } = self;
        let (mut conditions, mut values) = (self.conditions.clone(), self.values.clone());
        let (direction, beyond) = if self.is_descending { ("DESC", "<") } else { ("ASC", ">") };
        // WHY unindexed: the few rows that a search finds are found by its own indexes. SQLite does
        // not know that they are few, and would walk through the rest of the list.
        let own = |sql: &str| if self.is_searched { format!("@unindexed({sql})") } else { sql.to_owned() };
        let (sorted, key) = (own(column.sql), own(list.key.sql));
        let mut next = |value: &Position, kind: Kind| {
            values.push(value.clone().into());
            kind.read(values.len())
        };
        match &self.begin {
            Begin::First => {}
            Begin::After(Cursor { at: None, key: place }) => {
                conditions.push(format!("{key} {beyond} {}", next(place, list.key.kind)));
            }
            Begin::After(Cursor { at: Some(at), key: place }) => {
                let (at, place) = (next(at, column.kind), next(place, list.key.kind));
                // WHY: SQLite uses an index of columns for the pair, but not one of an expression.
                if column.is_expression() {
                    conditions.push(format!("{sorted} {beyond}= {at}"));
                }
                conditions.push(format!("({sorted}, {key}) {beyond} ({at}, {place})"));
            }
            Begin::From(at) => conditions.push(format!("{sorted} {beyond}= {}", next(at, column.kind))),
            Begin::Beyond(at) => conditions.push(format!("{sorted} {beyond} {}", next(at, column.kind))),
        }
        let mut columns = format!("{}, {} AS list_key", list.columns, list.key.sql);
        let mut order = format!("{} {direction}", list.key.sql);
        if !self.is_by_key() {
            columns.push_str(&format!(", {} AS list_at", column.sql));
            order.insert_str(0, &format!("{} {direction}, ", column.sql));
        }
        values.push(limit.into());
        let text = format!(
            "SELECT {columns} FROM {} WHERE {} ORDER BY {order} LIMIT ?{}",
            list.from,
            conditions.join(" AND "),
            values.len()
        );
        (text, values)
    }

    /// Builds the statement that finds the rows of a page, without their documents.
    pub fn found_only(&self, limit: u32) -> Sql {
        let (text, values) = self.found(limit);
        Sql::assembled(text, values)
    }

    /// Builds the statement that reads a page.
    pub fn page(&self, limit: u32) -> Sql {
        let list = self.list;
        let direction = if self.is_descending { "DESC" } else { "ASC" };
        let (found, values) = self.found(limit);
        let mut members = format!("'row', {}, 'key', {}", list.row, list.key.kind.written("list_key"));
        let mut order = format!("list_key {direction}");
        if !self.is_by_key() {
            members.push_str(&format!(", 'at', {}", self.column.kind.written("list_at")));
            order.insert_str(0, &format!("list_at {direction}, "));
        }
        if let Some(names) = list.names {
            members.push_str(&format!(", 'names', {names}"));
        }
        Sql::assembled(format!("SELECT @object({members}) FROM ({found}) AS {} ORDER BY {order}", list.shown), values)
    }

    /// Builds the statement that counts the rows of all pages, up to a number, as a text.
    pub fn count(&self, most: u32) -> Sql {
        let mut values = self.values.clone();
        values.push(most.into());
        let text = format!(
            "SELECT @text(count(*)) FROM (SELECT 1 AS counted FROM {} WHERE {} LIMIT ?{}) AS listed",
            self.list.from,
            self.conditions.join(" AND "),
            values.len()
        );
        Sql::assembled(text, values)
    }
}
