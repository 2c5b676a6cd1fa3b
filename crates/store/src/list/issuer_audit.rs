//! The audit records of the issuer.

use const_format::formatcp;
use cora_core::id::{ApplicationId, ApplicationSessionId, UserId};

use super::audit_filter::{ABOUT_USER, FROM, OF_REQUEST, UNTIL};
use super::definition::{Column, Filter, Kind, List, Takes, is_code};
use super::{AuditFilter, ListPage, ListQuery, Named, Part};
use crate::database::Store;
use crate::error::StoreError;
use crate::issuer::audit::IssuerEvent;
use crate::list::audit_filter::WANTED;
use crate::row::rows;
use crate::sql::{Sql, sql};

rows! {
    /// An audit record of the issuer.
    IssuerAuditRow {
        /// The number of the record, ascending in the order of writing.
        number: i64 = "number",
        /// The time of the event, UTC in RFC 3339.
        at: String = "@iso(at)",
        /// The event.
        event: IssuerEvent = "event",
        /// The code of the reason; for a key, its identifier.
        reason: String = "reason",
        /// The application that made the request, or null.
        application_id: Option<ApplicationId> = "application_id",
        /// The user concerned, or null.
        user_id: Option<UserId> = "user_id",
        /// The application session concerned, or null.
        application_session_id: Option<ApplicationSessionId> = "application_session_id",
        /// The identifier of the HTTP request, or null.
        request_id: Option<String> = "request_id",
    }

    /// The names of what an audit record of the issuer refers to.
    IssuerAuditNames {
        /// The name of the application.
        application_name: Option<String> = "@application_name(issuer_audit_log.application_id)",
        /// The full name of the user, else the address; null after an erasure.
        user_name: Option<String> = "@person_name(issuer_audit_log.user_id)",
    }
}

/// The audit records of the issuer. They have no actor.
pub static ISSUER_AUDIT: List = List {
    name: "issuer",
    from: "issuer_audit_log",
    columns: "issuer_audit_log.*",
    shown: "issuer_audit_log",
    parameters: 0,
    condition: "true",
    row: IssuerAuditRow::OBJECT,
    names: Some(IssuerAuditNames::OBJECT),
    key: Column { name: "number", sql: "issuer_audit_log.number", kind: Kind::Number },
    sorts: &[Column { name: "at", sql: "issuer_audit_log.at", kind: Kind::Time }],
    order: "-at",
    filters: &[
        Filter { name: "from", description: FROM, takes: Takes::Time("issuer_audit_log.at >= @time(?1)") },
        Filter { name: "until", description: UNTIL, takes: Takes::Time("issuer_audit_log.at < @time(?1)") },
        Filter { name: "userId", description: ABOUT_USER, takes: Takes::Id("issuer_audit_log.user_id = @id(?1)") },
        Filter {
            name: "applicationId",
            description: "Only records about this application.",
            takes: Takes::Id("issuer_audit_log.application_id = @id(?1)"),
        },
        Filter {
            name: "event",
            description: "Only records of this event.",
            takes: Takes::Code(is_code::<IssuerEvent>, "issuer_audit_log.event = ?1"),
        },
        Filter { name: "requestId", description: OF_REQUEST, takes: Takes::Text("issuer_audit_log.request_id = ?1") },
    ],
    searches: &[],
};

/// An audit record of the issuer with its names.
pub type NamedIssuerAudit = Named<IssuerAuditRow, IssuerAuditNames>;

impl Store {
    /// Lists the audit records of the issuer with their names ([`ISSUER_AUDIT`]).
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the list does not take the query, or if the database fails.
    pub async fn event_audit(&self, query: impl Into<ListQuery>) -> Result<ListPage<NamedIssuerAudit>, StoreError> {
        self.list_named(&ISSUER_AUDIT, Part::WHOLE, &query.into()).await
    }

    /// Lists the same records as [`event_audit`](Self::event_audit), without names.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the list does not take the query, or if the database fails.
    pub async fn issuer_audit(
        &self,
        filter: &AuditFilter,
        query: impl Into<ListQuery>,
    ) -> Result<ListPage<IssuerAuditRow>, StoreError> {
        Ok(self.event_audit(filter.add_to(query.into())).await?.map(|named| named.row))
    }
}

/// Builds the statement that reads audit records of the issuer, oldest first, after the one with a
/// number.
pub(crate) fn oldest_events(after: i64, filter: &AuditFilter, limit: u32) -> Sql {
    let list = sql!(formatcp!(
        "SELECT {row} FROM issuer_audit_log WHERE number > ?1 AND {WANTED} ORDER BY number LIMIT ?2",
        row = IssuerAuditRow::OBJECT
    ));
    filter.bind_to(list.bind(after).bind(limit))
}
