//! The settings of an application as options.

use std::path::PathBuf;
use std::process::ExitCode;
use std::str::FromStr;

use anyhow::Context as _;
use clap::Args;
use cora_core::id::ConnectionId;
use cora_core::issuer::application::{ApplicationSettings, RegisteredRedirectUri};
use cora_core::text::RedirectUri;
use serde_json::{Map, Value, json};

use super::super::database::refuse;
use super::super::document::BAD_INPUT;

/// The settings that are given. A list replaces the stored one.
#[derive(Debug, Args)]
pub struct Fields {
    /// The name that people see.
    #[arg(long, value_name = "TEXT")]
    name: Option<String>,
    /// Mark the application as one for development: loopback addresses over plain http are allowed.
    #[arg(long, value_name = "BOOL")]
    development: Option<bool>,
    /// A redirect URI, compared byte for byte. May be repeated.
    #[arg(long = "redirect-uri", value_name = "URI")]
    redirect_uris: Vec<String>,
    /// A URI to which a logout may return. May be repeated.
    #[arg(long = "post-logout-redirect-uri", value_name = "URI")]
    post_logout_redirect_uris: Vec<String>,
    /// An origin of the application's pages. May be repeated.
    #[arg(long = "origin", value_name = "ORIGIN")]
    origins: Vec<String>,
    /// A connection by which people may come. May be repeated; all of them if none is named.
    #[arg(long = "connection", value_name = "ID")]
    connections: Vec<String>,
    /// The way of authentication: `secret`, `private_key_jwt` or `none`.
    #[arg(long, value_name = "WAY")]
    authentication: Option<String>,
    /// A file with the public keys of `private_key_jwt`: a JSON Web Key Set.
    #[arg(long, value_name = "FILE")]
    keys: Option<PathBuf>,
    /// The extent to which requests need a code challenge: `required` or `nonce`.
    #[arg(long, value_name = "EXTENT")]
    pkce: Option<String>,
    /// The length of a session since its last renewal: seconds, or `30m`, `12h`, `7d`.
    #[arg(long, value_name = "LENGTH")]
    idle: Option<Length>,
    /// The length of a session since the sign-in.
    #[arg(long, value_name = "LENGTH")]
    absolute: Option<Length>,
    /// The URL that is told of logouts.
    #[arg(long, value_name = "URL")]
    back_channel_logout_uri: Option<String>,
    /// Set whether the application's tokens reach Cora's own API.
    #[arg(long, value_name = "BOOL")]
    api_access: Option<bool>,
    /// The handling of the provider's tokens after a sign-in: `forget` or `keep`.
    #[arg(long, value_name = "HANDLING")]
    upstream: Option<String>,
}

/// A length of time, in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Length(pub u32);

impl FromStr for Length {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let form = "write seconds, or a number with s, m, h or d, such as 7d";
        let (number, unit) = match text.find(|character: char| !character.is_ascii_digit()) {
            Some(at) => text.split_at(at),
            None => (text, "s"),
        };
        let unit = match unit {
            "s" => 1,
            "m" => 60,
            "h" => 3600,
            "d" => 86_400,
            _ => return Err(form),
        };
        number.parse::<u32>().ok().and_then(|number| number.checked_mul(unit)).map(Self).ok_or(form)
    }
}

impl Fields {
    /// Writes the given settings over others. Reports a value that cannot be read.
    pub fn over(&self, settings: Value) -> anyhow::Result<Result<ApplicationSettings, ExitCode>> {
        let mut settings = match settings {
            Value::Object(members) => members,
            _ => Map::new(),
        };
        let uris = |uris: &[String]| uris.iter().map(|uri| json!({ "uri": uri })).collect::<Value>();
        let mut set = |name: &str, value: Option<Value>| {
            if let Some(value) = value {
                settings.insert(name.to_owned(), value);
            }
        };
        let given = |list: &[String]| (!list.is_empty()).then(|| json!(list));
        set("name", self.name.as_ref().map(|name| json!(name)));
        set("development", self.development.map(Value::from));
        set("redirectUris", given(&self.redirect_uris).map(|_| uris(&self.redirect_uris)));
        set(
            "postLogoutRedirectUris",
            given(&self.post_logout_redirect_uris).map(|_| uris(&self.post_logout_redirect_uris)),
        );
        set("origins", given(&self.origins));
        set("connections", given(&self.connections));
        set("authentication", self.authentication.as_ref().map(|way| json!(way)));
        set("pkce", self.pkce.as_ref().map(|extent| json!(extent)));
        set("backChannelLogoutUri", self.back_channel_logout_uri.as_ref().map(|uri| json!(uri)));
        set("apiAccess", self.api_access.map(Value::from));
        set("upstream", self.upstream.as_ref().map(|handling| json!(handling)));
        if let Some(file) = &self.keys {
            let text = std::fs::read_to_string(file).with_context(|| format!("`{}` cannot be read", file.display()))?;
            let Ok(keys @ Value::Object(_)) = serde_json::from_str(&text) else {
                refuse(
                    "key_invalid",
                    "the file of keys is not a JSON object",
                    "Write a JSON Web Key Set (RFC 7517 §5).",
                );
                return Ok(Err(ExitCode::from(BAD_INPUT)));
            };
            set("keys", Some(keys));
        }
        for (name, length) in [("idle", self.idle), ("absolute", self.absolute)] {
            if let Some(Length(seconds)) = length {
                settings.entry("session").or_insert_with(|| json!({}))[name] = json!(seconds);
            }
        }
        if let Some(connection) = self.connections.iter().find(|id| ConnectionId::parse(id).is_none()) {
            let message = format!("the connection `{}` is not a UUID", connection.escape_debug());
            refuse("invalid_id", &message, "Run `cora connection list` to see the connections.");
            return Ok(Err(ExitCode::from(BAD_INPUT)));
        }
        match serde_json::from_value(Value::Object(settings)) {
            Ok(settings) => Ok(Ok(settings)),
            Err(error) => {
                refuse("invalid_value", &error.to_string(), "Run the command with `--help` to see the values.");
                Ok(Err(ExitCode::from(BAD_INPUT)))
            }
        }
    }
}

/// Builds a redirect URI with its end, or reports that it is too long.
pub fn registered(
    uri: &str,
    expires_at: Option<cora_core::time::UnixSeconds>,
) -> Result<RegisteredRedirectUri, ExitCode> {
    let uri = RedirectUri::new(uri).ok_or_else(|| {
        refuse("redirect_uri_invalid", "the redirect URI is longer than 2048 bytes", "Shorten the URI.");
        ExitCode::from(BAD_INPUT)
    })?;
    Ok(RegisteredRedirectUri { uri, expires_at })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_is_seconds_or_has_a_unit() {
        for (text, seconds) in [("300", 300), ("90s", 90), ("30m", 1800), ("12h", 43_200), ("7d", 604_800)] {
            assert_eq!(text.parse(), Ok(Length(seconds)));
        }
        for text in ["", "d", "7w", "1.5h", "-1d", "99999999d"] {
            assert!(text.parse::<Length>().is_err(), "{text}");
        }
    }
}
