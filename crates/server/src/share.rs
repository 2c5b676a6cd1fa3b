//! The share of one client in a resource that is limited, such as open connections.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

/// The number that each client holds of a resource, with a limit for each.
pub(crate) struct Shares {
    most: u32,
    held: Mutex<HashMap<IpAddr, u32>>,
}

/// One unit of a client's share. It is given back when it is dropped.
pub(crate) struct Share {
    of: Arc<Shares>,
    client: IpAddr,
}

impl Shares {
    /// Creates shares of at most `most` units for each client.
    pub fn new(most: u32) -> Arc<Self> {
        Arc::new(Self { most, held: Mutex::default() })
    }

    /// Takes a unit for a client. `None` if the client holds as many as it may.
    pub fn take(self: &Arc<Self>, client: IpAddr) -> Option<Share> {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let count = held.entry(client).or_default();
        if *count >= self.most {
            if *count == 0 {
                held.remove(&client);
            }
            return None;
        }
        *count = count.saturating_add(1);
        drop(held);
        Some(Share { of: Arc::clone(self), client })
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        let mut held = self.of.held.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = held.get_mut(&self.client) {
            *count = count.saturating_sub(1);
            if *count == 0 {
                held.remove(&self.client);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_that_holds_its_share_waits_until_it_gives_something_back() {
        let shares = Shares::new(2);
        let [one, other]: [IpAddr; 2] = ["192.0.2.1", "192.0.2.2"].map(|text| text.parse().unwrap());
        let first = shares.take(one).unwrap();
        let _second = shares.take(one).unwrap();
        assert!(shares.take(one).is_none());
        assert!(shares.take(other).is_some());
        drop(first);
        assert!(shares.take(one).is_some());
        assert_eq!(shares.held.lock().unwrap().len(), 1);
    }
}
