//! `/admin/service`: the settings of this service, without any secret, and tests of its mail server
//! and name servers.

use cora_axum::required;
use cora_core::domain::name::DomainName;
use cora_core::email::CanonicalEmail;
use cora_store::DatabaseKind;
use cora_wire::request::TestDnsRequest;
use serde::Serialize;

use crate::access::Platform;
use crate::app::IssuerObjection;
use crate::body::Body;
use crate::caller::Caller;
use crate::domain_record::record_name;
use crate::endpoint::{Endpoint, Routes, get, post};
use crate::envelope::Success;
use crate::error::{ApiError, ServerCode};
use crate::mail::{Delivery, test_mail};

pub(super) fn routes() -> Routes {
    Routes::new().on(SERVICE, service).on(TEST_MAIL, test_mail_server).on(TEST_DNS, test_name_servers)
}

/// Maximum number of records that are shown.
const MAX_RECORDS: usize = 20;

/// The limits of this process. Null is no limit.
#[derive(Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(inline)]
struct LimitsOfService {
    /// The maximum number of requests at a time.
    concurrent: Option<u64>,
    /// The maximum number of requests of one client at a time.
    concurrent_per_client: Option<u32>,
    /// The maximum number of requests per second of one client.
    per_second: Option<u32>,
    /// The maximum number of open connections.
    connections: u64,
    /// The maximum number of open connections of one client.
    connections_per_client: u32,
}

/// The times for which records of logins are kept, in seconds.
#[derive(Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(inline)]
struct KeptLogins {
    /// For samples; null if none are made, also for want of keys.
    samples: Option<u64>,
    /// The maximum number of samples.
    most_samples: u32,
    /// For details, refused tokens and counts.
    log: u64,
}

/// This service.
#[derive(Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "ServiceState")]
struct ServiceState {
    /// The version of Cora.
    version: &'static str,
    /// The kind of database.
    database: DatabaseKind,
    /// The version of the schema that this program knows.
    schema_version: i64,
    /// The URL at which browsers reach this service, or null.
    public_url: Option<String>,
    /// The URL at which people sign in to the web application, or null.
    sign_in_url: Option<String>,
    /// Set if a mail server is configured.
    has_mail: bool,
    /// Set if name servers are known.
    has_name_servers: bool,
    /// The names of the keys for secrets, the one that seals first. Never the keys.
    secret_keys: Vec<String>,
    /// The number of stored secrets of connections that another key than the first one seals.
    sealed_by_other_keys: u64,
    /// The setting without which applications cannot sign in through this service, or null.
    issuer_needs: Option<&'static str>,
    /// The number of connections whose provider gave no keys.
    connections_without_keys: usize,
    /// The number of connections whose provider gives no new keys.
    connections_with_old_keys: usize,
    /// Set if admitted users see the trace of their own decision.
    trace_for_users: bool,
    /// The origins whose pages may call this service.
    origins: Vec<String>,
    /// The limits.
    limits: LimitsOfService,
    /// The times for which records of logins are kept.
    logins: KeptLogins,
}

const SERVICE: Endpoint = get("/admin/service", "service", "Get the settings of this service, without any secret.");

async fn service(caller: Caller<Platform<required::IdpRead>>) -> Result<Success<ServiceState>, ApiError> {
    let app = &caller.app;
    let number = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
    let keys = app.secrets.keys().ok();
    let secret_keys: Vec<String> = keys.map(|keys| keys.key_ids().map(str::to_owned).collect()).unwrap_or_default();
    let sealed_by_other_keys = match keys {
        Some(keys) => app.store.secrets_sealed_by_others(keys.sealing_key_id()).await?,
        None => 0,
    };
    Ok(Success::new(ServiceState {
        version: env!("CARGO_PKG_VERSION"),
        database: app.store.kind(),
        schema_version: app.store.known_schema(),
        public_url: app.public_url.clone(),
        sign_in_url: app.sign_in_url().map(str::to_owned),
        has_mail: app.has_mail(),
        has_name_servers: app.has_name_servers(),
        secret_keys,
        sealed_by_other_keys,
        issuer_needs: app.issuer_objection().map(IssuerObjection::setting),
        connections_without_keys: app.verifier.sources_without_keys(),
        connections_with_old_keys: app.verifier.sources_with_old_keys(),
        trace_for_users: app.trace_for_users,
        origins: app.cross_origins.iter().filter_map(|origin| origin.to_str().ok()).map(str::to_owned).collect(),
        limits: LimitsOfService {
            concurrent: app.max_concurrent.map(number),
            concurrent_per_client: app.max_concurrent_per_client,
            per_second: app.rate_limit.as_ref().map(|limit| limit.per_second.get()),
            connections: number(app.connection_limits.all),
            connections_per_client: app.connection_limits.per_client,
        },
        logins: KeptLogins {
            samples: app.login_retention.samples.filter(|_| keys.is_some()),
            most_samples: app.login_retention.most_samples,
            log: app.login_retention.log,
        },
    }))
}

/// The result of a test mail.
#[derive(Serialize, schemars::JsonSchema)]
#[schemars(inline)]
struct TestedMail {
    /// The delivery to the administrator's own address.
    delivery: Delivery,
}

const TEST_MAIL: Endpoint =
    post("/admin/service/test-mail", "testMail", "Send a mail to the administrator's own address.").refuses(&[409]);

/// Sends a mail to the caller. WHY to no other address: the service must not be a way to write to
/// anybody.
async fn test_mail_server(caller: Caller<Platform<required::IdpWrite>>) -> Result<Success<TestedMail>, ApiError> {
    let app = &caller.app;
    let profile = caller.signed_in.profile(app).await?;
    let address = profile.profile.email.as_deref().and_then(|email| CanonicalEmail::parse(email).ok());
    let to = address.ok_or(ApiError::Server(ServerCode::MailNotConfigured)).and_then(|to| match app.has_mail() {
        true => Ok(to),
        false => Err(ApiError::Server(ServerCode::MailNotConfigured)),
    })?;
    let delivery = app.deliver(Some(test_mail(&to, app.public_url.as_deref()))).await;
    Ok(Success::new(TestedMail { delivery }))
}

/// The records that the name servers have for a domain.
#[derive(Serialize, schemars::JsonSchema)]
#[schemars(inline)]
struct TestedDns {
    /// The name that was looked up.
    name: String,
    /// The texts of its TXT records, at most 20.
    records: Vec<String>,
}

const TEST_DNS: Endpoint = post(
    "/admin/service/test-dns",
    "testDns",
    "Look up the TXT records by which a domain is proven, at the name servers of this service.",
)
.refuses(&[503]);

async fn test_name_servers(
    caller: Caller<Platform<required::IdpWrite>>,
    Body(TestDnsRequest { domain }): Body<TestDnsRequest>,
) -> Result<Success<TestedDns>, ApiError> {
    let name = record_name(DomainName::as_str(&domain));
    let unavailable = |error| {
        tracing::info!(%error, "a test of the name servers failed");
        ApiError::Server(ServerCode::NameServerUnavailable)
    };
    let mut records = caller.app.domain_texts(&name).await.map_err(unavailable)?;
    records.truncate(MAX_RECORDS);
    Ok(Success::new(TestedDns { name, records }))
}
