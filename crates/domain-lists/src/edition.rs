//! Which lists are compiled in, and of when.

use crate::own;
use crate::packed::PackedNames;
use crate::published::PUBLISHED;

/// One list, as it is compiled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Edition {
    /// Which list, in snake_case.
    pub list: &'static str,
    /// The day its source was published, `YYYY-MM-DD`.
    pub date: &'static str,
    /// How many names or rules.
    pub entries: u32,
    /// Where it was taken from: an npm package with its version, or this crate.
    pub source: &'static str,
    /// The licence of the data, an SPDX expression.
    pub licence: &'static str,
}

/// The version of Unicode whose confusables and scripts are compiled in: major, minor, update.
pub const UNICODE_VERSION: (u64, u64, u64) = unicode_security::UNICODE_VERSION;

/// All lists of names: the published ones, then our own.
pub fn editions() -> [Edition; 6] {
    let [icann, private, providers, disposable] = PUBLISHED;
    let own = |list, names: &[&str]| Edition {
        list,
        date: own::DATE,
        entries: u32::try_from(names.len()).unwrap_or(u32::MAX),
        source: "this crate",
        licence: "MIT OR Apache-2.0",
    };
    [
        icann,
        private,
        providers,
        disposable,
        own("own_shared_suffixes", own::SHARED_SUFFIXES),
        own("own_public_providers", own::PUBLIC_PROVIDERS),
    ]
}

/// The rules of the public suffix list's ICANN section, such as `co.uk`, `*.ck`, `!www.ck`.
pub fn icann_suffixes() -> PackedNames<'static> {
    names(include_bytes!("../data/icann_suffixes.names"))
}

/// The rules of the public suffix list's private section, such as `github.io`.
pub fn private_suffixes() -> PackedNames<'static> {
    names(include_bytes!("../data/private_suffixes.names"))
}

/// Providers of mailboxes for everybody.
pub fn public_providers() -> PackedNames<'static> {
    names(include_bytes!("../data/public_providers.names"))
}

/// Places of throw-away mailboxes.
pub fn disposable_domains() -> PackedNames<'static> {
    names(include_bytes!("../data/disposable_domains.names"))
}

fn names(bytes: &'static [u8]) -> PackedNames<'static> {
    // WHY an empty set is no silent fallback: a test reads each file and counts.
    PackedNames::read(bytes).unwrap_or(PackedNames::EMPTY)
}
