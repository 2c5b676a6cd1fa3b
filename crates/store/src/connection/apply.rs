//! Guards and effects of a connection's plan, as SQL.

use const_format::formatcp;
use cora_core::connection::configuration::ConnectionConfiguration;
use cora_core::connection::host::allowed::AllowedHost;
use cora_core::connection::lifecycle::{ConnectionEffect, ConnectionGuard, TestOutcome};
use cora_core::connection::settings::validate::validate;
use cora_core::connection::settings::{ConnectionSettings, Settings};
use cora_core::connection::{ConnectionKind, ConnectionStatus};
use cora_core::id::ConnectionId;
use cora_core::json::Code;
use serde_json::json;

use super::facts::REFERENCED;
use super::text;
use crate::error::StoreError;
use crate::sql::{acting_user, seconds, sql};
use crate::transaction::Transaction;

/// Returns `true` if a guard holds now.
pub(crate) async fn holds(transaction: &mut Transaction, guard: &ConnectionGuard) -> Result<bool, StoreError> {
    let query = match guard {
        ConnectionGuard::ConnectionAbsent { connection_id } => {
            sql!(
                "SELECT NOT EXISTS (SELECT 1 FROM platform_idp_config WHERE id = @id(?1))
                    AND NOT EXISTS (SELECT 1 FROM platform_idp_audit_log
                        WHERE idp_config_id = @id(?1) AND action = 'deleted')"
            )
            .bind(connection_id.to_string())
        }
        ConnectionGuard::ConnectionVersion { connection_id, version } => {
            sql!("SELECT EXISTS (SELECT 1 FROM platform_idp_config WHERE id = @id(?1) AND version = ?2)")
                .bind(connection_id.to_string())
                .bind(*version)
        }
        ConnectionGuard::PlatformConnection { connection_id } => sql!(
            "SELECT (SELECT id FROM platform_idp_config WHERE status = 'active' AND org_id IS NULL
                ORDER BY is_default DESC, id LIMIT 1) IS NOT DISTINCT FROM @id(?1)",
        )
        .bind(connection_id.map(|connection| connection.to_string())),
        ConnectionGuard::IssuerUnused { issuer, except } => sql!(
            "SELECT NOT EXISTS (SELECT 1 FROM platform_idp_config
                WHERE issuer = ?1 AND status = 'active' AND NOT EXISTS (SELECT 1 FROM @each(?2, others) WHERE @id(others.value) = platform_idp_config.id))",
        )
        .bind(issuer.to_string())
        .bind(text(except)?),
        ConnectionGuard::AdministratorUnchanged { user_id, issuer } => sql!(
            "SELECT EXISTS (SELECT 1 FROM profiles
                WHERE user_id = @id(?1) AND status = 'active' AND global_role IN ('platform_admin', 'platform_owner')
                    AND (?2 IS NULL OR EXISTS (SELECT 1 FROM external_identities
                        WHERE auth_user_id = @id(?1) AND external_identities.issuer = ?2)))",
        )
        .bind(user_id.to_string())
        .bind(issuer.as_ref().map(ToString::to_string)),
        ConnectionGuard::NoAdministrator {} => sql!(
            "SELECT NOT EXISTS (SELECT 1 FROM profiles
                WHERE status = 'active' AND global_role IN ('platform_admin', 'platform_owner'))",
        ),
        ConnectionGuard::ConnectionUnreferenced { connection_id } => {
            sql!(formatcp!("SELECT NOT {REFERENCED}")).bind(connection_id.to_string())
        }
    };
    transaction.flag(query).await
}

/// Returns `false` if an effect creates a connection for an organization that does not exist.
pub(super) async fn organization_is_there(
    transaction: &mut Transaction,
    effect: &ConnectionEffect,
) -> Result<bool, StoreError> {
    let ConnectionEffect::CreateConnection { organization_id: Some(organization), .. } = effect else {
        return Ok(true);
    };
    let query = sql!("SELECT EXISTS (SELECT 1 FROM orgs WHERE id = @id(?1))").bind(organization.to_string());
    transaction.flag(query).await
}

/// Writes an effect. Returns `true` if that changed anything. `request_id` is the identifier of the
/// HTTP request, for the audit record.
pub(crate) async fn write(
    transaction: &mut Transaction,
    effect: &ConnectionEffect,
    request_id: Option<&str>,
) -> Result<bool, StoreError> {
    let query = match effect {
        ConnectionEffect::CreateConnection { connection_id, kind, display_name, organization_id, at, by } => sql!(
            "INSERT INTO platform_idp_config (id, provider_type, display_name, org_id, status, created_by, updated_by,
                created_at, updated_at)
             VALUES (@id(?1), ?2, ?3, @id(?4), ?5, @id(?6), @id(?6), @time(?7), @time(?7))
             ON CONFLICT (id) DO NOTHING",
        )
        .bind(connection_id.to_string())
        .bind(kind.name())
        .bind(display_name.as_str())
        .bind(organization_id.map(|organization| organization.to_string()))
        .bind(ConnectionStatus::Draft.name())
        .bind(acting_user(by))
        .bind(seconds(*at)),
        ConnectionEffect::RenameConnection { connection_id, display_name } => {
            sql!("UPDATE platform_idp_config SET display_name = ?2 WHERE id = @id(?1) AND display_name <> ?2")
                .bind(connection_id.to_string())
                .bind(display_name.as_str())
        }
        ConnectionEffect::AddConfiguration { connection_id, number, settings, stage, at, by } => {
            let issuer = issuer_of(transaction, connection_id, settings).await?;
            let added = sql!(
                "INSERT INTO platform_idp_config_versions (idp_config_id, number, settings, issuer, stage, created_by,
                    created_at)
                 VALUES (@id(?1), ?2, @json(?3), ?4, ?5, @id(?6), @time(?7))
                 ON CONFLICT (idp_config_id, number) DO NOTHING",
            )
            .bind(connection_id.to_string())
            .bind(*number)
            .bind(text(settings)?)
            .bind(issuer)
            .bind(stage.name())
            .bind(acting_user(by))
            .bind(seconds(*at));
            if transaction.execute(added).await? == 0 {
                return Ok(false);
            }
            sql!("UPDATE platform_idp_config SET latest_number = @greatest(latest_number, ?2) WHERE id = @id(?1)")
                .bind(connection_id.to_string())
                .bind(*number)
        }
        ConnectionEffect::RecordTest { connection_id, number, outcome, decision, stage, at } => sql!(
            // The decision remains that of the last successful test.
            "UPDATE platform_idp_config_versions SET test_outcome = ?3, stage = ?5, tested_at = @time(?6),
                tested_decision = CASE WHEN ?7 THEN @json(?4) ELSE tested_decision END
             WHERE idp_config_id = @id(?1) AND number = ?2 AND (test_outcome IS DISTINCT FROM ?3
                OR stage IS DISTINCT FROM ?5 OR tested_at IS DISTINCT FROM @time(?6)
                OR (?7 AND tested_decision IS DISTINCT FROM @json(?4)))",
        )
        .bind(connection_id.to_string())
        .bind(*number)
        .bind(outcome.name())
        .bind(decision.as_ref().map(text).transpose()?)
        .bind(stage.name())
        .bind(seconds(*at))
        .bind(*outcome == TestOutcome::Success),
        ConnectionEffect::SetSecretExpiry { connection_id, number, expires_at } => sql!(
            "UPDATE platform_idp_config_versions SET secret_expires_at = @time(?3)
             WHERE idp_config_id = @id(?1) AND number = ?2 AND secret_expires_at IS DISTINCT FROM @time(?3)"
        )
        .bind(connection_id.to_string())
        .bind(*number)
        .bind(expires_at.map(seconds)),
        ConnectionEffect::DeleteConnection { connection_id } => {
            let id = connection_id.to_string();
            // The secrets go with the connection.
            let tests = sql!("DELETE FROM connection_test_runs WHERE idp_config_id = @id(?1)");
            transaction.execute(tests.bind(id.clone())).await?;
            let settings = sql!("DELETE FROM platform_idp_config_versions WHERE idp_config_id = @id(?1)");
            transaction.execute(settings.bind(id.clone())).await?;
            sql!("DELETE FROM platform_idp_config WHERE id = @id(?1)").bind(id)
        }
        ConnectionEffect::UseConfiguration { connection_id, number, connection, configuration, derived } => {
            let login = json!({ "connection": connection, "configuration": configuration, "derived": derived });
            sql!(
                "UPDATE platform_idp_config SET active_number = ?2, issuer = ?3, login = @json(?4)
                 WHERE id = @id(?1) AND (active_number IS DISTINCT FROM ?2 OR issuer IS DISTINCT FROM ?3
                    OR login IS DISTINCT FROM @json(?4))"
            )
            .bind(connection_id.to_string())
            .bind(*number)
            .bind(connection.issuer.as_str())
            .bind(text(&login)?)
        }
        ConnectionEffect::UseNone { connection_id } => sql!(
            "UPDATE platform_idp_config SET active_number = NULL, is_default = false
             WHERE id = @id(?1) AND (active_number IS NOT NULL OR is_default)"
        )
        .bind(connection_id.to_string()),
        ConnectionEffect::MakeDefault { connection_id } => {
            let id = connection_id.map(|connection| connection.to_string());
            // WHY two statements: only one row may be marked at any moment.
            let others = sql!(
                "UPDATE platform_idp_config SET is_default = false WHERE is_default AND id IS DISTINCT FROM @id(?1)"
            );
            let changed = transaction.execute(others.bind(id.clone())).await? > 0;
            let this = sql!("UPDATE platform_idp_config SET is_default = true WHERE id = @id(?1) AND NOT is_default");
            return Ok(transaction.execute(this.bind(id)).await? > 0 || changed);
        }
        ConnectionEffect::SetStatus { connection_id, status, version, at, by } => sql!(
            "UPDATE platform_idp_config SET status = ?2, version = ?3, updated_at = @time(?4), updated_by = @id(?5)
             WHERE id = @id(?1) AND (status <> ?2 OR version <> ?3)"
        )
        .bind(connection_id.to_string())
        .bind(status.name())
        .bind(*version)
        .bind(seconds(*at))
        .bind(acting_user(by)),
        ConnectionEffect::RecordAudit {
            audit_id,
            connection_id,
            action,
            version,
            number,
            changes,
            forced,
            reason,
            at,
            by,
        } => sql!(
            "INSERT INTO platform_idp_audit_log (id, idp_config_id, action, version, number, changes, forced, reason,
                actor_kind, performed_by, performed_at, request_id)
             VALUES (@id(?1), @id(?2), ?3, ?4, ?5, @json(?6), ?7, ?8, ?9, @id(?10), @time(?11), ?12)
             ON CONFLICT (id) DO NOTHING",
        )
        .bind(audit_id.to_string())
        .bind(connection_id.to_string())
        .bind(action.name())
        .bind(*version)
        .bind(*number)
        .bind(text(changes)?)
        .bind(*forced)
        .bind(reason.as_ref().map(ToString::to_string))
        .bind(by.name())
        .bind(acting_user(by))
        .bind(seconds(*at))
        .bind(request_id.map(str::to_owned)),
    };
    Ok(transaction.execute(query).await? > 0)
}

/// Returns the issuer that settings determine. It is stored so that a later command finds its
/// facts.
async fn issuer_of(
    transaction: &mut Transaction,
    connection: &ConnectionId,
    settings: &Settings,
) -> Result<Option<String>, StoreError> {
    let configuration = configuration_of(transaction, connection, settings).await?;
    Ok(configuration.map(|configuration| configuration.issuer().to_string()))
}

/// Returns the configuration that the settings of a stored connection describe, or `None` if they
/// have errors. Addresses of this machine and of private networks are allowed here. The command
/// that puts the settings into use decides about them.
pub(super) async fn configuration_of(
    transaction: &mut Transaction,
    connection: &ConnectionId,
    settings: &Settings,
) -> Result<Option<ConnectionConfiguration>, StoreError> {
    let kind = sql!("SELECT provider_type FROM platform_idp_config WHERE id = @id(?1)").bind(connection.to_string());
    let Some(kind) = transaction.text(kind).await? else { return Ok(None) };
    let kind: ConnectionKind = super::read(&text(&kind)?)?;
    let report = validate(&ConnectionSettings {
        kind,
        settings: settings.clone(),
        organization_id: None,
        allow_loopback: true,
        allowed_hosts: AllowedHost::ALL.to_vec(),
    });
    Ok(report.configuration)
}
