//! The settings of a service from the command line, the environment and a file. All faults are
//! reported at once.
//!
//! clap reads the command line and the environment, and stops at the first fault. An operator who
//! sets up a service wants to see all faults, so each value is parsed separately first.

use std::ffi::OsString;
use std::fmt;
use std::path::{Path, PathBuf};

use clap::error::{ContextKind, ErrorKind};
use clap::parser::ValueSource;
use clap::{Arg, ArgAction, Command};
use cora_core::issue::nearest::nearest;
use serde_json::Value;
use tracing_subscriber::EnvFilter;

/// The commands that run a service.
const SERVICES: [&str; 2] = ["serve", "lambda"];
/// The option that names the settings file.
const CONFIG: &str = "config";
/// Maximum size of the file, in bytes.
const MAX_BYTES: usize = 64 * 1024;

/// A fault of a setting. It contains no value, because the value may be a password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The place of the setting: `--rate-limit`, `CORA_RATE_LIMIT`, `cora.toml: rate-limit`.
    place: String,
    message: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.message)
    }
}

/// Returns the command line with the settings of the file added that neither the command line nor
/// the environment set. The command line of any other command is returned unchanged.
///
/// # Errors
///
/// Fails with all faults of the values.
pub fn gathered(
    root: fn() -> Command,
    mut given: Vec<OsString>,
    variable: &dyn Fn(&str) -> Option<OsString>,
) -> Result<Vec<OsString>, Vec<Fault>> {
    let name = given.get(1).and_then(|name| name.to_str()).filter(|name| SERVICES.contains(name));
    let root = name.map(|_| root());
    let Some(command) = root.as_ref().zip(name).and_then(|(root, name)| root.find_subcommand(name)) else {
        return Ok(given);
    };
    // clap answers requests for help and syntax errors.
    let Ok(written) = bare(command).try_get_matches_from(given.iter().skip(1)) else {
        return faults_of(command, &given).map(|()| given);
    };
    let is_written = |arg: &Arg| written.value_source(arg.get_id().as_str()) == Some(ValueSource::CommandLine);
    let in_environment = |arg: &Arg| variable(arg.get_env()?.to_str()?);

    let mut faults: Vec<Fault> = log_fault(variable(LOG)).into_iter().collect();
    for arg in command.get_arguments().filter(|arg| !is_written(arg)) {
        let wrong = in_environment(arg).and_then(|value| fault(command, arg, &value));
        let place = || arg.get_env().unwrap_or_default().to_string_lossy().into_owned();
        faults.extend(wrong.map(|message| Fault { place: place(), message }));
    }
    // The settings with their places, for combinations.
    let mut set: Vec<(&str, String)> = Vec::new();
    for arg in command.get_arguments() {
        let Some(name) = arg.get_long() else { continue };
        if is_written(arg) {
            set.push((name, format!("--{name}")));
        } else if in_environment(arg).is_some() {
            set.push((name, arg.get_env().unwrap_or_default().to_string_lossy().into_owned()));
        }
    }
    let config = command.get_arguments().find(|arg| arg.get_id() == CONFIG);
    let file = written.get_one::<PathBuf>(CONFIG).cloned();
    if let Some(path) = file.or_else(|| config.and_then(in_environment).map(PathBuf::from)) {
        let shown = path.display();
        match settings_in(&path) {
            Err(message) => faults.push(Fault { place: shown.to_string(), message }),
            Ok(settings) => {
                for (name, value) in settings {
                    match word(command, &name, &value) {
                        Err(message) => faults.push(Fault { place: format!("{shown}: {name}"), message }),
                        Ok((arg, Some(word))) if !is_written(arg) && in_environment(arg).is_none() => {
                            given.push(word);
                            set.extend(arg.get_long().map(|long| (long, format!("{shown}: {name}"))));
                        }
                        Ok(_) => {}
                    }
                }
            }
        }
    }
    let is_set = |name: &str| set.iter().any(|(other, _)| *other == name);
    for (name, place) in &set {
        let needed = NEEDS.iter().filter(|(with, needed)| with == name && !is_set(needed));
        let missing = needed.map(|(_, needed)| format!("it has no effect without `{needed}`"));
        faults.extend(missing.map(|message| Fault { place: place.clone(), message }));
    }
    if faults.is_empty() { Ok(given) } else { Err(faults) }
}

/// Settings that have no effect without another one.
const NEEDS: [(&str, &str); 3] = [("mail-from", "smtp-url"), ("smtp-url", "mail-from"), ("rate-burst", "rate-limit")];

/// The variable that sets the level of the log.
const LOG: &str = "RUST_LOG";
/// The levels of the log.
const LEVELS: [&str; 6] = ["error", "warn", "info", "debug", "trace", "off"];

/// Returns the fault of the level of the log. A single word that resembles a level is one, because
/// it would be the name of a module, and nothing would be logged.
fn log_fault(value: Option<OsString>) -> Option<Fault> {
    let value = value.filter(|value| !value.is_empty())?;
    let place = String::from(LOG);
    let Some(text) = value.to_str().filter(|text| EnvFilter::try_new(text).is_ok()) else {
        return Some(Fault { place, message: String::from("it is not a filter such as `info` or `info,sqlx=warn`") });
    };
    let mut words = text.split(',').map(str::trim).filter(|word| word.bytes().all(|byte| byte.is_ascii_alphabetic()));
    let meant = words.find_map(|word| {
        let is_level = LEVELS.iter().any(|level| level.eq_ignore_ascii_case(word));
        if is_level { None } else { nearest(word, LEVELS.into_iter()) }
    });
    meant.map(|level| Fault { place, message: format!("the level is unknown; did you mean `{level}`?") })
}

/// Variables of the service that are no option.
const OTHER_VARIABLES: [&str; 1] = ["CORA_SECRET_KEYS"];
/// The beginning of variables that hold secrets of connections, under names of the operator.
const SECRETS: &str = "CORA_SECRET_";

/// Logs a warning for each variable of the environment that looks like a setting of the service and
/// is none. Its value is not read.
pub fn warn_of_unknown_variables(command: &Command) {
    for name in std::env::vars_os().filter_map(|(name, _)| name.into_string().ok()) {
        if let Some(meant) = unknown_variable(command, &name) {
            tracing::warn!(variable = name, meant, "a variable of the environment is not a setting");
        }
    }
}

/// Returns the known variable that an unknown one probably means, if any. `None` if the variable is
/// known, or is not Cora's.
fn unknown_variable(command: &Command, name: &str) -> Option<Option<String>> {
    let known = command.get_arguments().filter_map(|arg| arg.get_env()?.to_str()).chain(OTHER_VARIABLES);
    let known: Vec<&str> = known.collect();
    if !name.starts_with("CORA_") || known.contains(&name) {
        return None;
    }
    let meant = nearest(name, known.into_iter()).map(str::to_owned);
    if name.starts_with(SECRETS) && meant.is_none() { None } else { Some(meant) }
}

/// Finds the argument for a setting of the file, and builds the command-line word for it. The word
/// is `None` for a switch that is off, or an empty list.
fn word<'a>(command: &'a Command, name: &str, value: &Value) -> Result<(&'a Arg, Option<OsString>), String> {
    let known = command.get_arguments().find(|arg| arg.get_long() == Some(name) && name != CONFIG);
    let arg = known.ok_or_else(|| unknown(command, name))?;
    let word = match text(arg, value)? {
        None => None,
        Some(None) => Some(OsString::from(format!("--{name}"))),
        Some(Some(text)) => {
            let word = OsString::from(format!("--{name}={text}"));
            fault(command, arg, &text.into()).map_or(Ok(Some(word)), Err)?
        }
    };
    Ok((arg, word))
}

/// Returns the command without environment variables, defaults and required arguments, to parse
/// single values.
fn bare(command: &Command) -> Command {
    command.clone().mut_args(|arg| arg.env(None::<&str>).default_value(None::<&str>).required(false))
}

/// Returns the faults of the words of a command line, each parsed separately, if there are several.
/// clap reports all other errors.
fn faults_of(command: &Command, given: &[OsString]) -> Result<(), Vec<Fault>> {
    let mut faults = Vec::new();
    // SECURITY: clap quotes the value in its own message.
    let mut quotes_secret = false;
    let mut words = given.iter().skip(2).peekable();
    while let Some(word) = words.next() {
        let Some(text) = word.to_str().and_then(|word| word.strip_prefix("--")) else { continue };
        let (name, value) =
            text.split_once('=').map_or((text, None), |(name, value)| (name, Some(OsString::from(value))));
        let Some(arg) = command.get_arguments().find(|arg| arg.get_long() == Some(name)) else { continue };
        if matches!(arg.get_action(), ArgAction::SetTrue) {
            continue;
        }
        let value = value.or_else(|| words.next().cloned());
        let wrong = value.and_then(|value| fault(command, arg, &value));
        quotes_secret |= wrong.is_some() && arg.is_hide_env_values_set();
        faults.extend(wrong.map(|message| Fault { place: format!("--{name}"), message }));
    }
    if faults.len() > 1 || quotes_secret { Err(faults) } else { Ok(()) }
}

/// Parses a value separately, and returns its fault.
fn fault(command: &Command, arg: &Arg, value: &OsString) -> Option<String> {
    let mut word = OsString::from(format!("--{}=", arg.get_long()?));
    word.push(value);
    let error = bare(command).try_get_matches_from([OsString::from(command.get_name()), word]).err()?;
    match error.kind() {
        // Combinations of arguments are checked when all are known.
        ErrorKind::MissingRequiredArgument | ErrorKind::ArgumentConflict => None,
        ErrorKind::ValueValidation => {
            let inner = std::error::Error::source(&error).map(ToString::to_string);
            Some(inner.unwrap_or_else(|| String::from("it cannot be read")))
        }
        _ if error.get(ContextKind::ValidValue).is_some() => Some(String::from("it is not one of the possible values")),
        _ => Some(String::from("it cannot be read")),
    }
}

/// Reads the settings of a file.
fn settings_in(path: &Path) -> Result<Vec<(String, Value)>, String> {
    let bytes = crate::command::document::read_at_most(path, MAX_BYTES)
        .map_err(|error| format!("it cannot be read: {error}"))?;
    if bytes.len() > MAX_BYTES {
        return Err(format!("it is longer than {MAX_BYTES} bytes"));
    }
    let text = String::from_utf8(bytes).map_err(|_| String::from("it is not UTF-8"))?;
    // WHY without the parser's message: it quotes the line, which may contain a password.
    let table: toml::Table = text.parse().map_err(|error: toml::de::Error| {
        let line = error.span().map_or(1, |span| text.get(..span.start).unwrap_or_default().lines().count().max(1));
        format!("line {line} is not TOML")
    })?;
    Ok(table.into_iter().map(|(name, value)| (name, json(value))).collect())
}

fn json(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => Value::String(text),
        toml::Value::Integer(number) => Value::from(number),
        toml::Value::Boolean(flag) => Value::Bool(flag),
        toml::Value::Array(items) => Value::Array(items.into_iter().map(json).collect()),
        toml::Value::Float(_) | toml::Value::Datetime(_) | toml::Value::Table(_) => Value::Null,
    }
}

/// Converts a value to command-line text: `None` for a switch that is off or an empty list, and
/// `Some(None)` for a switch that is on.
fn text(arg: &Arg, value: &Value) -> Result<Option<Option<String>>, String> {
    let is_switch = matches!(arg.get_action(), ArgAction::SetTrue);
    let single = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    match (is_switch, value) {
        (true, Value::Bool(on)) => Ok(on.then_some(None)),
        (true, _) => Err(String::from("it must be true or false")),
        (false, Value::Array(items)) => match arg.get_value_delimiter() {
            None => Err(String::from("it must be one value, not a list")),
            Some(_) if items.is_empty() => Ok(None),
            Some(delimiter) => {
                let texts: Option<Vec<String>> = items.iter().map(single).collect();
                let texts = texts.ok_or_else(|| String::from("it must be a list of strings"))?;
                Ok(Some(Some(texts.join(&delimiter.to_string()))))
            }
        },
        (false, value) => {
            single(value).map(|text| Some(Some(text))).ok_or_else(|| String::from("it must be a string or a number"))
        }
    }
}

fn unknown(command: &Command, name: &str) -> String {
    let names: Vec<&str> = command.get_arguments().filter_map(Arg::get_long).filter(|name| *name != CONFIG).collect();
    let meant = nearest(name, names.iter().copied());
    let hint = meant.map(|name| format!("; did you mean `{name}`?")).unwrap_or_default();
    format!("the setting is unknown{hint}")
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    fn gathered_from(words: &[&str], environment: &[(&str, &str)]) -> Result<Vec<String>, Vec<String>> {
        let variable =
            |name: &str| environment.iter().find(|(known, _)| *known == name).map(|(_, value)| OsString::from(value));
        let given = words.iter().map(OsString::from).collect();
        let gathered = gathered(crate::Cora::command, given, &variable);
        let texts = |words: Vec<OsString>| words.into_iter().map(|word| word.into_string().unwrap()).collect();
        gathered.map(texts).map_err(|faults| faults.iter().map(ToString::to_string).collect())
    }

    fn file(text: &str) -> (tempfile::TempDir, String) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("cora.toml");
        std::fs::write(&path, text).unwrap();
        (folder, path.display().to_string())
    }

    #[test]
    fn a_file_supplies_settings_missing_from_command_line_and_environment() {
        let (_folder, path) = file(
            "database = 'a.db'\nlisten = '127.0.0.1:1'\nrate-limit = 5\ncors-origins = ['https://a.example', 'https://b.example']\n\
             trace-for-users = true\nallow-loopback-http = false\ntrusted-proxies = []\n",
        );
        let words = ["cora", "serve", "--config", &path, "--listen", "127.0.0.1:2"];
        let gathered = gathered_from(&words, &[("CORA_RATE_LIMIT", "7")]).unwrap();
        assert_eq!(
            gathered[6..],
            ["--cors-origins=https://a.example,https://b.example", "--database=a.db", "--trace-for-users"]
        );
    }

    #[test]
    fn all_faults_of_environment_and_file_are_reported_without_values() {
        let (_folder, path) = file(
            "rate-limit = 'hunter2'\ndatabse = 'x'\nlisten = ['a']\ntrace-for-users = 'yes'\nname-server = 'hunter2'\n",
        );
        let environment = [
            ("CORA_TRUSTED_PROXIES", "hunter2"),
            ("CORA_METRICS_LISTEN", "hunter2"),
            ("CORA_CORS_ORIGINS", "https://a.example/hunter2"),
        ];
        let faults = gathered_from(&["cora", "serve", "--config", &path], &environment).unwrap_err();
        let places: Vec<&str> =
            faults.iter().map(|fault| fault.split(": ").nth(usize::from(fault.starts_with('/'))).unwrap()).collect();
        assert_eq!(
            places,
            [
                "CORA_CORS_ORIGINS",
                "CORA_TRUSTED_PROXIES",
                "CORA_METRICS_LISTEN",
                "databse",
                "listen",
                "name-server",
                "rate-limit",
                "trace-for-users"
            ]
        );
        assert!(faults.iter().any(|fault| fault.contains("did you mean `database`?")), "{faults:?}");
        assert!(faults.iter().all(|fault| !fault.contains("hunter2")), "{faults:?}");
    }

    #[test]
    fn settings_that_would_do_nothing_or_harm_are_refused_all_at_once() {
        let environment = [
            ("CORA_DATABASE", "host=db.acme.example password=hunter2"),
            ("CORA_PUBLIC_URL", "not a url"),
            ("CORA_SIGN_IN_URL", "javascript:alert(1)"),
            ("CORA_MAX_CONCURRENT", "0"),
            ("CORA_MAX_CONCURRENT_PER_CLIENT", "0"),
            ("CORA_MAX_CONNECTIONS", "18446744073709551615"),
            ("CORA_MAX_CONNECTIONS_PER_CLIENT", "0"),
            ("CORA_KEEP_ALIVE", "0"),
            ("CORA_SECRETS_FOLDER", "/nowhere/hunter2"),
            ("CORA_MAIL_FROM", "Acme <no-reply@acme.example>"),
            ("CORA_RATE_BURST", "5"),
            ("CORA_LISTEN", "nowhere"),
            ("RUST_LOG", "infoo"),
        ];
        let faults = gathered_from(&["cora", "serve"], &environment).unwrap_err();
        let mut places: Vec<&str> = faults.iter().map(|fault| fault.split(": ").next().unwrap()).collect();
        let mut expected: Vec<&str> = environment.iter().map(|(name, _)| *name).collect();
        places.sort_unstable();
        expected.sort_unstable();
        assert_eq!(places, expected, "{faults:?}");
        assert!(faults.iter().all(|fault| !fault.contains("hunter2")), "{faults:?}");
        assert!(faults.iter().any(|fault| fault.ends_with("did you mean `info`?")), "{faults:?}");
    }

    #[test]
    fn settings_of_one_thing_may_come_from_different_places() {
        let (_folder, path) = file("mail-from = 'Acme <no-reply@acme.example>'\n");
        let environment = [("CORA_SMTP_URL", "smtp://localhost"), ("RUST_LOG", "info,sqlx=warn,cora_server=debug")];
        gathered_from(&["cora", "serve", "--config", &path], &environment).unwrap();
        let faults = gathered_from(&["cora", "serve", "--config", &path], &[("RUST_LOG", "info,=,")]).unwrap_err();
        assert_eq!(faults.len(), 2, "{faults:?}");
    }

    #[test]
    fn an_unknown_variable_is_named_with_the_one_that_is_meant() {
        let root = crate::Cora::command();
        let serve = root.find_subcommand("serve").unwrap();
        let unknown = |name: &str| unknown_variable(serve, name);
        assert_eq!(unknown("CORA_RATELIMIT"), Some(Some("CORA_RATE_LIMIT".to_owned())));
        assert_eq!(unknown("CORA_SECRET_KEY"), Some(Some("CORA_SECRET_KEYS".to_owned())));
        assert_eq!(unknown("CORA_SOMETHING_ELSE_ENTIRELY"), Some(None));
        for name in ["CORA_LISTEN", "CORA_SECRET_KEYS", "CORA_SECRET_OKTA_OF_ACME", "PATH", "CORAL"] {
            assert_eq!(unknown(name), None, "{name}");
        }
    }

    #[test]
    fn all_faults_of_a_command_line_are_said_at_once() {
        let faults = gathered_from(&["cora", "serve", "--rate-limit", "x", "--listen=y", "--database", "a.db"], &[])
            .unwrap_err();
        assert_eq!(faults.len(), 2, "{faults:?}");
    }

    #[test]
    fn a_file_that_cannot_be_read_is_said_so_without_its_text() {
        let (_folder, path) = file("database = 'a.db'\nhunter2 hunter2\n");
        let faults = gathered_from(&["cora", "serve", "--config", &path], &[]).unwrap_err();
        assert!(faults[0].ends_with("line 2 is not TOML"), "{faults:?}");
        let faults = gathered_from(&["cora", "lambda"], &[("CORA_CONFIG", "/nowhere/cora.toml")]).unwrap_err();
        assert!(faults[0].starts_with("/nowhere/cora.toml: it cannot be read"), "{faults:?}");
    }

    #[test]
    fn other_commands_are_left_alone() {
        for words in [&["cora", "migrate", "--config", "x"][..], &["cora"], &["cora", "serve", "--help"]] {
            assert_eq!(gathered_from(words, &[]).unwrap(), words);
        }
    }
}
