//! Reads the settings of a connection by the table of its kind: names, JSON types, lengths,
//! secrets.
//!
//! A value in which a fault was found is not checked further, so one mistake causes one issue.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use serde_json::{Map, Value};
use url::Host;

use crate::connection::host::allowed::{OPTION, allows_host};
use crate::connection::host::is_private_name;
use crate::connection::host::url_check::{self, CheckedUrl, UrlRules};
use crate::connection::report::issue::{ConnectionIssue, ConnectionIssueCode, is_ok};
use crate::connection::secret::detection::{is_secret_name, secret_in, secret_in_text};
use crate::connection::secret::reference::SecretReference;
use crate::connection::settings::field::Field;
use crate::connection::settings::value::{self, SettingValue, ValueFault};
use crate::connection::settings::{ConnectionSettings, Settings};
use crate::domain::name::DomainName;
use crate::issue::Severity;
use crate::issue::nearest::nearest;
use crate::issue::shown::{push_pointer, quote};

/// Maximum issues listed.
const MAX_ISSUES: usize = 100;

/// Settings that are being checked.
pub(in crate::connection) struct SettingsReader<'a> {
    /// The settings as given.
    pub input: &'a ConnectionSettings,
    fields: &'static [Field],
    given: Vec<Option<GivenSetting<'a>>>,
    issues: Vec<(usize, ConnectionIssue)>,
    storable: bool,
}

/// A setting that is present.
struct GivenSetting<'a> {
    spelling: String,
    value: Option<SettingValue<'a>>,
    stored: Option<Value>,
}

/// Reads the settings by their table.
pub(in crate::connection) fn read<'a>(input: &'a ConnectionSettings, fields: &'static [Field]) -> SettingsReader<'a> {
    let mut reader = SettingsReader { input, fields, given: Vec::new(), issues: Vec::new(), storable: true };
    for (rank, field) in fields.iter().enumerate() {
        let given = reader.setting(rank, field);
        reader.given.push(given);
    }
    for field in fields.iter().filter(|field| field.required) {
        if !reader.is_given(field.name) {
            reader.missing(field.name);
        }
    }
    reader.unknown();
    reader
}

/// Returns `true` if a value counts as absent: null, or the empty text that a form sends for a
/// field that was not filled in.
pub(in crate::connection) fn is_absent(value: &Value) -> bool {
    value.is_null() || value.as_str() == Some("")
}

impl<'a> SettingsReader<'a> {
    fn setting(&mut self, rank: usize, field: &'static Field) -> Option<GivenSetting<'a>> {
        let members = self.input.settings.members();
        let mut there = field
            .names()
            .filter_map(|name| members.get(&name).map(|value| (name, value)))
            .filter(|(_, value)| !is_absent(value));
        let (spelling, value) = there.next()?;
        if let Some((again, _)) = there.next() {
            let message = format!("{} and {} are the same setting", quote(&spelling), quote(&again));
            let help = format!("Keep only `{}`.", field.name);
            self.refuse(rank, pointer(&again), ConnectionIssueCode::DuplicateField, message, Some(help));
        }
        let path = pointer(&spelling);
        let read = value::read(value, field.shape);
        for ValueFault { item, code, message, help, storable } in read.faults {
            let mut path = path.clone();
            if let Some(item) = item {
                push_pointer(&mut path, &item.to_string());
            }
            self.storable &= storable;
            self.issues.push((rank, issue(code, Severity::Error, path, message, help)));
        }
        Some(GivenSetting { spelling, value: read.value, stored: read.stored })
    }

    /// Reports settings that the kind does not have, in alphabetical order.
    fn unknown(&mut self) {
        let known: Vec<String> = self.fields.iter().flat_map(Field::names).collect();
        let members = self.input.settings.members();
        let mut unknown: Vec<&String> = members.keys().filter(|name| !known.contains(name)).collect();
        unknown.sort_unstable();
        if !unknown.is_empty() {
            self.storable = false;
        }
        let rank = self.fields.len();
        for name in unknown.into_iter().take(MAX_ISSUES) {
            let value = members.get(name).unwrap_or(&Value::Null);
            let secret = secret_in_text(name).or_else(|| secret_in(value));
            let path = if secret_in_text(name).is_some() { "/settings".to_owned() } else { pointer(name) };
            let near = nearest(name, self.fields.iter().map(|field| field.name));
            let own = self.fields.iter().find(|field| field.shape == crate::connection::settings::field::Shape::Secret);
            if let Some(what) = secret {
                let message = format!("{what} is in an unknown setting");
                self.refuse(rank, path, ConnectionIssueCode::SecretInPublicField, message, secret_help(own));
            } else if let Some(near) = near {
                let message = format!("{} is not a setting of this provider", quote(name));
                let help = format!("Did you mean `{near}`?");
                self.refuse(rank, path, ConnectionIssueCode::UnknownField, message, Some(help));
            } else if is_secret_name(name) && !is_absent(value) {
                let message = format!("{} is a secret that this provider does not have", quote(name));
                self.refuse(rank, path, ConnectionIssueCode::SecretInPublicField, message, secret_help(own));
            } else {
                let names: Vec<&str> = self.fields.iter().map(|field| field.name).collect();
                let message = format!("{} is not a setting of this provider", quote(name));
                let help = format!("Use one of: {}.", names.join(", "));
                self.refuse(rank, path, ConnectionIssueCode::UnknownField, message, Some(help));
            }
        }
    }

    /// Adds an error that keeps the settings from being stored.
    fn refuse(&mut self, rank: usize, path: String, code: ConnectionIssueCode, message: String, help: Option<String>) {
        self.storable = false;
        self.issues.push((rank, issue(code, Severity::Error, path, message, help)));
    }

    fn rank(&self, name: &str) -> usize {
        self.fields.iter().position(|field| field.name == name).unwrap_or(self.fields.len())
    }

    fn given(&self, name: &str) -> Option<&GivenSetting<'a>> {
        self.given.get(self.rank(name)).and_then(Option::as_ref)
    }

    /// Returns `true` if a setting is present, valid or not.
    pub fn is_given(&self, name: &str) -> bool {
        self.given(name).is_some()
    }

    /// Returns the value of a setting, if it is present and has no fault.
    pub fn value(&self, name: &str) -> Option<&SettingValue<'a>> {
        self.given(name).and_then(|given| given.value.as_ref())
    }

    /// Returns the value of a text setting.
    pub fn text(&self, name: &str) -> Option<&'a str> {
        match self.value(name) {
            Some(SettingValue::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// Returns the items of a list; empty if it is absent.
    pub fn texts(&self, name: &str) -> Vec<&'a str> {
        match self.value(name) {
            Some(SettingValue::Texts(texts)) => texts.clone(),
            _ => Vec::new(),
        }
    }

    /// Returns the value of a setting that is a number.
    pub fn number(&self, name: &str) -> Option<u64> {
        match self.value(name) {
            Some(SettingValue::Number(number)) => Some(*number),
            _ => None,
        }
    }

    /// Returns `true` if a flag is set.
    pub fn flag(&self, name: &str) -> bool {
        matches!(self.value(name), Some(SettingValue::Flag(true)))
    }

    /// Returns the reference to a secret, or `None` if it is absent or is being written.
    pub fn reference(&self, name: &str) -> Option<SecretReference> {
        match self.value(name) {
            Some(SettingValue::Reference(reference)) => Some(reference.clone()),
            _ => None,
        }
    }

    /// Checks a setting that is a URL and reports its faults. `query` allows a query.
    pub fn address(&mut self, name: &str, query: bool) -> Option<CheckedUrl> {
        let text = self.text(name)?;
        self.address_at(name, None, text, query)
    }

    /// Checks a URL that is a setting or an item of one, and reports its faults. Returns its parts
    /// if they are worth a further check.
    pub fn address_at(&mut self, name: &str, item: Option<usize>, text: &'a str, query: bool) -> Option<CheckedUrl> {
        let mut faults = Vec::new();
        let (loopback, hosts) = (self.input.allow_loopback, self.input.allowed_hosts.as_slice());
        let address = url_check::check(text, UrlRules { loopback, hosts, query }, &mut faults);
        for fault in faults {
            self.add(Severity::Error, name, item, fault.code, fault.message, Some(fault.help));
        }
        address
    }

    /// Checks a setting that is a domain name on the public internet, or one that the operator
    /// allows, and reports its faults.
    pub fn domain(&mut self, name: &str) -> Option<&'a str> {
        let text = self.text(name)?;
        self.domain_at(name, None, text)
    }

    /// Checks a domain name that is a setting or an item of one, and reports its faults.
    pub fn domain_at(&mut self, name: &str, item: Option<usize>, text: &'a str) -> Option<&'a str> {
        if !DomainName::parse(text).is_ok_and(|domain| domain.as_str() == text) {
            let message = format!("{} is not a domain name", crate::issue::shown::quote_shortened(text));
            let help = "Write only the name, in lower case: `login.acme.example`.".to_owned();
            self.add(Severity::Error, name, item, ConnectionIssueCode::InvalidDomain, message, Some(help));
            return None;
        }
        if is_private_name(text) && !allows_host(&self.input.allowed_hosts, &Host::Domain(text)) {
            let message = format!("{} is not on the public internet", quote(text));
            let help = format!("Use a public DNS name, or have the operator allow the host (`{OPTION}`).");
            self.add(Severity::Error, name, item, ConnectionIssueCode::PrivateHost, message, Some(help));
            return None;
        }
        Some(text)
    }

    /// Adds an error about a setting, present or not.
    pub fn error(
        &mut self,
        name: &str,
        code: ConnectionIssueCode,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.add(Severity::Error, name, None, code, message.into(), Some(help.into()));
    }

    /// Adds a warning about a setting, present or not.
    pub fn warning(
        &mut self,
        name: &str,
        code: ConnectionIssueCode,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.add(Severity::Warning, name, None, code, message.into(), Some(help.into()));
    }

    /// Adds the error that a setting is missing.
    pub fn missing(&mut self, name: &str) {
        self.add(Severity::Error, name, None, ConnectionIssueCode::MissingField, format!("`{name}` is missing"), None);
    }

    /// Adds an issue about a setting, or about an item of a list.
    pub fn add(
        &mut self,
        severity: Severity,
        name: &str,
        item: Option<usize>,
        code: ConnectionIssueCode,
        message: String,
        help: Option<String>,
    ) {
        let given = self.given(name);
        let mut path = pointer(given.map_or(name, |given| given.spelling.as_str()));
        // A list that was given as one text has no items to point at.
        let is_list =
            given.is_some_and(|given| self.input.settings.members().get(&given.spelling).is_some_and(Value::is_array));
        if let Some(item) = item.filter(|_| is_list) {
            push_pointer(&mut path, &item.to_string());
        }
        self.issues.push((self.rank(name), issue(code, severity, path, message, help)));
    }

    /// Keeps the settings from being stored, not even as a draft.
    pub const fn keep_from_storing(&mut self) {
        self.storable = false;
    }

    /// Ends the check. Returns the issues in order, whether there are no errors, whether the
    /// settings may be stored, and the part of them that may be stored.
    pub fn finish(mut self) -> (Vec<ConnectionIssue>, bool, bool, Settings) {
        self.issues.sort_by_key(|(rank, _)| *rank);
        let mut issues: Vec<ConnectionIssue> = self.issues.into_iter().map(|(_, issue)| issue).collect();
        let ok = is_ok(&issues);
        issues.truncate(MAX_ISSUES);
        let mut stored: Vec<(&str, Value)> = Vec::new();
        for (field, given) in self.fields.iter().zip(self.given) {
            stored.extend(given.and_then(|given| given.stored).map(|value| (field.name, value)));
        }
        // Sorted, so the result does not depend on the order that maps keep.
        stored.sort_by_key(|(name, _)| *name);
        let members: Map<String, Value> = stored.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        (issues, ok, self.storable, Settings::new(members))
    }
}

fn secret_help(own: Option<&Field>) -> Option<String> {
    let help = own.map_or_else(String::new, |own| format!(" The secret of this provider belongs in `{}`.", own.name));
    Some(format!("Remove it, and treat it as leaked.{help}"))
}

fn issue(
    code: ConnectionIssueCode,
    severity: Severity,
    path: String,
    message: String,
    help: Option<String>,
) -> ConnectionIssue {
    ConnectionIssue { code, severity, path, message, help }
}

fn pointer(name: &str) -> String {
    let mut path = "/settings".to_owned();
    push_pointer(&mut path, name);
    path
}
