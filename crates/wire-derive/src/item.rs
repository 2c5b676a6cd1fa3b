//! The model of an item for the derives: its fields and variants under their JSON names, as serde's
//! attributes state them.

use quote::format_ident;
use syn::{Attribute, Data, DataEnum, DeriveInput, Error, Expr, Fields, GenericArgument, Ident, Lit, Meta, Path};
use syn::{PathArguments, Result, Token, Type, punctuated::Punctuated};

/// An item in one of the forms that wire types have.
pub enum Item {
    /// An object.
    Record(Vec<Field>),
    /// A newtype, represented by its only field.
    Transparent,
    /// One of a list of strings.
    Codes(Vec<Variant>),
    /// An object, with a member of this name that tells the variants apart.
    Union(String, Vec<Variant>),
}

/// A variant of an enum.
pub struct Variant {
    pub ident: Ident,
    /// The names under which it is read. It is written under the first.
    pub names: Vec<String>,
    pub fields: Vec<Field>,
}

/// A field of a struct or variant.
pub struct Field {
    pub ident: Ident,
    pub ty: Type,
    /// The name in JSON.
    pub name: String,
    /// The value that the field takes when it is absent.
    pub default: Absent,
    /// The function that reads it from a tree, if it is not the type's own.
    pub reader: Option<Path>,
}

/// The treatment of an absent field.
pub enum Absent {
    /// A fault, or the value that the type itself chooses.
    Own,
    /// The type's default.
    Default,
    /// The value that a function returns.
    Call(Path),
}

impl Item {
    pub fn of(input: &DeriveInput) -> Result<Self> {
        let (mut rename_all, mut rename_all_fields, mut tag, mut transparent) = (None, None, None, false);
        for meta in serde(&input.attrs)? {
            match name(&meta).as_str() {
                "rename_all" => rename_all = Some(text(&meta)?),
                "rename_all_fields" => rename_all_fields = Some(text(&meta)?),
                "tag" => tag = Some(text(&meta)?),
                "transparent" => transparent = true,
                "deny_unknown_fields" => {}
                other => return Err(Error::new_spanned(&meta, format!("`{other}` is not understood here"))),
            }
        }
        match (&input.data, tag) {
            (Data::Struct(_), None) if transparent => Ok(Self::Transparent),
            (Data::Struct(data), None) => Ok(Self::Record(fields(&data.fields, rename_all.as_deref())?)),
            (Data::Enum(data), None) => Ok(Self::Codes(variants(data, rename_all.as_deref(), None)?)),
            (Data::Enum(data), Some(tag)) => {
                Ok(Self::Union(tag, variants(data, rename_all.as_deref(), rename_all_fields.as_deref())?))
            }
            _ => Err(Error::new_spanned(input, "not a form of a wire type")),
        }
    }
}

fn variants(data: &DataEnum, rename: Option<&str>, rename_fields: Option<&str>) -> Result<Vec<Variant>> {
    let variant = |variant: &syn::Variant| {
        let mut names = vec![renamed(&variant.ident, rename)?];
        for meta in serde(&variant.attrs)? {
            match name(&meta).as_str() {
                "rename" => names[0] = text(&meta)?,
                "alias" => names.push(text(&meta)?),
                other => return Err(Error::new_spanned(&meta, format!("`{other}` is not understood here"))),
            }
        }
        Ok(Variant { ident: variant.ident.clone(), names, fields: fields(&variant.fields, rename_fields)? })
    };
    data.variants.iter().map(variant).collect()
}

fn fields(fields: &Fields, rename: Option<&str>) -> Result<Vec<Field>> {
    let field = |field: &syn::Field| {
        let Some(ident) = field.ident.clone() else { return Err(Error::new_spanned(field, "a field needs a name")) };
        let (mut default, mut reader) = (Absent::Own, None);
        let mut renamed = renamed(&ident, rename)?;
        for meta in serde(&field.attrs)? {
            match (name(&meta).as_str(), &meta) {
                ("rename", _) => renamed = text(&meta)?,
                // An absent `Option` is `None` without a default.
                ("default", Meta::Path(_)) if !is_option(&field.ty) => default = Absent::Default,
                ("default", Meta::Path(_)) => {}
                ("default", _) => default = Absent::Call(syn::parse_str(&text(&meta)?)?),
                ("deserialize_with", _) => reader = Some(from_node(syn::parse_str(&text(&meta)?)?)),
                (other, _) => return Err(Error::new_spanned(&meta, format!("`{other}` is not understood here"))),
            }
        }
        Ok(Field { ident, ty: field.ty.clone(), name: renamed, default, reader })
    };
    fields.iter().map(field).collect()
}

/// Returns the counterpart of a serde reader that reads from a tree: `at_most_from_node::<9, _>`
/// for `at_most::<9, _, _>`. The last argument, which is dropped, is serde's deserializer.
fn from_node(mut path: Path) -> Path {
    if let Some(last) = path.segments.last_mut() {
        last.ident = format_ident!("{}_from_node", last.ident);
        if let PathArguments::AngleBracketed(arguments) = &mut last.arguments {
            let mut kept: Vec<GenericArgument> = arguments.args.iter().cloned().collect();
            kept.pop();
            arguments.args = kept.into_iter().collect();
        }
    }
    path
}

fn is_option(ty: &Type) -> bool {
    matches!(ty, Type::Path(path) if path.path.segments.last().is_some_and(|last| last.ident == "Option"))
}

/// Collects the entries of all `#[serde(…)]` attributes.
fn serde(attributes: &[Attribute]) -> Result<Vec<Meta>> {
    let mut all = Vec::new();
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("serde")) {
        all.extend(attribute.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated)?);
    }
    Ok(all)
}

fn name(meta: &Meta) -> String {
    meta.path().get_ident().map(Ident::to_string).unwrap_or_default()
}

fn text(meta: &Meta) -> Result<String> {
    match meta {
        Meta::NameValue(pair) => match &pair.value {
            Expr::Lit(literal) => match &literal.lit {
                Lit::Str(text) => Ok(text.value()),
                _ => Err(Error::new_spanned(meta, "expected a string")),
            },
            _ => Err(Error::new_spanned(meta, "expected a string")),
        },
        _ => Err(Error::new_spanned(meta, "expected a string")),
    }
}

/// Renames an identifier as serde's `rename_all` does.
fn renamed(ident: &Ident, rule: Option<&str>) -> Result<String> {
    let text = ident.to_string();
    match rule {
        None => Ok(text),
        Some("camelCase") => {
            let mut words = text.split('_').filter(|word| !word.is_empty());
            let first = words.next().unwrap_or_default().to_owned();
            Ok(words.fold(first, |name, word| name + &word[..1].to_ascii_uppercase() + &word[1..]))
        }
        Some("snake_case") => Ok(text.char_indices().fold(String::new(), |mut name, (at, character)| {
            if at > 0 && character.is_ascii_uppercase() {
                name.push('_');
            }
            name.push(character.to_ascii_lowercase());
            name
        })),
        Some(other) => Err(Error::new_spanned(ident, format!("the rule `{other}` is not understood"))),
    }
}
