//! Redemption of authorization codes (§14.6).

use cora_wire_derive::{codes, record};

use super::pkce::{CodeChallenge, CodeVerifier};
use super::renewal::RenewalReason;
use super::session::ConnectionState;
use crate::id::ApplicationId;
use crate::text::RedirectUri;
use crate::time::UnixSeconds;

/// The life of a code, in seconds.
pub const CODE_SECONDS: u64 = 60;

/// A code, as it is stored.
#[record]
pub struct CodeFacts {
    /// The application that the code was issued to.
    pub application_id: ApplicationId,
    /// The redirect URI of the request.
    pub redirect_uri: RedirectUri,
    /// The challenge of the request; absent if it had none.
    #[serde(default)]
    pub code_challenge: Option<CodeChallenge>,
    /// The version of the connection at the sign-in.
    pub connection_version: u32,
    /// The first moment at which the code is over.
    pub expires_at: UnixSeconds,
    /// The time at which the code was redeemed; absent if it was not.
    #[serde(default)]
    pub used_at: Option<UnixSeconds>,
}

/// A presented code, and the facts behind it.
#[record]
pub struct RedemptionInput {
    /// The time of the request.
    pub now: UnixSeconds,
    /// The application that has authenticated.
    pub application_id: ApplicationId,
    /// The redirect URI of the token request; absent if it has none.
    #[serde(default)]
    pub redirect_uri: Option<RedirectUri>,
    /// The code verifier; absent if the token request has none.
    #[serde(default)]
    pub code_verifier: Option<CodeVerifier>,
    /// The stored code; absent if there is none with this hash.
    #[serde(default)]
    pub code: Option<CodeFacts>,
    /// The connection of the sign-in; absent if there is none any more.
    #[serde(default)]
    pub connection: Option<ConnectionState>,
    /// The reason of the renewal of the code's application session; absent if there is no code.
    #[serde(default)]
    pub renewal: Option<RenewalReason>,
}

/// The result of presenting a code. All but `redeemed` are `invalid_grant` for the application.
#[codes]
pub enum RedemptionReason {
    /// The code is redeemed.
    Redeemed,
    /// There is no such code.
    CodeUnknown,
    /// The code is another application's.
    OtherApplication,
    /// The redirect URI is not the request's, or absent.
    RedirectUriMismatch,
    /// The request had a challenge, and there is no verifier.
    VerifierMissing,
    /// There is a verifier, and the request had no challenge.
    VerifierUnexpected,
    /// The verifier is malformed, or of another challenge.
    VerifierMismatch,
    /// The code was redeemed before. Ends the application session that came of it.
    CodeUsed,
    /// The code is over.
    CodeExpired,
    /// The connection has another version than at the sign-in, or is not active.
    ConnectionChanged,
    /// The renewal of the session refuses.
    NotRenewed,
}
