//! Runs a command of an administrator: load, decide and apply in one transaction.

use cora_core::actor::Actor;
use cora_core::administration::{
    AdministerInput, AdministrationChange, AdministrationCommand, AdministrationEffect, AdministrationFacts,
    AdministrationReason, ApplicationCommand, AuditEffect, Consequence, ConsequenceFacts, DomainCommand, DomainProof,
    InvitationEffect, Subjects, UserCommand, administer, consequences,
};
use cora_core::email::CanonicalEmail;
use cora_core::id::{AuditId, DomainId, OrganizationId, UserId};
use cora_core::identity::IdentityKey;
use cora_core::provisioning::facts::MembershipFacts;
use cora_core::secret::{PresentedToken, TokenHash};
use cora_core::text::ChangeReason;
use cora_core::time::UnixSeconds;

use serde::de::DeserializeOwned;

use super::{apply, command_row, invitation_mail, read, text};
use crate::database::Store;
use crate::error::{DatabaseError, StoreError, in_transaction_by};
use crate::sql::{acting_user, seconds, sql};
use crate::transaction::{Attempts, Transaction, in_transaction};

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
    /// The organizations that the actor's login cannot reach, because it lacks a group or a proof
    /// that they require. The actor's memberships of them do not count.
    pub out_of_reach: Vec<OrganizationId>,
    /// The identity that acts on the actor's behalf, for the audit record.
    pub acting: Option<IdentityKey>,
}

/// The options of a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CommandOptions {
    /// The version of the command's row that the actor has seen; unchecked if absent.
    pub version: Option<u32>,
    /// Set to decide the command and to write nothing.
    pub dry_run: bool,
    /// Set to queue the mail of an invitation that the command makes or renews. Without a mail
    /// server, none is queued.
    pub queue_mail: bool,
}

/// The result of a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Administered {
    /// The decision and its effects.
    pub change: AdministrationChange,
    /// The document of the row that the command concerns, as it is after the command, or would be
    /// after a dry run, and as it is now if the command is refused because the row changed.
    row: Option<String>,
    /// The consequences of a dry run.
    pub consequences: Vec<Consequence>,
}

impl Administered {
    /// Returns the row that the command concerns: as it is after the command, or would be after a
    /// dry run, and as it is now after `stale_version`. `None` if it does not exist.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the row is of another form.
    pub fn row<T: DeserializeOwned>(&self) -> Result<Option<T>, StoreError> {
        self.row.as_deref().map(read).transpose()
    }
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
    /// The command that the token was presented for is refused.
    #[error("the command was refused")]
    Refused(Box<Administered>),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

in_transaction_by! {
    MailboxTokenError: MailboxTokenError::Store;
}

const FACTS: &str = include_str!("facts.sql");
const CONSEQUENCES: &str = include_str!("consequences.sql");

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
        Ok(self.run_command(command, context, CommandOptions::default()).await?.change)
    }

    /// Runs a command like [`Store::administer`], and returns the row that it concerns. A dry run
    /// is decided and carried out under the same lock, and its transaction is rolled back, so that
    /// nothing of it is ever visible to others.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails. Nothing was written then.
    pub async fn run_command(
        &self,
        command: &AdministrationCommand,
        context: &AdministrationContext,
        options: CommandOptions,
    ) -> Result<Administered, StoreError> {
        let mut attempts = Attempts::default();
        loop {
            let mut opened = attempts.begin(self).await?;
            let outcome = run_in(&mut opened, command, context, options).await;
            if let Some(outcome) = attempts.settle_as(opened, outcome, options.dry_run).await {
                return outcome;
            }
        }
    }

    /// Decides a command like [`Store::administer`], and writes nothing.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn preview_administration(
        &self,
        command: &AdministrationCommand,
        context: &AdministrationContext,
    ) -> Result<AdministrationChange, StoreError> {
        in_transaction!(self, |transaction| decide_in(transaction, command, context).await)
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
    /// domain. A dry run leaves the token valid.
    ///
    /// # Errors
    ///
    /// Returns [`MailboxTokenError`] if the token is not valid, if the command is refused or if the
    /// database fails. The token remains valid then.
    pub async fn prove_mailbox(
        &self,
        token: &PresentedToken,
        (organization_id, domain_id): (OrganizationId, DomainId),
        context: &AdministrationContext,
        options: CommandOptions,
    ) -> Result<Administered, MailboxTokenError> {
        let hash = TokenHash::of(token).to_string();
        let proof = DomainProof::Mailbox;
        let command = DomainCommand::RecordDomainProof { organization_id, domain_id, proof, found: true }.into();
        let mut attempts = Attempts::default();
        loop {
            let mut transaction = attempts.begin(self).await?;
            let outcome = async {
                let used = sql!(
                    "UPDATE mailbox_tokens SET used_at = @time(?3)
                     WHERE token_hash = ?1 AND domain_id = @id(?2) AND used_at IS NULL AND expires_at > @time(?3)"
                );
                let used = used.bind(&hash).bind(domain_id.to_string()).bind(seconds(context.now));
                let was_sent = transaction.execute(used).await? == 1;
                // A caller without permission gets that error first, regardless of the token.
                let done = run_in(&mut transaction, &command, context, options).await?;
                match done.change.ok {
                    false => Err(MailboxTokenError::Refused(Box::new(done))),
                    true if was_sent => Ok(done),
                    true => Err(MailboxTokenError::NotValid),
                }
            }
            .await;
            if let Some(outcome) = attempts.settle_as(transaction, outcome, options.dry_run).await {
                return outcome;
            }
        }
    }
}

/// Decides a command, writes its effects and reads the row that it concerns.
pub(super) async fn run_in(
    transaction: &mut Transaction,
    command: &AdministrationCommand,
    context: &AdministrationContext,
    options: CommandOptions,
) -> Result<Administered, StoreError> {
    let input = input_of(transaction, command, context, options.version).await?;
    let change = administer(&input);
    let consequences = match options.dry_run {
        true => consequences(&input, &change, &load_concerned(transaction, &input).await?),
        false => Vec::new(),
    };
    for effect in &change.effects {
        // PostgreSQL does not take a number back that it has given to a record.
        if options.dry_run && matches!(effect, AdministrationEffect::Audit(AuditEffect::RecordAudit { .. })) {
            continue;
        }
        apply::write(transaction, effect, context).await?;
        if let (
            true,
            AdministrationEffect::Invitation(InvitationEffect::CreateInvitation { invitation_id, .. })
            | AdministrationEffect::Invitation(InvitationEffect::RenewInvitation { invitation_id, .. }),
        ) = (options.queue_mail, effect)
        {
            invitation_mail::queue(transaction, *invitation_id, context.now).await?;
        }
    }
    let shows_row = change.ok || change.reason == AdministrationReason::StaleVersion;
    let row = match command.row().filter(|_| shows_row) {
        Some(row) => command_row::load(transaction, row, context.actor.user_id(), context.now).await?,
        None => None,
    };
    Ok(Administered { change, row, consequences })
}

/// Decides a command on the stored facts.
pub(super) async fn decide_in(
    transaction: &mut Transaction,
    command: &AdministrationCommand,
    context: &AdministrationContext,
) -> Result<AdministrationChange, StoreError> {
    Ok(administer(&input_of(transaction, command, context, None).await?))
}

async fn input_of(
    transaction: &mut Transaction,
    command: &AdministrationCommand,
    context: &AdministrationContext,
    version: Option<u32>,
) -> Result<AdministerInput, StoreError> {
    Ok(AdministerInput {
        now: context.now,
        audit_id: context.audit_id,
        actor: context.actor.clone(),
        reason: context.reason.clone(),
        command: command.clone(),
        version,
        facts: load(transaction, &command.subjects(), context).await?,
    })
}

/// Loads the facts that only the consequences of a command depend on.
async fn load_concerned(
    transaction: &mut Transaction,
    input: &AdministerInput,
) -> Result<ConsequenceFacts, StoreError> {
    let subjects = input.command.subjects();
    let session = match &input.command {
        AdministrationCommand::User(UserCommand::EndUserSessions { browser_session_id, .. }) => *browser_session_id,
        _ => None,
    };
    let defined = match &input.command {
        AdministrationCommand::Application(ApplicationCommand::SetApplicationPermissions { permissions, .. }) => {
            let roles: Vec<&str> = permissions.roles.iter().map(|role| role.id.as_str()).collect();
            Some(text(&roles)?)
        }
        _ => None,
    };
    let facts = sql!(CONSEQUENCES)
        .bind(subjects.organization.map(|id| id.to_string()))
        .bind(subjects.user.map(|id| id.to_string()))
        .bind(subjects.domain.map(|id| id.to_string()))
        .bind(subjects.application.map(|id| id.to_string()))
        .bind(session.map(|id| id.to_string()))
        .bind(seconds(input.now))
        .bind(defined);
    let document = transaction.text(facts).await?;
    read(&document.ok_or(DatabaseError::reading("the consequences of a command"))?)
}

/// Loads the facts that a command depends on: one statement, one snapshot, one JSON document.
async fn load(
    transaction: &mut Transaction,
    subjects: &Subjects,
    context: &AdministrationContext,
) -> Result<AdministrationFacts, StoreError> {
    // Data that is not bound does not compile.
    let Subjects {
        organization,
        user,
        invitation,
        identity_conflict,
        domain,
        domain_name,
        email,
        slug,
        connection,
        policy_version,
        expectations,
        application,
        whole_user,
    } = subjects;
    let facts = sql!(FACTS)
        .bind(acting_user(&context.actor))
        .bind(organization.map(|id| id.to_string()))
        .bind(user.map(|id| id.to_string()))
        .bind(invitation.map(|id| id.to_string()))
        .bind(domain.map(|id| id.to_string()))
        .bind(domain_name.clone())
        .bind(email.as_ref().map(|email| email.as_str().to_owned()))
        .bind(slug.as_ref().map(|slug| slug.as_str().to_owned()))
        .bind(connection.map(|id| id.to_string()))
        .bind(*policy_version)
        .bind(*whole_user)
        .bind(seconds(context.now))
        .bind(identity_conflict.map(|id| id.to_string()))
        .bind(application.map(|id| id.to_string()))
        .bind(*expectations);
    let document = transaction.text(facts).await?;
    let mut facts: AdministrationFacts = read(&document.ok_or(DatabaseError::reading("an administrator's facts"))?)?;
    let within_reach = |membership: &MembershipFacts| !context.out_of_reach.contains(&membership.organization_id);
    facts.actor_membership = facts.actor_membership.filter(within_reach);
    if let Some(joining) = facts.identity_conflict.as_mut().and_then(|conflict| conflict.joining.as_mut()) {
        joining.actor_memberships.retain(within_reach);
    }
    Ok(facts)
}
