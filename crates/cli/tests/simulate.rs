//! `cora simulate`, and decisions on one case by a policy file, as an administrator uses them
//! before a change goes live.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::{Value, json};

const EXAMPLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/examples");

fn cora(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_cora")).current_dir(EXAMPLES).args(arguments).output().unwrap()
}

/// Runs the two example policies over a file of logins.
fn simulate(logins: &str, more: &[&str]) -> Output {
    let files = ["simulate", "--before", "cora.policy.yaml", "--after", "strict.policy.yaml", "--logins", logins];
    cora(&[&files, more].concat())
}

fn stdout(output: &Output) -> String {
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    String::from_utf8(output.stdout.clone()).unwrap()
}

struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn file(&self, name: &str, text: &str) -> String {
        std::fs::write(self.path(name), text).unwrap();
        self.path(name).display().to_string()
    }
}

fn example(name: &str) -> String {
    std::fs::read_to_string(Path::new(EXAMPLES).join(name)).unwrap()
}

#[test]
fn the_table_counts_outcomes_and_shows_each_change() {
    let output = simulate("logins.jsonl", &[]);
    assert_eq!(output.status.code(), Some(0));
    let text = stdout(&output);
    assert!(text.starts_with("outcome                         before     after  difference\n"), "{text}");
    for part in [
        "provisioned                          4         3          -1\n",
        "denied                               3         6          +3\n",
        "\n5 of 12 logins are decided differently\n",
        "\nlogin 3 (line 4)\n  before  approval_required: domain_suggests; by organization 0198c0de-0000-7000-8000-00000000a002\n  after   denied: domain_manual_invitation\n",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
    let text = stdout(&simulate("logins.jsonl", &["--limit", "2"]));
    assert_eq!(text.matches("\nlogin ").count(), 2);
    assert!(text.ends_with("\n3 more; --limit shows more, --format csv all of them\n"), "{text}");
}

#[test]
fn json_is_the_simulation_report() {
    let report: Value =
        serde_json::from_str(&stdout(&simulate("logins.jsonl", &["--format", "json", "--limit", "1"]))).unwrap();
    assert_eq!((report["logins"].as_u64(), report["changed"].as_u64()), (Some(12), Some(5)));
    let changes = report["changes"].as_array().unwrap();
    let indexes: Vec<u64> = changes.iter().map(|change| change["index"].as_u64().unwrap()).collect();
    assert_eq!(indexes, [0, 3, 4, 7, 9]);
    assert!(changes[0]["traces"]["after"].is_object() && changes[1]["traces"].is_null(), "{report:#}");
}

#[test]
fn csv_has_a_heading_and_one_row_for_each_change() {
    let text = stdout(&simulate("logins.jsonl", &["--format", "csv"]));
    let mut rows = csv::Reader::from_reader(text.as_bytes());
    assert_eq!(rows.headers().unwrap().iter().take(3).collect::<Vec<_>>(), ["login", "line", "beforeOutcome"]);
    let rows: Vec<csv::StringRecord> = rows.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 5);
    let column = |at: usize| rows.iter().map(|row| row[at].to_owned()).collect::<Vec<_>>();
    assert_eq!(column(0), ["0", "3", "4", "7", "9"]);
    assert_eq!(column(1), ["1", "4", "5", "8", "10"]);
    assert_eq!(column(6), ["sso_required", "denied", "denied", "denied", "link_confirmation_required"]);
    assert_eq!(&rows[0][5], "org_user in 0198c0de-0000-7000-8000-00000000a001");
    // A spreadsheet formula begins with one of these characters.
    assert!(rows.iter().flatten().all(|cell| !cell.starts_with(['=', '+', '-', '@'])));
}

#[test]
fn a_change_fails_only_where_it_is_asked_to() {
    assert_eq!(simulate("logins.jsonl", &["--fail-on-change"]).status.code(), Some(1));
    let same = ["simulate", "--before", "cora.policy.yaml", "--after", "cora.policy.toml", "--logins", "logins.jsonl"];
    let output = cora(&[&same[..], &["--fail-on-change"]].concat());
    assert_eq!(output.status.code(), Some(0));
    assert!(stdout(&output).ends_with("\n0 of 12 logins are decided differently\n"));
}

#[test]
fn the_number_of_threads_does_not_show() {
    let place = Place::new();
    let logins = place.file("many.jsonl", &example("logins.jsonl").repeat(200));
    for format in ["table", "json", "csv"] {
        let of = |threads: &str| stdout(&simulate(&logins, &["--format", format, "--threads", threads]));
        let one = of("1");
        assert!(one.len() > 1000);
        assert_eq!(of("2"), one);
        assert_eq!(of("7"), one);
    }
}

#[test]
fn a_list_of_logins_is_read_as_lines_of_them_are() {
    let place = Place::new();
    let lines = example("logins.jsonl");
    let list = place.file("logins.json", &format!("[\n{}\n]\n", lines.trim_end().replace('\n', ",\n")));
    let of = |logins: &str| stdout(&simulate(logins, &["--format", "json"]));
    assert_eq!(of(&list), of("logins.jsonl"));
    // The first item of the list is on the second line.
    assert!(stdout(&simulate(&list, &[])).contains("login 3 (line 5)"));
    assert!(
        stdout(&simulate(&place.file("none.jsonl", "\n"), &[])).ends_with("0 of 0 logins are decided differently\n")
    );
}

#[test]
fn every_faulty_line_is_told() {
    let place = Place::new();
    let good = example("logins.jsonl");
    let good = good.lines().next().unwrap();
    let email = "ana.bell@acme.example";
    let text = format!(
        "{good}\n{{\"now\": -1, \"logn\": {{}}}}\n\nnot json\n{good}\n{{\"now\": 1, \"login\": \"{email}\"}}\n"
    );
    let output = simulate(&place.file("bad.jsonl", &text), &["--threads", "2"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty());
    let faults = String::from_utf8(output.stderr).unwrap();
    for part in [
        "error[out_of_bounds]: ",
        "bad.jsonl:2 (login 1) at /now\n",
        "bad.jsonl:2 (login 1) at /logn\n   = fix: Did you mean `login`?\n",
        "error[missing_field]: `login` is missing\n",
        "error[invalid_json]: ",
        "bad.jsonl:4 (login 2)\n",
        "error[wrong_type]: expected an object, found a string\n",
        "bad.jsonl:6 (login 4) at /login\n",
        "5 faults shown\n",
    ] {
        assert!(faults.contains(part), "{part} in {faults}");
    }
    assert!(!faults.contains(email));
    let many = place.file("many.jsonl", &"{}\n".repeat(3000));
    let faults = String::from_utf8(simulate(&many, &["--threads", "2"]).stderr).unwrap();
    assert_eq!(faults.matches("\n  --> ").count(), 100);
    assert!(faults.contains("many.jsonl:50 (login 49)") && !faults.contains("many.jsonl:51 "), "{faults}");
}

#[test]
fn both_policy_files_are_looked_at_before_either_is_refused() {
    let place = Place::new();
    let (before, after) = (place.file("a.yaml", "policy: 1\n"), place.file("b.toml", "x = 1\n"));
    let output = cora(&["simulate", "--before", &before, "--after", &after, "--logins", "logins.jsonl"]);
    assert_eq!(output.status.code(), Some(2));
    let faults = String::from_utf8(output.stderr).unwrap();
    assert!(faults.contains("a.yaml:1:9\n") && faults.contains("b.toml:1:1\n"), "{faults}");
    assert_eq!(simulate("missing.jsonl", &[]).status.code(), Some(2));
}

#[cfg(unix)]
#[test]
fn an_interruption_leaves_a_clear_message() {
    let place = Place::new();
    let pipe = place.path("logins.jsonl");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let child = Command::new(env!("CARGO_BIN_EXE_cora"))
        .current_dir(EXAMPLES)
        .args(["simulate", "--before", "cora.policy.yaml", "--after", "strict.policy.yaml", "--logins"])
        .arg(&pipe)
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    // Opening blocks until the command reads the pipe. It then waits for logins that never come.
    let writer = std::fs::OpenOptions::new().write(true).open(&pipe).unwrap();
    assert!(Command::new("kill").arg("-INT").arg(child.id().to_string()).status().unwrap().success());
    let output = child.wait_with_output().unwrap();
    drop(writer);
    assert_eq!(output.status.code(), Some(130));
    assert!(output.stdout.is_empty());
    assert_eq!(String::from_utf8(output.stderr).unwrap().trim(), "interrupted: the report is incomplete");
}

#[test]
fn a_case_can_be_decided_by_a_policy_file() {
    let place = Place::new();
    let login = example("logins.jsonl");
    let login = login.lines().next().unwrap();
    let case = place.file("login.json", login);
    let decided = |policy: &str| -> Value {
        serde_json::from_str(&stdout(&cora(&["evaluate", &case, "--policy", policy]))).unwrap()
    };
    assert_eq!(decided("cora.policy.yaml")["reason"], "domain_admits");
    assert_eq!(decided("strict.policy.yaml")["reason"], "sso_required");
    let tree = stdout(&cora(&["explain", &case, "--policy", "strict.policy.yaml"]));
    assert!(tree.starts_with("sso_required: sso_required"), "{tree}");
    // A login alone is not a case: without a policy file, it has no connection.
    assert_eq!(cora(&["evaluate", &case]).status.code(), Some(2));
}

#[test]
fn domain_rules_of_a_policy_file_replace_those_of_the_case() {
    let place = Place::new();
    let login = example("logins.jsonl");
    let mut input: Value = serde_json::from_str(login.lines().next().unwrap()).unwrap();
    let rule = json!({
        "id": "0198c0de-0000-7000-8000-00000000f009", "organizationId": "0198c0de-0000-7000-8000-00000000a001",
        "pattern": "acme.example", "verification": "ownership", "state": "verified", "enrollmentMode": "automatic_membership",
    });
    input["facts"]["domainRules"] = json!([rule]);
    input["connection"] = json!({
        "id": "0198c0de-0000-7000-8000-00000000c001", "kind": "oidc", "issuer": "https://login.acme.example",
        "status": "active", "audiences": ["api"],
    });
    let input = place.file("input.json", &input.to_string());
    let reason = |policy: &str| {
        let decision: Value = serde_json::from_str(&stdout(&cora(&["evaluate", &input, "--policy", policy]))).unwrap();
        decision["reason"].as_str().unwrap().to_owned()
    };
    assert_eq!(reason("strict.policy.yaml"), "sso_required");
    // A file without connections and rules does not replace those of the case.
    let bare = place.file("bare.yaml", "policy: {accessMode: waitlist}\n");
    assert_eq!(reason(&bare), "domain_admits");
    let other = place.file("other.yaml", "policy: {strategies: [invitation]}\n");
    assert_eq!(reason(&other), "no_matching_strategy");
    let bad = cora(&["evaluate", &input, "--policy", &place.file("bad.yaml", "policy: []\n")]);
    assert_eq!(bad.status.code(), Some(2));
    assert!(String::from_utf8(bad.stderr).unwrap().contains("bad.yaml:1:1"));
}
