//! Registered applications, as requests and administrators read them.

use const_format::formatcp;
use cora_core::id::{ApplicationId, ApplicationSecretId, ConnectionId, OrganizationId, UserId};
use cora_core::issuer::application::{Application, ApplicationSettings};
use cora_core::issuer::authorization::{IdTokenHint, RequestFacts, RequestNames};
use cora_core::issuer::session::ConnectionState;
use cora_core::secret::{PresentedToken, TokenHash};
use cora_core::text::WebOrigin;
use cora_core::time::UnixSeconds;
use serde::{Deserialize, Serialize};

use super::{read, text};
use crate::administration::view::Page;
use crate::database::Store;
use crate::error::{DatabaseError, StoreError};
use crate::sql::{Sql, sql};
use crate::transaction::Transaction;

/// An application, as requests meet it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredApplication {
    /// The application.
    pub application: Application,
    /// The version, raised by each change.
    pub version: u32,
    /// The secrets, also those that have expired.
    pub secrets: Vec<StoredSecret>,
}

/// A secret of an application.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct StoredSecret {
    /// The SHA-256 of the secret.
    pub hash: TokenHash,
    /// The first moment at which it is no longer valid.
    pub expires_at: Option<UnixSeconds>,
}

/// A row of an application with its secrets.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Stored {
    id: ApplicationId,
    version: u32,
    settings: ApplicationSettings,
    secrets: Vec<StoredSecret>,
}

impl From<Stored> for StoredApplication {
    fn from(Stored { id, version, settings, secrets }: Stored) -> Self {
        Self { application: settings.into_application(id), version, secrets }
    }
}

/// Secrets compared with each presented one. An application has at most two.
const COMPARED: usize = 2;

impl StoredApplication {
    /// Returns `true` if a presented secret is a valid one of the application.
    ///
    /// SECURITY: an unknown application and a wrong secret take the same time, so the same number
    /// of hashes is computed and compared in any case.
    pub fn has_secret(application: Option<&Self>, presented: &PresentedToken, now: UnixSeconds) -> bool {
        let nothing = TokenHash::of(presented);
        let secrets = application.map_or(&[][..], |application| &application.secrets);
        let is_valid = |secret: &StoredSecret| secret.expires_at.is_none_or(|end| now < end);
        (0..COMPARED).fold(false, |found, number| {
            let secret = secrets.get(number);
            let matches = secret.map_or(&nothing, |secret| &secret.hash).matches(presented);
            found | (matches & secret.is_some_and(is_valid))
        })
    }
}

/// The facts behind the names in an authorization request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoadedRequest {
    /// The application, or `None` if there is none.
    pub application: Option<StoredApplication>,
    /// The connection, or `None` if there is none or none is named.
    pub connection: Option<ConnectionState>,
    /// The active organization, or `None` if there is none or none is named.
    pub organization_id: Option<OrganizationId>,
}

impl LoadedRequest {
    /// Returns the facts as the core reads them, with the hint that the host has verified.
    pub fn facts(&self, hint: Option<IdTokenHint>) -> RequestFacts {
        RequestFacts {
            application: self.application.as_ref().map(|stored| stored.application.clone()),
            connection: self.connection,
            organization_id: self.organization_id,
            hint,
        }
    }
}

/// [`LoadedRequest`], as the database builds it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Loaded {
    application: Option<Stored>,
    connection: Option<ConnectionState>,
    organization_id: Option<OrganizationId>,
}

/// An application, for administrators. Times are UTC in RFC 3339.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ApplicationRow {
    /// The identifier, which is the `client_id`.
    pub id: ApplicationId,
    /// The version, raised by each change.
    pub version: u32,
    /// The settings.
    pub settings: ApplicationSettings,
    /// The secrets, also those that have expired, by the time of creation.
    pub secrets: Vec<ApplicationSecretRow>,
    /// The user who registered the application, or null for the operator.
    pub created_by: Option<UserId>,
    /// The time of registration, UTC in RFC 3339.
    pub created_at: String,
    /// The user who changed the application last, or null for the operator.
    pub updated_by: Option<UserId>,
    /// The time of the last change, UTC in RFC 3339.
    pub updated_at: String,
}

/// A secret of an application, for administrators. The secret itself is not stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ApplicationSecretRow {
    /// The identifier of the secret.
    pub id: ApplicationSecretId,
    /// The user who created it, or null for the operator.
    pub created_by: Option<UserId>,
    /// The time of creation, UTC in RFC 3339.
    pub created_at: String,
    /// The first moment at which it is no longer valid, UTC in RFC 3339; null if it does not
    /// expire.
    pub expires_at: Option<String>,
}

const STORED: &str = "SELECT @object('id', applications.id, 'version', version, 'settings', @json(document),
    'secrets', @json((SELECT @array(@object('hash', secret_hash, 'expiresAt', @seconds(expires_at)))
        FROM application_secrets WHERE application_id = applications.id))) FROM applications";

const LISTED: &str = "SELECT @object('id', applications.id, 'version', version, 'settings', @json(document),
    'secrets', @json((SELECT @array(@object('id', secret.id, 'createdBy', secret.created_by,
            'createdAt', @iso(secret.created_at), 'expiresAt', @iso(secret.expires_at)))
        FROM (SELECT * FROM application_secrets WHERE application_id = applications.id ORDER BY created_at, id)
        AS secret)),
    'createdBy', created_by, 'createdAt', @iso(created_at), 'updatedBy', updated_by, 'updatedAt', @iso(updated_at))
    FROM applications";

/// Builds the statement that reads an application, for administrators.
pub(crate) fn application_row(id: ApplicationId) -> Sql {
    sql!(formatcp!("{LISTED} WHERE id = @id(?1)")).bind(id.to_string())
}

/// Builds the statement that finds those of some connections that are stored.
fn stored(named: &[ConnectionId]) -> Result<Sql, StoreError> {
    let stored = sql!(
        "SELECT @text(platform_idp_config.id) FROM @each(?1, named) @then platform_idp_config
            ON platform_idp_config.id = @id(named.value)"
    );
    Ok(stored.bind(text(&named)?))
}

fn ids(stored: &[String]) -> Vec<ConnectionId> {
    stored.iter().filter_map(|id| ConnectionId::parse(id)).collect()
}

/// Returns those of some connections that are stored, in a transaction.
pub(crate) async fn stored_connections(
    transaction: &mut Transaction,
    named: &[ConnectionId],
) -> Result<Vec<ConnectionId>, StoreError> {
    Ok(ids(&transaction.texts(stored(named)?).await?))
}

/// Reads an application in a transaction.
pub(super) async fn application_in(
    transaction: &mut Transaction,
    id: ApplicationId,
) -> Result<Option<Application>, StoreError> {
    let row = transaction.text(sql!(formatcp!("{STORED} WHERE id = @id(?1)")).bind(id.to_string())).await?;
    let stored = row.map(|row| read::<Stored>(&row)).transpose()?;
    Ok(stored.map(|stored| stored.settings.into_application(stored.id)))
}

impl Store {
    /// Returns an application with its secrets, or `None` if it does not exist.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn stored_application(&self, id: ApplicationId) -> Result<Option<StoredApplication>, StoreError> {
        let row = self.read_text(sql!(formatcp!("{STORED} WHERE id = @id(?1)")).bind(id.to_string())).await?;
        Ok(row.map(|row| read::<Stored>(&row)).transpose()?.map(Into::into))
    }

    /// Returns the facts behind the names in an authorization request: one statement, one snapshot.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn load_request(&self, names: &RequestNames) -> Result<LoadedRequest, StoreError> {
        let load = sql!(formatcp!(
            "SELECT @object('application', @json(({STORED} WHERE id = @id(?1))),
                'connection', @json((SELECT @object('id', id, 'isActive', @flag(status = 'active'), 'version', version)
                    FROM platform_idp_config WHERE id = @id(?2))),
                'organizationId', (SELECT id FROM orgs WHERE id = @id(?3) AND status = 'active'))"
        ))
        .bind(names.application_id.map(|id| id.to_string()))
        .bind(names.connection_id.map(|id| id.to_string()))
        .bind(names.organization_id.map(|id| id.to_string()));
        let row = self.read_text(load).await?.ok_or(DatabaseError::reading("a request's facts"))?;
        let Loaded { application, connection, organization_id } = read(&row)?;
        Ok(LoadedRequest { application: application.map(Into::into), connection, organization_id })
    }

    /// Returns `true` if people can sign in to an application that is registered here.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn people_have_applications(&self) -> Result<bool, StoreError> {
        self.read_flag(sql!("SELECT EXISTS (SELECT 1 FROM applications WHERE enabled AND kind <> 'service')")).await
    }

    /// Returns `true` if an enabled application has registered an origin of its pages. A preflight
    /// request does not tell its application, so it is answered for every registered origin.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn is_registered_origin(&self, origin: &WebOrigin) -> Result<bool, StoreError> {
        let found = sql!(
            "SELECT EXISTS (SELECT 1 FROM applications, @each(document -> 'origins', origin)
                WHERE enabled AND origin.value = ?1)"
        );
        self.read_flag(found.bind(origin.as_str())).await
    }

    /// Returns those of some connections that are stored, for the check of an application's
    /// settings.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn stored_connections(&self, named: &[ConnectionId]) -> Result<Vec<ConnectionId>, StoreError> {
        Ok(ids(&self.read_texts(stored(named)?).await?))
    }

    /// Lists the applications, by identifier.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn applications(&self, page: &Page) -> Result<Vec<ApplicationRow>, StoreError> {
        let list = sql!(formatcp!("{LISTED} WHERE id > @id(?1) ORDER BY id LIMIT ?2"));
        let rows = self.read_texts(list.bind(page.id()).bind(page.limit())).await?;
        rows.iter().map(|row| read(row)).collect()
    }

    /// Returns an application, for administrators, or `None` if it does not exist.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn application(&self, id: ApplicationId) -> Result<Option<ApplicationRow>, StoreError> {
        let row = self.read_text(application_row(id)).await?;
        row.map(|row| read(&row)).transpose()
    }
}
