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
