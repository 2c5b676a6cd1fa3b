//! Templates of statements for both databases.
//!
//! A statement is written once. Where SQLite and PostgreSQL differ, it uses one of these words,
//! which expands to the text of each database:
//!
//! | word | meaning |
//! | --- | --- |
//! | `?1` | the first parameter |
//! | `@id(?1)` | a parameter that is an identifier |
//! | `@time(?1)` | a parameter that is a time, in seconds since the epoch |
//! | `@json(?1)`, `@json(column)` | JSON, as JSON |
//! | `@seconds(column)` | a time, in seconds since the epoch |
//! | `@iso(column)` | a time, UTC in RFC 3339, to the second |
//! | `@hex(column)` | bytes, in hexadecimal digits |
//! | `@object(…)` | a JSON object of names and values |
//! | `@array(value)` | a JSON list of the rows' values; `[]` without rows |
//! | `@flag(condition)` | true or false, in JSON |
//! | `@versioned(json, version)` | a JSON object with the member `version` |
//! | `@profile(user)` | the statement that reads a `ProfileView` |
//! | `@user(row)`, `@membership(row)` | the row in the form of the core's facts (`rows.rs`) |
//! | `@organization(row)`, `@domain(row)` | the same |
//! | `@invitation(row)` | the same |
//! | `@each(?1, name)` | a row for each text of a JSON list, in `name.value` |
//! | `@text(value)` | a value as text |
//! | `@rank(role)` | a role as a number, to compare |
//! | `@greatest(a, b)` | the greater number |
//! | `@contains(text, part)` | true if a text, in any case, has a part given in lower case |
//! | `@then` | a join in the order in which it is written, for SQLite |
//! | `@sequence` | the order in which rows were inserted |

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};

use cora_core::time::UnixSeconds;

use crate::fact_json;

/// The SQL dialect of a database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Dialect {
    /// SQLite.
    Sqlite,
    /// PostgreSQL.
    Postgres,
}

/// The value bound to a parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Value {
    Text(Option<String>),
    Integer(Option<i64>),
    Flag(bool),
    Bytes(Option<Vec<u8>>),
}

macro_rules! values {
    ($($from:ty => |$value:ident| $into:expr;)*) => {
        $(impl From<$from> for Value {
            fn from($value: $from) -> Self {
                $into
            }
        })*
    };
}

values! {
    String => |text| Self::Text(Some(text));
    &str => |text| Self::Text(Some(text.to_owned()));
    &String => |text| Self::Text(Some(text.clone()));
    Option<String> => |text| Self::Text(text);
    Option<&str> => |text| Self::Text(text.map(str::to_owned));
    i64 => |number| Self::Integer(Some(number));
    Option<i64> => |number| Self::Integer(number);
    u32 => |number| Self::Integer(Some(number.into()));
    Option<u32> => |number| Self::Integer(number.map(Into::into));
    bool => |flag| Self::Flag(flag);
    &[u8] => |bytes| Self::Bytes(Some(bytes.to_vec()));
    &Vec<u8> => |bytes| Self::Bytes(Some(bytes.clone()));
    Option<&[u8]> => |bytes| Self::Bytes(bytes.map(<[u8]>::to_vec));
}

/// Expanded statements by dialect and template.
type Texts = HashMap<(Dialect, Cow<'static, str>), &'static str>;

/// A statement with its bound values.
#[derive(Debug, Clone)]
pub(crate) struct Sql {
    template: Cow<'static, str>,
    pub values: Vec<Value>,
}

/// Builds a statement without bound values.
pub(crate) fn sql(template: impl Into<Cow<'static, str>>) -> Sql {
    Sql { template: template.into(), values: Vec::new() }
}

impl Sql {
    /// Binds the next parameter.
    pub fn bind(mut self, value: impl Into<Value>) -> Self {
        self.values.push(value.into());
        self
    }

    /// Combines boolean checks into one statement that raises an error if any check is false, so
    /// that the statements sent after it in the same transaction fail too. The error message ends
    /// with the number of the first failed check. See [`failed_question`].
    pub fn all_or_fail(questions: &[Self]) -> Self {
        // WHY: a cast is an error that every database that speaks PostgreSQL's protocol can raise
        // without a function of Cora's.
        let (mut template, mut values) = (String::from("SELECT CAST(CASE"), Vec::new());
        for (number, question) in questions.iter().enumerate() {
            let asked = renumbered(&without_comments(&question.template), values.len());
            template.push_str(&format!(" WHEN NOT ({asked}) THEN '{FAILED}{number}'"));
            values.extend(question.values.iter().cloned());
        }
        template.push_str(" ELSE '0' END AS integer)");
        Self { template: template.into(), values }
    }

    /// Returns the statement with a prefix.
    pub fn prefixed(&self, prefix: &str) -> Self {
        Self {
            template: format!("{prefix}{}", without_comments(&self.template).trim_start()).into(),
            values: self.values.clone(),
        }
    }

    /// Returns the text of the statement in a dialect.
    pub fn text(&self, dialect: Dialect) -> &'static str {
        static TEXTS: LazyLock<Mutex<Texts>> = LazyLock::new(Mutex::default);
        let mut texts = TEXTS.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(text) = texts.get(&(dialect, self.template.clone())) {
            return text;
        }
        // WHY: the text is leaked. Templates are constants of the source, or combine a few of them,
        // so their number is bounded.
        let text: &'static str = Box::leak(expand(&without_comments(&self.template), dialect).into_boxed_str());
        texts.insert((dialect, self.template.clone()), text);
        text
    }
}

/// Converts a time to the form that the databases get: seconds since the epoch.
pub(crate) fn seconds(time: UnixSeconds) -> i64 {
    i64::try_from(time.seconds()).unwrap_or(i64::MAX)
}

/// Maximum length of a request's identifier that is kept, in bytes.
const MAX_REQUEST_ID_BYTES: usize = 128;

/// Returns a request's identifier as audit records keep it.
pub(crate) fn kept_request_id(id: Option<&str>) -> Option<&str> {
    id.map(|id| &id[..id.floor_char_boundary(MAX_REQUEST_ID_BYTES)])
}

/// The message of the error that a failed check raises, before its number.
const FAILED: &str = "a guard of Cora failed: ";

/// Returns the number of the failed check that a message reports.
pub(crate) fn failed_question(message: &str) -> Option<usize> {
    let (_, number) = message.split_once(FAILED)?;
    number.trim_end_matches(|character: char| !character.is_ascii_digit()).parse().ok()
}

/// Shifts the numbers of a template's parameters, so that they follow others.
fn renumbered(template: &str, before: usize) -> String {
    let mut text = String::with_capacity(template.len() + 8);
    let mut rest = template;
    while let Some(at) = rest.find(['?', '\'']) {
        text.push_str(&rest[..at]);
        let (mark, after) = (&rest[at..=at], &rest[at + 1..]);
        text.push_str(mark);
        let length = if mark == "?" {
            let digits = after.find(|character: char| !character.is_ascii_digit()).unwrap_or(after.len());
            let number: usize = after[..digits].parse().unwrap_or(0);
            text.push_str(&(number + before).to_string());
            digits
        } else {
            let end = after.find('\'').map_or(after.len(), |end| end + 1);
            text.push_str(&after[..end]);
            end
        };
        rest = &after[length..];
    }
    text.push_str(rest);
    text
}

/// Removes the comments of a template. Only apostrophes are treated as quotes.
fn without_comments(template: &str) -> String {
    let mut text = String::with_capacity(template.len());
    for line in template.lines() {
        let comment = line.match_indices("--").find(|(at, _)| line[..*at].matches('\'').count() % 2 == 0);
        text.push_str(comment.map_or(line, |(at, _)| &line[..at]));
        text.push('\n');
    }
    text.truncate(text.trim_end().len());
    text
}

/// Expands the words of a template.
fn expand(template: &str, dialect: Dialect) -> String {
    let mut text = String::with_capacity(template.len() * 2);
    let mut rest = template;
    while let Some(at) = rest.find(['@', '?', '\'']) {
        let (before, marked) = rest.split_at(at);
        text.push_str(before);
        let mark = &marked[..1];
        let after = &marked[1..];
        match mark {
            // Quoted text contains no words to expand.
            "'" => {
                let end = after.find('\'').map_or(after.len(), |end| end + 1);
                text.push('\'');
                text.push_str(&after[..end]);
                rest = &after[end..];
            }
            "?" => {
                text.push(if dialect == Dialect::Postgres { '$' } else { '?' });
                rest = after;
            }
            _ => {
                let length = after.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(after.len());
                let (name, after) = after.split_at(length);
                let (arguments, after) = match after.strip_prefix('(') {
                    Some(inside) => split_arguments(inside),
                    None => (Vec::new(), after),
                };
                let arguments: Vec<String> =
                    arguments.into_iter().map(|argument| expand(argument.trim(), dialect)).collect();
                text.push_str(&word(name, &arguments, dialect));
                rest = after;
            }
        }
    }
    text.push_str(rest);
    text
}

/// Splits the arguments up to the closing bracket from the text after it.
fn split_arguments(inside: &str) -> (Vec<&str>, &str) {
    let (mut depth, mut begin, mut quoted) = (0_usize, 0, false);
    let mut arguments = Vec::new();
    for (at, character) in inside.char_indices() {
        match character {
            '\'' => quoted = !quoted,
            _ if quoted => {}
            '(' => depth += 1,
            ')' if depth == 0 => {
                arguments.push(&inside[begin..at]);
                return (arguments, &inside[at + 1..]);
            }
            ')' => depth -= 1,
            ',' if depth == 0 => {
                arguments.push(&inside[begin..at]);
                begin = at + 1;
            }
            _ => {}
        }
    }
    panic!("a bracket is not closed in {inside}");
}

fn word(name: &str, arguments: &[String], dialect: Dialect) -> String {
    use Dialect::{Postgres, Sqlite};
    let all = arguments.join(", ");
    match (name, dialect) {
        ("id" | "time" | "seconds", Sqlite) => all,
        ("id", Postgres) => format!("CAST({all} AS uuid)"),
        ("time", Postgres) => format!("to_timestamp({all})"),
        ("seconds", Postgres) => format!("CAST(floor(extract(epoch FROM {all})) AS bigint)"),
        ("json", Sqlite) => format!("json({all})"),
        ("json", Postgres) => format!("CAST({all} AS jsonb)"),
        ("iso", Sqlite) => format!("strftime('%Y-%m-%dT%H:%M:%SZ', {all}, 'unixepoch')"),
        ("iso", Postgres) => format!("to_char({all} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')"),
        ("hex", Sqlite) => format!("lower(hex({all}))"),
        ("hex", Postgres) => format!("encode({all}, 'hex')"),
        ("object", Sqlite) => format!("json_object({all})"),
        ("object", Postgres) => format!("json_build_object({all})"),
        ("array", Sqlite) => format!("json_group_array({all})"),
        ("array", Postgres) => format!("coalesce(json_agg({all}), '[]')"),
        ("flag", Sqlite) => format!("json(iif({all}, 'true', 'false'))"),
        ("flag", Postgres) => format!("({all})"),
        ("each", Sqlite) => format!("json_each({}) AS {}", arguments[0], arguments[1]),
        ("each", Postgres) => {
            format!("json_array_elements_text(CAST({} AS json)) AS {}(value)", arguments[0], arguments[1])
        }
        ("versioned", Sqlite) => format!("json_set({}, '$.version', {})", arguments[0], arguments[1]),
        ("versioned", Postgres) => {
            format!("jsonb_set({}, '{{version}}', to_jsonb({}))", arguments[0], arguments[1])
        }
        ("profile", _) => expand(fact_json::PROFILE, dialect).replace(fact_json::PROFILE_USER, &all),
        ("user", _) => document(fact_json::USER, &all, dialect),
        ("membership", _) => document(fact_json::MEMBERSHIP, &all, dialect),
        ("organization", _) => document(fact_json::ORGANIZATION, &all, dialect),
        ("domain", _) => document(fact_json::DOMAIN, &all, dialect),
        ("invitation", _) => document(fact_json::INVITATION, &all, dialect),
        ("text", _) => format!("CAST({all} AS text)"),
        ("rank", _) => format!(
            "(CASE {all} WHEN 'platform_owner' THEN 2 WHEN 'org_owner' THEN 2 WHEN 'platform_admin' THEN 1 \
             WHEN 'org_admin' THEN 1 ELSE 0 END)"
        ),
        ("greatest", Sqlite) => format!("max({all})"),
        ("greatest", Postgres) => format!("greatest({all})"),
        ("contains", Sqlite) => format!("instr(lower({}), {}) > 0", arguments[0], arguments[1]),
        ("contains", Postgres) => {
            format!("strpos(lower(CAST({} AS text)), {}) > 0", arguments[0], arguments[1])
        }
        ("then", Sqlite) => "CROSS JOIN".to_owned(),
        ("then", Postgres) => "JOIN".to_owned(),
        ("sequence", Sqlite) => "rowid".to_owned(),
        ("sequence", Postgres) => "sequence".to_owned(),
        _ => panic!("unknown word @{name}"),
    }
}

/// Builds the JSON document of a row.
fn document(template: &str, row: &str, dialect: Dialect) -> String {
    expand(template, dialect).replace(fact_json::ROW, row)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn both(template: &'static str) -> (&'static str, &'static str) {
        let statement = sql(template);
        (statement.text(Dialect::Sqlite), statement.text(Dialect::Postgres))
    }

    #[test]
    fn a_statement_reads_in_both_databases_words() {
        assert_eq!(
            both("SELECT 1 FROM orgs WHERE id = @id(?1)"),
            ("SELECT 1 FROM orgs WHERE id = ?1", "SELECT 1 FROM orgs WHERE id = CAST($1 AS uuid)")
        );
        assert_eq!(
            both("@object('a', @flag(x IN (1, 2)), 'b', @seconds(at))"),
            (
                "json_object('a', json(iif(x IN (1, 2), 'true', 'false')), 'b', at)",
                "json_build_object('a', (x IN (1, 2)), 'b', CAST(floor(extract(epoch FROM at)) AS bigint))"
            )
        );
    }

    #[test]
    fn what_stands_in_quotes_is_left_alone() {
        assert_eq!(
            both("email GLOB '?@(*' AND x = ?2"),
            ("email GLOB '?@(*' AND x = ?2", "email GLOB '?@(*' AND x = $2")
        );
        assert_eq!(both("@array('a, (b')").0, "json_group_array('a, (b')");
    }

    #[test]
    fn questions_are_asked_in_one_statement_that_says_which_failed() {
        let questions =
            [sql("SELECT a = ?1 AND b = '?1'").bind(1_i64), sql("SELECT c = @id(?1) OR d = ?2").bind("x").bind(true)];
        let all = Sql::all_or_fail(&questions);
        assert_eq!(
            all.text(Dialect::Postgres),
            "SELECT CAST(CASE WHEN NOT (SELECT a = $1 AND b = '?1') THEN 'a guard of Cora failed: 0' \
             WHEN NOT (SELECT c = CAST($2 AS uuid) OR d = $3) THEN 'a guard of Cora failed: 1' ELSE '0' END AS integer)"
        );
        assert_eq!(all.values, [Value::from(1_i64), Value::from("x"), Value::from(true)]);
        assert_eq!(failed_question("invalid input syntax for type integer: \"a guard of Cora failed: 12\""), Some(12));
        assert_eq!(failed_question("invalid input syntax for type uuid: \"12\""), None);
    }

    #[test]
    fn comments_are_left_out() {
        assert_eq!(both("-- it's @id(?1)\nSELECT '--' || ?1 -- so").0, "\nSELECT '--' || ?1");
    }
}
