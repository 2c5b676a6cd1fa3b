//! The examples, run as programs against a provider on this machine.

#[path = "../../jwt/tests/support/mod.rs"]
mod support;

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::IntoResponse;
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::{Value, json};
use support::{Signer, jwks};
use tokio::net::TcpListener;
use tokio::sync::{Mutex, mpsc};
use tokio::time::timeout;

/// A program that is stopped at the end of the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn start(example: &str, variables: &[(&str, &str)]) -> Running {
    // Cargo builds the examples with the tests, into the folder next to them.
    let tests = std::env::current_exe().unwrap();
    let path: PathBuf = tests.parent().unwrap().parent().unwrap().join("examples").join(example);
    let mut command = Command::new(path);
    command.envs(variables.iter().copied()).env("CORA_ALLOW_LOOPBACK_HTTP", "1");
    Running(command.stdout(Stdio::piped()).spawn().unwrap())
}

async fn serve(router: Router) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    address.to_string()
}

/// A provider on this machine, whose tokens are for `https://api.acme.example`.
struct Provider {
    issuer: String,
    signer: Signer,
}

impl Provider {
    async fn start() -> Self {
        let signer = Signer::ed25519("k");
        let keys = jwks(&[&signer]);
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let issuer = format!("http://{}", listener.local_addr().unwrap());
        let document = json!({ "issuer": issuer, "jwks_uri": format!("{issuer}/keys") });
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(|| async { Json(document) }))
            .route("/keys", get(|| async { Json(keys) }));
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { issuer, signer }
    }

    fn connection(&self) -> Value {
        json!({
            "id": "0198c0de-0000-7000-8000-0000000000c1", "kind": "oidc", "issuer": self.issuer, "status": "active",
            "audiences": ["https://api.acme.example"], "algorithms": ["EdDSA"]
        })
    }

    fn token(&self, audience: &str) -> String {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
        self.signer.token(&json!({
            "iss": self.issuer, "sub": "00u1", "aud": audience, "scope": "openid", "iat": now, "exp": now + 300,
            "email": "ana@acme.example", "email_verified": true
        }))
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_plain_service_lets_in_by_the_policy_and_says_who_it_is() {
    let provider = Provider::start().await;
    let connection = provider.connection().to_string();
    let mut service = start("plain", &[("CORA_CONNECTION", &connection), ("CORA_LISTEN", "127.0.0.1:0")]);
    let mut line = String::new();
    BufReader::new(service.0.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let base = line.trim().strip_prefix("listening on ").unwrap().to_owned();

    let client = reqwest::Client::new();
    let ask = |method: reqwest::Method, path: &str, token: Option<String>| {
        let request = client.request(method, format!("{base}{path}"));
        let request =
            token.map_or_else(|| request.try_clone().unwrap(), |token| request.try_clone().unwrap().bearer_auth(token));
        async move {
            let response = request.send().await.unwrap();
            (response.status().as_u16(), response.json::<Value>().await.unwrap())
        }
    };
    let ours = || Some(provider.token("https://api.acme.example"));

    let (status, session) = ask(reqwest::Method::GET, "/me", ours()).await;
    assert_eq!((status, session["email"].as_str()), (200, Some("ana@acme.example")));
    let again = ask(reqwest::Method::GET, "/me", ours()).await.1;
    assert_eq!(again["userId"], session["userId"], "the same person is the same user");
    for (path, method, token, expected) in [
        ("/me", reqwest::Method::GET, None, (401, "token_missing")),
        ("/me", reqwest::Method::GET, Some(provider.token("https://other.example")), (401, "audience_mismatch")),
        ("/connection/activate", reqwest::Method::POST, ours(), (403, "access_denied")),
        (
            "/organizations/0198c0de-0000-7000-8000-0000000000a1/members",
            reqwest::Method::GET,
            ours(),
            (403, "access_denied"),
        ),
    ] {
        let (status, body) = ask(method, path, token).await;
        assert_eq!((status, body["code"].as_str().unwrap()), expected, "{path}");
    }
}

/// The Lambda runtime API as documented ("Using the Lambda runtime API for custom runtimes").
struct Runtime {
    events: Mutex<mpsc::Receiver<Value>>,
    answers: mpsc::Sender<Value>,
}

async fn next_event(State(runtime): State<Arc<Runtime>>) -> impl IntoResponse {
    let Some(event) = runtime.events.lock().await.recv().await else { return StatusCode::GONE.into_response() };
    let mut headers = HeaderMap::new();
    for (name, value) in [
        ("lambda-runtime-aws-request-id", "8476a536-e9f4-11e8-9739-2dfe598c3fcd"),
        ("lambda-runtime-deadline-ms", "4102444800000"),
        ("lambda-runtime-invoked-function-arn", "arn:aws:lambda:eu-central-1:123456789012:function:authorizer"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    (headers, Json(event)).into_response()
}

async fn answered(State(runtime): State<Arc<Runtime>>, Path(_): Path<String>, answer: Bytes) -> StatusCode {
    runtime.answers.send(serde_json::from_slice(&answer).unwrap()).await.unwrap();
    StatusCode::ACCEPTED
}

#[tokio::test(flavor = "multi_thread")]
async fn the_lambda_authorizer_answers_as_api_gateway_expects() {
    let provider = Provider::start().await;
    let ((to_function, events), (answers, mut from_function)) = (mpsc::channel(1), mpsc::channel(1));
    let runtime = Arc::new(Runtime { events: Mutex::new(events), answers });
    let api = Router::new()
        .route("/2018-06-01/runtime/invocation/next", get(next_event))
        .route("/2018-06-01/runtime/invocation/{id}/response", post(answered))
        .with_state(runtime);
    let address = serve(api).await;
    let connections = json!([{ "connection": provider.connection() }]).to_string();
    let _function = start(
        "lambda_authorizer",
        &[
            ("CORA_CONNECTIONS", &connections),
            ("AWS_LAMBDA_RUNTIME_API", &address),
            ("AWS_LAMBDA_FUNCTION_NAME", "authorizer"),
            ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "128"),
            ("AWS_LAMBDA_FUNCTION_VERSION", "1"),
            ("AWS_LAMBDA_LOG_STREAM_NAME", ""),
            ("AWS_LAMBDA_LOG_GROUP_NAME", ""),
        ],
    );

    let mut ask = async |authorization: Option<String>| {
        let headers = authorization.map_or_else(|| json!({}), |text| json!({ "authorization": text }));
        let event = json!({
            "version": "2.0", "type": "REQUEST", "routeArn": "arn:aws:execute-api:eu-central-1:123456789012:abcdef123/test/GET/request",
            "identitySource": [], "routeKey": "$default", "rawPath": "/reports", "rawQueryString": "", "headers": headers,
            "requestContext": { "accountId": "123456789012", "apiId": "abcdef123", "domainName": "api.acme.example", "domainPrefix": "api",
                "http": { "method": "GET", "path": "/reports", "protocol": "HTTP/1.1", "sourceIp": "192.0.2.1", "userAgent": "curl" },
                "requestId": "id", "routeKey": "$default", "stage": "$default", "timeEpoch": 1_767_225_600_000_i64 }
        });
        to_function.send(event).await.unwrap();
        timeout(Duration::from_secs(30), from_function.recv()).await.expect("an answer in time").unwrap()
    };
    let bearer = |audience: &str| Some(format!("Bearer {}", provider.token(audience)));

    let admitted = ask(bearer("https://api.acme.example")).await;
    assert_eq!(admitted, json!({ "isAuthorized": true, "context": { "issuer": provider.issuer, "subject": "00u1" } }));
    for refused in [None, bearer("https://other.example"), Some("Basic YTpi".into())] {
        assert_eq!(ask(refused).await["isAuthorized"], false);
    }
}
