//! Lists the migrations of each database by their files, so that a migration is one file.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let folder = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default()).join("migrations");
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut list = String::new();
    for (database, name) in [("sqlite", "SQLITE_MIGRATIONS"), ("postgres", "POSTGRES_MIGRATIONS")] {
        let folder = folder.join(database);
        println!("cargo::rerun-if-changed={}", folder.display());
        let migrations = migrations(&folder)?;
        let count = migrations.len();
        let _ = writeln!(list, "pub(crate) const {name}: [(i64, &str, &str); {count}] = [");
        for (version, description, path) in migrations {
            let _ = writeln!(list, "    ({version}, {description:?}, include_str!({path:?})),");
        }
        let _ = writeln!(list, "];");
    }
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    fs::write(out.join("migrations.rs"), list)
}

/// Returns the migrations of a folder in order: version, description, and path. A file's name is
/// its version, `_`, and its description with `_` for spaces.
fn migrations(folder: &Path) -> io::Result<Vec<(i64, String, PathBuf)>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let parts = name.strip_suffix(".sql").and_then(|name| name.split_once('_'));
        let Some((Ok(version), description)) = parts.map(|(version, text)| (version.parse(), text)) else {
            return Err(io::Error::other(format!("`{name}` is not named `0001_description.sql`")));
        };
        found.push((version, description.replace('_', " "), path));
    }
    found.sort();
    match found.windows(2).find(|pair| matches!(pair, [(first, ..), (second, ..)] if first == second)) {
        Some(_) => Err(io::Error::other(format!("two migrations in {} have one version", folder.display()))),
        None => Ok(found),
    }
}
