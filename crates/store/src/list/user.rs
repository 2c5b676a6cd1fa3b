//! The users of the platform.

use cora_core::email::CanonicalEmail;
use cora_core::provisioning::facts::UserStatus;
use cora_core::role::PlatformRole;

use super::definition::{By, Column, Filter, Kind, List, Search, Takes, is_code};
use super::{ListPage, ListQuery, Part};
use crate::administration::view::UserRow;
use crate::database::Store;
use crate::error::StoreError;

/// The canonical address of a user, or an empty text.
pub(super) const ADDRESS: &str = "@ordered(coalesce(profiles.email_canonical, ''))";
/// The full name of a user in lower case, or an empty text.
pub(super) const NAME: &str = "@folded(coalesce(profiles.full_name, ''))";

/// The users of the platform.
pub static USERS: List = List {
    name: "users",
    from: "profiles",
    columns: "profiles.*",
    shown: "profiles",
    parameters: 0,
    condition: "true",
    row: UserRow::OBJECT,
    names: None,
    key: Column { name: "userId", sql: "profiles.user_id", kind: Kind::Id },
    sorts: &[
        Column { name: "email", sql: ADDRESS, kind: Kind::Text },
        Column { name: "fullName", sql: NAME, kind: Kind::Text },
        Column { name: "createdAt", sql: "profiles.created_at", kind: Kind::Time },
    ],
    order: "userId",
    filters: &[
        Filter {
            name: "email",
            description: "Only the users who have this address.",
            takes: Takes::Address("@ordered(coalesce(profiles.email_canonical, '')) = ?1"),
        },
        Filter {
            name: "status",
            description: "Only users with this status.",
            takes: Takes::Code(is_code::<UserStatus>, "profiles.status = ?1"),
        },
        Filter {
            name: "platformRole",
            description: "Only users with this role on the platform.",
            takes: Takes::Code(is_code::<PlatformRole>, "profiles.platform_role = ?1"),
        },
        Filter {
            name: "organizationId",
            description: "Only the active members of this organization.",
            takes: Takes::Id(
                "profiles.user_id IN (SELECT org_members.user_id FROM org_members
                    WHERE org_members.org_id = @id(?1) AND org_members.status = 'active')",
            ),
        },
        Filter {
            name: "connectionId",
            description: "Only users with an identity of this connection.",
            takes: Takes::Id(
                "profiles.user_id IN (SELECT external_identities.auth_user_id FROM external_identities
                    WHERE external_identities.connection_id = @id(?1))",
            ),
        },
    ],
    searches: &[Search { sql: ADDRESS, by: By::Identifier }, Search { sql: NAME, by: By::Name }],
};

impl Store {
    /// Lists the users of the platform ([`USERS`]).
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the list does not take the query, or if the database fails.
    pub async fn users(&self, query: impl Into<ListQuery>) -> Result<ListPage<UserRow>, StoreError> {
        self.list(&USERS, Part::WHOLE, &query.into()).await
    }

    /// Lists the users who have an address, by identifier, at most 200.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn users_with_email(&self, email: &CanonicalEmail) -> Result<Vec<UserRow>, StoreError> {
        Ok(self.users(ListQuery::default().with("email", email.as_str())).await?.items)
    }
}
