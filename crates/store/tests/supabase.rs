//! Tests of the access that browsers have through Supabase's API: each table for each role, allowed
//! and refused. Without a PostgreSQL to create databases in, these tests do nothing.

use std::collections::BTreeSet;

use crate::support::legacy_database::{OwnDatabase, texts};
use cora_core::capability::{Capability, has};
use cora_core::role::{OrganizationRole, PlatformRole};
use cora_core::time::UnixSeconds;
use cora_store::{ADOPTION_FAULTS, AdoptionOptions, DatabaseLocation, OpenError, Store};
use tokio_postgres::Client;

const ROWS: &str = "
    INSERT INTO orgs (id, name, slug) VALUES ('00000000-0000-4000-8000-0000000000a1', 'Acme', 'acme'), ('00000000-0000-4000-8000-0000000000a2', 'Globex', 'globex'),
        ('00000000-0000-4000-8000-0000000000a3', 'Closed', 'closed');
    INSERT INTO profiles (user_id, full_name, email, email_canonical, email_verified, global_role, status) VALUES
        ('00000000-0000-4000-8000-000000000001', 'user', 'u@acme.example', 'u@acme.example', true, 'platform_user', 'active'),
        ('00000000-0000-4000-8000-000000000002', 'admin', 'a@acme.example', 'a@acme.example', true, 'platform_user', 'active'),
        ('00000000-0000-4000-8000-000000000003', 'owner', 'o@acme.example', 'o@acme.example', true, 'platform_user', 'active'),
        ('00000000-0000-4000-8000-000000000004', 'platform', 'p@acme.example', 'p@acme.example', true, 'platform_admin', 'active'),
        ('00000000-0000-4000-8000-000000000005', 'suspended', 's@acme.example', 's@acme.example', true, 'platform_admin', 'suspended'),
        ('00000000-0000-4000-8000-000000000006', 'unverified', 'invited@acme.example', 'invited@acme.example', false, 'platform_user', 'active'),
        ('00000000-0000-4000-8000-000000000007', 'invited', 'i@acme.example', 'i@acme.example', true, 'platform_user', 'active'),
        ('00000000-0000-4000-8000-000000000008', 'auditor', 'r@acme.example', 'r@acme.example', true, 'platform_user', 'active');
    UPDATE profiles SET is_auditor = true WHERE full_name = 'auditor';
    INSERT INTO org_members (id, org_id, user_id, role, source)
        SELECT gen_random_uuid(), '00000000-0000-4000-8000-0000000000a1', user_id, CASE full_name WHEN 'admin' THEN 'org_admin' WHEN 'owner' THEN 'org_owner' ELSE 'org_user' END, 'manual'
        FROM profiles WHERE full_name IN ('user', 'admin', 'owner', 'suspended');
    INSERT INTO org_members (id, org_id, user_id, role, source) VALUES
        (gen_random_uuid(), '00000000-0000-4000-8000-0000000000a3', '00000000-0000-4000-8000-000000000001', 'org_owner', 'manual');
    UPDATE orgs SET status = 'inactive' WHERE slug = 'closed';
    INSERT INTO platform_idp_config (id, provider_type, display_name, status) VALUES ('00000000-0000-4000-8000-0000000000c1', 'oidc', 'OIDC', 'draft');
    INSERT INTO platform_idp_audit_log (id, idp_config_id, action, actor_kind) VALUES (gen_random_uuid(), '00000000-0000-4000-8000-0000000000c1', 'created', 'operator');
    INSERT INTO external_identities (auth_user_id, issuer, external_id, provider_name, connection_id, created_by)
        SELECT user_id, 'https://login.acme.example', full_name, 'oidc', '00000000-0000-4000-8000-0000000000c1', user_id FROM profiles;
    INSERT INTO org_email_domains (id, org_id, domain, verification, state, enrollment_mode) VALUES
        (gen_random_uuid(), '00000000-0000-4000-8000-0000000000a1', 'acme.example', 'ownership', 'verified', 'automatic_membership');
    INSERT INTO user_invites (id, email, org_id, expires_at) VALUES
        (gen_random_uuid(), 'invited@acme.example', '00000000-0000-4000-8000-0000000000a1', '2099-01-01'), (gen_random_uuid(), 'i@acme.example', '00000000-0000-4000-8000-0000000000a2', '2099-01-01');
    INSERT INTO membership_requests (id, org_id, user_id, role, requested_at) VALUES
        (gen_random_uuid(), '00000000-0000-4000-8000-0000000000a1', '00000000-0000-4000-8000-000000000007', 'org_user', now());
    INSERT INTO administration_audit_log (id, at, actor_kind, actor_id, action, org_id, changes) VALUES
        (gen_random_uuid(), now(), 'user', '00000000-0000-4000-8000-000000000003', 'invite', '00000000-0000-4000-8000-0000000000a1', '[]');
    INSERT INTO bootstrap_tokens (token_hash, created_at, expires_at) VALUES (repeat('0', 64), now(), now());
    INSERT INTO waitlist (email, added_at) VALUES ('w@acme.example', now());
";

const OWN_COLUMNS: [&str; 6] = ["full_name", "given_name", "family_name", "phone", "avatar_url", "current_org_id"];

async fn filled() -> Option<OwnDatabase> {
    let database = OwnDatabase::of_supabase().await?;
    Store::migrate(DatabaseLocation::Postgres(database.url.clone())).await.unwrap().close().await;
    database.run(ROWS).await;
    Some(database)
}

/// Connects as the API does, for a role and the user that the token names.
async fn as_role(database: &OwnDatabase, role: &str, user: Option<u8>) -> Client {
    let client = database.client().await;
    let claims = user.map_or_else(String::new, |user| format!(r#"{{"sub": "00000000-0000-4000-8000-{user:012}"}}"#));
    client.batch_execute(&format!("SET request.jwt.claims = '{claims}'; SET ROLE {role}")).await.unwrap();
    client
}

/// Connects as the API does with a token of `@cora/auth/supabase`: with its claims, as its role.
async fn by_token(database: &OwnDatabase, user: u8) -> Client {
    let tokens: Vec<serde_json::Value> =
        serde_json::from_str(include_str!("../../../tests/supabase/tokens.json")).unwrap();
    let id = format!("00000000-0000-4000-8000-{user:012}");
    let token = tokens.iter().find(|token| token["userId"] == id.as_str()).unwrap()["token"].as_str().unwrap();
    let payload = token.split('.').nth(1).unwrap();
    let client = database.client().await;
    let decode = format!(
        "SELECT convert_from(decode(rpad(translate('{payload}', '-_', '+/'), (length('{payload}') + 3) / 4 * 4, '='), 'base64'), 'utf8')"
    );
    let claims = texts(&client, &decode).await.unwrap().concat();
    let role: serde_json::Value = serde_json::from_str(&claims).unwrap();
    let role = role["role"].as_str().unwrap();
    client.batch_execute(&format!("SET request.jwt.claims = '{claims}'; SET ROLE {role}")).await.unwrap();
    client
}

/// Returns the number of rows of a table that the client sees, or `None` if it may not read the
/// table.
async fn seen(client: &Client, table: &str) -> Option<usize> {
    texts(client, &format!("SELECT 1 FROM {table}")).await.ok().map(|rows| rows.len())
}

async fn tables(database: &OwnDatabase) -> Vec<String> {
    database.rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1").await
}

#[tokio::test]
async fn every_table_is_closed_to_whoever_has_no_session() {
    let Some(database) = filled().await else { return };
    let everybody = ["anon", "authenticated", "service_role"];
    let anonymous = as_role(&database, "anon", None).await;
    for table in tables(&database).await {
        let secured =
            database.rows(&format!("SELECT relrowsecurity FROM pg_class WHERE oid = 'public.{table}'::regclass")).await;
        assert_eq!(secured, ["t"], "{table}");
        assert_eq!(seen(&anonymous, &table).await, None, "{table}");
        // Only Cora inserts and deletes rows.
        for role in everybody {
            let may = format!(
                "SELECT has_table_privilege('{role}', 'public.{table}', 'INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER')"
            );
            assert_eq!(database.rows(&may).await, ["f"], "{role} {table}");
        }
    }
    assert_eq!(seen(&anonymous, "connection_documents").await, None);
    let functions = database
        .rows("SELECT CAST(oid AS regprocedure) FROM pg_proc WHERE pronamespace = 'public'::regnamespace")
        .await;
    for function in functions {
        assert_eq!(
            database.rows(&format!("SELECT has_function_privilege('anon', '{function}', 'EXECUTE')")).await,
            ["f"],
            "{function}"
        );
    }
    for sequence in database
        .rows(
            "SELECT CAST(oid AS regclass) FROM pg_class WHERE relkind = 'S' AND relnamespace = 'public'::regnamespace",
        )
        .await
    {
        for role in everybody {
            assert_eq!(
                database
                    .rows(&format!("SELECT has_sequence_privilege('{role}', '{sequence}', 'USAGE, SELECT, UPDATE')"))
                    .await,
                ["f"],
                "{sequence}"
            );
        }
    }
}

#[tokio::test]
async fn everybody_sees_what_their_capabilities_let_them_see() {
    let Some(database) = filled().await else { return };
    use OrganizationRole::{OrgAdmin, OrgOwner, OrgUser};
    use PlatformRole::{PlatformAdmin, PlatformAuditor, PlatformUser};
    let people = [
        (1, PlatformUser, Some(OrgUser)),
        (2, PlatformUser, Some(OrgAdmin)),
        (3, PlatformUser, Some(OrgOwner)),
        (4, PlatformAdmin, None),
        (8, PlatformAuditor, None),
    ];
    for (user, platform, organization) in people {
        let client = as_role(&database, "authenticated", Some(user)).await;
        // The core's own table of roles and capabilities defines the rows that each may see.
        let may = |capability| has(platform, organization, capability);
        let rows = |capability, all: usize, otherwise: usize| Some(if may(capability) { all } else { otherwise });
        let expected = [
            ("profiles", rows(Capability::UsersRead, 8, 1)),
            ("orgs", rows(Capability::OrganizationsRead, 3, usize::from(may(Capability::OrgRead)))),
            ("org_members", rows(Capability::MembersRead, 4, 0)),
            ("external_identities", Some(1)),
            ("user_invites", rows(Capability::InvitationsManage, 1, 0)),
            ("org_email_domains", rows(Capability::DomainsManage, 1, 0)),
            ("membership_requests", rows(Capability::MembersManage, 1, 0)),
            ("platform_idp_config", rows(Capability::IdpRead, 1, 0)),
            ("platform_idp_audit_log", rows(Capability::IdpRead, 1, 0)),
            ("administration_audit_log", rows(Capability::AuditRead, 1, 0)),
        ];
        let with_token = by_token(&database, user).await;
        for table in tables(&database).await {
            let expected = expected.iter().find(|(name, _)| *name == table).and_then(|(_, rows)| *rows);
            assert_eq!(seen(&client, &table).await, expected, "{user} {table}");
            assert_eq!(seen(&with_token, &table).await, expected, "{user} {table} by a token");
        }
    }
}

#[tokio::test]
async fn an_invitation_is_visible_to_its_recipient_once_the_address_is_verified() {
    let Some(database) = filled().await else { return };
    for (user, invitations, requests) in [(6, 0, 0), (7, 1, 1)] {
        let client = as_role(&database, "authenticated", Some(user)).await;
        assert_eq!(seen(&client, "user_invites").await, Some(invitations));
        assert_eq!(seen(&client, "membership_requests").await, Some(requests));
    }
}

#[tokio::test]
async fn whoever_is_suspended_or_unknown_sees_nothing() {
    let Some(database) = filled().await else { return };
    for user in [Some(5), Some(200), None] {
        let client = as_role(&database, "authenticated", user).await;
        for table in tables(&database).await {
            assert!(matches!(seen(&client, &table).await, None | Some(0)), "{user:?} {table}");
        }
    }
    // A token that was made before somebody was suspended shows nothing either.
    let suspended = by_token(&database, 5).await;
    for table in tables(&database).await {
        assert!(matches!(seen(&suspended, &table).await, None | Some(0)), "{table}");
    }
}

#[tokio::test]
async fn people_write_their_own_name_and_nothing_that_decides() {
    let Some(database) = filled().await else { return };
    let client = as_role(&database, "authenticated", Some(1)).await;
    // Only the user's own row is updated, regardless of the condition.
    assert_eq!(client.execute("UPDATE profiles SET full_name = 'Uli', phone = '+49 30 1'", &[]).await.unwrap(), 1);
    assert_eq!(
        client
            .execute("UPDATE profiles SET full_name = 'x' WHERE user_id = '00000000-0000-4000-8000-000000000002'", &[])
            .await
            .unwrap(),
        0
    );
    // The bounds are those of the API, so that the row can be read again.
    for refused in [
        "full_name = repeat('x', 513)",
        "given_name = repeat('x', 513)",
        "phone = repeat('9', 65)",
        "phone = '<b>'",
        "phone = 'abc'",
        "full_name = U&'Uli\\202e'",
        "avatar_url = 'https://acme.example/' || repeat('x', 2048)",
        "avatar_url = 'javascript:alert(1)'",
        "avatar_url = 'https:///a.png'",
        "avatar_url = 'https://acme.example/\"a.png'",
    ] {
        let error = client.batch_execute(&format!("UPDATE profiles SET {refused}")).await.unwrap_err();
        assert_eq!(error.code().unwrap().code(), "23514", "{refused}");
    }
    for fine in [
        "full_name = repeat('x', 512), phone = '+43 (1) 234-56', avatar_url = 'HTTPS://acme.example/u.png?s=1'",
        "full_name = NULL, phone = NULL, avatar_url = NULL",
        "full_name = 'Uli', phone = '', avatar_url = ''",
    ] {
        client.batch_execute(&format!("UPDATE profiles SET {fine}")).await.unwrap();
    }
    let columns = database.rows("SELECT attname FROM pg_attribute WHERE attrelid = 'profiles'::regclass AND attnum > 0 AND NOT attisdropped").await;
    for column in columns.iter().filter(|column| !OWN_COLUMNS.contains(&column.as_str())) {
        assert!(client.batch_execute(&format!("UPDATE profiles SET {column} = {column}")).await.is_err(), "{column}");
    }
    // The organization must be active, and the user an active member of it.
    let choose = |organization: &str| {
        format!("UPDATE profiles SET current_org_id = '00000000-0000-4000-8000-0000000000{organization}'")
    };
    client.batch_execute(&choose("a1")).await.unwrap();
    assert!(client.batch_execute(&choose("a2")).await.is_err());
    assert!(client.batch_execute(&choose("a3")).await.is_err());
    for write in [
        "INSERT INTO external_identities (auth_user_id, issuer, external_id, provider_name, connection_id, created_by) VALUES (auth.uid(), 'x', 'x', 'x', gen_random_uuid(), auth.uid())",
        "UPDATE org_members SET role = 'org_owner'",
        "DELETE FROM user_invites",
        "SELECT * FROM bootstrap_tokens",
    ] {
        assert!(client.batch_execute(write).await.is_err(), "{write}");
    }
}

#[tokio::test]
async fn what_decides_is_guarded_even_where_somebody_grants_all() {
    let Some(database) = filled().await else { return };
    database.run("GRANT ALL ON profiles, org_members TO service_role").await;
    let service = as_role(&database, "service_role", None).await;
    assert_eq!(seen(&service, "profiles").await, Some(8));
    service.batch_execute("UPDATE profiles SET full_name = 'Service'").await.unwrap();
    for write in [
        "UPDATE profiles SET global_role = 'platform_owner'",
        "UPDATE profiles SET is_auditor = true",
        "UPDATE profiles SET email_verified = true",
        "UPDATE profiles SET status = 'active'",
        "UPDATE org_members SET role = 'org_owner'",
        "INSERT INTO org_members (id, org_id, user_id, role, source) SELECT gen_random_uuid(), org_id, '00000000-0000-4000-8000-000000000007', 'org_owner', 'manual' FROM org_members LIMIT 1",
    ] {
        assert!(service.batch_execute(write).await.is_err(), "{write}");
    }
}

#[tokio::test]
async fn each_user_has_a_row_in_supabase_auth_that_cannot_sign_in() {
    let Some(database) = filled().await else { return };
    assert_eq!(
        database.rows("SELECT count(*), count(nullif(encrypted_password, '')), count(email) FROM auth.users").await,
        ["8|0|0"]
    );
    // The row is written in the transaction of the profile.
    database
        .run("BEGIN; INSERT INTO profiles (user_id) VALUES ('00000000-0000-4000-8000-000000000042'); ROLLBACK")
        .await;
    assert_eq!(database.rows("SELECT count(*) FROM auth.users").await, ["8"]);
    let delete = database.client().await.batch_execute("DELETE FROM auth.users").await;
    assert!(delete.is_err(), "people are deprovisioned, not deleted");
}

#[tokio::test]
async fn a_server_does_not_serve_a_project_that_is_open() {
    let Some(database) = OwnDatabase::empty().await else { return };
    Store::migrate(DatabaseLocation::Postgres(database.url.clone())).await.unwrap().close().await;
    database.run(include_str!("../../../tests/adoption/supabase.sql")).await;
    assert!(matches!(Store::open(DatabaseLocation::Postgres(database.url.clone())).await, Err(OpenError::OlderSchema)));
    let pending = Store::pending(DatabaseLocation::Postgres(database.url.clone())).await.unwrap();
    assert_eq!(
        pending.iter().map(|migration| migration.description.as_str()).collect::<Vec<_>>(),
        ["access by way of Supabase"]
    );
    Store::migrate(DatabaseLocation::Postgres(database.url.clone())).await.unwrap().close().await;
    assert_eq!(Store::pending(DatabaseLocation::Postgres(database.url.clone())).await.unwrap(), []);
    Store::open(DatabaseLocation::Postgres(database.url.clone())).await.unwrap();
}

#[tokio::test]
async fn a_project_has_tables_of_its_own_beside() {
    let Some(database) = OwnDatabase::of_supabase().await else { return };
    database.run("CREATE TABLE tasks (id bigint)").await;
    Store::migrate(DatabaseLocation::Postgres(database.url.clone())).await.unwrap().close().await;
    let may = "SELECT has_table_privilege('authenticated', 'tasks', 'SELECT'), relrowsecurity FROM pg_class WHERE relname = 'tasks'";
    assert_eq!(database.rows(may).await, ["t|f"]);
}

#[tokio::test]
async fn the_api_is_told_of_a_new_schema() {
    let Some(database) = OwnDatabase::of_supabase().await else { return };
    let (client, mut connection) = tokio_postgres::connect(&database.url, tokio_postgres::NoTls).await.unwrap();
    let (sender, mut told) = tokio::sync::mpsc::unbounded_channel();
    tokio::spawn(async move {
        while let Some(Ok(message)) = std::future::poll_fn(|context| connection.poll_message(context)).await {
            if let tokio_postgres::AsyncMessage::Notification(notification) = message {
                sender.send(notification.payload().to_owned()).ok();
            }
        }
    });
    client.batch_execute("LISTEN pgrst").await.unwrap();
    Store::migrate(DatabaseLocation::Postgres(database.url.clone())).await.unwrap().close().await;
    assert_eq!(told.recv().await.as_deref(), Some("reload schema"));
}

#[tokio::test]
async fn a_project_of_cora_in_supabase_is_adopted_and_closed() {
    let Some(database) = OwnDatabase::with_rows_in_supabase().await else { return };
    database.run("UPDATE auth.users SET encrypted_password = 'x', email = 'x' WHERE id = '00000000-0000-4000-8000-000000000001'").await;
    let accepted: BTreeSet<String> = ADOPTION_FAULTS.iter().map(|kind| kind.code.to_owned()).collect();
    let now = UnixSeconds::new(1_767_225_600).unwrap();
    let dry = Store::adoption(DatabaseLocation::Postgres(database.url.clone()), &AdoptionOptions::default(), now)
        .await
        .unwrap();
    assert!(dry.codes().contains("password_login_possible") && dry.codes().contains("profile_without_auth_user"));
    let options = AdoptionOptions { clear_passwords: true, ..AdoptionOptions::default() };
    let report =
        Store::adopt(DatabaseLocation::Postgres(database.url.clone()), &options, &accepted, now).await.unwrap();
    assert!(!report.codes().contains("password_login_possible"));
    assert_eq!(database.rows("SELECT count(*) FROM auth.users WHERE encrypted_password <> ''").await, ["0"]);
    assert_eq!(
        database.rows("SELECT count(*) FROM auth.users WHERE id = '00000000-0000-4000-8000-000000000099'").await,
        ["1"]
    );
    Store::open(DatabaseLocation::Postgres(database.url.clone())).await.unwrap();
    let client = as_role(&database, "authenticated", Some(1)).await;
    assert_eq!(seen(&client, "org_members").await, Some(3));
    // Nobody can read CORA's old tables.
    assert_eq!(seen(&client, "public_before_cora.profiles").await, None);
}
