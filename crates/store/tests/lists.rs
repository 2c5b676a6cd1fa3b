//! Every list, in every order and with every filter: its statements, their plans, and its pages.

use std::collections::{BTreeMap, BTreeSet};

use crate::support::Database;
use cora_core::id::OrganizationId;
use cora_core::time::UnixSeconds;
use cora_store::{
    AUDIT_OF_CONNECTION, AuditRecord, COMMAND_AUDIT, CONNECTION_AUDIT, CONNECTION_VERSIONS, DOMAINS,
    IDENTITY_CONFLICTS, INVITATIONS, ISSUER_AUDIT, LOGIN_AUDIT, List, ListPage, ListQuery, MEMBERS,
    MEMBERSHIP_REQUESTS, ORGANIZATION_AUDIT, ORGANIZATION_DOMAINS, ORGANIZATIONS, Page, StoreError, TimelineLog, USERS,
    WAITLIST,
};
use serde_json::{Value as Json, json};

const ORGANIZATION: &str = "00000000-0000-4000-a000-000000000001";
const OTHER_ORGANIZATION: &str = "00000000-0000-4000-a000-000000000002";
const CONNECTION: &str = "00000000-0000-4000-a000-000000000003";
const READER: &str = "00000000-0000-4000-a000-000000000004";
const NOW: i64 = 1_000;

/// The statements that write the row with a number.
type Statements = fn(usize) -> Vec<String>;

/// All lists, each with the statements that add its row of a number and delete it.
fn lists() -> Vec<(&'static List, Statements, Option<Statements>)> {
    vec![
        (&USERS, user, Some(|number| vec![delete("profiles", "user_id", number)])),
        (&ORGANIZATIONS, organization, Some(|number| vec![delete("orgs", "id", number)])),
        (&MEMBERS, member, Some(|number| vec![delete("profiles", "user_id", number)])),
        (&INVITATIONS, invitation, Some(|number| vec![delete("user_invites", "id", number)])),
        (&DOMAINS, domain, Some(|number| vec![delete("org_email_domains", "id", number)])),
        (&ORGANIZATION_DOMAINS, domain, Some(|number| vec![delete("org_email_domains", "id", number)])),
        (
            &WAITLIST,
            |number| {
                vec![format!(
                    "INSERT INTO waitlist (email, added_at) VALUES ('{}', @time({}))",
                    address(number),
                    number % 3
                )]
            },
            Some(|number| vec![format!("DELETE FROM waitlist WHERE email = '{}'", address(number))]),
        ),
        (&MEMBERSHIP_REQUESTS, request, Some(|number| vec![delete("profiles", "user_id", number)])),
        (&COMMAND_AUDIT, command, None),
        (&ORGANIZATION_AUDIT, command, None),
        (&LOGIN_AUDIT, login, None),
        (&ISSUER_AUDIT, event, None),
        (&CONNECTION_AUDIT, connection_change, None),
        (&AUDIT_OF_CONNECTION, connection_change, None),
        (&CONNECTION_VERSIONS, connection_version, None),
        (&IDENTITY_CONFLICTS, conflict, Some(|number| vec![delete("identity_conflicts", "id", number)])),
    ]
}

/// Identifiers whose order is not that of their numbers.
fn id(number: usize) -> String {
    let scattered = number.wrapping_mul(0x9e37_79b1) % 0x1_0000_0000;
    format!("{scattered:08x}-0000-4000-8000-{number:012x}")
}

fn address(number: usize) -> String {
    format!("{}{number}@{}.example", ["ann", "ben", "bea", "zoe"][number % 4], ["acme", "beta"][number % 2])
}

fn name(number: usize) -> &'static str {
    ["Ann", "ann", "Ünal", "", "Zoë", "王", "B"][number % 7]
}

fn delete(table: &str, column: &str, number: usize) -> String {
    format!("DELETE FROM {table} WHERE {column} = '{}'", id(number))
}

fn user(number: usize) -> Vec<String> {
    let (id, name, time) = (id(number), name(number), number % 3);
    let email =
        if number.is_multiple_of(5) { "NULL".into() } else { format!("'{}@acme.example'", ["a", "b"][number % 2]) };
    vec![format!(
        "INSERT INTO profiles (user_id, email, email_canonical, full_name, created_at, updated_at)
         VALUES ('{id}', {email}, {email}, '{name}', @time({time}), @time({time}))"
    )]
}

fn organization(number: usize) -> Vec<String> {
    let (id, name, time) = (id(number), ["Acme", "acme", "Zeta"][number % 3], number % 3);
    vec![format!(
        "INSERT INTO orgs (id, name, slug, created_at, updated_at)
         VALUES ('{id}', '{name}', 'org-{number}', @time({time}), @time({time}))"
    )]
}

fn member(number: usize) -> Vec<String> {
    let (id, time) = (id(number), number % 3);
    let mut statements = user(number);
    statements.push(format!(
        "INSERT INTO org_members (id, org_id, user_id, role, source, joined_at, created_at, updated_at)
         VALUES ('{id}', '{ORGANIZATION}', '{id}', 'org_user', 'manual', @time({time}), @time(1), @time(1))"
    ));
    statements
}

fn invitation(number: usize) -> Vec<String> {
    let (id, email, time) = (id(number), address(number % 8), number % 3);
    vec![format!(
        "INSERT INTO user_invites (id, email, org_id, expires_at, created_at, updated_at)
         VALUES ('{id}', '{email}', '{ORGANIZATION}', @time({}), @time({time}), @time(1))",
        NOW - 1 + i64::from(number.is_multiple_of(2)) * 10
    )]
}

fn domain(number: usize) -> Vec<String> {
    let (id, time) = (id(number), number % 3);
    let name = ["acme.example", "beta.example", "shop.acme.example"][number % 3];
    vec![format!(
        "INSERT INTO org_email_domains (id, org_id, domain, verification, state, enrollment_mode, created_at, updated_at)
         VALUES ('{id}', '{ORGANIZATION}', '{name}', 'ownership', 'pending', 'manual_invitation', @time({time}), @time(1))"
    )]
}

fn request(number: usize) -> Vec<String> {
    let (id, time) = (id(number), number % 3);
    let mut statements = user(number);
    statements.push(format!(
        "INSERT INTO membership_requests (id, org_id, user_id, role, requested_at)
         VALUES ('{id}', '{ORGANIZATION}', '{id}', 'org_user', @time({time}))"
    ));
    statements
}

fn conflict(number: usize) -> Vec<String> {
    let (id, time) = (id(number), number % 3);
    vec![format!(
        "INSERT INTO identity_conflicts (id, kind, issuer, external_id, connection_id, user_id, opened_at)
         VALUES ('{id}', 'email_conflict', 'https://login.acme.example', 'subject-{number}', '{CONNECTION}', '{READER}',
            @time({time}))"
    )]
}

fn command(number: usize) -> Vec<String> {
    let (id, time) = (id(number), number % 3);
    vec![format!(
        "INSERT INTO administration_audit_log (id, at, actor_kind, actor_id, action, org_id, user_id, changes)
         VALUES ('{id}', @time({time}), 'user', '{READER}', 'user_suspended', '{ORGANIZATION}', '{READER}', '[]')"
    )]
}

fn login(number: usize) -> Vec<String> {
    let (id, time) = (id(number), number % 3);
    vec![format!(
        "INSERT INTO provisioning_audit_log (id, at, outcome, reason, connection_id, user_id)
         VALUES ('{id}', @time({time}), 'denied', 'no_matching_strategy', '{CONNECTION}', '{READER}')"
    )]
}

fn event(number: usize) -> Vec<String> {
    let time = number % 3;
    vec![format!(
        "INSERT INTO issuer_audit_log (at, event, reason) VALUES (@time({time}), 'key_published', 'key-{number}')"
    )]
}

fn connection_change(number: usize) -> Vec<String> {
    let (id, time) = (id(number), number % 3);
    vec![format!(
        "INSERT INTO platform_idp_audit_log (id, idp_config_id, action, actor_kind, performed_at)
         VALUES ('{id}', '{CONNECTION}', 'updated', 'operator', @time({time}))"
    )]
}

fn connection_version(number: usize) -> Vec<String> {
    vec![format!(
        "INSERT INTO platform_idp_config_versions (idp_config_id, number, settings, stage, created_at)
         VALUES ('{CONNECTION}', {}, '{{}}', 'draft', @time(1))",
        number + 1
    )]
}

/// A database with the organizations, the connection and the user that rows refer to.
struct World(Database);

impl World {
    async fn new() -> Self {
        let world = Self(Database::empty().await);
        let organization = |id: &str, name: &str| {
            format!(
                "INSERT INTO orgs (id, name, slug, created_at, updated_at)
                 VALUES ('{id}', '{name}', '{name}', @time(1), @time(1))"
            )
        };
        world
            .run(vec![
                organization(ORGANIZATION, "acme"),
                organization(OTHER_ORGANIZATION, "beta"),
                format!(
                    "INSERT INTO platform_idp_config (id, provider_type, display_name, status, created_at, updated_at)
                     VALUES ('{CONNECTION}', 'okta', 'Okta', 'draft', @time(1), @time(1))"
                ),
                format!(
                    "INSERT INTO profiles (user_id, created_at, updated_at) VALUES ('{READER}', @time(1), @time(1))"
                ),
            ])
            .await;
        world
    }

    async fn run(&self, statements: Vec<String>) {
        self.0.execute(&statements.join(";\n")).await;
    }

    async fn read(&self, list: &'static List, query: &ListQuery) -> Result<ListPage<Json>, StoreError> {
        self.0.store.list_any(list, &context(list), query).await
    }
}

/// The list's own parameters.
fn context(list: &List) -> Vec<Json> {
    match list.name() {
        "organizations" => vec![json!(READER)],
        "audit_of_connection" | "connection_versions" => vec![json!(CONNECTION)],
        "invitations" => vec![json!(NOW), json!(ORGANIZATION)],
        "members" | "organization_domains" | "membership_requests" | "organization_commands" => {
            vec![json!(ORGANIZATION)]
        }
        _ => Vec::new(),
    }
}

/// Values that a filter takes, and one that it refuses if there is any.
fn values(list: &List, filter: &str) -> (&'static [&'static str], Option<&'static str>) {
    match (list.name(), filter) {
        ("users", "status") | (_, "userStatus") => (&["active", "suspended", "deprovisioned"], Some("gone")),
        ("organizations", "status") => (&["active", "inactive"], Some("gone")),
        ("invitations", "status") => (&["pending", "expired", "accepted", "revoked"], Some("gone")),
        ("waitlist", "status") => (&["pending", "approved", "denied"], Some("gone")),
        ("membership_requests", "status") => (&["pending", "approved", "rejected", "all"], Some("gone")),
        ("identity_conflicts", "status") => {
            (&["open", "same_person", "another_person", "dismissed", "all"], Some("gone"))
        }
        (_, "platformRole") => (&["platform_user", "platform_owner"], Some("org_owner")),
        (_, "role") => (&["org_user", "org_owner"], Some("platform_user")),
        (_, "source") => (&["manual", "domain"], Some("luck")),
        (_, "state") => (&["pending", "verified"], Some("gone")),
        (_, "class") => (&["company", "public_provider"], Some("school")),
        (_, "verification") => (&["ownership", "affiliation"], Some("none")),
        (_, "enrollmentMode") => (&["manual_invitation", "automatic_membership"], Some("none")),
        (_, "kind") => (&["email_conflict", "second_subject"], Some("none")),
        (_, "action") => (&["user_suspended"], Some("none")),
        (_, "outcome") => (&["denied", "provisioned"], Some("none")),
        (_, "event") => (&["key_published"], Some("none")),
        (_, "stage") => (&["draft", "validated", "tested"], Some("none")),
        (_, "forced") => (&["true", "false"], Some("1")),
        (_, "email") => (&["A@Acme.example"], Some("a")),
        (_, "domain") => (&["*.Acme.example", "acme.example"], Some("@")),
        (_, "from" | "until") => (&["0", "1", "99999999999999"], Some("-1")),
        (_, "reason" | "requestId") => (&["no_matching_strategy"], None),
        (_, name) if name.ends_with("Id") || name == "invitedBy" => (&[ORGANIZATION], Some("acme")),
        (list, name) => panic!("no value of {list}.{name}"),
    }
}

/// All orders of a list, in both directions.
fn orders(list: &List) -> Vec<String> {
    list.fields().into_iter().flat_map(|name| [name.to_owned(), format!("-{name}")]).collect()
}

/// All queries of a list in one order: with each value of each filter, and with searched texts.
fn queries(list: &'static List, order: &str) -> Vec<ListQuery> {
    let sorted = ListQuery { sort: Some(order.to_owned()), count: true, ..ListQuery::default() };
    let mut queries = vec![sorted.clone()];
    for filter in list.filters() {
        queries.extend(values(list, filter).0.iter().map(|value| sorted.clone().with(filter, value)));
    }
    if list.is_searched() {
        for q in ["Ü", "a", "acme", "*.acme"] {
            queries.push(ListQuery { q: Some(q.to_owned()), ..sorted.clone() });
        }
    }
    queries
}

#[tokio::test]
async fn every_query_of_every_list_is_answered_and_continued() {
    for (list, add, _) in lists() {
        let world = World::new().await;
        for number in 0..6 {
            world.run(add(number)).await;
        }
        let mut continued = 0;
        for order in orders(list) {
            for mut query in queries(list, &order) {
                query.page.limit = Some(1);
                let page = world.read(list, &query).await.unwrap_or_else(|error| panic!("{query:?}: {error:?}"));
                let count = page.count.unwrap().rows;
                assert_eq!(page.next.is_some(), count > 1, "{} {query:?}", list.name());
                if page.next.is_some() {
                    query.page.after = page.next;
                    assert_eq!(world.read(list, &query).await.unwrap().items.len(), 1, "{} {query:?}", list.name());
                    continued += 1;
                }
            }
        }
        assert!(continued >= 2 * list.fields().len(), "{}: {continued}", list.name());
        for filter in list.filters() {
            let Some(wrong) = values(list, filter).1 else { continue };
            match world.read(list, &ListQuery::default().with(filter, wrong)).await {
                Err(StoreError::List(fault)) => assert_eq!(fault.parameter, filter),
                other => panic!("{} {filter}={wrong}: {other:?}", list.name()),
            }
        }
    }
}

/// The orders of members and of requests by addresses and names of users, who are in a table of
/// their own: they read the rows of one organization.
const READ_WHOLE: [(&str, &str); 2] = [("members", "email"), ("members", "fullName")];

#[tokio::test]
async fn every_order_and_search_uses_an_index() {
    for (list, add, _) in lists() {
        let world = World::new().await;
        for number in 0..2 {
            world.run(add(number)).await;
        }
        for order in orders(list) {
            let first = ListQuery {
                sort: Some(order.clone()),
                page: Page { limit: Some(1), after: None },
                ..ListQuery::default()
            };
            let after = world.read(list, &first).await.unwrap().next;
            assert!(after.is_some(), "{} by {order}", list.name());
            let query = ListQuery { page: Page { limit: Some(50), after }, ..first };
            let plan = plan(&world, list, &query).await;
            // PostgreSQL sorts the few rows of this database, whatever indexes there are.
            let is_read_whole = READ_WHOLE.contains(&(list.name(), order.trim_start_matches('-')));
            assert!(is_read_whole || !plan.contains("TEMP B-TREE"), "{} by {order}: {plan}", list.name());
        }
        if list.is_searched() {
            let query = ListQuery { q: Some(String::from("acme")), ..ListQuery::default() };
            plan(&world, list, &query).await;
        }
    }
}

/// Returns the plan of a page, which reads no table without an index.
async fn plan(world: &World, list: &'static List, query: &ListQuery) -> String {
    let plan = world.0.store.explain_list(list, &context(list), query).await.unwrap().join("\n");
    let reads_whole_table = match Database::is_postgres() {
        // A page that begins after another one does not read those before it.
        false => {
            plan.lines().any(|line| line.contains("SCAN") && (query.page.after.is_some() || !line.contains("INDEX")))
        }
        true => plan.contains("Seq Scan"),
    };
    assert!(!reads_whole_table, "{} {query:?}: {plan}", list.name());
    plan
}

/// A row's key. Records of connections have one that is not shown, and an identifier.
fn key_of(list: &List, row: &Json) -> String {
    let name = if list.key() == "sequence" { "id" } else { list.key() };
    row[name].as_str().map_or_else(|| row[name].to_string(), str::to_owned)
}

#[tokio::test]
async fn no_row_that_stays_is_lost_or_repeated_while_others_come_and_go() {
    for (list, add, remove) in lists() {
        let world = World::new().await;
        for number in 0..24 {
            world.run(add(number)).await;
        }
        let mut next_number = 24;
        for order in orders(list) {
            let query = ListQuery { sort: Some(order), ..ListQuery::default() };
            let before = read_all(&world, list, &query).await;
            let (mut seen, mut deleted) = (Vec::new(), BTreeSet::new());
            let mut page_query = ListQuery { page: Page { limit: Some(3), after: None }, ..query.clone() };
            loop {
                let page = world.read(list, &page_query).await.unwrap();
                seen.extend(page.items.iter().map(|row| key_of(list, row)));
                // The last row that was read is deleted in every other round: the next page begins
                // after its place all the same.
                world.run(add(next_number)).await;
                if let Some(remove) = remove {
                    let of_last = (0..next_number).find(|number| seen.last().is_some_and(|last| is_of(last, *number)));
                    let gone = of_last.filter(|_| next_number % 2 == 0).unwrap_or(next_number / 2);
                    world.run(remove(gone)).await;
                    deleted.insert(gone);
                }
                next_number += 1;
                if page.next.is_none() {
                    break;
                }
                page_query.page.after = page.next;
            }
            let distinct: BTreeSet<&String> = seen.iter().collect();
            assert_eq!(distinct.len(), seen.len(), "{} {:?}: a row was repeated", list.name(), query.sort);
            let after: BTreeSet<String> = read_all(&world, list, &query).await.into_iter().collect();
            for key in before.iter().filter(|key| after.contains(*key)) {
                assert!(distinct.contains(key), "{} {:?}: {key} was lost", list.name(), query.sort);
            }
        }
    }
}

/// Returns `true` if a key is that of the row of a number.
fn is_of(key: &str, number: usize) -> bool {
    key == id(number) || key == address(number)
}

/// Reads a list in one page.
async fn read_all(world: &World, list: &'static List, query: &ListQuery) -> Vec<String> {
    let page = world.read(list, query).await.unwrap();
    assert_eq!(page.next, None);
    page.items.iter().map(|row| key_of(list, row)).collect()
}

#[tokio::test]
async fn rows_are_in_order_and_their_number_is_right() {
    let world = World::new().await;
    for (list, add, _) in lists().into_iter().take(1).chain(lists().into_iter().skip(3)) {
        // Lists of the same rows as another.
        if ["organization_domains", "membership_requests", "organization_commands", "audit_of_connection"]
            .contains(&list.name())
        {
            continue;
        }
        for number in 0..9 {
            world.run(add(number)).await;
        }
        for order in orders(list) {
            let query = ListQuery { sort: Some(order.clone()), count: true, ..ListQuery::default() };
            let page = world.read(list, &query).await.unwrap();
            let count = page.count.unwrap();
            assert_eq!(
                (usize::try_from(count.rows).unwrap(), count.more),
                (page.items.len(), false),
                "{}",
                list.name()
            );
            let by = order.trim_start_matches('-');
            let by = if list.name() == "connections" && by == "at" { "performedAt" } else { by };
            let text = |row: &Json| match &row[by] {
                Json::Number(number) => format!("{number:>20}"),
                value => value.as_str().unwrap_or_default().to_ascii_lowercase(),
            };
            let mut values: Vec<String> = page.items.iter().map(text).collect();
            if order.starts_with('-') {
                values.reverse();
            }
            assert!(values.is_sorted(), "{} by {order}: {values:?}", list.name());
        }
    }
}

#[tokio::test]
async fn a_cursor_of_another_query_is_refused() {
    let world = World::new().await;
    for number in 0..4 {
        for (_, add, _) in [&lists()[0], &lists()[3]] {
            world.run(add(number)).await;
        }
    }
    let first = ListQuery { page: Page { limit: Some(1), after: None }, ..ListQuery::default() };
    let next = world.read(&USERS, &first).await.unwrap().next.unwrap();
    let continued = |query: ListQuery| ListQuery { page: Page { limit: Some(2), after: Some(next.clone()) }, ..query };
    assert_eq!(world.read(&USERS, &continued(ListQuery::default())).await.unwrap().items.len(), 2);
    for (list, query) in [
        (&USERS, ListQuery { sort: Some("email".into()), ..ListQuery::default() }),
        (&USERS, ListQuery { sort: Some("-userId".into()), ..ListQuery::default() }),
        (&USERS, ListQuery { q: Some("a".into()), ..ListQuery::default() }),
        (&USERS, ListQuery::default().with("status", "active")),
        (&ORGANIZATIONS, ListQuery::default()),
        (&INVITATIONS, ListQuery::default()),
    ] {
        match world.read(list, &continued(query.clone())).await {
            Err(StoreError::List(fault)) => assert_eq!(fault.parameter, "after"),
            other => panic!("{} {query:?}: {other:?}", list.name()),
        }
    }
    // A part of the list is another list.
    let now = UnixSeconds::new(1_000).unwrap();
    let of = |id: &str| OrganizationId::parse(id).unwrap();
    let next = world.0.store.invitations(of(ORGANIZATION), now, &first).await.unwrap().next;
    let query = ListQuery { page: Page { limit: None, after: next }, ..ListQuery::default() };
    assert_eq!(world.0.store.invitations(of(ORGANIZATION), now, &query).await.unwrap().items.len(), 3);
    let other = world.0.store.invitations(of(OTHER_ORGANIZATION), now, &query).await;
    assert!(matches!(other, Err(StoreError::List(_))), "{other:?}");
}

#[tokio::test]
async fn what_a_list_does_not_take_is_refused_by_its_name() {
    let world = World::new().await;
    let cases = [
        ("sort", ListQuery { sort: Some("password".into()), ..ListQuery::default() }),
        ("q", ListQuery { q: Some("a".repeat(321)), ..ListQuery::default() }),
        ("after", ListQuery { page: Page { limit: None, after: Some("7".into()) }, ..ListQuery::default() }),
        ("status", ListQuery::default().with("status", "absent")),
        ("status", ListQuery::default().with("status", "active").with("status", "suspended")),
        ("email", ListQuery::default().with("email", "ada")),
        ("organizationId", ListQuery::default().with("organizationId", "'; DROP TABLE profiles")),
        ("role", ListQuery::default().with("role", "org_user")),
    ];
    for (parameter, query) in cases {
        match world.read(&USERS, &query).await {
            Err(StoreError::List(fault)) => assert_eq!(fault.parameter, parameter),
            other => panic!("{query:?}: {other:?}"),
        }
    }
}

#[tokio::test]
async fn people_are_found_by_the_beginning_of_their_address_or_name() {
    let world = World::new().await;
    for (number, email, name) in [
        (1, "ada.king@acme.example", "Ada King"),
        (2, "ben@acme.example", "Ünal Demir"),
        (3, "c_d%e@acme.example", "CORA"),
        (4, "king@acme.example", ""),
    ] {
        let id = id(number);
        world
            .run(vec![format!(
                "INSERT INTO profiles (user_id, email, email_canonical, full_name, created_at, updated_at)
                 VALUES ('{id}', '{email}', '{email}', '{name}', @time(1), @time(1))"
            )])
            .await;
    }
    let mut found = BTreeMap::new();
    for q in ["ADA", "ada.k", "king", "ünal", "Ünal d", "c_", "c", "%", "", " ben "] {
        let query = ListQuery { q: Some(q.to_owned()), sort: Some("email".into()), ..ListQuery::default() };
        let page = world.read(&USERS, &query).await.unwrap();
        let names = page.items.iter().filter_map(|row| row["email"].as_str()?.split('@').next()).collect::<Vec<_>>();
        found.insert(q, json!(names));
    }
    let expected = json!({
        "ADA": ["ada.king"], "ada.k": ["ada.king"], "king": ["king"], "ünal": ["ben"], "Ünal d": ["ben"],
        "c_": ["c_d%e"], "c": ["c_d%e"], "%": [], "": ["ada.king", "ben", "c_d%e", "king"], " ben ": ["ben"],
    });
    assert_eq!(json!(found), expected);
}

/// Returns what tells a record of the timeline from others.
fn mark(record: &AuditRecord) -> String {
    match record {
        AuditRecord::Commands(record) => format!("{} commands {:>4}", record.at, record.number),
        AuditRecord::Logins(record) => format!("{} logins {}", record.at, record.id),
        AuditRecord::Issuer(record) => format!("{} issuer {:>4}", record.at, record.number),
        AuditRecord::Connections(record) => format!("{} zconnections {}", record.performed_at, record.id),
    }
}

/// Reads the timeline page by page, while records arrive.
async fn timeline(world: &World, logs: &[TimelineLog], query: &ListQuery, arriving: usize) -> Vec<AuditRecord> {
    let (mut seen, mut query, mut arriving) = (Vec::new(), query.clone(), arriving);
    query.page.limit = Some(3);
    loop {
        let page = world.0.store.audit_timeline(logs, &query).await.unwrap();
        assert!(page.items.len() <= 3);
        seen.extend(page.items);
        for add in [command, login, event, connection_change] {
            // Later than all others.
            world.run(add(arriving).iter().map(|sql| later(sql)).collect()).await;
        }
        arriving += 1;
        query.page.after = page.next;
        if query.page.after.is_none() {
            return seen;
        }
    }
}

/// Moves a record to a later time.
fn later(sql: &str) -> String {
    ["@time(0)", "@time(1)", "@time(2)"].iter().fold(sql.to_owned(), |sql, time| sql.replace(time, "@time(900)"))
}

#[tokio::test]
async fn the_timeline_has_every_record_once_in_one_order() {
    let world = World::new().await;
    for number in 0..9 {
        for add in [command, login, event, connection_change] {
            world.run(add(number)).await;
        }
    }
    let all = TimelineLog::ALL;
    let newest_first = ListQuery::default().with("until", 900);
    let seen = timeline(&world, &all, &newest_first, 100).await;
    assert_eq!(seen.len(), 36);
    let marks: Vec<String> = seen.iter().map(mark).collect();
    assert_eq!(marks.iter().collect::<BTreeSet<_>>().len(), 36);
    let times: Vec<&str> = marks.iter().map(|mark| mark.split(' ').next().unwrap()).collect();
    assert!(times.is_sorted_by(|one, next| one >= next), "{times:?}");

    // The other direction is the same order, from its end.
    let oldest_first = ListQuery { sort: Some("at".into()), ..newest_first.clone() };
    let mut reversed = timeline(&world, &all, &oldest_first, 200).await;
    reversed.reverse();
    assert_eq!(reversed, seen);
    let exported = world.0.store.exported_timeline(&all, &newest_first).await.unwrap();
    assert_eq!((exported.items, exported.next), (seen.clone(), None));

    // Filters leave the records that have the field with this value.
    let count = async |logs: &[TimelineLog], query: ListQuery| {
        let query = ListQuery { count: true, ..query.with("until", 900) };
        world.0.store.audit_timeline(logs, &query).await.unwrap().count.unwrap().rows
    };
    assert_eq!(count(&all, ListQuery::default()).await, 36);
    assert_eq!(count(&all, ListQuery::default().with("userId", READER)).await, 18);
    assert_eq!(count(&all, ListQuery::default().with("actorId", READER)).await, 9);
    assert_eq!(count(&all, ListQuery::default().with("connectionId", CONNECTION)).await, 18);
    assert_eq!(count(&all, ListQuery::default().with("outcome", "denied").with("from", 2)).await, 3);
    assert_eq!(count(&[TimelineLog::Issuer], ListQuery::default()).await, 9);

    let fault = async |logs: &[TimelineLog], query: ListQuery| match world.0.store.audit_timeline(logs, &query).await {
        Err(StoreError::List(fault)) => fault.parameter,
        other => panic!("{other:?}"),
    };
    assert_eq!(fault(&[TimelineLog::Commands], ListQuery::default().with("outcome", "denied")).await, "outcome");
    assert_eq!(fault(&all, ListQuery::default().with("colour", "red")).await, "colour");
    assert_eq!(fault(&all, ListQuery { sort: Some("number".into()), ..ListQuery::default() }).await, "sort");
    assert_eq!(fault(&[], ListQuery::default()).await, "include");
    let first = ListQuery { page: Page { limit: Some(1), after: None }, ..newest_first.clone() };
    let next = world.0.store.audit_timeline(&all, &first).await.unwrap().next;
    let of_others = ListQuery { page: Page { limit: None, after: next }, ..newest_first };
    assert_eq!(fault(&all[..2], of_others).await, "after");
}
