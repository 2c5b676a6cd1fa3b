//! `cora lint`, as an author of policies and a build use it.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

const EXAMPLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/examples");

struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    /// Runs the command in the folder, so that names in its report are short.
    fn lint(&self, arguments: &[&str]) -> Output {
        lint(self.folder.path(), arguments)
    }
}

fn lint(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_cora")).current_dir(folder).arg("lint").args(arguments).output().unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// A policy with one warning.
const LENIENT: &str = "\
policy:
  accessMode: restricted
  enforceSeats: false
";

/// A policy with two errors and one warning. The order of its parts differs from Cora's.
const OPEN: &str = "\
domainRules:
  - id: 0198c0de-0000-7000-8000-00000000f001
    organizationId: 0198c0de-0000-7000-8000-00000000a001
    pattern: gmail.com
    verification: ownership
    state: verified
    enrollmentMode: manual_invitation
policy:
  strategies: [invitation]
  bootstrap:
    mode: first_user
  enforceSeats: false
";

#[test]
fn the_examples_are_clean_and_those_of_one_configuration_are_equal() {
    let files = ["cora.policy.json", "cora.policy.toml", "cora.policy.yaml", "strict.policy.yaml"];
    let output = lint(Path::new(EXAMPLES), &[&["--deny", "warnings"], &files[..]].concat());
    assert_eq!(output.status.code(), Some(0), "{}", stdout(&output));
    let expected: String = files.map(|file| format!("{file}: nothing found\n")).concat();
    assert_eq!(stdout(&output), expected);

    let configuration = |name: &str| {
        let path = Path::new(EXAMPLES).join(name);
        let format = cora_policy_file::Format::of_path(&path).unwrap();
        let text = std::fs::read_to_string(path).unwrap();
        cora_policy_file::PolicyFile::parse(format, &text).unwrap().configuration
    };
    let yaml = configuration("cora.policy.yaml");
    assert_eq!((yaml.connections.len(), yaml.domain_rules.len()), (2, 3));
    assert_eq!(configuration("cora.policy.json"), yaml);
    assert_eq!(configuration("cora.policy.toml"), yaml);
    assert_ne!(configuration("strict.policy.yaml"), yaml);
}

#[test]
fn a_warning_fails_only_where_it_is_denied() {
    let place = Place::new();
    place.file("a.yaml", LENIENT);
    let output = place.lint(&["a.yaml"]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(
        stdout(&output),
        "\
warning[seats_not_enforced]: organizations can have more members than seats
  --> a.yaml:3:17
  |
3 |   enforceSeats: false
  |                 ^^^^^
   = fix: Remove it: the default enforces the limit.

a.yaml: 0 errors, 1 warning
"
    );
    let output = place.lint(&["--deny", "warnings", "a.yaml"]);
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn errors_fail_and_are_told_in_the_order_of_the_file() {
    let place = Place::new();
    place.file("open.yaml", OPEN);
    let output = place.lint(&["open.yaml"]);
    assert_eq!(output.status.code(), Some(1));
    let text = stdout(&output);
    let at = |part: &str| text.find(part).unwrap_or_else(|| panic!("{part} in {text}"));
    assert!(at("error[public_domain]") < at("error[bootstrap_first_user]"), "{text}");
    assert!(at("error[bootstrap_first_user]") < at("warning[seats_not_enforced]"), "{text}");
    assert!(text.contains("4 |     pattern: gmail.com\n"), "{text}");
    assert!(text.ends_with("open.yaml: 2 errors, 1 warning\n"), "{text}");
}

#[test]
fn the_complete_lists_know_what_the_short_ones_do_not() {
    let place = Place::new();
    // The name is in the public suffix list, but not in Cora's short list.
    place.file("open.yaml", &OPEN.replace("gmail.com", "fly.dev"));
    let finds =
        |lists: &str| stdout(&place.lint(&["--domain-lists", lists, "open.yaml"])).contains("error[suffix_domain]");
    assert!(finds("complete"));
    assert!(!finds("built-in"));
    assert!(stdout(&place.lint(&["open.yaml"])).contains("error[suffix_domain]"));
}

#[test]
fn every_fault_of_a_file_is_shown_with_its_line_and_column() {
    let place = Place::new();
    place.file("bad.toml", "[policy]\naccesMode = 'public'\nclientSecret = 'hunter2'\nversion = -1\n");
    place.file("good.yaml", "{}");
    let output = place.lint(&["bad.toml", "good.yaml", "missing.yaml", "noname"]);
    assert_eq!(output.status.code(), Some(2));
    let text = stdout(&output);
    for part in [
        "error[unknown_field]: `accesMode` is not a field of this object\n  --> bad.toml:2:1\n  |\n2 | accesMode = '******'\n  | ^^^^^^^^^\n   = fix: Did you mean `accessMode`?",
        "error[unknown_field]: `clientSecret` is not a field of this object\n  --> bad.toml:3:1\n",
        "error[out_of_bounds]: expected a non-negative integer, found another number\n  --> bad.toml:4:11\n",
        "bad.toml: not usable, 3 faults\n",
        "good.yaml: nothing found\n",
        "error[unreadable]: the file could not be read: No such file or directory (os error 2)\n  --> missing.yaml\n",
        "error[unreadable]: the file's extension does not name a supported format\n  --> noname\n",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
    assert!(!text.contains("hunter2"));
}

#[test]
fn a_file_that_is_no_text_is_refused_where_it_stops_being_one() {
    let place = Place::new();
    std::fs::write(place.folder.path().join("a.json"), b"{\n \"\xff\": 1}").unwrap();
    let output = place.lint(&["a.json"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stdout(&output).contains("error[unreadable]: the file is not UTF-8 text\n  --> a.json:2:3\n"));
}

#[test]
fn the_json_report_gives_places() {
    let place = Place::new();
    place.file("open.yaml", OPEN);
    place.file("bad.json", "{\"policy\": 1}");
    let output = place.lint(&["--format", "json", "open.yaml", "bad.json"]);
    assert_eq!(output.status.code(), Some(2));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let [open, bad] = report["files"].as_array().unwrap().as_slice() else { panic!("{report}") };
    assert_eq!(
        (open["errors"].as_u64(), open["warnings"].as_u64(), open["valid"].as_bool()),
        (Some(2), Some(1), Some(true))
    );
    let first = &open["findings"][0];
    assert_eq!(first["code"], "public_domain");
    assert_eq!((first["line"].as_u64(), first["column"].as_u64()), (Some(4), Some(14)));
    assert_eq!(first["path"], "/domainRules/0/pattern");
    assert_eq!(bad["valid"], false);
    assert_eq!((&bad["findings"][0]["code"], &bad["findings"][0]["column"]), (&"wrong_type".into(), &12.into()));
}

/// Asserts what the SARIF 2.1.0 schema requires of the parts that are written (§3.13, 3.14, 3.19,
/// 3.27, 3.28, 3.30, 3.49).
fn assert_sarif(log: &Value) {
    assert_eq!(log["version"], "2.1.0");
    assert!(log["$schema"].as_str().unwrap().ends_with("sarif-2.1.0.json"));
    for run in log["runs"].as_array().unwrap() {
        let driver = &run["tool"]["driver"];
        assert!(!driver["name"].as_str().unwrap().is_empty());
        let rules = driver["rules"].as_array().unwrap();
        for rule in rules {
            assert!(!rule["id"].as_str().unwrap().is_empty());
            assert!(!rule["shortDescription"]["text"].as_str().unwrap().is_empty());
            assert!(!rule["help"]["text"].as_str().unwrap().is_empty());
        }
        assert_eq!(run["columnKind"], "unicodeCodePoints");
        assert!(run["invocations"][0]["executionSuccessful"].is_boolean());
        for result in run["results"].as_array().unwrap() {
            let rule = &rules[usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()];
            assert_eq!(rule["id"], result["ruleId"]);
            assert!(["error", "warning", "note", "none"].contains(&result["level"].as_str().unwrap()));
            assert!(!result["message"]["text"].as_str().unwrap().is_empty());
            for location in result["locations"].as_array().unwrap() {
                let place = &location["physicalLocation"];
                assert!(!place["artifactLocation"]["uri"].as_str().unwrap().contains([' ', '\\']));
                if let Some(region) = place.get("region") {
                    assert!(region["startLine"].as_u64().unwrap() >= 1 && region["startColumn"].as_u64().unwrap() >= 1);
                }
            }
        }
    }
}

#[test]
fn the_sarif_report_has_the_shape_that_code_scanning_reads() {
    let place = Place::new();
    place.file("open policy.yaml", OPEN);
    place.file("bad.json", "{\"policy\": 1}");
    let output =
        place.lint(&["--format", "sarif", "--output", "lint.sarif", "open policy.yaml", "bad.json", "missing.json"]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(stdout(&output), "");
    let log: Value = serde_json::from_slice(&std::fs::read(place.folder.path().join("lint.sarif")).unwrap()).unwrap();
    assert_sarif(&log);
    let run = &log["runs"][0];
    assert_eq!(run["invocations"][0]["executionSuccessful"], false);
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), 5, "{log:#}");
    let first = &results[0];
    assert_eq!((&first["ruleId"], &first["level"]), (&"public_domain".into(), &"error".into()));
    let place = &first["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "open%20policy.yaml");
    assert_eq!((&place["region"]["startLine"], &place["region"]["startColumn"]), (&4.into(), &14.into()));
    assert!(first["message"]["text"].as_str().unwrap().contains(". Fix: "));
    assert_eq!(results[4]["ruleId"], "unreadable");
    assert!(results[4]["locations"][0]["physicalLocation"].get("region").is_none());

    // A log without results is valid too.
    let log: Value =
        serde_json::from_slice(&lint(Path::new(EXAMPLES), &["--format", "sarif", "cora.policy.toml"]).stdout).unwrap();
    assert_sarif(&log);
    assert_eq!(log["runs"][0]["results"], serde_json::json!([]));
}

#[test]
fn a_report_that_cannot_be_written_fails() {
    let place = Place::new();
    place.file("a.yaml", "{}");
    let output = place.lint(&["--output", "no/such/folder", "a.yaml"]);
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn the_schema_for_editors_knows_the_name_of_the_schema() {
    let output = Command::new(env!("CARGO_BIN_EXE_cora")).args(["schema", "Configuration"]).output().unwrap();
    let schema: Value = serde_json::from_slice(&output.stdout).unwrap();
    let properties = schema["$defs"]["Configuration"]["properties"].as_object().unwrap();
    let mut names: Vec<&str> = properties.keys().map(String::as_str).collect();
    names.sort_unstable();
    assert_eq!(names, ["$schema", "connections", "domainRules", "policy"]);
}
