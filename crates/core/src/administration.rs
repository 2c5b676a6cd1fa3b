//! What administrators do: organizations and their members, invitations, domains and requests, the waitlist, the policy, and
//! users. [`administer`] takes a command and what is stored, and answers with what is to be written, the audit record with it, or
//! why nothing is.
//!
//! Who may do what is asked here, of what is stored now and not of a session: roles may have changed since it was opened
//! (pitfall C33). Nobody gives a role above their own or touches somebody who has one, and the last owner of anything stays.
//! It writes nothing; the host loads the facts and writes the effects in one transaction that nothing comes between, so there are
//! no guards.

mod command;
mod domain;
mod effect;
mod facts;
mod invitation;
mod member;
mod organization;
mod policy;
mod ruling;
mod user;

pub use command::{AdministrationCommand, DomainProof, Subjects};
pub use effect::{AdministrationAction, AdministrationEffect, FieldChange};
pub use facts::{AdministrationFacts, ConnectionOwner, MembershipRequestFacts, RequestStatus, WaitlistStatus};
pub use invitation::{MAX_LIFETIME_SECONDS, MIN_LIFETIME_SECONDS};

use alloc::vec::Vec;
use cora_wire_derive::{codes, record};

use crate::id::{AuditId, UserId};
use crate::text::ChangeReason;
use crate::time::UnixSeconds;
use ruling::Ruling;

/// A command, by whom, and what is stored.
#[record]
pub struct AdministerInput {
    /// The time.
    pub now: UnixSeconds,
    /// The identifier of the audit record, which the host makes.
    pub audit_id: AuditId,
    /// Who commands.
    pub actor_id: UserId,
    /// Why, in their own words.
    #[serde(default)]
    pub reason: Option<ChangeReason>,
    /// What is to be done.
    pub command: AdministrationCommand,
    /// What is stored of what [`AdministrationCommand::subjects`] names.
    pub facts: AdministrationFacts,
}

/// What becomes of a command. A closed list.
#[codes]
pub enum AdministrationReason {
    // Done.
    /// It is done.
    Done,
    /// It was so already.
    Unchanged,

    // Refused.
    /// Who commands may not do this; nothing else is said, not even whether what they name is there.
    NotAllowed,
    /// There is no such organization.
    OrganizationNotFound,
    /// The organization takes nobody in.
    OrganizationInactive,
    /// The name says nothing.
    NameMissing,
    /// The slug is no slug: lower-case ASCII letters and digits, hyphens between them.
    SlugInvalid,
    /// Another organization has this slug.
    SlugTaken,
    /// There are fewer seats than that in use.
    SeatsInUse,
    /// There is no such user.
    UserNotFound,
    /// The user is switched off.
    UserNotActive,
    /// Whoever switches users off does not switch off themselves.
    OwnAccount,
    /// The user is no member.
    MemberNotFound,
    /// They are a member already.
    AlreadyMember,
    /// They never were a member here: invite them.
    InvitationNeeded,
    /// The role is greater than that of who commands, or the person concerned has one that is.
    RoleAboveOwn,
    /// Nobody else owns the organization.
    LastOwner,
    /// Nobody else owns the platform.
    LastPlatformOwner,
    /// No seat is free.
    SeatLimitReached,
    /// There is no such invitation.
    InvitationNotFound,
    /// The invitation was used or withdrawn.
    InvitationNotPending,
    /// The invitation's time is over.
    InvitationExpired,
    /// An invitation of this address is open already.
    AlreadyInvited,
    /// Who made the invitation may not make it any more.
    InviterNotAuthorized,
    /// The address was not proven to be theirs.
    EmailUnverified,
    /// An invitation's time is from an hour to ninety days.
    LifetimeOutOfRange,
    /// There is no such connection, or it is another organization's.
    ConnectionNotFound,
    /// There is no such domain rule.
    DomainNotFound,
    /// The organization has this rule already.
    DomainExists,
    /// Nobody can own such a domain: a mail provider's, a disposable one, a public suffix.
    DomainNotOwnable,
    /// Another organization has verified this domain.
    DomainTaken,
    /// What the rule would do needs a stronger proof than was asked for, or a connection.
    VerificationInsufficient,
    /// There is no such request.
    RequestNotFound,
    /// The request was answered.
    RequestNotPending,
    /// The address is not on the waitlist.
    NotWaitlisted,
    /// Somebody changed it since it was read.
    StaleVersion,
    /// The policy has errors; the findings say which.
    PolicyHasErrors,
    /// There is no such version.
    VersionNotFound,
}

impl AdministrationReason {
    /// Whether it is as was asked for.
    pub const fn is_ok(self) -> bool {
        matches!(self, Self::Done | Self::Unchanged)
    }

    /// What people are told.
    pub const fn text(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Unchanged => "it was so already",
            Self::NotAllowed => "you may not do this",
            Self::OrganizationNotFound => "there is no such organization",
            Self::OrganizationInactive => "the organization is switched off",
            Self::NameMissing => "the name says nothing",
            Self::SlugInvalid => "a slug is made of lower-case letters and digits, with hyphens between them",
            Self::SlugTaken => "another organization has this slug",
            Self::SeatsInUse => "more seats than that are in use",
            Self::UserNotFound => "there is no such user",
            Self::UserNotActive => "the user is switched off",
            Self::OwnAccount => "you cannot do this to your own account",
            Self::MemberNotFound => "they are no member of the organization",
            Self::AlreadyMember => "they are a member already",
            Self::InvitationNeeded => "they never were a member here; invite them",
            Self::RoleAboveOwn => "the role is greater than your own",
            Self::LastOwner => "nobody else owns the organization; name another owner first",
            Self::LastPlatformOwner => "nobody else owns the platform; name another owner first",
            Self::SeatLimitReached => "no seat is free",
            Self::InvitationNotFound => "there is no such invitation",
            Self::InvitationNotPending => "the invitation was used or withdrawn",
            Self::InvitationExpired => "the invitation has expired; have it sent again",
            Self::AlreadyInvited => "an invitation of this address is open; send it again, or withdraw it first",
            Self::InviterNotAuthorized => "who made the invitation may not make it any more",
            Self::EmailUnverified => "verify your e-mail address first",
            Self::LifetimeOutOfRange => "an invitation is open for an hour at least and for ninety days at most",
            Self::ConnectionNotFound => "there is no such connection for the organization",
            Self::DomainNotFound => "there is no such domain rule",
            Self::DomainExists => "the organization has this rule already",
            Self::DomainNotOwnable => "no organization can own this domain",
            Self::DomainTaken => "another organization has verified this domain",
            Self::VerificationInsufficient => "this enrollment needs a proof that the organization owns the domain",
            Self::RequestNotFound => "there is no such request",
            Self::RequestNotPending => "the request was answered already",
            Self::NotWaitlisted => "the address is not on the waitlist",
            Self::StaleVersion => "it was changed since you read it; nothing was written",
            Self::PolicyHasErrors => "the policy has errors",
            Self::VersionNotFound => "there is no such version",
        }
    }
}

/// What becomes of a command, and what is to be written.
#[record]
pub struct AdministrationChange {
    /// Whether it is as was asked for; when it is not, nothing is to be written.
    pub ok: bool,
    /// What becomes of it.
    pub reason: AdministrationReason,
    /// What is to be written, in this order.
    pub effects: Vec<AdministrationEffect>,
}

/// Decides a command.
pub fn administer(input: &AdministerInput) -> AdministrationChange {
    let mut ruling = Ruling::new(input);
    let reason = ruling.rule().err().unwrap_or_else(|| {
        if ruling.is_empty() { AdministrationReason::Unchanged } else { AdministrationReason::Done }
    });
    let ok = reason.is_ok();
    let effects = if ok { ruling.into_effects() } else { Vec::new() };
    AdministrationChange { ok, reason, effects }
}

#[cfg(test)]
mod tests;
