//! The DNS record by which an organization proves that it owns a domain.

use cora_core::id::DomainId;

/// Returns the name of the record, which is below the domain that the rule matches.
pub(crate) fn record_name(pattern: &str) -> String {
    format!("_cora-domain.{}", pattern.trim_start_matches("*."))
}

/// Returns the value of the record.
pub(crate) fn record_value(id: DomainId) -> String {
    format!("cora-domain-verification={id}")
}
