//! `/orgs`: organizations, their members, and membership requests. Paths and rows use the names of
//! the legacy CORA toolkit.

use axum::body::Bytes;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use cora_core::administration::{AdministrationReason, MemberCommand, OrganizationCommand};
use cora_core::capability::Capability;
use cora_core::id::{OrganizationId, UserId};
use cora_core::session::SessionOrganization;
use cora_core::text::ChangeReason;
use cora_store::{AdministrationAuditRow, MemberRow, MembershipRequestRow, OrganizationListRow};
use cora_wire::request::{
    AddMemberRequest, ChangeRoleRequest, CreateOrganizationRequest, ReasonRequest, SeatLimitRequest,
    UpdateOrganizationRequest,
};
use serde::Serialize;
use uuid::Uuid;

use crate::administer::{Caller, Changed, List, Nothing, PageQuery, changed, named};
use crate::body::{read, read_or_default};
use crate::document::{Routes, operation};
use crate::envelope::Success;
use crate::error::ApiError;

pub(super) fn routes() -> Routes {
    Routes::new()
        .get(
            "/orgs",
            own,
            operation("ownOrganizations", "One's own organizations, with one's role in each.")
                .answers::<List<SessionOrganization>>(),
        )
        .post(
            "/orgs",
            create,
            operation("createOrganization", "Found an organization.")
                .needs(Capability::OrganizationsManage)
                .takes::<CreateOrganizationRequest>()
                .creates::<Changed<OrganizationListRow>>()
                .refuses(409),
        )
        .get(
            "/orgs/{orgId}",
            one,
            operation("organization", "An organization.").needs(Capability::OrgRead).answers::<OrganizationListRow>(),
        )
        .put(
            "/orgs/{orgId}",
            update,
            operation("updateOrganization", "What an organization is called.")
                .needs(Capability::OrgUpdate)
                .takes::<UpdateOrganizationRequest>()
                .answers::<Changed<OrganizationListRow>>()
                .refuses(409),
        )
        .delete(
            "/orgs/{orgId}",
            close,
            operation("closeOrganization", "Close an organization: it takes nobody in and gives its members nothing.")
                .needs(Capability::OrgDelete)
                .may_take::<ReasonRequest>()
                .answers::<Changed<OrganizationListRow>>(),
        )
        .get(
            "/orgs/{orgId}/members",
            members,
            operation("members", "The members of an organization.")
                .needs(Capability::MembersRead)
                .paged()
                .answers::<List<MemberRow>>(),
        )
        .post(
            "/orgs/{orgId}/members",
            add_member,
            operation("addMember", "Take somebody in again who was a member before.")
                .needs(Capability::MembersManage)
                .takes::<AddMemberRequest>()
                .creates::<Changed<Nothing>>()
                .refuses(409),
        )
        .put(
            "/orgs/{orgId}/members/{userId}",
            change_role,
            operation("changeMemberRole", "Give a member another role.")
                .needs(Capability::MembersManage)
                .takes::<ChangeRoleRequest>()
                .answers::<Changed<Nothing>>()
                .refuses(409),
        )
        .delete(
            "/orgs/{orgId}/members/{userId}",
            remove_member,
            operation("removeMember", "End a membership; members may end their own.")
                .may_take::<ReasonRequest>()
                .answers::<Changed<Nothing>>()
                .refuses(409),
        )
        .delete(
            "/orgs/{orgId}/members/{userId}/manual-role",
            follow_provider,
            operation("followProvider", "Give a role that was changed by hand back to the group mappings.")
                .needs(Capability::MembersManage)
                .may_take::<ReasonRequest>()
                .answers::<Changed<Nothing>>()
                .refuses(409),
        )
        .get(
            "/orgs/{orgId}/membership-requests",
            requests,
            operation("membershipRequests", "Who has asked to be taken in.")
                .needs(Capability::MembersManage)
                .paged()
                .answers::<List<MembershipRequestRow>>(),
        )
        .post(
            "/orgs/{orgId}/membership-requests/{userId}/approve",
            approve,
            operation("approveMembershipRequest", "Take in who has asked.")
                .needs(Capability::MembersManage)
                .may_take::<ReasonRequest>()
                .answers::<Changed<Nothing>>()
                .refuses(409),
        )
        .post(
            "/orgs/{orgId}/membership-requests/{userId}/deny",
            deny,
            operation("denyMembershipRequest", "Do not take in who has asked.")
                .needs(Capability::MembersManage)
                .may_take::<ReasonRequest>()
                .answers::<Changed<Nothing>>()
                .refuses(409),
        )
        .get(
            "/orgs/{orgId}/audit",
            audit,
            operation("organizationAudit", "What was done in an organization, the newest first.")
                .needs(Capability::AuditRead)
                .paged()
                .answers::<List<AdministrationAuditRow>>(),
        )
        .get(
            "/admin/orgs",
            all,
            operation("organizations", "The organizations of the platform.")
                .needs(Capability::OrganizationsManage)
                .paged()
                .answers::<List<OrganizationListRow>>(),
        )
        .post(
            "/admin/orgs/{orgId}/reopen",
            reopen,
            operation("reopenOrganization", "Open a closed organization again.")
                .needs(Capability::OrganizationsManage)
                .may_take::<ReasonRequest>()
                .answers::<Changed<OrganizationListRow>>()
                .refuses(409),
        )
        .put(
            "/admin/orgs/{orgId}/seat-limit",
            seat_limit,
            operation("setSeatLimit", "How many members an organization may have.")
                .needs(Capability::OrganizationsManage)
                .takes::<SeatLimitRequest>()
                .answers::<Changed<OrganizationListRow>>()
                .refuses(409),
        )
}

/// Lists the caller's own organizations, with their role in each.
async fn own(caller: Caller) -> Result<impl IntoResponse, ApiError> {
    let items = caller.signed_in.authenticated()?.organizations.clone();
    Ok(Success::new(List { items, next: None }))
}

async fn all(caller: Caller, query: PageQuery) -> Result<impl IntoResponse, ApiError> {
    caller.may(Capability::OrganizationsManage, None)?;
    let page = query.page();
    let rows = caller.app.store.organizations(&page).await?;
    Ok(Success::new(List::of(rows, &page, |row| row.id.to_string())))
}

async fn create(caller: Caller, body: Bytes) -> Result<impl IntoResponse, ApiError> {
    let CreateOrganizationRequest { name, slug, logo_url, reason } = read(&body)?;
    let organization_id = OrganizationId::from_uuid(Uuid::new_v4());
    let outcome = caller
        .command(OrganizationCommand::CreateOrganization { organization_id, name, slug, logo_url }, reason)
        .await?;
    Ok((StatusCode::CREATED, row(&caller, organization_id, outcome).await?))
}

async fn one(caller: Caller, Path(organization): Path<String>) -> Result<impl IntoResponse, ApiError> {
    let id = named(&organization, OrganizationId::parse)?;
    caller.may(Capability::OrgRead, Some(id)).or_else(|_| caller.may(Capability::OrganizationsManage, None))?;
    Ok(Success::new(found(&caller, id).await?))
}

async fn update(caller: Caller, Path(organization): Path<String>, body: Bytes) -> Result<impl IntoResponse, ApiError> {
    let organization_id = named(&organization, OrganizationId::parse)?;
    let UpdateOrganizationRequest { name, slug, logo_url, reason } = read(&body)?;
    let command = OrganizationCommand::UpdateOrganization { organization_id, name, slug, logo_url };
    let outcome = caller.command(command, reason).await?;
    row(&caller, organization_id, outcome).await
}

async fn close(caller: Caller, Path(organization): Path<String>, body: Bytes) -> Result<impl IntoResponse, ApiError> {
    let organization_id = named(&organization, OrganizationId::parse)?;
    let ReasonRequest { reason } = read_or_default(&body)?;
    let outcome = caller.command(OrganizationCommand::CloseOrganization { organization_id }, reason).await?;
    row(&caller, organization_id, outcome).await
}

async fn reopen(caller: Caller, Path(organization): Path<String>, body: Bytes) -> Result<impl IntoResponse, ApiError> {
    let organization_id = named(&organization, OrganizationId::parse)?;
    let ReasonRequest { reason } = read_or_default(&body)?;
    let outcome = caller.command(OrganizationCommand::ReopenOrganization { organization_id }, reason).await?;
    row(&caller, organization_id, outcome).await
}

async fn seat_limit(
    caller: Caller,
    Path(organization): Path<String>,
    body: Bytes,
) -> Result<impl IntoResponse, ApiError> {
    let organization_id = named(&organization, OrganizationId::parse)?;
    let SeatLimitRequest { seat_limit, reason } = read(&body)?;
    let outcome = caller.command(OrganizationCommand::SetSeatLimit { organization_id, seat_limit }, reason).await?;
    row(&caller, organization_id, outcome).await
}

async fn members(
    caller: Caller,
    Path(organization): Path<String>,
    query: PageQuery,
) -> Result<impl IntoResponse, ApiError> {
    let id = named(&organization, OrganizationId::parse)?;
    caller.may(Capability::MembersRead, Some(id))?;
    let page = query.page();
    let rows = caller.app.store.members(id, &page).await?;
    Ok(Success::new(List::of(rows, &page, |row| row.user_id.to_string())))
}

async fn add_member(
    caller: Caller,
    Path(organization): Path<String>,
    body: Bytes,
) -> Result<impl IntoResponse, ApiError> {
    let organization_id = named(&organization, OrganizationId::parse)?;
    let AddMemberRequest { user_id, role, reason } = read(&body)?;
    let outcome = caller.command(MemberCommand::AddMember { organization_id, user_id, role }, reason).await?;
    Ok((StatusCode::CREATED, Success::new(changed(outcome))))
}

async fn change_role(
    caller: Caller,
    Path(names): Path<(String, String)>,
    body: Bytes,
) -> Result<impl IntoResponse, ApiError> {
    let (organization_id, user_id) = member(&names)?;
    let ChangeRoleRequest { role, reason } = read(&body)?;
    answered(&caller, MemberCommand::ChangeMemberRole { organization_id, user_id, role }, reason).await
}

async fn follow_provider(
    caller: Caller,
    Path(names): Path<(String, String)>,
    body: Bytes,
) -> Result<impl IntoResponse, ApiError> {
    let (organization_id, user_id) = member(&names)?;
    let ReasonRequest { reason } = read_or_default(&body)?;
    answered(&caller, MemberCommand::FollowProvider { organization_id, user_id }, reason).await
}

async fn remove_member(
    caller: Caller,
    Path(names): Path<(String, String)>,
    body: Bytes,
) -> Result<impl IntoResponse, ApiError> {
    let (organization_id, user_id) = member(&names)?;
    let ReasonRequest { reason } = read_or_default(&body)?;
    answered(&caller, MemberCommand::RemoveMember { organization_id, user_id }, reason).await
}

async fn requests(
    caller: Caller,
    Path(organization): Path<String>,
    query: PageQuery,
) -> Result<impl IntoResponse, ApiError> {
    let id = named(&organization, OrganizationId::parse)?;
    caller.may(Capability::MembersManage, Some(id))?;
    let page = query.page();
    let rows = caller.app.store.membership_requests(id, &page).await?;
    Ok(Success::new(List::of(rows, &page, |row| row.user_id.to_string())))
}

async fn approve(
    caller: Caller,
    Path(names): Path<(String, String)>,
    body: Bytes,
) -> Result<impl IntoResponse, ApiError> {
    let (organization_id, user_id) = member(&names)?;
    let ReasonRequest { reason } = read_or_default(&body)?;
    answered(&caller, MemberCommand::ApproveMembershipRequest { organization_id, user_id }, reason).await
}

async fn deny(caller: Caller, Path(names): Path<(String, String)>, body: Bytes) -> Result<impl IntoResponse, ApiError> {
    let (organization_id, user_id) = member(&names)?;
    let ReasonRequest { reason } = read_or_default(&body)?;
    answered(&caller, MemberCommand::DenyMembershipRequest { organization_id, user_id }, reason).await
}

async fn audit(
    caller: Caller,
    Path(organization): Path<String>,
    query: PageQuery,
) -> Result<impl IntoResponse, ApiError> {
    let id = named(&organization, OrganizationId::parse)?;
    caller.may(Capability::AuditRead, Some(id))?;
    let page = query.page();
    let rows = caller.app.store.administration_audit(Some(id), &page).await?;
    Ok(Success::new(List::of(rows, &page, |row| row.number.to_string())))
}

fn member((organization, user): &(String, String)) -> Result<(OrganizationId, UserId), ApiError> {
    Ok((named(organization, OrganizationId::parse)?, named(user, UserId::parse)?))
}

async fn answered(
    caller: &Caller,
    command: MemberCommand,
    reason: Option<ChangeReason>,
) -> Result<Success<impl Serialize + use<>>, ApiError> {
    let outcome = caller.command(command, reason).await?;
    Ok(Success::new(changed(outcome)))
}

async fn found(caller: &Caller, id: OrganizationId) -> Result<OrganizationListRow, ApiError> {
    let organization = caller.app.store.organization(id).await?;
    organization.ok_or_else(|| AdministrationReason::OrganizationNotFound.into())
}

async fn row(
    caller: &Caller,
    id: OrganizationId,
    outcome: AdministrationReason,
) -> Result<Success<Changed<OrganizationListRow>>, ApiError> {
    Ok(Success::new(Changed { outcome, row: found(caller, id).await? }))
}
