//! The audit records of administrators' commands.

use const_format::formatcp;
use cora_core::administration::{AdministrationAction, FieldChange};
use cora_core::id::{OrganizationId, UserId};

use super::audit_filter::{ABOUT_USER, FROM, OF_REQUEST, UNTIL};
use super::definition::{Column, Filter, Kind, List, Takes, is_code};
use super::{AuditFilter, ListPage, ListQuery, Named, Part};
use crate::database::Store;
use crate::error::StoreError;
use crate::list::audit_filter::WANTED;
use crate::row::rows;
use crate::sql::{Sql, sql};

rows! {
    /// An audit record of an administrator's command.
    AdministrationAuditRow {
        /// The number of the record, ascending in the order of writing.
        number: i64 = "number",
        /// The record's identifier.
        id: String = "id",
        /// The time of the command, UTC in RFC 3339.
        at: String = "@iso(at)",
        /// The kind of the actor: `user` or `operator`.
        actor_kind: String = "actor_kind",
        /// The user who gave the command, or null for the operator.
        actor_id: Option<UserId> = "actor_id",
        /// The action that was taken.
        action: AdministrationAction = "action",
        /// The organization concerned, if any.
        organization_id: Option<OrganizationId> = "org_id",
        /// The user concerned, if any.
        user_id: Option<UserId> = "user_id",
        /// Any other target. An email address is redacted: `a***@acme.example`.
        target: Option<String> = "target",
        /// The changed fields, redacted.
        changes: Vec<FieldChange> = "@json(changes)",
        /// The reason given for the command.
        reason: Option<String> = "reason",
        /// The identifier of the HTTP request.
        request_id: Option<String> = "request_id",
    }

    /// The names of what an audit record of an administrator's command refers to.
    AdministrationAuditNames {
        /// The actor's full name, else the address; null for the operator and after an erasure.
        actor_name: Option<String> = "@person_name(administration_audit_log.actor_id)",
        /// The name of the organization.
        organization_name: Option<String> = "@organization_name(administration_audit_log.org_id)",
        /// The full name of the user, else the address; null after an erasure.
        user_name: Option<String> = "@person_name(administration_audit_log.user_id)",
    }
}

const KEY: Column = Column { name: "number", sql: "administration_audit_log.number", kind: Kind::Number };
const SORTS: &[Column] = &[Column { name: "at", sql: "administration_audit_log.at", kind: Kind::Time }];
const SINCE: Filter =
    Filter { name: "from", description: FROM, takes: Takes::Time("administration_audit_log.at >= @time(?1)") };
const BEFORE: Filter =
    Filter { name: "until", description: UNTIL, takes: Takes::Time("administration_audit_log.at < @time(?1)") };
const BY: Filter = Filter {
    name: "actorId",
    description: "Only records of acts of this user.",
    takes: Takes::Id("administration_audit_log.actor_id = @id(?1)"),
};
const ABOUT: Filter =
    Filter { name: "userId", description: ABOUT_USER, takes: Takes::Id("administration_audit_log.user_id = @id(?1)") };
const ACTION: Filter = Filter {
    name: "action",
    description: "Only records of this action.",
    takes: Takes::Code(is_code::<AdministrationAction>, "administration_audit_log.action = ?1"),
};
const REQUEST: Filter = Filter {
    name: "requestId",
    description: OF_REQUEST,
    takes: Takes::Text("administration_audit_log.request_id = ?1"),
};

/// The audit records of administrators' commands.
pub static COMMAND_AUDIT: List = List {
    name: "commands",
    from: "administration_audit_log",
    columns: "administration_audit_log.*",
    shown: "administration_audit_log",
    parameters: 0,
    condition: "true",
    row: AdministrationAuditRow::OBJECT,
    names: Some(AdministrationAuditNames::OBJECT),
    key: KEY,
    sorts: SORTS,
    order: "-at",
    filters: &[
        SINCE,
        BEFORE,
        BY,
        ABOUT,
        Filter {
            name: "organizationId",
            description: "Only records about this organization.",
            takes: Takes::Id("administration_audit_log.org_id = @id(?1)"),
        },
        ACTION,
        REQUEST,
    ],
    searches: &[],
};

/// The audit records of administrators' commands about the organization `?1`.
pub static ORGANIZATION_AUDIT: List = List {
    name: "organization_commands",
    from: "administration_audit_log",
    columns: "administration_audit_log.*",
    shown: "administration_audit_log",
    parameters: 1,
    condition: "administration_audit_log.org_id = @id(?1)",
    row: AdministrationAuditRow::OBJECT,
    names: Some(AdministrationAuditNames::OBJECT),
    key: KEY,
    sorts: SORTS,
    order: "-at",
    filters: &[SINCE, BEFORE, BY, ABOUT, ACTION, REQUEST],
    searches: &[],
};

/// An audit record of an administrator's command with its names.
pub type NamedAdministrationAudit = Named<AdministrationAuditRow, AdministrationAuditNames>;

impl Store {
    /// Lists the audit records of administrators' commands: those of an organization
    /// ([`ORGANIZATION_AUDIT`]), or all ([`COMMAND_AUDIT`]).
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the list does not take the query, or if the database fails.
    pub async fn command_audit(
        &self,
        organization: Option<OrganizationId>,
        query: impl Into<ListQuery>,
    ) -> Result<ListPage<NamedAdministrationAudit>, StoreError> {
        let Some(organization) = organization else {
            return self.list_named(&COMMAND_AUDIT, Part::WHOLE, &query.into()).await;
        };
        let organization = organization.to_string();
        let part = Part { context: vec![organization.as_str().into()], scope: &organization };
        self.list_named(&ORGANIZATION_AUDIT, part, &query.into()).await
    }

    /// Lists the same records as [`command_audit`](Self::command_audit), without names.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the list does not take the query, or if the database fails.
    pub async fn administration_audit(
        &self,
        organization: Option<OrganizationId>,
        filter: &AuditFilter,
        query: impl Into<ListQuery>,
    ) -> Result<ListPage<AdministrationAuditRow>, StoreError> {
        let page = self.command_audit(organization, filter.add_to(query.into())).await?;
        Ok(page.map(|named| named.row))
    }
}

/// Builds the statement that reads audit records of administrators' commands, oldest first, after
/// the one with a number.
pub(crate) fn oldest_commands(after: i64, filter: &AuditFilter, limit: u32) -> Sql {
    let list = sql!(formatcp!(
        "SELECT {row} FROM administration_audit_log
         WHERE number > ?1 AND {WANTED} AND (@text(?7) IS NULL OR actor_id = @id(?7)) ORDER BY number LIMIT ?2",
        row = AdministrationAuditRow::OBJECT
    ));
    filter.bind_to(list.bind(after).bind(limit)).bind(filter.actor_id.map(|id| id.to_string()))
}
