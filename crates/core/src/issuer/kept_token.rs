//! The tokens of a provider that are kept for applications (§14.12).

use crate::time::UnixSeconds;

/// Time before the end of an access token from which it is renewed, in seconds (our decision: the
/// application still has to use it).
pub const RENEWED_AHEAD_SECONDS: u64 = 60;

/// The life of an access token of which the provider states none, in seconds (our decision, because
/// RFC 6749 §5.1 leaves it open).
pub const UNSTATED_LIFE_SECONDS: u64 = 300;

/// The verdict about a kept access token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeptTokenVerdict {
    /// It can be used.
    Current,
    /// The provider is asked for another one.
    Renew,
    /// It is over, and cannot be renewed.
    SignInAgain,
}

/// Decides about an access token that ends at a time. `can_renew` is set if the provider has given
/// a refresh token.
pub fn kept_token_verdict(ends_at: UnixSeconds, can_renew: bool, now: UnixSeconds) -> KeptTokenVerdict {
    if now.plus(RENEWED_AHEAD_SECONDS) < ends_at {
        return KeptTokenVerdict::Current;
    }
    match (can_renew, now < ends_at) {
        (true, _) => KeptTokenVerdict::Renew,
        (false, true) => KeptTokenVerdict::Current,
        (false, false) => KeptTokenVerdict::SignInAgain,
    }
}

#[cfg(test)]
mod tests {
    use super::KeptTokenVerdict::{Current, Renew, SignInAgain};
    use super::*;

    #[test]
    fn c53_a_kept_token_is_renewed_a_minute_before_its_end() {
        let ends_at = UnixSeconds::new(10_000).unwrap_or_default();
        for (seconds, with, without) in [
            (9_000, Current, Current),
            (9_939, Current, Current),
            (9_940, Renew, Current),
            (9_999, Renew, Current),
            (10_000, Renew, SignInAgain),
            (20_000, Renew, SignInAgain),
        ] {
            let now = UnixSeconds::new(seconds).unwrap_or_default();
            assert_eq!(kept_token_verdict(ends_at, true, now), with, "{seconds}");
            assert_eq!(kept_token_verdict(ends_at, false, now), without, "{seconds}");
        }
    }
}
