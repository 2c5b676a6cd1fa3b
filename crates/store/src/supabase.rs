//! Applies the overlay that Cora needs in a project of Supabase: row level security, grants, rows
//! in `auth.users`.

use cora_core::capability::{Capability, of_organization_role, of_platform_role};
use cora_core::json::Code;
use cora_core::role::{OrganizationRole, PlatformRole};
use sha2::{Digest as _, Sha384};
use tokio_postgres::Client;
use tokio_postgres::types::Type;

use crate::migration::OpenError;

/// The text of the overlay, with placeholders.
const OVERLAY: &str = include_str!("supabase.sql");

/// The name of the overlay in the table of applied overlays.
const NAME: &str = "supabase";

/// Returns `true` if a database is one of Supabase: it has the schema of users and the roles of the
/// API.
pub(crate) async fn is_supabase(client: &Client) -> Result<bool, OpenError> {
    let found = "SELECT to_regclass('auth.users') IS NOT NULL AND to_regprocedure('auth.uid()') IS NOT NULL AND to_regrole('anon') IS NOT NULL
        AND to_regrole('authenticated') IS NOT NULL AND to_regrole('service_role') IS NOT NULL";
    Ok(client.query_typed_one(found, &[]).await?.try_get(0)?)
}

/// Returns `true` if there is nothing to apply: the current overlay is applied, or the database is
/// not one of Supabase.
pub(crate) async fn is_current(client: &Client, tables: &[&str]) -> Result<bool, OpenError> {
    if !is_supabase(client).await? {
        return Ok(true);
    }
    let found: Option<String> =
        client.query_typed_one("SELECT CAST(to_regclass('cora_overlays') AS text)", &[]).await?.try_get(0)?;
    if found.is_none() {
        return Ok(false);
    }
    let checksum = checksum(&text(client, tables).await?);
    let recorded = "SELECT EXISTS (SELECT 1 FROM cora_overlays WHERE name = $1 AND checksum = $2)";
    Ok(client.query_typed_one(recorded, &[(&NAME, Type::TEXT), (&checksum, Type::BYTEA)]).await?.try_get(0)?)
}

/// Applies the overlay in the client's open transaction.
pub(crate) async fn apply(client: &Client, tables: &[&str]) -> Result<(), OpenError> {
    client
        .batch_execute(
            "CREATE TABLE IF NOT EXISTS cora_overlays (
                name text PRIMARY KEY, checksum bytea NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())",
        )
        .await?;
    let text = text(client, tables).await?;
    client.batch_execute(&text).await?;
    let record = "INSERT INTO cora_overlays (name, checksum) VALUES ($1, $2)
        ON CONFLICT (name) DO UPDATE SET checksum = excluded.checksum, applied_at = now()";
    client.execute_typed(record, &[(&NAME, Type::TEXT), (&checksum(&text), Type::BYTEA)]).await?;
    Ok(())
}

fn checksum(text: &str) -> Vec<u8> {
    Sha384::digest(text.as_bytes()).to_vec()
}

/// Lists the policies of the overlay: `name on table`.
pub(crate) fn policies() -> Vec<String> {
    let made = OVERLAY.split("CREATE POLICY ").skip(1);
    made.filter_map(|rest| {
        let mut words = rest.split_whitespace();
        let name = words.next()?;
        Some(format!("{name} on {}", words.nth(1)?.trim_start_matches("{schema}.")))
    })
    .collect()
}

/// Returns `true` if the overlay gives the roles of the API a privilege for a table: to read it, or
/// to write columns of their own profile.
pub(crate) fn gives(table: &str, privilege: &str) -> bool {
    let read = OVERLAY.split("GRANT SELECT ON ").nth(1).and_then(|rest| rest.split(" TO ").next()).unwrap_or_default();
    let is_read = read.split([',', ' ', '\n']).any(|name| name.trim_start_matches("{schema}.") == table);
    match privilege {
        "SELECT" => is_read,
        "UPDATE" => table == "profiles",
        _ => false,
    }
}

/// Columns of `auth.users` that say who a person is or let them in, with what is written to them.
const AUTH_COLUMNS: [(&str, &str); 11] = [
    ("email", "NULL"),
    ("phone", "NULL"),
    ("encrypted_password", "''"),
    ("confirmation_token", "''"),
    ("recovery_token", "''"),
    ("email_change", "''"),
    ("email_change_token_new", "''"),
    ("email_change_token_current", "''"),
    ("phone_change", "''"),
    ("raw_app_meta_data", "'{}'"),
    ("raw_user_meta_data", "'{}'"),
];

/// Erases a person's row in `auth.users`, and deletes their identities and sessions there. Returns
/// `false` if the database is not one of Supabase.
pub(crate) async fn erase_auth_user(client: &Client, user: &str) -> Result<bool, OpenError> {
    if !is_supabase(client).await? {
        return Ok(false);
    }
    let columns = "SELECT CAST(attname AS text) FROM pg_catalog.pg_attribute
        WHERE attrelid = CAST('auth.users' AS regclass) AND attnum > 0 AND NOT attisdropped AND attgenerated = ''";
    let rows = client.query(columns, &[]).await?;
    let found: Vec<String> = rows.iter().map(|row| row.try_get(0)).collect::<Result<_, _>>()?;
    let set: Vec<String> = AUTH_COLUMNS
        .iter()
        .filter(|(name, _)| found.iter().any(|found| found == name))
        .map(|(name, value)| format!("{name} = {value}"))
        .collect();
    // The identifier is a UUID that was parsed.
    let mut erase = format!("UPDATE auth.users SET {} WHERE id = '{user}';", set.join(", "));
    for table in ["auth.identities", "auth.sessions"] {
        let exists = client.query_one("SELECT to_regclass($1) IS NOT NULL", &[&table]).await?;
        if exists.try_get(0)? {
            erase.push_str(&format!("DELETE FROM {table} WHERE user_id = '{user}';"));
        }
    }
    client.batch_execute(&erase).await?;
    Ok(true)
}

/// Returns the overlay for the client's schema and for these tables, which the migrations create
/// there.
async fn text(client: &Client, tables: &[&str]) -> Result<String, OpenError> {
    let schema: String = client.query_typed_one("SELECT quote_ident(current_schema())", &[]).await?.try_get(0)?;
    let tables: Vec<String> = tables.iter().map(|table| format!("'{table}'")).collect();
    let mut text = OVERLAY.replace("{schema}", &schema).replace("{tables}", &tables.join(", "));
    for capability in Capability::ALL {
        let (of_platform, of_organization) = (platform_roles(*capability), organization_roles(*capability));
        text = text
            .replace(
                &format!("{{platform {}}}", capability.as_str()),
                &format!("{schema}.cora_has_platform_role('{{{of_platform}}}')"),
            )
            .replace(
                &format!("{{organizations {}}}", capability.as_str()),
                &format!("{schema}.cora_organizations('{{{of_organization}}}')"),
            );
    }
    Ok(text)
}

/// Returns the platform roles that have a capability.
fn platform_roles(capability: Capability) -> String {
    use PlatformRole::{PlatformAdmin, PlatformAuditor, PlatformOwner, PlatformUser};
    let roles = [PlatformUser, PlatformAuditor, PlatformAdmin, PlatformOwner];
    names(roles.iter().filter(|role| of_platform_role(**role).contains(&capability)).map(Code::name))
}

/// Returns the organization roles that have a capability.
fn organization_roles(capability: Capability) -> String {
    let roles = [OrganizationRole::OrgUser, OrganizationRole::OrgAdmin, OrganizationRole::OrgOwner];
    names(roles.iter().filter(|role| of_organization_role(**role).contains(&capability)).map(Code::name))
}

fn names(names: impl Iterator<Item = &'static str>) -> String {
    names.collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use cora_core::session::SUPABASE_CAPABILITIES;

    use super::*;

    #[test]
    fn a_token_needs_the_proof_of_every_capability_that_the_overlay_names() {
        let named = |kind| OVERLAY.split(kind).skip(1).filter_map(|rest: &str| rest.split('}').next());
        // The comment that explains them names none.
        let all = named("{platform ").chain(named("{organizations "));
        let all: BTreeSet<&str> = all.filter(|one| one.contains(':')).collect();
        assert_eq!(all, SUPABASE_CAPABILITIES.iter().map(|capability| capability.as_str()).collect());
    }
}
