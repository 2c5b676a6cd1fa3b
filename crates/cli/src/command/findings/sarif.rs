//! Findings as SARIF 2.1.0 (OASIS standard, 27 March 2020), which code scanning services read.

use std::collections::BTreeMap;

use cora_core::json::Code;
use serde_json::{Value, json};

use super::super::connection::FileFindingCode;
use super::super::diagnostic::Diagnostic;
use super::FileFindings;

/// Renders one log with one run.
pub fn report(files: &[&FileFindings]) -> String {
    let prose = descriptions();
    let codes = files.iter().flat_map(|file| &file.diagnostics).map(|diagnostic| diagnostic.code);
    let mut rules: BTreeMap<&str, usize> = codes.map(|code| (code, 0)).collect();
    for (at, index) in rules.values_mut().enumerate() {
        *index = at;
    }
    let results =
        files.iter().flat_map(|file| file.diagnostics.iter().map(|diagnostic| result(file, diagnostic, &rules)));
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "cora",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules.keys().map(|code| rule(code, &prose)).collect::<Vec<_>>(),
            } },
            "columnKind": "unicodeCodePoints",
            "invocations": [{ "executionSuccessful": files.iter().all(|file| file.is_valid) }],
            "results": results.collect::<Vec<_>>(),
        }],
    });
    format!("{log:#}\n")
}

fn rule(code: &str, prose: &BTreeMap<String, String>) -> Value {
    // A code without a description is described by its name.
    let text = prose.get(code).map_or_else(|| code.replace('_', " "), Clone::clone);
    json!({ "id": code, "shortDescription": { "text": text }, "help": { "text": text } })
}

fn result(file: &FileFindings, diagnostic: &Diagnostic, rules: &BTreeMap<&str, usize>) -> Value {
    let mut message = sentence(&diagnostic.message);
    if let Some(fix) = &diagnostic.fix {
        message = format!("{message} Fix: {fix}");
    }
    let mut place = json!({ "artifactLocation": { "uri": uri(&file.name) } });
    if let Some(position) = diagnostic.position {
        place["region"] = json!({ "startLine": position.line, "startColumn": position.column });
    }
    json!({
        "ruleId": diagnostic.code,
        "ruleIndex": rules.get(diagnostic.code),
        // The names of Cora's severities are also SARIF levels.
        "level": Code::name(&diagnostic.severity),
        "message": { "text": message },
        "locations": [{
            "physicalLocation": place,
            "logicalLocations": [{ "fullyQualifiedName": diagnostic.path }],
        }],
    })
}

/// Turns `like this` into `Like this.`
fn sentence(message: &str) -> String {
    let mut characters = message.chars();
    let first = characters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", characters.as_str())
}

/// Collects the descriptions of codes from the documentation of their types.
fn descriptions() -> BTreeMap<String, String> {
    // The first description wins. A code in several lists means the same in all of them.
    let mut prose = BTreeMap::new();
    let all = cora_wire::schema::all();
    for list in ["IssueCode", "FindingCode", "ConnectionIssueCode"] {
        for code in all["$defs"][list]["oneOf"].as_array().into_iter().flatten() {
            if let (Some(name), Some(text)) = (code["const"].as_str(), code["description"].as_str()) {
                prose.entry(name.to_owned()).or_insert_with(|| text.replace('\n', " "));
            }
        }
    }
    let files = FileFindingCode::ALL.into_iter().map(|code| (code.name().to_owned(), code.description().to_owned()));
    prose.extend(files);
    prose
}

/// Converts a path to a URI reference (RFC 3986). Everything but unreserved characters and slashes
/// is percent-encoded.
fn uri(path: &str) -> String {
    let path = path.replace('\\', "/");
    let mut uri = String::new();
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => uri.push(char::from(byte)),
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    // Without a scheme, an absolute path would only be a relative reference.
    if uri.starts_with('/') { format!("file://{uri}") } else { uri }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_becomes_a_uri() {
        assert_eq!(uri("policies/a b.yaml"), "policies/a%20b.yaml");
        assert_eq!(uri("/etc/cora.policy.toml"), "file:///etc/cora.policy.toml");
    }

    #[test]
    fn every_code_is_described() {
        let prose = descriptions();
        for code in [
            "unknown_field",
            "invalid_json",
            "bootstrap_first_user",
            "public_domain",
            "audience_missing",
            "secret_in_file",
        ] {
            assert!(prose.contains_key(code), "{code}");
        }
    }
}
