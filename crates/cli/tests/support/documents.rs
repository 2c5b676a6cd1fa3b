//! The documents of a provider, and a server's answer to one request for them.

use std::io::{Read, Write};

use serde_json::{Value, json};

/// The path of the discovery document.
pub const DISCOVERY: &str = "/.well-known/openid-configuration";

/// The documents of a provider, by path.
pub type Documents = Vec<(&'static str, Value)>;

/// Returns the discovery document of a provider that fits.
pub fn discovery(issuer: &str) -> Value {
    json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{issuer}/authorize"),
        "token_endpoint": format!("{issuer}/token"),
        "jwks_uri": format!("{issuer}/keys"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "scopes_supported": ["openid", "email", "profile"],
        "claims_supported": ["sub", "email", "email_verified", "name"],
        "code_challenge_methods_supported": ["S256"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "none"],
    })
}

/// Answers a request with the document at its path, or with 404. A connection that breaks off is
/// the client's to report.
pub fn answer(mut stream: impl Read + Write, documents: &Documents) {
    let mut request = [0; 2048];
    let Ok(read) = stream.read(&mut request) else { return };
    let request = String::from_utf8_lossy(&request[..read]).into_owned();
    let Some(path) = request.split(' ').nth(1) else { return };
    let (status, body) = match documents.iter().find(|(known, _)| *known == path) {
        Some((_, document)) => ("200 OK", document.to_string()),
        None => ("404 Not Found", String::new()),
    };
    let head = format!("HTTP/1.1 {status}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n", body.len());
    let _ = stream.write_all((head + &body).as_bytes());
    let _ = stream.flush();
}
