//! The authentication of applications at the token, revocation and introspection endpoints
//! (specification §14.1 and §14.6).

use axum::http::header;
use cora_core::issuer::client_authentication::{
    ASSERTION_ALGORITHMS, ClientAuthenticationError, ClientCredentials, PresentedClient, check_assertion, check_method,
    presented_client,
};
use cora_core::json::Code as _;
use cora_core::secret::{PresentedToken, Secret};
use cora_core::text::Issuer as IssuerName;
use cora_issuer::handle_hash;
use cora_jwt::{CompactToken, KeySet};
use cora_store::StoredApplication;

use super::form::Parameters;
use super::oauth_error::OauthError;
use super::request::IssuerRequest;

/// Authenticates the application of a request, and counts the request: by the application if it has
/// authenticated, and by the address otherwise (specification §14.11).
pub(super) async fn authenticate(
    request: &IssuerRequest,
    parameters: &Parameters,
) -> Result<StoredApplication, OauthError> {
    match authenticated(request, parameters).await {
        Ok(application) => match request.issuer.limits.of_application(application.application.id) {
            Some(seconds) => Err(OauthError::TooManyRequests(seconds)),
            None => Ok(application),
        },
        Err(Refusal { error: Reason::Client(error), used_header }) => {
            tracing::info!(reason = error.name(), "an application did not authenticate");
            match request.too_many_of_address() {
                Some(seconds) => Err(OauthError::TooManyRequests(seconds)),
                None => Err(OauthError::InvalidClient(used_header)),
            }
        }
        Err(Refusal { error: Reason::Failed(error), .. }) => Err(error),
    }
}

struct Refusal {
    error: Reason,
    used_header: bool,
}

enum Reason {
    Client(ClientAuthenticationError),
    Failed(OauthError),
}

async fn authenticated(request: &IssuerRequest, parameters: &Parameters) -> Result<StoredApplication, Refusal> {
    let mut headers = request.headers.get_all(header::AUTHORIZATION).iter();
    let authorization = headers.next();
    let used_header = authorization.is_some();
    let refused = |error| Refusal { error: Reason::Client(error), used_header };
    let failed = |error| Refusal { error: Reason::Failed(error), used_header };
    if headers.next().is_some() {
        return Err(refused(ClientAuthenticationError::SeveralMethods));
    }
    // A header that is not text is malformed, like one of another scheme.
    let authorization = authorization.map(|value| value.to_str().unwrap_or_default());
    let presented = presented_client(authorization, &parameters.0).map_err(refused)?;
    let stored = request.app.store.stored_application(presented.application_id).await;
    let stored = stored.map_err(|error| failed(error.into()))?;
    let method = check_method(stored.as_ref().map(|stored| &stored.application), &presented);
    match verified(request, stored.as_ref(), &presented).await {
        Ok(()) => {}
        Err(Reason::Failed(error)) => return Err(failed(error)),
        // SECURITY: an unknown application has the same answer as a wrong secret, after the same
        // work (pitfall C58).
        Err(Reason::Client(error)) => return Err(refused(method.err().unwrap_or(error))),
    }
    method.map_err(refused)?;
    stored.ok_or_else(|| refused(ClientAuthenticationError::ApplicationUnknown))
}

/// Compares the secret, or verifies the assertion.
async fn verified(
    request: &IssuerRequest,
    stored: Option<&StoredApplication>,
    presented: &PresentedClient,
) -> Result<(), Reason> {
    match &presented.credentials {
        ClientCredentials::None => Ok(()),
        ClientCredentials::Secret(secret) => {
            let wrong = Reason::Client(ClientAuthenticationError::WrongSecret);
            let Some(secret) = PresentedToken::new(secret.expose()) else { return Err(wrong) };
            if StoredApplication::has_secret(stored, &secret, request.now) { Ok(()) } else { Err(wrong) }
        }
        ClientCredentials::Assertion(assertion) => by_assertion(request, stored, presented, assertion).await,
    }
}

/// Verifies an assertion by the registered keys of the application, and records its identifier.
async fn by_assertion(
    request: &IssuerRequest,
    stored: Option<&StoredApplication>,
    presented: &PresentedClient,
    assertion: &Secret,
) -> Result<(), Reason> {
    let unsigned = Reason::Client(ClientAuthenticationError::AssertionSignature);
    let Ok(token) = CompactToken::parse(assertion.expose()) else { return Err(unsigned) };
    let keys =
        stored.and_then(|stored| stored.application.keys.as_ref()).and_then(|keys| serde_json::to_vec(keys).ok());
    let keys = keys.and_then(|keys| KeySet::parse(&keys).ok());
    if !keys.is_some_and(|keys| keys.has_signed(&token, &ASSERTION_ALGORITHMS)) {
        return Err(unsigned);
    }
    let Some(issuer) = IssuerName::new(&request.issuer.url) else {
        return Err(Reason::Failed(OauthError::ServerError));
    };
    let checked = check_assertion(&token.claims, presented.application_id, &issuer, request.now);
    let checked = checked.map_err(Reason::Client)?;
    let replayed = Reason::Client(ClientAuthenticationError::AssertionReplayed);
    let Some(id) = handle_hash(&checked.id) else { return Err(replayed) };
    let first = request.app.store.first_use(presented.application_id.as_uuid(), &id, checked.expires_at).await;
    match first.map_err(|error| Reason::Failed(error.into()))? {
        true => Ok(()),
        false => Err(replayed),
    }
}
