//! The class of a name.

use core::iter::successors;

use cora_core::domain::class::{DomainClass, classify};

use crate::edition::{disposable_domains, public_providers};
use crate::{own, suffix};

/// WHY the list is an argument: whoever goes without it does not carry it, and it is larger than all the others together.
pub(crate) fn class(name: &str, is_disposable: fn(&str) -> bool) -> DomainClass {
    // INVARIANT: what the core's short lists know is answered as they do.
    match classify(name) {
        DomainClass::Company => {}
        known => return known,
    }
    let Some(registrable) = suffix::registrable(name) else {
        return DomainClass::PublicSuffix;
    };
    // WHY no further up: what is above the registrable name belongs to many.
    let owned = successors(Some(name), |name| name.split_once('.').map(|(_, parent)| parent))
        .take_while(|name| name.len() >= registrable.len());
    owned.map(|name| listed(name, is_disposable)).find(|class| *class != DomainClass::Company).unwrap_or_default()
}

/// Whether the complete list names it.
pub(crate) fn is_disposable(name: &str) -> bool {
    disposable_domains().contains(name)
}

/// The class of exactly this name.
fn listed(name: &str, is_disposable: fn(&str) -> bool) -> DomainClass {
    match classify(name) {
        DomainClass::Company if is_disposable(name) => DomainClass::Disposable,
        DomainClass::Company
            if public_providers().contains(name) || own::PUBLIC_PROVIDERS.binary_search(&name).is_ok() =>
        {
            DomainClass::PublicProvider
        }
        class => class,
    }
}
