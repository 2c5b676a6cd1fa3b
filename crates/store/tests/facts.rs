//! Tests of loading facts: everything about a login, and nothing else.

use crate::support::*;
use cora_core::provisioning::facts::{InvitationStatus, MembershipStatus};
use cora_core::role::OrganizationRole;
use serde_json::json;

#[tokio::test]
async fn nothing_stored_gives_empty_facts() {
    let database = Database::empty().await;
    let context = database.store.load_facts(&login("ada", "ada@acme.example")).await.unwrap();
    assert_eq!(context.connection, None);
    assert_eq!(context.policy, None);
    assert_eq!(context.facts, Default::default());
}

#[tokio::test]
async fn everything_that_concerns_the_login_is_loaded() {
    let other = "00000000-0000-7000-8000-0000000000a2";
    let seed = with(
        base(),
        json!({
            "organizations": [
                { "id": ACME, "name": "Acme", "slug": "acme", "seatLimit": 9 },
                { "id": other, "name": "Other", "slug": "ada-king-org" },
                { "id": "00000000-0000-7000-8000-0000000000a3", "name": "Unrelated", "slug": "ada-king-org-2" }
            ],
            "domainRules": [
                domain_rule(),
                { "id": "00000000-0000-7000-8000-0000000000d2", "organizationId": other, "pattern": "*.acme.example",
                  "verification": "affiliation", "state": "pending", "enrollmentMode": "automatic_suggestion" },
                { "id": "00000000-0000-7000-8000-0000000000d3", "organizationId": other, "pattern": "evilacme.example",
                  "verification": "affiliation", "state": "pending", "enrollmentMode": "automatic_suggestion" }
            ],
            "invitations": [invitation("ADA@Mail.Acme.Example"), invitation("bob@mail.acme.example")],
            "policy": { "version": 3, "accessMode": "waitlist" }
        }),
    );
    let database = Database::seeded(seed).await;
    database.execute("INSERT INTO waitlist (email, added_at) VALUES ('ada@mail.acme.example', @time(1))").await;
    let input = database.load(&login("ada", "Ada@mail.ACME.example")).await;
    assert_eq!(input.connection.id, connection_id());
    assert_eq!(input.connection.audiences.len(), 1);
    assert_eq!(input.policy.version, 3);
    let facts = input.facts;
    assert_eq!(facts.linked_user, None);
    assert_eq!(facts.users_with_email, []);
    assert_eq!(facts.invitations.len(), 1);
    assert_eq!(facts.invitations[0].status, InvitationStatus::Pending);
    let inviter = facts.invitations[0].inviter.as_ref().unwrap();
    assert_eq!(inviter.organization_role, Some(OrganizationRole::OrgOwner));
    let mut patterns: Vec<String> = facts.domain_rules.iter().map(|rule| rule.pattern.to_string()).collect();
    patterns.sort();
    assert_eq!(patterns, ["*.acme.example", "acme.example"]);
    let mut organizations: Vec<&str> =
        facts.organizations.iter().map(|organization| organization.name.as_str()).collect();
    organizations.sort_unstable();
    assert_eq!(organizations, ["Acme", "Other"]);
    let acme = facts.organizations.iter().find(|organization| organization.name.as_str() == "Acme").unwrap();
    assert_eq!((acme.seat_limit, acme.seats_used, acme.owner_count), (Some(9), 1, 1));
    assert!(facts.waitlisted && !facts.waitlist_approved && facts.platform_owner_exists);
    let slugs: Vec<&str> = facts.taken_slugs.iter().map(|slug| slug.as_str()).collect();
    assert_eq!(slugs, ["ada-king-org", "ada-king-org-2"]);
}

#[tokio::test]
async fn a_linked_user_is_loaded_with_memberships_removed_ones_too() {
    let database = Database::seeded(base()).await;
    let input = database.load(&login("olga", "olga@elsewhere.example")).await;
    let olga = input.facts.linked_user.unwrap();
    assert_eq!(olga.id.to_string(), OWNER);
    assert!(olga.email_verified);
    assert_eq!(olga.current_organization_id.unwrap().to_string(), ACME);
    assert_eq!(input.facts.memberships[0].status, MembershipStatus::Active);
    let with_email: Vec<String> = input.facts.users_with_email.iter().map(|user| user.id.to_string()).collect();
    assert_eq!(with_email, [OWNER], "with her own address, which the login does not state");
}

#[tokio::test]
async fn what_concerns_other_addresses_of_the_person_is_loaded() {
    let (beta, by_beta) = ("00000000-0000-7000-8000-0000000000a2", "00000000-0000-7000-8000-0000000000c2");
    let (ana, ben) = ("00000000-0000-7000-8000-000000000002", "00000000-0000-7000-8000-000000000003");
    let mut seed =
        with(base(), json!({ "invitations": [invitation("ana@beta.example"), invitation("ana@mail.example")] }));
    seed["organizations"].as_array_mut().unwrap().push(json!({ "id": beta, "name": "Beta", "slug": "beta" }));
    let mut connection = seed["connections"][0].clone();
    (connection["id"], connection["organizationId"]) = (json!(by_beta), json!(beta));
    connection["issuer"] = json!("https://login.beta.example");
    seed["connections"].as_array_mut().unwrap().push(connection);
    seed["domainRules"] = json!([{
        "id": "00000000-0000-7000-8000-0000000000d2", "organizationId": beta, "pattern": "beta.example",
        "verification": "ownership", "state": "verified", "enrollmentMode": "automatic_membership"
    }]);
    let users = seed["users"].as_array_mut().unwrap();
    users.push(json!({
        "id": ana, "email": "ana@home.example", "emailVerified": true,
        "identities": [{ "connectionId": CONNECTION, "subject": "ana" }, { "connectionId": by_beta, "subject": "b1" }]
    }));
    users.push(json!({ "id": ben, "email": "ana@beta.example", "emailVerified": true }));
    let database = Database::seeded(seed).await;
    let say = |email: &str, verified: bool| {
        let set = format!("email = '{email}', email_verified = (1 = {})", u8::from(verified));
        format!("UPDATE external_identities SET {set} WHERE external_id = 'b1'")
    };
    database.execute(&say("ana@beta.example", true)).await;
    let facts = database.load(&login("ana", "ana@acme.example")).await.facts;
    let invited: Vec<&str> = facts.invitations.iter().map(|invitation| invitation.email.as_str()).collect();
    assert_eq!(invited, ["ana@beta.example"]);
    assert_eq!(facts.domain_rules.len(), 1);
    let mut holders: Vec<String> = facts.users_with_email.iter().map(|user| user.id.to_string()).collect();
    holders.sort();
    assert_eq!(holders, [ana, ben], "Ben has the other address now");
    let word = facts.identities.iter().find(|known| known.identity.subject.as_str() == "b1").unwrap();
    assert_eq!(word.organization_id.map(|id| id.to_string()).as_deref(), Some(beta));

    // Nothing goes by an address that nobody vouches for.
    database.execute(&say("ana@beta.example", false)).await;
    let facts = database.load(&login("ana", "ana@acme.example")).await.facts;
    assert!(facts.invitations.is_empty() && facts.domain_rules.is_empty());
}

#[tokio::test]
async fn an_inviter_who_left_the_organization_has_no_role_in_it() {
    let second = "00000000-0000-7000-8000-000000000002";
    let mut seed = with(base(), json!({ "invitations": [invitation("ada@partner.example")] }));
    seed["users"].as_array_mut().unwrap().push(json!({
        "id": second, "email": "otto@acme.example", "memberships": [{ "organizationId": ACME, "role": "org_owner" }]
    }));
    let database = Database::seeded(seed).await;
    database
        .execute(&format!("UPDATE org_members SET status = 'removed', removed_at = @time(1) WHERE user_id = '{OWNER}'"))
        .await;
    let facts = database.load(&login("ada", "ada@partner.example")).await.facts;
    assert_eq!(facts.invitations[0].inviter.as_ref().unwrap().organization_role, None);
}

#[tokio::test]
async fn c18_the_same_subject_at_another_issuer_is_somebody_else() {
    let database = Database::seeded(base()).await;
    let mut other = login("olga", "x@y.example");
    other.issuer = cora_core::text::Issuer::new("https://login.evil.example").unwrap();
    assert_eq!(database.load(&other).await.facts.linked_user, None);
}

#[tokio::test]
async fn what_a_login_brings_is_data_and_never_sql() {
    let database = Database::seeded(base()).await;
    let before = database.dump().await;
    for text in ["' OR 1=1 --", "\"; DROP TABLE profiles; --", "%", "_", "\\", "a'||'b"] {
        let mut login = login(text, "ada@acme.example");
        login.name = cora_core::text::DisplayName::new(text);
        let facts = database.load(&login).await.facts;
        assert_eq!(facts.linked_user, None, "{text}");
    }
    assert_eq!(database.dump().await, before);
}

#[tokio::test]
async fn a_user_with_a_removed_link_is_loaded_and_not_created_again() {
    let database = Database::seeded(with(base(), json!({ "domainRules": [domain_rule()] }))).await;
    let ada = login("ada", "ada@acme.example");
    database.store.provision(&ada, now()).await.unwrap();
    assert_eq!(database.load(&ada).await.facts.derived_user, None);
    database.execute("DELETE FROM external_identities WHERE external_id = 'ada'").await;
    let facts = database.load(&ada).await.facts;
    assert_eq!(facts.linked_user, None);
    assert_eq!(facts.derived_user.map(|derived| derived.id), Some(user(&ada)));
    assert_eq!(facts.memberships.len(), 1);
    database.store.provision(&ada, now()).await.unwrap();
    assert_eq!(database.count("profiles").await, 2);
    assert_eq!(database.count("external_identities WHERE external_id = 'ada'").await, 0);
}
