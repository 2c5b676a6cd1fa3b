//! The issuer's keys: loaded from the store, made and rotated by the core's schedule, and kept for
//! a few seconds (specification §14.10).

use std::sync::{Arc, PoisonError, RwLock};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use cora_core::id::ApplicationId;
use cora_core::issuer::authorization::IdTokenHint;
use cora_core::issuer::own_token::{AccessToken, read_access_token, read_id_token_hint};
use cora_core::issuer::signing_key::{
    KeyScheduleInput, KeyStep, SigningKeyFacts, SigningKeyState, SigningKeyUse, schedule_keys, signing_key,
};
use cora_core::secret::{Secret, TokenHash};
use cora_core::text::{Issuer as IssuerName, KeyId};
use cora_core::time::UnixSeconds;
use cora_issuer::{KeyAlgorithm, KeyError, RefreshKey, RefreshToken, SigningKey, VerifyingKey};
use cora_jwt::CompactToken;
use cora_secrets::{KeyRing, SecretError};
use cora_store::{NewSigningKey, StoreError, StoredSigningKey};
use serde::Serialize;
use serde_json::{Map, Value, json};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::answer::Failure;
use super::oauth_error::OauthError;
use super::request::IssuerRequest;
use crate::app::App;
use crate::error::ApiError;

/// Time for which the keys are kept, in seconds (pitfall C61). A change takes effect by times in
/// the rows, so a copy that is this old is right except after an emergency.
const KEPT_SECONDS: u64 = 5;
/// Maximum number of times that a schedule is decided again because another process was faster.
const MAX_ATTEMPTS: usize = 5;

/// An error of the issuer's keys. The log has the code; nobody else learns it.
#[derive(Debug, thiserror::Error)]
pub(crate) enum KeysError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Secret(#[from] SecretError),
    #[error(transparent)]
    Key(#[from] KeyError),
    /// No key of a use signs now, or the processes that make keys did so again and again.
    #[error("no key signs")]
    NoKey,
}

impl KeysError {
    /// Returns the stable code of the error.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Store(_) => "store_failed",
            Self::Secret(error) => error.code(),
            Self::Key(error) => error.code(),
            Self::NoKey => "signing_key_missing",
        }
    }
}

/// The keys of the issuer, as this process last read them.
#[derive(Default)]
pub(crate) struct Keys {
    kept: RwLock<Option<Arc<LoadedKeys>>>,
    loading: tokio::sync::Mutex<()>,
}

/// The keys as of a moment.
pub(crate) struct LoadedKeys {
    loaded_at: UnixSeconds,
    issuer: IssuerName,
    longest_session: u32,
    facts: Vec<SigningKeyFacts>,
    signing: Vec<Signing>,
    refresh: Vec<(SigningKeyFacts, RefreshKey)>,
}

struct Signing {
    facts: SigningKeyFacts,
    jwk: Map<String, Value>,
    public: VerifyingKey,
    /// `None` if it does not open: it can still verify what it signed.
    private: Option<SigningKey>,
}

/// An ID token that counts as a hint.
pub(crate) struct OwnHint {
    pub application_id: ApplicationId,
    pub hint: IdTokenHint,
}

impl Keys {
    /// Returns the keys. They are read again after some seconds, and made or rotated where the
    /// schedule says so.
    pub async fn load(&self, app: &App, now: UnixSeconds) -> Result<Arc<LoadedKeys>, KeysError> {
        if let Some(kept) = self.kept(now) {
            return Ok(kept);
        }
        // All that wait share one load.
        let _loading = self.loading.lock().await;
        if let Some(kept) = self.kept(now) {
            return Ok(kept);
        }
        let loaded = Arc::new(load(app, now).await?);
        *self.kept.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&loaded));
        Ok(loaded)
    }

    fn kept(&self, now: UnixSeconds) -> Option<Arc<LoadedKeys>> {
        let kept = self.kept.read().unwrap_or_else(PoisonError::into_inner);
        kept.as_ref().filter(|kept| kept.loaded_at <= now && now < kept.loaded_at.plus(KEPT_SECONDS)).cloned()
    }

    /// Returns the content of an `id_token_hint`, if it is an ID token of this issuer, for this
    /// application if one is given.
    pub async fn id_token_hint(
        &self,
        request: &IssuerRequest,
        text: &str,
        application: Option<ApplicationId>,
    ) -> Result<Option<OwnHint>, Failure> {
        let keys = self.load(&request.app, request.now).await?;
        let Some(token) = keys.signed(text, SigningKeyUse::IdToken, request.now) else { return Ok(None) };
        let hint = read_id_token_hint(&token.header, &token.claims, &keys.issuer);
        let hint = hint.filter(|(of, _)| application.is_none_or(|application| application == *of));
        Ok(hint.map(|(application_id, hint)| OwnHint { application_id, hint }))
    }
}

impl LoadedKeys {
    /// Returns the public keys, for everybody.
    pub fn jwks(&self, now: UnixSeconds) -> Value {
        let published = self.signing.iter().filter(|key| key.facts.is_trusted(now, self.longest_session));
        let keys: Vec<&Map<String, Value>> = published.map(|key| &key.jwk).collect();
        json!({ "keys": keys })
    }

    /// Signs claims with the key of this use that signs now.
    pub fn sign(
        &self,
        key_use: SigningKeyUse,
        token_type: &str,
        claims: &impl Serialize,
        now: UnixSeconds,
    ) -> Result<String, KeysError> {
        let facts = signing_key(&self.facts, key_use, now).ok_or(KeysError::NoKey)?;
        let key = self.signing.iter().find(|key| key.facts.key_id == facts.key_id);
        let key = key.and_then(|key| key.private.as_ref()).ok_or(KeysError::NoKey)?;
        Ok(key.sign(token_type, claims)?)
    }

    /// Returns a token that a key of this use has signed, parsed. Keys that are withdrawn, or no
    /// longer kept, sign nothing.
    fn signed<'a>(&self, text: &'a str, key_use: SigningKeyUse, now: UnixSeconds) -> Option<CompactToken<'a>> {
        let token = CompactToken::parse(text).ok()?;
        let member = |name: &str| token.header.get(name).and_then(Value::as_str);
        let (key_id, algorithm) = (member("kid")?, member("alg")?);
        let key = self.signing.iter().find(|key| key.facts.key_id.as_str() == key_id)?;
        let counts = key.facts.key_use == key_use && key.facts.is_trusted(now, self.longest_session);
        // SECURITY: the algorithm is that of the key, never that of the header alone.
        let fits = counts && key.public.algorithm().name() == algorithm;
        (fits && key.public.has_signed(token.signed, token.signature)).then_some(token)
    }

    /// Returns an access token of this issuer that is not over.
    pub fn access_token(&self, text: &str, now: UnixSeconds) -> Option<AccessToken> {
        let token = self.signed(text, SigningKeyUse::AccessToken, now)?;
        read_access_token(&token.header, &token.claims, &self.issuer, now)
    }

    /// Returns the secret that refresh tokens are derived with now.
    pub fn refresh_key(&self, now: UnixSeconds) -> Result<&RefreshKey, KeysError> {
        let facts = signing_key(&self.facts, SigningKeyUse::RefreshToken, now).ok_or(KeysError::NoKey)?;
        let key = self.refresh.iter().find(|(known, _)| known.key_id == facts.key_id);
        key.map(|(_, key)| key).ok_or(KeysError::NoKey)
    }

    fn trusted_refresh(&self, now: UnixSeconds) -> impl Iterator<Item = &RefreshKey> {
        self.refresh.iter().filter(move |(facts, _)| facts.is_trusted(now, self.longest_session)).map(|(_, key)| key)
    }

    /// Returns `true` if the issuer made a refresh token, with a secret that still counts.
    pub fn made(&self, token: &RefreshToken, now: UnixSeconds) -> bool {
        self.trusted_refresh(now).any(|key| key.made(token))
    }

    /// Returns the refresh token of a session and a generation that has this hash.
    pub fn token_of_hash(
        &self,
        session: Uuid,
        generation: u32,
        hash: &TokenHash,
        now: UnixSeconds,
    ) -> Option<RefreshToken> {
        self.trusted_refresh(now).map(|key| key.token(session, generation)).find(|token| token.hash() == *hash)
    }
}

async fn load(app: &App, now: UnixSeconds) -> Result<LoadedKeys, KeysError> {
    let ring = app.secrets.keys()?;
    let longest_session = app.session_lengths.absolute;
    for _ in 0..MAX_ATTEMPTS {
        let stored = app.store.signing_keys().await?;
        let facts: Vec<SigningKeyFacts> = stored.iter().map(|key| key.facts.clone()).collect();
        let asked = stored.iter().filter(|key| key.is_rotation_asked).map(|key| key.facts.key_use);
        let input = KeyScheduleInput { now, keys: facts.clone(), longest_session, rotate: asked.collect() };
        let steps = schedule_keys(&input);
        if steps.is_empty() {
            let issuer = app.issuer_url().and_then(IssuerName::new).ok_or(KeysError::NoKey)?;
            return Ok(opened(ring, stored, facts, issuer, longest_session, now));
        }
        let mut created = Vec::new();
        for step in &steps {
            if let KeyStep::Create { key_use, active_at } = step {
                created.push(create(ring, *key_use, *active_at).await?);
            }
        }
        // Another process may have been faster: then its keys are the ones.
        if app.store.apply_key_steps(&facts, &steps, &created, now).await? {
            tracing::info!(steps = steps.len(), "the issuer's keys were changed as scheduled");
        }
    }
    Err(KeysError::NoKey)
}

fn opened(
    ring: &KeyRing,
    stored: Vec<StoredSigningKey>,
    facts: Vec<SigningKeyFacts>,
    issuer: IssuerName,
    longest_session: u32,
    now: UnixSeconds,
) -> LoadedKeys {
    let (mut signing, mut refresh) = (Vec::new(), Vec::new());
    for key in stored {
        if key.facts.state(now) == SigningKeyState::Withdrawn {
            continue;
        }
        let key_id = key.facts.key_id.as_str().to_owned();
        let private = ring.open(&key.private).inspect_err(|error| {
            tracing::error!(code = error.code(), key_id, "a key of the issuer cannot be opened");
        });
        let bytes = private.ok().and_then(|text| STANDARD.decode(text.expose()).ok()).map(Zeroizing::new);
        match key.public_jwk {
            None => {
                let secret = bytes.and_then(|bytes| RefreshKey::from_bytes(&bytes).ok());
                refresh.extend(secret.map(|secret| (key.facts, secret)));
            }
            Some(Value::Object(jwk)) => {
                let Some(public) = VerifyingKey::of_jwk(&jwk) else { continue };
                let private = bytes.and_then(|bytes| SigningKey::from_pkcs8(public.algorithm(), &bytes).ok());
                signing.push(Signing { facts: key.facts, jwk, public, private });
            }
            Some(_) => {}
        }
    }
    LoadedKeys { loaded_at: now, issuer, longest_session, facts, signing, refresh }
}

/// Makes a key, and seals its private part.
async fn create(ring: &KeyRing, key_use: SigningKeyUse, active_at: UnixSeconds) -> Result<NewSigningKey, KeysError> {
    let algorithm = match key_use {
        SigningKeyUse::AccessToken => Some(KeyAlgorithm::Es256),
        SigningKeyUse::IdToken => Some(KeyAlgorithm::Rs256),
        SigningKeyUse::RefreshToken => None,
    };
    let (key_id, public_jwk, private) = match algorithm {
        Some(algorithm) => {
            // An RSA key takes long enough to make others wait.
            let made = tokio::task::spawn_blocking(move || SigningKey::generate(algorithm)).await;
            let key = made.map_err(|_| KeysError::NoKey)??;
            (key.key_id().to_owned(), Some(Value::Object(key.public_jwk())), encoded(&key.pkcs8()?))
        }
        None => {
            let key = RefreshKey::generate()?;
            (key.key_id(), None, encoded(key.expose()))
        }
    };
    let key_id = KeyId::new(&key_id).ok_or(KeysError::NoKey)?;
    let private = ring.seal(NewSigningKey::binding(Uuid::new_v4()), private.expose())?;
    Ok(NewSigningKey { key_id, key_use, active_at, public_jwk, private })
}

fn encoded(bytes: &[u8]) -> Secret {
    Secret::new(STANDARD.encode(bytes))
}

impl From<KeysError> for Failure {
    fn from(error: KeysError) -> Self {
        match error {
            KeysError::Store(error) => error.into(),
            error => {
                tracing::error!(code = error.code(), "the issuer's keys failed");
                Self::Internal
            }
        }
    }
}

impl From<KeysError> for OauthError {
    fn from(error: KeysError) -> Self {
        match error {
            KeysError::Store(error) => ApiError::from(error).into(),
            error => {
                tracing::error!(code = error.code(), "the issuer's keys failed");
                Self::ServerError
            }
        }
    }
}
