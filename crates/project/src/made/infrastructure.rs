//! The infrastructure of an environment, as `cora.tf.json` for OpenTofu and Terraform.
//!
//! One integration, permission and role for each function, whatever the number of its routes: a
//! gateway has at most 300 integrations, and the policy of a function at most 20,480 bytes (AWS,
//! quotas of API Gateway and Lambda). Nothing is made by `for_each`, so that one plan suffices.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::HEADER;
use crate::file::{Aws, Environment, Project, Runtime};
use crate::name::SecretName;
use crate::route::{Access, RouteTable, TableFunction, TableRoute};
use crate::variable::Variables;

/// Resources of one type, by address.
type Resources = BTreeMap<&'static str, BTreeMap<String, Value>>;

/// An environment with a place at AWS.
pub struct Place<'p> {
    pub project: &'p Project,
    /// The name of the environment.
    pub name: &'p str,
    pub environment: &'p Environment,
    pub aws: &'p Aws,
    pub runtime: &'p Runtime,
    pub variables: &'p Variables,
}

/// Returns the document of an environment.
pub fn document(place: &Place<'_>, table: &RouteTable) -> Value {
    let Place { project, name, environment, aws, runtime, variables } = place;
    let prefix = format!("{}-{name}", project.project.name);
    let mut resources = Resources::new();
    let mut add = |kind, address: &str, value| {
        resources.entry(kind).or_default().insert(address.to_owned(), value);
    };
    let api = "${aws_apigatewayv2_api.gateway.id}";
    add(
        "aws_apigatewayv2_api",
        "gateway",
        json!({
            "cors_configuration": {
                "allow_headers": ["authorization", "content-type"],
                "allow_methods": ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"],
                "allow_origins": [literal(environment.url.as_str())],
                "max_age": 600,
            },
            "name": prefix,
            "protocol_type": "HTTP",
        }),
    );
    add("aws_apigatewayv2_stage", "gateway", json!({ "api_id": api, "auto_deploy": true, "name": "$default" }));
    if table.routes.iter().any(|route| route.access != Access::Public) {
        add("aws_apigatewayv2_authorizer", "cora", authorizer(api, &prefix, aws));
        add("aws_lambda_permission", "cora_authorizer", permission("${var.authorizer_function}", None));
    }
    for layer in &table.layers {
        let (address, zip) = (layer.address(), format!("${{path.module}}/../../build/layers/{}.zip", layer.address()));
        let value = json!({
            "compatible_architectures": [runtime.architecture.name()],
            "compatible_runtimes": [format!("python3.{}", layer.python(runtime))],
            "filename": zip,
            "layer_name": format!("{prefix}-{}", address.replace('_', "-")),
            "source_code_hash": format!("${{filebase64sha256(\"{zip}\")}}"),
        });
        add("aws_lambda_layer_version", &address, value);
    }
    for function in &table.functions {
        of_function(function, &prefix, api, place, &mut add);
    }
    for route in &table.routes {
        add("aws_apigatewayv2_route", &route.address(), of_route(route, api));
    }
    let mut inputs = Map::new();
    let mut input = |name: &str, describe: &str| {
        inputs.insert(name.to_owned(), json!({ "description": literal(describe), "type": "string" }));
    };
    input("authorizer_function", "The name of the function that verifies access tokens of Cora's issuer.");
    input("cora_url", "The URL of Cora's issuer.");
    for function in &table.functions {
        for (name, describe) in variables.functions.get(&function.module).into_iter().flatten() {
            input(&variable(name), describe);
        }
    }
    let bucket = format!("{}-{}-{}-state", project.project.name, aws.account, aws.region);
    json!({
        "//": HEADER,
        "output": { "gateway_url": { "value": "${aws_apigatewayv2_api.gateway.api_endpoint}" } },
        "provider": { "aws": { "allowed_account_ids": [aws.account.as_str()], "region": aws.region.as_str() } },
        "resource": resources,
        "terraform": {
            "backend": { "s3": {
                "bucket": bucket, "encrypt": true, "key": format!("{name}/cora.tfstate"), "region": aws.region.as_str(),
                "use_lockfile": true,
            } },
            "required_providers": { "aws": { "source": "hashicorp/aws", "version": "~> 6.0" } },
            "required_version": ">= 1.10",
        },
        "variable": inputs,
    })
}

/// SECURITY: the key of the route is among the sources, so that no cached answer serves another
/// route.
fn authorizer(api: &str, prefix: &str, aws: &Aws) -> Value {
    let functions = format!("arn:aws:lambda:{}:{}:function:", aws.region, aws.account);
    let gateway = format!("arn:aws:apigateway:{}:lambda:path/2015-03-31/functions", aws.region);
    json!({
        "api_id": api,
        "authorizer_payload_format_version": "2.0",
        "authorizer_result_ttl_in_seconds": 60,
        "authorizer_type": "REQUEST",
        "authorizer_uri": format!("{gateway}/{functions}${{var.authorizer_function}}/invocations"),
        "enable_simple_responses": true,
        "identity_sources": ["$request.header.Authorization", "$context.routeKey"],
        "name": format!("{prefix}-cora"),
    })
}

/// Returns the permission of the gateway to call a function.
fn permission(function: &str, qualifier: Option<&str>) -> Value {
    let mut value = json!({
        "action": "lambda:InvokeFunction",
        "function_name": function,
        "principal": "apigateway.amazonaws.com",
        "source_arn": "${aws_apigatewayv2_api.gateway.execution_arn}/*",
    });
    if let (Some(qualifier), Value::Object(members)) = (qualifier, &mut value) {
        members.insert("qualifier".to_owned(), Value::from(qualifier));
    }
    value
}

fn of_function(
    function: &TableFunction,
    prefix: &str,
    api: &str,
    Place { runtime, variables, .. }: &Place<'_>,
    add: &mut impl FnMut(&'static str, &str, Value),
) {
    let address = function.address();
    let name = format!("{prefix}-{}", address.replace('_', "-"));
    let reference = |kind: &str, member: &str| format!("${{{kind}.{address}.{member}}}");
    let zip = format!("${{path.module}}/../../build/{address}.zip");
    let assume = json!({
        "Statement": [{
            "Action": "sts:AssumeRole", "Effect": "Allow", "Principal": { "Service": "lambda.amazonaws.com" },
        }],
        "Version": "2012-10-17",
    });
    add("aws_iam_role", &address, json!({ "assume_role_policy": assume.to_string(), "name": name }));
    let basic = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole";
    let attachment = json!({ "policy_arn": basic, "role": reference("aws_iam_role", "name") });
    add("aws_iam_role_policy_attachment", &address, attachment);
    if !function.function.iam.is_empty() {
        let statement = |one: &crate::manifest::IamStatement| {
            let actions: Vec<&str> = one.actions.iter().map(|action| action.as_str()).collect();
            let resources: Vec<&str> = one.resources.iter().map(|resource| resource.as_str()).collect();
            json!({ "Action": actions, "Effect": "Allow", "Resource": resources })
        };
        let statements: Vec<Value> = function.function.iam.iter().map(statement).collect();
        let policy = json!({ "Statement": statements, "Version": "2012-10-17" }).to_string();
        let policy = json!({ "name": name, "policy": literal(&policy), "role": reference("aws_iam_role", "name") });
        add("aws_iam_role_policy", &address, policy);
    }
    let mut given = Map::from_iter([("CORA_URL".to_owned(), json!("${var.cora_url}"))]);
    for name in variables.functions.get(&function.module).into_iter().flat_map(|names| names.keys()) {
        given.insert(name.as_str().to_owned(), json!(format!("${{var.{}}}", variable(name))));
    }
    let layers: Vec<String> =
        function.layers.iter().map(|layer| format!("${{aws_lambda_layer_version.{layer}.arn}}")).collect();
    add(
        "aws_lambda_function",
        &address,
        json!({
            "architectures": [runtime.architecture.name()],
            "environment": { "variables": given },
            "filename": zip,
            "function_name": name,
            "handler": "cora_routes.handler",
            "layers": layers,
            "memory_size": function.function.memory,
            "publish": true,
            "role": reference("aws_iam_role", "arn"),
            "runtime": format!("python3.{}", function.python(runtime)),
            "source_code_hash": format!("${{filebase64sha256(\"{zip}\")}}"),
            "timeout": function.function.timeout,
        }),
    );
    let alias = json!({
        "function_name": reference("aws_lambda_function", "function_name"),
        "function_version": reference("aws_lambda_function", "version"),
        "name": "live",
    });
    add("aws_lambda_alias", &address, alias);
    let qualifier = reference("aws_lambda_alias", "name");
    let allowed = permission(&reference("aws_lambda_function", "function_name"), Some(&qualifier));
    add("aws_lambda_permission", &address, allowed);
    let integration = json!({
        "api_id": api,
        "integration_type": "AWS_PROXY",
        "integration_uri": reference("aws_lambda_alias", "invoke_arn"),
        "payload_format_version": "2.0",
    });
    add("aws_apigatewayv2_integration", &address, integration);
}

fn of_route(route: &TableRoute, api: &str) -> Value {
    let target = format!("integrations/${{aws_apigatewayv2_integration.{}_{}.id}}", route.module, route.function);
    match route.access {
        Access::Public => {
            json!({ "api_id": api, "authorization_type": "NONE", "route_key": literal(&route.key()), "target": target })
        }
        Access::Session | Access::Permission(_) => json!({
            "api_id": api,
            "authorization_type": "CUSTOM",
            "authorizer_id": "${aws_apigatewayv2_authorizer.cora.id}",
            "route_key": literal(&route.key()),
            "target": target,
        }),
    }
}

/// Returns the name of the input for a variable of functions: `env_kb_bucket` for `KB_BUCKET`.
fn variable(name: &SecretName) -> String {
    format!("env_{}", name.as_str().to_ascii_lowercase())
}

/// Returns a text as a template without expressions.
fn literal(text: &str) -> String {
    text.replace("${", "$${").replace("%{", "%%{")
}
