//! `/profiles/me`: the user's own profile, created at the first login, and the fields of it that
//! the user may change.

use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::IntoResponse;
use cora_core::provisioning::code::{ReasonCode, UserMessage};
use cora_core::provisioning::decision::{Outcome, OutcomeKind};
use cora_core::provisioning::trace::Trace;
use cora_core::secret::PresentedToken;
use cora_core::session::{UnifiedSession, switch_organization};
use cora_core::time::UnixSeconds;
use cora_store::{
    ApplyError, AskConfirmationError, LINK_CONFIRMATION_PAUSE_SECONDS, OrganizationRow, ProfileChange, ProfileRow,
    ProfileView,
};
use cora_wire::request::UpdateProfileRequest;
use serde::Serialize;
use uuid::Uuid;

use crate::app::App;
use crate::authenticate::{SignedIn, provision, sign_in};
use crate::body::read;
use crate::caller::Caller;
use crate::envelope::Success;
use crate::error::{ApiError, ServerCode};
use crate::mail::{Delivery, link_mail};
use crate::openapi::{Routes, operation};

pub(super) fn routes() -> Routes {
    Routes::new()
        .get(
            "/profiles/me",
            me,
            operation(
                "me",
                "Get the caller's profile and session with their explanation. The first login creates the profile.",
            )
            .headers(&SECRETS)
            .answers::<Me<'static>>(),
        )
        .put(
            "/profiles/me",
            update,
            operation("updateMe", "Update the caller's profile.")
                .takes::<UpdateProfileRequest>()
                .answers::<Me<'static>>(),
        )
        .post(
            "/profiles/me/link-confirmation",
            ask_link_confirmation,
            operation(
                "askLinkConfirmation",
                "Send the code that confirms that the account with the caller's address is theirs.",
            )
            .answers::<LinkChallenge>()
            .refuses(409)
            .refuses(429),
        )
}

/// The headers for secrets that a user may present in addition to the token.
const SECRETS: [(&str, &str); 2] = [
    ("x-cora-bootstrap-token", "The token that makes the caller the first owner of the platform."),
    ("x-cora-link-proof", "The token that confirms that an existing account belongs to the caller."),
];

/// The user's profile under the names of the legacy CORA toolkit, with additions that CORA did not
/// have: the session, and the explanation of the decision behind it.
#[derive(Serialize, schemars::JsonSchema)]
struct Me<'a> {
    #[serde(flatten)]
    profile: ProfileRow,
    #[serde(rename = "currentOrgId")]
    current_org_id: Option<String>,
    organizations: Vec<OrganizationRow>,
    session: &'a UnifiedSession,
    /// The time of this answer, in seconds since the epoch. A page with a wrong clock can still
    /// tell how long its session lasts.
    #[serde(rename = "serverTime")]
    server_time: UnixSeconds,
    explanation: Explanation<'a>,
}

#[derive(Serialize, schemars::JsonSchema)]
struct Explanation<'a> {
    outcome: OutcomeKind,
    reason: ReasonCode,
    message: Option<UserMessage>,
    trace: Option<&'a Trace>,
}

async fn me(State(app): State<App>, headers: HeaderMap) -> Result<impl IntoResponse, ApiError> {
    let signed_in = sign_in(&app, &headers).await?;
    // The profile came with the facts, or from the transaction that created it.
    let view = match &signed_in.provisioned.profile {
        Some(view) => view.clone(),
        None => app.store.profile(signed_in.authenticated()?.user_id).await?,
    };
    Ok(answer(&app, &signed_in, &signed_in.session, view).into_response())
}

/// Changes the fields of the profile that a user may change. Absent fields stay as they are.
/// Answers like `GET`, with the changed profile.
async fn update(caller: Caller, body: Bytes) -> Result<impl IntoResponse, ApiError> {
    let request: UpdateProfileRequest = read(&body)?;
    let known = caller.signed_in.authenticated()?;
    let mut session = caller.signed_in.session.clone();
    let mut current_organization = None;
    if let Some(organization) = request.current_org_id {
        // SECURITY: the answer must not reveal whether another organization exists.
        let switched = switch_organization(known, Some(organization)).ok_or(ApiError::FORBIDDEN)?;
        let role = switched.organizations.iter().filter(|there| there.id == organization).map(|there| there.role).min();
        current_organization = role.map(|role| (organization, role));
        session = UnifiedSession::Authenticated { session: switched };
    }
    let UpdateProfileRequest { full_name, phone, avatar_url, .. } = request;
    let change = ProfileChange { full_name, phone, avatar_url, current_organization };
    let view = caller.app.store.change_profile(&change, &caller.context(None)?).await;
    let view = view.map_err(|error| match error {
        ApplyError::Store(error) => error.into(),
        // The user was removed or suspended meanwhile, or their role changed.
        ApplyError::GuardFailed(_) | ApplyError::IdentityTaken => ApiError::Server(ServerCode::TryAgain),
    })?;
    Ok(answer(&caller.app, &caller.signed_in, &session, view).into_response())
}

/// The delivery status of the mail with the confirmation code.
#[derive(Serialize, schemars::JsonSchema)]
#[schemars(rename = "Asked")]
struct LinkChallenge {
    delivery: Delivery,
}

/// Sends the code to the account's own address, which is also the login's address, and nowhere
/// else. The login stays as it is until the code is presented.
async fn ask_link_confirmation(State(app): State<App>, headers: HeaderMap) -> Result<impl IntoResponse, ApiError> {
    let (stored, provisioned) = provision(&app, &headers).await?;
    let Outcome::LinkConfirmationRequired { user_id } = provisioned.decision.outcome else {
        return Err(ApiError::Server(ServerCode::NothingToConfirm));
    };
    if !app.has_mail() {
        return Err(ApiError::Server(ServerCode::MailNotConfigured));
    }
    let text = format!("{}{}", Uuid::new_v4().simple(), Uuid::new_v4().simple());
    let token = PresentedToken::new(&text).ok_or(ApiError::Server(ServerCode::InternalError))?;
    let key = provisioned.input.login.key();
    let to =
        app.store.ask_link_confirmation(&token, &key, user_id, (app.clock)()).await.map_err(|error| match error {
            AskConfirmationError::NotConfirmable => ApiError::Server(ServerCode::NothingToConfirm),
            AskConfirmationError::TooSoon => ApiError::TooManyRequests { seconds: LINK_CONFIRMATION_PAUSE_SECONDS },
            AskConfirmationError::Store(error) => error.into(),
        })?;
    let delivery = app.deliver(Some(link_mail(&to, &stored.display_name, &text))).await;
    Ok(Success::new(LinkChallenge { delivery }))
}

fn answer<'a>(app: &App, signed_in: &'a SignedIn, session: &'a UnifiedSession, view: ProfileView) -> Success<Me<'a>> {
    let decision = &signed_in.provisioned.decision;
    Success::new(Me {
        current_org_id: view.profile.current_org_id.clone(),
        profile: view.profile,
        organizations: view.organizations,
        session,
        server_time: (app.clock)(),
        explanation: Explanation {
            outcome: decision.outcome.kind(),
            reason: decision.reason,
            message: decision.user_message,
            trace: app.trace_for_users.then_some(&decision.trace),
        },
    })
}
