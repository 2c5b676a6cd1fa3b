//! Issuers at which anybody may have an account, so that nobody but the provider's own claim may
//! vouch for an address.

use crate::connection::provider::stands_for_many;

/// The issuers, as their discovery documents name them (`/.well-known/openid-configuration` below
/// each; Google's older tokens leave the scheme out).
const ISSUERS: &[&str] = &[
    "https://accounts.google.com",
    "accounts.google.com",
    "https://appleid.apple.com",
    "https://www.facebook.com",
    "https://limited.facebook.com",
    "https://www.linkedin.com/oauth",
    "https://slack.com",
    "https://gitlab.com",
    "https://id.twitch.tv/oauth2",
    "https://api.login.yahoo.com",
    "https://login.salesforce.com",
    "https://access.line.me",
    "https://kauth.kakao.com",
];

/// Returns `true` if anybody may have an account at this issuer.
pub(in crate::connection) fn has_many_tenants(issuer: &str) -> bool {
    let issuer = issuer.strip_suffix('/').unwrap_or(issuer);
    ISSUERS.contains(&issuer) || stands_for_many(issuer)
}
