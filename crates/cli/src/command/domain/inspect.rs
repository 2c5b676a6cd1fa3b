//! `cora domain inspect`: information on one or more names.

use std::fmt::Write as _;
use std::process::ExitCode;

use clap::Args;
use cora_core::domain::class::DomainClass;
use cora_core::domain::name::DomainName;
use cora_core::issue::{Issue, IssueCode, Severity};
use cora_core::json::Code;
use cora_domain_lists::DomainLists;
use serde_json::{Value, json};

use super::super::document;

/// Print each name's class, registered part, look-alikes, and the names that a rule for it would
/// match.
///
/// Names are accepted in any spelling, `bücher.example` as well as `xn--bcher-kva.example`. Names
/// that look alike are reported with each other. If one of the arguments is not a domain name, the
/// command exits with code 2 and prints nothing about the others.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cora domain inspect acme.example
  cora domain inspect --json gmail.com tenant.onmicrosoft.com
  cora domain inspect paypal.com раypal.com")]
pub struct Inspect {
    /// The domain names to inspect.
    #[arg(value_name = "NAME", required = true)]
    names: Vec<String>,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
}

/// Runs the command.
pub fn run(arguments: &Inspect) -> ExitCode {
    let read: Vec<Option<DomainName>> = arguments.names.iter().map(|name| DomainName::parse(name).ok()).collect();
    let issues: Vec<Issue> =
        read.iter().enumerate().filter(|(_, name)| name.is_none()).map(|(at, _)| no_name(at)).collect();
    if !issues.is_empty() {
        return document::refuse(&cora_wire::report(issues));
    }
    let names: Vec<DomainName> = read.into_iter().flatten().collect();
    let inspected: Vec<Inspected<'_>> = names.iter().map(|name| Inspected::of(name.as_str(), &names)).collect();
    document::print(&if arguments.json { as_json(&inspected) } else { as_text(&inspected) })
}

/// Builds the fault of an argument. WHY the argument is not shown: it may be an email address.
fn no_name(at: usize) -> Issue {
    Issue {
        code: IssueCode::InvalidDomain,
        severity: Severity::Error,
        path: format!("/{at}"),
        message: "this argument is not a domain name of at least two labels".to_owned(),
        help: Some("Write a name such as `acme.example`, without `@`, `*.` or `https://`.".to_owned()),
    }
}

/// The information on one name.
struct Inspected<'a> {
    name: &'a str,
    unicode: String,
    class: DomainClass,
    public_suffix: &'a str,
    registrable: Option<&'a str>,
    skeleton: String,
    is_mixed_script: bool,
    /// Other names on the command line that look the same.
    looks_like: Vec<&'a str>,
    advice: Vec<Advice>,
}

/// Advice for a rule with this name: a code from a closed list, and a sentence.
struct Advice {
    code: &'static str,
    message: String,
}

impl<'a> Inspected<'a> {
    fn of(name: &'a str, all: &'a [DomainName]) -> Self {
        let skeleton = DomainLists.skeleton(name);
        let others = all.iter().map(DomainName::as_str).filter(|other| *other != name);
        let looks_like = others.filter(|other| DomainLists.skeleton(other) == skeleton).collect();
        let mut inspected = Self {
            name,
            unicode: DomainLists.unicode(name),
            class: DomainLists.class(name),
            public_suffix: DomainLists.public_suffix(name),
            registrable: DomainLists.registrable(name),
            skeleton,
            is_mixed_script: DomainLists.is_mixed_script(name),
            looks_like,
            advice: Vec::new(),
        };
        inspected.advise();
        inspected
    }

    fn advise(&mut self) {
        let name = self.name;
        let mut advice = |code, message| self.advice.push(Advice { code, message });
        match (self.class, self.registrable) {
            (DomainClass::PublicProvider, _) => advice(
                "public_provider",
                format!("Anyone can get a mailbox in `{name}`: do not write a rule; invite people individually."),
            ),
            (DomainClass::Disposable, _) => {
                advice("disposable", format!("Mailboxes in `{name}` are disposable: do not write a rule."));
            }
            (DomainClass::PublicSuffix, _) | (_, None) => advice(
                "public_suffix",
                format!(
                    "Names below `{name}` belong to different owners: write a rule for the name that the organization registered."
                ),
            ),
            (DomainClass::Company, Some(registrable)) if registrable != name => advice(
                "below_registrable",
                format!(
                    "The rule `{name}` matches only this name; the owner of `{registrable}` decides who controls it."
                ),
            ),
            (DomainClass::Company, Some(_)) => advice(
                "claimable",
                format!(
                    "An organization can claim it: `{name}` matches only this name, `*.{name}` matches every name below it."
                ),
            ),
        }
        if let Some(below) = DomainLists.suffix_below(name).filter(|_| self.class == DomainClass::Company) {
            let below = below.trim_start_matches('!');
            advice(
                "wildcard_too_wide",
                format!(
                    "`*.{name}` would match other owners' names, such as those below `{below}`: do not write a wildcard."
                ),
            );
        }
        if self.is_mixed_script {
            advice(
                "mixed_script",
                "A label mixes scripts, which is common in look-alike names: check it letter by letter.".to_owned(),
            );
        }
        if !self.looks_like.is_empty() {
            let others = self.looks_like.join("`, `");
            advice("confusable", format!("It looks like `{others}`: make sure that you use the right one."));
        }
    }
}

/// Renders one object: `domains`, each with everything that the text shows.
fn as_json(inspected: &[Inspected<'_>]) -> String {
    let domains: Vec<Value> = inspected.iter().map(domain).collect();
    format!("{:#}\n", json!({ "domains": domains }))
}

fn domain(inspected: &Inspected<'_>) -> Value {
    let advice = inspected.advice.iter().map(|Advice { code, message }| json!({ "code": code, "message": message }));
    json!({
        "name": inspected.name,
        "unicode": inspected.unicode,
        "class": Code::name(&inspected.class),
        "publicSuffix": inspected.public_suffix,
        "registrable": inspected.registrable,
        "skeleton": inspected.skeleton,
        "mixedScript": inspected.is_mixed_script,
        "looksLike": inspected.looks_like,
        "advice": advice.collect::<Vec<Value>>(),
    })
}

fn as_text(inspected: &[Inspected<'_>]) -> String {
    let blocks: Vec<String> = inspected.iter().map(block).collect();
    blocks.join("\n")
}

fn block(inspected: &Inspected<'_>) -> String {
    let mut text = format!("{}\n", inspected.name);
    let mut line = |name, value: &str| _ = writeln!(text, "  {name:<20}{value}");
    line("class", Code::name(&inspected.class));
    line("public suffix", inspected.public_suffix);
    line("registrable domain", inspected.registrable.unwrap_or("none"));
    line("Unicode form", &inspected.unicode);
    line("skeleton", &inspected.skeleton);
    line("mixed script", if inspected.is_mixed_script { "yes" } else { "no" });
    for Advice { code, message } in &inspected.advice {
        let _ = writeln!(text, "  [{code}] {message}");
    }
    text
}
