//! The hash by which an ID token names the access token that came with it.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cora_core::connection::SignatureAlgorithm;
use cora_core::secret::Secret;
use sha2::{Digest as _, Sha256, Sha384, Sha512};

/// Returns `true` if an `at_hash` claim is that of this access token: the left half of its hash in
/// base64url, by the hash function of the ID token's algorithm (OpenID Connect Core §3.1.3.6;
/// SHA-512 for Ed25519, RFC 8032 §5.1).
pub fn is_hash_of_access_token(claim: &str, algorithm: SignatureAlgorithm, access_token: &Secret) -> bool {
    use SignatureAlgorithm::{ES256, ES384, EdDSA, PS256, PS384, PS512, RS256, RS384, RS512};
    let text = access_token.expose().as_bytes();
    let hash = match algorithm {
        RS256 | PS256 | ES256 => Sha256::digest(text).to_vec(),
        RS384 | PS384 | ES384 => Sha384::digest(text).to_vec(),
        RS512 | PS512 | EdDSA => Sha512::digest(text).to_vec(),
    };
    let (left, _) = hash.split_at(hash.len() / 2);
    URL_SAFE_NO_PAD.encode(left) == claim
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_the_left_half_by_the_algorithm_of_the_id_token() {
        // OpenID Connect Core, appendix A.3.
        let token = Secret::new("jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y");
        let claim = "77QmUPtjPfzWtF2AnpK9RQ";
        assert!(is_hash_of_access_token(claim, SignatureAlgorithm::RS256, &token));
        for (claim, algorithm, token) in [
            (claim, SignatureAlgorithm::RS384, &token),
            (claim, SignatureAlgorithm::EdDSA, &token),
            ("77QmUPtjPfzWtF2AnpK9RR", SignatureAlgorithm::RS256, &token),
            ("", SignatureAlgorithm::RS256, &token),
            (claim, SignatureAlgorithm::RS256, &Secret::new("another")),
        ] {
            assert!(!is_hash_of_access_token(claim, algorithm, token), "{claim} {algorithm:?}");
        }
    }
}
