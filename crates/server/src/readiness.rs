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
    /// Checks that the database answers and has a schema that this program serves, at
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
        let answer = store.check_serving().await.map_err(|error| {
            tracing::error!(%error, "not ready");
            ServerCode::NotReady
        });
        *kept = Some((Instant::now(), answer));
        answer
    }
}
