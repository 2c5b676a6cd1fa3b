//! The number of plans that a process writes to PostgreSQL at a time.
//!
//! WHY: PostgreSQL proves that serializable transactions have an order by the pages of indexes that
//! they read. First logins of people who have nothing in common read the same pages, where nobody
//! is yet, and write to them. The more of them run at once, the more are rolled back and begun
//! again, although nothing is wrong. So after a conflict fewer run at once, and while none occurs,
//! one more. It does not change what is written, and returning logins, which write nothing, do not
//! wait.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Maximum number of plans that are written at a time. More would only wait in PostgreSQL.
const MOST: usize = 8;
/// The number of plans without a conflict after which one more may run at a time.
const CALM: u32 = 128;

/// The plans that may be written now. Cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct Pace(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    permits: Arc<Semaphore>,
    now: Mutex<Width>,
    conflicts: AtomicU64,
}

#[derive(Debug, Clone, Copy)]
struct Width {
    /// The number of permits, taken ones included.
    permits: usize,
    /// The number of permits that there should be.
    wanted: usize,
    /// The number of plans since the last conflict or change.
    calm: u32,
}

/// The turn of a plan.
pub(crate) struct Turn {
    pace: Pace,
    permit: Option<OwnedSemaphorePermit>,
}

impl Pace {
    pub(crate) fn new() -> Self {
        let now = Mutex::new(Width { permits: MOST, wanted: MOST, calm: 0 });
        Self(Arc::new(Inner { permits: Arc::new(Semaphore::new(MOST)), now, conflicts: AtomicU64::new(0) }))
    }

    /// Waits for a turn. The semaphore is fair and is never closed.
    pub(crate) async fn begin(&self) -> Turn {
        let permit = Arc::clone(&self.0.permits).acquire_owned().await.ok();
        Turn { pace: self.clone(), permit }
    }

    /// Returns the number of plans that were rolled back because of others.
    pub(crate) fn conflicts(&self) -> u64 {
        self.0.conflicts.load(Ordering::Relaxed)
    }

    #[cfg(test)]
    fn width(&self) -> usize {
        self.0.now.lock().unwrap_or_else(PoisonError::into_inner).wanted
    }
}

impl Turn {
    /// Ends the turn, and adapts the number of plans at a time.
    pub(crate) fn end(mut self, conflicted: bool) {
        let inner = &self.pace.0;
        let mut now = inner.now.lock().unwrap_or_else(PoisonError::into_inner);
        if conflicted {
            inner.conflicts.fetch_add(1, Ordering::Relaxed);
            (now.wanted, now.calm) = ((now.wanted / 2).max(1), 0);
        } else {
            now.calm += 1;
            if now.calm >= CALM && now.wanted < MOST {
                (now.wanted, now.calm) = (now.wanted + 1, 0);
            }
        }
        if now.permits > now.wanted {
            if let Some(permit) = self.permit.take() {
                permit.forget();
                now.permits -= 1;
            }
        } else if now.permits < now.wanted {
            inner.permits.add_permits(now.wanted - now.permits);
            now.permits = now.wanted;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[tokio::test]
    async fn fewer_plans_run_at_once_after_conflicts_and_more_while_there_are_none() {
        let pace = Pace::new();
        for _ in 0..4 {
            pace.begin().await.end(true);
        }
        assert_eq!((pace.width(), pace.conflicts()), (1, 4));
        // Permits that were taken at the time are given up as they come back.
        while pace.0.now.lock().unwrap_or_else(PoisonError::into_inner).permits > 1 {
            pace.begin().await.end(false);
        }
        let first = pace.begin().await;
        let second = pace.begin();
        tokio::pin!(second);
        assert!(tokio::time::timeout(Duration::from_millis(20), &mut second).await.is_err());
        first.end(false);
        second.await.end(false);
        for _ in 0..CALM {
            pace.begin().await.end(false);
        }
        assert_eq!(pace.width(), 2);
        let (first, second) = (pace.begin().await, pace.begin().await);
        first.end(false);
        second.end(false);
        // A turn that is broken off gives its place back.
        drop(pace.begin().await);
        for _ in 0..CALM * 10 {
            pace.begin().await.end(false);
        }
        assert_eq!((pace.width(), pace.0.permits.available_permits()), (MOST, MOST));
    }
}
