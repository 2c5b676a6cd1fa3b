//! `/admin/idp-config/{providerType}/health`: whether people come in by a connection.

use cora_axum::required;
use cora_core::id::ConnectionId;
use cora_jwt::KeyLocation;
use cora_store::LoginCountRow;
use serde::Serialize;

use super::{ConnectionName, row};
use crate::authenticate::key_source;
use crate::caller::ConnectionCaller;
use crate::endpoint::{Endpoint, Routes, get};
use crate::envelope::Success;
use crate::error::ApiError;
use crate::routes::overview::{SIGNED_IN, TOKEN_REFUSED, begin, sum};

pub(super) fn routes() -> Routes {
    Routes::new().on(HEALTH, health)
}

const HOUR: u32 = 3600;
/// The days whose logins are looked at for the last ones.
const DAYS: u32 = 90;

/// The numbers of logins in a time.
#[derive(Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(inline)]
struct LoginNumbers {
    /// The number of logins that signed somebody in.
    signed_in: u64,
    /// The number of logins that signed nobody in.
    refused: u64,
    /// The number of refused tokens.
    tokens_refused: u64,
}

/// The state of a provider's keys in this process.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
enum KeysState {
    /// The key is part of the settings.
    Given,
    /// No token has needed them since this process was started.
    NotNeeded,
    /// The provider gave keys when it was asked last.
    Fetched,
    /// The provider gave no keys when it was asked last. Earlier ones count for now.
    Old,
    /// The provider has given no keys.
    Missing,
}

/// The health of a connection.
#[derive(Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "ConnectionHealth")]
struct Health {
    /// The connection.
    connection_id: ConnectionId,
    /// The display name.
    connection_name: String,
    /// The status.
    status: String,
    /// The hour of the last login that signed somebody in, in seconds since the epoch; null if none
    /// did in the last 90 days.
    last_signed_in: Option<u64>,
    /// The hour of the last login or token that was refused.
    last_refused: Option<u64>,
    /// The logins of the last 24 hours.
    day: LoginNumbers,
    /// The logins of the last 7 days.
    week: LoginNumbers,
    /// The state of the provider's keys in this process; null if the settings name none.
    keys: Option<KeysState>,
    /// The time at which keys were fetched last, in seconds since the epoch.
    keys_fetched_at: Option<u64>,
    /// The outcome of the last test login with the settings in use: `success` or `failed`.
    test_outcome: Option<String>,
    /// The time of that test, UTC in RFC 3339.
    tested_at: Option<String>,
    /// The time at which the provider ends the secret of the settings in use, in seconds since the
    /// epoch; null if nobody has stated it.
    secret_expires_at: Option<u64>,
}

const HEALTH: Endpoint = get(
    "/admin/idp-config/{providerType}/health",
    "connectionHealth",
    "Get the last logins by a connection, their numbers, and the state of its provider's keys.",
)
.refuses(&[409]);

async fn health(caller: ConnectionCaller<required::IdpRead, ConnectionName>) -> Result<Success<Health>, ApiError> {
    let app = &caller.app;
    let id = caller.path.find(app).await?;
    let row = row(app, id).await?;
    let now = (app.clock)();
    let counts = app.store.login_counts(begin(now, DAYS, HOUR), HOUR, Some(id)).await?;
    let last = |wanted: &dyn Fn(&LoginCountRow) -> bool| {
        counts.iter().filter(|count| wanted(count)).map(|count| count.begin).max()
    };
    let numbers = |days: u32| {
        let from = begin(now, days, HOUR).seconds();
        let number =
            |wanted: &dyn Fn(&LoginCountRow) -> bool| sum(&counts, |count| count.begin >= from && wanted(count));
        LoginNumbers {
            signed_in: number(&is_in),
            refused: number(&|count| !is_in(count) && !is_token(count)),
            tokens_refused: number(&is_token),
        }
    };
    let stored = match &row.issuer {
        Some(issuer) => app.store.connections_for(Some(issuer)).await?.into_iter().find(|one| one.connection.id == id),
        None => None,
    };
    let source =
        stored.map(|stored| key_source(&stored.connection.issuer, stored.configuration.as_ref(), &stored.derived));
    let times = source.as_ref().map(|source| app.verifier.key_times(source).unwrap_or_default());
    let keys = source.as_ref().zip(times).map(|(source, times)| match (&source.location, times) {
        (KeyLocation::Pem(_), _) => KeysState::Given,
        (_, times) if times.attempted_at.is_none() => KeysState::NotNeeded,
        (_, times) if times.fetched_at.is_none() => KeysState::Missing,
        (_, times) if times.fetched_at == times.attempted_at => KeysState::Fetched,
        _ => KeysState::Old,
    });
    let versions = app.store.configuration_versions(id).await?;
    let in_use = versions.into_iter().find(|version| Some(version.number) == row.active_number);
    Ok(Success::new(Health {
        connection_id: id,
        connection_name: row.display_name,
        secret_expires_at: row.secret_expires_at,
        status: row.status,
        last_signed_in: last(&is_in),
        last_refused: last(&|count| !is_in(count)),
        day: numbers(1),
        week: numbers(7),
        keys,
        keys_fetched_at: times.and_then(|times| times.fetched_at).map(|time| time.seconds()),
        test_outcome: in_use.as_ref().and_then(|version| version.test_outcome.clone()),
        tested_at: in_use.and_then(|version| version.tested_at),
    }))
}

fn is_in(count: &LoginCountRow) -> bool {
    SIGNED_IN.contains(&count.outcome.as_str())
}

fn is_token(count: &LoginCountRow) -> bool {
    count.outcome == TOKEN_REFUSED
}
