//! The invitations to an organization.

use cora_core::id::OrganizationId;
use cora_core::role::OrganizationRole;
use cora_core::time::UnixSeconds;

use super::definition::{By, Column, Filter, Kind, List, Search, Takes, is_code};
use super::{ListPage, ListQuery, Part};
use crate::administration::view::InvitationRow;
use crate::database::Store;
use crate::error::StoreError;
use crate::sql::seconds;

const ADDRESS: &str = "@ordered(user_invites.email)";

/// The invitations to the organization `?2` at the time `?1`.
pub static INVITATIONS: List = List {
    name: "invitations",
    from: "user_invites",
    columns: "user_invites.*",
    shown: "user_invites JOIN orgs ON orgs.id = user_invites.org_id",
    parameters: 2,
    condition: "user_invites.org_id = @id(?2)",
    row: InvitationRow::OBJECT,
    names: None,
    key: Column { name: "id", sql: "user_invites.id", kind: Kind::Id },
    sorts: &[
        Column { name: "email", sql: ADDRESS, kind: Kind::Text },
        Column { name: "createdAt", sql: "user_invites.created_at", kind: Kind::Time },
        Column { name: "expiresAt", sql: "user_invites.expires_at", kind: Kind::Time },
    ],
    order: "id",
    filters: &[
        Filter {
            name: "status",
            description: "Only invitations with this status; one past its expiry is `expired`.",
            takes: Takes::Word(
                &[
                    ("pending", "(user_invites.status = 'pending' AND user_invites.expires_at > @time(?1))"),
                    (
                        "expired",
                        "(user_invites.status = 'expired'
                            OR user_invites.status = 'pending' AND user_invites.expires_at <= @time(?1))",
                    ),
                    ("accepted", "user_invites.status = 'accepted'"),
                    ("revoked", "user_invites.status = 'revoked'"),
                ],
                None,
            ),
        },
        Filter {
            name: "role",
            description: "Only invitations that give this role.",
            takes: Takes::Code(is_code::<OrganizationRole>, "user_invites.role = ?1"),
        },
        Filter {
            name: "connectionId",
            description: "Only invitations that have to be accepted through this connection.",
            takes: Takes::Id("user_invites.connection_id = @id(?1)"),
        },
        Filter {
            name: "invitedBy",
            description: "Only the invitations by this user.",
            takes: Takes::Id("user_invites.invited_by = @id(?1)"),
        },
    ],
    searches: &[Search { sql: ADDRESS, by: By::Identifier }],
};

impl Store {
    /// Lists the invitations to an organization ([`INVITATIONS`]).
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the list does not take the query, or if the database fails.
    pub async fn invitations(
        &self,
        organization: OrganizationId,
        now: UnixSeconds,
        query: impl Into<ListQuery>,
    ) -> Result<ListPage<InvitationRow>, StoreError> {
        let organization = organization.to_string();
        let part = Part { context: vec![seconds(now).into(), organization.as_str().into()], scope: &organization };
        self.list(&INVITATIONS, part, &query.into()).await
    }
}
