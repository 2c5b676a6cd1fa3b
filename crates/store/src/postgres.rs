//! Connects to PostgreSQL, creates the schema and runs pipelined transactions.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use deadpool_postgres::{ClientWrapper, Hook, Manager, ManagerConfig, Pool, RecyclingMethod, Runtime, Timeouts};
use sha2::{Digest as _, Sha384};
use tokio_postgres::config::SslMode;
use tokio_postgres::error::SqlState;
use tokio_postgres::{Client, Config, Error, NoTls, Row};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::error::{ApplyError, StoreError};
use crate::migration::{AppliedMigration, Migration, OpenError};
use crate::sql::{Sql, failed_question};
use crate::step::{Applied, Step};
use crate::supabase;
use crate::transaction::{BEGIN, parameters, prepared, text_in};

/// The migrations, in order. A migration that was ever applied anywhere must not change.
const MIGRATIONS: [(i64, &str, &str); 10] = [
    (1, "schema", include_str!("../migrations/postgres/0001_schema.sql")),
    (2, "administration", include_str!("../migrations/postgres/0002_administration.sql")),
    (3, "kinds of provider", include_str!("../migrations/postgres/0003_kinds_of_provider.sql")),
    (4, "identity addresses", include_str!("../migrations/postgres/0004_identity_addresses.sql")),
    (5, "role sources", include_str!("../migrations/postgres/0005_role_sources.sql")),
    (7, "operator commands", include_str!("../migrations/postgres/0007_operator_commands.sql")),
    (8, "several connections", include_str!("../migrations/postgres/0008_several_connections.sql")),
    (9, "invitation claims", include_str!("../migrations/postgres/0009_invitation_claims.sql")),
    (10, "issuer", include_str!("../migrations/postgres/0010_issuer.sql")),
    (16, "operation", include_str!("../migrations/postgres/0016_operation.sql")),
];

/// The table that records the applied migrations.
const LEDGER: &str = "cora_migrations";
const MAKE_LEDGER: &str = "CREATE TABLE IF NOT EXISTS cora_migrations (
    version bigint PRIMARY KEY, checksum bytea NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())";

/// Maximum number of connections of a process.
const MAX_CONNECTIONS: usize = 20;
/// Time to wait for a connection.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// Settings of each new connection. A login's statements find a few rows by index for any
/// parameters, so planning them each time would take longer than running them, and the cached plan
/// has to be right also after the tables have grown. A lock is waited for as long as in SQLite. A
/// transaction whose program is gone keeps its locks for half a minute.
const SETTINGS: [&str; 7] = [
    "SET plan_cache_mode = force_generic_plan",
    "SET enable_seqscan = off",
    "SET enable_hashjoin = off",
    "SET enable_mergejoin = off",
    "SET jit = off",
    "SET lock_timeout = '5s'",
    "SET idle_in_transaction_session_timeout = '30s'",
];

/// Builds a pool of connections to the database at a URL. It does not connect yet.
pub(crate) fn connect(url: &str) -> Result<Pool, OpenError> {
    // SECURITY: the error contains nothing of the URL. It holds the password, which may be the part
    // that is wrong.
    let form =
        || OpenError::Url(String::from("use the form postgresql://user:password@host:port/name?sslmode=require"));
    let mut config: Config = url.parse().map_err(|_| form())?;
    if config.get_application_name().is_none() {
        config.application_name("cora");
    }
    if config.get_connect_timeout().is_none() {
        config.connect_timeout(CONNECT_TIMEOUT);
    }
    let recycling = ManagerConfig { recycling_method: RecyclingMethod::Fast };
    let manager = if config.get_ssl_mode() == SslMode::Disable {
        Manager::from_config(config, NoTls, recycling)
    } else {
        Manager::from_config(config, tls()?, recycling)
    };
    let timeouts =
        Timeouts { wait: Some(CONNECT_TIMEOUT), create: Some(CONNECT_TIMEOUT), recycle: Some(CONNECT_TIMEOUT) };
    let settings = Hook::async_fn(|client: &mut ClientWrapper, _| {
        Box::pin(async move {
            // A database that does not know a setting does without it.
            for setting in SETTINGS {
                client.batch_execute(setting).await.ok();
            }
            Ok(())
        })
    });
    let pool = Pool::builder(manager).max_size(MAX_CONNECTIONS).timeouts(timeouts).runtime(Runtime::Tokio1);
    pool.post_create(settings).build().map_err(|error| OpenError::Url(error.to_string()))
}

/// Configures TLS with the certificates that the system trusts. Whenever TLS is used, the
/// server's name is checked, regardless of `sslmode`.
fn tls() -> Result<MakeRustlsConnect, OpenError> {
    let unusable = |error: rustls::Error| OpenError::Url(format!("TLS cannot be used: {error}"));
    let provider = std::sync::Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let builder = rustls::ClientConfig::builder_with_provider(provider.clone());
    let builder = builder.with_safe_default_protocol_versions().map_err(unusable)?;
    let verifier = rustls_platform_verifier::Verifier::new(provider).map_err(unusable)?;
    let config =
        builder.dangerous().with_custom_certificate_verifier(std::sync::Arc::new(verifier)).with_no_client_auth();
    Ok(MakeRustlsConnect::new(config))
}

/// Returns the migrations of this program.
pub(crate) fn migrations() -> Vec<Migration> {
    MIGRATIONS
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
    MIGRATIONS.iter().map(|(version, ..)| *version).max().unwrap_or(0)
}

/// Lists the tables that the migrations create, and those that record applied migrations.
pub(crate) fn tables() -> Vec<&'static str> {
    let made = MIGRATIONS.iter().flat_map(|(.., text)| text.split("CREATE TABLE ").skip(1));
    let made = made.filter_map(|rest| rest.split([' ', '(']).next());
    made.chain([LEDGER, "cora_overlays"]).collect()
}

/// Returns the applied migrations. Empty if none of the tables that they create exists; other
/// tables may exist.
pub(crate) async fn applied(pool: &Pool) -> Result<Vec<AppliedMigration>, OpenError> {
    let client = pool.get().await.map_err(StoreError::from)?;
    let tables = "SELECT CAST(tablename AS text) FROM pg_catalog.pg_tables WHERE schemaname = current_schema()";
    let tables = client.query(tables, &[]).await?;
    let found: Vec<String> = tables.iter().map(|row| row.try_get(0)).collect::<Result<_, _>>()?;
    if !found.iter().any(|table| table == LEDGER) {
        let is_taken = self::tables().iter().any(|table| found.iter().any(|found| found == table));
        return if is_taken { Err(OpenError::UnknownSchema) } else { Ok(Vec::new()) };
    }
    let applied = client.query("SELECT version, checksum FROM cora_migrations ORDER BY version", &[]).await?;
    let applied = applied.iter().map(|row| -> Result<AppliedMigration, Error> {
        Ok(AppliedMigration { version: row.try_get(0)?, checksum: row.try_get(1)? })
    });
    Ok(applied.collect::<Result<Vec<_>, _>>()?)
}

/// Brings the schema up to date. Each migration and its record are one transaction, so that an
/// interrupted one leaves nothing behind.
pub(crate) async fn migrate(pool: &Pool) -> Result<(), OpenError> {
    let mut client = pool.get().await.map_err(StoreError::from)?;
    client.batch_execute(MAKE_LEDGER).await?;
    for (migration, (_, _, text)) in migrations().iter().zip(MIGRATIONS) {
        let transaction = client.transaction().await?;
        if record(transaction.client(), migration).await? {
            transaction.batch_execute(text).await?;
            transaction.commit().await?;
        } else {
            transaction.rollback().await?;
        }
    }
    if !supabase::is_current(&client, &tables()).await? {
        let transaction = client.transaction().await?;
        // WHY: of two processes that migrate at once, the second waits for this lock, and applies
        // the same again.
        transaction.batch_execute("LOCK TABLE cora_migrations IN EXCLUSIVE MODE").await?;
        supabase::apply(transaction.client(), &tables()).await?;
        transaction.commit().await?;
    }
    Ok(())
}

/// Creates the schema in the client's open transaction.
pub(crate) async fn make_schema(client: &Client) -> Result<(), OpenError> {
    client.batch_execute(MAKE_LEDGER).await?;
    for (migration, (_, _, text)) in migrations().iter().zip(MIGRATIONS) {
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
    let made = MIGRATIONS.iter().flat_map(|(.., text)| {
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
    for (_, _, text) in MIGRATIONS {
        client.batch_execute(text).await?;
    }
    Ok(())
}

/// Records that a migration is applied. Returns `true` if it was not recorded before.
// WHY: the record comes first. Of two processes that migrate at once, the second waits here, and
// then finds that the migration is done.
async fn record(client: &Client, Migration { version, checksum, .. }: &Migration) -> Result<bool, OpenError> {
    let record = "INSERT INTO cora_migrations (version, checksum) VALUES ($1, $2) ON CONFLICT (version) DO NOTHING";
    Ok(client.execute(record, &[version, checksum]).await? > 0)
}

/// Returns `true` if everything that this kind of project needs in addition to migrations is
/// applied.
pub(crate) async fn is_complete(pool: &Pool) -> Result<bool, OpenError> {
    supabase::is_current(&*pool.get().await.map_err(StoreError::from)?, &tables()).await
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
    pool: &Pool,
    steps: &[Step],
    view: Option<&Sql>,
) -> Result<(Applied, Option<String>), ApplyError> {
    let client = pool.get().await.map_err(StoreError::from)?;
    let sent = messages(steps, view);
    let mut statements = Vec::with_capacity(sent.len());
    for message in &sent {
        statements.push(prepared(&client, &message.sql).await.map_err(StoreError::from)?);
    }
    let mut answers: Vec<PendingMessage<'_>> = Vec::with_capacity(sent.len() + 2);
    answers.push(Box::pin(async { client.batch_execute(BEGIN).await.map(|()| MessageResult::Done) }));
    for (message, statement) in sent.iter().zip(&statements) {
        let client = &client;
        answers.push(Box::pin(async move {
            let parameters = parameters(&message.sql);
            match message.steps {
                [Step::Write { .. }] => client.execute(statement, &parameters).await.map(MessageResult::Changed),
                _ => client.query(statement, &parameters).await.map(MessageResult::Rows),
            }
        }));
    }
    answers.push(Box::pin(async { client.batch_execute("COMMIT").await.map(|()| MessageResult::Done) }));
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
            (Err(error), steps) => return Err(failure(error, steps)),
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
