//! Loads the facts that a decision reads.

use cora_core::connection::{Connection, ConnectionStatus};
use cora_core::domain::name::and_parents;
use cora_core::email::EmailAddress;
use cora_core::id::ConnectionId;
use cora_core::identity::LoginIdentity;
use cora_core::policy::ProvisioningPolicy;
use cora_core::provisioning::decision::Decision;
use cora_core::provisioning::facts::LoginFacts;
use cora_core::provisioning::organization_name::slug_base;
use cora_core::time::UnixSeconds;
use cora_core::{DecideInput, decide};
use serde::Deserialize;

use crate::connection::text;
use crate::database::Store;
use crate::error::{DatabaseError, StoreError};
use crate::profile::ProfileView;
use crate::sql::{Sql, sql};

const FACTS: &str = include_str!("facts.sql");

/// The stored data about one login, as of one moment.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LoginContext {
    /// The connection that the login came through, as it is now.
    pub connection: Option<Connection>,
    /// The connections in use that have the issuer of the login, in no order.
    pub of_issuer: Vec<ConnectionVersion>,
    /// The policy in force. `None` if none was ever written, which means the default policy.
    pub policy: Option<ProvisioningPolicy>,
    /// The facts.
    pub facts: LoginFacts,
    /// The profile of the user that the identity is linked to, or `None` if it is not linked.
    pub profile: Option<ProfileView>,
}

/// A connection in use, and its version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ConnectionVersion {
    /// The connection's identifier.
    pub id: ConnectionId,
    /// The connection's version.
    pub version: u32,
}

impl Store {
    /// Loads the stored data about a login: one statement, one snapshot, one JSON document.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails, or if the data exceeds the limits of
    /// [`LoginFacts`]: a decision is never made from a part of the facts.
    pub async fn load_facts(&self, login: &LoginIdentity) -> Result<LoginContext, StoreError> {
        self.load_facts_by(login, None).await
    }

    /// Returns the query plan for loading a login's facts, line by line, for tests that no table is
    /// read as a whole. PostgreSQL is told to use an index wherever it can, so that small tables
    /// show its behavior with large ones.
    #[doc(hidden)]
    pub async fn explain_facts(&self, login: &LoginIdentity) -> Result<Vec<String>, StoreError> {
        self.explain(facts_of(login, None)?).await
    }

    async fn load_facts_by(
        &self,
        login: &LoginIdentity,
        connection: Option<&Connection>,
    ) -> Result<LoginContext, StoreError> {
        let document = self.read_text(facts_of(login, connection)?).await?;
        let document = document.ok_or(DatabaseError::reading("a login's facts"))?;
        serde_json::from_str(&document).map_err(|source| StoreError::Unreadable { what: "login's facts", source })
    }

    /// Loads the stored data about a login, and builds the input of [`cora_core::decide`].
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails or the login's connection is not stored.
    pub async fn load(&self, login: LoginIdentity, now: UnixSeconds) -> Result<DecideInput, StoreError> {
        Ok(self.load_context(login, now).await?.0)
    }

    /// Does the same as [`Self::load`], and returns the profile of the user that the identity is
    /// linked to, and the connections in use that have the issuer of the login.
    pub(crate) async fn load_context(
        &self,
        login: LoginIdentity,
        now: UnixSeconds,
    ) -> Result<(DecideInput, Option<ProfileView>, Vec<ConnectionVersion>), StoreError> {
        let context = self.load_facts(&login).await?;
        let input = DecideInput {
            now,
            login,
            connection: context.connection.ok_or(StoreError::ConnectionMissing)?,
            policy: context.policy.unwrap_or_default(),
            facts: context.facts,
        };
        Ok((input, context.profile, context.of_issuer))
    }

    /// Decides a login through a connection that is not in use, as if it were, from the stored
    /// data. Writes nothing: this is the result that a test login would get.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn evaluate_login(
        &self,
        connection: &Connection,
        login: LoginIdentity,
        now: UnixSeconds,
    ) -> Result<EvaluatedLogin, StoreError> {
        let candidate = Connection { status: ConnectionStatus::Active, ..connection.clone() };
        let context = self.load_facts_by(&login, Some(&candidate)).await?;
        let input = DecideInput {
            now,
            login,
            connection: candidate,
            policy: context.policy.unwrap_or_default(),
            facts: context.facts,
        };
        let decision = decide(&input);
        Ok(EvaluatedLogin { input, decision })
    }
}

/// Builds the statement that loads the facts of a login.
fn facts_of(login: &LoginIdentity, connection: Option<&Connection>) -> Result<Sql, StoreError> {
    let email = login.email.as_ref().and_then(|email| EmailAddress::parse(email.as_str()).ok());
    let domains: Vec<&str> = email.iter().flat_map(|email| and_parents(email.domain())).collect();
    let facts = sql!(FACTS)
        .bind(login.issuer.as_str())
        .bind(login.subject.as_str())
        .bind(email.as_ref().map(EmailAddress::canonical))
        .bind(serde_json::Value::from(domains).to_string())
        .bind(login.connection_id.to_string())
        .bind(slug_base(login).as_str())
        .bind(login.derived_user().to_string())
        .bind(connection.map(text).transpose()?)
        .bind(serde_json::json!(login.groups.as_deref().unwrap_or_default()).to_string())
        .bind(login.idp_organization.as_ref().map(|organization| organization.as_str()))
        .bind(login.invitation_id.map(|invitation| invitation.to_string()));
    Ok(facts)
}

/// The decision that a login would get.
#[derive(Debug, Clone)]
pub struct EvaluatedLogin {
    /// The input of the decision.
    pub input: DecideInput,
    /// The decision.
    pub decision: Decision,
}
