//! `/profiles/me/supabase-token`: a token by which a Supabase project knows the user
//! (specification §10.8).

use cora_core::session::{proof_for_supabase, reaches_every_organization, supabase_claims};
use cora_core::time::UnixSeconds;
use cora_core::token::TokenErrorCode;
use cora_store::Provisioned;
use serde::Serialize;

use crate::access::Admitted;
use crate::caller::Caller;
use crate::endpoint::{Endpoint, Routes, get};
use crate::envelope::Success;
use crate::error::{ApiError, ServerCode};

pub(super) fn routes() -> Routes {
    Routes::new().on(SUPABASE_TOKEN, supabase_token)
}

/// A token for Supabase, with its end.
#[derive(Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "SupabaseToken")]
struct SupabaseToken {
    /// The token, which supabase-js takes as `accessToken`.
    token: String,
    /// The end of the token, in seconds since the epoch.
    expires_at: UnixSeconds,
}

const SUPABASE_TOKEN: Endpoint = get(
    "/profiles/me/supabase-token",
    "supabaseToken",
    "Get a token by which the Supabase project knows the caller: their identifier as `sub`, the role \
     `authenticated`, for at most five minutes.",
)
.refuses(&[409]);

async fn supabase_token(caller: Caller<Admitted>) -> Result<Success<SupabaseToken>, ApiError> {
    caller.in_person()?;
    // SECURITY: the cookie of the console counts for the console's own pages alone.
    if caller.signed_in.proven_at.is_some() {
        return Err(ApiError::FORBIDDEN);
    }
    let key = caller.app.supabase_key.as_ref().ok_or(ApiError::Server(ServerCode::SupabaseNotConfigured))?;
    let (now, session) = ((caller.app.clock)(), caller.signed_in.authenticated()?);
    let Provisioned { input, decision, .. } = &caller.signed_in.provisioned;
    if !reaches_every_organization(session, decision, &input.facts) {
        return Err(ApiError::Server(ServerCode::OrganizationOutOfReach));
    }
    if let Some(proof) = proof_for_supabase(session, &input.policy, &input.login, now) {
        return Err(ApiError::StepUp(proof));
    }
    let claims = supabase_claims(session, now);
    let (claims, expires_at) = claims.ok_or(ApiError::Token(TokenErrorCode::TokenExpired.into()))?;
    let token = key.sign(&claims).map_err(|error| {
        tracing::error!(%error, "a token for Supabase was not signed");
        ApiError::Server(ServerCode::InternalError)
    })?;
    Ok(Success::new(SupabaseToken { token, expires_at }))
}
