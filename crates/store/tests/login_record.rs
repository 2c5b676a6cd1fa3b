//! Tests of the record of logins: details, samples, counts, refused tokens and their deletion.

use crate::support::*;
use cora_core::actor::Actor;
use cora_core::administration::UserCommand;
use cora_core::connection::Connection;
use cora_core::decide;
use cora_core::email::CanonicalEmail;
use cora_core::engine::{Configuration, Engine};
use cora_core::id::AuditId;
use cora_core::identity::LoginIdentity;
use cora_core::time::UnixSeconds;
use cora_core::token::TokenErrorCode;
use cora_store::{AdministrationContext, LoginRetention, RefusedToken, Store};
use serde_json::{Value, json};
use uuid::Uuid;

const DAY: u64 = 86_400;

fn at(seconds: u64) -> UnixSeconds {
    UnixSeconds::new(seconds).unwrap()
}

async fn connection(store: &Store) -> Connection {
    store.load(login("olga", "olga@acme.example"), now()).await.unwrap().connection
}

fn refused<'a>(code: TokenErrorCode, connection: &'a Connection, subject: &'a str) -> RefusedToken<'a> {
    RefusedToken { code, connection, subject: Some(subject), request_id: Some("request-1") }
}

async fn numbers(database: &Database, table: &str) -> [i64; 2] {
    [database.count(table).await, database.count("login_prunings").await]
}

#[tokio::test]
async fn a_decision_on_record_has_its_versions_its_trace_and_a_hash_of_the_address() {
    let database = Database::seeded(base()).await;
    let eve = login("eve", "Eve@evil.example");
    let decision = database.store.provision(&eve, now()).await.unwrap().decision;
    let details = "SELECT CAST(policy_version AS text) || ' ' || CAST(connection_version AS text) || ' ' || address_key
        FROM login_details";
    let email = CanonicalEmail::parse("eve@evil.example").unwrap();
    let key = recording().key.unwrap().of_address(&email).remove(0);
    let version = connection(&database.store).await.version;
    assert_eq!(database.texts(details).await, [format!("0 {version} {key}")]);
    let trace = database.texts("SELECT CAST(trace AS text) FROM login_details").await.remove(0);
    assert_eq!(serde_json::from_str::<Value>(&trace).unwrap(), serde_json::to_value(&decision.trace).unwrap());
    // Retries of the same day are the same decision.
    database.store.provision(&eve, at(NOW + 5)).await.unwrap();
    assert_eq!(database.count("login_details").await, 1);
    assert_eq!(database.count("login_samples").await, 1);
}

#[tokio::test]
async fn a_login_that_changes_nothing_is_counted_and_seen_only() {
    let database = Database::seeded(base()).await;
    let olga = login("olga", "olga@acme.example");
    database.store.provision(&olga, now()).await.unwrap();
    let on_record = database.count("login_details").await;
    for second in 0..3 {
        database.store.provision(&olga, at(NOW + 60 + second)).await.unwrap();
    }
    database.store.write_login_counts().await.unwrap();
    assert_eq!(database.count("login_details").await, on_record);
    let counted = "SELECT outcome || ' ' || reason || ' ' || CAST(logins AS text) FROM login_counts";
    assert_eq!(database.texts(counted).await, ["returning returning_user 4"]);
    let seen = "SELECT subject_key FROM identities_seen";
    let key = database.texts(seen).await.remove(0);
    assert!(key.len() == 32 && !key.contains("olga"));
    // The next flush writes the difference, and no identity a second time on the same day.
    database.store.provision(&olga, at(NOW + 90)).await.unwrap();
    database.execute("DELETE FROM identities_seen").await;
    database.store.write_login_counts().await.unwrap();
    assert_eq!(database.texts(counted).await, ["returning returning_user 5"]);
    assert_eq!(database.count("identities_seen").await, 0);
    database.store.provision(&olga, at(NOW + DAY)).await.unwrap();
    database.store.write_login_counts().await.unwrap();
    assert_eq!(database.count("identities_seen").await, 1);
}

#[tokio::test]
async fn counts_that_could_not_be_written_are_written_later() {
    let database = Database::seeded(base()).await;
    database.store.provision(&login("eve", "eve@evil.example"), now()).await.unwrap();
    database.execute("ALTER TABLE login_counts RENAME TO hidden").await;
    database.store.write_login_counts().await.unwrap_err();
    database.store.provision(&login("eve", "eve@evil.example"), now()).await.unwrap();
    database.execute("ALTER TABLE hidden RENAME TO login_counts").await;
    database.store.write_login_counts().await.unwrap();
    assert_eq!(database.texts("SELECT CAST(sum(logins) AS text) FROM login_counts").await, ["2"]);
}

#[tokio::test]
async fn a_refused_token_is_noted_once_per_code_connection_subject_and_day() {
    let database = Database::seeded(base()).await;
    let (store, connection) = (&database.store, connection(&database.store).await);
    for subject in ["ana", "ben", "ana"] {
        store.refused_token(&refused(TokenErrorCode::TokenExpired, &connection, subject), now());
        // Anybody can write any subject into a token with a wrong signature.
        store.refused_token(&refused(TokenErrorCode::SignatureInvalid, &connection, subject), now());
    }
    store.write_login_counts().await.unwrap();
    store.refused_token(&refused(TokenErrorCode::TokenExpired, &connection, "ana"), at(NOW + 60));
    store.refused_token(&refused(TokenErrorCode::TokenExpired, &connection, "ana"), at(NOW + DAY));
    store.write_login_counts().await.unwrap();
    let rows =
        "SELECT code || ' ' || CASE WHEN subject_key IS NULL THEN 'nobody' ELSE 'somebody' END FROM refused_tokens";
    let mut rows = database.texts(rows).await;
    rows.sort_unstable();
    let expired = "token_expired somebody";
    assert_eq!(rows, ["signature_invalid nobody", expired, expired, expired]);
    let counted = "SELECT CAST(sum(logins) AS text) FROM login_counts WHERE outcome = 'token_refused'";
    assert_eq!(database.texts(counted).await, ["8"]);
}

#[tokio::test]
async fn records_are_deleted_by_age_alone_and_each_deletion_is_on_record() {
    let database = Database::seeded(base()).await;
    let (store, connection) = (&database.store, connection(&database.store).await);
    for (number, day) in [0, 200, 399, 400].into_iter().enumerate() {
        let (subject, time) = (format!("eve{number}"), at(NOW + day * DAY));
        store.provision(&login(&subject, &format!("{subject}@evil.example")), time).await.unwrap();
        store.refused_token(&refused(TokenErrorCode::TokenExpired, &connection, &subject), time);
    }
    store.write_login_counts().await.unwrap();
    for statement in [
        "DELETE FROM login_details",
        "DELETE FROM login_samples",
        "DELETE FROM refused_tokens",
        "UPDATE login_details SET policy_version = 7",
        "UPDATE login_details SET address_key = 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'",
        "UPDATE login_samples SET document = '{}'",
        "UPDATE refused_tokens SET code = 'x'",
    ] {
        assert!(database.refusal(statement).await.contains("append-only"), "{statement}");
    }
    let retention = LoginRetention { samples: Some(90 * DAY), most_samples: 10, log: 300 * DAY };
    let pruned = store.prune_logins(&retention, at(NOW + 400 * DAY)).await.unwrap();
    assert_eq!((pruned.samples, pruned.details, pruned.refused_tokens), (2, 1, 1));
    assert_eq!(numbers(&database, "login_samples").await, [2, 3]);
    assert_eq!(database.count("provisioning_audit_log").await, 4, "`cora audit prune` deletes these");
    assert_eq!(store.prune_logins(&retention, at(NOW + 400 * DAY)).await.unwrap(), Default::default());
    assert_eq!(database.count("login_prunings").await, 3);
    // A deletion on record covers nothing that is newer.
    assert!(database.refusal("DELETE FROM login_samples").await.contains("append-only"));
    assert!(database.refusal("DELETE FROM login_prunings").await.contains("append-only"));

    let fewer = LoginRetention { most_samples: 1, ..retention.clone() };
    assert_eq!(store.prune_logins(&fewer, at(NOW + 400 * DAY)).await.unwrap().samples, 1);
    let off = LoginRetention { samples: None, ..retention };
    assert_eq!(store.prune_logins(&off, at(NOW + 401 * DAY)).await.unwrap().samples, 1);
    let causes: Vec<String> = store.login_prunings().await.unwrap().into_iter().map(|row| row.cause).collect();
    assert_eq!(causes, ["age", "age", "age", "number", "age"]);
    assert_eq!(database.count("login_samples").await, 0);
}

#[tokio::test]
async fn an_audit_record_that_is_pruned_takes_its_details_and_sample_along() {
    let database = Database::seeded(base()).await;
    let store = &database.store;
    store.provision(&login("eve", "eve@evil.example"), now()).await.unwrap();
    let log = cora_store::AuditLog::Logins;
    store.prune_audit(log, at(NOW + 1), None, at(NOW + 2)).await.unwrap().unwrap();
    assert_eq!(database.count("login_details").await + database.count("login_samples").await, 0);
}

#[tokio::test]
async fn nothing_stands_for_a_person_who_is_gone() {
    let database = Database::seeded(with(base(), json!({ "domainRules": [domain_rule()] }))).await;
    let store = &database.store;
    let refused_before = LoginIdentity { email_verified: cora_core::evidence::VerifiedClaim::False, ..ada() };
    store.provision(&refused_before, now()).await.unwrap();
    store.provision(&ada(), now()).await.unwrap();
    store.provision(&login("eve", "eve@evil.example"), now()).await.unwrap();
    let connection = connection(store).await;
    store.refused_token(&refused(TokenErrorCode::TokenExpired, &connection, "ada"), now());
    store.write_login_counts().await.unwrap();
    let kept = [
        "SELECT address_key FROM login_details WHERE address_key IS NOT NULL",
        "SELECT CAST(document AS text) FROM login_samples WHERE document IS NOT NULL",
        "SELECT subject_key FROM refused_tokens WHERE subject_key IS NOT NULL",
        "SELECT subject_key FROM identities_seen",
    ];
    let mut before = Vec::new();
    for kept in kept {
        before.push(database.texts(kept).await.len());
    }
    assert_eq!(before, [3, 3, 1, 1]);
    let context = AdministrationContext {
        now: at(NOW + 9),
        audit_id: AuditId::from_uuid(Uuid::from_u128(1)),
        actor: Actor::Operator {},
        reason: None,
        request_id: None,
        out_of_reach: Vec::new(),
        acting: None,
    };
    let end = UserCommand::DeprovisionUser { user_id: user(&ada()) };
    let change = store.administer(&end.into(), &context).await.unwrap();
    assert!(change.ok, "{:?}", change.reason);
    // A later attempt leaves nothing either.
    store.provision(&ada(), at(NOW + 10)).await.unwrap();
    store.write_login_counts().await.unwrap();
    let mut after = Vec::new();
    for kept in kept {
        after.push(database.texts(kept).await.len());
    }
    assert_eq!(after, [1, 1, 0, 0], "those of the other person stay");
}

fn ada() -> LoginIdentity {
    login("ada", "ada@acme.example")
}

#[tokio::test]
async fn samples_name_nobody_and_are_decided_as_the_logins_were() {
    let people = if std::env::var("CORA_DEEP").is_ok_and(|deep| deep == "1") { 10_000 } else { 200 };
    let database = Database::seeded(with(base(), json!({ "domainRules": [domain_rule()] }))).await;
    let store = &database.store;
    let mut sought = Vec::new();
    for number in 0..people {
        let (subject, local) = (format!("zq-subject-{number:05}"), format!("zq.local{number:05}"));
        let (name, group) = (format!("Zq Name{number:05}"), format!("zq-group-{number:05}"));
        let domain = if number % 2 == 0 { "acme.example" } else { "partner.example" };
        let mut value = serde_json::to_value(login(&subject, &format!("{local}@{domain}"))).unwrap();
        let members = json!({
            "name": name, "givenName": format!("Zq{number:05}"), "groups": [group], "sessionId": format!("zq-sid-{number:05}"),
            "picture": format!("https://img.example/zq{number:05}.png"), "phoneNumber": format!("+1555zq{number:05}")
        });
        value.as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
        let login: LoginIdentity = serde_json::from_value(value).unwrap();
        store.provision(&login, at(NOW + number)).await.unwrap();
        sought.extend([subject, local, name, group]);
    }
    store.write_login_counts().await.unwrap();
    let tables = ["login_samples", "login_counts", "identities_seen", "refused_tokens", "login_details"];
    let dump = database.dump().await;
    for line in dump.lines().filter(|line| tables.iter().any(|table| line.starts_with(&format!("{table}:")))) {
        assert!(!line.to_lowercase().contains("zq.local"), "an address");
        assert!(line.starts_with("login_details") || !line.to_lowercase().contains("zq"), "a text about a person");
        for text in &sought {
            assert!(!line.contains(text.as_str()), "{text}");
        }
    }

    let configuration = Configuration {
        connections: vec![connection(store).await],
        ..store.configuration(store.policy().await.unwrap()).await.unwrap()
    };
    let engine = Engine::compile(configuration.clone());
    let (mut after, mut seen) = (None, 0);
    loop {
        let page = store.login_samples(at(0), after.as_ref()).await.unwrap();
        let Some(last) = page.last().cloned() else { break };
        after = Some(last);
        for mut sample in page {
            recording().key.unwrap().restore_names(&mut sample.login, &configuration);
            let decision = engine.decide(&sample.login);
            let expected = if seen % 2 == 0 { "provisioned" } else { "denied" };
            assert_eq!(serde_json::to_value(decision.outcome.kind()).unwrap(), expected, "{:?}", decision.reason);
            seen += 1;
        }
    }
    assert_eq!(seen, people);
}

#[tokio::test]
async fn without_a_key_nothing_stands_for_anybody() {
    let database = Database::seeded(base()).await;
    let store = database.store.recording(Default::default());
    let eve = login("eve", "eve@evil.example");
    let input = store.load(eve.clone(), now()).await.unwrap();
    assert_eq!(store.provision(&eve, now()).await.unwrap().decision.reason, decide(&input).reason);
    store.refused_token(&refused(TokenErrorCode::TokenExpired, &input.connection, "eve"), now());
    store.write_login_counts().await.unwrap();
    assert_eq!(database.count("login_samples").await + database.count("identities_seen").await, 0);
    let keys = "SELECT address_key FROM login_details WHERE address_key IS NOT NULL
        UNION ALL SELECT subject_key FROM refused_tokens WHERE subject_key IS NOT NULL";
    assert_eq!(database.texts(keys).await, [""; 0]);
    assert_eq!((database.count("login_details").await, database.count("refused_tokens").await), (1, 1));
}
