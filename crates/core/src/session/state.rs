//! The state of a session in a page, from event to event: the session, its end, and the time of the
//! next refresh. A pure function; the page supplies the events, the time and the timer.
//!
//! Times are those of the page's own clock. Only the remaining life of the session is taken from
//! the server's answer, so a wrong clock makes no session longer or shorter. Time in a state never
//! goes back, so a clock that is set back revives no session.

use cora_wire_derive::{record, union};

use super::{UnifiedSession, switch_organization};
use crate::id::OrganizationId;
use crate::provisioning::code::UserMessage;
use crate::time::UnixSeconds;

/// Maximum time between the refresh of a session and its end, in seconds. A sixth of the session's
/// life is used if that is less, which is ten seconds for a Clerk token of one minute (our
/// decision).
pub const REFRESH_AHEAD_SECONDS: u64 = 60;

/// The state of a session in a page.
#[record]
pub struct SessionState {
    /// The session.
    pub session: UnifiedSession,
    /// The time of the next refresh; null if there is nothing to wait for. If it has passed,
    /// refresh at once.
    pub refresh_at: Option<UnixSeconds>,
    /// The first moment at which the session must no longer be shown; null if it does not end by
    /// itself.
    pub ends_at: Option<UnixSeconds>,
    /// `true` if the user's roles have changed since: sensitive actions have to wait for the next
    /// answer.
    pub is_stale: bool,
    /// The latest time that was observed.
    pub seen_at: UnixSeconds,
}

/// An event that changes the state of a session.
#[union(event)]
pub enum SessionEvent {
    /// The server answered with the session: after a login, and after every refresh.
    Answered {
        /// The session in the answer.
        session: UnifiedSession,
        /// The server's time of the answer; the page's own time is used when absent.
        #[serde(default)]
        server_time: Option<UnixSeconds>,
    },
    /// The user switched to another of their organizations, or to none. Ignored if they are not a
    /// member of it.
    OrganizationSwitched {
        /// The new current organization; none when absent.
        #[serde(default)]
        organization_id: Option<OrganizationId>,
    },
    /// The server reported the user's role version.
    RoleVersionChanged {
        /// The role version.
        role_version: u32,
    },
    /// Time has passed.
    TimePassed {},
    /// The user has signed out, here or in another tab.
    SignedOut {},
    /// The session could not be determined. A known session stays known until it ends.
    Failed {
        /// The message for the person.
        message: UserMessage,
    },
}

/// The input of [`reduce_session`], as JSON.
#[record]
pub struct ReduceSessionInput {
    /// The state; [`SessionState::unknown`] when absent.
    #[serde(default)]
    pub state: Option<SessionState>,
    /// The event.
    pub event: SessionEvent,
    /// The page's time.
    pub now: UnixSeconds,
}

impl SessionState {
    /// Returns the state of a page that knows nothing yet.
    pub const fn unknown(now: UnixSeconds) -> Self {
        Self {
            session: UnifiedSession::Loading {},
            refresh_at: Some(now),
            ends_at: None,
            is_stale: false,
            seen_at: now,
        }
    }

    fn settled(session: UnifiedSession, now: UnixSeconds) -> Self {
        Self { session, refresh_at: None, ends_at: None, is_stale: false, seen_at: now }
    }

    /// Returns the state after an answer of the server.
    fn answered(session: UnifiedSession, server_time: Option<UnixSeconds>, now: UnixSeconds) -> Self {
        let UnifiedSession::Authenticated { session: known } = &session else { return Self::settled(session, now) };
        let Some(expires_at) = known.expires_at else { return Self::settled(session, now) };
        let left = expires_at.seconds().saturating_sub(server_time.unwrap_or(now).seconds());
        if left == 0 {
            return Self::unknown(now);
        }
        let ahead = (left / 6).min(REFRESH_AHEAD_SECONDS);
        Self {
            refresh_at: Some(now.plus(left.saturating_sub(ahead))),
            ends_at: Some(now.plus(left)),
            ..Self::settled(session, now)
        }
    }

    /// Returns `true` if the session has ended by itself.
    fn has_ended(&self, now: UnixSeconds) -> bool {
        self.ends_at.is_some_and(|ends_at| now >= ends_at)
    }
}

/// Returns the state after an event.
///
/// No sequence of events yields an authenticated state at or past the session's end.
pub fn reduce_session(input: ReduceSessionInput) -> SessionState {
    let ReduceSessionInput { state, event, now } = input;
    let state = state.unwrap_or_else(|| SessionState::unknown(now));
    let now = now.max(state.seen_at);
    let state = if state.has_ended(now) { SessionState::unknown(now) } else { SessionState { seen_at: now, ..state } };
    match (event, state.session) {
        (SessionEvent::Answered { session, server_time }, _) => SessionState::answered(session, server_time, now),
        (SessionEvent::SignedOut {}, _) => SessionState::settled(UnifiedSession::Unauthenticated {}, now),
        (SessionEvent::OrganizationSwitched { organization_id }, UnifiedSession::Authenticated { session }) => {
            let session = switch_organization(&session, organization_id).unwrap_or(session);
            SessionState { session: UnifiedSession::Authenticated { session }, ..state }
        }
        (SessionEvent::RoleVersionChanged { role_version }, UnifiedSession::Authenticated { session }) => {
            let is_stale = state.is_stale || role_version != session.role_version;
            let refresh_at = if is_stale { Some(now) } else { state.refresh_at };
            SessionState { session: UnifiedSession::Authenticated { session }, is_stale, refresh_at, ..state }
        }
        (SessionEvent::Failed { message }, UnifiedSession::Loading {} | UnifiedSession::Error { .. }) => {
            SessionState::settled(UnifiedSession::Error { message }, now)
        }
        (_, session) => SessionState { session, ..state },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::AuthenticatedSession;
    use alloc::vec::Vec;
    use proptest::prelude::*;
    use serde_json::json;

    fn at(seconds: u64) -> UnixSeconds {
        UnixSeconds::new(seconds).unwrap()
    }

    fn authenticated(expires_at: u64, role_version: u32) -> UnifiedSession {
        serde_json::from_value(json!({ "status": "authenticated", "session": {
            "provider": "oidc", "userId": "0198c0de-0000-7000-8000-0000000000b1",
            "identity": { "issuer": "https://login.acme.example", "subject": "00u1" }, "sessionId": null, "email": null,
            "emailEvidence": "absent", "platformRole": "platform_user",
            "organizations": [
                { "id": "0198c0de-0000-7000-8000-0000000000a1", "name": "Acme", "slug": "acme", "role": "org_admin" },
                { "id": "0198c0de-0000-7000-8000-0000000000a2", "name": "Beta", "slug": "beta", "role": "org_user" }
            ],
            "currentOrganizationId": null, "capabilities": [], "issuedAt": null, "expiresAt": expires_at, "roleVersion": role_version,
            "actor": null
        }}))
        .unwrap()
    }

    fn known(state: &SessionState) -> Option<&AuthenticatedSession> {
        match &state.session {
            UnifiedSession::Authenticated { session } => Some(session),
            _ => None,
        }
    }

    fn reduce(state: Option<SessionState>, event: SessionEvent, now: u64) -> SessionState {
        reduce_session(ReduceSessionInput { state, event, now: at(now) })
    }

    fn answered(expires_at: u64, server_time: Option<u64>) -> SessionEvent {
        SessionEvent::Answered { session: authenticated(expires_at, 1), server_time: server_time.map(at) }
    }

    #[test]
    fn a_session_is_asked_for_again_before_it_ends() {
        let hour = reduce(None, answered(4600, None), 1000);
        assert_eq!((hour.refresh_at, hour.ends_at), (Some(at(4540)), Some(at(4600))));
        let minute = reduce(None, answered(1060, None), 1000);
        assert_eq!((minute.refresh_at, minute.ends_at), (Some(at(1050)), Some(at(1060))));
    }

    #[test]
    fn a_wrong_clock_makes_no_session_longer_or_shorter() {
        let behind = reduce(None, answered(10_060, Some(10_000)), 1000);
        assert_eq!(behind.ends_at, Some(at(1060)));
        let ahead = reduce(None, answered(1060, Some(1000)), 10_000);
        assert_eq!(ahead.ends_at, Some(at(10_060)));
    }

    #[test]
    fn a_session_that_has_ended_is_not_known_any_more() {
        let state = reduce(None, answered(1060, None), 1000);
        assert!(known(&reduce(Some(state.clone()), SessionEvent::TimePassed {}, 1059)).is_some());
        let ended = reduce(Some(state), SessionEvent::TimePassed {}, 1060);
        assert_eq!(ended, SessionState::unknown(at(1060)));
        assert!(
            known(&reduce(Some(ended), SessionEvent::TimePassed {}, 1000)).is_none(),
            "a clock set back revives it"
        );
    }

    #[test]
    fn signed_out_state_lasts_until_next_answer() {
        let state = reduce(Some(reduce(None, answered(5000, None), 1000)), SessionEvent::SignedOut {}, 1001);
        assert_eq!(state.session, UnifiedSession::Unauthenticated {});
        let failed = SessionEvent::Failed { message: UserMessage::TryAgain };
        assert_eq!(reduce(Some(state), failed, 1002).session, UnifiedSession::Unauthenticated {});
    }

    #[test]
    fn c33_other_roles_make_it_stale_at_once() {
        let state = reduce(None, answered(5000, None), 1000);
        let same = reduce(Some(state.clone()), SessionEvent::RoleVersionChanged { role_version: 1 }, 1001);
        assert!(!same.is_stale);
        let stale = reduce(Some(state), SessionEvent::RoleVersionChanged { role_version: 2 }, 1001);
        assert_eq!((stale.is_stale, stale.refresh_at), (true, Some(at(1001))));
    }

    #[test]
    fn a_failure_leaves_what_is_known() {
        let failed = || SessionEvent::Failed { message: UserMessage::TryAgain };
        assert!(known(&reduce(Some(reduce(None, answered(5000, None), 1000)), failed(), 1001)).is_some());
        assert_eq!(reduce(None, failed(), 1).session, UnifiedSession::Error { message: UserMessage::TryAgain });
    }

    fn events() -> impl Strategy<Value = SessionEvent> {
        let organization = prop_oneof![
            Just(None),
            (0_u8..4)
                .prop_map(|last| OrganizationId::parse(&alloc::format!("0198c0de-0000-7000-8000-0000000000a{last}")))
        ];
        prop_oneof![
            (0_u64..400, proptest::option::of(0_u64..400), 0_u32..3).prop_map(
                |(expires_at, server_time, role_version)| {
                    SessionEvent::Answered {
                        session: authenticated(expires_at, role_version),
                        server_time: server_time.map(at),
                    }
                }
            ),
            organization.prop_map(|organization_id| SessionEvent::OrganizationSwitched { organization_id }),
            (0_u32..3).prop_map(|role_version| SessionEvent::RoleVersionChanged { role_version }),
            Just(SessionEvent::TimePassed {}),
            Just(SessionEvent::SignedOut {}),
            Just(SessionEvent::Failed { message: UserMessage::TryAgain }),
        ]
    }

    proptest! {
        /// Compares the state with a model that remembers only the end of the last answer.
        #[test]
        fn no_events_keep_anybody_in_past_the_end(steps in proptest::collection::vec((events(), 0_u64..400), 1..40)) {
            let mut state: Option<SessionState> = None;
            let mut latest = 0;
            let mut end: Option<u64> = None;
            for (event, now) in steps {
                latest = latest.max(now);
                if end.is_some_and(|end| latest >= end) {
                    end = None;
                }
                match &event {
                    SessionEvent::Answered { session, server_time } => {
                        let UnifiedSession::Authenticated { session } = session else { continue };
                        let left = session.expires_at.unwrap().seconds().saturating_sub(server_time.map_or(latest, UnixSeconds::seconds));
                        end = (left > 0).then_some(latest + left);
                    }
                    SessionEvent::SignedOut {} => end = None,
                    _ => {}
                }
                let next = reduce(state.take(), event, now);
                prop_assert_eq!(known(&next).is_some(), end.is_some());
                prop_assert_eq!(next.ends_at.map(UnixSeconds::seconds), end);
                if let Some(session) = known(&next) {
                    let ids: Vec<OrganizationId> = session.organizations.iter().map(|organization| organization.id).collect();
                    prop_assert!(session.current_organization_id.is_none_or(|id| ids.contains(&id)));
                    prop_assert!(next.refresh_at.is_some_and(|refresh_at| refresh_at <= next.ends_at.unwrap()));
                }
                state = Some(next);
            }
        }
    }
}
