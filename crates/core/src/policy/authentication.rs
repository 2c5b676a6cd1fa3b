//! The proof of a person that a policy requires of a login: class, methods and age of their
//! authentication.

use alloc::vec::Vec;
use cora_wire_derive::{codes, record};

use super::ProvisioningPolicy;
use crate::capability::Capability;
use crate::id::OrganizationId;
use crate::identity::LoginIdentity;
use crate::text::{AuthenticationContext, AuthenticationMethod};
use crate::time::UnixSeconds;

/// The tolerated difference between our clock and a provider's, in seconds.
const SKEW_SECONDS: u64 = 60;

/// The least age of an authentication that a login can meet, in seconds (our decision: people need
/// this long to come back from their provider).
pub const MIN_AUTH_AGE_SECONDS: u32 = 60;

/// The proof that an organization requires of a login before the person is admitted to it.
#[record]
pub struct OrganizationAuthentication {
    /// The organization.
    pub organization_id: OrganizationId,
    /// The classes of authentication (`acr`), compared exactly; one suffices. None is required if
    /// empty. At most 20.
    #[serde(default, deserialize_with = "crate::text::at_most::<20, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 20)))]
    pub required_acr: Vec<AuthenticationContext>,
    /// The methods of authentication (`amr`), compared exactly; one suffices. None is required if
    /// empty. At most 20.
    #[serde(default, deserialize_with = "crate::text::at_most::<20, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 20)))]
    pub required_amr: Vec<AuthenticationMethod>,
    /// The greatest age of the authentication, in seconds; absent if any is accepted.
    #[serde(default)]
    pub max_auth_age: Option<u32>,
}

/// The proof that capabilities require of the login in which they are used.
#[record]
pub struct CapabilityAuthentication {
    /// The capabilities; at most 50.
    #[serde(deserialize_with = "crate::text::at_most::<50, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 50)))]
    pub capabilities: Vec<Capability>,
    /// The classes of authentication (`acr`), compared exactly; one suffices. None is required if
    /// empty. At most 20.
    #[serde(default, deserialize_with = "crate::text::at_most::<20, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 20)))]
    pub required_acr: Vec<AuthenticationContext>,
    /// The methods of authentication (`amr`), compared exactly; one suffices. None is required if
    /// empty. At most 20.
    #[serde(default, deserialize_with = "crate::text::at_most::<20, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 20)))]
    pub required_amr: Vec<AuthenticationMethod>,
    /// The greatest age of the authentication, in seconds; absent if any is accepted.
    #[serde(default)]
    pub max_auth_age: Option<u32>,
}

/// A claim by which a login falls short of a required proof.
#[codes]
pub enum AuthenticationLack {
    /// The class of the authentication.
    Acr,
    /// The methods of the authentication.
    Amr,
    /// The time of the authentication.
    AuthTime,
}

/// The proof to ask the provider for, so that a login meets the policy (RFC 9470 §4).
#[record]
#[derive(PartialOrd, Ord, Default)]
pub struct StepUp {
    /// The classes to ask for (`acr_values`), in order of preference; any if empty.
    pub acr_values: Vec<AuthenticationContext>,
    /// The methods of which the login has to have one; any if empty. No parameter asks for them.
    pub amr_values: Vec<AuthenticationMethod>,
    /// The greatest age to ask for (`max_age`), in seconds; null if any is accepted.
    pub max_age: Option<u32>,
}

/// A required proof: that of the platform, or that of an organization.
#[derive(Clone, Copy)]
pub(crate) struct RequiredAuthentication<'a> {
    acr: &'a [AuthenticationContext],
    amr: &'a [AuthenticationMethod],
    max_age: Option<u32>,
}

impl RequiredAuthentication<'_> {
    /// Returns `true` if every login meets it.
    const fn is_nothing(&self) -> bool {
        self.acr.is_empty() && self.amr.is_empty() && self.max_age.is_none()
    }

    /// Returns the claims by which a login falls short. SECURITY: a claim that is absent falls
    /// short, and so does a time in the future.
    pub fn lacks(&self, login: &LoginIdentity, now: UnixSeconds) -> Vec<AuthenticationLack> {
        let acr = !self.acr.is_empty() && !login.acr.as_ref().is_some_and(|acr| self.acr.contains(acr));
        let amr = !self.amr.is_empty() && !login.amr.iter().any(|method| self.amr.contains(method));
        let is_recent = |at: UnixSeconds, age: u32| at <= now.plus(SKEW_SECONDS) && now <= at.plus(u64::from(age));
        let age = self.max_age.is_some_and(|age| !login.auth_time.is_some_and(|at| is_recent(at, age)));
        let lacks =
            [(acr, AuthenticationLack::Acr), (amr, AuthenticationLack::Amr), (age, AuthenticationLack::AuthTime)];
        lacks.into_iter().filter(|(lacks, _)| *lacks).map(|(_, lack)| lack).collect()
    }

    /// Makes a login meet the proof as far as it can: a login has one class.
    pub fn meet(&self, login: &mut LoginIdentity, now: UnixSeconds) {
        for lack in self.lacks(login, now) {
            match lack {
                AuthenticationLack::Acr => login.acr = self.acr.first().cloned(),
                AuthenticationLack::Amr => login.amr.extend(self.amr.first().cloned()),
                AuthenticationLack::AuthTime => login.auth_time = Some(now),
            }
        }
    }

    /// Adds the proof to what the provider is asked for.
    fn add_to(&self, asked: &mut StepUp) {
        // One class has to suffice for all, if one can.
        let common: Vec<AuthenticationContext> =
            asked.acr_values.iter().filter(|acr| self.acr.contains(acr)).cloned().collect();
        if !common.is_empty() {
            asked.acr_values = common;
        } else {
            asked.acr_values.extend(self.acr.iter().cloned());
        }
        for method in self.amr {
            if !asked.amr_values.contains(method) {
                asked.amr_values.push(method.clone());
            }
        }
        asked.max_age = match (asked.max_age, self.max_age) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
    }
}

/// Returns the proof to ask for that meets all of these, or `None` if they require none.
fn asked_for<'a>(required: impl IntoIterator<Item = RequiredAuthentication<'a>>) -> Option<StepUp> {
    let mut asked = StepUp::default();
    for required in required {
        required.add_to(&mut asked);
    }
    let is_any = asked.acr_values.is_empty() && asked.amr_values.is_empty() && asked.max_age.is_none();
    (!is_any).then_some(asked)
}

impl StepUp {
    /// Returns the proof to ask for that meets this one and a request's own `acr_values` and
    /// `max_age`.
    #[must_use]
    pub fn with_request(mut self, acr: &[AuthenticationContext], max_age: Option<u32>) -> Self {
        RequiredAuthentication { acr, amr: &[], max_age }.add_to(&mut self);
        self
    }
}

impl ProvisioningPolicy {
    /// Returns the proof that the platform requires of every login.
    pub(crate) fn required_authentication(&self) -> RequiredAuthentication<'_> {
        RequiredAuthentication { acr: &self.required_acr, amr: &self.required_amr, max_age: self.max_auth_age }
    }

    /// Returns the proofs that an organization requires; all of them have to be met.
    pub(crate) fn authentication_of(
        &self,
        organization: OrganizationId,
    ) -> impl Iterator<Item = RequiredAuthentication<'_>> {
        let entries = self.organization_authentication.iter();
        let theirs = entries.filter(move |entry| entry.organization_id == organization);
        let required = theirs.map(|entry| RequiredAuthentication {
            acr: &entry.required_acr,
            amr: &entry.required_amr,
            max_age: entry.max_auth_age,
        });
        required.filter(|required| !required.is_nothing())
    }

    /// Returns the proof to ask a provider for, so that the policy is met for the platform and, if
    /// one is given, for an organization. `None` if the policy requires none.
    pub fn proof_to_ask_for(&self, organization: Option<OrganizationId>) -> Option<StepUp> {
        let of_organization = organization.into_iter().flat_map(|organization| self.authentication_of(organization));
        asked_for(of_organization.chain([self.required_authentication()]))
    }

    /// Returns the proofs that capabilities require.
    fn of_capabilities(&self) -> impl Clone + Iterator<Item = (&[Capability], RequiredAuthentication<'_>)> {
        self.step_up.iter().map(|entry| {
            let (acr, amr, max_age) = (&entry.required_acr, &entry.required_amr, entry.max_auth_age);
            (entry.capabilities.as_slice(), RequiredAuthentication { acr, amr, max_age })
        })
    }

    /// Returns the proof to ask a provider for, so that every capability can be used.
    pub fn proof_of_all_capabilities(&self) -> Option<StepUp> {
        asked_for(self.of_capabilities().map(|(_, required)| required).chain([self.required_authentication()]))
    }

    /// Returns the proof to ask a provider for before a capability is used in a login, or `None` if
    /// the login has it (RFC 9470 §3).
    pub fn step_up_for(&self, capability: Capability, login: &LoginIdentity, now: UnixSeconds) -> Option<StepUp> {
        let required = self.of_capabilities().filter(|(capabilities, _)| capabilities.contains(&capability));
        let required = required.map(|(_, required)| required);
        let is_met = required.clone().all(|required| required.lacks(login, now).is_empty());
        if is_met { None } else { asked_for(required.chain([self.required_authentication()])) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::format;

    const ACME: &str = "00000000-0000-7000-8000-0000000000a1";

    fn policy(document: &str) -> ProvisioningPolicy {
        serde_json::from_str(document).unwrap()
    }

    fn asked(document: &str, organization: bool) -> serde_json::Value {
        let organization = organization.then(|| OrganizationId::parse(ACME).unwrap());
        serde_json::to_value(policy(document).proof_to_ask_for(organization)).unwrap()
    }

    #[test]
    fn a_policy_without_requirements_asks_for_nothing() {
        assert_eq!(asked("{}", true), serde_json::Value::Null);
    }

    #[test]
    fn the_class_that_suffices_for_all_is_asked_for_and_the_least_age() {
        let policy = format!(
            r#"{{ "requiredAcr": ["b", "c"], "requiredAmr": ["mfa"], "maxAuthAge": 3600,
                "organizationAuthentication": [
                    {{ "organizationId": "{ACME}", "requiredAcr": ["a", "b"], "requiredAmr": ["mfa", "hwk"], "maxAuthAge": 600 }}
                ] }}"#
        );
        let platform = serde_json::json!({ "acrValues": ["b", "c"], "amrValues": ["mfa"], "maxAge": 3600 });
        assert_eq!(asked(&policy, false), platform);
        let both = serde_json::json!({ "acrValues": ["b"], "amrValues": ["mfa", "hwk"], "maxAge": 600 });
        assert_eq!(asked(&policy, true), both);
    }

    fn login(claims: &str) -> LoginIdentity {
        let login = format!(
            r#"{{ "connectionId": "{ACME}", "issuer": "https://login.acme.example", "subject": "00u1"{claims} }}"#
        );
        serde_json::from_str(&login).unwrap()
    }

    #[test]
    fn a_capability_is_used_in_a_login_that_has_its_proof() {
        let policy = policy(
            r#"{ "stepUp": [
                { "capabilities": ["members:manage"], "requiredAcr": ["mfa"], "maxAuthAge": 900 },
                { "capabilities": ["audit:read", "members:manage"], "requiredAmr": ["hwk"] }
            ] }"#,
        );
        let now = UnixSeconds::new(10_000).unwrap();
        let needed = |capability, claims: &str| {
            serde_json::to_value(policy.step_up_for(capability, &login(claims), now)).unwrap()
        };
        let all = serde_json::json!({ "acrValues": ["mfa"], "amrValues": ["hwk"], "maxAge": 900 });
        let strong = r#", "acr": "mfa", "amr": ["pwd", "hwk"], "authTime": 9100"#;
        assert_eq!(needed(Capability::MembersManage, strong), serde_json::Value::Null);
        for (from, to) in [("mfa", "pwd"), ("hwk", "otp"), ("9100", "9099"), ("9100", "10061"), ("9100", "null")] {
            assert_eq!(needed(Capability::MembersManage, &strong.replace(from, to)), all, "{from} {to}");
        }
        assert_eq!(needed(Capability::AuditRead, r#", "amr": ["hwk"]"#), serde_json::Value::Null);
        assert_eq!(needed(Capability::AuditRead, "")["amrValues"], serde_json::json!(["hwk"]));
        assert_eq!(needed(Capability::PolicyWrite, ""), serde_json::Value::Null);
        assert_eq!(serde_json::to_value(policy.proof_of_all_capabilities()).unwrap(), all);
    }

    #[test]
    fn a_request_may_ask_for_more_and_never_for_less() {
        let platform = policy(r#"{ "requiredAcr": ["mfa", "phr"], "maxAuthAge": 3600 }"#).proof_to_ask_for(None);
        let acr = |names: &[&str]| names.iter().filter_map(|name| AuthenticationContext::new(name)).collect::<Vec<_>>();
        let asked = |names: &[&str], age| platform.clone().unwrap().with_request(&acr(names), age);
        assert_eq!((asked(&[], None).acr_values, asked(&[], None).max_age), (acr(&["mfa", "phr"]), Some(3600)));
        assert_eq!(asked(&["phr"], Some(60)).acr_values, acr(&["phr"]));
        assert_eq!(asked(&["phr"], Some(60)).max_age, Some(60));
        assert_eq!(asked(&["loa9"], Some(86_400)).acr_values, acr(&["mfa", "phr", "loa9"]));
        assert_eq!(asked(&["loa9"], Some(86_400)).max_age, Some(3600));
    }
}
