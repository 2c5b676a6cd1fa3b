//! Tests of what an application has built around the tables of the legacy CORA toolkit: an adoption
//! carries it over exactly, or refuses it by its name. Without a PostgreSQL, these tests do
//! nothing.

use std::collections::{BTreeMap, BTreeSet};

use crate::support::legacy_database::{OwnDatabase, READER, texts};
use cora_core::time::UnixSeconds;
use cora_store::{ADOPTION_FAULTS, AdoptError, AdoptionOptions, AdoptionReport, DatabaseLocation, Store, WrittenSince};
use cora_testkit::acme;

const NOW: UnixSeconds = UnixSeconds::new(acme::NOW).unwrap();

const TABLES: &str = "'profiles', 'user_profiles', 'orgs', 'org_members', 'platform_idp_config', 'platform_idp_audit_log', 'external_identities',
    'org_email_domains', 'user_invites', 'user_auth_ext_ids', 'sys_idp_config', 'sys_idp_audit_log'";

/// The catalog of what is not Cora's own, as texts. For CORA's tables only what a reader sees of
/// them: columns, rights and comments.
const CATALOG: [&str; 7] = [
    "SELECT 'relation', CAST(pg_class.oid AS regclass), CASE WHEN relname IN ({tables}) THEN 'v' ELSE relkind END,
        CASE WHEN relname IN ({tables}) THEN '' ELSE CAST(reloptions AS text) END, CAST(relowner AS regrole),
        obj_description(pg_class.oid, 'pg_class'), CASE WHEN relkind IN ('v', 'm') AND relname NOT IN ({tables}) THEN replace(pg_get_viewdef(pg_class.oid), 'cora_as_owner.', '') END
     FROM pg_class WHERE relkind IN ('r', 'p', 'v', 'm') AND relnamespace IN ('public'::regnamespace, 'app'::regnamespace)
        AND NOT (relname IN ({tables}) AND obj_description(pg_class.oid, 'pg_class') LIKE '%as CORA''s modules know it')",
    "SELECT 'column', CAST(attrelid AS regclass), attname, format_type(atttypid, atttypmod), col_description(attrelid, attnum)
     FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
     WHERE relkind IN ('r', 'p', 'v', 'm') AND relnamespace IN ('public'::regnamespace, 'app'::regnamespace) AND attnum > 0 AND NOT attisdropped",
    "SELECT 'right', CAST(pg_class.oid AS regclass), attname, CASE WHEN grantee = 0 THEN 'PUBLIC' ELSE CAST(CAST(grantee AS regrole) AS text) END, privilege_type, is_grantable
     FROM pg_class LEFT JOIN pg_attribute ON attrelid = pg_class.oid AND attacl IS NOT NULL, aclexplode(coalesce(attacl, relacl))
     WHERE relkind IN ('r', 'p', 'v', 'm') AND relnamespace IN ('public'::regnamespace, 'app'::regnamespace) AND grantee <> relowner",
    "SELECT 'constraint', CAST(conrelid AS regclass), conname, replace(pg_get_constraintdef(pg_constraint.oid), 'cora.', ''), convalidated, obj_description(pg_constraint.oid, 'pg_constraint')
     FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid WHERE relname NOT IN ({tables}) AND relnamespace IN ('public'::regnamespace, 'app'::regnamespace)",
    "SELECT 'function', CAST(pg_proc.oid AS regprocedure), pg_get_function_result(pg_proc.oid), CAST(proowner AS regrole), prosrc, pg_get_function_sqlbody(pg_proc.oid),
        obj_description(pg_proc.oid, 'pg_proc'), (SELECT string_agg(CAST(one AS text), ',' ORDER BY CAST(one AS text)) FROM unnest(coalesce(proacl, acldefault('f', proowner))) one)
     FROM pg_proc WHERE pronamespace IN ('public'::regnamespace, 'app'::regnamespace) AND proname <> 'get_active_idp_config'",
    "SELECT 'policy', CAST(polrelid AS regclass), polname, polcmd, polpermissive, CAST(polroles AS text), pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid)
     FROM pg_policy JOIN pg_class ON pg_class.oid = polrelid WHERE relname NOT IN ({tables}) AND relnamespace IN ('public'::regnamespace, 'app'::regnamespace)",
    "SELECT 'index', schemaname, tablename, indexdef FROM pg_indexes WHERE tablename = 'member_counts'",
];

async fn catalog(database: &OwnDatabase) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for find in CATALOG {
        all.extend(database.rows(&find.replace("{tables}", TABLES)).await);
    }
    all
}

/// Returns the number of rows of each relation that each role sees, or the refusal.
async fn seen(database: &OwnDatabase, relations: &[String]) -> BTreeMap<(String, String), String> {
    let mut roles = vec![("anon", None), ("service_role", None), (READER, None)];
    roles.extend([1, 2, 3, 4, 5, 11, 99].map(|user| ("authenticated", Some(user))));
    let mut seen = BTreeMap::new();
    for (role, user) in roles {
        let client = database.client().await;
        let claims =
            user.map_or_else(String::new, |user: u8| format!(r#"{{"sub": "00000000-0000-4000-8000-{user:012}"}}"#));
        client.batch_execute(&format!("SET request.jwt.claims = '{claims}'; SET ROLE {role}")).await.unwrap();
        for relation in relations {
            let rows = match texts(&client, &format!("SELECT count(*) FROM {relation}")).await {
                Ok(rows) => rows.concat(),
                Err(error) => error.code().unwrap().code().to_owned(),
            };
            seen.insert((format!("{role} {user:?}"), relation.clone()), rows);
        }
    }
    seen
}

async fn with_application() -> Option<OwnDatabase> {
    let database = OwnDatabase::with_rows_in_supabase().await?;
    database.add_application().await;
    database.secure().await;
    database.run("ALTER TABLE orgs REPLICA IDENTITY FULL; CREATE TABLE notes (id int); CREATE PUBLICATION realtime FOR TABLE notes, profiles (id, user_id, full_name), orgs WHERE (slug <> 'x')").await;
    Some(database)
}

fn all_codes() -> BTreeSet<String> {
    ADOPTION_FAULTS.iter().map(|kind| kind.code.to_owned()).collect()
}

async fn adopted(database: &OwnDatabase) -> AdoptionReport {
    let adopted =
        Store::adopt(DatabaseLocation::Postgres(database.url.clone()), &AdoptionOptions::default(), &all_codes(), NOW)
            .await;
    adopted.unwrap_or_else(|error| panic!("{error}"))
}

#[tokio::test]
async fn what_an_application_has_built_is_carried_over_exactly_and_opens_nothing() {
    let Some(database) = with_application().await else { return };
    let relations = database.rows("SELECT CAST(oid AS regclass) FROM pg_class WHERE relkind IN ('r', 'p', 'v', 'm') AND relnamespace IN ('public'::regnamespace, 'app'::regnamespace) ORDER BY 1").await;
    let (before, read_before) = (catalog(&database).await, seen(&database, &relations).await);
    let report = adopted(&database).await;
    let (after, read_after) = (catalog(&database).await, seen(&database, &relations).await);
    let lost: Vec<_> = before.difference(&after).collect();
    let gained: Vec<_> = after
        .difference(&before)
        .filter(|row| !["user_profiles", "user_auth_ext_ids", "sys_idp_"].iter().any(|name| row.contains(name)))
        .collect();
    assert!(lost.is_empty() && gained.is_empty(), "lost {lost:#?}\ngained {gained:#?}");

    // Cora's rows are fewer where rows were left out, and its policies let members and
    // administrators
    // see what its specification says. Nobody else sees anything else.
    let differing: BTreeMap<_, _> = read_before
        .iter()
        .filter(|(key, rows)| read_after[*key] != **rows)
        .map(|((role, relation), rows)| {
            (format!("{role} {relation}"), format!("{rows} -> {}", read_after[&(role.clone(), relation.clone())]))
        })
        .collect();
    let expected = include_str!("../../../tests/adoption/seen.txt");
    let shown: String = differing.iter().map(|(key, change)| format!("{key}: {change}\n")).collect();
    assert_eq!(shown, expected);

    for (code, row) in [
        ("policy_replaced", "Users can read own profile"),
        ("policy_replaced", "Service role full access to profiles"),
        ("publication_changed", "realtime"),
    ] {
        assert!(report.faults.iter().any(|fault| fault.code == code && fault.row == row), "{code} {row}");
    }
    let published =
        "SELECT pubname, schemaname, tablename, attnames, rowfilter FROM pg_publication_tables ORDER BY tablename";
    assert_eq!(
        database.rows(published).await,
        [
            "realtime|public|notes|{id}|",
            "realtime|cora|orgs|{id,name,slug,owner_id,logo_url,status,seat_limit,seats_used,owner_count,created_by,updated_by,created_at,updated_at,version,description,website_url,app_name,app_icon,plan,seat_limit_before_adoption,region}|(slug <> 'x'::text)",
            "realtime|cora|profiles|{id,user_id,full_name}|",
        ]
    );
    Store::open(DatabaseLocation::Postgres(database.url.clone())).await.unwrap().check_schema().await.unwrap();
}

#[tokio::test]
async fn what_was_carried_over_works() {
    let Some(database) = with_application().await else { return };
    adopted(&database).await;
    let owner = "00000000-0000-4000-8000-000000000001";
    // Columns of the application's own, one of them by a name that Cora has too.
    assert_eq!(database.rows("SELECT DISTINCT status, department FROM profiles").await, ["vip|1"]);
    assert_eq!(database.cora_rows("SELECT DISTINCT status FROM profiles").await, ["active"]);
    assert_eq!(database.rows("SELECT DISTINCT plan, seat_limit, region FROM orgs").await, ["free|5|eu"]);
    assert_eq!(database.rows("SELECT note, status FROM platform_idp_config").await, ["a note|known"; 2]);
    assert_eq!(database.rows("SELECT DISTINCT ticket FROM platform_idp_audit_log").await, ["T-1"]);
    database.run("INSERT INTO cora.orgs (id, name, slug) VALUES (gen_random_uuid(), 'New', 'new')").await;
    assert_eq!(database.rows("SELECT plan, seat_limit, region FROM orgs WHERE slug = 'new'").await, ["free|5|eu"]);
    assert_eq!(database.rows("SELECT org_count()").await, ["4"]);
    assert_eq!(database.rows("SELECT count(*), count(initials(whole)) FROM whole_profiles() whole").await, ["6|6"]);
    assert_eq!(database.rows(&format!("SELECT name_of('{owner}'), check_admin('{owner}')")).await, ["Olga|t"]);
    assert_eq!(
        database.rows("SELECT count(*), count((person).user_id), sum(cardinality(people)) FROM snapshots").await,
        ["6|6|6"]
    );
    database.run("REFRESH MATERIALIZED VIEW CONCURRENTLY member_counts").await;
    // The trigger notes what Cora writes.
    database.run("DELETE FROM profile_history").await;
    database.run(&format!("UPDATE cora.profiles SET full_name = 'Olga Owner' WHERE user_id = '{owner}'")).await;
    assert_eq!(database.rows("SELECT what FROM profile_history").await, ["UPDATE"]);
    database.run("DELETE FROM orgs").await;
    assert_eq!(database.rows("SELECT count(*) FROM orgs").await, ["4"], "by its rule");
    let refused = database.client().await.batch_execute("UPDATE named_people SET full_name = NULL").await;
    assert_eq!(refused.unwrap_err().code().unwrap().code(), "44000");
    let objects = "SELECT CAST(indexrelid AS regclass) FROM pg_index WHERE CAST(indexrelid AS regclass)::text IN ('cora.people_by_name', 'cora.orgs_by_plan', 'cora.badge_once') ORDER BY 1";
    assert_eq!(database.rows(objects).await.len(), 3);
    assert_eq!(database.rows("SELECT count(*) FROM pg_statistic_ext WHERE stxname = 'people_together' AND stxnamespace = 'cora'::regnamespace").await, ["1"]);

    // Triggers of Cora's find its tables from any search path.
    database.run("DELETE FROM cora.org_members WHERE role = 'org_user'").await;
    assert_eq!(database.cora_rows("SELECT seats_used FROM orgs WHERE slug = 'acme'").await, ["2"]);

    // What a person may write of themselves, and nothing else.
    let person = database.client().await;
    person
        .batch_execute(&format!(r#"SET request.jwt.claims = '{{"sub": "{owner}"}}'; SET ROLE authenticated"#))
        .await
        .unwrap();
    person.batch_execute(&format!("UPDATE profiles SET full_name = 'Olga' WHERE user_id = '{owner}'")).await.unwrap();
    for refused in [
        "UPDATE profiles SET email = 'x@acme.example'",
        "UPDATE profiles SET global_role = 'super_admin'",
        "UPDATE org_members SET added_by = NULL",
        "INSERT INTO org_members (org_id, user_id) VALUES (gen_random_uuid(), gen_random_uuid())",
        "DELETE FROM profiles",
    ] {
        assert!(person.batch_execute(refused).await.is_err(), "{refused}");
    }
}

#[tokio::test]
async fn whoever_is_removed_or_suspended_is_gone_for_every_other_module() {
    let Some(database) = with_application().await else { return };
    adopted(&database).await;
    let (owner, admin, member) = (
        "00000000-0000-4000-8000-000000000001",
        "00000000-0000-4000-8000-000000000002",
        "00000000-0000-4000-8000-000000000003",
    );
    let acme = "00000000-0000-4000-8000-0000000000a1";
    let asked = format!(
        "SELECT is_member('{acme}', '{member}'), check_admin('{admin}'), (SELECT count(*) FROM org_members WHERE user_id = '{member}'), (SELECT count(*) FROM user_profiles WHERE user_id = '{admin}')"
    );
    assert_eq!(database.rows(&asked).await, ["t|t|1|1"]);
    database.run(&format!("UPDATE cora.org_members SET status = 'removed', removed_at = now() WHERE user_id = '{member}'; UPDATE cora.profiles SET status = 'suspended' WHERE user_id = '{admin}'")).await;
    assert_eq!(database.rows(&asked).await, ["f|f|0|0"]);
    let service = database.client().await;
    service.batch_execute("SET ROLE service_role").await.unwrap();
    let rows = format!("SELECT role FROM org_members WHERE org_id = '{acme}' AND user_id = '{member}'");
    assert_eq!(texts(&service, &rows).await.unwrap(), [""; 0]);
    // A role that Cora changes is shown under CORA's name for it, in either vocabulary.
    database.run(&format!("UPDATE cora.profiles SET global_role = 'platform_admin' WHERE user_id = '{member}'")).await;
    assert_eq!(
        database.rows(&format!("SELECT global_role FROM profiles WHERE user_id = '{member}'")).await,
        ["global_admin"]
    );
    assert_eq!(
        database
            .rows(&format!("SELECT sys_role FROM user_profiles WHERE user_id IN ('{owner}', '{member}') ORDER BY 1"))
            .await,
        ["sys_admin", "sys_owner"]
    );
    // A migration that applies the policies again leaves all of this in place.
    database.run("UPDATE cora.cora_overlays SET checksum = ''").await;
    Store::migrate(DatabaseLocation::Postgres(database.url.clone())).await.unwrap().close().await;
    let reader = database.client().await;
    reader.batch_execute(&format!("SET ROLE {READER}")).await.unwrap();
    assert_eq!(texts(&reader, "SELECT count(*) FROM (SELECT id, name FROM orgs) x").await.unwrap(), ["3"]);
    let anonymous = database.client().await;
    anonymous.batch_execute("SET ROLE anon").await.unwrap();
    assert_eq!(texts(&anonymous, "SELECT count(*) FROM profiles").await.unwrap(), ["0"]);
    assert!(texts(&anonymous, "SELECT count(*) FROM cora.profiles").await.is_err());
}

#[tokio::test]
async fn what_cannot_be_carried_over_is_refused_by_its_name_before_anything_is_written() {
    for (objects, named) in [
        (
            "CREATE TABLE slug_ref (s text REFERENCES orgs (slug)); INSERT INTO slug_ref SELECT slug FROM orgs",
            "foreign key slug_ref_s_fkey",
        ),
        (
            "CREATE TABLE invite_notes (i uuid REFERENCES user_invites (id)); INSERT INTO invite_notes SELECT id FROM user_invites",
            "foreign key invite_notes_i_fkey",
        ),
        (
            "ALTER TABLE platform_idp_config DROP CONSTRAINT valid_provider_type; INSERT INTO platform_idp_config (provider_type, display_name) VALUES ('saml', 'SAML');
            CREATE TABLE idp_notes (i uuid REFERENCES platform_idp_config (id)); INSERT INTO idp_notes SELECT id FROM platform_idp_config",
            "foreign key idp_notes_i_fkey",
        ),
        (
            "CREATE TABLE domain_notes (d uuid REFERENCES org_email_domains (id)); INSERT INTO domain_notes SELECT id FROM org_email_domains",
            "foreign key domain_notes_d_fkey",
        ),
        ("CREATE VIEW grouped AS SELECT p.id, p.full_name FROM profiles p GROUP BY p.id", "view grouped"),
        ("CREATE VIEW whole AS SELECT p FROM profiles p", "view whole"),
        ("CREATE VIEW places AS SELECT ctid AS place FROM profiles", "view places"),
        ("CREATE TABLE child () INHERITS (profiles)", "table child"),
        (
            "CREATE TABLE numbers (n bigint DEFAULT nextval('profiles_id_seq'))",
            "default value for column n of table numbers",
        ),
        (
            "CREATE MATERIALIZED VIEW counts AS SELECT count(*) AS n FROM profiles; CREATE VIEW on_counts AS SELECT n FROM counts",
            "materialized view counts",
        ),
        (
            "CREATE FUNCTION f(p profiles) RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE VIEW on_f AS SELECT f(NULL)",
            "function f(",
        ),
        (
            "CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.metadata := OLD.global_role; RETURN NEW; END $$; CREATE TRIGGER note BEFORE UPDATE ON profiles FOR EACH ROW EXECUTE FUNCTION note()",
            "trigger note on profiles",
        ),
        (
            "ALTER TABLE orgs ADD COLUMN region text; UPDATE orgs SET region = 'eu'; ALTER TABLE orgs ALTER COLUMN region SET NOT NULL",
            "column orgs.region",
        ),
        (
            "ALTER TABLE profiles ADD CONSTRAINT roles CHECK (global_role <> 'platform_owner')",
            "constraint roles on profiles",
        ),
        ("CREATE TYPE pair AS (a profiles, b int)", "composite type pair"),
        (
            "ALTER TABLE profiles ADD COLUMN is_admin boolean GENERATED ALWAYS AS (global_role = 'super_admin') STORED",
            "column profiles.is_admin",
        ),
    ] {
        let Some(database) = OwnDatabase::with_rows().await else { return };
        database.run(objects).await;
        let before = database.dump().await;
        let dry =
            Store::adoption(DatabaseLocation::Postgres(database.url.clone()), &AdoptionOptions::default(), NOW).await;
        let done = Store::adopt(
            DatabaseLocation::Postgres(database.url.clone()),
            &AdoptionOptions::default(),
            &all_codes(),
            NOW,
        )
        .await;
        for outcome in [dry, done] {
            match outcome {
                Err(AdoptError::Refused(refused)) => {
                    assert!(
                        refused.iter().any(|refused| refused.object.replace("public.", "").contains(named)),
                        "{objects}: {refused:?}"
                    );
                }
                outcome => panic!("{objects}: {outcome:?}"),
            }
        }
        assert_eq!(database.dump().await, before, "{objects}");
    }
}

#[tokio::test]
async fn a_trigger_that_makes_profiles_for_users_is_named() {
    let Some(database) = OwnDatabase::with_rows_in_supabase().await else { return };
    database.run("CREATE FUNCTION handle_new_user() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$ BEGIN INSERT INTO public.profiles (user_id, email) VALUES (NEW.id, NEW.email); RETURN NEW; END $$;
        CREATE TRIGGER on_auth_user_created AFTER INSERT ON auth.users FOR EACH ROW EXECUTE FUNCTION handle_new_user()").await;
    let refused =
        Store::adoption(DatabaseLocation::Postgres(database.url.clone()), &AdoptionOptions::default(), NOW).await;
    assert!(
        matches!(&refused, Err(AdoptError::Refused(refused)) if refused[0].object.contains("trigger on_auth_user_created on auth.users")),
        "{refused:?}"
    );
}

#[tokio::test]
async fn without_supabase_the_policies_of_other_roles_go_on() {
    let Some(database) = OwnDatabase::with_rows().await else { return };
    database.run(&format!("DO $$ BEGIN CREATE ROLE {READER} NOLOGIN; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$")).await;
    database
        .run(&format!("GRANT USAGE ON SCHEMA public TO {READER}; GRANT SELECT (id, name) ON orgs TO {READER}"))
        .await;
    database.run(&format!("ALTER TABLE orgs ENABLE ROW LEVEL SECURITY; CREATE POLICY one ON orgs FOR SELECT TO {READER} USING (slug = 'acme')")).await;
    adopted(&database).await;
    let reader = database.client().await;
    reader.batch_execute(&format!("SET ROLE {READER}")).await.unwrap();
    assert_eq!(texts(&reader, "SELECT name FROM orgs").await.unwrap(), ["Acme"]);
    assert!(texts(&reader, "SELECT slug FROM orgs").await.is_err(), "it may read two columns only");
    assert!(texts(&reader, "SELECT name FROM cora.orgs").await.is_err());
}

#[tokio::test]
async fn an_adoption_is_undone_as_long_as_nothing_was_written() {
    let Some(database) = with_application().await else { return };
    let (before, catalog_before) = (database.dump().await, catalog(&database).await);
    adopted(&database).await;
    let kept = Store::drop_kept_tables(DatabaseLocation::Postgres(database.url.clone()), NOW).await;
    assert!(matches!(&kept, Err(AdoptError::KeptUntil(day)) if day == "2026-04-01"), "{kept:?}");
    database.run("BEGIN; UPDATE cora.profiles SET full_name = 'Olga Owner' WHERE full_name = 'Olga'; COMMIT").await;
    let written = Store::undo_adoption(DatabaseLocation::Postgres(database.url.clone()), WrittenSince::Refuses).await;
    assert!(matches!(&written, Err(AdoptError::Written(tables)) if tables == &["profiles"]), "{written:?}");
    database
        .run("UPDATE cora.profiles SET full_name = 'Olga' WHERE full_name = 'Olga Owner'; UPDATE cora.profiles SET version = 1 WHERE full_name = 'Olga'; DELETE FROM profile_history")
        .await;
    Store::undo_adoption(DatabaseLocation::Postgres(database.url.clone()), WrittenSince::Refuses)
        .await
        .unwrap_or_else(|error| panic!("{error}"));
    let after = catalog(&database).await;
    let (lost, gained): (Vec<_>, Vec<_>) =
        (catalog_before.difference(&after).collect(), after.difference(&catalog_before).collect());
    assert!(lost.is_empty() && gained.is_empty(), "lost {lost:#?}\ngained {gained:#?}");
    assert_eq!(database.dump().await, before);
    assert!(matches!(
        Store::undo_adoption(DatabaseLocation::Postgres(database.url.clone()), WrittenSince::Refuses).await,
        Err(AdoptError::NotAdopted)
    ));
    adopted(&database).await;
    let later = UnixSeconds::new(acme::NOW + 91 * 86_400).unwrap();
    let store = Store::open(DatabaseLocation::Postgres(database.url.clone())).await.unwrap();
    assert_eq!(store.kept_past_end(NOW).await.unwrap(), None);
    let over = store.kept_past_end(later).await.unwrap();
    assert_eq!(over, Some((String::from("public_before_cora"), String::from("2026-04-01"))));
    store.close().await;
    assert_eq!(
        Store::drop_kept_tables(DatabaseLocation::Postgres(database.url.clone()), later).await.unwrap(),
        "public_before_cora"
    );
    assert!(matches!(
        Store::undo_adoption(DatabaseLocation::Postgres(database.url.clone()), WrittenSince::Refuses).await,
        Err(AdoptError::NotAdopted)
    ));
    assert_eq!(database.rows("SELECT count(*) FROM profiles").await, ["6"]);
}

/// The statements of the documentation that copy back the rows to keep.
fn copying_back() -> &'static str {
    let page = include_str!("../../../docs/adoption.md");
    let (_, from) = page.split_once("<a id=\"copying-back\"></a>").unwrap();
    from.split_once("```sql\n").unwrap().1.split_once("```").unwrap().0
}

#[tokio::test]
async fn after_rows_were_written_the_described_procedure_leads_back_and_keeps_them() {
    let Some(database) = with_application().await else { return };
    let catalog_before = catalog(&database).await;
    adopted(&database).await;
    database
        .run(
            "INSERT INTO cora.orgs (id, name, slug, owner_id) VALUES ('00000000-0000-4000-8000-0000000000a9', 'New', 'new', '00000000-0000-4000-8000-000000000001');
            INSERT INTO cora.profiles (user_id, full_name, email, email_canonical, email_verified, current_org_id) VALUES
                ('00000000-0000-4000-8000-000000000777', 'Newcomer', 'new@acme.example', 'new@acme.example', true, '00000000-0000-4000-8000-0000000000a9');
            INSERT INTO cora.org_members (id, org_id, user_id, role, source) VALUES
                (gen_random_uuid(), '00000000-0000-4000-8000-0000000000a9', '00000000-0000-4000-8000-000000000777', 'org_owner', 'manual');
            INSERT INTO cora.external_identities (auth_user_id, issuer, external_id, provider_name, connection_id, created_by)
                SELECT '00000000-0000-4000-8000-000000000777', 'https://acme.okta.com/oauth2/default', '00unew', 'okta', id, '00000000-0000-4000-8000-000000000777'
                FROM cora.platform_idp_config WHERE provider_type = 'okta';
            UPDATE cora.profiles SET full_name = 'Olga Owner', updated_at = now() + interval '1 hour' WHERE full_name = 'Olga';
            DELETE FROM cora.org_members WHERE role = 'org_admin';
            CREATE TABLE more (org uuid REFERENCES cora.orgs (id)); INSERT INTO more SELECT id FROM cora.orgs",
        )
        .await;
    let location = || DatabaseLocation::Postgres(database.url.clone());
    let refused = Store::undo_adoption(location(), WrittenSince::Refuses).await;
    assert!(
        matches!(&refused, Err(AdoptError::Written(tables)) if tables.contains(&String::from("orgs"))),
        "{refused:?}"
    );
    // Without the rows, what refers to them cannot go back, and is named.
    let refused = Store::undo_adoption(location(), WrittenSince::Discarded).await;
    assert!(
        matches!(&refused, Err(AdoptError::Refused(refused)) if refused[0].object.contains("more_org_fkey")),
        "{refused:?}"
    );
    database.run(copying_back()).await;
    Store::undo_adoption(location(), WrittenSince::Discarded).await.unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(
        database
            .rows("SELECT full_name, email, global_role, slug, role, external_id, provider_name FROM profiles JOIN org_members USING (user_id)
                JOIN orgs ON orgs.id = org_id JOIN external_identities ON auth_user_id = profiles.user_id WHERE full_name = 'Newcomer'")
            .await,
        ["Newcomer|new@acme.example|global_user|new|org_owner|00unew|okta"]
    );
    assert_eq!(
        database.rows("SELECT full_name, global_role FROM profiles WHERE full_name LIKE 'Olga%'").await,
        ["Olga Owner|super_admin"]
    );
    assert_eq!(database.rows("SELECT count(*) FROM org_members WHERE role = 'org_admin'").await, ["0"]);
    // Identities that were not adopted are there as before, and so is everything else.
    assert_eq!(database.rows("SELECT count(*) FROM external_identities").await, ["9"]);
    database.run("DROP TABLE more").await;
    assert_eq!(catalog(&database).await, catalog_before);
}

#[tokio::test]
async fn of_two_adoptions_at_once_one_is_told_to_wait() {
    let Some(database) = OwnDatabase::with_rows().await else { return };
    let holder = database.client().await;
    holder.batch_execute("BEGIN; SELECT pg_advisory_xact_lock(1668248161)").await.unwrap();
    let refused =
        Store::adopt(DatabaseLocation::Postgres(database.url.clone()), &AdoptionOptions::default(), &all_codes(), NOW)
            .await;
    assert!(matches!(refused, Err(AdoptError::Running)));
}

#[tokio::test]
async fn an_adoption_that_others_keep_from_the_tables_says_so() {
    let Some(database) = OwnDatabase::with_rows().await else { return };
    let holder = database.client().await;
    holder.batch_execute("BEGIN; SELECT count(*) FROM profiles").await.unwrap();
    let refused =
        Store::adoption(DatabaseLocation::Postgres(database.url.clone()), &AdoptionOptions::default(), NOW).await;
    assert!(matches!(&refused, Err(AdoptError::Locked)), "{refused:?}");
}

#[tokio::test]
async fn a_user_that_is_no_superuser_is_enough() {
    let Some(database) = OwnDatabase::of_plain_owner().await else { return };
    assert_eq!(database.rows("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").await, ["f"]);
    let before = catalog(&database).await;
    adopted(&database).await;
    Store::open(DatabaseLocation::Postgres(database.url.clone())).await.unwrap().check_schema().await.unwrap();
    let rights = "SELECT has_sequence_privilege($R, 'cora.external_identities_id_seq', 'USAGE'), has_schema_privilege($R, 'cora', 'USAGE')";
    assert_eq!(database.rows(&rights.replace("$R", &format!("'{READER}'"))).await, ["t|f"]);
    Store::undo_adoption(DatabaseLocation::Postgres(database.url.clone()), WrittenSince::Refuses)
        .await
        .unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(catalog(&database).await, before);
}

#[tokio::test]
async fn a_user_that_does_not_own_the_tables_is_told_so() {
    let Some(database) = OwnDatabase::with_rows().await else { return };
    database.run("DO $$ BEGIN CREATE ROLE cora_adoption_stranger NOLOGIN; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$").await;
    let url = database.url_as("cora_adoption_stranger");
    database.run("DO $$ BEGIN EXECUTE format('GRANT CREATE ON DATABASE %I TO cora_adoption_stranger', current_database()); END $$").await;
    let refused = Store::adoption(DatabaseLocation::Postgres(url.clone()), &AdoptionOptions::default(), NOW).await;
    database.run("DO $$ BEGIN EXECUTE format('REVOKE CREATE ON DATABASE %I FROM cora_adoption_stranger', current_database()); END $$").await;
    assert!(matches!(&refused, Err(AdoptError::NotOwner(message)) if message.contains("profiles")), "{refused:?}");
}
