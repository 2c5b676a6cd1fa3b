//! Recognizes providers by their addresses and identifiers.

use alloc::format;

use crate::connection::ConnectionKind;
use crate::connection::provider::endpoint_at_end;
use crate::connection::recognized::{Address, PasteCode, Recognized};

/// Recognizes the provider of an address. An address that no known provider has is taken for any
/// provider of OpenID Connect.
pub(super) fn address(address: &Address) -> Recognized {
    let mut kinds = ConnectionKind::ALL.into_iter();
    kinds.find_map(|kind| (kind.recognition_rules().address)(address)).unwrap_or_else(|| any(address))
}

/// Takes an address for the issuer of any provider.
fn any(address: &Address) -> Recognized {
    let end = endpoint_at_end(&address.path);
    let path = end.and_then(|end| address.path.strip_suffix(end)).unwrap_or(&address.path);
    // A host alone is an issuer without a slash; elsewhere the slash may belong to it.
    let path = if path == "/" { "" } else { path };
    Recognized::new(ConnectionKind::Oidc)
        .without(address, end.is_none())
        .finding(
            PasteCode::KindAssumed,
            "no known provider has this address; any provider of OpenID Connect is assumed",
            Some("Choose the kind if you know it: its own rules are stricter."),
        )
        .issuer(format!("{}{path}", address.origin))
}

/// Recognizes an identifier that only one provider writes.
pub(super) fn identifier(text: &str) -> Option<Recognized> {
    let text = text.trim_matches(['"', '\'', '`']);
    if text.contains(char::is_whitespace) || text.contains(['=', '{']) && !text.ends_with('=') {
        return None;
    }
    ConnectionKind::ALL.into_iter().find_map(|kind| (kind.recognition_rules().identifier)(text))
}
