//! The texts about a provider.

/// The texts about a kind of provider: its name, and how to make its tokens carry a claim. The
/// sources of the latter are each provider's page on customizing tokens.
pub(crate) struct ProviderTexts {
    /// The provider's name for people.
    pub display_name: &'static str,
    /// The remedy for a missing subject.
    pub missing_subject: &'static str,
    /// The remedy for a missing audience.
    pub missing_audience: &'static str,
    /// The remedy for a missing authorized party.
    pub missing_party: &'static str,
    /// The remedy for an ID token without an address.
    pub missing_email_in_id_token: &'static str,
    /// The remedy for another token without an address.
    pub missing_email: &'static str,
    /// The remedy for an ID token that does not say whether the address is verified.
    pub missing_verified_in_id_token: &'static str,
    /// The remedy for another token that does not say whether the address is verified.
    pub missing_verified: &'static str,
    /// The remedy for an address that is not verified.
    pub unverified: &'static str,
    /// The remedy for missing groups; `None` if tokens cannot carry them.
    pub missing_groups: Option<&'static str>,
    /// The remedy for groups that were left out because there are too many; `None` if the provider
    /// leaves none out.
    pub too_many_groups: Option<&'static str>,
    /// The reason for a missing organization; `None` if nothing is to be said about it.
    pub missing_organization: Option<&'static str>,
    /// The remedy for a connection that names neither an audience nor an authorized party.
    pub no_audience_setting: &'static str,
}

/// The texts about a kind of provider in the form of its settings. The provider's pages are their
/// source.
pub(in crate::connection) struct FormTexts {
    /// Examples of settings in the kind's own form: the setting, and the example.
    pub examples: &'static [(&'static str, &'static str)],
    /// The names that the provider's own pages give settings: the setting, and the name.
    pub labels: &'static [(&'static str, &'static str)],
    /// Sets of settings of which one is needed, in addition to the required settings, the usual one
    /// first; empty if the required settings suffice.
    pub alternatives: &'static [&'static [&'static str]],
}

/// The remedy for a missing subject, where the standard claim is it.
pub(super) const MISSING_SUBJECT: &str = "Every token of this kind has it; send the right kind of token.";
/// The remedy for a missing audience, where access tokens are for an API.
pub(super) const MISSING_AUDIENCE: &str =
    "Have the application request a token for this API, or set authorized parties instead of audiences.";
/// The remedy for a missing authorized party.
pub(super) const MISSING_PARTY: &str =
    "The provider does not name the client in its tokens: set audiences instead of authorized parties.";
/// The remedy for an ID token without an address, where the standard scope adds it.
pub(super) const MISSING_EMAIL_IN_ID_TOKEN: &str =
    "Request the scope `email` at login, and make sure that the user has an address.";
/// The remedy for a token without the standard claim about the address.
pub(super) const MISSING_VERIFIED: &str =
    "Have the provider send it, or set `trustEmail` if the provider assigns the addresses itself.";
/// The remedy for an address that is not verified.
pub(super) const UNVERIFIED: &str = "Only `true` counts: have the user verify the address at the provider.";
/// The remedy for a connection without an audience, where access tokens are for an API.
pub(super) const NO_AUDIENCE_SETTING: &str = "List the audience of your API in `audiences`.";
