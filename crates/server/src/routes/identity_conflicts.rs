//! `/admin/identity-conflicts`: conflicts about the owner of an address, which logins have opened.

use cora_axum::required;
use cora_core::administration::{AccountJoin, AdministrationReason, IdentityConflictCommand};
use cora_core::id::IdentityConflictId;
use cora_store::{IdentityConflictRow, ListPage};
use cora_wire::request::{ReasonRequest, SamePersonRequest};
use serde::Serialize;

use crate::access::{OnCommand, Platform};
use crate::body::OptionalBody;
use crate::caller::Caller;
use crate::command::{CommandQuery, CommandResponse};
use crate::endpoint::{Endpoint, Routes, get, post};
use crate::envelope::Success;
use crate::error::ApiError;
use crate::list_query::{ListOf, lists};

lists! {
    /// Conflicts about the owner of an address.
    IdentityConflicts = IDENTITY_CONFLICTS,
}

pub(super) fn routes() -> Routes {
    Routes::new().on(LIST, list).on(SAME_PERSON, same_person).on(ANOTHER_PERSON, another_person).on(DISMISS, dismiss)
}

/// The response to an answer to a conflict.
type Resolved = Result<Success<CommandResponse<IdentityConflictRow>>, ApiError>;

/// An actor who answers one conflict.
type Resolver = Caller<OnCommand<required::UsersManage>, IdentityConflictId>;

const LIST: Endpoint = get(
    "/admin/identity-conflicts",
    "identityConflicts",
    "List the conflicts about the owner of an address, the open ones unless others are asked for.",
);

async fn list(
    caller: Caller<Platform<required::UsersRead>>,
    query: ListOf<IdentityConflicts>,
) -> Result<Success<ListPage<IdentityConflictRow>>, ApiError> {
    Ok(Success::new(caller.app.store.identity_conflicts(query.0).await?))
}

const SAME_PERSON: Endpoint = post(
    "/admin/identity-conflicts/{conflictId}/same-person",
    "resolveSamePerson",
    "Link the identity to the holder, in place of their other subject, or join its account to the holder's.",
)
.refuses(&[409]);

/// The conflict, and the account that was joined to the holder's.
#[derive(Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
struct SamePerson {
    #[serde(flatten)]
    conflict: CommandResponse<IdentityConflictRow>,
    /// `true` if nothing was written. `outcome` and `join` are then the results of the command.
    dry_run: bool,
    /// The two accounts and what moves, or null if the identity has no account of its own.
    join: Option<AccountJoin>,
}

async fn same_person(
    caller: Resolver,
    query: CommandQuery,
    OptionalBody(request): OptionalBody<SamePersonRequest>,
) -> Result<Success<SamePerson>, ApiError> {
    let SamePersonRequest { dry_run, reason } = request;
    let command = IdentityConflictCommand::ResolveSamePerson { conflict_id: caller.path };
    let done = caller.command(command, reason, query.or_body(None, dry_run)).await?;
    let (dry_run, join) = (done.dry_run, done.change().join().cloned());
    let conflict = done.with_row(AdministrationReason::ConflictNotFound)?;
    Ok(Success::new(SamePerson { conflict, dry_run, join }))
}

const ANOTHER_PERSON: Endpoint = post(
    "/admin/identity-conflicts/{conflictId}/another-person",
    "resolveAnotherPerson",
    "Take the address from its holder, who keeps everything else.",
)
.refuses(&[409]);

async fn another_person(
    caller: Resolver,
    query: CommandQuery,
    OptionalBody(request): OptionalBody<ReasonRequest>,
) -> Resolved {
    let command = IdentityConflictCommand::ResolveAnotherPerson { conflict_id: caller.path };
    resolve(caller, command, request, query).await
}

const DISMISS: Endpoint = post(
    "/admin/identity-conflicts/{conflictId}/dismiss",
    "dismissIdentityConflict",
    "Close a conflict without a change.",
)
.refuses(&[409]);

async fn dismiss(
    caller: Resolver,
    query: CommandQuery,
    OptionalBody(request): OptionalBody<ReasonRequest>,
) -> Resolved {
    let command = IdentityConflictCommand::DismissIdentityConflict { conflict_id: caller.path };
    resolve(caller, command, request, query).await
}

async fn resolve(
    caller: Resolver,
    command: IdentityConflictCommand,
    ReasonRequest { reason }: ReasonRequest,
    query: CommandQuery,
) -> Resolved {
    let done = caller.command(command, reason, query).await?;
    Ok(Success::new(done.with_row(AdministrationReason::ConflictNotFound)?))
}
