//! Compares a database with what the migrations make: what is missing, what was changed, and what
//! is open to others.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use tokio_postgres::Client;

use super::tables::TABLES;
use crate::database::{Backend, Store};
use crate::migrate::{SQLITE_OBJECTS, expected_sqlite};
use crate::migration::OpenError;
use crate::session::OpenTransaction;
use crate::{postgres, supabase};

/// A difference between a database and what the migrations make.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Drift {
    /// The object: `trigger org_members.org_members_keep_owner`.
    pub object: String,
    /// The difference, in words.
    pub difference: String,
    /// `true` if it lets others read or change what they must not: the server does not start.
    pub opens: bool,
    /// The statement that mends it, or null if none is safe.
    pub mend: Option<String>,
}

impl Drift {
    fn new(object: impl Into<String>, difference: impl Into<String>) -> Self {
        Self { object: object.into(), difference: difference.into(), opens: false, mend: None }
    }

    fn opening(mut self, opens: bool) -> Self {
        self.opens = opens;
        self
    }

    fn mended_by(mut self, statement: impl Into<String>) -> Self {
        self.mend = Some(statement.into());
        self
    }
}

/// The statement that applies what Supabase needs again.
const APPLY_OVERLAY: &str = "-- access by way of Supabase, as `cora migrate` makes it";

/// Returns `true` for a trigger without which records or owners can be changed or lost.
fn protects(trigger: &str) -> bool {
    ["append_only", "no_update", "no_delete", "no_truncate", "keep_owner", "immutable", "_fixed", "_guard"]
        .iter()
        .any(|part| trigger.contains(part))
}

/// The triggers of Cora's tables in PostgreSQL that are there and enabled, as `table.name`.
const TRIGGERS: &str = "SELECT class.relname || '.' || tgname
    FROM pg_catalog.pg_trigger JOIN pg_catalog.pg_class AS class ON class.oid = tgrelid
    WHERE class.relnamespace = CAST(current_schema() AS regnamespace) AND NOT tgisinternal AND tgenabled IN ('O', 'A')";

/// The tables without row level security.
const UNSECURED: &str = "SELECT CAST(relname AS text) FROM pg_catalog.pg_class
    WHERE relnamespace = CAST(current_schema() AS regnamespace) AND relkind = 'r' AND NOT relrowsecurity";

/// The privileges of other roles for tables and columns: table, role, privilege. No role is given
/// anything by the migrations; the overlay of Supabase lets the roles of its API read, and write a
/// few columns.
const GRANTS: &str = "SELECT DISTINCT CAST(class.relname AS text),
        CASE given.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(given.grantee) END, CAST(given.privilege_type AS text)
    FROM pg_catalog.pg_class AS class
    LEFT JOIN pg_catalog.pg_attribute AS attribute ON attribute.attrelid = class.oid AND attribute.attacl IS NOT NULL,
    LATERAL (SELECT * FROM aclexplode(class.relacl) UNION ALL SELECT * FROM aclexplode(attribute.attacl)) AS given
    WHERE class.relnamespace = CAST(current_schema() AS regnamespace) AND class.relkind IN ('r', 'v')
        AND given.grantee <> class.relowner
        AND CASE given.grantee WHEN 0 THEN true ELSE has_schema_privilege(given.grantee, class.relnamespace, 'USAGE') END";

/// The policies of a project of Supabase: `name on table`, the table, `true` if it shows rows to
/// roles of the API, and `true` if an adoption made it, whose function makes it again.
const POLICIES: &str = "SELECT policyname || ' on ' || tablename, CAST(tablename AS text),
        permissive = 'PERMISSIVE' AND CAST(roles AS text[]) && ARRAY['public', 'anon', 'authenticated', 'service_role'],
        EXISTS (SELECT 1 FROM pg_catalog.pg_proc WHERE oid = to_regprocedure(quote_ident(current_schema()) || '.adopted_access()')
            AND replace(prosrc, '\"', '') LIKE '%CREATE POLICY ' || replace(replace(policyname, '\"', ''), '_', '\\_') || ' ON cora.' || replace(tablename, '_', '\\_') || ' %')
    FROM pg_catalog.pg_policies WHERE schemaname = current_schema() ORDER BY 1";

/// The objects of a schema of PostgreSQL: kind, table, name, definition, and the statement that
/// makes it again. `$1` is the schema.
const OBJECTS: &str = "
    SELECT 'column', CAST(class.relname AS text), CAST(attname AS text),
        format_type(atttypid, atttypmod) || CASE WHEN attnotnull THEN ' not null' ELSE '' END
            || coalesce(' default ' || pg_get_expr(adbin, adrelid), '') || ' ' || CAST(attgenerated AS text)
            || CAST(attidentity AS text), ''
    FROM pg_catalog.pg_attribute JOIN pg_catalog.pg_class AS class ON class.oid = attrelid
    LEFT JOIN pg_catalog.pg_attrdef ON adrelid = attrelid AND adnum = attnum
    WHERE relnamespace = CAST($1 AS regnamespace) AND relkind = 'r' AND attnum > 0 AND NOT attisdropped
    UNION ALL
    SELECT 'constraint', CAST(class.relname AS text), CAST(conname AS text), pg_get_constraintdef(constraints.oid),
        format('ALTER TABLE %I ADD CONSTRAINT %I %s', class.relname, conname, pg_get_constraintdef(constraints.oid))
    FROM pg_catalog.pg_constraint AS constraints JOIN pg_catalog.pg_class AS class ON class.oid = conrelid
    WHERE relnamespace = CAST($1 AS regnamespace) AND contype <> 'n'
    UNION ALL
    SELECT 'index', CAST(class.relname AS text), CAST(indexed.relname AS text), pg_get_indexdef(indexrelid),
        pg_get_indexdef(indexrelid)
    FROM pg_catalog.pg_index JOIN pg_catalog.pg_class AS class ON class.oid = indrelid
    JOIN pg_catalog.pg_class AS indexed ON indexed.oid = indexrelid
    WHERE class.relnamespace = CAST($1 AS regnamespace)
        AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_constraint WHERE conindid = indexrelid AND contype IN ('p', 'u', 'x'))
    UNION ALL
    SELECT 'trigger', CAST(class.relname AS text), CAST(tgname AS text), pg_get_triggerdef(triggers.oid) || ' ' || CAST(tgenabled AS text),
        pg_get_triggerdef(triggers.oid)
    FROM pg_catalog.pg_trigger AS triggers JOIN pg_catalog.pg_class AS class ON class.oid = tgrelid
    WHERE relnamespace = CAST($1 AS regnamespace) AND NOT tgisinternal
    UNION ALL
    SELECT 'function', '', CAST(proname AS text), prosrc, pg_get_functiondef(oid)
    FROM pg_catalog.pg_proc WHERE pronamespace = CAST($1 AS regnamespace) AND prokind = 'f'
    UNION ALL
    SELECT 'view', '', CAST(relname AS text), pg_get_viewdef(oid), ''
    FROM pg_catalog.pg_class WHERE relnamespace = CAST($1 AS regnamespace) AND relkind = 'v'";

/// An object: its definition, and the statement that makes it.
type Objects = BTreeMap<(String, String, String), (String, String)>;

/// The schema in which the expected objects are made, and which is rolled back.
const SCRATCH: &str = "cora_expected_schema";

impl Store {
    /// Finds what lets others read or change what they must not: missing triggers of append-only
    /// tables and of owners, tables without row level security, and grants. Takes a few statements.
    ///
    /// # Errors
    ///
    /// Returns [`OpenError`] if the database fails.
    pub async fn openings(&self) -> Result<Vec<Drift>, OpenError> {
        match &self.backend {
            Backend::Sqlite { .. } => Ok(self.drift().await?.into_iter().filter(|drift| drift.opens).collect()),
            Backend::Postgres(postgres) => {
                let session = postgres.get().await?;
                let found = session.answered(openings(session.client())).await?;
                Ok(found.into_iter().filter(|drift| drift.opens).collect())
            }
        }
    }

    /// Compares the schema with what the migrations make: tables, columns, constraints, indexes,
    /// triggers, functions, views, row level security, policies and grants. What somebody added is
    /// no difference, except triggers and policies on Cora's tables, which are reported.
    ///
    /// In PostgreSQL the expected schema is made in a transaction that is rolled back, for which
    /// the role needs the privilege to create schemas.
    ///
    /// # Errors
    ///
    /// Returns [`OpenError`] if the database fails.
    pub async fn drift(&self) -> Result<Vec<Drift>, OpenError> {
        let reader = match &self.backend {
            Backend::Sqlite { reader, .. } => reader,
            Backend::Postgres(postgres) => {
                let session = postgres.get().await?;
                let mut drift = session.answered(openings(session.client())).await?;
                let (expected, found) = session.answered(postgres_objects(session.client())).await?;
                let mut others = compared(&expected, &found);
                others.retain(|one| !drift.iter().any(|known| known.object == one.object));
                drift.append(&mut others);
                return Ok(drift);
            }
        };
        let by_key = |objects: Vec<(String, String, String, String)>| -> Objects {
            let object = |(kind, name, table, made): (String, String, String, String)| {
                ((kind, table, name), (spaced(&made), made))
            };
            objects.into_iter().map(object).collect()
        };
        let found: Vec<(String, String, String, String)> = sqlx::query_as(SQLITE_OBJECTS).fetch_all(reader).await?;
        Ok(compared(&by_key(expected_sqlite().await?), &by_key(found)))
    }

    /// Mends a difference, in a transaction of its own.
    ///
    /// # Errors
    ///
    /// Returns [`OpenError`] if the database fails, or refuses because of the rows that there are.
    pub async fn mend(&self, drift: &Drift) -> Result<bool, OpenError> {
        let Some(statement) = &drift.mend else { return Ok(false) };
        match &self.backend {
            Backend::Sqlite { writer, .. } => {
                let mut transaction = writer.pool.begin_with("BEGIN IMMEDIATE").await?;
                // WHY: a connection that has read the schema before would still know an index that
                // another one has dropped, and refuse to make it again.
                sqlx::query("SELECT count(*) FROM sqlite_schema").execute(&mut *transaction).await?;
                sqlx::raw_sql(sqlx::AssertSqlSafe(statement.clone())).execute(&mut *transaction).await?;
                transaction.commit().await?;
            }
            Backend::Postgres(database) => {
                let transaction = OpenTransaction::begin_read_committed(database).await?;
                let session = transaction.session()?;
                if statement == APPLY_OVERLAY {
                    session.answered(supabase::apply(session.client(), &postgres::tables())).await?;
                } else {
                    session.command(statement).await?;
                }
                transaction.commit().await?;
            }
        }
        Ok(true)
    }
}

/// Finds what is open in PostgreSQL.
async fn openings(client: &Client) -> Result<Vec<Drift>, OpenError> {
    let mut drift = Vec::new();
    let texts = |rows: Vec<tokio_postgres::Row>| -> Result<Vec<String>, tokio_postgres::Error> {
        rows.iter().map(|row| row.try_get(0)).collect()
    };
    let enabled: BTreeSet<String> = texts(client.query(TRIGGERS, &[]).await?)?.into_iter().collect();
    for (table, trigger, made) in postgres::triggers() {
        if protects(trigger) && !enabled.contains(&format!("{table}.{trigger}")) {
            let mend = format!("DROP TRIGGER IF EXISTS {trigger} ON {table}; {made}");
            drift.push(
                Drift::new(format!("trigger {table}.{trigger}"), "missing or disabled").opening(true).mended_by(mend),
            );
        }
    }
    let is_supabase = supabase::is_supabase(client).await?;
    let tables = postgres::tables();
    let is_own = |name: &str| tables.contains(&name) || name == "connection_documents";
    if is_supabase {
        for table in texts(client.query(UNSECURED, &[]).await?)?.iter().filter(|table| is_own(table)) {
            let found = Drift::new(format!("table {table}"), "row level security is off");
            drift.push(found.opening(true).mended_by(APPLY_OVERLAY));
        }
    }
    let rows = client.query(GRANTS, &[]).await?;
    for row in rows {
        let (table, role, privilege): (String, String, String) = (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
        let of_api = is_supabase && (role == "authenticated" || role == "service_role");
        let is_given = of_api && supabase::gives(&table, &privilege);
        let is_open = role == "PUBLIC" || role == "anon" || of_api;
        if is_own(&table) && is_open && !is_given {
            let found = Drift::new(format!("table {table}"), format!("{role} may {privilege}"));
            let revoke = if role == "PUBLIC" { role } else { format!("\"{}\"", role.replace('"', "\"\"")) };
            let mend =
                if is_supabase { APPLY_OVERLAY.to_owned() } else { format!("REVOKE ALL ON {table} FROM {revoke}") };
            drift.push(found.opening(true).mended_by(mend));
        }
    }
    if is_supabase {
        let mut missing: BTreeSet<String> = supabase::policies().into_iter().collect();
        for row in client.query(POLICIES, &[]).await? {
            let (policy, table): (String, String) = (row.try_get(0)?, row.try_get(1)?);
            let (shows, is_adopted): (bool, bool) = (row.try_get(2)?, row.try_get(3)?);
            if !missing.remove(&policy) && is_own(&table) && !is_adopted {
                let found = Drift::new(format!("policy {policy}"), "added").opening(shows);
                drift.push(if shows { found.mended_by(APPLY_OVERLAY) } else { found });
            }
        }
        for policy in missing {
            drift.push(Drift::new(format!("policy {policy}"), "missing").mended_by(APPLY_OVERLAY));
        }
    }
    Ok(drift)
}

/// Returns the objects that the migrations make, and those of the database.
async fn postgres_objects(client: &Client) -> Result<(Objects, Objects), OpenError> {
    let schema: String = client.query_one("SELECT CAST(current_schema() AS text)", &[]).await?.try_get(0)?;
    // SECURITY: the quoted name is the database's own.
    let quoted: String = client.query_one("SELECT quote_ident(current_schema())", &[]).await?.try_get(0)?;
    client.batch_execute("BEGIN").await?;
    let made = async {
        client.batch_execute(&format!("CREATE SCHEMA {SCRATCH}; SET LOCAL search_path = {SCRATCH}")).await?;
        postgres::make_tables(client).await?;
        let expected = objects_of(client, SCRATCH, SCRATCH).await?;
        let found = objects_of(client, &schema, &quoted).await?;
        Ok((expected, found))
    }
    .await;
    client.batch_execute("ROLLBACK").await?;
    made
}

async fn objects_of(client: &Client, schema: &str, quoted: &str) -> Result<Objects, OpenError> {
    let statement = OBJECTS.replace("$1", &format!("'{}'", quoted.replace('\'', "''")));
    let qualified = [format!("{quoted}."), format!("{schema}.")];
    let bare = |text: String| qualified.iter().fold(text, |text, schema| text.replace(schema, ""));
    let rows = client.query(&statement, &[]).await?;
    let object = |row: &tokio_postgres::Row| -> Result<_, tokio_postgres::Error> {
        let key = (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
        Ok((key, (spaced(&bare(row.try_get(3)?)), bare(row.try_get(4)?))))
    };
    Ok(rows.iter().map(object).collect::<Result<_, _>>()?)
}

/// Returns the differences: what is expected and missing or changed, and triggers that were added.
fn compared(expected: &Objects, found: &Objects) -> Vec<Drift> {
    let mut drift = Vec::new();
    let tables: BTreeSet<&str> = TABLES.iter().map(|table| table.name).collect();
    for ((kind, table, name), (definition, made)) in expected {
        let object = if table.is_empty() || kind == "table" || kind == "view" {
            format!("{kind} {name}")
        } else {
            format!("{kind} {table}.{name}")
        };
        let is_mendable = ["index", "trigger", "constraint", "function"].contains(&kind.as_str()) && !made.is_empty();
        let opens = kind == "trigger" && protects(name);
        let key = (kind.clone(), table.clone(), name.clone());
        let difference = match found.get(&key) {
            Some((same, _)) if same == definition => continue,
            Some(_) => "changed",
            None => "missing",
        };
        let mut one = Drift::new(object, difference).opening(opens);
        if is_mendable && (difference == "missing" || kind == "trigger") {
            let drop = match (kind.as_str(), difference) {
                ("trigger", "changed") if made.contains("EXECUTE FUNCTION") => {
                    format!("DROP TRIGGER {name} ON {table}; ")
                }
                ("trigger", "changed") => format!("DROP TRIGGER {name}; "),
                _ => String::new(),
            };
            one = one.mended_by(format!("{drop}{made}"));
        }
        drift.push(one);
    }
    for (kind, table, name) in found.keys() {
        let key = (kind.clone(), table.clone(), name.clone());
        if kind == "trigger" && tables.contains(table.as_str()) && !expected.contains_key(&key) && !is_of_overlay(name)
        {
            drift.push(Drift::new(format!("trigger {table}.{name}"), "added"));
        }
    }
    // A table that is missing is named once.
    let missing: BTreeSet<String> = expected
        .keys()
        .filter(|(_, table, _)| !table.is_empty() && !found.keys().any(|(_, found, _)| found == table))
        .map(|(_, table, _)| table.clone())
        .collect();
    drift.retain(|one| !missing.iter().any(|table| one.object.contains(&format!(" {table}."))));
    for table in missing {
        if !drift.iter().any(|one| one.object == format!("table {table}")) {
            drift.push(Drift::new(format!("table {table}"), "missing"));
        }
    }
    drift
}

/// Returns `true` for a trigger that the overlay of Supabase makes.
fn is_of_overlay(trigger: &str) -> bool {
    ["profiles_auth_user", "profiles_guard_columns", "profiles_guard_texts", "org_members_guard"].contains(&trigger)
}

/// Returns a definition without differences of spaces and line ends.
fn spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
