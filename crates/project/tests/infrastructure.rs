//! The made infrastructure is whole in itself, and small.

use std::collections::BTreeMap;

use cora_policy_file::Format;
use cora_project::made;
use cora_project::name::ModuleName;
use cora_project::read;
use cora_project::resolution::{FoundModule, FoundModules, resolve};
use cora_project::route::RouteTable;
use semver::Version;
use serde_json::Value;

const PROJECT: &str = "cora: 1
project: { name: acme-app, displayName: \"${path} %{if} \\\"\" }
runtime: { python: \"3.13\", architecture: arm64 }
environments:
  dev: { url: \"http://localhost:3000\" }
  prd: { url: \"https://app.acme.example\", aws: { account: \"444455556666\", region: eu-west-1 } }
modules: { kb: { path: modules/kb } }
";

/// Returns the made files of a project with these routes.
fn files(routes: &str) -> BTreeMap<String, String> {
    let manifest = format!(
        "cora: 1\nmodule: {{ name: kb, displayName: KB, version: 1.0.0 }}\n\
         capabilities: {{ \"kb:read\": {{ describe: Read., grantedTo: [org_user, org_admin, org_owner] }} }}\n\
         functions:\n  bases: {{ source: b, timeout: 29, memory: 512, iam: [{{ actions: [\"s3:GetObject\"], \
         resources: [\"arn:aws:s3:::docs/*\"] }}] }}\n  hooks: {{ source: h }}\nroutes:\n{routes}"
    );
    let manifest = read::module(Format::Yaml, &manifest).unwrap().value;
    let project = read::project(Format::Yaml, PROJECT).unwrap().value;
    let file = "modules/kb/cora.module.yaml".to_owned();
    let found =
        FoundModules::from([(ModuleName::parse("kb").unwrap(), FoundModule { file, manifest: Some(manifest) })]);
    let resolution = resolve(&project, &found, &Version::new(0, 1, 0));
    let (table, findings) = RouteTable::of(&project, &resolution);
    assert!(!findings.iter().any(|finding| finding.is_error()), "{findings:#?}");
    let (files, findings) = made::files(&project, &resolution, &table);
    assert_eq!(findings, []);
    files.into_iter().map(|(path, wanted)| (path.to_string(), wanted.text)).collect()
}

fn document(routes: &str) -> Value {
    serde_json::from_str(&files(routes)["infra/prd/cora.tf.json"]).unwrap()
}

const ROUTES: &str = "  - { method: GET, path: /kb/bases, handler: bases.list_bases, access: kb:read }
  - { method: GET, path: \"/kb/{a}/{rest+}\", handler: bases.list_bases, access: session }
  - { method: POST, path: /kb/hooks, handler: hooks.hook, access: public, reason: signed }
";

/// Calls with each text in a value.
fn texts(value: &Value, found: &mut impl FnMut(&str)) {
    match value {
        Value::String(text) => found(text),
        Value::Array(items) => items.iter().for_each(|item| texts(item, found)),
        Value::Object(members) => members.values().for_each(|member| texts(member, found)),
        _ => {}
    }
}

#[test]
fn every_reference_is_to_something_that_exists() {
    let document = document(ROUTES);
    let mut count = 0;
    texts(&document, &mut |text| {
        // `$${` is a text.
        for expression in text.replace("$${", "").split("${").skip(1) {
            let expression = expression.split('}').next().unwrap();
            let parts: Vec<&str> = expression.split('.').collect();
            let is_known = match parts.as_slice() {
                ["path", "module"] => true,
                ["var", name] => document["variable"].get(name).is_some(),
                [kind, address, _] => document["resource"][kind].get(address).is_some(),
                _ => expression.starts_with("filebase64sha256("),
            };
            assert!(is_known, "{expression}");
            count += 1;
        }
    });
    assert!(count > 20, "{count}");
}

#[test]
fn a_route_is_open_only_if_it_says_so() {
    let document = document(ROUTES);
    for route in document["resource"]["aws_apigatewayv2_route"].as_object().unwrap().values() {
        let is_public = route["route_key"] == "POST /kb/hooks";
        assert_eq!(route["authorization_type"], if is_public { "NONE" } else { "CUSTOM" });
        assert_eq!(route.get("authorizer_id").is_none(), is_public);
    }
    let authorizer = &document["resource"]["aws_apigatewayv2_authorizer"]["cora"];
    // A cached answer for one route must not serve another one.
    let sources = serde_json::json!(["$request.header.Authorization", "$context.routeKey"]);
    assert_eq!(authorizer["identity_sources"], sources);
    assert_eq!(
        authorizer["authorizer_uri"],
        "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:444455556666:function:${var.authorizer_function}/invocations"
    );
}

#[test]
fn three_hundred_routes_fit() {
    // CORA made an integration and a permission for each route: 273 of 300, and a policy that was
    // too long.
    let route = |n| format!("  - {{ method: GET, path: /kb/r{n}, handler: bases.list_bases, access: session }}\n");
    let document = document(&(0..300).map(route).collect::<String>());
    let count = |kind: &str| document["resource"][kind].as_object().unwrap().len();
    assert_eq!(count("aws_apigatewayv2_route"), 300);
    assert_eq!(count("aws_apigatewayv2_integration"), 2);
    // Each function's, and the authorizer's.
    assert_eq!(count("aws_lambda_permission"), 3);
}

#[test]
fn an_environment_without_an_account_has_no_infrastructure() {
    let files = files(ROUTES);
    let made: Vec<&str> = files.keys().map(String::as_str).filter(|path| path.starts_with("infra/")).collect();
    assert_eq!(made, ["infra/prd/cora.tf.json"]);
    let document = document(ROUTES);
    assert_eq!(document["provider"]["aws"]["allowed_account_ids"], serde_json::json!(["444455556666"]));
    assert_eq!(document["terraform"]["backend"]["s3"]["bucket"], "acme-app-444455556666-eu-west-1-state");
    let policy: Value =
        serde_json::from_str(document["resource"]["aws_iam_role_policy"]["kb_bases"]["policy"].as_str().unwrap())
            .unwrap();
    assert_eq!(policy["Statement"][0]["Resource"], serde_json::json!(["arn:aws:s3:::docs/*"]));
    assert!(document["resource"]["aws_iam_role_policy"].get("kb_hooks").is_none());
}

#[test]
fn each_function_has_its_own_routes() {
    let files = files(ROUTES);
    let bases = &files["cora.generated/functions/kb_bases/cora_routes.py"];
    assert!(bases.contains("    \"GET /kb/bases\": (handlers.list_bases, (), \"kb:read\"),\n"), "{bases}");
    assert!(
        bases.contains("    \"GET /kb/{a}/{rest+}\": (handlers.list_bases, (\"a\", \"rest\",), SESSION),\n"),
        "{bases}"
    );
    assert!(!bases.contains("hook"), "{bases}");
    let hooks = &files["cora.generated/functions/kb_hooks/cora_routes.py"];
    assert!(hooks.contains("    \"POST /kb/hooks\": (handlers.hook, (), PUBLIC),\n"), "{hooks}");
    for text in [bases, hooks] {
        assert!(!text.contains("FUNCTION") && !text.contains("MODULE") && !text.contains("# ROUTES"), "{text}");
    }
}

#[test]
fn one_plan_is_enough() {
    // CORA planned twice, the second time with what the first had made, and went on after errors.
    let document = document(ROUTES);
    assert!(document.get("data").is_none() && document.get("module").is_none());
    let mut waits: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (kind, resources) in document["resource"].as_object().unwrap() {
        for (address, resource) in resources.as_object().unwrap() {
            // The number of resources is known without a resource.
            for name in ["for_each", "count", "provisioner", "depends_on"] {
                assert!(resource.get(name).is_none(), "{kind}.{address} has {name}");
            }
            let needs = waits.entry(format!("{kind}.{address}")).or_default();
            texts(resource, &mut |text| {
                let expressions = text.replace("$${", "");
                let expressions = expressions.split("${").skip(1).map(|rest| rest.split('}').next().unwrap());
                let references = expressions.filter(|one| one.starts_with("aws_"));
                needs.extend(references.map(|one| one.rsplit_once('.').unwrap().0.to_owned()));
            });
        }
    }
    assert!(waits.values().map(Vec::len).sum::<usize>() > 15);
    // And they can be made one after another: none waits for one that waits for it.
    while !waits.is_empty() {
        let free: Vec<String> = waits
            .iter()
            .filter(|(_, needs)| !needs.iter().any(|one| waits.contains_key(one)))
            .map(|(name, _)| name.clone())
            .collect();
        assert!(!free.is_empty(), "a circle: {waits:?}");
        free.iter().for_each(|name| drop(waits.remove(name)));
    }
}

/// The attributes of the provider's resources: the required and the optional ones of each type, and
/// of the blocks in it, as `type.block`.
const PROVIDER: &str = include_str!("../../../tests/project/aws-attributes.json");

/// Compares a resource, or a block in one, with the provider's attributes.
fn compare(kind: &str, value: &Value, types: &Value) {
    let names = |list: &str| -> Vec<&str> {
        let names = types[kind][list].as_array().unwrap_or_else(|| panic!("the provider has no {kind}"));
        names.iter().map(|name| name.as_str().unwrap()).collect()
    };
    let (required, optional) = (names("required"), names("optional"));
    let members = value.as_object().unwrap();
    for name in &required {
        assert!(members.contains_key(*name), "{kind} lacks {name}");
    }
    for (name, value) in members {
        assert!(required.contains(&name.as_str()) || optional.contains(&name.as_str()), "{kind} has no {name}");
        let block = format!("{kind}.{name}");
        if types.get(&block).is_some() {
            compare(&block, value, types);
        }
    }
}

#[test]
fn every_attribute_is_one_of_the_provider() {
    let provider: Value = serde_json::from_str(PROVIDER).unwrap();
    let document = document(ROUTES);
    for (kind, resources) in document["resource"].as_object().unwrap() {
        for resource in resources.as_object().unwrap().values() {
            compare(kind, resource, &provider["types"]);
        }
    }
}
