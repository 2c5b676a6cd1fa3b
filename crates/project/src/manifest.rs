//! The manifest of a module, `cora.module.yaml`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::file::FormatVersion;
use crate::name::{
    AccessText, FunctionName, HandlerName, IamAction, LayerName, ModuleName, PermissionText, PythonVersion, RangeText,
    RelativePath, ResourceName, SecretName, ShownText, SqlName, VersionText,
};
use crate::named::Named;
use crate::secret_use::SecretUse;
use crate::variable_use::Variable;

/// The name of the file, at the top of a module's folder or package.
pub const MODULE_FILE: &str = "cora.module.yaml";

/// A module: what it needs, the permissions that it defines, and the routes that it answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Module {
    /// The version of the file's format.
    pub cora: FormatVersion,
    /// The names and the version of the module.
    pub module: ModuleAbout,
    /// The versions of Cora and of other modules that it needs.
    #[serde(default)]
    pub requires: Requires,
    /// The permissions that the module defines, each of the form `kb:read`.
    #[serde(default)]
    pub capabilities: Named<String, Capability>,
    /// The functions that answer its routes.
    #[serde(default)]
    pub functions: Named<FunctionName, Function>,
    /// The layers that functions share.
    #[serde(default)]
    pub layers: Named<FunctionName, Layer>,
    /// The tables that the module's migrations make, in its folder `db`. One that is not listed is
    /// internal.
    #[serde(default)]
    pub tables: Named<SqlName, Table>,
    /// The secrets that the module needs in its environment. Their values are in no file.
    #[serde(default)]
    pub secrets: Named<SecretName, SecretUse>,
    /// The variables that the module reads from its environment.
    #[serde(default)]
    pub env: Named<SecretName, Variable>,
    /// The routes.
    #[serde(default)]
    pub routes: Vec<Route>,
}

/// The names and the version of a module.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ModuleAbout {
    /// The name, which is also its name in the project file.
    pub name: ModuleName,
    /// The name for people.
    pub display_name: ShownText,
    /// The version.
    pub version: VersionText,
}

/// The needs of a module.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Requires {
    /// The versions of Cora that fit.
    #[serde(default)]
    pub cora: Option<RangeText>,
    /// The modules that it needs, by name.
    #[serde(default)]
    pub modules: Named<ModuleName, Requirement>,
}

/// A module that another one needs: its range of versions, or more about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Requirement {
    /// The versions that fit.
    Range(RangeText),
    /// The versions that fit, and whether it works without the module.
    Detailed(DetailedRequirement),
}

/// A module that another one needs, in detail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DetailedRequirement {
    /// The versions that fit.
    pub version: RangeText,
    /// `true` if the module works without the other one.
    #[serde(default)]
    pub optional: bool,
    /// The use that the module makes of the other one.
    #[serde(default)]
    pub reason: Option<ShownText>,
}

impl Requirement {
    /// Returns the versions that fit.
    pub fn range(&self) -> &RangeText {
        match self {
            Self::Range(range) => range,
            Self::Detailed(detailed) => &detailed.version,
        }
    }

    /// Returns `true` if the module works without the other one.
    pub fn is_optional(&self) -> bool {
        matches!(self, Self::Detailed(detailed) if detailed.optional)
    }

    /// Returns the use that the module makes of the other one, if it is stated.
    pub fn reason(&self) -> Option<&str> {
        match self {
            Self::Range(_) => None,
            Self::Detailed(detailed) => detailed.reason.as_ref().map(ShownText::as_str),
        }
    }
}

impl JsonSchema for Requirement {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Requirement".into()
    }
    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let (text, object) = (generator.subschema_for::<RangeText>(), generator.subschema_for::<DetailedRequirement>());
        schemars::json_schema!({ "anyOf": [text, object] })
    }
}

/// A permission that a module defines.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Capability {
    /// A sentence for administrators: what holders may do.
    pub describe: ShownText,
    /// The roles that have it.
    pub granted_to: Vec<String>,
}

/// A function that answers routes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Function {
    /// The folder of its source, in the module.
    pub source: RelativePath,
    /// The time that it has for one request, in seconds: at most 30, as the gateway waits no
    /// longer.
    #[serde(default = "default_timeout")]
    #[schemars(range(max = 30))]
    pub timeout: u32,
    /// The memory that it has, in MiB: at most 10240.
    #[serde(default = "default_memory")]
    #[schemars(range(max = 10240))]
    pub memory: u32,
    /// The version of Python. If absent, that of the project.
    #[serde(default)]
    pub python: Option<PythonVersion>,
    /// The layers that it attaches, the one that is found first at the start: at most 5.
    #[serde(default)]
    pub layers: Vec<LayerName>,
    /// The actions of AWS that it may take.
    #[serde(default)]
    pub iam: Vec<IamStatement>,
}

/// A table of a module.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Table {
    /// The people who may reach its rows.
    pub scope: TableScope,
    /// The column with the organization that a row belongs to. Needed for `organization`.
    #[serde(default)]
    pub column: Option<SqlName>,
    /// The permission to read rows. Needed for `organization`.
    #[serde(default)]
    pub read: Option<PermissionText>,
    /// The permission to add, change and delete rows. Only functions do if absent.
    #[serde(default)]
    pub write: Option<PermissionText>,
}

/// The people who may reach the rows of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TableScope {
    /// The members of the organization that a row belongs to.
    Organization,
    /// Nobody: only functions use the table.
    Internal,
}

/// Source and packages that functions share.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Layer {
    /// The folder of its source, in the module.
    pub source: RelativePath,
    /// The version of Python. If absent, that of the project.
    #[serde(default)]
    pub python: Option<PythonVersion>,
}

/// Actions of AWS that a function may take, and the resources that it may take them on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct IamStatement {
    /// The actions.
    pub actions: Vec<IamAction>,
    /// The resources, by ARN.
    pub resources: Vec<ResourceName>,
}

const fn default_timeout() -> u32 {
    15
}

const fn default_memory() -> u32 {
    256
}

/// A route of the gateway.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Route {
    /// The method of HTTP, or `ANY`.
    pub method: Method,
    /// The path: segments with slashes between them, each a text, `{name}`, or at the end
    /// `{name+}`.
    pub path: String,
    /// The function and the handler in it that answer.
    pub handler: HandlerName,
    /// Those who may use it: `public`, `session`, or the holders of a permission.
    pub access: AccessText,
    /// The reason why anybody may use it. Needed for `public`.
    #[serde(default)]
    pub reason: Option<ShownText>,
    /// A sentence about the route, for its documentation.
    #[serde(default)]
    pub summary: Option<ShownText>,
}

/// The methods of routes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "UPPERCASE")]
#[allow(missing_docs)]
pub enum Method {
    Get,
    Post,
    Put,
    Patch,
    Delete,
    Head,
    Options,
    /// Every method that no other route of the path has.
    Any,
}

impl Method {
    /// Returns the name in a route key.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
            Self::Head => "HEAD",
            Self::Options => "OPTIONS",
            Self::Any => "ANY",
        }
    }
}
