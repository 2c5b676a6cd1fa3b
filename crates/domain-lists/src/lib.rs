//! What a domain name is, by complete lists, for the moment when a domain is claimed or a configuration is looked over.
//!
//! The core decides with short lists, because a decision has to fit into a browser. Before a rule for a domain goes live,
//! a host asks here: is the name a public suffix, a provider of mailboxes for everybody, a place of throw-away mailboxes,
//! or does it look like another name (pitfalls C10, C11)? What is answered includes what the core's short lists say.
//!
//! Names are taken in canonical form, as `cora_core::domain::name::DomainName::as_str` gives them: A-labels in lower case
//! without a trailing dot. Of any other text the answers say nothing, but they are answers: nothing panics.
//!
//! The lists are files under `data/`, made by `cargo xtask lists` out of published ones; [`editions`] tells which and when.
//!
//! ```
//! use cora_core::domain::class::DomainClass;
//! use cora_domain_lists::DomainLists;
//!
//! assert_eq!(DomainLists.class("yahoo.gr"), DomainClass::PublicProvider);
//! assert_eq!(DomainLists.registrable("mail.acme.co.uk"), Some("acme.co.uk"));
//! assert_eq!(DomainLists.registrable("co.uk"), None);
//! ```
#![no_std]
#![forbid(unsafe_code)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing))]

extern crate alloc;

mod class;
mod edition;
mod key;
mod look;
mod own;
pub mod packed;
mod published;
mod suffix;

use alloc::string::String;

use cora_core::domain::class::DomainClass;
use cora_core::lint::DomainKnowledge;

pub use edition::{
    Edition, UNICODE_VERSION, disposable_domains, editions, icann_suffixes, private_suffixes, public_providers,
};

/// The complete lists. All that it knows is compiled in; it can be made anywhere at no cost.
#[derive(Debug, Clone, Copy, Default)]
pub struct DomainLists;

impl DomainLists {
    /// What kind of domain a canonical name is.
    ///
    /// - `PublicSuffix`: it is its own [public suffix](Self::public_suffix), so nobody has registered it.
    /// - `Disposable`, `PublicProvider`: the name is listed, or a name above it that one owner registered: whoever has
    ///   `mailinator.com` has `m.mailinator.com` too. A name on both lists is `Disposable`.
    /// - `Company`: none of these; it can be claimed. A tenant's own name such as `tenant.onmicrosoft.com` is one: our
    ///   decision, because nobody but that tenant gives out mailboxes there.
    pub fn class(&self, name: &str) -> DomainClass {
        class::class(name, class::is_disposable)
    }

    /// The part of a canonical name that its owner registered: the public suffix and one label more, a slice of `name`.
    /// `None` when the name is a public suffix itself.
    ///
    /// Source: the algorithm of the public suffix list (publicsuffix.org/list, "Algorithm") over both of its sections, with its
    /// default rule `*`, and over our shared suffixes. Our decision: of a rule `*.kawasaki.jp` the root `kawasaki.jp` is a
    /// suffix too, because nothing but suffixes is below it.
    pub fn registrable<'a>(&self, name: &'a str) -> Option<&'a str> {
        suffix::registrable(name)
    }

    /// The public suffix of a canonical name, a slice of it: what more than one owner registers below. A name under no rule
    /// has its last label (the default rule `*`); the empty text has itself.
    pub fn public_suffix<'a>(&self, name: &'a str) -> &'a str {
        suffix::public_suffix(name)
    }

    /// A public suffix strictly below the name, as an example of what a wildcard for the name would take in: there is one
    /// below `amazonaws.com`. `None` when no rule is below it. A `*` label stands for any label.
    pub fn suffix_below(&self, name: &str) -> Option<String> {
        suffix::below(name)
    }

    /// What the name looks like in Unicode form (Unicode Technical Standard 39 §4): names that look alike have one skeleton.
    /// For comparison only, not for people to read.
    pub fn skeleton(&self, name: &str) -> String {
        look::skeleton(name)
    }

    /// Whether a label of the name, in Unicode form, is of no single script (UTS 39 §5.1). Japanese and Korean writing count
    /// as one script each.
    pub fn is_mixed_script(&self, name: &str) -> bool {
        look::is_mixed_script(name)
    }

    /// The name with its A-labels decoded to Unicode (RFC 3492), as people write it. A label that cannot be decoded stays.
    pub fn unicode(&self, name: &str) -> String {
        look::unicode(name)
    }
}

impl DomainKnowledge for DomainLists {
    fn class(&self, name: &str) -> DomainClass {
        class::class(name, class::is_disposable)
    }
    fn skeleton(&self, name: &str) -> String {
        look::skeleton(name)
    }
    fn is_mixed_script(&self, name: &str) -> bool {
        look::is_mixed_script(name)
    }
}

/// The lists without the one of throw-away mailboxes, which is larger than all the others together: of those it knows the
/// core's few. For a browser.
#[derive(Debug, Clone, Copy, Default)]
pub struct SmallDomainLists;

impl DomainKnowledge for SmallDomainLists {
    fn class(&self, name: &str) -> DomainClass {
        class::class(name, |_| false)
    }
    fn skeleton(&self, name: &str) -> String {
        look::skeleton(name)
    }
    fn is_mixed_script(&self, name: &str) -> bool {
        look::is_mixed_script(name)
    }
}
