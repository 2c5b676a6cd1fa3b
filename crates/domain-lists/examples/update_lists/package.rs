//! The packages that the lists are taken from.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::Value;

/// A published package, unpacked.
#[derive(Clone)]
pub struct Package {
    pub name: String,
    pub version: String,
    /// The day it was published, `YYYY-MM-DD`.
    pub date: String,
    pub folder: PathBuf,
}

/// Finds packages by their names in `packages.json`.
pub fn find<const COUNT: usize>(folder: &Path, names: [&str; COUNT]) -> Result<[Package; COUNT]> {
    let text = fs::read_to_string(folder.join("packages.json")).context("packages.json could not be read")?;
    let packages: Value = serde_json::from_str(&text).context("packages.json is not JSON")?;
    let packages = packages.as_array().context("packages.json is no array")?;
    let found: Result<Vec<Package>> = names.iter().map(|name| package(folder, packages, name)).collect();
    found?.try_into().ok().context("as many packages as names")
}

fn package(folder: &Path, packages: &[Value], name: &str) -> Result<Package> {
    let package = packages.iter().find(|package| package.get("package").and_then(Value::as_str) == Some(name));
    let package = package.with_context(|| format!("packages.json has no package `{name}`"))?;
    let text = |field: &str| {
        let value = package.get(field).and_then(Value::as_str);
        value.map(str::to_owned).with_context(|| format!("the package `{name}` has no `{field}`"))
    };
    Ok(Package {
        name: name.to_owned(),
        version: text("version")?,
        date: text("date")?,
        folder: folder.join(text("folder")?),
    })
}
