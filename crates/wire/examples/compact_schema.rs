//! Prints the compact schema that is compiled into the crate: `cargo xtask generate` puts it into its file.

fn main() {
    println!("{}", cora_wire::schema::compact());
}
