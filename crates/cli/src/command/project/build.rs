//! `cora project build`: the zips of functions and layers.

mod gathered;
mod wheels;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use cora_project::artifact::{ARTIFACTS_FILE, Artifact, ArtifactList, Record, artifacts};
use cora_project::code::ProjectCode;
use cora_project::finding::Finding;
use cora_project::lock::{OWN_FOLDER, sha256};
use cora_project::made::pretty;
use cora_project::{archive, cora_version};
use serde_json::{Value, json};

use super::disk::{Disk as _, Folder};
use super::opened::{self, Opened, Where};
use super::workspace::Workspace;
use super::{folder, refuse};
use crate::command::document::BAD_INPUT;

/// Build the zips of functions and layers, and check that they can start.
///
/// A zip has the source of the function, the files that Cora makes for it, and the packages that
/// `requirements.txt` locks. The same sources make the same bytes on any machine. Nothing is
/// written if a function could not start: a package for another Python or processor, a module that
/// is missing, a handler that does not exist.
///
/// Exit codes: 0 done; 1 refused, with all reasons, or failed; 2 a file cannot be used.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cora project build                     all functions, and the layers that they attach
  cora project build kb.bases            one function
  cora project build --check             fail if a zip is not the one that the sources make, for CI
  cora project build --wheels ../wheels  packages of this folder, without a download")]
pub struct Build {
    /// The functions to build. All of them if absent.
    #[arg(value_name = "MODULE.FUNCTION")]
    functions: Vec<String>,
    #[command(flatten)]
    place: Where,
    /// Write and download nothing, and fail if a zip is not the one that the sources make.
    #[arg(long)]
    check: bool,
    /// Take the wheels of packages out of this folder, and download none.
    #[arg(long, value_name = "FOLDER")]
    wheels: Option<PathBuf>,
    /// The Python whose pip downloads wheels.
    #[arg(long, value_name = "PROGRAM", default_value = "python3")]
    python: PathBuf,
}

/// The zip of an artifact on disk.
struct Zip<'a> {
    artifact: &'a Artifact,
    record: Record,
    /// The bytes to write. `None` if the zip is the one that the sources make.
    bytes: Option<Vec<u8>>,
}

/// Runs the command.
pub fn run(arguments: &Build) -> anyhow::Result<ExitCode> {
    let place = &arguments.place;
    let opened = Opened::read(&place.project);
    if opened.is_missing() || opened.is_unusable() {
        return Ok(opened::end(place.json, &opened.files(), "", json!({})));
    }
    let names: BTreeSet<String> =
        opened.routes.functions.iter().map(|function| format!("{}.{}", function.module, function.name)).collect();
    if let Some(unknown) = arguments.functions.iter().find(|name| !names.contains(*name)) {
        eprintln!("error: no module has the function `{unknown}`; name one as `kb.bases`");
        return Ok(ExitCode::from(BAD_INPUT));
    }
    let mut folder = folder(&place.project)?;
    let Some(_running) = folder.lock(&format!("{OWN_FOLDER}/running"))? else {
        return Ok(refuse(ProjectCode::ApplyRunning, "another process is writing to the project", ExitCode::FAILURE));
    };
    let workspace = Workspace::read(&folder, opened)?;
    let (wanted, mut opened) = (workspace.wanted, workspace.opened);
    let source = match (&arguments.wheels, arguments.check) {
        (Some(folder), _) => wheels::Source::Folder(folder.clone()),
        (None, true) => wheels::Source::Folder(place.project.join(wheels::CACHE)),
        (None, false) => wheels::Source::Pip { python: arguments.python.clone(), project: place.project.clone() },
    };
    let found = gathered::read(&folder, &opened, &arguments.functions, &source)?;
    let (built, mut findings) = match &opened.project {
        Some(project) => artifacts(project, &opened.routes, &wanted, &found.functions, &found.layers),
        None => (Vec::new(), Vec::new()),
    };
    findings.splice(0..0, found.findings);
    for (file, text) in found.texts {
        opened.add_text(&file, text);
    }
    let is_refused = findings.iter().any(Finding::is_error);
    opened.resolution.findings.append(&mut findings);
    if is_refused {
        return Ok(opened::end(place.json, &opened.files(), "", json!({ "artifacts": {} })));
    }
    let records = records(&folder)?;
    let mut zips = Vec::new();
    for artifact in &built {
        zips.push(zip(&folder, artifact, &records)?);
    }
    let text = zips.iter().map(line).collect::<String>();
    let answer = json!({ "artifacts": zips.iter().map(answer).collect::<Vec<_>>() });
    if arguments.check {
        for zip in zips.iter().filter(|zip| zip.bytes.is_some()) {
            let message = format!("`{}` is not the zip that its sources make", zip.artifact.path());
            opened.resolution.findings.push(Finding::of_file(
                ProjectCode::ArtifactStale,
                &zip.artifact.path(),
                message,
            ));
        }
        return Ok(opened::end(place.json, &opened.files(), &text, answer));
    }
    let mut kept = if arguments.functions.is_empty() { BTreeMap::new() } else { records };
    for Zip { artifact, record, bytes } in zips {
        if let Some(bytes) = bytes {
            let staged = format!("{}.new", artifact.path());
            folder.write(&staged, &bytes)?;
            folder.rename(&staged, &artifact.path())?;
        }
        kept.insert(artifact.path(), record);
    }
    let list = ArtifactList { artifacts: kept, cora: cora_version().to_owned() };
    folder.write(ARTIFACTS_FILE, pretty(&json!(list)).as_bytes())?;
    Ok(opened::end(place.json, &opened.files(), &text, answer))
}

/// Reads `artifacts.json`. Empty if it is not as Cora wrote it: then every zip is written again.
fn records(folder: &Folder) -> anyhow::Result<BTreeMap<String, Record>> {
    let Some(text) = folder.read(ARTIFACTS_FILE)? else { return Ok(BTreeMap::new()) };
    Ok(serde_json::from_slice(&text).map_or_else(|_| BTreeMap::new(), |list: ArtifactList| list.artifacts))
}

/// Compares an artifact with the zip on disk: by its digests, never by its age.
fn zip<'a>(folder: &Folder, artifact: &'a Artifact, records: &BTreeMap<String, Record>) -> anyhow::Result<Zip<'a>> {
    let known = records.get(&artifact.path()).filter(|record| {
        record.inputs == artifact.digest()
            && record.runtime == artifact.target.runtime()
            && record.architecture == artifact.target.architecture.name()
    });
    if let Some(known) = known
        && let Some(existing) = folder.read(&artifact.path())?
        && sha256(&existing) == known.sha256
    {
        return Ok(Zip { artifact, record: known.clone(), bytes: None });
    }
    let bytes = archive::written(&artifact.files).map_err(anyhow::Error::msg)?;
    Ok(Zip { artifact, record: artifact.record(&bytes), bytes: Some(bytes) })
}

fn state(zip: &Zip<'_>) -> &'static str {
    if zip.bytes.is_some() { "built" } else { "current" }
}

fn line(zip: &Zip<'_>) -> String {
    let (path, record) = (zip.artifact.path(), &zip.record);
    format!("{:<8} {path}  ({}, {}, {} bytes)\n", state(zip), record.runtime, record.architecture, record.bytes)
}

fn answer(zip: &Zip<'_>) -> Value {
    let mut answer = json!(zip.record);
    answer["path"] = Value::from(zip.artifact.path());
    answer["state"] = Value::from(state(zip));
    answer
}
