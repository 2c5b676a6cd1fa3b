//! Extractors for the caller's session and capabilities.

use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;

use axum::extract::{FromRef, FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use cora_core::capability::is_sensitive;
use cora_core::id::{OrganizationId, UserId};
use cora_core::permission::Permission;
use cora_core::session::{AuthenticatedSession, Authorization, UnifiedSession, authorize};
use cora_core::token::AcceptedToken;

use crate::capability::Requires;
use crate::refusal::{Refusal, RefusalCode};
use crate::token::Token;

/// The path parameter that names an organization, as in `/organizations/{organization_id}/members`.
pub const ORGANIZATION_PARAMETER: &str = "organization_id";

/// The future of an answer from the application.
pub type Asked<'a, T> = Pin<Box<dyn Future<Output = Result<T, Unavailable>> + Send + 'a>>;

/// The session could not be loaded. The source of the failure logs the reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unavailable;

/// The application's source of sessions: its own tables, or Cora's service.
pub trait SessionSource: Send + Sync + 'static {
    /// Loads the session of the token's user: calls `decide` and applies its plan, or returns what
    /// is already known of the user.
    fn session<'a>(&'a self, token: &'a AcceptedToken) -> Asked<'a, UnifiedSession>;

    /// Reads the user's current role version, bypassing any cache. It is read before sensitive
    /// operations.
    fn role_version(&self, user: UserId) -> Asked<'_, u32>;
}

/// The caller's session. Extraction fails with 403 if the user is not admitted.
#[derive(Debug, Clone)]
pub struct Session(pub Box<AuthenticatedSession>);

impl<S> FromRequestParts<S> for Session
where
    S: Send + Sync,
    Arc<dyn SessionSource>: FromRef<S>,
{
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        match unified(parts, state).await? {
            UnifiedSession::Authenticated { session } => Ok(Self(session)),
            _ => Err(RefusalCode::AccessDenied.into()),
        }
    }
}

/// The session of a caller with the capability or permission `C` on the platform.
pub struct Allowed<C> {
    /// The caller's session.
    pub session: Box<AuthenticatedSession>,
    capability: PhantomData<C>,
}

impl<S, C> FromRequestParts<S> for Allowed<C>
where
    S: Send + Sync,
    Arc<dyn SessionSource>: FromRef<S>,
    C: Requires,
{
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        let session = allowed(parts, state, C::PERMISSION, None).await?;
        Ok(Self { session, capability: PhantomData })
    }
}

/// The session of a caller with the capability or permission `C` in the organization that the path
/// names ([`ORGANIZATION_PARAMETER`]).
pub struct AllowedIn<C> {
    /// The caller's session.
    pub session: Box<AuthenticatedSession>,
    /// The organization that the path names.
    pub organization_id: OrganizationId,
    capability: PhantomData<C>,
}

impl<S, C> FromRequestParts<S> for AllowedIn<C>
where
    S: Send + Sync,
    Arc<dyn SessionSource>: FromRef<S>,
    C: Requires,
{
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        let parameters = RawPathParams::from_request_parts(parts, state).await;
        let parameters = parameters.map_err(|_| RefusalCode::OrganizationMissing)?;
        let named = parameters.iter().find(|(name, _)| *name == ORGANIZATION_PARAMETER);
        let organization_id: OrganizationId =
            named.and_then(|(_, text)| OrganizationId::parse(text)).ok_or(RefusalCode::OrganizationMissing)?;
        let session = allowed(parts, state, C::PERMISSION, Some(organization_id)).await?;
        Ok(Self { session, organization_id, capability: PhantomData })
    }
}

async fn unified<S>(parts: &mut Parts, state: &S) -> Result<UnifiedSession, Refusal>
where
    S: Send + Sync,
    Arc<dyn SessionSource>: FromRef<S>,
{
    let Token(token) = Token::from_request_parts(parts, state).await?;
    let source = Arc::<dyn SessionSource>::from_ref(state);
    Ok(source.session(&token).await.map_err(|Unavailable| RefusalCode::SessionUnavailable)?)
}

/// Returns the session of a caller who has the capability or permission now. The role version is
/// read first if the capability is sensitive.
async fn allowed<S>(
    parts: &mut Parts,
    state: &S,
    required: &str,
    organization: Option<OrganizationId>,
) -> Result<Box<AuthenticatedSession>, Refusal>
where
    S: Send + Sync,
    Arc<dyn SessionSource>: FromRef<S>,
{
    let session = unified(parts, state).await?;
    let permission = Permission::parse(required).ok_or(RefusalCode::AccessDenied)?;
    let UnifiedSession::Authenticated { session: known } = &session else {
        return Err(RefusalCode::AccessDenied.into());
    };
    let role_version = if matches!(&permission, Permission::Capability(capability) if is_sensitive(*capability)) {
        let source = Arc::<dyn SessionSource>::from_ref(state);
        let read = source.role_version(known.user_id).await;
        Some(read.map_err(|Unavailable| RefusalCode::SessionUnavailable)?)
    } else {
        None
    };
    match (authorize(&session, &permission, organization, role_version), session) {
        (Authorization::Allowed, UnifiedSession::Authenticated { session }) => Ok(session),
        (Authorization::Stale, _) => Err(RefusalCode::SessionStale.into()),
        _ => Err(RefusalCode::AccessDenied.into()),
    }
}
