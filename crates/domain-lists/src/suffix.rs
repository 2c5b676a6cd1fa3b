//! The algorithm of the public suffix list.

use alloc::format;
use alloc::string::String;

use cora_core::domain::class::{DomainClass, classify};

use crate::list_version::{icann_suffixes, private_suffixes};
use crate::local_entries;

/// The maximum number of labels of a rule. Longer suffixes are not looked up, so that the work does
/// not grow with the name.
const DEEPEST_RULE: usize = 8;

/// Returns `true` if a rule is written exactly like this: `co.uk`, `*.ck`, `!www.ck`.
fn is_rule(rule: &str) -> bool {
    icann_suffixes().contains(rule)
        || private_suffixes().contains(rule)
        || local_entries::SHARED_SUFFIXES.binary_search(&rule).is_ok()
        || classify(rule) == DomainClass::PublicSuffix && rule.contains('.')
}

/// Returns the ends of a name that begin at a label, the shortest first.
fn ends(name: &str) -> impl Iterator<Item = &str> {
    name.rmatch_indices('.').filter_map(|(dot, _)| name.get(dot.checked_add(1)?..)).chain([name])
}

/// Returns the name without its first label.
fn parent(name: &str) -> Option<&str> {
    name.split_once('.').map(|(_, parent)| parent)
}

pub(crate) fn public_suffix(name: &str) -> &str {
    // The default rule, `*`.
    let mut longest = name.rsplit('.').next().unwrap_or(name);
    let mut is_under_wildcard = false;
    for end in ends(name).take(DEEPEST_RULE) {
        // An exception is always below a wildcard. The name above it is the suffix, and no rule is
        // below it.
        if let Some(above) = parent(end).filter(|_| is_under_wildcard && is_rule(&format!("!{end}"))) {
            return above;
        }
        // WHY: nothing but suffixes is below `kawasaki.jp`, whose only rule is `*.kawasaki.jp`. By
        // the letter of the algorithm it would be registered below `jp`. Our decision, as in the
        // package that the rules come from: it is a suffix too.
        let has_wildcard = is_rule(&format!("*.{end}"));
        if is_under_wildcard || has_wildcard || is_rule(end) {
            longest = end;
        }
        is_under_wildcard = has_wildcard;
    }
    longest
}

pub(crate) fn registrable(name: &str) -> Option<&str> {
    let rest = name.strip_suffix(public_suffix(name))?.strip_suffix('.')?;
    let label = rest.rsplit('.').next().filter(|label| !label.is_empty())?;
    name.get(rest.len().checked_sub(label.len())?..)
}

pub(crate) fn below(name: &str) -> Option<String> {
    let own = || {
        local_entries::SHARED_SUFFIXES.iter().find(|suffix| is_below(suffix, name)).map(|suffix| String::from(*suffix))
    };
    icann_suffixes().below(name).or_else(|| private_suffixes().below(name)).or_else(own)
}

/// Returns `true` if a name is strictly below another, on a label boundary.
fn is_below(name: &str, above: &str) -> bool {
    name.strip_suffix(above).is_some_and(|rest| rest.ends_with('.'))
}
