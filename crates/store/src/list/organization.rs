//! The organizations of the platform.

use cora_core::id::UserId;
use cora_core::provisioning::facts::OrganizationStatus;

use super::definition::{By, Column, Filter, Kind, List, Search, Takes, is_code};
use super::{ListPage, ListQuery, Part};
use crate::database::Store;
use crate::error::StoreError;
use crate::organization::OrganizationView;

const NAME: &str = "@folded(orgs.name)";
const SLUG: &str = "@ordered(orgs.slug)";

/// The organizations of the platform, each with the membership of the reader, `?1`.
pub static ORGANIZATIONS: List = List {
    name: "organizations",
    from: "orgs",
    columns: "orgs.*,
        (SELECT own.role FROM org_members AS own
            WHERE own.org_id = orgs.id AND own.user_id = @id(?1) AND own.status = 'active') AS role,
        (SELECT own.joined_at FROM org_members AS own
            WHERE own.org_id = orgs.id AND own.user_id = @id(?1) AND own.status = 'active') AS joined_at",
    shown: "seen",
    parameters: 1,
    condition: "true",
    row: "@view(seen)",
    names: None,
    key: Column { name: "id", sql: "orgs.id", kind: Kind::Id },
    sorts: &[
        Column { name: "name", sql: NAME, kind: Kind::Text },
        Column { name: "slug", sql: SLUG, kind: Kind::Text },
        Column { name: "createdAt", sql: "orgs.created_at", kind: Kind::Time },
    ],
    order: "id",
    filters: &[
        Filter {
            name: "status",
            description: "Only organizations with this status.",
            takes: Takes::Code(is_code::<OrganizationStatus>, "orgs.status = ?1"),
        },
        Filter {
            name: "domain",
            description: "Only organizations with a rule about this domain, or about the domains below it.",
            takes: Takes::Domain(
                "orgs.id IN (SELECT org_email_domains.org_id FROM org_email_domains
                    WHERE @ordered(org_email_domains.domain) = ?1)",
            ),
        },
        Filter {
            name: "userId",
            description: "Only organizations that this user is an active member of.",
            takes: Takes::Id(
                "orgs.id IN (SELECT org_members.org_id FROM org_members
                    WHERE org_members.user_id = @id(?1) AND org_members.status = 'active')",
            ),
        },
    ],
    searches: &[Search { sql: NAME, by: By::Name }, Search { sql: SLUG, by: By::Identifier }],
};

impl Store {
    /// Lists the organizations of the platform ([`ORGANIZATIONS`]), as a user sees them.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the list does not take the query, or if the database fails.
    pub async fn organizations(
        &self,
        reader: UserId,
        query: impl Into<ListQuery>,
    ) -> Result<ListPage<OrganizationView>, StoreError> {
        let part = Part { context: vec![reader.to_string().into()], scope: "" };
        self.list(&ORGANIZATIONS, part, &query.into()).await
    }
}
