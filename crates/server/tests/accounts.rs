//! The owner of an address, over HTTP: addresses that move, second subjects, and codes to a
//! mailbox.

use crate::support::*;
use axum::body::Body;
use axum::http::Request;
use cora_core::email::CanonicalEmail;
use cora_core::time::UnixSeconds;
use serde_json::{Value, json};

const BETA: &str = "00000000-0000-7000-8000-0000000000a2";
const GAMMA: &str = "00000000-0000-7000-8000-0000000000a3";
const CODE: &str = "/profiles/me/link-confirmation";

async fn presenting(service: &Service, token: &str, code: &str) -> Answer {
    let request = Request::get("/profiles/me").header("authorization", format!("Bearer {token}"));
    service.send(request.header("x-cora-link-proof", code).body(Body::empty()).unwrap()).await
}

/// Returns the code in the last mail, and its recipient.
fn last_code(mail: &mail::MailServer) -> (String, String) {
    let (to, text) = mail.mails.lock().unwrap().last().cloned().unwrap();
    let code = text.lines().map(str::trim).find(|line| line.len() == 64).unwrap().to_owned();
    (to, code)
}

async fn conflicts(service: &Service) -> Vec<Value> {
    let olga = service.token("olga", "olga@acme.example");
    let answer = service.ask("GET", "/admin/identity-conflicts", &olga, Value::Null).await;
    answer.ok()["items"].as_array().unwrap().clone()
}

async fn decide(service: &Service, conflict: &Value, answer: &str) -> Answer {
    let olga = service.token("olga", "olga@acme.example");
    let path = format!("/admin/identity-conflicts/{}/{answer}", conflict["id"].as_str().unwrap());
    service.ask("POST", &path, &olga, json!({ "reason": "asked" })).await
}

#[tokio::test]
async fn c13_a_new_hire_with_a_reused_address_does_not_become_the_person_before() {
    let (service, mail, _) = Service::with_adapters(base()).await;
    let first = service.me(&service.token("s1", "ana@acme.example")).await.ok().clone();
    // Ana marries: the same subject has another address.
    let renamed = service.me(&service.token("s1", "ana.lopez@acme.example")).await.ok().clone();
    assert_eq!((&renamed["userId"], &renamed["email"]), (&first["userId"], &json!("ana.lopez@acme.example")));
    // The new hire gets the old one, and an account of their own.
    let hired = service.token("s2", "ana@acme.example");
    let second = service.me(&hired).await.ok().clone();
    assert_ne!(second["userId"], first["userId"]);
    assert_eq!(second["email"], "ana@acme.example");
    assert_eq!(service.ask("POST", CODE, &hired, Value::Null).await.code(), "nothing_to_confirm");
    assert!(mail.mails.lock().unwrap().is_empty() && conflicts(&service).await.is_empty());
}

#[tokio::test]
async fn a_second_subject_waits_for_an_administrator_who_may_answer_in_three_ways() {
    let (service, _, _) = Service::with_adapters(base()).await;
    let first = service.me(&service.token("s1", "ana@acme.example")).await.ok()["userId"].clone();
    let again = service.token("s2", "ana@acme.example");
    let refused = service.me(&again).await;
    assert_eq!((refused.status.as_u16(), refused.code()), (403, "ask_administrator"));
    assert_eq!(service.ask("POST", CODE, &again, Value::Null).await.code(), "nothing_to_confirm");
    service.me(&again).await;
    let open = conflicts(&service).await;
    assert_eq!(open.len(), 1, "one conflict, however often they try");
    assert_eq!(
        (&open[0]["kind"], &open[0]["userId"], &open[0]["subject"]),
        (&json!("second_subject"), &first, &json!("s2"))
    );

    // Who is no administrator sees and decides nothing.
    let ana = service.token("s1", "ana@acme.example");
    service.ask("GET", "/admin/identity-conflicts", &ana, Value::Null).await.refused(403, "access_denied");
    let path = format!("/admin/identity-conflicts/{}/same-person", open[0]["id"].as_str().unwrap());
    service.ask("POST", &path, &ana, Value::Null).await.refused(403, "access_denied");

    // Dismissed, it is opened again when it happens again.
    assert_eq!(decide(&service, &open[0], "dismiss").await.ok()["status"], "dismissed");
    assert!(conflicts(&service).await.is_empty());
    decide(&service, &open[0], "same-person").await.refused(409, "conflict_not_open");
    service.me(&again).await;
    // The same person: the identity moves, and the old subject is the second one now.
    let open = conflicts(&service).await;
    assert_eq!(decide(&service, &open[0], "same-person").await.ok()["status"], "same_person");
    let linked = service.me(&again).await;
    assert_eq!((&linked.ok()["userId"], &linked.ok()["explanation"]["outcome"]), (&first, &json!("returning")));
    assert_eq!(service.me(&service.token("s1", "ana@acme.example")).await.code(), "ask_administrator");

    // Another person: the holder loses the address, and keeps the account.
    let third = service.token("s3", "ana@acme.example");
    assert_eq!(service.me(&third).await.code(), "ask_administrator");
    let open = conflicts(&service).await;
    let of_third = open.iter().find(|conflict| conflict["subject"] == "s3").unwrap();
    assert_eq!(decide(&service, of_third, "another-person").await.ok()["status"], "another_person");
    assert_ne!(service.me(&third).await.ok()["userId"], first);
    let holder = service.me(&again).await;
    assert_eq!((&holder.ok()["userId"], &holder.ok()["email"]), (&first, &json!(null)));
}

#[tokio::test]
async fn an_invitation_to_a_former_address_is_not_accepted() {
    let mut seed = base();
    seed["invitations"][0]["email"] = json!("ana@partner.example");
    let service = Service::new(seed).await;
    let before = service.token("s1", "ana@partner.example");
    service.me(&before).await.ok();
    let mut later = base();
    later["organizations"] = json!([{ "id": BETA, "name": "Beta", "slug": "beta" }]);
    later["users"][0]["memberships"] = json!([{ "organizationId": BETA, "role": "org_owner" }]);
    later["users"][0]["identities"] = json!([]);
    later["invitations"] = json!([{ "email": "ana@partner.example", "organizationId": BETA, "role": "org_admin",
        "invitedBy": OWNER, "expiresAt": NOW + 60 }]);
    for part in ["connections", "domainRules"] {
        later[part] = json!([]);
    }
    service.seed(later).await;
    let invited = CanonicalEmail::parse("ana@partner.example").unwrap();
    let open = service.store.invitations_to(&[invited], UnixSeconds::new(NOW).unwrap()).await.unwrap();
    let path = format!("/invites/{}/accept", open[0].id);

    let renamed = service.token("s1", "ana.lopez@partner.example");
    assert_eq!(service.ask("GET", "/invites", &renamed, Value::Null).await.ok()["items"], json!([]));
    service.ask("POST", &path, &renamed, Value::Null).await.refused(404, "invitation_not_found");
}

#[tokio::test]
async fn an_invitation_to_an_address_of_another_identity_is_listed_and_accepted() {
    // Without reconciliation, logging in accepts nothing by itself.
    const OTHER: &str = "00000000-0000-7000-8000-0000000000c8";
    const ANA: &str = "00000000-0000-7000-8000-000000000007";
    let mut seed = base();
    seed["policy"] = json!({ "reconcileOnLogin": false });
    seed["organizations"].as_array_mut().unwrap().push(json!({ "id": BETA, "name": "Beta", "slug": "beta" }));
    seed["users"][0]["memberships"]
        .as_array_mut()
        .unwrap()
        .push(json!({ "organizationId": BETA, "role": "org_owner" }));
    let mut other = seed["connections"][0].clone();
    (other["id"], other["issuer"]) = (json!(OTHER), json!("https://accounts.beta.example"));
    seed["connections"].as_array_mut().unwrap().push(other);
    seed["users"].as_array_mut().unwrap().push(json!({
        "id": ANA, "email": "ana@acme.example", "emailVerified": true,
        "identities": [
            { "connectionId": CONNECTION, "subject": "s1" }, { "connectionId": OTHER, "subject": "g1" }
        ]
    }));
    let service = Service::new(seed).await;
    let by_other = |email: &str, verified: bool| {
        let mut claims = claims("g1", email);
        (claims["iss"], claims["email_verified"]) = (json!("https://accounts.beta.example"), json!(verified));
        service.signer.token(&claims)
    };
    service.me(&service.token("s1", "ana@acme.example")).await.ok();
    service.me(&by_other("ana@acme.example", true)).await.ok();
    let renamed = service.token("s1", "ana.lopez@acme.example");
    let profile = service.me(&renamed).await.ok().clone();
    assert_eq!((&profile["userId"], &profile["email"]), (&json!(ANA), &json!("ana@acme.example")));

    let olga = service.token("olga", "olga@acme.example");
    let invite = async |email: &str| {
        let body = json!({ "email": email, "role": "org_user" });
        let path = format!("/orgs/{BETA}/invites");
        service.ask("POST", &path, &olga, body).await.created()["id"].as_str().unwrap().to_owned()
    };
    let (former, present) = (invite("ana@acme.example").await, invite("ana.lopez@acme.example").await);
    let listed = async |token: &str| {
        let answer = service.ask("GET", "/invites", token, Value::Null).await;
        answer.ok()["items"].as_array().unwrap().len()
    };
    assert_eq!(listed(&renamed).await, 2, "to the login's address and to the other identity's");
    let accept = async |id: &str| service.ask("POST", &format!("/invites/{id}/accept"), &renamed, Value::Null).await;
    assert_eq!(accept(&former).await.ok()["acceptedBy"], ANA);
    assert_eq!(listed(&renamed).await, 1);

    // The other provider gives her another address, and nobody vouches for the former one any more.
    service.ask("DELETE", &format!("/orgs/{BETA}/members/{ANA}"), &olga, Value::Null).await;
    let again = invite("ana@acme.example").await;
    assert_eq!(listed(&renamed).await, 2);
    service.me(&by_other("a.lopez@acme.example", true)).await.ok();
    assert_eq!(service.me(&renamed).await.ok()["email"], "a.lopez@acme.example");
    assert_eq!(listed(&renamed).await, 1);
    accept(&again).await.refused(404, "invitation_not_found");
    assert_eq!(accept(&present).await.ok()["acceptedBy"], ANA);
}

/// Two customers have connections of their own, which admit guests.
fn two_customers() -> Value {
    let mut seed = base();
    for (id, slug) in [(BETA, "beta"), (GAMMA, "gamma")] {
        seed["organizations"].as_array_mut().unwrap().push(json!({ "id": id, "name": slug, "slug": slug }));
        let mut connection = seed["connections"][0].clone();
        connection["id"] = json!(id.replace("00a", "00c"));
        connection["issuer"] = json!(format!("https://sso.{slug}.example"));
        connection["organizationId"] = json!(id);
        connection["allowOutsideDomains"] = json!(true);
        seed["connections"].as_array_mut().unwrap().push(connection);
    }
    seed
}

#[tokio::test]
async fn a_consultant_of_two_customers_is_in_at_both_by_one_account() {
    let (service, mail, _) = Service::with_adapters(two_customers()).await;
    let kim = |slug: &str| {
        let mut claims = claims(&format!("kim-{slug}"), "kim@consulting.example");
        claims["iss"] = json!(format!("https://sso.{slug}.example"));
        service.signer.token(&claims)
    };
    let (beta, gamma) = (kim("beta"), kim("gamma"));
    let account = service.me(&beta).await.ok()["userId"].clone();
    // Beta's provider cannot speak for the address, so the mailbox does.
    assert_eq!(service.ask("POST", CODE, &beta, Value::Null).await.ok()["delivery"], "sent");
    let (to, code) = last_code(&mail);
    assert!(to.contains("kim@consulting.example"), "{to}");
    let proven = presenting(&service, &beta, &code).await;
    assert_eq!(proven.ok()["session"]["session"]["emailEvidence"], "verified");
    assert_eq!(service.me(&beta).await.ok()["session"]["session"]["emailEvidence"], "verified", "it is remembered");
    // Gamma's cannot either, and the account is found by the code alone.
    assert_eq!(service.me(&gamma).await.code(), "verify_email");
    assert_eq!(service.ask("POST", CODE, &gamma, Value::Null).await.ok()["delivery"], "sent");
    assert_eq!(presenting(&service, &gamma, &code).await.code(), "verify_email", "the code of another identity");
    let (_, code) = last_code(&mail);
    let linked = presenting(&service, &gamma, &code).await;
    assert_eq!((&linked.ok()["explanation"]["outcome"], &linked.ok()["userId"]), (&json!("linked"), &account));
    assert_eq!(linked.ok()["organizations"].as_array().unwrap().len(), 2);
    assert_eq!(service.me(&beta).await.ok()["organizations"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn two_accounts_of_one_consultant_are_joined_by_an_administrator() {
    let (service, mail, _) = Service::with_adapters(two_customers()).await;
    let kim = |slug: &str| {
        let mut claims = claims(&format!("kim-{slug}"), "kim@consulting.example");
        claims["iss"] = json!(format!("https://sso.{slug}.example"));
        service.signer.token(&claims)
    };
    let (beta, gamma) = (kim("beta"), kim("gamma"));
    // Neither provider can speak for the address, so there are two accounts.
    let first = service.me(&beta).await.ok()["userId"].clone();
    let second = service.me(&gamma).await.ok()["userId"].clone();
    assert_ne!(first, second);
    // Kim proves the address by the second, and later by the first.
    for token in [&gamma, &beta] {
        assert_eq!(service.ask("POST", CODE, token, Value::Null).await.ok()["delivery"], "sent");
        presenting(&service, token, &last_code(&mail).1).await.ok();
    }
    let open = conflicts(&service).await;
    assert_eq!(
        (&open[0]["kind"], &open[0]["userId"], &open[0]["claimantId"]),
        (&json!("email_conflict"), &second, &first)
    );

    let olga = service.token("olga", "olga@acme.example");
    let path = format!("/admin/identity-conflicts/{}/same-person", open[0]["id"].as_str().unwrap());
    let shown = service.ask("POST", &path, &olga, json!({ "dryRun": true })).await.ok().clone();
    assert_eq!(
        (&shown["outcome"], &shown["dryRun"], &shown["status"]),
        (&json!("done"), &json!(true), &json!("same_person"))
    );
    let join = &shown["join"];
    assert_eq!((&join["userId"], &join["joinedUserId"]), (&second, &first));
    assert_eq!((&join["identities"][0]["subject"], &join["unlinked"]), (&json!("kim-beta"), &json!([])));
    assert_eq!(
        (&join["memberships"][0]["organizationId"], &join["memberships"][0]["role"]),
        (&json!(BETA), &json!("org_user"))
    );
    assert_eq!(service.me(&beta).await.ok()["userId"], first, "a dry run writes nothing");

    let done = decide(&service, &open[0], "same-person").await.ok().clone();
    assert_eq!((&done["status"], &done["dryRun"], &done["join"]), (&json!("same_person"), &json!(false), join));
    assert!(conflicts(&service).await.is_empty());
    for token in [&beta, &gamma] {
        let me = service.me(token).await.ok().clone();
        assert_eq!((&me["userId"], &me["email"]), (&second, &json!("kim@consulting.example")));
        assert_eq!(me["session"]["session"]["emailEvidence"], "verified");
        assert_eq!(me["organizations"].as_array().unwrap().len(), 2);
    }
    decide(&service, &open[0], "another-person").await.refused(409, "conflict_not_open");
    let users = service.ask("GET", "/admin/users?email=kim@consulting.example", &olga, Value::Null).await.ok().clone();
    let statuses = users["items"].as_array().unwrap().iter().map(|user| (&user["userId"], &user["status"]));
    assert!(statuses.into_iter().all(|(id, status)| *id == second && *status == "active"), "{users}");
}

#[tokio::test]
async fn people_of_a_former_issuer_are_known_after_an_administrator_carried_them_over() {
    const FORMER: &str = "00000000-0000-7000-8000-0000000000c9";
    let mut seed = base();
    seed["connections"].as_array_mut().unwrap().push(json!({
        "id": FORMER, "kind": "oidc", "displayName": "Former sign-in", "issuer": "https://former.acme.example",
        "status": "disabled", "clientId": "web", "audiences": ["https://api.acme.example"]
    }));
    let ana = "00000000-0000-7000-8000-000000000007";
    seed["users"].as_array_mut().unwrap().push(json!({
        "id": ana, "email": "ana@acme.example", "emailVerified": true,
        "identities": [{ "connectionId": FORMER, "subject": "former-ana" }]
    }));
    let service = Service::new(seed).await;
    let olga = service.token("olga", "olga@acme.example");
    let path = format!("/admin/connections/{CONNECTION}/carry-over");
    let carry = async |token: &str, body: Value| service.ask("POST", &path, token, body).await;
    let to = |subject: &str| json!([{ "from": "former-ana", "to": subject }]);

    // Nothing is written in any of these.
    let nina = service.token("nina", "nina@acme.example");
    service.me(&nina).await.ok();
    carry(&nina, json!({ "from": FORMER })).await.refused(403, "access_denied");
    carry(&nina, json!({ "from": OWNER })).await.refused(403, "access_denied");
    carry(&olga, json!({ "from": OWNER })).await.refused(404, "connection_not_found");
    carry(&olga, json!({ "from": ISSUER })).await.refused(409, "same_issuer");
    let faulty = carry(&olga, json!({ "from": FORMER, "subjects": to("") })).await;
    faulty.refused(400, "invalid_input");
    assert_eq!(faulty.body["issues"][0]["path"], "/subjects/0/to");
    let taken = json!({ "from": FORMER, "subjects": to("olga") });
    let conflicts = json!([{ "kind": "subject_taken", "count": 1, "subjects": ["fo***na"] }]);
    let refused = carry(&olga, taken.clone()).await;
    refused.refused(409, "carry_over_conflicts");
    assert_eq!(refused.body["conflicts"], conflicts);
    let mut dry = taken;
    dry["dryRun"] = json!(true);
    let answer = carry(&olga, dry).await.ok().clone();
    assert_eq!((&answer["outcome"], &answer["conflicts"]), (&json!("carry_over_conflicts"), &conflicts));
    let dry = carry(&olga, json!({ "from": FORMER, "subjects": to("ana"), "dryRun": true })).await.ok().clone();
    assert_eq!((&dry["outcome"], &dry["dryRun"], &dry["moved"]), (&json!("carried_over"), &json!(true), &json!(1)));
    let token = service.token("ana", "ana@acme.example");
    assert_eq!(service.me(&token).await.code(), "confirm_account");

    let body = json!({ "from": FORMER, "subjects": to("ana"), "reason": "renamed" });
    let done = carry(&olga, body).await.ok().clone();
    assert_eq!((&done["outcome"], &done["moved"], &done["left"]), (&json!("carried_over"), &json!(1), &json!(0)));
    assert_eq!(service.me(&token).await.ok()["userId"], ana);
    let audit = service.ask("GET", "/admin/audit", &olga, Value::Null).await.ok()["items"].clone();
    // The rest is the seed's.
    let by_people: Vec<&Value> = audit.as_array().unwrap().iter().filter(|one| one["actorKind"] == "user").collect();
    assert_eq!(by_people.len(), 1);
    assert_eq!(by_people[0]["action"], "identities_carried_over");
}
