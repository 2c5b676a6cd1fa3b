//! Computes how two policies differ, for the people who save one.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use cora_wire_derive::{codes, record};
use serde_json::{Map, Value};

use super::ProvisioningPolicy;

/// Two policies to compare.
#[record]
pub struct DiffPolicyInput {
    /// The earlier policy.
    pub old: ProvisioningPolicy,
    /// The later policy.
    pub new: ProvisioningPolicy,
}

/// The kind of a difference.
#[codes]
pub enum PolicyChangeKind {
    /// The value is another.
    Changed,
    /// The entry is new.
    Added,
    /// The entry is gone.
    Removed,
    /// The entries that both have stand in another order.
    Reordered,
}

/// A difference between two policies.
#[record]
pub struct PolicyChange {
    /// A JSON Pointer into the later policy or, for an entry that is gone, into the earlier one.
    pub path: String,
    /// The kind of the difference.
    pub change: PolicyChangeKind,
    /// The old value; null if there was none.
    #[cfg_attr(feature = "tsify", tsify(type = "unknown"))]
    pub old: Value,
    /// The new value; null if there is none.
    #[cfg_attr(feature = "tsify", tsify(type = "unknown"))]
    pub new: Value,
}

/// The members of an entry of a list that say which entry it is.
const KEYS: &[&str] = &["organizationId", "group", "connectionId", "idpOrganization"];

/// Returns the differences between two policies, in the order of the fields. The versions are not
/// compared. Entries of a list are compared by what they are about, so that one entry at the front
/// is one difference.
pub fn diff_policy(old: &ProvisioningPolicy, new: &ProvisioningPolicy) -> Vec<PolicyChange> {
    let [old, new] = [old, new].map(members);
    let mut changes = Vec::new();
    for (name, new) in &new {
        let old = old.get(name).unwrap_or(&Value::Null);
        let path = format!("/{name}");
        match (old, new) {
            _ if name == "version" || old == new => {}
            (Value::Array(old), Value::Array(new)) if old.iter().chain(new).all(Value::is_object) => {
                entries(&path, old, new, &mut changes);
            }
            (Value::Object(old), Value::Object(new)) => {
                let names = old.keys().chain(new.keys().filter(|name| !old.contains_key(*name)));
                for name in names {
                    let [old, new] = [old, new].map(|members| members.get(name).cloned().unwrap_or(Value::Null));
                    if old != new {
                        let path = format!("{path}/{name}");
                        changes.push(PolicyChange { path, change: PolicyChangeKind::Changed, old, new });
                    }
                }
            }
            (old, new) => {
                let (old, new) = (old.clone(), new.clone());
                changes.push(PolicyChange { path, change: PolicyChangeKind::Changed, old, new });
            }
        }
    }
    changes
}

fn members(policy: &ProvisioningPolicy) -> Map<String, Value> {
    match serde_json::to_value(policy) {
        Ok(Value::Object(members)) => members,
        _ => Map::new(),
    }
}

/// Lists the differences between the entries of two lists.
fn entries(path: &str, old: &[Value], new: &[Value], changes: &mut Vec<PolicyChange>) {
    let mut left = by_key(old);
    let mut kept: Vec<usize> = Vec::new();
    let mut added = Vec::new();
    for (at, entry) in new.iter().enumerate() {
        // Of several entries about the same, an equal one is taken first.
        let places = left.get_mut(&key(entry));
        let place = places.and_then(|places| {
            let equal = places.iter().position(|place| old.get(*place) == Some(entry));
            let taken = equal.unwrap_or(0);
            (taken < places.len()).then(|| places.remove(taken))
        });
        let Some(place) = place else {
            added.push((at, entry));
            continue;
        };
        kept.push(place);
        if let Some(before) = old.get(place).filter(|before| *before != entry) {
            let (path, old, new) = (format!("{path}/{at}"), before.clone(), entry.clone());
            changes.push(PolicyChange { path, change: PolicyChangeKind::Changed, old, new });
        }
    }
    for (at, entry) in added {
        let (path, new) = (format!("{path}/{at}"), entry.clone());
        changes.push(PolicyChange { path, change: PolicyChangeKind::Added, old: Value::Null, new });
    }
    let mut gone: Vec<usize> = left.into_values().flatten().collect();
    gone.sort_unstable();
    for at in gone {
        let (path, old) = (format!("{path}/{at}"), old.get(at).cloned().unwrap_or(Value::Null));
        changes.push(PolicyChange { path, change: PolicyChangeKind::Removed, old, new: Value::Null });
    }
    if !kept.is_sorted() {
        let (old, new) = (Value::from(old.to_vec()), Value::from(new.to_vec()));
        changes.push(PolicyChange { path: String::from(path), change: PolicyChangeKind::Reordered, old, new });
    }
}

fn by_key(entries: &[Value]) -> BTreeMap<String, Vec<usize>> {
    let mut places: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, entry) in entries.iter().enumerate() {
        places.entry(key(entry)).or_default().push(at);
    }
    places
}

/// Returns the text of what an entry is about.
fn key(entry: &Value) -> String {
    KEYS.iter()
        .flat_map(|name| [entry.get(*name).map(ToString::to_string).unwrap_or_default(), String::from("\n")])
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    const ACME: &str = "00000000-0000-7000-8000-0000000000a1";
    const BETA: &str = "00000000-0000-7000-8000-0000000000b1";

    fn policy(document: Value) -> ProvisioningPolicy {
        serde_json::from_value(document).unwrap()
    }

    fn changes(old: Value, new: Value) -> Value {
        serde_json::to_value(diff_policy(&policy(old), &policy(new))).unwrap()
    }

    #[test]
    fn a_changed_field_is_one_difference_and_the_version_is_none() {
        let found = changes(json!({ "version": 3 }), json!({ "version": 4, "accessMode": "waitlist" }));
        let expected = json!([{ "path": "/accessMode", "change": "changed", "old": "restricted", "new": "waitlist" }]);
        assert_eq!(found, expected);
    }

    #[test]
    fn an_entry_at_the_front_is_one_difference() {
        let mapping = |group: &str, role: &str| json!({ "organizationId": ACME, "group": group, "role": role });
        let (staff, crew) = (mapping("staff", "org_user"), mapping("crew", "org_user"));
        let found = changes(json!({ "groupRoles": [staff] }), json!({ "groupRoles": [crew, staff] }));
        assert_eq!((found.as_array().unwrap().len(), &found[0]["path"]), (1, &json!("/groupRoles/0")), "{found}");
        assert_eq!(found[0]["change"], "added");

        let raised = mapping("staff", "org_admin");
        let found = changes(json!({ "groupRoles": [staff, crew] }), json!({ "groupRoles": [raised] }));
        assert_eq!((&found[0]["change"], &found[0]["old"]["role"]), (&json!("changed"), &json!("org_user")), "{found}");
        assert_eq!((&found[1]["change"], &found[1]["path"]), (&json!("removed"), &json!("/groupRoles/1")));
    }

    #[test]
    fn another_order_is_a_difference() {
        let [one, other] = [ACME, BETA].map(|id| json!({ "organizationId": id, "role": "org_user" }));
        let found = changes(json!({ "defaultRoles": [one, other] }), json!({ "defaultRoles": [other, one] }));
        assert_eq!((&found[0]["change"], &found[0]["path"]), (&json!("reordered"), &json!("/defaultRoles")), "{found}");
        let found = changes(json!({}), json!({ "strategies": ["domain", "invitation"] }));
        assert_eq!((&found[0]["change"], &found[0]["path"]), (&json!("changed"), &json!("/strategies")), "{found}");
    }

    proptest! {
        #[test]
        fn equal_policies_have_no_difference_and_others_have_one(
            one in prop::collection::vec((0..3_u8, 0..3_u8), 0..6),
            other in prop::collection::vec((0..3_u8, 0..3_u8), 0..6),
        ) {
            let build = |entries: &[(u8, u8)]| {
                let roles = ["org_user", "org_admin", "org_owner"];
                let entries: Vec<Value> = entries.iter().map(|(group, role)| {
                    json!({ "organizationId": ACME, "group": format!("g{group}"), "role": roles[usize::from(*role)] })
                }).collect();
                policy(json!({ "groupRoles": entries }))
            };
            let (one, other) = (build(&one), build(&other));
            prop_assert_eq!(diff_policy(&one, &other).is_empty(), one == other);
            prop_assert!(diff_policy(&one, &one).is_empty());
        }
    }
}
