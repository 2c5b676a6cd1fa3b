//! `/orgs` and `/admin/orgs`: organizations.

use cora_axum::required;
use cora_core::administration::{AdministrationReason, MemberCommand, OrganizationCommand};
use cora_core::capability::Capability;
use cora_core::id::OrganizationId;
use cora_core::session::{UnifiedSession, can};
use cora_store::{ListPage, OrganizationView};
use cora_wire::request::{
    AppointOwnerRequest, CreateOrganizationRequest, ReasonRequest, SeatLimitRequest, UpdateOrganizationRequest,
};
use uuid::Uuid;

use crate::access::{Access, Admitted, OnCommand, Platform, permitted};
use crate::body::{Body, OptionalBody};
use crate::caller::{Caller, List};
use crate::command::{CommandQuery, CommandResponse, Done, NoRow};
use crate::endpoint::{Endpoint, Routes, delete, get, post, put};
use crate::envelope::{Created, Success};
use crate::error::ApiError;
use crate::list_query::{ListOf, lists};

lists! {
    /// Organizations of the platform.
    Organizations = ORGANIZATIONS,
}

pub(super) fn routes() -> Routes {
    Routes::new()
        .on(OWN, list_mine)
        .on(CREATE, create)
        .on(ONE, show)
        .on(UPDATE, update)
        .on(CLOSE, close)
        .on(ALL, list_all)
        .on(CLOSE_ANY, close_any)
        .on(APPOINT_OWNER, appoint_owner)
        .on(REOPEN, reopen)
        .on(SEAT_LIMIT, seat_limit)
}

const OWN: Endpoint = get("/orgs", "ownOrganizations", "List the caller's organizations and roles.");

async fn list_mine(caller: Caller<Admitted>) -> Result<Success<List<OrganizationView>>, ApiError> {
    let items = caller.signed_in.profile(&caller.app).await?.organizations;
    Ok(Success::new(List { items, next: None }))
}

const CREATE: Endpoint = post("/orgs", "createOrganization", "Create an organization.").refuses(&[409]);

async fn create(
    caller: Caller<OnCommand<required::OrganizationsManage>>,
    query: CommandQuery,
    Body(request): Body<CreateOrganizationRequest>,
) -> Result<Created<CommandResponse<OrganizationView>>, ApiError> {
    request.check().map_err(ApiError::Invalid)?;
    let organization_id = OrganizationId::from_uuid(Uuid::new_v4());
    let (command, reason) = request.into_command(organization_id);
    let done = caller.command(command, reason, query).await?;
    Ok(Created(done.with_row(AdministrationReason::OrganizationNotFound)?))
}

/// A user who may read the organization of the path, or manages all organizations.
pub(crate) enum Reads {}

impl Access<OrganizationId> for Reads {
    const CAPABILITY: Option<Capability> = Some(Capability::OrgRead);

    fn check(session: &UnifiedSession, id: &OrganizationId) -> Result<(), ApiError> {
        permitted(
            can(session, &Capability::OrgRead.into(), Some(*id))
                || can(session, &Capability::OrganizationsManage.into(), None),
        )
    }
}

const ONE: Endpoint = get("/orgs/{orgId}", "organization", "Get an organization.");

async fn show(caller: Caller<Reads, OrganizationId>) -> Result<Success<OrganizationView>, ApiError> {
    Ok(Success::new(load(&caller, caller.path).await?))
}

const UPDATE: Endpoint =
    put("/orgs/{orgId}", "updateOrganization", "Change an organization's name, slug, logo or presentation.")
        .refuses(&[409]);

async fn update(
    caller: Caller<OnCommand<required::OrgUpdate>, OrganizationId>,
    query: CommandQuery,
    Body(request): Body<UpdateOrganizationRequest>,
) -> Result<Success<CommandResponse<OrganizationView>>, ApiError> {
    request.check().map_err(ApiError::Invalid)?;
    let organization_id = caller.path;
    let (command, reason) = request.into_command(organization_id);
    changed(caller.command(command, reason, query).await?)
}

const CLOSE: Endpoint = delete(
    "/orgs/{orgId}",
    "closeOrganization",
    "Close an organization. It admits nobody, and its members lose their access.",
);

async fn close(
    caller: Caller<OnCommand<required::OrgDelete>, OrganizationId>,
    query: CommandQuery,
    OptionalBody(ReasonRequest { reason }): OptionalBody<ReasonRequest>,
) -> Result<Success<CommandResponse<OrganizationView>>, ApiError> {
    let organization_id = caller.path;
    changed(caller.command(OrganizationCommand::CloseOrganization { organization_id }, reason, query).await?)
}

const ALL: Endpoint = get("/admin/orgs", "organizations", "List the platform's organizations.");

async fn list_all(
    caller: Caller<Platform<required::OrganizationsRead>>,
    query: ListOf<Organizations>,
) -> Result<Success<ListPage<OrganizationView>>, ApiError> {
    Ok(Success::new(caller.app.store.organizations(caller.user_id()?, query.0).await?))
}

const REOPEN: Endpoint =
    post("/admin/orgs/{orgId}/reopen", "reopenOrganization", "Reopen an organization.").refuses(&[409]);

async fn reopen(
    caller: Caller<OnCommand<required::OrganizationsManage>, OrganizationId>,
    query: CommandQuery,
    OptionalBody(ReasonRequest { reason }): OptionalBody<ReasonRequest>,
) -> Result<Success<CommandResponse<OrganizationView>>, ApiError> {
    let organization_id = caller.path;
    changed(caller.command(OrganizationCommand::ReopenOrganization { organization_id }, reason, query).await?)
}

const CLOSE_ANY: Endpoint = post(
    "/admin/orgs/{orgId}/close",
    "closeAnyOrganization",
    "Close an organization of which the caller need not be a member. A reason is required.",
)
.refuses(&[409]);

async fn close_any(
    caller: Caller<OnCommand<required::OrganizationsManage>, OrganizationId>,
    query: CommandQuery,
    OptionalBody(ReasonRequest { reason }): OptionalBody<ReasonRequest>,
) -> Result<Success<CommandResponse<OrganizationView>>, ApiError> {
    let organization_id = caller.path;
    changed(caller.command(OrganizationCommand::CloseAnyOrganization { organization_id }, reason, query).await?)
}

const APPOINT_OWNER: Endpoint = post(
    "/admin/orgs/{orgId}/owner",
    "appointOwner",
    "Make a member the owner of an organization none of whose owners is active. A reason is required.",
)
.refuses(&[404, 409]);

async fn appoint_owner(
    caller: Caller<OnCommand<required::OrganizationsManage>, OrganizationId>,
    query: CommandQuery,
    Body(AppointOwnerRequest { user_id, reason }): Body<AppointOwnerRequest>,
) -> Result<Success<CommandResponse<NoRow>>, ApiError> {
    let organization_id = caller.path;
    let command = MemberCommand::AppointOwner { organization_id, user_id };
    Ok(Success::new(caller.command(command, reason, query).await?.without_row()))
}

const SEAT_LIMIT: Endpoint =
    put("/admin/orgs/{orgId}/seat-limit", "setSeatLimit", "Set an organization's seat limit.").refuses(&[409]);

async fn seat_limit(
    caller: Caller<OnCommand<required::OrganizationsManage>, OrganizationId>,
    query: CommandQuery,
    Body(SeatLimitRequest { seat_limit, reason }): Body<SeatLimitRequest>,
) -> Result<Success<CommandResponse<OrganizationView>>, ApiError> {
    let organization_id = caller.path;
    let command = OrganizationCommand::SetSeatLimit { organization_id, seat_limit };
    changed(caller.command(command, reason, query).await?)
}

async fn load<A: Access<P>, P>(caller: &Caller<A, P>, id: OrganizationId) -> Result<OrganizationView, ApiError> {
    let organization = caller.app.store.organization(caller.user_id()?, id).await?;
    organization.ok_or_else(|| AdministrationReason::OrganizationNotFound.into())
}

fn changed(done: Done) -> Result<Success<CommandResponse<OrganizationView>>, ApiError> {
    Ok(Success::new(done.with_row(AdministrationReason::OrganizationNotFound)?))
}
