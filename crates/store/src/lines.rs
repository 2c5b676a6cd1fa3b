//! Serializes transactions that would fight for the same row: logins that add members to the same
//! organization, and renewals of the same session.
//!
//! WHY: each such login increments the organization's seats, and each renewal writes its session.
//! In PostgreSQL only one of several concurrent ones succeeds, and the others retry after a while
//! (SQLSTATE 40001). Waiting here costs less, is fair, and holds no connection. It does not change
//! what is written: between processes, and if two of them share a line, the database decides as
//! before.

use std::collections::BTreeSet;
use std::hash::{BuildHasher as _, RandomState};
use std::sync::Arc;

use cora_core::id::ApplicationSessionId;
use cora_core::provisioning::plan::{Effect, Plan};
use tokio::sync::{Mutex, OwnedMutexGuard};

/// Number of lines. An organization or a session is always in the same one.
const LOCKS: u64 = 64;

/// The lines of waiting transactions.
#[derive(Debug, Clone)]
pub(crate) struct Lines {
    locks: Vec<Arc<Mutex<()>>>,
    hasher: RandomState,
}

impl Lines {
    pub(crate) fn new() -> Self {
        Self { locks: (0..LOCKS).map(|_| Arc::default()).collect(), hasher: RandomState::new() }
    }

    /// Waits for a plan's turn, which lasts as long as the returned guards are held.
    pub(crate) async fn acquire(&self, plan: &Plan) -> Vec<OwnedMutexGuard<()>> {
        // All plans take their lines in the same order, which prevents deadlocks.
        let locks: BTreeSet<u64> = plan.effects.iter().filter_map(|effect| self.lock(effect)).collect();
        let mut guards = Vec::with_capacity(locks.len());
        for lock in locks.into_iter().filter_map(|lock| self.locks.get(usize::try_from(lock).ok()?)) {
            guards.push(Arc::clone(lock).lock_owned().await);
        }
        guards
    }

    /// Waits for the turn of one session, which lasts as long as the returned guard is held.
    pub(crate) async fn wait(&self, session: ApplicationSessionId) -> Option<OwnedMutexGuard<()>> {
        let lock = usize::try_from(self.hasher.hash_one(session) % LOCKS).ok()?;
        Some(Arc::clone(self.locks.get(lock)?).lock_owned().await)
    }

    fn lock(&self, effect: &Effect) -> Option<u64> {
        match effect {
            Effect::AddMembership { organization_id, .. } => Some(self.hasher.hash_one(organization_id) % LOCKS),
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
    async fn only_logins_that_join_the_same_organization_wait_for_each_other() {
        let locks = Lines::new();
        let acme = joining(1);
        let other =
            (2..16).map(joining).find(|plan| locks.lock(&plan.effects[0]) != locks.lock(&acme.effects[0])).unwrap();
        let first = locks.acquire(&acme).await;
        assert_eq!(locks.acquire(&other).await.len(), 1);
        assert!(locks.acquire(&Plan::default()).await.is_empty());
        let waits = locks.acquire(&acme);
        tokio::pin!(waits);
        assert!(tokio::time::timeout(Duration::from_millis(20), &mut waits).await.is_err());
        drop(first);
        assert_eq!(waits.await.len(), 1);
    }
}
