//! `GET /profiles/me`: the person's own profile, made at their first login.

use axum::Router;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::IntoResponse;
use axum::routing::get;
use cora_core::provisioning::code::{ReasonCode, UserMessage};
use cora_core::provisioning::decision::OutcomeKind;
use cora_core::provisioning::trace::Trace;
use cora_core::session::UnifiedSession;
use cora_core::time::UnixSeconds;
use cora_store::{OrganizationRow, ProfileRow};
use serde::Serialize;

use crate::app::App;
use crate::envelope::Success;
use crate::error::ApiError;
use crate::sign_in::sign_in;

pub(super) fn routes() -> Router<App> {
    Router::new().route("/profiles/me", get(me))
}

/// The profile in CORA's names, and beside it what CORA did not say: the session, and why it is as it is.
#[derive(Serialize)]
struct Me<'a> {
    #[serde(flatten)]
    profile: ProfileRow,
    #[serde(rename = "currentOrgId")]
    current_org_id: Option<String>,
    organizations: Vec<OrganizationRow>,
    session: &'a UnifiedSession,
    /// When this was answered, in seconds since the epoch: a page whose clock is wrong still knows how long its session lasts.
    #[serde(rename = "serverTime")]
    server_time: UnixSeconds,
    explanation: Explanation<'a>,
}

#[derive(Serialize)]
struct Explanation<'a> {
    outcome: OutcomeKind,
    reason: ReasonCode,
    message: Option<UserMessage>,
    trace: Option<&'a Trace>,
}

async fn me(State(app): State<App>, headers: HeaderMap) -> Result<impl IntoResponse, ApiError> {
    let signed_in = sign_in(&app, &headers).await?;
    let decision = &signed_in.provisioned.decision;
    // It came with the facts, or from the transaction that made it.
    let view = match &signed_in.provisioned.profile {
        Some(view) => view.clone(),
        None => app.store.profile(signed_in.authenticated()?.user_id).await?,
    };
    let answer = Success::new(Me {
        current_org_id: view.profile.current_org_id.clone(),
        profile: view.profile,
        organizations: view.organizations,
        session: &signed_in.session,
        server_time: (app.clock)(),
        explanation: Explanation {
            outcome: decision.outcome.kind(),
            reason: decision.reason,
            message: decision.user_message,
            trace: app.trace_for_users.then_some(&decision.trace),
        },
    });
    Ok(answer.into_response())
}
