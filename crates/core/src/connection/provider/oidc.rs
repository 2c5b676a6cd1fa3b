//! Any OpenID Connect provider without provider-specific rules: its settings, documents and tokens.
//!
//! Sources: OpenID Connect Core, OpenID Connect Discovery, RFC 9068 (access tokens).

use alloc::format;
use alloc::string::ToString;

use super::super::{TokenUse, UserinfoUse, has_many_tenants};
use super::ConnectionConfiguration;
use super::claims::no_machine;
use super::client::{self, AccessAudience, Tokens, TrustEmail, client_fields, with_client};
use super::entra_id::{is_login_host, shared_tenant, tenant_not_pinned};
use super::{
    Checked, ClaimRules, FormTexts, LoginRules, OrganizationClaim, ProviderTexts, SettingsRules, endpoint_at_end,
    issuer_form, texts,
};
use crate::connection::recognized::RecognitionRules;
use crate::connection::settings::field::{Field, ISSUER, PROVIDER_ORGANIZATION};
use crate::connection::settings::reader::SettingsReader;
use crate::text::Issuer;
use crate::token::claims::has_standard_form;
use crate::token::session::standard_roles;

/// The settings of a generic provider.
pub(in crate::connection) const SETTINGS: SettingsRules = SettingsRules {
    fields: client_fields![ISSUER.required(), Field::url("discoveryUri"), PROVIDER_ORGANIZATION],
    token_uses: client::ID_OR_ACCESS,
    algorithms: client::ASYMMETRIC,
    userinfo: &UserinfoUse::ALL,
    check,
    keys: |_| None,
    login: Some(LoginRules {
        prompt: "login",
        // RFC 8707.
        audience_parameter: Some("resource"),
        organization_parameter: None,
        hides_pkce: false,
        hides_public_clients: false,
        hides_verified_claim: false,
    }),
    issuer_difference: |_| None,
    endpoint_domains: &[],
    any_endpoint_host: false,
    example_word: None,
    endpoints: &[],
};

/// The rules for tokens of other providers.
pub(in crate::connection) const CLAIMS: ClaimRules = ClaimRules {
    has_form: has_standard_form,
    session_status: None,
    party_or_audience_is_enough: false,
    is_machine: no_machine,
    access_token_subject: "sub",
    subject: "sub",
    party: "azp",
    verified: "email_verified",
    may_trust_email: true,
    groups: "groups",
    groups_are_incomplete: None,
    leaves_out_no_groups: false,
    organization: OrganizationClaim::Text("org_id"),
    preferred_organization: None,
    organization_slug: None,
    membership: None,
    roles: standard_roles,
    permissions: None,
    factor_ages: None,
    tells_methods: true,
};

/// The texts about other providers.
pub(in crate::connection) const TEXTS: ProviderTexts = ProviderTexts {
    display_name: "OpenID Connect",
    missing_subject: texts::MISSING_SUBJECT,
    missing_audience: texts::MISSING_AUDIENCE,
    missing_party: texts::MISSING_PARTY,
    missing_email_in_id_token: "Request the scope `email` at login; if the address is only at the userinfo endpoint, set `userinfo` to `when_missing`.",
    missing_email: "Have the provider add it to access tokens, or send ID tokens.",
    missing_verified_in_id_token: texts::MISSING_VERIFIED,
    missing_verified: texts::MISSING_VERIFIED,
    unverified: texts::UNVERIFIED,
    missing_groups: Some("To map groups to roles, have the provider send the claim `groups`."),
    too_many_groups: None,
    missing_organization: None,
    no_audience_setting: texts::NO_AUDIENCE_SETTING,
};

/// The settings of a generic provider in forms.
pub(in crate::connection) const FORM: FormTexts = FormTexts {
    examples: &[("issuer", "https://login.acme.com"), ("clientId", "web")],
    labels: &[],
    alternatives: &[],
};

/// A generic provider has no traces in pasted texts.
pub(in crate::connection) const RECOGNITION: RecognitionRules =
    RecognitionRules { words: &[], telling_name: None, address: |_| None, identifier: |_| None };

fn check(reader: &mut SettingsReader<'_>) -> Checked {
    let issuer = issuer(reader);
    let discovery = client::endpoint(reader, "discoveryUri");
    let provider_organization = client::provider_organizations(reader, None);
    let tokens = Tokens {
        uses: SETTINGS.token_uses,
        // The only token whose form OpenID Connect specifies.
        default_use: Some(TokenUse::IdToken),
        algorithms: SETTINGS.algorithms,
        access_audience: AccessAudience::Api(
            "Add the audience of your provider's access tokens for your API.".to_string(),
        ),
        names_client: false,
        trust_email: match &issuer {
            Some(issuer) if has_many_tenants(issuer.as_str()) => TrustEmail::Refused,
            Some(issuer) if is_entra_id(issuer) => TrustEmail::Guests,
            _ => TrustEmail::Warned,
        },
        userinfo: SETTINGS.userinfo,
        any_client_id: true,
    };
    let client = client::check(reader, &tokens)?;
    let (issuer, discovery) = (issuer?, discovery?);
    Some(with_client!(Oidc { issuer, discovery_uri: discovery, provider_organization }, client))
}

/// Returns `true` if an issuer is Entra ID's. Addresses in its tokens are no more reliable if it is
/// configured as a generic provider (pitfall C01). `sts.windows.net` is the issuer of its version 1
/// tokens.
fn is_entra_id(issuer: &Issuer) -> bool {
    let host = issuer.as_str().split('/').nth(2).unwrap_or("");
    is_login_host(host) || host == "sts.windows.net"
}

fn issuer(reader: &mut SettingsReader<'_>) -> Option<Issuer> {
    let address = reader.address("issuer", false)?;
    if endpoint_at_end(&address.text).is_some() {
        issuer_form(reader, &address.text, "");
        return None;
    }
    // Entra ID's tokens never name the shared tenants that its documents are published under
    // (pitfall C16).
    let tenant = address.path.split('/').nth(1).unwrap_or("");
    if is_login_host(&address.host) && shared_tenant(tenant) {
        tenant_not_pinned(reader, "issuer", &format!("`{tenant}`"));
        return None;
    }
    Issuer::new(&address.text)
}
