//! The codes of findings in a file as such, in addition to the codes of inputs and of connections.

use cora_core::json::Code;

/// The code of a finding in a file of connections. A closed list. A code is never reused with
/// another meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileFindingCode {
    /// The file contains a secret itself instead of a reference to it.
    SecretInFile,
    /// A provider that logins are to use has no settings.
    ConfiguredWithoutSettings,
    /// Logins are to use several providers of the platform.
    SeveralActive,
    /// The file contains no connection.
    NothingToRead,
    /// The file describes one connection twice.
    DescribedTwice,
}

impl FileFindingCode {
    /// All codes.
    pub const ALL: [Self; 5] = [
        Self::SecretInFile,
        Self::ConfiguredWithoutSettings,
        Self::SeveralActive,
        Self::NothingToRead,
        Self::DescribedTwice,
    ];

    /// Returns the meaning of the code, in sentences.
    pub const fn description(self) -> &'static str {
        match self {
            Self::SecretInFile => "The file contains a secret instead of a reference to it.",
            Self::ConfiguredWithoutSettings => "The file says that a provider is in use, but has no settings for it.",
            Self::SeveralActive => "The file says that several providers of the platform are in use.",
            Self::NothingToRead => "The file contains no connection.",
            Self::DescribedTwice => "The file describes one connection twice.",
        }
    }
}

impl Code for FileFindingCode {
    const ALL: &'static [Self] = &Self::ALL;

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
