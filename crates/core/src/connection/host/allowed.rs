//! The networks and hosts at which an operator allows providers although they are not public.
//!
//! An operator's setting, not a connection's: anyone who writes the settings of a connection
//! chooses the hosts that the server then connects to (pitfall C21).

use alloc::borrow::Cow;
use alloc::string::{String, ToString};
use core::fmt;
use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use core::str::FromStr;
use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use url::Host;

use crate::connection::host::{is_at_or_below, is_private_suffix, is_public_address};
use crate::domain::class::{DomainClass, classify};
use crate::domain::name::{DomainName, is_label};
use crate::json::{Decode, Decoder, Encode, Encoder, Node};

/// The name of the operator's option, for help texts.
pub const OPTION: &str = "--allow-provider-networks";

/// A network or a name at which providers may be although it is not public.
///
/// As text: a network in CIDR notation (`10.0.0.0/8`, RFC 4632 §3.1), an address, a host name of
/// one or more labels (`sso.corp.acme.internal`), or `*.` and a name, which stands for every name
/// below it and not for the name itself. At most 255 bytes.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "tsify", derive(tsify::Tsify), tsify(type = "string"))]
pub struct AllowedHost(Place);

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Place {
    Network(IpNet),
    Name(String),
    Below(String),
}

/// A reason for which a text is not an [`AllowedHost`]. A closed list. It does not quote the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{} ({}). {}", self.message(), self.code(), self.help())]
pub enum AllowedHostError {
    /// The text is a network, but not in CIDR notation.
    NetworkMalformed,
    /// The text is neither a network nor a host name.
    HostMalformed,
    /// The network or name is one that no provider may have: link-local, multicast, or a cloud's
    /// metadata service.
    HostNeverAllowed,
    /// Anybody can register a name below this one.
    SuffixPublic,
}

impl AllowedHostError {
    /// Returns the stable code, in `snake_case`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NetworkMalformed => "network_malformed",
            Self::HostMalformed => "host_malformed",
            Self::HostNeverAllowed => "host_never_allowed",
            Self::SuffixPublic => "suffix_public",
        }
    }

    /// Returns the message for people.
    pub const fn message(self) -> &'static str {
        match self {
            Self::NetworkMalformed => "this is not a network in CIDR notation",
            Self::HostMalformed => "this is neither a network nor a host name",
            Self::HostNeverAllowed => "link-local, multicast and metadata addresses are never contacted",
            Self::SuffixPublic => "anybody can register a name below this one",
        }
    }

    /// Returns the remedy, as a sentence.
    pub const fn help(self) -> &'static str {
        match self {
            Self::NetworkMalformed => {
                "Write the first address of the network and the length of the prefix: `10.0.0.0/8`."
            }
            Self::HostMalformed => {
                "Write a network (`10.0.0.0/8`), a host (`sso.corp.acme.internal`) or all hosts below a name \
                 (`*.corp.acme.internal`), without scheme and port."
            }
            Self::HostNeverAllowed => "Name the network or the host of the provider itself.",
            Self::SuffixPublic => "Name a domain of your own: `*.corp.acme.example`.",
        }
    }
}

/// Addresses that are never contacted, even in an allowed network: "this network" (RFC 1122
/// §3.2.1.3), link-local (RFC 3927), multicast and reserved (RFC 1112 §4), and the metadata
/// services that have other addresses: Alibaba Cloud ("View instance metadata"), Azure ("What is IP
/// address 168.63.129.16?"), Oracle Cloud Infrastructure Classic.
const NEVER_V4: [Ipv4Net; 6] = [
    Ipv4Net::new_assert(Ipv4Addr::new(0, 0, 0, 0), 8),
    Ipv4Net::new_assert(Ipv4Addr::new(169, 254, 0, 0), 16),
    Ipv4Net::new_assert(Ipv4Addr::new(224, 0, 0, 0), 3),
    Ipv4Net::new_assert(Ipv4Addr::new(100, 100, 100, 200), 32),
    Ipv4Net::new_assert(Ipv4Addr::new(168, 63, 129, 16), 32),
    Ipv4Net::new_assert(Ipv4Addr::new(192, 0, 0, 192), 32),
];

/// The same for IPv6: unspecified, link-local (RFC 4291 §2.5.6), multicast, the obsolete forms that
/// embed an IPv4 address (6to4, Teredo; IPv4-compatible is handled with the mapped ones), and the
/// metadata services of AWS ("Use the Instance Metadata Service") and Google Cloud ("About VM
/// metadata").
const NEVER_V6: [Ipv6Net; 7] = [
    Ipv6Net::new_assert(Ipv6Addr::UNSPECIFIED, 128),
    Ipv6Net::new_assert(Ipv6Addr::new(0xfe80, 0, 0, 0, 0, 0, 0, 0), 10),
    Ipv6Net::new_assert(Ipv6Addr::new(0xff00, 0, 0, 0, 0, 0, 0, 0), 8),
    Ipv6Net::new_assert(Ipv6Addr::new(0x2002, 0, 0, 0, 0, 0, 0, 0), 16),
    Ipv6Net::new_assert(Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, 0, 0), 32),
    Ipv6Net::new_assert(Ipv6Addr::new(0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254), 128),
    Ipv6Net::new_assert(Ipv6Addr::new(0xfd20, 0xce, 0, 0, 0, 0, 0, 0x254), 128),
];

/// The names of metadata services (Google Cloud, "About VM metadata"; Amazon EC2's and Azure's
/// internal names). Behind a proxy, names are all that can be checked.
const NEVER_NAMES: [&str; 5] = [
    "metadata.google.internal",
    "metadata.goog",
    "instance-data",
    "instance-data.ec2.internal",
    "metadata.azure.internal",
];

impl AllowedHost {
    /// The maximum length, in bytes.
    pub const MAX_BYTES: usize = 255;

    /// Every place that an operator can allow, for code that reads settings on which somebody else
    /// has decided.
    pub const ALL: [Self; 2] = [
        Self(Place::Network(IpNet::V4(Ipv4Net::new_assert(Ipv4Addr::UNSPECIFIED, 0)))),
        Self(Place::Network(IpNet::V6(Ipv6Net::new_assert(Ipv6Addr::UNSPECIFIED, 0)))),
    ];

    /// Parses a network, an address, a name, or `*.` and a name. Names are read in any spelling
    /// that IDNA maps to a valid one.
    ///
    /// # Errors
    ///
    /// Fails with [`AllowedHostError`] if the text is none of these, or may not be allowed.
    pub fn parse(text: &str) -> Result<Self, AllowedHostError> {
        if text.len() > Self::MAX_BYTES {
            return Err(AllowedHostError::HostMalformed);
        }
        if text.contains('/') {
            let network = IpNet::from_str(text).map_err(|_| AllowedHostError::NetworkMalformed)?;
            return if network == network.trunc() {
                Self::network(network)
            } else {
                Err(AllowedHostError::NetworkMalformed)
            };
        }
        let bare = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(text);
        if let Ok(address) = IpAddr::from_str(bare) {
            return Self::network(IpNet::from(address));
        }
        let (is_below, name) = match text.strip_prefix("*.") {
            Some(name) => (true, name),
            None => (false, text),
        };
        let name = host_name(name).ok_or(AllowedHostError::HostMalformed)?;
        if is_below && is_open_to_all(&name) {
            return Err(AllowedHostError::SuffixPublic);
        }
        if NEVER_NAMES.contains(&name.as_str()) {
            return Err(AllowedHostError::HostNeverAllowed);
        }
        Ok(Self(if is_below { Place::Below(name) } else { Place::Name(name) }))
    }

    fn network(network: IpNet) -> Result<Self, AllowedHostError> {
        let is_never = match network {
            IpNet::V4(network) => NEVER_V4.iter().any(|never| never.contains(&network)),
            IpNet::V6(network) => NEVER_V6.iter().any(|never| never.contains(&network)),
        };
        if is_never || (network.addr() == network.broadcast() && is_never_contacted(network.addr())) {
            return Err(AllowedHostError::HostNeverAllowed);
        }
        Ok(Self(Place::Network(network)))
    }
}

/// Returns a host name in its canonical spelling. It may have a single label.
fn host_name(text: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    let is_single = is_label(&lower) && !lower.bytes().all(|byte| byte.is_ascii_digit());
    if is_single { Some(lower) } else { DomainName::parse(text).ok().map(|name| name.as_str().to_string()) }
}

/// Returns `true` if anybody can register names below a name: a top level of the public DNS, or a
/// public suffix.
fn is_open_to_all(name: &str) -> bool {
    let is_private = is_private_suffix(name);
    !is_private && (!name.contains('.') || classify(name) == DomainClass::PublicSuffix)
}

/// Returns `true` if an operator names this host, so that its addresses need not be public.
pub fn allows_name(allowed: &[AllowedHost], name: &str) -> bool {
    let name = name.strip_suffix('.').unwrap_or(name);
    !NEVER_NAMES.contains(&name)
        && allowed.iter().any(|host| match &host.0 {
            Place::Network(_) => false,
            Place::Name(known) => known == name,
            Place::Below(suffix) => name != suffix && is_at_or_below(name, suffix),
        })
}

/// Returns `true` if an address is in a network that an operator allows.
pub fn allows_address(allowed: &[AllowedHost], address: IpAddr) -> bool {
    let address = embedded(address);
    !is_never_contacted(address)
        && allowed.iter().any(|host| matches!(&host.0, Place::Network(network) if network.contains(&address)))
}

/// Returns `true` if settings may name this host although it is not public.
///
/// A name need not be listed if a network is: its addresses are checked when they are connected to.
pub(crate) fn allows_host<S: AsRef<str>>(allowed: &[AllowedHost], host: &Host<S>) -> bool {
    match host {
        Host::Domain(name) => {
            let has_network = allowed.iter().any(|host| matches!(host.0, Place::Network(_)));
            let name = name.as_ref();
            allows_name(allowed, name) || (has_network && !NEVER_NAMES.contains(&name))
        }
        Host::Ipv4(address) => allows_address(allowed, (*address).into()),
        Host::Ipv6(address) => allows_address(allowed, (*address).into()),
    }
}

/// Returns `true` if an address may be connected to: it is public, or in an allowed network, and
/// not one that is never contacted.
pub fn is_usable_address(allowed: &[AllowedHost], address: IpAddr) -> bool {
    !is_never_contacted(address) && (is_public_address(address) || allows_address(allowed, address))
}

/// Returns `true` if an address is never contacted, whatever an operator allows.
pub fn is_never_contacted(address: IpAddr) -> bool {
    match embedded(address) {
        IpAddr::V4(address) => NEVER_V4.iter().any(|network| network.contains(&address)),
        IpAddr::V6(address) => NEVER_V6.iter().any(|network| network.contains(&address)),
    }
}

/// Returns the IPv4 address that an IPv6 address stands for: mapped (RFC 4291 §2.5.5), NAT64
/// (RFC 6052). Any other address is returned unchanged.
fn embedded(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V6(v6) => match v6.segments() {
            [0, 0, 0, 0, 0, 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => {
                let [[a, b], [c, d]] = [high.to_be_bytes(), low.to_be_bytes()];
                Ipv4Addr::new(a, b, c, d).into()
            }
            _ => address,
        },
        IpAddr::V4(_) => address,
    }
}

impl fmt::Display for AllowedHost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Place::Network(network) => write!(f, "{network}"),
            Place::Name(name) => f.write_str(name),
            Place::Below(suffix) => write!(f, "*.{suffix}"),
        }
    }
}

impl FromStr for AllowedHost {
    type Err = AllowedHostError;
    fn from_str(text: &str) -> Result<Self, AllowedHostError> {
        Self::parse(text)
    }
}

impl Serialize for AllowedHost {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for AllowedHost {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'_, str>::deserialize(deserializer)?;
        Self::parse(&text).map_err(de::Error::custom)
    }
}

impl Encode for AllowedHost {
    fn encode(&self, encoder: &mut Encoder) {
        encoder.text(&self.to_string());
    }
}

impl Decode for AllowedHost {
    fn decode(node: Option<&Node<'_>>, decoder: &mut Decoder) -> Self {
        Self::parse(decoder.text(node)).unwrap_or_else(|_| {
            decoder.refuse();
            Self(Place::Name(String::new()))
        })
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for AllowedHost {
    fn schema_name() -> Cow<'static, str> {
        Cow::Borrowed("AllowedHost")
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "format": "provider-host" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::vec::Vec;

    fn hosts(texts: &[&str]) -> Vec<AllowedHost> {
        texts.iter().map(|text| AllowedHost::parse(text).unwrap()).collect()
    }

    fn address(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn a_network_a_host_and_all_hosts_below_a_name_are_read() {
        for (text, shown) in [
            ("10.0.0.0/8", "10.0.0.0/8"),
            ("0.0.0.0/0", "0.0.0.0/0"),
            ("fd12:3456::/32", "fd12:3456::/32"),
            ("10.1.2.3", "10.1.2.3/32"),
            ("[fd12::1]", "fd12::1/128"),
            ("keycloak", "keycloak"),
            ("SSO.Corp.Acme.Internal", "sso.corp.acme.internal"),
            ("*.svc.cluster.local", "*.svc.cluster.local"),
            ("*.internal", "*.internal"),
            ("*.corp.acme.example", "*.corp.acme.example"),
        ] {
            assert_eq!(AllowedHost::parse(text).unwrap().to_string(), shown);
        }
    }

    #[test]
    fn another_text_is_refused_by_code() {
        use AllowedHostError::{HostMalformed, HostNeverAllowed, NetworkMalformed, SuffixPublic};
        let long = "a.".repeat(200);
        for (text, error) in [
            ("10.0.0.0/33", NetworkMalformed),
            ("10.0.0.1/8", NetworkMalformed),
            ("10.0.0/8", NetworkMalformed),
            ("https://sso.acme.internal", NetworkMalformed),
            ("", HostMalformed),
            ("*", HostMalformed),
            ("*.", HostMalformed),
            ("a.*.internal", HostMalformed),
            ("sso.acme.internal:8443", HostMalformed),
            ("1234", HostMalformed),
            (&long, HostMalformed),
            ("169.254.0.0/16", HostNeverAllowed),
            ("169.254.169.254", HostNeverAllowed),
            ("::ffff:169.254.169.254", HostNeverAllowed),
            ("100.100.100.200", HostNeverAllowed),
            ("fd00:ec2::254", HostNeverAllowed),
            ("fe80::/10", HostNeverAllowed),
            ("metadata.google.internal", HostNeverAllowed),
            ("*.com", SuffixPublic),
            ("*.co.uk", SuffixPublic),
        ] {
            let found = AllowedHost::parse(text).unwrap_err();
            assert_eq!(found, error, "{text}");
            assert!(found.to_string().contains(found.code()), "{found}");
        }
    }

    #[test]
    fn a_name_is_allowed_as_it_is_or_below_a_suffix() {
        let allowed = hosts(&["sso.acme.internal", "*.svc.cluster.local", "keycloak"]);
        for name in
            ["sso.acme.internal", "sso.acme.internal.", "a.svc.cluster.local", "a.b.svc.cluster.local", "keycloak"]
        {
            assert!(allows_name(&allowed, name), "{name}");
        }
        for name in ["acme.internal", "x.sso.acme.internal", "svc.cluster.local", "asvc.cluster.local", "xkeycloak"] {
            assert!(!allows_name(&allowed, name), "{name}");
        }
    }

    #[test]
    fn c21_what_is_never_contacted_is_in_no_network_and_below_no_name() {
        let everything = AllowedHost::ALL;
        for text in [
            "0.0.0.0",
            "169.254.169.254",
            "169.254.170.2",
            "100.100.100.200",
            "168.63.129.16",
            "192.0.0.192",
            "224.0.0.1",
            "255.255.255.255",
            "::",
            "fe80::1",
            "ff02::1",
            "fd00:ec2::254",
            "fd20:ce::254",
            "::ffff:169.254.169.254",
            "64:ff9b::a9fe:a9fe",
            "2002:a9fe:a9fe::",
        ] {
            assert!(!is_usable_address(&everything, address(text)), "{text}");
        }
        let allowed = hosts(&["*.internal", "*.google.internal"]);
        for name in ["metadata.google.internal", "metadata.google.internal.", "metadata.azure.internal"] {
            assert!(!allows_name(&allowed, name), "{name}");
            assert!(!allows_host(&everything, &Host::Domain(name.trim_end_matches('.'))), "{name}");
        }
    }

    #[test]
    fn an_address_is_allowed_in_its_network_in_any_spelling() {
        let allowed = hosts(&["10.1.0.0/16", "fd12::/16"]);
        for text in ["10.1.0.0", "10.1.255.255", "::ffff:10.1.2.3", "64:ff9b::a01:203", "fd12::1", "8.8.8.8"] {
            assert!(is_usable_address(&allowed, address(text)), "{text}");
        }
        for text in ["10.0.255.255", "10.2.0.0", "127.0.0.1", "fd13::1", "::ffff:10.2.0.0"] {
            assert!(!is_usable_address(&allowed, address(text)), "{text}");
        }
        assert!(is_usable_address(&hosts(&["127.0.0.0/8"]), address("127.0.0.1")));
    }
}
