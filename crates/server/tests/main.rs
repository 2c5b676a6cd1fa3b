//! The tests of the server, in one program.
//!
//! `log` is a program of its own: it listens to everything that its process logs.

mod access;
mod accounts;
mod administration;
mod adopted;
mod bulk;
mod compatibility;
mod connections;
mod console;
mod corpus;
mod dry_run;
mod expectations;
mod explain;
mod issuer;
mod issuer_begin;
mod issuer_changes;
mod issuer_first_login;
mod issuer_many_groups;
mod issuer_permissions;
mod issuer_provider_logout;
mod issuer_provider_token;
mod issuer_relying_party;
mod issuer_step_up;
mod lists;
mod logins;
mod misconfiguration;
mod operations;
mod overview;
mod processes;
mod profiles;
mod provider_hosts;
mod service;
mod supabase;
mod support;
mod texts;
mod unsaved_connections;
mod userinfo;

/// A file that is no module would never run.
#[test]
fn every_file_is_a_module() {
    let modules = include_str!("main.rs");
    for entry in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests")).unwrap() {
        let file = entry.unwrap().file_name().into_string().unwrap();
        let Some(name) = file.strip_suffix(".rs") else { continue };
        assert!(name == "main" || modules.contains(&format!("mod {name};")) || name == "log", "{file} is no module");
    }
}
