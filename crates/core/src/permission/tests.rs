use super::*;
use crate::issue::Severity;
use alloc::vec;
use proptest::prelude::*;
use serde_json::{Value, json};

fn defined(value: Value) -> ApplicationPermissions {
    serde_json::from_value(value).unwrap()
}

fn codes(value: Value) -> Vec<PermissionIssueCode> {
    check_permissions(&defined(value)).issues.into_iter().map(|issue| issue.code).collect()
}

fn invoices() -> ApplicationPermissions {
    defined(json!({
        "permissions": [
            { "id": "invoices:read", "describe": "Read invoices.", "grantedTo": ["org_user", "org_admin", "org_owner"] },
            { "id": "invoices:approve", "describe": "Approve invoices.", "grantedTo": ["approver", "org_owner"] },
            { "id": "reports:read", "describe": "Read all reports.", "grantedTo": ["platform_admin", "platform_owner"] }
        ],
        "roles": [{ "id": "approver", "describe": "Approves invoices." }]
    }))
}

fn names(ids: &[PermissionId]) -> Vec<&str> {
    ids.iter().map(PermissionId::as_str).collect()
}

fn role(name: &str) -> RoleName {
    RoleName::new(name).unwrap()
}

#[test]
fn a_permission_counts_by_the_role_in_the_organization_and_by_own_roles() {
    let invoices = invoices();
    assert!(check_permissions(&invoices).issues.is_empty());
    let of = |role, own: &[RoleName]| names(&invoices.in_organization(role, own)).join(" ");
    assert_eq!(of(OrganizationRole::OrgUser, &[]), "invoices:read");
    assert_eq!(of(OrganizationRole::OrgUser, &[role("approver")]), "invoices:read invoices:approve");
    assert_eq!(of(OrganizationRole::OrgAdmin, &[]), "invoices:read");
    assert_eq!(of(OrganizationRole::OrgOwner, &[]), "invoices:read invoices:approve");
    // A role that the application no longer defines, and a role of Cora's as an own one.
    assert_eq!(of(OrganizationRole::OrgUser, &[role("auditor"), role("org_owner")]), "invoices:read");
}

#[test]
fn a_platform_role_has_permissions_on_the_platform_alone() {
    let invoices = invoices();
    assert_eq!(names(&invoices.on_platform(PlatformRole::PlatformOwner)), ["reports:read"]);
    assert!(invoices.on_platform(PlatformRole::PlatformUser).is_empty());
}

#[test]
fn a_text_is_a_capability_or_a_permission_and_never_both() {
    assert_eq!(Permission::parse("members:manage"), Some(Permission::Capability(Capability::MembersManage)));
    assert!(matches!(Permission::parse("invoices:approve"), Some(Permission::Application(_))));
    for text in ["members:mange", "idp:raed", "cora:all", "org:anything:else", "platform:all"] {
        assert_eq!(Permission::parse(text), None, "{text}");
    }
    for text in ["", "invoices", "invoices:", ":approve", "Invoices:approve", "a:b:c:d:e", "1:a", "a:*", "a: b", "á:b"]
    {
        assert_eq!(Permission::parse(text), None, "{text}");
    }
    assert_eq!(Permission::parse(&["a:", &"b".repeat(63)].concat()), None);
}

#[test]
fn nobody_grants_what_they_do_not_have() {
    let granted = |to: &[&str]| {
        codes(json!({
            "permissions": [{ "id": "invoices:read", "describe": "d", "grantedTo": to }],
            "roles": [{ "id": "reader", "describe": "d" }]
        }))
    };
    let missing = PermissionIssueCode::GreaterRoleMissing;
    assert_eq!(granted(&["org_user", "org_admin", "org_owner", "reader"]), []);
    assert_eq!(granted(&["org_user", "org_owner", "reader"]), [missing]);
    assert_eq!(granted(&["org_admin", "reader", "org_owner"]), []);
    assert_eq!(granted(&["reader"]), [missing]);
    assert_eq!(granted(&["reader", "org_owner", "platform_user"]), [missing, missing]);
}

#[test]
fn every_problem_is_reported_at_its_place() {
    use PermissionIssueCode as Code;
    assert_eq!(
        codes(json!({
            "permissions": [
                { "id": "Invoices", "describe": " ", "grantedTo": ["org_owner", "org_owner"] },
                { "id": "members:count", "describe": "d", "grantedTo": ["nobody"] },
                { "id": "a:b", "describe": "d", "grantedTo": [] },
                { "id": "a:b", "describe": "d", "grantedTo": ["org_owner"] }
            ],
            "roles": [
                { "id": "Reader", "describe": "d" },
                { "id": "org_reader", "describe": "" },
                { "id": "writer", "describe": "d" },
                { "id": "writer", "describe": "d" }
            ]
        })),
        [
            Code::PermissionMalformed,
            Code::DescriptionMissing,
            Code::GranteeDuplicate,
            Code::PermissionReserved,
            Code::RoleUnknown,
            Code::NeverGranted,
            Code::PermissionDuplicate,
            Code::RoleMalformed,
            Code::RoleWithoutPermissions,
            Code::RoleReserved,
            Code::DescriptionMissing,
            Code::RoleWithoutPermissions,
            Code::RoleWithoutPermissions,
            Code::RoleDuplicate,
            Code::RoleWithoutPermissions,
        ]
    );
    let report = check_permissions(&defined(json!({
        "permissions": [{ "id": "a:b", "describe": "d", "grantedTo": [] }]
    })));
    assert!(report.ok, "a warning does not keep the permissions from being stored");
    assert_eq!(report.issues[0].severity, Severity::Warning);
    assert_eq!(report.issues[0].path, "/permissions/0/grantedTo");
}

#[test]
fn a_list_beyond_its_bound_is_not_read() {
    let many = vec![json!({ "id": "a:b", "describe": "d", "grantedTo": [] }); 201];
    assert!(serde_json::from_value::<ApplicationPermissions>(json!({ "permissions": many })).is_err());
    let many = vec![json!({ "id": "a", "describe": "d" }); 51];
    assert!(serde_json::from_value::<ApplicationPermissions>(json!({ "roles": many })).is_err());
}

const GRANTEES: [&str; 8] =
    ["org_user", "org_admin", "org_owner", "platform_user", "platform_admin", "platform_owner", "approver", "reader"];

proptest! {
    /// Of any definitions that the check accepts, a greater role has all that a smaller one has,
    /// and the owner of an organization all that the application's roles give.
    #[test]
    fn p24_a_greater_role_has_all_permissions_of_a_smaller_one(
        grants in proptest::collection::vec(proptest::collection::vec(0..GRANTEES.len(), 0..8), 0..6),
    ) {
        let roles = json!([{ "id": "approver", "describe": "d" }, { "id": "reader", "describe": "d" }]);
        let permissions = grants.iter().enumerate().map(|(at, to)| {
            let mut to: Vec<&str> = to.iter().map(|at| GRANTEES[*at]).collect();
            to.sort_unstable();
            to.dedup();
            json!({ "id": alloc::format!("a:b{at}"), "describe": "d", "grantedTo": to })
        });
        let accepted = permissions.filter(|one| {
            check_permissions(&self::defined(json!({ "permissions": [one], "roles": roles }))).ok
        });
        let defined = defined(json!({ "permissions": Value::from_iter(accepted), "roles": roles }));
        prop_assert!(check_permissions(&defined).ok);
        use OrganizationRole::{OrgAdmin, OrgOwner, OrgUser};
        use PlatformRole::{PlatformAdmin, PlatformOwner, PlatformUser};
        let own = [role("approver"), role("reader")];
        let within = |smaller: Vec<PermissionId>, greater: Vec<PermissionId>| smaller.iter().all(|id| greater.contains(id));
        prop_assert!(within(defined.in_organization(OrgUser, &[]), defined.in_organization(OrgAdmin, &[])));
        prop_assert!(within(defined.in_organization(OrgAdmin, &own), defined.in_organization(OrgOwner, &[])));
        prop_assert!(within(defined.on_platform(PlatformUser), defined.on_platform(PlatformAdmin)));
        prop_assert!(within(defined.on_platform(PlatformAdmin), defined.on_platform(PlatformOwner)));
    }

    /// A permission's text stands for one thing, and is written as it was read.
    #[test]
    fn a_permission_is_written_as_it_is_read(text in "[a-z:_0-9-]{0,20}") {
        if let Some(permission) = Permission::parse(&text) {
            prop_assert_eq!(permission.as_str(), text);
        }
    }
}
