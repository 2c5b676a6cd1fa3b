//! Load, decide, apply; again while somebody else was faster.

use cora_core::identity::LoginIdentity;
use cora_core::provisioning::decision::Decision;
use cora_core::provisioning::plan::Guard;
use cora_core::time::UnixSeconds;
use cora_core::{DecideInput, decide};

use crate::apply::Applied;
use crate::database::Store;
use crate::error::{ApplyError, StoreError};

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
}

/// A login could not be decided and written.
#[derive(Debug, thiserror::Error)]
pub enum ProvisionError {
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
        let mut attempt = 1;
        loop {
            let input = self.load(login.clone(), now).await?;
            let decision = decide(&input);
            match self.apply(&decision.plan, now).await {
                Ok(applied) => return Ok(Provisioned { input, decision, applied }),
                Err(ApplyError::GuardFailed(guard)) if attempt == MAX_ATTEMPTS => {
                    return Err(ProvisionError::Contended(guard));
                }
                Err(ApplyError::GuardFailed(_)) => attempt += 1,
                Err(ApplyError::Store(error)) => return Err(error.into()),
                Err(error @ ApplyError::IdentityTaken) => return Err(ProvisionError::Apply(error)),
            }
        }
    }
}
