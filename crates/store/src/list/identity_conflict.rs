//! The conflicts about the owner of an address.

use cora_core::model::identity_conflict::IdentityConflictKind;

use super::definition::{Column, Filter, Kind, List, Takes, is_code};
use super::{ListPage, ListQuery, Part};
use crate::administration::view::IdentityConflictRow;
use crate::database::Store;
use crate::error::StoreError;

/// The conflicts about the owner of an address: the open ones unless others are asked for.
pub static IDENTITY_CONFLICTS: List = List {
    name: "identity_conflicts",
    from: "identity_conflicts",
    columns: "identity_conflicts.*",
    shown: "identity_conflicts",
    parameters: 0,
    condition: "true",
    row: IdentityConflictRow::OBJECT,
    names: None,
    key: Column { name: "id", sql: "identity_conflicts.id", kind: Kind::Id },
    sorts: &[Column { name: "openedAt", sql: "identity_conflicts.opened_at", kind: Kind::Time }],
    order: "id",
    filters: &[
        Filter {
            name: "status",
            description: "Only conflicts with this status, or `all`; `open` if absent.",
            takes: Takes::Word(
                &[
                    ("open", "identity_conflicts.status = 'open'"),
                    ("same_person", "identity_conflicts.status = 'same_person'"),
                    ("another_person", "identity_conflicts.status = 'another_person'"),
                    ("dismissed", "identity_conflicts.status = 'dismissed'"),
                    ("all", "true"),
                ],
                Some("open"),
            ),
        },
        Filter {
            name: "kind",
            description: "Only conflicts of this kind.",
            takes: Takes::Code(is_code::<IdentityConflictKind>, "identity_conflicts.kind = ?1"),
        },
        Filter {
            name: "userId",
            description: "Only conflicts about the address of this user.",
            takes: Takes::Id("identity_conflicts.user_id = @id(?1)"),
        },
        Filter {
            name: "connectionId",
            description: "Only conflicts of logins through this connection.",
            takes: Takes::Id("identity_conflicts.connection_id = @id(?1)"),
        },
    ],
    searches: &[],
};

impl Store {
    /// Lists the conflicts about addresses and identities ([`IDENTITY_CONFLICTS`]).
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the list does not take the query, or if the database fails.
    pub async fn identity_conflicts(
        &self,
        query: impl Into<ListQuery>,
    ) -> Result<ListPage<IdentityConflictRow>, StoreError> {
        self.list(&IDENTITY_CONFLICTS, Part::WHOLE, &query.into()).await
    }
}
