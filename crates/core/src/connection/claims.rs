//! stub
use super::Connection;
use alloc::string::String;
use alloc::vec::Vec;
use cora_wire_derive::record;
use serde_json::{Map, Value};
/// stub
#[record]
pub struct ClaimsInspection {
    /// s
    pub others: Vec<String>,
}
/// stub
pub fn inspect_claims(_: &Connection, _: &Map<String, Value>) -> ClaimsInspection {
    ClaimsInspection { others: Vec::new() }
}
