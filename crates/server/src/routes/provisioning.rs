//! `POST /provisioning/evaluate`: decides on a given input, for administrators. Writes nothing.

use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::IntoResponse;
use cora_core::capability::Capability;
use cora_core::{DecideInput, Decision, decide};

use crate::app::App;
use crate::authenticate::require_capability;
use crate::body::read;
use crate::envelope::Success;
use crate::error::ApiError;
use crate::openapi::{Routes, operation};

pub(super) fn routes() -> Routes {
    Routes::new().post(
        "/provisioning/evaluate",
        evaluate,
        operation("evaluate", "Preview a decision. Nothing is written.")
            .needs(Capability::PolicyRead)
            .takes::<DecideInput>()
            .answers::<Decision>(),
    )
}

async fn evaluate(State(app): State<App>, headers: HeaderMap, body: Bytes) -> Result<impl IntoResponse, ApiError> {
    require_capability(&app, &headers, Capability::PolicyRead).await?;
    let input: DecideInput = read(&body)?;
    Ok(Success::new(decide(&input)))
}
