//! Templates: real files, with names in them that are replaced. Values that are not of a closed
//! form never get into a template; they are in files that are made from values.

use crate::file::Project;

/// The beginning of each name that is replaced.
const TOKEN: &str = "cora-template-";

/// The files of an application of Next.js, by path.
pub const NEXT: &[(&str, &str)] = &[
    (".gitignore", include_str!("../../templates/next/gitignore")),
    ("README.md", include_str!("../../templates/next/README.md.template")),
    ("app/globals.css", include_str!("../../templates/next/app/globals.css")),
    ("app/layout.tsx", include_str!("../../templates/next/app/layout.tsx")),
    ("app/page.tsx", include_str!("../../templates/next/app/page.tsx")),
    ("next.config.ts", include_str!("../../templates/next/next.config.ts")),
    ("package.json", include_str!("../../templates/next/package.json")),
    ("proxy.ts", include_str!("../../templates/next/proxy.ts")),
    ("tsconfig.json", include_str!("../../templates/next/tsconfig.json")),
];

/// Returns a template's text with the names of the project.
pub fn rendered(text: &str, project: &Project) -> String {
    text.replace("cora-template-name", project.project.name.as_str())
}

/// Returns a name that was not replaced, if one is left.
pub fn token_in(text: &str) -> Option<&str> {
    let start = text.find(TOKEN)?;
    let rest = text.get(start..)?;
    let end = rest.find(|c: char| !(c.is_ascii_lowercase() || c == '-')).unwrap_or(rest.len());
    rest.get(..end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_is_left_is_found() {
        assert_eq!(token_in("a cora-template-nam, b"), Some("cora-template-nam"));
        assert_eq!(token_in("a cora-templat b"), None);
    }
}
