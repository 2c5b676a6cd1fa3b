//! Carries identities over from one issuer to another: load, decide and apply in one transaction.

use cora_core::administration::{CarryOver, CarryOverFacts, CarryOverInput, carry_over, derived_users};
use cora_core::id::ConnectionId;
use cora_core::identity::SubjectMapping;
use cora_core::text::Issuer;

use super::{AdministrationContext, apply, read, text};
use crate::database::Store;
use crate::error::{DatabaseError, StoreError};
use crate::sql::{Sql, acting_user, sql};
use crate::transaction::{Transaction, in_transaction};

/// A request to carry identities over.
#[derive(Debug, Clone)]
pub struct CarryOverCommand {
    /// The former issuer.
    pub from: FormerIssuer,
    /// The connection whose issuer is the new one.
    pub to: ConnectionId,
    /// The number of the settings that determine the new issuer; the latest if `None`.
    pub number: Option<u32>,
    /// The subjects to carry over. If `None`, all, each to the same subject.
    pub subjects: Option<Vec<SubjectMapping>>,
    /// Set to proceed even if no administrator of the platform could log in afterwards.
    pub force: bool,
    /// Set to decide only, and to write nothing.
    pub dry_run: bool,
}

/// The former issuer, as it is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FormerIssuer {
    /// The issuer itself.
    Issuer(Issuer),
    /// The issuer of the settings that this connection uses or last used, or else of its latest.
    Connection(ConnectionId),
}

impl From<Issuer> for FormerIssuer {
    /// Reads the identifier of a connection, or else an issuer.
    fn from(text: Issuer) -> Self {
        ConnectionId::parse(text.as_str()).map_or(Self::Issuer(text), Self::Connection)
    }
}

impl Store {
    /// Makes identities of one issuer those of another: loads the stored facts, lets the core
    /// decide, and writes its effects together with the audit record. All move, or none does. A
    /// refusal is returned in the result, not as an error.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails. Nothing was written then.
    pub async fn carry_identities_over(
        &self,
        command: &CarryOverCommand,
        context: &AdministrationContext,
    ) -> Result<CarryOver, StoreError> {
        in_transaction!(self, |transaction| carry_over_in(transaction, command, context).await)
    }
}

async fn carry_over_in(
    transaction: &mut Transaction,
    command: &CarryOverCommand,
    context: &AdministrationContext,
) -> Result<CarryOver, StoreError> {
    let from = former_issuer(transaction, &command.from).await?;
    let facts = load(transaction, command, from.as_ref(), context).await?;
    let result = carry_over(&CarryOverInput {
        audit_id: context.audit_id,
        actor: context.actor.clone(),
        reason: context.reason.clone(),
        force: command.force,
        from,
        subjects: command.subjects.clone(),
        facts,
    });
    for effect in result.effects.iter().filter(|_| !command.dry_run) {
        apply::write(transaction, effect, context).await?;
    }
    Ok(result)
}

/// Returns the former issuer, or `None` if the connection that names it does not exist or has none.
async fn former_issuer(transaction: &mut Transaction, from: &FormerIssuer) -> Result<Option<Issuer>, StoreError> {
    let id = match from {
        FormerIssuer::Issuer(issuer) => return Ok(Some(issuer.clone())),
        FormerIssuer::Connection(id) => id,
    };
    let issuer = sql!(
        "SELECT coalesce(platform_idp_config.issuer, platform_idp_config_versions.issuer) FROM platform_idp_config
         LEFT JOIN platform_idp_config_versions ON idp_config_id = platform_idp_config.id AND number = latest_number
         WHERE platform_idp_config.id = @id(?1)"
    );
    Ok(transaction.text(issuer.bind(id.to_string())).await?.and_then(|issuer| Issuer::new(&issuer)))
}

/// Loads the facts that a carry-over depends on.
async fn load(
    transaction: &mut Transaction,
    command: &CarryOverCommand,
    from: Option<&Issuer>,
    context: &AdministrationContext,
) -> Result<CarryOverFacts, StoreError> {
    let facts = sql!(
        "WITH target AS (
            SELECT id, provider_type, org_id, (SELECT platform_idp_config_versions.issuer FROM platform_idp_config_versions
                WHERE idp_config_id = platform_idp_config.id AND number = coalesce(?3, latest_number)) AS new_issuer
            FROM platform_idp_config WHERE id = @id(?2)
        )
        SELECT @object(
            'actor', @json((SELECT @user(profiles) FROM profiles WHERE user_id = @id(?1))),
            'target', @json((SELECT @object('connectionId', id, 'kind', provider_type, 'organizationId', org_id,
                'issuer', new_issuer, 'inUse', @flag(EXISTS (SELECT 1 FROM platform_idp_config
                    WHERE status = 'active' AND issuer = target.new_issuer))) FROM target)),
            'fromInUse', @flag(EXISTS (SELECT 1 FROM platform_idp_config WHERE status = 'active' AND issuer = ?4)),
            'administratorElsewhere', @flag(EXISTS (SELECT 1 FROM profiles
                JOIN external_identities ON auth_user_id = user_id
                JOIN platform_idp_config ON platform_idp_config.issuer = external_identities.issuer
                    AND platform_idp_config.status = 'active'
                WHERE profiles.status = 'active' AND global_role IN ('platform_admin', 'platform_owner')
                    AND external_identities.issuer <> ?4)))"
    )
    .bind(acting_user(&context.actor))
    .bind(command.to.to_string())
    .bind(command.number)
    .bind(from.map(Issuer::as_str));
    let document = transaction.text(facts).await?.ok_or(DatabaseError::reading("the facts of a carry-over"))?;
    let mut facts: CarryOverFacts = read(&document)?;
    let to = facts.target.as_ref().and_then(|target| target.issuer.clone());
    let (Some(from), Some(to)) = (from, to) else { return Ok(facts) };
    facts.identities = rows(transaction, identities_at(from)).await?;
    facts.present = rows(transaction, identities_at(&to)).await?;
    let derived = derived_users(&to, command.subjects.as_deref(), &facts.identities);
    let existing = sql!(
        "SELECT @text(@array(user_id)) FROM profiles WHERE user_id IN (SELECT @id(ids.value) FROM @each(?1, ids))"
    );
    if let Some(users) = transaction.text(existing.bind(text(&derived)?)).await? {
        facts.derived_users = read(&users)?;
    }
    Ok(facts)
}

/// Builds the statement that reads the identities at an issuer.
fn identities_at(issuer: &Issuer) -> Sql {
    let identities = sql!(
        "SELECT @object('subject', external_id, 'kind', platform_idp_config.provider_type,
            'organizationId', platform_idp_config.org_id, 'userId', profiles.user_id, 'status', profiles.status,
            'platformRole', profiles.platform_role)
         FROM external_identities
         JOIN profiles ON profiles.user_id = external_identities.auth_user_id
         JOIN platform_idp_config ON platform_idp_config.id = external_identities.connection_id
         WHERE external_identities.issuer = ?1"
    );
    identities.bind(issuer.as_str())
}

async fn rows<T: serde::de::DeserializeOwned>(transaction: &mut Transaction, sql: Sql) -> Result<Vec<T>, StoreError> {
    transaction.texts(sql).await?.iter().map(|document| read(document)).collect()
}
