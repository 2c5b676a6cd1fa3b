//! The clock. No other module reads the time.

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use cora_core::time::UnixSeconds;

/// A function that returns the current time. Tests pass their own.
pub type Clock = Arc<dyn Fn() -> UnixSeconds + Send + Sync>;

/// Returns the system clock. A time before 1970 counts as 1970, and a time after 9999 as 9999:
/// tokens are then not valid yet, or expired.
pub fn system() -> Clock {
    Arc::new(|| {
        let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
        UnixSeconds::default().plus(seconds)
    })
}
