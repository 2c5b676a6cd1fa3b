//! `cora adopt`, as an operator uses it: inspect, accept, apply, go live. The databases of the
//! legacy CORA toolkit are PostgreSQL, so without a PostgreSQL server these tests do nothing.

#[path = "../../store/tests/support/legacy_database.rs"]
mod database_of_cora;
#[path = "../../store/tests/support/postgres.rs"]
mod postgres;
mod support;

use std::process::Output;

use database_of_cora::OwnDatabase;
use support::{Place, ends, json, stderr, stdout};

/// CORA's setup file.
const SETUP: &str = "\
auth_provider: okta
okta:
  client_id: 0oa1b2c3d4e5f6g7h8i9
  issuer: https://acme.okta.com/oauth2/default
";

const SET: [&str; 4] = ["--set", "okta.audiences=api://default", "--set", "okta.clientSecret=env:OKTA_CLIENT_SECRET"];

fn adopt(place: &Place, database: &OwnDatabase, arguments: &[&str]) -> Output {
    place.cora(&["adopt"]).args(arguments).env("CORA_DATABASE", &database.url).output().unwrap()
}

#[tokio::test]
async fn a_project_is_looked_at_adopted_and_goes_live() {
    let Some(database) = OwnDatabase::with_rows().await else { return };
    let place = Place::new();
    place.file("setup.config.yaml", SETUP);
    let settings = [&["--settings", "setup.config.yaml"], &SET[..]].concat();

    // CORA's own file needs nothing more.
    let looked = adopt(&place, &database, &["--settings", "setup.config.yaml"]);
    ends(&looked, 1);
    assert!(
        stdout(&looked).contains("external_identities: 2 of 8 rows") && stderr(&looked).is_empty(),
        "{}",
        stderr(&looked)
    );
    let looked = adopt(&place, &database, &settings);
    ends(&looked, 1);
    let said = stdout(&looked);
    assert!(
        said.contains("profiles: 6 of 6 rows") && said.contains("\ndomain_public (1 in org_email_domains): "),
        "{said}"
    );
    assert!(!said.contains("connection_secret_left_out") && !said.contains('@') && !said.contains("hunter2"), "{said}");
    let advice = said.lines().last().unwrap();
    let codes = advice.split_once("--accept ").unwrap().1.split('`').next().unwrap();

    // The same report as data, for working through the rows.
    let looked = adopt(&place, &database, &[&["--json"], &settings[..]].concat());
    ends(&looked, 1);
    let report = json(&looked);
    assert_eq!(report["applied"], false);
    assert!(
        report["faults"]
            .as_array()
            .unwrap()
            .iter()
            .any(|fault| fault["code"] == "role_unknown" && fault["table"] == "org_members")
    );

    let some = [&["--apply", "--accept", "domain_public"], &settings[..]].concat();
    let refused = adopt(&place, &database, &some);
    ends(&refused, 1);
    assert!(stdout(&refused).contains("Nothing was changed") && stdout(&refused).contains(", accepted): "));
    ends(&adopt(&place, &database, &["--accept", "no_such_fault"]), 2);

    let all = [&["--apply", "--accept", codes], &settings[..]].concat();
    let adopted = adopt(&place, &database, &all);
    ends(&adopted, 0);
    assert!(
        stdout(&adopted)
            .contains("Adopted. CORA's tables are kept unchanged in the schema `public_before_cora`, until 2")
    );
    let again = adopt(&place, &database, &settings);
    ends(&again, 1);
    assert!(stderr(&again).contains("already belongs to Cora"), "{}", stderr(&again));

    let live = [
        &["connection", "import", "--activate", "--reason", "the project goes on with its provider"],
        &SET[..],
        &["setup.config.yaml"],
    ]
    .concat();
    ends(&place.cora(&live).env("CORA_DATABASE", &database.url).output().unwrap(), 0);
    let active = "SELECT platform_idp_config.status, count(*) FROM cora.platform_idp_config JOIN cora.external_identities USING (issuer) GROUP BY 1";
    assert_eq!(database.rows(active).await, ["active|2"]);

    // The kept tables have their time, and the way back its condition.
    let kept = adopt(&place, &database, &["--drop-kept"]);
    ends(&kept, 1);
    assert!(stderr(&kept).contains("CORA's tables are kept until 2"), "{}", stderr(&kept));
    let written = adopt(&place, &database, &["--undo"]);
    ends(&written, 1);
    assert!(stderr(&written).contains("platform_idp_config"), "{}", stderr(&written));
    ends(&adopt(&place, &database, &["--discard-written"]), 2);
    let undone = adopt(&place, &database, &["--undo", "--discard-written"]);
    ends(&undone, 0);
    assert!(stdout(&undone).starts_with("Undone."), "{}", stdout(&undone));
    assert_eq!(database.rows("SELECT count(*), count(config) FROM platform_idp_config").await, ["2|2"]);
}

/// The setup file of a project of Clerk, which never names an authorized party.
const CLERK: &str = "\
auth_provider: \"clerk\"
clerk:
  publishable_key: \"pk_live_Y2xlcmsuYWNtZS5leGFtcGxlJA\"
  secret_key: \"\"
  jwt_key: \"\"
";

#[tokio::test]
async fn the_file_of_a_project_of_clerk_needs_nothing_more() {
    let Some(database) = OwnDatabase::with_project_in_supabase().await else { return };
    database
        .run(
            "UPDATE platform_idp_config SET is_active = provider_type = 'clerk';
            UPDATE external_identities SET external_id = 'user_' || id || 'abc'",
        )
        .await;
    let place = Place::new();
    place.file("setup.config.yaml", CLERK);
    let looked = adopt(&place, &database, &["--json", "--settings", "setup.config.yaml"]);
    ends(&looked, 1);
    assert!(stderr(&looked).is_empty(), "{}", stderr(&looked));
    let report = json(&looked);
    let faults = report["faults"].as_array().unwrap();
    assert!(!faults.iter().any(|fault| fault["code"] == "connection_incomplete"));
    let tables = report["tables"].as_array().unwrap();
    let identities = tables.iter().find(|table| table["table"] == "external_identities").unwrap();
    assert_eq!((&identities["found"], &identities["adopted"]), (&195.into(), &195.into()));
}

#[tokio::test]
async fn without_faults_nothing_has_to_be_accepted() {
    let Some(database) = OwnDatabase::of_cora().await else { return };
    database.run("INSERT INTO people VALUES ('00000000-0000-4000-8000-000000000001');
        INSERT INTO profiles (user_id, full_name, global_role) VALUES ('00000000-0000-4000-8000-000000000001', 'Olga', 'platform_owner')").await;
    let place = Place::new();
    let looked = adopt(&place, &database, &[]);
    ends(&looked, 0);
    assert!(
        stdout(&looked).ends_with("Nothing was changed. Use `--apply` to adopt the database.\n"),
        "{}",
        stdout(&looked)
    );
    ends(&adopt(&place, &database, &["--apply"]), 0);
}

#[test]
fn a_file_of_sqlite_is_none_of_coras_databases() {
    let place = Place::new();
    let refused = place.cora(&["adopt", "--database", "cora.db"]).output().unwrap();
    ends(&refused, 1);
    assert!(stderr(&refused).contains("SQLite"), "{}", stderr(&refused));
    assert!(!place.path("cora.db").exists());
}
