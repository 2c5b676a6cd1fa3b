//! The cookies of the console: the secret of a session, and the sealed beginning of a sign-in.

use axum::http::{HeaderMap, HeaderValue};
use cora_core::console::SIGN_IN_SECONDS;
use cora_core::secret::Secret;
use sha2::{Digest as _, Sha256};

use crate::issuer::cookie::only_value;

/// Maximum length of the secret that is read, in bytes. A handle has 43.
const MAX_SECRET_BYTES: usize = 128;
/// Maximum length of a sealed sign-in that is read, in bytes.
const MAX_FLOW_BYTES: usize = 3900;

/// The names of the console's cookies, on https and on plain http.
#[derive(Debug, Clone)]
pub(crate) struct ConsoleCookies {
    session: String,
    flow: String,
    is_secure: bool,
}

impl ConsoleCookies {
    /// Returns the cookies of the service at a public URL.
    pub fn of(url: &str) -> Self {
        let url = url.trim_end_matches('/');
        let is_secure = url.starts_with("https://");
        if is_secure {
            let [session, flow] = ["__Host-cora-console", "__Host-cora-console-flow"].map(str::to_owned);
            return Self { session, flow, is_secure };
        }
        // WHY no prefix on http: browsers refuse `__Host-` without `Secure`. The ports of one host
        // share their cookies, so the name has the instance.
        let instance: String = Sha256::digest(url).iter().take(4).map(|byte| format!("{byte:02x}")).collect();
        Self { session: format!("cora-{instance}-console"), flow: format!("cora-{instance}-console-flow"), is_secure }
    }

    /// Returns the secret of the session.
    pub fn session(&self, headers: &HeaderMap) -> Option<Secret> {
        only_value(headers, &self.session, MAX_SECRET_BYTES)
    }

    /// Returns the sealed beginning of a sign-in.
    pub fn flow(&self, headers: &HeaderMap) -> Option<Secret> {
        only_value(headers, &self.flow, MAX_FLOW_BYTES)
    }

    /// Sets the secret of a session. It goes to no request that another site caused.
    pub fn set_session(&self, secret: &Secret, seconds: u32) -> HeaderValue {
        self.set(&self.session, secret.expose(), seconds.into(), "Strict")
    }

    /// Removes the secret of the session.
    pub fn clear_session(&self) -> HeaderValue {
        self.set(&self.session, "", 0, "Strict")
    }

    /// Sets the sealed beginning of a sign-in. It has to come back with the browser, which the
    /// provider sends.
    pub fn set_flow(&self, sealed: &str) -> HeaderValue {
        self.set(&self.flow, sealed, SIGN_IN_SECONDS, "Lax")
    }

    /// Removes the beginning of the sign-in.
    pub fn clear_flow(&self) -> HeaderValue {
        self.set(&self.flow, "", 0, "Lax")
    }

    fn set(&self, name: &str, value: &str, seconds: u64, same_site: &str) -> HeaderValue {
        let secure = if self.is_secure { "; Secure" } else { "" };
        let cookie = format!("{name}={value}; Path=/; HttpOnly; SameSite={same_site}; Max-Age={seconds}{secure}");
        // Names and values are of visible ASCII, so this is always a header value.
        let mut header = HeaderValue::from_str(&cookie).unwrap_or(HeaderValue::from_static(""));
        header.set_sensitive(true);
        header
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_is_for_this_host_and_for_no_request_of_another_site() {
        let cookies = ConsoleCookies::of("https://cora.acme.example/tools/");
        let set = cookies.set_session(&Secret::new("s"), 60);
        let expected = "__Host-cora-console=s; Path=/; HttpOnly; SameSite=Strict; Max-Age=60; Secure";
        assert_eq!(set.to_str().unwrap(), expected);
        assert!(set.is_sensitive());
        let plain = ConsoleCookies::of("http://localhost:8080").set_flow("f");
        let plain = plain.to_str().unwrap();
        assert!(plain.starts_with("cora-") && plain.contains("SameSite=Lax") && !plain.contains("Secure"), "{plain}");
        assert_ne!(
            ConsoleCookies::of("http://localhost:8080").session,
            ConsoleCookies::of("http://localhost:8081").session
        );
    }
}
