//! `/orgs/{orgId}/email-domains`: the domain rules of an organization, and the proofs that it owns
//! the domains.

use axum::body::Bytes;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use cora_core::administration::{AdministrationReason, DomainCommand, DomainProof};
use cora_core::capability::Capability;
use cora_core::id::{DomainId, OrganizationId};
use cora_core::provisioning::facts::VerificationLevel;
use cora_core::secret::PresentedToken;
use cora_store::{DomainRow, MAILBOX_PAUSE_SECONDS};
use cora_wire::request::{
    AddDomainRequest, AskMailboxRequest, ChangeDomainRequest, ProveMailboxRequest, ReasonRequest,
};
use serde::Serialize;
use uuid::Uuid;

use crate::body::{read, read_or_default};
use crate::caller::{Caller, CommandResponse, List, NoRow, PageQuery, parse_path_id, without_row};
use crate::domain_record::{record_name, record_value};
use crate::envelope::Success;
use crate::error::{ApiError, ServerCode};
use crate::mail::{Delivery, mailbox_mail};
use crate::openapi::{Routes, operation};

pub(super) fn routes() -> Routes {
    Routes::new()
        .get(
            "/orgs/{orgId}/email-domains",
            list,
            operation("domains", "List an organization's domain rules.")
                .needs(Capability::DomainsManage)
                .paged()
                .answers::<List<Rule>>(),
        )
        .post(
            "/orgs/{orgId}/email-domains",
            add,
            operation("addDomain", "Create a domain rule.")
                .needs(Capability::DomainsManage)
                .takes::<AddDomainRequest>()
                .creates::<CommandResponse<Rule>>()
                .refuses(409),
        )
        .put(
            "/orgs/{orgId}/email-domains/{domainId}",
            change,
            operation("changeDomain", "Change a domain rule.")
                .needs(Capability::DomainsManage)
                .takes::<ChangeDomainRequest>()
                .answers::<CommandResponse<Rule>>()
                .refuses(409),
        )
        .delete(
            "/orgs/{orgId}/email-domains/{domainId}",
            remove,
            operation("removeDomain", "Delete a domain rule.")
                .needs(Capability::DomainsManage)
                .may_take::<ReasonRequest>()
                .answers::<CommandResponse<NoRow>>(),
        )
        .post(
            "/orgs/{orgId}/email-domains/{domainId}/verify",
            verify,
            operation("verifyDomain", "Verify a domain by its DNS record.")
                .needs(Capability::DomainsManage)
                .may_take::<ReasonRequest>()
                .answers::<CommandResponse<Rule>>()
                .refuses(409),
        )
        .post(
            "/orgs/{orgId}/email-domains/{domainId}/mailbox",
            ask_mailbox,
            operation("askMailbox", "Send a token to a mailbox in the domain.")
                .needs(Capability::DomainsManage)
                .takes::<AskMailboxRequest>()
                .answers::<MailboxChallenge>()
                .refuses(409),
        )
        .post(
            "/orgs/{orgId}/email-domains/{domainId}/mailbox/proof",
            prove_mailbox,
            operation("proveMailbox", "Verify a domain by the token that was sent to a mailbox.")
                .needs(Capability::DomainsManage)
                .takes::<ProveMailboxRequest>()
                .answers::<CommandResponse<Rule>>()
                .refuses(409),
        )
}

/// A domain rule, and the DNS record that proves the domain.
#[derive(Serialize, schemars::JsonSchema)]
#[schemars(rename = "DomainRule")]
struct Rule {
    #[serde(flatten)]
    row: DomainRow,
    record: Record,
}

/// A DNS TXT record.
#[derive(Serialize, schemars::JsonSchema)]
#[schemars(rename = "TxtRecord")]
struct Record {
    name: String,
    r#type: &'static str,
    value: String,
}

impl From<DomainRow> for Rule {
    fn from(row: DomainRow) -> Self {
        let record = Record { name: record_name(&row.domain), r#type: "TXT", value: record_value(row.id) };
        Self { row, record }
    }
}

async fn list(
    caller: Caller,
    Path(organization): Path<String>,
    query: PageQuery,
) -> Result<impl IntoResponse, ApiError> {
    let id = parse_path_id(&organization, OrganizationId::parse)?;
    caller.may(Capability::DomainsManage, Some(id))?;
    let page = query.page();
    let rows = caller.app.store.domains(id, &page).await?.into_iter().map(Rule::from).collect();
    Ok(Success::new(List::of(rows, &page, |rule: &Rule| rule.row.id.to_string())))
}

async fn add(caller: Caller, Path(organization): Path<String>, body: Bytes) -> Result<impl IntoResponse, ApiError> {
    let organization_id = parse_path_id(&organization, OrganizationId::parse)?;
    let request: AddDomainRequest = read(&body)?;
    let AddDomainRequest { domain: pattern, verification, enrollment_mode, connection_id, required_groups, reason } =
        request;
    let domain_id = DomainId::from_uuid(Uuid::new_v4());
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
    let outcome = caller.command(command, reason).await?;
    Ok((StatusCode::CREATED, rule_response(&caller, organization_id, domain_id, outcome).await?))
}

async fn change(
    caller: Caller,
    Path(names): Path<(String, String)>,
    body: Bytes,
) -> Result<impl IntoResponse, ApiError> {
    let (organization_id, domain_id) = ids(&names)?;
    let ChangeDomainRequest { enrollment_mode, connection_id, required_groups, reason } = read(&body)?;
    let command =
        DomainCommand::ChangeDomain { organization_id, domain_id, enrollment_mode, connection_id, required_groups };
    let outcome = caller.command(command, reason).await?;
    rule_response(&caller, organization_id, domain_id, outcome).await
}

async fn remove(
    caller: Caller,
    Path(names): Path<(String, String)>,
    body: Bytes,
) -> Result<impl IntoResponse, ApiError> {
    let (organization_id, domain_id) = ids(&names)?;
    let ReasonRequest { reason } = read_or_default(&body)?;
    let outcome = caller.command(DomainCommand::RemoveDomain { organization_id, domain_id }, reason).await?;
    Ok(Success::new(without_row(outcome)))
}

/// Looks up the record in the domain's DNS, and records whether it was found.
async fn verify(
    caller: Caller,
    Path(names): Path<(String, String)>,
    body: Bytes,
) -> Result<impl IntoResponse, ApiError> {
    let (organization_id, domain_id) = ids(&names)?;
    let ReasonRequest { reason } = read_or_default(&body)?;
    let row = load(&caller, organization_id, domain_id).await?;
    let texts = caller.app.domain_texts(&record_name(&row.domain)).await.map_err(|error| {
        tracing::warn!(%error, "a name server did not answer");
        // A missing answer says nothing about the domain, so nothing is recorded.
        ApiError::Server(ServerCode::NameServerUnavailable)
    })?;
    let found = texts.iter().any(|text| text.trim() == record_value(domain_id));
    let proof = DomainProof::DnsRecord;
    let command = DomainCommand::RecordDomainProof { organization_id, domain_id, proof, found };
    let outcome = caller.command(command, reason).await?;
    rule_response(&caller, organization_id, domain_id, outcome).await
}

/// A domain rule, and the delivery status of the mail with the token.
#[derive(Serialize, schemars::JsonSchema)]
#[schemars(rename = "MailboxAsked")]
struct MailboxChallenge {
    #[serde(flatten)]
    rule: Rule,
    delivery: Delivery,
}

/// Sends a token to a mailbox of the domain.
async fn ask_mailbox(
    caller: Caller,
    Path(names): Path<(String, String)>,
    body: Bytes,
) -> Result<impl IntoResponse, ApiError> {
    let (organization_id, domain_id) = ids(&names)?;
    let AskMailboxRequest { email, reason } = read(&body)?;
    let row = load(&caller, organization_id, domain_id).await?;
    if row.verification == VerificationLevel::Ownership {
        return Err(AdministrationReason::VerificationInsufficient.into());
    }
    if email.domain() != row.domain.trim_start_matches("*.") {
        return Err(ApiError::input("/email", "the mailbox is not in the domain"));
    }
    if !caller.app.has_mail() {
        return Err(ApiError::Server(ServerCode::MailNotConfigured));
    }
    let text = format!("{}{}", Uuid::new_v4().simple(), Uuid::new_v4().simple());
    let token = PresentedToken::new(&text).ok_or(ApiError::Server(ServerCode::InternalError))?;
    if !caller.app.store.ask_mailbox(&token, domain_id, &email, &caller.context(reason)?).await? {
        return Err(ApiError::TooManyRequests { seconds: MAILBOX_PAUSE_SECONDS.unsigned_abs() });
    }
    let delivery = caller.app.deliver(mailbox_mail(&email, &row, &text)).await;
    Ok(Success::new(MailboxChallenge { rule: row.into(), delivery }))
}

async fn prove_mailbox(
    caller: Caller,
    Path(names): Path<(String, String)>,
    body: Bytes,
) -> Result<impl IntoResponse, ApiError> {
    let (organization_id, domain_id) = ids(&names)?;
    let ProveMailboxRequest { token, reason } = read(&body)?;
    let context = caller.context(reason)?;
    let change = caller.app.store.prove_mailbox(&token, organization_id, domain_id, &context).await?;
    rule_response(&caller, organization_id, domain_id, change.reason).await
}

fn ids((organization, domain): &(String, String)) -> Result<(OrganizationId, DomainId), ApiError> {
    Ok((parse_path_id(organization, OrganizationId::parse)?, parse_path_id(domain, DomainId::parse)?))
}

/// Loads a domain rule. Fails with `access_denied` unless the caller manages the organization's
/// domains.
async fn load(caller: &Caller, organization: OrganizationId, id: DomainId) -> Result<DomainRow, ApiError> {
    caller.may(Capability::DomainsManage, Some(organization))?;
    let rule = caller.app.store.domain(organization, id).await?;
    rule.ok_or_else(|| AdministrationReason::DomainNotFound.into())
}

async fn rule_response(
    caller: &Caller,
    organization: OrganizationId,
    id: DomainId,
    outcome: AdministrationReason,
) -> Result<Success<CommandResponse<Rule>>, ApiError> {
    let row = load(caller, organization, id).await?;
    Ok(Success::new(CommandResponse { outcome, row: row.into() }))
}
