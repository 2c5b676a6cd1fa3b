//! The typed settings of a connection, as common code reads them.

pub(crate) mod derived;
pub(super) mod derived_facts;
pub mod public_view;

use alloc::vec::Vec;

pub use super::provider::{ConfigurationView, ConnectionConfiguration};
pub use derived_facts::{ClerkEnvironment, ClerkFacts, DerivedFacts, OktaAuthorizationServer, OktaFacts};

use super::{Connection, ConnectionStatus, SignatureAlgorithm, TokenUse};
use crate::connection::secret::reference::SecretReference;
use crate::evidence::EmailTrust;
use crate::id::{ConnectionId, OrganizationId};
use crate::text::{Audience, ProviderOrganization, SettingText};

impl ConnectionConfiguration {
    /// Returns the client ID registered at the provider, or `None` for Clerk, which has none.
    pub fn client_id(&self) -> Option<&Audience> {
        self.view().client_id
    }

    /// Returns the reference to the secret that is sent to the provider: the client secret, or
    /// Clerk's secret key.
    pub fn secret(&self) -> Option<&SecretReference> {
        let view = self.view();
        view.client_secret.or(view.secret_key)
    }

    /// Returns the scopes that a login asks for. Empty for Clerk, which runs its own logins.
    pub fn scopes(&self) -> &[SettingText] {
        self.view().scopes.map_or(&[], Vec::as_slice)
    }

    /// Returns the audiences that tokens may be for.
    pub fn audiences(&self) -> &[Audience] {
        self.view().audiences.map_or(&[], Vec::as_slice)
    }

    /// Returns the key that verifies tokens, if it is in the settings (Clerk's `jwtKey`, PEM).
    pub fn jwt_key(&self) -> Option<&SettingText> {
        self.view().jwt_key
    }

    /// Returns the algorithms that tokens may be signed with; RS256 if the settings name none.
    pub fn pinned_algorithms(&self) -> &[SignatureAlgorithm] {
        match self.view().algorithms {
            Some(algorithms) if !algorithms.is_empty() => algorithms,
            _ => &[SignatureAlgorithm::RS256],
        }
    }

    /// Returns the kind of token that the application sends: as set, or else the only one that the
    /// provider has.
    pub fn token_use(&self) -> TokenUse {
        let only = || self.kind().token_uses().first();
        self.view().token_use.or_else(only).copied().unwrap_or_default()
    }

    /// Returns the extent to which addresses count as verified. Clerk and Google always send the
    /// claim.
    pub fn trust_email(&self) -> EmailTrust {
        self.view().trust_email.copied().unwrap_or_default()
    }

    /// Builds the [`Connection`] that decides logins and accepts tokens.
    pub fn connection(
        &self,
        id: ConnectionId,
        status: ConnectionStatus,
        version: u32,
        organization_id: Option<OrganizationId>,
    ) -> Connection {
        let view = self.view();
        Connection {
            id,
            kind: self.kind(),
            issuer: self.issuer().clone(),
            status,
            version,
            organization_id,
            trust_email: self.trust_email(),
            email_claim: view.email_claim.cloned(),
            admits_without_email: view.admits_without_email.is_some_and(|admits| *admits),
            allow_outside_domains: view.allow_outside_domains.is_some_and(|allows| *allows),
            audiences: self.audiences().to_vec(),
            authorized_parties: view.authorized_parties.cloned().unwrap_or_default(),
            provider_organization: view.hosted_domain.or(view.provider_organizations).cloned().unwrap_or_else(|| {
                let pinned = view.provider_organization.into_iter();
                pinned.filter_map(|organization| ProviderOrganization::new(organization.as_str())).collect()
            }),
            algorithms: view.algorithms.cloned().unwrap_or_default(),
            token_use: self.token_use(),
            groups_claim: view.groups_claim.cloned().unwrap_or_default(),
            leeway_seconds: view.leeway_seconds.copied().unwrap_or_default(),
            userinfo: view.userinfo.copied().unwrap_or_default(),
            required_groups: view.required_groups.cloned().unwrap_or_default(),
        }
    }
}
