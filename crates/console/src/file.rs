//! A file of the console: its media type, its tag and its packed content. The build script reads
//! files by the same code as a service that is given a folder.

use std::borrow::Cow;
use std::io::{self, Write as _};
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest as _, Sha256};

/// A file.
#[derive(Debug, Clone)]
pub(crate) struct File {
    pub media_type: Cow<'static, str>,
    /// The entity tag (RFC 9110 §8.8.3), with its quotes.
    pub tag: Cow<'static, str>,
    /// The content, by gzip (RFC 1952).
    pub packed: Cow<'static, [u8]>,
}

impl File {
    fn of(path: &str, content: &[u8]) -> io::Result<Self> {
        let media_type = mime_guess::from_path(path).first_or_octet_stream();
        let text = media_type.type_() == "text" || matches!(media_type.subtype().as_str(), "javascript" | "json");
        let charset = if text { "; charset=utf-8" } else { "" };
        let tag: String = URL_SAFE_NO_PAD.encode(Sha256::digest(content)).chars().take(22).collect();
        let mut packed = GzEncoder::new(Vec::new(), Compression::best());
        packed.write_all(content)?;
        Ok(Self {
            media_type: format!("{media_type}{charset}").into(),
            tag: format!("\"{tag}\"").into(),
            packed: packed.finish()?.into(),
        })
    }
}

/// Reads all files in a folder, with their paths in it, in the order of the paths. Hidden files and
/// links are left out.
pub(crate) fn files_in(folder: &Path) -> io::Result<Vec<(String, File)>> {
    let mut files = Vec::new();
    let mut folders = vec![(folder.to_owned(), String::new())];
    while let Some((folder, prefix)) = folders.pop() {
        for entry in std::fs::read_dir(folder)? {
            let entry = entry?;
            let Ok(name) = entry.file_name().into_string() else { continue };
            let (kind, path) = (entry.file_type()?, format!("{prefix}{name}"));
            if name.starts_with('.') {
                continue;
            }
            if kind.is_dir() {
                folders.push((entry.path(), format!("{path}/")));
            } else if kind.is_file() {
                let file = File::of(&path, &std::fs::read(entry.path())?)?;
                files.push((path, file));
            }
        }
    }
    files.sort_by(|(one, _), (other, _)| one.cmp(other));
    Ok(files)
}
