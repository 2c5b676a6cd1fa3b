//! A service in the place of the legacy CORA toolkit on a database that was adopted, of either age
//! and with the rows of 200 people. Without a PostgreSQL, these tests do nothing.

use std::collections::BTreeSet;

use cora_core::time::UnixSeconds;
use cora_server::{Compatibility, router};
use cora_store::{ADOPTION_FAULTS, AdoptionOptions, DatabaseLocation, Store};
use serde_json::{Value, json};

use crate::support::legacy_database::OwnDatabase;
use crate::support::*;

/// Adopts a project, and starts a service on it in CORA's place. The people with these numbers have
/// an identity at the test provider.
async fn adopted(is_later: bool, people: &[u8]) -> Option<(OwnDatabase, Service)> {
    let database = OwnDatabase::with_project_in_supabase().await?;
    if is_later {
        database.rename().await;
    }
    let all: BTreeSet<String> = ADOPTION_FAULTS.iter().map(|kind| kind.code.to_owned()).collect();
    let (location, now) = (DatabaseLocation::Postgres(database.url.clone()), UnixSeconds::new(NOW).unwrap());
    let done = Store::adopt(location, &AdoptionOptions::default(), &all, now).await;
    done.unwrap_or_else(|error| panic!("{error}"));
    let mut service = Service::on(&database.url, json!({ "connections": base()["connections"] })).await;
    service.router = router(service.app().compatibility(Compatibility::Cora));
    for person in people {
        let id = id_of(*person);
        database
            .run(&format!(
                "INSERT INTO cora.external_identities (auth_user_id, issuer, external_id, provider_name, connection_id, created_by)
                 VALUES ('{id}', '{ISSUER}', 'person-{person}', 'oidc', '{CONNECTION}', '{id}')"
            ))
            .await;
    }
    Some((database, service))
}

fn id_of(person: u8) -> String {
    format!("00000000-0000-4000-8000-{person:012}")
}

fn organization(number: u8) -> String {
    format!("00000000-0000-4000-8000-0000000a{number:04}")
}

async fn ask(service: &Service, person: u8, method: &str, path: &str, body: Value) -> Answer {
    let token = service.signer.token(&claims(&format!("person-{person}"), "person@elsewhere.example"));
    service.ask(method, path, &token, body).await
}

#[tokio::test]
async fn coras_pages_read_and_change_the_rows_as_they_have_arrived() {
    for is_later in [false, true] {
        // The owner of the platform, an administrator of organization 5, and members of 10 and 30.
        let Some((database, service)) = adopted(is_later, &[1, 35, 40, 180]).await else { return };
        let (people, role) = if is_later { ("user_profiles", "org_role") } else { ("profiles", "role") };
        let count = async |sql: &str| database.rows(sql).await.concat().parse::<usize>().unwrap();
        let rows = async |person: u8, path: &str| {
            let answer = ask(&service, person, "GET", path, Value::Null).await;
            answer.ok().as_array().unwrap_or_else(|| panic!("{path}: {}", answer.text)).clone()
        };

        let me = ask(&service, 35, "GET", "/profiles/me", Value::Null).await.ok().clone();
        assert_eq!((&me["user_id"], &me["userId"]), (&json!(id_of(35)), &json!(id_of(35))));
        assert_eq!((&me["full_name"], &me["fullName"]), (&json!("Person 35"), &json!("Person 35")));
        assert_eq!(me["organizations"][0]["id"], organization(5));
        let owner = ask(&service, 1, "GET", "/profiles/me", Value::Null).await.ok().clone();
        assert_eq!((&owner["global_role"], &owner["sys_role"]), (&json!("global_owner"), &json!("sys_owner")));

        // Whatever time, name or address a row had, each list is read whole.
        let all = rows(1, "/orgs").await;
        assert_eq!(all.len(), count("SELECT count(*) FROM orgs").await);
        assert!(
            all.iter().all(|one| one["name"].is_string() && one["slug"].is_string() && one["created_at"].is_string())
        );
        let everybody = rows(1, "/admin/sys/access/users").await;
        assert_eq!(everybody.len(), count(&format!("SELECT count(*) FROM {people}")).await);
        let memberships: usize = everybody.iter().map(|one| one["memberships"].as_array().unwrap().len()).sum();
        assert_eq!(memberships, count("SELECT count(*) FROM org_members").await);
        for (person, number) in [(35, 5), (40, 10), (180, 30)] {
            let of = organization(number);
            let members = rows(person, &format!("/orgs/{of}/members")).await;
            assert_eq!(members.len(), count(&format!("SELECT count(*) FROM org_members WHERE org_id = '{of}'")).await);
            for member in &members {
                assert_eq!(member["profile"]["user_id"], member["user_id"]);
                let id = member["id"].as_str().unwrap();
                let stored = format!("SELECT user_id, role FROM cora.org_members WHERE id = '{id}'");
                let found = format!("{}|{}", member["user_id"].as_str().unwrap(), member["role"].as_str().unwrap());
                assert_eq!(database.rows(&stored).await, [found]);
            }
        }
        let of = organization(5);
        let invites = rows(35, &format!("/orgs/{of}/invites?status=all")).await;
        assert_eq!(invites.len(), count(&format!("SELECT count(*) FROM user_invites WHERE org_id = '{of}'")).await);
        let endless = invites.iter().find(|invite| invite["email"] == "guest4@partner.example").unwrap();
        assert!(endless["expiresAt"].as_str().unwrap().starts_with("20"), "{endless}");
        let domains = rows(35, &format!("/orgs/{of}/email-domains")).await;
        let claimed = format!("SELECT count(*) FROM org_email_domains WHERE org_id = '{of}'");
        assert_eq!(domains.len(), count(&claimed).await);
        assert_eq!(
            rows(1, "/admin/idp-config").await.len(),
            count("SELECT count(*) FROM cora.platform_idp_config").await
        );

        // A change through CORA's paths is what its other modules read in its tables.
        ask(&service, 35, "PUT", "/profiles/me", json!({ "fullName": "Ada King" })).await.ok();
        let name = format!("SELECT full_name FROM {people} WHERE user_id = '{}'", id_of(35));
        assert_eq!(database.rows(&name).await, ["Ada King"]);
        let member = format!("SELECT id FROM org_members WHERE org_id = '{of}' AND user_id = '{}'", id_of(65));
        let row = database.rows(&member).await.concat();
        let path = format!("/orgs/{of}/members/{row}");
        ask(&service, 35, "PUT", &path, json!({ "role": "org_admin" })).await.ok();
        assert_eq!(database.rows(&format!("SELECT {role} FROM org_members WHERE id = '{row}'")).await, ["org_admin"]);
        ask(&service, 35, "DELETE", &path, Value::Null).await.ok();
        assert!(database.rows(&member).await.is_empty());
        let invited = json!({ "email": "new@partner.example", "role": "org_user" });
        let made = ask(&service, 35, "POST", &format!("/orgs/{of}/invites"), invited).await;
        let id = made.created()["id"].as_str().unwrap().to_owned();
        let invite = format!("SELECT email, status FROM user_invites WHERE id = '{id}'");
        assert_eq!(database.rows(&invite).await, ["new@partner.example|pending"]);
        ask(&service, 40, "DELETE", &format!("/orgs/{of}/invites/{id}"), Value::Null)
            .await
            .refused(403, "access_denied");
    }
}
