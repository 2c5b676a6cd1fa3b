//! Writes `tests/corpus/INDEX.md`: what every case of the corpus decides, by folder.
//!
//!     cargo run -p cora-testkit --example corpus_index

use std::fs;
use std::io::Result;

use cora_testkit::corpus;

fn main() -> Result<()> {
    fs::write(corpus::folder().join("INDEX.md"), corpus::index::write())
}
