//! `/admin/idp-kinds`, and settings that are not stored: suggested, discovered and checked. Nothing
//! here writes.

use cora_axum::required;
use cora_core::connection::ConnectionKind;
use cora_core::connection::settings::Settings;
use cora_core::connection::settings::form::{ConnectionFields, connection_fields};
use cora_core::connection::suggestion::{ConnectionSuggestion, SuggestConnectionInput, suggest_connection};
use cora_core::connection::test_login::run::TestStep;
use cora_core::secret::PastedText;
use cora_wire::request::{CheckSettingsRequest, DiscoverConnectionRequest, SuggestConnectionRequest};
use serde::Serialize;
use serde_json::{Map, Value};

use super::test_login::Checked;
use crate::app::App;
use crate::body::Body;
use crate::caller::ConnectionCaller;
use crate::endpoint::{Endpoint, Routes, get, post};
use crate::envelope::Success;
use crate::error::ApiError;
use crate::issuer::path::CALLBACK;
use crate::test_login::candidate::Candidate;
use crate::test_login::log::Log;
use crate::test_login::provider;

pub(super) fn routes() -> Routes {
    Routes::new().on(KINDS, kinds).on(SUGGEST, suggest).on(DISCOVER, discover).on(CHECK, check)
}

/// The kinds of provider, and what to register at one.
#[derive(Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "ConnectionKinds")]
struct Kinds {
    /// The kinds with their settings.
    kinds: Vec<ConnectionFields>,
    /// The redirect URIs to register at the provider. `{connectionId}` stands for the connection's
    /// identifier.
    redirect_uris: Vec<RedirectUriToRegister>,
}

/// A redirect URI to register at the provider.
#[derive(Serialize, schemars::JsonSchema)]
struct RedirectUriToRegister {
    uri: String,
    purpose: RedirectPurpose,
}

/// The use of a redirect URI.
#[derive(Clone, Copy, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
enum RedirectPurpose {
    /// Test logins.
    TestLogin,
    /// Logins through Cora's issuer.
    SignIn,
    /// Logins of an application with the npm package.
    Application,
}

const KINDS: Endpoint =
    get("/admin/idp-kinds", "connectionKinds", "List the kinds of provider, with their settings for forms.");

async fn kinds(caller: ConnectionCaller<required::IdpRead>) -> Result<Success<Kinds>, ApiError> {
    let kinds = ConnectionKind::ALL.into_iter().map(connection_fields).collect();
    Ok(Success::new(Kinds { kinds, redirect_uris: redirect_uris(&caller.app) }))
}

fn redirect_uris(app: &App) -> Vec<RedirectUriToRegister> {
    let issuer = app.issuer_url().map(|url| format!("{url}{}", CALLBACK.replace("{connection}", "{connectionId}")));
    let origin = app.sign_in_url().and_then(|url| url::Url::parse(url).ok());
    let origin = origin.map(|url| url.origin().ascii_serialization());
    let application = origin.map(|origin| format!("{origin}/api/auth/callback/{{connectionId}}"));
    let all = [
        (app.redirect_uri(), RedirectPurpose::TestLogin),
        (issuer, RedirectPurpose::SignIn),
        (application, RedirectPurpose::Application),
    ];
    all.into_iter().filter_map(|(uri, purpose)| Some(RedirectUriToRegister { uri: uri?, purpose })).collect()
}

const SUGGEST: Endpoint = post(
    "/admin/idp-config/suggest",
    "suggestConnection",
    "Suggest a kind of provider and its settings for a pasted text. Nothing is fetched or stored.",
);

async fn suggest(
    _caller: ConnectionCaller<required::IdpRead>,
    Body(SuggestConnectionRequest { text }): Body<SuggestConnectionRequest>,
) -> Result<Success<ConnectionSuggestion>, ApiError> {
    Ok(Success::new(suggest_connection(&SuggestConnectionInput { text, document: None })))
}

/// A discovery document that was fetched, and the settings that follow from it.
#[derive(Serialize, schemars::JsonSchema)]
#[schemars(rename = "ConnectionDiscovered")]
struct Discovered {
    /// The suggestion, in which the document counts.
    suggestion: ConnectionSuggestion,
    /// The document as it was fetched; null if it could not be.
    document: Option<Map<String, Value>>,
    /// The steps that were done.
    log: Log,
}

const DISCOVER: Endpoint = post(
    "/admin/idp-config/discover",
    "discoverConnection",
    "Fetch the discovery document that a text leads to, and suggest settings. Nothing is stored.",
);

async fn discover(
    caller: ConnectionCaller<required::IdpRead>,
    Body(DiscoverConnectionRequest { issuer, text }): Body<DiscoverConnectionRequest>,
) -> Result<Success<Discovered>, ApiError> {
    let text = match (issuer, text) {
        (Some(issuer), None) => PastedText::new(issuer.as_str()),
        (None, text) => text,
        (Some(_), Some(_)) => None,
    };
    let text = text.ok_or_else(|| ApiError::input("", "state one of `issuer` and `text`"))?;
    let app = &caller.app;
    let mut log = Log::new(app);
    let suggestion = suggest_connection(&SuggestConnectionInput { text: text.clone(), document: None });
    let document = match &suggestion.discovery_uri {
        None => None,
        Some(url) => provider::object(app, url, "the discovery document", &mut log).await,
    };
    let suggestion = match &document {
        None => suggestion,
        Some(members) => {
            log.good(TestStep::Discovery, "the discovery document was fetched");
            let document = Some(Settings::new(members.clone()));
            suggest_connection(&SuggestConnectionInput { text, document })
        }
    };
    Ok(Success::new(Discovered { suggestion, document, log }))
}

const CHECK: Endpoint = post(
    "/admin/idp-config/check",
    "checkSettings",
    "Fetch and check the provider's documents for settings that are not stored.",
)
.refuses(&[409]);

async fn check(
    caller: ConnectionCaller<required::IdpRead>,
    Body(CheckSettingsRequest { kind, config, organization_id }): Body<CheckSettingsRequest>,
) -> Result<Success<Checked>, ApiError> {
    let app = &caller.app;
    let candidate = Candidate::unsaved(app, kind, config, organization_id)?;
    let mut log = Log::new(app);
    log.good(TestStep::Settings, "the settings have no errors");
    Ok(Success::new(Checked::of(app, candidate, log).await))
}
