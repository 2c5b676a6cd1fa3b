//! `/admin/audit` and `/orgs/{orgId}/audit`: the audit logs, each by itself, as one timeline, and
//! as a file.

use std::borrow::Cow;

use axum::BoxError;
use axum::body::{Body, Bytes};
use axum::extract::FromRequestParts;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use cora_axum::required;
use cora_core::id::OrganizationId;
use cora_store::{
    AuditRecord, ListPage, ListQuery, NamedAdministrationAudit, NamedIssuerAudit, NamedProvisioningAudit, TimelineLog,
};
use futures_util::stream;

use crate::access::{InOrganization, Platform};
use crate::app::App;
use crate::audit_export::{Format, lines};
use crate::caller::{Caller, parse_query};
use crate::endpoint::{Answer, Argument, Description, Endpoint, Routes, get};
use crate::envelope::Success;
use crate::error::ApiError;
use crate::list_query::{ListOf, described_as, included, lists, merged_parameters, read};

lists! {
    /// Audit records of an organization.
    OrganizationAudit = ORGANIZATION_AUDIT,
    /// Audit records of decisions about logins.
    LoginAudit = LOGIN_AUDIT,
    /// Audit records of the issuer.
    IssuerAudit = ISSUER_AUDIT,
}

pub(super) fn routes() -> Routes {
    Routes::new()
        .on(TIMELINE, timeline)
        .on(EXPORT, export)
        .on(LOGINS, logins)
        .on(ISSUER, issuer)
        .on(OF_ORGANIZATION, of_organization)
}

/// The records of the timeline that a request asks for.
struct TimelineQuery {
    logs: Vec<TimelineLog>,
    query: ListQuery,
    /// The format of an export.
    format: Option<Format>,
}

impl FromRequestParts<App> for TimelineQuery {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let mut given: Vec<(String, String)> = parse_query(parts, app, "the query cannot be read").await?;
        let fault = "it is not a list of `commands`, `logins`, `issuer` and `connections`";
        let logs = included(&mut given, TimelineLog::from_name, fault)?.unwrap_or_else(|| vec![TimelineLog::Commands]);
        let format = given.iter().position(|(name, _)| name == "format").map(|at| given.remove(at).1);
        let format = format.map(|name| {
            Format::parse(&name).ok_or_else(|| ApiError::input("format", "it is neither `ndjson` nor `csv`"))
        });
        let query = read(|name| TimelineLog::ALL.iter().any(|log| log.list().has_filter(name)), given)?;
        Ok(Self { logs, query, format: format.transpose()? })
    }
}

/// Returns the parameters of the timeline: its own, and those of all logs.
fn timeline_parameters() -> Vec<(&'static str, Cow<'static, str>)> {
    let mut all = merged_parameters(TimelineLog::ALL.map(TimelineLog::list));
    let include = "The logs, separated by commas: `commands`, `logins`, `issuer`, `connections`. `commands` if \
                   absent. A filter by a field that a log does not have leaves out its records.";
    all.push(("include", include.into()));
    all.push(("sort", "`at` for the oldest first, or `-at`, which counts if absent.".into()));
    all
}

/// A request for a page of the timeline.
struct PageOfTimeline(TimelineQuery);

impl FromRequestParts<App> for PageOfTimeline {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let query = TimelineQuery::from_request_parts(parts, app).await?;
        match query.format {
            None => Ok(Self(query)),
            Some(_) => Err(ApiError::input("format", "only an export has a format")),
        }
    }
}

impl Argument for PageOfTimeline {
    fn describe(description: &mut Description) {
        description.query = described_as("timeline", timeline_parameters);
    }
}

const TIMELINE: Endpoint =
    get("/admin/audit", "audit", "List audit records of the platform as one timeline, newest first.");

async fn timeline(
    caller: Caller<Platform<required::AuditRead>>,
    PageOfTimeline(TimelineQuery { logs, query, .. }): PageOfTimeline,
) -> Result<Success<ListPage<AuditRecord>>, ApiError> {
    Ok(Success::new(caller.app.store.audit_timeline(&logs, &query).await?))
}

/// A request for an export of the timeline.
struct ExportOfTimeline(TimelineQuery);

impl FromRequestParts<App> for ExportOfTimeline {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let query = TimelineQuery::from_request_parts(parts, app).await?;
        let pages = [
            ("limit", query.query.page.limit.is_some()),
            ("after", query.query.page.after.is_some()),
            ("count", query.query.count),
        ];
        match pages.into_iter().find(|(_, is_given)| *is_given) {
            None => Ok(Self(query)),
            Some((name, _)) => Err(ApiError::input(name, "an export has no pages")),
        }
    }
}

impl Argument for ExportOfTimeline {
    fn describe(description: &mut Description) {
        description.query = described_as("timeline_export", || {
            let mut all = timeline_parameters();
            all.retain(|(name, _)| !["limit", "after", "count"].contains(name));
            all.push(("format", "`ndjson`, which counts if absent, or `csv`.".into()));
            all
        });
    }
}

/// The exported records, a line each.
struct Export {
    format: Format,
    body: Body,
}

impl IntoResponse for Export {
    fn into_response(self) -> Response {
        let headers = [(CONTENT_TYPE, self.format.content_type()), (CONTENT_DISPOSITION, self.format.disposition())];
        (headers, self.body).into_response()
    }
}

impl Answer for Export {
    fn describe(description: &mut Description) {
        description.texts = &const { [Format::Ndjson.media_type(), Format::Csv.media_type()] };
    }
}

const EXPORT: Endpoint =
    get("/admin/audit/export", "exportAudit", "Export all audit records that the filters of the timeline leave.");

/// The part of an export that is still to be read.
struct Rest {
    app: App,
    logs: Vec<TimelineLog>,
    query: ListQuery,
    format: Format,
    page: Option<ListPage<AuditRecord>>,
    is_first: bool,
}

async fn export(
    caller: Caller<Platform<required::AuditRead>>,
    ExportOfTimeline(TimelineQuery { logs, query, format }): ExportOfTimeline,
) -> Result<Export, ApiError> {
    let format = format.unwrap_or(Format::Ndjson);
    // The first page is read before the answer begins, so that a fault is answered as one.
    let page = caller.app.store.exported_timeline(&logs, &query).await?;
    let rest = Rest { app: caller.app, logs, query, format, page: Some(page), is_first: true };
    Ok(Export { format, body: Body::from_stream(stream::try_unfold(rest, next_lines)) })
}

/// Writes the lines of a page and reads the next one. An error ends the connection, so that a
/// broken export is not taken for a whole one.
async fn next_lines(mut rest: Rest) -> Result<Option<(Bytes, Rest)>, BoxError> {
    let Some(page) = rest.page.take() else { return Ok(None) };
    let text = lines(rest.format, &page.items, rest.is_first)?;
    rest.is_first = false;
    if page.next.is_some() {
        rest.query.page.after = page.next;
        rest.page = Some(rest.app.store.exported_timeline(&rest.logs, &rest.query).await.inspect_err(|error| {
            tracing::error!(%error, "an export of audit records ended before its end");
        })?);
    }
    Ok(Some((Bytes::from(text), rest)))
}

const LOGINS: Endpoint =
    get("/admin/audit/logins", "loginAudit", "List the recorded decisions on logins, newest first.");

async fn logins(
    caller: Caller<Platform<required::AuditRead>>,
    query: ListOf<LoginAudit>,
) -> Result<Success<ListPage<NamedProvisioningAudit>>, ApiError> {
    Ok(Success::new(caller.app.store.login_audit(query.0).await?))
}

const ISSUER: Endpoint =
    get("/admin/audit/issuer", "issuerAudit", "List refused codes, reused tokens and changes of keys, newest first.");

async fn issuer(
    caller: Caller<Platform<required::AuditRead>>,
    query: ListOf<IssuerAudit>,
) -> Result<Success<ListPage<NamedIssuerAudit>>, ApiError> {
    Ok(Success::new(caller.app.store.event_audit(query.0).await?))
}

const OF_ORGANIZATION: Endpoint =
    get("/orgs/{orgId}/audit", "organizationAudit", "List an organization's audit records, newest first.");

async fn of_organization(
    caller: Caller<InOrganization<required::AuditRead>, OrganizationId>,
    query: ListOf<OrganizationAudit>,
) -> Result<Success<ListPage<NamedAdministrationAudit>>, ApiError> {
    Ok(Success::new(caller.app.store.command_audit(Some(caller.path), query.0).await?))
}
