//! The part of a connection that tells its tokens apart from those of others of its issuer.

use alloc::vec::Vec;
use cora_wire_derive::record;

use super::Connection;
use crate::connection::provider::organizations::ProviderOrganizations;
use crate::text::Audience;

/// The part of a connection that tells its tokens apart from those of other connections of its
/// issuer: the organizations at the provider that it pins, and the recipients of its tokens.
#[record]
#[derive(Default)]
pub struct ConnectionPin {
    /// The organizations at the provider of which tokens must name one; null if any is accepted.
    #[serde(default)]
    pub provider_organization: ProviderOrganizations,
    /// The audiences that tokens may be for; at most 20.
    #[serde(default, deserialize_with = "crate::text::at_most::<20, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 20)))]
    pub audiences: Vec<Audience>,
    /// The parties that tokens may have been issued to; at most 20.
    #[serde(default, deserialize_with = "crate::text::at_most::<20, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 20)))]
    pub authorized_parties: Vec<Audience>,
}

impl ConnectionPin {
    /// Returns the pin of a connection.
    pub fn of(connection: &Connection) -> Self {
        Self {
            provider_organization: connection.provider_organization.clone(),
            audiences: connection.audiences.clone(),
            authorized_parties: connection.authorized_parties.clone(),
        }
    }

    /// Returns `true` if every token of the issuer belongs to at most one of the two connections.
    ///
    /// Two are apart if they pin different organizations, or if their tokens have different
    /// recipients: audiences, or else parties. A pin that states no recipient could be for any. One
    /// that pins no organization gets the tokens that no other one pins.
    pub fn is_apart_from(&self, other: &Self) -> bool {
        let (ours, theirs) = (&self.provider_organization, &other.provider_organization);
        let share_one = || ours.as_slice().iter().any(|organization| theirs.has(organization.as_str()));
        let are_organizations_apart = match (ours.is_empty(), theirs.is_empty()) {
            (false, false) => !share_one(),
            (true, true) => false,
            _ => true,
        };
        are_organizations_apart
            || are_apart(&self.audiences, &other.audiences)
            || are_apart(&self.authorized_parties, &other.authorized_parties)
    }
}

/// Returns `true` if both lists name something, and nothing in common.
fn are_apart(ours: &[Audience], theirs: &[Audience]) -> bool {
    !ours.is_empty() && !theirs.is_empty() && !ours.iter().any(|one| theirs.contains(one))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn pin(value: Value) -> ConnectionPin {
        serde_json::from_value(value).unwrap()
    }

    #[test]
    fn pins_are_apart_if_a_token_belongs_to_one_of_them() {
        let domains = |domains: Value| json!({ "providerOrganization": domains, "audiences": ["web"] });
        for (one, other, apart) in [
            (domains(json!("a.example")), domains(json!("b.example")), true),
            (domains(json!("a.example")), domains(json!(["b.example", "a.example"])), false),
            (
                domains(json!("a.example")),
                json!({ "providerOrganization": ["a.example", "b.example"], "audiences": ["app"] }),
                true,
            ),
            (domains(json!("a.example")), domains(Value::Null), true),
            (domains(Value::Null), domains(Value::Null), false),
            (json!({ "audiences": ["web"] }), json!({ "audiences": ["app", "api"] }), true),
            (json!({ "audiences": ["web", "api"] }), json!({ "audiences": ["api"] }), false),
            (json!({ "audiences": ["web"] }), json!({ "authorizedParties": ["app"] }), false),
            (
                json!({ "audiences": ["api"], "authorizedParties": ["web"] }),
                json!({ "audiences": ["api"], "authorizedParties": ["app"] }),
                true,
            ),
            (json!({ "audiences": ["web"] }), json!({}), false),
            (domains(json!("a.example")), json!({}), true),
        ] {
            let pins = [pin(one.clone()), pin(other.clone())];
            assert_eq!(pins[0].is_apart_from(&pins[1]), apart, "{one} {other}");
            assert_eq!(pins[1].is_apart_from(&pins[0]), apart, "{other} {one}");
        }
    }
}
