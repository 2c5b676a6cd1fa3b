//! The routes of a project as an OpenAPI document, and for TypeScript.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::HEADER;
use crate::file::Project;
use crate::manifest::Method;
use crate::route::{Access, RouteTable, Segment, TableRoute};

/// The methods that a route of `ANY` answers, as far as no other route of the path does.
const METHODS: [Method; 7] =
    [Method::Get, Method::Post, Method::Put, Method::Patch, Method::Delete, Method::Head, Method::Options];

/// The operations of one path: its text, and the route of each method.
struct Path<'t> {
    text: String,
    operations: BTreeMap<&'static str, &'t TableRoute>,
}

/// Returns the operations by path. Paths that differ only in the names of parameters are one, with
/// the names of the first.
fn paths(table: &RouteTable) -> Vec<Path<'_>> {
    let mut by_shape: BTreeMap<Vec<Option<&str>>, Path<'_>> = BTreeMap::new();
    let explicit = table.routes.iter().filter(|route| route.method != Method::Any);
    for route in explicit.chain(table.routes.iter().filter(|route| route.method == Method::Any)) {
        let shape = route.path.segments().iter().map(|segment| match segment {
            Segment::Static(text) => Some(text.as_str()),
            Segment::Parameter(_) => None,
            Segment::Greedy(_) => Some("{+}"),
        });
        let path =
            by_shape.entry(shape.collect()).or_insert_with(|| Path { text: text(route), operations: BTreeMap::new() });
        let methods: &[Method] =
            if route.method == Method::Any { &METHODS } else { std::slice::from_ref(&route.method) };
        for method in methods {
            path.operations.entry(method.name()).or_insert(route);
        }
    }
    by_shape.into_values().collect()
}

/// Returns a path as OpenAPI writes it, which has no `{name+}`.
fn text(route: &TableRoute) -> String {
    let part = |segment: &Segment| match segment {
        Segment::Static(text) => format!("/{text}"),
        Segment::Parameter(name) | Segment::Greedy(name) => format!("/{{{name}}}"),
    };
    route.path.segments().iter().map(part).collect()
}

/// Returns the names of the parameters in the text of a path.
fn parameters(text: &str) -> impl Iterator<Item = &str> {
    text.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
}

fn access(access: &Access) -> &str {
    match access {
        Access::Public => "public",
        Access::Session => "session",
        Access::Permission(permission) => permission,
    }
}

/// Returns the OpenAPI document. The bodies are those of the handlers, and not described.
pub fn openapi(project: &Project, table: &RouteTable) -> Value {
    let mut documented = Map::new();
    for path in paths(table) {
        let parameter =
            |name: &str| json!({ "in": "path", "name": name, "required": true, "schema": { "type": "string" } });
        let parameters: Vec<Value> = parameters(&path.text).map(parameter).collect();
        let mut members = Map::new();
        for (method, route) in &path.operations {
            let key = format!("{method} {}", path.text);
            let operation = json!({
                "operationId": format!("{}_{}", method.to_ascii_lowercase(), route.address()),
                "responses": { "default": { "description": "The answer of the handler." } },
                "security": if route.access == Access::Public { json!([]) } else { json!([{ "cora": [] }]) },
                "summary": route.summary.as_deref().unwrap_or(&key),
                "tags": [route.module.as_str()],
                "x-cora-access": access(&route.access),
            });
            members.insert(method.to_ascii_lowercase(), operation);
        }
        if !parameters.is_empty() {
            members.insert("parameters".to_owned(), Value::Array(parameters));
        }
        documented.insert(path.text, Value::Object(members));
    }
    json!({
        "components": {
            "securitySchemes": { "cora": { "bearerFormat": "JWT", "scheme": "bearer", "type": "http" } },
        },
        "info": { "title": project.project.display_name.as_str(), "version": "1" },
        "openapi": "3.1.0",
        "paths": documented,
    })
}

/// Returns the TypeScript module: the type `paths`, as `openapi-fetch` takes it, and the list of
/// routes with those who may use them.
pub fn typescript(table: &RouteTable) -> String {
    let mut text = format!("// {HEADER}\n\n/** The routes, for `createClient<paths>()` of `openapi-fetch`. */\n");
    text.push_str("export interface paths {\n");
    for path in paths(table) {
        let names: Vec<String> = parameters(&path.text).map(|name| format!("{name}: string")).collect();
        let given =
            if names.is_empty() { "path?: never".to_owned() } else { format!("path: {{ {} }}", names.join("; ")) };
        text.push_str(&format!("  {}: {{\n", Value::from(path.text.as_str())));
        for method in path.operations.keys() {
            text.push_str(&format!("    {}: Operation<{{ {given} }}>;\n", method.to_ascii_lowercase()));
        }
        text.push_str("  };\n");
    }
    text.push_str(
        "}\n\ninterface Operation<Parameters> {\n  parameters: Parameters & { query?: Record<string, string> };\n  \
         requestBody?: { content: { \"application/json\": unknown } };\n  \
         responses: { default: { headers: Record<string, unknown>; content: { \"application/json\": unknown } } };\n}\n",
    );
    text.push_str("\n/** The routes, with those who may use them. */\nexport const routes = [\n");
    for route in &table.routes {
        let text_of = |text: &str| Value::from(text);
        let (access, method) = (text_of(access(&route.access)), text_of(route.method.name()));
        let path = text_of(&route.path.to_string());
        text.push_str(&format!("  {{ access: {access}, method: {method}, path: {path} }},\n"));
    }
    text.push_str("] as const;\n");
    text
}
