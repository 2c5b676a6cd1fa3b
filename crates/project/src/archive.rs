//! Zips that are the same bytes for the same files, on any machine and at any time.

use std::collections::BTreeMap;
use std::io::{Cursor, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// Writes a zip: files by name, each of 1980-01-01, with 0755 for programs and 0644 for all others.
///
/// # Errors
///
/// Fails if a name or a file is longer than a zip can hold.
pub fn written(files: &BTreeMap<String, Vec<u8>>) -> Result<Vec<u8>, String> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, bytes) in files {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .compression_level(Some(6))
            .last_modified_time(DateTime::DEFAULT)
            .unix_permissions(if is_program(bytes) { 0o755 } else { 0o644 });
        let failed = |error: &dyn std::fmt::Display| format!("`{path}` cannot be in a zip: {error}");
        writer.start_file(path, options).map_err(|error| failed(&error))?;
        writer.write_all(bytes).map_err(|error| failed(&error))?;
    }
    let written = writer.finish().map_err(|error| format!("the zip cannot be written: {error}"))?;
    Ok(written.into_inner())
}

/// Returns `true` for a file that can be run. Permissions on disk say something else on each
/// system.
fn is_program(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\x7fELF") || bytes.starts_with(b"#!")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_files_are_the_same_bytes() {
        let file = |path: &str, text: &[u8]| (path.to_owned(), text.to_vec());
        let one = BTreeMap::from([file("b.py", b"x = 1\n"), file("a/c.sh", b"#!/bin/sh\n")]);
        let other: BTreeMap<_, _> = one.clone().into_iter().rev().collect();
        let (one, other) = (written(&one).unwrap(), written(&other).unwrap());
        assert_eq!(one, other);
        let mut archive = zip::ZipArchive::new(Cursor::new(one)).unwrap();
        let modes: Vec<(String, u32, u16)> = (0..archive.len())
            .map(|at| {
                let entry = archive.by_index(at).unwrap();
                let year = entry.last_modified().unwrap().year();
                (entry.name().unwrap().into_owned(), entry.unix_mode().unwrap() & 0o777, year)
            })
            .collect();
        assert_eq!(modes, [("a/c.sh".to_owned(), 0o755, 1980), ("b.py".to_owned(), 0o644, 1980)]);
    }
}
