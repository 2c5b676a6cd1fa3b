//! The imports of a function, from its entry on: a function that cannot start is found before it is
//! packaged.
//!
//! Only what fails in any case is a finding. An import that is guarded by `try`, or that a package
//! makes later, may be meant to fail.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use cora_sources::Place;
use cora_sources::python::{self, Call, Function, Import, Module, Target, When};

use crate::code::ProjectCode;
use crate::finding::Finding;
use crate::route::{RouteTable, TableFunction};
use crate::standard;

/// The module that the runtime imports.
const ENTRY: &str = "cora_routes";
/// The module with the handlers of a function.
const HANDLERS: &str = "handlers";

/// A file on the path of imports.
#[derive(Debug, Clone)]
pub struct Entry<'a> {
    /// The bytes.
    pub bytes: &'a [u8],
    /// The path that findings name.
    pub file: String,
    /// `true` for source of the project, `false` for packages.
    pub is_own: bool,
}

/// The files on the path of imports of a function, by path.
pub type Entries<'a> = BTreeMap<String, Entry<'a>>;

/// Checks a function: every import, the handlers of its routes, and calls with literals.
pub fn check(table: &RouteTable, function: &TableFunction, entries: &Entries<'_>, minor: u8) -> Vec<Finding> {
    let parents = |path: &String| {
        let ends: Vec<usize> = path.match_indices('/').map(|(at, _)| at).collect();
        ends.into_iter().filter_map(|end| path.get(..end).map(str::to_owned)).collect::<Vec<_>>()
    };
    let folders = entries.keys().flat_map(parents).collect();
    let mut closure = Closure {
        entries,
        folders,
        sources: RefCell::default(),
        minor,
        function: function.address(),
        findings: Vec::new(),
    };
    let reached = closure.walk();
    closure.check_handlers(table, function);
    for path in reached {
        closure.check_calls(&path);
    }
    closure.findings
}

struct Source<'a> {
    module: Module,
    text: &'a str,
    /// The place from which on the text is not understood.
    fault: Option<Place>,
}

struct Closure<'a> {
    entries: &'a Entries<'a>,
    folders: BTreeSet<String>,
    /// The files that were read so far: packages have many that nothing imports.
    sources: RefCell<BTreeMap<String, Option<Rc<Source<'a>>>>>,
    minor: u8,
    function: String,
    findings: Vec<Finding>,
}

/// The place of a module on the path of imports.
enum Located {
    /// A file of Python.
    Source(String),
    /// A folder without `__init__.py`.
    Namespace,
    /// A binary, or a module of Python itself: its names are unknown.
    Opaque,
}

impl<'a> Closure<'a> {
    /// Returns the facts of a file. `None` if it is not a text.
    fn source(&self, path: &str) -> Option<Rc<Source<'a>>> {
        if let Some(known) = self.sources.borrow().get(path) {
            return known.clone();
        }
        let read = || {
            let text = std::str::from_utf8(self.entries.get(path)?.bytes).ok()?;
            let (module, fault) = match python::module(text) {
                Ok(module) => (module, None),
                // Its names are unknown.
                Err(fault) => (Module { is_dynamic: true, ..Module::default() }, Some(Place::of(text, fault.offset))),
            };
            Some(Rc::new(Source { module, text, fault }))
        };
        let source = read();
        self.sources.borrow_mut().insert(path.to_owned(), source.clone());
        source
    }

    fn locate(&self, dotted: &str) -> Option<Located> {
        let path = dotted.replace('.', "/");
        for file in [format!("{path}/__init__.py"), format!("{path}.py")] {
            if self.entries.contains_key(&file) {
                return Some(Located::Source(file));
            }
        }
        let start = format!("{path}.");
        let mut siblings = self.entries.range(start.clone()..).map(|(name, _)| name);
        let mut siblings = siblings.by_ref().take_while(|name| name.starts_with(&start));
        if siblings.any(|name| name.ends_with(".so") && !name.get(start.len()..).unwrap_or_default().contains('/')) {
            return Some(Located::Opaque);
        }
        if self.folders.contains(&path) {
            return Some(Located::Namespace);
        }
        let (first, is_top) = dotted.split_once('.').map_or((dotted, true), |(first, _)| (first, false));
        let is_standard = standard::has(first, self.minor) && (is_top || self.locate(first).is_none_or(is_opaque));
        is_standard.then_some(Located::Opaque)
    }

    /// Follows the imports, and returns the files of the project that they reach.
    fn walk(&mut self) -> BTreeSet<String> {
        let (mut open, mut seen, mut own) = (vec![ENTRY.to_owned()], BTreeSet::new(), BTreeSet::new());
        while let Some(name) = open.pop() {
            if !seen.insert(name.clone()) {
                continue;
            }
            let Some(Located::Source(path)) = self.locate(&name) else { continue };
            let Some(entry) = self.entries.get(&path) else { continue };
            let Some(source) = self.source(&path) else { continue };
            let text = source.text;
            if entry.is_own {
                own.insert(path.clone());
                if let Some(place) = source.fault {
                    let message = "this is not understood as Python, so that its imports are not known";
                    let finding = Finding::of_file(ProjectCode::SourceInvalid, &entry.file, message);
                    self.findings.push(finding.with_place(place));
                }
            }
            for import in &source.module.imports {
                let is_certain = import.when == When::Always || (entry.is_own && import.when == When::Perhaps);
                if !is_certain {
                    continue;
                }
                match self.follow(&name, &path, import) {
                    Ok((reached, missing)) => {
                        open.extend(reached);
                        for (missing, offset) in missing.into_iter().filter(|_| entry.is_own) {
                            self.find_missing_name(entry, text, import, &missing, offset);
                        }
                    }
                    Err(missing) => self.find_unresolved(entry, text, import.offset, &missing),
                }
            }
        }
        own
    }

    /// Returns the modules that an import executes, and the names that it does not find, with their
    /// places.
    ///
    /// # Errors
    ///
    /// Fails with the name of a module that does not exist.
    fn follow(&self, name: &str, path: &str, import: &Import) -> Result<(Vec<String>, Vec<(String, usize)>), String> {
        let target = absolute(name, path, &import.target).ok_or_else(|| ".".repeat(import.target.level as usize))?;
        let mut reached = Vec::new();
        let ends = target.match_indices('.').map(|(at, _)| at).chain([target.len()]);
        for prefix in ends.filter_map(|end| target.get(..end)).filter(|prefix| !prefix.is_empty()) {
            match self.locate(prefix) {
                None => return Err(prefix.to_owned()),
                // The rest is its own.
                Some(Located::Opaque) => return Ok((reached, Vec::new())),
                Some(Located::Namespace) => {}
                Some(Located::Source(_)) => reached.push(prefix.to_owned()),
            }
        }
        let mut missing = Vec::new();
        for taken in &import.names {
            let submodule = if target.is_empty() { taken.name.clone() } else { format!("{target}.{}", taken.name) };
            let is_bound = match self.locate(&target) {
                Some(Located::Source(path)) => self.binds(&path, &target, &taken.name, &mut BTreeSet::new()),
                Some(Located::Opaque) => Some(true),
                Some(Located::Namespace) | None => Some(false),
            };
            let is_submodule = self.locate(&submodule).is_some_and(|located| !is_opaque(located))
                || matches!(self.locate(&submodule), Some(Located::Opaque) if !target.is_empty());
            if is_bound != Some(true) && is_submodule {
                reached.push(submodule);
            } else if is_bound == Some(false) && !taken.name.starts_with("__") {
                missing.push((taken.name.clone(), taken.offset));
            }
        }
        Ok((reached, missing))
    }

    /// Returns `true` if a module binds a name, and `None` if that cannot be told.
    fn binds(&self, path: &str, dotted: &str, name: &str, seen: &mut BTreeSet<String>) -> Option<bool> {
        let source = self.source(path)?;
        if source.module.names.contains_key(name) {
            return Some(true);
        }
        if source.module.is_dynamic || !seen.insert(path.to_owned()) {
            return None;
        }
        let mut is_known = true;
        for star in &source.module.stars {
            let found = absolute(dotted, path, star).and_then(|target| match self.locate(&target)? {
                Located::Source(path) => self.binds(&path, &target, name, seen),
                Located::Namespace => Some(false),
                Located::Opaque => None,
            });
            match found {
                Some(true) => return Some(true),
                Some(false) => {}
                None => is_known = false,
            }
        }
        is_known.then_some(false)
    }

    fn find_unresolved(&mut self, entry: &Entry<'_>, text: &str, offset: usize, missing: &str) {
        let message = if missing.starts_with('.') {
            format!("`{missing}` leads out of the source of the function `{}`", self.function)
        } else {
            let (function, minor) = (&self.function, self.minor);
            format!(
                "the function `{function}` cannot start: neither its source, its layers, its packages nor Python \
                 3.{minor} have `{missing}`"
            )
        };
        let finding = Finding::of_file(ProjectCode::ImportUnresolved, &entry.file, message);
        self.findings.push(finding.with_place(Place::of(text, offset)));
    }

    fn find_missing_name(&mut self, entry: &Entry<'_>, text: &str, import: &Import, name: &str, offset: usize) {
        let module = format!("{}{}", ".".repeat(import.target.level as usize), import.target.module);
        let message = format!("`{module}` has no `{name}`");
        let finding = Finding::of_file(ProjectCode::ImportNameMissing, &entry.file, message);
        self.findings.push(finding.with_place(Place::of(text, offset)));
    }

    /// Checks that the handlers of the function's routes exist, and take the parameters.
    fn check_handlers(&mut self, table: &RouteTable, function: &TableFunction) {
        let Some(Located::Source(path)) = self.locate(HANDLERS) else { return };
        let (Some(entry), Some(source)) = (self.entries.get(&path), self.source(&path)) else { return };
        let mut findings = Vec::new();
        for route in table.routes_of(function) {
            let (key, name) = (route.key(), &route.handler);
            if self.binds(&path, HANDLERS, name, &mut BTreeSet::new()) == Some(false) {
                let message = format!("`{key}` has the handler `{name}`, which does not exist");
                findings.push(Finding::of_file(ProjectCode::RouteHandlerMissing, &entry.file, message));
                continue;
            }
            let parameters: Vec<&str> = route.path.parameters().collect();
            if let Some(handler) = defined(&source.module, name)
                && let Some(reason) = refusal(handler, &parameters)
            {
                let message = format!("`{key}` cannot call `{name}`: {reason}");
                let finding = Finding::of_file(ProjectCode::ParameterMismatch, &entry.file, message);
                findings.push(finding.with_place(Place::of(source.text, handler.offset)));
            }
        }
        self.findings.append(&mut findings);
    }

    /// Checks the literals that functions of the project are called with.
    fn check_calls(&mut self, path: &str) {
        let (Some(entry), Some(source)) = (self.entries.get(path), self.source(path)) else { return };
        let mut findings = Vec::new();
        for call in &source.module.calls {
            let Some(function) = self.callee(path, &source.module, call) else { continue };
            if call.is_unpacked || function.is_decorated {
                continue;
            }
            for (at, argument) in call.arguments.iter().enumerate() {
                let parameter = match &argument.name {
                    Some(name) => function.parameters.iter().find(|one| one.is_named && one.name == *name),
                    None => function.parameters.get(at).filter(|one| one.is_positional),
                };
                let Some((parameter, types)) = parameter.and_then(|one| Some((one, one.types.as_ref()?))) else {
                    continue;
                };
                let Some(kind) = argument.kind.filter(|kind| !types.iter().any(|one| one.takes(*kind))) else {
                    continue;
                };
                let wanted: Vec<&str> = types.iter().map(|one| one.name()).collect();
                let message = format!(
                    "`{}` takes `{}` for `{}`, and is given `{}`",
                    call.callee.join("."),
                    wanted.join(" | "),
                    parameter.name,
                    kind.name()
                );
                let finding = Finding::of_file(ProjectCode::CallArgumentType, &entry.file, message);
                findings.push(finding.with_place(Place::of(source.text, argument.offset)));
            }
        }
        self.findings.append(&mut findings);
    }

    /// Returns the function of the project that a call is of, if that can be told.
    fn callee(&self, path: &str, module: &Module, call: &Call) -> Option<Function> {
        let dotted = path.trim_end_matches(".py").trim_end_matches("/__init__").replace('/', ".");
        let of_module = |target: &str, name: &str| match self.locate(target)? {
            Located::Source(path) if self.entries.get(&path)?.is_own => {
                defined(&self.source(&path)?.module, name).cloned()
            }
            _ => None,
        };
        let is_once = |name: &str| module.names.get(name) == Some(&1);
        match call.callee.as_slice() {
            [name] if is_once(name) => {
                if let Some(function) = module.functions.get(name) {
                    return Some(function.clone());
                }
                let taken = |import: &Import| {
                    let taken = import.names.iter().find(|taken| taken.bound == *name)?;
                    Some((absolute(&dotted, path, &import.target)?, taken.name.clone()))
                };
                let (target, name) = module.imports.iter().find_map(taken)?;
                of_module(&target, &name)
            }
            [first, name] if is_once(first) => {
                let target = module.imports.iter().find_map(|import| {
                    if import.bound.as_deref() == Some(first.as_str()) {
                        return absolute(&dotted, path, &import.target);
                    }
                    let taken = import.names.iter().find(|taken| taken.bound == *first)?;
                    let target = absolute(&dotted, path, &import.target)?;
                    Some(if target.is_empty() { taken.name.clone() } else { format!("{target}.{}", taken.name) })
                })?;
                of_module(&target, name)
            }
            _ => None,
        }
    }
}

fn is_opaque(located: Located) -> bool {
    matches!(located, Located::Opaque)
}

/// Returns a function of a module that is defined once.
fn defined<'m>(module: &'m Module, name: &str) -> Option<&'m Function> {
    module.functions.get(name).filter(|_| module.names.get(name) == Some(&1))
}

/// Returns the reason why a handler cannot be called with a request and parameters by name.
fn refusal(handler: &Function, parameters: &[&str]) -> Option<String> {
    if handler.is_decorated {
        return None;
    }
    if handler.is_async {
        return Some("it is `async`, and is not awaited".to_owned());
    }
    let mut taken = handler.parameters.iter();
    let takes_request = taken.clone().next().is_some_and(|first| first.is_positional);
    if takes_request {
        taken.next();
    } else if !handler.has_rest {
        return Some("it takes no request".to_owned());
    }
    let rest: Vec<_> = taken.collect();
    let takes = |name: &str| handler.has_keywords || rest.iter().any(|one| one.is_named && one.name == name);
    if let Some(name) = parameters.iter().find(|name| !takes(name)) {
        return Some(format!("it takes no `{name}`"));
    }
    let unmet = rest.iter().find(|one| !one.has_default && !parameters.contains(&one.name.as_str()));
    unmet.map(|one| format!("the path has no `{}`", one.name))
}

/// Returns the name of a module that an import of another module names. `None` if it leads out of
/// the top. Empty for the top itself.
fn absolute(name: &str, path: &str, target: &Target) -> Option<String> {
    if target.level == 0 {
        return Some(target.module.clone());
    }
    let mut parts: Vec<&str> = name.split('.').collect();
    let above = if path.ends_with("__init__.py") { target.level.saturating_sub(1) } else { target.level };
    for _ in 0..above {
        parts.pop()?;
    }
    if parts.is_empty() {
        // A module at the top has no package that a relative import could begin at.
        return None;
    }
    if !target.module.is_empty() {
        parts.push(&target.module);
    }
    Some(parts.join("."))
}
