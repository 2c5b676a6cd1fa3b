//! What is said about a provider.

/// The texts about a kind of provider.
pub(crate) struct ProviderTexts {
    /// The provider's name for people.
    pub display_name: &'static str,
}
