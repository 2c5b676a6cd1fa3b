//! Every fault has its code and its position in each notation.

use cora_core::issue::IssueCode::{self, *};
use cora_core::json::Node;
use cora_policy_file::{Document, Format, LocatedIssue, MAX_BYTES, MAX_DEPTH, PolicyFile, Position};

fn faults(format: Format, text: &str) -> Vec<LocatedIssue> {
    PolicyFile::parse(format, text).expect_err("the text has a fault")
}

/// Returns the line, column and code of each fault.
fn places(format: Format, text: &str) -> Vec<(u32, u32, IssueCode)> {
    let place = |fault: LocatedIssue| (fault.position.line, fault.position.column, fault.issue.code);
    faults(format, text).into_iter().map(place).collect()
}

fn message(format: Format, text: &str) -> String {
    faults(format, text).into_iter().map(|fault| fault.issue.message + "\n").collect()
}

#[test]
fn an_empty_configuration_is_one_in_every_notation() {
    for (format, text) in [(Format::Json, "{}"), (Format::Yaml, "{}"), (Format::Toml, "")] {
        let file = PolicyFile::parse(format, text).unwrap();
        assert_eq!(file.configuration, Default::default(), "{format:?}");
        assert_eq!(file.positions.locate("/policy/bootstrap"), Position::START);
    }
}

#[test]
fn all_faults_of_json_are_told_with_their_places() {
    let text = r#"{
  "policy": {
    "accesMode": "public",
    "bootstrap": { "mode": "tokn" },
    "version": 1.5,
    "version": 2
  },
  "connections": [{ "kind": "oidc" }]
}"#;
    assert_eq!(
        places(Format::Json, text),
        [
            (3, 5, UnknownField),
            (4, 28, UnknownValue),
            (5, 16, OutOfBounds),
            (6, 5, DuplicateField),
            (8, 19, MissingField),
            (8, 19, MissingField),
            (8, 19, MissingField),
        ]
    );
}

#[test]
fn all_faults_of_yaml_are_told_with_their_places() {
    let text = "\
# yaml-language-server: $schema=cora.schema.json
policy:
  accesMode: public
  bootstrap:
    mode: tokn
  version: 1.0
  version: 2
connections:
  - kind: oidc
    # é
    issuer: [a]
";
    assert_eq!(
        places(Format::Yaml, text),
        [
            (3, 3, UnknownField),
            (5, 11, UnknownValue),
            (6, 12, OutOfBounds),
            (7, 3, DuplicateField),
            (9, 5, MissingField),
            (9, 5, MissingField),
            (11, 5, WrongType),
        ]
    );
}

#[test]
fn all_faults_of_toml_are_told_with_their_places() {
    let text = "\
[policy]
accesMode = 'public'
bootstrap = { mode = 'tokn' }
version = 1.0

[[connections]]
kind = 'oidc'
issuer = ['a']

[[connections]]
issuer = 1979-05-27T07:32:00Z
";
    assert_eq!(
        places(Format::Toml, text),
        [
            (2, 1, UnknownField),
            (3, 22, UnknownValue),
            (4, 11, OutOfBounds),
            (6, 1, MissingField),
            (6, 1, MissingField),
            (8, 1, WrongType),
            (10, 1, MissingField),
            (10, 1, MissingField),
            (10, 1, MissingField),
            (11, 10, InvalidValue),
        ]
    );
}

#[test]
fn a_syntax_error_has_its_place() {
    assert_eq!(places(Format::Json, "{\n  \"é\": tru\n}"), [(2, 11, InvalidJson)]);
    assert_eq!(places(Format::Json, ""), [(1, 1, InvalidJson)]);
    assert_eq!(places(Format::Yaml, "policy:\n  a: [1\nb: 2\n"), [(3, 2, InvalidYaml)]);
    assert_eq!(places(Format::Toml, "[policy]\nversion = \n"), [(2, 11, InvalidToml)]);
}

#[test]
fn all_syntax_errors_of_toml_are_told() {
    let text = "[policy]\nversion = \naccessMode = public\nversion = 1\n";
    assert!(places(Format::Toml, text).len() >= 2, "{:?}", faults(Format::Toml, text));
}

#[test]
fn a_name_that_stands_twice_is_refused_in_every_notation() {
    assert_eq!(places(Format::Json, r#"{"policy":{},"policy":{}}"#), [(1, 14, DuplicateField)]);
    assert_eq!(
        places(Format::Yaml, "policy: {}\npolicy: {}\npolicy: {}"),
        [(2, 1, DuplicateField), (3, 1, DuplicateField)]
    );
    assert_eq!(places(Format::Toml, "policy = {}\npolicy = {}"), [(2, 1, InvalidToml)]);
    let escaped = r#"{"policy":{},"\u0070olicy":{}}"#;
    assert_eq!(places(Format::Json, escaped), [(1, 14, DuplicateField)]);
}

#[test]
fn yaml_beyond_json_is_refused() {
    let text = "\
policy: &policy
  version: !!int '1'
  <<: {}
  7: a
  true: b
domainRules: *policy
";
    assert_eq!(
        places(Format::Yaml, text),
        [
            (1, 9, InvalidValue),
            (2, 12, InvalidValue),
            (3, 3, InvalidValue),
            (4, 3, InvalidValue),
            (5, 3, InvalidValue),
            (6, 14, InvalidValue),
        ]
    );
    assert!(message(Format::Yaml, "? [a]\n: b\n").contains("key is not a string"));
    assert!(message(Format::Yaml, "{}\n---\n{}\n").contains("second document"));
}

#[test]
fn yaml_texts_that_look_like_other_values_are_not_guessed() {
    // YAML 1.1 reads `no` as false. YAML 1.2 reads it as a text, and a text is not a boolean.
    assert_eq!(places(Format::Yaml, "policy:\n  enforceSeats: no\n"), [(2, 17, WrongType)]);
    assert_eq!(places(Format::Yaml, "policy:\n  version: '1'\n"), [(2, 12, WrongType)]);
}

#[test]
fn aliases_cannot_make_a_text_grow() {
    let mut text = "a0: &a0 [x, x]\n".to_owned();
    for level in 1..40 {
        text += &format!("a{level}: &a{level} [*a{}, *a{}]\n", level - 1, level - 1);
    }
    let faults = faults(Format::Yaml, &text);
    assert!(faults.iter().any(|fault| fault.issue.message.contains("aliases")));
}

#[test]
fn the_name_of_a_schema_is_allowed_and_dropped() {
    let json = r#"{"$schema": "cora.schema.json", "policy": {"version": 3}}"#;
    let yaml = "$schema: cora.schema.json\npolicy: {version: 3}\n";
    let toml = "\"$schema\" = 'cora.schema.json'\npolicy.version = 3\n";
    for (format, text) in [(Format::Json, json), (Format::Yaml, yaml), (Format::Toml, toml)] {
        assert_eq!(PolicyFile::parse(format, text).unwrap().configuration.policy.version, 3);
    }
    assert_eq!(places(Format::Json, r#"{"$schema": 1, "x": 2}"#), [(1, 13, WrongType), (1, 16, UnknownField)]);
    assert_eq!(places(Format::Json, r#"{"policy": {"$schema": "x"}}"#).len(), 1);
}

#[test]
fn a_byte_order_mark_is_skipped() {
    for (format, text) in [(Format::Json, "\u{feff}{}"), (Format::Yaml, "\u{feff}{}"), (Format::Toml, "\u{feff}")] {
        assert!(PolicyFile::parse(format, text).is_ok(), "{format:?}");
    }
}

#[test]
fn long_or_deep_file_is_refused_early() {
    let long = " ".repeat(MAX_BYTES + 1);
    for format in Format::ALL {
        assert_eq!(places(format, &long), [(1, 1, InputTooLarge)]);
    }
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    let column = MAX_DEPTH as u32 + 1;
    assert_eq!(places(Format::Json, &nested(MAX_DEPTH)), [(1, 1, WrongType)]);
    assert_eq!(places(Format::Json, &nested(MAX_DEPTH + 1)), [(1, column, OutOfBounds)]);
    assert_eq!(places(Format::Yaml, &nested(MAX_DEPTH)), [(1, 1, WrongType)]);
    assert_eq!(places(Format::Yaml, &nested(MAX_DEPTH + 1)), [(1, column, OutOfBounds)]);
    assert_eq!(
        places(Format::Toml, &format!("a = {}", nested(MAX_DEPTH))),
        [(1, 1 + 4 + MAX_DEPTH as u32 - 1, OutOfBounds)]
    );
    assert_eq!(places(Format::Toml, &format!("a = {}", nested(MAX_DEPTH - 1))), [(1, 1, UnknownField)]);
    // Deeper than any parser goes.
    for format in Format::ALL {
        let text = if format == Format::Toml { format!("a = {}", nested(1_000_000)) } else { nested(1_000_000) };
        assert!(!faults(format, &text).is_empty());
    }
    let dotted = format!("{}a = 1", "a.".repeat(1_000_000));
    assert!(!faults(Format::Toml, &dotted).is_empty());
    // As deep as the TOML parser goes: 75 inline tables with keys of 75 parts.
    let inline = format!("a = {}1{}", format!("{{{}a = ", "a.".repeat(74)).repeat(75), "}".repeat(75));
    assert_eq!(places(Format::Toml, &inline), [(1, 1 + "a = ".len() as u32 + 1 + 2 * 62 + 1, OutOfBounds)]);
    // Keys, tables and lists next to each other are not deep.
    let wide = format!("x = [{}]\n{}", "{ a.a.a = [1], b.b.b = 2 }, ".repeat(100), "[y.y.y]\nz.z.z = 1\n");
    let table: String = (0..100).map(|number| format!("a{number}.b.c = 1, ")).collect();
    let wide = wide + &"[[k.k.k]]\n".repeat(100) + &format!("[t]\nu = {{ {table} }}\n");
    assert_eq!(places(Format::Toml, &wide).len(), 4);
    let lists =
        "[[a]]\n".to_owned() + &(1..40).map(|depth| format!("[[a{}]]\n", ".a".repeat(depth))).collect::<String>();
    assert_eq!(places(Format::Toml, &lists)[0].2, OutOfBounds);
}

#[test]
fn no_fault_quotes_what_may_be_secret() {
    let secret = "ana.bell@acme.example";
    let texts = [
        (Format::Json, format!("{{\"policy\": {{\"{secret}\": 1}}, \"connections\": \"{secret}\", \"x\": {secret}}}")),
        (Format::Json, format!("{{\"policy\": {{\"{secret}\": 1, \"accessMode\": \"{secret}\"}}}}")),
        (Format::Yaml, format!("policy:\n  {secret}: 1\n  accessMode: {secret}\nconnections: *{secret}\n")),
        (Format::Yaml, format!("policy:\n  version: *{secret}\n  accessMode: \"{secret}")),
        (Format::Yaml, format!("policy: !{secret} x\n")),
        (Format::Toml, format!("[policy]\n'{secret}' = 1\naccessMode = '{secret}'\n")),
        (Format::Toml, format!("[policy]\naccessMode = {secret}\n{secret}\n")),
    ];
    for (format, text) in texts {
        let shown = format!("{:?}", faults(format, &text));
        assert!(!shown.contains("ana.bell"), "{shown}");
    }
}

#[test]
fn any_tree_is_read_and_what_stands_twice_in_it_is_told() {
    let text = "a: {x: 1, x: 2}\nb:\n  - c: 1\n  - c: 1\n    c: 2\n    c: 3\nana@acme.example: {d: 1, d: 2}\n";
    let document = Document::parse(Format::Yaml, text).unwrap();
    let repeated: Vec<_> = document
        .repeated_names()
        .into_iter()
        .map(|fault| (fault.position.line, fault.position.column, fault.issue.path, fault.issue.message))
        .collect();
    let told = |line, column, path: &str, name: &str| (line, column, path.to_owned(), format!("`{name}` occurs twice"));
    assert_eq!(
        repeated,
        [
            told(1, 11, "/a/x", "x"),
            told(5, 5, "/b/1/c", "c"),
            told(6, 5, "/b/1/c", "c"),
            // The name that contains it may not be shown, so its position is not found either.
            told(1, 1, "/d", "d"),
        ]
    );
    assert!(!format!("{document:?}").contains("Natural"));

    let aliased = Document::parse(Format::Yaml, "a: &x 1\nb: *x\n").unwrap();
    assert_eq!((aliased.faults.len(), aliased.node.member("b")), (2, Some(&Node::Null)));
    assert!(Document::parse(Format::Toml, "a = \n").is_err());
}

#[test]
fn every_value_is_found_by_its_pointer() {
    let json = "{\n \"policy\": {\n  \"strategies\": [\n   \"invitation\",\n   \"domain\"\n  ]}}";
    let yaml = "policy:\n\n  strategies:\n  - invitation\n  - domain\n";
    let toml = "[policy]\n\nstrategies = [\n 'invitation',\n 'domain']\n";
    for (format, text, policy, list, item) in [
        (Format::Json, json, (2, 2), (3, 3), (5, 4)),
        (Format::Yaml, yaml, (1, 1), (3, 3), (5, 5)),
        (Format::Toml, toml, (1, 2), (3, 1), (5, 2)),
    ] {
        let positions = PolicyFile::parse(format, text).unwrap().positions;
        let at = |pointer: &str| (positions.locate(pointer).line, positions.locate(pointer).column);
        assert_eq!(at("/policy"), policy, "{format:?}");
        assert_eq!(at("/policy/strategies"), list, "{format:?}");
        assert_eq!(at("/policy/strategies/1"), item, "{format:?}");
        assert_eq!(at("/policy/bootstrap/mode"), policy, "{format:?}");
    }
}
