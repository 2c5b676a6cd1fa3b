//! The facts of browser sessions and application sessions, and their ends.

use alloc::vec::Vec;
use cora_wire_derive::{codes, record};

use crate::id::{ApplicationId, ApplicationSessionId, BrowserSessionId, ConnectionId, OrganizationId, UserId};
use crate::text::{AuthenticationContext, AuthenticationMethod};
use crate::time::UnixSeconds;

/// The lengths of sessions, in seconds.
#[record]
#[derive(Copy)]
pub struct SessionLengths {
    /// The length since the last use, in seconds; 604 800 (7 days) when absent.
    #[serde(default = "default_idle")]
    pub idle: u32,
    /// The length since the sign-in, in seconds; 2 592 000 (30 days) when absent.
    #[serde(default = "default_absolute")]
    pub absolute: u32,
}

const fn default_idle() -> u32 {
    604_800
}

const fn default_absolute() -> u32 {
    2_592_000
}

impl Default for SessionLengths {
    fn default() -> Self {
        Self { idle: default_idle(), absolute: default_absolute() }
    }
}

/// The times of a session, browser's or application's, as they are stored.
#[record]
#[derive(Copy)]
pub struct SessionTimes {
    /// The time of the sign-in: for an application session too, that of its browser session.
    pub began_at: UnixSeconds,
    /// The time of the last use: of the beginning, or of the last renewal.
    pub used_at: UnixSeconds,
    /// The first moment at which the session is over unless it is used before.
    pub idle_ends_at: UnixSeconds,
    /// The first moment at which the session is over in any case.
    pub absolute_ends_at: UnixSeconds,
    /// The time at which the session was ended; absent if it was not.
    #[serde(default)]
    pub ended_at: Option<UnixSeconds>,
}

impl SessionTimes {
    /// Returns the times of a session that begins now: a browser session's, by a sign-in.
    pub fn begun(now: UnixSeconds, lengths: SessionLengths) -> Self {
        Self {
            began_at: now,
            used_at: now,
            idle_ends_at: now.plus(lengths.idle.into()),
            absolute_ends_at: now.plus(lengths.absolute.into()),
            ended_at: None,
        }
    }

    /// Returns the times of an application session that begins now, as a part of the browser
    /// session with these times. Its absolute length counts from the sign-in.
    #[must_use]
    pub fn begin_part(self, now: UnixSeconds, lengths: SessionLengths) -> Self {
        Self {
            began_at: self.began_at,
            absolute_ends_at: self.began_at.plus(lengths.absolute.into()),
            ..Self::begun(now, lengths)
        }
    }

    /// Returns the first moment at which the session is over by time.
    pub fn ends_at(self) -> UnixSeconds {
        self.idle_ends_at.min(self.absolute_ends_at)
    }

    /// Returns `true` if the session was not ended, and is not over by time.
    pub fn is_alive(self, now: UnixSeconds) -> bool {
        self.ended_at.is_none() && now < self.ends_at()
    }

    /// Returns the times under lengths that may have been shortened since they were stored. Longer
    /// ones count from the next renewal, and never move the absolute end.
    #[must_use]
    pub fn within(self, lengths: SessionLengths) -> Self {
        Self {
            idle_ends_at: self.idle_ends_at.min(self.used_at.plus(lengths.idle.into())),
            absolute_ends_at: self.absolute_ends_at.min(self.began_at.plus(lengths.absolute.into())),
            ..self
        }
    }

    /// Returns the times after a use.
    #[must_use]
    pub fn used(self, now: UnixSeconds, lengths: SessionLengths) -> Self {
        let used_at = self.used_at.max(now);
        Self { used_at, idle_ends_at: used_at.plus(lengths.idle.into()), ..self.within(lengths) }
    }
}

impl SessionTimes {
    /// Returns `true` if the session began before the time before which the user's sessions are
    /// refused.
    pub fn is_refused(&self, not_before: Option<UnixSeconds>) -> bool {
        not_before.is_some_and(|not_before| self.began_at < not_before)
    }
}

/// The cause of the end of a session. Stored with it.
#[codes]
pub enum SessionEndReason {
    /// The person signed out.
    SignedOut,
    /// Another user signed in with this browser, or the same one again.
    ReplacedBySignIn,
    /// An administrator, or the user on their list of devices, ended it.
    EndedByAdministrator,
    /// The application revoked its token (RFC 7009).
    Revoked,
    /// A code was presented again by the application that had redeemed it.
    CodeReused,
    /// A refresh token was presented after its successor was in use.
    TokenReused,
    /// The provider ended its session.
    EndedByProvider,
    /// All sessions of the user were ended, or the user was suspended or deleted.
    SignedOutEverywhere,
}

/// A connection's present state, as far as a session depends on it.
#[record]
#[derive(Copy)]
pub struct ConnectionState {
    /// The identifier of the connection.
    pub id: ConnectionId,
    /// `true` if logins use the connection.
    pub is_active: bool,
    /// The number of changes of the connection so far.
    pub version: u32,
}

/// A browser session, as it is stored, with the facts of now about its user.
#[record]
pub struct BrowserSessionFacts {
    /// The identifier of the session.
    pub id: BrowserSessionId,
    /// The user.
    pub user_id: UserId,
    /// The connection of the sign-in.
    pub connection_id: ConnectionId,
    /// The times of the session.
    pub times: SessionTimes,
    /// The time of the authentication, as the provider states it; absent if it states none.
    #[serde(default)]
    pub auth_time: Option<UnixSeconds>,
    /// The class of the authentication, as the provider names it; absent if it names none.
    #[serde(default)]
    pub acr: Option<AuthenticationContext>,
    /// The methods of the authentication, as the provider names them; at most 20.
    #[serde(default, deserialize_with = "crate::text::at_most::<20, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 20)))]
    pub amr: Vec<AuthenticationMethod>,
    /// The active organizations of which the user is a member now.
    #[serde(default)]
    pub organizations: Vec<OrganizationId>,
}

/// An application session, as it is stored.
#[record]
pub struct ApplicationSessionFacts {
    /// The identifier of the session: the `sid` of its tokens.
    pub id: ApplicationSessionId,
    /// The browser session that it is a part of.
    pub browser_session_id: BrowserSessionId,
    /// The application.
    pub application_id: ApplicationId,
    /// The times of the session.
    pub times: SessionTimes,
}
