//! Families of documents: their schemas and the formats that the schemas name, from which the
//! faults of a document are found.

use cora_core::capability::Capability;
use cora_core::connection::host::allowed::AllowedHost;
use cora_core::connection::secret::reference::SecretReference;
use cora_core::domain::name::DomainName;
use cora_core::domain::pattern::DomainPattern;
use cora_core::email::CanonicalEmail;
use cora_core::id::UserId;
use cora_core::issue::IssueCode;
use cora_core::issue::nearest::nearest;
use cora_core::issue::shown::quote;
use cora_core::permission::Permission;
use cora_core::secret::TokenHash;

use crate::faults::Formatted;

/// The definitions of a family of documents.
///
/// WHY families: a module need not carry what it never reads. A module that decides logins holds
/// [`Self::LOGIN`] alone, because nothing in it refers to the other families.
#[derive(Debug)]
pub struct Definitions {
    pub(crate) schemas: &'static str,
    // WHY a single `&mut` argument: a linked module keeps every function that an indirect call
    // could reach, matched by signature, and libraries bring dozens that nothing calls. This
    // signature is called indirectly in any case.
    pub(crate) check_format: fn(&mut Formatted<'_>),
}

impl Definitions {
    /// The documents that decide logins.
    pub const LOGIN: &'static Self = &LOGIN;
    /// The documents that accept tokens and check what sessions may do.
    pub const SESSION: &'static Self = &SESSION;
    /// The documents that configure and change connections.
    pub const ADMINISTRATION: &'static Self = &ADMINISTRATION;
    /// The documents of the issuer's decisions.
    pub const ISSUER: &'static Self = &ISSUER;
    /// The request bodies of the server.
    pub const REQUESTS: &'static Self = &REQUESTS;
}

static LOGIN: Definitions = Definitions { schemas: include_str!("login_schema.json"), check_format: of_login };
static SESSION: Definitions = Definitions { schemas: include_str!("session_schema.json"), check_format: of_session };
static ADMINISTRATION: Definitions =
    Definitions { schemas: include_str!("administration_schema.json"), check_format: of_administration };

static ISSUER: Definitions =
    Definitions { schemas: include_str!("issuer_schema.json"), check_format: of_administration };

static REQUESTS: Definitions =
    Definitions { schemas: include_str!("requests_schema.json"), check_format: of_administration };

/// Checks a string against the formats that session documents use.
fn of_session(formatted: &mut Formatted<'_>) {
    if formatted.format == "permission" && Permission::parse(formatted.text).is_none() {
        let names = Capability::ALL.iter().map(|known| known.as_str());
        let help = match nearest(formatted.text, names) {
            Some(near) => format!("Did you mean `{near}`?"),
            None => "Name a capability, or a permission that the application defines.".to_owned(),
        };
        let message = format!("{} is not one of the known values", quote(formatted.text));
        formatted.faults.add(IssueCode::UnknownValue, formatted.path, message, Some(help));
    }
    if formatted.format == "uuid" && UserId::parse(formatted.text).is_none() {
        formatted.faults.add(IssueCode::InvalidId, formatted.path, "expected a hyphenated UUID".to_owned(), None);
    }
}

/// Checks a string against the formats of login documents, those of [`of_session`] included.
fn of_login(formatted: &mut Formatted<'_>) {
    let text = formatted.text;
    let (code, message, help) = match formatted.format {
        "uuid" | "permission" => return of_session(formatted),
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
            (IssueCode::InvalidHash, "expected 64 lowercase hexadecimal digits".to_owned(), None)
        }
        _ => return,
    };
    formatted.faults.add(code, formatted.path, message, help);
}

/// Checks a string against the form of a network or host at which providers may be.
fn of_allowed_host(formatted: &mut Formatted<'_>) {
    if let Err(error) = AllowedHost::parse(formatted.text) {
        let (message, help) = (format!("{} ({})", error.message(), error.code()), error.help().to_owned());
        formatted.faults.add(IssueCode::InvalidValue, formatted.path, message, Some(help));
    }
}

/// Checks a string against the formats of administration documents: those of [`of_login`],
/// references to secrets, and hosts of providers.
fn of_administration(formatted: &mut Formatted<'_>) {
    match formatted.format {
        "secret-reference" => {}
        "provider-host" => return of_allowed_host(formatted),
        _ => return of_login(formatted),
    }
    if SecretReference::parse(formatted.text).is_none() {
        // The text is not shown: it may be the secret itself, put in the place of its reference.
        let message = "expected a reference to a secret".to_owned();
        let help = "Use `env:NAME`, `file:/path`, `aws-secretsmanager:NAME` or `stored:ID`.".to_owned();
        formatted.faults.add(IssueCode::InvalidSecretReference, formatted.path, message, Some(help));
    }
}
