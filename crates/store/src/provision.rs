//! Load, decide, apply; again while somebody else was faster.

use cora_core::identity::LoginIdentity;
use cora_core::provisioning::decision::Decision;
use cora_core::provisioning::plan::Guard;
use cora_core::time::UnixSeconds;
use cora_core::{DecideInput, decide};

use crate::apply::Applied;
use crate::database::Store;
use crate::error::{ApplyError, StoreError};
use crate::profile::ProfileView;
use crate::session::Attempts;

/// How often a login is decided before it is put off.
pub const MAX_ATTEMPTS: usize = 5;

/// A login whose decision is written.
#[derive(Debug, Clone)]
pub struct Provisioned {
    /// What the decision was made from.
    pub input: DecideInput,
    /// The decision.
    pub decision: Decision,
    /// What applying its plan changed.
    pub applied: Applied,
    /// The profile of who is signed in, as it is now; `None` when nobody is.
    pub profile: Option<ProfileView>,
}

/// A login could not be decided and written.
#[derive(Debug, thiserror::Error)]
pub enum ProvisionError {
    /// The connection has another version than the one that the token was verified by, or is gone: verify again by what it is now.
    #[error("the connection was changed since the token was verified")]
    ConnectionChanged,
    /// Guards failed [`MAX_ATTEMPTS`] times in a row; the last of them is named.
    #[error("something changed during each of {MAX_ATTEMPTS} attempts")]
    Contended(Box<Guard>),
    /// The plan could not be applied.
    #[error(transparent)]
    Apply(ApplyError),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Store {
    /// Decides a login from what is stored, and stores what was decided. Doing it twice, or twice at once, leaves the same
    /// rows as doing it once.
    ///
    /// # Errors
    ///
    /// [`ProvisionError`]; nothing was written then.
    pub async fn provision(&self, login: &LoginIdentity, now: UnixSeconds) -> Result<Provisioned, ProvisionError> {
        self.provision_by(login, None, now).await
    }

    /// As [`Self::provision`], for a login whose token was verified by a connection as it was at a version. A host that keeps connections so learns at no
    /// cost that one was changed.
    ///
    /// # Errors
    ///
    /// [`ProvisionError`], with `ConnectionChanged` when it has another version now; nothing was written then.
    pub async fn provision_verified(
        &self,
        login: &LoginIdentity,
        version: u32,
        now: UnixSeconds,
    ) -> Result<Provisioned, ProvisionError> {
        self.provision_by(login, Some(version), now).await
    }

    async fn provision_by(
        &self,
        login: &LoginIdentity,
        version: Option<u32>,
        now: UnixSeconds,
    ) -> Result<Provisioned, ProvisionError> {
        let mut attempt = 1;
        let mut attempts = Attempts::default();
        loop {
            let (input, profile) = match self.load_with_profile(login.clone(), now).await {
                Err(StoreError::ConnectionMissing) if version.is_some() => {
                    return Err(ProvisionError::ConnectionChanged);
                }
                loaded => loaded?,
            };
            if version.is_some_and(|version| version != input.connection.version) {
                return Err(ProvisionError::ConnectionChanged);
            }
            let decision = decide(&input);
            let signed_in = decision.outcome.signed_in_user();
            if decision.plan.guards.is_empty() && decision.plan.effects.is_empty() {
                // Nothing to write: the profile is the one that was loaded.
                let profile = profile.filter(|_| signed_in.is_some());
                return Ok(Provisioned { input, decision, applied: Applied::default(), profile });
            }
            attempts.count();
            match self.apply_and_view(&decision.plan, signed_in, now).await {
                Ok((applied, profile)) => return Ok(Provisioned { input, decision, applied, profile }),
                Err(ApplyError::GuardFailed(guard)) if attempt == MAX_ATTEMPTS => {
                    return Err(ProvisionError::Contended(guard));
                }
                Err(ApplyError::GuardFailed(_)) => attempt += 1,
                Err(ApplyError::IdentityTaken) => return Err(ProvisionError::Apply(ApplyError::IdentityTaken)),
                // Another transaction was faster: what it wrote is to be decided by.
                Err(ApplyError::Store(error)) => {
                    if let Some(Err(error)) = attempts.settle(Err::<(), _>(error)).await {
                        return Err(error.into());
                    }
                }
            }
        }
    }
}
