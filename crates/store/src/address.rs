//! The URL of a PostgreSQL, and TLS to it.

use std::sync::Arc;
use std::time::Duration;

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use tokio_postgres::config::SslMode;
use tokio_postgres::{Client, Config, Error, NoTls};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::migration::OpenError;

/// Time to wait for a connection.
pub(crate) const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// Time after which a connection to a peer that says nothing is probed, or given up if what was
/// sent is not acknowledged.
const SILENCE: Duration = Duration::from_secs(30);

/// Parameters that are passed on to the driver as they are.
const PASSED_ON: [&str; 18] = [
    "application_name",
    "channel_binding",
    "connect_timeout",
    "dbname",
    "host",
    "hostaddr",
    "keepalives",
    "keepalives_idle",
    "keepalives_interval",
    "keepalives_retries",
    "load_balance_hosts",
    "options",
    "password",
    "port",
    "sslnegotiation",
    "target_session_attrs",
    "tcp_user_timeout",
    "user",
];

/// Parameters of other programs, each with the reason why Cora refuses it.
const REFUSED: [(&str, &str); 6] = [
    ("schema", "write `options=-csearch_path%3DNAME`, or set `search_path` for the role"),
    ("sslcert", "client certificates are not supported; use a password"),
    ("sslkey", "client certificates are not supported; use a password"),
    ("connection_limit", "use the option `--database-connections`"),
    ("statement_cache_size", "use `pgbouncer=true`"),
    ("prepareThreshold", "use `pgbouncer=true`"),
];

/// TLS to a server.
#[derive(Clone)]
pub(crate) enum Tls {
    /// Connections are not encrypted.
    Off,
    /// Connections are encrypted as `sslmode` has it, and the server's name is checked.
    On(MakeRustlsConnect),
}

/// A parsed URL.
#[derive(Clone)]
pub(crate) struct Address {
    /// The driver's part.
    pub config: Config,
    /// TLS.
    pub tls: Tls,
    /// The value of `pgbouncer`, if the URL has it.
    pub is_pooled: Option<bool>,
}

impl Address {
    /// Parses a URL.
    ///
    /// # Errors
    ///
    /// Returns `OpenError::Url`. It contains nothing of the URL but the name of a parameter.
    pub fn parse(url: &str) -> Result<Self, OpenError> {
        let (rest, query) = split(url);
        let mut passed: Vec<String> = Vec::new();
        let (mut mode, mut roots, mut is_pooled) = (None, None, None);
        for parameter in query.split('&').filter(|parameter| !parameter.is_empty()) {
            let (name, value) = parameter.split_once('=').ok_or_else(form)?;
            match name {
                "sslmode" => mode = Some(ssl_mode(value)?),
                "sslrootcert" => roots = Some(decoded(value).ok_or_else(form)?),
                "pgbouncer" => is_pooled = Some(flag(value)?),
                name if PASSED_ON.contains(&name) => passed.push(parameter.to_owned()),
                name => return Err(unknown(name, query)),
            }
        }
        let separator = if passed.is_empty() { "" } else { "?" };
        let mut config: Config =
            format!("{rest}{separator}{}", passed.join("&")).parse().map_err(|error| invalid(&error))?;
        // A certificate to check the server by is of use only if there is TLS.
        match (mode, &roots) {
            (Some(SslMode::Disable), Some(_)) => {
                return Err(OpenError::Url(String::from("`sslrootcert` has no effect with `sslmode=disable`")));
            }
            (Some(mode), _) => config.ssl_mode(mode),
            (None, Some(_)) => config.ssl_mode(SslMode::Require),
            (None, None) => &mut config,
        };
        if config.get_application_name().is_none() {
            config.application_name("cora");
        }
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(CONNECT_TIMEOUT);
        }
        // A peer that is gone without a word is noticed in half a minute, not in two hours.
        if !passed.iter().any(|parameter| parameter.starts_with("keepalives_idle=")) {
            config.keepalives_idle(SILENCE);
        }
        if config.get_tcp_user_timeout().is_none() {
            config.tcp_user_timeout(SILENCE);
        }
        let tls = match config.get_ssl_mode() {
            SslMode::Disable => Tls::Off,
            _ => Tls::On(tls(roots.as_deref())?),
        };
        Ok(Self { config, tls, is_pooled })
    }

    /// Opens a connection outside of a pool.
    pub async fn connect(&self) -> Result<Client, Error> {
        match &self.tls {
            Tls::Off => {
                let (client, connection) = self.config.connect(NoTls).await?;
                tokio::spawn(connection);
                Ok(client)
            }
            Tls::On(tls) => {
                let (client, connection) = self.config.connect(tls.clone()).await?;
                tokio::spawn(connection);
                Ok(client)
            }
        }
    }
}

/// Splits a URL in front of its parameters. A password may contain a question mark.
fn split(url: &str) -> (&str, &str) {
    let begin = url.find('@').unwrap_or(0);
    match url.get(begin..).and_then(|rest| rest.find('?')) {
        Some(at) => (&url[..begin + at], &url[begin + at + 1..]),
        None => (url, ""),
    }
}

/// Returns the error for a URL of another form.
// SECURITY: the error contains nothing of the URL. It holds the password, which may be the part
// that is wrong.
fn form() -> OpenError {
    OpenError::Url(String::from("use the form postgresql://user:password@host:port/name?sslmode=require"))
}

/// Returns the error for a URL that the driver refuses. Its causes name a parameter, and no value.
fn invalid(error: &Error) -> OpenError {
    let cause = std::error::Error::source(error).map(ToString::to_string);
    match cause.filter(|cause| cause.starts_with("invalid value for option")) {
        Some(cause) => OpenError::Url(cause),
        None => form(),
    }
}

/// Returns the error for a parameter that is not known, by name if the name is one: a password that
/// is not encoded can look like parameters.
fn unknown(name: &str, query: &str) -> OpenError {
    if let Some((name, help)) = REFUSED.iter().find(|(refused, _)| *refused == name) {
        return OpenError::Url(format!("the parameter `{name}` is not supported; {help}"));
    }
    let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'_');
    let may_be_secret = query.contains('@') || query.contains("password");
    let shown = if is_name && !may_be_secret { format!("the parameter `{name}`") } else { "a parameter".to_owned() };
    OpenError::Url(format!(
        "{shown} is not known; the parameters are sslmode, sslrootcert, pgbouncer, {}",
        PASSED_ON.join(", ")
    ))
}

/// Reads `sslmode`. The certificate and its name are always checked, which is what `verify-full`
/// asks for and more than `verify-ca` does.
fn ssl_mode(value: &str) -> Result<SslMode, OpenError> {
    match value {
        "disable" => Ok(SslMode::Disable),
        "prefer" => Ok(SslMode::Prefer),
        "require" | "verify-ca" | "verify-full" => Ok(SslMode::Require),
        _ => Err(OpenError::Url(String::from(
            "`sslmode` is disable, prefer, require, verify-ca or verify-full; the certificate is always checked",
        ))),
    }
}

fn flag(value: &str) -> Result<bool, OpenError> {
    match value {
        "true" => Ok(true),
        "false" => Ok(false),
        _ => Err(OpenError::Url(String::from("`pgbouncer` is true or false"))),
    }
}

/// Decodes `%2F` and the like. `None` if the text is not encoded, or not UTF-8.
fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => {
                let digit = |byte: u8| char::from(byte).to_digit(16);
                let (high, low) = (digit(rest.next()?)?, digit(rest.next()?)?);
                u8::try_from(high * 16 + low).ok()?
            }
            byte => byte,
        });
    }
    String::from_utf8(bytes).ok()
}

/// Configures TLS with the certificates in a PEM file, or those that the system trusts if there is
/// no file or it is `system`, as libpq has it. Whenever TLS is used, the server's name is checked,
/// regardless of `sslmode`.
fn tls(roots: Option<&str>) -> Result<MakeRustlsConnect, OpenError> {
    let unusable = |error: rustls::Error| OpenError::Url(format!("TLS cannot be used: {error}"));
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let builder = rustls::ClientConfig::builder_with_provider(provider.clone());
    let builder = builder.with_safe_default_protocol_versions().map_err(unusable)?;
    let config = match roots.filter(|file| *file != "system") {
        Some(file) => builder.with_root_certificates(certificates(file)?),
        None => {
            let verifier = rustls_platform_verifier::Verifier::new(provider).map_err(unusable)?;
            builder.dangerous().with_custom_certificate_verifier(Arc::new(verifier))
        }
    };
    Ok(MakeRustlsConnect::new(config.with_no_client_auth()))
}

/// Reads the certificates of a PEM file.
fn certificates(file: &str) -> Result<rustls::RootCertStore, OpenError> {
    let unreadable = |cause: String| OpenError::Url(format!("the file of `sslrootcert` cannot be used: {cause}"));
    let mut roots = rustls::RootCertStore::empty();
    let found = CertificateDer::pem_file_iter(file).map_err(|error| unreadable(error.to_string()))?;
    for certificate in found {
        let certificate = certificate.map_err(|error| unreadable(error.to_string()))?;
        roots.add(certificate).map_err(|error| unreadable(error.to_string()))?;
    }
    if roots.is_empty() {
        return Err(unreadable(String::from("it has no certificate in PEM")));
    }
    Ok(roots)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(parameters: &str) -> Result<Address, String> {
        let url = format!("postgresql://cora:p%40ss@db.acme.example:5432/cora{parameters}");
        Address::parse(&url).map_err(|error| error.to_string())
    }

    #[test]
    fn modes_of_tls_are_those_of_libpq_and_never_weaker() {
        for (mode, wanted) in [
            ("disable", SslMode::Disable),
            ("prefer", SslMode::Prefer),
            ("require", SslMode::Require),
            ("verify-ca", SslMode::Require),
            ("verify-full", SslMode::Require),
        ] {
            let address = parsed(&format!("?sslmode={mode}&channel_binding=prefer")).unwrap();
            assert_eq!(address.config.get_ssl_mode(), wanted, "{mode}");
            assert_eq!(matches!(address.tls, Tls::Off), mode == "disable");
        }
        for mode in ["allow", "no-verify", "hunter2", ""] {
            let error = parsed(&format!("?sslmode={mode}")).err().unwrap();
            assert!(error.contains("verify-full") && !error.contains("hunter2"), "{error}");
        }
        // Certificates to check the server by are of no use without TLS.
        assert_eq!(parsed("?sslrootcert=system").unwrap().config.get_ssl_mode(), SslMode::Require);
        assert!(parsed("?sslmode=disable&sslrootcert=system").is_err());
    }

    #[test]
    fn a_file_without_certificates_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a b.pem");
        for (text, cause) in [(None, "No such file"), (Some("hunter2"), "no certificate in PEM")] {
            if let Some(text) = text {
                std::fs::write(&path, text).unwrap();
            }
            let encoded = path.display().to_string().replace(' ', "%20").replace('/', "%2F");
            let error = parsed(&format!("?sslrootcert={encoded}")).err().unwrap();
            assert!(error.contains(cause) && error.contains("`sslrootcert`") && !error.contains("hunter2"), "{error}");
        }
    }

    #[test]
    fn a_parameter_that_is_not_known_is_refused_by_name() {
        for (parameters, shown) in [
            ("?schema=hunter2", "`schema`"),
            ("?sslmode=require&connection_limit=1", "`--database-connections`"),
            ("?sslcert=hunter2", "`sslcert`"),
            ("?sslmod=hunter2", "the parameter `sslmod` is not known"),
            ("?pgbouncer=hunter2", "`pgbouncer` is true or false"),
            ("?port=hunter2", "`port`"),
            // It may be part of a password that is not encoded.
            ("?password=a&hunter=2", "a parameter is not known"),
            ("?hunter2", "use the form"),
        ] {
            let error = parsed(parameters).err().unwrap();
            assert!(error.contains(shown) && !error.contains("hunter2"), "{parameters}: {error}");
        }
        let error = Address::parse("postgresql://cora:p?hunter=2@db/cora?x=1").err().unwrap().to_string();
        assert!(!error.contains("hunter"), "{error}");
    }

    #[test]
    fn what_the_driver_knows_is_passed_on() {
        let address = parsed("?application_name=auth&options=-csearch_path%3Dauth&connect_timeout=3&pgbouncer=true");
        let Address { config, is_pooled, .. } = address.unwrap();
        assert_eq!(config.get_application_name(), Some("auth"));
        assert_eq!(config.get_options(), Some("-csearch_path=auth"));
        assert_eq!(config.get_connect_timeout(), Some(&Duration::from_secs(3)));
        assert_eq!(config.get_password(), Some(&b"p@ss"[..]));
        assert_eq!(is_pooled, Some(true));
        let Address { config, is_pooled, .. } = parsed("").unwrap();
        assert_eq!((config.get_application_name(), is_pooled), (Some("cora"), None));
        assert_eq!(config.get_connect_timeout(), Some(&CONNECT_TIMEOUT));
    }
}
