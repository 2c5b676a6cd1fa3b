//! Typed identifiers: parsed or derived, never random, so that repeating an operation yields the
//! same rows.

use core::fmt;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use uuid::Uuid;

use crate::json::{Code, Decode, Decoder, Encode, Encoder, Node};
use crate::model::identity_conflict::IdentityConflictKind;
use crate::text::{Issuer, Slug, Subject};

/// The namespace under which Cora derives identifiers (RFC 9562 §5.5). Never changed: every derived
/// row depends on it.
const NAMESPACE: Uuid = Uuid::from_u128(0x6f2c_1d0e_93ab_5c4f_8e77_c07a_1d5e_0001);

/// Returns the UUIDv5 of a kind and its parts. Each part is preceded by its length, so that no two
/// lists of parts coincide.
fn derive(kind: &str, parts: &[&[u8]]) -> Uuid {
    let mut name = alloc::vec::Vec::with_capacity(128);
    for part in core::iter::once(kind.as_bytes()).chain(parts.iter().copied()) {
        name.extend_from_slice(&(part.len() as u64).to_be_bytes());
        name.extend_from_slice(part);
    }
    Uuid::new_v5(&NAMESPACE, &name)
}

/// WHY the length: the parser also accepts the simple, braced and URN forms; one spelling keeps
/// comparison simple.
fn hyphenated(text: &str) -> Option<Uuid> {
    Uuid::try_parse(text).ok().filter(|_| text.len() == 36)
}

struct Hyphenated;

impl de::Visitor<'_> for Hyphenated {
    type Value = Uuid;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a hyphenated UUID")
    }
    fn visit_str<E: de::Error>(self, text: &str) -> Result<Uuid, E> {
        // The text itself must not get into the error, because it may be anything.
        hyphenated(text).ok_or_else(|| E::custom("expected a hyphenated UUID"))
    }
}

#[inline(never)]
fn uuid_from_node(node: Option<&Node<'_>>, decoder: &mut Decoder) -> Uuid {
    hyphenated(decoder.text(node)).unwrap_or_else(|| {
        decoder.refuse();
        Uuid::nil()
    })
}

#[inline(never)]
fn write_uuid(id: &Uuid, encoder: &mut Encoder) {
    encoder.plain(id.hyphenated().encode_lower(&mut Uuid::encode_buffer()));
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident, $typescript:literal;)*) => {$(
        $(#[$doc])*
        ///
        /// Shape: a UUID in its hyphenated form of 36 characters; read in either case, written in
        /// lower case.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[cfg_attr(feature = "tsify", derive(tsify::Tsify))]
        #[cfg_attr(feature = "tsify", tsify(type = $typescript))]
        pub struct $name(Uuid);

        impl $name {
            /// Wraps an identifier from a store.
            pub const fn from_uuid(id: Uuid) -> Self {
                Self(id)
            }
            /// Parses an identifier in hyphenated form, or returns `None` if the text has another
            /// form.
            pub fn parse(text: &str) -> Option<Self> {
                hyphenated(text).map(Self)
            }
            /// Returns the UUID, for a store.
            pub const fn as_uuid(&self) -> Uuid {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.hyphenated().fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0.hyphenated())
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.0.hyphenated().encode_lower(&mut Uuid::encode_buffer()))
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_str(Hyphenated).map(Self)
            }
        }

        impl Encode for $name {
            fn encode(&self, encoder: &mut Encoder) {
                write_uuid(&self.0, encoder);
            }
        }

        impl Decode for $name {
            fn decode(node: Option<&Node<'_>>, decoder: &mut Decoder) -> Self {
                Self(uuid_from_node(node, decoder))
            }
        }

        #[cfg(feature = "schema")]
        impl schemars::JsonSchema for $name {
            fn schema_name() -> alloc::borrow::Cow<'static, str> {
                alloc::borrow::Cow::Borrowed(stringify!($name))
            }
            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "type": "string", "format": "uuid" })
            }
        }
    )*};
}

ids! {
    /// A user of the platform: one person, regardless of how many identities are linked to them.
    UserId, r#"string & { readonly __brand: "UserId" }"#;
    /// An organization (tenant).
    OrganizationId, r#"string & { readonly __brand: "OrganizationId" }"#;
    /// An invitation to an organization.
    InvitationId, r#"string & { readonly __brand: "InvitationId" }"#;
    /// A domain rule of an organization.
    DomainId, r#"string & { readonly __brand: "DomainId" }"#;
    /// An identity provider connection.
    ConnectionId, r#"string & { readonly __brand: "ConnectionId" }"#;
    /// The membership of one user in one organization.
    MembershipId, r#"string & { readonly __brand: "MembershipId" }"#;
    /// A pending request to become a member.
    MembershipRequestId, r#"string & { readonly __brand: "MembershipRequestId" }"#;
    /// A conflict about an address or an identity, for administrators.
    IdentityConflictId, r#"string & { readonly __brand: "IdentityConflictId" }"#;
    /// An audit record.
    AuditId, r#"string & { readonly __brand: "AuditId" }"#;
    /// An application that signs people in through Cora's issuer: its `client_id`.
    ApplicationId, r#"string & { readonly __brand: "ApplicationId" }"#;
    /// A secret of an application.
    ApplicationSecretId, r#"string & { readonly __brand: "ApplicationSecretId" }"#;
    /// One browser's sign-in at the issuer. Never the secret of its cookie.
    BrowserSessionId, r#"string & { readonly __brand: "BrowserSessionId" }"#;
    /// One application's part of a browser session: the `sid` of its tokens.
    ApplicationSessionId, r#"string & { readonly __brand: "ApplicationSessionId" }"#;
    /// One session of the console. Never the secret of its cookie.
    ConsoleSessionId, r#"string & { readonly __brand: "ConsoleSessionId" }"#;
    /// One way of a person to their provider and back.
    SignInFlowId, r#"string & { readonly __brand: "SignInFlowId" }"#;
    /// The identifier of the tokens of a provider that are kept, drawn at random.
    ProviderTokenId, r#"string & { readonly __brand: "ProviderTokenId" }"#;
}

impl UserId {
    /// Returns the identifier of the user that a first login by an identity creates, for
    /// [`IdentityKey::user_id`](crate::identity::IdentityKey::user_id).
    pub(crate) fn of_identity(issuer: &Issuer, subject: &Subject) -> Self {
        Self(derive("user", &[issuer.as_str().as_bytes(), subject.as_str().as_bytes()]))
    }
}

impl OrganizationId {
    /// Returns the identifier of the organization that a user creates at bootstrap or open sign-up.
    /// The purpose distinguishes the two; the slug distinguishes an organization that was created
    /// and handed over from one that is created now.
    pub fn derive(founder: UserId, purpose: &str, slug: &Slug) -> Self {
        Self(derive("organization", &[founder.0.as_bytes(), purpose.as_bytes(), slug.as_str().as_bytes()]))
    }
}

impl MembershipId {
    /// Returns the identifier of this user's membership of this organization, which exists at most
    /// once.
    pub fn derive(organization: OrganizationId, user: UserId) -> Self {
        Self(derive("membership", &[organization.0.as_bytes(), user.0.as_bytes()]))
    }
}

impl MembershipRequestId {
    /// Returns the identifier of this user's request to join this organization.
    pub fn derive(organization: OrganizationId, user: UserId) -> Self {
        Self(derive("membership_request", &[organization.0.as_bytes(), user.0.as_bytes()]))
    }
}

impl InvitationId {
    /// Returns the identifier of the invitation that a domain rule issues to an address.
    pub fn derive(domain: DomainId, canonical_email: &str) -> Self {
        Self(derive("invitation", &[domain.0.as_bytes(), canonical_email.as_bytes()]))
    }
}

impl ApplicationId {
    /// Returns the identifier of the console, which is an application of Cora's own (§16.1).
    pub fn of_console() -> Self {
        Self(derive("application", &[b"console"]))
    }
}

impl ConnectionId {
    /// Returns the identifier of the connection that a configuration without its own identifier
    /// describes.
    pub fn derive(issuer: &Issuer) -> Self {
        Self(derive("connection", &[issuer.as_str().as_bytes()]))
    }

    /// Returns the identifier of the platform's connection of a kind, for
    /// [`ConnectionKind::platform_connection_id`](crate::connection::ConnectionKind::platform_connection_id).
    pub(crate) fn of_platform(kind: &str) -> Self {
        Self(derive("platform_connection", &[kind.as_bytes()]))
    }
}

impl IdentityConflictId {
    /// Returns the identifier of the conflict between an identity and the holder of an address, of
    /// which there is one for each kind.
    pub fn of(
        kind: IdentityConflictKind,
        issuer: &Issuer,
        subject: &Subject,
        holder: UserId,
        email: Option<&str>,
    ) -> Self {
        let kind: &str = Code::name(&kind);
        let (issuer, subject) = (issuer.as_str().as_bytes(), subject.as_str().as_bytes());
        let email = email.unwrap_or_default().as_bytes();
        Self(derive("identity_conflict", &[kind.as_bytes(), issuer, subject, holder.0.as_bytes(), email]))
    }
}

impl AuditId {
    /// Returns the identifier of the record of one decision about one login.
    pub fn derive(parts: &[&[u8]]) -> Self {
        Self(derive("audit", parts))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn user(issuer: &str, subject: &str) -> UserId {
        UserId::of_identity(&Issuer::new(issuer).unwrap(), &Subject::new(subject).unwrap())
    }

    #[test]
    fn the_boundary_between_issuer_and_subject_counts() {
        assert_ne!(user("https://a.example/x", "y"), user("https://a.example/", "xy"));
    }

    #[test]
    fn only_the_hyphenated_form_is_read() {
        for refused in
            ["\"6f2c1d0e93ab5c4f8e77c07a1d5e0001\"", "\"{6f2c1d0e-93ab-5c4f-8e77-c07a1d5e0001}\"", "\"\"", "1"]
        {
            assert!(serde_json::from_str::<UserId>(refused).is_err(), "{refused}");
        }
        let upper = serde_json::from_str::<UserId>("\"6F2C1D0E-93AB-5C4F-8E77-C07A1D5E0001\"").unwrap();
        assert_eq!(serde_json::to_string(&upper).unwrap(), "\"6f2c1d0e-93ab-5c4f-8e77-c07a1d5e0001\"");
    }
}
