//! The versions of a connection's settings.

use cora_core::id::ConnectionId;
use serde_json::{Map, Value};

use super::definition::{Column, Filter, Kind, List, Takes};
use super::{ListPage, ListQuery, Part};
use crate::connection::MAX_CONNECTION_ROWS;
use crate::database::Store;
use crate::error::StoreError;
use crate::row::rows;

rows! {
    /// One set of a connection's settings. Times are UTC in RFC 3339.
    ConfigurationRow {
        /// The number of the settings.
        number: u32 = "number",
        /// The settings under their canonical names. Secrets are references.
        config: Map<String, Value> = "@json(settings)",
        /// The issuer that follows from the settings, or null if they do not determine one yet.
        issuer: Option<String> = "platform_idp_config_versions.issuer",
        /// The stage: `draft` (with errors), `validated` (without errors) or `tested` (a login
        /// succeeded).
        stage: String = "stage",
        /// `true` if the settings are in use.
        is_active: bool = "@flag(number IS NOT DISTINCT FROM active_number)",
        /// The outcome of the last test login: `success` or `failed`. Null if there was none.
        test_outcome: Option<String> = "test_outcome",
        /// The decision that the last successful test login would have got.
        tested_decision: Option<Value> = "@json(tested_decision)",
        /// The time of the last test login, or null if there was none.
        tested_at: Option<String> = "@iso(tested_at)",
        /// The time at which the provider ends the secret of the settings, in seconds since the
        /// epoch; null if nobody has stated it.
        secret_expires_at: Option<u64> = "@seconds(secret_expires_at)",
        /// The identifier of the user who stored the settings, or null for the operator.
        created_by: Option<String> = "platform_idp_config_versions.created_by",
        /// The full name of that user, else the address; null after an erasure.
        created_by_name: Option<String> = "@person_name(platform_idp_config_versions.created_by)",
        /// The time at which the settings were stored.
        created_at: String = "@iso(platform_idp_config_versions.created_at)",
    }
}

/// The versions of the settings of the connection `?1`.
pub static CONNECTION_VERSIONS: List = List {
    name: "connection_versions",
    from: "platform_idp_config_versions",
    columns: "platform_idp_config_versions.*",
    shown: "platform_idp_config_versions JOIN platform_idp_config ON platform_idp_config.id = idp_config_id",
    parameters: 1,
    condition: "platform_idp_config_versions.idp_config_id = @id(?1)",
    row: ConfigurationRow::OBJECT,
    names: None,
    key: Column { name: "number", sql: "platform_idp_config_versions.number", kind: Kind::Number },
    sorts: &[],
    order: "-number",
    filters: &[Filter {
        name: "stage",
        description: "Only settings of this stage.",
        takes: Takes::Word(
            &[
                ("draft", "platform_idp_config_versions.stage = 'draft'"),
                ("validated", "platform_idp_config_versions.stage = 'validated'"),
                ("tested", "platform_idp_config_versions.stage = 'tested'"),
            ],
            None,
        ),
    }],
    searches: &[],
};

impl Store {
    /// Lists the versions of a connection's settings ([`CONNECTION_VERSIONS`]). Empty if the
    /// connection does not exist.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the list does not take the query, or if the database fails.
    pub async fn connection_versions(
        &self,
        id: ConnectionId,
        query: impl Into<ListQuery>,
    ) -> Result<ListPage<ConfigurationRow>, StoreError> {
        let id = id.to_string();
        let part = Part { context: vec![id.as_str().into()], scope: &id };
        self.list(&CONNECTION_VERSIONS, part, &query.into()).await
    }

    /// Lists the settings of a connection, newest first, at most [`MAX_CONNECTION_ROWS`]. Empty if
    /// the connection does not exist.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn configuration_versions(&self, id: ConnectionId) -> Result<Vec<ConfigurationRow>, StoreError> {
        let most = usize::try_from(MAX_CONNECTION_ROWS).unwrap_or(usize::MAX);
        let (mut rows, mut query) = (Vec::new(), ListQuery::default());
        loop {
            let page = self.connection_versions(id, &query).await?;
            rows.extend(page.items);
            query.page.after = page.next;
            if query.page.after.is_none() || rows.len() >= most {
                rows.truncate(most);
                return Ok(rows);
            }
        }
    }
}
