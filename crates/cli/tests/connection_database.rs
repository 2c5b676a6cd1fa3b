//! `cora connection list`, `show`, `activate`, `rollback`, `disable`, `diff`, `import` and
//! `reseal`, as an operator uses them.

mod support;

use std::process::Output;

use serde_json::{Value, json};
use support::{Place, ends, json, stderr, stdout};

const SIGN_IN: &str = "0198c0de-0000-7000-8000-0000000000c1";
const ROW: &str = "0198c0de-0000-7000-8000-0000000000c2";
const ORGANIZATION: &str = "0198c0de-0000-7000-8000-0000000000a1";

/// A secret that no output and no file may contain.
const SECRET: &str = "Zq7hunter2Zq7";
const OLD_KEY: &str = "old:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
const NEW_KEY: &str = "new:AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=";

const OKTA: &str = "\
kind: okta
displayName: Okta
settings:
  issuer: https://acme.okta.com/oauth2/default
  clientId: 0oa1b2c3d4e5f6g7h8i9
  clientSecret: env:OKTA_CLIENT_SECRET
  audiences: [api://default]
";

/// The setup file of the legacy CORA toolkit.
const SETUP: &str = "\
auth_provider: okta
okta:
  client_id: 0oa1b2c3d4e5f6g7h8i9
  client_secret: Zq7hunter2Zq7
  issuer: https://acme.okta.com/oauth2/default
supabase:
  service_role_key: Zq7hunter2Zq7
";

/// A platform whose owner logs in with an OpenID Connect provider.
struct Platform {
    place: Place,
}

impl Platform {
    fn new() -> Self {
        let place = Place::new();
        ends(&place.cora(&["migrate", "--database", "cora.db"]).output().unwrap(), 0);
        let seed = json!({
            "organizations": [{ "id": ORGANIZATION, "name": "Acme", "slug": "acme" }],
            "connections": [{ "id": SIGN_IN, "kind": "oidc", "displayName": "Acme sign-in", "status": "active",
                "settings": { "issuer": "https://login.acme.example", "clientId": "web",
                    "audiences": ["https://api.acme.example"] } }],
            "users": [{ "id": "0198c0de-0000-7000-8000-000000000001", "email": "olga@acme.example", "name": "Olga",
                "emailVerified": true, "platformRole": "platform_owner",
                "identities": [{ "connectionId": SIGN_IN, "subject": "00u1" }] }],
        });
        place.file("seed.json", &seed.to_string());
        ends(&place.cora(&["seed", "--database", "cora.db", "seed.json"]).output().unwrap(), 0);
        place.file("okta.yaml", OKTA);
        Self { place }
    }

    fn run(&self, command: &str, arguments: &[&str]) -> Output {
        self.place.connection(&[&[command, "--database", "cora.db"], arguments].concat())
    }

    fn with_keys(&self, keys: &str, command: &str, arguments: &[&str]) -> Output {
        let arguments = [&["connection", command, "--database", "cora.db"], arguments].concat();
        self.place.cora(&arguments).env("CORA_SECRET_KEYS", keys).output().unwrap()
    }

    /// Returns the connection of a kind as `show` prints it.
    fn shown(&self, connection: &str) -> Value {
        let output = self.run("show", &[connection, "--format", "json"]);
        ends(&output, 0);
        json(&output)
    }

    fn import(&self, file: &str) {
        ends(&self.run("import", &[file]), 0);
    }
}

/// Asserts a refusal: its code, and the exit code 1.
#[track_caller]
fn refused(output: &Output, code: &str) {
    ends(output, 1);
    assert!(stderr(output).contains(&format!("error[{code}]: ")), "{}", stderr(output));
    assert!(stderr(output).contains("   = fix: "), "{}", stderr(output));
}

#[test]
fn connections_are_listed_and_shown() {
    let platform = Platform::new();
    platform.import("okta.yaml");
    let output = platform.run("list", &[]);
    ends(&output, 0);
    let list = stdout(&output);
    let lines: Vec<Vec<&str>> =
        list.lines().map(|line| line.split("  ").filter(|cell| !cell.is_empty()).map(str::trim).collect()).collect();
    assert_eq!(lines[0], ["id", "kind", "name", "status", "active", "latest", "version", "organization"]);
    assert_eq!(lines[1][..3], [SIGN_IN, "oidc", "Acme sign-in"]);
    assert_eq!(lines[2][1..], ["okta", "Okta", "validated", "-", "1", "1", "-"]);
    let listed = json(&platform.run("list", &["--format", "json"]));
    assert_eq!(listed["connections"][1]["kind"], "okta");

    let output = platform.run("show", &["okta"]);
    ends(&output, 0);
    let text = stdout(&output);
    for part in [
        "kind          okta\n",
        "status        validated\n",
        "settings      1 of 1, in use -\n",
        "              clientSecret: env:OKTA_CLIENT_SECRET\n",
        "              audiences: [\"api://default\"]\n",
        "issuer        https://acme.okta.com/oauth2/default\n",
        "created",
        "operator",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let shown = platform.shown("okta");
    assert_eq!(shown["numbers"][0]["stage"], "validated");
    assert_eq!(shown["audit"][0]["action"], "created");
    assert_eq!(platform.shown(shown["id"].as_str().unwrap())["kind"], "okta");
    refused(&platform.run("show", &["okta", "--number", "9"]), "configuration_not_found");
    refused(&platform.run("show", &["clerk"]), "connection_not_found");
    refused(&platform.run("show", &["0198c0de-0000-7000-8000-00000000ffff"]), "connection_not_found");
    ends(&platform.run("show", &["acme"]), 2);
    ends(&platform.place.connection(&["list", "--database", "absent.db"]), 1);
    ends(&platform.place.connection(&["list"]), 2);
}

#[test]
fn one_of_several_connections_of_a_kind_is_addressed_by_its_identifier() {
    let platform = Platform::new();
    let row = |id: &str, issuer: &str| {
        json!({ "id": id, "provider_type": "keycloak", "display_name": "Keycloak",
            "config": { "server_url": issuer, "realm": "acme", "client_id": "web", "audience": "api" } })
    };
    let rows = json!([
        row(ROW, "https://a.acme.example"),
        row("0198c0de-0000-7000-8000-0000000000c3", "https://b.acme.example")
    ]);
    platform.place.file("rows.json", &rows.to_string());
    platform.import("rows.json");
    let output = platform.run("show", &["keycloak"]);
    ends(&output, 2);
    assert!(stderr(&output).contains("error[connection_ambiguous]"), "{}", stderr(&output));
    assert_eq!(platform.shown(ROW)["issuer"], Value::Null);
    // The second import finds the connections by their identifiers.
    let output = platform.run("import", &["rows.json"]);
    ends(&output, 0);
    assert_eq!(stdout(&output).matches("unchanged: ").count(), 2, "{}", stdout(&output));
}

#[test]
fn untested_settings_are_activated_only_by_force_with_a_reason() {
    let platform = Platform::new();
    platform.import("okta.yaml");
    refused(&platform.run("activate", &["okta"]), "not_tested");
    ends(&platform.run("activate", &["okta", "--force"]), 2);
    ends(&platform.run("activate", &["okta", "--reason", "we know it"]), 2);
    refused(&platform.run("activate", &["okta", "--force", "--reason", " "]), "reason_missing");
    refused(&platform.run("activate", &["okta", "--number", "7"]), "configuration_not_found");
    let long = "x".repeat(501);
    ends(&platform.run("activate", &["okta", "--force", "--reason", &long]), 2);

    let output = platform.run("activate", &["okta", "--force", "--reason", "the provider is known"]);
    ends(&output, 0);
    let said = stdout(&output);
    assert!(said.starts_with("activated: okta ") && said.contains(", settings 1, version 2\n"), "{said}");
    assert!(!said.contains("default: "), "{said}");
    let shown = platform.shown("okta");
    let record = &shown["audit"][0];
    assert_eq!(
        (&shown["status"], &record["action"], &record["forced"]),
        (&json!("active"), &json!("activated"), &json!(true))
    );
    assert_eq!((&record["reason"], &record["actor"]), (&json!("the provider is known"), &json!("operator")));
    let output = platform.run("activate", &["okta"]);
    ends(&output, 0);
    assert!(stdout(&output).starts_with("unchanged: "), "{}", stdout(&output));
}

#[test]
fn one_of_two_connections_in_use_is_the_default() {
    let platform = Platform::new();
    platform.import("okta.yaml");
    refused(&platform.run("make-default", &["okta"]), "not_active");
    ends(&platform.run("activate", &["okta", "--force", "--reason", "the provider is known"]), 0);
    assert_eq!(
        (&platform.shown(SIGN_IN)["status"], &platform.shown("okta")["status"]),
        (&json!("active"), &json!("active"))
    );
    let output = platform.run("make-default", &["okta"]);
    ends(&output, 0);
    let said = stdout(&output);
    assert!(said.starts_with("made_default: okta ") && said.contains("\ndefault: "), "{said}");
    let forced = ["--force", "--reason", "the provider is gone"];
    let dry = platform.run("disable", &[&["okta", "--dry-run"], &forced[..]].concat());
    ends(&dry, 0);
    assert!(stdout(&dry).starts_with("would be disabled: okta "), "{}", stdout(&dry));
    assert!(stdout(&dry).contains(&format!("\ndefault: {SIGN_IN}\n")), "{}", stdout(&dry));
    assert_eq!(platform.shown("okta")["status"], "active");
}

#[test]
fn what_somebody_else_has_changed_is_left_alone() {
    let platform = Platform::new();
    platform.import("okta.yaml");
    let forced = ["--force", "--reason", "the provider is known"];
    for command in ["activate", "disable"] {
        let output = platform.run(command, &[&["okta", "--expected-version", "7"], &forced[..]].concat());
        refused(&output, "stale_version");
        assert!(stderr(&output).contains("now has version 1"), "{}", stderr(&output));
    }
    ends(&platform.run("activate", &[&["okta", "--expected-version", "1"], &forced[..]].concat()), 0);
}

#[test]
fn earlier_settings_come_back() {
    let platform = Platform::new();
    platform.import("okta.yaml");
    let forced = ["--force", "--reason", "the provider is known"];
    ends(&platform.run("activate", &[&["okta"], &forced[..]].concat()), 0);
    platform.place.file("okta.yaml", &OKTA.replace("[api://default]", "[api://default, api://other]"));
    platform.import("okta.yaml");
    let shown = platform.shown("okta");
    assert_eq!(
        (&shown["status"], &shown["activeNumber"], &shown["latestNumber"]),
        (&json!("active"), &json!(1), &json!(2))
    );

    // Compares the settings in use with the latest, then two numbers, then the file.
    let difference =
        "- /audiences: [\"api://default\"]\n+ /audiences: [\"api://default\",\"api://other\"]\n1 difference\n";
    assert_eq!(stdout(&platform.run("diff", &["okta"])), difference);
    let back = platform.run("diff", &["okta", "--from", "2", "--to", "1", "--exit-code"]);
    ends(&back, 1);
    assert!(stdout(&back).starts_with("- /audiences: [\"api://default\",\"api://other\"]\n"), "{}", stdout(&back));
    assert_eq!(stdout(&platform.run("diff", &["okta", "okta.yaml"])), "no difference\n");
    assert_eq!(stdout(&platform.run("diff", &["okta", "okta.yaml", "--from", "1"])), difference);
    refused(&platform.run("diff", &["okta", "--to", "9"]), "configuration_not_found");

    ends(&platform.run("activate", &[&["okta"], &forced[..]].concat()), 0);
    ends(&platform.run("rollback", &["okta"]), 2);
    refused(&platform.run("rollback", &["okta", "--number", "1"]), "not_tested");
    let output = platform.run("rollback", &[&["okta", "--number", "1"], &forced[..]].concat());
    ends(&output, 0);
    assert!(stdout(&output).starts_with("rolled_back: okta "), "{}", stdout(&output));
    assert_eq!(platform.shown("okta")["activeNumber"], 1);
}

#[test]
fn the_last_door_is_shut_by_force_only() {
    let platform = Platform::new();
    refused(&platform.run("disable", &["oidc"]), "would_lock_out_admins");
    ends(&platform.run("disable", &["oidc", "--force", "--reason", "the provider was compromised"]), 0);
    let shown = platform.shown(SIGN_IN);
    assert_eq!((&shown["status"], &shown["audit"][0]["forced"]), (&json!("disabled"), &json!(true)));
    refused(&platform.run("activate", &["oidc", "--number", "2"]), "configuration_not_found");
    platform.import("okta.yaml");
    refused(&platform.run("disable", &["okta"]), "not_active");
}

#[test]
fn importing_again_changes_nothing() {
    let platform = Platform::new();
    let output = platform.run("import", &["--dry-run", "okta.yaml"]);
    ends(&output, 0);
    let would = stdout(&output);
    assert!(
        would.starts_with("would be created: okta \"Okta\" ") && would.ends_with(", settings 1, validated\n"),
        "{would}"
    );
    assert_eq!(json(&platform.run("list", &["--format", "json"]))["connections"].as_array().unwrap().len(), 1);

    let output = platform.run("import", &["okta.yaml"]);
    ends(&output, 0);
    assert!(stdout(&output).starts_with("created: okta \"Okta\" "), "{}", stdout(&output));
    for dry in [&["--dry-run", "okta.yaml"][..], &["okta.yaml"]] {
        let output = platform.run("import", dry);
        ends(&output, 0);
        assert!(stdout(&output).contains("unchanged: okta"), "{}", stdout(&output));
    }
    assert_eq!(platform.shown("okta")["version"], 1);
    platform.place.file("okta.yaml", &OKTA.replace("Okta\n", "Acme Okta\n"));
    let output = platform.run("import", &["okta.yaml"]);
    assert!(stdout(&output).starts_with("saved: okta \"Acme Okta\" "), "{}", stdout(&output));
    let shown = platform.shown("okta");
    assert_eq!((&shown["displayName"], &shown["latestNumber"]), (&json!("Acme Okta"), &json!(1)));
}

#[test]
fn a_running_system_is_taken_over() {
    let platform = Platform::new();
    let rows = json!([
        { "id": ROW, "provider_type": "okta", "display_name": "Okta", "is_active": true, "is_configured": true,
          "config": { "client_id": "0oa1b2c3d4e5f6g7h8i9", "issuer": "https://acme.okta.com/oauth2/default" },
          "created_at": "2025-12-17T00:00:00Z", "created_by": null },
        { "id": "0198c0de-0000-7000-8000-0000000000c4", "provider_type": "clerk", "display_name": "Clerk",
          "is_active": false, "is_configured": false, "config": {} },
    ]);
    platform.place.file("rows.json", &rows.to_string());
    let audience = ["--set", "okta.audiences=api://default"];
    let live = ["--activate", "--reason", "the system goes on with its provider"];
    let arguments = [&audience[..], &live[..], &["rows.json"]].concat();
    let dry = platform.run("import", &[&["--dry-run"], &arguments[..]].concat());
    ends(&dry, 0);
    assert!(
        stdout(&dry).contains("would be created: ") && stdout(&dry).contains(", then activated"),
        "{}",
        stdout(&dry)
    );
    let output = platform.run("import", &arguments);
    ends(&output, 0);
    let said = stdout(&output);
    for part in [
        "not imported: /0: created_at, updated_at, created_by, updated_by, Cora keeps its own record\n",
        "not imported: /1: clerk, it has no settings yet\n",
        &format!("created: okta \"Okta\" {ROW}, settings 1, validated\n"),
        &format!("activated: okta \"Okta\" {ROW}, settings 1, active\n"),
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    let shown = platform.shown(ROW);
    assert_eq!((&shown["status"], &shown["audit"][0]["forced"]), (&json!("active"), &json!(true)));
    let again = platform.run("import", &arguments);
    ends(&again, 0);
    assert_eq!(stdout(&again).matches("unchanged: ").count(), 2, "{}", stdout(&again));
    assert_eq!(platform.shown(ROW)["version"], shown["version"]);
    ends(&platform.run("import", &["--activate", "rows.json"]), 2);
    ends(&platform.run("import", &["--reason", "x", "rows.json"]), 2);
}

#[test]
fn an_active_row_with_missing_or_example_settings_is_not_imported_as_active() {
    let platform = Platform::new();
    let row = |kind: &str, config: Value| json!([{ "provider_type": kind, "display_name": kind, "is_active": true, "is_configured": true, "config": config }]);
    let live = ["--activate", "--reason", "the system goes on with its provider", "rows.json"];
    platform.place.file("rows.json", &row("okta", json!({})).to_string());
    let output = platform.run("import", &live);
    ends(&output, 1);
    assert!(stderr(&output).contains("error[configured_without_settings]"), "{}", stderr(&output));
    refused(&platform.run("show", &["okta"]), "connection_not_found");

    let example = json!({ "client_id": "{clientId}", "issuer": "https://your-domain.okta.com/oauth2/default" });
    platform.place.file("rows.json", &row("okta", example).to_string());
    let output = platform.run("import", &live);
    ends(&output, 1);
    assert!(stderr(&output).contains("error[placeholder_value]"), "{}", stderr(&output));
    let shown = platform.shown("okta");
    assert_eq!((&shown["status"], &shown["activeNumber"]), (&json!("draft"), &Value::Null));
    assert_eq!(platform.shown(SIGN_IN)["status"], "active");
}

#[test]
fn all_faults_of_an_import_are_reported_and_nothing_is_written() {
    let platform = Platform::new();
    let text = json!([
        { "kind": "okta", "settings": { "issuer": "https://acme.okta.com", "clientId": "0oa1b2c3d4e5f6g7h8i9" } },
        { "kind": "google", "settings": { "clientId": "1-a.apps.googleusercontent.com", "colour": "red" } },
        { "kind": "auth0", "settings": { "domain": "acme.eu.auth0.com", "clientId": "a", "clientSecret": SECRET } },
        { "kind": "okta", "settings": { "issuer": "https://acme.okta.com", "clientId": "0oa1b2c3d4e5f6g7h8i9" } },
        { "kind": "okta", "organizationId": "0198c0de-0000-7000-8000-0000000000aa",
          "settings": { "issuer": "https://other.okta.com", "clientId": "0oa1b2c3d4e5f6g7h8i9" } },
    ]);
    platform.place.file("all.json", &text.to_string());
    let output = platform.run("import", &["all.json"]);
    ends(&output, 1);
    let said = stderr(&output);
    for code in ["settings_not_storable", "secret_in_file", "described_twice", "organization_not_found"] {
        assert!(said.contains(&format!("error[{code}]")), "{code}: {said}");
    }
    assert!(said.ends_with("all.json: nothing is imported\n") && !said.contains(SECRET), "{said}");
    assert_eq!(json(&platform.run("list", &["--format", "json"]))["connections"].as_array().unwrap().len(), 1);

    platform.place.file("broken.yaml", "kind: okta\n");
    ends(&platform.run("import", &["broken.yaml"]), 2);
    // An issuer in use cannot be used by another connection.
    let same = json!({ "provider_type": "oidc", "org_id": ORGANIZATION, "display_name": "Other", "is_active": true,
        "config": { "issuer": "https://login.acme.example", "client_id": "web", "audience": "api" } });
    platform.place.file("same.json", &same.to_string());
    let output = platform.run("import", &["--activate", "--reason", "x", "same.json"]);
    refused(&output, "issuer_in_use");
    assert_eq!(json(&platform.run("list", &["--format", "json"]))["connections"].as_array().unwrap().len(), 1);
}

#[test]
fn secrets_in_a_file_are_refused_or_stored_encrypted_and_resealed() {
    let platform = Platform::new();
    platform.place.file("setup.config.yaml", SETUP);
    let audience = ["--set", "okta.audiences=api://default"];
    let plain = [&audience[..], &["setup.config.yaml"]].concat();
    let output = platform.run("import", &plain);
    refused(&output, "secret_in_file");
    assert!(stderr(&output).contains("--set okta.clientSecret=env:CORA_SECRET_"), "{}", stderr(&output));
    refused(&platform.run("show", &["okta"]), "connection_not_found");
    ends(&platform.run("import", &[&["--store-secrets"], &plain[..]].concat()), 2);
    ends(&platform.with_keys("x", "import", &[&["--store-secrets"], &plain[..]].concat()), 2);

    let storing = [&["--store-secrets"], &plain[..]].concat();
    let mut all = String::new();
    for (run, began) in
        [(&[&["--dry-run"], &storing[..]].concat(), "would be created"), (&storing, "created"), (&storing, "unchanged")]
    {
        let output = platform.with_keys(OLD_KEY, "import", run);
        ends(&output, 0);
        assert!(stdout(&output).contains(&format!("\n{began}: okta")), "{began}: {}", stdout(&output));
        all += &(stdout(&output) + &stderr(&output));
    }
    assert!(all.contains("not imported: /supabase"), "{all}");
    let reference = platform.shown("okta")["settings"]["clientSecret"].as_str().unwrap().to_owned();
    assert!(reference.starts_with("stored:"), "{reference}");

    ends(&platform.run("reseal", &[]), 2);
    let output = platform.with_keys(NEW_KEY, "reseal", &[]);
    refused(&output, "secret_key_unknown");
    let output = platform.with_keys(&format!("{NEW_KEY},{OLD_KEY}"), "reseal", &[]);
    ends(&output, 0);
    assert_eq!(stdout(&output), "1 secret encrypted with key `new`\n");
    // The secret opens with the new key alone, and is unchanged.
    let output = platform.with_keys(NEW_KEY, "import", &storing);
    ends(&output, 0);
    assert!(stdout(&output).contains("\nunchanged: okta"), "{}", stdout(&output));
    platform.place.file("setup.config.yaml", &SETUP.replace(SECRET, "Another4Another"));
    let output = platform.with_keys(NEW_KEY, "import", &storing);
    assert!(stdout(&output).contains("\nsaved: okta"), "{}", stdout(&output));
    assert_ne!(platform.shown("okta")["settings"]["clientSecret"], reference.as_str());

    assert!(!all.contains(SECRET), "{all}");
    for file in std::fs::read_dir(platform.place.path("")).unwrap().map(Result::unwrap) {
        let name = file.file_name().into_string().unwrap();
        let bytes = std::fs::read(file.path()).unwrap();
        let holds = bytes.windows(SECRET.len()).any(|window| window == SECRET.as_bytes());
        assert!(!holds || name == "setup.config.yaml", "{name}");
    }
}
