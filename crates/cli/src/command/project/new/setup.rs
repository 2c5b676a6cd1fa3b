//! The setup file of the legacy CORA toolkit, as a new project takes it over.

use std::path::Path;
use std::process::ExitCode;

use cora_core::connection::ConnectionKind;
use cora_core::connection::secret::extraction::{put_reference, take_secrets};
use cora_core::connection::secret::reference::SecretReference;
use cora_core::connection::settings::Settings;
use cora_core::connection::settings::spelling::canonical_settings;
use cora_core::issue::Severity;
use cora_core::json::Code as _;
use cora_policy_file::{Document, Positions};
use cora_project::code::ProjectCode;
use cora_project::file::Aws;
use cora_project::finding::Finding;
use cora_project::name::{EnvironmentName, ProjectName, RelativePath, SecretName, ShownText, WebAddress};
use cora_project::setup::{self, Given, Setup};
use serde_json::{Value, json};

use super::super::opened;
use crate::command::connection::file::{ConnectionFile, FileConnection, FileOptions, Use, native_text};
use crate::command::diagnostic::{Diagnostic, Excerpt};
use crate::command::findings::FileFindings;
use crate::command::policy::{self, Rejected};

/// The parts of a new project that are known before it is made.
pub struct Carried {
    pub name: Option<ProjectName>,
    pub display_name: Option<ShownText>,
    pub environment: Option<EnvironmentName>,
    pub url: Option<WebAddress>,
    pub aws: Option<Aws>,
    /// The files of connections, with their texts.
    pub files: Vec<(RelativePath, String)>,
    /// The secrets that the connections refer to, each with a sentence about it.
    pub secrets: Vec<(SecretName, ShownText)>,
    /// The modules that Cora brings.
    pub modules: Vec<&'static str>,
    /// The findings in the setup file.
    pub findings: Vec<FileFindings>,
}

impl Carried {
    /// Returns the parts of a project that is not made from a setup file.
    pub fn nothing(given: Given) -> Self {
        Self {
            name: given.name,
            display_name: given.display_name,
            environment: None,
            url: None,
            aws: None,
            files: Vec::new(),
            secrets: Vec::new(),
            modules: vec!["access"],
            findings: Vec::new(),
        }
    }
}

/// Reads a setup file.
///
/// # Errors
///
/// Fails with the exit code if it cannot be used. All faults are reported then.
pub fn read(file: &Path, given: Given, is_json: bool) -> Result<Carried, ExitCode> {
    let name = file.display().to_string();
    let refuse = |found: FileFindings| Err(opened::end(is_json, &[found], "", json!({ "steps": [] })));
    let unusable = |source, diagnostics| FileFindings { name: name.clone(), source, is_valid: false, diagnostics };
    let (format, source) = match policy::read_text(file) {
        Ok(text) => text,
        Err(Rejected { source, faults }) => return refuse(unusable(source, faults)),
    };
    // The reader of connections reports the faults of the notation, without the values.
    let read = ConnectionFile::read(file, &FileOptions::default());
    let (true, Ok(document)) = (read.findings.is_valid, Document::parse(format, &source)) else {
        return refuse(read.findings);
    };
    let Setup { name: project, display_name, environment, url, aws, findings } = setup::read(&document, &name, given);
    let mut carried = Carried {
        name: project,
        display_name,
        environment,
        url,
        aws,
        files: Vec::new(),
        secrets: Vec::new(),
        modules: vec!["access", "mgmt"],
        findings: Vec::new(),
    };
    let mut diagnostics: Vec<Diagnostic> =
        findings.into_iter().map(|finding| diagnostic(finding, &document.positions)).collect();
    // The settings themselves are reported with the file that they are written to. A project can be
    // made without a provider, which is then added.
    let empty = read.findings.diagnostics.iter().filter(|found| found.code == "configured_without_settings");
    diagnostics.extend(empty.cloned().map(|found| Diagnostic { severity: Severity::Warning, ..found }));
    for connection in &read.connections {
        for finding in carried.add(connection, &name) {
            diagnostics.push(diagnostic(finding, &document.positions));
        }
    }
    for part in read.not_read.iter().filter(|part| part.part.starts_with("/auth/") && part.why.contains("provider")) {
        let message = "this is not carried over: CORA supports no provider of this name";
        let finding = Finding::at(ProjectCode::SettingNotCarried, &name, &part.part, message);
        diagnostics.push(diagnostic(finding, &document.positions));
    }
    diagnostics.sort_by_key(|found| found.position);
    let is_valid = !diagnostics.iter().any(|found| found.severity == Severity::Error);
    let found = FileFindings { name: name.clone(), source: source.clone(), is_valid, diagnostics };
    if !is_valid {
        return refuse(found);
    }
    carried.findings.push(found);
    Ok(carried)
}

impl Carried {
    /// Takes over a connection that logins use. Its secrets become references. Returns the findings
    /// about it.
    fn add(&mut self, connection: &FileConnection, file: &str) -> Vec<Finding> {
        let kind = connection.kind;
        if connection.use_by_logins != Use::Active {
            let message = format!("this is not carried over: logins do not use {}", kind.name());
            return vec![Finding::at(ProjectCode::SettingNotCarried, file, &connection.path, message)];
        }
        // SECURITY: a setting that the provider does not have, or that may not be stored, may be a
        // secret.
        let (left, written) = take_secrets(connection.settings.clone(), kind);
        let mut settings = with_values(&take_secrets(connection.report.settings.clone(), kind).0);
        let mut findings = Vec::new();
        for name in with_values(&canonical_settings(&left, kind)).members().keys() {
            if !settings.members().contains_key(name) {
                let message = "this is not carried over: it is no setting of the provider that may be stored";
                let at = format!("{}/{name}", connection.path);
                findings.push(Finding::at(ProjectCode::SettingNotCarried, file, &at, message));
            }
        }
        for secret in written {
            let variable = variable(kind, secret.name);
            let reference = SecretReference::parse(&format!("env:{variable}"));
            let sentence =
                ShownText::parse(&format!("The {} of the connection to {}.", secret.name, kind.display_name()));
            if let (Some(reference), Some(secret_name), Some(sentence)) =
                (reference, SecretName::parse(&variable), sentence)
            {
                put_reference(&mut settings, kind, secret.name, &reference);
                let environment = self.environment.as_ref().map_or("dev", EnvironmentName::as_str);
                let written_as = connection.secrets.iter().find(|name| variable_of(name) == variable_of(secret.name));
                let at = match written_as {
                    Some(name) => format!("{}/{name}", connection.path),
                    None => connection.path.clone(),
                };
                let message = format!("this secret is not copied: the project reads it as `{variable}`");
                let help = format!(
                    "Run `cora secret set {variable} --environment {environment}` in the project, and remove it here."
                );
                findings.push(Finding::at(ProjectCode::SecretInPlainFile, file, &at, message).with_help(help));
                self.secrets.push((secret_name, sentence));
            }
        }
        if let Some(path) = RelativePath::parse(&format!("connections/{}.yaml", kind.name())) {
            self.files.push((path, native_text(kind, &settings)));
        }
        findings
    }
}

/// Returns the settings that have a value. CORA takes null and the empty text for absent.
fn with_values(settings: &Settings) -> Settings {
    let has_value = |value: &Value| !value.is_null() && value.as_str() != Some("");
    let members = settings.members().iter().filter(|(_, value)| has_value(value));
    Settings::new(members.map(|(name, value)| (name.clone(), value.clone())).collect())
}

/// Returns the variable for a secret of a connection: `CORA_SECRET_OKTA_CLIENT_SECRET`.
fn variable(kind: ConnectionKind, name: &str) -> String {
    format!("CORA_SECRET_{}_{}", kind.name().to_ascii_uppercase(), variable_of(name))
}

/// Returns the name of a setting, in either spelling, as variables are written.
fn variable_of(name: &str) -> String {
    let mut variable = String::new();
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && !variable.is_empty() {
            variable.push('_');
        }
        variable.push(letter.to_ascii_uppercase());
    }
    variable
}

/// SECURITY: a line of the file may have a secret, so that only the name of the setting is shown.
fn diagnostic(finding: Finding, positions: &Positions) -> Diagnostic {
    let (position, is_name) = positions.locate_name(&finding.pointer);
    Diagnostic {
        severity: finding.code.severity(),
        code: finding.code.name(),
        message: finding.message,
        fix: Some(finding.help),
        path: finding.pointer,
        position: Some(position),
        excerpt: if is_name { Excerpt::Name } else { Excerpt::Nothing },
    }
}
