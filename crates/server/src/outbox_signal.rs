//! The signal between the requests that queue mails or logout tokens and their sender.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use cora_core::time::UnixSeconds;
use tokio::sync::Notify;

/// Time between two looks of a process that runs only during requests, unless it is woken, in
/// seconds.
const LOOK_EVERY: u64 = 60;

/// Wakes a sender when something was queued for it.
#[derive(Default)]
pub(crate) struct OutboxSignal {
    woken: Notify,
    /// `true` if something may be queued that no look has found.
    is_waiting: AtomicBool,
    /// The time of the last look, in seconds since the epoch.
    looked_at: AtomicU64,
}

impl OutboxSignal {
    /// Reports that something was queued.
    pub fn wake(&self) {
        self.is_waiting.store(true, Ordering::Release);
        self.woken.notify_one();
    }

    /// Returns `true` once a minute, to one of the callers at the same time.
    pub fn is_look_due(&self, now: UnixSeconds) -> bool {
        let looked_at = self.looked_at.load(Ordering::Acquire);
        now.seconds() >= looked_at.saturating_add(LOOK_EVERY)
            && self.looked_at.compare_exchange(looked_at, now.seconds(), Ordering::AcqRel, Ordering::Acquire).is_ok()
    }

    /// Waits until something is queued.
    pub async fn woken(&self) {
        self.woken.notified().await;
    }

    /// Returns `true` if something may be queued, and records that the caller looks for it.
    pub fn take_waiting(&self) -> bool {
        self.is_waiting.swap(false, Ordering::AcqRel)
    }

    /// Reports that something is left, without waking the sender.
    pub fn wait_again(&self) {
        self.is_waiting.store(true, Ordering::Release);
    }
}
