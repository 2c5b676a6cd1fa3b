//! Artifacts: what functions and layers consist of when they are deployed. A function of texts and
//! bytes, without time or place, so that it is the same on any machine.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::closure::{self, Entries, Entry};
use crate::code::ProjectCode;
use crate::file::Project;
use crate::finding::{Finding, pointer};
use crate::made::GENERATED;
use crate::name::RelativePath;
use crate::plan::WantedFiles;
use crate::requirement::{self, REQUIREMENTS_FILE};
use crate::route::{RouteTable, TableFunction, TableLayer};
use crate::wheel::{self, Target, WheelName};

/// The folder of the zips.
pub const BUILD_FOLDER: &str = "build";
/// The list of the zips, in their folder.
pub const ARTIFACTS_FILE: &str = "build/artifacts.json";
/// The most bytes that a function and its layers have (AWS, quotas of Lambda: 250 MB, unzipped).
pub const MAX_BYTES: u64 = 262_144_000;

/// The parts of a function or a layer, as a host found them.
#[derive(Debug, Clone, Default)]
pub struct Parts {
    /// The files below the folder of its source.
    pub source: BTreeMap<String, Vec<u8>>,
    /// The wheels of its packages, by the names of their files.
    pub wheels: BTreeMap<String, Vec<u8>>,
}

/// A zip that is to be written.
#[derive(Debug, Clone)]
pub struct Artifact {
    /// The name in the infrastructure.
    pub address: String,
    /// `true` for a layer.
    pub is_layer: bool,
    /// The files in the zip.
    pub files: BTreeMap<String, Vec<u8>>,
    /// The tags of the packages that are not for every runtime.
    pub tags: BTreeSet<String>,
    /// The runtime.
    pub target: Target,
}

/// The content of `artifacts.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArtifactList {
    /// The zips, by their paths in the project.
    pub artifacts: BTreeMap<String, Record>,
    /// The version of Cora that made them.
    pub cora: String,
}

/// An entry of `artifacts.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Record {
    /// The processor.
    pub architecture: String,
    /// The size of the zip.
    pub bytes: u64,
    /// The SHA-256 of names and contents of the files in it.
    pub inputs: String,
    /// The runtime.
    pub runtime: String,
    /// The SHA-256 of the zip.
    pub sha256: String,
    /// The tags of the packages that are not for every runtime.
    pub tags: BTreeSet<String>,
    /// The size of the files in it.
    pub unzipped_bytes: u64,
}

impl Artifact {
    /// Returns the path of the zip in the project.
    pub fn path(&self) -> String {
        let folder = if self.is_layer { "layers/" } else { "" };
        format!("{BUILD_FOLDER}/{folder}{}.zip", self.address)
    }

    /// Returns the size of the files.
    pub fn size(&self) -> u64 {
        self.files.values().map(|bytes| bytes.len() as u64).sum()
    }

    /// Returns the SHA-256 of names and contents, by which a zip is known to be of these files.
    pub fn digest(&self) -> String {
        let mut hash = Sha256::new();
        for (path, bytes) in &self.files {
            for part in [path.as_bytes(), bytes.as_slice()] {
                hash.update((part.len() as u64).to_be_bytes());
                hash.update(part);
            }
        }
        hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Returns the entry of a zip of these files.
    pub fn record(&self, zip: &[u8]) -> Record {
        Record {
            architecture: self.target.architecture.name().to_owned(),
            bytes: zip.len() as u64,
            inputs: self.digest(),
            runtime: self.target.runtime(),
            sha256: crate::lock::sha256(zip),
            tags: self.tags.clone(),
            unzipped_bytes: self.size(),
        }
    }
}

/// Returns `true` for a file of a source folder that no zip has: those of Python itself, tests, and
/// hidden ones.
pub fn is_left_out(path: &str) -> bool {
    let file = path.rsplit('/').next().unwrap_or(path);
    wheel::is_left_out(path)
        || path.split('/').any(|part| part.starts_with('.') || part == "tests")
        || (file.starts_with("test_") && file.ends_with(".py"))
        || path == REQUIREMENTS_FILE
        || path == "requirements.in"
}

/// Chooses the wheel of a package for a runtime among the files of a folder.
///
/// # Errors
///
/// Fails with a code and a message if none fits.
pub fn choose<'f>(
    package: &requirement::Requirement,
    target: Target,
    files: impl Iterator<Item = &'f str>,
) -> Result<&'f str, (ProjectCode, String)> {
    let (mut best, mut others, mut has_source) = (None, BTreeSet::new(), false);
    for file in files {
        let Some(wheel) = WheelName::parse(file) else {
            let stem = file.strip_suffix(".tar.gz").or_else(|| file.strip_suffix(".zip"));
            let named = stem.and_then(|stem| stem.rsplit_once('-'));
            has_source |= named.is_some_and(|(name, version)| {
                requirement::normalized(name) == package.name && version == package.version
            });
            continue;
        };
        if wheel.name != package.name || wheel.version != package.version {
            continue;
        }
        match wheel.fit(target) {
            Some(fit) => best = best.max(Some((fit, file))),
            None => {
                others.insert(wheel.tag());
            }
        }
    }
    let shown = format!("`{}` {}", package.name, package.version);
    let runtime = format!("Python 3.{} on {}", target.minor, target.architecture.name());
    match best {
        Some((_, file)) => Ok(file),
        None if !others.is_empty() => {
            let tags: Vec<String> = others.iter().map(|tag| format!("`{tag}`")).collect();
            let message = format!("{shown} is built for {}, and not for {runtime}", tags.join(", "));
            Err((ProjectCode::ArtifactAbiMismatch, message))
        }
        None if has_source => {
            Err((ProjectCode::ArtifactSourceBuild, format!("{shown} would have to be built from its source")))
        }
        None => Err((ProjectCode::PackageMissing, format!("there is no wheel of {shown} for {runtime}"))),
    }
}

/// A function or layer with its parts, its runtime and its place in the manifests.
struct Whole<'a> {
    address: String,
    source: &'a str,
    parts: &'a Parts,
    target: Target,
    /// The packages' files, with the wheel of each.
    packages: BTreeMap<String, (&'a str, Vec<u8>)>,
    tags: BTreeSet<String>,
}

/// Puts functions and the layers that they attach together, and checks them: all faults at once.
/// Nothing is to be written if one of the findings is an error.
pub fn artifacts(
    project: &Project,
    table: &RouteTable,
    wanted: &WantedFiles,
    functions: &BTreeMap<String, Parts>,
    layers: &BTreeMap<String, Parts>,
) -> (Vec<Artifact>, Vec<Finding>) {
    let (mut artifacts, mut findings) = (Vec::new(), Vec::new());
    let Some(runtime) = &project.runtime else { return (artifacts, findings) };
    let mut wholes = BTreeMap::new();
    for layer in &table.layers {
        let Some(parts) = layers.get(&layer.address()) else { continue };
        let target = Target { minor: layer.python(runtime), architecture: runtime.architecture };
        let whole = whole(layer.address(), &layer.source, parts, target, &mut findings);
        let Some(layer_files) = whole.files("python/", &[], &mut findings) else { continue };
        artifacts.push(whole.artifact(true, layer_files));
        wholes.insert(layer.address(), (layer, whole));
    }
    for function in &table.functions {
        let Some(parts) = functions.get(&function.address()) else { continue };
        let target = Target { minor: function.python(runtime), architecture: runtime.architecture };
        let at = pointer(&["functions", function.name.as_str()]);
        if !parts.source.contains_key("handlers.py") {
            let message = format!("`{}` has no `handlers.py`", function.source);
            findings.push(Finding::at(ProjectCode::SourceMissing, &function.file, &at, message));
            continue;
        }
        let whole = whole(function.address(), &function.source, parts, target, &mut findings);
        let made = made(function, wanted);
        let Some(files) = whole.files("", &made, &mut findings) else { continue };
        let attached: Vec<_> = function.layers.iter().filter_map(|layer| wholes.get(layer)).collect();
        for (layer, attached) in &attached {
            check_attachment(function, &at, target, layer, attached, &mut findings);
        }
        let parts: Vec<&Whole<'_>> = attached.iter().map(|(_, layer)| layer).chain([&whole]).collect();
        check_packages(&parts, &mut findings);
        let artifact = whole.artifact(false, files);
        let size = attached.iter().map(|(_, layer)| layer.size()).sum::<u64>().saturating_add(artifact.size());
        if size > MAX_BYTES {
            let message =
                format!("the function and its layers have {size} bytes, and at most {MAX_BYTES} are accepted");
            findings.push(Finding::at(ProjectCode::ArtifactTooLarge, &function.file, &at, message));
        }
        let mut entries = Entries::new();
        for (_, layer) in attached.iter().rev() {
            layer.enter(&mut entries);
        }
        whole.enter(&mut entries);
        for (path, text) in &made {
            let file = format!("{GENERATED}/functions/{}/{path}", function.address());
            entries.insert((*path).to_owned(), Entry { bytes: text.as_bytes(), file, is_own: true });
        }
        findings.append(&mut closure::check(table, function, &entries, target.minor));
        artifacts.push(artifact);
    }
    // A fault of a layer is found once for each function that attaches it.
    let mut seen = BTreeSet::new();
    findings
        .retain(|finding| seen.insert((finding.code, finding.file.clone(), finding.place, finding.message.clone())));
    (artifacts, findings)
}

/// Returns the files that Cora makes for a function.
fn made<'a>(function: &TableFunction, wanted: &'a WantedFiles) -> Vec<(&'static str, &'a str)> {
    let text = |name: &'static str| {
        let path = RelativePath::parse(&format!("{GENERATED}/functions/{}/{name}", function.address()))?;
        Some((name, wanted.get(&path)?.text.as_str()))
    };
    ["cora_env.py", "cora_request.py", "cora_routes.py"].into_iter().filter_map(text).collect()
}

/// Checks that a layer fits a function that attaches it.
fn check_attachment(
    function: &TableFunction,
    at: &str,
    target: Target,
    layer: &TableLayer,
    whole: &Whole<'_>,
    findings: &mut Vec<Finding>,
) {
    let mut find = |what: String| {
        let message = format!(
            "the layer `{}.{}` has {what}, and the function `{}` runs on Python 3.{}",
            layer.module, layer.name, function.name, target.minor
        );
        findings.push(Finding::at(ProjectCode::ArtifactAbiMismatch, &function.file, at, message));
    };
    for file in whole.parts.wheels.keys() {
        if let Some(wheel) = WheelName::parse(file).filter(|wheel| wheel.fit(target).is_none()) {
            find(format!("`{}` for `{}`", wheel.name, wheel.tag()));
        }
    }
    for (path, bytes) in &whole.parts.source {
        if let Some(built_for) = wheel::misfit(path, bytes, target) {
            find(format!("`{path}` for {built_for}"));
        }
    }
}

/// Checks that a function and its layers have every package that one of their packages always
/// needs. Many packages import others only once they are used, so that their imports do not tell.
fn check_packages(parts: &[&Whole<'_>], findings: &mut Vec<Finding>) {
    let wheels = parts.iter().flat_map(|part| part.parts.wheels.keys());
    let locked: BTreeSet<String> = wheels.filter_map(|file| WheelName::parse(file)).map(|wheel| wheel.name).collect();
    for part in parts {
        for (path, (file, bytes)) in part.packages.iter().filter(|(path, _)| path.ends_with(".dist-info/METADATA")) {
            let (Some(wheel), Ok(metadata)) = (WheelName::parse(file), std::str::from_utf8(bytes)) else { continue };
            // A wheel has the metadata of one package: its own.
            if path.matches('/').count() > 1 {
                continue;
            }
            for needed in requirement::needed(metadata).into_iter().filter(|needed| !locked.contains(needed)) {
                let requirements = format!("{}/{REQUIREMENTS_FILE}", part.source);
                let message = format!("`{}` {} needs `{needed}`, which is not locked", wheel.name, wheel.version);
                findings.push(Finding::of_file(ProjectCode::PackageUnlocked, &requirements, message));
            }
        }
    }
}

/// Reads the packages of a function or layer.
fn whole<'a>(
    address: String,
    source: &'a str,
    parts: &'a Parts,
    target: Target,
    findings: &mut Vec<Finding>,
) -> Whole<'a> {
    let (mut packages, mut tags) = (BTreeMap::new(), BTreeSet::new());
    for (file, bytes) in &parts.wheels {
        match wheel::files(bytes, MAX_BYTES) {
            Ok(files) => packages.extend(files.into_iter().map(|(path, bytes)| (path, (file.as_str(), bytes)))),
            Err(reason) => {
                let requirements = format!("{source}/{REQUIREMENTS_FILE}");
                let message = format!("`{file}` is not a wheel: {reason}");
                findings.push(Finding::of_file(ProjectCode::PackageDamaged, &requirements, message));
            }
        }
        if let Some(wheel) = WheelName::parse(file).filter(|wheel| wheel.tag() != "py3-none-any") {
            tags.insert(wheel.tag());
        }
    }
    let own = parts.source.iter().map(|(path, bytes)| (path, bytes, format!("{source}/{path}")));
    let of_packages =
        packages.iter().map(|(path, (wheel, bytes))| (path, bytes, format!("{source}/{REQUIREMENTS_FILE} ({wheel})")));
    for (path, bytes, shown) in own.chain(of_packages) {
        if let Some(built_for) = wheel::misfit(path, bytes, target) {
            let (minor, machine) = (target.minor, target.architecture.name());
            let message = format!("`{path}` is built for {built_for}, and not for Python 3.{minor} on {machine}");
            findings.push(Finding::of_file(ProjectCode::ArtifactAbiMismatch, &shown, message));
        }
    }
    Whole { address, source, parts, target, packages, tags }
}

impl<'a> Whole<'a> {
    /// Returns the files of the zip. `None` if two of them have one path.
    fn files(
        &self,
        prefix: &str,
        made: &[(&str, &str)],
        findings: &mut Vec<Finding>,
    ) -> Option<BTreeMap<String, Vec<u8>>> {
        let mut files = BTreeMap::new();
        let own = self.parts.source.iter().filter(|(path, _)| !is_left_out(path));
        let own = own.map(|(path, bytes)| (path.as_str(), bytes.as_slice()));
        let packages = self.packages.iter().map(|(path, (_, bytes))| (path.as_str(), bytes.as_slice()));
        let made = made.iter().map(|(path, text)| (*path, text.as_bytes()));
        let mut is_sound = true;
        for (path, bytes) in made.chain(own).chain(packages) {
            let before = files.insert(format!("{prefix}{path}"), bytes.to_vec());
            if before.is_some_and(|before| before != bytes) {
                let message = format!("two files of `{}` have the path `{path}`", self.address);
                findings.push(Finding::of_file(
                    ProjectCode::PathCollision,
                    &format!("{}/{path}", self.source),
                    message,
                ));
                is_sound = false;
            }
        }
        is_sound.then_some(files)
    }

    /// Adds the files to the path of imports, before those that are on it.
    fn enter<'e>(&'e self, entries: &mut Entries<'e>)
    where
        'a: 'e,
    {
        for (path, (wheel, bytes)) in &self.packages {
            entries.insert(path.clone(), Entry { bytes, file: format!("{wheel}/{path}"), is_own: false });
        }
        for (path, bytes) in self.parts.source.iter().filter(|(path, _)| !is_left_out(path)) {
            entries.insert(path.clone(), Entry { bytes, file: format!("{}/{path}", self.source), is_own: true });
        }
    }

    fn size(&self) -> u64 {
        let own = self.parts.source.iter().filter(|(path, _)| !is_left_out(path)).map(|(_, bytes)| bytes.len());
        own.chain(self.packages.values().map(|(_, bytes)| bytes.len())).map(|size| size as u64).sum()
    }

    fn artifact(&self, is_layer: bool, files: BTreeMap<String, Vec<u8>>) -> Artifact {
        Artifact { address: self.address.clone(), is_layer, files, tags: self.tags.clone(), target: self.target }
    }
}
