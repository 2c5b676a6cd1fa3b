//! The options of a request with many rows: its query, and the key under which it counts once.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use cora_store::IdempotencyKey;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::access::Access;
use crate::app::App;
use crate::caller::{Caller, parse_query};
use crate::endpoint::{Argument, Description};
use crate::error::{ApiError, ServerCode};

/// The header under which a request with many rows counts once, for the document.
pub(crate) const IDEMPOTENCY_KEY: (&str, &str) = (
    "Idempotency-Key",
    "A text of the caller's choice. A request that is repeated with it within a day is not carried out again.",
);

const HEADER: &str = "idempotency-key";
/// Maximum length of a key, in bytes.
const MAX_KEY_BYTES: usize = 255;

/// The options of a request with many rows.
pub(crate) struct BulkQuery {
    pub dry_run: bool,
    key: Option<String>,
}

/// The query parameters of a request with many rows.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Parameters {
    dry_run: Option<bool>,
}

impl FromRequestParts<App> for BulkQuery {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let form = "`dryRun` must be `true` or `false`; other parameters are not allowed";
        let Parameters { dry_run } = parse_query(parts, app, form).await?;
        let invalid = || ApiError::header(HEADER, "use 1 to 255 visible ASCII characters, once");
        let mut keys = parts.headers.get_all(HEADER).iter();
        let key = match (keys.next(), keys.next()) {
            (None, _) => None,
            (Some(key), None) => Some(key.to_str().map_err(|_| invalid())?.to_owned()),
            (Some(_), Some(_)) => return Err(invalid()),
        };
        if key.as_ref().is_some_and(|key| key.is_empty() || key.len() > MAX_KEY_BYTES) {
            return Err(invalid());
        }
        Ok(Self { dry_run: dry_run.unwrap_or(false), key })
    }
}

impl Argument for BulkQuery {
    fn describe(description: &mut Description) {
        description.query =
            &[("dryRun", "`true` to write nothing, and to answer with the results and their consequences.")];
    }
}

impl BulkQuery {
    /// Returns the SHA-256 of a body. Bodies with the same content have the same.
    pub fn digest(&self, body: &impl Serialize) -> Result<String, ApiError> {
        let text = serde_json::to_vec(body).map_err(|_| ApiError::Server(ServerCode::InternalError))?;
        Ok(hex(&Sha256::digest(&text)))
    }

    /// Returns the key of a request for the store, if the request has one.
    pub fn key<A: Access<P>, P>(
        &self,
        caller: &Caller<A, P>,
        operation: String,
        body_hash: String,
    ) -> Result<Option<IdempotencyKey>, ApiError> {
        let Some(key) = &self.key else { return Ok(None) };
        Ok(Some(IdempotencyKey {
            actor_id: caller.user_id()?,
            operation,
            key_hash: hex(&Sha256::digest(key)),
            body_hash,
        }))
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
