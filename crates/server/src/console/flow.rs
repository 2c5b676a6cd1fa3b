//! The beginning of a sign-in, which the browser keeps sealed until it comes back, and texts sealed
//! for a place.

use axum::http::HeaderMap;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cora_core::console::{ConsoleSessionKind, session_objection};
use cora_core::id::{ApplicationId, ConnectionId, ConsoleSessionId};
use cora_core::secret::{PresentedToken, Secret};
use cora_core::time::UnixSeconds;
use cora_secrets::{KeyRing, NONCE_BYTES, SealedSecret, SecretBinding};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::cookie::ConsoleCookies;
use crate::app::App;
use crate::error::{ApiError, ServerCode};
use crate::issuer::request::IssuerRequest;

/// The name that the beginning of a sign-in is sealed under.
const FLOW: &str = "consoleFlow";
/// The name that the token of a setup session is sealed under.
const BOOTSTRAP_TOKEN: &str = "bootstrapToken";

/// The beginning of a sign-in.
///
/// WHY not a row: anybody can begin one, so nothing is written for it.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Flow {
    pub state: String,
    pub verifier: String,
    pub return_to: String,
    pub expires_at: UnixSeconds,
    /// The session of the console that the sign-in takes the place of.
    pub former: Option<ConsoleSessionId>,
}

impl Flow {
    /// Seals the beginning of a sign-in for its cookie.
    pub fn seal(&self, keys: &KeyRing) -> Result<String, ApiError> {
        let text = serde_json::to_string(self).map_err(|_| ApiError::Server(ServerCode::InternalError))?;
        seal(keys, Uuid::nil(), FLOW, &text)
    }

    /// Opens the beginning of a sign-in that this browser made, if its time is not over.
    pub fn open(keys: &KeyRing, cookies: &ConsoleCookies, headers: &HeaderMap, now: UnixSeconds) -> Option<Self> {
        let sealed = cookies.flow(headers)?;
        let text = open(keys, Uuid::nil(), FLOW, sealed.expose())?;
        let flow: Self = serde_json::from_str(text.expose()).ok()?;
        (now < flow.expires_at).then_some(flow)
    }
}

/// Seals the bootstrap token of a setup session.
pub(super) fn seal_token(keys: &KeyRing, session: ConsoleSessionId, token: &str) -> Result<String, ApiError> {
    seal(keys, session.as_uuid(), BOOTSTRAP_TOKEN, token)
}

/// Returns the bootstrap token that the setup session of this browser presents at the first sign-in
/// to the console, or `None` for any other sign-in.
pub(crate) async fn setup_token(
    request: &IssuerRequest,
    application: ApplicationId,
) -> Result<Option<PresentedToken>, ApiError> {
    let IssuerRequest { app, issuer, headers, now, .. } = request;
    if application != ApplicationId::of_console() {
        return Ok(None);
    }
    let cookies = ConsoleCookies::of(&issuer.url);
    let former = Flow::open(&app.flow_keys, &cookies, headers, *now).and_then(|flow| flow.former);
    match former {
        Some(session) => token_of(app, session, *now).await,
        None => Ok(None),
    }
}

async fn token_of(app: &App, id: ConsoleSessionId, now: UnixSeconds) -> Result<Option<PresentedToken>, ApiError> {
    let Some(session) = app.store.console_session_by_id(id).await? else { return Ok(None) };
    if session.facts.kind != ConsoleSessionKind::Setup || session_objection(&session.facts, now).is_some() {
        return Ok(None);
    }
    let token = session.sealed_token.and_then(|sealed| open(&app.flow_keys, id.as_uuid(), BOOTSTRAP_TOKEN, &sealed));
    Ok(token.and_then(|token| PresentedToken::new(token.expose())))
}

fn binding(id: Uuid, name: &str) -> SecretBinding {
    // It belongs to no connection.
    SecretBinding { connection_id: ConnectionId::from_uuid(Uuid::nil()), secret_id: id, name: name.to_owned() }
}

/// Seals a text for a place, as text.
fn seal(keys: &KeyRing, id: Uuid, name: &str, text: &str) -> Result<String, ApiError> {
    let sealed = keys.seal(binding(id, name), text).map_err(|_| ApiError::Server(ServerCode::InternalError))?;
    let [nonce, ciphertext] = [&sealed.nonce[..], &sealed.ciphertext].map(|part| URL_SAFE_NO_PAD.encode(part));
    Ok(format!("{}.{nonce}.{ciphertext}", sealed.key_id))
}

/// Opens a text that was sealed for a place. `None` if it was sealed for another, or was changed.
fn open(keys: &KeyRing, id: Uuid, name: &str, text: &str) -> Option<Secret> {
    // The name of a key may have dots.
    let mut parts = text.rsplitn(3, '.');
    let mut next = || parts.next().map(str::to_owned);
    let (ciphertext, nonce, key_id) = (next()?, next()?, next()?);
    let nonce: [u8; NONCE_BYTES] = URL_SAFE_NO_PAD.decode(nonce).ok()?.try_into().ok()?;
    let ciphertext = URL_SAFE_NO_PAD.decode(ciphertext).ok()?;
    keys.open(&SealedSecret { binding: binding(id, name), key_id, nonce, ciphertext }).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sealed_text_opens_in_its_place_alone() {
        let keys = KeyRing::ephemeral().unwrap();
        let [one, other] = [1, 2].map(Uuid::from_u128);
        let sealed = seal(&keys, one, FLOW, "a text").unwrap();
        assert!(!sealed.contains("text") && sealed.bytes().all(|byte| byte.is_ascii_graphic()), "{sealed}");
        assert_eq!(open(&keys, one, FLOW, &sealed).unwrap().expose(), "a text");
        assert!(open(&keys, other, FLOW, &sealed).is_none());
        assert!(open(&keys, one, BOOTSTRAP_TOKEN, &sealed).is_none());
        assert!(open(&KeyRing::ephemeral().unwrap(), one, FLOW, &sealed).is_none());
        for changed in ["", ".", "..", "x.y.z", &sealed[1..], &sealed[..sealed.len() - 2]] {
            assert!(open(&keys, one, FLOW, changed).is_none(), "{changed}");
        }
    }
}
