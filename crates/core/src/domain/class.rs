//! The class of a domain, by the built-in lists.
//!
//! The lists here are the short ones that every decision needs. A domain rule also records a class
//! of its own, from complete lists, at the time its domain was verified. Either class can keep a
//! rule from matching; neither can make one match.

use cora_wire_derive::codes;

/// The class of a domain.
#[codes]
#[derive(Default)]
pub enum DomainClass {
    /// Anybody can get a mailbox there, so no organization can claim it.
    PublicProvider,
    /// Mailboxes there are made to be thrown away.
    Disposable,
    /// Others register names below it, so nobody's mail belongs to it.
    PublicSuffix,
    /// None of the others.
    #[default]
    Company,
}

/// Providers of mailboxes for everybody, in canonical form, sorted.
const PUBLIC_PROVIDERS: &[&str] = &[
    "126.com",
    "163.com",
    "aol.com",
    "fastmail.com",
    "free.fr",
    "gmail.com",
    "gmx.at",
    "gmx.ch",
    "gmx.com",
    "gmx.de",
    "gmx.net",
    "googlemail.com",
    "hey.com",
    "hotmail.co.uk",
    "hotmail.com",
    "hotmail.de",
    "hotmail.fr",
    "hotmail.it",
    "icloud.com",
    "laposte.net",
    "libero.it",
    "live.co.uk",
    "live.com",
    "live.de",
    "live.fr",
    "mac.com",
    "mail.com",
    "mail.ru",
    "me.com",
    "msn.com",
    "naver.com",
    "orange.fr",
    "outlook.com",
    "outlook.de",
    "outlook.fr",
    "pm.me",
    "proton.me",
    "protonmail.com",
    "qq.com",
    "rediffmail.com",
    "t-online.de",
    "tuta.com",
    "tutanota.com",
    "wanadoo.fr",
    "web.de",
    "yahoo.co.in",
    "yahoo.co.jp",
    "yahoo.co.uk",
    "yahoo.com",
    "yahoo.de",
    "yahoo.fr",
    "yahoo.it",
    "yandex.com",
    "yandex.ru",
    "ymail.com",
    "zoho.com",
];

/// Well-known providers of disposable mailboxes, sorted.
const DISPOSABLE: &[&str] = &[
    "10minutemail.com",
    "dispostable.com",
    "getnada.com",
    "guerrillamail.com",
    "maildrop.cc",
    "mailinator.com",
    "sharklasers.com",
    "temp-mail.org",
    "tempmail.com",
    "throwawaymail.com",
    "trashmail.com",
    "yopmail.com",
];

/// Names below which others register theirs, including shared ones that the public suffix list
/// lacks, sorted.
const PUBLIC_SUFFIXES: &[&str] = &[
    "ac.uk",
    "azurewebsites.net",
    "co.in",
    "co.jp",
    "co.kr",
    "co.nz",
    "co.uk",
    "co.za",
    "com.ar",
    "com.au",
    "com.br",
    "com.cn",
    "com.mx",
    "com.sg",
    "com.tr",
    "com.tw",
    "github.io",
    "gitlab.io",
    "gov.uk",
    "herokuapp.com",
    "mail.onmicrosoft.com",
    "myshopify.com",
    "ne.jp",
    "net.au",
    "netlify.app",
    "onmicrosoft.com",
    "or.jp",
    "org.au",
    "org.uk",
    "pages.dev",
    "vercel.app",
    "workers.dev",
];

/// Returns the class of a canonical name by the built-in lists; [`DomainClass::Company`] if none of
/// them contains it.
pub fn classify(name: &str) -> DomainClass {
    let listed = |list: &[&str]| list.binary_search(&name).is_ok();
    if !name.contains('.') || listed(PUBLIC_SUFFIXES) {
        DomainClass::PublicSuffix
    } else if listed(PUBLIC_PROVIDERS) {
        DomainClass::PublicProvider
    } else if listed(DISPOSABLE) {
        DomainClass::Disposable
    } else {
        DomainClass::Company
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_sorted_and_so_searchable() {
        for list in [PUBLIC_PROVIDERS, DISPOSABLE, PUBLIC_SUFFIXES] {
            assert!(list.is_sorted(), "{list:?}");
        }
    }

    #[test]
    fn c11_public_names_are_known() {
        assert_eq!(classify("gmail.com"), DomainClass::PublicProvider);
        assert_eq!(classify("onmicrosoft.com"), DomainClass::PublicSuffix);
        assert_eq!(classify("github.io"), DomainClass::PublicSuffix);
        assert_eq!(classify("mailinator.com"), DomainClass::Disposable);
        assert_eq!(classify("com"), DomainClass::PublicSuffix);
        assert_eq!(classify("acme.example"), DomainClass::Company);
    }
}
