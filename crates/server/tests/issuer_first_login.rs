//! First logins at the issuer: invitations, codes, the setup token.

use axum::body::Body;
use axum::http::Request;
use cora_core::secret::PresentedToken;
use cora_core::time::UnixSeconds;
use serde_json::{Value, json};

use crate::support::issuer::*;
use crate::support::{NOW, OWNER, PUBLIC_URL, base, claims, mail, with};

const SIGN_IN_PAGE: &str = "https://app.acme.example/sign-in";

fn person(subject: &'static str, email: &str) -> Person {
    Person { subject, claims: json!({ "email": email, "email_verified": true }) }
}

/// Returns the code in the last mail, and its recipient.
fn last_code(mail: &mail::MailServer) -> (String, String) {
    let (to, text) = mail.mails.lock().unwrap().last().cloned().unwrap();
    (to, text.lines().map(str::trim).find(|line| line.len() == 64).unwrap().to_owned())
}

/// Returns the flow that the forms of a page name.
fn flow(page: &Page) -> String {
    let (_, rest) = page.text.split_once("name=\"flow\" value=\"").unwrap_or_else(|| panic!("{}", page.text));
    rest.split_once('"').unwrap().0.to_owned()
}

async fn reply(world: &World, browser: &mut Browser, flow: &str, name: &str, value: &str) -> Page {
    browser.send(world.router(), form("/auth/answer", &[("flow", flow), (name, value)])).await
}

/// Signs a person in up to the questions, and returns the page and its flow.
async fn asked(world: &World, browser: &mut Browser, app: &App, person: &Person) -> (Page, String) {
    let sent = world.begin(browser, app, &[]).await;
    assert!(!sent.contains_key("invitation"), "it goes to no provider");
    let page = world.come_back(browser, &sent, person).await;
    assert_eq!((page.status, page.title()), (200, "One more step"), "{}", page.text);
    let flow = flow(&page);
    (page, flow)
}

/// Invites an address, and returns the invitation's identifier.
async fn invite(world: &World, email: &str) -> String {
    let olga = world.service.token("olga", "olga@acme.example");
    let path = format!("/orgs/{}/invites", crate::support::ACME);
    let made = world.service.ask("POST", &path, &olga, json!({ "email": email })).await;
    made.created()["id"].as_str().unwrap().to_owned()
}

async fn open(world: &World, browser: &mut Browser, invitation: &str) -> Page {
    browser.get(world.router(), &format!("/auth/invitation/{invitation}")).await
}

#[tokio::test]
async fn an_invitation_is_opened_in_the_browser_and_claimed_at_the_sign_in() {
    let (world, mail) = World::with_mail(base()).await;
    let app = world.register(json!({})).await;
    let invitation = invite(&world, "eve@partner.example").await;
    world.service.send_mails(&mail).await;
    let (_, mailed) = mail.mails.lock().unwrap()[0].clone();
    let mailed = mailed.replace("=\r\n", "").replace("=\n", "").replace("=3D", "=");
    assert!(mailed.contains(&format!("{PUBLIC_URL}/auth/invitation/{invitation}")), "{mailed}");

    let mut browser = Browser::default();
    let page = open(&world, &mut browser, &invitation).await;
    assert_eq!(page.location().unwrap().as_str(), SIGN_IN_PAGE, "the application does not see it");
    let eve = person("eve", "eve.lopez@consulting.example");
    let (page, flow) = asked(&world, &mut browser, &app, &eve).await;
    assert!(page.text.contains("You were invited under another email address."), "{}", page.text);
    assert_eq!(mail.mails.lock().unwrap().len(), 1, "a page mails nothing by itself");

    let page = reply(&world, &mut browser, &flow, "do", "send").await;
    assert!(page.text.contains("A code was sent."), "{}", page.text);
    let (to, code) = last_code(&mail);
    assert_eq!(to, "<eve@partner.example>");
    let page = reply(&world, &mut browser, &flow, "do", "send").await;
    assert!(page.text.contains("A code was sent a short while ago."), "{}", page.text);
    let page = reply(&world, &mut browser, &flow, "code", "guess").await;
    assert!(page.text.contains("That did not complete your sign-in."), "{}", page.text);
    assert!(browser.session().is_none());

    // Another browser cannot answer, and takes nothing away.
    let page = reply(&world, &mut Browser::default(), &flow, "code", &code).await;
    assert_eq!((page.status, page.title()), (400, "This sign-in is over"));
    let answer = reply(&world, &mut browser, &flow, "code", &format!(" {code}\n")).await.sent_to(REDIRECT_URI);
    assert_eq!(answer["state"], "the state");
    assert!(!answer.contains_key("invitation"));
    let tokens = world.redeem(&app, &answer["code"]).await.json();
    let me = world.service.me(text(&tokens, "access_token")).await;
    assert_eq!(me.ok()["organizations"][0]["id"], crate::support::ACME);
    assert_eq!(me.ok()["email"], "eve.lopez@consulting.example");
    assert_eq!(browser.cookies.len(), 1, "only the session's is left: {:?}", browser.cookies.keys());
    // The answer counts once.
    let page = reply(&world, &mut browser, &flow, "code", &code).await;
    assert_eq!((page.status, page.title()), (400, "This sign-in is over"));
}

#[tokio::test]
async fn an_invitation_to_the_persons_own_address_needs_no_code() {
    let (world, mail) = World::with_mail(base()).await;
    let app = world.register(json!({})).await;
    let invitation = invite(&world, "eve@partner.example").await;
    world.service.send_mails(&mail).await;
    let mut browser = Browser::default();
    open(&world, &mut browser, &invitation).await;
    world.tokens(&mut browser, &app, &person("eve", "eve@partner.example")).await;
    assert_eq!(browser.cookies.len(), 1, "{:?}", browser.cookies.keys());
    assert_eq!(mail.mails.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn a_person_who_is_signed_in_may_claim_an_invitation_or_go_on_without_it() {
    let mut seed = base();
    seed["organizations"].as_array_mut().unwrap().push(json!({
        "id": "00000000-0000-7000-8000-0000000000a2", "name": "Beta", "slug": "beta"
    }));
    seed["invitations"].as_array_mut().unwrap().push(json!({
        "email": "ana@beta.example", "organizationId": "00000000-0000-7000-8000-0000000000a2", "role": "org_user",
        "invitedBy": OWNER, "expiresAt": NOW + 60
    }));
    seed["users"][0]["memberships"].as_array_mut().unwrap().push(json!({
        "organizationId": "00000000-0000-7000-8000-0000000000a2", "role": "org_owner"
    }));
    let (world, mail) = World::with_mail(seed).await;
    let app = world.register(json!({})).await;
    let olga = world.service.token("olga", "olga@acme.example");
    let path = "/orgs/00000000-0000-7000-8000-0000000000a2/invites";
    let listed = world.service.ask("GET", path, &olga, Value::Null);
    let invitation = listed.await.ok()["items"][0]["id"].as_str().unwrap().to_owned();
    for claims_it in [false, true] {
        let mut browser = Browser::default();
        world.tokens(&mut browser, &app, &ana()).await;
        open(&world, &mut browser, &invitation).await;
        // An application that asks in silence is answered as ever.
        let silent = world.request(&app, &[("prompt", "none")]);
        assert!(browser.get(world.router(), &silent).await.sent_to(REDIRECT_URI).contains_key("code"));
        // The session does not suffice: the code has to be of a fresh login.
        let (page, flow) = asked(&world, &mut browser, &app, &ana()).await;
        assert!(page.text.contains("Continue without it"), "{}", page.text);
        let page = if claims_it {
            reply(&world, &mut browser, &flow, "do", "send").await;
            reply(&world, &mut browser, &flow, "code", &last_code(&mail).1).await
        } else {
            reply(&world, &mut browser, &flow, "do", "go_on").await
        };
        let tokens = world.redeem(&app, &page.sent_to(REDIRECT_URI)["code"]).await.json();
        let me = world.service.me(text(&tokens, "access_token")).await;
        let organizations = me.ok()["organizations"].as_array().unwrap().len();
        assert_eq!(organizations, if claims_it { 2 } else { 1 });
        assert_eq!(browser.cookies.len(), 1, "{:?}", browser.cookies.keys());
    }
}

#[tokio::test]
async fn a_link_of_an_invitation_is_the_same_for_each_and_a_broken_one_is_a_page() {
    let world = World::new().await;
    let unknown = "00000000-0000-7000-8000-0000000000ff";
    let mut browser = Browser::default();
    let page = open(&world, &mut browser, unknown).await;
    assert_eq!(page.title(), "Your invitation is ready", "without a sign-in page to go to");
    let page = open(&world, &mut Browser::default(), "made-up").await;
    assert_eq!((page.status, page.title()), (400, "This invitation link does not work"));
    // One that is unknown lets nobody in, and holds nobody up.
    let app = world.register(json!({})).await;
    world.tokens(&mut browser, &app, &olga()).await;
    let mut browser = Browser::default();
    open(&world, &mut browser, unknown).await;
    let sent = world.begin(&mut browser, &app, &[]).await;
    let page = world.come_back(&mut browser, &sent, &person("eve", "eve@partner.example")).await;
    assert_eq!((page.status, page.title()), (403, "You are not signed in"));
}

#[tokio::test]
async fn the_setup_token_makes_the_first_owner_on_the_page() {
    let mut seed = base();
    for emptied in ["users", "invitations", "domainRules"] {
        seed[emptied] = json!([]);
    }
    let world = World::with(seed).await;
    let app = world.register(json!({})).await;
    let ada = person("ada", "ada@acme.example");
    let refused = async |browser: &mut Browser| {
        let sent = world.begin(browser, &app, &[]).await;
        let page = world.come_back(browser, &sent, &ada).await;
        assert_eq!((page.status, page.title()), (403, "You are not signed in"));
    };
    // Nobody is asked for a token that does not exist.
    refused(&mut Browser::default()).await;
    let token = PresentedToken::new("setup-token").unwrap();
    world.service.store.issue_bootstrap_token(&token, UnixSeconds::new(NOW).unwrap()).await.unwrap();
    let mut browser = Browser::default();
    let (page, flow) = asked(&world, &mut browser, &app, &ada).await;
    assert!(page.text.contains("name=\"setup_token\"") && !page.text.contains("name=\"code\""), "{}", page.text);
    for fields in [
        vec![("flow", flow.as_str())],
        vec![("flow", flow.as_str()), ("setup_token", "a"), ("code", "b")],
        vec![("flow", flow.as_str()), ("setup_token", "a"), ("setup_token", "b")],
        vec![("flow", "made up"), ("setup_token", "setup-token")],
        vec![("setup_token", "setup-token")],
        vec![("flow", flow.as_str()), ("do", "made up")],
    ] {
        let page = browser.send(world.router(), form("/auth/answer", &fields)).await;
        assert_eq!((page.status, page.title()), (400, "This page is out of date"), "{fields:?}");
    }
    let page = reply(&world, &mut browser, &flow, "do", "go_on").await;
    assert_eq!(page.title(), "One more step", "nobody goes on who is not admitted");
    let page = reply(&world, &mut browser, &flow, "setup_token", "wrong").await;
    assert!(page.text.contains("That did not complete your sign-in."), "{}", page.text);
    assert!(!page.text.contains("wrong"), "{}", page.text);
    let answer = reply(&world, &mut browser, &flow, "setup_token", "setup-token").await.sent_to(REDIRECT_URI);
    let tokens = world.redeem(&app, &answer["code"]).await.json();
    assert_eq!(decoded(text(&tokens, "access_token")).1["platform_role"], "platform_owner");
    // Nobody is asked afterwards.
    let mut bob = Browser::default();
    let sent = world.begin(&mut bob, &app, &[]).await;
    let page = world.come_back(&mut bob, &sent, &person("bob", "bob@acme.example")).await;
    assert_eq!(page.title(), "You are not signed in");
}

#[tokio::test]
async fn an_account_is_confirmed_on_the_page_by_the_code_in_its_mailbox() {
    let mut seed = base();
    seed["users"][0]["identities"] = json!([]);
    let (world, mail) = World::with_mail(seed).await;
    let app = world.register(json!({})).await;
    let mut browser = Browser::default();
    let (page, flow) = asked(&world, &mut browser, &app, &person("olga-elsewhere", "olga@acme.example")).await;
    assert!(page.text.contains("An account with your email address already exists."), "{}", page.text);
    reply(&world, &mut browser, &flow, "do", "send").await;
    let (to, code) = last_code(&mail);
    assert_eq!(to, "<olga@acme.example>");
    // The code is the asking identity's.
    let mut other = Browser::default();
    let (_, theirs) = asked(&world, &mut other, &app, &person("mallory", "olga@acme.example")).await;
    let page = reply(&world, &mut other, &theirs, "code", &code).await;
    assert!(page.text.contains("That did not complete your sign-in."), "{}", page.text);
    let answer = reply(&world, &mut browser, &flow, "code", &code).await.sent_to(REDIRECT_URI);
    let tokens = world.redeem(&app, &answer["code"]).await.json();
    assert_eq!(decoded(text(&tokens, "access_token")).1["sub"], OWNER);
}

#[tokio::test]
async fn a_login_that_waits_counts_by_the_connection_that_it_came_by() {
    let mut seed = base();
    seed["users"][0]["identities"] = json!([]);
    let (world, mail) = World::with_mail(seed).await;
    let app = world.register(json!({})).await;
    let mut browser = Browser::default();
    let (_, flow) = asked(&world, &mut browser, &app, &person("olga-elsewhere", "olga@acme.example")).await;
    reply(&world, &mut browser, &flow, "do", "send").await;
    world.service.execute("UPDATE platform_idp_config SET version = version + 1").await;
    let page = reply(&world, &mut browser, &flow, "code", &last_code(&mail).1).await;
    assert_eq!((page.status, page.title()), (502, "Your sign-in provider cannot be reached"));
    assert!(browser.session().is_none() && browser.cookies.is_empty());
}

#[tokio::test]
async fn without_a_mail_server_the_page_offers_no_code() {
    let mut seed = base();
    seed["users"][0]["identities"] = json!([]);
    let world = World::with(seed).await;
    let app = world.register(json!({})).await;
    let mut browser = Browser::default();
    let sent = world.begin(&mut browser, &app, &[]).await;
    let page = world.come_back(&mut browser, &sent, &person("olga-elsewhere", "olga@acme.example")).await;
    assert_eq!((page.status, page.title()), (403, "You are not signed in"));
}

#[tokio::test]
async fn a_person_on_the_waitlist_proves_their_address_and_waits() {
    let seed = with(base(), json!({ "policy": { "accessMode": "waitlist" } }));
    let (world, mail) = World::with_mail(seed).await;
    let app = world.register(json!({})).await;
    let mut browser = Browser::default();
    let mut zoe = person("zoe", "zoe@partner.example");
    zoe.claims["email_verified"] = json!(false);
    let (page, flow) = asked(&world, &mut browser, &app, &zoe).await;
    assert!(page.text.contains("Please verify your email address"), "{}", page.text);
    reply(&world, &mut browser, &flow, "do", "send").await;
    assert_eq!(last_code(&mail).0, "<zoe@partner.example>");
    let page = reply(&world, &mut browser, &flow, "code", &last_code(&mail).1).await;
    assert_eq!((page.status, page.title()), (403, "You are not signed in"));
    assert!(page.text.contains("waiting for approval"), "{}", page.text);
    assert!(browser.session().is_none() && browser.cookies.is_empty());
}

#[tokio::test]
async fn a_deployment_without_applications_invites_to_the_web_application() {
    let (world, mail) = World::with_mail(base()).await;
    let invitation = invite(&world, "eve@partner.example").await;
    world.service.send_mails(&mail).await;
    let (_, mailed) = mail.mails.lock().unwrap()[0].clone();
    let mailed = mailed.replace("=\r\n", "").replace("=\n", "").replace("=3D", "=");
    assert!(mailed.contains(&format!("{SIGN_IN_PAGE}?invitation={invitation}")), "{mailed}");
    // Tokens of the provider are read as ever.
    let token = world.service.signer.token(&claims("eve", "eve.lopez@consulting.example"));
    let request = Request::get("/profiles/me").header("authorization", format!("Bearer {token}"));
    let request = request.header("x-cora-invitation", invitation.as_str()).body(Body::empty()).unwrap();
    world.service.send(request).await.refused(403, "claim_invitation");
}
