//! Finds texts in every column of every table, also of tables that are not Cora's.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::database::Store;
use crate::error::StoreError;
use crate::sql::Dialect;
use crate::transaction::Transaction;

/// A column that contains a text that was looked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FoundText {
    /// The table. A table of another schema than Cora's is named with its schema.
    pub table: String,
    /// The column.
    pub column: String,
    /// The number of rows.
    pub rows: u64,
}

/// The columns of PostgreSQL that hold texts or JSON, as `["name", "column", …]` by table. Read are
/// the tables of Cora's schema, those that an adoption kept, and those of Supabase's users.
const OF_POSTGRES: &str = "SELECT CAST(json_build_array(
        format('%I.%I', namespace.nspname, class.relname),
        CASE WHEN namespace.nspname = current_schema() THEN CAST(class.relname AS text)
            ELSE namespace.nspname || '.' || class.relname END,
        attribute.attname) AS text)
    FROM pg_catalog.pg_class AS class
    JOIN pg_catalog.pg_namespace AS namespace ON namespace.oid = class.relnamespace
    JOIN pg_catalog.pg_attribute AS attribute ON attribute.attrelid = class.oid
    JOIN pg_catalog.pg_type AS type ON type.oid = attribute.atttypid
    WHERE class.relkind IN ('r', 'm') AND attribute.attnum > 0 AND NOT attribute.attisdropped
        AND (namespace.nspname IN (current_schema(), 'public_before_cora')
            OR (namespace.nspname = 'auth' AND class.relname IN ('users', 'identities')))
        AND (type.typcategory = 'S' OR type.typname IN ('json', 'jsonb', '_text', '_varchar'))
        AND has_schema_privilege(namespace.oid, 'USAGE') AND has_table_privilege(class.oid, 'SELECT')
    ORDER BY 1, attribute.attnum";

/// The columns of SQLite that hold texts or JSON.
const OF_SQLITE: &str =
    "SELECT json_array('\"' || replace(tables.name, '\"', '\"\"') || '\"', tables.name, columns.name)
    FROM sqlite_schema AS tables JOIN pragma_table_xinfo(tables.name) AS columns
    WHERE tables.type = 'table' AND columns.type NOT IN ('INTEGER', 'REAL', 'BLOB')
        AND tables.name NOT LIKE 'sqlite~_%' ESCAPE '~'
    ORDER BY 1, columns.cid";

#[derive(Deserialize)]
struct TextColumn(String, String, String);

impl Store {
    /// Finds the columns of all tables that contain one of the texts, in any case. Generated
    /// columns and tables that Cora did not make are read too.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn find_texts(&self, texts: &[String]) -> Result<Vec<FoundText>, StoreError> {
        let sought = sought(texts);
        if sought.is_empty() {
            return Ok(Vec::new());
        }
        let unreadable = |source| StoreError::Unreadable { what: "list of columns", source };
        let sought = serde_json::to_string(&sought).map_err(unreadable)?;
        let mut snapshot = Transaction::snapshot(self).await?;
        let listed = match snapshot.dialect() {
            Dialect::Sqlite => OF_SQLITE,
            Dialect::Postgres => OF_POSTGRES,
        };
        let mut tables: BTreeMap<(String, String), Vec<String>> = BTreeMap::new();
        for column in snapshot.dynamic_texts(listed.to_owned(), &[]).await? {
            let TextColumn(quoted, table, column) = serde_json::from_str(&column).map_err(unreadable)?;
            tables.entry((quoted, table)).or_default().push(column);
        }
        let mut found = Vec::new();
        for ((quoted, table), columns) in tables {
            // A row of a statement has at most so many members.
            for columns in columns.chunks(50) {
                let counted = count(&quoted, columns, snapshot.dialect());
                let counts = snapshot.dynamic_texts(counted, &[&sought]).await?;
                let counts: Vec<u64> =
                    counts.first().map_or(Ok(Vec::new()), |counts| serde_json::from_str(counts)).map_err(unreadable)?;
                found.extend(
                    columns.iter().zip(counts).filter(|(_, rows)| *rows > 0).map(|(column, rows)| FoundText {
                        table: table.clone(),
                        column: column.clone(),
                        rows,
                    }),
                );
            }
        }
        Ok(found)
    }
}

/// Builds the statement that counts the rows of each column that contain a text.
fn count(table: &str, columns: &[String], dialect: Dialect) -> String {
    let counts: Vec<String> = columns
        .iter()
        .map(|column| {
            let column = column.replace('"', "\"\"");
            let contains = match dialect {
                Dialect::Sqlite => {
                    format!(
                        "(SELECT 1 FROM json_each(?1) AS sought WHERE instr(lower(\"{column}\"), sought.value) > 0)"
                    )
                }
                Dialect::Postgres => format!(
                    "(SELECT 1 FROM json_array_elements_text(CAST($1 AS json)) AS sought(value)
                        WHERE strpos(lower(CAST(\"{column}\" AS text)), sought.value) > 0)"
                ),
            };
            format!("count(*) FILTER (WHERE EXISTS {contains})")
        })
        .collect();
    let counts = counts.join(", ");
    match dialect {
        Dialect::Sqlite => format!("SELECT json_array({counts}) FROM {table}"),
        Dialect::Postgres => format!("SELECT CAST(json_build_array({counts}) AS text) FROM {table}"),
    }
}

/// Returns the texts in lower case, and as JSON writes them. SQLite changes the case of ASCII
/// alone.
pub(super) fn sought(texts: &[String]) -> Vec<String> {
    let mut sought: Vec<String> = Vec::new();
    for text in texts.iter().filter(|text| !text.trim().is_empty()) {
        let escaped = serde_json::Value::from(text.as_str()).to_string();
        for form in [text.as_str(), escaped.trim_matches('"')] {
            sought.extend([form.to_lowercase(), form.to_ascii_lowercase()]);
        }
    }
    sought.sort_unstable();
    sought.dedup();
    sought
}
