//! `cora module graph`: who needs whom.

use std::fmt::Write as _;
use std::process::ExitCode;

use clap::Args;
use cora_project::manifest::Requirement;
use cora_project::resolution::Resolved;
use serde_json::{Value, json};

use crate::command::project::opened::{self, Opened, Where};

/// Print the modules of a project and their needs as a Mermaid diagram.
///
/// Dotted arrows are optional needs. A need that the project does not have is shown too.
///
/// Exit codes: 0 done, 1 modules do not fit each other, 2 a file cannot be used.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  cora module graph\n  cora module graph --json")]
pub struct Graph {
    #[command(flatten)]
    place: Where,
}

/// A need of a module.
struct Need<'a> {
    from: &'a str,
    to: &'a str,
    requirement: Option<&'a Requirement>,
}

/// Runs the command.
pub fn run(arguments: &Graph) -> ExitCode {
    let opened = Opened::read(&arguments.place.project);
    let modules = &opened.resolution.modules;
    let needs: Vec<Need<'_>> = modules.iter().flat_map(needs).collect();
    let mut text = "flowchart LR\n".to_owned();
    for module in modules {
        let _ = writeln!(text, "  {}[\"{} {}\"]", module.name, module.name, module.version);
    }
    for need in &needs {
        let arrow = if need.is_optional() { "-.->" } else { "-->" };
        let _ = writeln!(text, "  {} {arrow} {}", need.from, need.to);
    }
    let nodes: Vec<&str> = modules.iter().map(|module| module.name.as_str()).collect();
    let answer = json!({ "modules": nodes, "needs": needs.iter().map(Need::json).collect::<Vec<_>>() });
    opened::end(arguments.place.json, &opened.files(), &text, answer)
}

fn needs(module: &Resolved) -> Vec<Need<'_>> {
    let mut needs = Vec::new();
    for name in module.needs.iter().chain(&module.absent) {
        let requirement = module.manifest.as_ref().and_then(|manifest| manifest.requires.modules.get(name));
        needs.push(Need { from: module.name.as_str(), to: name.as_str(), requirement });
    }
    needs
}

impl Need<'_> {
    fn is_optional(&self) -> bool {
        self.requirement.is_some_and(Requirement::is_optional)
    }

    fn json(&self) -> Value {
        json!({
            "from": self.from,
            "optional": self.is_optional(),
            "range": self.requirement.map(|requirement| requirement.range().as_str()),
            "reason": self.requirement.and_then(Requirement::reason),
            "to": self.to,
        })
    }
}
