//! Connections and policies.

use cora_core::connection::{
    Connection, ConnectionKind, ConnectionStatus, ProviderOrganizations, TokenUse, UserinfoUse,
};
use cora_core::domain::pattern::DomainPattern;
use cora_core::evidence::EmailTrust;
use cora_core::json::Code;
use cora_core::policy::{
    AccessMode, AccountLinking, Bootstrap, DefaultRole, DisposableEmail, GroupRole, GroupSync, IdpOrganization,
    IncompleteGroups, InvitationClaim, MultipleInvitations, OrganizationAuthentication, ProvisioningPolicy,
    RequiredGroups, SecondSubject, Strategy as Way, Subaddressing,
};
use cora_core::text::{AuthenticationContext, AuthenticationMethod, GroupName, Issuer, ProviderOrganization};
use cora_core::time::Leeway;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use super::values::{ISSUER, address, connection_id, mostly, organization_id, organization_role};

/// The groups that policies map and logins have.
pub(super) const GROUPS: [&str; 2] = ["staff", "admins"];

/// The classes of authentication that policies require and logins have.
pub(super) const CLASSES: [&str; 2] = ["loa1", "loa2"];

/// The methods of authentication that policies require and logins have.
pub(super) const METHODS: [&str; 2] = ["otp", "hwk"];

/// The organizations at the provider that policies and logins name.
pub(super) const IDP_ORGANIZATIONS: [&str; 2] = ["org_acme", "org_beta"];

/// Generates the groups of a requirement, usually met by somebody.
pub(super) fn required() -> impl Strategy<Value = Vec<GroupName>> {
    subsequence(GROUPS.to_vec(), 0..=2).prop_map(|names| names.into_iter().map(GroupName::shortened).collect())
}

prop_compose! {
    fn group_role()(
        number in 0_u8..3, group in select(&GROUPS), role in organization_role(), authoritative in any::<bool>(),
        connection in prop::option::weighted(0.15, 1_u8..3),
    ) -> GroupRole {
        GroupRole {
            organization_id: organization_id(number),
            group: GroupName::shortened(group),
            role,
            sync: if authoritative { GroupSync::Authoritative } else { GroupSync::Add },
            connection_id: connection.map(connection_id),
        }
    }
}

prop_compose! {
    fn idp_organization()(
        number in 0_u8..3, name in select(&IDP_ORGANIZATIONS), role in prop::option::of(organization_role()),
        connection in prop::option::weighted(0.3, 1_u8..3),
    ) -> IdpOrganization {
        IdpOrganization {
            connection_id: connection.map(connection_id),
            idp_organization: ProviderOrganization::shortened(name),
            organization_id: organization_id(number),
            role,
        }
    }
}

prop_compose! {
    /// Generates the members of a policy that are about the provider's groups and organizations.
    fn of_the_provider()(
        group_roles in prop::collection::vec(group_role(), 0..4),
        requirements in prop_oneof![
            3 => Just(Vec::new()), 1 => prop::collection::vec((0_u8..3, required()), 1..3),
        ],
        deny in prop::bool::weighted(0.2),
        idp_organizations in prop_oneof![1 => Just(Vec::new()), 1 => prop::collection::vec(idp_organization(), 1..3)],
    ) -> (Vec<GroupRole>, Vec<RequiredGroups>, IncompleteGroups, Vec<IdpOrganization>) {
        let required = requirements.into_iter().map(|(number, groups)| {
            RequiredGroups { organization_id: organization_id(number), groups }
        });
        let incomplete = if deny { IncompleteGroups::Deny } else { IncompleteGroups::IgnoreMappings };
        (group_roles, required.collect(), incomplete, idp_organizations)
    }
}

prop_compose! {
    /// Generates the connection that logins use: usually active, sometimes an organization's.
    pub fn connection()(
        status in prop_oneof![
            40 => Just(ConnectionStatus::Active),
            1 => select(vec![ConnectionStatus::Draft, ConnectionStatus::Validated, ConnectionStatus::Tested, ConnectionStatus::Disabled]),
        ],
        kind in select(&ConnectionKind::ALL),
        bound in prop::option::weighted(0.35, 0_u8..3),
        trust_email in prop_oneof![
            6 => Just(EmailTrust::Claim), 1 => Just(EmailTrust::AbsentIsTrue), 1 => Just(EmailTrust::Always),
        ],
        admits_without_email in prop::bool::weighted(0.2),
        allow_outside_domains in any::<bool>(),
        required_groups in prop_oneof![12 => Just(Vec::new()), 1 => required()],
    ) -> Connection {
        Connection {
            id: connection_id(1),
            kind,
            issuer: Issuer::shortened(ISSUER),
            status,
            version: 3,
            organization_id: bound.map(organization_id),
            trust_email,
            email_claim: None,
            admits_without_email,
            allow_outside_domains,
            required_groups,
            audiences: Vec::new(),
            authorized_parties: Vec::new(),
            provider_organization: ProviderOrganizations::default(),
            algorithms: Vec::new(),
            token_use: TokenUse::AccessToken,
            groups_claim: Vec::new(),
            leeway_seconds: Leeway::default(),
            userinfo: UserinfoUse::default(),
        }
    }
}

prop_compose! {
    /// Generates a required proof, of which at least one member usually requires something.
    fn required_proof()(
        number in 0_u8..3,
        acr in subsequence(CLASSES.to_vec(), 0..=2),
        amr in prop_oneof![2 => Just(Vec::new()), 1 => subsequence(METHODS.to_vec(), 1..=2)],
        max_auth_age in prop::option::weighted(0.3, select(vec![0_u32, 60, 3_600, 86_400])),
    ) -> OrganizationAuthentication {
        OrganizationAuthentication {
            organization_id: organization_id(number),
            required_acr: acr.into_iter().filter_map(AuthenticationContext::new).collect(),
            required_amr: amr.into_iter().filter_map(AuthenticationMethod::new).collect(),
            max_auth_age,
        }
    }
}

prop_compose! {
    /// Generates the proof that the platform requires, rarely any, and those of organizations.
    fn authentication()(
        is_required in prop::bool::weighted(0.008),
        proof in required_proof(),
        organizations in prop_oneof![8 => Just(Vec::new()), 1 => prop::collection::vec(required_proof(), 1..3)],
    ) -> (OrganizationAuthentication, Vec<OrganizationAuthentication>) {
        let none = OrganizationAuthentication {
            required_acr: Vec::new(), required_amr: Vec::new(), max_auth_age: None, ..proof.clone()
        };
        (if is_required { proof } else { none }, organizations)
    }
}

fn strategies() -> impl Strategy<Value = Vec<Way>> {
    let all = Way::ALL.to_vec();
    let number = all.len();
    prop_oneof![3 => subsequence(all.clone(), number), 1 => subsequence(all, 0..=number)].prop_shuffle()
}

fn bootstrap() -> impl Strategy<Value = Bootstrap> {
    prop_oneof![
        2 => Just(Bootstrap::Token {}),
        1 => Just(Bootstrap::Closed {}),
        1 => any::<bool>().prop_map(|acknowledged| Bootstrap::FirstUser { acknowledged }),
        1 => prop::collection::vec(address(), 0..4).prop_map(|emails| Bootstrap::AllowList { emails }),
    ]
}

prop_compose! {
    /// Generates a policy: every switch in every position, with group mappings and default roles
    /// that also name reserved roles.
    pub fn policy()(
        access_mode in select(vec![AccessMode::Restricted, AccessMode::Public, AccessMode::Waitlist]),
        strategies in strategies(),
        require_verified_email in mostly(),
        account_linking in select(vec![AccountLinking::Never, AccountLinking::Confirm, AccountLinking::VerifiedEmail]),
        multiple_invitations in select(vec![MultipleInvitations::AcceptAll, MultipleInvitations::Newest]),
        reconcile_on_login in mostly(),
        of_the_provider in of_the_provider().boxed(),
        authentication in authentication().boxed(),
        defaults in prop::collection::vec((0_u8..3, organization_role()), 0..3),
        new_user in prop::bool::weighted(0.3),
        invitation_lifetime_seconds in select(vec![0_u32, 1, 86_400, u32::MAX]),
        bootstrap in bootstrap(),
        refuse in prop::bool::weighted(0.15),
        disposable in prop::bool::weighted(0.3),
        blocked in prop::option::weighted(0.05, select(vec!["beta.example", "*.acme.example", "gmail.com"])),
        unclaimed in prop::bool::weighted(0.1),
        enforce_seats in mostly(),
        personal_organization in any::<bool>(),
    ) -> ProvisioningPolicy {
        let (group_roles, required_groups, incomplete_groups, idp_organizations) = of_the_provider;
        let (required, organization_authentication) = authentication;
        let default_roles = defaults.into_iter().map(|(number, role)| {
            DefaultRole { organization_id: organization_id(number), role }
        });
        ProvisioningPolicy {
            version: 7,
            access_mode,
            strategies,
            require_verified_email,
            account_linking,
            second_subject: if new_user { SecondSubject::NewUser } else { SecondSubject::AskAdministrator },
            multiple_invitations,
            invitation_claim: if unclaimed { InvitationClaim::Address } else { InvitationClaim::MailboxCode },
            reconcile_on_login,
            group_roles,
            required_groups,
            incomplete_groups,
            required_acr: required.required_acr,
            required_amr: required.required_amr,
            max_auth_age: required.max_auth_age,
            organization_authentication,
            step_up: Vec::new(),
            idp_organizations,
            default_roles: default_roles.collect(),
            invitation_lifetime_seconds,
            bootstrap,
            disposable: if disposable { DisposableEmail::Allow } else { DisposableEmail::Refuse },
            blocked_domains: blocked.into_iter().map(|text| DomainPattern::parse(text).expect("a pattern")).collect(),
            subaddressing: if refuse { Subaddressing::Refuse } else { Subaddressing::Allow },
            enforce_seats,
            personal_organization,
        }
    }
}
