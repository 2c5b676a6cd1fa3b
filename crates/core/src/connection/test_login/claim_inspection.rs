//! Reports which claims a login reads from a token: present, missing or unusable, with
//! provider-specific advice. Used by test logins. Values that identify a person are redacted; other
//! claims are listed by name only.

mod help;

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use cora_wire_derive::{codes, record};
use serde_json::{Map, Value};

use crate::connection::Connection;
use crate::connection::settings::diff::{HIDDEN, shown_text};
use crate::email::EmailAddress;
use crate::evidence::VerifiedClaim;
use crate::redact::RedactedEmail;
use crate::text::{GroupName, ProviderOrganization};
use crate::token::claims::Claims;
use crate::token::path::{self, Found};
use crate::token::{
    MAX_GROUPS, PARTY_CLAIMS, UserinfoClaim, email_path, group_paths, organization_claim,
    subject_and_organization_claims,
};

/// Maximum list items shown. Enough to write the mapping of groups to roles.
const MAX_ITEMS: usize = 20;
/// Maximum number of other claims listed by name.
const MAX_OTHERS: usize = 100;
/// Maximum length in bytes of a claim, group, audience or organization name that is shown.
const MAX_SHOWN_BYTES: usize = 255;

/// The part of a login that is read from a claim.
#[codes]
pub enum ClaimField {
    /// The issuer of the token.
    Issuer,
    /// The user's identifier at the issuer.
    Subject,
    /// The audience that the token is for.
    Audience,
    /// The party that the token was issued to.
    AuthorizedParty,
    /// The user's email address.
    Email,
    /// The provider's statement that the email address is verified.
    EmailVerified,
    /// The user's full name.
    Name,
    /// The user's given name.
    GivenName,
    /// The user's family name.
    FamilyName,
    /// The URL of the user's picture.
    Picture,
    /// The user's phone number.
    PhoneNumber,
    /// The user's groups, which roles are mapped from.
    Groups,
    /// The organization at the provider.
    Organization,
    /// The session at the provider.
    Session,
}

/// A claim that a login reads.
#[record]
pub struct InspectedClaim {
    /// The name of the claim, or the path to it.
    pub claim: String,
    /// The part of a login that is read from it.
    pub field: ClaimField,
    /// `true` if the token has the claim. A `null` value counts as missing.
    pub present: bool,
    /// `true` if the token has the claim in the form that a login needs.
    pub usable: bool,
    /// `true` if the answer of the userinfo endpoint was read in place of the token; then all of
    /// this is about that answer.
    pub from_userinfo: bool,
    /// The value, redacted; null if the claim is missing. An address is shown as
    /// `a***@acme.example`, a subject by its first characters, and names, picture, phone number and
    /// session as `***`. True and false, issuer, audience, party and organization are shown
    /// unchanged. For a list, this is the number of items.
    pub value: Option<String>,
    /// The items of a list of groups, audiences or organizations; at most 20.
    pub items: Vec<String>,
    /// The remedy at this kind of provider; null if there is nothing to do.
    pub help: Option<String>,
}

/// The result of inspecting a token's claims.
#[record]
pub struct ClaimsInspection {
    /// The claims that a login reads for this kind of provider, in the order of [`ClaimField`].
    pub claims: Vec<InspectedClaim>,
    /// The names of all other claims, sorted; at most 100. Their values are not shown.
    pub others: Vec<String>,
}

/// Inspects the claims of a token as a login through this connection would read them.
///
/// Never fails: any claims can be inspected, including those of a token that is not accepted.
/// [`accept`](crate::token::accept) decides whether a token is accepted.
pub fn inspect_claims(connection: &Connection, claims: &Map<String, Value>) -> ClaimsInspection {
    inspect_completed_claims(connection, claims, &Map::new(), &[])
}

/// Inspects the claims of a token as [`inspect_claims`] does, and those parts that a login reads
/// from the answer of the userinfo endpoint
/// ([`AcceptedToken::from_userinfo`](crate::token::AcceptedToken::from_userinfo)) in that answer.
pub fn inspect_completed_claims(
    connection: &Connection,
    claims: &Map<String, Value>,
    userinfo: &Map<String, Value>,
    from_userinfo: &[UserinfoClaim],
) -> ClaimsInspection {
    let read = claims_read(connection, claims);
    let is_completed = |field| completed_part(field).is_some_and(|part| from_userinfo.contains(&part));
    let inspected = read.iter().map(|(claim, field)| {
        let from_userinfo = is_completed(*field);
        let source = if from_userinfo { userinfo } else { claims };
        InspectedClaim { from_userinfo, ..inspect(connection, source, claim, *field) }
    });
    let inspected = inspected.collect();
    let is_read = |name: &str| read.iter().any(|(claim, _)| path::first_name(claim) == name);
    let mut others: Vec<String> = claims.keys().filter(|name| !is_read(name)).map(|name| shown(name)).collect();
    others.sort_unstable();
    others.dedup();
    others.truncate(MAX_OTHERS);
    ClaimsInspection { claims: inspected, others }
}

/// Returns the part of a login by which the answer of the userinfo endpoint completes a field.
const fn completed_part(field: ClaimField) -> Option<UserinfoClaim> {
    match field {
        ClaimField::Email | ClaimField::EmailVerified => Some(UserinfoClaim::Email),
        ClaimField::Name => Some(UserinfoClaim::Name),
        ClaimField::GivenName => Some(UserinfoClaim::GivenName),
        ClaimField::FamilyName => Some(UserinfoClaim::FamilyName),
        ClaimField::Picture => Some(UserinfoClaim::Picture),
        ClaimField::PhoneNumber => Some(UserinfoClaim::PhoneNumber),
        ClaimField::Groups => Some(UserinfoClaim::Groups),
        ClaimField::Issuer
        | ClaimField::Subject
        | ClaimField::Audience
        | ClaimField::AuthorizedParty
        | ClaimField::Organization
        | ClaimField::Session => None,
    }
}

/// Returns the claims that a login reads, as [`accept`](crate::token::accept) does. Those of the address
/// and of the groups are paths.
fn claims_read<'a>(connection: &'a Connection, claims: &Map<String, Value>) -> Vec<(&'a str, ClaimField)> {
    let (subject, organization) = subject_and_organization_claims(claims, connection);
    let party = PARTY_CLAIMS.into_iter().find(|name| has(claims, name));
    let rules = connection.kind.claim_rules();
    let mut read = alloc::vec![
        ("iss", ClaimField::Issuer),
        (subject, ClaimField::Subject),
        ("aud", ClaimField::Audience),
        (party.unwrap_or(rules.party), ClaimField::AuthorizedParty),
        (email_path(connection), ClaimField::Email),
        (rules.verified, ClaimField::EmailVerified),
        ("name", ClaimField::Name),
        ("given_name", ClaimField::GivenName),
        ("family_name", ClaimField::FamilyName),
        ("picture", ClaimField::Picture),
        ("phone_number", ClaimField::PhoneNumber),
    ];
    read.extend(group_paths(connection).map(|path| (path, ClaimField::Groups)));
    read.extend([(organization, ClaimField::Organization), ("sid", ClaimField::Session)]);
    read
}

fn has(claims: &Map<String, Value>, name: &str) -> bool {
    claims.get(name).is_some_and(|value| !value.is_null())
}

fn inspect(connection: &Connection, claims: &Map<String, Value>, claim: &str, field: ClaimField) -> InspectedClaim {
    let (present, Shown { usable, value, items }) = match field {
        ClaimField::Email | ClaimField::Groups => at_path(claims, claim, field),
        _ => {
            let found = claims.get(claim).filter(|value| !value.is_null());
            let show = |value| match field {
                ClaimField::Organization => organization(connection, claims, value),
                _ => show(connection, field, value),
            };
            (found.is_some(), found.map(show).unwrap_or_default())
        }
    };
    let help = match present {
        false => help::missing(connection, claims, claim, field),
        true if !usable => Some(help::unusable(connection.kind, field)),
        true => None,
    };
    let (claim, help) = (String::from(claim), help.map(String::from));
    InspectedClaim { claim, field, present, usable, from_userinfo: false, value, items, help }
}

/// The part of a claim that may be shown.
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

/// Shows the address or the groups at the end of a path, and whether the claim is present.
fn at_path(claims: &Map<String, Value>, path: &str, field: ClaimField) -> (bool, Shown) {
    let Found { texts, is_unreadable, is_present } = path::texts(claims, path);
    let shown = match (field, texts.as_slice()) {
        _ if !is_present => Shown::default(),
        (ClaimField::Email, [text]) if !is_unreadable => match EmailAddress::parse(text) {
            Ok(email) => Shown::one(true, RedactedEmail::from(&email).as_str()),
            Err(_) => Shown::one(false, HIDDEN),
        },
        (ClaimField::Email, _) => Shown::one(false, HIDDEN),
        _ => {
            let is_name = |text: &&str| text.len() <= GroupName::MAX_BYTES;
            let usable = !is_unreadable && texts.len() <= MAX_GROUPS && texts.iter().all(is_name);
            let items = texts.iter().take(MAX_ITEMS).map(|text| shown(text)).collect();
            Shown { usable, value: Some(texts.len().to_string()), items }
        }
    };
    (is_present, shown)
}

fn show(connection: &Connection, field: ClaimField, value: &Value) -> Shown {
    match (field, value) {
        (ClaimField::Issuer, Value::String(text)) => Shown::one(text == connection.issuer.as_str(), shown(text)),
        (ClaimField::AuthorizedParty, Value::String(text)) => Shown::one(true, shown(text)),
        (ClaimField::Audience, Value::String(text)) => Shown::one(true, shown(text)),
        (ClaimField::Audience, Value::Array(items)) => list(items),
        (ClaimField::Subject, Value::String(text)) => {
            // OpenID Connect Core §2.
            let usable = !text.is_empty() && text.chars().count() <= 255 && !text.chars().any(char::is_control);
            Shown::one(usable, beginning(text))
        }
        (ClaimField::EmailVerified, claim) => {
            let is_true = VerifiedClaim::of(connection.kind.claim_rules().verified, claim) == VerifiedClaim::True;
            match claim {
                Value::Bool(verified) => Shown::one(is_true, verified.to_string()),
                Value::String(text) if matches!(text.as_str(), "true" | "false") => Shown::one(is_true, text.as_str()),
                _ if is_true => Shown::one(true, "1"),
                _ => Shown::one(false, HIDDEN),
            }
        }
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

/// Shows the organization at the provider. Of several none is usable, and all are shown.
fn organization(connection: &Connection, claims: &Map<String, Value>, value: &Value) -> Shown {
    let claim = organization_claim(&Claims(claims), connection.kind.claim_rules());
    match claim.read(value).as_deref() {
        None => Shown::one(false, HIDDEN),
        Some([name]) => Shown::one(name.len() <= ProviderOrganization::MAX_BYTES, shown(name)),
        Some(names) => {
            let items = names.iter().take(MAX_ITEMS).map(|name| shown(name)).collect();
            Shown { usable: false, value: Some(names.len().to_string()), items }
        }
    }
}

fn list(items: &[Value]) -> Shown {
    let is_name = |item: &Value| item.as_str().is_some_and(|name| name.len() <= GroupName::MAX_BYTES);
    let usable = items.iter().all(is_name);
    let names = items.iter().take(MAX_ITEMS).map(|item| item.as_str().map_or_else(|| String::from(HIDDEN), shown));
    Shown { usable, value: Some(items.len().to_string()), items: names.collect() }
}

/// Returns a name that does not identify a person: hidden if it may be a secret or an address,
/// shortened if it is long.
fn shown(text: &str) -> String {
    match text.get(..text.floor_char_boundary(MAX_SHOWN_BYTES)) {
        _ if shown_text(text) != text => String::from(HIDDEN),
        Some(beginning) if beginning.len() < text.len() => format!("{beginning}…"),
        _ => String::from(text),
    }
}

/// Returns the first four characters of a subject: enough to recognize its format, too few to
/// identify the user. Subjects that are short, or may be an address or a secret, are hidden
/// entirely.
fn beginning(subject: &str) -> String {
    let first: String = subject.chars().take(4).collect();
    let is_short = subject.chars().count() < 8;
    if is_short || shown_text(subject) != subject { String::from(HIDDEN) } else { format!("{first}…") }
}

#[cfg(test)]
mod tests;
