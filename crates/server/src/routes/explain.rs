//! `/admin/explain` and `/admin/configuration`: why a person is let in or kept out, what would
//! change it, and the configuration that decides. Nothing here writes.

use cora_axum::required;
use cora_core::administration::AdministrationReason;
use cora_core::engine::Configuration;
use cora_core::id::{AuditId, ConnectionId, UserId};
use cora_core::policy::ProvisioningPolicy;
use cora_core::provisioning::trace::Trace;
use cora_store::{NamedIds, Names, ProvisioningAuditRow};
use cora_wire::request::{ExplainRequest, ExplainTokenRequest, HypotheticalLogin};
use serde::Serialize;

use crate::access::Platform;
use crate::app::App;
use crate::body::Body;
use crate::caller::Caller;
use crate::endpoint::{Endpoint, Routes, get, post};
use crate::envelope::Success;
use crate::error::{ApiError, ServerCode};
use crate::explain::token::{ExplainedToken, explain_token};
use crate::explain::{Explainable, ExplainedDecision, explain, explain_record};

pub(super) fn routes() -> Routes {
    Routes::new().on(CONFIGURATION, configuration).on(EXPLAIN, explain_login).on(TOKEN, explain_pasted)
}

/// The configuration that decides logins, with the names of what it refers to.
#[derive(Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "ConfigurationInForce")]
struct ConfigurationInForce {
    /// The version of the policy.
    policy_version: u32,
    /// The policy, the connections and the domain rules, as `lint` and simulations read them.
    configuration: Configuration,
    /// `false` if there are more connections or domain rules than these: 1,000 connections and
    /// 10,000 rules are listed, verified rules first.
    complete: bool,
    /// The names behind the identifiers.
    names: Names,
}

/// Maximum numbers of connections and domain rules in a configuration.
const MOST: (usize, usize) = (1_000, 10_000);

const CONFIGURATION: Endpoint = get(
    "/admin/configuration",
    "configuration",
    "Get the policy, the connections and the domain rules that decide logins.",
);

async fn configuration(
    caller: Caller<Platform<required::PolicyRead>>,
) -> Result<Success<ConfigurationInForce>, ApiError> {
    let store = &caller.app.store;
    let policy = store.policy().await?;
    let configuration = store.configuration(policy).await?;
    let names = store.names(&named(&configuration)).await?;
    let (connections, rules) = (configuration.connections.len(), configuration.domain_rules.len());
    Ok(Success::new(ConfigurationInForce {
        policy_version: configuration.policy.version,
        complete: connections < MOST.0 && rules < MOST.1,
        configuration,
        names,
    }))
}

/// Returns the identifiers that a configuration has.
fn named(configuration: &Configuration) -> NamedIds {
    let Configuration { policy, connections, domain_rules } = configuration;
    let mut ids = NamedIds::default();
    for connection in connections {
        ids.connections.insert(connection.id);
        ids.organizations.extend(connection.organization_id);
    }
    for rule in domain_rules {
        ids.organizations.insert(rule.organization_id);
        ids.connections.extend(rule.connection_id);
    }
    ids.organizations.extend(policy.group_roles.iter().map(|one| one.organization_id));
    ids.organizations.extend(policy.required_groups.iter().map(|one| one.organization_id));
    ids.organizations.extend(policy.organization_authentication.iter().map(|one| one.organization_id));
    ids.organizations.extend(policy.idp_organizations.iter().map(|one| one.organization_id));
    ids.organizations.extend(policy.default_roles.iter().map(|one| one.organization_id));
    ids
}

/// The answer to a question about a login.
#[derive(Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "Explained")]
struct Explained {
    /// The decision and what would change it, as it is now.
    #[serde(flatten)]
    explained: ExplainedDecision,
    /// The past login that was asked for; null if it was another question.
    past: Option<PastLogin>,
}

/// A past login.
#[derive(Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
struct PastLogin {
    /// The record of its decision.
    #[serde(flatten)]
    record: ProvisioningAuditRow,
    /// `true` if the same person would get another outcome, or the same for another reason, now.
    differs: bool,
    /// The verdict of every stage then; null if it is not on record.
    trace: Option<Trace>,
}

const EXPLAIN: Endpoint = post(
    "/admin/explain",
    "explainLogin",
    "Explain the decision on a login: of a user, of a past login, or of one that nobody has made.",
)
.refuses(&[404, 409]);

async fn explain_login(
    caller: Caller<Platform<required::UsersRead>>,
    Body(ExplainRequest { user_id, audit_id, login, policy }): Body<ExplainRequest>,
) -> Result<Success<Explained>, ApiError> {
    let app = &caller.app;
    let stated = login.unwrap_or_default();
    let asked = (user_id, audit_id, stated != HypotheticalLogin::default());
    let mut explainable = match asked {
        (Some(user_id), None, _) => of_user(app, user_id, stated.connection_id).await?,
        (None, Some(audit_id), _) => return of_past(app, audit_id, stated, policy).await.map(Success::new),
        (None, None, true) => of_nobody(app, stated.connection_id).await?,
        _ => return Err(ApiError::input("", "state one of `userId`, `auditId` and `login`")),
    };
    explainable.put(stated);
    let explained = explain(app, explainable, policy).await?.ok_or_else(connection_missing)?;
    Ok(Success::new(Explained { explained, past: None }))
}

/// Explains a past login: by the person as they are stored, or else by its record alone.
async fn of_past(
    app: &App,
    id: AuditId,
    stated: HypotheticalLogin,
    policy: Option<ProvisioningPolicy>,
) -> Result<Explained, ApiError> {
    let record = app.store.recorded_decision(id).await?.ok_or(ApiError::Server(ServerCode::NotFound))?;
    let explained = match of_record(app, &record).await? {
        Some(mut explainable) => {
            explainable.put(stated);
            explain(app, explainable, policy).await?.ok_or_else(connection_missing)?
        }
        None if stated != HypotheticalLogin::default() => return Err(ApiError::Server(ServerCode::LoginNotKept)),
        None => explain_record(app, id, policy).await?.ok_or(ApiError::Server(ServerCode::LoginNotKept))?,
    };
    let trace = app.store.login(id.as_uuid()).await?.and_then(|(_, trace)| trace);
    let past = PastLogin { differs: !explained.is_as(&record), record, trace };
    Ok(Explained { explained, past: Some(past) })
}

/// Takes the login of a user as it was last seen. A user without an identity is asked about by
/// their address, as a person who comes for the first time.
async fn of_user(app: &App, id: UserId, by: Option<ConnectionId>) -> Result<Explainable, ApiError> {
    let user = app.store.user(id).await?;
    let user = user.ok_or(ApiError::Administration(AdministrationReason::UserNotFound))?;
    if let Some(seen) = Explainable::last_seen(app.store.last_logins(id).await?, by) {
        return Ok(seen);
    }
    let mut explainable = of_nobody(app, by).await?;
    explainable.login.email = user.email.as_deref().and_then(cora_core::text::RawEmail::new);
    Ok(explainable)
}

/// Takes the login of a past decision as the person is stored; `None` if they are not.
async fn of_record(app: &App, record: &ProvisioningAuditRow) -> Result<Option<Explainable>, ApiError> {
    let logins = match record.user_id {
        Some(user_id) => app.store.last_logins(user_id).await?,
        None => Vec::new(),
    };
    Ok(Explainable::last_seen(logins, Some(record.connection_id)))
}

async fn of_nobody(app: &App, by: Option<ConnectionId>) -> Result<Explainable, ApiError> {
    Explainable::never_seen(app, by).await?.ok_or_else(connection_missing)
}

fn connection_missing() -> ApiError {
    ApiError::Administration(AdministrationReason::ConnectionNotFound)
}

const TOKEN: Endpoint = post(
    "/admin/explain/token",
    "explainToken",
    "Verify a token and explain its decision. The token is neither stored nor logged.",
);

async fn explain_pasted(
    caller: Caller<Platform<required::UsersRead>>,
    Body(ExplainTokenRequest { token, policy }): Body<ExplainTokenRequest>,
) -> Result<Success<ExplainedToken>, ApiError> {
    Ok(Success::new(explain_token(&caller.app, token.expose(), policy).await?))
}
