//! The closed lists of codes: the reason for a decision, and the message for the person.

use cora_wire_derive::codes;

/// The reason for a verdict, and for the decision that it decides. Extended only together with a
/// test; a code is never reused.
#[codes]
pub enum ReasonCode {
    /// The stage has no objection; the next stage follows.
    Ok,
    /// An earlier stage decided, or the policy does not include this one.
    NotEvaluated,

    // Identity and connection.
    /// The login's issuer or connection does not match the connection, or its subject is empty,
    /// longer than 255 characters or contains a control character.
    IdentityInvalid,
    /// The subject is a machine.
    MachineSubject,
    /// The connection is not active.
    ConnectionNotActive,

    // Account.
    /// The identity is linked to an active user.
    ReturningUser,
    /// The user to whom the login belongs is suspended.
    UserSuspended,
    /// The user to whom the login belongs was deactivated for good.
    UserDeprovisioned,
    /// Several users have the login's address.
    EmailAmbiguous,
    /// A user has the login's address or was once linked to this identity, and the policy does not
    /// link accounts.
    AccountExists,
    /// A user has the login's address or was once linked to this identity; the person has to prove
    /// that the account is theirs.
    LinkConfirmationRequired,
    /// The presented link proof is unknown, used, expired or made for something else, or one of the
    /// two addresses is not verified.
    LinkProofInvalid,
    /// The identity is linked to the user with the same verified address.
    AccountLinked,
    /// The identity is linked to the user, as the person has confirmed.
    LinkConfirmed,
    /// An organization's connection asserts an address in a domain that another organization owns.
    DomainNotOwnedByConnection,

    // Evidence.
    /// The login has no address.
    NoEmail,
    /// The address is not proven.
    EmailUnverified,
    /// The address is not a valid e-mail address.
    EmailInvalid,
    /// The address has a subaddress, which the policy refuses.
    EmailSubaddressed,

    // Bootstrap.
    /// The bootstrap token is valid: this person owns the platform.
    BootstrapTokenAccepted,
    /// The address is on the bootstrap list: this person owns the platform.
    BootstrapEmailAllowed,
    /// The first person to sign in owns the platform.
    BootstrapFirstUser,
    /// The platform already has an owner.
    OwnerExists,
    /// The bootstrap token is unknown, used or expired.
    BootstrapTokenInvalid,
    /// The login presents no proof that bootstrap accepts.
    NoBootstrapProof,
    /// The policy disables bootstrap.
    BootstrapClosed,

    // Invitation.
    /// A usable invitation is accepted.
    InvitationAccepted,
    /// No invitation to this address exists.
    NoInvitation,
    /// The invitation has expired.
    InvitationExpired,
    /// The invitation was withdrawn.
    InvitationRevoked,
    /// The invitation was already used.
    InvitationAlreadyAccepted,
    /// The invitation has to be accepted explicitly.
    InvitationNeedsAcceptance,
    /// The invitation requires another connection.
    InvitationConnectionMismatch,
    /// A newer invitation is accepted instead.
    InvitationSuperseded,
    /// The inviter no longer exists, may not give that role, or is the invited person.
    InviterNotAuthorized,

    // Connection.
    /// The organization's connection admits the person.
    ConnectionAdmits,
    /// The connection does not belong to an organization, or the `enterprise_sso` rule names no
    /// connection.
    ConnectionNotBound,
    /// The address is outside the domains that the connection's organization owns.
    OutsideOwnedDomains,

    // Domain.
    /// The domain rule makes the person a member.
    DomainAdmits,
    /// The domain rule invites the person.
    DomainInvites,
    /// The domain rule asks its organization to admit the person.
    DomainSuggests,
    /// No rule matches the domain.
    NoDomainRule,
    /// The rule enrolls nobody; members are invited one by one.
    DomainManualInvitation,
    /// The domain is a public, disposable or suffix domain.
    PublicEmailDomain,
    /// The domain is not verified at the level that the rule's mode requires.
    DomainNotVerified,
    /// A more specific rule decides.
    LessSpecific,
    /// Rules of two organizations match equally well.
    AmbiguousDomain,
    /// The person has to sign in through the organization's connection.
    SsoRequired,

    // Membership.
    /// The organization is not active and admits nobody.
    OrganizationInactive,
    /// The organization has no free seat.
    SeatLimitReached,
    /// The person is already a member.
    AlreadyMember,
    /// The person was a member and was removed; only a newer invitation restores the membership.
    MembershipRemoved,
    /// The role was reduced to the greatest that this strategy grants.
    RoleCapped,

    // Access.
    /// The policy lets anybody become a user.
    PublicAccess,
    /// An administrator has approved the address on the waitlist.
    WaitlistApproved,
    /// The person's address is on the waitlist.
    Waitlisted,
    /// No strategy admits the person.
    NoMatchingStrategy,
}

impl ReasonCode {
    /// Returns the explanation of the code for administrators: a lower-case clause without a full
    /// stop.
    pub const fn message(self) -> &'static str {
        match self {
            Self::Ok => "nothing to object",
            Self::NotEvaluated => "not evaluated",
            Self::IdentityInvalid => "issuer, connection or subject of the login do not fit together",
            Self::MachineSubject => "the subject is a machine, not a person",
            Self::ConnectionNotActive => "the connection is not active",
            Self::ReturningUser => "this identity belongs to an active user",
            Self::UserSuspended => "the user is suspended",
            Self::UserDeprovisioned => "the user was deprovisioned",
            Self::EmailAmbiguous => "several users have this address",
            Self::AccountExists => "a user has this address, and the policy links no accounts",
            Self::LinkConfirmationRequired => {
                "a user has this address; the person has to confirm that the account is theirs"
            }
            Self::LinkProofInvalid => "the proof that the account is theirs does not count",
            Self::LinkConfirmed => "linked to the user, as the person has confirmed",
            Self::AccountLinked => "linked to the user with the same verified address",
            Self::DomainNotOwnedByConnection => "the address lies in a domain that another organization owns",
            Self::NoEmail => "the login carries no address",
            Self::EmailUnverified => "the address is not verified",
            Self::EmailInvalid => "the address is not valid",
            Self::EmailSubaddressed => "the policy refuses addresses with a subaddress",
            Self::BootstrapTokenAccepted => "the bootstrap token is valid and the platform has no owner",
            Self::BootstrapEmailAllowed => "the address is on the bootstrap list and the platform has no owner",
            Self::BootstrapFirstUser => "the first person to come, and the platform has no owner",
            Self::OwnerExists => "the platform has an owner already",
            Self::BootstrapTokenInvalid => "the bootstrap token is unknown, used or expired",
            Self::NoBootstrapProof => "nothing presented that bootstrap asks for",
            Self::BootstrapClosed => "the policy allows no bootstrap",
            Self::InvitationAccepted => "a usable invitation",
            Self::NoInvitation => "no invitation to this address",
            Self::InvitationExpired => "the invitation has expired",
            Self::InvitationRevoked => "the invitation was revoked",
            Self::InvitationAlreadyAccepted => "the invitation was accepted before",
            Self::InvitationNeedsAcceptance => "the person has to accept the invitation",
            Self::InvitationConnectionMismatch => "the invitation has to be accepted by another connection",
            Self::InvitationSuperseded => "a newer invitation is accepted in its stead",
            Self::InviterNotAuthorized => "the inviter is gone or may not give that role",
            Self::ConnectionAdmits => "the organization's connection admits its people",
            Self::ConnectionNotBound => "the connection belongs to no organization",
            Self::OutsideOwnedDomains => "the address lies outside the domains that the organization owns",
            Self::DomainAdmits => "the domain makes its people members",
            Self::DomainInvites => "the domain invites its people",
            Self::DomainSuggests => "the domain asks its organization to take its people in",
            Self::NoDomainRule => "no rule for this domain",
            Self::DomainManualInvitation => "people of this domain are invited one by one",
            Self::PublicEmailDomain => "a public, disposable or suffix domain belongs to no organization",
            Self::DomainNotVerified => "the domain is not verified as the rule needs it",
            Self::LessSpecific => "a more specific rule decides",
            Self::AmbiguousDomain => "rules of two organizations match equally well",
            Self::SsoRequired => "people of this domain have to come by the organization's connection",
            Self::OrganizationInactive => "the organization is not active",
            Self::SeatLimitReached => "the organization has no free seat",
            Self::AlreadyMember => "the person is a member already",
            Self::MembershipRemoved => "the person was removed; only a newer invitation brings them back",
            Self::RoleCapped => "the role was reduced to the greatest that this way grants",
            Self::PublicAccess => "anybody may become a user",
            Self::WaitlistApproved => "an administrator has let the person in from the waitlist",
            Self::Waitlisted => "the person is on the waitlist",
            Self::NoMatchingStrategy => "no strategy admits this person",
        }
    }

    /// Returns the code as it is written in JSON.
    pub fn as_str(self) -> &'static str {
        crate::json::Code::name(&self)
    }
}

/// The message for the person: a smaller list that reveals no organization and no domain.
#[codes]
pub enum UserMessage {
    /// The person is not admitted.
    AccessDenied,
    /// The person has to verify their address first.
    VerifyEmail,
    /// The person has to use their organization's single sign-on.
    UseSso,
    /// An administrator has to approve the person.
    AwaitingApproval,
    /// The person has to confirm that the account is theirs.
    ConfirmAccount,
    /// Something changed while the person was signing in.
    TryAgain,
}

impl UserMessage {
    /// Returns the sentence for the person.
    pub const fn text(self) -> &'static str {
        match self {
            Self::AccessDenied => "You do not have access. Ask the person who runs this application for an invitation.",
            Self::VerifyEmail => "Please verify your e-mail address with your sign-in provider, then sign in again.",
            Self::UseSso => "Please sign in with your organization's single sign-on.",
            Self::AwaitingApproval => {
                "Your request is waiting for approval. You will be able to come in once it is granted."
            }
            Self::ConfirmAccount => "There is an account like yours already. Confirm that it is yours to go on.",
            Self::TryAgain => "Something changed while you signed in. Please try again.",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_named_as_in_json_and_explained_in_words() {
        let (code, message) = (ReasonCode::NoMatchingStrategy, UserMessage::UseSso);
        assert_eq!(serde_json::to_value(code).ok(), Some(code.as_str().into()));
        assert_eq!(code.message(), "no strategy admits this person");
        assert_eq!(message.text(), "Please sign in with your organization's single sign-on.");
    }
}
