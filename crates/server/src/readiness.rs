//! The readiness of the service, as it was found a moment ago.

use std::time::{Duration, Instant};

use cora_store::Store;

use crate::error::ServerCode;

/// Time for which an answer counts. WHY: `/ready` needs no token and is never limited, so it must
/// not pass every request on to the database.
const KEPT: Duration = Duration::from_secs(1);

/// The last answer, with its time. The lock is held while the database is asked, so that all who
/// ask meanwhile share one answer.
#[derive(Default)]
pub(crate) struct Readiness(tokio::sync::Mutex<Option<(Instant, Result<(), ServerCode>)>>);

impl Readiness {
    /// Checks that the database answers, has a schema that this program serves and takes writes, at
    /// most once a second.
    ///
    /// # Errors
    ///
    /// Fails with `not_ready` if it does not.
    pub async fn check(&self, store: &Store) -> Result<(), ServerCode> {
        let mut kept = self.0.lock().await;
        if let Some((at, answer)) = *kept
            && at.elapsed() < KEPT
        {
            return answer;
        }
        let answer = checked(store).await;
        *kept = Some((Instant::now(), answer));
        answer
    }
}

async fn checked(store: &Store) -> Result<(), ServerCode> {
    store.check_serving().await.map_err(|error| {
        tracing::error!(%error, "not ready");
        ServerCode::NotReady
    })?;
    store.check_writable().await.map_err(|error| {
        let cause = std::error::Error::source(&error).map(ToString::to_string);
        tracing::error!(%error, cause, "not ready to write");
        ServerCode::NotReady
    })
}
