//! Measures the time of a decision and the memory of the configuration as domain rules are added.

use std::hint::black_box;

use cora_core::Engine;
use cora_core::domain::class::DomainClass;
use cora_core::domain::pattern::DomainPattern;
use cora_core::engine::{Configuration, EngineLogin};
use cora_core::id::{DomainId, OrganizationId};
use cora_core::provisioning::facts::{DomainRuleFacts, EnrollmentMode, VerificationLevel, VerificationState};
use cora_core::text::RawEmail;
use serde_json::Value;

use crate::allocation::kept;
use crate::logins::Case;
use crate::race::{Contestant, Times};
use crate::row;

const FEW: usize = 10;
const MANY: usize = 100_000;
/// The number of logins that take turns: people of different domains, so that one place in memory
/// is not read again and again.
const LOGINS: usize = 500;

/// Measures and returns the rows on growth.
pub fn rows(configuration: &Configuration, typical: &Case) -> Vec<Value> {
    let few = Engine::compile(with_rules(configuration, FEW));
    let (many, bytes) = kept(|| Engine::compile(with_rules(configuration, MANY)));
    let (of_few, of_many) = (logins(typical, FEW), logins(typical, MANY));
    for (engine, logins) in [(&few, &of_few), (&many, &of_many)] {
        for login in logins {
            assert_eq!(engine.summarize(login).memberships.len(), 2, "the invitation and the domain's rule");
        }
    }
    let one = &of_few[..1];
    let times = Times::of(vec![
        decide_in_turn("few", &few, &of_few[..]),
        decide_in_turn("many", &many, &of_many[..]),
        decide_in_turn("few, one login", &few, one),
        decide_in_turn("many, one login", &many, one),
    ]);
    let work = "growth: summarize with 100 000 domain rules / with 10";
    vec![
        row("native_growth", work, times.get("many"), times.get("few"), "µs", Some(1.2)),
        row(
            "native_growth_one_login",
            "growth, the same login again and again",
            times.get("many, one login"),
            times.get("few, one login"),
            "µs",
            None,
        ),
        serde_json::json!({
            "id": "native_memory", "work": "memory of an engine with 100 000 domain rules", "ours": bytes as f64 / (1024.0 * 1024.0),
            "peer": null, "unit": "MiB", "ratio": null, "goal": null, "met": null
        }),
    ]
}

/// Decides on the logins in turn, one per call.
fn decide_in_turn<'a>(name: &'static str, engine: &'a Engine, logins: &'a [EngineLogin]) -> Contestant<'a> {
    let mut turn = 0;
    Contestant::new(name, move || {
        drop(black_box(engine.summarize(black_box(&logins[turn]))));
        turn = (turn + 1) % logins.len();
    })
}

/// Returns the configuration with this number of rules, which belong to at most [`LOGINS`]
/// organizations.
fn with_rules(configuration: &Configuration, count: usize) -> Configuration {
    let rule = |number: usize| DomainRuleFacts {
        id: DomainId::parse(&numbered('d', number)).expect("an identifier"),
        organization_id: OrganizationId::parse(&numbered('a', number % LOGINS)).expect("an identifier"),
        pattern: DomainPattern::parse(&domain(number)).expect("a pattern"),
        class: DomainClass::Company,
        verification: VerificationLevel::Ownership,
        state: VerificationState::Verified,
        enrollment_mode: EnrollmentMode::AutomaticMembership,
        role: None,
        connection_id: None,
        required_groups: Vec::new(),
        version: 1,
    };
    Configuration { domain_rules: (0..count).map(rule).collect(), ..configuration.clone() }
}

/// Returns the typical login with another person's address, whose domain has one of this number of
/// rules. The logins are spread over all rules.
fn logins(typical: &Case, rules: usize) -> Vec<EngineLogin> {
    let spread = |turn: usize| turn * (rules / rules.min(LOGINS)) % rules;
    let login = |turn: usize| {
        let mut login = typical.login.clone();
        let rule = spread(turn);
        let email = format!("ana@{}", domain(rule));
        for invitation in &mut login.facts.invitations {
            invitation.email = cora_core::email::CanonicalEmail::parse(&email).expect("an address");
        }
        login.login.email = Some(RawEmail::new(&email).expect("an address"));
        login.facts.domain_rules.clear();
        let mut organization = login.facts.organizations[6].clone();
        organization.id = OrganizationId::parse(&numbered('a', rule % LOGINS)).expect("an identifier");
        login.facts.organizations[6] = organization;
        login
    };
    (0..LOGINS).map(login).collect()
}

fn domain(number: usize) -> String {
    format!("company-{number:06}.example")
}

fn numbered(kind: char, number: usize) -> String {
    format!("0198c0de-0000-7000-8000-{kind}{number:011}")
}
