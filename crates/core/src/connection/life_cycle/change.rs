//! What becomes of a command.

use super::{ChangeConnectionInput, ConnectionChange, ConnectionPlan, ConnectionReason};

/// Decides what becomes of a command, and plans what is to be written.
pub fn change(input: &ChangeConnectionInput) -> ConnectionChange {
    let _ = input;
    ConnectionChange {
        ok: false,
        reason: ConnectionReason::ConnectionNotFound,
        issues: alloc::vec::Vec::new(),
        status: None,
        version: None,
        number: None,
        plan: ConnectionPlan::default(),
    }
}
