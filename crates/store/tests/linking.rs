//! Tests of a link that has to be confirmed, with the database.

use crate::support::*;
use cora_core::id::UserId;
use cora_core::identity::LoginIdentity;
use cora_core::provisioning::code::ReasonCode;
use cora_core::provisioning::decision::OutcomeKind;
use cora_core::provisioning::mailbox::CodeRecipient;
use cora_core::secret::PresentedToken;
use cora_store::{AskConfirmationError, LINK_CONFIRMATION_PAUSE_SECONDS, LINK_CONFIRMATION_SECONDS};
use serde_json::json;

fn token(text: &str) -> PresentedToken {
    PresentedToken::new(text).unwrap()
}

fn owner() -> UserId {
    UserId::parse(OWNER).unwrap()
}

fn presenting(mut login: LoginIdentity, text: &str) -> LoginIdentity {
    login.link_proof = Some(token(text));
    login
}

/// A login that belongs to Olga's account only by its address.
fn stranger() -> LoginIdentity {
    login("olga-elsewhere", "olga@acme.example")
}

/// Olga's own identity is at another issuer. A second subject of this one would be somebody else.
async fn database() -> Database {
    let database = Database::seeded(base()).await;
    database.execute("UPDATE external_identities SET issuer = 'https://elsewhere.example'").await;
    database
}

async fn outcome(database: &Database, login: &LoginIdentity) -> (OutcomeKind, ReasonCode) {
    let decision = database.store.provision(login, now()).await.unwrap().decision;
    (decision.outcome.kind(), decision.reason)
}

const TO_CONFIRM: OutcomeKind = OutcomeKind::LinkConfirmationRequired;

#[tokio::test]
async fn a_confirmed_link_is_made_once() {
    let database = database().await;
    assert_eq!(outcome(&database, &stranger()).await, (TO_CONFIRM, ReasonCode::LinkConfirmationRequired));

    let sent_to = database
        .store
        .ask_link_confirmation(&token("proof"), &stranger().key(), &CodeRecipient::Account(owner()), now())
        .await;
    assert_eq!(sent_to.unwrap().as_str(), "olga@acme.example");
    let proven = presenting(stranger(), "proof");
    assert_eq!(outcome(&database, &proven).await, (OutcomeKind::Linked, ReasonCode::LinkConfirmed));
    assert_eq!(outcome(&database, &proven).await, (OutcomeKind::Returning, ReasonCode::ReturningUser));
    assert_eq!(database.count("external_identities").await, 2);
    assert_eq!(database.count("link_confirmations WHERE used_at IS NOT NULL").await, 1);

    // A used token makes no second link, not even after the first link was removed.
    database.execute("DELETE FROM external_identities WHERE external_id = 'olga-elsewhere'").await;
    assert_eq!(outcome(&database, &proven).await, (TO_CONFIRM, ReasonCode::LinkProofInvalid));
}

#[tokio::test]
async fn c23_a_confirmation_counts_only_for_the_login_it_was_requested_for() {
    let database = database().await;
    let ask = |text: &'static str, later: u64| {
        let database = &database;
        let at = now().plus(later);
        async move {
            database
                .store
                .ask_link_confirmation(&token(text), &stranger().key(), &CodeRecipient::Account(owner()), at)
                .await
        }
    };
    ask("proof", 0).await.unwrap();
    let invalid = (TO_CONFIRM, ReasonCode::LinkProofInvalid);
    // Another identity, and then another token.
    assert_eq!(outcome(&database, &presenting(login("mallory", "olga@acme.example"), "proof")).await, invalid);
    assert_eq!(outcome(&database, &presenting(stranger(), "guess")).await, invalid);
    // The address of the account was changed after the token was sent to the old one.
    database.execute("UPDATE profiles SET email = 'olga@acme.example', email_canonical = 'olga@acme.example'").await;
    database.execute("UPDATE link_confirmations SET email = 'old@acme.example'").await;
    assert_eq!(outcome(&database, &presenting(stranger(), "proof")).await, invalid);
    // A later request replaces the earlier one.
    assert!(matches!(
        ask("second", LINK_CONFIRMATION_PAUSE_SECONDS - 1).await,
        Err(AskConfirmationError::TooSoon { seconds: 60 })
    ));
    ask("second", LINK_CONFIRMATION_PAUSE_SECONDS).await.unwrap();
    assert_eq!(database.count("link_confirmations").await, 1);
    assert_eq!(outcome(&database, &presenting(stranger(), "proof")).await, invalid);
    // The expiry is exact to the second.
    let last = |offset: u64| format!("UPDATE link_confirmations SET expires_at = @time({})", NOW + offset);
    assert_eq!(
        database
            .count(&format!(
                "link_confirmations WHERE expires_at = @time({})",
                NOW + LINK_CONFIRMATION_PAUSE_SECONDS + LINK_CONFIRMATION_SECONDS
            ))
            .await,
        1
    );
    database.execute(&last(0)).await;
    assert_eq!(outcome(&database, &presenting(stranger(), "second")).await, invalid);
    database.execute(&last(1)).await;
    assert_eq!(outcome(&database, &presenting(stranger(), "second")).await.0, OutcomeKind::Linked);
}

#[tokio::test]
async fn c03_an_account_whose_address_nobody_verified_cannot_be_confirmed() {
    let seed =
        with(base(), json!({ "users": [{ "id": OWNER, "email": "olga@acme.example", "emailVerified": false }] }));
    let database = Database::seeded(seed).await;
    let asked = database
        .store
        .ask_link_confirmation(&token("proof"), &stranger().key(), &CodeRecipient::Account(owner()), now())
        .await;
    assert!(matches!(asked, Err(AskConfirmationError::NotConfirmable)));
    assert_eq!(database.count("link_confirmations").await, 0);
}
