//! The check of the permissions that an application defines (§15.1, §15.2): all problems at once.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use cora_wire_derive::{codes, record};

use super::{ApplicationPermissions, PermissionDefinition};
use crate::issue::Severity;
use crate::issue::shown::quote_shortened;
use crate::json::Code;
use crate::role::{OrganizationRole, PlatformRole};
use crate::text::RoleName;

/// The code of a problem with an application's permissions. A closed list.
#[codes]
pub enum PermissionIssueCode {
    /// An identifier that is not of two to four parts with colons between them.
    PermissionMalformed,
    /// An identifier whose resource is Cora's.
    PermissionReserved,
    /// An identifier that occurs twice.
    PermissionDuplicate,
    /// A description without a visible character.
    DescriptionMissing,
    /// The name of a role that is not lower-case letters, digits, `_` and `-`.
    RoleMalformed,
    /// The name of a role that is Cora's, or begins as one of Cora's does.
    RoleReserved,
    /// The name of a role that occurs twice.
    RoleDuplicate,
    /// A grantee that is neither a role of Cora's nor one that the application defines.
    RoleUnknown,
    /// A grantee that occurs twice.
    GranteeDuplicate,
    /// A permission whose grantee may be made by somebody who does not have the permission.
    GreaterRoleMissing,
    /// A permission that no role has.
    NeverGranted,
    /// A role that gives no permission.
    RoleWithoutPermissions,
}

/// One problem with an application's permissions.
#[record]
pub struct PermissionIssue {
    /// The issue code.
    pub code: PermissionIssueCode,
    /// The severity. Permissions with an error are not stored.
    pub severity: Severity,
    /// A JSON Pointer (RFC 6901) into the document, such as `/permissions/0/id`.
    pub path: String,
    /// The message for people: lower case, no full stop, input in backticks.
    pub message: String,
    /// The remedy, as a sentence; null if there is none.
    pub help: Option<String>,
}

/// All problems of an application's permissions.
#[record]
pub struct PermissionReport {
    /// `true` if there is no error. Only such permissions are stored.
    pub ok: bool,
    /// The problems, in the order of the document.
    pub issues: Vec<PermissionIssue>,
}

/// Cora's roles, each with those above it: who may make somebody one of the first may be no more
/// than one of the others.
fn greater(role: &RoleName) -> &'static [&'static str] {
    match role.as_str() {
        "org_user" => &["org_admin", "org_owner"],
        "org_admin" => &["org_owner"],
        "platform_user" => &["platform_admin", "platform_owner"],
        "platform_auditor" => &["platform_admin", "platform_owner"],
        "platform_admin" => &["platform_owner"],
        "org_owner" | "platform_owner" => &[],
        // A role of the application is given by members who have all that it gives. The owner of an
        // organization has to, or nobody could give it.
        _ => &["org_owner"],
    }
}

fn is_of_cora(role: &RoleName) -> bool {
    let organization = [OrganizationRole::OrgUser, OrganizationRole::OrgAdmin, OrganizationRole::OrgOwner];
    let platform = [
        PlatformRole::PlatformUser,
        PlatformRole::PlatformAuditor,
        PlatformRole::PlatformAdmin,
        PlatformRole::PlatformOwner,
    ];
    organization.iter().map(Code::name).chain(platform.iter().map(Code::name)).any(|name| name == role.as_str())
}

/// Checks the permissions that an application defines, and reports every problem, in the order of
/// the document.
pub fn check_permissions(defined: &ApplicationPermissions) -> PermissionReport {
    let mut issues = Issues::default();
    for (at, definition) in defined.permissions.iter().enumerate() {
        let earlier = defined.permissions.iter().take(at);
        let is_repeated = earlier.into_iter().any(|earlier| earlier.id == definition.id);
        check_definition(defined, definition, is_repeated, &format!("/permissions/{at}"), &mut issues);
    }
    for (at, role) in defined.roles.iter().enumerate() {
        let path = format!("/roles/{at}/id");
        let shown = quote_shortened(role.id.as_str());
        if !role.id.is_well_formed() {
            let help = "Begin with a lower-case letter, and use lower-case letters, digits, `_` and `-`.";
            issues.error(PermissionIssueCode::RoleMalformed, &path, format!("{shown} is not a name of a role"), help);
        } else if role.id.is_reserved() {
            let help = "Choose a name that does not begin with `org_`, `platform_`, `global_`, `sys_` or `super_`.";
            issues.error(PermissionIssueCode::RoleReserved, &path, format!("{shown} is a name of Cora's"), help);
        }
        if defined.roles.iter().take(at).any(|earlier| earlier.id == role.id) {
            issues.error(
                PermissionIssueCode::RoleDuplicate,
                &path,
                format!("{shown} occurs twice"),
                "Define each role once.",
            );
        }
        issues.description(role.describe.as_str(), &format!("/roles/{at}/describe"));
        if defined.of_role(&role.id).is_empty() {
            let help = "Name the role in `grantedTo` of a permission, or remove it.";
            let message = format!("{shown} gives no permission");
            issues.add(PermissionIssueCode::RoleWithoutPermissions, Severity::Warning, &path, message, help);
        }
    }
    PermissionReport { ok: issues.0.iter().all(|issue| issue.severity != Severity::Error), issues: issues.0 }
}

fn check_definition(
    defined: &ApplicationPermissions,
    definition: &PermissionDefinition,
    is_repeated: bool,
    path: &str,
    issues: &mut Issues,
) {
    let id = format!("{path}/id");
    let shown = quote_shortened(definition.id.as_str());
    if !definition.id.is_well_formed() {
        let help = "Write a resource and an action in lower case, such as `invoices:approve`.";
        issues.error(
            PermissionIssueCode::PermissionMalformed,
            &id,
            format!("{shown} is not a name of a permission"),
            help,
        );
    } else if definition.id.is_reserved() {
        let help = "Name a resource of the application's own. Cora's capabilities are a closed list.";
        issues.error(PermissionIssueCode::PermissionReserved, &id, format!("{shown} names a resource of Cora's"), help);
    }
    if is_repeated {
        let help = "Define each permission once, with all its grantees.";
        issues.error(PermissionIssueCode::PermissionDuplicate, &id, format!("{shown} occurs twice"), help);
    }
    issues.description(definition.describe.as_str(), &format!("{path}/describe"));
    for (at, grantee) in definition.granted_to.iter().enumerate() {
        let path = format!("{path}/grantedTo/{at}");
        let name = quote_shortened(grantee.as_str());
        if definition.granted_to.iter().take(at).any(|earlier| earlier == grantee) {
            let help = "Name each role once.";
            issues.error(PermissionIssueCode::GranteeDuplicate, &path, format!("{name} occurs twice"), help);
        }
        if !is_of_cora(grantee) && !defined.has_role(grantee) {
            let help = "Name a role of Cora's, such as `org_admin`, or define the role under `roles`.";
            issues.error(PermissionIssueCode::RoleUnknown, &path, format!("there is no role {name}"), help);
            continue;
        }
        for greater in greater(grantee) {
            if !definition.granted_to.iter().any(|role| role.as_str() == *greater) {
                let message = format!("{name} has the permission, and `{greater}`, who can give {name}, does not");
                let help = format!("Add `{greater}`: nobody gives a permission that they do not have.");
                issues.error(PermissionIssueCode::GreaterRoleMissing, &path, message, &help);
            }
        }
    }
    if definition.granted_to.is_empty() {
        let message = format!("no role has {shown}");
        let help = "Name a role in `grantedTo`, or remove the permission.";
        issues.add(PermissionIssueCode::NeverGranted, Severity::Warning, &format!("{path}/grantedTo"), message, help);
    }
}

#[derive(Default)]
struct Issues(Vec<PermissionIssue>);

impl Issues {
    fn add(&mut self, code: PermissionIssueCode, severity: Severity, path: &str, message: String, help: &str) {
        let (path, help) = (String::from(path), Some(String::from(help)));
        self.0.push(PermissionIssue { code, severity, path, message, help });
    }

    fn error(&mut self, code: PermissionIssueCode, path: &str, message: String, help: &str) {
        self.add(code, Severity::Error, path, message, help);
    }

    fn description(&mut self, text: &str, path: &str) {
        if text.trim().is_empty() {
            let message = String::from("the description is empty");
            let help = "Describe it in a sentence for the administrators of organizations.";
            self.error(PermissionIssueCode::DescriptionMissing, path, message, help);
        }
    }
}
