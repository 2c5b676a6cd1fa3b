//! §6.5: the first owner of the platform.

use cora_core::DecideInput;
use cora_core::email::CanonicalEmail;
use cora_core::policy::Bootstrap;
use cora_core::provisioning::code::ReasonCode;
use cora_core::provisioning::facts::{BootstrapTokenFacts, MembershipSource};
use cora_core::provisioning::plan::{Effect, Guard};
use cora_core::provisioning::trace::Verdict;
use cora_core::role::PlatformRole;

use super::evidence::Email;
use super::person::Person;
use super::{NOT_EVALUATED, Said};

fn not(code: ReasonCode) -> Said {
    (Verdict::NotMatched, code)
}

/// "Bootstrap with proof (`token`, `allow_list`) is evaluated after the account and before the
/// strategies." "While an owner exists its verdict is `owner_exists`." "A recovery token counts
/// although an owner exists, in every mode but `first_user`."
pub fn with_proof(input: &DecideInput, email: &Email, person: &mut Person) -> Said {
    let recovers = || presented(input).is_some_and(|token| token.recovery);
    if !matches!(input.policy.bootstrap, Bootstrap::FirstUser { .. }) && recovers() {
        return by_token(input, email, person);
    }
    if input.facts.platform_owner_exists {
        return not(ReasonCode::OwnerExists);
    }
    match &input.policy.bootstrap {
        Bootstrap::Token {} => by_token(input, email, person),
        Bootstrap::AllowList { emails } => by_list(input, emails, email, person),
        Bootstrap::Closed {} => not(ReasonCode::BootstrapClosed),
        Bootstrap::FirstUser { .. } => NOT_EVALUATED,
    }
}

/// The valid token that the login presents. Of several rows of one token, the first in order.
fn presented(input: &DecideInput) -> Option<&BootstrapTokenFacts> {
    let presented = input.login.bootstrap_token.as_ref()?;
    let valid = |token: &&BootstrapTokenFacts| {
        token.token_hash.matches(presented) && !token.used && input.now < token.expires_at
    };
    input.facts.bootstrap_tokens.iter().filter(valid).min()
}

fn by_token(input: &DecideInput, email: &Email, person: &mut Person) -> Said {
    if input.login.bootstrap_token.is_none() {
        return not(ReasonCode::NoBootstrapProof);
    }
    let Some(token) = presented(input) else {
        return not(ReasonCode::BootstrapTokenInvalid);
    };
    if let Some(code) = email.insufficient(input) {
        return not(code);
    }
    if token.recovery {
        becomes_owner(person);
    } else {
        found(input, person);
    }
    person.guards.push(Guard::BootstrapTokenUnused { token_hash: token.token_hash.clone() });
    person.effects.push(Effect::ConsumeBootstrapToken {
        token_hash: token.token_hash.clone(),
        user_id: person.id,
        used_at: input.now,
    });
    (Verdict::Matched, ReasonCode::BootstrapTokenAccepted)
}

fn by_list(input: &DecideInput, emails: &[CanonicalEmail], email: &Email, person: &mut Person) -> Said {
    if !emails.iter().any(|listed| Some(listed.as_str()) == email.canonical()) {
        return not(ReasonCode::NoBootstrapProof);
    }
    // The address is the whole proof, so it must be verified even if the policy accepts unverified
    // ones.
    if let Some(code) = email.unverified() {
        return not(code);
    }
    found(input, person);
    (Verdict::Matched, ReasonCode::BootstrapEmailAllowed)
}

/// "Bootstrap without proof (`first_user`) is evaluated after the strategies, and only for a new
/// person whom none of them admits."
pub fn first_user(input: &DecideInput, email: &Email, person: &mut Person) -> Said {
    if input.facts.platform_owner_exists {
        return not(ReasonCode::OwnerExists);
    }
    if let Some(code) = email.insufficient(input) {
        return not(code);
    }
    found(input, person);
    (Verdict::Matched, ReasonCode::BootstrapFirstUser)
}

/// "A person who bootstraps becomes `platform_owner`, founds an organization".
fn found(input: &DecideInput, person: &mut Person) {
    person.guards.push(Guard::NoPlatformOwner {});
    becomes_owner(person);
    person.found(input, "bootstrap", MembershipSource::Bootstrap);
}

fn becomes_owner(person: &mut Person) {
    person.platform_role = PlatformRole::PlatformOwner;
    person.effects.push(Effect::GrantPlatformRole {
        user_id: person.id,
        role: PlatformRole::PlatformOwner,
        updated_by: person.id,
    });
}
