//! `POST /provisioning/evaluate`: decides on a given input, for administrators. Writes nothing.

use cora_axum::required;
use cora_core::{DecideInput, Decision, decide};

use crate::access::Platform;
use crate::body::Body;
use crate::caller::Caller;
use crate::endpoint::{Endpoint, Routes, post};
use crate::envelope::Success;
use crate::error::ApiError;

pub(super) fn routes() -> Routes {
    Routes::new().on(EVALUATE, evaluate)
}

const EVALUATE: Endpoint = post("/provisioning/evaluate", "evaluate", "Preview a decision. Nothing is written.");

async fn evaluate(
    _caller: Caller<Platform<required::PolicyRead>>,
    Body(input): Body<DecideInput>,
) -> Result<Success<Decision>, ApiError> {
    Ok(Success::new(decide(&input)))
}
