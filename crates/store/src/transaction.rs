//! Runs statements on either database, alone and in transactions.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use futures_util::TryStreamExt as _;
use sqlx::pool::PoolConnection;
use sqlx::sqlite::{SqliteArguments, SqliteConnection};
use sqlx::{Arguments as _, AssertSqlSafe, Sqlite, SqlitePool};
use tokio_postgres::types::Type;

use crate::database::{Backend, SqliteWriter, Store};
use crate::error::{DatabaseError, InTransaction, Refusal, StoreError};
use crate::session::{OpenTransaction, text_in, typed};
use crate::sql::{Dialect, Sql, Value};

/// A write that changes nothing: the header of the file, whose field for applications is not used.
const WRITE_HEADER: &str = "PRAGMA user_version = 0";

type SqliteQuery<'q> = sqlx::query::Query<'q, Sqlite, SqliteArguments>;
type SqliteScalar<'q, T> = sqlx::query::QueryScalar<'q, Sqlite, T, SqliteArguments>;

/// A transaction. Dropping it before the commit rolls it back.
pub(crate) enum Transaction {
    Sqlite(SqliteTransaction),
    Postgres(OpenTransaction),
}

/// A transaction of SQLite, under its write lock.
///
/// WHY not `sqlx::Transaction`: SQLite rolls back by itself when the disk is full or fails, which
/// sqlx does not notice. Its connection would count a transaction that does not exist, and refuse
/// every later one.
pub(crate) struct SqliteTransaction {
    /// The connection, or `None` after the end of the transaction.
    connection: Option<PoolConnection<Sqlite>>,
    is_failing: Arc<AtomicBool>,
}

impl Drop for SqliteTransaction {
    fn drop(&mut self) {
        // A connection whose transaction did not end cleanly must not return to the pool. Closing
        // it rolls back.
        if let Some(mut connection) = self.connection.take() {
            connection.close_on_drop();
        }
    }
}

impl SqliteTransaction {
    // WHY: immediate, because the facts must be read under the lock that the effects are written
    // under.
    async fn begin(writer: &SqliteWriter) -> Result<Self, StoreError> {
        Self::begin_with(&writer.pool, writer, "BEGIN IMMEDIATE").await
    }

    async fn begin_with(pool: &SqlitePool, writer: &SqliteWriter, begin: &'static str) -> Result<Self, StoreError> {
        let connection = Some(pool.acquire().await?);
        let mut transaction = Self { connection, is_failing: Arc::clone(&writer.is_failing) };
        if let Err(error) = transaction.control(begin).await {
            if !error.is_storage() {
                // The lock was not had: nothing has begun.
                drop(transaction.connection.take());
            }
            return Err(error.into());
        }
        Ok(transaction)
    }

    fn connection(&mut self) -> Result<&mut SqliteConnection, StoreError> {
        let connection = self.connection.as_mut();
        connection
            .map(|connection| &mut **connection)
            .ok_or_else(|| DatabaseError::reading("an open transaction").into())
    }

    /// Executes a statement that begins or ends the transaction.
    async fn control(&mut self, statement: &'static str) -> Result<(), DatabaseError> {
        let Some(connection) = self.connection.as_mut() else {
            return Err(DatabaseError::reading("an open transaction"));
        };
        let done = sqlx::query(statement).execute(&mut **connection).await.map_err(DatabaseError::from);
        done.map(drop).map_err(|error| self.noted(error))
    }

    /// Notes that the storage takes no writes.
    fn noted(&self, error: DatabaseError) -> DatabaseError {
        if error.is_storage() {
            self.is_failing.store(true, Ordering::Relaxed);
        }
        error
    }

    async fn commit(mut self) -> Result<(), StoreError> {
        self.control("COMMIT").await?;
        self.is_failing.store(false, Ordering::Relaxed);
        // The transaction has ended, so the connection may return to the pool.
        drop(self.connection.take());
        Ok(())
    }

    async fn rollback(mut self) {
        if self.control("ROLLBACK").await.is_ok() {
            drop(self.connection.take());
        }
    }
}

impl Transaction {
    pub async fn begin(store: &Store) -> Result<Self, StoreError> {
        match &store.backend {
            Backend::Sqlite { writer, .. } => Ok(Self::Sqlite(SqliteTransaction::begin(writer).await?)),
            Backend::Postgres(postgres) => Ok(Self::Postgres(OpenTransaction::begin(postgres).await?)),
        }
    }

    /// Begins a transaction that no other of this kind overlaps. In PostgreSQL it is not
    /// serializable, so that what it reads conflicts with no login.
    pub async fn begin_alone(store: &Store) -> Result<Self, StoreError> {
        let Backend::Postgres(postgres) = &store.backend else { return Self::begin(store).await };
        let transaction = OpenTransaction::begin_read_committed(postgres).await?;
        transaction.keep_alone().await?;
        Ok(Self::Postgres(transaction))
    }

    /// Waits in PostgreSQL until no transaction of that kind is open, and keeps others from
    /// beginning.
    pub async fn keep_alone(&mut self) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(_) => Ok(()),
            Self::Postgres(transaction) => transaction.keep_alone().await,
        }
    }

    /// Begins a transaction that only reads, and reads one state of the database. It locks nobody
    /// out.
    pub async fn snapshot(store: &Store) -> Result<Self, StoreError> {
        match &store.backend {
            Backend::Sqlite { reader, writer } => {
                Ok(Self::Sqlite(SqliteTransaction::begin_with(reader, writer, "BEGIN").await?))
            }
            Backend::Postgres(postgres) => Ok(Self::Postgres(OpenTransaction::begin_snapshot(postgres).await?)),
        }
    }

    /// The dialect of the database.
    pub const fn dialect(&self) -> Dialect {
        match self {
            Self::Sqlite(_) => Dialect::Sqlite,
            Self::Postgres(_) => Dialect::Postgres,
        }
    }

    /// Runs a statement that is put together when it is run, with texts as its parameters, and
    /// gives the text in each row to a function. The text of the statement holds names of the
    /// schema, and nothing that somebody wrote.
    pub async fn each_text<E: From<StoreError>>(
        &mut self,
        statement: String,
        parameters: &[&str],
        mut each: impl FnMut(String) -> Result<(), E>,
    ) -> Result<(), E> {
        match self {
            Self::Sqlite(transaction) => {
                let mut query = sqlx::query_scalar(AssertSqlSafe(statement));
                for parameter in parameters {
                    query = query.bind((*parameter).to_owned());
                }
                let mut rows = query.fetch(transaction.connection()?);
                while let Some(text) = rows.try_next().await.map_err(StoreError::from)? {
                    each(text)?;
                }
            }
            Self::Postgres(transaction) => {
                let typed = parameters.iter().map(|text| (*text, Type::TEXT));
                let client = transaction.session()?.client();
                let rows = client.query_typed_raw(&statement, typed).await.map_err(StoreError::from)?;
                let mut rows = std::pin::pin!(rows);
                while let Some(row) = rows.try_next().await.map_err(StoreError::from)? {
                    each(text_in(&row)?.ok_or_else(|| StoreError::from(DatabaseError::reading("a text")))?)?;
                }
            }
        }
        Ok(())
    }

    /// Returns the texts of such a statement.
    pub async fn dynamic_texts(&mut self, statement: String, parameters: &[&str]) -> Result<Vec<String>, StoreError> {
        let mut texts = Vec::new();
        self.each_text(statement, parameters, |text| {
            texts.push(text);
            Ok::<_, StoreError>(())
        })
        .await?;
        Ok(texts)
    }

    /// Returns the count that such a statement selects as a text.
    pub async fn dynamic_count(&mut self, statement: String) -> Result<u64, StoreError> {
        let count = self.dynamic_texts(statement, &[]).await?.first().and_then(|count| count.parse().ok());
        count.ok_or_else(|| DatabaseError::reading("a count").into())
    }

    /// Executes such a statement, with one text as its parameter.
    pub async fn execute_text(&mut self, statement: String, parameter: &str) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(transaction) => {
                let query = sqlx::query(AssertSqlSafe(statement)).bind(parameter.to_owned());
                query.execute(transaction.connection()?).await?;
            }
            Self::Postgres(transaction) => {
                let client = transaction.session()?.client();
                client.query_typed(&statement, &[(&parameter, Type::TEXT)]).await?;
            }
        }
        Ok(())
    }

    pub async fn commit(self) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(transaction) => transaction.commit().await,
            Self::Postgres(transaction) => transaction.commit().await,
        }
    }

    /// Rolls back, and returns the connection to the pool if it is sound.
    async fn rollback(self) {
        match self {
            Self::Sqlite(transaction) => transaction.rollback().await,
            Self::Postgres(transaction) => drop(transaction),
        }
    }

    /// Executes a statement, and returns the number of rows that it changed.
    pub async fn execute(&mut self, sql: Sql) -> Result<u64, StoreError> {
        match self {
            Self::Sqlite(transaction) => {
                let done = query(&sql)?.execute(transaction.connection()?).await;
                Ok(done.map_err(|error| transaction.noted(error.into()))?.rows_affected())
            }
            Self::Postgres(transaction) => transaction.session()?.change(&sql).await,
        }
    }

    /// Executes statements that change the schema, which are not prepared.
    pub async fn change_schema(&mut self, statements: String) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(transaction) => {
                sqlx::raw_sql(AssertSqlSafe(statements)).execute(transaction.connection()?).await?;
            }
            Self::Postgres(transaction) => transaction.session()?.command(&statements).await?,
        }
        Ok(())
    }

    /// Returns the text in the first row, if there is one.
    pub async fn text(&mut self, sql: Sql) -> Result<Option<String>, StoreError> {
        match self {
            Self::Sqlite(transaction) => {
                let row = scalar(&sql)?.fetch_optional(transaction.connection()?).await;
                Ok(row.map_err(|error| transaction.noted(error.into()))?.flatten())
            }
            Self::Postgres(transaction) => transaction.session()?.texts(&sql).await.map(first),
        }
    }

    /// Returns the texts in all rows.
    pub async fn texts(&mut self, sql: Sql) -> Result<Vec<String>, StoreError> {
        match self {
            Self::Sqlite(transaction) => {
                let rows = scalar(&sql)?.fetch_all(transaction.connection()?).await;
                Ok(rows.map_err(|error| transaction.noted(error.into()))?)
            }
            Self::Postgres(transaction) => {
                Ok(transaction.session()?.texts(&sql).await?.into_iter().flatten().collect())
            }
        }
    }

    /// Returns the boolean result of a statement.
    pub async fn flag(&mut self, sql: Sql) -> Result<bool, StoreError> {
        match self {
            Self::Sqlite(transaction) => {
                let row = scalar(&sql)?.fetch_one(transaction.connection()?).await;
                Ok(row.map_err(|error| transaction.noted(error.into()))?)
            }
            Self::Postgres(transaction) => transaction.session()?.flag(&sql).await,
        }
    }
}

/// Maximum number of attempts at a transaction after serialization conflicts and deadlocks.
const MAX_CONFLICTS: u32 = 20;
/// Maximum number of attempts at a transaction after unique-key violations. On a retry the
/// conflicting row is visible, so the statement reports the real error.
const MAX_DUPLICATES: u32 = 3;

/// Counts the attempts at a transaction, and waits between them.
#[derive(Default)]
pub(crate) struct Attempts(u32);

impl Attempts {
    /// Begins the next attempt.
    pub async fn begin(&mut self, store: &Store) -> Result<Transaction, StoreError> {
        self.0 += 1;
        Transaction::begin(store).await
    }

    /// Ends an attempt: commits the work, or drops it. Returns `None` if it has to be retried,
    /// because another transaction was faster.
    pub async fn end<T, E: InTransaction>(
        &mut self,
        transaction: Transaction,
        outcome: Result<T, E>,
    ) -> Option<Result<T, E>> {
        let outcome = match outcome {
            Ok(value) => transaction.commit().await.map(|()| value).map_err(E::from),
            Err(error) => {
                transaction.rollback().await;
                Err(error)
            }
        };
        self.settle(outcome).await
    }

    /// Ends an attempt like [`Self::end`], or, for a dry run, rolls it back whatever its outcome.
    pub async fn settle_as<T, E: InTransaction>(
        &mut self,
        transaction: Transaction,
        outcome: Result<T, E>,
        dry_run: bool,
    ) -> Option<Result<T, E>> {
        if !dry_run {
            return self.end(transaction, outcome).await;
        }
        transaction.rollback().await;
        self.settle(outcome).await
    }

    /// Returns the outcome of an attempt, or `None`, after a pause, if it has to be retried.
    pub async fn settle<T, E: InTransaction>(&mut self, outcome: Result<T, E>) -> Option<Result<T, E>> {
        let refusal = outcome.as_ref().err().and_then(InTransaction::store).map_or(Refusal::Other, StoreError::refusal);
        let most = match refusal {
            Refusal::Conflict => MAX_CONFLICTS,
            Refusal::Duplicate => MAX_DUPLICATES,
            Refusal::Busy | Refusal::Text | Refusal::Other => 0,
        };
        if self.0 >= most {
            return Some(outcome);
        }
        self.wait().await;
        None
    }

    /// Counts an attempt that is begun in another way.
    pub const fn count(&mut self) {
        self.0 += 1;
    }

    /// Waits for a random time, shorter than a bound that doubles with each attempt up to 128 ms.
    async fn wait(&self) {
        let most = 2_u64 << self.0.min(6);
        tokio::time::sleep(std::time::Duration::from_millis(spread(most))).await;
    }
}

/// Returns a random number below `most`.
fn spread(most: u64) -> u64 {
    use std::hash::{BuildHasher as _, RandomState};
    RandomState::new().hash_one(0) % most.max(1)
}

/// Runs work in one transaction, and retries it after conflicts.
macro_rules! in_transaction {
    ($store:expr, |$transaction:ident| $work:expr) => {{
        let mut attempts = $crate::transaction::Attempts::default();
        loop {
            let mut opened = attempts.begin($store).await?;
            let outcome = {
                let $transaction = &mut opened;
                $work
            };
            if let Some(outcome) = attempts.end(opened, outcome).await {
                break outcome;
            }
        }
    }};
}
pub(crate) use in_transaction;

impl Store {
    /// Returns the text in the first row, if there is one.
    pub(crate) async fn read_text(&self, sql: Sql) -> Result<Option<String>, StoreError> {
        match &self.backend {
            Backend::Sqlite { reader, .. } => Ok(scalar(&sql)?.fetch_optional(reader).await?.flatten()),
            Backend::Postgres(postgres) => postgres.get().await?.texts(&sql).await.map(first),
        }
    }

    /// Returns the texts in all rows.
    pub(crate) async fn read_texts(&self, sql: Sql) -> Result<Vec<String>, StoreError> {
        match &self.backend {
            Backend::Sqlite { reader, .. } => Ok(scalar(&sql)?.fetch_all(reader).await?),
            Backend::Postgres(postgres) => Ok(postgres.get().await?.texts(&sql).await?.into_iter().flatten().collect()),
        }
    }

    /// Returns the boolean result of a statement.
    pub(crate) async fn read_flag(&self, sql: Sql) -> Result<bool, StoreError> {
        match &self.backend {
            Backend::Sqlite { reader, .. } => Ok(scalar(&sql)?.fetch_one(reader).await?),
            Backend::Postgres(postgres) => postgres.get().await?.flag(&sql).await,
        }
    }

    /// Returns the database's plan for a statement.
    pub(crate) async fn explain(&self, sql: Sql) -> Result<Vec<String>, StoreError> {
        match &self.backend {
            Backend::Sqlite { reader, .. } => {
                let explained = sql.prefixed("EXPLAIN QUERY PLAN ");
                let rows: Vec<(i64, i64, i64, String)> =
                    sqlx::query_as_with(AssertSqlSafe(explained.text(Dialect::Sqlite)), arguments(&sql)?)
                        .fetch_all(reader)
                        .await?;
                Ok(rows.into_iter().map(|(.., detail)| detail).collect())
            }
            Backend::Postgres(postgres) => {
                let transaction = OpenTransaction::begin(postgres).await?;
                let client = transaction.session()?.client();
                client.batch_execute("SET LOCAL enable_seqscan = off").await?;
                let text = sql.prefixed("EXPLAIN ").text(Dialect::Postgres);
                let rows = client.query_typed(text, &typed(&sql)).await?;
                Ok(rows.iter().map(|row| row.try_get(0)).collect::<Result<_, _>>()?)
            }
        }
    }

    /// Checks that the database takes writes: that it is no replica, and that SQLite's file can be
    /// locked. After its storage has failed, something is written, so that the check holds again
    /// once the storage does.
    ///
    /// # Errors
    ///
    /// Returns the error of the database, which is a busy one (see [`StoreError::is_busy`]) if it
    /// may pass.
    pub async fn check_writable(&self) -> Result<(), StoreError> {
        match &self.backend {
            Backend::Sqlite { writer, .. } => {
                let mut transaction = SqliteTransaction::begin(writer).await?;
                if !writer.is_failing.load(Ordering::Relaxed) {
                    transaction.rollback().await;
                    return Ok(());
                }
                transaction.control(WRITE_HEADER).await?;
                transaction.commit().await
            }
            Backend::Postgres(postgres) => match postgres.get().await?.takes_writes().await? {
                true => Ok(()),
                false => Err(DatabaseError::read_only().into()),
            },
        }
    }

    /// Executes one statement in a transaction of its own, and returns the number of rows that it
    /// changed.
    pub(crate) async fn write_one(&self, sql: Sql) -> Result<u64, StoreError> {
        in_transaction!(self, |transaction| transaction.execute(sql.clone()).await)
    }
}

fn first(texts: Vec<Option<String>>) -> Option<String> {
    texts.into_iter().next().flatten()
}

fn query(sql: &Sql) -> Result<SqliteQuery<'static>, StoreError> {
    Ok(sqlx::query_with(AssertSqlSafe(sql.text(Dialect::Sqlite)), arguments(sql)?))
}

fn scalar<T>(sql: &Sql) -> Result<SqliteScalar<'static, T>, StoreError>
where
    (T,): for<'r> sqlx::FromRow<'r, sqlx::sqlite::SqliteRow>,
{
    Ok(sqlx::query_scalar_with(AssertSqlSafe(sql.text(Dialect::Sqlite)), arguments(sql)?))
}

/// Converts the values bound to a statement, for SQLite.
fn arguments(sql: &Sql) -> Result<SqliteArguments, StoreError> {
    sql.check()?;
    let mut arguments = SqliteArguments::default();
    for value in sql.values.clone() {
        let added = match value {
            Value::Text(text) => arguments.add(text),
            Value::Integer(number) => arguments.add(number),
            Value::Flag(flag) => arguments.add(flag),
            Value::Bytes(bytes) => arguments.add(bytes),
        };
        added.map_err(|_| DatabaseError::reading("what SQLite can be given"))?;
    }
    Ok(arguments)
}
