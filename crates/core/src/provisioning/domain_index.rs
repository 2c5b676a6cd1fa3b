//! Domain rules, found by name.

use alloc::vec::Vec;

use crate::domain::name::and_parents;
use crate::model::domain_rule::DomainRuleFacts;

/// Domain rules, indexed by the name in their pattern.
///
/// Sorted by a hash of the name and then by the name; the first bits of a hash select a run of
/// rules. A name that no rule has is recognized from the bounds and hashes of its run, without
/// reading any rule. Names made to collide in their hash only cost the comparison of names (our
/// decision, because rules come from many organizations).
#[derive(Debug, Clone)]
pub(crate) struct DomainIndex {
    /// The start of each run of hashes, and the end of the last run.
    starts: Vec<u32>,
    /// The number of bits of a hash after those that select its run.
    shift: u32,
    hashes: Vec<u64>,
    rules: Vec<DomainRuleFacts>,
}

impl DomainIndex {
    pub fn new(rules: Vec<DomainRuleFacts>) -> Self {
        let keyed = rules.into_iter().map(|rule| (hash(rule.pattern.name().as_str()), rule));
        let mut keyed: Vec<(u64, DomainRuleFacts)> = keyed.collect();
        keyed.sort_unstable_by(|(a, one), (b, other)| {
            a.cmp(b).then_with(|| one.pattern.name().cmp(other.pattern.name()))
        });
        // About one rule a run.
        let bits = usize::BITS.saturating_sub(keyed.len().leading_zeros()).clamp(1, 20);
        let shift = u64::BITS.saturating_sub(bits);
        let runs = 1_usize << bits;
        let mut starts = Vec::with_capacity(runs.saturating_add(1));
        for (at, (hash, _)) in (0_u32..).zip(&keyed) {
            while starts.len() as u64 <= hash >> shift {
                starts.push(at);
            }
        }
        starts.resize(runs.saturating_add(1), u32::try_from(keyed.len()).unwrap_or(u32::MAX));
        let (hashes, rules) = keyed.into_iter().unzip();
        Self { starts, shift, hashes, rules }
    }

    /// Returns the rules whose pattern matches a domain.
    pub fn matching<'a, 'd>(&'a self, domain: &'d str) -> impl Iterator<Item = &'a DomainRuleFacts> + use<'a, 'd> {
        // The index is usually empty if the store returns the rules: then no name is looked up.
        let names = (!self.hashes.is_empty()).then(|| and_parents(domain)).into_iter().flatten();
        names.flat_map(|name| self.named(name)).filter(move |rule| rule.pattern.matches(domain))
    }

    fn named(&self, name: &str) -> &[DomainRuleFacts] {
        let hash = hash(name);
        let run = usize::try_from(hash >> self.shift).unwrap_or(usize::MAX);
        let place = |run: usize| self.starts.get(run).map_or(0, |at| *at as usize);
        let (start, end) = (place(run), place(run.saturating_add(1)));
        let hashes = self.hashes.get(start..end).unwrap_or_default();
        let rules = self.rules.get(start..end).unwrap_or_default();
        let first = hashes.partition_point(|other| *other < hash);
        let same = hashes.get(first..).unwrap_or_default().partition_point(|other| *other == hash);
        let rules = rules.get(first..).and_then(|rules| rules.get(..same)).unwrap_or_default();
        let first = rules.partition_point(|rule| rule.pattern.name().as_str() < name);
        let rules = rules.get(first..).unwrap_or_default();
        let same = rules.partition_point(|rule| rule.pattern.name().as_str() == name);
        rules.get(..same).unwrap_or_default()
    }
}

/// Returns the FNV-1a hash of 64 bits.
fn hash(name: &str) -> u64 {
    name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::format;
    use std::string::String;

    fn rule(pattern: &str, number: usize) -> DomainRuleFacts {
        let text = format!(
            r#"{{ "id": "0198c0de-0000-7000-8000-{number:012}", "organizationId": "0198c0de-0000-7000-8000-0000000000a1",
                "pattern": "{pattern}", "verification": "ownership", "state": "verified", "enrollmentMode": "manual_invitation" }}"#
        );
        serde_json::from_str(&text).unwrap()
    }

    fn patterns(index: &DomainIndex, domain: &str) -> Vec<String> {
        let mut patterns: Vec<String> = index.matching(domain).map(|rule| (&rule.pattern).into()).collect();
        patterns.sort();
        patterns
    }

    #[test]
    fn every_rule_is_found_by_its_name_and_no_other() {
        for count in [0, 1, 2, 3, 7, 8, 9, 1000] {
            let mut rules: Vec<DomainRuleFacts> = (0..count).map(|at| rule(&format!("n{at}.example"), at)).collect();
            rules.extend([rule("*.n0.example", 5001), rule("a.n0.example", 5002), rule("n0.example", 5003)]);
            let index = DomainIndex::new(rules);
            for at in 1..count {
                assert_eq!(patterns(&index, &format!("n{at}.example")), [format!("n{at}.example")]);
            }
            assert_eq!(patterns(&index, "a.n0.example"), ["*.n0.example", "a.n0.example"]);
            assert_eq!(patterns(&index, "b.a.n0.example"), ["*.n0.example"]);
            assert_eq!(patterns(&index, "n0.example").len(), if count == 0 { 1 } else { 2 });
            assert!(patterns(&index, "nowhere.example").is_empty());
        }
        assert!(patterns(&DomainIndex::new(Vec::new()), "acme.example").is_empty());
    }
}
