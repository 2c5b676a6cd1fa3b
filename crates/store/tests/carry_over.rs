//! Tests of the carry-over of identities to another issuer, in both databases.

use crate::support::*;
use cora_core::actor::Actor;
use cora_core::administration::{AdministrationAction, CarryOver, CarryOverConflictKind, CarryOverReason as Reason};
use cora_core::email::CanonicalEmail;
use cora_core::id::{AuditId, ConnectionId, UserId};
use cora_core::identity::{LoginIdentity, SubjectMapping};
use cora_core::provisioning::decision::OutcomeKind;
use cora_core::text::{ChangeReason, Issuer, Subject};
use cora_store::{AdministrationContext, AuditFilter, CarryOverCommand, FormerIssuer, Page};
use serde_json::json;
use uuid::Uuid;

use crate::support::connections::{forced_activation, id, issuer};

const BEN: &str = "00000000-0000-7000-8000-000000000002";

/// Creates a platform with its owner Olga and with Ben, who have identities at one issuer, and a
/// tested connection with another one.
async fn database() -> Database {
    let mut seed = base();
    seed["users"].as_array_mut().unwrap().push(json!({
        "id": BEN, "email": "ben@acme.example", "emailVerified": true,
        "identities": [{ "connectionId": CONNECTION, "subject": "ben" }]
    }));
    let database = Database::seeded(seed).await;
    database.make_tested(2).await;
    database
}

fn command() -> CarryOverCommand {
    let from = FormerIssuer::Issuer(Issuer::new(ISSUER).unwrap());
    CarryOverCommand { from, to: id(2), number: None, subjects: None, force: false, dry_run: false }
}

fn forced() -> CarryOverCommand {
    CarryOverCommand { force: true, ..command() }
}

fn mapping(pairs: &[(&str, &str)]) -> Option<Vec<SubjectMapping>> {
    let subject = |text: &str| Subject::new(text).unwrap();
    Some(pairs.iter().map(|(from, to)| SubjectMapping { from: subject(from), to: subject(to) }).collect())
}

impl Database {
    async fn carry_over(&self, command: &CarryOverCommand, actor: Actor) -> CarryOver {
        let context = AdministrationContext {
            now: now(),
            audit_id: AuditId::from_uuid(Uuid::new_v4()),
            actor,
            reason: ChangeReason::new("the host was renamed"),
            request_id: None,
            out_of_reach: Vec::new(),
            acting: None,
        };
        self.store.carry_identities_over(command, &context).await.unwrap()
    }

    async fn refuses(&self, command: &CarryOverCommand, reason: Reason) -> CarryOver {
        let before = self.dump().await;
        let result = self.carry_over(command, Actor::Operator {}).await;
        assert_eq!(result.reason, reason, "{result:?}");
        assert_eq!(self.dump().await, before, "{reason:?}");
        result
    }

    async fn identities(&self) -> String {
        self.texts("SELECT issuer || ' ' || external_id || ' ' || coalesce(email, '-') || ' ' || provider_name FROM external_identities ORDER BY external_id").await.join(",")
    }
}

fn login_at_new(subject: &str, email: &str) -> LoginIdentity {
    let mut login = login(subject, email);
    login.connection_id = id(2);
    login.issuer = Issuer::new(&issuer(2)).unwrap();
    login
}

#[tokio::test]
async fn people_are_known_at_the_new_issuer_with_the_address_that_they_vouch_for() {
    let database = database().await;
    let before = database.dump().await;
    let dry = CarryOverCommand { dry_run: true, ..forced() };
    let result = database.carry_over(&dry, Actor::Operator {}).await;
    assert_eq!((result.reason, result.report.moved), (Reason::CarriedOver, 2));
    assert_eq!(database.dump().await, before, "a dry run writes nothing");
    database.refuses(&command(), Reason::WouldLockOutAdmins).await;

    let result = database.carry_over(&forced(), Actor::Operator {}).await;
    assert_eq!((result.reason, result.report.moved, result.report.left), (Reason::CarriedOver, 2, 0));
    let new = issuer(2);
    assert_eq!(
        database.identities().await,
        format!("{new} ben ben@acme.example oidc,{new} olga olga@acme.example oidc")
    );
    // The owner is known there, so the connection may be used, without force.
    database.change(2, &connections::activate()).await;
    let provisioned = database.store.provision(&login_at_new("ben", "ben@acme.example"), now()).await.unwrap();
    assert_eq!(provisioned.decision.outcome.kind(), OutcomeKind::Returning);
    assert_eq!(provisioned.decision.outcome.signed_in_user(), UserId::parse(BEN));

    let audit = database.store.administration_audit(None, &AuditFilter::default(), &Page::default()).await.unwrap();
    let carried: Vec<_> = audit.iter().filter(|row| row.reason.as_deref() != Some("seeded")).collect();
    let [record] = carried.as_slice() else { panic!("{audit:?}") };
    assert_eq!((record.action, record.actor_kind.as_str()), (AdministrationAction::IdentitiesCarriedOver, "operator"));
    assert_eq!((record.actor_id, record.target.as_deref()), (None, Some(id(2).to_string().as_str())));
    let fields: Vec<&str> = record.changes.iter().map(|change| change.field.as_str()).collect();
    assert_eq!(fields, ["issuer", "identities", "forced"]);
    database.refuses(&command(), Reason::Unchanged).await;
}

#[tokio::test]
async fn an_issuer_is_named_by_the_connection_that_uses_it_and_the_new_one_by_its_latest_settings() {
    let database = database().await;
    let connection = ConnectionId::parse(CONNECTION).unwrap();
    let from = FormerIssuer::from(Issuer::new(CONNECTION).unwrap());
    assert_eq!(from, FormerIssuer::Connection(connection));
    let same = CarryOverCommand { from: from.clone(), to: connection, ..forced() };
    database.refuses(&same, Reason::SameIssuer).await;
    database.refuses(&CarryOverCommand { number: Some(9), ..same.clone() }, Reason::IssuerMissing).await;
    database.refuses(&CarryOverCommand { to: id(7), ..same.clone() }, Reason::ConnectionNotFound).await;
    let unknown = FormerIssuer::Connection(id(7));
    database.refuses(&CarryOverCommand { from: unknown, ..forced() }, Reason::ConnectionNotFound).await;

    // The settings in use have the former issuer, and the latest the new one.
    let renamed = json!({ "command": "save", "settings": connections::settings("https://renamed.acme.example") });
    let saved = database.try_change(connection, &connections::command(renamed), &[]).await.unwrap();
    assert!(saved.ok, "{saved:?}");
    assert_eq!(database.carry_over(&same, Actor::Operator {}).await.report.moved, 2);
    assert!(database.identities().await.starts_with("https://renamed.acme.example ben"));
    let activated = database.try_change(connection, &forced_activation(), &[]).await.unwrap();
    assert!(activated.ok, "{activated:?}");
}

#[tokio::test]
async fn with_a_conflict_nobody_is_carried_over() {
    let database = database().await;
    database.change(2, &forced_activation()).await;
    // Somebody else came by Ben's subject at the new issuer first.
    database
        .execute(&format!(
            "UPDATE external_identities SET issuer = '{}', external_id = 'ben' WHERE external_id = 'olga'",
            issuer(2)
        ))
        .await;
    let result = database.refuses(&command(), Reason::CarryOverConflicts).await;
    let [conflict] = result.report.conflicts.as_slice() else { panic!("{result:?}") };
    assert_eq!((conflict.kind, conflict.count), (CarryOverConflictKind::SubjectTaken, 1));
    assert_eq!(conflict.subjects[0].as_str(), "b***");

    // By the list nobody is in each other's way.
    let listed = CarryOverCommand { subjects: mapping(&[("ben", "benjamin")]), ..command() };
    assert_eq!(database.carry_over(&listed, Actor::Operator {}).await.report.moved, 1);
    let new = issuer(2);
    assert_eq!(
        database.identities().await,
        format!("{new} ben olga@acme.example oidc,{new} benjamin ben@acme.example oidc")
    );
}

#[tokio::test]
async fn a_subject_that_derives_another_account_is_not_given_away() {
    let database = database().await;
    let derived = login_at_new("ben", "ben@acme.example").key().user_id();
    database.seed(json!({ "users": [{ "id": derived, "email": "eve@acme.example" }] })).await;
    let result = database.refuses(&forced(), Reason::CarryOverConflicts).await;
    assert_eq!(result.report.conflicts[0].kind, CarryOverConflictKind::SubjectTaken);
}

#[tokio::test]
async fn only_an_owner_carries_identities_over() {
    let database = database().await;
    let user = |id: &str| Actor::User { user_id: UserId::parse(id).unwrap() };
    let before = database.dump().await;
    for nobody in [BEN, "00000000-0000-7000-8000-0000000000ff"] {
        let result = database.carry_over(&forced(), user(nobody)).await;
        assert_eq!((result.reason, result.report.from, result.report.left), (Reason::NotAllowed, None, 0));
    }
    assert_eq!(database.dump().await, before);
    assert_eq!(database.carry_over(&forced(), user(OWNER)).await.reason, Reason::CarriedOver);
    let email = CanonicalEmail::parse("olga@acme.example").unwrap();
    assert_eq!(database.store.users_with_email(&email).await.unwrap().len(), 1);
}
