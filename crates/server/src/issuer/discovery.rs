//! The documents by which clients find the issuer (OpenID Connect Discovery 1.0 §3, RFC 8414 §2).

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use cora_core::issuer::client_authentication::ASSERTION_ALGORITHMS;
use cora_core::issuer::scope::Scope;
use cora_core::json::Code as _;
use serde_json::{Value, json};

use super::Issuer;
use crate::own_form::OwnForm;

/// Time for which clients may keep the document and the keys, in seconds. The next key is published
/// 24 hours before it signs (specification §14.10), so an older copy still has it.
const MAX_AGE: &str = "public, max-age=3600";

/// Returns the metadata of the issuer.
pub(crate) fn document(issuer: &Issuer) -> Value {
    let url = |path: &str| format!("{}{path}", issuer.url);
    let authentication = ["client_secret_basic", "client_secret_post", "private_key_jwt", "none"];
    let signatures = ASSERTION_ALGORITHMS.map(|algorithm| algorithm.name());
    let scopes = Scope::ALL.map(|scope| scope.name());
    json!({
        "issuer": issuer.url,
        "authorization_endpoint": url(super::AUTHORIZE),
        "token_endpoint": url(super::TOKEN),
        "userinfo_endpoint": url(super::USERINFO),
        "jwks_uri": url(super::JWKS),
        "end_session_endpoint": url(super::LOGOUT),
        "revocation_endpoint": url(super::REVOKE),
        "introspection_endpoint": url(super::INTROSPECT),
        "scopes_supported": scopes,
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code", "refresh_token"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "token_endpoint_auth_methods_supported": authentication,
        "token_endpoint_auth_signing_alg_values_supported": signatures,
        "revocation_endpoint_auth_methods_supported": authentication,
        "revocation_endpoint_auth_signing_alg_values_supported": signatures,
        "introspection_endpoint_auth_methods_supported": authentication,
        "introspection_endpoint_auth_signing_alg_values_supported": signatures,
        "code_challenge_methods_supported": ["S256"],
        "prompt_values_supported": ["none", "login", "consent", "select_account"],
        "claim_types_supported": ["normal"],
        "claims_supported": [
            "iss", "sub", "aud", "exp", "iat", "auth_time", "nonce", "acr", "amr", "sid", "at_hash",
            "name", "given_name", "family_name", "picture", "email", "email_verified"
        ],
        "ui_locales_supported": ["en"],
        "claims_parameter_supported": false,
        "request_parameter_supported": false,
        "request_uri_parameter_supported": false,
        "authorization_response_iss_parameter_supported": true,
        "backchannel_logout_supported": true,
        "backchannel_logout_session_supported": true,
    })
}

/// Answers with a public document. Pages of every origin may read it.
pub(crate) fn public(document: &Value) -> Response {
    let headers = [
        (header::CACHE_CONTROL, HeaderValue::from_static(MAX_AGE)),
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*")),
    ];
    let mut response = (headers, axum::Json(document)).into_response();
    response.extensions_mut().insert(OwnForm { code: None });
    response
}
