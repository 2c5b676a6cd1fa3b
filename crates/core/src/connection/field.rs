//! What settings a kind of provider has: one table per kind, of these.

use alloc::string::String;

/// A setting.
pub(super) struct Field {
    /// Its canonical name, camelCase.
    pub name: &'static str,
    /// Other names under which it is read, beside its name in snake_case: those under which others know it.
    pub also: &'static [&'static str],
    /// Whether it has to be there, whatever the others say.
    pub required: bool,
    /// What its value is.
    pub shape: Shape,
}

/// What a setting's value is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// A text of at most so many bytes, without white space.
    Text(usize),
    /// A text of several lines, of at most so many bytes.
    Lines(usize),
    /// A list of texts. One text stands for a list of one.
    Texts,
    /// A list of words. One text stands for the words in it, which spaces separate (RFC 6749 §3.3).
    Words,
    /// True or false.
    Flag,
    /// A reference to a secret, or a secret that is being written: any other text, or `{"value": "…"}`.
    Secret,
}

/// The most items that a list has; as many as a [`Connection`](super::Connection) has of each.
pub(super) const MAX_ITEMS: usize = 20;
/// The longest item of a list, in bytes (our decision; audiences and origins are URLs at most).
pub(super) const MAX_ITEM_BYTES: usize = 512;
/// The longest URL, in bytes (our decision; what servers and proxies take as a rule).
pub(super) const MAX_URL_BYTES: usize = 2048;
/// The longest name or identifier, in bytes (our decision).
pub(super) const MAX_NAME_BYTES: usize = 255;
/// The longest public key, in bytes: one of 8192 bits as PEM takes some 1500.
pub(super) const MAX_KEY_BYTES: usize = 4096;
/// The longest secret that can be written, in bytes.
pub(super) const MAX_SECRET_BYTES: usize = 4096;

impl Field {
    const fn new(name: &'static str, shape: Shape) -> Self {
        Self { name, also: &[], required: false, shape }
    }
    /// A URL.
    pub const fn url(name: &'static str) -> Self {
        Self::new(name, Shape::Text(MAX_URL_BYTES))
    }
    /// A name or identifier.
    pub const fn text(name: &'static str) -> Self {
        Self::new(name, Shape::Text(MAX_NAME_BYTES))
    }
    /// A public key.
    pub const fn key(name: &'static str) -> Self {
        Self::new(name, Shape::Lines(MAX_KEY_BYTES))
    }
    /// A secret.
    pub const fn secret(name: &'static str) -> Self {
        Self::new(name, Shape::Secret)
    }
    /// The setting, which has to be there.
    pub const fn required(self) -> Self {
        Self { required: true, ..self }
    }
    /// The names under which the setting is read, the canonical one first.
    pub fn names(&self) -> impl Iterator<Item = String> + '_ {
        let snake = snake_case(self.name);
        let differs = snake != self.name;
        core::iter::once(String::from(self.name))
            .chain(differs.then_some(snake))
            .chain(self.also.iter().copied().map(String::from))
    }
}

/// The client at the provider.
pub(super) const CLIENT_ID: Field = Field::text("clientId").required();
/// The client's secret.
pub(super) const CLIENT_SECRET: Field = Field::secret("clientSecret");
/// The issuer, where it follows from other settings.
pub(super) const ISSUER: Field = Field::url("issuer");
/// What a login asks for; `scope` is the parameter's name in RFC 6749 §3.3.
pub(super) const SCOPES: Field = Field { also: &["scope"], ..Field::new("scopes", Shape::Words) };
/// For whom tokens are. CORA has one, `audience`.
pub(super) const AUDIENCES: Field = Field { also: &["audience"], ..Field::new("audiences", Shape::Texts) };
/// To whom tokens may have been issued.
pub(super) const AUTHORIZED_PARTIES: Field = Field::new("authorizedParties", Shape::Texts);
/// What tokens may be signed with.
pub(super) const ALGORITHMS: Field = Field::new("algorithms", Shape::Texts);
/// Which tokens the application sends.
pub(super) const TOKEN_USE: Field = Field::text("tokenUse");
/// Whether addresses count as verified without a claim.
pub(super) const TRUST_EMAIL: Field = Field::new("trustEmail", Shape::Flag);
/// Whether an organization's connection brings in people outside its domains.
pub(super) const ALLOW_OUTSIDE_DOMAINS: Field = Field::new("allowOutsideDomains", Shape::Flag);

/// A camelCase name in snake_case, as CORA's rows have it.
pub(super) fn snake_case(name: &str) -> String {
    let mut out = String::with_capacity(name.len().saturating_add(4));
    for c in name.chars() {
        if c.is_ascii_uppercase() {
            out.push('_');
        }
        out.push(c.to_ascii_lowercase());
    }
    out
}
