//! Tests of erasing a person, and of everything that is held about them. Each of the person's texts
//! contains a word that is nowhere else, and the whole database is searched for it.

use crate::support::issuer::{application_id, at, browser, renew, session, settings};
use crate::support::*;
use cora_core::actor::Actor;
use cora_core::administration::{AdministrationAction, AdministrationReason, UserCommand};
use cora_core::id::{AuditId, UserId};
use cora_core::provisioning::decision::OutcomeKind;
use cora_core::text::ChangeReason;
use cora_store::{AdministrationContext, AuditFilter, FoundText, Page};
use serde_json::{Value, json};
use uuid::Uuid;

/// The word.
const WORD: &str = "zquxo";
const SECOND_OWNER: &str = "00000000-0000-7000-8000-000000000009";
const OTHER: &str = "00000000-0000-7000-8000-000000000008";
const ID: &str = "00000000-0000-7000-8000-0000000000e";

fn context() -> AdministrationContext {
    AdministrationContext {
        now: now(),
        audit_id: AuditId::from_uuid(Uuid::from_u128(0xe7a5e)),
        actor: Actor::Operator {},
        reason: ChangeReason::new("request 4711"),
        request_id: None,
        out_of_reach: Vec::new(),
        acting: None,
    }
}

fn person_login() -> cora_core::identity::LoginIdentity {
    let mut login = serde_json::to_value(login("zquxo|subject", "Zquxo.Žofie@acme.example")).unwrap();
    let words = json!({
        "name": "Žofie \"Z\" Zquxo", "givenName": "Zquxo Žofie", "familyName": "Zquxová", "phoneNumber": "+420zquxo1",
        "picture": "https://img.example/zquxo.png", "sessionId": "sid-zquxo"
    });
    login.as_object_mut().unwrap().extend(words.as_object().unwrap().clone());
    login["email"] = json!("Zquxo.Zofie@acme.example");
    serde_json::from_value(login).unwrap()
}

/// Creates a database in which every table that can hold a text about the person holds one.
pub async fn world() -> (Database, UserId) {
    let rule = domain_rule();
    let mut seed = with(base(), json!({ "domainRules": [rule] }));
    for (id, email, role) in
        [(SECOND_OWNER, "owner@acme.example", "platform_owner"), (OTHER, "other@acme.example", "platform_user")]
    {
        seed["users"].as_array_mut().unwrap().push(json!({
            "id": id, "email": email, "emailVerified": true, "platformRole": role
        }));
    }
    let database = Database::seeded(seed).await;
    let login = person_login();
    let provisioned = database.store.provision(&login, now()).await.unwrap();
    assert_ne!(provisioned.decision.outcome.kind(), OutcomeKind::Denied, "{:?}", provisioned.decision.reason);
    database.store.write_login_counts().await.unwrap();
    let person = user(&login);
    let email = "zquxo.zofie@acme.example";
    let hash = |digit: &str| digit.repeat(64);
    database.application(application_id(1), settings(json!({}))).await;
    let mut began = browser(1);
    began.user_id = person;
    began.login = login;
    began.device = Some("Zquxo's phone".into());
    database.store.begin_browser_session(&began, None, at(0)).await.unwrap();
    session(&database.store, 1, at(0)).await;
    drop(renew(&database.store, 1, 0, at(1)).await);
    for statement in [
        format!(
            "INSERT INTO user_invites (id, email, org_id, role, invited_by, status, accepted_by, accepted_at, claimed_as,
                expires_at, created_at, updated_at)
             VALUES ('{ID}1', 'zquxo.invited@acme.example', '{ACME}', 'org_user', '{OWNER}', 'accepted', '{person}', @time(5),
                    'z***@acme.example', @time(9), @time(5), @time(5)),
                ('{ID}2', '{email}', '{ACME}', 'org_user', '{OWNER}', 'pending', NULL, NULL, NULL, @time(9), @time(5), @time(5))"
        ),
        format!("INSERT INTO waitlist (email, added_at) VALUES ('{email}', @time(5))"),
        format!(
            "INSERT INTO mailbox_tokens (token_hash, domain_id, email, created_by, created_at, expires_at)
             VALUES ('{}', '{DOMAIN}', '{email}', '{OWNER}', @time(5), @time(6))",
            hash("c")
        ),
        format!(
            "INSERT INTO link_confirmations (token_hash, issuer, external_id, user_id, email, created_at, expires_at)
             VALUES ('{}', '{ISSUER}', 'zquxo|other', '{person}', '{email}', @time(5), @time(6)),
                ('{}', '{ISSUER}', 'zquxo|subject', '{OTHER}', 'other@acme.example', @time(5), @time(6))",
            hash("d"),
            hash("e")
        ),
        format!(
            "INSERT INTO identity_conflicts (id, kind, issuer, external_id, connection_id, user_id, claimant_id, email,
                status, opened_at, reason)
             VALUES ('{ID}3', 'email_conflict', '{ISSUER}', 'zquxo|subject', '{CONNECTION}', '{OTHER}', '{person}',
                'zquxo.second@acme.example', 'open', @time(5), 'Zquxo called')"
        ),
        format!(
            "INSERT INTO sign_in_flows (id, secret_hash, state_hash, nonce, application_id, request, connection_id,
                connection_version, asked_login, asked_select_account, began_at, expires_at)
             VALUES ('{ID}4', '{}', '{}', 'n', '{}', '{{\"loginHint\":\"{email}\"}}', '{CONNECTION}', 1, false, false,
                @time(5), @time(6))",
            hash("f"),
            hash("a"),
            application_id(1)
        ),
        format!(
            "INSERT INTO administration_audit_log (id, at, actor_kind, actor_id, action, user_id, target, changes, reason)
             VALUES ('{ID}5', @time(5), 'user', '{OWNER}', 'identity_conflict_resolved', '{person}', 'z***@acme.example',
                '[{{\"field\":\"identity\",\"before\":\"zquxo|subject\",\"after\":null}},{{\"field\":\"status\",\"before\":\"open\",\"after\":\"dismissed\"}}]',
                'Zquxo said so'),
                ('{ID}6', @time(5), 'user', '{OWNER}', 'waitlist_approved', NULL, NULL, '[]', 'like {email}'),
                ('{ID}7', @time(5), 'user', '{OWNER}', 'waitlist_approved', NULL, 'o***@acme.example', '[]', 'kept')"
        ),
        format!(
            "INSERT INTO platform_idp_audit_log (id, idp_config_id, action, changes, forced, reason, actor_kind, performed_by,
                performed_at)
             VALUES ('{ID}8', '{CONNECTION}', 'updated', '[{{\"note\":\"{email}\"}}]', true, 'Zquxo.Zofie@acme.example asked',
                'user', '{person}', @time(5))"
        ),
        format!(
            "INSERT INTO provisioning_policy (id, version, document, updated_at)
             VALUES (1, 7, '{{\"bootstrap\":{{\"mode\":\"allow_list\",\"emails\":[\"{email}\",\"kept@acme.example\"]}}}}', @time(5))
             ON CONFLICT (id) DO UPDATE SET version = excluded.version, document = excluded.document"
        ),
    ] {
        database.execute(&statement).await;
    }
    (database, person)
}

/// Returns the lines of the dump that contain the word.
async fn told(database: &Database) -> Vec<String> {
    let dump = database.dump().await.to_lowercase();
    dump.lines().filter(|line| line.contains(WORD)).map(str::to_owned).collect()
}

async fn erase(database: &Database, user_id: UserId) -> AdministrationReason {
    let context =
        AdministrationContext { audit_id: AuditId::from_uuid(Uuid::from_u128(u128::from(rand()))), ..context() };
    database.store.administer(&UserCommand::EraseUser { user_id }.into(), &context).await.unwrap().reason
}

#[tokio::test]
async fn an_erased_person_is_in_no_column_of_any_table() {
    let (database, person) = world().await;
    let tables: Vec<String> =
        told(&database).await.iter().map(|line| line.split(':').next().unwrap().to_owned()).collect();
    let expected = [
        "administration_audit_log",
        "browser_sessions",
        "external_identities",
        "identity_conflicts",
        "link_confirmations",
        "mailbox_tokens",
        "platform_idp_audit_log",
        "profiles",
        "provisioning_policy",
        "provisioning_policy_versions",
        "sign_in_flows",
        "user_invites",
        "waitlist",
    ];
    for table in expected {
        assert!(tables.iter().any(|found| found == table), "the world has nothing in {table}: {tables:?}");
    }
    // The chain has all records before, and holds afterwards.
    while database.store.chain_audit(now()).await.unwrap() > 0 {}
    assert_eq!(database.store.verify_audit(None).await.unwrap().faults, []);
    assert_eq!(erase(&database, person).await, AdministrationReason::Done);
    let verified = database.store.verify_audit(None).await.unwrap();
    assert_eq!(verified.faults, []);
    assert!(verified.erased >= 4, "{verified:?}");
    // The organization that the person founded at their login is an organization's, not theirs.
    assert_eq!(told(&database).await, [] as [&str; 0]);

    // The rows stay, and so does what others wrote about others.
    let row = database.store.user(person).await.unwrap().unwrap();
    assert_eq!((row.status.to_string(), row.email, row.full_name), ("deprovisioned".to_owned(), None, None));
    let identities = database.store.identities_of_user(person).await.unwrap();
    assert!(identities[0].subject.starts_with("erased-"), "{identities:?}");
    assert!(database.store.sessions_of_user(person, at(1)).await.unwrap().is_empty());
    let log = database.store.administration_audit(None, &AuditFilter::default(), &Page::default()).await.unwrap();
    let kept = |number: &str| log.iter().find(|row| row.id == format!("{ID}{number}")).unwrap();
    assert_eq!((kept("7").reason.as_deref(), kept("7").target.as_deref()), (Some("kept"), Some("o***@acme.example")));
    assert_eq!((kept("5").reason.as_deref(), kept("5").target.as_deref()), (None, None));
    assert_eq!(kept("5").changes[0].before.as_deref(), Some("***"));
    assert_eq!(kept("5").changes[1].after.as_deref(), Some("dismissed"));
    assert_eq!((log[0].action, log[0].user_id), (AdministrationAction::UserErased, Some(person)));
    let policy = &database.store.policy_versions(&Page::default()).await.unwrap()[0].policy;
    assert!(serde_json::to_string(policy).unwrap().contains("kept@acme.example"));
    // Logs are append-only again.
    for table in ["administration_audit_log", "provisioning_audit_log", "platform_idp_audit_log"] {
        let refused = database.refusal(&format!("UPDATE {table} SET id = id")).await;
        assert!(refused.contains("append-only"), "{table}: {refused}");
    }
    // A repetition is harmless, and the person stays out.
    assert_eq!(erase(&database, person).await, AdministrationReason::Done);
    let again = database.store.provision(&person_login(), now()).await.unwrap();
    assert_eq!(again.decision.outcome.kind(), OutcomeKind::Denied);
}

trait Named {
    fn to_string(&self) -> String;
}

impl Named for cora_core::provisioning::facts::UserStatus {
    fn to_string(&self) -> String {
        cora_core::json::Code::name(self).to_owned()
    }
}

#[tokio::test]
async fn an_erasure_leaves_the_schema_as_it_was() {
    let (database, person) = world().await;
    let before = database.structure().await;
    assert_eq!(erase(&database, person).await, AdministrationReason::Done);
    assert_eq!(database.structure().await, before);
}

#[tokio::test]
async fn the_last_owner_is_not_erased() {
    let database = Database::seeded(base()).await;
    let owner = UserId::parse(OWNER).unwrap();
    let before = database.dump().await;
    let reason = erase(&database, owner).await;
    assert!(matches!(reason, AdministrationReason::LastPlatformOwner | AdministrationReason::LastOwner), "{reason:?}");
    assert_eq!(database.dump().await, before);
}

#[tokio::test]
async fn an_address_that_somebody_else_holds_is_not_erased_with_a_person() {
    let (database, person) = world().await;
    database
        .execute(&format!(
            "UPDATE profiles SET email = 'zquxo.second@acme.example', email_canonical = 'zquxo.second@acme.example'
         WHERE user_id = '{OTHER}'"
        ))
        .await;
    assert_eq!(erase(&database, person).await, AdministrationReason::Done);
    let left = told(&database).await;
    assert!(left.iter().all(|line| line.contains("zquxo.second@acme.example")), "{left:#?}");
    let other = database.store.user(UserId::parse(OTHER).unwrap()).await.unwrap().unwrap();
    assert_eq!(other.email.as_deref(), Some("zquxo.second@acme.example"));
}

#[tokio::test]
async fn everything_that_is_held_about_a_person_is_exported() {
    let (database, person) = world().await;
    let held = database.store.held_about(person).await.unwrap().unwrap();
    let text = serde_json::to_string(&held).unwrap();
    assert!(!text.contains("Hash\"") && !text.contains("rotation") && !text.contains("erased"), "{text}");
    assert!(text.contains("2026") || text.contains("1970"), "times are readable");
    // What is not in the rows about the person is in rows about others, or in a policy.
    let found = database.store.find_texts(&held.sought()).await.unwrap();
    let elsewhere: Vec<String> = found
        .iter()
        .filter(|found| !held.contains(found))
        .map(|FoundText { table, column, .. }| format!("{table}.{column}"))
        .collect();
    let expected = [
        "administration_audit_log.reason",
        "link_confirmations.external_id",
        "provisioning_policy.document",
        "provisioning_policy_versions.document",
        "sign_in_flows.request",
    ];
    assert_eq!(elsewhere, expected);
    for table in ["profiles", "external_identities", "user_invites", "waitlist", "browser_sessions", "org_members"] {
        assert!(
            held.tables.get(table).and_then(Value::as_array).is_some_and(|rows| !rows.is_empty()),
            "{table}: {text}"
        );
    }
    let nobody = UserId::parse("00000000-0000-7000-8000-0000000000ff").unwrap();
    assert!(database.store.held_about(nobody).await.unwrap().is_none());
    assert!(database.store.find_texts(&[]).await.unwrap().is_empty());
}

#[tokio::test]
async fn every_column_that_names_a_user_decides_if_a_row_is_about_them() {
    // Columns by which a row is somebody else's: who wrote, answered, invited.
    let not_about =
        ["created_by", "updated_by", "invited_by", "answered_by", "resolved_by", "added_by", "given_by", "owner_id"];
    let database = Database::empty().await;
    let held = include_str!("../src/operation/person.rs");
    let about = held.split("const ABOUT").nth(1).unwrap().split("];").next().unwrap();
    let columns = if Database::is_postgres() {
        "SELECT table_name || '.' || column_name FROM information_schema.columns WHERE table_schema = current_schema()"
    } else {
        "SELECT tables.name || '.' || columns.name FROM sqlite_schema AS tables
         JOIN pragma_table_xinfo(tables.name) AS columns WHERE tables.type = 'table'"
    };
    let of_users = ["user_id", "claimant_id", "actor_id"];
    let mut seen = 0;
    for name in database.texts(columns).await {
        let (table, column) = name.split_once('.').unwrap();
        let names_user = of_users.iter().any(|end| column.ends_with(end)) || column.ends_with("_by");
        if names_user && !not_about.contains(&column) {
            let listed = about.lines().any(|line| line.contains(&format!("(\"{table}\"")) && line.contains(column));
            assert!(listed, "{table}.{column} names a user, and is not in the list");
            seen += 1;
        }
    }
    assert!(seen > 15, "{seen}");
}

#[tokio::test]
async fn a_recovery_token_makes_an_owner_once_although_there_is_one() {
    use cora_core::secret::{PresentedToken, TokenHash};
    let database = Database::seeded(base()).await;
    let token = PresentedToken::new("recover").unwrap();
    let command = |hash| UserCommand::IssueRecoveryToken { token_hash: hash, expires_at: now().plus(60) };
    let issued = database.store.administer(&command(TokenHash::of(&token)).into(), &context()).await.unwrap();
    assert_eq!(issued.reason, AdministrationReason::Done);
    let mut login = login("newcomer", "newcomer@acme.example");
    login.bootstrap_token = Some(token);
    let decision = database.store.provision(&login, now()).await.unwrap().decision;
    assert_eq!(decision.platform_role, cora_core::role::PlatformRole::PlatformOwner);
    assert!(decision.memberships.is_empty(), "it founds no organization");
    let used = &database.store.bootstrap_tokens().await.unwrap()[0];
    assert!(used.recovery && used.used_by == Some(user(&login)));
    // It counts once.
    let mut second = login.clone();
    second.subject = cora_core::text::Subject::new("second").unwrap();
    second.email = cora_core::text::RawEmail::new("second@acme.example");
    let refused = database.store.provision(&second, now()).await.unwrap().decision;
    assert_ne!(refused.platform_role, cora_core::role::PlatformRole::PlatformOwner);
    // A token that was revoked counts never.
    let other = PresentedToken::new("other").unwrap();
    for command in
        [command(TokenHash::of(&other)), UserCommand::RevokeBootstrapToken { token_hash: TokenHash::of(&other) }]
    {
        let context =
            AdministrationContext { audit_id: AuditId::from_uuid(Uuid::from_u128(u128::from(rand()))), ..context() };
        database.store.administer(&command.into(), &context).await.unwrap();
    }
    assert_eq!(database.store.bootstrap_tokens().await.unwrap().len(), 1);
    let log = database.store.administration_audit(None, &AuditFilter::default(), &Page::default()).await.unwrap();
    assert!(
        log.iter().any(|row| row.action == AdministrationAction::BootstrapTokenRevoked && row.actor_kind == "operator")
    );
}

/// Returns another number each time.
fn rand() -> u32 {
    static NEXT: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(1);
    NEXT.fetch_add(1, std::sync::atomic::Ordering::Relaxed)
}
