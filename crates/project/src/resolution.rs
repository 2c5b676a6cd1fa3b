//! The modules of a project: whether they fit each other, and the order in which they come.

use std::collections::{BTreeMap, BTreeSet};

use cora_core::issue::Severity;
use cora_core::issue::shown::quote;
use cora_core::permission::{ApplicationPermissions, PermissionDefinition, check_permissions};
use cora_core::text::{DisplayName, PermissionId, RoleName};
use semver::Version;

use crate::code::ProjectCode;
use crate::file::{ModuleSource, PROJECT_FILE, Project};
use crate::finding::{Finding, pointer};
use crate::manifest::{MODULE_FILE, Module};
use crate::name::ModuleName;

/// The names of the modules that Cora brings, each with the modules that it needs.
pub const BUILTIN: [(&str, &[&str]); 2] = [("access", &[]), ("mgmt", &["access"])];

/// The manifest of a module, as a host found it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundModule {
    /// The file of the manifest, as a path from the top of the project.
    pub file: String,
    /// The manifest. `None` for a module that Cora brings.
    pub manifest: Option<Module>,
}

/// Manifests by the names of their modules in the project file. One that could not be read is
/// missing, and its faults are the host's to report.
pub type FoundModules = BTreeMap<ModuleName, FoundModule>;

/// A module in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resolved {
    /// The name.
    pub name: ModuleName,
    /// The version: Cora's, for a module that Cora brings.
    pub version: Version,
    /// The file of the manifest, or the project file for a module that Cora brings.
    pub file: String,
    /// The manifest. `None` for a module that Cora brings.
    pub manifest: Option<Module>,
    /// The modules that it needs and that the project has, by name. Each comes before it.
    pub needs: Vec<ModuleName>,
    /// The modules that it would use and that the project does not have.
    pub absent: Vec<ModuleName>,
}

/// The modules of a project in their order: each after those that it needs, and otherwise by name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Resolution {
    /// The modules.
    pub modules: Vec<Resolved>,
    /// The permissions that they define.
    pub permissions: ApplicationPermissions,
    /// The findings: all of them, in the order of the modules' names.
    pub findings: Vec<Finding>,
}

/// Returns the file of a module's manifest, as a path from the top of the project; `None` for a
/// module that Cora brings, and for a source that names none.
pub fn manifest_file(source: &ModuleSource) -> Option<String> {
    match source {
        ModuleSource::Builtin(_) => None,
        ModuleSource::Other(other) => match (&other.path, &other.npm) {
            (Some(path), None) => Some(format!("{path}/{MODULE_FILE}")),
            (None, Some(package)) => Some(format!("node_modules/{package}/{MODULE_FILE}")),
            _ => None,
        },
    }
}

/// Resolves the modules of a project. Fails never: the findings say what does not fit, and the
/// order then has the modules that can be ordered.
pub fn resolve(project: &Project, found: &FoundModules, cora: &Version) -> Resolution {
    let mut findings = Vec::new();
    sources(project, &mut findings);
    let graph = Graph::of(project, found, cora);
    graph.check(project, &mut findings);
    let modules = graph.ordered(&mut findings);
    let permissions = permissions(&modules, &mut findings);
    Resolution { modules, permissions, findings }
}

/// Checks the sources of the modules.
fn sources(project: &Project, findings: &mut Vec<Finding>) {
    let mut seen: BTreeMap<String, &ModuleName> = BTreeMap::new();
    for (name, source) in project.modules.iter() {
        let at = pointer(&["modules", name.as_str()]);
        let mut add = |code, message: String| findings.push(Finding::at(code, PROJECT_FILE, &at, message));
        match source {
            ModuleSource::Builtin(_) => {
                if !BUILTIN.iter().any(|(known, _)| *known == name.as_str()) {
                    add(ProjectCode::ModuleUnknown, format!("Cora brings no module `{name}`"));
                }
            }
            ModuleSource::Other(other) => match (&other.path, &other.npm, &other.version) {
                (Some(_), None, None) | (None, Some(_), _) => {
                    if let Some(first) = manifest_file(source).and_then(|file| seen.insert(file, name)) {
                        add(ProjectCode::ModuleDuplicate, format!("`{name}` has the same source as `{first}`"));
                    }
                }
                (Some(_), None, Some(_)) => add(
                    ProjectCode::ModuleSource,
                    format!("`{name}` is a folder of the project and has a range of versions"),
                ),
                (Some(_), Some(_), _) => {
                    add(ProjectCode::ModuleSource, format!("`{name}` names both `path` and `npm`"));
                }
                (None, None, _) => {
                    add(ProjectCode::ModuleSource, format!("`{name}` names neither `path` nor `npm`"));
                }
            },
        }
    }
}

/// A requirement of one module.
struct Edge {
    needs: ModuleName,
    is_optional: bool,
}

/// The modules that were found, with their requirements.
struct Graph<'a> {
    found: &'a FoundModules,
    cora: &'a Version,
    edges: BTreeMap<&'a ModuleName, Vec<Edge>>,
}

impl<'a> Graph<'a> {
    fn of(project: &'a Project, found: &'a FoundModules, cora: &'a Version) -> Self {
        let known = found.iter().filter(|(name, _)| project.modules.contains_key(*name));
        let edges = known.map(|(name, found)| (name, edges(name, found)));
        Self { found, cora, edges: edges.collect() }
    }

    fn version(&self, name: &ModuleName) -> Option<Version> {
        match &self.found.get(name)?.manifest {
            None => Some(self.cora.clone()),
            Some(module) => module.module.version.version(),
        }
    }

    /// Checks names, versions and requirements.
    fn check(&self, project: &Project, findings: &mut Vec<Finding>) {
        for (name, edges) in &self.edges {
            let Some(found) = self.found.get(*name) else { continue };
            let file = found.file.as_str();
            if let Some(manifest) = &found.manifest {
                self.check_manifest(project, name, file, manifest, findings);
            }
            for edge in edges.iter().filter(|edge| !edge.is_optional) {
                if !project.modules.contains_key(&edge.needs) {
                    let at = pointer(&["requires", "modules", edge.needs.as_str()]);
                    let chain = self.chain(name);
                    let message = format!("the module `{}` is missing, which {chain} needs", edge.needs);
                    findings.push(Finding::at(ProjectCode::ModuleMissing, file, &at, message));
                }
            }
        }
    }

    fn check_manifest(
        &self,
        project: &Project,
        name: &ModuleName,
        file: &str,
        manifest: &Module,
        findings: &mut Vec<Finding>,
    ) {
        let mut add = |code, file: &str, at: &str, message| findings.push(Finding::at(code, file, at, message));
        if manifest.module.name != *name {
            let message = format!("the module calls itself `{}`, and the project file `{name}`", manifest.module.name);
            add(ProjectCode::ModuleName, file, "/module/name", message);
        }
        if let Some(range) = manifest.requires.cora.as_ref().filter(|range| !range.has(self.cora)) {
            let message = format!("`{name}` needs Cora {range}, and this is {}", self.cora);
            add(ProjectCode::CoraVersion, file, "/requires/cora", message);
        }
        if let Some(ModuleSource::Other(source)) = project.modules.get(name)
            && let (Some(range), Some(version)) = (&source.version, self.version(name))
            && !range.has(&version)
        {
            let at = pointer(&["modules", name.as_str(), "version"]);
            let message = format!("`{name}` is {version}, and the project file asks for {range}");
            add(ProjectCode::ModuleVersion, PROJECT_FILE, &at, message);
        }
        for (needed, requirement) in manifest.requires.modules.iter() {
            let Some(version) = self.version(needed).filter(|version| !requirement.range().has(version)) else {
                continue;
            };
            let at = pointer(&["requires", "modules", needed.as_str()]);
            let message = format!("`{needed}` is {version}, and {} needs {}", self.chain(name), requirement.range());
            add(ProjectCode::ModuleVersion, file, &at, message);
        }
        for permission in manifest.capabilities.keys() {
            let resource = permission.split(':').next().unwrap_or_default();
            if resource != name.as_str() {
                let at = pointer(&["capabilities", permission]);
                let message = format!("{} is not a permission of the module `{name}`", quote(permission));
                add(ProjectCode::CapabilityForeign, file, &at, message);
            }
        }
    }

    /// Returns the module with those that need it, for a message: `` `a`, which `b` needs, ``.
    fn chain(&self, name: &ModuleName) -> String {
        let (mut text, mut at, mut seen) = (format!("`{name}`"), name, BTreeSet::from([name]));
        let asks = |at: &ModuleName, seen: &BTreeSet<&ModuleName>| {
            let needs = |edges: &[Edge]| edges.iter().any(|edge| edge.needs == *at && !edge.is_optional);
            self.edges.iter().find(|(other, edges)| !seen.contains(**other) && needs(edges)).map(|(other, _)| *other)
        };
        while let Some(next) = asks(at, &seen) {
            text = format!("{text} (which `{next}` needs)");
            seen.insert(next);
            at = next;
        }
        text
    }

    /// Returns the modules in their order, and reports each circle once.
    ///
    /// An optional requirement orders two modules only if that leaves no circle.
    fn ordered(&self, findings: &mut Vec<Finding>) -> Vec<Resolved> {
        let mut waiting: BTreeSet<&ModuleName> = self.edges.keys().copied().collect();
        let mut order = Vec::new();
        loop {
            let is_free = |name: &&ModuleName, with_optional: bool| {
                let edges = self.edges.get(*name).map_or(&[][..], Vec::as_slice);
                !edges.iter().any(|edge| (with_optional || !edge.is_optional) && waiting.contains(&edge.needs))
            };
            let next = waiting.iter().copied().find(|name| is_free(name, true));
            let Some(next) = next.or_else(|| waiting.iter().copied().find(|name| is_free(name, false))) else { break };
            waiting.remove(next);
            order.push(next);
        }
        while let Some(circle) = self.circle(&waiting) {
            let names: Vec<String> = circle.iter().chain(circle.first()).map(|name| format!("`{name}`")).collect();
            if let (Some(first), Some(second)) = (circle.first(), circle.get(1).or(circle.first())) {
                let file = self.found.get(*first).map_or(PROJECT_FILE, |found| found.file.as_str());
                let at = pointer(&["requires", "modules", second.as_str()]);
                let message = format!("modules need each other in a circle: {}", names.join(" → "));
                findings.push(Finding::at(ProjectCode::ModuleCycle, file, &at, message));
            }
            circle.iter().for_each(|name| {
                waiting.remove(name);
            });
        }
        order.into_iter().filter_map(|name| self.resolved(name)).collect()
    }

    /// Returns a circle among modules of which each waits for another one, beginning with its first
    /// name; `None` once only modules are left that wait for those of circles.
    fn circle(&self, waiting: &BTreeSet<&'a ModuleName>) -> Option<Vec<&'a ModuleName>> {
        for start in waiting {
            let (mut path, mut at) = (vec![*start], *start);
            let mut tried: BTreeSet<&ModuleName> = BTreeSet::from([*start]);
            loop {
                let edges = self.edges.get(at).map_or(&[][..], Vec::as_slice);
                let needed = || edges.iter().filter(|edge| !edge.is_optional).map(|edge| &edge.needs);
                if needed().any(|needed| needed == *start) {
                    // The circle begins with its first name, so that it is reported once.
                    let least = path.iter().enumerate().min_by_key(|(_, name)| **name).map_or(0, |(at, _)| at);
                    path.rotate_left(least);
                    return Some(path);
                }
                let next = needed().filter_map(|needed| waiting.get(needed)).find(|next| !tried.contains(**next));
                match next {
                    Some(next) => {
                        tried.insert(*next);
                        path.push(*next);
                        at = *next;
                    }
                    None => match (path.pop(), path.last()) {
                        (Some(_), Some(before)) => at = *before,
                        _ => break,
                    },
                }
            }
        }
        None
    }

    fn resolved(&self, name: &ModuleName) -> Option<Resolved> {
        let found = self.found.get(name)?;
        let names = || self.edges.get(name).into_iter().flatten().map(|edge| &edge.needs);
        let mut needs: Vec<ModuleName> = names().filter(|needed| self.edges.contains_key(needed)).cloned().collect();
        needs.sort();
        let absent = names().filter(|needed| !self.edges.contains_key(needed)).cloned().collect();
        let file = if found.manifest.is_some() { found.file.clone() } else { PROJECT_FILE.to_owned() };
        let manifest = found.manifest.clone();
        Some(Resolved { name: name.clone(), version: self.version(name)?, file, manifest, needs, absent })
    }
}

fn edges(name: &ModuleName, found: &FoundModule) -> Vec<Edge> {
    match &found.manifest {
        Some(manifest) => {
            let edge = |(needs, requirement): (&ModuleName, &crate::manifest::Requirement)| Edge {
                needs: needs.clone(),
                is_optional: requirement.is_optional(),
            };
            manifest.requires.modules.iter().map(edge).collect()
        }
        None => {
            let needs = BUILTIN.iter().find(|(known, _)| *known == name.as_str()).map_or(&[][..], |(_, needs)| needs);
            let edge = |needs: &&str| ModuleName::parse(needs).map(|needs| Edge { needs, is_optional: false });
            needs.iter().filter_map(edge).collect()
        }
    }
}

/// Joins the permissions that the modules define, and checks them as those of an application.
fn permissions(modules: &[Resolved], findings: &mut Vec<Finding>) -> ApplicationPermissions {
    let (mut all, mut places) = (ApplicationPermissions::default(), Vec::new());
    for module in modules {
        for (id, capability) in module.manifest.iter().flat_map(|manifest| manifest.capabilities.iter()) {
            all.permissions.push(PermissionDefinition {
                id: PermissionId::shortened(id),
                describe: DisplayName::shortened(capability.describe.as_str()),
                granted_to: capability.granted_to.iter().map(|role| RoleName::shortened(role)).collect(),
            });
            places.push((module.file.as_str(), id.as_str()));
        }
    }
    for issue in check_permissions(&all).issues {
        let mut parts = issue.path.split('/').skip(2);
        let place = parts.next().and_then(|number| places.get(number.parse::<usize>().ok()?));
        let Some((file, id)) = place else { continue };
        let rest: Vec<&str> = parts.filter(|part| *part != "id").collect();
        let at = pointer(&[&["capabilities", id], rest.as_slice()].concat());
        let code = match issue.severity {
            Severity::Error => ProjectCode::CapabilityInvalid,
            Severity::Warning => ProjectCode::CapabilityUnneeded,
        };
        let finding = Finding::at(code, file, &at, issue.message);
        findings.push(match issue.help {
            Some(help) => finding.with_help(help),
            None => finding,
        });
    }
    all
}
