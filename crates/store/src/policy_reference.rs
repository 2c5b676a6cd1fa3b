//! Finds the organizations and connections that a policy names and that do not exist.

use std::collections::BTreeSet;

use cora_core::policy::ProvisioningPolicy;
use cora_core::policy::reference::PolicyReference;
use serde_json::Value;

use crate::database::Store;
use crate::error::StoreError;
use crate::sql::{Sql, sql};
use crate::transaction::Transaction;

/// The identifiers of existing rows, of those that a policy names.
#[derive(Default)]
struct Existing {
    organizations: BTreeSet<String>,
    connections: BTreeSet<String>,
}

impl Existing {
    fn has(&self, reference: PolicyReference) -> bool {
        match reference {
            PolicyReference::Organization(id) => self.organizations.contains(&id.to_string()),
            PolicyReference::Connection(id) => self.connections.contains(&id.to_string()),
        }
    }
}

fn existing_organizations(references: &[(String, PolicyReference)]) -> Sql {
    sql!("SELECT @text(id) FROM orgs WHERE id IN (SELECT @id(ids.value) FROM @each(?1, ids))").bind(named(
        references,
        |reference| match reference {
            PolicyReference::Organization(id) => Some(id.to_string()),
            PolicyReference::Connection(_) => None,
        },
    ))
}

fn existing_connections(references: &[(String, PolicyReference)]) -> Sql {
    sql!("SELECT @text(id) FROM platform_idp_config WHERE id IN (SELECT @id(ids.value) FROM @each(?1, ids))").bind(
        named(references, |reference| match reference {
            PolicyReference::Connection(id) => Some(id.to_string()),
            PolicyReference::Organization(_) => None,
        }),
    )
}

/// Returns the identifiers of one sort as a JSON list.
fn named(references: &[(String, PolicyReference)], id: impl Fn(PolicyReference) -> Option<String>) -> String {
    let ids: BTreeSet<String> = references.iter().filter_map(|(_, reference)| id(*reference)).collect();
    Value::from_iter(ids).to_string()
}

fn without(mut references: Vec<(String, PolicyReference)>, existing: &Existing) -> Vec<(String, PolicyReference)> {
    references.retain(|(_, reference)| !existing.has(*reference));
    references
}

impl Store {
    /// Returns the references of a policy to organizations and connections that do not exist, each
    /// with its place: a JSON Pointer into the policy. Neither is ever deleted, so a policy that
    /// has none keeps none.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn unknown_references(
        &self,
        policy: &ProvisioningPolicy,
    ) -> Result<Vec<(String, PolicyReference)>, StoreError> {
        let references = policy.references();
        if references.is_empty() {
            return Ok(references);
        }
        let existing = Existing {
            organizations: self.read_texts(existing_organizations(&references)).await?.into_iter().collect(),
            connections: self.read_texts(existing_connections(&references)).await?.into_iter().collect(),
        };
        Ok(without(references, &existing))
    }
}

/// Does the same in a transaction, which may have written some of the rows.
pub(crate) async fn unknown_references(
    transaction: &mut Transaction,
    policy: &ProvisioningPolicy,
) -> Result<Vec<(String, PolicyReference)>, StoreError> {
    let references = policy.references();
    if references.is_empty() {
        return Ok(references);
    }
    let existing = Existing {
        organizations: transaction.texts(existing_organizations(&references)).await?.into_iter().collect(),
        connections: transaction.texts(existing_connections(&references)).await?.into_iter().collect(),
    };
    Ok(without(references, &existing))
}
