//! What is said of a file as such, beside the codes of inputs and of connections.

use cora_core::json::Code;

/// What is wrong with a file of connections. A closed list; a code is never used for something else later.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileFindingCode {
    /// A secret itself, and not where it is kept.
    SecretInFile,
    /// A provider that logins are to use, without settings.
    ConfiguredWithoutSettings,
    /// Several providers of the platform that logins are to use.
    SeveralActive,
    /// No connection.
    NothingToRead,
    /// One connection twice.
    DescribedTwice,
}

impl FileFindingCode {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::SecretInFile,
        Self::ConfiguredWithoutSettings,
        Self::SeveralActive,
        Self::NothingToRead,
        Self::DescribedTwice,
    ];

    /// What it means: sentences.
    pub const fn description(self) -> &'static str {
        match self {
            Self::SecretInFile => "The file holds a secret itself, and not where it is kept.",
            Self::ConfiguredWithoutSettings => "The file says that logins use a provider that it has no settings of.",
            Self::SeveralActive => "The file says that logins use several providers of the platform.",
            Self::NothingToRead => "There is no connection in the file.",
            Self::DescribedTwice => "The file describes one connection twice.",
        }
    }
}

impl Code for FileFindingCode {
    fn name(&self) -> &'static str {
        match self {
            Self::SecretInFile => "secret_in_file",
            Self::ConfiguredWithoutSettings => "configured_without_settings",
            Self::SeveralActive => "several_active",
            Self::NothingToRead => "nothing_to_read",
            Self::DescribedTwice => "described_twice",
        }
    }
}
