//! The caller of a route: authentication, capability checks, administration commands, and lists.

use axum::extract::{FromRequestParts, Query};
use axum::http::request::Parts;
use cora_core::administration::{AdministrationCommand, AdministrationReason};
use cora_core::capability::Capability;
use cora_core::id::{AuditId, OrganizationId, UserId};
use cora_core::session::can;
use cora_core::text::ChangeReason;
use cora_store::{AdministrationContext, MailboxTokenError, Page, Provisioned};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::app::App;
use crate::authenticate::{SignedIn, sign_in};
use crate::envelope::RequestId;
use crate::error::{ApiError, ServerCode};

/// The signed-in user that makes the request.
pub(crate) struct Caller {
    pub app: App,
    pub signed_in: SignedIn,
    request_id: String,
}

impl FromRequestParts<App> for Caller {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let signed_in = sign_in(app, &parts.headers).await?;
        signed_in.authenticated()?;
        // The envelope layer inserts the identifier. An audit record without it could not be traced
        // to its request.
        let RequestId(request_id) =
            parts.extensions.get().cloned().ok_or(ApiError::Server(ServerCode::InternalError))?;
        Ok(Self { app: app.clone(), signed_in, request_id })
    }
}

/// The outcome of a command, and the row as it is afterwards.
#[derive(Serialize, schemars::JsonSchema)]
#[schemars(inline)]
pub(crate) struct CommandResponse<T> {
    pub outcome: AdministrationReason,
    #[serde(flatten)]
    pub row: T,
}

/// An empty row, for commands that leave none.
#[derive(Serialize, schemars::JsonSchema)]
#[schemars(inline)]
pub(crate) struct NoRow {}

/// Builds the answer to a command that leaves no row.
pub(crate) const fn without_row(outcome: AdministrationReason) -> CommandResponse<NoRow> {
    CommandResponse { outcome, row: NoRow {} }
}

impl Caller {
    /// Returns the caller's user identifier.
    pub fn user_id(&self) -> Result<UserId, ApiError> {
        Ok(self.signed_in.authenticated()?.user_id)
    }

    /// Fails with `access_denied` unless the session has the capability: on the platform, or in the
    /// organization if one is given.
    pub fn may(&self, capability: Capability, organization: Option<OrganizationId>) -> Result<(), ApiError> {
        if can(&self.signed_in.session, capability, organization) { Ok(()) } else { Err(ApiError::FORBIDDEN) }
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
            actor_id: self.user_id()?,
            reason,
            request_id: Some(self.request_id.clone()),
            out_of_reach: self.out_of_reach(),
        })
    }

    /// Carries out a command. The store checks the actor's permission against the stored roles, not
    /// against the session: the roles may have changed since it was opened (pitfall C33).
    pub async fn command(
        &self,
        command: impl Into<AdministrationCommand>,
        reason: Option<ChangeReason>,
    ) -> Result<AdministrationReason, ApiError> {
        let change = self.app.store.administer(&command.into(), &self.context(reason)?).await?;
        if change.ok { Ok(change.reason) } else { Err(change.reason.into()) }
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

impl From<MailboxTokenError> for ApiError {
    fn from(error: MailboxTokenError) -> Self {
        match error {
            MailboxTokenError::NotValid => Self::Server(ServerCode::MailboxTokenInvalid),
            MailboxTokenError::Refused(reason) => reason.into(),
            MailboxTokenError::Store(error) => error.into(),
        }
    }
}

/// Parses an identifier from a path. Text that is not an identifier is answered with `not_found`.
pub(crate) fn parse_path_id<T>(text: &str, parse: fn(&str) -> Option<T>) -> Result<T, ApiError> {
    parse(text).ok_or(ApiError::Server(ServerCode::NotFound))
}

/// The query parameters of a paged list.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PageQuery {
    limit: Option<u32>,
    after: Option<String>,
}

impl PageQuery {
    pub fn page(&self) -> Page {
        Page { limit: self.limit, after: self.after.clone() }
    }
}

impl FromRequestParts<App> for PageQuery {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        parse_query(
            parts,
            app,
            "`limit` must be a number and `after` the key of the last row; other parameters are not allowed",
        )
        .await
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
