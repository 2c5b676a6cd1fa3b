//! Deletes drafts of connections.

use cora_core::administration::{Consequence, connection_consequences};
use cora_core::connection::ConnectionKind;
use cora_core::connection::lifecycle::{ConnectionCommand, ConnectionReason};
use cora_core::id::ConnectionId;
use serde::Serialize;

use super::command::{Writer, decided};
use super::{ConnectionName, row};
use crate::command::CommandQuery;
use crate::endpoint::{Endpoint, Routes, delete};
use crate::envelope::Success;
use crate::error::ApiError;

pub(super) fn routes() -> Routes {
    Routes::new().on(DELETE, remove)
}

/// A connection that was deleted.
#[derive(Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "ConnectionDeleted")]
struct Deleted {
    id: ConnectionId,
    provider_type: ConnectionKind,
    outcome: ConnectionReason,
    /// The consequences, in a dry run only. Nothing was written then.
    #[serde(skip_serializing_if = "Option::is_none")]
    consequences: Option<Vec<Consequence>>,
}

const DELETE: Endpoint = delete(
    "/admin/idp-config/{providerType}",
    "deleteConnection",
    "Delete a connection that was never in use and never tried.",
)
.refuses(&[409]);

async fn remove(caller: Writer<ConnectionName>, query: CommandQuery) -> Result<Success<Deleted>, ApiError> {
    let id = caller.path.find(&caller.app).await?;
    let provider_type = row(&caller.app, id).await?.provider_type;
    let command = ConnectionCommand::Delete { expected_version: query.0.version };
    let (change, _) = decided(&caller, id, command, &[], query).await?;
    let consequences = query.0.dry_run.then(|| connection_consequences(&change));
    Ok(Success::new(Deleted { id, provider_type, outcome: change.reason, consequences }))
}
