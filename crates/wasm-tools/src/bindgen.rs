//! Runs wasm-bindgen on a compiled module: `wasm-bindgen <module.wasm> <folder>`.
//!
//! Writes `cora_bg.wasm`, not yet optimized, and the TypeScript declarations `cora.d.ts` into the
//! folder.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use wasm_bindgen_cli_support::Bindgen;

fn main() -> Result<()> {
    let arguments: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let [module, folder] = arguments.as_slice() else {
        bail!("usage: wasm-bindgen <module.wasm> <folder>");
    };
    let mut bindgen = Bindgen::new();
    bindgen.input_path(module).out_name("cora").bundler(true)?.typescript(true);
    bindgen.generate(folder).with_context(|| module.display().to_string())
}
