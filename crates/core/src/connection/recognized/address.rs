//! A pasted address, split into its parts.

use alloc::string::String;
use alloc::vec::Vec;
use url::Url;

/// An address, split into its parts.
pub(in crate::connection) struct Address {
    /// Scheme, host and port, without a slash at the end.
    pub origin: String,
    /// The host in lower case.
    pub host: String,
    /// The path, which begins with a slash.
    pub path: String,
    /// The query, if there is one.
    pub query: Option<String>,
    /// The fragment, if there is one.
    pub fragment: Option<String>,
    /// `true` if the text had no scheme.
    pub scheme_was_added: bool,
}

impl Address {
    /// Parses a URL, or a host with or without a path. Returns `None` for any other text.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().trim_matches(['"', '\'', '`', '<', '>', ',', ';']).trim();
        if text.is_empty() || text.contains(char::is_whitespace) {
            return None;
        }
        let has_scheme = text.starts_with("https://") || text.starts_with("http://");
        let url =
            if has_scheme { Url::parse(text).ok()? } else { Url::parse(&alloc::format!("https://{text}")).ok()? };
        let host = url.host_str()?.to_ascii_lowercase();
        // A single word is not a host, an assignment is not one, and neither is an address of mail.
        let is_host = host.contains('.') && !host.contains('=') && url.username().is_empty();
        if !has_scheme && (!is_host || text.contains("://") || text.contains('=') && !text.contains('/')) {
            return None;
        }
        let port = url.port().map(|port| alloc::format!(":{port}")).unwrap_or_default();
        Some(Self {
            origin: alloc::format!("{}://{host}{port}", url.scheme()),
            host,
            path: String::from(url.path()),
            query: url.query().map(String::from),
            fragment: url.fragment().map(String::from),
            scheme_was_added: !has_scheme,
        })
    }

    /// Returns the parts of the path that are not empty.
    pub fn segments(&self) -> Vec<&str> {
        self.path.split('/').filter(|segment| !segment.is_empty()).collect()
    }

    /// Returns the value of a parameter of the query.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        let pairs = self.query.as_deref()?.split('&').filter_map(|pair| pair.split_once('='));
        pairs.into_iter().find(|(known, _)| *known == name).map(|(_, value)| value)
    }

    /// Returns the labels of the host before a domain, or `None` if the host is not below it.
    pub fn below(&self, domain: &str) -> Option<&str> {
        self.host.strip_suffix(domain)?.strip_suffix('.').filter(|labels| !labels.is_empty())
    }
}
