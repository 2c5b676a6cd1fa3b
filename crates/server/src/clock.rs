//! The time. The only place that reads it.

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use cora_core::time::UnixSeconds;

/// Tells the time; a test brings its own.
pub type Clock = Arc<dyn Fn() -> UnixSeconds + Send + Sync>;

/// The clock of this machine. A time before 1970 is 1970, one after 9999 is 9999: tokens are then not valid yet, or expired.
pub fn system() -> Clock {
    Arc::new(|| {
        let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
        UnixSeconds::default().plus(seconds)
    })
}
