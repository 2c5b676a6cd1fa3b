//! Parameters of requests, as names and values in their order.

use axum::extract::Request;
use axum::http::{HeaderMap, header};

use super::oauth_error::OauthError;
use crate::app::App;
use crate::body;
use crate::error::{ApiError, ServerCode};

/// Maximum length of a form or a query, in bytes (pitfall C59).
pub(crate) const MAX_FORM_BYTES: usize = 8 * 1024;

/// The parameters of a request.
#[derive(Clone, Default)]
pub(crate) struct Parameters(pub Vec<(String, String)>);

/// A reason why the parameters of a request cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FormFault {
    /// They are longer than [`MAX_FORM_BYTES`].
    TooLarge,
    /// The content type is not `application/x-www-form-urlencoded`.
    NotAForm,
    /// The body did not come in time.
    TooSlow,
    /// The body came while too many requests were in progress.
    Busy,
}

impl FormFault {
    /// Returns the explanation for developers.
    pub const fn description(self) -> &'static str {
        match self {
            Self::TooLarge => "the request is longer than 8 KiB",
            Self::NotAForm => "the content type must be application/x-www-form-urlencoded",
            Self::TooSlow => "the body did not come within 5 seconds",
            Self::Busy => "the service is busy",
        }
    }
}

impl From<FormFault> for OauthError {
    fn from(fault: FormFault) -> Self {
        match fault {
            FormFault::Busy => Self::TemporarilyUnavailable,
            fault => Self::InvalidRequest(fault.description()),
        }
    }
}

impl Parameters {
    /// Parses a query.
    pub fn of_query(query: &str) -> Result<Self, FormFault> {
        if query.len() > MAX_FORM_BYTES {
            return Err(FormFault::TooLarge);
        }
        Ok(Self(url::form_urlencoded::parse(query.as_bytes()).into_owned().collect()))
    }

    /// Returns the only value of a parameter. An empty one counts as absent. `Err` if the parameter
    /// occurs twice.
    pub fn only(&self, name: &'static str) -> Result<Option<&str>, &'static str> {
        let mut values = self.0.iter().filter(|(other, _)| other == name).map(|(_, value)| value.as_str());
        let first = values.next();
        if values.next().is_some() { Err(name) } else { Ok(first.filter(|value| !value.is_empty())) }
    }

    /// Writes the parameters as a query.
    pub fn query(&self) -> String {
        url::form_urlencoded::Serializer::new(String::new()).extend_pairs(&self.0).finish()
    }
}

/// Reads a form from the body of a request. The query of its URL is ignored, so that no secret is
/// read from a place that logs keep.
pub(crate) async fn form(request: Request, app: &App) -> Result<Parameters, FormFault> {
    if !is_form(request.headers()) {
        return Err(FormFault::NotAForm);
    }
    let body = body::bytes(request, app).await.map_err(|error| match error {
        ApiError::Server(ServerCode::BodyTooSlow) => FormFault::TooSlow,
        ApiError::Server(ServerCode::TryAgain) => FormFault::Busy,
        _ => FormFault::TooLarge,
    })?;
    if body.len() > MAX_FORM_BYTES {
        return Err(FormFault::TooLarge);
    }
    Ok(Parameters(url::form_urlencoded::parse(&body).into_owned().collect()))
}

/// Returns `true` if the body of a request is a form.
pub(crate) fn is_form(headers: &HeaderMap) -> bool {
    let value = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let media_type = value.split(';').next().unwrap_or_default().trim();
    media_type.eq_ignore_ascii_case("application/x-www-form-urlencoded")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parameter_that_occurs_twice_is_not_read() {
        let parameters = Parameters::of_query("a=1&b=&c=1&c=2&%63=3").unwrap();
        assert_eq!(parameters.only("a"), Ok(Some("1")));
        assert_eq!(parameters.only("b"), Ok(None));
        assert_eq!(parameters.only("c"), Err("c"));
        assert_eq!(parameters.only("d"), Ok(None));
        assert_eq!(Parameters::of_query(&"x".repeat(MAX_FORM_BYTES + 1)).err(), Some(FormFault::TooLarge));
    }
}
