//! `cora secret` and `cora run`: values are in no file of a project and in no output.

mod support;

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Output, Stdio};

use support::{Place, ends, json, refused, stderr, stdout};

const VALUE: &str = "s3cr3t-of-the-search-service";

/// Makes a project with a secret of its own and one of a module.
fn made(place: &Place, name: &str) {
    ends(&place.cora(&["project", "new", name]).output().unwrap(), 0);
    ends(&place.cora(&["module", "new", "kb", "--project", name]).output().unwrap(), 0);
    let append = |file: &str, text: &str| {
        let path = place.path(name).join(file);
        fs::write(&path, fs::read_to_string(&path).unwrap() + text).unwrap();
    };
    append("cora.project.yaml", "secrets: { APP_SESSION_SECRET: { describe: Seals the session. } }\n");
    append("modules/kb/cora.module.yaml", "secrets: { KB_TOKEN: { describe: The token of the search service. } }\n");
}

fn run(place: &Place, name: &str, arguments: &[&str], input: &str) -> Output {
    let (words, rest) = match arguments.iter().position(|word| *word == "--") {
        Some(at) => arguments.split_at(at),
        None => (arguments, &[][..]),
    };
    let options = ["--environment", "dev", "--project", name];
    let mut command = place.cora(&[words, &options, rest].concat());
    command.env("XDG_STATE_HOME", place.path("state")).env("HOME", place.path("home"));
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // A command that reads nothing has closed it.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

/// Calls with each file below a folder.
fn files(folder: &Path, found: &mut impl FnMut(&Path, &[u8])) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files(&path, found) } else { found(&path, &fs::read(&path).unwrap()) }
    }
}

fn holds(text: &[u8], value: &str) -> bool {
    text.windows(value.len()).any(|part| part == value.as_bytes())
}

#[test]
fn a_program_is_given_the_secrets() {
    let place = Place::new();
    made(&place, "acme-app");
    let print = ["run", "--", "sh", "-c", "printf %s \"$KB_TOKEN\"; exit 7"];
    let without = run(&place, "acme-app", &print, "");
    refused(&without, "secret_missing", 1);
    assert!(stderr(&without).contains("`APP_SESSION_SECRET`, `KB_TOKEN` without a value in `dev`"));
    assert_eq!(stdout(&without), "");
    ends(&run(&place, "acme-app", &["secret", "set", "KB_TOKEN"], &format!("{VALUE}\n")), 0);
    ends(&run(&place, "acme-app", &["secret", "set", "APP_SESSION_SECRET", "--random"], ""), 0);
    let given = run(&place, "acme-app", &print, "");
    ends(&given, 7);
    assert_eq!(stdout(&given), VALUE);
    let list = json(&run(&place, "acme-app", &["secret", "list", "--json"], ""));
    assert_eq!(list["secrets"][1]["name"], "KB_TOKEN");
    assert_eq!(list["secrets"][1]["isSet"], true);
    assert_eq!(list["secrets"][1]["module"], "kb");
    let table = stdout(&run(&place, "acme-app", &["secret", "list"], ""));
    assert!(table.contains("APP_SESSION_SECRET  set"), "{table}");
    // A session's secret is never drawn again.
    refused(&run(&place, "acme-app", &["secret", "set", "APP_SESSION_SECRET", "--random"], ""), "secret_exists", 1);
    ends(&run(&place, "acme-app", &["secret", "remove", "KB_TOKEN"], ""), 0);
    refused(&run(&place, "acme-app", &["secret", "remove", "KB_TOKEN"], ""), "secret_missing", 1);
    refused(&run(&place, "acme-app", &print, ""), "secret_missing", 1);
}

#[test]
fn no_written_file_holds_a_secret() {
    let place = Place::new();
    made(&place, "acme-app");
    ends(&run(&place, "acme-app", &["secret", "set", "KB_TOKEN"], VALUE), 0);
    for arguments in [&["apply"][..], &["plan", "--output", "plan.json"], &["build"]] {
        ends(&place.cora(&[&["project"], arguments, &["--project", "acme-app"]].concat()).output().unwrap(), 0);
    }
    let mut count = 0;
    files(&place.path(""), &mut |path, text| {
        assert!(!holds(text, VALUE), "{}", path.display());
        count += 1;
        if path.starts_with(place.path("state")) {
            assert_eq!(fs::metadata(path).unwrap().permissions().mode() & 0o777, 0o600, "{}", path.display());
        }
    });
    assert!(count > 20, "{count}");
    let mode = fs::metadata(place.path("state/cora")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o700);
}

#[test]
fn no_output_holds_a_secret() {
    let place = Place::new();
    made(&place, "acme-app");
    let cases: [(&[&str], &str); 10] = [
        (&["secret", "set", "KB_TOKEN"], VALUE),
        (&["secret", "set", "KB_TOKENS"], VALUE),
        (&["secret", "set", VALUE], ""),
        (&["secret", "set", "KB_TOKEN", "--random"], VALUE),
        (&["secret", "list"], ""),
        (&["secret", "list", "--json"], ""),
        (&["secret", "remove", "APP_SESSION_SECRET"], VALUE),
        (&["run", "--", "/no/such/program"], ""),
        (&["secret", "set", "KB_TOKEN"], "a\0b"),
        (&["secret", "set", "KB_TOKEN"], ""),
    ];
    for (arguments, input) in cases {
        let output = run(&place, "acme-app", arguments, input);
        let is_argument = arguments.contains(&VALUE);
        assert!(is_argument || !holds(&output.stdout, VALUE) && !holds(&output.stderr, VALUE), "{arguments:?}");
    }
    for arguments in [&["plan"][..], &["plan", "--diff"], &["apply", "--json"], &["build", "--json"]] {
        let output = place.cora(&[&["project"], arguments, &["--project", "acme-app"]].concat()).output().unwrap();
        ends(&output, 0);
        assert!(!holds(&output.stdout, VALUE) && !holds(&output.stderr, VALUE), "{arguments:?}");
    }
}

#[test]
fn secrets_of_one_project_do_not_reach_another() {
    let place = Place::new();
    made(&place, "acme-app");
    fs::create_dir(place.path("other")).unwrap();
    made(&place, "other/acme-app");
    ends(&run(&place, "acme-app", &["secret", "set", "KB_TOKEN"], VALUE), 0);
    ends(&run(&place, "acme-app", &["secret", "set", "APP_SESSION_SECRET"], VALUE), 0);
    let list = json(&run(&place, "other/acme-app", &["secret", "list", "--json"], ""));
    assert_eq!(list["secrets"][1]["isSet"], false);
    // The file of one project opens in no other one, and in no other environment.
    let folders: Vec<_> = fs::read_dir(place.path("state/cora"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .collect();
    let [own] = folders.as_slice() else { panic!("{folders:?}") };
    ends(&run(&place, "other/acme-app", &["secret", "set", "APP_SESSION_SECRET", "--random"], ""), 0);
    let all = fs::read_dir(place.path("state/cora")).unwrap().map(|entry| entry.unwrap().path());
    let other = all.filter(|path| path.is_dir()).find(|path| path != own).unwrap();
    fs::copy(own.join("dev.json"), other.join("dev.json")).unwrap();
    let opened = run(&place, "other/acme-app", &["run", "--", "true"], "");
    ends(&opened, 1);
    assert!(stderr(&opened).contains("the secret cannot be read"), "{}", stderr(&opened));
    assert!(!holds(&opened.stderr, VALUE));
}

#[test]
fn what_cannot_be_a_secret_is_refused() {
    let place = Place::new();
    made(&place, "acme-app");
    refused(&run(&place, "acme-app", &["secret", "set", "KB_OTHER"], VALUE), "secret_unknown", 1);
    for name in ["PATH", "LD_PRELOAD", "NODE_OPTIONS", "kb_token", "TOKEN"] {
        ends(&run(&place, "acme-app", &["secret", "set", name], VALUE), 2);
    }
    ends(&run(&place, "acme-app", &["secret", "set", "KB_TOKEN"], "\n"), 2);
    let inside = place.path("acme-app/state");
    refused(&run(&place, "acme-app", &["secret", "list", "--state", inside.to_str().unwrap()], ""), "secret_folder", 1);
    let open = place.path("open");
    fs::create_dir(&open).unwrap();
    fs::set_permissions(&open, fs::Permissions::from_mode(0o755)).unwrap();
    refused(&run(&place, "acme-app", &["secret", "list", "--state", open.to_str().unwrap()], ""), "secret_folder", 1);
    // Two parts of a project do not share a name.
    let file = place.path("acme-app/cora.project.yaml");
    let text = fs::read_to_string(&file).unwrap().replace("APP_SESSION_SECRET", "KB_TOKEN");
    fs::write(&file, text).unwrap();
    refused(&run(&place, "acme-app", &["secret", "list"], ""), "secret_duplicate", 1);
}
