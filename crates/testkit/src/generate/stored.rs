//! Stored facts: users, organizations, invitations, rules, memberships, tokens.

use cora_core::domain::class::DomainClass;
use cora_core::domain::pattern::DomainPattern;
use cora_core::id::{DomainId, MembershipId, UserId};
use cora_core::identity::IdentityKey;
use cora_core::provisioning::facts::*;
use cora_core::role::OrganizationRole;
use cora_core::secret::{PresentedToken, TokenHash};
use cora_core::text::{DisplayName, Issuer, Slug, Subject};
use cora_core::time::UnixSeconds;
use proptest::prelude::*;
use proptest::sample::select;

use super::configuration::required;
use super::values::*;

/// The patterns of rules. The last are of classes that no organization can own.
const PATTERNS: [&str; 14] = [
    "acme.example",
    "acme.example",
    "*.acme.example",
    "*.acme.example",
    "eu.acme.example",
    "eu.acme.example",
    "eu.acme.example",
    "*.eu.acme.example",
    "*.eu.acme.example",
    "beta.example",
    "xn--bcher-kva.example",
    "tenant.onmicrosoft.com",
    "gmail.com",
    "onmicrosoft.com",
];

/// The subjects of known identities. The first two are those of logins.
const KNOWN_SUBJECTS: [&str; 3] = ["00u1", "00u2", "00u3"];
/// An issuer by which no generated login comes.
const OTHER_ISSUER: &str = "https://login.beta.example";

/// Returns the identity of a subject at the only issuer.
pub(super) fn identity(subject: &str) -> IdentityKey {
    IdentityKey { issuer: Issuer::shortened(ISSUER), subject: Subject::shortened(subject) }
}

/// Generates a user of the pool, or the user derived from one of the subjects.
pub(super) fn any_user_id() -> impl Strategy<Value = UserId> {
    prop_oneof![
        12 => (0_u8..4).prop_map(user_id),
        1 => select(&SUBJECTS).prop_map(|subject| identity(subject).user_id()),
    ]
}

/// Generates the time of a code that proved an address, sometimes at the end of the 30 days for
/// which it is remembered.
fn confirmed() -> impl Strategy<Value = Option<UnixSeconds>> {
    let month = -30 * 86_400_i64;
    prop_oneof![3 => Just(None), 1 => past().prop_map(Some), 1 => (month - 1..=month + 1).prop_map(Some)]
        .prop_map(|offset| offset.map(at))
}

prop_compose! {
    /// Generates an identity and its word, often one that vouches for an address, of a subject at
    /// the only issuer or another one.
    pub(super) fn known_identity(user: BoxedStrategy<UserId>)(
        user_id in user, subject in select(&KNOWN_SUBJECTS), elsewhere in any::<bool>(),
        email in prop::option::weighted(0.9, address()), verified in any::<bool>(), stated in prop::option::of(past()),
        by in prop::option::weighted(0.3, 0_u8..3),
    ) -> IdentityFacts {
        let issuer = Issuer::shortened(if elsewhere { OTHER_ISSUER } else { ISSUER });
        IdentityFacts {
            user_id, identity: IdentityKey { issuer, subject: Subject::shortened(subject) },
            email_verified: verified && email.is_some(), email, stated_at: stated.map(at),
            organization_id: by.map(organization_id),
        }
    }
}

fn status() -> impl Strategy<Value = UserStatus> {
    prop_oneof![10 => Just(UserStatus::Active), 1 => Just(UserStatus::Suspended), 1 => Just(UserStatus::Deprovisioned)]
}

prop_compose! {
    /// Generates a user. The address is usually verified, and often that of another user.
    pub fn user()(
        id in any_user_id(), status in status(), email in prop::option::weighted(0.9, address()), email_verified in mostly(),
        platform_role in platform_role(), current in prop::option::of(0_u8..3), named in any::<bool>(),
        confirmed in confirmed(),
    ) -> UserFacts {
        let profile = Profile { name: named.then(|| DisplayName::shortened("Known")), ..Profile::default() };
        UserFacts {
            id, status, email_confirmed_at: confirmed.filter(|_| email_verified && email.is_some()), email, email_verified,
            platform_role, role_version: 1,
            current_organization_id: current.map(organization_id), profile,
        }
    }
}

/// Generates a role that usually may invite.
fn inviting_role() -> impl Strategy<Value = OrganizationRole> {
    prop_oneof![5 => Just(OrganizationRole::OrgOwner), 3 => Just(OrganizationRole::OrgAdmin), 1 => organization_role()]
}

prop_compose! {
    /// Generates the inviter of an invitation.
    pub(super) fn inviter()(
        number in 0_u8..4, status in status(), organization_role in prop::option::weighted(0.95, inviting_role()),
        platform_role in platform_role(),
    ) -> InviterFacts {
        InviterFacts { user_id: user_id(number), status, organization_role, platform_role }
    }
}

prop_compose! {
    /// Generates an invitation in any state, with its end within seconds of now.
    pub fn invitation()(
        number in 0_u8..250,
        status in prop_oneof![
            15 => Just(InvitationStatus::Pending),
            2 => Just(InvitationStatus::Accepted),
            1 => select(vec![InvitationStatus::Revoked, InvitationStatus::Expired]),
        ],
        email in address(), organization in 0_u8..3, role in organization_role(), platform_role in platform_role(),
        created in past(), expires in end(), inviter in prop::option::weighted(0.95, inviter()),
        connection in prop_oneof![8 => Just(None), 1 => (1_u8..4).prop_map(Some)], explicit in prop::bool::weighted(0.1),
    ) -> InvitationFacts {
        InvitationFacts {
            id: invitation_id(number), status, email, organization_id: organization_id(organization), role,
            platform_role, created_at: at(created), expires_at: at(expires), inviter, connection_id: connection.map(connection_id),
            acceptance: if explicit { InvitationAcceptance::Explicit } else { InvitationAcceptance::OnLogin },
        }
    }
}

prop_compose! {
    /// Generates a domain rule: exact or wildcard, usually verified, in every enrollment mode.
    pub fn domain_rule()(
        number in 0_u8..250, organization in 0_u8..3, pattern in select(&PATTERNS),
        class in prop_oneof![30 => Just(DomainClass::Company), 1 => select(vec![DomainClass::Disposable, DomainClass::PublicProvider])],
        ownership in mostly(),
        state in prop_oneof![
            8 => Just(VerificationState::Verified),
            1 => select(vec![VerificationState::Pending, VerificationState::Failed, VerificationState::Expired]),
        ],
        enrollment_mode in select(vec![
            EnrollmentMode::ManualInvitation, EnrollmentMode::AutomaticInvitation, EnrollmentMode::AutomaticSuggestion,
            EnrollmentMode::EnterpriseSso, EnrollmentMode::AutomaticMembership, EnrollmentMode::AutomaticMembership,
        ]),
        role in prop::option::of(organization_role()), connection in prop::option::weighted(0.8, 1_u8..3),
        required_groups in prop_oneof![8 => Just(Vec::new()), 1 => required()],
    ) -> DomainRuleFacts {
        DomainRuleFacts {
            id: DomainId::from_uuid(numbered(0xd, number)), organization_id: organization_id(organization),
            pattern: DomainPattern::parse(pattern).expect("a pattern"), class,
            verification: if ownership { VerificationLevel::Ownership } else { VerificationLevel::Affiliation },
            state, enrollment_mode, role, connection_id: connection.map(connection_id), required_groups, version: 2,
        }
    }
}

prop_compose! {
    /// Generates an organization, sometimes with few seats, at the boundary.
    pub(super) fn organization(number: u8)(
        active in mostly(), seat_limit in prop_oneof![4 => Just(None), 2 => (0_u32..4).prop_map(Some)],
        seats_used in 0_u32..4, owner_count in 0_u32..2,
    ) -> OrganizationFacts {
        OrganizationFacts {
            id: organization_id(number),
            status: if active { OrganizationStatus::Active } else { OrganizationStatus::Inactive },
            name: DisplayName::shortened("Organization"), slug: Slug::shortened(&format!("organization-{number}")), seat_limit,
            seats_used, owner_count,
        }
    }
}

prop_compose! {
    /// Generates a membership, sometimes removed, at about the time that invitations are made.
    pub(super) fn membership(user: BoxedStrategy<UserId>)(
        number in 0_u8..250, organization in 0_u8..3, user_id in user, role in organization_role(),
        removed in prop::bool::weighted(0.3), when in past(), dated in mostly(),
        source in select(vec![
            MembershipSource::Manual, MembershipSource::Scim, MembershipSource::Domain, MembershipSource::Connection,
            MembershipSource::Invitation, MembershipSource::Bootstrap, MembershipSource::Group, MembershipSource::Group,
        ]),
        role_source in prop_oneof![
            4 => Just(None), 3 => Just(Some(RoleSource::Group)), 1 => Just(Some(RoleSource::Manual)),
        ],
        base_role in prop::option::of(organization_role()), as_of in prop::option::weighted(0.4, -4_i64..=0),
    ) -> MembershipFacts {
        MembershipFacts {
            id: MembershipId::from_uuid(numbered(0xf, number)), organization_id: organization_id(organization), user_id, role, source,
            status: if removed { MembershipStatus::Removed } else { MembershipStatus::Active },
            removed_at: (removed && dated).then(|| at(when)),
            role_source, base_role, role_as_of: as_of.map(at),
        }
    }
}

prop_compose! {
    /// Generates the right bootstrap token or another one, sometimes expired or used.
    pub(super) fn bootstrap_token()(
        right in mostly(), expires in end(), used in prop::bool::weighted(0.1), recovery in prop::bool::weighted(0.3),
    ) -> BootstrapTokenFacts {
        BootstrapTokenFacts { token_hash: token_hash(right), expires_at: at(expires), used, recovery }
    }
}

prop_compose! {
    /// Generates a confirmation requested by the owner of an account, sometimes about something
    /// other than the login.
    pub(super) fn link_confirmation()(
        right in mostly(), expires in end(), used in prop::bool::weighted(0.1), subject in select(&SUBJECTS),
        user_id in prop::option::weighted(0.7, any_user_id()), email in address(),
        invitation in prop::option::weighted(0.3, 0_u8..4),
    ) -> LinkConfirmationFacts {
        LinkConfirmationFacts {
            token_hash: token_hash(right), identity: identity(subject), user_id,
            invitation_id: invitation.map(invitation_id), email, expires_at: at(expires), used,
        }
    }
}

fn token_hash(right: bool) -> TokenHash {
    TokenHash::of(&PresentedToken::new(if right { TOKEN } else { "another" }).expect("a short token"))
}
