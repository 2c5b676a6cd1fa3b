//! The issuer's cookies: the secret of a browser session, and one secret for each way to a provider
//! that is under way.

use axum::http::{HeaderMap, HeaderValue, header};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cora_core::id::{ConnectionId, InvitationId};
use cora_core::secret::{Secret, TokenHash};
use cora_store::{FLOW_SECONDS, HELD_LOGIN_SECONDS};
use sha2::{Digest as _, Sha256};

/// Time for which a browser keeps an opened invitation, in seconds: an hour (our decision, because
/// the person signs in next).
const INVITATION_SECONDS: u64 = 3600;
/// Maximum number of flows under way in one browser (pitfall C59).
const MAX_FLOWS: usize = 5;
/// Maximum length of a cookie's value that is read, in bytes. A handle has 43.
const MAX_VALUE_BYTES: usize = 128;

/// The names of the issuer's cookies.
///
/// They begin with `__Host-` on https, so that no other host of the domain can set them, and hold a
/// hash of the issuer, so that two issuers behind one host keep apart.
#[derive(Debug, Clone)]
pub(crate) struct Cookies {
    prefix: String,
    is_secure: bool,
}

impl Cookies {
    /// Returns the cookies of an issuer.
    pub fn of(issuer: &str) -> Self {
        let is_secure = issuer.starts_with("https://");
        let instance: String = Sha256::digest(issuer).iter().take(4).map(|byte| format!("{byte:02x}")).collect();
        // WHY no prefix on http: browsers refuse `__Host-` without `Secure`, and Safari refuses
        // `Secure` on `http://localhost`.
        let prefix = if is_secure { "__Host-" } else { "" };
        Self { prefix: format!("{prefix}cora-{instance}-"), is_secure }
    }

    fn session_name(&self) -> String {
        format!("{}session", self.prefix)
    }

    fn flow_prefix(&self) -> String {
        format!("{}flow-", self.prefix)
    }

    /// Returns the name of the cookie of the flow with this state: two flows have two names.
    fn flow_name(&self, state: &TokenHash) -> String {
        let name: String = state.to_string().chars().take(16).collect();
        format!("{}{name}", self.flow_prefix())
    }

    /// Returns the secret of the browser session.
    pub fn session(&self, headers: &HeaderMap) -> Option<Secret> {
        value(headers, &self.session_name())
    }

    /// Returns the secret of the flow with this state.
    pub fn flow(&self, headers: &HeaderMap, state: &TokenHash) -> Option<Secret> {
        value(headers, &self.flow_name(state))
    }

    /// Sets the secret of a browser session for as long as the session can last. The session ends
    /// in the store, so a cookie that stays longer opens nothing.
    pub fn set_session(&self, secret: &Secret, seconds: u64) -> HeaderValue {
        self.set(&self.session_name(), secret.expose(), seconds)
    }

    /// Removes the secret of the browser session.
    pub fn clear_session(&self) -> HeaderValue {
        self.set(&self.session_name(), "", 0)
    }

    /// Sets the secret of a flow, and removes those of the flows beyond the most that a browser
    /// keeps.
    pub fn set_flow(&self, headers: &HeaderMap, state: &TokenHash, secret: &Secret) -> Vec<HeaderValue> {
        let (prefix, name) = (self.flow_prefix(), self.flow_name(state));
        let others = pairs(headers).map(|(name, _)| name).filter(|other| other.starts_with(&prefix) && *other != name);
        // Browsers list the earliest cookies first (RFC 6265 §5.4).
        let others: Vec<&str> = others.collect();
        let surplus = (others.len() + 1).saturating_sub(MAX_FLOWS);
        let removed = others.iter().take(surplus).filter(|name| is_plain(name)).map(|name| self.set(name, "", 0));
        removed.chain([self.set(&name, secret.expose(), FLOW_SECONDS)]).collect()
    }

    /// Keeps the secret of a flow for as long as its login waits for an answer.
    pub fn hold_flow(&self, state: &TokenHash, secret: &Secret) -> HeaderValue {
        self.set(&self.flow_name(state), secret.expose(), HELD_LOGIN_SECONDS)
    }

    /// Returns the invitation whose link was opened in this browser.
    pub fn invitation(&self, headers: &HeaderMap) -> Option<InvitationId> {
        value(headers, &self.invitation_name()).and_then(|id| InvitationId::parse(id.expose()))
    }

    /// Sets the invitation whose link was opened.
    pub fn set_invitation(&self, invitation: InvitationId) -> HeaderValue {
        self.set(&self.invitation_name(), &invitation.to_string(), INVITATION_SECONDS)
    }

    /// Removes the invitation.
    pub fn clear_invitation(&self) -> HeaderValue {
        self.set(&self.invitation_name(), "", 0)
    }

    /// Returns the connection at whose provider a sign-in began, and the provider's hint at who the
    /// person is.
    pub fn begun(&self, headers: &HeaderMap) -> Option<(ConnectionId, Option<String>)> {
        let value = value(headers, &self.begun_name())?;
        let (connection, hint) = value.expose().split_once('.').unwrap_or((value.expose(), ""));
        let hint = URL_SAFE_NO_PAD.decode(hint).ok().and_then(|hint| String::from_utf8(hint).ok());
        Some((ConnectionId::parse(connection)?, hint.filter(|hint| !hint.is_empty())))
    }

    /// Sets the connection at whose provider a sign-in began. A hint that is too long is left out.
    pub fn set_begun(&self, connection: ConnectionId, hint: Option<&str>) -> HeaderValue {
        let hint = URL_SAFE_NO_PAD.encode(hint.unwrap_or_default());
        let value = format!("{connection}.{hint}");
        let value = if value.len() <= MAX_VALUE_BYTES { value } else { connection.to_string() };
        self.set(&self.begun_name(), &value, FLOW_SECONDS)
    }

    /// Removes the connection at whose provider a sign-in began.
    pub fn clear_begun(&self) -> HeaderValue {
        self.set(&self.begun_name(), "", 0)
    }

    fn begun_name(&self) -> String {
        format!("{}begun", self.prefix)
    }

    fn invitation_name(&self) -> String {
        format!("{}invitation", self.prefix)
    }

    /// Removes the secret of a flow.
    pub fn clear_flow(&self, state: &TokenHash) -> HeaderValue {
        self.set(&self.flow_name(state), "", 0)
    }

    fn set(&self, name: &str, value: &str, seconds: u64) -> HeaderValue {
        let secure = if self.is_secure { "; Secure" } else { "" };
        let cookie = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}");
        // Names and values are base64url, so this is always a header value.
        let mut header = HeaderValue::from_str(&cookie).unwrap_or(HeaderValue::from_static(""));
        header.set_sensitive(true);
        header
    }
}

/// Returns `true` for a name that only has characters of the issuer's names.
fn is_plain(name: &str) -> bool {
    name.len() <= MAX_VALUE_BYTES && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
}

fn pairs(headers: &HeaderMap) -> impl Iterator<Item = (&str, &str)> {
    let values = headers.get_all(header::COOKIE).into_iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='))
}

fn value(headers: &HeaderMap, name: &str) -> Option<Secret> {
    only_value(headers, name, MAX_VALUE_BYTES)
}

/// Returns the value of a cookie, if it has at most `most` bytes.
///
/// SECURITY: a name that occurs twice is not read. Another host or path could have set one of them,
/// and which comes first is its choice.
pub(crate) fn only_value(headers: &HeaderMap, name: &str, most: usize) -> Option<Secret> {
    let mut found = pairs(headers).filter(|(other, _)| *other == name).map(|(_, value)| value);
    let first = found.next().filter(|value| !value.is_empty() && value.len() <= most)?;
    found.next().is_none().then(|| Secret::new(first))
}

#[cfg(test)]
mod tests {
    use super::*;
    use cora_core::secret::PresentedToken;

    fn headers(cookies: &[&str]) -> HeaderMap {
        cookies.iter().map(|cookie| (header::COOKIE, HeaderValue::from_str(cookie).unwrap())).collect()
    }

    fn state(text: &str) -> TokenHash {
        TokenHash::of(&PresentedToken::new(text).unwrap())
    }

    fn text(value: HeaderValue) -> String {
        value.to_str().unwrap().to_owned()
    }

    #[test]
    fn a_cookie_is_for_this_host_and_no_script() {
        let cookies = Cookies::of("https://cora.acme.example");
        let set = text(cookies.set_session(&Secret::new("s"), 60));
        assert!(set.starts_with("__Host-cora-"), "{set}");
        assert!(set.ends_with("-session=s; Path=/; HttpOnly; SameSite=Lax; Max-Age=60; Secure"), "{set}");
        let plain = text(Cookies::of("http://localhost:8080").set_session(&Secret::new("s"), 60));
        assert!(plain.starts_with("cora-") && !plain.contains("Secure"), "{plain}");
        assert_ne!(
            Cookies::of("http://localhost:8081").session_name(),
            Cookies::of("http://localhost:8080").session_name()
        );
    }

    #[test]
    fn a_name_that_occurs_twice_is_not_read() {
        let cookies = Cookies::of("https://cora.acme.example");
        let name = cookies.session_name();
        let read = |lines: &[&str]| cookies.session(&headers(lines)).map(|secret| secret.expose().to_owned());
        assert_eq!(read(&[&format!("a=b; {name}=secret")]).as_deref(), Some("secret"));
        assert_eq!(read(&[&format!("{name}=one; {name}=two")]), None);
        assert_eq!(read(&[&format!("{name}=one"), &format!("{name}=two")]), None);
        assert_eq!(read(&[&format!("{name}=")]), None);
        assert_eq!(read(&[&format!("{name}={}", "x".repeat(MAX_VALUE_BYTES + 1))]), None);
        assert_eq!(read(&["session=secret"]), None);
    }

    #[test]
    fn c59_a_browser_keeps_five_flows_and_the_oldest_goes() {
        let cookies = Cookies::of("https://cora.acme.example");
        let begun: Vec<String> = (0..5).map(|number| cookies.flow_name(&state(&number.to_string()))).collect();
        let line = begun.iter().map(|name| format!("{name}=x")).collect::<Vec<_>>().join("; ");
        let set = cookies.set_flow(&headers(&[&line]), &state("new"), &Secret::new("secret"));
        let set: Vec<String> = set.into_iter().map(text).collect();
        assert_eq!(set.len(), 2);
        assert!(set[0].starts_with(&format!("{}=; ", begun[0])) && set[0].contains("Max-Age=0"), "{set:?}");
        assert!(set[1].contains("=secret; ") && set[1].contains("Max-Age=600"), "{set:?}");
        assert_eq!(cookies.set_flow(&headers(&[]), &state("new"), &Secret::new("s")).len(), 1);
        assert!(cookies.flow(&headers(&[&line]), &state("3")).is_some());
        assert!(cookies.flow(&headers(&[&line]), &state("5")).is_none());
    }
}
