//! Facts about a database by which an operator sees whether the platform works.

use cora_core::time::UnixSeconds;
use serde::Deserialize;

use crate::database::{Backend, Store};
use crate::error::{DatabaseError, StoreError};
use crate::sql::sql;

/// The owners of the platform, and the connections in use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OwnerFacts {
    /// The number of active owners.
    pub active: u32,
    /// The number of active owners who have an identity of an active connection.
    pub reachable: u32,
    /// The number of active connections.
    pub active_connections: u32,
}

/// The way to a PostgreSQL server, as the server sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DatabasePath {
    /// `true` if the connection that reaches the server is encrypted.
    pub is_encrypted: bool,
    /// `true` if that connection comes from the server's own machine.
    pub is_local: bool,
    /// `true` if statements of one client run on different connections, as behind a pooler in
    /// transaction mode.
    pub is_pooled: bool,
}

/// The statement that asks for the encryption and the origin of this connection. A local one comes
/// by a socket of Unix or a loopback address.
const PATH: &str = "SELECT
    COALESCE((SELECT ssl FROM pg_catalog.pg_stat_ssl WHERE pid = pg_backend_pid()), false),
    inet_client_addr() IS NULL OR host(inet_client_addr()) = '::1' OR host(inet_client_addr()) LIKE '127.%'";

/// The number of seats that an organization's members take: those whose accounts are active.
const SEATS: &str = "(SELECT count(*) FROM org_members
        JOIN profiles ON profiles.user_id = org_members.user_id AND profiles.status = 'active'
        WHERE org_members.org_id = orgs.id AND org_members.status = 'active')";

/// The condition that an organization's counts differ from its members.
const MISCOUNTED: &str = const_format::concatcp!(
    "seats_used <> ",
    SEATS,
    "
    OR owner_count <> (SELECT count(*) FROM org_members
        WHERE org_members.org_id = orgs.id AND org_members.status = 'active' AND org_members.role = 'org_owner')",
);

impl Store {
    /// Counts the owners of the platform, and those who can log in.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn owners(&self) -> Result<OwnerFacts, StoreError> {
        let found = sql!(
            "SELECT @object(
                'active', (SELECT count(*) FROM profiles WHERE global_role = 'platform_owner' AND status = 'active'),
                'reachable', (SELECT count(*) FROM profiles WHERE global_role = 'platform_owner' AND status = 'active'
                    AND EXISTS (SELECT 1 FROM external_identities
                        JOIN platform_idp_config ON platform_idp_config.issuer = external_identities.issuer
                        WHERE external_identities.auth_user_id = profiles.user_id
                            AND platform_idp_config.status = 'active')),
                'activeConnections', (SELECT count(*) FROM platform_idp_config WHERE status = 'active'))"
        );
        let found = self.read_text(found).await?.unwrap_or_default();
        serde_json::from_str(&found).map_err(|source| StoreError::Unreadable { what: "number of owners", source })
    }

    /// Counts the organizations whose seats or owners differ from their members: triggers keep
    /// them, unless rows were restored past the triggers.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn miscounted_organizations(&self) -> Result<u64, StoreError> {
        let wrong = sql!(const_format::formatcp!("SELECT @text(count(*)) FROM orgs WHERE {MISCOUNTED}"));
        let count = self.read_text(wrong).await?.and_then(|count| count.parse().ok());
        count.ok_or_else(|| DatabaseError::reading("a count").into())
    }

    /// Counts the seats and owners of all organizations again.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn count_organizations_again(&self) -> Result<u64, StoreError> {
        self.write_one(sql!(const_format::formatcp!(
            "UPDATE orgs SET seats_used = {SEATS},
                owner_count = (SELECT count(*) FROM org_members WHERE org_members.org_id = orgs.id
                    AND org_members.status = 'active' AND org_members.role = 'org_owner')
             WHERE {MISCOUNTED}"
        )))
        .await
    }

    /// Returns the way to the server. `None` for SQLite, which is a file.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn database_path(&self) -> Result<Option<DatabasePath>, StoreError> {
        let Backend::Postgres(postgres) = &self.backend else { return Ok(None) };
        let session = postgres.get().await?;
        let row = session.answered(session.client().query_typed(PATH, &[])).await.map_err(DatabaseError::from)?;
        let row = row.first().ok_or(DatabaseError::reading("the way to the database"))?;
        let read = |at: usize| row.try_get::<_, bool>(at).map_err(DatabaseError::from);
        Ok(Some(DatabasePath { is_encrypted: read(0)?, is_local: read(1)?, is_pooled: session.is_pooled() }))
    }

    /// Lists the names of the keys that seal secrets of connections or keys of the issuer.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn sealing_keys(&self) -> Result<Vec<String>, StoreError> {
        let keys =
            sql!("SELECT key_id FROM connection_secrets UNION SELECT private_key_id FROM signing_keys ORDER BY 1");
        self.read_texts(keys).await
    }

    /// Returns the time of the database's clock. `None` for SQLite, which has none of its own.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn database_time(&self) -> Result<Option<UnixSeconds>, StoreError> {
        if matches!(self.backend, Backend::Sqlite { .. }) {
            return Ok(None);
        }
        let now = self.read_text(sql!("SELECT @text(@seconds(current_timestamp))")).await?;
        let now = now.and_then(|now| now.parse().ok()).and_then(UnixSeconds::new);
        now.map(Some).ok_or_else(|| DatabaseError::reading("the time").into())
    }
}
