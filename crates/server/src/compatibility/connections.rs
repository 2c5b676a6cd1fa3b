//! `/admin/idp-config` and `/admin/sys/access/idp`: the connections, as the card of CORA's
//! administrators reads and writes them.

use axum::response::{IntoResponse, Response};
use cora_axum::required;
use cora_core::connection::lifecycle::ConnectionReason;
use cora_core::connection::settings::Settings;
use cora_core::connection::settings::spelling::canonical_settings;
use cora_wire::request::{SaveConnectionRequest, UseConnectionRequest};
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::body::{Given, request};
use super::spelling::in_both;
use super::{Answered, answered};
use crate::access::Platform;
use crate::body::{Body, OptionalBody};
use crate::caller::Caller;
use crate::command::CommandQuery;
use crate::endpoint::{Answer, Description, Endpoint, Routes, get, post, put};
use crate::envelope::{Created, Success};
use crate::error::{ApiError, ServerCode};
use crate::routes::connections::ConnectionName;
use crate::routes::connections::command::{Activator, Saved, Writer, activate as own_activate, save as own_save};

pub(super) fn routes() -> Routes {
    Routes::new()
        .on(LIST, list)
        .on(LATER_LIST, list)
        .on(SAVE, save)
        .on(LATER_SAVE, save)
        .on(ACTIVATE, activate)
        .on(LATER_ACTIVATE, activate)
}

const LIST: Endpoint = get("/admin/idp-config", "connections", "List connections.");
const LATER_LIST: Endpoint = get("/admin/sys/access/idp", "legacyConnections", "List connections.");

async fn list(caller: Caller<Platform<required::IdpRead>>) -> Result<Answered, ApiError> {
    in_both_spellings(&caller.app.store.connections().await?).map(answered)
}

const SAVE: Endpoint =
    put("/admin/idp-config/{providerType}", "saveConnection", "Change a connection's settings or name.")
        .refuses(&[409]);
const LATER_SAVE: Endpoint =
    put("/admin/sys/access/idp/{providerType}", "legacySaveConnection", "Change a connection's settings or name.")
        .refuses(&[409]);

/// The answer to a change, with 201 if it created the connection.
enum Stored {
    Created(Value),
    Changed(Value),
}

impl IntoResponse for Stored {
    fn into_response(self) -> Response {
        match self {
            Self::Created(row) => Created(row).into_response(),
            Self::Changed(row) => Success::new(row).into_response(),
        }
    }
}

impl Answer for Stored {
    fn describe(description: &mut Description) {
        <Success<Value>>::describe(description);
    }
}

/// Changes the settings that are given. CORA's card knows three of them and sends no others, so the
/// others stay: without its audiences, a connection could never be put into use.
async fn save(caller: Writer<ConnectionName>, given: Given) -> Result<Stored, ApiError> {
    let config = match given.value("config") {
        Some(Value::Object(config)) => Some(completed(&caller, config).await?),
        Some(Value::Null) | None => None,
        Some(other) => Some(other.clone()),
    };
    let asked: SaveConnectionRequest = request([
        ("displayName", given.value("displayName").cloned()),
        ("config", config),
        ("version", given.value("version").cloned()),
    ])?;
    match own_save(caller, CommandQuery::default(), Body(asked)).await? {
        Saved::Created(changed) => in_both_spellings(&changed).map(Stored::Created),
        Saved::Changed(changed) => in_both_spellings(&changed).map(Stored::Changed),
    }
}

/// Returns the given settings, with the latest stored ones of the connection for those that are
/// absent.
async fn completed(caller: &Writer<ConnectionName>, given: &Map<String, Value>) -> Result<Value, ApiError> {
    let record = match caller.path.record(&caller.app).await {
        // The first settings of the connection.
        Err(ApiError::Connection { reason: ConnectionReason::ConnectionNotFound, .. }) => {
            return Ok(Value::Object(given.clone()));
        }
        found => found?,
    };
    let latest = record.configurations.iter().find(|one| one.number == record.latest_number);
    let given = canonical_settings(&Settings::new(given.clone()), record.kind).into_members();
    let stored = latest.map(|one| canonical_settings(&one.settings, record.kind).into_members());
    let mut all = stored.unwrap_or_default();
    for (name, value) in given {
        // CORA's card clears a field by an empty text.
        match value.is_null() || value == "" {
            true => all.remove(&name),
            false => all.insert(name, value),
        };
    }
    Ok(Value::Object(all))
}

const ACTIVATE: Endpoint =
    post("/admin/idp-config/{providerType}/activate", "activateConnection", "Activate a connection.").refuses(&[409]);
const LATER_ACTIVATE: Endpoint =
    post("/admin/sys/access/idp/{providerType}/activate", "legacyActivateConnection", "Activate a connection.")
        .refuses(&[409]);

/// Activates the connection. CORA's first activation changed nothing about logins; here it does, so
/// settings without a successful test login are refused.
async fn activate(caller: Activator, request: OptionalBody<UseConnectionRequest>) -> Result<Answered, ApiError> {
    let mut row = in_both_spellings(&own_activate(caller, CommandQuery::default(), request).await?.into_data())?;
    row["message"] = json!("people sign in by this connection from now on");
    Ok(answered(row))
}

fn in_both_spellings(rows: &impl Serialize) -> Result<Value, ApiError> {
    serde_json::to_value(rows).map(in_both).map_err(|_| ApiError::Server(ServerCode::InternalError))
}
