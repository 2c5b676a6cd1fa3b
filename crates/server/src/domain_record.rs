//! The DNS record by which an organization proves that it owns a domain.

use cora_core::id::DomainId;
use cora_store::DomainRow;
use serde::Serialize;

use crate::app::App;
use crate::error::{ApiError, ServerCode};

/// Maximum number of texts that are shown.
const MAX_TEXTS: usize = 20;
/// Maximum length of a shown text, in characters.
const MAX_TEXT: usize = 255;
/// The beginning of the value of a record.
const PREFIX: &str = "cora-domain-verification=";

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
    format!("{PREFIX}{id}")
}

/// The result of a lookup of the record that proves a domain. A closed list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum RecordFinding {
    /// The record is there.
    Found,
    /// The name has no TXT record, and the record is not at the usual wrong places either. A name
    /// server may give the former answer for some time.
    Nothing,
    /// The record is there, but its value stands in quotation marks, or has other text with it.
    Quoted,
    /// The name has the record of another rule: of one that was deleted, or of another
    /// organization.
    OtherRule,
    /// The name has the identifier of the rule without the text before it.
    PrefixMissing,
    /// The name has TXT records, and none of them is Cora's.
    OtherText,
    /// The record is at the domain itself, and not at the name below it.
    AtDomain,
    /// The record is at the name with the domain twice, because the DNS panel adds the domain by
    /// itself.
    NameDoubled,
}

/// The texts that a lookup of the record of a domain saw.
#[derive(Serialize, schemars::JsonSchema)]
#[schemars(rename = "ObservedRecord")]
pub(crate) struct Observed {
    /// The result.
    pub finding: RecordFinding,
    /// The name at which the texts were found; the record's own name if nothing was found.
    name: String,
    /// The texts of the TXT records there, at most 20, each cut to 255 characters.
    texts: Vec<String>,
}

/// A domain rule after a check, with what the check saw.
#[derive(Serialize, schemars::JsonSchema)]
#[schemars(rename = "CheckedDomainRule")]
pub(crate) struct Checked {
    #[serde(flatten)]
    pub rule: Rule,
    pub observed: Observed,
}

/// Looks up the record of a rule, and at the usual wrong places if it is not at its own.
///
/// # Errors
///
/// Fails with `name_server_unavailable` if no name server answers for the record's own name. A
/// missing answer says nothing about the domain.
pub(crate) async fn observe(app: &App, row: &DomainRow) -> Result<Observed, ApiError> {
    let (domain, name) = (row.domain.trim_start_matches("*."), record_name(&row.domain));
    let texts = app.domain_texts(&name).await.map_err(|error| {
        tracing::warn!(%error, "a name server did not answer");
        ApiError::Server(ServerCode::NameServerUnavailable)
    })?;
    let value = record_value(row.id);
    let at_name = finding(&texts, &value);
    if !matches!(at_name, RecordFinding::Nothing | RecordFinding::OtherText) {
        return Ok(Observed::of(at_name, name, texts));
    }
    let elsewhere =
        [(RecordFinding::AtDomain, domain.to_owned()), (RecordFinding::NameDoubled, format!("{name}.{domain}"))];
    for (wrong_place, other) in elsewhere {
        // Only the record's own name proves anything, so a failure here is no answer.
        let found = app.domain_texts(&other).await.unwrap_or_default();
        if matches!(finding(&found, &value), RecordFinding::Found | RecordFinding::Quoted) {
            let own = found.into_iter().filter(|text| text.contains(&value)).collect();
            return Ok(Observed::of(wrong_place, other, own));
        }
    }
    Ok(Observed::of(at_name, name, texts))
}

impl Observed {
    fn of(finding: RecordFinding, name: String, texts: Vec<String>) -> Self {
        let texts = texts.into_iter().take(MAX_TEXTS);
        Self { finding, name, texts: texts.map(|text| text.chars().take(MAX_TEXT).collect()).collect() }
    }
}

/// Returns the result for the texts of one name.
fn finding(texts: &[String], value: &str) -> RecordFinding {
    let any = |is: &dyn Fn(&str) -> bool| texts.iter().any(|text| is(text.trim()));
    let id = value.strip_prefix(PREFIX).unwrap_or(value);
    if any(&|text| text == value) {
        RecordFinding::Found
    } else if any(&|text| text.contains(value)) {
        RecordFinding::Quoted
    } else if any(&|text| text.trim_matches('"') == id) {
        RecordFinding::PrefixMissing
    } else if any(&|text| text.trim_matches('"').starts_with(PREFIX)) {
        RecordFinding::OtherRule
    } else if texts.is_empty() {
        RecordFinding::Nothing
    } else {
        RecordFinding::OtherText
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_wrong_text_has_a_finding_of_its_own() {
        let id = DomainId::parse("00000000-0000-7000-8000-0000000000d1").unwrap();
        let value = record_value(id);
        let of = |texts: &[&str]| finding(&texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>(), &value);
        assert_eq!(of(&[]), RecordFinding::Nothing);
        assert_eq!(of(&["v=spf1 -all"]), RecordFinding::OtherText);
        assert_eq!(of(&[&format!("\"{value}\"")]), RecordFinding::Quoted);
        assert_eq!(of(&["00000000-0000-7000-8000-0000000000d1"]), RecordFinding::PrefixMissing);
        let other = "cora-domain-verification=00000000-0000-7000-8000-0000000000d2";
        assert_eq!(of(&["v=spf1 -all", other]), RecordFinding::OtherRule);
        // Of several the right one counts.
        assert_eq!(of(&[other, &format!(" {value} ")]), RecordFinding::Found);
    }
}
