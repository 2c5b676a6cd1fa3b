//! The closed lists of codes: why a decision is as it is, and what its person is told.

use cora_wire_derive::codes;

/// Why: the code of a verdict, and of the decision that it decides. Extended only with a test; never reused.
#[codes]
pub enum ReasonCode {
    /// Nothing to object; the next stage goes on.
    Ok,
    /// An earlier stage had decided, or the policy does not name this one.
    NotEvaluated,

    // Identity and connection.
    /// The login's issuer or connection is not the connection's, or its subject is empty, too long or holds a control.
    IdentityInvalid,
    /// The subject is a machine.
    MachineSubject,
    /// The connection is not active.
    ConnectionNotActive,

    // Account.
    /// The identity is linked to an active user.
    ReturningUser,
    /// The linked user is suspended.
    UserSuspended,
    /// The linked user was switched off for good.
    UserDeprovisioned,
    /// Several users have the login's address.
    EmailAmbiguous,
    /// A user has the login's address, and the policy links no accounts.
    AccountExists,
    /// A user has the login's address; the person has to prove that the account is theirs.
    LinkConfirmationRequired,
    /// The presented proof of confirmation is unknown, used, expired or made for something else, or one of the two addresses
    /// is not verified.
    LinkProofInvalid,
    /// The identity is linked to the user with the same verified address.
    AccountLinked,
    /// The identity is linked to the user, as the person has confirmed.
    LinkConfirmed,
    /// An organization's connection asserts an address in a domain that another organization owns.
    DomainNotOwnedByConnection,

    // Evidence.
    /// There is no address.
    NoEmail,
    /// The address is not proven.
    EmailUnverified,
    /// The address is not one.
    EmailInvalid,
    /// The address has a subaddress, which the policy refuses.
    EmailSubaddressed,

    // Bootstrap.
    /// The bootstrap token is right: this person owns the platform.
    BootstrapTokenAccepted,
    /// The address is on the bootstrap list: this person owns the platform.
    BootstrapEmailAllowed,
    /// The first person to come owns the platform.
    BootstrapFirstUser,
    /// The platform has an owner.
    OwnerExists,
    /// The bootstrap token is unknown, used or expired.
    BootstrapTokenInvalid,
    /// Nothing was presented that bootstrap asks for.
    NoBootstrapProof,
    /// The policy allows no bootstrap.
    BootstrapClosed,

    // Invitation.
    /// A usable invitation is accepted.
    InvitationAccepted,
    /// There is no invitation to this address.
    NoInvitation,
    /// The invitation is past its time.
    InvitationExpired,
    /// The invitation was withdrawn.
    InvitationRevoked,
    /// The invitation was used before.
    InvitationAlreadyAccepted,
    /// The invitation has to be accepted by an act of its own.
    InvitationNeedsAcceptance,
    /// The invitation names another connection.
    InvitationConnectionMismatch,
    /// A newer invitation is accepted in its stead.
    InvitationSuperseded,
    /// The inviter is gone, or may not give that role.
    InviterNotAuthorized,

    // Connection.
    /// The organization's connection admits the person.
    ConnectionAdmits,
    /// The connection belongs to no organization.
    ConnectionNotBound,
    /// The address lies outside the domains that the connection's organization owns.
    OutsideOwnedDomains,

    // Domain.
    /// The domain makes the person a member.
    DomainAdmits,
    /// The domain invites the person.
    DomainInvites,
    /// The domain asks its organization to take the person in.
    DomainSuggests,
    /// No rule matches the domain.
    NoDomainRule,
    /// The rule leaves it to invitations.
    DomainManualInvitation,
    /// The domain is a public, disposable or suffix domain.
    PublicEmailDomain,
    /// The rule's domain is not verified as its mode needs.
    DomainNotVerified,
    /// A more specific rule decides.
    LessSpecific,
    /// Rules of two organizations match equally well.
    AmbiguousDomain,
    /// The person has to come by the organization's connection.
    SsoRequired,

    // Membership.
    /// The organization takes nobody in.
    OrganizationInactive,
    /// The organization has no free seat.
    SeatLimitReached,
    /// The person is a member.
    AlreadyMember,
    /// The person was a member and was removed; only a newer invitation brings them back.
    MembershipRemoved,
    /// The role was reduced to the greatest that this way grants.
    RoleCapped,

    // Access.
    /// Anybody may become a user.
    PublicAccess,
    /// An administrator has let the address in that was on the waitlist.
    WaitlistApproved,
    /// The person waits on a list.
    Waitlisted,
    /// No strategy admits the person.
    NoMatchingStrategy,
}

impl ReasonCode {
    /// What the code says, for administrators: a clause in lower case, without a full stop.
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

    /// The code as it is written in JSON.
    pub fn as_str(self) -> &'static str {
        crate::json::Code::name(&self)
    }
}

/// What the person is told: a smaller list that gives away no organization and no domain.
#[codes]
pub enum UserMessage {
    /// They may not come in.
    AccessDenied,
    /// They have to verify their address first.
    VerifyEmail,
    /// They have to come by their organization's sign-in.
    UseSso,
    /// Somebody has to let them in.
    AwaitingApproval,
    /// They have to confirm that the account is theirs.
    ConfirmAccount,
    /// Something changed meanwhile.
    TryAgain,
}

impl UserMessage {
    /// The sentence for the person.
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
