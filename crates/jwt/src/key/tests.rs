//! Checks that the core's report on a key set names exactly the keys that this crate accepts.

use cora_core::connection::SignatureAlgorithm;
use cora_core::connection::discovery::check_discovery;
use cora_core::text::KeyId;
use cora_core::token::TokenHeader;
use serde_json::{Value, json};

use super::KeySet;

/// Returns keys of every type, right and wrong. None has a private part, which the report never
/// calls usable, and none has an exponent that no signature fits.
fn pool() -> Vec<Value> {
    let text = |bytes: usize| "A".repeat((bytes * 4).div_ceil(3));
    let rsa = |bytes: usize| json!({ "kty": "RSA", "e": "AQAB", "n": format!("w{}", &text(bytes)[1..]) });
    let ec = |curve: &str, x: usize, y: usize| json!({ "kty": "EC", "crv": curve, "x": text(x), "y": text(y) });
    let okp = |curve: &str, x: usize| json!({ "kty": "OKP", "crv": curve, "x": text(x) });
    let with = |mut key: Value, name: &str, value: Value| {
        key[name] = value;
        key
    };
    let mut pool = vec![
        rsa(255),
        rsa(256),
        rsa(512),
        rsa(1024),
        rsa(1025),
        with(rsa(256), "n", json!(text(256))),
        with(rsa(256), "n", json!(format!("{}==", text(256)))),
        with(rsa(256), "n", json!(format!("{}+", &text(256)[1..]))),
        with(rsa(256), "e", json!(null)),
        with(rsa(256), "e", json!(65537)),
        ec("P-256", 32, 32),
        ec("P-256", 32, 31),
        ec("P-256", 33, 32),
        ec("P-384", 48, 48),
        ec("P-384", 32, 32),
        ec("P-521", 66, 66),
        ec("secp256k1", 32, 32),
        okp("Ed25519", 32),
        okp("Ed25519", 31),
        okp("X25519", 32),
        okp("Ed448", 57),
        json!({ "kty": "oct", "alg": "HS256" }),
        json!({ "kty": "rsa", "e": "AQAB", "n": text(256) }),
        json!({ "crv": "P-256", "x": text(32), "y": text(32) }),
        json!({}),
    ];
    for key in [rsa(256), ec("P-256", 32, 32), okp("Ed25519", 32)] {
        for alg in [
            json!("RS256"),
            json!("PS512"),
            json!("ES256"),
            json!("EdDSA"),
            json!("HS256"),
            json!("none"),
            json!(1),
            json!(null),
        ] {
            pool.push(with(key.clone(), "alg", alg));
        }
        for used in [json!("sig"), json!("enc"), json!(null), json!(["sig"])] {
            pool.push(with(key.clone(), "use", used));
        }
        for operations in
            [json!(["verify"]), json!(["sign", "verify"]), json!(["encrypt"]), json!([]), json!("verify"), json!(null)]
        {
            pool.push(with(key.clone(), "key_ops", operations));
        }
    }
    pool
}

#[track_caller]
fn agree(keys: &[Value], ids: &[&str]) {
    use SignatureAlgorithm::{ES256, ES384, EdDSA, PS256, PS384, PS512, RS256, RS384, RS512};
    let set = json!({ "keys": keys });
    let verifier = KeySet::parse(set.to_string().as_bytes()).unwrap();
    for pinned in [
        vec![RS256],
        vec![RS384, PS512],
        vec![ES256, ES384],
        vec![EdDSA],
        vec![RS256, RS512, PS256, PS384, ES256, EdDSA],
    ] {
        let input = json!({
            "configuration": {
                "kind": "clerk", "issuer": "https://clerk.acme.example", "publishableKey": "pk_live_Y2xlcmsuYWNtZS5leGFtcGxlJA",
                "audiences": [], "authorizedParties": ["https://app.acme.example"], "algorithms": pinned,
                "allowOutsideDomains": false
            },
            "jwks": set
        });
        let usable = check_discovery(&serde_json::from_value(input).unwrap()).usable_key_ids;
        for id in ids {
            let takes = |algorithm: &SignatureAlgorithm| {
                let header = TokenHeader {
                    algorithm: *algorithm,
                    key_id: KeyId::new(id),
                    certificate_thumbprint: None,
                    certificate_thumbprint_s256: None,
                };
                verifier.find(&header).is_ok()
            };
            assert_eq!(usable.iter().any(|usable| usable == id), pinned.iter().any(takes), "{id} {pinned:?} {keys:?}");
        }
    }
}

#[test]
fn c14_a_key_is_usable_when_the_verifier_takes_it() {
    for mut key in pool() {
        key["kid"] = json!("a");
        agree(&[key], &["a"]);
    }
}

#[test]
fn c20_usable_keys_of_one_identifier_are_those_the_verifier_takes() {
    let pool = pool();
    for first in &pool {
        for second in pool.iter().step_by(3) {
            let [mut first, mut second] = [first.clone(), second.clone()];
            first["kid"] = json!("a");
            second["kid"] = json!("a");
            agree(&[first, second], &["a"]);
        }
    }
}

#[test]
fn an_identifier_that_is_no_text_is_none() {
    for id in [json!(1), json!(null), json!(["a"])] {
        let keys: Vec<Value> = pool().into_iter().filter(|key| key["kty"] == "RSA").take(3).collect();
        let mut keys = keys;
        keys[1]["kid"] = id;
        keys[2]["kid"] = json!("a");
        agree(&keys, &["a"]);
    }
}
