//! Connections to PostgreSQL: the pool of a process, and statements on one connection.

use std::future::Future;
use std::num::NonZeroU16;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use deadpool_postgres::{
    ClientWrapper, Hook, Manager, ManagerConfig, Object, Pool, PoolError, RecyclingMethod, Runtime, Timeouts,
};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_postgres::types::{ToSql, Type};
use tokio_postgres::{Client, Error, NoTls, Row, Statement};

use crate::address::{Address, CONNECT_TIMEOUT, Tls};
use crate::error::{DatabaseError, StoreError};
use crate::migration::OpenError;
use crate::pooler;
use crate::sql::{Dialect, Sql, Value};

/// Time after which a process tries again to open as many connections as it may.
const NARROWED_FOR: Duration = Duration::from_secs(10);
/// Time between two attempts to open the first connection, while the server has none to give.
const PAUSE: Duration = Duration::from_millis(50);

/// Settings of each connection. A login's statements find a few rows by index for any parameters,
/// so planning them each time would take longer than running them, and the cached plan has to be
/// right also after the tables have grown. A lock is waited for as long as in SQLite. A transaction
/// whose program is gone keeps its locks for half a minute.
const SETTINGS: [&str; 7] = [
    "plan_cache_mode = force_generic_plan",
    "enable_seqscan = off",
    "enable_hashjoin = off",
    "enable_mergejoin = off",
    "jit = off",
    "lock_timeout = '5s'",
    "idle_in_transaction_session_timeout = '30s'",
];

/// Puts the schema of an adopted database first in the search path, unless the schema that the URL
/// leads to has Cora's tables.
const LOOK_AT_ADOPTED: &str =
    "SELECT set_config('search_path', concat_ws(', ', 'cora', nullif(current_setting('search_path'), '')), false)
    WHERE NOT EXISTS (SELECT 1 FROM pg_catalog.pg_tables WHERE schemaname = current_schema() AND tablename = 'cora_migrations')
        AND EXISTS (SELECT 1 FROM pg_catalog.pg_tables WHERE schemaname = 'cora' AND tablename = 'cora_migrations')";

/// The statement that begins a transaction. Guards must still hold when the effects are written,
/// regardless of the server's default isolation level.
const BEGIN: &str = "BEGIN ISOLATION LEVEL SERIALIZABLE";

/// The lock of the transactions that add to the audit chain or erase from it. The number is of our
/// own choice.
const ALONE: &str = "SELECT pg_advisory_xact_lock(5203741096)";

/// The pool of connections to a PostgreSQL. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Postgres {
    pool: Pool,
    gate: Arc<Gate>,
    /// Set if a pooler hands out its connections for one transaction each, so that nothing may be
    /// left on a connection.
    is_pooled: Arc<AtomicBool>,
}

/// The number of connections that may be held at once. It shrinks while the server refuses more
/// (SQLSTATE 53300), so that callers wait for one that is open.
struct Gate {
    permits: Arc<Semaphore>,
    most: usize,
    now: Mutex<Width>,
}

#[derive(Clone, Copy)]
struct Width {
    permits: usize,
    refused_at: Option<Instant>,
}

impl Gate {
    fn new(most: usize) -> Self {
        let now = Mutex::new(Width { permits: most, refused_at: None });
        Self { permits: Arc::new(Semaphore::new(most)), most, now }
    }

    async fn enter(&self) -> Result<OwnedSemaphorePermit, StoreError> {
        {
            let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
            if now.refused_at.is_some_and(|at| at.elapsed() > NARROWED_FOR) {
                self.permits.add_permits(self.most.saturating_sub(now.permits));
                *now = Width { permits: self.most, refused_at: None };
            }
        }
        let permits = Arc::clone(&self.permits);
        permits.acquire_owned().await.map_err(|_| DatabaseError::no_connection().into())
    }

    /// Gives up the permit of a caller whose connection the server refused, as long as more permits
    /// than open connections exist. Returns `true` if it was given up.
    fn narrow(&self, permit: OwnedSemaphorePermit, open: usize) -> bool {
        let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        now.refused_at = Some(Instant::now());
        let is_narrowed = now.permits > open.max(1);
        if is_narrowed {
            now.permits -= 1;
            permit.forget();
        }
        is_narrowed
    }
}

impl Postgres {
    /// Builds a pool of connections to the database at a URL. Finds out whether a pooler is in
    /// front, unless it is known.
    ///
    /// # Errors
    ///
    /// Fails if the URL cannot be used, or the database cannot be reached.
    pub async fn connect(url: &str, connections: NonZeroU16, is_pooled: bool) -> Result<Self, OpenError> {
        let address = Address::parse(url)?;
        let is_pooled = match address.is_pooled {
            Some(is_pooled) => is_pooled,
            None => is_pooled || pooler::is_in_front(&address).await?,
        };
        Self::new(address, usize::from(connections.get()), is_pooled)
    }

    /// Builds a pool of at most `most` connections. It does not connect yet.
    fn new(address: Address, most: usize, is_pooled: bool) -> Result<Self, OpenError> {
        let recycling = ManagerConfig { recycling_method: RecyclingMethod::Fast };
        let manager = match address.tls {
            Tls::Off => Manager::from_config(address.config, NoTls, recycling),
            Tls::On(tls) => Manager::from_config(address.config, tls, recycling),
        };
        let timeouts =
            Timeouts { wait: Some(CONNECT_TIMEOUT), create: Some(CONNECT_TIMEOUT), recycle: Some(CONNECT_TIMEOUT) };
        let is_pooled = Arc::new(AtomicBool::new(is_pooled));
        let is_shared = Arc::clone(&is_pooled);
        let settings = Hook::async_fn(move |client: &mut ClientWrapper, _| {
            let is_shared = is_shared.load(Ordering::Relaxed);
            Box::pin(async move {
                // A pooler's connection serves others afterwards, so nothing is set on it.
                if !is_shared {
                    for setting in SETTINGS {
                        // A database that does not know a setting does without it.
                        client.batch_execute(&format!("SET {setting}")).await.ok();
                    }
                    // An adopted database of the legacy CORA toolkit has Cora's tables in a schema
                    // of their own. Behind a pooler, the search path of the role leads there.
                    client.batch_execute(LOOK_AT_ADOPTED).await.ok();
                }
                Ok(())
            })
        });
        let pool = Pool::builder(manager).max_size(most).timeouts(timeouts).runtime(Runtime::Tokio1);
        let pool = pool.post_create(settings).build().map_err(|error| OpenError::Url(error.to_string()))?;
        Ok(Self { pool, gate: Arc::new(Gate::new(most)), is_pooled })
    }

    /// Returns a connection of the pool, or opens one. If the server has no more to give, waits
    /// for one that is in use.
    pub async fn get(&self) -> Result<Session, StoreError> {
        tokio::time::timeout(CONNECT_TIMEOUT, self.wait())
            .await
            .unwrap_or_else(|_| Err(DatabaseError::no_connection().into()))
    }

    async fn wait(&self) -> Result<Session, StoreError> {
        loop {
            let permit = self.gate.enter().await?;
            match self.pool.get().await {
                Ok(client) => {
                    let (client, is_pooled) = (Some(client), Arc::clone(&self.is_pooled));
                    return Ok(Session { client, is_pooled, unanswered: AtomicUsize::new(0), _permit: permit });
                }
                Err(PoolError::Backend(error)) if DatabaseError::is_full(&error) => {
                    if !self.gate.narrow(permit, self.pool.status().size) {
                        tokio::time::sleep(PAUSE).await;
                    }
                }
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// Closes the pool. Connections in use are closed when they are returned.
    pub fn close(&self) {
        self.pool.close();
    }
}

/// A statement that a session is about to execute.
pub(crate) enum Prepared {
    /// Parsed and planned on this connection, under a name.
    Named(Statement),
    /// Sent with its text, for one execution.
    Unnamed,
}

/// A connection that is in use. Dropping it returns it to the pool, unless a statement was given up
/// before its end: the next user would wait for the rest of its answer.
pub(crate) struct Session {
    /// `None` only while it is dropped.
    client: Option<Object>,
    is_pooled: Arc<AtomicBool>,
    /// The number of statements that were sent and are not answered.
    unanswered: AtomicUsize,
    /// Returned after the connection.
    _permit: OwnedSemaphorePermit,
}

impl Drop for Session {
    fn drop(&mut self) {
        if *self.unanswered.get_mut() > 0 {
            self.discard();
        }
    }
}

impl Session {
    fn object(&self) -> &Object {
        match &self.client {
            Some(client) => client,
            None => unreachable!("a connection is taken only when its session is dropped"),
        }
    }

    /// Returns the connection. For a statement on it that may be given up, see [`Self::answered`].
    pub fn client(&self) -> &Client {
        self.object()
    }

    /// Returns `true` if each transaction may have another connection of the server.
    pub fn is_pooled(&self) -> bool {
        self.is_pooled.load(Ordering::Relaxed)
    }

    /// Waits for an answer. A caller who gives up waiting leaves the connection unusable.
    pub async fn answered<T>(&self, answer: impl Future<Output = T>) -> T {
        self.unanswered.fetch_add(1, Ordering::Relaxed);
        let answer = answer.await;
        self.unanswered.fetch_sub(1, Ordering::Relaxed);
        answer
    }

    /// Executes a statement without parameters.
    pub async fn command(&self, statement: &str) -> Result<(), Error> {
        self.answered(self.client().batch_execute(statement)).await
    }

    /// Begins a transaction, with the settings of a connection if they cannot be on it.
    pub async fn begin(&self) -> Result<(), Error> {
        if !self.is_pooled() {
            return self.command(BEGIN).await;
        }
        let mut begin = String::from(BEGIN);
        for setting in SETTINGS {
            begin.push_str("; SET LOCAL ");
            begin.push_str(setting);
        }
        self.command(&begin).await
    }

    /// Makes a statement ready. A named one is parsed and planned once for each connection.
    pub async fn prepare(&self, sql: &Sql) -> Result<Prepared, StoreError> {
        sql.check()?;
        if self.is_pooled() || sql.is_assembled {
            return Ok(Prepared::Unnamed);
        }
        let types: Vec<Type> = sql.values.iter().map(type_of).collect();
        let prepared = self.object().prepare_typed_cached(sql.text(Dialect::Postgres), &types);
        self.answered(prepared).await.map(Prepared::Named).map_err(|error| self.noted(error).into())
    }

    /// Executes a statement, and returns its rows.
    pub async fn query(&self, prepared: &Prepared, sql: &Sql) -> Result<Vec<Row>, Error> {
        let rows = self.answered(async {
            match prepared {
                Prepared::Named(statement) => self.client().query(statement, &parameters(sql)).await,
                Prepared::Unnamed => self.client().query_typed(sql.text(Dialect::Postgres), &typed(sql)).await,
            }
        });
        rows.await.map_err(|error| self.noted(error))
    }

    /// Executes a statement, and returns the number of rows that it changed.
    pub async fn execute(&self, prepared: &Prepared, sql: &Sql) -> Result<u64, Error> {
        let changed = self.answered(async {
            match prepared {
                Prepared::Named(statement) => self.client().execute(statement, &parameters(sql)).await,
                Prepared::Unnamed => self.client().execute_typed(sql.text(Dialect::Postgres), &typed(sql)).await,
            }
        });
        changed.await.map_err(|error| self.noted(error))
    }

    /// Executes one statement, and returns the number of rows that it changed.
    pub async fn change(&self, sql: &Sql) -> Result<u64, StoreError> {
        let prepared = self.prepare(sql).await?;
        Ok(self.execute(&prepared, sql).await?)
    }

    /// Executes one statement, and returns the texts in its first column.
    pub async fn texts(&self, sql: &Sql) -> Result<Vec<Option<String>>, StoreError> {
        let prepared = self.prepare(sql).await?;
        self.query(&prepared, sql).await?.iter().map(text_in).collect()
    }

    /// Executes one statement, and returns its boolean result.
    pub async fn flag(&self, sql: &Sql) -> Result<bool, StoreError> {
        let prepared = self.prepare(sql).await?;
        let rows = self.query(&prepared, sql).await?;
        let row = rows.first().ok_or_else(|| DatabaseError::reading("one row"))?;
        Ok(row.try_get(0)?)
    }

    /// Returns `true` if transactions can write: the server is no replica, and nobody has made it
    /// read-only. If they cannot, the connection is closed: after a failover it may be one to the
    /// former primary.
    pub async fn takes_writes(self) -> Result<bool, StoreError> {
        let asked = "SELECT current_setting('transaction_read_only') = 'off'";
        let answer = self.answered(self.client().query_typed_one(asked, &[])).await?;
        let is_writable: bool = answer.try_get(0)?;
        if !is_writable {
            self.close();
        }
        Ok(is_writable)
    }

    /// Notes that a pooler is in front, if a named statement was not on the connection that was
    /// given for it (SQLSTATE 26000), or another's of the same name was (42P05).
    fn noted(&self, error: Error) -> Error {
        if DatabaseError::is_lost_statement(&error) {
            self.is_pooled.store(true, Ordering::Relaxed);
        }
        error
    }

    /// Closes the connection, which rolls back its transaction.
    pub fn close(mut self) {
        self.discard();
    }

    fn discard(&mut self) {
        if let Some(client) = self.client.take() {
            drop(Object::take(client));
        }
    }
}

/// An open transaction. Dropping it before the commit rolls it back: a connection in the middle of
/// a transaction must not return to the pool, so it is closed.
pub(crate) struct OpenTransaction(Option<Session>);

impl Drop for OpenTransaction {
    fn drop(&mut self) {
        if let Some(session) = self.0.take() {
            session.close();
        }
    }
}

impl OpenTransaction {
    /// Begins a serializable transaction: concurrent ones leave the result of some order of them
    /// one after another.
    pub async fn begin(postgres: &Postgres) -> Result<Self, StoreError> {
        let transaction = Self(Some(postgres.get().await?));
        transaction.session()?.begin().await?;
        Ok(transaction)
    }

    /// Begins a transaction of which each statement sees what others have committed before it.
    pub async fn begin_read_committed(postgres: &Postgres) -> Result<Self, StoreError> {
        let transaction = Self(Some(postgres.get().await?));
        transaction.session()?.command("BEGIN ISOLATION LEVEL READ COMMITTED").await?;
        Ok(transaction)
    }

    /// Waits until no transaction that has done this is open, and keeps others from doing it.
    pub async fn keep_alone(&self) -> Result<(), StoreError> {
        Ok(self.session()?.command(ALONE).await?)
    }

    /// Begins a transaction that only reads, and reads one state of the database.
    pub async fn begin_snapshot(postgres: &Postgres) -> Result<Self, StoreError> {
        let transaction = Self(Some(postgres.get().await?));
        transaction.session()?.command("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?;
        Ok(transaction)
    }

    /// Returns the connection.
    pub fn session(&self) -> Result<&Session, StoreError> {
        self.0.as_ref().ok_or_else(|| DatabaseError::reading("an open transaction").into())
    }

    /// Commits the transaction, and returns the connection to the pool.
    pub async fn commit(mut self) -> Result<(), StoreError> {
        self.session()?.command("COMMIT").await?;
        drop(self.0.take());
        Ok(())
    }
}

const fn type_of(value: &Value) -> Type {
    match value {
        Value::Text(_) => Type::TEXT,
        Value::Integer(_) => Type::INT8,
        Value::Flag(_) => Type::BOOL,
        Value::Bytes(_) => Type::BYTEA,
    }
}

fn parameter(value: &Value) -> &(dyn ToSql + Sync) {
    match value {
        Value::Text(text) => text,
        Value::Integer(number) => number,
        Value::Flag(flag) => flag,
        Value::Bytes(bytes) => bytes,
    }
}

fn parameters(sql: &Sql) -> Vec<&(dyn ToSql + Sync)> {
    sql.values.iter().map(parameter).collect()
}

/// Returns the values bound to a statement, with their types.
pub(crate) fn typed(sql: &Sql) -> Vec<(&(dyn ToSql + Sync), Type)> {
    sql.values.iter().map(|value| (parameter(value), type_of(value))).collect()
}

/// Returns the text in a row's first column.
pub(crate) fn text_in(row: &Row) -> Result<Option<String>, StoreError> {
    Ok(row.try_get::<_, Option<Text>>(0)?.map(|Text(text)| text))
}

/// A value that PostgreSQL sends as text or as JSON.
struct Text(String);

impl<'a> tokio_postgres::types::FromSql<'a> for Text {
    fn from_sql(of: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        // The binary form of `jsonb` begins with a version byte.
        let raw = if *of == Type::JSONB { raw.get(1..).unwrap_or_default() } else { raw };
        Ok(Self(String::from_utf8(raw.to_vec())?))
    }

    fn accepts(of: &Type) -> bool {
        matches!(*of, Type::TEXT | Type::VARCHAR | Type::JSON | Type::JSONB)
    }
}
