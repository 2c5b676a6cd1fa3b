//! `/orgs/{orgId}/invites`: invitations, for those who manage them. `/invites`: invitations, for
//! the invited user.

use axum::body::Bytes;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use cora_core::administration::{AdministrationReason, InvitationCommand};
use cora_core::capability::Capability;
use cora_core::email::CanonicalEmail;
use cora_core::evidence::EmailEvidence;
use cora_core::id::{InvitationId, OrganizationId};
use cora_store::InvitationRow;
use cora_wire::request::{CreateInvitationRequest, ReasonRequest, ResendInvitationRequest};
use serde::Serialize;
use uuid::Uuid;

use crate::body::{read, read_or_default};
use crate::caller::{Caller, CommandResponse, List, PageQuery, parse_path_id};
use crate::envelope::Success;
use crate::error::ApiError;
use crate::mail::{Delivery, invitation_mail};
use crate::openapi::{Routes, operation};

pub(super) fn routes() -> Routes {
    Routes::new()
        .get(
            "/orgs/{orgId}/invites",
            list,
            operation("invitations", "List an organization's invitations.")
                .needs(Capability::InvitationsManage)
                .paged()
                .answers::<List<InvitationRow>>(),
        )
        .post(
            "/orgs/{orgId}/invites",
            create,
            operation("createInvitation", "Invite an address.")
                .needs(Capability::InvitationsManage)
                .takes::<CreateInvitationRequest>()
                .creates::<CommandResponse<Sent>>()
                .refuses(409),
        )
        .delete(
            "/orgs/{orgId}/invites/{inviteId}",
            revoke,
            operation("revokeInvitation", "Revoke an invitation.")
                .needs(Capability::InvitationsManage)
                .may_take::<ReasonRequest>()
                .answers::<CommandResponse<InvitationRow>>()
                .refuses(409),
        )
        .post(
            "/orgs/{orgId}/invites/{inviteId}/resend",
            resend,
            operation("resendInvitation", "Extend an invitation and send its mail again.")
                .needs(Capability::InvitationsManage)
                .may_take::<ResendInvitationRequest>()
                .answers::<CommandResponse<Sent>>()
                .refuses(409),
        )
        .get(
            "/invites",
            list_mine,
            operation("ownInvitations", "List the open invitations to the caller's verified address.")
                .answers::<List<InvitationRow>>(),
        )
        .post(
            "/invites/{inviteId}/accept",
            accept,
            operation("acceptInvitation", "Accept an invitation to the caller's verified address.")
                .may_take::<ReasonRequest>()
                .answers::<CommandResponse<InvitationRow>>()
                .refuses(409),
        )
}

/// An invitation, and the delivery status of its mail.
#[derive(Serialize, schemars::JsonSchema)]
#[schemars(rename = "InvitationSent")]
struct Sent {
    #[serde(flatten)]
    row: InvitationRow,
    delivery: Delivery,
}

async fn list(
    caller: Caller,
    Path(organization): Path<String>,
    query: PageQuery,
) -> Result<impl IntoResponse, ApiError> {
    let id = parse_path_id(&organization, OrganizationId::parse)?;
    caller.may(Capability::InvitationsManage, Some(id))?;
    let page = query.page();
    let rows = caller.app.store.invitations(id, (caller.app.clock)(), &page).await?;
    Ok(Success::new(List::of(rows, &page, |row| row.id.to_string())))
}

async fn create(caller: Caller, Path(organization): Path<String>, body: Bytes) -> Result<impl IntoResponse, ApiError> {
    let organization_id = parse_path_id(&organization, OrganizationId::parse)?;
    let request: CreateInvitationRequest = read(&body)?;
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
    let outcome = caller.command(command, reason).await?;
    Ok((StatusCode::CREATED, sent(&caller, invitation_id, outcome).await?))
}

async fn resend(
    caller: Caller,
    Path((organization, invitation)): Path<(String, String)>,
    body: Bytes,
) -> Result<impl IntoResponse, ApiError> {
    let organization_id = parse_path_id(&organization, OrganizationId::parse)?;
    let invitation_id = parse_path_id(&invitation, InvitationId::parse)?;
    let ResendInvitationRequest { lifetime_seconds, reason } = read_or_default(&body)?;
    let command = InvitationCommand::ResendInvitation { organization_id, invitation_id, lifetime_seconds };
    let outcome = caller.command(command, reason).await?;
    sent(&caller, invitation_id, outcome).await
}

async fn revoke(
    caller: Caller,
    Path((organization, invitation)): Path<(String, String)>,
    body: Bytes,
) -> Result<impl IntoResponse, ApiError> {
    let organization_id = parse_path_id(&organization, OrganizationId::parse)?;
    let invitation_id = parse_path_id(&invitation, InvitationId::parse)?;
    let ReasonRequest { reason } = read_or_default(&body)?;
    let outcome =
        caller.command(InvitationCommand::RevokeInvitation { organization_id, invitation_id }, reason).await?;
    Ok(Success::new(CommandResponse { outcome, row: load(&caller, invitation_id).await? }))
}

/// Lists the open invitations to the caller's own address. The list is empty unless the address is
/// verified.
async fn list_mine(caller: Caller) -> Result<impl IntoResponse, ApiError> {
    let session = caller.signed_in.authenticated()?;
    let email = session.email.as_deref().filter(|_| session.email_evidence >= EmailEvidence::Verified);
    let items = match email.and_then(|email| CanonicalEmail::parse(email).ok()) {
        Some(email) => caller.app.store.invitations_to(&email, (caller.app.clock)()).await?,
        None => Vec::new(),
    };
    Ok(Success::new(List { items, next: None }))
}

async fn accept(caller: Caller, Path(invitation): Path<String>, body: Bytes) -> Result<impl IntoResponse, ApiError> {
    let invitation_id = parse_path_id(&invitation, InvitationId::parse)?;
    let ReasonRequest { reason } = read_or_default(&body)?;
    let connection_id = Some(caller.signed_in.provisioned.input.login.connection_id);
    let outcome = caller.command(InvitationCommand::AcceptInvitation { invitation_id, connection_id }, reason).await?;
    Ok(Success::new(CommandResponse { outcome, row: load(&caller, invitation_id).await? }))
}

async fn load(caller: &Caller, id: InvitationId) -> Result<InvitationRow, ApiError> {
    let invitation = caller.app.store.invitation(id, (caller.app.clock)()).await?;
    invitation.ok_or_else(|| AdministrationReason::InvitationNotFound.into())
}

/// Sends the invitation's mail. WHY after the command: an invitation whose mail failed can be sent
/// again, but a mail without its invitation leads nowhere.
async fn sent(
    caller: &Caller,
    id: InvitationId,
    outcome: AdministrationReason,
) -> Result<Success<CommandResponse<Sent>>, ApiError> {
    let row = load(caller, id).await?;
    let inviter = caller.signed_in.authenticated()?.email.clone();
    let delivery = caller.app.deliver(invitation_mail(&row, inviter.as_deref(), caller.app.sign_in_url())).await;
    Ok(Success::new(CommandResponse { outcome, row: Sent { row, delivery } }))
}
