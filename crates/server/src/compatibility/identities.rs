//! `/identities/provision`, which CORA's front end calls after a sign-in.

use super::Answered;
use crate::access::Admitted;
use crate::caller::Caller;
use crate::endpoint::{Endpoint, Routes, post};
use crate::error::{ApiError, ServerCode};

pub(super) fn routes() -> Routes {
    Routes::new().on(PROVISION, provision)
}

const PROVISION: Endpoint =
    post("/identities/provision", "legacyProvision", "Refused: identities are linked by logins that prove them.");

/// Refuses. CORA attached the identity that the body names to the account whose address it names,
/// so anybody could take over an account.
async fn provision(_caller: Caller<Admitted>) -> Result<Answered, ApiError> {
    Err(ApiError::Server(ServerCode::IdentityByLoginOnly))
}
