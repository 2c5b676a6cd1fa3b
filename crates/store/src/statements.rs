//! Every statement in the sources is accepted by both databases: the one that `CORA_TEST_POSTGRES`
//! names, and SQLite.

#[path = "../tests/support/postgres.rs"]
mod postgres;

use std::fs;
use std::path::Path;

use sqlx::AssertSqlSafe;
use tokio_postgres::types::Type;

use crate::connection::facts::statement as connection_facts;
use crate::database::{Backend, DatabaseLocation, Store};
use crate::fact_json::PROFILE_USER;
use crate::sql::{Dialect, sql};

/// Sources whose statements are not for Cora's own tables, or not for both databases: the adoption
/// of a CORA database and what Supabase needs in addition, the migrations' own records, and the
/// settings of an earlier schema, which only SQLite had.
const NOT_OF_BOTH: [&str; 5] = ["adoption", "supabase", "postgres.rs", "migrate", "statements.rs"];

/// Statements that are put together from parts when they are run. Tests run these on both
/// databases.
const PUT_TOGETHER: [&str; 4] = [
    // `Sql::all_or_fail`: every plan.
    "SELECT CAST(CASE",
    // `ProfileChange`: `crates/store/tests/profiles.rs`.
    "UPDATE profiles SET {set}",
    "SELECT '{column}' AS field",
    "INSERT INTO administration_audit_log (id, at, actor_id, action, user_id, changes, request_id) SELECT @id(?7)",
];

/// Returns all statements of the sources, with the file that each is in.
fn statements() -> Vec<(String, String)> {
    let mut files = Vec::new();
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
    let mut statements = Vec::new();
    for (file, source) in files {
        if file.ends_with(".sql") {
            // The kinds of provider are filled in when the statement is first run.
            let text = if file.ends_with("connection/facts.sql") { connection_facts() } else { source };
            statements.push((file, text));
            continue;
        }
        let literals = literals(&source);
        for text in literals {
            let text = with_constants(&text, &source).replace(PROFILE_USER, "@id(?1)");
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

/// Returns the string literals of a source, without its tests.
fn literals(source: &str) -> Vec<String> {
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
        literals.push(text);
    }
    literals
}

/// Puts the constants of the same source in the place of `{NAME}`.
fn with_constants(text: &str, source: &str) -> String {
    let mut text = text.to_owned();
    for declaration in source.split("\nconst ").chain(source.split("\npub const ")).skip(1) {
        let Some((name, rest)) = declaration.split_once(':') else { continue };
        let place = format!("{{{name}}}");
        if !text.contains(&place) {
            continue;
        }
        let value = rest.split_once('=').map(|(_, value)| value.trim_start()).unwrap_or_default();
        let value = match value.starts_with('"') {
            true => literals(value).swap_remove(0),
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
        Some(schema) => DatabaseLocation::new(&schema.url),
        None => DatabaseLocation::from(&folder.path().join("cora.db")),
    };
    let store = Store::migrate(&location).await.unwrap();
    let (mut accepted, mut put_together, mut faults) = (0, 0, Vec::new());
    for (file, statement) in statements() {
        let spaced = statement.split_whitespace().collect::<Vec<_>>().join(" ");
        if PUT_TOGETHER.iter().any(|begin| spaced.starts_with(begin)) {
            put_together += 1;
            continue;
        }
        match accept(&store, statement).await {
            Ok(()) => accepted += 1,
            Err(error) => faults.push(format!("{file}: {error}\n    {spaced}")),
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert_eq!(put_together, PUT_TOGETHER.len());
    assert!(accepted > 130, "{accepted} statements were found");
}

/// Has the database parse and plan a statement.
async fn accept(store: &Store, statement: String) -> Result<(), String> {
    match &store.backend {
        Backend::Sqlite { reader, .. } => {
            let explained = sql(statement).prefixed("EXPLAIN ");
            let done = sqlx::query(AssertSqlSafe(explained.text(Dialect::Sqlite))).fetch_all(reader).await;
            done.map(drop).map_err(|error| error.to_string())
        }
        Backend::Postgres(pool) => {
            let client = pool.get().await.map_err(|error| error.to_string())?;
            let text = sql(statement.clone()).text(Dialect::Postgres);
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
