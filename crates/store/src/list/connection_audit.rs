//! The audit records of connections.

use cora_core::id::ConnectionId;
use serde_json::Value;

use super::audit_filter::{FROM, OF_REQUEST, UNTIL};
use super::definition::{Column, Filter, Kind, List, Takes};
use super::{ListPage, ListQuery, Part};
use crate::administration::view::Page;
use crate::database::Store;
use crate::error::StoreError;
use crate::row::rows;

rows! {
    /// An audit record of a connection. Times are UTC in RFC 3339.
    ConnectionAuditRow {
        /// The record's identifier.
        id: String = "id",
        /// The connection.
        connection_id: ConnectionId = "idp_config_id",
        /// The name of the connection.
        connection_name: Option<String> = "@connection_name(platform_idp_audit_log.idp_config_id)",
        /// The action: `created`, `updated`, `tested`, `activated`, `deactivated`, `rolled_back`,
        /// `made_default` or `deleted`.
        action: String = "action",
        /// The version of the connection after the action. Null in records of an earlier schema.
        version: Option<u32> = "version",
        /// The number of the settings concerned.
        number: Option<u32> = "number",
        /// The differences, redacted.
        changes: Vec<Value> = "@json(changes)",
        /// `true` if a safeguard was overridden.
        forced: bool = "@flag(forced)",
        /// The reason given.
        reason: Option<String> = "reason",
        /// The kind of the actor: `user` or `operator`.
        actor_kind: String = "actor_kind",
        /// The identifier of the acting user, or null for the operator.
        performed_by: Option<String> = "performed_by",
        /// The full name of that user, else the address; null after an erasure.
        performed_by_name: Option<String> = "@person_name(platform_idp_audit_log.performed_by)",
        /// The time of the action.
        performed_at: String = "@iso(performed_at)",
        /// The identifier of the HTTP request.
        request_id: Option<String> = "request_id",
        /// The settings before the action, in records of an earlier schema.
        old_config: Option<Value> = "@json(old_config)",
        /// The settings after the action, in records of an earlier schema.
        new_config: Option<Value> = "@json(new_config)",
    }
}

const KEY: Column =
    // The order of insertion: an action of the same second comes after those before it.
    Column { name: "sequence", sql: "platform_idp_audit_log.@sequence", kind: Kind::Number };
const SORTS: &[Column] = &[Column { name: "at", sql: "platform_idp_audit_log.performed_at", kind: Kind::Time }];
const SINCE: Filter =
    Filter { name: "from", description: FROM, takes: Takes::Time("platform_idp_audit_log.performed_at >= @time(?1)") };
const BEFORE: Filter =
    Filter { name: "until", description: UNTIL, takes: Takes::Time("platform_idp_audit_log.performed_at < @time(?1)") };
const BY: Filter = Filter {
    name: "actorId",
    description: "Only records of acts of this user.",
    takes: Takes::Id("platform_idp_audit_log.performed_by = @id(?1)"),
};
const FORCED: Filter = Filter {
    name: "forced",
    description: "`true` for records of overridden safeguards only, `false` for the others.",
    takes: Takes::Word(
        &[("true", "platform_idp_audit_log.forced"), ("false", "NOT platform_idp_audit_log.forced")],
        None,
    ),
};
const REQUEST: Filter =
    Filter { name: "requestId", description: OF_REQUEST, takes: Takes::Text("platform_idp_audit_log.request_id = ?1") };

/// The audit records of all connections.
pub static CONNECTION_AUDIT: List = List {
    name: "connections",
    from: "platform_idp_audit_log",
    columns: "platform_idp_audit_log.*",
    shown: "platform_idp_audit_log",
    parameters: 0,
    condition: "true",
    row: ConnectionAuditRow::OBJECT,
    names: None,
    key: KEY,
    sorts: SORTS,
    order: "-at",
    filters: &[
        SINCE,
        BEFORE,
        BY,
        Filter {
            name: "connectionId",
            description: "Only records about this connection.",
            takes: Takes::Id("platform_idp_audit_log.idp_config_id = @id(?1)"),
        },
        FORCED,
        REQUEST,
    ],
    searches: &[],
};

/// The audit records of the connection `?1`.
pub static AUDIT_OF_CONNECTION: List = List {
    name: "audit_of_connection",
    from: "platform_idp_audit_log",
    columns: "platform_idp_audit_log.*",
    shown: "platform_idp_audit_log",
    parameters: 1,
    condition: "platform_idp_audit_log.idp_config_id = @id(?1)",
    row: ConnectionAuditRow::OBJECT,
    names: None,
    key: KEY,
    sorts: SORTS,
    order: "-at",
    filters: &[SINCE, BEFORE, BY, FORCED, REQUEST],
    searches: &[],
};

impl Store {
    /// Lists the audit records of a connection ([`AUDIT_OF_CONNECTION`]).
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the list does not take the query, or if the database fails.
    pub async fn audit_of_connection(
        &self,
        id: ConnectionId,
        query: impl Into<ListQuery>,
    ) -> Result<ListPage<ConnectionAuditRow>, StoreError> {
        let id = id.to_string();
        let part = Part { context: vec![id.as_str().into()], scope: &id };
        self.list(&AUDIT_OF_CONNECTION, part, &query.into()).await
    }

    /// Lists the newest audit records of a connection, at most `limit`.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn connection_audit(&self, id: ConnectionId, limit: u32) -> Result<Vec<ConnectionAuditRow>, StoreError> {
        let most = usize::try_from(limit).unwrap_or(usize::MAX);
        let (mut rows, mut page) = (Vec::new(), Page { limit: Some(limit), after: None });
        loop {
            let next = self.audit_of_connection(id, &page).await?;
            rows.extend(next.items);
            page.after = next.next;
            if page.after.is_none() || rows.len() >= most {
                rows.truncate(most);
                return Ok(rows);
            }
        }
    }
}
