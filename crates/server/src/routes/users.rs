//! `/admin/users`, `/admin/waitlist` and `/admin/audit`: the platform's users, the waitlist, and
//! the audit log.

use axum::body::Bytes;
use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use axum::response::IntoResponse;
use cora_core::administration::{AdministrationReason, UserCommand};
use cora_core::capability::Capability;
use cora_core::email::CanonicalEmail;
use cora_core::id::UserId;
use cora_core::text::ChangeReason;
use cora_store::{AdministrationAuditRow, Page, ProvisioningAuditRow, UserRow, WaitlistRow};
use cora_wire::request::{PlatformRoleRequest, ReasonRequest, WaitlistRequest};
use serde::Deserialize;

use crate::app::App;
use crate::body::{read, read_or_default};
use crate::caller::{Caller, CommandResponse, List, NoRow, PageQuery, parse_path_id, parse_query, without_row};
use crate::envelope::Success;
use crate::error::ApiError;
use crate::openapi::{PAGE, Routes, operation};

pub(super) fn routes() -> Routes {
    Routes::new()
        .get(
            "/admin/users",
            list,
            operation("users", "List the platform's users.")
                .needs(Capability::UsersManage)
                .query(&USERS)
                .answers::<List<UserRow>>(),
        )
        .get(
            "/admin/users/{userId}",
            show,
            operation("user", "Get a user.").needs(Capability::UsersManage).answers::<UserRow>(),
        )
        .put(
            "/admin/users/{userId}/role",
            role,
            operation("setPlatformRole", "Change a user's platform role.")
                .needs(Capability::UsersManage)
                .takes::<PlatformRoleRequest>()
                .answers::<CommandResponse<UserRow>>()
                .refuses(409),
        )
        .post(
            "/admin/users/{userId}/suspend",
            suspend,
            operation("suspendUser", "Suspend a user.")
                .needs(Capability::UsersManage)
                .may_take::<ReasonRequest>()
                .answers::<CommandResponse<UserRow>>()
                .refuses(409),
        )
        .post(
            "/admin/users/{userId}/restore",
            restore,
            operation("restoreUser", "Restore a user.")
                .needs(Capability::UsersManage)
                .may_take::<ReasonRequest>()
                .answers::<CommandResponse<UserRow>>()
                .refuses(409),
        )
        .post(
            "/admin/users/{userId}/deprovision",
            deprovision,
            operation("deprovisionUser", "Deprovision a user and everything that could let them back in.")
                .needs(Capability::UsersManage)
                .may_take::<ReasonRequest>()
                .answers::<CommandResponse<UserRow>>()
                .refuses(409),
        )
        .get(
            "/admin/waitlist",
            waitlist,
            operation("waitlist", "List the addresses on the waitlist.")
                .needs(Capability::UsersManage)
                .paged()
                .answers::<List<WaitlistRow>>(),
        )
        .post(
            "/admin/waitlist/approve",
            approve,
            operation("approveWaitlisted", "Approve an address on the waitlist. It is admitted at its next login.")
                .needs(Capability::UsersManage)
                .takes::<WaitlistRequest>()
                .answers::<CommandResponse<NoRow>>()
                .refuses(404),
        )
        .post(
            "/admin/waitlist/deny",
            deny,
            operation("denyWaitlisted", "Deny an address on the waitlist.")
                .needs(Capability::UsersManage)
                .takes::<WaitlistRequest>()
                .answers::<CommandResponse<NoRow>>()
                .refuses(404),
        )
        .get(
            "/admin/audit",
            audit,
            operation("audit", "List the platform's audit records, newest first.")
                .needs(Capability::AuditRead)
                .paged()
                .answers::<List<AdministrationAuditRow>>(),
        )
        .get(
            "/admin/audit/logins",
            logins,
            operation(
                "loginAudit",
                "List the decisions on logins, newest first. `after` is a time in seconds since the epoch.",
            )
            .needs(Capability::AuditRead)
            .paged()
            .answers::<List<ProvisioningAuditRow>>(),
        )
}

/// The query parameters of the list of users.
const USERS: [(&str, &str); 3] = [PAGE[0], PAGE[1], ("email", "Only the decisions on logins with this address.")];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UsersQuery {
    limit: Option<u32>,
    after: Option<String>,
    email: Option<String>,
}

impl FromRequestParts<App> for UsersQuery {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let form = "`limit` must be a number, `after` the key of the last row and `email` an address; other parameters are not allowed";
        parse_query(parts, app, form).await
    }
}

async fn list(caller: Caller, query: UsersQuery) -> Result<impl IntoResponse, ApiError> {
    caller.may(Capability::UsersManage, None)?;
    let UsersQuery { limit, after, email } = query;
    let email = email.as_deref().map(CanonicalEmail::parse).transpose();
    let email = email.map_err(|_| ApiError::input("", "`email` is not an email address"))?;
    let page = Page { limit, after };
    let rows = caller.app.store.users(email.as_ref(), &page).await?;
    Ok(Success::new(List::of(rows, &page, |row| row.user_id.to_string())))
}

async fn show(caller: Caller, Path(user): Path<String>) -> Result<impl IntoResponse, ApiError> {
    let id = parse_path_id(&user, UserId::parse)?;
    caller.may(Capability::UsersManage, None)?;
    Ok(Success::new(load(&caller, id).await?))
}

async fn role(caller: Caller, Path(user): Path<String>, body: Bytes) -> Result<impl IntoResponse, ApiError> {
    let user_id = parse_path_id(&user, UserId::parse)?;
    let PlatformRoleRequest { role, reason } = read(&body)?;
    command_response(&caller, user_id, UserCommand::SetPlatformRole { user_id, role }, reason).await
}

async fn suspend(caller: Caller, Path(user): Path<String>, body: Bytes) -> Result<impl IntoResponse, ApiError> {
    let user_id = parse_path_id(&user, UserId::parse)?;
    let ReasonRequest { reason } = read_or_default(&body)?;
    command_response(&caller, user_id, UserCommand::SuspendUser { user_id }, reason).await
}

async fn restore(caller: Caller, Path(user): Path<String>, body: Bytes) -> Result<impl IntoResponse, ApiError> {
    let user_id = parse_path_id(&user, UserId::parse)?;
    let ReasonRequest { reason } = read_or_default(&body)?;
    command_response(&caller, user_id, UserCommand::RestoreUser { user_id }, reason).await
}

async fn deprovision(caller: Caller, Path(user): Path<String>, body: Bytes) -> Result<impl IntoResponse, ApiError> {
    let user_id = parse_path_id(&user, UserId::parse)?;
    let ReasonRequest { reason } = read_or_default(&body)?;
    command_response(&caller, user_id, UserCommand::DeprovisionUser { user_id }, reason).await
}

async fn waitlist(caller: Caller, query: PageQuery) -> Result<impl IntoResponse, ApiError> {
    caller.may(Capability::UsersManage, None)?;
    let page = query.page();
    let rows = caller.app.store.waitlist(&page).await?;
    Ok(Success::new(List::of(rows, &page, |row| row.email.clone())))
}

async fn approve(caller: Caller, body: Bytes) -> Result<impl IntoResponse, ApiError> {
    let WaitlistRequest { email, reason } = read(&body)?;
    let outcome = caller.command(UserCommand::ApproveWaitlisted { email }, reason).await?;
    Ok(Success::new(without_row(outcome)))
}

async fn deny(caller: Caller, body: Bytes) -> Result<impl IntoResponse, ApiError> {
    let WaitlistRequest { email, reason } = read(&body)?;
    let outcome = caller.command(UserCommand::DenyWaitlisted { email }, reason).await?;
    Ok(Success::new(without_row(outcome)))
}

async fn audit(caller: Caller, query: PageQuery) -> Result<impl IntoResponse, ApiError> {
    caller.may(Capability::AuditRead, None)?;
    let page = query.page();
    let rows = caller.app.store.administration_audit(None, &page).await?;
    Ok(Success::new(List::of(rows, &page, |row| row.number.to_string())))
}

/// Lists decisions on logins. `after` is a time in seconds since the epoch: only older decisions
/// are returned.
async fn logins(caller: Caller, query: PageQuery) -> Result<impl IntoResponse, ApiError> {
    caller.may(Capability::AuditRead, None)?;
    let items = caller.app.store.provisioning_audit(&query.page()).await?;
    Ok(Success::new(List { items, next: None }))
}

async fn load(caller: &Caller, id: UserId) -> Result<UserRow, ApiError> {
    caller.app.store.user(id).await?.ok_or_else(|| AdministrationReason::UserNotFound.into())
}

async fn command_response(
    caller: &Caller,
    id: UserId,
    command: UserCommand,
    reason: Option<ChangeReason>,
) -> Result<Success<CommandResponse<UserRow>>, ApiError> {
    let outcome = caller.command(command, reason).await?;
    Ok(Success::new(CommandResponse { outcome, row: load(caller, id).await? }))
}
