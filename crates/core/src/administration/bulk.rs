//! Requests with many rows: each row becomes a command of its own, or is refused before.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use cora_wire_derive::codes;

use super::consequence::{Consequence, MAX_NAMES};
use crate::email::CanonicalEmail;
use crate::text::RawEmail;

/// Maximum number of rows of a request.
pub const MAX_BULK_ROWS: usize = 200;

/// The reason why a row of a request with many rows becomes no command. A closed list.
#[codes]
pub enum BulkRowFault {
    /// The text is not an email address.
    EmailInvalid,
    /// An earlier row of the request has the same address.
    EmailRepeated,
}

/// A row that becomes no command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BulkRowRefusal {
    /// The reason.
    pub fault: BulkRowFault,
    /// The index of the earlier row with the same address, from 0 on.
    pub earlier: Option<usize>,
}

impl BulkRowRefusal {
    /// Returns the message for people. Rows are counted from 1 on, as in a table.
    pub fn text(&self) -> String {
        match (self.fault, self.earlier) {
            (BulkRowFault::EmailInvalid, _) => "this is not an email address".to_string(),
            (BulkRowFault::EmailRepeated, Some(row)) => {
                alloc::format!("row {} has the same address", row.saturating_add(1))
            }
            (BulkRowFault::EmailRepeated, None) => "another row has the same address".to_string(),
        }
    }
}

/// Parses the addresses of the rows. The first row with an address counts, and later ones are
/// refused.
pub fn bulk_addresses(rows: &[RawEmail]) -> Vec<Result<CanonicalEmail, BulkRowRefusal>> {
    let mut parsed: Vec<Result<CanonicalEmail, BulkRowRefusal>> = Vec::new();
    for row in rows {
        let email = CanonicalEmail::parse(row.as_str().trim());
        let address = email.map_err(|_| BulkRowRefusal { fault: BulkRowFault::EmailInvalid, earlier: None });
        let address =
            address.and_then(|email| match parsed.iter().position(|earlier| earlier.as_ref() == Ok(&email)) {
                Some(row) => Err(BulkRowRefusal { fault: BulkRowFault::EmailRepeated, earlier: Some(row) }),
                None => Ok(email),
            });
        parsed.push(address);
    }
    parsed
}

/// Returns the consequences of several commands together: those of one code count together.
pub fn merged_consequences(commands: impl IntoIterator<Item = Vec<Consequence>>) -> Vec<Consequence> {
    let mut merged: Vec<Consequence> = Vec::new();
    for consequence in commands.into_iter().flatten() {
        let Some(earlier) = merged.iter_mut().find(|earlier| earlier.code == consequence.code) else {
            merged.push(consequence);
            continue;
        };
        earlier.count = match (earlier.count, consequence.count) {
            (Some(one), Some(other)) => Some(one.saturating_add(other)),
            (one, other) => one.or(other),
        };
        for name in consequence.names {
            if earlier.names.len() < MAX_NAMES && !earlier.names.contains(&name) {
                earlier.names.push(name);
            }
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_counts_in_the_first_row_that_has_it() {
        let rows = ["Ana@acme.example", "nobody", " ana@acme.example ", "ben@acme.example"].map(RawEmail::shortened);
        let parsed = bulk_addresses(&rows);
        let shown: Vec<_> = parsed.iter().map(|row| row.as_ref().map(CanonicalEmail::as_str)).collect();
        let refusal = |fault, earlier| BulkRowRefusal { fault, earlier };
        assert_eq!(shown[0], Ok("ana@acme.example"));
        assert_eq!(shown[1], Err(&refusal(BulkRowFault::EmailInvalid, None)));
        assert_eq!(shown[2], Err(&refusal(BulkRowFault::EmailRepeated, Some(0))));
        assert_eq!(shown[3], Ok("ben@acme.example"));
        assert_eq!(refusal(BulkRowFault::EmailRepeated, Some(0)).text(), "row 1 has the same address");
    }
}
