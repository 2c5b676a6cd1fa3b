//! Requests with many rows: `/orgs/{orgId}/invites/bulk`, `/orgs/{orgId}/membership-requests/bulk`
//! and `/admin/waitlist/bulk`. Each row is a command of its own, and all of them are carried out in
//! one transaction.

use cora_axum::required;
use cora_core::administration::{
    AdministrationCommand, AdministrationReason, BulkRowRefusal, Consequence, InvitationCommand, MemberCommand,
    UserCommand, bulk_addresses, merged_consequences,
};
use cora_core::id::{AuditId, InvitationId, OrganizationId};
use cora_core::json::Code as _;
use cora_core::text::ChangeReason;
use cora_store::{
    AdministrationContext, BulkCommand, BulkRecord, BulkResult, CommandOptions, IdempotencyKey, InvitationRow,
};
use cora_wire::request::{
    AnswerRequestsRequest, AnswerWaitlistRequest, BulkAnswer, InviteAllRequest, MembershipAnswer, WaitlistAnswer,
};
use serde::Serialize;
use uuid::Uuid;

use crate::access::{Access, OnCommand};
use crate::body::Body;
use crate::bulk_query::{BulkQuery, IDEMPOTENCY_KEY};
use crate::caller::Caller;
use crate::command::with_delivery;
use crate::endpoint::{Endpoint, Routes, post};
use crate::envelope::Success;
use crate::error::{ApiError, ServerCode};

pub(super) fn routes() -> Routes {
    Routes::new().on(INVITE, invite).on(REQUESTS, requests).on(WAITLIST, waitlist)
}

/// The results of a request with many rows.
#[derive(Serialize, schemars::JsonSchema)]
#[schemars(rename = "BulkResult")]
struct Results {
    /// The results, in the order of the rows.
    rows: Vec<RowResult>,
    /// `true` if the request was carried out before, with the same idempotency key. Nothing was
    /// written now.
    repeated: bool,
    /// The consequences of all rows together, in a dry run only. Nothing was written then.
    #[serde(skip_serializing_if = "Option::is_none")]
    consequences: Option<Vec<Consequence>>,
}

/// The result of one row.
#[derive(Serialize, schemars::JsonSchema)]
#[schemars(rename = "BulkRowResult")]
struct RowResult {
    /// The index of the row, from 0 on.
    index: usize,
    outcome: RowOutcome,
    /// The code of a refusal: a reason of the command, `email_invalid` or `email_repeated`.
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'static str>,
    /// The message of a refusal, for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<String>,
    /// The invitation that the row has made, or would make.
    #[serde(skip_serializing_if = "Option::is_none")]
    invitation: Option<InvitationRow>,
}

/// The outcome of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "BulkRowOutcome")]
enum RowOutcome {
    /// The address is invited.
    Invited,
    /// The address would be invited: the request is a dry run.
    WouldInvite,
    /// The request or the address is approved.
    Approved,
    /// The request or the address would be approved.
    WouldApprove,
    /// The request or the address is denied.
    Denied,
    /// The request or the address would be denied.
    WouldDeny,
    /// The row is refused, and changes nothing. `code` says why.
    Refused,
}

/// A row of a request: its command with the outcome that it has, or the reason why it is none.
type Row = Result<(RowOutcome, BulkCommand), BulkRowRefusal>;

fn row(outcome: RowOutcome, row_id: Option<String>, command: impl Into<AdministrationCommand>) -> Row {
    let audit_id = AuditId::from_uuid(Uuid::new_v4());
    Ok((outcome, BulkCommand { audit_id, row_id, command: command.into() }))
}

const INVITE: Endpoint = post("/orgs/{orgId}/invites/bulk", "inviteAll", "Invite up to 200 addresses.")
    .refuses(&[409])
    .reads(&[IDEMPOTENCY_KEY]);

async fn invite(
    caller: Caller<OnCommand<required::InvitationsManage>, OrganizationId>,
    query: BulkQuery,
    Body(request): Body<InviteAllRequest>,
) -> Result<Success<Results>, ApiError> {
    let organization_id = caller.path;
    let body_hash = query.digest(&request)?;
    let InviteAllRequest { rows, reason } = request;
    let emails: Vec<_> = rows.iter().map(|row| row.email.clone()).collect();
    let outcome = if query.dry_run { RowOutcome::WouldInvite } else { RowOutcome::Invited };
    let commands = rows.into_iter().zip(bulk_addresses(&emails)).map(|(invited, email)| {
        let invitation_id = InvitationId::from_uuid(Uuid::new_v4());
        let command = InvitationCommand::CreateInvitation {
            organization_id,
            invitation_id,
            email: email?,
            role: invited.role,
            platform_role: invited.platform_role,
            connection_id: invited.connection_id,
            lifetime_seconds: invited.lifetime_seconds,
        };
        row(outcome, Some(invitation_id.to_string()), command)
    });
    let operation = format!("{} {organization_id}", INVITE.id);
    let results = run(&caller, commands.collect(), &query, query.key(&caller, operation, body_hash)?, reason).await?;
    if !query.dry_run && !results.repeated {
        caller.app.mail_outbox.wake();
    }
    Ok(Success::new(results))
}

const REQUESTS: Endpoint =
    post("/orgs/{orgId}/membership-requests/bulk", "answerMembershipRequests", "Answer up to 200 membership requests.")
        .refuses(&[409])
        .reads(&[IDEMPOTENCY_KEY]);

async fn requests(
    caller: Caller<OnCommand<required::MembersManage>, OrganizationId>,
    query: BulkQuery,
    Body(request): Body<AnswerRequestsRequest>,
) -> Result<Success<Results>, ApiError> {
    let organization_id = caller.path;
    let body_hash = query.digest(&request)?;
    let AnswerRequestsRequest { answers, reason } = request;
    let commands = answers.into_iter().map(|MembershipAnswer { user_id, answer, role }| {
        let command = match answer {
            BulkAnswer::Approve => MemberCommand::ApproveMembershipRequest { organization_id, user_id, role },
            BulkAnswer::Deny => MemberCommand::DenyMembershipRequest { organization_id, user_id },
        };
        row(outcome_of(answer, query.dry_run), None, command)
    });
    let operation = format!("{} {organization_id}", REQUESTS.id);
    let key = query.key(&caller, operation, body_hash)?;
    Ok(Success::new(run(&caller, commands.collect(), &query, key, reason).await?))
}

const WAITLIST: Endpoint =
    post("/admin/waitlist/bulk", "answerWaitlist", "Answer up to 200 addresses on the waitlist.")
        .refuses(&[409])
        .reads(&[IDEMPOTENCY_KEY]);

async fn waitlist(
    caller: Caller<OnCommand<required::UsersManage>>,
    query: BulkQuery,
    Body(request): Body<AnswerWaitlistRequest>,
) -> Result<Success<Results>, ApiError> {
    let body_hash = query.digest(&request)?;
    let AnswerWaitlistRequest { answers, reason } = request;
    let emails: Vec<_> = answers.iter().map(|answer| answer.email.clone()).collect();
    let commands = answers.into_iter().zip(bulk_addresses(&emails)).map(|(WaitlistAnswer { answer, .. }, email)| {
        let email = email?;
        let command = match answer {
            BulkAnswer::Approve => UserCommand::ApproveWaitlisted { email },
            BulkAnswer::Deny => UserCommand::DenyWaitlisted { email },
        };
        row(outcome_of(answer, query.dry_run), None, command)
    });
    let key = query.key(&caller, WAITLIST.id.to_owned(), body_hash)?;
    Ok(Success::new(run(&caller, commands.collect(), &query, key, reason).await?))
}

const fn outcome_of(answer: BulkAnswer, dry_run: bool) -> RowOutcome {
    match (answer, dry_run) {
        (BulkAnswer::Approve, false) => RowOutcome::Approved,
        (BulkAnswer::Approve, true) => RowOutcome::WouldApprove,
        (BulkAnswer::Deny, false) => RowOutcome::Denied,
        (BulkAnswer::Deny, true) => RowOutcome::WouldDeny,
    }
}

/// Runs the commands of the rows, and builds the results of all rows.
async fn run<A: Access<P>, P>(
    caller: &Caller<A, P>,
    rows: Vec<Row>,
    query: &BulkQuery,
    key: Option<IdempotencyKey>,
    reason: Option<ChangeReason>,
) -> Result<Results, ApiError> {
    let context = caller.context(reason)?;
    let commands: Vec<BulkCommand> = rows.iter().flatten().map(|(_, command)| command.clone()).collect();
    for command in &commands {
        caller.states(command.command.capability())?;
    }
    let options = CommandOptions { version: None, dry_run: query.dry_run, queue_mail: caller.app.has_mail() };
    let done = caller.app.store.run_commands(&commands, &context, options, key.as_ref()).await?;
    let (results, consequences, repeated) = match done {
        BulkResult::NotAllowed => return Err(ApiError::FORBIDDEN),
        BulkResult::KeyReused => return Err(ApiError::Server(ServerCode::IdempotencyKeyReused)),
        BulkResult::Decided(done) => {
            let mut results = Vec::new();
            for one in &done {
                let invitation = if one.change.ok { invitation_of(one)? } else { None };
                results.push((one.change.reason, invitation));
            }
            let consequences = merged_consequences(done.into_iter().map(|one| one.consequences));
            (results, query.dry_run.then_some(consequences), false)
        }
        BulkResult::Repeated(records) => (recalled(caller, records, &context).await?, None, true),
    };
    let mut results = results.into_iter();
    let mut answers = Vec::new();
    for (index, row) in rows.into_iter().enumerate() {
        answers.push(match row {
            Err(refusal) => refused(index, refusal.fault.name(), refusal.text()),
            Ok((outcome, _)) => match results.next() {
                Some((reason, invitation)) if reason.is_ok() => {
                    RowResult { index, outcome, code: None, message: None, invitation }
                }
                Some((reason, _)) => refused(index, reason.name(), reason.text().to_owned()),
                None => return Err(ApiError::Server(ServerCode::InternalError)),
            },
        });
    }
    Ok(Results { rows: answers, repeated, consequences })
}

fn refused(index: usize, code: &'static str, message: String) -> RowResult {
    RowResult { index, outcome: RowOutcome::Refused, code: Some(code), message: Some(message), invitation: None }
}

fn invitation_of(done: &cora_store::Administered) -> Result<Option<InvitationRow>, ApiError> {
    // Only invitations have a row here: answers concern none with an identifier.
    Ok(done.row::<InvitationRow>()?.map(with_delivery))
}

/// Returns the results of a request that was carried out before, with the invitations as they are
/// now.
async fn recalled<A: Access<P>, P>(
    caller: &Caller<A, P>,
    records: Vec<BulkRecord>,
    context: &AdministrationContext,
) -> Result<Vec<(AdministrationReason, Option<InvitationRow>)>, ApiError> {
    let mut results = Vec::new();
    for BulkRecord { reason, row_id } in records {
        let invitation = match row_id.as_deref().and_then(InvitationId::parse) {
            Some(id) => caller.app.store.invitation(id, context.now).await?.map(with_delivery),
            None => None,
        };
        results.push((reason, invitation));
    }
    Ok(results)
}
