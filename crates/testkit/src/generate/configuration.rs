//! Connections and policies.

use cora_core::connection::{Connection, ConnectionKind, ConnectionStatus, TokenUse};
use cora_core::evidence::EmailTrust;
use cora_core::policy::{
    AccessMode, AccountLinking, Bootstrap, DefaultRole, GroupRole, MultipleInvitations, ProvisioningPolicy,
    SecondSubject, Strategy as Way, Subaddressing,
};
use cora_core::text::{GroupName, Issuer};
use cora_core::time::Leeway;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use super::values::{ISSUER, address, connection_id, mostly, organization_id, organization_role};

/// The groups that policies map and logins have.
pub(super) const GROUPS: [&str; 2] = ["staff", "admins"];

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
            audiences: Vec::new(),
            authorized_parties: Vec::new(),
            provider_organization: None,
            algorithms: Vec::new(),
            token_use: TokenUse::AccessToken,
            groups_claim: Vec::new(),
            leeway_seconds: Leeway::default(),
        }
    }
}

fn strategies() -> impl Strategy<Value = Vec<Way>> {
    let all = vec![Way::Invitation, Way::Connection, Way::Domain];
    prop_oneof![3 => subsequence(all.clone(), 3), 1 => subsequence(all, 0..=3)].prop_shuffle()
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
        groups in prop::collection::vec((0_u8..3, select(&GROUPS), organization_role()), 0..4),
        defaults in prop::collection::vec((0_u8..3, organization_role()), 0..3),
        new_user in prop::bool::weighted(0.3),
        invitation_lifetime_seconds in select(vec![0_u32, 1, 86_400, u32::MAX]),
        bootstrap in bootstrap(),
        refuse in prop::bool::weighted(0.15),
        enforce_seats in mostly(),
        personal_organization in any::<bool>(),
    ) -> ProvisioningPolicy {
        let group_roles = groups.into_iter().map(|(number, group, role)| {
            GroupRole { organization_id: organization_id(number), group: GroupName::shortened(group), role }
        });
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
            reconcile_on_login,
            group_roles: group_roles.collect(),
            default_roles: default_roles.collect(),
            invitation_lifetime_seconds,
            bootstrap,
            subaddressing: if refuse { Subaddressing::Refuse } else { Subaddressing::Allow },
            enforce_seats,
            personal_organization,
        }
    }
}
