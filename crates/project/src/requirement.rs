//! `requirements.txt`: the packages of a function or layer, each with its version.

use crate::code::ProjectCode;

/// The name of the file, in the folder of a function or layer.
pub const REQUIREMENTS_FILE: &str = "requirements.txt";

/// A package that is locked to one version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requirement {
    /// The name, normalized: lower case, with single hyphens (PyPA, "Name normalization").
    pub name: String,
    /// The version.
    pub version: String,
    /// The SHA-256 of the files that are accepted, in hexadecimal digits. Empty for any file.
    pub hashes: Vec<String>,
    /// The line, from 1.
    pub line: u32,
}

/// A line that does not lock a package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unlocked {
    /// The code: always [`ProjectCode::RequirementsUnlocked`].
    pub code: ProjectCode,
    /// The reason: a clause.
    pub reason: &'static str,
    /// The line, from 1.
    pub line: u32,
}

/// Reads the file: `name==version`, each with any number of `--hash=sha256:…`, as `uv pip compile`
/// and `pip freeze` write it.
///
/// # Errors
///
/// Each line that names anything but one version of a package.
pub fn read(text: &str) -> Result<Vec<Requirement>, Vec<Unlocked>> {
    let (mut found, mut faults) = (Vec::<Requirement>::new(), Vec::new());
    let mut lines = text.lines().zip(1u32..);
    while let Some((first, line)) = lines.next() {
        let mut whole = first.to_owned();
        while let Some(before) = whole.strip_suffix('\\') {
            whole = before.to_owned();
            whole.push_str(lines.next().map_or("", |(next, _)| next));
        }
        let content = without_comment(&whole).trim();
        if content.is_empty() {
            continue;
        }
        match one(content, line) {
            Ok(requirement) if found.iter().any(|known| known.name == requirement.name) => {
                let reason = "the package is listed twice";
                faults.push(Unlocked { code: ProjectCode::RequirementsUnlocked, reason, line });
            }
            Ok(requirement) => found.push(requirement),
            Err(reason) => faults.push(Unlocked { code: ProjectCode::RequirementsUnlocked, reason, line }),
        }
    }
    if faults.is_empty() { Ok(found) } else { Err(faults) }
}

/// Returns a line without its comment, which begins with `#` at the start or after a space.
fn without_comment(line: &str) -> &str {
    let starts = |at: usize| at == 0 || line.get(..at).is_some_and(|before| before.ends_with([' ', '\t']));
    line.match_indices('#').find(|(at, _)| starts(*at)).map_or(line, |(at, _)| line.get(..at).unwrap_or_default())
}

fn one(content: &str, line: u32) -> Result<Requirement, &'static str> {
    let mut words = content.split_whitespace();
    let first = words.next().unwrap_or_default();
    if first.starts_with('-') {
        return Err("options are not read");
    }
    let (name, version) = first.split_once("==").ok_or("the package has no version with `==`")?;
    let is_name = |name: &str| {
        let is_inner = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
        let is_end = |byte: Option<u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric());
        name.bytes().all(is_inner) && is_end(name.bytes().next()) && is_end(name.bytes().last())
    };
    // An extra names further packages, which are listed themselves.
    let name = name.split_once('[').map_or(name, |(name, _)| name);
    if !is_name(name) {
        return Err("this is not the name of a package");
    }
    let is_version = |byte: u8| byte.is_ascii_alphanumeric() || b".+!".contains(&byte);
    if version.is_empty() || !version.bytes().all(is_version) {
        return Err("this is not one version");
    }
    let mut hashes = Vec::new();
    for word in words {
        match word.strip_prefix("--hash=sha256:") {
            Some(hash) if hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()) => {
                hashes.push(hash.to_ascii_lowercase());
            }
            _ => return Err("a condition or an option stands after the version"),
        }
    }
    Ok(Requirement { name: normalized(name), version: version.to_owned(), hashes, line })
}

/// Returns the packages that one always needs, by its metadata (PyPA, "Core metadata
/// specifications", `Requires-Dist`). Those that it needs on some systems, or for an extra, have a
/// condition after `;`, and are not among them.
pub fn needed(metadata: &str) -> Vec<String> {
    let header = metadata.lines().take_while(|line| !line.is_empty());
    let required = header.filter_map(|line| line.strip_prefix("Requires-Dist:")).filter(|line| !line.contains(';'));
    let name = |line: &str| {
        let line = line.trim();
        let is_inner = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        let end = line.find(|c: char| !is_inner(c)).unwrap_or(line.len());
        normalized(line.get(..end).unwrap_or_default())
    };
    required.map(name).filter(|name| !name.is_empty()).collect()
}

/// Returns the name of a package in its normal form.
pub fn normalized(name: &str) -> String {
    let mut normal = String::new();
    for character in name.chars().map(|c| if matches!(c, '-' | '_' | '.') { '-' } else { c.to_ascii_lowercase() }) {
        if character != '-' || !normal.ends_with('-') {
            normal.push(character);
        }
    }
    normal
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_says_which_others_it_always_needs() {
        let metadata = "Metadata-Version: 2.4\nName: a\nRequires-Dist: Annotated_Types>=0.6.0\n\
                        Requires-Dist: typing-extensions (>=4)\nRequires-Dist: tomli>=2; python_version < '3.11'\n\
                        Requires-Dist: email-validator; extra == 'email'\nRequires-Dist: b[c]==1\n\n\
                        Requires-Dist: of-the-description\n";
        assert_eq!(needed(metadata), ["annotated-types", "typing-extensions", "b"]);
    }

    #[test]
    fn a_locked_file_is_read() {
        let hash = "a".repeat(64);
        let text = format!(
            "# locked\nPydantic_Core==2.41.5 \\\n    --hash=sha256:{hash} \\\n    --hash=sha256:{hash}\n\n\
             typing-extensions==4.15.0  # via pydantic\nhttpx[http2]==0.28.1\n"
        );
        let found = read(&text).unwrap();
        let names: Vec<(&str, usize, u32)> =
            found.iter().map(|one| (one.name.as_str(), one.hashes.len(), one.line)).collect();
        assert_eq!(names, [("pydantic-core", 2, 2), ("typing-extensions", 0, 6), ("httpx", 0, 7)]);
    }

    #[test]
    fn what_is_not_locked_is_refused() {
        for text in [
            "pydantic",
            "pydantic>=2",
            "-r other.txt",
            "pydantic @ https://files.acme.example/x.whl",
            "pydantic==2.*",
            "pydantic==2.0; python_version < \"3.12\"",
            "pydantic==2.0 --hash=md5:aa",
            "../pydantic==2.0",
            "a==1\nA==2",
        ] {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
