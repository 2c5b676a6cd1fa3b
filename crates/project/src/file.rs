//! The project file, `cora.project.yaml`: the only place in which a project is described.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::name::{
    AccountId, BuiltinSource, EnvironmentName, ModuleName, PackageName, ProjectName, PythonVersion, RangeText,
    RegionName, RelativePath, SecretName, ShownText, WebAddress,
};
use crate::named::Named;
use crate::secret_use::SecretUse;
use crate::variable_use::Variable;

/// The name of the file, at the top of a project.
pub const PROJECT_FILE: &str = "cora.project.yaml";

/// A project: its application, its environments and its modules. It holds no secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Project {
    /// The version of the file's format.
    pub cora: FormatVersion,
    /// The names of the project.
    pub project: About,
    /// The web application. None is made if absent.
    #[serde(default)]
    pub web: Option<Web>,
    /// The runtime of functions. Needed once a module has a function.
    #[serde(default)]
    pub runtime: Option<Runtime>,
    /// The files of connections to identity providers, each in Cora's own form. They are imported
    /// as drafts, and activated after a test login.
    #[serde(default)]
    pub connections: Vec<RelativePath>,
    /// The secrets that the application needs in its environment. Their values are in no file.
    #[serde(default)]
    pub secrets: Named<SecretName, SecretUse>,
    /// The variables that the application reads from its environment.
    #[serde(default)]
    pub env: Named<SecretName, Variable>,
    /// The places in which the project runs.
    #[serde(default)]
    pub environments: Named<EnvironmentName, Environment>,
    /// The modules, by name.
    #[serde(default)]
    pub modules: Named<ModuleName, ModuleSource>,
}

/// The version of a file's format. The only one is 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "u32", into = "u32")]
pub struct FormatVersion;

impl TryFrom<u32> for FormatVersion {
    type Error = &'static str;

    fn try_from(number: u32) -> Result<Self, Self::Error> {
        if number <= 1 { Ok(Self) } else { Err("a format that this program does not know") }
    }
}

impl From<FormatVersion> for u32 {
    fn from(_: FormatVersion) -> Self {
        1
    }
}

impl JsonSchema for FormatVersion {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "FormatVersion".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "integer", "minimum": 1, "maximum": 1, "description": "The number 1." })
    }
}

/// The names of a project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct About {
    /// The name in packages, resources and addresses.
    pub name: ProjectName,
    /// The name for people.
    pub display_name: ShownText,
}

/// The web application of a project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Web {
    /// The framework that the application is made for.
    pub framework: Framework,
}

/// The frameworks that an application is made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Framework {
    /// Next.js, with the App Router.
    Next,
}

/// The runtime of functions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Runtime {
    /// The version of Python.
    pub python: PythonVersion,
    /// The processor.
    pub architecture: Architecture,
}

/// The processors that functions run on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Architecture {
    /// 64-bit Intel and AMD.
    #[serde(rename = "x86_64")]
    X8664,
    /// 64-bit Arm.
    Arm64,
}

impl Architecture {
    /// Returns the name that AWS and this file use.
    pub const fn name(self) -> &'static str {
        match self {
            Self::X8664 => "x86_64",
            Self::Arm64 => "arm64",
        }
    }
}

/// A place in which the project runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Environment {
    /// The origin of the web application, which may call the gateway.
    pub url: WebAddress,
    /// The account of AWS with the gateway and the functions. Without it, no infrastructure is made
    /// for this environment.
    #[serde(default)]
    pub aws: Option<Aws>,
}

/// A place at AWS.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Aws {
    /// The account.
    pub account: AccountId,
    /// The region.
    pub region: RegionName,
}

/// The source of a module's manifest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum ModuleSource {
    /// A module that Cora brings.
    Builtin(BuiltinSource),
    /// A folder of the project, or a package.
    Other(OtherSource),
}

/// The source of a module that Cora does not bring: either `path` or `npm`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OtherSource {
    /// The folder of the module in the project.
    #[serde(default)]
    pub path: Option<RelativePath>,
    /// The package with the module, which the package manager installs.
    #[serde(default)]
    pub npm: Option<PackageName>,
    /// The versions of the package that fit.
    #[serde(default)]
    pub version: Option<RangeText>,
}

impl JsonSchema for ModuleSource {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "ModuleSource".into()
    }
    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let (text, object) = (generator.subschema_for::<BuiltinSource>(), generator.subschema_for::<OtherSource>());
        schemars::json_schema!({ "anyOf": [text, object] })
    }
}
