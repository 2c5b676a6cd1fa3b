//! The key of a Supabase project, which signs tokens that the project's API accepts.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use aws_lc_rs::hmac;
use aws_lc_rs::rsa::{KeyPairComponents, PublicKeyComponents};
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, RsaKeyPair};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;
use serde_json::{Map, Value};
use zeroize::Zeroizing;

use crate::KeyError;
use crate::signing_key::{Pair, compact};

/// The least number of bytes of a secret (RFC 7518 §3.2).
const MIN_SECRET_BYTES: usize = 32;
/// The most bytes of the text of a key.
const MAX_BYTES: usize = 16 * 1024;

/// An error of the text of a key. It never quotes the text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SupabaseKeyError {
    /// The secret is too short.
    #[error("a JWT secret has at least 32 bytes")]
    SecretTooShort,
    /// The text begins like a JWK and is not one, or its members do not make one key.
    #[error("this is not a JWK whose members fit each other")]
    Unreadable,
    /// A member of the JWK is missing, such as `d` of a public key.
    #[error("the JWK has no `{0}`")]
    Incomplete(&'static str),
    /// The algorithm is not one that Supabase verifies.
    #[error("the JWK is not a key of ES256, RS256 or EdDSA")]
    Algorithm,
}

impl SupabaseKeyError {
    /// Returns the stable code of the error, in `snake_case`.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::SecretTooShort => "supabase_secret_too_short",
            Self::Unreadable => "supabase_key_unreadable",
            Self::Incomplete(_) => "supabase_key_incomplete",
            Self::Algorithm => "supabase_key_algorithm",
        }
    }

    /// Returns what to do about the error.
    pub const fn help(&self) -> &'static str {
        match self {
            Self::SecretTooShort => "Copy the whole JWT secret of the project.",
            Self::Unreadable => "Export the signing key again, as JSON.",
            Self::Incomplete(_) => "Use the private key, with the `kid` under which the project has it.",
            Self::Algorithm => "Import a key of one of these into the project, with `alg` and the `kty` that fits it.",
        }
    }
}

/// The key of a Supabase project: its JWT secret, or a private signing key that was imported into
/// it.
#[derive(Clone)]
pub struct SupabaseKey {
    signer: Signer,
    key_id: Option<String>,
}

#[derive(Clone)]
enum Signer {
    Secret(Arc<hmac::Key>),
    Pair(Arc<Pair>),
    Ed(Arc<Ed25519KeyPair>),
}

impl SupabaseKey {
    /// Signs claims in the compact form (RFC 7515 §7.1).
    ///
    /// # Errors
    ///
    /// Returns [`KeyError::NotSigned`] if the claims are not a JSON object, or cannot be signed.
    pub fn sign(&self, claims: &impl Serialize) -> Result<String, KeyError> {
        compact(["JWT", self.algorithm()], self.key_id.as_deref(), claims, |message| match &self.signer {
            Signer::Secret(key) => Ok(hmac::sign(key, message).as_ref().to_vec()),
            Signer::Pair(pair) => pair.sign(message),
            Signer::Ed(pair) => Ok(pair.sign(message).as_ref().to_vec()),
        })
    }

    fn algorithm(&self) -> &'static str {
        match &self.signer {
            Signer::Secret(_) => "HS256",
            Signer::Pair(pair) => pair.algorithm().name(),
            Signer::Ed(_) => "EdDSA",
        }
    }

    fn of_jwk(jwk: &Jwk) -> Result<Self, SupabaseKeyError> {
        let unreadable = |_| SupabaseKeyError::Unreadable;
        let key_id = jwk.text("kid")?.to_owned();
        let signer = match (jwk.text("alg")?, jwk.text("kty")?) {
            ("ES256", "EC") => {
                let (d, x, y) = (jwk.bytes("d")?, jwk.bytes("x")?, jwk.bytes("y")?);
                // An uncompressed point (SEC 1 §2.3.3): 4, x, y.
                let point = [&[4], &x[..], &y[..]].concat();
                let of = EcdsaKeyPair::from_private_key_and_public_key;
                Signer::Pair(Arc::new(Pair::Ec(of(&ECDSA_P256_SHA256_FIXED_SIGNING, &d, &point).map_err(unreadable)?)))
            }
            ("RS256", "RSA") => {
                let components = KeyPairComponents {
                    public_key: PublicKeyComponents { n: jwk.bytes("n")?, e: jwk.bytes("e")? },
                    d: jwk.bytes("d")?,
                    p: jwk.bytes("p")?,
                    q: jwk.bytes("q")?,
                    dP: jwk.bytes("dp")?,
                    dQ: jwk.bytes("dq")?,
                    qInv: jwk.bytes("qi")?,
                };
                let pair = RsaKeyPair::from_components(&components).map_err(unreadable)?;
                Signer::Pair(Arc::new(Pair::Rsa(Box::new(pair))))
            }
            ("EdDSA", "OKP") => {
                let of = Ed25519KeyPair::from_seed_and_public_key;
                Signer::Ed(Arc::new(of(&jwk.bytes("d")?, &jwk.bytes("x")?).map_err(unreadable)?))
            }
            _ => return Err(SupabaseKeyError::Algorithm),
        };
        Ok(Self { signer, key_id: Some(key_id) })
    }
}

/// Parses a JWT secret, or a private JWK, which begins with a brace.
impl FromStr for SupabaseKey {
    type Err = SupabaseKeyError;

    fn from_str(text: &str) -> Result<Self, SupabaseKeyError> {
        let text = text.trim();
        if text.len() > MAX_BYTES {
            return Err(SupabaseKeyError::Unreadable);
        }
        if text.starts_with('{') {
            let members: Map<String, Value> = serde_json::from_str(text).map_err(|_| SupabaseKeyError::Unreadable)?;
            return Self::of_jwk(&Jwk(members));
        }
        if text.len() < MIN_SECRET_BYTES {
            return Err(SupabaseKeyError::SecretTooShort);
        }
        let key = hmac::Key::new(hmac::HMAC_SHA256, text.as_bytes());
        Ok(Self { signer: Signer::Secret(Arc::new(key)), key_id: None })
    }
}

impl fmt::Debug for SupabaseKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SupabaseKey").field("algorithm", &self.algorithm()).finish_non_exhaustive()
    }
}

/// A JWK (RFC 7517 §4).
struct Jwk(Map<String, Value>);

impl Jwk {
    fn text(&self, name: &'static str) -> Result<&str, SupabaseKeyError> {
        let text = self.0.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
        text.ok_or(SupabaseKeyError::Incomplete(name))
    }

    fn bytes(&self, name: &'static str) -> Result<Zeroizing<Vec<u8>>, SupabaseKeyError> {
        let bytes = URL_SAFE_NO_PAD.decode(self.text(name)?).map_err(|_| SupabaseKeyError::Unreadable)?;
        Ok(Zeroizing::new(bytes))
    }
}

#[cfg(test)]
mod tests {
    use jsonwebtoken::jwk::Jwk as PublicJwk;
    use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
    use serde_json::json;

    use super::*;

    const SECRET: &str = "super-secret-jwt-token-with-at-least-32-characters";

    /// The private keys of RFC 7515, appendix A.3, and RFC 8037, appendix A. The RSA key was made
    /// for this test.
    fn ec() -> Value {
        json!({
            "kty": "EC", "crv": "P-256", "alg": "ES256", "kid": "ec",
            "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU", "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
            "d": "jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI"
        })
    }

    fn rsa() -> Value {
        json!({
            "kty": "RSA", "alg": "RS256", "kid": "rsa", "e": "AQAB",
            "n": "nh0yXWqT0ick8cHIveFjxBBE8DeVBKkfZNLnDa1mBYi4bCb1rwXEkZpqkKxJRdBdcSPKMLheeO70IiZCeb83XL8qFOlnqUo5GxjXPyknL-DjwqJpuW5pZwuKOD-jCbGe_fjicb0gG5yHB_J93mfU2F-kjaK8hilEMCzTsACmNciUhDT6aayTb27JdDOCdAaj372ixWba5hVh3AgmoRwHKFavGdRNB8Fu6aooEE0Z2aBg9dPMKCAAmpDLEHmWRoJPQuHGqwm6DK92dQP0hLRaQAZrrkMosF5InCAeajQOsLJYb4lXCF0CI8YIVpaosOlkf6mI58OOs2-BGThU20nl9w",
            "d": "Pi4DOYOJQHMOb1ijBjFWF6vCQKnLG7sa0n6ySMmxPmnnBPlJUxw0koIkeGKYqjDoHm9Ru1k2Jd7q-WcMa26Mahfvh6vGjWfYD1T0iS048PZC-679XuQR5Wk_YSF9j3lfqkcvXkVfFBy5aaGuaEFzDeiHAQBHnYcq_rsSQLvwoWNy4vuKOP38OfgJEJ3UO6wqggntjJu2gmJPi6P2v_N7u0TMahykdgJgcI33XD4qvMhV_ZmmU6iNKX8ku3_wDzotdmVbNgmhq9m7EHgCg9DOuQyko-r8EpxSOhvGzBNkBnQnfW4LUhFbNZ90EUCCn7TmOyI4CVbSLL-zxaJjkqHQ4Q",
            "p": "zhjf3KMu3FTYqQ2R9l0KKrSoWkhXp9CVPdGGhognb8FxzxotrOfNtHuK75IrvmjpH6hDEmmK4pWs8rYVs3V8JDjMOAnuwwzJ7Zlw-kTWOUmx0JupuSJ5mvDxYRey7S3JElYqopr-RpjQk60GOHqcU3G1rQEUWiB_rY-vrHLVNBE",
            "q": "xGYLQN9zSJdUsD4JU9CoUficIEPVXoJyNKY4DwJBqetVb_8Viku6VOWhWiSo3yGAHCojaj0ZRqTiwA-RsNzIQnSWF6tWdzVXZ-sWqvJ3r4e79d0OEVM5zgQKw3ttDjkoaGGvlzapuRl6o4dR4d8xyBjiWwbE3SYpwnWTux8RYYc",
            "dp": "jgN35koPlUVl0f-Gz5NG2SyJQUTOGdXRsLo7D2KsggZzDLlGNfm4th_XGcPIHrmdwfGo3fwZ9o4akVhE1dcjxrXYitjVTFP4pJ9xyRI751fPjiZlKiwGTWyvdy7kXSiKf_ceA9P3WOAeAVRdj_d01s7o2CCBTKVONWNoMtUh8nE",
            "dq": "cJ8Hgvrfs9e7o5jfZmW3r9G9Ta84UorBDLnoWYr0toiRpLiE1JoaToajYPq2r8UZHo13Y3uH2_-_W11SMTZZy-npC8efvJok9h1UEVEbGtfeC93oLD0qX53nwjMr1UUni7vAohiheNhIgC-f38NKW7ERVBtsllhFCBK-VUY6hE8",
            "qi": "kqmcMS1mywPSMoPQMc9BI_4lA7pRa0eUqLwbDTkD0mpwPIDfa9qTEpn8xInV823fLfc6jpQGOynGZFBH91SxO21mZgHMkV9PNjOqcUZ5T5luZ_pAwCNxsNKW1I9zjfQzISHPtSPIAf4MULOp4FcY3UeDOxnD-LxdflioyF7TMgg"
        })
    }

    fn ed() -> Value {
        json!({
            "kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "kid": "ed",
            "d": "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"
        })
    }

    #[test]
    fn another_library_verifies_the_tokens() {
        let claims = json!({ "sub": "00000000-0000-7000-8000-000000000001", "role": "authenticated" });
        let verified = |key: &SupabaseKey, theirs: &DecodingKey, algorithm| {
            let token = key.sign(&claims).unwrap();
            let mut validation = Validation::new(algorithm);
            validation.validate_exp = false;
            validation.required_spec_claims.clear();
            let found: Value = decode(&token, theirs, &validation).unwrap().claims;
            assert_eq!(found, claims);
            decode_header(&token).unwrap()
        };
        let header = verified(&SECRET.parse().unwrap(), &DecodingKey::from_secret(SECRET.as_bytes()), Algorithm::HS256);
        assert_eq!((header.typ.as_deref(), header.kid), (Some("JWT"), None));
        for (jwk, algorithm) in [(ec(), Algorithm::ES256), (rsa(), Algorithm::RS256), (ed(), Algorithm::EdDSA)] {
            let key: SupabaseKey = jwk.to_string().parse().unwrap();
            let public: PublicJwk = serde_json::from_value(jwk.clone()).unwrap();
            let header = verified(&key, &DecodingKey::from_jwk(&public).unwrap(), algorithm);
            assert_eq!(header.kid.as_deref(), jwk["kid"].as_str());
        }
    }

    #[test]
    fn a_key_that_cannot_be_used_is_refused_and_not_quoted() {
        let without = |mut jwk: Value, name: &str| {
            jwk.as_object_mut().unwrap().remove(name);
            jwk.to_string()
        };
        let with = |mut jwk: Value, name: &str, value: &str| {
            jwk[name] = value.into();
            jwk.to_string()
        };
        let refused = [
            (String::new(), "supabase_secret_too_short"),
            ("short-secret".into(), "supabase_secret_too_short"),
            (format!("  {}\n", "s".repeat(31)), "supabase_secret_too_short"),
            ("{".into(), "supabase_key_unreadable"),
            (with(ec(), "d", "short-secret"), "supabase_key_unreadable"),
            (with(ec(), "d", "short secret"), "supabase_key_unreadable"),
            (with(ec(), "x", "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"), "supabase_key_unreadable"),
            (with(rsa(), "dp", "short-secret"), "supabase_key_unreadable"),
            (with(ed(), "x", "short-secret"), "supabase_key_unreadable"),
            (without(ec(), "d"), "supabase_key_incomplete"),
            (without(ec(), "kid"), "supabase_key_incomplete"),
            (without(rsa(), "qi"), "supabase_key_incomplete"),
            (with(ec(), "kid", ""), "supabase_key_incomplete"),
            (with(ec(), "alg", "HS256"), "supabase_key_algorithm"),
            (with(ec(), "alg", "RS256"), "supabase_key_algorithm"),
            ("s".repeat(MAX_BYTES + 1), "supabase_key_unreadable"),
        ];
        for (text, code) in refused {
            let error = text.parse::<SupabaseKey>().unwrap_err();
            assert_eq!(error.code(), code);
            let shown = format!("{error} {error:?}");
            assert!(!shown.contains("short-secret") && !shown.contains("short secret"), "{shown}");
        }
        let shown = format!("{:?} {:?}", SECRET.parse::<SupabaseKey>(), ec().to_string().parse::<SupabaseKey>());
        assert!(!shown.contains("secret") && !shown.contains("jpsQ"), "{shown}");
    }
}
