//! Prints the compact schemas that are compiled into the crate: `login`, `session`,
//! `administration`, `issuer` or `requests`. `cargo xtask generate` writes them into their files.

use cora_wire::schema::{ADMINISTRATION, ISSUER, LOGIN, REQUESTS, SESSION, compact};

fn main() {
    let family = std::env::args().nth(1).unwrap_or_default();
    let documents = match family.as_str() {
        "login" => LOGIN,
        "session" => SESSION,
        "administration" => ADMINISTRATION,
        "issuer" => ISSUER,
        "requests" => REQUESTS,
        other => {
            panic!(
                "there are `login`, `session`, `administration`, `issuer` and `requests`, and no schemas for `{other}`"
            )
        }
    };
    println!("{}", compact(documents));
}
