//! Decides with cedar-policy, without a schema.

use std::collections::HashSet;

use cedar_policy::{
    Authorizer, Context, Decision, Entities, Entity, EntityId, EntityTypeName, EntityUid, PolicySet, Request, Response,
    RestrictedExpression as Value,
};
use cora_core::email::EmailAddress;
use cora_core::engine::EngineLogin;
use cora_core::evidence::VerifiedClaim;
use cora_core::json::Code;
use cora_core::provisioning::facts::{DomainRuleFacts, InvitationFacts, OrganizationFacts};

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
            policies: include_str!("../../policies/login.cedar").parse().expect("the policies are Cedar"),
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
        let parents = email.domain().match_indices('.').map(|(at, _)| text(&email.domain()[at + 1..]));
        let person = entity(
            principal.clone(),
            [
                ("email", text(email.as_canonical().as_str())),
                ("emailVerified", Value::new_bool(login.login.email_verified == VerifiedClaim::True)),
                ("domain", text(email.domain())),
                ("parentDomains", Value::new_set(parents)),
            ],
        );
        let organizations = facts.organizations.iter().map(|one| self.organization(one));
        let entities = Entities::from_entities(organizations.chain([person]), None).expect("sound entities");
        let invitations = facts
            .invitations
            .iter()
            .enumerate()
            .map(|(at, one)| (format!("invitation{}", at + 1), self.invitation(one)));
        let rules = facts.domain_rules.iter().enumerate().map(|(at, one)| (format!("rule{}", at + 1), self.rule(one)));
        let now = ("now".to_owned(), long(login.now.seconds()));
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
        let (invitations, rules) = (&login.facts.invitations, &login.facts.domain_rules);
        let counts = |kind: &str, at: usize| permits.contains(&format!("{kind}{}", at + 1));
        let invited =
            (0..invitations.len()).filter(|at| counts("invitation", *at)).map(|at| invitations[at].organization_id);
        let joined = (0..rules.len()).filter(|at| counts("rule", *at)).map(|at| rules[at].organization_id);
        let reason = if invited.clone().count() > 0 {
            "invitation_accepted"
        } else if response.decision() == Decision::Allow {
            "domain_admits"
        } else {
            "no_matching_strategy"
        };
        let mut memberships: Vec<String> = invited.chain(joined).map(|id| id.to_string()).collect();
        memberships.sort();
        Answer { reason: reason.to_owned(), memberships }
    }

    fn reference(&self, id: impl ToString) -> EntityUid {
        EntityUid::from_type_name_and_id(self.organization.clone(), EntityId::new(id.to_string()))
    }

    fn organization(&self, one: &OrganizationFacts) -> Entity {
        let limit = one.seat_limit.map(|limit| ("seatLimit", long(limit.into())));
        let used = ("seatsUsed", long(one.seats_used.into()));
        entity(self.reference(one.id), [("status", text(one.status.name())), used].into_iter().chain(limit))
    }

    fn invitation(&self, one: &InvitationFacts) -> Value {
        let inviter = one.inviter.as_ref();
        let status = inviter.map_or("", |inviter| inviter.status.name());
        let role = inviter.and_then(|inviter| inviter.organization_role).map_or("", |role| role.name());
        record([
            ("status", text(one.status.name())),
            ("email", text(one.email.as_str())),
            ("role", text(one.role.name())),
            ("expiresAt", long(one.expires_at.seconds())),
            ("inviterStatus", text(status)),
            ("inviterRole", text(role)),
            ("organization", Value::new_entity_uid(self.reference(one.organization_id))),
        ])
    }

    fn rule(&self, one: &DomainRuleFacts) -> Value {
        record([
            ("name", text(one.pattern.name().as_str())),
            ("wildcard", Value::new_bool(one.pattern.is_wildcard())),
            ("class", text(one.class.name())),
            ("verification", text(one.verification.name())),
            ("state", text(one.state.name())),
            ("enrollmentMode", text(one.enrollment_mode.name())),
            ("organization", Value::new_entity_uid(self.reference(one.organization_id))),
        ])
    }
}

fn text(text: &str) -> Value {
    Value::new_string(text.to_owned())
}

fn long(number: u64) -> Value {
    Value::new_long(i64::try_from(number).expect("a number that Cedar has"))
}

fn record(fields: impl IntoIterator<Item = (&'static str, Value)>) -> Value {
    Value::new_record(fields.into_iter().map(|(name, value)| (name.to_owned(), value))).expect("names that differ")
}

fn entity(id: EntityUid, attributes: impl IntoIterator<Item = (&'static str, Value)>) -> Entity {
    let attributes = attributes.into_iter().map(|(name, value)| (name.to_owned(), value));
    Entity::new(id, attributes.collect(), HashSet::new()).expect("attributes that are values")
}
