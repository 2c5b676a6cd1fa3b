//! Browser sessions and their application sessions.

use std::collections::BTreeMap;

use const_format::formatcp;
use cora_core::id::{ApplicationId, ApplicationSessionId, BrowserSessionId, ConnectionId, OrganizationId, UserId};
use cora_core::identity::LoginIdentity;
use cora_core::issuer::application::Application;
use cora_core::issuer::renewal::RenewalInput;
use cora_core::issuer::rotation::RotationState;
use cora_core::issuer::scope::Scope;
use cora_core::issuer::session::{
    ApplicationSessionFacts, BrowserSessionFacts, ConnectionState, SessionEndReason, SessionLengths, SessionTimes,
};
use cora_core::permission::{ApplicationPermissions, OwnRoles};
use cora_core::secret::TokenHash;
use cora_core::text::{AuthenticationContext, AuthenticationMethod, RoleName};
use cora_core::time::UnixSeconds;
use serde::{Deserialize, Serialize};

use super::end::{EndedBy, end_browser_session};
use super::provider_token::{self, SealedProviderToken};
use super::{read, text};
use crate::database::Store;
use crate::error::StoreError;
use crate::sql::{Sql, seconds, sql};
use crate::transaction::{Transaction, in_transaction};

/// A browser session that is about to begin.
#[derive(Debug, Clone)]
pub struct NewBrowserSession {
    /// The identifier, which the host draws at random for each sign-in (pitfall C42).
    pub id: BrowserSessionId,
    /// The hash of the secret in the browser's cookie.
    pub secret_hash: TokenHash,
    /// The user who signed in.
    pub user_id: UserId,
    /// The login, of which the tokens that a person presented are not kept.
    pub login: LoginIdentity,
    /// The time at which the provider says that the person authenticated.
    pub auth_time: Option<UnixSeconds>,
    /// The class of the authentication, as the provider names it.
    pub acr: Option<AuthenticationContext>,
    /// The methods of the authentication, as the provider names them.
    pub amr: Vec<AuthenticationMethod>,
    /// A coarse name of the device.
    pub device: Option<String>,
    /// The lengths of browser sessions, as the operator has set them.
    pub lengths: SessionLengths,
    /// The provider's tokens, if they are kept.
    pub provider_token: Option<SealedProviderToken>,
}

/// A browser session, as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct StoredBrowserSession {
    /// The facts of the session.
    pub facts: BrowserSessionFacts,
    /// The login, which each renewal decides again.
    pub login: LoginIdentity,
    /// The connection of the sign-in as it is now, or `None` if it is gone.
    pub connection: Option<ConnectionState>,
    /// The time before which the user's sessions are refused.
    pub not_before: Option<UnixSeconds>,
}

/// An application session, as it is stored, with everything that its renewal depends on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredApplicationSession {
    /// The facts of the session.
    pub facts: ApplicationSessionFacts,
    /// The granted scopes.
    pub scopes: Vec<Scope>,
    /// The session's current organization.
    pub organization_id: Option<OrganizationId>,
    /// The state of the refresh token.
    pub rotation: RotationState,
    /// The hash of the refresh token of the head's generation; `None` without a refresh token.
    pub head_hash: Option<TokenHash>,
    /// The hash of the refresh token before the head.
    pub parent_hash: Option<TokenHash>,
    /// The reason of the end, or `None` if the session was not ended.
    pub ended_reason: Option<SessionEndReason>,
    /// The browser session.
    pub browser_session: StoredBrowserSession,
    /// The application as it is now.
    pub application: Application,
    /// The permissions and roles that the application defines now.
    pub permissions: ApplicationPermissions,
    /// The version of the permissions; 0 if none were ever defined.
    pub permissions_version: u32,
    /// The application's roles that the user has now, by organization.
    pub own_roles: Vec<OwnRoles>,
}

impl StoredApplicationSession {
    /// Builds the input of the core's renewal.
    pub fn renewal_input(&self, lengths: SessionLengths, is_admitted: bool, now: UnixSeconds) -> RenewalInput {
        RenewalInput {
            now,
            session: self.facts.clone(),
            browser_session: self.browser_session.facts.clone(),
            browser_lengths: lengths,
            application: Some(self.application.clone()),
            connection: self.browser_session.connection,
            not_before: self.browser_session.not_before,
            is_admitted,
        }
    }
}

/// [`StoredApplicationSession`], as the database builds it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Stored {
    facts: ApplicationSessionFacts,
    scopes: Vec<Scope>,
    organization_id: Option<OrganizationId>,
    rotation: RotationState,
    head_hash: Option<TokenHash>,
    parent_hash: Option<TokenHash>,
    ended_reason: Option<SessionEndReason>,
    browser_session: StoredBrowserSession,
    settings: cora_core::issuer::application::ApplicationSettings,
    permissions: ApplicationPermissions,
    permissions_version: u32,
    own_roles: Vec<OwnRole>,
}

/// A role of an application that a user has in an organization.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct OwnRole {
    organization_id: OrganizationId,
    role: RoleName,
}

/// Returns the roles by organization.
fn by_organization(found: Vec<OwnRole>) -> Vec<OwnRoles> {
    let mut grouped: BTreeMap<OrganizationId, Vec<RoleName>> = BTreeMap::new();
    for OwnRole { organization_id, role } in found {
        grouped.entry(organization_id).or_default().push(role);
    }
    grouped.into_iter().map(|(organization_id, roles)| OwnRoles { organization_id, roles }).collect()
}

impl From<Stored> for StoredApplicationSession {
    fn from(stored: Stored) -> Self {
        let application = stored.settings.into_application(stored.facts.application_id);
        Self {
            facts: stored.facts,
            scopes: stored.scopes,
            organization_id: stored.organization_id,
            rotation: stored.rotation,
            head_hash: stored.head_hash,
            parent_hash: stored.parent_hash,
            ended_reason: stored.ended_reason,
            browser_session: stored.browser_session,
            application,
            permissions: stored.permissions,
            permissions_version: stored.permissions_version,
            own_roles: by_organization(stored.own_roles),
        }
    }
}

/// A browser session of a user, for administrators and for the user's own list of devices. Times
/// are UTC in RFC 3339.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BrowserSessionRow {
    /// The identifier.
    pub id: BrowserSessionId,
    /// The connection of the sign-in.
    pub connection_id: ConnectionId,
    /// A coarse name of the device, or null if it is not known.
    pub device: Option<String>,
    /// The time of the sign-in.
    pub began_at: String,
    /// The time of the last use, accurate to a minute.
    pub used_at: String,
    /// The first moment at which the session is over if it is not used before.
    pub idle_ends_at: String,
    /// The first moment at which the session is over in any case.
    pub ends_at: String,
    /// The application sessions that are alive.
    pub applications: Vec<ApplicationSessionRow>,
}

/// An application session, for administrators. Times are UTC in RFC 3339.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ApplicationSessionRow {
    /// The identifier, which is the `sid` of its tokens.
    pub id: ApplicationSessionId,
    /// The application.
    pub application_id: ApplicationId,
    /// The name of the application.
    pub application_name: String,
    /// The time of the last renewal.
    pub used_at: String,
}

/// The document of [`StoredBrowserSession`], from a row `browser`.
const BROWSER: &str = "@object('facts', @object('id', browser.id, 'userId', browser.user_id,
        'connectionId', browser.connection_id,
        'times', @object('beganAt', @seconds(browser.began_at), 'usedAt', @seconds(browser.used_at),
            'idleEndsAt', @seconds(browser.idle_ends_at), 'absoluteEndsAt', @seconds(browser.ends_at),
            'endedAt', @seconds(browser.ended_at)),
        'authTime', @seconds(browser.auth_time), 'acr', browser.acr, 'amr', @json(browser.amr),
        'organizations', @json((SELECT @array(orgs.id) FROM org_members JOIN orgs ON orgs.id = org_members.org_id
            WHERE org_members.user_id = browser.user_id AND org_members.status = 'active' AND orgs.status = 'active'))),
    'login', @json(browser.login),
    'connection', @json((SELECT @object('id', id, 'isActive', @flag(status = 'active'), 'version', version)
        FROM platform_idp_config WHERE id = browser.connection_id)),
    'notBefore', (SELECT @seconds(not_before) FROM session_bounds WHERE user_id = browser.user_id))";

/// The document of [`StoredApplicationSession`], from the rows `session`, `browser` and
/// `applications`.
const SESSION: &str = formatcp!(
    "SELECT @object('facts', @object('id', session.id, 'browserSessionId', session.browser_session_id,
            'applicationId', session.application_id,
            'times', @object('beganAt', @seconds(session.began_at), 'usedAt', @seconds(session.used_at),
                'idleEndsAt', @seconds(session.idle_ends_at), 'absoluteEndsAt', @seconds(session.ends_at),
                'endedAt', @seconds(session.ended_at))),
        'scopes', @json(session.scopes), 'organizationId', session.organization_id,
        'rotation', @json(session.rotation), 'headHash', session.head_hash, 'parentHash', session.parent_hash,
        'endedReason', session.ended_reason, 'browserSession', {BROWSER}, 'settings', @json(applications.document),
        'permissions', @json(applications.permissions), 'permissionsVersion', applications.permissions_version,
        'ownRoles', @json((SELECT @array(@object('organizationId', org_id, 'role', role))
            FROM member_application_roles
            WHERE user_id = browser.user_id AND application_id = session.application_id)))
     FROM application_sessions AS session
     JOIN browser_sessions AS browser ON browser.id = session.browser_session_id
     JOIN applications ON applications.id = session.application_id
     WHERE session.id = @id(?1)"
);

/// Builds the statement that reads an application session.
fn application_session(id: ApplicationSessionId) -> Sql {
    sql!(SESSION).bind(id.to_string())
}

/// Reads an application session in a transaction.
pub(super) async fn application_session_in(
    transaction: &mut Transaction,
    id: ApplicationSessionId,
) -> Result<Option<StoredApplicationSession>, StoreError> {
    let row = transaction.text(application_session(id)).await?;
    Ok(row.map(|row| read::<Stored>(&row)).transpose()?.map(Into::into))
}

/// Reads a browser session in a transaction.
pub(super) async fn browser_session_in(
    transaction: &mut Transaction,
    id: BrowserSessionId,
) -> Result<Option<StoredBrowserSession>, StoreError> {
    transaction.text(browser_session(id)).await?.map(|row| read(&row)).transpose()
}

/// Builds the statement that reads a browser session.
fn browser_session(id: BrowserSessionId) -> Sql {
    sql!(formatcp!("SELECT {BROWSER} FROM browser_sessions AS browser WHERE browser.id = @id(?1)")).bind(id.to_string())
}

/// Writes the times of a renewed session.
pub(super) fn write_times(times: &SessionTimes, write: Sql) -> Sql {
    write.bind(seconds(times.used_at)).bind(seconds(times.idle_ends_at)).bind(seconds(times.absolute_ends_at))
}

/// The statement that writes the times of a browser session.
pub(super) fn browser_times(id: BrowserSessionId, times: &SessionTimes) -> Sql {
    let write = sql!(
        "UPDATE browser_sessions SET used_at = @time(?2), idle_ends_at = @time(?3), ends_at = @time(?4)
         WHERE id = @id(?1)"
    );
    write_times(times, write.bind(id.to_string()))
}

impl Store {
    /// Stores a browser session that begins with a sign-in, and ends the former one in the same
    /// browser, if there is one. If the same user came by the same connection, the former session's
    /// application sessions and codes go on in the new one; otherwise its application sessions end,
    /// and their applications are told.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails. Nothing was written then.
    pub async fn begin_browser_session(
        &self,
        session: &NewBrowserSession,
        former: Option<BrowserSessionId>,
        now: UnixSeconds,
    ) -> Result<(), StoreError> {
        let insert = insertion(session, now)?;
        let kept = session.provider_token.as_ref();
        let kept = kept.map(|kept| provider_token::insertion(kept, session.id, session.user_id, now));
        in_transaction!(self, |transaction| async {
            transaction.execute(insert.clone()).await?;
            if let Some(kept) = &kept {
                transaction.execute(kept.clone()).await?;
            }
            let Some(former) = former.filter(|former| *former != session.id) else { return Ok(()) };
            for moving in carried_over(session, former, now) {
                transaction.execute(moving).await?;
            }
            end_browser_session(transaction, former, EndedBy { reason: SessionEndReason::ReplacedBySignIn, now })
                .await?;
            Ok::<_, StoreError>(())
        }
        .await)
    }

    /// Returns the browser session of a cookie's secret, alive or not, or `None` if there is none.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn browser_session_by_secret(
        &self,
        secret_hash: &TokenHash,
    ) -> Result<Option<StoredBrowserSession>, StoreError> {
        let by_secret = sql!(formatcp!("SELECT {BROWSER} FROM browser_sessions AS browser WHERE secret_hash = ?1"));
        let row = self.read_text(by_secret.bind(secret_hash.to_string())).await?;
        row.map(|row| read(&row)).transpose()
    }

    /// Returns a browser session by its identifier, alive or not, or `None` if there is none.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn browser_session(&self, id: BrowserSessionId) -> Result<Option<StoredBrowserSession>, StoreError> {
        self.read_text(browser_session(id)).await?.map(|row| read(&row)).transpose()
    }

    /// Returns an application session, alive or not, or `None` if there is none: for userinfo,
    /// introspection, logout and requests to Cora's own API.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn application_session(
        &self,
        id: ApplicationSessionId,
    ) -> Result<Option<StoredApplicationSession>, StoreError> {
        let row = self.read_text(application_session(id)).await?;
        Ok(row.map(|row| read::<Stored>(&row)).transpose()?.map(Into::into))
    }

    /// Lists the browser sessions of a user that are alive, newest first, at most 200.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn sessions_of_user(&self, user: UserId, now: UnixSeconds) -> Result<Vec<BrowserSessionRow>, StoreError> {
        let list = sql!(
            "SELECT @object('id', browser.id, 'connectionId', browser.connection_id, 'device', browser.device,
                'beganAt', @iso(browser.began_at), 'usedAt', @iso(browser.used_at),
                'idleEndsAt', @iso(browser.idle_ends_at), 'endsAt', @iso(browser.ends_at),
                'applications', @json((SELECT @array(@object('id', session.id, 'applicationId', applications.id,
                        'applicationName', applications.name, 'usedAt', @iso(session.used_at)))
                    FROM application_sessions AS session JOIN applications ON applications.id = session.application_id
                    WHERE session.browser_session_id = browser.id AND session.ended_at IS NULL
                        AND session.idle_ends_at > @time(?2) AND session.ends_at > @time(?2))))
             FROM browser_sessions AS browser
             WHERE browser.user_id = @id(?1) AND browser.ended_at IS NULL AND browser.idle_ends_at > @time(?2)
                AND browser.ends_at > @time(?2)
                AND NOT EXISTS (SELECT 1 FROM session_bounds
                    WHERE session_bounds.user_id = browser.user_id AND session_bounds.not_before > browser.began_at)
             ORDER BY browser.began_at DESC, browser.id LIMIT 200"
        );
        let rows = self.read_texts(list.bind(user.to_string()).bind(seconds(now))).await?;
        rows.iter().map(|row| read(row)).collect()
    }
}

/// Builds the statement that inserts a browser session.
fn insertion(session: &NewBrowserSession, now: UnixSeconds) -> Result<Sql, StoreError> {
    // The tokens that a person presented act once, at the sign-in.
    let login = LoginIdentity { bootstrap_token: None, link_proof: None, invitation_id: None, ..session.login.clone() };
    let times = SessionTimes::begun(now, session.lengths);
    Ok(sql!(
        "INSERT INTO browser_sessions (id, secret_hash, user_id, connection_id, provider_subject, provider_session, login,
            auth_time, acr, amr, device, began_at, used_at, idle_ends_at, ends_at)
         VALUES (@id(?1), ?2, @id(?3), @id(?4), ?5, ?6, @json(?7), @time(?8), ?9, @json(?10), ?11, @time(?12), @time(?12),
            @time(?13), @time(?14))",
    )
    .bind(session.id.to_string())
    .bind(session.secret_hash.to_string())
    .bind(session.user_id.to_string())
    .bind(login.connection_id.to_string())
    .bind(login.subject.as_str())
    .bind(login.session_id.as_ref().map(|session| session.as_str()))
    .bind(text(&login)?)
    .bind(session.auth_time.map(seconds))
    .bind(session.acr.as_ref().map(|acr| acr.as_str()))
    .bind(text(&session.amr)?)
    .bind(session.device.as_deref())
    .bind(seconds(times.began_at))
    .bind(seconds(times.idle_ends_at))
    .bind(seconds(times.absolute_ends_at)))
}

/// Builds the statements that move the application sessions and codes of a former session of the
/// same user and connection to the new one, and the provider's tokens, if the new one has none.
///
/// WHY: two applications that sign a person in at the same time, in two tabs, end in two sign-ins
/// of one browser. Neither of them signs the person out of the other's application.
fn carried_over(session: &NewBrowserSession, former: BrowserSessionId, now: UnixSeconds) -> [Sql; 3] {
    let sessions = sql!(
        "UPDATE application_sessions SET browser_session_id = @id(?1)
         WHERE ended_at IS NULL AND browser_session_id IN (SELECT id FROM browser_sessions
            WHERE id = @id(?2) AND user_id = @id(?3) AND connection_id = @id(?4) AND ended_at IS NULL
                AND idle_ends_at > @time(?5) AND ends_at > @time(?5))"
    );
    let codes = sql!(
        "UPDATE authorization_codes SET browser_session_id = @id(?1)
         WHERE browser_session_id IN (SELECT id FROM browser_sessions
            WHERE id = @id(?2) AND user_id = @id(?3) AND connection_id = @id(?4) AND ended_at IS NULL
                AND idle_ends_at > @time(?5) AND ends_at > @time(?5))"
    );
    let tokens = sql!(
        "UPDATE provider_tokens SET browser_session_id = @id(?1)
         WHERE NOT EXISTS (SELECT 1 FROM provider_tokens AS own WHERE own.browser_session_id = @id(?1))
            AND browser_session_id IN (SELECT id FROM browser_sessions
                WHERE id = @id(?2) AND user_id = @id(?3) AND connection_id = @id(?4) AND ended_at IS NULL
                    AND idle_ends_at > @time(?5) AND ends_at > @time(?5))"
    );
    [sessions, codes, tokens].map(|moving| {
        moving
            .bind(session.id.to_string())
            .bind(former.to_string())
            .bind(session.user_id.to_string())
            .bind(session.login.connection_id.to_string())
            .bind(seconds(now))
    })
}
