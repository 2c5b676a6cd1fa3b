//! Names and values: lines of `.env` files and of YAML, and JSON objects of other programs.

use alloc::string::String;
use alloc::vec::Vec;
use serde_json::{Map, Value};

use super::recognition;
use super::{PasteCode, Suggesting};
use crate::connection::ConnectionKind;
use crate::connection::provider::fields;
use crate::connection::recognized::Address;
use crate::connection::secret::detection::secret_in_text;
use crate::connection::secret::reference::SecretReference;
use crate::connection::settings::field::Shape;
use crate::issue::nearest::nearest;
use crate::issue::shown::quote;

/// Maximum number of assignments that are read (our decision; a file of settings has fewer).
const MAX_ASSIGNMENTS: usize = 200;
/// Maximum depth to which objects are walked.
const MAX_DEPTH: u8 = 4;

/// A name and its value.
pub(super) struct Assignment {
    name: String,
    value: Value,
}

/// Parses a JSON object, or returns `None` for any other text.
pub(super) fn object(text: &str) -> Option<Map<String, Value>> {
    if !text.starts_with('{') {
        return None;
    }
    serde_json::from_str(text).ok()
}

/// Returns the assignments of an object. Those of an object within have the names of both.
pub(super) fn of_object(members: &Map<String, Value>) -> Vec<Assignment> {
    let mut found = Vec::new();
    walk(members, "", MAX_DEPTH, &mut found);
    found
}

fn walk(members: &Map<String, Value>, before: &str, depth: u8, found: &mut Vec<Assignment>) {
    let Some(below) = depth.checked_sub(1) else { return };
    for (name, value) in members {
        if found.len() >= MAX_ASSIGNMENTS {
            return;
        }
        let name = if before.is_empty() { name.clone() } else { alloc::format!("{before}_{name}") };
        match value {
            Value::Object(within) => walk(within, &name, below, found),
            value => found.push(Assignment { name, value: value.clone() }),
        }
    }
}

/// Returns the assignments of lines: `NAME=value` and `name: value`, with comments, quotes, and
/// `export` in front.
pub(super) fn of_lines(text: &str) -> Vec<Assignment> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with(['#', ';']));
    lines.filter_map(assignment).take(MAX_ASSIGNMENTS).collect()
}

fn assignment(line: &str) -> Option<Assignment> {
    let line = line.strip_prefix("export ").or_else(|| line.strip_prefix("- ")).unwrap_or(line);
    let line = line.trim_end_matches(',');
    let at = line.find(['=', ':'])?;
    let (name, value) = line.split_at_checked(at)?;
    let name = name.trim().trim_matches(['"', '\'']);
    let value = value.get(1..)?.trim();
    let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte));
    if !is_name {
        return None;
    }
    let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''));
    let value = match quote.and_then(|quote| value.strip_prefix(quote)?.split_once(quote)) {
        Some((inner, _)) => inner,
        None => value.split(" #").next().unwrap_or(value).trim(),
    };
    Some(Assignment { name: String::from(name), value: value.into() })
}

/// Returns the words that name a kind of provider in front of a name.
fn words() -> impl Iterator<Item = (&'static str, ConnectionKind)> {
    let of = |kind: ConnectionKind| kind.recognition_rules().words.iter().map(move |word| (*word, kind));
    ConnectionKind::ALL.into_iter().flat_map(of)
}

/// The words in front of a name that say nothing about it.
const PREFIXES: &[&str] = &[
    "next_public",
    "nuxt_public",
    "react_app",
    "vite",
    "public",
    "expo_public",
    "auth",
    "oidc",
    "oauth2",
    "oauth",
    "sso",
    "idp",
    "cora",
    "config",
    "settings",
    "web",
    "installed",
    "credentials",
    "provider",
    "openid",
];

/// The settings by the names that other programs give them.
const NAMES: &[(&str, &str)] = &[
    ("app_id", "clientId"),
    ("application_id", "clientId"),
    ("audience", "audiences"),
    ("auth_server_url", "serverUrl"),
    ("base_url", "serverUrl"),
    ("client", "clientId"),
    ("clientid", "clientId"),
    ("directory_id", "tenantId"),
    ("discovery", "discoveryUri"),
    ("discovery_url", "discoveryUri"),
    ("environment", "environmentId"),
    ("env_id", "environmentId"),
    ("hd", "hostedDomain"),
    ("host", "serverUrl"),
    ("id", "clientId"),
    ("issuer_base_url", "issuer"),
    ("issuer_uri", "issuer"),
    ("issuer_url", "issuer"),
    ("metadata_url", "discoveryUri"),
    ("pool_id", "userPoolId"),
    ("resource", "clientId"),
    ("scope", "scopes"),
    ("server", "serverUrl"),
    ("slug", "applicationSlug"),
    ("tenant", "tenantId"),
    ("tenantid", "tenantId"),
    ("url", "serverUrl"),
    ("user_pool", "userPoolId"),
    ("userpool_id", "userPoolId"),
    ("well_known", "discoveryUri"),
    ("wellknown", "discoveryUri"),
];

/// The names of secrets.
const SECRETS: &[&str] =
    &["secret", "client_secret", "secret_key", "clientsecret", "api_key", "password", "private_key"];

/// The names whose values name a kind.
const KINDS: &[&str] = &["kind", "type", "provider_type", "providertype", "name", "provider", "idp", "auth_provider"];

/// The names of other programs' settings that are not those of a provider, and need no finding.
const OF_PROGRAMS: &[&str] = &[
    "cookie",
    "session",
    "redirect_uri",
    "redirect_uris",
    "redirect_url",
    "callback_url",
    "url",
    "trust_host",
    "debug",
    "port",
    "ssl_required",
    "public_client",
    "confidential_port",
    "auth_uri",
    "token_uri",
    "project_id",
    "auth_provider_x509_cert_url",
    "javascript_origins",
    "version",
    "enabled",
    "sign_in_url",
    "sign_up_url",
    "display",
    "display_name",
    "authorization_url",
    "token_url",
    "userinfo_url",
    "jwks_url",
    "logout_url",
];

/// A name without the words in front, in snake_case, and the kind that they name.
struct Plain {
    name: String,
    kind: Option<ConnectionKind>,
}

fn plain(name: &str) -> Plain {
    let mut rest = snake(name);
    let mut kind = None;
    loop {
        let named = words().find_map(|(word, kind)| Some((below(&rest, word)?, kind)));
        if let Some((after, found)) = named {
            kind = kind.or(Some(found));
            rest = String::from(after);
            continue;
        }
        // A name that is a setting's stays: `provider_organization`, `public_client`.
        let is_own = is_setting(&rest) || OF_PROGRAMS.contains(&rest.as_str());
        match PREFIXES.iter().find_map(|word| below(&rest, word)).filter(|_| !is_own) {
            Some(after) => rest = String::from(after),
            None => return Plain { name: rest, kind },
        }
    }
}

fn below<'a>(name: &'a str, word: &str) -> Option<&'a str> {
    name.strip_prefix(word)?.strip_prefix('_').filter(|rest| !rest.is_empty())
}

/// Returns `true` if a name in snake_case is that of a setting of some kind.
fn is_setting(name: &str) -> bool {
    ConnectionKind::ALL.into_iter().any(|kind| setting(kind, name).is_some())
}

/// Returns the setting of a kind that a name in snake_case means.
pub(super) fn setting(kind: ConnectionKind, name: &str) -> Option<&'static str> {
    let named = fields(kind).iter().find(|field| field.names().any(|known| snake(&known) == name));
    let other = || NAMES.iter().find(|(known, _)| *known == name).map(|(_, setting)| *setting);
    named.map(|field| field.name).or_else(|| other().filter(|setting| has(kind, setting)))
}

fn has(kind: ConnectionKind, setting: &str) -> bool {
    fields(kind).iter().any(|field| field.name == setting)
}

/// Returns the setting of a kind that holds its secret.
fn secret(kind: ConnectionKind) -> Option<&'static str> {
    fields(kind).iter().find(|field| field.shape == Shape::Secret).map(|field| field.name)
}

/// Writes a name in snake_case: camelCase, kebab-case, dots and capitals.
fn snake(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut before_is_lower = false;
    for c in name.chars() {
        if matches!(c, '-' | '.' | ' ') {
            out.push('_');
        } else {
            if c.is_ascii_uppercase() && before_is_lower {
                out.push('_');
            }
            out.push(c.to_ascii_lowercase());
        }
        before_is_lower = c.is_ascii_lowercase() || c.is_ascii_digit();
    }
    out
}

impl Suggesting {
    pub(super) fn read_assignments(&mut self, assignments: Vec<Assignment>) {
        let assignments: Vec<(Plain, Assignment)> =
            assignments.into_iter().map(|assignment| (plain(&assignment.name), assignment)).collect();
        self.read_kind(&assignments);
        self.read_addresses(&assignments);
        for (plain, assignment) in &assignments {
            self.read_assignment(plain, assignment);
        }
    }

    /// Takes the kind that a value or the names state.
    fn read_kind(&mut self, assignments: &[(Plain, Assignment)]) {
        let stated = assignments.iter().filter(|(plain, _)| KINDS.contains(&plain.name.as_str()));
        let stated = stated.filter_map(|(_, assignment)| kind_named(assignment.value.as_str()?)).next();
        let mut named: Vec<ConnectionKind> = Vec::new();
        for kind in assignments.iter().filter_map(|(plain, _)| plain.kind) {
            if !named.contains(&kind) {
                named.push(kind);
            }
        }
        if let (None, [first, second, ..]) = (stated, named.as_slice()) {
            let message = alloc::format!(
                "the names are of several providers, {} and {}; the first counts",
                first.display_name(),
                second.display_name()
            );
            self.find(PasteCode::SeveralKinds, message, Some("Paste the settings of one provider."));
        }
        self.kind = stated.or_else(|| named.first().copied());
    }

    /// Takes what addresses and identifiers among the values say.
    fn read_addresses(&mut self, assignments: &[(Plain, Assignment)]) {
        const ADDRESSES: &[&str] = &[
            "issuer",
            "issuer_url",
            "issuer_uri",
            "issuer_base_url",
            "domain",
            "discovery_uri",
            "discovery_url",
            "discovery",
            "well_known",
            "wellknown",
            "metadata_url",
            "authority",
        ];
        let stated = self.kind;
        for (plain, assignment) in assignments {
            if plain.kind.is_some() && stated.is_some() && plain.kind != stated {
                continue;
            }
            let Some(value) = assignment.value.as_str() else { continue };
            let found = if plain.name == "publishable_key" {
                recognition::identifier(value)
            } else if ADDRESSES.contains(&plain.name.as_str()) {
                Address::parse(value).map(|address| recognition::address(&address))
            } else {
                None
            };
            let Some(mut found) = found else { continue };
            let is_vague = found.kind == ConnectionKind::Oidc;
            if stated.is_some_and(|stated| stated != found.kind) {
                // A custom domain of the stated kind.
                if is_vague {
                    self.issuer = found.issuer.or(self.issuer.take());
                }
                continue;
            }
            if is_vague && stated == Some(ConnectionKind::Oidc) {
                found.findings.retain(|finding| finding.code != PasteCode::KindAssumed);
            }
            if !is_vague || self.kind.is_none() {
                self.take(found);
            }
        }
        // Names alone can tell the kind, where no provider is named.
        if self.kind.is_none() {
            let has = |name: &str| assignments.iter().any(|(plain, _)| plain.name == name);
            let tells = |kind: &ConnectionKind| kind.recognition_rules().telling_name.is_some_and(has);
            self.kind = ConnectionKind::ALL.into_iter().find(tells);
            let ends = |(_, assignment): &(Plain, Assignment)| {
                assignment.value.as_str().and_then(recognition::identifier).map(|found| found.kind)
            };
            self.kind = self.kind.or_else(|| assignments.iter().find_map(ends));
        }
    }

    fn read_assignment(&mut self, plain: &Plain, assignment: &Assignment) {
        let Some(kind) = self.kind else {
            return self.find_unknown(None, assignment);
        };
        let name = plain.name.as_str();
        if plain.kind.is_some_and(|other| other != kind) || KINDS.contains(&name) {
            return;
        }
        let text = assignment.value.as_str().unwrap_or_default();
        let is_secret = SECRETS.contains(&name) || secret_in_text(text).is_some();
        if is_secret && SecretReference::parse(text).is_none() {
            if !text.is_empty() {
                self.leave_out_secret(&alloc::format!("`{}`", assignment.shown()));
            }
            return;
        }
        let setting = if is_secret { secret(kind) } else { setting(kind, name) };
        match setting {
            Some(setting) if !self.settings.contains_key(setting) => {
                // An address says more than the name of its setting: a server and a realm, say.
                let is_told = self.is_told && matches!(setting, "issuer" | "domain" | "discoveryUri");
                let is_empty = assignment.value.is_null() || assignment.value.as_str() == Some("");
                if !is_told && !is_empty {
                    let value = self.without_slash(setting, shaped(kind, setting, &assignment.value));
                    self.settings.insert(setting.into(), value);
                }
            }
            Some(_) => {}
            None => self.find_unknown(Some(kind), assignment),
        }
    }

    /// Removes the slash at the end of a server's address, which no server's address has here.
    fn without_slash(&mut self, setting: &str, value: Value) -> Value {
        let trimmed = value.as_str().filter(|_| setting == "serverUrl").and_then(|text| text.strip_suffix('/'));
        let Some(trimmed) = trimmed.map(Value::from) else { return value };
        self.find(PasteCode::SlashRemoved, "the server's address ended with a slash; it was removed".into(), None);
        trimmed
    }

    fn find_unknown(&mut self, kind: Option<ConnectionKind>, assignment: &Assignment) {
        let name = plain(&assignment.name).name;
        let is_told = ["authority", "domain", "issuer", "discovery_url", "discovery", "well_known", "url", "host"];
        if OF_PROGRAMS.contains(&name.as_str()) || kind.is_some() && is_told.contains(&name.as_str()) {
            return;
        }
        let known = kind.into_iter().flat_map(|kind| fields(kind).iter().map(|field| field.name));
        let near = nearest(&name, known);
        let help = near.map(|near| alloc::format!("The nearest setting is `{near}`."));
        let message = alloc::format!("{} is not a setting of this kind, and was left out", quote(assignment.shown()));
        self.find(PasteCode::NameUnknown, message, help.as_deref());
    }
}

impl Assignment {
    /// Returns the name as it may be shown.
    fn shown(&self) -> &str {
        if secret_in_text(&self.name).is_some() || self.name.len() > 60 { "***" } else { &self.name }
    }
}

/// Returns the kind that a value names: by its name, or as its provider is called.
fn kind_named(text: &str) -> Option<ConnectionKind> {
    let name = snake(text.trim());
    let by_word = || words().find(|(word, _)| *word == name).map(|(_, kind)| kind);
    ConnectionKind::from_name(&name).or_else(by_word)
}

/// Gives a value the shape that its setting has: a number or a flag that was written as a text.
fn shaped(kind: ConnectionKind, setting: &str, value: &Value) -> Value {
    let shape = fields(kind).iter().find(|field| field.name == setting).map(|field| field.shape);
    match (shape, value.as_str()) {
        (Some(Shape::Flag | Shape::FlagOrText), Some("true")) => true.into(),
        (Some(Shape::Flag | Shape::FlagOrText), Some("false")) => false.into(),
        (Some(Shape::Number(_)), Some(text)) => text.parse::<u64>().map_or_else(|_| value.clone(), Value::from),
        (Some(Shape::Texts), Some(text)) if text.contains(',') => {
            text.split(',').map(str::trim).filter(|item| !item.is_empty()).map(Value::from).collect()
        }
        _ => value.clone(),
    }
}
