//! Classification of a name.

use core::iter::successors;

use cora_core::domain::class::{DomainClass, classify};

use crate::list_version::{disposable_domains, public_providers};
use crate::{local_entries, suffix};

/// WHY the list is an argument: a build that does not use it does not carry it, and it is larger
/// than all the others together.
pub(crate) fn class(name: &str, is_disposable: fn(&str) -> bool) -> DomainClass {
    // INVARIANT: names on the core's short lists get the class that the core gives them.
    match classify(name) {
        DomainClass::Company => {}
        known => return known,
    }
    let Some(registrable) = suffix::registrable(name) else {
        return DomainClass::PublicSuffix;
    };
    // WHY the search stops there: a name above the registrable one belongs to many owners.
    let owned = successors(Some(name), |name| name.split_once('.').map(|(_, parent)| parent))
        .take_while(|name| name.len() >= registrable.len());
    owned.map(|name| listed(name, is_disposable)).find(|class| *class != DomainClass::Company).unwrap_or_default()
}

/// Returns `true` if the complete list contains the name.
pub(crate) fn is_disposable(name: &str) -> bool {
    disposable_domains().contains(name)
}

/// Returns the class of exactly this name.
fn listed(name: &str, is_disposable: fn(&str) -> bool) -> DomainClass {
    match classify(name) {
        DomainClass::Company if is_disposable(name) => DomainClass::Disposable,
        DomainClass::Company
            if public_providers().contains(name) || local_entries::PUBLIC_PROVIDERS.binary_search(&name).is_ok() =>
        {
            DomainClass::PublicProvider
        }
        class => class,
    }
}
