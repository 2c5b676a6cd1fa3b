//! Tests of renewals, and of the answers to refresh tokens.

use super::*;
use crate::issuer::samples::{application, at, browser_session, connection_id, refresh_input, renewal_input};
use crate::issuer::session::SessionTimes;
use proptest::prelude::*;

fn of(change: impl FnOnce(&mut RenewalInput)) -> RenewalReason {
    let mut input = renewal_input();
    change(&mut input);
    renew(&input).reason
}

#[test]
fn a_session_is_renewed_and_its_idle_end_moves() {
    let input = renewal_input();
    let renewal = renew(&input);
    assert_eq!(renewal.reason, RenewalReason::Renewed);
    let (before, after) = (input.session.times, renewal.session.unwrap());
    assert_eq!((after.used_at, after.idle_ends_at), (input.now, input.now.plus(604_800)));
    assert_eq!((after.began_at, after.absolute_ends_at), (before.began_at, before.absolute_ends_at));
    assert_eq!(renewal.browser_session.unwrap().used_at, input.now);
    assert_eq!(renewal.ends_at, Some(input.now.plus(604_800)));
}

#[test]
fn c60_the_use_of_a_browser_session_is_written_once_a_minute() {
    let written = |after: u64| {
        let mut input = renewal_input();
        input.now = input.browser_session.times.used_at.plus(after);
        renew(&input).browser_session.is_some()
    };
    assert!(!written(59));
    assert!(written(60));
}

#[test]
fn c52_every_reason_ends_renewals_and_the_first_is_told() {
    use RenewalReason::{
        ApplicationDisabled, ConnectionNotActive, ConnectionNotAllowed, NotAdmitted, SessionEnded, SessionExpired,
        SignedOutEverywhere,
    };
    type Step = (RenewalReason, fn(&mut RenewalInput));
    let steps: [Step; 7] = [
        (SessionEnded, |input| input.session.times.ended_at = Some(at(1))),
        (SessionExpired, |input| input.session.times.idle_ends_at = input.now),
        (ApplicationDisabled, |input| input.application.as_mut().unwrap().enabled = false),
        (ConnectionNotActive, |input| input.connection.as_mut().unwrap().is_active = false),
        (ConnectionNotAllowed, |input| {
            input.application.as_mut().unwrap().connections = alloc::vec![connection_id(2)];
        }),
        (SignedOutEverywhere, |input| {
            input.not_before = Some(input.browser_session.times.began_at.plus(1));
        }),
        (NotAdmitted, |input| input.is_admitted = false),
    ];
    for (at, (reason, change)) in steps.iter().enumerate() {
        assert_eq!(of(change), *reason);
        // With all later problems too, the first one is the reason.
        assert_eq!(of(|input| steps[at..].iter().for_each(|(_, change)| change(input))), *reason);
    }
    assert_eq!(of(|input| input.browser_session.times.ended_at = Some(at(1))), SessionEnded);
    assert_eq!(of(|input| input.application = None), ApplicationDisabled);
    assert_eq!(of(|input| input.connection = None), ConnectionNotActive);
    assert_eq!(of(|input| input.not_before = Some(input.browser_session.times.began_at)), RenewalReason::Renewed);
}

#[test]
fn facts_of_another_session_renew_nothing() {
    let other = crate::id::BrowserSessionId::parse("0198c0de-0000-7000-8000-00000000bb09").unwrap();
    assert_eq!(of(|input| input.browser_session.id = other), RenewalReason::SessionEnded);
    assert_eq!(of(|input| input.application = Some(application(2))), RenewalReason::ApplicationDisabled);
    assert_eq!(
        of(|input| input.connection.as_mut().unwrap().id = connection_id(2)),
        RenewalReason::ConnectionNotActive
    );
}

#[test]
fn c52_both_ends_of_both_sessions_count_to_the_second() {
    let ends: [fn(&mut RenewalInput) -> &mut UnixSeconds; 4] = [
        |input| &mut input.session.times.idle_ends_at,
        |input| &mut input.session.times.absolute_ends_at,
        |input| &mut input.browser_session.times.idle_ends_at,
        |input| &mut input.browser_session.times.absolute_ends_at,
    ];
    for end in ends {
        assert_eq!(of(|input| *end(input) = input.now.plus(1)), RenewalReason::Renewed);
        assert_eq!(of(|input| *end(input) = input.now), RenewalReason::SessionExpired);
    }
}

#[test]
fn c52_a_shortened_length_counts_at_the_next_renewal_and_a_longer_one_moves_no_absolute_end() {
    let mut input = renewal_input();
    let age = u32::try_from(input.now.seconds() - input.session.times.began_at.seconds()).unwrap();
    input.application.as_mut().unwrap().session.absolute = age;
    assert_eq!(renew(&input).reason, RenewalReason::SessionExpired);
    input.application.as_mut().unwrap().session.absolute = age + 1;
    assert_eq!(renew(&input).ends_at, Some(input.now.plus(1)));
    input.application.as_mut().unwrap().session.absolute = 31_536_000;
    assert_eq!(renew(&input).session.unwrap().absolute_ends_at, input.session.times.absolute_ends_at);
    input.browser_lengths.absolute = age;
    assert_eq!(renew(&input).reason, RenewalReason::SessionExpired);
}

#[test]
fn a_part_of_a_browser_session_counts_from_the_sign_in() {
    let browser = SessionTimes::begun(at(1000), SessionLengths::default());
    let part = browser.begin_part(at(5000), SessionLengths { idle: 600, absolute: 6000 });
    assert_eq!((part.began_at, part.used_at), (at(1000), at(5000)));
    assert_eq!((part.idle_ends_at, part.absolute_ends_at, part.ends_at()), (at(5600), at(7000), at(5600)));
}

#[test]
fn c51_a_token_of_another_session_has_no_effect() {
    let mut input = refresh_input();
    input.presented = PresentedGeneration::Unknown {};
    input.renewal.session.times.ended_at = Some(at(1));
    let answer = refresh(&input);
    assert!(!answer.ok && !answer.ends_session && answer.renewal.is_none());
    assert_eq!(answer.rotation.unwrap().verdict, RotationVerdict::Unknown);
}

#[test]
fn c49_an_ended_session_has_no_window() {
    let mut input = refresh_input();
    input.rotation = RotationState { generation: 1, window_began_at: Some(input.renewal.now), ..input.rotation };
    assert!(refresh(&input).ok, "the parent within its window");
    input.renewal.session.times.ended_at = Some(input.renewal.now);
    let answer = refresh(&input);
    assert_eq!((answer.ok, answer.ends_session, answer.rotation), (false, false, None));
}

#[test]
fn c50_reuse_ends_the_application_session() {
    let mut input = refresh_input();
    let rotation = RotationState { generation: 3, window_began_at: Some(at(1)), ..input.rotation };
    input.rotation = rotation.clone();
    let answer = refresh(&input);
    assert_eq!((answer.ok, answer.ends_session), (false, true));
    assert_eq!(answer.rotation.unwrap().state, rotation);
}

proptest! {
    /// P21: at any times, a renewal gives no token past an end, and moves no absolute end.
    #[test]
    fn p21_no_renewal_outlasts_an_end(
        now in 0_u64..2000, began in 0_u64..1000, used in 0_u64..1000, ends in proptest::array::uniform4(0_u64..3000),
        ended in proptest::option::weighted(0.1, 0_u64..2000), idle in 1_u32..1000, absolute in 1_u32..3000,
    ) {
        let mut input = renewal_input();
        let times = |idle_ends, absolute_ends| SessionTimes {
            began_at: at(began), used_at: at(began + used), idle_ends_at: at(idle_ends), absolute_ends_at: at(absolute_ends), ended_at: None,
        };
        input.now = at(now);
        input.session.times = SessionTimes { ended_at: ended.map(at), ..times(ends[0], ends[1]) };
        input.browser_session.times = times(ends[2], ends[3]);
        input.browser_lengths = SessionLengths { idle, absolute };
        let renewal = renew(&input);
        let is_over = ends.iter().any(|end| now >= *end) || ended.is_some();
        if let Some(session) = renewal.session {
            prop_assert!(!is_over);
            prop_assert!(renewal.ends_at.unwrap() > at(now));
            prop_assert!(session.absolute_ends_at <= at(ends[1]));
            prop_assert!(renewal.ends_at.unwrap() <= at(ends[1]).min(at(ends[3])));
            prop_assert!(renewal.browser_session.is_none_or(|times| times.absolute_ends_at <= at(ends[3])));
        } else {
            prop_assert_ne!(renewal.reason, RenewalReason::Renewed);
        }
    }
}

#[test]
fn the_session_of_a_sample_is_alive() {
    assert!(browser_session().times.is_alive(renewal_input().now));
}
