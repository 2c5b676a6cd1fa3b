//! Files that describe connections: in Cora's own form, as rows of the legacy CORA toolkit, or as
//! CORA's `setup.config.yaml`.

mod code;
mod legacy_row;
mod legacy_setup;
mod member;
mod native;
mod options;

use std::path::Path;

use cora_core::connection::ConnectionKind;
use cora_core::connection::report::{ConnectionIssue, ConnectionReport};
use cora_core::connection::secret::extraction::take_secrets;
use cora_core::connection::settings::ConnectionSettings;
use cora_core::connection::settings::Settings;
use cora_core::connection::settings::spelling::canonical_settings;
use cora_core::connection::settings::validate::validate;
use cora_core::id::{ConnectionId, OrganizationId};
use cora_core::issue::shown::{push_pointer, quote};
use cora_core::issue::{IssueCode, Severity};
use cora_core::json::{Code, Node};
use cora_core::text::DisplayName;
use cora_policy_file::{Document, LocatedIssue, Position, Positions};

use super::super::diagnostic::{Diagnostic, Excerpt};
use super::super::findings::FileFindings;
use super::super::policy::{self, Rejected};

pub use code::FileFindingCode;
pub use options::FileOptions;

/// A file of connections, validated.
#[derive(Debug)]
pub struct ConnectionFile {
    /// The findings in the file.
    pub findings: FileFindings,
    /// The connections, in the order of the file. Empty if the file cannot be used.
    pub connections: Vec<FileConnection>,
    /// The parts that were ignored, with the reason.
    pub not_read: Vec<NotRead>,
}

/// A part of a file that was ignored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotRead {
    /// A description of the part, for people.
    pub part: String,
    /// The reason for which it was ignored.
    pub why: &'static str,
}

/// A connection as a file describes it.
#[derive(Debug)]
pub struct FileConnection {
    /// The JSON Pointer of its description.
    pub path: String,
    /// The JSON Pointer of its settings.
    settings_path: String,
    /// Its identifier, if the file has one, as CORA's rows do.
    pub id: Option<ConnectionId>,
    /// The kind of provider.
    pub kind: ConnectionKind,
    /// Its display name.
    pub display_name: Option<DisplayName>,
    /// The organization that owns the connection.
    pub organization_id: Option<OrganizationId>,
    /// Its settings as given. They may contain a secret.
    pub settings: Settings,
    /// Its use by logins, as far as the file states it.
    pub use_by_logins: Use,
    /// The validation report on its settings.
    pub report: ConnectionReport,
    /// The names of the settings that contain a secret itself.
    pub secrets: Vec<String>,
}

/// The use of a connection by logins, as far as a file states it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// The file does not say.
    Unsaid,
    /// Logins use it.
    Active,
    /// Logins do not use it, but the file says that it is ready.
    Configured,
    /// Logins do not use it.
    Unused,
}

impl ConnectionFile {
    /// Reads a file and validates its connections.
    pub fn read(path: &Path, file_options: &FileOptions) -> Self {
        let name = path.display().to_string();
        let text = match policy::read_text(path) {
            Ok(text) => text,
            Err(Rejected { source, faults }) => return Self::unusable(name, source, faults),
        };
        let (format, source) = text;
        let mut described = match Document::parse(format, &source) {
            Ok(document) => Described::of(&document),
            Err(faults) => return Self::unusable(name, source.clone(), faults.into_iter().map(notation).collect()),
        };
        for connection in &mut described.connections {
            file_options.validate_settings(connection, &described.positions, &mut described.found);
        }
        let Described { positions: _, mut found, is_valid, connections, not_read } = described;
        // WHY: the report follows the order of the file, which may differ from Cora's order.
        found.sort_by_key(|diagnostic| diagnostic.position);
        let findings = FileFindings { name, source, is_valid, diagnostics: found };
        Self { findings, connections: if is_valid { connections } else { Vec::new() }, not_read }
    }

    fn unusable(name: String, source: String, diagnostics: Vec<Diagnostic>) -> Self {
        let findings = FileFindings { name, source, is_valid: false, diagnostics };
        Self { findings, connections: Vec::new(), not_read: Vec::new() }
    }
}

impl FileConnection {
    /// Creates a connection that is not validated yet.
    fn new(kind: ConnectionKind, path: String, settings_path: String, settings: Settings, use_by_logins: Use) -> Self {
        let report = ConnectionReport {
            ok: false,
            storable: false,
            issues: Vec::new(),
            settings: Settings::default(),
            configuration: None,
            derived: None,
        };
        Self {
            path,
            settings_path,
            id: None,
            kind,
            display_name: None,
            organization_id: None,
            settings,
            use_by_logins,
            report,
            secrets: Vec::new(),
        }
    }

    /// Returns its settings under their canonical names, without secrets that the file contains
    /// itself.
    ///
    /// WHY not always the report's settings: they omit everything that must not be stored, and such
    /// a difference would go unnoticed.
    pub fn comparable_settings(&self) -> Settings {
        if self.report.storable {
            return self.report.settings.clone();
        }
        let (settings, _) = take_secrets(self.settings.clone(), self.kind);
        let settings = canonical_settings(&settings, self.kind);
        let given = settings.into_members().into_iter();
        Settings::new(given.filter(|(_, value)| !value.is_null() && value.as_str() != Some("")).collect())
    }

    /// Returns its name: the file's, or else the kind's.
    pub fn name(&self) -> Option<DisplayName> {
        self.display_name.clone().or_else(|| DisplayName::new(self.kind.display_name()))
    }
}

/// Renders a connection in Cora's own form, as YAML. The settings must not contain a secret.
pub fn native_text(kind: ConnectionKind, settings: &Settings) -> String {
    // JSON is YAML, so that no value can be read as more than a value.
    let mut text = format!("kind: {}\nsettings:\n", kind.name());
    for (name, value) in settings.members() {
        text.push_str(&format!("  {}: {value}\n", serde_json::Value::from(name.as_str())));
    }
    text
}

/// Lists the names of all kinds, for people.
pub fn kinds() -> String {
    ConnectionKind::ALL.map(|kind| kind.name()).join(", ")
}

/// Returns `true` if nothing is set. Null and the empty text count as absent.
fn is_empty(settings: &Settings) -> bool {
    settings.members().values().all(|value| value.is_null() || value.as_str() == Some(""))
}

/// The fault of a display name that is too long.
const TOO_LONG: (IssueCode, &str) = (IssueCode::OutOfBounds, "the name is longer than 512 bytes");
/// The fault of an identifier that is not a UUID.
const NO_ID: (IssueCode, &str) = (IssueCode::InvalidId, "expected a hyphenated UUID");

/// The content of a document while it is read.
struct Described {
    positions: Positions,
    found: Vec<Diagnostic>,
    is_valid: bool,
    connections: Vec<FileConnection>,
    not_read: Vec<NotRead>,
}

impl Described {
    fn of(document: &Document<'_>) -> Self {
        let mut described = Self {
            positions: document.positions.clone(),
            found: document.faults.iter().cloned().map(notation).collect(),
            is_valid: document.faults.is_empty(),
            connections: Vec::new(),
            not_read: Vec::new(),
        };
        for LocatedIssue { issue, position } in document.repeated_names() {
            let repeated = Diagnostic { excerpt: Excerpt::Name, ..LocatedIssue { issue, position }.into() };
            described.found.push(repeated);
            described.is_valid = false;
        }
        // A document with repeated names is ambiguous, so it is not read further.
        if described.is_valid {
            described.whole(&document.node);
        }
        described
    }

    fn whole(&mut self, node: &Node<'_>) {
        if let (Some(Node::Boolean(true)), Some(data)) = (node.member("success"), node.member("data")) {
            // A response of CORA's API that was saved unchanged.
            return self.one_or_list(data, "/data");
        }
        if legacy_setup::is_setup(node) {
            return legacy_setup::read(self, node);
        }
        self.one_or_list(node, "");
    }

    fn one_or_list(&mut self, node: &Node<'_>, path: &str) {
        match node {
            Node::List(items) => {
                for (at, item) in items.iter().enumerate() {
                    self.one(item, &format!("{path}/{at}"));
                }
                let fault = "this list contains no connection";
                if items.is_empty() {
                    self.find(FileFindingCode::NothingToRead, Severity::Error, path, fault.to_owned(), None);
                }
                legacy_row::one_active(self);
            }
            one => self.one(one, path),
        }
    }

    fn one(&mut self, node: &Node<'_>, path: &str) {
        match node {
            Node::Object(_) if legacy_row::is_row(node) => legacy_row::read(self, node, path),
            Node::Object(_) if native::is_native(node) => native::read(self, node, path),
            Node::Object(_) => {
                let message = "this is not a connection: it has neither `kind` nor `provider_type`".to_owned();
                let help = "Write `kind` and `settings`; CORA's rows have `provider_type` and `config`.";
                self.refuse(IssueCode::MissingField, path, message, Some(help));
            }
            other => {
                let message = format!("expected an object, found {}", other.kind());
                self.refuse(IssueCode::WrongType, path, message, None);
            }
        }
    }

    /// Adds a fault that makes the file unusable.
    fn refuse(&mut self, code: IssueCode, path: &str, message: String, help: Option<&str>) {
        self.is_valid = false;
        self.find(code, Severity::Error, path, message, help);
    }

    /// Adds a finding.
    fn find(&mut self, code: impl Code, severity: Severity, path: &str, message: String, help: Option<&str>) {
        self.found.push(finding(&self.positions, code, severity, path, message, help.map(str::to_owned)));
    }

    fn leave(&mut self, part: &str, why: &'static str) {
        self.not_read.push(NotRead { part: part.to_owned(), why });
    }
}

/// Builds the diagnostic for a syntax error. It may be in the middle of a value, so nothing of the
/// line is shown.
fn notation(fault: LocatedIssue) -> Diagnostic {
    Diagnostic { excerpt: Excerpt::Nothing, ..fault.into() }
}

fn finding(
    positions: &Positions,
    code: impl Code,
    severity: Severity,
    path: &str,
    message: String,
    fix: Option<String>,
) -> Diagnostic {
    let (position, excerpt): (Position, Excerpt) = match positions.locate_name(path) {
        (position, true) => (position, Excerpt::Name),
        (position, false) => (position, Excerpt::Nothing),
    };
    Diagnostic { severity, code: code.name(), message, fix, path: path.to_owned(), position: Some(position), excerpt }
}
