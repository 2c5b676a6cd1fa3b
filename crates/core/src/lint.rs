//! What a configuration says that its author will hardly have meant, before it goes live.
//!
//! A configuration that can be read can still let in nobody, or everybody. Each finding has a place, a reason and a fix. The
//! decision does not depend on the lint: what it calls an error is also refused, or reduced, when a login meets it.

mod connections;
mod domains;
mod policy;

use alloc::string::String;
use alloc::vec::Vec;
use cora_wire_derive::{codes, record};

use crate::domain::class::{DomainClass, classify};
use crate::engine::Configuration;
use crate::issue::Severity;

/// What was found; a closed list, extended only with a test.
#[codes]
pub enum FindingCode {
    // Who gets in at all.
    /// No connection is active, so nobody can log in.
    NoActiveConnection,
    /// Nobody new can come in: no strategy, no open access, no bootstrap.
    EntryClosed,
    /// But for the first owner nobody new can come in, and no account can be linked.
    NeitherCreatesNorLinks,
    /// Nothing that is configured can make the strategy match.
    UnreachableStrategy,
    /// It is configured, and the policy names no strategy that looks at it.
    StrategyMissing,

    // How the first owner comes to be.
    /// The first person to come owns the platform, and nobody has said that this is meant.
    BootstrapFirstUser,
    /// The bootstrap list is empty, so nobody can come to own the platform.
    BootstrapListEmpty,

    // What the policy believes and gives.
    /// Addresses count that nobody has verified.
    UnverifiedEmailAccepted,
    /// A role is configured that this way never gives.
    ReservedRole,
    /// A role is configured that is reduced wherever it is given.
    RoleCapped,
    /// An earlier entry for the same thing decides, so this one never does.
    ShadowedEntry,
    /// Organizations take in more people than they have seats for.
    SeatsNotEnforced,
    /// Invitations stay open for long.
    InvitationLifetimeTooLong,
    /// Invitations end before people have read them.
    InvitationLifetimeTooShort,
    /// Personal organizations are made under open access only.
    PersonalOrganizationUnused,

    // Connections.
    /// Tokens of any application of the provider are accepted.
    ConnectionWithoutAudience,
    /// Addresses count as verified without the provider saying so.
    EmailTrustedWithoutClaim,
    /// An organization's connection brings in people with addresses outside its domains.
    OutsideDomainsAdmitted,
    /// Two connections in use have one issuer, so that a login fits both.
    IssuerRepeated,

    // Domain rules.
    /// Anybody gets a mailbox in this domain.
    PublicDomain,
    /// Others register names below this name.
    SuffixDomain,
    /// The pattern takes in names of other owners.
    WildcardTooWide,
    /// People become members, or have to come by a connection, without proof that the organization owns the domain.
    SilentJoinWithoutOwnership,
    /// The domain is not verified, so the rule does nothing yet.
    DomainNotVerified,
    /// Two organizations match the same addresses equally well, so neither does.
    AmbiguousDomain,
    /// People have to come by a connection that cannot let them in.
    SsoConnectionUnusable,
    /// The name looks like the name of another organization's rule.
    ConfusableDomain,
    /// A label of the name mixes scripts, as names do that want to look like others.
    MixedScriptDomain,
}

/// Something found in a configuration.
#[record]
#[derive(PartialOrd, Ord)]
pub struct Finding {
    /// Where: a JSON Pointer into the configuration (RFC 6901).
    pub path: String,
    /// What.
    pub code: FindingCode,
    /// How grave: an error should not go live, a warning should be meant.
    pub severity: Severity,
    /// What is wrong, for people: lower case, no full stop.
    pub message: String,
    /// What to do about it: a sentence.
    pub fix: String,
}

/// All that was found, errors and warnings in the order of the configuration.
#[record]
#[derive(Default)]
pub struct LintReport {
    /// How many of the findings are errors.
    pub errors: u32,
    /// How many are warnings.
    pub warnings: u32,
    /// The findings.
    pub findings: Vec<Finding>,
}

/// What is known of domain names beyond their spelling. A host with complete lists brings them.
pub trait DomainKnowledge {
    /// What kind of domain a canonical name is.
    fn class(&self, name: &str) -> DomainClass;
    /// What the name looks like (Unicode Technical Standard 39 §4): names that look alike have one skeleton.
    fn skeleton(&self, name: &str) -> String;
    /// Whether a label of the name mixes scripts (UTS 39 §5.1).
    fn is_mixed_script(&self, name: &str) -> bool;
}

/// What the core knows by itself: the short lists, and no look of letters.
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

/// Looks a configuration over.
///
/// What is left out is not found fault with: a configuration without connections is that of a host which keeps them
/// elsewhere. The work grows with the number of entries, not with its square.
pub fn lint(configuration: &Configuration, domains: &impl DomainKnowledge) -> LintReport {
    let mut report = LintReport::default();
    policy::lint(configuration, &mut report);
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
