//! Reads the provider's session data from a token, in addition to the user's identity. It is the
//! provider's statement about its own roles. [`crate::session`] decides the permissions of a
//! session in Cora.

use alloc::string::String;
use alloc::vec::Vec;
use cora_wire_derive::record;

use super::claims::Claims;
use super::userinfo::{UserinfoClaim, UserinfoNeed};
use super::{TokenError, TokenErrorCode, about, organization_of, party};
use crate::connection::{Connection, TokenUse};
use crate::identity::{LoginIdentity, UnreadClaim};
use crate::time::UnixSeconds;

/// Maximum roles, permissions or scopes in one token. A token with more permissions or scopes is
/// rejected with `claim_invalid`; more roles are left out.
pub const MAX_ITEMS: usize = 1000;

/// Maximum bytes of a role, permission, scope, or identifier of an organization.
const MAX_BYTES: usize = 512;

/// The content of an accepted token.
#[record]
pub struct AcceptedToken {
    /// The identity that logs in.
    pub login: LoginIdentity,
    /// The session at the provider.
    pub session: ProviderSession,
    /// The need for the answer of the userinfo endpoint, to accept the token again with it.
    pub userinfo: UserinfoNeed,
    /// The parts of the login that the answer of the userinfo endpoint completed.
    pub from_userinfo: Vec<UserinfoClaim>,
}

/// A session as the provider describes it in a token.
#[record]
pub struct ProviderSession {
    /// The kind of the token.
    pub token_use: TokenUse,
    /// The party that the token was issued to (`azp`, `cid`, `client_id`, `appid`); null if it
    /// names none.
    pub authorized_party: Option<String>,
    /// The organization at the provider that the session is active in; null if there is none, or
    /// the provider has no organizations.
    pub organization: Option<ProviderMembership>,
    /// Roles at the provider outside an organization: the claim `roles`, Keycloak's realm roles,
    /// Keycloak's client roles as `client:role`, and ZITADEL's roles in the client's project, those
    /// in another organization than the user's own as `organization:role`.
    pub roles: Vec<String>,
    /// Permissions outside an organization (Auth0 `permissions`).
    pub permissions: Vec<String>,
    /// The granted scopes (`scope`, RFC 8693 §4.2; Okta and Entra ID `scp`).
    pub scopes: Vec<String>,
    /// `true` if the person may have more groups than the login lists, as the login says.
    pub groups_incomplete: bool,
    /// The time at which the user authenticated (`auth_time`, OpenID Connect Core §2), in seconds
    /// since the epoch, UTC; null if the token does not state it.
    pub authenticated_at: Option<UnixSeconds>,
    /// The age of the user's first and second factor verification when the token was issued, in
    /// minutes (Clerk `fva`); null for other providers.
    pub factor_verification_age: Option<FactorVerificationAge>,
}

/// The ages of the factor verifications, in minutes.
#[record]
pub struct FactorVerificationAge {
    /// The age of the first factor; null if it was not verified.
    pub first: Option<u32>,
    /// The age of the second factor; null if it was not verified.
    pub second: Option<u32>,
}

/// The user's membership in an organization at the provider.
#[record]
pub struct ProviderMembership {
    /// The identifier of the organization (Clerk and Auth0 `org_…`, Entra ID `tid`, Google `hd`,
    /// Keycloak's alias, PingOne `org`, ZITADEL's resource owner).
    pub id: String,
    /// The slug of the organization; null if the token has none.
    pub slug: Option<String>,
    /// The user's role in the organization, as the provider writes it (Clerk `org:admin`); null if
    /// the token has none.
    pub role: Option<String>,
    /// The user's permissions in the organization (Clerk `org:feature:permission`).
    pub permissions: Vec<String>,
}

/// Accepts a text of at most [`MAX_BYTES`]; anything longer is `claim_invalid`.
pub(crate) fn membership_text(text: &str, claim: &str) -> Result<String, TokenError> {
    if text.len() > MAX_BYTES { Err(about(TokenErrorCode::ClaimInvalid, claim)) } else { Ok(String::from(text)) }
}

/// Accepts at most [`MAX_ITEMS`] texts; more are `claim_invalid`.
pub(crate) fn names(items: &[&str], claim: &str) -> Result<Vec<String>, TokenError> {
    if items.len() > MAX_ITEMS {
        return Err(about(TokenErrorCode::ClaimInvalid, claim));
    }
    items.iter().map(|item| membership_text(item, claim)).collect()
}

/// Reads the session data of a token.
///
/// Roles, the time of authentication and the organization by itself grant nothing here, so they are
/// left out and noted if they cannot be read. `groups_incomplete` is left to the caller.
pub(super) fn provider_session(
    claims: &Claims<'_>,
    connection: &Connection,
    unread: &mut Vec<UnreadClaim>,
) -> Result<ProviderSession, TokenError> {
    let rules = connection.kind.claim_rules();
    let authorized_party = party(claims)?.map(|(_, party)| String::from(party));
    let roles = (rules.roles)(claims);
    unread.extend(roles.is_err().then_some(UnreadClaim::Roles));
    let authenticated_at = claims.raw("auth_time").filter(|time| !time.is_null()).map(|_| claims.time("auth_time"));
    let is_unread = authenticated_at.as_ref().is_some_and(Result::is_err);
    unread.extend(is_unread.then_some(UnreadClaim::AuthTime));
    Ok(ProviderSession {
        token_use: connection.token_use,
        authorized_party,
        organization: match rules.membership {
            Some(membership) => membership(claims)?,
            None => organization(claims, connection, unread),
        },
        roles: roles.unwrap_or_default(),
        permissions: match rules.permissions {
            Some(claim) => names(&claims.texts(claim)?, claim)?,
            None => Vec::new(),
        },
        scopes: scopes(claims)?,
        groups_incomplete: false,
        authenticated_at: authenticated_at.and_then(Result::ok).flatten(),
        factor_verification_age: match rules.factor_ages {
            Some(ages) => ages(claims)?,
            None => None,
        },
    })
}

/// Reads the organization of a provider whose tokens say nothing else about it. One that cannot be
/// read is noted with the login.
fn organization(
    claims: &Claims<'_>,
    connection: &Connection,
    unread: &mut Vec<UnreadClaim>,
) -> Option<ProviderMembership> {
    let id = organization_of(claims, connection.kind).ok()??;
    let slug = connection
        .kind
        .claim_rules()
        .organization_slug
        .map_or(Ok(None), |name| claims.text(name)?.map(|slug| membership_text(slug, name)).transpose());
    unread.extend(slug.is_err().then_some(UnreadClaim::Organization));
    let (id, slug) = (String::from(id.as_str()), slug.ok().flatten());
    Some(ProviderMembership { id, slug, role: None, permissions: Vec::new() })
}

/// Reads the roles of the standard claim (RFC 9068 §2.2.3.1).
pub(crate) fn standard_roles(claims: &Claims<'_>) -> Result<Vec<String>, TokenError> {
    names(&claims.texts("roles")?, "roles")
}

/// Reads scopes from a space-separated text or a list.
fn scopes(claims: &Claims<'_>) -> Result<Vec<String>, TokenError> {
    let claim = if claims.has("scope") { "scope" } else { "scp" };
    let texts = claims.texts(claim)?;
    let scopes: Vec<&str> = texts.iter().flat_map(|text| text.split_ascii_whitespace()).collect();
    names(&scopes, claim)
}
