//! Every column that is written is read again. A derived reader takes a column that a statement
//! forgot for an absent value, so a forgotten column is answered as null, and erased by the next
//! change. In a world in which everything has a value, no field of any row stays without one.

use std::collections::{BTreeMap, BTreeSet};

use crate::support::connections::{command, forced_activation, id, issuer, settings};
use crate::support::*;
use cora_core::actor::Actor;
use cora_core::administration::AdministrationCommand;
use cora_core::connection::lifecycle::TestOutcome;
use cora_core::connection::secret::reference::SecretReference;
use cora_core::console::ConsoleSessionKind;
use cora_core::id::{AuditId, ConsoleSessionId, OrganizationId, UserId};
use cora_core::secret::{PresentedToken, TokenHash};
use cora_core::text::ChangeReason;
use cora_core::time::UnixSeconds;
use cora_secrets::{KeyRing, SecretBinding};
use cora_store::{
    AdministrationContext, AuditFilter, ChangeContext, ConsolePerson, ListQuery, LoginFilter, NewConsoleSession,
    NewTestRun, Page, Slice, Store, TestRunResult,
};
use serde::Serialize;
use serde_json::{Value, json};
use uuid::Uuid;

const BEN: &str = "00000000-0000-7000-8000-000000000002";
const BETA: &str = "00000000-0000-7000-8000-0000000000a2";
const INVITATION: &str = "00000000-0000-7000-8000-0000000000f1";
const RUN: Uuid = Uuid::from_u128(0x7e57_0000_7000_8000_0000_0000_0001);
const SECRET: Uuid = Uuid::from_u128(0x5ec0_0000_7000_8000_0000_0000_0001);
const KEY: &str = "k1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
const NEW: &str = "00000000-0000-7000-8000-0000000000a9";
const TOKEN: &str = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
const OTHER_TOKEN: &str = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";

/// Fields whose content is a document of its own, which is stored and read as a whole.
const DOCUMENTS: [&str; 11] = [
    "expectations",
    "config",
    "settings",
    "log",
    "claims",
    "decision",
    "testedDecision",
    "oldConfig",
    "newConfig",
    "policy",
    "earlierPolicy",
];

fn owner() -> UserId {
    UserId::parse(OWNER).unwrap()
}

fn acme() -> OrganizationId {
    OrganizationId::parse(ACME).unwrap()
}

fn context(number: u128) -> AdministrationContext {
    AdministrationContext {
        now: now(),
        audit_id: AuditId::from_uuid(Uuid::from_u128(number)),
        actor: Actor::User { user_id: owner() },
        reason: ChangeReason::new("as was agreed"),
        request_id: Some(String::from("request-1")),
        out_of_reach: Vec::new(),
        acting: None,
    }
}

/// The paths of a type's values, and `true` for those that had a value somewhere.
#[derive(Default)]
struct Walk {
    seen: BTreeMap<String, bool>,
    types: BTreeSet<&'static str>,
}

impl Walk {
    /// Walks all values of one type.
    fn rows<T: Serialize>(&mut self, name: &'static str, rows: impl IntoIterator<Item = T>) {
        let rows: Vec<T> = rows.into_iter().collect();
        assert!(!rows.is_empty(), "the world has no {name}");
        self.types.insert(name);
        for row in rows {
            self.visit(name.to_owned(), &serde_json::to_value(row).unwrap(), false);
        }
    }

    fn visit(&mut self, path: String, value: &Value, whole: bool) {
        let has_value = match value {
            Value::Null => false,
            Value::Bool(flag) => *flag,
            Value::Number(number) => number.as_i64() != Some(0),
            Value::String(text) => !text.is_empty(),
            Value::Array(items) => !items.is_empty(),
            Value::Object(members) => !members.is_empty(),
        };
        *self.seen.entry(path.clone()).or_default() |= has_value;
        match value {
            Value::Array(items) if !whole => items.iter().for_each(|item| self.visit(format!("{path}[]"), item, false)),
            Value::Object(members) if !whole => members.iter().for_each(|(name, member)| {
                self.visit(format!("{path}.{name}"), member, DOCUMENTS.contains(&name.as_str()));
            }),
            _ => {}
        }
    }

    fn without_value(&self) -> Vec<&str> {
        self.seen.iter().filter(|(_, seen)| !**seen).map(|(path, _)| path.as_str()).collect()
    }
}

/// Creates a database in which every column has a value somewhere.
async fn full() -> Database {
    let mut rule = domain_rule();
    rule["role"] = json!("org_user");
    rule["version"] = json!(2);
    rule["enrollmentMode"] = json!("enterprise_sso");
    rule["connectionId"] = json!(CONNECTION);
    rule["requiredGroups"] = json!(["staff"]);
    let mut seed = with(base(), json!({ "domainRules": [rule], "invitations": [] }));
    seed["organizations"].as_array_mut().unwrap().push(json!({ "id": BETA, "name": "Ada", "slug": "ada-king-org" }));
    seed["users"].as_array_mut().unwrap().push(json!({
        "id": BEN, "email": "ben@acme.example", "emailVerified": true,
        "memberships": [{ "organizationId": ACME, "role": "org_user" }]
    }));
    let database = Database::seeded(seed).await;
    let store = &database.store;

    let policy =
        json!({ "command": "save_policy", "policy": {}, "report": { "errors": 0, "warnings": 0, "findings": [] } });
    let invite = json!({
        "command": "create_invitation", "organizationId": ACME, "invitationId": INVITATION, "email": "ben@acme.example",
        "role": "org_admin", "platformRole": "platform_admin", "connectionId": CONNECTION
    });
    let leave = json!({ "command": "remove_member", "organizationId": ACME, "userId": BEN });
    let policy_changed = json!({
        "command": "save_policy", "policy": { "reconcileOnLogin": true, "accessMode": "public" },
        "report": { "errors": 0, "warnings": 0, "findings": [] }
    });
    for (number, command) in (1..).zip([policy, leave, invite, policy_changed]) {
        let command: AdministrationCommand = serde_json::from_value(command).unwrap();
        let change = store.administer(&command, &context(number)).await.unwrap();
        assert!(change.ok, "{command:?}: {:?}", change.reason);
    }
    connection(store).await;
    let derived = user(&login("ada", "ada@acme.example"));
    for statement in [
        format!("UPDATE orgs SET logo_url = 'https://a.example/l', seat_limit = 9, description = 'd',
                website_url = 'https://a.example/', app_name = 'a', app_icon = 'i', owner_id = '{OWNER}',
                created_by = '{OWNER}', updated_by = '{OWNER}' WHERE id = '{ACME}'"),
        format!(
            "INSERT INTO profiles (user_id, email, email_canonical, email_verified, created_at, updated_at)
             VALUES ('{derived}', 'Ada@acme.example', 'ada@acme.example', true, @time(1), @time(1)),
                ('{NEW}', 'olga@acme.example', 'olga@acme.example', false, @time(1), @time(1))"
        ),
        format!(
            "UPDATE profiles SET full_name = 'Olga', given_name = 'Olga', family_name = 'O', phone = '1',
             avatar_url = 'https://a.example/p', current_org_id = '{ACME}', role_version = 3,
             email_confirmed_at = @time(5), created_by = '{OWNER}', updated_by = '{OWNER}'"
        ),
        format!("UPDATE org_members SET added_by = '{OWNER}'"),
        format!(
            "INSERT INTO external_identities (auth_user_id, issuer, external_id, provider_name, connection_id, created_by,
                created_at)
             SELECT '{BEN}', issuer, 'ben-again', provider_name, connection_id, created_by, created_at
             FROM external_identities WHERE external_id = 'olga'"
        ),
        String::from(
            "UPDATE external_identities SET email = 'olga@acme.example', email_verified = true, email_stated_at = @time(5)",
        ),
        format!(
            "INSERT INTO identity_conflicts (id, kind, issuer, external_id, connection_id, user_id, claimant_id, email,
                status, opened_at, resolved_at, resolved_by, reason)
             SELECT '{INVITATION}', 'email_conflict', issuer, 'ben-again', connection_id, '{OWNER}', '{BEN}',
                'olga@acme.example', 'dismissed', @time(5), @time(6), '{OWNER}', 'because'
             FROM external_identities WHERE external_id = 'olga'"
        ),
        format!(
            "INSERT INTO invitation_mails (invitation_id, status, queued_at, sent_at)
             VALUES ('{INVITATION}', 'sent', @time(5), @time(5))"
        ),
        format!(
            "INSERT INTO policy_expectations (name, position, document) VALUES ('a stranger stays out', 1, '{}')",
            json!({ "name": "a stranger stays out", "outcome": "denied", "login": {
                "now": NOW, "login": { "connectionId": CONNECTION, "issuer": ISSUER, "subject": "stranger" }
            } })
        ),
        String::from("UPDATE org_members SET role_source = 'group', base_role = 'org_user', role_as_of = @time(5)"),
        format!(
            "UPDATE org_email_domains SET verified_at = @time(5), checked_at = @time(5), created_by = '{OWNER}',
                updated_by = '{OWNER}'"
        ),
        format!(
            "UPDATE user_invites SET expires_at = @time({}), accepted_by = '{BEN}', claimed_as = 'b***@acme.example'",
            NOW + 60
        ),
        format!(
            "INSERT INTO provisioning_audit_log (id, at, outcome, reason, connection_id, claimed_invitation_id,
                request_id)
             VALUES ('{BEN}', @time(5), 'returning', 'returning_user', '{CONNECTION}', '{INVITATION}', 'request-1')"
        ),
        format!(
            "INSERT INTO audit_prunings (at, log, before, records, digest, reason)
             VALUES (@time(6), 'provisioning_audit_log', @time(4), 1, '{TOKEN}', 'because')"
        ),
        String::from(
            "INSERT INTO login_prunings (at, pruned, before, records, cause)
             VALUES (@time(6), 'login_samples', @time(4), 1, 'age')",
        ),
        format!(
            "INSERT INTO membership_requests (id, org_id, user_id, role, requested_at)
             VALUES ('{INVITATION}', '{ACME}', '{BEN}', 'org_user', @time(5)),
                ('{OWNER}', '{BETA}', '{OWNER}', 'org_user', @time(5))"
        ),
        String::from(
            "INSERT INTO waitlist (email, added_at, status) VALUES ('olga@acme.example', @time(5), 'approved')",
        ),
        format!(
            "INSERT INTO bootstrap_tokens (token_hash, created_at, expires_at, used_at, used_by, recovery)
             VALUES ('{TOKEN}', @time(5), @time(6), @time(6), '{OWNER}', true)"
        ),
        format!(
            "INSERT INTO link_confirmations
                (token_hash, issuer, external_id, user_id, email, created_at, expires_at, used_at, invitation_id)
             VALUES ('{TOKEN}', '{ISSUER}', 'ada', '{OWNER}', 'ada@acme.example', @time(5), @time(6), @time(6),
                    '{INVITATION}'),
                ('{OTHER_TOKEN}', '{ISSUER}', 'ada', '{OWNER}', 'ada@acme.example', @time(5), @time(6), NULL, NULL)"
        ),
        // As an earlier schema wrote it, with all that later ones write.
        format!(
            "INSERT INTO platform_idp_audit_log (id, idp_config_id, action, version, number, changes, forced, reason,
                old_config, new_config, actor_kind, performed_by, performed_at, request_id)
             VALUES ('{OWNER}', '{}', 'updated', 1, 1, '[{{}}]', true, 'because', '{{\"a\":1}}', '{{\"a\":2}}', 'user',
                '{OWNER}', @time(5), 'request-1')",
            id(1)
        ),
    ] {
        database.execute(&statement).await;
    }
    database.store.provision(&login("eve", "eve@acme.example"), now()).await.unwrap();
    issuer_rows(&database).await;
    database
}

/// Stores an application with everything, and a session in it.
async fn issuer_rows(database: &Database) {
    use crate::support::issuer::{application_id, at, browser, renew, session, settings};
    let everything = json!({
        "kind": "web", "development": true, "postLogoutRedirectUris": [{ "uri": "https://app.acme.example/", "expiresAt": 5 }],
        "redirectUris": [{ "uri": crate::support::issuer::REDIRECT_URI, "expiresAt": 5 }], "connections": [CONNECTION],
        "authentication": "secret", "keys": { "keys": [] }, "pkce": "nonce", "apiAccess": true,
        "session": { "idle": 300, "absolute": 300 }
    });
    database.application(application_id(1), settings(everything)).await;
    for statement in [
        format!(
            "UPDATE applications SET created_by = '{OWNER}', updated_by = '{OWNER}', permissions_version = 1,
                permissions = '{}'",
            json!({
                "permissions": [{ "id": "invoices:approve", "describe": "d", "grantedTo": ["approver", "org_owner"] }],
                "roles": [{ "id": "approver", "describe": "d" }]
            })
        ),
        format!(
            "INSERT INTO member_application_roles (org_id, user_id, application_id, role, given_by, given_at)
             SELECT org_id, user_id, '{}', 'approver', '{OWNER}', @time(5) FROM org_members",
            application_id(1)
        ),
        format!(
            "INSERT INTO application_secrets (id, application_id, secret_hash, created_by, created_at, expires_at)
             VALUES ('{INVITATION}', '{}', '{TOKEN}', '{OWNER}', @time(5), @time(6))",
            application_id(1)
        ),
    ] {
        database.execute(&statement).await;
    }
    let store = &database.store;
    store.begin_browser_session(&browser(1), None, at(0)).await.unwrap();
    session(store, 1, at(0)).await;
    drop(renew(store, 1, 0, at(1)).await);
    let again = store.redeem_code(&crate::support::issuer::redemption(1), |_| unreachable!(), at(1)).await.unwrap();
    assert_eq!(again.reason, cora_core::issuer::redemption::RedemptionReason::CodeUsed);
    session(store, 2, at(1)).await;
}

/// Creates a connection of Acme that was tested and is in use.
async fn connection(store: &Store) {
    let actor = Actor::User { user_id: owner() };
    let context = ChangeContext { actor: actor.clone(), ..crate::support::connections::context() };
    let binding = SecretBinding { connection_id: id(1), secret_id: SECRET, name: String::from("clientSecret") };
    let sealed = KeyRing::parse(KEY).unwrap().seal(binding, "correct horse").unwrap();
    let mut with_secret = settings(&issuer(1));
    with_secret["clientSecret"] = json!(SecretReference::stored(&SECRET.to_string()).unwrap().as_str());
    let create = command(json!({
        "command": "create", "connectionId": id(1), "kind": "oidc", "displayName": "Sign-in", "organizationId": ACME,
        "settings": with_secret
    }));
    assert!(store.change_connection(id(1), &create, &context, &[sealed]).await.unwrap().ok);
    let run = NewTestRun {
        id: RUN,
        connection_id: id(1),
        number: 1,
        version: 1,
        state_hash: TokenHash::of(&PresentedToken::new("state").unwrap()),
        nonce: "nonce".into(),
        code_verifier: None,
        created_by: actor,
    };
    store.start_test_run(&run, now()).await.unwrap();
    let tested = json!({ "outcome": "returning", "reason": "returning_user", "userId": OWNER });
    let result = TestRunResult {
        outcome: TestOutcome::Success,
        tested: serde_json::from_value(tested).unwrap(),
        log: json!([{ "step": "token_verified" }]),
        claims: Some(json!({ "sub": "00u1" })),
        decision: Some(json!({ "outcome": "returning" })),
    };
    store.finish_test_run(RUN, &result, &context).await.unwrap();
    let activated = store.change_connection(id(1), &forced_activation(), &context, &[]).await.unwrap();
    assert!(activated.ok, "{:?}", activated.reason);
    let expiry = command(json!({ "command": "set_secret_expiry", "expiresAt": NOW + 86_400 }));
    assert!(store.change_connection(id(1), &expiry, &context, &[]).await.unwrap().ok);
}

#[tokio::test]
async fn no_field_of_a_row_stays_without_a_value() {
    let database = full().await;
    let (store, page, filter) = (&database.store, Page::default(), AuditFilter::default());
    let mut walk = Walk::default();
    walk.rows("OrganizationView", store.organizations(owner(), &page).await.unwrap());
    walk.rows("MemberRow", store.members(acme(), &page).await.unwrap());
    walk.rows("InvitationRow", store.invitations(acme(), now(), &page).await.unwrap());
    walk.rows("DomainRow", store.domains(acme(), &page).await.unwrap());
    walk.rows("MembershipRequestRow", store.membership_requests(acme(), &page).await.unwrap());
    walk.rows("WaitlistRow", store.waitlist(&page).await.unwrap());
    walk.rows(
        "IdentityConflictRow",
        store.identity_conflicts(ListQuery::from(&page).with("status", "all")).await.unwrap(),
    );
    walk.rows("UserRow", store.users(&page).await.unwrap());
    let ben = UserId::parse(BEN).unwrap();
    walk.rows("UserIdentityRow", store.identities_of_user(ben).await.unwrap());
    walk.rows("UserMembershipRow", store.memberships_of_user(ben).await.unwrap());
    walk.rows("BootstrapTokenRow", store.bootstrap_tokens().await.unwrap());
    assert!(store.last_login_of_user(owner()).await.unwrap().is_some());
    walk.rows("PolicyVersionRow", store.policy_versions(&page).await.unwrap());
    walk.rows("AdministrationAuditRow", store.administration_audit(None, &filter, &page).await.unwrap());
    walk.rows("ProvisioningAuditRow", store.provisioning_audit(&filter, &page).await.unwrap());
    let sessions = store.sessions_of_user(owner(), now()).await.unwrap();
    walk.rows("ApplicationSessionRow", sessions[0].applications.clone());
    let session = NewConsoleSession {
        id: ConsoleSessionId::from_uuid(RUN),
        secret_hash: TokenHash::parse(TOKEN).unwrap(),
        kind: ConsoleSessionKind::Person,
        person: Some(ConsolePerson {
            application_session_id: sessions[0].applications[0].id,
            user_id: owner(),
            connection_id: id(1),
        }),
        sealed_token: None,
        device: Some("Firefox on Linux".to_owned()),
        request_id: None,
    };
    assert!(store.begin_console_session(&session, None, now()).await.unwrap());
    walk.rows("ConsoleSessionRow", store.console_sessions(None, now()).await.unwrap());
    walk.rows("BrowserSessionRow", sessions);
    let applications = store.applications(&page).await.unwrap();
    walk.rows("ApplicationSecretRow", applications[0].secrets.clone());
    walk.rows("ApplicationRow", applications);
    let application = crate::support::issuer::application_id(1);
    walk.rows("ApplicationPermissionsRow", vec![store.application_permissions(application).await.unwrap().unwrap()]);
    walk.rows("ApplicationPermissionsRow", store.application_roles(&page).await.unwrap());
    walk.rows("MemberApplicationRoleRow", store.member_application_roles(acme(), owner()).await.unwrap());
    walk.rows("IssuerAuditRow", store.issuer_audit(&filter, &page).await.unwrap());
    walk.rows("AuditPruningRow", store.audit_prunings().await.unwrap());
    walk.rows("LoginPruningRow", store.login_prunings().await.unwrap());
    walk.rows("LoginRow", store.logins(&LoginFilter::default(), None, 200).await.unwrap().items);
    store.write_login_counts().await.unwrap();
    walk.rows("LoginCountRow", store.login_counts(UnixSeconds::default(), 3600, None).await.unwrap());
    walk.rows("ConnectionRow", store.connections().await.unwrap());
    walk.rows("ConfigurationRow", store.configuration_versions(id(1)).await.unwrap());
    walk.rows("ConnectionAuditRow", store.connection_audit(id(1), 100).await.unwrap());
    walk.rows("TestRunRow", vec![store.test_run(RUN).await.unwrap().unwrap()]);
    let profile = store.profile(owner()).await.unwrap();
    walk.rows("ProfileRow", vec![profile.profile.clone()]);
    walk.rows("OrganizationView", profile.organizations.clone());
    walk.rows("ProfileView", vec![profile]);
    let slice = Slice::default();
    walk.rows("LegacyProfileRow", store.legacy_profile(owner()).await.unwrap().into_iter().collect::<Vec<_>>());
    walk.rows("LegacyMembershipRow", store.legacy_memberships(owner()).await.unwrap());
    walk.rows("LegacyUserRow", store.legacy_users(slice).await.unwrap());
    walk.rows("LegacyOrganizationRow", store.legacy_organizations(owner(), true, slice).await.unwrap());
    walk.rows("LegacyMemberRow", store.legacy_members(acme(), None, slice).await.unwrap());
    walk.rows("LegacyInvitationRow", store.legacy_invitations(acme(), true, now(), slice).await.unwrap());
    walk.rows("LegacyDomainRow", store.legacy_domains(acme(), slice).await.unwrap());
    walk.rows("ConnectionRecord", vec![store.connection_record(id(1)).await.unwrap().unwrap()]);
    assert_eq!(walk.without_value(), [] as [&str; 0]);

    // The rows that the crate exports, one by one or with their module, are those that were walked.
    let sources = concat!(include_str!("../src/lib.rs"), include_str!("../src/administration/view.rs"));
    let exported = sources.split(|character: char| !character.is_alphanumeric());
    let exported: BTreeSet<&str> = exported.filter(|name| name.ends_with("Row") || name.ends_with("View")).collect();
    assert_eq!(exported.difference(&walk.types).copied().collect::<Vec<_>>(), [] as [&str; 0]);
}

#[tokio::test]
async fn no_fact_of_a_command_stays_without_a_value() {
    let database = full().await;
    database.execute("UPDATE orgs SET seat_limit = seats_used").await;
    let commands = [
        json!({ "command": "create_organization", "organizationId": NEW, "name": "Acme" }),
        json!({ "command": "add_member", "organizationId": ACME, "userId": BEN, "role": "org_user" }),
        json!({ "command": "deprovision_user", "userId": OWNER }),
        json!({ "command": "restore_user", "userId": OWNER }),
        json!({ "command": "resend_invitation", "organizationId": ACME, "invitationId": INVITATION }),
        json!({ "command": "create_invitation", "organizationId": ACME, "invitationId": NEW, "email": "ben@acme.example" }),
        json!({ "command": "create_invitation", "organizationId": ACME, "invitationId": NEW, "email": "olga@acme.example" }),
        json!({ "command": "change_domain", "organizationId": ACME, "domainId": DOMAIN,
                "enrollmentMode": "enterprise_sso", "connectionId": id(1) }),
        json!({ "command": "approve_waitlisted", "email": "olga@acme.example" }),
        json!({ "command": "dismiss_identity_conflict", "conflictId": INVITATION }),
        json!({ "command": "roll_back_policy", "to": 1 }),
        json!({ "command": "save_policy", "policy": {}, "report": { "errors": 0, "warnings": 0, "findings": [] } }),
        json!({ "command": "set_member_application_roles", "organizationId": ACME, "userId": OWNER, "roles": [],
                "applicationId": crate::support::issuer::application_id(1) }),
        json!({ "command": "remove_application_secret", "applicationId": crate::support::issuer::application_id(1),
                "secretId": INVITATION }),
    ];
    let mut facts = Vec::new();
    for command in commands {
        let command: AdministrationCommand = serde_json::from_value(command).unwrap();
        for actor in [OWNER, BEN] {
            let context =
                AdministrationContext { actor: Actor::User { user_id: UserId::parse(actor).unwrap() }, ..context(100) };
            facts.push(database.store.administration_facts(&command, &context).await.unwrap());
        }
    }
    let mut walk = Walk::default();
    walk.rows("AdministrationFacts", facts);
    let never = [
        // Only active memberships end with the user.
        "AdministrationFacts.held.memberships[].removedAt",
        // Sessions live at the identity provider.
        "AdministrationFacts.held.sessions",
        // Only active memberships give the actor a role to give.
        "AdministrationFacts.identityConflict.joining.actorMemberships[].removedAt",
    ];
    assert_eq!(walk.without_value(), never);
}

#[tokio::test]
async fn no_fact_of_a_login_stays_without_a_value() {
    let database = full().await;
    let mut facts = Vec::new();
    for (subject, email) in [("olga", "olga@acme.example"), ("ada", "ben@acme.example"), ("x", "x@acme.example")] {
        facts.push(database.load(&login(subject, email)).await.facts);
    }
    let mut walk = Walk::default();
    walk.rows("LoginFacts", facts);
    // All connections here are the platform's; `facts.rs` has one of an organization.
    assert_eq!(walk.without_value(), ["LoginFacts.identities[].organizationId"]);
}

/// Columns that only one of the databases has.
const ONLY_IN_ONE: [&str; 11] = [
    // The applied migrations: in SQLite sqlx keeps the record, in PostgreSQL Cora does.
    "_sqlx_migrations.checksum",
    "_sqlx_migrations.description",
    "_sqlx_migrations.execution_time",
    "_sqlx_migrations.installed_on",
    "_sqlx_migrations.success",
    "_sqlx_migrations.version",
    // The order in which rows were inserted, which SQLite keeps by itself.
    "connection_test_runs.sequence",
    "cora_migrations.applied_at",
    "cora_migrations.checksum",
    "cora_migrations.version",
    "platform_idp_audit_log.sequence",
];

#[tokio::test]
async fn both_databases_have_the_same_tables_and_columns() {
    // Compared where both are available.
    if !Database::is_postgres() {
        return;
    }
    let postgres = Database::empty().await;
    let columns = "SELECT columns.table_name || '.' || columns.column_name FROM information_schema.columns
         JOIN information_schema.tables USING (table_schema, table_name)
         WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'";
    let in_postgres: BTreeSet<String> = postgres.texts(columns).await.into_iter().collect();

    let folder = tempfile::tempdir().unwrap();
    let store = Store::migrate(&folder.path().join("cora.db")).await.unwrap();
    let sqlite = Database::of(store, folder);
    let columns = "SELECT tables.name || '.' || columns.name FROM sqlite_schema AS tables
         JOIN pragma_table_xinfo(tables.name) AS columns WHERE tables.type = 'table' AND tables.name NOT LIKE 'sqlite%'";
    let in_sqlite: BTreeSet<String> = sqlite.texts(columns).await.into_iter().collect();

    let different: Vec<&str> = in_postgres.symmetric_difference(&in_sqlite).map(String::as_str).collect();
    assert_eq!(different, ONLY_IN_ONE);
    assert!(in_sqlite.len() > 100, "{}", in_sqlite.len());
}
