//! The programs can be called. As for every package with such a test, cargo builds them with the
//! tests, of the same features.

use std::process::Command;

#[test]
fn a_call_without_arguments_states_the_usage() {
    let output = Command::new(env!("CARGO_BIN_EXE_cora-wasm-bindgen")).output().unwrap();
    assert!(!output.status.success());
    assert!(String::from_utf8_lossy(&output.stderr).contains("usage: "), "{output:?}");
}
