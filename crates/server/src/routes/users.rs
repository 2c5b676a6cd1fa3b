//! `/admin/users` and `/admin/waitlist`: the platform's users, and the waitlist.

use cora_axum::required;
use cora_core::administration::{AdministrationReason, UserCommand};
use cora_core::id::UserId;
use cora_core::text::ChangeReason;
use cora_store::{ListPage, UserIdentityRow, UserMembershipRow, UserRow, WaitlistRow};
use cora_wire::request::{PlatformRoleRequest, ReasonRequest, WaitlistRequest};
use serde::Serialize;

use crate::access::{OnCommand, Platform};
use crate::app::App;
use crate::body::{Body, OptionalBody};
use crate::caller::Caller;
use crate::command::{CommandQuery, CommandResponse, NoRow};
use crate::endpoint::{Endpoint, Routes, delete, get, post, put};
use crate::envelope::Success;
use crate::error::{ApiError, ServerCode};
use crate::list_query::{ListOf, lists};

lists! {
    /// Users of the platform.
    Users = USERS,
    /// Addresses on the waitlist.
    Waitlist = WAITLIST,
}

pub(super) fn routes() -> Routes {
    Routes::new()
        .on(LIST, list)
        .on(ONE, show)
        .on(UNLINK, unlink)
        .on(ROLE, role)
        .on(SUSPEND, suspend)
        .on(RESTORE, restore)
        .on(DEPROVISION, deprovision)
        .on(WAITLIST, waitlist)
        .on(APPROVE, approve)
        .on(DENY, deny)
}

const LIST: Endpoint = get("/admin/users", "users", "List the platform's users.");

async fn list(
    caller: Caller<Platform<required::UsersRead>>,
    query: ListOf<Users>,
) -> Result<Success<ListPage<UserRow>>, ApiError> {
    Ok(Success::new(caller.app.store.users(query.0).await?))
}

const ONE: Endpoint =
    get("/admin/users/{userId}", "user", "Get a user, with identities, memberships and the last login.");

/// A user with everything by which they sign in, and what they reach.
#[derive(Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
struct UserDetail {
    #[serde(flatten)]
    row: UserRow,
    /// The identities that are linked to the user, oldest first.
    identities: Vec<UserIdentityRow>,
    /// The memberships of the user, ended ones too.
    memberships: Vec<UserMembershipRow>,
    /// The time of the last login that is on record, UTC in RFC 3339, or null: the sign-in of a
    /// session, a decision that changed something, or the token that stated an address.
    last_login_at: Option<String>,
}

async fn show(caller: Caller<Platform<required::UsersRead>, UserId>) -> Result<Success<UserDetail>, ApiError> {
    let (store, id) = (&caller.app.store, caller.path);
    Ok(Success::new(UserDetail {
        row: load(&caller.app, id).await?,
        identities: store.identities_of_user(id).await?,
        memberships: store.memberships_of_user(id).await?,
        last_login_at: store.last_login_of_user(id).await?,
    }))
}

const UNLINK: Endpoint = delete(
    "/admin/users/{userId}/identities/{identityId}",
    "unlinkIdentity",
    "Unlink an identity from a user, and end the user's sessions. The last one cannot be unlinked.",
)
.refuses(&[409]);

/// Unlinks an identity. WHY the access is checked before: the identity is looked up by its number,
/// which the command does not know.
async fn unlink(
    caller: Caller<Platform<required::UsersManage>, (UserId, i64)>,
    query: CommandQuery,
    OptionalBody(ReasonRequest { reason }): OptionalBody<ReasonRequest>,
) -> Result<Success<CommandResponse<UserRow>>, ApiError> {
    let (user_id, number) = caller.path;
    let identity = caller.app.store.identity_of_user(user_id, number).await?;
    let identity = identity.ok_or(ApiError::Server(ServerCode::NotFound))?;
    let done = caller.command(UserCommand::UnlinkUserIdentity { user_id, identity }, reason, query).await?;
    Ok(Success::new(done.with_row(AdministrationReason::UserNotFound)?))
}

/// The caller of a command about a user.
type UserManager = Caller<OnCommand<required::UsersManage>, UserId>;

const ROLE: Endpoint =
    put("/admin/users/{userId}/role", "setPlatformRole", "Change a user's platform role.").refuses(&[409]);

async fn role(
    caller: UserManager,
    query: CommandQuery,
    Body(PlatformRoleRequest { role, reason }): Body<PlatformRoleRequest>,
) -> Result<Success<CommandResponse<UserRow>>, ApiError> {
    let user_id = caller.path;
    carried_out(caller, UserCommand::SetPlatformRole { user_id, role }, reason, query).await
}

const SUSPEND: Endpoint = post("/admin/users/{userId}/suspend", "suspendUser", "Suspend a user.").refuses(&[409]);

async fn suspend(
    caller: UserManager,
    query: CommandQuery,
    OptionalBody(ReasonRequest { reason }): OptionalBody<ReasonRequest>,
) -> Result<Success<CommandResponse<UserRow>>, ApiError> {
    let user_id = caller.path;
    carried_out(caller, UserCommand::SuspendUser { user_id }, reason, query).await
}

const RESTORE: Endpoint = post("/admin/users/{userId}/restore", "restoreUser", "Restore a user.").refuses(&[409]);

async fn restore(
    caller: UserManager,
    query: CommandQuery,
    OptionalBody(ReasonRequest { reason }): OptionalBody<ReasonRequest>,
) -> Result<Success<CommandResponse<UserRow>>, ApiError> {
    let user_id = caller.path;
    carried_out(caller, UserCommand::RestoreUser { user_id }, reason, query).await
}

const DEPROVISION: Endpoint = post(
    "/admin/users/{userId}/deprovision",
    "deprovisionUser",
    "Deprovision a user and everything that could let them back in.",
)
.refuses(&[409]);

async fn deprovision(
    caller: UserManager,
    query: CommandQuery,
    OptionalBody(ReasonRequest { reason }): OptionalBody<ReasonRequest>,
) -> Result<Success<CommandResponse<UserRow>>, ApiError> {
    let user_id = caller.path;
    carried_out(caller, UserCommand::DeprovisionUser { user_id }, reason, query).await
}

const WAITLIST: Endpoint = get("/admin/waitlist", "waitlist", "List the addresses on the waitlist.");

async fn waitlist(
    caller: Caller<Platform<required::UsersRead>>,
    query: ListOf<Waitlist>,
) -> Result<Success<ListPage<WaitlistRow>>, ApiError> {
    Ok(Success::new(caller.app.store.waitlist(query.0).await?))
}

const APPROVE: Endpoint = post(
    "/admin/waitlist/approve",
    "approveWaitlisted",
    "Approve an address on the waitlist. It is admitted at its next login.",
)
.refuses(&[404]);

async fn approve(
    caller: Caller<OnCommand<required::UsersManage>>,
    query: CommandQuery,
    Body(WaitlistRequest { email, reason }): Body<WaitlistRequest>,
) -> Result<Success<CommandResponse<NoRow>>, ApiError> {
    let done = caller.command(UserCommand::ApproveWaitlisted { email }, reason, query).await?;
    Ok(Success::new(done.without_row()))
}

const DENY: Endpoint =
    post("/admin/waitlist/deny", "denyWaitlisted", "Deny an address on the waitlist.").refuses(&[404]);

async fn deny(
    caller: Caller<OnCommand<required::UsersManage>>,
    query: CommandQuery,
    Body(WaitlistRequest { email, reason }): Body<WaitlistRequest>,
) -> Result<Success<CommandResponse<NoRow>>, ApiError> {
    let done = caller.command(UserCommand::DenyWaitlisted { email }, reason, query).await?;
    Ok(Success::new(done.without_row()))
}

async fn load(app: &App, id: UserId) -> Result<UserRow, ApiError> {
    app.store.user(id).await?.ok_or_else(|| AdministrationReason::UserNotFound.into())
}

async fn carried_out(
    caller: UserManager,
    command: UserCommand,
    reason: Option<ChangeReason>,
    query: CommandQuery,
) -> Result<Success<CommandResponse<UserRow>>, ApiError> {
    let done = caller.command(command, reason, query).await?;
    Ok(Success::new(done.with_row(AdministrationReason::UserNotFound)?))
}
