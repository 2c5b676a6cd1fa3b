//! Tests of what each role reads before and after the adoption of a database of the legacy CORA
//! toolkit, over every relation and function of its schemas. Without a PostgreSQL, these tests do
//! nothing.

use std::collections::{BTreeMap, BTreeSet};

use crate::support::legacy_database::{OwnDatabase, READER, texts};
use cora_core::time::UnixSeconds;
use cora_store::{ADOPTION_FAULTS, AdoptionOptions, AdoptionReport, DatabaseLocation, Store};
use cora_testkit::acme;

const NOW: UnixSeconds = UnixSeconds::new(acme::NOW).unwrap();

/// The error of a policy that asks itself.
const RECURSION: &str = "42P17";

/// A role, and the person whose token it has.
type Reader = (&'static str, Option<u16>);

/// People of every role on the platform and in organizations, one without a membership of their
/// own, one whose profile has no row among Supabase's users, and two who do not exist.
const READERS: [Reader; 18] = [
    ("anon", None),
    ("authenticated", None),
    ("service_role", None),
    (READER, None),
    ("authenticated", Some(1)),
    ("authenticated", Some(2)),
    ("authenticated", Some(3)),
    ("authenticated", Some(4)),
    ("authenticated", Some(6)),
    ("authenticated", Some(8)),
    ("authenticated", Some(20)),
    ("authenticated", Some(31)),
    ("authenticated", Some(35)),
    ("authenticated", Some(61)),
    ("authenticated", Some(100)),
    ("authenticated", Some(199)),
    ("authenticated", Some(901)),
    ("authenticated", Some(999)),
];

async fn adopted(database: &OwnDatabase) -> AdoptionReport {
    let codes: BTreeSet<String> = ADOPTION_FAULTS.iter().map(|kind| kind.code.to_owned()).collect();
    let location = DatabaseLocation::Postgres(database.url.clone());
    let adopted = Store::adopt(location, &AdoptionOptions::default(), &codes, NOW).await;
    adopted.unwrap_or_else(|error| panic!("{error}"))
}

/// Returns what can be read: each relation, each column of a relation, and each function without
/// parameters, with the statement that counts its rows.
async fn readable(database: &OwnDatabase) -> Vec<(String, String)> {
    let relations = "SELECT CAST(pg_class.oid AS regclass) || '', 'SELECT count(*) FROM ' || CAST(pg_class.oid AS regclass)
        FROM pg_class WHERE relkind IN ('r', 'p', 'v', 'm', 'f') AND relnamespace IN ('public'::regnamespace, 'app'::regnamespace)
        UNION ALL SELECT CAST(attrelid AS regclass) || '.' || attname, format('SELECT count(%I) FROM %s', attname, CAST(attrelid AS regclass))
        FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
        WHERE relkind IN ('r', 'p', 'v', 'm', 'f') AND attnum > 0 AND NOT attisdropped AND relnamespace IN ('public'::regnamespace, 'app'::regnamespace)
        UNION ALL SELECT CAST(pg_proc.oid AS regprocedure) || '', format('SELECT count(*), count(one) FROM %s one', CAST(pg_proc.oid AS regprocedure))
        FROM pg_proc WHERE prokind = 'f' AND pronargs = 0 AND prorettype NOT IN ('trigger'::regtype, 'event_trigger'::regtype)
            AND pronamespace IN ('public'::regnamespace, 'app'::regnamespace) ORDER BY 1";
    let rows = database.rows(relations).await.into_iter();
    rows.map(|row| row.split_once('|').map(|(name, count)| (name.to_owned(), count.to_owned())).unwrap()).collect()
}

/// Returns the answer to each statement for each reader: the numbers, or the code of the refusal.
async fn read(database: &OwnDatabase, all: &[(String, String)]) -> BTreeMap<(String, String), String> {
    let mut seen = BTreeMap::new();
    for (role, user) in READERS {
        let client = database.client().await;
        let claims = user.map_or_else(
            || format!(r#"{{"role": "{role}"}}"#),
            |user| format!(r#"{{"sub": "00000000-0000-4000-8000-{user:012}", "role": "{role}"}}"#),
        );
        client.batch_execute(&format!("SET request.jwt.claims = '{claims}'; SET ROLE {role}")).await.unwrap();
        for (name, statement) in all {
            let answer = match texts(&client, statement).await {
                Ok(rows) => rows.concat(),
                Err(error) => error.code().unwrap().code().to_owned(),
            };
            seen.insert((format!("{role} {user:?}"), name.clone()), answer);
        }
    }
    seen
}

/// Returns the number of an answer, or 0 for a refusal.
fn rows(answer: &str) -> u64 {
    answer.split('|').next().and_then(|number| number.parse().ok()).filter(|_| answer != RECURSION).unwrap_or(0)
}

/// Checks that nobody reads more rows of anything than before. Relations on which CORA's policies
/// failed for everybody show what Cora's policies say.
async fn nobody_reads_more(database: &OwnDatabase) -> BTreeMap<(String, String), (String, String)> {
    let all = readable(database).await;
    let before = read(database, &all).await;
    adopted(database).await;
    let after_all = readable(database).await;
    let after = read(database, &after_all).await;
    let (mut more, mut both) = (Vec::new(), BTreeMap::new());
    for ((role, name), now) in after {
        // A table that CORA knew by another name shows what it showed under that one.
        let other = [
            ("user_profiles", "profiles"),
            ("user_auth_ext_ids", "external_identities"),
            ("sys_idp_", "platform_idp_"),
        ]
        .into_iter()
        .flat_map(|(later, former)| [name.replacen(later, former, 1), name.replacen(former, later, 1)])
        .flat_map(|name| {
            [name.clone(), name.replace("sys_role", "global_role"), name.replace("global_role", "sys_role")]
        })
        .find(|other| *other != name && before.contains_key(&(role.clone(), other.clone())));
        let key = (role.clone(), name.clone());
        let known_as = if before.contains_key(&key) { Some(name.clone()) } else { other };
        let Some((then, known_as)) = known_as.and_then(|name| Some((before.get(&(role.clone(), name.clone()))?, name)))
        else {
            more.push(format!("{key:?} was not there"));
            continue;
        };
        let is_code = then == RECURSION;
        // Cora fills what CORA left null, such as a role, in rows that were read before.
        let relation = known_as.rsplit_once('.').and_then(|(of, _)| before.get(&(role, of.to_owned())));
        let is_filled = then.parse::<u64>().is_ok() && relation.is_some_and(|of| rows(&now) <= rows(of));
        if !is_code && !is_filled && rows(&now) > rows(then) && !name.starts_with("get_schema_info") {
            more.push(format!("{key:?}: {then} -> {now}"));
        }
        both.insert(key, (then.clone(), now));
    }
    assert!(more.is_empty(), "{more:#?}");
    both
}

/// Returns the most rows that a person may read of each table on which CORA's policies failed: by
/// their roles, as the specification has it (§2.2).
async fn permitted(database: &OwnDatabase, user: u16) -> [(&'static str, u64); 4] {
    let id = format!("00000000-0000-4000-8000-{user:012}");
    let own = |roles: &str| {
        format!(
            "SELECT org_id FROM cora.org_members JOIN cora.profiles USING (user_id) JOIN cora.orgs ON orgs.id = org_id
             WHERE user_id = '{id}' AND org_members.status = 'active' AND profiles.status = 'active' AND orgs.status = 'active' AND role IN ({roles})"
        )
    };
    let (member, administrator) = (own("'org_user', 'org_admin', 'org_owner'"), own("'org_admin', 'org_owner'"));
    let platform = format!(
        "EXISTS (SELECT 1 FROM cora.profiles WHERE user_id = '{id}' AND status = 'active' AND platform_role <> 'platform_user')"
    );
    let mut all = [("orgs", 0), ("org_members", 0), ("user_invites", 0), ("org_email_domains", 0)];
    let which = [
        format!("id IN ({member}) OR {platform}"),
        format!("org_id IN ({member})"),
        format!("org_id IN ({administrator})"),
        format!("org_id IN ({administrator})"),
    ];
    for ((table, rows), which) in all.iter_mut().zip(which) {
        let count = database.rows(&format!("SELECT count(*) FROM cora.{table} WHERE {which}")).await;
        *rows = count.concat().parse().unwrap();
    }
    all
}

async fn with_project(is_later: bool) -> Option<OwnDatabase> {
    let database = OwnDatabase::with_project_in_supabase().await?;
    database.add_application().await;
    database.run(include_str!("../../../tests/adoption/own_policies.sql")).await;
    database.run(&format!("CREATE POLICY reader_all ON orgs FOR SELECT TO {READER} USING (true)")).await;
    if is_later {
        // CORA's renaming fails while a column holds rows of a table, and leaves functions behind.
        database.run("DROP TABLE snapshots; DROP FUNCTION whole_profiles()").await;
        database.rename().await;
    }
    Some(database)
}

#[tokio::test]
async fn nobody_reads_more_of_a_project_than_before_its_adoption() {
    for is_later in [false, true] {
        let Some(database) = with_project(is_later).await else { return };
        let both = nobody_reads_more(&database).await;
        let of = |role: &str, name: &str| {
            let (then, now) = &both[&(role.to_owned(), name.to_owned())];
            (then.as_str(), now.as_str())
        };
        let people = if is_later { "user_profiles" } else { "profiles" };
        let identities = if is_later { "user_auth_ext_ids" } else { "external_identities" };
        // What people and CORA's other modules read of themselves stays.
        assert_eq!(of("authenticated Some(1)", people), ("1", "1"));
        assert_eq!(of("authenticated Some(1)", "people"), ("1", "1"));
        assert_eq!(of("authenticated Some(35)", people), ("1", "1"));
        assert_eq!(of("authenticated Some(20)", identities), ("1", "1"));
        assert_eq!(of("anon None", people), ("0", "0"));
        assert_eq!(of("service_role None", people), ("200", "200"));
        assert_eq!(of("authenticated Some(901)", people), ("0", "0"));
        // Where CORA's policies failed, Cora's say what is read: one's own organization.
        assert_eq!(of("authenticated Some(31)", "orgs"), (RECURSION, "1"));
        assert_eq!(of("authenticated Some(999)", "org_members"), (RECURSION, "0"));
        let people = READERS.iter().filter_map(|(role, user)| Some((*role, (*user)?)));
        let mut failed = 0;
        for (role, user) in people {
            for (table, most) in permitted(&database, user).await {
                let key = format!("{role} Some({user})");
                let columns = both.iter().filter(|((reader, name), (then, _))| {
                    *reader == key && then == RECURSION && name.split('.').next() == Some(table)
                });
                for ((_, name), (_, now)) in columns {
                    assert!(rows(now) <= most, "{key} {name}: {now} of {most}");
                    failed += 1;
                }
            }
        }
        assert!(failed > 100, "{failed}");
        if !is_later {
            assert_eq!(of("authenticated Some(1)", "platform_idp_config"), ("3", "2"));
            assert_eq!(of("authenticated Some(35)", "platform_idp_config"), ("0", "0"));
        }
        // The database is one that is served, with the application's own policies on it.
        let store = Store::open(DatabaseLocation::Postgres(database.url.clone())).await.unwrap();
        let open = store.openings().await.unwrap();
        assert!(open.is_empty(), "{open:?}");
        let drift = store.drift().await.unwrap();
        assert!(!drift.iter().any(|one| one.object.starts_with("policy ")), "{drift:?}");
        database.run("CREATE POLICY everybody ON cora.profiles FOR SELECT TO authenticated USING (true)").await;
        let open = store.openings().await.unwrap();
        assert!(open.iter().any(|one| one.object == "policy everybody on profiles"), "{open:?}");
        store.close().await;
        // A migration that applies the policies again shows nobody more either.
        database.run("UPDATE cora.cora_overlays SET checksum = ''").await;
        Store::migrate(DatabaseLocation::Postgres(database.url.clone())).await.unwrap().close().await;
        let again = read(&database, &readable(&database).await).await;
        let now: BTreeMap<_, _> = both.into_iter().map(|(key, (_, now))| (key, now)).collect();
        let differing: Vec<_> = again.iter().filter(|(key, value)| now.get(*key) != Some(value)).collect();
        assert!(differing.is_empty(), "{differing:#?}");
    }
}

#[tokio::test]
async fn functions_that_list_the_database_are_named() {
    let Some(database) = with_project(false).await else { return };
    let report = adopted(&database).await;
    assert!(
        report.affected.iter().any(|one| one.starts_with("function get_schema_info() lists")
            || one.starts_with("function public.get_schema_info() lists")),
        "{:?}",
        report.affected
    );
}

/// Returns the number of rows, of values and of different values of each column of CORA's tables.
async fn counted(database: &OwnDatabase, tables: &[(String, String)]) -> BTreeMap<String, String> {
    let mut counted = BTreeMap::new();
    for (table, found_as) in tables {
        let columns = format!(
            "SELECT attname FROM pg_attribute WHERE attrelid = 'public.{found_as}'::regclass AND attnum > 0 AND NOT attisdropped"
        );
        for column in database.rows(&columns).await {
            let count = format!(
                "SELECT count(*), count({column}), count(DISTINCT CAST({column} AS text)) FROM public.{found_as}"
            );
            let name = match column.as_str() {
                "sys_role" => "global_role",
                "org_role" => "role",
                other => other,
            };
            counted.insert(format!("{table}.{name}"), database.rows(&count).await.concat());
        }
    }
    counted
}

/// Every state that CORA's renamings leave a database in: one after the other, and some of them.
const AGES: [&str; 5] = [
    "",
    "ALTER TABLE profiles RENAME TO user_profiles; ALTER TABLE external_identities RENAME TO user_auth_ext_ids",
    "ALTER TABLE profiles RENAME COLUMN global_role TO sys_role; ALTER TABLE platform_idp_audit_log RENAME TO sys_idp_audit_log;
        ALTER TABLE orgs ADD COLUMN created_by uuid, ADD COLUMN description text",
    "ALTER TABLE org_members RENAME COLUMN role TO org_role; ALTER TABLE platform_idp_config RENAME TO sys_idp_config;
        ALTER TABLE profiles RENAME TO user_profiles; ALTER TABLE user_profiles ADD COLUMN requires_invitation boolean DEFAULT false",
    "later",
];

#[tokio::test]
async fn of_every_column_as_many_values_arrive_in_every_age_of_the_schema() {
    for age in AGES {
        let Some(database) = OwnDatabase::with_project_in_supabase().await else { return };
        match age {
            "later" => database.rename().await,
            renamings => database.run(renamings).await,
        }
        let there = database.rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").await;
        let tables: Vec<(String, String)> = [
            ("profiles", "user_profiles"),
            ("external_identities", "user_auth_ext_ids"),
            ("platform_idp_config", "sys_idp_config"),
            ("platform_idp_audit_log", "sys_idp_audit_log"),
            ("orgs", ""),
            ("org_members", ""),
            ("org_email_domains", ""),
            ("user_invites", ""),
        ]
        .into_iter()
        .map(|(former, later)| {
            let found_as = if there.iter().any(|name| name == former) { former } else { later };
            (former.to_owned(), found_as.to_owned())
        })
        .collect();
        let before = counted(&database, &tables).await;
        adopted(&database).await;
        let after = counted(&database, &tables).await;
        let shown: String = before
            .iter()
            .filter(|(column, count)| after.get(*column) != Some(count))
            .map(|(column, count)| {
                format!("{column}: {count} -> {}\n", after.get(column).map_or("gone", String::as_str))
            })
            .collect();
        // Each of these is a fault of rows, or a text written in one way: see `nothing_is_lost`.
        let expected = include_str!("../../../tests/adoption/counts.txt");
        let of_age = |line: &&str| {
            let column = line.split(':').next().unwrap_or_default();
            before.contains_key(column)
        };
        let expected: String = expected.lines().filter(of_age).map(|line| format!("{line}\n")).collect();
        // CORA's own renaming makes three roles of eight.
        let without_roles = |text: &str| -> String {
            let kept = text.lines().filter(|line| !line.starts_with("profiles.global_role"));
            kept.map(|line| format!("{line}\n")).collect()
        };
        assert_eq!(without_roles(&shown), without_roles(&expected), "{age}");
    }
}
