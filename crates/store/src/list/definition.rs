//! The declaration of a list: its columns, filters and searched texts, with their SQL in the words
//! of `sql.rs`.

use std::borrow::Cow;

use cora_core::domain::name::DomainName;
use cora_core::email::CanonicalEmail;
use cora_core::id::UserId;
use serde::de::DeserializeOwned;
use serde::de::value::{Error, StrDeserializer};

use super::cursor::Position;
use super::prefix::{self, Prefix};
use crate::error::ListFault;
use crate::sql::Value;

/// A list that can be searched, filtered and sorted.
#[derive(Debug)]
pub struct List {
    /// The name, which cursors are bound to.
    pub(super) name: &'static str,
    /// The table of the rows, with tables that conditions need.
    pub(super) from: &'static str,
    /// The columns that the row's document is made of.
    pub(super) columns: &'static str,
    /// The name of the rows with these columns, with tables that the document needs.
    pub(super) shown: &'static str,
    /// The number of the list's own parameters.
    pub(super) parameters: usize,
    /// The condition for a row of the list.
    pub(super) condition: &'static str,
    /// The row's document.
    pub(super) row: &'static str,
    /// The document of the names of what the row refers to, if the row itself has none.
    pub(super) names: Option<&'static str>,
    /// The key: a column whose values are unique and never change.
    pub(super) key: Column,
    /// The columns that the list can be sorted by, in addition to the key.
    pub(super) sorts: &'static [Column],
    /// The order if none is asked for, as in a query.
    pub(super) order: &'static str,
    /// The filters.
    pub(super) filters: &'static [Filter],
    /// The searched texts.
    pub(super) searches: &'static [Search],
}

/// A column that a list is sorted by.
#[derive(Debug)]
pub(super) struct Column {
    /// The name of the row's field.
    pub name: &'static str,
    pub sql: &'static str,
    pub kind: Kind,
}

impl Column {
    /// Returns `true` if the index is one of an expression, and not of a column.
    pub fn is_expression(&self) -> bool {
        self.sql.starts_with("@folded(") || self.sql.contains("coalesce(")
    }
}

/// The kind of a column's values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A text that is compared byte by byte. Its SQL says so, with `@ordered` or `@folded`.
    Text,
    Id,
    Time,
    Number,
}

impl Kind {
    /// Returns the SQL of a row's value as a cursor has it.
    pub fn written(self, value: &str) -> String {
        match self {
            Self::Text | Self::Id | Self::Number => value.to_owned(),
            Self::Time => format!("@microseconds({value})"),
        }
    }

    /// Returns the SQL of a parameter that holds a cursor's value.
    pub fn read(self, parameter: usize) -> String {
        match self {
            Self::Text | Self::Number => format!("?{parameter}"),
            Self::Id => format!("@id(?{parameter})"),
            Self::Time => format!("@moment(?{parameter})"),
        }
    }

    /// Returns `true` if a cursor's value is one of this kind.
    pub fn takes(self, position: &Position) -> bool {
        match position {
            Position::Number(_) => matches!(self, Self::Time | Self::Number),
            Position::Text(text) => match self {
                Self::Text => true,
                Self::Id => UserId::parse(text).is_some(),
                Self::Time | Self::Number => false,
            },
        }
    }
}

/// A filter: a parameter of the query, and the condition for a row.
#[derive(Debug)]
pub(super) struct Filter {
    pub name: &'static str,
    pub description: &'static str,
    pub takes: Takes,
}

/// The values that a filter takes, with the condition for a row. `?1` is the value.
#[derive(Debug)]
pub(super) enum Takes {
    /// An identifier.
    Id(&'static str),
    /// A code of a closed list.
    Code(fn(&str) -> bool, &'static str),
    /// An address, in any spelling.
    Address(&'static str),
    /// The name of a domain, in any spelling.
    Domain(&'static str),
    /// Seconds since the epoch.
    Time(&'static str),
    /// A text, as it is.
    Text(&'static str),
    /// One of these words, each with its own condition, and the word that counts if none is given.
    Word(&'static [(&'static str, &'static str)], Option<&'static str>),
}

/// Returns `true` for the name of a code of a closed list.
pub(super) fn is_code<T: DeserializeOwned>(name: &str) -> bool {
    T::deserialize(StrDeserializer::<Error>::new(name)).is_ok()
}

impl Filter {
    /// Returns the condition for a value, and the value that is bound, if any.
    pub fn condition(&self, value: &str) -> Result<(&'static str, Option<Value>), ListFault> {
        let fault = |message: &'static str| ListFault::new(self.name, message);
        match &self.takes {
            Takes::Id(condition) => {
                let id = UserId::parse(value).ok_or_else(|| fault("it is not an identifier"))?;
                Ok((condition, Some(id.to_string().into())))
            }
            Takes::Code(is_code, condition) if is_code(value) => Ok((condition, Some(value.into()))),
            Takes::Code(..) => Err(fault("it is not one of the codes of this field")),
            Takes::Address(condition) => {
                let email = CanonicalEmail::parse(value).map_err(|_| fault("it is not an email address"))?;
                Ok((condition, Some(email.as_str().into())))
            }
            Takes::Domain(condition) => {
                let name = value.strip_prefix("*.").unwrap_or(value);
                let name = DomainName::parse(name).map_err(|_| fault("it is not the name of a domain"))?;
                Ok((condition, Some(name.as_str().into())))
            }
            Takes::Time(condition) => {
                let form = "it is not a time in seconds since the epoch";
                let time: i64 = value.parse().map_err(|_| fault(form))?;
                let time = Some(time).filter(|time| *time >= 0).ok_or_else(|| fault(form))?;
                Ok((condition, Some(time.min(LAST_SECOND).into())))
            }
            Takes::Text(condition) => Ok((condition, Some(value.into()))),
            Takes::Word(words, _) => {
                let found = words.iter().find(|(word, _)| *word == value);
                let (_, condition) = found.ok_or_else(|| {
                    let words: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
                    ListFault::new(self.name, format!("it is not one of {}", words.join(", ")))
                })?;
                Ok((condition, None))
            }
        }
    }

    /// Returns the value that counts if none is given.
    pub const fn default(&self) -> Option<&'static str> {
        match &self.takes {
            Takes::Word(_, default) => *default,
            _ => None,
        }
    }
}

/// The end of the year 9999, the limit for PostgreSQL's times.
const LAST_SECOND: i64 = 253_402_300_799;

/// A text that is searched by its beginning.
#[derive(Debug)]
pub(super) struct Search {
    /// The text, in the form of a column of kind [`Kind::Text`].
    pub sql: &'static str,
    pub by: By,
}

/// The kind of a searched text, which decides its spellings.
#[derive(Debug, Clone, Copy)]
pub(super) enum By {
    /// A name of a person or an organization.
    Name,
    /// An address or a slug.
    Identifier,
    /// The name of a domain.
    Domain,
}

impl By {
    pub fn prefixes(self, text: &str) -> Vec<Prefix> {
        match self {
            Self::Name => prefix::of_name(text),
            Self::Identifier => prefix::of_identifier(text),
            Self::Domain => prefix::of_domain(text),
        }
    }
}

impl List {
    /// Returns the name of the list.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Returns the names and the descriptions of the parameters that a query of the list takes.
    pub fn query_parameters(&self) -> Vec<(&'static str, Cow<'static, str>)> {
        let fields: Vec<String> = self.sortable().map(|column| format!("`{}`", column.name)).collect();
        let mut all: Vec<(&'static str, Cow<'static, str>)> = vec![
            ("limit", "The maximum number of items; 200 if absent or greater.".into()),
            ("after", "The `next` of the previous page.".into()),
            (
                "sort",
                format!(
                    "The field to sort by, with `-` before it for descending order: {}. `{}` if absent.",
                    fields.join(", "),
                    self.order
                )
                .into(),
            ),
            ("count", "`true` to count the rows of all pages, up to 1,000.".into()),
        ];
        if !self.searches.is_empty() {
            all.push(("q", "Only rows with a searched text that begins with this.".into()));
        }
        all.extend(self.filters.iter().map(|filter| (filter.name, Cow::Borrowed(filter.description))));
        all
    }

    /// Returns the name of the field that is unique.
    pub const fn key(&self) -> &'static str {
        self.key.name
    }

    /// Returns the names of the fields that the list can be sorted by.
    pub fn fields(&self) -> Vec<&'static str> {
        self.sortable().map(|column| column.name).collect()
    }

    /// Returns the names of the filters.
    pub fn filters(&self) -> Vec<&'static str> {
        self.filters.iter().map(|filter| filter.name).collect()
    }

    /// Returns `true` if the list can be searched.
    pub const fn is_searched(&self) -> bool {
        !self.searches.is_empty()
    }

    /// Returns `true` if the list has a filter of this name.
    pub fn has_filter(&self, name: &str) -> bool {
        self.filters.iter().any(|filter| filter.name == name)
    }

    /// Returns the columns that the list can be sorted by.
    pub(super) fn sortable(&self) -> impl Iterator<Item = &Column> {
        std::iter::once(&self.key).chain(self.sorts)
    }
}
