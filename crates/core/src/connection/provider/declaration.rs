//! Declares the kinds of provider from one list: names, lookups of their tables, and the typed
//! configuration of each.

/// Declares the kinds of provider. Each is followed by its module, the doc comment of its issuer,
/// and its own settings; one that has `+ client` also has the settings of every client, and its
/// further settings after the client's ID and secret. A setting that common code reads is followed
/// by `as` and its name in `ConfigurationView`.
macro_rules! providers {
    (
        $(#[$($enum_doc:tt)*])*
        pub enum ConnectionKind {$(
            $(#[$($doc:tt)*])*
            $kind:ident = $module:ident {
                $(#[$($issuer_doc:tt)*])*
                issuer,
                $($(#[$($own_doc:tt)*])* $own:ident: $own_type:ident $(<$own_item:ident>)? $(as $own_common:ident)?,)*
            }
            $(+ client {
                $(#[$($id_doc:tt)*])*
                client_id,
                $(
                    $(#[$($more_doc:tt)*])* $more:ident: $more_type:ident $(<$more_item:ident>)?
                    $(as $more_common:ident)?,
                )*
            })?
        )*}
    ) => {
        $(#[$($enum_doc)*])*
        #[codes]
        pub enum ConnectionKind {
            $($(#[$($doc)*])* $kind,)*
        }

        impl ConnectionKind {
            /// All kinds, in declaration order.
            pub const ALL: [Self; [$(stringify!($kind)),*].len()] = [$(Self::$kind),*];

            /// Returns the rules by which the provider's tokens are read.
            pub(crate) const fn claim_rules(self) -> &'static ClaimRules {
                match self {
                    $(Self::$kind => &$module::CLAIMS,)*
                }
            }

            /// Returns the rules for the provider's settings and documents.
            pub(in crate::connection) const fn settings_rules(self) -> &'static SettingsRules {
                match self {
                    $(Self::$kind => &$module::SETTINGS,)*
                }
            }

            /// Returns the texts about the provider in the form of its settings.
            pub(in crate::connection) const fn form_texts(self) -> &'static FormTexts {
                match self {
                    $(Self::$kind => &$module::FORM,)*
                }
            }

            /// Returns the rules by which the provider is recognized in pasted texts.
            pub(in crate::connection) const fn recognition_rules(self) -> &'static RecognitionRules {
                match self {
                    $(Self::$kind => &$module::RECOGNITION,)*
                }
            }

            /// Returns the texts about the provider.
            pub(crate) const fn texts(self) -> &'static ProviderTexts {
                match self {
                    $(Self::$kind => &$module::TEXTS,)*
                }
            }
        }

        /// Settings in which [`validate`](super::validate::validate) has found no error.
        ///
        /// Every variant has the issuer that tokens name, derived if the provider's other settings
        /// determine it. Lists have no duplicates and keep the order in which they were given.
        #[union(kind)]
        pub enum ConnectionConfiguration {$(
        $(#[$($doc)*])*
        $kind {
        $(#[$($issuer_doc)*])*
        issuer: Issuer,
        $($(#[$($own_doc)*])* $own: $own_type $(<$own_item>)?,)*
        $(
        $(#[$($id_doc)*])*
        client_id: Audience,
        /// A reference to the client secret; null for a public client.
        client_secret: Option<SecretReference>,
        /// The URL of the keys; null if it follows from the issuer, or the discovery document names
        /// it.
        #[serde(default)]
        jwks_uri: Option<EndpointUrl>,
        $($(#[$($more_doc)*])* $more: $more_type $(<$more_item>)?,)*
        /// The scopes that a login asks for.
        scopes: Vec<SettingText>,
        /// The audiences that tokens may be for.
        audiences: Vec<Audience>,
        /// The parties that tokens may have been issued to.
        authorized_parties: Vec<Audience>,
        /// The algorithms that tokens may be signed with.
        algorithms: Vec<SignatureAlgorithm>,
        /// The kind of token that the application sends.
        token_use: TokenUse,
        /// The extent to which addresses count as verified.
        trust_email: EmailTrust,
        /// The path of the claim that holds the address; null for `email`.
        #[serde(default)]
        email_claim: Option<ClaimPath>,
        /// `true` if the organization's connection admits people who have no address.
        #[serde(default)]
        admits_without_email: bool,
        /// `true` if the organization's connection may admit users whose address is outside its
        /// domains.
        allow_outside_domains: bool,
        /// The paths of the claims that hold the groups; empty for the one of the kind.
        #[serde(default)]
        groups_claim: Vec<ClaimPath>,
        /// The tolerated difference between the provider's clock and this one.
        #[serde(default)]
        leeway_seconds: Leeway,
        /// The extent to which the userinfo endpoint completes the claims of tokens.
        #[serde(default)]
        userinfo: UserinfoUse,
        /// The groups of which every person who uses the connection must have one.
        #[serde(default)]
        required_groups: Vec<GroupName>,
        )?
        },
        )*}

        impl ConnectionConfiguration {
            /// Returns the kind of provider.
            pub const fn kind(&self) -> ConnectionKind {
                match self {
                    $(Self::$kind { .. } => ConnectionKind::$kind,)*
                }
            }

            /// Returns the issuer that tokens name.
            pub const fn issuer(&self) -> &Issuer {
                match self {
                    $(Self::$kind { issuer, .. } => issuer,)*
                }
            }

            /// Returns the settings that common code reads, whatever the kind.
            pub fn view(&self) -> ConfigurationView<'_> {
                match self {
                    $(Self::$kind {
                        $($($own: $own_common,)?)*
                        $(
                            client_id, client_secret, jwks_uri, $($($more: $more_common,)?)* scopes, audiences,
                            authorized_parties, algorithms, token_use, trust_email, email_claim,
                            admits_without_email, allow_outside_domains, groups_claim, leeway_seconds, userinfo,
                            required_groups,
                        )?
                        ..
                    } => ConfigurationView {
                        $($($own_common: $own_common.into(),)?)*
                        $(
                            client_id: client_id.into(),
                            client_secret: client_secret.into(),
                            jwks_uri: jwks_uri.into(),
                            $($($more_common: $more_common.into(),)?)*
                            scopes: scopes.into(),
                            audiences: audiences.into(),
                            authorized_parties: authorized_parties.into(),
                            algorithms: algorithms.into(),
                            token_use: token_use.into(),
                            trust_email: trust_email.into(),
                            email_claim: email_claim.into(),
                            admits_without_email: admits_without_email.into(),
                            allow_outside_domains: allow_outside_domains.into(),
                            groups_claim: groups_claim.into(),
                            leeway_seconds: leeway_seconds.into(),
                            userinfo: userinfo.into(),
                            required_groups: required_groups.into(),
                        )?
                        ..ConfigurationView::default()
                    },)*
                }
            }
        }
    };
}
pub(super) use providers;
