//! The real router on a real database, SQLite or PostgreSQL (`CORA_TEST_POSTGRES`), with a test
//! identity provider.

#![allow(dead_code, reason = "each test file uses a part of it")]

#[path = "../../../dns/tests/support/mod.rs"]
pub mod dns;
pub mod issuer;
#[path = "../../../store/tests/support/legacy_database.rs"]
pub mod legacy_database;
#[path = "../../../mail/tests/support/mod.rs"]
pub mod mail;
#[path = "../../../store/tests/support/postgres.rs"]
pub mod postgres;
#[path = "../../../jwt/tests/support/mod.rs"]
pub mod signing;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Request, StatusCode};
use cora_core::time::UnixSeconds;
use cora_dns::NameServers;
use cora_jwt::{Answer as FormAnswer, Answering, Form, PostForm};
use cora_mail::Mailer;
use cora_secrets::{KeyRing, Resolver};
use cora_server::clock::Clock;
use cora_server::{App, router, send_mails};
use cora_store::seed::SeedOptions;
use cora_store::{DatabaseLocation, Store};
pub use cora_testkit::acme::*;
use http_body_util::BodyExt as _;
use serde_json::{Value, json};
use signing::{Documents, Signer, jwks};
use tower::ServiceExt as _;

pub const PUBLIC_URL: &str = "https://cora.acme.example";
/// The secret of Cora's client at the provider.
pub const SECRET: &str = "a secret that nobody may see";

pub struct Service {
    pub router: Router,
    pub store: Store,
    pub signer: Signer,
    pub documents: Arc<Documents>,
    pub exchange: Arc<TokenEndpoint>,
    location: DatabaseLocation,
    _folder: tempfile::TempDir,
    _schema: Option<postgres::Schema>,
}

/// The provider's token endpoint. It returns a prepared answer and keeps the forms that it
/// received.
#[derive(Default)]
pub struct TokenEndpoint {
    pub answer: Mutex<Option<Value>>,
    pub forms: Mutex<Vec<String>>,
    /// Set while the provider fails.
    pub is_down: AtomicBool,
}

impl PostForm for TokenEndpoint {
    fn post<'a>(&'a self, form: Form<'a>) -> Answering<'a> {
        Box::pin(async move {
            let body = String::from_utf8(form.body.to_vec()).unwrap();
            let authorization = form.authorization.map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default();
            self.forms.lock().unwrap().push(format!("{} {authorization} {body}", form.url));
            let answer = self.answer.lock().unwrap().clone();
            let (status, answer) = match (self.is_down.load(Ordering::Relaxed), answer) {
                (true, _) => (503, json!({})),
                (false, Some(answer)) => (200, answer),
                (false, None) => (400, json!({ "error": "invalid_grant" })),
            };
            let body = answer.to_string().into_bytes();
            Ok(FormAnswer { status, content_type: Some(HeaderValue::from_static("application/json")), body })
        })
    }
}

pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Value,
    /// The body as it was sent.
    pub text: String,
}

fn routes(store: &Store, documents: &Arc<Documents>, exchange: &Arc<TokenEndpoint>, trace_for_users: bool) -> Router {
    router(app(store, documents, exchange).trace_for_users(trace_for_users))
}

fn app(store: &Store, documents: &Arc<Documents>, exchange: &Arc<TokenEndpoint>) -> App {
    app_at(store, documents, exchange, Arc::new(|| UnixSeconds::new(NOW).unwrap()))
}

fn app_at(store: &Store, documents: &Arc<Documents>, exchange: &Arc<TokenEndpoint>, clock: Clock) -> App {
    let keys = KeyRing::parse(&format!("test:{}", signing::base64([7; 32]))).unwrap();
    let secrets = Resolver::new(Some(keys)).with_variables(|name| (name == "CORA_SECRET_OKTA").then(|| SECRET.into()));
    let app = App::new(store.clone(), Arc::clone(documents) as _, Arc::clone(exchange) as _, secrets, clock).unwrap();
    app.public_url(PUBLIC_URL)
}

impl Service {
    pub async fn new(seed: Value) -> Self {
        Self::with(seed, false).await
    }

    /// Starts a service on a PostgreSQL database that the test has made.
    pub async fn on(url: &str, seed: Value) -> Self {
        Self::at(DatabaseLocation::Postgres(url.to_owned()), tempfile::tempdir().unwrap(), None, seed, false).await
    }

    pub async fn with(seed: Value, trace_for_users: bool) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let migrate = async |url| drop(Store::migrate(&DatabaseLocation::Postgres(url)).await.unwrap());
        let schema = postgres::Schema::copied(migrate).await;
        let location = match &schema {
            Some(schema) => DatabaseLocation::Postgres(schema.url.clone()),
            None => DatabaseLocation::from(&folder.path().join("cora.db")),
        };
        Self::at(location, folder, schema, seed, trace_for_users).await
    }

    async fn at(
        location: DatabaseLocation,
        folder: tempfile::TempDir,
        schema: Option<postgres::Schema>,
        seed: Value,
        trace_for_users: bool,
    ) -> Self {
        let store = Store::migrate(&location).await.unwrap();
        let signer = Signer::p256("key-1");
        let documents = Arc::new(Documents::default());
        documents.set(KEYS, &jwks(&[&signer]));
        let exchange = Arc::new(TokenEndpoint::default());
        let router = routes(&store, &documents, &exchange, trace_for_users);
        let service = Self { router, store, signer, documents, exchange, location, _folder: folder, _schema: schema };
        service.seed(seed).await;
        service
    }

    /// Returns the service's application, to be changed before it is routed.
    pub fn app(&self) -> App {
        app(&self.store, &self.documents, &self.exchange)
    }

    /// Returns the service's application with another clock.
    pub fn app_at(&self, clock: Clock) -> App {
        app_at(&self.store, &self.documents, &self.exchange, clock)
    }

    /// Sends the mails that wait, to a mail server.
    pub async fn send_mails(&self, mail: &mail::MailServer) {
        let app = self.app().mailer(Mailer::new(&mail.url(), "Acme <no-reply@acme.example>").unwrap());
        send_mails(&app.with_sign_in_url("https://app.acme.example/sign-in")).await;
    }

    /// Executes a statement in the database. `@time(…)` is a time in seconds.
    pub async fn execute(&self, statement: &str) {
        match &self._schema {
            Some(schema) => {
                let client = postgres::connect(&schema.url).await;
                client.batch_execute(&statement.replace("@time(", "to_timestamp(")).await.unwrap();
            }
            None => {
                let path = self._folder.path().join("cora.db");
                let options = sqlx::sqlite::SqliteConnectOptions::new().filename(path);
                let mut connection = sqlx::ConnectOptions::connect(&options).await.unwrap();
                let statement = statement.replace("@time(", "(");
                sqlx::Executor::execute(&mut connection, sqlx::AssertSqlSafe(statement)).await.unwrap();
            }
        }
    }

    /// Returns the service's application without keys to seal with.
    pub fn app_without_keys(&self) -> App {
        let clock = Arc::new(|| UnixSeconds::new(NOW).unwrap());
        let (fetch, post) = (Arc::clone(&self.documents) as _, Arc::clone(&self.exchange) as _);
        App::new(self.store.clone(), fetch, post, Resolver::new(None), clock).unwrap().public_url(PUBLIC_URL)
    }

    /// Starts a service with a mail server and a name server.
    pub async fn with_adapters(seed: Value) -> (Self, mail::MailServer, dns::NameServer) {
        let mut service = Self::new(seed).await;
        let (mail, dns) = (mail::MailServer::start().await, dns::NameServer::start().await);
        let app = app(&service.store, &service.documents, &service.exchange);
        let app = app.mailer(Mailer::new(&mail.url(), "Acme <no-reply@acme.example>").unwrap());
        let app = app.name_servers(NameServers::at(dns.address).unwrap());
        service.router = router(app.with_sign_in_url("https://app.acme.example/sign-in"));
        (service, mail, dns)
    }

    /// Starts another process of the same service. It shares only the database.
    pub async fn another(&self) -> Router {
        let store = Store::open(&self.location).await.unwrap();
        routes(&store, &self.documents, &self.exchange, false)
    }

    pub async fn seed(&self, seed: Value) {
        let file = serde_json::from_value(seed).unwrap();
        self.store.seed(&file, SeedOptions::default(), UnixSeconds::new(NOW).unwrap()).await.unwrap();
    }

    pub async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        let is_lines = parts.headers.get("content-type").is_some_and(|kind| kind == "application/x-ndjson");
        let text = String::from_utf8(bytes.into()).unwrap();
        let body = match is_lines {
            true => text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()).collect(),
            // Null for an export, which is no JSON document.
            false => serde_json::from_str(&text).unwrap_or_default(),
        };
        Answer { status: parts.status, headers: parts.headers, body, text }
    }

    /// Requests a page, and returns its status and text.
    pub async fn page(&self, request: Request<Body>) -> (u16, String) {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let status = response.status().as_u16();
        (status, String::from_utf8(response.into_body().collect().await.unwrap().to_bytes().into()).unwrap())
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path).body(Body::empty()).unwrap()).await
    }

    pub async fn me(&self, token: &str) -> Answer {
        self.me_with(token, None).await
    }

    pub async fn me_with(&self, token: &str, bootstrap: Option<&str>) -> Answer {
        let mut request = Request::get("/profiles/me").header("authorization", format!("Bearer {token}"));
        if let Some(bootstrap) = bootstrap {
            request = request.header("x-cora-bootstrap-token", bootstrap);
        }
        self.send(request.body(Body::empty()).unwrap()).await
    }

    pub async fn change_me(&self, token: &str, body: Value) -> Answer {
        let request = Request::put("/profiles/me").header("authorization", format!("Bearer {token}"));
        self.send(request.body(Body::from(body.to_string())).unwrap()).await
    }

    pub async fn evaluate(&self, token: &str, body: impl Into<Body>) -> Answer {
        let request = Request::post("/provisioning/evaluate").header("authorization", format!("Bearer {token}"));
        self.send(request.body(body.into()).unwrap()).await
    }

    pub async fn validate(&self, token: &str, kind: &str, body: impl Into<Body>) -> Answer {
        let path = format!("/admin/idp-config/{kind}/validate");
        let request = Request::post(path).header("authorization", format!("Bearer {token}"));
        self.send(request.body(body.into()).unwrap()).await
    }

    /// Sends a request with a token, and with a body unless it is null.
    pub async fn ask(&self, method: &str, path: &str, token: &str, body: Value) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        if !token.is_empty() {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        let body = if body.is_null() { Body::empty() } else { Body::from(body.to_string()) };
        self.send(request.body(body).unwrap()).await
    }

    pub fn token(&self, subject: &str, email: &str) -> String {
        self.signer.token(&claims(subject, email))
    }
}

impl Answer {
    pub fn code(&self) -> &str {
        self.body["code"].as_str().unwrap_or("")
    }

    #[track_caller]
    pub fn ok(&self) -> &Value {
        assert_eq!(self.status, StatusCode::OK, "{}", self.body);
        assert_eq!(self.body["success"], json!(true));
        &self.body["data"]
    }

    /// Returns the data of a 201 answer.
    #[track_caller]
    pub fn created(&self) -> &Value {
        assert_eq!(self.status, StatusCode::CREATED, "{}", self.body);
        &self.body["data"]
    }

    #[track_caller]
    pub fn refused(&self, status: u16, code: &str) {
        assert_eq!((self.status.as_u16(), self.code()), (status, code), "{}", self.body);
        assert_eq!(self.body["success"], json!(false));
        assert_eq!(self.body["requestId"].as_str(), self.headers["x-request-id"].to_str().ok());
    }
}

/// Returns the seed of [`cora_testkit::acme`] with a rule of its domain, an open invitation and an
/// expired one. Tokens are signed by [`Signer::p256`].
pub fn base() -> Value {
    let mut seed = cora_testkit::acme::base();
    put(&mut seed["connections"][0], json!({ "tokenUse": "access_token", "algorithms": ["ES256"] }));
    seed["users"][0]["email"] = json!("olga@acme.example");
    let invitation = |email, expires_at| with(invitation(email), json!({ "expiresAt": expires_at }));
    let invitations = [invitation("ivan@partner.example", NOW + 1), invitation("late@partner.example", NOW)];
    with(seed, json!({ "invitations": invitations, "domainRules": [domain_rule()] }))
}
