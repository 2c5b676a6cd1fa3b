//! Lists over HTTP: search, filters, order, pages and names.

use crate::support::*;
use serde_json::{Value, json};

const BEN: &str = "00000000-0000-7000-8000-000000000002";
const ZOE: &str = "00000000-0000-7000-8000-000000000003";
const BETA: &str = "00000000-0000-7000-8000-0000000000a2";

struct Lists {
    service: Service,
    olga: String,
}

impl Lists {
    async fn new() -> Self {
        let mut seed = base();
        let users = seed["users"].as_array_mut().unwrap();
        users.push(json!({ "id": BEN, "email": "ben@acme.example", "name": "Ben King", "emailVerified": true,
            "memberships": [{ "organizationId": ACME, "role": "org_user" }] }));
        users.push(json!({ "id": ZOE, "email": "zoe@beta.example", "emailVerified": true }));
        seed["organizations"].as_array_mut().unwrap().push(json!({ "id": BETA, "name": "Beta", "slug": "beta" }));
        let service = Service::new(seed).await;
        let olga = service.token("olga", "olga@acme.example");
        Self { service, olga }
    }

    async fn get(&self, path: &str) -> Answer {
        self.service.ask("GET", path, &self.olga, Value::Null).await
    }

    /// Returns the values of a field of all rows of a list.
    async fn values(&self, path: &str, field: &str) -> Vec<Value> {
        let answer = self.get(path).await;
        answer.ok()["items"].as_array().unwrap().iter().map(|row| row[field].clone()).collect()
    }

    /// Asserts that a request is refused because of one parameter.
    async fn refuses(&self, path: &str, parameter: &str) {
        let answer = self.get(path).await;
        answer.refused(400, "invalid_input");
        assert_eq!(answer.body["issues"][0]["path"], parameter, "{path}: {}", answer.body);
    }
}

/// The routes of all lists.
fn routes() -> Vec<String> {
    let of_acme = ["members", "invites", "email-domains", "membership-requests"];
    let platform = ["users", "orgs", "domains", "waitlist", "identity-conflicts"];
    let of_acme = of_acme.into_iter().map(|list| format!("/orgs/{ACME}/{list}"));
    of_acme.chain(platform.into_iter().map(|list| format!("/admin/{list}"))).collect()
}

#[tokio::test]
async fn every_list_takes_the_same_parameters_and_refuses_others_by_name() {
    let lists = Lists::new().await;
    for route in routes() {
        let answer = lists.get(&format!("{route}?limit=1&count=true")).await;
        assert_eq!(answer.ok()["count"]["more"], false, "{route}");
        assert!(lists.get(&route).await.ok().get("count").is_none());
        for parameter in ["limit=many", "count=yes", "sort=password", "after=7", "unknown=1"] {
            lists.refuses(&format!("{route}?{parameter}"), parameter.split('=').next().unwrap()).await;
        }
        lists.refuses(&format!("{route}?limit=1&limit=2"), "limit").await;
    }
}

#[tokio::test]
async fn users_are_searched_filtered_sorted_and_read_page_by_page() {
    let lists = Lists::new().await;
    let all = lists.values("/admin/users?sort=email", "userId").await;
    assert_eq!(all, [json!(BEN), json!(OWNER), json!(ZOE)]);
    assert_eq!(lists.values("/admin/users?sort=-email", "userId").await, [json!(ZOE), json!(OWNER), json!(BEN)]);
    assert_eq!(lists.values("/admin/users?q=BEN", "userId").await, [json!(BEN)]);
    assert_eq!(lists.values("/admin/users?q=olga%40", "userName").await, [json!("Olga")]);
    assert_eq!(lists.values("/admin/users?email=ZOE%40beta.example", "userName").await, [json!("zoe@beta.example")]);
    assert_eq!(lists.values("/admin/users?platformRole=platform_owner", "userId").await, [json!(OWNER)]);
    let members = format!("/admin/users?organizationId={ACME}&sort=email");
    assert_eq!(lists.values(&members, "userId").await, [json!(BEN), json!(OWNER)]);
    let signed_in = format!("/admin/users?connectionId={CONNECTION}");
    assert_eq!(lists.values(&signed_in, "userId").await, [json!(OWNER)]);

    let first = lists.get("/admin/users?sort=email&limit=2&count=true").await;
    assert_eq!(first.ok()["count"], json!({ "rows": 3, "more": false }));
    let next = first.ok()["next"].as_str().unwrap();
    let last = lists.get(&format!("/admin/users?sort=email&limit=2&after={next}")).await;
    assert_eq!((&last.ok()["items"][0]["userId"], &last.ok()["next"]), (&json!(ZOE), &Value::Null));
    lists.refuses(&format!("/admin/users?sort=-email&after={next}"), "after").await;
    lists.refuses(&format!("/admin/users?sort=email&status=active&after={next}"), "after").await;
    lists.refuses(&format!("/admin/orgs?after={next}"), "after").await;
    lists.refuses("/admin/users?status=absent", "status").await;
}

#[tokio::test]
async fn rows_have_the_names_of_what_they_refer_to() {
    let lists = Lists::new().await;
    let rule = json!({ "domain": "beta.example", "verification": "ownership", "enrollmentMode": "manual_invitation",
        "connectionId": CONNECTION });
    let added = lists.service.ask("POST", &format!("/orgs/{ACME}/email-domains"), &lists.olga, rule).await;
    assert_eq!(added.created()["connectionName"], "Sign-in");
    let invitation = json!({ "email": "ida@beta.example", "connectionId": CONNECTION });
    lists.service.ask("POST", &format!("/orgs/{ACME}/invites"), &lists.olga, invitation).await.created();

    let domains = lists.get("/admin/domains?q=beta").await;
    let domain = &domains.ok()["items"][0];
    assert_eq!((&domain["organizationName"], &domain["connectionName"]), (&json!("Acme"), &json!("Sign-in")));
    assert_eq!(domain["record"]["name"], "_cora-domain.beta.example");
    let other = lists.values(&format!("/admin/domains?organizationId={BETA}"), "domain").await;
    assert_eq!(other, [] as [Value; 0]);
    let invitations = lists.get(&format!("/orgs/{ACME}/invites?q=ida&status=pending&invitedBy={OWNER}")).await;
    let invitation = &invitations.ok()["items"][0];
    assert_eq!((&invitation["invitedByName"], &invitation["connectionName"]), (&json!("Olga"), &json!("Sign-in")));
    let members = lists.values(&format!("/orgs/{ACME}/members?sort=-fullName"), "userName").await;
    assert_eq!(members, [json!("Olga"), json!("Ben King")]);
    let orgs = lists.values("/admin/orgs?sort=-name&q=b", "name").await;
    assert_eq!(orgs, [json!("Beta")]);
    assert_eq!(lists.values("/admin/orgs?domain=Beta.example", "name").await, [json!("Acme")]);
    assert_eq!(lists.values(&format!("/admin/orgs?userId={BEN}"), "name").await, [json!("Acme")]);
}
