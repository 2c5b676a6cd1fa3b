//! The snippets of documents: code stands literally in a file that is compiled, and a request is
//! one that the server has.

use serde_json::Value;

use super::Fault;
use super::repository::{File, Repository};

/// The languages whose snippets are compiled.
const COMPILED: [&str; 3] = ["rust", "ts", "tsx"];

/// The description of the server's routes.
const OPENAPI: &str = "crates/server/openapi.json";

/// A code block of a document.
struct Block<'a> {
    language: &'a str,
    /// The line of the opening fence.
    line: usize,
    lines: Vec<&'a str>,
}

/// Adds the faults of all documents for users.
pub fn check(repository: &Repository, faults: &mut Vec<Fault>) {
    let compiled: Vec<Vec<&str>> =
        repository.files.iter().filter(|file| is_compiled(&file.path)).map(|file| code(&file.text)).collect();
    let openapi = repository.files.iter().find(|file| file.path == OPENAPI);
    let openapi: Value = openapi.and_then(|file| serde_json::from_str(&file.text).ok()).unwrap_or_default();
    for document in repository.files.iter().filter(|file| is_document(&file.path)) {
        let mut fault = |line, message: String| faults.push(Fault { file: document.path.clone(), line, message });
        for block in blocks(document) {
            if COMPILED.contains(&block.language) {
                let wanted = code(&block.lines.join("\n")).join("\n");
                if !compiled.iter().any(|file| contains(file, &wanted)) {
                    fault(
                        block.line,
                        String::from(
                            "the snippet stands in no file that is compiled; copy it, as it is, to \
                             pkg/test-d/documents or crates/axum/tests/documents.rs",
                        ),
                    );
                }
            }
            if block.language == "sh" {
                for (at, method, path) in requests(&block.lines) {
                    if !has_route(&openapi, &method, path) {
                        fault(block.line + at, format!("the server has no route `{method} {path}`"));
                    }
                }
            }
        }
    }
}

/// Returns `true` for a document for users.
fn is_document(path: &str) -> bool {
    path.ends_with(".md") && (["README.md", "pkg/README.md"].contains(&path) || path.starts_with("docs/"))
}

/// Returns `true` for a file whose code the tests compile.
fn is_compiled(path: &str) -> bool {
    let of_crate = || path.split('/').nth(2).is_some_and(|folder| ["tests", "examples"].contains(&folder));
    path.starts_with("pkg/test-d/") || (path.starts_with("crates/") && path.ends_with(".rs") && of_crate())
}

/// Returns the lines of code without their indentation and without empty ones.
fn code(text: &str) -> Vec<&str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).collect()
}

/// Returns `true` if lines occur in a file one after the other.
fn contains(file: &[&str], wanted: &str) -> bool {
    let count = wanted.lines().count();
    file.windows(count.max(1)).any(|window| window.iter().copied().eq(wanted.lines()))
}

fn blocks(document: &File) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    let mut open: Option<Block<'_>> = None;
    for (line, text) in document.lines() {
        let fence = text.trim_start().strip_prefix("```");
        open = match (open.take(), fence) {
            (None, Some(language)) => Some(Block { language, line, lines: Vec::new() }),
            (Some(block), Some(_)) => {
                blocks.push(block);
                None
            }
            (Some(mut block), None) => {
                block.lines.push(text);
                Some(block)
            }
            (None, None) => None,
        };
    }
    blocks
}

/// Returns the requests of a shell snippet to `$CORA`: the line in the block, the method and the
/// path.
fn requests<'a>(lines: &[&'a str]) -> Vec<(usize, String, &'a str)> {
    let request = |(at, line): (usize, &&'a str)| {
        let (before, path) = line.split_once("$CORA/")?;
        let method = line.split_once("-X ").map(|(_, rest)| rest.trim_start().split(' ').next().unwrap_or_default());
        let method = method.unwrap_or("GET").to_owned();
        let end = path.find([' ', '"', '\'', '?']).unwrap_or(path.len());
        (!before.trim_start().starts_with('#')).then(|| (at + 1, method, path.get(..end).unwrap_or_default()))
    };
    lines.iter().enumerate().filter_map(request).collect()
}

/// Returns `true` if the server has a route. A variable of the shell stands for any segment.
fn has_route(openapi: &Value, method: &str, path: &str) -> bool {
    let fits = |template: &str| {
        let (one, other): (Vec<&str>, Vec<&str>) = (template[1..].split('/').collect(), path.split('/').collect());
        let same = |(a, b): (&&str, &&str)| a == b || a.starts_with('{');
        one.len() == other.len() && one.iter().zip(&other).all(same)
    };
    let paths = openapi["paths"].as_object().into_iter().flatten();
    paths.filter(|(template, _)| fits(template)).any(|(_, route)| route.get(method.to_lowercase()).is_some())
}
