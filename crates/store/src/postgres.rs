//! PostgreSQL: connections, and the schema.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use deadpool_postgres::{Manager, ManagerConfig, Pool, RecyclingMethod, Runtime, Timeouts};
use sha2::{Digest as _, Sha384};
use tokio_postgres::config::SslMode;
use tokio_postgres::error::SqlState;
use tokio_postgres::{Config, Error, NoTls, Row};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::apply::{Applied, Step};
use crate::database::{AppliedMigration, Migration, OpenError};
use crate::error::{ApplyError, StoreError};
use crate::session::{BEGIN, parameters, prepared, text_in};
use crate::sql::Sql;

/// The migrations, in order. One that was ever applied anywhere is not changed any more.
const MIGRATIONS: [(i64, &str, &str); 1] = [(1, "schema", include_str!("../migrations/postgres/0001_schema.sql"))];

/// How many connections a process has at most.
const MAX_CONNECTIONS: usize = 20;
/// How long a connection is waited for.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

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
    // SECURITY: what is wrong with it is said without it: the password is in it.
    let mut config: Config = url.parse().map_err(|error: tokio_postgres::Error| OpenError::Url(error.to_string()))?;
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
    let pool = Pool::builder(manager).max_size(MAX_CONNECTIONS).timeouts(timeouts).runtime(Runtime::Tokio1).build();
    pool.map_err(|error| OpenError::Url(error.to_string()))
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

/// The migrations that were applied; none where there is no table at all.
pub(crate) async fn applied(pool: &Pool) -> Result<Vec<AppliedMigration>, OpenError> {
    let client = pool.get().await.map_err(StoreError::from)?;
    let tables = "SELECT CAST(tablename AS text) FROM pg_catalog.pg_tables WHERE schemaname = current_schema()";
    let tables = client.query(tables, &[]).await?;
    let tables: Vec<String> = tables.iter().map(|row| row.try_get(0)).collect::<Result<_, _>>()?;
    if !tables.iter().any(|table| table == "cora_migrations") {
        return if tables.is_empty() { Ok(Vec::new()) } else { Err(OpenError::UnknownSchema) };
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
    client
        .batch_execute(
            "CREATE TABLE IF NOT EXISTS cora_migrations (
                version bigint PRIMARY KEY, checksum bytea NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())",
        )
        .await?;
    for ((_, _, text), Migration { version, checksum, .. }) in MIGRATIONS.iter().zip(migrations()) {
        let transaction = client.transaction().await?;
        // WHY the record first: of two that migrate at once the second waits here, and then finds that it is done.
        let recorded = transaction
            .execute(
                "INSERT INTO cora_migrations (version, checksum) VALUES ($1, $2) ON CONFLICT (version) DO NOTHING",
                &[&version, &checksum],
            )
            .await?;
        if recorded == 0 {
            transaction.rollback().await?;
            continue;
        }
        transaction.batch_execute(text).await?;
        transaction.commit().await?;
    }
    Ok(())
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
    let sent: Vec<Sql> = steps
        .iter()
        .map(|step| match step {
            Step::Check(check, _) => check.or_fail(),
            Step::Effect(sql) | Step::RaiseRoleVersion(sql) => sql.clone(),
        })
        .chain(view.cloned())
        .collect();
    let mut statements = Vec::with_capacity(sent.len());
    for sql in &sent {
        statements.push(prepared(&client, sql).await.map_err(StoreError::from)?);
    }
    let mut answers: Vec<Answering<'_>> = Vec::with_capacity(sent.len() + 2);
    answers.push(Box::pin(async { client.batch_execute(BEGIN).await.map(|()| Answer::Done) }));
    for (at, (sql, statement)) in sent.iter().zip(&statements).enumerate() {
        let (client, changes) = (&client, matches!(steps.get(at), Some(Step::Effect(_) | Step::RaiseRoleVersion(_))));
        answers.push(Box::pin(async move {
            let parameters = parameters(sql);
            if changes {
                client.execute(statement, &parameters).await.map(Answer::Changed)
            } else {
                client.query(statement, &parameters).await.map(Answer::Rows)
            }
        }));
    }
    answers.push(Box::pin(async { client.batch_execute("COMMIT").await.map(|()| Answer::Done) }));
    let answers = all_at_once(answers).await;

    // The first to fail is the reason; those after it fail because it did.
    let mut applied = Applied::default();
    let mut seen = None;
    for (at, answer) in answers.into_iter().enumerate() {
        let step = at.checked_sub(1).and_then(|at| steps.get(at));
        match (answer, step) {
            (Ok(Answer::Changed(rows)), Some(step)) => applied.count(step, rows),
            (Ok(Answer::Rows(rows)), None) => {
                seen = rows.first().map(text_in).transpose()?.flatten();
            }
            (Ok(_), _) => {}
            (Err(error), Some(Step::Check(_, failure)))
                if error.code() == Some(&SqlState::INVALID_TEXT_REPRESENTATION) =>
            {
                return Err(failure.clone().into());
            }
            (Err(error), _) => return Err(StoreError::from(error).into()),
        }
    }
    Ok((applied, seen))
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
