//! The addresses on the waitlist.

use cora_core::administration::WaitlistStatus;

use super::definition::{By, Column, Filter, Kind, List, Search, Takes, is_code};
use super::{ListPage, ListQuery, Part};
use crate::administration::view::WaitlistRow;
use crate::database::Store;
use crate::error::StoreError;

const ADDRESS: &str = "@ordered(waitlist.email)";

/// The addresses on the waitlist.
pub static WAITLIST: List = List {
    name: "waitlist",
    from: "waitlist",
    columns: "waitlist.*",
    shown: "waitlist",
    parameters: 0,
    condition: "true",
    row: WaitlistRow::OBJECT,
    names: None,
    key: Column { name: "email", sql: ADDRESS, kind: Kind::Text },
    sorts: &[Column { name: "addedAt", sql: "waitlist.added_at", kind: Kind::Time }],
    order: "email",
    filters: &[Filter {
        name: "status",
        description: "Only entries with this status.",
        takes: Takes::Code(is_code::<WaitlistStatus>, "waitlist.status = ?1"),
    }],
    searches: &[Search { sql: ADDRESS, by: By::Identifier }],
};

impl Store {
    /// Lists the addresses on the waitlist ([`WAITLIST`]).
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the list does not take the query, or if the database fails.
    pub async fn waitlist(&self, query: impl Into<ListQuery>) -> Result<ListPage<WaitlistRow>, StoreError> {
        self.list(&WAITLIST, Part::WHOLE, &query.into()).await
    }
}
