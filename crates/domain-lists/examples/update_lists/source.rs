//! Reads the lists in the forms in which they are published.

use std::collections::BTreeSet;
use std::fs;

use anyhow::{Context, Result, bail};
use cora_core::domain::name::DomainName;
use idna::AsciiDenyList;
use idna::uts46::{DnsLength, Hyphens, Uts46};

use crate::package::Package;

/// The rules of the public suffix list by section, in A-labels.
#[derive(Default)]
pub struct SuffixRules {
    pub icann: BTreeSet<String>,
    pub private: BTreeSet<String>,
}

/// Reads a JSON array of names. Entries that are not domain names are left out.
pub fn names(package: &Package, file: &str) -> Result<BTreeSet<String>> {
    let text = fs::read_to_string(package.folder.join(file)).context("the list could not be read")?;
    let names: Vec<String> = serde_json::from_str(&text).context("the list is no JSON array of texts")?;
    let count = names.len();
    let canonical = |name: &String| DomainName::parse(name).ok().map(|name| name.as_str().to_owned());
    let names: BTreeSet<String> = names.iter().filter_map(canonical).collect();
    if names.len() < count {
        println!("    {}: {} of {count} entries are no names, or there twice", package.name, count - names.len());
    }
    Ok(names)
}

/// Reads the rules from the tree that `tldts` ships: nodes with flags and edges with labels, all in
/// flat arrays. The edges of a node are contiguous. The text of all labels is one string, in the
/// order of the edges.
pub fn suffix_rules(package: &Package) -> Result<SuffixRules> {
    let text = fs::read_to_string(package.folder.join("dist/es6/src/data/trie.js")).context("the tree")?;
    let tree = Tree::read(&text)?;
    let mut rules = SuffixRules::default();
    tree.walk(tree.rules_root, "", "", &mut rules)?;
    tree.walk(tree.exceptions_root, "", "!", &mut rules)?;
    // WHY: the tree names the root of each wildcard as a rule of its own. The crate's own reader
    // does not need it.
    for section in [&mut rules.icann, &mut rules.private] {
        let wildcards: BTreeSet<String> =
            section.iter().filter_map(|rule| rule.strip_prefix("*.")).map(str::to_owned).collect();
        section.retain(|rule| !wildcards.contains(rule));
    }
    Ok(rules)
}

struct Tree {
    node_flags: Vec<usize>,
    edge_start: Vec<usize>,
    edge_child: Vec<usize>,
    labels: Vec<String>,
    rules_root: usize,
    exceptions_root: usize,
}

// The flag of a node describes the name that leads to it. A flag of 0 means that it is not a rule.
const ICANN: usize = 1;
const PRIVATE: usize = 2;

impl Tree {
    fn read(text: &str) -> Result<Self> {
        let lengths: Vec<usize> = array(text, "edgeLength")?;
        let all_labels: String =
            serde_json::from_str(after(text, "labelText", ';')?).context("`labelText` is no text")?;
        let mut characters = all_labels.chars();
        let labels: Vec<String> = lengths.iter().map(|length| characters.by_ref().take(*length).collect()).collect();
        if characters.next().is_some() || labels.iter().any(String::is_empty) {
            bail!("`labelText` and `edgeLength` do not fit together");
        }
        let root = |name| after(text, name, ';')?.parse().with_context(|| format!("`{name}` is no number"));
        Ok(Self {
            node_flags: array(text, "nodeFlags")?,
            edge_start: array(text, "edgeStart")?,
            edge_child: array(text, "edgeChild")?,
            labels,
            rules_root: root("rulesRoot")?,
            exceptions_root: root("exceptionsRoot")?,
        })
    }

    /// Adds the rules below a node. `below` is the name that leads to it.
    fn walk(&self, node: usize, below: &str, mark: &str, rules: &mut SuffixRules) -> Result<()> {
        let damaged = || format!("the tree is damaged at `{below}`");
        // WHY: a tree that leads back to itself would never end, and no rule has 16 labels.
        if below.split('.').count() > 16 {
            bail!(damaged());
        }
        let start = *self.edge_start.get(node).with_context(damaged)?;
        let end = *self.edge_start.get(node + 1).with_context(damaged)?;
        for edge in start..end {
            let label = self.labels.get(edge).with_context(damaged)?;
            let child = *self.edge_child.get(edge).with_context(damaged)?;
            let name = if below.is_empty() { label.clone() } else { format!("{label}.{below}") };
            match *self.node_flags.get(child).with_context(damaged)? {
                0 => {}
                ICANN => _ = rules.icann.insert(canonical_rule(mark, &name)?),
                PRIVATE => _ = rules.private.insert(canonical_rule(mark, &name)?),
                _ => bail!(damaged()),
            }
            self.walk(child, &name, mark, rules)?;
        }
        Ok(())
    }
}

/// Returns a rule with its labels as A-labels.
fn canonical_rule(mark: &str, rule: &str) -> Result<String> {
    let (star, name) = rule.strip_prefix("*.").map_or(("", rule), |name| ("*.", name));
    let ascii = Uts46::new()
        .to_ascii(name.as_bytes(), AsciiDenyList::STD3, Hyphens::CheckFirstLast, DnsLength::Verify)
        .ok()
        .with_context(|| format!("the rule `{rule}` is no name"))?;
    Ok(format!("{mark}{star}{ascii}"))
}

/// Returns the value assigned to an exported constant, up to the character that ends it.
fn after<'a>(text: &'a str, name: &str, end: char) -> Result<&'a str> {
    let (_, rest) =
        text.split_once(&format!("export const {name} = ")).with_context(|| format!("`{name}` is not there"))?;
    // The texts contain neither escapes nor either of the end characters, because they are labels
    // of names.
    let (value, _) = rest.split_once(end).with_context(|| format!("`{name}` has no end"))?;
    Ok(value.trim())
}

/// Reads the numbers of an exported typed array.
fn array(text: &str, name: &str) -> Result<Vec<usize>> {
    let value = after(text, name, ']')?;
    let (_, numbers) = value.split_once('[').with_context(|| format!("`{name}` is no array"))?;
    numbers
        .split(',')
        .map(str::trim)
        .filter(|number| !number.is_empty())
        .map(|number| number.parse().with_context(|| format!("`{number}` in `{name}` is no number")))
        .collect()
}
