//! Pseudonymous logins: a login and its facts without any text by which a person is known, which
//! are decided as the originals are (docs/specification.md §17.3).
//!
//! Decisions compare texts and do not read them, with few exceptions. So each text becomes a keyed
//! hash, equal texts become equal ones, and the exceptions are kept: the domain of an address, its
//! tag, and a subject by which nobody logs in.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::facts::{DecideInput, LoginFacts};
use crate::connection::Connection;
use crate::email::{CanonicalEmail, EmailAddress};
use crate::engine::{Configuration, EngineLogin};
use crate::id::{InvitationId, UserId};
use crate::identity::{IdentityKey, LoginIdentity};
use crate::model::domain_rule::DomainRuleFacts;
use crate::model::user::{Profile, UserFacts};
use crate::policy::{Bootstrap, ProvisioningPolicy};
use crate::secret::{PresentedToken, TokenHash, hex};
use crate::text::{DisplayName, GroupName, Issuer, RawEmail, Slug, Subject};

/// The kind of a text that is hashed. Equal texts of two kinds have different hashes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum HashedText {
    /// A whole address in canonical form, by which its logins are found.
    Address,
    /// The part of an address before the `@`, without its tag.
    LocalPart,
    /// The tag of an address: the text from its first `+` on.
    Tag,
    /// A subject of an issuer.
    Subject,
    /// The identifier of a user.
    User,
    /// The name of a group.
    Group,
}

impl HashedText {
    /// Returns the name that goes into the hash.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Address => "address",
            Self::LocalPart => "local_part",
            Self::Tag => "tag",
            Self::Subject => "subject",
            Self::User => "user",
            Self::Group => "group",
        }
    }
}

/// A hash with a key, which the host holds. Without the key, nobody can find out which text a hash
/// is of by trying texts.
pub trait KeyedHash {
    /// Returns the hash of a text.
    fn hash(&self, kind: HashedText, text: &str) -> [u8; 16];
}

impl<F: Fn(HashedText, &str) -> [u8; 16]> KeyedHash for F {
    fn hash(&self, kind: HashedText, text: &str) -> [u8; 16] {
        self(kind, text)
    }
}

/// Returns the input of a decision in which no text says who a person is.
///
/// The decision about it has the outcome, the reason, the memberships and the codes of the trace
/// that the decision about the original has. Identifiers of users, and those that are derived from
/// them, are others; organizations, rules, connections and times are the same. So are the domains
/// of addresses.
pub fn pseudonymize(input: &DecideInput, hash: &impl KeyedHash) -> DecideInput {
    Pseudonyms::of(input, hash).input(input)
}

/// Returns the login of a sample: a pseudonymous login without domain rules, which the
/// configuration has on which the sample is tried.
pub fn sample(input: &DecideInput, hash: &impl KeyedHash) -> EngineLogin {
    let pseudonyms = Pseudonyms::of(input, hash);
    let facts = LoginFacts { domain_rules: Vec::new(), ..pseudonyms.facts(input) };
    EngineLogin { now: input.now, login: pseudonyms.login(&input.login), facts }
}

/// Puts the names of groups that a configuration names back into a sample, and the addresses of
/// `bootstrap.emails`, so that the configuration decides about it as about the original. Others
/// stay hashes.
pub fn restore_names(login: &mut EngineLogin, configuration: &Configuration, hash: &impl KeyedHash) {
    let Configuration { policy, connections, domain_rules } = configuration;
    let of_policy = policy.group_roles.iter().map(|mapping| &mapping.group);
    let required = policy.required_groups.iter().flat_map(|entry| &entry.groups);
    let of_connections = connections.iter().flat_map(|connection| &connection.required_groups);
    let of_rules = domain_rules.iter().flat_map(|rule| &rule.required_groups);
    let named: Vec<(GroupName, &GroupName)> = of_policy
        .chain(required)
        .chain(of_connections)
        .chain(of_rules)
        .map(|group| (hashed_group(group, hash), group))
        .collect();
    for group in login.login.groups.iter_mut().flatten() {
        if let Some((_, name)) = named.iter().find(|(hashed, _)| hashed == group) {
            *group = (*name).clone();
        }
    }
    let Bootstrap::AllowList { emails } = &policy.bootstrap else { return };
    for email in emails {
        let hashed = hashed_email(email, hash);
        let restore = |found: &mut CanonicalEmail| {
            if *found == hashed {
                *found = email.clone();
            }
        };
        if login.login.email.as_ref().is_some_and(|raw| raw.as_str() == hashed.as_str()) {
            login.login.email = Some(RawEmail::shortened(email.as_str()));
        }
        let facts = &mut login.facts;
        let users = facts.linked_user.iter_mut().chain(&mut facts.derived_user).chain(&mut facts.users_with_email);
        users.filter_map(|user| user.email.as_mut()).for_each(restore);
        facts.identities.iter_mut().filter_map(|identity| identity.email.as_mut()).for_each(restore);
        facts.invitations.iter_mut().for_each(|invitation| restore(&mut invitation.email));
        facts.link_confirmations.iter_mut().for_each(|confirmation| restore(&mut confirmation.email));
        for rule in domain_rules.iter().filter(|rule| rule.pattern.matches(email.domain())) {
            let issued = InvitationId::derive(rule.id, hashed.as_str());
            let own = InvitationId::derive(rule.id, email.as_str());
            let ids = facts.invitations.iter_mut().map(|invitation| &mut invitation.id);
            let claimed =
                facts.link_confirmations.iter_mut().filter_map(|confirmation| confirmation.invitation_id.as_mut());
            let named = login.login.invitation_id.iter_mut();
            ids.chain(claimed).chain(named).filter(|id| **id == issued).for_each(|id| *id = own);
        }
    }
}

/// The pseudonyms of one login.
struct Pseudonyms<'a, H> {
    hash: &'a H,
    /// The identifier that the login's identity derives, and that of its pseudonym.
    derived: (UserId, UserId),
    /// The identifiers of invitations that domain rules have issued, which are derived from
    /// addresses.
    issued: Vec<(InvitationId, InvitationId)>,
}

impl<'a, H: KeyedHash> Pseudonyms<'a, H> {
    fn of(input: &DecideInput, hash: &'a H) -> Self {
        let login = &input.login;
        let derived = (login.derived_user(), UserId::of_identity(&login.issuer, &hashed_subject(&login.subject, hash)));
        Self { hash, derived, issued: issued(input, hash) }
    }

    fn input(&self, input: &DecideInput) -> DecideInput {
        DecideInput {
            now: input.now,
            login: self.login(&input.login),
            connection: Connection {
                required_groups: self.groups(&input.connection.required_groups),
                ..input.connection.clone()
            },
            policy: self.policy(&input.policy),
            facts: self.facts(input),
        }
    }

    fn login(&self, login: &LoginIdentity) -> LoginIdentity {
        LoginIdentity {
            subject: hashed_subject(&login.subject, self.hash),
            email: login.email.as_ref().map(|raw| self.raw_email(raw)),
            name: None,
            given_name: None,
            family_name: None,
            picture: None,
            phone_number: None,
            groups: login.groups.as_ref().map(|groups| self.groups(groups)),
            session_id: None,
            actor: login.actor.as_ref().map(|actor| self.identity(actor)),
            bootstrap_token: login.bootstrap_token.as_ref().and_then(|_| shown()),
            link_proof: login.link_proof.as_ref().and_then(|_| shown()),
            invitation_id: login.invitation_id.map(|id| self.invitation(id)),
            ..login.clone()
        }
    }

    fn facts(&self, input: &DecideInput) -> LoginFacts {
        let (login, mut facts) = (&input.login, input.facts.clone());
        let users = facts.linked_user.iter_mut().chain(&mut facts.derived_user).chain(&mut facts.users_with_email);
        for user in users {
            *user = self.user(user);
        }
        for known in &mut facts.identities {
            known.user_id = self.user_id(known.user_id);
            known.identity = self.identity(&known.identity);
            known.email = known.email.as_ref().map(|email| hashed_email(email, self.hash));
        }
        for invitation in &mut facts.invitations {
            invitation.id = self.invitation(invitation.id);
            invitation.email = hashed_email(&invitation.email, self.hash);
            if let Some(inviter) = &mut invitation.inviter {
                inviter.user_id = self.user_id(inviter.user_id);
            }
        }
        for rule in &mut facts.domain_rules {
            *rule = DomainRuleFacts { required_groups: self.groups(&rule.required_groups), ..rule.clone() };
        }
        for organization in &mut facts.organizations {
            // Personal organizations are named after people.
            organization.name = DisplayName::shortened("");
            organization.slug = Slug::shortened("");
        }
        facts.memberships.iter_mut().for_each(|membership| membership.user_id = self.user_id(membership.user_id));
        for token in &mut facts.bootstrap_tokens {
            token.token_hash = hidden(&token.token_hash, login.bootstrap_token.as_ref());
        }
        for confirmation in &mut facts.link_confirmations {
            confirmation.token_hash = hidden(&confirmation.token_hash, login.link_proof.as_ref());
            confirmation.identity = self.identity(&confirmation.identity);
            confirmation.user_id = confirmation.user_id.map(|user| self.user_id(user));
            confirmation.invitation_id = confirmation.invitation_id.map(|id| self.invitation(id));
            confirmation.email = hashed_email(&confirmation.email, self.hash);
        }
        facts.taken_slugs.clear();
        facts
    }

    fn policy(&self, policy: &ProvisioningPolicy) -> ProvisioningPolicy {
        let mut policy = policy.clone();
        for mapping in &mut policy.group_roles {
            mapping.group = hashed_group(&mapping.group, self.hash);
        }
        for entry in &mut policy.required_groups {
            entry.groups = self.groups(&entry.groups);
        }
        if let Bootstrap::AllowList { emails } = &mut policy.bootstrap {
            emails.iter_mut().for_each(|email| *email = hashed_email(email, self.hash));
        }
        policy
    }
    fn user(&self, user: &UserFacts) -> UserFacts {
        UserFacts {
            id: self.user_id(user.id),
            email: user.email.as_ref().map(|email| hashed_email(email, self.hash)),
            profile: Profile::default(),
            ..user.clone()
        }
    }

    fn user_id(&self, id: UserId) -> UserId {
        let (derived, pseudonym) = self.derived;
        if id == derived {
            return pseudonym;
        }
        let hash = self.hash.hash(HashedText::User, &format!("{id}"));
        UserId::of_identity(&Issuer::shortened(""), &Subject::shortened(&hex(&hash)))
    }

    fn invitation(&self, id: InvitationId) -> InvitationId {
        self.issued.iter().find(|(issued, _)| *issued == id).map_or(id, |(_, pseudonym)| *pseudonym)
    }

    fn identity(&self, key: &IdentityKey) -> IdentityKey {
        IdentityKey { issuer: key.issuer.clone(), subject: hashed_subject(&key.subject, self.hash) }
    }

    fn groups(&self, groups: &[GroupName]) -> Vec<GroupName> {
        groups.iter().map(|group| hashed_group(group, self.hash)).collect()
    }

    /// Returns an address that is read as the given one is: as one, as none, or not at all.
    fn raw_email(&self, raw: &RawEmail) -> RawEmail {
        match EmailAddress::parse(raw.as_str()) {
            Ok(email) => RawEmail::shortened(hashed_email(email.as_canonical(), self.hash).as_str()),
            Err(_) if raw.as_str().trim().is_empty() => RawEmail::shortened(""),
            Err(_) => RawEmail::shortened("?"),
        }
    }
}

/// Returns the identifiers of invitations that a rule among the facts has issued to an address
/// among them, and those that it would have issued to the pseudonym.
fn issued(input: &DecideInput, hash: &impl KeyedHash) -> Vec<(InvitationId, InvitationId)> {
    let DecideInput { login, facts, .. } = input;
    let users = facts.linked_user.iter().chain(&facts.derived_user).chain(&facts.users_with_email);
    let own = login.email.as_ref().and_then(|raw| CanonicalEmail::parse(raw.as_str()).ok());
    let mut addresses: Vec<&CanonicalEmail> = own
        .iter()
        .chain(users.filter_map(|user| user.email.as_ref()))
        .chain(facts.identities.iter().filter_map(|identity| identity.email.as_ref()))
        .chain(facts.invitations.iter().map(|invitation| &invitation.email))
        .collect();
    addresses.sort_unstable();
    addresses.dedup();
    let mut issued = Vec::new();
    for email in addresses {
        for rule in facts.domain_rules.iter().filter(|rule| rule.pattern.matches(email.domain())) {
            let id = InvitationId::derive(rule.id, email.as_str());
            if facts.invitations.iter().any(|invitation| invitation.id == id) || login.invitation_id == Some(id) {
                issued.push((id, InvitationId::derive(rule.id, hashed_email(email, hash).as_str())));
            }
        }
    }
    issued
}

/// Returns the text that a token is written as. It is the token of a pseudonymous login, so that
/// reading the written login gives the same login.
fn shown() -> Option<PresentedToken> {
    PresentedToken::new("***")
}

/// Returns a hash that matches the shown token if the given one matches the presented one.
fn hidden(hash: &TokenHash, presented: Option<&PresentedToken>) -> TokenHash {
    match (presented, shown(), PresentedToken::new("")) {
        (Some(presented), Some(shown), _) if hash.matches(presented) => TokenHash::of(&shown),
        (_, _, Some(other)) => TokenHash::of(&other),
        (_, _, None) => hash.clone(),
    }
}

/// Returns the address with hashes in place of its local part and tag. Its domain is kept, and so
/// is the sign of a tag, because a policy may refuse tags.
pub fn hashed_email(email: &CanonicalEmail, hash: &impl KeyedHash) -> CanonicalEmail {
    let digits = |kind, text: &str| hex(&hash.hash(kind, text)).chars().take(24).collect::<String>();
    let local = match email.local().split_once('+') {
        None => digits(HashedText::LocalPart, email.local()),
        Some((name, tag)) => format!("{}+{}", digits(HashedText::LocalPart, name), digits(HashedText::Tag, tag)),
    };
    email.with_local(&local)
}

/// Returns a hash in place of a subject. It is well-formed if the subject is.
pub fn hashed_subject(subject: &Subject, hash: &impl KeyedHash) -> Subject {
    let digits = hex(&hash.hash(HashedText::Subject, subject.as_str()));
    let unfit = if subject.is_well_formed() { "" } else { "\u{7}" };
    Subject::shortened(&format!("{unfit}{digits}"))
}

fn hashed_group(group: &GroupName, hash: &impl KeyedHash) -> GroupName {
    GroupName::shortened(&hex(&hash.hash(HashedText::Group, group.as_str())))
}
