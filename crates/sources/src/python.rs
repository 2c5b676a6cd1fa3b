//! Facts about a module of Python.

mod literal;
mod reader;

use std::collections::{BTreeMap, BTreeSet};

use tree_sitter::{Node, Parser};

pub use literal::Kind;

/// A module that an import names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Target {
    /// The number of dots before the name: 0 for an absolute import.
    pub level: u32,
    /// The name with dots. Empty for `from . import x`.
    pub module: String,
}

/// The circumstances in which an import is executed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum When {
    /// When the module is imported, in any case.
    Always,
    /// Later, or under a condition.
    Perhaps,
    /// Never, or with a remedy where it fails: below `try` with a handler, `TYPE_CHECKING`, or a
    /// test of the platform.
    Guarded,
}

/// An import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    /// The module.
    pub target: Target,
    /// The name that a plain `import` binds, if it names the module itself. `None` for
    /// `from … import`, and for `import a.b`, which binds `a`.
    pub bound: Option<String>,
    /// The names that are taken out of the module, with their places.
    pub names: Vec<ImportedName>,
    /// `true` for `from … import`.
    pub is_from: bool,
    /// The circumstances.
    pub when: When,
    /// The place of the statement, in bytes.
    pub offset: usize,
}

/// A name that is taken out of a module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedName {
    /// The name in the module.
    pub name: String,
    /// The name here.
    pub bound: String,
    /// The place, in bytes.
    pub offset: usize,
}

/// A parameter of a function.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameter {
    /// The name.
    pub name: String,
    /// `true` if an argument can stand at its position.
    pub is_positional: bool,
    /// `true` if an argument can have its name.
    pub is_named: bool,
    /// `true` if it has a default.
    pub has_default: bool,
    /// The types of its annotation. `None` if there is none, or it is not of built-in types alone.
    pub types: Option<BTreeSet<Kind>>,
}

/// A function at the top of a module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Function {
    /// The parameters, in their order.
    pub parameters: Vec<Parameter>,
    /// `true` if it takes any number of arguments without names.
    pub has_rest: bool,
    /// `true` if it takes arguments of any name.
    pub has_keywords: bool,
    /// `true` if a decorator may change the parameters.
    pub is_decorated: bool,
    /// `true` for `async def`.
    pub is_async: bool,
    /// The place, in bytes.
    pub offset: usize,
}

/// An argument of a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Argument {
    /// The name, if it has one.
    pub name: Option<String>,
    /// The type, if it is a literal.
    pub kind: Option<Kind>,
    /// The place, in bytes.
    pub offset: usize,
}

/// A call of a function that is named at the top of a module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// The names with dots between them: `respond`, or `responses.respond`.
    pub callee: Vec<String>,
    /// The arguments, those without a name first.
    pub arguments: Vec<Argument>,
    /// `true` if arguments are unpacked, so that their positions are unknown.
    pub is_unpacked: bool,
    /// The place, in bytes.
    pub offset: usize,
}

/// The facts of a module.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Module {
    /// The imports, in the order of the text.
    pub imports: Vec<Import>,
    /// The names that the module binds, each with the number of times.
    pub names: BTreeMap<String, u32>,
    /// The modules of which all names are taken over.
    pub stars: Vec<Target>,
    /// `true` if it may bind names that the text does not show.
    pub is_dynamic: bool,
    /// The functions at the top that are defined in any case.
    pub functions: BTreeMap<String, Function>,
    /// The calls, without those of names that a function binds itself.
    pub calls: Vec<Call>,
}

/// A text that is not understood as Python.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SyntaxFault {
    /// The place, in bytes.
    pub offset: usize,
}

/// Reads a module.
///
/// # Errors
///
/// The first place of a text that is not understood.
pub fn module(text: &str) -> Result<Module, SyntaxFault> {
    let mut parser = Parser::new();
    let tree = parser.set_language(&tree_sitter_python::LANGUAGE.into()).ok().and_then(|()| parser.parse(text, None));
    let Some(tree) = tree else { return Err(SyntaxFault { offset: 0 }) };
    let root = tree.root_node();
    if root.has_error() {
        return Err(SyntaxFault { offset: first_error(root).start_byte() });
    }
    Ok(reader::read(root, text))
}

/// Returns the innermost node with the first error.
fn first_error(root: Node<'_>) -> Node<'_> {
    let mut at = root;
    loop {
        let mut inner = (0..at.child_count()).filter_map(|number| at.child(number));
        let found = inner.find(|part| part.has_error() || part.is_missing());
        match found {
            Some(part) if !at.is_error() => at = part,
            _ => return at,
        }
    }
}
