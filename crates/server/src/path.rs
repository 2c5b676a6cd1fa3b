//! The identifiers in a path.

use axum::extract::rejection::RawPathParamsRejection;
use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use cora_core::id::{
    ApplicationId, ApplicationSecretId, BrowserSessionId, ConnectionId, DomainId, IdentityConflictId, InvitationId,
    OrganizationId, UserId,
};
use uuid::Uuid;

use crate::app::App;
use crate::error::{ApiError, ServerCode};

/// A parameter of a path.
pub(crate) trait PathId: Sized + Send + 'static {
    /// Parses the text of the parameter. Text that names nothing is answered with `not_found`.
    fn parse(text: &str) -> Option<Self>;
}

macro_rules! identifiers {
    ($($id:ty),*) => {$(
        impl PathId for $id {
            fn parse(text: &str) -> Option<Self> {
                <$id>::parse(text)
            }
        }
    )*};
}

identifiers!(
    ApplicationId,
    ApplicationSecretId,
    BrowserSessionId,
    ConnectionId,
    DomainId,
    IdentityConflictId,
    InvitationId,
    OrganizationId,
    UserId
);

/// The number of a row.
impl PathId for i64 {
    fn parse(text: &str) -> Option<Self> {
        text.parse().ok()
    }
}

impl PathId for Uuid {
    fn parse(text: &str) -> Option<Self> {
        Self::try_parse(text).ok()
    }
}

/// All parameters of a path, in their order: `()`, an identifier, or a pair.
pub(crate) trait PathIds: Sized + Send + 'static {
    /// The number of parameters.
    const COUNT: usize;

    /// Parses the texts of the parameters.
    fn parse(texts: &[&str]) -> Option<Self>;
}

impl PathIds for () {
    const COUNT: usize = 0;

    fn parse(texts: &[&str]) -> Option<Self> {
        texts.is_empty().then_some(())
    }
}

impl<A: PathId> PathIds for A {
    const COUNT: usize = 1;

    fn parse(texts: &[&str]) -> Option<Self> {
        let [text] = texts else { return None };
        <A as PathId>::parse(text)
    }
}

impl<A: PathId, B: PathId> PathIds for (A, B) {
    const COUNT: usize = 2;

    fn parse(texts: &[&str]) -> Option<Self> {
        let [first, second] = texts else { return None };
        Some((A::parse(first)?, B::parse(second)?))
    }
}

impl<A: PathId, B: PathId, C: PathId> PathIds for (A, B, C) {
    const COUNT: usize = 3;

    fn parse(texts: &[&str]) -> Option<Self> {
        let [first, second, third] = texts else { return None };
        Some((A::parse(first)?, B::parse(second)?, C::parse(third)?))
    }
}

/// Identifiers that begin with an organization's, as those below `/orgs/{orgId}` do.
pub(crate) trait NamesOrganization: PathIds {
    /// Returns the organization that the path names.
    fn organization(&self) -> OrganizationId;
}

impl NamesOrganization for OrganizationId {
    fn organization(&self) -> OrganizationId {
        *self
    }
}

impl<B: PathId> NamesOrganization for (OrganizationId, B) {
    fn organization(&self) -> OrganizationId {
        self.0
    }
}

impl<B: PathId, C: PathId> NamesOrganization for (OrganizationId, B, C) {
    fn organization(&self) -> OrganizationId {
        self.0
    }
}

/// Reads the identifiers of a request's path.
pub(crate) async fn ids<P: PathIds>(parts: &mut Parts, app: &App) -> Result<P, ApiError> {
    let parameters = RawPathParams::from_request_parts(parts, app).await.map_err(|rejection| match rejection {
        RawPathParamsRejection::InvalidUtf8InPathParam(_) => ApiError::Server(ServerCode::InvalidInput),
        _ => ApiError::Server(ServerCode::InternalError),
    })?;
    let texts: Vec<&str> = parameters.iter().map(|(_, text)| text).collect();
    P::parse(&texts).ok_or(ApiError::Server(ServerCode::NotFound))
}
