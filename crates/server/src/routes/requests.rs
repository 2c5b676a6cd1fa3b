//! `/admin/requests`: everybody who waits for an answer.

use std::borrow::Cow;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use cora_axum::required;
use cora_store::{ListPage, ListQuery, QueuedRequest, RequestKind};

use crate::access::Platform;
use crate::app::App;
use crate::caller::{Caller, parse_query};
use crate::endpoint::{Argument, Description, Endpoint, Routes, get};
use crate::envelope::Success;
use crate::error::ApiError;
use crate::list_query::{described_as, included, merged_parameters, read};

pub(super) fn routes() -> Routes {
    Routes::new().on(LIST, list)
}

/// The requests that are asked for.
struct RequestsQuery {
    kinds: Vec<RequestKind>,
    query: ListQuery,
}

impl FromRequestParts<App> for RequestsQuery {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let mut given: Vec<(String, String)> = parse_query(parts, app, "the query cannot be read").await?;
        let fault = "it is not a list of `memberships` and `waitlist`";
        let kinds = included(&mut given, RequestKind::from_name, fault)?.unwrap_or_else(|| RequestKind::ALL.to_vec());
        let query = read(|name| RequestKind::ALL.iter().any(|kind| kind.list().has_filter(name)), given)?;
        Ok(Self { kinds, query })
    }
}

impl Argument for RequestsQuery {
    fn describe(description: &mut Description) {
        description.query = described_as("requests", || {
            let mut all: Vec<(&'static str, Cow<'static, str>)> =
                merged_parameters(RequestKind::ALL.map(RequestKind::list));
            all.push(("include", "The parts, separated by a comma: `memberships`, `waitlist`. Both if absent.".into()));
            all.push(("sort", "`requestedAt` for the oldest first, which counts if absent, or `-requestedAt`.".into()));
            all
        });
    }
}

const LIST: Endpoint = get(
    "/admin/requests",
    "requests",
    "List requests to join an organization and addresses on the waitlist, as one queue.",
);

async fn list(
    caller: Caller<Platform<required::UsersRead>>,
    RequestsQuery { kinds, query }: RequestsQuery,
) -> Result<Success<ListPage<QueuedRequest>>, ApiError> {
    Ok(Success::new(caller.app.store.requests(&kinds, &query).await?))
}
