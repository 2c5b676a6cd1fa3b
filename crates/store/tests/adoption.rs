//! Tests of adopting the database of a project of the legacy CORA toolkit: nothing is lost, nothing
//! is guessed in somebody's favor, and the result is a database of Cora. Only PostgreSQL has such
//! databases. Without a PostgreSQL to create them in, these tests do nothing.

use std::collections::{BTreeMap, BTreeSet};

use crate::support::legacy_database::OwnDatabase;
use cora_core::time::UnixSeconds;
use cora_store::{ADOPTION_FAULTS, AdoptError, AdoptionOptions, AdoptionReport, DatabaseLocation, Store};
use cora_testkit::acme;

const NOW: UnixSeconds = UnixSeconds::new(acme::NOW).unwrap();

fn all_codes() -> BTreeSet<String> {
    ADOPTION_FAULTS.iter().map(|kind| kind.code.to_owned()).collect()
}

async fn adopted(database: &OwnDatabase, options: AdoptionOptions) -> AdoptionReport {
    Store::adopt(DatabaseLocation::Postgres(database.url.clone()), &options, &all_codes(), NOW).await.unwrap()
}

/// Returns the ends of the row identifiers of each fault.
fn faults(report: &AdoptionReport) -> BTreeMap<&str, Vec<&str>> {
    let mut faults: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for fault in &report.faults {
        let row = fault.row.rsplit('-').next().unwrap_or_default();
        faults.entry(fault.code.as_str()).or_default().push(row.trim_start_matches('0'));
    }
    faults
}

#[tokio::test]
async fn a_dry_run_says_what_is_wrong_and_changes_nothing() {
    let Some(database) = OwnDatabase::with_rows().await else { return };
    let before = database.dump().await;
    let report = Store::adoption(DatabaseLocation::Postgres(database.url.clone()), &AdoptionOptions::default(), NOW)
        .await
        .unwrap();
    assert_eq!(database.dump().await, before);
    assert!(!report.applied);
    let expected: BTreeMap<&str, Vec<&str>> = [
        ("audit_record_not_adopted", vec!["e3"]),
        ("audit_settings_left_out", vec!["e1"]),
        ("connection_not_tested", vec!["c1"]),
        ("connection_secret_left_out", vec!["c1"]),
        ("current_organization_not_member", vec!["2"]),
        ("domain_claimed_twice", vec!["d3", "d4"]),
        ("domain_duplicate", vec!["d5"]),
        ("domain_invalid", vec!["d6"]),
        ("domain_public", vec!["d2"]),
        ("domain_unverified", vec!["d1", "d3", "d4", "d5"]),
        ("email_duplicate", vec!["3", "4"]),
        ("email_invalid", vec!["5", "f09"]),
        ("email_unverified", vec!["1", "2", "3", "4"]),
        ("identity_claimed_twice", vec!["6", "7"]),
        ("identity_other_provider", vec!["2"]),
        ("identity_provider_unknown", vec!["4"]),
        ("identity_subject_invalid", vec!["8"]),
        ("identity_subject_unstable", vec!["3"]),
        ("identity_without_profile", vec!["5"]),
        ("invitation_above_inviter", vec!["f05"]),
        ("invitation_duplicate", vec!["f02"]),
        ("invitation_status_unknown", vec!["f08"]),
        ("invitation_without_expiry", vec!["f03", "f05", "f06"]),
        ("invitation_without_inviter", vec!["f06"]),
        ("organization_name_blank", vec!["a2"]),
        ("organization_slug_changed", vec!["a2", "a3"]),
        ("organization_without_owner", vec!["a2", "a3"]),
        ("person_without_profile", vec!["a3"]),
        ("role_unknown", vec!["b3", "5", "f07"]),
        ("text_too_long", vec!["99"]),
    ]
    .into();
    assert_eq!(faults(&report), expected);
    let refers = [
        "foreign key tasks_author_fkey",
        "foreign key tasks_org_id_fkey",
        "policy tasks_of_members",
        "view",
        "member_names",
    ];
    assert!(
        refers.iter().all(|part| report.dependents.iter().any(|dependent| dependent.contains(part))),
        "{:?}",
        report.dependents
    );
    // Nobody can learn a name or an address from the report, or from a log of it.
    let shown = serde_json::to_string(&report).unwrap().to_lowercase();
    assert!(["@", "olga", "acme", "hunter2"].iter().all(|part| !shown.contains(part)), "{shown}");
}

#[tokio::test]
async fn faults_that_nobody_accepted_keep_it_from_being_done() {
    let Some(database) = OwnDatabase::with_rows().await else { return };
    let before = database.dump().await;
    let mut accepted = all_codes();
    accepted.remove("domain_public");
    let refused =
        Store::adopt(DatabaseLocation::Postgres(database.url.clone()), &AdoptionOptions::default(), &accepted, NOW)
            .await;
    assert!(
        matches!(refused, Err(AdoptError::Faults(report)) if !report.applied && report.codes().contains("domain_public"))
    );
    assert_eq!(database.dump().await, before);
}

#[tokio::test]
async fn an_adopted_database_is_one_that_cora_opens_and_made() {
    let Some(database) = OwnDatabase::of_cora().await else { return };
    let Some(fresh) = OwnDatabase::empty().await else { return };
    let report = adopted(&database, AdoptionOptions::default()).await;
    assert_eq!(faults(&report).keys().copied().collect::<Vec<_>>(), ["platform_without_owner"]);
    Store::open(DatabaseLocation::Postgres(database.url.clone())).await.unwrap().check_schema().await.unwrap();
    Store::migrate(DatabaseLocation::Postgres(fresh.url.clone())).await.unwrap();
    // Excludes the columns that CORA has and Cora lacks, and the users that CORA's tables refer to.
    for of in [
        "SELECT conname, relname, pg_get_constraintdef(pg_constraint.oid) FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid
            WHERE relnamespace = current_schema()::regnamespace AND relname <> 'people' AND contype <> 'n'",
        "SELECT indexdef FROM pg_indexes WHERE schemaname = current_schema() AND tablename <> 'people'",
        "SELECT pg_get_triggerdef(pg_trigger.oid), tgenabled FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
            WHERE NOT tgisinternal AND relnamespace = current_schema()::regnamespace",
        "SELECT relname, attname, format_type(atttypid, atttypmod), attnotnull, attidentity, pg_get_expr(adbin, adrelid) FROM pg_attribute
            JOIN pg_class ON pg_class.oid = attrelid LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
            WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r' AND attnum > 0 AND relname <> 'people'
                AND NOT (attname IN ('metadata', 'avatar', 'role_before_adoption', 'role_at_adoption', 'ip_address', 'user_agent')
                    OR (relname = 'external_identities' AND attname = 'updated_at'))",
    ] {
        // Some definitions name the schema.
        let unplaced = |rows: Vec<String>| -> BTreeSet<String> {
            rows.into_iter().map(|row| row.replace("cora.", "").replace("public.", "")).collect()
        };
        let (adopted, made) = (unplaced(database.cora_rows(of).await), unplaced(fresh.rows(of).await));
        let differing: Vec<_> = adopted.symmetric_difference(&made).collect();
        assert!(!made.is_empty() && differing.is_empty(), "{differing:#?}");
    }
    assert!(matches!(
        Store::adoption(DatabaseLocation::Postgres(database.url.clone()), &AdoptionOptions::default(), NOW).await,
        Err(AdoptError::Adopted)
    ));
}

#[tokio::test]
async fn rows_arrive_and_those_of_cora_stay_beside_as_they_were() {
    let Some(database) = OwnDatabase::with_rows().await else { return };
    let whole = "SELECT CAST(t AS text) FROM {} t ORDER BY 1";
    let names = [
        "profiles",
        "orgs",
        "org_members",
        "external_identities",
        "user_invites",
        "org_email_domains",
        "platform_idp_config",
        "platform_idp_audit_log",
    ];
    let mut before = Vec::new();
    for name in names {
        before.push(database.rows(&whole.replace("{}", name)).await);
    }
    let report = adopted(&database, AdoptionOptions::default()).await;
    assert!(report.applied);
    for (name, before) in names.iter().zip(before) {
        assert_eq!(
            database.cora_rows(&whole.replace("{}", &format!("public_before_cora.{name}"))).await,
            before,
            "{name}"
        );
    }
    let counts: Vec<_> = report.tables.iter().map(|table| (table.table.as_str(), table.found, table.adopted)).collect();
    assert_eq!(
        counts,
        [
            ("profiles", 6, 6),
            ("orgs", 3, 3),
            ("org_members", 4, 4),
            ("platform_idp_config", 2, 2),
            ("platform_idp_audit_log", 3, 2),
            ("external_identities", 8, 2),
            ("org_email_domains", 6, 4),
            ("user_invites", 10, 9),
        ]
    );
    let end = |column: &str| format!("ltrim(right(CAST({column} AS text), 4), '0')");
    let people = format!(
        "SELECT {}, left(full_name, 9), length(full_name), email, email_canonical, email_verified, global_role, {}, metadata FROM profiles ORDER BY user_id",
        end("user_id"),
        end("current_org_id")
    );
    assert_eq!(
        database.cora_rows(&people).await,
        [
            r#"1|Olga|4|Olga@Acme.example|olga@acme.example|f|platform_owner|a1|{"theme": "dark"}"#,
            "2|Ada|3|ada@acme.example|ada@acme.example|f|platform_admin||{}",
            "3|Uli|3|uli@acme.example|uli@acme.example|f|platform_user||{}",
            "4|Uli again|9|ULI@acme.example|uli@acme.example|f|platform_user||{}",
            "5|Ben|3|||f|platform_user||{}",
            "99|xxxxxxxxx|128|||f|platform_user||{}",
        ]
    );
    let organizations =
        format!("SELECT {}, name, slug, {}, seats_used, owner_count FROM orgs ORDER BY id", end("id"), end("owner_id"));
    let organizations = database.cora_rows(&organizations).await;
    assert_eq!(organizations[0], "a1|Acme|acme|1|3|1");
    // The owner that the row names becomes an owner if they are a member.
    assert!(organizations[1].starts_with("a2|org-") && organizations[1].ends_with("|2|1|1"), "{}", organizations[1]);
    assert!(
        organizations[2].starts_with("a3|Globex|globex-gmbh-") && organizations[2].ends_with("||0|0"),
        "{}",
        organizations[2]
    );
    let members =
        format!("SELECT {}, {}, role, source, status FROM org_members ORDER BY id", end("id"), end("user_id"));
    assert_eq!(
        database.cora_rows(&members).await,
        [
            "b1|1|org_owner|manual|active",
            "b2|3|org_admin|manual|active",
            "b3|5|org_user|manual|active",
            "b4|2|org_owner|manual|active"
        ]
    );
    let identities = format!(
        "SELECT id, {}, issuer, external_id, provider_name FROM external_identities ORDER BY id",
        end("auth_user_id")
    );
    assert_eq!(
        database.cora_rows(&identities).await,
        [
            "1|1|https://acme.okta.com/oauth2/default|00u1a2b3c4d5e6f7g8h9|okta",
            "2|2|https://acme.okta.com/oauth2/default|00u2a2b3c4d5e6f7g8h9|okta",
        ]
    );
    let domains =
        format!("SELECT {}, domain, class, state, enrollment_mode FROM org_email_domains ORDER BY id", end("id"));
    assert_eq!(
        database.cora_rows(&domains).await,
        [
            "d1|acme.example|company|pending|automatic_membership",
            "d2|gmail.com|public_provider|pending|manual_invitation",
            "d3|shared.example|company|pending|automatic_membership",
            "d4|shared.example|company|pending|automatic_membership",
        ]
    );
    let invitations = format!(
        "SELECT {}, email, role, status, EXTRACT(epoch FROM expires_at)::bigint - 1767225600, {} FROM user_invites ORDER BY id",
        end("id"),
        end("accepted_by")
    );
    assert_eq!(
        database.cora_rows(&invitations).await,
        [
            "f01|ivan@partner.example|org_admin|pending|2303683200|",
            "f02|ivan@partner.example|org_user|revoked|2303683200|",
            "f03|endless@partner.example|org_user|pending|2592000|",
            "f04|late@partner.example|org_user|expired|-2592000|",
            "f05|usurper@partner.example|org_owner|revoked|2592000|",
            "f06|orphan@partner.example|org_user|revoked|2592000|",
            "f07|odd@partner.example|org_user|revoked|2303683200|",
            "f08|none@partner.example|org_user|revoked|2592000|",
            "f10|ada@acme.example|org_user|accepted|2592000|2",
        ]
    );
    let connections = "SELECT provider_type, display_name, status, config ->> 'clientId', config ->> 'issuer', config ? 'clientSecret' OR config ? 'client_secret' FROM platform_idp_config ORDER BY id";
    assert_eq!(
        database.cora_rows(connections).await,
        ["okta|Okta|draft|0oa1b2c3d4e5f6g7h8i9|https://acme.okta.com/oauth2/default|f", "clerk|Clerk|draft|||f"]
    );
    let audit =
        format!("SELECT action, actor_kind, {} FROM platform_idp_audit_log ORDER BY sequence", end("performed_by"));
    assert_eq!(
        database.cora_rows(&audit).await,
        ["updated|user|1", "activated|operator|", "created|operator|", "created|operator|"]
    );
    assert_eq!(
        database
            .cora_rows(
                "SELECT 1 FROM platform_idp_audit_log WHERE CAST(platform_idp_audit_log AS text) LIKE '%hunter2%'"
            )
            .await,
        [""; 0]
    );
    assert_eq!(database.cora_rows("SELECT report -> 'applied' FROM public_before_cora.cora_adoption").await, ["true"]);
}

#[tokio::test]
async fn tables_of_the_application_refer_to_the_new_tables() {
    let Some(database) = OwnDatabase::with_rows().await else { return };
    adopted(&database, AdoptionOptions::default()).await;
    database.run("UPDATE orgs SET name = 'Acme Corporation' WHERE slug = 'acme'").await;
    assert_eq!(database.cora_rows("SELECT name FROM tasks JOIN orgs ON orgs.id = org_id").await, ["Acme Corporation"]);
    let keys = "SELECT conname, confrelid::regclass, confdeltype FROM pg_constraint WHERE conrelid = 'tasks'::regclass AND contype = 'f' ORDER BY 1";
    assert_eq!(database.cora_rows(keys).await, ["tasks_author_fkey|profiles|a", "tasks_org_id_fkey|orgs|c"]);
    database.run("UPDATE profiles SET full_name = 'Olga Owner' WHERE full_name = 'Olga'").await;
    assert!(
        database.rows("SELECT full_name, role FROM member_names").await.contains(&String::from("Olga Owner|org_owner"))
    );
    assert_eq!(
        database.cora_rows("SELECT to_regproc('get_active_idp_config') IS NULL").await,
        ["t"],
        "everybody could call it"
    );
    let policy = "SELECT pg_get_expr(polqual, polrelid) FROM pg_policy WHERE polname = 'tasks_of_members'";
    let policy = database.cora_rows(policy).await.join("");
    assert!(policy.contains("org_members") && !policy.contains("before_cora"), "{policy}");
}

#[tokio::test]
async fn the_operator_may_vouch_for_addresses_and_domains() {
    let Some(database) = OwnDatabase::with_rows().await else { return };
    let options = AdoptionOptions { trust_emails: true, trust_domains: true, ..AdoptionOptions::default() };
    let report = adopted(&database, options).await;
    assert!(!report.codes().contains("email_unverified") && !report.codes().contains("domain_unverified"));
    assert_eq!(database.cora_rows("SELECT count(*) FROM profiles WHERE email_verified").await, ["4"]);
    // Neither a public domain nor a domain that several organizations claim is verified.
    assert_eq!(
        database.cora_rows("SELECT domain FROM org_email_domains WHERE state = 'verified'").await,
        ["acme.example"]
    );
}

#[tokio::test]
async fn a_database_that_is_not_one_of_cora_is_left_alone() {
    let Some(database) = OwnDatabase::of_cora().await else { return };
    database.run("ALTER TABLE profiles DROP COLUMN global_role; DROP TABLE user_invites").await;
    let before = database.dump().await;
    let location = DatabaseLocation::Postgres(database.url.clone());
    let refused = Store::adopt(location, &AdoptionOptions::default(), &all_codes(), NOW).await;
    assert!(matches!(refused, Err(AdoptError::NotCora { missing, recognized })
            if missing == ["profiles.global_role (or sys_role)", "user_invites"] && recognized.len() == 7));
    assert_eq!(database.dump().await, before);
    database.run("CREATE SCHEMA public_before_cora").await;
    let refused =
        Store::adoption(&DatabaseLocation::File("cora.sqlite".into()), &AdoptionOptions::default(), NOW).await;
    assert!(matches!(refused, Err(AdoptError::NotPostgres)));
}

#[tokio::test]
async fn what_is_kept_once_is_not_kept_over() {
    let Some(database) = OwnDatabase::of_cora().await else { return };
    database.run("CREATE SCHEMA public_before_cora").await;
    let refused =
        Store::adopt(DatabaseLocation::Postgres(database.url.clone()), &AdoptionOptions::default(), &all_codes(), NOW)
            .await;
    assert!(matches!(refused, Err(AdoptError::Kept(schema)) if schema == "public_before_cora"));
}
