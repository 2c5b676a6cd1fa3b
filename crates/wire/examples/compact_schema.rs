//! Prints the compact schemas that are compiled into the crate: `login`, `session`,
//! `administration` or `requests`. `cargo xtask generate` writes them into their files.

use cora_wire::schema::{ADMINISTRATION, LOGIN, REQUESTS, SESSION, compact};

fn main() {
    let family = std::env::args().nth(1).unwrap_or_default();
    let documents = match family.as_str() {
        "login" => LOGIN,
        "session" => SESSION,
        "administration" => ADMINISTRATION,
        "requests" => REQUESTS,
        other => {
            panic!("there are the schemas `login`, `session`, `administration` and `requests`, and none for `{other}`")
        }
    };
    println!("{}", compact(documents));
}
