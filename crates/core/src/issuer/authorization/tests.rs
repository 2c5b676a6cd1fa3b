//! Tests of authorization requests, and of the sessions that answer them.

use super::*;
use crate::issuer::samples::{application, application_id, at, browser_session, connection_id, session_id, user_id};
use AuthorizationErrorCode::{
    AccessDenied, AccountSelectionRequired, InteractionRequired, InvalidRequest, InvalidScope, LoginRequired,
    RequestNotSupported, RequestUriNotSupported, UnmetAuthenticationRequirements, UnsupportedResponseType,
};
use alloc::format;
use alloc::string::ToString;
use proptest::prelude::*;

const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
const CALLBACK: &str = "https://shop.acme.example/cb";
const NOW: u64 = 1_003_600;

/// A good request, with these parameters instead; `None` leaves one out.
fn pairs(changes: &[(&str, Option<&str>)]) -> Vec<(String, String)> {
    let client_id = application_id(1).to_string();
    let good = [
        ("client_id", client_id.as_str()),
        ("redirect_uri", CALLBACK),
        ("response_type", "code"),
        ("scope", "openid email offline_access calendar"),
        ("state", "s 1"),
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
    ];
    let kept = good.into_iter().filter(|(name, _)| !changes.iter().any(|(changed, _)| changed == name));
    let changed = changes.iter().filter_map(|(name, value)| value.map(|value| (*name, value)));
    kept.chain(changed).map(|(name, value)| (String::from(name), String::from(value))).collect()
}

fn facts() -> RequestFacts {
    RequestFacts { application: Some(application(1)), ..RequestFacts::default() }
}

fn check(changes: &[(&str, Option<&str>)], facts: &RequestFacts) -> Result<AuthorizationRequest, AuthorizationRefusal> {
    check_authorization_request(&pairs(changes), facts, at(NOW))
}

fn error(changes: &[(&str, Option<&str>)]) -> AuthorizationErrorCode {
    match check(changes, &facts()).unwrap_err() {
        AuthorizationRefusal::Redirect { redirect_uri, error, .. } if redirect_uri.as_str() == CALLBACK => error,
        other => panic!("{other:?}"),
    }
}

fn page(changes: &[(&str, Option<&str>)], facts: &RequestFacts) -> AuthorizationPageCode {
    match check(changes, facts).unwrap_err() {
        AuthorizationRefusal::Page { code } => code,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_request_is_read() {
    let request = check(&[("prompt", Some("login consent")), ("max_age", Some("0"))], &facts()).unwrap();
    assert_eq!(request.redirect_uri.as_str(), CALLBACK);
    assert_eq!(request.state.as_ref().map(RequestState::as_str), Some("s 1"));
    assert_eq!(request.scopes, [Scope::Openid, Scope::Email, Scope::OfflineAccess]);
    assert_eq!(Scope::list(&request.scopes), "openid email offline_access");
    assert_eq!(request.prompt, [Prompt::Login, Prompt::Consent]);
    assert_eq!(request.max_age, Some(0));
    let text = serde_json::to_string(&request).unwrap();
    assert_eq!(serde_json::from_str::<AuthorizationRequest>(&text).unwrap(), request);
}

#[test]
fn c36_without_a_registered_redirect_uri_the_browser_is_sent_nowhere() {
    use AuthorizationPageCode::{RedirectUriMissing, RedirectUriNotRegistered};
    let silent = ("prompt", Some("none"));
    for uri in [
        "https://shop.acme.example/cb/",
        "https://shop.acme.example/cb?x=1",
        "https://shop.acme.example/cb#",
        "https://shop.acme.example/CB",
        "https://shop.acme.example/c%62",
        "https://shop.acme.example//cb",
        "https://shop.acme.example/cb/..;/x",
        "https://shop.acme.example:443/cb",
        "https://shop.acme.example./cb",
        "https://u@shop.acme.example/cb",
        "https://a@b@shop.acme.example/cb",
        "https://evil.example/cb",
    ] {
        assert_eq!(page(&[("redirect_uri", Some(uri)), silent], &facts()), RedirectUriNotRegistered, "{uri}");
    }
    assert_eq!(page(&[("redirect_uri", None), silent], &facts()), RedirectUriMissing);
    assert_eq!(page(&[("redirect_uri", Some("")), silent], &facts()), RedirectUriMissing);
    let twice = [("redirect_uri", Some(CALLBACK)), ("redirect_uri", Some("https://evil.example/cb"))];
    assert_eq!(page(&twice, &facts()), RedirectUriMissing);
}

#[test]
fn an_application_that_nobody_signs_in_to_gets_a_page() {
    use AuthorizationPageCode::{
        ApplicationDisabled, ApplicationMissing, ApplicationUnknown, ApplicationWithoutPeople,
    };
    assert_eq!(page(&[("client_id", None)], &facts()), ApplicationMissing);
    assert_eq!(page(&[("client_id", Some("shop"))], &facts()), ApplicationMissing);
    assert_eq!(page(&[], &RequestFacts::default()), ApplicationUnknown);
    let of = |change: fn(&mut Application)| {
        let mut application = application(1);
        change(&mut application);
        page(&[], &RequestFacts { application: Some(application), ..RequestFacts::default() })
    };
    assert_eq!(of(|application| application.id = application_id(2)), ApplicationUnknown);
    assert_eq!(of(|application| application.enabled = false), ApplicationDisabled);
    assert_eq!(of(|application| application.kind = ApplicationKind::Service), ApplicationWithoutPeople);
}

#[test]
fn c59_a_request_is_bounded() {
    let large = "x".repeat(MAX_REQUEST_BYTES);
    assert_eq!(page(&[("other", Some(&large))], &facts()), AuthorizationPageCode::RequestTooLarge);
    for (name, bytes) in
        [("state", 2048), ("nonce", 512), ("login_hint", 512), ("domain_hint", 512), ("ui_locales", 512)]
    {
        assert!(check(&[(name, Some(&"x".repeat(bytes)))], &facts()).is_ok(), "{name}");
        assert_eq!(error(&[(name, Some(&"x".repeat(bytes + 1)))]), InvalidRequest, "{name}");
    }
    // A state that is itself the problem is not given back.
    let refusal = check(&[("state", Some(&"x".repeat(2049)))], &facts()).unwrap_err();
    assert!(matches!(refusal, AuthorizationRefusal::Redirect { state: None, .. }));
    assert_eq!(error(&[("acr_values", Some(&"a ".repeat(21)))]), InvalidRequest);
}

#[test]
fn malformed_requests_have_their_codes_in_order() {
    assert_eq!(error(&[("request", Some("x")), ("response_type", None)]), RequestNotSupported);
    assert_eq!(error(&[("request_uri", Some("x")), ("response_type", None)]), RequestUriNotSupported);
    assert_eq!(error(&[("response_type", None), ("scope", None)]), InvalidRequest);
    assert_eq!(error(&[("response_type", Some("token")), ("scope", None)]), UnsupportedResponseType);
    assert_eq!(error(&[("response_type", Some("code id_token"))]), UnsupportedResponseType);
    assert_eq!(error(&[("response_mode", Some("fragment"))]), InvalidRequest);
    assert_eq!(error(&[("state", Some("a")), ("state", Some("b")), ("scope", None)]), InvalidRequest);
    assert_eq!(error(&[("scope", None), ("code_challenge", None)]), InvalidScope);
    assert_eq!(error(&[("scope", Some("email")), ("code_challenge", None)]), InvalidScope);
    assert_eq!(error(&[("prompt", Some("none login"))]), InvalidRequest);
    assert_eq!(error(&[("prompt", Some("create"))]), InvalidRequest);
    assert_eq!(error(&[("max_age", Some("-1"))]), InvalidRequest);
    assert_eq!(error(&[("max_age", Some("1.5"))]), InvalidRequest);
    assert_eq!(error(&[("id_token_hint", Some("x.y.z"))]), InvalidRequest);
    assert!(check(&[("resource", Some("a")), ("resource", Some("b")), ("claims", Some("{}"))], &facts()).is_ok());
    let huge = check(&[("max_age", Some("99999999999999999999"))], &facts()).unwrap();
    assert_eq!(huge.max_age, Some(u32::MAX));
}

#[test]
fn c40_no_request_gets_around_the_challenge() {
    for changes in [
        [("code_challenge", None), ("code_challenge_method", None)],
        [("code_challenge", Some("")), ("code_challenge_method", Some(""))],
        [("code_challenge", None), ("code_challenge_method", Some("S256"))],
        [("code_challenge", Some(CHALLENGE)), ("code_challenge_method", None)],
        [("code_challenge", Some(CHALLENGE)), ("code_challenge_method", Some("plain"))],
        [("code_challenge", Some(CHALLENGE)), ("code_challenge_method", Some("s256"))],
        [("code_challenge", Some("short")), ("code_challenge_method", Some("S256"))],
        [("code_challenge", Some(CHALLENGE)), ("code_challenge", Some(CHALLENGE))],
    ] {
        assert_eq!(error(&changes), InvalidRequest, "{changes:?}");
    }
    let without = |nonce, pkce, kind| {
        let application = Application { pkce, kind, ..application(1) };
        let facts = RequestFacts { application: Some(application), ..RequestFacts::default() };
        check(&[("code_challenge", None), ("code_challenge_method", None), ("nonce", nonce)], &facts).is_ok()
    };
    assert!(without(Some("n"), Pkce::Nonce, ApplicationKind::Web));
    assert!(!without(None, Pkce::Nonce, ApplicationKind::Web));
    assert!(!without(Some("n"), Pkce::Required, ApplicationKind::Web));
    assert!(!without(Some("n"), Pkce::Nonce, ApplicationKind::Spa));
}

#[test]
fn connection_and_organization_are_ones_that_the_application_may_name() {
    let organization = OrganizationId::parse("0198c0de-0000-7000-8000-0000000000a1").unwrap();
    let connection = ConnectionState { id: connection_id(1), is_active: true, version: 1 };
    let known = RequestFacts { connection: Some(connection), organization_id: Some(organization), ..facts() };
    let (by_connection, by_organization) = (connection_id(1).to_string(), organization.to_string());
    let both = [("connection", Some(by_connection.as_str())), ("organization", Some(by_organization.as_str()))];
    let request = check(&both, &known).unwrap();
    assert_eq!((request.connection_id, request.organization_id), (Some(connection.id), Some(organization)));
    let mut not_allowed = known.clone();
    not_allowed.application.as_mut().unwrap().connections.push(connection_id(2));
    let inactive =
        RequestFacts { connection: Some(ConnectionState { is_active: false, ..connection }), ..known.clone() };
    let other =
        RequestFacts { connection: Some(ConnectionState { id: connection_id(2), ..connection }), ..known.clone() };
    let unknown = RequestFacts { organization_id: None, ..known };
    for facts in [not_allowed, inactive, other, unknown] {
        assert!(check(&both, &facts).is_err());
    }
    assert_eq!(error(&[("connection", Some("default"))]), InvalidRequest);
    assert_eq!(error(&[("organization", Some("acme"))]), InvalidRequest);
}

fn request(changes: &[(&str, Option<&str>)]) -> AuthorizationRequest {
    check(changes, &facts()).unwrap()
}

fn flow() -> FlowFacts {
    FlowFacts {
        browser_session_id: browser_session().id,
        began_at: at(NOW - 30),
        asked_login: true,
        asked_select_account: true,
    }
}

fn objection(
    request: &AuthorizationRequest,
    session: &BrowserSessionFacts,
    flow: Option<&FlowFacts>,
) -> Option<SessionObjection> {
    session_objection(request, &application(1), Some(session), flow, at(NOW))
}

#[test]
fn a_session_that_is_alive_answers() {
    assert_eq!(objection(&request(&[]), &browser_session(), None), None);
    let none = session_objection(&request(&[]), &application(1), None, None, at(NOW));
    assert_eq!(none, Some(SessionObjection::NoSession));
    let mut ended = browser_session();
    ended.times.ended_at = Some(at(NOW));
    assert_eq!(objection(&request(&[]), &ended, None), Some(SessionObjection::NoSession));
    let mut idle = browser_session();
    idle.times.idle_ends_at = at(NOW);
    assert_eq!(objection(&request(&[]), &idle, None), Some(SessionObjection::NoSession));
    // Older than the application allows since the sign-in.
    let mut short = application(1);
    short.session.absolute = 3600;
    let session = browser_session();
    assert_eq!(session_objection(&request(&[]), &short, Some(&session), None, at(1_003_599)), None);
    let old = session_objection(&request(&[]), &short, Some(&session), None, at(1_003_600));
    assert_eq!(old, Some(SessionObjection::NoSession));
}

#[test]
fn c44_a_new_login_is_proven_by_the_provider() {
    use SessionObjection::{AuthenticationTooOld, PromptLogin};
    let login = request(&[("prompt", Some("login"))]);
    let with = |auth_time| BrowserSessionFacts { auth_time, ..browser_session() };
    let began = flow().began_at.seconds();
    assert_eq!(objection(&login, &with(Some(at(NOW))), None), Some(PromptLogin));
    assert_eq!(objection(&login, &with(Some(at(NOW))), Some(&flow())), None);
    assert_eq!(objection(&login, &with(Some(at(began - 60))), Some(&flow())), None);
    assert_eq!(objection(&login, &with(Some(at(began - 61))), Some(&flow())), Some(AuthenticationTooOld));
    assert_eq!(objection(&login, &with(None), Some(&flow())), Some(AuthenticationTooOld));
    assert_eq!(objection(&login, &with(Some(at(NOW + 61))), Some(&flow())), Some(AuthenticationTooOld));
    // A flow that did not ask, and one that began another session, prove nothing.
    let unasked = FlowFacts { asked_login: false, ..flow() };
    assert_eq!(objection(&login, &with(Some(at(NOW))), Some(&unasked)), Some(PromptLogin));
    let other = crate::id::BrowserSessionId::parse("0198c0de-0000-7000-8000-00000000bb09").unwrap();
    let foreign = FlowFacts { browser_session_id: other, ..flow() };
    assert_eq!(objection(&login, &with(Some(at(NOW))), Some(&foreign)), Some(PromptLogin));
}

#[test]
fn c44_max_age_is_judged_by_the_providers_time() {
    let too_old = Some(SessionObjection::AuthenticationTooOld);
    let with = |auth_time| BrowserSessionFacts { auth_time, ..browser_session() };
    let within = request(&[("max_age", Some("100"))]);
    assert_eq!(objection(&within, &with(Some(at(NOW - 100))), None), None);
    assert_eq!(objection(&within, &with(Some(at(NOW - 101))), None), too_old);
    assert_eq!(objection(&within, &with(None), None), too_old);
    assert_eq!(objection(&within, &with(Some(at(NOW + 61))), None), too_old);
    // `max_age=0` counts from the beginning of the flow, so that a person can return in time.
    let at_once = request(&[("max_age", Some("0"))]);
    assert_eq!(objection(&at_once, &with(Some(at(NOW - 1))), None), too_old);
    assert_eq!(objection(&at_once, &with(Some(at(NOW - 90))), Some(&flow())), None);
    assert_eq!(objection(&at_once, &with(Some(at(NOW - 91))), Some(&flow())), too_old);
}

#[test]
fn c44_the_required_class_is_the_providers() {
    let strong = request(&[("acr_values", Some("phr mfa"))]);
    let with =
        |acr: Option<&str>| BrowserSessionFacts { acr: acr.and_then(AuthenticationContext::new), ..browser_session() };
    assert_eq!(objection(&strong, &with(Some("mfa")), None), None);
    assert_eq!(objection(&strong, &with(Some("pwd")), None), Some(SessionObjection::AuthenticationMethod));
    assert_eq!(objection(&strong, &with(None), None), Some(SessionObjection::AuthenticationMethod));
}

#[test]
fn c55_the_session_of_somebody_else_never_answers() {
    use SessionObjection::{ConnectionMismatch, OrganizationMismatch, OtherUser};
    let organization = OrganizationId::parse("0198c0de-0000-7000-8000-0000000000a1").unwrap();
    let of = |user| Some(IdTokenHint { user_id: user_id(user), application_session_id: session_id(1) });
    let session = browser_session();
    let hinted = |user| AuthorizationRequest { hint: of(user), ..request(&[]) };
    assert_eq!(objection(&hinted(1), &session, None), None);
    assert_eq!(objection(&hinted(2), &session, None), Some(OtherUser));
    let by = |connection| AuthorizationRequest { connection_id: Some(connection), ..request(&[]) };
    assert_eq!(objection(&by(connection_id(1)), &session, None), None);
    assert_eq!(objection(&by(connection_id(2)), &session, None), Some(ConnectionMismatch));
    let mut narrow = application(1);
    narrow.connections.push(connection_id(2));
    let not_allowed = session_objection(&request(&[]), &narrow, Some(&session), None, at(NOW));
    assert_eq!(not_allowed, Some(ConnectionMismatch));
    let inside = AuthorizationRequest { organization_id: Some(organization), ..request(&[]) };
    assert_eq!(objection(&inside, &session, None), Some(OrganizationMismatch));
    let member = BrowserSessionFacts { organizations: alloc::vec![organization], ..session };
    assert_eq!(objection(&inside, &member, None), None);
}

const OBJECTIONS: [SessionObjection; 9] = [
    SessionObjection::NoSession,
    SessionObjection::PromptLogin,
    SessionObjection::PromptSelectAccount,
    SessionObjection::AuthenticationTooOld,
    SessionObjection::AuthenticationMethod,
    SessionObjection::ConnectionMismatch,
    SessionObjection::OrganizationMismatch,
    SessionObjection::OtherUser,
    SessionObjection::StepUpRequired,
];

#[test]
fn c44_nothing_is_shown_with_prompt_none_and_nobody_goes_in_circles() {
    let silent = request(&[("prompt", Some("none"))]);
    let errors = |request: &AuthorizationRequest, flow: Option<&FlowFacts>| {
        OBJECTIONS.map(|objection| match answer_for(objection, request, flow) {
            ObjectionAnswer::Error { error } => Some(error),
            ObjectionAnswer::SignIn { .. } => None,
        })
    };
    let expected = [
        LoginRequired,
        LoginRequired,
        AccountSelectionRequired,
        LoginRequired,
        UnmetAuthenticationRequirements,
        InteractionRequired,
        InteractionRequired,
        AccountSelectionRequired,
        LoginRequired,
    ];
    assert_eq!(errors(&silent, None), expected.map(Some));
    assert_eq!(errors(&request(&[]), None), [None; 9]);
    let returned = [
        LoginRequired,
        UnmetAuthenticationRequirements,
        AccountSelectionRequired,
        UnmetAuthenticationRequirements,
        UnmetAuthenticationRequirements,
        AccessDenied,
        AccessDenied,
        AccountSelectionRequired,
        UnmetAuthenticationRequirements,
    ];
    assert_eq!(errors(&request(&[]), Some(&flow())), returned.map(Some));
}

#[test]
fn the_provider_is_asked_for_a_new_login_or_another_account() {
    let step = |objection, prompt: Option<&str>| match answer_for(objection, &request(&[("prompt", prompt)]), None) {
        ObjectionAnswer::SignIn { ask_login, ask_select_account } => (ask_login, ask_select_account),
        other @ ObjectionAnswer::Error { .. } => panic!("{other:?}"),
    };
    assert_eq!(step(SessionObjection::NoSession, None), (false, false));
    assert_eq!(step(SessionObjection::NoSession, Some("login select_account")), (true, true));
    assert_eq!(step(SessionObjection::AuthenticationTooOld, None), (true, false));
    assert_eq!(step(SessionObjection::OtherUser, None), (false, true));
}

fn parameters() -> impl Strategy<Value = Vec<(String, String)>> {
    let name = prop_oneof![
        4 => proptest::sample::select(READ.to_vec()).prop_map(String::from),
        1 => "[a-z_]{0,8}",
    ];
    let value = prop_oneof![
        Just(application_id(1).to_string()),
        Just(String::from(CALLBACK)),
        Just(String::from("http://127.0.0.1:4711/cb")),
        "https://(shop\\.acme\\.example|evil\\.example)[/a-z.;#?%@]{0,8}",
        proptest::sample::select(alloc::vec!["code", "openid", "none", "login", "S256", CHALLENGE, ""])
            .prop_map(String::from),
        "\\PC{0,8}",
    ];
    proptest::collection::vec((name, value), 0..12)
}

proptest! {
    /// P22: whatever a request says, the browser is sent to a registered redirect URI only.
    #[test]
    fn p22_no_answer_goes_to_a_redirect_uri_that_is_not_registered(
        extra in parameters(), keeps_good: bool, is_enabled in proptest::bool::weighted(0.9), is_native: bool,
    ) {
        let mut application = application(1);
        application.enabled = is_enabled;
        if is_native {
            application.kind = ApplicationKind::Native;
            application.redirect_uris.push(crate::issuer::application::RegisteredRedirectUri {
                uri: RedirectUri::new("http://127.0.0.1/cb").unwrap(), expires_at: None,
            });
        }
        let mut all = if keeps_good { pairs(&[]) } else { Vec::new() };
        all.extend(extra);
        let facts = RequestFacts { application: Some(application), ..RequestFacts::default() };
        let uri = match check_authorization_request(&all, &facts, at(NOW)) {
            Ok(request) => request.redirect_uri,
            Err(AuthorizationRefusal::Redirect { redirect_uri, .. }) => redirect_uri,
            Err(AuthorizationRefusal::Page { .. }) => return Ok(()),
        };
        let is_loopback = is_native && uri.as_str() == "http://127.0.0.1:4711/cb";
        prop_assert!(is_enabled && (uri.as_str() == CALLBACK || is_loopback), "{}", uri);
        prop_assert_eq!(all.iter().filter(|(name, _)| name == "redirect_uri").count(), 1);
    }

    /// Whatever is asked, a session of another user than the hint's, or of another connection than
    /// was asked for, does not answer, and no objection that remains after the provider restarts.
    #[test]
    fn c55_an_answer_is_for_whom_it_was_asked(
        hint in proptest::option::of(0_u8..3), asked in proptest::option::of(0_u8..3), user in 0_u8..3, connection in 0_u8..3,
        prompt in 0_usize..5, has_flow: bool, max_age in proptest::option::of(0_u32..5000), auth_time in proptest::option::of(NOW - 5000..NOW + 100),
    ) {
        let request = AuthorizationRequest {
            hint: hint.map(|user| IdTokenHint { user_id: user_id(user), application_session_id: session_id(1) }),
            connection_id: asked.map(connection_id),
            prompt: [alloc::vec![], alloc::vec![Prompt::None], alloc::vec![Prompt::Login], alloc::vec![Prompt::SelectAccount], alloc::vec![Prompt::Consent]][prompt].clone(),
            max_age,
            ..request(&[])
        };
        let session = BrowserSessionFacts {
            user_id: user_id(user), connection_id: connection_id(connection), auth_time: auth_time.map(at), ..browser_session()
        };
        let flow = has_flow.then(flow);
        match objection(&request, &session, flow.as_ref()) {
            None => {
                prop_assert!(hint.is_none_or(|hint| hint == user) && asked.is_none_or(|asked| asked == connection));
                if !has_flow {
                    prop_assert!(!request.prompt.iter().any(|prompt| matches!(prompt, Prompt::Login | Prompt::SelectAccount)));
                    prop_assert!(max_age.is_none_or(|age| auth_time.is_some_and(|at| at + u64::from(age) >= NOW)));
                }
            }
            Some(found) => {
                let answer = answer_for(found, &request, flow.as_ref());
                let is_sign_in = matches!(answer, ObjectionAnswer::SignIn { .. });
                prop_assert_eq!(is_sign_in, !has_flow && !request.prompt.contains(&Prompt::None));
            }
        }
    }
}

#[test]
fn the_raw_query_is_answered() {
    let query = pairs(&[])
        .iter()
        .fold(form_urlencoded::Serializer::new(String::new()), |mut query, (name, value)| {
            query.append_pair(name, value);
            query
        })
        .finish();
    let input =
        AuthorizationInput { now: at(NOW), query, facts: facts(), session: Some(browser_session()), flow: None };
    assert!(matches!(answer_authorization(&input), AuthorizationAnswer::Session { .. }));
    let silent = AuthorizationInput { query: format!("{}&prompt=none", input.query), session: None, ..input.clone() };
    let AuthorizationAnswer::Redirect { error, state, .. } = answer_authorization(&silent) else { panic!() };
    assert_eq!((error, state.unwrap().as_str()), (LoginRequired, "s 1"));
    let nobody = AuthorizationInput { session: None, ..input };
    assert!(matches!(answer_authorization(&nobody), AuthorizationAnswer::SignIn { .. }));
}
