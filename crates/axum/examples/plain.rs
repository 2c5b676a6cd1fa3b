//! A service on plain axum, without Cora's server. A layer verifies tokens, the core decides
//! logins, and handlers state the required capability in their arguments.
//!
//! ```sh
//! export CORA_CONNECTION='{"id":"0198c0de-0000-7000-8000-0000000000c1","kind":"oidc","issuer":"https://login.acme.example",
//!   "status":"active","audiences":["https://api.acme.example"]}'
//! cargo run -p cora-axum --example plain
//! curl -H "Authorization: Bearer $TOKEN" http://127.0.0.1:3000/me
//! ```
//!
//! Set `CORA_ALLOW_LOOPBACK_HTTP=1` for a provider on this machine, and `CORA_LISTEN` for another
//! address than `127.0.0.1:3000`.

use std::env;
use std::error::Error;
use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::FromRef;
use axum::routing::{get, post};
use axum::{Json, Router};
use cora_axum::{Allowed, AllowedIn, Asked, Session, SessionSource, TokenLayer, Unavailable, required, system_clock};
use cora_core::connection::Connection;
use cora_core::id::UserId;
use cora_core::policy::{AccessMode, ProvisioningPolicy};
use cora_core::session::{AuthenticatedSession, UnifiedSession, of_decision};
use cora_core::token::AcceptedToken;
use cora_jwt::{HttpFetch, KeySource, Verifier, VerifierConnection};
use cora_testkit::interpreter::Platform;
use serde_json::{Value, json};

/// The service's tables, in memory. `cora-store` keeps them in a database, and applies a plan in
/// one transaction.
struct Tables(Mutex<Platform>);

impl SessionSource for Tables {
    fn session<'a>(&'a self, token: &'a AcceptedToken) -> Asked<'a, UnifiedSession> {
        Box::pin(async move {
            let now = system_clock();
            let mut platform = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            let facts = platform.facts(&token.login);
            let decision = platform.login(&token.login, now);
            Ok(of_decision(&token.login, platform.connection.kind, &decision, &facts))
        })
    }

    fn role_version(&self, user: UserId) -> Asked<'_, u32> {
        Box::pin(async move {
            let platform = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            platform.users.get(&user).map(|user| user.role_version).ok_or(Unavailable)
        })
    }
}

#[derive(Clone)]
struct Service {
    sessions: Arc<dyn SessionSource>,
}

impl FromRef<Service> for Arc<dyn SessionSource> {
    fn from_ref(service: &Service) -> Self {
        Arc::clone(&service.sessions)
    }
}

async fn me(Session(session): Session) -> Json<AuthenticatedSession> {
    Json(*session)
}

/// For callers who may list the members of the organization in the path.
async fn members(caller: AllowedIn<required::MembersRead>) -> Json<Value> {
    Json(json!({ "organizationId": caller.organization_id, "asked_by": caller.session.user_id }))
}

/// The capability is sensitive, so the caller's role version is read again before this runs.
async fn activate(caller: Allowed<required::IdpActivate>) -> Json<Value> {
    Json(json!({ "activated_by": caller.session.user_id }))
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let text = env::var("CORA_CONNECTION").map_err(|_| "the variable CORA_CONNECTION is not set")?;
    let connection: Connection = serde_json::from_str(&text)?;
    let loopback = env::var("CORA_ALLOW_LOOPBACK_HTTP").is_ok_and(|text| text == "1");
    let fetch = HttpFetch::new(loopback)?;

    let source = KeySource::new(&connection.issuer, None, None, None);
    let connections: Arc<[VerifierConnection]> = [VerifierConnection { connection: connection.clone(), source }].into();
    let tokens = TokenLayer::new(Verifier::new(Arc::new(fetch)), connections);

    let policy = ProvisioningPolicy { access_mode: AccessMode::Public, ..ProvisioningPolicy::default() };
    let sessions = Arc::new(Tables(Mutex::new(Platform::new(connection, policy))));
    let service = Router::new()
        .route("/me", get(me))
        .route("/organizations/{organization_id}/members", get(members))
        .route("/connection/activate", post(activate))
        .layer(tokens)
        .with_state(Service { sessions });

    let address = env::var("CORA_LISTEN").unwrap_or_else(|_| String::from("127.0.0.1:3000"));
    let listener = tokio::net::TcpListener::bind(address).await?;
    println!("listening on http://{}", listener.local_addr()?);
    axum::serve(listener, service).await?;
    Ok(())
}
