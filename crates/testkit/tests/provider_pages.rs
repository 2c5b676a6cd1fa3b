//! The pages of `docs/providers`, taken literally: their settings are valid, their tokens are
//! accepted and become the login that the page shows, and the codes that they explain exist.
//!
//! A page marks its examples in the info strings of code blocks, which readers do not see:
//! `json settings` is a file for `cora connection validate`, `json token` the header and claims of
//! a token for the settings above it, `json userinfo` the answer of the userinfo endpoint that
//! completes them, and `json login` what is read from both.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use cora_core::connection::report::ConnectionReport;
use cora_core::connection::settings::ConnectionSettings;
use cora_core::connection::settings::validate::validate;
use cora_core::connection::{Connection, ConnectionKind, ConnectionStatus};
use cora_core::issue::Severity;
use cora_core::json::Code;
use cora_core::provisioning::code::ReasonCode;
use cora_core::token::{TokenErrorCode, UserinfoNeed, accept, accept_completed};
use cora_testkit::closed_list::{codes, connection_issue_codes};
use cora_testkit::corpus::{self, Operation};
use cora_testkit::generate::{NOW, connection_id};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

/// The address to which a provider sends a test login back, behind the service's public URL.
const TEST_CALLBACK: &str = "/auth/connection-test/callback";
/// The address to which a provider sends a sign-in back: the route of Auth.js, and the connection.
const SIGN_IN_CALLBACK: &str = "/api/auth/callback/{connectionId}";

/// Returns the text of a document.
fn document(path: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..").join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A page about a kind of provider.
struct Page {
    kind: ConnectionKind,
    path: String,
    text: String,
}

/// A code block of a page.
struct Block {
    /// The info string behind the opening fence.
    info: String,
    line: usize,
    text: String,
}

/// Settings of a page, as a file for `cora connection validate` has them.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SettingsExample {
    kind: ConnectionKind,
    settings: Map<String, Value>,
}

/// A token of a page.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TokenExample {
    header: Map<String, Value>,
    claims: Map<String, Value>,
}

impl Page {
    fn of(kind: ConnectionKind) -> Self {
        let path = format!("docs/providers/{}.md", kind.name());
        let text = document(&path);
        Self { kind, path, text }
    }

    fn all() -> impl Iterator<Item = Self> {
        ConnectionKind::ALL.into_iter().map(Self::of)
    }

    fn blocks(&self) -> Vec<Block> {
        let mut blocks: Vec<Block> = Vec::new();
        let mut is_open = false;
        for (line, number) in self.text.lines().zip(1..) {
            match line.trim_start().strip_prefix("```") {
                Some(_) if is_open => is_open = false,
                Some(info) => {
                    is_open = true;
                    blocks.push(Block { info: info.to_owned(), line: number, text: String::new() });
                }
                None if is_open => {
                    let block = blocks.last_mut().expect("an open block");
                    block.text.push_str(line);
                    block.text.push('\n');
                }
                None => {}
            }
        }
        assert!(!is_open, "{}: a code block has no end", self.path);
        blocks
    }

    fn read<T: DeserializeOwned>(&self, block: &Block) -> T {
        serde_json::from_str(&block.text).unwrap_or_else(|error| panic!("{}:{}: {error}", self.path, block.line))
    }

    fn report(&self, block: &Block) -> ConnectionReport {
        let SettingsExample { kind, settings } = self.read(block);
        assert_eq!(kind, self.kind, "{}:{}: settings of another kind", self.path, block.line);
        let input = json!({ "kind": kind, "settings": settings });
        let input: ConnectionSettings = serde_json::from_value(input).expect("settings are an object");
        validate(&input)
    }

    fn connection(&self, block: &Block) -> Connection {
        let report = self.report(block);
        let configuration =
            report.configuration.unwrap_or_else(|| panic!("{}:{}: {:?}", self.path, block.line, report.issues));
        configuration.connection(connection_id(1), ConnectionStatus::Active, 1, None)
    }
}

/// Returns the texts in backquotes.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

/// Returns the cells of the rows of a section's table, without its heading.
fn rows<'a>(text: &'a str, section: &str) -> Vec<Vec<&'a str>> {
    let (_, section_text) = text.split_once(section).unwrap_or_else(|| panic!("no section `{}`", section.trim()));
    let end = section_text.find("\n## ").unwrap_or(section_text.len());
    let lines = section_text[..end].lines().filter(|line| line.starts_with('|')).skip(2);
    lines.map(|line| line.trim_matches('|').split('|').map(str::trim).collect()).collect()
}

/// Returns the kinds and codes of all issues that settings have in the corpus.
fn met_in_settings() -> BTreeSet<(String, String)> {
    let cases = corpus::read().into_iter().filter(|case| case.operation == Operation::Connection);
    let mut met = BTreeSet::new();
    for case in cases {
        let Some(kind) = case.input["kind"].as_str() else { continue };
        let answer: Value = serde_json::from_str(&corpus::answer(&case)).expect("an answer is JSON");
        let issues = answer["issues"].as_array().cloned().unwrap_or_default();
        let codes = issues.iter().filter_map(|issue| issue["code"].as_str());
        met.extend(codes.map(|code| (kind.to_owned(), code.to_owned())));
    }
    met
}

#[test]
fn every_kind_has_a_page_that_is_found() {
    let settings = document("docs/connections.md");
    let index = document("docs/providers/README.md");
    for page in Page::all() {
        let name = page.kind.name();
        let title = format!("# {}\n", page.kind.display_name());
        assert!(page.text.starts_with(&title), "{}: the title is not `{}`", page.path, title.trim());
        let reference = format!("](../connections.md#{name})");
        assert!(page.text.contains(&reference), "{}: no link to the settings, `{reference}`", page.path);
        let link = format!("](providers/{name}.md)");
        assert!(settings.contains(&link), "docs/connections.md: no link to the page, `{link}`");
        let rows = rows(&index, "# Identity providers\n");
        let row = rows.iter().find(|row| row.first() == Some(&format!("`{name}`").as_str()));
        let row = row.unwrap_or_else(|| panic!("docs/providers/README.md: no row for `{name}`"));
        assert!(row[1].contains(&format!("]({name}.md)")), "docs/providers/README.md: no link to {name}.md");
        let uses: BTreeSet<&str> = page.kind.token_uses().iter().map(Code::name).collect();
        assert_eq!(quoted(row[2]).collect::<BTreeSet<_>>(), uses, "docs/providers/README.md: tokens of `{name}`");
    }
}

/// Returns the text below a heading, up to the next one of its level.
fn section<'a>(page: &'a Page, heading: &str) -> &'a str {
    let begin = page.text.find(heading).unwrap_or_else(|| panic!("{}: no section `{}`", page.path, heading.trim()));
    let text = &page.text[begin + heading.len()..];
    text.split("\n## ").next().unwrap_or(text)
}

#[test]
fn every_page_has_all_its_parts() {
    /// Marks by which a quirk names its source: a link, a titled document, a file, a standard.
    const SOURCES: [&str; 7] = ["](", "(\"", ", \"", ", `", "RFC ", " §", "(our observation"];
    for page in Page::all() {
        let path = &page.path;
        let headings: Vec<&str> = page.text.lines().filter(|line| line.starts_with("## ")).collect();
        let place = |heading: &str| headings.iter().position(|line| line.starts_with(heading));
        let order = ["## At ", "## Settings", "## Claims", "## Quirks", "## What goes wrong"].map(place);
        assert!(order.iter().all(Option::is_some) && order.is_sorted(), "{path}: {headings:?}");
        let steps = section(&page, "\n## At ");
        assert!(steps.contains("\n1. ") && steps.contains("\n3. "), "{path}: too few steps at the provider");
        let claims = section(&page, "\n## Claims\n");
        assert!(claims.contains("| claim | by default | have it sent |"), "{path}: no table of claims");
        let rows = rows(&page.text, "\n## Claims\n");
        for claim in ["email", "groups"] {
            let is_listed = rows.iter().any(|row| row[0].contains(claim) && !row[1].is_empty());
            assert!(is_listed, "{path}: nothing says whether `{claim}` is sent by default");
        }
        let quirks: Vec<&str> = section(&page, "\n## Quirks\n").split("\n- ").skip(1).collect();
        assert!(quirks.len() >= 2, "{path}: no quirks");
        for quirk in quirks {
            let quirk = quirk.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(SOURCES.iter().any(|mark| quirk.contains(mark)), "{path}: a quirk without its source: {quirk}");
        }
    }
}

#[test]
fn pages_name_the_redirect_addresses() {
    let contract: Value = serde_json::from_str(&document("crates/server/openapi.json")).expect("JSON");
    assert!(contract["paths"].get(TEST_CALLBACK).is_some(), "the service has no {TEST_CALLBACK}");
    // Clerk runs its own logins.
    for page in Page::all().filter(|page| page.kind != ConnectionKind::Clerk) {
        for address in [
            format!("`https://cora.acme.example{TEST_CALLBACK}`"),
            format!("`https://app.acme.example{SIGN_IN_CALLBACK}`"),
        ] {
            assert!(page.text.contains(&address), "{}: {address} is missing", page.path);
        }
    }
}

#[test]
fn settings_of_pages_are_valid() {
    for page in Page::all() {
        let blocks = page.blocks();
        let settings: Vec<&Block> = blocks.iter().filter(|block| block.info == "json settings").collect();
        assert!(!settings.is_empty(), "{}: no settings to paste", page.path);
        for block in settings {
            let place = format!("{}:{}", page.path, block.line);
            let report = page.report(block);
            assert!(report.ok && report.storable, "{place}: {:?}", report.issues);
            for issue in report.issues {
                assert_eq!(issue.severity, Severity::Warning, "{place}: {issue:?}");
                let code = Code::name(&issue.code);
                assert!(page.text.contains(&format!("`{code}`")), "{place}: the page does not name `{code}`");
            }
        }
    }
}

#[test]
fn tokens_of_pages_become_the_logins_that_they_show() {
    for page in Page::all() {
        let (mut connection, mut presented, mut accepted, mut shown) = (None, None, None, 0);
        for block in page.blocks() {
            let place = format!("{}:{}", page.path, block.line);
            match block.info.as_str() {
                "json settings" => connection = Some(page.connection(&block)),
                "json token" => {
                    let TokenExample { header, claims } = page.read(&block);
                    let connection = connection.as_ref().unwrap_or_else(|| panic!("{place}: no settings above"));
                    let answer = accept(&header, &claims, connection, NOW);
                    let answer = answer.unwrap_or_else(|error| panic!("{place}: {error}"));
                    accepted = Some((answer, connection.trust_email));
                    presented = Some((header, claims));
                }
                "json userinfo" => {
                    let (connection, (header, claims)) =
                        connection.as_ref().zip(presented.take()).expect("a token above");
                    let (without, _) = accepted.take().expect("the token was accepted");
                    assert_eq!(without.userinfo, UserinfoNeed::Wanted, "{place}: nothing asks for it");
                    let userinfo: Map<String, Value> = page.read(&block);
                    let answer = accept_completed(&header, &claims, Some(&userinfo), connection, NOW);
                    let answer = answer.unwrap_or_else(|error| panic!("{place}: {error}"));
                    assert!(!answer.from_userinfo.is_empty(), "{place}: nothing is read from it");
                    accepted = Some((answer, connection.trust_email));
                }
                "json login" => {
                    let (answer, trust) = accepted.take().unwrap_or_else(|| panic!("{place}: no token above"));
                    let login = answer.login;
                    let read = json!({
                        "subject": login.subject,
                        "email": login.email,
                        "verified": trust.believes(login.email_verified),
                        "groups": login.groups,
                        "organization": login.idp_organization,
                    });
                    assert_eq!(page.read::<Value>(&block), read, "{place}: left: the page; right: the login");
                    assert_eq!((login.unread_claims, login.groups_incomplete), (Vec::new(), false), "{place}");
                    shown += 1;
                }
                // Code for the provider's console.
                "json" | "js" | "python" => {}
                other => panic!("{place}: a block of an unknown form, `{other}`"),
            }
            let is_read = ["json token", "json userinfo"].contains(&block.info.as_str());
            assert!(is_read || accepted.is_none(), "{place}: a token without its login");
        }
        assert!(accepted.is_none() && shown > 0, "{}: no token with its login", page.path);
    }
}

#[test]
fn codes_that_pages_explain_exist() {
    let (of_settings, of_documents) = connection_issue_codes();
    let others: BTreeSet<String> =
        of_documents.into_iter().chain(codes::<TokenErrorCode>()).chain(codes::<ReasonCode>()).collect();
    let index = document("docs/providers/README.md");
    for row in rows(&index, "\n## What goes wrong with any of them\n") {
        for code in quoted(row[0]) {
            let exists = of_settings.iter().any(|name| name == code) || others.contains(code);
            assert!(exists, "docs/providers/README.md: no code is `{code}`");
        }
    }
    let met = met_in_settings();
    for page in Page::all() {
        let rows = rows(&page.text, "\n## What goes wrong\n");
        assert!(rows.len() >= 5, "{}: only {} codes are explained", page.path, rows.len());
        for row in rows {
            assert_eq!(row.len(), 3, "{}: a row without reason or remedy: {row:?}", page.path);
            assert!(row.iter().all(|cell| !cell.is_empty()), "{}: an empty cell: {row:?}", page.path);
            for code in quoted(row[0]) {
                let path = &page.path;
                let is_of_settings = of_settings.iter().any(|name| name == code);
                assert!(is_of_settings || others.contains(code), "{path}: no code is `{code}`");
                let can_occur = others.contains(code) || met.contains(&(page.kind.name().to_owned(), code.to_owned()));
                assert!(can_occur, "{path}: no case of tests/corpus/connection has `{code}` for this kind");
            }
        }
    }
}
