//! `cora project` and `cora module`: a project is made, kept up to date, and never overwritten.

mod support;

use std::fs;
use std::path::Path;

use serde_json::Value;
use support::{Place, ends, json, refused, stderr, stdout, tree};

/// Makes a project in the folder `acme-app`.
fn made() -> Place {
    let place = Place::new();
    let new = ["project", "new", "acme-app", "--display-name", "Acme"];
    ends(&place.cora(&new).output().unwrap(), 0);
    place
}

fn run(place: &Place, arguments: &[&str]) -> std::process::Output {
    place.cora(&[arguments, &["--project", "acme-app"]].concat()).output().unwrap()
}

#[test]
fn a_new_project_has_these_files_and_nothing_to_do() {
    let place = made();
    let files = tree(&place.path("acme-app"));
    let names: Vec<&str> = files.keys().map(String::as_str).filter(|name| !name.contains("/base/")).collect();
    assert_eq!(
        names,
        [
            ".cora-project/.gitignore",
            ".cora-project/module.schema.json",
            ".cora-project/project.schema.json",
            ".cora-project/running",
            ".gitignore",
            "README.md",
            "app/globals.css",
            "app/layout.tsx",
            "app/page.tsx",
            "cora.generated/project.ts",
            "cora.lock",
            "cora.project.yaml",
            "next.config.ts",
            "package.json",
            "proxy.ts",
            "tsconfig.json",
        ]
    );
    ends(&run(&place, &["project", "plan", "--check"]), 0);
    let again = run(&place, &["project", "apply"]);
    ends(&again, 0);
    assert_eq!(stdout(&again), "Nothing to do.\n");
    assert_eq!(tree(&place.path("acme-app")), files);
    let package: Value = serde_json::from_str(&files["package.json"]).unwrap();
    assert_eq!(package["name"], "acme-app");
}

#[test]
fn no_placeholder_is_left() {
    for (name, text) in tree(&made().path("acme-app")) {
        for token in ["cora-template-", "{{", "${project", "undefined"] {
            assert!(!text.contains(token) || name.ends_with("layout.tsx"), "{token} in {name}");
        }
    }
}

#[test]
fn hostile_names_come_back_as_they_were() {
    for display in [
        "a\" + alert(1) + \"",
        "it's",
        "$& | ${x} `y`",
        "{{project}}",
        "\\u0041\\",
        "constructor",
        "Ünïcödé 🦀",
        "# : - [",
        "*/ // <!--",
        "</script>",
    ] {
        let place = Place::new();
        let new = ["project", "new", "acme-app", "--display-name", display];
        ends(&place.cora(&new).output().unwrap(), 0);
        ends(&run(&place, &["project", "plan", "--check"]), 0);
        let text = fs::read_to_string(place.path("acme-app/cora.generated/project.ts")).unwrap();
        let start = text.find("project = ").unwrap() + "project = ".len();
        let end = text.find(" as const").unwrap();
        let value: Value = serde_json::from_str(&text[start..end]).unwrap();
        assert_eq!(value["displayName"], display);
        let found = tree(&place.path("acme-app"));
        let others = found
            .iter()
            .filter(|(name, _)| !["cora.project.yaml", "cora.generated/project.ts"].contains(&name.as_str()));
        assert!(display == "constructor" || others.into_iter().all(|(_, text)| !text.contains(display)), "{display}");
    }
}

#[test]
fn nothing_of_one_project_reaches_another() {
    let place = Place::new();
    for (folder, name) in [("zebra-app", "Zebra"), ("bbb", "B")] {
        ends(&place.cora(&["project", "new", folder, "--display-name", name]).output().unwrap(), 0);
    }
    for (name, text) in tree(&place.path("bbb")) {
        assert!(!text.to_lowercase().contains("zebra"), "{name}");
    }
}

#[test]
fn a_folder_with_files_is_left_alone() {
    let place = made();
    refused(&place.cora(&["project", "new", "acme-app"]).output().unwrap(), "project_exists", 1);
    fs::create_dir(place.path("Other App")).unwrap();
    ends(&place.cora(&["project", "new", "Other App"]).output().unwrap(), 2);
    ends(&place.cora(&["project", "new", "Other App", "--name", "other"]).output().unwrap(), 0);
    ends(&place.cora(&["project", "new", "x", "--name", "../x"]).output().unwrap(), 2);
}

#[test]
fn an_edited_page_keeps_its_edits_when_the_name_changes() {
    let place = made();
    let readme = place.path("acme-app/README.md");
    let text = fs::read_to_string(&readme).unwrap();
    fs::write(&readme, format!("{text}\nOur own section.\n")).unwrap();
    let file = place.path("acme-app/cora.project.yaml");
    fs::write(&file, fs::read_to_string(&file).unwrap().replace("acme-app", "other-app")).unwrap();
    let plan = run(&place, &["project", "plan", "--check", "--diff"]);
    ends(&plan, 1);
    let shown = stdout(&plan);
    assert!(shown.contains("merge    README.md  (cora.project.yaml:4, template next/README.md)"), "{shown}");
    assert!(shown.contains("+# other-app"), "{shown}");
    ends(&run(&place, &["project", "apply"]), 0);
    let text = fs::read_to_string(&readme).unwrap();
    assert!(text.starts_with("# other-app\n") && text.ends_with("\nOur own section.\n"), "{text}");
}

#[test]
fn a_conflict_is_proposed_and_settled() {
    let place = made();
    let readme = place.path("acme-app/README.md");
    let mine = fs::read_to_string(&readme).unwrap().replace("# acme-app", "# Our application");
    fs::write(&readme, &mine).unwrap();
    let file = place.path("acme-app/cora.project.yaml");
    fs::write(&file, fs::read_to_string(&file).unwrap().replace("acme-app", "other-app")).unwrap();
    let apply = run(&place, &["project", "apply"]);
    refused(&apply, "merge_conflict", 1);
    assert_eq!(fs::read_to_string(&readme).unwrap(), mine);
    let package = fs::read_to_string(place.path("acme-app/package.json")).unwrap();
    assert!(package.contains("acme-app"), "nothing else is written");
    let proposal = fs::read_to_string(place.path("acme-app/.cora-project/proposals/README.md")).unwrap();
    assert!(proposal.contains("# Our application") && proposal.contains("# other-app"), "{proposal}");
    ends(&run(&place, &["project", "apply", "--keep", "README.md"]), 0);
    assert_eq!(fs::read_to_string(&readme).unwrap(), mine);
    assert!(!place.path("acme-app/.cora-project/proposals/README.md").exists());
    ends(&run(&place, &["project", "plan", "--check"]), 0);
}

#[test]
fn an_edited_made_file_stops_everything_until_it_is_settled() {
    let place = made();
    let made = place.path("acme-app/cora.generated/project.ts");
    let written = fs::read_to_string(&made).unwrap();
    fs::write(&made, "mine").unwrap();
    refused(&run(&place, &["project", "apply"]), "file_edited", 1);
    assert_eq!(fs::read_to_string(&made).unwrap(), "mine");
    ends(&run(&place, &["project", "apply", "--restore", "cora.generated/project.ts"]), 0);
    assert_eq!(fs::read_to_string(&made).unwrap(), written);
    fs::write(&made, "mine").unwrap();
    ends(&run(&place, &["project", "own", "cora.generated/project.ts"]), 0);
    ends(&run(&place, &["project", "plan", "--check"]), 0);
    let explained = run(&place, &["project", "explain", "cora.generated/project.ts", "--json"]);
    assert_eq!(json(&explained)["owner"], "yours");
    assert_eq!(json(&explained)["why"], "cora.project.yaml:3, made from project");
    ends(&run(&place, &["project", "own", "mine.txt"]), 2);
}

#[test]
fn a_plan_is_applied_only_to_the_project_it_was_made_for() {
    let place = made();
    let file = place.path("acme-app/cora.project.yaml");
    let other = |name: &str| {
        fs::write(&file, fs::read_to_string(&file).unwrap().replace("acme-app", name)).unwrap();
    };
    other("other-app");
    ends(&run(&place, &["project", "plan", "--output", "plan.json"]), 0);
    fs::write(place.path("acme-app/package.json"), "{}").unwrap();
    refused(&run(&place, &["project", "apply", "plan.json"]), "plan_stale", 1);
    ends(&run(&place, &["project", "apply", "--restore", "package.json"]), 0);
    fs::write(&file, fs::read_to_string(&file).unwrap().replace("other-app", "third-app")).unwrap();
    ends(&run(&place, &["project", "plan", "--output", "plan.json"]), 0);
    ends(&run(&place, &["project", "apply", "plan.json"]), 0);
    ends(&run(&place, &["project", "plan", "--check"]), 0);
    place.file("other.json", "{}");
    refused(&run(&place, &["project", "apply", "other.json"]), "plan_stale", 2);
}

#[test]
fn a_project_file_with_faults_removes_nothing() {
    let place = made();
    let before = tree(&place.path("acme-app"));
    for text in ["cora: 1\nproject: { name: A }\nwebb: {}\n", "", "cora: 1\n\tx"] {
        fs::write(place.path("acme-app/cora.project.yaml"), text).unwrap();
        for command in
            [&["project", "plan"][..], &["project", "apply"], &["project", "own", "proxy.ts"], &["module", "list"]]
        {
            let output = run(&place, command);
            ends(&output, 2);
            assert!(stderr(&output).contains("--> cora.project.yaml:"), "{}", stderr(&output));
        }
    }
    fs::write(place.path("acme-app/cora.project.yaml"), &before["cora.project.yaml"]).unwrap();
    assert_eq!(tree(&place.path("acme-app")), before);
    fs::write(place.path("acme-app/cora.lock"), "{}").unwrap();
    refused(&run(&place, &["project", "apply"]), "lock_damaged", 1);
    refused(&place.cora(&["project", "plan"]).output().unwrap(), "project_missing", 2);
}

/// Adds modules to the project: `kb`, and `chat`, which needs it.
fn with_modules(place: &Place) {
    let file = place.path("acme-app/cora.project.yaml");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, format!("{text}  kb: {{ path: modules/kb }}\n  chat: {{ path: modules/chat }}\n")).unwrap();
    for (name, requires) in [("kb", "access: \"*\""), ("chat", "kb: { version: ^1, reason: grounding }")] {
        let folder = place.path(&format!("acme-app/modules/{name}"));
        fs::create_dir_all(&folder).unwrap();
        let manifest = format!(
            "cora: 1\nmodule: {{ name: {name}, displayName: A module, version: 1.0.0 }}\n\
             requires: {{ modules: {{ {requires} }} }}\ncapabilities:\n  \
             {name}:read: {{ describe: Read it., grantedTo: [org_user, org_admin, org_owner] }}\n"
        );
        fs::write(folder.join("cora.module.yaml"), manifest).unwrap();
    }
}

#[test]
fn modules_are_listed_in_their_order() {
    let place = made();
    with_modules(&place);
    let list = run(&place, &["module", "list"]);
    ends(&list, 0);
    assert_eq!(
        stdout(&list),
        "MODULE  VERSION  NEEDS   ROUTES  FROM\n\
         access  0.1.0    -       0       builtin\n\
         kb      1.0.0    access  0       modules/kb/cora.module.yaml\n\
         chat    1.0.0    kb      0       modules/chat/cora.module.yaml\n"
    );
    let list = json(&run(&place, &["module", "list", "--json"]));
    assert_eq!(list["modules"][2]["permissions"], serde_json::json!(["chat:read"]));
    let graph = run(&place, &["module", "graph"]);
    assert!(stdout(&graph).ends_with("  kb --> access\n  chat --> kb\n"), "{}", stdout(&graph));
    let graph = json(&run(&place, &["module", "graph", "--json"]));
    assert_eq!(graph["needs"][1]["reason"], "grounding");
    ends(&run(&place, &["project", "apply"]), 0);
    let permissions = place.path("acme-app/cora.generated/permissions.json");
    let defined: Value = serde_json::from_str(&fs::read_to_string(permissions).unwrap()).unwrap();
    assert_eq!(defined["permissions"][1]["id"], "chat:read");
    let types = fs::read_to_string(place.path("acme-app/cora.generated/cora.d.ts")).unwrap();
    assert!(types.contains("permission: \"kb:read\" | \"chat:read\";"), "{types}");
    // The permissions are in the form that an application is given them.
    ends(&place.cora(&["generate", "types", "acme-app/cora.generated/permissions.json"]).output().unwrap(), 0);
}

#[test]
fn faults_of_modules_have_places() {
    let place = made();
    with_modules(&place);
    fs::remove_file(place.path("acme-app/modules/kb/cora.module.yaml")).unwrap();
    let manifest = place.path("acme-app/modules/chat/cora.module.yaml");
    let text = fs::read_to_string(&manifest).unwrap().replace("kb: { version: ^1,", "gone: { version: ^1,");
    fs::write(&manifest, text).unwrap();
    let list = run(&place, &["module", "list"]);
    refused(&list, "module_not_found", 1);
    let shown = stderr(&list);
    assert!(
        shown.contains("error[module_missing]") && shown.contains("--> modules/chat/cora.module.yaml:3:24"),
        "{shown}"
    );
    let findings = json(&run(&place, &["module", "list", "--json"]))["findings"].clone();
    assert_eq!(findings[0]["code"], "module_not_found");
    assert_eq!(findings[0]["line"], 9);
    refused(&run(&place, &["project", "apply"]), "module_missing", 1);
}

#[test]
fn every_code_is_explained() {
    let place = Place::new();
    for code in cora_project::code::ProjectCode::ALL {
        let output = place.cora(&["explain", code.name()]).output().unwrap();
        ends(&output, 0);
        assert!(stdout(&output).starts_with(&format!("{}: ", code.name())), "{}", stdout(&output));
        assert!(stdout(&output).contains("What to do: "), "{}", stdout(&output));
    }
    assert!(stdout(&place.cora(&["explain", "no_invitation"]).output().unwrap()).starts_with("no_invitation: "));
    ends(&place.cora(&["explain", "no_such_code"]).output().unwrap(), 2);
}

#[test]
fn the_schemas_of_its_files_are_printed() {
    let place = Place::new();
    for name in ["Project", "Module"] {
        let output = place.cora(&["schema", name]).output().unwrap();
        ends(&output, 0);
        assert_eq!(json(&output)["$ref"], format!("#/$defs/{name}"));
    }
    let list = place.cora(&["schema", "--list"]).output().unwrap();
    assert!(stdout(&list).contains("\nProject\n"));
}

#[test]
fn the_files_of_the_documents_are_read() {
    let block = |page: &str| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs").join(page);
        let text = fs::read_to_string(path).unwrap();
        let (_, rest) = text.split_once("\n```yaml\n").unwrap();
        rest.split_once("\n```").unwrap().0.to_owned()
    };
    let place = made();
    let place_module = |text: String| {
        let folder = place.path("acme-app/modules/kb");
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("cora.module.yaml"), text).unwrap();
    };
    let project = block("project.md") + "\nruntime: { python: \"3.13\", architecture: arm64 }\n";
    fs::write(place.path("acme-app/cora.project.yaml"), project).unwrap();
    place_module(block("modules.md"));
    ends(&run(&place, &["module", "list"]), 0);
    place_module(format!("{}\n{}\n", block("modules.md"), block("routes.md")));
    ends(&run(&place, &["module", "list"]), 0);
    ends(&run(&place, &["project", "apply"]), 0);
    let list = json(&run(&place, &["module", "list", "--json"]));
    assert_eq!(list["modules"][1]["routes"][1], "GET /kb/bases/{baseId}");
    assert!(place.path("acme-app/cora.generated/openapi.json").exists());
}

#[test]
fn a_new_module_passes_check_and_its_tests() {
    // `tests/project/run.mjs` runs the tests of the module, which are in Python.
    let place = made();
    let new = run(&place, &["module", "new", "kb"]);
    ends(&new, 0);
    assert!(stdout(&new).ends_with("update   cora.project.yaml\nNow run `cora project apply`.\n"), "{}", stdout(&new));
    let list = run(&place, &["module", "list"]);
    ends(&list, 0);
    assert_eq!(stderr(&list), "");
    ends(&run(&place, &["project", "apply"]), 0);
    ends(&run(&place, &["project", "plan", "--check"]), 0);
    let made = tree(&place.path("acme-app"));
    assert!(made["cora.generated/functions/kb_items/cora_routes.py"].contains("\"GET /kb/items/{itemId}\""));
    let before = made.clone();
    refused(&run(&place, &["module", "new", "kb"]), "path_taken", 1);
    for name in ["Kb", "kb-2", "../x", "class", "module-kb"] {
        ends(&run(&place, &["module", "new", name]), 2);
    }
    assert_eq!(tree(&place.path("acme-app")), before);
    // A second one stands next to the first.
    ends(&run(&place, &["module", "new", "chat"]), 0);
    ends(&run(&place, &["project", "apply"]), 0);
}
