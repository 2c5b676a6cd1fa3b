//! The closed list of the results of commands.

use cora_wire_derive::codes;

/// The kind of a refusal, by which a host chooses its answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefusalKind {
    /// The actor may not do this.
    NotAllowed,
    /// Something that the command names does not exist.
    NotFound,
    /// The command is not valid, whatever is stored.
    Invalid,
    /// The command does not fit what is stored. Results that are no refusals have this kind.
    Conflict,
}

/// Declares the reasons: all that is known of one stands in one place.
macro_rules! reasons {
    (
        $(#[$about:meta])*
        pub enum $Reason:ident {
            $($(#[$documentation:meta])* $Name:ident { text: $text:literal, refusal: $refusal:ident, },)+
        }
    ) => {
        $(#[$about])*
        #[codes]
        pub enum $Reason {
            $($(#[$documentation])* $Name,)+
        }

        impl $Reason {
            /// Returns the message for people.
            pub const fn text(self) -> &'static str {
                match self { $(Self::$Name => $text,)+ }
            }

            /// Returns the kind of the refusal.
            pub const fn refusal(self) -> RefusalKind {
                match self { $(Self::$Name => RefusalKind::$refusal,)+ }
            }
        }
    };
}

reasons! {
/// The result of a command. A closed list.
pub enum AdministrationReason {
    // Accepted.
    /// The command is carried out.
    Done {
        text: "done",
        refusal: Conflict,
    },
    /// Nothing changes: the stored state is already as requested.
    Unchanged {
        text: "nothing to change",
        refusal: Conflict,
    },

    // Refused.
    /// The actor may not do this. Nothing else is revealed, not even the existence of what the
    /// command names.
    NotAllowed {
        text: "you do not have permission to do this",
        refusal: NotAllowed,
    },
    /// The organization does not exist.
    OrganizationNotFound {
        text: "the organization does not exist",
        refusal: NotFound,
    },
    /// The organization is inactive and admits nobody.
    OrganizationInactive {
        text: "the organization is not active",
        refusal: Conflict,
    },
    /// The name has no letter or digit, or contains a control character.
    NameMissing {
        text: "the name is empty; enter a name",
        refusal: Invalid,
    },
    /// The slug is invalid: a slug consists of lower-case ASCII letters and digits, with hyphens
    /// between them.
    SlugInvalid {
        text: "a slug has only lowercase letters and digits, with hyphens between them",
        refusal: Invalid,
    },
    /// Another organization has this slug.
    SlugTaken {
        text: "the slug is taken; choose another",
        refusal: Conflict,
    },
    /// More seats than the requested limit are in use.
    SeatsInUse {
        text: "more seats are in use; remove members first",
        refusal: Conflict,
    },
    /// The user does not exist.
    UserNotFound {
        text: "the user does not exist",
        refusal: NotFound,
    },
    /// The user is suspended or deprovisioned.
    UserNotActive {
        text: "the user is not active",
        refusal: Conflict,
    },
    /// Actors cannot suspend or deprovision their own account.
    OwnAccount {
        text: "you cannot do this to your own account",
        refusal: Conflict,
    },
    /// The user is not a member of the organization.
    MemberNotFound {
        text: "the user is not a member of the organization",
        refusal: NotFound,
    },
    /// The user is already a member.
    AlreadyMember {
        text: "the user is already a member",
        refusal: Conflict,
    },
    /// The user was never a member here, or the invitation is older than their removal: invite
    /// them.
    InvitationNeeded {
        text: "the user needs a new invitation",
        refusal: Conflict,
    },
    /// The role is greater than the actor's, or the user concerned has a greater one.
    RoleAboveOwn {
        text: "the role is higher than yours",
        refusal: Conflict,
    },
    /// The organization has no other owner.
    LastOwner {
        text: "the organization has no other owner; add one first",
        refusal: Conflict,
    },
    /// The platform has no other owner.
    LastPlatformOwner {
        text: "the platform has no other owner; add one first",
        refusal: Conflict,
    },
    /// The user has no other identity to sign in with.
    LastIdentity {
        text: "the user has no other identity to sign in with; suspend or deprovision them instead",
        refusal: Conflict,
    },
    /// The organization has no free seat.
    SeatLimitReached {
        text: "the organization has no free seat",
        refusal: Conflict,
    },
    /// The invitation does not exist.
    InvitationNotFound {
        text: "the invitation does not exist",
        refusal: NotFound,
    },
    /// The invitation was used or withdrawn.
    InvitationNotPending {
        text: "the invitation was already used or revoked",
        refusal: Conflict,
    },
    /// The invitation has expired.
    InvitationExpired {
        text: "the invitation has expired; ask for a new one",
        refusal: Conflict,
    },
    /// The address already has an open invitation to the organization.
    AlreadyInvited {
        text: "the address already has an open invitation; resend or revoke it",
        refusal: Conflict,
    },
    /// The inviter may no longer make this invitation.
    InviterNotAuthorized {
        text: "the inviter may no longer make this invitation",
        refusal: Conflict,
    },
    /// The actor's address was not proven to be theirs.
    EmailUnverified {
        text: "verify your email address first",
        refusal: Conflict,
    },
    /// The lifetime of an invitation must be between one hour and ninety days.
    LifetimeOutOfRange {
        text: "an invitation must be open for 1 hour to 90 days",
        refusal: Invalid,
    },
    /// The connection does not exist, belongs to another organization, or does not fit:
    /// `enterprise_sso` needs a connection, the other modes take none, and an invitation may
    /// require another one.
    ConnectionNotFound {
        text: "the connection does not exist or cannot be used here",
        refusal: Invalid,
    },
    /// The domain rule does not exist.
    DomainNotFound {
        text: "the domain rule does not exist",
        refusal: NotFound,
    },
    /// The organization already has this rule.
    DomainExists {
        text: "the organization already has this rule",
        refusal: Conflict,
    },
    /// No organization can own the domain: it belongs to a mail provider, is disposable, or is a
    /// public suffix.
    DomainNotOwnable {
        text: "no organization can own this domain",
        refusal: Conflict,
    },
    /// Another organization has verified this domain.
    DomainTaken {
        text: "another organization has verified this domain",
        refusal: Conflict,
    },
    /// The rule requires a stronger proof of the domain.
    VerificationInsufficient {
        text: "this enrollment mode requires a stronger proof of the domain",
        refusal: Conflict,
    },
    /// The membership request does not exist.
    RequestNotFound {
        text: "the request does not exist",
        refusal: NotFound,
    },
    /// The request was already answered.
    RequestNotPending {
        text: "the request was already answered",
        refusal: Conflict,
    },
    /// The address is not on the waitlist.
    NotWaitlisted {
        text: "the address is not on the waitlist",
        refusal: NotFound,
    },
    /// The conflict does not exist.
    ConflictNotFound {
        text: "there is no such conflict",
        refusal: NotFound,
    },
    /// The conflict was already decided.
    ConflictNotOpen {
        text: "the conflict was decided already",
        refusal: Conflict,
    },
    /// The decision does not fit the conflict: the identity is the holder's already, is linked to
    /// nobody although the holder is another user, or derives the holder's account.
    ConflictNotApplicable {
        text: "the answer does not fit the conflict",
        refusal: Conflict,
    },
    /// Both accounts have a subject at an issuer other than that of the conflict. Two subjects of
    /// one issuer are two people.
    SecondSubject {
        text: "both accounts have a subject at another issuer too",
        refusal: Conflict,
    },
    /// One account is a member of an organization from which the other was removed.
    MembershipRemoved {
        text: "one account is a member of an organization from which the other was removed",
        refusal: Conflict,
    },
    /// The row that the command changes was changed since the actor read it.
    StaleVersion {
        text: "it has changed since you read it; reload and try again",
        refusal: Conflict,
    },
    /// The policy has errors; the lint findings say which.
    PolicyHasErrors {
        text: "the policy has errors",
        refusal: Conflict,
    },
    /// Logins would not be decided as the expectations of the policy say; the failures say which.
    PolicyExpectationsFail {
        text: "logins would not be decided as expected; change the policy or the expectation",
        refusal: Conflict,
    },
    /// Two expectations of a policy have one name, or there are more than 100.
    PolicyExpectationsInvalid {
        text: "the expectations need names of their own, and there are at most 100",
        refusal: Invalid,
    },
    /// The version does not exist.
    VersionNotFound {
        text: "the version does not exist",
        refusal: NotFound,
    },
    /// The application does not exist.
    ApplicationNotFound {
        text: "the application does not exist",
        refusal: NotFound,
    },
    /// An application has this identifier already.
    ApplicationExists {
        text: "an application has this identifier already",
        refusal: Conflict,
    },
    /// The settings of the application have errors; the issues say which.
    ApplicationHasErrors {
        text: "the settings of the application have errors",
        refusal: Invalid,
    },
    /// The application's tokens reach Cora's own API, so only an owner of the platform may register
    /// or change it.
    OwnerNeeded {
        text: "only an owner of the platform may do this",
        refusal: NotAllowed,
    },
    /// The application does not authenticate with a secret.
    SecretNotUsed {
        text: "the application does not authenticate with a secret",
        refusal: Conflict,
    },
    /// The application has two valid secrets.
    SecretLimitReached {
        text: "the application has two valid secrets; remove one first",
        refusal: Conflict,
    },
    /// The application has no such secret.
    SecretNotFound {
        text: "the application has no such secret",
        refusal: NotFound,
    },
    /// The permissions of the application have errors; the issues say which.
    PermissionsHaveErrors {
        text: "the permissions have errors",
        refusal: Invalid,
    },
    /// The application defines no such role.
    ApplicationRoleNotFound {
        text: "the application defines no such role",
        refusal: NotFound,
    },
    /// An invitation cannot give this role; an administrator's command does.
    RoleNotInvitable {
        text: "an invitation cannot give this role; set it when the person has an account",
        refusal: Invalid,
    },
    /// The organization has an active owner, who appoints others.
    OwnerActive {
        text: "the organization has an active owner, who appoints others",
        refusal: Conflict,
    },
    /// The command needs a reason for the audit log.
    ReasonMissing {
        text: "state a reason for the audit log",
        refusal: Invalid,
    },
}
}

impl AdministrationReason {
    /// Returns `true` if the stored state is as requested.
    pub const fn is_ok(self) -> bool {
        matches!(self, Self::Done | Self::Unchanged)
    }
}
