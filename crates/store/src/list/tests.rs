//! Every list, in every order and with every filter: its statements, their plans, and its pages.

#[path = "../../tests/support/postgres.rs"]
mod postgres;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value as Json, json};

use super::cursor::{Cursor, Position};
use super::definition::{Filter, Kind, Takes};
use super::statement::Selection;
use super::*;
use crate::administration::view::Page;
use crate::database::{Backend, DatabaseLocation};
use crate::sql::{Dialect, Sql, Template};
use crate::transaction::in_transaction;

const ORGANIZATION: &str = "00000000-0000-4000-a000-000000000001";
const OTHER_ORGANIZATION: &str = "00000000-0000-4000-a000-000000000002";
const CONNECTION: &str = "00000000-0000-4000-a000-000000000003";
const READER: &str = "00000000-0000-4000-a000-000000000004";
const NOW: i64 = 1_000;

/// All lists, each with the statements that add its row of a number and delete it.
fn lists() -> Vec<(&'static List, fn(usize) -> Vec<Sql>, Option<fn(usize) -> Vec<Sql>>)> {
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
                vec![statement(&format!(
                    "INSERT INTO waitlist (email, added_at) VALUES ('{}', @time({}))",
                    address(number),
                    number % 3
                ))]
            },
            Some(|number| vec![statement(&format!("DELETE FROM waitlist WHERE email = '{}'", address(number)))]),
        ),
        (&MEMBERSHIP_REQUESTS, request, Some(|number| vec![delete("profiles", "user_id", number)])),
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

fn statement(text: &str) -> Sql {
    Sql::assembled(text.to_owned(), Vec::new())
}

fn delete(table: &str, column: &str, number: usize) -> Sql {
    statement(&format!("DELETE FROM {table} WHERE {column} = '{}'", id(number)))
}

fn user(number: usize) -> Vec<Sql> {
    let (id, name, time) = (id(number), name(number), number % 3);
    let email = if number % 5 == 0 { "NULL".into() } else { format!("'{}@acme.example'", ["a", "b"][number % 2]) };
    vec![statement(&format!(
        "INSERT INTO profiles (user_id, email, email_canonical, full_name, created_at, updated_at)
         VALUES ('{id}', {email}, {email}, '{name}', @time({time}), @time({time}))"
    ))]
}

fn organization(number: usize) -> Vec<Sql> {
    let (id, name, time) = (id(number), ["Acme", "acme", "Zeta"][number % 3], number % 3);
    vec![statement(&format!(
        "INSERT INTO orgs (id, name, slug, created_at, updated_at)
         VALUES ('{id}', '{name}', 'org-{number}', @time({time}), @time({time}))"
    ))]
}

fn member(number: usize) -> Vec<Sql> {
    let (id, time) = (id(number), number % 3);
    let mut statements = user(number);
    statements.push(statement(&format!(
        "INSERT INTO org_members (id, org_id, user_id, role, source, joined_at, created_at, updated_at)
         VALUES ('{id}', '{ORGANIZATION}', '{id}', 'org_user', 'manual', @time({time}), @time(1), @time(1))"
    )));
    statements
}

fn invitation(number: usize) -> Vec<Sql> {
    let (id, email, time) = (id(number), address(number % 8), number % 3);
    vec![statement(&format!(
        "INSERT INTO user_invites (id, email, org_id, expires_at, created_at, updated_at)
         VALUES ('{id}', '{email}', '{ORGANIZATION}', @time({}), @time({time}), @time(1))",
        NOW - 1 + i64::from(number % 2 == 0) * 10
    ))]
}

fn domain(number: usize) -> Vec<Sql> {
    let (id, time) = (id(number), number % 3);
    let name = ["acme.example", "beta.example", "shop.acme.example"][number % 3];
    vec![statement(&format!(
        "INSERT INTO org_email_domains (id, org_id, domain, verification, state, enrollment_mode, created_at, updated_at)
         VALUES ('{id}', '{ORGANIZATION}', '{name}', 'ownership', 'pending', 'manual_invitation', @time({time}), @time(1))"
    ))]
}

fn request(number: usize) -> Vec<Sql> {
    let (id, time) = (id(number), number % 3);
    let mut statements = user(number);
    statements.push(statement(&format!(
        "INSERT INTO membership_requests (id, org_id, user_id, role, requested_at)
         VALUES ('{id}', '{ORGANIZATION}', '{id}', 'org_user', @time({time}))"
    )));
    statements
}

fn conflict(number: usize) -> Vec<Sql> {
    let (id, time) = (id(number), number % 3);
    vec![statement(&format!(
        "INSERT INTO identity_conflicts (id, kind, issuer, external_id, connection_id, user_id, opened_at)
         VALUES ('{id}', 'email_conflict', 'https://login.acme.example', 'subject-{number}', '{CONNECTION}', '{READER}',
            @time({time}))"
    ))]
}

/// A database with the organizations, the connection and the user that rows refer to.
struct World {
    store: Store,
    _folder: tempfile::TempDir,
    _schema: Option<postgres::Schema>,
}

impl World {
    async fn new() -> Self {
        let schema = postgres::Schema::make().await;
        let folder = tempfile::tempdir().unwrap();
        let location = match &schema {
            Some(schema) => DatabaseLocation::Postgres(schema.url.clone()),
            None => DatabaseLocation::from(&folder.path().join("cora.db")),
        };
        let world = Self { store: Store::migrate(&location).await.unwrap(), _folder: folder, _schema: schema };
        let mut statements = Vec::new();
        for (id, name) in [(ORGANIZATION, "acme"), (OTHER_ORGANIZATION, "beta")] {
            statements.push(statement(&format!(
                "INSERT INTO orgs (id, name, slug, created_at, updated_at) VALUES ('{id}', '{name}', '{name}', @time(1), @time(1))"
            )));
        }
        statements.push(statement(&format!(
            "INSERT INTO platform_idp_config (id, provider_type, display_name, status, created_at, updated_at)
             VALUES ('{CONNECTION}', 'okta', 'Okta', 'draft', @time(1), @time(1))"
        )));
        statements.push(statement(&format!(
            "INSERT INTO profiles (user_id, created_at, updated_at) VALUES ('{READER}', @time(1), @time(1))"
        )));
        world.run(statements).await;
        world
    }

    async fn run(&self, statements: Vec<Sql>) {
        self.try_run(statements).await.unwrap();
    }

    async fn try_run(&self, statements: Vec<Sql>) -> Result<(), StoreError> {
        Ok(in_transaction!(&self.store, |transaction| async {
            for statement in &statements {
                transaction.execute(statement.clone()).await?;
            }
            Ok::<(), StoreError>(())
        }
        .await))
    }

    async fn read(&self, list: &'static List, query: &ListQuery) -> Result<ListPage<Json>, StoreError> {
        self.store.list(list, part(list), query).await
    }
}

/// The part of a list that the tests read.
fn part(list: &List) -> Part<'static> {
    let context = match list.name {
        "organizations" => vec![READER.into()],
        "invitations" => vec![NOW.into(), ORGANIZATION.into()],
        _ if list.parameters == 1 => vec![ORGANIZATION.into()],
        _ => Vec::new(),
    };
    Part { context, scope: if list.parameters > 0 { ORGANIZATION } else { "" } }
}

/// Values that a filter takes: all words, or one of its kind that need not exist.
fn values(list: &List, filter: &Filter) -> Vec<String> {
    match &filter.takes {
        Takes::Id(_) => vec![ORGANIZATION.to_owned()],
        Takes::Address(_) => vec![String::from("a@acme.example")],
        Takes::Domain(_) => vec![String::from("*.Acme.example")],
        Takes::Time(_) => vec![String::from("1")],
        Takes::Text(_) => vec![String::from("x")],
        Takes::Word(words, _) => words.iter().map(|(word, _)| (*word).to_owned()).collect(),
        Takes::Code(is_code, _) => {
            let codes = [
                "active",
                "pending",
                "platform_owner",
                "org_owner",
                "manual",
                "company",
                "ownership",
                "manual_invitation",
                "email_conflict",
                "verified",
                "inactive",
                "user_suspended",
                "denied",
                "created",
                "code_refused",
                "operator",
            ];
            let code = codes.into_iter().find(|code| is_code(code));
            vec![code.unwrap_or_else(|| panic!("no code of {}.{}", list.name, filter.name)).to_owned()]
        }
    }
}

/// All orders of a list, in both directions.
fn orders(list: &List) -> Vec<String> {
    list.sortable().flat_map(|column| [column.name.to_owned(), format!("-{}", column.name)]).collect()
}

/// All queries of a list with at most one filter, and those with a searched text.
fn queries(list: &'static List) -> Vec<ListQuery> {
    let mut queries = Vec::new();
    for order in orders(list) {
        let sorted = ListQuery { sort: Some(order), ..ListQuery::default() };
        for filter in list.filters {
            queries.extend(values(list, filter).into_iter().map(|value| sorted.clone().with(filter.name, value)));
        }
        if !list.searches.is_empty() {
            queries.push(ListQuery { q: Some(String::from("Ü")), ..sorted.clone() });
            queries.push(ListQuery { q: Some(String::from("a")), ..sorted.clone() });
        }
        queries.push(sorted);
    }
    queries
}

/// Returns a query for the page after a row that need not exist.
fn continued(list: &'static List, query: &ListQuery) -> ListQuery {
    let selection = Selection::of(list, &part(list), query).unwrap();
    let order = query.sort.as_deref().unwrap().trim_start_matches('-');
    let position = |kind| match kind {
        Kind::Text => Position::Text(String::from("ann")),
        Kind::Id => Position::Text(id(1)),
        Kind::Time => Position::Number(1_000_000),
        Kind::Number => Position::Number(1),
    };
    let column = list.sortable().find(|column| column.name == order).unwrap();
    let at = (column.name != list.key.name).then(|| position(column.kind));
    let after = Cursor { at, key: position(list.key.kind) }.seal(selection.digest());
    ListQuery { page: Page { limit: None, after: Some(after) }, ..query.clone() }
}

#[tokio::test]
async fn every_statement_of_a_list_is_accepted_by_the_database() {
    let world = World::new().await;
    for (list, ..) in lists() {
        for query in queries(list) {
            for mut query in [continued(list, &query), query] {
                query.count = true;
                let selection = Selection::of(list, &part(list), &query).unwrap();
                for sql in [selection.page(2), selection.count(2)] {
                    for dialect in [Dialect::Sqlite, Dialect::Postgres] {
                        assert!(!sql.text(dialect).contains('@'), "a word was not expanded: {}", sql.text(dialect));
                    }
                }
                let page = world.read(list, &query).await;
                assert!(page.is_ok(), "{} {query:?}: {:?}", list.name, page.unwrap_err());
            }
        }
    }
}

#[test]
fn every_part_of_a_list_is_a_template() {
    for (list, ..) in lists() {
        let columns = list.sortable().map(|column| column.sql);
        let parts = columns.chain(list.searches.iter().map(|search| search.sql));
        let parts = parts.chain([list.columns, list.condition, list.row]).chain(list.names);
        for part in parts {
            assert!(Template::parse(part).is_ok(), "{}: {part}", list.name);
        }
    }
}

/// The orders of members and of requests by addresses and names of users, who are in a table of
/// their own: they read the rows of one organization.
const READ_WHOLE: [(&str, &str); 2] = [("members", "email"), ("members", "fullName")];

#[tokio::test]
async fn every_order_and_search_uses_an_index() {
    let world = World::new().await;
    for (list, ..) in lists() {
        for order in orders(list) {
            let query = ListQuery { sort: Some(order.clone()), ..ListQuery::default() };
            let plan = plan(&world, list, &query).await;
            let by = order.trim_start_matches('-');
            if READ_WHOLE.contains(&(list.name, by)) {
                continue;
            }
            // PostgreSQL sorts the few rows of this database, whatever indexes there are.
            assert!(!plan.contains("TEMP B-TREE"), "{} by {order}: {plan}", list.name);
        }
        if !list.searches.is_empty() {
            let query =
                ListQuery { q: Some(String::from("acme")), sort: Some(list.order.to_owned()), ..ListQuery::default() };
            plan(&world, list, &query).await;
        }
    }
}

/// Returns the plan of a page, which reads no table without an index.
async fn plan(world: &World, list: &'static List, query: &ListQuery) -> String {
    let selection = Selection::of(list, &part(list), &continued(list, query)).unwrap();
    let plan = world.store.explain(selection.search_only(50)).await.unwrap().join("\n");
    let reads_whole_table = match &world.store.backend {
        Backend::Sqlite { .. } => plan.lines().any(|line| line.contains("SCAN") && !line.contains("INDEX")),
        Backend::Postgres(_) => plan.contains("Seq Scan"),
    };
    assert!(!reads_whole_table, "{} {query:?}: {plan}", list.name);
    plan
}

/// A row's number, from the identifier or the address that has it.
fn key_of(list: &List, row: &Json) -> String {
    row[list.key.name].as_str().map_or_else(|| row[list.key.name].to_string(), str::to_owned)
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
            assert_eq!(distinct.len(), seen.len(), "{} {:?}: a row was repeated", list.name, query.sort);
            let after: BTreeSet<String> = read_all(&world, list, &query).await.into_iter().collect();
            for key in before.iter().filter(|key| after.contains(*key)) {
                assert!(distinct.contains(key), "{} {:?}: {key} was lost", list.name, query.sort);
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
        if ["requests", "organization_domains", "membership_requests"].contains(&list.name) {
            continue;
        }
        for number in 0..9 {
            world.run(add(number)).await;
        }
        for order in orders(list) {
            let query = ListQuery { sort: Some(order.clone()), count: true, ..ListQuery::default() };
            let page = world.read(list, &query).await.unwrap();
            let count = page.count.unwrap();
            assert_eq!((usize::try_from(count.rows).unwrap(), count.more), (page.items.len(), false), "{}", list.name);
            let by = order.trim_start_matches('-');
            let text = |row: &Json| row[by].as_str().unwrap_or_default().to_ascii_lowercase();
            let mut values: Vec<String> = page.items.iter().map(text).collect();
            if order.starts_with('-') {
                values.reverse();
            }
            assert!(values.is_sorted(), "{} by {order}: {values:?}", list.name);
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
            other => panic!("{} {query:?}: {other:?}", list.name),
        }
    }
    // A part of the list is another list.
    let next = world.read(&INVITATIONS, &first).await.unwrap().next.unwrap();
    let query = ListQuery { page: Page { limit: None, after: Some(next) }, ..ListQuery::default() };
    let context = vec![NOW.into(), OTHER_ORGANIZATION.into()];
    let part = Part { context, scope: OTHER_ORGANIZATION };
    let other = world.store.list::<Json>(&INVITATIONS, part, &query).await;
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
            .run(vec![statement(&format!(
                "INSERT INTO profiles (user_id, email, email_canonical, full_name, created_at, updated_at)
                 VALUES ('{id}', '{email}', '{email}', '{name}', @time(1), @time(1))"
            ))])
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
