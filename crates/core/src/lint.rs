//! Lint: reports the parts of a configuration that its author has probably not intended, before it
//! goes live.
//!
//! A valid configuration can still admit nobody, or everybody. Each finding has a path, a message
//! and a fix. The decision does not depend on lint: it reduces roles that are too great, and
//! ignores rules for domains that are unproven, ambiguous or cannot be owned, whether or not lint
//! has run.

mod authentication;
mod connections;
mod domains;
mod groups;
mod policy;

use alloc::string::String;
use alloc::vec::Vec;
use cora_wire_derive::{codes, record};

use crate::domain::class::{DomainClass, classify};
use crate::engine::Configuration;
use crate::issue::Severity;

/// The code of a finding. A closed list, extended only together with a test.
#[codes]
pub enum FindingCode {
    // Admission.
    /// No connection is active, so nobody can sign in.
    NoActiveConnection,
    /// No new user can be admitted: no strategy, no open access, no bootstrap.
    EntryClosed,
    /// Apart from the first owner, no new user can be admitted, and no account can be linked.
    NeitherCreatesNorLinks,
    /// Nothing in the configuration can make the strategy match.
    UnreachableStrategy,
    /// A connection or domain rule is configured, and the policy includes no strategy that uses it.
    StrategyMissing,

    // Bootstrap.
    /// The first person to sign in owns the platform, and nobody has confirmed that this is
    /// intended.
    BootstrapFirstUser,
    /// The bootstrap list is empty, so nobody can become the owner of the platform.
    BootstrapListEmpty,

    // Evidence, roles and limits of the policy.
    /// Unverified addresses are accepted.
    UnverifiedEmailAccepted,
    /// An address moves to a second subject of an issuer without an administrator's decision.
    SecondSubjectUnasked,
    /// A role is configured that this strategy never gives.
    ReservedRole,
    /// A default role is configured that a connection gives to everybody and that a domain rule
    /// reduces.
    RoleCapped,
    /// An earlier entry for the same thing decides, so this entry never does.
    ShadowedEntry,
    /// No login can match the group mapping.
    GroupMappingUnreachable,
    /// Nothing makes roles follow an authoritative group mapping.
    GroupSyncUnused,
    /// Nobody can have a required group.
    RequiredGroupsUnreachable,
    /// Nobody can meet a required proof.
    RequiredAuthenticationUnreachable,
    /// No login can match the entry of an organization at the provider.
    IdpOrganizationUnreachable,
    /// Organizations admit more people than they have seats for.
    SeatsNotEnforced,
    /// Invitations stay open for too long.
    InvitationLifetimeTooLong,
    /// Invitations expire before people have read them.
    InvitationLifetimeTooShort,
    /// Personal organizations are enabled, but are created under open access only.
    PersonalOrganizationUnused,

    // Connections.
    /// Tokens of every application of the provider are accepted.
    ConnectionWithoutAudience,
    /// Addresses count as verified without a claim of the provider.
    EmailTrustedWithoutClaim,
    /// Addresses count as verified although the provider may claim the opposite.
    EmailClaimIgnored,
    /// An organization's connection admits people with addresses outside its domains.
    OutsideDomainsAdmitted,
    /// Two active connections have the same issuer and nothing that tells their tokens apart, so a
    /// login fits both.
    IssuerRepeated,

    // Domain rules.
    /// Anybody can get a mailbox in this domain.
    PublicDomain,
    /// Others register names below this name.
    SuffixDomain,
    /// The pattern includes names of other owners.
    WildcardTooWide,
    /// The pattern matches the names below a name, and no rule of the organization the name itself.
    WildcardWithoutName,
    /// People become members, or have to use a connection, without proof that the organization owns
    /// the domain.
    SilentJoinWithoutOwnership,
    /// The domain is not verified, so the rule has no effect yet.
    DomainNotVerified,
    /// Two organizations match the same addresses equally well, so neither rule applies.
    AmbiguousDomain,
    /// People have to use a connection that cannot admit them.
    SsoConnectionUnusable,
    /// The name looks like the name in another organization's rule.
    ConfusableDomain,
    /// A label of the name mixes scripts, as names do that imitate others.
    MixedScriptDomain,
}

/// A finding in a configuration.
#[record]
#[derive(PartialOrd, Ord)]
pub struct Finding {
    /// The place: a JSON Pointer into the configuration (RFC 6901).
    pub path: String,
    /// The code of the finding.
    pub code: FindingCode,
    /// The severity: an error should not go live, a warning should be intended.
    pub severity: Severity,
    /// The problem, for people: lower case, no full stop.
    pub message: String,
    /// The remedy: a sentence.
    pub fix: String,
}

/// All findings, errors and warnings in the order of the configuration.
#[record]
#[derive(Default)]
pub struct LintReport {
    /// The number of findings that are errors.
    pub errors: u32,
    /// The number of findings that are warnings.
    pub warnings: u32,
    /// The findings.
    pub findings: Vec<Finding>,
}

/// Knowledge about domain names beyond their spelling. A host with complete lists supplies it.
pub trait DomainKnowledge {
    /// Returns the class of a canonical name.
    fn class(&self, name: &str) -> DomainClass;
    /// Returns the skeleton of a name (Unicode Technical Standard 39 §4): names that look alike
    /// have the same one.
    fn skeleton(&self, name: &str) -> String;
    /// Returns `true` if a label of the name mixes scripts (UTS 39 §5.1).
    fn is_mixed_script(&self, name: &str) -> bool;
}

/// The core's own knowledge: the short lists, and nothing about the look of letters.
#[derive(Debug, Clone, Copy, Default)]
pub struct BuiltInDomains;

impl DomainKnowledge for BuiltInDomains {
    fn class(&self, name: &str) -> DomainClass {
        classify(name)
    }
    fn skeleton(&self, name: &str) -> String {
        String::from(name)
    }
    fn is_mixed_script(&self, _: &str) -> bool {
        false
    }
}

/// Checks a configuration.
///
/// Parts that are left out are not reported: a configuration without connections belongs to a host
/// that stores them elsewhere. The work grows with the number of entries, not with its square.
pub fn lint(configuration: &Configuration, domains: &impl DomainKnowledge) -> LintReport {
    let mut report = LintReport::default();
    policy::lint(configuration, &mut report);
    groups::lint(configuration, &mut report);
    authentication::lint(configuration, &mut report);
    connections::lint(configuration, &mut report);
    domains::lint(configuration, domains, &mut report);
    report
}

impl LintReport {
    fn add(&mut self, severity: Severity, code: FindingCode, path: String, message: &str, fix: &str) {
        let count = if severity == Severity::Error { &mut self.errors } else { &mut self.warnings };
        *count = count.saturating_add(1);
        self.findings.push(Finding { path, code, severity, message: String::from(message), fix: String::from(fix) });
    }

    fn error(&mut self, code: FindingCode, path: String, message: &str, fix: &str) {
        self.add(Severity::Error, code, path, message, fix);
    }

    fn warning(&mut self, code: FindingCode, path: String, message: &str, fix: &str) {
        self.add(Severity::Warning, code, path, message, fix);
    }
}

#[cfg(test)]
mod tests;
