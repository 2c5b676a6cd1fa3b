//! Requests with many rows, and the mails that they queue.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::support::*;
use axum::body::Body;
use axum::http::Request;
use cora_core::time::UnixSeconds;
use cora_server::{App, router, send_mails};
use serde_json::{Value, json};

const BEN: &str = "00000000-0000-7000-8000-0000000000b2";
const CARA: &str = "00000000-0000-7000-8000-0000000000b3";

/// Acme with a member, a person who asks to join twice over, and a mail server.
struct World {
    service: Service,
    mail: mail::MailServer,
    olga: String,
}

impl World {
    async fn new() -> Self {
        let mut seed = base();
        for (id, name, memberships) in
            [(BEN, "ben", json!([{ "organizationId": ACME, "role": "org_user" }])), (CARA, "cara", json!([]))]
        {
            seed["users"].as_array_mut().unwrap().push(json!({
                "id": id, "email": format!("{name}@elsewhere.example"), "emailVerified": true,
                "identities": [{ "connectionId": CONNECTION, "subject": name }], "memberships": memberships
            }));
        }
        let (service, mail, _) = Service::with_adapters(seed).await;
        let olga = service.token("olga", "olga@acme.example");
        for user in [BEN, CARA] {
            let statement = format!(
                "INSERT INTO membership_requests (id, org_id, user_id, role, requested_at)
                 VALUES ('{user}', '{ACME}', '{user}', 'org_user', @time({NOW}))"
            );
            service.execute(&statement).await;
        }
        let waiting = format!(
            "INSERT INTO waitlist (email, added_at) VALUES ('ida@beta.example', @time({NOW})), ('ed@beta.example', @time({NOW}))"
        );
        service.execute(&waiting).await;
        Self { service, mail, olga }
    }

    async fn post(&self, path: &str, key: Option<&str>, body: &Value) -> Answer {
        let request = Request::post(path).header("authorization", format!("Bearer {}", self.olga));
        let request = key.into_iter().fold(request, |request, key| request.header("idempotency-key", key));
        self.service.send(request.body(Body::from(body.to_string())).unwrap()).await
    }

    fn mails(&self) -> Vec<(String, String)> {
        self.mail.mails.lock().unwrap().clone()
    }

    async fn deliveries(&self) -> Vec<Value> {
        let rows = self.service.ask("GET", &format!("/orgs/{ACME}/invites"), &self.olga, Value::Null).await;
        rows.ok()["items"].as_array().unwrap().iter().map(|row| json!([row["email"], row["delivery"]])).collect()
    }
}

fn outcomes(answer: &Answer) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let rows = answer.ok()["rows"].as_array().unwrap();
    rows.iter().map(|row| (text(&row["outcome"]), text(&row["code"]))).collect()
}

fn file() -> Value {
    json!({ "rows": [
        { "email": "Eve@Partner.example" },
        { "email": "nobody" },
        { "email": "eve@partner.example", "role": "org_admin" },
        { "email": "ben@elsewhere.example" },
        { "email": "ivan@partner.example" },
        { "email": "zoe@partner.example", "role": "org_admin", "lifetimeSeconds": 60 },
        { "email": "may@partner.example", "connectionId": "00000000-0000-7000-8000-0000000000ff" },
        { "email": "kim@partner.example", "role": "org_admin" }
    ] })
}

#[tokio::test]
async fn a_preview_of_many_invitations_equals_their_outcome_row_by_row() {
    let world = World::new().await;
    let path = format!("/orgs/{ACME}/invites/bulk");
    let mut before = Vec::new();
    world.service.store.export(&mut before).await.unwrap();
    let preview = world.post(&format!("{path}?dryRun=true"), Some("k1"), &file()).await;
    let mut after = Vec::new();
    world.service.store.export(&mut after).await.unwrap();
    assert!(before == after, "the preview wrote something");
    let refused = |code: &str| ("refused".to_owned(), code.to_owned());
    let invited = |word: &str| (word.to_owned(), String::new());
    let expected = |word: &str| {
        vec![
            invited(word),
            refused("email_invalid"),
            refused("email_repeated"),
            refused("already_member"),
            refused("already_invited"),
            refused("lifetime_out_of_range"),
            refused("connection_not_found"),
            invited(word),
        ]
    };
    assert_eq!(outcomes(&preview), expected("would_invite"));
    assert_eq!(preview.ok()["consequences"][0]["code"], "invitations_open");
    assert_eq!(preview.ok()["consequences"][0]["count"], 2);
    assert_eq!(preview.ok()["rows"][2]["message"], "row 1 has the same address");
    let done = world.post(&path, Some("k1"), &file()).await;
    assert_eq!(outcomes(&done), expected("invited"));
    assert_eq!(done.ok()["rows"][0]["invitation"]["email"], "eve@partner.example");
    assert_eq!(done.ok()["rows"][0]["invitation"]["delivery"], "queued");
    assert!(done.ok().get("consequences").is_none());
}

#[tokio::test]
async fn a_repeated_request_invites_nobody_again_and_sends_no_second_mail() {
    let world = World::new().await;
    let app = with_mail(&world, world.service.app());
    let path = format!("/orgs/{ACME}/invites/bulk");
    let first = world.post(&path, Some("import-1"), &file()).await;
    assert_eq!(first.ok()["repeated"], false);
    send_mails(&app).await;
    assert_eq!(world.mails().len(), 2);
    // The answer was lost, so the client asks again.
    let again = world.post(&path, Some("import-1"), &file()).await;
    assert_eq!((&again.ok()["repeated"], outcomes(&again)), (&json!(true), outcomes(&first)));
    assert_eq!(again.ok()["rows"][0]["invitation"]["id"], first.ok()["rows"][0]["invitation"]["id"]);
    assert_eq!(again.ok()["rows"][0]["invitation"]["delivery"], "sent");
    send_mails(&app).await;
    assert_eq!(world.mails().len(), 2);

    let other = json!({ "rows": [{ "email": "una@partner.example" }] });
    world.post(&path, Some("import-1"), &other).await.refused(409, "idempotency_key_reused");
    assert_eq!(outcomes(&world.post(&path, Some("import-2"), &other).await), [("invited".into(), String::new())]);
    let refused = world.post(&path, None, &other).await;
    assert_eq!(outcomes(&refused), [("refused".into(), "already_invited".into())]);
    for key in ["", "ä", &"k".repeat(256)] {
        world.post(&path, Some(key), &other).await.refused(400, "invalid_input");
    }
    let many: Vec<Value> = (0..201).map(|number| json!({ "email": format!("p{number}@partner.example") })).collect();
    world.post(&path, None, &json!({ "rows": many })).await.refused(400, "invalid_input");

    // Without the permission, the results are not told either.
    let ben = world.service.token("ben", "ben@elsewhere.example");
    let request = Request::post(&path).header("authorization", format!("Bearer {ben}"));
    let request = request.header("idempotency-key", "import-1").body(Body::from(file().to_string())).unwrap();
    world.service.send(request).await.refused(403, "access_denied");
}

#[tokio::test]
async fn requests_and_the_waitlist_are_answered_in_bulk() {
    let world = World::new().await;
    let requests = json!({ "answers": [
        { "userId": BEN, "answer": "deny" },
        { "userId": CARA, "answer": "approve", "role": "org_admin" },
        { "userId": OWNER, "answer": "approve" }
    ] });
    let path = format!("/orgs/{ACME}/membership-requests/bulk");
    let preview = world.post(&format!("{path}?dryRun=true"), None, &requests).await;
    let words = |answer: &Answer| outcomes(answer).into_iter().map(|(outcome, _)| outcome).collect::<Vec<_>>();
    assert_eq!(words(&preview), ["would_deny", "would_approve", "refused"]);
    let done = world.post(&path, None, &requests).await;
    assert_eq!(words(&done), ["denied", "approved", "refused"]);
    assert_eq!(done.ok()["rows"][2]["code"], "request_not_found");
    let members = world.service.ask("GET", &format!("/orgs/{ACME}/members"), &world.olga, Value::Null).await;
    let members = members.ok()["items"].as_array().unwrap().clone();
    assert!(members.iter().any(|row| row["userId"] == CARA && row["role"] == "org_admin"), "{members:?}");

    let waiting = json!({ "answers": [
        { "email": "Ida@beta.example", "answer": "approve" },
        { "email": "ed@beta.example", "answer": "deny" },
        { "email": "eve@beta.example", "answer": "approve" },
        { "email": "?", "answer": "deny" }
    ] });
    let done = world.post("/admin/waitlist/bulk", None, &waiting).await;
    assert_eq!(words(&done), ["approved", "denied", "refused", "refused"]);
    assert_eq!(
        (&done.ok()["rows"][2]["code"], &done.ok()["rows"][3]["code"]),
        (&json!("not_waitlisted"), &json!("email_invalid"))
    );
    let left = world.service.ask("GET", "/admin/waitlist", &world.olga, Value::Null).await;
    let left: Vec<&Value> = left.ok()["items"].as_array().unwrap().iter().map(|row| &row["status"]).collect();
    assert_eq!(left, ["denied", "approved"]);
}

fn with_mail(world: &World, app: App) -> App {
    app.mailer(cora_mail::Mailer::new(&world.mail.url(), "Acme <no-reply@acme.example>").unwrap())
        .with_sign_in_url("https://app.acme.example/sign-in")
}

/// Returns the service's application with a clock that the test turns.
fn with_clock(world: &World) -> (App, Arc<AtomicU64>) {
    let time = Arc::new(AtomicU64::new(NOW));
    let turned = Arc::clone(&time);
    let clock = Arc::new(move || UnixSeconds::new(turned.load(Ordering::Relaxed)).unwrap());
    (with_mail(world, world.service.app_at(clock)), time)
}

#[tokio::test]
async fn a_mail_is_tried_again_under_the_same_identifier_and_a_refused_one_fails() {
    let mut world = World::new().await;
    let (app, time) = with_clock(&world);
    world.service.router = router(app.clone());
    let path = format!("/orgs/{ACME}/invites");
    *world.mail.refusal.lock().unwrap() = Some("451 later".to_owned());
    let made = world.post(&path, None, &json!({ "email": "eve@partner.example" })).await;
    assert_eq!(made.created()["delivery"], "queued", "the answer does not wait for the mail server");
    send_mails(&app).await;
    let delivery = |email: &str, word: &str| json!([email, word]);
    assert!(world.deliveries().await.contains(&delivery("eve@partner.example", "queued")));
    *world.mail.refusal.lock().unwrap() = None;
    // Not before its time: another process may be sending it now.
    send_mails(&app).await;
    assert!(world.mails().is_empty());
    time.fetch_add(61, Ordering::Relaxed);
    send_mails(&app).await;
    assert!(world.deliveries().await.contains(&delivery("eve@partner.example", "sent")));
    let id = made.created()["id"].as_str().unwrap();
    let text = world.mails()[0].1.clone();
    assert!(text.contains(&format!("<invitation-{id}.1@acme.example>")), "{text}");

    // It is sent again, as another mail, once a minute has passed.
    time.fetch_add(10, Ordering::Relaxed);
    let again = world.post(&format!("{path}/{id}/resend"), None, &json!({})).await;
    assert_eq!(again.ok()["delivery"], "queued");
    send_mails(&app).await;
    assert_eq!(world.mails().len(), 1);

    *world.mail.refusal.lock().unwrap() = Some("550 no".to_owned());
    world.post(&path, None, &json!({ "email": "zoe@partner.example" })).await.created();
    send_mails(&app).await;
    assert!(world.deliveries().await.contains(&delivery("zoe@partner.example", "failed")));
}

#[tokio::test]
async fn the_mail_of_a_withdrawn_invitation_is_not_sent() {
    let world = World::new().await;
    let app = with_mail(&world, world.service.app());
    let path = format!("/orgs/{ACME}/invites");
    let made = world.post(&path, None, &json!({ "email": "eve@partner.example" })).await;
    let one = format!("{path}/{}", made.created()["id"].as_str().unwrap());
    world.service.ask("DELETE", &one, &world.olga, Value::Null).await.ok();
    send_mails(&app).await;
    assert!(world.mails().is_empty());
    let listed = world.deliveries().await;
    assert!(listed.contains(&json!(["eve@partner.example", null])), "{listed:?}");
}

#[tokio::test]
async fn without_a_mail_server_nobody_is_told_and_no_mail_waits() {
    let mut world = World::new().await;
    world.service.router = router(world.service.app());
    let body = json!({ "rows": [{ "email": "eve@partner.example" }] });
    let done = world.post(&format!("/orgs/{ACME}/invites/bulk"), None, &body).await;
    assert_eq!(done.ok()["rows"][0]["invitation"]["delivery"], "not_configured");
    send_mails(&with_mail(&world, world.service.app())).await;
    assert!(world.mails().is_empty());
}

/// Of processes that look at the same time, one sends a mail.
#[tokio::test]
async fn two_processes_do_not_send_a_mail_twice() {
    let world = World::new().await;
    let rows: Vec<Value> = (0..20).map(|number| json!({ "email": format!("p{number}@partner.example") })).collect();
    let done = world.post(&format!("/orgs/{ACME}/invites/bulk"), None, &json!({ "rows": rows })).await;
    assert_eq!(outcomes(&done).len(), 20);
    let [one, other] = [(); 2].map(|()| with_mail(&world, world.service.app()));
    tokio::join!(send_mails(&one), send_mails(&other));
    let mut to: Vec<String> = world.mails().into_iter().map(|(to, _)| to).collect();
    assert_eq!(to.len(), 20);
    to.sort();
    to.dedup();
    assert_eq!(to.len(), 20);
}
