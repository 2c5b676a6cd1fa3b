//! The settings of `cora serve` from a file, as an operator uses them.

mod support;

use support::{Place, ends, stderr};

#[test]
fn a_service_reports_all_faults_of_its_settings_and_does_not_start() {
    let place = Place::new();
    place.file(
        "cora.toml",
        "database = 'postgresql://cora:hunter2@nowhere/cora'\nrate-limit = 'hunter2'\nlisten = 7\nsmtp = 'hunter2'\n",
    );
    let mut serve = place.cora(&["serve", "--config", "cora.toml"]);
    let output = serve.env("CORA_TRUSTED_PROXIES", "everybody").output().unwrap();
    ends(&output, 2);
    let said = stderr(&output);
    for place in [
        "CORA_TRUSTED_PROXIES: ",
        "cora.toml: listen: ",
        "cora.toml: rate-limit: ",
        "cora.toml: smtp: the setting is unknown",
    ] {
        assert!(said.contains(&format!("error: {place}")), "{place}: {said}");
    }
    assert!(!said.contains("hunter2"), "{said}");
}

#[test]
fn a_service_takes_from_the_file_what_nothing_else_says() {
    let place = Place::new();
    place.file("cora.toml", "database = 'missing.db'\n");
    let output = place.cora(&["serve", "--config", "cora.toml"]).output().unwrap();
    ends(&output, 1);
    assert!(stderr(&output).contains("no database exists at this path"), "{}", stderr(&output));
}

#[test]
fn a_key_that_signs_nothing_keeps_a_service_from_starting_and_is_not_shown() {
    let place = Place::new();
    let jwk = r#"{"kty":"EC","alg":"ES256","kid":"a","x":"hunter2","y":"hunter2"}"#;
    for (key, code) in [("hunter2", "supabase_secret_too_short"), (jwk, "supabase_key_incomplete")] {
        let given = ["serve", "--database", "missing.db", "--supabase-key", key];
        let words = place.cora(&given).output().unwrap();
        let mut serve = place.cora(&["serve", "--database", "missing.db"]);
        let variable = serve.env("CORA_SUPABASE_KEY", key).output().unwrap();
        for (output, setting) in [(&words, "--supabase-key: "), (&variable, "CORA_SUPABASE_KEY: ")] {
            ends(output, 2);
            let said = stderr(output);
            assert!(said.contains(&format!("error: {setting}")) && said.contains(code), "{said}");
            assert!(!said.contains("hunter2"), "{said}");
        }
    }
    let help = place.cora(&["serve", "--help"]).env("CORA_SUPABASE_KEY", "hunter2").output().unwrap();
    let shown = String::from_utf8(help.stdout).unwrap();
    assert!(shown.contains("--supabase-key <KEY>") && !shown.contains("hunter2"), "{shown}");
}
