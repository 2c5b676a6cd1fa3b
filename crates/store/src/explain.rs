//! Loads what an explanation of a login reads: the stored facts, the people who are known, and the
//! names behind identifiers. Nothing here writes.

use std::collections::{BTreeMap, BTreeSet};

use const_format::formatcp;
use cora_core::DecideInput;
use cora_core::id::{AuditId, ConnectionId, OrganizationId, UserId};
use cora_core::identity::LoginIdentity;
use cora_core::model::organization::OrganizationFacts;
use cora_core::policy::ProvisioningPolicy;
use cora_core::time::UnixSeconds;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::connection::StoredConnection;
use crate::database::Store;
use crate::error::StoreError;
use crate::list::ProvisioningAuditRow;
use crate::sql::{Sql, sql};

/// Maximum number of people of each source who are compared with a remedy (our decision: their
/// facts are loaded one by one, within the time of one request).
pub const MAX_KNOWN_PEOPLE: u32 = 100;

/// A person of whom something is stored, and who may sign in.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct KnownPerson {
    /// The full name, or else the address.
    pub name: Option<String>,
    /// The login of a linked identity, as it was last seen; `None` for an address that is only on
    /// the waitlist or invited.
    pub login: Option<LoginIdentity>,
    /// The address, in canonical form.
    pub email: Option<String>,
}

/// The names behind the identifiers of an explanation.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Names {
    /// The names of organizations, by identifier.
    pub organizations: BTreeMap<String, String>,
    /// The full names of users, or else their addresses, by identifier.
    pub users: BTreeMap<String, String>,
    /// The names of connections, by identifier.
    pub connections: BTreeMap<String, String>,
}

/// The identifiers whose names an explanation shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NamedIds {
    /// Organizations.
    pub organizations: BTreeSet<OrganizationId>,
    /// Users.
    pub users: BTreeSet<UserId>,
    /// Connections.
    pub connections: BTreeSet<ConnectionId>,
}

#[derive(Deserialize)]
struct Name {
    id: String,
    name: Option<String>,
}

impl Store {
    /// Loads the input of a decision on a login, under the policy in force or the one given, which
    /// need not be stored. `None` if the login's connection was never in use.
    ///
    /// Tokens that were issued to other people, and confirmations that were sent, are left out:
    /// the login presents none.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn load_hypothetical(
        &self,
        login: LoginIdentity,
        policy: Option<ProvisioningPolicy>,
        now: UnixSeconds,
    ) -> Result<Option<DecideInput>, StoreError> {
        let mut input = match self.load(login, now).await {
            Err(StoreError::ConnectionMissing) => return Ok(None),
            loaded => loaded?,
        };
        input.facts.bootstrap_tokens.clear();
        input.facts.link_confirmations.clear();
        if let Some(policy) = policy {
            self.add_organizations_of(&policy, &mut input).await?;
            input.policy = policy;
        }
        Ok(Some(input))
    }

    /// Adds the organizations into which a policy that is not in force may lead.
    async fn add_organizations_of(
        &self,
        policy: &ProvisioningPolicy,
        input: &mut DecideInput,
    ) -> Result<(), StoreError> {
        let mapped = policy.group_roles.iter().filter(|mapping| input.login.has_group(&mapping.group));
        let named = policy.idp_organizations.iter();
        let named = named.filter(|entry| input.login.idp_organization.as_ref() == Some(&entry.idp_organization));
        let wanted = mapped.map(|mapping| mapping.organization_id).chain(named.map(|entry| entry.organization_id));
        let known: BTreeSet<OrganizationId> = input.facts.organizations.iter().map(|one| one.id).collect();
        let wanted: BTreeSet<OrganizationId> = wanted.filter(|id| !known.contains(id)).collect();
        if wanted.is_empty() {
            return Ok(());
        }
        let list = sql!("SELECT @organization(orgs) FROM orgs WHERE id IN (SELECT @id(ids.value) FROM @each(?1, ids))");
        let found: Vec<OrganizationFacts> = self.documents(list.bind(texts(&wanted)), "organization").await?;
        input.facts.organizations.extend(found);
        Ok(())
    }

    /// Returns the logins of a user's identities as they were last seen, the one with the latest
    /// word first. Groups are not stored, so that they say nothing about them.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn last_logins(&self, user: UserId) -> Result<Vec<LoginIdentity>, StoreError> {
        let list = sql!(formatcp!(
            "SELECT {LOGIN} FROM external_identities WHERE auth_user_id = @id(?1)
             ORDER BY coalesce(@seconds(email_stated_at), 0) DESC, created_at DESC, external_identities.id"
        ));
        self.documents(list.bind(user.to_string()), "identity").await
    }

    /// Returns a connection that is or was in use, or `None` if there is none with this identifier.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn stored_connection(&self, id: ConnectionId) -> Result<Option<StoredConnection>, StoreError> {
        let one = sql!("SELECT document FROM connection_documents WHERE id = @id(?1)");
        Ok(self.documents(one.bind(id.to_string()), "connection").await?.pop())
    }

    /// Returns the record of a decision on a login, or `None` if it does not exist.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn recorded_decision(&self, id: AuditId) -> Result<Option<ProvisioningAuditRow>, StoreError> {
        let one = sql!(formatcp!(
            "SELECT {row} FROM provisioning_audit_log WHERE id = @id(?1)",
            row = ProvisioningAuditRow::OBJECT
        ));
        Ok(self.documents(one.bind(id.to_string()), "record of a decision").await?.pop())
    }

    /// Returns people of whom something is stored: those with a linked identity, by its
    /// identifier, those on the waitlist, the latest first, and those with an invitation that was
    /// not used, by address. At most [`MAX_KNOWN_PEOPLE`] of each, so that no table is read whole.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn known_people(&self) -> Result<Vec<KnownPerson>, StoreError> {
        let waiting = sql!(
            "SELECT @object('name', email, 'login', NULL, 'email', email) FROM waitlist ORDER BY added_at DESC, email LIMIT ?1"
        );
        let invited = sql!(
            "SELECT @object('name', email, 'login', NULL, 'email', email)
             FROM (SELECT DISTINCT email FROM user_invites WHERE status IN ('pending', 'expired')
                ORDER BY email LIMIT ?1) AS invited"
        );
        let linked = sql!(formatcp!(
            "SELECT @object('name', (SELECT coalesce(profiles.full_name, profiles.email) FROM profiles
                    WHERE profiles.user_id = external_identities.auth_user_id),
                'login', {LOGIN}, 'email', external_identities.email)
             FROM external_identities ORDER BY external_identities.id LIMIT ?1"
        ));
        let mut people = Vec::new();
        for list in [linked, waiting, invited] {
            let found: Vec<KnownPerson> = self.documents(list.bind(MAX_KNOWN_PEOPLE), "known person").await?;
            for person in found {
                let is_known =
                    person.login.is_none() && people.iter().any(|one: &KnownPerson| one.email == person.email);
                if !is_known {
                    people.push(person);
                }
            }
        }
        Ok(people)
    }

    /// Returns the names behind identifiers. Those of things that do not exist are missing.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn names(&self, ids: &NamedIds) -> Result<Names, StoreError> {
        let organizations = sql!(
            "SELECT @object('id', id, 'name', name) FROM orgs WHERE id IN (SELECT @id(ids.value) FROM @each(?1, ids))"
        );
        let users = sql!(
            "SELECT @object('id', user_id, 'name', coalesce(full_name, email)) FROM profiles
             WHERE user_id IN (SELECT @id(ids.value) FROM @each(?1, ids))"
        );
        let connections = sql!(
            "SELECT @object('id', id, 'name', display_name) FROM platform_idp_config
             WHERE id IN (SELECT @id(ids.value) FROM @each(?1, ids))"
        );
        Ok(Names {
            organizations: self.names_by(organizations, &ids.organizations).await?,
            users: self.names_by(users, &ids.users).await?,
            connections: self.names_by(connections, &ids.connections).await?,
        })
    }

    async fn names_by<I: ToString>(
        &self,
        list: Sql,
        ids: &BTreeSet<I>,
    ) -> Result<BTreeMap<String, String>, StoreError> {
        if ids.is_empty() {
            return Ok(BTreeMap::new());
        }
        let found: Vec<Name> = self.documents(list.bind(texts(ids)), "name").await?;
        Ok(found.into_iter().filter_map(|Name { id, name }| Some((id, name?))).collect())
    }

    async fn documents<T: DeserializeOwned>(&self, list: Sql, what: &'static str) -> Result<Vec<T>, StoreError> {
        let documents = self.read_texts(list).await?;
        let read = |text: &String| serde_json::from_str(text).map_err(|source| StoreError::Unreadable { what, source });
        documents.iter().map(read).collect()
    }
}

/// The document of a linked identity's login, as it was last seen.
const LOGIN: &str = "@object('connectionId', connection_id, 'issuer', issuer, 'subject', external_id,
    'email', external_identities.email, 'emailVerified', @flag(email_verified),
    'issuedAt', @seconds(email_stated_at))";

/// Writes identifiers as a JSON list of texts.
fn texts<I: ToString>(ids: &BTreeSet<I>) -> String {
    serde_json::Value::from(ids.iter().map(ToString::to_string).collect::<Vec<_>>()).to_string()
}
