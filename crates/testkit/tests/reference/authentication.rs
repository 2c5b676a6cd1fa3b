//! §6.2: the proof of a person that the platform and organizations require.

use cora_core::DecideInput;
use cora_core::id::OrganizationId;
use cora_core::policy::authentication::StepUp;
use cora_core::provisioning::code::ReasonCode;
use cora_core::text::{AuthenticationContext, AuthenticationMethod};

use super::groups::speaks_for;

/// "A login that falls short of the proof that the policy requires of every login is denied:
/// `step_up_required`."
pub fn kept_out(input: &DecideInput) -> Option<ReasonCode> {
    let policy = &input.policy;
    let met = meets(input, &policy.required_acr, &policy.required_amr, policy.max_auth_age);
    (!met).then_some(ReasonCode::StepUpRequired)
}

/// "A decision that is denied in this stage states the proof to ask the provider for".
pub fn to_ask_for(input: &DecideInput) -> StepUp {
    let policy = &input.policy;
    StepUp {
        acr_values: policy.required_acr.clone(),
        amr_values: policy.required_amr.clone(),
        max_age: policy.max_auth_age,
    }
}

/// "A proof counts for the organizations that the login's connection speaks for. An entry that
/// names nothing requires nothing."
pub fn of_organization(input: &DecideInput, organization: OrganizationId) -> Option<ReasonCode> {
    for entry in &input.policy.organization_authentication {
        let names_something =
            !entry.required_acr.is_empty() || !entry.required_amr.is_empty() || entry.max_auth_age.is_some();
        if entry.organization_id != organization || !names_something {
            continue;
        }
        let met = meets(input, &entry.required_acr, &entry.required_amr, entry.max_auth_age);
        if !met || !speaks_for(input, organization) {
            return Some(ReasonCode::StepUpRequired);
        }
    }
    None
}

/// "its `acr` is one of `requiredAcr`, if it names any"; "one of its `amr` is one of `requiredAmr`,
/// if it names any"; "with `maxAuthAge`, its `auth_time` is known, not more than 60 seconds in the
/// future, and `now - auth_time <= maxAuthAge`".
fn meets(input: &DecideInput, acr: &[AuthenticationContext], amr: &[AuthenticationMethod], age: Option<u32>) -> bool {
    let (login, now) = (&input.login, input.now.seconds());
    let of_class = match &login.acr {
        _ if acr.is_empty() => true,
        None => false,
        Some(class) => acr.iter().any(|required| required == class),
    };
    let by_method = amr.is_empty() || amr.iter().any(|required| login.amr.contains(required));
    let recent = match (age, login.auth_time.map(|at| at.seconds())) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some(age), Some(at)) => at <= now + 60 && now.saturating_sub(at) <= u64::from(age),
    };
    of_class && by_method && recent
}
