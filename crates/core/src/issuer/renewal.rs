//! Renewal of application sessions (§14.5). Every renewal is a decision.

use cora_wire_derive::{codes, record};

use super::application::Application;
use super::rotation::{PresentedGeneration, Rotation, RotationInput, RotationState, RotationVerdict, rotate};
use super::session::{ApplicationSessionFacts, BrowserSessionFacts, ConnectionState, SessionLengths, SessionTimes};
use crate::id::UserId;
use crate::provisioning::code::UserMessage;
use crate::provisioning::decision::Decision;
use crate::text::ClientFingerprint;
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

/// The time between two writes of a browser session's last use, in seconds (pitfall C60).
pub const WRITE_SECONDS: u64 = 60;

/// Returns `true` if a decision about the stored login of a session signs in the session's user.
/// Somebody who waits for approval has no session.
pub fn is_admitted(decision: &Decision, user: UserId) -> bool {
    decision.outcome.signed_in_user() == Some(user) && decision.user_message != Some(UserMessage::AwaitingApproval)
}

/// Decides whether an application session goes on. The reasons are tried in declaration order.
///
/// Facts that do not belong together count as those of another session, application or connection,
/// which is gone.
pub fn renew(input: &RenewalInput) -> Renewal {
    match renewed(input) {
        Ok((session, browser_session)) => {
            let is_due = input.now >= input.browser_session.times.used_at.plus(WRITE_SECONDS);
            let stored = input.browser_session.times.within(input.browser_lengths);
            let browser = if is_due { browser_session } else { stored };
            Renewal {
                reason: RenewalReason::Renewed,
                session: Some(session),
                browser_session: is_due.then_some(browser_session),
                ends_at: Some(session.ends_at().min(browser.ends_at())),
            }
        }
        Err(reason) => Renewal { reason, session: None, browser_session: None, ends_at: None },
    }
}

/// Returns the times of both sessions after the renewal.
fn renewed(input: &RenewalInput) -> Result<(SessionTimes, SessionTimes), RenewalReason> {
    let RenewalInput { now, session, browser_session, browser_lengths, application, connection, .. } = input;
    let belongs = session.browser_session_id == browser_session.id;
    if !belongs || session.times.ended_at.is_some() || browser_session.times.ended_at.is_some() {
        return Err(RenewalReason::SessionEnded);
    }
    let application = application.as_ref().filter(|application| application.id == session.application_id);
    let lengths = application.map(|application| application.session);
    let own = lengths.map_or(session.times, |lengths| session.times.within(lengths));
    let browser = browser_session.times.within(*browser_lengths);
    if !own.is_alive(*now) || !browser.is_alive(*now) {
        return Err(RenewalReason::SessionExpired);
    }
    let application =
        application.filter(|application| application.enabled).ok_or(RenewalReason::ApplicationDisabled)?;
    let connection = connection.filter(|connection| connection.id == browser_session.connection_id);
    if !connection.is_some_and(|connection| connection.is_active) {
        return Err(RenewalReason::ConnectionNotActive);
    }
    if !application.allows(browser_session.connection_id) {
        return Err(RenewalReason::ConnectionNotAllowed);
    }
    if browser_session.times.is_refused(input.not_before) {
        return Err(RenewalReason::SignedOutEverywhere);
    }
    if !input.is_admitted {
        return Err(RenewalReason::NotAdmitted);
    }
    Ok((session.times.used(*now, application.session), browser_session.times.used(*now, *browser_lengths)))
}

/// A refresh token of an application session, as it is presented, and the facts of now.
#[record]
pub struct RefreshInput {
    /// The facts of the renewal.
    pub renewal: RenewalInput,
    /// The state of the session's refresh token.
    pub rotation: RotationState,
    /// The token that was presented.
    pub presented: PresentedGeneration,
    /// The network and agent that presents it; absent if the host does not know it.
    #[serde(default)]
    pub fingerprint: Option<ClientFingerprint>,
}

/// The answer to a refresh token, and the rows to write.
#[record]
pub struct Refresh {
    /// `true` if the application gets tokens. Everything else is `invalid_grant`, and no times are
    /// written.
    pub ok: bool,
    /// `true` if the application session ends, with the reason `token_reused`.
    pub ends_session: bool,
    /// The renewal; null if the token is not one of this session.
    pub renewal: Option<Renewal>,
    /// The verdict about the token, and its state afterwards; null if the renewal refuses.
    pub rotation: Option<Rotation>,
}

/// Decides about a presented refresh token: the renewal of §14.5, then the rotation of §14.7.
///
/// The application has authenticated. A token that is not one of the session has no effect at all.
pub fn refresh(input: &RefreshInput) -> Refresh {
    let verdict = rotate(&RotationInput {
        now: input.renewal.now,
        state: input.rotation.clone(),
        presented: input.presented.clone(),
        fingerprint: input.fingerprint.clone(),
        is_public: input.renewal.application.as_ref().is_none_or(|application| application.kind.is_public()),
    });
    if verdict.verdict == RotationVerdict::Unknown {
        return Refresh { ok: false, ends_session: false, renewal: None, rotation: Some(verdict) };
    }
    let renewal = renew(&input.renewal);
    if renewal.reason != RenewalReason::Renewed {
        return Refresh { ok: false, ends_session: false, renewal: Some(renewal), rotation: None };
    }
    Refresh {
        ok: verdict.verdict.has_answer(),
        ends_session: verdict.verdict == RotationVerdict::Reused,
        renewal: Some(renewal),
        rotation: Some(verdict),
    }
}

#[cfg(test)]
mod tests;
