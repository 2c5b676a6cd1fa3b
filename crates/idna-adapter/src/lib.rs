//! The Unicode data that the crate `idna` needs, with the interface of the crate of this name on
//! crates.io.
//!
//! That crate takes its data from ICU4X, whose tables are made for speed and are most of the size
//! of a WebAssembly module that handles names. The tables here hold the same data in less space, as
//! runs of code points written with variable-length numbers, and cost time for each character that
//! is not ASCII. `idna` does not ask about ASCII labels.
//!
//! `src/tables.rs` is made by `cargo run -p idna_adapter --example tables`. The tests compare every
//! answer with ICU4X.

#![no_std]

extern crate alloc;

mod class;
mod mapping;
mod normalize;
mod runs;
#[rustfmt::skip]
mod tables;

pub use class::{
    BidiClass, BidiClassMask, FIRST_BC_MASK, JoiningType, JoiningTypeMask, LAST_LTR_MASK, LAST_RTL_MASK,
    LEFT_OR_DUAL_JOINING_MASK, MIDDLE_LTR_MASK, MIDDLE_RTL_MASK, RIGHT_OR_DUAL_JOINING_MASK, RTL_MASK,
};

use class::class;
use mapping::Ignored;

/// The Canonical_Combining_Class of a virama (UAX #44, `ccc=9`).
const VIRAMA: u8 = 9;

/// The Unicode data that `idna` asks for.
pub struct Adapter(());

impl Default for Adapter {
    fn default() -> Self {
        Self::new()
    }
}

impl Adapter {
    /// Creates an adapter over the compiled-in tables.
    pub const fn new() -> Self {
        Self(())
    }

    /// Returns `true` if the Canonical_Combining_Class of `c` is Virama.
    pub fn is_virama(&self, c: char) -> bool {
        class(c).combining == VIRAMA
    }

    /// Returns `true` if the General_Category of `c` is one of the three kinds of mark.
    pub fn is_mark(&self, c: char) -> bool {
        class(c).mark
    }

    /// Returns the Bidi_Class of `c`.
    pub fn bidi_class(&self, c: char) -> BidiClass {
        class(c).bidi
    }

    /// Returns the Joining_Type of `c`.
    pub fn joining_type(&self, c: char) -> JoiningType {
        class(c).joining
    }

    /// Applies the steps "Map" and "Normalize" of UTS #46 §4: a disallowed character becomes
    /// U+FFFD, an ignored one disappears, a mapped one is replaced, and the result is in NFC. Reads
    /// the whole of `iter` at once.
    pub fn map_normalize<'delegate, I: Iterator<Item = char> + 'delegate>(
        &'delegate self,
        iter: I,
    ) -> impl Iterator<Item = char> + 'delegate {
        normalize::nfc(iter, Ignored::Dropped)
    }

    /// Does what [`map_normalize`](Self::map_normalize) does, except that an ignored character
    /// becomes U+FFFD too. A label is valid as to status and normalization if the result is the
    /// label itself (UTS #46 §4.1).
    pub fn normalize_validate<'delegate, I: Iterator<Item = char> + 'delegate>(
        &'delegate self,
        iter: I,
    ) -> impl Iterator<Item = char> + 'delegate {
        normalize::nfc(iter, Ignored::Refused)
    }
}
