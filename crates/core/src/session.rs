//! Sessions: the identity of the user, and their permissions.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use cora_wire_derive::{record, union};

use crate::capability::{self, Capability};
use crate::connection::ConnectionKind;
use crate::email::EmailAddress;
use crate::evidence::EmailEvidence;
use crate::id::{OrganizationId, UserId};
use crate::identity::{IdentityKey, LoginIdentity};
use crate::model::organization::OrganizationStatus;
use crate::permission::{ApplicationPermissions, OwnRoles, Permission};
use crate::provisioning::code::UserMessage;
use crate::provisioning::decision::Decision;
use crate::provisioning::facts::LoginFacts;
use crate::provisioning::plan::Effect;
use crate::role::{OrganizationRole, PlatformRole};
use crate::text::{DisplayName, PermissionId, RoleName, SessionId, Slug};
use crate::time::UnixSeconds;

mod authorization;
mod state;
mod supabase;

pub use authorization::{Authorization, Requirement, authorize, has, switch_organization};
pub use state::{REFRESH_AHEAD_SECONDS, ReduceSessionInput, SessionEvent, SessionState, reduce_session};
pub use supabase::{
    SUPABASE_CAPABILITIES, SUPABASE_TOKEN_SECONDS, proof_for_supabase, reaches_every_organization, supabase_claims,
};

/// An organization of the session's user.
#[record]
pub struct SessionOrganization {
    /// The identifier of the organization.
    pub id: OrganizationId,
    /// The organization's display name.
    pub name: DisplayName,
    /// The organization's slug.
    pub slug: Slug,
    /// The user's role in the organization.
    pub role: OrganizationRole,
}

/// The data of an authenticated session.
#[record]
pub struct AuthenticatedSession {
    /// The kind of identity provider of the login.
    pub provider: ConnectionKind,
    /// The user.
    pub user_id: UserId,
    /// The user's identity at the provider.
    pub identity: IdentityKey,
    /// The session at the provider; null if the provider names none.
    pub session_id: Option<SessionId>,
    /// The address as the provider writes it; null if the login has none that could be parsed.
    pub email: Option<String>,
    /// The evidence about the address.
    pub email_evidence: EmailEvidence,
    /// The user's role on the platform.
    pub platform_role: PlatformRole,
    /// The user's organizations, ordered by identifier.
    pub organizations: Vec<SessionOrganization>,
    /// The user's current organization; null if they have none.
    pub current_organization_id: Option<OrganizationId>,
    /// The user's capabilities on the platform and in the current organization.
    pub capabilities: Vec<Capability>,
    /// The permissions of the application in the current organization (§15); at most 200. Empty if
    /// the session is not an application's.
    #[serde(default, deserialize_with = "crate::text::at_most::<200, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 200)))]
    pub permissions: Vec<PermissionId>,
    /// The permissions of the application on the platform; at most 200. Empty if the session is not
    /// an application's.
    #[serde(default, deserialize_with = "crate::text::at_most::<200, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 200)))]
    pub platform_permissions: Vec<PermissionId>,
    /// The time at which the token was issued; null if the token does not state it.
    pub issued_at: Option<UnixSeconds>,
    /// The first moment at which the session is over; null if the token does not state it.
    pub expires_at: Option<UnixSeconds>,
    /// The version of the user's roles, incremented when they change. A session with an older
    /// version is stale.
    pub role_version: u32,
    /// The identity that acts on the user's behalf; null if there is none.
    pub actor: Option<IdentityKey>,
}

/// A session in any of its states. In JavaScript, `undefined` means not known yet, and `null` means
/// known to be absent.
#[union(status)]
pub enum UnifiedSession {
    /// The session is not known yet.
    Loading {},
    /// Nobody is signed in.
    Unauthenticated {},
    /// The person is signed in, but not admitted, or not yet.
    Pending {
        /// The message for the person.
        message: UserMessage,
    },
    /// A user is signed in.
    Authenticated {
        /// The user, and their permissions.
        session: Box<AuthenticatedSession>,
    },
    /// The session could not be determined.
    Error {
        /// The message for the person.
        message: UserMessage,
    },
}

/// Returns the name and slug of an organization of the facts, or of one that the decision creates.
fn organization(decision: &Decision, facts: &LoginFacts, organization: OrganizationId) -> Option<(DisplayName, Slug)> {
    if let Some(known) = facts.organizations.iter().filter(|known| known.id == organization).min() {
        // An inactive organization grants its members nothing.
        let active = known.status == OrganizationStatus::Active;
        return active.then(|| (known.name.clone(), known.slug.clone()));
    }
    decision.plan.effects.iter().find_map(|effect| match effect {
        Effect::CreateOrganization { organization_id, name, slug, .. } if *organization_id == organization => {
            Some((name.clone(), slug.clone()))
        }
        _ => None,
    })
}

/// Returns the session that a decision opens, once its plan is applied. `facts` are those that the
/// decision was made from.
pub fn of_decision(
    login: &LoginIdentity,
    provider: ConnectionKind,
    decision: &Decision,
    facts: &LoginFacts,
) -> UnifiedSession {
    let Some(user_id) = decision.outcome.signed_in_user() else {
        return UnifiedSession::Pending { message: decision.user_message.unwrap_or(UserMessage::AccessDenied) };
    };
    if decision.user_message == Some(UserMessage::AwaitingApproval) {
        return UnifiedSession::Pending { message: UserMessage::AwaitingApproval };
    }
    let organizations: Vec<SessionOrganization> = decision
        .memberships
        .iter()
        .filter_map(|membership| {
            let (name, slug) = organization(decision, facts, membership.organization_id)?;
            Some(SessionOrganization { id: membership.organization_id, name, slug, role: membership.role })
        })
        .collect();
    let current = decision.current_organization_id.filter(|id| organizations.iter().any(|o| o.id == *id));
    let role = organizations
        .iter()
        .find(|organization| Some(organization.id) == current)
        .map(|organization| organization.role);
    UnifiedSession::Authenticated {
        session: Box::new(AuthenticatedSession {
            provider,
            user_id,
            identity: login.key(),
            session_id: login.session_id.clone(),
            email: login
                .email
                .as_ref()
                .and_then(|email| EmailAddress::parse(email.as_str()).ok())
                .map(|email| String::from(email.original())),
            email_evidence: decision.email_evidence,
            platform_role: decision.platform_role,
            capabilities: capabilities(decision.platform_role, role, login.actor.as_ref()),
            permissions: Vec::new(),
            platform_permissions: Vec::new(),
            organizations,
            current_organization_id: current,
            issued_at: login.issued_at,
            expires_at: login.expires_at,
            role_version: role_version(user_id, decision, facts),
            actor: login.actor.clone(),
        }),
    }
}

/// Returns the user's role version once the plan is applied.
fn role_version(user: UserId, decision: &Decision, facts: &LoginFacts) -> u32 {
    // A link that was removed and confirmed again signs in the derived user, whose address may
    // differ.
    let known = facts.linked_user.iter().chain(&facts.derived_user).chain(&facts.users_with_email);
    let known = known.filter(|known| known.id == user);
    let before = known.map(|known| known.role_version).max().unwrap_or(0);
    before.saturating_add(u32::from(decision.plan.changes_roles()))
}

/// Returns `true` if a session has a capability, or a permission of its application: on the
/// platform if no organization is given, else in that organization.
///
/// Every check of a capability or permission uses this function. A session that is not
/// authenticated has none; a platform role grants nothing inside an organization; somebody who acts
/// on the user's behalf has no sensitive capability ([`is_withheld`]). A session knows the
/// application's permissions in its current organization alone.
pub fn can(session: &UnifiedSession, permission: &Permission, organization: Option<OrganizationId>) -> bool {
    let UnifiedSession::Authenticated { session } = session else { return false };
    let capability = match permission {
        Permission::Capability(capability) => *capability,
        Permission::Application(id) => return session.may(id, organization),
    };
    if withholds(session.actor.as_ref(), capability) {
        return false;
    }
    match organization {
        None => capability::of_platform_role(session.platform_role).contains(&capability),
        Some(id) => session
            .organizations
            .iter()
            .filter(|organization| organization.id == id)
            .any(|organization| capability::of_organization_role(organization.role).contains(&capability)),
    }
}

impl AuthenticatedSession {
    /// Fills in the permissions of an application: those in the current organization, and those on
    /// the platform. `own` are the application's roles that the user has.
    pub fn grant(&mut self, defined: &ApplicationPermissions, own: &[OwnRoles]) {
        let current = self.current_organization_id;
        let membership = self.organizations.iter().find(|organization| Some(organization.id) == current);
        self.permissions = membership.map_or_else(Vec::new, |membership| {
            let own = own.iter().filter(|roles| roles.organization_id == membership.id);
            let own: Vec<RoleName> = own.flat_map(|roles| roles.roles.iter().cloned()).collect();
            defined.in_organization(membership.role, &own)
        });
        self.platform_permissions = defined.on_platform(self.platform_role);
    }

    /// Returns `true` if the session has a permission of its application, on the platform or in an
    /// organization. In any organization but the current one it is not known, and the safe answer
    /// is `false`.
    fn may(&self, permission: &PermissionId, organization: Option<OrganizationId>) -> bool {
        match organization {
            None => self.platform_permissions.contains(permission),
            Some(id) => {
                self.current_organization_id == Some(id)
                    && self.organizations.iter().any(|organization| organization.id == id)
                    && self.permissions.contains(permission)
            }
        }
    }
}

/// Returns `true` if a session does not have a capability because somebody acts on the user's
/// behalf in it, whatever the user's roles are. Hosts whose commands are decided by stored roles
/// ask this before the command.
pub fn is_withheld(session: &UnifiedSession, capability: Capability) -> bool {
    matches!(session, UnifiedSession::Authenticated { session } if withholds(session.actor.as_ref(), capability))
}

fn withholds(actor: Option<&IdentityKey>, capability: Capability) -> bool {
    actor.is_some() && capability::is_sensitive(capability)
}

/// Returns the capabilities of both roles together, without those that an actor does not have.
fn capabilities(
    platform: PlatformRole,
    organization: Option<OrganizationRole>,
    actor: Option<&IdentityKey>,
) -> Vec<Capability> {
    let mut capabilities = capability::union(platform, organization);
    capabilities.retain(|capability| !withholds(actor, *capability));
    capabilities
}
