//! PostgreSQL: connections, and the schema.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use deadpool_postgres::{ClientWrapper, Hook, Manager, ManagerConfig, Pool, RecyclingMethod, Runtime, Timeouts};
use sha2::{Digest as _, Sha384};
use tokio_postgres::config::SslMode;
use tokio_postgres::error::SqlState;
use tokio_postgres::{Client, Config, Error, NoTls, Row};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::apply::{Applied, Step};
use crate::database::{AppliedMigration, Migration, OpenError};
use crate::error::{ApplyError, StoreError};
use crate::session::{BEGIN, parameters, prepared, text_in};
use crate::sql::{Sql, failed_question};
use crate::supabase;

/// The migrations, in order. One that was ever applied anywhere is not changed any more.
const MIGRATIONS: [(i64, &str, &str); 2] = [
    (1, "schema", include_str!("../migrations/postgres/0001_schema.sql")),
    (2, "administration", include_str!("../migrations/postgres/0002_administration.sql")),
];

/// The table that says what was applied.
const LEDGER: &str = "cora_migrations";
const MAKE_LEDGER: &str = "CREATE TABLE IF NOT EXISTS cora_migrations (
    version bigint PRIMARY KEY, checksum bytea NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())";

/// How many connections a process has at most.
const MAX_CONNECTIONS: usize = 20;
/// How long a connection is waited for.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// What a connection is told when it is made. A login's statements find a few rows by index whatever their parameters are, so planning them anew for each
/// would take longer than they do; and the plan that is kept has to be the right one when the tables have grown. A lock is waited for as long as SQLite's, and a transaction whose program is gone keeps its locks for half a minute.
const SETTINGS: [&str; 7] = [
    "SET plan_cache_mode = force_generic_plan",
    "SET enable_seqscan = off",
    "SET enable_hashjoin = off",
    "SET enable_mergejoin = off",
    "SET jit = off",
    "SET lock_timeout = '5s'",
    "SET idle_in_transaction_session_timeout = '30s'",
];

/// A URL as it may be shown.
pub(crate) fn without_password(url: &str) -> String {
    let shown = || {
        let (scheme, rest) = url.split_once("://")?;
        let (authority, rest) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
        let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
        // Parameters may hold the password too.
        Some(format!("{scheme}://{host}{}", rest.split('?').next().unwrap_or_default()))
    };
    shown().unwrap_or_else(|| String::from("postgresql://"))
}

/// Connections to the database at a URL; none is made yet.
pub(crate) fn connect(url: &str) -> Result<Pool, OpenError> {
    // SECURITY: what is wrong with it is not said with any of its text: the password is in it, and may be what is wrong.
    let form =
        || OpenError::Url(String::from("it is of the form postgresql://user:password@host:port/name?sslmode=require"));
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
            // A database that does not know them does without.
            for setting in SETTINGS {
                client.batch_execute(setting).await.ok();
            }
            Ok(())
        })
    });
    let pool = Pool::builder(manager).max_size(MAX_CONNECTIONS).timeouts(timeouts).runtime(Runtime::Tokio1);
    pool.post_create(settings).build().map_err(|error| OpenError::Url(error.to_string()))
}

/// TLS by the certificates that the system trusts. The server's name is checked, whatever `sslmode` says beyond that there is TLS.
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

/// The migrations of this program.
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

/// The tables that the migrations make, and those that say what was applied.
pub(crate) fn tables() -> impl Iterator<Item = &'static str> {
    let made = MIGRATIONS.iter().flat_map(|(.., text)| text.split("CREATE TABLE ").skip(1));
    let made = made.filter_map(|rest| rest.split([' ', '(']).next());
    made.chain([LEDGER, "cora_overlays"])
}

/// The migrations that were applied; none where there is none of the tables that they make. Others' tables may be there.
pub(crate) async fn applied(pool: &Pool) -> Result<Vec<AppliedMigration>, OpenError> {
    let client = pool.get().await.map_err(StoreError::from)?;
    let tables = "SELECT CAST(tablename AS text) FROM pg_catalog.pg_tables WHERE schemaname = current_schema()";
    let tables = client.query(tables, &[]).await?;
    let found: Vec<String> = tables.iter().map(|row| row.try_get(0)).collect::<Result<_, _>>()?;
    if !found.iter().any(|table| table == LEDGER) {
        let is_taken = self::tables().any(|table| found.iter().any(|found| found == table));
        return if is_taken { Err(OpenError::UnknownSchema) } else { Ok(Vec::new()) };
    }
    let applied = client.query("SELECT version, checksum FROM cora_migrations ORDER BY version", &[]).await?;
    let applied = applied.iter().map(|row| -> Result<AppliedMigration, Error> {
        Ok(AppliedMigration { version: row.try_get(0)?, checksum: row.try_get(1)? })
    });
    Ok(applied.collect::<Result<Vec<_>, _>>()?)
}

/// Brings the schema up to date: each migration with its record in one transaction, so that one that is interrupted has not been.
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
    if !supabase::is_current(&client).await? {
        let transaction = client.transaction().await?;
        // WHY the lock: of two that migrate at once the second waits here, and applies the same once more.
        transaction.batch_execute("LOCK TABLE cora_migrations IN EXCLUSIVE MODE").await?;
        supabase::apply(transaction.client()).await?;
        transaction.commit().await?;
    }
    Ok(())
}

/// Makes the schema in the transaction that the client is in.
pub(crate) async fn make_schema(client: &Client) -> Result<(), OpenError> {
    client.batch_execute(MAKE_LEDGER).await?;
    for (migration, (_, _, text)) in migrations().iter().zip(MIGRATIONS) {
        record(client, migration).await?;
        client.batch_execute(text).await?;
    }
    if supabase::is_supabase(client).await? {
        supabase::apply(client).await?;
    }
    Ok(())
}

/// Records that a migration is applied; whether it was not recorded before.
// WHY the record first: of two that migrate at once the second waits here, and then finds that it is done.
async fn record(client: &Client, Migration { version, checksum, .. }: &Migration) -> Result<bool, OpenError> {
    let record = "INSERT INTO cora_migrations (version, checksum) VALUES ($1, $2) ON CONFLICT (version) DO NOTHING";
    Ok(client.execute(record, &[version, checksum]).await? > 0)
}

/// Whether all is applied that this kind of project needs besides migrations.
pub(crate) async fn is_complete(pool: &Pool) -> Result<bool, OpenError> {
    supabase::is_current(&*pool.get().await.map_err(StoreError::from)?).await
}

/// What a statement of a transaction answered.
enum Answer {
    Done,
    Rows(Vec<Row>),
    Changed(u64),
}

type Answering<'a> = Pin<Box<dyn Future<Output = Result<Answer, Error>> + Send + 'a>>;

/// Carries steps out in one transaction and one round trip: beginning, steps and end are sent at once, and where a step fails, PostgreSQL leaves out what
/// follows and takes back what was before. The text that `view` reads is as it is after the steps.
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
    let mut answers: Vec<Answering<'_>> = Vec::with_capacity(sent.len() + 2);
    answers.push(Box::pin(async { client.batch_execute(BEGIN).await.map(|()| Answer::Done) }));
    for (message, statement) in sent.iter().zip(&statements) {
        let client = &client;
        answers.push(Box::pin(async move {
            let parameters = parameters(&message.sql);
            match message.steps {
                [Step::Write { .. }] => client.execute(statement, &parameters).await.map(Answer::Changed),
                _ => client.query(statement, &parameters).await.map(Answer::Rows),
            }
        }));
    }
    answers.push(Box::pin(async { client.batch_execute("COMMIT").await.map(|()| Answer::Done) }));
    let answers = all_at_once(answers).await;

    // The first to fail is the reason; those after it fail because it did.
    let mut applied = Applied::default();
    let mut seen = None;
    for (at, answer) in answers.into_iter().enumerate() {
        let steps = at.checked_sub(1).and_then(|at| sent.get(at)).map_or(&[][..], |message| message.steps);
        match (answer, steps) {
            (Ok(Answer::Changed(rows)), [step]) => applied.count(step, rows),
            (Ok(Answer::Rows(rows)), []) => seen = rows.first().map(text_in).transpose()?.flatten(),
            (Ok(_), _) => {}
            (Err(error), steps) => return Err(failure(error, steps)),
        }
    }
    Ok((applied, seen))
}

/// How many checks are one statement at most: statements are kept prepared, so there must not be one for every number of invitations that somebody has.
const MAX_QUESTIONS: usize = 12;

/// A statement of a transaction, with the steps that it takes; none when it only reads.
struct Message<'a> {
    sql: Sql,
    steps: &'a [Step],
}

/// The statements of a transaction: checks that follow each other are one.
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

/// Why a statement failed: because a check did, or because the database refused.
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

/// Polls all once, in order, which is when their messages are sent, and then waits for each.
async fn all_at_once(mut answers: Vec<Answering<'_>>) -> Vec<Result<Answer, Error>> {
    let mut done: Vec<Option<Result<Answer, Error>>> = Vec::with_capacity(answers.len());
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
