//! Who a session is, and what it may do.

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
use crate::provisioning::code::UserMessage;
use crate::provisioning::decision::Decision;
use crate::provisioning::facts::{LoginFacts, OrganizationStatus};
use crate::provisioning::plan::Effect;
use crate::role::{OrganizationRole, PlatformRole};
use crate::text::{DisplayName, SessionId, Slug};
use crate::time::UnixSeconds;

mod authorization;
mod state;

pub use authorization::{Authorization, Requirement, authorize, has, switch_organization};
pub use state::{REFRESH_AHEAD_SECONDS, ReduceSessionInput, SessionEvent, SessionState, reduce_session};

/// An organization of the session's user.
#[record]
pub struct SessionOrganization {
    /// The organization.
    pub id: OrganizationId,
    /// Its name.
    pub name: DisplayName,
    /// Its slug.
    pub slug: Slug,
    /// The user's role there.
    pub role: OrganizationRole,
}

/// What is known of a session that is signed in.
#[record]
pub struct AuthenticatedSession {
    /// The kind of identity provider that it came by.
    pub provider: ConnectionKind,
    /// The user.
    pub user_id: UserId,
    /// The identity at the provider.
    pub identity: IdentityKey,
    /// The session at the provider; null where it names none.
    pub session_id: Option<SessionId>,
    /// The address as the provider writes it; null when there is none that could be read.
    pub email: Option<String>,
    /// What is known of the address.
    pub email_evidence: EmailEvidence,
    /// The role on the platform.
    pub platform_role: PlatformRole,
    /// The organizations of the user, by identifier.
    pub organizations: Vec<SessionOrganization>,
    /// The organization that the user works in; null when there is none.
    pub current_organization_id: Option<OrganizationId>,
    /// What the user may do on the platform and in the current organization.
    pub capabilities: Vec<Capability>,
    /// When the token was issued; null where it does not say.
    pub issued_at: Option<UnixSeconds>,
    /// The first moment at which the session is over; null where the token does not say.
    pub expires_at: Option<UnixSeconds>,
    /// Counts the changes of the user's roles; a session that carries an older one is stale.
    pub role_version: u32,
    /// Who acts in the user's stead; null when nobody does.
    pub actor: Option<IdentityKey>,
}

/// A session in any of its states. `undefined` in JavaScript means that it is not known yet, `null` that it is known not
/// to be there.
#[union(status)]
pub enum UnifiedSession {
    /// Not known yet.
    Loading {},
    /// Nobody is signed in.
    Unauthenticated {},
    /// Somebody is, and may not come in yet, or not at all.
    Pending {
        /// What they are told.
        message: UserMessage,
    },
    /// A user is signed in.
    Authenticated {
        /// Who, and what they may do.
        session: Box<AuthenticatedSession>,
    },
    /// It could not be found out.
    Error {
        /// What the person is told.
        message: UserMessage,
    },
}

/// An organization of the facts, or one that the decision founds.
fn organization(decision: &Decision, facts: &LoginFacts, organization: OrganizationId) -> Option<(DisplayName, Slug)> {
    if let Some(known) = facts.organizations.iter().filter(|known| known.id == organization).min() {
        // An organization that is switched off gives its members nothing.
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

/// The session that a decision opens, once its plan is applied; `facts` are those it was made from.
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
            capabilities: capability::union(decision.platform_role, role),
            organizations,
            current_organization_id: current,
            issued_at: login.issued_at,
            expires_at: login.expires_at,
            role_version: role_version(user_id, decision, facts),
            actor: login.actor.clone(),
        }),
    }
}

/// The user's role version once the plan is applied.
fn role_version(user: UserId, decision: &Decision, facts: &LoginFacts) -> u32 {
    // A link that was taken away and confirmed again signs in the derived user, whose address may be another.
    let known = facts.linked_user.iter().chain(&facts.derived_user).chain(&facts.users_with_email);
    let known = known.filter(|known| known.id == user);
    let before = known.map(|known| known.role_version).max().unwrap_or(0);
    before.saturating_add(u32::from(decision.plan.changes_roles()))
}

/// Whether a session may do something: on the platform when no organization is named, else in that organization.
///
/// The only check there is. A session that is not authenticated may do nothing; a platform role gives nothing inside an
/// organization.
pub fn can(session: &UnifiedSession, capability: Capability, organization: Option<OrganizationId>) -> bool {
    let UnifiedSession::Authenticated { session } = session else { return false };
    match organization {
        None => capability::of_platform_role(session.platform_role).contains(&capability),
        Some(id) => session
            .organizations
            .iter()
            .filter(|organization| organization.id == id)
            .any(|organization| capability::of_organization_role(organization.role).contains(&capability)),
    }
}
