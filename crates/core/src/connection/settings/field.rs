//! Describes the settings of a kind of provider. Each kind has one table of [`Field`]s.

use alloc::string::String;

/// A setting of a kind of provider.
pub(in crate::connection) struct Field {
    /// The canonical name, in camelCase.
    pub name: &'static str,
    /// Other names under which the setting is read, in addition to its name in snake_case.
    pub also: &'static [&'static str],
    /// `true` if the setting is required, regardless of the other settings.
    pub required: bool,
    /// The shape of its value.
    pub shape: Shape,
    /// The form in which its value is shown; `None` if it is hidden.
    pub form: Option<Form>,
}

/// The form in which the value of a setting is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::connection) enum Form {
    /// A text.
    Text,
    /// A URL; its query and fragment are hidden.
    Url,
    /// A list of texts.
    Texts,
    /// A text, or a list of texts.
    OneOrMore,
    /// `true` or `false`.
    Boolean,
    /// A public key as PEM, shown as a hash.
    PublicKey,
    /// A reference to a secret.
    Reference,
    /// A number.
    Number,
    /// A name of [`EmailTrust`](crate::evidence::EmailTrust), or a boolean of earlier versions.
    EmailTrust,
}

/// The shape of a setting's value.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::connection) enum Shape {
    /// A text of at most this many bytes, without white space.
    Text(usize),
    /// A text of several lines, of at most this many bytes.
    Lines(usize),
    /// A list of texts. A single text is read as a list of one.
    Texts,
    /// A text as [`Self::Text`] of a name, or a list of at least one.
    OneOrMore,
    /// A list of words. A single text is split at its spaces (RFC 6749 §3.3).
    Words,
    /// A boolean.
    Flag,
    /// A boolean, or a text that takes the place of one.
    FlagOrText,
    /// A whole number of at most this.
    Number(u64),
    /// A reference to a secret, or a secret that is being written: any other text, or
    /// `{"value": "…"}`.
    Secret,
}

/// Maximum items in a list. As many as a [`Connection`](crate::connection::Connection) allows for audiences and
/// authorized parties.
pub(in crate::connection) const MAX_ITEMS: usize = 20;
/// Maximum bytes of a list item (our decision; audiences and origins are at most URLs).
pub(in crate::connection) const MAX_ITEM_BYTES: usize = 512;
/// Maximum bytes of a URL (our decision; servers and proxies usually accept this much).
pub(in crate::connection) const MAX_URL_BYTES: usize = 2048;
/// Maximum bytes of a name or identifier (our decision).
pub(in crate::connection) const MAX_NAME_BYTES: usize = 255;
/// Maximum bytes of a public key. A key of 8192 bits takes about 1500 as PEM.
pub(in crate::connection) const MAX_KEY_BYTES: usize = 4096;
/// Maximum bytes of a secret that is written.
pub(in crate::connection) const MAX_SECRET_BYTES: usize = 4096;

impl Field {
    const fn new(name: &'static str, shape: Shape) -> Self {
        let form = match shape {
            Shape::Text(_) => Form::Text,
            Shape::Lines(_) => Form::PublicKey,
            Shape::Texts | Shape::Words => Form::Texts,
            Shape::OneOrMore => Form::OneOrMore,
            Shape::Flag => Form::Boolean,
            Shape::FlagOrText => Form::EmailTrust,
            Shape::Number(_) => Form::Number,
            Shape::Secret => Form::Reference,
        };
        Self { name, also: &[], required: false, shape, form: Some(form) }
    }
    /// Declares a setting that is a URL.
    pub const fn url(name: &'static str) -> Self {
        Self { form: Some(Form::Url), ..Self::new(name, Shape::Text(MAX_URL_BYTES)) }
    }
    /// Declares a setting that is a name or identifier.
    pub const fn text(name: &'static str) -> Self {
        Self::new(name, Shape::Text(MAX_NAME_BYTES))
    }
    /// Declares a setting that is a name or identifier, or a list of them.
    pub const fn one_or_more(name: &'static str) -> Self {
        Self::new(name, Shape::OneOrMore)
    }
    /// Declares a setting that is a public key.
    pub const fn key(name: &'static str) -> Self {
        Self::new(name, Shape::Lines(MAX_KEY_BYTES))
    }
    /// Declares a setting that is a secret.
    pub const fn secret(name: &'static str) -> Self {
        Self::new(name, Shape::Secret)
    }
    /// Marks the setting as required.
    pub const fn required(self) -> Self {
        Self { required: true, ..self }
    }
    /// Hides the value wherever settings are shown.
    pub const fn hidden(self) -> Self {
        Self { form: None, ..self }
    }
    /// Returns the names under which the setting is read, the canonical one first.
    pub fn names(&self) -> impl Iterator<Item = String> + '_ {
        let snake = snake_case(self.name);
        let differs = snake != self.name;
        core::iter::once(String::from(self.name))
            .chain(differs.then_some(snake))
            .chain(self.also.iter().copied().map(String::from))
    }
}

/// The client ID registered at the provider.
pub(in crate::connection) const CLIENT_ID: Field = Field::text("clientId").required();
/// The client secret.
pub(in crate::connection) const CLIENT_SECRET: Field = Field::secret("clientSecret");
/// The issuer; optional for kinds that derive it from other settings.
pub(in crate::connection) const ISSUER: Field = Field::url("issuer");
/// The URL of the keys, for every kind that speaks OpenID Connect: a server may reach the provider
/// by another name than the issuer's.
pub(in crate::connection) const JWKS_URI: Field = Field::url("jwksUri");
/// The scopes that a login asks for. `scope` is the name of the parameter in RFC 6749 §3.3.
pub(in crate::connection) const SCOPES: Field = Field { also: &["scope"], ..Field::new("scopes", Shape::Words) };
/// The audiences that tokens may be for. The legacy CORA toolkit has only one, `audience`.
pub(in crate::connection) const AUDIENCES: Field =
    Field { also: &["audience"], ..Field::new("audiences", Shape::Texts) };
/// The parties that tokens may have been issued to.
pub(in crate::connection) const AUTHORIZED_PARTIES: Field = Field::new("authorizedParties", Shape::Texts);
/// The algorithms that tokens may be signed with.
pub(in crate::connection) const ALGORITHMS: Field = Field::new("algorithms", Shape::Texts);
/// The kind of token that the application sends.
pub(in crate::connection) const TOKEN_USE: Field = Field::text("tokenUse");
/// The extent to which addresses count as verified. A boolean in earlier versions.
pub(in crate::connection) const TRUST_EMAIL: Field = Field::new("trustEmail", Shape::FlagOrText);
/// The path of the claim that holds the address.
pub(in crate::connection) const EMAIL_CLAIM: Field = Field::text("emailClaim");
/// `true` if the organization's connection admits people who have no address.
pub(in crate::connection) const ADMITS_WITHOUT_EMAIL: Field = Field::new("admitsWithoutEmail", Shape::Flag);
/// The paths of the claims that hold the groups.
pub(in crate::connection) const GROUPS_CLAIM: Field = Field::new("groupsClaim", Shape::Texts);
/// The tolerated difference between the provider's clock and this one.
pub(in crate::connection) const LEEWAY_SECONDS: Field = Field::new("leewaySeconds", Shape::Number(60));
/// The extent to which the userinfo endpoint completes the claims of tokens.
pub(in crate::connection) const USERINFO: Field = Field::text("userinfo");
/// `true` if the organization's connection may admit users whose address is outside its domains.
pub(in crate::connection) const ALLOW_OUTSIDE_DOMAINS: Field = Field::new("allowOutsideDomains", Shape::Flag);
/// The organizations at the provider of which tokens must name one.
pub(in crate::connection) const PROVIDER_ORGANIZATION: Field = Field::one_or_more("providerOrganization");
/// The groups of which every person who uses the connection must have one.
pub(in crate::connection) const REQUIRED_GROUPS: Field = Field::new("requiredGroups", Shape::Texts);

/// Converts a camelCase name to snake_case, as CORA's rows have it.
pub(in crate::connection) fn snake_case(name: &str) -> String {
    let mut out = String::with_capacity(name.len().saturating_add(4));
    for c in name.chars() {
        if c.is_ascii_uppercase() {
            out.push('_');
        }
        out.push(c.to_ascii_lowercase());
    }
    out
}
