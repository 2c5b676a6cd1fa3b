//! The signal between requests that queue mails and the sender.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use cora_core::time::UnixSeconds;
use tokio::sync::Notify;

/// Time between two looks after requests, without a reason to look earlier, in seconds.
const LOOK_EVERY: u64 = 60;

/// Wakes the sender when a mail was queued.
#[derive(Default)]
pub(crate) struct MailOutbox {
    woken: Notify,
    /// `true` if there may be mails to send that nobody has looked for.
    is_waiting: AtomicBool,
    /// The time of the last look, in seconds since the epoch.
    looked_at: AtomicU64,
}

impl MailOutbox {
    /// Says that there may be mails to send.
    pub fn wake(&self) {
        self.is_waiting.store(true, Ordering::Release);
        self.woken.notify_one();
    }

    /// Returns `true` once a minute: to one of those who ask at the same time.
    pub fn is_look_due(&self, now: UnixSeconds) -> bool {
        let looked_at = self.looked_at.load(Ordering::Acquire);
        now.seconds() >= looked_at.saturating_add(LOOK_EVERY)
            && self.looked_at.compare_exchange(looked_at, now.seconds(), Ordering::AcqRel, Ordering::Acquire).is_ok()
    }

    /// Waits until a mail is queued.
    pub async fn woken(&self) {
        self.woken.notified().await;
    }

    /// Returns `true` if there may be mails to send, and takes note that they are looked for.
    pub fn take_waiting(&self) -> bool {
        self.is_waiting.swap(false, Ordering::AcqRel)
    }

    /// Says that mails are left, without waking the sender.
    pub fn wait_again(&self) {
        self.is_waiting.store(true, Ordering::Release);
    }
}
