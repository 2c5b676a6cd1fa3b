//! `/admin/logins`: decided logins and refused tokens, their traces, and samples for simulations.

use axum::body::{Body, Bytes};
use axum::extract::FromRequestParts;
use axum::http::header::CONTENT_TYPE;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use cora_axum::required;
use cora_core::capability::Capability;
use cora_core::email::CanonicalEmail;
use cora_core::engine::{Configuration, EngineLogin};
use cora_core::id::{ConnectionId, UserId};
use cora_core::provisioning::trace::Trace;
use cora_core::session::can;
use cora_core::time::UnixSeconds;
use cora_store::{EverybodyPage, LoginFilter, LoginKey, LoginRow, LoginSample, Store, StoreError};
use futures_util::stream;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::access::{Platform, permitted};
use crate::app::App;
use crate::caller::{Caller, List, parse_query};
use crate::endpoint::{Answer, Argument, Description, Endpoint, Routes, get};
use crate::envelope::Success;
use crate::error::{ApiError, ServerCode};

pub(super) fn routes() -> Routes {
    Routes::new().on(LIST, list).on(SAMPLES, samples).on(ONE, one)
}

/// Maximum number of logins on a page.
const MAX_PAGE: u32 = 200;

/// The logins that the query asks for.
struct LoginQuery {
    filter: LoginFilter,
    limit: u32,
    after: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Parameters {
    limit: Option<u32>,
    after: Option<String>,
    from: Option<u64>,
    until: Option<u64>,
    outcome: Option<String>,
    reason: Option<String>,
    connection_id: Option<String>,
    user_id: Option<String>,
    request_id: Option<String>,
    address: Option<String>,
}

impl FromRequestParts<App> for LoginQuery {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let form = "`limit` must be a number, `from` and `until` times in seconds since the epoch, `connectionId` and \
                    `userId` identifiers, and `address` a whole address; other parameters than these, `after`, \
                    `outcome`, `reason` and `requestId` are not allowed";
        let parameters: Parameters = parse_query(parts, app, form).await?;
        let Parameters { limit, after, from, until, outcome, reason, connection_id, user_id, request_id, address } =
            parameters;
        let invalid = || ApiError::input("", form);
        let time = |seconds: Option<u64>| seconds.map(|seconds| UnixSeconds::new(seconds).ok_or_else(invalid));
        let filter = LoginFilter {
            from: time(from).transpose()?,
            until: time(until).transpose()?,
            outcome,
            reason,
            connection_id: connection_id.map(|id| ConnectionId::parse(&id).ok_or_else(invalid)).transpose()?,
            user_id: user_id.map(|id| UserId::parse(&id).ok_or_else(invalid)).transpose()?,
            request_id,
            email: address.map(|address| CanonicalEmail::parse(&address).map_err(|_| invalid())).transpose()?,
        };
        let limit = limit.unwrap_or(MAX_PAGE).clamp(1, MAX_PAGE);
        Ok(Self { filter, limit, after })
    }
}

impl Argument for LoginQuery {
    fn describe(description: &mut Description) {
        description.query = &[
            ("limit", "The maximum number of items; 200 if absent or greater."),
            ("after", "The `next` of the previous page of the same query."),
            ("from", "Only logins from this time on, in seconds since the epoch."),
            ("until", "Only logins from before this time, in seconds since the epoch."),
            ("outcome", "Only logins with this outcome; `token_refused` for refused tokens."),
            ("reason", "Only logins with this reason, or refused tokens with this code."),
            ("connectionId", "Only logins by this connection."),
            ("userId", "Only logins that signed this user in."),
            ("requestId", "Only logins of the request with this identifier."),
            ("address", "Only logins with this whole address."),
        ];
    }
}

const LIST: Endpoint =
    get("/admin/logins", "logins", "List decided logins that are on record, and refused tokens, newest first.");

async fn list(
    caller: Caller<Platform<required::AuditRead>>,
    query: LoginQuery,
) -> Result<Success<List<LoginRow>>, ApiError> {
    let LoginQuery { filter, limit, after } = query;
    let page = caller.app.store.logins(&filter, after.as_deref(), limit).await?;
    Ok(Success::new(List { items: page.items, next: page.next }))
}

const ONE: Endpoint =
    get("/admin/logins/{loginId}", "login", "Get a login that is on record, with the verdicts of all stages.");

/// A login that is on record.
#[derive(Serialize, schemars::JsonSchema)]
#[schemars(inline)]
struct Login {
    #[serde(flatten)]
    row: LoginRow,
    /// The verdicts of all stages; null for a refused token, for a login of an earlier version of
    /// Cora, and after the person was erased.
    trace: Option<Trace>,
}

async fn one(caller: Caller<Platform<required::AuditRead>, Uuid>) -> Result<Success<Login>, ApiError> {
    let found = caller.app.store.login(caller.path).await?;
    let (row, trace) = found.ok_or(ApiError::Server(ServerCode::NotFound))?;
    Ok(Success::new(Login { row, trace }))
}

/// The samples that the query asks for.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SampleQuery {
    from: Option<u64>,
    #[serde(default)]
    source: Source,
}

/// The origin of samples.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Source {
    /// Logins that were decided.
    #[default]
    Past,
    /// The login that each identity would make now.
    Everybody,
}

impl FromRequestParts<App> for SampleQuery {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let form = "`from` must be a time in seconds since the epoch, and `source` be `past` or `everybody`; other \
                    parameters are not allowed";
        parse_query(parts, app, form).await
    }
}

impl Argument for SampleQuery {
    fn describe(description: &mut Description) {
        description.query = &[
            ("from", "Only past logins from this time on, in seconds since the epoch."),
            ("source", "`past`, or `everybody`: the login that each identity would make now, without groups."),
        ];
    }
}

/// Lines of JSON.
struct Lines(Body);

impl IntoResponse for Lines {
    fn into_response(self) -> Response {
        ([(CONTENT_TYPE, "application/x-ndjson")], self.0).into_response()
    }
}

impl Answer for Lines {
    fn describe(description: &mut Description) {
        description.is_lines = true;
    }
}

const SAMPLES: Endpoint = get(
    "/admin/logins/samples",
    "loginSamples",
    "Get pseudonymous samples of logins, oldest first, one per line, as `cora simulate` reads them.",
)
.refuses(&[409]);

/// Streams samples. The names of groups that the configuration names are put back, so that it can
/// be tried on them: anyone who reads the policy knows them.
async fn samples(caller: Caller<Platform<required::PolicyRead>>, query: SampleQuery) -> Result<Lines, ApiError> {
    permitted(can(&caller.signed_in.session, &Capability::AuditRead.into(), None))?;
    let from = query.from.map(|from| UnixSeconds::new(from).ok_or_else(|| ApiError::input("from", "not a time")));
    let from = from.transpose()?.unwrap_or_default();
    let app = &caller.app;
    let configuration = app.store.configuration(app.store.policy().await?).await?;
    let key = app.secrets.keys().ok().and_then(LoginKey::of);
    let place = match query.source {
        Source::Past => Place::Past { from, last: None },
        Source::Everybody => Place::Everybody { after: None, now: (app.clock)() },
    };
    if query.source == Source::Everybody && key.is_none() {
        return Err(ApiError::Server(ServerCode::SecretKeysMissing));
    }
    let pages = Pages { store: app.store.clone(), key, configuration, place };
    Ok(Lines(Body::from_stream(stream::try_unfold(pages, |mut pages: Pages| async move {
        Ok::<_, StoreError>(pages.next().await?.map(|lines| (lines, pages)))
    }))))
}

/// The pages of samples that are still to be sent.
struct Pages {
    store: Store,
    key: Option<LoginKey>,
    configuration: Configuration,
    place: Place,
}

/// The place up to which samples are sent.
enum Place {
    Past { from: UnixSeconds, last: Option<Box<LoginSample>> },
    Everybody { after: Option<i64>, now: UnixSeconds },
    End,
}

impl Pages {
    /// Returns the lines of the next page, or `None` after the last one.
    async fn next(&mut self) -> Result<Option<Bytes>, StoreError> {
        let logins = match &mut self.place {
            Place::End => return Ok(None),
            Place::Past { from, last } => {
                let page = self.store.login_samples(*from, last.as_deref()).await?;
                let Some(newest) = page.last().cloned() else { return Ok(None) };
                *last = Some(Box::new(newest));
                page.into_iter().map(|sample| sample.login).collect()
            }
            Place::Everybody { after, now } => {
                let Some(key) = &self.key else { return Ok(None) };
                let EverybodyPage { logins, next } = self.store.samples_of_everybody(key, *after, *now).await?;
                match next {
                    Some(next) => *after = Some(next),
                    None => self.place = Place::End,
                }
                logins
            }
        };
        Ok(Some(self.lines(logins)))
    }

    /// Writes samples, each as a line.
    fn lines(&self, logins: Vec<EngineLogin>) -> Bytes {
        let mut lines = String::new();
        for mut login in logins {
            if let Some(key) = &self.key {
                key.restore_names(&mut login, &self.configuration);
            }
            lines.push_str(&cora_wire::encode(&login));
            lines.push('\n');
        }
        lines.into()
    }
}
