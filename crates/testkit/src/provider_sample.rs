//! A sample of each kind of provider, from `tests/providers`: settings, a configuration and tokens
//! as the provider writes them. Tests of every crate read these, so a kind is described to them
//! once.

use std::fs;
use std::path::Path;

use cora_core::connection::ConnectionKind;
use cora_core::json::Code;
use serde::Deserialize;
use serde_json::{Map, Value};

/// The sample of a kind.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ProviderSample {
    /// `true` if the provider may be on any host, because customers host it or choose its domain.
    #[serde(default)]
    pub any_host: bool,
    /// The smallest valid settings, with the issuer.
    pub least: Map<String, Value>,
    /// Two valid settings, with different issuers unless the provider has one.
    pub sound: [SoundSettings; 2],
    /// A configuration in which every setting is set, without its `kind`. It only has to be well
    /// formed.
    pub configuration: Map<String, Value>,
    /// Tokens as the provider writes them; at least one for each use.
    pub tokens: Vec<SampleToken>,
}

/// Valid settings, and the issuer that follows from them.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SoundSettings {
    /// The settings.
    pub settings: Map<String, Value>,
    /// The issuer.
    pub issuer: String,
}

/// A token that a connection accepts, and changes that make it one to refuse.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SampleToken {
    /// The connection's difference from the least settings; null removes a setting.
    pub changes: Map<String, Value>,
    /// The type in the token's header.
    #[serde(rename = "type")]
    pub typ: String,
    /// The claims, without `iss`, `iat` and `exp`.
    pub claims: Map<String, Value>,
    /// The subject of the login.
    pub subject: String,
    /// The changes that are refused.
    pub refused: Vec<RefusedChange>,
}

/// A change of a token's claims, and the code of its refusal.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RefusedChange {
    /// The code of the error.
    pub code: String,
    /// The claims to set; null removes a claim.
    pub changes: Map<String, Value>,
}

/// Reads the sample of a kind.
///
/// # Panics
///
/// Panics if `tests/providers` has no file of the kind, or one of another form.
pub fn provider_sample(kind: ConnectionKind) -> ProviderSample {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/providers");
    let file = folder.join(kind.name()).with_extension("json");
    let text = fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}
