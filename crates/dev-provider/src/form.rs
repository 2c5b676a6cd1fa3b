//! Parameters of requests.

use url::form_urlencoded;

/// Maximum size of a form, in bytes.
pub(crate) const MAX_FORM_BYTES: usize = 16 * 1024;

/// The parameters of a query or a form. Empty ones count as absent (RFC 6749 §3.1).
pub(crate) struct Parameters(Vec<(String, String)>);

/// A parameter occurs twice (RFC 6749 §3.1).
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Repeated;

impl Parameters {
    pub fn parse(text: &[u8]) -> Result<Self, Repeated> {
        let mut all: Vec<(String, String)> = Vec::new();
        for (name, value) in form_urlencoded::parse(text).into_owned().filter(|(_, value)| !value.is_empty()) {
            if all.iter().any(|(other, _)| *other == name) {
                return Err(Repeated);
            }
            all.push((name, value));
        }
        Ok(Self(all))
    }

    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str())
    }

    /// Returns `true` if the parameter is a list of words that has this one.
    pub fn has_word(&self, name: &str, word: &str) -> bool {
        self.get(name).is_some_and(|value| value.split(' ').any(|other| other == word))
    }

    /// Writes the parameters as a query.
    pub fn query(&self) -> String {
        form_urlencoded::Serializer::new(String::new()).extend_pairs(&self.0).finish()
    }
}

/// Returns a URL with parameters added to its query.
pub(crate) fn with_parameters(url: &str, parameters: &[(&str, Option<&str>)]) -> String {
    let present = parameters.iter().filter_map(|(name, value)| Some((*name, (*value)?)));
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(present).finish();
    let sign = if url.contains('?') { '&' } else { '?' };
    if query.is_empty() { url.to_owned() } else { format!("{url}{sign}{query}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parameter_occurs_once() {
        let parameters = Parameters::parse(b"scope=openid+email&state=a%26b&empty=").unwrap();
        assert_eq!((parameters.get("state"), parameters.get("empty")), (Some("a&b"), None));
        assert!(parameters.has_word("scope", "openid") && !parameters.has_word("scope", "open"));
        assert_eq!(parameters.query(), "scope=openid+email&state=a%26b");
        assert!(Parameters::parse(b"a=1&a=1").is_err());
        assert_eq!(with_parameters("http://a/?x=1", &[("b", Some("&")), ("c", None)]), "http://a/?x=1&b=%26");
    }
}
