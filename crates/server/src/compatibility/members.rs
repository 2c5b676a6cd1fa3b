//! `/orgs/{orgId}/members`: members, by the identifier of the membership, as CORA names them, or of
//! the user; and `/admin/org/access/users`, the same by the user alone.

use cora_axum::required;
use cora_core::administration::{AdministrationReason, MemberCommand};
use cora_core::id::{InvitationId, OrganizationId, UserId};
use cora_core::role::OrganizationRole;
use cora_core::session::can;
use cora_store::LegacyMemberRow;
use cora_wire::request::{AddMemberRequest, ChangeRoleRequest};
use serde_json::{Value, json};

use super::asked::Asked;
use super::body::{Given, organization_role, request};
use super::spelling::in_both;
use super::{Answered, Made, answered, invitations, row};
use crate::access::{Access, Admitted, InOrganization, OnCommand, permitted};
use crate::app::App;
use crate::caller::Caller;
use crate::command::CommandQuery;
use crate::endpoint::{Endpoint, Routes, delete, get, post, put};
use crate::envelope::Created;
use crate::error::ApiError;

pub(super) fn routes() -> Routes {
    Routes::new()
        .on(LIST, list)
        .on(ADD, add)
        .on(CHANGE_ROLE, change_role)
        .on(REMOVE, remove)
        .on(USERS, users)
        .on(USER, user)
        .on(CHANGE_USER, change_user)
        .on(REMOVE_USER, remove_user)
}

const LIST: Endpoint = get("/orgs/{orgId}/members", "members", "List an organization's members.");

async fn list(
    caller: Caller<InOrganization<required::MembersRead>, OrganizationId>,
    asked: Asked,
) -> Result<Answered, ApiError> {
    members_of(&caller.app, caller.path, &asked).await
}

async fn members_of(app: &App, organization: OrganizationId, asked: &Asked) -> Result<Answered, ApiError> {
    let role = asked.role.as_deref().map(|name| role_named(organization_role(name))).transpose()?;
    let rows = app.store.legacy_members(organization, role, asked.slice).await?;
    Ok(answered(Value::Array(rows.iter().map(row::member).collect::<Result<_, _>>()?)))
}

fn role_named(name: &str) -> Result<OrganizationRole, ApiError> {
    serde_json::from_value(Value::from(name)).map_err(|_| ApiError::input("", "`role` is no role of an organization"))
}

const ADD: Endpoint =
    post("/orgs/{orgId}/members", "addMember", "Invite an address, or restore a former member.").refuses(&[409]);

/// Invites the address. CORA made the person a member at once; Cora makes nobody a member without
/// their consent. A body with a user restores a former member.
async fn add(caller: Caller<Admitted, OrganizationId>, given: Given) -> Result<Made, ApiError> {
    let organization_id = caller.path;
    let role = given.organization_role(&["role", "orgRole"]);
    if given.value("email").is_some_and(|email| !email.is_null()) {
        let caller = caller.requiring::<OnCommand<required::InvitationsManage>>()?;
        let id: InvitationId = invitations::invite(&caller, organization_id, &given).await?;
        return Ok(Created(invitations::load(&caller.app, id).await?));
    }
    let caller = caller.requiring::<OnCommand<required::MembersManage>>()?;
    let AddMemberRequest { user_id, role, reason } =
        request([("userId", given.value("userId").cloned()), ("role", role)])?;
    caller
        .command(MemberCommand::AddMember { organization_id, user_id, role }, reason, CommandQuery::default())
        .await?;
    Ok(Created(row::member(&load(&caller.app, organization_id, user_id).await?)?))
}

const CHANGE_ROLE: Endpoint =
    put("/orgs/{orgId}/members/{userId}", "changeMemberRole", "Change a member's role.").refuses(&[409]);

async fn change_role(
    caller: Caller<InOrganization<required::MembersManage>, (OrganizationId, UserId)>,
    given: Given,
) -> Result<Answered, ApiError> {
    let (organization_id, id) = caller.path;
    changed(&caller, organization_id, id, &given).await
}

async fn changed<A: Access<P>, P>(
    caller: &Caller<A, P>,
    organization_id: OrganizationId,
    id: UserId,
    given: &Given,
) -> Result<Answered, ApiError> {
    let user_id = load(&caller.app, organization_id, id).await?.user_id;
    let ChangeRoleRequest { role, reason } = request([("role", given.organization_role(&["role", "orgRole"]))])?;
    caller
        .command(MemberCommand::ChangeMemberRole { organization_id, user_id, role }, reason, CommandQuery::default())
        .await?;
    Ok(answered(row::member(&load(&caller.app, organization_id, user_id).await?)?))
}

const REMOVE: Endpoint =
    delete("/orgs/{orgId}/members/{userId}", "removeMember", "Remove a member. Members may remove themselves.")
        .refuses(&[409]);

async fn remove(caller: Caller<Admitted, (OrganizationId, UserId)>) -> Result<Answered, ApiError> {
    let (organization_id, id) = caller.path;
    removed(&caller, organization_id, id).await
}

async fn removed<P>(
    caller: &Caller<Admitted, P>,
    organization_id: OrganizationId,
    id: UserId,
) -> Result<Answered, ApiError>
where
    Admitted: Access<P>,
{
    // SECURITY: only members learn which of the identifiers exist.
    permitted(can(&caller.signed_in.session, &required_read(), Some(organization_id)))?;
    let member = load(&caller.app, organization_id, id).await?;
    let (user_id, membership_id) = (member.user_id, member.id);
    caller.command(MemberCommand::RemoveMember { organization_id, user_id }, None, CommandQuery::default()).await?;
    let gone = json!({ "id": membership_id, "userId": user_id, "message": "the member was removed" });
    Ok(answered(in_both(gone)))
}

fn required_read() -> cora_core::permission::Permission {
    cora_core::capability::Capability::MembersRead.into()
}

const USERS: Endpoint = get("/admin/org/access/users", "legacyOrganizationUsers", "List an organization's members.");

/// Returns the organization of a request whose path names none, if the caller reads its members.
fn read_by<A: Access<P>, P>(caller: &Caller<A, P>, asked: &Asked) -> Result<OrganizationId, ApiError> {
    let organization = asked.organization(caller)?;
    permitted(can(&caller.signed_in.session, &required_read(), Some(organization)))?;
    Ok(organization)
}

async fn users(caller: Caller<Admitted>, asked: Asked) -> Result<Answered, ApiError> {
    members_of(&caller.app, read_by(&caller, &asked)?, &asked).await
}

const USER: Endpoint =
    get("/admin/org/access/users/{userId}", "legacyOrganizationUser", "Get a member of an organization.");

async fn user(caller: Caller<Admitted, UserId>, asked: Asked) -> Result<Answered, ApiError> {
    let organization = read_by(&caller, &asked)?;
    Ok(answered(row::member(&load(&caller.app, organization, caller.path).await?)?))
}

const CHANGE_USER: Endpoint =
    put("/admin/org/access/users/{userId}", "legacyChangeOrganizationUser", "Change a member's role.").refuses(&[409]);

async fn change_user(
    caller: Caller<OnCommand<required::MembersManage>, UserId>,
    asked: Asked,
    given: Given,
) -> Result<Answered, ApiError> {
    let organization = read_by(&caller, &asked)?;
    let id = caller.path;
    changed(&caller, organization, id, &given).await
}

const REMOVE_USER: Endpoint =
    delete("/admin/org/access/users/{userId}", "legacyRemoveOrganizationUser", "Remove a member.").refuses(&[409]);

async fn remove_user(caller: Caller<Admitted, UserId>, asked: Asked) -> Result<Answered, ApiError> {
    let organization = asked.organization(&caller)?;
    let id = caller.path;
    removed(&caller, organization, id).await
}

/// Returns an active member by the identifier of the membership or of the user.
async fn load(app: &App, organization: OrganizationId, id: UserId) -> Result<LegacyMemberRow, ApiError> {
    let found = app.store.legacy_member(organization, id).await?;
    found.ok_or_else(|| AdministrationReason::MemberNotFound.into())
}
