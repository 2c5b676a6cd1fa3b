//! Tokens for Supabase (specification §10.8): their claims, the logins that get one, and the rows
//! that row-level security shows by them to each role.

use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cora_core::capability::{Capability, has};
use cora_core::role::{OrganizationRole, PlatformRole};
use cora_server::router;
use cora_store::{DatabaseLocation, Store};
use serde_json::{Value, json};
use tokio_postgres::Client;

use crate::support::issuer::decoded;
use crate::support::legacy_database::{OwnDatabase, texts};
use crate::support::*;

const PATH: &str = "/profiles/me/supabase-token";
const SECRET: &str = "super-secret-jwt-token-with-at-least-32-characters";
const BETA: &str = "00000000-0000-7000-8000-0000000000a2";
const MEMBER: &str = "00000000-0000-7000-8000-000000000003";

/// Returns a service with the key of a project, on the database of `service`.
fn with_key(mut service: Service) -> Service {
    service.router = router(service.app().supabase_key(SECRET.parse().unwrap()));
    service
}

/// Returns the seed with a member of Acme in addition, and a policy.
fn with_member(policy: Value) -> Value {
    let mut seed = with(base(), json!({ "policy": policy }));
    seed["users"].as_array_mut().unwrap().push(json!({
        "id": MEMBER, "email": "ulla@acme.example", "emailVerified": true,
        "identities": [{ "connectionId": CONNECTION, "subject": "ulla" }],
        "memberships": [{ "organizationId": ACME, "role": "org_user" }]
    }));
    seed
}

/// Returns a token of the provider, with what it says of the login in addition.
fn proven(service: &Service, name: &str, more: Value) -> String {
    service.signer.token(&with(claims(name, &format!("{name}@acme.example")), more))
}

/// Checks the signature of a token as the project's API does, and returns its claims.
fn verified(token: &str) -> Value {
    let (signed, signature) = token.rsplit_once('.').unwrap();
    let key = hmac::Key::new(hmac::HMAC_SHA256, SECRET.as_bytes());
    hmac::verify(&key, signed.as_bytes(), &URL_SAFE_NO_PAD.decode(signature).unwrap()).unwrap();
    let (header, claims) = decoded(token);
    assert_eq!(header, json!({ "typ": "JWT", "alg": "HS256" }));
    claims
}

#[tokio::test]
async fn a_token_says_who_the_user_is_and_ends_with_the_login() {
    let service = with_key(Service::new(base()).await);
    let answer = service.ask("GET", PATH, &service.token("olga", "olga@acme.example"), Value::Null).await;
    let token = answer.ok()["token"].as_str().unwrap();
    let all = json!({ "sub": OWNER, "role": "authenticated", "aud": "authenticated", "iat": NOW, "exp": NOW + 300 });
    assert_eq!((verified(token), &answer.body["data"]["expiresAt"]), (all, &json!(NOW + 300)));
    assert_eq!(answer.headers["cache-control"], "no-store");

    let long = proven(&service, "olga", json!({ "exp": NOW + 86_400 }));
    assert_eq!(service.ask("GET", PATH, &long, Value::Null).await.ok()["expiresAt"], NOW + 300);
    let short = proven(&service, "olga", json!({ "iat": NOW - 60, "exp": NOW + 10 }));
    assert_eq!(service.ask("GET", PATH, &short, Value::Null).await.ok()["expiresAt"], NOW + 10);
    // The provider's clock may be behind, and a token that is over by ours would be of no use.
    let over = proven(&service, "olga", json!({ "iat": NOW - 60, "exp": NOW }));
    service.me(&over).await.ok();
    service.ask("GET", PATH, &over, Value::Null).await.refused(401, "token_expired");
}

#[tokio::test]
async fn nobody_gets_a_token_without_the_key_or_without_a_session() {
    let service = Service::new(with_member(json!({}))).await;
    let olga = service.token("olga", "olga@acme.example");
    service.ask("GET", PATH, &olga, Value::Null).await.refused(409, "supabase_not_configured");
    let service = with_key(service);
    service.ask("GET", PATH, "", Value::Null).await.refused(401, "token_missing");
    let stranger = service.token("stranger", "stranger@elsewhere.example");
    service.ask("GET", PATH, &stranger, Value::Null).await.refused(403, "access_denied");
    service.ask("POST", PATH, &olga, Value::Null).await.refused(405, "method_not_allowed");
    // The policy may admit a person whose session is not one of their own.
    let acted_for = proven(&service, "olga", json!({ "act": { "sub": "support-7" } }));
    service.me(&acted_for).await.ok();
    service.ask("GET", PATH, &acted_for, Value::Null).await.refused(403, "access_denied");
    let ulla = service.token("ulla", "ulla@acme.example");
    service.ask("GET", PATH, &ulla, Value::Null).await.ok();
    service.execute(&format!("UPDATE profiles SET status = 'suspended' WHERE user_id = '{MEMBER}'")).await;
    service.ask("GET", PATH, &ulla, Value::Null).await.refused(403, "access_denied");
}

#[tokio::test]
async fn a_login_that_reaches_less_than_the_database_shows_gets_no_token() {
    let required = json!([{ "organizationId": ACME, "requiredAmr": ["otp"] }]);
    let service = with_key(Service::new(with_member(json!({ "organizationAuthentication": required }))).await);
    let ask = async |service: &Service, name: &str, amr: &str| {
        let token = proven(service, name, json!({ "amr": [amr] }));
        service.me(&token).await.ok();
        service.ask("GET", PATH, &token, Value::Null).await
    };
    ask(&service, "ulla", "pwd").await.refused(403, "organization_out_of_reach");
    ask(&service, "ulla", "otp").await.ok();
    // An organization that is closed, or a membership that has ended, shows nothing.
    service.execute(&format!("UPDATE orgs SET status = 'inactive' WHERE id = '{ACME}'")).await;
    ask(&service, "ulla", "pwd").await.ok();

    let required = json!([{ "capabilities": ["idp:read"], "requiredAmr": ["otp"] }]);
    let service = with_key(Service::new(with_member(json!({ "stepUp": required }))).await);
    let refused = ask(&service, "olga", "pwd").await;
    refused.refused(401, "insufficient_user_authentication");
    assert_eq!(refused.body["stepUp"]["amrValues"], json!(["otp"]));
    ask(&service, "olga", "otp").await.ok();
    ask(&service, "ulla", "pwd").await.ok();
}

/// A person of the project: the last digit of the identifier, the name, and the roles.
type Somebody = (u8, &'static str, PlatformRole, Option<(&'static str, OrganizationRole)>);

const PEOPLE: [Somebody; 6] = [
    (1, "olga", PlatformRole::PlatformOwner, Some((ACME, OrganizationRole::OrgOwner))),
    (2, "adam", PlatformRole::PlatformUser, Some((ACME, OrganizationRole::OrgAdmin))),
    (3, "ulla", PlatformRole::PlatformUser, Some((ACME, OrganizationRole::OrgUser))),
    (4, "paul", PlatformRole::PlatformAdmin, None),
    (5, "rita", PlatformRole::PlatformAuditor, None),
    (6, "nina", PlatformRole::PlatformUser, Some((BETA, OrganizationRole::OrgUser))),
];

/// Returns the seed of a project with a person of every role.
fn everybody() -> Value {
    let mut seed = base();
    seed["organizations"].as_array_mut().unwrap().push(json!({ "id": BETA, "name": "Beta", "slug": "beta" }));
    for (digit, name, platform_role, membership) in PEOPLE.into_iter().skip(1) {
        let memberships: Vec<Value> = membership
            .into_iter()
            .map(|(organization, role)| json!({ "organizationId": organization, "role": role }))
            .collect();
        seed["users"].as_array_mut().unwrap().push(json!({
            "id": format!("00000000-0000-7000-8000-{digit:012}"), "email": format!("{name}@acme.example"),
            "emailVerified": true, "platformRole": platform_role, "memberships": memberships,
            "identities": [{ "connectionId": CONNECTION, "subject": name }]
        }));
    }
    // Nobody becomes a member by a domain here.
    with(seed, json!({ "domainRules": [with(domain_rule(), json!({ "enrollmentMode": "manual_invitation" }))] }))
}

/// Connects as the project's API does with a token.
async fn connected(database: &OwnDatabase, token: &str) -> Client {
    let claims = verified(token);
    let client = database.client().await;
    let role = claims["role"].as_str().unwrap();
    client.batch_execute(&format!("SET request.jwt.claims = '{claims}'; SET ROLE {role}")).await.unwrap();
    client
}

/// Returns the number of rows that a client sees, or `None` if it may not read the table.
async fn seen(client: &Client, table: &str) -> Option<usize> {
    texts(client, &format!("SELECT 1 FROM {table}")).await.ok().map(|rows| rows.len())
}

/// Without a PostgreSQL to create a database in, this test does nothing.
#[tokio::test]
async fn row_level_security_shows_each_role_by_its_token_what_its_capabilities_let_it_see() {
    let Some(database) = OwnDatabase::of_supabase().await else { return };
    Store::migrate(DatabaseLocation::Postgres(database.url.clone())).await.unwrap().close().await;
    let service = with_key(Service::on(&database.url, everybody()).await);
    let tables = database.rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1").await;
    let audited = |of: String| {
        let database = &database;
        async move {
            let rows = database.rows(&format!("SELECT count(*) FROM administration_audit_log {of}")).await;
            rows.concat().parse::<usize>().unwrap()
        }
    };
    let mut clients = Vec::new();
    for (digit, name, platform, membership) in PEOPLE {
        let answer = service.ask("GET", PATH, &service.token(name, &format!("{name}@acme.example")), Value::Null).await;
        let client = connected(&database, answer.ok()["token"].as_str().unwrap()).await;
        let own = texts(&client, "SELECT auth.uid()").await.unwrap();
        assert_eq!(own, [format!("00000000-0000-7000-8000-{digit:012}")]);
        let role = membership.map(|(_, role)| role);
        let may = |capability| has(platform, role, capability);
        // Acme has three members, two invitations and a domain, Beta has a member.
        let in_own = |capability, of_acme: usize, of_beta: usize| match membership {
            Some((organization, _)) if may(capability) => {
                if organization == ACME {
                    of_acme
                } else {
                    of_beta
                }
            }
            _ => 0,
        };
        let on_platform = |capability, all: usize, otherwise: usize| {
            if has(platform, None, capability) { all } else { otherwise }
        };
        let all = database
            .rows("SELECT (SELECT count(*) FROM platform_idp_config), (SELECT count(*) FROM platform_idp_audit_log)")
            .await;
        let (connections, changes) = all[0].split_once('|').unwrap();
        let of_organization = match membership {
            Some((organization, _)) if may(Capability::AuditRead) => format!("WHERE org_id = '{organization}'"),
            _ => String::from("WHERE false"),
        };
        let records =
            audited(if has(platform, None, Capability::AuditRead) { String::new() } else { of_organization }).await;
        let expected = [
            ("profiles", on_platform(Capability::UsersRead, 6, 1)),
            ("orgs", on_platform(Capability::OrganizationsRead, 2, in_own(Capability::OrgRead, 1, 1))),
            ("org_members", in_own(Capability::MembersRead, 3, 1)),
            ("external_identities", 1),
            ("user_invites", in_own(Capability::InvitationsManage, 2, 0)),
            ("org_email_domains", in_own(Capability::DomainsManage, 1, 0)),
            ("membership_requests", 0),
            ("platform_idp_config", on_platform(Capability::IdpRead, connections.parse().unwrap(), 0)),
            ("platform_idp_audit_log", on_platform(Capability::IdpRead, changes.parse().unwrap(), 0)),
            ("administration_audit_log", records),
        ];
        for table in &tables {
            let expected = expected.iter().find(|(name, _)| name == table).map(|(_, rows)| *rows);
            assert_eq!(seen(&client, table).await, expected, "{name} {table}");
        }
        // They write what is theirs, and nothing of others.
        let written = client.execute("UPDATE profiles SET full_name = 'New'", &[]).await.unwrap();
        assert_eq!(written, 1, "{name}");
        assert!(client.batch_execute("UPDATE org_members SET role = 'org_owner'").await.is_err(), "{name}");
        clients.push((name, client));
    }
    assert_eq!(tables.iter().filter(|table| *table == "profiles").count(), 1);
    // A token that was made before somebody was suspended shows nothing. The last owner stays.
    database.run("UPDATE profiles SET status = 'suspended' WHERE global_role <> 'platform_owner'").await;
    for (name, client) in clients.iter().filter(|(name, _)| *name != "olga") {
        for table in &tables {
            assert!(matches!(seen(client, table).await, None | Some(0)), "{name} {table}");
        }
    }
}
