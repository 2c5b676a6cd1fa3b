//! `/admin/policy`: read, lint, replace and roll back the provisioning policy, and list its
//! versions.

use cora_axum::required;
use cora_core::administration::{AdministrationReason, PolicyCommand};
use cora_core::expectation::{ExpectationFailure, PolicyExpectation, failed_expectations};
use cora_core::issue::{Issue, IssueCode, Severity};
use cora_core::lint::{LintReport, lint};
use cora_core::policy::ProvisioningPolicy;
use cora_core::policy::reference::PolicyReference;
use cora_store::PolicyVersionRow;
use cora_wire::request::{RollBackPolicyRequest, SavePolicyRequest};
use serde::Serialize;

use crate::access::Platform;
use crate::app::App;
use crate::body::Body;
use crate::caller::{Caller, List, PageQuery};
use crate::command::{CommandQuery, CommandResponse, Done};
use crate::endpoint::{Endpoint, Routes, get, post, put};
use crate::envelope::Success;
use crate::error::ApiError;

pub(super) fn routes() -> Routes {
    Routes::new()
        .on(CURRENT, current)
        .on(SAVE, save)
        .on(LINT, lint_given)
        .on(ROLL_BACK, roll_back)
        .on(VERSIONS, versions)
}

/// The policy in force, and the lint report on it.
#[derive(Serialize, schemars::JsonSchema)]
#[schemars(rename = "PolicyInForce")]
struct ActivePolicy {
    version: u32,
    policy: ProvisioningPolicy,
    report: LintReport,
    /// The logins that every policy has to decide as they say.
    expectations: Vec<PolicyExpectation>,
}

const CURRENT: Endpoint = get("/admin/policy", "policy", "Get the active policy and its lint findings.");

async fn current(caller: Caller<Platform<required::PolicyRead>>) -> Result<Success<ActivePolicy>, ApiError> {
    Ok(Success::new(active_policy(&caller.app).await?))
}

const SAVE: Endpoint = put("/admin/policy", "savePolicy", "Replace the policy.").refuses(&[409]);

/// Puts another policy in force. The report reveals connections and domains, so the permission is
/// checked before it is made.
async fn save(
    caller: Caller<Platform<required::PolicyWrite>>,
    query: CommandQuery,
    Body(SavePolicyRequest { policy, version, expectations, reason }): Body<SavePolicyRequest>,
) -> Result<Success<CommandResponse<ActivePolicy>>, ApiError> {
    check_references(&caller.app, &policy).await?;
    let configuration = caller.app.store.configuration(policy.clone()).await?;
    let report = lint(&configuration, &cora_domain_lists::DomainLists);
    let failures = match &expectations {
        Some(expectations) => failed_expectations(configuration, expectations),
        None => failed_expectations(configuration, &caller.app.store.policy_expectations().await?),
    };
    let shown = failures.clone();
    let command = PolicyCommand::SavePolicy { policy, version, report, expectations, failures };
    let done = caller.command(command, reason, query).await.map_err(|error| with_failures(error, shown))?;
    in_force(&caller.app, done).await
}

const LINT: Endpoint = post("/admin/policy/lint", "lintPolicy", "Lint a policy.");

/// Lints a policy together with the stored connections and domain rules, without storing it.
async fn lint_given(
    caller: Caller<Platform<required::PolicyRead>>,
    Body(SavePolicyRequest { policy, .. }): Body<SavePolicyRequest>,
) -> Result<Success<LintReport>, ApiError> {
    check_references(&caller.app, &policy).await?;
    Ok(Success::new(report(&caller.app, policy).await?))
}

const ROLL_BACK: Endpoint =
    post("/admin/policy/rollback", "rollBackPolicy", "Roll back to an earlier policy.").refuses(&[404, 409]);

async fn roll_back(
    caller: Caller<Platform<required::PolicyWrite>>,
    query: CommandQuery,
    Body(RollBackPolicyRequest { to, version, reason }): Body<RollBackPolicyRequest>,
) -> Result<Success<CommandResponse<ActivePolicy>>, ApiError> {
    let store = &caller.app.store;
    let failures = match store.policy_version(to).await? {
        Some(policy) => failed_expectations(store.configuration(policy).await?, &store.policy_expectations().await?),
        None => Vec::new(),
    };
    let shown = failures.clone();
    let command = PolicyCommand::RollBackPolicy { to, version, failures };
    let done = caller.command(command, reason, query).await.map_err(|error| with_failures(error, shown))?;
    in_force(&caller.app, done).await
}

const VERSIONS: Endpoint =
    get("/admin/policy/versions", "policyVersions", "List the versions of the policy, newest first.");

async fn versions(
    caller: Caller<Platform<required::PolicyRead>>,
    PageQuery(page): PageQuery,
) -> Result<Success<List<PolicyVersionRow>>, ApiError> {
    let rows = caller.app.store.policy_versions(&page).await?;
    Ok(Success::new(List::of(rows, &page, |row| row.version.to_string())))
}

/// Refuses a policy that names an organization or a connection that does not exist.
async fn check_references(app: &App, policy: &ProvisioningPolicy) -> Result<(), ApiError> {
    let unknown = app.store.unknown_references(policy).await?;
    if unknown.is_empty() {
        return Ok(());
    }
    let issue = |(path, reference): (String, PolicyReference)| Issue {
        code: IssueCode::InvalidValue,
        severity: Severity::Error,
        path: format!("/policy{path}"),
        message: reference.unknown().to_owned(),
        help: Some(reference.remedy().to_owned()),
    };
    Err(ApiError::Invalid(cora_wire::report(unknown.into_iter().map(issue).collect())))
}

/// Adds the failing expectations to a refusal because of them.
fn with_failures(error: ApiError, failures: Vec<ExpectationFailure>) -> ApiError {
    match error {
        ApiError::Administration(AdministrationReason::PolicyExpectationsFail) => ApiError::Expectations(failures),
        error => error,
    }
}

/// Builds the answer with the policy that is in force after a command, or would be.
async fn in_force(app: &App, done: Done) -> Result<Success<CommandResponse<ActivePolicy>>, ApiError> {
    let policy = done.found::<ProvisioningPolicy>()?.unwrap_or_default();
    let expectations = match done.expectations() {
        Some(expectations) => expectations.to_vec(),
        None => app.store.policy_expectations().await?,
    };
    let row = reported(app, policy, expectations).await?;
    Ok(Success::new(done.with(row)))
}

async fn active_policy(app: &App) -> Result<ActivePolicy, ApiError> {
    reported(app, app.store.policy().await?, app.store.policy_expectations().await?).await
}

async fn reported(
    app: &App,
    policy: ProvisioningPolicy,
    expectations: Vec<PolicyExpectation>,
) -> Result<ActivePolicy, ApiError> {
    let report = report(app, policy.clone()).await?;
    Ok(ActivePolicy { version: policy.version, policy, report, expectations })
}

async fn report(app: &App, policy: ProvisioningPolicy) -> Result<LintReport, ApiError> {
    let configuration = app.store.configuration(policy).await?;
    Ok(lint(&configuration, &cora_domain_lists::DomainLists))
}
