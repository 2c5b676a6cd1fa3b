//! The end of a connection's secret, as the provider shows it to the administrator who makes one.

use serde_json::Value;

use super::facts::{ConfigurationVersion, ConnectionRecord};
use super::plan::{ConnectionAction, ConnectionEffect};
use super::plan_builder::{Audit, PlanBuilder};
use super::result::{configuration, differs, refused, unchanged};
use super::{ChangeConnectionInput, ConnectionChange, ConnectionReason};
use crate::connection::ConnectionKind;
use crate::connection::secret::extraction::secret_values;
use crate::connection::settings::Settings;
use crate::time::UnixSeconds;

/// Records the end of the secret of settings, or forgets it.
pub(super) fn set(
    input: &ChangeConnectionInput,
    record: &ConnectionRecord,
    number: Option<u32>,
    expires_at: Option<UnixSeconds>,
) -> ConnectionChange {
    let number = number.or(record.active_number).unwrap_or(record.latest_number);
    let Some(settings) = configuration(record, number) else {
        return refused(Some(record), ConnectionReason::ConfigurationNotFound);
    };
    if secret_values(&settings.settings, record.kind).next().is_none() {
        return refused(Some(record), ConnectionReason::SecretMissing);
    }
    if settings.secret_expires_at == expires_at {
        return unchanged(record, Some(number));
    }
    let mut builder = PlanBuilder::of(input, record);
    builder.effect(ConnectionEffect::SetSecretExpiry { connection_id: record.id, number, expires_at });
    builder.set_status(record.status);
    let seconds = |time: Option<UnixSeconds>| time.map_or(Value::Null, |time| Value::from(time.seconds()));
    let change = differs("/secretExpiresAt", seconds(settings.secret_expires_at), seconds(expires_at));
    let changes = alloc::vec![change];
    builder.audit(Audit { number: Some(number), changes, ..Audit::of(ConnectionAction::Updated) });
    builder.finish(ConnectionReason::SecretExpirySet, record.status, Some(number), alloc::vec::Vec::new())
}

/// Returns the end of the secret that new settings have from those before them: the same secret
/// ends at the same time.
pub(super) fn kept(kind: ConnectionKind, before: &ConfigurationVersion, settings: &Settings) -> Option<UnixSeconds> {
    let is_same = secret_values(&before.settings, kind).eq(secret_values(settings, kind));
    before.secret_expires_at.filter(|_| is_same)
}
