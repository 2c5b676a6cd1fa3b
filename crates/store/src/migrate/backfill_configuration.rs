//! Adds the typed settings that a connection of an earlier schema lacks.

use cora_core::connection::settings::ConnectionSettings;
use cora_core::connection::settings::validate::validate;
use sqlx::SqliteConnection;

use crate::connection::{read, text};
use crate::error::StoreError;

/// Adds the typed settings that hosts read to every connection that has none yet and whose settings
/// have no errors. The data that logins are decided by is not changed. Idempotent.
pub(super) async fn backfill_configuration(connection: &mut SqliteConnection) -> Result<(), StoreError> {
    let rows: Vec<(String, String)> = sqlx::query_as(
        "SELECT id, json_object('kind', provider_type, 'settings', json(config), 'organizationId', org_id,
            'allowLoopback', json('true'))
         FROM platform_idp_config WHERE login IS NOT NULL AND json_type(login, '$.configuration') = 'null'",
    )
    .fetch_all(&mut *connection)
    .await?;
    for (id, settings) in rows {
        let report = validate(&read::<ConnectionSettings>(&settings)?);
        let (Some(configuration), Some(derived)) = (report.configuration, report.derived) else { continue };
        sqlx::query(
            "UPDATE platform_idp_config SET login = json_set(login, '$.configuration', json(?2), '$.derived', json(?3))
             WHERE id = ?1",
        )
        .bind(id)
        .bind(text(&configuration)?)
        .bind(text(&derived)?)
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}
