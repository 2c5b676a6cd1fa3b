//! P17 and P18: whose an address is, over random histories of logins at several providers.
//!
//! A history begins on an empty platform, so everything that is known was said by a login. The
//! words of the providers and the codes are remembered here as they were sent, and not read from
//! the platform. `CORA_DEEP=1` tries a million histories.

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;

use cora_core::connection::Connection;
use cora_core::email::CanonicalEmail;
use cora_core::evidence::EmailEvidence;
use cora_core::id::UserId;
use cora_core::identity::{IdentityKey, LoginIdentity};
use cora_core::policy::ProvisioningPolicy;
use cora_core::provisioning::code::ReasonCode;
use cora_core::provisioning::decision::{Outcome, OutcomeKind};
use cora_core::provisioning::facts::{LinkConfirmationFacts, UserStatus};
use cora_core::secret::{PresentedToken, TokenHash};
use cora_core::time::UnixSeconds;
use cora_core::{Decision, decide};
use cora_testkit::generate::{NOW, at, numbered, organization_id};
use cora_testkit::interpreter::Platform;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// Addresses: those of an owned domain, and those of nobody's.
const ADDRESSES: [&str; 4] = ["ana@acme.example", "ben@acme.example", "kim@consulting.example", "lee@gamma.example"];
/// Connections: the issuer, and the organization of those that are not the platform's. Two of the
/// platform and one of an organization have one issuer, as the customers of Google Workspace have.
const CONNECTIONS: [(&str, Option<u8>); 6] = [
    ("https://one.example", None),
    ("https://two.example", None),
    ("https://one.example", None),
    ("https://sso.acme.example", Some(0)),
    ("https://sso.beta.example", Some(1)),
    ("https://one.example", Some(1)),
];
/// The first connection of an organization.
const FIRST_OWN: usize = 3;
/// The most logins of a history.
const LOGINS: usize = 20;

fn read<T: DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).expect("a value of its type")
}

/// One login of a history.
#[derive(Debug, Clone, Copy)]
struct Step {
    connection: usize,
    subject: u8,
    /// An address, or none.
    address: Option<usize>,
    /// The address is written in another spelling.
    is_spelled_otherwise: bool,
    /// The claim that the address is verified, if there is one.
    verified: Option<bool>,
    /// The seconds since the token was issued.
    age: i64,
    /// The person asks for a code first and presents it.
    by_code: bool,
    /// The change that an administrator makes before the login.
    change: Change,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Change {
    Nothing,
    Suspend(u8),
    Deprovision(u8),
    Restore(u8),
    RemoveLink(u8),
    /// The answer to a conflict that the identity is another person's.
    ReleaseAddress(u8),
}

fn step(connections: std::ops::Range<usize>) -> impl Strategy<Value = Step> {
    let change = prop_oneof![
        30 => Just(Change::Nothing),
        1 => any::<u8>().prop_map(Change::Suspend),
        1 => any::<u8>().prop_map(Change::Deprovision),
        1 => any::<u8>().prop_map(Change::Restore),
        1 => any::<u8>().prop_map(Change::RemoveLink),
        1 => any::<u8>().prop_map(Change::ReleaseAddress),
    ];
    let verified = prop_oneof![14 => Just(Some(true)), 4 => Just(Some(false)), 2 => Just(None)];
    let address = (prop::option::weighted(0.95, 0..ADDRESSES.len()), prop::bool::weighted(0.1));
    let age = prop_oneof![8 => Just(0_i64), 2 => 1_i64..5];
    (connections, 0_u8..3, address, verified, age, any::<bool>(), change).prop_map(
        |(connection, subject, (address, is_spelled_otherwise), verified, age, by_code, change)| Step {
            connection,
            subject,
            address,
            is_spelled_otherwise,
            verified,
            age,
            by_code,
            change,
        },
    )
}

fn policy() -> impl Strategy<Value = ProvisioningPolicy> {
    (select(vec!["never", "confirm", "verified_email"]), any::<bool>(), any::<bool>()).prop_map(
        |(linking, new_user, lenient)| {
            let second = if new_user { "new_user" } else { "ask_administrator" };
            read(json!({ "accessMode": "public", "accountLinking": linking, "secondSubject": second,
                "requireVerifiedEmail": !lenient }))
        },
    )
}

fn connection(number: usize) -> Connection {
    let (issuer, organization) = CONNECTIONS[number];
    let id = numbered(0xc, u8::try_from(number).expect("few") + 1).to_string();
    let mut connection = json!({ "id": id, "kind": "oidc", "issuer": issuer, "status": "active" });
    if let Some(organization) = organization {
        connection["organizationId"] = json!(organization_id(organization));
        connection["allowOutsideDomains"] = json!(true);
    }
    // One connection of the platform, and one of an organization, need no claim.
    if number % 3 == 1 {
        connection["trustEmail"] = json!("absent_is_true");
    }
    read(connection)
}

/// A platform with two organizations, the first of which owns a domain.
fn platform(policy: ProvisioningPolicy) -> Platform {
    let mut platform = Platform::new(connection(0), policy);
    for number in 0..2 {
        let id = organization_id(number);
        let organization =
            json!({ "id": id, "status": "active", "name": "Acme", "slug": format!("organization-{number}") });
        platform.organizations.insert(id, read(organization));
    }
    let rule: cora_core::provisioning::facts::DomainRuleFacts = read(json!({ "id": numbered(0xd, 1).to_string(),
        "organizationId": organization_id(0), "pattern": "acme.example", "verification": "ownership",
        "state": "verified", "enrollmentMode": "manual_invitation" }));
    platform.domain_rules.insert(rule.id, rule);
    platform
}

/// The word of an identity about its user.
struct Word {
    /// The stated address, if it could be read.
    email: Option<CanonicalEmail>,
    /// The provider may speak for the address, and does.
    is_believed: bool,
    /// The time at which the first token was issued that said so.
    issued_at: UnixSeconds,
}

/// The words of identities and the codes so far, as the test recorded them.
#[derive(Default)]
struct History {
    /// The last word of each identity about each user: the address, and whether it was believed.
    /// The word of a removed link stays.
    words: BTreeMap<(UserId, IdentityKey), Word>,
    /// The address that a code has proven for a user, until one of their identities contradicts it.
    codes: BTreeMap<UserId, CanonicalEmail>,
}

/// Performs the step of this number, and returns the login and its decision. A code is sent as the
/// server sends it.
fn perform(platform: &mut Platform, step: Step, number: i64) -> (LoginIdentity, Decision, Platform) {
    let now = at(number);
    platform.connection = connection(step.connection);
    let user = |number: u8| platform.users.keys().nth(usize::from(number) % platform.users.len().max(1)).copied();
    match step.change {
        Change::Nothing => {}
        Change::Suspend(number) => set_status(platform, user(number), UserStatus::Suspended),
        Change::Deprovision(number) => set_status(platform, user(number), UserStatus::Deprovisioned),
        Change::Restore(number) => restore(platform, user(number)),
        Change::ReleaseAddress(number) => {
            if let Some(user) = user(number).and_then(|user| platform.users.get_mut(&user)) {
                release_address(user);
            }
        }
        Change::RemoveLink(number) => {
            let keys: Vec<IdentityKey> = platform.identities.keys().cloned().collect();
            if let Some(key) = keys.get(usize::from(number) % keys.len().max(1)) {
                platform.identities.remove(key);
            }
        }
    }
    let spelling = |address: &str| if step.is_spelled_otherwise { address.to_uppercase() } else { address.to_owned() };
    let mut login: LoginIdentity =
        read(json!({ "connectionId": platform.connection.id, "issuer": platform.connection.issuer,
        "subject": format!("s{}", step.subject), "email": step.address.map(|at| spelling(ADDRESSES[at])),
        "emailVerified": step.verified, "issuedAt": at(number - step.age) }));
    if step.by_code {
        send_code(platform, &login, now);
        login.link_proof = PresentedToken::new("abc");
    }
    let before = platform.clone();
    let decision = platform.login(&login, now);
    (login, decision, before)
}

/// Restores a user, who has the address back only while nobody else has it.
fn restore(platform: &mut Platform, user: Option<UserId>) {
    let Some(id) = user else { return };
    let email = platform.users[&id].email.clone();
    let has_it = |other: &cora_core::provisioning::facts::UserFacts| {
        other.id != id && other.status != UserStatus::Deprovisioned && other.email == email
    };
    let is_taken = email.is_some() && platform.users.values().any(has_it);
    let Some(user) = platform.users.get_mut(&id) else { return };
    let was_gone = user.status == UserStatus::Deprovisioned;
    user.status = UserStatus::Active;
    if was_gone && is_taken {
        release_address(user);
    }
}

fn release_address(user: &mut cora_core::provisioning::facts::UserFacts) {
    (user.email, user.email_verified, user.email_confirmed_at) = (None, false, None);
}

fn set_status(platform: &mut Platform, user: Option<UserId>, status: UserStatus) {
    let left = |user: &&mut cora_core::provisioning::facts::UserFacts| user.status != UserStatus::Deprovisioned;
    if let Some(user) = user.and_then(|user| platform.users.get_mut(&user)).filter(left) {
        user.status = status;
    }
}

/// Sends a code to the account's address, or to the login's own.
fn send_code(platform: &mut Platform, login: &LoginIdentity, now: UnixSeconds) {
    platform.link_confirmations.clear();
    let decision = decide(&platform.input(login, now));
    let own = login.email.as_ref().and_then(|email| CanonicalEmail::parse(email.as_str()).ok());
    let (user_id, email) = match decision.outcome {
        Outcome::LinkConfirmationRequired { user_id } => (Some(user_id), platform.users[&user_id].email.clone()),
        _ => (None, own),
    };
    let Some(email) = email else { return };
    platform.link_confirmations.push(LinkConfirmationFacts {
        token_hash: TokenHash::of(&PresentedToken::new("abc").expect("a short token")),
        identity: login.key(),
        user_id,
        invitation_id: None,
        email,
        expires_at: now.plus(900),
        used: false,
    });
}

impl History {
    /// Remembers what a login said and proved, if it belongs to a user.
    fn note(&mut self, login: &LoginIdentity, decision: &Decision, before: &Platform, after: &Platform) {
        let Some(user) = decision.outcome.signed_in_user() else { return };
        let own = after.users[&user].email.clone();
        let key = (user, login.key());
        let is_linked = before.identities.contains_key(&login.key());
        if let Some(stated) = &login.email {
            let stated = CanonicalEmail::parse(stated.as_str()).ok();
            // Believed for what the provider says alone: without a code, and without anything that
            // is remembered of the person.
            let mut stranger = before.input(&LoginIdentity { link_proof: None, ..login.clone() }, NOW);
            stranger.facts.linked_user = None;
            let believed = decide(&stranger).email_evidence >= EmailEvidence::Verified;
            let known = self.words.get(&key).filter(|_| is_linked);
            let issued_at = login.issued_at.expect("a time");
            // A word that is repeated keeps its time, and an outdated one says nothing.
            let is_new =
                |known: &Word| issued_at >= known.issued_at && (known.email != stated || known.is_believed != believed);
            if known.is_none_or(is_new) {
                let contradicts = |known: &Word| {
                    known.email.as_ref() == self.codes.get(&user)
                        && (stated != known.email || (known.is_believed && !believed))
                };
                if known.is_some_and(contradicts) {
                    self.codes.remove(&user);
                }
                self.words.insert(key, Word { email: stated, is_believed: believed, issued_at });
            }
        }
        if self.codes.get(&user) != own.as_ref() {
            self.codes.remove(&user);
        }
        let used = after.link_confirmations.iter().find(|code| code.used);
        if let Some(code) = used.filter(|code| Some(&code.email) == own.as_ref()) {
            self.codes.insert(user, code.email.clone());
        }
    }

    /// Returns `true` if somebody vouches for a user's address now: one of the user's providers, or
    /// a code that none of them has contradicted since.
    fn vouches(&self, user: UserId, email: &CanonicalEmail) -> bool {
        let mut words = self.words.iter().filter(|((of, _), _)| *of == user).map(|(_, word)| word);
        words.any(|word| word.is_believed && word.email.as_ref() == Some(email)) || self.codes.get(&user) == Some(email)
    }
}

/// Tries a property on random histories: side by side if they are a million.
fn run<S: Strategy>(strategy: impl Fn() -> S + Sync, property: impl Fn(S::Value) -> Result<(), TestCaseError> + Sync) {
    let deep = env::var("CORA_DEEP").is_ok_and(|deep| deep == "1");
    let threads = if deep { thread::available_parallelism().map_or(1, usize::from) } else { 1 };
    let histories: usize = if deep { 1_000_000 } else { 1500 };
    let cases = u32::try_from(histories.div_ceil(threads)).expect("a million");
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                let config = ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() };
                if let Err(error) = proptest::test_runner::TestRunner::new(config).run(&strategy(), &property) {
                    panic!("{error}");
                }
            });
        }
    });
    println!("{} histories", usize::try_from(cases).expect("few") * threads);
}

fn count(counter: &AtomicU32, happened: bool) {
    counter.fetch_add(u32::from(happened), Ordering::Relaxed);
}

#[test]
fn p17_an_account_does_not_change_hands_because_an_address_does() {
    let counters: [AtomicU32; 5] = Default::default();
    let [logins, linked, moved, conflicts, outdated] = &counters;
    let steps = || vec(step(0..CONNECTIONS.len()), 1..=LOGINS);
    run(
        || (policy(), steps()),
        |(policy, steps)| {
            let (mut platform, mut history) = (platform(policy), History::default());
            // One login a second: tokens are older than that, so that some are outdated.
            for (number, step) in (0_i64..).zip(steps) {
                let (login, decision, before) = perform(&mut platform, step, number);
                count(logins, true);
                if let Outcome::Linked { user_id } = decision.outcome {
                    count(linked, true);
                    // The account was reached by its own address: somebody vouched for that until
                    // now.
                    let email = before.users[&user_id].email.clone().expect("a link needs an address");
                    prop_assert!(history.vouches(user_id, &email), "{:?} came into {:?}", login, user_id);
                }
                count(conflicts, decision.reason == ReasonCode::IdentityConflict);
                if let (Some(user), Some(known)) =
                    (decision.outcome.signed_in_user(), before.identities.get(&login.key()))
                {
                    prop_assert_eq!(user, known.user_id, "a linked identity comes into its own account");
                    let address = |platform: &Platform| platform.users[&user].email.clone();
                    count(moved, address(&before) != address(&platform));
                    count(
                        outdated,
                        known.stated_at.is_some_and(|at| login.issued_at.is_some_and(|issued| issued < at)),
                    );
                }
                history.note(&login, &decision, &before, &platform);
                check_accounts(&platform, &history)?;
            }
            Ok(())
        },
    );
    let [logins, linked, moved, conflicts, outdated] = counters.map(AtomicU32::into_inner);
    println!(
        "{logins} logins: {linked} linked, {moved} addresses moved, {conflicts} second subjects, {outdated} outdated"
    );
    assert!(linked > 50 && moved > 300 && conflicts > 50 && outdated > 50, "{linked} {moved} {conflicts} {outdated}");
}

/// Checks that no user has two subjects of one issuer, that nobody shares a proven address, and
/// that somebody vouches for each.
fn check_accounts(platform: &Platform, history: &History) -> Result<(), TestCaseError> {
    let mut subjects = BTreeSet::new();
    for known in platform.identities.values() {
        let is_first = subjects.insert((known.user_id, &known.identity.issuer));
        prop_assert!(is_first, "two subjects of one issuer in one account");
    }
    let mut seen = BTreeSet::new();
    for user in platform.users.values().filter(|user| user.email_verified && user.status != UserStatus::Deprovisioned) {
        prop_assert!(seen.insert(user.email.as_ref()), "two users have proven one address");
        let email = user.email.as_ref().expect("a verified address");
        prop_assert!(history.vouches(user.id, email), "nobody vouches for the address of {:?}", user.id);
    }
    Ok(())
}

/// A rule of an organization for the domain of an address that it does not own, as its
/// administrators may make it, or none.
fn claimed_domain() -> impl Strategy<Value = Option<(&'static str, &'static str, &'static str)>> {
    let modes =
        ["enterprise_sso", "manual_invitation", "automatic_invitation", "automatic_suggestion", "automatic_membership"];
    let proofs = vec![
        ("affiliation", "verified"),
        ("affiliation", "pending"),
        ("ownership", "pending"),
        ("ownership", "failed"),
    ];
    prop::option::of((select(proofs), select(modes.to_vec())).prop_map(|((level, state), mode)| (level, state, mode)))
}

#[test]
fn p18_no_connection_of_an_organization_keeps_an_address_from_its_owner() {
    let owners = AtomicU32::new(0);
    // The organizations own neither of the last two addresses, and nobody reads the owner's mail.
    let steps = || vec(step(FIRST_OWN..CONNECTIONS.len()), 0..LOGINS);
    run(
        || (policy(), steps(), 2..ADDRESSES.len(), claimed_domain()),
        |(policy, steps, address, claimed)| {
            let mut platform = platform(policy);
            if let Some((level, state, mode)) = claimed {
                let (_, domain) = ADDRESSES[address].split_once('@').expect("an address");
                let rule: cora_core::provisioning::facts::DomainRuleFacts = read(json!({
                    "id": numbered(0xd, 2).to_string(), "organizationId": organization_id(1), "pattern": domain,
                    "verification": level, "state": state, "enrollmentMode": mode,
                    "connectionId": connection(CONNECTIONS.len() - 1).id }));
                platform.domain_rules.insert(rule.id, rule);
            }
            for (number, step) in (0_i64..).zip(steps) {
                let by_code = step.by_code && step.address != Some(address);
                perform(&mut platform, Step { by_code, ..step }, number);
            }
            let (_, decision, before) = perform(&mut platform, owner_of(address), i64::try_from(LOGINS).expect("few"));
            let user = decision.outcome.signed_in_user();
            prop_assert!(user.is_some_and(|user| !before.users.contains_key(&user)), "an account of their own");
            let email = CanonicalEmail::parse(ADDRESSES[address]).ok();
            let holders: Vec<UserId> = platform
                .users
                .values()
                .filter(|user| user.status != UserStatus::Deprovisioned && user.email == email)
                .map(|user| user.id)
                .collect();
            prop_assert_eq!(Some(holders), user.map(|user| vec![user]));
            prop_assert!(platform.users.values().any(|user| user.email == email && user.email_verified));
            count(&owners, before.users.values().any(|user| user.email == email));
            Ok(())
        },
    );
    let owners = owners.into_inner();
    println!("{owners} times the address was claimed before");
    assert!(owners > 300, "the address was claimed in {owners} cases only");
}

/// The first login of an address's owner, by the platform's connection.
const fn owner_of(address: usize) -> Step {
    Step {
        connection: 0,
        subject: 9,
        address: Some(address),
        is_spelled_otherwise: false,
        verified: Some(true),
        age: 0,
        by_code: false,
        change: Change::Nothing,
    }
}

#[test]
fn p18_a_flood_of_claims_keeps_an_address_from_nobody() {
    let mut platform = platform(read(json!({ "accessMode": "public", "requireVerifiedEmail": false })));
    let email = CanonicalEmail::parse("kim@consulting.example").expect("an address");
    for number in 0..=250 {
        let id = UserId::from_uuid(numbered(0xb, number));
        let user = json!({ "id": id, "status": "active", "email": email, "emailVerified": false });
        platform.users.insert(id, read(user));
    }
    let (_, decision, _) = perform(&mut platform, owner_of(2), 0);
    assert_eq!(decision.outcome.kind(), OutcomeKind::Provisioned);
    assert_eq!(platform.users.values().filter(|user| user.email.as_ref() == Some(&email)).count(), 1);
}
