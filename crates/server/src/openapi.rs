//! The OpenAPI 3.1 document of the endpoints. One list builds both the router and the document, so
//! that neither has a route that the other lacks.

use std::collections::BTreeMap;

use schemars::generate::{SchemaGenerator, SchemaSettings};
use serde_json::{Map, Value, json};

use crate::endpoint::{AccessNeeded, Description, Endpoint, Operations};

/// Returns the names of the parameters in a path.
pub(crate) fn path_parameters(path: &str) -> Vec<&str> {
    path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}')).collect()
}

const COMPONENTS: &str = "/components/schemas";

impl Operations {
    /// Builds the OpenAPI document.
    pub fn document(&self) -> Value {
        let settings = || SchemaSettings::draft2020_12().with(|settings| settings.definitions_path = COMPONENTS.into());
        let mut requests = settings().for_deserialize().into_generator();
        let mut answers = settings().for_serialize().into_generator();
        let mut paths: BTreeMap<&str, Map<String, Value>> = BTreeMap::new();
        for (endpoint, description) in &self.0 {
            let described = describe(endpoint, description, &mut requests, &mut answers);
            paths.entry(endpoint.path).or_default().insert(endpoint.method.name().to_owned(), described);
        }
        let (requests, mut schemas) = (requests.take_definitions(true), answers.take_definitions(true));
        let mut paths = json!(paths);
        // Answers are open: a row is flattened into the outcome of a command, and later versions
        // may add members.
        for schema in schemas.iter_mut().filter(|(name, _)| !requests.contains_key(*name)).map(|(_, schema)| schema) {
            open_objects(schema);
        }
        for operation in operations_of(&mut paths) {
            operation.get_mut("responses").into_iter().for_each(open_objects);
        }
        put_requests(requests, &mut schemas, &mut paths);
        schemas.insert("Error".to_owned(), error_schema());
        json!({
            "openapi": "3.1.0",
            "info": {
                "title": "Cora",
                "version": env!("CARGO_PKG_VERSION"),
                "description": "Decides who may come in, into which organization, as what, and serves the administration of organizations, connections and policies.",
                "license": { "name": "MIT OR Apache-2.0" }
            },
            "security": [{ "token": [] }],
            "paths": paths,
            "components": {
                "schemas": schemas,
                "securitySchemes": { "token": {
                    "type": "http", "scheme": "bearer",
                    "description": "A token of the identity provider of an active connection. With an ID token, the header `x-cora-access-token` may carry the access token that was issued with it, which the userinfo endpoint is asked with where the connection says so."
                } }
            }
        })
    }
}

/// Merges the schemas of requests into those of answers. If a type is read differently than it is
/// written, as with fields that have defaults, its schema for requests is named `…Input`.
fn put_requests(requests: Map<String, Value>, schemas: &mut Map<String, Value>, paths: &mut Value) {
    let mut renamed: Vec<String> = Vec::new();
    for (name, schema) in &requests {
        if schemas.get(name).is_some_and(|written| written != schema) {
            renamed.push(name.clone());
        }
    }
    // A type that refers to such a type is read differently too.
    loop {
        let more: Vec<String> = requests
            .iter()
            .filter(|(name, schema)| schemas.contains_key(*name) && !renamed.contains(name) && refers(schema, &renamed))
            .map(|(name, _)| name.clone())
            .collect();
        if more.is_empty() {
            break;
        }
        renamed.extend(more);
    }
    for (name, mut schema) in requests {
        rename(&mut schema, &renamed);
        let name = if renamed.contains(&name) { format!("{name}Input") } else { name };
        schemas.insert(name, schema);
    }
    for operation in operations_of(paths) {
        if let Some(body) = operation.get_mut("requestBody") {
            rename(body, &renamed);
        }
    }
}

fn operations_of(paths: &mut Value) -> impl Iterator<Item = &mut Value> {
    let paths = paths.as_object_mut().into_iter().flat_map(Map::values_mut);
    paths.filter_map(Value::as_object_mut).flat_map(Map::values_mut)
}

/// Allows objects to have further members.
fn open_objects(schema: &mut Value) {
    match schema {
        Value::Array(items) => items.iter_mut().for_each(open_objects),
        Value::Object(members) => {
            if members.get("additionalProperties") == Some(&Value::Bool(false)) {
                members.remove("additionalProperties");
            }
            members.values_mut().for_each(open_objects);
        }
        _ => {}
    }
}

fn reference(name: &str) -> String {
    format!("#{COMPONENTS}/{name}")
}

fn refers(schema: &Value, names: &[String]) -> bool {
    match schema {
        Value::String(text) => names.iter().any(|name| *text == reference(name)),
        Value::Array(items) => items.iter().any(|item| refers(item, names)),
        Value::Object(members) => members.values().any(|member| refers(member, names)),
        _ => false,
    }
}

fn rename(schema: &mut Value, names: &[String]) {
    match schema {
        Value::String(text) => {
            if let Some(name) = names.iter().find(|name| *text == reference(name)) {
                *text = reference(&format!("{name}Input"));
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| rename(item, names)),
        Value::Object(members) => members.values_mut().for_each(|member| rename(member, names)),
        _ => {}
    }
}

fn describe(
    endpoint: &Endpoint,
    description: &Description,
    requests: &mut SchemaGenerator,
    answers: &mut SchemaGenerator,
) -> Value {
    let in_path = path_parameters(endpoint.path);
    let mut parameters: Vec<Value> = Vec::new();
    for name in &in_path {
        parameters.push(json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } }));
    }
    for (name, meaning) in description.query {
        let schema = match *name {
            "limit" => json!({ "type": "integer", "minimum": 0, "maximum": u32::MAX }),
            "version" => json!({ "type": "integer", "minimum": 0, "maximum": u32::MAX }),
            "dryRun" => json!({ "type": "boolean" }),
            // Up to the end of the year 9999.
            "from" | "until" => json!({ "type": "integer", "minimum": 0, "maximum": 253_402_300_799_u64 }),
            "count" => json!({ "type": "boolean" }),
            _ => json!({ "type": "string" }),
        };
        parameters.push(json!({ "name": name, "in": "query", "description": meaning, "schema": schema }));
    }
    for (name, meaning) in endpoint.headers {
        let schema = json!({ "type": "string", "maxLength": 512 });
        parameters.push(json!({ "name": name, "in": "header", "description": meaning, "schema": schema }));
    }

    let mut responses = Map::new();
    if let Some((status, make)) = description.answer {
        let data = make(answers);
        let schema = json!({
            "type": "object",
            "properties": { "success": { "type": "boolean", "const": true }, "data": data },
            "required": ["success", "data"]
        });
        responses.insert(
            status.to_string(),
            json!({ "description": "Done.", "content": { "application/json": { "schema": schema } } }),
        );
    }
    if !description.texts.is_empty() {
        let content =
            description.texts.iter().map(|media| ((*media).to_owned(), json!({ "schema": { "type": "string" } })));
        let content = content.collect::<Map<String, Value>>();
        responses.insert("200".to_owned(), json!({ "description": "The records.", "content": content }));
    }
    if description.is_page {
        let content = json!({ "text/html": { "schema": { "type": "string" } } });
        responses.insert("200".to_owned(), json!({ "description": "A page.", "content": content }));
    }
    if description.is_lines {
        let content = json!({ "application/x-ndjson": { "schema": { "type": "string" } } });
        responses.insert("200".to_owned(), json!({ "description": "Lines of JSON.", "content": content }));
    }
    for status in refusals(endpoint, description) {
        let content = json!({ "application/json": { "schema": { "$ref": reference("Error") } } });
        responses.insert(status.to_string(), json!({ "description": describe_status(status), "content": content }));
    }

    let mut described = json!({
        "operationId": endpoint.id,
        "summary": endpoint.summary,
        "parameters": parameters,
        "responses": responses,
    });
    match description.access {
        AccessNeeded::Open => described["security"] = json!([]),
        AccessNeeded::SignedIn => {}
        AccessNeeded::May(capability) => {
            described["x-capability"] = json!(capability.as_str());
            described["description"] = json!(format!("Requires `{}`.", capability.as_str()));
        }
    }
    if let Some((make, media_type, required)) = description.body {
        let schema = make(requests);
        described["requestBody"] = json!({ "required": required, "content": { (media_type): { "schema": schema } } });
    }
    described
}

/// Returns the statuses with which an endpoint may refuse a request.
fn refusals(endpoint: &Endpoint, description: &Description) -> Vec<u16> {
    let mut statuses = vec![429, 503];
    if !matches!(description.access, AccessNeeded::Open) {
        statuses.extend([401, 403]);
        // A header for a secret may be malformed.
        statuses.push(400);
    }
    if description.body.is_some() {
        statuses.extend([400, 408, 413]);
    }
    if !description.query.is_empty() {
        statuses.push(400);
    }
    if description.path_ids > 0 {
        statuses.push(404);
    }
    statuses.extend(endpoint.refusals);
    statuses.sort_unstable();
    statuses.dedup();
    statuses
}

const fn describe_status(status: u16) -> &'static str {
    match status {
        400 => "The input is not valid; `issues` lists every error.",
        401 => "The token is missing or not valid.",
        403 => "The user is not admitted, or lacks permission.",
        404 => "The resource does not exist.",
        408 => "The body did not come in time.",
        409 => "The request conflicts with the current state; `code` says why.",
        413 => "The input is too long.",
        429 => "One client sent too many requests; `retry-after` says how long to wait.",
        _ => "The service is temporarily unavailable; nothing was written. Try again.",
    }
}

/// Builds the schema of an error in the envelope of the legacy CORA toolkit.
fn error_schema() -> Value {
    json!({
        "type": "object",
        "properties": {
            "success": { "type": "boolean", "const": false },
            "error": { "type": "string", "description": "The message, for people." },
            "code": { "type": "string", "description": "The code, for programs, from a closed list." },
            "requestId": { "type": "string", "description": "The request's identifier, as in `x-request-id`." },
            "connectionId": { "type": "string", "description": "The connection that the person must sign in through." },
            "issues": {
                "type": "array",
                "description": "All errors of the input.",
                "items": {
                    "type": "object",
                    "properties": {
                        "code": { "type": "string" },
                        "severity": { "enum": ["error", "warning"] },
                        "path": { "type": "string", "description": "The place of the error, as a JSON Pointer (RFC 6901)." },
                        "message": { "type": "string" },
                        "help": { "type": ["string", "null"] }
                    },
                    "required": ["code", "severity", "path", "message"]
                }
            },
            "current": {
                "type": "object",
                "description": "The row as it is now, with `stale_version`. Absent if it is gone.",
                "additionalProperties": true
            },
            "failures": {
                "type": "array",
                "description": "The expectations that the policy does not meet, with `policy_expectations_fail`.",
                "items": {
                    "type": "object",
                    "properties": {
                        "name": { "type": "string" },
                        "expected": { "type": "string" },
                        "found": { "type": "string" },
                        "reason": { "type": "string" },
                        "role": { "type": ["string", "null"] },
                        "message": { "type": "string" }
                    },
                    "required": ["name", "expected", "found", "reason", "role", "message"]
                }
            },
            "conflicts": {
                "type": "array",
                "description": "The identities that cannot be carried over, by kind of conflict.",
                "items": {
                    "type": "object",
                    "properties": {
                        "kind": { "type": "string" },
                        "count": { "type": "integer" },
                        "subjects": { "type": "array", "description": "Redacted; at most 100.", "items": { "type": "string" } }
                    },
                    "required": ["kind", "count", "subjects"]
                }
            },
            "stepUp": {
                "type": "object",
                "description": "The proof to ask the provider for, with `insufficient_user_authentication`.",
                "properties": {
                    "acrValues": { "type": "array", "items": { "type": "string" } },
                    "amrValues": { "type": "array", "items": { "type": "string" } },
                    "maxAge": { "type": ["integer", "null"] }
                },
                "required": ["acrValues", "amrValues", "maxAge"]
            }
        },
        "required": ["success", "error", "code", "requestId"]
    })
}
