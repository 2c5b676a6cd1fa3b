//! Parses texts of the legacy CORA toolkit with the core: addresses, domains, roles.

use cora_core::domain::class::classify;
use cora_core::domain::name::DomainName;
use cora_core::email::EmailAddress;
use cora_core::json::Code;
use cora_core::role::{OrganizationRole, PlatformRole};
use serde::Deserialize;
use serde::de::IntoDeserializer as _;
use serde::de::value::{Error, StrDeserializer};
use tokio_postgres::Client;

use super::AdoptError;

/// Number of texts parsed at once.
const PAGE: i32 = 10_000;

/// Creates the tables that map texts to their parsed form. A text that the core rejects is in none
/// of them.
pub(super) async fn prepare(client: &Client) -> Result<(), AdoptError> {
    client
        .batch_execute(
            "CREATE TEMPORARY TABLE adoption_email (original text PRIMARY KEY, shown text NOT NULL, canonical text NOT NULL) ON COMMIT DROP;
             CREATE TEMPORARY TABLE adoption_domain (original text PRIMARY KEY, name text NOT NULL, class text NOT NULL) ON COMMIT DROP;
             CREATE TEMPORARY TABLE adoption_near_role (scope text, original text) ON COMMIT DROP;
             CREATE TEMPORARY TABLE adoption_role (scope text, original text, role text NOT NULL, PRIMARY KEY (scope, original)) ON COMMIT DROP",
        )
        .await?;
    let emails = "SELECT email FROM old_profiles WHERE email IS NOT NULL UNION SELECT email FROM old_user_invites";
    pages(
        client,
        emails,
        "INSERT INTO adoption_email SELECT * FROM unnest($1::text[], $2::text[], $3::text[])",
        &|text| {
            // A local host name receives no mail from elsewhere, so it identifies nobody.
            let email = EmailAddress::parse(text.trim()).ok().filter(|email| email.domain().contains('.'))?;
            Some((email.original().to_owned(), email.canonical().to_owned()))
        },
    )
    .await?;
    let domains = "SELECT DISTINCT domain FROM old_org_email_domains";
    pages(
        client,
        domains,
        "INSERT INTO adoption_domain SELECT * FROM unnest($1::text[], $2::text[], $3::text[])",
        &|text| {
            let name = DomainName::parse(text.trim()).ok().filter(|name| name.as_str().contains('.'))?;
            let class = classify(name.as_str());
            Some((name.as_str().to_owned(), class.name().to_owned()))
        },
    )
    .await?;
    let roles =
        "INSERT INTO adoption_role (original, scope, role) SELECT * FROM unnest($1::text[], $2::text[], $3::text[])";
    let platform = "SELECT DISTINCT global_role FROM old_profiles WHERE global_role IS NOT NULL";
    pages(client, platform, roles, &|text| {
        let role = PlatformRole::deserialize(text.into_deserializer() as StrDeserializer<'_, Error>).ok()?;
        Some((String::from("platform"), role.name().to_owned()))
    })
    .await?;
    let organization = "SELECT role FROM old_org_members UNION SELECT role FROM old_user_invites WHERE role IS NOT NULL
            UNION SELECT default_role FROM old_org_email_domains WHERE default_role IS NOT NULL";
    pages(client, organization, roles, &|text| {
        let role = OrganizationRole::deserialize(text.into_deserializer() as StrDeserializer<'_, Error>).ok()?;
        Some((String::from("organization"), role.name().to_owned()))
    })
    .await?;
    // Roles that differ from a known one in capitals and spaces alone.
    let near = "INSERT INTO adoption_near_role (original, scope) SELECT original, scope FROM unnest($1::text[], $2::text[], $3::text[]) near (original, scope, role)
        WHERE original <> role";
    pages(client, platform, near, &|text| {
        let written = text.trim().to_lowercase();
        let known = PlatformRole::deserialize(written.as_str().into_deserializer() as StrDeserializer<'_, Error>);
        known.ok().map(|_| (String::from("platform"), written))
    })
    .await?;
    pages(client, organization, near, &|text| {
        let written = text.trim().to_lowercase();
        let known = OrganizationRole::deserialize(written.as_str().into_deserializer() as StrDeserializer<'_, Error>);
        known.ok().map(|_| (String::from("organization"), written))
    })
    .await?;
    client.batch_execute("ANALYZE adoption_email, adoption_domain, adoption_role").await?;
    Ok(())
}

/// Parses each text that a statement returns, and writes the result.
async fn pages(
    client: &Client,
    from: &str,
    into: &str,
    read: &(dyn Fn(&str) -> Option<(String, String)> + Sync),
) -> Result<(), AdoptError> {
    client.batch_execute(&format!("DECLARE texts NO SCROLL CURSOR FOR {from}")).await?;
    loop {
        let rows = client.query(&format!("FETCH {PAGE} FROM texts"), &[]).await?;
        if rows.is_empty() {
            break;
        }
        let (mut originals, mut firsts, mut seconds) = (Vec::new(), Vec::new(), Vec::new());
        for row in &rows {
            let original: &str = row.try_get(0)?;
            if let Some((first, second)) = read(original) {
                originals.push(original.to_owned());
                firsts.push(first);
                seconds.push(second);
            }
        }
        client.execute(into, &[&originals, &firsts, &seconds]).await?;
    }
    client.batch_execute("CLOSE texts").await?;
    Ok(())
}
