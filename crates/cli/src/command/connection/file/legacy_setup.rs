//! The `setup.config.yaml` of the legacy CORA toolkit, of which only the providers are read.

use super::legacy_row::without_settings;
use super::member::Object;
use super::*;

/// The providers that CORA supports.
const PROVIDERS: [ConnectionKind; 2] = [ConnectionKind::Okta, ConnectionKind::Clerk];

/// Returns `true` if a document is meant to be such a file.
pub fn is_setup(node: &Node<'_>) -> bool {
    ["auth_provider", "auth", "okta", "clerk", "nextauth"].iter().any(|name| node.member(name).is_some())
}

/// Reads such a file.
pub fn read(described: &mut Described, node: &Node<'_>) {
    let root = Object { node, path: "" };
    let is_said = root.member("auth_provider").is_some();
    let in_use = provider(described, root);
    let auth = root.member("auth").filter(|auth| match auth {
        Node::Object(_) => true,
        other => {
            let message = format!("expected an object, found {}", other.kind());
            described.refuse(IssueCode::WrongType, "/auth", message, None);
            false
        }
    });
    for kind in PROVIDERS {
        let nested = auth.map(|node| Object { node, path: "/auth" });
        let places = [Some(root), nested].into_iter().flatten();
        let (found, is_right) = section(described, kind, places);
        let is_in_use = in_use == Some(kind);
        match found {
            Some((path, settings)) => {
                let use_by_logins = if is_in_use { Use::Active } else { Use::Unused };
                let connection = FileConnection::new(kind, path.clone(), path, settings, use_by_logins);
                described.connections.push(connection);
            }
            None if is_in_use && is_said && is_right => without_settings(described, "/auth_provider", "the file"),
            None => {}
        }
    }
    leave_others(described, root, &["auth_provider", "auth", "okta", "clerk"]);
    if let Some(node) = auth {
        leave_others(described, Object { node, path: "/auth" }, &["okta", "clerk"]);
    }
}

/// Returns the provider that logins use. If the file does not say, CORA uses Okta.
fn provider(described: &mut Described, root: Object<'_, '_>) -> Option<ConnectionKind> {
    let Some(name) = root.text("auth_provider", described) else {
        return root.member("auth_provider").is_none().then_some(ConnectionKind::Okta);
    };
    let provider = PROVIDERS.into_iter().find(|kind| kind.name() == name);
    if provider.is_none() {
        let message = "CORA does not support this provider".to_owned();
        described.refuse(IssueCode::UnknownValue, "/auth_provider", message, Some("Use one of: okta, clerk."));
    }
    provider
}

/// Reads a provider's section from either place. The flag is `true` if its form has no faults.
///
/// WHY two places: some of CORA's programs read `okta`, others `auth.okta`, so files have either or
/// both.
fn section<'n>(
    described: &mut Described,
    kind: ConnectionKind,
    places: impl Iterator<Item = Object<'n, 'n>>,
) -> (Option<(String, Settings)>, bool) {
    let name = kind.name();
    let mut found: Option<(String, Settings)> = None;
    for place in places.filter(|place| place.member(name).is_some()) {
        let path = place.path_of(name);
        let Some(settings) = place.settings(name, described) else { return (None, false) };
        match &found {
            _ if is_empty(&settings) => described.leave(&path, "it is empty"),
            None => found = Some((path, settings)),
            Some((_, other)) if *other == settings => described.leave(&path, "the file already contains it"),
            Some((first, _)) => {
                let message = format!("this `{name}` differs from {first}");
                let help = "Keep the correct one: CORA's programs do not all read the same one.";
                described.refuse(IssueCode::DuplicateField, &path, message, Some(help));
                return (None, false);
            }
        }
    }
    (found, true)
}

fn leave_others(described: &mut Described, object: Object<'_, '_>, read: &[&str]) {
    let names = object.node.members().iter().map(|(name, _)| &**name).filter(|name| !read.contains(name));
    let names: Vec<String> = names.map(|name| quote(&format!("{}/{name}", object.path)).replace('`', "")).collect();
    for name in names {
        described.leave(&name, "it is not a provider");
    }
}
