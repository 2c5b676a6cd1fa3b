//! The mailbox to which a code may be sent, which the person then presents with their login.

use super::code::{ReasonCode, UserMessage};
use super::context::{DecisionContext, Detail};
use super::decision::{Decision, Outcome};
use super::facts::DecideInput;
use super::login_email::LoginEmail;
use super::strategy::named;
use super::trace::Stage;
use crate::email::CanonicalEmail;
use crate::id::{InvitationId, UserId};

/// The mailbox to which a code is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CodeRecipient {
    /// The account's own address: the person has to confirm that the account is theirs.
    Account(UserId),
    /// The login's own address, for which its provider's word does not count.
    Mailbox(CanonicalEmail),
    /// The invited address of an invitation that the person claims under another one.
    Invitation(InvitationId, CanonicalEmail),
}

/// Returns the mailbox to which a code may be sent after a decision, or `None` if a code could not
/// change anything.
///
/// SECURITY: the answer does not depend on the existence of an account with the address. A login
/// whose evidence is too weak is denied `email_unverified` if somebody has proven the address, and
/// for what the policy says of the address, or in the stage `access`, if nobody has. An invitation
/// is known to the person who has its link.
pub fn code_recipient(input: &DecideInput, decision: &Decision) -> Option<CodeRecipient> {
    let context = DecisionContext::of(input, Detail::Summary);
    let address = LoginEmail::of(&context);
    if decision.user_message == Some(UserMessage::ClaimInvitation) {
        let invitation = named(&context)?;
        return Some(CodeRecipient::Invitation(invitation.id, invitation.email.clone()));
    }
    let may_be_raised = match decision.outcome {
        Outcome::LinkConfirmationRequired { user_id } => return Some(CodeRecipient::Account(user_id)),
        Outcome::Denied {} => {
            // The policy's objections to an address come after that of somebody who has proven it.
            matches!(
                decision.reason,
                ReasonCode::EmailUnverified | ReasonCode::EmailSubaddressed | ReasonCode::EmailDomainRefused
            ) || decision.trace.decided_by == Stage::Access
        }
        Outcome::Waitlisted {} => true,
        _ => decision.outcome.signed_in_user().is_some(),
    };
    let email = address.email().filter(|_| may_be_raised && address.can_be_proven())?;
    Some(CodeRecipient::Mailbox(email.as_canonical().clone()))
}
