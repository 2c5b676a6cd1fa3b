//! One timeline of all audit logs.

use serde_json::Value as Json;

use super::command_audit::{COMMAND_AUDIT, NamedAdministrationAudit};
use super::connection_audit::{CONNECTION_AUDIT, ConnectionAuditRow};
use super::definition::List;
use super::issuer_audit::{ISSUER_AUDIT, NamedIssuerAudit};
use super::login_audit::{LOGIN_AUDIT, NamedProvisioningAudit};
use super::merged::Source;
use super::query::{ListPage, ListQuery};
use super::{Named, unreadable};
use crate::database::Store;
use crate::error::StoreError;

/// A log of the timeline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TimelineLog {
    /// Administrators' commands.
    Commands,
    /// Decisions about logins.
    Logins,
    /// Events of the issuer.
    Issuer,
    /// Changes of connections.
    Connections,
}

impl TimelineLog {
    /// All logs.
    pub const ALL: [Self; 4] = [Self::Commands, Self::Logins, Self::Issuer, Self::Connections];

    /// Returns the name of the log.
    pub const fn name(self) -> &'static str {
        self.list().name()
    }

    /// Finds a log by its name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|log| log.name() == name)
    }

    /// Returns the list of the log's records.
    pub const fn list(self) -> &'static List {
        match self {
            Self::Commands => &COMMAND_AUDIT,
            Self::Logins => &LOGIN_AUDIT,
            Self::Issuer => &ISSUER_AUDIT,
            Self::Connections => &CONNECTION_AUDIT,
        }
    }
}

/// A record of the timeline. `log` is the log that it is in.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[serde(tag = "log", rename_all = "snake_case")]
pub enum AuditRecord {
    /// An administrator's command.
    Commands(NamedAdministrationAudit),
    /// A decision about a login.
    Logins(NamedProvisioningAudit),
    /// An event of the issuer.
    Issuer(NamedIssuerAudit),
    /// A change of a connection.
    Connections(ConnectionAuditRow),
}

impl Source for TimelineLog {
    type Row = AuditRecord;
    const NAME: &'static str = "timeline";
    const FIELD: &'static str = "at";
    const ORDER: &'static str = "-at";
    const ALL: &'static [Self] = &Self::ALL;

    fn name(self) -> &'static str {
        Self::name(self)
    }

    fn list(self) -> &'static List {
        Self::list(self)
    }

    fn parse(self, row: Json, names: Option<Json>) -> Result<AuditRecord, StoreError> {
        Ok(match self {
            Self::Commands => AuditRecord::Commands(Named::parse(row, names)?),
            Self::Logins => AuditRecord::Logins(Named::parse(row, names)?),
            Self::Issuer => AuditRecord::Issuer(Named::parse(row, names)?),
            Self::Connections => AuditRecord::Connections(serde_json::from_value(row).map_err(unreadable)?),
        })
    }
}

/// The number of records that an export reads at once.
const EXPORTED_AT_ONCE: u32 = 1_000;

impl Store {
    /// Lists the records of several audit logs as one timeline, newest first unless `query.sort` is
    /// `at`. A filter that a log does not have leaves out all its records.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if no log has a filter of the query, if a value is none of the
    /// filter's, or if the database fails.
    pub async fn audit_timeline(
        &self,
        logs: &[TimelineLog],
        query: &ListQuery,
    ) -> Result<ListPage<AuditRecord>, StoreError> {
        self.merged(logs, query, query.page.limit()).await
    }

    /// Reads the same records as [`audit_timeline`](Self::audit_timeline), 1,000 at once.
    ///
    /// # Errors
    ///
    /// As [`audit_timeline`](Self::audit_timeline).
    pub async fn exported_timeline(
        &self,
        logs: &[TimelineLog],
        query: &ListQuery,
    ) -> Result<ListPage<AuditRecord>, StoreError> {
        self.merged(logs, query, EXPORTED_AT_ONCE).await
    }
}
