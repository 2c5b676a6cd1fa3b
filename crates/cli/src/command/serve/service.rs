//! The service's settings, and the application that is built from them, for all ways to serve it.

use std::net::SocketAddr;
use std::num::{NonZeroU16, NonZeroU32};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use axum::http::HeaderValue;
use clap::Args;
use cora_console::Files;
use cora_core::issuer::session::SessionLengths;
use cora_dns::NameServers;
use cora_issuer::{SupabaseKey, SupabaseKeyError};
use cora_mail::Mailer;
use cora_secrets::{KeyRing, Resolver, SecretError, SecretsManagerAgent};
use cora_server::{App, Compatibility, ConnectionLimits, RateLimit, clock};
use cora_store::{DatabaseLocation, DatabaseOptions, LoginRetention, Store};
use ipnet::IpNet;

use crate::command::database;
use crate::command::provider_hosts::{ProviderHosts, ProviderProxyOption};

/// Options of the service.
#[derive(Debug, Args)]
pub struct Service {
    /// Read settings from this TOML file, under the names of these options, as in
    /// `rate-limit = 20`. The command line and the environment take precedence.
    #[arg(long, value_name = "FILE", env = "CORA_CONFIG")]
    config: Option<PathBuf>,
    /// The database: an SQLite file, or a PostgreSQL URL (`postgresql://…`). It must exist and be
    /// up to date.
    #[arg(long, value_name = "FILE|URL", env = "CORA_DATABASE", hide_env_values = true)]
    database: DatabaseLocation,
    /// Maximum number of connections of this process to PostgreSQL. If omitted, 20. When the server
    /// gives fewer, requests wait for one that is in use.
    #[arg(long, value_name = "NUMBER", env = "CORA_DATABASE_CONNECTIONS")]
    database_connections: Option<NonZeroU16>,
    /// Leave nothing on a connection to PostgreSQL, for a pooler in transaction mode in front of it
    /// (PgBouncer, Supavisor). If omitted, that is found out at the start; `pgbouncer=true` in the
    /// URL says the same.
    #[arg(long)]
    database_pooled: bool,
    /// The URL at which browsers reach this service. The redirect URI of test logins is below it.
    /// If omitted, the address that the service listens on, if that is an address of this machine.
    #[arg(long, value_name = "URL", env = "CORA_PUBLIC_URL", value_parser = web_address)]
    pub public_url: Option<String>,
    /// The URL at which users sign in to the web application. Invitations link to it.
    #[arg(long, value_name = "URL", env = "CORA_SIGN_IN_URL", value_parser = web_address)]
    sign_in_url: Option<String>,
    /// The mail server for invitations: `smtps://USER:PASSWORD@HOST`, `smtp://…?tls=required`, or
    /// `smtp://HOST:PORT` without a password. If omitted, no mail is sent.
    #[arg(long, value_name = "URL", env = "CORA_SMTP_URL", hide_env_values = true, requires = "mail_from")]
    smtp_url: Option<String>,
    /// The sender of mails, such as `Acme <no-reply@acme.example>`.
    #[arg(long, value_name = "SENDER", env = "CORA_MAIL_FROM", requires = "smtp_url")]
    mail_from: Option<String>,
    /// The name server to ask for the records that prove domains. If omitted, the system's name
    /// servers.
    #[arg(long, value_name = "ADDRESS:PORT", env = "CORA_NAME_SERVER")]
    name_server: Option<SocketAddr>,
    /// The origins whose pages may call this service from a browser, separated by commas, such as
    /// `https://app.acme.example`. If omitted, none.
    #[arg(long, value_name = "ORIGIN,…", value_delimiter = ',', env = "CORA_CORS_ORIGINS", value_parser = origin)]
    cors_origins: Vec<HeaderValue>,
    /// Maximum number of concurrent requests. Further requests are answered with `try_again`.
    #[arg(long, value_name = "NUMBER", default_value_t = 512, env = "CORA_MAX_CONCURRENT",
        value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    max_concurrent: u32,
    /// Maximum number of concurrent requests of one client (an IPv4 address, or an IPv6 /64). If
    /// omitted, half of `--max-concurrent`. Name proxies in front with `--trusted-proxies`, or all
    /// their clients count as one.
    #[arg(long, value_name = "NUMBER", env = "CORA_MAX_CONCURRENT_PER_CLIENT",
        value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    max_concurrent_per_client: Option<u32>,
    /// Maximum number of open connections. Further ones are closed. The process needs a file for
    /// each, so fewer are used if its limit of open files is lower.
    #[arg(long, value_name = "NUMBER", default_value_t = 4096, env = "CORA_MAX_CONNECTIONS",
        value_parser = clap::value_parser!(u32).range(16..=1_000_000))]
    pub max_connections: u32,
    /// Maximum number of open connections of one client (an IPv4 address, or an IPv6 /64).
    /// `--trusted-proxies` are exempt.
    #[arg(long, value_name = "NUMBER", default_value_t = 256, env = "CORA_MAX_CONNECTIONS_PER_CLIENT",
        value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    max_connections_per_client: u32,
    /// The time after which a connection without a request is closed, in seconds. Let a proxy in
    /// front close its connections sooner.
    #[arg(long, value_name = "SECONDS", default_value_t = 75, env = "CORA_KEEP_ALIVE",
        value_parser = clap::value_parser!(u32).range(1..=3600))]
    keep_alive: u32,
    /// Maximum sustained requests per second for each client (an IPv4 address, or an IPv6 /64). If
    /// omitted, there is no limit. Name proxies in front with `--trusted-proxies`, or all their
    /// clients count as one.
    #[arg(long, value_name = "NUMBER", env = "CORA_RATE_LIMIT")]
    rate_limit: Option<NonZeroU32>,
    /// Maximum requests of one client in a burst. If omitted, five times `--rate-limit`.
    #[arg(long, value_name = "NUMBER", requires = "rate_limit", env = "CORA_RATE_BURST")]
    rate_burst: Option<NonZeroU32>,
    /// The networks of proxies whose `X-Forwarded-For` header is trusted, separated by commas, such
    /// as `10.0.0.0/8`. They may open any number of connections up to `--max-connections`.
    #[arg(long, value_name = "NETWORK,…", value_delimiter = ',', env = "CORA_TRUSTED_PROXIES")]
    trusted_proxies: Vec<IpNet>,
    /// The time after which a browser's session ends unless it is used, in seconds.
    #[arg(long, value_name = "SECONDS", default_value_t = 604_800, env = "CORA_SESSION_IDLE",
        value_parser = clap::value_parser!(u32).range(300..=2_592_000))]
    session_idle: u32,
    /// The time after which a browser's session ends in any case, in seconds.
    #[arg(long, value_name = "SECONDS", default_value_t = 2_592_000, env = "CORA_SESSION_ABSOLUTE",
        value_parser = clap::value_parser!(u32).range(300..=31_536_000))]
    session_absolute: u32,
    /// The folder of the files that `file:` references to secrets may name.
    #[arg(long, value_name = "FOLDER", env = "CORA_SECRETS_FOLDER", value_parser = folder)]
    secrets_folder: Option<PathBuf>,
    /// Ask the AWS Secrets Manager agent on this machine for `aws-secretsmanager:` references.
    #[arg(long)]
    aws_secrets_manager_agent: bool,
    /// The required prefix of secret names in `aws-secretsmanager:` references. Administrators of
    /// connections choose where these secrets are sent, so no other secret should begin with it.
    #[arg(long, value_name = "PREFIX", default_value = cora_secrets::SECRETS_MANAGER_PREFIX)]
    aws_secrets_manager_prefix: String,
    /// The hosts that may receive the secrets behind `env:`, `file:` and `aws-secretsmanager:`
    /// references, separated by commas, such as `acme.okta.com`. If omitted, any host that a
    /// connection names.
    #[arg(long, value_name = "HOST,…", value_delimiter = ',', env = "CORA_SECRET_HOSTS")]
    secret_hosts: Option<Vec<String>>,
    #[command(flatten)]
    provider_hosts: ProviderHosts,
    #[command(flatten)]
    provider_proxy: ProviderProxyOption,
    /// The time for which pseudonymous samples of logins are kept, such as `90d`; `off` keeps none.
    /// A change of the policy is tried on them before it is saved. They need CORA_SECRET_KEYS.
    #[arg(long, value_name = "DAYSd|off", default_value = "90d", env = "CORA_LOGIN_SAMPLES", value_parser = kept_for)]
    login_samples: Age,
    /// Maximum number of these samples. The oldest ones are deleted first.
    #[arg(long, value_name = "NUMBER", default_value_t = 100_000, env = "CORA_LOGIN_SAMPLES_MAX",
        value_parser = clap::value_parser!(u32).range(1..=10_000_000))]
    login_samples_max: u32,
    /// The time for which details of logins on record, refused tokens and counts of logins are
    /// kept, such as `400d`. The audit records stay until `cora audit prune`.
    #[arg(long, value_name = "DAYSd", default_value = "400d", env = "CORA_LOGIN_LOG", value_parser = days)]
    login_log: u64,
    /// Answer in the place of another system, with its paths and its rows: `cora` for the legacy
    /// CORA toolkit. Pages of `@cora/auth` that administer need a service without it, on the same
    /// database.
    #[arg(long, value_name = "SYSTEM", env = "CORA_COMPATIBILITY")]
    compatibility: Option<Compatibility>,
    /// The key of a Supabase project: its JWT secret, or a private signing key (JWK). Signed-in
    /// users get tokens for the project's API by it, at `/profiles/me/supabase-token`. If omitted,
    /// nobody gets one. Set it in the environment, because others can read command lines.
    #[arg(long, value_name = "KEY", env = "CORA_SUPABASE_KEY", hide_env_values = true, value_parser = supabase_key)]
    supabase_key: Option<SupabaseKey>,
    /// Serve the console of administrators at `/console`, or do not.
    #[arg(long, value_name = "ON|OFF", default_value = "on", env = "CORA_CONSOLE")]
    console: Served,
    /// Serve a built console from this folder instead of the embedded one.
    #[arg(long, value_name = "FOLDER", env = "CORA_CONSOLE_FOLDER", value_parser = folder)]
    console_folder: Option<PathBuf>,
    /// Show admitted users the trace of their own decision. It names rules and organizations.
    #[arg(long)]
    trace_for_users: bool,
}

/// A part of the service that can be left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Served {
    On,
    Off,
}

impl Service {
    /// Returns `true` if the console is served.
    pub const fn has_console(&self) -> bool {
        matches!(self.console, Served::On)
    }
}

/// Returns the files of the console that the operator has set.
///
/// # Errors
///
/// Fails if the folder has no console.
pub fn console_files(folder: Option<&Path>) -> anyhow::Result<Files> {
    let Some(folder) = folder else { return Ok(Files::embedded()) };
    Files::of_folder(folder).with_context(|| format!("`{}` cannot be served as the console", folder.display()))
}

/// Opens the database and builds the application on it. The caller closes the store.
///
/// # Errors
///
/// Fails if the database does not exist or is not up to date, or if a setting cannot be used.
pub async fn open(arguments: &Service) -> anyhow::Result<(Store, App)> {
    let hosts = &arguments.provider_hosts;
    let fetch = Arc::new(arguments.provider_proxy.fetch(hosts)?);
    let store = database::open(&arguments.database, database_options(arguments)?).await?;
    closed(&store).await?;
    let app = App::new(store.clone(), Arc::clone(&fetch) as _, fetch, secrets(arguments)?, clock::system())?;
    let app = app.trace_for_users(arguments.trace_for_users).allow_loopback(hosts.allow_loopback_http);
    let console = match arguments.console {
        Served::On => Some(console_files(arguments.console_folder.as_deref())?),
        Served::Off => None,
    };
    let app = app.allowed_hosts(hosts.allow_provider_networks.clone()).console(console);
    let app = match arguments.compatibility {
        Some(system) => app.compatibility(system),
        None => app,
    };
    let app = match &arguments.supabase_key {
        Some(key) => app.supabase_key(key.clone()),
        None => app,
    };
    let lengths = SessionLengths { idle: arguments.session_idle, absolute: arguments.session_absolute };
    if lengths.idle > lengths.absolute {
        anyhow::bail!("`--session-idle` is longer than `--session-absolute`, so it could never apply");
    }
    let app = limited(with_adapters(app, arguments)?, arguments).session_lengths(lengths);
    let app = app.login_retention(LoginRetention {
        samples: arguments.login_samples.0,
        most_samples: arguments.login_samples_max,
        log: arguments.login_log,
    });
    Ok((
        store,
        match &arguments.public_url {
            Some(url) => app.public_url(url.as_str()),
            None => app,
        },
    ))
}

/// Returns the use that the service makes of its database.
///
/// # Errors
///
/// Fails for SQLite with an option of PostgreSQL.
fn database_options(arguments: &Service) -> anyhow::Result<DatabaseOptions> {
    let default = DatabaseOptions::default();
    let connections = arguments.database_connections.unwrap_or(default.connections);
    let options = DatabaseOptions { connections, is_pooled: arguments.database_pooled };
    if options != default && matches!(arguments.database, DatabaseLocation::File(_)) {
        anyhow::bail!(
            "`--database-connections` and `--database-pooled` apply to PostgreSQL, and the database is a file"
        );
    }
    Ok(options)
}

/// Refuses a database that lets others read or change what they must not.
async fn closed(store: &Store) -> anyhow::Result<()> {
    let openings = store.openings().await?;
    if openings.is_empty() {
        return Ok(());
    }
    let listed: Vec<String> = openings.iter().map(|one| format!("{}: {}", one.object, one.difference)).collect();
    anyhow::bail!(
        "the database is open, so that records or roles can be changed past the service; run `cora doctor --fix`\n  {}",
        listed.join("\n  ")
    )
}

/// Applies the limits and origins that the operator has set.
fn limited(app: App, arguments: &Service) -> App {
    let most = arguments.max_concurrent;
    let per_client = arguments.max_concurrent_per_client.unwrap_or(most.div_ceil(2));
    let app = app
        .cross_origins(arguments.cors_origins.clone())
        .max_concurrent(usize::try_from(most).unwrap_or(usize::MAX))
        .max_concurrent_per_client(per_client)
        .trusted_proxies(arguments.trusted_proxies.clone());
    let Some(per_second) = arguments.rate_limit else { return app };
    let burst = arguments.rate_burst.unwrap_or_else(|| per_second.saturating_mul(BURST));
    app.rate_limit(RateLimit { per_second, burst })
}

/// Returns the limits of connections that the operator has set, for a process that may have `most`
/// connections.
pub fn connection_limits(arguments: &Service, most: usize) -> ConnectionLimits {
    ConnectionLimits {
        all: most,
        per_client: arguments.max_connections_per_client,
        idle: Duration::from_secs(arguments.keep_alive.into()),
        ..ConnectionLimits::default()
    }
}

/// Default ratio of burst to rate: a page makes several requests when it opens.
const BURST: NonZeroU32 = NonZeroU32::new(5).unwrap();

/// A time in seconds, or none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Age(Option<u64>);

/// Maximum number of days for which something is kept.
const MAX_DAYS: u64 = 36_500;

/// Parses a number of days, such as `90d`, or `off`.
fn kept_for(text: &str) -> Result<Age, String> {
    if text == "off" { Ok(Age(None)) } else { days(text).map(|seconds| Age(Some(seconds))) }
}

/// Parses a number of days, such as `90d`, and returns seconds.
fn days(text: &str) -> Result<u64, String> {
    let number = text.strip_suffix('d').and_then(|number| number.parse::<u64>().ok());
    match number {
        Some(days @ 1..=MAX_DAYS) => Ok(days * 86_400),
        _ => Err(format!("write a number of days from 1 to {MAX_DAYS} and a `d`, such as `90d`")),
    }
}

/// Parses the URL of a page or a service that people open in a browser.
pub fn web_address(text: &str) -> Result<String, String> {
    let url = url::Url::parse(text).map_err(|_| String::from("it is not a URL"))?;
    if !matches!(url.scheme(), "http" | "https") || !url.has_host() {
        return Err(String::from("it must begin with https://, or with http:// for development, and a host"));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(String::from("it must not hold a user or a password"));
    }
    Ok(text.to_owned())
}

/// Parses the key of a Supabase project. The message never quotes it.
fn supabase_key(text: &str) -> Result<SupabaseKey, String> {
    text.parse().map_err(|error: SupabaseKeyError| format!("{error} ({}). {}", error.code(), error.help()))
}

/// Parses the path of a folder, which has to exist.
pub fn folder(text: &str) -> Result<PathBuf, String> {
    let path = PathBuf::from(text);
    if path.is_dir() { Ok(path) } else { Err(String::from("no folder exists at this path")) }
}

/// Parses an origin as browsers write it (RFC 6454 §6.2): scheme, host and port, and nothing else.
fn origin(text: &str) -> Result<HeaderValue, String> {
    let url = url::Url::parse(text).map_err(|error| error.to_string())?;
    let origin = url.origin().ascii_serialization();
    if !matches!(url.scheme(), "http" | "https") || origin != text {
        return Err(format!("an origin has a scheme, a host and a port, such as `{origin}`"));
    }
    HeaderValue::from_str(text).map_err(|error| error.to_string())
}

/// Adds the mail server and name servers that the operator has set.
///
/// # Errors
///
/// Fails if the settings of the mail server cannot be read.
fn with_adapters(mut app: App, arguments: &Service) -> anyhow::Result<App> {
    if let (Some(url), Some(from)) = (&arguments.smtp_url, &arguments.mail_from) {
        app = app.mailer(Mailer::new(url, from)?);
    }
    if let Some(url) = &arguments.sign_in_url {
        app = app.with_sign_in_url(url.as_str());
    }
    let name_servers = match arguments.name_server {
        Some(address) => NameServers::at(address),
        None => NameServers::of_system(),
    };
    match name_servers {
        Ok(name_servers) => app = app.name_servers(name_servers),
        // Operators who prove no domain need no name servers.
        Err(error) => tracing::warn!(%error, "domains cannot be verified by DNS"),
    }
    Ok(app)
}

/// Builds the resolver of secret references with the operator's permissions.
///
/// # Errors
///
/// Fails if the keys for stored secrets are malformed, or the agent cannot be asked.
fn secrets(arguments: &Service) -> anyhow::Result<Resolver> {
    let keys = match KeyRing::from_environment() {
        Ok(keys) => Some(keys),
        Err(SecretError::KeysMissing) => None,
        Err(error) => return Err(error.into()),
    };
    let mut secrets = Resolver::new(keys);
    if let Some(folder) = &arguments.secrets_folder {
        secrets = secrets.with_folder(folder);
    }
    if arguments.aws_secrets_manager_agent {
        secrets = secrets.with_secrets_manager(Arc::new(SecretsManagerAgent::from_environment()?));
        secrets = secrets.with_secrets_manager_prefix(arguments.aws_secrets_manager_prefix.as_str());
    }
    if let Some(hosts) = &arguments.secret_hosts {
        secrets = secrets.with_recipients(hosts.iter().map(|host| host.trim().to_ascii_lowercase()));
    }
    Ok(secrets)
}
