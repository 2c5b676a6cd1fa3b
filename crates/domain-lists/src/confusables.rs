//! Confusable forms of names, from the data of Unicode Technical Standard 39.

use alloc::borrow::Cow;
use alloc::string::String;

use unicode_security::MixedScript;

/// Returns the labels of a name in Unicode form, each with the dot after it.
fn labels(name: &str) -> impl Iterator<Item = Cow<'_, str>> {
    name.split_inclusive('.').map(|part| {
        let (label, dot) = part.strip_suffix('.').map_or((part, ""), |label| (label, "."));
        // WHY no UTS 46 here: each A-label of a canonical name is known to be valid.
        let decoded = label.strip_prefix("xn--").and_then(idna::punycode::decode_to_string);
        decoded.map_or(Cow::Borrowed(part), |mut label| {
            label.push_str(dot);
            Cow::Owned(label)
        })
    })
}

pub(crate) fn unicode(name: &str) -> String {
    labels(name).collect()
}

pub(crate) fn skeleton(name: &str) -> String {
    unicode_security::skeleton(&unicode(name)).collect()
}

pub(crate) fn is_mixed_script(name: &str) -> bool {
    // WHY by label: `правда.example` is a name in one script below a suffix in another, as most
    // names are.
    labels(name).any(|label| !label.is_single_script())
}
