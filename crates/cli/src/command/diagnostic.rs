//! A diagnostic about a place in a file, in the format of compilers.

use std::fmt::Write as _;

use cora_core::issue::Severity;
use cora_core::issue::shown::may_be_shown;
use cora_core::json::Code;
use cora_policy_file::{LocatedIssue, Position};

/// Maximum length of a source line that is shown whole, in characters.
const WHOLE_LINE: usize = 120;
/// Characters of a longer line that are shown before and after the place.
const AROUND: (usize, usize) = (40, 70);
/// Maximum length of a source line of which anything is shown, in bytes. People do not write longer
/// lines, and a file of a single line would be scanned for each of its faults.
const LONGEST_LINE: usize = 4096;
/// Maximum length of a word that is shown, in characters. A longer word may be a token or a key.
const LONGEST_WORD: usize = 40;

/// A fault of a file, or a finding in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The severity.
    pub severity: Severity,
    /// The code, from a closed list.
    pub code: &'static str,
    /// The message: lower case, no period.
    pub message: String,
    /// A sentence that says how to fix it, if known.
    pub fix: Option<String>,
    /// The JSON Pointer of the value.
    pub path: String,
    /// The position in the file. `None` if the file could not be read.
    pub position: Option<Position>,
    /// The part of the line that is shown.
    pub excerpt: Excerpt,
}

/// The part of a source line that a diagnostic shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Excerpt {
    /// The line, with addresses and long words masked.
    Line,
    /// The names of fields, and the word at the place. The rest of the line may contain unexpected
    /// data, such as a secret in a field that does not exist.
    Names,
    /// The name of the field at the place, because its value may be a secret.
    Name,
    /// Nothing, because the text at the place may be a secret.
    Nothing,
}

impl From<LocatedIssue> for Diagnostic {
    fn from(LocatedIssue { issue, position }: LocatedIssue) -> Self {
        Self {
            severity: issue.severity,
            code: Code::name(&issue.code),
            message: issue.message,
            fix: issue.help,
            path: issue.path,
            position: Some(position),
            excerpt: Excerpt::Names,
        }
    }
}

impl Diagnostic {
    /// Writes the diagnostic with its place and the source line, which it takes from the [`lines`]
    /// of the source.
    pub fn write_text(&self, file: &str, lines: &[&str], into: &mut String) {
        let Self { severity, code, message, .. } = self;
        let _ = writeln!(into, "{}[{code}]: {message}", Code::name(severity));
        match self.position {
            None => {
                let _ = writeln!(into, "  --> {file}");
            }
            Some(Position { line, column }) => {
                let _ = writeln!(into, "  --> {file}:{line}:{column}");
                let text = lines.get(line as usize - 1).filter(|line| line.len() <= LONGEST_LINE);
                let at = Position { line, column };
                let shown = text.and_then(|line| match self.excerpt {
                    Excerpt::Line => Some(shown(line, column as usize - 1, false)),
                    Excerpt::Names => Some(shown(line, column as usize - 1, true)),
                    Excerpt::Name => name_alone(line, column as usize - 1),
                    Excerpt::Nothing => None,
                });
                if let Some((line, column)) = shown {
                    write_excerpt(&line, column, at.line, into);
                }
            }
        }
        if let Some(fix) = &self.fix {
            let _ = writeln!(into, "   = fix: {fix}");
        }
    }
}

/// Writes a line with carets under the word at a column (from 0).
fn write_excerpt(line: &str, column: usize, number: u32, into: &mut String) {
    let number = number.to_string();
    let margin = " ".repeat(number.len());
    let indent: String = line.chars().take(column).map(|c| if c == '\t' { '\t' } else { ' ' }).collect();
    let mut rest = line.chars().skip(column).peekable();
    let quotes = rest.next_if(|c| is_quote(*c)).map_or(0, |_| 2);
    let carets = "^".repeat((quotes + rest.take_while(|c| !ends_word(*c)).count()).max(1));
    let _ = writeln!(into, "{margin} |\n{number} | {line}\n{margin} | {indent}{carets}");
}

/// Splits a text into lines as diagnostics count them.
pub fn lines(source: &str) -> Vec<&str> {
    let source = source.strip_prefix('\u{feff}').unwrap_or(source);
    source.split('\n').map(|line| line.trim_end_matches('\r')).collect()
}

/// Masks and shortens a line for display. Returns it with the column (from 0) of the place in it.
///
/// WHY the line is not shown as it is: a report goes into build logs, and a policy may contain
/// addresses. The value of a field that does not exist may even be a secret. Of a line with unknown
/// content, only the names of fields and the word at the place are shown. The message is about that
/// word.
fn shown(line: &str, column: usize, is_unknown: bool) -> (String, usize) {
    // A terminal would act on control characters other than a tab.
    let harmless = |c: char| if c.is_control() && c != '\t' { char::REPLACEMENT_CHARACTER } else { c };
    let mut characters: Vec<char> = line.chars().map(harmless).collect();
    let mut start = 0;
    while start < characters.len() {
        let word: String = characters.iter().skip(start).take_while(|c| !ends_word(**c)).collect();
        let end = start + word.chars().count();
        let is_at_place = start <= column + 1 && column < end;
        let names_a_field = word.ends_with(':')
            || match next_sign(&characters, end) {
                Some(':') => true,
                // WHY only at the start: a secret in base64 may end with the same character.
                Some('=') => {
                    let is_quoted = characters.get(end).is_some_and(|c| is_quote(*c));
                    characters.iter().take(start).all(|c| c.is_whitespace() || (is_quoted && is_quote(*c)))
                }
                _ => false,
            };
        let says_nothing = !word.contains(char::is_alphanumeric);
        let is_long = end - start > LONGEST_WORD && !word.starts_with("https");
        let is_elsewhere = is_unknown && !(is_at_place || names_a_field || says_nothing);
        if word.contains('@') || is_long || is_elsewhere {
            characters.iter_mut().take(end).skip(start).for_each(|c| *c = '*');
        }
        start = end + 1;
    }
    if characters.len() <= WHOLE_LINE {
        return (characters.into_iter().collect(), column);
    }
    let from = column.saturating_sub(AROUND.0);
    let part: String = characters.iter().skip(from).take(AROUND.0 + AROUND.1).collect();
    let before = if from > 0 { "…" } else { "" };
    let after = if from + AROUND.0 + AROUND.1 < characters.len() { "…" } else { "" };
    (format!("{before}{part}{after}"), column - from + before.chars().count())
}

/// Returns the name of the field that begins at a column (from 0), with the column at which it is
/// shown. `None` if no name begins there.
fn name_alone(line: &str, column: usize) -> Option<(String, usize)> {
    let before: String = line.chars().take(column).collect();
    let rest: String = line.chars().skip(column).collect();
    let quote = rest.chars().next().filter(|c| is_quote(*c));
    let (name, after) = match quote {
        Some(quote) => rest.get(1..)?.split_once(quote)?,
        None => rest.split_at(rest.find([':', '=']).unwrap_or(rest.len())),
    };
    let sign = after.trim_start().chars().next().filter(|c| matches!(c, ':' | '='))?;
    let name = name.trim_end();
    if !may_be_shown(name) {
        return None;
    }
    // The text before the name may be a value, unless it is only indentation and dashes.
    let is_plain = before.chars().all(|c| c.is_whitespace() || c == '-');
    let before = if is_plain { before } else { "… ".to_owned() };
    let quote = quote.map(String::from).unwrap_or_default();
    let space = if sign == '=' { " " } else { "" };
    let shown = format!("{before}{quote}{name}{quote}{space}{sign} …");
    Some((shown, before.chars().count()))
}

/// Returns the first character from an index on that is neither white space nor a quote.
fn next_sign(characters: &[char], from: usize) -> Option<char> {
    characters.iter().skip(from).copied().find(|c| !c.is_whitespace() && !is_quote(*c))
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\'')
}

fn ends_word(c: char) -> bool {
    c.is_whitespace() || is_quote(c) || matches!(c, ',' | '{' | '}' | '[' | ']' | '=' | '#') || c.is_control()
}

/// Formats a count: `1 error`, `2 errors`.
pub fn counted(count: usize, one: &str) -> String {
    format!("{count} {one}{}", if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(source: &str, column: u32, excerpt: Excerpt) -> String {
        let mut text = String::new();
        let diagnostic = Diagnostic {
            severity: Severity::Error,
            code: "code",
            message: "message".to_owned(),
            fix: Some("Fix it.".to_owned()),
            path: String::new(),
            position: Some(Position { line: 1, column }),
            excerpt,
        };
        diagnostic.write_text("a.yaml", &lines(source), &mut text);
        text
    }

    #[test]
    fn a_diagnostic_shows_the_line_and_points_into_it() {
        assert_eq!(
            text("  mode: first_user # for now", 9, Excerpt::Line),
            "error[code]: message\n  --> a.yaml:1:9\n  |\n1 |   mode: first_user # for now\n  |         ^^^^^^^^^^\n   = fix: Fix it.\n"
        );
    }

    #[test]
    fn p12_no_address_and_no_long_word_is_shown() {
        let shown = text("emails: [ana.bell@acme.example, 'x']", 1, Excerpt::Line);
        assert!(shown.contains("emails: [*********************, 'x']"), "{shown}");
        let key = "k".repeat(41);
        assert!(!text(&format!("a: {key}"), 1, Excerpt::Line).contains(&key));
        assert!(text("issuer: https://login.acme.example/oauth2/a/long/path", 1, Excerpt::Line).contains("/path"));
    }

    #[test]
    fn p12_the_value_of_an_unknown_field_is_not_shown() {
        let shown = text("clientSecret: hunter2", 1, Excerpt::Names);
        assert!(shown.contains("1 | clientSecret: *******\n"), "{shown}");
        let json = text(r#"{ "clientSecret" : "hunter2", "mode": "tokn", "pin": 123 }"#, 39, Excerpt::Names);
        assert!(json.contains(r#"1 | { "clientSecret" : "*******", "mode": "tokn", "pin": *** }"#), "{json}");
        assert!(text("clientSecret='hunter2'", 1, Excerpt::Names).contains("1 | clientSecret='*******'"));
        assert!(shown.contains("  | ^^^^^^^^^^^^^"), "{shown}");
        let base64 = text("clientSecret: aGVsbG8=", 1, Excerpt::Names);
        assert!(base64.contains("1 | clientSecret: *******="), "{base64}");
    }

    #[test]
    fn p12_a_field_that_may_hold_a_secret_is_shown_by_name_only() {
        let shown = |source: &str, column| text(source, column, Excerpt::Name);
        assert!(shown("  client_secret: hunter2", 3).contains("1 |   client_secret: …\n  |   ^^^^^^^^^^^^^^\n"));
        assert!(shown("client_secret = 'aGVs='", 1).contains("1 | client_secret = …\n  | ^^^^^^^^^^^^^\n"));
        let json = shown(r#"{"pin": "1234", "client_secret" : "hunter2"}"#, 17);
        assert!(json.contains("1 | … \"client_secret\": …\n  |   ^^^^^^^^^^^^^^^\n"), "{json}");
        assert!(!shown("client_secret = hunter2", 17).contains('|'));
        assert!(!text("client_secret = hunter2", 17, Excerpt::Nothing).contains('|'));
    }

    #[test]
    fn a_terminal_is_not_commanded() {
        assert!(text("a: b\u{1b}[31m", 1, Excerpt::Line).contains("1 | a: b\u{fffd}[31m"));
    }

    #[test]
    fn of_a_very_long_line_the_part_around_the_place_is_shown() {
        let line = format!("{}here{}", "a ".repeat(200), " b".repeat(200));
        let shown = text(&line, 401, Excerpt::Line);
        let lines: Vec<&str> = shown.lines().collect();
        assert!(lines[3].len() < 200 && lines[3].starts_with("1 | …a a") && lines[3].ends_with('…'), "{shown}");
        let caret = lines[4].chars().position(|c| c == '^').unwrap();
        assert_eq!(lines[3].chars().skip(caret).take(4).collect::<String>(), "here");
        assert!(!text(&" ".repeat(5000), 3000, Excerpt::Line).contains('|'));
    }
}
