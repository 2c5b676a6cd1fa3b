//! Reads the tracked files once.

use std::fs;

use anyhow::{Context, Result};

use crate::process::{output, root};

/// The endings of files that may cite something.
const ENDINGS: [&str; 9] = [".rs", ".md", ".json", ".mjs", ".cjs", ".js", ".ts", ".tsx", ".cts"];

#[derive(Debug)]
pub struct File {
    /// The path from the root of the repository, with slashes.
    pub path: String,
    /// The contents, or empty for a file that is not read.
    pub text: String,
}

impl File {
    /// Returns the lines with their numbers, counted from 1.
    pub fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text.lines().enumerate().map(|(at, line)| (at + 1, line))
    }

    /// Returns `true` for a case of the corpus.
    pub fn is_case(&self) -> bool {
        self.path.starts_with("tests/corpus/") && self.path.ends_with(".json")
    }

    /// Returns `true` for a case that names this pitfall or property.
    pub fn is_case_of(&self, number: &str) -> bool {
        let of = |line: &str| member(line, &["pitfall", "property"]).is_some_and(|value| value == number);
        self.is_case() && self.text.lines().any(of)
    }
}

/// The text of one of these members, if a line of a case holds it.
pub fn member<'a>(line: &'a str, names: &[&str]) -> Option<&'a str> {
    let (name, value) = line.strip_prefix("  \"")?.split_once("\": \"")?;
    let is_meant = names.contains(&name);
    value.trim_end_matches(',').strip_suffix('"').filter(|_| is_meant)
}

pub struct Repository {
    /// Sorted by path.
    pub files: Vec<File>,
}

impl Repository {
    /// Reads the files that git tracks or would track.
    pub fn tracked() -> Result<Self> {
        let list = ["ls-files", "--cached", "--others", "--exclude-standard"];
        let list = output("git", &list).context("`git ls-files` failed")?;
        let mut files = Vec::new();
        for path in list.lines() {
            let is_read = ENDINGS.iter().any(|ending| path.ends_with(ending));
            let text = if is_read { fs::read_to_string(root().join(path)) } else { Ok(String::new()) };
            // A file whose deletion is not committed yet is missing.
            if let Ok(text) = text
                && root().join(path).exists()
            {
                files.push(File { path: path.to_owned(), text });
            }
        }
        Ok(Self::sorted(files))
    }

    /// Empties the files in these folders, so that only their paths count.
    pub fn without_contents(mut self, folders: &[&str]) -> Self {
        for file in self.files.iter_mut().filter(|file| folders.iter().any(|folder| file.path.starts_with(folder))) {
            file.text.clear();
        }
        self
    }

    /// Builds a repository of these files, for tests.
    #[cfg(test)]
    pub fn of(files: &[(&str, &str)]) -> Self {
        let file = |(path, text): &(&str, &str)| File { path: (*path).to_owned(), text: (*text).to_owned() };
        Self::sorted(files.iter().map(file).collect())
    }

    fn sorted(mut files: Vec<File>) -> Self {
        files.sort_by(|a, b| a.path.cmp(&b.path));
        files.dedup_by(|a, b| a.path == b.path);
        Self { files }
    }

    pub fn file(&self, path: &str) -> Option<&File> {
        let at = self.files.binary_search_by(|file| file.path.as_str().cmp(path)).ok()?;
        self.files.get(at)
    }

    /// Returns `true` if the path is a file, or a folder that contains one.
    pub fn has(&self, path: &str) -> bool {
        let folder = format!("{}/", path.trim_end_matches('/'));
        let at = self.files.partition_point(|file| file.path.as_str() < folder.as_str());
        self.file(path).is_some() || self.files.get(at).is_some_and(|file| file.path.starts_with(&folder))
    }

    /// Returns `true` if a folder of the corpus has a case of this pitfall or property.
    pub fn has_case_of(&self, number: &str, folder: &str) -> bool {
        let folder = format!("{}/", folder.trim_end_matches('/'));
        self.files.iter().any(|file| file.path.starts_with(&folder) && file.is_case_of(number))
    }

    /// Returns `true` if a file, or a folder that contains one, matches the pattern, in which `*`
    /// matches any text.
    pub fn has_like(&self, pattern: &str) -> bool {
        let below = format!("{pattern}/*");
        self.files.iter().any(|file| is_like(&file.path, pattern) || is_like(&file.path, &below))
    }
}

/// Returns `true` if a text matches a pattern, in which `*` matches any text.
fn is_like(text: &str, pattern: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = text.strip_prefix(parts.next().unwrap_or_default()) else { return false };
    let Some(last) = parts.next_back() else { return rest.is_empty() };
    for part in parts {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.ends_with(last)
}
