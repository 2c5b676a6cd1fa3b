//! Project files and manifests are read in three notations, and every fault has its place.

use cora_core::json::Code;
use cora_policy_file::{Format, LocatedIssue};
use cora_project::read;
use proptest::prelude::*;
use serde_json::{Value, json};

const PROJECT: &str = r#"cora: 1
project: { name: acme-app, displayName: "Acme & Söhne's \"app\"" }
web: { framework: next }
runtime: { python: "3.13", architecture: arm64 }
environments:
  dev: { url: "http://localhost:3000" }
  prd: { url: "https://app.acme.example", aws: { account: "444455556666", region: eu-west-1 } }
modules:
  access: builtin
  kb: { path: modules/kb }
  billing: { npm: "@acme/cora-billing", version: ^1 }
"#;

const MODULE: &str = r#"cora: 1
module: { name: kb, displayName: Knowledge base, version: 0.3.0 }
requires: { cora: ^0.1, modules: { access: "*", ai: { version: ^1, optional: true, reason: grounding } } }
capabilities:
  kb:read: { describe: Read the organization's knowledge., grantedTo: [org_user, org_admin, org_owner] }
functions: { bases: { source: backend/bases, timeout: 30, memory: 512, iam: [{ actions: ["s3:GetObject"], resources: ["arn:aws:s3:::docs/*"] }] } }
routes:
  - { method: GET, path: /kb/bases, handler: bases.list_bases, access: kb:read }
  - { method: POST, path: "/kb/hooks/{provider}", handler: bases.hook, access: public, reason: signed by the sender }
layers: { common: { source: backend/common, python: "3.12" } }
secrets: { KB_TOKEN: { describe: The token of the search service. } }
tables: { kb_bases: { scope: organization, column: org_id, read: kb:read } }
env: { KB_BUCKET: { describe: The bucket., scope: function } }
"#;

/// The faults as `line:column code path`.
fn places(faults: &[LocatedIssue]) -> Vec<String> {
    let one = |fault: &LocatedIssue| {
        let place = format!("{}:{}", fault.position.line, fault.position.column);
        format!("{place} {} {}", Code::name(&fault.issue.code), fault.issue.path)
    };
    faults.iter().map(one).collect()
}

#[test]
fn settings_mean_the_same_in_every_form() {
    // CORA read its settings by any `yq` that was installed, and one of them wrote `""""`.
    let yaml = read::project(Format::Yaml, PROJECT).unwrap().value;
    let tree = serde_json::to_value(&yaml).unwrap();
    assert_eq!(tree["project"]["displayName"], "Acme & Söhne's \"app\"");
    let text = serde_json::to_string_pretty(&tree).unwrap();
    assert_eq!(read::project(Format::Json, &text).unwrap().value, yaml);
    let toml = r#"
cora = 1
project = { name = "acme-app", displayName = "Acme & Söhne's \"app\"" }
web = { framework = "next" }
runtime = { python = "3.13", architecture = "arm64" }
[environments]
dev = { url = "http://localhost:3000" }
prd = { url = "https://app.acme.example", aws = { account = "444455556666", region = "eu-west-1" } }
[modules]
access = "builtin"
kb = { path = "modules/kb" }
billing = { npm = "@acme/cora-billing", version = "^1" }
"#;
    assert_eq!(read::project(Format::Toml, toml).unwrap().value, yaml);
    let module = read::module(Format::Yaml, MODULE).unwrap().value;
    let text = serde_json::to_string(&module).unwrap();
    assert_eq!(read::module(Format::Json, &text).unwrap().value, module);
}

#[test]
fn every_fault_of_a_project_has_its_place() {
    for (old, new, expected) in [
        ("cora: 1", "cora: 2", "1:7 out_of_bounds /cora"),
        ("name: acme-app", "name: Acme App", "2:18 invalid_value /project/name"),
        ("name: acme-app, ", "", "2:1 missing_field /project/name"),
        ("framework: next", "framework: nxt", "3:19 unknown_value /web/framework"),
        ("\"3.13\"", "\"3.9\"", "4:20 invalid_value /runtime/python"),
        ("\"3.13\"", "3.13", "4:20 wrong_type /runtime/python"),
        ("dev: {", "DEV: {", "6:3 invalid_value /environments/DEV"),
        ("http://localhost:3000", "http://app.acme.example", "6:15 invalid_value /environments/dev/url"),
        ("444455556666", "4444", "7:59 invalid_value /environments/prd/aws/account"),
        ("eu-west-1", "europe", "7:83 invalid_value /environments/prd/aws/region"),
        ("access: builtin", "access: built-in", "9:11 invalid_value /modules/access"),
        ("  kb:", "  kb-2:", "10:3 invalid_value /modules/kb-2"),
        ("path: modules/kb", "path: ../kb", "10:15 invalid_value /modules/kb/path"),
        ("path: modules/kb", "folder: modules/kb", "10:9 unknown_field /modules/kb/folder"),
        ("version: ^1", "version: newest", "11:50 invalid_value /modules/billing/version"),
        ("web: {", "password: hunter2\nweb: {", "3:1 unknown_field /password"),
        ("web: {", "project: {}\nweb: {", "3:1 duplicate_field /project"),
    ] {
        assert!(PROJECT.contains(old), "{old}");
        let faults = read::project(Format::Yaml, &PROJECT.replacen(old, new, 1)).unwrap_err();
        assert_eq!(places(&faults), [expected], "{new}");
        assert!(!format!("{faults:?}").contains("hunter2"));
    }
}

#[test]
fn every_fault_of_a_manifest_has_its_place() {
    for (old, new, expected) in [
        ("version: 0.3.0", "version: \"3\"", "2:59 invalid_value /module/version"),
        ("cora: ^0.1", "cora: latest", "3:19 invalid_value /requires/cora"),
        ("access: \"*\"", "Access: \"*\"", "3:44 invalid_value /requires/modules/Access"),
        ("optional: true", "optional: yes", "3:78 wrong_type /requires/modules/ai/optional"),
        ("describe: Read the organization's knowledge., ", "", "5:3 missing_field /capabilities/kb:read/describe"),
        ("source: backend/bases", "source: /etc", "6:31 invalid_value /functions/bases/source"),
        ("timeout: 30", "timeout: 31", "6:55 out_of_bounds /functions/bases/timeout"),
        ("s3:GetObject", "*:*", "6:90 invalid_value /functions/bases/iam/0/actions/0"),
        ("arn:aws:s3:::docs/*", "*", "6:119 invalid_value /functions/bases/iam/0/resources/0"),
        ("method: GET", "method: get", "8:15 unknown_value /routes/0/method"),
        ("bases.list_bases", "list_bases", "8:46 invalid_value /routes/0/handler"),
        (", access: kb:read }", " }", "8:5 missing_field /routes/0/access"),
        ("source: backend/common", "source: ../common", "10:29 invalid_value /layers/common/source"),
        ("python: \"3.12\"", "python: \"3.9\"", "10:53 invalid_value /layers/common/python"),
        ("KB_TOKEN: {", "kb_token: {", "11:12 invalid_value /secrets/kb_token"),
        ("KB_TOKEN: {", "LD_PRELOAD: {", "11:12 invalid_value /secrets/LD_PRELOAD"),
        ("access: kb:read", "access: everybody", "8:72 invalid_value /routes/0/access"),
        ("kb_bases: {", "kb-bases: {", "12:11 invalid_value /tables/kb-bases"),
        ("scope: organization", "scope: org", "12:30 unknown_value /tables/kb_bases/scope"),
        ("column: org_id", "column: \"org id\"", "12:52 invalid_value /tables/kb_bases/column"),
        ("read: kb:read", "read: public", "12:66 invalid_value /tables/kb_bases/read"),
        ("scope: function", "scope: everywhere", "13:51 unknown_value /env/KB_BUCKET/scope"),
    ] {
        assert!(MODULE.contains(old), "{old}");
        let faults = read::module(Format::Yaml, &MODULE.replacen(old, new, 1)).unwrap_err();
        assert_eq!(places(&faults), [expected], "{new}");
    }
}

#[test]
fn all_faults_of_a_file_are_reported_at_once() {
    let text = PROJECT.replace("acme-app", "A").replace("next", "remix").replace("path: modules/kb", "path: ..");
    assert_eq!(read::project(Format::Yaml, &text).unwrap_err().len(), 3);
}

#[test]
fn the_schemas_describe_what_is_read() {
    let schema = read::schema("Project").unwrap();
    assert_eq!(schema["$ref"], "#/$defs/Project");
    assert_eq!(schema["$defs"]["Project"]["additionalProperties"], false);
    assert_eq!(schema["$defs"]["Project"]["required"], json!(["cora", "project"]));
    assert!(read::schema("Module").is_some());
    assert_eq!(read::schema("Decision"), None);
}

/// Puts a value at one place of a tree.
fn changed(tree: &mut Value, steps: &[usize], new: &Value) {
    let Some((step, rest)) = steps.split_first() else {
        *tree = new.clone();
        return;
    };
    match tree {
        Value::Object(members) if !members.is_empty() => {
            let at = step % members.len();
            if let Some((_, value)) = members.iter_mut().nth(at) {
                changed(value, rest, new);
            }
        }
        Value::Array(items) if !items.is_empty() => {
            let at = step % items.len();
            changed(&mut items[at], rest, new);
        }
        other => *other = new.clone(),
    }
}

proptest! {
    /// A file that cannot be read has a fault with a place of its own, not a general one.
    #[test]
    fn a_changed_file_is_read_or_has_a_fault_with_a_place(
        steps in proptest::collection::vec(0_usize..9, 1..5),
        new in prop_oneof![
            Just(Value::Null), Just(json!(true)), Just(json!(1)), Just(json!(-1)), Just(json!(0.5)), Just(json!("")),
            Just(json!("a")), Just(json!("../a")), Just(json!("^1")), Just(json!([])), Just(json!({})),
            Just(json!({ "constructor": 1 })), Just(json!(["a", "a"])), any::<String>().prop_map(Value::from),
        ],
        is_project in any::<bool>(),
    ) {
        let text = if is_project { PROJECT } else { MODULE };
        let mut tree = if is_project {
            serde_json::to_value(read::project(Format::Yaml, text).unwrap().value).unwrap()
        } else {
            serde_json::to_value(read::module(Format::Yaml, text).unwrap().value).unwrap()
        };
        changed(&mut tree, &steps, &new);
        let text = tree.to_string();
        let faults = if is_project {
            read::project(Format::Json, &text).err()
        } else {
            read::module(Format::Json, &text).err()
        };
        for fault in faults.into_iter().flatten() {
            prop_assert!(fault.issue.message != "the document is not accepted" || tree["cora"] == 0, "{text}");
        }
    }
}
