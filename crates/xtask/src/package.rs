//! Builds the binary, the WebAssembly modules and the npm package.

use std::path::PathBuf;

use anyhow::Result;

use crate::process::{command, finish, root, run, say, target};
use crate::tools;

/// The program that runs wasm-bindgen.
pub const BINDGEN: &str = "cora-wasm-bindgen";

/// Runs `cargo xtask build`: builds all three.
pub fn build(_: &[&str]) -> Result<()> {
    tools::hosts()?;
    // The binary embeds the console's files, which are a part of the npm package.
    npm_package()?;
    binary("release").map(|_| ())
}

/// The folder of the console's files, if they were built.
fn console_files() -> Option<PathBuf> {
    let folder = root().join("pkg/dist/console");
    folder.join("index.html").is_file().then_some(folder)
}

/// Builds the `cora` binary and returns its path.
pub fn binary(profile: &str) -> Result<PathBuf> {
    say("the `cora` binary");
    let mut arguments = vec!["build", "--package", "cora-cli", "--bin", "cora"];
    if profile == "release" {
        arguments.push("--release");
    }
    let mut cargo = command("cargo", &arguments, "");
    if let Some(files) = console_files().filter(|_| profile == "release") {
        cargo.env("CORA_CONSOLE_DIST", files);
    }
    finish(&mut cargo)?;
    let folder = if profile == "release" { "release" } else { "debug" };
    Ok(target().join(folder).join("cora"))
}

/// Builds the `cora` binary for development and the program that the modules need, in one run of
/// cargo.
pub fn programs() -> Result<()> {
    let packages = ["build", "--package", "cora-cli", "--package", "wasm-tools"];
    run("cargo", &[&packages[..], &["--bin", "cora", "--bin", BINDGEN]].concat(), "")
}

/// Builds the WebAssembly modules and, around them, the npm package; prints their sizes.
pub fn npm_package() -> Result<()> {
    tools::wasm_target()?;
    tools::npm("pkg")?;
    say("the npm package @cora/auth");
    run("npm", &["run", "--silent", "build"], "pkg")
}

/// Builds the npm package with the program for wasm-bindgen that an earlier stage has built.
pub fn npm_package_by_built() -> Result<()> {
    tools::wasm_target()?;
    finish(command("npm", &["run", "--silent", "build"], "pkg").env("CORA_WASM_BINDGEN", bindgen()))
}

/// Builds the part of the npm package that Node uses.
pub fn npm_package_for_node() -> Result<()> {
    tools::wasm_target()?;
    let build = ["scripts/build.mjs", "--module", "cora-workbench"];
    finish(command("node", &build, "pkg").env("CORA_WASM_BINDGEN", bindgen()))
}

fn bindgen() -> PathBuf {
    target().join("debug").join(BINDGEN)
}
