//! Parses any text as an e-mail address: it is refused, or has one stable canonical form.
#![no_main]

use cora_core::domain::name::DomainName;
use cora_core::email::EmailAddress;
use cora_core::redact::RedactedEmail;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let Ok(email) = EmailAddress::parse(text) else { return };
    let canonical = email.canonical();
    assert!(canonical.is_ascii() && canonical.len() <= 254 && canonical.matches('@').count() == 1);
    assert!(
        !canonical.bytes().any(|byte| byte.is_ascii_uppercase() || byte <= b' ' || b"\",%!()<>[]:;\\".contains(&byte))
    );
    assert!((1..=64).contains(&email.local().len()));
    assert_eq!(DomainName::parse(email.domain()).map(|name| name.to_string()).as_deref(), Ok(email.domain()));
    // The canonical form is stable, and the case of the input does not matter.
    let again = EmailAddress::parse(canonical).expect("a canonical address is one");
    assert_eq!(again.canonical(), canonical);
    let capitals = EmailAddress::parse(&text.to_ascii_uppercase()).expect("the case of ASCII letters does not matter");
    assert_eq!(capitals.canonical(), canonical);
    // An address that looks like a redacted one cannot be distinguished from it.
    assert!(email.local().ends_with('*') || !RedactedEmail::from(&email).as_str().contains(canonical));
});
