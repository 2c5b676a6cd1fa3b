//! Takes connections into and out of use without locking out all administrators.

use alloc::boxed::Box;
use alloc::string::ToString;
use alloc::vec::Vec;
use serde_json::Value;

use super::command::{Force, TestOutcome};
use super::facts::{ActiveConnection, ConfigurationStage, ConfigurationVersion, ConnectionFacts, ConnectionRecord};
use super::plan::{ConnectionAction, ConnectionEffect, ConnectionGuard};
use super::plan_builder::{Audit, PlanBuilder};
use super::result::{configuration, differs, refused, unchanged, validate_settings};
use super::{ChangeConnectionInput, ConnectionChange, ConnectionReason};
use crate::connection::settings::diff::{SettingChange, diff_settings};
use crate::connection::{ConnectionPin, ConnectionStatus};
use crate::id::{ConnectionId, UserId};
use crate::json::Code;
use crate::provisioning::decision::OutcomeKind;
use crate::text::Issuer;

/// Has logins use a set of settings of a connection.
pub(super) fn activate(
    input: &ChangeConnectionInput,
    record: &ConnectionRecord,
    number: u32,
    force: Option<&Force>,
    action: ConnectionAction,
) -> ConnectionChange {
    let facts = &input.facts;
    let Some(wanted) = configuration(record, number) else {
        return refused(Some(record), ConnectionReason::ConfigurationNotFound);
    };
    if record.status == ConnectionStatus::Active && record.active_number == Some(number) {
        return unchanged(record, Some(number));
    }
    let report = validate_settings(input, record.kind, record.organization_id, &wanted.settings);
    let refuse = |reason| ConnectionChange {
        issues: report.issues.clone(),
        number: Some(number),
        users_without_way_in: facts.users_without_way_in,
        ..refused(Some(record), reason)
    };
    // WHY: force does not help here. Logins cannot be decided by settings that have errors.
    let (Some(usable), Some(derived), true) = (&report.configuration, &report.derived, report.ok) else {
        return refuse(ConnectionReason::NotValidated);
    };
    if force.is_some_and(|force| force.reason.as_str().trim().is_empty()) {
        return refuse(ConnectionReason::ReasonMissing);
    }
    let is_tested = wanted.stage == ConfigurationStage::Tested && wanted.test_outcome == Some(TestOutcome::Success);
    if !is_tested && force.is_none() {
        return refuse(ConnectionReason::NotTested);
    }
    let issuer = usable.issuer();
    let connection = usable.connection(
        record.id,
        ConnectionStatus::Active,
        record.version.saturating_add(1),
        record.organization_id,
    );
    let neighbors = neighbors(facts, record, issuer);
    let pin = ConnectionPin::of(&connection);
    if neighbors.iter().any(|other| !pin.is_apart_from(&other.pin)) {
        return refuse(ConnectionReason::IssuerInUse);
    }
    let access = access_after(facts, record, wanted, issuer);
    if access == AdminAccess::None && force.is_none() {
        return refuse(ConnectionReason::WouldLockOutAdmins);
    }

    let mut builder = PlanBuilder::of(input, record);
    let default = default_connection(facts, record);
    let is_platforms = record.organization_id.is_none();
    if is_platforms {
        builder.guard(ConnectionGuard::PlatformConnection { connection_id: default });
    }
    // The pins of the others are those that were compared.
    for neighbor in &neighbors {
        let (connection_id, version) = (neighbor.id, neighbor.version);
        builder.guard(ConnectionGuard::ConnectionVersion { connection_id, version });
    }
    let except = neighbors.iter().map(|neighbor| neighbor.id).chain([record.id]).collect();
    builder.guard(ConnectionGuard::IssuerUnused { issuer: issuer.clone(), except });
    access.guard(&mut builder);
    let connection_id = record.id;
    builder.effect(ConnectionEffect::UseConfiguration {
        connection_id,
        number,
        connection: Box::new(connection),
        configuration: Box::new(usable.clone()),
        derived: Box::new(derived.clone()),
    });
    builder.set_status(ConnectionStatus::Active);
    let mut changes = activation_changes(record, wanted);
    let default = if is_platforms && default.is_none() {
        builder.effect(ConnectionEffect::MakeDefault { connection_id: Some(connection_id) });
        changes.push(default_change(None, Some(connection_id)));
        Some(connection_id)
    } else {
        default
    };
    let forced = !is_tested || access == AdminAccess::None;
    builder.audit(Audit { number: Some(number), changes, ..Audit::of(action) }.by_force(force, forced));
    let reason = match action {
        ConnectionAction::RolledBack => ConnectionReason::RolledBack,
        _ => ConnectionReason::Activated,
    };
    ConnectionChange {
        default_connection: default,
        users_without_way_in: facts.users_without_way_in,
        ..builder.finish(reason, ConnectionStatus::Active, Some(number), report.issues)
    }
}

/// Returns the connections in use other than this one.
fn others<'a>(
    facts: &'a ConnectionFacts,
    record: &ConnectionRecord,
) -> impl Iterator<Item = &'a ActiveConnection> + use<'a> {
    let id = record.id;
    facts.active_connections.iter().filter(move |other| other.id != id)
}

/// Returns the other connections in use that have an issuer, by identifier.
fn neighbors<'a>(facts: &'a ConnectionFacts, record: &ConnectionRecord, issuer: &Issuer) -> Vec<&'a ActiveConnection> {
    let mut neighbors: Vec<&ActiveConnection> = others(facts, record).filter(|other| other.issuer == *issuer).collect();
    neighbors.sort_unstable_by_key(|other| other.id);
    neighbors
}

/// Returns the access that administrators have if logins use these settings of a connection.
///
/// WHY: administrators must be able to log in through a connection of the platform. An
/// organization's connection only must not take away the access that they have.
fn access_after<'a>(
    facts: &'a ConnectionFacts,
    record: &ConnectionRecord,
    wanted: &'a ConfigurationVersion,
    issuer: &'a Issuer,
) -> AdminAccess<'a> {
    let own = [LoginPath::own(issuer)];
    if record.organization_id.is_none() {
        let platforms = others(facts, record).filter(|other| other.organization_id.is_none());
        access_with(facts, wanted, &platforms.map(LoginPath::of).chain(own).collect::<Vec<_>>())
    } else {
        access_kept(facts, record, &others(facts, record).map(LoginPath::of).chain(own).collect::<Vec<_>>())
    }
}

/// Returns the changes of a connection's values and settings when logins use these settings.
fn activation_changes(record: &ConnectionRecord, wanted: &ConfigurationVersion) -> Vec<SettingChange> {
    let used = record.active_number.and_then(|number| configuration(record, number));
    let mut changes = alloc::vec![
        differs("/status", record.status.name(), ConnectionStatus::Active.name()),
        differs("/activeNumber", record.active_number, wanted.number),
    ];
    changes.retain(|change| change.old != change.new);
    changes.extend(
        used.into_iter().flat_map(|used| diff_settings(record.kind, Some(&used.settings), Some(&wanted.settings))),
    );
    changes
}

/// Disables a connection, so its tokens are no longer trusted.
pub(super) fn disable(
    input: &ChangeConnectionInput,
    record: &ConnectionRecord,
    force: Option<&Force>,
) -> ConnectionChange {
    match record.status {
        ConnectionStatus::Active => {}
        ConnectionStatus::Disabled => return unchanged(record, None),
        ConnectionStatus::Draft | ConnectionStatus::Validated | ConnectionStatus::Tested => {
            return refused(Some(record), ConnectionReason::NotActive);
        }
    }
    if force.is_some_and(|force| force.reason.as_str().trim().is_empty()) {
        return refused(Some(record), ConnectionReason::ReasonMissing);
    }
    let facts = &input.facts;
    let after: Vec<LoginPath<'_>> = others(facts, record).map(LoginPath::of).collect();
    let access = access_kept(facts, record, &after);
    let users_without_way_in = facts.users_without_way_in;
    if access == AdminAccess::None && force.is_none() {
        return ConnectionChange {
            users_without_way_in,
            ..refused(Some(record), ConnectionReason::WouldLockOutAdmins)
        };
    }
    let mut builder = PlanBuilder::of(input, record);
    let number = record.active_number;
    let mut changes = alloc::vec![
        differs("/status", ConnectionStatus::Active.name(), ConnectionStatus::Disabled.name()),
        differs("/activeNumber", number, Value::Null),
    ];
    let default = default_connection(facts, record);
    // WHY also if another one is the default: when that one is disabled meanwhile, this one may
    // have become the default, which does not change its version.
    if record.organization_id.is_none() {
        builder.guard(ConnectionGuard::PlatformConnection { connection_id: default });
    }
    let default = if default == Some(record.id) {
        let others = facts.active_connections.iter().filter(|other| other.id != record.id);
        let next = others.filter(|other| other.organization_id.is_none()).min_by_key(|other| other.id);
        if let Some(ActiveConnection { id: connection_id, version, .. }) = next {
            let (connection_id, version) = (*connection_id, *version);
            builder.guard(ConnectionGuard::ConnectionVersion { connection_id, version });
        }
        let next = next.map(|next| next.id);
        builder.effect(ConnectionEffect::MakeDefault { connection_id: next });
        changes.push(default_change(default, next));
        next
    } else {
        default
    };
    access.guard(&mut builder);
    builder.effect(ConnectionEffect::UseNone { connection_id: record.id });
    builder.set_status(ConnectionStatus::Disabled);
    let audit = Audit { number, changes, ..Audit::of(ConnectionAction::Deactivated) };
    builder.audit(audit.by_force(force, access == AdminAccess::None));
    ConnectionChange {
        default_connection: default,
        users_without_way_in,
        ..builder.finish(ConnectionReason::Disabled, ConnectionStatus::Disabled, number, Vec::new())
    }
}

/// Makes an active connection the platform's default.
pub(super) fn make_default(input: &ChangeConnectionInput, record: &ConnectionRecord) -> ConnectionChange {
    if record.organization_id.is_some() {
        return refused(Some(record), ConnectionReason::NotOfPlatform);
    }
    if record.status != ConnectionStatus::Active {
        return refused(Some(record), ConnectionReason::NotActive);
    }
    let (before, after) = (default_connection(&input.facts, record), Some(record.id));
    if before == after {
        return ConnectionChange { default_connection: after, ..unchanged(record, record.active_number) };
    }
    let mut builder = PlanBuilder::of(input, record);
    builder.guard(ConnectionGuard::PlatformConnection { connection_id: before });
    builder.effect(ConnectionEffect::MakeDefault { connection_id: after });
    builder.set_status(ConnectionStatus::Active);
    let (number, changes) = (record.active_number, alloc::vec![default_change(before, after)]);
    builder.audit(Audit { number, changes, ..Audit::of(ConnectionAction::MadeDefault) });
    ConnectionChange {
        default_connection: after,
        ..builder.finish(ConnectionReason::MadeDefault, ConnectionStatus::Active, number, Vec::new())
    }
}

/// Returns the platform's default connection: the one that is marked, or else the one in use with
/// the lowest identifier.
fn default_connection(facts: &ConnectionFacts, record: &ConnectionRecord) -> Option<ConnectionId> {
    let listed = facts.active_connections.iter().filter(|active| active.organization_id.is_none());
    let marked = listed.clone().filter(|active| active.is_default).map(|active| active.id).min();
    let is_in_use = record.organization_id.is_none() && record.status == ConnectionStatus::Active;
    marked.or_else(|| listed.map(|active| active.id).chain(is_in_use.then_some(record.id)).min())
}

fn default_change(before: Option<ConnectionId>, after: Option<ConnectionId>) -> SettingChange {
    let shown = |id: Option<ConnectionId>| id.map_or(Value::Null, |id| Value::from(id.to_string()));
    differs("/defaultConnection", shown(before), shown(after))
}

/// An issuer through which people can log in.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct LoginPath<'a> {
    issuer: &'a Issuer,
    /// The other connection that has the issuer, and its version; `None` for the connection that
    /// the command concerns.
    other: Option<(ConnectionId, u32)>,
}

impl<'a> LoginPath<'a> {
    const fn of(other: &'a ActiveConnection) -> Self {
        Self { issuer: &other.issuer, other: Some((other.id, other.version)) }
    }

    const fn own(issuer: &'a Issuer) -> Self {
        Self { issuer, other: None }
    }
}

/// The access that the platform's administrators have after a change.
#[derive(PartialEq)]
enum AdminAccess<'a> {
    /// Nobody administers the platform yet, so nobody can be locked out. Its first owner is created
    /// by bootstrap.
    NobodyYet,
    /// This administrator can log in, by their identity at the issuer.
    Linked(UserId, LoginPath<'a>),
    /// This administrator can log in: they made the test login, and it would have admitted them.
    Tested(UserId),
    /// No administrator can log in now either, so nothing is lost.
    NoneBefore,
    /// No administrator can log in afterwards.
    None,
}

impl AdminAccess<'_> {
    /// Adds the guards for the facts that the access depends on. They must still hold when the plan
    /// is applied.
    fn guard(&self, builder: &mut PlanBuilder<'_>) {
        match self {
            Self::NobodyYet => builder.guard(ConnectionGuard::NoAdministrator {}),
            Self::Linked(user_id, LoginPath { issuer, other }) => {
                let (user_id, issuer) = (*user_id, Some((*issuer).clone()));
                builder.guard(ConnectionGuard::AdministratorUnchanged { user_id, issuer });
                // WHY: two connections that are disabled at the same time may each rely on the
                // other.
                if let Some((connection_id, version)) = *other {
                    builder.guard(ConnectionGuard::ConnectionVersion { connection_id, version });
                }
            }
            Self::Tested(user_id) => {
                builder.guard(ConnectionGuard::AdministratorUnchanged { user_id: *user_id, issuer: None });
            }
            Self::NoneBefore | Self::None => {}
        }
    }
}

/// Returns an administrator who can log in through one of these. If there are several, returns the
/// one with the lowest identifier, so the order of the facts does not matter.
fn linked<'a>(facts: &ConnectionFacts, paths: &[LoginPath<'a>]) -> Option<AdminAccess<'a>> {
    let at = |path: &LoginPath<'a>| {
        let known = facts.administrators.iter().filter(|one| one.issuers.contains(path.issuer));
        known.map(|one| one.user_id).min().map(|user_id| (user_id, *path))
    };
    paths.iter().filter_map(at).min().map(|(user_id, path)| AdminAccess::Linked(user_id, path))
}

/// Returns the administrator who made the last successful test login with these settings, if it
/// would have admitted them.
fn tester(facts: &ConnectionFacts, tested: &ConfigurationVersion) -> Option<UserId> {
    let admits = |outcome| matches!(outcome, OutcomeKind::Returning | OutcomeKind::Linked);
    let decision = tested.tested_decision.as_ref().filter(|decision| admits(decision.outcome));
    let user = decision.and_then(|decision| decision.user_id);
    user.filter(|user| facts.administrators.iter().any(|one| one.user_id == *user))
}

/// Checks that an administrator can log in with these settings, or through another of these.
fn access_with<'a>(facts: &ConnectionFacts, wanted: &ConfigurationVersion, after: &[LoginPath<'a>]) -> AdminAccess<'a> {
    if facts.administrators.is_empty() {
        return AdminAccess::NobodyYet;
    }
    linked(facts, after).or(tester(facts, wanted).map(AdminAccess::Tested)).unwrap_or(AdminAccess::None)
}

/// Checks that an administrator can log in through one of these, if one can log in now.
fn access_kept<'a>(facts: &ConnectionFacts, record: &ConnectionRecord, after: &[LoginPath<'a>]) -> AdminAccess<'a> {
    if facts.administrators.is_empty() {
        return AdminAccess::NobodyYet;
    }
    let before = facts.active_connections.iter().map(|active| &active.issuer).chain(&record.active_issuer);
    let before: Vec<LoginPath<'_>> = before.map(LoginPath::own).collect();
    let used = record.active_number.and_then(|number| configuration(record, number));
    let could = linked(facts, &before).is_some() || used.is_some_and(|used| tester(facts, used).is_some());
    match (linked(facts, after), could) {
        (Some(access), _) => access,
        (None, false) => AdminAccess::NoneBefore,
        (None, true) => AdminAccess::None,
    }
}
