//! The small pools that everything else is drawn from.

use cora_core::email::CanonicalEmail;
use cora_core::id::{ConnectionId, InvitationId, OrganizationId, UserId};
use cora_core::role::{OrganizationRole, PlatformRole};
use cora_core::time::UnixSeconds;
use proptest::prelude::*;
use proptest::sample::select;
use uuid::Uuid;

use crate::acme;

/// The time of every generated decision.
pub const NOW: UnixSeconds = match UnixSeconds::new(acme::NOW) {
    Some(now) => now,
    None => panic!("a time"),
};
/// The issuer of every connection.
pub use crate::acme::ISSUER;
/// The subjects of logins.
pub const SUBJECTS: [&str; 2] = ["00u1", "00u2"];
/// The token that bootstrap and link confirmations expect.
pub const TOKEN: &str = "correct horse";

/// The domains of addresses. A repeated domain is chosen more often.
const DOMAINS: [&str; 14] = [
    "acme.example",
    "acme.example",
    "acme.example",
    "eu.acme.example",
    "eu.acme.example",
    "eu.acme.example",
    "fr.eu.acme.example",
    "fr.eu.acme.example",
    "beta.example",
    "xn--bcher-kva.example",
    "gmail.com",
    "tenant.onmicrosoft.com",
    "evilacme.example",
    "mailinator.com",
];
const LOCALS: [&str; 5] = ["ana", "ana", "ana", "ben", "ana+x"];

/// Returns the identifier of a kind and a number.
pub fn numbered(kind: u8, number: u8) -> Uuid {
    Uuid::from_u128(0x0198_c0de_0000_7000_8000_0000_0000_0000 | u128::from(kind) << 8 | u128::from(number))
}

/// Returns the organization with this number.
pub fn organization_id(number: u8) -> OrganizationId {
    OrganizationId::from_uuid(numbered(0xa, number))
}

/// Returns the user with this number.
pub fn user_id(number: u8) -> UserId {
    UserId::from_uuid(numbered(0xb, number))
}

/// Returns the connection with this number. Logins use the first.
pub fn connection_id(number: u8) -> ConnectionId {
    ConnectionId::from_uuid(numbered(0xc, number))
}

/// Returns the invitation with this number. A platform's are numbered from 0.
pub fn invitation_id(number: u8) -> InvitationId {
    InvitationId::from_uuid(numbered(0xe, number))
}

/// Returns the time `offset` seconds after [`NOW`].
///
/// # Panics
///
/// If that time does not exist.
pub fn at(offset: i64) -> UnixSeconds {
    UnixSeconds::new(NOW.seconds().saturating_add_signed(offset)).expect("a time near now")
}

/// Generates an address in canonical form.
pub fn address() -> impl Strategy<Value = CanonicalEmail> {
    (select(&LOCALS), select(&DOMAINS))
        .prop_map(|(local, domain)| CanonicalEmail::parse(&format!("{local}@{domain}")).expect("an address"))
}

/// A way to write an address.
type Spelling = fn(&str) -> String;

/// Generates an address as a person may write it: usually a spelling of the canonical form,
/// sometimes not an address at all.
pub fn spelled_address() -> impl Strategy<Value = String> {
    let spellings: Vec<(u32, Spelling)> = vec![
        (24, str::to_owned),
        (2, |address| address.to_ascii_uppercase()),
        (1, |address| address.replace('@', "\u{FF20}")),
        (1, |address| address.chars().map(full_width).collect()),
        (1, |address| address.replace("xn--bcher-kva", "B\u{FC}cher")),
        (1, |address| address.replace("xn--bcher-kva", "bu\u{308}cher")),
        (1, |address| address.replace('k', "\u{212A}").replace('s', "\u{17F}")),
        // The following are not addresses.
        (1, |address| format!("{address}\u{FE6B}beta.example")),
        (1, |address| format!("{address}.")),
    ];
    let union = spellings.into_iter().map(|(weight, spelling)| (weight, Just(spelling)));
    let respelled = (address(), proptest::strategy::Union::new_weighted(union.collect()))
        .prop_map(|(address, spelling)| spelling(address.as_str()));
    let refused =
        select(vec!["", " ", "ana", "ana@", "\"ana\"@acme.example", "\u{430}na@acme.example", "ana@localhost"]);
    prop_oneof![50 => respelled, 1 => refused.prop_map(str::to_owned)]
}

fn full_width(letter: char) -> char {
    let shifted = letter.is_ascii_graphic().then(|| char::from_u32(u32::from(letter) + 0xFEE0));
    shifted.flatten().unwrap_or(letter)
}

/// Usually `true`, so that people are admitted.
pub(super) fn mostly() -> impl Strategy<Value = bool> {
    prop::bool::weighted(0.85)
}

/// Generates a role in an organization, owners included.
pub fn organization_role() -> impl Strategy<Value = OrganizationRole> {
    select(vec![OrganizationRole::OrgUser, OrganizationRole::OrgAdmin, OrganizationRole::OrgOwner])
}

/// Generates a role on the platform, usually a user's.
pub fn platform_role() -> impl Strategy<Value = PlatformRole> {
    prop_oneof![
        8 => Just(PlatformRole::PlatformUser),
        1 => Just(PlatformRole::PlatformAdmin),
        1 => Just(PlatformRole::PlatformOwner),
    ]
}

/// Generates the time of a past event: few values, so that two of them are equal or one second
/// apart.
pub(super) fn past() -> impl Strategy<Value = i64> {
    prop_oneof![4 => -3_i64..0, 1 => -9_i64..0]
}

/// Generates the end of something: usually in the future, otherwise within a few seconds of now.
pub(super) fn end() -> impl Strategy<Value = i64> {
    prop_oneof![5 => 1_i64..9, 2 => -1_i64..=1, 1 => -3_i64..0]
}
