//! The permissions of an application, made known to TypeScript.

use cora_core::permission::ApplicationPermissions;

/// The columns of a line that formatters of TypeScript leave as it is.
const COLUMNS: usize = 80;

/// Returns the module augmentation, as formatters write it. The names have neither quotes nor
/// backslashes: the file was checked.
pub fn declarations(defined: &ApplicationPermissions) -> String {
    let union = |member: &str, names: Vec<&str>| {
        let names: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).collect();
        let line = format!(" {}", if names.is_empty() { "never".to_owned() } else { names.join(" | ") });
        let width = format!("    {member}:{line};").len();
        let lines = || names.iter().map(|name| format!("\n      | {name}")).collect();
        if width <= COLUMNS { line } else { lines() }
    };
    let permissions = union("permission", defined.permissions.iter().map(|one| one.id.as_str()).collect());
    let roles = union("role", defined.roles.iter().map(|one| one.id.as_str()).collect());
    format!(
        "import \"@cora/auth\";\n\n\
         declare module \"@cora/auth\" {{\n  interface Register {{\n    permission:{permissions};\n    \
         role:{roles};\n  }}\n}}\n"
    )
}
