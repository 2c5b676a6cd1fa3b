//! The data of the first start: the connection to the development provider, an organization,
//! a policy that admits everybody, and two applications.

use anyhow::Context as _;
use cora_core::administration::ApplicationCommand;
use cora_core::id::{ApplicationId, ApplicationSecretId};
use cora_core::secret::{PresentedToken, TokenHash};
use cora_secrets::Secret;
use cora_server::clock;
use cora_store::Store;
use cora_store::seed::{SeedFile, SeedOptions};
use serde_json::{Value, json};
use uuid::Uuid;

use super::folder::Folder;
use crate::command::database::operator;

/// The application with a server.
pub const WEB: &str = "00000000-0000-7000-8000-00000000de01";
/// The application of pages without a server.
pub const SPA: &str = "00000000-0000-7000-8000-00000000de02";
/// The client of the service at the development provider.
pub const PROVIDER_CLIENT: &str = "cora-development";
/// The issuer that the provider's tokens name, whatever port it is on: people stay who they are.
pub const ISSUER: &str = "http://localhost/cora-development";
/// The name of the secret of the service's client at the provider, in the connection's settings.
pub const PROVIDER_SECRET: &str = "CORA_SECRET_DEVELOPMENT_PROVIDER";
const CONNECTION: &str = "00000000-0000-7000-8000-00000000dec1";
const ACME: &str = "00000000-0000-7000-8000-00000000dea1";
const ACME_DOMAIN: &str = "00000000-0000-7000-8000-00000000ded1";

/// The file that says for which URL the connection was made.
const MADE_FOR: &str = "provider-url";
const CLIENT_SECRET: &str = "client-secret";

/// The paths of callbacks: of `@cora/auth`, and of other clients as their makers document them.
const CALLBACKS: [&str; 6] = [
    "/api/auth/callback",
    "/auth/callback",
    "/callback",
    "/api/auth/callback/cora",
    "/api/auth/oauth2/callback/cora",
    "/",
];
/// The ports of development servers: Next.js and others, Vite, its preview, Astro, Angular, and two
/// that are usual.
const PORTS: [u16; 8] = [3000, 3001, 5173, 4173, 4321, 4200, 8000, 8080];

/// The URLs of both servers, without a slash at the end.
pub struct Urls {
    pub service: String,
    pub provider: String,
}

impl Urls {
    /// Returns the redirect URIs of the service at the provider: of sign-ins, and of test logins.
    pub fn redirect_uris(&self) -> [String; 2] {
        let service = &self.service;
        [format!("{service}/auth/callback/{CONNECTION}"), format!("{service}/auth/connection-test/callback")]
    }

    fn connection(&self) -> Value {
        json!({
            "id": CONNECTION,
            "kind": "oidc",
            "displayName": "Development provider",
            "status": "active",
            "settings": {
                "issuer": ISSUER,
                "clientId": PROVIDER_CLIENT,
                "clientSecret": format!("env:{PROVIDER_SECRET}"),
                "audiences": [PROVIDER_CLIENT],
                "tokenUse": "id_token",
                "algorithms": ["RS256"],
                "discoveryUri": format!("{}/.well-known/openid-configuration", self.provider),
                "jwksUri": format!("{}/jwks", self.provider),
            },
        })
    }
}

/// Returns the origins of pages on this machine.
pub fn origins() -> impl Iterator<Item = String> {
    PORTS.into_iter().map(|port| format!("http://localhost:{port}"))
}

/// The options of an import: providers may be on this machine.
pub fn options() -> SeedOptions {
    SeedOptions { allow_loopback: true, ..SeedOptions::default() }
}

/// Makes what is missing. What is there stays as the developer has left it, but the connection
/// follows the provider to another port.
pub async fn prepare(store: &Store, folder: &Folder, urls: &Urls) -> anyhow::Result<()> {
    let made_for = folder.read(MADE_FOR);
    if made_for.as_deref() == Some(&urls.provider) {
        return Ok(());
    }
    let seed = if made_for.is_some() { json!({ "connections": [urls.connection()] }) } else { first(urls) };
    let seed = SeedFile::parse(seed.to_string().as_bytes()).context("the first data")?;
    store.seed(&seed, options(), (clock::system())()).await.context("the first data")?;
    folder.write(MADE_FOR, &urls.provider)
}

fn first(urls: &Urls) -> Value {
    let uris = |paths: &[&str]| -> Vec<Value> {
        let both = ["http://localhost", "http://127.0.0.1"].iter();
        both.flat_map(|at| paths.iter().map(move |path| json!({ "uri": format!("{at}{path}") }))).collect()
    };
    let application = |id: &str, name: &str, kind: &str, origins: Vec<String>| {
        json!({
            "id": id,
            "settings": {
                "name": name,
                "kind": kind,
                "development": true,
                "redirectUris": uris(&CALLBACKS),
                "postLogoutRedirectUris": uris(&["/"]),
                "origins": origins,
            },
        })
    };
    json!({
        "policy": { "accessMode": "public" },
        "organizations": [{ "id": ACME, "name": "Acme", "slug": "acme" }],
        "domainRules": [{
            "id": ACME_DOMAIN,
            "organizationId": ACME,
            "pattern": "acme.example",
            "verification": "ownership",
            "state": "verified",
            "enrollmentMode": "automatic_membership",
        }],
        "connections": [urls.connection()],
        "applications": [
            application(WEB, "Development", "web", Vec::new()),
            application(SPA, "Development, without a server", "spa", origins().collect()),
        ],
    })
}

/// Returns the secret of the application with a server. If the folder does not have it, or the
/// application has lost it, it gets a new one.
pub async fn client_secret(store: &Store, folder: &Folder) -> anyhow::Result<Secret> {
    let application_id = ApplicationId::parse(WEB).context("the application's identifier")?;
    let row = store.application(application_id).await?.context("the development application was removed")?;
    if let Some(known) = folder.read(CLIENT_SECRET).filter(|_| !row.secrets.is_empty()) {
        return Ok(Secret::new(known.trim()));
    }
    for secret in row.secrets {
        give(store, ApplicationCommand::RemoveApplicationSecret { application_id, secret_id: secret.id }).await?;
    }
    let secret = folder.secret(CLIENT_SECRET)?;
    let presented = PresentedToken::new(secret.expose()).context("the secret is too long")?;
    let command = ApplicationCommand::AddApplicationSecret {
        application_id,
        secret_id: ApplicationSecretId::from_uuid(Uuid::new_v4()),
        secret_hash: TokenHash::of(&presented),
        expires_at: None,
    };
    give(store, command).await?;
    Ok(secret)
}

async fn give(store: &Store, command: ApplicationCommand) -> anyhow::Result<()> {
    let change = store.administer(&command.into(), &operator(None)).await?;
    anyhow::ensure!(change.ok, "the application's secret was refused: {}", change.reason.text());
    Ok(())
}
