//! The single definition of the form of a wire type: camelCase JSON, unknown fields refused, tagged
//! unions. The crate that uses it adds a JSON Schema with its `schema` feature and a TypeScript
//! type with its `tsify` feature.
//!
//! Each attribute only puts derives and serde attributes in front of the item, so that no type can
//! get a different form because one of them was forgotten.

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

/// Marks a struct as a JSON object with camelCase names. Any other name is refused.
#[proc_macro_attribute]
pub fn record(_: TokenStream, item: TokenStream) -> TokenStream {
    with("#[serde(rename_all = \"camelCase\", deny_unknown_fields)]", item)
}

/// Marks a fieldless enum as one of a closed list of snake_case strings, ordered as written.
#[proc_macro_attribute]
pub fn codes(_: TokenStream, item: TokenStream) -> TokenStream {
    with("#[derive(Copy, PartialOrd, Ord, Hash)] #[serde(rename_all = \"snake_case\")]", item)
}

/// Marks an enum of struct variants as a JSON object, whose variants are told apart by the field
/// that the attribute names: `#[union(kind)]`.
///
/// A variant without fields is written `Name {}`, because serde lets unknown fields pass on a unit
/// variant.
#[proc_macro_attribute]
pub fn union(tag: TokenStream, item: TokenStream) -> TokenStream {
    let attributes = format!(
        "#[serde(tag = \"{tag}\", rename_all = \"snake_case\", rename_all_fields = \"camelCase\", deny_unknown_fields)]"
    );
    with(&attributes, item)
}

/// Marks a newtype that is represented by its only field in JSON.
#[proc_macro_attribute]
pub fn transparent(_: TokenStream, item: TokenStream) -> TokenStream {
    with("#[serde(transparent)]", item)
}

/// Derives `cora_core::json::Decode`, which reads the type from a tree, according to the serde
/// attributes in use. An attribute that the derive does not understand is an error, so that the two
/// ways of reading cannot diverge unnoticed.
///
/// A field with `deserialize_with = "path"` is read by the function `path_from_node`.
#[proc_macro_derive(Decode, attributes(serde))]
pub fn derive_decode(item: TokenStream) -> TokenStream {
    let input = parse_macro_input!(item as DeriveInput);
    decode::decode(&input).unwrap_or_else(syn::Error::into_compile_error).into()
}

/// Derives `cora_core::json::Encode`, which writes the type as JSON text, as serde does under the
/// same attributes. For a fieldless enum, also derives `cora_core::json::Code`, which has all its
/// values and returns their names.
#[proc_macro_derive(Encode, attributes(serde))]
pub fn derive_encode(item: TokenStream) -> TokenStream {
    let input = parse_macro_input!(item as DeriveInput);
    encode::encode(&input).unwrap_or_else(syn::Error::into_compile_error).into()
}
