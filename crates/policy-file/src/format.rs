//! The notations.

use std::path::Path;

/// The notation of a configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// JSON (RFC 8259).
    Json,
    /// YAML 1.2, core schema, limited to what JSON can express.
    Yaml,
    /// TOML 1.1, without dates.
    Toml,
}

impl Format {
    /// All notations, in the order of their names.
    pub const ALL: [Self; 3] = [Self::Json, Self::Toml, Self::Yaml];

    /// Returns the notation of a file by its extension, in any case: `json`, `yaml`, `yml` or
    /// `toml`.
    pub fn of_path(path: &Path) -> Option<Self> {
        let extension = path.extension()?.to_str()?;
        let is = |name: &&'static str| extension.eq_ignore_ascii_case(name);
        Self::ALL.into_iter().find(|format| format.extensions().iter().any(is))
    }

    /// Returns the file extensions of the notation, the usual one first.
    pub const fn extensions(self) -> &'static [&'static str] {
        match self {
            Self::Json => &["json"],
            Self::Yaml => &["yaml", "yml"],
            Self::Toml => &["toml"],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_extension_names_the_notation() {
        let of = |path: &str| Format::of_path(Path::new(path));
        assert_eq!(of("cora.policy.json"), Some(Format::Json));
        assert_eq!(of("a/cora.policy.yaml"), Some(Format::Yaml));
        assert_eq!(of("cora.policy.YML"), Some(Format::Yaml));
        assert_eq!(of("cora.policy.toml"), Some(Format::Toml));
        assert_eq!(of("cora.policy"), None);
        assert_eq!(of("toml"), None);
    }
}
