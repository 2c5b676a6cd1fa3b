//! The provider's state: its settings, key, people, open codes and mails.

use std::collections::{HashMap, VecDeque};
use std::fs;
use std::future::Future;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use cora_core::secret::Secret;
use cora_issuer::{KeyAlgorithm, KeyError, SigningKey, random_handle};
use serde_json::{Map, Value, json};

use crate::DEVELOPMENT_CLAIM;
use crate::clock::now;
use crate::people::{People, Person};

/// Lifetime of a code, in seconds.
const CODE_SECONDS: u64 = 60;
/// Lifetime of tokens, in seconds.
pub(crate) const TOKEN_SECONDS: u64 = 3600;
/// Maximum number of codes that are open at a time.
const MAX_CODES: usize = 1000;
/// Maximum number of mails that are kept.
const MAX_MAILS: usize = 50;

/// Settings of a provider.
pub struct Settings {
    /// The issuer that tokens name (`iss`). It stays the same when the port changes, so that people
    /// stay who they are.
    pub issuer: String,
    /// The URL at which browsers reach the provider, without a slash at its end.
    pub url: String,
    /// The only client.
    pub client: Client,
    /// The folder of the provider's key and people. It exists.
    pub folder: PathBuf,
}

/// The client of the provider: the service that people sign in to.
pub struct Client {
    /// The identifier (`client_id`).
    pub id: String,
    /// The secret.
    pub secret: Secret,
    /// The redirect URIs, compared byte for byte.
    pub redirect_uris: Vec<String>,
}

/// A call for each person who is picked, with their ID token, before the browser goes back.
pub type Picked = Arc<dyn Fn(String) -> Pin<Box<dyn Future<Output = ()> + Send>> + Send + Sync>;

/// An error of opening a provider.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// A file cannot be read or written.
    #[error("`{0}` cannot be used: {1}")]
    File(PathBuf, std::io::Error),
    /// A file does not hold what it should.
    #[error("`{0}` cannot be read: it is not what the development provider wrote")]
    Malformed(PathBuf),
    /// The system provides no random bytes, or the key cannot be used.
    #[error(transparent)]
    Key(#[from] KeyError),
}

/// A mail that was sent to somebody.
pub(crate) struct KeptMail {
    pub at: u64,
    pub to: String,
    pub subject: String,
    pub text: String,
}

/// A sign-in that an authorization code redeems.
pub(crate) struct Grant {
    pub person: Person,
    pub redirect_uri: String,
    pub challenge: String,
    pub nonce: Option<String>,
    pub scope: String,
    pub authenticated_at: u64,
    pub expires_at: u64,
}

/// A provider for development. Cheap to clone.
#[derive(Clone)]
pub struct DevelopmentProvider {
    shared: Arc<Shared>,
    picked: Option<Picked>,
}

struct Shared {
    issuer: String,
    url: String,
    client: Client,
    key: SigningKey,
    people: Mutex<People>,
    codes: Mutex<HashMap<String, Grant>>,
    mails: Mutex<VecDeque<KeptMail>>,
}

impl DevelopmentProvider {
    /// Opens a provider, with the key and the people of its folder, or with new ones.
    ///
    /// # Errors
    ///
    /// Returns [`OpenError`] if a file cannot be used or the system provides no random bytes.
    pub fn open(settings: Settings) -> Result<Self, OpenError> {
        let Settings { issuer, url, client, folder } = settings;
        let people = folder.join("people.json");
        let opened = People::open(&people).map_err(|error| OpenError::File(people.clone(), error))?;
        let shared = Shared {
            issuer,
            url,
            client,
            key: key(&folder.join("provider-key"))?,
            people: Mutex::new(opened.ok_or(OpenError::Malformed(people))?),
            codes: Mutex::default(),
            mails: Mutex::default(),
        };
        Ok(Self { shared: Arc::new(shared), picked: None })
    }

    /// Sets the call for each person who is picked.
    #[must_use]
    pub fn on_pick(mut self, picked: Picked) -> Self {
        self.picked = Some(picked);
        self
    }

    /// Keeps a mail for the page of mails: the last 50.
    pub fn keep_mail(&self, to: &str, subject: &str, text: &str) {
        let mut mails = lock(&self.shared.mails);
        mails.truncate(MAX_MAILS - 1);
        let [to, subject, text] = [to, subject, text].map(str::to_owned);
        mails.push_front(KeptMail { at: now(), to, subject, text });
    }

    pub(crate) fn issuer(&self) -> &str {
        &self.shared.issuer
    }

    pub(crate) fn url(&self) -> &str {
        &self.shared.url
    }

    pub(crate) fn client(&self) -> &Client {
        &self.shared.client
    }

    pub(crate) fn key(&self) -> &SigningKey {
        &self.shared.key
    }

    pub(crate) fn people(&self) -> MutexGuard<'_, People> {
        lock(&self.shared.people)
    }

    pub(crate) fn mails(&self) -> MutexGuard<'_, VecDeque<KeptMail>> {
        lock(&self.shared.mails)
    }

    /// Tells of a person who was picked.
    pub(crate) async fn tell(&self, person: &Person) {
        let Some(picked) = &self.picked else { return };
        match self.id_token(person, None, now()) {
            Ok(token) => picked(token).await,
            Err(error) => tracing::error!(%error, "no token for the person who was picked"),
        }
    }

    /// Issues a code for a grant.
    pub(crate) fn issue_code(&self, grant: Grant) -> Result<Secret, KeyError> {
        let code = random_handle()?;
        let mut codes = lock(&self.shared.codes);
        let now = now();
        codes.retain(|_, grant| now < grant.expires_at);
        if codes.len() < MAX_CODES {
            codes.insert(code.expose().to_owned(), grant);
        }
        Ok(code)
    }

    /// Uses up a code.
    pub(crate) fn take_code(&self, code: &str) -> Option<Grant> {
        lock(&self.shared.codes).remove(code).filter(|grant| now() < grant.expires_at)
    }

    /// Signs an ID token (OpenID Connect Core §2).
    pub(crate) fn id_token(&self, person: &Person, nonce: Option<&str>, at: u64) -> Result<String, KeyError> {
        let mut claims = self.claims(person.claims());
        claims.extend([("aud".to_owned(), json!(self.client().id)), ("auth_time".to_owned(), json!(at))]);
        claims.extend(nonce.map(|nonce| ("nonce".to_owned(), json!(nonce))));
        self.key().sign("JWT", &claims)
    }

    /// Signs an access token for the provider's own userinfo endpoint (RFC 9068 §2).
    pub(crate) fn access_token(&self, person: &Person, scope: &str) -> Result<String, KeyError> {
        let mut claims = self.claims(Map::new());
        let more = json!({
            "sub": person.subject, "aud": self.issuer(), "client_id": self.client().id, "scope": scope,
        });
        claims.extend(more.as_object().cloned().unwrap_or_default());
        self.key().sign("at+jwt", &claims)
    }

    /// Adds what every token has.
    fn claims(&self, mut claims: Map<String, Value>) -> Map<String, Value> {
        let now = now();
        claims.insert("iss".to_owned(), json!(self.issuer()));
        claims.insert("iat".to_owned(), json!(now));
        claims.insert("exp".to_owned(), json!(now + TOKEN_SECONDS));
        claims.insert(DEVELOPMENT_CLAIM.to_owned(), json!(true));
        claims
    }
}

impl Grant {
    /// Returns the end of a code that is issued now.
    pub fn end() -> u64 {
        now() + CODE_SECONDS
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Reads the signing key, or makes one that only the owner of the file can read.
fn key(file: &Path) -> Result<SigningKey, OpenError> {
    let fault = |error| OpenError::File(file.to_owned(), error);
    match fs::read(file) {
        Ok(der) => SigningKey::from_pkcs8(KeyAlgorithm::Rs256, &der).map_err(|_| OpenError::Malformed(file.to_owned())),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            let key = SigningKey::generate(KeyAlgorithm::Rs256)?;
            let mut options = fs::OpenOptions::new();
            options.write(true).create_new(true);
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
            let der = key.pkcs8()?;
            options.open(file).and_then(|mut file| file.write_all(&der)).map_err(fault)?;
            Ok(key)
        }
        Err(error) => Err(fault(error)),
    }
}
