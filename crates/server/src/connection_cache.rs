//! A cache of the connections that recently verified tokens, so that verification needs no database
//! query.
//!
//! An entry may be stale, but it never admits a user by itself. A login is decided by the stored
//! connection. If that has another version, the token is verified again. So a disabled connection
//! rejects everyone from the next request on.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use cora_store::StoredConnection;

/// Maximum number of cached connections.
const MAX_CONNECTIONS: usize = 1000;

/// Connections by issuer.
#[derive(Debug, Clone, Default)]
pub(crate) struct ConnectionCache(Arc<RwLock<HashMap<String, Arc<StoredConnection>>>>);

impl ConnectionCache {
    /// Returns the connection of an issuer as it was last read.
    pub fn get(&self, issuer: Option<&str>) -> Option<Arc<StoredConnection>> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).get(issuer?).cloned()
    }

    /// Caches a connection, or removes the entry if the issuer no longer has one.
    ///
    /// SECURITY: a connection is cached under its own issuer only. Anyone may send tokens that
    /// claim made-up issuers.
    pub fn set(&self, issuer: Option<&str>, connection: Option<&Arc<StoredConnection>>) {
        let Some(issuer) = issuer else { return };
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        match connection.filter(|stored| stored.connection.issuer.as_str() == issuer) {
            Some(stored) => {
                if known.len() >= MAX_CONNECTIONS {
                    known.clear();
                }
                known.insert(issuer.to_owned(), Arc::clone(stored));
            }
            None => {
                known.remove(issuer);
            }
        }
    }
}
