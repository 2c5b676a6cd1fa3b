//! Redemption of authorization codes (§14.6).

use cora_wire_derive::{codes, record};

use super::pkce::{CodeChallenge, CodeVerifier};
use super::renewal::RenewalReason;
use super::session::ConnectionState;
use crate::id::{ApplicationId, ConnectionId};
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
    /// The connection of the sign-in.
    pub connection_id: ConnectionId,
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

impl RedemptionReason {
    /// Returns `true` if the application session that came of the code ends. The one who presents
    /// the code could have redeemed it.
    pub const fn ends_session(self) -> bool {
        matches!(self, Self::CodeUsed)
    }
}

/// A [`RedemptionReason`], and its consequence.
#[record]
pub struct Redemption {
    /// The reason.
    pub reason: RedemptionReason,
    /// `true` if the application session that came of the code ends, with
    /// [`SessionEndReason::CodeReused`](super::session::SessionEndReason::CodeReused).
    pub ends_session: bool,
}

/// Decides a [`RedemptionInput`] with [`redeem`].
pub fn report_redemption(input: &RedemptionInput) -> Redemption {
    let reason = redeem(input);
    Redemption { reason, ends_session: reason.ends_session() }
}

/// Decides whether a presented code is redeemed. The reasons are tried in declaration order.
///
/// The application has authenticated. With `code_used`, application, redirect URI and verifier are
/// right, so that the host ends the application session that came of the code (pitfall C39).
pub fn redeem(input: &RedemptionInput) -> RedemptionReason {
    use RedemptionReason::{
        CodeExpired, CodeUnknown, CodeUsed, ConnectionChanged, NotRenewed, OtherApplication, Redeemed,
        RedirectUriMismatch, VerifierMismatch, VerifierMissing, VerifierUnexpected,
    };
    let Some(code) = &input.code else { return CodeUnknown };
    if code.application_id != input.application_id {
        return OtherApplication;
    }
    if input.redirect_uri.as_ref() != Some(&code.redirect_uri) {
        return RedirectUriMismatch;
    }
    match (&code.code_challenge, &input.code_verifier) {
        (None, None) => {}
        (Some(_), None) => return VerifierMissing,
        (None, Some(_)) => return VerifierUnexpected,
        (Some(challenge), Some(verifier)) if challenge.is_of(verifier) => {}
        (Some(_), Some(_)) => return VerifierMismatch,
    }
    let is_unchanged = |connection: &ConnectionState| {
        connection.id == code.connection_id && connection.is_active && connection.version == code.connection_version
    };
    if code.used_at.is_some() {
        CodeUsed
    } else if input.now >= code.expires_at {
        CodeExpired
    } else if !input.connection.as_ref().is_some_and(is_unchanged) {
        ConnectionChanged
    } else if input.renewal != Some(RenewalReason::Renewed) {
        NotRenewed
    } else {
        Redeemed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    fn application(last: u8) -> ApplicationId {
        ApplicationId::parse(&alloc::format!("0198c0de-0000-7000-8000-00000000aa0{last}")).unwrap()
    }

    fn at(seconds: u64) -> UnixSeconds {
        UnixSeconds::new(seconds).unwrap()
    }

    fn good() -> RedemptionInput {
        let connection_id = ConnectionId::parse("0198c0de-0000-7000-8000-0000000000c1").unwrap();
        let redirect_uri = RedirectUri::new("https://app.acme.example/cb").unwrap();
        RedemptionInput {
            now: at(1000),
            application_id: application(1),
            redirect_uri: Some(redirect_uri.clone()),
            code_verifier: Some(CodeVerifier::new(VERIFIER)),
            code: Some(CodeFacts {
                application_id: application(1),
                redirect_uri,
                code_challenge: CodeChallenge::new("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"),
                connection_id,
                connection_version: 3,
                expires_at: at(1001),
                used_at: None,
            }),
            connection: Some(ConnectionState { id: connection_id, is_active: true, version: 3 }),
            renewal: Some(RenewalReason::Renewed),
        }
    }

    fn of(change: impl FnOnce(&mut RedemptionInput)) -> RedemptionReason {
        let mut input = good();
        change(&mut input);
        redeem(&input)
    }

    fn with_code(change: impl FnOnce(&mut CodeFacts)) -> RedemptionReason {
        of(|input| change(input.code.as_mut().unwrap()))
    }

    #[test]
    fn c38_a_code_is_redeemed_by_its_own_request_only() {
        assert_eq!(redeem(&good()), RedemptionReason::Redeemed);
        assert_eq!(of(|input| input.code = None), RedemptionReason::CodeUnknown);
        assert_eq!(of(|input| input.application_id = application(2)), RedemptionReason::OtherApplication);
        let other = RedirectUri::new("https://app.acme.example/cb/");
        assert_eq!(of(|input| input.redirect_uri = other), RedemptionReason::RedirectUriMismatch);
        assert_eq!(of(|input| input.redirect_uri = None), RedemptionReason::RedirectUriMismatch);
        assert_eq!(of(|input| input.now = at(1001)), RedemptionReason::CodeExpired);
        let changed = |change: fn(&mut ConnectionState)| of(|input| change(input.connection.as_mut().unwrap()));
        assert_eq!(changed(|connection| connection.version = 4), RedemptionReason::ConnectionChanged);
        assert_eq!(changed(|connection| connection.is_active = false), RedemptionReason::ConnectionChanged);
        let other = ConnectionId::parse("0198c0de-0000-7000-8000-0000000000c2").unwrap();
        assert_eq!(of(|input| input.connection.as_mut().unwrap().id = other), RedemptionReason::ConnectionChanged);
        assert_eq!(of(|input| input.connection = None), RedemptionReason::ConnectionChanged);
        assert_eq!(of(|input| input.renewal = None), RedemptionReason::NotRenewed);
        assert_eq!(of(|input| input.renewal = Some(RenewalReason::NotAdmitted)), RedemptionReason::NotRenewed);
    }

    #[test]
    fn c39_only_who_could_redeem_a_used_code_is_told_that_it_was_used() {
        let used = |change: fn(&mut RedemptionInput)| {
            of(|input| {
                input.code.as_mut().unwrap().used_at = Some(at(999));
                change(input);
            })
        };
        assert_eq!(used(|_| ()), RedemptionReason::CodeUsed);
        assert_eq!(used(|input| input.now = at(9000)), RedemptionReason::CodeUsed);
        assert_eq!(used(|input| input.application_id = application(2)), RedemptionReason::OtherApplication);
        assert_eq!(used(|input| input.redirect_uri = None), RedemptionReason::RedirectUriMismatch);
        assert_eq!(used(|input| input.code_verifier = None), RedemptionReason::VerifierMissing);
        let wrong = |input: &mut RedemptionInput| input.code_verifier = Some(CodeVerifier::new(&"a".repeat(43)));
        assert_eq!(used(wrong), RedemptionReason::VerifierMismatch);
    }

    #[test]
    fn c40_verifier_and_challenge_come_together_or_not_at_all() {
        assert_eq!(of(|input| input.code_verifier = None), RedemptionReason::VerifierMissing);
        assert_eq!(with_code(|code| code.code_challenge = None), RedemptionReason::VerifierUnexpected);
        assert_eq!(
            of(|input| {
                input.code_verifier = None;
                input.code.as_mut().unwrap().code_challenge = None;
            }),
            RedemptionReason::Redeemed
        );
        for verifier in ["", "short", CHALLENGE_AS_VERIFIER] {
            let reason = of(|input| input.code_verifier = Some(CodeVerifier::new(verifier)));
            assert_eq!(reason, RedemptionReason::VerifierMismatch, "{verifier}");
        }
    }

    /// Taking the challenge itself is what `plain` would allow.
    const CHALLENGE_AS_VERIFIER: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
}
