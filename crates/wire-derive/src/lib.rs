//! One place that says what a wire type is: camelCase JSON, unknown fields refused, tagged unions; a JSON Schema with the
//! `schema` feature of the crate that uses it and a TypeScript type with its `tsify` feature.
//!
//! Each attribute only puts derives and serde attributes in front of the item, so that no type can be given a different
//! form by forgetting one of them.

mod decode;
mod encode;
mod item;

use proc_macro::TokenStream;
use syn::{DeriveInput, parse_macro_input};

const DERIVES: &str = "
    #[derive(Debug, Clone, PartialEq, Eq, ::serde::Serialize, ::serde::Deserialize)]
    #[derive(::cora_wire_derive::Decode, ::cora_wire_derive::Encode)]
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
/// A variant without fields is written `Name {}`: serde lets unknown fields pass on a unit variant.
#[proc_macro_attribute]
pub fn union(tag: TokenStream, item: TokenStream) -> TokenStream {
    let attributes = format!(
        "#[serde(tag = \"{tag}\", rename_all = \"snake_case\", rename_all_fields = \"camelCase\", deny_unknown_fields)]"
    );
    with(&attributes, item)
}

/// A newtype that stands for its only field in JSON.
#[proc_macro_attribute]
pub fn transparent(_: TokenStream, item: TokenStream) -> TokenStream {
    with("#[serde(transparent)]", item)
}

/// Reads the type from a tree, `cora_core::json::Decode`, by what the serde attributes in use say. An attribute that this
/// does not understand is an error, so that the two ways of reading cannot come apart unseen.
///
/// A field with `deserialize_with = "path"` is read by the function `path_from_node`.
#[proc_macro_derive(Decode, attributes(serde))]
pub fn derive_decode(item: TokenStream) -> TokenStream {
    let input = parse_macro_input!(item as DeriveInput);
    decode::decode(&input).unwrap_or_else(syn::Error::into_compile_error).into()
}

/// Writes the type as JSON text, `cora_core::json::Encode`, as serde's writer does by the same attributes; a fieldless enum
/// also gets its names, `cora_core::json::Code`.
#[proc_macro_derive(Encode, attributes(serde))]
pub fn derive_encode(item: TokenStream) -> TokenStream {
    let input = parse_macro_input!(item as DeriveInput);
    encode::encode(&input).unwrap_or_else(syn::Error::into_compile_error).into()
}
