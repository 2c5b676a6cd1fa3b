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

fn example(kind: ConnectionKind, name: &str) -> Option<&'static str> {
    kind.form_texts().examples.iter().find(|(known, _)| *known == name).map(|(_, example)| *example)
}

/// Returns the name that the provider's own pages give a setting.
pub(super) fn provider_label(kind: ConnectionKind, name: &str) -> Option<&'static str> {
    kind.form_texts().labels.iter().find(|(known, _)| *known == name).map(|(_, label)| *label)
}
