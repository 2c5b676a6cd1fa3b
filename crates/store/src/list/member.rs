//! The active members of an organization.

use cora_core::id::OrganizationId;
use cora_core::provisioning::facts::{MembershipSource, UserStatus};
use cora_core::role::OrganizationRole;

use super::definition::{By, Column, Filter, Kind, List, Search, Takes, is_code};
use super::user::{ADDRESS, NAME};
use super::{ListPage, ListQuery, Part};
use crate::administration::view::MemberRow;
use crate::database::Store;
use crate::error::StoreError;

/// The active members of the organization `?1`.
///
/// Addresses and names are those of the users, so that a list in their order reads all members of
/// the organization.
pub static MEMBERS: List = List {
    name: "members",
    from: "org_members JOIN profiles ON profiles.user_id = org_members.user_id",
    columns: "org_members.*",
    shown: "org_members JOIN profiles ON profiles.user_id = org_members.user_id",
    parameters: 1,
    condition: "org_members.org_id = @id(?1) AND org_members.status = 'active'",
    row: MemberRow::OBJECT,
    names: None,
    key: Column { name: "userId", sql: "org_members.user_id", kind: Kind::Id },
    sorts: &[
        Column { name: "email", sql: ADDRESS, kind: Kind::Text },
        Column { name: "fullName", sql: NAME, kind: Kind::Text },
        Column { name: "joinedAt", sql: "org_members.joined_at", kind: Kind::Time },
    ],
    order: "userId",
    filters: &[
        Filter {
            name: "role",
            description: "Only members with this role.",
            takes: Takes::Code(is_code::<OrganizationRole>, "org_members.role = ?1"),
        },
        Filter {
            name: "source",
            description: "Only memberships of this source.",
            takes: Takes::Code(is_code::<MembershipSource>, "org_members.source = ?1"),
        },
        Filter {
            name: "userStatus",
            description: "Only members with this status on the platform.",
            takes: Takes::Code(is_code::<UserStatus>, "profiles.status = ?1"),
        },
    ],
    searches: &[Search { sql: ADDRESS, by: By::Identifier }, Search { sql: NAME, by: By::Name }],
};

impl Store {
    /// Lists the active members of an organization ([`MEMBERS`]).
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the list does not take the query, or if the database fails.
    pub async fn members(
        &self,
        organization: OrganizationId,
        query: impl Into<ListQuery>,
    ) -> Result<ListPage<MemberRow>, StoreError> {
        let organization = organization.to_string();
        let part = Part { context: vec![organization.as_str().into()], scope: &organization };
        self.list(&MEMBERS, part, &query.into()).await
    }
}
