//! Issues of a connection's settings or its provider's documents. Each has a closed code, a path, a
//! message and help.

use alloc::string::String;
use cora_wire_derive::{codes, record};

use crate::issue::Severity;

/// The code of an issue with a connection. A closed list, extended only with a test; a code is
/// never reused for another meaning.
#[codes]
pub enum ConnectionIssueCode {
    // The form of the settings.
    /// A setting that this kind of provider does not have.
    UnknownField,
    /// A setting that is given twice, in two spellings.
    DuplicateField,
    /// A required setting is missing.
    MissingField,
    /// A value of the wrong JSON type.
    WrongType,
    /// A text or list beyond its stated bounds.
    OutOfBounds,
    /// A text that is not in a closed list of values.
    UnknownValue,
    /// An item that occurs twice in a list.
    DuplicateItem,

    // Values, independent of the provider.
    /// A placeholder from an example that was not filled in.
    PlaceholderValue,
    /// A text with stray white space, a control or invisible character, or a scope with a character
    /// that scopes must not contain.
    StrayCharacter,
    /// A text that is not an absolute URL, or not in the normalized form in which URLs are
    /// compared.
    InvalidUrl,
    /// A text that is not a domain name.
    InvalidDomain,
    /// A URL that is not https.
    NotHttps,
    /// A URL whose host is not on the public internet, or is not a name.
    PrivateHost,
    /// A URL with user information, a query or a fragment where none is allowed.
    UnexpectedUrlPart,
    /// A trailing slash that this provider's URLs do not have.
    TrailingSlash,
    /// A missing trailing slash that this provider's issuers have.
    MissingTrailingSlash,
    /// A host that is misspelled in a known way (`.com.com`, a second `://`).
    MisspeltHost,
    /// A signature algorithm with a shared secret, or `none`. Anyone who can verify with a shared
    /// secret can also sign (RFC 8725 §3.2).
    SymmetricAlgorithm,

    // Provider-specific rules for values.
    /// The address of the administration pages (`-admin`), which issues no tokens.
    AdminDomain,
    /// An issuer, or a setting that it is made of, that does not have this provider's form.
    IssuerForm,
    /// An issuer that contradicts another setting.
    IssuerConflict,
    /// An authorization server whose tokens of this kind are not meant for applications to read.
    WrongAuthorizationServer,
    /// A tenant that stands for many (`common`, `organizations`), so users of any tenant would be
    /// admitted.
    TenantNotPinned,
    /// A client identifier that does not have this provider's form.
    ClientIdForm,
    /// A client identifier that does not have the usual form.
    UnusualClientId,
    /// A key that does not have this provider's form.
    KeyForm,
    /// A key whose environment contradicts another setting or the host that the key encodes.
    KeyEnvironmentConflict,
    /// A key whose host differs from the issuer's.
    KeyHostConflict,
    /// A key of a development instance.
    DevelopmentKey,
    /// A kind of token that this provider does not support.
    TokenUseUnsupported,
    /// An algorithm that this provider does not sign with.
    AlgorithmUnsupported,
    /// A path into the claims that names no claim.
    ClaimPathForm,
    /// A setting that has no effect with this provider or the other settings.
    SettingUnused,

    // Secrets.
    /// A secret in a setting that is public.
    SecretInPublicField,
    /// A text that starts like a reference to a secret but is malformed.
    SecretReferenceForm,
    /// A secret that the provider needs is missing.
    SecretMissing,

    // Audiences, scopes and admission.
    /// No audience is named, so tokens for any other API would be accepted.
    AudienceMissing,
    /// No authorized party is named, for a provider whose tokens name no audience.
    AuthorizedPartiesMissing,
    /// A scope that a login needs is not asked for.
    ScopeMissing,
    /// Addresses count as verified although the provider does not claim it.
    EmailTrusted,
    /// An organization's connection admits users with addresses outside its domains.
    OutsideDomainsAdmitted,

    // The provider's documents.
    /// The discovery document is missing, is not one, or has a member of the wrong type.
    DocumentForm,
    /// The discovery document lacks a required member.
    DocumentIncomplete,
    /// The discovery document belongs to another issuer.
    IssuerMismatch,
    /// An endpoint is not https.
    EndpointNotHttps,
    /// An endpoint is on a host that is not public.
    EndpointPrivateHost,
    /// An endpoint is on a host that is unrelated to the issuer's.
    EndpointForeignHost,
    /// The provider supports none of the algorithms that the connection accepts, or lacks one of
    /// them.
    SigningAlgorithmMismatch,
    /// The provider supports only algorithms with a shared secret, or `none`.
    OnlySymmetricAlgorithms,
    /// The provider does not state that it supports PKCE with S256 (RFC 7636).
    PkceUnsupported,
    /// The provider does not support a scope that a login asks for.
    ScopeUnsupported,
    /// The provider does not support a claim that a login needs.
    ClaimUnsupported,
    /// The provider does not support the authorization code flow.
    CodeFlowUnsupported,
    /// The provider supports none of Cora's client authentication methods at its token endpoint.
    ClientAuthenticationUnsupported,
    /// The document and the connection's settings name different URLs for the keys.
    JwksUriMismatch,
    /// The key set is missing or malformed.
    KeySetForm,
    /// The key set has no key that can verify a token of this connection.
    NoUsableKey,
    /// A key cannot be used and is ignored.
    KeyUnusable,
    /// A key among several has no identifier, so tokens cannot say which key signed them.
    KeyIdMissing,
    /// Two keys have the same identifier.
    KeyIdRepeated,
    /// A private or secret key is published.
    PrivateKeyPublished,
}

/// One issue with a connection.
#[record]
pub struct ConnectionIssue {
    /// The issue code.
    pub code: ConnectionIssueCode,
    /// The severity. A connection with an error cannot go live; a warning should be intentional.
    pub severity: Severity,
    /// A JSON Pointer (RFC 6901) into the settings as they were given, or into the input of the
    /// check.
    pub path: String,
    /// The message for people: lower case, no full stop, input in backticks. Never holds a secret.
    pub message: String,
    /// The remedy, as a sentence; null if there is none.
    pub help: Option<String>,
}

/// Returns `true` if no issue is an error.
pub(crate) fn is_ok(issues: &[ConnectionIssue]) -> bool {
    !issues.iter().any(|issue| issue.severity == Severity::Error)
}
