//! Properties of a character, and sets of their values.

use crate::runs::Reader;
use crate::tables::{CLASS_INDEX, CLASS_RUNS, CLASSES};

/// The properties of a character in the tables, besides its mapping.
pub(crate) struct Class {
    /// Canonical_Combining_Class.
    pub(crate) combining: u8,
    /// `true` if General_Category is Mn, Mc or Me.
    pub(crate) mark: bool,
    pub(crate) bidi: BidiClass,
    pub(crate) joining: JoiningType,
}

/// Returns the properties of `c`.
pub(crate) fn class(c: char) -> Class {
    let c = u32::from(c);
    let (mut reader, mut start) = Reader::seek(CLASS_RUNS, CLASS_INDEX, c);
    loop {
        start += reader.number();
        let class = reader.byte();
        if c < start {
            let [combining, bidi, joining_and_mark] = CLASSES[usize::from(class)];
            return Class {
                combining,
                mark: joining_and_mark & 0x80 != 0,
                bidi: BidiClass(bidi),
                joining: JoiningType(joining_and_mark & 0x7F),
            };
        }
    }
}

/// A value of the property Joining_Type.
#[repr(transparent)]
#[derive(Clone, Copy)]
pub struct JoiningType(u8);

// The numbers of the values are ICU's. The generator writes them and the tests compare them.
const JOINING_DUAL: u8 = 2;
const JOINING_LEFT: u8 = 3;
const JOINING_RIGHT: u8 = 4;
const JOINING_TRANSPARENT: u8 = 5;

const fn joining(types: &[u8]) -> JoiningTypeMask {
    JoiningTypeMask(set(types))
}

/// Left_Joining and Dual_Joining.
pub const LEFT_OR_DUAL_JOINING_MASK: JoiningTypeMask = joining(&[JOINING_LEFT, JOINING_DUAL]);

/// Right_Joining and Dual_Joining.
pub const RIGHT_OR_DUAL_JOINING_MASK: JoiningTypeMask = joining(&[JOINING_RIGHT, JOINING_DUAL]);

impl JoiningType {
    /// Returns the set of this value alone.
    pub fn to_mask(self) -> JoiningTypeMask {
        joining(&[self.0])
    }

    /// Returns `true` for Transparent.
    pub fn is_transparent(self) -> bool {
        self.0 == JOINING_TRANSPARENT
    }
}

/// A set of values of Joining_Type.
#[repr(transparent)]
#[derive(Clone, Copy)]
pub struct JoiningTypeMask(u32);

impl JoiningTypeMask {
    /// Returns `true` if a value is in both sets.
    pub fn intersects(self, other: JoiningTypeMask) -> bool {
        self.0 & other.0 != 0
    }
}

/// A value of the property Bidi_Class.
#[repr(transparent)]
#[derive(Clone, Copy)]
pub struct BidiClass(u8);

const L: u8 = 0;
const R: u8 = 1;
const EN: u8 = 2;
const ES: u8 = 3;
const ET: u8 = 4;
const AN: u8 = 5;
const CS: u8 = 6;
const ON: u8 = 10;
const AL: u8 = 13;
const NSM: u8 = 17;
const BN: u8 = 18;

const fn bidi(classes: &[u8]) -> BidiClassMask {
    BidiClassMask(set(classes))
}

/// The classes that make a name a bidi domain name (RFC 5893 §1.4).
pub const RTL_MASK: BidiClassMask = bidi(&[R, AL, AN]);

/// The classes with which a label can begin (RFC 5893 §2 rule 1).
pub const FIRST_BC_MASK: BidiClassMask = bidi(&[L, R, AL]);

/// The classes with which a left-to-right label can end, marks aside (rule 6).
pub const LAST_LTR_MASK: BidiClassMask = bidi(&[L, EN]);

/// The classes with which a right-to-left label can end, marks aside (rule 3).
pub const LAST_RTL_MASK: BidiClassMask = bidi(&[R, AL, EN, AN]);

/// The classes that a left-to-right label can contain (rule 5).
pub const MIDDLE_LTR_MASK: BidiClassMask = bidi(&[L, EN, ES, CS, ET, ON, BN, NSM]);

/// The classes that a right-to-left label can contain (rule 2).
pub const MIDDLE_RTL_MASK: BidiClassMask = bidi(&[R, AL, AN, EN, ES, CS, ET, ON, BN, NSM]);

impl BidiClass {
    /// Returns the set of this value alone.
    pub fn to_mask(self) -> BidiClassMask {
        bidi(&[self.0])
    }

    /// Returns `true` for Left_To_Right.
    pub fn is_ltr(self) -> bool {
        self.0 == L
    }

    /// Returns `true` for Nonspacing_Mark.
    pub fn is_nonspacing_mark(self) -> bool {
        self.0 == NSM
    }

    /// Returns `true` for European_Number.
    pub fn is_european_number(self) -> bool {
        self.0 == EN
    }

    /// Returns `true` for Arabic_Number.
    pub fn is_arabic_number(self) -> bool {
        self.0 == AN
    }
}

/// A set of values of Bidi_Class.
#[repr(transparent)]
#[derive(Clone, Copy)]
pub struct BidiClassMask(u32);

impl BidiClassMask {
    /// Returns `true` if a value is in both sets.
    pub fn intersects(self, other: BidiClassMask) -> bool {
        self.0 & other.0 != 0
    }
}

/// Returns a number in which one bit is set for each of the numbers.
const fn set(mut numbers: &[u8]) -> u32 {
    let mut bits = 0;
    while let [first, rest @ ..] = numbers {
        bits |= 1 << *first;
        numbers = rest;
    }
    bits
}
