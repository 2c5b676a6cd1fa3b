//! Provisions a login: load, decide and apply, again after a conflict.

use std::collections::BTreeSet;

use cora_core::connection::{Connection, ConnectionStatus};
use cora_core::identity::LoginIdentity;
use cora_core::provisioning::decision::Decision;
use cora_core::provisioning::plan::Guard;
use cora_core::time::UnixSeconds;
use cora_core::{DecideInput, decide};

use crate::database::Store;
use crate::error::{ApplyError, StoreError};
use crate::facts::ConnectionVersion;
use crate::login_record::details;
use crate::profile::ProfileView;
use crate::step::Applied;
use crate::transaction::Attempts;

/// Maximum number of times that a login is decided before it fails.
pub const MAX_ATTEMPTS: usize = 5;

/// A login whose decision was written.
#[derive(Debug, Clone)]
pub struct Provisioned {
    /// The input of the decision.
    pub input: DecideInput,
    /// The decision.
    pub decision: Decision,
    /// The changes made by its plan.
    pub applied: Applied,
    /// The current profile of the user who is signed in, or `None` if nobody is.
    pub profile: Option<ProfileView>,
}

/// An error of deciding or writing a login.
#[derive(Debug, thiserror::Error)]
pub enum ProvisionError {
    /// The connections that have the token's issuer are others than those of which the token's was
    /// chosen, or have other versions. Verify the token again with the current ones.
    #[error("the connections have changed since the token was verified")]
    ConnectionChanged,
    /// Guards failed [`MAX_ATTEMPTS`] times in a row. The last one is given.
    #[error("the data changed during each of {MAX_ATTEMPTS} attempts")]
    Contended(Box<Guard>),
    /// The plan could not be applied.
    #[error(transparent)]
    Apply(ApplyError),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Store {
    /// Decides a login from the stored data, and writes the decision. Doing this twice, or twice at
    /// the same time, leaves the same rows as doing it once.
    ///
    /// # Errors
    ///
    /// Returns [`ProvisionError`]. Nothing was written then.
    pub async fn provision(&self, login: &LoginIdentity, now: UnixSeconds) -> Result<Provisioned, ProvisionError> {
        self.provision_by(login, None, now).await
    }

    /// Does the same as [`Self::provision`] for a login whose token was verified with one of these
    /// connections. A host that caches connections thereby learns of a change at no cost.
    ///
    /// # Errors
    ///
    /// Returns [`ProvisionError`], which is `ConnectionChanged` if the connections in use that have
    /// the login's issuer are not the active ones of `known`, in the same versions. Nothing was
    /// written then.
    pub async fn provision_verified<'c>(
        &self,
        login: &LoginIdentity,
        known: impl Iterator<Item = &'c Connection>,
        now: UnixSeconds,
    ) -> Result<Provisioned, ProvisionError> {
        let active = known
            .filter(|connection| connection.status == ConnectionStatus::Active && connection.issuer == login.issuer);
        let active = active.map(|connection| ConnectionVersion { id: connection.id, version: connection.version });
        self.provision_by(login, Some(active.collect()), now).await
    }

    async fn provision_by(
        &self,
        login: &LoginIdentity,
        known: Option<BTreeSet<ConnectionVersion>>,
        now: UnixSeconds,
    ) -> Result<Provisioned, ProvisionError> {
        let mut attempt = 1;
        let mut attempts = Attempts::default();
        loop {
            let (input, profile, of_issuer) = match self.load_context(login.clone(), now).await {
                Err(StoreError::ConnectionMissing) if known.is_some() => {
                    return Err(ProvisionError::ConnectionChanged);
                }
                loaded => loaded?,
            };
            // SECURITY: a connection that was put into use meanwhile may be the one that the token
            // belongs to.
            if known.as_ref().is_some_and(|known| *known != of_issuer.into_iter().collect()) {
                return Err(ProvisionError::ConnectionChanged);
            }
            let decision = decide(&input);
            let signed_in = decision.outcome.signed_in_user();
            if decision.plan.guards.is_empty() && decision.plan.effects.is_empty() {
                // There is nothing to write, so the profile is the one that was loaded.
                let profile = profile.filter(|_| signed_in.is_some());
                self.ledger.decided(login, &decision, self.recording.key.as_ref(), now);
                return Ok(Provisioned { input, decision, applied: Applied::default(), profile });
            }
            attempts.count();
            let details = details(&self.recording, &input, &decision)?;
            match self.apply_and_view(&decision.plan, details, signed_in, now).await {
                Ok((applied, profile)) => {
                    self.ledger.decided(login, &decision, self.recording.key.as_ref(), now);
                    return Ok(Provisioned { input, decision, applied, profile });
                }
                Err(ApplyError::GuardFailed(guard)) if attempt == MAX_ATTEMPTS => {
                    return Err(ProvisionError::Contended(guard));
                }
                Err(ApplyError::GuardFailed(_)) => attempt += 1,
                Err(ApplyError::IdentityTaken) => return Err(ProvisionError::Apply(ApplyError::IdentityTaken)),
                // Another transaction was faster, so decide again with its changes.
                Err(ApplyError::Store(error)) => {
                    if let Some(Err(error)) = attempts.settle(Err::<(), _>(error)).await {
                        return Err(error.into());
                    }
                }
            }
        }
    }
}
