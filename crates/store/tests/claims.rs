//! Tests of invitations that a person with another address claims by a mailed code, with the
//! database.

use crate::support::*;
use cora_core::actor::Actor;
use cora_core::administration::InvitationCommand;
use cora_core::id::{AuditId, InvitationId, OrganizationId, UserId};
use cora_core::identity::LoginIdentity;
use cora_core::provisioning::code::ReasonCode;
use cora_core::provisioning::decision::OutcomeKind;
use cora_core::provisioning::mailbox::{CodeRecipient, code_recipient};
use cora_core::provisioning::trace::Stage;
use cora_core::secret::PresentedToken;
use cora_store::{
    AdministrationContext, AskConfirmationError, AuditFilter, LINK_CONFIRMATION_PAUSE_SECONDS,
    LINK_CONFIRMATION_SECONDS, Page, Provisioned,
};
use serde_json::json;

const INVITED: &str = "ana@acme.example";
const OTHER: &str = "00000000-0000-7000-8000-000000000002";
const OTHER_CONNECTION: &str = "00000000-0000-7000-8000-0000000000c2";

/// A platform with two owners, of whom Olga has invited Ana for an hour.
async fn database() -> Database {
    let mut seed =
        with(base(), json!({ "invitations": [with(invitation(INVITED), json!({ "expiresAt": NOW + 3600 }))] }));
    let other = json!({ "id": OTHER, "email": "otto@acme.example", "emailVerified": true,
        "memberships": [{ "organizationId": ACME, "role": "org_owner" }] });
    seed["users"].as_array_mut().unwrap().push(other);
    Database::seeded(seed).await
}

async fn invitation_id(database: &Database) -> InvitationId {
    InvitationId::parse(&database.texts("SELECT CAST(id AS text) FROM user_invites").await[0]).unwrap()
}

/// A login with another address than the invited one, which names the invitation.
fn claiming(subject: &str, invitation: InvitationId) -> LoginIdentity {
    let email = format!("{subject}@consulting.example");
    LoginIdentity { invitation_id: Some(invitation), ..login(subject, &email) }
}

fn presenting(login: &LoginIdentity, text: &str) -> LoginIdentity {
    LoginIdentity { link_proof: PresentedToken::new(text), ..login.clone() }
}

async fn provision(database: &Database, login: &LoginIdentity, later: u64) -> Provisioned {
    database.store.provision(login, now().plus(later)).await.unwrap()
}

/// Has a code sent as the server does, and returns the address that it was sent to.
async fn ask(
    database: &Database,
    login: &LoginIdentity,
    code: &str,
    later: u64,
) -> Result<String, AskConfirmationError> {
    let Provisioned { input, decision, .. } = provision(database, login, later).await;
    let recipient = code_recipient(&input, &decision).expect("a code may be sent");
    assert!(matches!(recipient, CodeRecipient::Invitation(..)), "{recipient:?}");
    let token = PresentedToken::new(code).unwrap();
    let sent = database.store.ask_link_confirmation(&token, &login.key(), &recipient, now().plus(later)).await;
    sent.map(|address| address.as_str().to_owned())
}

fn of_invitation(provisioned: &Provisioned) -> ReasonCode {
    let mut stages = provisioned.decision.trace.stages.iter();
    stages.find(|stage| stage.stage == Stage::Invitation).unwrap().code
}

#[tokio::test]
async fn a_newcomer_claims_an_invitation_and_the_inviter_sees_who_did() {
    let database = database().await;
    let invitation = invitation_id(&database).await;
    let lopez = claiming("lopez", invitation);
    let refused = provision(&database, &lopez, 0).await;
    assert_eq!(
        (refused.decision.outcome.kind(), of_invitation(&refused)),
        (OutcomeKind::Denied, ReasonCode::InvitationCodeRequired)
    );
    assert_eq!(ask(&database, &lopez, "code", 0).await.unwrap(), INVITED);

    let claimed = provision(&database, &presenting(&lopez, "code"), 0).await;
    assert_eq!(claimed.decision.reason, ReasonCode::InvitationAccepted);
    let acme = OrganizationId::parse(ACME).unwrap();
    let rows = database.store.invitations(acme, now(), &Page::default()).await.unwrap();
    assert_eq!(rows[0].accepted_by, Some(user(&lopez)));
    assert_eq!(rows[0].claimed_as.as_deref(), Some("l***@consulting.example"));
    let audit = database.store.provisioning_audit(&AuditFilter::default(), &Page::default()).await.unwrap();
    let named: Vec<_> = audit.iter().filter(|row| row.claimed_invitation_id.is_some()).collect();
    assert_eq!(named.len(), 1);
    assert_eq!((named[0].claimed_invitation_id, named[0].user_id), (Some(invitation), Some(user(&lopez))));
    // The invited address is nobody's: it was not vouched for.
    assert_eq!(database.count("profiles WHERE email_canonical = 'ana@acme.example'").await, 0);
    assert_eq!(database.count("external_identities WHERE email = 'ana@acme.example'").await, 0);

    let again = provision(&database, &presenting(&lopez, "code"), 0).await;
    assert_eq!(of_invitation(&again), ReasonCode::InvitationAlreadyAccepted);
    assert!(again.decision.plan.effects.is_empty());
}

#[tokio::test]
async fn a_user_claims_an_invitation_and_keeps_their_address() {
    let database = database().await;
    let invitation = invitation_id(&database).await;
    database.seed(json!({ "policy": { "accessMode": "public", "reconcileOnLogin": false } })).await;
    let lopez = claiming("lopez", invitation);
    provision(&database, &LoginIdentity { invitation_id: None, ..lopez.clone() }, 0).await;
    assert_eq!(ask(&database, &lopez, "code", 0).await.unwrap(), INVITED);
    let claimed = provision(&database, &presenting(&lopez, "code"), 0).await;
    assert_eq!(
        (claimed.decision.outcome.kind(), of_invitation(&claimed)),
        (OutcomeKind::Returning, ReasonCode::InvitationAccepted)
    );
    assert_eq!(
        database.texts("SELECT email_canonical FROM profiles WHERE full_name = 'Ada King'").await,
        ["lopez@consulting.example"]
    );
}

#[tokio::test]
async fn c23_a_code_claims_one_invitation_for_one_identity_once() {
    let database = database().await;
    let invitation = invitation_id(&database).await;
    let lopez = claiming("lopez", invitation);
    ask(&database, &lopez, "code", 0).await.unwrap();
    let invalid = ReasonCode::InvitationCodeInvalid;
    assert_eq!(of_invitation(&provision(&database, &presenting(&lopez, "guess"), 0).await), invalid);
    let mallory = presenting(&claiming("mallory", invitation), "code");
    assert_eq!(of_invitation(&provision(&database, &mallory, 0).await), invalid);
    let late = provision(&database, &presenting(&lopez, "code"), LINK_CONFIRMATION_SECONDS).await;
    assert_eq!(of_invitation(&late), invalid);
    // The code proves nothing about an account or an address.
    let without = LoginIdentity { invitation_id: None, ..presenting(&lopez, "code") };
    assert_eq!(of_invitation(&provision(&database, &without, 0).await), ReasonCode::NoInvitation);
    assert_eq!(database.count("link_confirmations WHERE used_at IS NULL").await, 1);
    // The last second.
    let last = provision(&database, &presenting(&lopez, "code"), LINK_CONFIRMATION_SECONDS - 1).await;
    assert_eq!(of_invitation(&last), ReasonCode::InvitationAccepted);
}

#[tokio::test]
async fn between_code_and_claim_an_invitation_can_end() {
    for (change, code) in [
        ("UPDATE user_invites SET status = 'revoked'", ReasonCode::InvitationRevoked),
        ("UPDATE user_invites SET expires_at = @time(1767225600)", ReasonCode::InvitationExpired),
        (
            "UPDATE org_members SET role = 'org_user' WHERE user_id = '00000000-0000-7000-8000-000000000001'",
            ReasonCode::InviterNotAuthorized,
        ),
        ("UPDATE orgs SET status = 'inactive'", ReasonCode::OrganizationInactive),
        ("UPDATE orgs SET seat_limit = 2", ReasonCode::SeatLimitReached),
    ] {
        let database = database().await;
        let lopez = claiming("lopez", invitation_id(&database).await);
        ask(&database, &lopez, "code", 0).await.unwrap();
        database.execute(change).await;
        let refused = provision(&database, &presenting(&lopez, "code"), 0).await;
        assert_eq!((refused.decision.outcome.kind(), of_invitation(&refused)), (OutcomeKind::Denied, code), "{change}");
        assert_eq!(database.count("link_confirmations WHERE used_at IS NOT NULL").await, 0);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_of_two_claims_at_once_wins() {
    let database = database().await;
    let invitation = invitation_id(&database).await;
    let (first, second) = (claiming("lopez", invitation), claiming("perez", invitation));
    ask(&database, &first, "one", 0).await.unwrap();
    ask(&database, &second, "two", LINK_CONFIRMATION_PAUSE_SECONDS).await.unwrap();
    let tasks = [presenting(&first, "one"), presenting(&second, "two")].map(|login| {
        let store = database.store.clone();
        tokio::spawn(async move { store.provision(&login, now().plus(LINK_CONFIRMATION_PAUSE_SECONDS)).await })
    });
    let mut ends = Vec::new();
    for task in tasks {
        let provisioned = task.await.unwrap().unwrap();
        ends.push((provisioned.decision.outcome.kind(), of_invitation(&provisioned)));
    }
    ends.sort_unstable();
    assert_eq!(
        ends,
        [
            (OutcomeKind::Provisioned, ReasonCode::InvitationAccepted),
            (OutcomeKind::Denied, ReasonCode::InvitationAlreadyAccepted)
        ]
    );
    assert_eq!(database.count("org_members").await, 3);
    assert_eq!(database.count("link_confirmations WHERE used_at IS NOT NULL").await, 1);
}

#[tokio::test]
async fn the_pauses_between_an_invitations_codes_grow_across_identities() {
    let database = database().await;
    let invitation = invitation_id(&database).await;
    database.execute(&format!("UPDATE user_invites SET expires_at = @time({})", NOW + 80 * 86_400)).await;
    let pause = LINK_CONFIRMATION_PAUSE_SECONDS;
    let too_soon = |asked: Result<String, AskConfirmationError>| match asked {
        Err(AskConfirmationError::TooSoon { seconds }) => seconds,
        other => panic!("{other:?}"),
    };
    // Every login comes by another identity.
    let mut at = 0;
    for number in 0..14_u32 {
        ask(&database, &claiming(&format!("s{number}"), invitation), "code", at).await.unwrap();
        let wait = (pause << number).min(86_400);
        let other = claiming("another", invitation);
        assert_eq!(too_soon(ask(&database, &other, "code", at).await), wait);
        assert_eq!(too_soon(ask(&database, &other, "code", at + wait - 1).await), 1);
        at += wait;
        database.execute("DELETE FROM link_confirmations").await;
    }
    // The pauses are short again after the invitation was sent again.
    let (acme, owner) = (OrganizationId::parse(ACME).unwrap(), UserId::parse(OWNER).unwrap());
    ask(&database, &claiming("last", invitation), "code", at).await.unwrap();
    database.execute("DELETE FROM link_confirmations").await;
    let resend = InvitationCommand::ResendInvitation {
        organization_id: acme,
        invitation_id: invitation,
        lifetime_seconds: None,
    };
    let context = AdministrationContext {
        now: now().plus(at),
        audit_id: AuditId::from_uuid(uuid::Uuid::from_u128(1)),
        actor: Actor::User { user_id: owner },
        reason: None,
        request_id: None,
        out_of_reach: Vec::new(),
        acting: None,
    };
    database.store.administer(&resend.into(), &context).await.unwrap();
    ask(&database, &claiming("next", invitation), "code", at).await.unwrap();
}

#[tokio::test]
async fn c05_no_claim_evades_enforced_single_sign_on_of_a_parent_domain() {
    let rule = with(
        domain_rule(),
        json!({ "pattern": "*.acme.example", "enrollmentMode": "enterprise_sso", "connectionId": OTHER_CONNECTION }),
    );
    let invitation = with(invitation("ana@eu.acme.example"), json!({ "expiresAt": NOW + 3600 }));
    let mut seed = with(base(), json!({ "invitations": [invitation], "domainRules": [rule] }));
    let other = with(
        seed["connections"][0].clone(),
        json!({ "id": OTHER_CONNECTION, "organizationId": ACME, "issuer": "https://sso.acme.example",
            "jwksUri": "https://sso.acme.example/keys" }),
    );
    seed["connections"].as_array_mut().unwrap().push(other);
    let database = Database::seeded(seed).await;
    let lopez = claiming("lopez", invitation_id(&database).await);
    assert_eq!(of_invitation(&provision(&database, &lopez, 0).await), ReasonCode::SsoRequired);
    database.execute(&format!("UPDATE org_email_domains SET connection_id = '{CONNECTION}'")).await;
    assert_eq!(of_invitation(&provision(&database, &lopez, 0).await), ReasonCode::InvitationCodeRequired);
}
