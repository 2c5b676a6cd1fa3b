//! Selects the connection, algorithm and key that a token's signature is verified with.

use alloc::string::String;
use alloc::vec::Vec;

use cora_wire_derive::record;
use serde_json::{Map, Value};

use super::claims::Claims;
use super::{
    TokenError, TokenErrorCode, TokenHeader, about, check_audience, check_header, check_kind, is_of_pinned_organization,
};
use crate::connection::{Connection, ConnectionStatus, SignatureAlgorithm};
use crate::id::ConnectionId;
use crate::text::KeyId;

/// A token that is about to be verified. Nothing in it is trusted yet.
#[derive(Debug, Clone)]
pub struct Prepared<'c> {
    /// The connection whose issuer the token names.
    pub connection: &'c Connection,
    /// The parts of the token's header that the connection allows.
    pub header: TokenHeader,
}

/// The connections whose tokens are accepted.
#[record]
pub struct VerifierConfiguration {
    /// The connections; at most 1000.
    #[serde(deserialize_with = "crate::text::at_most::<1000, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 1000)))]
    pub connections: Vec<Connection>,
}

/// The data that a host needs to verify a token's signature.
#[record]
pub struct PreparedToken {
    /// The connection whose keys verify the signature.
    pub connection_id: ConnectionId,
    /// The algorithm, which is one that the connection pins.
    pub algorithm: SignatureAlgorithm,
    /// The ID of the signing key that the token names; null if it names none.
    pub key_id: Option<KeyId>,
    /// The SHA-1 thumbprint of the signing key's certificate (`x5t`), if the token names no key ID;
    /// null if it names none.
    pub certificate_thumbprint: Option<KeyId>,
    /// The SHA-256 thumbprint of the signing key's certificate (`x5t#S256`), if the token names no
    /// key ID; null if it names none.
    pub certificate_thumbprint_s256: Option<KeyId>,
    /// The number of bytes at the start of the token that are signed. A dot follows, then the
    /// signature in base64url.
    pub signed_bytes: u32,
}

/// Finds the connection that verifies a token, and checks the token's header.
///
/// The connection is an active one whose issuer exactly matches the token's `iss`. If there are
/// several, such as two customers of one provider, it is the one whose kind of token, recipients
/// and organization at the provider fit. One that pins the token's organization comes before those
/// that pin none. If none fits, it is the first with fitting recipients, or else the first.
/// [`accept`](super::accept) checks all of it again in any case.
///
/// # Errors
///
/// `claim_missing` or `claim_invalid` for `iss`, `connection_not_active`, `audience_mismatch` for a
/// token that several connections would accept, and the errors of [`check_header`].
pub fn prepare<'c>(
    header: &Map<String, Value>,
    claims: &Map<String, Value>,
    connections: impl Iterator<Item = &'c Connection> + Clone,
) -> Result<Prepared<'c>, TokenError> {
    let claims = Claims(claims);
    let issuer = claims.required("iss")?;
    let active = connections
        .filter(|connection| connection.status == ConnectionStatus::Active && connection.issuer.as_str() == issuer);
    let first = active.clone().next().ok_or_else(|| about(TokenErrorCode::ConnectionNotActive, "iss"))?;
    let only = active.clone().nth(1).is_none();
    let connection = if only { first } else { choose(header, &claims, active)?.unwrap_or(first) };
    Ok(Prepared { connection, header: check_header(header, connection)? })
}

/// Returns the connection that a token fits among several of its issuer.
fn choose<'c>(
    header: &Map<String, Value>,
    claims: &Claims<'_>,
    active: impl Iterator<Item = &'c Connection> + Clone,
) -> Result<Option<&'c Connection>, TokenError> {
    let mut for_us = active.filter(|connection| {
        check_kind(header, claims, connection).is_ok() && check_audience(claims, connection).is_ok()
    });
    let fits = |connection: &&Connection| is_of_pinned_organization(claims, connection).is_ok_and(|is| is);
    let fitting = for_us.clone().filter(fits);
    let pinned = fitting.clone().filter(|connection| !connection.provider_organization.is_empty());
    let count = pinned.clone().take(2).count();
    let chosen = if count > 0 { pinned.clone().next() } else { fitting.clone().next() };
    let others = if count > 0 { count } else { fitting.take(2).count() };
    // SECURITY: a token that fits two connections must not come by the one that happens to be
    // first: they may lead to different organizations.
    if others > 1 {
        return Err(about(TokenErrorCode::AudienceMismatch, "aud"));
    }
    Ok(chosen.or_else(|| for_us.next()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const WEB: &str = "1-web.apps.googleusercontent.com";
    const APP: &str = "1-app.apps.googleusercontent.com";

    /// Returns a connection of Google with this last digit, client and pinned domains.
    fn google(last: u8, client: &str, domains: Value) -> Connection {
        let id = alloc::format!("0198c0de-0000-7000-8000-0000000000c{last}");
        let mut connection = json!({
            "id": id, "kind": "google", "issuer": "https://accounts.google.com", "status": "active",
            "tokenUse": "id_token", "audiences": [client]
        });
        connection["providerOrganization"] = domains;
        serde_json::from_value(connection).unwrap()
    }

    /// Returns the place of the connection that a token is verified by.
    fn chosen(connections: &[Connection], audience: Value, domain: Option<&str>) -> Result<usize, TokenErrorCode> {
        let header = json!({ "alg": "RS256", "typ": "JWT" });
        let claims = json!({ "iss": "https://accounts.google.com", "aud": audience, "azp": WEB, "hd": domain });
        let [header, claims] = [&header, &claims].map(|value| value.as_object().unwrap());
        let prepared = prepare(header, claims, connections.iter()).map_err(|error| error.code)?;
        Ok(connections.iter().position(|one| one.id == prepared.connection.id).unwrap())
    }

    #[test]
    fn a_pinned_organization_goes_before_any() {
        for order in [[0, 1, 2], [2, 1, 0]] {
            let all = [
                google(1, WEB, Value::Null),
                google(2, WEB, json!(["acme.example", "acme.example.org"])),
                google(3, WEB, json!("beta.example")),
            ];
            let connections = order.map(|at| all[at].clone());
            let place = |at| order.iter().position(|one| *one == at).ok_or(TokenErrorCode::TokenMissing);
            assert_eq!(chosen(&connections, json!(WEB), Some("acme.example.org")), place(1));
            assert_eq!(chosen(&connections, json!(WEB), Some("beta.example")), place(2));
            assert_eq!(chosen(&connections, json!(WEB), Some("gamma.example")), place(0));
            assert_eq!(chosen(&connections, json!(WEB), None), place(0));
        }
    }

    #[test]
    fn a_token_that_fits_none_is_refused_by_the_first_that_it_is_for() {
        let connections = [google(1, APP, json!("acme.example")), google(2, WEB, json!("beta.example"))];
        assert_eq!(chosen(&connections, json!(WEB), Some("evil.example")), Ok(1));
        assert_eq!(chosen(&connections, json!("other"), Some("beta.example")), Ok(0));
    }

    #[test]
    fn a_token_for_two_connections_belongs_to_neither() {
        let access = |last, audience: &str| {
            let connection = json!({
                "id": alloc::format!("0198c0de-0000-7000-8000-0000000000c{last}"), "kind": "oidc", "status": "active",
                "issuer": "https://accounts.google.com", "audiences": [audience]
            });
            serde_json::from_value::<Connection>(connection).unwrap()
        };
        let connections = [access(1, "one"), access(2, "two")];
        let header = json!({ "alg": "RS256", "typ": "at+jwt" });
        let prepared = |audience: Value| {
            let claims = json!({ "iss": "https://accounts.google.com", "aud": audience });
            let prepared = prepare(header.as_object().unwrap(), claims.as_object().unwrap(), connections.iter());
            prepared.map(|prepared| prepared.connection.audiences[0].as_str() == "two").map_err(|error| error.code)
        };
        assert_eq!(prepared(json!(["two"])), Ok(true));
        assert_eq!(prepared(json!(["one", "two"])), Err(TokenErrorCode::AudienceMismatch));
    }
}
