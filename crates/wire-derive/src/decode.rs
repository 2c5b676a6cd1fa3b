//! The `Decode` derive: reads a type from a tree.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{DeriveInput, Ident, Result};

use crate::item::{Absent, Field, Item, Variant};

pub fn decode(input: &DeriveInput) -> Result<TokenStream> {
    let ident = &input.ident;
    let body = match Item::of(input)? {
        Item::Transparent => quote!(Self(::cora_core::json::Decode::decode(node, decoder))),
        Item::Record(fields) => record(&quote!(Self), None, &fields),
        Item::Codes(variants) => {
            let read = |variant: &Variant| {
                let ident = &variant.ident;
                quote!(Self::#ident)
            };
            one_of(quote!(node), &variants, read)
        }
        Item::Union(tag, variants) => {
            let read = |variant: &Variant| {
                let ident = &variant.ident;
                record(&quote!(Self::#ident), Some(&tag), &variant.fields)
            };
            one_of(quote!(node.and_then(|node| node.member(#tag))), &variants, read)
        }
    };
    Ok(quote! {
        #[automatically_derived]
        impl ::cora_core::json::Decode for #ident {
            fn decode(
                node: ::core::option::Option<&::cora_core::json::Node<'_>>,
                decoder: &mut ::cora_core::json::Decoder,
            ) -> Self {
                #body
            }
        }
    })
}

/// Generates the match from a string to a variant. A string that names no variant has been refused
/// by then and yields the first variant.
fn one_of(node: TokenStream, variants: &[Variant], read: impl Fn(&Variant) -> TokenStream) -> TokenStream {
    let aliases = || variants.iter().flat_map(|variant| variant.names.iter().skip(1).map(move |name| (variant, name)));
    let names = variants.iter().filter_map(|variant| variant.names.first()).chain(aliases().map(|(_, name)| name));
    let arms = variants.iter().enumerate().skip(1).map(|(at, variant)| {
        let others = aliases().enumerate().filter(|(_, (owner, _))| owner.ident == variant.ident);
        let places = std::iter::once(at).chain(others.map(|(alias, _)| variants.len() + alias));
        let value = read(variant);
        quote!(#(#places)|* => #value,)
    });
    let first = variants.first().map(&read);
    quote! {
        match decoder.code(#node, &[#(#names),*]) {
            #(#arms)*
            _ => #first,
        }
    }
}

fn record(path: &TokenStream, tag: Option<&str>, fields: &[Field]) -> TokenStream {
    let names = tag.into_iter().chain(fields.iter().map(|field| field.name.as_str()));
    let idents: Vec<&Ident> = fields.iter().map(|field| &field.ident).collect();
    let tagged = tag.map(|_| quote!(_,));
    let values = fields.iter().map(|field| {
        let ident = &field.ident;
        let reader = match &field.reader {
            Some(reader) => quote!(#reader),
            None => {
                let ty = &field.ty;
                quote!(<#ty as ::cora_core::json::Decode>::decode)
            }
        };
        let absent = match &field.default {
            Absent::Own => return quote!(#reader(#ident, decoder)),
            Absent::Default => quote!(::core::default::Default::default()),
            Absent::Call(path) => quote!(#path()),
        };
        quote!(match #ident {
            ::core::option::Option::None => #absent,
            there => #reader(there, decoder),
        })
    });
    quote! {{
        let [#tagged #(#idents),*] = decoder.members(node, &[#(#names),*]);
        #path { #(#idents: #values),* }
    }}
}
