//! The discovery document, and the key.

use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};

use crate::DEVELOPMENT_CLAIM;
use crate::provider::DevelopmentProvider;

/// `GET /.well-known/openid-configuration` (OpenID Connect Discovery §3).
pub(crate) async fn document(State(provider): State<DevelopmentProvider>) -> Json<Value> {
    let url = provider.url();
    Json(json!({
        "issuer": provider.issuer(),
        "authorization_endpoint": format!("{url}/authorize"),
        "token_endpoint": format!("{url}/token"),
        "userinfo_endpoint": format!("{url}/userinfo"),
        "jwks_uri": format!("{url}/jwks"),
        "end_session_endpoint": format!("{url}/end_session"),
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "scopes_supported": ["openid", "profile", "email"],
        "claims_supported": ["sub", "name", "email", "email_verified", "auth_time", DEVELOPMENT_CLAIM],
        "code_challenge_methods_supported": ["S256"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        "prompt_values_supported": ["none", "login", "select_account"],
        "authorization_response_iss_parameter_supported": true,
        DEVELOPMENT_CLAIM: true,
    }))
}

/// `GET /jwks` (RFC 7517 §5).
pub(crate) async fn keys(State(provider): State<DevelopmentProvider>) -> Json<Value> {
    Json(json!({ "keys": [provider.key().public_jwk()] }))
}
