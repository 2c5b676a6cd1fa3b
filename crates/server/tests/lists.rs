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
    let rule = json!({ "domain": "beta.example", "verification": "ownership", "enrollmentMode": "enterprise_sso",
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

/// Makes records in all logs: commands, a denied login, and a change of a connection.
async fn recorded() -> Lists {
    let lists = Lists::new().await;
    let eve = lists.service.token("eve", "eve@evil.example");
    lists.service.me(&eve).await.refused(403, "access_denied");
    for reason in ["=HYPERLINK(\"https://evil.example\")", "covers, for \"Cem\"", "plain"] {
        let role = if reason == "plain" { "platform_user" } else { "platform_admin" };
        let body = json!({ "role": role, "reason": reason });
        let done = lists.service.ask("PUT", &format!("/admin/users/{ZOE}/role"), &lists.olga, body).await;
        done.ok();
        let suspend = json!({ "reason": reason });
        lists.service.ask("POST", &format!("/admin/users/{BEN}/suspend"), &lists.olga, suspend).await.ok();
        lists.service.ask("POST", &format!("/admin/users/{BEN}/restore"), &lists.olga, Value::Null).await.ok();
    }
    let draft = json!({ "providerType": "okta", "displayName": "Okta", "config": {} });
    lists.service.ask("POST", "/admin/idp-config", &lists.olga, draft).await.created();
    lists
}

#[tokio::test]
async fn the_timeline_merges_the_logs_that_are_included() {
    let lists = recorded().await;
    let commands = lists.get("/admin/audit").await;
    let first = &commands.ok()["items"][0];
    assert_eq!((&first["log"], &first["actorName"]), (&json!("commands"), &json!("Olga")));
    let all = "/admin/audit?include=commands,logins,issuer,connections";
    let logs = lists.values(all, "log").await;
    for log in ["commands", "logins", "connections"] {
        assert!(logs.contains(&json!(log)), "{log}");
    }
    // Page by page, it is the same.
    let whole = lists.get(all).await.ok()["items"].clone();
    let (mut read, mut after) = (Vec::new(), String::new());
    loop {
        let page = lists.get(&format!("{all}&limit=2{after}")).await;
        read.extend(page.ok()["items"].as_array().unwrap().clone());
        let Some(next) = page.ok()["next"].as_str() else { break };
        after = format!("&after={next}");
    }
    assert_eq!(Value::from(read), whole);
    let denied = lists.get(&format!("{all}&outcome=denied&connectionId={CONNECTION}")).await;
    assert_eq!(denied.ok()["items"][0]["connectionName"], "Sign-in");
    assert_eq!(lists.values(&format!("/admin/audit?userId={BEN}&action=user_suspended"), "userName").await.len(), 3);
    lists.refuses("/admin/audit?include=commands,others", "include").await;
    lists.refuses("/admin/audit?outcome=denied", "outcome").await;
    lists.refuses("/admin/audit?format=csv", "format").await;
    for route in ["/admin/audit/logins", "/admin/audit/issuer", &format!("/orgs/{ACME}/audit")] {
        lists.get(&format!("{route}?sort=at&limit=1&count=true&from=1")).await.ok();
        lists.refuses(&format!("{route}?after=7"), "after").await;
    }
    lists.refuses("/admin/audit/logins?actorId=1", "actorId").await;
}

#[tokio::test]
async fn an_export_is_the_filtered_list() {
    let lists = recorded().await;
    for filter in ["include=commands,logins,issuer,connections", &format!("userId={ZOE}"), "sort=at"] {
        let listed = lists.get(&format!("/admin/audit?{filter}")).await.ok()["items"].as_array().unwrap().clone();
        let exported = lists.get(&format!("/admin/audit/export?{filter}")).await;
        assert_eq!(exported.headers["content-type"], "application/x-ndjson");
        let lines: Vec<Value> = exported.text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(lines, listed, "{filter}");

        let table = lists.get(&format!("/admin/audit/export?format=csv&{filter}")).await;
        assert_eq!(table.headers["content-disposition"], "attachment; filename=\"audit.csv\"");
        let mut table = csv::Reader::from_reader(table.text.as_bytes());
        let headers = table.headers().unwrap().clone();
        let rows: Vec<csv::StringRecord> = table.records().map(Result::unwrap).collect();
        assert_eq!(rows.len(), listed.len(), "{filter}");
        for (row, record) in rows.iter().zip(&listed) {
            let cell = |name: &str| &row[headers.iter().position(|header| header == name).unwrap()];
            assert_eq!(cell("log"), record["log"]);
            assert!(row.iter().all(|cell| !cell.starts_with(['=', '+', '@', '\t'])), "{row:?}");
            if let Some(reason) = record["reason"].as_str() {
                assert_eq!(cell("reason").trim_start_matches('\''), reason);
            }
        }
    }
    lists.refuses("/admin/audit/export?limit=1", "limit").await;
    lists.refuses("/admin/audit/export?format=xml", "format").await;
    lists.refuses("/admin/audit/export?colour=red", "colour").await;
}

#[tokio::test]
async fn everybody_who_waits_is_in_one_queue_until_they_are_answered() {
    let lists = Lists::new().await;
    let policy = json!({ "policy": { "accessMode": "waitlist" } });
    lists.service.ask("PUT", "/admin/policy", &lists.olga, policy).await.ok();
    let ida = lists.service.token("ida", "ida@beta.example");
    lists.service.me(&ida).await.refused(403, "awaiting_approval");
    lists
        .service
        .execute(&format!(
            "INSERT INTO membership_requests (id, org_id, user_id, role, requested_at)
             VALUES ('{DOMAIN}', '{ACME}', '{ZOE}', 'org_user', @time(5))"
        ))
        .await;
    let queue = lists.get("/admin/requests?count=true").await;
    let items = queue.ok()["items"].as_array().unwrap();
    let [zoe, waiting] = items.as_slice() else { panic!("{items:#?}") };
    assert_eq!((&zoe["kind"], &zoe["userName"]), (&json!("memberships"), &json!("zoe@beta.example")));
    assert_eq!((&zoe["organizationName"], &waiting["email"]), (&json!("Acme"), &json!("ida@beta.example")));
    assert_eq!(queue.ok()["count"], json!({ "rows": 2, "more": false }));
    assert_eq!(lists.values("/admin/requests?include=waitlist", "kind").await, [json!("waitlist")]);
    assert_eq!(lists.values(&format!("/admin/requests?organizationId={ACME}"), "userId").await, [json!(ZOE)]);
    assert_eq!(lists.values("/admin/requests?q=IDA", "email").await, [json!("ida@beta.example")]);
    let first = lists.get("/admin/requests?limit=1&sort=-requestedAt").await;
    assert_eq!(first.ok()["items"][0]["kind"], "waitlist");
    let next = first.ok()["next"].as_str().unwrap();
    let rest = lists.values(&format!("/admin/requests?limit=1&sort=-requestedAt&after={next}"), "userId").await;
    assert_eq!(rest, [json!(ZOE)]);
    lists.refuses("/admin/requests?include=users", "include").await;
    lists.refuses("/admin/requests?sort=email", "sort").await;

    // A denied person is not in the queue, nor after another login.
    let denied = json!({ "email": "ida@beta.example", "reason": "not ours" });
    lists.service.ask("POST", "/admin/waitlist/deny", &lists.olga, denied.clone()).await.ok();
    let deny = format!("/orgs/{ACME}/membership-requests/{ZOE}/deny");
    lists.service.ask("POST", &deny, &lists.olga, Value::Null).await.ok();
    lists.service.me(&ida).await.refused(403, "awaiting_approval");
    assert_eq!(lists.values("/admin/requests", "kind").await, [] as [Value; 0]);
    let answered = lists.values("/admin/requests?status=denied", "status").await;
    assert_eq!(answered, [json!("rejected"), json!("denied")]);
    let again = lists.service.ask("POST", "/admin/waitlist/deny", &lists.olga, denied).await;
    assert_eq!(again.ok()["outcome"], "unchanged");
}

#[tokio::test]
async fn an_identity_of_another_user_is_unlinked_unless_it_is_the_last_one() {
    let mut seed = base();
    seed["users"].as_array_mut().unwrap().push(json!({
        "id": "00000000-0000-7000-8000-000000000005", "email": "cem@acme.example", "name": "Cem", "emailVerified": true,
        "identities": [
            { "connectionId": CONNECTION, "subject": "cem" }, { "connectionId": CONNECTION, "subject": "cem-2" }
        ],
        "memberships": [{ "organizationId": ACME, "role": "org_user" }]
    }));
    let service = Service::new(seed).await;
    let olga = service.token("olga", "olga@acme.example");
    let cem = "/admin/users/00000000-0000-7000-8000-000000000005";
    let shown = service.ask("GET", cem, &olga, Value::Null).await;
    let identities = shown.ok()["identities"].as_array().unwrap().clone();
    assert_eq!((&identities[0]["subject"], &identities[0]["connectionName"]), (&json!("cem"), &json!("Sign-in")));
    assert_eq!(
        (&shown.ok()["memberships"][0]["organizationName"], &shown.ok()["userName"]),
        (&json!("Acme"), &json!("Cem"))
    );
    assert!(shown.ok().get("lastLoginAt").is_some());

    let remove = |identity: &Value| format!("{cem}/identities/{identity}");
    let token = service.token("cem", "cem@acme.example");
    service.ask("DELETE", &remove(&identities[1]["id"]), &token, Value::Null).await.refused(403, "access_denied");
    let other = format!("/admin/users/{OWNER}/identities/{}", identities[1]["id"]);
    service.ask("DELETE", &other, &olga, Value::Null).await.refused(404, "not_found");
    let unlinked = service.ask("DELETE", &remove(&identities[1]["id"]), &olga, json!({ "reason": "left" })).await;
    assert_eq!((&unlinked.ok()["outcome"], &unlinked.ok()["userName"]), (&json!("done"), &json!("Cem")));
    service.ask("DELETE", &remove(&identities[0]["id"]), &olga, Value::Null).await.refused(409, "last_identity");
    let own = service.ask("GET", &format!("/admin/users/{OWNER}"), &olga, Value::Null).await;
    let own = format!("/admin/users/{OWNER}/identities/{}", own.ok()["identities"][0]["id"]);
    service.ask("DELETE", &own, &olga, Value::Null).await.refused(409, "own_account");
    let audit = service.ask("GET", "/admin/audit?action=identity_unlinked", &olga, Value::Null).await;
    let record = &audit.ok()["items"][0];
    assert_eq!((&record["userName"], &record["reason"]), (&json!("Cem"), &json!("left")));
    assert!(!audit.text.contains("cem-2"), "a subject is in a record");
}
