//! Creates the schema of PostgreSQL, and runs pipelined transactions.

use std::future::Future;
use std::pin::Pin;

use sha2::{Digest as _, Sha384};
use tokio_postgres::error::SqlState;
use tokio_postgres::types::Type;
use tokio_postgres::{Client, Error, Row};

use crate::error::{ApplyError, StoreError};
use crate::migration::{AppliedMigration, Migration, OpenError, POSTGRES_MIGRATIONS};
use crate::session::{OpenTransaction, Postgres, text_in};
use crate::sql::{Sql, failed_question};
use crate::step::{Applied, Step};
use crate::supabase;

/// The table that records the applied migrations.
const LEDGER: &str = "cora_migrations";
const MAKE_LEDGER: &str = "CREATE TABLE IF NOT EXISTS cora_migrations (
    version bigint PRIMARY KEY, checksum bytea NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())";

/// Returns the migrations of this program.
pub(crate) fn migrations() -> Vec<Migration> {
    POSTGRES_MIGRATIONS
        .iter()
        .map(|(version, description, text)| Migration {
            version: *version,
            description: (*description).to_owned(),
            checksum: Sha384::digest(text.as_bytes()).to_vec(),
        })
        .collect()
}

/// Returns the version of the newest migration.
pub(crate) fn version() -> i64 {
    POSTGRES_MIGRATIONS.iter().map(|(version, ..)| *version).max().unwrap_or(0)
}

/// Lists the tables that the migrations create, and those that record applied migrations.
pub(crate) fn tables() -> Vec<&'static str> {
    let made = POSTGRES_MIGRATIONS.iter().flat_map(|(.., text)| text.split("CREATE TABLE ").skip(1));
    let made = made.filter_map(|rest| rest.split([' ', '(']).next());
    made.chain([LEDGER, "cora_overlays"]).collect()
}

/// Returns the applied migrations. Empty if none of the tables that they create exists; other
/// tables may exist.
pub(crate) async fn applied(postgres: &Postgres) -> Result<Vec<AppliedMigration>, OpenError> {
    let session = postgres.get().await?;
    let client = session.client();
    let tables = "SELECT CAST(tablename AS text) FROM pg_catalog.pg_tables WHERE schemaname = current_schema()";
    let tables = session.answered(client.query_typed(tables, &[])).await?;
    let found: Vec<String> = tables.iter().map(|row| row.try_get(0)).collect::<Result<_, _>>()?;
    if !found.iter().any(|table| table == LEDGER) {
        let is_taken = self::tables().iter().any(|table| found.iter().any(|found| found == table));
        return if is_taken { Err(OpenError::UnknownSchema) } else { Ok(Vec::new()) };
    }
    let ledger = "SELECT version, checksum FROM cora_migrations ORDER BY version";
    let applied = session.answered(client.query_typed(ledger, &[])).await?;
    let applied = applied.iter().map(|row| -> Result<AppliedMigration, Error> {
        Ok(AppliedMigration { version: row.try_get(0)?, checksum: row.try_get(1)? })
    });
    Ok(applied.collect::<Result<Vec<_>, _>>()?)
}

/// Maximum time to wait for another process that migrates, as PostgreSQL writes times.
const MIGRATION_WAIT: &str = "5min";

/// Brings the schema up to date in one transaction, all or nothing.
///
/// WHY a lock of its own: of two processes that migrate at once, the second has to wait before it
/// makes the ledger, which cannot be locked until it exists. A lock of the transaction also works
/// behind a pooler.
pub(crate) async fn migrate(postgres: &Postgres) -> Result<(), OpenError> {
    let transaction = OpenTransaction::begin_read_committed(postgres).await?;
    let client = transaction.session()?.client();
    client.batch_execute(&format!("SET LOCAL lock_timeout = '{MIGRATION_WAIT}'")).await?;
    // The number is Cora's own. Each schema is a database of its own.
    client.query_typed("SELECT pg_advisory_xact_lock(1668248161, hashtext(current_schema()))", &[]).await?;
    client.batch_execute(MAKE_LEDGER).await?;
    for (migration, (_, _, text)) in migrations().iter().zip(POSTGRES_MIGRATIONS) {
        if record(client, migration).await? {
            client.batch_execute(text).await?;
        }
    }
    if !supabase::is_current(client, &tables()).await? {
        supabase::apply(client, &tables()).await?;
    }
    Ok(transaction.commit().await?)
}

/// Creates the schema in the client's open transaction.
pub(crate) async fn make_schema(client: &Client) -> Result<(), OpenError> {
    client.batch_execute(MAKE_LEDGER).await?;
    for (migration, (_, _, text)) in migrations().iter().zip(POSTGRES_MIGRATIONS) {
        record(client, migration).await?;
        client.batch_execute(text).await?;
    }
    if supabase::is_supabase(client).await? {
        supabase::apply(client, &tables()).await?;
    }
    Ok(())
}

/// Lists the triggers that the migrations make: the table, the name, and the statement.
pub(crate) fn triggers() -> Vec<(&'static str, &'static str, &'static str)> {
    let made = POSTGRES_MIGRATIONS.iter().flat_map(|(.., text)| {
        text.match_indices("CREATE TRIGGER ").map(|(at, _)| {
            let rest = &text[at..];
            &rest[..rest.find(");").map_or(rest.len(), |end| end + 1)]
        })
    });
    made.filter_map(|statement| {
        let name = statement.split_whitespace().nth(2)?;
        let table = statement.split(" ON ").nth(1)?.split_whitespace().next()?;
        Some((table, name, statement))
    })
    .collect()
}

/// Makes the tables of the migrations in the client's open transaction and its first schema,
/// without what a kind of project needs in addition.
pub(crate) async fn make_tables(client: &Client) -> Result<(), OpenError> {
    for (_, _, text) in POSTGRES_MIGRATIONS {
        client.batch_execute(text).await?;
    }
    Ok(())
}

/// Records that a migration is applied. Returns `true` if it was not recorded before.
async fn record(client: &Client, Migration { version, checksum, .. }: &Migration) -> Result<bool, OpenError> {
    let record = "INSERT INTO cora_migrations (version, checksum) VALUES ($1, $2) ON CONFLICT (version) DO NOTHING";
    Ok(client.execute_typed(record, &[(version, Type::INT8), (checksum, Type::BYTEA)]).await? > 0)
}

/// Returns `true` if everything that this kind of project needs in addition to migrations is
/// applied.
pub(crate) async fn is_complete(postgres: &Postgres) -> Result<bool, OpenError> {
    let session = postgres.get().await?;
    session.answered(supabase::is_current(session.client(), &tables())).await
}

/// The result of a statement in a transaction.
enum MessageResult {
    Done,
    Rows(Vec<Row>),
    Changed(u64),
}

type PendingMessage<'a> = Pin<Box<dyn Future<Output = Result<MessageResult, Error>> + Send + 'a>>;

/// Runs steps in one transaction and one round trip. The beginning, the steps and the end are sent
/// at once. If a step fails, PostgreSQL skips the rest and rolls back. `view` reads a text after
/// the steps.
pub(crate) async fn apply(
    postgres: &Postgres,
    steps: &[Step],
    view: Option<&Sql>,
) -> Result<(Applied, Option<String>), ApplyError> {
    let owned = postgres.get().await?;
    let session = &owned;
    let sent = messages(steps, view);
    let mut statements = Vec::with_capacity(sent.len());
    for message in &sent {
        statements.push(session.prepare(&message.sql).await?);
    }
    let mut answers: Vec<PendingMessage<'_>> = Vec::with_capacity(sent.len() + 2);
    answers.push(Box::pin(async move { session.begin().await.map(|()| MessageResult::Done) }));
    for (message, statement) in sent.iter().zip(&statements) {
        answers.push(Box::pin(async move {
            match message.steps {
                [Step::Write { .. }] => session.execute(statement, &message.sql).await.map(MessageResult::Changed),
                _ => session.query(statement, &message.sql).await.map(MessageResult::Rows),
            }
        }));
    }
    answers.push(Box::pin(async move { session.command("COMMIT").await.map(|()| MessageResult::Done) }));
    let answers = all_at_once(answers).await;

    // The first error is the cause. Later ones follow from it.
    let mut applied = Applied::default();
    let mut seen = None;
    for (at, answer) in answers.into_iter().enumerate() {
        let steps = at.checked_sub(1).and_then(|at| sent.get(at)).map_or(&[][..], |message| message.steps);
        match (answer, steps) {
            (Ok(MessageResult::Changed(rows)), [step]) => applied.count(step, rows),
            (Ok(MessageResult::Rows(rows)), []) => seen = rows.first().map(text_in).transpose()?.flatten(),
            (Ok(_), _) => {}
            (Err(error), steps) => {
                // After a failover, a connection may be one to the former primary.
                if error.code() == Some(&SqlState::READ_ONLY_SQL_TRANSACTION) {
                    owned.close();
                }
                return Err(failure(error, steps));
            }
        }
    }
    Ok((applied, seen))
}

/// Maximum number of checks in one statement. Statements are kept prepared, so there must not be a
/// different one for every number of invitations that a person has.
const MAX_QUESTIONS: usize = 12;

/// A statement of a transaction, with its steps. Without steps it only reads.
struct Message<'a> {
    sql: Sql,
    steps: &'a [Step],
}

/// Groups the steps of a transaction into statements. Consecutive checks share one.
fn messages<'a>(steps: &'a [Step], view: Option<&Sql>) -> Vec<Message<'a>> {
    let is_check = |step: &Step| matches!(step, Step::Check(..));
    let groups =
        steps.chunk_by(|step, next| is_check(step) && is_check(next)).flat_map(|steps| steps.chunks(MAX_QUESTIONS));
    let mut messages: Vec<Message<'_>> = groups
        .map(|steps| {
            let sql = match steps {
                [Step::Write { sql, .. }] => sql.clone(),
                checks => {
                    let questions: Vec<Sql> = checks
                        .iter()
                        .filter_map(|step| if let Step::Check(check, _) = step { Some(check.clone()) } else { None })
                        .collect();
                    Sql::all_or_fail(&questions)
                }
            };
            Message { sql, steps }
        })
        .collect();
    messages.extend(view.map(|view| Message { sql: view.clone(), steps: &[] }));
    messages
}

/// Converts the error of a statement: either a check failed, or the database refused.
fn failure(error: Error, steps: &[Step]) -> ApplyError {
    let failed = error
        .as_db_error()
        .filter(|error| *error.code() == SqlState::INVALID_TEXT_REPRESENTATION)
        .and_then(|error| failed_question(error.message()));
    match failed.and_then(|number| steps.get(number)) {
        Some(Step::Check(_, failure)) => failure.clone().into(),
        _ => StoreError::from(error).into(),
    }
}

/// Polls all futures once, in order, which sends their messages, and then waits for each.
async fn all_at_once(mut answers: Vec<PendingMessage<'_>>) -> Vec<Result<MessageResult, Error>> {
    let mut done: Vec<Option<Result<MessageResult, Error>>> = Vec::with_capacity(answers.len());
    for answer in &mut answers {
        done.push(match futures_util::poll!(answer.as_mut()) {
            std::task::Poll::Ready(answer) => Some(answer),
            std::task::Poll::Pending => None,
        });
    }
    let mut all = Vec::with_capacity(answers.len());
    for (answer, done) in answers.into_iter().zip(done) {
        all.push(match done {
            Some(answer) => answer,
            None => answer.await,
        });
    }
    all
}
