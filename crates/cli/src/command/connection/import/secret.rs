//! Secrets in a file, on their way into the database.

use cora_core::connection::host::allowed::AllowedHost;
use cora_core::connection::lifecycle::ConnectionRecord;
use cora_core::connection::secret::extraction::{WrittenSecret, put_reference, secret_destination, take_secrets};
use cora_core::connection::secret::reference::{SecretLocation, SecretReference};
use cora_core::connection::settings::validate::validate;
use cora_core::connection::settings::{ConnectionSettings, Settings};
use cora_core::id::ConnectionId;
use cora_core::json::Code as _;
use cora_secrets::{KeyRing, SealedSecret, Secret, SecretBinding, SecretError, StoredSecrets as _};
use cora_store::Store;
use serde_json::Value;
use uuid::Uuid;

use super::super::file::{FileConnection, FileFindingCode};

/// An objection to the import of settings: code, message, help.
pub type Objection = (&'static str, String, String);

/// Replaces secrets in the settings by references, and returns them with the sealed secrets that
/// some of the references name.
///
/// A secret that is stored already is kept, so that importing it again changes nothing.
pub async fn keep(
    store: &Store,
    keys: Option<&KeyRing>,
    connection_id: ConnectionId,
    record: Option<&ConnectionRecord>,
    connection: &FileConnection,
) -> anyhow::Result<Result<(Settings, Vec<SealedSecret>), Objection>> {
    let (mut settings, written) = take_secrets(connection.settings.clone(), connection.kind);
    let Some(keys) = keys else {
        return Ok(match written.first() {
            None => Ok((settings, Vec::new())),
            Some(WrittenSecret { name, .. }) => {
                let message = format!("`{name}` contains a secret, which is not imported");
                let help = format!(
                    "Pass a reference with `--set {}.{name}=env:CORA_SECRET_…`, or use `--store-secrets`.",
                    connection.kind.name()
                );
                Err((FileFindingCode::SecretInFile.name(), message, help))
            }
        });
    };
    let mut sealed = Vec::new();
    for WrittenSecret { name, value } in written {
        let earlier = record.filter(|record| goes_where_it_went(record, connection));
        let reference = match stored(store, keys, earlier, connection_id, name, &value).await {
            Ok(Some(reference)) => Ok(reference),
            Ok(None) => seal(keys, connection_id, name, &value).map(|(reference, row)| {
                sealed.push(row);
                reference
            }),
            Err(error) => Err(error),
        };
        match reference {
            Ok(reference) => {
                put_reference(&mut settings, connection.kind, name, &reference);
            }
            Err(error) => return Ok(Err((error.code(), error.to_string(), error.help().to_owned()))),
        }
    }
    Ok(Ok((settings, sealed)))
}

/// Returns `true` if the file's settings send a secret to the same destination as the latest ones.
/// A stored secret belongs to one provider.
fn goes_where_it_went(record: &ConnectionRecord, connection: &FileConnection) -> bool {
    let destination = |settings: &Settings| {
        let (kind, settings) = (connection.kind, settings.clone());
        let (allow_loopback, allowed_hosts) = (true, AllowedHost::ALL.to_vec());
        let report =
            validate(&ConnectionSettings { kind, settings, organization_id: None, allow_loopback, allowed_hosts });
        report.configuration.as_ref().map(secret_destination)
    };
    let mut configurations = record.configurations.iter();
    let latest = configurations.find(|configuration| configuration.number == record.latest_number);
    latest.is_some_and(|latest| destination(&latest.settings) == destination(&connection.settings))
}

/// Returns the reference in the latest settings, if it leads to the same secret.
async fn stored(
    store: &Store,
    keys: &KeyRing,
    record: Option<&ConnectionRecord>,
    connection_id: ConnectionId,
    name: &str,
    secret: &Secret,
) -> Result<Option<SecretReference>, SecretError> {
    let latest = record.and_then(|record| {
        record.configurations.iter().find(|configuration| configuration.number == record.latest_number)
    });
    let reference = latest
        .and_then(|latest| latest.settings.members().get(name))
        .and_then(Value::as_str)
        .and_then(SecretReference::parse);
    let Some(reference) = reference else { return Ok(None) };
    let Some(SecretLocation::Stored(id)) = reference.location() else { return Ok(None) };
    let Ok(id) = Uuid::try_parse(id) else { return Ok(None) };
    let Some(sealed) = store.sealed_secret(connection_id, id).await? else { return Ok(None) };
    let is_same = keys.open(&sealed)? == *secret;
    Ok(is_same.then_some(reference))
}

fn seal(
    keys: &KeyRing,
    connection_id: ConnectionId,
    name: &str,
    secret: &Secret,
) -> Result<(SecretReference, SealedSecret), SecretError> {
    let secret_id = Uuid::new_v4();
    let reference = SecretReference::stored(&secret_id.to_string()).ok_or(SecretError::Unreadable)?;
    let binding = SecretBinding { connection_id, secret_id, name: name.to_owned() };
    Ok((reference, keys.seal(binding, secret.expose())?))
}
