//! The settings of the service and what is made of them, whatever it is served by.

use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::path::PathBuf;
use std::sync::Arc;

use axum::http::HeaderValue;
use clap::Args;
use cora_dns::NameServers;
use cora_jwt::HttpFetch;
use cora_mail::Mailer;
use cora_secrets::{KeyRing, Resolver, SecretError, SecretsManagerAgent};
use cora_server::{App, RateLimit, clock};
use cora_store::{DatabaseLocation, Store};
use ipnet::IpNet;

/// What the service works with.
#[derive(Debug, Args)]
pub struct Service {
    /// A file of settings (TOML), by the names of these options: `rate-limit = 20`. Command line and environment come before it.
    #[arg(long, value_name = "FILE", env = "CORA_CONFIG")]
    config: Option<PathBuf>,
    /// The database: a file of SQLite, or the URL of a PostgreSQL (`postgresql://…`). It has to be there and up to date.
    #[arg(long, value_name = "FILE|URL", env = "CORA_DATABASE", hide_env_values = true)]
    database: DatabaseLocation,
    /// Where browsers reach this service; providers send test logins back below it. Without it that is the address it listens
    /// on, where that is one of this machine.
    #[arg(long, value_name = "URL", env = "CORA_PUBLIC_URL")]
    pub public_url: Option<String>,
    /// Where people sign in to the web application; invitations point there.
    #[arg(long, value_name = "URL", env = "CORA_SIGN_IN_URL")]
    sign_in_url: Option<String>,
    /// The mail server that invitations are sent by: `smtps://USER:PASSWORD@HOST`, `smtp://…?tls=required`, or `smtp://HOST:PORT`
    /// without a password. Without it none are sent.
    #[arg(long, value_name = "URL", env = "CORA_SMTP_URL", hide_env_values = true, requires = "mail_from")]
    smtp_url: Option<String>,
    /// Whom mails are from, such as `Acme <no-reply@acme.example>`.
    #[arg(long, value_name = "SENDER", env = "CORA_MAIL_FROM")]
    mail_from: Option<String>,
    /// The name server that is asked for the records that prove domains; those of the system when left out.
    #[arg(long, value_name = "ADDRESS:PORT", env = "CORA_NAME_SERVER")]
    name_server: Option<SocketAddr>,
    /// The origins whose pages may ask from a browser, separated by commas, such as `https://app.acme.example`; none when left out.
    #[arg(long, value_name = "ORIGIN,…", value_delimiter = ',', env = "CORA_CORS_ORIGINS", value_parser = origin)]
    cors_origins: Vec<HeaderValue>,
    /// How many requests are worked on at a time; those beyond are told to try again.
    #[arg(long, value_name = "NUMBER", default_value_t = 512, env = "CORA_MAX_CONCURRENT")]
    max_concurrent: usize,
    /// How many requests a second of one client are answered, for long: of an address of IPv4, of a /64 of IPv6. Any number when left
    /// out. Behind a proxy name it by `--trusted-proxies`, or all its clients are one.
    #[arg(long, value_name = "NUMBER", env = "CORA_RATE_LIMIT")]
    rate_limit: Option<NonZeroU32>,
    /// How many requests of one client are answered at once; five times `--rate-limit` when left out.
    #[arg(long, value_name = "NUMBER", requires = "rate_limit", env = "CORA_RATE_BURST")]
    rate_burst: Option<NonZeroU32>,
    /// The networks of proxies whose `X-Forwarded-For` is believed, separated by commas, such as `10.0.0.0/8`.
    #[arg(long, value_name = "NETWORK,…", value_delimiter = ',', env = "CORA_TRUSTED_PROXIES")]
    trusted_proxies: Vec<IpNet>,
    /// Where the files are that `file:` references to secrets may name.
    #[arg(long, value_name = "FOLDER", env = "CORA_SECRETS_FOLDER")]
    secrets_folder: Option<PathBuf>,
    /// Ask the AWS Secrets Manager agent of this machine for `aws-secretsmanager:` references.
    #[arg(long)]
    aws_secrets_manager_agent: bool,
    /// What the names of the secrets begin with that `aws-secretsmanager:` references may name. Whoever administers connections
    /// chooses where their secrets are sent, so let it begin nothing else.
    #[arg(long, value_name = "PREFIX", default_value = cora_secrets::SECRETS_MANAGER_PREFIX)]
    aws_secrets_manager_prefix: String,
    /// The hosts, separated by commas, that secrets may be sent to that are referred to by `env:`, `file:` or
    /// `aws-secretsmanager:`, such as `acme.okta.com`; any that a connection names when left out.
    #[arg(long, value_name = "HOST,…", value_delimiter = ',', env = "CORA_SECRET_HOSTS")]
    secret_hosts: Option<Vec<String>>,
    /// Also talk to providers on this machine, and then by plain HTTP. For trying things out.
    #[arg(long)]
    allow_loopback_http: bool,
    /// Show people who are let in the trace of their own decision. It names rules and organizations.
    #[arg(long)]
    trace_for_users: bool,
}

/// The application over the database, which the caller closes.
///
/// # Errors
///
/// When the database is not there or not up to date, or a setting cannot be used.
pub async fn open(arguments: &Service) -> anyhow::Result<(Store, App)> {
    let store = Store::open(&arguments.database).await?;
    let fetch = Arc::new(HttpFetch::new(arguments.allow_loopback_http)?);
    let app = App::new(store.clone(), Arc::clone(&fetch) as _, fetch, secrets(arguments)?, clock::system())?;
    let app = app.trace_for_users(arguments.trace_for_users).allow_loopback(arguments.allow_loopback_http);
    let app = limited(with_adapters(app, arguments)?, arguments);
    Ok((
        store,
        match &arguments.public_url {
            Some(url) => app.public_url(url.as_str()),
            None => app,
        },
    ))
}

/// Who may ask, and how often, as the operator says.
fn limited(app: App, arguments: &Service) -> App {
    let app = app.cross_origins(arguments.cors_origins.clone()).max_concurrent(arguments.max_concurrent);
    let Some(per_second) = arguments.rate_limit else { return app };
    let burst = arguments.rate_burst.unwrap_or_else(|| per_second.saturating_mul(BURST));
    app.rate_limit(RateLimit { per_second, burst, trusted_proxies: arguments.trusted_proxies.clone() })
}

/// How many times the rate may come at once, where nothing else is said: a page asks for several things when it opens.
const BURST: NonZeroU32 = NonZeroU32::new(5).unwrap();

/// An origin as browsers write it (RFC 6454 §6.2): scheme, host and port, and nothing behind.
fn origin(text: &str) -> Result<HeaderValue, String> {
    let url = url::Url::parse(text).map_err(|error| error.to_string())?;
    let origin = url.origin().ascii_serialization();
    if !matches!(url.scheme(), "http" | "https") || origin != text {
        return Err(format!("an origin is scheme, host and port, as `{origin}`"));
    }
    HeaderValue::from_str(text).map_err(|error| error.to_string())
}

/// Mail and name servers, as the operator has them.
///
/// # Errors
///
/// When the settings of the mail server cannot be read.
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
        // Whoever proves no domain needs none.
        Err(error) => tracing::warn!(%error, "domains cannot be proven by their DNS"),
    }
    Ok(app)
}

/// What follows references to secrets, as the operator allows.
///
/// # Errors
///
/// When the keys for stored secrets are malformed, or the agent cannot be asked.
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
