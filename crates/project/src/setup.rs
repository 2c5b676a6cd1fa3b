//! The `setup.config.yaml` of the legacy CORA toolkit: the project that follows from it, and the
//! settings that have no place in a project.
//!
//! The sections of providers are read as connections, by the host.

use std::borrow::Cow;

use cora_core::connection::secret::reference::SecretReference;
use cora_core::issue::shown::quote;
use cora_core::json::Node;
use cora_policy_file::Document;

use crate::code::ProjectCode;
use crate::file::Aws;
use crate::finding::{Finding, pointer};
use crate::name::{AccountId, EnvironmentName, ProjectName, RegionName, ShownText, WebAddress};

/// The values that the command line gives instead of the file.
#[derive(Debug, Clone, Default)]
pub struct Given {
    /// The name of the project.
    pub name: Option<ProjectName>,
    /// The name for people.
    pub display_name: Option<ShownText>,
    /// The account of AWS, which the file does not have.
    pub account: Option<AccountId>,
}

/// The parts of a project that a setup file has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setup {
    /// The name of the project.
    pub name: Option<ProjectName>,
    /// The name for people.
    pub display_name: Option<ShownText>,
    /// The environment that the file is about.
    pub environment: Option<EnvironmentName>,
    /// The origin of the web application.
    pub url: Option<WebAddress>,
    /// The place at AWS, if the account was given.
    pub aws: Option<Aws>,
    /// The findings: values that cannot be used, settings without a place, and secrets.
    pub findings: Vec<Finding>,
}

/// Settings that are read here or by the reader of connections.
const READ: [&str; 9] = [
    "/project/name",
    "/project/display_name",
    "/environment",
    "/nextauth/url",
    "/aws/region",
    "/auth_provider",
    "/auth",
    "/okta",
    "/clerk",
];

/// Secrets of the file that no connection needs, and the reason for which a project needs none.
const SECRETS: [(&str, &str); 4] = [
    ("/supabase/service_role_key", "Cora uses no key of this kind"),
    ("/supabase/jwt_secret", "Cora signs tokens with keys of its own"),
    ("/supabase/db/password", "the database is named when a command needs it: by `--database` or `CORA_DATABASE`"),
    ("/nextauth/secret", "a project has sessions of its own, and a secret of its own for them"),
];

/// Settings without a place in a project, with the reason. One of a group stands for the group.
const WITHOUT_PLACE: [(&str, &str); 11] = [
    ("/project/description", "a project has no description; write it into README.md"),
    ("/project/organization", "organizations are made in Cora, by `cora init` or by an administrator"),
    ("/github", "Cora makes no repositories"),
    ("/supabase/url", "pages of a project do not use Supabase by themselves"),
    ("/supabase/anon_key", "pages of a project do not use Supabase by themselves"),
    ("/supabase/db", "the database is named when a command needs it: by `--database` or `CORA_DATABASE`"),
    ("/aws/profile", "a project names the account and the region; programs of AWS read `AWS_PROFILE`"),
    ("/aws/terraform", "the bucket of the state is named after the project, the account and the region"),
    ("/aws/api_gateway", "the infrastructure makes the gateway, and has its address as an output"),
    ("/features", "modules are named in `cora.project.yaml`, with the folder or package of each"),
    ("/validation", "`cora project plan --check` checks a project, without options"),
];

/// Reads a setup file. The findings name it as `file`.
pub fn read(document: &Document<'_>, file: &str, given: Given) -> Setup {
    let mut reading = Reading { root: &document.node, file, findings: Vec::new() };
    let Given { name, display_name, account } = given;
    let name = name.or_else(|| reading.parsed("/project/name", ProjectName::parse, "Pass `--name`, or correct it."));
    let display_name = display_name
        .or_else(|| reading.parsed("/project/display_name", ShownText::parse, "Pass `--display-name`, or correct it."));
    let environment =
        reading.parsed("/environment", EnvironmentName::parse, "Use the name of an environment, such as `dev`.");
    let origin = |text: &str| WebAddress::parse(text.strip_suffix('/').unwrap_or(text));
    let url = reading.parsed("/nextauth/url", origin, "Use an origin without a path: `https://app.acme.example`.");
    let region = reading.parsed("/aws/region", RegionName::parse, "Use the name of a region, such as `eu-west-1`.");
    if let (Some(region), None) = (&region, &account) {
        let message = format!("`{region}` is not carried over: an environment at AWS names its account too");
        reading.add(ProjectCode::SettingNotCarried, "/aws/region", message, "Pass `--aws-account` with its digits.");
    }
    let aws = account.zip(region).map(|(account, region)| Aws { account, region });
    reading.leave(reading.root, "");
    Setup { name, display_name, environment, url, aws, findings: reading.findings }
}

struct Reading<'r, 't> {
    root: &'r Node<'t>,
    file: &'r str,
    findings: Vec<Finding>,
}

/// Returns `true` if a setting has no value. CORA takes null and the empty text for absent.
fn is_absent(node: &Node<'_>) -> bool {
    matches!(node, Node::Null) || node.text().is_some_and(str::is_empty)
}

/// Returns `true` if a setting says nothing: it has no value, a flag is off, or a group has no
/// setting with a value.
fn is_silent(node: &Node<'_>) -> bool {
    match node {
        Node::Object(members) => members.iter().all(|(_, value)| is_silent(value)),
        Node::List(items) => items.is_empty(),
        Node::Boolean(is_on) => !is_on,
        other => is_absent(other),
    }
}

impl Reading<'_, '_> {
    fn add(&mut self, code: ProjectCode, at: &str, message: String, help: &str) {
        self.findings.push(Finding::at(code, self.file, at, message).with_help(help));
    }

    /// Parses a text at a place. Reports one that cannot be parsed.
    fn parsed<T>(&mut self, at: &str, parse: impl Fn(&str) -> Option<T>, help: &str) -> Option<T> {
        let root = self.root;
        let found = at.split('/').skip(1).try_fold(root, |node, name| node.member(name))?;
        if is_absent(found) {
            return None;
        }
        let parsed = found.text().and_then(parse);
        if parsed.is_none() {
            let shown = found.text().map_or(Cow::Borrowed("this"), |text| Cow::Owned(quote(text)));
            self.add(ProjectCode::SetupInvalid, at, format!("{shown} has not the form that is expected here"), help);
        }
        parsed
    }

    /// Reports the settings below a node that have no place in a project.
    fn leave(&mut self, node: &Node<'_>, at: &str) {
        if READ.contains(&at) || is_silent(node) {
            return;
        }
        if let Some((_, why)) = SECRETS.iter().find(|(known, _)| *known == at) {
            let is_reference = node.text().is_some_and(|text| SecretReference::parse(text).is_some());
            let (code, message) = match is_reference {
                true => (ProjectCode::SettingNotCarried, format!("this is not carried over: {why}")),
                false => (ProjectCode::SecretInPlainFile, format!("this secret is not copied: {why}")),
            };
            return self.add(code, at, message, code.remedy());
        }
        let members = node.members();
        if let Some((_, why)) = WITHOUT_PLACE.iter().find(|(known, _)| *known == at) {
            let is_secret = |name: &str| SECRETS.iter().any(|(known, _)| *known == format!("{at}/{name}"));
            let (secrets, rest): (Vec<_>, Vec<_>) = members.iter().partition(|(name, _)| is_secret(name));
            if members.is_empty() || rest.iter().any(|(_, value)| !is_silent(value)) {
                let code = ProjectCode::SettingNotCarried;
                self.add(code, at, format!("this is not carried over: {why}"), code.remedy());
            }
            return secrets.into_iter().for_each(|(name, value)| self.leave(value, &format!("{at}/{name}")));
        }
        if members.is_empty() {
            let code = ProjectCode::SettingNotCarried;
            return self.add(code, at, "CORA has no setting of this name".to_owned(), code.remedy());
        }
        for (name, value) in members {
            self.leave(value, &format!("{at}{}", pointer(&[name])));
        }
    }
}
