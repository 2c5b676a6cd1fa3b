//! The facts of a session that its tokens and answers state.

use cora_core::evidence::EmailEvidence;
use cora_core::issuer::claims::{CurrentOrganization, GrantedPermissions, ProfileClaims, SessionFacts};
use cora_core::session::{self, AuthenticatedSession, UnifiedSession, switch_organization};
use cora_core::text::{DisplayName, Issuer as IssuerName, PictureUrl};
use cora_store::Grant;

/// Returns the session that a decision about an application session's login opens, with the
/// permissions of its application. `None` if it does not admit the person.
pub(crate) fn authenticated(grant: &Grant) -> Option<AuthenticatedSession> {
    let provisioned = &grant.provisioned;
    let (login, kind) = (&provisioned.input.login, provisioned.input.connection.kind);
    match session::of_decision(login, kind, &provisioned.decision, &provisioned.input.facts) {
        UnifiedSession::Authenticated { session } => Some(in_application(*session, grant)),
        _ => None,
    }
}

/// Returns a session as its application works in it, with the permissions that the application
/// defines now: in the application session's organization, or in none once the person is not in it
/// any more, or else in their own current one.
fn in_application(session: AuthenticatedSession, grant: &Grant) -> AuthenticatedSession {
    let to = |id| switch_organization(&session, id);
    let switched = grant.session.organization_id.and_then(|id| to(Some(id)).or_else(|| to(None)));
    let mut session = switched.map_or(session, |session| *session);
    session.grant(&grant.session.permissions, &grant.session.own_roles);
    session
}

/// Returns the facts of a session that goes on.
pub(crate) fn session_facts(issuer: &str, grant: &Grant) -> Option<SessionFacts> {
    let authenticated = authenticated(grant)?;
    let (session, browser) = (&grant.session, &grant.session.browser_session.facts);
    let current = authenticated.current_organization_id;
    let organization = authenticated.organizations.iter().find(|organization| Some(organization.id) == current);
    let login = &grant.provisioned.input.login;
    let profile = grant.provisioned.profile.as_ref().map(|view| &view.profile);
    let full_name = profile.and_then(|profile| profile.full_name.as_deref()).and_then(DisplayName::new);
    let picture = profile.and_then(|profile| profile.avatar_url.as_deref()).and_then(PictureUrl::new);
    Some(SessionFacts {
        issuer: IssuerName::new(issuer)?,
        application_id: session.facts.application_id,
        application_session_id: session.facts.id,
        user_id: authenticated.user_id,
        scopes: session.scopes.clone(),
        ends_at: grant.ends_at,
        auth_time: browser.auth_time,
        acr: browser.acr.clone(),
        amr: browser.amr.clone(),
        organization: organization
            .map(|organization| CurrentOrganization { id: organization.id, role: organization.role }),
        platform_role: authenticated.platform_role,
        role_version: grant.role_version,
        permissions: (session.permissions_version > 0).then_some(GrantedPermissions {
            version: session.permissions_version,
            organization: authenticated.permissions,
            platform: authenticated.platform_permissions,
        }),
        actor: authenticated.actor,
        profile: ProfileClaims {
            name: full_name.or_else(|| login.name.clone()),
            given_name: login.given_name.clone(),
            family_name: login.family_name.clone(),
            picture: picture.or_else(|| login.picture.clone()),
            email: authenticated.email,
            email_verified: authenticated.email_evidence >= EmailEvidence::Verified,
        },
    })
}
