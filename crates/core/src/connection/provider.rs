//! The kinds of identity provider: one file each, and an entry in the list at the end.
//!
//! A provider's file holds tables of constants and functions, one for each purpose. They are apart
//! so that a host that needs one of them is not made larger by the others.

mod auth0;
mod authentik;
mod claims;
mod clerk;
mod client;
mod cognito;
mod declaration;
mod entra_id;
mod google;
mod keycloak;
pub(super) mod multi_tenant;
mod oidc;
mod okta;
pub(super) mod organizations;
mod ping;
mod settings;
mod texts;
mod view;
mod zitadel;

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use cora_wire_derive::{codes, union};

use super::{ProviderOrganizations, SignatureAlgorithm, TokenUse, UserinfoUse};
use crate::connection::recognized::RecognitionRules;
use crate::connection::report::issue::ConnectionIssueCode;
use crate::connection::secret::reference::SecretReference;
use crate::connection::settings::field::Field;
use crate::connection::settings::reader::SettingsReader;
use crate::evidence::EmailTrust;
use crate::issue::shown::quote_shortened;
use crate::text::{Audience, ClaimPath, EndpointUrl, GroupName, Issuer, SettingText};
use crate::time::Leeway;
pub(crate) use claims::{ClaimRules, OrganizationClaim};
use declaration::providers;
pub use settings::LoginRules;
pub(super) use settings::{COPY_ISSUER, IssuerDifference, Issuers, SettingsRules};
pub(super) use texts::FormTexts;
pub(crate) use texts::ProviderTexts;
pub use view::ConfigurationView;

pub(super) use clerk::instance_facts as clerk_facts;
pub(super) use entra_id::stands_for_many;
pub(super) use okta::facts as okta_facts;

/// Returns the settings that a kind has.
pub(super) const fn fields(kind: ConnectionKind) -> &'static [Field] {
    kind.settings_rules().fields
}

/// The configuration that a check builds from settings without errors; `None` if there are errors.
pub(super) type Checked = Option<ConnectionConfiguration>;

/// The path of discovery documents below the issuer (OpenID Connect Discovery §4).
pub(super) const DISCOVERY_PATH: &str = "/.well-known/openid-configuration";

/// The paths of documents that many providers have.
const USUAL_ENDPOINTS: &[&str] = &[DISCOVERY_PATH, "/.well-known/oauth-authorization-server", "/.well-known/jwks.json"];

/// Returns the path of a document or endpoint at the end of an issuer that was copied from the
/// wrong line.
pub(super) fn endpoint_at_end(url: &str) -> Option<&'static str> {
    let url = url.split(['?', '#']).next().unwrap_or(url);
    let own = ConnectionKind::ALL.into_iter().flat_map(|kind| kind.settings_rules().endpoints);
    USUAL_ENDPOINTS.iter().chain(own).copied().find(|end| url.ends_with(end))
}

/// Reports that a text is not an issuer of this provider, and explains the expected form.
fn issuer_form(reader: &mut SettingsReader<'_>, text: &str, help: &str) {
    let shown = quote_shortened(text);
    let help = match endpoint_at_end(text) {
        Some(end) => format!("Remove `{end}`: the issuer is the part before it."),
        None => String::from(help),
    };
    reader.error("issuer", ConnectionIssueCode::IssuerForm, format!("{shown} is not an issuer of this provider"), help);
}

/// Reports a URL that ends in a slash although the provider's do not.
fn trailing_slash(reader: &mut SettingsReader<'_>, name: &str, text: &str) {
    let message = format!("{} ends with a slash, but this provider's issuers do not", quote_shortened(text));
    reader.error(name, ConnectionIssueCode::TrailingSlash, message, "Remove the slash.");
}

/// Reports that a setting and the issuer contradict each other.
fn conflict(reader: &mut SettingsReader<'_>, name: &str) {
    let message = format!("`{name}` and `issuer` contradict each other");
    let help = format!("Remove one: `issuer` follows from `{name}`, and the other way round.");
    reader.error(name, ConnectionIssueCode::IssuerConflict, message, help);
}

providers! {
/// The kind of identity provider. It decides how claims are read.
pub enum ConnectionKind {
    /// Okta.
    Okta = okta {
        /// The issuer: `https://{domain}` for the org authorization server, or
        /// `https://{domain}/oauth2/{id}` for a custom one.
        issuer,
    } + client {
        /// The client ID registered at Okta.
        client_id,
    }
    /// Clerk.
    Clerk = clerk {
        /// The issuer, which is the Frontend API: `https://clerk.{domain}` or
        /// `https://{slug}.clerk.accounts.dev`.
        issuer,
        /// The publishable key, `pk_test_…` or `pk_live_…`.
        publishable_key: SettingText as publishable_key,
        /// A reference to the secret key; null if nothing calls Clerk's Backend API.
        secret_key: Option<SecretReference> as secret_key,
        /// The public key that verifies session tokens, as PEM, for verification without a network.
        jwt_key: Option<SettingText> as jwt_key,
        /// The URL of the proxy that serves the Frontend API; null if there is no proxy.
        proxy_url: Option<EndpointUrl> as proxy_url,
        /// The organizations of which session tokens must name one as active; null if any is
        /// accepted, and none.
        #[serde(default)]
        provider_organization: ProviderOrganizations as provider_organizations,
        /// The audiences that tokens may be for, if a JWT template sets one.
        audiences: Vec<Audience> as audiences,
        /// The origins that sessions may belong to. Required, because session tokens name no
        /// audience.
        authorized_parties: Vec<Audience> as authorized_parties,
        /// The algorithms that tokens may be signed with.
        algorithms: Vec<SignatureAlgorithm> as algorithms,
        /// `true` if the organization's connection may admit users whose address is outside its
        /// domains.
        allow_outside_domains: bool as allow_outside_domains,
        /// The path of the claim that holds the address; null for `email`.
        #[serde(default)]
        email_claim: Option<ClaimPath> as email_claim,
        /// `true` if the organization's connection admits people who have no address.
        #[serde(default)]
        admits_without_email: bool as admits_without_email,
        /// The paths of the claims that hold the groups; empty for `groups`.
        #[serde(default)]
        groups_claim: Vec<ClaimPath> as groups_claim,
        /// The tolerated difference between the provider's clock and this one.
        #[serde(default)]
        leeway_seconds: Leeway as leeway_seconds,
        /// The groups of which every person who uses the connection must have one.
        #[serde(default)]
        required_groups: Vec<GroupName> as required_groups,
    }
    /// Any OpenID Connect provider without provider-specific rules.
    Oidc = oidc {
        /// The issuer that tokens name.
        issuer,
    } + client {
        /// The client ID registered at the provider.
        client_id,
        /// The URL of the discovery document; null if it is at the standard path below the issuer.
        discovery_uri: Option<EndpointUrl> as discovery_uri,
        /// The organizations of which tokens must name one (`org_id`); null if any is accepted.
        #[serde(default)]
        provider_organization: ProviderOrganizations as provider_organizations,
    }
    /// Microsoft Entra ID, with one tenant.
    EntraId = entra_id {
        /// The issuer, `https://login.microsoftonline.com/{tenant}/v2.0`.
        issuer,
        /// The ID of the tenant, a UUID.
        tenant_id: SettingText,
    } + client {
        /// The ID of the application registered in the tenant, a UUID.
        client_id,
    }
    /// Google.
    Google = google {
        /// The issuer, `https://accounts.google.com`.
        issuer,
        /// The client ID registered at Google, `….apps.googleusercontent.com`.
        client_id: Audience as client_id,
        /// A reference to the client secret; null for a public client.
        client_secret: Option<SecretReference> as client_secret,
        /// The URL of the keys; null for Google's own.
        #[serde(default)]
        jwks_uri: Option<EndpointUrl> as jwks_uri,
        /// The Workspace domains (`hd`), one text or a list of several; null if any account is
        /// accepted. The login parameter is only a hint; tokens must name one in their claim.
        #[serde(default)]
        hosted_domain: ProviderOrganizations as hosted_domain,
        /// The scopes that a login asks for.
        scopes: Vec<SettingText> as scopes,
        /// The audiences that tokens may be for.
        audiences: Vec<Audience> as audiences,
        /// The parties that tokens may have been issued to.
        authorized_parties: Vec<Audience> as authorized_parties,
        /// The algorithms that tokens may be signed with.
        algorithms: Vec<SignatureAlgorithm> as algorithms,
        /// `true` if the organization's connection may admit users whose address is outside its
        /// domains.
        allow_outside_domains: bool as allow_outside_domains,
        /// The tolerated difference between the provider's clock and this one.
        #[serde(default)]
        leeway_seconds: Leeway as leeway_seconds,
        /// The groups of which every person who uses the connection must have one.
        #[serde(default)]
        required_groups: Vec<GroupName> as required_groups,
    }
    /// Auth0.
    Auth0 = auth0 {
        /// The issuer, `https://{domain}/`, including the trailing slash.
        issuer,
        /// The domain of the tenant, or its custom domain.
        domain: SettingText,
        /// The organizations of which tokens must name one (`org_id`); null if any is accepted.
        #[serde(default)]
        provider_organization: ProviderOrganizations as provider_organizations,
    } + client {
        /// The client ID of the application registered at Auth0.
        client_id,
    }
    /// Amazon Cognito.
    Cognito = cognito {
        /// The issuer, `https://cognito-idp.{region}.amazonaws.com/{user pool}`.
        issuer,
        /// The AWS region, such as `eu-central-1`.
        region: SettingText,
        /// The ID of the user pool, such as `eu-central-1_AbCdEfGhI`.
        user_pool_id: SettingText,
    } + client {
        /// The ID of the app client in the user pool.
        client_id,
    }
    /// Keycloak.
    Keycloak = keycloak {
        /// The issuer, `{server}/realms/{realm}`.
        issuer,
        /// The server's base URL. It ends in `/auth` before version 17.
        server_url: EndpointUrl,
        /// The name of the realm.
        realm: SettingText,
        /// The organizations of which tokens must name one (`organization`); null if any is
        /// accepted.
        #[serde(default)]
        provider_organization: ProviderOrganizations as provider_organizations,
    } + client {
        /// The client ID registered in the realm.
        client_id,
    }
    /// ZITADEL.
    Zitadel = zitadel {
        /// The issuer, `https://{domain of the instance}`.
        issuer,
        /// The ID of the organization that users must belong to; null if users of any organization
        /// of the instance are accepted.
        resource_owner: Option<SettingText> as provider_organization,
    } + client {
        /// The client ID of the application in ZITADEL.
        client_id,
    }
    /// PingOne.
    Ping = ping {
        /// The issuer, `https://auth.pingone.{top level domain}/{environment}/as`, or
        /// `https://{custom domain}/as`.
        issuer,
        /// The ID of the environment, a UUID; null if the issuer is on a custom domain and the
        /// settings do not state it.
        environment_id: Option<SettingText>,
    } + client {
        /// The client ID of the application in PingOne.
        client_id,
    }
    /// authentik.
    Authentik = authentik {
        /// The issuer, `{server}/application/o/{slug}/`, including the trailing slash.
        issuer,
        /// The server's base URL, without a slash at its end.
        server_url: EndpointUrl,
        /// The slug of the application.
        application_slug: SettingText,
    } + client {
        /// The client ID of the application's provider.
        client_id,
    }
}
}
