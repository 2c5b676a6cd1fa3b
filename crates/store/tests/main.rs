//! The tests of the store, in one program.

mod account_join;
mod administration;
mod adoption;
mod adoption_access;
mod adoption_objects;
mod adoption_project;
mod apply;
mod audit;
mod backfill_configuration;
mod carry_over;
mod claims;
mod columns;
mod concurrency;
mod connection_concurrency;
mod connection_properties;
mod connection_secrets;
mod connection_test_runs;
mod connections;
mod erasure;
mod facts;
mod features;
mod issuer;
mod issuer_concurrency;
mod linking;
mod lists;
mod login_record;
mod module_schema;
mod operation;
mod postgres_faults;
mod round_trips;
mod schema;
mod seeding;
mod storage;
mod supabase;
mod support;

/// A file that is no module would never run.
#[test]
fn every_file_is_a_module() {
    let modules = include_str!("main.rs");
    for entry in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests")).unwrap() {
        let file = entry.unwrap().file_name().into_string().unwrap();
        let Some(name) = file.strip_suffix(".rs") else { continue };
        assert!(name == "main" || modules.contains(&format!("mod {name};")), "{file} is no module");
    }
}
