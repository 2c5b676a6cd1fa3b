//! Reads the facts out of a syntax tree of tree-sitter.

use std::collections::BTreeSet;

use tree_sitter::Node;

use super::literal::parts;
use super::{Argument, Call, Function, Import, ImportedName, Module, Parameter, Target, When, literal};

/// Functions by which a module may bind names that its text does not show.
const DYNAMIC: [&str; 6] = ["__getattr__", "exec", "globals", "locals", "setattr", "vars"];

/// Depth of nested parts below which nothing is read: no module of people's has so many.
const DEEPEST: usize = 400;

/// Returns the facts of a module.
pub fn read(root: Node<'_>, text: &str) -> Module {
    let mut reader = Reader { module: Module::default(), scopes: Vec::new(), when: When::Always, depth: 0, text };
    reader.each(root);
    reader.module
}

/// A function, class, lambda or comprehension.
#[derive(Default)]
struct Scope {
    bound: BTreeSet<String>,
    calls: Vec<Call>,
}

struct Reader<'t> {
    module: Module,
    /// The scopes around the place, from the outermost one in.
    scopes: Vec<Scope>,
    when: When,
    depth: usize,
    text: &'t str,
}

/// Returns the parts of a node in a field.
fn fields<'n>(node: Node<'n>, field: &str) -> Vec<Node<'n>> {
    let mut cursor = node.walk();
    node.children_by_field_name(field, &mut cursor).collect()
}

impl<'t> Reader<'t> {
    fn text(&self, node: Node<'_>) -> &'t str {
        self.text.get(node.byte_range()).unwrap_or_default()
    }

    fn field_text(&self, node: Node<'_>, field: &str) -> &'t str {
        node.child_by_field_name(field).map(|part| self.text(part)).unwrap_or_default()
    }

    fn bind(&mut self, name: &str) {
        match self.scopes.last_mut() {
            Some(scope) => {
                scope.bound.insert(name.to_owned());
            }
            None => self.bind_at_top(name),
        }
    }

    fn bind_at_top(&mut self, name: &str) {
        self.module.is_dynamic |= name == "__getattr__";
        let count = self.module.names.entry(name.to_owned()).or_default();
        *count = count.saturating_add(1);
    }

    /// Binds the names of a pattern: not those of the objects whose members are assigned.
    fn bind_pattern(&mut self, pattern: Node<'_>) {
        match pattern.kind() {
            "identifier" => self.bind(self.text(pattern)),
            "attribute" | "subscript" | "call" => self.visit(pattern),
            _ => parts(pattern).for_each(|part| self.bind_pattern(part)),
        }
    }

    /// Visits with other circumstances: the weaker ones of those around and those given.
    fn within(&mut self, when: When, visit: impl FnOnce(&mut Self)) {
        let before = self.when;
        self.when = before.max(when);
        visit(self);
        self.when = before;
    }

    /// Visits in a scope of its own. Calls of names that it binds are not those of the module.
    fn scoped(&mut self, visit: impl FnOnce(&mut Self)) {
        self.scopes.push(Scope::default());
        visit(self);
        let Some(Scope { bound, calls }) = self.scopes.pop() else { return };
        let outer = calls.into_iter().filter(|call| call.callee.first().is_some_and(|name| !bound.contains(name)));
        match self.scopes.last_mut() {
            Some(scope) => scope.calls.extend(outer),
            None => self.module.calls.extend(outer),
        }
    }

    fn each(&mut self, node: Node<'_>) {
        parts(node).for_each(|part| self.visit(part));
    }

    fn field(&mut self, node: Node<'_>, field: &str) {
        fields(node, field).into_iter().for_each(|part| self.visit(part));
    }

    fn visit(&mut self, node: Node<'_>) {
        if self.depth >= DEEPEST {
            self.module.is_dynamic = true;
            return;
        }
        self.depth = self.depth.saturating_add(1);
        self.visit_one(node);
        self.depth = self.depth.saturating_sub(1);
    }

    fn visit_one(&mut self, node: Node<'_>) {
        match node.kind() {
            "import_statement" => fields(node, "name").into_iter().for_each(|name| self.import(name)),
            "import_from_statement" => self.import_from(node),
            "future_import_statement" => {
                fields(node, "name").into_iter().for_each(|name| self.bind(self.text(name)));
            }
            "function_definition" => self.function(node, false),
            "decorated_definition" => {
                parts(node).filter(|part| part.kind() == "decorator").for_each(|decorator| self.each(decorator));
                match node.child_by_field_name("definition") {
                    Some(definition) if definition.kind() == "function_definition" => self.function(definition, true),
                    Some(definition) => self.visit(definition),
                    None => {}
                }
            }
            "class_definition" => {
                self.bind(self.field_text(node, "name"));
                self.field(node, "superclasses");
                self.scoped(|reader| reader.field(node, "body"));
            }
            "global_statement" => parts(node).for_each(|name| self.bind_at_top(self.text(name))),
            "if_statement" => self.condition(node),
            "try_statement" => self.attempt(node),
            // `contextlib.suppress` is one of them.
            "with_statement" => self.within(When::Guarded, |reader| reader.each(node)),
            "for_statement" => {
                self.field(node, "right");
                fields(node, "left").into_iter().for_each(|left| self.bind_pattern(left));
                self.within(When::Perhaps, |reader| {
                    reader.field(node, "body");
                    reader.field(node, "alternative");
                });
            }
            "while_statement" | "match_statement" => self.within(When::Perhaps, |reader| reader.each(node)),
            "case_clause" => {
                parts(node).filter(|part| part.kind() == "case_pattern").for_each(|part| self.bind_pattern(part));
                self.field(node, "guard");
                self.field(node, "consequence");
            }
            "assignment" | "type_alias_statement" => {
                self.field(node, "right");
                self.field(node, "type");
                fields(node, "left").into_iter().for_each(|left| self.bind_pattern(left));
            }
            "named_expression" => {
                // A comprehension binds it around itself (PEP 572), so that it may be at the top.
                let name = self.field_text(node, "name");
                self.bind(name);
                if !self.scopes.is_empty() {
                    self.bind_at_top(name);
                }
                self.field(node, "value");
            }
            "as_pattern_target" => self.bind_pattern(node),
            "delete_statement" => parts(node).for_each(|part| self.bind_pattern(part)),
            "lambda" => self.scoped(|reader| {
                fields(node, "parameters").into_iter().for_each(|parameters| reader.bind_parameters(parameters));
                reader.field(node, "body");
            }),
            "list_comprehension" | "set_comprehension" | "dictionary_comprehension" | "generator_expression" => {
                self.scoped(|reader| {
                    parts(node).rev().for_each(|part| reader.visit(part));
                });
            }
            "for_in_clause" => {
                self.field(node, "right");
                fields(node, "left").into_iter().for_each(|left| self.bind_pattern(left));
            }
            "identifier" => self.module.is_dynamic |= DYNAMIC.contains(&self.text(node)),
            "attribute" => {
                self.module.is_dynamic |= self.field_text(node, "attribute") == "modules";
                self.field(node, "object");
            }
            "keyword_argument" => self.field(node, "value"),
            "call" => {
                self.call(node);
                self.each(node);
            }
            _ => self.each(node),
        }
    }

    fn function(&mut self, node: Node<'_>, is_decorated: bool) {
        let name = self.field_text(node, "name");
        self.bind(name);
        let parameters = node.child_by_field_name("parameters");
        if self.scopes.is_empty() && self.when == When::Always {
            let function = self.of_function(node, parameters, is_decorated);
            self.module.functions.insert(name.to_owned(), function);
        }
        // Defaults and annotations belong to the scope around it.
        for parameter in parameters.into_iter().flat_map(parts) {
            self.field(parameter, "value");
            self.field(parameter, "type");
        }
        self.within(When::Perhaps, |reader| {
            reader.scoped(|reader| {
                parameters.iter().for_each(|parameters| reader.bind_parameters(*parameters));
                reader.field(node, "body");
            });
        });
    }

    fn bind_parameters(&mut self, parameters: Node<'_>) {
        for parameter in parts(parameters) {
            if let Some(name) = name_of(parameter) {
                self.bind(self.text(name));
            }
        }
    }

    fn of_function(&self, node: Node<'_>, parameters: Option<Node<'_>>, is_decorated: bool) -> Function {
        let mut function = Function {
            parameters: Vec::new(),
            has_rest: false,
            has_keywords: false,
            is_decorated,
            is_async: node.child(0).is_some_and(|first| first.kind() == "async"),
            offset: node.child_by_field_name("name").map_or(node.start_byte(), |name| name.start_byte()),
        };
        let mut is_positional = true;
        for parameter in parameters.into_iter().flat_map(parts) {
            let inner = if parameter.kind() == "typed_parameter" { parameter.named_child(0) } else { None };
            match inner.unwrap_or(parameter).kind() {
                "list_splat_pattern" => (function.has_rest, is_positional) = (true, false),
                "dictionary_splat_pattern" => function.has_keywords = true,
                "keyword_separator" => is_positional = false,
                "positional_separator" => function.parameters.iter_mut().for_each(|one| one.is_named = false),
                _ => {
                    let Some(name) = name_of(parameter) else { continue };
                    let annotation = parameter.child_by_field_name("type");
                    function.parameters.push(Parameter {
                        name: self.text(name).to_owned(),
                        is_positional,
                        is_named: true,
                        has_default: parameter.child_by_field_name("value").is_some(),
                        types: annotation.and_then(|annotation| literal::of_annotation(annotation, self.text)),
                    });
                }
            }
        }
        function
    }

    fn import(&mut self, name: Node<'_>) {
        let alias = name.child_by_field_name("alias").map(|alias| self.text(alias).to_owned());
        let module = dotted_text(self.text(name.child_by_field_name("name").unwrap_or(name)));
        let first = module.split('.').next().unwrap_or_default().to_owned();
        self.bind(alias.as_deref().unwrap_or(&first));
        let bound = alias.or_else(|| (first == module).then_some(first));
        self.module.imports.push(Import {
            target: Target { level: 0, module },
            bound,
            names: Vec::new(),
            is_from: false,
            when: self.when,
            offset: name.start_byte(),
        });
    }

    fn import_from(&mut self, node: Node<'_>) {
        let module = dotted_text(self.field_text(node, "module_name"));
        let level = module.chars().take_while(|c| *c == '.').count();
        let module = module.get(level..).unwrap_or_default().to_owned();
        let target = Target { level: u32::try_from(level).unwrap_or(u32::MAX), module };
        if parts(node).any(|part| part.kind() == "wildcard_import") {
            self.module.stars.push(target.clone());
        }
        let mut names = Vec::new();
        for name in fields(node, "name") {
            let taken = self.text(name.child_by_field_name("name").unwrap_or(name));
            let bound = name.child_by_field_name("alias").map_or(taken, |alias| self.text(alias));
            self.bind(bound);
            let (taken, bound) = (taken.to_owned(), bound.to_owned());
            names.push(ImportedName { name: taken, bound, offset: name.start_byte() });
        }
        let (when, offset) = (self.when, node.start_byte());
        self.module.imports.push(Import { target, bound: None, names, is_from: true, when, offset });
    }

    fn condition(&mut self, node: Node<'_>) {
        self.field(node, "condition");
        let of_test = |reader: &Self, node: Node<'_>| {
            let text = reader.field_text(node, "condition");
            let mut words = text.split(|c: char| !(c.is_alphanumeric() || c == '_'));
            let is_guard = words.any(|word| ["TYPE_CHECKING", "sys", "os", "platform"].contains(&word));
            if is_guard { When::Guarded } else { When::Perhaps }
        };
        let first = of_test(&*self, node);
        self.within(first, |reader| reader.field(node, "consequence"));
        for clause in fields(node, "alternative") {
            let when = if clause.kind() == "elif_clause" { of_test(&*self, clause) } else { first };
            self.within(when.max(When::Perhaps), |reader| reader.each(clause));
        }
    }

    fn attempt(&mut self, node: Node<'_>) {
        let is_handler = |part: &Node<'_>| ["except_clause", "except_group_clause"].contains(&part.kind());
        let is_remedied = parts(node).filter(is_handler).any(|handler| self.catches_imports(handler));
        let inside = if is_remedied { When::Guarded } else { When::Always };
        for part in parts(node) {
            let when = match part.kind() {
                "finally_clause" => When::Always,
                _ if is_handler(&part) => When::Guarded,
                _ => inside,
            };
            self.within(when, |reader| {
                fields(part, "alias").into_iter().for_each(|alias| reader.bind_pattern(alias));
                reader.visit(part);
            });
        }
    }

    fn catches_imports(&self, handler: Node<'_>) -> bool {
        let mut caught = parts(handler).filter(|part| part.kind() != "block").peekable();
        let names = |text: &str| {
            let mut words = text.split(|c: char| !(c.is_alphanumeric() || c == '_'));
            words.any(|word| ["ImportError", "ModuleNotFoundError", "Exception", "BaseException"].contains(&word))
        };
        caught.peek().is_none() || caught.any(|part| names(self.text(part)))
    }

    fn call(&mut self, node: Node<'_>) {
        let callee = node.child_by_field_name("function").and_then(|function| self.dotted(function));
        let Some((callee, given)) = callee.zip(node.child_by_field_name("arguments")) else { return };
        let is_list = given.kind() == "argument_list";
        let mut call = Call { callee, arguments: Vec::new(), is_unpacked: !is_list, offset: node.start_byte() };
        for part in parts(given).filter(|_| is_list) {
            let (name, value) = match part.kind() {
                "list_splat" | "dictionary_splat" => {
                    call.is_unpacked = true;
                    continue;
                }
                "keyword_argument" => {
                    (Some(self.field_text(part, "name").to_owned()), part.child_by_field_name("value").unwrap_or(part))
                }
                _ => (None, part),
            };
            let kind = literal::of(value, self.text);
            call.arguments.push(Argument { name, kind, offset: value.start_byte() });
        }
        match self.scopes.last_mut() {
            Some(scope) => scope.calls.push(call),
            None => self.module.calls.push(call),
        }
    }

    /// Returns the names of `a.b.c`. `None` for any other expression.
    fn dotted(&self, node: Node<'_>) -> Option<Vec<String>> {
        let (mut at, mut names) = (node, Vec::new());
        while at.kind() == "attribute" {
            names.push(self.field_text(at, "attribute").to_owned());
            at = at.child_by_field_name("object")?;
        }
        names.push(self.text(at).to_owned());
        names.reverse();
        (at.kind() == "identifier").then_some(names)
    }
}

/// Returns the name of a parameter.
fn name_of(parameter: Node<'_>) -> Option<Node<'_>> {
    match parameter.kind() {
        "identifier" => Some(parameter),
        "default_parameter" | "typed_default_parameter" => parameter.child_by_field_name("name"),
        "typed_parameter" | "list_splat_pattern" | "dictionary_splat_pattern" => {
            parameter.named_child(0).and_then(name_of)
        }
        _ => None,
    }
}

/// Returns a name with dots without the spaces that may stand between them.
fn dotted_text(text: &str) -> String {
    text.split_whitespace().collect()
}
