//! Reads the organization of a Clerk session token. Version 1 has it in separate claims, version 2
//! packs it into `o` and `fea`.
//!
//! Source: Clerk, "Session tokens". The members of `o` are the organization (`id`), slug (`slg`),
//! role (`rol`, without its prefix), the names of permissions (`per`), and one number per feature
//! of the organization that encodes which of the names are granted for it (`fpm`, with the lowest
//! bit for the first name).

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use serde_json::{Map, Value};

use crate::token::claims::Claims;
use crate::token::session::{MAX_ITEMS, ProviderMembership, membership_text, names};
use crate::token::{TokenError, TokenErrorCode, about};

/// The prefix of an organization's roles and permissions.
const PREFIX: &str = "org:";

/// Maximum decimal digits of a number in `fpm`. Enough for every possible permission.
const MAX_DIGITS: usize = 400;

pub(super) fn membership(claims: &Claims<'_>) -> Result<Option<ProviderMembership>, TokenError> {
    match claims.raw("o") {
        None | Some(Value::Null) => first_version(claims),
        Some(Value::Object(o)) => second_version(claims, o).map(Some),
        Some(_) => Err(invalid("o")),
    }
}

fn invalid(claim: &str) -> TokenError {
    about(TokenErrorCode::ClaimInvalid, claim)
}

fn first_version(claims: &Claims<'_>) -> Result<Option<ProviderMembership>, TokenError> {
    let Some(id) = claims.text("org_id")? else { return Ok(None) };
    Ok(Some(ProviderMembership {
        id: membership_text(id, "org_id")?,
        slug: claims.text("org_slug")?.map(|slug| membership_text(slug, "org_slug")).transpose()?,
        role: claims.text("org_role")?.map(|role| membership_text(role, "org_role")).transpose()?,
        permissions: names(&claims.texts("org_permissions")?, "org_permissions")?,
    }))
}

fn second_version(claims: &Claims<'_>, o: &Map<String, Value>) -> Result<ProviderMembership, TokenError> {
    let o = Claims(o);
    let text = |name: &str| o.text(name).map_err(|_| invalid("o"));
    let id = text("id")?.filter(|id| !id.is_empty()).ok_or_else(|| invalid("o"))?;
    let role = text("rol")?.map(|role| membership_text(&format!("{PREFIX}{role}"), "o"));
    let features = organization_features(claims.text("fea")?.unwrap_or_default())?;
    let permissions = match (text("per")?, text("fpm")?) {
        (Some(names), Some(masks)) => permissions(&features, names, masks)?,
        _ => Vec::new(),
    };
    Ok(ProviderMembership {
        id: membership_text(id, "o")?,
        slug: text("slg")?.map(|slug| membership_text(slug, "o")).transpose()?,
        role: role.transpose()?,
        permissions,
    })
}

/// Returns the features of the organization in order. Features of the user alone (`u:`) have no
/// number in `fpm`.
fn organization_features(text: &str) -> Result<Vec<&str>, TokenError> {
    let mut features = Vec::new();
    for element in list(text) {
        let (scope, feature) = element.split_once(':').ok_or_else(|| invalid("fea"))?;
        if scope.contains('o') {
            features.push(feature);
        }
    }
    Ok(features)
}

/// Splits a comma-separated list. Empty items are skipped.
fn list(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(str::trim).filter(|item| !item.is_empty())
}

/// Returns the granted permissions, feature by feature. A feature without a number grants nothing.
/// Neither does a bit without a name, nor a number without a feature.
fn permissions(features: &[&str], names: &str, masks: &str) -> Result<Vec<String>, TokenError> {
    let names: Vec<&str> = list(names).collect();
    let mut granted = Vec::new();
    for (feature, mask) in features.iter().zip(list(masks)) {
        let bits = bits(mask, names.len()).ok_or_else(|| invalid("o"))?;
        for (name, _) in names.iter().zip(bits).filter(|(_, bit)| *bit) {
            if granted.len() == MAX_ITEMS {
                return Err(invalid("o"));
            }
            granted.push(membership_text(&format!("{PREFIX}{feature}:{name}"), "o")?);
        }
    }
    Ok(granted)
}

/// Returns the bits of a decimal number that have a name, at most `most`, lowest first, or `None`
/// if it is not a natural number.
/// WHY: this does not use an integer type, because there is one bit per permission, and there may
/// be more permissions than any integer type has bits.
fn bits(decimal: &str, most: usize) -> Option<Vec<bool>> {
    if decimal.is_empty() || decimal.len() > MAX_DIGITS || !decimal.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let mut digits: Vec<u8> = decimal.bytes().map(|byte| byte.wrapping_sub(b'0')).collect();
    let mut bits = Vec::new();
    while bits.len() < most && digits.iter().any(|digit| *digit != 0) {
        let mut remainder = 0_u8;
        for digit in &mut digits {
            // At most 19, because the remainder is 0 or 1.
            let value = remainder.wrapping_mul(10).wrapping_add(*digit);
            (*digit, remainder) = (value >> 1, value & 1);
        }
        bits.push(remainder == 1);
    }
    Some(bits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;
    use proptest::prelude::*;

    fn granted(features: &str, names: &str, masks: &str) -> Result<Vec<String>, TokenError> {
        permissions(&organization_features(features)?, names, masks)
    }

    #[test]
    fn permissions_are_the_bits_of_their_features() {
        let all = granted("o:dashboard,o:teams", "manage,read", "3,2").unwrap();
        assert_eq!(all, ["org:dashboard:manage", "org:dashboard:read", "org:teams:read"]);
        let some = granted("u:profile,o:impersonation,uo:audit", "read", "0,1").unwrap();
        assert_eq!(some, ["org:audit:read"], "features of the user alone are not counted");
    }

    #[test]
    fn what_stands_for_nothing_grants_nothing() {
        assert!(granted("o:a,o:b", "read", "2,4").unwrap().is_empty(), "bits without a name");
        assert_eq!(granted("o:a", "read", "1,1").unwrap(), ["org:a:read"], "a number without a feature");
        assert_eq!(granted("o:a,o:b", "read", "1").unwrap(), ["org:a:read"], "a feature without a number");
        assert!(granted("", "read", "1").unwrap().is_empty());
    }

    #[test]
    fn what_cannot_be_read_is_refused() {
        for (features, masks) in [("dashboard", "1"), ("o:a", "-1"), ("o:a", "0x1"), ("o:a", "1.0"), ("o:a", "1e3")] {
            assert!(granted(features, "read", masks).is_err(), "{features} {masks}");
        }
    }

    #[test]
    fn there_may_be_more_permissions_than_an_integer_has_bits() {
        let names: Vec<String> = (0..130).map(|at| format!("p{at}")).collect();
        // 2^129 + 2^53 + 1
        let mask = "680564733841876926926758222062791163905";
        let granted = granted("o:f", &names.join(","), mask).unwrap();
        assert_eq!(granted.len(), 3);
        assert_eq!(
            (granted[0].as_str(), granted[1].as_str(), granted[2].as_str()),
            ("org:f:p0", "org:f:p53", "org:f:p129")
        );
    }

    proptest! {
        #[test]
        fn the_bits_of_a_number_are_those_of_its_value(number: u128) {
            let expected: Vec<bool> = (0..128 - number.leading_zeros()).map(|at| number >> at & 1 == 1).collect();
            prop_assert_eq!(bits(&number.to_string(), 128), Some(expected.clone()));
            let first: Vec<bool> = expected.into_iter().take(7).collect();
            prop_assert_eq!(bits(&number.to_string(), 7), Some(first));
        }
    }
}
