//! Suggests a kind of provider and its settings for a text that an administrator pastes: an issuer,
//! the address of a document or of a console, a discovery document, a key, or the settings of
//! another program.
//!
//! Pure: nothing is fetched. The suggestion names the discovery document that is worth fetching,
//! and takes it into account when it is given. [`validate`](super::settings::validate::validate)
//! decides whether the suggested settings are right.

mod assignments;
mod recognition;

use alloc::string::String;
use alloc::vec::Vec;
use cora_wire_derive::{codes, record};
use serde_json::{Map, Value};

use super::ConnectionKind;
use super::provider::fields;
use super::recognized::{Address, Recognized};
pub use super::recognized::{PasteCode, PasteFinding};
use super::secret::detection::secret_in_text;
use super::settings::Settings;
use crate::issue::shown::quote_shortened;
use crate::secret::PastedText;

/// A pasted text, and the provider's discovery document where it was fetched.
#[record]
pub struct SuggestConnectionInput {
    /// The text. At most 65536 bytes.
    pub text: PastedText,
    /// The discovery document at the suggested place; absent if it was not fetched.
    #[serde(default)]
    pub document: Option<Settings>,
}

/// The form of a pasted text.
#[codes]
pub enum PasteForm {
    /// Nothing but white space.
    Empty,
    /// A URL, or a host.
    Address,
    /// A discovery document (OpenID Connect Discovery §3).
    DiscoveryDocument,
    /// Names and values: lines as in `.env` files and YAML, or a JSON object.
    Assignments,
    /// A publishable key, a client ID or another identifier that only one provider writes.
    Identifier,
    /// Nothing that is known.
    Unknown,
}

/// The suggestion for a pasted text.
#[record]
pub struct ConnectionSuggestion {
    /// The form of the text.
    pub form: PasteForm,
    /// The kind of provider; null if none can be told.
    pub kind: Option<ConnectionKind>,
    /// The settings, under their canonical names. They hold no secret.
    pub settings: Settings,
    /// The place of the discovery document; null if none can be told.
    pub discovery_uri: Option<String>,
    /// The findings: corrections, omissions, and parts that were not understood.
    pub findings: Vec<PasteFinding>,
}

/// Suggests a kind of provider and its settings. Never fails: any text has a suggestion.
pub fn suggest_connection(input: &SuggestConnectionInput) -> ConnectionSuggestion {
    let mut suggesting = Suggesting::default();
    let text = input.text.expose().trim().trim_start_matches('\u{FEFF}');
    let form = suggesting.read(text);
    if let Some(document) = &input.document {
        suggesting.read_document(document.members());
    }
    suggesting.finish(form)
}

/// A suggestion in the making.
#[derive(Default)]
struct Suggesting {
    kind: Option<ConnectionKind>,
    settings: Map<String, Value>,
    /// The issuer that was told, for the place of the discovery document.
    issuer: Option<String>,
    /// Set once an address or an identifier was recognized.
    is_told: bool,
    findings: Vec<PasteFinding>,
}

impl Suggesting {
    fn read(&mut self, text: &str) -> PasteForm {
        if text.is_empty() {
            self.find(
                PasteCode::NothingPasted,
                "nothing was pasted".into(),
                Some("Paste the issuer of your provider."),
            );
            return PasteForm::Empty;
        }
        if let Some(members) = assignments::object(text) {
            if is_document(&members) {
                self.read_document(&members);
                return PasteForm::DiscoveryDocument;
            }
            self.read_assignments(assignments::of_object(&members));
            return PasteForm::Assignments;
        }
        if secret_in_text(text).is_some() && !text.contains(['=', ':']) {
            self.leave_out_secret("the text");
            return PasteForm::Unknown;
        }
        if self.read_identifier(text) {
            return PasteForm::Identifier;
        }
        if let Some(address) = Address::parse(text) {
            self.read_address(&address);
            return PasteForm::Address;
        }
        let assignments = assignments::of_lines(text);
        if !assignments.is_empty() {
            self.read_assignments(assignments);
            return PasteForm::Assignments;
        }
        self.find(
            PasteCode::NotRecognized,
            "the text is neither an address, nor a document, nor settings".into(),
            Some("Paste the issuer of your provider, such as `https://acme.okta.com/oauth2/default`."),
        );
        PasteForm::Unknown
    }

    /// Reads an identifier that only one provider writes.
    fn read_identifier(&mut self, text: &str) -> bool {
        let found = recognition::identifier(text);
        let is_found = found.is_some();
        if let Some(found) = found {
            self.take(found);
        }
        is_found
    }

    fn read_address(&mut self, address: &Address) {
        if address.scheme_was_added {
            self.find(PasteCode::SchemeAdded, "the address had no scheme; `https://` was added".into(), None);
        }
        self.take(recognition::address(address));
    }

    /// Reads a discovery document. Its issuer counts, whatever was pasted.
    fn read_document(&mut self, document: &Map<String, Value>) {
        let Some(issuer) = document.get("issuer").and_then(Value::as_str) else { return };
        // A document of many tenants has a placeholder for theirs.
        let shown = quote_shortened(issuer);
        let Some(address) = Address::parse(&issuer.replace(['{', '}'], "")) else {
            self.find(
                PasteCode::NotRecognized,
                alloc::format!("the document's issuer {shown} is not an address"),
                None,
            );
            return;
        };
        if self.issuer.as_deref().is_some_and(|pasted| pasted != issuer) {
            let message = alloc::format!("the document states another issuer: {shown}");
            self.find(PasteCode::AnotherIssuer, message, Some("Make sure that it is your provider's document."));
        }
        let found = recognition::address(&address);
        // What a path leads to is corrected in pasted text alone: a document's issuer is exact.
        let is_known = found.kind != ConnectionKind::Oidc;
        if self.kind.is_none_or(|kind| kind == ConnectionKind::Oidc) || is_known {
            self.take(found);
        }
        if self.kind == Some(ConnectionKind::Oidc) {
            self.settings.insert("issuer".into(), issuer.into());
            self.issuer = Some(issuer.into());
            self.findings.retain(|finding| {
                !matches!(finding.code, PasteCode::SlashRemoved | PasteCode::PathRemoved | PasteCode::QueryRemoved)
            });
        }
    }

    /// Takes over what was recognized. Settings that are there already stay.
    fn take(&mut self, found: Recognized) {
        let Recognized { kind, settings, issuer, findings } = found;
        if self.kind.is_some_and(|own| own != kind) {
            self.settings.clear();
        }
        self.kind = Some(kind);
        self.is_told |= !settings.is_empty();
        for (name, value) in settings {
            self.settings.entry(name).or_insert(value);
        }
        self.issuer = issuer.or(self.issuer.take());
        self.findings.extend(findings);
    }

    fn find(&mut self, code: PasteCode, message: String, help: Option<&str>) {
        self.findings.push(PasteFinding { code, message, help: help.map(String::from) });
    }

    fn leave_out_secret(&mut self, place: &str) {
        let message = alloc::format!("{place} is or holds a secret, and was left out");
        let help = "Enter it in the field of the secret, or name a reference to it such as `env:CORA_SECRET_ACME`.";
        self.find(PasteCode::SecretLeftOut, message, Some(help));
    }

    fn finish(self, form: PasteForm) -> ConnectionSuggestion {
        let Self { kind, settings, issuer, findings, .. } = self;
        // An instance of Clerk is known by its key, and has no document that is worth fetching.
        let has_document = kind.is_some_and(|kind| kind.login().is_some());
        let issuer = issuer.filter(|_| has_document);
        let discovery_uri =
            issuer.map(|issuer| alloc::format!("{}{}", issuer.trim_end_matches('/'), super::provider::DISCOVERY_PATH));
        let has = |name: &str| kind.is_some_and(|kind| fields(kind).iter().any(|field| field.name == name));
        let settings = settings.into_iter().filter(|(name, _)| has(name)).collect();
        ConnectionSuggestion { form, kind, settings: Settings::new(settings), discovery_uri, findings }
    }
}

/// Returns `true` if an object is a discovery document: it states an issuer and an endpoint.
fn is_document(members: &Map<String, Value>) -> bool {
    let has = |name: &str| members.get(name).is_some_and(Value::is_string);
    has("issuer") && (has("authorization_endpoint") || has("jwks_uri") || has("token_endpoint"))
}

#[cfg(test)]
mod tests;
