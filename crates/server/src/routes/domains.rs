//! `/orgs/{orgId}/email-domains`: the domain rules of an organization, and the proofs that it owns
//! the domains. `/admin/domains`: the domain rules of all organizations.

use cora_axum::required;
use cora_core::administration::{AdministrationReason, CommandRow, DomainCommand, DomainProof};
use cora_core::id::{DomainId, OrganizationId};
use cora_core::provisioning::facts::VerificationLevel;
use cora_core::secret::PresentedToken;
use cora_store::{DomainRow, ListPage, MAILBOX_PAUSE_SECONDS};
use cora_wire::request::{
    AddDomainRequest, AskMailboxRequest, ChangeDomainRequest, ProveMailboxRequest, ReasonRequest,
};
use serde::Serialize;
use uuid::Uuid;

use crate::access::{InOrganization, OnCommand, Platform};
use crate::app::App;
use crate::body::{Body, OptionalBody};
use crate::caller::Caller;
use crate::command::{CommandQuery, CommandResponse, Done, NoRow, proven};
use crate::domain_record::{Checked, RecordFinding, Rule, observe};
use crate::endpoint::{Endpoint, Routes, delete, get, post, put};
use crate::envelope::{Created, Success};
use crate::error::{ApiError, ServerCode};
use crate::list_query::{ListOf, lists};
use crate::mail::{Delivery, mailbox_mail};

lists! {
    /// Domain rules of all organizations.
    Domains = DOMAINS,
    /// Domain rules of an organization.
    OrganizationDomains = ORGANIZATION_DOMAINS,
}

pub(super) fn routes() -> Routes {
    Routes::new()
        .on(LIST, list)
        .on(ALL, list_all)
        .on(ADD, add)
        .on(CHANGE, change)
        .on(REMOVE, remove)
        .on(VERIFY, verify)
        .on(ASK_MAILBOX, ask_mailbox)
        .on(PROVE_MAILBOX, prove_mailbox)
}

const LIST: Endpoint = get("/orgs/{orgId}/email-domains", "domains", "List an organization's domain rules.");

async fn list(
    caller: Caller<InOrganization<required::DomainsManage>, OrganizationId>,
    query: ListOf<OrganizationDomains>,
) -> Result<Success<ListPage<Rule>>, ApiError> {
    Ok(Success::new(caller.app.store.domains(caller.path, query.0).await?.map(Rule::from)))
}

const ALL: Endpoint = get("/admin/domains", "allDomains", "List the domain rules of all organizations.");

async fn list_all(
    caller: Caller<Platform<required::OrganizationsRead>>,
    query: ListOf<Domains>,
) -> Result<Success<ListPage<Rule>>, ApiError> {
    Ok(Success::new(caller.app.store.all_domains(query.0).await?.map(Rule::from)))
}

const ADD: Endpoint = post("/orgs/{orgId}/email-domains", "addDomain", "Create a domain rule.").refuses(&[409]);

async fn add(
    caller: Caller<OnCommand<required::DomainsManage>, OrganizationId>,
    query: CommandQuery,
    Body(request): Body<AddDomainRequest>,
) -> Result<Created<CommandResponse<Rule>>, ApiError> {
    let AddDomainRequest { domain: pattern, verification, enrollment_mode, connection_id, required_groups, reason } =
        request;
    let (organization_id, domain_id) = (caller.path, DomainId::from_uuid(Uuid::new_v4()));
    let class = cora_domain_lists::DomainLists.class(pattern.name().as_str());
    let command = DomainCommand::AddDomain {
        organization_id,
        domain_id,
        pattern,
        class,
        verification,
        enrollment_mode,
        connection_id,
        required_groups,
    };
    Ok(Created(ruled(caller.command(command, reason, query).await?)?))
}

const CHANGE: Endpoint =
    put("/orgs/{orgId}/email-domains/{domainId}", "changeDomain", "Change a domain rule.").refuses(&[409]);

async fn change(
    caller: Caller<OnCommand<required::DomainsManage>, (OrganizationId, DomainId)>,
    query: CommandQuery,
    Body(request): Body<ChangeDomainRequest>,
) -> Result<Success<CommandResponse<Rule>>, ApiError> {
    let ChangeDomainRequest { enrollment_mode, connection_id, required_groups, reason } = request;
    let (organization_id, domain_id) = caller.path;
    let command =
        DomainCommand::ChangeDomain { organization_id, domain_id, enrollment_mode, connection_id, required_groups };
    Ok(Success::new(ruled(caller.command(command, reason, query).await?)?))
}

const REMOVE: Endpoint = delete("/orgs/{orgId}/email-domains/{domainId}", "removeDomain", "Delete a domain rule.");

async fn remove(
    caller: Caller<OnCommand<required::DomainsManage>, (OrganizationId, DomainId)>,
    query: CommandQuery,
    OptionalBody(ReasonRequest { reason }): OptionalBody<ReasonRequest>,
) -> Result<Success<CommandResponse<NoRow>>, ApiError> {
    let (organization_id, domain_id) = caller.path;
    let command = DomainCommand::RemoveDomain { organization_id, domain_id };
    Ok(Success::new(caller.command(command, reason, query).await?.without_row()))
}

const VERIFY: Endpoint =
    post("/orgs/{orgId}/email-domains/{domainId}/verify", "verifyDomain", "Verify a domain by its DNS record.")
        .refuses(&[409]);

/// Looks up the record in the domain's DNS, and records whether it was found. The answer has the
/// texts that the lookup saw.
async fn verify(
    caller: Caller<InOrganization<required::DomainsManage>, (OrganizationId, DomainId)>,
    query: CommandQuery,
    OptionalBody(ReasonRequest { reason }): OptionalBody<ReasonRequest>,
) -> Result<Success<CommandResponse<Checked>>, ApiError> {
    let (organization_id, domain_id) = caller.path;
    let row = load(&caller.app, caller.path).await?;
    let observed = observe(&caller.app, &row).await?;
    let (proof, found) = (DomainProof::DnsRecord, observed.finding == RecordFinding::Found);
    let command = DomainCommand::RecordDomainProof { organization_id, domain_id, proof, found };
    let CommandResponse { outcome, consequences, row: rule } = ruled(caller.command(command, reason, query).await?)?;
    Ok(Success::new(CommandResponse { outcome, consequences, row: Checked { rule, observed } }))
}

const ASK_MAILBOX: Endpoint =
    post("/orgs/{orgId}/email-domains/{domainId}/mailbox", "askMailbox", "Send a token to a mailbox in the domain.")
        .refuses(&[409]);

/// A domain rule, and the delivery status of the mail with the token.
#[derive(Serialize, schemars::JsonSchema)]
#[schemars(rename = "MailboxAsked")]
struct MailboxChallenge {
    #[serde(flatten)]
    rule: Rule,
    delivery: Delivery,
}

/// Sends a token to a mailbox of the domain. A dry run only checks that it could.
async fn ask_mailbox(
    caller: Caller<InOrganization<required::DomainsManage>, (OrganizationId, DomainId)>,
    query: CommandQuery,
    Body(AskMailboxRequest { email }): Body<AskMailboxRequest>,
) -> Result<Success<MailboxChallenge>, ApiError> {
    let row = load(&caller.app, caller.path).await?;
    if query.0.version.is_some_and(|seen| seen != row.version) {
        let current = serde_json::to_value(Rule::from(row)).ok();
        return Err(ApiError::StaleVersion { current });
    }
    if row.verification == VerificationLevel::Ownership {
        return Err(AdministrationReason::VerificationInsufficient.into());
    }
    if email.domain() != row.domain.trim_start_matches("*.") {
        return Err(ApiError::input("/email", "the mailbox is not in the domain"));
    }
    if !caller.app.has_mail() {
        return Err(ApiError::Server(ServerCode::MailNotConfigured));
    }
    if query.0.dry_run {
        return Ok(Success::new(MailboxChallenge { rule: row.into(), delivery: Delivery::Queued }));
    }
    let text = format!("{}{}", Uuid::new_v4().simple(), Uuid::new_v4().simple());
    let token = PresentedToken::new(&text).ok_or(ApiError::Server(ServerCode::InternalError))?;
    let now = (caller.app.clock)();
    if !caller.app.store.ask_mailbox(&token, row.id, &email, caller.user_id()?, now).await? {
        return Err(ApiError::TooManyRequests { seconds: MAILBOX_PAUSE_SECONDS.unsigned_abs() });
    }
    let delivery = caller.app.deliver(mailbox_mail(&email, &row, &text)).await;
    Ok(Success::new(MailboxChallenge { rule: row.into(), delivery }))
}

const PROVE_MAILBOX: Endpoint = post(
    "/orgs/{orgId}/email-domains/{domainId}/mailbox/proof",
    "proveMailbox",
    "Verify a domain by the token that was sent to a mailbox.",
)
.refuses(&[409]);

async fn prove_mailbox(
    caller: Caller<OnCommand<required::DomainsManage>, (OrganizationId, DomainId)>,
    query: CommandQuery,
    Body(ProveMailboxRequest { token, reason }): Body<ProveMailboxRequest>,
) -> Result<Success<CommandResponse<Rule>>, ApiError> {
    let (organization_id, domain_id) = caller.path;
    let context = caller.context(reason)?;
    let result = caller.app.store.prove_mailbox(&token, caller.path, &context, query.0).await;
    let done = proven(result, CommandRow::Domain(organization_id, domain_id), query.0.dry_run)?;
    Ok(Success::new(ruled(done)?))
}

async fn load(app: &App, (organization, id): (OrganizationId, DomainId)) -> Result<DomainRow, ApiError> {
    app.store.domain(organization, id).await?.ok_or_else(|| AdministrationReason::DomainNotFound.into())
}

fn ruled(done: Done) -> Result<CommandResponse<Rule>, ApiError> {
    let row: DomainRow = done.row(AdministrationReason::DomainNotFound)?;
    Ok(done.with(row.into()))
}
