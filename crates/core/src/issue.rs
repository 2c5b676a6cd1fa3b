//! Faults of an input: closed codes, a place, a message, and help where there is some.

pub mod nearest;
pub mod shown;

use alloc::string::String;
use alloc::vec::Vec;
use cora_wire_derive::{codes, record};

/// What is wrong with an input. A closed list; a code is never used for something else later.
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
    /// A field that does not exist here.
    UnknownField,
    /// A field that stands twice.
    DuplicateField,
    /// A field that has to be there.
    MissingField,
    /// A value of another JSON type.
    WrongType,
    /// A text that is not one of a closed list.
    UnknownValue,
    /// A signature algorithm with a shared secret: whoever can verify with it can also sign (RFC 8725 §3.2).
    SymmetricAlgorithm,
    /// A text, list or number beyond its stated bounds.
    OutOfBounds,
    /// An item that stands twice in a list of different ones.
    DuplicateItem,
    /// A text that is not a hyphenated UUID.
    InvalidId,
    /// A text that is not an e-mail address.
    InvalidEmail,
    /// A text that is not a domain name.
    InvalidDomain,
    /// A text that is not a domain pattern.
    InvalidDomainPattern,
    /// A text that is not a SHA-256 in hexadecimal.
    InvalidHash,
    /// A text that is not a reference to a secret.
    InvalidSecretReference,
    /// The value is refused for a reason that no other code names.
    InvalidValue,
}

/// How grave an issue is.
#[codes]
pub enum Severity {
    /// The input cannot be used.
    Error,
    /// It can, and probably should not be.
    Warning,
}

/// One fault.
#[record]
pub struct Issue {
    /// What.
    pub code: IssueCode,
    /// How grave.
    pub severity: Severity,
    /// Where: a JSON Pointer into the input (RFC 6901); empty for the whole.
    pub path: String,
    /// What is wrong, for people: lower case, no full stop, input in backticks. Holds no secret and no whole e-mail address.
    pub message: String,
    /// What to do about it, where that can be said.
    pub help: Option<String>,
}

/// All faults of one input.
#[record]
pub struct Report {
    /// Whether the input can be used: never, in a report of errors.
    pub ok: bool,
    /// The faults, in the order of the input.
    pub issues: Vec<Issue>,
}

pub use crate::code_name::code_text;
