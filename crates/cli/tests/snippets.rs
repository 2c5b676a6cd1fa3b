//! The commands, settings and outputs in the documents for users are those of the program.

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use support::{Place, ends, stderr, stdout};

/// A code block of a document: its language, and its text.
struct Block {
    document: String,
    language: String,
    text: String,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Returns the code blocks of the documents for users.
fn blocks() -> Vec<Block> {
    let mut documents = vec![root().join("README.md"), root().join("pkg/README.md")];
    let pages = fs::read_dir(root().join("docs")).unwrap().map(|entry| entry.unwrap().path());
    documents.extend(pages.filter(|path| path.extension().is_some_and(|ending| ending == "md")));
    let of = |path: PathBuf| {
        let text = fs::read_to_string(&path).unwrap();
        let parts: Vec<String> = text.split("\n```").skip(1).step_by(2).map(str::to_owned).collect();
        parts.into_iter().map(move |part| {
            let (language, text) = part.split_once('\n').unwrap_or_default();
            Block { document: path.display().to_string(), language: language.to_owned(), text: text.to_owned() }
        })
    };
    documents.into_iter().flat_map(of).collect()
}

/// Splits a line of the shell into words, without a comment or a redirection at its end.
fn words(line: &str) -> Vec<String> {
    let (mut words, mut word, mut quote, mut is_begun) = (Vec::new(), String::new(), None, false);
    for character in line.chars() {
        match (quote, character) {
            (None, '#' | '<' | '>' | '|') if !is_begun => break,
            (None, ' ') => {
                if is_begun {
                    words.push(std::mem::take(&mut word));
                }
                is_begun = false;
            }
            (None, '\'' | '"') => (quote, is_begun) = (Some(character), true),
            (Some(open), close) if open == close => quote = None,
            _ => {
                word.push(character);
                is_begun = true;
            }
        }
    }
    if is_begun {
        words.push(word);
    }
    words
}

#[test]
fn every_command_of_a_document_is_one_of_the_program() {
    let (place, mut found) = (Place::new(), 0);
    for block in blocks().iter().filter(|block| block.language == "sh") {
        for line in block.text.replace("\\\n", " ").lines() {
            let words = words(line);
            // Variables come before the program.
            let mut rest = words.iter().skip_while(|word| word.contains('=') || *word == "exec");
            if !matches!(rest.next().map(String::as_str), Some("cora" | "./cora")) {
                continue;
            }
            // With `--help`, the program reads the names of commands and options before it, and
            // does nothing.
            // The words after `--` are those of another program.
            let own = rest.map(String::as_str).take_while(|word| *word != "--");
            let arguments: Vec<&str> = own.chain(["--help"]).collect();
            let output = place.cora(&arguments).output().unwrap();
            assert_eq!(output.status.code(), Some(0), "{}: {line}\n{}", block.document, stderr(&output));
            found += 1;
        }
    }
    assert!(found > 30, "{found} commands were found");
}

#[test]
fn a_misspelled_command_is_noticed() {
    for line in ["lint --deny warning", "connection actvate a", "serve --nameserver 9.9.9.9"] {
        let words = words(line);
        let arguments: Vec<&str> = words.iter().map(String::as_str).chain(["--help"]).collect();
        assert_ne!(Place::new().cora(&arguments).output().unwrap().status.code(), Some(0), "{line}");
    }
}

#[test]
fn settings_of_a_document_are_those_of_the_service() {
    let blocks = blocks();
    let settings: Vec<&Block> =
        blocks.iter().filter(|block| block.language == "toml" && !block.text.contains("[dependencies]")).collect();
    assert_eq!(settings.len(), 2);
    for block in settings {
        let place = Place::new();
        let file = place.file("cora.toml", &block.text);
        // The file is read and found right, and then the database does not exist.
        let output = place.cora(&["serve", "--config", file.to_str().unwrap(), "--database", "absent.sqlite"]).output();
        let output = output.unwrap();
        let text = stderr(&output);
        assert!(
            !output.status.success() && text.contains("no database exists at this path"),
            "{}: {text}",
            block.document
        );
    }
}

/// An organization's identifier, for the `…` of a document.
const ORGANIZATION: &str = "0198c0de-0000-7000-8000-0000000000a1";

#[test]
fn policies_of_a_document_are_read() {
    let blocks = blocks();
    let of_policy = |block: &&Block| block.language == "json" && block.document.ends_with("policy.md");
    let policies: Vec<&Block> = blocks.iter().filter(of_policy).collect();
    assert_eq!(policies.len(), 6);
    for block in policies {
        let place = Place::new();
        let text = format!("{{ \"policy\": {} }}", block.text.replace('…', ORGANIZATION));
        let output = place.cora(&["lint", place.file("cora.policy.json", &text).to_str().unwrap()]).output().unwrap();
        assert_ne!(output.status.code(), Some(2), "{}\n{}", stdout(&output), stderr(&output));
    }
}

#[test]
fn the_tree_of_a_document_is_what_the_program_prints() {
    let documents: BTreeMap<&str, &str> =
        [("README.md", "waitlisted: waitlisted"), ("command-line.md", "provisioned: invitation_accepted")].into();
    let (id, organization) = ("0198c0de-0000-7000-8000-0000000000c1", ORGANIZATION);
    let case = |facts: &str| {
        format!(
            r#"{{ "now": 1767225600, "policy": {{ "accessMode": "waitlist" }},
            "connection": {{ "id": "{id}", "kind": "oidc", "issuer": "https://login.acme.example", "status": "active" }},
            "login": {{ "connectionId": "{id}", "issuer": "https://login.acme.example", "subject": "00u1",
                "email": "ana@acme.example", "emailVerified": true }}, "facts": {facts} }}"#
        )
    };
    let invited = format!(
        r#"{{ "organizations": [{{ "id": "{organization}", "status": "active", "name": "Acme", "slug": "acme" }}],
        "invitations": [{{ "id": "0198c0de-0000-7000-8000-0000000000e1", "status": "pending",
            "email": "ana@acme.example", "organizationId": "{organization}", "createdAt": 1767139200,
            "expiresAt": 1767312000, "inviter": {{ "userId": "0198c0de-0000-7000-8000-0000000000b9",
                "status": "active", "organizationRole": "org_owner" }} }}] }}"#
    );
    let blocks = blocks();
    for ((document, begin), facts) in documents.iter().zip(["{}", &invited]) {
        let place = Place::new();
        let output =
            place.cora(&["explain", place.file("case.json", &case(facts)).to_str().unwrap()]).output().unwrap();
        ends(&output, 0);
        let shown = blocks.iter().find(|block| block.document.ends_with(document) && block.text.starts_with(begin));
        // Of a refused login, what would let the person in follows, which has a block of its own.
        let list = blocks.iter().find(|block| block.text.starts_with("What would let the person in:"));
        let list = if facts == "{}" { format!("\n{}\n", list.unwrap().text) } else { String::new() };
        assert_eq!(stdout(&output), format!("{}\n{list}", shown.unwrap().text), "{document}");
    }
}
