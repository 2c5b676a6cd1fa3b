//! Parses the callback that a browser brings back from the provider.

use cora_core::secret::{PresentedToken, TokenHash};
use url::form_urlencoded;

use crate::provider_error::ProviderError;
use cora_core::secret::Secret;

/// A parsed callback, before it is known whether it belongs to any login.
#[derive(Debug, Clone)]
pub struct Callback {
    /// The state.
    pub(crate) state: PresentedToken,
    /// The issuer that the callback names as its sender (RFC 9207), if it names one.
    pub(crate) issuer: Option<String>,
    /// The provider's answer.
    pub(crate) answer: Answer,
}

/// The provider's answer, sent through the browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// The authorization code.
    Code(Secret),
    /// A refusal.
    Refused(ProviderError),
}

/// A reason to reject a callback.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CallbackError {
    /// The callback is too long, or does not have exactly one of a code and an error.
    #[error("the callback has neither a code nor an error")]
    Malformed,
    /// This parameter occurs twice.
    #[error("the callback contains `{0}` twice")]
    ParameterRepeated(&'static str),
    /// The callback has no state.
    #[error("the callback has no state")]
    StateMissing,
    /// The state is that of another login, or made up.
    #[error("the callback's state belongs to another login")]
    StateMismatch,
    /// The login was begun for another connection.
    #[error("the login was started for another connection")]
    ConnectionMismatch,
    /// The connection was changed since the login was begun.
    #[error("the connection has changed since the login started")]
    VersionMismatch,
    /// The login took too long.
    #[error("the login took too long")]
    Expired,
    /// Another provider sent the callback (RFC 9207 §2.4).
    #[error("the callback comes from another issuer")]
    IssuerMismatch,
    /// The provider always names itself in callbacks, and this one does not (RFC 9207 §2.4).
    #[error("the callback does not name its issuer, although this provider always does")]
    IssuerMissing,
    /// The provider refused.
    #[error("the provider rejected the login: {}", .0.code)]
    Refused(ProviderError),
}

impl CallbackError {
    /// Returns the stable code of the error, in `snake_case`. For a refusal, see the provider's own
    /// code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Malformed => "callback_malformed",
            Self::ParameterRepeated(_) => "callback_parameter_repeated",
            Self::StateMissing => "state_missing",
            Self::StateMismatch => "state_mismatch",
            Self::ConnectionMismatch => "connection_mismatch",
            Self::VersionMismatch => "connection_version_mismatch",
            Self::Expired => "login_expired",
            Self::IssuerMismatch => "callback_issuer_mismatch",
            Self::IssuerMissing => "callback_issuer_missing",
            Self::Refused(_) => "provider_refused",
        }
    }
}

impl Callback {
    /// Maximum length of a query, in bytes. Providers' codes can be long; a code that is itself a
    /// token still fits.
    pub const MAX_BYTES: usize = 16 * 1024;

    /// Parses the query of a callback (`code`, `state`, `error`, `error_description`, `iss`; other
    /// parameters are ignored).
    ///
    /// # Errors
    ///
    /// Returns [`CallbackError::Malformed`], [`CallbackError::ParameterRepeated`] or
    /// [`CallbackError::StateMissing`], and [`CallbackError::StateMismatch`] for a state that is
    /// longer than any state that Cora creates.
    pub fn parse(query: &str) -> Result<Self, CallbackError> {
        if query.len() > Self::MAX_BYTES {
            return Err(CallbackError::Malformed);
        }
        const NAMES: [&str; 5] = ["code", "state", "error", "error_description", "iss"];
        let mut values: [Option<String>; 5] = Default::default();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            for (known, slot) in NAMES.into_iter().zip(&mut values) {
                if name == known && slot.replace(value.clone().into_owned()).is_some() {
                    return Err(CallbackError::ParameterRepeated(known));
                }
            }
        }
        let [code, state, error, description, issuer] = values;
        let state = state.filter(|state| !state.is_empty()).ok_or(CallbackError::StateMissing)?;
        let state = PresentedToken::new(&state).ok_or(CallbackError::StateMismatch)?;
        let answer = match (code.filter(|code| !code.is_empty()), error) {
            (Some(code), None) => Answer::Code(Secret::new(code)),
            (None, Some(error)) => Answer::Refused(ProviderError::new(&error, description.as_deref())),
            _ => return Err(CallbackError::Malformed),
        };
        Ok(Self { state, issuer, answer })
    }

    /// Returns the hash of the state, to look up the login by.
    pub fn state_hash(&self) -> TokenHash {
        TokenHash::of(&self.state)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provider_error::ProviderErrorCode;

    #[test]
    fn a_code_and_a_refusal_are_read() {
        let callback =
            Callback::parse("code=a%2Bb&state=s&session_state=x&iss=https%3A%2F%2Flogin.acme.example").unwrap();
        assert_eq!(callback.answer, Answer::Code(Secret::new("a+b")));
        assert_eq!(callback.issuer.as_deref(), Some("https://login.acme.example"));
        assert!(!format!("{callback:?}").contains("a+b"));
        let callback =
            Callback::parse("error=access_denied&error_description=ada%40acme.example+refused&state=s").unwrap();
        let Answer::Refused(error) = callback.answer else { panic!("{callback:?}") };
        assert_eq!((error.code, error.description.unwrap().as_str()), (ProviderErrorCode::AccessDenied, "... refused"));
    }

    #[test]
    fn a_callback_that_can_be_read_in_two_ways_is_not_read() {
        use CallbackError::{Malformed, ParameterRepeated, StateMismatch, StateMissing};
        for (query, error) in [
            ("", StateMissing),
            ("code=c", StateMissing),
            ("code=c&state=", StateMissing),
            ("state=s", Malformed),
            ("code=&state=s", Malformed),
            ("code=c&error=access_denied&state=s", Malformed),
            ("code=c&code=d&state=s", ParameterRepeated("code")),
            ("code=c&state=s&state=t", ParameterRepeated("state")),
            ("code=c&state=s&%73tate=t", ParameterRepeated("state")),
            ("code=c&state=s&iss=a&iss=b", ParameterRepeated("iss")),
            (&format!("code=c&state={}", "s".repeat(513)), StateMismatch),
            (&format!("code={}&state=s", "c".repeat(Callback::MAX_BYTES)), Malformed),
        ] {
            assert_eq!(Callback::parse(query).unwrap_err(), error, "{query}");
        }
    }

    proptest::proptest! {
        #[test]
        fn c30_no_query_makes_it_panic(query in "(code|state|error|iss|=|&|%|[0-9a-f]|\\PC){0,40}") {
            let _ = Callback::parse(&query);
        }
    }
}
