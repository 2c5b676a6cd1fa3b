//! The variables of a project: declared once, and read by each program in its own way.

use std::collections::BTreeMap;

use cora_policy_file::Format;
use cora_project::code::ProjectCode;
use cora_project::made;
use cora_project::name::ModuleName;
use cora_project::read;
use cora_project::resolution::{FoundModule, FoundModules, resolve};
use cora_project::route::RouteTable;
use cora_project::variable::variables;
use semver::Version;
use serde_json::Value;

/// Returns the made files of a project with these members in the project file and in the manifest
/// of a module, and the findings about variables.
fn made(project: &str, module: &str) -> (BTreeMap<String, String>, Vec<(ProjectCode, String)>) {
    let project = format!(
        "cora: 1\nproject: {{ name: acme-app, displayName: Acme }}\nweb: {{ framework: next }}\n\
         runtime: {{ python: \"3.13\", architecture: arm64 }}\nmodules: {{ kb: {{ path: modules/kb }} }}\n\
         environments: {{ prd: {{ url: \"https://app.acme.example\", aws: {{ account: \"444455556666\", region: eu-west-1 }} }} }}\n{project}"
    );
    let manifest = format!(
        "cora: 1\nmodule: {{ name: kb, displayName: KB, version: 1.0.0 }}\nfunctions: {{ bases: {{ source: b }} }}\n\
         routes: [{{ method: GET, path: /kb, handler: bases.list_bases, access: session }}]\n{module}"
    );
    let project = read::project(Format::Yaml, &project).unwrap().value;
    let manifest = read::module(Format::Yaml, &manifest).unwrap().value;
    let file = "modules/kb/cora.module.yaml".to_owned();
    let found =
        FoundModules::from([(ModuleName::parse("kb").unwrap(), FoundModule { file, manifest: Some(manifest) })]);
    let resolution = resolve(&project, &found, &Version::new(0, 1, 0));
    let (table, _) = RouteTable::of(&project, &resolution);
    let (files, _) = made::files(&project, &resolution, &table);
    let found = variables(&project, &resolution).1;
    let found = found.into_iter().map(|finding| (finding.code, format!("{}{}", finding.file, finding.pointer)));
    (files.into_iter().map(|(path, wanted)| (path.to_string(), wanted.text)).collect(), found.collect())
}

const PROJECT: &str = "env:
  SEARCH_URL: { describe: The address of the search., scope: server }
  NEXT_PUBLIC_MAP: { describe: The key of the map., scope: client }
secrets: { APP_TOKEN: { describe: A token. } }
";
const MODULE: &str = "env:
  KB_BUCKET: { describe: \"The bucket ${x} of documents.\", scope: function }
  SEARCH_URL: { describe: The same., scope: server }
";

#[test]
fn each_program_reads_its_own_variables() {
    let (files, findings) = made(PROJECT, MODULE);
    assert_eq!(findings, []);
    let server = &files["cora.generated/env.server.ts"];
    let line = "return required(\"SEARCH_URL\", process.env.SEARCH_URL);";
    assert!(server.contains(line) && server.contains("get APP_TOKEN()"), "{server}");
    // No name of the server reaches the browser.
    let client = &files["cora.generated/env.client.ts"];
    assert!(client.contains("process.env.NEXT_PUBLIC_MAP"), "{client}");
    for name in ["SEARCH_URL", "APP_TOKEN", "KB_BUCKET"] {
        assert!(!client.contains(name), "{client}");
    }
    let python = &files["cora.generated/functions/kb_bases/cora_env.py"];
    assert!(python.contains("KB_BUCKET = os.environ[\"KB_BUCKET\"]") && !python.contains("SEARCH_URL"), "{python}");
    let example = &files["cora.generated/env.example"];
    assert!(example.contains("# The address of the search.\nSEARCH_URL=\n"), "{example}");
    assert!(example.contains("# APP_TOKEN\n") && !example.contains("APP_TOKEN="), "{example}");
    let document: Value = serde_json::from_str(&files["infra/prd/cora.tf.json"]).unwrap();
    let given = &document["resource"]["aws_lambda_function"]["kb_bases"]["environment"]["variables"];
    assert_eq!(given["KB_BUCKET"], "${var.env_kb_bucket}");
    assert_eq!(given["CORA_URL"], "${var.cora_url}");
    assert_eq!(document["variable"]["env_kb_bucket"]["description"], "The bucket $${x} of documents.");
}

#[test]
fn a_project_without_variables_has_no_files_for_them() {
    let (files, findings) = made("", "");
    assert_eq!(findings, []);
    assert!(!files.keys().any(|path| path.contains("env")), "{files:?}");
}

#[test]
fn a_variable_that_two_programs_mean_differently_is_refused() {
    use ProjectCode::{EnvConflict, EnvInvalid, SecretInClient};
    let of = |name: &str, scope: &str| format!("env: {{ {name}: {{ describe: A., scope: {scope} }} }}\n");
    for (project, module, code, place) in [
        (of("A_B", "client"), String::new(), EnvInvalid, "cora.project.yaml/env/A_B"),
        (of("NEXT_PUBLIC_A", "server"), String::new(), EnvInvalid, "cora.project.yaml/env/NEXT_PUBLIC_A"),
        (of("A_B", "function"), String::new(), EnvInvalid, "cora.project.yaml/env/A_B"),
        (of("CORA_URL", "server"), String::new(), EnvConflict, "cora.project.yaml/env/CORA_URL"),
        (
            of("NEXT_PUBLIC_A", "client"),
            of("NEXT_PUBLIC_A", "function"),
            EnvInvalid,
            "modules/kb/cora.module.yaml/env/NEXT_PUBLIC_A",
        ),
        (
            "secrets: { A_B: { describe: A. } }\n".to_owned(),
            of("A_B", "function"),
            EnvConflict,
            "modules/kb/cora.module.yaml/env/A_B",
        ),
        (
            "secrets: { NEXT_PUBLIC_A: { describe: A. } }\n".to_owned(),
            String::new(),
            SecretInClient,
            "cora.project.yaml/secrets/NEXT_PUBLIC_A",
        ),
    ] {
        let (_, findings) = made(&project, &module);
        assert_eq!(findings, [(code, place.to_owned())], "{project}{module}");
    }
}
