//! The variables of the environment, as programs read them: a name that is not declared does not
//! compile, and one without a value is found at once.

use super::HEADER;
use crate::name::SecretName;
use crate::variable::Variables;
use crate::variable_use::Scope;

/// Returns the module of the server: its variables and the secrets.
pub fn server<'a>(variables: &'a Variables, secrets: impl Iterator<Item = &'a str>) -> String {
    let mut names: Vec<&str> = variables.of(Scope::Server).chain(secrets).collect();
    names.sort_unstable();
    typescript("The variables of the server. A page that imports this does not have them.", &names)
}

/// Returns the module of the pages.
pub fn client(variables: &Variables) -> String {
    typescript("The variables of the pages, which anybody can read.", &variables.of(Scope::Client).collect::<Vec<_>>())
}

/// Every name has a closed form, so that none can be read as more than a name. The names of pages
/// are replaced when the application is built, so that each stands after `process.env.`.
fn typescript(about: &str, names: &[&str]) -> String {
    let mut text = format!(
        "// {HEADER}\n\nfunction required(name: string, value: string | undefined): string {{\n  \
         if (!value) throw new Error(`env_missing: the variable ${{name}} is not set`);\n  return value;\n}}\n\n\
         /** {about} */\nexport const env = {{\n"
    );
    for name in names {
        text.push_str(&format!("  get {name}() {{\n    return required(\"{name}\", process.env.{name});\n  }},\n"));
    }
    text.push_str("};\n");
    text
}

/// Returns the module of a function: its variables, which are checked when it starts.
pub fn python<'a>(names: impl Iterator<Item = &'a SecretName> + Clone) -> String {
    let listed: String = names.clone().map(|name| format!("    \"{name}\",\n")).collect();
    let read: String = names.map(|name| format!("{name} = os.environ[\"{name}\"]\n")).collect();
    format!(
        "# {HEADER}\n\"\"\"The variables of the function. One without a value is found when it starts.\"\"\"\n\n\
         import os\n\nNAMES = (\n{listed})\n\nmissing = [name for name in NAMES if not os.environ.get(name)]\n\
         if missing:\n    raise RuntimeError(\"env_missing: \" + \", \".join(missing))\n\n{read}"
    )
}

/// Returns the list of the application's variables, each with its sentence and without a value.
pub fn example<'a>(variables: &Variables, secrets: impl Iterator<Item = (&'a SecretName, &'a str)>) -> String {
    let mut text = format!("# {HEADER}\n");
    for (name, (describe, _)) in &variables.application {
        text.push_str(&format!("\n# {describe}\n{name}=\n"));
    }
    for (name, describe) in secrets {
        text.push_str(&format!("\n# {describe} Set it by `cora secret set`.\n# {name}\n"));
    }
    text
}
