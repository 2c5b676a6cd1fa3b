//! The settings under test.

use cora_core::connection::configuration::public_view::requested_organization;
use cora_core::connection::configuration::{ConnectionConfiguration, DerivedFacts};
use cora_core::connection::lifecycle::{ConnectionReason, ConnectionRecord};
use cora_core::connection::settings::validate::validate;
use cora_core::connection::settings::{ConnectionSettings, Settings};
use cora_core::connection::{Connection, ConnectionKind, ConnectionStatus, TokenUse};
use cora_core::id::{ConnectionId, OrganizationId};
use cora_jwt::KeySource;

use crate::app::App;
use crate::authenticate::key_source;
use crate::error::ApiError;

/// Settings without errors, of a connection that need not be active.
pub(crate) struct Candidate {
    pub id: ConnectionId,
    pub version: u32,
    pub organization_id: Option<OrganizationId>,
    pub number: u32,
    pub configuration: ConnectionConfiguration,
    pub derived: DerivedFacts,
}

impl Candidate {
    /// Takes the settings of the given number, or the latest ones. Fails with
    /// `configuration_not_found` if they do not exist, or `not_validated` if they have errors.
    pub fn of(app: &App, record: ConnectionRecord, number: Option<u32>) -> Result<Self, ApiError> {
        let refused = |reason, issues| ApiError::Connection { reason, issues };
        let number = number.unwrap_or(record.latest_number);
        let found = record.configurations.into_iter().find(|one| one.number == number);
        let settings = found.ok_or_else(|| refused(ConnectionReason::ConfigurationNotFound, Vec::new()))?.settings;
        let (kind, organization_id, allow_loopback) = (record.kind, record.organization_id, app.allow_loopback);
        let allowed_hosts = app.allowed_hosts.clone();
        let report = validate(&ConnectionSettings { kind, settings, organization_id, allow_loopback, allowed_hosts });
        match (report.configuration, report.derived, report.ok) {
            (Some(configuration), Some(derived), true) => {
                Ok(Self { id: record.id, version: record.version, organization_id, number, configuration, derived })
            }
            _ => Err(refused(ConnectionReason::NotValidated, report.issues)),
        }
    }

    /// Takes settings that are not stored. Fails with `not_validated` if they have errors.
    pub fn unsaved(
        app: &App,
        kind: ConnectionKind,
        settings: Settings,
        organization_id: Option<OrganizationId>,
    ) -> Result<Self, ApiError> {
        let (allow_loopback, allowed_hosts) = (app.allow_loopback, app.allowed_hosts.clone());
        let report = validate(&ConnectionSettings { kind, settings, organization_id, allow_loopback, allowed_hosts });
        match (report.configuration, report.derived, report.ok) {
            (Some(configuration), Some(derived), true) => {
                let id = ConnectionId::from_uuid(uuid::Uuid::nil());
                Ok(Self { id, version: 0, organization_id, number: 0, configuration, derived })
            }
            _ => Err(ApiError::Connection { reason: ConnectionReason::NotValidated, issues: report.issues }),
        }
    }

    /// Returns the connection as if it were active.
    pub fn connection(&self) -> Connection {
        self.configuration.connection(self.id, ConnectionStatus::Active, self.version, self.organization_id)
    }

    /// Returns the connection set up to accept the ID token of a login, regardless of which token
    /// the application sends.
    pub fn for_id_token(&self) -> Connection {
        self.connection().for_id_token(self.configuration.client_id())
    }

    /// Returns the location of the signing keys.
    pub fn key_source(&self) -> KeySource {
        key_source(self.configuration.issuer(), Some(&self.configuration), &self.derived)
    }

    /// Returns the provider's extra authorization parameters. `prompt` makes the user log in even
    /// if somebody is logged in already (OpenID Connect Core §3.1.2.1). If the application sends
    /// access tokens for an API, a provider that has a parameter for the audience gets it, and one
    /// that has a parameter for the organization gets the pinned one.
    pub fn parameters(&self) -> Vec<(&'static str, String)> {
        let Some(login) = self.configuration.kind().login() else { return Vec::new() };
        let own = request_parameters(&self.configuration, &self.derived);
        std::iter::once(("prompt", login.prompt.to_owned())).chain(own).collect()
    }
}

/// Returns the authorization parameters that a connection's settings ask for: the audience of the
/// application's API, and the pinned organization, where the provider has parameters for them.
pub(crate) fn request_parameters(
    configuration: &ConnectionConfiguration,
    derived: &DerivedFacts,
) -> Vec<(&'static str, String)> {
    let Some(login) = configuration.kind().login() else { return Vec::new() };
    let audience = configuration.audiences().first().filter(|_| derived.token_use == TokenUse::AccessToken);
    let audience = login.audience_parameter.zip(audience);
    let audience = audience.map(|(name, audience)| (name, audience.as_str().to_owned()));
    let organization = login.organization_parameter.zip(requested_organization(configuration));
    audience.into_iter().chain(organization).collect()
}
