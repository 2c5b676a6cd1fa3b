//! The access to the tables of modules: everything that a migration makes is closed, and the
//! declared tables are opened to members.

use cora_core::json::Code as _;
use cora_core::role::OrganizationRole;
use tokio_postgres::Client;
use tokio_postgres::types::Type;

use super::{MemberAccess, ModuleSchema, ModuleTable};

/// An object that a migration made.
pub(super) struct Object {
    pub oid: u32,
    kind: String,
    /// The name, without its schema.
    pub name: String,
    /// The name as a statement takes it.
    reference: String,
}

/// Lists the tables, views, sequences and functions of the schema, without those of extensions.
pub(super) async fn objects(client: &Client) -> Result<Vec<Object>, tokio_postgres::Error> {
    let found = "SELECT oid, CAST(relkind AS text), CAST(relname AS text), CAST(CAST(oid AS regclass) AS text) FROM pg_catalog.pg_class
            WHERE relnamespace = CAST(current_schema() AS regnamespace) AND relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
        UNION ALL SELECT oid, 'routine', CAST(proname AS text), CAST(CAST(oid AS regprocedure) AS text) FROM pg_catalog.pg_proc
            WHERE pronamespace = CAST(current_schema() AS regnamespace)
                AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend WHERE objid = pg_proc.oid AND deptype = 'e')
        ORDER BY 4";
    let rows = client.query_typed(found, &[]).await?;
    let read = |row: &tokio_postgres::Row| -> Result<Object, tokio_postgres::Error> {
        let (kind, name, reference) = (row.try_get(1)?, row.try_get(2)?, row.try_get(3)?);
        Ok(Object { oid: row.try_get(0)?, kind, name, reference })
    };
    rows.iter().map(read).collect()
}

impl Object {
    /// Returns `true` for tables and views.
    pub(super) fn is_relation(&self) -> bool {
        !matches!(self.kind.as_str(), "S" | "routine")
    }

    /// Returns `true` for tables.
    pub(super) fn is_table(&self) -> bool {
        matches!(self.kind.as_str(), "r" | "p")
    }

    /// Returns the statement that drops the policies of the table.
    pub(super) fn without_policies(&self) -> String {
        dropped_policies(&self.reference)
    }

    /// Returns the statements that take the object from everybody but its owner and the functions
    /// of the module.
    pub(super) fn closed(&self, is_supabase: bool) -> String {
        let (kind, uses) = match self.kind.as_str() {
            "S" => ("SEQUENCE", "USAGE, SELECT"),
            "routine" => ("ROUTINE", "EXECUTE"),
            _ => ("TABLE", "SELECT, INSERT, UPDATE, DELETE"),
        };
        let name = &self.reference;
        let rows = match self.is_table() {
            true => format!("ALTER TABLE {name} ENABLE ROW LEVEL SECURITY;"),
            false => String::new(),
        };
        // The functions of the module work as this role, after the route's permission was checked.
        let given = match is_supabase {
            true => format!("GRANT {uses} ON {kind} {name} TO service_role;"),
            false => String::new(),
        };
        format!("REVOKE ALL ON {kind} {name} FROM {};{rows}{given}", everybody(is_supabase))
    }
}

/// Returns the roles that have access to an object that nobody has closed.
fn everybody(is_supabase: bool) -> &'static str {
    if is_supabase { "PUBLIC, anon, authenticated, service_role" } else { "PUBLIC" }
}

/// Returns `true` if a table exists, and has a column.
pub(super) async fn has_column(
    client: &Client,
    table: &str,
    column: Option<&str>,
) -> Result<bool, tokio_postgres::Error> {
    let found = "SELECT EXISTS (SELECT 1 FROM pg_catalog.pg_class table_ LEFT JOIN pg_catalog.pg_attribute column_
            ON column_.attrelid = table_.oid AND column_.attname = $2 AND column_.attnum > 0 AND NOT column_.attisdropped
        WHERE table_.relnamespace = CAST(current_schema() AS regnamespace) AND table_.relname = $1 AND table_.relkind IN ('r', 'p')
            AND ($2 IS NULL OR column_.attname IS NOT NULL))";
    client.query_typed_one(found, &[(&table, Type::TEXT), (&column, Type::TEXT)]).await?.try_get(0)
}

/// Returns the statements that give the access to the tables of a module, and take any other.
///
/// The names have closed forms, so that none can be read as more than a name.
pub(super) fn text(module: &ModuleSchema, is_supabase: bool, schema: &str) -> String {
    module.tables.iter().map(|table| of_table(table, is_supabase, schema)).collect()
}

/// Returns the statement that drops all policies of a table.
fn dropped_policies(table: &str) -> String {
    format!(
        "DO $$ DECLARE found record; BEGIN
    FOR found IN SELECT polname FROM pg_catalog.pg_policy WHERE polrelid = CAST('{table}' AS regclass) LOOP
        EXECUTE format('DROP POLICY %I ON {table}', found.polname);
    END LOOP;
END $$;
"
    )
}

fn of_table(ModuleTable { name, members }: &ModuleTable, is_supabase: bool, schema: &str) -> String {
    let table = format!("{schema}.{name}");
    let mut text = format!(
        "ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
REVOKE ALL ON {table} FROM {};
{}",
        everybody(is_supabase),
        dropped_policies(&table)
    );
    if is_supabase {
        text.push_str(&format!("GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO service_role;\n"));
        if let Some(members) = members {
            text.push_str(&of_members(name, &table, members, schema));
        }
        text.push_str("NOTIFY pgrst, 'reload schema';\n");
    }
    text
}

fn of_members(
    name: &str,
    table: &str,
    MemberAccess { column, readers, writers }: &MemberAccess,
    schema: &str,
) -> String {
    let of = |roles: &[OrganizationRole]| {
        let names: Vec<&str> = roles.iter().map(|role| role.name()).collect();
        format!("\"{column}\" IN (SELECT {schema}.cora_organizations('{{{}}}'))", names.join(","))
    };
    let mut text = String::new();
    if !readers.is_empty() {
        let rows = of(readers);
        text.push_str(&format!(
            "GRANT SELECT ON {table} TO authenticated;
CREATE POLICY {name}_select ON {table} FOR SELECT TO authenticated USING ({rows});
"
        ));
    }
    if !writers.is_empty() {
        let rows = of(writers);
        text.push_str(&format!(
            "GRANT INSERT, UPDATE, DELETE ON {table} TO authenticated;
CREATE POLICY {name}_insert ON {table} FOR INSERT TO authenticated WITH CHECK ({rows});
CREATE POLICY {name}_update ON {table} FOR UPDATE TO authenticated USING ({rows}) WITH CHECK ({rows});
CREATE POLICY {name}_delete ON {table} FOR DELETE TO authenticated USING ({rows});
"
        ));
    }
    text
}
