//! Faults of an input: closed codes, a path, a message, and a remedy if one is known.

pub mod nearest;
pub mod shown;

use alloc::string::String;
use alloc::vec::Vec;
use cora_wire_derive::{codes, record};

/// The code of a fault. A closed list; a code is never reused with another meaning.
#[codes]
pub enum IssueCode {
    /// The text is not JSON, or nests deeper than 127 levels.
    InvalidJson,
    /// The text is not YAML.
    InvalidYaml,
    /// The text is not TOML.
    InvalidToml,
    /// The text is longer than an input may be.
    InputTooLarge,
    /// The file or stream could not be read.
    Unreadable,
    /// The JavaScript value cannot be written as JSON: a cycle, a BigInt, a getter that throws.
    NotJsonValue,
    /// The field does not exist here.
    UnknownField,
    /// The field occurs twice.
    DuplicateField,
    /// A required field is missing.
    MissingField,
    /// The value has another JSON type.
    WrongType,
    /// The text is not one of a closed list.
    UnknownValue,
    /// The signature algorithm uses a shared secret: anyone who can verify with it can also sign
    /// (RFC 8725 §3.2).
    SymmetricAlgorithm,
    /// A text, list or number exceeds its stated bounds.
    OutOfBounds,
    /// An item occurs twice in a list of distinct items.
    DuplicateItem,
    /// The text is not a hyphenated UUID.
    InvalidId,
    /// The text is not an e-mail address.
    InvalidEmail,
    /// The text is not a domain name.
    InvalidDomain,
    /// The text is not a domain pattern.
    InvalidDomainPattern,
    /// The text is not a SHA-256 in hexadecimal.
    InvalidHash,
    /// The text is not a reference to a secret.
    InvalidSecretReference,
    /// The value is refused for a reason that no other code names.
    InvalidValue,
}

/// The severity of an issue.
#[codes]
pub enum Severity {
    /// The input cannot be used.
    Error,
    /// The input can be used, and probably should not be.
    Warning,
}

/// One fault of an input.
#[record]
pub struct Issue {
    /// The code of the fault.
    pub code: IssueCode,
    /// The severity of the fault.
    pub severity: Severity,
    /// The place: a JSON Pointer into the input (RFC 6901); empty for the whole input.
    pub path: String,
    /// The problem, for people: lower case, no full stop, input in backticks. Contains no secret
    /// and no complete e-mail address.
    pub message: String,
    /// The remedy, if one is known.
    pub help: Option<String>,
}

/// All faults of one input.
#[record]
pub struct Report {
    /// `true` if the input can be used; always `false` in a report of errors.
    pub ok: bool,
    /// The faults, in the order of the input.
    pub issues: Vec<Issue>,
}
