//! A variable in a project file or a manifest: its sentence, and the programs that read it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::name::ShownText;

/// A variable that a program reads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Variable {
    /// A sentence for the person who sets it.
    pub describe: ShownText,
    /// The programs that read it.
    pub scope: Scope,
}

/// The programs that read a variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// The server of the web application.
    Server,
    /// The pages of the web application, in the browser of anybody.
    Client,
    /// The functions of the module.
    Function,
}
