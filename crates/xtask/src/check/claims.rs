//! `cargo xtask check claims`: resolves what documents and comments cite.
//!
//! - A section `§n.m` must be in the specification, a pitfall `C05` and a property `P3` in their
//!   documents.
//! - Each entry of these documents must name a test that exists.
//! - A test or file that a document names must exist.
//! - A closed list of codes in the specification must have the codes of the type that it names.
//! - Code in the documents for users must stand literally in a file that is compiled, and a request
//!   must be one that the server has.
//! - The second evaluator must quote the specification literally.
//!
//! Reads every tracked file once and reports all faults.

mod citations;
mod codes;
mod entries;
mod quotations;
mod references;
pub(super) mod repository;
mod snippets;
mod tests_index;

use std::fmt;

use anyhow::{Result, bail};

use crate::process::note;
use entries::Entries;
use repository::Repository;
use tests_index::TestIndex;

const SPECIFICATION: &str = "docs/specification.md";
const PROPERTIES: &str = "docs/properties.md";
const PITFALLS: &str = "docs/security/pitfalls.md";

/// The documents whose references to tests and files must resolve.
const CLAIMING: [&str; 9] = [
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "docs/replacing-cora.md",
    "tests/README.md",
    "tests/corpus/README.md",
    PROPERTIES,
    PITFALLS,
    SPECIFICATION,
];

/// Files and folders of which only the paths are read: generated text, and this check.
const NOT_READ: [&str; 3] = ["crates/xtask/src/check/", "crates/idna-adapter/src/tables.rs", "tests/bench/"];

/// A claim that does not hold.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Fault {
    pub file: String,
    /// The line, counted from 1, or 0 for the whole file.
    pub line: usize,
    /// The fault and its remedy.
    pub message: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(f, "{}: {}", self.file, self.message),
            line => write!(f, "{}:{line}: {}", self.file, self.message),
        }
    }
}

/// Checks the repository and prints every fault.
pub fn run() -> Result<()> {
    let repository = Repository::tracked()?.without_contents(&NOT_READ);
    let faults = faults(&repository);
    for fault in &faults {
        note(&format!("    {fault}"));
    }
    if !faults.is_empty() {
        bail!("{} claims do not hold", faults.len());
    }
    note(&format!("    {} files read", repository.files.len()));
    Ok(())
}

/// Returns all faults by file and line, without duplicates.
fn faults(repository: &Repository) -> Vec<Fault> {
    let tests = TestIndex::of(repository);
    let mut faults = Vec::new();
    let sections = Entries::sections(repository, &mut faults);
    let properties = Entries::numbered(repository, PROPERTIES, 'P', &mut faults);
    let pitfalls = Entries::numbered(repository, PITFALLS, 'C', &mut faults);
    citations::check(repository, &sections, &properties, &pitfalls, &mut faults);
    references::check(repository, &tests, &mut faults);
    references::check_entries(repository, &tests, &properties, &mut faults);
    references::check_entries(repository, &tests, &pitfalls, &mut faults);
    codes::check(repository, &mut faults);
    quotations::check(repository, &mut faults);
    snippets::check(repository, &mut faults);
    faults.sort();
    faults.dedup();
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECTIONS: &str = "<a id=\"6\"></a>\n## 6 Order\n\n<a id=\"6.4\"></a>\n### 6.4 No link\n";
    const ONE_PITFALL: &str = "<a id=\"C05\"></a>\n## C05 Domains\n\n- `crates/a/tests/a.rs`: `c05_*`\n";
    const ONE_PROPERTY: &str = "<a id=\"P3\"></a>\n## P3 Once\n\n- `crates/a/tests/a.rs`: `p3_it_is_so`\n";
    const TESTS: &str = "#[test]\nfn c05_a_domain() {}\n\n#[test]\nfn p3_it_is_so() {}\n";

    /// A repository without faults, in which these files replace its own.
    fn messages(changed: &[(&str, &str)]) -> Vec<String> {
        let mut files = vec![
            (SPECIFICATION, SECTIONS),
            (PITFALLS, ONE_PITFALL),
            (PROPERTIES, ONE_PROPERTY),
            ("ARCHITECTURE.md", "# Architecture\n"),
            ("docs/replacing-cora.md", "# Replacing\n"),
            ("crates/a/tests/a.rs", TESTS),
        ];
        files.retain(|(path, _)| !changed.iter().any(|(other, _)| other == path));
        files.extend_from_slice(changed);
        faults(&Repository::of(&files)).iter().map(ToString::to_string).collect()
    }

    /// Asserts that there is exactly one fault, and that it begins with this text.
    #[track_caller]
    fn one(changed: &[(&str, &str)], expected: &str) {
        let found = messages(changed);
        assert!(found.len() == 1 && found[0].starts_with(expected), "{found:#?}");
    }

    #[test]
    fn a_sound_repository_has_no_fault() {
        assert_eq!(messages(&[]), Vec::<String>::new());
    }

    #[test]
    fn a_section_that_does_not_exist_is_a_fault() {
        one(&[("crates/a/src/b.rs", "// As §6.9 says.\n")], "crates/a/src/b.rs:1: §6.9 is not a section of");
        one(&[("docs/b.md", "See [§7](specification.md#7).\n")], "docs/b.md:1: §7 is not a section of");
        assert!(messages(&[("crates/a/src/b.rs", "// As §6.4 says, and the end of §6.\n")]).is_empty());
    }

    #[test]
    fn sections_of_other_documents_are_theirs() {
        for text in [
            "/// The kinds of key (RFC 7518 §6.2.2, §6.3.2)\n/// and §9.9.\n",
            "//! OpenID Connect Discovery §4.3, RFC 8414\n//! §3.3.\n",
            "let text = \"RFC 6749 §3.3\";\n",
        ] {
            assert_eq!(messages(&[("crates/a/src/b.rs", text)]), Vec::<String>::new(), "{text}");
        }
        let both = "/// RFC 7518 §6.2, and docs/specification.md §6.9.\n";
        one(&[("crates/a/src/b.rs", both)], "crates/a/src/b.rs:1: §6.9 is not a section of");
        // The next paragraph cites the specification again.
        one(&[("crates/a/src/b.rs", "/// RFC 7518 §3.\n///\n/// And §3.\n")], "crates/a/src/b.rs:3: §3 is not");
    }

    #[test]
    fn a_link_to_a_section_names_the_section_that_it_shows() {
        one(&[("docs/b.md", "[§6.4](specification.md#6)\n")], "docs/b.md:1: §6.4 links to `#6`");
    }

    #[test]
    fn a_heading_needs_its_anchor() {
        let text = SECTIONS.replace("<a id=\"6.4\"></a>\n", "");
        one(&[(SPECIFICATION, &text)], "docs/specification.md:4: put `<a id=\"6.4\"></a>`");
    }

    #[test]
    fn a_pitfall_without_an_entry_is_a_fault_wherever_it_is_used() {
        let code = "#[test]\nfn c06_an_invitation() {}\n";
        one(&[("crates/a/tests/b.rs", code)], "crates/a/tests/b.rs:2: C06 has no entry in");
        one(&[("crates/a/src/b.rs", "// Pitfall C07.\n")], "crates/a/src/b.rs:1: C07 has no entry in");
        one(&[("pkg/test/b.mjs", "test(\"c08 a redirect\", f)\n")], "pkg/test/b.mjs:1: C08 has no entry in");
        let case = "tests/corpus/email/syntax/quote_is_refused.json";
        one(&[(case, "{\n  \"pitfall\": \"C09\",\n}\n")], &format!("{case}:2: C09 has no entry in"));
        one(&[(case, "{\n  \"why\": \"See C10.\",\n}\n")], &format!("{case}:2: C10 has no entry in"));
        // An input may hold anything.
        assert!(messages(&[(case, "{\n    \"pitfall\": \"C09\",\n  \"input\": \"C10\"\n}\n")]).is_empty());
    }

    #[test]
    fn a_property_without_an_entry_is_a_fault() {
        one(&[("crates/a/tests/b.rs", "#[test]\nfn p04_no_grant() {}\n")], "crates/a/tests/b.rs:2: P4 has no entry in");
        one(&[("crates/a/src/b.rs", "/// Property P4.\n")], "crates/a/src/b.rs:1: P4 has no entry in");
        // Neither a key, a variable nor a type.
        let other = "let p256_key = P256; // PS256, P-256 and p1\n";
        assert!(messages(&[("crates/a/src/b.rs", other)]).is_empty());
    }

    #[test]
    fn an_entry_names_a_test_that_exists() {
        let none = "<a id=\"C05\"></a>\n## C05 Domains\n\nNo tests.\n";
        one(&[(PITFALLS, none)], "docs/security/pitfalls.md:2: C05 names no existing test");
        let missing = ONE_PITFALL.replace("c05_*", "c05_gone");
        let found = messages(&[(PITFALLS, &missing)]);
        assert!(found[0].starts_with("docs/security/pitfalls.md:2: C05 names no existing test"), "{found:#?}");
        assert!(found[1].contains("the test `c05_gone` does not exist in crates/a/tests/a.rs"), "{found:#?}");
    }

    #[test]
    fn a_function_that_is_no_test_holds_nothing() {
        let code = TESTS.replace("#[test]\nfn p3", "fn p3");
        let found = messages(&[("crates/a/tests/a.rs", &code)]);
        assert!(found.iter().any(|fault| fault.contains("the test `p3_it_is_so` does not exist")), "{found:#?}");
    }

    #[test]
    fn a_test_must_be_in_the_file_that_is_named() {
        let elsewhere = ONE_PROPERTY.replace("tests/a.rs", "src/b.rs");
        let files = [(PROPERTIES, elsewhere.as_str()), ("crates/a/src/b.rs", "fn f() {}\n")];
        let found = messages(&files);
        assert!(found[1].contains("the test `p3_it_is_so` does not exist in crates/a/src/b.rs"), "{found:#?}");
    }

    #[test]
    fn an_entry_names_cases_by_their_members() {
        let entry = ONE_PITFALL.replace("- `crates/a/tests/a.rs`: `c05_*`", "- `tests/corpus/email`: `C05`");
        let case = |text| ("tests/corpus/email/syntax/quote_is_refused.json", text);
        let right = case("{\n  \"pitfall\": \"C05\",\n  \"input\": {}\n}\n");
        assert_eq!(messages(&[(PITFALLS, &entry), right]), Vec::<String>::new());
        let found = messages(&[(PITFALLS, &entry), case("{\n  \"input\": {}\n}\n")]);
        assert_eq!(found.len(), 2, "{found:#?}");
        assert!(found[0].starts_with("docs/security/pitfalls.md:2: C05 names no existing test"), "{found:#?}");
        assert!(found[1].contains("no case in tests/corpus/email names C05"), "{found:#?}");
        // A folder alone says nothing.
        let found = messages(&[(PITFALLS, &entry.replace(": `C05`", "")), right]);
        assert!(found.len() == 1 && found[0].contains("C05 names no existing test"), "{found:#?}");
    }

    #[test]
    fn a_document_names_tests_and_files_that_exist() {
        let architecture = "| it holds | `a/tests/gone.rs`; `what_holds_is_proven_here` |\n";
        let found = messages(&[("ARCHITECTURE.md", architecture)]);
        assert_eq!(found.len(), 2, "{found:#?}");
        assert!(found[0].contains("the file `a/tests/gone.rs` does not exist"), "{found:#?}");
        assert!(found[1].contains("the test `what_holds_is_proven_here` does not exist"), "{found:#?}");
        let good = "| it holds | `a/tests/a.rs`; `p3_…` and `c05_a_domain`; `deny_unknown_fields`, `/a/b` |\n";
        assert!(messages(&[("ARCHITECTURE.md", good)]).is_empty());
        let last_column = "| 1 | was `gone_there` | is | `gone_here` |\n";
        one(
            &[("docs/replacing-cora.md", last_column)],
            "docs/replacing-cora.md:1: the test `gone_here` does not exist",
        );
    }

    #[test]
    fn a_list_of_codes_has_the_codes_of_its_type() {
        let code = "pub enum Mode {\n    /// Open.\n    Open,\n    #[x]\n    ByToken { a: u8 },\n    Shut {},\n}\n";
        let list = |items: &str| format!("{SECTIONS}\n<!-- codes: Mode in crates/a/src/m.rs -->\n\n{items}\n");
        let check = |items: &str| messages(&[(SPECIFICATION, &list(items)), ("crates/a/src/m.rs", code)]);
        assert!(check("- `open`: anybody, as `other` says.\n- `by_token`,\n  `shut`: `nobody`.\n").is_empty());
        let found = check("- `open`\n- `by_token`\n- `closed`\n");
        assert_eq!(found.len(), 2, "{found:#?}");
        assert!(found[0].contains("`closed` is not a code of Mode"), "{found:#?}");
        assert!(found[1].contains("`shut` of Mode is missing"), "{found:#?}");
        let gone = messages(&[(SPECIFICATION, &list("- `open`\n"))]);
        assert!(gone[0].contains("crates/a/src/m.rs has no `pub enum Mode`"), "{gone:#?}");
    }

    #[test]
    fn the_second_evaluator_quotes_the_specification_as_it_is() {
        const FILE: &str = "crates/testkit/tests/reference/mod.rs";
        assert!(messages(&[(FILE, "/// §6.4: \"No\n/// link.\"\nfn f() {}\n")]).is_empty());
        one(&[(FILE, "fn f() {\n    // \"No\n    // links\".\n}\n")], &format!("{FILE}:2: \"No links\" is not in"));
    }

    #[test]
    fn code_of_a_document_stands_in_a_compiled_file() {
        let document = ("docs/b.md", "```ts\nconst a = 1;\n\nconst b = 2;\n```\n");
        one(&[document], "docs/b.md:1: the snippet stands in no file that is compiled");
        let compiled = "function f() {\n  const a = 1;\n  const b = 2;\n}\n";
        assert_eq!(messages(&[document, ("pkg/test-d/documents/b.ts", compiled)]), [""; 0]);
        one(&[document, ("pkg/src/b.ts", compiled)], "docs/b.md:1: the snippet stands in no file that is compiled");
    }

    #[test]
    fn a_request_of_a_document_has_a_route() {
        let routes = ("crates/server/openapi.json", r#"{ "paths": { "/orgs/{orgId}": { "put": {} } } }"#);
        let document = |line: &str| format!("```sh\ncurl {line}\n```\n");
        assert_eq!(messages(&[routes, ("docs/b.md", &document("-X PUT $CORA/orgs/$ORG -d '{}'"))]), [""; 0]);
        for wrong in ["$CORA/orgs/$ORG", "-X PUT $CORA/orgs", "-X PUT \"$CORA/users/$ORG?a=b\""] {
            one(&[routes, ("docs/b.md", &document(wrong))], "docs/b.md:2: the server has no route");
        }
    }
}
