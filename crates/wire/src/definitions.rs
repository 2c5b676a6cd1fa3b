//! What the faults of documents are found by: the schemas of a family of documents, and the formats that they name.

use cora_core::connection::secret_reference::SecretReference;
use cora_core::domain::name::DomainName;
use cora_core::domain::pattern::DomainPattern;
use cora_core::email::CanonicalEmail;
use cora_core::id::UserId;
use cora_core::issue::IssueCode;
use cora_core::issue::shown::quote;
use cora_core::secret::TokenHash;

use crate::diagnose::Faults;

/// The definitions of a family of documents.
///
/// WHY families: what a module never reads it need not carry. A module that decides logins holds [`Self::LOGIN`] alone, because
/// nothing in it refers to the other.
#[derive(Debug)]
pub struct Definitions {
    pub(crate) schemas: &'static str,
    // WHY one argument: of a module's functions those stay that a call by pointer may reach, by their signature, and libraries
    // bring dozens that nothing calls. This signature is one that is called in any case.
    pub(crate) look_at: fn(&mut Formatted<'_>),
}

/// A text that has to be of a format.
pub(crate) struct Formatted<'a> {
    pub(crate) format: &'a str,
    pub(crate) text: &'a str,
    /// Where it stands.
    pub(crate) path: &'a str,
    /// Where the fault goes, if it is not.
    pub(crate) faults: &'a mut Faults,
}

impl Definitions {
    /// Of the documents by which logins are decided.
    pub const LOGIN: &'static Self = &LOGIN;
    /// Of the documents by which tokens are accepted and sessions are asked what they may do.
    pub const SESSION: &'static Self = &SESSION;
    /// Of the documents by which connections are configured and changed.
    pub const ADMINISTRATION: &'static Self = &ADMINISTRATION;
    /// Of the bodies of requests to the server.
    pub const REQUESTS: &'static Self = &REQUESTS;
}

static LOGIN: Definitions = Definitions { schemas: include_str!("login_schema.json"), look_at: of_login };
static SESSION: Definitions = Definitions { schemas: include_str!("session_schema.json"), look_at: of_session };
static ADMINISTRATION: Definitions =
    Definitions { schemas: include_str!("administration_schema.json"), look_at: of_administration };

static REQUESTS: Definitions =
    Definitions { schemas: include_str!("requests_schema.json"), look_at: of_administration };

/// Looks at a text whose format is one of those of sessions.
fn of_session(formatted: &mut Formatted<'_>) {
    if formatted.format == "uuid" && UserId::parse(formatted.text).is_none() {
        formatted.faults.add(IssueCode::InvalidId, formatted.path, "expected a hyphenated UUID".to_owned(), None);
    }
}

/// As [`of_session`], for documents of logins.
fn of_login(formatted: &mut Formatted<'_>) {
    let text = formatted.text;
    let (code, message, help) = match formatted.format {
        "uuid" => return of_session(formatted),
        "email" => match CanonicalEmail::parse(text) {
            Err(error) => (IssueCode::InvalidEmail, error.to_string(), None),
            Ok(_) => return,
        },
        "domain" if DomainName::parse(text).is_err() => {
            (IssueCode::InvalidDomain, format!("{} is not a domain name", quote(text)), None)
        }
        "domain-pattern" => match DomainPattern::parse(text) {
            Err(error) => {
                let help = format!("{error}.");
                (IssueCode::InvalidDomainPattern, format!("{} is not a domain pattern", quote(text)), Some(help))
            }
            Ok(_) => return,
        },
        "sha256-hex" if TokenHash::parse(text).is_none() => {
            (IssueCode::InvalidHash, "expected 64 lower-case hexadecimal digits".to_owned(), None)
        }
        _ => return,
    };
    formatted.faults.add(code, formatted.path, message, help);
}

/// As [`of_login`], for documents that say where secrets are.
fn of_administration(formatted: &mut Formatted<'_>) {
    if formatted.format != "secret-reference" {
        return of_login(formatted);
    }
    if SecretReference::parse(formatted.text).is_none() {
        // The text is not shown: it may be the secret, put into the place of its reference.
        let message = "expected a reference to a secret".to_owned();
        let help = "Use `env:NAME`, `file:/path`, `aws-secretsmanager:NAME` or `stored:ID`.".to_owned();
        formatted.faults.add(IssueCode::InvalidSecretReference, formatted.path, message, Some(help));
    }
}
