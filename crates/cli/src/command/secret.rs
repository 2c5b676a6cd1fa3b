//! `cora secret`: the secrets of a project, outside of it.

pub mod kept;

use std::io::{IsTerminal as _, Read as _};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use clap::{Args, Subcommand};
use cora_project::code::ProjectCode;
use cora_project::file::PROJECT_FILE;
use cora_project::name::{EnvironmentName, SecretName};
use cora_secrets::{Secret as Value, random_secret};
use serde_json::json;

use super::document::BAD_INPUT;
use super::project::opened::{self, Opened};
use super::project::refuse;
use super::table::table;
use kept::Kept;

/// Keep the secrets of a project outside of it, for each environment.
///
/// `cora.project.yaml` and the manifests of the modules say which secrets there are. Their values
/// are sealed in a folder of yours, with the keys in CORA_SECRET_KEYS or with one that is made for
/// the folder. No command prints one. `cora run` gives them to a program.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cora secret list --environment dev
  cora secret set KB_TOKEN --environment dev < token.txt
  cora secret set APP_SESSION_SECRET --environment dev --random
  cora secret remove KB_TOKEN --environment dev

Exit codes: 0 done, 1 refused or failed, 2 a file cannot be used or bad usage.")]
pub struct Secret {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    List(List),
    Set(Set),
    Remove(Remove),
}

/// Options of each command about secrets.
#[derive(Debug, Args)]
pub struct Place {
    /// The environment, as the project file names it.
    #[arg(long, short, value_name = "NAME", value_parser = environment)]
    pub environment: EnvironmentName,
    /// The folder of the project.
    #[arg(long, value_name = "FOLDER", default_value = ".")]
    pub project: PathBuf,
    /// The folder with the sealed values. If absent, `cora` in XDG_STATE_HOME or ~/.local/state.
    #[arg(long, value_name = "FOLDER")]
    pub state: Option<PathBuf>,
}

/// List the secrets of a project, and whether they have a value.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  cora secret list --environment dev\n  cora secret list -e prd --json")]
struct List {
    #[command(flatten)]
    place: Place,
    /// Print one JSON object instead of text.
    #[arg(long)]
    json: bool,
}

/// Set a secret to the text on standard input, without the line end after it.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cora secret set KB_TOKEN --environment dev < token.txt
  cora secret set APP_SESSION_SECRET --environment dev --random")]
struct Set {
    /// The name.
    #[arg(value_name = "NAME", value_parser = name)]
    name: SecretName,
    #[command(flatten)]
    place: Place,
    /// Draw 256 random bits, unless the secret has a value.
    #[arg(long)]
    random: bool,
}

/// Remove the value of a secret.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  cora secret remove KB_TOKEN --environment dev")]
struct Remove {
    /// The name.
    #[arg(value_name = "NAME", value_parser = name)]
    name: SecretName,
    #[command(flatten)]
    place: Place,
}

fn environment(text: &str) -> Result<EnvironmentName, &'static str> {
    EnvironmentName::parse(text).ok_or("expected the name of an environment, such as `dev`")
}

fn name(text: &str) -> Result<SecretName, &'static str> {
    SecretName::parse(text).ok_or("expected the name of a secret, such as `KB_TOKEN`")
}

/// Runs the command.
pub fn run(arguments: &Secret) -> ExitCode {
    let result = match &arguments.command {
        Command::List(arguments) => list(arguments),
        Command::Set(arguments) => set(arguments),
        Command::Remove(arguments) => remove(arguments),
    };
    result.unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        ExitCode::FAILURE
    })
}

/// Opens a project and the values of an environment.
///
/// # Errors
///
/// Fails with the exit code once the reason is reported.
pub fn open(place: &Place) -> anyhow::Result<Result<(Opened, Kept), ExitCode>> {
    let opened = Opened::read(&place.project);
    let Some(project) = opened.project.as_ref().filter(|_| !opened.is_unusable()) else {
        return Ok(Err(opened::end(false, &opened.files(), "", json!({}))));
    };
    if !project.environments.contains_key(&place.environment) {
        eprintln!("error: `{PROJECT_FILE}` has no environment `{}`", place.environment);
        return Ok(Err(ExitCode::from(BAD_INPUT)));
    }
    let name = project.project.name.as_str();
    match Kept::open(&place.project, name, &place.environment, place.state.as_deref())? {
        Ok(kept) => Ok(Ok((opened, kept))),
        Err(message) => Ok(Err(refuse(ProjectCode::SecretFolder, &message, ExitCode::FAILURE))),
    }
}

fn list(arguments: &List) -> anyhow::Result<ExitCode> {
    let (opened, kept) = match open(&arguments.place)? {
        Ok(found) => found,
        Err(code) => return Ok(code),
    };
    let mut rows = Vec::new();
    let mut answer = Vec::new();
    for (name, declared) in &opened.secrets {
        let (is_set, module) = (kept.has(name), declared.module.as_deref());
        let state = if is_set { "set" } else { "missing" };
        rows.push([name.as_str(), state, module.unwrap_or("-"), declared.describe.as_str()].map(str::to_owned));
        answer.push(json!({
            "describe": declared.describe, "isSet": is_set, "module": module, "name": name.as_str(),
        }));
    }
    let text = if rows.is_empty() { String::new() } else { table(["SECRET", "STATE", "MODULE", "MEANING"], &rows) };
    Ok(opened::end(arguments.json, &opened.files(), &text, json!({ "secrets": answer })))
}

fn set(arguments: &Set) -> anyhow::Result<ExitCode> {
    let name = &arguments.name;
    let (opened, mut kept) = match open(&arguments.place)? {
        Ok(found) => found,
        Err(code) => return Ok(code),
    };
    if !opened.secrets.contains_key(name) {
        let message = format!("the project has no secret `{name}`");
        return Ok(refuse(ProjectCode::SecretUnknown, &message, ExitCode::FAILURE));
    }
    let value = if arguments.random {
        if kept.has(name) {
            let message = format!("`{name}` has a value");
            return Ok(refuse(ProjectCode::SecretExists, &message, ExitCode::FAILURE));
        }
        random_secret()?
    } else if std::io::stdin().is_terminal() {
        // SECURITY: what is typed would be shown, and stay in the terminal.
        eprintln!(
            "error: pass the secret on standard input: `cora secret set {name} -e {} < FILE`",
            kept.environment()
        );
        return Ok(ExitCode::from(BAD_INPUT));
    } else {
        match read()? {
            Some(value) => value,
            None => {
                eprintln!("error: standard input has no text that can be a secret");
                return Ok(ExitCode::from(BAD_INPUT));
            }
        }
    };
    kept.set(name, &value)?;
    println!("`{name}` is set in `{}`.", kept.environment());
    Ok(ExitCode::SUCCESS)
}

/// Reads a secret without the line end after it. `None` if it is empty, too long, or has a
/// character that no variable can have.
fn read() -> anyhow::Result<Option<Value>> {
    let mut bytes = Vec::new();
    let limit = cora_secrets::MAX_SECRET_BYTES as u64;
    std::io::stdin().lock().take(limit.saturating_add(3)).read_to_end(&mut bytes).context("standard input")?;
    let Ok(text) = String::from_utf8(bytes) else { return Ok(None) };
    let value = Value::new(text);
    let plain = value.expose().trim_end_matches(['\r', '\n']);
    let is_usable = !plain.is_empty() && plain.len() as u64 <= limit && !plain.contains('\0');
    Ok(is_usable.then(|| Value::new(plain)))
}

fn remove(arguments: &Remove) -> anyhow::Result<ExitCode> {
    let (_, mut kept) = match open(&arguments.place)? {
        Ok(found) => found,
        Err(code) => return Ok(code),
    };
    // A name that is no longer declared can be removed too.
    if kept.remove(&arguments.name)? {
        println!("`{}` is removed from `{}`.", arguments.name, kept.environment());
        return Ok(ExitCode::SUCCESS);
    }
    let message = format!("`{}` has no value in `{}`", arguments.name, kept.environment());
    Ok(refuse(ProjectCode::SecretMissing, &message, ExitCode::FAILURE))
}
