//! The authentication of applications at the token, revocation and introspection endpoints (§14.6).

use alloc::string::String;
use alloc::vec::Vec;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use cora_wire_derive::{codes, record};
use serde_json::{Map, Value};
use url::form_urlencoded;

use super::application::{Application, ClientAuthentication};
use super::authorization::{is_repeated, once};
use crate::connection::SignatureAlgorithm;
use crate::id::ApplicationId;
use crate::secret::Secret;
use crate::text::Issuer;
use crate::time::UnixSeconds;
use crate::token::claims::Claims;

/// The type of a client assertion (RFC 7523 §2.2).
pub const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
/// The longest life of a client assertion, in seconds.
pub const MAX_ASSERTION_SECONDS: u64 = 300;
/// The most bytes of an assertion's identifier (`jti`).
pub const MAX_ASSERTION_ID_BYTES: usize = 512;
/// The algorithms of client assertions. All are asymmetric.
pub const ASSERTION_ALGORITHMS: [SignatureAlgorithm; 4] =
    [SignatureAlgorithm::RS256, SignatureAlgorithm::PS256, SignatureAlgorithm::ES256, SignatureAlgorithm::EdDSA];

/// The reason why an application is not authenticated. For the log: the answer is `invalid_client`
/// for all of them.
#[codes]
#[derive(thiserror::Error)]
pub enum ClientAuthenticationError {
    /// The request names no application, or not by an identifier.
    #[error("the request names no application")]
    ApplicationMissing,
    /// The request authenticates in more than one way, or names more than one application.
    #[error("the request authenticates in more than one way")]
    SeveralMethods,
    /// The `Authorization` header is not one of the scheme Basic (RFC 7617), or malformed.
    #[error("the header is malformed")]
    HeaderMalformed,
    /// The type of the assertion is not that of RFC 7523.
    #[error("the type of the assertion is not supported")]
    AssertionType,
    /// The application is unknown or disabled.
    #[error("the application is unknown or disabled")]
    ApplicationUnknown,
    /// The application is registered for another way of authentication.
    #[error("the application authenticates in another way")]
    OtherMethod,
    /// The secret is none of the application's.
    #[error("the secret is wrong")]
    WrongSecret,
    /// The signature of the assertion is not by a registered key, or its algorithm is not allowed.
    #[error("the assertion is not signed by a registered key")]
    AssertionSignature,
    /// A claim of the assertion is missing, has another type or value, or is out of its bounds.
    #[error("a claim of the assertion is wrong")]
    AssertionClaims,
    /// The assertion was presented before.
    #[error("the assertion was presented before")]
    AssertionReplayed,
}

/// The way in which a request authenticates, with its proof.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClientCredentials {
    /// A secret, in the header or the body.
    Secret(Secret),
    /// An assertion: a compact JWS.
    Assertion(Secret),
    /// The name of a public application alone.
    None,
}

impl ClientCredentials {
    /// Returns the way of authentication.
    pub const fn method(&self) -> ClientAuthentication {
        match self {
            Self::Secret(_) => ClientAuthentication::Secret,
            Self::Assertion(_) => ClientAuthentication::PrivateKeyJwt,
            Self::None => ClientAuthentication::None,
        }
    }
}

/// The application that a request names, and its credentials, not verified yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PresentedClient {
    /// The application.
    pub application_id: ApplicationId,
    /// The credentials.
    pub credentials: ClientCredentials,
    /// `true` if the request used the `Authorization` header: a refusal then has the header
    /// `WWW-Authenticate` (RFC 6749 §5.2).
    pub used_header: bool,
}

/// Reads the credentials of a request: the `Authorization` header, if there is one, and the decoded
/// parameters of the body.
///
/// # Errors
///
/// `application_missing`, `several_methods`, `header_malformed` or `assertion_type`.
pub fn presented_client(
    authorization: Option<&str>,
    pairs: &[(String, String)],
) -> Result<PresentedClient, ClientAuthenticationError> {
    use ClientAuthenticationError::{ApplicationMissing, AssertionType, SeveralMethods};
    const PARAMETERS: [&str; 4] = ["client_id", "client_secret", "client_assertion", "client_assertion_type"];
    if PARAMETERS.into_iter().any(|name| is_repeated(pairs, name)) {
        return Err(SeveralMethods);
    }
    let header = authorization.map(basic).transpose()?;
    let (secret, assertion) = (once(pairs, "client_secret"), once(pairs, "client_assertion"));
    let ways = [header.is_some(), secret.is_some(), assertion.is_some()];
    if ways.into_iter().filter(|is_used| *is_used).count() > 1 {
        return Err(SeveralMethods);
    }
    let named = once(pairs, "client_id");
    let used_header = header.is_some();
    let (name, credentials) = if let Some((name, secret)) = header {
        if named.is_some_and(|named| named != name) {
            return Err(SeveralMethods);
        }
        (Some(name), ClientCredentials::Secret(secret))
    } else if let Some(assertion) = assertion {
        if once(pairs, "client_assertion_type") != Some(ASSERTION_TYPE) {
            return Err(AssertionType);
        }
        let name = named.map(String::from).or_else(|| subject(assertion));
        (name, ClientCredentials::Assertion(Secret::new(assertion)))
    } else {
        let credentials =
            secret.map_or(ClientCredentials::None, |secret| ClientCredentials::Secret(Secret::new(secret)));
        (named.map(String::from), credentials)
    };
    let application_id = name.as_deref().and_then(ApplicationId::parse).ok_or(ApplicationMissing)?;
    Ok(PresentedClient { application_id, credentials, used_header })
}

/// Reads a Basic header (RFC 7617), of which both parts are form-encoded (RFC 6749 §2.3.1).
fn basic(header: &str) -> Result<(String, Secret), ClientAuthenticationError> {
    let read = || {
        let (scheme, encoded) = header.split_once(' ')?;
        let decoded = STANDARD.decode(encoded.trim()).ok().filter(|_| scheme.eq_ignore_ascii_case("basic"))?;
        let decoded = String::from_utf8(decoded).ok()?;
        let (name, secret) = decoded.split_once(':')?;
        Some((decoded_part(name), Secret::new(decoded_part(secret))))
    };
    read().ok_or(ClientAuthenticationError::HeaderMalformed)
}

/// Decodes one part of a header. `&` and `=` stand for themselves in a part that was not encoded.
fn decoded_part(part: &str) -> String {
    let escaped = part.replace('&', "%26").replace('=', "%3D");
    form_urlencoded::parse(escaped.as_bytes()).map(|(name, _)| name.into_owned()).collect()
}

/// Returns the subject that an assertion names, before it is verified: only to find the
/// application, whose keys then verify it.
fn subject(assertion: &str) -> Option<String> {
    let payload = assertion.split('.').nth(1)?;
    let payload = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(payload).ok()?;
    let claims: Map<String, Value> = serde_json::from_slice(&payload).ok()?;
    claims.get("sub").and_then(Value::as_str).map(String::from)
}

/// Checks that an application may authenticate in the way in which a request does. Afterwards the
/// host compares the secret, or verifies the assertion.
///
/// # Errors
///
/// `application_unknown` or `other_method`. The host answers alike, and after the same time.
pub fn check_method(
    application: Option<&Application>,
    presented: &PresentedClient,
) -> Result<(), ClientAuthenticationError> {
    let known = application.filter(|application| application.id == presented.application_id && application.enabled);
    let application = known.ok_or(ClientAuthenticationError::ApplicationUnknown)?;
    if application.authentication == presented.credentials.method() {
        Ok(())
    } else {
        Err(ClientAuthenticationError::OtherMethod)
    }
}

/// A verified assertion, whose identifier is stored until it expires.
#[record]
pub struct ClientAssertion {
    /// The identifier (`jti`), which is accepted once.
    pub id: String,
    /// The first moment at which the assertion is over.
    pub expires_at: UnixSeconds,
}

/// Checks the claims of a client assertion whose signature is by a key of this application
/// (RFC 7523 §3, pitfall C57).
///
/// `iss` and `sub` are the application; `aud` is the issuer, as one string; `exp` is at most
/// [`MAX_ASSERTION_SECONDS`] away; `jti` is present.
///
/// # Errors
///
/// `assertion_claims`.
pub fn check_assertion(
    claims: &Map<String, Value>,
    application: ApplicationId,
    issuer: &Issuer,
    now: UnixSeconds,
) -> Result<ClientAssertion, ClientAuthenticationError> {
    checked_assertion(&Claims(claims), application, issuer, now).ok_or(ClientAuthenticationError::AssertionClaims)
}

fn checked_assertion(
    claims: &Claims<'_>,
    application: ApplicationId,
    issuer: &Issuer,
    now: UnixSeconds,
) -> Option<ClientAssertion> {
    let names_application = |name: &str| {
        claims.raw(name).and_then(Value::as_str).is_some_and(|text| ApplicationId::parse(text) == Some(application))
    };
    let is_ours = names_application("iss") && names_application("sub") && claims.is("aud", issuer.as_str());
    let time = |name: &str| claims.raw(name).and_then(Value::as_u64).and_then(UnixSeconds::new);
    let expires_at = time("exp")?;
    let is_in_time = now < expires_at && expires_at <= now.plus(MAX_ASSERTION_SECONDS);
    // Another clock may be ahead by a minute.
    let has_begun = |name: &str| !claims.has(name) || time(name).is_some_and(|time| time <= now.plus(60));
    let id = claims.raw("jti").and_then(Value::as_str)?;
    let is_bounded = (1..=MAX_ASSERTION_ID_BYTES).contains(&id.len());
    (is_ours && is_in_time && has_begun("iat") && has_begun("nbf") && is_bounded)
        .then(|| ClientAssertion { id: String::from(id), expires_at })
}

/// Returns the parameters of a request without those of the authentication, which must not get into
/// a log.
pub fn without_credentials(pairs: &[(String, String)]) -> Vec<(String, String)> {
    let is_secret = |name: &str| matches!(name, "client_secret" | "client_assertion");
    pairs.iter().filter(|(name, _)| !is_secret(name)).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::issuer::samples::{application, application_id, at};
    use ClientAuthenticationError::{
        ApplicationMissing, ApplicationUnknown, AssertionType, HeaderMalformed, OtherMethod, SeveralMethods,
    };
    use alloc::format;
    use alloc::string::ToString;
    use serde_json::json;

    fn body(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(name, value)| (String::from(*name), String::from(*value))).collect()
    }

    fn header(text: &str) -> String {
        format!("Basic {}", STANDARD.encode(text))
    }

    fn id() -> String {
        application_id(1).to_string()
    }

    #[test]
    fn each_way_of_authentication_is_read() {
        let id = id();
        let of = |authorization: Option<&str>, pairs: &[(&str, &str)]| {
            presented_client(authorization, &body(pairs)).unwrap()
        };
        let by_header = of(Some(&header(&format!("{id}:a%2Bb+c%"))), &[]);
        assert_eq!(by_header.credentials, ClientCredentials::Secret(Secret::new("a+b c%")));
        assert!(by_header.used_header);
        let plain = of(Some(&header(&format!("{id}:a=b&c"))), &[("client_id", &id)]);
        assert_eq!(plain.credentials, ClientCredentials::Secret(Secret::new("a=b&c")));
        let by_body = of(None, &[("client_id", &id), ("client_secret", "s")]);
        assert_eq!((by_body.credentials.method(), by_body.used_header), (ClientAuthentication::Secret, false));
        assert_eq!(of(None, &[("client_id", &id)]).credentials, ClientCredentials::None);
        let payload = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(json!({ "sub": id }).to_string());
        let assertion = format!("x.{payload}.y");
        let by_assertion = of(None, &[("client_assertion", &assertion), ("client_assertion_type", ASSERTION_TYPE)]);
        assert_eq!(by_assertion.application_id, application_id(1));
        assert_eq!(by_assertion.credentials.method(), ClientAuthentication::PrivateKeyJwt);
        assert_eq!(format!("{:?}", by_assertion.credentials), "Assertion(***)");
    }

    #[test]
    fn c57_a_request_authenticates_in_one_way_only() {
        let id = id();
        let basic = header(&format!("{id}:s"));
        let other = application_id(2).to_string();
        let jwt = [("client_assertion", "x.y.z"), ("client_assertion_type", ASSERTION_TYPE), ("client_id", &id)];
        let secret = [("client_id", id.as_str()), ("client_secret", "s")];
        let of = |authorization: Option<&str>, pairs: &[(&str, &str)]| {
            presented_client(authorization, &body(pairs)).unwrap_err()
        };
        assert_eq!(of(Some(&basic), &secret), SeveralMethods);
        assert_eq!(of(Some(&basic), &jwt), SeveralMethods);
        assert_eq!(of(None, &[jwt.as_slice(), &[("client_secret", "s")]].concat()), SeveralMethods);
        assert_eq!(of(None, &[("client_id", &id), ("client_id", &id)]), SeveralMethods);
        assert_eq!(of(Some(&basic), &[("client_id", &other)]), SeveralMethods);
        assert_eq!(of(None, &[("client_assertion", "x.y.z"), ("client_id", &id)]), AssertionType);
        assert_eq!(of(None, &[]), ApplicationMissing);
        assert_eq!(of(None, &[("client_id", "shop")]), ApplicationMissing);
        assert_eq!(
            of(None, &[("client_assertion", "x"), ("client_assertion_type", ASSERTION_TYPE)]),
            ApplicationMissing
        );
        for malformed in ["Basic", "Basic !", "Bearer x", &header("no colon"), "Basic /w=="] {
            assert_eq!(of(Some(malformed), &[]), HeaderMalformed, "{malformed}");
        }
    }

    #[test]
    fn c51_the_registered_way_is_required() {
        let public = presented_client(None, &body(&[("client_id", &id())])).unwrap();
        let mut known = application(1);
        assert_eq!(check_method(Some(&known), &public), Ok(()));
        known.authentication = ClientAuthentication::Secret;
        assert_eq!(check_method(Some(&known), &public), Err(OtherMethod));
        assert_eq!(check_method(None, &public), Err(ApplicationUnknown));
        assert_eq!(check_method(Some(&application(2)), &public), Err(ApplicationUnknown));
        known.enabled = false;
        assert_eq!(check_method(Some(&known), &public), Err(ApplicationUnknown));
    }

    #[test]
    fn c57_an_assertion_is_for_this_issuer_by_this_application_and_short() {
        let issuer = Issuer::new("https://id.acme.example").unwrap();
        let good = json!({ "iss": id(), "sub": id(), "aud": issuer.as_str(), "exp": 1300, "iat": 1000, "jti": "j" });
        let of = |changes: Value| {
            let mut claims = good.as_object().unwrap().clone();
            claims.extend(changes.as_object().unwrap().clone());
            check_assertion(&claims, application_id(1), &issuer, at(1000))
        };
        assert_eq!(of(json!({})).unwrap(), ClientAssertion { id: String::from("j"), expires_at: at(1300) });
        assert!(of(json!({ "nbf": 1060, "iat": 1060 })).is_ok());
        let other = application_id(2).to_string();
        for wrong in [
            json!({ "iss": other }),
            json!({ "sub": other }),
            json!({ "iss": null }),
            json!({ "aud": ["https://id.acme.example"] }),
            json!({ "aud": "https://id.acme.example/" }),
            json!({ "aud": "https://id.acme.example/oauth2/token" }),
            json!({ "aud": null }),
            json!({ "exp": null }),
            json!({ "exp": 1000 }),
            json!({ "exp": 1301 }),
            json!({ "exp": "1300" }),
            json!({ "exp": 1300.5 }),
            json!({ "iat": 1061 }),
            json!({ "nbf": 1061 }),
            json!({ "nbf": "1000" }),
            json!({ "jti": null }),
            json!({ "jti": "" }),
            json!({ "jti": 7 }),
            json!({ "jti": "x".repeat(513) }),
        ] {
            assert_eq!(of(wrong.clone()), Err(ClientAuthenticationError::AssertionClaims), "{wrong}");
        }
    }

    #[test]
    fn c62_credentials_do_not_reach_a_log() {
        let pairs = body(&[("client_id", "a"), ("client_secret", "s"), ("client_assertion", "x"), ("scope", "openid")]);
        assert_eq!(without_credentials(&pairs), body(&[("client_id", "a"), ("scope", "openid")]));
    }
}
