//! Modules fit each other or every fault is reported, and they come in one order.

use std::collections::{BTreeMap, BTreeSet};

use cora_policy_file::Format;
use cora_project::code::ProjectCode;
use cora_project::file::{ModuleSource, OtherSource, Project};
use cora_project::manifest::{Module, Requirement};
use cora_project::name::{ModuleName, RangeText, RelativePath};
use cora_project::read;
use cora_project::resolution::{FoundModule, FoundModules, Resolution, resolve};
use proptest::prelude::*;
use semver::Version;

fn name(text: &str) -> ModuleName {
    ModuleName::parse(text).unwrap()
}

fn project(text: &str) -> Project {
    read::project(Format::Yaml, text).unwrap().value
}

fn module(text: &str) -> Module {
    read::module(Format::Yaml, text).unwrap().value
}

/// Returns a project with these modules, and their manifests: name, version, requirements.
fn world(modules: &[(&str, &str, &str)]) -> (Project, FoundModules) {
    let mut file = "cora: 1\nproject: { name: acme-app, displayName: Acme }\n".to_owned();
    if !modules.is_empty() {
        file.push_str("modules:\n");
    }
    let mut found = FoundModules::new();
    for (module_name, version, requires) in modules {
        file.push_str(&format!("  {module_name}: {{ path: modules/{module_name} }}\n"));
        let manifest = module(&format!(
            "cora: 1\nmodule: {{ name: {module_name}, displayName: A module, version: {version} }}\n\
             requires: {{ modules: {{ {requires} }} }}\n"
        ));
        let file = format!("modules/{module_name}/cora.module.yaml");
        found.insert(name(module_name), FoundModule { file, manifest: Some(manifest) });
    }
    (project(&file), found)
}

fn resolved(modules: &[(&str, &str, &str)]) -> Resolution {
    let (project, found) = world(modules);
    resolve(&project, &found, &Version::new(0, 1, 0))
}

fn order(resolution: &Resolution) -> Vec<&str> {
    resolution.modules.iter().map(|module| module.name.as_str()).collect()
}

/// The findings as `code file pointer: message`.
fn findings(resolution: &Resolution) -> Vec<String> {
    let one = |finding: &cora_project::finding::Finding| {
        assert!(!finding.help.is_empty());
        format!("{} {}{}: {}", finding.code.name(), finding.file, finding.pointer, finding.message)
    };
    resolution.findings.iter().map(one).collect()
}

#[test]
fn a_module_comes_after_what_it_requires() {
    // CORA ran the SQL of its modules by the names of their files: `chat` before `kb`.
    let resolution = resolved(&[("chat", "1.0.0", "kb: ^1"), ("kb", "1.2.0", ""), ("a", "1.0.0", "chat: ^1")]);
    assert_eq!(findings(&resolution), [""; 0]);
    assert_eq!(order(&resolution), ["kb", "chat", "a"]);
}

#[test]
fn an_optional_need_orders_and_may_be_absent() {
    let optional = "kb: { version: ^1, optional: true, reason: grounding }";
    let both = resolved(&[("chat", "1.0.0", optional), ("kb", "1.0.0", "")]);
    assert_eq!(order(&both), ["kb", "chat"]);
    let alone = resolved(&[("chat", "1.0.0", optional)]);
    assert_eq!(findings(&alone), [""; 0]);
    assert_eq!(alone.modules[0].absent, [name("kb")]);
    // Needing each other optionally is not a circle.
    let circle = resolved(&[("chat", "1.0.0", optional), ("kb", "1.0.0", "chat: ^1")]);
    assert_eq!((findings(&circle), order(&circle)), (vec![], vec!["chat", "kb"]));
}

#[test]
fn every_fault_is_reported_with_those_that_ask() {
    let resolution = resolved(&[
        ("app", "1.0.0", "chat: ^1"),
        ("chat", "1.0.0", "kb: ^2, gone: ^1"),
        ("kb", "1.0.0", ""),
        ("x", "1.0.0", "y: ^1"),
        ("y", "1.0.0", "x: ^1"),
    ]);
    assert_eq!(
        findings(&resolution),
        [
            "module_version modules/chat/cora.module.yaml/requires/modules/kb: `kb` is 1.0.0, and `chat` (which `app` needs) needs ^2",
            "module_missing modules/chat/cora.module.yaml/requires/modules/gone: the module `gone` is missing, which `chat` (which `app` needs) needs",
            "module_cycle modules/x/cora.module.yaml/requires/modules/y: modules need each other in a circle: `x` → `y` → `x`",
        ]
    );
    assert_eq!(order(&resolution), ["kb", "chat", "app"]);
}

#[test]
fn a_manifest_has_the_projects_name_for_it_and_fits_this_cora() {
    let (project, mut found) = world(&[("kb", "1.0.0", "")]);
    let other = "cora: 1\nmodule: { name: kb2, displayName: KB, version: 1.0.0 }\nrequires: { cora: ^9 }\n\
                 capabilities:\n  chat:read: { describe: Read., grantedTo: [org_owner] }\n  \
                 kb:write: { describe: Write., grantedTo: [wizard] }\n";
    found.get_mut(&name("kb")).unwrap().manifest = Some(module(other));
    let resolution = resolve(&project, &found, &Version::new(0, 1, 0));
    let codes: Vec<&str> = resolution.findings.iter().map(|finding| finding.code.name()).collect();
    assert_eq!(
        codes,
        ["module_name", "cora_version", "capability_foreign", "capability_invalid"],
        "{:#?}",
        resolution.findings
    );
    assert_eq!(resolution.findings[3].pointer, "/capabilities/kb:write/grantedTo/0");
}

#[test]
fn a_source_is_one_of_three() {
    let project = project(
        "cora: 1\nproject: { name: acme-app, displayName: Acme }\nmodules:\n  access: builtin\n  mgmt: builtin\n  \
         kb: builtin\n  a: { path: m }\n  b: { path: m }\n  c: {}\n  d: { path: m, npm: x }\n  e: { path: e, version: ^1 }\n",
    );
    let resolution = resolve(&project, &FoundModules::new(), &Version::new(0, 1, 0));
    let codes: BTreeSet<(&str, &str)> =
        resolution.findings.iter().map(|finding| (finding.pointer.as_str(), finding.code.name())).collect();
    let expected = [
        ("/modules/b", "module_duplicate"),
        ("/modules/c", "module_source"),
        ("/modules/d", "module_source"),
        ("/modules/e", "module_source"),
        ("/modules/kb", "module_unknown"),
    ];
    assert_eq!(codes, BTreeSet::from(expected));
}

#[test]
fn a_package_has_a_version_in_the_range() {
    let text = "cora: 1\nproject: { name: acme-app, displayName: Acme }\n\
                modules: { billing: { npm: \"@acme/cora-billing\", version: ^2 } }\n";
    let manifest = module("cora: 1\nmodule: { name: billing, displayName: Billing, version: 1.0.0 }\n");
    let file = "node_modules/@acme/cora-billing/cora.module.yaml".to_owned();
    let found = FoundModules::from([(name("billing"), FoundModule { file, manifest: Some(manifest) })]);
    let resolution = resolve(&project(text), &found, &Version::new(0, 1, 0));
    assert_eq!(findings(&resolution).len(), 1);
    assert_eq!(resolution.findings[0].code, ProjectCode::ModuleVersion);
    assert_eq!(resolution.findings[0].pointer, "/modules/billing/version");
}

/// Orders modules by trying, for each place, the first name that has all its needs before it.
fn brute_force(needs: &BTreeMap<String, BTreeSet<String>>) -> Option<Vec<String>> {
    let mut order: Vec<String> = Vec::new();
    while order.len() < needs.len() {
        let next = needs.iter().find(|(name, needs)| {
            !order.contains(name) && needs.iter().all(|needed| order.contains(needed) || !is_known(needed))
        });
        order.push(next?.0.clone());
    }
    fn is_known(name: &str) -> bool {
        name != "gone"
    }
    Some(order)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn the_order_is_that_of_a_second_way(edges in proptest::collection::vec((0_usize..6, 0_usize..7), 0..9)) {
        let names = ["a", "b", "c", "d", "e", "f", "gone"];
        let mut needs: BTreeMap<String, BTreeSet<String>> =
            names[..6].iter().map(|name| ((*name).to_owned(), BTreeSet::new())).collect();
        for (from, to) in edges {
            needs.get_mut(names[from]).unwrap().insert(names[to].to_owned());
        }
        let (mut project, mut found) = world(&[]);
        let mut manifest = module("cora: 1\nmodule: { name: a, displayName: A, version: 1.0.0 }\n");
        for (needed_by, needs) in &needs {
            manifest.module.name = name(needed_by);
            let requirement = |needed: &String| (name(needed), Requirement::Range(RangeText::parse("^1").unwrap()));
            manifest.requires.modules.0 = needs.iter().map(requirement).collect();
            let file = format!("modules/{needed_by}/cora.module.yaml");
            found.insert(name(needed_by), FoundModule { file, manifest: Some(manifest.clone()) });
            let path = RelativePath::parse(&format!("modules/{needed_by}"));
            let source = ModuleSource::Other(OtherSource { path, npm: None, version: None });
            project.modules.0.insert(name(needed_by), source);
        }
        let resolution = resolve(&project, &found, &Version::new(0, 1, 0));
        let has = |code| resolution.findings.iter().any(|finding| finding.code == code);
        prop_assert_eq!(has(ProjectCode::ModuleMissing), needs.values().any(|needs| needs.contains("gone")));
        match brute_force(&needs) {
            Some(expected) => {
                prop_assert!(!has(ProjectCode::ModuleCycle));
                prop_assert_eq!(order(&resolution), expected);
            }
            None => prop_assert!(has(ProjectCode::ModuleCycle)),
        }
    }
}
