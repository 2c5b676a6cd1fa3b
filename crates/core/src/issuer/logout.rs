//! Logout requests (§14.9, OpenID Connect RP-Initiated Logout 1.0).

use alloc::string::String;
use alloc::vec::Vec;
use cora_wire_derive::{codes, record};
use url::form_urlencoded;

use super::application::Application;
use super::authorization::{MAX_REQUEST_BYTES, is_repeated, once};
use crate::id::{ApplicationId, ApplicationSessionId, UserId};
use crate::text::{RedirectUri, RequestState};
use crate::time::UnixSeconds;

/// The content of an `id_token_hint` that counts: signed by one of our keys, retired or not, with
/// our `iss`, and with the application as `aud`; expired or not.
#[record]
pub struct LogoutHint {
    /// The application (`aud`).
    pub application: Application,
    /// The user (`sub`).
    pub user_id: UserId,
    /// The application session (`sid`).
    pub application_session_id: ApplicationSessionId,
}

/// The browser's session, as far as a logout depends on it.
#[record]
pub struct LogoutSession {
    /// The user.
    pub user_id: UserId,
    /// All application sessions that are, or were, a part of it.
    pub application_session_ids: Vec<ApplicationSessionId>,
}

/// A logout request as it arrives, and the facts behind it.
#[record]
pub struct LogoutInput {
    /// The time of the request.
    pub now: UnixSeconds,
    /// The query, or the body of a form, as the browser sent it.
    pub query: String,
    /// The hint, if one is given and counts; absent otherwise.
    #[serde(default)]
    pub hint: Option<LogoutHint>,
    /// The browser's session, if it is alive; absent otherwise.
    #[serde(default)]
    pub session: Option<LogoutSession>,
    /// `true` if the person has confirmed: a `POST` with the token of the form that asked them.
    #[serde(default)]
    pub is_confirmed: bool,
}

/// The answer to a logout request.
#[codes]
pub enum LogoutAnswer {
    /// End the session and go to the URI.
    EndAndReturn,
    /// End the session and show the page.
    EndAndShow,
    /// Ask first.
    Ask,
    /// There is no session: the page, or the URI if there is one.
    NothingToEnd,
}

/// The decision about a logout request.
#[record]
pub struct Logout {
    /// The answer.
    pub answer: LogoutAnswer,
    /// The registered URI to go to, with `state` added; null if the browser is sent nowhere. While
    /// the person is asked, it is null too: the confirmed request decides again.
    pub redirect_uri: Option<RedirectUri>,
    /// The `state` to give back; null without a URI, or if there is none.
    pub state: Option<RequestState>,
}

const READ: [&str; 4] = ["id_token_hint", "post_logout_redirect_uri", "state", "client_id"];

/// Decides about a logout request.
pub fn decide_logout(input: &LogoutInput) -> Logout {
    let pairs: Vec<(String, String)> = form_urlencoded::parse(input.query.as_bytes()).into_owned().collect();
    let hint = input.hint.as_ref().filter(|_| once(&pairs, "id_token_hint").is_some());
    let destination = hint.and_then(|hint| destination(&pairs, &hint.application, input));
    let answer = match &input.session {
        None => LogoutAnswer::NothingToEnd,
        Some(session) if !input.is_confirmed && !hint.is_some_and(|hint| is_of(hint, session)) => LogoutAnswer::Ask,
        Some(_) if destination.is_some() => LogoutAnswer::EndAndReturn,
        Some(_) => LogoutAnswer::EndAndShow,
    };
    let destination = destination.filter(|_| answer != LogoutAnswer::Ask);
    let (redirect_uri, state) = destination.map_or((None, None), |(uri, state)| (Some(uri), state));
    Logout { answer, redirect_uri, state }
}

/// Returns `true` if a hint is of this very session.
fn is_of(hint: &LogoutHint, session: &LogoutSession) -> bool {
    hint.user_id == session.user_id && session.application_session_ids.contains(&hint.application_session_id)
}

/// Returns the URI to go to and the state, if the application of the hint has registered it and no
/// parameter is bad.
fn destination(
    pairs: &[(String, String)],
    application: &Application,
    input: &LogoutInput,
) -> Option<(RedirectUri, Option<RequestState>)> {
    let bytes = pairs.iter().flat_map(|(name, value)| [name, value]).map(String::len);
    let is_large = bytes.fold(0_usize, usize::saturating_add) > MAX_REQUEST_BYTES;
    if is_large || READ.into_iter().any(|name| is_repeated(pairs, name)) || !application.enabled {
        return None;
    }
    if once(pairs, "client_id").is_some_and(|id| ApplicationId::parse(id) != Some(application.id)) {
        return None;
    }
    let state = match once(pairs, "state") {
        None => None,
        Some(state) => Some(RequestState::new(state)?),
    };
    let uri = application.post_logout_redirect_uri(once(pairs, "post_logout_redirect_uri")?, input.now)?;
    Some((uri, state))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::issuer::samples::{application, application_id, at, session_id, user_id};
    use LogoutAnswer::{Ask, EndAndReturn, EndAndShow, NothingToEnd};
    use alloc::format;
    use proptest::prelude::*;

    const BACK: &str = "https://shop.acme.example/";

    fn query(changes: &[(&str, &str)]) -> String {
        let good = [("id_token_hint", "x.y.z"), ("post_logout_redirect_uri", BACK), ("state", "s 1")];
        let kept = good.into_iter().filter(|(name, _)| !changes.iter().any(|(changed, _)| changed == name));
        form_urlencoded::Serializer::new(String::new()).extend_pairs(kept.chain(changes.iter().copied())).finish()
    }

    fn input(changes: &[(&str, &str)]) -> LogoutInput {
        LogoutInput {
            now: at(1000),
            query: query(changes),
            hint: Some(LogoutHint {
                application: application(1),
                user_id: user_id(1),
                application_session_id: session_id(1),
            }),
            session: Some(LogoutSession {
                user_id: user_id(1),
                application_session_ids: alloc::vec![session_id(1), session_id(2)],
            }),
            is_confirmed: false,
        }
    }

    fn outcome(input: &LogoutInput) -> (LogoutAnswer, bool) {
        let logout = decide_logout(input);
        (logout.answer, logout.redirect_uri.is_some())
    }

    #[test]
    fn c45_a_hint_of_this_session_signs_out_and_returns() {
        let logout = decide_logout(&input(&[]));
        assert_eq!(logout.answer, EndAndReturn);
        assert_eq!(logout.redirect_uri.unwrap().as_str(), BACK);
        assert_eq!(logout.state.unwrap().as_str(), "s 1");
    }

    #[test]
    fn c45_nobody_is_signed_out_without_a_question_but_by_their_own_hint() {
        let ask = |change: fn(&mut LogoutInput)| {
            let mut input = input(&[]);
            change(&mut input);
            let asked = outcome(&input);
            input.is_confirmed = true;
            (asked, outcome(&input))
        };
        let other_user = |input: &mut LogoutInput| input.hint.as_mut().unwrap().user_id = user_id(2);
        let other_session =
            |input: &mut LogoutInput| input.hint.as_mut().unwrap().application_session_id = session_id(3);
        assert_eq!(ask(|input| input.hint = None), ((Ask, false), (EndAndShow, false)));
        assert_eq!(ask(|input| input.query = String::new()), ((Ask, false), (EndAndShow, false)));
        assert_eq!(ask(|input| input.query = String::from("state=x")), ((Ask, false), (EndAndShow, false)));
        assert_eq!(ask(other_user), ((Ask, false), (EndAndReturn, true)));
        assert_eq!(ask(other_session), ((Ask, false), (EndAndReturn, true)));
    }

    #[test]
    fn c45_the_browser_goes_to_a_registered_uri_of_the_hints_application_only() {
        let other = format!("{}", application_id(2));
        let long = "x".repeat(2049);
        for changes in [
            [("post_logout_redirect_uri", "https://evil.example/")].as_slice(),
            &[("post_logout_redirect_uri", "https://shop.acme.example/?x=1")],
            &[("post_logout_redirect_uri", "https://shop.acme.example")],
            &[("post_logout_redirect_uri", "")],
            &[("post_logout_redirect_uri", BACK), ("post_logout_redirect_uri", "https://evil.example/")],
            &[("state", "a"), ("state", "b")],
            &[("state", &long)],
            &[("client_id", &other)],
            &[("client_id", "x")],
        ] {
            assert_eq!(outcome(&input(changes)), (EndAndShow, false), "{changes:?}");
        }
        let own = format!("{}", application_id(1));
        assert_eq!(outcome(&input(&[("client_id", &own)])), (EndAndReturn, true));
        let mut disabled = input(&[]);
        disabled.hint.as_mut().unwrap().application.enabled = false;
        assert_eq!(outcome(&disabled), (EndAndShow, false));
    }

    #[test]
    fn without_a_session_there_is_nothing_to_ask() {
        let mut gone = input(&[]);
        gone.session = None;
        assert_eq!(outcome(&gone), (NothingToEnd, true));
        gone.hint = None;
        assert_eq!(outcome(&gone), (NothingToEnd, false));
    }

    proptest! {
        /// P22, for logouts.
        #[test]
        fn p22_no_logout_leads_to_a_uri_that_is_not_registered(
            uri in "(https://shop\\.acme\\.example/|https://evil\\.example/)[/a#?@.]{0,4}", has_hint: bool, has_session: bool, is_confirmed: bool,
        ) {
            let mut input = input(&[("post_logout_redirect_uri", &uri)]);
            input.is_confirmed = is_confirmed;
            input.hint = input.hint.filter(|_| has_hint);
            input.session = input.session.filter(|_| has_session);
            let logout = decide_logout(&input);
            prop_assert!(logout.redirect_uri.is_none_or(|to| has_hint && to.as_str() == BACK));
            prop_assert_eq!(logout.answer == NothingToEnd, !has_session);
        }
    }
}
