//! `/orgs/{orgId}/email-domains`: domain rules. CORA took every domain as the organization's; here
//! one counts once its DNS record proves it, and the answer has the record.

use cora_axum::required;
use cora_core::administration::{AdministrationReason, DomainCommand};
use cora_core::id::{DomainId, OrganizationId};
use cora_core::provisioning::facts::{EnrollmentMode, VerificationState};
use cora_core::role::OrganizationRole;
use cora_store::LegacyDomainRow;
use cora_wire::request::{AddDomainRequest, ChangeDomainRequest};
use serde_json::{Value, json};
use uuid::Uuid;

use super::asked::Asked;
use super::body::{Given, request};
use super::spelling::in_both;
use super::{Answered, Made, answered, row};
use crate::access::{InOrganization, OnCommand};
use crate::app::App;
use crate::caller::Caller;
use crate::command::CommandQuery;
use crate::domain_record::{record_name, record_value};
use crate::endpoint::{Endpoint, Routes, delete, get, post, put};
use crate::envelope::Created;
use crate::error::{ApiError, ServerCode};

pub(super) fn routes() -> Routes {
    Routes::new().on(LIST, list).on(ADD, add).on(CHANGE, change).on(REMOVE, remove)
}

const LIST: Endpoint = get("/orgs/{orgId}/email-domains", "domains", "List an organization's domain rules.");

async fn list(
    caller: Caller<InOrganization<required::DomainsManage>, OrganizationId>,
    asked: Asked,
) -> Result<Answered, ApiError> {
    let rows = caller.app.store.legacy_domains(caller.path, asked.slice).await?;
    Ok(answered(Value::Array(rows.iter().map(shown).collect::<Result<_, _>>()?)))
}

const ADD: Endpoint = post("/orgs/{orgId}/email-domains", "addDomain", "Create a domain rule.").refuses(&[409]);

async fn add(
    caller: Caller<OnCommand<required::DomainsManage>, OrganizationId>,
    given: Given,
) -> Result<Made, ApiError> {
    claims_nothing(&given, false, OrganizationRole::OrgUser)?;
    let AddDomainRequest { domain: pattern, verification, enrollment_mode, connection_id, required_groups, reason } =
        request([
            ("domain", given.value("domain").cloned()),
            ("verification", Some("ownership".into())),
            ("enrollmentMode", Some(named(mode(&given)?.unwrap_or(EnrollmentMode::AutomaticMembership)))),
        ])?;
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
    caller.command(command, reason, CommandQuery::default()).await?;
    Ok(Created(load(&caller.app, organization_id, domain_id).await?))
}

const CHANGE: Endpoint =
    put("/orgs/{orgId}/email-domains/{domainId}", "changeDomain", "Change a domain rule.").refuses(&[409]);

async fn change(
    caller: Caller<InOrganization<required::DomainsManage>, (OrganizationId, DomainId)>,
    given: Given,
) -> Result<Answered, ApiError> {
    let (organization_id, domain_id) = caller.path;
    let row = caller.app.store.legacy_domain(organization_id, domain_id).await?;
    let row = row.ok_or(AdministrationReason::DomainNotFound)?;
    // CORA's page sends the whole row back.
    claims_nothing(&given, row.state == VerificationState::Verified, row.default_role)?;
    if let Some(enrollment_mode) = mode(&given)? {
        let ChangeDomainRequest { enrollment_mode, connection_id, required_groups, reason } =
            request([("enrollmentMode", Some(named(enrollment_mode)))])?;
        let command =
            DomainCommand::ChangeDomain { organization_id, domain_id, enrollment_mode, connection_id, required_groups };
        caller.command(command, reason, CommandQuery::default()).await?;
    }
    Ok(answered(load(&caller.app, organization_id, domain_id).await?))
}

const REMOVE: Endpoint = delete("/orgs/{orgId}/email-domains/{domainId}", "removeDomain", "Delete a domain rule.");

async fn remove(
    caller: Caller<OnCommand<required::DomainsManage>, (OrganizationId, DomainId)>,
) -> Result<Answered, ApiError> {
    let (organization_id, domain_id) = caller.path;
    caller.command(DomainCommand::RemoveDomain { organization_id, domain_id }, None, CommandQuery::default()).await?;
    Ok(answered(in_both(json!({ "id": domain_id, "message": "the domain was removed" }))))
}

/// Fails if a body says that the domain is verified and it is not, or that it gives another role
/// than it does.
fn claims_nothing(given: &Given, is_verified: bool, role: OrganizationRole) -> Result<(), ApiError> {
    if !is_verified && given.value("isVerified") == Some(&Value::Bool(true)) {
        return Err(ApiError::Server(ServerCode::DomainByProofOnly));
    }
    match given.organization_role(&["defaultRole", "role"]) {
        Some(given) if given != cora_core::json::Code::name(&role) => {
            Err(ApiError::Server(ServerCode::DomainMakesUsers))
        }
        _ => Ok(()),
    }
}

/// Returns the effect of a rule that CORA's `autoProvision` stands for, or `None` if it is absent.
fn mode(given: &Given) -> Result<Option<EnrollmentMode>, ApiError> {
    match given.value("autoProvision") {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Bool(true)) => Ok(Some(EnrollmentMode::AutomaticMembership)),
        Some(Value::Bool(false)) => Ok(Some(EnrollmentMode::ManualInvitation)),
        Some(_) => Err(ApiError::input("/autoProvision", "it must be true or false")),
    }
}

fn named(mode: EnrollmentMode) -> Value {
    cora_core::json::Code::name(&mode).into()
}

async fn load(app: &App, organization: OrganizationId, id: DomainId) -> Result<Value, ApiError> {
    let found = app.store.legacy_domain(organization, id).await?;
    shown(&found.ok_or(AdministrationReason::DomainNotFound)?)
}

fn shown(row: &LegacyDomainRow) -> Result<Value, ApiError> {
    let record = json!({ "name": record_name(&row.domain), "type": "TXT", "value": record_value(row.id) });
    row::domain(row, record)
}
