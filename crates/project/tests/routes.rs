//! The table of routes: each fault has its place, and requests are matched as the gateway does.

use std::collections::BTreeSet;

use cora_policy_file::Format;
use cora_project::file::Project;
use cora_project::finding::Finding;
use cora_project::made;
use cora_project::name::ModuleName;
use cora_project::read;
use cora_project::resolution::{FoundModule, FoundModules, Resolution, resolve};
use cora_project::route::{RoutePath, RouteTable};
use proptest::prelude::*;
use semver::Version;
use serde_json::Value;

const KB: &str = "capabilities:\n  kb:read: { describe: Read., grantedTo: [org_user, org_admin, org_owner] }\n\
                  functions: { bases: { source: backend/bases } }\n";

/// Returns a project with modules: names, and the rest of their manifests.
fn world(modules: &[(&str, &str)], runtime: &str) -> (Project, Resolution) {
    let mut file = format!("cora: 1\nproject: {{ name: acme-app, displayName: Acme }}\n{runtime}modules:\n");
    let mut found = FoundModules::new();
    for (name, rest) in modules {
        file.push_str(&format!("  {name}: {{ path: modules/{name} }}\n"));
        let text = format!("cora: 1\nmodule: {{ name: {name}, displayName: A, version: 1.0.0 }}\n{rest}");
        let manifest = read::module(Format::Yaml, &text).unwrap_or_else(|faults| panic!("{text}\n{faults:#?}")).value;
        let file = format!("modules/{name}/cora.module.yaml");
        found.insert(ModuleName::parse(name).unwrap(), FoundModule { file, manifest: Some(manifest) });
    }
    let project = read::project(Format::Yaml, &file).unwrap().value;
    let resolution = resolve(&project, &found, &Version::new(0, 1, 0));
    assert_eq!(resolution.findings, []);
    (project, resolution)
}

const RUNTIME: &str = "web: { framework: next }\nruntime: { python: \"3.13\", architecture: arm64 }\n";

fn table(modules: &[(&str, &str)]) -> (RouteTable, Vec<Finding>) {
    let (project, resolution) = world(modules, RUNTIME);
    RouteTable::of(&project, &resolution)
}

fn route(method: &str, path: &str, rest: &str) -> String {
    format!("  - {{ method: {method}, path: \"{path}\", handler: bases.list_bases, {rest} }}\n")
}

/// The table of the module `kb` with these routes.
fn of_kb(routes: &str) -> (RouteTable, Vec<Finding>) {
    table(&[("kb", &format!("{KB}routes:\n{routes}"))])
}

fn places(findings: &[Finding]) -> Vec<String> {
    findings.iter().map(|finding| format!("{} {}", finding.code.name(), finding.pointer)).collect()
}

#[test]
fn what_is_declared_is_what_answers() {
    let (table, findings) = of_kb(
        &(route("GET", "/kb/bases", "access: kb:read")
            + &route("POST", "/kb/bases", "access: session")
            + &route("GET", "/kb/bases/{baseId}", "access: session")
            + &route("ANY", "/kb/files/{rest+}", "access: public, reason: signed links")),
    );
    assert_eq!(places(&findings), [""; 0]);
    let keys: Vec<String> = table.routes.iter().map(|route| route.key()).collect();
    assert_eq!(keys, ["GET /kb/bases", "POST /kb/bases", "GET /kb/bases/{baseId}", "ANY /kb/files/{rest+}"]);
    let found = |method, path| {
        table
            .find(method, path)
            .map(|(route, values)| (route.key(), values.into_iter().map(|(_, value)| value).collect::<Vec<_>>()))
    };
    assert_eq!(found("GET", "/kb/bases"), Some(("GET /kb/bases".to_owned(), vec![])));
    assert_eq!(found("GET", "/kb/bases/a-b"), Some(("GET /kb/bases/{baseId}".to_owned(), vec!["a-b"])));
    assert_eq!(found("PUT", "/kb/files/a/b"), Some(("ANY /kb/files/{rest+}".to_owned(), vec!["a/b"])));
    for (method, path) in [
        ("DELETE", "/kb/bases"),
        ("GET", "/kb"),
        ("GET", "/kb/bases/"),
        ("GET", "/kb/bases/a/b"),
        ("GET", "/kb/files/"),
    ] {
        assert_eq!(found(method, path), None, "{method} {path}");
    }
}

#[test]
fn every_route_of_every_module_is_in_the_gateway() {
    // CORA joined the routes of its modules by hand: a module that was added answered 404.
    let routes = |name: &str| {
        format!(
            "functions: {{ f: {{ source: f }} }}\nroutes:\n  - {{ method: GET, path: /{name}/a, handler: f.a, access: session }}\n"
        )
    };
    let modules: Vec<(String, String)> = (0..20).map(|n| (format!("m{n}"), routes(&format!("m{n}")))).collect();
    let modules: Vec<(&str, &str)> = modules.iter().map(|(name, rest)| (name.as_str(), rest.as_str())).collect();
    let (table, findings) = table(&modules);
    assert_eq!((table.routes.len(), places(&findings)), (20, vec![]));
}

#[test]
fn every_fault_has_its_place() {
    let get = |path: &str| route("GET", path, "access: session");
    for (routes, expected) in [
        (get("kb/a"), "route_invalid /routes/0/path"),
        (get("/kb//a"), "route_invalid /routes/0/path"),
        (get("/kb/a/"), "route_invalid /routes/0/path"),
        (get("/kb/{a+}/b"), "route_invalid /routes/0/path"),
        (get("/kb/{a}/{a}"), "route_invalid /routes/0/path"),
        (get("/kb/{a-b}"), "route_invalid /routes/0/path"),
        (get("/kb/a b"), "route_invalid /routes/0/path"),
        (get("/kb/../a"), "route_invalid /routes/0/path"),
        (get("/orgs"), "route_prefix_foreign /routes/0/path"),
        (get("/{kb}"), "route_prefix_foreign /routes/0/path"),
        (get("/kb/a") + &get("/kb/a"), "route_duplicate /routes/1"),
        (get("/kb/{a}") + &get("/kb/{b}"), "route_shape_conflict /routes/1"),
        (get("/kb/{a}") + &route("PUT", "/kb/{b}", "access: session"), "route_parameter_renamed /routes/1"),
        (route("GET", "/kb/a", "access: public"), "public_without_reason /routes/0/access"),
        (route("GET", "/kb/a", "access: kb:write"), "access_unknown /routes/0/access"),
        (get("/kb/a").replace("bases.", "basis."), "route_function_missing /routes/0/handler"),
        (
            ["ANY", "GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"]
                .map(|m| route(m, "/kb/a", "access: session"))
                .concat(),
            "route_shadowed /routes/0",
        ),
    ] {
        let (_, findings) = of_kb(&routes);
        let found = places(&findings);
        let unused = "function_unused /functions/bases";
        assert!(found.iter().filter(|found| *found != unused).eq([expected]), "{routes}{found:?}");
    }
    let (_, findings) = table(&[("kb", "functions: { bases: { source: b } }\n")]);
    assert_eq!(places(&findings), ["function_unused /functions/bases"]);
}

#[test]
fn a_permission_of_another_module_has_to_be_required() {
    let chat = |requires: &str| {
        format!(
            "{requires}functions: {{ f: {{ source: f }} }}\nroutes:\n  - {{ method: GET, path: /chat, handler: f.a, access: kb:read }}\n"
        )
    };
    let kb = format!("{KB}routes:\n{}", route("GET", "/kb", "access: session"));
    let (_, findings) = table(&[("chat", &chat("")), ("kb", &kb)]);
    assert_eq!(places(&findings), ["access_unknown /routes/0/access"]);
    let (_, findings) = table(&[("chat", &chat("requires: { modules: { kb: ^1 } }\n")), ("kb", &kb)]);
    assert_eq!(places(&findings), [""; 0]);
}

#[test]
fn a_project_with_functions_has_a_runtime() {
    let (project, resolution) =
        world(&[("kb", &format!("{KB}routes:\n{}", route("GET", "/kb", "access: session")))], "");
    assert_eq!(places(&RouteTable::of(&project, &resolution).1), ["runtime_missing "]);
}

#[test]
fn a_gateway_has_three_hundred_routes_and_no_more() {
    let routes =
        |count: usize| (0..count).map(|n| route("GET", &format!("/kb/r{n}"), "access: session")).collect::<String>();
    let (table, findings) = of_kb(&routes(300));
    assert_eq!((table.routes.len(), places(&findings)), (300, vec![]));
    assert_eq!(places(&of_kb(&routes(301)).1), ["route_limit "]);
}

#[test]
fn the_openapi_document_has_every_route() {
    let routes = route("GET", "/kb/bases", "access: kb:read, summary: \"List \\\"all\\\" bases\"")
        + &route("ANY", "/kb/bases", "access: session")
        + &route("GET", "/kb/files/{rest+}", "access: public, reason: signed links");
    let (project, resolution) = world(&[("kb", &format!("{KB}routes:\n{routes}"))], RUNTIME);
    let (table, findings) = RouteTable::of(&project, &resolution);
    assert_eq!(places(&findings), [""; 0]);
    let (files, findings) = made::files(&project, &resolution, &table);
    assert_eq!(findings, []);
    let text = |name: &str| files.iter().find(|(path, _)| path.as_str() == name).unwrap().1.text.clone();
    let document: Value = serde_json::from_str(&text("cora.generated/openapi.json")).unwrap();
    let bases = document["paths"]["/kb/bases"].as_object().unwrap();
    assert_eq!(bases.len(), 7, "GET by itself, and ANY for the other six methods");
    assert_eq!(bases["get"]["summary"], "List \"all\" bases");
    assert_eq!(bases["get"]["x-cora-access"], "kb:read");
    assert_eq!(bases["delete"]["x-cora-access"], "session");
    let files = &document["paths"]["/kb/files/{rest}"];
    assert_eq!(files["parameters"][0]["name"], "rest");
    assert_eq!(files["get"]["security"], serde_json::json!([]));
    let operations =
        document["paths"].as_object().unwrap().values().flat_map(|path| path.as_object().unwrap().values());
    let ids: Vec<&str> = operations.filter_map(|operation| operation["operationId"].as_str()).collect();
    assert_eq!(ids.len(), 8);
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), 8);
    let typescript = text("cora.generated/routes.ts");
    assert!(
        typescript.contains("  \"/kb/files/{rest}\": {\n    get: Operation<{ path: { rest: string } }>;\n"),
        "{typescript}"
    );
    assert!(typescript.contains("  { access: \"kb:read\", method: \"GET\", path: \"/kb/bases\" },\n"), "{typescript}");
}

/// `pkg/test-d/project` compiles the file, and a use of it.
#[test]
fn the_types_of_the_routes_are_those_that_are_compiled() {
    let routes = route("GET", "/kb/bases", "access: kb:read")
        + &route("POST", "/kb/bases", "access: session")
        + &route("ANY", "/kb/files/{rest+}", "access: public, reason: signed links");
    let (project, resolution) = world(&[("kb", &format!("{KB}routes:\n{routes}"))], RUNTIME);
    let (table, _) = RouteTable::of(&project, &resolution);
    let (files, _) = made::files(&project, &resolution, &table);
    let made = &files.iter().find(|(path, _)| path.as_str() == "cora.generated/routes.ts").unwrap().1.text;
    assert_eq!(made, include_str!("../../../pkg/test-d/project/routes.ts"));
}

fn path() -> impl Strategy<Value = String> {
    let segment = prop_oneof!["[a-zA-Z0-9._~-]{1,6}", "\\{[a-c]\\}"];
    proptest::collection::vec(segment, 0..4)
        .prop_map(|parts| format!("/kb{}", parts.iter().map(|part| format!("/{part}")).collect::<String>()))
}

proptest! {
    /// In CORA, `/a-b` and `/a/b` had one address.
    #[test]
    fn no_two_routes_share_an_address(paths in proptest::collection::btree_set(path(), 2..40)) {
        let valid: Vec<&String> = paths.iter().filter(|path| RoutePath::parse(path).is_ok()).collect();
        let routes: String = valid.iter().map(|path| route("GET", path, "access: session")).collect();
        let (table, _) = of_kb(&(routes + &route("POST", "/kb", "access: session")));
        let addresses: BTreeSet<String> = table.routes.iter().map(|route| route.address()).collect();
        prop_assert_eq!(addresses.len(), table.routes.len());
        for address in addresses {
            prop_assert!(address.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_'), "{address}");
        }
    }

    #[test]
    fn a_path_is_read_as_it_is_written(text in "[/{}+a-c.~ -]{0,12}") {
        if let Ok(path) = RoutePath::parse(&text) {
            prop_assert_eq!(path.to_string(), text);
        }
    }

    /// A request that is made of a route's own path is answered by a route that matches it.
    #[test]
    fn a_declared_path_is_found(paths in proptest::collection::btree_set(path(), 1..10)) {
        let valid: Vec<RoutePath> = paths.iter().filter_map(|path| RoutePath::parse(path).ok()).collect();
        let routes: String = valid.iter().map(|path| route("GET", &path.to_string(), "access: session")).collect();
        let (table, _) = of_kb(&(routes + &route("POST", "/kb", "access: session")));
        for path in &valid {
            let request = path.to_string().replace(['{', '}'], "");
            let (found, values) = table.find("GET", &request).unwrap();
            prop_assert!(found.path.matches(&request).is_some());
            prop_assert_eq!(values.len(), found.path.parameters().count());
        }
    }
}
