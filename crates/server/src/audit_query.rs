//! The query parameters of a list of audit records.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use cora_core::id::UserId;
use cora_core::time::UnixSeconds;
use cora_store::{AuditFilter, Page};
use serde::Deserialize;

use crate::app::App;
use crate::caller::parse_query;
use crate::endpoint::{Argument, Description};
use crate::error::ApiError;

/// The page and the records that the query asks for. `ACTED` if the log has actors.
pub(crate) struct AuditQuery<const ACTED: bool> {
    /// The records that are wanted.
    pub filter: AuditFilter,
    /// The page.
    pub page: Page,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Parameters {
    limit: Option<u32>,
    after: Option<String>,
    from: Option<u64>,
    until: Option<u64>,
    user_id: Option<String>,
    actor_id: Option<String>,
    request_id: Option<String>,
}

/// The query parameters with their descriptions. The last one is for logs with actors.
const DESCRIPTIONS: [(&str, &str); 7] = [
    ("limit", "The maximum number of items; 200 if absent or greater."),
    ("after", "The `next` of the previous page."),
    ("from", "Only records from this time on, in seconds since the epoch."),
    ("until", "Only records from before this time, in seconds since the epoch."),
    ("userId", "Only records about this user."),
    ("requestId", "Only the records of the request with this identifier."),
    ("actorId", "Only records of commands that this user gave."),
];
/// The query parameters for logs without actors.
const WITHOUT_ACTOR: [(&str, &str); 6] =
    [DESCRIPTIONS[0], DESCRIPTIONS[1], DESCRIPTIONS[2], DESCRIPTIONS[3], DESCRIPTIONS[4], DESCRIPTIONS[5]];

impl<const ACTED: bool> FromRequestParts<App> for AuditQuery<ACTED> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let form = "`limit` must be a number, `after` the key of the last row, `from` and `until` times in seconds \
                    since the epoch, `userId` and `actorId` identifiers of users, and `requestId` that of a request; other \
                    parameters are not allowed";
        let Parameters { limit, after, from, until, user_id, actor_id, request_id } =
            parse_query(parts, app, form).await?;
        let invalid = || ApiError::input("", form);
        if actor_id.is_some() && !ACTED {
            return Err(ApiError::input("", "this log has no actors; `actorId` is not allowed"));
        }
        let time = |seconds: Option<u64>| seconds.map(|seconds| UnixSeconds::new(seconds).ok_or_else(invalid));
        let user = |id: Option<String>| id.map(|id| UserId::parse(&id).ok_or_else(invalid));
        let filter = AuditFilter {
            from: time(from).transpose()?,
            until: time(until).transpose()?,
            actor_id: user(actor_id).transpose()?,
            user_id: user(user_id).transpose()?,
            request_id,
        };
        Ok(Self { filter, page: Page { limit, after } })
    }
}

impl<const ACTED: bool> Argument for AuditQuery<ACTED> {
    fn describe(description: &mut Description) {
        description.query = if ACTED { &DESCRIPTIONS } else { &WITHOUT_ACTOR };
    }
}
