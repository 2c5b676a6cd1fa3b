//! One configuration reads the same in three notations.

use cora_core::engine::Configuration;
use cora_policy_file::{Format, PolicyFile};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use serde_json::{Map, Value, json};

fn uuid() -> impl Strategy<Value = String> {
    any::<u64>().prop_map(|number| format!("00000000-0000-7000-8000-{:012x}", number & 0xffff_ffff_ffff))
}

/// Texts that a notation may take for something else, and arbitrary texts.
fn text() -> impl Strategy<Value = String> {
    const TRAPS: &[&str] = &[
        "",
        "~",
        "null",
        "true",
        "no",
        "on",
        "12",
        "0x1f",
        "1e3",
        ".5",
        ".inf",
        "2026-01-01",
        "12:30:00",
        "- a",
        "a: b",
        "a #b",
        "#",
        "[x]",
        "{x}",
        "*a",
        "&a",
        "!a",
        "|",
        ">",
        "%",
        "@",
        "`",
        "'",
        "\"",
        "\\",
        " lead",
        "trail ",
        "a\nb",
        "a\r\nb",
        "\t",
        "---",
        "...",
        "<<",
        "?",
        "=",
        "🦀",
        "\u{7f}",
        "\u{85}",
        "\u{2028}",
        "\u{feff}",
        "'''",
        "\"\"\"",
    ];
    prop_oneof![select(TRAPS).prop_map(str::to_owned), "\\PC{0,20}", "[ -~\\n\\t]{0,20}"]
}

fn role() -> impl Strategy<Value = &'static str> {
    select(&["org_user", "org_admin", "org_owner"][..])
}

fn bootstrap() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(json!({ "mode": "token" })),
        Just(json!({ "mode": "closed" })),
        any::<bool>().prop_map(|acknowledged| json!({ "mode": "first_user", "acknowledged": acknowledged })),
        vec("[a-z]{1,8}@acme\\.example", 0..3).prop_map(|emails| json!({ "mode": "allow_list", "emails": emails })),
    ]
}

prop_compose! {
    fn policy()(
        version in any::<u32>(),
        mode in select(&["restricted", "public", "waitlist"][..]),
        strategies in subsequence(&["invitation", "connection", "domain"][..], 0..=3),
        linking in select(&["never", "confirm", "verified_email"][..]),
        flags in any::<(bool, bool, bool, bool)>(),
        groups in vec((uuid(), text(), role()), 0..4),
        defaults in vec((uuid(), role()), 0..3),
        lifetime in any::<u32>(),
        bootstrap in bootstrap(),
    ) -> Value {
        let group = |(organization, group, role)| json!({ "organizationId": organization, "group": group, "role": role });
        json!({
            "version": version,
            "accessMode": mode,
            "strategies": strategies,
            "accountLinking": linking,
            "requireVerifiedEmail": flags.0,
            "reconcileOnLogin": flags.1,
            "enforceSeats": flags.2,
            "personalOrganization": flags.3,
            "groupRoles": groups.into_iter().map(group).collect::<Vec<_>>(),
            "defaultRoles": defaults.into_iter().map(|(id, role)| json!({ "organizationId": id, "role": role })).collect::<Vec<_>>(),
            "invitationLifetimeSeconds": lifetime,
            "bootstrap": bootstrap,
        })
    }
}

prop_compose! {
    fn connection()(
        id in uuid(),
        kind in select(&["okta", "clerk", "oidc", "entra_id", "google"][..]),
        issuer in text(),
        status in select(&["draft", "tested", "disabled", "active"][..]),
        organization in option::of(uuid()),
        trust in any::<bool>(),
        audiences in vec(text(), 0..3),
        algorithms in subsequence(&["RS256", "ES256", "EdDSA"][..], 0..=3),
    ) -> Value {
        let mut connection = json!({
            "id": id, "kind": kind, "issuer": issuer, "status": status, "trustEmail": trust, "audiences": audiences,
            "algorithms": algorithms,
        });
        if let Some(organization) = organization {
            connection["organizationId"] = organization.into();
        }
        connection
    }
}

prop_compose! {
    fn rule()(
        (id, organization) in (uuid(), uuid()),
        pattern in "(\\*\\.)?[a-z]{2,8}\\.acme\\.example",
        ownership in any::<bool>(),
        state in select(&["failed", "expired", "pending", "verified"][..]),
        mode in select(&["enterprise_sso", "manual_invitation", "automatic_membership"][..]),
        role in option::of(role()),
    ) -> Value {
        let verification = if ownership { "ownership" } else { "affiliation" };
        let mut rule = json!({
            "id": id, "organizationId": organization, "pattern": pattern, "verification": verification, "state": state,
            "enrollmentMode": mode,
        });
        if let Some(role) = role {
            rule["role"] = role.into();
        }
        rule
    }
}

prop_compose! {
    fn configuration()(
        policy in policy(), connections in vec(connection(), 0..4), rules in vec(rule(), 0..4), omitted in 0..8_u8,
    ) -> Value {
        let mut members = Map::new();
        let parts = [("policy", policy), ("connections", connections.into()), ("domainRules", rules.into())];
        for (at, (name, value)) in parts.into_iter().enumerate() {
            if omitted & (1 << at) == 0 {
                members.insert(name.to_owned(), value);
            }
        }
        Value::Object(members)
    }
}

/// Writes YAML in block style. Texts are in double quotes, except that some go without or in single
/// quotes where they can.
fn yaml(value: &Value, indent: usize, into: &mut String) {
    let margin = " ".repeat(indent);
    match value {
        Value::Object(members) if !members.is_empty() => {
            for (name, value) in members {
                *into += &format!("\n{margin}{name}:");
                yaml(value, indent + 2, into);
            }
        }
        Value::Array(items) if !items.is_empty() => {
            for item in items {
                *into += &format!("\n{margin}-");
                yaml(item, indent + 2, into);
            }
        }
        Value::String(text)
            if text.contains(['-', '_']) && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_') =>
        {
            *into += &format!(" {text}");
        }
        Value::String(text) if text.len() % 2 == 1 && text.chars().all(|c| (' '..='~').contains(&c)) => {
            *into += &format!(" '{}'", text.replace('\'', "''"));
        }
        other => *into += &format!(" {other}"),
    }
}

fn read(format: Format, text: &str) -> Configuration {
    match PolicyFile::parse(format, text) {
        Ok(file) => file.configuration,
        Err(faults) => panic!("{format:?}: {faults:#?}\n{text}"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn one_configuration_in_three_notations_is_one(configuration in configuration()) {
        let json = configuration.to_string();
        let expected: Configuration = cora_wire::decode(json.as_bytes()).unwrap();
        let mut block = String::new();
        yaml(&configuration, 0, &mut block);
        let toml = toml::to_string(&configuration).unwrap();
        prop_assert_eq!(&read(Format::Json, &json), &expected);
        prop_assert_eq!(&read(Format::Json, &format!("{configuration:#}")), &expected);
        prop_assert_eq!(&read(Format::Yaml, &block), &expected);
        // JSON is YAML on one line.
        prop_assert_eq!(&read(Format::Yaml, &json), &expected);
        prop_assert_eq!(&read(Format::Toml, &toml), &expected);
        prop_assert_eq!(&read(Format::Toml, &toml::to_string_pretty(&configuration).unwrap()), &expected);
    }

    /// Every text gets an answer, and every fault has a position in the text.
    #[test]
    fn any_text_is_answered(text in "([\\[\\]{}:,\"'#&*!|>%@`=.\\n \\-]|[a-c1]|policy|null|é){0,60}") {
        let lines = text.split('\n').count() + 1;
        for format in Format::ALL {
            if let Err(faults) = PolicyFile::parse(format, &text) {
                prop_assert!(!faults.is_empty());
                for fault in faults {
                    prop_assert!(fault.position.line as usize <= lines && fault.position.column >= 1);
                }
            }
        }
    }
}
