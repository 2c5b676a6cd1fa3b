//! The caller of a route, and lists.

use std::marker::PhantomData;
use std::sync::Arc;

use axum::extract::{FromRequestParts, Query};
use axum::http::Method;
use axum::http::request::Parts;
use cora_axum::Named;
use cora_core::actor::Actor;
use cora_core::administration::AdministrationReason;
use cora_core::capability::Capability;
use cora_core::console::{ConsoleSessionKind, is_proven};
use cora_core::id::{AuditId, OrganizationId, UserId};
use cora_core::text::ChangeReason;
use cora_core::time::UnixSeconds;
use cora_store::{AdministrationContext, Page, Provisioned, StoredConnection};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::access::{Access, Platform, permitted};
use crate::app::App;
use crate::authenticate::{Authority, Presented, SignedIn, authority, provision, sign_in};
use crate::endpoint::{AccessNeeded, Argument, Description, StatesAccess};
use crate::envelope::RequestId;
use crate::error::{ApiError, ServerCode};
use crate::path::{PathIds, ids};

/// A request that needs no token.
pub(crate) struct Open {
    pub app: App,
    pub request_id: RequestId,
}

impl FromRequestParts<App> for Open {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        Ok(Self { app: app.clone(), request_id: request_id(parts)? })
    }
}

impl StatesAccess for Open {
    const ACCESS: AccessNeeded = AccessNeeded::Open;
}

/// A login with a verified token, whether or not its decision admits the user.
pub(crate) struct DecidedLogin {
    pub app: App,
    pub stored: Arc<StoredConnection>,
    pub provisioned: Provisioned,
}

impl FromRequestParts<App> for DecidedLogin {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let Presented { stored, provisioned, .. } = provision(app, parts).await?;
        Ok(Self { app: app.clone(), stored, provisioned })
    }
}

impl StatesAccess for DecidedLogin {
    const ACCESS: AccessNeeded = AccessNeeded::SignedIn;
}

/// The signed-in user that makes the request, with the access `A`, and the identifiers `P` of the
/// path.
pub(crate) struct Caller<A, P = ()> {
    pub app: App,
    pub signed_in: SignedIn,
    pub path: P,
    pub request_id: RequestId,
    /// Set if the method of the request may change something.
    is_command: bool,
    access: PhantomData<A>,
}

impl<A: Access<P>, P: PathIds> FromRequestParts<App> for Caller<A, P> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let signed_in = sign_in(app, parts).await?;
        let path = ids(parts, app).await?;
        A::check(&signed_in.session, &path)?;
        let is_command = is_command(&parts.method);
        check_proof(&signed_in, A::CAPABILITY, is_command, (app.clock)())?;
        let (app, request_id) = (app.clone(), request_id(parts)?);
        Ok(Self { app, signed_in, path, request_id, is_command, access: PhantomData })
    }
}

impl<A: Access<P>, P: PathIds> StatesAccess for Caller<A, P> {
    const ACCESS: AccessNeeded = match A::CAPABILITY {
        Some(capability) => AccessNeeded::May(capability),
        None => AccessNeeded::SignedIn,
    };
    const PATH_IDS: usize = P::COUNT;
}

/// Returns `true` for a method that may change something.
fn is_command(method: &Method) -> bool {
    !matches!(*method, Method::GET | Method::HEAD)
}

/// Fails with `reauthentication_needed` if a session of the console gives a command that needs a
/// newer proof (specification §16.2), or lacks the one that the policy requires of the capability.
/// A token without that is `insufficient_user_authentication` (specification §14.8).
fn check_proof(
    signed_in: &SignedIn,
    capability: Option<Capability>,
    is_command: bool,
    now: UnixSeconds,
) -> Result<(), ApiError> {
    let proven_at = signed_in.proven_at.filter(|_| is_command);
    let is_proven = capability.zip(proven_at).is_none_or(|(capability, at)| is_proven(capability, at, now));
    if !is_proven {
        return Err(ApiError::Server(ServerCode::ReauthenticationNeeded));
    }
    // The policy may require more, of every request that uses the capability.
    let Some(capability) = capability else { return Ok(()) };
    let input = &signed_in.provisioned.input;
    match input.policy.step_up_for(capability, &input.login, now) {
        None => Ok(()),
        Some(_) if signed_in.proven_at.is_some() => Err(ApiError::Server(ServerCode::ReauthenticationNeeded)),
        Some(proof) => Err(ApiError::StepUp(proof)),
    }
}

/// The one who makes a request about connections, with the capability `C` on the platform: a
/// person, or a session of the console without one, for which nothing else is open.
pub(crate) struct ConnectionCaller<C, P = ()> {
    pub app: App,
    pub path: P,
    pub request_id: RequestId,
    authority: Authority,
    capability: PhantomData<C>,
}

impl<C: Named, P: PathIds> FromRequestParts<App> for ConnectionCaller<C, P> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let authority = authority(app, parts).await?;
        let path = ids(parts, app).await?;
        match &authority {
            Authority::Person(signed_in) => {
                Platform::<C>::check(&signed_in.session, &path)?;
                check_proof(signed_in, Some(C::CAPABILITY), is_command(&parts.method), (app.clock)())?;
            }
            Authority::WithoutPerson(kind) => permitted(kind.reaches(Some(C::CAPABILITY)))?,
        }
        let request_id = request_id(parts)?;
        Ok(Self { app: app.clone(), path, request_id, authority, capability: PhantomData })
    }
}

impl<C: Named, P: PathIds> StatesAccess for ConnectionCaller<C, P> {
    const ACCESS: AccessNeeded = AccessNeeded::May(C::CAPABILITY);
    const PATH_IDS: usize = P::COUNT;
}

impl<C: Named, P> ConnectionCaller<C, P> {
    /// Returns the actor of the caller's commands.
    pub fn actor(&self) -> Result<Actor, ApiError> {
        Ok(match &self.authority {
            Authority::Person(signed_in) => Actor::User { user_id: signed_in.authenticated()?.user_id },
            Authority::WithoutPerson(_) => Actor::Operator {},
        })
    }

    /// Returns `true` for somebody who sets the platform up.
    pub const fn is_setup(&self) -> bool {
        matches!(self.authority, Authority::WithoutPerson(ConsoleSessionKind::Setup))
    }

    /// Fails with `internal_error` unless the route states the capability that its command
    /// requires.
    pub fn states(&self, required: Option<Capability>) -> Result<(), ApiError> {
        check_stated(required, Some(C::CAPABILITY))
    }
}

fn check_stated(required: Option<Capability>, stated: Option<Capability>) -> Result<(), ApiError> {
    if required == stated {
        return Ok(());
    }
    tracing::error!(?required, ?stated, "a route states another capability than its command");
    Err(ApiError::Server(ServerCode::InternalError))
}

/// Returns the identifier that the envelope layer assigned. An audit record without it could not be
/// traced to its request.
fn request_id(parts: &Parts) -> Result<RequestId, ApiError> {
    parts.extensions.get().cloned().ok_or(ApiError::Server(ServerCode::InternalError))
}

impl<A: Access<P>, P> Caller<A, P> {
    /// Returns the caller's user identifier.
    pub fn user_id(&self) -> Result<UserId, ApiError> {
        Ok(self.signed_in.authenticated()?.user_id)
    }

    /// Fails with `access_denied` if somebody acts on the user's behalf: what a person consents to,
    /// they do themselves.
    pub fn in_person(&self) -> Result<(), ApiError> {
        if self.signed_in.authenticated()?.actor.is_some() { Err(ApiError::FORBIDDEN) } else { Ok(()) }
    }

    /// Returns the caller with the access `B` in place of `A`.
    ///
    /// Fails with `access_denied` if they do not have it, and with `reauthentication_needed` if it
    /// needs a newer proof.
    pub fn requiring<B: Access<P>>(self) -> Result<Caller<B, P>, ApiError> {
        B::check(&self.signed_in.session, &self.path)?;
        check_proof(&self.signed_in, B::CAPABILITY, self.is_command, (self.app.clock)())?;
        let Self { app, signed_in, path, request_id, is_command, .. } = self;
        Ok(Caller { app, signed_in, path, request_id, is_command, access: PhantomData })
    }

    /// Returns the organizations of which the caller is a member on record, and which this login
    /// cannot reach, because it lacks a required group.
    fn out_of_reach(&self) -> Vec<OrganizationId> {
        let Provisioned { input, decision, .. } = &self.signed_in.provisioned;
        let user = decision.outcome.signed_in_user();
        let theirs = input.facts.memberships.iter().filter(|membership| Some(membership.user_id) == user);
        let reached = |id: &OrganizationId| decision.memberships.iter().any(|reached| reached.organization_id == *id);
        theirs.map(|membership| membership.organization_id).filter(|id| !reached(id)).collect()
    }

    /// Builds the store's context for a command: the time, the actor, the reason and the request's
    /// identifier.
    pub fn context(&self, reason: Option<ChangeReason>) -> Result<AdministrationContext, ApiError> {
        Ok(AdministrationContext {
            now: (self.app.clock)(),
            audit_id: AuditId::from_uuid(Uuid::new_v4()),
            actor: Actor::User { user_id: self.user_id()? },
            reason,
            request_id: Some(self.request_id.0.clone()),
            out_of_reach: self.out_of_reach(),
            acting: self.signed_in.provisioned.input.login.actor.clone(),
        })
    }

    /// Fails with `internal_error` unless the route states the capability that its command
    /// requires.
    pub fn states(&self, required: Option<Capability>) -> Result<(), ApiError> {
        check_stated(required, A::CAPABILITY)
    }
}

impl From<AdministrationReason> for ApiError {
    fn from(reason: AdministrationReason) -> Self {
        match reason {
            AdministrationReason::NotAllowed => Self::FORBIDDEN,
            reason => Self::Administration(reason),
        }
    }
}

/// The page of a list that the query asks for.
pub(crate) struct PageQuery(pub Page);

/// The query parameters of a paged list.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PageParameters {
    limit: Option<u32>,
    after: Option<String>,
}

/// The query parameters of a paged list, with their descriptions.
pub(crate) const PAGE: [(&str, &str); 2] = [
    ("limit", "The maximum number of items; 200 if absent or greater."),
    ("after", "The `next` of the previous page."),
];

impl FromRequestParts<App> for PageQuery {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let form = "`limit` must be a number and `after` the key of the last row; other parameters are not allowed";
        let PageParameters { limit, after } = parse_query(parts, app, form).await?;
        Ok(Self(Page { limit, after }))
    }
}

impl Argument for PageQuery {
    fn describe(description: &mut Description) {
        description.query = &PAGE;
    }
}

/// Parses the query parameters. Fails with `invalid_input` and `form` as the message.
pub(crate) async fn parse_query<Q: DeserializeOwned>(parts: &mut Parts, app: &App, form: &str) -> Result<Q, ApiError> {
    let query = Query::<Q>::from_request_parts(parts, app).await;
    query.map(|Query(query)| query).map_err(|_| ApiError::input("", form))
}

/// One page of a list, and the key of the next one.
#[derive(Serialize, schemars::JsonSchema)]
#[schemars(inline)]
pub(crate) struct List<T> {
    pub items: Vec<T>,
    /// The key to pass as `after` to get the next page; null on the last page.
    pub next: Option<String>,
}

impl<T> List<T> {
    /// Builds a page of rows. If the page is full, there may be more rows, so the last row's key is
    /// returned as `next`.
    pub fn of(items: Vec<T>, page: &Page, key: impl Fn(&T) -> String) -> Self {
        let is_full = usize::try_from(page.limit()).is_ok_and(|wanted| items.len() >= wanted);
        let next = items.last().filter(|_| is_full).map(key);
        Self { items, next }
    }
}
