//! The texts about settings, for forms.

use super::FieldGroup;
use super::FieldGroup::{Client, Provider, Tokens, Trust};
use crate::connection::ConnectionKind;

/// The texts about a setting.
pub(super) struct FieldTexts {
    pub group: FieldGroup,
    pub label: &'static str,
    pub description: &'static str,
    pub example: Option<&'static str>,
    pub danger: Option<&'static str>,
}

const fn field(group: FieldGroup, label: &'static str, description: &'static str) -> FieldTexts {
    FieldTexts { group, label, description, example: None, danger: None }
}

impl FieldTexts {
    const fn example(mut self, example: &'static str) -> Self {
        self.example = Some(example);
        self
    }

    const fn danger(mut self, danger: &'static str) -> Self {
        self.danger = Some(danger);
        self
    }
}

/// Returns the texts about a setting.
pub(super) fn texts(kind: ConnectionKind, name: &str) -> FieldTexts {
    let texts = general(name);
    match example(kind, name) {
        Some(example) => texts.example(example),
        None => texts,
    }
}

fn general(name: &str) -> FieldTexts {
    match name {
        "issuer" => field(Provider, "Issuer", "The issuer that tokens name, exactly as the provider writes it."),
        "domain" => field(Provider, "Domain", "The domain of the tenant at the provider."),
        "jwksUri" => field(
            Provider,
            "Address of the keys",
            "The address of the signing keys, for a server that reaches the provider by another name than the issuer's.",
        ),
        "discoveryUri" => field(
            Provider,
            "Address of the discovery document",
            "The address of the discovery document, if it is not at the usual place below the issuer.",
        ),
        "tenantId" => field(Provider, "Tenant", "The identifier of the directory whose people sign in."),
        "userPoolId" => field(Provider, "User pool", "The identifier of the user pool."),
        "region" => field(Provider, "Region", "The region of the provider."),
        "serverUrl" => field(Provider, "Server", "The base address of the server, without a slash at its end."),
        "realm" => field(Provider, "Realm", "The name of the realm whose people sign in."),
        "environmentId" => field(Provider, "Environment", "The identifier of the environment."),
        "applicationSlug" => field(Provider, "Application", "The slug of the application."),
        "publishableKey" => {
            field(Provider, "Publishable key", "The public key of the instance, which says where it is.")
        }
        "proxyUrl" => field(Provider, "Proxy", "The address at which your application serves the Frontend API."),
        "satelliteDomain" => field(Provider, "Satellite domain", "The domain of a satellite application."),
        "clientId" => field(Client, "Client ID", "The identifier of your application at the provider."),
        "clientSecret" => field(
            Client,
            "Client secret",
            "A reference to the secret of your application, or the secret itself, which is stored encrypted.",
        ),
        "secretKey" => field(
            Client,
            "Secret key",
            "A reference to the secret key of the instance, or the key itself, which is stored encrypted.",
        ),
        "scopes" => field(Client, "Scopes", "The scopes that a login asks for."),
        "tokenUse" => field(Tokens, "Kind of token", "The kind of token that your application sends."),
        "audiences" => field(Tokens, "Audiences", "The audiences that tokens may be for."),
        "authorizedParties" => field(Tokens, "Authorized parties", "The parties that tokens may have been issued to."),
        "algorithms" => field(Tokens, "Algorithms", "The algorithms that tokens may be signed with."),
        "jwtKey" => field(Tokens, "Public key", "The key that verifies tokens, so that nothing is fetched."),
        "emailClaim" => field(Tokens, "Claim of the address", "The path of the claim that holds the e-mail address."),
        "groupsClaim" => field(Tokens, "Claims of the groups", "The paths of the claims that hold the groups."),
        "leewaySeconds" => field(
            Tokens,
            "Tolerated difference of clocks",
            "The seconds by which the provider's clock may differ from this one.",
        )
        .example("30"),
        "userinfo" => field(
            Tokens,
            "Userinfo endpoint",
            "The extent to which the userinfo endpoint completes the claims of tokens.",
        ),
        "trustEmail" => field(
            Trust,
            "Trust in addresses",
            "The extent to which an address counts as verified without the provider's saying so.",
        )
        .danger("Anybody who can have the provider write an address could take over the account that has it."),
        "admitsWithoutEmail" => field(
            Trust,
            "Admit people without an address",
            "If set, the organization's connection admits people who have no e-mail address.",
        )
        .danger("Everybody whom the provider lets in could sign in, without an address that shows who they are."),
        "allowOutsideDomains" => field(
            Trust,
            "Admit addresses of other domains",
            "If set, the organization's connection admits people whose address is outside its domains.",
        )
        .danger("Everybody whom the provider lets in could become a member, guests included."),
        "providerOrganization" => field(
            Trust,
            "Organizations at the provider",
            "The organizations at the provider of which tokens must name one.",
        ),
        "hostedDomain" => field(Trust, "Workspace domains", "The Workspace domains of which tokens must name one.")
            .example("acme.example.com"),
        "resourceOwner" => field(
            Trust,
            "Organization at the provider",
            "The identifier of the organization that people must belong to.",
        ),
        "requiredGroups" => field(Trust, "Required groups", "The groups of which every person must have one."),
        // A test asks for texts about every setting.
        _ => field(Provider, "", ""),
    }
}

/// Returns an example of a kind's own form.
const fn examples(kind: ConnectionKind) -> &'static [(&'static str, &'static str)] {
    match kind {
        ConnectionKind::Okta => &[
            ("issuer", "https://acme.okta.com/oauth2/default"),
            ("domain", "acme.okta.com"),
            ("clientId", "0oa1b2c3d4e5f6g7h8i9"),
            ("audiences", "api://default"),
        ],
        ConnectionKind::Clerk => &[
            ("issuer", "https://clerk.acme.com"),
            ("authorizedParties", "https://app.acme.com"),
            ("proxyUrl", "https://app.acme.com/__clerk"),
        ],
        ConnectionKind::Oidc => &[("issuer", "https://login.acme.com"), ("clientId", "web")],
        ConnectionKind::EntraId => &[
            ("tenantId", "4a3b2c1d-0e9f-4a8b-b7c6-d5e4f3a2b1c0"),
            ("issuer", "https://login.microsoftonline.com/4a3b2c1d-0e9f-4a8b-b7c6-d5e4f3a2b1c0/v2.0"),
            ("clientId", "5b4c3d2e-1f0a-4b9c-88d7-e6f5a4b3c2d1"),
        ],
        ConnectionKind::Google => &[
            ("issuer", "https://accounts.google.com"),
            ("clientId", "123456789012-a1b2c3d4e5f6g7h8i9j0k1l2m3n4o5p6.apps.googleusercontent.com"),
        ],
        ConnectionKind::Auth0 => &[
            ("domain", "acme.eu.auth0.com"),
            ("issuer", "https://acme.eu.auth0.com/"),
            ("clientId", "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6"),
            ("audiences", "https://api.acme.com"),
        ],
        ConnectionKind::Cognito => &[
            ("userPoolId", "eu-central-1_AbCdEfGhI"),
            ("region", "eu-central-1"),
            ("issuer", "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbCdEfGhI"),
            ("clientId", "1a2b3c4d5e6f7g8h9i0j1k2l3m"),
        ],
        ConnectionKind::Keycloak => &[
            ("serverUrl", "https://sso.acme.com"),
            ("realm", "acme"),
            ("issuer", "https://sso.acme.com/realms/acme"),
            ("clientId", "web"),
        ],
        ConnectionKind::Zitadel => {
            &[("issuer", "https://acme-a1b2c3.zitadel.cloud"), ("clientId", "267890123456789012")]
        }
        ConnectionKind::Ping => &[
            ("environmentId", "6c5d4e3f-2a1b-4c0d-99e8-f7a6b5c4d3e2"),
            ("region", "EU"),
            ("issuer", "https://auth.pingone.eu/6c5d4e3f-2a1b-4c0d-99e8-f7a6b5c4d3e2/as"),
            ("clientId", "7d6e5f4a-3b2c-4d1e-aaf9-a8b7c6d5e4f3"),
        ],
        ConnectionKind::Authentik => &[
            ("serverUrl", "https://auth.acme.com"),
            ("applicationSlug", "web"),
            ("issuer", "https://auth.acme.com/application/o/web/"),
        ],
    }
}

fn example(kind: ConnectionKind, name: &str) -> Option<&'static str> {
    examples(kind).iter().find(|(known, _)| *known == name).map(|(_, example)| *example)
}

/// Returns the name that the provider's own pages give a setting.
pub(super) fn provider_label(kind: ConnectionKind, name: &str) -> Option<&'static str> {
    Some(match (kind, name) {
        (ConnectionKind::Okta, "issuer") => "Issuer URI",
        (ConnectionKind::Okta, "domain") => "Okta domain",
        (ConnectionKind::EntraId, "tenantId") => "Directory (tenant) ID",
        (ConnectionKind::EntraId, "clientId") => "Application (client) ID",
        (ConnectionKind::EntraId, "clientSecret") => "Client secret, Value",
        (ConnectionKind::Auth0, "audiences") => "API Identifier",
        (ConnectionKind::Cognito, "userPoolId") => "User pool ID",
        (ConnectionKind::Cognito, "clientId") => "App client ID",
        (ConnectionKind::Cognito, "clientSecret") => "App client secret",
        (ConnectionKind::Keycloak, "realm") => "Realm name",
        (ConnectionKind::Zitadel, "resourceOwner") => "Resource ID of the organization",
        (ConnectionKind::Ping, "environmentId") => "Environment ID",
        (ConnectionKind::Authentik, "applicationSlug") => "Slug",
        (ConnectionKind::Clerk, "jwtKey") => "JWKS Public Key",
        _ => return None,
    })
}

/// Returns the sets of settings of which a kind needs one, in addition to its required settings.
pub(super) const fn alternatives(kind: ConnectionKind) -> &'static [&'static [&'static str]] {
    match kind {
        ConnectionKind::EntraId => &[&["tenantId"], &["issuer"]],
        ConnectionKind::Auth0 => &[&["domain"], &["issuer"]],
        ConnectionKind::Cognito => &[&["userPoolId"], &["issuer"]],
        ConnectionKind::Keycloak => &[&["serverUrl", "realm"], &["issuer"]],
        ConnectionKind::Ping => &[&["environmentId"], &["issuer"]],
        ConnectionKind::Authentik => &[&["serverUrl", "applicationSlug"], &["issuer"]],
        ConnectionKind::Okta
        | ConnectionKind::Clerk
        | ConnectionKind::Oidc
        | ConnectionKind::Google
        | ConnectionKind::Zitadel => &[],
    }
}
