//! Citations by number: sections of the specification, pitfalls and properties.

use std::collections::BTreeSet;

use super::entries::Entries;
use super::repository::{File, Repository, member};
use super::{Fault, SPECIFICATION};

/// Documents other than the specification. After one of these names in a paragraph, `§` cites that
/// document.
const OTHERS: [&str; 9] =
    ["RFC ", "OpenID Connect", "Unicode", "UTS ", "SARIF", "SEC 1", "YAML", "WebAssembly", "FIPS"];

pub fn check(
    repository: &Repository,
    sections: &Entries,
    properties: &Entries,
    pitfalls: &Entries,
    faults: &mut Vec<Fault>,
) {
    for file in &repository.files {
        let mut fault = |line, message| faults.push(Fault { file: file.path.clone(), line, message });
        for citation in section_citations(file) {
            let Citation { line, number, target } = citation;
            if !sections.has(&number) {
                let message =
                    format!("§{number} is not a section of {SPECIFICATION}; correct it, or name the document");
                fault(line, message);
            } else if let Some(target) = target.filter(|target| *target != number) {
                fault(line, format!("§{number} links to `#{target}`; let it link to `#{number}`"));
            }
        }
        for (entries, letter) in [(pitfalls, 'C'), (properties, 'P')] {
            let mut seen = BTreeSet::new();
            for (line, number) in numbers(file, letter) {
                if !entries.has(&number) && seen.insert(number.clone()) {
                    fault(
                        line,
                        format!("{number} has no entry in {}; add one, or correct the number", entries.document),
                    );
                }
            }
        }
    }
}

struct Citation {
    line: usize,
    number: String,
    /// The anchor that the citation links to, after the `#`.
    target: Option<String>,
}

/// Returns the sections of the specification that a file cites.
fn section_citations(file: &File) -> Vec<Citation> {
    let mut citations = Vec::new();
    if !file.text.contains('§') {
        return citations;
    }
    let lines: Vec<&str> = file.text.lines().collect();
    for (at, line) in lines.iter().enumerate() {
        for (place, _) in line.match_indices('§') {
            let (before, rest) = (&line[..place], &line[place + '§'.len_utf8()..]);
            let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
            let number = rest[..digits].trim_end_matches('.');
            if number.is_empty() {
                continue;
            }
            let link = rest[digits..].strip_prefix("](").and_then(|rest| rest.split(')').next());
            let target = link.filter(|_| before.ends_with('[')).and_then(|link| link.split_once('#'));
            let target = match target {
                Some((document, anchor)) if document.is_empty() || document.ends_with("specification.md") => {
                    Some(anchor.to_owned())
                }
                _ if cites_another(&lines, at, before) => continue,
                _ => None,
            };
            citations.push(Citation { line: at + 1, number: number.to_owned(), target });
        }
    }
    citations
}

/// Returns `true` if the paragraph names another document before this place.
fn cites_another(lines: &[&str], at: usize, before: &str) -> bool {
    let before = before.trim_end_matches([' ', '`', ')', ']']);
    if before.ends_with("specification") || before.ends_with("specification.md") {
        return false;
    }
    let names_one = |text: &str| OTHERS.iter().any(|other| text.contains(other)) || text.ends_with("RFC");
    let is_comment = |line: &str| ["//", "*", "/*", "#"].iter().any(|mark| line.trim_start().starts_with(mark));
    let says_nothing = |line: &str| line.trim_matches([' ', '\t', '/', '!', '*', '#']).is_empty();
    let is_prose = !before.trim_start().starts_with('|');
    let here = is_comment(lines[at]);
    let above = lines[..at].iter().rev().take(12);
    let above = above.take_while(|line| is_prose && is_comment(line) == here && !says_nothing(line));
    // Outside comments and prose documents, every line is a paragraph.
    let above = above.take_while(|line| here || !line.contains(['"', ';', '{']));
    names_one(before) || above.into_iter().any(|line| names_one(line.trim_end()))
}

/// Returns the pitfalls or properties that a file cites: in names of tests, members of cases,
/// comments and prose.
fn numbers(file: &File, letter: char) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let ending = file.path.rsplit('.').next().unwrap_or_default();
    let is_code = matches!(ending, "rs" | "mjs" | "cjs" | "js" | "ts" | "tsx" | "cts");
    for (at, line) in file.lines() {
        if is_code {
            found.extend(names(line, letter).map(|number| (at, number)));
        }
        let prose = match ending {
            "md" => Some(line),
            "json" if file.is_case() => member(line, &["why", "pitfall", "property"]),
            _ if is_code => comment(line),
            _ => None,
        };
        found.extend(prose.into_iter().flat_map(|prose| words(prose, letter)).map(|number| (at, number)));
    }
    found
}

/// Returns the part of a line that is a comment.
fn comment(line: &str) -> Option<&str> {
    let trimmed = line.trim_start();
    if trimmed.starts_with("* ") || trimmed.starts_with("/*") {
        return Some(trimmed);
    }
    line.split_once("// ").or_else(|| line.split_once("///")).or_else(|| line.split_once("//!")).map(|(_, rest)| rest)
}

/// Returns the number that a name begins with, in the form of the headings: `c05_…` and `c05 …` are
/// C05, `p3_…` and `p03_…` are P3.
fn name_number(name: &str, letter: char) -> Option<String> {
    let rest = name.strip_prefix(letter.to_ascii_lowercase())?;
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let ends = rest[digits..].starts_with(['_', ' ']);
    let fits = if letter == 'C' { digits == 2 } else { (1..=2).contains(&digits) };
    let number: u8 = rest[..digits].parse().ok().filter(|_| ends && fits)?;
    Some(if letter == 'C' { format!("C{number:02}") } else { format!("P{number}") })
}

/// Returns the numbers that names of functions and string literals begin with.
fn names(line: &str, letter: char) -> impl Iterator<Item = String> {
    let starts = ["fn ", "\"", "'", "`"].into_iter();
    starts.flat_map(move |start| {
        line.match_indices(start).filter_map(move |(at, _)| name_number(&line[at + start.len()..], letter))
    })
}

/// Returns the numbers in prose: `C05`, `P3`.
fn words(prose: &str, letter: char) -> impl Iterator<Item = String> {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    prose.split(move |c: char| !is_word(c)).filter_map(move |word| {
        let digits = word.strip_prefix(letter)?;
        let fits = if letter == 'C' { digits.len() == 2 } else { (1..=2).contains(&digits.len()) };
        (fits && digits.bytes().all(|byte| byte.is_ascii_digit())).then(|| word.to_owned())
    })
}
