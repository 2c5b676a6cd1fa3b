//! Logins.

use cora_core::evidence::VerifiedClaim;
use cora_core::identity::{IdentityKey, LoginIdentity, SubjectKind};
use cora_core::secret::PresentedToken;
use cora_core::text::{
    AuthenticationContext, AuthenticationMethod, DisplayName, GroupName, Issuer, ProviderOrganization, RawEmail,
    Subject,
};
use cora_core::time::UnixSeconds;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use super::configuration::{CLASSES, GROUPS, IDP_ORGANIZATIONS, METHODS};
use super::values::{ISSUER, SUBJECTS, TOKEN, at, connection_id, invitation_id, past, spelled_address};

fn token() -> impl Strategy<Value = Option<PresentedToken>> {
    let text = prop_oneof![6 => Just(None), 2 => Just(Some(TOKEN)), 1 => Just(Some("wrong")), 1 => Just(Some(""))];
    text.prop_map(|text| text.and_then(PresentedToken::new))
}

fn display_name() -> impl Strategy<Value = Option<DisplayName>> {
    prop::option::of(select(vec!["Ana", "", "Ana Acme", " "]).prop_map(DisplayName::shortened))
}

/// The class, the methods and the time of an authentication.
type Authentication = (Option<AuthenticationContext>, Vec<AuthenticationMethod>, Option<UnixSeconds>);

prop_compose! {
    fn authentication()(
        acr in prop::option::weighted(0.7, select(&CLASSES)),
        amr in subsequence(METHODS.to_vec(), 0..=2),
        auth_time in prop::option::weighted(0.7, prop_oneof![4 => past(), 1 => select(vec![0_i64, 60, 61])]),
    ) -> Authentication {
        let amr = amr.into_iter().filter_map(AuthenticationMethod::new).collect();
        (acr.and_then(AuthenticationContext::new), amr, auth_time.map(at))
    }
}

prop_compose! {
    /// Generates a login with the first connection, usually of a person and with a verified
    /// address.
    pub fn login()(
        subject in select(&SUBJECTS),
        email in prop::option::weighted(0.95, spelled_address()),
        email_verified in prop_oneof![
            10 => Just(VerifiedClaim::True), 2 => Just(VerifiedClaim::False), 1 => Just(VerifiedClaim::Absent),
        ],
        name in display_name(),
        given_name in display_name(),
        family_name in display_name(),
        groups in prop::option::weighted(0.9, subsequence(GROUPS.to_vec(), 0..=2)),
        groups_incomplete in prop::bool::weighted(0.08),
        idp_organization in prop::option::weighted(0.4, select(&IDP_ORGANIZATIONS)),
        bootstrap_token in token(),
        link_proof in token(),
        invitation in prop::option::weighted(0.3, 0_u8..4),
        (acr, amr, auth_time) in authentication().boxed(),
        machine in prop::bool::weighted(0.01),
        acted_for in prop::bool::weighted(0.008),
        issued_at in prop::option::weighted(0.6, prop_oneof![5 => past(), 1 => Just(0)]),
    ) -> LoginIdentity {
        LoginIdentity {
            connection_id: connection_id(1),
            issuer: Issuer::shortened(ISSUER),
            subject: Subject::shortened(subject),
            subject_kind: if machine { SubjectKind::Machine } else { SubjectKind::User },
            email: email.as_deref().map(RawEmail::shortened),
            email_verified,
            name,
            given_name,
            family_name,
            picture: None,
            phone_number: None,
            groups: groups.map(|groups| groups.into_iter().map(GroupName::shortened).collect()),
            groups_incomplete,
            unread_claims: Vec::new(),
            idp_organization: idp_organization.map(ProviderOrganization::shortened),
            acr,
            amr,
            auth_time,
            actor: acted_for.then(|| IdentityKey {
                issuer: Issuer::shortened(ISSUER),
                subject: Subject::shortened("support"),
            }),
            session_id: None,
            issued_at: issued_at.map(at),
            expires_at: None,
            bootstrap_token,
            link_proof,
            invitation_id: invitation.map(invitation_id),
        }
    }
}
