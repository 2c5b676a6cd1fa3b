//! Reports the updated lists: as source for the crate, and as a summary for the person who updates
//! them.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;

use anyhow::{Context, Result};

use crate::List;

/// Writes `src/upstream.rs`.
pub fn list_versions(lists: &[List]) -> Result<()> {
    let mut text = String::from(
        "//! Made by `cargo xtask lists`; not edited by hand.\n\nuse crate::list_version::ListVersion;\n\n/// The lists under `data/`.\n",
    );
    writeln!(text, "pub(crate) const UPSTREAM: [ListVersion; {}] = [", lists.len())?;
    for List { name, licence, package, names } in lists {
        writeln!(text, "    ListVersion {{")?;
        writeln!(text, "        list: \"{name}\",")?;
        writeln!(text, "        date: \"{}\",", package.date)?;
        writeln!(text, "        entries: {},", names.len())?;
        writeln!(text, "        source: \"{} {} (npm)\",", package.name, package.version)?;
        writeln!(text, "        licence: \"{licence}\",")?;
        writeln!(text, "    }},")?;
    }
    text.push_str("];\n");
    let place = concat!(env!("CARGO_MANIFEST_DIR"), "/src/upstream.rs");
    fs::write(place, text).context(place)
}

/// Prints the changes against the committed lists.
pub fn summary(lists: &[List], before: &[BTreeSet<String>]) {
    for (list, before) in lists.iter().zip(before) {
        let old = cora_domain_lists::list_versions().into_iter().find(|version| version.list == list.name);
        let old_date = old.map_or("none", |version| version.date);
        let added: Vec<&String> = list.names.difference(before).collect();
        let removed: Vec<&String> = before.difference(&list.names).collect();
        println!(
            "    {}: {} -> {} ({} {}), {} entries, +{} -{}",
            list.name,
            if old_date.is_empty() { "none" } else { old_date },
            list.package.date,
            list.package.name,
            list.package.version,
            list.names.len(),
            added.len(),
            removed.len()
        );
        examples("+", &added);
        examples("-", &removed);
    }
}

fn examples(sign: &str, names: &[&String]) {
    const SHOWN: usize = 5;
    for name in names.iter().take(SHOWN) {
        println!("        {sign} {name}");
    }
    if names.len() > SHOWN {
        println!("        {sign} … {} more", names.len() - SHOWN);
    }
}
