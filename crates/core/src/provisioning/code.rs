//! The closed lists of codes: the reason for a decision, and the message for the person.

use cora_wire_derive::codes;

/// Declares the reason codes: all that is known of a code stands in one place.
macro_rules! reason_codes {
    (
        $(#[doc = $about:tt])+
        pub enum $ReasonCode:ident {
            $(
                $(#[doc = $documentation:tt])+
                $Code:ident {
                    message: $message:literal,
                    remedy: $remedy:expr,
                    precedence: $precedence:literal,
                    denial: $denial:ident,
                },
            )+
        }
    ) => {
        $(#[doc = $about])+
        #[codes]
        pub enum $ReasonCode {
            $($(#[doc = $documentation])+ $Code,)+
        }

        impl $ReasonCode {
            /// All codes.
            pub const ALL: &'static [Self] = &[$(Self::$Code),+];

            /// Returns the explanation of the code for administrators: a lower-case clause without
            /// a full stop.
            pub const fn message(self) -> &'static str {
                match self { $(Self::$Code => $message,)+ }
            }

            /// Returns the meaning of the code, in sentences.
            pub const fn documentation(self) -> &'static str {
                match self { $(Self::$Code => concat!($($documentation),+).trim_ascii(),)+ }
            }

            /// Returns what can be done, in sentences, or `None` if nothing has to be done.
            pub const fn remedy(self) -> Option<&'static str> {
                match self { $(Self::$Code => $remedy,)+ }
            }

            /// Returns the precedence of the code as an objection. Of several invitations, rules or
            /// strategies, the objection with the greatest precedence is the reason: that of the
            /// one that came furthest. 0 if the code is no objection, but says that there was
            /// nothing to object to.
            pub const fn precedence(self) -> u8 {
                match self { $(Self::$Code => $precedence,)+ }
            }

            /// Returns the message for a person whose login is denied with this code. They are told
            /// [`VerifyEmail`](UserMessage::VerifyEmail) only if a code can prove their address, else
            /// [`AccessDenied`](UserMessage::AccessDenied).
            pub const fn denial(self) -> UserMessage {
                match self { $(Self::$Code => UserMessage::$denial,)+ }
            }

            /// Returns the code as it is written in JSON.
            pub fn as_str(self) -> &'static str {
                crate::json::Code::name(&self)
            }
        }
    };
}

reason_codes! {
/// The reason for a verdict, and for the decision that it decides. Extended only together with a
/// test; a code is never reused.
pub enum ReasonCode {
    /// The stage has no objection; the next stage follows.
    Ok {
        message: "no objection",
        remedy: None,
        precedence: 0,
        denial: AccessDenied,
    },
    /// An earlier stage decided, or the policy does not include this one.
    NotEvaluated {
        message: "not evaluated",
        remedy: None,
        precedence: 0,
        denial: AccessDenied,
    },

    // Identity and connection.
    /// The login's issuer or connection does not match the connection, or its subject is empty,
    /// longer than 255 characters or contains a control character.
    IdentityInvalid {
        message: "the login's issuer, connection and subject do not match",
        remedy: Some("Compare the connection's issuer with the issuer in the provider's tokens."),
        precedence: 0,
        denial: AccessDenied,
    },
    /// The subject is a machine.
    MachineSubject {
        message: "the subject is a machine, not a person",
        remedy: Some("Give machines their own credentials; only people are provisioned."),
        precedence: 0,
        denial: AccessDenied,
    },
    /// The connection is not active.
    ConnectionNotActive {
        message: "the connection is not active",
        remedy: Some("Activate the connection, or let people use another one."),
        precedence: 0,
        denial: AccessDenied,
    },

    // Account.
    /// The identity is linked to an active user.
    ReturningUser {
        message: "this identity belongs to an active user",
        remedy: None,
        precedence: 0,
        denial: AccessDenied,
    },
    /// The user to whom the login belongs is suspended.
    UserSuspended {
        message: "the user is suspended",
        remedy: Some("Restore the user to let them sign in again."),
        precedence: 0,
        denial: AccessDenied,
    },
    /// The user to whom the login belongs was deactivated for good.
    UserDeprovisioned {
        message: "the user was deprovisioned",
        remedy: Some("Restore the user, then add their memberships again."),
        precedence: 0,
        denial: AccessDenied,
    },
    /// Several users have the login's address, and each has proven it.
    EmailAmbiguous {
        message: "several users have this address, verified",
        remedy: Some("Give each of these users a different address."),
        precedence: 0,
        denial: AccessDenied,
    },
    /// A returning user has proven an address that another user has proven before. Theirs stays.
    EmailConflict {
        message: "another user has the address that this login proves",
        remedy: Some("Resolve the conflict in the queue: dismiss it, or let the address go to the person of this login."),
        precedence: 0,
        denial: AccessDenied,
    },
    /// The user who has the address, or to whom this identity was linked once, has another subject
    /// at the same issuer. Two subjects of one issuer are two people until an administrator says
    /// otherwise.
    IdentityConflict {
        message: "the account of this address has another subject at this issuer",
        remedy: Some("Resolve the conflict in the queue: say that it is the same person, or another one."),
        precedence: 0,
        denial: AskAdministrator,
    },
    /// A user has the login's address or was once linked to this identity, and the policy does not
    /// link accounts.
    AccountExists {
        message: "a user has this address, and the policy does not link accounts",
        remedy: Some("Let the person sign in as before, or set `accountLinking` to link accounts."),
        precedence: 0,
        denial: AccessDenied,
    },
    /// A user has the login's address or was once linked to this identity; the person has to prove
    /// that the account is theirs.
    LinkConfirmationRequired {
        message: "a user has this address; the person has to confirm that the account is theirs",
        remedy: Some("Ask the person to confirm with the code that is sent to the account's address."),
        precedence: 0,
        denial: AccessDenied,
    },
    /// The presented link proof is unknown, used, expired or made for something else, or one of the
    /// two addresses is not verified.
    LinkProofInvalid {
        message: "the proof that the account is theirs is not valid",
        remedy: Some("Verify both addresses, request a new confirmation and use it right away."),
        precedence: 0,
        denial: AccessDenied,
    },
    /// Somebody acts on the person's behalf, and the person has not signed in with this identity
    /// before.
    ActedFor {
        message: "somebody acts on the person's behalf, and the person has not signed in before",
        remedy: Some("Let the person sign in themselves once; then others can act on their behalf."),
        precedence: 0,
        denial: AccessDenied,
    },
    /// The identity is linked to the user with the same verified address.
    AccountLinked {
        message: "linked to the user with the same verified address",
        remedy: None,
        precedence: 0,
        denial: AccessDenied,
    },
    /// The identity is linked to the user, as the person has confirmed.
    LinkConfirmed {
        message: "linked to the user after the person confirmed it",
        remedy: None,
        precedence: 0,
        denial: AccessDenied,
    },
    /// An organization's connection asserts an address in a domain that another organization owns.
    DomainNotOwnedByConnection {
        message: "the address is in a domain that another organization owns",
        remedy: Some("Let the person sign in through the connection of the organization that owns the domain."),
        precedence: 0,
        denial: AccessDenied,
    },

    // Evidence.
    /// The login has no address.
    NoEmail {
        message: "the login has no email address",
        remedy: Some("Have the provider send the `email` claim, for example with the `email` scope."),
        precedence: 1,
        denial: AccessDenied,
    },
    /// The address is not proven.
    EmailUnverified {
        message: "the address is not verified",
        remedy: Some("Ask the person to verify the address at the provider. If the provider verifies every address without stating it, set `trustEmail` on the connection."),
        precedence: 7,
        denial: VerifyEmail,
    },
    /// The address is not a valid e-mail address.
    EmailInvalid {
        message: "the address is not valid",
        remedy: Some("Correct the address at the provider."),
        precedence: 1,
        denial: AccessDenied,
    },
    /// The address has a subaddress, which the policy refuses.
    EmailSubaddressed {
        message: "the policy does not accept subaddresses",
        remedy: Some("Ask the person to sign in with the address without `+…`, or set `subaddressing` to admit these addresses."),
        precedence: 0,
        denial: VerifyEmail,
    },
    /// The policy refuses addresses of this domain: it blocks the domain, or refuses disposable
    /// addresses of people whom no strategy admits.
    EmailDomainRefused {
        message: "the policy does not accept addresses of this domain",
        remedy: Some("Ask the person to sign in with another address, invite them if the address is disposable, or change `blockedDomains` or `disposable` in the policy."),
        precedence: 0,
        denial: VerifyEmail,
    },

    // Bootstrap.
    /// The bootstrap token is valid: this person owns the platform.
    BootstrapTokenAccepted {
        message: "the bootstrap token is valid and the platform has no owner",
        remedy: None,
        precedence: 0,
        denial: AccessDenied,
    },
    /// The address is on the bootstrap list: this person owns the platform.
    BootstrapEmailAllowed {
        message: "the address is on the bootstrap list and the platform has no owner",
        remedy: None,
        precedence: 0,
        denial: AccessDenied,
    },
    /// The first person to sign in owns the platform.
    BootstrapFirstUser {
        message: "this is the first user, and the platform has no owner",
        remedy: None,
        precedence: 0,
        denial: AccessDenied,
    },
    /// The platform already has an owner.
    OwnerExists {
        message: "the platform already has an owner",
        remedy: Some("Ask an owner of the platform to grant the role."),
        precedence: 0,
        denial: AccessDenied,
    },
    /// The bootstrap token is unknown, used or expired.
    BootstrapTokenInvalid {
        message: "the bootstrap token is unknown, used or expired",
        remedy: Some("Create another bootstrap token and use it before it expires."),
        precedence: 0,
        denial: AccessDenied,
    },
    /// The login presents no proof that bootstrap accepts.
    NoBootstrapProof {
        message: "the login has no proof that bootstrap accepts",
        remedy: Some("Present the bootstrap token, or sign in with an address on the bootstrap list."),
        precedence: 0,
        denial: AccessDenied,
    },
    /// The policy disables bootstrap.
    BootstrapClosed {
        message: "the policy disables bootstrap",
        remedy: Some("Set `bootstrap` in the policy if the platform still needs an owner."),
        precedence: 0,
        denial: AccessDenied,
    },

    // Invitation.
    /// A usable invitation is accepted.
    InvitationAccepted {
        message: "the invitation is valid",
        remedy: None,
        precedence: 0,
        denial: AccessDenied,
    },
    /// No invitation to this address exists.
    NoInvitation {
        message: "the address has no invitation",
        remedy: Some("Invite the address that the provider asserts."),
        precedence: 0,
        denial: AccessDenied,
    },
    /// The invitation has expired.
    InvitationExpired {
        message: "the invitation has expired",
        remedy: Some("Send the invitation again."),
        precedence: 2,
        denial: AccessDenied,
    },
    /// The invitation was withdrawn.
    InvitationRevoked {
        message: "the invitation was revoked",
        remedy: Some("Invite the address again."),
        precedence: 1,
        denial: AccessDenied,
    },
    /// The invitation was already used.
    InvitationAlreadyAccepted {
        message: "the invitation was already accepted",
        remedy: Some("Invite the address again if the person should be a member."),
        precedence: 1,
        denial: AccessDenied,
    },
    /// The invitation has to be accepted explicitly.
    InvitationNeedsAcceptance {
        message: "the person has to accept the invitation",
        remedy: Some("Ask the person to accept the invitation after signing in."),
        precedence: 3,
        denial: AccessDenied,
    },
    /// The invitation requires another connection.
    InvitationConnectionMismatch {
        message: "the invitation requires another connection",
        remedy: Some("Ask the person to sign in through the connection that the invitation names."),
        precedence: 5,
        denial: AccessDenied,
    },
    /// A newer invitation is accepted instead.
    InvitationSuperseded {
        message: "a newer invitation is accepted instead",
        remedy: Some("Set `multipleInvitations` to `accept_all` to accept every invitation."),
        precedence: 1,
        denial: AccessDenied,
    },
    /// The inviter no longer exists, may not give that role, or is the invited person.
    InviterNotAuthorized {
        message: "the inviter no longer exists or may not grant the role",
        remedy: Some("Ask someone who has the role to send the invitation again."),
        precedence: 6,
        denial: AccessDenied,
    },
    /// The invitation is to another address, and the policy lets only that address accept it.
    InvitationClaimRefused {
        message: "the invitation is to another address, and the policy lets nobody claim it",
        remedy: Some("Invite the address that the person signs in with, or set `invitationClaim` to `mailbox_code`."),
        precedence: 4,
        denial: AccessDenied,
    },
    /// The invitation is to another address than the person's. They have to prove that they read
    /// its mail.
    InvitationCodeRequired {
        message: "the invitation is to another address, which the person has to prove",
        remedy: Some("Ask the person to have a code sent to the invited address, or invite the address that they sign in with."),
        precedence: 14,
        denial: AccessDenied,
    },
    /// The presented code for an invitation to another address is unknown, used, expired or made
    /// for something else.
    InvitationCodeInvalid {
        message: "the code for the invitation is not valid",
        remedy: Some("Have another code sent to the invited address and use it right away."),
        precedence: 15,
        denial: AccessDenied,
    },

    // Connection.
    /// The organization's connection admits the person.
    ConnectionAdmits {
        message: "the organization's connection admits the person",
        remedy: None,
        precedence: 0,
        denial: AccessDenied,
    },
    /// The connection does not belong to an organization, or the `enterprise_sso` rule names no
    /// connection.
    ConnectionNotBound {
        message: "the connection does not belong to an organization",
        remedy: Some("Bind the connection to an organization, or set a connection in the `enterprise_sso` rule."),
        precedence: 0,
        denial: AccessDenied,
    },
    /// The organization at the provider stands for one that admits the person.
    IdpOrganizationAdmits {
        message: "the organization at the provider stands for one that admits its people",
        remedy: None,
        precedence: 0,
        denial: AccessDenied,
    },
    /// The address is outside the domains that the connection's organization owns.
    OutsideOwnedDomains {
        message: "the address is outside the organization's domains",
        remedy: Some("Verify the domain for the organization, or set `allowOutsideDomains` on the connection."),
        precedence: 1,
        denial: AccessDenied,
    },

    // Groups.
    /// A group mapping makes the person a member, or raises their role.
    GroupAdmits {
        message: "a group mapping admits the person or raises their role",
        remedy: None,
        precedence: 0,
        denial: AccessDenied,
    },
    /// No group mapping matches the login's groups.
    NoGroupMapping {
        message: "no group mapping matches the person's groups",
        remedy: Some("Map one of the person's groups in `groupRoles`, or add the person to a mapped group. A test login shows the groups that the provider sends."),
        precedence: 0,
        denial: AccessDenied,
    },
    /// The login has none of the groups that the connection, the rule or the organization requires.
    GroupMissing {
        message: "the person has none of the required groups",
        remedy: Some("Add the person to one of the required groups at the provider, and have it send the groups."),
        precedence: 10,
        denial: AccessDenied,
    },
    /// The person has to sign in again with the proof that the platform or the organization
    /// requires: another class or method of authentication, or a newer one.
    StepUpRequired {
        message: "the person's authentication is not the one that the policy requires",
        remedy: Some("Have the person sign in again with what `requiredAcr`, `requiredAmr` and `maxAuthAge` name, and the provider send `acr`, `amr` and `auth_time`."),
        precedence: 11,
        denial: StepUp,
    },
    /// The provider left groups out of the token, so no group mapping reads them.
    GroupsIncomplete {
        message: "the list of the person's groups is incomplete",
        remedy: Some("Have the provider send fewer groups, for example only those that are assigned to the application."),
        precedence: 1,
        denial: AccessDenied,
    },
    /// The person lost the group that gave their role, so the role is lowered.
    RoleLowered {
        message: "the person lost the group that gave the role",
        remedy: None,
        precedence: 0,
        denial: AccessDenied,
    },
    /// The person lost the group that made them a member, so the membership ends.
    MembershipEndedByGroup {
        message: "the person lost the group that made them a member",
        remedy: Some("Add the person to the group again; the membership comes back with it."),
        precedence: 0,
        denial: AccessDenied,
    },
    /// An administrator gave the member's role, so no group mapping changes it.
    RoleKeptManual {
        message: "an administrator gave the role, so group mappings leave it alone",
        remedy: Some("Give the role back to the group mappings with `follow_provider`."),
        precedence: 2,
        denial: AccessDenied,
    },

    // Domain.
    /// The domain rule makes the person a member.
    DomainAdmits {
        message: "the domain rule makes the person a member",
        remedy: None,
        precedence: 0,
        denial: AccessDenied,
    },
    /// The domain rule invites the person.
    DomainInvites {
        message: "the domain rule invites the person",
        remedy: None,
        precedence: 0,
        denial: AccessDenied,
    },
    /// The domain rule asks its organization to admit the person.
    DomainSuggests {
        message: "the domain rule requests membership for the person",
        remedy: Some("Approve or deny the membership request."),
        precedence: 0,
        denial: AccessDenied,
    },
    /// No rule matches the domain.
    NoDomainRule {
        message: "no rule matches this domain",
        remedy: Some("Add a domain rule if the organization owns the domain."),
        precedence: 0,
        denial: AccessDenied,
    },
    /// The rule enrolls nobody; members are invited one by one.
    DomainManualInvitation {
        message: "people of this domain need an individual invitation",
        remedy: Some("Invite the person, or change the rule's enrollment mode."),
        precedence: 1,
        denial: AccessDenied,
    },
    /// The domain is a public, disposable or suffix domain.
    PublicEmailDomain {
        message: "no organization can own a public, disposable or suffix domain",
        remedy: Some("Invite the person. No rule can enroll people of such a domain."),
        precedence: 2,
        denial: AccessDenied,
    },
    /// The domain is not verified at the level that the rule's mode requires.
    DomainNotVerified {
        message: "the domain is not verified at the required level",
        remedy: Some("Complete the domain's verification at the level that the mode requires."),
        precedence: 3,
        denial: AccessDenied,
    },
    /// A more specific rule decides.
    LessSpecific {
        message: "a more specific rule applies",
        remedy: None,
        precedence: 0,
        denial: AccessDenied,
    },
    /// Rules of two organizations match equally well.
    AmbiguousDomain {
        message: "rules of two organizations match equally well",
        remedy: Some("Remove the rule of one organization."),
        precedence: 1,
        denial: AccessDenied,
    },
    /// The person has to sign in through the organization's connection.
    SsoRequired {
        message: "people of this domain must sign in through the organization's connection",
        remedy: Some("Ask the person to sign in through the connection that the rule names."),
        precedence: 8,
        denial: AccessDenied,
    },

    // Membership.
    /// The organization is not active and admits nobody.
    OrganizationInactive {
        message: "the organization is not active",
        remedy: Some("Reopen the organization."),
        precedence: 9,
        denial: AccessDenied,
    },
    /// The organization has no free seat.
    SeatLimitReached {
        message: "the organization has no free seat",
        remedy: Some("Remove a member, or raise the seat limit."),
        precedence: 13,
        denial: AccessDenied,
    },
    /// The person is already a member.
    AlreadyMember {
        message: "the person is already a member",
        remedy: None,
        precedence: 0,
        denial: AccessDenied,
    },
    /// The person was a member and was removed; only a newer invitation restores the membership.
    MembershipRemoved {
        message: "the person was removed; only a newer invitation can restore them",
        remedy: Some("Invite the person again."),
        precedence: 12,
        denial: AccessDenied,
    },
    /// The role was reduced to the greatest that this strategy grants.
    RoleCapped {
        message: "the role was reduced to the highest that this strategy grants",
        remedy: Some("Grant the higher role manually if it is intended."),
        precedence: 0,
        denial: AccessDenied,
    },

    // Access.
    /// The policy lets anybody become a user.
    PublicAccess {
        message: "public access admits everyone",
        remedy: None,
        precedence: 0,
        denial: AccessDenied,
    },
    /// An administrator has approved the address on the waitlist.
    WaitlistApproved {
        message: "an administrator admitted the person from the waitlist",
        remedy: None,
        precedence: 0,
        denial: AccessDenied,
    },
    /// The person's address is on the waitlist.
    Waitlisted {
        message: "the person is on the waitlist",
        remedy: Some("Approve or deny the address on the waitlist."),
        precedence: 0,
        denial: AccessDenied,
    },
    /// No strategy admits the person.
    NoMatchingStrategy {
        message: "no strategy admits this person",
        remedy: Some("Read in the trace why each strategy does not admit the person. Usually, an invitation helps."),
        precedence: 0,
        denial: AccessDenied,
    },
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
    /// An administrator has to decide about the person's account.
    AskAdministrator,
    /// The person opened an invitation to another address, and has to prove that they read its
    /// mail.
    ClaimInvitation,
    /// The person has to sign in again with a stronger or newer proof of who they are.
    StepUp,
}

impl UserMessage {
    /// Returns the sentence for the person.
    pub const fn text(self) -> &'static str {
        match self {
            Self::AccessDenied => "You do not have access. Ask an administrator of this application for an invitation.",
            Self::VerifyEmail => {
                "Please verify your email address: with a code that is sent to it, or at your sign-in provider."
            }
            Self::UseSso => "Please sign in with your organization's single sign-on.",
            Self::AwaitingApproval => "Your account is waiting for approval. You can sign in once it is approved.",
            Self::ConfirmAccount => {
                "An account with your email address already exists. Confirm that it is yours to continue."
            }
            Self::TryAgain => "Something changed while you were signing in. Please try again.",
            Self::AskAdministrator => "An administrator has to check your account. Please ask them.",
            Self::ClaimInvitation => {
                "You were invited under another email address. Confirm with a code that you read its mail."
            }
            Self::StepUp => "Please sign in again, with a second factor or the other proof that is asked for.",
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

    #[test]
    fn every_code_is_documented_in_sentences() {
        for code in ReasonCode::ALL {
            for text in [Some(code.documentation()), code.remedy()].into_iter().flatten() {
                assert!(text.starts_with(char::is_uppercase) && text.ends_with('.'), "{text}");
                assert!(!text.contains("  ") && !text.contains('|'), "{text}");
            }
            assert!(!code.message().is_empty() && !code.message().ends_with('.'), "{}", code.message());
        }
    }

    #[test]
    fn objections_that_compete_have_a_precedence_each() {
        use ReasonCode as R;
        let of_invitations = [
            R::InvitationExpired,
            R::InvitationNeedsAcceptance,
            R::InvitationClaimRefused,
            R::InvitationConnectionMismatch,
            R::InviterNotAuthorized,
            R::EmailUnverified,
            R::SsoRequired,
            R::OrganizationInactive,
            R::GroupMissing,
            R::StepUpRequired,
            R::MembershipRemoved,
            R::SeatLimitReached,
            R::InvitationCodeRequired,
            R::InvitationCodeInvalid,
        ];
        let of_mappings = [
            R::RoleKeptManual,
            R::OrganizationInactive,
            R::GroupMissing,
            R::StepUpRequired,
            R::MembershipRemoved,
            R::SeatLimitReached,
        ];
        // What can no longer be used never came further than what still could be.
        for used_up in [R::InvitationRevoked, R::InvitationAlreadyAccepted, R::InvitationSuperseded] {
            assert_eq!(used_up.precedence(), 1);
        }
        // Nothing to object to.
        for absent in [
            R::NoInvitation,
            R::ConnectionNotBound,
            R::NoGroupMapping,
            R::NoDomainRule,
            R::AlreadyMember,
            R::NoMatchingStrategy,
        ] {
            assert_eq!(absent.precedence(), 0);
        }
        for objections in [&of_invitations[..], &of_mappings, &[R::PublicEmailDomain, R::DomainNotVerified]] {
            assert!(objections.is_sorted_by(|one, next| one.precedence() < next.precedence()));
            assert!(objections.iter().all(|code| code.precedence() > 1));
        }
    }
}
