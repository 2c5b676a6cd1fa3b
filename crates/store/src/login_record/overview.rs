//! Lists the open work of administrators, and the secrets that end soon.

use cora_core::id::{ApplicationId, ApplicationSecretId};
use cora_core::time::UnixSeconds;
use serde::{Deserialize, Serialize};

use crate::database::Store;
use crate::error::{DatabaseError, StoreError};
use crate::sql::{seconds, sql};

/// Maximum number of secrets that are listed.
const MAX_SECRETS: u32 = 100;
/// Time within which the end of an invitation is soon, in seconds.
const INVITATIONS: u64 = 7 * 86_400;

/// The numbers of open tasks of administrators.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OpenWork {
    /// People who have asked to join an organization.
    pub membership_requests: u64,
    /// Addresses on the waitlist that nobody has approved.
    pub waitlisted: u64,
    /// Open conflicts about the owner of an address.
    pub identity_conflicts: u64,
    /// Domains that are not proven yet.
    pub domains_pending: u64,
    /// Domains whose proof has failed or ended.
    pub domains_lost: u64,
    /// Open invitations that end within 7 days.
    pub invitations_ending: u64,
}

/// A secret of an application that ends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EndingSecret {
    /// The application.
    pub application_id: ApplicationId,
    /// The application's name.
    pub application_name: String,
    /// The secret.
    pub secret_id: ApplicationSecretId,
    /// The end of the secret, in seconds since the epoch.
    pub ends_at: u64,
}

impl Store {
    /// Counts the open tasks of administrators.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn open_work(&self, now: UnixSeconds) -> Result<OpenWork, StoreError> {
        let counts = sql!(
            "SELECT @object(
                'membershipRequests', (SELECT count(*) FROM membership_requests WHERE status = 'pending'),
                'waitlisted', (SELECT count(*) FROM waitlist WHERE status = 'pending'),
                'identityConflicts', (SELECT count(*) FROM identity_conflicts WHERE status = 'open'),
                'domainsPending', (SELECT count(*) FROM org_email_domains WHERE state = 'pending'),
                'domainsLost', (SELECT count(*) FROM org_email_domains WHERE state IN ('failed', 'expired')),
                'invitationsEnding', (SELECT count(*) FROM user_invites
                    WHERE status = 'pending' AND expires_at > @time(?1) AND expires_at <= @time(?2)))"
        );
        let counts = counts.bind(seconds(now)).bind(seconds(now.plus(INVITATIONS)));
        let counts = self.read_text(counts).await?.ok_or(DatabaseError::reading("counts of open work"))?;
        serde_json::from_str(&counts).map_err(|source| StoreError::Unreadable { what: "count of open work", source })
    }

    /// Lists secrets of applications that end before a time or have ended, the first one first.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn ending_application_secrets(&self, before: UnixSeconds) -> Result<Vec<EndingSecret>, StoreError> {
        let list = sql!(
            "SELECT @object('applicationId', applications.id, 'applicationName', applications.name,
                'secretId', application_secrets.id, 'endsAt', @seconds(application_secrets.expires_at))
             FROM application_secrets JOIN applications ON applications.id = application_secrets.application_id
             WHERE application_secrets.expires_at < @time(?1)
             ORDER BY application_secrets.expires_at, application_secrets.id LIMIT ?2"
        );
        let unreadable = |source| StoreError::Unreadable { what: "secret of an application", source };
        let list = self.read_texts(list.bind(seconds(before)).bind(MAX_SECRETS)).await?;
        list.iter().map(|secret| serde_json::from_str(secret).map_err(unreadable)).collect()
    }
}
