//! Runs the tests of a compiled module in Node. Cargo calls this program instead of the module.

fn main() -> anyhow::Result<()> {
    wasm_bindgen_cli::wasm_bindgen_test_runner::run_cli_with_args(std::env::args_os())
}
