//! `cora authorizer`, run as a function of AWS against an issuer on this machine.

#[path = "../../jwt/tests/support/mod.rs"]
mod signing;
mod support;

use std::process::{Child, Stdio};
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::IntoResponse;
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::{Value, json};
use signing::{Signer, jwks};
use support::{Place, ends, stderr};
use tokio::net::TcpListener;
use tokio::sync::{Mutex, mpsc};
use tokio::time::timeout;

const CLIENT: &str = "0198c0de-0000-4000-8000-0000000000e1";
const OTHER_CLIENT: &str = "0198c0de-0000-4000-8000-0000000000e2";
const USER: &str = "0198c0de-0000-7000-8000-0000000000b1";
const ORGANIZATION: &str = "0198c0de-0000-7000-8000-0000000000a1";

/// The runtime API as documented ("Using the Lambda runtime API for custom runtimes").
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
        ("lambda-runtime-invoked-function-arn", "arn:aws:lambda:eu-west-1:444455556666:function:authorizer"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    (headers, Json(event)).into_response()
}

async fn answered(State(runtime): State<Arc<Runtime>>, Path(_): Path<String>, answer: Bytes) -> StatusCode {
    runtime.answers.send(serde_json::from_slice(&answer).unwrap()).await.unwrap();
    StatusCode::ACCEPTED
}

/// A function that is stopped at the end of the test.
struct Function(Child);

impl Drop for Function {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

async fn serve(listener: TcpListener, router: Router) {
    axum::serve(listener, router).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn only_access_tokens_of_the_named_applications_are_let_through() {
    let signer = Signer::p256("1");
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let issuer = format!("http://{}", listener.local_addr().unwrap());
    let document = json!({ "issuer": issuer, "jwks_uri": format!("{issuer}/keys") });
    let keys = jwks(&[&signer]);
    let documents = Router::new()
        .route("/.well-known/openid-configuration", get(|| async { Json(document) }))
        .route("/keys", get(|| async { Json(keys) }));
    tokio::spawn(serve(listener, documents));

    let ((to_function, events), (answers, mut from_function)) = (mpsc::channel(1), mpsc::channel(1));
    let runtime = Arc::new(Runtime { events: Mutex::new(events), answers });
    let api = Router::new()
        .route("/2018-06-01/runtime/invocation/next", get(next_event))
        .route("/2018-06-01/runtime/invocation/{id}/response", post(answered))
        .with_state(runtime);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    tokio::spawn(serve(listener, api));

    let place = Place::new();
    let mut command = place.cora(&["authorizer"]);
    command.envs([
        ("CORA_URL", issuer.as_str()),
        ("CORA_CLIENTS", CLIENT),
        ("AWS_LAMBDA_RUNTIME_API", &address),
        ("AWS_LAMBDA_FUNCTION_NAME", "authorizer"),
        ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "128"),
        ("AWS_LAMBDA_FUNCTION_VERSION", "1"),
        ("AWS_LAMBDA_LOG_STREAM_NAME", ""),
        ("AWS_LAMBDA_LOG_GROUP_NAME", ""),
    ]);
    let _function = Function(command.stdin(Stdio::null()).stdout(Stdio::null()).spawn().unwrap());

    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    let token = |client: &str, issued_at: u64| {
        let claims = json!({
            "iss": issuer, "sub": USER, "aud": client, "client_id": client, "iat": issued_at, "exp": issued_at + 300,
            "jti": "t", "scope": "openid", "sid": "0198c0de-0000-4000-8000-0000000000f1", "org_id": ORGANIZATION,
            "org_role": "org_admin", "platform_role": "platform_user", "role_version": 3
        });
        format!("Bearer {}", signer.token(&claims))
    };
    let mut ask = async |authorization: Option<String>| {
        let headers = authorization.map_or_else(|| json!({}), |text| json!({ "authorization": text }));
        let event = json!({
            "version": "2.0", "type": "REQUEST", "routeArn": "arn:aws:execute-api:eu-west-1:444455556666:abcdef123/$default/GET/kb",
            "identitySource": [], "routeKey": "GET /kb/bases", "rawPath": "/kb/bases", "rawQueryString": "", "headers": headers,
            "requestContext": { "accountId": "444455556666", "apiId": "abcdef123", "domainName": "api.acme.example", "domainPrefix": "api",
                "http": { "method": "GET", "path": "/kb/bases", "protocol": "HTTP/1.1", "sourceIp": "192.0.2.1", "userAgent": "curl" },
                "requestId": "id", "routeKey": "GET /kb/bases", "stage": "$default", "timeEpoch": 1_767_225_600_000_i64 }
        });
        to_function.send(event).await.unwrap();
        timeout(Duration::from_secs(60), from_function.recv()).await.expect("an answer in time").unwrap()
    };
    let admitted = ask(Some(token(CLIENT, now))).await;
    let context = json!({ "clientId": CLIENT, "organizationId": ORGANIZATION, "userId": USER });
    assert_eq!(admitted, json!({ "isAuthorized": true, "context": context }));
    let stranger = Signer::p256("1").token(&json!({ "iss": issuer, "sub": USER, "aud": CLIENT, "exp": now + 300 }));
    for refused in [
        None,
        Some("Basic YTpi".to_owned()),
        Some("Bearer x".to_owned()),
        Some(token(OTHER_CLIENT, now)),
        Some(token(CLIENT, now - 900)),
        Some(format!("Bearer {stranger}")),
    ] {
        assert_eq!(ask(refused.clone()).await["isAuthorized"], false, "{refused:?}");
    }
}

#[test]
fn settings_that_cannot_work_are_refused() {
    let place = Place::new();
    for (url, client) in [("http://cora.acme.example", CLIENT), ("https://cora.acme.example", "web")] {
        let output = place.cora(&["authorizer", "--issuer", url, "--client", client]).output().unwrap();
        ends(&output, 2);
        assert!(stderr(&output).starts_with("error: the "), "{}", stderr(&output));
    }
}
