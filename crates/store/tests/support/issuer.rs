//! Applications and sessions for tests of the issuer.

use cora_core::id::{ApplicationId, ApplicationSessionId, BrowserSessionId, UserId};
use cora_core::issuer::pkce::{CodeChallenge, CodeVerifier};
use cora_core::issuer::scope::Scope;
use cora_core::issuer::session::SessionLengths;
use cora_core::secret::{PresentedToken, TokenHash};
use cora_core::text::RedirectUri;
use cora_core::time::UnixSeconds;
use cora_store::{
    CodeRedemption, Grant, IssuedCode, NewBrowserSession, NewCode, PresentedRefreshToken, RenewalOutcome,
    RenewalRequest, Store,
};
use serde_json::{Value, json};
use uuid::Uuid;

use super::*;

pub const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
pub const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
pub const REDIRECT_URI: &str = "https://app.acme.example/cb";
pub const LOGOUT_URI: &str = "https://app.acme.example/logout";

pub fn at(seconds: u64) -> UnixSeconds {
    UnixSeconds::new(NOW + seconds).unwrap()
}

pub fn hash(text: &str) -> TokenHash {
    TokenHash::of(&PresentedToken::new(text).unwrap())
}

pub fn application_id(number: u128) -> ApplicationId {
    ApplicationId::from_uuid(Uuid::from_u128(0xa00 + number))
}

pub fn browser_id(number: u128) -> BrowserSessionId {
    BrowserSessionId::from_uuid(Uuid::from_u128(0xb00 + number))
}

pub fn session_id(number: u128) -> ApplicationSessionId {
    ApplicationSessionId::from_uuid(Uuid::from_u128(0x5e00 + number))
}

pub fn owner() -> UserId {
    UserId::parse(OWNER).unwrap()
}

/// The settings of a public application, with these changes.
pub fn settings(changes: Value) -> Value {
    let settings = json!({
        "name": "App", "kind": "spa", "enabled": true, "redirectUris": [{ "uri": REDIRECT_URI }],
        "backChannelLogoutUri": LOGOUT_URI, "origins": ["https://app.acme.example"]
    });
    with(settings, changes)
}

impl Database {
    /// Stores an application.
    pub async fn application(&self, id: ApplicationId, settings: Value) {
        let document = settings.to_string().replace('\'', "''");
        self.execute(&format!(
            "INSERT INTO applications (id, document, created_at, updated_at) VALUES ('{id}', '{document}', @time({NOW}),
                @time({NOW}))"
        ))
        .await;
    }
}

/// A seed with an application and a person who is signed in: browser session 1.
pub async fn signed_in() -> Database {
    let database = Database::seeded(base()).await;
    database.application(application_id(1), settings(json!({}))).await;
    database.store.begin_browser_session(&browser(1), None, at(0)).await.unwrap();
    database
}

pub fn browser(number: u128) -> NewBrowserSession {
    NewBrowserSession {
        id: browser_id(number),
        secret_hash: hash(&format!("browser {number}")),
        user_id: owner(),
        login: login("olga", "olga@acme.example"),
        auth_time: Some(at(0)),
        acr: None,
        amr: Vec::new(),
        device: Some(String::from("Firefox on Linux")),
        lengths: SessionLengths::default(),
        provider_token: None,
    }
}

pub fn code(number: u128, browser: u128) -> NewCode {
    NewCode {
        code_hash: hash(&format!("code {number}")),
        application_session_id: session_id(number),
        browser_session_id: browser_id(browser),
        application_id: application_id(1),
        redirect_uri: RedirectUri::new(REDIRECT_URI).unwrap(),
        code_challenge: CodeChallenge::new(CHALLENGE),
        nonce: None,
        scopes: vec![Scope::Openid, Scope::OfflineAccess],
        organization_id: None,
        connection_id: connection_id(),
        connection_version: 1,
    }
}

pub fn redemption(number: u128) -> CodeRedemption {
    CodeRedemption {
        code_hash: hash(&format!("code {number}")),
        application_id: application_id(1),
        redirect_uri: RedirectUri::new(REDIRECT_URI),
        code_verifier: Some(CodeVerifier::new(VERIFIER)),
        browser_lengths: SessionLengths::default(),
        request_id: Some(String::from("request-1")),
    }
}

/// Returns the hash of a session's refresh token, as a host derives it.
pub fn refresh_token(session: ApplicationSessionId, generation: u32) -> TokenHash {
    hash(&format!("{session} {generation}"))
}

/// Issues and redeems a code in browser session 1.
pub async fn session(store: &Store, number: u128, now: UnixSeconds) -> Box<Grant> {
    let mut code = code(number, 1);
    code.connection_version = version(store).await;
    assert_eq!(store.issue_code(&code, now).await.unwrap(), IssuedCode::Stored);
    let redeemed = store.redeem_code(&redemption(number), |id| refresh_token(id, 0), now).await.unwrap();
    redeemed.grant.unwrap_or_else(|| panic!("{:?}", redeemed.reason))
}

/// Returns the version of the connection.
pub async fn version(store: &Store) -> u32 {
    store.connection(connection_id()).await.unwrap().unwrap().version
}

pub fn renewal(number: u128, generation: u32) -> RenewalRequest {
    RenewalRequest {
        application_id: application_id(1),
        presented: PresentedRefreshToken {
            session_id: session_id(number),
            generation,
            hash: refresh_token(session_id(number), generation),
        },
        organization_id: None,
        fingerprint: None,
        browser_lengths: SessionLengths::default(),
        request_id: None,
    }
}

/// Renews a session with its token of a generation.
pub async fn renew(store: &Store, number: u128, generation: u32, now: UnixSeconds) -> RenewalOutcome {
    let successor = |generation| refresh_token(session_id(number), generation);
    store.renew_session(&renewal(number, generation), successor, now).await.unwrap()
}

/// Returns the generation that a renewal gives, or the refusal.
pub fn given(outcome: RenewalOutcome) -> Result<u32, String> {
    match outcome {
        RenewalOutcome::Renewed { grant, .. } => Ok(grant.session.rotation.generation),
        refused => Err(format!("{refused:?}")),
    }
}
