//! Every endpoint enforces the access that the OpenAPI document states for it.

use crate::support::*;
use cora_server::openapi;
use serde_json::{Value, json};

const DOMAIN: &str = "00000000-0000-7000-8000-0000000000d1";
const NOBODY: &str = "00000000-0000-7000-8000-000000000002";
const ANY: &str = "00000000-0000-7000-8000-0000000000ff";

/// An operation of the document that requires a capability.
struct Operation {
    id: String,
    method: String,
    path: String,
}

fn with_capability() -> Vec<Operation> {
    let document = openapi();
    let mut operations = Vec::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            if operation["x-capability"].is_string() {
                let names = [("orgId", ACME), ("userId", OWNER), ("domainId", DOMAIN), ("providerType", CONNECTION)];
                let names = names.into_iter().chain([("inviteId", ANY), ("testRun", ANY), ("conflictId", ANY)]);
                let names = names.chain([("connectionId", CONNECTION), ("applicationId", ANY), ("secretId", ANY)]);
                let names = names.chain([("sessionId", ANY), ("loginId", ANY), ("identityId", "1")]);
                let path = names.fold(path.clone(), |path, (name, id)| path.replace(&format!("{{{name}}}"), id));
                let id = operation["operationId"].as_str().unwrap().to_owned();
                operations.push(Operation { id, method: method.to_uppercase(), path });
            }
        }
    }
    // The others are about an open organization, and its own people close it first.
    operations.sort_by_key(|operation| match operation.id.as_str() {
        "closeOrganization" => 1,
        "closeAnyOrganization" => 2,
        _ => 0,
    });
    operations
}

/// Returns a body that is accepted as far as its form goes, or null.
fn body(id: &str) -> Value {
    match id {
        "createOrganization" => json!({ "name": "Beta" }),
        "updateOrganization" => json!({ "name": "Acme" }),
        "appointOwner" => json!({ "userId": OWNER, "reason": "a test" }),
        "closeAnyOrganization" => json!({ "reason": "a test" }),
        "setSeatLimit" => json!({ "seatLimit": 5 }),
        "addMember" => json!({ "userId": OWNER }),
        "changeMemberRole" => json!({ "role": "org_user" }),
        "createInvitation" => json!({ "email": "eve@partner.example" }),
        "inviteAll" => json!({ "rows": [{ "email": "eve@partner.example" }] }),
        "answerMembershipRequests" => json!({ "answers": [{ "userId": OWNER, "answer": "deny" }] }),
        "answerWaitlist" => json!({ "answers": [{ "email": "ida@beta.example", "answer": "deny" }] }),
        "addDomain" => {
            json!({ "domain": "beta.example", "verification": "ownership", "enrollmentMode": "manual_invitation" })
        }
        "changeDomain" => json!({ "enrollmentMode": "manual_invitation" }),
        "askMailbox" => json!({ "email": "it@acme.example" }),
        "proveMailbox" => json!({ "token": "token" }),
        "setPlatformRole" => json!({ "role": "platform_user" }),
        "approveWaitlisted" | "denyWaitlisted" => json!({ "email": "ida@beta.example" }),
        "suggestConnection" | "discoverConnection" => json!({ "text": "https://acme.okta.com" }),
        "checkSettings" => json!({ "kind": "okta", "config": {} }),
        "explainLogin" => json!({ "userId": OWNER }),
        "explainToken" => json!({ "token": "a.b.c" }),
        "testDns" => json!({ "domain": "acme.example" }),
        "savePolicy" | "lintPolicy" => json!({ "policy": {} }),
        "rollBackPolicy" => json!({ "to": 1 }),
        "createConnection" => json!({ "providerType": "okta", "displayName": "Okta", "config": {} }),
        "saveConnection" => json!({ "displayName": "Sign-in" }),
        "rollBackConnection" => json!({ "number": 1 }),
        "createApplication" | "changeApplication" => json!({ "settings": {
            "name": "Web", "kind": "web", "redirectUris": [{ "uri": "https://app.acme.example/cb" }]
        } }),
        "setApplicationPermissions" => json!({ "defined": {} }),
        "setMemberApplicationRoles" => json!({ "roles": [] }),
        "addRedirectUri" => json!({ "uri": "https://app.acme.example/cb" }),
        "carryIdentitiesOver" => json!({ "from": "https://former.acme.example" }),
        _ => Value::Null,
    }
}

async fn service() -> Service {
    let mut seed = base();
    seed["users"].as_array_mut().unwrap().push(json!({
        "id": NOBODY, "email": "nina@elsewhere.example", "emailVerified": true,
        "identities": [{ "connectionId": CONNECTION, "subject": "nina" }]
    }));
    Service::new(seed).await
}

#[tokio::test]
async fn caller_without_the_capability_is_refused_by_every_endpoint() {
    let service = service().await;
    let nina = service.token("nina", "nina@elsewhere.example");
    service.me(&nina).await.ok();
    for Operation { id, method, path } in with_capability() {
        let answer = service.ask(&method, &path, &nina, body(&id)).await;
        assert_eq!((answer.status.as_u16(), answer.code()), (403, "access_denied"), "{id}: {}", answer.text);
    }
}

/// The role of an auditor, seen from outside: every route that reads, and no command.
#[tokio::test]
async fn an_auditor_reads_everything_of_the_platform_and_commands_nothing() {
    let service = service().await;
    let olga = service.token("olga", "olga@acme.example");
    let nina = service.token("nina", "nina@elsewhere.example");
    service.me(&nina).await.ok();
    let role = format!("/admin/users/{NOBODY}/role");
    let named = service.ask("PUT", &role, &olga, json!({ "role": "platform_auditor" })).await;
    assert_eq!(named.ok()["platformRole"], "platform_auditor", "{}", named.text);
    assert_eq!(service.me(&nina).await.ok()["platformRole"], "platform_auditor");
    let (mut read, mut refused) = (0, 0);
    for Operation { id, method, path } in with_capability() {
        if path.starts_with("/orgs") {
            continue;
        }
        let answer = service.ask(&method, &path, &nina, body(&id)).await;
        let only_reads = method == "GET" || READS.contains(&id.as_str());
        let is_refused = answer.status.as_u16() == 403;
        assert_eq!(is_refused, !only_reads, "{id}: {}", answer.text);
        if is_refused { refused += 1 } else { read += 1 }
    }
    assert!(read > 25 && refused > 30, "{read} {refused}");
    // Nobody is invited to it, and a lower role takes it away.
    let invite = json!({ "email": "aud@acme.example", "platformRole": "platform_auditor" });
    service.ask("POST", &format!("/orgs/{ACME}/invites"), &olga, invite).await.refused(400, "role_not_invitable");
    let listed = service.ask("GET", "/admin/users?platformRole=platform_auditor", &olga, Value::Null).await;
    assert_eq!(listed.ok()["items"][0]["userId"], NOBODY);
    service.ask("PUT", &role, &olga, json!({ "role": "platform_user" })).await.ok();
    service.ask("GET", "/admin/users", &nina, Value::Null).await.refused(403, "access_denied");
}

/// Requests that an auditor makes although their method is not `GET`: they write nothing.
const READS: [&str; 9] = [
    "evaluate",
    "lintPolicy",
    "validateConnection",
    "suggestConnection",
    "discoverConnection",
    "checkConnection",
    "checkSettings",
    "explainLogin",
    "explainToken",
];

/// A route that states another capability than its command requires answers `internal_error`.
#[tokio::test]
async fn owner_is_refused_by_no_endpoint_for_lack_of_a_capability() {
    let service = service().await;
    let olga = service.token("olga", "olga@acme.example");
    let operations = with_capability();
    assert!(operations.len() > 50, "{}", operations.len());
    for Operation { id, method, path } in operations {
        let answer = service.ask(&method, &path, &olga, body(&id)).await;
        assert!(![401, 403, 500].contains(&answer.status.as_u16()), "{id}: {}", answer.text);
    }
}

#[test]
fn every_resource_of_administrators_is_documented() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs");
    let pages = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let pages = pages.filter(|path| path.extension().is_some_and(|extension| extension == "md"));
    let text: String = pages.map(|path| std::fs::read_to_string(path).unwrap()).collect();
    for path in openapi()["paths"].as_object().unwrap().keys() {
        let parts: Vec<&str> = path.trim_start_matches('/').split('/').collect();
        // `/orgs/{orgId}/…` is one resource for each of its parts.
        let resource = match parts.as_slice() {
            ["orgs", organization, part, ..] => format!("/orgs/{organization}/{part}"),
            ["admin", resource, ..] => format!("/admin/{resource}"),
            _ => continue,
        };
        assert!(text.contains(&resource), "no page of docs names {resource}");
    }
}
