//! The expected tables of the legacy CORA toolkit.

use std::fmt::Write as _;

/// A column that is read: its name, its type, and `true` if it is required. An optional column that
/// is missing is read as null.
pub(super) struct Column(pub &'static str, &'static str, bool);

/// A table of CORA.
pub(super) struct Table {
    pub name: &'static str,
    pub columns: &'static [Column],
}

const fn needed(name: &'static str, of: &'static str) -> Column {
    Column(name, of, true)
}

const fn perhaps(name: &'static str, of: &'static str) -> Column {
    Column(name, of, false)
}

/// All tables of CORA.
pub(super) const TABLES: [Table; 8] = [
    Table {
        name: "profiles",
        columns: &[
            needed("id", "bigint"),
            needed("user_id", "uuid"),
            needed("full_name", "text"),
            needed("email", "text"),
            perhaps("phone", "text"),
            perhaps("avatar_url", "text"),
            perhaps("current_org_id", "uuid"),
            needed("global_role", "text"),
            perhaps("created_by", "uuid"),
            perhaps("updated_by", "uuid"),
            needed("created_at", "timestamptz"),
            needed("updated_at", "timestamptz"),
        ],
    },
    Table {
        name: "orgs",
        columns: &[
            needed("id", "uuid"),
            needed("name", "text"),
            needed("slug", "text"),
            needed("owner_id", "uuid"),
            perhaps("logo_url", "text"),
            perhaps("created_by", "uuid"),
            perhaps("updated_by", "uuid"),
            needed("created_at", "timestamptz"),
            needed("updated_at", "timestamptz"),
        ],
    },
    Table {
        name: "org_members",
        columns: &[
            needed("id", "uuid"),
            needed("org_id", "uuid"),
            needed("user_id", "uuid"),
            needed("role", "text"),
            perhaps("added_by", "uuid"),
            needed("created_at", "timestamptz"),
            needed("updated_at", "timestamptz"),
        ],
    },
    Table {
        name: "platform_idp_config",
        columns: &[
            needed("id", "uuid"),
            needed("provider_type", "text"),
            needed("display_name", "text"),
            needed("config", "jsonb"),
            needed("is_active", "boolean"),
            needed("created_at", "timestamptz"),
        ],
    },
    Table {
        name: "platform_idp_audit_log",
        columns: &[
            needed("id", "uuid"),
            needed("idp_config_id", "uuid"),
            needed("action", "text"),
            needed("performed_by", "uuid"),
            needed("performed_at", "timestamptz"),
        ],
    },
    Table {
        name: "external_identities",
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
        columns: &[
            needed("id", "uuid"),
            needed("org_id", "uuid"),
            needed("domain", "text"),
            needed("auto_provision", "boolean"),
            perhaps("created_by", "uuid"),
            needed("created_at", "timestamptz"),
            needed("updated_at", "timestamptz"),
        ],
    },
    Table {
        name: "user_invites",
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

/// Returns the required tables and columns of CORA that are missing.
pub(super) fn missing(found: &[(String, String)]) -> Vec<String> {
    let mut missing = Vec::new();
    for table in &TABLES {
        let mut columns = found.iter().filter(|(of, _)| of == table.name).map(|(_, column)| column).peekable();
        if columns.peek().is_none() {
            missing.push(table.name.to_owned());
            continue;
        }
        let columns: Vec<_> = columns.collect();
        let needed = table.columns.iter().filter(|Column(_, _, needed)| *needed);
        let absent = needed.filter(|Column(name, ..)| !columns.iter().any(|column| column == name));
        missing.extend(absent.map(|Column(name, ..)| format!("{}.{name}", table.name)));
    }
    missing
}

impl Table {
    /// Returns the statement that creates a temporary view `old_…`. It has every column that is
    /// read, with the type that it is read as, and every other existing column.
    pub fn view(&self, schema: &str, found: &[(String, String)]) -> String {
        let is_there = |name: &str| found.iter().any(|(table, column)| table == self.name && column == name);
        let mut columns = String::new();
        for Column(name, of, _) in self.columns {
            let value = if is_there(name) { format!("old.{name}") } else { String::from("NULL") };
            write!(columns, "CAST({value} AS {of}) AS {name}, ").ok();
        }
        for name in self.further(found) {
            write!(columns, "old.{name}, ", name = quoted(name)).ok();
        }
        let columns = columns.trim_end_matches(", ");
        format!("CREATE TEMPORARY VIEW old_{0} AS SELECT {columns} FROM {1}.{0} old", self.name, quoted(schema))
    }

    /// Iterates over the existing columns that are not read.
    pub fn further<'a>(&self, found: &'a [(String, String)]) -> impl Iterator<Item = &'a str> {
        let is_read = |column: &str| self.columns.iter().any(|Column(name, ..)| *name == column);
        let of_it = found.iter().filter(|(table, _)| table == self.name).map(|(_, column)| column.as_str());
        of_it.filter(move |column| !is_read(column))
    }
}

/// Quotes an SQL identifier.
pub(super) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
