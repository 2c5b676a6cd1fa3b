//! Renewal of application sessions (§14.5). Every renewal is a decision.

use cora_wire_derive::{codes, record};

use super::application::Application;
use super::session::{ApplicationSessionFacts, BrowserSessionFacts, ConnectionState, SessionLengths, SessionTimes};
use crate::time::UnixSeconds;

/// The facts of now about an application session.
#[record]
pub struct RenewalInput {
    /// The time of the renewal.
    pub now: UnixSeconds,
    /// The application session.
    pub session: ApplicationSessionFacts,
    /// The browser session that it is a part of.
    pub browser_session: BrowserSessionFacts,
    /// The lengths of browser sessions, as the operator has set them.
    #[serde(default)]
    pub browser_lengths: SessionLengths,
    /// The application; absent if there is none any more.
    #[serde(default)]
    pub application: Option<Application>,
    /// The connection of the sign-in; absent if there is none any more.
    #[serde(default)]
    pub connection: Option<ConnectionState>,
    /// The time before which the user's sessions are refused; absent for none.
    #[serde(default)]
    pub not_before: Option<UnixSeconds>,
    /// `true` if the stored login, decided with the facts of now, signs in the session's user.
    pub is_admitted: bool,
}

/// The result of a renewal.
#[codes]
pub enum RenewalReason {
    /// The session goes on.
    Renewed,
    /// The session, or its browser session, was ended.
    SessionEnded,
    /// The session, or its browser session, is over by time.
    SessionExpired,
    /// The application is disabled, or gone.
    ApplicationDisabled,
    /// The connection is no longer active.
    ConnectionNotActive,
    /// The application no longer allows the connection.
    ConnectionNotAllowed,
    /// The user's sessions from before a time are refused.
    SignedOutEverywhere,
    /// The login does not admit the person.
    NotAdmitted,
}

/// A decided renewal, and the times to write.
#[record]
pub struct Renewal {
    /// The reason.
    pub reason: RenewalReason,
    /// The times of the application session afterwards; null unless renewed.
    pub session: Option<SessionTimes>,
    /// The times of the browser session afterwards; null unless renewed, and if its last use was
    /// written less than a minute ago.
    pub browser_session: Option<SessionTimes>,
    /// The earliest end of both sessions, which no token outlives; null unless renewed.
    pub ends_at: Option<UnixSeconds>,
}
