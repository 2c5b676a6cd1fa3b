//! Settings of connections, and commands to connections.

use cora_core::actor::Actor;
use cora_core::connection::ConnectionKind;
use cora_core::connection::lifecycle::{ConnectionCommand, Force, TestOutcome, TestedDecision};
use cora_core::connection::settings::Settings;
use cora_core::id::ConnectionId;
use cora_core::provisioning::code::ReasonCode;
use cora_core::provisioning::decision::OutcomeKind;
use cora_core::text::{ChangeReason, DisplayName, Issuer};
use cora_core::time::UnixSeconds;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};

use super::values::{organization_id, user_id};
use crate::provider_sample::provider_sample;

/// A value that looks like a secret. Broken settings contain it where no secret is allowed, and it
/// must not appear in any output.
pub const INLINE_SECRET: &str = "sk_live_OfTheClientZq9";

/// Returns valid settings of a kind with the issuer that follows from them: two with different
/// issuers, except for Google, which has one issuer.
pub fn sound_settings(kind: ConnectionKind) -> [(Settings, Issuer); 2] {
    provider_sample(kind).sound.map(|sound| (Settings::new(sound.settings), Issuer::shortened(&sound.issuer)))
}

/// Puts one fault into valid settings.
fn broken(settings: &Settings, how: u8, at: usize) -> Settings {
    let mut members = settings.members().clone();
    let name = members.keys().nth(at % members.len().max(1)).cloned().unwrap_or_default();
    match how {
        0 => drop(members.remove(&name)),
        1 => drop(members.insert(name, Value::from(""))),
        2 => drop(members.insert(name, json!([{ "nested": 7 }]))),
        3 => drop(members.insert(String::from("clientSecret"), Value::from(INLINE_SECRET))),
        4 => drop(members.insert(String::from("tennant"), Value::from(INLINE_SECRET))),
        5 => drop(members.insert(String::from("issuer"), Value::from("http://10.0.0.1/"))),
        6 => drop(members.insert(String::from("algorithms"), json!(["HS256"]))),
        7 => drop(members.insert(name, Value::from(INLINE_SECRET))),
        8 => drop(members.insert(name, json!([{ "nested": INLINE_SECRET }]))),
        9 => drop(members.insert(format!("x{INLINE_SECRET}"), Value::from(7))),
        _ => members.clear(),
    }
    Settings::new(members)
}

/// Generates settings of a kind: usually valid ones in a few variants, sometimes with a fault.
pub fn settings(kind: ConnectionKind) -> impl Strategy<Value = Settings> {
    let sound = select(sound_settings(kind).map(|(settings, _)| settings).to_vec());
    let varied =
        (sound.clone(), select(vec!["allowOutsideDomains", "scopes", "audiences"])).prop_map(|(settings, name)| {
            let mut members = settings.into_members();
            let value = match name {
                "allowOutsideDomains" => json!(true),
                "scopes" => json!(["openid", "email", "profile"]),
                _ => json!(["https://api.acme.example", "https://other.acme.example"]),
            };
            members.insert(name.to_owned(), value);
            Settings::new(members)
        });
    let faulty = (sound.clone(), 0_u8..11, any::<usize>()).prop_map(|(settings, how, at)| broken(&settings, how, at));
    prop_oneof![6 => sound, 2 => varied, 2 => faulty]
}

/// Generates an issuer at which an administrator may have an identity: that of some connection, or
/// another.
pub fn issuer() -> impl Strategy<Value = Issuer> {
    let sound = ConnectionKind::ALL.iter().flat_map(|kind| sound_settings(*kind)).map(|(_, issuer)| issuer);
    select(sound.chain([Issuer::shortened("https://elsewhere.example")]).collect::<Vec<_>>())
}

/// Generates the actor of a command: a user of the pool, or the operator.
pub fn connection_actor() -> impl Strategy<Value = Actor> {
    prop_oneof![
        6 => (0_u8..3).prop_map(|number| Actor::User { user_id: user_id(number) }),
        1 => Just(Actor::Operator {}),
    ]
}

fn force() -> impl Strategy<Value = Option<Force>> {
    let reasons = select(vec!["the provider's test tenant is down", "  "]);
    prop::option::weighted(0.25, reasons.prop_map(|reason| Force { reason: ChangeReason::shortened(reason) }))
}

fn tested_decision() -> impl Strategy<Value = Option<TestedDecision>> {
    let outcomes = vec![
        (OutcomeKind::Returning, ReasonCode::ReturningUser),
        (OutcomeKind::Linked, ReasonCode::AccountLinked),
        (OutcomeKind::Provisioned, ReasonCode::DomainAdmits),
        (OutcomeKind::Denied, ReasonCode::NoMatchingStrategy),
    ];
    let decision = (select(outcomes), prop::option::weighted(0.8, 0_u8..4))
        .prop_map(|((outcome, reason), user)| TestedDecision { outcome, reason, user_id: user.map(user_id) });
    prop::option::weighted(0.7, decision)
}

/// Generates a command to a connection of a kind, without an expected version. Numbers of settings
/// are small, so that such settings exist.
pub fn connection_command(id: ConnectionId, kind: ConnectionKind) -> impl Strategy<Value = ConnectionCommand> {
    let name = || select(vec!["Acme", "Acme, new", "Beta"]).prop_map(DisplayName::shortened);
    let number = || prop_oneof![4 => Just(1_u32), 2 => Just(2), 1 => Just(3)];
    let create = (name(), prop::option::weighted(0.4, 0_u8..2), settings(kind)).prop_map(
        move |(display_name, organization, settings)| ConnectionCommand::Create {
            connection_id: id,
            kind,
            display_name,
            organization_id: organization.map(organization_id),
            settings,
        },
    );
    let save = (prop::option::weighted(0.3, name()), prop::option::weighted(0.8, settings(kind))).prop_map(
        |(display_name, settings)| ConnectionCommand::Save { display_name, settings, expected_version: None },
    );
    let outcome = prop_oneof![5 => Just(TestOutcome::Success), 1 => Just(TestOutcome::Failed)];
    let test = (number(), outcome, tested_decision())
        .prop_map(|(number, outcome, decision)| ConnectionCommand::RecordTest { number, outcome, decision });
    let activate = (prop::option::weighted(0.6, number()), force())
        .prop_map(|(number, force)| ConnectionCommand::Activate { number, force, expected_version: None });
    let rollback = (number(), force()).prop_map(|(number, force)| ConnectionCommand::Rollback {
        number,
        force,
        expected_version: None,
    });
    let disable = force().prop_map(|force| ConnectionCommand::Disable { force, expected_version: None });
    let make_default = Just(ConnectionCommand::MakeDefault { expected_version: None });
    let end =
        (prop::option::weighted(0.5, number()), prop::option::of(0_u64..4_000_000_000)).prop_map(|(number, at)| {
            let expires_at = at.and_then(UnixSeconds::new);
            ConnectionCommand::SetSecretExpiry { number, expires_at, expected_version: None }
        });
    let delete = Just(ConnectionCommand::Delete { expected_version: None });
    prop_oneof![
        2 => create, 2 => save, 5 => test, 6 => activate, 2 => rollback, 3 => disable, 4 => make_default, 1 => end,
        1 => delete
    ]
}
