//! `/orgs/{orgId}/invites`: invitations.

use cora_axum::required;
use cora_core::administration::{AdministrationReason, InvitationCommand};
use cora_core::id::{InvitationId, OrganizationId};
use cora_wire::request::CreateInvitationRequest;
use jiff::Timestamp;
use jiff::civil::DateTime;
use serde_json::Value;

use super::asked::Asked;
use super::body::{Given, request};
use super::{Answered, Made, answered, row};
use crate::access::{Access, InOrganization, OnCommand};
use crate::app::App;
use crate::caller::Caller;
use crate::command::CommandQuery;
use crate::endpoint::{Endpoint, Routes, delete, get, post};
use crate::envelope::Created;
use crate::error::ApiError;
use crate::routes::invitations::invite as send;

pub(super) fn routes() -> Routes {
    Routes::new().on(LIST, list).on(CREATE, create).on(REVOKE, revoke)
}

const LIST: Endpoint = get("/orgs/{orgId}/invites", "invitations", "List an organization's open invitations.");

async fn list(
    caller: Caller<InOrganization<required::InvitationsManage>, OrganizationId>,
    asked: Asked,
) -> Result<Answered, ApiError> {
    let now = (caller.app.clock)();
    let rows = caller.app.store.legacy_invitations(caller.path, asked.any_status, now, asked.slice).await?;
    Ok(answered(Value::Array(rows.iter().map(row::invitation).collect::<Result<_, _>>()?)))
}

const CREATE: Endpoint = post("/orgs/{orgId}/invites", "createInvitation", "Invite an address.").refuses(&[409]);

async fn create(
    caller: Caller<OnCommand<required::InvitationsManage>, OrganizationId>,
    given: Given,
) -> Result<Made, ApiError> {
    let id = invite(&caller, caller.path, &given).await?;
    Ok(Created(load(&caller.app, id).await?))
}

/// Invites the address of a body, and sends the mail.
pub(super) async fn invite<A: Access<P>, P>(
    caller: &Caller<A, P>,
    organization: OrganizationId,
    given: &Given,
) -> Result<InvitationId, ApiError> {
    let asked: CreateInvitationRequest = request([
        ("email", given.value("email").cloned()),
        ("role", given.organization_role(&["role", "orgRole"])),
        ("lifetimeSeconds", lifetime(&caller.app, given)?.map(Value::from)),
    ])?;
    Ok(send(caller, organization, asked, CommandQuery::default()).await?.row.id)
}

/// Returns the lifetime of an invitation whose body names its end, as CORA's does: a time in RFC
/// 3339; or a time without an offset or a day, as fields of pages write them, in UTC.
fn lifetime(app: &App, given: &Given) -> Result<Option<u32>, ApiError> {
    let Some(value) = given.value("expiresAt").filter(|value| !value.is_null()) else { return Ok(None) };
    let unfit = || ApiError::input("/expiresAt", "the end is no time, such as `2026-01-31T12:00:00Z`");
    let text = value.as_str().ok_or_else(unfit)?;
    let end = match text.parse::<Timestamp>() {
        Ok(end) => end,
        Err(_) => {
            let end = text.parse::<DateTime>().and_then(|end| format!("{end}Z").parse::<Timestamp>());
            end.map_err(|_| unfit())?
        }
    };
    let now = i64::try_from((app.clock)().seconds()).unwrap_or(i64::MAX);
    // A time that has passed is a lifetime of 0, which the core refuses.
    Ok(Some(u32::try_from(end.as_second().saturating_sub(now).max(0)).unwrap_or(u32::MAX)))
}

const REVOKE: Endpoint =
    delete("/orgs/{orgId}/invites/{inviteId}", "revokeInvitation", "Revoke an invitation.").refuses(&[409]);

async fn revoke(
    caller: Caller<OnCommand<required::InvitationsManage>, (OrganizationId, InvitationId)>,
) -> Result<Answered, ApiError> {
    let (organization_id, invitation_id) = caller.path;
    caller
        .command(InvitationCommand::RevokeInvitation { organization_id, invitation_id }, None, CommandQuery::default())
        .await?;
    Ok(answered(load(&caller.app, invitation_id).await?))
}

/// Returns an invitation in CORA's shape.
pub(super) async fn load(app: &App, id: InvitationId) -> Result<Value, ApiError> {
    let found = app.store.legacy_invitation(id, (app.clock)()).await?;
    row::invitation(&found.ok_or(AdministrationReason::InvitationNotFound)?)
}
