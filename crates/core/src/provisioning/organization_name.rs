//! Names of the organizations that people create, derived from what is known of them and never
//! empty.

use alloc::format;
use alloc::string::String;

use crate::email::EmailAddress;
use crate::id::UserId;
use crate::identity::LoginIdentity;
use crate::text::{DisplayName, Slug};

/// The maximum length of a slug before a number is appended, in bytes.
const MAX_BASE: usize = 48;

/// Returns the person's name: the full name, else given and family name, else the local part of the
/// address.
fn person(login: &LoginIdentity) -> Option<String> {
    fn text(name: &Option<DisplayName>) -> &str {
        name.as_ref().map_or("", |name| name.as_str().trim())
    }
    let full = String::from(text(&login.name));
    let joined = format!("{} {}", text(&login.given_name), text(&login.family_name));
    [full.as_str(), joined.trim()]
        .into_iter()
        .find(|name| name.chars().any(char::is_alphanumeric))
        .map(|name| name.chars().filter(|c| !c.is_control()).take(100).collect())
        .or_else(|| {
            let email = EmailAddress::parse(login.email.as_ref()?.as_str()).ok()?;
            Some(String::from(email.local()))
        })
}

/// Returns the name of the organization that this person creates.
pub fn default_name(login: &LoginIdentity) -> DisplayName {
    match person(login) {
        Some(person) => DisplayName::shortened(&format!("{person}'s Organization")),
        None => DisplayName::shortened("Organization"),
    }
}

/// Returns the slug that this person's organization gets if it is available. A store loads the
/// taken slugs that begin with it.
///
/// Shape: lower-case ASCII letters, digits and inner hyphens.
pub fn slug_base(login: &LoginIdentity) -> Slug {
    let slug = slug_text(&person(login).unwrap_or_default());
    if slug.is_empty() { Slug::shortened("org") } else { Slug::shortened(&format!("{slug}-org")) }
}

/// Returns the slug that an organization of this name gets if it is available.
pub(crate) fn slug_of(name: &DisplayName) -> Slug {
    let slug = slug_text(name.as_str());
    Slug::shortened(if slug.is_empty() { "org" } else { &slug })
}

/// Reduces a name to lower-case ASCII letters and digits with hyphens between them; empty if none
/// are left.
fn slug_text(name: &str) -> String {
    let mut slug = String::new();
    for character in name.chars() {
        if character.is_ascii_alphanumeric() {
            slug.push(character.to_ascii_lowercase());
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
        if slug.len() >= MAX_BASE {
            break;
        }
    }
    String::from(slug.trim_matches('-'))
}

/// Returns the first of `base`, `base-2` … `base-20` that is not taken, or else the base followed
/// by a part of the founder's identifier. A store that loads a thousand taken slugs therefore need
/// not load all of them.
pub(crate) fn available_slug(base: &Slug, taken: &[Slug], founder: UserId) -> Slug {
    let numbered = (2..=20).map(|number| Slug::shortened(&format!("{base}-{number}")));
    core::iter::once(base.clone()).chain(numbered).find(|slug| !taken.contains(slug)).unwrap_or_else(|| {
        let founder = format!("{founder}");
        Slug::shortened(&format!("{base}-{}", founder.get(..8).unwrap_or(&founder)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn login(name: &str, email: &str) -> LoginIdentity {
        serde_json::from_value(serde_json::json!({
            "connectionId": "00000000-0000-7000-8000-0000000000c1", "issuer": "https://a.example", "subject": "s",
            "name": name, "email": email
        }))
        .unwrap()
    }

    #[test]
    fn an_empty_name_falls_back_to_the_address() {
        for empty in ["", "   ", "'", "-"] {
            assert_eq!(default_name(&login(empty, "grace@acme.example")).as_str(), "grace's Organization", "{empty:?}");
        }
        assert_eq!(default_name(&login("", "")).as_str(), "Organization");
        assert_eq!(slug_base(&login("", "")).as_str(), "org");
    }

    #[test]
    fn a_slug_is_plain_ascii() {
        assert_eq!(slug_base(&login("Ada  King, Countess", "a@b.example")).as_str(), "ada-king-countess-org");
        assert_eq!(slug_base(&login("Ωmega Ünal", "a@b.example")).as_str(), "mega-nal-org");
        assert_eq!(slug_base(&login("李小龍", "a@b.example")).as_str(), "org");
        assert!(slug_base(&login(&"x".repeat(200), "a@b.example")).as_str().len() <= 64);
    }

    #[test]
    fn a_taken_slug_is_numbered() {
        let slug = |text: &str| Slug::new(text).unwrap();
        let founder = UserId::parse("0198c0de-0000-7000-8000-0000000000b1").unwrap();
        assert_eq!(available_slug(&slug("a-org"), &[], founder), slug("a-org"));
        let some = [slug("a-org"), slug("a-org-2"), slug("a-org-4")];
        assert_eq!(available_slug(&slug("a-org"), &some, founder), slug("a-org-3"));
        let many: alloc::vec::Vec<Slug> =
            (2..2000).map(|n| slug(&format!("a-org-{n}"))).chain([slug("a-org")]).collect();
        assert_eq!(available_slug(&slug("a-org"), &many, founder), slug("a-org-0198c0de"));
    }
}
