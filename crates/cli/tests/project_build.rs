//! `cora project build`: zips that can start, the same bytes each time.

mod support;

use std::fs;

use serde_json::Value;
use support::{Place, ends, json, refused, stderr, stdout};

/// Makes a project with the module `kb`.
fn made() -> Place {
    let place = Place::new();
    ends(&place.cora(&["project", "new", "acme-app"]).output().unwrap(), 0);
    let file = place.path("acme-app/cora.project.yaml");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, format!("{text}runtime: {{ python: \"3.11\", architecture: x86_64 }}\n")).unwrap();
    ends(&run(&place, &["module", "new", "kb"]), 0);
    ends(&run(&place, &["project", "apply"]), 0);
    place
}

fn run(place: &Place, arguments: &[&str]) -> std::process::Output {
    place.cora(&[arguments, &["--project", "acme-app"]].concat()).output().unwrap()
}

fn source(place: &Place, name: &str, text: &str) {
    fs::write(place.path("acme-app/modules/kb/backend/items").join(name), text).unwrap();
}

#[test]
fn a_new_module_is_built_and_then_current() {
    let place = made();
    let first = run(&place, &["project", "build", "--json"]);
    ends(&first, 0);
    assert_eq!(json(&first)["artifacts"][0]["state"], "built");
    let zip = place.path("acme-app/build/kb_items.zip");
    let bytes = fs::read(&zip).unwrap();
    let list: Value = serde_json::from_slice(&fs::read(place.path("acme-app/build/artifacts.json")).unwrap()).unwrap();
    let record = &list["artifacts"]["build/kb_items.zip"];
    assert_eq!((&record["runtime"], &record["architecture"]), (&Value::from("python3.11"), &Value::from("x86_64")));
    assert_eq!(record["sha256"], cora_sha256(&bytes));
    let again = run(&place, &["project", "build"]);
    ends(&again, 0);
    assert!(stdout(&again).starts_with("current  build/kb_items.zip  (python3.11, x86_64, "), "{}", stdout(&again));
    ends(&run(&place, &["project", "build", "--check"]), 0);
    // Another folder at another time: the same bytes.
    let other = made();
    ends(&run(&other, &["project", "build", "kb.items"]), 0);
    assert_eq!(fs::read(other.path("acme-app/build/kb_items.zip")).unwrap(), bytes);
    ends(&run(&place, &["project", "build", "kb.gone"]), 2);
    // Git does not see it.
    assert!(fs::read_to_string(place.path("acme-app/.gitignore")).unwrap().contains("\n/build\n"));
}

fn cora_sha256(bytes: &[u8]) -> String {
    cora_project::lock::sha256(bytes)
}

#[test]
fn age_says_nothing() {
    let place = made();
    ends(&run(&place, &["project", "build"]), 0);
    let zip = place.path("acme-app/build/kb_items.zip");
    let bytes = fs::read(&zip).unwrap();
    // Younger than its sources, and not theirs.
    source(&place, "more.py", "x = 1\n");
    fs::write(&zip, &bytes).unwrap();
    let check = run(&place, &["project", "build", "--check"]);
    refused(&check, "artifact_stale", 1);
    assert_eq!(fs::read(&zip).unwrap(), bytes, "a check writes nothing");
    ends(&run(&place, &["project", "build"]), 0);
    // As large as it should be, and damaged.
    fs::write(&zip, vec![0; fs::read(&zip).unwrap().len()]).unwrap();
    refused(&run(&place, &["project", "build", "--check"]), "artifact_stale", 1);
    ends(&run(&place, &["project", "build"]), 0);
    ends(&run(&place, &["project", "build", "--check"]), 0);
}

#[test]
fn nothing_is_written_for_a_function_that_cannot_start() {
    let place = made();
    let handlers = fs::read_to_string(place.path("acme-app/modules/kb/backend/items/handlers.py")).unwrap();
    source(&place, "handlers.py", &format!("import org_common\n{handlers}"));
    let refusal = run(&place, &["project", "build"]);
    refused(&refusal, "import_unresolved", 1);
    let shown = stderr(&refusal);
    assert!(shown.contains("--> modules/kb/backend/items/handlers.py:1:8\n"), "{shown}");
    assert!(shown.contains("1 | import org_common\n"), "{shown}");
    assert!(!place.path("acme-app/build").exists());
}

#[test]
fn packages_are_locked_and_fit() {
    let place = made();
    let wheels = place.path("wheels");
    fs::create_dir(&wheels).unwrap();
    let build = || run(&place, &["project", "build", "--wheels", wheels.to_str().unwrap()]);
    for (requirements, code) in [
        ("pydantic\n", "requirements_unlocked"),
        ("# comment\npydantic>=2\n", "requirements_unlocked"),
        ("pydantic==2.0\n", "package_missing"),
    ] {
        source(&place, "requirements.txt", requirements);
        let refusal = build();
        refused(&refusal, code, 1);
        assert!(stderr(&refusal).contains("items/requirements.txt:"), "{}", stderr(&refusal));
    }
    fs::write(wheels.join("pydantic-2.0.tar.gz"), "").unwrap();
    refused(&build(), "artifact_source_build", 1);
    fs::write(wheels.join("pydantic-2.0-cp313-cp313-manylinux_2_17_x86_64.whl"), "").unwrap();
    let refusal = build();
    refused(&refusal, "artifact_abi_mismatch", 1);
    assert!(stderr(&refusal).contains("not for Python 3.11 on x86_64"), "{}", stderr(&refusal));
    fs::write(wheels.join("pydantic-2.0-py3-none-any.whl"), "").unwrap();
    refused(&build(), "package_damaged", 1);
    source(&place, "requirements.txt", &format!("pydantic==2.0 --hash=sha256:{}\n", "a".repeat(64)));
    refused(&build(), "package_changed", 1);
}

#[cfg(unix)]
#[test]
fn no_link_leads_out_of_a_function() {
    let place = made();
    place.file("secret.txt", "s3cr3t");
    std::os::unix::fs::symlink(place.path("secret.txt"), place.path("acme-app/modules/kb/backend/items/a.txt"))
        .unwrap();
    refused(&run(&place, &["project", "build"]), "path_collision", 1);
    assert!(!place.path("acme-app/build").exists());
}
