//! A project on disk: its file, the manifests of its modules, and the places of findings in them.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use cora_core::issue::Severity;
use cora_core::json::Code;
use cora_policy_file::{Format, Position, Positions};
use cora_project::code::ProjectCode;
use cora_project::file::{ModuleSource, PROJECT_FILE, Project};
use cora_project::finding::Finding;
use cora_project::name::SecretName;
use cora_project::read;
use cora_project::resolution::{FoundModule, FoundModules, Resolution, manifest_file, resolve};
use cora_project::route::RouteTable;
use cora_project::secret::{Declared, declared};
use cora_project::table::{ModuleTables, tables};
use cora_project::variable::variables;
use semver::Version;
use serde_json::{Value, json};

use crate::command::connection::file::{ConnectionFile, FileOptions};
use crate::command::diagnostic::{Diagnostic, Excerpt};
use crate::command::document::{self, BAD_INPUT};
use crate::command::findings::FileFindings;
use crate::command::policy::{self, Rejected};

/// Options of each command about a project.
#[derive(Debug, Args)]
pub struct Where {
    /// The folder of the project.
    #[arg(long, value_name = "FOLDER", default_value = ".")]
    pub project: PathBuf,
    /// Print one JSON object instead of text.
    #[arg(long)]
    pub json: bool,
}

/// A file of a project that people write.
struct Source {
    text: String,
    /// The positions of its values. `None` if the file could not be used.
    positions: Option<Positions>,
    /// The faults of the text itself.
    faults: Vec<Diagnostic>,
}

/// A project, as far as it could be read.
pub struct Opened {
    /// The folder.
    pub folder: PathBuf,
    /// The project file. `None` if it could not be used.
    pub project: Option<Project>,
    /// The modules. Empty if the project file could not be used.
    pub resolution: Resolution,
    /// The routes of the modules.
    pub routes: RouteTable,
    /// The secrets that the project and its modules need.
    pub secrets: BTreeMap<SecretName, Declared>,
    /// The tables of the modules, in their order.
    pub tables: Vec<ModuleTables>,
    /// The connections, in the order of the project file.
    pub connections: Vec<ConnectionFile>,
    sources: BTreeMap<String, Source>,
}

/// Returns the version of this program.
pub fn cora_version() -> Version {
    Version::parse(env!("CARGO_PKG_VERSION")).unwrap_or_else(|_| Version::new(0, 0, 0))
}

impl Opened {
    /// Reads the project file and all manifests. What cannot be read is among the findings.
    pub fn read(folder: &Path) -> Self {
        let mut opened = Self {
            folder: folder.to_owned(),
            project: None,
            resolution: Resolution::default(),
            routes: RouteTable::default(),
            secrets: BTreeMap::new(),
            tables: Vec::new(),
            connections: Vec::new(),
            sources: BTreeMap::new(),
        };
        let path = folder.join(PROJECT_FILE);
        if matches!(std::fs::metadata(&path), Err(error) if error.kind() == ErrorKind::NotFound) {
            let message = format!("`{}` does not exist", path.display());
            opened.resolution.findings.push(Finding::of_file(ProjectCode::ProjectMissing, PROJECT_FILE, message));
            return opened;
        }
        let Some(project) = opened.source(PROJECT_FILE, &path, read::project) else { return opened };
        let mut missing = Vec::new();
        let found = opened.modules(&project, &mut missing);
        opened.resolution = resolve(&project, &found, &cora_version());
        opened.resolution.findings.append(&mut missing);
        let (routes, mut findings) = RouteTable::of(&project, &opened.resolution);
        opened.routes = routes;
        opened.resolution.findings.append(&mut findings);
        let (secrets, mut findings) = declared(&project, &opened.resolution);
        opened.secrets = secrets;
        opened.resolution.findings.append(&mut findings);
        opened.resolution.findings.extend(variables(&project, &opened.resolution).1);
        let (tables, mut findings) = tables(&opened.resolution);
        opened.tables = tables;
        opened.resolution.findings.append(&mut findings);
        opened.read_connections(&project);
        opened.project = Some(project);
        opened
    }

    /// Reads the files of connections. Errors in their settings are warnings here: they are
    /// imported as drafts, and a draft with errors never goes live.
    fn read_connections(&mut self, project: &Project) {
        let mut seen = Vec::new();
        for (number, path) in project.connections.iter().enumerate() {
            let at = format!("/connections/{number}");
            let mut refuse = |code, message| {
                self.resolution.findings.push(Finding::at(code, PROJECT_FILE, &at, message));
            };
            let file = self.folder.join(path.as_str());
            if matches!(std::fs::metadata(&file), Err(error) if error.kind() == ErrorKind::NotFound) {
                refuse(ProjectCode::ConnectionMissing, format!("`{path}` does not exist"));
                continue;
            }
            let mut read = ConnectionFile::read(&file, &FileOptions::default());
            for connection in &read.connections {
                let place = (connection.kind, connection.organization_id);
                if seen.contains(&place) {
                    let message = format!("`{path}` describes a connection to {} again", connection.kind.name());
                    refuse(ProjectCode::ConnectionDuplicate, message);
                }
                seen.push(place);
            }
            read.findings.name = path.as_str().to_owned();
            if read.findings.is_valid {
                read.findings.diagnostics.iter_mut().for_each(|found| found.severity = Severity::Warning);
            }
            self.connections.push(read);
        }
    }

    /// Reads one file, and keeps its text for the report.
    fn source<T>(
        &mut self,
        name: &str,
        path: &Path,
        read: impl FnOnce(Format, &str) -> Result<read::Read<T>, Vec<cora_policy_file::LocatedIssue>>,
    ) -> Option<T> {
        let (text, result) = match policy::read_text(path) {
            Ok((format, text)) => {
                let result = read(format, &text);
                (text, result.map_err(|faults| faults.into_iter().map(Diagnostic::from).collect()))
            }
            Err(Rejected { source, faults }) => (source, Err(faults)),
        };
        let (value, positions, faults) = match result {
            Ok(read) => (Some(read.value), Some(read.positions), Vec::new()),
            Err(faults) => (None, None, faults),
        };
        self.sources.insert(name.to_owned(), Source { text, positions, faults });
        value
    }

    fn modules(&mut self, project: &Project, missing: &mut Vec<Finding>) -> FoundModules {
        let mut found = FoundModules::new();
        for (name, source) in project.modules.iter() {
            let Some(file) = manifest_file(source) else {
                if matches!(source, ModuleSource::Builtin(_)) {
                    found.insert(name.clone(), FoundModule { file: PROJECT_FILE.to_owned(), manifest: None });
                }
                continue;
            };
            let path = self.folder.join(&file);
            if matches!(std::fs::metadata(&path), Err(error) if error.kind() == ErrorKind::NotFound) {
                let message = format!("the module `{name}` has no `{file}`");
                let at = format!("/modules/{name}");
                missing.push(Finding::at(ProjectCode::ModuleNotFound, PROJECT_FILE, &at, message));
                continue;
            }
            if let Some(manifest) = self.source(&file, &path, read::module) {
                found.insert(name.clone(), FoundModule { file, manifest: Some(manifest) });
            }
        }
        found
    }

    /// Adds the text of a file that findings are about, so that they are shown with its lines.
    pub fn add_text(&mut self, name: &str, text: String) {
        self.sources.insert(name.to_owned(), Source { text, positions: None, faults: Vec::new() });
    }

    /// Returns the text of the project file, if it could be used.
    pub fn text(&self) -> Option<&str> {
        self.sources.get(PROJECT_FILE).filter(|_| self.project.is_some()).map(|source| source.text.as_str())
    }

    /// Returns `true` if the folder has no project file.
    pub fn is_missing(&self) -> bool {
        self.resolution.findings.iter().any(|finding| finding.code == ProjectCode::ProjectMissing)
    }

    /// Returns `true` if a file could not be used, or modules do not fit each other.
    pub fn is_unusable(&self) -> bool {
        self.project.is_none()
            || self.sources.values().any(|source| !source.faults.is_empty())
            || self.connections.iter().any(|connection| !connection.findings.is_valid)
            || self.resolution.findings.iter().any(Finding::is_error)
    }

    /// Returns all findings by file, with their places.
    pub fn files(&self) -> Vec<FileFindings> {
        let mut files: BTreeMap<&str, FileFindings> = BTreeMap::new();
        for (name, source) in &self.sources {
            let is_valid = source.faults.is_empty();
            let (source, diagnostics) = (source.text.clone(), source.faults.clone());
            files.insert(name, FileFindings { name: name.clone(), source, is_valid, diagnostics });
        }
        for finding in &self.resolution.findings {
            let file = files.entry(&finding.file).or_insert_with(|| FileFindings {
                name: finding.file.clone(),
                source: String::new(),
                is_valid: finding.code != ProjectCode::ProjectMissing,
                diagnostics: Vec::new(),
            });
            file.diagnostics.push(self.placed(finding));
        }
        let mut files: Vec<FileFindings> = files.into_values().collect();
        files.extend(self.connections.iter().map(|connection| connection.findings.clone()));
        files.iter_mut().for_each(|file| file.diagnostics.sort_by_key(|found| found.position));
        files
    }

    fn placed(&self, finding: &Finding) -> Diagnostic {
        let positions = self.sources.get(&finding.file).and_then(|source| source.positions.as_ref());
        Diagnostic {
            severity: finding.code.severity(),
            code: finding.code.name(),
            message: finding.message.clone(),
            fix: Some(finding.help.clone()),
            path: finding.pointer.clone(),
            position: finding
                .place
                .map(|place| Position { line: place.line, column: place.column })
                .or_else(|| positions.map(|positions| positions.locate(&finding.pointer))),
            excerpt: Excerpt::Line,
        }
    }

    /// Returns the place of a value in a file, such as `cora.project.yaml:14`.
    pub fn place(&self, file: &str, pointer: &str) -> String {
        match self.sources.get(file).and_then(|source| source.positions.as_ref()) {
            Some(positions) => format!("{file}:{}", positions.locate(pointer).line),
            None => file.to_owned(),
        }
    }
}

/// Returns the exit code of findings: 2 if a file could not be used, 1 for other errors.
pub fn exit_code(files: &[FileFindings]) -> ExitCode {
    if files.iter().any(|file| !file.is_valid) {
        ExitCode::from(BAD_INPUT)
    } else if files.iter().any(|file| file.count(Severity::Error) > 0) {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    }
}

/// Renders findings for people: each with its place.
pub fn text(files: &[FileFindings]) -> String {
    files.iter().map(FileFindings::text).collect()
}

/// Renders findings as JSON: one list over all files.
pub fn findings_json(files: &[FileFindings]) -> Vec<Value> {
    let of_file = |file: &FileFindings| {
        let name = file.name.clone();
        let one = move |found: &Diagnostic| {
            json!({
                "code": found.code,
                "column": found.position.map(|position| position.column),
                "file": name,
                "fix": found.fix,
                "line": found.position.map(|position| position.line),
                "message": found.message,
                "path": found.path,
                "severity": Code::name(&found.severity),
            })
        };
        file.diagnostics.iter().map(one).collect::<Vec<_>>()
    };
    files.iter().flat_map(of_file).collect()
}

/// Prints an answer, and findings: in text, findings go to standard error.
pub fn end(is_json: bool, files: &[FileFindings], text_answer: &str, mut json_answer: Value) -> ExitCode {
    if is_json {
        json_answer["findings"] = Value::Array(findings_json(files));
        let _ = document::print(&format!("{json_answer:#}\n"));
    } else {
        let _ = document::print(text_answer);
        eprint!("{}", text(files));
    }
    exit_code(files)
}
