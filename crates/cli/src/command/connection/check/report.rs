//! The report of `cora connection check`.

use std::fmt::Write as _;

use cora_core::issue::Severity;
use cora_core::json::Code;
use serde_json::{Value, json};

use super::super::super::diagnostic::counted;
use super::super::super::findings::{self, FileFindings};
use super::super::show::written;
use super::fetching::{Checked, Fetched};

/// Renders one connection: derived facts, fetched documents, and issues. The issues of the settings
/// are left out if they are reported elsewhere.
pub fn text(checked: &Checked, settings_are_told: bool) -> String {
    let mut text = format!("{}: {}\n", checked.title, checked.kind.name());
    let mut line = |name: &str, value: &str| {
        let _ = writeln!(text, "  {name:<24}{value}");
    };
    if let Some(derived) = &checked.settings.derived {
        line("issuer", derived.issuer.as_str());
        line("tokens", derived.token_use.name());
        if let Some(okta) = &derived.okta {
            let id = okta.authorization_server_id.as_deref().unwrap_or("the organization's own");
            line("authorization server", &format!("{}, {id}", okta.authorization_server.name()));
        }
        if let Some(clerk) = &derived.clerk {
            line("frontend API", &format!("{}, {}", clerk.frontend_api, clerk.environment.name()));
        }
    }
    for Fetched { what, url, fault } in &checked.fetched {
        line(what, url);
        let shown = fault.as_ref().map(|fault| format!("error[{}]: {}", fault.code, fault.message));
        line("", shown.as_deref().unwrap_or("fetched"));
        if let Some(help) = fault.as_ref().and_then(|fault| fault.help) {
            line("", &format!("fix: {help}"));
        }
    }
    if let Some(report) = &checked.documents {
        let places =
            [("authorization endpoint", &report.authorization_endpoint), ("token endpoint", &report.token_endpoint)];
        for (name, place) in places {
            if let Some(place) = place {
                line(name, place);
            }
        }
        if !report.usable_key_ids.is_empty() {
            line("usable keys", &report.usable_key_ids.join(", "));
        }
    }
    text.push('\n');
    let settings = checked.settings.issues.iter().filter(|_| !settings_are_told);
    let documents = checked.documents.iter().flat_map(|report| &report.issues);
    settings.chain(documents).for_each(|issue| text.push_str(&written(issue)));
    let _ = writeln!(text, "{}: {}", checked.title, summary(checked));
    text
}

fn summary(checked: &Checked) -> String {
    let Some(report) = &checked.documents else {
        return "nothing was fetched because the settings have errors".to_owned();
    };
    let count = |severity| report.issues.iter().filter(|issue| issue.severity == severity).count();
    let missing = checked.fetched.iter().filter(|fetched| fetched.fault.is_some()).count();
    let [errors, warnings] = [Severity::Error, Severity::Warning].map(count);
    match (missing, errors, warnings) {
        (0, 0, 0) => "the connection can work with its provider".to_owned(),
        (0, 0, _) => format!("the connection can work with its provider, {}", counted(warnings, "warning")),
        (0, _, _) => format!("the connection cannot work with its provider, {}", counted(errors, "error")),
        _ => format!("{missing} of {} documents could not be fetched", checked.fetched.len()),
    }
}

/// Renders one object: `file`, as in `cora connection validate`, and `connections`, each with
/// `title`, `kind`, `ok`, `issues` (of the settings), `derived`, `fetched` and `report` (on the
/// documents).
pub fn json(checked: &[Checked], file: Option<&FileFindings>) -> String {
    let connections: Vec<Value> = checked.iter().map(connection).collect();
    format!("{:#}\n", json!({ "file": file.map(findings::json::file), "connections": connections }))
}

fn connection(checked: &Checked) -> Value {
    let fetched = |Fetched { what, url, fault }: &Fetched| {
        let fault =
            fault.as_ref().map(|fault| json!({ "code": fault.code, "message": fault.message, "help": fault.help }));
        json!({ "what": what, "url": url, "fault": fault })
    };
    json!({
        "title": checked.title,
        "kind": checked.kind.name(),
        "ok": checked.is_ok(),
        "issues": checked.settings.issues,
        "derived": checked.settings.derived,
        "fetched": checked.fetched.iter().map(fetched).collect::<Vec<_>>(),
        "report": checked.documents,
    })
}
