//! The proof of a person that a policy requires, at the authorization endpoint (§14.3, §14.4).

use crate::issuer::authorization::{AuthorizationRequest, SessionObjection};
use crate::policy::ProvisioningPolicy;
use crate::policy::authentication::StepUp;
use crate::provisioning::code::ReasonCode;
use crate::provisioning::context::{DecisionContext, Detail};
use crate::provisioning::decision::Decision;
use crate::provisioning::facts::DecideInput;

/// Returns the objection to a session whose login was decided again, as the answer to a request:
/// its login falls short of the proof that the policy requires, or it does not reach the
/// organization that was asked for. `None` if there is none, or if the login is not admitted for
/// another reason.
pub fn objection_after_decision(
    request: &AuthorizationRequest,
    input: &DecideInput,
    decision: &Decision,
) -> Option<SessionObjection> {
    if decision.step_up.is_some() {
        return Some(SessionObjection::StepUpRequired);
    }
    decision.outcome.signed_in_user()?;
    let asked = request.organization_id?;
    if decision.memberships.iter().any(|membership| membership.organization_id == asked) {
        return None;
    }
    let context = DecisionContext::of(input, Detail::Summary);
    let is_of_proof = context.objection_of(asked) == Some(ReasonCode::StepUpRequired);
    // A connection that does not speak for the organization can prove nothing to it.
    if is_of_proof && context.speaks_for(asked) {
        Some(SessionObjection::StepUpRequired)
    } else {
        Some(SessionObjection::OrganizationMismatch)
    }
}

/// Returns the proof to ask the provider for: that of the request, and that of the policy for the
/// platform and for the organization that is asked for or, if `every_capability` is set, for every
/// capability.
pub fn proof_to_ask_for(request: &AuthorizationRequest, policy: &ProvisioningPolicy, every_capability: bool) -> StepUp {
    let of_policy = if every_capability {
        policy.proof_of_all_capabilities()
    } else {
        policy.proof_to_ask_for(request.organization_id)
    };
    of_policy.unwrap_or_default().with_request(&request.acr_values, request.max_age)
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;
    use crate::id::OrganizationId;
    use crate::issuer::samples;

    const ACME: &str = "0198c0de-0000-7000-8000-0000000000a1";

    fn objection(policy: &str, more: &str, asked: Option<&str>) -> Option<SessionObjection> {
        let input = alloc::format!(
            r#"{{ "now": 1767225600, "policy": {policy},
                "connection": {{ "id": "0198c0de-0000-7000-8000-0000000000c1", "kind": "oidc",
                    "issuer": "https://login.acme.example", "status": "active"{more} }},
                "login": {{ "connectionId": "0198c0de-0000-7000-8000-0000000000c1",
                    "issuer": "https://login.acme.example", "subject": "00u1", "acr": "pwd" }},
                "facts": {{ "linkedUser": {{ "id": "0198c0de-0000-7000-8000-0000000000b1", "status": "active" }},
                    "memberships": [{{ "id": "0198c0de-0000-7000-8000-0000000000f1", "status": "active",
                        "organizationId": "{ACME}", "userId": "0198c0de-0000-7000-8000-0000000000b1",
                        "role": "org_user", "source": "manual" }}],
                    "organizations": [{{ "id": "{ACME}", "status": "active", "name": "Acme", "slug": "acme" }}] }} }}"#
        );
        let input: DecideInput = serde_json::from_str(&input).unwrap();
        let mut request = samples::request();
        request.organization_id = asked.and_then(OrganizationId::parse);
        objection_after_decision(&request, &input, &crate::decide(&input))
    }

    #[test]
    fn a_session_that_falls_short_steps_up_and_one_that_cannot_does_not() {
        let step_up = Some(SessionObjection::StepUpRequired);
        assert_eq!(objection("{}", "", Some(ACME)), None);
        assert_eq!(objection(r#"{ "requiredAcr": ["mfa"] }"#, "", None), step_up);
        let of_acme = alloc::format!(
            r#"{{ "organizationAuthentication": [{{ "organizationId": "{ACME}", "requiredAcr": ["mfa"] }}] }}"#
        );
        assert_eq!(objection(&of_acme, "", None), None);
        assert_eq!(objection(&of_acme, "", Some(ACME)), step_up);
        let by_another = r#", "organizationId": "0198c0de-0000-7000-8000-0000000000a2""#;
        assert_eq!(objection(&of_acme, by_another, Some(ACME)), Some(SessionObjection::OrganizationMismatch));
        let groups =
            alloc::format!(r#"{{ "requiredGroups": [{{ "organizationId": "{ACME}", "groups": ["staff"] }}] }}"#);
        assert_eq!(objection(&groups, "", Some(ACME)), Some(SessionObjection::OrganizationMismatch));
        assert_eq!(objection(&groups.to_string(), "", None), None);
        let out_of_use = r#"{ "requiredAcr": ["pwd"] }"#;
        assert_eq!(
            objection(out_of_use, "", Some("0198c0de-0000-7000-8000-0000000000a9")),
            Some(SessionObjection::OrganizationMismatch)
        );
    }
}
