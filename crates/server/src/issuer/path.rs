//! The paths of the issuer's endpoints.

pub(crate) const AUTHORIZE: &str = "/oauth2/authorize";
pub(crate) const TOKEN: &str = "/oauth2/token";
pub(crate) const REVOKE: &str = "/oauth2/revoke";
pub(crate) const INTROSPECT: &str = "/oauth2/introspect";
pub(crate) const USERINFO: &str = "/oauth2/userinfo";
pub(crate) const JWKS: &str = "/oauth2/jwks";
pub(crate) const LOGOUT: &str = "/oauth2/logout";
pub(crate) const CHOOSE: &str = "/auth/choose";
pub(crate) const CALLBACK: &str = "/auth/callback/{connection}";

/// Returns `true` if a person sees the answers of a path, so that they are pages.
pub(crate) fn is_page(path: &str) -> bool {
    [AUTHORIZE, LOGOUT, CHOOSE].contains(&path) || path.starts_with(CALLBACK.trim_end_matches("{connection}"))
}
