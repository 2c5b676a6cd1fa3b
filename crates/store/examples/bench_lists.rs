//! Benchmarks the lists of administrators in PostgreSQL at a million people and a hundred thousand
//! organizations: the first page and pages anywhere, in each order, and searches by the beginning
//! of a text.
//!
//! `bench_lists URL [PEOPLE]` creates a schema there, fills it, and prints one line of JSON for
//! `cargo xtask bench`. The figures are the 95th of 100 times, the time of the database and of
//! reading the rows.

#[allow(dead_code, reason = "the other benches use the rest")]
mod first_login;

use std::time::{Duration, Instant};

use cora_core::id::UserId;
use cora_store::{ListQuery, Page, Store};
use first_login::{OWNER, connect, filled, schema};
use serde_json::{Value, json};

/// The goal of a page, in milliseconds.
const PAGE: f64 = 50.0;
/// The goal of a search, in milliseconds.
const SEARCH: f64 = 100.0;
/// Number of timed pages of each kind.
const PAGES: usize = 100;
/// Number of pages that are read to get to a place far behind the first page.
const SKIPPED: usize = 200;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let usage = "usage: bench_lists URL [PEOPLE]";
    let url = std::env::args().nth(1).ok_or(usage)?;
    let people = std::env::args().nth(2).map_or(Ok(1_000_000), |text| text.parse()).map_err(|_| usage)?;
    let store = filled(&url, people).await?;
    let mut rows = Vec::new();
    for order in ["userId", "email", "fullName", "createdAt", "-createdAt"] {
        let (first, far) = pages(&store, List::Users, order).await?;
        rows.push(row(&format!("{people} people by {order}: first page"), first, PAGE));
        rows.push(row(&format!("{people} people by {order}: any next page"), far, PAGE));
    }
    for order in ["name", "slug", "createdAt"] {
        let (first, far) = pages(&store, List::Organizations, order).await?;
        rows.push(row(&format!("{} organizations by {order}: first page", people / 10), first, PAGE));
        rows.push(row(&format!("{} organizations by {order}: any next page", people / 10), far, PAGE));
    }
    for (list, text) in [
        (List::Users, "user1"),
        (List::Users, "user77777@d"),
        (List::Users, "user 9"),
        (List::Organizations, "org 5"),
        (List::Organizations, "org-4321"),
    ] {
        let query = ListQuery { q: Some(text.to_owned()), ..ListQuery::default() };
        let mut times = Vec::new();
        for _ in 0..PAGES {
            times.push(list.page(&store, &query).await?.0);
        }
        rows.push(row(&format!("{} that begin with `{text}`", list.name()), times, SEARCH));
    }
    store.close().await;
    connect(&url).await?.batch_execute(&format!("DROP SCHEMA {} CASCADE", schema(people))).await?;
    println!("{}", Value::from(rows));
    Ok(())
}

#[derive(Clone, Copy)]
enum List {
    Users,
    Organizations,
}

impl List {
    const fn name(self) -> &'static str {
        match self {
            Self::Users => "people",
            Self::Organizations => "organizations",
        }
    }

    /// Reads a page. Returns its time, and the cursor of the next one.
    async fn page(
        self,
        store: &Store,
        query: &ListQuery,
    ) -> Result<(Duration, Option<String>), Box<dyn std::error::Error>> {
        let started = Instant::now();
        let next = match self {
            Self::Users => store.users(query).await?.next,
            Self::Organizations => {
                let reader = UserId::parse(OWNER).ok_or("an identifier")?;
                store.organizations(reader, query.clone()).await?.next
            }
        };
        Ok((started.elapsed(), next))
    }
}

/// Times the first page in an order, and pages far behind it.
async fn pages(
    store: &Store,
    list: List,
    order: &str,
) -> Result<(Vec<Duration>, Vec<Duration>), Box<dyn std::error::Error>> {
    let query = |after: Option<String>| ListQuery {
        page: Page { limit: Some(50), after },
        sort: Some(order.to_owned()),
        ..ListQuery::default()
    };
    let mut first = Vec::new();
    for _ in 0..PAGES {
        first.push(list.page(store, &query(None)).await?.0);
    }
    let (mut far, mut after) = (Vec::new(), None);
    for number in 0..SKIPPED + PAGES {
        let (took, next) = list.page(store, &query(after)).await?;
        if number >= SKIPPED {
            far.push(took);
        }
        // A smaller platform has fewer pages: begin again.
        after = next;
    }
    Ok((first, far))
}

/// Builds a row of the table: the 95th of a hundred times, in milliseconds.
fn row(work: &str, mut times: Vec<Duration>, goal: f64) -> Value {
    times.sort_unstable();
    let ours = times[times.len() * 95 / 100].as_secs_f64() * 1e3;
    let id = work.replace([' ', ':', '`'], "_");
    json!({ "id": format!("postgres_lists_{id}"), "work": format!("PostgreSQL: {work}"), "ours": ours, "peer": null,
        "unit": "ms", "ratio": null, "goal": goal, "met": ours <= goal })
}
