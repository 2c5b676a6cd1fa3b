//! Decodes any bytes as a platform and two logins. A plan applies once, applied a second time it
//! changes nothing, and a person who was admitted returns at the next login.
#![no_main]

use cora_core::{Outcome, decide};
use cora_testkit::generate::NOW;
use cora_testkit::interpreter::Platform;
use libfuzzer_sys::fuzz_target;

#[path = "platform/mod.rs"]
mod read;

/// Returns the platform without the role versions, which applying a plan a second time may raise.
fn without_role_versions(platform: &Platform) -> Platform {
    let mut platform = platform.clone();
    platform.users.values_mut().for_each(|user| user.role_version = 0);
    platform
}

fuzz_target!(|bytes: &[u8]| {
    let mut bytes = read::Bytes::of(bytes);
    let mut platform = bytes.platform();
    for login in [bytes.login(), bytes.login()] {
        let decision = decide(&platform.input(&login, NOW));
        assert_eq!(platform.apply(&decision.plan), Ok(()), "a plan fails although nobody else writes");
        let once = platform.clone();
        // The second time, its guards refuse it or it changes nothing.
        let _ = platform.apply(&decision.plan);
        assert_eq!(without_role_versions(&platform), without_role_versions(&once));
        platform = once.clone();

        let again = decide(&platform.input(&login, NOW));
        match decision.outcome.signed_in_user() {
            Some(user_id) => {
                assert_eq!(again.outcome, Outcome::Returning { user_id });
                assert!(again.plan.effects.is_empty() && again.plan.guards.is_empty(), "{:?}", again.plan);
                assert_eq!(again.memberships.len(), decision.memberships.len());
            }
            None => {
                assert_eq!(again.outcome, decision.outcome);
                assert_eq!(platform.apply(&again.plan), Ok(()));
                assert_eq!(platform, once);
            }
        }
    }
});
