//! The issuer's rows: applications, flows, sessions, codes, renewals, logouts to send, keys.

use crate::support::issuer::*;
use crate::support::*;
use cora_core::actor::Actor;
use cora_core::administration::{AdministrationCommand, AdministrationReason};
use cora_core::id::{AuditId, ConnectionId, InvitationId, OrganizationId, ProviderTokenId, SignInFlowId, UserId};
use cora_core::identity::LoginIdentity;
use cora_core::issuer::authorization::{AuthorizationRequest, RequestNames};
use cora_core::issuer::connection_choice::DomainOwner;
use cora_core::issuer::pkce::CodeVerifier;
use cora_core::issuer::redemption::RedemptionReason;
use cora_core::issuer::renewal::RenewalReason;
use cora_core::issuer::rotation::RotationVerdict;
use cora_core::issuer::session::SessionEndReason;
use cora_core::issuer::signing_key::{KeyScheduleInput, KeyStep, SigningKeyState, SigningKeyUse, schedule_keys};
use cora_core::secret::PresentedToken;
use cora_core::text::{AuthenticationContext, AuthenticationMethod, KeyId, RedirectUri, SessionId, Subject, WebOrigin};
use cora_core::time::UnixSeconds;
use cora_core::token::ProviderLogout;
use cora_secrets::KeyRing;
use cora_store::{
    AdministrationContext, AuditFilter, FlowClaim, HELD_LOGIN_SECONDS, IssuedCode, NewFlow, NewSigningKey, Page,
    RenewalOutcome, SealedProviderToken, StoredApplication, VouchedLogin,
};
use serde_json::json;
use uuid::Uuid;

fn presented(text: &str) -> PresentedToken {
    PresentedToken::new(text).unwrap()
}

async fn administer(database: &Database, command: serde_json::Value) {
    let command: AdministrationCommand = serde_json::from_value(command).unwrap();
    let context = AdministrationContext {
        now: at(5),
        audit_id: AuditId::from_uuid(Uuid::new_v4()),
        actor: Actor::User { user_id: UserId::parse(BEN).unwrap() },
        reason: None,
        request_id: None,
        out_of_reach: Vec::new(),
        acting: None,
    };
    let change = database.store.administer(&command, &context).await.unwrap();
    assert!(change.ok, "{:?}", change.reason);
}

const BEN: &str = "00000000-0000-7000-8000-000000000002";

/// A seed with a second owner of everything, so that the first one can be shut out.
async fn with_ben() -> Database {
    let database = signed_in().await;
    database
        .seed(json!({ "users": [{
            "id": BEN, "email": "ben@acme.example", "emailVerified": true, "platformRole": "platform_owner",
            "identities": [{ "connectionId": CONNECTION, "subject": "ben" }],
            "memberships": [{ "organizationId": ACME, "role": "org_owner" }]
        }] }))
        .await;
    database
}

#[tokio::test]
async fn c58_a_secret_is_valid_for_its_application_until_it_expires() {
    let database = Database::seeded(base()).await;
    for number in [1, 2] {
        database.application(application_id(number), settings(json!({ "kind": "web" }))).await;
    }
    for (number, secret, expires) in [(1, "old", format!("@time({})", NOW + 10)), (1, "new", "NULL".into())] {
        database
            .execute(&format!(
                "INSERT INTO application_secrets (id, application_id, secret_hash, created_at, expires_at)
                 VALUES ('{}', '{}', '{}', @time({NOW}), {expires})",
                Uuid::new_v4(),
                application_id(number),
                hash(secret)
            ))
            .await;
    }
    let store = &database.store;
    let first = store.stored_application(application_id(1)).await.unwrap();
    let second = store.stored_application(application_id(2)).await.unwrap();
    assert_eq!(store.stored_application(application_id(3)).await.unwrap(), None);
    let is_valid = |stored: &Option<StoredApplication>, secret, seconds| {
        StoredApplication::has_secret(stored.as_ref(), &presented(secret), at(seconds))
    };
    assert!(is_valid(&first, "old", 9) && is_valid(&first, "new", 10));
    assert!(!is_valid(&first, "old", 10), "an expired secret");
    assert!(!is_valid(&first, "other", 0) && !is_valid(&second, "new", 0) && !is_valid(&None, "new", 0));
    // The hash itself is not a secret.
    assert!(!is_valid(&first, &hash("new").to_string(), 0));
}

#[tokio::test]
async fn the_facts_of_a_request_are_those_that_it_names() {
    let database = signed_in().await;
    let store = &database.store;
    let names = RequestNames {
        application_id: Some(application_id(1)),
        connection_id: Some(connection_id()),
        organization_id: OrganizationId::parse(ACME),
        id_token_hint: None,
    };
    let loaded = store.load_request(&names).await.unwrap();
    assert!(loaded.application.is_some() && loaded.connection.unwrap().is_active);
    assert_eq!(loaded.organization_id, names.organization_id);
    let nothing = store.load_request(&RequestNames::default()).await.unwrap();
    assert!(nothing.application.is_none() && nothing.connection.is_none() && nothing.organization_id.is_none());
    let origin = |text| WebOrigin::new(text).unwrap();
    assert!(store.is_registered_origin(&origin("https://app.acme.example")).await.unwrap());
    assert!(!store.is_registered_origin(&origin("https://app.acme.example.evil.example")).await.unwrap());
    let listed = store.applications(&Page::default()).await.unwrap();
    assert_eq!(listed.iter().map(|row| row.id).collect::<Vec<_>>(), [application_id(1)]);
    database
        .execute("UPDATE applications SET document = '{\"name\":\"App\",\"kind\":\"spa\",\"enabled\":false}'")
        .await;
    assert!(!store.is_registered_origin(&origin("https://app.acme.example")).await.unwrap());
}

fn flow(number: u128) -> NewFlow {
    let request: AuthorizationRequest = serde_json::from_value(json!({
        "applicationId": application_id(1), "redirectUri": REDIRECT_URI, "scopes": ["openid"], "state": "s"
    }))
    .unwrap();
    NewFlow {
        id: SignInFlowId::from_uuid(Uuid::from_u128(number)),
        secret_hash: hash(&format!("flow {number}")),
        state_hash: hash(&format!("state {number}")),
        nonce: String::from("nonce"),
        code_verifier: None,
        request,
        connection_id: connection_id(),
        connection_version: 1,
        asked_login: true,
        asked_select_account: false,
        invitation_id: Some(invitation_id()),
    }
}

fn invitation_id() -> InvitationId {
    InvitationId::from_uuid(Uuid::from_u128(0xf1))
}

#[tokio::test]
async fn c41_a_stranger_s_callback_does_not_end_a_flow() {
    let database = signed_in().await;
    let store = &database.store;
    let mut flow = flow(1);
    flow.connection_version = version(store).await;
    assert!(store.begin_flow(&flow, at(0)).await.unwrap());
    let claim = async |state: &str, secrets: &[&str], seconds| {
        let secrets: Vec<_> = secrets.iter().map(|secret| hash(secret)).collect();
        store.flow_of_callback(connection_id(), &hash(state), &secrets, at(seconds)).await.unwrap()
    };
    assert!(matches!(claim("state 1", &[], 1).await, FlowClaim::OtherBrowser));
    assert!(matches!(claim("state 1", &["flow 2"], 1).await, FlowClaim::OtherBrowser));
    assert!(matches!(claim("state 2", &["flow 1"], 1).await, FlowClaim::Unknown));
    let other = cora_core::id::ConnectionId::from_uuid(Uuid::from_u128(7));
    let crossed = store.flow_of_callback(other, &hash("state 1"), &[hash("flow 1")], at(1)).await.unwrap();
    assert!(matches!(crossed, FlowClaim::Unknown), "the state of another connection");
    assert!(matches!(claim("state 1", &["flow 1"], 600).await, FlowClaim::Unknown), "a late callback");
    let FlowClaim::Claimed(claimed) = claim("state 1", &["flow 2", "flow 1"], 599).await else { panic!("not claimed") };
    assert_eq!((claimed.request, claimed.asked_login, claimed.asked_select_account), (flow.request, true, false));
    assert_eq!(claimed.invitation_id, Some(invitation_id()));
    assert!(matches!(claim("state 1", &["flow 1"], 599).await, FlowClaim::Unknown), "the second callback");
}

#[tokio::test]
async fn a_login_waits_for_an_answer_of_its_browser_and_ends_with_one() {
    let database = signed_in().await;
    let store = &database.store;
    let flow = NewFlow { connection_version: version(store).await, ..flow(1) };
    assert!(store.begin_flow(&flow, at(0)).await.unwrap());
    let presenting =
        LoginIdentity { link_proof: PresentedToken::new("presented"), ..login("olga", "olga@acme.example") };
    let held = VouchedLogin {
        login: presenting,
        auth_time: Some(at(5)),
        acr: AuthenticationContext::new("mfa"),
        amr: AuthenticationMethod::new("otp").into_iter().collect(),
        provider_token: Some(SealedProviderToken {
            id: ProviderTokenId::from_uuid(Uuid::from_u128(0xb1)),
            sealed: "test.sealed".into(),
        }),
    };
    let waiting = async |state: &str, secret: &str, seconds| {
        store.held_login(&hash(state), &hash(secret), at(seconds)).await.unwrap()
    };
    store.hold_login(flow.id, &held, at(0)).await.unwrap();
    assert!(waiting("state 1", "flow 1", 1).await.is_none(), "its callback has not come");
    let claim = store.flow_of_callback(connection_id(), &hash("state 1"), &[hash("flow 1")], at(599)).await.unwrap();
    assert!(matches!(claim, FlowClaim::Claimed(_)));
    assert!(waiting("state 1", "flow 1", 599).await.is_none(), "nothing is held");
    store.hold_login(flow.id, &held, at(599)).await.unwrap();
    assert!(waiting("state 1", "flow 2", 600).await.is_none(), "another browser");
    assert!(waiting("state 2", "flow 1", 600).await.is_none(), "another flow");
    assert!(waiting("state 1", "flow 1", 599 + HELD_LOGIN_SECONDS).await.is_none(), "too late");
    let (claimed, found) = waiting("state 1", "flow 1", 598 + HELD_LOGIN_SECONDS).await.unwrap();
    assert_eq!((claimed.id, claimed.invitation_id), (flow.id, Some(invitation_id())));
    assert_eq!(found, VouchedLogin { login: login("olga", "olga@acme.example"), ..held });
    assert!(store.release_login(flow.id).await.unwrap());
    assert!(!store.release_login(flow.id).await.unwrap(), "it signs in once");
    assert!(waiting("state 1", "flow 1", 600).await.is_none());
}

#[tokio::test]
async fn a_flow_begins_only_with_the_connection_as_it_is() {
    let database = signed_in().await;
    let flow = NewFlow { connection_version: 77, ..flow(1) };
    assert!(!database.store.begin_flow(&flow, at(0)).await.unwrap());
    assert_eq!(database.count("sign_in_flows").await, 0);
}

#[tokio::test]
async fn c38_a_code_is_worth_nothing_to_anybody_else() {
    let database = signed_in().await;
    let store = &database.store;
    database.application(application_id(2), settings(json!({}))).await;
    let mut code = code(1, 1);
    code.connection_version = version(store).await;
    store.issue_code(&code, at(0)).await.unwrap();
    let presented = async |redemption: cora_store::CodeRedemption, seconds| {
        store.redeem_code(&redemption, |id| refresh_token(id, 0), at(seconds)).await.unwrap().reason
    };
    use RedemptionReason::*;
    let other = cora_store::CodeRedemption { application_id: application_id(2), ..redemption(1) };
    assert_eq!(presented(other, 1).await, OtherApplication);
    assert_eq!(
        presented(cora_store::CodeRedemption { redirect_uri: None, ..redemption(1) }, 1).await,
        RedirectUriMismatch
    );
    let elsewhere = RedirectUri::new("https://app.acme.example/cb/");
    let elsewhere = cora_store::CodeRedemption { redirect_uri: elsewhere, ..redemption(1) };
    assert_eq!(presented(elsewhere, 1).await, RedirectUriMismatch);
    assert_eq!(
        presented(cora_store::CodeRedemption { code_verifier: None, ..redemption(1) }, 1).await,
        VerifierMissing
    );
    let wrong = Some(CodeVerifier::new(&"a".repeat(43)));
    assert_eq!(
        presented(cora_store::CodeRedemption { code_verifier: wrong, ..redemption(1) }, 1).await,
        VerifierMismatch
    );
    assert_eq!(presented(redemption(2), 1).await, CodeUnknown);
    assert_eq!(presented(redemption(1), 60).await, CodeExpired);
    assert_eq!(database.count("application_sessions").await, 0);
    // Nothing of this took the code from its application, and all of it is on record.
    assert_eq!(presented(redemption(1), 59).await, Redeemed);
    assert_eq!(database.count("application_sessions").await, 1);
    assert_eq!(store.issuer_audit(&AuditFilter::default(), &Page::default()).await.unwrap().len(), 6);
}

#[tokio::test]
async fn c39_a_repeated_code_ends_its_own_session_and_a_stranger_s_none() {
    let database = signed_in().await;
    let store = &database.store;
    let first = session(store, 1, at(0)).await;
    session(store, 2, at(0)).await;
    let again = async |redemption: cora_store::CodeRedemption| {
        store.redeem_code(&redemption, |id| refresh_token(id, 0), at(3000)).await.unwrap().reason
    };
    let wrong = Some(CodeVerifier::new(&"a".repeat(43)));
    let stranger = cora_store::CodeRedemption { code_verifier: wrong, ..redemption(1) };
    assert_eq!(again(stranger).await, RedemptionReason::VerifierMismatch);
    let ended = async |number| store.application_session(session_id(number)).await.unwrap().unwrap().ended_reason;
    assert_eq!(ended(1).await, None);
    assert_eq!(again(redemption(1)).await, RedemptionReason::CodeUsed);
    assert_eq!(ended(1).await, Some(SessionEndReason::CodeReused));
    assert_eq!(ended(2).await, None);
    let browser = store.browser_session(first.session.facts.browser_session_id).await.unwrap().unwrap();
    assert_eq!(browser.facts.times.ended_at, None);
    assert_eq!(store.take_logouts(10, at(3000)).await.unwrap().len(), 1);
}

#[tokio::test]
async fn c38_a_code_dies_with_its_connection_and_its_sign_in() {
    let database = signed_in().await;
    let store = &database.store;
    let mut codes = [code(1, 1), code(2, 1)];
    for code in &mut codes {
        code.connection_version = version(store).await;
        assert_eq!(store.issue_code(code, at(0)).await.unwrap(), IssuedCode::Stored);
    }
    let redeem =
        async |number| store.redeem_code(&redemption(number), |id| refresh_token(id, 0), at(1)).await.unwrap().reason;
    database.execute("UPDATE platform_idp_config SET version = version + 1").await;
    assert_eq!(redeem(1).await, RedemptionReason::ConnectionChanged);
    database.execute("UPDATE platform_idp_config SET version = version - 1").await;
    assert!(store.end_browser_session(browser_id(1), SessionEndReason::SignedOut, at(1)).await.unwrap());
    assert_eq!(redeem(1).await, RedemptionReason::NotRenewed);
    assert_eq!(database.count("application_sessions").await, 0);
    assert_eq!(store.issue_code(&NewCodeOf::three(version(store).await), at(1)).await.unwrap(), IssuedCode::Refused);
}

struct NewCodeOf;

impl NewCodeOf {
    fn three(connection_version: u32) -> cora_store::NewCode {
        cora_store::NewCode { connection_version, ..code(3, 1) }
    }
}

#[tokio::test]
async fn c42_another_user_gets_nothing_of_the_former_session() {
    let database = with_ben().await;
    let store = &database.store;
    session(store, 1, at(0)).await;
    store.begin_browser_session(&browser(2), None, at(0)).await.unwrap();
    let mut ben = browser(3);
    ben.user_id = UserId::parse(BEN).unwrap();
    ben.login = login("ben", "ben@acme.example");
    store.begin_browser_session(&ben, Some(browser_id(1)), at(10)).await.unwrap();
    let old = store.application_session(session_id(1)).await.unwrap().unwrap();
    assert_eq!(old.ended_reason, Some(SessionEndReason::ReplacedBySignIn));
    assert_eq!(old.facts.browser_session_id, browser_id(1));
    let told = store.take_logouts(10, at(10)).await.unwrap();
    assert_eq!(told.iter().map(|logout| (logout.user_id, logout.tries)).collect::<Vec<_>>(), [(owner(), 1)]);
    // The session of another device goes on.
    assert_eq!(store.sessions_of_user(owner(), at(10)).await.unwrap().len(), 1);
    assert_eq!(store.sessions_of_user(ben.user_id, at(10)).await.unwrap().len(), 1);
}

#[tokio::test]
async fn the_same_user_in_two_tabs_stays_signed_in_to_both_applications() {
    let database = signed_in().await;
    let store = &database.store;
    session(store, 1, at(0)).await;
    let mut pending = code(2, 1);
    pending.connection_version = version(store).await;
    store.issue_code(&pending, at(1)).await.unwrap();
    store.begin_browser_session(&browser(2), Some(browser_id(1)), at(2)).await.unwrap();
    assert_eq!(given(renew(store, 1, 0, at(3)).await), Ok(1));
    let redeemed = store.redeem_code(&redemption(2), |id| refresh_token(id, 0), at(3)).await.unwrap();
    assert_eq!(redeemed.reason, RedemptionReason::Redeemed);
    let sessions = store.sessions_of_user(owner(), at(3)).await.unwrap();
    assert_eq!(sessions.iter().map(|row| (row.id, row.applications.len())).collect::<Vec<_>>(), [(browser_id(2), 2)]);
    assert!(store.take_logouts(10, at(3)).await.unwrap().is_empty());
}

#[tokio::test]
async fn c52_a_session_ends_at_its_own_ends_and_the_browser_s() {
    let lengths = json!({ "session": { "idle": 300, "absolute": 1000 } });
    let database = signed_in().await;
    let document = settings(lengths).to_string();
    database.execute(&format!("UPDATE applications SET document = '{document}'")).await;
    let store = &database.store;
    session(store, 1, at(0)).await;
    assert_eq!(given(renew(store, 1, 0, at(299)).await), Ok(1));
    assert_eq!(given(renew(store, 1, 1, at(598)).await), Ok(2));
    assert!(matches!(renew(store, 1, 2, at(898)).await, RenewalOutcome::Refused(RenewalReason::SessionExpired)));
    assert_eq!(given(renew(store, 1, 2, at(897)).await), Ok(3));
    assert!(matches!(renew(store, 1, 3, at(1000)).await, RenewalOutcome::Refused(RenewalReason::SessionExpired)));
    let RenewalOutcome::Renewed { grant, .. } = renew(store, 1, 3, at(999)).await else { panic!("not renewed") };
    assert_eq!(grant.ends_at, at(1000), "no token outlives the session");
}

#[tokio::test]
async fn who_is_shut_out_is_out_at_the_next_renewal() {
    for command in ["suspend_user", "deprovision_user"] {
        let database = with_ben().await;
        let store = &database.store;
        session(store, 1, at(0)).await;
        administer(&database, json!({ "command": command, "userId": OWNER })).await;
        let refused = renew(store, 1, 0, at(6)).await;
        assert!(matches!(refused, RenewalOutcome::Refused(RenewalReason::SessionEnded)), "{refused:?}");
        assert!(store.sessions_of_user(owner(), at(6)).await.unwrap().is_empty());
        assert_eq!(store.take_logouts(10, at(6)).await.unwrap().len(), 1, "{command}");
    }
}

#[tokio::test]
async fn each_fact_is_read_again_at_a_renewal() {
    use RenewalReason::*;
    let off = settings(json!({ "enabled": false })).to_string();
    let elsewhere = settings(json!({ "connections": ["00000000-0000-7000-8000-0000000000c9"] })).to_string();
    for (change, reason) in [
        (format!("UPDATE applications SET document = '{off}'"), ApplicationDisabled),
        (format!("UPDATE applications SET document = '{elsewhere}'"), ConnectionNotAllowed),
        (String::from("UPDATE platform_idp_config SET status = 'disabled', active_number = NULL"), ConnectionNotActive),
        (
            format!("INSERT INTO session_bounds (user_id, not_before) VALUES ('{OWNER}', @time({}))", NOW + 1),
            SignedOutEverywhere,
        ),
        (format!("UPDATE profiles SET status = 'suspended' WHERE user_id = '{OWNER}'"), NotAdmitted),
    ] {
        let database = with_ben().await;
        let store = &database.store;
        session(store, 1, at(0)).await;
        assert_eq!(given(renew(store, 1, 0, at(1)).await), Ok(1));
        database.execute(&change).await;
        let refused = renew(store, 1, 1, at(2)).await;
        assert!(matches!(refused, RenewalOutcome::Refused(found) if found == reason), "{change}: {refused:?}");
    }
}

#[tokio::test]
async fn a_session_changes_to_an_organization_of_its_user_only() {
    let database = signed_in().await;
    let store = &database.store;
    session(store, 1, at(0)).await;
    let to = async |organization: &str| {
        let request =
            cora_store::RenewalRequest { organization_id: OrganizationId::parse(organization), ..renewal(1, 0) };
        store.renew_session(&request, |generation| refresh_token(session_id(1), generation), at(1)).await.unwrap()
    };
    let stranger = to("00000000-0000-7000-8000-0000000000a9").await;
    assert!(matches!(stranger, RenewalOutcome::OrganizationRefused));
    let RenewalOutcome::Renewed { grant, verdict } = to(ACME).await else { panic!("not renewed") };
    assert_eq!((grant.session.organization_id, verdict), (OrganizationId::parse(ACME), RotationVerdict::Rotated));
    let stored = store.application_session(session_id(1)).await.unwrap().unwrap();
    assert_eq!(stored.organization_id, OrganizationId::parse(ACME));
}

#[tokio::test]
async fn c49_the_parent_is_answered_again_and_a_reuse_ends_one_session() {
    let database = signed_in().await;
    let store = &database.store;
    session(store, 1, at(0)).await;
    session(store, 2, at(0)).await;
    assert_eq!(given(renew(store, 1, 0, at(1)).await), Ok(1));
    // The answer was lost, and the server was restarted.
    let restarted = cora_store::Store::open(&database.location()).await.unwrap();
    assert_eq!(given(renew(&restarted, 1, 0, at(20)).await), Ok(1));
    assert_eq!(given(renew(store, 1, 1, at(21)).await), Ok(2));
    let too_old = renew(store, 1, 0, at(22)).await;
    assert!(matches!(too_old, RenewalOutcome::TokenRefused(RotationVerdict::TooOld)));
    // Another token that claims to be the head, or a later one, has no effect.
    for generation in [2, 1, 9] {
        let mut forged = renewal(1, generation);
        forged.presented.hash = hash("forged");
        let refused = store.renew_session(&forged, |_| hash("forged"), at(100)).await.unwrap();
        assert!(matches!(refused, RenewalOutcome::TokenRefused(RotationVerdict::Unknown)));
    }
    let reused = renew(store, 1, 0, at(100)).await;
    assert!(matches!(reused, RenewalOutcome::TokenRefused(RotationVerdict::Reused)));
    let ended = renew(store, 1, 2, at(100)).await;
    assert!(matches!(ended, RenewalOutcome::Refused(RenewalReason::SessionEnded)), "{ended:?}");
    assert_eq!(given(renew(store, 2, 0, at(100)).await), Ok(1));
    let records = store.issuer_audit(&AuditFilter::default(), &Page::default()).await.unwrap();
    assert_eq!(records.iter().map(|row| row.reason.as_str()).collect::<Vec<_>>(), ["reused"]);
}

#[tokio::test]
async fn c51_a_token_renews_for_its_own_application_only() {
    let database = signed_in().await;
    let store = &database.store;
    database.application(application_id(2), settings(json!({}))).await;
    session(store, 1, at(0)).await;
    let other = cora_store::RenewalRequest { application_id: application_id(2), ..renewal(1, 0) };
    let refused = store.renew_session(&other, |_| hash("x"), at(1)).await.unwrap();
    assert!(matches!(refused, RenewalOutcome::TokenRefused(RotationVerdict::Unknown)));
    assert!(
        !store
            .end_application_session(session_id(1), Some(application_id(2)), SessionEndReason::Revoked, at(1))
            .await
            .unwrap()
    );
    assert_eq!(given(renew(store, 1, 0, at(1)).await), Ok(1));
}

#[tokio::test]
async fn k2_the_token_of_a_confidential_application_stays() {
    let database = signed_in().await;
    let web = settings(json!({ "kind": "web" })).to_string();
    database.execute(&format!("UPDATE applications SET document = '{web}'")).await;
    let store = &database.store;
    session(store, 1, at(0)).await;
    for seconds in [1, 200, 4000] {
        assert_eq!(given(renew(store, 1, 0, at(seconds)).await), Ok(0));
    }
}

#[tokio::test]
async fn c60_a_million_renewals_would_leave_the_rows_that_one_leaves() {
    let database = signed_in().await;
    let store = &database.store;
    session(store, 1, at(0)).await;
    let before = database.dump().await.matches('\n').count();
    for generation in 0..20 {
        assert_eq!(given(renew(store, 1, generation, at(u64::from(generation))).await), Ok(generation + 1));
    }
    for table in ["application_sessions", "browser_sessions", "authorization_codes"] {
        assert_eq!(database.count(table).await, 1, "{table}");
    }
    assert_eq!(database.dump().await.matches('\n').count(), before);
    // The browser's last use is written at most once a minute.
    assert_eq!(store.browser_session(browser_id(1)).await.unwrap().unwrap().facts.times.used_at, at(0));
    assert_eq!(given(renew(store, 1, 20, at(61)).await), Ok(21));
    assert_eq!(store.browser_session(browser_id(1)).await.unwrap().unwrap().facts.times.used_at, at(61));
}

#[tokio::test]
async fn c60_rows_that_are_over_are_swept_and_others_stay() {
    let database = signed_in().await;
    let store = &database.store;
    session(store, 1, at(0)).await;
    let mut unused = code(2, 1);
    unused.connection_version = version(store).await;
    store.issue_code(&unused, at(0)).await.unwrap();
    for number in 1..=3 {
        let flow = NewFlow { connection_version: version(store).await, ..flow(number) };
        store.begin_flow(&flow, at(u64::try_from(number).unwrap() * 600)).await.unwrap();
    }
    assert!(store.first_use(application_id(1).as_uuid(), &hash("jti"), at(100)).await.unwrap());
    assert!(!store.first_use(application_id(1).as_uuid(), &hash("jti"), at(100)).await.unwrap());
    assert!(store.first_use(application_id(2).as_uuid(), &hash("jti"), at(9000)).await.unwrap());
    assert_eq!(store.oldest_overdue(at(1250)).await.unwrap(), Some(50));
    assert!(!store.sweep_issuer(at(1250)).await.unwrap());
    assert_eq!(store.oldest_overdue(at(1250)).await.unwrap(), None);
    let left = [("sign_in_flows", 2), ("authorization_codes", 1), ("assertion_ids", 1), ("application_sessions", 1)];
    for (table, count) in left {
        assert_eq!(database.count(table).await, count, "{table}");
    }
    // The redeemed code is still known as one.
    let again = store.redeem_code(&redemption(1), |id| refresh_token(id, 0), at(1250)).await.unwrap();
    assert_eq!(again.reason, RedemptionReason::CodeUsed);
    store.end_browser_session(browser_id(1), SessionEndReason::SignedOut, at(1300)).await.unwrap();
    store.sweep_issuer(at(1300 + 86_399)).await.unwrap();
    assert_eq!(database.count("browser_sessions").await, 1, "an ended session is kept for a day");
    store.sweep_issuer(at(1300 + 86_400)).await.unwrap();
    for table in ["browser_sessions", "application_sessions", "authorization_codes", "logout_outbox"] {
        assert_eq!(database.count(table).await, 0, "{table}");
    }
}

#[tokio::test]
async fn a_logout_is_sent_at_most_five_times_in_an_hour() {
    let database = signed_in().await;
    let store = &database.store;
    session(store, 1, at(0)).await;
    session(store, 2, at(0)).await;
    assert!(store.end_browser_session(browser_id(1), SessionEndReason::SignedOut, at(0)).await.unwrap());
    assert!(!store.end_browser_session(browser_id(1), SessionEndReason::SignedOut, at(0)).await.unwrap());
    let mut first = store.take_logouts(10, at(0)).await.unwrap();
    first.sort_by_key(|logout| logout.application_session_id);
    assert_eq!(
        first.iter().map(|logout| logout.application_session_id).collect::<Vec<_>>(),
        [session_id(1), session_id(2)]
    );
    assert_eq!(first[0].uri.as_str(), LOGOUT_URI);
    store.logout_sent(session_id(1)).await.unwrap();
    let mut tries = vec![0];
    for seconds in 1..4000 {
        for logout in store.take_logouts(10, at(seconds)).await.unwrap() {
            assert_eq!(logout.application_session_id, session_id(2));
            store.logout_failed(session_id(2), "503").await.unwrap();
            tries.push(seconds);
        }
    }
    assert_eq!(tries, [0, 30, 150, 750, 3450]);
}

#[tokio::test]
async fn an_application_that_ends_its_own_session_is_not_told() {
    let database = signed_in().await;
    let store = &database.store;
    session(store, 1, at(0)).await;
    let own = Some(application_id(1));
    assert!(store.end_application_session(session_id(1), own, SessionEndReason::Revoked, at(1)).await.unwrap());
    assert!(store.take_logouts(10, at(1)).await.unwrap().is_empty());
    session(store, 2, at(1)).await;
    // One that has no place for logouts any more is not told either.
    store.end_browser_session(browser_id(1), SessionEndReason::SignedOut, at(2)).await.unwrap();
    let without = settings(json!({ "backChannelLogoutUri": null })).to_string();
    database.execute(&format!("UPDATE applications SET document = '{without}'")).await;
    assert!(store.take_logouts(10, at(2)).await.unwrap().is_empty());
    assert_eq!(database.count("logout_outbox").await, 0);
}

#[tokio::test]
async fn c54_a_provider_ends_the_sessions_that_came_of_it() {
    let database = signed_in().await;
    let store = &database.store;
    let mut other = browser(2);
    other.login.session_id = SessionId::new("upstream-2");
    store.begin_browser_session(&other, None, at(0)).await.unwrap();
    session(store, 1, at(0)).await;
    let end = async |id: &str, subject: Option<&str>, session: Option<&str>| {
        let logout = ProviderLogout {
            id_hash: hash(id),
            subject: subject.and_then(Subject::new),
            session_id: session.and_then(SessionId::new),
            expires_at: at(180),
        };
        store.end_sessions_of_provider(connection_id(), &logout, at(1)).await.unwrap()
    };
    assert_eq!(end("1", None, None).await, Some(0));
    assert_eq!(end("2", None, Some("unknown")).await, Some(0));
    assert_eq!(end("3", Some("nobody"), Some("upstream-2")).await, Some(0));
    assert_eq!(end("4", None, Some("upstream-2")).await, Some(1));
    assert_eq!(store.sessions_of_user(owner(), at(1)).await.unwrap().len(), 1);
    assert_eq!(end("4", Some("olga"), None).await, None, "the token was received before");
    // The provider named no session when this one began.
    assert_eq!(end("5", Some("olga"), Some("unknown")).await, Some(1));
    assert!(matches!(renew(store, 1, 0, at(1)).await, RenewalOutcome::Refused(RenewalReason::SessionEnded)));
}

#[tokio::test]
async fn all_sessions_of_a_user_end_and_new_ones_begin() {
    let database = signed_in().await;
    let store = &database.store;
    session(store, 1, at(0)).await;
    store.end_all_sessions_of_user(owner(), SessionEndReason::SignedOutEverywhere, at(10)).await.unwrap();
    assert!(store.sessions_of_user(owner(), at(10)).await.unwrap().is_empty());
    let stored = store.application_session(session_id(1)).await.unwrap().unwrap();
    assert_eq!(stored.ended_reason, Some(SessionEndReason::SignedOutEverywhere));
    assert_eq!(stored.browser_session.not_before, Some(at(10)));
    store.begin_browser_session(&browser(2), None, at(10)).await.unwrap();
    assert_eq!(store.sessions_of_user(owner(), at(10)).await.unwrap().len(), 1);
}

#[tokio::test]
async fn an_access_token_is_worth_as_much_as_its_session() {
    let database = with_ben().await;
    let store = &database.store;
    session(store, 1, at(0)).await;
    let decide = async || {
        let decided = store.decide_access(session_id(1), Default::default(), at(2)).await.unwrap();
        decided.unwrap().map(|grant| grant.provisioned.decision.outcome.signed_in_user())
    };
    assert_eq!(decide().await, Ok(Some(owner())));
    assert!(store.decide_access(session_id(2), Default::default(), at(2)).await.unwrap().is_none());
    database.execute(&format!("UPDATE profiles SET status = 'suspended' WHERE user_id = '{OWNER}'")).await;
    assert_eq!(decide().await, Err(RenewalReason::NotAdmitted));
    store.end_browser_session(browser_id(1), SessionEndReason::SignedOut, at(1)).await.unwrap();
    assert_eq!(decide().await, Err(RenewalReason::SessionEnded));
}

#[tokio::test]
async fn no_token_that_a_person_presented_is_kept() {
    let database = Database::seeded(base()).await;
    let mut session = browser(1);
    session.login.bootstrap_token = Some(presented("bootstrap"));
    session.login.link_proof = Some(presented("proof"));
    database.store.begin_browser_session(&session, None, at(0)).await.unwrap();
    let stored = database.store.browser_session_by_secret(&hash("browser 1")).await.unwrap().unwrap();
    assert_eq!(stored.login, login("olga", "olga@acme.example"));
    assert_eq!(stored.facts.organizations, [OrganizationId::parse(ACME).unwrap()]);
}

/// Gives a command about an application, as a user, and returns the reason.
async fn asked(database: &Database, actor: &str, command: serde_json::Value) -> AdministrationReason {
    let command: AdministrationCommand = serde_json::from_value(command).unwrap();
    let actor = match actor {
        "operator" => Actor::Operator {},
        user => Actor::User { user_id: UserId::parse(user).unwrap() },
    };
    let context = AdministrationContext {
        now: at(5),
        audit_id: AuditId::from_uuid(Uuid::new_v4()),
        actor,
        reason: None,
        request_id: None,
        out_of_reach: Vec::new(),
        acting: None,
    };
    database.store.administer(&command, &context).await.unwrap().reason
}

#[tokio::test]
async fn p4_an_administrator_does_not_get_the_tokens_of_an_owner() {
    use AdministrationReason::{ApplicationHasErrors, Done, NotAllowed, OwnerNeeded, Unchanged};
    let database = Database::seeded(base()).await;
    database
        .seed(json!({ "users": [{
            "id": BEN, "email": "ben@acme.example", "emailVerified": true, "platformRole": "platform_admin",
            "identities": [{ "connectionId": CONNECTION, "subject": "ben" }]
        }] }))
        .await;
    let report = json!({ "ok": true, "issues": [] });
    let create = |number, api_access: bool| {
        let settings = settings(json!({ "kind": "web", "apiAccess": api_access }));
        json!({ "command": "create_application", "applicationId": application_id(number), "settings": settings,
                "report": report })
    };
    assert_eq!(asked(&database, BEN, create(1, true)).await, OwnerNeeded);
    assert_eq!(asked(&database, BEN, create(1, false)).await, Done);
    assert_eq!(asked(&database, OWNER, create(2, true)).await, Done);
    assert_eq!(asked(&database, "operator", create(3, true)).await, Done);
    assert_eq!(asked(&database, BEN, create(1, false)).await, AdministrationReason::ApplicationExists);
    let change = |number, api_access: bool, name: &str| {
        let settings = settings(json!({ "kind": "web", "apiAccess": api_access, "name": name }));
        json!({ "command": "change_application", "applicationId": application_id(number), "settings": settings,
                "version": 1, "report": report })
    };
    let secret = |number, id: u128| {
        json!({ "command": "add_application_secret", "applicationId": application_id(number),
                "secretId": Uuid::from_u128(id).to_string(), "secretHash": hash("secret") })
    };
    let remove = |number, id: u128| {
        json!({ "command": "remove_application_secret", "applicationId": application_id(number),
                "secretId": Uuid::from_u128(id).to_string() })
    };
    // Neither the switch, nor another redirect URI, nor a secret of an application with access.
    assert_eq!(asked(&database, BEN, change(1, true, "Web")).await, OwnerNeeded);
    assert_eq!(asked(&database, BEN, change(2, false, "Web")).await, OwnerNeeded);
    assert_eq!(asked(&database, BEN, change(2, true, "Web")).await, OwnerNeeded);
    assert_eq!(asked(&database, BEN, secret(2, 1)).await, OwnerNeeded);
    assert_eq!(asked(&database, OWNER, secret(2, 1)).await, Done);
    assert_eq!(asked(&database, BEN, remove(2, 1)).await, OwnerNeeded);
    assert_eq!(asked(&database, BEN, secret(1, 2)).await, Done);
    assert_eq!(asked(&database, BEN, secret(1, 3)).await, Done);
    assert_eq!(asked(&database, BEN, secret(1, 4)).await, AdministrationReason::SecretLimitReached);
    assert_eq!(asked(&database, BEN, remove(1, 2)).await, Done);
    assert_eq!(asked(&database, BEN, remove(1, 2)).await, AdministrationReason::SecretNotFound);
    assert_eq!(asked(&database, BEN, change(1, false, "App")).await, Unchanged);
    assert_eq!(asked(&database, BEN, change(1, false, "Web")).await, Done);
    assert_eq!(asked(&database, BEN, change(1, false, "Other")).await, AdministrationReason::StaleVersion);
    assert_eq!(asked(&database, BEN, change(9, false, "Web")).await, AdministrationReason::ApplicationNotFound);
    let mut faulty = create(8, false);
    faulty["report"] = json!({ "ok": false, "issues": [] });
    assert_eq!(asked(&database, BEN, faulty).await, ApplicationHasErrors);
    database.execute(&format!("UPDATE profiles SET global_role = 'platform_user' WHERE user_id = '{BEN}'")).await;
    for command in [create(8, false), change(1, false, "Other"), secret(1, 5), remove(1, 3)] {
        assert_eq!(asked(&database, BEN, command).await, NotAllowed);
    }
}

#[tokio::test]
async fn an_expired_secret_makes_room_for_another() {
    let database = Database::seeded(base()).await;
    database.application(application_id(1), settings(json!({ "kind": "web" }))).await;
    for (id, expires_at) in [(1_u128, Some(NOW + 6)), (2, Some(NOW + 5)), (3, None)] {
        let command = json!({ "command": "add_application_secret", "applicationId": application_id(1),
            "secretId": Uuid::from_u128(id).to_string(), "secretHash": hash("secret"), "expiresAt": expires_at });
        assert_eq!(asked(&database, "operator", command).await, AdministrationReason::Done);
    }
    let row = database.store.application(application_id(1)).await.unwrap().unwrap();
    assert_eq!(row.secrets.len(), 2);
    let service = json!({ "command": "add_application_secret", "applicationId": application_id(2),
        "secretId": Uuid::from_u128(9).to_string(), "secretHash": hash("secret") });
    database.application(application_id(2), settings(json!({}))).await;
    assert_eq!(asked(&database, "operator", service).await, AdministrationReason::SecretNotUsed);
}

#[tokio::test]
async fn an_administrator_ends_one_session_of_a_user_or_all() {
    let database = with_ben().await;
    let store = &database.store;
    store.begin_browser_session(&browser(2), None, at(0)).await.unwrap();
    let end = |user: &str, session: Option<u128>| json!({ "command": "end_user_sessions", "userId": user, "browserSessionId": session.map(browser_id) });
    let alive = async || store.sessions_of_user(owner(), at(6)).await.unwrap().len();
    administer(&database, end(BEN, Some(1))).await;
    assert_eq!(alive().await, 2, "the session of another user");
    administer(&database, end(OWNER, Some(1))).await;
    assert_eq!(alive().await, 1);
    administer(&database, end(OWNER, None)).await;
    assert_eq!(alive().await, 0);
    assert_eq!(asked(&database, BEN, end(NOBODY, None)).await, AdministrationReason::UserNotFound);
}

const NOBODY: &str = "00000000-0000-7000-8000-000000000009";

fn key(name: &str, key_use: SigningKeyUse, active_at: UnixSeconds) -> NewSigningKey {
    NewSigningKey {
        key_id: KeyId::new(name).unwrap(),
        key_use,
        active_at,
        public_jwk: Some(json!({ "kty": "EC", "kid": name })),
        private: keys().seal(NewSigningKey::binding(Uuid::from_u128(1)), "private").unwrap(),
    }
}

fn keys() -> KeyRing {
    KeyRing::parse(&format!("one:{}", "A".repeat(43))).unwrap()
}

/// Writes the steps that are due, as a host does.
async fn schedule(database: &Database, prefix: &str, rotate: Vec<SigningKeyUse>, now: UnixSeconds) -> bool {
    let stored = database.store.signing_keys().await.unwrap();
    let facts: Vec<_> = stored.iter().map(|key| key.facts.clone()).collect();
    let input = KeyScheduleInput { now, keys: facts.clone(), longest_session: 2_592_000, rotate };
    let steps = schedule_keys(&input);
    let created: Vec<_> = steps
        .iter()
        .filter_map(|step| match step {
            KeyStep::Create { key_use, active_at } => {
                Some(key(&format!("{prefix}-{}", cora_core::json::Code::name(key_use)), *key_use, *active_at))
            }
            _ => None,
        })
        .collect();
    database.store.apply_key_steps(&facts, &steps, &created, now).await.unwrap()
}

#[tokio::test]
async fn c56_of_several_programs_one_makes_the_first_keys() {
    let database = Database::empty().await;
    let (first, second) =
        tokio::join!(schedule(&database, "a", vec![], at(0)), schedule(&database, "b", vec![], at(0)));
    assert!(first != second || (first && second), "neither has made any");
    let stored = database.store.signing_keys().await.unwrap();
    assert_eq!(stored.len(), 3);
    assert!(stored.iter().all(|key| key.facts.state(at(0)) == SigningKeyState::Active));
    assert_eq!(keys().open(&stored[0].private).unwrap().expose(), "private");
    // A program that has not read them yet writes nothing.
    let late = database.store.apply_key_steps(&[], &[], &[], at(1)).await.unwrap();
    assert!(!late);
    assert_eq!(database.store.signing_keys().await.unwrap().len(), 3);
}

#[tokio::test]
async fn c56_a_key_is_replaced_a_day_later_and_withdrawn_at_once() {
    let database = Database::empty().await;
    let store = &database.store;
    assert!(schedule(&database, "a", vec![], at(0)).await);
    assert!(!schedule(&database, "x", vec![], at(1)).await || store.signing_keys().await.unwrap().len() == 3);
    assert!(store.ask_key_rotation(SigningKeyUse::AccessToken, at(10)).await.unwrap());
    let asked: Vec<_> = store.signing_keys().await.unwrap();
    let asked = asked.iter().filter(|key| key.is_rotation_asked).map(|key| key.facts.key_use).collect::<Vec<_>>();
    assert_eq!(asked, [SigningKeyUse::AccessToken]);
    assert!(schedule(&database, "b", asked, at(10)).await);
    let state = async |name: &str, now| {
        let stored = store.signing_keys().await.unwrap();
        stored.iter().find(|key| key.facts.key_id.as_str() == name).unwrap().facts.state(now)
    };
    assert!(store.signing_keys().await.unwrap().iter().all(|key| !key.is_rotation_asked));
    assert!(!store.ask_key_rotation(SigningKeyUse::AccessToken, at(11)).await.unwrap(), "one is published already");
    let day = 86_400;
    assert_eq!(state("a-access_token", at(day + 9)).await, SigningKeyState::Active);
    assert_eq!(state("b-access_token", at(day + 9)).await, SigningKeyState::Next);
    assert_eq!(state("a-access_token", at(day + 10)).await, SigningKeyState::Retired);
    assert_eq!(state("b-access_token", at(day + 10)).await, SigningKeyState::Active);
    let id = KeyId::new("b-access_token").unwrap();
    assert!(store.withdraw_signing_key(&id, at(day + 20)).await.unwrap());
    assert!(!store.withdraw_signing_key(&id, at(day + 20)).await.unwrap());
    assert_eq!(state("b-access_token", at(day + 20)).await, SigningKeyState::Withdrawn);
    assert!(schedule(&database, "c", vec![], at(day + 20)).await);
    assert_eq!(state("c-access_token", at(day + 20)).await, SigningKeyState::Active);
    let events: Vec<_> = store
        .issuer_audit(&AuditFilter::default(), &Page::default())
        .await
        .unwrap()
        .into_iter()
        .map(|row| row.event)
        .collect();
    use cora_store::IssuerEvent::{KeyPublished, KeyWithdrawn};
    assert_eq!(events, [KeyPublished, KeyWithdrawn, KeyPublished, KeyPublished, KeyPublished, KeyPublished]);
}

#[tokio::test]
async fn keys_are_sealed_again_with_the_secrets_of_connections() {
    let database = Database::empty().await;
    assert!(schedule(&database, "a", vec![], at(0)).await);
    let both = KeyRing::parse(&format!("two:{},one:{}", "B".repeat(42) + "A", "A".repeat(43))).unwrap();
    assert_eq!(database.store.reseal_secrets(&both).await.unwrap(), 3);
    assert_eq!(database.store.reseal_secrets(&both).await.unwrap(), 0);
    let stored = database.store.signing_keys().await.unwrap();
    assert!(stored.iter().all(|key| key.private.key_id == "two"));
    assert_eq!(both.open(&stored[2].private).unwrap().expose(), "private");
    let error = database.store.reseal_secrets(&keys()).await.unwrap_err();
    assert!(matches!(error, cora_store::ResealError::SigningKey { .. }), "{error}");
}

#[tokio::test]
async fn the_connection_of_a_domain_is_that_of_its_owner() {
    let (connection, other) = ("00000000-0000-7000-8000-0000000000c2", "00000000-0000-7000-8000-0000000000c3");
    let mut seed = base();
    let own = |id: &str, issuer: &str| {
        json!({ "id": id, "kind": "oidc", "displayName": "Own", "issuer": issuer, "status": "active",
            "clientId": "web", "audiences": ["https://api.acme.example"], "jwksUri": format!("{issuer}/keys"),
            "organizationId": ACME })
    };
    seed["connections"].as_array_mut().unwrap().push(own(connection, "https://own.acme.example"));
    seed["domainRules"] = json!([domain_rule()]);
    let database = Database::seeded(seed).await;
    let store = &database.store;
    let (own, named) = (ConnectionId::parse(connection).unwrap(), ConnectionId::parse(other).unwrap());
    let acme = OrganizationId::parse(ACME).unwrap();
    let facts =
        async |organization, domain| store.connection_choice_facts(organization, domain, &[own, named]).await.unwrap();
    let found = facts(Some(acme), Some("acme.example")).await;
    assert_eq!(found.of_organization, Some(own));
    assert_eq!(found.domain_owners, [DomainOwner { organization_id: acme, connection_id: Some(own) }]);
    assert_eq!((found.platform, found.named), (vec![connection_id()], vec![own]));
    // A rule without a wildcard is not about names below it.
    assert_eq!(facts(None, Some("mail.acme.example")).await.domain_owners, []);
    assert_eq!(facts(None, None).await.of_organization, None);
    database.execute("UPDATE org_email_domains SET state = 'pending'").await;
    assert_eq!(facts(None, Some("acme.example")).await.domain_owners, []);
    database.execute("UPDATE org_email_domains SET state = 'verified', verification = 'affiliation'").await;
    assert_eq!(facts(None, Some("acme.example")).await.domain_owners, [], "a mailbox proves no ownership");
    database.execute(&format!("UPDATE orgs SET status = 'inactive' WHERE id = '{ACME}'")).await;
    assert_eq!(facts(Some(acme), Some("acme.example")).await.of_organization, None);
}

#[tokio::test]
async fn applications_of_a_file_are_written_once_and_checked() {
    let file = |changes| {
        let settings = settings(changes);
        json!({ "applications": [{ "id": application_id(1), "settings": settings }] })
    };
    let database = Database::seeded(file(json!({}))).await;
    database.seed(file(json!({}))).await;
    let version = async || database.store.application(application_id(1)).await.unwrap().unwrap().version;
    assert_eq!(version().await, 1);
    database.seed(file(json!({ "name": "Web" }))).await;
    assert_eq!(version().await, 2);
    let faulty = seed_file(file(json!({ "redirectUris": [] })));
    let refused = database.store.seed(&faulty, Default::default(), now()).await.unwrap_err();
    assert!(refused.to_string().starts_with("`/applications/0/settings"), "{refused}");
    assert_eq!(version().await, 2);
}

/// The permissions of an application with one role of its own.
fn defined() -> serde_json::Value {
    json!({
        "permissions": [
            { "id": "invoices:read", "describe": "Read.", "grantedTo": ["org_user", "org_admin", "org_owner"] },
            { "id": "invoices:approve", "describe": "Approve.", "grantedTo": ["approver", "org_owner"] }
        ],
        "roles": [{ "id": "approver", "describe": "Approves invoices." }]
    })
}

async fn define(database: &Database, permissions: serde_json::Value) {
    let command = json!({
        "command": "set_application_permissions", "applicationId": application_id(1), "permissions": permissions
    });
    administer(database, command).await;
}

async fn give(database: &Database, roles: &[&str]) {
    let command = json!({
        "command": "set_member_application_roles", "organizationId": ACME, "userId": OWNER,
        "applicationId": application_id(1), "roles": roles
    });
    administer(database, command).await;
}

/// Renews session 1 and returns the application's roles of its user, by their names.
async fn own_roles(database: &Database, generation: u32) -> Vec<String> {
    let RenewalOutcome::Renewed { grant, .. } = renew(&database.store, 1, generation, at(10)).await else {
        panic!("the session is not renewed");
    };
    let roles = grant.session.own_roles.iter().flat_map(|own| own.roles.iter());
    roles.map(ToString::to_string).collect()
}

#[tokio::test]
async fn a_renewal_sees_the_permissions_and_roles_of_now() {
    let database = with_ben().await;
    let store = &database.store;
    let first = session(store, 1, at(0)).await;
    assert_eq!((first.session.permissions_version, first.session.permissions.is_empty()), (0, true));
    define(&database, defined()).await;
    assert_eq!(own_roles(&database, 0).await, [] as [&str; 0]);
    give(&database, &["approver"]).await;
    give(&database, &["approver"]).await;
    assert_eq!(own_roles(&database, 1).await, ["approver"]);
    let second = session(store, 2, at(6)).await;
    assert_eq!((second.session.permissions_version, second.session.permissions.permissions.len()), (1, 2));
    assert_eq!(second.session.own_roles.len(), 1, "a new session has them too");
    let rows = store.member_application_roles(OrganizationId::parse(ACME).unwrap(), owner()).await.unwrap();
    assert_eq!((rows.len(), rows[0].role.as_str(), rows[0].given_by), (1, "approver", UserId::parse(BEN)));
    give(&database, &[]).await;
    assert_eq!(own_roles(&database, 2).await, [] as [&str; 0]);
}

#[tokio::test]
async fn an_application_s_role_ends_with_its_definition_and_does_not_come_back() {
    let database = with_ben().await;
    session(&database.store, 1, at(0)).await;
    define(&database, defined()).await;
    give(&database, &["approver"]).await;
    let mut without = defined();
    without["roles"] = json!([]);
    without["permissions"][1]["grantedTo"] = json!(["org_owner"]);
    define(&database, without).await;
    define(&database, defined()).await;
    assert_eq!(own_roles(&database, 0).await, [] as [&str; 0]);
}

#[tokio::test]
async fn an_application_s_role_ends_with_the_membership_and_does_not_come_back() {
    let database = with_ben().await;
    session(&database.store, 1, at(0)).await;
    define(&database, defined()).await;
    give(&database, &["approver"]).await;
    administer(&database, json!({ "command": "remove_member", "organizationId": ACME, "userId": OWNER })).await;
    let add = json!({ "command": "add_member", "organizationId": ACME, "userId": OWNER, "role": "org_admin" });
    administer(&database, add).await;
    assert_eq!(own_roles(&database, 0).await, [] as [&str; 0]);
}
