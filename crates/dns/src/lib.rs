//! Looks for the record by which an organization proves that a domain is its own: a TXT record (RFC 1035 §3.3.14) below the
//! domain, as providers of logins and certificates do it (RFC 8555 §8.4 is the best known).

use std::net::SocketAddr;

use hickory_resolver::TokioResolver;
use hickory_resolver::config::{NameServerConfig, ResolverConfig};
use hickory_resolver::net::runtime::TokioRuntimeProvider;
use hickory_resolver::proto::rr::RData;

/// How many records of one name are looked at.
const MAX_RECORDS: usize = 100;

/// There is no way to ask, or no answer came.
#[derive(Debug, thiserror::Error)]
pub enum LookupError {
    /// The system names no name server.
    #[error("the system's name servers cannot be read")]
    NoNameServer,
    /// No name server gave an answer.
    #[error("no name server answered")]
    NoAnswer,
    /// The name cannot be asked for.
    #[error("this is no name that can be asked for")]
    Name,
}

/// Asks name servers.
#[derive(Clone)]
pub struct NameServers(TokioResolver);

impl NameServers {
    /// The name servers of the system.
    ///
    /// # Errors
    ///
    /// [`LookupError::NoNameServer`].
    pub fn of_system() -> Result<Self, LookupError> {
        let builder = TokioResolver::builder_tokio().map_err(|_| LookupError::NoNameServer)?;
        Self::build(builder)
    }

    /// One name server, by its address.
    ///
    /// # Errors
    ///
    /// [`LookupError::NoNameServer`].
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
        // WHY: who has just written the record looks again at once, and must not be told what was there before.
        options.cache_size = 0;
        // What a file of this machine says proves nothing about a domain.
        options.use_hosts_file = hickory_resolver::config::ResolveHosts::Never;
        builder.build().map(Self).map_err(|_| LookupError::NoNameServer)
    }

    /// The texts of the TXT records of a name, each in one piece; none where there is no such name or record. What is no
    /// UTF-8 is left out.
    ///
    /// # Errors
    ///
    /// [`LookupError`], which says nothing about the name.
    pub async fn texts(&self, name: &str) -> Result<Vec<String>, LookupError> {
        // Fully qualified, so that no search domain of this machine is put behind it.
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
