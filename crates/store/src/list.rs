//! Lists for administrators: searched, filtered, sorted, and read page by page.
//!
//! Each list is declared once, in a file of its folder: its rows, the columns that it is sorted by,
//! its filters and the columns that are searched. Every sorted and searched column has an index
//! (`migrations/*_lists.sql`). A page begins after the last row of the page before, never at a
//! number of rows, so its cost does not grow with its place in the list, and rows that come or go
//! in between neither hide nor repeat another.

mod cursor;
mod definition;
mod domain;
mod identity_conflict;
mod invitation;
mod member;
mod membership_request;
mod organization;
mod prefix;
mod query;
mod statement;
#[cfg(test)]
mod tests;
mod user;
mod waitlist;

pub use definition::List;
pub use domain::{DOMAINS, ORGANIZATION_DOMAINS};
pub use identity_conflict::IDENTITY_CONFLICTS;
pub use invitation::INVITATIONS;
pub use member::MEMBERS;
pub use membership_request::MEMBERSHIP_REQUESTS;
pub use organization::ORGANIZATIONS;
pub use query::{ListPage, ListQuery, RowCount};
pub use user::USERS;
pub use waitlist::WAITLIST;

use serde::de::DeserializeOwned;
use serde_json::Value as Json;

use crate::database::Store;
use crate::error::{DatabaseError, StoreError};
use crate::sql::Value;
use cursor::{Cursor, Position};
use statement::Selection;

/// Maximum number of rows that are counted.
pub const MAX_COUNT: u32 = 1_000;

/// The part of a list that one reader asks for.
pub(crate) struct Part<'a> {
    /// The values of the list's own parameters, `?1` and on.
    pub context: Vec<Value>,
    /// The identifier of the part, which cursors are bound to: an organization or a connection.
    pub scope: &'a str,
}

impl Part<'static> {
    /// The whole list.
    pub(crate) const WHOLE: Self = Self { context: Vec::new(), scope: "" };
}

/// A row of a list as the database returns it.
#[derive(serde::Deserialize)]
pub(crate) struct Document {
    row: Json,
    #[serde(default)]
    names: Option<Json>,
    #[serde(default)]
    at: Option<Position>,
    key: Position,
}

impl Document {
    /// Parses a row.
    pub(crate) fn parse(text: &str) -> Result<Self, StoreError> {
        serde_json::from_str(text).map_err(unreadable)
    }

    /// Returns the row with the names of what it refers to.
    pub(crate) fn read<T: DeserializeOwned>(self) -> Result<(T, Option<Json>, Cursor), StoreError> {
        let row = serde_json::from_value(self.row).map_err(unreadable)?;
        Ok((row, self.names, Cursor { at: self.at, key: self.key }))
    }
}

fn unreadable(source: serde_json::Error) -> StoreError {
    StoreError::Unreadable { what: "row of a list", source }
}

impl Store {
    /// Reads a page of a list.
    pub(crate) async fn list<T: DeserializeOwned>(
        &self,
        list: &'static List,
        part: Part<'_>,
        query: &ListQuery,
    ) -> Result<ListPage<T>, StoreError> {
        let selection = Selection::of(list, &part, query)?;
        // One more row shows that there is a next page.
        let limit = query.page.limit();
        let mut documents = self.read_texts(selection.page(limit.saturating_add(1))).await?;
        let is_full = usize::try_from(limit).is_ok_and(|limit| documents.len() > limit);
        if is_full {
            documents.pop();
        }
        let (mut items, mut last) = (Vec::with_capacity(documents.len()), None);
        for document in &documents {
            let (row, _, cursor) = Document::parse(document)?.read()?;
            items.push(row);
            last = Some(cursor);
        }
        let next = last.filter(|_| is_full).map(|cursor| cursor.seal(selection.digest()));
        let count = if query.count { Some(self.count_rows(&selection).await?) } else { None };
        Ok(ListPage { items, next, count })
    }

    /// Counts the rows of a selection, at most [`MAX_COUNT`].
    pub(crate) async fn count_rows(&self, selection: &Selection) -> Result<RowCount, StoreError> {
        let counted = self.read_text(selection.count(MAX_COUNT + 1)).await?;
        let counted: Option<u32> = counted.and_then(|counted| counted.parse().ok());
        let counted = counted.ok_or_else(|| DatabaseError::reading("a number of rows"))?;
        Ok(RowCount { rows: counted.min(MAX_COUNT), more: counted > MAX_COUNT })
    }
}
