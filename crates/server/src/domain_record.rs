//! The DNS record by which an organization proves that it owns a domain.

use cora_core::id::DomainId;
use cora_store::DomainRow;
use serde::Serialize;

/// A domain rule, and the DNS record that proves the domain.
#[derive(Serialize, schemars::JsonSchema)]
#[schemars(rename = "DomainRule")]
pub(crate) struct Rule {
    #[serde(flatten)]
    pub row: DomainRow,
    pub record: Record,
}

/// A DNS TXT record.
#[derive(Serialize, schemars::JsonSchema)]
#[schemars(rename = "TxtRecord")]
pub(crate) struct Record {
    name: String,
    r#type: &'static str,
    value: String,
}

impl From<DomainRow> for Rule {
    fn from(row: DomainRow) -> Self {
        let record = Record { name: record_name(&row.domain), r#type: "TXT", value: record_value(row.id) };
        Self { row, record }
    }
}

/// Returns the name of the record, which is below the domain that the rule matches.
pub(crate) fn record_name(pattern: &str) -> String {
    format!("_cora-domain.{}", pattern.trim_start_matches("*."))
}

/// Returns the value of the record.
pub(crate) fn record_value(id: DomainId) -> String {
    format!("cora-domain-verification={id}")
}
