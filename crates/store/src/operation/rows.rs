//! Rows as JSON objects, the same from both databases.

use serde_json::{Map, Value};

use super::tables::{Kind, Table};
use crate::sql::Dialect;

/// The form of times in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Times {
    /// Seconds since 1970-01-01T00:00:00Z.
    Seconds,
    /// UTC in RFC 3339, to the second.
    Rfc3339,
}

/// Returns the SQL of a row's object with these columns.
pub(super) fn object<'a>(
    columns: impl Iterator<Item = &'a (&'static str, Kind)>,
    dialect: Dialect,
    times: Times,
) -> String {
    let members: Vec<String> =
        columns.map(|(name, kind)| format!("'{name}', {}", value(name, *kind, dialect, times))).collect();
    let members = members.join(", ");
    match dialect {
        Dialect::Sqlite => format!("json_object({members})"),
        Dialect::Postgres => format!("CAST(json_build_object({members}) AS text)"),
    }
}

fn value(name: &str, kind: Kind, dialect: Dialect, times: Times) -> String {
    match (kind, dialect) {
        (Kind::Text | Kind::Integer | Kind::Id, Dialect::Sqlite) => format!("\"{name}\""),
        (Kind::Text | Kind::Integer | Kind::Json | Kind::Flag, Dialect::Postgres) => format!("\"{name}\""),
        (Kind::Id, Dialect::Postgres) => format!("CAST(\"{name}\" AS text)"),
        (Kind::Json, Dialect::Sqlite) => format!("json(\"{name}\")"),
        (Kind::Flag, Dialect::Sqlite) => format!("json(iif(\"{name}\", 'true', 'false'))"),
        // The digits of null are the empty text.
        (Kind::Bytes, Dialect::Sqlite) => format!("iif(\"{name}\" IS NULL, NULL, lower(hex(\"{name}\")))"),
        (Kind::Bytes, Dialect::Postgres) => format!("encode(\"{name}\", 'hex')"),
        (Kind::Time, _) => match (dialect, times) {
            (Dialect::Sqlite, Times::Seconds) => format!("\"{name}\""),
            (Dialect::Sqlite, Times::Rfc3339) => format!("strftime('%Y-%m-%dT%H:%M:%SZ', \"{name}\", 'unixepoch')"),
            (Dialect::Postgres, Times::Seconds) => {
                format!("CAST(floor(extract(epoch FROM \"{name}\")) AS bigint)")
            }
            (Dialect::Postgres, Times::Rfc3339) => {
                format!("to_char(\"{name}\" AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')")
            }
        },
    }
}

/// Returns the SQL that orders the rows of a table, the same in both databases.
pub(super) fn order(table: &Table, dialect: Dialect) -> String {
    if table.key.is_empty() {
        return String::from(match dialect {
            Dialect::Sqlite => "rowid",
            Dialect::Postgres => "sequence",
        });
    }
    let is_text = |name: &str| table.columns.iter().any(|(column, kind)| *column == name && *kind == Kind::Text);
    let keys = table.key.iter().map(|key| match dialect {
        Dialect::Postgres if is_text(key) => format!("\"{key}\" COLLATE \"C\""),
        _ => format!("\"{key}\""),
    });
    keys.collect::<Vec<_>>().join(", ")
}

/// Sorts the members of all objects of a value by name, so that equal values are equal texts.
pub(super) fn sorted(value: Value) -> Value {
    match value {
        Value::Object(members) => {
            let mut members: Vec<(String, Value)> = members.into_iter().collect();
            members.sort_by(|(one, _), (other, _)| one.cmp(other));
            Value::Object(members.into_iter().map(|(name, value)| (name, sorted(value))).collect::<Map<_, _>>())
        }
        Value::Array(items) => Value::Array(items.into_iter().map(sorted).collect()),
        value => value,
    }
}
