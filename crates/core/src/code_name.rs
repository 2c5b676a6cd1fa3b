//! The name of a code, as JSON writes it.

use core::fmt;
use serde::ser::{Error, Impossible, Serialize, Serializer};

/// Returns the name under which a fieldless enum's variant is written; empty for anything else.
///
/// WHY through serde: the attribute that names the variants for JSON is the only place that names
/// them.
pub fn code_text(code: &impl Serialize) -> &'static str {
    code.serialize(VariantName).unwrap_or("")
}

struct VariantName;

#[derive(Debug)]
struct NoCode;

impl fmt::Display for NoCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a code")
    }
}

impl core::error::Error for NoCode {}

impl Error for NoCode {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

macro_rules! refuse {
    ($($name:ident($($argument:ty),*);)*) => {$(
        fn $name(self, $(_: $argument),*) -> Result<&'static str, NoCode> { Err(NoCode) }
    )*};
}

impl Serializer for VariantName {
    type Ok = &'static str;
    type Error = NoCode;
    type SerializeSeq = Impossible<Self::Ok, NoCode>;
    type SerializeTuple = Impossible<Self::Ok, NoCode>;
    type SerializeTupleStruct = Impossible<Self::Ok, NoCode>;
    type SerializeTupleVariant = Impossible<Self::Ok, NoCode>;
    type SerializeMap = Impossible<Self::Ok, NoCode>;
    type SerializeStruct = Impossible<Self::Ok, NoCode>;
    type SerializeStructVariant = Impossible<Self::Ok, NoCode>;

    fn serialize_unit_variant(self, _: &'static str, _: u32, name: &'static str) -> Result<Self::Ok, NoCode> {
        Ok(name)
    }

    refuse! {
        serialize_bool(bool); serialize_i8(i8); serialize_i16(i16); serialize_i32(i32); serialize_i64(i64);
        serialize_u8(u8); serialize_u16(u16); serialize_u32(u32); serialize_u64(u64); serialize_f32(f32);
        serialize_f64(f64); serialize_char(char); serialize_str(&str); serialize_bytes(&[u8]); serialize_none();
        serialize_unit(); serialize_unit_struct(&'static str);
    }

    fn serialize_some<T: Serialize + ?Sized>(self, _: &T) -> Result<Self::Ok, NoCode> {
        Err(NoCode)
    }
    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, _: &T) -> Result<Self::Ok, NoCode> {
        Err(NoCode)
    }
    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<Self::Ok, NoCode> {
        Err(NoCode)
    }
    fn serialize_seq(self, _: Option<usize>) -> Result<Self::SerializeSeq, NoCode> {
        Err(NoCode)
    }
    fn serialize_tuple(self, _: usize) -> Result<Self::SerializeTuple, NoCode> {
        Err(NoCode)
    }
    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self::SerializeTupleStruct, NoCode> {
        Err(NoCode)
    }
    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, NoCode> {
        Err(NoCode)
    }
    fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap, NoCode> {
        Err(NoCode)
    }
    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self::SerializeStruct, NoCode> {
        Err(NoCode)
    }
    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, NoCode> {
        Err(NoCode)
    }
}
