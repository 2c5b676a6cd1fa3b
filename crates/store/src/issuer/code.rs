//! Authorization codes. Each is redeemed once, and a session comes of it.

use cora_core::id::{ApplicationId, ApplicationSessionId, BrowserSessionId, ConnectionId, OrganizationId};
use cora_core::issuer::pkce::{CodeChallenge, CodeVerifier};
use cora_core::issuer::redemption::{CODE_SECONDS, CodeFacts, RedemptionInput, RedemptionReason, redeem};
use cora_core::issuer::renewal::{Renewal, RenewalReason, renew};
use cora_core::issuer::rotation::RotationState;
use cora_core::issuer::scope::Scope;
use cora_core::issuer::session::{ApplicationSessionFacts, SessionEndReason, SessionLengths};
use cora_core::json::Code as _;
use cora_core::permission::ApplicationPermissions;
use cora_core::secret::TokenHash;
use cora_core::text::{Nonce, RedirectUri};
use cora_core::time::UnixSeconds;
use serde::Deserialize;

use super::audit::{Event, IssuerEvent, record};
use super::end::{EndedBy, end_application_session};
use super::renewal::{Grant, MAX_DECISIONS, SessionError, Standing};
use super::session::{
    StoredApplicationSession, StoredBrowserSession, application_session_in, browser_session_in, browser_times,
};
use super::{read, text};
use crate::database::Store;
use crate::error::StoreError;
use crate::sql::{Sql, seconds, sql};
use crate::transaction::{Transaction, in_transaction};

/// A code to issue.
#[derive(Debug, Clone)]
pub struct NewCode {
    /// The hash of the code.
    pub code_hash: TokenHash,
    /// The identifier of the application session that comes of it, which the host draws at random.
    pub application_session_id: ApplicationSessionId,
    /// The browser session that answers the request.
    pub browser_session_id: BrowserSessionId,
    /// The application.
    pub application_id: ApplicationId,
    /// The redirect URI of the request.
    pub redirect_uri: RedirectUri,
    /// The challenge of the request.
    pub code_challenge: Option<CodeChallenge>,
    /// The nonce of the request.
    pub nonce: Option<Nonce>,
    /// The granted scopes.
    pub scopes: Vec<Scope>,
    /// The organization that the session begins in.
    pub organization_id: Option<OrganizationId>,
    /// The connection of the sign-in.
    pub connection_id: ConnectionId,
    /// The version of the connection now.
    pub connection_version: u32,
}

/// The result of issuing a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IssuedCode {
    /// The code is stored.
    Stored,
    /// The browser session is over, or the connection has changed: nothing was stored.
    Refused,
}

/// A code, as an application presents it. The application has authenticated.
#[derive(Debug, Clone)]
pub struct CodeRedemption {
    /// The hash of the code.
    pub code_hash: TokenHash,
    /// The application.
    pub application_id: ApplicationId,
    /// The redirect URI of the token request.
    pub redirect_uri: Option<RedirectUri>,
    /// The code verifier.
    pub code_verifier: Option<CodeVerifier>,
    /// The lengths of browser sessions, as the operator has set them.
    pub browser_lengths: SessionLengths,
    /// The identifier of the HTTP request, for the audit log.
    pub request_id: Option<String>,
}

/// The result of presenting a code.
#[derive(Debug, Clone)]
pub struct Redeemed {
    /// The reason.
    pub reason: RedemptionReason,
    /// The new session, if the code is redeemed.
    pub grant: Option<Box<Grant>>,
    /// The nonce of the request, if the code is redeemed.
    pub nonce: Option<Nonce>,
}

impl Redeemed {
    const fn refused(reason: RedemptionReason) -> Self {
        Self { reason, grant: None, nonce: None }
    }
}

/// A row of `authorization_codes`.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Row {
    facts: CodeFacts,
    application_session_id: ApplicationSessionId,
    browser_session_id: BrowserSessionId,
    nonce: Option<Nonce>,
    scopes: Vec<Scope>,
    organization_id: Option<OrganizationId>,
}

const ROW: &str = "SELECT @object('facts', @object('applicationId', application_id, 'redirectUri', redirect_uri,
        'codeChallenge', code_challenge, 'connectionId', connection_id, 'connectionVersion', connection_version,
        'expiresAt', @seconds(expires_at), 'usedAt', @seconds(used_at)),
    'applicationSessionId', application_session_id, 'browserSessionId', browser_session_id, 'nonce', nonce,
    'scopes', @json(scopes), 'organizationId', organization_id)
    FROM authorization_codes WHERE code_hash = ?1";

/// A code's row with its browser session.
struct Found {
    row: Row,
    browser: Option<StoredBrowserSession>,
}

impl Store {
    /// Stores a code for a browser session that is alive, by a connection that is unchanged. It
    /// lives for [`CODE_SECONDS`].
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn issue_code(&self, code: &NewCode, now: UnixSeconds) -> Result<IssuedCode, StoreError> {
        let issue = sql!(
            "INSERT INTO authorization_codes (code_hash, application_session_id, browser_session_id, application_id,
                redirect_uri, code_challenge, nonce, scopes, organization_id, connection_id, connection_version, created_at,
                expires_at)
             SELECT ?1, @id(?2), browser_sessions.id, @id(?4), ?5, ?6, ?7, @json(?8), @id(?9), platform_idp_config.id, ?11,
                @time(?12), @time(?13)
             FROM browser_sessions JOIN platform_idp_config ON platform_idp_config.id = browser_sessions.connection_id
             WHERE browser_sessions.id = @id(?3) AND browser_sessions.ended_at IS NULL
                AND browser_sessions.idle_ends_at > @time(?12) AND browser_sessions.ends_at > @time(?12)
                AND platform_idp_config.id = @id(?10) AND platform_idp_config.version = ?11
                AND platform_idp_config.status = 'active'"
        )
        .bind(code.code_hash.to_string())
        .bind(code.application_session_id.to_string())
        .bind(code.browser_session_id.to_string())
        .bind(code.application_id.to_string())
        .bind(code.redirect_uri.as_str())
        .bind(code.code_challenge.as_ref().map(CodeChallenge::as_str))
        .bind(code.nonce.as_ref().map(|nonce| nonce.as_str()))
        .bind(text(&code.scopes)?)
        .bind(code.organization_id.map(|id| id.to_string()))
        .bind(code.connection_id.to_string())
        .bind(code.connection_version)
        .bind(seconds(now))
        .bind(seconds(now.plus(CODE_SECONDS)));
        Ok(if self.write_one(issue).await? == 1 { IssuedCode::Stored } else { IssuedCode::Refused })
    }

    /// Redeems a code: decides the login of its browser session again, and then, in one
    /// transaction, decides about the code and begins the application session. `refresh_token`
    /// returns the hash of the first refresh token of a session; it is only called if the session
    /// gets one.
    ///
    /// A code that is redeemed again by an application that could have redeemed it ends the session
    /// that came of it. A redemption is refused at no cost to anybody else.
    ///
    /// # Errors
    ///
    /// Returns [`SessionError`]. Nothing of the redemption was written then.
    pub async fn redeem_code(
        &self,
        redemption: &CodeRedemption,
        refresh_token: impl Fn(ApplicationSessionId) -> TokenHash,
        now: UnixSeconds,
    ) -> Result<Redeemed, SessionError> {
        for _ in 0..MAX_DECISIONS {
            // WHY: anyone can present a code, so it is looked up first. The write lock is for
            // callers that have something to write.
            let Some(row) = self.read_text(code(redemption)).await? else {
                return Ok(Redeemed::refused(RedemptionReason::CodeUnknown));
            };
            let row: Row = read(&row)?;
            let browser = self.browser_session(row.browser_session_id).await?;
            // Only a login that everything else admits is decided, because a refused one leaves a
            // record.
            let found = Found { row, browser };
            let standing = match (decided(redemption, &found, Some(RenewalReason::Renewed), now), &found.browser) {
                (RedemptionReason::Redeemed, Some(browser)) => Some(self.standing(browser, now).await?),
                _ => None,
            };
            let redeemed = in_transaction!(self, |transaction| {
                redeem_in(transaction, redemption, standing.as_ref(), &refresh_token, now).await
            })?;
            if let Some(redeemed) = redeemed {
                return Ok(redeemed);
            }
        }
        Err(SessionError::Contended)
    }
}

/// Builds the statement that reads a presented code.
fn code(redemption: &CodeRedemption) -> Sql {
    sql!(ROW).bind(redemption.code_hash.to_string())
}

fn decided(
    redemption: &CodeRedemption,
    found: &Found,
    renewal: Option<RenewalReason>,
    now: UnixSeconds,
) -> RedemptionReason {
    redeem(&RedemptionInput {
        now,
        application_id: redemption.application_id,
        redirect_uri: redemption.redirect_uri.clone(),
        code_verifier: redemption.code_verifier.clone(),
        code: Some(found.row.facts.clone()),
        connection: found.browser.as_ref().and_then(|browser| browser.connection),
        renewal,
    })
}

/// Decides about the code under the lock, and writes the result. Returns `None` if the login has to
/// be decided again.
async fn redeem_in(
    transaction: &mut Transaction,
    redemption: &CodeRedemption,
    standing: Option<&Standing>,
    refresh_token: &impl Fn(ApplicationSessionId) -> TokenHash,
    now: UnixSeconds,
) -> Result<Option<Redeemed>, StoreError> {
    if let Some(standing) = standing
        && !standing.holds(transaction).await?
    {
        return Ok(None);
    }
    let Some(row) = transaction.text(code(redemption)).await? else {
        return Ok(Some(Redeemed::refused(RedemptionReason::CodeUnknown)));
    };
    let row: Row = read(&row)?;
    let browser = browser_session_in(transaction, row.browser_session_id).await?;
    let begun = match &browser {
        Some(browser) => begin(transaction, &row, browser).await?,
        None => None,
    };
    let renewal = begun.as_ref().map(|session| {
        let is_admitted = standing.is_some_and(|standing| standing.is_admitted(session));
        renew(&session.renewal_input(redemption.browser_lengths, is_admitted, now))
    });
    let found = Found { row, browser };
    let renewal_reason = renewal.as_ref().map(|renewal| renewal.reason);
    let reason = decided(redemption, &found, renewal_reason, now);
    if standing.is_none()
        && reason == RedemptionReason::NotRenewed
        && renewal_reason == Some(RenewalReason::NotAdmitted)
    {
        // The code could not be redeemed before, so its login was not decided, and now it can.
        return Ok(None);
    }
    let row = found.row;
    if reason == RedemptionReason::CodeUsed {
        let by = EndedBy { reason: SessionEndReason::CodeReused, now };
        end_application_session(transaction, row.application_session_id, None, by).await?;
    }
    // A code is worth one answer, also if that answer is that the person may not come in.
    if matches!(reason, RedemptionReason::Redeemed | RedemptionReason::NotRenewed) {
        // The row stays as long as the session, so that a second redemption is known as one.
        let stays_until = renewal.as_ref().and_then(|renewal| renewal.session).map(|times| times.absolute_ends_at);
        let take = sql!(
            "UPDATE authorization_codes SET used_at = @time(?2), expires_at = coalesce(@time(?3), expires_at)
             WHERE code_hash = ?1 AND used_at IS NULL"
        );
        let take = take.bind(redemption.code_hash.to_string()).bind(seconds(now)).bind(stays_until.map(seconds));
        if transaction.execute(take).await? == 0 {
            return Ok(None);
        }
    }
    let (Some(session), Some(renewal), Some(standing), RedemptionReason::Redeemed) = (begun, renewal, standing, reason)
    else {
        let event = Event {
            now,
            event: IssuerEvent::CodeRefused,
            reason: reason.name(),
            application_id: Some(redemption.application_id),
            user_id: found.browser.map(|browser| browser.facts.user_id),
            session_id: Some(row.application_session_id),
            request_id: redemption.request_id.as_deref(),
        };
        record(transaction, &event).await?;
        return Ok(Some(Redeemed::refused(reason)));
    };
    let nonce = row.nonce.clone();
    let Some(session) = store(transaction, session, &row, &renewal, refresh_token).await? else { return Ok(None) };
    let grant = Grant::new(session, standing, &renewal);
    Ok(Some(Redeemed { reason, grant: grant.map(Box::new), nonce }))
}

/// Builds the application session that comes of a code. `None` if its application is gone.
async fn begin(
    transaction: &mut Transaction,
    row: &Row,
    browser: &StoredBrowserSession,
) -> Result<Option<StoredApplicationSession>, StoreError> {
    let application = super::application::application_in(transaction, row.facts.application_id).await?;
    let Some(application) = application else { return Ok(None) };
    // The code's own life is short, so the times are those of the code's beginning.
    let begun_at = UnixSeconds::new(row.facts.expires_at.seconds().saturating_sub(CODE_SECONDS));
    let times = browser.facts.times.begin_part(begun_at.unwrap_or(row.facts.expires_at), application.session);
    Ok(Some(StoredApplicationSession {
        facts: ApplicationSessionFacts {
            id: row.application_session_id,
            browser_session_id: row.browser_session_id,
            application_id: row.facts.application_id,
            times,
        },
        scopes: row.scopes.clone(),
        organization_id: row.organization_id,
        rotation: RotationState::default(),
        head_hash: None,
        parent_hash: None,
        ended_reason: None,
        browser_session: browser.clone(),
        application,
        // Read with the session, once it is stored: the decision to begin it does not need them.
        permissions: ApplicationPermissions::default(),
        permissions_version: 0,
        own_roles: Vec::new(),
    }))
}

/// Stores the application session that comes of a redeemed code, and returns it as it is then.
async fn store(
    transaction: &mut Transaction,
    session: StoredApplicationSession,
    row: &Row,
    renewal: &Renewal,
    refresh_token: &impl Fn(ApplicationSessionId) -> TokenHash,
) -> Result<Option<StoredApplicationSession>, StoreError> {
    let Some(times) = renewal.session else { return Ok(None) };
    let head = row.scopes.contains(&Scope::OfflineAccess).then(|| refresh_token(row.application_session_id));
    let insert: Sql = sql!(
        "INSERT INTO application_sessions (id, browser_session_id, application_id, user_id, scopes, organization_id, rotation,
            head_hash, began_at, used_at, idle_ends_at, ends_at)
         VALUES (@id(?1), @id(?2), @id(?3), @id(?4), @json(?5), @id(?6), @json(?7), ?8, @time(?9), @time(?10), @time(?11),
            @time(?12))"
    )
    .bind(session.facts.id.to_string())
    .bind(session.facts.browser_session_id.to_string())
    .bind(session.facts.application_id.to_string())
    .bind(session.browser_session.facts.user_id.to_string())
    .bind(text(&session.scopes)?)
    .bind(session.organization_id.map(|id| id.to_string()))
    .bind(text(&session.rotation)?)
    .bind(head.map(|head| head.to_string()))
    .bind(seconds(times.began_at))
    .bind(seconds(times.used_at))
    .bind(seconds(times.idle_ends_at))
    .bind(seconds(times.absolute_ends_at));
    transaction.execute(insert).await?;
    if let Some(times) = &renewal.browser_session {
        transaction.execute(browser_times(session.facts.browser_session_id, times)).await?;
    }
    application_session_in(transaction, session.facts.id).await
}
