//! Every command has a dry run, which writes nothing and states its consequences, and refuses a row
//! that has changed since it was read.

use std::collections::BTreeSet;

use crate::support::*;
use cora_server::openapi;
use serde_json::{Value, json};

const BEN: &str = "00000000-0000-7000-8000-0000000000b2";
const CARA: &str = "00000000-0000-7000-8000-0000000000b3";
const NINA: &str = "00000000-0000-7000-8000-0000000000b4";
const MIA: &str = "00000000-0000-7000-8000-0000000000b5";
const BETA: &str = "00000000-0000-7000-8000-0000000000a2";
const GAMMA: &str = "00000000-0000-7000-8000-0000000000a3";
const DORA: &str = "00000000-0000-7000-8000-0000000000b6";
const EMIL: &str = "00000000-0000-7000-8000-0000000000b7";
const CONFLICT: &str = "00000000-0000-7000-8000-0000000000e1";
const SESSION: &str = "00000000-0000-7000-8000-0000000000e2";

/// Requests that store nothing, or nothing but a test login, which is no command.
const NO_COMMANDS: [&str; 13] = [
    "lintPolicy",
    "validateConnection",
    "checkConnection",
    "checkSettings",
    "suggestConnection",
    "discoverConnection",
    "explainLogin",
    "explainToken",
    "testMail",
    "testDns",
    "beginTestLogin",
    "presentTestToken",
    "stopTestLogin",
];

/// Returns the identifiers of the endpoints of administrators that change something.
fn commands() -> BTreeSet<String> {
    let document = openapi();
    let mut commands = BTreeSet::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        let is_of_administrators = ["/orgs", "/invites", "/admin"].iter().any(|prefix| path.starts_with(prefix));
        for (method, operation) in methods.as_object().unwrap() {
            let id = operation["operationId"].as_str().unwrap();
            if method == "get" || !is_of_administrators || NO_COMMANDS.contains(&id) {
                continue;
            }
            let has = |name: &str| {
                operation["parameters"].as_array().unwrap().iter().any(|parameter| parameter["name"] == name)
            };
            // Each row of a request with many has a row of its own.
            assert!(has("dryRun") && (has("version") || path.ends_with("/bulk")), "{id} has no dry run");
            commands.insert(id.to_owned());
        }
    }
    commands
}

/// A platform in which every command has something to do.
struct World {
    service: Service,
    mail: mail::MailServer,
    dns: dns::NameServer,
    olga: String,
    tried: BTreeSet<String>,
}

impl World {
    async fn new() -> Self {
        let person = |id: &str, name: &str, memberships: Value| {
            json!({
                "id": id, "email": format!("{name}@elsewhere.example"), "name": name, "emailVerified": true,
                "identities": [{ "connectionId": CONNECTION, "subject": name }], "memberships": memberships
            })
        };
        let member = json!([{ "organizationId": ACME, "role": "org_user" }]);
        let mut seed = base();
        seed["organizations"].as_array_mut().unwrap().push(json!({ "id": BETA, "name": "Beta", "slug": "beta" }));
        seed["users"].as_array_mut().unwrap().extend([
            person(BEN, "ben", member.clone()),
            person(CARA, "cara", member),
            person(NINA, "nina", json!([])),
            person(MIA, "mia", json!([])),
        ]);
        seed["organizations"].as_array_mut().unwrap().push(json!({ "id": GAMMA, "name": "Gamma", "slug": "gamma" }));
        let of_gamma = |role: &str| json!([{ "organizationId": GAMMA, "role": role }]);
        let two = [person(DORA, "dora", of_gamma("org_owner")), person(EMIL, "emil", of_gamma("org_user"))];
        seed["users"].as_array_mut().unwrap().extend(two);
        seed["users"][0]["memberships"].as_array_mut().unwrap().push(json!({
            "organizationId": BETA, "role": "org_owner"
        }));
        let (service, mail, dns) = Service::with_adapters(seed).await;
        let olga = service.token("olga", "olga@acme.example");
        let world = Self { service, mail, dns, olga, tried: BTreeSet::new() };
        for statement in [
            format!(
                "INSERT INTO membership_requests (id, org_id, user_id, role, requested_at)
                 VALUES ('{CONFLICT}', '{ACME}', '{NINA}', 'org_user', @time({NOW}))"
            ),
            format!("INSERT INTO waitlist (email, added_at) VALUES ('ida@beta.example', @time({NOW}))"),
            format!(
                "INSERT INTO identity_conflicts (id, kind, issuer, external_id, connection_id, user_id, email, status,
                    opened_at)
                 VALUES ('{CONFLICT}', 'second_subject', '{ISSUER}', 'ben-again', '{CONNECTION}', '{BEN}',
                    'ben@elsewhere.example', 'open', @time({NOW}))"
            ),
            String::from(
                "INSERT INTO external_identities (auth_user_id, issuer, external_id, provider_name, connection_id, created_by,
                    created_at)
                 SELECT auth_user_id, 'https://former.acme.example', 'former', provider_name, connection_id, created_by,
                    created_at FROM external_identities WHERE external_id = 'ben'",
            ),
        ] {
            world.service.execute(&statement).await;
        }
        world
    }

    async fn ask(&self, method: &str, path: &str, body: Value) -> Answer {
        self.service.ask(method, path, &self.olga, body).await
    }

    async fn done(&self, method: &str, path: &str, body: Value) -> Value {
        let answer = self.ask(method, path, body).await;
        assert!(answer.status.is_success(), "{method} {path}: {}", answer.text);
        answer.body["data"].clone()
    }

    /// Returns every row of the database.
    async fn dump(&self) -> String {
        let mut dump = Vec::new();
        self.service.store.export(&mut dump).await.unwrap();
        String::from_utf8(dump).unwrap()
    }

    /// Runs a command dry: it succeeds, states its consequences, and leaves every row and mailbox
    /// as they were.
    async fn dry(&mut self, id: &str, path: &str, body: Value) -> Value {
        let olga = self.olga.clone();
        self.dry_as(&olga, id, path, body).await
    }

    async fn dry_as(&mut self, token: &str, id: &str, path: &str, body: Value) -> Value {
        let method = method_of(id);
        let (before, mails) = (self.dump().await, self.mails());
        let answer = self.service.ask(&method, &format!("{path}?dryRun=true"), token, body).await;
        assert!(answer.status.is_success(), "{id}: {}", answer.text);
        let data = answer.body["data"].clone();
        if id != "askMailbox" {
            assert!(data["consequences"].is_array(), "{id}: {data}");
            assert!(data["rows"].is_null() || data["rows"][0]["code"].is_null(), "{id}: {data}");
            assert_ne!(data["outcome"], "unchanged", "{id}: {data}");
        }
        let after = self.dump().await;
        let changed: Vec<_> = after.lines().filter(|line| !before.contains(line)).take(3).collect();
        assert!(before == after, "{id} wrote in a dry run: {changed:?}");
        assert_eq!(self.mails(), mails, "{id} sent a mail in a dry run");
        self.tried.insert(id.to_owned());
        data
    }

    fn mails(&self) -> usize {
        self.mail.mails.lock().unwrap().len()
    }
}

fn method_of(id: &str) -> String {
    let document = openapi();
    let paths = document["paths"].as_object().unwrap();
    let found =
        paths.values().flat_map(|methods| methods.as_object().unwrap()).find(|(_, one)| one["operationId"] == id);
    found.unwrap().0.to_uppercase()
}

fn codes(data: &Value) -> Vec<(&str, Option<u64>)> {
    let consequences = data["consequences"].as_array().unwrap();
    consequences.iter().map(|one| (one["code"].as_str().unwrap(), one["count"].as_u64())).collect()
}

fn id_of(data: &Value) -> String {
    data["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_dry_run_of_every_command_writes_nothing() {
    let mut world = World::new().await;
    organizations(&mut world).await;
    members(&mut world).await;
    invitations(&mut world).await;
    domains(&mut world).await;
    users(&mut world).await;
    applications(&mut world).await;
    policies(&mut world).await;
    connections(&mut world).await;
    let untried: Vec<_> = commands().difference(&world.tried).cloned().collect();
    assert!(untried.is_empty(), "commands without a test of their dry run: {untried:?}");
}

async fn organizations(world: &mut World) {
    world.dry("createOrganization", "/orgs", json!({ "name": "Gamma" })).await;
    let acme = format!("/orgs/{ACME}");
    let updated = world.dry("updateOrganization", &acme, json!({ "slug": "acme-2" })).await;
    assert_eq!((&updated["slug"], codes(&updated)), (&json!("acme-2"), vec![("slug_released", Some(1))]));
    let limited = world.dry("setSeatLimit", &format!("/admin/orgs/{ACME}/seat-limit"), json!({ "seatLimit": 5 })).await;
    assert_eq!((&limited["seatLimit"], codes(&limited)), (&json!(5), vec![]));
    let closed = world.dry("closeOrganization", &acme, Value::Null).await;
    let lost = [("access_lost", Some(3)), ("invitations_withdrawn", Some(1)), ("domains_released", Some(1))];
    assert_eq!((&closed["status"], codes(&closed)), (&json!("inactive"), lost.to_vec()));
    assert_eq!(closed["consequences"][2]["names"], json!(["acme.example"]));
    let reason = json!({ "reason": "a test" });
    let closed = world.dry("closeAnyOrganization", &format!("/admin/orgs/{GAMMA}/close"), reason).await;
    assert_eq!((&closed["status"], codes(&closed)), (&json!("inactive"), vec![("access_lost", Some(2))]));
    world.done("POST", &format!("/admin/users/{DORA}/suspend"), Value::Null).await;
    let owner = json!({ "userId": EMIL, "reason": "a test" });
    let appointed = world.dry("appointOwner", &format!("/admin/orgs/{GAMMA}/owner"), owner).await;
    assert_eq!(codes(&appointed), [("role_raised", None)]);
    world.done("DELETE", &format!("/orgs/{BETA}"), Value::Null).await;
    let reopened = world.dry("reopenOrganization", &format!("/admin/orgs/{BETA}/reopen"), Value::Null).await;
    assert_eq!(codes(&reopened), [("access_gained", Some(1))]);
}

async fn members(world: &mut World) {
    let ben = format!("/orgs/{ACME}/members/{BEN}");
    let raised = world.dry("changeMemberRole", &ben, json!({ "role": "org_admin" })).await;
    assert_eq!(codes(&raised), [("role_raised", None)]);
    let removed = world.dry("removeMember", &ben, Value::Null).await;
    assert_eq!(codes(&removed), [("access_lost", Some(1)), ("seats_freed", Some(1))]);
    assert_eq!(removed["consequences"][0]["names"], json!(["Acme"]));
    world.done("PUT", &ben, json!({ "role": "org_admin" })).await;
    world.dry("followProvider", &format!("{ben}/manual-role"), Value::Null).await;
    world.done("DELETE", &format!("/orgs/{ACME}/members/{CARA}"), Value::Null).await;
    let added = world.dry("addMember", &format!("/orgs/{ACME}/members"), json!({ "userId": CARA })).await;
    assert_eq!(codes(&added), [("access_gained", Some(1)), ("seats_used", Some(1))]);
    let request = format!("/orgs/{ACME}/membership-requests/{NINA}");
    let approved = world.dry("approveMembershipRequest", &format!("{request}/approve"), Value::Null).await;
    assert_eq!(codes(&approved), [("access_gained", Some(1)), ("seats_used", Some(1))]);
    world.dry("denyMembershipRequest", &format!("{request}/deny"), Value::Null).await;
    let answers = json!({ "answers": [{ "userId": NINA, "answer": "approve" }] });
    let bulk = format!("/orgs/{ACME}/membership-requests/bulk");
    let approved = world.dry("answerMembershipRequests", &bulk, answers).await;
    assert_eq!(codes(&approved), [("access_gained", Some(1)), ("seats_used", Some(1))]);
}

async fn invitations(world: &mut World) {
    let invites = format!("/orgs/{ACME}/invites");
    let invited = world.dry("createInvitation", &invites, json!({ "email": "eve@partner.example" })).await;
    assert_eq!((&invited["email"], &invited["delivery"]), (&json!("eve@partner.example"), &json!("queued")));
    let rows = json!({ "rows": [{ "email": "eve@partner.example" }, { "email": "kim@partner.example" }] });
    let invited = world.dry("inviteAll", &format!("{invites}/bulk"), rows).await;
    assert_eq!(codes(&invited), [("invitations_open", Some(2))]);
    let made = world.done("POST", &invites, json!({ "email": "mia@elsewhere.example" })).await;
    let path = format!("{invites}/{}", id_of(&made));
    world.dry("resendInvitation", &format!("{path}/resend"), Value::Null).await;
    let revoked = world.dry("revokeInvitation", &path, Value::Null).await;
    assert_eq!((&revoked["status"], codes(&revoked)), (&json!("revoked"), vec![("invitations_withdrawn", Some(1))]));
    // A login would accept it, unless the person has to.
    world
        .service
        .execute("UPDATE user_invites SET acceptance = 'explicit' WHERE email = 'mia@elsewhere.example'")
        .await;
    let mia = world.service.token("mia", "mia@elsewhere.example");
    world.service.me(&mia).await.ok();
    let accepted = format!("/invites/{}/accept", id_of(&made));
    let accepted = world.dry_as(&mia, "acceptInvitation", &accepted, Value::Null).await;
    assert_eq!((&accepted["status"], &accepted["acceptedBy"]), (&json!("accepted"), &json!(MIA)));
}

async fn domains(world: &mut World) {
    let domains = format!("/orgs/{ACME}/email-domains");
    let rule = |domain: &str, verification: &str| json!({ "domain": domain, "verification": verification, "enrollmentMode": "manual_invitation" });
    let added = world.dry("addDomain", &domains, rule("beta.example", "ownership")).await;
    assert!(added["record"]["value"].is_string(), "{added}");
    world.service.execute("UPDATE profiles SET email = 'nina@acme.example', email_canonical = 'nina@acme.example' WHERE full_name = 'nina'").await;
    let verified = format!("{domains}/{DOMAIN}");
    let change = json!({ "enrollmentMode": "automatic_suggestion" });
    let changed = world.dry("changeDomain", &verified, change).await;
    assert_eq!(
        (&changed["enrollmentMode"], codes(&changed)),
        (&json!("automatic_suggestion"), vec![("people_ask", Some(1))])
    );
    assert_eq!(changed["consequences"][0]["names"], json!(["nina"]));
    let removed = world.dry("removeDomain", &verified, Value::Null).await;
    assert_eq!(codes(&removed), [("domains_released", Some(1)), ("people_need_invitation", Some(1))]);

    let pending = world.done("POST", &domains, rule("gamma.example", "ownership")).await;
    world.dns.set("_cora-domain.gamma.example", &[pending["record"]["value"].as_str().unwrap()]);
    let path = format!("{domains}/{}", id_of(&pending));
    let found = world.dry("verifyDomain", &format!("{path}/verify"), Value::Null).await;
    assert_eq!(found["state"], "verified");

    let affiliated = world.done("POST", &domains, rule("delta.example", "affiliation")).await;
    let path = format!("{domains}/{}", id_of(&affiliated));
    let mailbox = json!({ "email": "it@delta.example" });
    world.dry("askMailbox", &format!("{path}/mailbox"), mailbox.clone()).await;
    world.done("POST", &format!("{path}/mailbox"), mailbox).await;
    let text = world.mail.mails.lock().unwrap().last().unwrap().1.clone();
    let token = text.split_whitespace().find(|word| word.len() == 64).unwrap().to_owned();
    let proven = world.dry("proveMailbox", &format!("{path}/mailbox/proof"), json!({ "token": token })).await;
    assert_eq!(proven["state"], "verified");
}

async fn users(world: &mut World) {
    let ben = format!("/admin/users/{BEN}");
    let role = json!({ "role": "platform_admin" });
    let raised = world.dry("setPlatformRole", &format!("{ben}/role"), role).await;
    assert_eq!((&raised["platformRole"], codes(&raised)), (&json!("platform_admin"), vec![("role_raised", None)]));
    let suspended = world.dry("suspendUser", &format!("{ben}/suspend"), Value::Null).await;
    assert_eq!((&suspended["status"], codes(&suspended)), (&json!("suspended"), vec![("access_lost", Some(1))]));
    let ended = world.dry("deprovisionUser", &format!("{ben}/deprovision"), Value::Null).await;
    let lost = [("access_lost", Some(1)), ("identities_barred", Some(2)), ("seats_freed", Some(1))];
    assert_eq!(codes(&ended).into_iter().collect::<BTreeSet<_>>(), lost.into_iter().collect());
    let shown = world.done("GET", &ben, Value::Null).await;
    let identity = format!("{ben}/identities/{}", shown["identities"][0]["id"]);
    let unlinked = world.dry("unlinkIdentity", &identity, Value::Null).await;
    assert_eq!(codes(&unlinked), [("identities_unlinked", Some(1))]);
    world.done("POST", &format!("/admin/users/{CARA}/suspend"), Value::Null).await;
    world.dry("restoreUser", &format!("/admin/users/{CARA}/restore"), Value::Null).await;
    world.dry("endUserSessions", &format!("{ben}/sessions/end"), Value::Null).await;
    world.dry("endUserSession", &format!("{ben}/sessions/{SESSION}/end"), Value::Null).await;
    let ida = json!({ "email": "ida@beta.example" });
    let approved = world.dry("approveWaitlisted", "/admin/waitlist/approve", ida.clone()).await;
    assert_eq!(codes(&approved), [("address_admitted", None)]);
    world.dry("denyWaitlisted", "/admin/waitlist/deny", ida).await;
    let answers = json!({ "answers": [{ "email": "ida@beta.example", "answer": "deny" }] });
    world.dry("answerWaitlist", "/admin/waitlist/bulk", answers).await;
    let conflict = format!("/admin/identity-conflicts/{CONFLICT}");
    let same = world.dry("resolveSamePerson", &format!("{conflict}/same-person"), Value::Null).await;
    assert_eq!(codes(&same), [("identities_unlinked", Some(1)), ("identities_linked", Some(1))]);
    world.dry("resolveAnotherPerson", &format!("{conflict}/another-person"), Value::Null).await;
    world.dry("dismissIdentityConflict", &format!("{conflict}/dismiss"), Value::Null).await;
}

async fn applications(world: &mut World) {
    let settings = |more: Value| {
        let mut settings = json!({
            "name": "Web", "kind": "web", "enabled": true,
            "redirectUris": [{ "uri": "https://app.acme.example/cb" }, { "uri": "https://old.acme.example/cb" }]
        });
        put(&mut settings, more);
        json!({ "settings": settings })
    };
    world.dry("createApplication", "/admin/applications", settings(json!({}))).await;
    let made = world.done("POST", "/admin/applications", settings(json!({}))).await;
    let path = format!("/admin/applications/{}", id_of(&made));
    let one = json!({ "redirectUris": [{ "uri": "https://app.acme.example/cb" }] });
    let changed = world.dry("changeApplication", &path, settings(one)).await;
    assert_eq!(codes(&changed), [("redirects_refused", Some(1))]);
    assert_eq!(changed["consequences"][0]["names"], json!(["https://old.acme.example/cb"]));
    world.dry("disableApplication", &format!("{path}/disable"), Value::Null).await;
    world
        .dry("addRedirectUri", &format!("{path}/redirect-uris"), json!({ "uri": "https://new.acme.example/cb" }))
        .await;
    let secret = world.dry("addApplicationSecret", &format!("{path}/secrets"), Value::Null).await;
    assert_eq!(secret["secret"], Value::Null, "a dry run makes no secret");
    let secret = world.done("POST", &format!("{path}/secrets"), Value::Null).await;
    let removed = format!("{path}/secrets/{}", secret["secretId"].as_str().unwrap());
    let removed = world.dry("removeApplicationSecret", &removed, Value::Null).await;
    assert_eq!(codes(&removed), [("secrets_refused", Some(1))]);

    let defined = json!({ "defined": {
        "permissions": [{ "id": "invoices:approve", "describe": "Approve invoices", "grantedTo": ["approver", "org_owner"] }],
        "roles": [{ "id": "approver", "describe": "Approver" }]
    } });
    world.dry("setApplicationPermissions", &format!("{path}/permissions"), defined.clone()).await;
    world.done("PUT", &format!("{path}/permissions"), defined).await;
    let roles = format!("/orgs/{ACME}/members/{BEN}/application-roles/{}", id_of(&made));
    let given = world.dry("setMemberApplicationRoles", &roles, json!({ "roles": ["approver"] })).await;
    assert_eq!(codes(&given), [("application_roles_gained", Some(1))]);
    world.done("PUT", &roles, json!({ "roles": ["approver"] })).await;
    let none = world.dry("setApplicationPermissions", &format!("{path}/permissions"), json!({ "defined": {} })).await;
    assert_eq!(codes(&none), [("application_roles_lost", Some(1))]);
    world.done("POST", &format!("{path}/disable"), Value::Null).await;
    world.dry("enableApplication", &format!("{path}/enable"), Value::Null).await;
}

async fn policies(world: &mut World) {
    let policy = |mode: &str| json!({ "policy": { "accessMode": mode } });
    let saved = world.dry("savePolicy", "/admin/policy", policy("waitlist")).await;
    assert_eq!((&saved["policy"]["accessMode"], codes(&saved)), (&json!("waitlist"), vec![("policy_applies", None)]));
    world.done("PUT", "/admin/policy", policy("waitlist")).await;
    world.done("PUT", "/admin/policy", policy("public")).await;
    let restored = world.dry("rollBackPolicy", "/admin/policy/rollback", json!({ "to": 1 })).await;
    assert_eq!(restored["policy"]["accessMode"], "waitlist");
}

async fn connections(world: &mut World) {
    let okta = |client: &str| {
        json!({
            "clientId": client, "issuer": "https://acme.okta.com/oauth2/default", "audiences": ["api://default"],
            "clientSecret": "env:CORA_SECRET_OKTA"
        })
    };
    let new = json!({ "providerType": "okta", "displayName": "Okta", "config": okta("0oa1") });
    let made = world.dry("createConnection", "/admin/idp-config", new.clone()).await;
    assert_eq!(made["providerType"], "okta");
    let id = id_of(&world.done("POST", "/admin/idp-config", new).await);
    let path = format!("/admin/idp-config/{id}");
    let saved = world.dry("saveConnection", &path, json!({ "displayName": "Our Okta" })).await;
    assert_eq!(saved["displayName"], "Our Okta");
    let ended = world.dry("setSecretExpiry", &format!("{path}/secret-expiry"), json!({ "expiresAt": NOW + 60 })).await;
    assert_eq!(ended["secretExpiresAt"], NOW + 60);
    let deleted = world.dry("deleteConnection", &path, Value::Null).await;
    assert_eq!(deleted["outcome"], "deleted");
    let force = json!({ "force": { "reason": "a test" } });
    let activated = world.dry("activateConnection", &format!("{path}/activate"), force.clone()).await;
    assert_eq!((&activated["isActive"], codes(&activated)), (&json!(true), vec![("settings_apply", None)]));
    world.done("POST", &format!("{path}/activate"), force.clone()).await;
    world.dry("makeDefaultConnection", &format!("{path}/default"), Value::Null).await;
    world.done("PUT", &path, json!({ "config": okta("0oa2") })).await;
    world.done("POST", &format!("{path}/activate"), force.clone()).await;
    let mut back = force.clone();
    back["number"] = json!(1);
    world.dry("rollBackConnection", &format!("{path}/rollback"), back).await;
    let disabled = world.dry("disableConnection", &format!("/admin/idp-config/{CONNECTION}/disable"), force).await;
    assert_eq!((&disabled["isActive"], codes(&disabled)[0]), (&json!(false), ("connection_refused", None)));
    let carry = format!("/admin/connections/{CONNECTION}/carry-over");
    let carried = world.dry("carryIdentitiesOver", &carry, json!({ "from": "https://former.acme.example" })).await;
    assert!(carried["consequences"].is_array(), "{carried}");
}

/// Returns the version of a row.
fn version(row: &Value) -> u64 {
    row["version"].as_u64().unwrap()
}

#[tokio::test]
async fn a_row_that_somebody_else_has_changed_is_refused_and_shown() {
    let world = World::new().await;
    let domain = format!("/orgs/{ACME}/email-domains/{DOMAIN}");
    let app = json!({ "settings": {
        "name": "Web", "kind": "web", "redirectUris": [{ "uri": "https://app.acme.example/cb" }]
    } });
    let made = world.done("POST", "/admin/applications", app).await;
    let invitation = world.done("GET", &format!("/orgs/{ACME}/invites"), Value::Null).await["items"][0].clone();
    let application = format!("/admin/applications/{}", id_of(&made));
    let okta = json!({ "providerType": "okta", "displayName": "Okta", "config": {} });
    let connection = format!("/admin/idp-config/{}", id_of(&world.done("POST", "/admin/idp-config", okta).await));
    let invite = format!("/orgs/{ACME}/invites/{}", id_of(&invitation));
    let members = format!("/orgs/{ACME}/members");
    let listed = async |path: &str, key: &str, id: &str| {
        let rows = world.done("GET", path, Value::Null).await["items"].as_array().unwrap().clone();
        rows.into_iter().find(|row| row[key] == id).unwrap()
    };
    let member = listed(&members, "userId", BEN).await;
    for (change, row, before, other, own) in [
        (
            ("PUT", format!("/orgs/{ACME}")),
            "name",
            version(&world.done("GET", &format!("/orgs/{ACME}"), Value::Null).await),
            json!({ "name": "Acme 2" }),
            json!({ "name": "Acme 3" }),
        ),
        (
            ("PUT", format!("{members}/{BEN}")),
            "role",
            version(&member),
            json!({ "role": "org_admin" }),
            json!({ "role": "org_owner" }),
        ),
        (
            ("PUT", domain.clone()),
            "enrollmentMode",
            version(&listed(&format!("/orgs/{ACME}/email-domains"), "id", DOMAIN).await),
            json!({ "enrollmentMode": "manual_invitation" }),
            json!({ "enrollmentMode": "automatic_suggestion" }),
        ),
        (
            ("PUT", format!("/admin/users/{BEN}/role")),
            "platformRole",
            version(&world.done("GET", &format!("/admin/users/{BEN}"), Value::Null).await),
            json!({ "role": "platform_admin" }),
            json!({ "role": "platform_owner" }),
        ),
        (
            ("POST", format!("{invite}/resend")),
            "expiresAt",
            version(&invitation),
            json!({ "lifetimeSeconds": 7200 }),
            json!({ "lifetimeSeconds": 3600 }),
        ),
        (
            ("POST", format!("{application}/redirect-uris")),
            "settings",
            version(&made),
            json!({ "uri": "https://app.acme.example/2" }),
            json!({ "uri": "https://app.acme.example/3" }),
        ),
        (
            ("PUT", "/admin/policy".to_owned()),
            "accessMode",
            0,
            json!({ "policy": { "accessMode": "waitlist" } }),
            json!({ "policy": { "accessMode": "public" } }),
        ),
        (
            ("PUT", connection.clone()),
            "displayName",
            version(&world.done("GET", &connection, Value::Null).await),
            json!({ "displayName": "Okta 2" }),
            json!({ "displayName": "Okta 3" }),
        ),
    ] {
        let (method, path) = change;
        let expected = format!("{path}?version={before}");
        let first = world.ask(method, &expected, other).await;
        assert!(first.status.is_success(), "{path}: {}", first.text);
        let stored = world.dump().await;
        let stale = world.ask(method, &expected, own.clone()).await;
        stale.refused(409, "stale_version");
        let current = &stale.body["current"];
        assert!(version(current) > before && !current[row].is_null(), "{path}: {}", stale.text);
        assert!(stored == world.dump().await, "{path} wrote although it was stale");
        let now = format!("{path}?version={}", version(current));
        let again = world.ask(method, &now, own).await;
        assert!(again.status.is_success(), "{path}: {}", again.text);
    }
    let shown =
        world.ask("PUT", &format!("{domain}?version=1"), json!({ "enrollmentMode": "manual_invitation" })).await;
    shown.refused(409, "stale_version");
    assert!(shown.body["current"]["record"]["value"].is_string(), "{}", shown.text);
}

#[tokio::test]
async fn a_version_that_no_row_has_and_an_unknown_option_are_refused() {
    let world = World::new().await;
    let invites = format!("/orgs/{ACME}/invites");
    let body = json!({ "email": "eve@partner.example" });
    for option in ["version=1", "dryrun=true", "dryRun=yes", "version=-1"] {
        let refused = world.ask("POST", &format!("{invites}?{option}"), body.clone()).await;
        refused.refused(400, "invalid_input");
    }
    assert_eq!(world.mails(), 0);
}

/// The rule of another organization does not exist, so its version is not compared either.
#[tokio::test]
async fn the_version_of_another_organizations_rule_is_not_told() {
    let world = World::new().await;
    for version in [0, 1, 7] {
        let path = format!("/orgs/{BETA}/email-domains/{DOMAIN}?version={version}");
        let refused = world.ask("PUT", &path, json!({ "enrollmentMode": "manual_invitation" })).await;
        refused.refused(404, "domain_not_found");
        assert!(refused.body["current"].is_null(), "{}", refused.text);
    }
}
