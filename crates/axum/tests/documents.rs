//! The Rust code of the documents for users, as it stands there, with what it leaves out.
//! `cargo xtask check claims` compares the two.

use std::cell::RefCell;
use std::error::Error;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::FromRef;
use axum::http::{Request, StatusCode};
use axum::routing::{get, post};
use axum::{Json, Router};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cora_axum::{Asked, SessionSource, Unavailable};
use cora_core::id::UserId;
use cora_core::issue::Report;
use cora_core::provisioning::plan::{Effect, Plan};
use cora_core::session::{AuthenticatedSession, UnifiedSession};
use cora_core::time::UnixSeconds;
use cora_core::token::{AcceptedToken, TokenError, TokenErrorCode};
use cora_jwt::{HttpFetch, Verifier, VerifierConnection};
use cora_testkit::acme::{CONNECTION, ISSUER, NOW, now};
use serde_json::json;
use tower::ServiceExt as _;

/// The tables of a service, which write down what they are asked.
#[derive(Default)]
struct Store {
    applied: RefCell<Vec<Effect>>,
}

impl Store {
    async fn apply(&self, plan: &Plan) -> Result<(), Report> {
        self.applied.borrow_mut().extend(plan.effects.iter().cloned());
        Ok(())
    }
}

#[rustfmt::skip]
#[allow(unused_variables, reason = "the document has a use for it")]
async fn decide_and_apply(json_bytes: &[u8], store: &Store) -> Result<(), Report> {
    use cora_core::{DecideInput, Outcome, decide};

    let input: DecideInput = cora_wire::decode(json_bytes)?;    // all faults of a bad input at once
    let decision = decide(&input);                              // pure: no clock, no I/O
    match decision.outcome {
        Outcome::Provisioned { user_id } => store.apply(&decision.plan).await?, // one transaction, under its guards
        Outcome::Denied {} => println!("{:?}", decision.reason),
        _ => {}
    }
    Ok(())
}

#[tokio::test]
async fn a_decision_is_applied() {
    let input = json!({
        "now": NOW, "policy": { "accessMode": "public" },
        "connection": { "id": CONNECTION, "kind": "oidc", "issuer": ISSUER, "status": "active" },
        "login": { "connectionId": CONNECTION, "issuer": ISSUER, "subject": "00u1", "email": "ana@acme.example",
            "emailVerified": true }
    });
    let store = Store::default();
    decide_and_apply(input.to_string().as_bytes(), &store).await.unwrap();
    assert!(matches!(store.applied.borrow()[0], Effect::CreateUser { .. }));
    let report = decide_and_apply(b"{}", &store).await.unwrap_err();
    assert_eq!(report.issues.len(), 3, "all faults at once: {report:?}");
}

mod routes {
    use super::*;

    #[rustfmt::skip]
    #[allow(dead_code, unused_variables, clippy::let_and_return, reason = "as the document has it")]
    pub fn app<S>(verifier: Verifier, connections: Arc<[VerifierConnection]>) -> Router<S>
    where
        S: Clone + Send + Sync + 'static,
        Arc<dyn SessionSource>: FromRef<S>,
    {
        use cora_axum::{Allowed, Session, TokenLayer, required};

        async fn me(Session(session): Session) -> Json<AuthenticatedSession> { Json(*session) }
        async fn activate(caller: Allowed<required::IdpActivate>) { /* 403 for others, 409 when roles have changed */ }

        let app = Router::new().route("/me", get(me)).route("/activate", post(activate)).layer(TokenLayer::new(verifier, connections));
        app
    }
}

#[rustfmt::skip]
async fn verified(token: String, connections: Arc<[VerifierConnection]>, now: UnixSeconds) -> Result<String, Box<dyn Error>> {
    let verifier = Verifier::new(Arc::new(HttpFetch::new(false)?));                             // cora-jwt
    let AcceptedToken { login, session, .. } = verifier.verify_token(&token, &connections, now).await?;
    Ok(format!("{} {session:?}", login.subject.as_str()))
}

#[tokio::test]
async fn a_token_of_no_connection_is_refused() {
    let part = |value: serde_json::Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let claims = json!({ "iss": ISSUER, "sub": "00u1", "exp": NOW + 300, "iat": NOW });
    let token = format!("{}.{}.c2lnbmF0dXJl", part(json!({ "alg": "ES256", "kid": "key-1" })), part(claims));
    let refused = verified(token, [].into(), now()).await.unwrap_err();
    let code = refused.downcast_ref::<TokenError>().map(|error| error.code);
    assert_eq!(code, Some(TokenErrorCode::ConnectionNotActive), "{refused}");
}

mod permissions {
    use cora_axum::{AllowedIn, Requires};

    struct ApproveInvoices;

    impl Requires for ApproveInvoices {
        const PERMISSION: &'static str = "invoices:approve";
    }

    async fn approve(caller: AllowedIn<ApproveInvoices>) -> String {
        format!("approved by {}", caller.session.user_id)
    }

    pub fn route() -> axum::routing::MethodRouter<super::State> {
        axum::routing::post(approve)
    }
}

#[tokio::test]
async fn a_route_of_a_permission_asks_for_a_token() {
    let verifier = Verifier::new(Arc::new(HttpFetch::new(false).unwrap()));
    let connections: Arc<[VerifierConnection]> = [].into();
    let app = Router::new().route("/{organization_id}/approve", permissions::route());
    let app = app.layer(cora_axum::TokenLayer::new(verifier, connections)).with_state(State);
    let request = Request::post("/a/approve").body(Body::empty()).unwrap();
    assert_eq!(app.oneshot(request).await.unwrap().status(), StatusCode::UNAUTHORIZED);
}

/// A service without sessions.
#[derive(Clone)]
struct State;

impl SessionSource for State {
    fn session<'a>(&'a self, _: &'a AcceptedToken) -> Asked<'a, UnifiedSession> {
        Box::pin(async { Err(Unavailable) })
    }

    fn role_version(&self, _: UserId) -> Asked<'_, u32> {
        Box::pin(async { Err(Unavailable) })
    }
}

impl FromRef<State> for Arc<dyn SessionSource> {
    fn from_ref(_: &State) -> Self {
        Arc::new(State)
    }
}

#[tokio::test]
async fn the_routes_ask_for_a_token() {
    let verifier = Verifier::new(Arc::new(HttpFetch::new(false).unwrap()));
    let app = routes::app::<State>(verifier, [].into()).with_state(State);
    let request = Request::get("/me").body(Body::empty()).unwrap();
    assert_eq!(app.oneshot(request).await.unwrap().status(), StatusCode::UNAUTHORIZED);
}
