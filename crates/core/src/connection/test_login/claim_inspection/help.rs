//! Advice on how to make a provider's tokens carry a claim.

use alloc::string::String;
use serde_json::{Map, Value};

use super::ClaimField;
use crate::connection::{Connection, ConnectionKind, TokenUse};
use crate::evidence::EmailTrust;
use crate::token::claims::Claims;

/// Returns the remedy for a missing claim, or `None` if a login does not need it.
pub(super) fn missing(
    connection: &Connection,
    claims: &Map<String, Value>,
    claim: &str,
    field: ClaimField,
) -> Option<&'static str> {
    let is_id_token = connection.token_use == TokenUse::IdToken;
    let texts = connection.kind.texts();
    match field {
        ClaimField::Issuer => Some("Every token of this kind has it; send the right kind of token."),
        ClaimField::Subject => Some(texts.missing_subject),
        ClaimField::Audience => (!connection.audiences.is_empty()).then_some(texts.missing_audience),
        ClaimField::AuthorizedParty => (!connection.authorized_parties.is_empty()).then_some(texts.missing_party),
        ClaimField::Email if is_id_token => Some(texts.missing_email_in_id_token),
        ClaimField::Email => Some(texts.missing_email),
        ClaimField::EmailVerified if connection.trust_email != EmailTrust::Claim => None,
        ClaimField::EmailVerified if is_id_token => Some(texts.missing_verified_in_id_token),
        ClaimField::EmailVerified => Some(texts.missing_verified),
        ClaimField::Groups => {
            let are_incomplete = connection.kind.claim_rules().groups_are_incomplete;
            let left_out = are_incomplete.is_some_and(|are_incomplete| are_incomplete(&Claims(claims), claim, &[]));
            texts.too_many_groups.filter(|_| left_out).or(texts.missing_groups)
        }
        ClaimField::Name | ClaimField::GivenName | ClaimField::FamilyName if is_id_token => {
            Some("Request the scope `profile` at login; without a name, the user's address is shown.")
        }
        ClaimField::Organization => texts.missing_organization,
        ClaimField::Name
        | ClaimField::GivenName
        | ClaimField::FamilyName
        | ClaimField::Picture
        | ClaimField::PhoneNumber
        | ClaimField::Session => None,
    }
}

/// Returns the remedy for a claim that is present but cannot be used.
pub(super) const fn unusable(kind: ConnectionKind, field: ClaimField) -> &'static str {
    match field {
        ClaimField::Issuer => {
            "It is not the connection's issuer: copy the issuer from the provider's discovery document."
        }
        ClaimField::Subject => "It must be a string of 1 to 255 characters, without control characters.",
        ClaimField::Email => "It is not an email address; map an attribute that is one.",
        ClaimField::EmailVerified => kind.texts().unverified,
        ClaimField::Groups => {
            "It has to be a name, or a list of at most 1000, each of at most 512 bytes; what is not is left out."
        }
        ClaimField::Audience => "It must be a string or a list of strings.",
        ClaimField::Organization => "It must name one organization, in the form that the provider documents.",
        ClaimField::AuthorizedParty
        | ClaimField::Name
        | ClaimField::GivenName
        | ClaimField::FamilyName
        | ClaimField::Picture
        | ClaimField::PhoneNumber
        | ClaimField::Session => "It must be a string.",
    }
}
