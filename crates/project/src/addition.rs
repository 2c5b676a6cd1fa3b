//! A new module: its first files, and its entry in the project file.

use cora_policy_file::Format;

use crate::file::{ModuleSource, OtherSource, Project};
use crate::manifest::MODULE_FILE;
use crate::name::{ModuleName, RelativePath};
use crate::read;

/// The name that stands for the module's in the files below.
const TOKEN: &str = "cora_template_module";

const FILES: [(&str, &str); 3] = [
    (MODULE_FILE, include_str!("../templates/module/cora.module.yaml")),
    ("backend/items/handlers.py", include_str!("../templates/module/handlers.py")),
    ("backend/items/test_handlers.py", include_str!("../templates/module/test_handlers.py")),
];

/// Returns the folder of a new module.
pub fn folder(name: &ModuleName) -> String {
    format!("modules/{name}")
}

/// Returns the first files of a module, by their paths from the top of the project. They are the
/// user's from then on.
pub fn files(name: &ModuleName) -> Vec<(String, String)> {
    let file = |(path, text): &(&str, &str)| (format!("{}/{path}", folder(name)), text.replace(TOKEN, name.as_str()));
    FILES.iter().map(file).collect()
}

/// Returns the text of a project file in YAML with a new module, and with a runtime if it has none.
/// All else stays as it is written. `None` if the file is not written in a way that this can add
/// to.
pub fn added(text: &str, name: &ModuleName) -> Option<String> {
    let before = read::project(Format::Yaml, text).ok()?.value;
    let source = OtherSource { path: Some(RelativePath::parse(&folder(name))?), npm: None, version: None };
    let mut wanted = before.clone();
    wanted.modules.0.insert(name.clone(), ModuleSource::Other(source));
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let entry = format!("{name}: {{ path: {} }}", folder(name));
    match lines.iter().position(|line| is_key(line, "modules")) {
        Some(at) => {
            let is_inside = |line: &&String| line.starts_with(' ') || line.trim().is_empty();
            let inside = || lines.iter().skip(at + 1).take_while(is_inside);
            let indent = |line: &String| line.len() - line.trim_start().len();
            let width = inside().find(|line| !line.trim().is_empty()).map_or(2, indent);
            let last = inside().enumerate().filter(|(_, line)| !line.trim().is_empty()).last();
            let after = at + 1 + last.map_or(0, |(number, _)| number + 1);
            lines.insert(after, format!("{}{entry}", " ".repeat(width)));
        }
        None => lines.extend(["modules:".to_owned(), format!("  {entry}")]),
    }
    if before.runtime.is_none() {
        lines.push("runtime: { python: \"3.13\", architecture: arm64 }".to_owned());
    }
    let text = lines.join("\n") + "\n";
    let after = read::project(Format::Yaml, &text).ok()?.value;
    let runtime = after.runtime.clone();
    // The proof that nothing else changed.
    (after == Project { runtime, ..wanted }).then_some(text)
}

/// Returns `true` for a line that opens a block of members under a name at the top.
fn is_key(line: &str, name: &str) -> bool {
    let rest = line.strip_prefix(name).and_then(|rest| rest.strip_prefix(':'));
    rest.is_some_and(|rest| rest.trim().is_empty() || rest.trim_start().starts_with('#'))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "cora: 1 # the format\nproject: { name: acme-app, displayName: Acme }\n";

    #[test]
    fn a_module_is_added_and_all_else_stays() {
        let name = ModuleName::parse("kb").unwrap();
        let runtime = "runtime: { python: \"3.11\", architecture: x86_64 }\n";
        let (entry, made) = ("kb: { path: modules/kb }\n", "runtime: { python: \"3.13\", architecture: arm64 }\n");
        for (before, after) in [
            (HEAD.to_owned(), format!("{HEAD}modules:\n  {entry}{made}")),
            (
                format!("{HEAD}modules: # ours\n    access: builtin # first\n\n    # last\n\n{runtime}"),
                format!("{HEAD}modules: # ours\n    access: builtin # first\n\n    # last\n    {entry}\n{runtime}"),
            ),
            (format!("{HEAD}{runtime}modules:\n"), format!("{HEAD}{runtime}modules:\n  {entry}")),
        ] {
            let found = added(&before, &name);
            // `modules:` without members is null, which is not an object.
            let expected = read::project(Format::Yaml, &before).is_ok().then_some(after);
            assert_eq!(found, expected, "{before}");
        }
    }

    #[test]
    fn a_file_that_cannot_be_added_to_is_left_alone() {
        let name = ModuleName::parse("kb").unwrap();
        for text in [
            format!("{HEAD}modules: {{ access: builtin }}\n"),
            format!("{HEAD}modules:\n  kb: {{ path: other }}\n"),
            "cora: 2\n".to_owned(),
            String::new(),
        ] {
            assert_eq!(added(&text, &name), None, "{text}");
        }
    }

    #[test]
    fn the_files_of_a_new_module_have_its_name() {
        for (path, text) in files(&ModuleName::parse("kb2").unwrap()) {
            assert!(!text.contains(TOKEN) && path.starts_with("modules/kb2/"), "{path}");
        }
    }
}
