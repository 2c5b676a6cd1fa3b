//! Fetching documents of an issuer, and from where that is allowed.

use std::future::Future;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::pin::Pin;
use std::time::Duration;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use url::{Host, Url};

/// The longest document that is read, in bytes.
pub const MAX_DOCUMENT_BYTES: usize = 256 * 1024;

/// How long one fetch may take.
const TIMEOUT: Duration = Duration::from_secs(5);

/// A document on its way.
pub type Fetching<'a> = Pin<Box<dyn Future<Output = Result<Vec<u8>, FetchError>> + Send + 'a>>;

/// Gets documents. A trait, so that the keys of a test need no network.
pub trait Fetch: Send + Sync + 'static {
    /// The document at a URL.
    fn fetch<'a>(&'a self, url: &'a str) -> Fetching<'a>;
}

/// Why a document could not be had.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// The URL is not one that may be fetched.
    #[error("only https addresses on public hosts are fetched, without user information or fragment")]
    UrlNotAllowed,
    /// The answer is not 200. Redirects are not followed: whoever is named is who answers.
    #[error("the answer has status {0}")]
    Status(u16),
    /// The document is longer than [`MAX_DOCUMENT_BYTES`].
    #[error("the document is longer than {MAX_DOCUMENT_BYTES} bytes")]
    TooLarge,
    /// The document is not what it should be.
    #[error("the document is not {0}")]
    Unusable(&'static str),
    /// The host could not be reached, or not in time.
    #[error("the host could not be reached")]
    Unreachable(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// Gets documents by HTTPS.
///
/// No redirects, no proxy, 5 seconds, [`MAX_DOCUMENT_BYTES`]. A host whose name stands for an address that is not public is
/// not connected to (pitfall C21): the check is made on the very addresses that are then used.
pub struct HttpFetch {
    client: reqwest::Client,
    allow_loopback_http: bool,
}

impl HttpFetch {
    /// A fetcher. With `allow_loopback_http` it also fetches from this machine, and then by plain HTTP too; for trying
    /// things out.
    ///
    /// # Errors
    ///
    /// When the TLS library cannot be set up.
    pub fn new(allow_loopback_http: bool) -> Result<Self, FetchError> {
        let client = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .timeout(TIMEOUT)
            .dns_resolver(PublicHosts { allow_loopback: allow_loopback_http })
            .build()
            .map_err(|error| FetchError::Unreachable(error.into()))?;
        Ok(Self { client, allow_loopback_http })
    }

    async fn get(&self, url: &str) -> Result<Vec<u8>, FetchError> {
        let url = allowed(url, self.allow_loopback_http)?;
        let unreachable = |error: reqwest::Error| FetchError::Unreachable(error.without_url().into());
        let mut response = self.client.get(url).send().await.map_err(unreachable)?;
        if response.status() != reqwest::StatusCode::OK {
            return Err(FetchError::Status(response.status().as_u16()));
        }
        let mut document = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(unreachable)? {
            if document.len() + chunk.len() > MAX_DOCUMENT_BYTES {
                return Err(FetchError::TooLarge);
            }
            document.extend_from_slice(&chunk);
        }
        Ok(document)
    }
}

impl Fetch for HttpFetch {
    fn fetch<'a>(&'a self, url: &'a str) -> Fetching<'a> {
        Box::pin(self.get(url))
    }
}

/// The URL, if it may be fetched.
fn allowed(text: &str, allow_loopback_http: bool) -> Result<Url, FetchError> {
    let url = Url::parse(text).map_err(|_| FetchError::UrlNotAllowed)?;
    let plain = url.username().is_empty() && url.password().is_none() && url.fragment().is_none();
    let (public, loopback) = match url.host() {
        Some(Host::Domain(name)) => {
            let local = name == "localhost" || name.ends_with(".localhost");
            (!local, local)
        }
        Some(Host::Ipv4(address)) => (is_public(address.into()), address.is_loopback()),
        Some(Host::Ipv6(address)) => (is_public(address.into()), address.is_loopback()),
        None => (false, false),
    };
    let loopback = allow_loopback_http && loopback;
    match url.scheme() {
        "https" if plain && (public || loopback) => Ok(url),
        "http" if plain && loopback => Ok(url),
        _ => Err(FetchError::UrlNotAllowed),
    }
}

/// Whether an address belongs to the public internet (IANA special-purpose address registries).
fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => {
            let [a, b, c, _] = address.octets();
            !(address.is_private()
                || address.is_loopback()
                || address.is_link_local()
                || address.is_documentation()
                || a == 0
                || a >= 224
                || (a == 100 && (64..128).contains(&b))
                || (a == 192 && b == 0 && c == 0)
                || (a == 198 && (18..20).contains(&b)))
        }
        IpAddr::V6(address) => {
            let embedded = |address: Ipv6Addr| match address.segments() {
                // 6to4 and NAT64 addresses stand for an IPv4 address.
                [0x2002, high, low, ..] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => {
                    let [[a, b], [c, d]] = [high.to_be_bytes(), low.to_be_bytes()];
                    Some(IpAddr::from([a, b, c, d]))
                }
                _ => address.to_ipv4_mapped().map(IpAddr::from),
            };
            match embedded(address) {
                Some(address) => is_public(address),
                // Only 2000::/3 is given out; 2001::/23 and 2001:db8::/32 are not for hosts.
                None => {
                    let [first, second, ..] = address.segments();
                    first & 0xe000 == 0x2000 && !(first == 0x2001 && (second < 0x200 || second == 0xdb8))
                }
            }
        }
    }
}

/// Resolves names, and leaves out the addresses that are not public.
struct PublicHosts {
    allow_loopback: bool,
}

impl Resolve for PublicHosts {
    fn resolve(&self, name: Name) -> Resolving {
        let allow_loopback = self.allow_loopback;
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let usable = |address: &SocketAddr| {
                is_public(address.ip()) || (allow_loopback && address.ip().to_canonical().is_loopback())
            };
            let addresses: Vec<SocketAddr> = found.filter(usable).collect();
            if addresses.is_empty() {
                return Err(Box::from("the host has no public address"));
            }
            Ok(Box::new(addresses.into_iter()) as Addrs)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c21_only_https_on_public_hosts_is_fetched() {
        for url in [
            "http://login.acme.example/keys",
            "https://169.254.169.254/latest",
            "https://10.0.0.1/keys",
            "https://192.168.1.1/keys",
            "https://100.64.0.1/keys",
            "https://127.0.0.1/keys",
            "https://localhost/keys",
            "https://[::1]/keys",
            "https://[::ffff:169.254.169.254]/keys",
            "https://[64:ff9b::a9fe:a9fe]/keys",
            "https://[2002:7f00:1::]/keys",
            "https://[fd00::1]/keys",
            "https://0x7f000001/keys",
            "https://user@login.acme.example/keys",
            "https://login.acme.example/keys#x",
            "file:///etc/passwd",
            "data:application/json,{}",
            "keys",
            "",
        ] {
            assert!(allowed(url, false).is_err(), "{url}");
        }
        assert!(allowed("https://login.acme.example/oauth2/v1/keys?x=1", false).is_ok());
        assert!(allowed("https://[2606:4700::1111]/keys", false).is_ok());
    }

    #[test]
    fn c21_plain_http_is_for_loopback_only_and_only_when_allowed() {
        for url in ["http://127.0.0.1:8080/keys", "http://localhost:8080/keys", "http://[::1]:8080/keys"] {
            assert!(allowed(url, true).is_ok() && allowed(url, false).is_err(), "{url}");
        }
        for url in ["http://login.acme.example/keys", "http://10.0.0.1/keys", "http://127.0.0.1.evil.example/keys"] {
            assert!(allowed(url, true).is_err(), "{url}");
        }
    }

    #[tokio::test]
    async fn c21_a_name_that_stands_for_a_private_address_is_not_connected_to() {
        let resolver = PublicHosts { allow_loopback: false };
        let name: Name = "localhost".parse().unwrap();
        assert!(resolver.resolve(name).await.is_err());
    }

    /// Serves one answer on loopback and returns its URL.
    async fn served(answer: Vec<u8>) -> String {
        use tokio::io::{AsyncReadExt, AsyncWriteExt};
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut request = [0; 1024];
            let _ = stream.read(&mut request).await;
            let _ = stream.write_all(&answer).await;
        });
        format!("http://{address}/keys")
    }

    #[tokio::test]
    async fn c21_a_redirect_is_not_followed() {
        let url =
            served(b"HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n".to_vec()).await;
        let error = HttpFetch::new(true).unwrap().get(&url).await.unwrap_err();
        assert!(matches!(error, FetchError::Status(302)), "{error}");
    }

    #[tokio::test]
    async fn a_document_that_is_too_long_is_refused() {
        let mut answer = b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n".to_vec();
        answer.resize(answer.len() + MAX_DOCUMENT_BYTES + 1, b' ');
        let url = served(answer).await;
        let error = HttpFetch::new(true).unwrap().get(&url).await.unwrap_err();
        assert!(matches!(error, FetchError::TooLarge), "{error}");
    }

    #[tokio::test]
    async fn a_document_is_fetched() {
        let url = served(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}".to_vec()).await;
        assert_eq!(HttpFetch::new(true).unwrap().get(&url).await.unwrap(), b"{}");
    }
}
