//! Permission checks of a session, in several forms. Their answers are those of [`can`] and of the
//! role tables.

use alloc::boxed::Box;
use alloc::vec::Vec;
use cora_wire_derive::{codes, record};

use super::{AuthenticatedSession, UnifiedSession, can, capabilities, withholds};
use crate::capability;
use crate::id::OrganizationId;
use crate::permission::Permission;
use crate::role::{OrganizationRole, PlatformRole};

/// The answer to a permission check.
#[codes]
pub enum Authorization {
    /// The session may do it.
    Allowed,
    /// The session may not do it.
    Denied,
    /// The session has to be refreshed first: the user's roles have changed since it was opened, or
    /// a sensitive capability was checked without the current role version.
    Stale,
}

/// The requirements for a session. Each one that is given has to hold.
#[record]
#[derive(Default)]
pub struct Requirement {
    /// A capability, or a permission of the application: in the given organization, else on the
    /// platform.
    #[serde(default)]
    pub capability: Option<Permission>,
    /// The least role on the platform.
    #[serde(default)]
    pub platform_role: Option<PlatformRole>,
    /// The least role in the given organization, else in the current one.
    #[serde(default)]
    pub organization_role: Option<OrganizationRole>,
    /// An organization. It always requires a membership.
    #[serde(default)]
    pub organization_id: Option<OrganizationId>,
}

/// Returns `true` if a session meets every given requirement. A session that is not authenticated
/// meets none. An empty requirement is a mistake of the caller, and the safe answer to it is
/// `false`.
pub fn has(session: &UnifiedSession, requirement: &Requirement) -> bool {
    let UnifiedSession::Authenticated { session: known } = session else { return false };
    let Requirement { ref capability, platform_role, organization_role, organization_id } = *requirement;
    let mut answers = [
        capability.as_ref().map(|capability| can(session, capability, organization_id)),
        platform_role.map(|role| known.platform_role >= role),
        organization_role.map(|role| role_in(known, organization_id.or(known.current_organization_id)) >= Some(role)),
        organization_id.map(|id| role_in(known, Some(id)).is_some()),
    ]
    .into_iter()
    .flatten()
    .peekable();
    answers.peek().is_some() && answers.all(|answer| answer)
}

fn role_in(session: &AuthenticatedSession, organization: Option<OrganizationId>) -> Option<OrganizationRole> {
    let id = organization?;
    // If a membership is listed twice, the smaller role counts.
    session
        .organizations
        .iter()
        .filter(|organization| organization.id == id)
        .map(|organization| organization.role)
        .min()
}

/// Checks that a session has a capability or a permission of its application now, in an
/// organization or on the platform.
///
/// `role_version` is the user's, read at this moment and not from a cache; `None` if it was not
/// read. A sensitive capability ([`capability::is_sensitive`]) is not allowed without it, nor in a
/// session with another version (pitfall C33). To somebody who acts on the user's behalf it is
/// denied: a refresh would not help.
pub fn authorize(
    session: &UnifiedSession,
    permission: &Permission,
    organization: Option<OrganizationId>,
    role_version: Option<u32>,
) -> Authorization {
    let UnifiedSession::Authenticated { session: known } = session else { return Authorization::Denied };
    let is_withheld = |capability| withholds(known.actor.as_ref(), capability);
    if matches!(permission, Permission::Capability(capability) if is_withheld(*capability)) {
        return Authorization::Denied;
    }
    let is_stale = match role_version {
        Some(version) => version != known.role_version,
        None => matches!(permission, Permission::Capability(capability) if capability::is_sensitive(*capability)),
    };
    match (can(session, permission, organization), is_stale) {
        (false, false) => Authorization::Denied,
        // After a refresh, the changed roles may allow it.
        (_, true) => Authorization::Stale,
        (true, false) => Authorization::Allowed,
    }
}

/// Returns the session with another of its user's organizations as the current one, or with none;
/// `None` if the user is not a member of it. The application's permissions in another organization
/// are not known until the session is renewed, so there are none.
pub fn switch_organization(
    session: &AuthenticatedSession,
    organization: Option<OrganizationId>,
) -> Option<Box<AuthenticatedSession>> {
    let role = match organization {
        None => None,
        Some(id) => Some(role_in(session, Some(id))?),
    };
    let is_current = organization == session.current_organization_id;
    Some(Box::new(AuthenticatedSession {
        current_organization_id: organization,
        capabilities: capabilities(session.platform_role, role, session.actor.as_ref()),
        permissions: if is_current { session.permissions.clone() } else { Vec::new() },
        ..session.clone()
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capability::{Capability, is_sensitive};
    use serde_json::json;

    const ACME: &str = "0198c0de-0000-7000-8000-0000000000a1";

    fn session(actor: serde_json::Value) -> AuthenticatedSession {
        serde_json::from_value(json!({
            "provider": "oidc", "userId": "0198c0de-0000-7000-8000-0000000000e1",
            "identity": { "issuer": "https://login.acme.example", "subject": "olga" }, "sessionId": null,
            "email": "olga@acme.example", "emailEvidence": "verified", "platformRole": "platform_owner",
            "organizations": [{ "id": ACME, "name": "Acme", "slug": "acme", "role": "org_owner" }],
            "currentOrganizationId": ACME, "capabilities": [], "issuedAt": null, "expiresAt": null,
            "roleVersion": 3, "actor": actor
        }))
        .unwrap()
    }

    #[test]
    fn somebody_who_acts_for_an_owner_has_no_sensitive_capability() {
        let acme = OrganizationId::parse(ACME).unwrap();
        let by_herself = session(json!(null));
        let acting = session(json!({ "issuer": "https://login.acme.example", "subject": "support" }));
        for capability in Capability::ALL.iter().copied() {
            for organization in [None, Some(acme)] {
                let of = |known: &AuthenticatedSession| {
                    let session = UnifiedSession::Authenticated { session: Box::new(known.clone()) };
                    let permission = Permission::Capability(capability);
                    let requirement = Requirement {
                        capability: Some(permission.clone()),
                        organization_id: organization,
                        ..Default::default()
                    };
                    let answers =
                        [None, Some(3), Some(4)].map(|version| authorize(&session, &permission, organization, version));
                    (can(&session, &permission, organization), has(&session, &requirement), answers)
                };
                if is_sensitive(capability) {
                    assert_eq!(of(&acting), (false, false, [Authorization::Denied; 3]), "{capability:?}");
                } else {
                    assert_eq!(of(&acting), of(&by_herself), "{capability:?}");
                }
            }
        }
        let switched = switch_organization(&acting, Some(acme)).unwrap().capabilities;
        let own = switch_organization(&by_herself, Some(acme)).unwrap().capabilities;
        assert!(own.iter().any(|capability| is_sensitive(*capability)));
        let left: Vec<Capability> = own.into_iter().filter(|capability| !is_sensitive(*capability)).collect();
        assert_eq!(switched, left);
    }
}
