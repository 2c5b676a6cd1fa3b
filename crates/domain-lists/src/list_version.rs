//! The lists that are compiled in, with their sources and dates.

use crate::local_entries;
use crate::packed_names::PackedNames;
use crate::upstream::UPSTREAM;

/// A list that is compiled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListVersion {
    /// The name of the list, in snake_case.
    pub list: &'static str,
    /// The day its source was published, `YYYY-MM-DD`.
    pub date: &'static str,
    /// The number of names or rules.
    pub entries: u32,
    /// The source: an npm package with its version, or this crate.
    pub source: &'static str,
    /// The license of the data, as an SPDX expression.
    pub licence: &'static str,
}

/// The version of Unicode whose confusables and scripts are compiled in: major, minor, update.
pub const UNICODE_VERSION: (u64, u64, u64) = unicode_security::UNICODE_VERSION;

/// Returns all lists of names: the published ones, then Cora's own.
pub fn list_versions() -> [ListVersion; 6] {
    let [icann, private, providers, disposable] = UPSTREAM;
    let own = |list, names: &[&str]| ListVersion {
        list,
        date: local_entries::DATE,
        entries: u32::try_from(names.len()).unwrap_or(u32::MAX),
        source: "this crate",
        licence: "MIT OR Apache-2.0",
    };
    [
        icann,
        private,
        providers,
        disposable,
        own("own_shared_suffixes", local_entries::SHARED_SUFFIXES),
        own("own_public_providers", local_entries::PUBLIC_PROVIDERS),
    ]
}

/// Returns the rules of the public suffix list's ICANN section, such as `co.uk`, `*.ck`, `!www.ck`.
pub fn icann_suffixes() -> PackedNames<'static> {
    names(include_bytes!("../data/icann_suffixes.names"))
}

/// Returns the rules of the public suffix list's private section, such as `github.io`.
pub fn private_suffixes() -> PackedNames<'static> {
    names(include_bytes!("../data/private_suffixes.names"))
}

/// Returns the domains of public mailbox providers.
pub fn public_providers() -> PackedNames<'static> {
    names(include_bytes!("../data/public_providers.names"))
}

/// Returns the domains of disposable mailboxes.
pub fn disposable_domains() -> PackedNames<'static> {
    names(include_bytes!("../data/disposable_domains.names"))
}

fn names(bytes: &'static [u8]) -> PackedNames<'static> {
    // WHY an empty set is not a silent fallback: a test reads each file and counts its entries.
    PackedNames::read(bytes).unwrap_or(PackedNames::EMPTY)
}
