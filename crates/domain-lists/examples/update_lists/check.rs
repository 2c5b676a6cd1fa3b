//! The checks that a list must pass before it replaces the committed one.

use std::collections::BTreeSet;

use cora_domain_lists::list_versions;

use crate::List;

/// The expectations of a list: the number of entries, names that must be on it, and names that must
/// not.
struct Expected {
    list: &'static str,
    fewest: usize,
    most: usize,
    on: &'static [&'static str],
    off: &'static [&'static str],
}

/// Names of companies that are never anything else. A list with one of them is not what it claims
/// to be.
const COMPANIES: &[&str] = &[
    "acme.example",
    "adobe.com",
    "amazon.com",
    "apple.com",
    "cisco.com",
    "github.com",
    "google.com",
    "ibm.com",
    "microsoft.com",
    "oracle.com",
    "sap.com",
    "siemens.com",
];

const EXPECTED: &[Expected] = &[
    Expected {
        list: "icann_suffixes",
        fewest: 5_000,
        most: 20_000,
        on: &[
            "com",
            "co.uk",
            "*.ck",
            "!www.ck",
            "*.kawasaki.jp",
            "!city.kawasaki.jp",
            "xn--p1ai",
            "de",
            "pvt.k12.ma.us",
        ],
        off: &["github.io", "gmail.com"],
    },
    Expected {
        list: "private_suffixes",
        fewest: 1_500,
        most: 20_000,
        on: &["github.io", "blogspot.com", "azurewebsites.net", "herokuapp.com", "vercel.app", "workers.dev"],
        off: &["com", "co.uk", "gmail.com"],
    },
    Expected {
        list: "public_providers",
        fewest: 3_000,
        most: 50_000,
        on: &["gmail.com", "outlook.com", "yahoo.com", "gmx.de", "mail.ru", "qq.com", "icloud.com", "yahoo.gr"],
        off: &["com", "co.uk", "mailinator.com"],
    },
    Expected {
        list: "disposable_domains",
        fewest: 30_000,
        most: 400_000,
        on: &["mailinator.com", "yopmail.com", "guerrillamail.com", "10minutemail.com", "trashmail.com"],
        off: &["com", "co.uk", "gmail.com", "outlook.com", "yahoo.com", "proton.me", "qq.com", "web.de"],
    },
];

/// A list that loses more than one entry in this many has to be reviewed by a person.
const SHRINKING: usize = 10;

/// Returns every fault of the lists.
pub fn faults(lists: &[List], before: &[BTreeSet<String>], accept_shrinking: bool) -> Vec<String> {
    let mut faults = Vec::new();
    for (list, before) in lists.iter().zip(before) {
        let (name, count) = (list.name, list.names.len());
        let Some(expected) = EXPECTED.iter().find(|expected| expected.list == name) else {
            faults.push(format!("of `{name}` nothing is expected"));
            continue;
        };
        if !(expected.fewest..=expected.most).contains(&count) {
            faults.push(format!("`{name}` has {count} entries, not {} to {}", expected.fewest, expected.most));
        }
        for missing in expected.on.iter().filter(|name| !list.names.contains(**name)) {
            faults.push(format!("`{name}` lacks `{missing}`"));
        }
        for wrong in expected.off.iter().chain(COMPANIES).filter(|name| list.names.contains(**name)) {
            faults.push(format!("`{name}` must not have `{wrong}`"));
        }
        let committed =
            list_versions().into_iter().find(|version| version.list == name).map_or("", |version| version.date);
        if list.package.date.as_str() < committed {
            faults
                .push(format!("`{name}` is of {}, older than the one that is here, of {committed}", list.package.date));
        }
        let lost = before.difference(&list.names).count();
        if lost * SHRINKING > before.len() && !accept_shrinking {
            faults.push(format!(
                "`{name}` loses {lost} of {} entries; if that is right, say `--accept-shrinking`",
                before.len()
            ));
        }
    }
    faults
}
