//! Connections that a file describes: in our own form, as rows of CORA, or as CORA's `setup.config.yaml`.

mod code;
mod member;
mod own;
mod row;
mod setting;
mod setup;

use std::path::Path;

use cora_core::connection::ConnectionKind;
use cora_core::connection::report::{ConnectionIssue, ConnectionReport};
use cora_core::connection::secrets::take_secrets;
use cora_core::connection::settings::Settings;
use cora_core::connection::spelling::canonical_settings;
use cora_core::connection::validate::{ConnectionSettings, validate};
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
pub use setting::Reading;

/// A file of connections, looked over.
#[derive(Debug)]
pub struct ConnectionFile {
    /// What was found in it.
    pub findings: FileFindings,
    /// Its connections, in its order; none when it cannot be used.
    pub connections: Vec<FileConnection>,
    /// What was left aside, with the reason.
    pub not_read: Vec<NotRead>,
}

/// A part of a file that was left aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotRead {
    /// Which, for people.
    pub part: String,
    /// Why.
    pub why: &'static str,
}

/// A connection as a file describes it.
#[derive(Debug)]
pub struct FileConnection {
    /// The JSON Pointer of its description.
    pub path: String,
    /// The JSON Pointer of its settings.
    settings_path: String,
    /// Its identifier, where the file has one: CORA's rows have.
    pub id: Option<ConnectionId>,
    /// The kind of provider.
    pub kind: ConnectionKind,
    /// Its name for people.
    pub display_name: Option<DisplayName>,
    /// The organization whose connection it is.
    pub organization_id: Option<OrganizationId>,
    /// Its settings as they were given; a secret may be among them.
    pub settings: Settings,
    /// Whether logins use it, as far as the file says.
    pub use_by_logins: Use,
    /// What there is to say about its settings.
    pub report: ConnectionReport,
    /// The settings that hold a secret itself.
    pub secrets: Vec<String>,
}

/// Whether logins use a connection, as far as a file says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// The file does not say.
    Unsaid,
    /// They do.
    Active,
    /// They do not, but it is said to be ready.
    Configured,
    /// They do not.
    Unused,
}

impl ConnectionFile {
    /// Reads a file, and looks its connections over.
    pub fn read(path: &Path, reading: &Reading) -> Self {
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
            reading.look_over(connection, &described.positions, &mut described.found);
        }
        let Described { positions: _, mut found, is_valid, connections, not_read } = described;
        // WHY: the report follows the file, which may name its parts in another order than we do.
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
    /// A connection that is not looked over yet.
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

    /// Its settings under their canonical names, without secrets that are in the file themselves.
    ///
    /// WHY not always the report's: those are without what must not be stored, and that would go unseen.
    pub fn comparable_settings(&self) -> Settings {
        if self.report.storable {
            return self.report.settings.clone();
        }
        let (settings, _) = take_secrets(self.settings.clone(), self.kind);
        let settings = canonical_settings(&settings, self.kind);
        let given = settings.into_members().into_iter();
        Settings::new(given.filter(|(_, value)| !value.is_null() && value.as_str() != Some("")).collect())
    }

    /// Its name: the file's, else the kind's.
    pub fn name(&self) -> Option<DisplayName> {
        self.display_name.clone().or_else(|| DisplayName::new(kind_name(self.kind)))
    }
}

/// All kinds.
const KINDS: [ConnectionKind; 8] = [
    ConnectionKind::Okta,
    ConnectionKind::Clerk,
    ConnectionKind::Oidc,
    ConnectionKind::EntraId,
    ConnectionKind::Google,
    ConnectionKind::Auth0,
    ConnectionKind::Cognito,
    ConnectionKind::Keycloak,
];

/// The kind of a name.
pub fn kind_of(name: &str) -> Option<ConnectionKind> {
    KINDS.into_iter().find(|kind| kind.name() == name)
}

/// The names of all kinds, for people.
pub fn kinds() -> String {
    KINDS.map(|kind| kind.name()).join(", ")
}

/// Whether nothing is set: null and the empty text count as absent.
fn is_empty(settings: &Settings) -> bool {
    settings.members().values().all(|value| value.is_null() || value.as_str() == Some(""))
}

/// What is wrong with a name for people.
const TOO_LONG: (IssueCode, &str) = (IssueCode::OutOfBounds, "a name has at most 512 bytes");
/// What is wrong with an identifier.
const NO_ID: (IssueCode, &str) = (IssueCode::InvalidId, "expected a hyphenated UUID");

/// A kind's name for people.
pub const fn kind_name(kind: ConnectionKind) -> &'static str {
    match kind {
        ConnectionKind::Okta => "Okta",
        ConnectionKind::Clerk => "Clerk",
        ConnectionKind::Oidc => "OpenID Connect",
        ConnectionKind::EntraId => "Microsoft Entra ID",
        ConnectionKind::Google => "Google",
        ConnectionKind::Auth0 => "Auth0",
        ConnectionKind::Cognito => "Amazon Cognito",
        ConnectionKind::Keycloak => "Keycloak",
    }
}

/// What a document describes, while it is read.
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
        // What stands twice is not guessed at.
        if described.is_valid {
            described.whole(&document.node);
        }
        described
    }

    fn whole(&mut self, node: &Node<'_>) {
        if let (Some(Node::Boolean(true)), Some(data)) = (node.member("success"), node.member("data")) {
            // An answer of CORA's API, saved as it came.
            return self.one_or_list(data, "/data");
        }
        if setup::is_setup(node) {
            return setup::read(self, node);
        }
        self.one_or_list(node, "");
    }

    fn one_or_list(&mut self, node: &Node<'_>, path: &str) {
        match node {
            Node::List(items) => {
                for (at, item) in items.iter().enumerate() {
                    self.one(item, &format!("{path}/{at}"));
                }
                let fault = "there is no connection in this list";
                if items.is_empty() {
                    self.find(FileFindingCode::NothingToRead, Severity::Error, path, fault.to_owned(), None);
                }
                row::one_active(self);
            }
            one => self.one(one, path),
        }
    }

    fn one(&mut self, node: &Node<'_>, path: &str) {
        match node {
            Node::Object(_) if row::is_row(node) => row::read(self, node, path),
            Node::Object(_) if own::is_own(node) => own::read(self, node, path),
            Node::Object(_) => {
                let message = "this describes no connection: it has neither `kind` nor `provider_type`".to_owned();
                let help = "Write `kind` and `settings`; a row of CORA has `provider_type` and `config`.";
                self.refuse(IssueCode::MissingField, path, message, Some(help));
            }
            other => {
                let message = format!("expected an object, found {}", other.kind());
                self.refuse(IssueCode::WrongType, path, message, None);
            }
        }
    }

    /// Adds a fault for which the file cannot be used.
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

/// A fault of the notation. It may stand in the middle of a value, so nothing of the line is shown.
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
