//! Types of literals, and of annotations that name built-in types alone.

use std::collections::BTreeSet;

use tree_sitter::Node;

/// A built-in type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum Kind {
    Bool,
    Bytes,
    Dict,
    Float,
    Int,
    List,
    None,
    Set,
    Str,
    Tuple,
}

impl Kind {
    /// Returns the name in Python.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Bool => "bool",
            Self::Bytes => "bytes",
            Self::Dict => "dict",
            Self::Float => "float",
            Self::Int => "int",
            Self::List => "list",
            Self::None => "None",
            Self::Set => "set",
            Self::Str => "str",
            Self::Tuple => "tuple",
        }
    }

    /// Returns `true` if a parameter of this type takes a value of another one (PEP 484: an `int`
    /// is a `float`, and a `bool` is an `int`).
    pub fn takes(self, value: Self) -> bool {
        self == value || matches!((self, value), (Self::Float, Self::Int | Self::Bool) | (Self::Int, Self::Bool))
    }

    fn of_name(name: &str) -> Option<Self> {
        Some(match name {
            "bool" => Self::Bool,
            "bytes" => Self::Bytes,
            "dict" | "Dict" => Self::Dict,
            "float" => Self::Float,
            "int" => Self::Int,
            "list" | "List" => Self::List,
            "set" | "Set" => Self::Set,
            "str" => Self::Str,
            "tuple" | "Tuple" => Self::Tuple,
            _ => return None,
        })
    }
}

/// Returns the parts of a node that have a name in the grammar, without comments.
pub fn parts(node: Node<'_>) -> impl DoubleEndedIterator<Item = Node<'_>> {
    (0..node.named_child_count()).filter_map(move |at| node.named_child(at)).filter(|part| !part.is_extra())
}

/// Returns the type of a literal.
pub fn of(expression: Node<'_>, text: &str) -> Option<Kind> {
    Some(match expression.kind() {
        "dictionary" | "dictionary_comprehension" => Kind::Dict,
        "false" | "true" => Kind::Bool,
        "float" | "integer" => {
            // `2j` is a complex number.
            let number = text.get(expression.byte_range())?.to_ascii_lowercase();
            match (number.ends_with('j'), expression.kind()) {
                (true, _) => return None,
                (false, "float") => Kind::Float,
                (false, _) => Kind::Int,
            }
        }
        "list" | "list_comprehension" => Kind::List,
        "none" => Kind::None,
        "parenthesized_expression" => return parts(expression).next().and_then(|inner| of(inner, text)),
        "set" | "set_comprehension" => Kind::Set,
        "concatenated_string" => return parts(expression).next().and_then(|first| of(first, text)),
        "string" => {
            let prefix = text.get(expression.byte_range())?.split(['"', '\'']).next()?;
            if prefix.to_ascii_lowercase().contains('b') { Kind::Bytes } else { Kind::Str }
        }
        "tuple" => Kind::Tuple,
        "unary_operator" => {
            let inner = expression.child_by_field_name("argument").and_then(|inner| of(inner, text))?;
            return (text.get(expression.byte_range())?.starts_with('-') && matches!(inner, Kind::Int | Kind::Float))
                .then_some(inner);
        }
        _ => return None,
    })
}

/// Returns the types of an annotation: `int`, `str | None`, `Optional[list[str]]`. `None` if any
/// part is another one.
pub fn of_annotation(annotation: Node<'_>, text: &str) -> Option<BTreeSet<Kind>> {
    let named = |node: Node<'_>| Kind::of_name(text.get(node.byte_range())?).map(|kind| BTreeSet::from([kind]));
    match annotation.kind() {
        "type" | "parenthesized_expression" => {
            let mut inner = parts(annotation);
            let first = inner.next()?;
            if inner.next().is_some() { None } else { of_annotation(first, text) }
        }
        "identifier" => named(annotation),
        "none" => Some(BTreeSet::from([Kind::None])),
        "union_type" => {
            let mut kinds = BTreeSet::new();
            for part in parts(annotation) {
                kinds.extend(of_annotation(part, text)?);
            }
            Some(kinds)
        }
        "binary_operator" => {
            let operator = annotation.child_by_field_name("operator")?;
            if operator.kind() != "|" {
                return None;
            }
            let mut kinds = of_annotation(annotation.child_by_field_name("left")?, text)?;
            kinds.extend(of_annotation(annotation.child_by_field_name("right")?, text)?);
            Some(kinds)
        }
        "generic_type" | "subscript" => {
            let mut inner = parts(annotation);
            let first = inner.next()?;
            match text.get(first.byte_range())? {
                "Optional" | "Union" => {
                    let mut kinds = BTreeSet::new();
                    let arguments = inner.flat_map(|part| match part.kind() {
                        "type_parameter" | "tuple" => parts(part).collect::<Vec<_>>(),
                        _ => vec![part],
                    });
                    for argument in arguments {
                        kinds.extend(of_annotation(argument, text)?);
                    }
                    if text.get(first.byte_range())? == "Optional" {
                        kinds.insert(Kind::None);
                    }
                    Some(kinds)
                }
                _ => named(first),
            }
        }
        _ => None,
    }
}
