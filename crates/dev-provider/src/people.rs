//! The people of the provider.

use std::fs;
use std::path::{Path, PathBuf};

use cora_core::email::EmailAddress;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

/// Maximum number of people.
const MAX_PEOPLE: usize = 500;
/// Maximum length of a name, in characters.
const MAX_NAME: usize = 100;

/// A person who can be picked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Person {
    /// The subject, which stays the same (`sub`).
    pub subject: String,
    /// The full name (`name`).
    pub name: String,
    /// The email address (`email`).
    pub email: String,
    /// `true` if the provider says that the address is the person's (`email_verified`).
    pub email_verified: bool,
}

impl Person {
    /// Returns the claims of OpenID Connect Core §5.1 about the person.
    pub(crate) fn claims(&self) -> Map<String, Value> {
        let claims = json!({
            "sub": self.subject,
            "name": self.name,
            "email": self.email,
            "email_verified": self.email_verified,
        });
        claims.as_object().cloned().unwrap_or_default()
    }
}

/// A reason why a person is not made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PersonFault {
    /// The name is missing or longer than 100 characters.
    #[error("A name has 1 to 100 characters.")]
    Name,
    /// The address is not one.
    #[error("This is not an email address.")]
    Address,
    /// A person has this address.
    #[error("Somebody has this address. Pick them above.")]
    AddressTaken,
    /// There are 500 people.
    #[error("There are 500 people, which is the most.")]
    TooMany,
    /// The file with the people cannot be written.
    #[error("The person could not be written to the folder.")]
    NotWritten,
}

/// The people, in a file.
pub(crate) struct People {
    file: PathBuf,
    all: Vec<Person>,
}

impl People {
    /// Reads the file, or begins with some people. `None` if the file is not one of people.
    pub fn open(file: &Path) -> std::io::Result<Option<Self>> {
        let all = match fs::read(file) {
            Ok(bytes) => match serde_json::from_slice(&bytes) {
                Ok(all) => all,
                Err(_) => return Ok(None),
            },
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => prepared(),
            Err(error) => return Err(error),
        };
        Ok(Some(Self { file: file.to_owned(), all }))
    }

    pub fn all(&self) -> &[Person] {
        &self.all
    }

    pub fn find(&self, subject: &str) -> Option<&Person> {
        self.all.iter().find(|person| person.subject == subject)
    }

    /// Makes a person, and writes the file.
    pub fn add(&mut self, name: &str, email: &str, verified: bool, subject: String) -> Result<Person, PersonFault> {
        let (name, email) = (name.trim(), email.trim());
        if name.is_empty() || name.chars().count() > MAX_NAME || name.chars().any(char::is_control) {
            return Err(PersonFault::Name);
        }
        let address = EmailAddress::parse(email).map_err(|_| PersonFault::Address)?;
        let is_taken = |person: &Person| {
            EmailAddress::parse(&person.email).is_ok_and(|other| other.canonical() == address.canonical())
        };
        if self.all.iter().any(is_taken) {
            return Err(PersonFault::AddressTaken);
        }
        if self.all.len() >= MAX_PEOPLE {
            return Err(PersonFault::TooMany);
        }
        let person = Person { subject, name: name.to_owned(), email: email.to_owned(), email_verified: verified };
        let all: Vec<&Person> = self.all.iter().chain([&person]).collect();
        let text = serde_json::to_string_pretty(&all).map_err(|_| PersonFault::NotWritten)?;
        fs::write(&self.file, text + "\n").map_err(|_| PersonFault::NotWritten)?;
        self.all.push(person.clone());
        Ok(person)
    }
}

fn prepared() -> Vec<Person> {
    let person = |name: &str, email: &str, email_verified| {
        let first = name.split(' ').next().unwrap_or_default().to_lowercase();
        Person { subject: format!("dev_{first}"), name: name.to_owned(), email: email.to_owned(), email_verified }
    };
    vec![
        person("Ada Adams", "ada@acme.example", true),
        person("Ben Brown", "ben@acme.example", true),
        person("Cleo Carter", "cleo@partner.example", true),
        person("Uma Underwood", "uma@acme.example", false),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_stay_and_addresses_are_one_persons() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("people.json");
        let mut people = People::open(&file).unwrap().unwrap();
        assert_eq!(people.all().len(), 4);
        let dora = people.add(" Dora Dean ", "dora@acme.example", true, "x".to_owned()).unwrap();
        assert_eq!(dora.name, "Dora Dean");
        for (name, email, fault) in [
            ("", "e@acme.example", PersonFault::Name),
            ("E\nE", "e@acme.example", PersonFault::Name),
            ("E", "e", PersonFault::Address),
            ("E", "ADA@acme.example", PersonFault::AddressTaken),
        ] {
            assert_eq!(people.add(name, email, true, "y".to_owned()), Err(fault));
        }
        let again = People::open(&file).unwrap().unwrap();
        assert_eq!((again.all().len(), again.find("x")), (5, Some(&dora)));
        fs::write(&file, "{}").unwrap();
        assert!(People::open(&file).unwrap().is_none());
    }
}
