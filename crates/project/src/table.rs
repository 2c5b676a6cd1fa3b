//! The tables of modules: the roles that reach their rows, and the migrations that make them.

use std::collections::BTreeMap;

use cora_core::json::Code as _;
use cora_core::role::OrganizationRole;

use crate::code::ProjectCode;
use crate::finding::{Finding, pointer};
use crate::manifest::{MODULE_FILE, Module, Table, TableScope};
use crate::name::{PermissionText, SqlName};
use crate::resolution::{Resolution, Resolved};

/// The folder of a module's migrations.
pub const MIGRATIONS: &str = "db";

/// The tables of a module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModuleTables {
    /// The module.
    pub module: String,
    /// The folder of the module, as a path from the top of the project.
    pub folder: String,
    /// The tables, by name.
    pub tables: Vec<DeclaredTable>,
}

/// A table of a module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeclaredTable {
    /// The name.
    pub name: String,
    /// The access of an organization's members. `None` for a table that only functions use.
    pub members: Option<Members>,
}

/// The access of an organization's members to its rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Members {
    /// The column with the organization.
    pub column: String,
    /// The roles that read the rows.
    pub readers: Vec<OrganizationRole>,
    /// The roles that add, change and delete rows.
    pub writers: Vec<OrganizationRole>,
}

/// A migration of a module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Migration {
    /// The number, from 1.
    pub number: i32,
    /// The file, as a path from the top of the project.
    pub file: String,
    /// The SQL.
    pub text: String,
}

/// Returns the tables of all modules of the project's own, in the order of the modules, and the
/// findings about them.
pub fn tables(resolution: &Resolution) -> (Vec<ModuleTables>, Vec<Finding>) {
    let (mut all, mut findings) = (Vec::new(), Vec::new());
    for module in &resolution.modules {
        let Some(manifest) = &module.manifest else { continue };
        let folder = module.file.strip_suffix(MODULE_FILE).unwrap_or_default().trim_end_matches('/').to_owned();
        let mut tables = Vec::new();
        for (name, table) in manifest.tables.iter() {
            let mut find = |code, member: &str, message: String| {
                let parts = ["tables", name.as_str(), member];
                let at = pointer(if member.is_empty() { &parts[..2] } else { &parts });
                findings.push(Finding::at(code, &module.file, &at, message));
            };
            if !name.as_str().starts_with(&format!("{}_", module.name)) {
                find(ProjectCode::TableForeign, "", format!("`{name}` does not begin with `{}_`", module.name));
            }
            let members = members(resolution, module, name, table, &mut find);
            tables.push(DeclaredTable { name: name.as_str().to_owned(), members });
        }
        all.push(ModuleTables { module: module.name.as_str().to_owned(), folder, tables });
    }
    (all, findings)
}

fn members(
    resolution: &Resolution,
    module: &Resolved,
    name: &SqlName,
    table: &Table,
    find: &mut impl FnMut(ProjectCode, &str, String),
) -> Option<Members> {
    let mut roles = |member: &str, permission: &Option<PermissionText>| match permission {
        None => Vec::new(),
        Some(permission) => granted(resolution, module, permission.as_str()).unwrap_or_else(|| {
            let message = format!("no permission `{permission}` is defined for the module `{}`", module.name);
            find(ProjectCode::AccessUnknown, member, message);
            Vec::new()
        }),
    };
    let (readers, writers) = (roles("read", &table.read), roles("write", &table.write));
    match (table.scope, &table.column) {
        (TableScope::Organization, Some(column)) if table.read.is_some() => {
            Some(Members { column: column.as_str().to_owned(), readers, writers })
        }
        (TableScope::Organization, _) => {
            find(ProjectCode::TableInvalid, "", format!("`{name}` is an organization's, without `column` or `read`"));
            None
        }
        (TableScope::Internal, None) if table.read.is_none() && table.write.is_none() => None,
        (TableScope::Internal, _) => {
            let message = format!("`{name}` is internal, and has `column`, `read` or `write`");
            find(ProjectCode::TableInvalid, "", message);
            None
        }
    }
}

/// Returns the roles of an organization that have a permission. `None` if neither the module nor
/// one that it needs defines it.
fn granted(resolution: &Resolution, module: &Resolved, permission: &str) -> Option<Vec<OrganizationRole>> {
    let of = |manifest: &Module| {
        let capability = manifest.capabilities.get(permission)?;
        let roles = OrganizationRole::ALL.iter().copied();
        Some(roles.filter(|role| capability.granted_to.iter().any(|granted| granted == role.name())).collect())
    };
    let needed = resolution.modules.iter().filter(|other| module.needs.contains(&other.name));
    std::iter::once(module).chain(needed).find_map(|module| module.manifest.as_ref().and_then(of))
}

/// Returns the migrations of a module by number, and the findings about their files. The files are
/// those of its folder `db`, by name.
pub fn migrations(tables: &ModuleTables, files: &BTreeMap<String, Vec<u8>>) -> (Vec<Migration>, Vec<Finding>) {
    let (mut found, mut findings) = (BTreeMap::<i32, Migration>::new(), Vec::new());
    for (name, bytes) in files {
        let file = format!("{}/{MIGRATIONS}/{name}", tables.folder);
        let mut refuse = |message: String| {
            findings.push(Finding::of_file(ProjectCode::MigrationInvalid, &file, message));
        };
        let Some(number) = number(name) else {
            refuse(format!("`{name}` is not the name of a migration"));
            continue;
        };
        let Ok(text) = String::from_utf8(bytes.clone()) else {
            refuse(format!("`{name}` is not UTF-8 text"));
            continue;
        };
        if text.contains('\0') {
            refuse(format!("`{name}` has the character U+0000"));
            continue;
        }
        // Line ends of Windows are no change of a migration that was applied.
        let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
        if let Some(first) = found.get(&number) {
            refuse(format!("`{name}` has the number of `{}`", first.file));
            continue;
        }
        found.insert(number, Migration { number, file, text });
    }
    (found.into_values().collect(), findings)
}

/// Reads the number of a migration out of the name of its file: `0001_bases.sql`.
fn number(name: &str) -> Option<i32> {
    let (number, rest) = name.strip_suffix(".sql")?.split_once('_')?;
    let is_number = number.len() == 4 && number.bytes().all(|byte| byte.is_ascii_digit());
    let is_name =
        !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
    (is_number && is_name).then(|| number.parse().ok()).flatten().filter(|number| *number > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_migration_has_a_number_and_a_name() {
        assert_eq!(number("0001_bases.sql"), Some(1));
        assert_eq!(number("0120_more_bases2.sql"), Some(120));
        for name in
            ["0000_a.sql", "1_a.sql", "0001.sql", "0001_.sql", "0001_A.sql", "0001_a.txt", "a.sql", "00001_a.sql"]
        {
            assert_eq!(number(name), None, "{name}");
        }
    }
}
