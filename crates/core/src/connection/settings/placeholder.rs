//! Detects placeholder text from examples that was not filled in.
//!
//! Matches only values that nobody really has. Documentation hosts (`acme.example`) count as real
//! here.

use crate::connection::ConnectionKind;

/// The words that follow "your" in examples, alone or combined with each other and with providers'
/// names. Only these count, because a company may be called "Your Energy".
const YOURS: &[&str] = &[
    "domain",
    "sub",
    "company",
    "org",
    "organization",
    "tenant",
    "client",
    "app",
    "application",
    "issuer",
    "audience",
    "api",
    "realm",
    "region",
    "user",
    "pool",
    "server",
    "host",
    "instance",
    "secret",
    "publishable",
    "key",
    "project",
    "id",
    "name",
];

/// Words that are placeholders anywhere in a text.
const WORDS: &[&str] = &["changeme", "replaceme", "placeholder"];

/// Words that are placeholders only if they are the whole text.
const WHOLE: &[&str] = &["todo", "fixme", "tbd"];

/// Pairs of consecutive words that are placeholders.
const PAIRS: &[(&str, &str)] = &[("change", "me"), ("replace", "me"), ("fill", "in"), ("insert", "here")];

/// Values that a provider's documentation uses as its example.
const EXAMPLES: &[&str] = &["dev-12345678.okta.com", "dev-123456.okta.com", "00000000-0000-0000-0000-000000000000"];

/// Returns `true` if a text comes from an example and has something left to fill in.
pub(in crate::connection) fn is_placeholder(text: &str) -> bool {
    let bracketed = |open: char, close: char| text.split_once(open).is_some_and(|(_, rest)| rest.contains(close));
    if bracketed('{', '}') || bracketed('<', '>') || text.starts_with('$') {
        return true;
    }
    if text.contains("...") || text.contains('…') || text.contains("process.env") {
        return true;
    }
    let lower = text.to_ascii_lowercase();
    if WHOLE.contains(&lower.as_str()) || EXAMPLES.iter().any(|example| lower.contains(example)) {
        return true;
    }
    let mut before = "";
    let words = lower.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    for word in words {
        let yours = if before == "your" { Some(word) } else { word.strip_prefix("your") };
        let is_word = WORDS.contains(&word) || (word.len() >= 3 && word.bytes().all(|byte| byte == b'x'));
        if is_word || yours.is_some_and(is_yours) || PAIRS.contains(&(before, word)) {
            return true;
        }
        before = word;
    }
    is_shouted(text)
}

/// Returns `true` if a word consists only of words in [`YOURS`] and providers' names.
fn is_yours(word: &str) -> bool {
    let providers = ConnectionKind::ALL.into_iter().filter_map(|kind| kind.settings_rules().example_word);
    YOURS
        .iter()
        .copied()
        .chain(providers)
        .filter_map(|yours| word.strip_prefix(yours))
        .any(|rest| rest.is_empty() || is_yours(rest))
}

/// Returns `true` if a part of the text is a name in capitals that begins with `YOUR_`
/// (`YOUR_VALUE`).
fn is_shouted(text: &str) -> bool {
    let shouted = |rest: &str| rest.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_');
    text.split(['/', '.', ':', '-']).any(|part| part.strip_prefix("YOUR_").is_some_and(shouted))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_found() {
        for text in [
            "https://your-domain.okta.com/oauth2/default",
            "https://clerk.your-domain.com",
            "https://{yourOktaDomain}/oauth2/default",
            "https://${OKTA_DOMAIN}",
            "{{OKTA_CLIENT_ID}}",
            "$OKTA_CLIENT_ID",
            "<client id>",
            "0oa...",
            "pk_test_…",
            "your_client_id",
            "YOUR_VALUE",
            "yourClientId",
            "xxx",
            "https://dev-XXXXXX.okta.com",
            "changeme",
            "change-me",
            "TODO",
            "https://dev-12345678.okta.com/oauth2/default",
            "00000000-0000-0000-0000-000000000000",
            "process.env.OKTA_CLIENT_ID",
        ] {
            assert!(is_placeholder(text), "{text}");
        }
    }

    #[test]
    fn real_values_are_no_placeholders() {
        for text in [
            "https://acme.example",
            "https://login.acme.example/oauth2/default",
            "https://your-energy.example",
            "https://example.com/realms/acme",
            "0oa1b2c3d4e5f6g7h8i9",
            "https://todo.acme.example",
            "https://yourapple.example",
            "https://[2606:4700::1111]/",
            "your",
            "xx",
            "maxxx",
            "insert",
            "api://default",
            "placeholders-inc.example",
        ] {
            assert!(!is_placeholder(text), "{text}");
        }
    }
}
