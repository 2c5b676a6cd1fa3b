//! Time is an argument of every rule that needs it, in whole seconds; nothing here reads a clock.

use core::fmt;
use serde::{Deserialize, Deserializer, Serialize, de};

use crate::json::{Decode, Decoder, Encode, Encoder, Node};

/// Seconds since 1970-01-01T00:00:00Z, leap seconds not counted (RFC 7519 §2 `NumericDate`, whole
/// seconds only).
///
/// Shape: an integer from 0 to 253402300799 (the end of the year 9999). A fraction is refused,
/// because two hosts that round differently would decide differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize)]
#[cfg_attr(feature = "tsify", derive(tsify::Tsify))]
#[serde(transparent)]
pub struct UnixSeconds(u64);

impl UnixSeconds {
    /// The greatest time: 9999-12-31T23:59:59Z.
    pub const MAX: Self = Self(253_402_300_799);

    /// Returns the time, or `None` if it is later than [`Self::MAX`].
    pub const fn new(seconds: u64) -> Option<Self> {
        if seconds <= Self::MAX.0 { Some(Self(seconds)) } else { None }
    }

    /// Returns the seconds since the epoch.
    pub const fn seconds(self) -> u64 {
        self.0
    }

    /// Returns the time the given number of seconds later, at most [`Self::MAX`].
    #[must_use]
    pub fn plus(self, seconds: u64) -> Self {
        Self(self.0.saturating_add(seconds)).min(Self::MAX)
    }

    /// Returns the number of the UTC day since the epoch.
    pub const fn day(self) -> u64 {
        self.0 / 86_400
    }
}

impl fmt::Display for UnixSeconds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<'de> Deserialize<'de> for UnixSeconds {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        u64::deserialize(deserializer).and_then(|seconds| {
            Self::new(seconds).ok_or_else(|| {
                de::Error::invalid_value(de::Unexpected::Unsigned(seconds), &"seconds up to the year 9999")
            })
        })
    }
}

impl Encode for UnixSeconds {
    fn encode(&self, encoder: &mut Encoder) {
        encoder.natural(self.0);
    }
}

impl Decode for UnixSeconds {
    fn decode(node: Option<&Node<'_>>, decoder: &mut Decoder) -> Self {
        Self(decoder.natural(node, Self::MAX.0))
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for UnixSeconds {
    fn schema_name() -> alloc::borrow::Cow<'static, str> {
        alloc::borrow::Cow::Borrowed("UnixSeconds")
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "integer", "minimum": 0, "maximum": 253_402_300_799_u64 })
    }
}
