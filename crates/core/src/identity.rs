//! Who a login says it is: the key that identifies it, and the claims that matter to a decision.

use alloc::vec::Vec;
use cora_wire_derive::{codes, record};

use crate::evidence::VerifiedClaim;
use crate::id::{ConnectionId, UserId};
use crate::secret::PresentedToken;
use crate::text::{
    DisplayName, GroupName, Issuer, PhoneNumber, PictureUrl, ProviderOrganization, RawEmail, SessionId, Subject,
};
use crate::time::UnixSeconds;

/// What identifies a person at an identity provider: exact issuer and exact subject. Never the e-mail address, never the
/// subject alone, never the provider's name (OpenID Connect Core §5.7).
#[record]
#[derive(PartialOrd, Ord, Hash)]
pub struct IdentityKey {
    /// The issuer (`iss`).
    pub issuer: Issuer,
    /// The subject (`sub`).
    pub subject: Subject,
}

/// Whether a subject is a person.
#[codes]
#[derive(Default)]
pub enum SubjectKind {
    /// A person.
    #[default]
    User,
    /// A machine: a client-credentials token, an API key. It is never provisioned as a user.
    Machine,
}

/// A login as the identity provider asserts it, after the token was accepted. Made by the host from verified claims;
/// nothing in it may come from the client, except `bootstrapToken` and `linkProof`.
#[record]
pub struct LoginIdentity {
    /// The connection that this login came by.
    pub connection_id: ConnectionId,
    /// The issuer (`iss`) of the token.
    pub issuer: Issuer,
    /// The subject (`sub`) of the token; 1 to 255 characters, none of them a control, or the login is `identity_invalid`.
    pub subject: Subject,
    /// Whether the subject is a person.
    #[serde(default)]
    pub subject_kind: SubjectKind,
    /// The address the provider asserts, as written.
    #[serde(default)]
    pub email: Option<RawEmail>,
    /// The provider's claim that the address is verified; any JSON is read, only `true` and `"true"` count.
    #[serde(default)]
    pub email_verified: VerifiedClaim,
    /// Full name (`name`).
    #[serde(default)]
    pub name: Option<DisplayName>,
    /// Given name (`given_name`).
    #[serde(default)]
    pub given_name: Option<DisplayName>,
    /// Family name (`family_name`).
    #[serde(default)]
    pub family_name: Option<DisplayName>,
    /// Picture (`picture`).
    #[serde(default)]
    pub picture: Option<PictureUrl>,
    /// Phone number (`phone_number`).
    #[serde(default)]
    pub phone_number: Option<PhoneNumber>,
    /// Groups at the provider; at most 1000.
    #[serde(default, deserialize_with = "crate::text::at_most::<1000, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 1000)))]
    pub groups: Vec<GroupName>,
    /// The organization at the provider: a hint, never identity.
    #[serde(default)]
    pub idp_organization: Option<ProviderOrganization>,
    /// The session at the provider (`sid`).
    #[serde(default)]
    pub session_id: Option<SessionId>,
    /// Who acts in the person's stead (`act`, RFC 8693 §4.1), such as an administrator who impersonates them.
    #[serde(default)]
    pub actor: Option<IdentityKey>,
    /// When the token was issued (`iat`).
    #[serde(default)]
    pub issued_at: Option<UnixSeconds>,
    /// When the token expires (`exp`).
    #[serde(default)]
    pub expires_at: Option<UnixSeconds>,
    /// A bootstrap token that the person presents, if any. Never part of a decision, a trace or a log.
    #[serde(default)]
    pub bootstrap_token: Option<PresentedToken>,
    /// The token by which the person confirms that an account is theirs, if any. Never part of a decision, a trace or a log.
    #[serde(default)]
    pub link_proof: Option<PresentedToken>,
}

impl LoginIdentity {
    /// The key of the identity.
    pub fn key(&self) -> IdentityKey {
        IdentityKey { issuer: self.issuer.clone(), subject: self.subject.clone() }
    }

    /// The user that a first login by this identity creates.
    pub fn derived_user(&self) -> UserId {
        UserId::of_identity(&self.issuer, &self.subject)
    }
}
