//! The proxy that exchanges with providers go through.

use std::fmt;
use std::str::FromStr;

use url::Url;

/// An HTTP proxy: `http://[user:password@]host[:port]`, port 80 if it is omitted. Connections over
/// HTTPS are made by `CONNECT` (RFC 9110 §9.3.6), so that the proxy sees only the host's name.
///
/// `Debug` shows neither user nor password.
#[derive(Clone, PartialEq, Eq)]
pub struct ProviderProxy(Url);

/// A reason for which a text is not a [`ProviderProxy`]. A closed list. It does not quote the text,
/// which may hold a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ProxyError {
    /// The text is not an absolute URL.
    #[error("the proxy is not a URL")]
    Malformed,
    /// The scheme is not `http`.
    #[error("the scheme of the proxy is not http")]
    SchemeUnsupported,
    /// The URL has a path, a query or a fragment.
    #[error("the URL of the proxy has more than user, password, host and port")]
    UnexpectedPart,
}

impl ProxyError {
    /// Returns the stable code, in `snake_case`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Malformed => "proxy_malformed",
            Self::SchemeUnsupported => "proxy_scheme_unsupported",
            Self::UnexpectedPart => "proxy_unexpected_part",
        }
    }

    /// Returns the remedy, as a sentence.
    pub const fn help(self) -> &'static str {
        match self {
            Self::Malformed => "Write `http://host:port` or `http://user:password@host:port`.",
            Self::SchemeUnsupported => {
                "Write `http://` before the host; exchanges with providers stay encrypted within it."
            }
            Self::UnexpectedPart => "Remove everything after the port.",
        }
    }
}

impl ProviderProxy {
    /// Returns the proxy as the HTTP library's. It sends user and password to the proxy alone.
    pub(super) fn for_client(&self) -> Result<reqwest::Proxy, reqwest::Error> {
        reqwest::Proxy::all(self.0.clone())
    }
}

impl FromStr for ProviderProxy {
    type Err = ProxyError;

    fn from_str(text: &str) -> Result<Self, ProxyError> {
        let url = Url::parse(text.trim()).map_err(|_| ProxyError::Malformed)?;
        match url.scheme() {
            "http" => {}
            _ if url.host().is_some() => return Err(ProxyError::SchemeUnsupported),
            // `proxy.acme.internal:3128` reads as a scheme without a host.
            _ => return Err(ProxyError::Malformed),
        }
        let is_bare = matches!(url.path(), "" | "/") && url.query().is_none() && url.fragment().is_none();
        if is_bare { Ok(Self(url)) } else { Err(ProxyError::UnexpectedPart) }
    }
}

impl fmt::Debug for ProviderProxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "http://{}:{}", self.0.host_str().unwrap_or_default(), self.0.port().unwrap_or(80))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proxy_is_an_http_url_with_a_host_alone() {
        for text in ["http://proxy.acme.internal:3128", "http://proxy/", "http://10.0.0.1:80", "http://[fd12::1]:3128"]
        {
            assert!(text.parse::<ProviderProxy>().is_ok(), "{text}");
        }
        for (text, error) in [
            ("", ProxyError::Malformed),
            ("proxy.acme.internal:3128", ProxyError::Malformed),
            ("http://", ProxyError::Malformed),
            ("https://proxy.acme.internal", ProxyError::SchemeUnsupported),
            ("socks5://proxy.acme.internal", ProxyError::SchemeUnsupported),
            ("http://proxy.acme.internal/path", ProxyError::UnexpectedPart),
            ("http://proxy.acme.internal?x", ProxyError::UnexpectedPart),
        ] {
            assert_eq!(text.parse::<ProviderProxy>().unwrap_err(), error, "{text}");
            assert!(!error.help().is_empty() && error.code().starts_with("proxy_"));
        }
    }

    #[test]
    fn a_password_is_never_shown() {
        let proxy: ProviderProxy = "http://web:hunter2@proxy.acme.internal:3128".parse().unwrap();
        assert_eq!(format!("{proxy:?}"), "http://proxy.acme.internal:3128");
        let error = "https://web:hunter2@proxy.acme.internal".parse::<ProviderProxy>().unwrap_err();
        assert!(!format!("{error} {error:?} {}", error.help()).contains("hunter2"));
    }
}
