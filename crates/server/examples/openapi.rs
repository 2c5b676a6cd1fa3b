//! Prints the OpenAPI document. `cargo xtask generate` writes it to its file.

#![allow(clippy::print_stdout, reason = "that is what it is for")]

fn main() {
    println!("{:#}", cora_server::openapi());
}
