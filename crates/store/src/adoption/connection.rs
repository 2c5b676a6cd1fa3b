//! Adopts the identity providers of the legacy CORA toolkit as draft connections, because nobody
//! has tested their settings.

use cora_core::actor::Actor;
use cora_core::connection::ConnectionKind;
use cora_core::connection::lifecycle::{
    ChangeConnectionInput, ConnectionCommand, ConnectionEffect, ConnectionFacts, change,
};
use cora_core::connection::report::{ConnectionIssue, ConnectionReport};
use cora_core::connection::secret::extraction::take_secrets;
use cora_core::connection::settings::validate::validate;
use cora_core::connection::settings::{ConnectionSettings, Settings};
use cora_core::id::ConnectionId;
use cora_core::issue::Severity;
use cora_core::text::DisplayName;
use cora_core::time::UnixSeconds;
use serde::Deserialize;
use serde_json::Value;

use super::{AdoptError, AdoptionOptions};
use crate::connection::{read, write_effect};
use crate::error::StoreError;
use crate::sql::sql;
use crate::transaction::Transaction;

/// A row of CORA's table of identity providers.
#[derive(Deserialize)]
struct Row {
    id: ConnectionId,
    provider_type: String,
    display_name: String,
    config: Value,
    is_active: bool,
}

/// Creates a connection for every provider, and records the faults of its settings. One that was
/// never set up has none, and is a draft that an administrator may complete. Returns the audit
/// records, which are written after those adopted from CORA.
pub(super) async fn adopt(
    transaction: &mut Transaction,
    options: &AdoptionOptions,
    now: UnixSeconds,
) -> Result<Vec<ConnectionEffect>, AdoptError> {
    let make = sql!(
        "CREATE TEMPORARY TABLE adoption_provider (provider text PRIMARY KEY, connection_id uuid NOT NULL, issuer text NOT NULL) ON COMMIT DROP"
    );
    transaction.execute(make).await?;
    let rows = sql!("SELECT json_build_object('id', id, 'provider_type', provider_type, 'display_name', display_name, 'config', config,
            'is_active', is_active IS TRUE) FROM old_platform_idp_config ORDER BY provider_type");
    let mut records = Vec::new();
    for row in transaction.texts(rows).await? {
        let row: Row = read(&row)?;
        let Some(kind) = ConnectionKind::from_name(&row.provider_type) else {
            fault(transaction, "connection_kind_unknown", &row).await?;
            continue;
        };
        let given = options.settings.iter().find(|(of, _)| *of == kind).map(|(_, settings)| settings.clone());
        let is_set_up =
            given.is_some() || row.is_active || !matches!(&row.config, Value::Object(members) if members.is_empty());
        if !is_set_up {
            records.extend(create(transaction, (kind, &row), Settings::default(), options, now).await?);
            continue;
        }
        let written = given.or_else(|| serde_json::from_value::<Settings>(row.config.clone()).ok());
        let (written, secrets) = written.map(|settings| take_secrets(settings, kind)).unzip();
        let report = written.map(|settings| checked(kind, settings, options));
        let usable = report.as_ref().filter(|report| report.storable);
        let issuer = usable.and_then(|report| issuer(kind, report, options));
        let mut faults = Vec::new();
        if usable.is_none() {
            faults.push("connection_refused");
        } else if issuer.is_none() {
            faults.push("connection_incomplete");
        }
        if secrets.is_some_and(|secrets| !secrets.is_empty()) {
            faults.push("connection_secret_left_out");
        }
        if row.is_active {
            faults.push("connection_not_tested");
        }
        for code in faults {
            fault(transaction, code, &row).await?;
        }
        let settings = usable.map(|report| report.settings.clone()).unwrap_or_default();
        records.extend(create(transaction, (kind, &row), settings, options, now).await?);
        if let Some(issuer) = issuer {
            let provider = sql!(
                "INSERT INTO adoption_provider (provider, connection_id, issuer)
                VALUES ((SELECT provider_type FROM platform_idp_config WHERE id = @id(?1)), @id(?1), ?2)"
            );
            transaction.execute(provider.bind(row.id.to_string()).bind(issuer)).await?;
        }
    }
    Ok(records)
}

async fn fault(transaction: &mut Transaction, code: &str, row: &Row) -> Result<(), StoreError> {
    let fault = sql!("INSERT INTO adoption_fault VALUES (?1, 'platform_idp_config', ?2)");
    transaction.execute(fault.bind(code).bind(row.id.to_string())).await?;
    Ok(())
}

pub(super) fn checked(kind: ConnectionKind, settings: Settings, options: &AdoptionOptions) -> ConnectionReport {
    // CORA's file leaves empty what a project does not use.
    let mut members = settings.into_members();
    members.retain(|_, value| value.as_str() != Some(""));
    let settings = Settings::new(members);
    validate(&ConnectionSettings {
        kind,
        settings,
        organization_id: None,
        allow_loopback: options.allow_loopback,
        allowed_hosts: options.allowed_hosts.clone(),
    })
}

/// Returns the issuer of the identities' subjects. Incomplete settings may name it too, or hold a
/// key that it follows from.
pub(super) fn issuer(kind: ConnectionKind, report: &ConnectionReport, options: &AdoptionOptions) -> Option<String> {
    if let Some(configuration) = &report.configuration {
        return Some(configuration.issuer().to_string());
    }
    let is_wrong = |issue: &ConnectionIssue| issue.severity == Severity::Error && issue.path == "/settings/issuer";
    let written = report.settings.members().get("issuer").and_then(Value::as_str);
    if let Some(written) = written.filter(|_| !report.issues.iter().any(is_wrong)) {
        return Some(written.to_owned());
    }
    // CORA never had the origins that a connection of Clerk's needs besides its key. They do not
    // decide the issuer, so any stand for them here; what is stored stays incomplete.
    let mut members = report.settings.members().clone();
    if kind != ConnectionKind::Clerk || members.contains_key("authorizedParties") {
        return None;
    }
    members.insert(String::from("authorizedParties"), Value::from(vec!["https://app.acme.example"]));
    let whole = checked(kind, Settings::new(members), options);
    whole.configuration.map(|configuration| configuration.issuer().to_string())
}

/// Writes the effects that the core decides, and returns the audit records for later.
async fn create(
    transaction: &mut Transaction,
    (kind, row): (ConnectionKind, &Row),
    settings: Settings,
    options: &AdoptionOptions,
    now: UnixSeconds,
) -> Result<Vec<ConnectionEffect>, StoreError> {
    let plan = change(&ChangeConnectionInput {
        now,
        actor: Actor::Operator {},
        command: ConnectionCommand::Create {
            connection_id: row.id,
            kind,
            display_name: DisplayName::shortened(&row.display_name),
            organization_id: None,
            settings,
        },
        facts: ConnectionFacts::default(),
        allow_loopback: options.allow_loopback,
        allowed_hosts: options.allowed_hosts.clone(),
    })
    .plan;
    let (records, effects): (Vec<_>, Vec<_>) =
        plan.effects.into_iter().partition(|effect| matches!(effect, ConnectionEffect::RecordAudit { .. }));
    for effect in &effects {
        write_effect(transaction, effect, None).await?;
    }
    Ok(records)
}

/// Writes the audit records.
pub(super) async fn record(transaction: &mut Transaction, records: &[ConnectionEffect]) -> Result<(), AdoptError> {
    for record in records {
        write_effect(transaction, record, None).await?;
    }
    Ok(())
}
