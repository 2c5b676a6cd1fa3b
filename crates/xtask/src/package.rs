//! The binary, the WebAssembly module and the npm package.

use std::path::PathBuf;

use anyhow::Result;

use crate::process::{run, say, target};
use crate::tools;

/// Builds all three.
pub fn build(_: &[&str]) -> Result<()> {
    tools::hosts()?;
    binary("release")?;
    npm_package()
}

/// Builds the `cora` binary and says where it is.
pub fn binary(profile: &str) -> Result<PathBuf> {
    say("the `cora` binary");
    let mut arguments = vec!["build", "--package", "cora-cli", "--bin", "cora"];
    if profile == "release" {
        arguments.push("--release");
    }
    run("cargo", &arguments, "")?;
    let folder = if profile == "release" { "release" } else { "debug" };
    Ok(target().join(folder).join("cora"))
}

/// Builds the WebAssembly module and, around it, the npm package; prints its size.
pub fn npm_package() -> Result<()> {
    tools::wasm()?;
    tools::npm("pkg")?;
    say("the npm package @cora/auth");
    run("npm", &["run", "--silent", "build"], "pkg")
}
