//! A configuration compiled for many logins.

use alloc::vec::Vec;
use cora_wire_derive::record;

use crate::connection::{Connection, ConnectionKind, ConnectionStatus, ProviderOrganizations, TokenUse, UserinfoUse};
use crate::email::EmailAddress;
use crate::evidence::EmailTrust;
use crate::id::ConnectionId;
use crate::identity::LoginIdentity;
use crate::model::domain_rule::DomainRuleFacts;
use crate::policy::ProvisioningPolicy;
use crate::provisioning::context::{DecisionContext, Detail};
use crate::provisioning::decide::evaluate;
use crate::provisioning::decision::{Decision, DecisionSummary};
use crate::provisioning::domain_index::DomainIndex;
use crate::provisioning::facts::{DecideInput, LoginFacts};
use crate::provisioning::remedy::{Remedy, remedies};
use crate::text::Issuer;
use crate::time::{Leeway, UnixSeconds};

/// An administrator's configuration: the policy, the connections and the domain rules by which
/// logins are decided.
#[record]
#[derive(Default)]
pub struct Configuration {
    /// The policy; the strict default policy when absent.
    #[serde(default)]
    pub policy: ProvisioningPolicy,
    /// The connections; at most 1000.
    #[serde(default, deserialize_with = "crate::text::at_most::<1000, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 1000)))]
    pub connections: Vec<Connection>,
    /// The domain rules of all organizations; at most 200 000. A host whose store returns the rules
    /// with the facts of each login leaves them out.
    #[serde(default, deserialize_with = "crate::text::at_most::<200_000, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 200_000)))]
    pub domain_rules: Vec<DomainRuleFacts>,
}

/// A login, with the stored facts that concern it.
#[record]
pub struct EngineLogin {
    /// The time of the decision.
    pub now: UnixSeconds,
    /// The login.
    pub login: LoginIdentity,
    /// The stored facts that concern the login; empty when absent.
    #[serde(default)]
    pub facts: LoginFacts,
}

/// A [`Configuration`] that has been parsed and indexed once. Each decision reads only the parts
/// that concern its login, regardless of the size of the configuration; none changes or copies any
/// of it.
///
/// It decides as [`decide`](crate::decide) does, with the same code.
#[derive(Debug, Clone)]
pub struct Engine {
    policy: ProvisioningPolicy,
    /// The connections, sorted by identifier, each once.
    connections: Vec<Connection>,
    index: DomainIndex,
}

impl Engine {
    /// Compiles a configuration.
    ///
    /// If two connections have one identifier, which a sound store does not return, the one with
    /// the greater version counts.
    pub fn compile(configuration: Configuration) -> Self {
        let Configuration { policy, connections: given, domain_rules } = configuration;
        let mut connections: Vec<Connection> = Vec::with_capacity(given.len());
        for connection in given {
            let place = connections.binary_search_by(|other| other.id.cmp(&connection.id));
            match place.map(|at| connections.get_mut(at)) {
                Ok(Some(other)) if other.version < connection.version => *other = connection,
                Ok(_) => {}
                Err(at) => connections.insert(at, connection),
            }
        }
        Self { policy, connections, index: DomainIndex::new(domain_rules) }
    }

    /// Decides a login: [`decide`](crate::decide) with the login's connection and the rules that
    /// concern it.
    ///
    /// A login whose connection does not exist is `identity_invalid`.
    pub fn decide(&self, login: &EngineLogin) -> Decision {
        self.evaluate(login, Detail::Full)
    }

    /// Decides a login without building the plan and the trace.
    pub fn summarize(&self, login: &EngineLogin) -> DecisionSummary {
        self.evaluate(login, Detail::Summary).into_summary()
    }

    /// Lists the changes that would let the person of a refused login in:
    /// [`remedies`] with the login's connection and the rules that concern it.
    pub fn remedies(&self, login: &EngineLogin) -> Vec<Remedy> {
        let EngineLogin { now, login, mut facts } = login.clone();
        let written = login.email.as_ref().and_then(|raw| EmailAddress::parse(raw.as_str()).ok());
        let users = facts.linked_user.iter().chain(&facts.derived_user).chain(&facts.users_with_email);
        let known = users.filter_map(|user| user.email.as_ref());
        let stated = facts.identities.iter().filter_map(|identity| identity.email.as_ref());
        let invited = facts.invitations.iter().map(|invitation| &invitation.email);
        let addresses = written.iter().map(EmailAddress::as_canonical).chain(known).chain(stated).chain(invited);
        let mut rules: Vec<DomainRuleFacts> =
            addresses.flat_map(|address| self.index.matching(address.domain())).cloned().collect();
        rules.sort();
        rules.dedup();
        facts.domain_rules.append(&mut rules);
        let connection = self.connection(login.connection_id).cloned();
        let connection = connection.unwrap_or_else(|| no_connection(login.connection_id));
        remedies(&DecideInput { now, login, connection, policy: self.policy.clone(), facts })
    }

    /// Returns the connection with the given identifier, or `None` if it does not exist.
    pub fn connection(&self, id: ConnectionId) -> Option<&Connection> {
        let at = self.connections.binary_search_by(|connection| connection.id.cmp(&id)).ok()?;
        self.connections.get(at)
    }

    fn evaluate(&self, login: &EngineLogin, detail: Detail) -> Decision {
        let EngineLogin { now, login, facts } = login;
        let unknown;
        let connection = match self.connection(login.connection_id) {
            Some(connection) => connection,
            None => {
                unknown = no_connection(login.connection_id);
                &unknown
            }
        };
        let index = Some(&self.index);
        evaluate(&DecisionContext { now: *now, login, connection, policy: &self.policy, facts, index, detail })
    }
}

/// Returns a placeholder for a connection that does not exist: it has no issuer, so that no login
/// fits it.
fn no_connection(id: ConnectionId) -> Connection {
    Connection {
        id,
        kind: ConnectionKind::Oidc,
        issuer: Issuer::shortened(""),
        status: ConnectionStatus::Draft,
        version: 0,
        organization_id: None,
        trust_email: EmailTrust::default(),
        email_claim: None,
        admits_without_email: false,
        allow_outside_domains: false,
        required_groups: Vec::new(),
        audiences: Vec::new(),
        authorized_parties: Vec::new(),
        provider_organization: ProviderOrganizations::default(),
        algorithms: Vec::new(),
        token_use: TokenUse::default(),
        groups_claim: Vec::new(),
        leeway_seconds: Leeway::default(),
        userinfo: UserinfoUse::default(),
    }
}
