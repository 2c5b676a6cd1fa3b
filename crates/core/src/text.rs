//! Text with a stated upper bound, one type per meaning, so that growth is bounded and mix-ups do
//! not compile.

use alloc::borrow::Cow;
use alloc::string::String;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use core::fmt;
use serde::{Deserialize, Deserializer, Serialize, de};

use sha2::{Digest as _, Sha256};

use crate::json::{Decode, Decoder, Encode, Encoder, Node, list};

/// Refuses text of more than `MAX` bytes while reading, before it is copied.
struct Bounded<const MAX: usize>;

impl<const MAX: usize> de::Visitor<'_> for Bounded<MAX> {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a string of at most {MAX} bytes")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<String, E> {
        if text.len() > MAX {
            return Err(E::invalid_length(text.len(), &self));
        }
        Ok(String::from(text))
    }
}

macro_rules! text_types {
    ($($(#[$doc:meta])* $name:ident, $max:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[cfg_attr(feature = "tsify", derive(tsify::Tsify), tsify(type = "string"))]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// The maximum length, in bytes of UTF-8.
            pub const MAX_BYTES: usize = $max;

            /// Returns the text, shortened at a character boundary if it is longer than
            /// [`Self::MAX_BYTES`].
            pub fn shortened(text: &str) -> Self {
                Self(String::from(text.get(..text.floor_char_boundary(Self::MAX_BYTES)).unwrap_or(text)))
            }

            /// Returns the text, or `None` if it is longer than [`Self::MAX_BYTES`].
            pub fn new(text: &str) -> Option<Self> {
                (text.len() <= Self::MAX_BYTES).then(|| Self(String::from(text)))
            }

            /// Returns the text as written.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                // Text that contains an address is hidden: a log may receive it through a type that
                // contains this one.
                if self.0.contains(['@', '\u{FF20}', '\u{FE6B}']) { f.write_str("\"***\"") } else { fmt::Debug::fmt(&self.0, f) }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_str(Bounded::<$max>).map(Self)
            }
        }

        impl Encode for $name {
            fn encode(&self, encoder: &mut Encoder) {
                encoder.text(&self.0);
            }
        }

        impl Decode for $name {
            fn decode(node: Option<&Node<'_>>, decoder: &mut Decoder) -> Self {
                Self(decoder.bounded_text(node, Self::MAX_BYTES))
            }
        }

        #[cfg(feature = "schema")]
        impl schemars::JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                Cow::Borrowed(stringify!($name))
            }
            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "type": "string", "x-maxBytes": $max })
            }
        }
    )*};
}

impl DisplayName {
    /// Returns a name that a provider wrote, without what could make it look like something else:
    /// see [`is_plain`]. It is shortened at a character boundary if it is too long.
    pub fn cleaned(text: &str) -> Self {
        if is_plain(text) {
            return Self::shortened(text);
        }
        Self::shortened(&text.chars().filter(|c| !is_hidden(*c)).collect::<String>())
    }
}

impl PictureUrl {
    /// Returns `true` if this is an absolute URL with the scheme `https` or `http`, a host, and
    /// neither white space nor quotes, angle brackets, backslashes and hidden characters. Pages
    /// show it as an image or a link, and `javascript:` and `data:` would run there.
    pub fn is_of_web(&self) -> bool {
        // WHY not `split_once`: searching for a text makes the WebAssembly modules larger.
        let after = |scheme: &str| {
            let (found, rest) = self.0.split_at_checked(scheme.len())?;
            found.eq_ignore_ascii_case(scheme).then_some(rest)
        };
        let rest = after("https://").or_else(|| after("http://"));
        let unfit = |c: char| c.is_whitespace() || is_hidden(c) || matches!(c, '"' | '\'' | '<' | '>' | '\\' | '`');
        rest.is_some_and(|rest| {
            !rest.is_empty() && !rest.starts_with(['/', '?', '#', ':', '@']) && !rest.contains(unfit)
        })
    }
}

/// Returns `true` if a text has no hidden character: no control character such as a line break, and
/// none that changes the direction of the text around it (Unicode TR 9, "Directional Formatting
/// Characters").
pub fn is_plain(text: &str) -> bool {
    !text.contains(is_hidden)
}

fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

text_types! {
    /// An issuer identifier, compared exactly, never by prefix or after normalization (RFC 8414 §2,
    /// OpenID Connect Core §2). At most 2048 bytes.
    Issuer, 2048;
    /// A subject identifier as the issuer wrote it, compared exactly (OpenID Connect Core §2: at
    /// most 255 characters; the decision, not the parser, refuses a longer one). At most 2048
    /// bytes.
    Subject, 2048;
    /// An e-mail address as it was received: not yet parsed, and possibly not an address. At most
    /// 2048 bytes.
    RawEmail, 2048;
    /// A name shown to people. At most 512 bytes.
    DisplayName, 512;
    /// The description of an organization, which may have several lines. At most 4096 bytes.
    OrganizationDescription, 4096;
    /// The name of an icon in the application's set, or its URL. At most 2048 bytes.
    IconName, 2048;
    /// A URL to show, such as that of a picture. Cora never requests it. At most 2048 bytes.
    PictureUrl, 2048;
    /// A phone number as the provider wrote it; not parsed. At most 64 bytes.
    PhoneNumber, 64;
    /// The name or identifier of a group at the identity provider, compared exactly. At most 512
    /// bytes.
    GroupName, 512;
    /// The identifier of an organization at the identity provider (Clerk `org_…`, Google `hd`): a
    /// hint, never identity. At most 512 bytes.
    ProviderOrganization, 512;
    /// The identifier of a session at the identity provider (`sid`). At most 512 bytes.
    SessionId, 512;
    /// An organization's short name in URLs. Slugs that Cora creates consist of lower-case ASCII
    /// letters, digits and inner hyphens; slugs from a store are taken as they are. At most 64
    /// bytes.
    Slug, 64;
    /// An audience (`aud`), authorized party (`azp`) or client identifier, compared exactly. At
    /// most 2048 bytes.
    Audience, 2048;
    /// The identifier of a signing key (`kid`, RFC 7517 §4.5). At most 512 bytes.
    KeyId, 512;
    /// A path into the claims of a token: names with dots between them, such as
    /// `resource_access.web.roles`. A name that itself holds a dot is put in double quotes; a path
    /// that holds `://` and no quote is one name, because claims are named by URLs. A list on the
    /// way stands for each of its items. At most 512 bytes.
    ClaimPath, 512;
    /// The URL of an endpoint, as written: an absolute https URL wherever a report has found no
    /// error in it. At most 2048 bytes.
    EndpointUrl, 2048;
    /// The text of one setting of a connection, as written. At most 8192 bytes, which is enough for
    /// a public key as PEM.
    SettingText, 8192;
    /// The actor's reason for a change that is refused without one, in their own words, for the
    /// audit record. At most 500 bytes.
    ChangeReason, 500;
    /// A redirect URI of an application, as registered or requested; compared byte for byte. At
    /// most 2048 bytes.
    RedirectUri, 2048;
    /// An origin of an application's pages, as browsers write it (RFC 6454 §6.2). At most 512
    /// bytes.
    WebOrigin, 512;
    /// The `state` of an authorization or logout request, given back as it came (RFC 6749 §4.1.1).
    /// At most 2048 bytes.
    RequestState, 2048;
    /// The `nonce` of an authorization request, which its ID token repeats (OpenID Connect Core
    /// §3.1.2.1). At most 512 bytes.
    Nonce, 512;
    /// A hint of an authorization request about the person, such as an address, or about their
    /// domain; proves nothing. At most 512 bytes.
    LoginHint, 512;
    /// The languages that a person prefers (`ui_locales`), separated by spaces. At most 512 bytes.
    UiLocales, 512;
    /// The class of an authentication (`acr`), as the provider names it. At most 512 bytes.
    AuthenticationContext, 512;
    /// A method of an authentication (an item of `amr`), as the provider names it. At most 128
    /// bytes.
    AuthenticationMethod, 128;
    /// A coarse name of a client's network and agent, as the host computes it; compared only. At
    /// most 512 bytes.
    ClientFingerprint, 512;
    /// The identifier of a permission that an application defines, such as `invoices:approve`
    /// (§15.1). At most 64 bytes.
    PermissionId, 64;
    /// The name of a role that a permission is granted to: a role of Cora's, or one that the
    /// application defines (§15.2). At most 64 bytes.
    RoleName, 64;
}

impl Subject {
    /// Returns `true` if it has 1 to 255 characters and no control character. By any other subject
    /// nobody logs in.
    pub fn is_well_formed(&self) -> bool {
        // Most subjects are short and ASCII, so that their bytes are their characters.
        let is_ascii = self.0.bytes().all(|byte| matches!(byte, b' '..=b'~'));
        let length = if is_ascii { self.0.len() } else { self.0.chars().count() };
        (1..=255).contains(&length) && (is_ascii || !self.0.chars().any(char::is_control))
    }

    /// Returns `sha256:` and the hash of the subject, in base64url without padding.
    pub fn hashed(&self) -> String {
        ["sha256:", &URL_SAFE_NO_PAD.encode(Sha256::digest(self.0.as_bytes()))].concat()
    }
}

#[cfg(not(feature = "schema"))]
#[allow(unused_imports)]
use Cow as _;

/// Reads a list of at most `MAX` items; the counterpart of `schemars(length(max))` on the same
/// field.
///
/// # Errors
///
/// Fails if the list is longer, or if an item is not a `T`.
pub fn at_most<'de, const MAX: usize, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<alloc::vec::Vec<T>, D::Error> {
    struct Items<const MAX: usize, T>(core::marker::PhantomData<T>);
    impl<'de, const MAX: usize, T: Deserialize<'de>> de::Visitor<'de> for Items<MAX, T> {
        type Value = alloc::vec::Vec<T>;
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(f, "a list of at most {MAX} items")
        }
        fn visit_seq<A: de::SeqAccess<'de>>(self, mut sequence: A) -> Result<Self::Value, A::Error> {
            let mut items = alloc::vec::Vec::new();
            while let Some(item) = sequence.next_element()? {
                if items.len() == MAX {
                    return Err(de::Error::invalid_length(MAX.saturating_add(1), &self));
                }
                items.push(item);
            }
            Ok(items)
        }
    }
    deserializer.deserialize_seq(Items::<MAX, T>(core::marker::PhantomData))
}

/// Reads a list as [`at_most`] does, or null.
///
/// # Errors
///
/// Fails as [`at_most`] does.
pub fn at_most_if_given<'de, const MAX: usize, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<alloc::vec::Vec<T>>, D::Error> {
    struct Given<const MAX: usize, T>(core::marker::PhantomData<T>);
    impl<'de, const MAX: usize, T: Deserialize<'de>> de::Visitor<'de> for Given<MAX, T> {
        type Value = Option<alloc::vec::Vec<T>>;
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(f, "a list of at most {MAX} items, or null")
        }
        fn visit_none<E: de::Error>(self) -> Result<Self::Value, E> {
            Ok(None)
        }
        fn visit_unit<E: de::Error>(self) -> Result<Self::Value, E> {
            Ok(None)
        }
        fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
            at_most::<MAX, T, D>(deserializer).map(Some)
        }
    }
    deserializer.deserialize_option(Given::<MAX, T>(core::marker::PhantomData))
}

/// Reads the same as [`at_most_if_given`], from a tree.
pub fn at_most_if_given_from_node<const MAX: usize, T: Decode>(
    node: Option<&Node<'_>>,
    decoder: &mut Decoder,
) -> Option<alloc::vec::Vec<T>> {
    match node {
        None | Some(Node::Null) => None,
        given => Some(list(given, MAX, decoder)),
    }
}

/// Reads the same as [`at_most`], from a tree.
pub fn at_most_from_node<const MAX: usize, T: Decode>(
    node: Option<&Node<'_>>,
    decoder: &mut Decoder,
) -> alloc::vec::Vec<T> {
    list(node, MAX, decoder)
}
