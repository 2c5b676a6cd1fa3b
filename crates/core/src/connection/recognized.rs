//! The traces of providers in pasted texts: the rules by which each kind is recognized, and a
//! provider that was recognized.

mod address;

use alloc::string::String;
use alloc::vec::Vec;
use cora_wire_derive::{codes, record};
use serde_json::{Map, Value};

use super::ConnectionKind;
pub(super) use address::Address;

/// The rules by which a kind of provider is recognized. Every provider states all of them.
pub(in crate::connection) struct RecognitionRules {
    /// The words that name the provider in front of the names of other programs' settings, in
    /// snake_case, longer ones first.
    pub words: &'static [&'static str],
    /// The setting in snake_case that only this kind has, so that its name tells the kind; `None`
    /// if no name does.
    pub telling_name: Option<&'static str>,
    /// Reads an address of the provider; `None` if it is not the provider's.
    pub address: fn(&Address) -> Option<Recognized>,
    /// Reads an identifier that only this provider writes; `None` if it is not the provider's.
    pub identifier: fn(&str) -> Option<Recognized>,
}

/// The code of a finding about a pasted text. A closed list.
#[codes]
pub enum PasteCode {
    /// Nothing was pasted.
    NothingPasted,
    /// The text is nothing that is known.
    NotRecognized,
    /// The scheme was missing, and `https://` was added.
    SchemeAdded,
    /// The path of a document or an endpoint was left on, and removed.
    PathRemoved,
    /// A query or a fragment was removed.
    QueryRemoved,
    /// The address is that of the administration pages (`-admin`), and was corrected.
    AdminHost,
    /// A slash at the end was removed.
    SlashRemoved,
    /// A slash at the end was added.
    SlashAdded,
    /// The address is of the provider's console, which issues no tokens.
    ConsoleAddress,
    /// The address is of the provider's login pages, which issue no tokens.
    LoginPageAddress,
    /// The tenant stands for many, and was left out.
    TenantNotPinned,
    /// The issuer is that of version 1 tokens, and was replaced.
    OldIssuer,
    /// A secret is among the values, and was left out.
    SecretLeftOut,
    /// A name is not that of a setting of this kind, and was left out.
    NameUnknown,
    /// The values name several kinds of provider; the first counts.
    SeveralKinds,
    /// No known provider has this address, so any provider of OpenID Connect is assumed.
    KindAssumed,
    /// The text names a provider, and lacks what identifies its tenant.
    TenantMissing,
    /// The document states another issuer than was pasted; the document's counts.
    AnotherIssuer,
}

/// A finding about a pasted text.
#[record]
pub struct PasteFinding {
    /// The code.
    pub code: PasteCode,
    /// The message for people: lower case, no full stop. Never holds a secret.
    pub message: String,
    /// The remedy, as a sentence; null if nothing is left to do.
    pub help: Option<String>,
}

/// A provider that was recognized, and what the text says of it.
pub(in crate::connection) struct Recognized {
    pub kind: ConnectionKind,
    pub settings: Map<String, Value>,
    pub issuer: Option<String>,
    pub findings: Vec<PasteFinding>,
}

impl Recognized {
    pub fn new(kind: ConnectionKind) -> Self {
        Self { kind, settings: Map::new(), issuer: None, findings: Vec::new() }
    }

    pub fn set(mut self, name: &str, value: &str) -> Self {
        self.settings.insert(name.into(), value.into());
        self
    }

    pub fn issued_by(mut self, issuer: String) -> Self {
        self.issuer = Some(issuer);
        self
    }

    /// Sets the issuer as the setting.
    pub fn issuer(self, issuer: String) -> Self {
        self.set("issuer", &issuer).issued_by(issuer)
    }

    pub fn finding(mut self, code: PasteCode, message: &str, help: Option<&str>) -> Self {
        self.findings.push(PasteFinding { code, message: message.into(), help: help.map(String::from) });
        self
    }

    pub fn finding_if(self, condition: bool, code: PasteCode, message: &str, help: Option<&str>) -> Self {
        if condition { self.finding(code, message, help) } else { self }
    }

    pub fn console(self, help: &str) -> Self {
        self.finding(PasteCode::ConsoleAddress, "this is an address of the provider's console", Some(help))
    }

    /// Reports a slash at the end of a path, which was left out.
    pub fn without_slash(self, address: &Address) -> Self {
        let has_slash = address.path.len() > 1 && address.path.ends_with('/');
        let message = "issuers of this provider do not end with a slash; it was removed";
        self.finding_if(has_slash, PasteCode::SlashRemoved, message, None)
    }

    /// Reports the rest of a path, and a query or fragment, which were left out.
    pub fn without(self, address: &Address, path_is_issuers: bool) -> Self {
        let has_more = address.query.is_some() || address.fragment.is_some();
        self.finding_if(
            !path_is_issuers,
            PasteCode::PathRemoved,
            "the address is of a page or document below the issuer; the rest of the path was removed",
            None,
        )
        .finding_if(has_more, PasteCode::QueryRemoved, "a query or fragment was removed", None)
    }
}
