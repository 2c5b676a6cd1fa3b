//! `/admin/users`, `/admin/waitlist` and `/admin/audit`: the platform's users, the waitlist, and
//! the audit log.

use cora_axum::required;
use cora_core::administration::{AdministrationReason, UserCommand};
use cora_core::id::UserId;
use cora_core::text::ChangeReason;
use cora_store::{AdministrationAuditRow, ListPage, ProvisioningAuditRow, UserRow, WaitlistRow};
use cora_wire::request::{PlatformRoleRequest, ReasonRequest, WaitlistRequest};

use crate::access::{OnCommand, Platform};
use crate::app::App;
use crate::audit_query::AuditQuery;
use crate::body::{Body, OptionalBody};
use crate::caller::{Caller, List};
use crate::command::{CommandQuery, CommandResponse, NoRow};
use crate::endpoint::{Endpoint, Routes, get, post, put};
use crate::envelope::Success;
use crate::error::ApiError;
use crate::list_query::{ListOf, Users, Waitlist};

pub(super) fn routes() -> Routes {
    Routes::new()
        .on(LIST, list)
        .on(ONE, show)
        .on(ROLE, role)
        .on(SUSPEND, suspend)
        .on(RESTORE, restore)
        .on(DEPROVISION, deprovision)
        .on(WAITLIST, waitlist)
        .on(APPROVE, approve)
        .on(DENY, deny)
        .on(AUDIT, audit)
        .on(LOGINS, logins)
}

const LIST: Endpoint = get("/admin/users", "users", "List the platform's users.");

async fn list(
    caller: Caller<Platform<required::UsersManage>>,
    query: ListOf<Users>,
) -> Result<Success<ListPage<UserRow>>, ApiError> {
    Ok(Success::new(caller.app.store.users(query.0).await?))
}

const ONE: Endpoint = get("/admin/users/{userId}", "user", "Get a user.");

async fn show(caller: Caller<Platform<required::UsersManage>, UserId>) -> Result<Success<UserRow>, ApiError> {
    Ok(Success::new(load(&caller.app, caller.path).await?))
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
    caller: Caller<Platform<required::UsersManage>>,
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

const AUDIT: Endpoint = get("/admin/audit", "audit", "List the platform's audit records, newest first.");

async fn audit(
    caller: Caller<Platform<required::AuditRead>>,
    AuditQuery { filter, page }: AuditQuery<true>,
) -> Result<Success<List<AdministrationAuditRow>>, ApiError> {
    let rows = caller.app.store.administration_audit(None, &filter, &page).await?;
    Ok(Success::new(List::of(rows, &page, |row| row.number.to_string())))
}

const LOGINS: Endpoint =
    get("/admin/audit/logins", "loginAudit", "List the recorded decisions on logins, newest first.");

async fn logins(
    caller: Caller<Platform<required::AuditRead>>,
    AuditQuery { filter, page }: AuditQuery<false>,
) -> Result<Success<List<ProvisioningAuditRow>>, ApiError> {
    let rows = caller.app.store.provisioning_audit(&filter, &page).await?;
    Ok(Success::new(List::of(rows, &page, |row| row.id.clone())))
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
