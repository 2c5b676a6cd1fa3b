//! `cora connection validate` and `diff` on files, as an operator and a build use them.

mod support;

use serde_json::{Value, json};
use support::{Place, ends, json, stderr, stdout};

const OKTA: &str = "\
kind: okta
displayName: Acme sign-in
settings:
  issuer: https://acme.okta.com/oauth2/default
  clientId: 0oa1b2c3d4e5f6g7h8i9
  clientSecret: env:OKTA_CLIENT_SECRET
  audiences: [api://default]
";

/// A secret that no output may contain.
const SECRET: &str = "Zq7hunter2Zq7";

/// The setup file of the legacy CORA toolkit, with sections other than providers.
const SETUP: &str = "\
project:
  name: acme
supabase:
  service_role_key: Zq7hunter2Zq7
auth_provider: okta
okta:
  domain: acme.okta.com
  client_id: 0oa1b2c3d4e5f6g7h8i9
  client_secret: Zq7hunter2Zq7
  issuer: https://acme.okta.com/oauth2/default
clerk:
  publishable_key: pk_test_...
  secret_key: ''
nextauth:
  secret: Zq7hunter2Zq7
";

#[test]
fn one_connection_in_three_notations_is_one() {
    let place = Place::new();
    place.file("okta.yaml", OKTA);
    let json = json!({ "kind": "okta", "displayName": "Acme sign-in", "settings": {
        "issuer": "https://acme.okta.com/oauth2/default", "client_id": "0oa1b2c3d4e5f6g7h8i9",
        "client_secret": "env:OKTA_CLIENT_SECRET", "audiences": "api://default" } });
    place.file("okta.json", &json.to_string());
    place.file(
        "okta.toml",
        "kind = 'okta'\ndisplayName = 'Acme sign-in'\n[settings]\nissuer = 'https://acme.okta.com/oauth2/default'\n\
         clientId = '0oa1b2c3d4e5f6g7h8i9'\nclientSecret = 'env:OKTA_CLIENT_SECRET'\naudiences = ['api://default']\n",
    );
    let files = ["okta.yaml", "okta.json", "okta.toml"];
    let output = place.connection(&[&["validate", "--deny", "warnings"], &files[..]].concat());
    ends(&output, 0);
    let expected =
        files.map(|file| format!("{file}: nothing found\n  read: okta, issuer https://acme.okta.com/oauth2/default\n"));
    assert_eq!(stdout(&output), expected.concat());
    for other in ["okta.json", "okta.toml"] {
        let output = place.connection(&["diff", "--exit-code", "okta.yaml", other]);
        ends(&output, 0);
        assert_eq!(stdout(&output), "no difference\n");
    }
}

#[test]
fn every_fault_has_its_line_and_what_to_do() {
    let place = Place::new();
    place.file(
        "okta.yaml",
        "kind: okta\nsettings:\n  issuer: https://acme-admin.okta.com/oauth2/default\n  clientId: 0oa1\n\
         \x20 clientSecret: env:A B\n  clientid: x\n  scopes:\n    - openid\n    - openid\n",
    );
    let output = place.connection(&["validate", "okta.yaml"]);
    ends(&output, 1);
    assert_eq!(
        stdout(&output),
        r#"error[admin_domain]: `acme-admin.okta.com` is the administrators' URL, which does not issue tokens
  --> okta.yaml:3:3
  |
3 |   issuer: …
  |   ^^^^^^^
   = fix: Remove `-admin`.

warning[unusual_client_id]: `0oa1` does not look like a client identifier of this provider
  --> okta.yaml:4:3
  |
4 |   clientId: …
  |   ^^^^^^^^^
   = fix: Compare it with the provider's console: the usual form is `0oa` and 17 letters and digits.

error[secret_reference_form]: this begins like a reference to a secret, but is not one
  --> okta.yaml:5:3
  |
5 |   clientSecret: …
  |   ^^^^^^^^^^^^^
   = fix: Write `env:NAME`, `file:/absolute/path`, `aws-secretsmanager:NAME` or `stored:ID`; write a secret with such a beginning as `{"value": …}`.

error[unknown_field]: `clientid` is not a setting of this provider
  --> okta.yaml:6:3
  |
6 |   clientid: …
  |   ^^^^^^^^^
   = fix: Did you mean `clientId`?

error[duplicate_item]: the list contains this item twice
  --> okta.yaml:9:7

okta.yaml: 4 errors, 1 warning
  read: okta
"#
    );
}

#[test]
fn a_file_that_is_none_of_the_forms_is_bad_input() {
    let place = Place::new();
    for (name, text, code, at) in [
        ("a.yaml", "kind: octa\nsettings: {}\n", "unknown_value", ":1:1"),
        ("b.yaml", "kind: okta\n", "missing_field", ":1:1"),
        ("c.yaml", "settings: {}\n", "missing_field", ":1:1"),
        ("d.yaml", "kind: okta\nsettings: []\n", "wrong_type", ":2:1"),
        ("e.yaml", "kind: okta\nsettings: {}\nsecret: Zq7hunter2Zq7\n", "unknown_field", ":3:1"),
        ("f.yaml", "kind: okta\nkind: okta\nsettings: {}\n", "duplicate_field", ":2:1"),
        ("g.yaml", "kind: okta\norganizationId: acme\nsettings: {}\n", "invalid_id", ":2:1"),
        ("h.json", "[]", "nothing_to_read", ":1:1"),
        ("i.json", "[1]", "wrong_type", ":1:2"),
        ("j.json", "{}", "missing_field", ":1:1"),
        ("k.toml", "kind = okta\nclient_secret = Zq7hunter2Zq7\n", "invalid_toml", ":1:8"),
        ("l.json", "{\"kind\": \"okta\", \"settings\": Zq7hunter2Zq7}", "invalid_json", ":1:30"),
        ("m.yaml", "auth_provider: auth0\n", "unknown_value", ":1:1"),
        ("n.yaml", "auth_provider: okta\nokta: Zq7hunter2Zq7\n", "wrong_type", ":2:1"),
        ("o.txt", "", "unreadable", ""),
        ("p.yaml", "kind: okta\nsettings: &a {}\n", "invalid_value", ":2:"),
    ] {
        place.file(name, text);
        let output = place.connection(&["validate", name]);
        ends(&output, if code == "nothing_to_read" { 1 } else { 2 });
        let (out, err) = (stdout(&output), stderr(&output));
        assert!(out.contains(&format!("[{code}]")) && out.contains(&format!("{name}{at}")), "{name}: {out}");
        assert!(!out.contains(SECRET) && err.is_empty(), "{name}: {out}{err}");
    }
    ends(&place.connection(&["validate", "absent.yaml"]), 2);
    ends(&place.connection(&["validate"]), 2);
}

#[test]
fn setup_config_yields_its_providers_and_names_the_ignored_rest() {
    let place = Place::new();
    place.file("setup.config.yaml", SETUP);
    let output = place.connection(&["validate", "--set", "okta.audiences=api://default", "setup.config.yaml"]);
    ends(&output, 0);
    assert_eq!(
        stdout(&output),
        r#"warning[secret_in_file]: `client_secret` contains a secret instead of a reference to it
  --> setup.config.yaml:9:3
  |
9 |   client_secret: …
  |   ^^^^^^^^^^^^^^
   = fix: Write a reference: `env:CORA_SECRET_…`, `file:/run/secrets/…` or `aws-secretsmanager:…`.

warning[authorized_parties_missing]: no origin is set, so tokens of the instance's other applications cannot be told apart
  --> setup.config.yaml:11:1
   |
11 | clerk: …
   | ^^^^^^
   = fix: List the origins of your application, `https://app.acme.example`.

warning[placeholder_value]: this is a placeholder
  --> setup.config.yaml:12:3
   |
12 |   publishable_key: …
   |   ^^^^^^^^^^^^^^^^
   = fix: Replace it with your own value.

setup.config.yaml: 0 errors, 3 warnings
  read: /okta, okta, in use, issuer https://acme.okta.com/oauth2/default
  read: /clerk, clerk, not in use, so its errors are warnings
  not read: /project, it is not a provider
  not read: /supabase, it is not a provider
  not read: /nextauth, it is not a provider
"#
    );

    // Without the audience, for which CORA's file has no field, the connection cannot go live.
    let output = place.connection(&["validate", "setup.config.yaml"]);
    ends(&output, 1);
    assert!(stdout(&output).contains("error[audience_missing]"), "{}", stdout(&output));
}

#[test]
fn providers_are_found_where_either_of_coras_programs_looks() {
    let place = Place::new();
    let okta = "{client_id: 0oa1b2c3d4e5f6g7h8i9, issuer: 'https://acme.okta.com/oauth2/default'}";
    for text in [
        format!("auth:\n  okta: {okta}\n  session: 1\n"),
        format!("okta: {okta}\n"),
        format!("okta: {okta}\nauth: {{okta: {okta}}}\n"),
        format!("okta: {{client_id: ''}}\nauth: {{okta: {okta}}}\n"),
    ] {
        place.file("setup.yaml", &text);
        let output = place.connection(&["validate", "--set", "okta.audiences=api://default", "setup.yaml"]);
        ends(&output, 0);
        assert!(stdout(&output).contains("okta, in use, issuer https://acme.okta.com"), "{}", stdout(&output));
    }
    place.file("setup.yaml", &format!("okta: {okta}\nauth:\n  okta: {{client_id: other}}\n"));
    let output = place.connection(&["validate", "setup.yaml"]);
    ends(&output, 2);
    assert!(stdout(&output).contains("error[duplicate_field]: this `okta` differs from /okta"), "{}", stdout(&output));
}

#[test]
fn an_empty_provider_that_is_said_to_be_in_use_is_told() {
    let place = Place::new();
    place.file("setup.yaml", "auth_provider: clerk\nclerk: {publishable_key: '', secret_key: null}\n");
    place.file(
        "rows.json",
        r#"{"success":true,"data":[
            {"id":"0198c0de-0000-7000-8000-0000000000c1","provider_type":"okta","display_name":"Okta","config":{},
             "is_active":true,"is_configured":true,"created_at":"2026-01-01","updated_at":"2026-01-01"},
            {"provider_type":"clerk","display_name":"Clerk","config":{},"is_active":false,"is_configured":false}]}"#,
    );
    let output = place.connection(&["validate", "setup.yaml", "rows.json"]);
    ends(&output, 1);
    assert_eq!(
        stdout(&output),
        r#"error[configured_without_settings]: the file says that this provider is in use, but has no settings for it
  --> setup.yaml:1:1
  |
1 | auth_provider: …
  | ^^^^^^^^^^^^^^
   = fix: Add its settings, or remove it: nobody can log in with it.

error[configured_without_settings]: the row says that this provider is in use, but has no settings for it
  --> rows.json:2:103
  |
2 | … "config": …
  |   ^^^^^^^^
   = fix: Add its settings, or remove it: nobody can log in with it.

setup.yaml: 1 error, 0 warnings
  not read: /clerk, it is empty
rows.json: 1 error, 0 warnings
  not read: /data/0: created_at, updated_at, created_by, updated_by, Cora keeps its own record
  not read: /data/1: clerk, it has no settings yet
"#
    );
}

#[test]
fn an_inactive_connection_may_be_incomplete_and_only_one_is_active() {
    let place = Place::new();
    let row = |kind: &str, active: bool| {
        json!({ "provider_type": kind, "display_name": kind, "is_active": active, "is_configured": active,
            "config": { "issuer": "https://your-domain.okta.com/oauth2/default" } })
    };
    place.file("rows.json", &json!([row("okta", false)]).to_string());
    let output = place.connection(&["validate", "rows.json"]);
    ends(&output, 0);
    assert!(stdout(&output).contains("warning[placeholder_value]"), "{}", stdout(&output));
    ends(&place.connection(&["validate", "--deny", "warnings", "rows.json"]), 1);

    place.file("rows.json", &json!([row("okta", true), row("clerk", true)]).to_string());
    let output = place.connection(&["validate", "rows.json"]);
    ends(&output, 1);
    assert!(stdout(&output).contains("error[several_active]"), "{}", stdout(&output));
}

#[test]
fn p12_no_secret_is_shown_at_any_place_in_any_report() {
    let place = Place::new();
    let texts = [
        (
            "a.yaml",
            format!("kind: okta\nsettings:\n  clientSecret: {SECRET}\n  issuer: https://x:{SECRET}@acme.okta.com\n"),
        ),
        (
            "b.yaml",
            format!("kind: clerk\nsettings:\n  publishableKey: sk_live_{SECRET}\n  secretKey: env:{SECRET} x\n"),
        ),
        (
            "c.yaml",
            format!(
                "kind: okta\nsettings:\n  apiKey: {SECRET}\n  client_secret: [{SECRET}]\n  scopes: [sk_live_{SECRET}]\n"
            ),
        ),
        (
            "d.json",
            format!(
                "{{\"kind\":\"okta\",\"settings\":{{\"clientSecret\":{{\"value\":\"{SECRET}=\"}},\"password\":\"{SECRET}\"}}}}"
            ),
        ),
        ("e.toml", format!("kind = 'okta'\n[settings]\nclientSecret = '{SECRET}='\nclientSecret = '{SECRET}'\n")),
        ("f.toml", format!("kind = 'okta'\n[settings]\nclientSecret = {SECRET}\n")),
        ("g.yaml", format!("kind: okta\nsettings:\n  clientSecret: \"{SECRET}\n")),
        ("h.yaml", format!("kind: okta\nsettings:\n  clientSecret: *{SECRET}\n")),
        ("i.yaml", format!("kind: okta\nsettings:\n  - {SECRET}: {SECRET}\n")),
        ("j.yaml", SETUP.to_owned()),
    ];
    for (name, text) in &texts {
        place.file(name, text);
        for format in ["text", "json", "sarif"] {
            let output = place.connection(&["validate", "--format", format, name]);
            assert_ne!(output.status.code(), None, "{name}");
            let all = stdout(&output) + &stderr(&output);
            assert!(!all.contains(SECRET), "{name} {format}: {all}");
        }
        let output = place.connection(&["diff", name, "a.yaml"]);
        let all = stdout(&output) + &stderr(&output);
        assert!(!all.contains(SECRET), "{name}: {all}");
    }
    let output = place.connection(&["validate", "--set", &format!("okta.{SECRET}"), "a.yaml"]);
    ends(&output, 2);
}

#[test]
fn a_build_reads_the_report() {
    let place = Place::new();
    place.file("okta.yaml", &OKTA.replace("env:OKTA_CLIENT_SECRET", SECRET));
    let output = place.connection(&["validate", "--format", "json", "okta.yaml"]);
    ends(&output, 0);
    let file = &json(&output)["files"][0];
    assert_eq!(
        file["connections"],
        json!([{
            "path": "", "kind": "okta", "displayName": "Acme sign-in", "organizationId": null, "use": null, "errors": 0,
            "derived": {
                "issuer": "https://acme.okta.com/oauth2/default",
                "discoveryUri": "https://acme.okta.com/oauth2/default/.well-known/openid-configuration",
                "jwksUri": "https://acme.okta.com/oauth2/default/v1/keys",
                "tokenUse": "access_token",
                "okta": { "authorizationServer": "custom", "authorizationServerId": "default" },
                "clerk": null,
            },
        }])
    );
    assert_eq!((&file["valid"], &file["warnings"], &file["notRead"]), (&json!(true), &json!(1), &json!([])));
    let finding = &file["findings"][0];
    assert_eq!(
        (&finding["code"], &finding["path"], &finding["line"], &finding["column"]),
        (&json!("secret_in_file"), &json!("/settings/clientSecret"), &json!(6), &json!(3))
    );

    let output =
        place.connection(&["validate", "--deny", "warnings", "--format", "sarif", "--output", "a.sarif", "okta.yaml"]);
    ends(&output, 1);
    let log: Value = serde_json::from_slice(&std::fs::read(place.path("a.sarif")).unwrap()).unwrap();
    let run = &log["runs"][0];
    assert_eq!(run["results"][0]["ruleId"], "secret_in_file");
    assert_eq!(
        run["tool"]["driver"]["rules"][0]["help"]["text"],
        "The file contains a secret instead of a reference to it."
    );
}

#[test]
fn settings_can_be_added_on_the_command_line() {
    let place = Place::new();
    place.file("okta.yaml", &OKTA.replace("clientSecret: env:OKTA_CLIENT_SECRET", &format!("client_secret: {SECRET}")));
    // A setting on the command line replaces the file's, regardless of the file's spelling.
    let secret = "okta.clientSecret=file:/run/secrets/okta";
    let arguments = ["validate", "--deny", "warnings", "--set", secret, "--set", "okta.scopes=[\"openid\",\"email\"]"];
    ends(&place.connection(&[&arguments[..], &["okta.yaml"]].concat()), 0);
    for wrong in ["okta", "okta.a", "octa.a=b", "okta.scopes=[1"] {
        ends(&place.connection(&["validate", "--set", wrong, "okta.yaml"]), 2);
    }
}

#[test]
fn loopback_is_for_trying_things_out() {
    let place = Place::new();
    place.file(
        "local.yaml",
        "kind: oidc\nsettings: {issuer: 'http://127.0.0.1:8080', clientId: web, audiences: [api]}\n",
    );
    let output = place.connection(&["validate", "local.yaml"]);
    ends(&output, 1);
    assert!(stdout(&output).contains("error[not_https]"), "{}", stdout(&output));
    ends(&place.connection(&["validate", "--allow-loopback-http", "local.yaml"]), 0);
}

#[test]
fn two_files_are_compared_by_their_settings() {
    let place = Place::new();
    place.file("old.yaml", OKTA);
    let new = OKTA
        .replace("oauth2/default", "oauth2/aus1b2c3d4e5f6g7h8i9")
        .replace("Acme sign-in", "Acme")
        .replace("env:OKTA_CLIENT_SECRET", SECRET)
        .replace("[api://default]", "[api://default, api://other]");
    place.file("new.yaml", &new);
    let output = place.connection(&["diff", "old.yaml", "new.yaml"]);
    ends(&output, 0);
    assert_eq!(
        stdout(&output),
        r#"- /displayName: "Acme sign-in"
+ /displayName: "Acme"
- /audiences: ["api://default"]
+ /audiences: ["api://default","api://other"]
- /clientSecret: "env:OKTA_CLIENT_SECRET"
- /issuer: "https://acme.okta.com/oauth2/default"
+ /issuer: "https://acme.okta.com/oauth2/aus1b2c3d4e5f6g7h8i9"
4 differences
"#
    );
    ends(&place.connection(&["diff", "--exit-code", "old.yaml", "new.yaml"]), 1);
    let output = place.connection(&["diff", "--format", "json", "old.yaml", "new.yaml"]);
    assert_eq!(json(&output)["changes"][0], json!({ "path": "/displayName", "old": "Acme sign-in", "new": "Acme" }));

    // If a file has several connections, `--kind` selects one.
    place.file("setup.yaml", &SETUP.replace("secret_key: ''", "jwt_key: x"));
    ends(&place.connection(&["diff", "old.yaml", "setup.yaml"]), 2);
    ends(&place.connection(&["diff", "--kind", "okta", "old.yaml", "setup.yaml"]), 0);
    place.file("other.yaml", "kind: oidc\nsettings: {}\n");
    ends(&place.connection(&["diff", "old.yaml", "other.yaml"]), 2);
    ends(&place.connection(&["diff", "old.yaml"]), 2);
}
