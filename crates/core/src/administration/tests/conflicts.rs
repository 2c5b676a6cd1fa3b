//! Identity conflicts, and accounts that are joined.

use super::*;

#[test]
fn a_conflict_is_decided_by_whom_the_holder_is_not_above() {
    let decide = |name: &str| json!({ "command": name, "conflictId": THING });
    let [same, another, dismiss] =
        ["resolve_same_person", "resolve_another_person", "dismiss_identity_conflict"].map(decide);
    let open = in_conflict("platform_admin");
    assert_eq!(
        effects(&same, &open),
        ["unlink_identity", "link_identity", "raise_role_version", "resolve_identity_conflict", "record_audit"]
    );
    assert_eq!(effects(&another, &open), ["release_user_email", "resolve_identity_conflict", "record_audit"]);
    assert_eq!(effects(&dismiss, &open), ["resolve_identity_conflict", "record_audit"]);
    for command in [&same, &another, &dismiss] {
        assert_eq!(reason(command, &in_conflict("platform_user")), Reason::NotAllowed);
        assert_eq!(reason(command, &facts(None, "platform_admin")), Reason::ConflictNotFound);
        let owner = with(open.clone(), "/user/platformRole", json!("platform_owner"));
        assert_eq!(reason(command, &owner), Reason::RoleAboveOwn);
    }
    for (command, pointer, value, expected) in [
        (&same, "/identityConflict/status", json!("dismissed"), Reason::ConflictNotOpen),
        (&same, "/identityConflict/status", json!("same_person"), Reason::Unchanged),
        (&same, "/identityConflict/kind", json!("email_conflict"), Reason::ConflictNotApplicable),
        (&same, "/identityConflict/linkedUserId", json!(BETA), Reason::ConflictNotApplicable),
        (&same, "/user/status", json!("deprovisioned"), Reason::UserNotActive),
        (&same, "/user/id", json!(ANA), Reason::OwnAccount),
        (&another, "/user/id", json!(ANA), Reason::OwnAccount),
    ] {
        assert_eq!(reason(command, &with(open.clone(), pointer, value.clone())), expected, "{pointer} {value}");
    }
    // Who has another address by now keeps it. The account that the identity derives is its own.
    let moved = with(open.clone(), "/user/email", json!("ben.new@acme.example"));
    assert_eq!(effects(&another, &moved), ["resolve_identity_conflict", "record_audit"]);
    let key: crate::identity::IdentityKey =
        serde_json::from_value(json!({ "issuer": "https://login.acme.example", "subject": "00u2" })).unwrap();
    let derived = with(open, "/user/id", json!(key.user_id()));
    assert_eq!(reason(&another, &derived), Reason::ConflictNotApplicable);
}

const EVE: &str = "0198c0de-0000-7000-8000-0000000000b2";

/// Facts with two accounts that prove one address: Ben's, who holds it, and Eve's.
fn two_accounts(memberships: &Value) -> Value {
    let owned = |user: &str, issuer: &str| json!({ "userId": user, "identity": { "issuer": format!("https://{issuer}.example"), "subject": user } });
    let joining = json!({ "claimant": user(EVE, "platform_user"), "memberships": memberships,
        "identities": [owned(BEN, "gamma"), owned(EVE, "beta")] });
    let conflict = json!({ "id": THING, "kind": "email_conflict", "status": "open",
        "identity": { "issuer": "https://beta.example", "subject": EVE }, "connectionId": OKTA,
        "email": "ben@acme.example", "linkedUserId": EVE, "joining": joining });
    with(facts(None, "platform_admin"), "/identityConflict", conflict)
}

fn of(organization: &str, user: &str, role: &str, more: Value) -> Value {
    let mut membership = membership(user, role);
    membership["organizationId"] = json!(organization);
    for (name, value) in more.as_object().unwrap() {
        membership[name] = value.clone();
    }
    membership
}

fn same_person() -> Value {
    json!({ "command": "resolve_same_person", "conflictId": THING })
}

fn join_of(facts: &Value) -> Value {
    let change = run(&same_person(), facts);
    assert!(change.ok, "{:?}", change.reason);
    serde_json::from_str(&json::write(change.join().unwrap())).unwrap()
}

#[test]
fn two_accounts_of_one_person_become_one() {
    let none = json!({});
    let apart =
        two_accounts(&json!([of(ACME, BEN, "org_user", none.clone()), of(BETA, EVE, "org_user", none.clone())]));
    assert_eq!(effects(&same_person(), &apart), ["join_accounts", "resolve_identity_conflict", "record_audit"]);
    let join = join_of(&apart);
    assert_eq!((&join["userId"], &join["joinedUserId"]), (&json!(BEN), &json!(EVE)));
    assert_eq!((&join["identities"][0]["subject"], &join["unlinked"]), (&json!(EVE), &json!([])));
    let [moved] = join["memberships"].as_array().unwrap().as_slice() else { panic!("{join}") };
    assert_eq!(
        (&moved["organizationId"], &moved["userId"], &moved["role"]),
        (&json!(BETA), &json!(BEN), &json!("org_user"))
    );

    // Where both are members with the same role, nothing changes, and no memory is lost.
    let both = |holder: Value, claimant: Value| {
        two_accounts(&json!([of(ACME, BEN, "org_user", holder), of(ACME, EVE, "org_user", claimant)]))
    };
    assert_eq!(join_of(&both(none.clone(), none.clone()))["memberships"], json!([]));
    let base = json!({ "source": "group", "roleSource": "group" });
    let kept = &join_of(&both(base.clone(), none.clone()))["memberships"][0];
    assert_eq!((&kept["baseRole"], &kept["roleSource"]), (&json!("org_user"), &json!(null)), "a group ends it no more");
    let by_hand = json!({ "roleSource": "manual" });
    assert_eq!(join_of(&both(none.clone(), by_hand))["memberships"][0]["roleSource"], "manual");

    // What was ended stays ended, for both.
    let removed = |at: u64| json!({ "status": "removed", "removedAt": at });
    let gone = two_accounts(&json!([of(ACME, EVE, "org_user", removed(NOW - 9))]));
    assert_eq!(join_of(&gone)["memberships"][0]["status"], "removed");
    let twice = both(removed(NOW - 9), removed(NOW - 3));
    assert_eq!(join_of(&twice)["memberships"][0]["removedAt"], json!(NOW - 3));
    assert_eq!(join_of(&both(removed(NOW - 3), removed(NOW - 9)))["memberships"], json!([]));
    for (holder, claimant) in [(removed(NOW - 9), none.clone()), (none.clone(), removed(NOW - 9))] {
        assert_eq!(reason(&same_person(), &both(holder, claimant)), Reason::MembershipRemoved);
    }
    // A membership that a lost group has ended counts as if it had never been.
    let lost = json!({ "status": "removed", "removedAt": NOW - 9, "roleSource": "group" });
    assert_eq!(join_of(&both(lost.clone(), none.clone()))["memberships"][0]["status"], "active");
    assert_eq!(join_of(&both(none, lost))["memberships"], json!([]));

    // Requests move, unless they are answered by what the account that stays has.
    let asked = |user: &str, organization: &str| json!({ "userId": user, "organizationId": organization });
    let requests = json!([asked(EVE, ACME), asked(EVE, BETA), asked(EVE, THING), asked(BEN, THING)]);
    let asking = with(apart, "/identityConflict/joining/membershipRequests", requests);
    assert_eq!(join_of(&asking)["membershipRequests"], json!([]));
    let alone =
        with(two_accounts(&json!([])), "/identityConflict/joining/membershipRequests", json!([asked(EVE, ACME)]));
    assert_eq!(join_of(&alone)["membershipRequests"], json!([ACME]));
}

#[test]
fn no_join_gives_more_than_its_actor_may_give() {
    let none = json!({});
    for (holder, claimant, needed) in [
        (Some("org_user"), Some("org_admin"), "org_admin"),
        (None, Some("org_owner"), "org_owner"),
        (Some("org_owner"), None, "org_owner"),
        (Some("org_admin"), Some("org_owner"), "org_owner"),
    ] {
        let held = |user: &str, role: Option<&str>| role.map(|role| of(BETA, user, role, json!({})));
        let memberships: Vec<Value> = held(BEN, holder).into_iter().chain(held(EVE, claimant)).collect();
        let facts = two_accounts(&json!(memberships));
        assert_eq!(reason(&same_person(), &facts), Reason::RoleAboveOwn, "{holder:?} {claimant:?}");
        let own = |role: &str| {
            with(facts.clone(), "/identityConflict/joining/actorMemberships", json!([of(BETA, ANA, role, json!({}))]))
        };
        assert_eq!(reason(&same_person(), &own("org_user")), Reason::RoleAboveOwn);
        assert_eq!(reason(&same_person(), &own(needed)), Reason::Done);
        let operator = json!({ "kind": "operator" });
        assert_eq!(run_by(operator, &same_person(), &with(facts, "/actor", json!(null))).reason, Reason::Done);
    }
    let plain = two_accounts(&json!([of(BETA, EVE, "org_user", none)]));
    let joining = "/identityConflict/joining";
    for (pointer, value, expected) in [
        ("/claimant/platformRole", json!("platform_owner"), Reason::RoleAboveOwn),
        ("/claimant/status", json!("suspended"), Reason::UserNotActive),
        ("/claimant/status", json!("deprovisioned"), Reason::UserNotActive),
    ] {
        assert_eq!(reason(&same_person(), &with(plain.clone(), &format!("{joining}{pointer}"), value)), expected);
    }
    assert_eq!(reason(&same_person(), &with(plain.clone(), "/user/status", json!("suspended"))), Reason::UserNotActive);
    let own = with(plain.clone(), "/identityConflict/linkedUserId", json!(ANA));
    let own = with(own, &format!("{joining}/claimant/id"), json!(ANA));
    assert_eq!(reason(&same_person(), &own), Reason::OwnAccount);
    // Facts of another user than the one to whom the identity is linked.
    let mixed = with(plain.clone(), "/identityConflict/linkedUserId", json!(OKTA));
    assert_eq!(reason(&same_person(), &mixed), Reason::ConflictNotApplicable);
    let admin = with(plain, &format!("{joining}/claimant/platformRole"), json!("platform_admin"));
    assert_eq!(join_of(&admin)["platformRole"], "platform_admin");
}

#[test]
fn p17_two_subjects_of_one_issuer_are_joined_by_the_identity_of_the_conflict_only() {
    let owned = |user: &str, issuer: &str, subject: &str| json!({ "userId": user, "identity": { "issuer": format!("https://{issuer}.example"), "subject": subject } });
    let with_identities =
        |identities: Value| with(two_accounts(&json!([])), "/identityConflict/joining/identities", identities);
    let elsewhere = [owned(BEN, "gamma", "g1"), owned(EVE, "beta", EVE), owned(EVE, "gamma", "g2")];
    assert_eq!(reason(&same_person(), &with_identities(json!(elsewhere))), Reason::SecondSubject);
    let own_two = [owned(BEN, "gamma", "g1"), owned(EVE, "beta", EVE), owned(EVE, "beta", "b2")];
    assert_eq!(reason(&same_person(), &with_identities(json!(own_two))), Reason::SecondSubject);
    let here = with_identities(json!([owned(BEN, "beta", "b1"), owned(EVE, "beta", EVE)]));
    assert_eq!(join_of(&here)["unlinked"][0]["subject"], "b1");
}
