//! The variables that an application needs.

use std::fs;
use std::io::{self, ErrorKind, Write as _};
use std::path::Path;

use cora_secrets::Secret;

use super::Refused;
use super::folder::private;

/// The variables of the application.
pub struct Variables {
    pub url: String,
    pub client_id: String,
    pub client_secret: Secret,
    pub cookie_secret: Secret,
}

impl Variables {
    fn pairs(&self) -> [(&'static str, &str); 4] {
        [
            ("CORA_URL", &self.url),
            ("CORA_CLIENT_ID", &self.client_id),
            ("CORA_CLIENT_SECRET", self.client_secret.expose()),
            ("CORA_COOKIE_SECRET", self.cookie_secret.expose()),
        ]
    }

    /// Returns them as lines of an `.env` file.
    pub fn text(&self) -> String {
        lines(&self.pairs())
    }

    /// Writes them to an `.env` file. Those that it has are left as they are.
    ///
    /// # Errors
    ///
    /// Refuses a file that has another value for one of them, which is then left unchanged, and a
    /// file that cannot be read or written.
    pub fn write_to(&self, file: &Path) -> Result<(), Refused> {
        let unusable = |error: io::Error| {
            let message = format!("`{}` cannot be written: {error}", file.display());
            Refused::new("env_file_not_writable", message, "Choose another file, or copy the lines yourself.")
        };
        let text = match fs::read_to_string(file) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => {
                return private(file).and_then(|mut file| file.write_all(self.text().as_bytes())).map_err(unusable);
            }
            Err(error) => return Err(unusable(error)),
        };
        let (mut missing, mut different) = (Vec::new(), Vec::new());
        for (name, value) in self.pairs() {
            match value_in(&text, name) {
                None => missing.push((name, value)),
                Some(there) if there == value => {}
                Some(_) => different.push(name),
            }
        }
        if !different.is_empty() {
            return Err(Refused::new(
                "env_file_differs",
                format!("`{}` has other values: {}", file.display(), different.join(", ")),
                "Remove those lines, or write to another file. Nothing was changed.",
            ));
        }
        if missing.is_empty() {
            return Ok(());
        }
        let break_before = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
        let opened = fs::OpenOptions::new().append(true).open(file);
        let more = format!("{break_before}{}", lines(&missing));
        opened.and_then(|mut file| file.write_all(more.as_bytes())).map_err(unusable)
    }
}

fn lines(pairs: &[(&str, &str)]) -> String {
    pairs.iter().map(|(name, value)| format!("{name}={value}\n")).collect()
}

/// Returns the value of a variable in an `.env` file: its last line counts.
fn value_in<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let value = |line: &'a str| {
        let line = line.trim_start();
        let (found, value) = line.strip_prefix("export ").unwrap_or(line).split_once('=')?;
        (found.trim() == name).then(|| unquoted(value.trim()))
    };
    text.lines().rev().find_map(value)
}

fn unquoted(value: &str) -> &str {
    let quoted = ['"', '\''].into_iter().find_map(|quote| value.strip_prefix(quote)?.strip_suffix(quote));
    quoted.unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn variables() -> Variables {
        Variables {
            url: "http://localhost:4455".to_owned(),
            client_id: "id".to_owned(),
            client_secret: Secret::new("secret"),
            cookie_secret: Secret::new("cookie"),
        }
    }

    const ALL: &str = "CORA_URL=http://localhost:4455\nCORA_CLIENT_ID=id\nCORA_CLIENT_SECRET=secret\n\
        CORA_COOKIE_SECRET=cookie\n";

    #[test]
    fn what_is_missing_is_added_and_what_is_there_stays() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(".env.local");
        for (before, after) in [
            (None, ALL.to_owned()),
            (Some(""), ALL.to_owned()),
            (Some(ALL), ALL.to_owned()),
            (Some("A=1"), format!("A=1\n{ALL}")),
            (
                Some("export CORA_URL=\"http://localhost:4455\"\n# CORA_CLIENT_ID=other\nCORA_CLIENT_ID = 'id'\n"),
                "export CORA_URL=\"http://localhost:4455\"\n# CORA_CLIENT_ID=other\nCORA_CLIENT_ID = 'id'\n\
                 CORA_CLIENT_SECRET=secret\nCORA_COOKIE_SECRET=cookie\n"
                    .to_owned(),
            ),
        ] {
            let _ = fs::remove_file(&file);
            if let Some(before) = before {
                fs::write(&file, before).unwrap();
            }
            variables().write_to(&file).unwrap();
            assert_eq!(fs::read_to_string(&file).unwrap(), after);
        }
    }

    #[test]
    fn a_persons_own_value_is_never_overwritten_nor_shown() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(".env.local");
        let mine = "CORA_URL=https://cora.acme.example\nCORA_CLIENT_SECRET=mine\n";
        fs::write(&file, mine).unwrap();
        let refused = variables().write_to(&file).unwrap_err();
        assert_eq!(refused.code, "env_file_differs");
        assert!(refused.message.ends_with(": CORA_URL, CORA_CLIENT_SECRET"), "{}", refused.message);
        assert!(!refused.message.contains("mine"), "{}", refused.message);
        assert_eq!(fs::read_to_string(&file).unwrap(), mine);
    }
}
