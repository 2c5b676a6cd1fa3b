//! The settings under test.

use cora_core::connection::configuration::{ConnectionConfiguration, DerivedFacts};
use cora_core::connection::life_cycle::{ConnectionReason, ConnectionRecord};
use cora_core::connection::validate::{ConnectionSettings, validate};
use cora_core::connection::{Connection, ConnectionKind, ConnectionStatus, TokenUse};
use cora_core::id::{ConnectionId, OrganizationId};
use cora_jwt::KeySource;

use crate::app::App;
use crate::error::ApiError;
use crate::sign_in::key_source;

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
        let report = validate(&ConnectionSettings { kind, settings, organization_id, allow_loopback });
        match (report.configuration, report.derived, report.ok) {
            (Some(configuration), Some(derived), true) => {
                Ok(Self { id: record.id, version: record.version, organization_id, number, configuration, derived })
            }
            _ => Err(refused(ConnectionReason::NotValidated, report.issues)),
        }
    }

    /// Returns the connection as if it were active.
    pub fn connection(&self) -> Connection {
        self.configuration.connection(self.id, ConnectionStatus::Active, self.version, self.organization_id)
    }

    /// Returns the connection set up to accept the ID token of a login, regardless of which token
    /// the application sends.
    pub fn for_id_token(&self) -> Connection {
        let client = self.configuration.client_id().cloned();
        Connection {
            token_use: TokenUse::IdToken,
            audiences: client.iter().cloned().collect(),
            authorized_parties: client.into_iter().collect(),
            ..self.connection()
        }
    }

    /// Returns the location of the signing keys.
    pub fn key_source(&self) -> KeySource {
        key_source(self.configuration.issuer(), Some(&self.configuration), &self.derived)
    }

    /// Returns the provider's extra authorization parameters. `prompt` makes the user log in even
    /// if somebody is logged in already. If the application sends access tokens for an API, Auth0
    /// gets its `audience`, and generic OpenID Connect providers get `resource` (RFC 8707). Okta,
    /// Entra, Cognito and Keycloak take the audience from their own settings or from scopes.
    pub fn parameters(&self) -> Vec<(&'static str, String)> {
        let kind = self.configuration.kind();
        // OpenID Connect Core §3.1.2.1. Google does not support `login`, so the user selects the
        // account.
        let prompt = if kind == ConnectionKind::Google { "select_account" } else { "login" };
        let name = match kind {
            ConnectionKind::Auth0 => Some("audience"),
            ConnectionKind::Oidc => Some("resource"),
            _ => None,
        };
        let audience =
            self.configuration.audiences().first().filter(|_| self.derived.token_use == TokenUse::AccessToken);
        let audience = name.zip(audience).map(|(name, audience)| (name, audience.as_str().to_owned()));
        std::iter::once(("prompt", prompt.to_owned())).chain(audience).collect()
    }
}
