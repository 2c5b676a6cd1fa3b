//! What the faults of documents are found by: the schemas of a family of documents, and the formats that they name.

use cora_core::connection::secret_reference::SecretReference;
use cora_core::domain::name::DomainName;
use cora_core::domain::pattern::DomainPattern;
use cora_core::email::CanonicalEmail;
use cora_core::id::UserId;
use cora_core::issue::IssueCode;
use cora_core::issue::shown::quote;
use cora_core::secret::TokenHash;

/// The definitions of a family of documents.
///
/// WHY families: what a module never reads it need not carry. A module that decides logins holds [`Self::LOGIN`] alone, because
/// nothing in it refers to the other.
#[derive(Debug, Clone, Copy)]
pub struct Definitions {
    pub(crate) schemas: &'static str,
    pub(crate) format: fn(&str, &str) -> Option<WrongFormat>,
}

/// Code, message and help of a text that is not of its format.
pub(crate) type WrongFormat = (IssueCode, String, Option<String>);

impl Definitions {
    /// Of the documents by which logins are decided and tokens are accepted.
    pub const LOGIN: Self = Self { schemas: include_str!("login_schema.json"), format: login_format };
    /// Of the documents by which connections are configured and changed.
    pub const ADMINISTRATION: Self =
        Self { schemas: include_str!("administration_schema.json"), format: administration_format };
}

/// What is wrong with a text of the named format, if anything.
fn login_format(format: &str, text: &str) -> Option<WrongFormat> {
    match format {
        "uuid" if UserId::parse(text).is_none() => {
            Some((IssueCode::InvalidId, "expected a hyphenated UUID".to_owned(), None))
        }
        "email" => CanonicalEmail::parse(text).err().map(|error| (IssueCode::InvalidEmail, error.to_string(), None)),
        "domain" if DomainName::parse(text).is_err() => {
            Some((IssueCode::InvalidDomain, format!("{} is not a domain name", quote(text)), None))
        }
        "domain-pattern" => DomainPattern::parse(text).err().map(|error| {
            let message = format!("{} is not a domain pattern", quote(text));
            (IssueCode::InvalidDomainPattern, message, Some(format!("{error}.")))
        }),
        "sha256-hex" if TokenHash::parse(text).is_none() => {
            Some((IssueCode::InvalidHash, "expected 64 lower-case hexadecimal digits".to_owned(), None))
        }
        _ => None,
    }
}

/// As [`login_format`], for documents that say where secrets are.
fn administration_format(format: &str, text: &str) -> Option<WrongFormat> {
    if format != "secret-reference" {
        return login_format(format, text);
    }
    SecretReference::parse(text).is_none().then(|| {
        // The text is not shown: it may be the secret, put into the place of its reference.
        let message = "expected a reference to a secret".to_owned();
        let help = "Use `env:NAME`, `file:/path`, `aws-secretsmanager:NAME` or `stored:ID`.".to_owned();
        (IssueCode::InvalidSecretReference, message, Some(help))
    })
}
