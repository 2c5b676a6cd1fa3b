//! The entry of a function in Python: from the key of a route to its handler, with the check of the
//! permission in between.

use super::HEADER;
use crate::route::{Access, RouteTable, TableFunction};

/// Returns the module `cora_routes.py` of a function.
///
/// Everything that is put into it has a closed form: names of Python, paths and permissions.
pub fn python(table: &RouteTable, function: &TableFunction) -> String {
    let mut routes = String::new();
    for route in table.routes_of(function) {
        let parameters: String = route.path.parameters().map(|name| format!("\"{name}\", ")).collect();
        let access = match &route.access {
            Access::Public => "PUBLIC".to_owned(),
            Access::Session => "SESSION".to_owned(),
            Access::Permission(permission) => format!("\"{permission}\""),
        };
        let (key, handler) = (route.key(), &route.handler);
        routes.push_str(&format!("    \"{key}\": (handlers.{handler}, ({}), {access}),\n", parameters.trim_end()));
    }
    TEMPLATE
        .replace("# HEADER", &format!("# {HEADER}"))
        .replace("FUNCTION", function.name.as_str())
        .replace("MODULE", function.module.as_str())
        .replace("    # ROUTES\n", &routes)
}

/// Returns the module `cora_request.py`, which handlers may import.
pub fn request() -> String {
    REQUEST.replace("# HEADER", &format!("# {HEADER}"))
}

const REQUEST: &str = include_str!("../../templates/python/cora_request.py");

const TEMPLATE: &str = include_str!("../../templates/python/cora_routes.py");
