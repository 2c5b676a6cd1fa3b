//! Known failures of systems that do this job, tried on the rules of the core. Each test is an
//! attack, named by the number of its pitfall, in as many variations as can be listed. The corpus
//! has single cases of the same numbers.

use cora_core::deprovisioning::{DeprovisionEffect, DeprovisionInput, deprovision};
use cora_core::domain::pattern::DomainPattern;
use cora_core::email::{CanonicalEmail, EmailAddress};
use cora_core::engine::Configuration;
use cora_core::evidence::EmailEvidence;
use cora_core::id::UserId;
use cora_core::issue::IssueCode;
use cora_core::lint::{FindingCode, lint};
use cora_core::provisioning::code::ReasonCode;
use cora_core::provisioning::decision::{Outcome, OutcomeKind};
use cora_core::provisioning::facts::*;
use cora_core::provisioning::plan::{Effect, Guard};
use cora_core::role::{OrganizationRole, PlatformRole};
use cora_core::{Decision, decide};
use cora_domain_lists::DomainLists;
use cora_testkit::acme::{ISSUER, put};
use cora_testkit::corpus::{self, Operation};
use cora_testkit::generate::{NOW, login, platform};
use cora_testkit::interpreter::Platform;
use proptest::prelude::*;
use serde_json::{Value, json};

const ACME: &str = "0198c0de-0000-7000-8000-0000000000a1";
const BETA: &str = "0198c0de-0000-7000-8000-0000000000a2";
const USER: &str = "0198c0de-0000-7000-8000-0000000000b1";
const INVITER: &str = "0198c0de-0000-7000-8000-0000000000b9";
const CONNECTION: &str = "0198c0de-0000-7000-8000-0000000000c1";
const OTHER_CONNECTION: &str = "0198c0de-0000-7000-8000-0000000000c2";
/// The SHA-256 of `abc` (FIPS 180-2, appendix B.1).
const HASH_OF_ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
const LINKING: [&str; 3] = ["never", "confirm", "verified_email"];
const ACCESS: [&str; 3] = ["restricted", "public", "waitlist"];

/// Returns Ana's login with a verified address, on a platform with two organizations and no users,
/// and with these changes.
fn document(changes: Value) -> Value {
    let mut document = json!({
        "now": NOW,
        "connection": { "id": CONNECTION, "kind": "oidc", "issuer": ISSUER, "status": "active" },
        "login": { "connectionId": CONNECTION, "issuer": ISSUER, "subject": "00u1", "email": "ana@acme.example",
            "emailVerified": true },
        "policy": {},
        "facts": { "organizations": [
            { "id": ACME, "status": "active", "name": "Acme", "slug": "acme" },
            { "id": BETA, "status": "active", "name": "Beta", "slug": "beta" },
        ] }
    });
    put(&mut document, changes);
    document
}

fn decided(changes: Value) -> Decision {
    let text = document(changes).to_string();
    decide(&cora_wire::decode(text.as_bytes()).unwrap_or_else(|report| panic!("{report:?}\n{text}")))
}

fn account(changes: Value) -> Value {
    let mut user = json!({ "id": USER, "status": "active", "email": "ana@acme.example", "emailVerified": true,
        "platformRole": "platform_owner" });
    put(&mut user, changes);
    user
}

fn invitation(changes: Value) -> Value {
    let mut invitation = json!({ "id": "0198c0de-0000-7000-8000-0000000000e1", "status": "pending",
        "email": "ana@acme.example", "organizationId": ACME, "createdAt": NOW.seconds() - 9,
        "expiresAt": NOW.seconds() + 1,
        "inviter": { "userId": INVITER, "status": "active", "organizationRole": "org_owner" } });
    put(&mut invitation, changes);
    invitation
}

fn rule(changes: Value) -> Value {
    let mut rule = json!({ "id": "0198c0de-0000-7000-8000-0000000000d1", "organizationId": ACME,
        "pattern": "acme.example", "verification": "ownership", "state": "verified",
        "enrollmentMode": "automatic_membership" });
    put(&mut rule, changes);
    rule
}

fn is_in(decision: &Decision) -> bool {
    decision.outcome.signed_in_user().is_some()
}

/// Returns every input of the corpus that can be read.
fn inputs() -> Vec<DecideInput> {
    let cases = corpus::read().into_iter().filter(|case| case.operation == Operation::Provisioning);
    let inputs: Vec<DecideInput> = cases.filter_map(|case| cora_wire::decode(case.text().as_bytes()).ok()).collect();
    assert!(inputs.len() > 400);
    inputs
}

/// An attacker's own tenant writes the victim's address into its tokens.
#[test]
fn c01_an_address_that_any_tenant_can_write_opens_no_account() {
    for (linking, access, claim) in combinations(&LINKING, &ACCESS, &[Value::Null, json!(false)]) {
        let decision = decided(json!({
            "connection": { "kind": "entra_id" },
            "login": { "subject": "attacker", "emailVerified": claim, "linkProof": "guess" },
            "policy": { "accountLinking": linking, "accessMode": access },
            "facts": { "usersWithEmail": [account(json!({}))] }
        }));
        assert!(!is_in(&decision) && decision.email_evidence == EmailEvidence::Unverified, "{linking} {access}");
        assert_eq!(decision.reason, ReasonCode::EmailUnverified);
    }
    // The same subject at another issuer is another person, even with the same address.
    let other = "https://login.beta.example";
    let decision = decided(json!({
        "connection": { "issuer": other }, "login": { "issuer": other }, "policy": { "accessMode": "public" },
    }));
    let here = decided(json!({ "policy": { "accessMode": "public" } }));
    assert!(decision.outcome.signed_in_user().is_some_and(|user| Some(user) != here.outcome.signed_in_user()));
}

/// Returns all combinations of three lists.
fn combinations<'a, A: Copy, B: Copy, C: Clone>(
    a: &'a [A],
    b: &'a [B],
    c: &'a [C],
) -> impl Iterator<Item = (A, B, C)> + 'a {
    a.iter().flat_map(move |a| b.iter().flat_map(move |b| c.iter().map(move |c| (*a, *b, c.clone()))))
}

/// A provider sends something that is not quite true.
#[test]
fn c02_nothing_but_true_is_a_verified_address() {
    let claims = [
        json!(false),
        json!("false"),
        json!("True"),
        json!("TRUE"),
        json!(" true"),
        json!("1"),
        json!("yes"),
        json!(""),
        json!(0),
        json!(1),
        json!(1.0),
        json!([]),
        json!([true]),
        json!({}),
        json!({ "true": true }),
        Value::Null,
    ];
    for claim in claims {
        let decision = decided(
            json!({ "login": { "emailVerified": claim }, "facts": { "invitations": [invitation(json!({}))] } }),
        );
        assert_eq!(decision.email_evidence, EmailEvidence::Unverified, "{claim}");
        assert!(!is_in(&decision), "{claim}");
    }
    for claim in [json!(true), json!("true")] {
        let decision = decided(
            json!({ "login": { "emailVerified": claim }, "facts": { "invitations": [invitation(json!({}))] } }),
        );
        assert_eq!(decision.outcome.kind(), OutcomeKind::Provisioned, "{claim}");
    }
}

/// An attacker has made an account with the victim's address, never verified it, and waits for the
/// victim to log in to it. The victim gets an account of their own, and the address.
#[test]
fn c03_a_prepared_account_is_not_walked_into() {
    for (linking, access, proof) in combinations(&LINKING, &ACCESS, &[Value::Null, json!("abc")]) {
        let confirmation = json!({ "tokenHash": HASH_OF_ABC, "identity": { "issuer": ISSUER, "subject": "00u1" },
            "userId": USER, "email": "ana@acme.example", "expiresAt": NOW.seconds() + 1 });
        let decision = decided(json!({
            "login": { "linkProof": proof },
            "policy": { "accountLinking": linking, "accessMode": access },
            "facts": {
                "usersWithEmail": [account(json!({ "emailVerified": false }))],
                "linkConfirmations": [confirmation],
                "invitations": [invitation(json!({}))],
            }
        }));
        let prepared = UserId::parse(USER);
        assert_eq!(decision.outcome.kind(), OutcomeKind::Provisioned, "{linking} {access}");
        assert_ne!(decision.outcome.signed_in_user(), prepared);
        let verified = |effect: &Effect| matches!(effect, Effect::CreateUser { email_verified: true, .. });
        assert!(decision.plan.effects.iter().any(verified));
    }
}

/// The administrator of one organization lets its provider assert the address of another
/// organization's head.
#[test]
fn c04_an_organizations_provider_speaks_for_no_other_domain() {
    let foreign = |policy: Value, facts: Value| {
        let mut facts = facts;
        put(
            &mut facts,
            json!({ "domainRules": [rule(json!({}))], "invitations": [invitation(json!({ "role": "org_owner" }))] }),
        );
        decided(json!({ "connection": { "organizationId": BETA, "allowOutsideDomains": true, "trustEmail": true },
            "policy": policy, "facts": facts }))
    };
    for (linking, access, lenient) in combinations(&LINKING, &ACCESS, &[true, false]) {
        let policy = json!({ "accountLinking": linking, "accessMode": access, "requireVerifiedEmail": !lenient });
        for facts in [json!({}), json!({ "usersWithEmail": [account(json!({}))] })] {
            let decision = foreign(policy.clone(), facts);
            assert_eq!(decision.reason, ReasonCode::DomainNotOwnedByConnection, "{policy}");
            assert!(!is_in(&decision));
        }
        // A linked user returns as themselves, and gains nothing on the word of that provider.
        let decision = foreign(policy, json!({ "linkedUser": account(json!({ "platformRole": "platform_user" })) }));
        assert_eq!(decision.outcome.kind(), OutcomeKind::Returning);
        assert!(decision.memberships.is_empty() && decision.platform_role == PlatformRole::PlatformUser);
    }
}

/// An organization claims a domain, or proves less than it needs to, and waits for the people of
/// the domain.
#[test]
fn c05_only_a_domain_owned_by_one_organization_adds_members_automatically() {
    let modes =
        ["manual_invitation", "automatic_invitation", "automatic_suggestion", "automatic_membership", "enterprise_sso"];
    let mut members = 0;
    for (verification, state, mode) in
        combinations(&["affiliation", "ownership"], &["pending", "verified", "failed", "expired"], &modes)
    {
        for (verified, rivals) in [(true, false), (false, false), (true, true)] {
            let own = rule(
                json!({ "verification": verification, "state": state, "enrollmentMode": mode, "connectionId": CONNECTION }),
            );
            let rival = rule(json!({ "id": "0198c0de-0000-7000-8000-0000000000d2", "organizationId": BETA,
                "verification": verification, "state": state, "enrollmentMode": mode, "connectionId": CONNECTION }));
            let rules = if rivals { vec![own, rival] } else { vec![own] };
            let decision =
                decided(json!({ "login": { "emailVerified": verified }, "facts": { "domainRules": rules } }));
            let may = verified
                && !rivals
                && verification == "ownership"
                && state == "verified"
                && matches!(mode, "automatic_membership" | "enterprise_sso");
            assert_eq!(!decision.memberships.is_empty(), may, "{verification} {state} {mode} {verified} {rivals}");
            members += usize::from(may);
        }
    }
    assert_eq!(members, 2);
}

/// An invitation is used by another person, too late, twice, or although its author could not write
/// it today.
#[test]
fn c06_invitation_counts_once_in_time_for_its_address_and_inviter() {
    let with = |changes: Value| decided(json!({ "facts": { "invitations": [invitation(changes)] } }));
    assert_eq!(with(json!({})).reason, ReasonCode::InvitationAccepted);
    for changes in [
        json!({ "expiresAt": NOW.seconds() }),
        json!({ "expiresAt": NOW.seconds() - 1 }),
        json!({ "status": "revoked" }),
        json!({ "status": "accepted" }),
        json!({ "status": "expired" }),
        json!({ "email": "ben@acme.example" }),
        json!({ "email": "ana@beta.example" }),
        json!({ "organizationId": "0198c0de-0000-7000-8000-0000000000a9" }),
        json!({ "connectionId": OTHER_CONNECTION }),
        json!({ "acceptance": "explicit" }),
        json!({ "inviter": null }),
        json!({ "inviter": { "status": "suspended" } }),
        json!({ "inviter": { "status": "deprovisioned" } }),
        json!({ "inviter": { "organizationRole": null } }),
        json!({ "inviter": { "organizationRole": "org_user" } }),
        json!({ "role": "org_owner", "inviter": { "organizationRole": "org_admin" } }),
        json!({ "platformRole": "platform_admin" }),
    ] {
        let decision = with(changes.clone());
        assert!(!is_in(&decision) && decision.plan.effects.len() == 1, "{changes}");
    }
    // Once: after one identity has used it, another identity with the same address does not find
    // it.
    let mut store = store(&decided_input(json!({ "facts": { "invitations": [invitation(json!({}))] } })));
    let logins = ["00u1", "00u2"].map(|subject| decided_input(json!({ "login": { "subject": subject } })).login);
    assert_eq!(store.login(&logins[0], NOW).reason, ReasonCode::InvitationAccepted);
    assert!(!is_in(&store.login(&logins[1], NOW)));
}

fn decided_input(changes: Value) -> DecideInput {
    cora_wire::decode(document(changes).to_string().as_bytes()).expect("an input")
}

/// Builds a store with the organizations, invitations and inviters of an input.
fn store(input: &DecideInput) -> Platform {
    let mut store = Platform::new(input.connection.clone(), input.policy.clone());
    for organization in &input.facts.organizations {
        store.organizations.insert(organization.id, organization.clone());
    }
    for invitation in &input.facts.invitations {
        store.invitations.insert(invitation.id, invitation.clone());
        let Some(inviter) = &invitation.inviter else { continue };
        let user = json!({ "id": inviter.user_id, "status": inviter.status });
        store.users.insert(inviter.user_id, serde_json::from_value(user).expect("a user"));
        let membership = json!({ "id": "0198c0de-0000-7000-8000-0000000000f9", "status": "active",
            "organizationId": invitation.organization_id, "userId": inviter.user_id, "role": inviter.organization_role,
            "source": "manual" });
        let key = (invitation.organization_id, inviter.user_id);
        store.memberships.insert(key, serde_json::from_value(membership).expect("a membership"));
    }
    store
}

/// Upper and lower case make two accounts of one mailbox, or keep an invited person out.
#[test]
fn c07_no_mixture_of_cases_is_another_address() {
    let plain = "ana@acme.example";
    let letters: Vec<usize> = plain.char_indices().filter(|(_, c)| c.is_ascii_alphabetic()).map(|(at, _)| at).collect();
    for mixture in 0..1_usize << letters.len() {
        let capital =
            |at: usize| letters.iter().position(|letter| *letter == at).is_some_and(|bit| mixture >> bit & 1 == 1);
        let spell = |(at, c): (usize, char)| if capital(at) { c.to_ascii_uppercase() } else { c };
        let spelled: String = plain.char_indices().map(spell).collect();
        assert_eq!(EmailAddress::parse(&spelled).expect("an address").canonical(), plain, "{spelled}");
    }
    let decision = decided(
        json!({ "login": { "email": "AnA@ACME.Example" }, "facts": { "invitations": [invitation(json!({}))] } }),
    );
    assert_eq!(decision.reason, ReasonCode::InvitationAccepted);
}

/// A character that becomes another one makes another person's address, or a second `@`.
#[test]
fn c08_compatibility_characters_are_normalized_before_parsing() {
    let same = [
        ("ana\u{FF20}acme.example", "ana@acme.example"),
        ("ana\u{FE6B}acme.example", "ana@acme.example"),
        ("\u{FF21}\u{FF2E}\u{FF21}@acme.example", "ana@acme.example"),
        ("mi\u{212A}e@acme.example", "mike@acme.example"),
        ("\u{17F}ue@acme.example", "sue@acme.example"),
        ("ana@B\u{FC}cher.example", "ana@xn--bcher-kva.example"),
        ("ana@bu\u{308}cher.example", "ana@xn--bcher-kva.example"),
        ("ana@XN--BCHER-KVA.example", "ana@xn--bcher-kva.example"),
        ("ana@acme\u{3002}example", "ana@acme.example"),
    ];
    for (spelled, canonical) in same {
        assert_eq!(CanonicalEmail::parse(spelled).map(|email| email.to_string()).as_deref(), Ok(canonical));
    }
    for refused in [
        "m\u{131}ke@acme.example",
        "m\u{130}ke@acme.example",
        "a@b.example\u{FF20}victim.example",
        "a@b.example\u{FE6B}victim.example",
        "ana\u{FF0C}ben@acme.example",
        "\u{430}na@acme.example",
        "ana\u{200B}@acme.example",
        "ana@acme.example\u{2024}",
        "ana@a\u{200D}cme.example",
    ] {
        assert!(CanonicalEmail::parse(refused).is_err(), "{refused}");
    }
    // Letters that look alike are different letters, and so make another domain.
    let lookalike = CanonicalEmail::parse("ana@\u{430}cme.example").expect("an address");
    assert_ne!(lookalike.domain(), "acme.example");
}

/// One parser sees one address, the next parser another.
#[test]
fn c09_ambiguous_addresses_are_refused() {
    for local in [
        "\"ana@evil.example\"",
        "\"ana\"",
        "ana(comment)",
        "(c)ana",
        "ana,ben",
        "ana%evil.example",
        "evil.example!ana",
        "=?utf-8?q?ana?=",
        "ana;ben",
        "group:ana",
        "<ana",
        "ana>",
        "a na",
        "a\tna",
        "ana\r\nbcc:x",
        "ana\0",
        "ana\\",
        "[ana]",
        ".ana",
        "ana.",
        "a..na",
        "",
    ] {
        assert!(CanonicalEmail::parse(&format!("{local}@acme.example")).is_err(), "{local:?}");
    }
    for domain in [
        "[127.0.0.1]",
        "[IPv6:::1]",
        "127.0.0.1",
        "acme.1",
        "acme.example.",
        ".acme.example",
        "acme..example",
        "acme",
        "",
        "acme.example,evil.example",
        "acme.example(c)",
        "acme.example:25",
        "acme.example/x",
        "acme.example?x",
        "ac me.example",
        "acme_x.example",
        "-acme.example",
        "acme-.example",
        "acme.example\n",
        "acme.example@evil.example",
        "xn--a.example",
    ] {
        assert!(CanonicalEmail::parse(&format!("ana@{domain}")).is_err(), "{domain:?}");
    }
}

/// A domain looks like another organization's.
#[test]
fn c10_a_lookalike_domain_is_another_one_and_is_named() {
    let decision = decided(
        json!({ "login": { "email": "ana@\u{430}cme.example" }, "facts": { "domainRules": [rule(json!({}))] } }),
    );
    assert!(!is_in(&decision) && decision.memberships.is_empty());
    let found = |patterns: [&str; 2]| {
        let other =
            json!({ "id": "0198c0de-0000-7000-8000-0000000000d2", "organizationId": BETA, "pattern": patterns[1] });
        let rules = json!({ "domainRules": [rule(json!({ "pattern": patterns[0] })), rule(other)] });
        let configuration: Configuration = cora_wire::decode(rules.to_string().as_bytes()).expect("a configuration");
        let report = lint(&configuration, &DomainLists);
        report.findings.into_iter().map(|finding| (finding.code, finding.path)).collect::<Vec<_>>()
    };
    let second = || String::from("/domainRules/1/pattern");
    // With two Cyrillic letters, and with one.
    for lookalike in ["\u{440}\u{430}ypal.example", "p\u{430}ypal.example"] {
        assert!(
            found(["paypal.example", lookalike]).contains(&(FindingCode::ConfusableDomain, second())),
            "{lookalike}"
        );
    }
    assert!(found(["beta.example", "p\u{430}ypal.example"]).contains(&(FindingCode::MixedScriptDomain, second())));
    assert_eq!(found(["paypal.example", "b\u{FC}cher.example"]), []);
}

/// An organization claims a domain in which everyone has a mailbox.
#[test]
fn c11_shared_domains_belong_to_no_organization() {
    for domain in
        ["gmail.com", "googlemail.com", "outlook.com", "mailinator.com", "onmicrosoft.com", "github.io", "co.uk"]
    {
        for mode in ["automatic_invitation", "automatic_suggestion", "automatic_membership", "enterprise_sso"] {
            let rules = [rule(json!({ "pattern": domain, "enrollmentMode": mode, "connectionId": OTHER_CONNECTION }))];
            let decision =
                decided(json!({ "login": { "email": format!("ana@{domain}") }, "facts": { "domainRules": rules } }));
            assert_eq!(decision.outcome, Outcome::Denied {}, "{domain} {mode}");
            // An organization's own connection cannot assert addresses in it either.
            let decision = decided(
                json!({ "connection": { "organizationId": ACME }, "login": { "email": format!("ana@{domain}") },
                "facts": { "domainRules": rules } }),
            );
            assert!(!is_in(&decision) && decision.email_evidence == EmailEvidence::Unverified, "{domain} {mode}");
        }
    }
    for pattern in ["*.com", "*.co.uk", "*.github.io", "*.onmicrosoft.com", "*", "*.*.acme.example", "com"] {
        assert!(DomainPattern::parse(pattern).is_err(), "{pattern}");
    }
}

/// A name ends, or begins, like the organization's.
#[test]
fn c12_a_name_matches_on_label_boundaries_only() {
    for pattern in ["acme.example", "*.acme.example"] {
        for domain in [
            "evilacme.example",
            "acme.example.evil.example",
            "acme.exampl",
            "xacme.example",
            "acme-example.evil.example",
            "acme.example.co",
            "evil-acme.example",
            "acmeexample.evil.example",
        ] {
            let decision = decided(json!({ "login": { "email": format!("ana@{domain}") },
                "facts": { "domainRules": [rule(json!({ "pattern": pattern }))] } }));
            assert!(!is_in(&decision), "{pattern} {domain}");
        }
    }
}

/// A domain or a mailbox has a new owner, who logs in to the previous owner's account.
#[test]
fn c13_reassigned_address_does_not_give_the_account() {
    for linking in ["never", "confirm"] {
        let decision = decided(json!({
            "connection": { "kind": "google" },
            "login": { "subject": "the new owner of the mailbox", "idpOrganization": "acme.example" },
            "policy": { "accountLinking": linking, "accessMode": "public" },
            "facts": { "usersWithEmail": [account(json!({}))] }
        }));
        assert!(!is_in(&decision), "{linking}");
    }
    // The address was given to a new hire: another subject of an issuer that the account has one
    // of.
    let held = json!({ "usersWithEmail": [account(json!({}))], "identities": [{ "userId": USER,
        "identity": { "issuer": ISSUER, "subject": "00u1" }, "email": "ana@acme.example", "emailVerified": true }],
        "linkConfirmations": [{ "tokenHash": HASH_OF_ABC, "identity": { "issuer": ISSUER, "subject": "00u2" },
        "userId": USER, "email": "ana@acme.example", "expiresAt": NOW.seconds() + 1 }] });
    for (linking, access, proof) in combinations(&LINKING, &ACCESS, &[Value::Null, json!("abc")]) {
        let decision = decided(json!({ "login": { "subject": "00u2", "linkProof": proof },
            "policy": { "accountLinking": linking, "accessMode": access }, "facts": held }));
        assert_eq!(decision.reason, ReasonCode::IdentityConflict, "{linking} {access}");
        let decision = decided(json!({ "login": { "subject": "00u2", "linkProof": proof },
            "policy": { "accountLinking": linking, "accessMode": access, "secondSubject": "new_user" }, "facts": held }));
        assert_ne!(decision.outcome.signed_in_user(), UserId::parse(USER), "{linking} {access}");
        assert!(decision.memberships.is_empty() && decision.platform_role == PlatformRole::PlatformUser);
    }
    // The organization at the provider is a hint that makes nobody a member. An expired proof does
    // not either.
    let hinted = json!({ "email": "eve@beta.example", "idpOrganization": "acme.example" });
    assert!(!is_in(&decided(json!({ "login": hinted, "facts": { "domainRules": [rule(json!({}))] } }))));
    assert!(!is_in(&decided(json!({ "facts": { "domainRules": [rule(json!({ "state": "expired" }))] } }))));
}

/// A proof that was made for something else is presented.
#[test]
fn c23_a_proof_counts_for_the_very_thing_it_was_made_for() {
    let with = |login: Value, user: Value, confirmation: Value| {
        let mut made = json!({ "tokenHash": HASH_OF_ABC, "identity": { "issuer": ISSUER, "subject": "00u1" },
            "userId": USER, "email": "ana@acme.example", "expiresAt": NOW.seconds() + 1 });
        put(&mut made, confirmation);
        let mut proven = json!({ "linkProof": "abc" });
        put(&mut proven, login);
        decided(json!({ "login": proven, "facts": { "usersWithEmail": [account(user)], "linkConfirmations": [made] } }))
    };
    assert_eq!(with(json!({}), json!({}), json!({})).reason, ReasonCode::LinkConfirmed);
    // The code proves the mailbox for a login whose provider does not vouch for it.
    assert_eq!(with(json!({ "emailVerified": false }), json!({}), json!({})).reason, ReasonCode::LinkConfirmed);
    let nothing = || json!({});
    for (login, user, confirmation) in [
        (json!({ "linkProof": "abd" }), nothing(), nothing()),
        (json!({ "linkProof": null }), nothing(), nothing()),
        (json!({ "linkProof": HASH_OF_ABC }), nothing(), nothing()),
        (json!({ "subject": "00u2" }), nothing(), nothing()),
        (json!({ "emailVerified": false, "linkProof": "abd" }), nothing(), nothing()),
        (json!({ "emailVerified": false }), nothing(), json!({ "userId": INVITER })),
        (json!({ "emailVerified": false }), nothing(), json!({ "email": "old@acme.example" })),
        (nothing(), json!({ "emailVerified": false }), nothing()),
        (nothing(), json!({ "status": "suspended" }), nothing()),
        (nothing(), json!({ "status": "deprovisioned" }), nothing()),
        (nothing(), nothing(), json!({ "identity": { "issuer": "https://other.example" } })),
        (nothing(), nothing(), json!({ "identity": { "subject": "00u2" } })),
        (nothing(), nothing(), json!({ "userId": INVITER })),
        (nothing(), nothing(), json!({ "email": "old@acme.example" })),
        (nothing(), nothing(), json!({ "expiresAt": NOW.seconds() })),
        (nothing(), nothing(), json!({ "used": true })),
    ] {
        let told = format!("{login} {user} {confirmation}");
        let decision = with(login, user, confirmation);
        assert!(!is_in(&decision) && decision.plan.effects.len() == 1, "{told}");
    }
}

/// The client asserts something about itself that only evidence can show.
#[test]
fn c24_nothing_that_a_client_sends_makes_an_address_verified() {
    for name in [
        "emailEvidence",
        "evidence",
        "verified",
        "isVerified",
        "isEmailVerified",
        "email_verified",
        "userId",
        "role",
        "platformRole",
        "organizationRole",
        "organizationId",
        "memberships",
        "trustEmail",
    ] {
        for value in [json!(true), json!("owned_domain"), json!("platform_owner"), json!(ACME)] {
            let text = document(json!({ "login": { (name): value } })).to_string();
            let report = cora_wire::decode::<DecideInput>(text.as_bytes()).expect_err("an unknown field");
            assert_eq!(report.issues.len(), 1);
            assert_eq!(report.issues[0].code, IssueCode::UnknownField, "{name}");
        }
    }
    // The verification stored for a new user is the one that was concluded.
    let mut made = 0;
    for input in inputs() {
        let decision = decide(&input);
        for effect in &decision.plan.effects {
            if let Effect::CreateUser { email_verified, .. } = effect {
                assert_eq!(*email_verified, decision.email_evidence >= EmailEvidence::Verified);
                made += 1;
            }
        }
    }
    assert!(made > 100);
}

/// Two people log in first at the same moment.
#[test]
fn c25_second_founding_plan_is_refused() {
    let modes = [
        json!({ "mode": "token" }),
        json!({ "mode": "allow_list", "emails": ["ana@acme.example", "ben@acme.example"] }),
        json!({ "mode": "first_user", "acknowledged": true }),
    ];
    for mode in modes {
        let input = |subject: &str, email: &str| {
            decided_input(json!({ "login": { "subject": subject, "email": email, "bootstrapToken": "abc" },
                "policy": { "bootstrap": mode } }))
        };
        let (first, second) = (input("00u1", "ana@acme.example"), input("00u2", "ben@acme.example"));
        let mut store = Platform::new(first.connection.clone(), first.policy.clone());
        store.bootstrap_tokens = vec![BootstrapTokenFacts {
            token_hash: cora_core::secret::TokenHash::parse(HASH_OF_ABC).expect("a hash"),
            expires_at: NOW.plus(1),
            used: false,
            recovery: false,
        }];
        let plans = [&first, &second].map(|input| decide(&store.input(&input.login, NOW)).plan);
        assert_eq!(store.apply(&plans[0]), Ok(()), "{mode}");
        assert_eq!(store.apply(&plans[1]), Err(Guard::NoPlatformOwner {}), "{mode}");
        assert_eq!(store.login(&second.login, NOW).platform_role, PlatformRole::PlatformUser, "{mode}");
        assert_eq!(store.platform_owners(), 1);
    }
}

/// A way to become a member forgets to count.
#[test]
fn c26_every_new_member_takes_a_seat_under_a_guard() {
    let (mut count, mut sources) = (0, std::collections::BTreeSet::new());
    for input in inputs().into_iter().filter(|input| input.policy.enforce_seats) {
        let plan = decide(&input).plan;
        for effect in &plan.effects {
            let Effect::AddMembership { organization_id, source, .. } = effect else { continue };
            let id = *organization_id;
            let founds = |effect: &Effect| matches!(effect, Effect::CreateOrganization { organization_id, .. } if *organization_id == id);
            if !plan.effects.iter().any(founds) {
                // The seat of a membership that the same plan ends is free for it.
                let frees = |effect: &Effect| matches!(effect, Effect::EndMembership { organization_id, .. } if *organization_id == id);
                let guarded = plan.guards.contains(&Guard::SeatAvailable { organization_id: id });
                assert!(guarded || plan.effects.iter().any(frees), "{source:?}");
                sources.insert(*source);
                count += 1;
            }
        }
    }
    assert!(count > 50 && sources.len() == 4, "{count} {sources:?}");
}

fn proptest_config() -> ProptestConfig {
    ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() }
}

/// An input is made to crash the core.
#[test]
fn c30_no_document_makes_it_panic() {
    // The cases that are decided come first: half of the tries are made from them, however many
    // others there are.
    let (decided, others): (Vec<_>, Vec<_>) =
        corpus::read().into_iter().partition(|case| case.operation == Operation::Provisioning);
    let documents: Vec<String> = decided.iter().chain(&others).map(corpus::Case::text).collect();
    let strategy = (
        prop_oneof![0..decided.len(), decided.len()..documents.len()],
        prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6),
        any::<prop::sample::Index>(),
    );
    let read = std::cell::Cell::new(0_u32);
    let result = proptest::test_runner::TestRunner::new(proptest_config()).run(&strategy, |(number, changes, end)| {
        let mut bytes = documents[number].clone().into_bytes();
        for (at, byte) in &changes {
            if !bytes.is_empty() {
                let at = at.index(bytes.len());
                bytes[at] = *byte;
            }
        }
        if changes.len() > 3 {
            bytes.truncate(end.index(bytes.len() + 1));
        }
        match cora_wire::operation::decide(&bytes) {
            Ok(_) => read.set(read.get() + 1),
            Err(report) => prop_assert!(!report.issues.is_empty()),
        }
        let _ = cora_wire::operation::accept_token(&bytes);
        let _ = cora_wire::operation::can(&bytes);
        let _ = cora_wire::operation::parse_email(&String::from_utf8_lossy(&bytes));
        let _ = cora_wire::decode::<Configuration>(&bytes);
        Ok(())
    });
    if let Err(error) = result {
        panic!("{error}");
    }
    assert!(read.get() > 200, "only {} documents could be read", read.get());
}

/// Every user of a domain, a connection or a group becomes an owner.
#[test]
fn c32_circumstance_makes_no_owner_whatever_is_configured() {
    let roles = ["org_user", "org_admin", "org_owner"];
    for (domain, default, group) in combinations(&roles, &roles, &roles) {
        for bound in [Value::Null, json!(ACME)] {
            let decision = decided(json!({
                "connection": { "organizationId": bound },
                "login": { "groups": ["staff"] },
                "policy": {
                    "defaultRoles": [{ "organizationId": ACME, "role": default }],
                    "groupRoles": [{ "organizationId": ACME, "group": "staff", "role": group }],
                },
                "facts": { "domainRules": [rule(json!({ "role": domain }))] }
            }));
            let most = OrganizationRole::OrgAdmin;
            assert_eq!(decision.memberships.len(), 1);
            assert!(
                decision.memberships.iter().all(|membership| membership.role <= most),
                "{domain} {default} {group}"
            );
            assert_eq!(decision.platform_role, PlatformRole::PlatformUser);
        }
    }
}

/// A former user returns through something that was left behind.
#[test]
fn c34_departed_person_finds_no_way_back() {
    let hash = |digit: &str| digit.repeat(64);
    let invitations = ["0198c0de-0000-7000-8000-0000000000e1", "0198c0de-0000-7000-8000-0000000000e2"];
    let membership = |organization: &str, id: &str| {
        json!({ "id": id, "status": "active", "organizationId": organization, "userId": USER, "role": "org_user",
            "source": "invitation" })
    };
    let input = json!({
        "now": NOW, "actorId": INVITER, "user": account(json!({ "platformRole": "platform_admin" })),
        "facts": {
            "identities": [{ "issuer": ISSUER, "subject": "00u1" }, { "issuer": ISSUER, "subject": "00u2" }],
            "memberships": [membership(ACME, "0198c0de-0000-7000-8000-0000000000f1"), membership(BETA, "0198c0de-0000-7000-8000-0000000000f2")],
            "invitations": [{ "id": invitations[0], "status": "pending" }, { "id": invitations[1], "status": "pending" }],
            "sessions": ["one", "two"], "tokens": [hash("0"), hash("1")],
            "pendingMembershipRequests": [BETA], "waitlisted": true,
        }
    });
    let input: DeprovisionInput = serde_json::from_value(input).expect("an input");
    let plan = deprovision(&input).expect("nobody's last owner");
    let listed = cora_wire::encode(&plan);
    for left in
        [USER, "00u1", "00u2", ACME, BETA, invitations[0], invitations[1], "\"one\"", "\"two\"", &hash("0"), &hash("1")]
    {
        assert!(listed.contains(left), "{left} is left: {listed}");
    }
    assert!(matches!(plan.effects.first(), Some(DeprovisionEffect::SwitchOff { .. })), "the door is shut first");

    // By the identity, and by the row that the identity derives: never admitted. The address at
    // another identity is a new person's, who gets nothing of the user's.
    let gone = || account(json!({ "status": "deprovisioned", "platformRole": "platform_user" }));
    for (linking, access, proof) in combinations(&LINKING, &ACCESS, &[Value::Null, json!("abc")]) {
        let derived = decided_input(json!({})).login.key().user_id();
        let mut row = gone();
        row["id"] = json!(derived);
        for (facts, is_new) in [
            (json!({ "linkedUser": gone() }), false),
            (json!({ "usersWithEmail": [gone()] }), true),
            (json!({ "derivedUser": row }), false),
        ] {
            let mut facts = facts;
            put(&mut facts, json!({ "invitations": [invitation(json!({}))], "domainRules": [rule(json!({}))] }));
            let decision = decided(json!({ "login": { "linkProof": proof, "bootstrapToken": "abc" },
                "policy": { "accountLinking": linking, "accessMode": access }, "facts": facts }));
            if is_new {
                assert_eq!(decision.outcome.kind(), OutcomeKind::Provisioned, "{linking} {access}");
                assert_ne!(decision.outcome.signed_in_user(), UserId::parse(USER));
                continue;
            }
            assert_eq!(decision.reason, ReasonCode::UserDeprovisioned, "{linking} {access}");
            assert!(!is_in(&decision));
        }
    }
}

proptest! {
    #![proptest_config(proptest_config())]

    /// The same on random platforms: a user who was switched off is not admitted by any login, and
    /// changes nothing.
    #[test]
    fn c34_nobody_who_was_switched_off_is_in_on_any_platform(mut platform in platform(), login in login()) {
        for user in platform.users.values_mut() {
            user.status = UserStatus::Deprovisioned;
        }
        let decision = decide(&platform.input(&login, NOW));
        if let Some(user) = decision.outcome.signed_in_user() {
            prop_assert!(!platform.users.contains_key(&user));
        }
    }
}
