//! Decides with cedar-policy, without a schema.

use std::collections::HashSet;

use cedar_policy::{
    Authorizer, Context, Decision, Entities, Entity, EntityId, EntityTypeName, EntityUid, PolicySet, Request, Response,
    RestrictedExpression as Value,
};
use cora_core::email::EmailAddress;
use cora_core::engine::EngineLogin;
use cora_core::id::OrganizationId;

use crate::attributes::{self, Values};
use crate::logins::Answer;

/// The policies, parsed once, and the names that requests are made of.
pub struct Cedar {
    policies: PolicySet,
    authorizer: Authorizer,
    login: EntityTypeName,
    organization: EntityTypeName,
    action: EntityUid,
    resource: EntityUid,
}

/// A login in the form that Cedar reads.
pub struct Asked {
    request: Request,
    entities: Entities,
}

impl Cedar {
    pub fn new() -> Self {
        let name = |text: &str| text.parse().expect("a type's name");
        let uid = |text: &str| text.parse().expect("an entity's name");
        Self {
            policies: include_str!("../../../policies/login.cedar").parse().expect("the policies are Cedar"),
            authorizer: Authorizer::new(),
            login: name("Login"),
            organization: name("Organization"),
            action: uid(r#"Action::"join""#),
            resource: uid(r#"Platform::"here""#),
        }
    }

    /// Converts a login for Cedar: its person and organizations into entities, the rest into the
    /// request's context.
    pub fn ask(&self, login: &EngineLogin, email: &EmailAddress) -> Asked {
        let facts = &login.facts;
        let principal =
            EntityUid::from_type_name_and_id(self.login.clone(), EntityId::new(login.login.subject.as_str()));
        let person = entity(principal.clone(), attributes::person(self, login, email));
        let organizations =
            facts.organizations.iter().map(|one| entity(self.reference(one.id), attributes::organization(self, one)));
        let entities = Entities::from_entities(organizations.chain([person]), None).expect("sound entities");
        let invitations = facts
            .invitations
            .iter()
            .enumerate()
            .map(|(at, one)| (format!("invitation{}", at + 1), record(attributes::invitation(self, one))));
        let rules = facts
            .domain_rules
            .iter()
            .enumerate()
            .map(|(at, one)| (format!("rule{}", at + 1), record(attributes::rule(self, one))));
        let now = ("now".to_owned(), self.number(login.now.seconds()));
        let context = Context::from_pairs(invitations.chain(rules).chain([now])).expect("a context");
        let request = Request::new(principal, self.action.clone(), self.resource.clone(), context, None);
        Asked { request: request.expect("a request"), entities }
    }

    /// Decides on a login.
    pub fn decide(&self, asked: &Asked) -> Response {
        self.authorizer.is_authorized(&asked.request, &self.policies, &asked.entities)
    }

    /// Converts Cedar's response to an answer: every policy that permits is a membership.
    pub fn answer(&self, response: &Response, login: &EngineLogin) -> Answer {
        assert_eq!(response.diagnostics().errors().count(), 0, "{:?}", response.diagnostics());
        let permits: HashSet<String> = response
            .diagnostics()
            .reason()
            .filter_map(|id| self.policies.policy(id)?.annotation("id").map(str::to_owned))
            .collect();
        let grants = |kind: &str, number: usize| permits.contains(&format!("{kind}{number}"));
        attributes::answer(login, grants, response.decision() == Decision::Allow)
    }

    fn reference(&self, id: impl ToString) -> EntityUid {
        EntityUid::from_type_name_and_id(self.organization.clone(), EntityId::new(id.to_string()))
    }
}

impl Values for Cedar {
    type Value = Value;

    fn text(&self, text: &str) -> Value {
        Value::new_string(text.to_owned())
    }

    fn flag(&self, flag: bool) -> Value {
        Value::new_bool(flag)
    }

    fn number(&self, number: u64) -> Value {
        Value::new_long(i64::try_from(number).expect("a number that Cedar has"))
    }

    fn set(&self, values: impl Iterator<Item = Value>) -> Value {
        Value::new_set(values)
    }

    fn organization(&self, id: OrganizationId) -> Value {
        Value::new_entity_uid(self.reference(id))
    }
}

fn record(fields: impl IntoIterator<Item = (&'static str, Value)>) -> Value {
    Value::new_record(fields.into_iter().map(|(name, value)| (name.to_owned(), value))).expect("names that differ")
}

fn entity(id: EntityUid, attributes: impl IntoIterator<Item = (&'static str, Value)>) -> Entity {
    let attributes = attributes.into_iter().map(|(name, value)| (name.to_owned(), value));
    Entity::new(id, attributes.collect(), HashSet::new()).expect("attributes that are values")
}
