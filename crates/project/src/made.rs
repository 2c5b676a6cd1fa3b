//! The files of a project as they should be: what follows from the project file, the manifests and
//! the templates.

mod api;
mod dispatcher;
mod environment;
mod infrastructure;
mod template;
mod typescript;

pub use typescript::declarations;

use serde_json::{Value, json};

use crate::code::ProjectCode;
use crate::file::{Aws, Framework, PROJECT_FILE, Project};
use crate::finding::Finding;
use crate::lock::{OWN_FOLDER, Owner};
use crate::name::{EnvironmentName, ProjectName, RelativePath, SecretName, ShownText, WebAddress};
use crate::plan::{Wanted, WantedFiles};
use crate::resolution::Resolution;
use crate::route::RouteTable;
use crate::secret::declared;
use crate::variable::{Variables, variables};
use crate::variable_use::Scope;

/// The folder of the files for the application that are wholly Cora's.
pub const GENERATED: &str = "cora.generated";

/// The sentence at the top of each file that is wholly Cora's and can have a comment.
pub(crate) const HEADER: &str =
    "Made by `cora project apply` from cora.project.yaml and the manifests of modules. Do not edit.";

/// Returns the files, and the findings about them.
pub fn files(project: &Project, resolution: &Resolution, routes: &RouteTable) -> (WantedFiles, Vec<Finding>) {
    let mut making = Making { files: WantedFiles::new(), findings: Vec::new() };
    let ignored = "# Not part of the project: merges with conflicts, and an unfinished apply.\n\
                   /proposals\n/staged\n/journal\n/running\n";
    making.made(&format!("{OWN_FOLDER}/.gitignore"), ignored.to_owned(), "gitignore", "");
    for (name, schema) in crate::read::schemas() {
        let path = format!("{OWN_FOLDER}/{}.schema.json", name.to_ascii_lowercase());
        making.made(&path, pretty(&schema), "schema", "/cora");
    }
    if let Some(web) = &project.web {
        match web.framework {
            Framework::Next => making.started("next", template::NEXT, project, "/web/framework"),
        }
        making.made(&format!("{GENERATED}/project.ts"), project_module(project, resolution), "project", "/project");
        if !resolution.permissions.is_empty() {
            let declarations = format!("// {HEADER}\n{}", declarations(&resolution.permissions));
            making.made(&format!("{GENERATED}/cora.d.ts"), declarations, "permissions", "/modules");
        }
    }
    if !resolution.permissions.is_empty() {
        let text = pretty(&permissions(resolution));
        making.made(&format!("{GENERATED}/permissions.json"), text, "permissions", "/modules");
    }
    if !routes.routes.is_empty() {
        let document = pretty(&api::openapi(project, routes));
        making.made(&format!("{GENERATED}/openapi.json"), document, "routes", "/modules");
        if project.web.is_some() {
            making.made(&format!("{GENERATED}/routes.ts"), api::typescript(routes), "routes", "/modules");
        }
    }
    let (variables, _) = variables(project, resolution);
    if project.web.is_some() {
        making.variables(project, resolution, &variables);
    }
    for function in &routes.functions {
        let folder = format!("{GENERATED}/functions/{}", function.address());
        making.made(&format!("{folder}/cora_request.py"), dispatcher::request(), "routes", "/modules");
        let entry = dispatcher::python(routes, function);
        making.made(&format!("{folder}/cora_routes.py"), entry, "routes", "/modules");
        if let Some(names) = variables.functions.get(&function.module) {
            making.made(&format!("{folder}/cora_env.py"), environment::python(names.keys()), "env", "/modules");
        }
    }
    for (name, environment) in project.environments.iter() {
        if let (Some(aws), Some(runtime), false) = (&environment.aws, &project.runtime, routes.routes.is_empty()) {
            let document = infrastructure::document(
                &infrastructure::Place {
                    project,
                    name: name.as_str(),
                    environment,
                    aws,
                    runtime,
                    variables: &variables,
                },
                routes,
            );
            let pointer = format!("/environments/{name}");
            making.made(&format!("infra/{name}/cora.tf.json"), pretty(&document), "routes", &pointer);
        }
    }
    (making.files, making.findings)
}

/// Renders JSON with two spaces, as formatters write it.
pub fn pretty(value: &Value) -> String {
    format!("{value:#}\n")
}

/// Returns the permissions in the form of `cora application permissions`.
fn permissions(resolution: &Resolution) -> Value {
    let one = |permission: &cora_core::permission::PermissionDefinition| {
        let granted: Vec<&str> = permission.granted_to.iter().map(|role| role.as_str()).collect();
        json!({ "describe": permission.describe.as_str(), "grantedTo": granted, "id": permission.id.as_str() })
    };
    json!({ "permissions": resolution.permissions.permissions.iter().map(one).collect::<Vec<_>>() })
}

/// Returns the module with the names of the project. JSON is TypeScript, so that no name can be
/// read as code.
fn project_module(project: &Project, resolution: &Resolution) -> String {
    let about = json!({ "displayName": project.project.display_name.as_str(), "name": project.project.name.as_str() });
    let modules: Vec<Value> = resolution
        .modules
        .iter()
        .map(|module| json!({ "name": module.name.as_str(), "version": module.version.to_string() }))
        .collect();
    let mut text = format!("// {HEADER}\n\n/** The names of the project. */\n");
    text.push_str(&format!("export const project = {about:#} as const;\n\n"));
    text.push_str("/** The modules of the project, each after those that it needs. */\n");
    text.push_str(&format!("export const modules = {:#} as const;\n", Value::Array(modules)));
    text
}

struct Making {
    files: WantedFiles,
    findings: Vec<Finding>,
}

impl Making {
    fn add(&mut self, path: &str, wanted: Wanted) {
        // The paths are Cora's own. One that is not a path would be a file that is missing.
        match RelativePath::parse(path) {
            Some(path) => drop(self.files.insert(path, wanted)),
            None => {
                let message = format!("`{path}` is not a path of a project");
                self.findings.push(Finding::of_file(ProjectCode::PathCollision, PROJECT_FILE, message));
            }
        }
    }

    fn made(&mut self, path: &str, text: String, from: &str, pointer: &str) {
        let why = (PROJECT_FILE.to_owned(), pointer.to_owned());
        self.add(path, Wanted { owner: Owner::Made, text, from: from.to_owned(), why });
    }

    /// Adds the modules with the variables of the application.
    fn variables(&mut self, project: &Project, resolution: &Resolution, variables: &Variables) {
        let (secrets, _) = declared(project, resolution);
        let is_read = |scope| variables.of(scope).next().is_some();
        let names = || secrets.keys().map(SecretName::as_str);
        if is_read(Scope::Server) || !secrets.is_empty() {
            let text = environment::server(variables, names());
            self.made(&format!("{GENERATED}/env.server.ts"), text, "env", "/env");
        }
        if is_read(Scope::Client) {
            self.made(&format!("{GENERATED}/env.client.ts"), environment::client(variables), "env", "/env");
        }
        if !variables.application.is_empty() || !secrets.is_empty() {
            let sentences = secrets.iter().map(|(name, secret)| (name, secret.describe.as_str()));
            self.made(&format!("{GENERATED}/env.example"), environment::example(variables, sentences), "env", "/env");
        }
    }

    fn started(&mut self, name: &str, files: &[(&str, &str)], project: &Project, pointer: &str) {
        for (path, text) in files {
            let text = template::rendered(text, project);
            if let Some(token) = template::token_in(&text) {
                let message = format!("`{token}` of the template `{name}/{path}` has no value");
                self.findings.push(Finding::of_file(ProjectCode::PlaceholderLeft, path, message));
            }
            let why = (PROJECT_FILE.to_owned(), pointer.to_owned());
            self.add(path, Wanted { owner: Owner::Started, text, from: format!("{name}/{path}"), why });
        }
    }
}

/// The content of a new project file.
#[derive(Debug, Clone)]
pub struct NewProject {
    /// The name.
    pub name: ProjectName,
    /// The name for people. If absent, the name.
    pub display_name: Option<ShownText>,
    /// The first environment. If absent, `dev`.
    pub environment: Option<EnvironmentName>,
    /// The origin of the application there. If absent, this machine.
    pub url: Option<WebAddress>,
    /// Its place at AWS.
    pub aws: Option<Aws>,
    /// The files of connections.
    pub connections: Vec<RelativePath>,
    /// The secrets, each with a sentence about it.
    pub secrets: Vec<(SecretName, ShownText)>,
    /// The modules that Cora brings.
    pub modules: Vec<&'static str>,
}

/// Returns the text of a new project file.
pub fn project_file(new: &NewProject) -> String {
    // JSON is YAML, so that no name can be read as more than a name.
    let name = Value::from(new.name.as_str());
    let display_name = Value::from(new.display_name.as_ref().map_or(new.name.as_str(), ShownText::as_str));
    let mut text = format!(
        "# yaml-language-server: $schema=.cora-project/project.schema.json\n\
         cora: 1\nproject: {{ name: {name}, displayName: {display_name} }}\nweb: {{ framework: next }}\n"
    );
    if !new.connections.is_empty() {
        text.push_str("connections:\n");
        new.connections.iter().for_each(|path| text.push_str(&format!("  - {}\n", Value::from(path.as_str()))));
    }
    if !new.secrets.is_empty() {
        text.push_str("secrets:\n");
        for (name, describe) in &new.secrets {
            text.push_str(&format!("  {name}: {{ describe: {} }}\n", Value::from(describe.as_str())));
        }
    }
    let environment = new.environment.as_ref().map_or("dev", EnvironmentName::as_str);
    let url = Value::from(new.url.as_ref().map_or("http://localhost:3000", WebAddress::as_str));
    let aws = new.aws.as_ref().map(|Aws { account, region }| {
        format!(", aws: {{ account: {}, region: {region} }}", Value::from(account.as_str()))
    });
    let aws = aws.unwrap_or_default();
    text.push_str(&format!("environments:\n  {environment}: {{ url: {url}{aws} }}\nmodules:\n"));
    new.modules.iter().for_each(|module| text.push_str(&format!("  {module}: builtin\n")));
    text
}
