//! A cache of the connections that recently verified tokens, so that verification needs no database
//! query.
//!
//! An entry may be stale, but it never admits a user by itself. A login is decided by the stored
//! connection. If the connections in use with the issuer are others by then, or have other
//! versions, the token is verified again. So a disabled connection rejects everyone from the next
//! request on, and a new one gets its people from the next request on.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use cora_store::StoredConnection;

/// Maximum number of cached issuers.
const MAX_ISSUERS: usize = 1000;

/// Connections of which one has to accept a token: those in use with one issuer, or else the one
/// that explains the refusal. The platform's default comes first.
pub(crate) type KnownConnections = Arc<[Arc<StoredConnection>]>;

/// Connections by issuer.
#[derive(Debug, Clone, Default)]
pub(crate) struct ConnectionCache(Arc<RwLock<HashMap<String, KnownConnections>>>);

impl ConnectionCache {
    /// Returns the connections of an issuer as they were last read.
    pub fn get(&self, issuer: Option<&str>) -> Option<KnownConnections> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).get(issuer?).cloned()
    }

    /// Caches connections, or removes the entry if the issuer no longer has any.
    ///
    /// SECURITY: a connection is cached under its own issuer only. Anyone may send tokens that
    /// claim made-up issuers.
    pub fn set(&self, issuer: Option<&str>, connections: &KnownConnections) {
        let Some(issuer) = issuer else { return };
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if connections.iter().any(|stored| stored.connection.issuer.as_str() == issuer) {
            if known.len() >= MAX_ISSUERS {
                known.clear();
            }
            known.insert(issuer.to_owned(), Arc::clone(connections));
        } else {
            known.remove(issuer);
        }
    }
}
