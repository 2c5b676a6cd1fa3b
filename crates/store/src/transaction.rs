//! Runs statements on either database, alone and in transactions.

use deadpool_postgres::Object;
use futures_util::TryStreamExt as _;
use sqlx::sqlite::SqliteArguments;
use sqlx::{Arguments as _, AssertSqlSafe, Sqlite};
use tokio_postgres::types::{ToSql, Type};

use crate::database::{Backend, Store};
use crate::error::{DatabaseError, InTransaction, Refusal, StoreError};
use crate::sql::{Dialect, Sql, Value};

type SqliteQuery<'q> = sqlx::query::Query<'q, Sqlite, SqliteArguments>;
type SqliteScalar<'q, T> = sqlx::query::QueryScalar<'q, Sqlite, T, SqliteArguments>;

/// A transaction. Dropping it before the commit rolls it back.
pub(crate) enum Transaction {
    Sqlite(sqlx::Transaction<'static, Sqlite>),
    Postgres(PostgresTransaction),
}

/// A serializable transaction of PostgreSQL: concurrent transactions leave the result of some order
/// of them one after another.
pub(crate) struct PostgresTransaction {
    /// The connection, or `None` after the end of the transaction.
    client: Option<Object>,
}

impl Drop for PostgresTransaction {
    fn drop(&mut self) {
        // A connection in the middle of a transaction must not return to the pool. Closing it rolls
        // back.
        if let Some(client) = self.client.take() {
            drop(Object::take(client));
        }
    }
}

/// The lock of the transactions that add to the audit chain or erase from it. The number is of our
/// own choice.
const ALONE: &str = "SELECT pg_advisory_xact_lock(5203741096)";

/// The statement that begins a transaction of PostgreSQL. Guards must still hold when the effects
/// are written, regardless of the server's default isolation level.
pub(crate) const BEGIN: &str = "BEGIN ISOLATION LEVEL SERIALIZABLE";

impl Transaction {
    pub async fn begin(store: &Store) -> Result<Self, StoreError> {
        match &store.backend {
            // WHY: immediate, because the facts must be read under the lock that the effects are
            // written under.
            Backend::Sqlite { writer, .. } => Ok(Self::Sqlite(writer.begin_with("BEGIN IMMEDIATE").await?)),
            Backend::Postgres(pool) => {
                let client = pool.get().await?;
                client.batch_execute(BEGIN).await?;
                Ok(Self::Postgres(PostgresTransaction { client: Some(client) }))
            }
        }
    }

    /// Begins a transaction that no other of this kind overlaps. In PostgreSQL it is not
    /// serializable, so that what it reads conflicts with no login.
    pub async fn begin_alone(store: &Store) -> Result<Self, StoreError> {
        let Backend::Postgres(pool) = &store.backend else { return Self::begin(store).await };
        let client = pool.get().await?;
        client.batch_execute(&format!("BEGIN ISOLATION LEVEL READ COMMITTED; {ALONE}")).await?;
        Ok(Self::Postgres(PostgresTransaction { client: Some(client) }))
    }

    /// Waits in PostgreSQL until no transaction of that kind is open, and keeps others from
    /// beginning.
    pub async fn keep_alone(&mut self) -> Result<(), StoreError> {
        if let Self::Postgres(_) = self {
            self.change_schema(ALONE.to_owned()).await?;
        }
        Ok(())
    }

    /// Begins a transaction that only reads, and reads one state of the database. It locks nobody
    /// out.
    pub async fn snapshot(store: &Store) -> Result<Self, StoreError> {
        match &store.backend {
            Backend::Sqlite { reader, .. } => Ok(Self::Sqlite(reader.begin().await?)),
            Backend::Postgres(pool) => {
                let client = pool.get().await?;
                client.batch_execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?;
                Ok(Self::Postgres(PostgresTransaction { client: Some(client) }))
            }
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
                let mut rows = query.fetch(&mut **transaction);
                while let Some(text) = rows.try_next().await.map_err(StoreError::from)? {
                    each(text)?;
                }
            }
            Self::Postgres(transaction) => {
                let typed = parameters.iter().map(|text| (*text, Type::TEXT));
                let rows = transaction.client()?.query_typed_raw(&statement, typed).await.map_err(StoreError::from)?;
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

    /// Executes such a statement, with one text as its parameter.
    pub async fn execute_text(&mut self, statement: String, parameter: &str) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(transaction) => {
                let query = sqlx::query(AssertSqlSafe(statement)).bind(parameter.to_owned());
                query.execute(&mut **transaction).await?;
            }
            Self::Postgres(transaction) => {
                transaction.client()?.query_typed(&statement, &[(&parameter, Type::TEXT)]).await?;
            }
        }
        Ok(())
    }

    pub async fn commit(self) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(transaction) => transaction.commit().await?,
            Self::Postgres(mut transaction) => {
                if let Some(client) = &transaction.client {
                    client.batch_execute("COMMIT").await?;
                }
                // The transaction has ended, so the connection may return to the pool.
                drop(transaction.client.take());
            }
        }
        Ok(())
    }

    /// Executes a statement, and returns the number of rows that it changed.
    pub async fn execute(&mut self, sql: Sql) -> Result<u64, StoreError> {
        match self {
            Self::Sqlite(transaction) => Ok(query(&sql)?.execute(&mut **transaction).await?.rows_affected()),
            Self::Postgres(transaction) => execute(transaction.client()?, &sql).await,
        }
    }

    /// Returns the statement that made a trigger of SQLite.
    pub async fn trigger(&mut self, name: &str) -> Result<String, StoreError> {
        let Self::Sqlite(transaction) = self else { return Err(DatabaseError::reading("a trigger of SQLite").into()) };
        let made = sqlx::query_scalar("SELECT sql FROM sqlite_schema WHERE type = 'trigger' AND name = ?1").bind(name);
        Ok(made.fetch_one(&mut **transaction).await?)
    }

    /// Executes statements that change the schema, which are not prepared.
    pub async fn change_schema(&mut self, statements: String) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(transaction) => {
                sqlx::raw_sql(AssertSqlSafe(statements)).execute(&mut **transaction).await?;
            }
            Self::Postgres(transaction) => transaction.client()?.batch_execute(&statements).await?,
        }
        Ok(())
    }

    /// Returns the text in the first row, if there is one.
    pub async fn text(&mut self, sql: Sql) -> Result<Option<String>, StoreError> {
        match self {
            Self::Sqlite(transaction) => Ok(scalar(&sql)?.fetch_optional(&mut **transaction).await?.flatten()),
            Self::Postgres(transaction) => texts(transaction.client()?, &sql).await.map(first),
        }
    }

    /// Returns the texts in all rows.
    pub async fn texts(&mut self, sql: Sql) -> Result<Vec<String>, StoreError> {
        match self {
            Self::Sqlite(transaction) => Ok(scalar(&sql)?.fetch_all(&mut **transaction).await?),
            Self::Postgres(transaction) => {
                Ok(texts(transaction.client()?, &sql).await?.into_iter().flatten().collect())
            }
        }
    }

    /// Returns the boolean result of a statement.
    pub async fn flag(&mut self, sql: Sql) -> Result<bool, StoreError> {
        match self {
            Self::Sqlite(transaction) => Ok(scalar(&sql)?.fetch_one(&mut **transaction).await?),
            Self::Postgres(transaction) => flag(transaction.client()?, &sql).await,
        }
    }
}

impl PostgresTransaction {
    pub fn client(&self) -> Result<&Object, StoreError> {
        self.client.as_ref().ok_or_else(|| DatabaseError::reading("an open transaction").into())
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
                drop(transaction);
                Err(error)
            }
        };
        self.settle(outcome).await
    }

    /// Returns the outcome of an attempt, or `None`, after a pause, if it has to be retried.
    pub async fn settle<T, E: InTransaction>(&mut self, outcome: Result<T, E>) -> Option<Result<T, E>> {
        let refusal = outcome.as_ref().err().and_then(InTransaction::store).map_or(Refusal::Other, StoreError::refusal);
        let most = match refusal {
            Refusal::Conflict => MAX_CONFLICTS,
            Refusal::Duplicate => MAX_DUPLICATES,
            Refusal::Busy | Refusal::Other => 0,
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
            Backend::Postgres(pool) => texts(&pool.get().await?, &sql).await.map(first),
        }
    }

    /// Returns the texts in all rows.
    pub(crate) async fn read_texts(&self, sql: Sql) -> Result<Vec<String>, StoreError> {
        match &self.backend {
            Backend::Sqlite { reader, .. } => Ok(scalar(&sql)?.fetch_all(reader).await?),
            Backend::Postgres(pool) => Ok(texts(&pool.get().await?, &sql).await?.into_iter().flatten().collect()),
        }
    }

    /// Returns the boolean result of a statement.
    pub(crate) async fn read_flag(&self, sql: Sql) -> Result<bool, StoreError> {
        match &self.backend {
            Backend::Sqlite { reader, .. } => Ok(scalar(&sql)?.fetch_one(reader).await?),
            Backend::Postgres(pool) => flag(&pool.get().await?, &sql).await,
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
            Backend::Postgres(pool) => {
                let mut client = pool.get().await?;
                let transaction = client.transaction().await?;
                transaction.batch_execute("SET LOCAL enable_seqscan = off").await?;
                let types: Vec<(&(dyn ToSql + Sync), Type)> =
                    parameters(&sql).into_iter().zip(sql.values.iter().map(type_of)).collect();
                let text = sql.prefixed("EXPLAIN ").text(Dialect::Postgres);
                let rows = transaction.query_typed(text, &types).await?;
                let lines: Vec<String> = rows.iter().map(|row| row.try_get(0)).collect::<Result<_, _>>()?;
                transaction.rollback().await?;
                Ok(lines)
            }
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

/// Prepares a statement once per connection, which parses and plans it.
pub(crate) async fn prepared(client: &Object, sql: &Sql) -> Result<tokio_postgres::Statement, tokio_postgres::Error> {
    let types: Vec<Type> = sql.values.iter().map(type_of).collect();
    client.prepare_typed_cached(sql.text(Dialect::Postgres), &types).await
}

const fn type_of(value: &Value) -> Type {
    match value {
        Value::Text(_) => Type::TEXT,
        Value::Integer(_) => Type::INT8,
        Value::Flag(_) => Type::BOOL,
        Value::Bytes(_) => Type::BYTEA,
    }
}

pub(crate) fn parameters(sql: &Sql) -> Vec<&(dyn ToSql + Sync)> {
    let parameters = sql.values.iter().map(|value| -> &(dyn ToSql + Sync) {
        match value {
            Value::Text(text) => text,
            Value::Integer(number) => number,
            Value::Flag(flag) => flag,
            Value::Bytes(bytes) => bytes,
        }
    });
    parameters.collect()
}

async fn execute(client: &Object, sql: &Sql) -> Result<u64, StoreError> {
    let statement = prepared(client, sql).await?;
    Ok(client.execute(&statement, &parameters(sql)).await?)
}

async fn texts(client: &Object, sql: &Sql) -> Result<Vec<Option<String>>, StoreError> {
    let statement = prepared(client, sql).await?;
    let rows = client.query(&statement, &parameters(sql)).await?;
    rows.iter().map(text_in).collect()
}

/// Returns the text in a row's first column.
pub(crate) fn text_in(row: &tokio_postgres::Row) -> Result<Option<String>, StoreError> {
    Ok(row.try_get::<_, Option<Text>>(0)?.map(|Text(text)| text))
}

async fn flag(client: &Object, sql: &Sql) -> Result<bool, StoreError> {
    let statement = prepared(client, sql).await?;
    Ok(client.query_one(&statement, &parameters(sql)).await?.try_get(0)?)
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
