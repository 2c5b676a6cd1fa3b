//! The connections that tokens were verified by last, so that verifying one costs no question to the database.
//!
//! What is kept may be out of date, and nobody is let in by it alone: a login is decided by the connection as it is then, and when that has another version,
//! the token is verified again by it. So a connection that is switched off still lets nobody in at the next request.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use cora_store::StoredConnection;

/// How many are kept at most.
const MAX_CONNECTIONS: usize = 1000;

/// Connections by issuer.
#[derive(Debug, Clone, Default)]
pub(crate) struct KnownConnections(Arc<RwLock<HashMap<String, Arc<StoredConnection>>>>);

impl KnownConnections {
    /// The connection of an issuer, as it was when it was last read.
    pub fn get(&self, issuer: Option<&str>) -> Option<Arc<StoredConnection>> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).get(issuer?).cloned()
    }

    /// Keeps a connection, or forgets it when there is none any more.
    ///
    /// SECURITY: under its own issuer alone. Anybody may send tokens of made-up ones.
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
