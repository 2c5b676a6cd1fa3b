//! Serializes logins that add members to the same organization.
//!
//! WHY: each such login increments the organization's seats. In PostgreSQL only one of several
//! concurrent ones succeeds, and the others retry after a while (SQLSTATE 40001). Waiting here
//! costs less, is fair, and holds no connection. It does not change what is written: between
//! processes, and if two organizations share a line, the database decides as before.

use std::collections::BTreeSet;
use std::hash::{BuildHasher as _, RandomState};
use std::sync::Arc;

use cora_core::provisioning::plan::{Effect, Plan};
use tokio::sync::{Mutex, OwnedMutexGuard};

/// Number of lines. An organization is always in the same one.
const LINES: u64 = 64;

/// The lines of waiting logins.
#[derive(Debug, Clone)]
pub(crate) struct Joining {
    lines: Vec<Arc<Mutex<()>>>,
    hasher: RandomState,
}

impl Joining {
    pub(crate) fn new() -> Self {
        Self { lines: (0..LINES).map(|_| Arc::default()).collect(), hasher: RandomState::new() }
    }

    /// Waits for a plan's turn, which lasts as long as the returned guards are held.
    pub(crate) async fn turn(&self, plan: &Plan) -> Vec<OwnedMutexGuard<()>> {
        // All plans take their lines in the same order, which prevents deadlocks.
        let lines: BTreeSet<u64> = plan.effects.iter().filter_map(|effect| self.line(effect)).collect();
        let mut turn = Vec::with_capacity(lines.len());
        for line in lines.into_iter().filter_map(|line| self.lines.get(usize::try_from(line).ok()?)) {
            turn.push(Arc::clone(line).lock_owned().await);
        }
        turn
    }

    fn line(&self, effect: &Effect) -> Option<u64> {
        match effect {
            Effect::AddMembership { organization_id, .. } => Some(self.hasher.hash_one(organization_id) % LINES),
            _ => None,
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test")]
mod tests {
    use std::time::Duration;

    use serde_json::json;

    use super::*;

    fn joining(organization: u8) -> Plan {
        let id = |kind: u8, number: u8| format!("00000000-0000-7000-8000-0000000000{kind:x}{number:x}");
        let effect = json!({
            "effect": "add_membership", "membershipId": id(0xe, organization), "organizationId": id(0xa, organization), "userId": id(0, 1),
            "role": "org_user", "source": "domain", "createdBy": id(0, 1), "updatedBy": id(0, 1),
        });
        serde_json::from_value(json!({ "idempotencyKey": "0".repeat(64), "guards": [], "effects": [effect] })).unwrap()
    }

    #[tokio::test]
    async fn who_joins_an_organization_waits_for_who_does_and_nobody_else_has_to() {
        let lines = Joining::new();
        let acme = joining(1);
        let other =
            (2..16).map(joining).find(|plan| lines.line(&plan.effects[0]) != lines.line(&acme.effects[0])).unwrap();
        let first = lines.turn(&acme).await;
        assert_eq!(lines.turn(&other).await.len(), 1);
        assert!(lines.turn(&Plan::default()).await.is_empty());
        let waits = lines.turn(&acme);
        tokio::pin!(waits);
        assert!(tokio::time::timeout(Duration::from_millis(20), &mut waits).await.is_err());
        drop(first);
        assert_eq!(waits.await.len(), 1);
    }
}
