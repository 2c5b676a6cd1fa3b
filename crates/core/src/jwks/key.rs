//! Determines the purpose of one key of a set (RFC 7517 §4, RFC 7518 §6, RFC 8037 §2,
//! RFC 8725 §3.1).
//!
//! Certificates (`x5c`, `x5t`, `x5u`) are ignored; only the key in the set counts.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value};

use crate::connection::SignatureAlgorithm;
use crate::issue::shown::quote_shortened as quoted;
use crate::json::Code;
use crate::text::KeyId;

/// The reason why a key is unusable: the member at fault, and a text for people.
pub(crate) struct Objection(pub(crate) &'static str, pub(crate) String);

/// Returns the algorithms that a key can verify with; never empty. Fails with the reason if the key
/// is unusable.
pub(crate) fn verifying(jwk: &Map<String, Value>) -> Result<Vec<SignatureAlgorithm>, Objection> {
    let by_type = of_type(jwk)?;
    if jwk.get("use").is_some_and(|used| used != "sig") {
        return Err(Objection("use", String::from("its `use` is not `sig`")));
    }
    match jwk.get("key_ops") {
        None => {}
        Some(Value::Array(operations)) if operations.iter().any(|operation| operation == "verify") => {}
        Some(_) => return Err(Objection("key_ops", String::from("its `key_ops` has no `verify`"))),
    }
    if jwk.get("kid").and_then(Value::as_str).is_some_and(|id| KeyId::new(id).is_none()) {
        return Err(Objection("kid", format!("its `kid` is longer than {} bytes", KeyId::MAX_BYTES)));
    }
    let Some(alg) = jwk.get("alg") else { return Ok(by_type.to_vec()) };
    let alg = alg.as_str().unwrap_or_default();
    match by_type.iter().find(|algorithm| Code::name(*algorithm) == alg) {
        Some(algorithm) => Ok(alloc::vec![*algorithm]),
        None => Err(Objection("alg", format!("its `alg` {} does not match its type", quoted(alg)))),
    }
}

/// Returns the algorithms for keys of this type, if the key has all its parts in the right size.
/// They are the algorithms that Cora's verifier supports.
fn of_type(jwk: &Map<String, Value>) -> Result<&'static [SignatureAlgorithm], Objection> {
    use SignatureAlgorithm::{ES256, ES384, EdDSA, PS256, PS384, PS512, RS256, RS384, RS512};
    let curve = jwk.get("crv").and_then(Value::as_str);
    match (jwk.get("kty").and_then(Value::as_str), curve) {
        (Some("RSA"), _) => {
            check_rsa(jwk)?;
            Ok(&[RS256, RS384, RS512, PS256, PS384, PS512])
        }
        (Some("EC"), Some("P-256")) => check_coordinates(jwk, &["x", "y"], 32).map(|()| &[ES256] as &[_]),
        (Some("EC"), Some("P-384")) => check_coordinates(jwk, &["x", "y"], 48).map(|()| &[ES384] as &[_]),
        (Some("OKP"), Some("Ed25519")) => check_coordinates(jwk, &["x"], 32).map(|()| &[EdDSA] as &[_]),
        (Some("EC" | "OKP"), Some(curve)) => {
            Err(Objection("crv", format!("its curve {} is not supported", quoted(curve))))
        }
        (Some("EC" | "OKP"), None) => Err(Objection("crv", String::from("it names no curve"))),
        (Some("oct"), _) => Err(Objection("kty", String::from("it is a shared secret, not a public key"))),
        (Some(other), _) => Err(Objection("kty", format!("its type {} is not supported", quoted(other)))),
        (None, _) => Err(Objection("kty", String::from("it has no type"))),
    }
}

/// Checks an RSA key: at least 2048 bits (RFC 7518 §3.3). The upper bound keeps the cost of one
/// verification small.
fn check_rsa(jwk: &Map<String, Value>) -> Result<(), Objection> {
    let modulus = bytes(jwk, "n")?;
    let exponent = bytes(jwk, "e")?;
    let size = modulus.iter().skip_while(|byte| **byte == 0).count();
    if !(256..=1024).contains(&size) {
        let why = format!("it has {} bits; an RSA key must have 2048 to 8192", size.saturating_mul(8));
        return Err(Objection("n", why));
    }
    let significant: Vec<u8> = exponent.into_iter().skip_while(|byte| *byte == 0).collect();
    match significant.as_slice() {
        [.., last] if last & 1 == 1 && significant != [1] => Ok(()),
        _ => Err(Objection("e", String::from("its exponent is not an odd number above 1"))),
    }
}

/// Checks coordinates: as many bytes as the curve's field has, including leading zeros
/// (RFC 7518 §6.2.1.2 and RFC 8037 §2).
fn check_coordinates(jwk: &Map<String, Value>, names: &[&'static str], size: usize) -> Result<(), Objection> {
    for name in names {
        let length = bytes(jwk, name)?.len();
        if length != size {
            return Err(Objection(name, format!("its `{name}` has {length} bytes instead of {size}")));
        }
    }
    Ok(())
}

/// Decodes a member that is base64url without padding (RFC 7515 §2).
fn bytes(jwk: &Map<String, Value>, name: &'static str) -> Result<Vec<u8>, Objection> {
    let text = jwk.get(name).and_then(Value::as_str);
    let text = text.ok_or_else(|| Objection(name, format!("it has no string `{name}`")))?;
    URL_SAFE_NO_PAD.decode(text).map_err(|_| Objection(name, format!("its `{name}` is not base64url without padding")))
}

/// Returns the first member that holds a part of a private or secret key (RFC 7518 §6.2.2, §6.3.2,
/// §6.4.1).
pub(crate) fn private_member(jwk: &Map<String, Value>) -> Option<&'static str> {
    ["d", "p", "q", "dp", "dq", "qi", "oth", "k"]
        .into_iter()
        .find(|name| jwk.get(*name).is_some_and(|value| !value.is_null()))
}
