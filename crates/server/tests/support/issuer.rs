//! The issuer over its router, with a test identity provider: applications, browsers and people.

use std::collections::BTreeMap;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http_body_util::BodyExt as _;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use tower::ServiceExt as _;
use url::Url;

use super::{CONNECTION, ISSUER, KEYS, NOW, PUBLIC_URL, Service, base, mail};

pub const REDIRECT_URI: &str = "https://app.acme.example/callback";
pub const SIGNED_OUT: &str = "https://app.acme.example/signed-out";
pub const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
pub const DISCOVERY: &str = "https://login.acme.example/.well-known/openid-configuration";

pub fn challenge(verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(verifier))
}

/// An application, and its secret if it has one.
#[derive(Clone)]
pub struct App {
    pub id: String,
    pub secret: Option<String>,
}

/// The answer to a browser or an application.
pub struct Page {
    pub status: u16,
    pub headers: HeaderMap,
    pub text: String,
}

impl Page {
    pub fn location(&self) -> Option<Url> {
        self.headers.get("location").map(|value| Url::parse(value.to_str().unwrap()).unwrap())
    }

    #[track_caller]
    pub fn sent_to(&self, prefix: &str) -> BTreeMap<String, String> {
        let location = self.location().unwrap_or_else(|| panic!("{} {}", self.status, self.text));
        assert!(location.as_str().starts_with(prefix), "{location}");
        assert_eq!(self.status, 303);
        location.query_pairs().into_owned().collect()
    }

    /// Returns the title of a page of the issuer, which sends the browser nowhere.
    #[track_caller]
    pub fn title(&self) -> &str {
        assert!(!self.headers.contains_key("location"), "{:?}", self.headers);
        assert_eq!(self.headers["cache-control"], "no-store");
        assert_eq!(self.headers["referrer-policy"], "no-referrer");
        assert_eq!(self.headers["x-frame-options"], "DENY");
        assert!(self.headers["content-security-policy"].to_str().unwrap().starts_with("default-src 'none'"));
        let (_, rest) = self.text.split_once("<h1>").unwrap_or_else(|| panic!("{}", self.text));
        rest.split_once("</h1>").unwrap().0
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("{} {}", self.status, self.text))
    }

    #[track_caller]
    pub fn refused(&self, status: u16, error: &str) {
        assert_eq!((self.status, self.json()["error"].as_str()), (status, Some(error)), "{}", self.text);
    }
}

/// A browser, which keeps cookies and follows nothing.
#[derive(Default, Clone)]
pub struct Browser {
    pub cookies: BTreeMap<String, String>,
}

pub async fn send(router: &Router, request: Request<Body>) -> Page {
    let response = router.clone().oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let text = String::from_utf8(body.collect().await.unwrap().to_bytes().into()).unwrap();
    Page { status: parts.status.as_u16(), headers: parts.headers, text }
}

pub fn encoded(fields: &[(&str, &str)]) -> String {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}

pub fn form(path: &str, fields: &[(&str, &str)]) -> Request<Body> {
    let request = Request::post(path).header("content-type", "application/x-www-form-urlencoded");
    request.body(Body::from(encoded(fields))).unwrap()
}

impl Browser {
    pub async fn send(&mut self, router: &Router, mut request: Request<Body>) -> Page {
        let line = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ");
        if !line.is_empty() {
            request.headers_mut().insert("cookie", line.parse().unwrap());
        }
        let page = send(router, request).await;
        for set in page.headers.get_all("set-cookie") {
            let set = set.to_str().unwrap();
            assert!(set.contains("; Path=/; HttpOnly; SameSite=Lax; Max-Age=") && set.ends_with("; Secure"), "{set}");
            let (pair, attributes) = set.split_once(';').unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            assert!(name.starts_with("__Host-cora-"), "{name}");
            if attributes.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        page
    }

    pub async fn get(&mut self, router: &Router, url: &str) -> Page {
        let path = url.strip_prefix(PUBLIC_URL).unwrap_or(url);
        self.send(router, Request::get(path).body(Body::empty()).unwrap()).await
    }

    /// Returns the secret of the browser's session.
    pub fn session(&self) -> Option<&str> {
        self.cookies.iter().find(|(name, _)| name.ends_with("-session")).map(|(_, value)| value.as_str())
    }
}

/// A person at the provider, and what their tokens say in addition.
#[derive(Clone)]
pub struct Person {
    pub subject: &'static str,
    pub claims: Value,
}

pub fn olga() -> Person {
    Person { subject: "olga", claims: json!({ "email": "olga@acme.example", "email_verified": true, "name": "Olga" }) }
}

pub fn ana() -> Person {
    Person { subject: "ana", claims: json!({ "email": "ana@acme.example", "email_verified": true, "name": "Ana" }) }
}

/// A service with an issuer.
pub struct World {
    pub service: Service,
}

impl World {
    pub async fn new() -> Self {
        Self::with(base()).await
    }

    pub async fn with(seed: Value) -> Self {
        Self::of(Service::new(seed).await)
    }

    /// Starts a service that can send mail, and knows where people sign in.
    pub async fn with_mail(seed: Value) -> (Self, mail::MailServer) {
        let (service, mail, _) = Service::with_adapters(seed).await;
        (Self::of(service), mail)
    }

    fn of(service: Service) -> Self {
        service.documents.set(
            DISCOVERY,
            &json!({
                "issuer": ISSUER, "jwks_uri": KEYS,
                "authorization_endpoint": format!("{ISSUER}/authorize"), "token_endpoint": format!("{ISSUER}/token")
            }),
        );
        Self { service }
    }

    pub fn router(&self) -> &Router {
        &self.service.router
    }

    /// Registers an application as an administrator does.
    pub async fn register(&self, changes: Value) -> App {
        let mut settings = json!({
            "name": "Invoices", "kind": "web", "enabled": true, "redirectUris": [{ "uri": REDIRECT_URI }],
            "postLogoutRedirectUris": [{ "uri": SIGNED_OUT }], "origins": ["https://app.acme.example"]
        });
        settings.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
        let id = uuid::Uuid::new_v4().to_string();
        let document = settings.to_string().replace('\'', "''");
        let insert = format!(
            "INSERT INTO applications (id, document, created_at, updated_at) VALUES ('{id}', '{document}', @time({NOW}),
                @time({NOW}))"
        );
        self.service.execute(&insert).await;
        if ["spa", "native"].contains(&settings["kind"].as_str().unwrap()) {
            return App { id, secret: None };
        }
        let secret = format!("secret of {id}");
        let hash: String = Sha256::digest(&secret).iter().map(|byte| format!("{byte:02x}")).collect();
        let secret_id = uuid::Uuid::new_v4();
        let insert = format!(
            "INSERT INTO application_secrets (id, application_id, secret_hash, created_at) VALUES ('{secret_id}', '{id}',
                '{hash}', @time({NOW}))"
        );
        self.service.execute(&insert).await;
        App { id, secret: Some(secret) }
    }

    pub fn request(&self, app: &App, changes: &[(&str, &str)]) -> String {
        let challenge = challenge(VERIFIER);
        let own = [
            ("client_id", app.id.as_str()),
            ("redirect_uri", REDIRECT_URI),
            ("response_type", "code"),
            ("scope", "openid profile email offline_access"),
            ("state", "the state"),
            ("nonce", "the nonce"),
            ("code_challenge", challenge.as_str()),
            ("code_challenge_method", "S256"),
        ];
        let own = own.into_iter().filter(|(name, _)| changes.iter().all(|(other, _)| other != name));
        let all: Vec<(&str, &str)> =
            own.chain(changes.iter().copied().filter(|(_, value)| !value.is_empty())).collect();
        format!("/oauth2/authorize?{}", encoded(&all))
    }

    /// Prepares the provider's answer to the code of this login.
    pub fn vouch(&self, person: &Person, nonce: &str) {
        let claims = |more: Value| {
            let mut claims = json!({ "iss": ISSUER, "sub": person.subject, "iat": NOW, "exp": NOW + 300 });
            let all = claims.as_object_mut().unwrap();
            all.extend(person.claims.as_object().unwrap().clone());
            all.extend(more.as_object().unwrap().clone());
            claims
        };
        let signer = &self.service.signer;
        let access =
            signer.token(&claims(json!({ "aud": "https://api.acme.example", "scope": "openid", "client_id": "web" })));
        let id = signer.plain_token(&claims(json!({ "aud": "web", "nonce": nonce })));
        let answer = json!({ "access_token": access, "token_type": "Bearer", "id_token": id });
        *self.service.exchange.answer.lock().unwrap() = Some(answer);
    }

    /// Begins a sign-in, and returns the parameters that went to the provider.
    pub async fn begin(&self, browser: &mut Browser, app: &App, changes: &[(&str, &str)]) -> BTreeMap<String, String> {
        let page = browser.get(self.router(), &self.request(app, changes)).await;
        page.sent_to(&format!("{ISSUER}/authorize"))
    }

    pub async fn come_back(&self, browser: &mut Browser, sent: &BTreeMap<String, String>, person: &Person) -> Page {
        self.vouch(person, &sent["nonce"]);
        let query = encoded(&[("code", "upstream"), ("state", &sent["state"])]);
        browser.get(self.router(), &format!("/auth/callback/{CONNECTION}?{query}")).await
    }

    /// Signs a person in, and returns the application's code.
    pub async fn code(&self, browser: &mut Browser, app: &App, person: &Person) -> String {
        let sent = self.begin(browser, app, &[]).await;
        let answer = self.come_back(browser, &sent, person).await.sent_to(REDIRECT_URI);
        assert_eq!(answer["state"], "the state");
        assert_eq!(answer["iss"], PUBLIC_URL);
        answer["code"].clone()
    }

    pub async fn ask(&self, path: &str, app: &App, fields: &[(&str, &str)]) -> Page {
        let mut fields = fields.to_vec();
        fields.push(("client_id", &app.id));
        if let Some(secret) = &app.secret {
            fields.push(("client_secret", secret));
        }
        send(self.router(), form(path, &fields)).await
    }

    pub async fn redeem(&self, app: &App, code: &str) -> Page {
        let fields = [("code", code), ("redirect_uri", REDIRECT_URI), ("code_verifier", VERIFIER)];
        self.ask("/oauth2/token", app, &[&[("grant_type", "authorization_code")], &fields[..]].concat()).await
    }

    pub async fn renew(&self, app: &App, token: &str, more: &[(&str, &str)]) -> Page {
        let fields = [("grant_type", "refresh_token"), ("refresh_token", token)];
        self.ask("/oauth2/token", app, &[&fields[..], more].concat()).await
    }

    pub async fn tokens(&self, browser: &mut Browser, app: &App, person: &Person) -> Value {
        let code = self.code(browser, app, person).await;
        let page = self.redeem(app, &code).await;
        assert_eq!(page.status, 200, "{}", page.text);
        page.json()
    }

    pub async fn userinfo(&self, token: &str) -> Page {
        let request = Request::get("/oauth2/userinfo").header("authorization", format!("Bearer {token}"));
        send(self.router(), request.body(Body::empty()).unwrap()).await
    }
}

pub fn text<'a>(answer: &'a Value, name: &str) -> &'a str {
    answer[name].as_str().unwrap_or_else(|| panic!("{name} in {answer}"))
}

/// Returns the header and the claims of a token.
pub fn decoded(token: &str) -> (Value, Value) {
    let mut parts = token.split('.').map(|part| URL_SAFE_NO_PAD.decode(part).unwrap());
    let mut next = || serde_json::from_slice(&parts.next().unwrap()).unwrap();
    (next(), next())
}
