//! Permissions that an application defines, and its roles of members.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::{
    AdministerInput, AdministrationChange, AdministrationEffect, AdministrationReason as Reason, MemberEffect,
    administer,
};
use crate::permission::ApplicationPermissions;
use crate::role::OrganizationRole;
use crate::text::RoleName;

const ACME: &str = "0198c0de-0000-7000-8000-0000000000e1";
const SHOP: &str = "0198c0de-0000-7000-8000-0000000000f1";
const ROLES: [&str; 3] = ["org_user", "org_admin", "org_owner"];
const OWN: [&str; 3] = ["approver", "reader", "clerk"];

fn id(number: usize) -> String {
    format!("0198c0de-0000-7000-8000-0000000001{number:02}")
}

fn definitions() -> Value {
    json!({
        "permissions": [
            { "id": "invoices:read", "describe": "d", "grantedTo": ["reader", "org_admin", "org_owner"] },
            { "id": "invoices:approve", "describe": "d", "grantedTo": ["approver", "org_owner"] },
            { "id": "invoices:file", "describe": "d", "grantedTo": ["clerk", "org_user", "org_admin", "org_owner"] }
        ],
        "roles": OWN.map(|role| json!({ "id": role, "describe": "d" }))
    })
}

/// A member: their role in the organization, and the application's roles that they have there.
#[derive(Clone)]
struct Member {
    role: usize,
    own: Vec<String>,
}

struct Situation {
    platform: &'static str,
    status: &'static str,
    members: Vec<Member>,
    permissions: Value,
}

impl Situation {
    fn new(roles: &[usize]) -> Self {
        let members = roles.iter().map(|role| Member { role: *role, own: Vec::new() }).collect();
        Self { platform: "platform_user", status: "active", members, permissions: definitions() }
    }

    fn user(&self, number: usize) -> Value {
        json!({ "id": id(number), "status": "active", "platformRole": self.platform, "roleVersion": 0 })
    }

    fn membership(&self, number: usize) -> Option<Value> {
        let member = self.members.get(number)?;
        Some(json!({ "id": id(number), "status": "active", "organizationId": ACME, "userId": id(number),
                     "role": ROLES[member.role], "source": "invitation" }))
    }

    fn own(&self, number: usize) -> Vec<String> {
        self.members.get(number).map(|member| member.own.clone()).unwrap_or_default()
    }

    fn run(&self, actor: Value, number: usize, target: usize, command: Value) -> AdministrationChange {
        let input: AdministerInput = serde_json::from_value(json!({
            "now": 1_767_225_600, "auditId": SHOP, "actor": actor, "command": command,
            "facts": {
                "actor": self.user(number), "actorMembership": self.membership(number),
                "organization": { "id": ACME, "status": self.status, "name": "Acme", "slug": "acme", "ownerCount": 2 },
                "user": self.user(target), "userMembership": self.membership(target),
                "actorApplicationRoles": self.own(number), "userApplicationRoles": self.own(target),
                "application": {
                    "id": SHOP, "version": 1, "settings": { "name": "Shop", "kind": "web", "apiAccess": false },
                    "permissions": self.permissions, "permissionsVersion": 4
                }
            }
        }))
        .unwrap();
        administer(&input)
    }

    fn give(&self, actor: usize, target: usize, roles: &[&str]) -> AdministrationChange {
        let command = json!({ "command": "set_member_application_roles", "organizationId": ACME, "userId": id(target),
                              "applicationId": SHOP, "roles": roles });
        self.run(json!({ "kind": "user", "userId": id(actor) }), actor, target, command)
    }

    fn define(&self, actor: Value, permissions: &Value, version: Option<u32>) -> AdministrationChange {
        let command = json!({ "command": "set_application_permissions", "applicationId": SHOP,
                              "permissions": permissions, "version": version });
        self.run(actor, 0, 0, command)
    }

    fn permissions_of(&self, number: usize) -> Vec<String> {
        let defined: ApplicationPermissions = serde_json::from_value(self.permissions.clone()).unwrap();
        let member = &self.members[number];
        let role: OrganizationRole = serde_json::from_value(json!(ROLES[member.role])).unwrap();
        let own: Vec<RoleName> = member.own.iter().filter_map(|role| RoleName::new(role)).collect();
        defined.in_organization(role, &own).iter().map(ToString::to_string).collect()
    }
}

fn effect_names(change: &AdministrationChange) -> Vec<String> {
    let name = |effect| serde_json::to_value(effect).unwrap()["effect"].as_str().unwrap().to_string();
    change.effects.iter().map(name).collect()
}

#[test]
fn a_role_is_given_by_a_member_who_has_all_that_it_gives() {
    let mut situation = Situation::new(&[1, 0, 2]);
    assert_eq!(situation.give(0, 1, &["reader", "clerk"]).reason, Reason::Done);
    assert_eq!(situation.give(0, 1, &["approver"]).reason, Reason::RoleAboveOwn);
    assert_eq!(situation.give(0, 0, &["approver"]).reason, Reason::RoleAboveOwn);
    assert_eq!(situation.give(2, 1, &["approver"]).reason, Reason::Done);
    situation.members[0].own = Vec::from([String::from("approver")]);
    assert_eq!(situation.give(0, 1, &["approver"]).reason, Reason::Done, "the administrator is an approver now");
    let change = situation.give(0, 1, &["reader"]);
    assert_eq!(effect_names(&change), ["set_member_application_roles", "raise_role_version", "record_audit"]);
}

#[test]
fn a_role_is_taken_by_any_administrator_of_that_rank() {
    let mut situation = Situation::new(&[1, 0, 2]);
    situation.members[1].own = Vec::from([String::from("approver"), String::from("reader")]);
    assert_eq!(situation.give(0, 1, &["reader"]).reason, Reason::Done);
    assert_eq!(situation.give(0, 1, &["approver", "reader"]).reason, Reason::Unchanged);
    assert_eq!(situation.give(0, 1, &["reader", "approver", "reader"]).reason, Reason::Unchanged);
    assert_eq!(situation.give(0, 2, &["reader"]).reason, Reason::RoleAboveOwn, "an owner is above an administrator");
}

#[test]
fn roles_are_refused_to_who_may_not_manage_members_and_where_nothing_is() {
    let mut situation = Situation::new(&[1, 0, 2]);
    assert_eq!(situation.give(1, 0, &["clerk"]).reason, Reason::NotAllowed);
    assert_eq!(situation.give(0, 5, &["clerk"]).reason, Reason::MemberNotFound);
    assert_eq!(situation.give(0, 1, &["auditor"]).reason, Reason::ApplicationRoleNotFound);
    assert_eq!(situation.give(0, 1, &["org_owner"]).reason, Reason::ApplicationRoleNotFound);
    situation.status = "inactive";
    assert_eq!(situation.give(2, 1, &["clerk"]).reason, Reason::NotAllowed, "a closed organization");
    situation.status = "active";
    situation.platform = "platform_owner";
    assert_eq!(situation.give(7, 1, &["clerk"]).reason, Reason::NotAllowed, "a platform role is not one in here");
}

#[test]
fn only_an_owner_of_the_platform_or_the_operator_defines_permissions() {
    let mut situation = Situation::new(&[2]);
    let user = json!({ "kind": "user", "userId": id(0) });
    let operator = json!({ "kind": "operator" });
    let none = json!({});
    assert_eq!(situation.define(user.clone(), &none, None).reason, Reason::NotAllowed);
    situation.platform = "platform_admin";
    assert_eq!(situation.define(user.clone(), &none, None).reason, Reason::OwnerNeeded);
    situation.platform = "platform_owner";
    let change = situation.define(user.clone(), &none, Some(4));
    assert_eq!(effect_names(&change), ["set_application_permissions", "record_audit"]);
    assert_eq!(situation.define(operator, &none, None).reason, Reason::Done);
    assert_eq!(situation.define(user.clone(), &none, Some(3)).reason, Reason::StaleVersion);
    assert_eq!(situation.define(user.clone(), &definitions(), None).reason, Reason::Unchanged);
    let wrong = json!({ "permissions": [{ "id": "members:manage", "describe": "d", "grantedTo": ["org_owner"] }] });
    assert_eq!(situation.define(user, &wrong, None).reason, Reason::PermissionsHaveErrors);
}

proptest! {
    /// Members of every rank give and take roles at random, and roles in the organization change
    /// below them. Whatever permission somebody gains by a command, its actor had.
    #[test]
    fn p24_no_sequence_of_commands_gives_a_permission_that_its_giver_lacked(
        ranks in proptest::collection::vec(0..3_usize, 4),
        steps in proptest::collection::vec((0..4_usize, 0..4_usize, 0..8_usize, any::<bool>()), 1..40),
    ) {
        let mut situation = Situation::new(&ranks);
        let mut given: BTreeMap<Reason, usize> = BTreeMap::new();
        for (actor, target, choice, demotes) in steps {
            if demotes && actor != target {
                // An owner demotes somebody, so that who gave a role may have lost what it gives.
                situation.members[target].role = choice % 3;
                continue;
            }
            let roles: Vec<&str> = OWN.iter().enumerate().filter(|(at, _)| choice & (1 << at) != 0).map(|(_, role)| *role).collect();
            let (had, before) = (situation.permissions_of(actor), situation.permissions_of(target));
            let change = situation.give(actor, target, &roles);
            *given.entry(change.reason).or_default() += 1;
            for effect in &change.effects {
                if let AdministrationEffect::Member(MemberEffect::SetMemberApplicationRoles { roles, .. }) = effect {
                    situation.members[target].own = roles.iter().map(ToString::to_string).collect();
                }
            }
            for gained in situation.permissions_of(target).iter().filter(|one| !before.contains(one)) {
                prop_assert!(had.contains(gained), "{gained} by {had:?}");
            }
        }
        prop_assert!(given.keys().all(|reason| matches!(reason,
            Reason::Done | Reason::Unchanged | Reason::NotAllowed | Reason::RoleAboveOwn)), "{given:?}");
    }
}
