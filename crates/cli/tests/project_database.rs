//! `cora project migrate` and `cora project register`: the tables of modules, and a project that is
//! known to Cora. Migrations of modules need the PostgreSQL that `CORA_TEST_POSTGRES` names.

mod support;

use std::fs;
use std::process::{Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

use support::{Place, ends, json, refused, stderr, stdout};

const OKTA: &str = "kind: okta\nsettings: { issuer: \"https://acme.okta.com/oauth2/default\", \
                    clientId: 0oa1b2c3d4e5f6g7h8i9, clientSecret: \"env:CORA_SECRET_OKTA\", audiences: [\"api://default\"] }\n";

/// Makes a project with the module `kb`, which needs `zoo`, and with a connection.
fn made() -> Place {
    let place = Place::new();
    ends(&place.cora(&["project", "new", "acme-app"]).output().unwrap(), 0);
    for name in ["kb", "zoo"] {
        ends(&place.cora(&["module", "new", name, "--project", "acme-app"]).output().unwrap(), 0);
    }
    let append = |file: &str, text: &str| {
        let path = place.path("acme-app").join(file);
        fs::write(&path, fs::read_to_string(&path).unwrap() + text).unwrap();
    };
    append(
        "cora.project.yaml",
        "connections: [okta.yaml]\nsecrets: { CORA_CLIENT_SECRET: { describe: The secret of the application. } }\n",
    );
    append(
        "modules/kb/cora.module.yaml",
        "tables: { kb_bases: { scope: organization, column: org_id, read: kb:read } }\nrequires: { modules: { zoo: \"*\" } }\n",
    );
    fs::write(place.path("acme-app/okta.yaml"), OKTA).unwrap();
    place
}

fn migration(place: &Place, module: &str, name: &str, text: &str) {
    let folder = place.path("acme-app/modules").join(module).join("db");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join(name), text).unwrap();
}

fn run(place: &Place, arguments: &[&str]) -> Output {
    let mut command = place.cora(&[arguments, &["--project", "acme-app"]].concat());
    command.env("XDG_STATE_HOME", place.path("state")).env("HOME", place.path("home"));
    command.stdin(Stdio::null()).output().unwrap()
}

/// A database of the PostgreSQL of the tests, which is dropped with this value.
struct Database {
    server: String,
    name: String,
}

impl Database {
    fn make() -> Option<Self> {
        static MADE: AtomicU32 = AtomicU32::new(0);
        let server = std::env::var("CORA_TEST_POSTGRES").ok().filter(|url| !url.is_empty())?;
        let name = format!("cora_project_{}_{}", std::process::id(), MADE.fetch_add(1, Ordering::Relaxed));
        run_sql(&server, &format!("CREATE DATABASE {name}"));
        Some(Self { server, name })
    }

    fn url(&self) -> String {
        let (place, parameters) = self.server.split_once('?').unwrap_or((&self.server, ""));
        let (host, _) = place.rsplit_once('/').unwrap();
        format!("{host}/{}?{parameters}", self.name)
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        run_sql(&self.server, &format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name));
    }
}

fn run_sql(url: &str, sql: &str) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let (client, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls).await.unwrap();
        tokio::spawn(connection);
        client.batch_execute(sql).await.unwrap();
    });
}

#[test]
fn a_module_comes_after_what_it_requires() {
    let (place, Some(database)) = (made(), Database::make()) else { return };
    let url = database.url();
    let migrate = |more: &[&str]| run(&place, &[&["project", "migrate", "--database", &url], more].concat());
    migration(&place, "zoo", "0001_people.sql", "CREATE TABLE zoo_people (id uuid PRIMARY KEY);");
    let bases = "CREATE TABLE kb_bases (id uuid REFERENCES zoo_people, org_id uuid);";
    migration(&place, "kb", "0001_bases.sql", bases);
    // Cora's own migrations come first.
    let pending = migrate(&["--check"]);
    ends(&pending, 1);
    assert!(stdout(&pending).contains("to be applied: Cora's migration 1 schema\n"), "{}", stdout(&pending));
    let done = migrate(&["--json"]);
    ends(&done, 0);
    let names: Vec<String> =
        json(&done)["steps"].as_array().unwrap().iter().map(|step| step["name"].as_str().unwrap().to_owned()).collect();
    assert_eq!(
        names,
        ["modules/zoo/db/0001_people.sql", "modules/kb/db/0001_bases.sql", "access to the tables of `kb`"]
    );
    assert_eq!(stdout(&migrate(&[])), "Nothing to do.\n");
    ends(&migrate(&["--check"]), 0);

    // A trial finds the fault and leaves nothing.
    migration(&place, "kb", "0002_more.sql", "CREATE TABLE kb_more (id uuid);\nINSERT INTO kb_moor VALUES (1);\n");
    for mode in [&["--dry-run"][..], &[]] {
        let failed = migrate(mode);
        refused(&failed, "migration_failed", 1);
        let said = stderr(&failed);
        assert!(said.contains("modules/kb/db/0002_more.sql:2:1\n") && said.contains("SQLSTATE 42P01"), "{said}");
        ends(&migrate(&["--check"]), 1);
    }
    migration(&place, "kb", "0002_more.sql", "CREATE TABLE kb_more (id uuid);\n");
    ends(&migrate(&["--dry-run"]), 0);
    ends(&migrate(&[]), 0);
    migration(&place, "kb", "0002_more.sql", "CREATE TABLE kb_more (id int);\n");
    refused(&migrate(&[]), "migration_changed", 1);
    // Line ends of Windows are no change.
    migration(&place, "kb", "0002_more.sql", "CREATE TABLE kb_more (id uuid);\r\n");
    ends(&migrate(&[]), 0);
    fs::remove_file(place.path("acme-app/modules/kb/db/0002_more.sql")).unwrap();
    refused(&migrate(&[]), "migration_changed", 1);
}

#[test]
fn a_declared_table_has_to_exist() {
    let (place, Some(database)) = (made(), Database::make()) else { return };
    migration(&place, "kb", "0001_bases.sql", "CREATE TABLE kb_bases (id uuid);");
    let output = run(&place, &["project", "migrate", "--database", &database.url()]);
    refused(&output, "table_missing", 1);
    assert!(stderr(&output).contains("`kb_bases.org_id`") && stderr(&output).contains("cora.module.yaml"));
    migration(&place, "zoo", "0001_bases.sql", "CREATE TABLE other (id uuid);");
    let output = run(&place, &["project", "migrate", "--database", &database.url()]);
    refused(&output, "table_foreign", 1);
}

#[test]
fn tables_and_migrations_are_checked_without_a_database() {
    let place = made();
    let manifest = place.path("acme-app/modules/kb/cora.module.yaml");
    let text = fs::read_to_string(&manifest).unwrap();
    for (old, new, code) in [
        ("kb_bases: {", "bases: {", "table_foreign"),
        ("column: org_id, ", "", "table_invalid"),
        ("scope: organization", "scope: internal", "table_invalid"),
        ("read: kb:read }", "read: kb:red }", "access_unknown"),
    ] {
        assert!(text.contains(old), "{old}");
        fs::write(&manifest, text.replacen(old, new, 1)).unwrap();
        refused(&run(&place, &["project", "plan"]), code, 1);
    }
    fs::write(&manifest, &text).unwrap();
    for (name, code) in [("1_bases.sql", "migration_invalid"), ("notes.txt", "migration_invalid")] {
        migration(&place, "kb", name, "SELECT 1;");
        refused(&run(&place, &["project", "migrate", "--database", "cora.db"]), code, 1);
        fs::remove_file(place.path("acme-app/modules/kb/db").join(name)).unwrap();
    }
    // A module without migrations is no reason for a PostgreSQL; its tables are.
    migration(&place, "kb", "0001_bases.sql", "CREATE TABLE kb_bases (org_id uuid);");
    refused(&run(&place, &["project", "migrate", "--database", "cora.db"]), "postgres_needed", 1);
}

#[test]
fn creation_activates_no_connection() {
    let place = made();
    ends(&place.cora(&["migrate", "--database", "cora.db"]).output().unwrap(), 0);
    let register = |more: &[&str]| {
        run(&place, &[&["project", "register", "--environment", "dev", "--database", "cora.db"], more].concat())
    };
    let tried = register(&["--dry-run"]);
    ends(&tried, 0);
    assert!(stdout(&tried).contains("would be created: okta"), "{}", stdout(&tried));
    let list = || stdout(&place.connection(&["list", "--database", "cora.db"]));
    assert!(!list().contains("okta"), "a dry run writes nothing");
    ends(&register(&[]), 0);
    // The settings are right, and no login uses them: neither active nor the default.
    assert!(list().contains("  okta  Okta  validated  -  "), "{}", list());
    let again = register(&[]);
    ends(&again, 0);
    assert!(stdout(&again).contains("unchanged: okta") && stdout(&again).contains("unchanged: application"));
}

#[test]
fn the_application_gets_its_permissions_and_its_secret_once() {
    let place = made();
    ends(&place.cora(&["migrate", "--database", "cora.db"]).output().unwrap(), 0);
    let register = || run(&place, &["project", "register", "-e", "dev", "--database", "cora.db"]);
    let first = register();
    ends(&first, 0);
    let id = stdout(&first).split("created: application ").nth(1).unwrap()[..36].to_owned();
    let application = |words: &[&str]| {
        stdout(&place.cora(&[&["application"], words, &["--database", "cora.db", &id]].concat()).output().unwrap())
    };
    let shown = application(&["show"]);
    assert!(shown.contains("http://localhost:3000/api/auth/callback"), "{shown}");
    assert!(application(&["permissions", "show"]).contains("kb:read"));
    // The secret is one of the environment, and in no output.
    let mut print = place.cora(&[
        "run",
        "-e",
        "dev",
        "--project",
        "acme-app",
        "--",
        "sh",
        "-c",
        "printf %s \"$CORA_CLIENT_SECRET\"",
    ]);
    print.env("XDG_STATE_HOME", place.path("state")).env("HOME", place.path("home"));
    let secret = stdout(&print.output().unwrap());
    assert!(secret.len() > 30 && !stdout(&first).contains(&secret) && !stderr(&first).contains(&secret));
    let again = register();
    ends(&again, 0);
    assert!(!stdout(&again).contains("set:"), "{}", stdout(&again));
    assert_eq!(stdout(&print.output().unwrap()), secret);
}
