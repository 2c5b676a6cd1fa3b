//! The routes of a project: one table of all modules, from which the gateway, the dispatcher and
//! the client follow.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use cora_core::issue::shown::quote_shortened;

use crate::code::ProjectCode;
use crate::file::{PROJECT_FILE, Project, Runtime};
use crate::finding::{Finding, pointer};
use crate::lock::sha256;
use crate::manifest::{Function, Layer, Method, Module};
use crate::name::{FunctionName, ModuleName};
use crate::resolution::{Resolution, Resolved};

/// The most routes that a gateway has (AWS, quota of HTTP APIs: 300 routes an API).
pub const MAX_ROUTES: usize = 300;

/// The most layers that a function has (AWS, quotas of Lambda).
pub const MAX_LAYERS: usize = 5;

/// A part of a path.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Segment {
    /// A text that matches itself.
    Static(String),
    /// `{name}`: one segment that is not empty.
    Parameter(String),
    /// `{name+}`: the rest of the path, which is not empty.
    Greedy(String),
}

/// The path of a route.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct RoutePath(Vec<Segment>);

impl RoutePath {
    /// Parses a path.
    ///
    /// # Errors
    ///
    /// A clause that says why the text is not the path of a route.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        let rest = text.strip_prefix('/').ok_or("the path does not begin with a slash")?;
        if text.len() > 200 {
            return Err("the path has more than 200 bytes");
        }
        let mut names = BTreeSet::new();
        let count = rest.split('/').count();
        let mut segments = Vec::new();
        for (at, part) in rest.split('/').enumerate() {
            let segment = segment(part)?;
            match &segment {
                Segment::Greedy(_) if at + 1 != count => return Err("`{name+}` is not the last segment"),
                Segment::Parameter(name) | Segment::Greedy(name) if !names.insert(name.clone()) => {
                    return Err("a parameter occurs twice");
                }
                _ => {}
            }
            segments.push(segment);
        }
        Ok(Self(segments))
    }

    /// Returns the parts.
    pub fn segments(&self) -> &[Segment] {
        &self.0
    }

    /// Returns the names of the parameters, in their order.
    pub fn parameters(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|segment| match segment {
            Segment::Static(_) => None,
            Segment::Parameter(name) | Segment::Greedy(name) => Some(name.as_str()),
        })
    }

    /// Returns the path without the names of its parameters: what the gateway tells apart.
    fn shape(&self) -> String {
        let part = |segment: &Segment| match segment {
            Segment::Static(text) => format!("/{text}"),
            Segment::Parameter(_) => "/{}".to_owned(),
            Segment::Greedy(_) => "/{+}".to_owned(),
        };
        self.0.iter().map(part).collect()
    }

    /// Returns the values of the parameters if a path of a request matches, as the gateway matches
    /// it.
    pub fn matches<'p>(&self, path: &'p str) -> Option<Vec<(&str, &'p str)>> {
        let mut rest = path.strip_prefix('/')?;
        let mut values = Vec::new();
        for (at, segment) in self.0.iter().enumerate() {
            let (part, after) = match rest.split_once('/') {
                Some((part, after)) => (part, Some(after)),
                None => (rest, None),
            };
            match segment {
                Segment::Greedy(name) => {
                    values.push((name.as_str(), rest));
                    return (!rest.is_empty()).then_some(values);
                }
                Segment::Static(text) if text != part => return None,
                Segment::Static(_) => {}
                Segment::Parameter(_) if part.is_empty() => return None,
                Segment::Parameter(name) => values.push((name.as_str(), part)),
            }
            match after {
                Some(after) if at + 1 < self.0.len() => rest = after,
                None if at + 1 == self.0.len() => return Some(values),
                _ => return None,
            }
        }
        None
    }
}

impl fmt::Display for RoutePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|segment| match segment {
            Segment::Static(text) => write!(f, "/{text}"),
            Segment::Parameter(name) => write!(f, "/{{{name}}}"),
            Segment::Greedy(name) => write!(f, "/{{{name}+}}"),
        })
    }
}

fn segment(part: &str) -> Result<Segment, &'static str> {
    if let Some(name) = part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) {
        let (name, is_greedy) = name.strip_suffix('+').map_or((name, false), |name| (name, true));
        // Python has the names as parameters of a function.
        let is_inner = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
        let is_name = name.bytes().next().is_some_and(|first| first.is_ascii_lowercase()) && name.bytes().all(is_inner);
        if !is_name || name.len() > 40 {
            return Err("the name of a parameter is not a lower-case letter with letters, digits and `_` after it");
        }
        let name = name.to_owned();
        return Ok(if is_greedy { Segment::Greedy(name) } else { Segment::Parameter(name) });
    }
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~');
    match part {
        "" => Err("a segment is empty"),
        "." | ".." => Err("`.` and `..` are not segments"),
        part if part.bytes().all(is_plain) => Ok(Segment::Static(part.to_owned())),
        _ => Err("a segment has a character that paths do not have"),
    }
}

/// Those who may use a route.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Access {
    /// Anybody.
    Public,
    /// Anybody who is signed in.
    Session,
    /// The holders of a permission.
    Permission(String),
}

/// A route in the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableRoute {
    /// The module.
    pub module: ModuleName,
    /// The method.
    pub method: Method,
    /// The path.
    pub path: RoutePath,
    /// The function that answers, in the module.
    pub function: FunctionName,
    /// The handler in the function.
    pub handler: String,
    /// Those who may use it.
    pub access: Access,
    /// A sentence about it.
    pub summary: Option<String>,
}

impl TableRoute {
    /// Returns the key by which the gateway knows it: `GET /kb/bases/{id}`.
    pub fn key(&self) -> String {
        format!("{} {}", self.method.name(), self.path)
    }

    /// Returns its name in the infrastructure, which no other route has: readable, and a hash of
    /// the key.
    pub fn address(&self) -> String {
        let key = self.key();
        let plain = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' };
        let mut readable = String::new();
        for character in key.chars().map(plain) {
            if character != '_' || !readable.ends_with('_') {
                readable.push(character);
            }
        }
        let readable: String = readable.chars().take(60).collect();
        let hash = sha256(key.as_bytes());
        format!("{}_{}", readable.trim_end_matches('_'), hash.get(..8).unwrap_or_default())
    }
}

/// A function in the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableFunction {
    /// The module.
    pub module: ModuleName,
    /// The name in the module.
    pub name: FunctionName,
    /// The folder of its source, from the top of the project.
    pub source: String,
    /// Its settings.
    pub function: Function,
    /// The layers that it attaches, by their names in the infrastructure.
    pub layers: Vec<String>,
    /// The manifest that states it.
    pub file: String,
}

/// A layer in the table, which some function attaches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableLayer {
    /// The module.
    pub module: ModuleName,
    /// The name in the module.
    pub name: FunctionName,
    /// The folder of its source, from the top of the project.
    pub source: String,
    /// Its settings.
    pub layer: Layer,
    /// The manifest that states it.
    pub file: String,
}

impl TableLayer {
    /// Returns its name in the infrastructure: `kb_common`.
    pub fn address(&self) -> String {
        format!("{}_{}", self.module, self.name)
    }

    /// Returns the minor version of Python that its packages are built for.
    pub fn python(&self, runtime: &Runtime) -> u8 {
        self.layer.python.as_ref().unwrap_or(&runtime.python).minor()
    }
}

impl TableFunction {
    /// Returns its name in the infrastructure: `kb_bases`.
    pub fn address(&self) -> String {
        format!("{}_{}", self.module, self.name)
    }

    /// Returns the minor version of Python that it runs on.
    pub fn python(&self, runtime: &Runtime) -> u8 {
        self.function.python.as_ref().unwrap_or(&runtime.python).minor()
    }
}

/// The routes and functions of all modules.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RouteTable {
    /// The routes, in the order of the modules and then of their manifests.
    pub routes: Vec<TableRoute>,
    /// The functions, in the order of the modules and then by name.
    pub functions: Vec<TableFunction>,
    /// The layers that functions attach, in the order of the modules and then by name.
    pub layers: Vec<TableLayer>,
}

/// Returns the layers that a function attaches, by their names in the infrastructure.
fn attached(
    resolution: &Resolution,
    module: &Resolved,
    name: &FunctionName,
    function: &Function,
    findings: &mut Vec<Finding>,
) -> Vec<String> {
    let mut layers = Vec::new();
    for (number, layer) in function.layers.iter().enumerate() {
        let owner = match layer.module() {
            None => Some(module),
            Some(other) => resolution.modules.iter().find(|one| {
                one.name.as_str() == other && (one.name == module.name || module.needs.contains(&one.name))
            }),
        };
        let manifest = owner.and_then(|owner| owner.manifest.as_ref());
        let is_known = manifest.is_some_and(|manifest| manifest.layers.keys().any(|one| one.as_str() == layer.layer()));
        let at = pointer(&["functions", name.as_str(), "layers", &number.to_string()]);
        match owner.filter(|_| is_known) {
            Some(owner) => layers.push(format!("{}_{}", owner.name, layer.layer())),
            None => {
                let message = format!("neither the module nor one that it requires has the layer `{layer}`");
                findings.push(Finding::at(ProjectCode::LayerMissing, &module.file, &at, message));
            }
        }
    }
    if layers.len() > MAX_LAYERS {
        let at = pointer(&["functions", name.as_str(), "layers"]);
        let message = format!("the function attaches {} layers, and at most {MAX_LAYERS} are accepted", layers.len());
        findings.push(Finding::at(ProjectCode::ArtifactTooLarge, &module.file, &at, message));
    }
    layers
}

/// A route, with the file and the place that state it.
type Placed<'a> = (&'a TableRoute, &'a (String, String));

impl RouteTable {
    /// Makes the table, and checks it: all faults at once.
    pub fn of(project: &Project, resolution: &Resolution) -> (Self, Vec<Finding>) {
        let (mut table, mut findings) = (Self::default(), Vec::new());
        let mut places = Vec::new();
        for module in &resolution.modules {
            let Some(manifest) = &module.manifest else { continue };
            table.add(resolution, module, manifest, &mut places, &mut findings);
        }
        if !table.functions.is_empty() && project.runtime.is_none() {
            let message = "a module has functions, and the project has no `runtime`";
            findings.push(Finding::of_file(ProjectCode::RuntimeMissing, PROJECT_FILE, message));
        }
        let attached: BTreeSet<&String> = table.functions.iter().flat_map(|function| &function.layers).collect();
        let (layers, unused): (Vec<_>, Vec<_>) =
            std::mem::take(&mut table.layers).into_iter().partition(|layer| attached.contains(&layer.address()));
        table.layers = layers;
        for layer in unused {
            let at = pointer(&["layers", layer.name.as_str()]);
            let message = format!("no function attaches the layer `{}`", layer.name);
            findings.push(Finding::at(ProjectCode::LayerUnused, &layer.file, &at, message));
        }
        table.check_together(&places, &mut findings);
        (table, findings)
    }

    fn add(
        &mut self,
        resolution: &Resolution,
        module: &Resolved,
        manifest: &Module,
        places: &mut Vec<(String, String)>,
        findings: &mut Vec<Finding>,
    ) {
        let folder = module.file.rsplit_once('/').map_or("", |(folder, _)| folder);
        for (name, function) in manifest.functions.iter() {
            if !manifest.routes.iter().any(|route| route.handler.function() == name.as_str()) {
                let at = pointer(&["functions", name.as_str()]);
                let message = format!("no route uses the function `{name}`");
                findings.push(Finding::at(ProjectCode::FunctionUnused, &module.file, &at, message));
            }
            let layers = attached(resolution, module, name, function, findings);
            let source = format!("{folder}/{}", function.source);
            let (file, function) = (module.file.clone(), function.clone());
            let (module, name) = (module.name.clone(), name.clone());
            self.functions.push(TableFunction { module, name, source, function, layers, file });
        }
        for (name, layer) in manifest.layers.iter() {
            let source = format!("{folder}/{}", layer.source);
            let (file, layer) = (module.file.clone(), layer.clone());
            self.layers.push(TableLayer { module: module.name.clone(), name: name.clone(), source, layer, file });
        }
        for (number, route) in manifest.routes.iter().enumerate() {
            let number = number.to_string();
            let mut find = |code, member: &str, message: String| {
                findings.push(Finding::at(code, &module.file, &pointer(&["routes", &number, member]), message));
            };
            let path = match RoutePath::parse(&route.path) {
                Ok(path) => path,
                Err(reason) => {
                    find(
                        ProjectCode::RouteInvalid,
                        "path",
                        format!("{} is not the path of a route: {reason}", quote_shortened(&route.path)),
                    );
                    continue;
                }
            };
            if path.segments().first() != Some(&Segment::Static(module.name.as_str().to_owned())) {
                let message = format!("`{path}` does not begin with `/{}`", module.name);
                find(ProjectCode::RoutePrefixForeign, "path", message);
            }
            let function = FunctionName::parse(route.handler.function());
            let Some(function) = function.filter(|function| manifest.functions.contains_key(function)) else {
                let message = format!("the module has no function `{}`", route.handler.function());
                find(ProjectCode::RouteFunctionMissing, "handler", message);
                continue;
            };
            let access = match route.access.as_str() {
                "public" => {
                    if route.reason.is_none() {
                        let message = format!("`{} {path}` is open to anybody", route.method.name());
                        find(ProjectCode::PublicWithoutReason, "access", message);
                    }
                    Access::Public
                }
                "session" => Access::Session,
                permission => {
                    if !is_defined(resolution, module, permission) {
                        let message =
                            format!("no permission `{permission}` is defined for the module `{}`", module.name);
                        find(ProjectCode::AccessUnknown, "access", message);
                    }
                    Access::Permission(permission.to_owned())
                }
            };
            places.push((module.file.clone(), pointer(&["routes", &number])));
            self.routes.push(TableRoute {
                module: module.name.clone(),
                method: route.method,
                path,
                function,
                handler: route.handler.handler().to_owned(),
                access,
                summary: route.summary.as_ref().map(|summary| summary.as_str().to_owned()),
            });
        }
    }

    /// Checks the routes of all modules against each other.
    fn check_together(&self, places: &[(String, String)], findings: &mut Vec<Finding>) {
        let mut by_shape: BTreeMap<String, Vec<Placed<'_>>> = BTreeMap::new();
        for (route, place) in self.routes.iter().zip(places) {
            let find = |findings: &mut Vec<Finding>, code, message: String| {
                findings.push(Finding::at(code, &place.0, &place.1, message));
            };
            let same = by_shape.entry(route.path.shape()).or_default();
            if let Some((other, _)) = same.iter().find(|(other, _)| other.method == route.method) {
                if other.path == route.path {
                    let message = format!("`{}` is a route of `{}` already", route.key(), other.module);
                    find(findings, ProjectCode::RouteDuplicate, message);
                } else {
                    let message = format!("`{}` and `{}` match the same requests", route.key(), other.key());
                    find(findings, ProjectCode::RouteShapeConflict, message);
                }
            } else if let Some((other, _)) = same.iter().find(|(other, _)| other.path != route.path) {
                let message = format!("`{}` names its parameters differently than `{}`", route.key(), other.key());
                find(findings, ProjectCode::RouteParameterRenamed, message);
            }
            same.push((route, place));
        }
        for routes in by_shape.values() {
            let methods: BTreeSet<Method> = routes.iter().map(|(route, _)| route.method).collect();
            if let (8, Some((route, place))) =
                (methods.len(), routes.iter().find(|(route, _)| route.method == Method::Any))
            {
                let message = format!("`{}` is never used: each method has a route of its own", route.key());
                findings.push(Finding::at(ProjectCode::RouteShadowed, &place.0, &place.1, message));
            }
        }
        if self.routes.len() > MAX_ROUTES {
            let message = format!("the project has {} routes, and a gateway at most {MAX_ROUTES}", self.routes.len());
            findings.push(Finding::of_file(ProjectCode::RouteLimit, PROJECT_FILE, message));
        }
    }

    /// Returns the routes of a function.
    pub fn routes_of<'t>(&'t self, function: &'t TableFunction) -> impl Iterator<Item = &'t TableRoute> {
        self.routes.iter().filter(|route| route.module == function.module && route.function == function.name)
    }

    /// Returns the route that the gateway chooses for a request, with the values of its parameters:
    /// a whole match before one by `{name+}`, static text before a parameter, and a route of the
    /// method before one of `ANY`.
    pub fn find<'t, 'p>(&'t self, method: &str, path: &'p str) -> Option<(&'t TableRoute, Vec<(&'t str, &'p str)>)> {
        let fits = |route: &&TableRoute| route.method.name() == method || route.method == Method::Any;
        let rank = |route: &TableRoute| {
            let kind = |segment: &Segment| match segment {
                Segment::Static(_) => 0_u8,
                Segment::Parameter(_) => 1,
                Segment::Greedy(_) => 2,
            };
            let is_greedy = route.path.segments().iter().any(|segment| kind(segment) == 2);
            let kinds: Vec<u8> = route.path.segments().iter().map(kind).collect();
            // Of two greedy routes, that with more before the rest.
            (is_greedy, kinds, route.method == Method::Any)
        };
        let found = self.routes.iter().filter(fits).filter_map(|route| Some((route, route.path.matches(path)?)));
        found.min_by_key(|(route, _)| rank(route))
    }
}

/// Returns `true` if the module or a module that it needs defines the permission.
///
/// WHY not Cora's capabilities: an access token does not list them, and they decide what may be
/// done in Cora.
fn is_defined(resolution: &Resolution, module: &Resolved, permission: &str) -> bool {
    let defines = |module: &Resolved| {
        module.manifest.as_ref().is_some_and(|manifest| manifest.capabilities.contains_key(permission))
    };
    let of_needed = || resolution.modules.iter().any(|other| module.needs.contains(&other.name) && defines(other));
    defines(module) || of_needed()
}
