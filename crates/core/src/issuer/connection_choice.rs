//! The connection by which a person goes to their provider (§14.4).

use alloc::string::String;
use alloc::vec::Vec;
use cora_wire_derive::{codes, record, union};

use super::application::Application;
use super::authorization::AuthorizationRequest;
use crate::domain::name::DomainName;
use crate::email::EmailAddress;
use crate::id::{ConnectionId, OrganizationId};
use crate::text::LoginHint;

/// An organization that owns a domain, and its connection.
#[record]
#[derive(Copy)]
pub struct DomainOwner {
    /// The organization.
    pub organization_id: OrganizationId,
    /// The organization's active connection; absent if it has none.
    #[serde(default)]
    pub connection_id: Option<ConnectionId>,
}

/// The facts that the choice of a connection depends on.
#[record]
#[derive(Default)]
pub struct ConnectionChoiceFacts {
    /// The active connection of the organization that was asked for; absent if it has none, or none
    /// was asked for.
    #[serde(default)]
    pub of_organization: Option<ConnectionId>,
    /// The active organizations with a rule that owns the hinted domain ([`hinted_domain`]), or the
    /// nearest domain above it that has one.
    #[serde(default)]
    pub domain_owners: Vec<DomainOwner>,
    /// The active connections of the platform, in the order in which they are offered.
    #[serde(default)]
    pub platform: Vec<ConnectionId>,
    /// The active connections among those that the application names, of organizations too. Not
    /// read if it names none.
    #[serde(default)]
    pub named: Vec<ConnectionId>,
}

/// The reason for a connection.
#[codes]
pub enum ConnectionChoiceReason {
    /// The request asks for it.
    Requested,
    /// It is the connection of the organization that the request asks for.
    Organization,
    /// It is the connection of the organization that owns the hinted domain.
    Domain,
    /// No other connection is active and allowed.
    Only,
}

/// The connection of a sign-in.
#[union(choice)]
pub enum ConnectionChoice {
    /// The person goes to this connection's provider.
    Connection {
        /// The connection.
        connection_id: ConnectionId,
        /// The reason for it.
        reason: ConnectionChoiceReason,
    },
    /// The person chooses on a page: an address, or one of these connections.
    Page {
        /// The platform's connections that are active and allowed. Organizations are not listed.
        connections: Vec<ConnectionId>,
    },
    /// No connection is active and allowed: nobody can sign in to the application.
    Unavailable {},
}

/// Returns the domain that a request hints at: that of the address in `login_hint`, or else
/// `domain_hint`.
pub fn hinted_domain(request: &AuthorizationRequest) -> Option<String> {
    let of_address = request.login_hint.as_ref().map(LoginHint::as_str).and_then(domain_of_address);
    of_address.or_else(|| {
        let domain = request.domain_hint.as_ref()?;
        DomainName::parse(domain.as_str()).ok().map(|name| String::from(name.as_str()))
    })
}

/// Returns the domain of an address that a person enters, or `None` if the text is not an address.
pub fn domain_of_address(address: &str) -> Option<String> {
    EmailAddress::parse(address).ok().map(|address| String::from(address.domain()))
}

/// Returns the connection of the organization that owns a domain: of all its owners, which have to
/// be one organization.
pub fn connection_of_owners(owners: &[DomainOwner]) -> Option<ConnectionId> {
    let (first, others) = owners.split_first()?;
    let is_one = others.iter().all(|other| other.organization_id == first.organization_id);
    first.connection_id.filter(|_| is_one)
}

/// Chooses the connection of a sign-in. A connection that the application does not allow is never
/// chosen.
pub fn choose_connection(
    request: &AuthorizationRequest,
    application: &Application,
    facts: &ConnectionChoiceFacts,
) -> ConnectionChoice {
    let of_domain = connection_of_owners(&facts.domain_owners);
    let wanted = [
        (request.connection_id, ConnectionChoiceReason::Requested),
        (facts.of_organization.filter(|_| request.organization_id.is_some()), ConnectionChoiceReason::Organization),
        (of_domain, ConnectionChoiceReason::Domain),
    ];
    let wanted = wanted.into_iter().find_map(|(connection, reason)| {
        connection.filter(|connection| application.allows(*connection)).map(|connection| (connection, reason))
    });
    if let Some((connection_id, reason)) = wanted {
        return ConnectionChoice::Connection { connection_id, reason };
    }
    let allowed = |connections: &[ConnectionId]| -> Vec<ConnectionId> {
        connections.iter().copied().filter(|connection| application.allows(*connection)).collect()
    };
    let of_platform = allowed(&facts.platform);
    let all = if application.connections.is_empty() { of_platform.clone() } else { allowed(&facts.named) };
    match all.as_slice() {
        [] => ConnectionChoice::Unavailable {},
        [only] => ConnectionChoice::Connection { connection_id: *only, reason: ConnectionChoiceReason::Only },
        _ => ConnectionChoice::Page { connections: of_platform },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::issuer::samples::{application, connection_id, request};

    fn organization(last: u8) -> OrganizationId {
        OrganizationId::parse(&alloc::format!("0198c0de-0000-7000-8000-0000000000a{last}")).unwrap()
    }

    fn facts() -> ConnectionChoiceFacts {
        ConnectionChoiceFacts {
            of_organization: Some(connection_id(3)),
            domain_owners: alloc::vec![DomainOwner {
                organization_id: organization(1),
                connection_id: Some(connection_id(4)),
            }],
            platform: alloc::vec![connection_id(1), connection_id(2)],
            named: alloc::vec![],
        }
    }

    fn chosen(choice: ConnectionChoice) -> Option<(ConnectionId, ConnectionChoiceReason)> {
        match choice {
            ConnectionChoice::Connection { connection_id, reason } => Some((connection_id, reason)),
            _ => None,
        }
    }

    #[test]
    fn the_first_way_that_is_allowed_is_taken() {
        let mut asked = request();
        asked.connection_id = Some(connection_id(2));
        asked.organization_id = Some(organization(2));
        let mut application = application(1);
        let mut facts = facts();
        let next = |asked: &AuthorizationRequest, facts: &ConnectionChoiceFacts| {
            chosen(choose_connection(asked, &application, facts))
        };
        assert_eq!(next(&asked, &facts), Some((connection_id(2), ConnectionChoiceReason::Requested)));
        asked.connection_id = None;
        assert_eq!(next(&asked, &facts), Some((connection_id(3), ConnectionChoiceReason::Organization)));
        asked.organization_id = None;
        assert_eq!(next(&asked, &facts), Some((connection_id(4), ConnectionChoiceReason::Domain)));
        facts.domain_owners.push(DomainOwner { organization_id: organization(2), ..facts.domain_owners[0] });
        assert_eq!(next(&asked, &facts), None, "a domain of two organizations");
        let page = choose_connection(&asked, &application, &facts);
        assert_eq!(page, ConnectionChoice::Page { connections: alloc::vec![connection_id(1), connection_id(2)] });
        facts.platform.pop();
        assert_eq!(
            chosen(choose_connection(&asked, &application, &facts)),
            Some((connection_id(1), ConnectionChoiceReason::Only))
        );
        // What the application does not allow is never chosen.
        application.connections = alloc::vec![connection_id(5)];
        asked.organization_id = Some(organization(2));
        facts.named = alloc::vec![connection_id(5)];
        assert_eq!(
            chosen(choose_connection(&asked, &application, &facts)),
            Some((connection_id(5), ConnectionChoiceReason::Only))
        );
        facts.named = alloc::vec![];
        assert_eq!(choose_connection(&asked, &application, &facts), ConnectionChoice::Unavailable {});
    }

    #[test]
    fn a_hint_names_a_domain() {
        let mut asked = request();
        assert_eq!(hinted_domain(&asked), None);
        asked.domain_hint = LoginHint::new("Acme.Example");
        assert_eq!(hinted_domain(&asked).as_deref(), Some("acme.example"));
        asked.login_hint = LoginHint::new("ana");
        assert_eq!(hinted_domain(&asked).as_deref(), Some("acme.example"));
        asked.login_hint = LoginHint::new("ana@Other.example");
        assert_eq!(hinted_domain(&asked).as_deref(), Some("other.example"));
        asked.domain_hint = LoginHint::new("nonsense");
        asked.login_hint = None;
        assert_eq!(hinted_domain(&asked), None);
    }
}
