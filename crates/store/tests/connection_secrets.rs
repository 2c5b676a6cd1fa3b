//! Tests of connections' secrets: stored with their settings, encrypted, and opened for nobody
//! else.

use crate::support::connections::*;
use crate::support::*;
use cora_core::connection::secret::reference::SecretReference;
use cora_secrets::{KeyRing, Resolver, SealedSecret, SecretBinding, SecretError};
use cora_store::{ChangeConnectionError, NewTestRun, ResealError};
use serde_json::{Value, json};
use uuid::Uuid;

const SECRET: &str = "GOCSPX-kB7qTn2vYw9LmR4sXz1cUe8d";
const OLD: &str = "old:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
const NEW: &str = "new:AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=";

fn ring(keys: &str) -> KeyRing {
    KeyRing::parse(keys).unwrap()
}

fn secret_id(last: u8) -> Uuid {
    Uuid::from_u128(0x5ec0_0000_7000_8000_0000_0000_0000 + u128::from(last))
}

fn sealed(connection: u8, last: u8, secret: &str) -> SealedSecret {
    let name = String::from("clientSecret");
    ring(OLD).seal(SecretBinding { connection_id: id(connection), secret_id: secret_id(last), name }, secret).unwrap()
}

fn reference(last: u8) -> SecretReference {
    SecretReference::stored(&secret_id(last).to_string()).unwrap()
}

fn with_secret(connection: u8, last: u8) -> Value {
    let mut settings = settings(&issuer(connection));
    settings["clientSecret"] = json!(reference(last).as_str());
    settings
}

fn create_with_secret(connection: u8, last: u8) -> Value {
    json!({
        "command": "create", "connectionId": id(connection), "kind": "oidc", "displayName": "Sign-in",
        "settings": with_secret(connection, last)
    })
}

async fn resolve(database: &Database, keys: &str, connection: u8, last: u8) -> Result<String, SecretError> {
    let secret = Resolver::new(Some(ring(keys))).resolve(id(connection), None, &reference(last), &database.store).await;
    secret.map(|secret| secret.expose().to_owned())
}

/// Returns `true` if the bytes occur anywhere in the database: in SQLite's files, or in any row of
/// PostgreSQL's tables.
async fn is_stored(database: &Database, bytes: &[u8]) -> bool {
    if Database::is_postgres() {
        let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        let dump = database.dump().await;
        return dump.contains(std::str::from_utf8(bytes).unwrap()) || dump.contains(&hex);
    }
    std::fs::read_dir(database.folder.path()).unwrap().any(|file| {
        let content = std::fs::read(file.unwrap().path()).unwrap();
        content.windows(bytes.len()).any(|window| window == bytes)
    })
}

#[tokio::test]
async fn a_stored_secret_is_nowhere_in_clear() {
    let database = Database::empty().await;
    let command = command(create_with_secret(1, 1));
    assert!(database.try_change(id(1), &command, &[sealed(1, 1, SECRET)]).await.unwrap().ok);
    let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    let run = Uuid::from_u128(0x7e57);
    let new = NewTestRun {
        id: run,
        connection_id: id(1),
        number: 1,
        version: 1,
        state_hash: cora_core::secret::TokenHash::of(&cora_core::secret::PresentedToken::new("the-state").unwrap()),
        nonce: "n".into(),
        code_verifier: Some(ring(OLD).seal(NewTestRun::code_verifier_binding(run, id(1)), verifier).unwrap()),
        created_by: context().actor,
    };
    database.store.start_test_run(&new, now()).await.unwrap();
    assert_eq!(resolve(&database, OLD, 1, 1).await, Ok(SECRET.to_owned()));
    // The search finds a value that is stored in clear, which proves that the search works.
    assert!(is_stored(&database, secret_id(1).to_string().as_bytes()).await);
    for clear in [SECRET, verifier, "the-state"] {
        assert!(!is_stored(&database, clear.as_bytes()).await);
        assert!(!is_stored(&database, &clear.as_bytes()[..12.min(clear.len())]).await);
    }
    for hidden in [
        format!("{:?}", database.store.connections().await.unwrap()),
        format!("{:?}", database.store.connection_audit(id(1), 10).await.unwrap()),
    ] {
        assert!(!hidden.contains(SECRET));
    }
}

#[tokio::test]
async fn a_secret_that_no_settings_refer_to_does_not_stay_behind() {
    let database = Database::empty().await;
    let before = database.dump().await;
    // The core refuses this, because the secret is also in a field that everyone may read.
    let mut inline = create_with_secret(1, 1);
    inline["settings"]["clientId"] = json!(SECRET);
    let refused = database.try_change(id(1), &command(inline), &[sealed(1, 1, SECRET)]).await.unwrap();
    assert!(!refused.ok);
    assert_eq!(database.dump().await, before);

    let made = database.try_change(id(1), &create(1), &[sealed(1, 1, SECRET)]).await.unwrap();
    assert!(made.ok);
    assert_eq!(database.count("connection_secrets").await, 0);
    // A secret of another connection is not stored either.
    let save = command(json!({ "command": "save", "settings": with_secret(1, 1) }));
    let before = database.dump().await;
    let error = database.try_change(id(1), &save, &[sealed(2, 1, SECRET)]).await.unwrap_err();
    assert!(matches!(error, ChangeConnectionError::SecretNotFound));
    assert_eq!(database.dump().await, before);
}

#[tokio::test]
async fn settings_cannot_refer_to_the_secret_of_another_connection() {
    let database = Database::empty().await;
    database.try_change(id(1), &command(create_with_secret(1, 1)), &[sealed(1, 1, SECRET)]).await.unwrap();
    let before = database.dump().await;
    let error = database.try_change(id(2), &command(create_with_secret(2, 1)), &[]).await.unwrap_err();
    assert!(matches!(error, ChangeConnectionError::SecretNotFound));
    assert_eq!(database.dump().await, before);
    assert_eq!(resolve(&database, OLD, 2, 1).await, Err(SecretError::NotFound));
}

#[tokio::test]
async fn a_ciphertext_that_was_moved_to_another_row_does_not_open() {
    let database = Database::empty().await;
    for (connection, last) in [(1, 1), (2, 2)] {
        let command = command(create_with_secret(connection, last));
        let secret = sealed(connection, last, &format!("{SECRET}-{last}"));
        database.try_change(id(connection), &command, &[secret]).await.unwrap();
    }
    let moved = format!(
        "UPDATE connection_secrets SET (key_id, nonce, ciphertext) =
            (SELECT key_id, nonce, ciphertext FROM connection_secrets WHERE id = '{}') WHERE id = '{}'",
        secret_id(1),
        secret_id(2)
    );
    database.execute(&moved).await;
    assert_eq!(resolve(&database, OLD, 2, 2).await, Err(SecretError::Unreadable));
    assert_eq!(resolve(&database, OLD, 1, 1).await, Ok(format!("{SECRET}-1")));
    let sql = format!("UPDATE connection_secrets SET idp_config_id = '{}'", id(2));
    assert!(database.refusal(&sql).await.contains("does not move"));
}

#[tokio::test]
async fn keys_are_replaced_and_the_old_one_is_not_needed_any_more() {
    let database = Database::empty().await;
    for (connection, last) in [(1, 1), (2, 2)] {
        let command = command(create_with_secret(connection, last));
        database.try_change(id(connection), &command, &[sealed(connection, last, SECRET)]).await.unwrap();
    }
    let both = ring(&format!("{NEW},{OLD}"));
    assert_eq!(resolve(&database, NEW, 1, 1).await, Err(SecretError::KeyUnknown));
    assert_eq!(database.store.reseal_secrets(&both).await.unwrap(), 2);
    assert_eq!(database.store.reseal_secrets(&both).await.unwrap(), 0);
    for last in [1, 2] {
        assert_eq!(resolve(&database, NEW, last, last).await, Ok(SECRET.to_owned()));
    }
    assert_eq!(database.count("connection_secrets WHERE key_id = 'old'").await, 0);
}

#[tokio::test]
async fn a_secret_that_does_not_open_stops_the_replacement_of_keys() {
    let database = Database::empty().await;
    for (connection, last) in [(1, 1), (2, 2)] {
        let command = command(create_with_secret(connection, last));
        database.try_change(id(connection), &command, &[sealed(connection, last, SECRET)]).await.unwrap();
    }
    let sql = format!("UPDATE connection_secrets SET key_id = 'lost' WHERE id = '{}'", secret_id(2));
    database.execute(&sql).await;
    let before = database.dump().await;
    let error = database.store.reseal_secrets(&ring(&format!("{NEW},{OLD}"))).await.unwrap_err();
    assert!(matches!(error, ResealError::Secret { error: SecretError::KeyUnknown, .. }));
    assert_eq!(database.dump().await, before);
}

#[tokio::test]
async fn a_stored_secret_stays_with_the_provider_that_it_was_written_for() {
    let database = Database::empty().await;
    database.try_change(id(1), &command(create_with_secret(1, 1)), &[sealed(1, 1, SECRET)]).await.unwrap();
    let save = |settings: Value| command(json!({ "command": "save", "settings": settings }));
    // The settings name another provider, or the same one with a document of somebody else. A test
    // login would send the secret there.
    let mut elsewhere = with_secret(1, 1);
    elsewhere["issuer"] = json!("https://evil.example");
    let mut by_document = with_secret(1, 1);
    by_document["discoveryUri"] = json!("https://evil.example/.well-known/openid-configuration");
    // Another spelling of an identifier means the same secret.
    let mut in_capitals = elsewhere.clone();
    in_capitals["clientSecret"] = json!(format!("stored:{}", secret_id(1).to_string().to_uppercase()));
    for settings in [elsewhere.clone(), by_document, in_capitals] {
        let before = database.dump().await;
        let error = database.try_change(id(1), &save(settings.clone()), &[]).await.unwrap_err();
        assert!(matches!(error, ChangeConnectionError::SecretOfAnotherProvider), "{settings}");
        assert_eq!(database.dump().await, before);
    }
    // A draft does not get around this either.
    let mut draft = elsewhere.clone();
    draft["clientId"] = json!("changeme");
    assert!(database.try_change(id(1), &save(draft), &[]).await.unwrap().ok);
    let error = database.try_change(id(1), &save(elsewhere.clone()), &[]).await.unwrap_err();
    assert!(matches!(error, ChangeConnectionError::SecretOfAnotherProvider));
    // With other settings of the same provider the secret is kept. For another provider it is
    // written again.
    let mut renamed = with_secret(1, 1);
    renamed["clientId"] = json!("mobile");
    assert!(database.try_change(id(1), &save(renamed), &[]).await.unwrap().ok);
    elsewhere["clientSecret"] = json!(reference(2).as_str());
    assert!(database.try_change(id(1), &save(elsewhere), &[sealed(1, 2, "another")]).await.unwrap().ok);
}
