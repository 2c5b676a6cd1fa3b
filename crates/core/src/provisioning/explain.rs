//! Formats a decision as a tree of text for people, and what would change it as a list.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::code::ReasonCode;
use super::decision::{Decision, Outcome};
use super::remedy::{Remedy, RemedyChange};
use super::trace::{Evidence, Verdict};
use crate::json::Code;

/// Formats a decision and its trace as a tree of text: the outcome, then each stage in order with
/// its evidence.
///
/// Shape: lines of UTF-8, each ended by a line feed. Contains no complete e-mail address and no
/// secret, because the trace contains none.
pub fn explain(decision: &Decision) -> String {
    let mut out = format!(
        "{}: {} ({})\n",
        Code::name(&decision.outcome.kind()),
        Code::name(&decision.reason),
        decision.reason.message()
    );
    let mut facts: Vec<String> = Vec::new();
    if let Some(user) = decision.outcome.signed_in_user() {
        facts.push(format!("user {user}, {}", Code::name(&decision.platform_role)));
    }
    if let Outcome::SsoRequired { connection_id } = &decision.outcome {
        facts.push(format!("must sign in through connection {connection_id}"));
    }
    for membership in &decision.memberships {
        facts.push(format!(
            "{} in organization {} by {}{}",
            Code::name(&membership.role),
            membership.organization_id,
            Code::name(&membership.source),
            if membership.added { ", new" } else { "" }
        ));
    }
    if let Some(message) = decision.user_message {
        facts.push(format!("message to the person {}: {}", Code::name(&message), message.text()));
    }
    let count = decision.plan.effects.len();
    facts.push(format!("{count} {} to apply", if count == 1 { "effect" } else { "effects" }));
    for fact in &facts {
        out.push_str(&format!("│  {fact}\n"));
    }

    let last = decision.trace.stages.len().saturating_sub(1);
    for (at, stage) in decision.trace.stages.iter().enumerate() {
        let deciding = stage.stage == decision.trace.decided_by;
        let (branch, trunk) = if at == last { ("└─", "   ") } else { ("├─", "│  ") };
        let mark = match stage.verdict {
            Verdict::Matched => "✓",
            Verdict::Denied => "✗",
            Verdict::NotMatched => "–",
            Verdict::Passed | Verdict::NotEvaluated => "·",
        };
        let why = match stage.code {
            ReasonCode::Ok | ReasonCode::NotEvaluated => String::from(stage.code.message()),
            code => format!("{}: {}", Code::name(&code), code.message()),
        };
        let decides = if deciding { "  ← decides" } else { "" };
        out.push_str(&format!("{branch} {mark} {}: {why}{decides}\n", Code::name(&stage.stage)));
        for evidence in &stage.evidence {
            out.push_str(&format!("{trunk}     {}\n", line(evidence)));
        }
    }
    out
}

/// Formats the changes that would let a refused person in as a numbered list: each with who can
/// make it, and the decision after it.
///
/// Shape: lines of UTF-8, each ended by a line feed; empty if there is no remedy. Contains no
/// e-mail address and no secret.
pub fn explain_remedies(remedies: &[Remedy]) -> String {
    let mut out = String::new();
    for (number, remedy) in (1..).zip(remedies) {
        let steps: Vec<String> = remedy
            .steps
            .iter()
            .map(|step| format!("{}: {}", Code::name(&step.actor), sentence(&step.change)))
            .collect();
        out.push_str(&format!("{number}. {}\n", steps.join("; then ")));
        match &remedy.result {
            None => out.push_str("   what comes of it depends on that provider\n"),
            Some(result) => {
                out.push_str(&format!("   {}: {}\n", Code::name(&result.outcome), Code::name(&result.reason)));
                for membership in &result.memberships {
                    let (role, organization) = (Code::name(&membership.role), membership.organization_id);
                    out.push_str(&format!("   {role} in organization {organization}\n"));
                }
            }
        }
    }
    out
}

/// Returns a change as an instruction without a full stop.
fn sentence(change: &RemedyChange) -> String {
    match change {
        RemedyChange::EnterCode {} => "enter the code that is mailed".into(),
        RemedyChange::UseConnection { connection_id } => format!("sign in by connection {connection_id}"),
        RemedyChange::VerifyEmail {} => "verify the address at the provider".into(),
        RemedyChange::StepUp {} => "sign in again with the proof that the policy requires".into(),
        RemedyChange::JoinGroup { group } => format!("add the person to the group `{}`", group.as_str()),
        RemedyChange::CreateInvitation { organization_id } => {
            format!("invite the address to organization {organization_id}")
        }
        RemedyChange::ResendInvitation { invitation_id, .. } => format!("send invitation {invitation_id} again"),
        RemedyChange::ApproveWaitlist {} => "approve the address on the waitlist".into(),
        RemedyChange::RestoreUser { user_id } => format!("restore user {user_id}"),
        RemedyChange::ResolveIdentityConflict { user_id, answer } => {
            format!("decide the conflict with user {user_id} as {}", Code::name(answer))
        }
        RemedyChange::VerifyDomain { domain_id, .. } => format!("verify the domain of rule {domain_id}"),
        RemedyChange::ChangeDomain { domain_id, enrollment_mode, .. } => {
            format!("change rule {domain_id} to {}", Code::name(enrollment_mode))
        }
        RemedyChange::RaiseSeatLimit { organization_id, seat_limit } => {
            format!("raise the seat limit of organization {organization_id} to {seat_limit}")
        }
        RemedyChange::ReopenOrganization { organization_id } => format!("reopen organization {organization_id}"),
        RemedyChange::ActivateConnection { connection_id } => format!("activate connection {connection_id}"),
        RemedyChange::AddStrategy { strategy } => format!("add the strategy {} to the policy", Code::name(strategy)),
        RemedyChange::ConfirmLinks {} => "set accountLinking to confirm in the policy".into(),
        RemedyChange::AllowInvitationClaims {} => "set invitationClaim to mailbox_code in the policy".into(),
        RemedyChange::IgnoreIncompleteGroups {} => "set incompleteGroups to ignore_mappings in the policy".into(),
        RemedyChange::AllowSubaddresses {} => "set subaddressing to allow in the policy".into(),
        RemedyChange::AllowDisposable {} => "set disposable to allow in the policy".into(),
        RemedyChange::UnblockDomain {} => "remove the domain of the address from blockedDomains in the policy".into(),
        RemedyChange::ChangeAccessMode { access_mode } => {
            format!("set accessMode to {} in the policy", Code::name(access_mode))
        }
    }
}

fn line(evidence: &Evidence) -> String {
    match evidence {
        Evidence::Email { address, evidence } => {
            let address = address.as_ref().map_or("no usable address", |address| address.as_str());
            format!("email {address}: {}", Code::name(evidence))
        }
        Evidence::EmailHolder { id, code } => format!("address of user {id}: {}", Code::name(code)),
        Evidence::Connection { id, status } => format!("connection {id}: {}", Code::name(status)),
        Evidence::User { id, status } => format!("user {id}: {}", Code::name(status)),
        Evidence::Invitation { id, organization_id, code } => {
            format!("invitation {id} to organization {organization_id}: {}", Code::name(code))
        }
        Evidence::DomainRule { id, organization_id, pattern, code } => {
            format!("rule {id} `{pattern}` of organization {organization_id}: {}", Code::name(code))
        }
        Evidence::Actor { issuer, subject } => format!("acted for by {subject} of {}", issuer.as_str()),
        Evidence::ClaimUnread { claim } => format!("claim_unread {}", Code::name(claim)),
        Evidence::Group { organization_id, role, code } => {
            format!("groups in organization {organization_id}, {}: {}", Code::name(role), Code::name(code))
        }
        Evidence::Authentication { organization_id, lacks, code } => {
            let lacks: Vec<&str> = lacks.iter().map(Code::name).collect();
            let lacks = if lacks.is_empty() { String::from("another connection") } else { lacks.join(", ") };
            let of =
                organization_id.map_or_else(|| String::from("of the platform"), |id| format!("of organization {id}"));
            format!("required proof {of} lacks {lacks}: {}", Code::name(code))
        }
        Evidence::RoleCapped { organization_id, from, to } => {
            format!("role_capped in organization {organization_id}: {} to {}", Code::name(from), Code::name(to))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tree_shows_every_stage_and_marks_the_one_that_decides() {
        let input = serde_json::from_value(serde_json::json!({
            "now": 1_767_225_600,
            "connection": { "id": "0198c0de-0000-7000-8000-0000000000c1", "kind": "oidc",
                "issuer": "https://login.acme.example", "status": "disabled" },
            "login": { "connectionId": "0198c0de-0000-7000-8000-0000000000c1",
                "issuer": "https://login.acme.example", "subject": "00u1" },
        }));
        let decision = crate::decide(&input.unwrap());
        let tree = "\
denied: connection_not_active (the connection is not active)
│  message to the person access_denied: You do not have access. Ask an administrator of this application for an invitation.
│  1 effect to apply
├─ · identity: no objection
├─ ✗ connection_status: connection_not_active: the connection is not active  ← decides
│       connection 0198c0de-0000-7000-8000-0000000000c1: disabled
├─ · account: not evaluated
├─ · bootstrap: not evaluated
├─ · invitation: not evaluated
├─ · connection: not evaluated
├─ · group: not evaluated
├─ · domain: not evaluated
└─ · access: not evaluated
";
        assert_eq!(explain(&decision), tree);
    }
}
