//! A query for a page of a list, and the page.

use std::borrow::Cow;
use std::ops::Deref;

use crate::administration::view::Page;

/// The rows of a list that are wanted, and the page of them. The default is the first page of all
/// rows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListQuery {
    /// The page. `after` is the `next` of the page before.
    pub page: Page,
    /// The beginning of one of the list's searched texts, such as an address or a name.
    pub q: Option<String>,
    /// The filters, each with the name of a parameter of the list and its value.
    pub filters: Vec<(Cow<'static, str>, String)>,
    /// The field to sort by, with `-` before it for descending order. The list's own order if
    /// absent.
    pub sort: Option<String>,
    /// `true` to count the rows of all pages.
    pub count: bool,
}

impl ListQuery {
    /// Adds a filter.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.filters.push((Cow::Borrowed(name), value.to_string()));
        self
    }

    /// Adds a filter if a value is given.
    #[must_use]
    pub fn with_some(self, name: &'static str, value: Option<impl ToString>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }
}

impl From<&Self> for ListQuery {
    fn from(query: &Self) -> Self {
        query.clone()
    }
}

impl From<&Page> for ListQuery {
    fn from(page: &Page) -> Self {
        Self { page: page.clone(), ..Self::default() }
    }
}

/// The number of rows on all pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
pub struct RowCount {
    /// The number of rows, at most 1,000.
    pub rows: u32,
    /// `true` if the list has more rows.
    pub more: bool,
}

/// One page of a list, and the cursor of the next one.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[schemars(inline)]
pub struct ListPage<T> {
    /// The rows.
    pub items: Vec<T>,
    /// The cursor to pass as `after` to get the next page; null on the last page.
    pub next: Option<String>,
    /// The number of rows on all pages, if it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<RowCount>,
}

impl<T> ListPage<T> {
    /// Returns the rows.
    pub const fn as_slice(&self) -> &[T] {
        self.items.as_slice()
    }

    /// Converts the rows.
    pub fn map<U>(self, convert: impl FnMut(T) -> U) -> ListPage<U> {
        ListPage { items: self.items.into_iter().map(convert).collect(), next: self.next, count: self.count }
    }
}

impl<T> Deref for ListPage<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.items
    }
}

impl<T> IntoIterator for ListPage<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.into_iter()
    }
}
