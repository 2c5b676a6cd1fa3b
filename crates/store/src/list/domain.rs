//! The domain rules of the platform, and those of an organization.

use cora_core::domain::class::DomainClass;
use cora_core::id::OrganizationId;
use cora_core::provisioning::facts::{EnrollmentMode, VerificationLevel, VerificationState};

use super::definition::{By, Column, Filter, Kind, List, Search, Takes, is_code};
use super::{ListPage, ListQuery, Part};
use crate::administration::view::DomainRow;
use crate::database::Store;
use crate::error::StoreError;

const NAME: &str = "@ordered(org_email_domains.domain)";
const KEY: Column = Column { name: "id", sql: "org_email_domains.id", kind: Kind::Id };
const SORTS: &[Column] = &[
    Column { name: "domain", sql: NAME, kind: Kind::Text },
    Column { name: "createdAt", sql: "org_email_domains.created_at", kind: Kind::Time },
];
const STATE: Filter = Filter {
    name: "state",
    description: "Only rules whose proof has this state.",
    takes: Takes::Code(is_code::<VerificationState>, "org_email_domains.state = ?1"),
};
const CLASS: Filter = Filter {
    name: "class",
    description: "Only domains of this class.",
    takes: Takes::Code(is_code::<DomainClass>, "org_email_domains.class = ?1"),
};
const VERIFICATION: Filter = Filter {
    name: "verification",
    description: "Only rules that require this level of proof.",
    takes: Takes::Code(is_code::<VerificationLevel>, "org_email_domains.verification = ?1"),
};
const ENROLLMENT_MODE: Filter = Filter {
    name: "enrollmentMode",
    description: "Only rules with this enrollment mode.",
    takes: Takes::Code(is_code::<EnrollmentMode>, "org_email_domains.enrollment_mode = ?1"),
};
const CONNECTION: Filter = Filter {
    name: "connectionId",
    description: "Only rules whose people have to use this connection.",
    takes: Takes::Id("org_email_domains.connection_id = @id(?1)"),
};
const SEARCHES: &[Search] = &[Search { sql: NAME, by: By::Domain }];

/// The domain rules of all organizations.
pub static DOMAINS: List = List {
    name: "domains",
    from: "org_email_domains",
    columns: "org_email_domains.*",
    shown: "org_email_domains",
    parameters: 0,
    condition: "true",
    row: DomainRow::OBJECT,
    names: None,
    key: KEY,
    sorts: SORTS,
    order: "id",
    filters: &[
        Filter {
            name: "organizationId",
            description: "Only the rules of this organization.",
            takes: Takes::Id("org_email_domains.org_id = @id(?1)"),
        },
        STATE,
        CLASS,
        VERIFICATION,
        ENROLLMENT_MODE,
        CONNECTION,
    ],
    searches: SEARCHES,
};

/// The domain rules of the organization `?1`.
pub static ORGANIZATION_DOMAINS: List = List {
    name: "organization_domains",
    from: "org_email_domains",
    columns: "org_email_domains.*",
    shown: "org_email_domains",
    parameters: 1,
    condition: "org_email_domains.org_id = @id(?1)",
    row: DomainRow::OBJECT,
    names: None,
    key: KEY,
    sorts: SORTS,
    order: "id",
    filters: &[STATE, CLASS, VERIFICATION, ENROLLMENT_MODE, CONNECTION],
    searches: SEARCHES,
};

impl Store {
    /// Lists the domain rules of all organizations ([`DOMAINS`]).
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the list does not take the query, or if the database fails.
    pub async fn all_domains(&self, query: impl Into<ListQuery>) -> Result<ListPage<DomainRow>, StoreError> {
        self.list(&DOMAINS, Part::WHOLE, &query.into()).await
    }

    /// Lists the domain rules of an organization ([`ORGANIZATION_DOMAINS`]).
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the list does not take the query, or if the database fails.
    pub async fn domains(
        &self,
        organization: OrganizationId,
        query: impl Into<ListQuery>,
    ) -> Result<ListPage<DomainRow>, StoreError> {
        let organization = organization.to_string();
        let part = Part { context: vec![organization.as_str().into()], scope: &organization };
        self.list(&ORGANIZATION_DOMAINS, part, &query.into()).await
    }
}
