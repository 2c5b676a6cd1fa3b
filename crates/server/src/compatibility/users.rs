//! `/admin/sys/access/users`: the users of the platform.

use cora_axum::required;
use serde_json::Value;

use super::asked::Asked;
use super::{Answered, answered, row};
use crate::access::Platform;
use crate::caller::Caller;
use crate::endpoint::{Endpoint, Routes, get};
use crate::error::ApiError;

pub(super) fn routes() -> Routes {
    Routes::new().on(LIST, list)
}

const LIST: Endpoint = get(
    "/admin/sys/access/users",
    "legacyUsers",
    "List the platform's users with their organizations and their last login on record.",
);

async fn list(caller: Caller<Platform<required::UsersManage>>, asked: Asked) -> Result<Answered, ApiError> {
    let rows = caller.app.store.legacy_users(asked.slice).await?;
    Ok(answered(Value::Array(rows.iter().map(row::user).collect::<Result<_, _>>()?)))
}
