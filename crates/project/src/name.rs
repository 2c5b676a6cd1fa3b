//! Names and other short texts of a project, each of one form.

use std::borrow::Cow;
use std::fmt;

use cora_core::permission::Permission;
use semver::{Version, VersionReq};
use serde::{Deserialize, Deserializer, Serialize, de};

/// Returns `true` for a lower-case letter, and lower-case letters, digits and hyphens after it,
/// none of them at the end or doubled; at most `limit` bytes.
fn is_slug(text: &str, limit: usize) -> bool {
    let is_inner = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    text.len() <= limit
        && text.bytes().next().is_some_and(|first| first.is_ascii_lowercase())
        && text.bytes().all(is_inner)
        && !text.ends_with('-')
        && !text.contains("--")
}

/// Returns `true` for a name that Python and SQL take as it is: a lower-case letter, and lower-case
/// letters, digits and `_` after it; at most 40 bytes.
fn is_identifier(text: &str) -> bool {
    let is_inner = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    text.len() <= 40
        && text.bytes().next().is_some_and(|first| first.is_ascii_lowercase())
        && text.bytes().all(is_inner)
}

/// Words that Python keeps for itself, so that no function is named so.
const PYTHON_WORDS: [&str; 32] = [
    "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del", "elif", "else", "except",
    "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise",
    "return", "try", "while", "with", "yield",
];

fn is_function(text: &str) -> bool {
    is_identifier(text) && !PYTHON_WORDS.contains(&text)
}

/// Returns `true` for a relative path that stays in its folder: parts with slashes between them,
/// none of them empty, `.` or `..`, without backslashes, colons and control characters.
fn is_path(text: &str) -> bool {
    let is_part = |part: &str| !matches!(part, "" | "." | "..") && !part.ends_with(['.', ' ']);
    text.len() <= 200
        && text.split('/').all(is_part)
        && !text.contains(|c: char| c.is_control() || matches!(c, '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|'))
}

fn is_npm_name(text: &str) -> bool {
    let is_part = |part: &str| {
        let is_inner =
            |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'_' | b'.');
        part.bytes().next().is_some_and(|first| first.is_ascii_lowercase() || first.is_ascii_digit())
            && part.bytes().all(is_inner)
    };
    let bare = match text.strip_prefix('@') {
        Some(scoped) => return text.len() <= 214 && scoped.split('/').count() == 2 && scoped.split('/').all(is_part),
        None => text,
    };
    bare.len() <= 214 && is_part(bare)
}

/// Returns `true` for an account of AWS: twelve digits.
fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Returns `true` for the form of a region of AWS, such as `eu-west-1`.
fn is_region(text: &str) -> bool {
    let mut parts = text.rsplitn(2, '-');
    let number = parts.next().is_some_and(|part| part.len() == 1 && part.bytes().all(|byte| byte.is_ascii_digit()));
    number && parts.next().is_some_and(|rest| is_slug(rest, 30) && rest.contains('-'))
}

/// Returns `true` for the origin of a web application: `https`, or `http` at this machine, without
/// a path.
fn is_origin(text: &str) -> bool {
    let host = |rest: &str| {
        let (name, port) = rest.split_once(':').unwrap_or((rest, "1"));
        let is_inner = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'.');
        !name.is_empty() && name.bytes().all(is_inner) && port.parse::<u16>().is_ok_and(|port| port > 0)
    };
    match (text.strip_prefix("https://"), text.strip_prefix("http://")) {
        (Some(rest), _) => host(rest),
        (_, Some(rest)) => host(rest) && ["localhost", "127.0.0.1"].contains(&rest.split(':').next().unwrap_or("")),
        _ => false,
    }
}

fn is_python_version(text: &str) -> bool {
    ["3.11", "3.12", "3.13"].contains(&text)
}

fn is_shown(text: &str) -> bool {
    !text.trim().is_empty() && text.len() <= 200 && cora_core::text::is_plain(text)
}

fn is_module_source(text: &str) -> bool {
    text == "builtin"
}

fn is_handler(text: &str) -> bool {
    text.split_once('.').is_some_and(|(function, name)| is_function(function) && is_function(name))
}

/// Returns `true` for the name of a variable of the environment that no program reads for itself.
fn is_variable(text: &str) -> bool {
    let is_inner = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_';
    let of_programs = ["LD_", "DYLD_", "NODE_", "NPM_", "PYTHON", "GIT_", "BASH_", "RUST_"];
    let is_plain = text.len() <= 64
        && text.contains('_')
        && text.bytes().next().is_some_and(|first| first.is_ascii_uppercase())
        && text.bytes().all(is_inner);
    is_plain && !of_programs.iter().any(|prefix| text.starts_with(prefix))
}

fn is_layer(text: &str) -> bool {
    is_function(text) || is_handler(text)
}

fn is_access(text: &str) -> bool {
    matches!(text, "public" | "session") || Permission::parse(text).is_some()
}

fn is_permission(text: &str) -> bool {
    Permission::parse(text).is_some()
}

fn is_iam_action(text: &str) -> bool {
    let is_part =
        |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let is_last = |part: &str| part == "*" || is_part(part.strip_suffix('*').unwrap_or(part));
    text.len() <= 128 && text.split_once(':').is_some_and(|(service, action)| is_part(service) && is_last(action))
}

fn is_resource(text: &str) -> bool {
    let is_inner = |byte: u8| byte.is_ascii_alphanumeric() || b"-_./:*+=,@".contains(&byte);
    text.len() <= 512 && text.starts_with("arn:") && text.split(':').count() >= 6 && text.bytes().all(is_inner)
}

macro_rules! texts {
    ($($(#[$doc:meta])* $name:ident, $format:literal, $is:path, $help:literal;)*) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
            #[serde(transparent)]
            pub struct $name(String);

            impl $name {
                /// Parses the text. `None` if it is not of the form.
                pub fn parse(text: &str) -> Option<Self> {
                    $is(text).then(|| Self(text.to_owned()))
                }

                /// Returns the text.
                pub fn as_str(&self) -> &str {
                    &self.0
                }
            }

            impl fmt::Display for $name {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    f.write_str(&self.0)
                }
            }

            impl<'de> Deserialize<'de> for $name {
                fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    let text = Cow::<'_, str>::deserialize(deserializer)?;
                    Self::parse(&text).ok_or_else(|| de::Error::custom($help))
                }
            }

            impl schemars::JsonSchema for $name {
                fn inline_schema() -> bool {
                    true
                }
                fn schema_name() -> Cow<'static, str> {
                    Cow::Borrowed(stringify!($name))
                }
                fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                    schemars::json_schema!({ "type": "string", "format": $format, "description": $help })
                }
            }
        )*

        /// Returns the sentence that describes a form, if the text is not of it. `None` for a form
        /// that is not one of a project.
        pub(crate) fn fault_of(format: &str, text: &str) -> Option<&'static str> {
            match format {
                $($format => (!$is(text)).then_some($help),)*
                _ => None,
            }
        }
    };
}

fn is_project_name(text: &str) -> bool {
    is_slug(text, 40)
}

fn is_environment_name(text: &str) -> bool {
    is_slug(text, 20)
}

fn is_module_name(text: &str) -> bool {
    is_identifier(text) && text.len() <= 30 && !is_word_of_python(text)
}

fn is_word_of_python(text: &str) -> bool {
    PYTHON_WORDS.contains(&text)
}

fn is_version(text: &str) -> bool {
    Version::parse(text).is_ok()
}

fn is_range(text: &str) -> bool {
    VersionReq::parse(text).is_ok()
}

texts! {
    /// The name of a project.
    ProjectName, "project-name", is_project_name,
        "Use a lower-case letter, then lower-case letters, digits and single hyphens; at most 40 characters.";
    /// The name of an environment, such as `dev`.
    EnvironmentName, "environment-name", is_environment_name,
        "Use a lower-case letter, then lower-case letters, digits and single hyphens; at most 20 characters.";
    /// The name of a module.
    ModuleName, "module-name", is_module_name,
        "Use a lower-case letter, then lower-case letters, digits and underscores; at most 30 characters, and no word of Python.";
    /// The name of a function, or of one of its handlers.
    FunctionName, "function-name", is_function,
        "Use a lower-case letter, then lower-case letters, digits and underscores; at most 40 characters, and no word of Python.";
    /// A function and a handler in it, with a dot between them.
    HandlerName, "handler", is_handler, "Name a function of the module and a handler in it: `bases.list_bases`.";
    /// The name of a secret, by which programs find it in their environment.
    SecretName, "secret-name", is_variable,
        "Use upper-case letters, digits and at least one `_`, such as `KB_TOKEN`; at most 64 characters, and no variable of other programs.";
    /// A layer of the module, or one of a module that it requires.
    LayerName, "layer", is_layer, "Name a layer of the module, `common`, or one of a module that it requires, `kb.common`.";
    /// Those who may use a route: `public`, `session`, or the holders of a permission.
    AccessText, "access", is_access, "Use `public`, `session`, or a permission such as `kb:read`.";
    /// A permission of an application.
    PermissionText, "permission-name", is_permission, "Use a permission such as `kb:read`.";
    /// The name of a table or a column.
    SqlName, "sql-name", is_identifier,
        "Use a lower-case letter, then lower-case letters, digits and underscores; at most 40 characters.";
    /// A text for people, on one line.
    ShownText, "shown-text", is_shown, "Use one line of 1 to 200 bytes, without control characters.";
    /// A path in the project, with slashes.
    RelativePath, "relative-path", is_path,
        "Use a path that stays in the project, with slashes and without `.` and `..`.";
    /// The name of a package of npm.
    PackageName, "npm-name", is_npm_name, "Use the name of a package, such as `@acme/cora-billing`.";
    /// The source of a module that Cora brings.
    BuiltinSource, "module-source", is_module_source,
        "Use `builtin`, `{ path: modules/kb }`, or `{ npm: \"@acme/cora-billing\", version: ^1 }`.";
    /// A version (Semantic Versioning 2.0.0).
    VersionText, "version", is_version, "Use a version of three numbers, such as `0.3.0`.";
    /// A range of versions, as Cargo reads it.
    RangeText, "version-range", is_range, "Use a range such as `^1` or `>=1.2, <2`.";
    /// An account of AWS.
    AccountId, "aws-account", is_account, "Use the twelve digits of the account, in quotes.";
    /// A region of AWS.
    RegionName, "aws-region", is_region, "Use the name of a region, such as `eu-west-1`.";
    /// The origin of a web application.
    WebAddress, "web-origin", is_origin,
        "Use an origin without a path: `https://app.acme.example`, or `http://localhost:3000`.";
    /// A version of Python.
    PythonVersion, "python-version", is_python_version, "Use `3.11`, `3.12` or `3.13`, in quotes.";
    /// An action of AWS that a function may take.
    IamAction, "iam-action", is_iam_action, "Use an action such as `s3:GetObject`.";
    /// A resource of AWS.
    ResourceName, "iam-resource", is_resource, "Use an ARN such as `arn:aws:s3:::acme-documents/*`.";
}

impl VersionText {
    /// Returns the version. `None` never occurs for a text that was parsed.
    pub fn version(&self) -> Option<Version> {
        Version::parse(&self.0).ok()
    }
}

impl RangeText {
    /// Returns `true` if a version is in the range.
    pub fn has(&self, version: &Version) -> bool {
        VersionReq::parse(&self.0).is_ok_and(|range| range.matches(version))
    }
}

impl PythonVersion {
    /// Returns the minor version: 13 for `3.13`.
    pub fn minor(&self) -> u8 {
        self.0.split('.').nth(1).and_then(|minor| minor.parse().ok()).unwrap_or_default()
    }
}

impl LayerName {
    /// Returns the module, if another one is named.
    pub fn module(&self) -> Option<&str> {
        self.0.split_once('.').map(|(module, _)| module)
    }

    /// Returns the name in its module.
    pub fn layer(&self) -> &str {
        self.0.rsplit('.').next().unwrap_or_default()
    }
}

impl HandlerName {
    /// Returns the name of the function.
    pub fn function(&self) -> &str {
        self.0.split('.').next().unwrap_or_default()
    }

    /// Returns the name of the handler in the function.
    pub fn handler(&self) -> &str {
        self.0.split('.').nth(1).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_that_leaves_the_project_is_refused() {
        for text in ["", "/etc/passwd", "..", "a/../b", "a//b", "./a", "a\\b", "C:x", "a/b.", "a\u{0}b"] {
            assert_eq!(RelativePath::parse(text), None, "{text:?}");
        }
        for text in ["a", "app/page.tsx", "app/[id]/page.tsx", ".gitignore", "a/..b"] {
            assert!(RelativePath::parse(text).is_some(), "{text:?}");
        }
    }

    #[test]
    fn names_have_one_form_everywhere() {
        for name in ["kb", "kb2", "a_b"] {
            assert!(ModuleName::parse(name).is_some(), "{name}");
        }
        for name in ["", "Kb", "2kb", "kb-2", "class", "kb module", "module-kb"] {
            assert!(ModuleName::parse(name).is_none(), "{name}");
        }
        assert!(ProjectName::parse("acme-app").is_some());
        for name in ["acme--app", "acme-", "-a", "acme_app", "constructor\n", "A"] {
            assert!(ProjectName::parse(name).is_none(), "{name}");
        }
    }

    #[test]
    fn an_origin_is_https_or_of_this_machine() {
        for text in ["https://app.acme.example", "http://localhost:3000", "http://127.0.0.1"] {
            assert!(WebAddress::parse(text).is_some(), "{text}");
        }
        for text in ["http://app.acme.example", "https://a/b", "https://", "ftp://a", "https://a:0", "https://a b"] {
            assert!(WebAddress::parse(text).is_none(), "{text}");
        }
    }

    #[test]
    fn places_of_aws_have_their_form() {
        assert!(RegionName::parse("eu-west-1").is_some() && RegionName::parse("us-gov-east-1").is_some());
        assert!(RegionName::parse("eu-west").is_none() && RegionName::parse("europe").is_none());
        assert!(AccountId::parse("111122223333").is_some() && AccountId::parse("11112222333").is_none());
        assert!(IamAction::parse("s3:Get*").is_some() && IamAction::parse("*:*").is_none());
    }
}
