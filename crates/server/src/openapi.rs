//! The routes with their documentation. One list builds both the router and the OpenAPI 3.1
//! document, so that neither has a route that the other lacks.

use std::collections::BTreeMap;

use axum::Router;
use axum::handler::Handler;
use axum::routing::{MethodFilter, on};
use cora_core::capability::Capability;
use schemars::generate::{SchemaGenerator, SchemaSettings};
use schemars::{JsonSchema, Schema};
use serde_json::{Map, Value, json};

use crate::app::App;

/// A set of routes with their documentation.
pub(crate) struct Routes {
    router: Router<App>,
    operations: Vec<(Method, &'static str, Operation)>,
}

#[derive(Clone, Copy)]
enum Method {
    Get,
    Post,
    Put,
    Delete,
}

impl Method {
    const fn name(self) -> &'static str {
        match self {
            Self::Get => "get",
            Self::Post => "post",
            Self::Put => "put",
            Self::Delete => "delete",
        }
    }

    const fn filter(self) -> MethodFilter {
        match self {
            // A HEAD request is answered like a GET request, without the body.
            Self::Get => MethodFilter::GET,
            Self::Post => MethodFilter::POST,
            Self::Put => MethodFilter::PUT,
            Self::Delete => MethodFilter::DELETE,
        }
    }
}

impl Routes {
    pub fn new() -> Self {
        Self { router: Router::new(), operations: Vec::new() }
    }

    pub fn get<T: 'static>(self, path: &'static str, handler: impl Handler<T, App>, operation: Operation) -> Self {
        self.on(Method::Get, path, handler, operation)
    }

    pub fn post<T: 'static>(self, path: &'static str, handler: impl Handler<T, App>, operation: Operation) -> Self {
        self.on(Method::Post, path, handler, operation)
    }

    pub fn put<T: 'static>(self, path: &'static str, handler: impl Handler<T, App>, operation: Operation) -> Self {
        self.on(Method::Put, path, handler, operation)
    }

    pub fn delete<T: 'static>(self, path: &'static str, handler: impl Handler<T, App>, operation: Operation) -> Self {
        self.on(Method::Delete, path, handler, operation)
    }

    fn on<T: 'static>(
        mut self,
        method: Method,
        path: &'static str,
        handler: impl Handler<T, App>,
        operation: Operation,
    ) -> Self {
        self.router = self.router.route(path, on(method.filter(), handler));
        self.operations.push((method, path, operation));
        self
    }

    pub fn merge(mut self, other: Self) -> Self {
        self.router = self.router.merge(other.router);
        self.operations.extend(other.operations);
        self
    }

    /// Returns the router and the operations for the document.
    pub fn finish(self) -> (Router<App>, Operations) {
        (self.router, Operations(self.operations))
    }
}

/// The documented operations of all routes.
pub(crate) struct Operations(Vec<(Method, &'static str, Operation)>);

type MakeSchema = fn(&mut SchemaGenerator) -> Schema;

/// The documentation of one method of a path.
pub(crate) struct Operation {
    id: &'static str,
    summary: &'static str,
    access: Access,
    body: Option<(MakeSchema, &'static str, bool)>,
    query: &'static [(&'static str, &'static str)],
    headers: &'static [(&'static str, &'static str)],
    answer: Option<(u16, MakeSchema)>,
    page: &'static [u16],
    refusals: Vec<u16>,
}

/// The access that an operation requires.
enum Access {
    /// No token.
    Open,
    /// An admitted user.
    SignedIn,
    /// A user with this capability: on the platform, or in the organization of the path.
    May(Capability),
}

/// Describes an operation for admitted users. `id` becomes the function's name in generated
/// clients.
pub(crate) fn operation(id: &'static str, summary: &'static str) -> Operation {
    Operation {
        id,
        summary,
        access: Access::SignedIn,
        body: None,
        query: &[],
        headers: &[],
        answer: None,
        page: &[],
        refusals: Vec::new(),
    }
}

impl Operation {
    /// Allows requests without a token.
    pub fn open(mut self) -> Self {
        self.access = Access::Open;
        self
    }

    /// Requires a capability: on the platform, or in the organization of the path.
    pub fn needs(mut self, capability: Capability) -> Self {
        self.access = Access::May(capability);
        self
    }

    /// Requires a JSON body.
    pub fn takes<T: JsonSchema>(mut self) -> Self {
        self.body = Some((SchemaGenerator::subschema_for::<T>, "application/json", true));
        self
    }

    /// Allows an optional JSON body.
    pub fn may_take<T: JsonSchema>(mut self) -> Self {
        self.body = Some((SchemaGenerator::subschema_for::<T>, "application/json", false));
        self
    }

    /// Requires a text body of another media type.
    pub fn takes_text(mut self, media_type: &'static str) -> Self {
        self.body = Some((SchemaGenerator::subschema_for::<String>, media_type, true));
        self
    }

    /// Adds the query parameters of a paged list.
    pub fn paged(mut self) -> Self {
        self.query = &PAGE;
        self
    }

    /// Adds optional query parameters, each with a name and a description.
    pub fn query(mut self, query: &'static [(&'static str, &'static str)]) -> Self {
        self.query = query;
        self
    }

    /// Adds optional headers, each with a name and a description.
    pub fn headers(mut self, headers: &'static [(&'static str, &'static str)]) -> Self {
        self.headers = headers;
        self
    }

    /// Sets the data of the 200 answer.
    pub fn answers<T: JsonSchema>(mut self) -> Self {
        self.answer = Some((200, SchemaGenerator::subschema_for::<T>));
        self
    }

    /// Sets the data of the 201 answer.
    pub fn creates<T: JsonSchema>(mut self) -> Self {
        self.answer = Some((201, SchemaGenerator::subschema_for::<T>));
        self
    }

    /// Adds HTML pages for browsers, with these statuses.
    pub fn shows(mut self, statuses: &'static [u16]) -> Self {
        self.page = statuses;
        self
    }

    /// Adds a status of refusal.
    pub fn refuses(mut self, status: u16) -> Self {
        self.refusals.push(status);
        self
    }
}

/// The query parameters of a paged list.
pub(crate) const PAGE: [(&str, &str); 2] = [
    ("limit", "The maximum number of items; 200 if absent or greater."),
    ("after", "The `next` of the previous page."),
];

/// Returns the names of the parameters in a path.
fn path_parameters(path: &str) -> Vec<&str> {
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
        for (method, path, operation) in &self.0 {
            let described = describe(path, operation, &mut requests, &mut answers);
            paths.entry(path).or_default().insert(method.name().to_owned(), described);
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
                    "description": "A token of the identity provider of the active connection."
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

fn describe(path: &str, operation: &Operation, requests: &mut SchemaGenerator, answers: &mut SchemaGenerator) -> Value {
    let in_path = path_parameters(path);
    let mut parameters: Vec<Value> = Vec::new();
    for name in &in_path {
        parameters.push(json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } }));
    }
    for (name, description) in operation.query {
        let schema = if *name == "limit" {
            json!({ "type": "integer", "minimum": 0, "maximum": u32::MAX })
        } else {
            json!({ "type": "string" })
        };
        parameters.push(json!({ "name": name, "in": "query", "description": description, "schema": schema }));
    }
    for (name, description) in operation.headers {
        let schema = json!({ "type": "string", "maxLength": 512 });
        parameters.push(json!({ "name": name, "in": "header", "description": description, "schema": schema }));
    }

    let mut responses = Map::new();
    if let Some((status, make)) = operation.answer {
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
    for status in operation.page {
        let content = json!({ "text/html": { "schema": { "type": "string" } } });
        responses.insert(status.to_string(), json!({ "description": "A page.", "content": content }));
    }
    for status in refusals(operation, !in_path.is_empty()) {
        let content = json!({ "application/json": { "schema": { "$ref": reference("Error") } } });
        let description = describe_status(status);
        // A page may have the same status.
        responses
            .entry(status.to_string())
            .or_insert_with(|| json!({ "description": description, "content": content }));
    }

    let mut described = json!({
        "operationId": operation.id,
        "summary": operation.summary,
        "parameters": parameters,
        "responses": responses,
    });
    match operation.access {
        Access::Open => described["security"] = json!([]),
        Access::SignedIn => {}
        Access::May(capability) => {
            described["x-capability"] = json!(capability.as_str());
            described["description"] = json!(format!("Requires `{}`.", capability.as_str()));
        }
    }
    if let Some((make, media_type, required)) = operation.body {
        let schema = make(requests);
        described["requestBody"] = json!({ "required": required, "content": { (media_type): { "schema": schema } } });
    }
    described
}

/// Returns the statuses with which an operation may be refused.
fn refusals(operation: &Operation, is_in_path: bool) -> Vec<u16> {
    let mut statuses = vec![429, 503];
    if !matches!(operation.access, Access::Open) {
        statuses.extend([401, 403]);
        // A header for a secret may be malformed.
        statuses.push(400);
    }
    if operation.body.is_some() {
        statuses.extend([400, 413]);
    }
    if !operation.query.is_empty() {
        statuses.push(400);
    }
    if is_in_path {
        statuses.push(404);
    }
    statuses.extend(&operation.refusals);
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
            }
        },
        "required": ["success", "error", "code", "requestId"]
    })
}
