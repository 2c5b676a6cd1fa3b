//! Looks up the record by which an organization proves that it controls a domain: a TXT record (RFC
//! 1035 §3.3.14) below the domain, as login providers and certificate authorities do it (RFC 8555
//! §8.4 is the best known).

use std::net::SocketAddr;

use hickory_resolver::TokioResolver;
use hickory_resolver::config::{NameServerConfig, ResolverConfig};
use hickory_resolver::net::runtime::TokioRuntimeProvider;
use hickory_resolver::proto::rr::RData;

/// Maximum number of records read for one name.
const MAX_RECORDS: usize = 100;

/// An error of a DNS lookup: no name server to ask, or no usable answer.
#[derive(Debug, thiserror::Error)]
pub enum LookupError {
    /// The system configures no name server.
    #[error("the system's name server configuration cannot be read")]
    NoNameServer,
    /// No name server answered.
    #[error("no name server answered")]
    NoAnswer,
    /// The name is not a valid domain name.
    #[error("this name cannot be looked up")]
    Name,
}

/// A client of a set of name servers.
#[derive(Clone)]
pub struct NameServers(TokioResolver);

impl NameServers {
    /// Uses the name servers that the system is configured with.
    ///
    /// # Errors
    ///
    /// Returns [`LookupError::NoNameServer`] if the system's configuration cannot be read.
    pub fn of_system() -> Result<Self, LookupError> {
        let builder = TokioResolver::builder_tokio().map_err(|_| LookupError::NoNameServer)?;
        Self::build(builder)
    }

    /// Uses a single name server at `address`.
    ///
    /// # Errors
    ///
    /// Returns [`LookupError::NoNameServer`] if no resolver can be built.
    pub fn at(address: SocketAddr) -> Result<Self, LookupError> {
        let mut server = NameServerConfig::udp_and_tcp(address.ip());
        for connection in &mut server.connections {
            connection.port = address.port();
        }
        let config = ResolverConfig::from_parts(None, Vec::new(), vec![server]);
        Self::build(TokioResolver::builder_with_config(config, TokioRuntimeProvider::default()))
    }

    fn build(mut builder: hickory_resolver::ResolverBuilder<TokioRuntimeProvider>) -> Result<Self, LookupError> {
        let options = builder.options_mut();
        // WHY: a person who has just created the record retries at once and must not get the
        // cached, older answer.
        options.cache_size = 0;
        // A hosts file on this machine proves nothing about a domain.
        options.use_hosts_file = hickory_resolver::config::ResolveHosts::Never;
        builder.build().map(Self).map_err(|_| LookupError::NoNameServer)
    }

    /// Returns the texts of the TXT records of a name, each joined into one string. The list is
    /// empty if the name or the record does not exist. Records that are not UTF-8 are left out, and
    /// at most 100 records are read.
    ///
    /// # Errors
    ///
    /// Returns a [`LookupError`], which does not include the name.
    pub async fn texts(&self, name: &str) -> Result<Vec<String>, LookupError> {
        // The name is fully qualified, so that no search domain of this machine is appended.
        let name = format!("{}.", name.trim_end_matches('.'));
        let name = hickory_resolver::proto::rr::Name::from_ascii(&name).map_err(|_| LookupError::Name)?;
        let lookup = match self.0.txt_lookup(name).await {
            Ok(lookup) => lookup,
            Err(error) if error.is_no_records_found() => return Ok(Vec::new()),
            Err(_) => return Err(LookupError::NoAnswer),
        };
        let records = lookup.answers().iter().take(MAX_RECORDS).filter_map(|record| match &record.data {
            RData::TXT(text) => String::from_utf8(text.txt_data.concat()).ok(),
            _ => None,
        });
        Ok(records.collect())
    }
}
