//! `/orgs/{orgId}/invites`: invitations, for those who manage them. `/invites`: invitations, for
//! the invited user.

use cora_axum::required;
use cora_core::administration::{AdministrationReason, InvitationCommand};
use cora_core::id::{InvitationId, OrganizationId};
use cora_core::provisioning::proven::proven_emails;
use cora_store::{InvitationRow, ListPage, Provisioned};
use cora_wire::request::{CreateInvitationRequest, ReasonRequest, ResendInvitationRequest};
use uuid::Uuid;

use crate::access::{Access, Admitted, InOrganization, OnCommand};
use crate::body::{Body, OptionalBody};
use crate::caller::{Caller, List};
use crate::command::{CommandQuery, CommandResponse, Done, with_delivery};
use crate::endpoint::{Endpoint, Routes, delete, get, post};
use crate::envelope::{Created, Success};
use crate::error::ApiError;
use crate::list_query::{ListOf, lists};

lists! {
    /// Invitations to an organization.
    Invitations = INVITATIONS,
}

pub(super) fn routes() -> Routes {
    Routes::new()
        .on(LIST, list)
        .on(CREATE, create)
        .on(REVOKE, revoke)
        .on(RESEND, resend)
        .on(OWN, list_mine)
        .on(ACCEPT, accept)
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
) -> Result<Created<CommandResponse<InvitationRow>>, ApiError> {
    let organization_id = caller.path;
    Ok(Created(invite(&caller, organization_id, request, query).await?))
}

/// Invites an address to an organization, and queues the mail.
pub(crate) async fn invite<A: Access<P>, P>(
    caller: &Caller<A, P>,
    organization_id: OrganizationId,
    request: CreateInvitationRequest,
    query: CommandQuery,
) -> Result<CommandResponse<InvitationRow>, ApiError> {
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
    queued(caller, done)
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
) -> Result<Success<CommandResponse<InvitationRow>>, ApiError> {
    let ResendInvitationRequest { lifetime_seconds, reason } = request;
    let (organization_id, invitation_id) = caller.path;
    let command = InvitationCommand::ResendInvitation { organization_id, invitation_id, lifetime_seconds };
    let done = caller.command(command, reason, query).await?;
    Ok(Success::new(queued(&caller, done)?))
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
    caller.in_person()?;
    let invitation_id = caller.path;
    let Provisioned { input, decision, .. } = &caller.signed_in.provisioned;
    let mut emails = proven_emails(input, decision).into_iter();
    let (email, other_emails) = (emails.next(), emails.collect());
    let connection_id = Some(input.login.connection_id);
    let command = InvitationCommand::AcceptInvitation { invitation_id, email, other_emails, connection_id };
    let done = caller.command(command, reason, query).await?;
    Ok(Success::new(done.with_row(AdministrationReason::InvitationNotFound)?))
}

/// Builds the answer with the invitation, whose mail was queued with it, and wakes the sender.
fn queued<A: Access<P>, P>(caller: &Caller<A, P>, done: Done) -> Result<CommandResponse<InvitationRow>, ApiError> {
    if !done.dry_run {
        caller.app.mail_outbox.wake();
    }
    let row = with_delivery(done.row(AdministrationReason::InvitationNotFound)?);
    Ok(done.with(row))
}
