//! What of a token's claims a login would read, for whoever tries a connection out: which are there, which are missing, and
//! what to do about it at the provider. Nothing is shown that identifies a person, and of other claims the name alone.

mod help;

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use cora_wire_derive::{codes, record};
use serde_json::{Map, Value};

use super::difference::{HIDDEN, shown_text};
use super::{Connection, ConnectionKind};
use crate::email::EmailAddress;
use crate::redact::RedactedEmail;
use crate::text::GroupName;
use crate::token::{PARTY_CLAIMS, groups_claim, subject_and_organization_claims, verified_claim};

/// How many items of a list are shown: enough to write the mapping of groups to roles.
const MAX_ITEMS: usize = 20;
/// How many other claims are named.
const MAX_OTHERS: usize = 100;
/// The longest name of a claim, group, audience or organization that is shown, in bytes.
const MAX_SHOWN_BYTES: usize = 255;

/// What of a login is read from a claim.
#[codes]
pub enum ClaimField {
    /// The issuer.
    Issuer,
    /// Who, at the issuer.
    Subject,
    /// For whom the token is.
    Audience,
    /// To whom the token was issued.
    AuthorizedParty,
    /// The e-mail address.
    Email,
    /// Whether the address is verified.
    EmailVerified,
    /// The full name.
    Name,
    /// The given name.
    GivenName,
    /// The family name.
    FamilyName,
    /// The picture.
    Picture,
    /// The phone number.
    PhoneNumber,
    /// The groups, which roles are mapped from.
    Groups,
    /// The organization at the provider.
    Organization,
    /// The session at the provider.
    Session,
}

/// A claim that a login reads.
#[record]
pub struct InspectedClaim {
    /// Its name.
    pub claim: String,
    /// What is read from it.
    pub field: ClaimField,
    /// Whether it is there. `null` is not.
    pub present: bool,
    /// Whether it is there and of the form that a login needs.
    pub usable: bool,
    /// Its value, redacted: an address as `a***@acme.example`, a subject by its first characters, names as `***`, true and false,
    /// issuer, audience and organization as they are; of a list the number of items. Null when it is not there.
    pub value: Option<String>,
    /// The items, where it is a list of groups or audiences; at most 20.
    pub items: Vec<String>,
    /// What to do about it at this kind of provider; null when there is nothing to do.
    pub help: Option<String>,
}

/// What of a token's claims a login would read.
#[record]
pub struct ClaimsInspection {
    /// The claims that matter for this kind of provider, in the order of [`ClaimField`].
    pub claims: Vec<InspectedClaim>,
    /// The names of the others, sorted; at most 100. Their values are not shown.
    pub others: Vec<String>,
}

/// Looks at the claims of a token as a login by this connection reads them.
///
/// Total: any claims can be inspected, of tokens that are not accepted too. Whether a token is accepted,
/// [`accept`](crate::token::accept) says.
pub fn inspect_claims(connection: &Connection, claims: &Map<String, Value>) -> ClaimsInspection {
    let read = claims_read(connection, claims);
    let inspected = read.iter().map(|(claim, field)| inspect(connection, claims, claim, *field)).collect();
    let is_read = |name: &str| read.iter().any(|(claim, _)| *claim == name);
    let mut others: Vec<String> = claims.keys().filter(|name| !is_read(name)).map(|name| shown(name)).collect();
    others.sort_unstable();
    others.dedup();
    others.truncate(MAX_OTHERS);
    ClaimsInspection { claims: inspected, others }
}

/// The claims that a login reads, as [`accept`](crate::token::accept) does.
fn claims_read(connection: &Connection, claims: &Map<String, Value>) -> Vec<(&'static str, ClaimField)> {
    let (subject, organization) = subject_and_organization_claims(claims, connection);
    let party = PARTY_CLAIMS.into_iter().find(|name| has(claims, name));
    let usual_party = if connection.kind == ConnectionKind::Okta { "cid" } else { "azp" };
    alloc::vec![
        ("iss", ClaimField::Issuer),
        (subject, ClaimField::Subject),
        ("aud", ClaimField::Audience),
        (party.unwrap_or(usual_party), ClaimField::AuthorizedParty),
        ("email", ClaimField::Email),
        (verified_claim(connection.kind), ClaimField::EmailVerified),
        ("name", ClaimField::Name),
        ("given_name", ClaimField::GivenName),
        ("family_name", ClaimField::FamilyName),
        ("picture", ClaimField::Picture),
        ("phone_number", ClaimField::PhoneNumber),
        (groups_claim(connection.kind), ClaimField::Groups),
        (organization, ClaimField::Organization),
        ("sid", ClaimField::Session),
    ]
}

fn has(claims: &Map<String, Value>, name: &str) -> bool {
    claims.get(name).is_some_and(|value| !value.is_null())
}

fn inspect(connection: &Connection, claims: &Map<String, Value>, claim: &str, field: ClaimField) -> InspectedClaim {
    let found = claims.get(claim).filter(|value| !value.is_null());
    let Shown { usable, value, items } = found.map(|value| show(connection, field, value)).unwrap_or_default();
    let help = match found {
        None => help::missing(connection, claims, field),
        Some(_) if !usable => Some(help::unusable(connection.kind, field)),
        Some(_) => None,
    };
    InspectedClaim {
        claim: String::from(claim),
        field,
        present: found.is_some(),
        usable,
        value,
        items,
        help: help.map(String::from),
    }
}

/// What may be seen of a claim.
#[derive(Default)]
struct Shown {
    usable: bool,
    value: Option<String>,
    items: Vec<String>,
}

impl Shown {
    fn one(usable: bool, value: impl Into<String>) -> Self {
        Self { usable, value: Some(value.into()), items: Vec::new() }
    }
}

fn show(connection: &Connection, field: ClaimField, value: &Value) -> Shown {
    match (field, value) {
        (ClaimField::Issuer, Value::String(text)) => Shown::one(text == connection.issuer.as_str(), shown(text)),
        (ClaimField::AuthorizedParty, Value::String(text)) => Shown::one(true, shown(text)),
        (ClaimField::Audience, Value::String(text)) => Shown::one(true, shown(text)),
        (ClaimField::Audience, Value::Array(items)) => list(items, usize::MAX),
        (ClaimField::Groups, Value::String(text)) => list(&[Value::from(text.as_str())], 1),
        // A login with more groups is refused.
        (ClaimField::Groups, Value::Array(items)) => list(items, 1000),
        (ClaimField::Subject, Value::String(text)) => {
            // OpenID Connect Core §2.
            let usable = !text.is_empty() && text.chars().count() <= 255 && !text.chars().any(char::is_control);
            Shown::one(usable, beginning(text))
        }
        (ClaimField::Email, Value::String(text)) => match EmailAddress::parse(text) {
            Ok(email) => Shown::one(true, RedactedEmail::from(&email).as_str()),
            Err(_) => Shown::one(false, HIDDEN),
        },
        (ClaimField::EmailVerified, Value::Bool(verified)) => Shown::one(*verified, verified.to_string()),
        (ClaimField::EmailVerified, Value::String(text)) if matches!(text.as_str(), "true" | "false") => {
            Shown::one(text == "true", text.as_str())
        }
        // Clerk's `o` is an object with the organization's identifier.
        (ClaimField::Organization, Value::Object(organization)) if connection.kind == ConnectionKind::Clerk => {
            organization
                .get("id")
                .and_then(Value::as_str)
                .map_or_else(|| Shown::one(false, HIDDEN), |id| Shown::one(true, shown(id)))
        }
        (ClaimField::Organization, Value::String(text)) => Shown::one(true, shown(text)),
        (
            ClaimField::Name
            | ClaimField::GivenName
            | ClaimField::FamilyName
            | ClaimField::Picture
            | ClaimField::PhoneNumber
            | ClaimField::Session,
            Value::String(_),
        ) => Shown::one(true, HIDDEN),
        _ => Shown::one(false, HIDDEN),
    }
}

fn list(items: &[Value], max: usize) -> Shown {
    let is_name = |item: &Value| item.as_str().is_some_and(|name| name.len() <= GroupName::MAX_BYTES);
    let usable = items.len() <= max && items.iter().all(is_name);
    let names = items.iter().take(MAX_ITEMS).map(|item| item.as_str().map_or_else(|| String::from(HIDDEN), shown));
    Shown { usable, value: Some(items.len().to_string()), items: names.collect() }
}

/// A name that is no person's: hidden where it may be a secret or an address, shortened where it is long.
fn shown(text: &str) -> String {
    match text.get(..text.floor_char_boundary(MAX_SHOWN_BYTES)) {
        _ if shown_text(text) != text => String::from(HIDDEN),
        Some(beginning) if beginning.len() < text.len() => format!("{beginning}…"),
        _ => String::from(text),
    }
}

/// The first characters of a subject: enough to see of which form it is, too few to be it. Some subjects are addresses.
fn beginning(subject: &str) -> String {
    let first: String = subject.chars().take(4).collect();
    let is_short = subject.chars().count() < 8;
    if is_short || shown_text(subject) != subject { String::from(HIDDEN) } else { format!("{first}…") }
}

#[cfg(test)]
mod tests;
