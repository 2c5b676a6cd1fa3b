//! `POST /admin/connections/{connectionId}/carry-over`: makes identities of another issuer those of
//! the connection's.

use cora_axum::required;
use cora_core::administration::{
    CARRY_OVER_CAPABILITY, CarryOverReason, CarryOverReport, Consequence, carry_over_consequences, mapping_faults,
};
use cora_core::id::ConnectionId;
use cora_store::{CarryOverCommand, FormerIssuer};
use cora_wire::request::CarryOverRequest;
use serde::Serialize;

use crate::access::OnCommand;
use crate::body::Body;
use crate::caller::Caller;
use crate::command::CommandQuery;
use crate::endpoint::{Endpoint, Routes, post};
use crate::envelope::Success;
use crate::error::ApiError;

pub(super) fn routes() -> Routes {
    Routes::new().on(CARRY_OVER, carry_over)
}

/// The extent of a carry-over.
#[derive(Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "CarriedOver")]
struct Carried {
    outcome: CarryOverReason,
    /// `true` if nothing was written. `outcome` is then what the command would lead to.
    dry_run: bool,
    /// The consequences, in a dry run only.
    #[serde(skip_serializing_if = "Option::is_none")]
    consequences: Option<Vec<Consequence>>,
    #[serde(flatten)]
    report: CarryOverReport,
}

const CARRY_OVER: Endpoint = post(
    "/admin/connections/{connectionId}/carry-over",
    "carryIdentitiesOver",
    "Make identities of another issuer those of this connection's.",
)
.refuses(&[404, 409]);

/// Carries identities over, all or none. A dry run answers with its outcome, and with what it would
/// be refused for.
async fn carry_over(
    caller: Caller<OnCommand<required::IdpActivate>, ConnectionId>,
    query: CommandQuery,
    Body(request): Body<CarryOverRequest>,
) -> Result<Success<Carried>, ApiError> {
    caller.states(Some(CARRY_OVER_CAPABILITY))?;
    let CarryOverRequest { from, subjects, number, dry_run, force, reason } = request;
    if query.0.version.is_some() {
        return Err(ApiError::input("version", "this command changes no row that has a version"));
    }
    let dry_run = dry_run || query.0.dry_run;
    let faults = subjects.as_deref().map(mapping_faults).unwrap_or_default();
    if !faults.is_empty() {
        return Err(ApiError::Invalid(cora_wire::report(faults)));
    }
    let command =
        CarryOverCommand { from: FormerIssuer::from(from), to: caller.path, number, subjects, force, dry_run };
    let result = caller.app.store.carry_identities_over(&command, &caller.context(reason)?).await?;
    match result.reason {
        CarryOverReason::NotAllowed => Err(ApiError::FORBIDDEN),
        outcome if result.ok || dry_run => {
            let consequences = dry_run.then(|| carry_over_consequences(&result.report));
            Ok(Success::new(Carried { outcome, dry_run, consequences, report: result.report }))
        }
        reason => Err(ApiError::CarryOver { reason, conflicts: result.report.conflicts }),
    }
}
