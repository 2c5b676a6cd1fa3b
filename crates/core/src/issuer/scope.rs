//! The scopes that the issuer grants.

use alloc::string::String;
use alloc::vec::Vec;
use cora_wire_derive::codes;

use crate::json::Code;

/// A scope (RFC 6749 §3.3, OpenID Connect Core §5.4 and §11). A closed list; others are left out.
#[codes]
pub enum Scope {
    /// The request is one of OpenID Connect. Always granted.
    Openid,
    /// The name and picture.
    Profile,
    /// The e-mail address.
    Email,
    /// A refresh token.
    OfflineAccess,
}

impl Scope {
    /// All scopes, in declaration order.
    pub const ALL: [Self; 4] = [Self::Openid, Self::Profile, Self::Email, Self::OfflineAccess];

    /// Returns the known scopes of a list that is separated by spaces, each once, in declaration
    /// order.
    pub fn of_list(text: &str) -> Vec<Self> {
        Self::ALL.into_iter().filter(|scope| text.split(' ').any(|name| name == Code::name(scope))).collect()
    }

    /// Returns the list as it is written in an answer, separated by spaces.
    pub fn list(scopes: &[Self]) -> String {
        let names: Vec<&str> = scopes.iter().map(Code::name).collect();
        names.join(" ")
    }
}
