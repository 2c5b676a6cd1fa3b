//! The `Encode` derive: writes a type as JSON text.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{DeriveInput, Ident, Result};

use crate::item::{Field, Item};

pub fn encode(input: &DeriveInput) -> Result<TokenStream> {
    let ident = &input.ident;
    let mut code = None;
    let body = match Item::of(input)? {
        Item::Transparent => quote!(::cora_core::json::Encode::encode(&self.0, encoder)),
        Item::Record(fields) => {
            let idents = idents(&fields);
            let members = members(&fields);
            quote! {
                let Self { #(#idents),* } = self;
                encoder.open();
                #members
                encoder.close();
            }
        }
        Item::Codes(variants) => {
            let arms = variants.iter().map(|variant| {
                let (ident, name) = (&variant.ident, variant.names.first());
                quote!(Self::#ident => #name,)
            });
            let all = variants.iter().map(|variant| &variant.ident);
            code = Some(quote! {
                #[automatically_derived]
                impl ::cora_core::json::Code for #ident {
                    const ALL: &'static [Self] = &[#(Self::#all),*];

                    fn name(&self) -> &'static str {
                        match self { #(#arms)* }
                    }
                }
            });
            quote!(encoder.code(::cora_core::json::Code::name(self)))
        }
        Item::Union(tag, variants) => {
            let arms = variants.iter().map(|variant| {
                let (ident, name) = (&variant.ident, variant.names.first());
                let idents = idents(&variant.fields);
                let members = members(&variant.fields);
                quote! {
                    Self::#ident { #(#idents),* } => {
                        encoder.open_tagged(#tag, #name);
                        #members
                    }
                }
            });
            quote! {
                match self { #(#arms)* }
                encoder.close();
            }
        }
    };
    Ok(quote! {
        #code
        #[automatically_derived]
        impl ::cora_core::json::Encode for #ident {
            fn encode(&self, encoder: &mut ::cora_core::json::Encoder) {
                #body
            }
        }
    })
}

fn idents(fields: &[Field]) -> Vec<&Ident> {
    fields.iter().map(|field| &field.ident).collect()
}

fn members(fields: &[Field]) -> TokenStream {
    let members = fields.iter().map(|field| {
        let (ident, name) = (&field.ident, &field.name);
        quote! {
            encoder.member(#name);
            ::cora_core::json::Encode::encode(#ident, encoder);
        }
    });
    quote!(#(#members)*)
}
