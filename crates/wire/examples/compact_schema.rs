//! Prints the compact schemas that are compiled into the crate, `login`, `session` or `administration`: `cargo xtask generate` puts them
//! into their files.

use cora_wire::schema::{ADMINISTRATION, LOGIN, SESSION, compact};

fn main() {
    let family = std::env::args().nth(1).unwrap_or_default();
    let documents = match family.as_str() {
        "login" => LOGIN,
        "session" => SESSION,
        "administration" => ADMINISTRATION,
        other => panic!("there are the schemas `login`, `session` and `administration`, and none for `{other}`"),
    };
    println!("{}", compact(documents));
}
