//! Resolves a name to the addresses that may be connected to.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use cora_core::connection::host::allowed::{AllowedHost, allows_name, is_never_contacted, is_usable_address};
use hickory_resolver::TokioResolver;
use hickory_resolver::config::{
    ConnectionConfig, LookupIpStrategy, NameServerConfig, ResolveHosts, ResolverConfig, ResolverOpts,
};
use hickory_resolver::net::NetError;
use hickory_resolver::net::runtime::TokioRuntimeProvider;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use super::FetchError;

/// The servers that names are resolved with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum NameServers {
    /// The configuration of this machine: `/etc/hosts`, then the servers of `/etc/resolv.conf`.
    #[default]
    System,
    /// These servers only, by UDP and TCP.
    Servers(Vec<SocketAddr>),
}

/// Resolves names, and leaves out the addresses that are not public (pitfall C21).
///
/// A name is taken as it is, without the search domains of the machine. `localhost` and all names
/// under it are loopback and are never queried (RFC 6761 §6.3). Nothing is cached: names are
/// resolved rarely, and an administrator who fixes a record retries at once. For the same reason
/// the machine's configuration is read each time.
#[derive(Debug, Clone)]
pub struct PublicResolver {
    name_servers: NameServers,
    allow_loopback: bool,
    allowed_hosts: Vec<AllowedHost>,
    patience: Duration,
}

impl PublicResolver {
    /// Builds a resolver that waits `patience` for the answer of one server, and asks each server
    /// one more time.
    pub const fn new(name_servers: NameServers, allow_loopback: bool, patience: Duration) -> Self {
        Self { name_servers, allow_loopback, allowed_hosts: Vec::new(), patience }
    }

    /// Keeps the addresses of these hosts, and those in these networks, although they are not
    /// public.
    #[must_use]
    pub fn with_allowed_hosts(self, allowed_hosts: Vec<AllowedHost>) -> Self {
        Self { allowed_hosts, ..self }
    }

    /// Returns the addresses of a host that may be connected to, at least one.
    ///
    /// # Errors
    ///
    /// Returns [`FetchError::HostNotFound`] if the name has no addresses,
    /// [`FetchError::PrivateHost`] if none of them is allowed, and [`FetchError::NameServerFailed`]
    /// if no name server answers.
    pub async fn addresses(&self, host: &str) -> Result<Vec<IpAddr>, FetchError> {
        let absolute = format!("{}.", host.strip_suffix('.').unwrap_or(host));
        let found = self.resolver().map_err(failed)?.lookup_ip(absolute).await.map_err(failed)?;
        let mut found = found.iter().peekable();
        if found.peek().is_none() {
            return Err(FetchError::HostNotFound);
        }
        let is_named = allows_name(&self.allowed_hosts, &host.to_ascii_lowercase());
        let is_usable = |address: &IpAddr| {
            (is_named && !is_never_contacted(*address))
                || is_usable_address(&self.allowed_hosts, *address)
                || (self.allow_loopback && address.is_loopback())
        };
        let usable: Vec<IpAddr> = found.filter(is_usable).collect();
        if usable.is_empty() { Err(FetchError::PrivateHost) } else { Ok(usable) }
    }

    fn resolver(&self) -> Result<TokioResolver, NetError> {
        let mut builder = match &self.name_servers {
            NameServers::System => TokioResolver::builder_tokio()?,
            NameServers::Servers(servers) => {
                let config = ResolverConfig::from_name_servers(servers.iter().map(name_server).collect());
                let mut builder = TokioResolver::builder_with_config(config, TokioRuntimeProvider::default());
                builder.options_mut().use_hosts_file = ResolveHosts::Never;
                builder
            }
        };
        let options: &mut ResolverOpts = builder.options_mut();
        options.ip_strategy = LookupIpStrategy::Ipv4AndIpv6;
        options.timeout = self.patience;
        options.attempts = 1;
        options.cache_size = 0;
        builder.build()
    }
}

impl Resolve for PublicResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let resolver = self.clone();
        Box::pin(async move {
            let addresses = resolver.addresses(name.as_str()).await?;
            Ok(Box::new(addresses.into_iter().map(|address| SocketAddr::new(address, 0))) as Addrs)
        })
    }
}

fn name_server(server: &SocketAddr) -> NameServerConfig {
    let connections = [ConnectionConfig::udp(), ConnectionConfig::tcp()].map(|mut connection| {
        connection.port = server.port();
        connection
    });
    NameServerConfig::new(server.ip(), true, connections.into())
}

fn failed(error: NetError) -> FetchError {
    if error.is_no_records_found() { FetchError::HostNotFound } else { FetchError::NameServerFailed(Arc::new(error)) }
}
