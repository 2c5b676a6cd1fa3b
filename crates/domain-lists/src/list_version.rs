//! The source and date of a list that is compiled in.

/// A list that is compiled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListVersion {
    /// The name of the list, in snake_case.
    pub list: &'static str,
    /// The day its source was published, `YYYY-MM-DD`.
    pub date: &'static str,
    /// The number of names or rules.
    pub entries: u32,
    /// The source: an npm package with its version, or this crate.
    pub source: &'static str,
    /// The license of the data, as an SPDX expression.
    pub licence: &'static str,
}
