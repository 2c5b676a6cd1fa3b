//! `cora project new --from`: a project from the `setup.config.yaml` of the legacy CORA toolkit.

mod support;

use std::fs;
use std::process::Output;

use serde_json::Value;
use support::{Place, ends, json, refused, stderr, stdout, tree};

/// The secrets of the file, none of which may appear anywhere else.
const SECRETS: [&str; 6] =
    ["SSWS-of-acme", "s3cr3t-of-okta", "service-role-of-acme", "jwt-of-acme", "p&w'd|of\"acme", "nextauth-of-acme"];

const SETUP: &str = r#"project:
  name: acme-app
  display_name: "Acme & 'Söhne' | ${x}"
  description: An application
github: { owner: acme, repo_stack: acme-stack, repo_infra: acme-infra }
environment: stg
supabase:
  url: https://abc.supabase.example
  service_role_key: service-role-of-acme
  jwt_secret: jwt-of-acme
  db: { host: db.abc.supabase.example, port: 5432, password: "p&w'd|of\"acme" }
aws:
  region: eu-west-1
  profile: acme-nonprod
  api_gateway: { id: null, endpoint: "" }
auth_provider: okta
okta:
  domain: acme.okta.com
  client_id: 0oa1b2c3d4e5f6g7h8i9
  client_secret: s3cr3t-of-okta
  issuer: https://acme.okta.com/oauth2/default
  api_token: SSWS-of-acme
clerk: { publishable_key: "" }
nextauth: { secret: nextauth-of-acme, url: "https://app.acme.example/" }
features: { enable_ai_module: true, enable_kb_module: false }
colour: blue
"#;

fn new(place: &Place, folder: &str, file: &str, arguments: &[&str]) -> Output {
    place.cora(&[&["project", "new", folder, "--from", file], arguments].concat()).output().unwrap()
}

fn made(text: &str) -> (Place, Output) {
    let place = Place::new();
    place.file("setup.config.yaml", text);
    let output = new(&place, "acme-app", "setup.config.yaml", &[]);
    (place, output)
}

/// The findings in a file as `line code path`.
fn places(output: &Output, file: &str) -> Vec<String> {
    let findings = json(output)["findings"].as_array().unwrap().clone();
    let one = |found: &Value| {
        let text = |name: &str| found[name].as_str().unwrap().to_owned();
        format!("{} {} {}", found["line"], text("code"), text("path"))
    };
    findings.iter().filter(|found| found["file"] == file).map(one).collect()
}

#[test]
fn a_setup_file_becomes_a_project() {
    let (place, output) = made(SETUP);
    ends(&output, 0);
    let file = fs::read_to_string(place.path("acme-app/cora.project.yaml")).unwrap();
    assert_eq!(
        file,
        r#"# yaml-language-server: $schema=.cora-project/project.schema.json
cora: 1
project: { name: "acme-app", displayName: "Acme & 'Söhne' | ${x}" }
web: { framework: next }
connections:
  - "connections/okta.yaml"
secrets:
  CORA_SECRET_OKTA_CLIENT_SECRET: { describe: "The clientSecret of the connection to Okta." }
environments:
  stg: { url: "https://app.acme.example" }
modules:
  access: builtin
  mgmt: builtin
"#
    );
    let connection = fs::read_to_string(place.path("acme-app/connections/okta.yaml")).unwrap();
    assert!(connection.contains("\"clientSecret\": \"env:CORA_SECRET_OKTA_CLIENT_SECRET\""), "{connection}");
    assert!(connection.contains("\"issuer\": \"https://acme.okta.com/oauth2/default\""), "{connection}");
    // The audience is missing, so that the draft cannot go live; the project is right all the same.
    let plan = place.cora(&["project", "plan", "--check", "--project", "acme-app"]).output().unwrap();
    ends(&plan, 0);
    assert!(stderr(&plan).contains("warning[audience_missing]"), "{}", stderr(&plan));
    let again = place.cora(&["project", "apply", "--project", "acme-app"]).output().unwrap();
    assert_eq!(stdout(&again), "Nothing to do.\n");
}

#[test]
fn every_setting_without_a_place_is_named_with_its_line() {
    let place = Place::new();
    place.file("setup.config.yaml", SETUP);
    let output = new(&place, "acme-app", "setup.config.yaml", &["--json"]);
    ends(&output, 0);
    assert_eq!(
        places(&output, "setup.config.yaml"),
        [
            "4 setting_not_carried /project/description",
            "5 setting_not_carried /github",
            "8 setting_not_carried /supabase/url",
            "9 secret_in_plain_file /supabase/service_role_key",
            "10 secret_in_plain_file /supabase/jwt_secret",
            "11 setting_not_carried /supabase/db",
            "11 secret_in_plain_file /supabase/db/password",
            "13 setting_not_carried /aws/region",
            "14 setting_not_carried /aws/profile",
            "20 secret_in_plain_file /okta/client_secret",
            "22 setting_not_carried /okta/api_token",
            "24 secret_in_plain_file /nextauth/secret",
            "25 setting_not_carried /features",
            "26 setting_not_carried /colour",
        ]
    );
    let place = Place::new();
    place.file("setup.config.yaml", SETUP);
    let output = new(&place, "b", "setup.config.yaml", &["--json", "--aws-account", "111122223333"]);
    ends(&output, 0);
    assert!(!places(&output, "setup.config.yaml").iter().any(|place| place.contains("/aws/region")));
    let file = fs::read_to_string(place.path("b/cora.project.yaml")).unwrap();
    assert!(file.contains(r#"aws: { account: "111122223333", region: eu-west-1 } }"#), "{file}");
}

#[test]
fn no_written_file_holds_a_secret() {
    let (place, output) = made(SETUP);
    ends(&output, 0);
    for (name, text) in tree(&place.path("acme-app")) {
        assert!(SECRETS.iter().all(|secret| !text.contains(secret)), "{name}");
    }
    // And nothing of a project reaches the next one.
    ends(&place.cora(&["project", "new", "bbb"]).output().unwrap(), 0);
    for (name, text) in tree(&place.path("bbb")) {
        for left in ["acme-app", "Söhne", "0oa1b2c3", "acme.okta.com", "OKTA_CLIENT_SECRET"] {
            assert!(!text.contains(left), "{left} in {name}");
        }
    }
}

#[test]
fn no_output_holds_a_secret() {
    let cut = SETUP.replace("region: eu-west-1", "region: europe");
    let torn = SETUP.replace("colour: blue", "colour: [");
    for text in [SETUP, &cut, &torn] {
        for format in [&[][..], &["--json"]] {
            let place = Place::new();
            place.file("setup.config.yaml", text);
            let output = new(&place, "acme-app", "setup.config.yaml", format);
            let said = stdout(&output) + &stderr(&output);
            assert!(SECRETS.iter().all(|secret| !said.contains(secret)), "{said}");
        }
    }
}

#[test]
fn settings_mean_the_same_in_every_form() {
    let plain = "project: { name: acme-app, display_name: Acme }\nauth_provider: okta\nokta:\n  domain: acme.okta.com\n  \
                 client_id: 0oa1b2c3d4e5f6g7h8i9\n  issuer: https://acme.okta.com/oauth2/default\n";
    let quoted = "\"project\":\n  'name': \"acme-app\"\n  display_name: 'Acme'\nauth_provider: \"okta\"\nclerk: null\n\
                  okta: { \"domain\": 'acme.okta.com', client_id: \"0oa1b2c3d4e5f6g7h8i9\", client_secret: \"\", \
                  issuer: 'https://acme.okta.com/oauth2/default' }\n";
    let nested = "project: { name: acme-app, display_name: Acme }\nauth_provider: okta\nauth:\n  okta:\n    domain: acme.okta.com\n    \
                  client_id: 0oa1b2c3d4e5f6g7h8i9\n    issuer: https://acme.okta.com/oauth2/default\n";
    let json = r#"{ "project": { "name": "acme-app", "display_name": "Acme" }, "auth_provider": "okta", "okta": { "domain":
        "acme.okta.com", "client_id": "0oa1b2c3d4e5f6g7h8i9", "issuer": "https://acme.okta.com/oauth2/default" } }"#;
    let mut trees = Vec::new();
    for (name, text) in [("a.yaml", plain), ("b.yaml", quoted), ("c.yaml", nested), ("d.json", json)] {
        let place = Place::new();
        place.file(name, text);
        ends(&new(&place, "acme-app", name, &[]), 0);
        trees.push(tree(&place.path("acme-app")));
    }
    assert!(trees[0]["connections/okta.yaml"].contains("acme.okta.com"));
    assert!(trees.iter().all(|tree| *tree == trees[0]));
}

#[test]
fn what_cannot_be_used_makes_nothing() {
    for (old, new_text, code) in [
        ("name: acme-app", "name: Acme App", "setup_invalid"),
        ("name: acme-app", "name: [acme]", "setup_invalid"),
        ("environment: stg", "environment: STG", "setup_invalid"),
        ("app.acme.example/", "app.acme.example/login", "setup_invalid"),
        ("region: eu-west-1", "region: europe", "setup_invalid"),
        ("auth_provider: okta", "auth_provider: keycloak", "unknown_value"),
        ("clerk: {", "auth: { okta: { domain: other.okta.com } }\nclerk: {", "duplicate_field"),
    ] {
        assert!(SETUP.contains(old), "{old}");
        let (place, output) = made(&SETUP.replacen(old, new_text, 1));
        refused(&output, code, 2);
        assert!(!place.path("acme-app").exists(), "{new_text}");
    }
    let (_, output) = made(&SETUP.replace("name: acme-app", "name: Acme App"));
    assert!(stderr(&output).contains("setup.config.yaml:2:3"), "{}", stderr(&output));
    let place = Place::new();
    ends(&new(&place, "acme-app", "absent.yaml", &[]), 2);
}

#[test]
fn a_provider_without_settings_is_not_a_connection() {
    let text = "project: { name: acme-app }\nauth_provider: okta\nokta: { domain: \"\", client_id: null }\n";
    let (place, output) = made(text);
    ends(&output, 0);
    assert!(stderr(&output).contains("warning[configured_without_settings]"), "{}", stderr(&output));
    assert!(!place.path("acme-app/connections").exists());
}

#[test]
fn the_connections_of_a_project_are_checked_with_it() {
    let place = Place::new();
    ends(&place.cora(&["project", "new", "acme-app"]).output().unwrap(), 0);
    let file = place.path("acme-app/cora.project.yaml");
    let text = fs::read_to_string(&file).unwrap();
    let okta = "kind: okta\nsettings: { issuer: \"https://acme.okta.com/oauth2/default\" }\n";
    for (listed, code, exit) in [
        ("[okta.yaml, absent.yaml]", "connection_missing", 1),
        ("[okta.yaml, okta2.yaml]", "connection_duplicate", 1),
        ("[wrong.yaml]", "unknown_value", 2),
        ("[../okta.yaml]", "invalid_value", 2),
    ] {
        fs::write(&file, format!("{text}connections: {listed}\n")).unwrap();
        for (name, text) in [("okta.yaml", okta), ("okta2.yaml", okta), ("wrong.yaml", "kind: okat\nsettings: {}\n")] {
            fs::write(place.path("acme-app").join(name), text).unwrap();
        }
        refused(&place.cora(&["project", "plan", "--project", "acme-app"]).output().unwrap(), code, exit);
    }
}
