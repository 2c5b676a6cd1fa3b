//! `/admin/policy`: read, lint, replace and roll back the provisioning policy, and list its
//! versions.

use axum::body::Bytes;
use axum::response::IntoResponse;
use cora_core::administration::PolicyCommand;
use cora_core::capability::Capability;
use cora_core::lint::{LintReport, lint};
use cora_core::policy::ProvisioningPolicy;
use cora_store::PolicyVersionRow;
use cora_wire::request::{RollBackPolicyRequest, SavePolicyRequest};
use serde::Serialize;

use crate::body::read;
use crate::caller::{Caller, CommandResponse, List, PageQuery};
use crate::envelope::Success;
use crate::error::ApiError;
use crate::openapi::{Routes, operation};

pub(super) fn routes() -> Routes {
    Routes::new()
        .get(
            "/admin/policy",
            current,
            operation("policy", "Get the active policy and its lint findings.")
                .needs(Capability::PolicyRead)
                .answers::<ActivePolicy>(),
        )
        .put(
            "/admin/policy",
            save,
            operation("savePolicy", "Replace the policy.")
                .needs(Capability::PolicyWrite)
                .takes::<SavePolicyRequest>()
                .answers::<CommandResponse<ActivePolicy>>()
                .refuses(409),
        )
        .post(
            "/admin/policy/lint",
            lint_policy,
            operation("lintPolicy", "Lint a policy.")
                .needs(Capability::PolicyRead)
                .takes::<SavePolicyRequest>()
                .answers::<LintReport>(),
        )
        .post(
            "/admin/policy/rollback",
            roll_back,
            operation("rollBackPolicy", "Roll back to an earlier policy.")
                .needs(Capability::PolicyWrite)
                .takes::<RollBackPolicyRequest>()
                .answers::<CommandResponse<ActivePolicy>>()
                .refuses(404)
                .refuses(409),
        )
        .get(
            "/admin/policy/versions",
            versions,
            operation("policyVersions", "List the versions of the policy, newest first.")
                .needs(Capability::PolicyRead)
                .paged()
                .answers::<List<PolicyVersionRow>>(),
        )
}

/// The policy in force, and the lint report on it.
#[derive(Serialize, schemars::JsonSchema)]
#[schemars(rename = "PolicyInForce")]
struct ActivePolicy {
    version: u32,
    policy: ProvisioningPolicy,
    report: LintReport,
}

async fn current(caller: Caller) -> Result<impl IntoResponse, ApiError> {
    caller.may(Capability::PolicyRead, None)?;
    Ok(Success::new(active_policy(&caller).await?))
}

/// Lints a policy together with the stored connections and domain rules, without storing it.
async fn lint_policy(caller: Caller, body: Bytes) -> Result<impl IntoResponse, ApiError> {
    caller.may(Capability::PolicyRead, None)?;
    let SavePolicyRequest { policy, .. } = read(&body)?;
    Ok(Success::new(report(&caller, policy).await?))
}

async fn save(caller: Caller, body: Bytes) -> Result<impl IntoResponse, ApiError> {
    // The report reveals connections and domains, so the permission is checked before it is made.
    caller.may(Capability::PolicyWrite, None)?;
    let SavePolicyRequest { policy, version, reason } = read(&body)?;
    let report = report(&caller, policy.clone()).await?;
    let outcome = caller.command(PolicyCommand::SavePolicy { policy, version, report }, reason).await?;
    Ok(Success::new(CommandResponse { outcome, row: active_policy(&caller).await? }))
}

async fn roll_back(caller: Caller, body: Bytes) -> Result<impl IntoResponse, ApiError> {
    let RollBackPolicyRequest { to, version, reason } = read(&body)?;
    let outcome = caller.command(PolicyCommand::RollBackPolicy { to, version }, reason).await?;
    Ok(Success::new(CommandResponse { outcome, row: active_policy(&caller).await? }))
}

async fn versions(caller: Caller, query: PageQuery) -> Result<impl IntoResponse, ApiError> {
    caller.may(Capability::PolicyRead, None)?;
    let page = query.page();
    let rows = caller.app.store.policy_versions(&page).await?;
    Ok(Success::new(List::of(rows, &page, |row| row.version.to_string())))
}

async fn active_policy(caller: &Caller) -> Result<ActivePolicy, ApiError> {
    let policy = caller.app.store.policy().await?;
    let report = report(caller, policy.clone()).await?;
    Ok(ActivePolicy { version: policy.version, policy, report })
}

async fn report(caller: &Caller, policy: ProvisioningPolicy) -> Result<LintReport, ApiError> {
    let configuration = caller.app.store.configuration(policy).await?;
    Ok(lint(&configuration, &cora_domain_lists::DomainLists))
}
