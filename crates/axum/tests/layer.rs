//! Requests that pass or are refused, and the values that handlers receive.

#[path = "../../jwt/tests/support/mod.rs"]
mod support;

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Body;
use axum::extract::FromRef;
use axum::http::{Request, StatusCode, header};
use axum::response::Response;
use axum::routing::{get, post};
use cora_axum::{
    Allowed, AllowedIn, Asked, Requires, Session, SessionSource, Token, TokenLayer, Unavailable, required,
};
use cora_core::connection::Connection;
use cora_core::id::UserId;
use cora_core::session::UnifiedSession;
use cora_core::time::UnixSeconds;
use cora_core::token::AcceptedToken;
use cora_jwt::{KeySource, Verifier, VerifierConnection};
use cora_testkit::acme::{ISSUER, KEYS, NOW};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use support::{Documents, Signer, jwks};
use tower::ServiceExt;

const ORGANIZATION: &str = "0198c0de-0000-7000-8000-0000000000a1";
const OTHER_ORGANIZATION: &str = "0198c0de-0000-7000-8000-0000000000a2";

/// The only session, and the role version that is stored now.
struct Sessions {
    session: Result<UnifiedSession, Unavailable>,
    role_version: AtomicU32,
}

impl SessionSource for Sessions {
    fn session<'a>(&'a self, _: &'a AcceptedToken) -> Asked<'a, UnifiedSession> {
        Box::pin(async { self.session.clone() })
    }

    fn role_version(&self, _: UserId) -> Asked<'_, u32> {
        Box::pin(async { Ok(self.role_version.load(Ordering::Relaxed)) })
    }
}

#[derive(Clone)]
struct State(Arc<Sessions>);

impl FromRef<State> for Arc<dyn SessionSource> {
    fn from_ref(state: &State) -> Self {
        Arc::clone(&state.0) as _
    }
}

struct Service {
    router: Router,
    signer: Signer,
    connections: Arc<Mutex<Arc<[VerifierConnection]>>>,
    sessions: Arc<Sessions>,
}

fn connection(status: &str) -> Arc<[VerifierConnection]> {
    let connection: Connection = serde_json::from_value(json!({
        "id": "0198c0de-0000-7000-8000-0000000000c1", "kind": "oidc", "issuer": ISSUER, "status": status,
        "audiences": ["https://api.acme.example"], "algorithms": ["ES256"]
    }))
    .unwrap();
    let source = KeySource::new(&connection.issuer, Some(KEYS), None, None);
    [VerifierConnection { connection, source }].into()
}

fn session(platform_role: &str, organization_role: &str) -> UnifiedSession {
    serde_json::from_value(json!({ "status": "authenticated", "session": {
        "provider": "oidc", "userId": "0198c0de-0000-7000-8000-0000000000b1",
        "identity": { "issuer": ISSUER, "subject": "00u1" }, "sessionId": null, "email": "ana@acme.example", "emailEvidence": "verified",
        "platformRole": platform_role,
        "organizations": [{ "id": ORGANIZATION, "name": "Acme", "slug": "acme", "role": organization_role }],
        "currentOrganizationId": ORGANIZATION, "capabilities": [], "issuedAt": NOW, "expiresAt": NOW + 300, "roleVersion": 1, "actor": null
    }}))
    .unwrap()
}

struct ApproveInvoices;

impl Requires for ApproveInvoices {
    const PERMISSION: &'static str = "invoices:approve";
}

/// A permission whose text is none: nobody has it.
struct Misspelled;

impl Requires for Misspelled {
    const PERMISSION: &'static str = "members:mange";
}

async fn organization(caller: AllowedIn<required::MembersManage>) -> String {
    caller.organization_id.to_string()
}

impl Service {
    fn new(session: Result<UnifiedSession, Unavailable>) -> Self {
        let (signer, documents) = (Signer::p256("k"), Documents::default());
        documents.set(KEYS, &jwks(&[&signer]));
        let connections = Arc::new(Mutex::new(connection("active")));
        let current = Arc::clone(&connections);
        let layer = TokenLayer::with_clock(
            Verifier::new(Arc::new(documents)),
            move || Arc::clone(&current.lock().unwrap()),
            Arc::new(|| UnixSeconds::new(NOW).unwrap()),
        );
        let sessions = Arc::new(Sessions { session, role_version: AtomicU32::new(1) });
        let router = Router::new()
            .route("/token", get(|Token(token): Token| async move { token.login.subject.as_str().to_owned() }))
            .route("/me", get(|Session(session): Session| async move { session.user_id.to_string() }))
            .route("/idp", get(|_: Allowed<required::IdpRead>| async { "read" }))
            .route("/idp/activate", post(|_: Allowed<required::IdpActivate>| async { "activated" }))
            .route("/organizations/{organization_id}/members", get(organization))
            .route(
                "/organizations/{organization_id}/approve",
                get(|_: AllowedIn<ApproveInvoices>| async { "approved" }),
            )
            .route("/organizations/{organization_id}/mange", get(|_: AllowedIn<Misspelled>| async { "" }))
            .route("/approve", get(|_: Allowed<ApproveInvoices>| async { "approved" }))
            .route("/nowhere", get(organization))
            .layer(layer)
            .with_state(State(Arc::clone(&sessions)));
        Self { router, signer, connections, sessions }
    }

    fn token(&self) -> String {
        self.signer.token(&json!({
            "iss": ISSUER, "sub": "00u1", "aud": "https://api.acme.example", "scope": "openid", "exp": NOW + 300, "iat": NOW
        }))
    }

    async fn send(&self, request: Request<Body>) -> (StatusCode, Response) {
        let response = self.router.clone().oneshot(request).await.unwrap();
        (response.status(), response)
    }

    async fn ask(&self, method: &str, path: &str) -> (StatusCode, String) {
        let authorization = format!("Bearer {}", self.token());
        let request = Request::builder().method(method).uri(path).header(header::AUTHORIZATION, authorization);
        let (status, response) = self.send(request.body(Body::empty()).unwrap()).await;
        (status, text(response).await)
    }
}

async fn text(response: Response) -> String {
    String::from_utf8(response.into_body().collect().await.unwrap().to_bytes().to_vec()).unwrap()
}

fn code(body: &str) -> String {
    serde_json::from_str::<Value>(body).unwrap()["code"].as_str().unwrap().to_owned()
}

fn get_with(authorization: &[&str]) -> Request<Body> {
    let request = authorization
        .iter()
        .fold(Request::builder().uri("/token"), |request, value| request.header(header::AUTHORIZATION, *value));
    request.body(Body::empty()).unwrap()
}

#[tokio::test]
async fn a_verified_token_reaches_the_handler() {
    let service = Service::new(Ok(session("platform_user", "org_user")));
    assert_eq!(service.ask("GET", "/token").await, (StatusCode::OK, "00u1".into()));
}

#[tokio::test]
async fn a_request_without_a_believed_token_is_challenged() {
    let service = Service::new(Ok(session("platform_user", "org_user")));
    let token = service.token();
    let (bearer, forged) = (format!("Bearer {token}"), format!("Bearer {}", Signer::p256("k").token(&json!({}))));
    for (authorization, expected, challenge) in [
        (&[][..], "token_missing", "Bearer"),
        (&["Basic YTpi"], "token_missing", "Bearer"),
        (&["Bearer a b"], "token_malformed", r#"Bearer error="invalid_token""#),
        (&[&bearer, &bearer], "token_malformed", r#"Bearer error="invalid_token""#),
        (&[&forged], "claim_missing", r#"Bearer error="invalid_token""#),
    ] {
        let (status, response) = service.send(get_with(authorization)).await;
        assert_eq!(status, StatusCode::UNAUTHORIZED, "{expected}");
        assert_eq!(response.headers()[header::WWW_AUTHENTICATE], challenge, "{expected}");
        assert_eq!(response.headers()[header::CACHE_CONTROL], "no-store");
        assert_eq!(code(&text(response).await), expected);
    }
}

#[tokio::test]
async fn c22_a_disabled_connection_admits_nobody_from_the_next_request_on() {
    let service = Service::new(Ok(session("platform_user", "org_user")));
    assert_eq!(service.ask("GET", "/token").await.0, StatusCode::OK);
    *service.connections.lock().unwrap() = connection("disabled");
    let (status, body) = service.ask("GET", "/token").await;
    assert_eq!((status, code(&body).as_str()), (StatusCode::UNAUTHORIZED, "connection_not_active"));
}

#[tokio::test]
async fn c28_what_calls_itself_verified_is_looked_at_all_the_same() {
    let service = Service::new(Ok(session("platform_user", "org_user")));
    let mut request = get_with(&[]);
    request.headers_mut().insert("x-middleware-subrequest", "middleware".parse().unwrap());
    assert_eq!(service.send(request).await.0, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_handler_runs_for_who_is_allowed_and_for_nobody_else() {
    let owner = Service::new(Ok(session("platform_owner", "org_admin")));
    assert_eq!(owner.ask("GET", "/idp").await, (StatusCode::OK, "read".into()));
    let user = Service::new(Ok(session("platform_user", "org_owner")));
    let (status, body) = user.ask("GET", "/idp").await;
    assert_eq!((status, code(&body).as_str()), (StatusCode::FORBIDDEN, "access_denied"));
}

#[tokio::test]
async fn an_organization_of_the_path_is_the_one_that_is_asked_about() {
    let service = Service::new(Ok(session("platform_owner", "org_admin")));
    let members = |organization| format!("/organizations/{organization}/members");
    assert_eq!(service.ask("GET", &members(ORGANIZATION)).await, (StatusCode::OK, ORGANIZATION.into()));
    for (path, status, expected) in [
        (members(OTHER_ORGANIZATION), StatusCode::FORBIDDEN, "access_denied"),
        (members("acme"), StatusCode::NOT_FOUND, "organization_missing"),
        ("/nowhere".into(), StatusCode::NOT_FOUND, "organization_missing"),
    ] {
        let (answered, body) = service.ask("GET", &path).await;
        assert_eq!((answered, code(&body).as_str()), (status, expected), "{path}");
    }
}

#[tokio::test]
async fn c33_sensitive_actions_are_refused_after_a_role_change() {
    let service = Service::new(Ok(session("platform_owner", "org_admin")));
    assert_eq!(service.ask("POST", "/idp/activate").await, (StatusCode::OK, "activated".into()));
    service.sessions.role_version.store(2, Ordering::Relaxed);
    let (status, body) = service.ask("POST", "/idp/activate").await;
    assert_eq!((status, code(&body).as_str()), (StatusCode::CONFLICT, "session_stale"));
    assert_eq!(service.ask("GET", "/idp").await.0, StatusCode::OK, "reading is not sensitive");
}

#[tokio::test]
async fn who_is_not_admitted_or_cannot_be_found_out_is_nobody() {
    let pending = serde_json::from_value(json!({ "status": "pending", "message": "awaiting_approval" })).unwrap();
    for (session, status, expected) in [
        (Ok(pending), StatusCode::FORBIDDEN, "access_denied"),
        (Ok(UnifiedSession::Loading {}), StatusCode::FORBIDDEN, "access_denied"),
        (Err(Unavailable), StatusCode::SERVICE_UNAVAILABLE, "session_unavailable"),
    ] {
        let service = Service::new(session);
        for path in ["/me", "/idp"] {
            let (answered, body) = service.ask("GET", path).await;
            assert_eq!((answered, code(&body).as_str()), (status, expected), "{path}");
        }
    }
}

#[tokio::test]
async fn a_handler_without_the_layer_says_so_and_lets_nobody_in() {
    let router: Router = Router::new().route("/token", get(|_: Token| async { "in" }));
    let response = router.oneshot(get_with(&[])).await.unwrap();
    assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
    assert_eq!(code(&text(response).await), "layer_missing");
}

#[tokio::test]
async fn a_permission_of_the_application_counts_where_the_session_has_it() {
    let mut session = session("platform_owner", "org_owner");
    if let UnifiedSession::Authenticated { session } = &mut session {
        session.permissions = serde_json::from_value(json!(["invoices:approve", "members:mange"])).unwrap();
    }
    let service = Service::new(Ok(session));
    let of = |organization, action| format!("/organizations/{organization}/{action}");
    assert_eq!(service.ask("GET", &of(ORGANIZATION, "approve")).await, (StatusCode::OK, "approved".into()));
    for path in [of(OTHER_ORGANIZATION, "approve"), of(ORGANIZATION, "mange"), "/approve".into()] {
        let (answered, body) = service.ask("GET", &path).await;
        assert_eq!((answered, code(&body).as_str()), (StatusCode::FORBIDDEN, "access_denied"), "{path}");
    }
}
