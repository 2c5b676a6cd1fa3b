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

use crate::body::{read, read_or_default};
use crate::caller::{Caller, CommandResponse, List, NoRow, PageQuery, parse_path_id, without_row};
use crate::envelope::Success;
use crate::error::ApiError;
use crate::openapi::{Routes, operation};

pub(super) fn routes() -> Routes {
    Routes::new()
        .get(
            "/orgs",
            list_mine,
            operation("ownOrganizations", "List the caller's organizations and roles.")
                .answers::<List<SessionOrganization>>(),
        )
        .post(
            "/orgs",
            create,
            operation("createOrganization", "Create an organization.")
                .needs(Capability::OrganizationsManage)
                .takes::<CreateOrganizationRequest>()
                .creates::<CommandResponse<OrganizationListRow>>()
                .refuses(409),
        )
        .get(
            "/orgs/{orgId}",
            show,
            operation("organization", "Get an organization.")
                .needs(Capability::OrgRead)
                .answers::<OrganizationListRow>(),
        )
        .put(
            "/orgs/{orgId}",
            update,
            operation("updateOrganization", "Change an organization's name, slug or logo.")
                .needs(Capability::OrgUpdate)
                .takes::<UpdateOrganizationRequest>()
                .answers::<CommandResponse<OrganizationListRow>>()
                .refuses(409),
        )
        .delete(
            "/orgs/{orgId}",
            close,
            operation(
                "closeOrganization",
                "Close an organization. It admits nobody, and its members lose their access.",
            )
            .needs(Capability::OrgDelete)
            .may_take::<ReasonRequest>()
            .answers::<CommandResponse<OrganizationListRow>>(),
        )
        .get(
            "/orgs/{orgId}/members",
            members,
            operation("members", "List an organization's members.")
                .needs(Capability::MembersRead)
                .paged()
                .answers::<List<MemberRow>>(),
        )
        .post(
            "/orgs/{orgId}/members",
            add_member,
            operation("addMember", "Restore a former member.")
                .needs(Capability::MembersManage)
                .takes::<AddMemberRequest>()
                .creates::<CommandResponse<NoRow>>()
                .refuses(409),
        )
        .put(
            "/orgs/{orgId}/members/{userId}",
            change_role,
            operation("changeMemberRole", "Change a member's role.")
                .needs(Capability::MembersManage)
                .takes::<ChangeRoleRequest>()
                .answers::<CommandResponse<NoRow>>()
                .refuses(409),
        )
        .delete(
            "/orgs/{orgId}/members/{userId}",
            remove_member,
            operation("removeMember", "Remove a member. Members may remove themselves.")
                .may_take::<ReasonRequest>()
                .answers::<CommandResponse<NoRow>>()
                .refuses(409),
        )
        .delete(
            "/orgs/{orgId}/members/{userId}/manual-role",
            follow_provider,
            operation("followProvider", "Give a role that was changed by hand back to the group mappings.")
                .needs(Capability::MembersManage)
                .may_take::<ReasonRequest>()
                .answers::<CommandResponse<NoRow>>()
                .refuses(409),
        )
        .get(
            "/orgs/{orgId}/membership-requests",
            requests,
            operation("membershipRequests", "List an organization's membership requests.")
                .needs(Capability::MembersManage)
                .paged()
                .answers::<List<MembershipRequestRow>>(),
        )
        .post(
            "/orgs/{orgId}/membership-requests/{userId}/approve",
            approve,
            operation("approveMembershipRequest", "Approve a membership request.")
                .needs(Capability::MembersManage)
                .may_take::<ReasonRequest>()
                .answers::<CommandResponse<NoRow>>()
                .refuses(409),
        )
        .post(
            "/orgs/{orgId}/membership-requests/{userId}/deny",
            deny,
            operation("denyMembershipRequest", "Deny a membership request.")
                .needs(Capability::MembersManage)
                .may_take::<ReasonRequest>()
                .answers::<CommandResponse<NoRow>>()
                .refuses(409),
        )
        .get(
            "/orgs/{orgId}/audit",
            audit,
            operation("organizationAudit", "List an organization's audit records, newest first.")
                .needs(Capability::AuditRead)
                .paged()
                .answers::<List<AdministrationAuditRow>>(),
        )
        .get(
            "/admin/orgs",
            list_all,
            operation("organizations", "List the platform's organizations.")
                .needs(Capability::OrganizationsManage)
                .paged()
                .answers::<List<OrganizationListRow>>(),
        )
        .post(
            "/admin/orgs/{orgId}/reopen",
            reopen,
            operation("reopenOrganization", "Reopen an organization.")
                .needs(Capability::OrganizationsManage)
                .may_take::<ReasonRequest>()
                .answers::<CommandResponse<OrganizationListRow>>()
                .refuses(409),
        )
        .put(
            "/admin/orgs/{orgId}/seat-limit",
            seat_limit,
            operation("setSeatLimit", "Set an organization's seat limit.")
                .needs(Capability::OrganizationsManage)
                .takes::<SeatLimitRequest>()
                .answers::<CommandResponse<OrganizationListRow>>()
                .refuses(409),
        )
}

/// Lists the caller's own organizations, with their role in each.
async fn list_mine(caller: Caller) -> Result<impl IntoResponse, ApiError> {
    let items = caller.signed_in.authenticated()?.organizations.clone();
    Ok(Success::new(List { items, next: None }))
}

async fn list_all(caller: Caller, query: PageQuery) -> Result<impl IntoResponse, ApiError> {
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

async fn show(caller: Caller, Path(organization): Path<String>) -> Result<impl IntoResponse, ApiError> {
    let id = parse_path_id(&organization, OrganizationId::parse)?;
    caller.may(Capability::OrgRead, Some(id)).or_else(|_| caller.may(Capability::OrganizationsManage, None))?;
    Ok(Success::new(load(&caller, id).await?))
}

async fn update(caller: Caller, Path(organization): Path<String>, body: Bytes) -> Result<impl IntoResponse, ApiError> {
    let organization_id = parse_path_id(&organization, OrganizationId::parse)?;
    let UpdateOrganizationRequest { name, slug, logo_url, reason } = read(&body)?;
    let command = OrganizationCommand::UpdateOrganization { organization_id, name, slug, logo_url };
    let outcome = caller.command(command, reason).await?;
    row(&caller, organization_id, outcome).await
}

async fn close(caller: Caller, Path(organization): Path<String>, body: Bytes) -> Result<impl IntoResponse, ApiError> {
    let organization_id = parse_path_id(&organization, OrganizationId::parse)?;
    let ReasonRequest { reason } = read_or_default(&body)?;
    let outcome = caller.command(OrganizationCommand::CloseOrganization { organization_id }, reason).await?;
    row(&caller, organization_id, outcome).await
}

async fn reopen(caller: Caller, Path(organization): Path<String>, body: Bytes) -> Result<impl IntoResponse, ApiError> {
    let organization_id = parse_path_id(&organization, OrganizationId::parse)?;
    let ReasonRequest { reason } = read_or_default(&body)?;
    let outcome = caller.command(OrganizationCommand::ReopenOrganization { organization_id }, reason).await?;
    row(&caller, organization_id, outcome).await
}

async fn seat_limit(
    caller: Caller,
    Path(organization): Path<String>,
    body: Bytes,
) -> Result<impl IntoResponse, ApiError> {
    let organization_id = parse_path_id(&organization, OrganizationId::parse)?;
    let SeatLimitRequest { seat_limit, reason } = read(&body)?;
    let outcome = caller.command(OrganizationCommand::SetSeatLimit { organization_id, seat_limit }, reason).await?;
    row(&caller, organization_id, outcome).await
}

async fn members(
    caller: Caller,
    Path(organization): Path<String>,
    query: PageQuery,
) -> Result<impl IntoResponse, ApiError> {
    let id = parse_path_id(&organization, OrganizationId::parse)?;
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
    let organization_id = parse_path_id(&organization, OrganizationId::parse)?;
    let AddMemberRequest { user_id, role, reason } = read(&body)?;
    let outcome = caller.command(MemberCommand::AddMember { organization_id, user_id, role }, reason).await?;
    Ok((StatusCode::CREATED, Success::new(without_row(outcome))))
}

async fn change_role(
    caller: Caller,
    Path(names): Path<(String, String)>,
    body: Bytes,
) -> Result<impl IntoResponse, ApiError> {
    let (organization_id, user_id) = member(&names)?;
    let ChangeRoleRequest { role, reason } = read(&body)?;
    command_response(&caller, MemberCommand::ChangeMemberRole { organization_id, user_id, role }, reason).await
}

async fn follow_provider(
    caller: Caller,
    Path(names): Path<(String, String)>,
    body: Bytes,
) -> Result<impl IntoResponse, ApiError> {
    let (organization_id, user_id) = member(&names)?;
    let ReasonRequest { reason } = read_or_default(&body)?;
    command_response(&caller, MemberCommand::FollowProvider { organization_id, user_id }, reason).await
}

async fn remove_member(
    caller: Caller,
    Path(names): Path<(String, String)>,
    body: Bytes,
) -> Result<impl IntoResponse, ApiError> {
    let (organization_id, user_id) = member(&names)?;
    let ReasonRequest { reason } = read_or_default(&body)?;
    command_response(&caller, MemberCommand::RemoveMember { organization_id, user_id }, reason).await
}

async fn requests(
    caller: Caller,
    Path(organization): Path<String>,
    query: PageQuery,
) -> Result<impl IntoResponse, ApiError> {
    let id = parse_path_id(&organization, OrganizationId::parse)?;
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
    command_response(&caller, MemberCommand::ApproveMembershipRequest { organization_id, user_id }, reason).await
}

async fn deny(caller: Caller, Path(names): Path<(String, String)>, body: Bytes) -> Result<impl IntoResponse, ApiError> {
    let (organization_id, user_id) = member(&names)?;
    let ReasonRequest { reason } = read_or_default(&body)?;
    command_response(&caller, MemberCommand::DenyMembershipRequest { organization_id, user_id }, reason).await
}

async fn audit(
    caller: Caller,
    Path(organization): Path<String>,
    query: PageQuery,
) -> Result<impl IntoResponse, ApiError> {
    let id = parse_path_id(&organization, OrganizationId::parse)?;
    caller.may(Capability::AuditRead, Some(id))?;
    let page = query.page();
    let rows = caller.app.store.administration_audit(Some(id), &page).await?;
    Ok(Success::new(List::of(rows, &page, |row| row.number.to_string())))
}

fn member((organization, user): &(String, String)) -> Result<(OrganizationId, UserId), ApiError> {
    Ok((parse_path_id(organization, OrganizationId::parse)?, parse_path_id(user, UserId::parse)?))
}

async fn command_response(
    caller: &Caller,
    command: MemberCommand,
    reason: Option<ChangeReason>,
) -> Result<Success<impl Serialize + use<>>, ApiError> {
    let outcome = caller.command(command, reason).await?;
    Ok(Success::new(without_row(outcome)))
}

async fn load(caller: &Caller, id: OrganizationId) -> Result<OrganizationListRow, ApiError> {
    let organization = caller.app.store.organization(id).await?;
    organization.ok_or_else(|| AdministrationReason::OrganizationNotFound.into())
}

async fn row(
    caller: &Caller,
    id: OrganizationId,
    outcome: AdministrationReason,
) -> Result<Success<CommandResponse<OrganizationListRow>>, ApiError> {
    Ok(Success::new(CommandResponse { outcome, row: load(caller, id).await? }))
}
