//! A secret in a project file or a manifest: its sentence, and never its value.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::name::ShownText;

/// A secret that a program needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SecretUse {
    /// A sentence for the person who sets it: what it is, and where it comes from.
    pub describe: ShownText,
}
