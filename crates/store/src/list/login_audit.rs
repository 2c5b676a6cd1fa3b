//! The audit records of decisions about logins.

use const_format::formatcp;
use cora_core::id::{ConnectionId, InvitationId, UserId};
use cora_core::provisioning::decision::OutcomeKind;

use super::audit_filter::{ABOUT_USER, FROM, OF_REQUEST, UNTIL};
use super::definition::{Column, Filter, Kind, List, Takes, is_code};
use super::{AuditFilter, ListPage, ListQuery, Named, Part};
use crate::database::Store;
use crate::error::StoreError;
use crate::list::audit_filter::WANTED;
use crate::row::rows;
use crate::sql::{Sql, sql};

rows! {
    /// An audit record of a login decision.
    ProvisioningAuditRow {
        /// The record's identifier.
        id: String = "id",
        /// The time of the decision, UTC in RFC 3339.
        at: String = "@iso(at)",
        /// The outcome of the decision.
        outcome: OutcomeKind = "outcome",
        /// The code of the reason.
        reason: String = "reason",
        /// The connection of the login.
        connection_id: ConnectionId = "connection_id",
        /// The user, if there was one.
        user_id: Option<UserId> = "user_id",
        /// The address, redacted: `a***@acme.example`.
        email: Option<String> = "email",
        /// The invitation to another address that the person claimed, or null.
        claimed_invitation_id: Option<InvitationId> = "claimed_invitation_id",
        /// The identifier of the request that was the first with this decision, as in its log line
        /// and in `x-request-id` of its answer; null for a decision of an earlier version.
        request_id: Option<String> = "request_id",
    }

    /// The names of what an audit record of a login decision refers to.
    ProvisioningAuditNames {
        /// The name of the connection.
        connection_name: Option<String> = "@connection_name(provisioning_audit_log.connection_id)",
        /// The full name of the user, else the address; null after an erasure.
        user_name: Option<String> = "@person_name(provisioning_audit_log.user_id)",
    }
}

/// The audit records of decisions about logins.
pub static LOGIN_AUDIT: List = List {
    name: "logins",
    from: "provisioning_audit_log",
    columns: "provisioning_audit_log.*",
    shown: "provisioning_audit_log",
    parameters: 0,
    condition: "true",
    row: ProvisioningAuditRow::OBJECT,
    names: Some(ProvisioningAuditNames::OBJECT),
    key: Column { name: "id", sql: "provisioning_audit_log.id", kind: Kind::Id },
    sorts: &[Column { name: "at", sql: "provisioning_audit_log.at", kind: Kind::Time }],
    order: "-at",
    filters: &[
        Filter { name: "from", description: FROM, takes: Takes::Time("provisioning_audit_log.at >= @time(?1)") },
        Filter { name: "until", description: UNTIL, takes: Takes::Time("provisioning_audit_log.at < @time(?1)") },
        Filter {
            name: "userId",
            description: ABOUT_USER,
            takes: Takes::Id("provisioning_audit_log.user_id = @id(?1)"),
        },
        Filter {
            name: "connectionId",
            description: "Only records about this connection.",
            takes: Takes::Id("provisioning_audit_log.connection_id = @id(?1)"),
        },
        Filter {
            name: "outcome",
            description: "Only decisions with this outcome.",
            takes: Takes::Code(is_code::<OutcomeKind>, "provisioning_audit_log.outcome = ?1"),
        },
        Filter {
            name: "reason",
            description: "Only decisions with this reason.",
            takes: Takes::Text("provisioning_audit_log.reason = ?1"),
        },
        Filter {
            name: "requestId",
            description: OF_REQUEST,
            takes: Takes::Text("provisioning_audit_log.request_id = ?1"),
        },
    ],
    searches: &[],
};

/// An audit record of a decision about a login with its names.
pub type NamedProvisioningAudit = Named<ProvisioningAuditRow, ProvisioningAuditNames>;

impl Store {
    /// Lists the audit records of decisions about logins ([`LOGIN_AUDIT`]).
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the list does not take the query, or if the database fails.
    pub async fn login_audit(
        &self,
        query: impl Into<ListQuery>,
    ) -> Result<ListPage<NamedProvisioningAudit>, StoreError> {
        self.list_named(&LOGIN_AUDIT, Part::WHOLE, &query.into()).await
    }

    /// Lists the same records as [`login_audit`](Self::login_audit), without names.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the list does not take the query, or if the database fails.
    pub async fn provisioning_audit(
        &self,
        filter: &AuditFilter,
        query: impl Into<ListQuery>,
    ) -> Result<ListPage<ProvisioningAuditRow>, StoreError> {
        Ok(self.login_audit(filter.add_to(query.into())).await?.map(|named| named.row))
    }
}

/// Builds the statement that reads audit records of login decisions, oldest first, after the one
/// with an identifier.
pub(crate) fn oldest_logins(after: Option<&str>, filter: &AuditFilter, limit: u32) -> Sql {
    let list = sql!(formatcp!(
        "SELECT {row}
         FROM provisioning_audit_log
         WHERE (@text(?1) IS NULL OR (at, id) >
                (SELECT seen.at, seen.id FROM provisioning_audit_log AS seen WHERE seen.id = @id(?1)))
            AND {WANTED}
         ORDER BY at, id LIMIT ?2",
        row = ProvisioningAuditRow::OBJECT
    ));
    filter.bind_to(list.bind(after).bind(limit))
}
