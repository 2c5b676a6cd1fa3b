//! One queue of everybody who waits for an answer: requests to join an organization, and addresses
//! on the waitlist.

use serde_json::Value as Json;

use super::definition::{By, Column, Filter, Kind, List, Search, Takes};
use super::merged::Source;
use super::query::{ListPage, ListQuery};
use super::unreadable;
use super::user::{ADDRESS, NAME};
use crate::administration::view::{MembershipRequestRow, WaitlistRow};
use crate::database::Store;
use crate::error::StoreError;

const STATUS: &str =
    "Only requests with this status: `pending`, `approved` or `denied`, or `all`; `pending` if absent.";

static MEMBERSHIPS: List = List {
    name: "memberships",
    from: "membership_requests JOIN profiles ON profiles.user_id = membership_requests.user_id",
    columns: "membership_requests.*",
    shown: "membership_requests JOIN profiles ON profiles.user_id = membership_requests.user_id",
    parameters: 0,
    condition: "true",
    row: MembershipRequestRow::OBJECT,
    names: None,
    key: Column { name: "id", sql: "membership_requests.id", kind: Kind::Id },
    sorts: &[Column { name: "requestedAt", sql: "membership_requests.requested_at", kind: Kind::Time }],
    order: "requestedAt",
    filters: &[
        Filter {
            name: "status",
            description: STATUS,
            takes: Takes::Word(
                &[
                    ("pending", "membership_requests.status = 'pending'"),
                    ("approved", "membership_requests.status = 'approved'"),
                    ("denied", "membership_requests.status = 'rejected'"),
                    ("all", "true"),
                ],
                Some("pending"),
            ),
        },
        Filter {
            name: "organizationId",
            description: "Only requests to join this organization.",
            takes: Takes::Id("membership_requests.org_id = @id(?1)"),
        },
    ],
    searches: &[Search { sql: ADDRESS, by: By::Identifier }, Search { sql: NAME, by: By::Name }],
};

static ADDRESSES: List = List {
    name: "waitlist",
    from: "waitlist",
    columns: "waitlist.*",
    shown: "waitlist",
    parameters: 0,
    condition: "true",
    row: WaitlistRow::OBJECT,
    names: None,
    key: Column { name: "email", sql: "@ordered(waitlist.email)", kind: Kind::Text },
    sorts: &[Column { name: "requestedAt", sql: "waitlist.added_at", kind: Kind::Time }],
    order: "requestedAt",
    filters: &[Filter {
        name: "status",
        description: STATUS,
        takes: Takes::Word(
            &[
                ("pending", "waitlist.status = 'pending'"),
                ("approved", "waitlist.status = 'approved'"),
                ("denied", "waitlist.status = 'denied'"),
                ("all", "true"),
            ],
            Some("pending"),
        ),
    }],
    searches: &[Search { sql: "@ordered(waitlist.email)", by: By::Identifier }],
};

/// A part of the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RequestKind {
    /// Requests to join an organization.
    Memberships,
    /// Addresses on the waitlist.
    Waitlist,
}

impl RequestKind {
    /// All parts.
    pub const ALL: [Self; 2] = [Self::Memberships, Self::Waitlist];

    /// Finds a part by its name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.list().name() == name)
    }

    /// Returns the list of the part.
    pub const fn list(self) -> &'static List {
        match self {
            Self::Memberships => &MEMBERSHIPS,
            Self::Waitlist => &ADDRESSES,
        }
    }
}

/// A request in the queue. `kind` is the part that it is in.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum QueuedRequest {
    /// A request to join an organization.
    Memberships(MembershipRequestRow),
    /// An address on the waitlist.
    Waitlist(WaitlistRow),
}

impl Source for RequestKind {
    type Row = QueuedRequest;
    const NAME: &'static str = "requests";
    const FIELD: &'static str = "requestedAt";
    const ORDER: &'static str = "requestedAt";
    const ALL: &'static [Self] = &Self::ALL;

    fn name(self) -> &'static str {
        self.list().name()
    }

    fn list(self) -> &'static List {
        Self::list(self)
    }

    fn parse(self, row: Json, _: Option<Json>) -> Result<QueuedRequest, StoreError> {
        Ok(match self {
            Self::Memberships => QueuedRequest::Memberships(serde_json::from_value(row).map_err(unreadable)?),
            Self::Waitlist => QueuedRequest::Waitlist(serde_json::from_value(row).map_err(unreadable)?),
        })
    }
}

impl Store {
    /// Lists the requests that wait for an answer, of all organizations and of the waitlist, oldest
    /// first unless `query.sort` is `-requestedAt`.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the list does not take the query, or if the database fails.
    pub async fn requests(
        &self,
        kinds: &[RequestKind],
        query: &ListQuery,
    ) -> Result<ListPage<QueuedRequest>, StoreError> {
        self.merged(kinds, query, query.page.limit()).await
    }
}
