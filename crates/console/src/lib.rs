//! The files of the console of administrators, and how they are answered.
//!
//! They are embedded when the crate is built with `CORA_CONSOLE_DIST`, the folder of the built
//! console, or read from a folder when the service starts. This crate knows no HTTP library and no
//! session: everything that it answers is public.

mod file;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{self, Read as _};
use std::path::Path;

use file::File;
use flate2::read::GzDecoder;

/// The embedded files: path, media type, tag, packed content.
const EMBEDDED: &[(&str, &str, &str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/embedded.rs"));

/// The page of the console, which answers every path that is no file.
const INDEX: &str = "index.html";
/// The folder of files whose names change with their contents.
const IMMUTABLE: &str = "assets/";
/// The place in the page where a nonce belongs.
const NONCE: &str = "__CORA_NONCE__";

/// The files of the console.
#[derive(Debug, Clone)]
pub struct Files(BTreeMap<Cow<'static, str>, File>);

/// A request for a file.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// The path below that of the console, without a slash at its beginning.
    pub path: &'a str,
    /// The `Accept-Encoding` of the request.
    pub accept_encoding: Option<&'a str>,
    /// The `If-None-Match` of the request.
    pub if_none_match: Option<&'a str>,
    /// The path of the console as browsers see it, with a slash at its end.
    pub base: &'a str,
    /// A random text for this answer, in the characters of base64url.
    pub nonce: &'a str,
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The status: 200, or 304 if the browser has the file.
    pub status: u16,
    /// Names and values of headers.
    pub headers: Vec<(&'static str, String)>,
    /// The content.
    pub body: Vec<u8>,
}

impl Files {
    /// Returns the files that were embedded when this program was built; none if it was built
    /// without them.
    pub fn embedded() -> Self {
        let file = |&(path, media_type, tag, packed): &(&'static str, &'static str, &'static str, &'static [u8])| {
            (path.into(), File { media_type: media_type.into(), tag: tag.into(), packed: packed.into() })
        };
        Self(EMBEDDED.iter().map(file).collect())
    }

    /// Reads the files in a folder.
    ///
    /// # Errors
    ///
    /// Fails if a file cannot be read, or the folder has no page.
    pub fn of_folder(folder: &Path) -> io::Result<Self> {
        let files: BTreeMap<_, _> =
            file::files_in(folder)?.into_iter().map(|(path, file)| (Cow::Owned(path), file)).collect();
        if files.contains_key(INDEX) {
            return Ok(Self(files));
        }
        Err(io::Error::new(io::ErrorKind::NotFound, format!("the folder has no `{INDEX}`")))
    }

    /// Returns `true` if there are files to answer.
    pub fn exist(&self) -> bool {
        self.0.contains_key(INDEX)
    }

    /// Answers a request. `None` if there is no such file. A path without an extension is one of
    /// the page's own, and is answered with the page.
    pub fn answer(&self, asked: &Asked<'_>) -> Option<Answer> {
        if asked.path != INDEX
            && let Some(file) = self.0.get(asked.path)
        {
            return Some(of_file(file, asked));
        }
        let name = asked.path.rsplit('/').next().unwrap_or_default();
        let is_of_page = asked.path == INDEX || !(name.contains('.') || asked.path.starts_with(IMMUTABLE));
        self.0.get(INDEX).filter(|_| is_of_page).map(|page| of_page(page, asked))
    }
}

fn of_file(file: &File, asked: &Asked<'_>) -> Answer {
    let is_immutable = asked.path.starts_with(IMMUTABLE);
    let caching = if is_immutable { "public, max-age=31536000, immutable" } else { "no-cache" };
    let mut headers = vec![
        ("content-type", file.media_type.to_string()),
        ("cache-control", caching.to_owned()),
        ("etag", file.tag.to_string()),
        ("vary", "accept-encoding".to_owned()),
        // A worker has the policy of its own file.
        ("content-security-policy", policy(None)),
    ];
    if asked.if_none_match.is_some_and(|tags| has_tag(tags, &file.tag)) {
        return Answer { status: 304, headers, body: Vec::new() };
    }
    let body = if asked.accept_encoding.is_some_and(accepts_gzip) {
        headers.push(("content-encoding", "gzip".to_owned()));
        file.packed.to_vec()
    } else {
        unpacked(file)
    };
    Answer { status: 200, headers, body }
}

/// Answers with the page: with the place below which its addresses are, and with a nonce. It is
/// never kept, because both belong to one answer.
fn of_page(page: &File, asked: &Asked<'_>) -> Answer {
    let text = String::from_utf8_lossy(&unpacked(page)).replace(NONCE, asked.nonce);
    let base = asked.base.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;");
    let first = format!("<base href=\"{base}\">\n<meta property=\"csp-nonce\" nonce=\"{}\">", asked.nonce);
    let text = match text.split_once("<head>") {
        Some((before, after)) => format!("{before}<head>\n{first}{after}"),
        None => format!("{first}{text}"),
    };
    let headers = vec![
        ("content-type", "text/html; charset=utf-8".to_owned()),
        ("cache-control", "no-store".to_owned()),
        ("content-security-policy", policy(Some(asked.nonce))),
        ("cross-origin-opener-policy", "same-origin".to_owned()),
        ("x-frame-options", "DENY".to_owned()),
    ];
    Answer { status: 200, headers, body: text.into_bytes() }
}

/// Returns the content security policy: everything comes from this origin, and nothing is framed.
fn policy(nonce: Option<&str>) -> String {
    let style = nonce.map(|nonce| format!(" 'nonce-{nonce}'")).unwrap_or_default();
    format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'{style}; img-src 'self' data:; \
         connect-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'self'; frame-ancestors 'none'"
    )
}

fn unpacked(file: &File) -> Vec<u8> {
    let mut content = Vec::new();
    // What this crate has packed it can unpack.
    match GzDecoder::new(&file.packed[..]).read_to_end(&mut content) {
        Ok(_) => content,
        Err(_) => Vec::new(),
    }
}

/// Returns `true` if a list of tags has one, by weak comparison (RFC 9110 §13.1.2).
fn has_tag(tags: &str, tag: &str) -> bool {
    let bare = |tag: &str| tag.trim().strip_prefix("W/").unwrap_or(tag.trim()).to_owned();
    tags.trim() == "*" || tags.split(',').any(|other| bare(other) == tag)
}

/// Returns `true` if a list of encodings accepts gzip (RFC 9110 §12.5.3).
fn accepts_gzip(list: &str) -> bool {
    list.split(',').any(|entry| {
        let (name, weight) = entry.split_once(';').unwrap_or((entry, ""));
        let is_refused = weight.trim().strip_prefix("q=").is_some_and(|weight| weight.parse() == Ok(0.0_f32));
        matches!(name.trim().to_ascii_lowercase().as_str(), "gzip" | "*") && !is_refused
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<!doctype html><html><head><title>Cora</title></head><body></body></html>";

    fn files() -> Files {
        let folder = tempfile::tempdir().unwrap();
        let write = |path: &str, text: &str| {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        };
        write("index.html", PAGE);
        write("assets/app-1a2b.js", "export {};");
        write("icon.svg", "<svg/>");
        write(".hidden", "no");
        Files::of_folder(folder.path()).unwrap()
    }

    fn asked(path: &str) -> Asked<'_> {
        Asked { path, accept_encoding: None, if_none_match: None, base: "/tools/console/", nonce: "n0nce" }
    }

    fn header<'a>(answer: &'a Answer, name: &str) -> Option<&'a str> {
        answer.headers.iter().find(|(other, _)| *other == name).map(|(_, value)| value.as_str())
    }

    #[test]
    fn a_file_whose_name_has_its_hash_is_kept_for_ever_and_another_is_asked_for_again() {
        let files = files();
        let script = files.answer(&asked("assets/app-1a2b.js")).unwrap();
        assert_eq!((script.status, script.body.as_slice()), (200, b"export {};".as_slice()));
        assert_eq!(header(&script, "content-type"), Some("text/javascript; charset=utf-8"));
        assert_eq!(header(&script, "cache-control"), Some("public, max-age=31536000, immutable"));
        assert!(header(&script, "content-security-policy").unwrap().contains("'wasm-unsafe-eval'"));
        let icon = files.answer(&asked("icon.svg")).unwrap();
        assert_eq!(header(&icon, "cache-control"), Some("no-cache"));
        let tag = header(&icon, "etag").unwrap();
        for tags in [tag.to_owned(), format!("W/{tag}"), format!("\"x\", {tag}"), "*".to_owned()] {
            let answer = files.answer(&Asked { if_none_match: Some(&tags), ..asked("icon.svg") }).unwrap();
            assert_eq!((answer.status, answer.body.len()), (304, 0), "{tags}");
        }
        let other = Asked { if_none_match: Some("\"x\""), ..asked("icon.svg") };
        assert_eq!(files.answer(&other).unwrap().status, 200);
    }

    #[test]
    fn a_browser_that_takes_gzip_gets_the_packed_file() {
        let files = files();
        for (encodings, packed) in [
            ("gzip, deflate, br", true),
            ("br;q=1, *;q=0.5", true),
            ("gzip;q=0", false),
            ("identity", false),
            ("", false),
        ] {
            let answer =
                files.answer(&Asked { accept_encoding: Some(encodings), ..asked("assets/app-1a2b.js") }).unwrap();
            assert_eq!(header(&answer, "content-encoding").is_some(), packed, "{encodings}");
            let mut text = String::new();
            match packed {
                true => GzDecoder::new(answer.body.as_slice()).read_to_string(&mut text).unwrap(),
                false => answer.body.as_slice().read_to_string(&mut text).unwrap(),
            };
            assert_eq!(text, "export {};");
        }
    }

    #[test]
    fn a_path_that_is_no_file_is_the_page_with_its_base_and_a_nonce() {
        let files = files();
        for path in ["", "index.html", "users", "connections/okta/settings", "why"] {
            let answer = files.answer(&asked(path)).unwrap();
            let text = String::from_utf8(answer.body.clone()).unwrap();
            let first = "<head>\n<base href=\"/tools/console/\">\n<meta property=\"csp-nonce\" nonce=\"n0nce\"><title>";
            assert!(text.contains(first), "{text}");
            assert_eq!(header(&answer, "cache-control"), Some("no-store"));
            let policy = header(&answer, "content-security-policy").unwrap();
            assert!(policy.contains("style-src 'self' 'nonce-n0nce'") && !policy.contains("unsafe-inline"), "{policy}");
            assert!(policy.starts_with("default-src 'none'; script-src 'self' "), "{policy}");
        }
        for path in ["assets/gone", "assets/gone.js", "robots.txt", ".hidden", "../Cargo.toml", "a/../icon.svg"] {
            assert!(files.answer(&asked(path)).is_none(), "{path}");
        }
    }

    #[test]
    fn a_folder_without_a_page_is_no_console() {
        let folder = tempfile::tempdir().unwrap();
        assert!(Files::of_folder(folder.path()).is_err());
        assert!(Files::of_folder(&folder.path().join("gone")).is_err());
        assert!(Files(BTreeMap::new()).answer(&asked("")).is_none());
    }
}
