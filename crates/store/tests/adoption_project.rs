//! Tests of the rows of a whole project of the legacy CORA toolkit, of either age: nothing is lost
//! but what a fault names. Without a PostgreSQL, these tests do nothing.

use std::collections::{BTreeMap, BTreeSet};

use crate::support::legacy_database::OwnDatabase;
use cora_core::id::{OrganizationId, UserId};
use cora_core::identity::SubjectMapping;
use cora_core::role::OrganizationRole;
use cora_core::text::Subject;
use cora_core::time::UnixSeconds;
use cora_store::{ADOPTION_FAULTS, AdoptionOptions, AdoptionReport, DatabaseLocation, Slice, Store};
use cora_testkit::acme;
use serde_json::json;

const NOW: UnixSeconds = UnixSeconds::new(acme::NOW).unwrap();

fn all_codes() -> BTreeSet<String> {
    ADOPTION_FAULTS.iter().map(|kind| kind.code.to_owned()).collect()
}

async fn adopted(database: &OwnDatabase, options: AdoptionOptions) -> AdoptionReport {
    let adopted = Store::adopt(DatabaseLocation::Postgres(database.url.clone()), &options, &all_codes(), NOW).await;
    adopted.unwrap_or_else(|error| panic!("{error}"))
}

/// The faults by which a column of a row may differ from CORA's, by table.
const MAY_DIFFER: [(&str, &str, &[&str]); 32] = [
    ("profiles", "full_name", &["text_too_long"]),
    ("profiles", "email", &["email_invalid", "email_trimmed"]),
    ("profiles", "phone", &["text_too_long"]),
    ("profiles", "avatar_url", &["text_too_long"]),
    ("profiles", "current_org_id", &["current_organization_not_member"]),
    ("profiles", "created_at", &["time_out_of_range"]),
    ("profiles", "updated_at", &["time_out_of_range"]),
    ("orgs", "name", &["organization_name_blank", "text_too_long"]),
    ("orgs", "slug", &["organization_slug_changed"]),
    ("orgs", "logo_url", &["text_too_long"]),
    ("orgs", "created_at", &["time_out_of_range"]),
    ("org_members", "created_at", &["time_out_of_range"]),
    ("external_identities", "provider_name", &["identity_other_provider"]),
    ("external_identities", "created_at", &["time_out_of_range"]),
    ("user_invites", "email", &[]),
    ("user_invites", "role", &["role_unknown"]),
    (
        "user_invites",
        "status",
        &[
            "role_unknown",
            "invitation_without_inviter",
            "invitation_above_inviter",
            "invitation_status_unknown",
            "expired",
        ],
    ),
    ("user_invites", "expires_at", &["invitation_without_expiry", "time_out_of_range", "endless"]),
    ("user_invites", "created_at", &["time_out_of_range"]),
    ("org_email_domains", "domain", &["domain_written_otherwise"]),
    ("org_email_domains", "auto_provision", &["domain_public"]),
    ("org_email_domains", "created_at", &["time_out_of_range"]),
    ("platform_idp_config", "config", &["connection_not_tested"]),
    ("platform_idp_config", "is_active", &["connection_not_tested"]),
    ("platform_idp_config", "is_configured", &["connection_not_tested"]),
    ("platform_idp_audit_log", "old_config", &["audit_settings_left_out"]),
    ("platform_idp_audit_log", "new_config", &["audit_settings_left_out"]),
    ("orgs", "owner_id", &["person_without_profile"]),
    ("user_invites", "invited_by", &["person_without_profile"]),
    ("org_members", "role", &[]),
    ("profiles", "global_role", &[]),
    ("profiles", "metadata", &[]),
];

/// Checks every row and every column of the kept tables against the views.
async fn nothing_is_lost(database: &OwnDatabase, report: &AdoptionReport) {
    for table in &report.tables {
        let (key, found_as) = (if table.table == "profiles" { "user_id" } else { "id" }, &table.found_as);
        let faults = |row: &str, codes: &[&str]| {
            report.faults.iter().any(|fault| {
                fault.table == table.table
                    && fault.row == row
                    && (codes.is_empty()
                        || codes.contains(&fault.code.as_str())
                        || codes.contains(&"role_unknown") && fault.code == "role_written_otherwise")
            })
        };
        let absent = format!(
            "SELECT {key} FROM public_before_cora.{found_as} old WHERE {key} NOT IN (SELECT {key} FROM public.{found_as})"
        );
        for row in database.rows(&absent).await {
            assert!(faults(&row, &[]), "{found_as} {row} is gone without a word");
        }
        let columns = format!(
            "SELECT attname FROM pg_attribute WHERE attrelid = 'public_before_cora.{found_as}'::regclass AND attnum > 0 AND NOT attisdropped"
        );
        for column in database.rows(&columns).await {
            let differing = format!(
                "SELECT {key}, CAST(old.{column} AS text), CAST(new.{column} AS text) FROM public_before_cora.{found_as} old JOIN public.{found_as} new USING ({key}) WHERE CAST(old.{column} AS text) IS DISTINCT FROM CAST(new.{column} AS text)"
            );
            let december = match column.as_str() {
                "sys_role" => "global_role",
                "org_role" => "role",
                other => other,
            };
            let known = MAY_DIFFER.iter().find(|(of, name, _)| *of == table.table && *name == december);
            for row in database.rows(&differing).await {
                let id = row.split('|').next().unwrap();
                let codes = known.map_or(&[][..], |(_, _, codes)| *codes);
                let says_nothing = [
                    // Texts that are only written otherwise, and invitations that had ended.
                    codes.contains(&"email_trimmed")
                        && row.split('|').nth(1).unwrap().trim() == row.split('|').nth(2).unwrap(),
                    codes.contains(&"domain_written_otherwise")
                        && row.split('|').nth(1).unwrap().to_lowercase().trim_end_matches('.')
                            == row.split('|').nth(2).unwrap(),
                    codes.contains(&"expired") && row.ends_with("pending|expired"),
                    codes.contains(&"endless") && row.split('|').nth(1).unwrap().is_empty(),
                    table.table == "user_invites" && ["created_at", "updated_at"].contains(&december),
                ];
                assert!(
                    !codes.is_empty() && faults(id, codes) || says_nothing.contains(&true),
                    "{found_as}.{column}: {row}"
                );
            }
        }
    }
}

fn counts(report: &AdoptionReport) -> Vec<(&str, i64, i64)> {
    report.tables.iter().map(|table| (table.table.as_str(), table.found, table.adopted)).collect()
}

const COUNTS: [(&str, i64, i64); 8] = [
    ("profiles", 200, 200),
    ("orgs", 30, 30),
    ("org_members", 230, 230),
    ("platform_idp_config", 3, 2),
    ("platform_idp_audit_log", 8, 6),
    ("external_identities", 195, 186),
    ("org_email_domains", 39, 34),
    ("user_invites", 50, 49),
];

#[tokio::test]
async fn of_200_people_nothing_is_lost_but_what_a_fault_names() {
    let Some(database) = OwnDatabase::with_project_in_supabase().await else { return };
    let report = adopted(&database, AdoptionOptions::default()).await;
    assert_eq!(counts(&report), COUNTS);
    nothing_is_lost(&database, &report).await;
    let times: BTreeMap<&str, usize> = report.faults.iter().filter(|fault| fault.code == "time_out_of_range").fold(
        BTreeMap::new(),
        |mut times, fault| {
            *times.entry(fault.table.as_str()).or_default() += 1;
            times
        },
    );
    assert_eq!(
        times,
        [
            ("external_identities", 1),
            ("org_email_domains", 1),
            ("org_members", 1),
            ("orgs", 2),
            ("profiles", 5),
            ("user_invites", 7)
        ]
        .into()
    );
    // Nothing that is stored is out of Cora's range.
    for (table, column) in [
        ("profiles", "created_at"),
        ("profiles", "updated_at"),
        ("orgs", "created_at"),
        ("org_members", "joined_at"),
        ("user_invites", "expires_at"),
        ("external_identities", "created_at"),
    ] {
        let odd = format!(
            "SELECT count(*) FROM {table} WHERE NOT isfinite({column}) OR {column} < '1970-01-01Z' OR {column} >= '10000-01-01Z'"
        );
        assert_eq!(database.cora_rows(&odd).await, ["0"], "{table}.{column}");
    }
    assert_eq!(database.cora_rows("SELECT phone FROM profiles WHERE phone IS NOT NULL").await, ["+49 30 123456"]);
    let rows = |code: &str| report.faults.iter().filter(|fault| fault.code == code).count();
    assert_eq!(
        (
            rows("identity_duplicate"),
            rows("identity_claimed_twice"),
            rows("identity_subject_invalid"),
            rows("connection_kind_unknown")
        ),
        (1, 2, 2, 1)
    );
    assert_eq!(report.without_login.len(), 200 - 186);
    // A role in other capitals is none, and is told from one that does not exist.
    let of = |code: &str, table: &str| -> Vec<&str> {
        let faults = report.faults.iter().filter(|fault| fault.code == code && fault.table == table);
        faults
            .map(|fault| fault.row.trim_start_matches("00000000-0000-4000-8000-").trim_start_matches(['0', 'b']))
            .collect()
    };
    assert_eq!(of("role_written_otherwise", "profiles"), ["8", "9"]);
    assert_eq!(of("role_unknown", "profiles"), ["7"]);
    assert_eq!(of("role_written_otherwise", "org_members"), ["29", "32"]);
    assert_eq!(
        database.cora_rows("SELECT DISTINCT global_role FROM profiles WHERE user_id IN ('00000000-0000-4000-8000-000000000008', '00000000-0000-4000-8000-000000000009')").await,
        ["platform_user"]
    );
}

#[tokio::test]
async fn the_newest_schema_and_every_mixture_arrive_alike() {
    let Some(database) = OwnDatabase::with_project_in_supabase().await else { return };
    database.rename().await;
    database.run("UPDATE user_profiles SET requires_invitation = true WHERE user_id IN ('00000000-0000-4000-8000-000000000199', '00000000-0000-4000-8000-000000000001');
        DELETE FROM org_members WHERE user_id = '00000000-0000-4000-8000-000000000199';
        UPDATE orgs SET description = 'what we do', app_name = 'App ' || slug, website_url = 'https://' || slug || '.example';
        UPDATE orgs SET app_icon = repeat('i', 3000), app_name = repeat('n', 600) WHERE id = (SELECT max(CAST(id AS text))::uuid FROM orgs); UPDATE org_email_domains SET default_role = 'org_admin' WHERE domain = 'org1.example';
        UPDATE org_email_domains SET default_role = 'org_owner' WHERE domain = 'org2.example'").await;
    let people = "SELECT user_id, check_sys_admin(user_id), (SELECT count(*) FROM orgs WHERE check_org_admin(user_id, orgs.id)), (SELECT count(*) FROM orgs WHERE is_org_member(user_id, orgs.id))
        FROM user_profiles WHERE requires_invitation IS NOT TRUE ORDER BY 1";
    let before = database.rows(people).await;
    let workspaces = async || {
        let mut seen = Vec::new();
        for user in [1, 2, 4, 6, 10, 40, 150] {
            let client = database.client().await;
            client.batch_execute(&format!(r#"SET request.jwt.claims = '{{"sub": "00000000-0000-4000-8000-{user:012}"}}'; SET ROLE authenticated"#)).await.unwrap();
            seen.push(
                crate::support::legacy_database::texts(&client, "SELECT count(*) FROM workspaces")
                    .await
                    .unwrap()
                    .concat(),
            );
        }
        seen
    };
    let seen = workspaces().await;
    let report = adopted(&database, AdoptionOptions::default()).await;
    let mut expected = COUNTS;
    (expected[0].2, expected[2], expected[5].2) = (199, ("org_members", 229, 229), 186);
    assert_eq!(counts(&report), expected);
    assert!(report.tables.iter().any(|table| table.table == "profiles" && table.found_as == "user_profiles"));
    // CORA's own functions and policies answer as before, for all but those who are kept out.
    assert_eq!(database.rows(people).await, before);
    assert_eq!(workspaces().await[1..], seen[1..]);
    assert_eq!(seen[1], "30");
    let denied: Vec<_> = report
        .faults
        .iter()
        .filter(|fault| fault.code == "profile_requires_invitation")
        .map(|fault| fault.row.rsplit('0').next().unwrap())
        .collect();
    assert_eq!(denied, ["1", "199"]);
    assert_eq!(
        database.cora_rows("SELECT status FROM profiles WHERE user_id = '00000000-0000-4000-8000-000000000001'").await,
        ["suspended"]
    );
    assert_eq!(
        database
            .cora_rows("SELECT count(*) FROM profiles WHERE user_id = '00000000-0000-4000-8000-000000000199'")
            .await,
        ["0"]
    );
    assert_eq!(
        database
            .rows("SELECT 1 FROM orgs WHERE description = 'what we do' AND website_url = 'https://' || slug || '.example' LIMIT 1")
            .await
            .len(),
        1
    );
    assert_eq!(database.rows("SELECT count(description) FROM orgs").await, ["30"]);
    assert_eq!(
        database
            .cora_rows(
                "SELECT domain, role FROM org_email_domains WHERE domain IN ('org1.example', 'org2.example') ORDER BY 1"
            )
            .await,
        ["org1.example|org_admin", "org2.example|org_user"]
    );
    // The names of December are there as well.
    assert_eq!(
        database
            .rows("SELECT DISTINCT global_role FROM profiles WHERE user_id = '00000000-0000-4000-8000-000000000002'")
            .await,
        ["super_admin"]
    );

    // Cora's own routes and those in CORA's place read the rows as they have arrived.
    let store = Store::open(DatabaseLocation::Postgres(database.url.clone())).await.unwrap();
    let reader = UserId::parse("00000000-0000-4000-8000-000000000002").unwrap();
    let organizations = store.legacy_organizations(reader, true, Slice::default()).await.unwrap();
    assert_eq!(organizations.len(), 30);
    assert!(organizations.iter().all(|one| one.description.as_deref() == Some("what we do")));
    let (cut, kept): (Vec<_>, Vec<_>) =
        organizations.iter().partition(|one| one.app_name.as_ref().unwrap().starts_with("nn"));
    assert!(kept.iter().all(|one| one.website_url.as_ref().unwrap().starts_with("https://")));
    // Texts that are too long to be read again are shortened or left out, and reported.
    let [cut] = cut.as_slice() else { panic!("{cut:?}") };
    assert_eq!((cut.app_name.as_ref().map(String::len), &cut.app_icon), (Some(128), &None));
    let id = cut.id.to_string();
    assert!(report.faults.iter().any(|fault| fault.code == "text_too_long" && fault.row == id));
    let of_domains = database.cora_rows("SELECT org_id FROM org_email_domains WHERE domain = 'org1.example'").await;
    let domains = store.legacy_domains(OrganizationId::parse(&of_domains[0]).unwrap(), Slice::default()).await.unwrap();
    assert!(domains.iter().any(|rule| rule.default_role == OrganizationRole::OrgAdmin));
    store.close().await;

    // The same rows without any that CORA denied: nothing is lost but what a fault names.
    let Some(newest) = OwnDatabase::with_project_in_supabase().await else { return };
    newest.rename().await;
    let report = adopted(&newest, AdoptionOptions::default()).await;
    assert_eq!(counts(&report), COUNTS);
    nothing_is_lost(&newest, &report).await;

    // A mixture: some tables and columns under one name, some under the other.
    let Some(mixed) = OwnDatabase::with_project_in_supabase().await else { return };
    mixed.run("ALTER TABLE profiles RENAME TO user_profiles; ALTER TABLE org_members RENAME COLUMN role TO org_role; ALTER TABLE platform_idp_config RENAME TO sys_idp_config").await;
    let report = adopted(&mixed, AdoptionOptions::default()).await;
    assert_eq!(counts(&report), COUNTS);
    nothing_is_lost(&mixed, &report).await;
}

#[tokio::test]
async fn addresses_as_subjects_are_mapped_with_the_tables_or_later() {
    let subjects = |from: std::ops::Range<u8>| -> Vec<SubjectMapping> {
        let subject = |text: String| Subject::new(&text).unwrap();
        from.map(|n| SubjectMapping {
            from: subject(format!("P{n}@org{}.example", n % 30 + 1)),
            to: subject(format!("00u{n:0>17}")),
        })
        .collect()
    };
    let Some(database) = OwnDatabase::with_project_in_supabase().await else { return };
    database.run("TRUNCATE external_identities; INSERT INTO external_identities (auth_user_id, external_id, provider_name) SELECT user_id, email, 'clerk' FROM profiles WHERE email LIKE '%@org%' AND email NOT LIKE 'twin%' AND user_id IN (SELECT id FROM auth.users)").await;
    let report = adopted(&database, AdoptionOptions { subjects: subjects(10..20), ..AdoptionOptions::default() }).await;
    let identities = |report: &AdoptionReport| {
        report
            .tables
            .iter()
            .find(|table| table.table == "external_identities")
            .map(|table| (table.found, table.adopted))
            .unwrap()
    };
    assert_eq!(identities(&report), (189, 10));
    assert_eq!(report.without_login.len(), 190);

    let options = AdoptionOptions { subjects: subjects(10..30), ..AdoptionOptions::default() };
    let dry = Store::adopt_identities(DatabaseLocation::Postgres(database.url.clone()), &options, None, NOW).await;
    // The connection is a draft, whose issuer the operator's settings name.
    assert_eq!(identities(&dry.unwrap()), (189, 10));
    let settings = serde_json::from_value(
        json!({ "client_id": "0oa1b2c3d4e5f6g7h8i9", "issuer": "https://acme.okta.com/oauth2/default" }),
    )
    .unwrap();
    let options =
        AdoptionOptions { settings: vec![(cora_core::connection::ConnectionKind::Okta, settings)], ..options };
    let done =
        Store::adopt_identities(DatabaseLocation::Postgres(database.url.clone()), &options, Some(&all_codes()), NOW)
            .await
            .unwrap();
    assert!(done.applied);
    assert_eq!((identities(&done), done.without_login.len()), ((189, 20), 180));
    assert_eq!(
        database.cora_rows("SELECT count(DISTINCT auth_user_id), min(external_id) FROM external_identities").await,
        ["20|00u00000000000000010"]
    );
}

#[tokio::test]
async fn clerks_key_says_its_issuer() {
    let Some(database) = OwnDatabase::with_project_in_supabase().await else { return };
    database
        .run(
            "UPDATE platform_idp_config SET is_active = provider_type = 'clerk';
        UPDATE external_identities SET external_id = 'user_' || id || 'abc'",
        )
        .await;
    let settings = serde_json::from_value(
        json!({ "publishable_key": "pk_live_Y2xlcmsuYWNtZS5leGFtcGxlJA", "secret_key": "", "jwt_key": "" }),
    )
    .unwrap();
    let options = AdoptionOptions {
        settings: vec![(cora_core::connection::ConnectionKind::Clerk, settings)],
        ..AdoptionOptions::default()
    };
    let report = adopted(&database, options).await;
    assert_eq!(
        database.cora_rows("SELECT issuer, count(*) FROM external_identities GROUP BY 1").await,
        ["https://clerk.acme.example|195"]
    );
    assert!(!report.codes().contains("connection_incomplete"));
}
