//! Every statement in the sources is accepted by both databases: the one that `CORA_TEST_POSTGRES`
//! names, and SQLite.

#[path = "../tests/support/postgres.rs"]
mod postgres;

use std::fs;
use std::path::Path;

use sqlx::AssertSqlSafe;
use tokio_postgres::types::Type;

use crate::database::{Backend, DatabaseLocation, Store};
use crate::fact_json::PROFILE_USER;
use crate::sql::{Dialect, Sql, Template};
use crate::{administration, audit, connection, legacy, list, login_record, organization, profile};

/// Sources whose statements are not for Cora's own tables, or not for both databases: the adoption
/// of a CORA database and what Supabase needs in addition, the migrations' own records, the tables
/// of modules, the settings of an earlier schema, which only SQLite had, questions about the
/// connection itself, statements about whatever tables there are, and lists, whose statements are
/// put together from their parts: `store/tests/lists.rs` runs all of them.
const NOT_OF_BOTH: [&str; 10] = [
    "adoption",
    "operation",
    "supabase",
    "postgres.rs",
    "session.rs",
    "pooler.rs",
    "migrate",
    "module_schema",
    "statements.rs",
    "list/statement.rs",
];

/// The statement that is put together from parts when it is run, by `Sql::all_or_fail`. Tests of
/// every plan run it on both databases.
const PUT_TOGETHER: &str = "SELECT CAST(CASE";

/// Returns all statements of the sources, with the file that each is in.
fn statements() -> Vec<(String, String)> {
    let mut files = Vec::new();
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
    let all: String = files.iter().map(|(_, source)| source.as_str()).collect();
    let mut statements = Vec::new();
    for (file, source) in files {
        if file.ends_with(".sql") {
            let text = with_constants(&source, "", &all);
            statements.push((file, text));
            continue;
        }
        for (text, after) in literals(&source) {
            let text = with_constants(&with_row(&text, &after), &source, &all).replace(PROFILE_USER, "@id(?1)");
            let first = text.split_whitespace().next().unwrap_or_default();
            if ["SELECT", "INSERT", "UPDATE", "DELETE", "WITH"].contains(&first) {
                statements.push((file.clone(), text));
            }
        }
    }
    statements
}

fn collect(folder: &Path, files: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.display().to_string();
        if NOT_OF_BOTH.iter().any(|other| name.contains(&format!("src/{other}"))) {
            continue;
        }
        if path.is_dir() {
            collect(&path, files);
        } else {
            files.push((name, fs::read_to_string(&path).unwrap()));
        }
    }
}

/// Returns the string literals of a source, without its tests, each with the source after it.
fn literals(source: &str) -> Vec<(String, String)> {
    let source = source.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
    let mut literals = Vec::new();
    let code: String = source
        .lines()
        .map(|line| if line.trim_start().starts_with("//") { "\n".to_owned() } else { format!("{line}\n") })
        .collect();
    assert!(!code.contains("r#\""), "a raw string, which is not read here");
    let mut rest = code.replace("'\"'", "''");
    while let Some(begin) = rest.find('"') {
        let mut text = String::new();
        let mut characters = rest[begin + 1..].char_indices();
        let end = loop {
            match characters.next() {
                Some((at, '"')) => break begin + 1 + at + 1,
                Some((_, '\\')) => match characters.next() {
                    Some((_, '\n')) => text.push(' '),
                    Some((_, 'n')) => text.push('\n'),
                    Some((_, other)) => text.push(other),
                    None => panic!("a literal is not closed"),
                },
                Some((_, other)) => text.push(other),
                None => panic!("a literal is not closed: {}", &rest[begin..]),
            }
        };
        rest = rest.split_off(end);
        literals.push((text, rest.chars().take(80).collect()));
    }
    literals
}

/// Puts the document of a row in the place of `{row}`, if `row = Name::OBJECT` follows the literal.
fn with_row(text: &str, after: &str) -> String {
    let Some((_, name)) = after.split_once("row = ").filter(|_| text.contains("{row}")) else { return text.to_owned() };
    let name = name.split("::OBJECT").next().unwrap_or_default();
    let rows = [
        administration::view::OBJECTS,
        audit::OBJECTS,
        connection::test_run::OBJECTS,
        connection::view::OBJECTS,
        login_record::view::OBJECTS,
        legacy::OBJECTS,
        organization::view::OBJECTS,
        profile::view::OBJECTS,
        &list::objects(),
    ];
    let (_, object) =
        rows.concat().into_iter().find(|(row, _)| *row == name).unwrap_or_else(|| panic!("no row {name}"));
    text.replace("{row}", object)
}

/// Puts the constants of the same source, and those that sources share, in the place of `{NAME}`.
fn with_constants(text: &str, source: &str, all: &str) -> String {
    let mut text = text.to_owned();
    let own = || source.split("\nconst ").skip(1).chain(source.split("\npub const ").skip(1));
    // Twice, because a constant may have another one in it. Those of the source come before others
    // of the same name.
    for declaration in own().chain(own()).chain(all.split("\npub(crate) const ").skip(1)) {
        let Some((name, rest)) = declaration.split_once(':') else { continue };
        let place = format!("{{{name}}}");
        if !text.contains(&place) {
            continue;
        }
        let value = rest.split_once('=').map(|(_, value)| value.trim_start()).unwrap_or_default();
        let value = match value.starts_with('"') || value.starts_with("formatcp!(") {
            true => {
                let (value, after) = literals(value).swap_remove(0);
                with_row(&value, &after)
            }
            false => value.split(';').next().unwrap_or_default().replace('_', ""),
        };
        text = text.replace(&place, &value);
    }
    text
}

#[tokio::test]
async fn every_statement_is_accepted_by_both_databases() {
    let schema = postgres::Schema::make().await;
    let folder = tempfile::tempdir().unwrap();
    let location = match &schema {
        Some(schema) => DatabaseLocation::Postgres(schema.url.clone()),
        None => DatabaseLocation::from(&folder.path().join("cora.db")),
    };
    let store = Store::migrate(&location).await.unwrap();
    let (mut accepted, mut put_together, mut faults) = (0, 0, Vec::new());
    for (file, statement) in statements() {
        let spaced = statement.split_whitespace().collect::<Vec<_>>().join(" ");
        if spaced.starts_with(PUT_TOGETHER) {
            put_together += 1;
            continue;
        }
        match accept(&store, statement).await {
            Ok(()) => accepted += 1,
            Err(error) => faults.push(format!("{file}: {error}\n    {spaced}")),
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert_eq!(put_together, 1);
    assert!(accepted > 130, "{accepted} statements were found");
}

/// Has the database parse and plan a statement.
async fn accept(store: &Store, statement: String) -> Result<(), String> {
    // A template is a constant.
    let statement: &str = statement.leak();
    let sql = Sql::new(Template::parse(statement)?);
    match &store.backend {
        Backend::Sqlite { reader, .. } => {
            let explained = sql.prefixed("EXPLAIN ");
            let done = sqlx::query(AssertSqlSafe(explained.text(Dialect::Sqlite))).fetch_all(reader).await;
            done.map(drop).map_err(|error| error.to_string())
        }
        Backend::Postgres(postgres) => {
            let session = postgres.get().await.map_err(|error| error.to_string())?;
            let client = session.client();
            let text = sql.text(Dialect::Postgres);
            // The program sends identifiers as texts, so `@id` must be where one is compared. A
            // parameter whose type does not show is a text too, or a time.
            let types: Vec<Type> = match client.prepare(text).await {
                Ok(prepared) => {
                    let types = prepared.params().iter();
                    types.map(|inferred| if *inferred == Type::UUID { Type::TEXT } else { inferred.clone() }).collect()
                }
                Err(_) => {
                    let count = (1..).take_while(|number| statement.contains(&format!("?{number}"))).count();
                    let is_time = |number: usize| statement.contains(&format!("@time(?{number})"));
                    (1..=count).map(|number| if is_time(number) { Type::INT8 } else { Type::TEXT }).collect()
                }
            };
            let prepared = client.prepare_typed(text, &types).await;
            prepared.map(drop).map_err(|error| match error.as_db_error() {
                Some(error) => error.message().to_owned(),
                None => error.to_string(),
            })
        }
    }
}
