//! `/admin/overview`: whether people can sign in, compared with what is usual, and what ends soon.

use std::collections::BTreeMap;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use cora_axum::required;
use cora_core::id::ConnectionId;
use cora_core::lint::lint;
use cora_core::time::UnixSeconds;
use cora_store::{ConnectionRow, EndingSecret, LoginCountRow, OpenWork};
use serde::{Deserialize, Serialize};

use crate::access::Platform;
use crate::app::App;
use crate::caller::{Caller, parse_query};
use crate::endpoint::{Argument, Description, Endpoint, Routes, get};
use crate::envelope::Success;
use crate::error::ApiError;

pub(super) fn routes() -> Routes {
    Routes::new().on(OVERVIEW, overview)
}

const HOUR: u32 = 3600;
const DAY: u32 = 86_400;
/// Minimum number of logins of a day by which a verdict is made (our decision: of fewer, one person
/// who tries again and again would be most of them).
const MIN_JUDGED: u64 = 10;
/// Time before the end of something at which it is listed, in seconds: 90 days.
const SOON: u64 = 90 * 86_400;

/// The outcomes by which a person is signed in.
pub(super) const SIGNED_IN: [&str; 4] = ["returning", "provisioned", "linked", "approval_required"];
/// The outcome of refused tokens.
pub(super) const TOKEN_REFUSED: &str = "token_refused";

/// The time that the query asks about.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OverviewQuery {
    days: Option<u32>,
}

impl FromRequestParts<App> for OverviewQuery {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let form = "`days` must be a number from 1 to 400; other parameters are not allowed";
        let query: Self = parse_query(parts, app, form).await?;
        match query.days {
            Some(1..=400) | None => Ok(query),
            Some(_) => Err(ApiError::input("days", form)),
        }
    }
}

impl Argument for OverviewQuery {
    fn describe(description: &mut Description) {
        description.query = &[("days", "The number of days that are counted; 7 if absent, at most 400.")];
    }
}

/// The state of sign-in: the worst of the known findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Verdict {
    /// No connection of the platform is in use: nobody can sign in.
    NoActiveConnection,
    /// A provider gave no keys since this process was started: its users cannot sign in.
    KeysMissing,
    /// More than half of at least 10 logins of the last 24 hours were refused.
    MostAreRefused,
    /// A provider gives no new keys. Its old ones still count.
    KeysOld,
    /// No login was counted in the last 24 hours.
    NothingCounted,
    /// People sign in.
    Ok,
}

/// The number of logins with one outcome in a time.
#[derive(Debug, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[schemars(inline)]
struct OutcomeInTime {
    /// The begin of the time, in seconds since the epoch.
    begin: u64,
    /// The outcome, or `token_refused`.
    outcome: String,
    /// The number of logins.
    logins: u64,
}

/// The number of logins with one reason.
#[derive(Debug, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[schemars(inline)]
struct ReasonOfLogins {
    /// The outcome, or `token_refused`.
    outcome: String,
    /// The reason, or the code of the refused token.
    reason: String,
    /// The number of logins.
    logins: u64,
}

/// The logins by one connection.
#[derive(Debug, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(inline)]
struct LoginsOfConnection {
    /// The connection.
    connection_id: ConnectionId,
    /// The display name.
    connection_name: String,
    /// The status.
    status: String,
    /// The number of logins that signed somebody in.
    signed_in: u64,
    /// The number of logins that signed nobody in.
    refused: u64,
    /// The number of refused tokens.
    tokens_refused: u64,
}

/// Something that ends.
#[derive(Debug, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case", tag = "code")]
enum EndsSoon {
    /// A secret of an application ends, or has ended.
    ApplicationSecret {
        #[serde(flatten)]
        secret: EndingSecret,
    },
    /// The secret of a connection in use ends, or has ended: nobody can sign in by it then.
    ConnectionSecret {
        /// The connection.
        #[serde(rename = "connectionId")]
        connection_id: ConnectionId,
        /// The display name.
        #[serde(rename = "connectionName")]
        connection_name: String,
        /// The end of the secret, in seconds since the epoch.
        #[serde(rename = "endsAt")]
        ends_at: u64,
    },
    /// Open invitations end within 7 days.
    Invitations { count: u64 },
    /// Proofs of domains have ended or failed.
    DomainProofs { count: u64 },
}

/// The state of sign-in.
#[derive(Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "Overview")]
struct Overview {
    /// The state of sign-in.
    verdict: Verdict,
    /// The begin of the counted time, in seconds since the epoch.
    from: u64,
    /// The length of the times of `counts`, in seconds: an hour or a day.
    step: u32,
    /// The number of logins by time and outcome. Times without logins are left out.
    counts: Vec<OutcomeInTime>,
    /// The number of logins by outcome and reason, the most frequent first.
    reasons: Vec<ReasonOfLogins>,
    /// The connections, with their logins.
    connections: Vec<LoginsOfConnection>,
    /// The things that end within 90 days, or have ended.
    ends_soon: Vec<EndsSoon>,
    /// The numbers of open tasks of administrators.
    waiting: OpenWork,
    /// The number of errors that the lint finds in the policy in force.
    policy_errors: u32,
    /// The number of warnings.
    policy_warnings: u32,
}

const OVERVIEW: Endpoint = get(
    "/admin/overview",
    "overview",
    "Get the numbers of logins, what ends soon, and what waits for an administrator.",
);

async fn overview(
    caller: Caller<Platform<required::AuditRead>>,
    query: OverviewQuery,
) -> Result<Success<Overview>, ApiError> {
    let (app, days) = (&caller.app, query.days.unwrap_or(7));
    let now = (app.clock)();
    let step = if days == 1 { HOUR } else { DAY };
    let from = begin(now, days, step);
    let counts = app.store.login_counts(from, step, None).await?;
    let today = app.store.login_counts(begin(now, 1, HOUR), HOUR, None).await?;
    let rows = app.store.connections().await?;
    let work = app.store.open_work(now).await?;
    let soon = now.plus(SOON);
    let mut ends_soon: Vec<EndsSoon> = ending_secrets(&rows, soon);
    ends_soon.extend(
        app.store
            .ending_application_secrets(soon)
            .await?
            .into_iter()
            .map(|secret| EndsSoon::ApplicationSecret { secret }),
    );
    ends_soon.extend((work.invitations_ending > 0).then_some(EndsSoon::Invitations { count: work.invitations_ending }));
    ends_soon.extend((work.domains_lost > 0).then_some(EndsSoon::DomainProofs { count: work.domains_lost }));
    let configuration = app.store.configuration(app.store.policy().await?).await?;
    let report = lint(&configuration, &cora_domain_lists::DomainLists);
    Ok(Success::new(Overview {
        verdict: verdict(app, &rows, &today),
        from: from.seconds(),
        step,
        counts: by_time(&counts),
        reasons: by_reason(&counts),
        connections: rows.iter().map(|row| of_connection(row, &counts)).collect(),
        ends_soon,
        waiting: work,
        policy_errors: report.errors,
        policy_warnings: report.warnings,
    }))
}

/// Returns the begin of the time that is counted: that many days back, at a boundary of a step.
pub(super) fn begin(now: UnixSeconds, days: u32, step: u32) -> UnixSeconds {
    let (step, length) = (u64::from(step), u64::from(days) * u64::from(DAY));
    let begin = now.seconds().saturating_sub(length);
    UnixSeconds::new(begin - begin % step).unwrap_or_default()
}

fn verdict(app: &App, connections: &[ConnectionRow], today: &[LoginCountRow]) -> Verdict {
    let is_usable = |row: &&ConnectionRow| row.is_active && row.organization_id.is_none();
    if connections.iter().find(is_usable).is_none() {
        return Verdict::NoActiveConnection;
    }
    if app.verifier.sources_without_keys() > 0 {
        return Verdict::KeysMissing;
    }
    let all: u64 = today.iter().map(|count| count.logins).sum();
    let signed_in = sum(today, |count| SIGNED_IN.contains(&count.outcome.as_str()));
    if all >= MIN_JUDGED && signed_in * 2 < all {
        return Verdict::MostAreRefused;
    }
    if app.verifier.sources_with_old_keys() > 0 {
        return Verdict::KeysOld;
    }
    if all == 0 { Verdict::NothingCounted } else { Verdict::Ok }
}

/// Returns the secrets of connections in use that end before a time, the first one first.
fn ending_secrets(connections: &[ConnectionRow], before: UnixSeconds) -> Vec<EndsSoon> {
    let in_use = connections.iter().filter(|row| row.is_active);
    let ending = in_use.filter_map(|row| row.secret_expires_at.map(|ends_at| (ends_at, row)));
    let mut ending: Vec<(u64, &ConnectionRow)> = ending.filter(|(ends_at, _)| *ends_at < before.seconds()).collect();
    ending.sort_by_key(|(ends_at, _)| *ends_at);
    let shown = |(ends_at, row): (u64, &ConnectionRow)| EndsSoon::ConnectionSecret {
        connection_id: row.id,
        connection_name: row.display_name.clone(),
        ends_at,
    };
    ending.into_iter().map(shown).collect()
}

pub(super) fn sum(counts: &[LoginCountRow], wanted: impl Fn(&LoginCountRow) -> bool) -> u64 {
    counts.iter().filter(|count| wanted(count)).map(|count| count.logins).sum()
}

fn by_time(counts: &[LoginCountRow]) -> Vec<OutcomeInTime> {
    let mut sums: BTreeMap<(u64, &str), u64> = BTreeMap::new();
    for count in counts {
        *sums.entry((count.begin, &count.outcome)).or_default() += count.logins;
    }
    let sums = sums.into_iter();
    sums.map(|((begin, outcome), logins)| OutcomeInTime { begin, outcome: outcome.to_owned(), logins }).collect()
}

fn by_reason(counts: &[LoginCountRow]) -> Vec<ReasonOfLogins> {
    let mut sums: BTreeMap<(&str, &str), u64> = BTreeMap::new();
    for count in counts {
        *sums.entry((&count.outcome, &count.reason)).or_default() += count.logins;
    }
    let reason = |((outcome, reason), logins): ((&str, &str), u64)| ReasonOfLogins {
        outcome: outcome.to_owned(),
        reason: reason.to_owned(),
        logins,
    };
    let mut reasons: Vec<ReasonOfLogins> = sums.into_iter().map(reason).collect();
    reasons.sort_by_key(|reason| std::cmp::Reverse(reason.logins));
    reasons
}

fn of_connection(row: &ConnectionRow, counts: &[LoginCountRow]) -> LoginsOfConnection {
    let id = row.id.to_string();
    let own = |count: &LoginCountRow| count.connection_id == id;
    let is_in = |count: &LoginCountRow| SIGNED_IN.contains(&count.outcome.as_str());
    let is_token = |count: &LoginCountRow| count.outcome == TOKEN_REFUSED;
    LoginsOfConnection {
        connection_id: row.id,
        connection_name: row.display_name.clone(),
        status: row.status.clone(),
        signed_in: sum(counts, |count| own(count) && is_in(count)),
        refused: sum(counts, |count| own(count) && !is_in(count) && !is_token(count)),
        tokens_refused: sum(counts, |count| own(count) && is_token(count)),
    }
}
