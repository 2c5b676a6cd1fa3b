//! Checks that the coordinates of a key are those of a point on its curve.
//!
//! WHY here: libraries differ in what they do with another point. Some refuse the key, some only
//! every signature (pitfall: the invalid points of Project Wycheproof). One answer is the same on
//! all hosts, and an administrator learns it before the key is needed.

/// A prime curve `y² = x³ - 3x + b` (SEC 2, version 2, sections 2.4.2 and 2.5.1).
pub(super) struct Curve {
    /// The length of a coordinate, in bytes.
    pub size: usize,
    prime: &'static [u32],
    b: &'static [u32],
}

/// The curve P-256 (secp256r1).
pub(super) const P256: Curve = Curve {
    size: 32,
    prime: &[0xFFFF_FFFF, 1, 0, 0, 0, 0xFFFF_FFFF, 0xFFFF_FFFF, 0xFFFF_FFFF],
    b: &[0x5AC6_35D8, 0xAA3A_93E7, 0xB3EB_BD55, 0x7698_86BC, 0x651D_06B0, 0xCC53_B0F6, 0x3BCE_3C3E, 0x27D2_604B],
};

/// The curve P-384 (secp384r1).
pub(super) const P384: Curve = Curve {
    size: 48,
    prime: &[
        0xFFFF_FFFF,
        0xFFFF_FFFF,
        0xFFFF_FFFF,
        0xFFFF_FFFF,
        0xFFFF_FFFF,
        0xFFFF_FFFF,
        0xFFFF_FFFF,
        0xFFFF_FFFE,
        0xFFFF_FFFF,
        0,
        0,
        0xFFFF_FFFF,
    ],
    b: &[
        0xB331_2FA7,
        0xE23E_E7E4,
        0x988E_056B,
        0xE3F8_2D19,
        0x181D_9C6E,
        0xFE81_4112,
        0x0314_088F,
        0x5013_875A,
        0xC656_398D,
        0x8A2E_D19D,
        0x2A85_C8ED,
        0xD3EC_2AEF,
    ],
};

/// A number below 2³⁸⁴, least significant word first.
type Number = [u32; 12];

impl Curve {
    /// Returns `true` if the big-endian coordinates are those of a point on the curve.
    pub fn has(&self, x: &[u8], y: &[u8]) -> bool {
        let field = Field(of_words(self.prime));
        let (x, y) = (of_bytes(x), of_bytes(y));
        if !is_less(&x, &field.0) || !is_less(&y, &field.0) {
            return false;
        }
        // Without subtraction: y² + 3x = x³ + b.
        let left = field.add(&field.multiply(&y, &y), &field.add(&field.add(&x, &x), &x));
        let right = field.add(&field.multiply(&field.multiply(&x, &x), &x), &of_words(self.b));
        left == right
    }
}

fn of_words(words: &[u32]) -> Number {
    let mut number = [0; 12];
    for (place, word) in number.iter_mut().zip(words.iter().rev()) {
        *place = *word;
    }
    number
}

fn of_bytes(bytes: &[u8]) -> Number {
    let mut number = [0; 12];
    for (place, word) in number.iter_mut().zip(bytes.rchunks(4)) {
        *place = word.iter().fold(0, |value, byte| value << 8 | u32::from(*byte));
    }
    number
}

fn is_less(a: &Number, b: &Number) -> bool {
    a.iter().rev().lt(b.iter().rev())
}

/// The integers modulo a prime.
struct Field(Number);

impl Field {
    fn add(&self, a: &Number, b: &Number) -> Number {
        let mut sum = [0; 12];
        let mut carry = false;
        for (place, (a, b)) in sum.iter_mut().zip(a.iter().zip(b)) {
            let (word, first) = a.overflowing_add(*b);
            let (word, second) = word.overflowing_add(u32::from(carry));
            (*place, carry) = (word, first || second);
        }
        if carry || !is_less(&sum, &self.0) {
            let mut borrow = false;
            for (place, prime) in sum.iter_mut().zip(&self.0) {
                let (word, first) = place.overflowing_sub(*prime);
                let (word, second) = word.overflowing_sub(u32::from(borrow));
                (*place, borrow) = (word, first || second);
            }
        }
        sum
    }

    fn multiply(&self, a: &Number, b: &Number) -> Number {
        let mut product = [0; 12];
        for word in b.iter().rev() {
            for bit in (0..u32::BITS).rev() {
                product = self.add(&product, &product);
                if word >> bit & 1 == 1 {
                    product = self.add(&product, a);
                }
            }
        }
        product
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec::Vec;

    fn hex(text: &str) -> Vec<u8> {
        text.as_bytes().chunks(2).map(|pair| u8::from_str_radix(str::from_utf8(pair).unwrap(), 16).unwrap()).collect()
    }

    /// The base points (SEC 2, version 2, sections 2.4.2 and 2.5.1).
    fn base_points() -> [(Curve, Vec<u8>, Vec<u8>); 2] {
        [
            (
                P256,
                hex("6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"),
                hex("4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5"),
            ),
            (
                P384,
                hex("aa87ca22be8b05378eb1c71ef320ad746e1d3b628ba79b9859f741e082542a385502f25dbf55296c3a545e3872760ab7"),
                hex("3617de4a96262c6f5d9e98bf9292dc29f8f41dbd289a147ce9da3113b5f0b8c00a60b1ce1d7e819d7a431d7c90ea0e5f"),
            ),
        ]
    }

    #[test]
    fn the_base_points_are_on_their_curves_and_their_neighbors_are_not() {
        for (curve, x, y) in base_points() {
            assert_eq!((x.len(), y.len()), (curve.size, curve.size));
            assert!(curve.has(&x, &y));
            assert!(!curve.has(&y, &x));
            for at in 0..curve.size {
                let mut other = y.clone();
                other[at] ^= 1;
                assert!(!curve.has(&x, &other), "{at}");
            }
        }
    }

    #[test]
    fn a_coordinate_that_is_not_below_the_prime_is_none() {
        let [(curve, ..), _] = base_points();
        // (0, √b) is a point; (p, √b) is the same one, written wrongly.
        let root = hex("66485c780e2f83d72433bd5d84a06bb6541c2af31dae871728bf856a174f93f4");
        let prime = hex("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff");
        assert!(curve.has(&[0; 32], &root));
        assert!(!curve.has(&prime, &root));
    }
}
