//! The closed lists that random inputs have to reach.

use cora_core::provisioning::code::ReasonCode;
use cora_core::provisioning::decision::OutcomeKind;

/// All outcomes, in order.
pub const OUTCOMES: [OutcomeKind; 8] = [
    OutcomeKind::Returning,
    OutcomeKind::Provisioned,
    OutcomeKind::Linked,
    OutcomeKind::LinkConfirmationRequired,
    OutcomeKind::ApprovalRequired,
    OutcomeKind::Waitlisted,
    OutcomeKind::SsoRequired,
    OutcomeKind::Denied,
];

macro_rules! codes {
    ($($code:ident),* $(,)?) => {
        /// All codes, in order.
        pub const ALL: [ReasonCode; [$(ReasonCode::$code),*].len()] = [$(ReasonCode::$code),*];

        /// Does not compile if a code is missing above.
        const fn is_listed(code: ReasonCode) {
            match code {
                $(ReasonCode::$code)|* => {}
            }
        }
    };
}

codes! {
    Ok,
    NotEvaluated,
    IdentityInvalid,
    MachineSubject,
    ConnectionNotActive,
    ReturningUser,
    UserSuspended,
    UserDeprovisioned,
    EmailAmbiguous,
    EmailConflict,
    IdentityConflict,
    AccountExists,
    LinkConfirmationRequired,
    LinkProofInvalid,
    ActedFor,
    AccountLinked,
    LinkConfirmed,
    DomainNotOwnedByConnection,
    NoEmail,
    EmailUnverified,
    EmailInvalid,
    EmailSubaddressed,
    EmailDomainRefused,
    BootstrapTokenAccepted,
    BootstrapEmailAllowed,
    BootstrapFirstUser,
    OwnerExists,
    BootstrapTokenInvalid,
    NoBootstrapProof,
    BootstrapClosed,
    InvitationAccepted,
    NoInvitation,
    InvitationExpired,
    InvitationRevoked,
    InvitationAlreadyAccepted,
    InvitationNeedsAcceptance,
    InvitationConnectionMismatch,
    InvitationSuperseded,
    InviterNotAuthorized,
    InvitationClaimRefused,
    InvitationCodeRequired,
    InvitationCodeInvalid,
    ConnectionAdmits,
    ConnectionNotBound,
    IdpOrganizationAdmits,
    OutsideOwnedDomains,
    GroupAdmits,
    NoGroupMapping,
    GroupMissing,
    StepUpRequired,
    GroupsIncomplete,
    RoleLowered,
    MembershipEndedByGroup,
    RoleKeptManual,
    DomainAdmits,
    DomainInvites,
    DomainSuggests,
    NoDomainRule,
    DomainManualInvitation,
    PublicEmailDomain,
    DomainNotVerified,
    LessSpecific,
    AmbiguousDomain,
    SsoRequired,
    OrganizationInactive,
    SeatLimitReached,
    AlreadyMember,
    MembershipRemoved,
    RoleCapped,
    PublicAccess,
    WaitlistApproved,
    Waitlisted,
    NoMatchingStrategy,
}

/// Returns the reason why no stage reports a code, or `None` if one does.
pub const fn why_unreached(code: ReasonCode) -> Option<&'static str> {
    is_listed(code);
    match code {
        ReasonCode::EmailConflict => Some("said of the holder in the evidence; the person returns"),
        ReasonCode::LessSpecific => Some("said of a rule in the evidence, beside the rule that decides"),
        ReasonCode::RoleCapped => Some("said of a role in the evidence; the stage itself admits"),
        _ => None,
    }
}
