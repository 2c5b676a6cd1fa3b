//! Migrations of modules and the access to their tables, on PostgreSQL. Without a PostgreSQL to
//! create databases in, most of these tests do nothing.

use cora_core::role::OrganizationRole::{self, OrgAdmin, OrgOwner, OrgUser};
use cora_store::{
    DatabaseLocation, MemberAccess, ModuleMigration, ModuleRun, ModuleSchema, ModuleSchemaError, ModuleStep,
    ModuleTable, Store,
};

use crate::support::legacy_database::{OwnDatabase, texts};

const BASES: &str = "CREATE TABLE kb_bases (id uuid PRIMARY KEY, org_id uuid NOT NULL, name text);";
const JOBS: &str =
    "-- Jobs.\nCREATE TABLE kb_jobs (id serial PRIMARY KEY);\nCREATE VIEW kb_open AS SELECT * FROM kb_bases;
CREATE FUNCTION kb_all() RETURNS bigint LANGUAGE sql SECURITY DEFINER AS $$ SELECT count(*) FROM kb_bases $$;";

fn module(name: &str, texts: &[&str]) -> ModuleSchema {
    let migration = |(at, text): (usize, &&str)| {
        let number = i32::try_from(at + 1).unwrap();
        ModuleMigration { number, file: format!("{name}/db/{number:04}_a.sql"), text: (*text).to_owned() }
    };
    let migrations = texts.iter().enumerate().map(migration).collect();
    ModuleSchema { module: name.to_owned(), migrations, tables: Vec::new() }
}

fn kb(texts: &[&str]) -> ModuleSchema {
    let of = |readers: &[OrganizationRole], writers: &[OrganizationRole]| MemberAccess {
        column: "org_id".to_owned(),
        readers: readers.to_vec(),
        writers: writers.to_vec(),
    };
    let members = Some(of(&[OrgUser, OrgAdmin, OrgOwner], &[OrgAdmin, OrgOwner]));
    ModuleSchema { tables: vec![ModuleTable { name: "kb_bases".to_owned(), members }], ..module("kb", texts) }
}

async fn opened(database: &OwnDatabase) -> Store {
    Store::migrate(DatabaseLocation::Postgres(database.url.clone())).await.unwrap()
}

fn migration(file: &str) -> ModuleStep {
    ModuleStep::Migration(file.to_owned())
}

#[tokio::test]
async fn migrations_are_applied_once_and_in_order() {
    let Some(database) = OwnDatabase::empty().await else { return };
    let store = opened(&database).await;
    let base = module("base", &["CREATE TABLE base_a (id int PRIMARY KEY);"]);
    let user = module("app", &["CREATE TABLE app_b (id int REFERENCES base_a);"]);
    let modules = [base, user];
    let expected = [migration("base/db/0001_a.sql"), migration("app/db/0001_a.sql")];
    assert_eq!(store.migrate_modules(&modules, ModuleRun::List).await.unwrap(), expected);
    assert_eq!(store.migrate_modules(&modules, ModuleRun::Try).await.unwrap(), expected);
    assert!(database.rows("SELECT to_regclass('base_a')").await[0].is_empty(), "a trial leaves nothing");
    assert_eq!(store.migrate_modules(&modules, ModuleRun::Apply).await.unwrap(), expected);
    let before = database.dump().await;
    assert_eq!(store.migrate_modules(&modules, ModuleRun::Apply).await.unwrap(), []);
    assert_eq!(store.migrate_modules(&modules, ModuleRun::List).await.unwrap(), []);
    assert_eq!(database.dump().await, before);
    // Cora's own schema is as it was.
    store.check_schema().await.unwrap();
    store.close().await;
}

#[tokio::test]
async fn a_failed_migration_leaves_nothing_and_says_so() {
    let Some(database) = OwnDatabase::empty().await else { return };
    let store = opened(&database).await;
    let broken = "CREATE TABLE kb_more (id int);\n\nINSERT INTO kb_more\n  VALUES (nothing);\n";
    let error = store.migrate_modules(&[module("kb", &[BASES, broken])], ModuleRun::Apply).await.unwrap_err();
    match error {
        ModuleSchemaError::Failed { file, line, sqlstate, reason } => {
            assert_eq!((file.as_str(), line, sqlstate.as_str()), ("kb/db/0002_a.sql", Some(4), "42703"));
            assert!(reason.contains("nothing"), "{reason}");
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(database.rows("SELECT to_regclass('kb_bases'), to_regclass('kb_more')").await, ["kb_bases|"]);
    assert_eq!(database.rows("SELECT number FROM cora_module_migrations").await, ["1"]);
    // The rest goes on where it failed.
    let right = module("kb", &[BASES, "CREATE TABLE kb_more (id int);"]);
    assert_eq!(store.migrate_modules(&[right], ModuleRun::Apply).await.unwrap(), [migration("kb/db/0002_a.sql")]);
    store.close().await;
}

#[tokio::test]
async fn a_failure_shows_no_value_of_a_row() {
    let Some(database) = OwnDatabase::empty().await else { return };
    let store = opened(&database).await;
    let text = "CREATE TABLE kb_a (id uuid); INSERT INTO kb_a SELECT CAST(v AS uuid) FROM (VALUES ('hunter2')) t (v);";
    let error = store.migrate_modules(&[module("kb", &[text])], ModuleRun::Apply).await.unwrap_err();
    assert!(error.to_string().contains("SQLSTATE 22P02") && !format!("{error:?}").contains("hunter2"), "{error:?}");
    store.close().await;
}

#[tokio::test]
async fn a_migration_cannot_end_its_transaction() {
    let Some(database) = OwnDatabase::empty().await else { return };
    let store = opened(&database).await;
    for end in ["COMMIT;", "ROLLBACK;", "COMMIT; BEGIN;"] {
        let text = format!("{BASES} {end}");
        let error = store.migrate_modules(&[module("kb", &[&text])], ModuleRun::Apply).await.unwrap_err();
        assert!(matches!(&error, ModuleSchemaError::Failed { sqlstate, .. } if sqlstate == "0A000"), "{error:?}");
        assert!(database.rows("SELECT to_regclass('kb_bases')").await[0].is_empty(), "{end}");
    }
    store.close().await;
}

#[tokio::test]
async fn an_applied_migration_does_not_change() {
    let Some(database) = OwnDatabase::empty().await else { return };
    let store = opened(&database).await;
    store.migrate_modules(&[module("kb", &[BASES, "SELECT 1"])], ModuleRun::Apply).await.unwrap();
    let run = async |module: ModuleSchema| store.migrate_modules(&[module], ModuleRun::Apply).await.unwrap_err();
    let changed = run(module("kb", &[BASES, "SELECT 2"])).await;
    assert!(matches!(&changed, ModuleSchemaError::Changed { file } if file == "kb/db/0002_a.sql"), "{changed:?}");
    let gone = run(module("kb", &[BASES])).await;
    assert!(matches!(gone, ModuleSchemaError::Gone { number: 2, .. }), "{gone:?}");
    let mut late = module("kb", &[BASES, "SELECT 1"]);
    late.migrations[1].number = 3;
    late.migrations.push(ModuleMigration { number: 2, ..module("kb", &["SELECT 1"]).migrations[0].clone() });
    database.run("UPDATE cora_module_migrations SET number = 3 WHERE number = 2").await;
    let late = run(late).await;
    assert!(matches!(late, ModuleSchemaError::Late { .. }), "{late:?}");
    store.close().await;
}

#[tokio::test]
async fn a_table_of_another_module_is_refused() {
    let Some(database) = OwnDatabase::empty().await else { return };
    let store = opened(&database).await;
    let error = store.migrate_modules(&[module("ai", &[BASES])], ModuleRun::Apply).await.unwrap_err();
    assert!(matches!(&error, ModuleSchemaError::Foreign { table, .. } if table == "kb_bases"), "{error:?}");
    assert!(database.rows("SELECT to_regclass('kb_bases')").await[0].is_empty());
    let error = store.migrate_modules(&[kb(&["SELECT 1"])], ModuleRun::Apply).await.unwrap_err();
    assert!(matches!(&error, ModuleSchemaError::Absent { name, .. } if name == "kb_bases"), "{error:?}");
    let without = "CREATE TABLE kb_bases (id int)";
    let error = store.migrate_modules(&[kb(&["SELECT 1", without])], ModuleRun::Apply).await.unwrap_err();
    assert!(matches!(&error, ModuleSchemaError::Absent { name, .. } if name == "kb_bases.org_id"), "{error:?}");
    store.close().await;
}

#[tokio::test]
async fn two_processes_apply_each_migration_once() {
    let Some(database) = OwnDatabase::empty().await else { return };
    let (first, second) = (opened(&database).await, opened(&database).await);
    let modules = [module("kb", &[BASES, "CREATE TABLE kb_b (id int)", "CREATE TABLE kb_c (id int)"])];
    let (a, b) = tokio::join!(
        first.migrate_modules(&modules, ModuleRun::Apply),
        second.migrate_modules(&modules, ModuleRun::Apply)
    );
    assert_eq!(a.unwrap().len() + b.unwrap().len(), 3);
    first.close().await;
    second.close().await;
}

#[tokio::test]
async fn sqlite_has_no_migrations_of_modules() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::migrate(DatabaseLocation::File(folder.path().join("cora.db"))).await.unwrap();
    assert_eq!(store.migrate_modules(&[module("kb", &[])], ModuleRun::Apply).await.unwrap(), []);
    let error = store.migrate_modules(&[module("kb", &[BASES])], ModuleRun::Apply).await.unwrap_err();
    assert!(matches!(error, ModuleSchemaError::NotPostgres));
    store.close().await;
}

const PEOPLE: &str = "
    INSERT INTO orgs (id, name, slug) VALUES ('00000000-0000-4000-8000-0000000000a1', 'Acme', 'acme'),
        ('00000000-0000-4000-8000-0000000000a2', 'Globex', 'globex');
    INSERT INTO profiles (user_id, full_name, email, email_canonical, email_verified, global_role, status) VALUES
        ('00000000-0000-4000-8000-000000000001', 'user', 'u@acme.example', 'u@acme.example', true, 'platform_user', 'active'),
        ('00000000-0000-4000-8000-000000000002', 'admin', 'a@acme.example', 'a@acme.example', true, 'platform_user', 'active'),
        ('00000000-0000-4000-8000-000000000003', 'owner', 'p@acme.example', 'p@acme.example', true, 'platform_owner', 'active');
    INSERT INTO org_members (id, org_id, user_id, role, source)
        SELECT gen_random_uuid(), '00000000-0000-4000-8000-0000000000a1', user_id, CASE full_name WHEN 'admin' THEN 'org_admin' ELSE 'org_user' END, 'manual'
        FROM profiles WHERE full_name IN ('user', 'admin');
    INSERT INTO kb_bases SELECT gen_random_uuid(), id, name FROM orgs;";

#[tokio::test]
async fn members_reach_the_rows_of_their_organization_as_their_role_may() {
    let Some(database) = OwnDatabase::of_supabase().await else { return };
    let store = opened(&database).await;
    // As Supabase's own defaults, which open each new table to browsers.
    database
        .run("ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT ALL ON TABLES TO anon, authenticated, service_role")
        .await;
    let steps = store.migrate_modules(&[kb(&[BASES, JOBS])], ModuleRun::Apply).await.unwrap();
    assert_eq!(steps.last(), Some(&ModuleStep::Access("kb".to_owned())));
    assert_eq!(store.migrate_modules(&[kb(&[BASES, JOBS])], ModuleRun::Apply).await.unwrap(), []);
    database.run(PEOPLE).await;

    let insert = |organization: &str| {
        format!(
            "INSERT INTO kb_bases VALUES (gen_random_uuid(), '00000000-0000-4000-8000-0000000000{organization}', 'x')"
        )
    };
    let select = "SELECT name FROM kb_bases ORDER BY 1";
    // The role, the person, the names that they see, and whether they may insert into both
    // organizations.
    for (role, person, seen, own, other) in [
        ("anon", 0, None, false, false),
        ("authenticated", 0, Some(vec![]), false, false),
        ("authenticated", 1, Some(vec!["Acme"]), false, false),
        ("authenticated", 2, Some(vec!["Acme"]), true, false),
        ("authenticated", 3, Some(vec![]), false, false),
    ] {
        let client = database.client().await;
        let claims = match person {
            0 => String::new(),
            person => format!(r#"{{"sub": "00000000-0000-4000-8000-{person:012}"}}"#),
        };
        client.batch_execute(&format!("SET request.jwt.claims = '{claims}'; SET ROLE {role}")).await.unwrap();
        client.batch_execute("BEGIN").await.unwrap();
        let rows = texts(&client, select).await.ok();
        assert_eq!(rows, seen.map(|rows| rows.into_iter().map(str::to_owned).collect()), "{role} {person}");
        for (organization, may) in [("a1", own), ("a2", other)] {
            client.batch_execute("ROLLBACK").await.unwrap();
            client.batch_execute("BEGIN").await.unwrap();
            assert_eq!(
                client.batch_execute(&insert(organization)).await.is_ok(),
                may,
                "{role} {person} {organization}"
            );
        }
        // Whatever is not declared is open to nobody.
        for closed in ["TABLE kb_jobs", "TABLE kb_open", "SELECT kb_all()", "TABLE cora_module_migrations"] {
            client.batch_execute("ROLLBACK").await.unwrap();
            client.batch_execute("BEGIN").await.unwrap();
            assert!(texts(&client, closed).await.is_err(), "{role} {closed}");
        }
    }
    let service = database.client().await;
    service.batch_execute("SET ROLE service_role").await.unwrap();
    let all = "DELETE FROM kb_bases WHERE name = 'x'; INSERT INTO kb_jobs DEFAULT VALUES; SELECT kb_all() FROM kb_open";
    service.batch_execute(all).await.unwrap();

    // A change of the declaration replaces the access; so does a policy by somebody else.
    let mut narrowed = kb(&[BASES, JOBS]);
    narrowed.tables[0].members = None;
    let without = module("kb", &[BASES, JOBS]);
    for less in [narrowed, kb(&[BASES, JOBS]), without] {
        database.run("CREATE POLICY everything ON kb_bases TO authenticated USING (true)").await;
        let is_open = less.tables.first().is_some_and(|table| table.members.is_some());
        assert_eq!(
            store.migrate_modules(&[less], ModuleRun::Apply).await.unwrap(),
            [ModuleStep::Access("kb".to_owned())]
        );
        let policies = database.rows("SELECT count(*) FROM pg_policies WHERE tablename = 'kb_bases'").await;
        assert_eq!(policies, [if is_open { "4" } else { "0" }]);
        let may = database.rows("SELECT has_table_privilege('authenticated', 'kb_bases', 'SELECT')").await;
        assert_eq!(may, [if is_open { "t" } else { "f" }]);
    }
    // A module that is named as some of Cora's tables are does not get them.
    let members = kb(&[]).tables[0].members.clone();
    let tables = vec![ModuleTable { name: "org_members".to_owned(), members }];
    let greedy = ModuleSchema { module: "org".to_owned(), migrations: Vec::new(), tables };
    let error = store.migrate_modules(&[greedy], ModuleRun::Apply).await.unwrap_err();
    assert!(matches!(error, ModuleSchemaError::Foreign { file: None, .. }), "{error:?}");
    store.close().await;
}
