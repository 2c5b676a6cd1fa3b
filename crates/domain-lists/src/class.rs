//! The class of a name.

use core::iter::successors;

use cora_core::domain::class::{DomainClass, classify};

use crate::edition::{disposable_domains, public_providers};
use crate::{own, suffix};

pub(crate) fn class(name: &str) -> DomainClass {
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
    owned.map(listed).find(|class| *class != DomainClass::Company).unwrap_or_default()
}

/// The class of exactly this name.
fn listed(name: &str) -> DomainClass {
    match classify(name) {
        DomainClass::Company if disposable_domains().contains(name) => DomainClass::Disposable,
        DomainClass::Company
            if public_providers().contains(name) || own::PUBLIC_PROVIDERS.binary_search(&name).is_ok() =>
        {
            DomainClass::PublicProvider
        }
        class => class,
    }
}
