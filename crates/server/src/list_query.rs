//! The query of a list: its parameters are those that the list declares.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::marker::PhantomData;
use std::sync::{LazyLock, Mutex, PoisonError};

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use cora_store::{List, ListQuery, Page};

use crate::app::App;
use crate::caller::parse_query;
use crate::endpoint::{Argument, Description};
use crate::error::ApiError;

/// Names a list in the signature of its handler.
pub(crate) trait Lists: Send {
    /// The list.
    const LIST: &'static List;
}

/// Declares lists for the handlers of a file: a name for each, and the list in the store.
macro_rules! lists {
    ($($(#[$doc:meta])* $name:ident = $list:ident,)*) => {$(
        $(#[$doc])*
        enum $name {}

        impl crate::list_query::Lists for $name {
            const LIST: &'static cora_store::List = &cora_store::$list;
        }
    )*};
}
pub(crate) use lists;

/// The rows of the list `L` that a request asks for.
pub(crate) struct ListOf<L>(pub ListQuery, PhantomData<L>);

impl<L: Lists> FromRequestParts<App> for ListOf<L> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let given: Vec<(String, String)> = parse_query(parts, app, "the query cannot be read").await?;
        Ok(Self(read(|name| L::LIST.has_filter(name), given)?, PhantomData))
    }
}

impl<L: Lists> Argument for ListOf<L> {
    fn describe(description: &mut Description) {
        description.query = described_as(L::LIST.name(), || L::LIST.query_parameters());
    }
}

/// Reads the parameters of a list. The values of its filters are read by the list itself.
pub(crate) fn read(is_filter: impl Fn(&str) -> bool, given: Vec<(String, String)>) -> Result<ListQuery, ApiError> {
    let mut by_name = BTreeMap::new();
    for (name, value) in given {
        if by_name.contains_key(&name) {
            return Err(ApiError::input(&name, "it is given twice"));
        }
        by_name.insert(name, value);
    }
    let mut take = |name: &str| by_name.remove(name);
    let limit = take("limit").map(|limit| limit.parse());
    let limit = limit.transpose().map_err(|_| ApiError::input("limit", "it is not a number of rows"))?;
    let count = match take("count").as_deref() {
        None | Some("false") => false,
        Some("true") => true,
        Some(_) => return Err(ApiError::input("count", "it is neither `true` nor `false`")),
    };
    let page = Page { limit, after: take("after") };
    let mut query = ListQuery { page, q: take("q"), sort: take("sort"), count, filters: Vec::new() };
    for (name, value) in by_name {
        if !is_filter(&name) {
            return Err(ApiError::input(&name, "the list has no such parameter"));
        }
        query.filters.push((Cow::Owned(name), value));
    }
    Ok(query)
}

/// Takes the names of the included lists out of a query. `None` if it does not say.
pub(crate) fn included<T>(
    given: &mut Vec<(String, String)>,
    find: impl Fn(&str) -> Option<T>,
    form: &str,
) -> Result<Option<Vec<T>>, ApiError> {
    let Some(at) = given.iter().position(|(name, _)| name == "include") else { return Ok(None) };
    let (_, value) = given.remove(at);
    let names = value.split(',').map(|name| find(name).ok_or_else(|| ApiError::input("include", form)));
    names.collect::<Result<_, _>>().map(Some)
}

/// Returns the parameters that merged lists take, without those of the merged list itself.
pub(crate) fn merged_parameters<const N: usize>(lists: [&'static List; N]) -> Vec<(&'static str, Cow<'static, str>)> {
    let mut all: Vec<(&'static str, Cow<'static, str>)> = Vec::new();
    for (name, meaning) in lists.into_iter().flat_map(List::query_parameters) {
        if name != "sort" && all.iter().all(|(known, _)| *known != name) {
            all.push((name, meaning));
        }
    }
    all
}

/// The parameters of lists that were described.
type Described = BTreeMap<&'static str, &'static [(&'static str, &'static str)]>;

/// Returns the parameters of the list of a name with their descriptions, which are made once.
pub(crate) fn described_as(
    list: &'static str,
    parameters: impl FnOnce() -> Vec<(&'static str, Cow<'static, str>)>,
) -> &'static [(&'static str, &'static str)] {
    static DESCRIBED: LazyLock<Mutex<Described>> = LazyLock::new(Mutex::default);
    let mut all = DESCRIBED.lock().unwrap_or_else(PoisonError::into_inner);
    all.entry(list).or_insert_with(|| {
        let parameters = parameters().into_iter();
        // WHY leaked: there are as many as lists, for as long as the process runs.
        let parameters = parameters.map(|(name, meaning)| {
            let meaning: &'static str = match meaning {
                Cow::Borrowed(meaning) => meaning,
                Cow::Owned(meaning) => meaning.leak(),
            };
            (name, meaning)
        });
        parameters.collect::<Vec<_>>().leak()
    })
}
