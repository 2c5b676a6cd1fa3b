//! The rules by which a provider's tokens are read.

use alloc::string::String;
use alloc::vec::Vec;
use serde_json::Value;

use crate::connection::TokenUse;
use crate::token::TokenError;
use crate::token::claims::{Claims, TokenForm};
use crate::token::session::{FactorVerificationAge, ProviderMembership};

/// A function that reads a part of a session from claims.
type ReadClaims<T> = fn(&Claims<'_>) -> Result<T, TokenError>;

/// The rules by which a provider's tokens are read. Every provider states all of them, so that none
/// gets another's by being forgotten.
pub(crate) struct ClaimRules {
    /// Checks that a token has the form of the kind that the connection's clients send. Fails with
    /// the claim or header field that shows another kind.
    pub has_form: fn(&TokenForm<'_>, TokenUse) -> Result<(), &'static str>,
    /// The claim that is `pending` while the session has an outstanding task; `None` if the
    /// provider has no such sessions.
    pub session_status: Option<&'static str>,
    /// `true` if a token is accepted for its party although it names an audience, and for its
    /// audience although it names no party.
    pub party_or_audience_is_enough: bool,
    /// Returns `true` if a token with this subject is marked as a machine's.
    pub is_machine: fn(&Claims<'_>, TokenUse, &str) -> bool,
    /// The claim of access tokens that identifies a person.
    pub access_token_subject: &'static str,
    /// The claim of other tokens that identifies a person.
    pub subject: &'static str,
    /// The claim that names the party that a token was issued to, if there is none of the other
    /// parties' claims.
    pub party: &'static str,
    /// The claim that states that the address is verified.
    pub verified: &'static str,
    /// `false` if the provider passes on addresses that others wrote, such as those of guests from
    /// other tenants.
    pub may_trust_email: bool,
    /// The claim that lists the groups.
    pub groups: &'static str,
    /// Returns `true` if the groups at the path, whose texts are given, are not all that the person
    /// has; `None` if they are always all.
    pub groups_are_incomplete: Option<IncompleteGroups>,
    /// `true` if the provider always sends the groups, and leaves the claim out of the tokens of
    /// people who are in none. Otherwise a token without the claim says nothing about groups.
    pub leaves_out_no_groups: bool,
    /// The claim that names the organization at the provider.
    pub organization: OrganizationClaim,
    /// The claim that names the organization instead of the one above where a token has it; `None`
    /// if there is no such claim.
    pub preferred_organization: Option<OrganizationClaim>,
    /// The claim that holds the organization's slug; `None` if there is none.
    pub organization_slug: Option<&'static str>,
    /// Reads the membership in the organization; `None` if tokens say nothing but the organization.
    pub membership: Option<ReadClaims<Option<ProviderMembership>>>,
    /// Reads the roles outside an organization.
    pub roles: ReadClaims<Vec<String>>,
    /// The claim that lists permissions outside an organization; `None` if there is none.
    pub permissions: Option<&'static str>,
    /// Reads the ages of the factor verifications; `None` if tokens do not state them.
    pub factor_ages: Option<ReadClaims<Option<FactorVerificationAge>>>,
    /// `true` if ID tokens can state the class and the methods of the authentication (`acr`,
    /// `amr`).
    pub tells_methods: bool,
}

/// Reads from the claims, a path of groups and its texts that there are more groups than these.
type IncompleteGroups = fn(&Claims<'_>, &str, &[&str]) -> bool;

/// A claim that names the organization at the provider, by its form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OrganizationClaim {
    /// The identifier, as a text.
    Text(&'static str),
    /// An object with the identifier in its member `id`.
    ObjectWithId(&'static str),
    /// The names of all organizations: a text, a list of texts, or an object with an object for
    /// each. Only a name that stands alone is the organization: of several none is.
    Names(&'static str),
}

impl OrganizationClaim {
    /// Returns the name of the claim.
    pub const fn name(self) -> &'static str {
        let (Self::Text(name) | Self::ObjectWithId(name) | Self::Names(name)) = self;
        name
    }

    /// Returns the organizations that a value of the claim names, or `None` if it cannot be read.
    pub fn read(self, value: &Value) -> Option<Vec<&str>> {
        match (self, value) {
            (_, Value::Null) => Some(Vec::new()),
            (Self::Text(_) | Self::Names(_), Value::String(text)) => Some(alloc::vec![text]),
            (Self::ObjectWithId(_), value) => Some(alloc::vec![value.get("id")?.as_str()?]),
            (Self::Names(_), Value::Array(items)) => items.iter().map(Value::as_str).collect(),
            (Self::Names(_), Value::Object(items)) => {
                items.iter().map(|(name, item)| item.is_object().then_some(name.as_str())).collect()
            }
            _ => None,
        }
    }
}

/// Marks no token as a machine's.
pub(super) fn no_machine(_: &Claims<'_>, _: TokenUse, _: &str) -> bool {
    false
}
