//! Embeds the files in the folder `CORA_CONSOLE_DIST`, if it is set and exists. Without them the
//! crate has no files, because somebody who builds it with Cargo alone has no Node to make them.

#[path = "src/file.rs"]
mod file;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

const DIST: &str = "CORA_CONSOLE_DIST";

fn main() -> io::Result<()> {
    println!("cargo:rerun-if-changed=src/file.rs");
    println!("cargo:rerun-if-env-changed={DIST}");
    let out = env::var_os("OUT_DIR").map(PathBuf::from).ok_or_else(|| io::Error::other("OUT_DIR is not set"))?;
    let files = match env::var_os(DIST).filter(|folder| !folder.is_empty()).map(PathBuf::from) {
        Some(folder) if folder.is_dir() => {
            println!("cargo:rerun-if-changed={}", folder.display());
            file::files_in(&folder)?
        }
        Some(folder) => {
            println!("cargo:warning={DIST} is no folder, so no console is embedded: {}", folder.display());
            Vec::new()
        }
        None => Vec::new(),
    };
    fs::write(out.join("embedded.rs"), embedded(&out, &files)?)
}

/// Writes the packed files, and returns the list that embeds them.
fn embedded(out: &Path, files: &[(String, file::File)]) -> io::Result<String> {
    let mut list = String::from("&[\n");
    for (number, (path, file)) in files.iter().enumerate() {
        let packed = out.join(format!("{number}.gz"));
        fs::write(&packed, &file.packed)?;
        let (packed, media_type, tag) = (packed.display().to_string(), &file.media_type, &file.tag);
        // Writing to a string cannot fail.
        let _ = writeln!(list, "    ({path:?}, {media_type:?}, {tag:?}, include_bytes!({packed:?})),");
    }
    list.push(']');
    Ok(list)
}
