//! Administration over HTTP, with real mail and name servers.

use crate::support::*;
use axum::body::Body;
use axum::http::Request;
use serde_json::{Value, json};

/// The organization Acme, with Olga, who owns it and the platform, and Ada, who is admitted by its
/// domain.
struct Acme {
    service: Service,
    mail: mail::MailServer,
    dns: dns::NameServer,
    olga: String,
    ada: String,
    ada_id: String,
}

impl Acme {
    async fn new() -> Self {
        let (service, mail, dns) = Service::with_adapters(base()).await;
        let (olga, ada) = (service.token("olga", "olga@acme.example"), service.token("ada", "ada@acme.example"));
        let ada_id = service.me(&ada).await.ok()["userId"].as_str().unwrap().to_owned();
        Self { service, mail, dns, olga, ada, ada_id }
    }

    async fn olga(&self, method: &str, path: &str, body: Value) -> Answer {
        self.service.ask(method, path, &self.olga, body).await
    }

    async fn ada(&self, method: &str, path: &str, body: Value) -> Answer {
        self.service.ask(method, path, &self.ada, body).await
    }
}

fn of_acme(rest: &str) -> String {
    format!("/orgs/{ACME}{rest}")
}

/// The way of an administrator to an owner's account, by a provider of their own: each step that
/// matters is an owner's.
#[tokio::test]
async fn p4_an_administrator_does_not_come_as_an_owner_by_a_connection_of_their_own() {
    let acme = Acme::new().await;
    let role = format!("/admin/users/{}/role", acme.ada_id);
    acme.olga("PUT", &role, json!({ "role": "platform_admin" })).await.ok();
    let loose = json!({ "policy": { "accountLinking": "verified_email" } });
    acme.ada("PUT", "/admin/policy", loose.clone()).await.refused(403, "owner_needed");
    let config = json!({ "issuer": "https://own.example", "clientId": "cora" });
    let create = json!({ "providerType": "oidc", "displayName": "Own", "config": config });
    let created = acme.ada("POST", "/admin/idp-config", create).await;
    let own = format!("/admin/idp-config/{}", created.created()["id"].as_str().unwrap());
    let force = json!({ "force": { "reason": "now" } });
    for (step, body) in [("activate", force.clone()), ("rollback", json!({ "number": 1 })), ("default", Value::Null)] {
        acme.ada("POST", &format!("{own}/{step}"), body).await.refused(403, "access_denied");
    }
    acme.olga("PUT", "/admin/policy", loose).await.ok();
    // Taking a connection out of use lets nobody in.
    let disabled = acme.ada("POST", &format!("{own}/disable"), force).await;
    assert_ne!(disabled.status, 403, "{}", disabled.text);
}

#[tokio::test]
async fn an_organization_is_founded_changed_closed_and_opened_again() {
    let acme = Acme::new().await;
    let founded = acme.olga("POST", "/orgs", json!({ "name": "Beta, Inc." })).await;
    let beta = format!("/orgs/{}", founded.created()["id"].as_str().unwrap());
    assert_eq!((&founded.created()["slug"], &founded.created()["outcome"]), (&json!("beta-inc"), &json!("done")));
    acme.ada("POST", "/orgs", json!({ "name": "Mine" })).await.refused(403, "access_denied");
    acme.olga("POST", "/orgs", json!({ "name": " " })).await.refused(400, "name_missing");
    acme.olga("PUT", &beta, json!({ "slug": "acme" })).await.refused(409, "slug_taken");
    let renamed = acme.olga("PUT", &beta, json!({ "name": "Beta" })).await;
    assert_eq!(renamed.ok()["name"], "Beta");
    assert_eq!(acme.olga("PUT", &beta, json!({ "name": "Beta" })).await.ok()["outcome"], "unchanged");
    assert_eq!(acme.olga("GET", "/orgs", Value::Null).await.ok()["items"].as_array().unwrap().len(), 2);
    acme.ada("GET", &beta, Value::Null).await.refused(403, "access_denied");
    let switched = acme.olga("PUT", "/profiles/me", json!({ "currentOrganizationId": founded.created()["id"] })).await;
    assert_eq!(switched.ok()["currentOrganizationId"], founded.created()["id"]);
    assert_eq!(acme.olga("DELETE", &beta, Value::Null).await.ok()["status"], "inactive");
    let me = acme.service.me(&acme.olga).await;
    assert_eq!(me.ok()["organizations"].as_array().unwrap().len(), 1);
    assert_ne!(me.ok()["currentOrganizationId"], founded.created()["id"]);
    acme.olga("PUT", &beta, json!({ "name": "Gamma" })).await.refused(403, "access_denied");
    let admin = beta.replace("/orgs", "/admin/orgs");
    assert_eq!(acme.olga("POST", &format!("{admin}/reopen"), Value::Null).await.ok()["status"], "active");
    let limited = acme.olga("PUT", &format!("{admin}/seat-limit"), json!({ "seatLimit": 5 })).await;
    assert_eq!(limited.ok()["seatLimit"], 5);
    let first = acme.olga("GET", "/admin/orgs?limit=1", Value::Null).await;
    let next = first.ok()["next"].as_str().unwrap();
    let second = acme.olga("GET", &format!("/admin/orgs?limit=1&after={next}"), Value::Null).await;
    assert_ne!(first.ok()["items"][0]["id"], second.ok()["items"][0]["id"]);
    acme.olga("GET", "/admin/orgs?limit=many", Value::Null).await.refused(400, "invalid_input");
    // Unknown query parameters are refused, not ignored.
    acme.olga("GET", "/admin/orgs?email=olga@acme.example", Value::Null).await.refused(400, "invalid_input");
    acme.olga("GET", "/admin/users?role=platform_owner", Value::Null).await.refused(400, "invalid_input");
    acme.olga("GET", "/orgs/not-an-id", Value::Null).await.refused(404, "not_found");
}

#[tokio::test]
async fn an_organization_has_one_shape_wherever_it_is_shown() {
    let acme = Acme::new().await;
    let shown = acme.olga("GET", &of_acme(""), Value::Null).await.ok().clone();
    assert_eq!((&shown["name"], &shown["role"], &shown["seatsUsed"]), (&json!("Acme"), &json!("org_owner"), &json!(2)));
    assert_eq!(acme.olga("GET", "/orgs", Value::Null).await.ok()["items"], json!([shown]));
    assert_eq!(acme.olga("GET", "/admin/orgs", Value::Null).await.ok()["items"], json!([shown]));
    assert_eq!(acme.service.me(&acme.olga).await.ok()["organizations"], json!([shown]));
    let mut changed = acme.olga("PUT", &of_acme(""), json!({ "name": "Acme" })).await.ok().clone();
    assert_eq!(changed.as_object_mut().unwrap().remove("outcome"), Some(json!("unchanged")));
    assert_eq!(changed, shown);

    // The role is the reader's own. Anyone who is not a member has none.
    let theirs = acme.ada("GET", &of_acme(""), Value::Null).await;
    assert_eq!(theirs.ok()["role"], "org_user");
    acme.olga("POST", &of_acme("/invites"), json!({ "email": "ida@beta.example", "platformRole": "platform_admin" }))
        .await
        .created();
    let ida = acme.service.token("ida", "ida@beta.example");
    let id = acme.service.me(&ida).await.ok()["userId"].as_str().unwrap().to_owned();
    acme.olga("DELETE", &of_acme(&format!("/members/{id}")), Value::Null).await.ok();
    let theirs = acme.service.ask("GET", "/admin/orgs", &ida, Value::Null).await;
    let theirs = &theirs.ok()["items"][0];
    assert_eq!((&theirs["role"], &theirs["joinedAt"]), (&Value::Null, &Value::Null));
}

#[tokio::test]
async fn a_profile_change_is_audited_once_without_its_values() {
    let acme = Acme::new().await;
    let change = json!({ "fullName": "Ada Lovelace-Byron", "phone": "+43 1 234" });
    let changed = acme.ada("PUT", "/profiles/me", change.clone()).await;
    acme.ada("PUT", "/profiles/me", change).await.ok();
    let beta = acme.olga("POST", "/orgs", json!({ "name": "Beta" })).await;
    acme.olga("PUT", "/profiles/me", json!({ "currentOrganizationId": beta.created()["id"] })).await.ok();
    let audit = acme.olga("GET", "/admin/audit?limit=10", Value::Null).await;
    let records = audit.ok()["items"].as_array().unwrap();
    let records: Vec<&Value> = records.iter().filter(|record| record["action"] == "profile_updated").collect();
    let [switched, named] = records.as_slice() else { panic!("{records:#?}") };
    let was = json!({ "field": "current_org_id", "before": ACME, "after": beta.created()["id"] });
    assert_eq!(switched["changes"], json!([was]));
    assert_eq!((&named["actorId"], &named["userId"]), (&json!(acme.ada_id), &json!(acme.ada_id)));
    assert_eq!(changed.headers["x-request-id"].to_str().unwrap(), named["requestId"]);
    let fields: Vec<(&Value, &Value)> =
        named["changes"].as_array().unwrap().iter().map(|change| (&change["field"], &change["after"])).collect();
    assert_eq!(fields, [(&json!("full_name"), &json!("***")), (&json!("phone"), &json!("***"))]);
    for theirs in ["Lovelace", "+43 1 234"] {
        // The record has no name; the list shows the one that the person has now.
        assert!(records.iter().all(|record| !record["changes"].to_string().contains(theirs)), "{theirs}");
    }
}

#[tokio::test]
async fn members_are_listed_raised_and_removed_and_the_last_owner_stays() {
    let acme = Acme::new().await;
    let ada = of_acme(&format!("/members/{}", acme.ada_id));
    let olga = of_acme(&format!("/members/{OWNER}"));
    let members = acme.ada("GET", &of_acme("/members"), Value::Null).await;
    assert_eq!(members.ok()["items"].as_array().unwrap().len(), 2);
    acme.ada("PUT", &ada, json!({ "role": "org_admin" })).await.refused(403, "access_denied");
    assert_eq!(acme.olga("PUT", &ada, json!({ "role": "org_admin" })).await.ok()["outcome"], "done");
    let source = async || {
        let members = acme.olga("GET", &of_acme("/members"), Value::Null).await;
        let members = members.ok()["items"].as_array().unwrap().clone();
        members.into_iter().find(|row| row["userId"] == acme.ada_id).unwrap()["roleSource"].clone()
    };
    assert_eq!(source().await, "manual");
    let manual = format!("{ada}/manual-role");
    assert_eq!(acme.olga("DELETE", &manual, Value::Null).await.ok()["outcome"], "done");
    assert_ne!(source().await, "manual");
    assert_eq!(acme.olga("DELETE", &manual, Value::Null).await.ok()["outcome"], "unchanged");
    // The new role takes effect at once, with the token that Ada already had.
    acme.ada("PUT", &ada, json!({ "role": "org_owner" })).await.refused(409, "role_above_own");
    acme.ada("DELETE", &olga, Value::Null).await.refused(409, "role_above_own");
    acme.olga("DELETE", &olga, Value::Null).await.refused(409, "last_owner");
    acme.olga("PUT", &olga, json!({ "role": "org_user" })).await.refused(409, "last_owner");
    acme.olga("PUT", &ada, json!({ "role": "boss" })).await.refused(400, "invalid_input");
    assert_eq!(acme.ada("DELETE", &ada, Value::Null).await.ok()["outcome"], "done");
    acme.ada("GET", &of_acme("/members"), Value::Null).await.refused(403, "access_denied");
    let back = acme.olga("POST", &of_acme("/members"), json!({ "userId": acme.ada_id, "reason": "by request" })).await;
    assert_eq!(back.created()["outcome"], "done");
    let audit = acme.olga("GET", &of_acme("/audit"), Value::Null).await;
    let by_people = audit.ok()["items"].as_array().unwrap().iter().filter(|row| row["actorKind"] == "user");
    let actions: Vec<&str> = by_people.map(|row| row["action"].as_str().unwrap()).collect();
    assert_eq!(actions, ["member_added", "member_removed", "member_role_released", "member_role_changed"]);
    assert_eq!(audit.ok()["items"][0]["reason"], "by request");
    assert_eq!(back.headers["x-request-id"].to_str().unwrap(), audit.ok()["items"][0]["requestId"]);
}

#[tokio::test]
async fn an_invitation_is_mailed_and_admits_its_recipient() {
    let acme = Acme::new().await;
    let invites = of_acme("/invites");
    let made = acme.olga("POST", &invites, json!({ "email": "Eve@Partner.example", "role": "org_admin" })).await;
    assert_eq!(
        (&made.created()["delivery"], &made.created()["email"]),
        (&json!("queued"), &json!("eve@partner.example"))
    );
    let id = made.created()["id"].as_str().unwrap().to_owned();
    acme.service.send_mails(&acme.mail).await;
    let (to, text) = acme.mail.mails.lock().unwrap()[0].clone();
    assert_eq!(to, "<eve@partner.example>");
    assert!(text.contains("Acme") && text.contains("https://app.acme.example/sign-in"), "{text}");
    assert!(text.contains("olga@acme.example"), "{text}");
    acme.olga("POST", &invites, json!({ "email": "eve@partner.example" })).await.refused(409, "already_invited");
    acme.ada("GET", &invites, Value::Null).await.refused(403, "access_denied");
    acme.olga("POST", &invites, json!({ "email": "nobody" })).await.refused(400, "invalid_input");

    // The invitation is extended, and its mail waits again.
    let again = acme.olga("POST", &format!("{invites}/{id}/resend"), json!({ "lifetimeSeconds": 7200 })).await;
    assert_eq!((&again.ok()["delivery"], &again.ok()["expiresAt"]), (&json!("queued"), &json!("2026-01-01T02:00:00Z")));

    // Eve's first login accepts the invitation. Later invitations she accepts herself.
    let eve = acme.service.token("eve", "eve@partner.example");
    assert_eq!(acme.service.me(&eve).await.ok()["explanation"]["reason"], "invitation_accepted");
    acme.olga("DELETE", &format!("{invites}/{id}"), Value::Null).await.refused(409, "invitation_not_pending");
}

#[tokio::test]
async fn an_invitation_to_another_address_is_claimed_by_a_mailed_code() {
    let acme = Acme::new().await;
    let made = acme.olga("POST", &of_acme("/invites"), json!({ "email": "eve@partner.example" })).await;
    let id = made.created()["id"].as_str().unwrap().to_owned();
    acme.service.send_mails(&acme.mail).await;
    let (_, invitation) = acme.mail.mails.lock().unwrap()[0].clone();
    // As quoted-printable (RFC 2045 §6.7).
    let invitation = invitation.replace("=\r\n", "").replace("=\n", "").replace("=3D", "=");
    assert!(invitation.contains(&format!("https://app.acme.example/sign-in?invitation={id}")), "{invitation}");
    assert!(invitation.contains("code"), "{invitation}");

    // Eve's provider has another address of hers. She has no account.
    let token = acme.service.token("eve", "eve.lopez@consulting.example");
    let ask = async |method: &str, path: &str, headers: &[(&str, &str)]| {
        let request = Request::builder().method(method).uri(path).header("authorization", format!("Bearer {token}"));
        let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        acme.service.send(request.body(Body::empty()).unwrap()).await
    };
    let (me, code_path) = ("/profiles/me", "/profiles/me/link-confirmation");
    let named = ("x-cora-invitation", id.as_str());
    assert_eq!(ask("GET", me, &[]).await.code(), "access_denied");
    ask("GET", me, &[("x-cora-invitation", "e1")]).await.refused(400, "invalid_input");
    let unknown = "00000000-0000-7000-8000-0000000000ff";
    ask("GET", me, &[("x-cora-invitation", unknown)]).await.refused(403, "access_denied");
    ask("POST", code_path, &[("x-cora-invitation", unknown)]).await.refused(409, "nothing_to_confirm");
    ask("POST", code_path, &[]).await.refused(409, "nothing_to_confirm");

    ask("GET", me, &[named]).await.refused(403, "claim_invitation");
    assert_eq!(ask("POST", code_path, &[named]).await.ok()["delivery"], "sent");
    let (to, text) = acme.mail.mails.lock().unwrap().last().cloned().unwrap();
    assert_eq!(to, "<eve@partner.example>");
    assert!(text.contains("e***@consulting.example") && !text.contains("eve.lopez"), "{text}");
    let code = text.lines().map(str::trim).find(|line| line.len() == 64).unwrap().to_owned();
    let again = ask("POST", code_path, &[named]).await;
    assert_eq!((again.status.as_u16(), again.code()), (429, "too_many_requests"));

    ask("GET", me, &[named, ("x-cora-link-proof", "guess")]).await.refused(403, "claim_invitation");
    let claimed = ask("GET", me, &[named, ("x-cora-link-proof", &code)]).await;
    assert_eq!(claimed.ok()["explanation"]["reason"], "invitation_accepted");
    assert_eq!(claimed.ok()["email"], "eve.lopez@consulting.example");
    assert_eq!(claimed.ok()["organizations"][0]["id"], ACME);

    let listed = acme.olga("GET", &of_acme("/invites"), Value::Null).await;
    let rows = listed.ok()["items"].as_array().unwrap();
    let row = rows.iter().find(|row| row["id"] == json!(id)).unwrap();
    assert_eq!(
        (&row["status"], &row["acceptedBy"], &row["claimedAs"]),
        (&json!("accepted"), &claimed.ok()["userId"], &json!("e***@consulting.example"))
    );
    let audit = acme.olga("GET", "/admin/audit/logins", Value::Null).await;
    assert!(audit.ok()["items"].as_array().unwrap().iter().any(|row| row["claimedInvitationId"] == json!(id)));
}

#[tokio::test]
async fn a_policy_against_claims_offers_no_code() {
    let acme = Acme::new().await;
    acme.olga("PUT", "/admin/policy", json!({ "policy": { "invitationClaim": "address" } })).await.ok();
    let made = acme.olga("POST", &of_acme("/invites"), json!({ "email": "eve@partner.example" })).await;
    acme.service.send_mails(&acme.mail).await;
    let (_, invitation) = acme.mail.mails.lock().unwrap()[0].clone();
    assert!(!invitation.contains("code"), "{invitation}");
    let token = acme.service.token("eve", "eve.lopez@consulting.example");
    for (method, path, code) in
        [("GET", "/profiles/me", "access_denied"), ("POST", "/profiles/me/link-confirmation", "nothing_to_confirm")]
    {
        let request = Request::builder().method(method).uri(path).header("authorization", format!("Bearer {token}"));
        let request = request.header("x-cora-invitation", made.created()["id"].as_str().unwrap());
        assert_eq!(acme.service.send(request.body(Body::empty()).unwrap()).await.code(), code);
    }
}

#[tokio::test]
async fn an_explicit_invitation_is_accepted_if_logins_do_not_reconcile() {
    let acme = Acme::new().await;
    let saved = acme.olga("PUT", "/admin/policy", json!({ "policy": { "reconcileOnLogin": false } })).await;
    assert_eq!(saved.ok()["outcome"], "done");
    let beta = acme.olga("POST", "/orgs", json!({ "name": "Beta" })).await.created()["id"].as_str().unwrap().to_owned();
    let made = acme.olga("POST", &format!("/orgs/{beta}/invites"), json!({ "email": "ada@acme.example" })).await;
    let id = made.created()["id"].as_str().unwrap().to_owned();
    let own = acme.ada("GET", "/invites", Value::Null).await;
    assert_eq!(own.ok()["items"][0]["organizationName"], "Beta");
    acme.olga("POST", &format!("/invites/{id}/accept"), Value::Null).await.refused(404, "invitation_not_found");
    assert_eq!(acme.ada("POST", &format!("/invites/{id}/accept"), Value::Null).await.ok()["status"], "accepted");
    let again = acme.ada("POST", &format!("/invites/{id}/accept"), Value::Null).await;
    assert_eq!((&again.ok()["outcome"], &again.ok()["status"]), (&json!("unchanged"), &json!("accepted")));
    assert_eq!(acme.ada("GET", "/orgs", Value::Null).await.ok()["items"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn nobody_with_an_account_becomes_a_member_before_they_consent() {
    let acme = Acme::new().await;
    let beta = acme.olga("POST", "/orgs", json!({ "name": "Beta" })).await.created()["id"].as_str().unwrap().to_owned();
    let invites = format!("/orgs/{beta}/invites");
    let made = acme.olga("POST", &invites, json!({ "email": "ada@acme.example", "role": "org_admin" })).await;
    let id = made.created()["id"].as_str().unwrap().to_owned();
    // Whatever Ada asks for, she is invited and nothing else, and Beta learns nothing about her.
    for _ in 0..2 {
        assert_eq!(acme.service.me(&acme.ada).await.ok()["organizations"].as_array().unwrap().len(), 1);
        let waiting = acme.ada("GET", "/invites", Value::Null).await;
        assert_eq!(waiting.ok()["items"][0]["id"], json!(id));
    }
    let members = acme.olga("GET", &format!("/orgs/{beta}/members"), Value::Null).await;
    assert!(!members.text.contains(&acme.ada_id), "{}", members.text);
    // The link of another invitation is no consent to this one.
    let gamma =
        acme.olga("POST", "/orgs", json!({ "name": "Gamma" })).await.created()["id"].as_str().unwrap().to_owned();
    let other = acme.olga("POST", &format!("/orgs/{gamma}/invites"), json!({ "email": "ada@acme.example" })).await;
    let other = other.created()["id"].as_str().unwrap().to_owned();
    let request = Request::get("/profiles/me").header("authorization", format!("Bearer {}", acme.ada));
    let opened = acme.service.send(request.header("x-cora-invitation", &other).body(Body::empty()).unwrap()).await;
    assert_eq!(opened.ok()["organizations"].as_array().unwrap().len(), 2);
    let waiting = acme.ada("GET", "/invites", Value::Null).await;
    assert_eq!(waiting.ok()["items"].as_array().unwrap().len(), 1);
    // Accepting is consent, and accepting again changes nothing.
    let accept = format!("/invites/{id}/accept");
    assert_eq!(acme.ada("POST", &accept, Value::Null).await.ok()["outcome"], "done");
    assert_eq!(acme.ada("POST", &accept, Value::Null).await.ok()["outcome"], "unchanged");
    let members = acme.olga("GET", &format!("/orgs/{beta}/members"), Value::Null).await;
    assert!(members.text.contains(&acme.ada_id), "{}", members.text);
}

#[tokio::test]
async fn a_domain_counts_once_its_record_is_found() {
    let acme = Acme::new().await;
    let domains = of_acme("/email-domains");
    let rule = |domain: &str| json!({ "domain": domain, "verification": "ownership", "enrollmentMode": "automatic_membership" });
    acme.ada("POST", &domains, rule("beta.example")).await.refused(403, "access_denied");
    acme.olga("POST", &domains, rule("gmail.com")).await.refused(409, "domain_not_ownable");
    acme.olga("POST", &domains, rule("mailinator.com")).await.refused(409, "domain_not_ownable");
    acme.olga("POST", &domains, rule("acme.example")).await.refused(409, "domain_exists");
    let made = acme.olga("POST", &domains, rule("*.beta.example")).await;
    let (id, record) = (made.created()["id"].as_str().unwrap(), &made.created()["record"]);
    assert_eq!(record["name"], "_cora-domain.beta.example");
    let verify = format!("{domains}/{id}/verify");
    let value = record["value"].as_str().unwrap();
    let observed = async |finding: &str, name: &str, texts: Value| {
        let checked = acme.olga("POST", &verify, Value::Null).await;
        assert_eq!(checked.ok()["observed"], json!({ "finding": finding, "name": name, "texts": texts }));
        assert_eq!(checked.ok()["state"], if finding == "found" { "verified" } else { "failed" }, "{}", checked.text);
    };
    let name = "_cora-domain.beta.example";
    observed("nothing", name, json!([])).await;
    acme.dns.set("_cora-domain.beta.example.beta.example", &[value]);
    observed("name_doubled", "_cora-domain.beta.example.beta.example", json!([value])).await;
    acme.dns.set("beta.example", &["v=spf1 -all"]);
    acme.dns.set("beta.example", &[value]);
    observed("at_domain", "beta.example", json!([value])).await;
    acme.dns.set(name, &[&format!("\"{value}\"")]);
    observed("quoted", name, json!([format!("\"{value}\"")])).await;
    acme.dns.clear(name);
    acme.dns.set(name, &["cora-domain-verification=00000000-0000-7000-8000-0000000000d1"]);
    observed("other_rule", name, json!(["cora-domain-verification=00000000-0000-7000-8000-0000000000d1"])).await;
    acme.dns.clear(name);
    acme.dns.set(name, &[id]);
    observed("prefix_missing", name, json!([id])).await;
    *acme.dns.fails.lock().unwrap() = true;
    acme.olga("POST", &verify, Value::Null).await.refused(503, "name_server_unavailable");
    *acme.dns.fails.lock().unwrap() = false;
    acme.dns.set(name, &[value]);
    observed("found", name, json!([id, value])).await;

    let new = acme.service.token("bo", "bo@mail.beta.example");
    assert_eq!(acme.service.me(&new).await.ok()["explanation"]["reason"], "domain_admits");
    let weaker = json!({ "enrollmentMode": "manual_invitation" });
    assert_eq!(acme.olga("PUT", &format!("{domains}/{id}"), weaker).await.ok()["version"], 3);
    assert_eq!(acme.olga("DELETE", &format!("{domains}/{id}"), Value::Null).await.ok()["outcome"], "done");
    acme.olga("POST", &verify, Value::Null).await.refused(404, "domain_not_found");
}

#[tokio::test]
async fn a_mailbox_proves_affiliation_and_no_more() {
    let acme = Acme::new().await;
    let domains = of_acme("/email-domains");
    let rule = |verification: &str, domain: &str| json!({ "domain": domain, "verification": verification, "enrollmentMode": "automatic_suggestion" });
    let path = |made: &Answer| format!("{domains}/{}/mailbox", made.created()["id"].as_str().unwrap());
    let owned = path(&acme.olga("POST", &domains, rule("ownership", "gamma.example")).await);
    acme.olga("POST", &owned, json!({ "email": "it@gamma.example" })).await.refused(409, "verification_insufficient");
    let mailbox = path(&acme.olga("POST", &domains, rule("affiliation", "beta.example")).await);
    acme.olga("POST", &mailbox, json!({ "email": "it@evil.example" })).await.refused(400, "invalid_input");
    acme.ada("POST", &mailbox, json!({ "email": "it@beta.example" })).await.refused(403, "access_denied");
    assert_eq!(acme.olga("POST", &mailbox, json!({ "email": "it@beta.example" })).await.ok()["delivery"], "sent");
    acme.olga("POST", &mailbox, json!({ "email": "it@beta.example" })).await.refused(429, "too_many_requests");
    assert_eq!(acme.mail.mails.lock().unwrap().len(), 1);
    let (to, text) = acme.mail.mails.lock().unwrap()[0].clone();
    assert_eq!(to, "<it@beta.example>");
    let token = text.lines().find(|line| line.len() == 64).unwrap().to_owned();
    let proof = format!("{mailbox}/proof");
    acme.olga("POST", &proof, json!({ "token": "another" })).await.refused(409, "mailbox_token_invalid");
    acme.ada("POST", &proof, json!({ "token": token })).await.refused(403, "access_denied");
    assert_eq!(acme.olga("POST", &proof, json!({ "token": token })).await.ok()["state"], "verified");
}

#[tokio::test]
async fn who_asked_is_taken_in_and_who_waits_is_let_in() {
    let acme = Acme::new().await;
    let policy = json!({ "policy": { "accessMode": "waitlist" }, "reason": "we open slowly" });
    assert_eq!(acme.olga("PUT", "/admin/policy", policy).await.ok()["policy"]["accessMode"], "waitlist");
    let ida = acme.service.token("ida", "ida@beta.example");
    acme.service.me(&ida).await.refused(403, "awaiting_approval");
    let waiting = acme.olga("GET", "/admin/waitlist", Value::Null).await;
    assert_eq!(waiting.ok()["items"][0]["email"], "ida@beta.example");
    acme.ada("GET", "/admin/waitlist", Value::Null).await.refused(403, "access_denied");
    acme.ada("POST", "/admin/waitlist/approve", json!({ "email": "ida@beta.example" }))
        .await
        .refused(403, "access_denied");
    let approve = acme.olga("POST", "/admin/waitlist/approve", json!({ "email": "Ida@beta.example" })).await;
    assert_eq!(approve.ok()["outcome"], "done");
    assert_eq!(acme.service.me(&ida).await.ok()["explanation"]["reason"], "waitlist_approved");
    acme.olga("POST", "/admin/waitlist/deny", json!({ "email": "no@beta.example" }))
        .await
        .refused(404, "not_waitlisted");

    let rule =
        json!({ "domain": "delta.example", "verification": "ownership", "enrollmentMode": "automatic_suggestion" });
    let made = acme.olga("POST", &of_acme("/email-domains"), rule).await;
    acme.dns.set("_cora-domain.delta.example", &[made.created()["record"]["value"].as_str().unwrap()]);
    let id = made.created()["id"].as_str().unwrap();
    acme.olga("POST", &of_acme(&format!("/email-domains/{id}/verify")), Value::Null).await.ok();
    let dan = acme.service.token("dan", "dan@delta.example");
    acme.service.me(&dan).await.refused(403, "awaiting_approval");
    let asked = acme.olga("GET", &of_acme("/membership-requests"), Value::Null).await;
    let user = asked.ok()["items"][0]["userId"].as_str().unwrap();
    let approve = of_acme(&format!("/membership-requests/{user}/approve"));
    acme.ada("POST", &approve, Value::Null).await.refused(403, "access_denied");
    assert_eq!(acme.olga("POST", &approve, Value::Null).await.ok()["outcome"], "done");
    assert_eq!(acme.service.me(&dan).await.ok()["organizations"][0]["id"], ACME);
    let deny = of_acme(&format!("/membership-requests/{user}/deny"));
    acme.olga("POST", &deny, Value::Null).await.refused(409, "request_not_pending");
}

#[tokio::test]
async fn who_acts_on_somebodys_behalf_is_on_record_and_consents_to_nothing() {
    let acme = Acme::new().await;
    let act = json!({ "act": { "sub": "support-7" } });
    let token = acme.service.signer.token(&with(claims("olga", "olga@acme.example"), act.clone()));
    let ask = async |method: &str, path: &str, body: Value| acme.service.ask(method, path, &token, body).await;
    let organization = format!("/orgs/{}", cora_testkit::acme::ACME);
    ask("PUT", &organization, json!({ "name": "Acme Corporation", "reason": "a call" })).await.ok();
    let audit = acme.olga("GET", "/admin/audit?limit=1", Value::Null).await;
    let changes = audit.ok()["items"][0]["changes"].as_array().unwrap().clone();
    let acting = changes.iter().find(|change| change["field"] == "acting").unwrap();
    let after = acting["after"].as_str().unwrap();
    assert!(after.starts_with("https://login.acme.example sha256:") && !audit.text.contains("support-7"), "{after}");
    // A command of the user's own names nobody.
    acme.olga("PUT", &organization, json!({ "name": "Acme" })).await.ok();
    let audit = acme.olga("GET", "/admin/audit?limit=1", Value::Null).await;
    assert!(!audit.text.contains("acting"), "{}", audit.text);
    // Sensitive commands, and what a person consents to.
    ask("PUT", "/admin/policy", json!({ "policy": {} })).await.refused(403, "access_denied");
    ask("PUT", "/profiles/me", json!({ "fullName": "Somebody" })).await.refused(403, "access_denied");
    ask("DELETE", &format!("{organization}/members/{OWNER}"), Value::Null).await.refused(403, "access_denied");
    let invitation = "/invites/00000000-0000-7000-8000-0000000000e1/accept";
    ask("POST", invitation, Value::Null).await.refused(403, "access_denied");
    // A person who has not signed in themselves is nobody to act for.
    let stranger = acme.service.signer.token(&with(claims("eve", "eve@acme.example"), act));
    acme.service.me(&stranger).await.refused(403, "access_denied");
}

#[tokio::test]
async fn a_policy_is_looked_over_saved_and_rolled_back() {
    let acme = Acme::new().await;
    acme.ada("GET", "/admin/policy", Value::Null).await.refused(403, "access_denied");
    let version = acme.olga("GET", "/admin/policy", Value::Null).await.ok()["version"].as_u64().unwrap();
    let open = json!({ "bootstrap": { "mode": "first_user" } });
    let report = acme.olga("POST", "/admin/policy/lint", json!({ "policy": open })).await;
    assert!(report.ok()["errors"].as_u64().unwrap() > 0, "{}", report.text);
    acme.olga("PUT", "/admin/policy", json!({ "policy": open })).await.refused(409, "policy_has_errors");
    let public = json!({ "policy": { "accessMode": "public" }, "version": version });
    let saved = acme.olga("PUT", "/admin/policy", public.clone()).await;
    assert_eq!(saved.ok()["version"], version + 1);
    acme.olga("PUT", "/admin/policy", public).await.refused(409, "stale_version");
    let eve = acme.service.token("eve", "eve@elsewhere.example");
    assert_eq!(acme.service.me(&eve).await.ok()["explanation"]["reason"], "public_access");
    let closed = json!({ "policy": { "accessMode": "restricted" } });
    acme.olga("PUT", "/admin/policy", closed).await.ok();
    let back = acme.olga("POST", "/admin/policy/rollback", json!({ "to": version + 1 })).await;
    assert_eq!((&back.ok()["version"], &back.ok()["policy"]["accessMode"]), (&json!(version + 3), &json!("public")));
    acme.olga("POST", "/admin/policy/rollback", json!({ "to": 999 })).await.refused(404, "version_not_found");
    let versions = acme.olga("GET", "/admin/policy/versions?limit=2", Value::Null).await;
    assert_eq!(versions.ok()["items"][0]["version"], version + 3);
    assert_eq!(versions.ok()["next"], json!((version + 2).to_string()));
}

#[tokio::test]
async fn a_user_is_suspended_at_once_and_comes_back_when_restored() {
    let acme = Acme::new().await;
    let ada = format!("/admin/users/{}", acme.ada_id);
    acme.ada("GET", "/admin/users", Value::Null).await.refused(403, "access_denied");
    let found = acme.olga("GET", "/admin/users?email=ADA@acme.example", Value::Null).await;
    assert_eq!(found.ok()["items"][0]["userId"], acme.ada_id);
    acme.olga("GET", "/admin/users?email=ada", Value::Null).await.refused(400, "invalid_input");
    assert_eq!(
        acme.olga("POST", &format!("{ada}/suspend"), json!({ "reason": "left" })).await.ok()["status"],
        "suspended"
    );
    acme.service.me(&acme.ada).await.refused(403, "access_denied");
    assert_eq!(acme.olga("POST", &format!("{ada}/restore"), Value::Null).await.ok()["status"], "active");
    acme.service.me(&acme.ada).await.ok();
    let raised = acme.olga("PUT", &format!("{ada}/role"), json!({ "role": "platform_admin" })).await;
    assert_eq!(raised.ok()["platformRole"], "platform_admin");
    let olga = format!("/admin/users/{OWNER}");
    acme.ada("POST", &format!("{olga}/suspend"), Value::Null).await.refused(409, "role_above_own");
    acme.olga("POST", &format!("{olga}/suspend"), Value::Null).await.refused(409, "own_account");
    acme.olga("PUT", &format!("{olga}/role"), json!({ "role": "platform_user" }))
        .await
        .refused(409, "last_platform_owner");
    let ended = acme.olga("POST", &format!("{ada}/deprovision"), Value::Null).await;
    assert_eq!((&ended.ok()["status"], &ended.ok()["organizations"]), (&json!("deprovisioned"), &json!(0)));
    acme.service.me(&acme.ada).await.refused(403, "access_denied");
    let audit = acme.olga("GET", "/admin/audit?limit=1", Value::Null).await;
    assert_eq!(audit.ok()["items"][0]["action"], "user_deprovisioned");
    assert!(acme.olga("GET", "/admin/audit/logins", Value::Null).await.ok()["items"].as_array().unwrap().len() >= 2);
    acme.olga("GET", &format!("/admin/users/{ACME}"), Value::Null).await.refused(404, "user_not_found");
}

#[tokio::test]
async fn without_a_token_or_a_mail_server_nothing_is_done() {
    let service = Service::new(base()).await;
    for path in ["/orgs", "/invites", "/admin/users", "/admin/policy", "/admin/audit", "/admin/waitlist"] {
        service.get(path).await.refused(401, "token_missing");
    }
    let olga = service.token("olga", "olga@acme.example");
    let made = service.ask("POST", &of_acme("/invites"), &olga, json!({ "email": "eve@partner.example" })).await;
    assert_eq!(made.created()["delivery"], "not_configured");
    let rule =
        json!({ "domain": "beta.example", "verification": "affiliation", "enrollmentMode": "automatic_suggestion" });
    let made = service.ask("POST", &of_acme("/email-domains"), &olga, rule).await;
    let domain = of_acme(&format!("/email-domains/{}", made.created()["id"].as_str().unwrap()));
    let mailbox = service.ask("POST", &format!("{domain}/mailbox"), &olga, json!({ "email": "it@beta.example" })).await;
    mailbox.refused(409, "mail_not_configured");
    service.ask("POST", &format!("{domain}/verify"), &olga, Value::Null).await.refused(503, "name_server_unavailable");
}

/// An organization whose only owner is suspended, or has left the company, is not lost.
#[tokio::test]
async fn the_platform_appoints_an_owner_where_none_is_active_and_closes_any_organization() {
    const GAMMA: &str = "00000000-0000-7000-8000-0000000000a3";
    const DORA: &str = "00000000-0000-7000-8000-0000000000b6";
    const EMIL: &str = "00000000-0000-7000-8000-0000000000b7";
    let person = |id: &str, name: &str, role: &str| {
        json!({
            "id": id, "email": format!("{name}@elsewhere.example"), "name": name, "emailVerified": true,
            "identities": [{ "connectionId": CONNECTION, "subject": name }],
            "memberships": [{ "organizationId": GAMMA, "role": role }]
        })
    };
    let mut seed = base();
    seed["organizations"].as_array_mut().unwrap().push(json!({ "id": GAMMA, "name": "Gamma", "slug": "gamma" }));
    let people = [person(DORA, "dora", "org_owner"), person(EMIL, "emil", "org_user")];
    seed["users"].as_array_mut().unwrap().extend(people);
    let service = Service::new(seed).await;
    let (olga, emil) = (service.token("olga", "olga@acme.example"), service.token("emil", "emil@elsewhere.example"));
    let appoint = async |user: &str, reason: Value| {
        let body = json!({ "userId": user, "reason": reason });
        service.ask("POST", &format!("/admin/orgs/{GAMMA}/owner"), &olga, body).await
    };
    appoint(EMIL, json!("their owner left")).await.refused(409, "owner_active");
    service.ask("POST", &format!("/admin/users/{DORA}/suspend"), &olga, Value::Null).await.ok();
    appoint(EMIL, Value::Null).await.refused(400, "reason_missing");
    appoint(OWNER, json!("I would like to see it")).await.refused(409, "own_account");
    appoint("00000000-0000-7000-8000-0000000000ff", json!("a guess")).await.refused(404, "member_not_found");
    let rename = json!({ "name": "Gamma 2" });
    service.ask("PUT", &format!("/orgs/{GAMMA}"), &emil, rename.clone()).await.refused(403, "access_denied");
    assert_eq!(appoint(EMIL, json!("their owner left")).await.ok()["outcome"], "done");
    service.ask("PUT", &format!("/orgs/{GAMMA}"), &emil, rename).await.ok();
    appoint(EMIL, json!("again")).await.refused(409, "owner_active");
    let audit = service.ask("GET", &format!("/orgs/{GAMMA}/audit"), &emil, Value::Null).await;
    let reasons: Vec<&Value> = audit.ok()["items"].as_array().unwrap().iter().map(|row| &row["reason"]).collect();
    assert!(reasons.contains(&&json!("their owner left")), "{}", audit.text);
    // Olga is no member of Gamma.
    service.ask("DELETE", &format!("/orgs/{GAMMA}"), &olga, Value::Null).await.refused(403, "access_denied");
    let close = format!("/admin/orgs/{GAMMA}/close");
    service.ask("POST", &close, &olga, Value::Null).await.refused(400, "reason_missing");
    service.ask("POST", &close, &emil, json!({ "reason": "mine" })).await.refused(403, "access_denied");
    let closed = service.ask("POST", &close, &olga, json!({ "reason": "they asked us to" })).await;
    assert_eq!(closed.ok()["status"], "inactive", "{}", closed.text);
}
