//! The facts that the choice of a connection depends on.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use cora_core::domain::name::and_parents;
use cora_core::id::{ConnectionId, OrganizationId};
use cora_core::issuer::connection_choice::{ConnectionChoiceFacts, DomainOwner};
use cora_core::provisioning::facts::DomainRuleFacts;
use serde::Deserialize;

use super::{read, text};
use crate::database::Store;
use crate::error::{DatabaseError, StoreError};
use crate::sql::sql;

/// [`ConnectionChoiceFacts`], with the domain rules before those that own the domain are found.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Loaded {
    of_organization: Option<ConnectionId>,
    rules: Vec<Rule>,
    platform: Vec<ConnectionId>,
    named: Vec<ConnectionId>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Rule {
    rule: DomainRuleFacts,
    connection_id: Option<ConnectionId>,
}

impl Store {
    /// Loads the facts that the choice of a connection depends on: one statement, one snapshot.
    /// `domain` is that of [`cora_core::issuer::connection_choice::hinted_domain`], and `named` are
    /// the connections that the application allows, if it names any.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn connection_choice_facts(
        &self,
        organization: Option<OrganizationId>,
        domain: Option<&str>,
        named: &[ConnectionId],
    ) -> Result<ConnectionChoiceFacts, StoreError> {
        let domains: Vec<&str> = domain.into_iter().flat_map(and_parents).collect();
        let load = sql!(
            "SELECT @object(
                'ofOrganization', (SELECT platform_idp_config.id FROM platform_idp_config
                    JOIN orgs ON orgs.id = platform_idp_config.org_id
                    WHERE orgs.id = @id(?1) AND orgs.status = 'active' AND platform_idp_config.status = 'active'
                    ORDER BY platform_idp_config.id LIMIT 1),
                'rules', @json((SELECT @array(@object('rule', @domain(org_email_domains),
                        'connectionId', (SELECT id FROM platform_idp_config
                            WHERE org_id = org_email_domains.org_id AND status = 'active' ORDER BY id LIMIT 1)))
                    FROM @each(?2, domains) @then org_email_domains ON org_email_domains.domain = domains.value
                    JOIN orgs ON orgs.id = org_email_domains.org_id
                    WHERE org_email_domains.state = 'verified' AND orgs.status = 'active')),
                'platform', @json((SELECT @array(found.id) FROM (SELECT id FROM platform_idp_config
                    WHERE org_id IS NULL AND status = 'active' ORDER BY is_default DESC, id LIMIT 100) AS found)),
                'named', @json((SELECT @array(platform_idp_config.id) FROM @each(?3, named) @then platform_idp_config
                    ON platform_idp_config.id = @id(named.value) WHERE status = 'active')))"
        )
        .bind(organization.map(|id| id.to_string()))
        .bind(text(&domains)?)
        .bind(text(&named)?);
        let row = self.read_text(load).await?.ok_or(DatabaseError::reading("the facts of a connection's choice"))?;
        let Loaded { of_organization, rules, platform, named } = read(&row)?;
        let domain_owners = domain.map(|domain| owners(&rules, domain)).unwrap_or_default();
        Ok(ConnectionChoiceFacts { of_organization, domain_owners, platform, named })
    }
}

/// Returns the organizations of the owning rules: the most specific ones that match the domain and
/// prove ownership (§3).
fn owners(rules: &[Rule], domain: &str) -> Vec<DomainOwner> {
    let owning = || rules.iter().filter(|rule| rule.rule.proves_ownership() && rule.rule.pattern.matches(domain));
    let Some(best) = owning().max_by(|a, b| a.rule.pattern.specificity(&b.rule.pattern)) else { return Vec::new() };
    let is_best = |rule: &&Rule| rule.rule.pattern.specificity(&best.rule.pattern) == Ordering::Equal;
    let owners = owning().filter(is_best).map(|rule| (rule.rule.organization_id, rule.connection_id));
    let owners: BTreeMap<OrganizationId, Option<ConnectionId>> = owners.collect();
    let owner = |(organization_id, connection_id)| DomainOwner { organization_id, connection_id };
    owners.into_iter().map(owner).collect()
}
