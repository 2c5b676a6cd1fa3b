//! What is wrong with a connection's settings or its provider's documents: closed codes, a place, a message and help.

use alloc::string::String;
use alloc::vec::Vec;
use cora_wire_derive::{codes, record};

use super::configuration::{ConnectionConfiguration, DerivedFacts};
use super::settings::Settings;
use crate::issue::Severity;

/// What is wrong with a connection. A closed list, extended only with a test; a code is never used for something else later.
#[codes]
pub enum ConnectionIssueCode {
    // The form of the settings.
    /// A setting that this kind of provider does not have.
    UnknownField,
    /// A setting that stands twice, in two spellings.
    DuplicateField,
    /// A setting that has to be there.
    MissingField,
    /// A value of another JSON type.
    WrongType,
    /// A text, list or number beyond its stated bounds.
    OutOfBounds,
    /// A text that is not one of a closed list.
    UnknownValue,
    /// An item that stands twice in a list.
    DuplicateItem,

    // Values as such.
    /// A text that an example left to be filled in.
    PlaceholderValue,
    /// A text with white space around it, or a control character in it.
    StrayCharacter,
    /// A text that is no absolute URL, or is one in another spelling than URLs are compared in.
    InvalidUrl,
    /// A text that is no domain name.
    InvalidDomain,
    /// A URL that is not https.
    NotHttps,
    /// A URL whose host is not on the public internet, or no name at all.
    PrivateHost,
    /// A URL with user information, a query or a fragment, where none may be.
    UnexpectedUrlPart,
    /// A slash at the end that the provider's issuers do not have.
    TrailingSlash,
    /// No slash at the end, where the provider's issuers have one.
    MissingTrailingSlash,
    /// A host that is misspelt in a known way (`.com.com`, a second `://`).
    MisspeltHost,
    /// A signature algorithm with a shared secret: whoever can verify with it can also sign (RFC 8725 §3.2).
    SymmetricAlgorithm,

    // What the provider says of such values.
    /// The address of the administrators' pages (`-admin`), which issues no tokens.
    AdminDomain,
    /// An issuer that is not of this provider's form.
    IssuerForm,
    /// An issuer that is another than the other settings say.
    IssuerConflict,
    /// An authorization server whose tokens of this use are not for applications to read.
    WrongAuthorizationServer,
    /// A tenant that stands for many (`common`, `organizations`), so that anybody's tenant would be let in.
    TenantNotPinned,
    /// A client identifier that is not of this provider's form.
    ClientIdForm,
    /// A client identifier that is not of the usual form.
    UnusualClientId,
    /// A key that is not of this provider's form.
    KeyForm,
    /// A key of another environment than another setting.
    KeyEnvironmentConflict,
    /// A key that names another host than the issuer.
    KeyHostConflict,
    /// A key of a development instance.
    DevelopmentKey,
    /// A use of tokens that this provider's tokens cannot serve.
    TokenUseUnsupported,
    /// An algorithm that this provider does not sign with.
    AlgorithmUnsupported,
    /// A setting without effect beside another.
    SettingUnused,

    // Secrets.
    /// A secret where everybody may read it.
    SecretInPublicField,
    /// A reference to a secret that is none.
    SecretReferenceForm,
    /// A secret that is missing although the provider needs it.
    SecretMissing,

    // For whom tokens are.
    /// Neither an audience nor an authorized party is named, so that tokens of any application would be taken.
    AudienceMissing,
    /// The parties that tokens may be issued to are missing, for a provider whose tokens name no audience.
    AuthorizedPartiesMissing,
    /// A scope that a login needs is not asked for.
    ScopeMissing,
    /// Addresses count as verified although the provider does not say so.
    EmailTrusted,
    /// An organization's connection brings in people with addresses outside its domains.
    OutsideDomainsAdmitted,

    // The provider's documents.
    /// The discovery document is not one.
    DocumentForm,
    /// The discovery document lacks what every one has.
    DocumentIncomplete,
    /// The discovery document is another issuer's.
    IssuerMismatch,
    /// An endpoint is not https.
    EndpointNotHttps,
    /// An endpoint is on a host that is not public.
    EndpointPrivateHost,
    /// An endpoint is on a host that has nothing to do with the issuer.
    EndpointForeignHost,
    /// None of the provider's algorithms is one that the connection accepts, or one that it accepts is not offered.
    SigningAlgorithmMismatch,
    /// The provider offers algorithms with a shared secret, or none at all, only.
    OnlySymmetricAlgorithms,
    /// The provider does not say that it does PKCE with S256 (RFC 7636).
    PkceUnsupported,
    /// The provider does not offer a scope that is asked for.
    ScopeUnsupported,
    /// The provider does not offer a claim that a login needs.
    ClaimUnsupported,
    /// The provider does not do the authorization code flow.
    CodeFlowUnsupported,
    /// The provider takes none of the ways in which we can say who we are at its token endpoint.
    ClientAuthenticationUnsupported,
    /// The keys are at another address than the connection's settings say.
    JwksUriMismatch,
    /// The key set is not one.
    KeySetForm,
    /// The key set has no key that a token of this connection can be verified with.
    NoUsableKey,
    /// A key that cannot be used, which is left aside.
    KeyUnusable,
    /// A key without an identifier beside others, so that it cannot be told which signed.
    KeyIdMissing,
    /// Two keys have one identifier.
    KeyIdRepeated,
    /// A private or secret key is published.
    PrivateKeyPublished,
}

/// One thing that is wrong with a connection.
#[record]
pub struct ConnectionIssue {
    /// What.
    pub code: ConnectionIssueCode,
    /// How grave: with an error the connection cannot go live, a warning should be meant.
    pub severity: Severity,
    /// Where: a JSON Pointer (RFC 6901) into the settings as they were given, or into the input of the check.
    pub path: String,
    /// What is wrong, for people: lower case, no full stop, input in backticks. Holds no secret.
    pub message: String,
    /// What to do about it: a sentence.
    pub help: Option<String>,
}

/// All that is wrong with a connection's settings, and what follows from them.
#[record]
pub struct ConnectionReport {
    /// Whether there is no error: such settings may be tested and go live.
    pub ok: bool,
    /// Whether the settings may be kept as a draft: there is nothing in them that must not be stored.
    pub storable: bool,
    /// Errors and warnings, in the order of the kind's settings, then those about settings that it does not have; at most
    /// 100 are listed.
    pub issues: Vec<ConnectionIssue>,
    /// The settings under their canonical names (camelCase), without those that are unknown or not to be stored.
    pub settings: Settings,
    /// The settings as a typed variant; null when there is an error.
    pub configuration: Option<ConnectionConfiguration>,
    /// What was derived from them; null when there is an error.
    pub derived: Option<DerivedFacts>,
}

/// All that is wrong with a provider's documents for a connection.
#[record]
pub struct DiscoveryReport {
    /// Whether there is no error.
    pub ok: bool,
    /// Errors and warnings.
    pub issues: Vec<ConnectionIssue>,
    /// Where people are sent to log in; null when the document does not say, or says what is refused.
    pub authorization_endpoint: Option<String>,
    /// Where codes are exchanged; null when the document does not say, or says what is refused.
    pub token_endpoint: Option<String>,
    /// Where the keys are: where the settings say, else where the document does; null when neither does, or the key is in the
    /// settings.
    pub jwks_uri: Option<String>,
    /// The identifiers of the keys that tokens of this connection can be verified with.
    pub usable_key_ids: Vec<String>,
}

/// Whether no issue is an error.
pub(crate) fn is_ok(issues: &[ConnectionIssue]) -> bool {
    !issues.iter().any(|issue| issue.severity == Severity::Error)
}
