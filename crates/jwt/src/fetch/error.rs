//! The errors of exchanges with a host, in words that an administrator can act on.

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use reqwest::StatusCode;

/// The underlying error, for logs. It names no URL.
type Cause = Arc<dyn Error + Send + Sync>;

/// An error of an exchange with a host.
#[derive(Debug, Clone, thiserror::Error)]
pub enum FetchError {
    /// The URL is not allowed.
    #[error("the URL may not be fetched: {0}")]
    UrlNotAllowed(UrlFault),
    /// The host's name has no addresses.
    #[error("the host name has no addresses")]
    HostNotFound,
    /// The host's name has addresses, but none of them belongs to the public internet.
    #[error("the host name resolves to addresses that are not public")]
    PrivateHost,
    /// No name server answered.
    #[error("the host name could not be resolved")]
    NameServerFailed(#[source] Cause),
    /// The operator's proxy cannot be reached, or does not connect to the host.
    #[error("the proxy could not be reached, or refused to connect to the host")]
    ProxyFailed(#[source] Cause),
    /// The host does not accept connections.
    #[error("the host could not be reached")]
    Unreachable(#[source] Cause),
    /// The host does not speak TLS, or its certificate is for another name, not valid now, or not
    /// issued by a known authority.
    #[error("the host's TLS certificate was not accepted, or the host does not support TLS")]
    TlsFailed(#[source] Cause),
    /// The response is a redirect, with this status. Redirects are not followed: only the named
    /// host may answer.
    #[error("the answer is a redirect with status {0}; redirects are not followed")]
    Redirect(u16),
    /// The response to a request for a document has this status instead of 200.
    #[error("the answer has status {0}")]
    Status(u16),
    /// The response is longer than this many bytes.
    #[error("the answer is longer than {0} bytes")]
    TooLarge(usize),
    /// The response was not complete after this time.
    #[error("the answer was not complete after {} milliseconds", .0.as_millis())]
    TimedOut(Duration),
    /// The response is not HTTP/1.1, or broke off.
    #[error("the answer was cut off, or is not HTTP")]
    Interrupted(#[source] Cause),
    /// The response is compressed, although no compression was requested. It is not unpacked,
    /// because a small response may become large.
    #[error("the answer is compressed, although compression was not requested")]
    Compressed,
    /// The document is not the expected one, which is named here.
    #[error("the document is not {0}")]
    Unusable(&'static str),
    /// The client could not be set up on this machine.
    #[error("the HTTP client could not be set up")]
    ClientUnavailable(#[source] Cause),
}

/// A reason to refuse a URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UrlFault {
    /// The text is not an absolute URL with a host.
    #[error("it is not an absolute URL with a host")]
    Malformed,
    /// The scheme is not `https` (or, if loopback is allowed, `http` to loopback).
    #[error("its scheme is not https")]
    Scheme,
    /// The host is an address that is not public, or a name for this machine.
    #[error("its host is not public")]
    HostNotPublic,
    /// The URL holds a user name or a password.
    #[error("it contains user information")]
    UserInformation,
    /// The URL has a fragment, which no server would see.
    #[error("it has a fragment")]
    Fragment,
}

impl FetchError {
    /// Returns the stable code of the error, in `snake_case`.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::UrlNotAllowed(_) => "url_not_allowed",
            Self::HostNotFound => "host_not_found",
            Self::PrivateHost => "private_host",
            Self::NameServerFailed(_) => "name_server_failed",
            Self::ProxyFailed(_) => "proxy_failed",
            Self::Unreachable(_) => "host_unreachable",
            Self::TlsFailed(_) => "tls_failed",
            Self::Redirect(_) => "redirect",
            Self::Status(_) => "unexpected_status",
            Self::TooLarge(_) => "answer_too_large",
            Self::TimedOut(_) => "timed_out",
            Self::Interrupted(_) => "answer_interrupted",
            Self::Compressed => "answer_compressed",
            Self::Unusable(_) => "document_unusable",
            Self::ClientUnavailable(_) => "client_unavailable",
        }
    }

    /// Returns the remedy, as a sentence, for the errors that the service's operator can fix.
    pub const fn help(&self) -> Option<&'static str> {
        match self {
            Self::PrivateHost | Self::UrlNotAllowed(UrlFault::HostNotPublic) => Some(
                "If the provider is meant to be there, have the operator allow its network or host \
                 (`--allow-provider-networks`); link-local and metadata addresses are never contacted.",
            ),
            Self::ProxyFailed(_) => {
                Some("Check that the proxy of `--provider-proxy` is running, and lets this service reach the host.")
            }
            _ => None,
        }
    }

    /// Converts an error of the HTTP library. `by_proxy` states that the connection was made by a
    /// proxy.
    pub(super) fn of(error: reqwest::Error, by_proxy: bool) -> Self {
        let (connecting, error) = (error.is_connect(), error.without_url());
        // WHY: the whole chain is searched, because the library wraps the errors of the resolver
        // and of the TLS library several times.
        let mut link: Option<&(dyn Error + 'static)> = Some(&error);
        while let Some(cause) = link {
            if let Some(ours) = cause.downcast_ref::<Self>() {
                return ours.clone();
            }
            if is_tls(cause) {
                return Self::TlsFailed(Arc::new(error));
            }
            link = cause.source();
        }
        match (connecting, by_proxy) {
            (true, true) => Self::ProxyFailed(Arc::new(error)),
            (true, false) => Self::Unreachable(Arc::new(error)),
            (false, _) => Self::Interrupted(Arc::new(error)),
        }
    }

    /// Returns the error of a response status that fails for every request.
    pub(super) fn of_status(status: StatusCode) -> Option<Self> {
        status.is_redirection().then_some(Self::Redirect(status.as_u16()))
    }
}

impl UrlFault {
    /// Returns the stable code of the fault, in `snake_case`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Malformed => "url_malformed",
            Self::Scheme => "url_scheme_not_https",
            Self::HostNotPublic => "url_host_not_public",
            Self::UserInformation => "url_user_information",
            Self::Fragment => "url_fragment",
        }
    }
}

/// Returns `true` for an error of TLS, or an I/O error around one. I/O errors do not return the
/// error that they wrap as their source.
fn is_tls(error: &(dyn Error + 'static)) -> bool {
    let wrapped = error.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
    error.is::<rustls::Error>() || wrapped.is_some_and(|wrapped| is_tls(wrapped))
}
