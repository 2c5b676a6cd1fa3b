//! `/orgs/{orgId}/invites`: invitations, for those who manage them. `/invites`: invitations, for
//! the invited user.

use cora_axum::required;
use cora_core::administration::{AdministrationReason, InvitationCommand};
use cora_core::id::{InvitationId, OrganizationId};
use cora_core::provisioning::proven::proven_emails;
use cora_mail::Mail;
use cora_store::{InvitationRow, ListPage, Provisioned};
use cora_wire::request::{CreateInvitationRequest, ReasonRequest, ResendInvitationRequest};
use serde::Serialize;
use uuid::Uuid;

use crate::access::{Access, Admitted, InOrganization, OnCommand};
use crate::app::App;
use crate::body::{Body, OptionalBody};
use crate::caller::{Caller, List};
use crate::command::{CommandQuery, CommandResponse, Done};
use crate::endpoint::{Endpoint, Routes, delete, get, post};
use crate::envelope::{Created, Success};
use crate::error::ApiError;
use crate::issuer::Issuer;
use crate::list_query::{Invitations, ListOf};
use crate::mail::{Delivery, invitation_mail};

pub(super) fn routes() -> Routes {
    Routes::new()
        .on(LIST, list)
        .on(CREATE, create)
        .on(REVOKE, revoke)
        .on(RESEND, resend)
        .on(OWN, list_mine)
        .on(ACCEPT, accept)
}

/// An invitation, and the delivery status of its mail.
#[derive(Serialize, schemars::JsonSchema)]
#[schemars(rename = "InvitationSent")]
pub(crate) struct Sent {
    #[serde(flatten)]
    pub row: InvitationRow,
    pub delivery: Delivery,
}

const LIST: Endpoint = get("/orgs/{orgId}/invites", "invitations", "List an organization's invitations.");

async fn list(
    caller: Caller<InOrganization<required::InvitationsManage>, OrganizationId>,
    query: ListOf<Invitations>,
) -> Result<Success<ListPage<InvitationRow>>, ApiError> {
    Ok(Success::new(caller.app.store.invitations(caller.path, (caller.app.clock)(), query.0).await?))
}

const CREATE: Endpoint = post("/orgs/{orgId}/invites", "createInvitation", "Invite an address.").refuses(&[409]);

async fn create(
    caller: Caller<OnCommand<required::InvitationsManage>, OrganizationId>,
    query: CommandQuery,
    Body(request): Body<CreateInvitationRequest>,
) -> Result<Created<CommandResponse<Sent>>, ApiError> {
    let organization_id = caller.path;
    Ok(Created(invite(&caller, organization_id, request, query).await?))
}

/// Invites an address to an organization, and sends the mail.
pub(crate) async fn invite<A: Access<P>, P>(
    caller: &Caller<A, P>,
    organization_id: OrganizationId,
    request: CreateInvitationRequest,
    query: CommandQuery,
) -> Result<CommandResponse<Sent>, ApiError> {
    let CreateInvitationRequest { email, role, platform_role, connection_id, lifetime_seconds, reason } = request;
    let invitation_id = InvitationId::from_uuid(Uuid::new_v4());
    let command = InvitationCommand::CreateInvitation {
        organization_id,
        invitation_id,
        email,
        role,
        platform_role,
        connection_id,
        lifetime_seconds,
    };
    let done = caller.command(command, reason, query).await?;
    sent(caller, done).await
}

const REVOKE: Endpoint =
    delete("/orgs/{orgId}/invites/{inviteId}", "revokeInvitation", "Revoke an invitation.").refuses(&[409]);

async fn revoke(
    caller: Caller<OnCommand<required::InvitationsManage>, (OrganizationId, InvitationId)>,
    query: CommandQuery,
    OptionalBody(ReasonRequest { reason }): OptionalBody<ReasonRequest>,
) -> Result<Success<CommandResponse<InvitationRow>>, ApiError> {
    let (organization_id, invitation_id) = caller.path;
    let command = InvitationCommand::RevokeInvitation { organization_id, invitation_id };
    let done = caller.command(command, reason, query).await?;
    Ok(Success::new(done.with_row(AdministrationReason::InvitationNotFound)?))
}

const RESEND: Endpoint = post(
    "/orgs/{orgId}/invites/{inviteId}/resend",
    "resendInvitation",
    "Extend an invitation and send its mail again.",
)
.refuses(&[409]);

async fn resend(
    caller: Caller<OnCommand<required::InvitationsManage>, (OrganizationId, InvitationId)>,
    query: CommandQuery,
    OptionalBody(request): OptionalBody<ResendInvitationRequest>,
) -> Result<Success<CommandResponse<Sent>>, ApiError> {
    let ResendInvitationRequest { lifetime_seconds, reason } = request;
    let (organization_id, invitation_id) = caller.path;
    let command = InvitationCommand::ResendInvitation { organization_id, invitation_id, lifetime_seconds };
    let done = caller.command(command, reason, query).await?;
    Ok(Success::new(sent(&caller, done).await?))
}

const OWN: Endpoint =
    get("/invites", "ownInvitations", "List the open invitations to the caller's verified addresses.");

/// Lists the open invitations to the addresses that the caller has proven, at this login or by
/// another of their identities.
async fn list_mine(caller: Caller<Admitted>) -> Result<Success<List<InvitationRow>>, ApiError> {
    let Provisioned { input, decision, .. } = &caller.signed_in.provisioned;
    let items = caller.app.store.invitations_to(&proven_emails(input, decision), (caller.app.clock)()).await?;
    Ok(Success::new(List { items, next: None }))
}

const ACCEPT: Endpoint =
    post("/invites/{inviteId}/accept", "acceptInvitation", "Accept an invitation to a verified address of the caller.")
        .refuses(&[409]);

async fn accept(
    caller: Caller<Admitted, InvitationId>,
    query: CommandQuery,
    OptionalBody(ReasonRequest { reason }): OptionalBody<ReasonRequest>,
) -> Result<Success<CommandResponse<InvitationRow>>, ApiError> {
    let invitation_id = caller.path;
    let Provisioned { input, decision, .. } = &caller.signed_in.provisioned;
    let mut emails = proven_emails(input, decision).into_iter();
    let (email, other_emails) = (emails.next(), emails.collect());
    let connection_id = Some(input.login.connection_id);
    let command = InvitationCommand::AcceptInvitation { invitation_id, email, other_emails, connection_id };
    let done = caller.command(command, reason, query).await?;
    Ok(Success::new(done.with_row(AdministrationReason::InvitationNotFound)?))
}

/// Sends the invitation's mail. WHY after the command: an invitation whose mail failed can be sent
/// again, but a mail without its invitation leads nowhere. A dry run sends none.
async fn sent<A: Access<P>, P>(caller: &Caller<A, P>, done: Done) -> Result<CommandResponse<Sent>, ApiError> {
    let row: InvitationRow = done.row(AdministrationReason::InvitationNotFound)?;
    let app = &caller.app;
    if done.dry_run {
        let delivery = if app.has_mail() { Delivery::Queued } else { Delivery::NotConfigured };
        return Ok(done.with(Sent { row, delivery }));
    }
    let inviter = caller.signed_in.authenticated()?.email.clone();
    let claim = app.store.policy().await?.invitation_claim;
    let link = link_of(app, row.id).await?;
    let mail = invitation_mail(&row, inviter.as_deref(), link.as_deref(), claim);
    let is_paused = |mail: &Mail| app.has_mail() && !app.invitation_mails.may_send(row.organization_id, &mail.to);
    let delivery = match mail {
        Some(mail) if is_paused(&mail) => Delivery::Paused,
        mail => app.deliver(mail).await,
    };
    Ok(done.with(Sent { row, delivery }))
}

/// Returns the link of an invitation: that of the issuer, if people sign in through it, else the
/// sign-in page of the web application, which presents the invitation itself.
async fn link_of(app: &App, invitation: InvitationId) -> Result<Option<String>, ApiError> {
    let Some(sign_in) = app.sign_in_url() else { return Ok(None) };
    if let Some(issuer) = app.issuer_url()
        && app.store.people_have_applications().await?
    {
        return Ok(Some(Issuer::invitation(issuer, invitation)));
    }
    let (page, fragment) = match sign_in.split_once('#') {
        Some((page, fragment)) => (page, format!("#{fragment}")),
        None => (sign_in, String::new()),
    };
    let mark = if page.contains('?') { '&' } else { '?' };
    Ok(Some(format!("{page}{mark}invitation={invitation}{fragment}")))
}
