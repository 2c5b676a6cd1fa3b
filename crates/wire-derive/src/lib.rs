//! One place that says what a wire type is: camelCase JSON, unknown fields refused, tagged unions; a JSON Schema with the
//! `schema` feature of the crate that uses it and a TypeScript type with its `tsify` feature.
//!
//! Each attribute only puts derives and serde attributes in front of the item, so that no type can be given a different
//! form by forgetting one of them.

use proc_macro::TokenStream;

const DERIVES: &str = "
    #[derive(Debug, Clone, PartialEq, Eq, ::serde::Serialize, ::serde::Deserialize)]
    #[cfg_attr(feature = \"schema\", derive(::schemars::JsonSchema))]
    #[cfg_attr(feature = \"tsify\", derive(::tsify::Tsify))]
";

fn with(attributes: &str, item: TokenStream) -> TokenStream {
    let mut out: TokenStream = format!("{DERIVES}{attributes}")
        .parse()
        .unwrap_or_else(|error| panic!("the attribute text is fixed and valid: {error}"));
    out.extend(item);
    out
}

/// A struct: a JSON object with camelCase names, every other name refused.
#[proc_macro_attribute]
pub fn record(_: TokenStream, item: TokenStream) -> TokenStream {
    with("#[serde(rename_all = \"camelCase\", deny_unknown_fields)]", item)
}

/// A fieldless enum: one of a closed list of snake_case strings, ordered as written.
#[proc_macro_attribute]
pub fn codes(_: TokenStream, item: TokenStream) -> TokenStream {
    with("#[derive(Copy, PartialOrd, Ord, Hash)] #[serde(rename_all = \"snake_case\")]", item)
}

/// An enum of struct variants: a JSON object told apart by the field that the attribute names, `#[union(kind)]`.
///
/// A variant without fields is written `Name {}`: serde lets unknown fields pass on a unit variant. With
/// `#[union(kind, try_from = Form)]` it is read by way of a struct `Form` that has the same JSON form.
#[proc_macro_attribute]
pub fn union(arguments: TokenStream, item: TokenStream) -> TokenStream {
    let arguments = arguments.to_string();
    let (tag, form) = arguments.split_once(',').unwrap_or((&arguments, ""));
    // The schema is the enum's own either way.
    let form = match form.split_once('=') {
        Some((_, form)) => {
            format!("#[serde(try_from = \"{}\")] #[cfg_attr(feature = \"schema\", schemars(!try_from))]", form.trim())
        }
        None => String::new(),
    };
    let tag = tag.trim();
    let attributes = format!(
        "#[serde(tag = \"{tag}\", rename_all = \"snake_case\", rename_all_fields = \"camelCase\", deny_unknown_fields)]"
    );
    with(&(attributes + &form), item)
}

/// A newtype that stands for its only field in JSON.
#[proc_macro_attribute]
pub fn transparent(_: TokenStream, item: TokenStream) -> TokenStream {
    with("#[serde(transparent)]", item)
}
