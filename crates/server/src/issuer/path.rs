//! The paths of the issuer's endpoints.

pub(crate) const AUTHORIZE: &str = "/oauth2/authorize";
pub(crate) const TOKEN: &str = "/oauth2/token";
pub(crate) const REVOKE: &str = "/oauth2/revoke";
pub(crate) const INTROSPECT: &str = "/oauth2/introspect";
pub(crate) const PROVIDER_TOKEN: &str = "/oauth2/provider-token";
pub(crate) const USERINFO: &str = "/oauth2/userinfo";
pub(crate) const JWKS: &str = "/oauth2/jwks";
pub(crate) const LOGOUT: &str = "/oauth2/logout";
pub(crate) const CHOOSE: &str = "/auth/choose";
pub(crate) const CALLBACK: &str = "/auth/callback/{connection}";
pub(crate) const ANSWER: &str = "/auth/answer";
pub(crate) const INVITATION: &str = "/auth/invitation/{invitation}";
pub(crate) const PROVIDER_LOGOUT: &str = "/auth/backchannel-logout/{connection}";
pub(crate) const CONNECTIONS: &str = "/auth/connections";
pub(crate) const INITIATE: &str = "/auth/initiate";
/// The path of the redirect URI of the console.
pub(crate) const CONSOLE_CALLBACK: &str = "/console/callback";

/// Returns `true` if a person sees the answers of a path, so that they are pages.
pub(crate) fn is_page(path: &str) -> bool {
    let below = |pattern: &str| pattern.split_once('{').is_some_and(|(folder, _)| path.starts_with(folder));
    [AUTHORIZE, LOGOUT, CHOOSE, ANSWER, INITIATE, CONSOLE_CALLBACK].contains(&path)
        || below(CALLBACK)
        || below(INVITATION)
}
