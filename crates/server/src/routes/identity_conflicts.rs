//! `/admin/identity-conflicts`: conflicts about the owner of an address, which logins have opened.

use axum::body::Bytes;
use axum::extract::Path;
use axum::response::IntoResponse;
use cora_core::administration::{AdministrationReason, IdentityConflictCommand};
use cora_core::capability::Capability;
use cora_core::id::IdentityConflictId;
use cora_core::model::identity_conflict::IdentityConflictStatus;
use cora_store::IdentityConflictRow;
use cora_wire::request::ReasonRequest;

use crate::body::read_or_default;
use crate::caller::{Caller, CommandResponse, List, PageQuery, parse_path_id};
use crate::envelope::Success;
use crate::error::ApiError;
use crate::openapi::{Routes, operation};

pub(super) fn routes() -> Routes {
    Routes::new()
        .get(
            "/admin/identity-conflicts",
            list,
            operation("identityConflicts", "The open conflicts about the owner of an address.")
                .needs(Capability::UsersManage)
                .paged()
                .answers::<List<IdentityConflictRow>>(),
        )
        .post(
            "/admin/identity-conflicts/{conflictId}/same-person",
            same_person,
            operation("resolveSamePerson", "Link the identity to the holder, in place of their other subject.")
                .needs(Capability::UsersManage)
                .may_take::<ReasonRequest>()
                .answers::<CommandResponse<IdentityConflictRow>>()
                .refuses(409),
        )
        .post(
            "/admin/identity-conflicts/{conflictId}/another-person",
            another_person,
            operation("resolveAnotherPerson", "Take the address from its holder, who keeps everything else.")
                .needs(Capability::UsersManage)
                .may_take::<ReasonRequest>()
                .answers::<CommandResponse<IdentityConflictRow>>()
                .refuses(409),
        )
        .post(
            "/admin/identity-conflicts/{conflictId}/dismiss",
            dismiss,
            operation("dismissIdentityConflict", "Close a conflict without a change.")
                .needs(Capability::UsersManage)
                .may_take::<ReasonRequest>()
                .answers::<CommandResponse<IdentityConflictRow>>()
                .refuses(409),
        )
}

async fn list(caller: Caller, query: PageQuery) -> Result<impl IntoResponse, ApiError> {
    caller.may(Capability::UsersManage, None)?;
    let page = query.page();
    let rows = caller.app.store.identity_conflicts(Some(IdentityConflictStatus::Open), &page).await?;
    Ok(Success::new(List::of(rows, &page, |row| row.id.to_string())))
}

async fn same_person(caller: Caller, Path(id): Path<String>, body: Bytes) -> Result<impl IntoResponse, ApiError> {
    resolve(caller, &id, &body, |conflict_id| IdentityConflictCommand::ResolveSamePerson { conflict_id }).await
}

async fn another_person(caller: Caller, Path(id): Path<String>, body: Bytes) -> Result<impl IntoResponse, ApiError> {
    resolve(caller, &id, &body, |conflict_id| IdentityConflictCommand::ResolveAnotherPerson { conflict_id }).await
}

async fn dismiss(caller: Caller, Path(id): Path<String>, body: Bytes) -> Result<impl IntoResponse, ApiError> {
    resolve(caller, &id, &body, |conflict_id| IdentityConflictCommand::DismissIdentityConflict { conflict_id }).await
}

async fn resolve(
    caller: Caller,
    id: &str,
    body: &Bytes,
    command: impl FnOnce(IdentityConflictId) -> IdentityConflictCommand,
) -> Result<Success<CommandResponse<IdentityConflictRow>>, ApiError> {
    let id = parse_path_id(id, IdentityConflictId::parse)?;
    let ReasonRequest { reason } = read_or_default(body)?;
    let outcome = caller.command(command(id), reason).await?;
    let row = caller.app.store.identity_conflict(id).await?;
    let row = row.ok_or_else(|| ApiError::from(AdministrationReason::ConflictNotFound))?;
    Ok(Success::new(CommandResponse { outcome, row }))
}
