//! §3: the evidence of a login for its address.

use std::collections::BTreeSet;

use cora_core::DecideInput;
use cora_core::email::EmailAddress;
use cora_core::evidence::{EmailEvidence, EmailTrust, VerifiedClaim};
use cora_core::id::{DomainId, OrganizationId};
use cora_core::provisioning::code::ReasonCode;
use cora_core::provisioning::facts::{DomainRuleFacts, LinkConfirmationFacts};

use super::{stored, word};

/// The login's address and the evidence for it.
pub struct Email {
    pub address: Option<EmailAddress>,
    /// The reason why the address is missing.
    pub fault: Option<ReasonCode>,
    pub evidence: EmailEvidence,
    /// Set if the provider's own word is at least `verified`.
    pub vouches: bool,
    /// The code that raises the evidence.
    pub code: Option<LinkConfirmationFacts>,
    /// Set if a later token of the identity said something else.
    pub is_outdated: bool,
    /// Set if somebody acts on the person's behalf.
    pub is_acted_for: bool,
    /// Set if the domain is owned by the organization of the connection.
    pub is_owned: bool,
    /// Set if an organization's connection asserts the address in a domain that another
    /// organization owns.
    pub is_foreign: bool,
    /// The rules that state the owner of the domain, if the connection is an organization's.
    pub owned_by: Vec<(DomainId, u32)>,
}

impl Email {
    pub fn of(input: &DecideInput) -> Self {
        let written = input.login.email.as_ref().map(|email| email.as_str()).filter(|text| !text.trim().is_empty());
        let parsed = written.map(EmailAddress::parse);
        let fault = match &parsed {
            None => Some(ReasonCode::NoEmail),
            Some(Err(_)) => Some(ReasonCode::EmailInvalid),
            Some(Ok(_)) => None,
        };
        let address = parsed.and_then(Result::ok);
        let owning = address.as_ref().map(|email| owning_rules(input, email.domain())).unwrap_or_default();
        let owners: BTreeSet<OrganizationId> = owning.iter().map(|rule| rule.organization_id).collect();
        let bound = input.connection.organization_id;
        let is_owned = bound.is_some_and(|organization| owners == BTreeSet::from([organization]));
        let evidence = match (&address, bound) {
            (None, _) => EmailEvidence::Absent,
            (Some(_), Some(_)) => by_an_organization(input, is_owned),
            (Some(_), None) => by_the_platform(input),
        };
        let is_foreign = bound.is_some_and(|organization| owners.iter().any(|owner| *owner != organization));
        let vouches = evidence >= EmailEvidence::Verified;
        let is_outdated = word::is_outdated(input, vouches);
        let (mut vouches, mut evidence, mut code) = (vouches, evidence, None);
        if is_outdated {
            (vouches, evidence) = (false, evidence.min(EmailEvidence::Unverified));
        } else if evidence == EmailEvidence::Unverified && !is_foreign {
            code = address.as_ref().and_then(|address| word::code(input, address.as_canonical()));
            if code.is_some() || word::is_remembered(input, vouches) {
                evidence = EmailEvidence::Verified;
            }
        }
        let owned_by = owning.iter().filter(|_| bound.is_some()).map(|rule| (rule.id, rule.version)).collect();
        let is_acted_for = input.login.actor.is_some();
        Self { address, fault, evidence, vouches, code, is_outdated, is_acted_for, is_owned, is_foreign, owned_by }
    }

    /// §6.4: "It can be proven if its evidence is `unverified`, it is neither foreign nor outdated,
    /// and nobody acts on the person's behalf."
    pub fn can_be_proven(&self) -> bool {
        self.evidence == EmailEvidence::Unverified && !self.is_foreign && !self.is_outdated && !self.is_acted_for
    }

    /// Returns the canonical address, which is the form to compare.
    pub fn canonical(&self) -> Option<&str> {
        self.address.as_ref().map(EmailAddress::canonical)
    }

    /// Returns the reason why the evidence does not suffice where a verified address is required.
    pub fn unverified(&self) -> Option<ReasonCode> {
        self.fault.or((self.evidence < EmailEvidence::Verified).then_some(ReasonCode::EmailUnverified))
    }

    /// Returns the same reason, unless the policy accepts an unverified address.
    pub fn insufficient(&self, input: &DecideInput) -> Option<ReasonCode> {
        self.unverified().filter(|_| input.policy.require_verified_email)
    }
}

/// "`owned_domain`: the connection belongs to the organization that has proven to own the domain."
/// An address that the connection itself declares unverified is unverified.
/// Outside its domains its word counts for nothing (our decision).
fn by_an_organization(input: &DecideInput, owned: bool) -> EmailEvidence {
    let denied = input.login.email_verified == VerifiedClaim::False && trust(input) != EmailTrust::Always;
    if owned && !denied { EmailEvidence::OwnedDomain } else { EmailEvidence::Unverified }
}

/// "yields `verified` when the claim says so, or when the claim says nothing and `trustEmail` is
/// `absent_is_true`, or when it is `always`; otherwise `unverified`."
pub fn by_the_platform(input: &DecideInput) -> EmailEvidence {
    match input.login.email_verified {
        VerifiedClaim::True => EmailEvidence::Verified,
        VerifiedClaim::Absent if trust(input) == EmailTrust::AbsentIsTrue => EmailEvidence::Verified,
        _ if trust(input) == EmailTrust::Always => EmailEvidence::Verified,
        VerifiedClaim::Absent | VerifiedClaim::False => EmailEvidence::Unverified,
    }
}

/// "At an issuer at which anybody may have an account, only the claim counts, whatever the setting
/// says." Of those issuers, the corpus has this one.
fn trust(input: &DecideInput) -> EmailTrust {
    match input.connection.issuer.as_str() {
        "https://accounts.google.com" => EmailTrust::Claim,
        _ => input.connection.trust_email,
    }
}

/// Returns the most specific of the rules that prove ownership of a domain.
pub fn owning_rules(input: &DecideInput, domain: &str) -> Vec<DomainRuleFacts> {
    let rules = stored::rules(input, domain);
    let owning: Vec<DomainRuleFacts> = rules.into_iter().filter(DomainRuleFacts::proves_ownership).collect();
    let most = owning.iter().map(stored::specificity).max();
    owning.into_iter().filter(|rule| Some(stored::specificity(rule)) == most).collect()
}
