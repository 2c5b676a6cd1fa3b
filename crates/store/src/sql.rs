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
//! | `@about(row)` | an organization's presentation, as an `OrganizationAbout` |
//! | `@view(row)` | an organization with its reader's membership, as an `OrganizationView` |
//! | `@each(?1, name)` | a row for each text of a JSON list, in `name.value` |
//! | `@text(value)` | a value as text |
//! | `@domain_part(email)` | the part of an address after the at sign |
//! | `@after(text, part)` | the text after the first occurrence of a part |
//! | `@rank(role)` | a role as a number, to compare |
//! | `@greatest(a, b)` | the greater number |
//! | `@contains(text, part)` | true if a text, in any case, has a part given in lower case |
//! | `@kinds_with_own_subject` | the names of the kinds of provider with a subject of their own |
//! | `@then` | a join in the order in which it is written, for SQLite |
//! | `@sequence` | the order in which rows were inserted |
//! | `@skip_locked` | rows that another transaction has locked are left out, in PostgreSQL |
//! | `@ordered(text)` | a text, compared byte by byte |
//! | `@folded(text)` | the same, with the letters of ASCII in lower case |
//! | `@unindexed(column)` | a column by which SQLite does not choose an index |
//! | `@microseconds(column)` | a time, in microseconds since the epoch |
//! | `@moment(?1)` | a parameter that is a time, in microseconds since the epoch |
//! | `@person_name(user)` | the name of a user, else the address; null if they do not exist |
//! | `@organization_name(id)`, `@connection_name(id)` | the name of an organization or connection |
//! | `@application_name(id)` | the name of an application |
//!
//! [`sql!`] checks a statement when it is compiled, so that no word is unknown when it runs.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};

use cora_core::actor::Actor;
use cora_core::connection::ConnectionKind;
use cora_core::json::Code;
use cora_core::time::UnixSeconds;

use crate::error::DatabaseError;
use crate::fact_json;
use crate::organization::view::{ABOUT, ORGANIZATION_VIEW};

pub(crate) mod template;

pub(crate) use template::{Template, template};
use template::{Word, is_of_name};

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
    /// `true` if the text depends on what is asked for, so that a connection that kept the prepared
    /// statement would keep many.
    pub is_assembled: bool,
}

/// Builds a [`Sql`] without bound values from a constant text, which is checked when it is
/// compiled.
macro_rules! sql {
    ($text:expr $(,)?) => {
        $crate::sql::Sql::new(const { $crate::sql::template!($text) })
    };
}
pub(crate) use sql;

impl Sql {
    /// Builds a statement without bound values.
    pub const fn new(template: Template) -> Self {
        Self { template: Cow::Borrowed(template.text()), values: Vec::new(), is_assembled: false }
    }

    /// Builds a statement that is put together from constant parts, with its values. The parts are
    /// checked by a test of all lists.
    pub const fn assembled(template: String, values: Vec<Value>) -> Self {
        Self { template: Cow::Owned(template), values, is_assembled: true }
    }

    /// Binds the next parameter.
    pub fn bind(mut self, value: impl Into<Value>) -> Self {
        self.values.push(value.into());
        self
    }

    /// Checks that both databases can store the texts that are bound: PostgreSQL has no U+0000.
    pub fn check(&self) -> Result<(), DatabaseError> {
        let has_nul = |value: &Value| matches!(value, Value::Text(Some(text)) if text.contains('\0'));
        if self.values.iter().any(has_nul) { Err(DatabaseError::text_with_nul()) } else { Ok(()) }
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
        Self { template: template.into(), values, is_assembled: false }
    }

    /// Returns the statement with a prefix.
    pub fn prefixed(&self, prefix: &str) -> Self {
        Self {
            template: format!("{prefix}{}", without_comments(&self.template).trim_start()).into(),
            values: self.values.clone(),
            is_assembled: self.is_assembled,
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

/// Returns the identifier of the acting user, or `None` for the operator.
pub(crate) fn acting_user(actor: &Actor) -> Option<String> {
    actor.user_id().map(|user| user.to_string())
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
pub(crate) fn renumbered(template: &str, before: usize) -> String {
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
                let length = after.bytes().position(|byte| !is_of_name(byte)).unwrap_or(after.len());
                let (name, after) = after.split_at(length);
                let Some(word) = Word::find(name.as_bytes()) else {
                    // No template has such a word: see `Template`. The database would refuse it.
                    text.push('@');
                    rest = &marked[1..];
                    continue;
                };
                let (arguments, after) = match after.strip_prefix('(') {
                    Some(inside) => split_arguments(inside),
                    None => (Vec::new(), after),
                };
                let arguments: Vec<String> =
                    arguments.into_iter().map(|argument| expand(argument.trim(), dialect)).collect();
                text.push_str(&expansion(word, &arguments, dialect));
                rest = after;
            }
        }
    }
    text.push_str(rest);
    text
}

/// Splits the arguments up to the closing bracket from the text after it. [`Template`] has checked
/// that there is one.
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
    arguments.push(&inside[begin..]);
    (arguments, "")
}

/// Returns the text of a word with expanded arguments, of which [`Template`] has checked the
/// number.
fn expansion(word: Word, arguments: &[String], dialect: Dialect) -> String {
    use Dialect::{Postgres, Sqlite};
    let all = arguments.join(", ");
    let [first, second] = [0, 1].map(|number| arguments.get(number).map_or("", String::as_str));
    match (word, dialect) {
        (Word::Id | Word::Time | Word::Seconds, Sqlite) => all,
        (Word::Id, Postgres) => format!("CAST({all} AS uuid)"),
        (Word::Time, Postgres) => format!("to_timestamp({all})"),
        (Word::Seconds, Postgres) => format!("CAST(floor(extract(epoch FROM {all})) AS bigint)"),
        (Word::Json, Sqlite) => format!("json({all})"),
        (Word::Json, Postgres) => format!("CAST({all} AS jsonb)"),
        (Word::Iso, Sqlite) => format!("strftime('%Y-%m-%dT%H:%M:%SZ', {all}, 'unixepoch')"),
        (Word::Iso, Postgres) => format!("to_char({all} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')"),
        (Word::Hex, Sqlite) => format!("lower(hex({all}))"),
        (Word::Hex, Postgres) => format!("encode({all}, 'hex')"),
        (Word::Object, Sqlite) => format!("json_object({all})"),
        (Word::Object, Postgres) => format!("json_build_object({all})"),
        (Word::Array, Sqlite) => format!("json_group_array({all})"),
        (Word::Array, Postgres) => format!("coalesce(json_agg({all}), '[]')"),
        (Word::Flag, Sqlite) => format!("json(iif({all}, 'true', 'false'))"),
        (Word::Flag, Postgres) => format!("({all})"),
        (Word::Each, Sqlite) => format!("json_each({first}) AS {second}"),
        (Word::Each, Postgres) => format!("json_array_elements_text(CAST({first} AS json)) AS {second}(value)"),
        (Word::Versioned, Sqlite) => format!("json_set({first}, '$.version', {second})"),
        (Word::Versioned, Postgres) => format!("jsonb_set({first}, '{{version}}', to_jsonb({second}))"),
        (Word::Profile, _) => expand(fact_json::PROFILE.text(), dialect).replace(fact_json::PROFILE_USER, &all),
        (Word::User, _) => document(fact_json::USER, &all, dialect),
        (Word::Membership, _) => document(fact_json::MEMBERSHIP, &all, dialect),
        (Word::Organization, _) => document(fact_json::ORGANIZATION, &all, dialect),
        (Word::About, _) => document(ABOUT, &all, dialect),
        (Word::Domain, _) => document(fact_json::DOMAIN, &all, dialect),
        (Word::Invitation, _) => document(fact_json::INVITATION, &all, dialect),
        (Word::View, _) => document(ORGANIZATION_VIEW, &all, dialect),
        (Word::Text, _) => format!("CAST({all} AS text)"),
        (Word::Rank, _) => format!(
            "(CASE {all} WHEN 'platform_owner' THEN 2 WHEN 'org_owner' THEN 2 WHEN 'platform_admin' THEN 1 \
             WHEN 'org_admin' THEN 1 ELSE 0 END)"
        ),
        (Word::Greatest, Sqlite) => format!("max({all})"),
        (Word::Greatest, Postgres) => format!("greatest({all})"),
        (Word::Contains, Sqlite) => format!("instr(lower({first}), {second}) > 0"),
        (Word::Contains, Postgres) => format!("strpos(lower(CAST({first} AS text)), {second}) > 0"),
        // WHY a number: the log has statements, and an at sign in it would look like an address.
        (Word::DomainPart, Sqlite) => format!("substr({all}, instr({all}, char(64)) + 1)"),
        (Word::DomainPart, Postgres) => format!("substr({all}, strpos({all}, chr(64)) + 1)"),
        (Word::After, Sqlite) => format!("substr({first}, instr({first}, {second}) + 1)"),
        (Word::After, Postgres) => format!("substr({first}, strpos({first}, {second}) + 1)"),
        (Word::Then, Sqlite) => "CROSS JOIN".to_owned(),
        (Word::Then, Postgres) => "JOIN".to_owned(),
        (Word::SkipLocked, Sqlite) => String::new(),
        (Word::SkipLocked, Postgres) => String::from("FOR UPDATE SKIP LOCKED"),
        (Word::Sequence, Sqlite) => "rowid".to_owned(),
        (Word::Sequence, Postgres) => "sequence".to_owned(),
        (Word::Ordered, Sqlite) => all,
        (Word::Ordered, Postgres) => format!("({all} COLLATE \"C\")"),
        (Word::Folded, Sqlite) => format!("lower({all})"),
        (Word::Folded, Postgres) => format!("lower({all} COLLATE \"C\")"),
        (Word::Unindexed, Sqlite) => format!("+{all}"),
        (Word::Unindexed, Postgres) => all,
        (Word::Microseconds, Sqlite) => format!("({all} * 1000000)"),
        (Word::Microseconds, Postgres) => format!("CAST(round(extract(epoch FROM {all}) * 1000000) AS bigint)"),
        (Word::Moment, Sqlite) => format!("({all} / 1000000)"),
        (Word::Moment, Postgres) => {
            format!("(timestamptz 'epoch' + CAST({all} AS bigint) * interval '1 microsecond')")
        }
        (Word::PersonName, _) => {
            let name = "coalesce(nullif(named.full_name, ''), named.email)";
            format!("(SELECT {name} FROM profiles AS named WHERE named.user_id = {all})")
        }
        (Word::OrganizationName, _) => format!("(SELECT named.name FROM orgs AS named WHERE named.id = {all})"),
        (Word::ConnectionName, _) => {
            format!("(SELECT named.display_name FROM platform_idp_config AS named WHERE named.id = {all})")
        }
        (Word::ApplicationName, _) => {
            format!("(SELECT named.name FROM applications AS named WHERE named.id = {all})")
        }
        (Word::KindsWithOwnSubject, _) => {
            let kinds = ConnectionKind::ALL.into_iter().filter(|kind| kind.has_own_subject());
            kinds.map(|kind| format!("'{}'", kind.name())).collect::<Vec<_>>().join(", ")
        }
    }
}

/// Builds the JSON document of a row.
fn document(template: Template, row: &str, dialect: Dialect) -> String {
    expand(template.text(), dialect).replace(fact_json::ROW, row)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn both(text: &'static str) -> (&'static str, &'static str) {
        let statement = Sql::new(Template::parse(text).unwrap());
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
            [sql!("SELECT a = ?1 AND b = '?1'").bind(1_i64), sql!("SELECT c = @id(?1) OR d = ?2").bind("x").bind(true)];
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
    fn a_template_with_a_fault_is_refused() {
        for (text, fault) in [
            ("@uuid(?1)", "a template has an unknown word"),
            ("@array(@object('a', @nwo))", "a template has an unknown word"),
            ("@idx(?1)", "a template has an unknown word"),
            ("@ (?1)", "a template has an unknown word"),
            ("@id", "a word of a template has a wrong number of arguments"),
            ("@id(?1, ?2)", "a word of a template has a wrong number of arguments"),
            ("@object", "a word of a template has a wrong number of arguments"),
            ("@then(a)", "a word of a template has a wrong number of arguments"),
            ("@id(?1", "a bracket of a template is not closed"),
            ("(a", "a bracket of a template is not closed"),
            ("a)", "a bracket of a template is closed and was not opened"),
            ("@id('a)", "a quoted text of a template is not closed"),
        ] {
            assert_eq!(Template::parse(text).unwrap_err(), fault, "{text}");
        }
        for text in ["-- @uuid(", "'@uuid('", "@greatest(f(a, b), ?1)", "@contains('a, (b', ?1)"] {
            assert!(Template::parse(text).is_ok(), "{text}");
        }
    }

    #[test]
    fn comments_are_left_out() {
        assert_eq!(both("-- it's @id(?1)\nSELECT '--' || ?1 -- so").0, "\nSELECT '--' || ?1");
    }
}
