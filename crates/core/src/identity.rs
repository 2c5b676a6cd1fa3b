//! The identity that a login asserts: its key, and the claims that matter to a decision.

use alloc::vec::Vec;
use cora_wire_derive::{codes, record};

use crate::evidence::VerifiedClaim;
use crate::id::{ConnectionId, InvitationId, UserId};
use crate::secret::PresentedToken;
use crate::text::{
    AuthenticationContext, AuthenticationMethod, DisplayName, GroupName, Issuer, PhoneNumber, PictureUrl,
    ProviderOrganization, RawEmail, SessionId, Subject,
};
use crate::time::UnixSeconds;

/// The key of a person at an identity provider: the exact issuer and the exact subject. Never the
/// e-mail address, never the subject alone, never the provider's name (OpenID Connect Core §5.7).
#[record]
#[derive(PartialOrd, Ord, Hash)]
pub struct IdentityKey {
    /// The issuer (`iss`).
    pub issuer: Issuer,
    /// The subject (`sub`).
    pub subject: Subject,
}

impl IdentityKey {
    /// Returns the identifier of the user that a first login by this identity creates.
    pub fn user_id(&self) -> UserId {
        UserId::of_identity(&self.issuer, &self.subject)
    }
}

/// A subject of a former issuer, and the one of a new issuer that is the same person.
#[record]
pub struct SubjectMapping {
    /// The subject at the former issuer.
    pub from: Subject,
    /// The subject at the new issuer: 1 to 255 characters without control characters.
    pub to: Subject,
}

/// The kind of a token's subject.
#[codes]
#[derive(Default)]
pub enum SubjectKind {
    /// A person.
    #[default]
    User,
    /// A machine: a client-credentials token or an API key. It is never provisioned as a user.
    Machine,
}

/// A part of a token that grants nothing, and that is left out if it cannot be read.
#[codes]
pub enum UnreadClaim {
    /// The full name (`name`).
    Name,
    /// The given name (`given_name`).
    GivenName,
    /// The family name (`family_name`).
    FamilyName,
    /// The URL of a picture (`picture`).
    Picture,
    /// The phone number (`phone_number`).
    PhoneNumber,
    /// The time at which the user authenticated (`auth_time`).
    AuthTime,
    /// The class of the authentication (`acr`).
    Acr,
    /// The methods of the authentication (`amr`), or some of them.
    Amr,
    /// The groups, or some of them.
    Groups,
    /// The roles at the provider.
    Roles,
    /// The organization at the provider, or its slug.
    Organization,
}

/// A login as the identity provider asserts it, after its token was accepted. The host builds it
/// from verified claims; nothing in it may come from the client, except `bootstrapToken`,
/// `linkProof` and `invitationId`.
#[record]
pub struct LoginIdentity {
    /// The connection of the login.
    pub connection_id: ConnectionId,
    /// The issuer (`iss`) of the token.
    pub issuer: Issuer,
    /// The subject (`sub`) of the token: 1 to 255 characters without control characters, or the
    /// login is `identity_invalid`.
    pub subject: Subject,
    /// The kind of the subject.
    #[serde(default)]
    pub subject_kind: SubjectKind,
    /// The address that the provider asserts, as written.
    #[serde(default)]
    pub email: Option<RawEmail>,
    /// The provider's claim that the address is verified. Any JSON is read; only `true` and
    /// `"true"` count.
    #[serde(default)]
    pub email_verified: VerifiedClaim,
    /// The full name (`name`).
    #[serde(default)]
    pub name: Option<DisplayName>,
    /// The given name (`given_name`).
    #[serde(default)]
    pub given_name: Option<DisplayName>,
    /// The family name (`family_name`).
    #[serde(default)]
    pub family_name: Option<DisplayName>,
    /// The URL of a picture (`picture`).
    #[serde(default)]
    pub picture: Option<PictureUrl>,
    /// The phone number (`phone_number`).
    #[serde(default)]
    pub phone_number: Option<PhoneNumber>,
    /// The groups at the provider; at most 1000. Absent if the token says nothing about groups; an
    /// empty list says that the person is in none.
    #[serde(default, deserialize_with = "crate::text::at_most_if_given::<1000, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 1000)))]
    pub groups: Option<Vec<GroupName>>,
    /// `true` if the person may have more groups than those listed: the provider left some out, or
    /// they could not be read or were too many. A group that is not listed then proves nothing.
    #[serde(default)]
    pub groups_incomplete: bool,
    /// The claims that were left out because they could not be read. They decide nothing; at most
    /// 20.
    #[serde(default, deserialize_with = "crate::text::at_most::<20, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 20)))]
    pub unread_claims: Vec<UnreadClaim>,
    /// The organization at the provider: a hint, never identity.
    #[serde(default)]
    pub idp_organization: Option<ProviderOrganization>,
    /// The session at the provider (`sid`).
    #[serde(default)]
    pub session_id: Option<SessionId>,
    /// The class of the authentication (`acr`); absent if the token states none.
    #[serde(default)]
    pub acr: Option<AuthenticationContext>,
    /// The methods of the authentication (`amr`); at most 20. Empty if the token states none.
    #[serde(default, deserialize_with = "crate::text::at_most::<20, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 20)))]
    pub amr: Vec<AuthenticationMethod>,
    /// The time at which the person authenticated (`auth_time`); absent if the token states none.
    #[serde(default)]
    pub auth_time: Option<UnixSeconds>,
    /// The actor on the person's behalf (`act`, RFC 8693 §4.1), such as an administrator who
    /// impersonates them.
    #[serde(default)]
    pub actor: Option<IdentityKey>,
    /// The time at which the token was issued (`iat`).
    #[serde(default)]
    pub issued_at: Option<UnixSeconds>,
    /// The time at which the token expires (`exp`).
    #[serde(default)]
    pub expires_at: Option<UnixSeconds>,
    /// The bootstrap token that the person presents, if any. Never part of a decision, a trace or a
    /// log.
    #[serde(default)]
    pub bootstrap_token: Option<PresentedToken>,
    /// The token by which the person confirms that an account or a mailbox is theirs, if any. Never
    /// part of a decision, a trace or a log.
    #[serde(default)]
    pub link_proof: Option<PresentedToken>,
    /// The invitation whose link the person opened, if any. It proves nothing.
    #[serde(default)]
    pub invitation_id: Option<InvitationId>,
}

impl LoginIdentity {
    /// Returns the key of the identity.
    pub fn key(&self) -> IdentityKey {
        IdentityKey { issuer: self.issuer.clone(), subject: self.subject.clone() }
    }

    /// Returns `true` if this is the key of the identity. Compares without building the key,
    /// because every login of a person with an account does so several times.
    pub fn has_key(&self, key: &IdentityKey) -> bool {
        self.issuer == key.issuer && self.subject == key.subject
    }

    /// Returns `true` if the login has the group, in a list that may be incomplete.
    pub fn has_group(&self, group: &GroupName) -> bool {
        self.groups.as_ref().is_some_and(|groups| groups.contains(group))
    }

    /// Returns all groups of the person, or `None` if the login does not tell them all.
    pub fn all_groups(&self) -> Option<&[GroupName]> {
        self.groups.as_deref().filter(|_| !self.groups_incomplete)
    }

    /// Returns the identifier of the user that a first login by this identity creates.
    pub fn derived_user(&self) -> UserId {
        UserId::of_identity(&self.issuer, &self.subject)
    }
}
