//! Everything that a database holds about a person.

use cora_core::id::UserId;
use serde::Serialize;
use serde_json::{Map, Value};

use super::find::{FoundText, sought};
use super::rows::{Times, object, order, sorted};
use super::tables::{Kind, TABLES, Table};
use crate::database::{Backend, Store};
use crate::error::StoreError;
use crate::migration::OpenError;
use crate::sql::Dialect;
use crate::supabase;
use crate::transaction::Transaction;

/// Everything that a database holds about a person.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct HeldData {
    /// The user.
    pub user_id: UserId,
    /// The rows about the user, by table. Times are UTC in RFC 3339. Hashes of secrets, and what is
    /// encrypted, are left out.
    pub tables: Map<String, Value>,
    /// The texts by which the person is known: addresses, subjects, names, number and picture.
    #[serde(skip)]
    pub texts: Vec<String>,
}

impl HeldData {
    /// Returns the texts that are looked for elsewhere: those that other texts do not contain by
    /// accident, of at least five bytes.
    pub fn sought(&self) -> Vec<String> {
        self.texts.iter().filter(|text| text.len() >= MIN_SOUGHT_BYTES).cloned().collect()
    }

    /// Returns `true` if the data has all rows of a column that contain one of the texts.
    pub fn contains(&self, found: &FoundText) -> bool {
        let sought = sought(&self.sought());
        let contains = |value: &Value| {
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            let (lower, ascii) = (text.to_lowercase(), text.to_ascii_lowercase());
            sought.iter().any(|sought| lower.contains(sought) || ascii.contains(sought))
        };
        let rows = self.tables.get(&found.table).and_then(Value::as_array);
        let held = rows.into_iter().flatten().filter(|row| row.get(&found.column).is_some_and(contains)).count();
        u64::try_from(held).is_ok_and(|held| held >= found.rows)
    }
}

/// The columns by which a row is about a person: a user's identifier, or one of their addresses.
const ABOUT: [(&str, &[&str]); 31] = [
    ("profiles", &["user_id"]),
    ("orgs", &["owner_id"]),
    ("org_members", &["user_id"]),
    ("external_identities", &["auth_user_id"]),
    ("user_invites", &["accepted_by", "email"]),
    ("link_confirmations", &["user_id", "email"]),
    ("membership_requests", &["user_id"]),
    ("waitlist", &["email"]),
    ("mailbox_tokens", &["created_by", "email"]),
    ("identity_conflicts", &["user_id", "claimant_id"]),
    ("bootstrap_tokens", &["used_by"]),
    ("connection_test_runs", &["created_by"]),
    ("platform_idp_config", &["created_by"]),
    ("platform_idp_config_versions", &["created_by"]),
    ("platform_idp_audit_log", &["performed_by"]),
    ("provisioning_policy_versions", &["created_by"]),
    ("provisioning_audit_log", &["user_id"]),
    ("administration_audit_log", &["user_id", "actor_id"]),
    ("applications", &["created_by"]),
    ("browser_sessions", &["user_id"]),
    ("provider_tokens", &["user_id"]),
    ("application_sessions", &["user_id"]),
    ("console_sessions", &["user_id"]),
    ("session_bounds", &["user_id"]),
    ("logout_outbox", &["user_id"]),
    ("issuer_audit_log", &["user_id"]),
    ("member_application_roles", &["user_id"]),
    ("login_details", &["user_id"]),
    ("login_samples", &["user_id"]),
    ("identities_seen", &["user_id"]),
    ("idempotency_keys", &["actor_id"]),
];

/// Columns that hold secrets, their hashes, or what protects them.
const SECRET: [&str; 10] = [
    "token_hash",
    "secret_hash",
    "state_hash",
    "head_hash",
    "parent_hash",
    "rotation",
    "nonce",
    "verifier_key_id",
    "sealed_token",
    "code_challenge",
];

/// Minimum length of a text that is looked for in rows that are not the person's, in bytes (our
/// decision: a short name is in many texts by accident).
pub(crate) const MIN_SOUGHT_BYTES: usize = 5;

/// The columns that say who a person is, in the rows about them.
const TEXTS: [(&str, &str, &[&str]); 4] = [
    (
        "profiles",
        "user_id",
        &["full_name", "given_name", "family_name", "email", "email_canonical", "phone", "avatar_url"],
    ),
    ("external_identities", "auth_user_id", &["external_id", "email"]),
    ("user_invites", "accepted_by", &["email"]),
    ("identity_conflicts", "claimant_id", &["email"]),
];

impl Store {
    /// Erases a person's row among the users of Supabase. [`Store::administer`] does not, because
    /// the table is Supabase's, and may not be Cora's to change. Returns `false` where there are no
    /// such users.
    ///
    /// # Errors
    ///
    /// Returns [`OpenError`] if the database fails or refuses.
    pub async fn erase_auth_user(&self, user: UserId) -> Result<bool, OpenError> {
        match &self.backend {
            Backend::Sqlite { .. } => Ok(false),
            Backend::Postgres(postgres) => {
                let session = postgres.get().await?;
                session.answered(supabase::erase_auth_user(session.client(), &user.to_string())).await
            }
        }
    }

    /// Returns everything that is held about a user, from one state of the database. The rows are
    /// those that are about the user or name one of their addresses. `None` if there is no such
    /// user.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn held_about(&self, user: UserId) -> Result<Option<HeldData>, StoreError> {
        let mut snapshot = Transaction::snapshot(self).await?;
        let id = user.to_string();
        let texts = texts_of(&mut snapshot, &id).await?;
        let addresses: Vec<String> =
            texts.iter().filter(|text| text.contains('@')).map(|text| text.to_lowercase()).collect();
        let unreadable = |source| StoreError::Unreadable { what: "row", source };
        let addresses = serde_json::to_string(&addresses).map_err(unreadable)?;
        let mut tables = Map::new();
        for (name, by) in ABOUT {
            let Some(table) = TABLES.iter().find(|table| table.name == name) else { continue };
            let mut rows = Vec::new();
            for row in snapshot.dynamic_texts(select(table, by, snapshot.dialect()), &[&id, &addresses]).await? {
                rows.push(sorted(serde_json::from_str(&row).map_err(unreadable)?));
            }
            if !rows.is_empty() {
                tables.insert(name.to_owned(), Value::Array(rows));
            }
        }
        Ok(tables.contains_key("profiles").then_some(HeldData { user_id: user, tables, texts }))
    }
}

/// Builds the statement that reads the rows of a table that are about a person.
fn select(table: &Table, by: &[&str], dialect: Dialect) -> String {
    let kind = |name: &str| table.columns.iter().find(|(column, _)| *column == name).map(|(_, kind)| *kind);
    let columns = table.columns.iter().filter(|(name, kind)| *kind != Kind::Bytes && !SECRET.contains(name));
    let conditions: Vec<String> = by
        .iter()
        .map(|name| match (kind(name), dialect) {
            (Some(Kind::Text), Dialect::Sqlite) => format!("\"{name}\" IN (SELECT value FROM json_each(?2))"),
            (Some(Kind::Text), Dialect::Postgres) => {
                format!("\"{name}\" IN (SELECT value FROM json_array_elements_text(CAST($2 AS json)) AS of(value))")
            }
            (_, Dialect::Sqlite) => format!("\"{name}\" = ?1"),
            (_, Dialect::Postgres) => format!("\"{name}\" = CAST($1 AS uuid)"),
        })
        .collect();
    // Both parameters are used, so that their types are known.
    let both = match dialect {
        Dialect::Sqlite => "?1 IS NOT NULL AND ?2 IS NOT NULL",
        Dialect::Postgres => "$1 IS NOT NULL AND $2 IS NOT NULL",
    };
    format!(
        "SELECT {} FROM {} WHERE {both} AND ({}) ORDER BY {}",
        object(columns, dialect, Times::Rfc3339),
        table.name,
        conditions.join(" OR "),
        order(table, dialect)
    )
}

/// Returns the texts by which a person is known, longest first.
async fn texts_of(snapshot: &mut Transaction, user: &str) -> Result<Vec<String>, StoreError> {
    let mut texts = Vec::new();
    for (table, by, columns) in TEXTS {
        for column in columns {
            let user_is = match snapshot.dialect() {
                Dialect::Sqlite => format!("\"{by}\" = ?1"),
                Dialect::Postgres => format!("\"{by}\" = CAST($1 AS uuid)"),
            };
            let statement =
                format!("SELECT DISTINCT \"{column}\" FROM {table} WHERE {user_is} AND \"{column}\" IS NOT NULL");
            texts.extend(snapshot.dynamic_texts(statement, &[user]).await?);
        }
    }
    texts.sort_by(|one, other| other.len().cmp(&one.len()).then_with(|| one.cmp(other)));
    texts.dedup();
    Ok(texts)
}
