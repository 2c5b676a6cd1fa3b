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

    /// Returns the scopes of a token that is asked for by a list: all granted ones without a list.
    /// `None` if the list names one that is not granted, or none (RFC 6749 §6): `invalid_scope`.
    pub fn within(granted: &[Self], list: Option<&str>) -> Option<Vec<Self>> {
        let Some(list) = list else { return Some(granted.to_vec()) };
        let is_granted = |name: &str| granted.iter().any(|scope| name == Code::name(scope));
        let are_granted = list.split(' ').filter(|name| !name.is_empty()).all(is_granted);
        Some(Self::of_list(list)).filter(|scopes| are_granted && !scopes.is_empty())
    }

    /// Returns the list as it is written in an answer, separated by spaces.
    pub fn list(scopes: &[Self]) -> String {
        let names: Vec<&str> = scopes.iter().map(Code::name).collect();
        names.join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c51_a_token_has_no_scope_that_was_not_granted() {
        let granted = [Scope::Openid, Scope::Email];
        let within = |list| Scope::within(&granted, list);
        assert_eq!(within(None), Some(granted.to_vec()));
        assert_eq!(within(Some("email openid email")), Some(granted.to_vec()));
        assert_eq!(within(Some(" openid ")), Some(alloc::vec![Scope::Openid]));
        for list in ["openid profile", "calendar", "openid calendar", "OPENID", "", " "] {
            assert_eq!(within(Some(list)), None, "{list}");
        }
    }
}
