//! Tests exchanging a code at a provider that checks every detail.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use cora_core::text::Issuer;
use cora_jwt::{FetchOptions, HttpFetch};
use cora_oidc::{
    Callback, Client, Endpoints, Entropy, ExchangeError, FlowBinding, ProviderErrorCode, Secret, Tokens, begin,
    exchange,
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use url::{Url, form_urlencoded};

const BACK: &str = "https://cora.acme.example/callback";
const CLIENT: &str = "client 1";
const SECRET: &str = "s:e c+r/e&t";
const CODE: &str = "code+/=&1";

/// A provider whose only code was issued for one challenge.
#[derive(Clone, Default)]
struct Provider {
    challenge: Arc<Mutex<String>>,
    /// The authentication method that the client has to use.
    method: &'static str,
    /// The response to send instead of the right one.
    instead: Option<(u16, &'static str, String)>,
}

async fn token(State(provider): State<Provider>, headers: HeaderMap, body: String) -> Response {
    if let Some((status, content_type, body)) = provider.instead {
        return (StatusCode::from_u16(status).unwrap(), [(header::CONTENT_TYPE, content_type)], body).into_response();
    }
    let refuse = |status, error: &str, why: &str| {
        let body = json!({ "error": error, "error_description": why }).to_string();
        (status, [(header::CONTENT_TYPE, "application/json")], body).into_response()
    };
    let fields: Vec<(String, String)> = form_urlencoded::parse(body.as_bytes()).into_owned().collect();
    let field = |name: &str| {
        let mut found = fields.iter().filter(|(field, _)| field == name);
        let value = found.next().map(|(_, value)| value.as_str());
        assert!(found.next().is_none(), "{name} occurs twice");
        value
    };
    let encoded = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    let basic = format!("Basic {}", STANDARD.encode(format!("{}:{}", encoded(CLIENT), encoded(SECRET))));
    let shown = headers.get(header::AUTHORIZATION).map(|value| value.to_str().unwrap());
    let known = match provider.method {
        "client_secret_basic" => shown == Some(&basic) && field("client_secret").is_none(),
        "client_secret_post" => {
            shown.is_none() && (field("client_id"), field("client_secret")) == (Some(CLIENT), Some(SECRET))
        }
        _ => shown.is_none() && (field("client_id"), field("client_secret")) == (Some(CLIENT), None),
    };
    if !known {
        return refuse(StatusCode::UNAUTHORIZED, "invalid_client", "unknown client");
    }
    let verifier = field("code_verifier").unwrap_or_default();
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier));
    for (name, right) in [
        ("code", field("code") == Some(CODE)),
        ("redirect_uri", field("redirect_uri") == Some(BACK)),
        ("code_verifier", challenge == *provider.challenge.lock().unwrap()),
    ] {
        if !right {
            return refuse(StatusCode::BAD_REQUEST, "invalid_grant", &format!("wrong {name} for ada@acme.example"));
        }
    }
    assert_eq!(field("grant_type"), Some("authorization_code"));
    let body = json!({
        "access_token": "the-access-token", "token_type": "bearer", "expires_in": 300, "id_token": "the-id-token",
        "refresh_token": "the-refresh-token", "scope": "openid email"
    });
    ([(header::CONTENT_TYPE, "application/json; charset=utf-8")], body.to_string()).into_response()
}

/// A running provider, Cora's client there, and a login that was begun with it.
struct Setup {
    endpoints: Endpoints,
    client: Client,
    http: HttpFetch,
    verifier: Secret,
}

impl Setup {
    async fn start(mut provider: Provider, listed: Option<&[&str]>, secret: Option<&str>) -> Self {
        if provider.method.is_empty() {
            provider.method = "client_secret_basic";
        }
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let issuer = format!("http://{}", listener.local_addr().unwrap());
        let challenge = Arc::clone(&provider.challenge);
        let routes = Router::new().route("/token", post(token)).with_state(provider);
        tokio::spawn(async move { axum::serve(listener, routes).await });
        let mut document = json!({
            "issuer": "https://login.acme.example", "authorization_endpoint": format!("{issuer}/authorize"),
            "token_endpoint": format!("{issuer}/token")
        });
        if let Some(methods) = listed {
            document["token_endpoint_auth_methods_supported"] = json!(methods);
        }
        let issuer = Issuer::new("https://login.acme.example").unwrap();
        let endpoints = Endpoints::from_discovery(&issuer, document.as_object().unwrap()).unwrap();
        let client = Client { id: CLIENT.into(), secret: secret.map(Secret::new) };
        let begun = begin(&client, &endpoints, BACK, &["email"], &[], Entropy::from_system().unwrap()).unwrap();
        let url = Url::parse(&begun.url).unwrap();
        *challenge.lock().unwrap() = url.query_pairs().find(|(name, _)| name == "code_challenge").unwrap().1.into();
        let http = HttpFetch::with(FetchOptions { allow_loopback_http: true, ..FetchOptions::default() }).unwrap();
        Self { endpoints, client, http, verifier: begun.code_verifier }
    }

    async fn exchange(&self) -> Result<Tokens, ExchangeError> {
        exchange(&self.http, &self.client, &self.endpoints, &Secret::new(CODE), &self.verifier, BACK).await
    }
}

async fn answered(status: u16, content_type: &'static str, body: impl ToString) -> Result<Tokens, ExchangeError> {
    let instead = Some((status, content_type, body.to_string()));
    Setup::start(Provider { instead, ..Provider::default() }, None, Some(SECRET)).await.exchange().await
}

#[tokio::test]
async fn a_code_is_exchanged_for_tokens() {
    let setup = Setup::start(Provider::default(), None, Some(SECRET)).await;
    let tokens = setup.exchange().await.unwrap();
    assert_eq!(tokens.id_token.as_ref().map(Secret::expose), Some("the-id-token"));
    assert_eq!(tokens.access_token.expose(), "the-access-token");
    assert_eq!(tokens.scopes.as_deref(), Some(["openid", "email"].map(String::from).as_slice()));
    assert_eq!(tokens.expires_in, Some(Duration::from_secs(300)));
    let shown = format!("{tokens:?} {:?}", setup.client);
    for secret in ["the-id-token", "the-access-token", "the-refresh-token", SECRET] {
        assert!(!shown.contains(secret), "{shown}");
    }
}

#[tokio::test]
async fn a_client_shows_who_it_is_in_the_first_way_that_both_have() {
    for (listed, secret, method) in [
        (None, Some(SECRET), "client_secret_basic"),
        (Some(&["client_secret_post", "client_secret_basic"][..]), Some(SECRET), "client_secret_basic"),
        (Some(&["private_key_jwt", "client_secret_post", "none"]), Some(SECRET), "client_secret_post"),
        (Some(&["none"]), Some(SECRET), "none"),
        (Some(&["none"]), None, "none"),
        (Some(&["client_secret_basic"]), None, "none"),
        (None, None, "none"),
    ] {
        let setup = Setup::start(Provider { method, ..Provider::default() }, listed, secret).await;
        assert!(setup.exchange().await.is_ok(), "{listed:?} {method}");
    }
    let setup = Setup::start(Provider::default(), Some(&["private_key_jwt", "tls_client_auth"]), Some(SECRET)).await;
    assert_eq!(setup.exchange().await.unwrap_err().code(), "client_authentication_unsupported");
}

#[tokio::test]
async fn c29_a_code_needs_its_own_verifier_redirect_uri_and_client() {
    let setup = Setup::start(Provider::default(), None, Some(SECRET)).await;
    let other = Setup::start(Provider::default(), None, Some(SECRET)).await;
    let wrong = Client { id: CLIENT.into(), secret: Some(Secret::new("guessed")) };
    let (code, no_code) = (Secret::new(CODE), Secret::new("other"));
    for (client, code, verifier, back, expected, why) in [
        (&setup.client, &code, &other.verifier, BACK, "invalid_grant", "wrong code_verifier for ..."),
        (
            &setup.client,
            &code,
            &setup.verifier,
            "https://cora.acme.example/",
            "invalid_grant",
            "wrong redirect_uri for ...",
        ),
        (&setup.client, &no_code, &setup.verifier, BACK, "invalid_grant", "wrong code for ..."),
        (&wrong, &code, &setup.verifier, BACK, "invalid_client", "unknown client"),
    ] {
        let error = exchange(&setup.http, client, &setup.endpoints, code, verifier, back).await.unwrap_err();
        let ExchangeError::Refused(refusal) = &error else { panic!("{error}") };
        assert_eq!((refusal.code.as_str(), error.code()), (expected, "provider_refused"));
        assert_eq!(refusal.description.as_ref().unwrap().as_str(), why);
    }
    assert!(setup.exchange().await.is_ok());
}

#[tokio::test]
async fn an_invalid_token_response_is_refused_and_not_quoted() {
    let json = "application/json";
    for (status, content_type, body, expected) in [
        (200, json, json!({ "token_type": "Bearer", "id_token": "very-secret" }), "token_response_malformed"),
        (200, json, json!({ "access_token": "very-secret" }), "token_response_malformed"),
        (200, json, json!({ "access_token": 1, "token_type": "Bearer" }), "token_response_malformed"),
        (200, json, json!({ "error": "invalid_grant", "x": "very-secret" }), "token_response_malformed"),
        (200, json, json!(["very-secret"]), "token_response_malformed"),
        (200, json, json!({ "access_token": "very-secret", "token_type": "DPoP" }), "token_type_unsupported"),
        (200, json, json!({ "access_token": "very-secret", "token_type": "mac" }), "token_type_unsupported"),
        (
            200,
            "text/html",
            json!({ "access_token": "very-secret", "token_type": "Bearer" }),
            "token_response_malformed",
        ),
        (400, json, json!({ "error": "made_up", "error_description": "very-secret@acme.example" }), "provider_refused"),
        (400, json, json!({ "message": "very-secret" }), "unexpected_status"),
        (404, "text/html", json!("very-secret"), "unexpected_status"),
        (429, "text/plain", Value::Null, "unexpected_status"),
        (500, "text/html", json!("very-secret"), "unexpected_status"),
        (201, json, json!({ "access_token": "very-secret", "token_type": "Bearer" }), "unexpected_status"),
    ] {
        let error = answered(status, content_type, &body).await.unwrap_err();
        assert_eq!(error.code(), expected, "{status} {body}");
        assert!(!format!("{error} {error:?}").contains("very-secret"), "{error:?}");
        if let ExchangeError::Status(found) = error {
            assert_eq!(found, status);
        }
    }
    let error = answered(400, json, json!({ "error": "made_up" })).await.unwrap_err();
    assert!(matches!(error, ExchangeError::Refused(error) if error.code == ProviderErrorCode::Other));
    let error = answered(200, json, " ".repeat(300_000)).await.unwrap_err();
    assert_eq!(error.code(), "answer_too_large");
}

#[tokio::test]
async fn a_response_without_an_id_token_is_one() {
    for body in [
        json!({ "access_token": "a", "token_type": "Bearer" }),
        json!({ "access_token": "a", "token_type": "BEARER", "id_token": null, "more": { "x": 1 } }),
    ] {
        let tokens = answered(200, "application/json", body).await.unwrap();
        assert!(tokens.id_token.is_none() && tokens.scopes.is_none() && tokens.expires_in.is_none());
    }
}

#[tokio::test]
async fn c21_a_secret_goes_to_public_hosts_only_and_follows_no_redirect() {
    let setup = Setup::start(Provider::default(), None, Some(SECRET)).await;
    let strict = HttpFetch::new(false).unwrap();
    let verifier = &setup.verifier;
    let error =
        exchange(&strict, &setup.client, &setup.endpoints, &Secret::new(CODE), verifier, BACK).await.unwrap_err();
    assert_eq!(error.code(), "url_not_allowed");
    for (token, expected) in [
        ("https://169.254.169.254/token", "url_not_allowed"),
        ("https://user:password@login.acme.example/token", "endpoint_unusable"),
        ("https://[::ffff:10.0.0.1]/token", "url_not_allowed"),
        ("http://login.acme.example/token", "endpoint_unusable"),
        ("file:///etc/passwd", "endpoint_unusable"),
        ("not a url", "endpoint_unusable"),
    ] {
        let endpoints = Endpoints { token: token.into(), ..setup.endpoints.clone() };
        let code = Secret::new(CODE);
        let error = exchange(&strict, &setup.client, &endpoints, &code, verifier, BACK).await.unwrap_err();
        assert_eq!(error.code(), expected, "{token}");
    }
    for status in [301, 302, 303, 307, 308] {
        assert_eq!(answered(status, "text/html", "").await.unwrap_err().code(), "redirect");
    }
}

#[tokio::test]
async fn a_login_goes_from_its_beginning_to_tokens() {
    let setup = Setup::start(Provider::default(), None, Some(SECRET)).await;
    let begun = begin(&setup.client, &setup.endpoints, BACK, &[], &[], Entropy::from_system().unwrap()).unwrap();
    let connection = serde_json::from_str("\"00000000-0000-7000-8000-0000000000c1\"").unwrap();
    let binding = FlowBinding { connection_id: connection, version: 1 };
    let (now, later) = (1_767_225_600, 1_767_226_200);
    let [now, later] = [now, later].map(|seconds| cora_core::time::UnixSeconds::new(seconds).unwrap());
    let stored = begun.stored(binding, later);
    let code: String = form_urlencoded::byte_serialize(CODE.as_bytes()).collect();
    let callback = Callback::parse(&format!("code={code}&state={}", begun.state.expose())).unwrap();
    let code = stored.accept(callback, &binding, &setup.endpoints, now).unwrap();
    // The provider issued its code for the challenge of the login that `start` began.
    let found =
        exchange(&setup.http, &setup.client, &setup.endpoints, &code, &stored.code_verifier, &stored.redirect_uri);
    assert_eq!(found.await.unwrap_err().code(), "provider_refused");
    let found = exchange(&setup.http, &setup.client, &setup.endpoints, &code, &setup.verifier, &stored.redirect_uri);
    assert!(found.await.is_ok());
}

#[test]
fn endpoints_are_those_of_the_issuers_own_document() {
    let issuer = Issuer::new("https://login.acme.example").unwrap();
    let right = json!({
        "issuer": "https://login.acme.example", "authorization_endpoint": "https://login.acme.example/authorize",
        "token_endpoint": "https://login.acme.example/token", "authorization_response_iss_parameter_supported": true
    });
    let read = |document: &Value| Endpoints::from_discovery(&issuer, document.as_object().unwrap());
    let endpoints = read(&right).unwrap();
    assert!(endpoints.names_itself_in_callbacks && endpoints.token_authentication_methods.is_none());
    for (name, value, code) in [
        ("issuer", json!("https://login.acme.example/"), "issuer_mismatch"),
        ("issuer", Value::Null, "issuer_mismatch"),
        ("authorization_endpoint", json!("javascript:alert(1)"), "endpoint_unusable"),
        ("authorization_endpoint", json!(7), "endpoint_unusable"),
        ("token_endpoint", json!("http://login.acme.example/token"), "endpoint_unusable"),
        ("token_endpoint", Value::Null, "endpoint_unusable"),
    ] {
        let mut document = right.clone();
        document[name] = value;
        assert_eq!(read(&document).unwrap_err().code(), code, "{document}");
    }
}

#[test]
fn an_exchange_can_be_made_by_any_thread() {
    fn check<T: Send>(_: T) {}
    let http = HttpFetch::new(true).unwrap();
    let issuer = Issuer::new("https://login.acme.example").unwrap();
    let endpoints = Endpoints {
        issuer,
        authorization: String::new(),
        token: String::new(),
        token_authentication_methods: None,
        names_itself_in_callbacks: false,
    };
    let (client, secret) = (Client { id: String::new(), secret: None }, Secret::new(""));
    check(exchange(&http, &client, &endpoints, &secret, &secret, BACK));
}
