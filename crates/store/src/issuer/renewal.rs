//! Renewals of application sessions. The login is decided with the facts of now; then the renewal
//! and the rotation are decided and written in one transaction, if those facts still hold.

use cora_core::id::{ApplicationId, ApplicationSessionId, ConnectionId, OrganizationId, UserId};
use cora_core::issuer::renewal::{RefreshInput, Renewal, RenewalReason, is_admitted, refresh, renew};
use cora_core::issuer::rotation::{PresentedGeneration, Rotation, RotationVerdict};
use cora_core::issuer::session::{SessionEndReason, SessionLengths};
use cora_core::json::Code as _;
use cora_core::secret::TokenHash;
use cora_core::text::ClientFingerprint;
use cora_core::time::UnixSeconds;

use super::audit::{Event, IssuerEvent, record};
use super::end::{EndedBy, end_application_session};
use super::session::{
    StoredApplicationSession, StoredBrowserSession, application_session_in, browser_times, write_times,
};
use super::text;
use crate::database::Store;
use crate::error::{StoreError, in_transaction_by};
use crate::provision::{ProvisionError, Provisioned};
use crate::sql::sql;
use crate::transaction::{Transaction, in_transaction};

/// Maximum number of times that a login is decided until its plan leaves nothing to do, and that a
/// renewal begins again because the facts have changed.
pub(super) const MAX_DECISIONS: usize = 5;

/// A refresh token, as an application presents it.
///
/// SECURITY: the host has verified that the issuer made it for this session and generation. The
/// store compares the hash with that of the head or the parent; it has no hash of older tokens.
#[derive(Debug, Clone)]
pub struct PresentedRefreshToken {
    /// The session that the token names.
    pub session_id: ApplicationSessionId,
    /// The generation that the token names.
    pub generation: u32,
    /// The hash of the token.
    pub hash: TokenHash,
}

/// A request to renew a session. The application has authenticated.
#[derive(Debug, Clone)]
pub struct RenewalRequest {
    /// The application.
    pub application_id: ApplicationId,
    /// The refresh token.
    pub presented: PresentedRefreshToken,
    /// The organization to which the session changes; `None` to stay.
    pub organization_id: Option<OrganizationId>,
    /// The network and agent that presents the token.
    pub fingerprint: Option<ClientFingerprint>,
    /// The lengths of browser sessions, as the operator has set them.
    pub browser_lengths: SessionLengths,
    /// The identifier of the HTTP request, for the audit log.
    pub request_id: Option<String>,
}

/// A session that goes on, and the decision that its tokens state.
#[derive(Debug, Clone)]
pub struct Grant {
    /// The session as it is now.
    pub session: StoredApplicationSession,
    /// The decision about its login.
    pub provisioned: Provisioned,
    /// The user's role version.
    pub role_version: u32,
    /// The earliest end of both sessions, which no token outlives.
    pub ends_at: UnixSeconds,
}

impl Grant {
    pub(super) fn new(session: StoredApplicationSession, standing: &Standing, renewal: &Renewal) -> Option<Self> {
        let (provisioned, role_version) = (standing.provisioned.clone()?, standing.role_version);
        Some(Self { session, provisioned, role_version, ends_at: renewal.ends_at? })
    }
}

/// The result of a renewal.
#[derive(Debug, Clone)]
pub enum RenewalOutcome {
    /// The session goes on. The refresh token is that of `session.rotation.generation`.
    Renewed {
        /// The verdict about the token: `current`, `rotated` or `repeated`.
        verdict: RotationVerdict,
        /// The session.
        grant: Box<Grant>,
    },
    /// The session does not go on.
    Refused(RenewalReason),
    /// The token is not accepted: `too_old`, `unknown`, or `reused`, which has ended the session.
    TokenRefused(RotationVerdict),
    /// The user is not a member of the organization, or cannot reach it. Nothing was changed.
    OrganizationRefused,
}

/// An error of redeeming a code or renewing a session.
#[derive(Debug, thiserror::Error)]
pub enum SessionError {
    /// The login could not be decided.
    #[error(transparent)]
    Login(#[from] ProvisionError),
    /// The facts changed during each attempt.
    #[error("the data changed during each of {MAX_DECISIONS} attempts")]
    Contended,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

in_transaction_by! {
    SessionError: SessionError::Store;
}

/// The decision about the login of a browser session, and the facts that it depends on.
#[derive(Debug, Clone)]
pub(super) struct Standing {
    /// The decision, or `None` if the login's connection is gone.
    provisioned: Option<Provisioned>,
    user_id: UserId,
    role_version: u32,
    connection_id: ConnectionId,
    connection_version: u32,
    policy_version: u32,
}

impl Standing {
    /// Returns `true` if the login admits the session's user.
    pub fn is_admitted(&self, session: &StoredApplicationSession) -> bool {
        let decides = |provisioned: &Provisioned| is_admitted(&provisioned.decision, self.user_id);
        session.browser_session.facts.user_id == self.user_id && self.provisioned.as_ref().is_some_and(decides)
    }

    fn signed_in(&self) -> Option<UserId> {
        self.provisioned.as_ref()?.decision.outcome.signed_in_user()
    }

    /// Returns `true` if the user can reach an organization with this login.
    fn reaches(&self, organization: OrganizationId) -> bool {
        let reached = self.provisioned.iter().flat_map(|provisioned| &provisioned.decision.memberships);
        reached.into_iter().any(|membership| membership.organization_id == organization)
    }

    /// Returns `true` if the facts are still those that the login was decided on. A refusal needs
    /// no facts: it gives nothing.
    pub async fn holds(&self, transaction: &mut Transaction) -> Result<bool, StoreError> {
        if self.signed_in().is_none() {
            return Ok(true);
        }
        let unchanged = sql!(
            "SELECT EXISTS (SELECT 1 FROM profiles WHERE user_id = @id(?1) AND status = 'active' AND role_version = ?2)
                AND EXISTS (SELECT 1 FROM platform_idp_config WHERE id = @id(?3) AND version = ?4 AND status = 'active')
                AND coalesce((SELECT version FROM provisioning_policy WHERE id = 1), 0) = ?5"
        )
        .bind(self.user_id.to_string())
        .bind(self.role_version)
        .bind(self.connection_id.to_string())
        .bind(self.connection_version)
        .bind(self.policy_version);
        transaction.flag(unchanged).await
    }
}

impl Store {
    /// Decides the login of a browser session with the facts of now, and applies its plan, until
    /// nothing is left to do.
    pub(super) async fn standing(
        &self,
        browser: &StoredBrowserSession,
        now: UnixSeconds,
    ) -> Result<Standing, SessionError> {
        for _ in 0..MAX_DECISIONS {
            let provisioned = match self.provision(&browser.login, now).await {
                Err(ProvisionError::Store(StoreError::ConnectionMissing)) => None,
                provisioned => Some(provisioned?),
            };
            let linked = provisioned.as_ref().and_then(|provisioned| provisioned.input.facts.linked_user.as_ref());
            let standing = Standing {
                user_id: browser.facts.user_id,
                role_version: linked.map_or(0, |user| user.role_version),
                connection_id: browser.facts.connection_id,
                connection_version: provisioned.as_ref().map_or(0, |provisioned| provisioned.input.connection.version),
                policy_version: provisioned.as_ref().map_or(0, |provisioned| provisioned.input.policy.version),
                provisioned,
            };
            let has_changed = |provisioned: &Provisioned| provisioned.applied.effects_changed > 0;
            if standing.signed_in().is_none() || !standing.provisioned.as_ref().is_some_and(has_changed) {
                return Ok(standing);
            }
        }
        Err(SessionError::Contended)
    }

    /// Decides the login of a browser session again, for an authorization request that it may
    /// answer. Returns the decision if the connection still exists; it admits the person if
    /// [`Provisioned::decision`] signs in the session's user.
    ///
    /// # Errors
    ///
    /// Returns [`SessionError`].
    pub async fn decide_session(
        &self,
        browser: &StoredBrowserSession,
        now: UnixSeconds,
    ) -> Result<Option<Provisioned>, SessionError> {
        Ok(self.standing(browser, now).await?.provisioned)
    }

    /// Returns a session whose access token was presented, with the decision about its login: for
    /// requests to Cora's own API, which decide as a renewal does. `Err(reason)` inside tells why
    /// the session does not go on; the session's times stay as they are. `None` if there is no such
    /// session.
    ///
    /// # Errors
    ///
    /// Returns [`SessionError`].
    pub async fn decide_access(
        &self,
        id: ApplicationSessionId,
        browser_lengths: SessionLengths,
        now: UnixSeconds,
    ) -> Result<Option<Result<Box<Grant>, RenewalReason>>, SessionError> {
        let Some(session) = self.application_session(id).await? else { return Ok(None) };
        let expected = renew(&session.renewal_input(browser_lengths, true, now));
        if expected.reason != RenewalReason::Renewed {
            return Ok(Some(Err(expected.reason)));
        }
        let standing = self.standing(&session.browser_session, now).await?;
        let is_admitted = standing.is_admitted(&session);
        let renewal = renew(&session.renewal_input(browser_lengths, is_admitted, now));
        let grant =
            if renewal.reason == RenewalReason::Renewed { Grant::new(session, &standing, &renewal) } else { None };
        Ok(Some(grant.map(Box::new).ok_or(renewal.reason)))
    }

    /// Renews an application session: decides its login with the facts of now, and then, in one
    /// transaction, decides about the session and the refresh token, and writes both. `successor`
    /// returns the hash of the session's refresh token of a generation, derived from the presented
    /// one.
    ///
    /// # Errors
    ///
    /// Returns [`SessionError`]. Nothing of the renewal was written then.
    pub async fn renew_session(
        &self,
        request: &RenewalRequest,
        successor: impl Fn(u32) -> TokenHash,
        now: UnixSeconds,
    ) -> Result<RenewalOutcome, SessionError> {
        // Within a process, the renewals of a session wait for each other. Between processes the
        // database decides.
        let _turn = self.session_lines.wait(request.presented.session_id).await;
        for _ in 0..MAX_DECISIONS {
            let session = self.application_session(request.presented.session_id).await?;
            let Some(session) = session.filter(|session| session.facts.application_id == request.application_id) else {
                return Ok(RenewalOutcome::TokenRefused(RotationVerdict::Unknown));
            };
            // Only a session that everything else lets go on has its login decided, because a
            // refused login leaves a record.
            let expected = refresh(&refresh_input(&session, request, true, now));
            let goes_on = |renewal: &Renewal| renewal.reason == RenewalReason::Renewed;
            let standing = match expected.renewal.as_ref().is_some_and(goes_on) {
                true => Some(self.standing(&session.browser_session, now).await?),
                false => None,
            };
            let renewed = in_transaction!(self, |transaction| {
                renew_in(transaction, request, standing.as_ref(), &successor, now).await
            })?;
            if let Some(renewed) = renewed {
                return Ok(renewed);
            }
        }
        Err(SessionError::Contended)
    }
}

/// Returns the generation of a presented token, or `Unknown` if it claims to be the head or the
/// parent and is not. The hash of an older token is not stored.
fn presented_generation(session: &StoredApplicationSession, presented: &PresentedRefreshToken) -> PresentedGeneration {
    let head = session.rotation.generation;
    let is_genuine = session.head_hash.is_some()
        && match head.checked_sub(presented.generation) {
            Some(0) => session.head_hash.as_ref() == Some(&presented.hash),
            Some(1) => session.parent_hash.as_ref() == Some(&presented.hash),
            Some(_) => true,
            None => false,
        };
    match is_genuine {
        true => PresentedGeneration::Genuine { generation: presented.generation },
        false => PresentedGeneration::Unknown {},
    }
}

/// Builds the input of the core's decision.
fn refresh_input(
    session: &StoredApplicationSession,
    request: &RenewalRequest,
    is_admitted: bool,
    now: UnixSeconds,
) -> RefreshInput {
    RefreshInput {
        renewal: session.renewal_input(request.browser_lengths, is_admitted, now),
        rotation: session.rotation.clone(),
        presented: presented_generation(session, &request.presented),
        fingerprint: request.fingerprint.clone(),
    }
}

/// Decides a renewal under the lock that logout and revocation take, and writes the result. Returns
/// `None` if the login has to be decided again.
async fn renew_in(
    transaction: &mut Transaction,
    request: &RenewalRequest,
    standing: Option<&Standing>,
    successor: &impl Fn(u32) -> TokenHash,
    now: UnixSeconds,
) -> Result<Option<RenewalOutcome>, StoreError> {
    if let Some(standing) = standing
        && !standing.holds(transaction).await?
    {
        return Ok(None);
    }
    let Some(mut session) = application_session_in(transaction, request.presented.session_id).await? else {
        return Ok(Some(RenewalOutcome::TokenRefused(RotationVerdict::Unknown)));
    };
    let is_admitted = standing.is_some_and(|standing| standing.is_admitted(&session));
    let decided = refresh(&refresh_input(&session, request, is_admitted, now));
    if decided.ends_session {
        return reused(transaction, &session, request, now).await.map(Some);
    }
    let (renewal, rotation) = match (decided.renewal, decided.rotation) {
        (Some(renewal), Some(rotation)) => (renewal, rotation),
        (Some(renewal), None) => {
            // The session could not go on before, so its login was not decided, and now it can.
            let is_undecided = standing.is_none() && renewal.reason == RenewalReason::NotAdmitted;
            return Ok((!is_undecided).then_some(RenewalOutcome::Refused(renewal.reason)));
        }
        (None, rotation) => {
            let verdict = rotation.map_or(RotationVerdict::Unknown, |rotation| rotation.verdict);
            return Ok(Some(RenewalOutcome::TokenRefused(verdict)));
        }
    };
    let (true, Some(times), Some(standing)) = (decided.ok, renewal.session, standing) else {
        return Ok(Some(RenewalOutcome::TokenRefused(rotation.verdict)));
    };
    if request.organization_id.is_some_and(|organization| !standing.reaches(organization)) {
        return Ok(Some(RenewalOutcome::OrganizationRefused));
    }
    let Some(head) = head(&mut session, &rotation, request, successor) else {
        return Ok(Some(RenewalOutcome::TokenRefused(RotationVerdict::Unknown)));
    };
    session.head_hash = Some(head);
    session.rotation = rotation.state;
    session.organization_id = request.organization_id.or(session.organization_id);
    session.facts.times = times;
    write(transaction, &session).await?;
    if let Some(times) = renewal.browser_session {
        transaction.execute(browser_times(session.facts.browser_session_id, &times)).await?;
        session.browser_session.facts.times = times;
    }
    let Some(grant) = Grant::new(session, standing, &renewal) else { return Ok(None) };
    Ok(Some(RenewalOutcome::Renewed { verdict: rotation.verdict, grant: Box::new(grant) }))
}

/// Returns the hash of the token that is the answer. `None` if it cannot be the head again, because
/// it would be derived with another key.
fn head(
    session: &mut StoredApplicationSession,
    rotation: &Rotation,
    request: &RenewalRequest,
    successor: &impl Fn(u32) -> TokenHash,
) -> Option<TokenHash> {
    match rotation.verdict {
        RotationVerdict::Current => session.head_hash.clone(),
        RotationVerdict::Rotated => {
            session.parent_hash = Some(request.presented.hash.clone());
            Some(successor(rotation.state.generation))
        }
        RotationVerdict::Repeated => {
            Some(successor(rotation.state.generation)).filter(|head| session.head_hash.as_ref() == Some(head))
        }
        RotationVerdict::TooOld | RotationVerdict::Reused | RotationVerdict::Unknown => None,
    }
}

/// Ends a session whose token was presented after its successor was in use, and records it.
async fn reused(
    transaction: &mut Transaction,
    session: &StoredApplicationSession,
    request: &RenewalRequest,
    now: UnixSeconds,
) -> Result<RenewalOutcome, StoreError> {
    let event = Event {
        now,
        event: IssuerEvent::TokenReused,
        reason: RotationVerdict::Reused.name(),
        application_id: Some(request.application_id),
        user_id: Some(session.browser_session.facts.user_id),
        session_id: Some(session.facts.id),
        request_id: request.request_id.as_deref(),
    };
    record(transaction, &event).await?;
    let by = EndedBy { reason: SessionEndReason::TokenReused, now };
    end_application_session(transaction, session.facts.id, None, by).await?;
    Ok(RenewalOutcome::TokenRefused(RotationVerdict::Reused))
}

/// Writes a renewed session.
async fn write(transaction: &mut Transaction, session: &StoredApplicationSession) -> Result<(), StoreError> {
    let write = sql!(
        "UPDATE application_sessions SET used_at = @time(?2), idle_ends_at = @time(?3), ends_at = @time(?4),
            rotation = @json(?5), head_hash = ?6, parent_hash = ?7, organization_id = @id(?8)
         WHERE id = @id(?1) AND ended_at IS NULL"
    );
    let write = write_times(&session.facts.times, write.bind(session.facts.id.to_string()))
        .bind(text(&session.rotation)?)
        .bind(session.head_hash.as_ref().map(ToString::to_string))
        .bind(session.parent_hash.as_ref().map(ToString::to_string))
        .bind(session.organization_id.map(|id| id.to_string()));
    transaction.execute(write).await?;
    Ok(())
}
