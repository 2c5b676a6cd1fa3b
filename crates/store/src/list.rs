//! Lists for administrators: searched, filtered, sorted, and read page by page.
//!
//! Each list is declared once, in a file of its folder: its rows, the columns that it is sorted by,
//! its filters and the columns that are searched. Every sorted and searched column has an index
//! (`migrations/*_lists.sql`). A page begins after the last row of the page before, never at a
//! number of rows, so its cost does not grow with its place in the list, and rows that come or go
//! in between neither hide nor repeat another.

mod audit_filter;
mod command_audit;
mod connection_audit;
mod connection_version;
pub(crate) mod cursor;
mod definition;
mod domain;
mod identity_conflict;
mod invitation;
mod issuer_audit;
mod login_audit;
mod member;
mod membership_request;
mod merged;
mod organization;
mod prefix;
mod query;
mod request_queue;
mod statement;
mod timeline;
mod user;
mod waitlist;

pub use audit_filter::AuditFilter;
pub use command_audit::{
    AdministrationAuditNames, AdministrationAuditRow, COMMAND_AUDIT, NamedAdministrationAudit, ORGANIZATION_AUDIT,
};
pub use connection_audit::{AUDIT_OF_CONNECTION, CONNECTION_AUDIT, ConnectionAuditRow};
pub use connection_version::{CONNECTION_VERSIONS, ConfigurationRow};
pub use definition::List;
pub use domain::{DOMAINS, ORGANIZATION_DOMAINS};
pub use identity_conflict::IDENTITY_CONFLICTS;
pub use invitation::INVITATIONS;
pub use issuer_audit::{ISSUER_AUDIT, IssuerAuditNames, IssuerAuditRow, NamedIssuerAudit};
pub use login_audit::{LOGIN_AUDIT, NamedProvisioningAudit, ProvisioningAuditNames, ProvisioningAuditRow};
pub use member::MEMBERS;
pub use membership_request::MEMBERSHIP_REQUESTS;
pub use organization::ORGANIZATIONS;
pub use query::{ListPage, ListQuery, RowCount};
pub use request_queue::{QueuedRequest, RequestKind};
pub use timeline::{AuditRecord, TimelineLog};
pub use user::USERS;
pub use waitlist::WAITLIST;

pub(crate) use command_audit::oldest_commands;
pub(crate) use issuer_audit::oldest_events;
pub(crate) use login_audit::oldest_logins;

use std::ops::Deref;

use serde::de::DeserializeOwned;
use serde_json::Value as Json;

use crate::administration::view::Page;
use crate::database::Store;
use crate::error::{DatabaseError, StoreError};
use crate::sql::Value;
use cursor::{Cursor, Position};
use statement::Selection;

/// The SQL of the rows that are declared next to their lists, for the test of all statements.
#[cfg(test)]
pub(crate) fn objects() -> Vec<(&'static str, &'static str)> {
    [
        command_audit::OBJECTS,
        connection_audit::OBJECTS,
        connection_version::OBJECTS,
        issuer_audit::OBJECTS,
        login_audit::OBJECTS,
    ]
    .concat()
}

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
}

/// A row with the names of what it refers to, which may change while the row stays as it is.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[schemars(inline)]
pub struct Named<R, N> {
    /// The row.
    #[serde(flatten)]
    pub row: R,
    /// The names.
    #[serde(flatten)]
    pub names: N,
}

impl<R: DeserializeOwned, N: DeserializeOwned> Named<R, N> {
    fn parse(row: Json, names: Option<Json>) -> Result<Self, StoreError> {
        let row = serde_json::from_value(row).map_err(unreadable)?;
        let names = serde_json::from_value(names.unwrap_or_default()).map_err(unreadable)?;
        Ok(Self { row, names })
    }
}

impl<R, N> Deref for Named<R, N> {
    type Target = R;

    fn deref(&self) -> &R {
        &self.row
    }
}

/// Converts a list's own parameters.
fn parameters(context: &[Json]) -> Vec<Value> {
    let parameter = |value: &Json| value.as_i64().map_or_else(|| value.as_str().into(), Value::from);
    context.iter().map(parameter).collect()
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
        self.read_list(list, part, query, |row, _| serde_json::from_value(row).map_err(unreadable)).await
    }

    /// Reads a page of a list whose rows have names.
    pub(crate) async fn list_named<R: DeserializeOwned, N: DeserializeOwned>(
        &self,
        list: &'static List,
        part: Part<'_>,
        query: &ListQuery,
    ) -> Result<ListPage<Named<R, N>>, StoreError> {
        self.read_list(list, part, query, Named::parse).await
    }

    async fn read_list<T>(
        &self,
        list: &'static List,
        part: Part<'_>,
        query: &ListQuery,
        parse: impl Fn(Json, Option<Json>) -> Result<T, StoreError>,
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
            let Document { row, names, at, key } = Document::parse(document)?;
            items.push(parse(row, names)?);
            last = Some(Cursor { at, key });
        }
        let next = last.filter(|_| is_full).map(|cursor| cursor.seal(selection.digest()));
        let count = if query.count { Some(self.count_rows(&selection).await?) } else { None };
        Ok(ListPage { items, next, count })
    }

    /// Reads a page of any list as JSON, for tests of all of them. `context` has the list's own
    /// parameters, numbers or texts.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the list does not take the query, or if the database fails.
    #[doc(hidden)]
    pub async fn list_any(
        &self,
        list: &'static List,
        context: &[Json],
        query: &ListQuery,
    ) -> Result<ListPage<Json>, StoreError> {
        self.list(list, Part { context: parameters(context), scope: "" }, query).await
    }

    /// Returns the database's plan for finding the rows of a page, for tests of all lists.
    ///
    /// # Errors
    ///
    /// As [`list_any`](Self::list_any).
    #[doc(hidden)]
    pub async fn explain_list(
        &self,
        list: &'static List,
        context: &[Json],
        query: &ListQuery,
    ) -> Result<Vec<String>, StoreError> {
        let part = Part { context: parameters(context), scope: "" };
        self.explain(Selection::of(list, &part, query)?.found_only(query.page.limit())).await
    }

    /// Counts the rows of a selection, at most [`MAX_COUNT`].
    pub(crate) async fn count_rows(&self, selection: &Selection) -> Result<RowCount, StoreError> {
        let counted = self.read_text(selection.count(MAX_COUNT + 1)).await?;
        let counted: Option<u32> = counted.and_then(|counted| counted.parse().ok());
        let counted = counted.ok_or_else(|| DatabaseError::reading("a number of rows"))?;
        Ok(RowCount { rows: counted.min(MAX_COUNT), more: counted > MAX_COUNT })
    }
}
