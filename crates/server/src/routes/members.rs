//! `/orgs/{orgId}/members` and `/orgs/{orgId}/membership-requests`: the members of an organization,
//! and requests to join it.

use cora_axum::required;
use cora_core::administration::MemberCommand;
use cora_core::id::{ApplicationId, OrganizationId, UserId};
use cora_store::{ApplicationPermissionsRow, ListPage, MemberApplicationRoleRow, MemberRow, MembershipRequestRow};
use cora_wire::request::{AddMemberRequest, ApplicationRolesRequest, ChangeRoleRequest, ReasonRequest};

use crate::access::{Admitted, InOrganization, OnCommand};
use crate::body::{Body, OptionalBody};
use crate::caller::{Caller, List, PageQuery};
use crate::command::{CommandQuery, CommandResponse, NoRow};
use crate::endpoint::{Endpoint, Routes, delete, get, post, put};
use crate::envelope::{Created, Success};
use crate::error::ApiError;
use crate::list_query::{ListOf, lists};

lists! {
    /// Members of an organization.
    Members = MEMBERS,
    /// Requests to join an organization.
    MembershipRequests = MEMBERSHIP_REQUESTS,
}

pub(super) fn routes() -> Routes {
    Routes::new()
        .on(LIST, list)
        .on(ADD, add)
        .on(CHANGE_ROLE, change_role)
        .on(APPLICATION_ROLES, application_roles)
        .on(MEMBER_ROLES, member_roles)
        .on(SET_MEMBER_ROLES, set_member_roles)
        .on(FOLLOW_PROVIDER, follow_provider)
        .on(REMOVE, remove)
        .on(REQUESTS, requests)
        .on(APPROVE, approve)
        .on(DENY, deny)
}

const LIST: Endpoint = get("/orgs/{orgId}/members", "members", "List an organization's members.");

async fn list(
    caller: Caller<InOrganization<required::MembersRead>, OrganizationId>,
    query: ListOf<Members>,
) -> Result<Success<ListPage<MemberRow>>, ApiError> {
    Ok(Success::new(caller.app.store.members(caller.path, query.0).await?))
}

const ADD: Endpoint = post("/orgs/{orgId}/members", "addMember", "Restore a former member.").refuses(&[409]);

async fn add(
    caller: Caller<OnCommand<required::MembersManage>, OrganizationId>,
    query: CommandQuery,
    Body(AddMemberRequest { user_id, role, reason }): Body<AddMemberRequest>,
) -> Result<Created<CommandResponse<NoRow>>, ApiError> {
    let organization_id = caller.path;
    let command = MemberCommand::AddMember { organization_id, user_id, role };
    Ok(Created(caller.command(command, reason, query).await?.without_row()))
}

const CHANGE_ROLE: Endpoint =
    put("/orgs/{orgId}/members/{userId}", "changeMemberRole", "Change a member's role.").refuses(&[409]);

async fn change_role(
    caller: Caller<OnCommand<required::MembersManage>, (OrganizationId, UserId)>,
    query: CommandQuery,
    Body(ChangeRoleRequest { role, reason }): Body<ChangeRoleRequest>,
) -> Result<Success<CommandResponse<NoRow>>, ApiError> {
    let (organization_id, user_id) = caller.path;
    let command = MemberCommand::ChangeMemberRole { organization_id, user_id, role };
    Ok(Success::new(caller.command(command, reason, query).await?.without_row()))
}

const APPLICATION_ROLES: Endpoint = get(
    "/orgs/{orgId}/application-roles",
    "applicationRoles",
    "List the applications that define roles, with their roles and permissions.",
);

async fn application_roles(
    caller: Caller<InOrganization<required::MembersRead>, OrganizationId>,
    PageQuery(page): PageQuery,
) -> Result<Success<List<ApplicationPermissionsRow>>, ApiError> {
    let rows = caller.app.store.application_roles(&page).await?;
    Ok(Success::new(List::of(rows, &page, |row| row.application_id.to_string())))
}

const MEMBER_ROLES: Endpoint = get(
    "/orgs/{orgId}/members/{userId}/application-roles",
    "memberApplicationRoles",
    "List the roles of applications that a member has in the organization.",
);

async fn member_roles(
    caller: Caller<InOrganization<required::MembersRead>, (OrganizationId, UserId)>,
) -> Result<Success<List<MemberApplicationRoleRow>>, ApiError> {
    let (organization_id, user_id) = caller.path;
    let items = caller.app.store.member_application_roles(organization_id, user_id).await?;
    Ok(Success::new(List { items, next: None }))
}

const SET_MEMBER_ROLES: Endpoint = put(
    "/orgs/{orgId}/members/{userId}/application-roles/{applicationId}",
    "setMemberApplicationRoles",
    "Replace the roles of an application that a member has in the organization.",
)
.refuses(&[409]);

async fn set_member_roles(
    caller: Caller<OnCommand<required::MembersManage>, (OrganizationId, UserId, ApplicationId)>,
    query: CommandQuery,
    Body(ApplicationRolesRequest { roles, reason }): Body<ApplicationRolesRequest>,
) -> Result<Success<CommandResponse<NoRow>>, ApiError> {
    let (organization_id, user_id, application_id) = caller.path;
    let command = MemberCommand::SetMemberApplicationRoles { organization_id, user_id, application_id, roles };
    Ok(Success::new(caller.command(command, reason, query).await?.without_row()))
}

const FOLLOW_PROVIDER: Endpoint = delete(
    "/orgs/{orgId}/members/{userId}/manual-role",
    "followProvider",
    "Give a role that was changed by hand back to the group mappings.",
)
.refuses(&[409]);

async fn follow_provider(
    caller: Caller<OnCommand<required::MembersManage>, (OrganizationId, UserId)>,
    query: CommandQuery,
    OptionalBody(ReasonRequest { reason }): OptionalBody<ReasonRequest>,
) -> Result<Success<CommandResponse<NoRow>>, ApiError> {
    let (organization_id, user_id) = caller.path;
    let command = MemberCommand::FollowProvider { organization_id, user_id };
    Ok(Success::new(caller.command(command, reason, query).await?.without_row()))
}

const REMOVE: Endpoint =
    delete("/orgs/{orgId}/members/{userId}", "removeMember", "Remove a member. Members may remove themselves.")
        .refuses(&[409]);

async fn remove(
    caller: Caller<Admitted, (OrganizationId, UserId)>,
    query: CommandQuery,
    OptionalBody(ReasonRequest { reason }): OptionalBody<ReasonRequest>,
) -> Result<Success<CommandResponse<NoRow>>, ApiError> {
    caller.in_person()?;
    let (organization_id, user_id) = caller.path;
    let command = MemberCommand::RemoveMember { organization_id, user_id };
    Ok(Success::new(caller.command(command, reason, query).await?.without_row()))
}

const REQUESTS: Endpoint =
    get("/orgs/{orgId}/membership-requests", "membershipRequests", "List an organization's membership requests.");

async fn requests(
    caller: Caller<InOrganization<required::MembersManage>, OrganizationId>,
    query: ListOf<MembershipRequests>,
) -> Result<Success<ListPage<MembershipRequestRow>>, ApiError> {
    Ok(Success::new(caller.app.store.membership_requests(caller.path, query.0).await?))
}

const APPROVE: Endpoint = post(
    "/orgs/{orgId}/membership-requests/{userId}/approve",
    "approveMembershipRequest",
    "Approve a membership request.",
)
.refuses(&[409]);

async fn approve(
    caller: Caller<OnCommand<required::MembersManage>, (OrganizationId, UserId)>,
    query: CommandQuery,
    OptionalBody(ReasonRequest { reason }): OptionalBody<ReasonRequest>,
) -> Result<Success<CommandResponse<NoRow>>, ApiError> {
    let (organization_id, user_id) = caller.path;
    let command = MemberCommand::ApproveMembershipRequest { organization_id, user_id, role: None };
    Ok(Success::new(caller.command(command, reason, query).await?.without_row()))
}

const DENY: Endpoint =
    post("/orgs/{orgId}/membership-requests/{userId}/deny", "denyMembershipRequest", "Deny a membership request.")
        .refuses(&[409]);

async fn deny(
    caller: Caller<OnCommand<required::MembersManage>, (OrganizationId, UserId)>,
    query: CommandQuery,
    OptionalBody(ReasonRequest { reason }): OptionalBody<ReasonRequest>,
) -> Result<Success<CommandResponse<NoRow>>, ApiError> {
    let (organization_id, user_id) = caller.path;
    let command = MemberCommand::DenyMembershipRequest { organization_id, user_id };
    Ok(Success::new(caller.command(command, reason, query).await?.without_row()))
}
