//! The record by which an organization proves that a domain is its own.

use cora_core::id::DomainId;

/// Where the record is: below the name that the rule matches.
pub(crate) fn record_name(pattern: &str) -> String {
    format!("_cora-domain.{}", pattern.trim_start_matches("*."))
}

/// What stands in it.
pub(crate) fn record_value(id: DomainId) -> String {
    format!("cora-domain-verification={id}")
}
