//! Runs a command of an administrator: load, decide and apply in one transaction.

use cora_core::actor::Actor;
use cora_core::administration::{
    AdministerInput, AdministrationChange, AdministrationCommand, AdministrationFacts, AdministrationReason,
    DomainCommand, DomainProof, Subjects, administer,
};
use cora_core::email::CanonicalEmail;
use cora_core::id::{AuditId, DomainId, OrganizationId, UserId};
use cora_core::provisioning::facts::MembershipFacts;
use cora_core::secret::{PresentedToken, TokenHash};
use cora_core::text::ChangeReason;
use cora_core::time::UnixSeconds;

use super::{apply, read};
use crate::database::Store;
use crate::error::{DatabaseError, StoreError, in_transaction_by};
use crate::sql::{acting_user, seconds, sql};
use crate::transaction::{Transaction, in_transaction};

/// The actor, time, reason and request of a command.
#[derive(Debug, Clone)]
pub struct AdministrationContext {
    /// The time of the command.
    pub now: UnixSeconds,
    /// The identifier of the audit record, used once.
    pub audit_id: AuditId,
    /// The actor who gives the command. A user's permissions are checked against the stored data.
    pub actor: Actor,
    /// The reason, for the audit record.
    pub reason: Option<ChangeReason>,
    /// The identifier of the HTTP request, for the audit record. At most 128 bytes are kept.
    pub request_id: Option<String>,
    /// The organizations that the actor's login cannot reach, because it lacks a group that they
    /// require. The actor's memberships of them do not count.
    pub out_of_reach: Vec<OrganizationId>,
}

/// Lifetime of a token sent to a mailbox of a domain, in seconds: one day.
pub const MAILBOX_TOKEN_SECONDS: u64 = 86_400;

/// Minimum time between two tokens for the same domain, in seconds. It keeps the administrator of a
/// domain from flooding a mailbox.
pub const MAILBOX_PAUSE_SECONDS: i64 = 60;

/// An error of proving a domain with a token that was sent to a mailbox.
#[derive(Debug, thiserror::Error)]
pub enum MailboxTokenError {
    /// No such token was sent for this domain rule, or it was used, or it has expired.
    #[error("the token was not sent for this domain, or it has expired")]
    NotValid,
    /// The command that the token was presented for is refused, for this reason.
    #[error("the command was refused")]
    Refused(AdministrationReason),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

in_transaction_by! {
    MailboxTokenError: MailboxTokenError::Store;
}

const FACTS: &str = include_str!("facts.sql");

impl Store {
    /// Runs a command: loads the stored facts, lets the core decide, and writes its effects
    /// together with the audit record. A refusal is returned in the change, not as an error.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails. Nothing was written then.
    pub async fn administer(
        &self,
        command: &AdministrationCommand,
        context: &AdministrationContext,
    ) -> Result<AdministrationChange, StoreError> {
        in_transaction!(self, |transaction| administer_in(transaction, command, context).await)
    }

    /// Returns the stored facts that a command would be decided on.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn administration_facts(
        &self,
        command: &AdministrationCommand,
        context: &AdministrationContext,
    ) -> Result<AdministrationFacts, StoreError> {
        in_transaction!(self, |transaction| load(transaction, &command.subjects(), context).await)
    }

    /// Stores the hash of a token to be sent to a mailbox of a domain, replacing earlier unused
    /// ones. Returns `false` if another was created less than [`MAILBOX_PAUSE_SECONDS`] ago:
    /// nothing is stored then, and nothing must be sent.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn ask_mailbox(
        &self,
        token: &PresentedToken,
        domain: DomainId,
        email: &CanonicalEmail,
        asked_by: UserId,
        now: UnixSeconds,
    ) -> Result<bool, StoreError> {
        let hash = TokenHash::of(token).to_string();
        in_transaction!(self, |transaction| {
            async {
                let recent = sql!(
                    "SELECT EXISTS (SELECT 1 FROM mailbox_tokens WHERE domain_id = @id(?1) AND created_at > @time(?2))",
                );
                let since = seconds(now).saturating_sub(MAILBOX_PAUSE_SECONDS);
                if transaction.flag(recent.bind(domain.to_string()).bind(since)).await? {
                    return Ok(false);
                }
                let earlier = sql!("DELETE FROM mailbox_tokens WHERE domain_id = @id(?1) AND used_at IS NULL");
                transaction.execute(earlier.bind(domain.to_string())).await?;
                let ask = sql!(
                    "INSERT INTO mailbox_tokens (token_hash, domain_id, email, created_by, created_at, expires_at)
                     VALUES (?1, @id(?2), ?3, @id(?4), @time(?5), @time(?6))"
                );
                let ask = ask.bind(&hash).bind(domain.to_string()).bind(email.as_str());
                let ask = ask.bind(asked_by.to_string()).bind(seconds(now));
                transaction.execute(ask.bind(seconds(now.plus(MAILBOX_TOKEN_SECONDS)))).await?;
                Ok::<_, StoreError>(true)
            }
            .await
        })
    }

    /// Consumes a token that came back from a mailbox of a domain, and records the proof of the
    /// domain.
    ///
    /// # Errors
    ///
    /// Returns [`MailboxTokenError`] if the token is not valid, if the command is refused or if the
    /// database fails. The token remains valid then.
    pub async fn prove_mailbox(
        &self,
        token: &PresentedToken,
        organization_id: OrganizationId,
        domain_id: DomainId,
        context: &AdministrationContext,
    ) -> Result<AdministrationChange, MailboxTokenError> {
        let hash = TokenHash::of(token).to_string();
        let proof = DomainProof::Mailbox;
        let command = DomainCommand::RecordDomainProof { organization_id, domain_id, proof, found: true }.into();
        in_transaction!(self, |transaction| {
            async {
                let used = sql!(
                    "UPDATE mailbox_tokens SET used_at = @time(?3)
                     WHERE token_hash = ?1 AND domain_id = @id(?2) AND used_at IS NULL AND expires_at > @time(?3)"
                );
                let used = used.bind(&hash).bind(domain_id.to_string()).bind(seconds(context.now));
                let was_sent = transaction.execute(used).await? == 1;
                // A caller without permission gets that error first, regardless of the token.
                let change = administer_in(transaction, &command, context).await?;
                match change.ok {
                    false => Err(MailboxTokenError::Refused(change.reason)),
                    true if was_sent => Ok(change),
                    true => Err(MailboxTokenError::NotValid),
                }
            }
            .await
        })
    }
}

/// Decides a command and writes its effects, isolated from other transactions.
async fn administer_in(
    transaction: &mut Transaction,
    command: &AdministrationCommand,
    context: &AdministrationContext,
) -> Result<AdministrationChange, StoreError> {
    let facts = load(transaction, &command.subjects(), context).await?;
    let change = administer(&AdministerInput {
        now: context.now,
        audit_id: context.audit_id,
        actor: context.actor.clone(),
        reason: context.reason.clone(),
        command: command.clone(),
        facts,
    });
    for effect in &change.effects {
        apply::write(transaction, effect, context).await?;
    }
    Ok(change)
}

/// Loads the facts that a command depends on: one statement, one snapshot, one JSON document.
async fn load(
    transaction: &mut Transaction,
    subjects: &Subjects,
    context: &AdministrationContext,
) -> Result<AdministrationFacts, StoreError> {
    let facts = sql!(FACTS)
        .bind(acting_user(&context.actor))
        .bind(subjects.organization.map(|id| id.to_string()))
        .bind(subjects.user.map(|id| id.to_string()))
        .bind(subjects.invitation.map(|id| id.to_string()))
        .bind(subjects.domain.map(|id| id.to_string()))
        .bind(subjects.domain_name.clone())
        .bind(subjects.email.as_ref().map(|email| email.as_str().to_owned()))
        .bind(subjects.slug.as_ref().map(|slug| slug.as_str().to_owned()))
        .bind(subjects.connection.map(|id| id.to_string()))
        .bind(subjects.policy_version)
        .bind(subjects.whole_user)
        .bind(seconds(context.now))
        .bind(subjects.identity_conflict.map(|id| id.to_string()))
        .bind(subjects.application.map(|id| id.to_string()));
    let document = transaction.text(facts).await?;
    let mut facts: AdministrationFacts = read(&document.ok_or(DatabaseError::reading("an administrator's facts"))?)?;
    let within_reach = |membership: &MembershipFacts| !context.out_of_reach.contains(&membership.organization_id);
    facts.actor_membership = facts.actor_membership.filter(within_reach);
    Ok(facts)
}
