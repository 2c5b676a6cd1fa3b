//! Connections to providers on the operator's own network, and how Cora authenticates to them.

use crate::support::*;
use axum::body::Body;
use axum::http::Request;
use cora_core::connection::host::allowed::AllowedHost;
use serde_json::{Value, json};
use signing::{Signer, jwks};

const REALM: &str = "https://sso.corp.acme.internal/realms/acme";
/// The keys, by the name that the server reaches the provider by.
const CERTS: &str = "https://keycloak.identity.svc.cluster.local/certs";

fn settings() -> Value {
    json!({ "clientId": "web", "issuer": REALM, "jwksUri": CERTS })
}

/// Starts a service whose operator allows these hosts.
async fn allowing(hosts: &[&str]) -> Service {
    let mut service = Service::new(base()).await;
    let hosts = hosts.iter().map(|host| AllowedHost::parse(host).unwrap()).collect();
    service.router = cora_server::router(service.app().public_url(PUBLIC_URL).allowed_hosts(hosts));
    service
}

impl Service {
    async fn olga(&self, method: &str, path: &str, body: Value) -> Answer {
        self.ask(method, path, &self.token("olga", "olga@acme.example"), body).await
    }

    /// Sets the provider's documents. Its token endpoint accepts these methods.
    fn keycloak(&self, methods: &[&str]) -> Signer {
        let signer = Signer::rsa("kc-1");
        let discovery = json!({
            "issuer": REALM,
            "authorization_endpoint": format!("{REALM}/protocol/openid-connect/auth"),
            "token_endpoint": format!("{REALM}/protocol/openid-connect/token"),
            "jwks_uri": format!("{REALM}/protocol/openid-connect/certs"),
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
            "scopes_supported": ["openid", "email", "profile"],
            "token_endpoint_auth_methods_supported": methods
        });
        self.documents.set("https://sso.corp.acme.internal/realms/acme/.well-known/openid-configuration", &discovery);
        self.documents.set(CERTS, &jwks(&[&signer]));
        signer
    }

    /// Makes a test login, and returns its record and the request to the token endpoint.
    async fn keycloak_login(&self, signer: &Signer) -> (Value, String) {
        let begun = self.olga("POST", "/admin/idp-config/keycloak/test", Value::Null).await;
        let url = begun.ok()["authorizationUrl"].as_str().unwrap_or_else(|| panic!("{}", begun.body)).to_owned();
        let parameter = |name: &str| {
            let found = url.split(['?', '&']).find_map(|pair| pair.strip_prefix(&format!("{name}=")));
            found.unwrap().to_owned()
        };
        assert!(url.contains("code_challenge_method=S256"), "{url}");
        let id_token = signer.plain_token(&json!({
            "typ": "ID", "iss": REALM, "sub": "k1", "aud": "web", "azp": "web", "exp": NOW + 300, "iat": NOW,
            "nonce": parameter("nonce"), "email": "olga@acme.example", "email_verified": true
        }));
        let answer = json!({ "token_type": "Bearer", "access_token": "opaque", "id_token": id_token });
        *self.exchange.answer.lock().unwrap() = Some(answer);
        let path = format!("/auth/connection-test/callback?code=c0de&state={}", parameter("state"));
        self.page(Request::get(path).body(Body::empty()).unwrap()).await;
        let run = begun.ok()["testRunId"].as_str().unwrap();
        let run = self.olga("GET", &format!("/admin/idp-config/keycloak/tests/{run}"), Value::Null).await.ok().clone();
        let form = self.exchange.forms.lock().unwrap().pop().unwrap_or_else(|| panic!("{run}"));
        (run, form)
    }
}

#[tokio::test]
async fn c21_a_private_host_needs_the_operator_and_the_refusal_says_so() {
    let service = allowing(&["sso.corp.acme.internal"]).await;
    let body = json!({ "config": settings() });
    let answer = service.olga("POST", "/admin/idp-config/keycloak/validate", body.clone()).await;
    assert_eq!(answer.ok()["ok"], false);
    assert_eq!(answer.ok()["issues"].as_array().unwrap().len(), 1, "{}", answer.text);
    assert_eq!(answer.ok()["issues"][0]["path"], "/settings/jwksUri");
    assert!(answer.text.contains("private_host") && answer.text.contains("--allow-provider-networks"));

    let service = allowing(&["*.corp.acme.internal", "*.svc.cluster.local"]).await;
    let answer = service.olga("POST", "/admin/idp-config/keycloak/validate", body).await;
    assert_eq!((&answer.ok()["ok"], &answer.ok()["derived"]["jwksUri"]), (&json!(true), &json!(CERTS)));
}

#[tokio::test]
async fn a_public_client_passes_a_test_login_with_keys_of_another_name() {
    let service = allowing(&["*.corp.acme.internal", "*.svc.cluster.local"]).await;
    // Keycloak accepts public clients and does not list `none`.
    let signer = service.keycloak(&["client_secret_basic", "client_secret_post"]);
    service.olga("PUT", "/admin/idp-config/keycloak", json!({ "config": settings() })).await.created();
    let (run, form) = service.keycloak_login(&signer).await;
    assert_eq!(run["status"], "success", "{run}");
    assert!(form.contains("client_id=web") && form.contains("code_verifier="), "{form}");
    assert!(!form.contains("Basic") && !form.contains("client_secret"), "{form}");
}

#[tokio::test]
async fn a_secret_goes_into_the_form_where_the_document_says_so() {
    let service = allowing(&["*.corp.acme.internal", "*.svc.cluster.local"]).await;
    let signer = service.keycloak(&["private_key_jwt", "client_secret_post"]);
    let mut config = settings();
    config["clientSecret"] = "env:CORA_SECRET_OKTA".into();
    service.olga("PUT", "/admin/idp-config/keycloak", json!({ "config": config })).await.created();
    let (run, form) = service.keycloak_login(&signer).await;
    assert_eq!(run["status"], "success", "{run}");
    assert!(form.contains("client_id=web") && form.contains("client_secret=a+secret"), "{form}");
    assert!(!form.contains("Basic"), "{form}");
}
