//! `/orgs`: organizations.

use cora_axum::required;
use cora_core::administration::{AdministrationReason, OrganizationCommand};
use cora_core::capability::Capability;
use cora_core::id::OrganizationId;
use cora_core::session::can;
use cora_wire::request::{CreateOrganizationRequest, UpdateOrganizationRequest};
use serde_json::{Value, json};
use uuid::Uuid;

use super::asked::Asked;
use super::body::{Given, request};
use super::{Answered, Made, answered, row};
use crate::access::{Access, Admitted, OnCommand};
use crate::caller::Caller;
use crate::command::CommandQuery;
use crate::endpoint::{Endpoint, Routes, delete, get, post, put};
use crate::envelope::Created;
use crate::error::{ApiError, ServerCode};
use crate::routes::organizations::Reads;

pub(super) fn routes() -> Routes {
    Routes::new().on(LIST, list).on(CREATE, create).on(ONE, show).on(UPDATE, update).on(CLOSE, close)
}

const LIST: Endpoint = get(
    "/orgs",
    "ownOrganizations",
    "List the caller's organizations, or all of the platform for those who manage them.",
);

async fn list(caller: Caller<Admitted>, asked: Asked) -> Result<Answered, ApiError> {
    let all = can(&caller.signed_in.session, &Capability::OrganizationsManage.into(), None);
    let rows = caller.app.store.legacy_organizations(caller.user_id()?, all, asked.slice).await?;
    Ok(answered(Value::Array(rows.iter().map(row::organization).collect::<Result<_, _>>()?)))
}

const CREATE: Endpoint = post("/orgs", "createOrganization", "Create an organization.").refuses(&[409]);

async fn create(caller: Caller<Admitted>, given: Given) -> Result<Made, ApiError> {
    if !can(&caller.signed_in.session, &Capability::OrganizationsManage.into(), None) {
        return Err(ApiError::Server(ServerCode::OrganizationsByAdministrators));
    }
    if given.text("allowedDomain").is_some_and(|domain| !domain.trim().is_empty()) {
        return Err(ApiError::Server(ServerCode::DomainByProofOnly));
    }
    let caller = caller.requiring::<OnCommand<required::OrganizationsManage>>()?;
    let text = |name: &str| given.value(name).filter(|value| !value.is_null()).cloned();
    let asked: CreateOrganizationRequest = request([
        ("name", text("name")),
        ("slug", text("slug").filter(|slug| slug != "")),
        ("logoUrl", given.clearable(LOGO)),
        ("description", given.clearable(&["description"])),
        ("websiteUrl", given.clearable(WEBSITE)),
        ("appName", given.clearable(&["appName"])),
        ("appIcon", given.clearable(&["appIcon"])),
    ])?;
    asked.check().map_err(ApiError::Invalid)?;
    let organization_id = OrganizationId::from_uuid(Uuid::new_v4());
    let (command, reason) = asked.into_command(organization_id);
    caller.command(command, reason, CommandQuery::default()).await?;
    Ok(Created(load(&caller, organization_id).await?))
}

/// The names that CORA's pages and functions have for the URL of the logo.
const LOGO: &[&str] = &["logoUrl", "logo"];
/// The same for the URL of the website.
const WEBSITE: &[&str] = &["websiteUrl", "website"];

const ONE: Endpoint = get("/orgs/{orgId}", "organization", "Get an organization.");

async fn show(caller: Caller<Reads, OrganizationId>) -> Result<Answered, ApiError> {
    Ok(answered(load(&caller, caller.path).await?))
}

const UPDATE: Endpoint =
    put("/orgs/{orgId}", "updateOrganization", "Change an organization's name, slug, logo or presentation.")
        .refuses(&[409]);

async fn update(
    caller: Caller<OnCommand<required::OrgUpdate>, OrganizationId>,
    given: Given,
) -> Result<Answered, ApiError> {
    let text = |name: &str| given.value(name).filter(|value| !value.is_null()).cloned();
    let asked: UpdateOrganizationRequest = request([
        ("name", text("name")),
        ("slug", text("slug").filter(|slug| slug != "")),
        ("logoUrl", given.clearable(LOGO)),
        ("description", given.clearable(&["description"])),
        ("websiteUrl", given.clearable(WEBSITE)),
        ("appName", given.clearable(&["appName"])),
        ("appIcon", given.clearable(&["appIcon"])),
    ])?;
    asked.check().map_err(ApiError::Invalid)?;
    let organization_id = caller.path;
    let (command, reason) = asked.into_command(organization_id);
    caller.command(command, reason, CommandQuery::default()).await?;
    Ok(answered(load(&caller, organization_id).await?))
}

const CLOSE: Endpoint = delete(
    "/orgs/{orgId}",
    "closeOrganization",
    "Close an organization. It admits nobody, and its members lose their access.",
);

/// Closes the organization. CORA deleted its rows; here they stay, and it can be reopened.
async fn close(caller: Caller<OnCommand<required::OrgDelete>, OrganizationId>) -> Result<Answered, ApiError> {
    let organization_id = caller.path;
    caller.command(OrganizationCommand::CloseOrganization { organization_id }, None, CommandQuery::default()).await?;
    let mut closed = load(&caller, organization_id).await?;
    closed["message"] = json!("the organization is closed; an administrator of the platform can reopen it");
    Ok(answered(closed))
}

async fn load<A: Access<P>, P>(caller: &Caller<A, P>, id: OrganizationId) -> Result<Value, ApiError> {
    let found = caller.app.store.legacy_organization(caller.user_id()?, id).await?;
    row::organization(&found.ok_or(AdministrationReason::OrganizationNotFound)?)
}
