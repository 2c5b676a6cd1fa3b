// The words of templates, and the check of a template when it is compiled. This file needs nothing
// else of the crate, so that the examples below can include it.

macro_rules! words {
    ($($word:ident $name:literal $arguments:expr;)*) => {
        /// A word of a template.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Word {
            $($word,)*
        }

        /// All words with their names and numbers of arguments.
        const WORDS: &[(Word, &str, usize)] = &[$((Word::$word, $name, $arguments),)*];
    };
}

/// Stands for any number of arguments.
const ANY: usize = usize::MAX;

words! {
    Id "id" 1;
    Time "time" 1;
    Json "json" 1;
    Seconds "seconds" 1;
    Iso "iso" 1;
    Hex "hex" 1;
    Object "object" ANY;
    Array "array" 1;
    Flag "flag" 1;
    Versioned "versioned" 2;
    Profile "profile" 1;
    User "user" 1;
    Membership "membership" 1;
    Organization "organization" 1;
    About "about" 1;
    Domain "domain" 1;
    Invitation "invitation" 1;
    View "view" 1;
    Each "each" 2;
    Text "text" 1;
    Rank "rank" 1;
    Greatest "greatest" 2;
    Contains "contains" 2;
    DomainPart "domain_part" 1;
    After "after" 2;
    KindsWithOwnSubject "kinds_with_own_subject" 0;
    Then "then" 0;
    Sequence "sequence" 0;
    SkipLocked "skip_locked" 0;
    Ordered "ordered" 1;
    Folded "folded" 1;
    Unindexed "unindexed" 1;
    Microseconds "microseconds" 1;
    Moment "moment" 1;
    PersonName "person_name" 1;
    OrganizationName "organization_name" 1;
    ConnectionName "connection_name" 1;
    ApplicationName "application_name" 1;
}

impl Word {
    /// Finds a word by its name.
    pub(crate) const fn find(name: &[u8]) -> Option<Self> {
        match position(name) {
            Some(at) => Some(WORDS[at].0),
            None => None,
        }
    }
}

const fn position(name: &[u8]) -> Option<usize> {
    let mut at = 0;
    while at < WORDS.len() {
        if is_equal(WORDS[at].1.as_bytes(), name) {
            return Some(at);
        }
        at += 1;
    }
    None
}

const fn is_equal(one: &[u8], other: &[u8]) -> bool {
    let mut at = 0;
    while at < one.len() && at < other.len() && one[at] == other[at] {
        at += 1;
    }
    at == one.len() && at == other.len()
}

/// Returns `true` for a byte that the name of a word may contain.
pub(crate) const fn is_of_name(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte == b'_'
}

/// A template whose words all exist and have the right numbers of arguments, in closed brackets.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Template(&'static str);

impl Template {
    /// Checks a template. [`template!`] does so when it is compiled.
    ///
    /// # Errors
    ///
    /// Returns the fault: an unknown word, a wrong number of arguments, or a bracket or a quoted
    /// text that is not closed.
    pub(crate) const fn parse(text: &'static str) -> Result<Self, &'static str> {
        match scan(text.as_bytes(), 0, false) {
            Ok(_) => Ok(Self(text)),
            Err(fault) => Err(fault),
        }
    }

    /// Returns the text of the template.
    pub(crate) const fn text(self) -> &'static str {
        self.0
    }
}

/// Scans a template from a byte on, to its end or, in the brackets of a word, to the closing one.
/// Returns the place after that, and the number of arguments.
const fn scan(text: &[u8], mut at: usize, in_word: bool) -> Result<(usize, usize), &'static str> {
    let (mut depth, mut arguments) = (0_usize, 1);
    while at < text.len() {
        let byte = text[at];
        at += 1;
        match byte {
            b'\'' => {
                while at < text.len() && text[at] != b'\'' {
                    at += 1;
                }
                if at == text.len() {
                    return Err("a quoted text of a template is not closed");
                }
                at += 1;
            }
            b'-' if at < text.len() && text[at] == b'-' => {
                while at < text.len() && text[at] != b'\n' {
                    at += 1;
                }
            }
            b'@' => {
                at = match scan_word(text, at) {
                    Ok(after) => after,
                    Err(fault) => return Err(fault),
                };
            }
            b'(' => depth += 1,
            b')' if depth == 0 && in_word => return Ok((at, arguments)),
            b')' if depth == 0 => return Err("a bracket of a template is closed and was not opened"),
            b')' => depth -= 1,
            b',' if depth == 0 => arguments += 1,
            _ => {}
        }
    }
    if in_word || depth > 0 { Err("a bracket of a template is not closed") } else { Ok((at, arguments)) }
}

/// Scans a word whose name begins at a byte. Returns the place after it.
const fn scan_word(text: &[u8], start: usize) -> Result<usize, &'static str> {
    let mut end = start;
    while end < text.len() && is_of_name(text[end]) {
        end += 1;
    }
    let (_, after_start) = text.split_at(start);
    let (name, rest) = after_start.split_at(end - start);
    let Some(position) = position(name) else {
        return Err("a template has an unknown word");
    };
    let (after, arguments) = match rest {
        [b'(', ..] => match scan(text, end + 1, true) {
            Ok(scanned) => scanned,
            Err(fault) => return Err(fault),
        },
        _ => (end, 0),
    };
    let wanted = WORDS[position].2;
    if wanted == arguments || (wanted == ANY && arguments > 0) {
        Ok(after)
    } else {
        Err("a word of a template has a wrong number of arguments")
    }
}

/// Makes a [`Template`] of a constant text, in a constant.
///
/// ```
/// # mod sql { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/sql/template.rs")); }
/// # use sql::{Template, template};
/// const ORGANIZATION: Template = template!("SELECT name FROM orgs WHERE id = @id(?1)");
/// # fn main() {}
/// ```
///
/// A template with an unknown word does not compile:
///
/// ```compile_fail,E0080
/// # mod sql { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/sql/template.rs")); }
/// # use sql::{Template, template};
/// const ORGANIZATION: Template = template!("SELECT name FROM orgs WHERE id = @uuid(?1)");
/// # fn main() {}
/// ```
macro_rules! template {
    ($text:expr $(,)?) => {
        match $crate::sql::Template::parse($text) {
            Ok(template) => template,
            Err(fault) => panic!("{}", fault),
        }
    };
}
pub(crate) use template;
