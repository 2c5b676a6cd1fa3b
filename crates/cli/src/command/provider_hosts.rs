//! The options that say at which hosts providers may be, and by which proxy they are reached.

use clap::Args;
use cora_core::connection::host::allowed::AllowedHost;
use cora_jwt::{FetchOptions, HttpFetch};

/// The hosts that providers may have although they are not public.
#[derive(Debug, Clone, Default, Args)]
pub struct ProviderHosts {
    /// Allow providers on this machine, including over plain HTTP. For development.
    #[arg(long)]
    pub allow_loopback_http: bool,
    /// The networks and hosts at which providers may be although they are not public, separated by
    /// commas: `10.0.0.0/8`, `sso.corp.acme.internal`, or `*.corp.acme.internal` for all hosts
    /// below a name. Over HTTPS only; link-local and metadata addresses are never contacted.
    #[arg(
        long,
        value_name = "NETWORK|HOST,…",
        value_delimiter = ',',
        env = "CORA_ALLOW_PROVIDER_NETWORKS",
        value_parser = AllowedHost::parse
    )]
    pub allow_provider_networks: Vec<AllowedHost>,
}

/// The proxy that providers are reached by.
#[derive(Debug, Clone, Default, Args)]
pub struct ProviderProxyOption {
    /// The HTTP proxy that all exchanges with providers go through:
    /// `http://[user:password@]host:port`. It resolves the names of providers, so that a name which
    /// is not public has to be named in --allow-provider-networks. If omitted, providers are
    /// reached directly, whatever HTTPS_PROXY says.
    #[arg(long, value_name = "URL", env = "CORA_PROVIDER_PROXY", hide_env_values = true)]
    provider_proxy: Option<String>,
}

impl ProviderProxyOption {
    /// Builds the client for exchanges with providers.
    ///
    /// # Errors
    ///
    /// Fails with the code, the option and the remedy if the proxy cannot be used, without quoting
    /// it.
    pub fn fetch(&self, hosts: &ProviderHosts) -> anyhow::Result<HttpFetch> {
        let proxy = self.provider_proxy.as_deref().map(str::parse).transpose();
        let proxy = proxy.map_err(|error: cora_jwt::ProxyError| {
            anyhow::anyhow!("--provider-proxy: {error} ({}). {}", error.code(), error.help())
        })?;
        let (allow_loopback_http, allowed_hosts) = (hosts.allow_loopback_http, hosts.allow_provider_networks.clone());
        let options = FetchOptions { allow_loopback_http, allowed_hosts, proxy, ..FetchOptions::default() };
        Ok(HttpFetch::with(options)?)
    }
}
