//! `cargo xtask check circles`: checks that the modules of a crate do not depend on each other in
//! circles.
//!
//! A module is a file. It depends on each module that a path in it names (`crate::…`, `super::…`,
//! `self::…`), tests left out. A parent and its children may name each other, because a parent is
//! either a facade or the holder of the types that its children share; every other circle is a
//! fault.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Result, bail};

use super::claims::repository::{File, Repository};
use crate::process::note;

/// Names of modules that hold tests and their samples.
const TESTS: [&str; 2] = ["tests", "samples"];

/// The path of a module in its crate, such as `["connection", "provider"]`.
type Module = Vec<String>;

/// Checks every crate of the workspace and prints each circle.
pub fn run() -> Result<()> {
    let repository = Repository::tracked()?;
    let mut crates: BTreeMap<&str, BTreeMap<Module, &str>> = BTreeMap::new();
    for file in &repository.files {
        if let Some((name, module)) = module_of(file) {
            crates.entry(name).or_default().insert(module, &file.text);
        }
    }
    let modules: usize = crates.values().map(BTreeMap::len).sum();
    let mut found = 0;
    for (name, modules) in &crates {
        for circle in circles(&dependencies(modules)) {
            found += 1;
            let names: Vec<String> = circle.iter().map(|module| module.join("::")).collect();
            note(&format!("    {name}: {} depend on each other", names.join(", ")));
        }
    }
    note(&format!("    {modules} modules of {} crates", crates.len()));
    if found > 0 {
        bail!("{found} circles; move what is shared to a module that both can name");
    }
    Ok(())
}

/// Returns the crate and the module that a source file holds, or `None` for a crate's root, a test,
/// and files that are no source of a crate.
fn module_of(file: &File) -> Option<(&str, Module)> {
    let (name, path) = file.path.strip_suffix(".rs")?.split_once("/src/")?;
    let module: Module = path.split('/').map(str::to_owned).collect();
    let is_root = matches!(path, "lib" | "main") || path.starts_with("bin/");
    let is_test = module.iter().any(|segment| TESTS.contains(&segment.as_str()));
    (!is_root && !is_test).then_some((name, module))
}

/// Returns the modules that each module depends on, parents and children left out.
fn dependencies(modules: &BTreeMap<Module, &str>) -> BTreeMap<Module, BTreeSet<Module>> {
    let resolve = |path: &[String]| {
        (1..=path.len()).rev().find_map(|length| modules.get_key_value(path.get(..length)?)).map(|(key, _)| key)
    };
    let of = |module: &Module, text: &str| -> BTreeSet<Module> {
        let paths = paths(text, module);
        let named = paths.iter().filter_map(|path| resolve(path));
        named.filter(|other| !other.starts_with(module) && !module.starts_with(other)).cloned().collect()
    };
    modules.iter().map(|(module, text)| (module.clone(), of(module, text))).collect()
}

/// Returns the paths from the crate's root that a module names.
fn paths(text: &str, module: &Module) -> Vec<Module> {
    let product = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
    let tokens = tokens(product);
    let mut paths = Vec::new();
    for at in 0..tokens.len() {
        let base = match tokens.get(at).map(String::as_str) {
            Some("crate") => Module::new(),
            Some("self") => module.clone(),
            Some("super") => module.split_last().map(|(_, parent)| parent.to_vec()).unwrap_or_default(),
            _ => continue,
        };
        let follows_path = at > 0 && tokens.get(at - 1).is_some_and(|token| token == "::");
        if !follows_path && tokens.get(at + 1).is_some_and(|token| token == "::") {
            tree(&tokens, at + 2, base, &mut paths);
        }
    }
    paths
}

/// Reads one path, or a group of paths in braces, and returns the position after it.
fn tree(tokens: &[String], mut at: usize, mut base: Module, paths: &mut Vec<Module>) -> usize {
    loop {
        match tokens.get(at).map(String::as_str) {
            Some("{") => {
                at += 1;
                while tokens.get(at).is_some_and(|token| token != "}") {
                    at = tree(tokens, at, base.clone(), paths);
                    // `as name` and the comma.
                    while tokens.get(at).is_some_and(|token| token != "," && token != "}") {
                        at += 1;
                    }
                    at += usize::from(tokens.get(at).is_some_and(|token| token == ","));
                }
                return at + 1;
            }
            Some("super") => {
                base.pop();
            }
            Some("self" | "*") => {}
            Some(name) if name.starts_with(|first: char| first.is_alphabetic() || first == '_') => {
                base.push(name.to_owned());
            }
            _ => {
                paths.push(base);
                return at + 1;
            }
        }
        if tokens.get(at + 1).is_some_and(|token| token == "::") {
            at += 2;
        } else {
            paths.push(base);
            return at + 1;
        }
    }
}

/// Returns names, `::` and single characters; comments, texts and white space are left out.
fn tokens(text: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let is_name = |c: char| c.is_alphanumeric() || c == '_';
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if first == '"' {
            closed(rest)
        } else if is_name(first) {
            let end = rest.find(|c| !is_name(c)).unwrap_or(rest.len());
            tokens.push(rest.get(..end).unwrap_or_default().to_owned());
            end
        } else if rest.starts_with("::") {
            tokens.push("::".to_owned());
            2
        } else if rest.starts_with("'\"'") || rest.starts_with("'\\\"'") {
            // A quotation mark as a character begins no text.
            rest.char_indices().skip(2).find(|(_, c)| *c == '\'').map_or(rest.len(), |(end, _)| end + 1)
        } else {
            if !first.is_whitespace() {
                tokens.push(first.to_string());
            }
            first.len_utf8()
        };
        rest = rest.get(length..).unwrap_or_default();
    }
    tokens
}

/// Returns the length of the text in quotation marks at the beginning.
fn closed(text: &str) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            '"' if !escaped => return at + 1,
            '\\' => escaped = !escaped,
            _ => escaped = false,
        }
    }
    text.len()
}

/// Returns the groups of modules in which each reaches every other.
fn circles(dependencies: &BTreeMap<Module, BTreeSet<Module>>) -> Vec<BTreeSet<&Module>> {
    let reached: BTreeMap<&Module, BTreeSet<&Module>> =
        dependencies.keys().map(|module| (module, reachable(module, dependencies))).collect();
    let reaches = |from: &Module, to: &Module| {
        reached.get(from).is_some_and(|modules| modules.iter().any(|module| *module == to))
    };
    let mut circles: Vec<BTreeSet<&Module>> = Vec::new();
    for module in dependencies.keys().filter(|module| reaches(module, module)) {
        if !circles.iter().any(|circle| circle.contains(module)) {
            let both = dependencies.keys().filter(|other| reaches(module, other) && reaches(other, module));
            circles.push(both.collect());
        }
    }
    circles
}

/// Returns every module that a module depends on, directly or through others.
fn reachable<'a>(from: &Module, dependencies: &'a BTreeMap<Module, BTreeSet<Module>>) -> BTreeSet<&'a Module> {
    let mut reached = BTreeSet::new();
    let mut open: Vec<&Module> = dependencies.get(from).into_iter().flatten().collect();
    while let Some(module) = open.pop() {
        if reached.insert(module) {
            open.extend(dependencies.get(module).into_iter().flatten());
        }
    }
    reached
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the circles of a crate, each as the names of its modules.
    fn found(files: &[(&str, &str)]) -> Vec<Vec<String>> {
        let module = |path: &str| path.split('/').map(str::to_owned).collect::<Module>();
        let modules = files.iter().map(|(path, text)| (module(path), *text)).collect();
        let dependencies = dependencies(&modules);
        let name = |circle: BTreeSet<&Module>| circle.iter().map(|module| module.join("::")).collect();
        circles(&dependencies).into_iter().map(name).collect()
    }

    #[test]
    fn two_files_that_name_each_other_are_a_circle() {
        let both =
            [("a", "use crate::b::B;"), ("b", "fn b() { crate::a::a() }"), ("c", "use crate::{a, b::{self, B}};")];
        assert_eq!(found(&both), [["a", "b"]]);
        assert_eq!(found(&[("a", "use crate::b::B;"), ("b", "")]), Vec::<Vec<String>>::new());
    }

    #[test]
    fn a_circle_may_have_several_steps_and_relative_paths() {
        let steps =
            [("m/a", "use super::{x as y, b::B};"), ("m/b", "use super::super::n;"), ("n", "use crate::m::a as q;")];
        assert_eq!(found(&steps), [["m::a", "m::b", "n"]]);
    }

    #[test]
    fn parent_and_child_may_name_each_other() {
        assert_eq!(found(&[("m", "use self::a::A;"), ("m/a", "use super::M;")]), Vec::<Vec<String>>::new());
    }

    #[test]
    fn comments_texts_and_tests_name_nothing() {
        let a = "// crate::b\nconst A: &str = \"\\\" crate::b\"; const C: char = '\"'; #[cfg(test)]\nmod tests { use crate::b; }";
        assert_eq!(found(&[("a", a), ("b", "use crate::a;")]), Vec::<Vec<String>>::new());
        assert_eq!(found(&[("a", "const C: char = '\"'; use crate::b;"), ("b", "use crate::a;")]), [["a", "b"]]);
    }
}
