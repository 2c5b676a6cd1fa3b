//! The requests to join an organization.

use cora_core::id::OrganizationId;

use super::definition::{By, Column, Filter, Kind, List, Search, Takes};
use super::user::{ADDRESS, NAME};
use super::{ListPage, ListQuery, Part};
use crate::administration::view::MembershipRequestRow;
use crate::database::Store;
use crate::error::StoreError;

/// The requests to join the organization `?1`: the open ones unless others are asked for.
pub static MEMBERSHIP_REQUESTS: List = List {
    name: "membership_requests",
    from: "membership_requests JOIN profiles ON profiles.user_id = membership_requests.user_id",
    columns: "membership_requests.*",
    shown: "membership_requests JOIN profiles ON profiles.user_id = membership_requests.user_id",
    parameters: 1,
    condition: "membership_requests.org_id = @id(?1)",
    row: MembershipRequestRow::OBJECT,
    names: None,
    key: Column { name: "userId", sql: "membership_requests.user_id", kind: Kind::Id },
    sorts: &[Column { name: "requestedAt", sql: "membership_requests.requested_at", kind: Kind::Time }],
    order: "userId",
    filters: &[Filter {
        name: "status",
        description: "Only requests with this status, or `all`; `pending` if absent.",
        takes: Takes::Word(
            &[
                ("pending", "membership_requests.status = 'pending'"),
                ("approved", "membership_requests.status = 'approved'"),
                ("rejected", "membership_requests.status = 'rejected'"),
                ("all", "true"),
            ],
            Some("pending"),
        ),
    }],
    searches: &[Search { sql: ADDRESS, by: By::Identifier }, Search { sql: NAME, by: By::Name }],
};

impl Store {
    /// Lists the requests to join an organization ([`MEMBERSHIP_REQUESTS`]).
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the list does not take the query, or if the database fails.
    pub async fn membership_requests(
        &self,
        organization: OrganizationId,
        query: impl Into<ListQuery>,
    ) -> Result<ListPage<MembershipRequestRow>, StoreError> {
        let organization = organization.to_string();
        let part = Part { context: vec![organization.as_str().into()], scope: &organization };
        self.list(&MEMBERSHIP_REQUESTS, part, &query.into()).await
    }
}
