//! The questions to a person after the decision on their login, at the issuer's sign-in (§14.4).

use crate::policy::Bootstrap;
use crate::provisioning::code::UserMessage;
use crate::provisioning::decision::Decision;
use crate::provisioning::facts::DecideInput;
use crate::provisioning::mailbox::{CodeRecipient, code_recipient};
use crate::role::PlatformRole;

/// The questions to a person on the page of the sign-in. At least one is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignInQuestions {
    /// The mailbox to which a code may be sent, which the person then gives; `None` if a code is
    /// not asked for.
    pub code: Option<CodeRecipient>,
    /// `true` if the page takes the bootstrap token.
    pub bootstrap_token: bool,
    /// `true` if the person is signed in without an answer too.
    pub is_optional: bool,
}

/// Returns the questions to a person after the decision on their login, or `None` if nothing is
/// asked: the person is signed in, or turned away.
///
/// A person who is signed in is asked for a code only for the invitation whose link they opened, so
/// that a sign-in without one is never held up (our decision).
pub fn sign_in_questions(input: &DecideInput, decision: &Decision) -> Option<SignInQuestions> {
    let is_optional = decision.outcome.signed_in_user().is_some();
    let is_told = matches!(decision.user_message, Some(UserMessage::ClaimInvitation | UserMessage::VerifyEmail));
    let is_asked = if is_optional { is_told && input.login.invitation_id.is_some() } else { true };
    let code = if is_asked { code_recipient(input, decision) } else { None };
    let is_owner = decision.platform_role == PlatformRole::PlatformOwner;
    let bootstrap_token = !is_owner && takes_bootstrap_token(input);
    (code.is_some() || bootstrap_token).then_some(SignInQuestions { code, bootstrap_token, is_optional })
}

/// Returns `true` if the facts of the decision have a bootstrap token that is still to be used.
fn takes_bootstrap_token(input: &DecideInput) -> bool {
    let facts = &input.facts;
    matches!(input.policy.bootstrap, Bootstrap::Token {})
        && !facts.platform_owner_exists
        && facts.bootstrap_tokens.iter().any(|token| !token.used && input.now < token.expires_at)
}
