//! The error that a provider returns when it refuses, reduced to what may be passed on.

use std::fmt;

/// A provider's refusal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProviderError {
    /// The provider's error code.
    pub code: ProviderErrorCode,
    /// The provider's own description, if any of it may be shown.
    pub description: Option<ProviderText>,
}

impl ProviderError {
    /// Builds the refusal from the parameters `error` and `error_description`.
    pub(crate) fn new(error: &str, description: Option<&str>) -> Self {
        Self { code: ProviderErrorCode::of(error), description: description.and_then(ProviderText::new) }
    }
}

macro_rules! provider_error_codes {
    ($($(#[$doc:meta])* $variant:ident = $text:literal,)*) => {
        /// The error code of a provider. The list is closed: any other code is [`Self::Other`].
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum ProviderErrorCode {
            $($(#[$doc])* $variant,)*
            /// A code that is not listed here.
            Other,
        }

        impl ProviderErrorCode {
            /// Returns the code for the parameter `error`.
            pub fn of(error: &str) -> Self {
                match error {
                    $($text => Self::$variant,)*
                    _ => Self::Other,
                }
            }

            /// Returns the code as the standards write it, and `other_error` for [`Self::Other`].
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)*
                    Self::Other => "other_error",
                }
            }
        }
    };
}

provider_error_codes! {
    // RFC 6749 §4.1.2.1 and §5.2.
    /// The request is malformed.
    InvalidRequest = "invalid_request",
    /// The client is unknown, or its authentication failed.
    InvalidClient = "invalid_client",
    /// The code is invalid, used or expired, or it was issued to another client or for another
    /// redirect URI or verifier.
    InvalidGrant = "invalid_grant",
    /// The client may not use this flow.
    UnauthorizedClient = "unauthorized_client",
    /// The provider does not offer the flow.
    UnsupportedGrantType = "unsupported_grant_type",
    /// The provider does not offer the response type.
    UnsupportedResponseType = "unsupported_response_type",
    /// A scope is unknown or not allowed.
    InvalidScope = "invalid_scope",
    /// The person or the provider's policy refused.
    AccessDenied = "access_denied",
    /// The provider failed.
    ServerError = "server_error",
    /// The provider is overloaded or under maintenance.
    TemporarilyUnavailable = "temporarily_unavailable",
    // RFC 8707 §2.
    /// The resource (audience) is unknown or not allowed.
    InvalidTarget = "invalid_target",
    // OpenID Connect Core §3.1.2.6.
    /// The person has to do something.
    InteractionRequired = "interaction_required",
    /// The person has to log in.
    LoginRequired = "login_required",
    /// The person has to choose an account.
    AccountSelectionRequired = "account_selection_required",
    /// The person has to consent.
    ConsentRequired = "consent_required",
    /// A request object was not accepted.
    InvalidRequestObject = "invalid_request_object",
    /// The address of a request object was not accepted.
    InvalidRequestUri = "invalid_request_uri",
    /// The provider does not support request objects.
    RequestNotSupported = "request_not_supported",
    /// The provider does not support addresses of request objects.
    RequestUriNotSupported = "request_uri_not_supported",
    /// The provider does not support dynamic registration.
    RegistrationNotSupported = "registration_not_supported",
}

impl fmt::Display for ProviderErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A provider's text, made safe to show to an administrator: at most [`Self::MAX_BYTES`] of
/// printable ASCII. Words that may be a person's address or a token are replaced by `...`.
/// Attribute the text to the provider when you show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProviderText(String);

impl ProviderText {
    /// Maximum length in bytes.
    pub const MAX_BYTES: usize = 200;
    /// Maximum length of a word that is shown. Tokens and codes are longer than words of a
    /// language.
    const MAX_WORD: usize = 30;

    /// Returns the part of a text that may be shown, or `None` if there is nothing to show.
    pub fn new(text: &str) -> Option<Self> {
        let mut shown = String::new();
        // RFC 6749 §5.2 allows printable ASCII without `"` and `\`. Everything else counts as a
        // space.
        let outside = |character: char| !matches!(character, '!' | '#'..='[' | ']'..='~');
        for word in text.split(outside).filter(|word| !word.is_empty()) {
            let word = if word.len() > Self::MAX_WORD || word.contains('@') { "..." } else { word };
            if shown.len() + 1 + word.len() > Self::MAX_BYTES {
                break;
            }
            if !shown.is_empty() {
                shown.push(' ');
            }
            shown.push_str(word);
        }
        (!shown.is_empty()).then_some(Self(shown))
    }

    /// Returns the text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ProviderText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_that_is_on_no_list_is_another() {
        assert_eq!(ProviderErrorCode::of("invalid_grant"), ProviderErrorCode::InvalidGrant);
        for error in ["", "INVALID_GRANT", "invalid_grant ", "<script>", "made_up"] {
            assert_eq!(ProviderErrorCode::of(error).as_str(), "other_error", "{error}");
        }
    }

    #[test]
    fn a_providers_error_text_is_shown_without_addresses_and_tokens() {
        let shown = |text: &str| ProviderText::new(text).map(|text| text.to_string());
        let token = "eyJhbGciOiJSUzI1NiIsImtpZCI6ImsifQ.eyJzdWIiOiIxIn0.c2lnbmF0dXJl";
        assert_eq!(shown("The code has expired."), Some("The code has expired.".into()));
        assert_eq!(shown("User ada@acme.example is not assigned"), Some("User ... is not assigned".into()));
        assert_eq!(shown(&format!("bad token {token}")), Some("bad token ...".into()));
        assert_eq!(shown("a\r\nb\0c\u{202e}d\"e\\f\u{1b}[31mg"), Some("a b c d e f [31mg".into()));
        assert_eq!(shown("\u{202e}\n "), None);
        assert_eq!(shown(&"word ".repeat(1000)).unwrap().len(), ProviderText::MAX_BYTES - 1);
    }
}
