//! The console of administrators (§16 of the specification): its sessions, and the proof that they
//! need for sensitive commands.

use cora_wire_derive::codes;

use crate::capability::{self, Capability};
use crate::issuer::session::{BrowserSessionFacts, SessionLengths, SessionTimes};
use crate::time::UnixSeconds;

/// The lengths of a person's and of a setup session.
pub const SESSION_LENGTHS: SessionLengths = SessionLengths { idle: 1800, absolute: 28_800 };
/// The lengths of an operator's session.
pub const OPERATOR_LENGTHS: SessionLengths = SessionLengths { idle: 1800, absolute: 1800 };
/// The life of a link for operators, in seconds.
pub const LINK_SECONDS: u64 = 600;
/// The time for a sign-in, in seconds.
pub const SIGN_IN_SECONDS: u64 = 600;
/// The greatest age of the authentication behind a sensitive command, in seconds.
pub const PROOF_SECONDS: u64 = 900;
/// Maximum number of sessions of one user.
pub const MAX_SESSIONS_OF_USER: u32 = 10;
/// The tolerated difference between our clock and a provider's, in seconds.
const SKEW_SECONDS: u64 = 60;

/// The kind of a session of the console: who acts in it.
#[codes]
pub enum ConsoleSessionKind {
    /// A person, with what they may do now.
    Person,
    /// The operator of the host, who came by a link that was made there.
    Operator,
    /// Somebody who presented the bootstrap token, while the platform has no owner.
    Setup,
}

impl ConsoleSessionKind {
    /// Returns the lengths of a session of this kind.
    pub const fn lengths(self) -> SessionLengths {
        match self {
            Self::Person | Self::Setup => SESSION_LENGTHS,
            Self::Operator => OPERATOR_LENGTHS,
        }
    }

    /// Returns `true` if a session of this kind has a capability without a person. `None` is for a
    /// route that any admitted user may use.
    pub fn reaches(self, capability: Option<Capability>) -> bool {
        use Capability::{AuditRead, IdpActivate, IdpRead, IdpWrite};
        let connections = matches!(capability, Some(IdpRead | IdpWrite | IdpActivate));
        match self {
            Self::Person => false,
            Self::Operator => connections || capability == Some(AuditRead),
            Self::Setup => connections,
        }
    }
}

/// The reason why a session of the console does not go on.
#[codes]
pub enum ConsoleSessionObjection {
    /// It was ended, or is over by time, or its sign-in is.
    ConsoleSessionOver,
    /// The connection of the sign-in was disabled, or other settings of it are active now.
    SessionSuperseded,
}

/// A session of the console as it is stored, with the facts of now that it depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ConsoleSessionFacts {
    /// The kind.
    pub kind: ConsoleSessionKind,
    /// The times.
    pub times: SessionTimes,
    /// The number of the settings of the connection that the person signed in by; `None` for
    /// another kind.
    pub number: Option<u32>,
    /// The number of the settings of this connection that are active now; `None` if none are.
    pub active_number: Option<u32>,
    /// `true` if the platform has an owner.
    pub has_owner: bool,
}

/// Returns the objection to a session of the console, or `None` if it goes on.
///
/// A person's session is bound to the number of the active settings, and not to the version of the
/// connection, which every draft and every test raises.
pub fn session_objection(facts: &ConsoleSessionFacts, now: UnixSeconds) -> Option<ConsoleSessionObjection> {
    let is_set_up = facts.kind == ConsoleSessionKind::Setup && facts.has_owner;
    if is_set_up || !facts.times.within(facts.kind.lengths()).is_alive(now) {
        return Some(ConsoleSessionObjection::ConsoleSessionOver);
    }
    let is_superseded = facts.active_number.is_none() || facts.active_number != facts.number;
    (facts.kind == ConsoleSessionKind::Person && is_superseded).then_some(ConsoleSessionObjection::SessionSuperseded)
}

/// Returns the time of the proof that a browser session is its user's: the time of authentication
/// that the provider states, or, if it states none, the beginning of the session.
pub fn proven_at(session: &BrowserSessionFacts) -> UnixSeconds {
    session.auth_time.unwrap_or(session.times.began_at)
}

/// Returns `true` if a command that needs a capability has the proof that it needs. A command that
/// needs a sensitive capability needs a proof that is not older than [`PROOF_SECONDS`].
pub fn is_proven(capability: Capability, proven_at: UnixSeconds, now: UnixSeconds) -> bool {
    let is_future = proven_at > now.plus(SKEW_SECONDS);
    !capability::is_sensitive(capability) || (!is_future && now <= proven_at.plus(PROOF_SECONDS))
}

#[cfg(test)]
mod tests {
    use super::*;

    const BEGAN: u64 = 1_767_225_600;

    fn at(seconds: u64) -> UnixSeconds {
        UnixSeconds::new(BEGAN + seconds).unwrap()
    }

    fn facts(kind: ConsoleSessionKind) -> ConsoleSessionFacts {
        let times = SessionTimes::begun(at(0), kind.lengths());
        ConsoleSessionFacts { kind, times, number: Some(3), active_number: Some(3), has_owner: false }
    }

    #[test]
    fn a_session_is_over_when_it_was_not_used_and_in_any_case_at_its_end() {
        use ConsoleSessionObjection::ConsoleSessionOver;
        let mut session = facts(ConsoleSessionKind::Person);
        assert_eq!(session_objection(&session, at(1799)), None);
        assert_eq!(session_objection(&session, at(1800)), Some(ConsoleSessionOver));
        for used in (0..=28_800).step_by(1000) {
            session.times = session.times.used(at(used), SESSION_LENGTHS);
        }
        assert_eq!(session_objection(&session, at(28_799)), None);
        assert_eq!(session_objection(&session, at(28_800)), Some(ConsoleSessionOver));
        let operator = facts(ConsoleSessionKind::Operator);
        let used = ConsoleSessionFacts { times: operator.times.used(at(1700), OPERATOR_LENGTHS), ..operator };
        assert_eq!(session_objection(&used, at(1799)), None);
        assert_eq!(session_objection(&used, at(1800)), Some(ConsoleSessionOver));
    }

    #[test]
    fn a_person_is_bound_to_the_active_settings_and_a_setup_session_to_the_lack_of_an_owner() {
        for active_number in [None, Some(2), Some(4)] {
            let changed = |kind| ConsoleSessionFacts { active_number, ..facts(kind) };
            let superseded = Some(ConsoleSessionObjection::SessionSuperseded);
            assert_eq!(session_objection(&changed(ConsoleSessionKind::Person), at(1)), superseded);
            assert_eq!(session_objection(&changed(ConsoleSessionKind::Operator), at(1)), None);
            assert_eq!(session_objection(&changed(ConsoleSessionKind::Setup), at(1)), None);
        }
        for kind in [ConsoleSessionKind::Person, ConsoleSessionKind::Operator, ConsoleSessionKind::Setup] {
            let owned = ConsoleSessionFacts { has_owner: true, ..facts(kind) };
            assert_eq!(session_objection(&owned, at(1)).is_some(), kind == ConsoleSessionKind::Setup);
        }
    }

    #[test]
    fn only_connections_and_their_records_are_reached_without_a_person() {
        use Capability::{AuditRead, IdpActivate, IdpRead, IdpWrite};
        for capability in Capability::ALL.iter().copied() {
            let is_connection = [IdpRead, IdpWrite, IdpActivate].contains(&capability);
            let reaches = |kind: ConsoleSessionKind| kind.reaches(Some(capability));
            assert!(!reaches(ConsoleSessionKind::Person));
            assert_eq!(reaches(ConsoleSessionKind::Setup), is_connection, "{capability:?}");
            assert_eq!(reaches(ConsoleSessionKind::Operator), is_connection || capability == AuditRead);
        }
        assert!(!ConsoleSessionKind::Operator.reaches(None) && !ConsoleSessionKind::Setup.reaches(None));
    }

    #[test]
    fn a_sensitive_command_needs_a_proof_of_the_last_quarter_of_an_hour() {
        let proven = |capability, now| is_proven(capability, at(100), at(now));
        assert!(proven(Capability::PolicyWrite, 40) && proven(Capability::PolicyWrite, 1000));
        assert!(!proven(Capability::PolicyWrite, 1001) && !proven(Capability::PolicyWrite, 39));
        assert!(proven(Capability::PolicyRead, 1001) && proven(Capability::PolicyRead, 39));
    }
}
