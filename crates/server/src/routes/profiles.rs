//! `/profiles/me`: the user's own profile, created at the first login, and the fields of it that
//! the user may change.

use cora_core::provisioning::code::{ReasonCode, UserMessage};
use cora_core::provisioning::decision::OutcomeKind;
use cora_core::provisioning::mailbox::code_recipient;
use cora_core::provisioning::trace::Trace;
use cora_core::session::{UnifiedSession, switch_organization};
use cora_core::time::UnixSeconds;
use cora_store::{ApplyError, OrganizationView, ProfileChange, ProfileRow, ProfileView, Provisioned};
use cora_wire::request::UpdateProfileRequest;
use serde::Serialize;

use crate::access::Admitted;
use crate::app::App;
use crate::authenticate::SignedIn;
use crate::body::Body;
use crate::caller::{Caller, DecidedLogin};
use crate::confirmation::send_code;
use crate::endpoint::{Endpoint, Routes, get, post, put};
use crate::envelope::Success;
use crate::error::{ApiError, ServerCode};
use crate::mail::Delivery;

pub(super) fn routes() -> Routes {
    Routes::new().on(ME, me).on(UPDATE, update).on(ASK_LINK_CONFIRMATION, ask_link_confirmation)
}

/// The header that names the invitation whose link a user opened.
const INVITATION: (&str, &str) =
    ("x-cora-invitation", "The identifier of the invitation whose link the caller opened.");

/// The headers for what a user may present in addition to the token.
pub(crate) const PRESENTED: [(&str, &str); 4] = [
    (
        "x-cora-access-token",
        "The access token that the provider issued with the ID token. Every operation reads it; see `userinfo`.",
    ),
    ("x-cora-bootstrap-token", "The token that makes the caller the first owner of the platform."),
    ("x-cora-link-proof", "The mailed token that confirms that an account or a mailbox belongs to the caller."),
    INVITATION,
];

/// The user's profile, with the session and the explanation of the decision behind it.
#[derive(Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Me {
    #[serde(flatten)]
    profile: ProfileRow,
    organizations: Vec<OrganizationView>,
    session: UnifiedSession,
    /// The time of this answer, in seconds since the epoch. A page with a wrong clock can still
    /// tell how long its session lasts.
    server_time: UnixSeconds,
    explanation: Explanation,
}

#[derive(Serialize, schemars::JsonSchema)]
struct Explanation {
    outcome: OutcomeKind,
    reason: ReasonCode,
    message: Option<UserMessage>,
    trace: Option<Trace>,
}

const ME: Endpoint = get(
    "/profiles/me",
    "me",
    "Get the caller's profile and session with their explanation. The first login creates the profile.",
)
.reads(&PRESENTED);

pub(crate) async fn me(caller: Caller<Admitted>) -> Result<Success<Me>, ApiError> {
    let view = caller.signed_in.profile(&caller.app).await?;
    let SignedIn { provisioned, session, .. } = caller.signed_in;
    Ok(answer(&caller.app, provisioned, session, view))
}

const UPDATE: Endpoint = put("/profiles/me", "updateMe", "Update the caller's profile.");

/// Changes the fields of the profile that a user may change. Absent fields stay as they are.
/// Answers like `GET`, with the changed profile.
pub(crate) async fn update(
    caller: Caller<Admitted>,
    Body(request): Body<UpdateProfileRequest>,
) -> Result<Success<Me>, ApiError> {
    caller.in_person()?;
    request.check().map_err(ApiError::Invalid)?;
    let known = caller.signed_in.authenticated()?;
    let mut session = caller.signed_in.session.clone();
    let mut current_organization = None;
    if let Some(organization) = request.current_organization_id {
        // SECURITY: the answer must not reveal whether another organization exists.
        let switched = switch_organization(known, Some(organization)).ok_or(ApiError::FORBIDDEN)?;
        let role = switched.organizations.iter().filter(|there| there.id == organization).map(|there| there.role).min();
        current_organization = role.map(|role| (organization, role));
        session = UnifiedSession::Authenticated { session: switched };
    }
    let UpdateProfileRequest { full_name, phone, avatar_url, .. } = request;
    let change = ProfileChange { full_name, phone, avatar_url, current_organization };
    let view = caller.app.store.change_profile(caller.user_id()?, &change, &caller.context(None)?).await;
    let view = view.map_err(|error| match error {
        ApplyError::Store(error) => error.into(),
        // The user was removed or suspended meanwhile, or their role changed.
        ApplyError::GuardFailed(_) | ApplyError::IdentityTaken => ApiError::Server(ServerCode::TryAgain),
    })?;
    Ok(answer(&caller.app, caller.signed_in.provisioned, session, view))
}

/// The delivery status of the mail with the confirmation code.
#[derive(Serialize, schemars::JsonSchema)]
#[schemars(rename = "Asked")]
struct LinkChallenge {
    delivery: Delivery,
}

const ASK_LINK_CONFIRMATION: Endpoint = post(
    "/profiles/me/link-confirmation",
    "askLinkConfirmation",
    "Send the code that proves the caller's address, that the account with it is theirs, or that an invitation to another address is.",
)
.reads(&[INVITATION])
.refuses(&[409, 429]);

/// Sends a code to the account's own address, to the login's or to the invited one, and nowhere
/// else. The login stays as it is until the code is presented.
async fn ask_link_confirmation(login: DecidedLogin) -> Result<Success<LinkChallenge>, ApiError> {
    let DecidedLogin { app, stored, provisioned } = login;
    let recipient = code_recipient(&provisioned.input, &provisioned.decision);
    let recipient = recipient.ok_or(ApiError::Server(ServerCode::NothingToConfirm))?;
    let delivery = send_code(&app, &stored, &provisioned, recipient).await?;
    Ok(Success::new(LinkChallenge { delivery }))
}

fn answer(app: &App, provisioned: Provisioned, session: UnifiedSession, view: ProfileView) -> Success<Me> {
    let decision = provisioned.decision;
    Success::new(Me {
        profile: view.profile,
        organizations: view.organizations,
        session,
        server_time: (app.clock)(),
        explanation: Explanation {
            outcome: decision.outcome.kind(),
            reason: decision.reason,
            message: decision.user_message,
            trace: app.trace_for_users.then_some(decision.trace),
        },
    })
}
