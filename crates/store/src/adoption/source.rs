//! The expected tables of the legacy CORA toolkit, of every age of its schema.
//!
//! CORA renamed tables and columns one by one, and migrations that failed half-way left mixtures,
//! so
//! each table and each column is recognized on its own.

use std::fmt::Write as _;

use tokio_postgres::Client;

use super::AdoptError;

/// A column that is read.
pub(super) struct Column {
    /// The name in December 2025, which is also Cora's.
    pub name: &'static str,
    /// The name since January 2026, if it is another.
    pub renamed: Option<&'static str>,
    /// The type that it is read as.
    of: &'static str,
    /// An optional column that is missing is read as null.
    is_needed: bool,
}

/// A table of CORA.
pub(super) struct Table {
    /// The name in December 2025, which is also Cora's.
    pub name: &'static str,
    /// The name since later in that month, if it is another.
    pub renamed: Option<&'static str>,
    pub columns: &'static [Column],
}

const fn needed(name: &'static str, of: &'static str) -> Column {
    Column { name, renamed: None, of, is_needed: true }
}

const fn renamed(name: &'static str, renamed: &'static str, of: &'static str) -> Column {
    Column { name, renamed: Some(renamed), of, is_needed: true }
}

const fn perhaps(name: &'static str, of: &'static str) -> Column {
    Column { name, renamed: None, of, is_needed: false }
}

/// The first and the last state of CORA's schema that are adopted.
pub(super) const SUPPORTED: &str = "December 2025 to February 2026";

/// All tables of CORA.
pub(super) static TABLES: [Table; 8] = [
    Table {
        name: "profiles",
        renamed: Some("user_profiles"),
        columns: &[
            needed("id", "bigint"),
            needed("user_id", "uuid"),
            needed("full_name", "text"),
            needed("email", "text"),
            perhaps("phone", "text"),
            perhaps("avatar_url", "text"),
            perhaps("current_org_id", "uuid"),
            renamed("global_role", "sys_role", "text"),
            perhaps("requires_invitation", "boolean"),
            perhaps("created_by", "uuid"),
            perhaps("updated_by", "uuid"),
            needed("created_at", "timestamptz"),
            needed("updated_at", "timestamptz"),
        ],
    },
    Table {
        name: "orgs",
        renamed: None,
        columns: &[
            needed("id", "uuid"),
            needed("name", "text"),
            needed("slug", "text"),
            needed("owner_id", "uuid"),
            perhaps("logo_url", "text"),
            perhaps("description", "text"),
            perhaps("website_url", "text"),
            perhaps("app_name", "text"),
            perhaps("app_icon", "text"),
            perhaps("created_by", "uuid"),
            perhaps("updated_by", "uuid"),
            needed("created_at", "timestamptz"),
            needed("updated_at", "timestamptz"),
        ],
    },
    Table {
        name: "org_members",
        renamed: None,
        columns: &[
            needed("id", "uuid"),
            needed("org_id", "uuid"),
            needed("user_id", "uuid"),
            renamed("role", "org_role", "text"),
            perhaps("added_by", "uuid"),
            needed("created_at", "timestamptz"),
            needed("updated_at", "timestamptz"),
        ],
    },
    Table {
        name: "platform_idp_config",
        renamed: Some("sys_idp_config"),
        columns: &[
            needed("id", "uuid"),
            needed("provider_type", "text"),
            needed("display_name", "text"),
            needed("config", "jsonb"),
            needed("is_active", "boolean"),
            perhaps("is_configured", "boolean"),
            perhaps("created_by", "uuid"),
            perhaps("updated_by", "uuid"),
            needed("created_at", "timestamptz"),
            perhaps("updated_at", "timestamptz"),
        ],
    },
    Table {
        name: "platform_idp_audit_log",
        renamed: Some("sys_idp_audit_log"),
        columns: &[
            needed("id", "uuid"),
            needed("idp_config_id", "uuid"),
            needed("action", "text"),
            perhaps("old_config", "jsonb"),
            perhaps("new_config", "jsonb"),
            needed("performed_by", "uuid"),
            needed("performed_at", "timestamptz"),
        ],
    },
    Table {
        name: "external_identities",
        renamed: Some("user_auth_ext_ids"),
        columns: &[
            needed("id", "bigint"),
            needed("auth_user_id", "uuid"),
            needed("external_id", "text"),
            needed("provider_name", "text"),
            needed("created_at", "timestamptz"),
        ],
    },
    Table {
        name: "org_email_domains",
        renamed: None,
        columns: &[
            needed("id", "uuid"),
            needed("org_id", "uuid"),
            needed("domain", "text"),
            needed("auto_provision", "boolean"),
            perhaps("default_role", "text"),
            perhaps("is_verified", "boolean"),
            perhaps("created_by", "uuid"),
            perhaps("updated_by", "uuid"),
            needed("created_at", "timestamptz"),
            needed("updated_at", "timestamptz"),
        ],
    },
    Table {
        name: "user_invites",
        renamed: None,
        columns: &[
            needed("id", "uuid"),
            needed("email", "text"),
            needed("org_id", "uuid"),
            needed("role", "text"),
            needed("invited_by", "uuid"),
            needed("status", "text"),
            needed("expires_at", "timestamptz"),
            needed("created_at", "timestamptz"),
            needed("updated_at", "timestamptz"),
        ],
    },
];

/// A column of a table that exists.
#[derive(Debug, Clone)]
pub(super) struct FoundColumn {
    pub name: String,
    /// The type, with its modifier.
    pub of: String,
    pub number: i16,
}

/// A table of CORA as it is in this database.
pub(super) struct Found {
    pub table: &'static Table,
    /// The name here.
    pub relation: String,
    pub columns: Vec<FoundColumn>,
}

/// Recognizes the tables in a schema, each by either name.
///
/// # Errors
///
/// Returns [`AdoptError::NotCora`] if a table or column is missing, or is there under both names.
pub(super) async fn recognize(client: &Client, schema: &str) -> Result<Vec<Found>, AdoptError> {
    let there = columns(client, schema).await?;
    if there.iter().any(|(table, _)| table == "cora_migrations") {
        return Err(AdoptError::Adopted);
    }
    let (mut found, mut missing, mut recognized) = (Vec::new(), Vec::new(), Vec::new());
    for table in &TABLES {
        let columns_of = |name: &str| -> Vec<FoundColumn> {
            there.iter().filter(|(of, _)| of == name).map(|(_, column)| column.clone()).collect()
        };
        let named: Vec<&str> = [Some(table.name), table.renamed]
            .into_iter()
            .flatten()
            .filter(|name| !columns_of(name).is_empty())
            .collect();
        let [relation] = named[..] else {
            missing.push(match (named.is_empty(), table.renamed) {
                (true, None) => table.name.to_owned(),
                (true, Some(renamed)) => format!("{} (or {renamed})", table.name),
                (false, _) => format!("single table of {}", named.join(" and ")),
            });
            continue;
        };
        recognized.push(relation.to_owned());
        let one = Found { table, relation: relation.to_owned(), columns: columns_of(relation) };
        for column in table.columns {
            match (one.is_there(column.name), column.renamed) {
                (true, Some(renamed)) if one.is_there(renamed) => {
                    missing.push(format!("single column of {relation}.{} and {relation}.{renamed}", column.name));
                }
                (false, Some(renamed)) if !one.is_there(renamed) => {
                    missing.push(format!("{relation}.{} (or {renamed})", column.name));
                }
                (false, None) if column.is_needed => missing.push(format!("{relation}.{}", column.name)),
                _ => {}
            }
        }
        found.push(one);
    }
    if missing.is_empty() { Ok(found) } else { Err(AdoptError::NotCora { missing, recognized }) }
}

/// Lists the columns of the tables in a schema, each with its table.
async fn columns(client: &Client, schema: &str) -> Result<Vec<(String, FoundColumn)>, AdoptError> {
    let columns = "SELECT CAST(relname AS text), CAST(attname AS text), format_type(atttypid, atttypmod), attnum
        FROM pg_catalog.pg_class JOIN pg_catalog.pg_attribute ON attrelid = pg_class.oid
        WHERE relnamespace = CAST(quote_ident($1) AS regnamespace) AND relkind IN ('r', 'p') AND attnum > 0 AND NOT attisdropped
        ORDER BY relname, attnum";
    let rows = client.query(columns, &[&schema]).await?;
    let column = |row: &tokio_postgres::Row| {
        Ok((row.try_get(0)?, FoundColumn { name: row.try_get(1)?, of: row.try_get(2)?, number: row.try_get(3)? }))
    };
    Ok(rows.iter().map(column).collect::<Result<_, tokio_postgres::Error>>()?)
}

/// Returns a table that was recognized before, in the schema that it is kept in.
pub(super) async fn found(client: &Client, schema: &str, relation: &str, table: &str) -> Result<Found, AdoptError> {
    let table = TABLES.iter().find(|known| known.name == table).ok_or(AdoptError::NotAdopted)?;
    let columns = columns(client, schema).await?.into_iter().filter(|(of, _)| of == relation);
    let columns: Vec<FoundColumn> = columns.map(|(_, column)| column).collect();
    if columns.is_empty() {
        return Err(AdoptError::NotAdopted);
    }
    Ok(Found { table, relation: relation.to_owned(), columns })
}

impl Found {
    fn is_there(&self, name: &str) -> bool {
        self.columns.iter().any(|column| column.name == name)
    }

    /// Returns the name that a column has here.
    pub fn name_of(&self, column: &Column) -> Option<&str> {
        let names = [Some(column.name), column.renamed];
        names.into_iter().flatten().find(|name| self.is_there(name))
    }

    /// Returns the column that is read from a column here.
    pub fn column(&self, name: &str) -> Option<&'static Column> {
        self.table.columns.iter().find(|column| column.name == name || column.renamed == Some(name))
    }

    /// Returns the statement that creates a temporary view `old_…` under the names of December
    /// 2025.
    /// It has every column that is read, with the type that it is read as, and every other existing
    /// column. Times that Cora has none for are made finite.
    pub fn view(&self, schema: &str, now: &str) -> String {
        let mut columns = String::new();
        for column in self.table.columns {
            let (name, of) = (column.name, column.of);
            let value = self.name_of(column).map_or_else(|| String::from("NULL"), |name| format!("old.{name}"));
            let value = match (of, name) {
                ("timestamptz", "expires_at") => {
                    format!("CASE WHEN {value} > {LAST} THEN NULL WHEN {value} < {FIRST} THEN {FIRST} ELSE {value} END")
                }
                ("timestamptz", _) => {
                    format!("CASE WHEN {value} <= {LAST} THEN greatest({value}, {FIRST}) ELSE {now} END")
                }
                _ => value,
            };
            write!(columns, "CAST({value} AS {of}) AS {name}, ").ok();
        }
        for column in self.further() {
            write!(columns, "old.{name}, ", name = quoted(&column.name)).ok();
        }
        let columns = columns.trim_end_matches(", ");
        let of = format!("{}.{}", quoted(schema), quoted(&self.relation));
        format!("CREATE TEMPORARY VIEW old_{} AS SELECT {columns} FROM {of} old", self.table.name)
    }

    /// Returns the condition that a row of the table itself has a time outside of Cora's range.
    pub fn odd_times(&self) -> String {
        let times = self.table.columns.iter().filter(|column| column.of == "timestamptz");
        let times = times.filter_map(|column| self.name_of(column));
        times.map(|name| format!("{name} < {FIRST} OR {name} > {LAST}")).collect::<Vec<_>>().join(" OR ")
    }

    /// Iterates over the existing columns that are not read.
    pub fn further(&self) -> impl Iterator<Item = &FoundColumn> {
        self.columns.iter().filter(|column| self.column(&column.name).is_none())
    }
}

/// The first and the last time that Cora stores, to the second.
const FIRST: &str = "TIMESTAMPTZ '1970-01-01T00:00:00Z'";
const LAST: &str = "TIMESTAMPTZ '9999-12-31T23:59:59Z'";

/// Quotes an SQL identifier.
pub(super) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// Quotes an SQL text.
pub(super) fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}
