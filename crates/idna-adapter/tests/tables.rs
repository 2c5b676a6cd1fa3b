//! The committed tables are those that the generator makes now.

#[expect(dead_code, reason = "its main prints, the test compares")]
#[path = "../examples/tables.rs"]
mod generator;

#[test]
fn tables_are_what_the_generator_makes() {
    let made = generator::source();
    assert!(
        made == include_str!("../src/tables.rs"),
        "src/tables.rs is stale: `cargo run -p idna_adapter --example tables` makes it"
    );
}
