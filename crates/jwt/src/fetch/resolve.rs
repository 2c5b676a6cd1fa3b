//! From a name to the addresses that may be connected to.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use hickory_resolver::TokioResolver;
use hickory_resolver::config::{
    ConnectionConfig, LookupIpStrategy, NameServerConfig, ResolveHosts, ResolverConfig, ResolverOpts,
};
use hickory_resolver::net::NetError;
use hickory_resolver::net::runtime::TokioRuntimeProvider;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use super::FetchError;
use super::address::is_allowed;

/// Who is asked what a name stands for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum NameServers {
    /// Whom this machine asks: `/etc/hosts`, then the servers of `/etc/resolv.conf`.
    #[default]
    System,
    /// These servers, by UDP and TCP, and nothing else.
    Servers(Vec<SocketAddr>),
}

/// Looks names up, and leaves out the addresses that are not public (pitfall C21).
///
/// A name is taken as it stands, without the search domains of the machine. `localhost` and all names under it are loopback and
/// are not asked for (RFC 6761 §6.3). There is no cache: names are looked up seldom, and an administrator who mends a record
/// tries again at once. For the same reason the machine's configuration is read each time.
#[derive(Debug, Clone)]
pub struct PublicResolver {
    name_servers: NameServers,
    allow_loopback: bool,
    patience: Duration,
}

impl PublicResolver {
    /// A resolver that waits for an answer of one server for so long, and asks each once more.
    pub const fn new(name_servers: NameServers, allow_loopback: bool, patience: Duration) -> Self {
        Self { name_servers, allow_loopback, patience }
    }

    /// The addresses of a host that may be connected to; at least one.
    ///
    /// # Errors
    ///
    /// [`FetchError::HostNotFound`], [`FetchError::PrivateHost`], [`FetchError::NameServerFailed`].
    pub async fn addresses(&self, host: &str) -> Result<Vec<IpAddr>, FetchError> {
        let absolute = format!("{}.", host.strip_suffix('.').unwrap_or(host));
        let found = self.resolver().map_err(failed)?.lookup_ip(absolute).await.map_err(failed)?;
        let mut found = found.iter().peekable();
        if found.peek().is_none() {
            return Err(FetchError::HostNotFound);
        }
        let usable: Vec<IpAddr> = found.filter(|address| is_allowed(*address, self.allow_loopback)).collect();
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
