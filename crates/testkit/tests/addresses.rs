//! P17 and P18: whose an address is, over random histories of logins at several providers.
//!
//! A history begins on an empty platform, so everything that is known was said by a login. The
//! words of the providers and the codes are remembered here as they were sent, and not read from
//! the platform. `CORA_DEEP=1` tries a million logins.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::env;

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
/// Issuers. The last two are organizations' connections.
const ISSUERS: [&str; 4] =
    ["https://one.example", "https://two.example", "https://sso.acme.example", "https://sso.beta.example"];
const LOGINS: usize = 20;

fn read<T: DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).expect("a value of its type")
}

/// One login of a history.
#[derive(Debug, Clone, Copy)]
struct Step {
    issuer: usize,
    subject: u8,
    /// An address, or none.
    address: Option<usize>,
    verified: bool,
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
    RemoveLink(u8),
}

fn step(issuers: std::ops::Range<usize>) -> impl Strategy<Value = Step> {
    let change = prop_oneof![
        20 => Just(Change::Nothing),
        1 => any::<u8>().prop_map(Change::Suspend),
        1 => any::<u8>().prop_map(Change::Deprovision),
        1 => any::<u8>().prop_map(Change::RemoveLink),
    ];
    (
        issuers,
        0_u8..3,
        prop::option::weighted(0.95, 0..ADDRESSES.len()),
        prop::bool::weighted(0.7),
        any::<bool>(),
        change,
    )
        .prop_map(|(issuer, subject, address, verified, by_code, change)| Step {
            issuer,
            subject,
            address,
            verified,
            by_code,
            change,
        })
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

fn connection(issuer: usize) -> Connection {
    let mut connection = json!({ "id": numbered(0xc, u8::try_from(issuer).expect("few") + 1).to_string(), "kind": "oidc",
        "issuer": ISSUERS[issuer], "status": "active" });
    if issuer >= 2 {
        connection["organizationId"] = json!(organization_id(u8::try_from(issuer).expect("few") - 2));
        connection["allowOutsideDomains"] = json!(true);
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

/// The words of identities and the codes so far, as the test recorded them.
#[derive(Default)]
struct History {
    /// The last word of each identity about each user: the address, and whether it was believed.
    /// The word of a removed link stays.
    words: BTreeMap<(UserId, IdentityKey), (Option<CanonicalEmail>, bool)>,
    /// The address that a code has proven for a user, until one of their identities contradicts it.
    codes: BTreeMap<UserId, CanonicalEmail>,
}

/// Performs a step, and returns the login and its decision. A code is sent as the server sends it.
fn perform(platform: &mut Platform, step: Step, now: UnixSeconds) -> (LoginIdentity, Decision, Platform) {
    platform.connection = connection(step.issuer);
    let user = |number: u8| platform.users.keys().nth(usize::from(number) % platform.users.len().max(1)).copied();
    match step.change {
        Change::Nothing => {}
        Change::Suspend(number) => set_status(platform, user(number), UserStatus::Suspended),
        Change::Deprovision(number) => set_status(platform, user(number), UserStatus::Deprovisioned),
        Change::RemoveLink(number) => {
            let keys: Vec<IdentityKey> = platform.identities.keys().cloned().collect();
            if let Some(key) = keys.get(usize::from(number) % keys.len().max(1)) {
                platform.identities.remove(key);
            }
        }
    }
    let mut login: LoginIdentity =
        read(json!({ "connectionId": platform.connection.id, "issuer": ISSUERS[step.issuer],
        "subject": format!("s{}", step.subject), "email": step.address.map(|at| ADDRESSES[at]),
        "emailVerified": step.verified, "issuedAt": now }));
    if step.by_code {
        send_code(platform, &login, now);
        login.link_proof = PresentedToken::new("abc");
    }
    let before = platform.clone();
    let decision = platform.login(&login, now);
    (login, decision, before)
}

fn set_status(platform: &mut Platform, user: Option<UserId>, status: UserStatus) {
    // Restoring a user is another matter: it takes the address back only while it is free.
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
        if let Some(stated) = &login.email {
            let stated = CanonicalEmail::parse(stated.as_str()).ok();
            // Believed for what the provider says alone: without a code, and without anything that
            // is remembered of the person.
            let mut stranger = before.input(&LoginIdentity { link_proof: None, ..login.clone() }, NOW);
            stranger.facts.linked_user = None;
            let believed = decide(&stranger).email_evidence >= EmailEvidence::Verified;
            let earlier = self.words.insert((user, login.key()), (stated.clone(), believed));
            let contradicts = |(said, was_believed): &(Option<CanonicalEmail>, bool)| {
                said.as_ref() == self.codes.get(&user) && (stated != *said || (*was_believed && !believed))
            };
            if earlier.as_ref().is_some_and(contradicts) {
                self.codes.remove(&user);
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
        words.any(|(said, believed)| *believed && said.as_ref() == Some(email)) || self.codes.get(&user) == Some(email)
    }
}

fn run<S: Strategy>(strategy: S, property: impl Fn(S::Value) -> Result<(), TestCaseError>) {
    let deep = env::var("CORA_DEEP").is_ok_and(|deep| deep == "1");
    let logins: usize = if deep { 1_000_000 } else { 30_000 };
    let cases = u32::try_from(logins / LOGINS).expect("few");
    let config = ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() };
    if let Err(error) = proptest::test_runner::TestRunner::new(config).run(&strategy, property) {
        panic!("{error}");
    }
}

#[test]
fn p17_an_account_does_not_change_hands_because_an_address_does() {
    let (linked, moved, conflicts) = (Cell::new(0_u32), Cell::new(0_u32), Cell::new(0_u32));
    run((policy(), vec(step(0..ISSUERS.len()), 1..=LOGINS)), |(policy, steps)| {
        let (mut platform, mut history) = (platform(policy), History::default());
        for (number, step) in (0_i64..).zip(steps) {
            let (login, decision, before) = perform(&mut platform, step, at(number));
            if let Outcome::Linked { user_id } = decision.outcome {
                linked.set(linked.get() + 1);
                // The account was reached by its own address: somebody vouched for that until now.
                let email = before.users[&user_id].email.clone().expect("a link needs an address");
                prop_assert!(history.vouches(user_id, &email), "{:?} came into {:?}", login, user_id);
            }
            conflicts.set(conflicts.get() + u32::from(decision.reason == ReasonCode::IdentityConflict));
            if let (Some(user), Some(known)) = (decision.outcome.signed_in_user(), before.identities.get(&login.key()))
            {
                prop_assert_eq!(user, known.user_id, "a linked identity comes into its own account");
                let address = |platform: &Platform| platform.users[&user].email.clone();
                moved.set(moved.get() + u32::from(address(&before) != address(&platform)));
            }
            history.note(&login, &decision, &before, &platform);
            // No user has two subjects of one issuer, and nobody shares a proven address.
            for known in platform.identities.values() {
                let twin = platform.identities.values().any(|other| {
                    other.user_id == known.user_id
                        && other.identity.issuer == known.identity.issuer
                        && other.identity.subject != known.identity.subject
                });
                prop_assert!(!twin, "two subjects of one issuer in one account");
            }
            let proven =
                platform.users.values().filter(|user| user.email_verified && user.status != UserStatus::Deprovisioned);
            let mut seen = std::collections::BTreeSet::new();
            for user in proven {
                prop_assert!(seen.insert(user.email.clone()), "two users have proven one address");
                let email = user.email.as_ref().expect("a verified address");
                prop_assert!(history.vouches(user.id, email), "nobody vouches for the address of {:?}", user.id);
            }
        }
        Ok(())
    });
    let (linked, moved, conflicts) = (linked.get(), moved.get(), conflicts.get());
    println!("{linked} linked, {moved} addresses moved, {conflicts} second subjects");
    assert!(linked > 50 && moved > 300 && conflicts > 50, "{linked} {moved} {conflicts}");
}

#[test]
fn p18_no_connection_of_an_organization_keeps_an_address_from_its_owner() {
    let owners = Cell::new(0_u32);
    // The organizations own neither of the last two addresses, and nobody reads the owner's mail.
    let steps = vec(step(2..ISSUERS.len()), 0..LOGINS);
    run((policy(), steps, 2..ADDRESSES.len()), |(policy, steps, address)| {
        let mut platform = platform(policy);
        for (number, step) in (0_i64..).zip(steps) {
            let by_code = step.by_code && step.address != Some(address);
            perform(&mut platform, Step { by_code, ..step }, at(number));
        }
        let owner = Step {
            issuer: 0,
            subject: 9,
            address: Some(address),
            verified: true,
            by_code: false,
            change: Change::Nothing,
        };
        let (_, decision, before) = perform(&mut platform, owner, at(i64::try_from(LOGINS).expect("few")));
        prop_assert_eq!(decision.outcome.kind(), OutcomeKind::Provisioned);
        let user = decision.outcome.signed_in_user().expect("the owner is in");
        prop_assert!(!before.users.contains_key(&user), "the owner has an account of their own");
        let email = CanonicalEmail::parse(ADDRESSES[address]).ok();
        let holders: Vec<UserId> = platform
            .users
            .values()
            .filter(|user| user.status != UserStatus::Deprovisioned && user.email == email)
            .map(|user| user.id)
            .collect();
        prop_assert_eq!(holders, [user]);
        prop_assert!(platform.users[&user].email_verified);
        owners.set(owners.get() + u32::from(before.users.values().any(|user| user.email == email)));
        Ok(())
    });
    assert!(owners.get() > 300, "the address was claimed in {} cases only", owners.get());
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
    let owner =
        Step { issuer: 0, subject: 9, address: Some(2), verified: true, by_code: false, change: Change::Nothing };
    let (_, decision, _) = perform(&mut platform, owner, NOW);
    assert_eq!(decision.outcome.kind(), OutcomeKind::Provisioned);
    assert_eq!(platform.users.values().filter(|user| user.email.as_ref() == Some(&email)).count(), 1);
}
