//! The checks of `cora doctor --online`: everything that the service contacts, and the service.

use std::net::SocketAddr;

use clap::Args;
use cora_core::connection::host::allowed::AllowedHost;
use cora_dns::NameServers;
use cora_jwt::Fetch as _;
use cora_mail::Mailer;
use cora_store::Store;
use url::Url;

use super::Finding;
use crate::command::connection::check::check_stored;
use crate::command::provider_hosts::{ProviderHosts, ProviderProxyOption};
use crate::command::serve::service::web_address;

/// The name whose TXT records are asked for. It is reserved (RFC 2606), so there are none.
const NAME: &str = "cora-doctor.example.com";

/// The settings of the service that say what it contacts. They have the same variables in the
/// environment as for `cora serve`.
#[derive(Debug, Args)]
pub struct Contacts {
    /// The URL at which browsers reach the service.
    #[arg(long, value_name = "URL", env = "CORA_PUBLIC_URL", value_parser = web_address)]
    public_url: Option<String>,
    /// The mail server.
    #[arg(long, value_name = "URL", env = "CORA_SMTP_URL", hide_env_values = true)]
    smtp_url: Option<String>,
    /// The sender of mails.
    #[arg(long, value_name = "SENDER", env = "CORA_MAIL_FROM")]
    mail_from: Option<String>,
    /// The name server. If omitted, the system's name servers.
    #[arg(long, value_name = "ADDRESS:PORT", env = "CORA_NAME_SERVER")]
    name_server: Option<SocketAddr>,
    #[command(flatten)]
    provider_hosts: ProviderHosts,
    #[command(flatten)]
    provider_proxy: ProviderProxyOption,
}

/// Contacts everything that the service does, and the service itself.
///
/// # Errors
///
/// Fails if the database does, or a setting cannot be used.
pub(super) async fn check(store: &Store, contacts: &Contacts, findings: &mut Vec<Finding>) -> anyhow::Result<()> {
    connections(store, contacts, findings).await?;
    mail(contacts, findings).await;
    names(contacts, findings).await;
    service(contacts, findings).await
}

/// Fetches the documents of the providers of active connections.
async fn connections(store: &Store, contacts: &Contacts, findings: &mut Vec<Finding>) -> anyhow::Result<()> {
    let hosts = &contacts.provider_hosts;
    let fetch = contacts.provider_proxy.fetch(hosts)?;
    for row in store.connections().await?.iter().filter(|row| row.is_active) {
        let number = row.active_number.unwrap_or(row.latest_number);
        let Some(checked) = check_stored(store, row, number, &fetch, hosts).await? else { continue };
        if checked.is_ok() {
            continue;
        }
        let fault = checked.fetched.iter().find_map(|document| Some((document.what, document.fault.as_ref()?)));
        let message = match fault {
            Some((what, fault)) => format!("the {what} of `{}` is not to be had: {}", row.display_name, fault.message),
            None => format!("`{}` does not fit its provider's documents", row.display_name),
        };
        let help = format!("Run `cora connection check {}`.", row.id);
        findings.push(Finding::new("error", "connection_unhealthy", message, help));
    }
    Ok(())
}

/// Connects to the mail server, and sends nothing.
async fn mail(contacts: &Contacts, findings: &mut Vec<Finding>) {
    let Some(url) = &contacts.smtp_url else { return };
    let from = contacts.mail_from.as_deref().unwrap_or("cora@localhost");
    let tried = match Mailer::new(url, from) {
        Ok(mailer) => mailer.try_server().await.map_err(|error| error.reason().to_owned()),
        Err(error) => Err(error.to_string()),
    };
    if let Err(reason) = tried {
        let message = format!("the mail server cannot be used: {reason}");
        findings.push(Finding::new("error", "mail_server_unusable", message, "Correct CORA_SMTP_URL, or the server."));
    }
}

/// Asks the name server for a name that does not exist, which it has to say.
async fn names(contacts: &Contacts, findings: &mut Vec<Finding>) {
    let servers = match contacts.name_server {
        Some(address) => NameServers::at(address),
        None => NameServers::of_system(),
    };
    let asked = match servers {
        Ok(servers) => servers.texts(NAME).await.map(|_| ()),
        Err(error) => Err(error),
    };
    if let Err(error) = asked {
        let message = format!("domains cannot be verified: {error}");
        let help = "Set CORA_NAME_SERVER to a name server that this machine reaches.";
        findings.push(Finding::new("error", "name_server_unusable", message, help));
    }
}

/// Asks the service for its health at its public URL, which shows if its certificate counts.
async fn service(contacts: &Contacts, findings: &mut Vec<Finding>) -> anyhow::Result<()> {
    let Some(public_url) = &contacts.public_url else { return Ok(()) };
    let url = Url::parse(public_url)?;
    let mut hosts = contacts.provider_hosts.clone();
    // The operator names this host, so it may be one of their own network.
    hosts.allow_provider_networks.extend(url.host_str().and_then(|host| AllowedHost::parse(host).ok()));
    hosts.allow_loopback_http = true;
    let is_here = matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
    if url.scheme() == "http" && !is_here {
        let message = "the public URL does not begin with https://";
        findings.push(Finding::new(
            "error",
            "public_url_without_tls",
            message,
            "Terminate TLS in front of the service.",
        ));
        return Ok(());
    }
    let fetch = contacts.provider_proxy.fetch(&hosts)?;
    if let Err(error) = fetch.fetch(&format!("{}/health", public_url.trim_end_matches('/'))).await {
        let message = format!("the service does not answer at its public URL: {error}");
        let help = "See the certificate, the proxy in front, and the service's log.";
        findings.push(Finding::new("error", "service_unreachable", message, help));
    }
    Ok(())
}
