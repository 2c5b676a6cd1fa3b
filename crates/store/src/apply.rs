//! Applies a plan: checks every guard and writes every effect in one transaction, or writes
//! nothing.
//!
//! A plan becomes a list of steps that are independent of each other's results. SQLite runs them
//! one by one. PostgreSQL gets all of them at once, together with the beginning and the end of the
//! transaction, so that a plan costs one round trip regardless of its length.

use cora_core::email::EmailAddress;
use cora_core::id::{OrganizationId, UserId};
use cora_core::json::Code;
use cora_core::provisioning::plan::{Effect, Guard, Plan};
use cora_core::time::UnixSeconds;
use serde_json::json;

use crate::database::{Backend, Store};
use crate::error::{ApplyError, InTransaction, Refusal, StoreError};
use crate::guard::condition;
use crate::postgres;
use crate::profile::{self, ProfileView};
use crate::sql::{Sql, seconds, sql};
use crate::step::{Applied, Failure, Step};
use crate::transaction::{Attempts, in_transaction};

impl Store {
    /// Applies a plan, retrying after conflicts with other transactions. `now` is the creation time
    /// of the rows that it writes.
    ///
    /// # Errors
    ///
    /// Returns [`ApplyError`]. Nothing was written then.
    pub async fn apply(&self, plan: &Plan, now: UnixSeconds) -> Result<Applied, ApplyError> {
        let mut attempts = Attempts::default();
        loop {
            attempts.count();
            let outcome = self.apply_and_view(plan, Vec::new(), None, now).await;
            if let Some(outcome) = attempts.settle(outcome).await {
                return Ok(outcome?.0);
            }
        }
    }

    /// Applies a plan and further steps, and reads a user's profile as it is afterwards. Tries only
    /// once, so that after a conflict the caller can decide again with the other's changes.
    pub(crate) async fn apply_and_view(
        &self,
        plan: &Plan,
        further: Vec<Step>,
        view_of: Option<UserId>,
        now: UnixSeconds,
    ) -> Result<(Applied, Option<ProfileView>), ApplyError> {
        if plan.guards.is_empty() && plan.effects.is_empty() && view_of.is_none() {
            return Ok((Applied::default(), None));
        }
        let mut steps = steps(plan, seconds(now), self.request_id.as_deref());
        steps.extend(further);
        // WHY the line first: a plan that waits in it with a turn would keep the first one from its
        // own.
        let _line = self.seat_lines.acquire(plan).await;
        let turn = match self.backend {
            Backend::Postgres(_) => Some(self.pace.begin().await),
            Backend::Sqlite { .. } => None,
        };
        let outcome = self.carry_out(&steps, view_of).await;
        let refusal = outcome.as_ref().err().and_then(InTransaction::store).map(StoreError::refusal);
        if let Some(turn) = turn {
            turn.end(refusal == Some(Refusal::Conflict));
        }
        outcome
    }

    /// Runs steps, all of them or none, and reads a user's profile as it is afterwards. Tries only
    /// once.
    pub(crate) async fn carry_out(
        &self,
        steps: &[Step],
        view_of: Option<UserId>,
    ) -> Result<(Applied, Option<ProfileView>), ApplyError> {
        let view = view_of.map(profile::view);
        let (applied, view) = match &self.backend {
            Backend::Postgres(postgres) => postgres::apply(postgres, steps, view.as_ref()).await?,
            Backend::Sqlite { .. } => in_transaction!(self, |transaction| async {
                let mut applied = Applied::default();
                for step in steps {
                    match step {
                        Step::Check(check, failure) => {
                            if !transaction.flag(check.clone()).await? {
                                return Err(ApplyError::from(failure.clone()));
                            }
                        }
                        Step::Write { sql, .. } => applied.count(step, transaction.execute(sql.clone()).await?),
                    }
                }
                let view = match &view {
                    Some(view) => transaction.text(view.clone()).await?,
                    None => None,
                };
                Ok((applied, view))
            }
            .await)?,
        };
        let view = view.map(|view| profile::read(&view)).transpose()?;
        Ok((applied, view))
    }
}

/// Converts a plan to its steps. Audit records have the identifier of the request.
fn steps(plan: &Plan, now: i64, request_id: Option<&str>) -> Vec<Step> {
    let mut steps: Vec<Step> =
        plan.guards.iter().map(|guard| Step::Check(condition(guard), Failure::Guard(guard.clone()))).collect();
    steps.extend(plan.effects.iter().filter_map(|effect| not_taken(effect, plan)));
    let newcomer = Newcomer::of(plan);
    let mut raise = if newcomer.role_version > 0 { None } else { raise_role_version(plan) };
    for effect in &plan.effects {
        if effect.changed_roles_of().is_some() {
            // The raise comes before the first effect that changes roles. Afterwards it could not
            // be determined if an effect changed any.
            steps.extend(raise.take().map(|sql| Step::Write { sql, effects: 0, raises_role_version: true }));
        }
        if newcomer.begins_with(effect) {
            continue;
        }
        steps.extend(taken_from_unproven(effect, now).map(|sql| Step::Write {
            sql,
            effects: 0,
            raises_role_version: false,
        }));
        if let Effect::EndMembership { organization_id, user_id, .. } = effect {
            steps.push(Step::part(nowhere(*organization_id, *user_id)));
        }
        let sql = write(effect, &newcomer, now, request_id);
        steps.push(match effect {
            Effect::CreateUser { .. } => newcomer.step(sql),
            _ => Step::effect(sql),
        });
    }
    steps
}

/// Builds the statement that takes an address which an effect verifies from every other user who
/// holds it unproven.
fn taken_from_unproven(effect: &Effect, now: i64) -> Option<Sql> {
    let (email, user_id) = match effect {
        Effect::CreateUser { user_id, email: Some(email), email_verified: true, .. }
        | Effect::SetEmail { user_id, email, .. } => (email.canonical(), user_id),
        Effect::VerifyEmail { user_id, email, .. } | Effect::ConfirmEmail { user_id, email, .. } => {
            (email.as_str(), user_id)
        }
        _ => return None,
    };
    let taken = sql!(
        "UPDATE profiles SET email = NULL, email_canonical = NULL, email_confirmed_at = NULL, updated_by = @id(?2),
            updated_at = @time(?3)
         WHERE email_canonical = ?1 AND NOT email_verified AND status <> 'deprovisioned' AND user_id <> @id(?2)",
    );
    Some(taken.bind(email).bind(user_id.to_string()).bind(now))
}

/// Builds the check that no other user has the identity that an effect links, unless a guard checks
/// more.
fn not_taken(effect: &Effect, plan: &Plan) -> Option<Step> {
    let Effect::LinkIdentity { user_id, identity, .. } = effect else { return None };
    let is_guarded = |guard: &Guard| matches!(guard, Guard::IdentityUnlinked { identity: free } if free == identity);
    if plan.guards.iter().any(is_guarded) {
        return None;
    }
    let not_taken = sql!(
        "SELECT NOT EXISTS (SELECT 1 FROM external_identities
            WHERE issuer = ?1 AND external_id = ?2 AND auth_user_id <> @id(?3))"
    );
    let not_taken = not_taken.bind(identity.issuer.as_str()).bind(identity.subject.as_str());
    Some(Step::Check(not_taken.bind(user_id.to_string()), Failure::IdentityTaken))
}

/// A user that the plan creates and who does not exist before.
///
/// WHY: the role version and the first organization are set when the row is inserted, which saves
/// two statements, and two more versions of the row. For a user who may exist already, these are
/// changed by statements that check first if there is anything to change. This value is empty then.
#[derive(Default)]
struct Newcomer {
    role_version: u32,
    current: Option<OrganizationId>,
}

impl Newcomer {
    fn of(plan: &Plan) -> Self {
        let is_absent = |user: UserId| {
            plan.guards.iter().any(|guard| matches!(guard, Guard::UserAbsent { user_id } if *user_id == user))
        };
        let created = plan.effects.iter().find_map(|effect| match effect {
            Effect::CreateUser { user_id, .. } if is_absent(*user_id) => Some(*user_id),
            _ => None,
        });
        let Some(created) = created else { return Self::default() };
        let is_made = |organization: OrganizationId| {
            let makes = |effect: &Effect| matches!(effect, Effect::CreateOrganization { organization_id, .. } if *organization_id == organization);
            plan.effects.iter().any(makes)
        };
        let current = plan.effects.iter().find_map(|effect| match effect {
            // An organization that the plan creates does not exist yet.
            Effect::SetCurrentOrganization { user_id, from: None, organization_id }
                if *user_id == created && !is_made(*organization_id) =>
            {
                Some(*organization_id)
            }
            _ => None,
        });
        Self { role_version: u32::from(plan.changes_roles()), current }
    }

    /// Returns `true` if the inserted row already includes an effect.
    fn begins_with(&self, effect: &Effect) -> bool {
        let Effect::SetCurrentOrganization { organization_id, .. } = effect else { return false };
        self.current == Some(*organization_id)
    }

    /// Builds the step that inserts the user's row.
    fn step(&self, sql: Sql) -> Step {
        let effects = 1 + usize::from(self.current.is_some());
        Step::Write { sql, effects, raises_role_version: self.role_version > 0 }
    }
}

/// Builds the statement that raises the role version of the plan's user by one if any of the plan's
/// effects is going to change their roles. An effect that was applied before does not.
fn raise_role_version(plan: &Plan) -> Option<Sql> {
    let user_id = plan.effects.iter().find_map(Effect::changed_roles_of)?;
    let mut joined: Vec<OrganizationId> = Vec::new();
    // Each entry is a membership and a role, separated by a space.
    let mut raised: Vec<String> = Vec::new();
    let mut lowered: Vec<String> = Vec::new();
    let mut ended: Vec<String> = Vec::new();
    let mut granted = None;
    for effect in &plan.effects {
        match effect {
            Effect::AddMembership { organization_id, .. } => joined.push(*organization_id),
            Effect::RaiseRole { membership_id, to, .. } => raised.push(format!("{membership_id} {}", to.name())),
            Effect::LowerRole { membership_id, to, .. } => lowered.push(format!("{membership_id} {}", to.name())),
            Effect::EndMembership { membership_id, .. } => ended.push(membership_id.to_string()),
            Effect::GrantPlatformRole { role, .. } => granted = Some(role.name()),
            _ => {}
        }
    }
    let raise = sql!(
        "UPDATE profiles SET role_version = role_version + 1
         WHERE user_id = @id(?1) AND (
            EXISTS (SELECT 1 FROM @each(?2, joined) WHERE NOT EXISTS (SELECT 1 FROM org_members
                WHERE org_members.org_id = @id(joined.value) AND org_members.user_id = @id(?1) AND org_members.status = 'active'))
            OR EXISTS (SELECT 1 FROM @each(?3, raised) JOIN org_members ON org_members.id = @id(substr(raised.value, 1, 36))
                WHERE org_members.status = 'active' AND @rank(org_members.role) < @rank(substr(raised.value, 38)))
            OR (?4 IS NOT NULL AND @rank(global_role) < @rank(?4))
            OR EXISTS (SELECT 1 FROM @each(?5, lowered) JOIN org_members ON org_members.id = @id(substr(lowered.value, 1, 36))
                WHERE org_members.status = 'active' AND @rank(org_members.role) > @rank(substr(lowered.value, 38)))
            OR EXISTS (SELECT 1 FROM @each(?6, ended) JOIN org_members ON org_members.id = @id(ended.value)
                WHERE org_members.status = 'active'))",
    );
    let raise = raise.bind(user_id.to_string()).bind(json!(joined).to_string()).bind(json!(raised).to_string());
    let raise = raise.bind(granted);
    Some(raise.bind(json!(lowered).to_string()).bind(json!(ended).to_string()))
}

/// Builds the statement that leaves a user without a current organization if it is this one.
fn nowhere(organization_id: OrganizationId, user_id: UserId) -> Sql {
    sql!("UPDATE profiles SET current_org_id = NULL WHERE user_id = @id(?2) AND current_org_id = @id(?1)")
        .bind(organization_id.to_string())
        .bind(user_id.to_string())
}

/// Builds the statement that writes an effect.
fn write(effect: &Effect, newcomer: &Newcomer, now: i64, request_id: Option<&str>) -> Sql {
    match effect {
        Effect::CreateUser { user_id, email, email_verified, profile, created_by, updated_by } => sql!(
            "INSERT INTO profiles (user_id, full_name, given_name, family_name, email, email_canonical, email_verified,
                phone, avatar_url, role_version, current_org_id, created_by, updated_by, created_at, updated_at)
             VALUES (@id(?1), ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, @id(?11), @id(?12), @id(?13), @time(?14), @time(?14))
             ON CONFLICT (user_id) DO NOTHING",
        )
        .bind(user_id.to_string())
        .bind(profile.name.as_ref().map(ToString::to_string))
        .bind(profile.given_name.as_ref().map(ToString::to_string))
        .bind(profile.family_name.as_ref().map(ToString::to_string))
        .bind(email.as_ref().map(EmailAddress::original))
        .bind(email.as_ref().map(EmailAddress::canonical))
        .bind(*email_verified)
        .bind(profile.phone_number.as_ref().map(ToString::to_string))
        .bind(profile.picture.as_ref().map(ToString::to_string))
        .bind(newcomer.role_version)
        .bind(newcomer.current.map(|organization| organization.to_string()))
        .bind(created_by.to_string())
        .bind(updated_by.to_string())
        .bind(now),
        Effect::LinkIdentity { user_id, connection_id, identity, email, email_verified, stated_at, created_by } => {
            sql!(
                "INSERT INTO external_identities (auth_user_id, issuer, external_id, provider_name, connection_id,
                    created_by, created_at, email, email_verified, email_stated_at)
                 VALUES (@id(?1), ?2, ?3, (SELECT provider_type FROM platform_idp_config WHERE id = @id(?4)), @id(?4), @id(?5), @time(?6),
                    ?7, ?8, @time(?9))
                 ON CONFLICT (issuer, external_id) DO NOTHING",
            )
            .bind(user_id.to_string())
            .bind(identity.issuer.as_str())
            .bind(identity.subject.as_str())
            .bind(connection_id.to_string())
            .bind(created_by.to_string())
            .bind(now)
            .bind(email.as_ref().map(ToString::to_string))
            .bind(*email_verified)
            .bind(stated_at.map(seconds))
        }
        Effect::RecordIdentityEmail { user_id, identity, email, email_verified, stated_at } => sql!(
            "UPDATE external_identities SET email = ?4, email_verified = ?5, email_stated_at = @time(?6)
             WHERE auth_user_id = @id(?1) AND issuer = ?2 AND external_id = ?3
                AND (email IS DISTINCT FROM ?4 OR email_verified <> ?5)",
        )
        .bind(user_id.to_string())
        .bind(identity.issuer.as_str())
        .bind(identity.subject.as_str())
        .bind(email.as_ref().map(ToString::to_string))
        .bind(*email_verified)
        .bind(stated_at.map(seconds)),
        Effect::SetEmail { user_id, email, updated_by } => sql!(
            "UPDATE profiles SET email = ?2, email_canonical = ?3, email_verified = ?4, email_confirmed_at = NULL,
                updated_by = @id(?5), updated_at = @time(?6)
             WHERE user_id = @id(?1) AND (email_canonical IS DISTINCT FROM ?3 OR NOT email_verified)",
        )
        .bind(user_id.to_string())
        .bind(email.original())
        .bind(email.canonical())
        .bind(true)
        .bind(updated_by.to_string())
        .bind(now),
        Effect::VerifyEmail { user_id, email, updated_by } => sql!(
            "UPDATE profiles SET email_verified = ?3, updated_by = @id(?4), updated_at = @time(?5)
             WHERE user_id = @id(?1) AND email_canonical = ?2 AND NOT email_verified",
        )
        .bind(user_id.to_string())
        .bind(email.as_str())
        .bind(true)
        .bind(updated_by.to_string())
        .bind(now),
        Effect::ConfirmEmail { user_id, email, confirmed_at, updated_by } => sql!(
            "UPDATE profiles SET email_verified = ?3, email_confirmed_at = @time(?4), updated_by = @id(?5),
                updated_at = @time(?6)
             WHERE user_id = @id(?1) AND email_canonical = ?2
                AND (NOT email_verified OR email_confirmed_at IS DISTINCT FROM @time(?4))",
        )
        .bind(user_id.to_string())
        .bind(email.as_str())
        .bind(true)
        .bind(seconds(*confirmed_at))
        .bind(updated_by.to_string())
        .bind(now),
        Effect::UnverifyEmail { user_id, email, updated_by } => sql!(
            "UPDATE profiles SET email_verified = ?3, email_confirmed_at = NULL, updated_by = @id(?4),
                updated_at = @time(?5)
             WHERE user_id = @id(?1) AND email_canonical = ?2 AND email_verified",
        )
        .bind(user_id.to_string())
        .bind(email.as_str())
        .bind(false)
        .bind(updated_by.to_string())
        .bind(now),
        Effect::ForgetEmailConfirmation { user_id, email, updated_by } => sql!(
            "UPDATE profiles SET email_confirmed_at = NULL, updated_by = @id(?3), updated_at = @time(?4)
             WHERE user_id = @id(?1) AND email_canonical = ?2 AND email_confirmed_at IS NOT NULL",
        )
        .bind(user_id.to_string())
        .bind(email.as_str())
        .bind(updated_by.to_string())
        .bind(now),
        Effect::ReleaseEmail { user_id, email, updated_by } => sql!(
            "UPDATE profiles SET email = NULL, email_canonical = NULL, email_verified = ?3, email_confirmed_at = NULL,
                updated_by = @id(?4), updated_at = @time(?5)
             WHERE user_id = @id(?1) AND email_canonical = ?2",
        )
        .bind(user_id.to_string())
        .bind(email.as_str())
        .bind(false)
        .bind(updated_by.to_string())
        .bind(now),
        Effect::OpenIdentityConflict {
            conflict_id,
            kind,
            identity,
            connection_id,
            user_id,
            claimant_id,
            email,
            opened_at,
        } => sql!(
            "INSERT INTO identity_conflicts (id, kind, issuer, external_id, connection_id, user_id, claimant_id, email,
                opened_at)
             VALUES (@id(?1), ?2, ?3, ?4, @id(?5), @id(?6), @id(?7), ?8, @time(?9))
             ON CONFLICT (id) DO UPDATE SET
                connection_id = excluded.connection_id, claimant_id = excluded.claimant_id, status = 'open',
                opened_at = excluded.opened_at, resolved_at = NULL, resolved_by = NULL, reason = NULL
             WHERE identity_conflicts.status <> 'open'",
        )
        .bind(conflict_id.to_string())
        .bind(kind.name())
        .bind(identity.issuer.as_str())
        .bind(identity.subject.as_str())
        .bind(connection_id.to_string())
        .bind(user_id.to_string())
        .bind(claimant_id.map(|user| user.to_string()))
        .bind(email.as_ref().map(ToString::to_string))
        .bind(seconds(*opened_at)),
        Effect::ConsumeLinkConfirmation { token_hash, user_id, used_at } => sql!(
            "UPDATE link_confirmations SET used_at = @time(?2) WHERE token_hash = ?1 AND coalesce(user_id, @id(?3)) = @id(?3) AND used_at IS NULL",
        )
        .bind(token_hash.to_string())
        .bind(seconds(*used_at))
        .bind(user_id.to_string()),
        Effect::UpdateProfile { user_id, profile, updated_by } => sql!(
            "UPDATE profiles SET
                full_name = coalesce(full_name, ?2), given_name = coalesce(given_name, ?3),
                family_name = coalesce(family_name, ?4), avatar_url = coalesce(avatar_url, ?5),
                phone = coalesce(phone, ?6), updated_by = @id(?7), updated_at = @time(?8)
             WHERE user_id = @id(?1) AND ((full_name IS NULL AND ?2 IS NOT NULL) OR (given_name IS NULL AND ?3 IS NOT NULL)
                OR (family_name IS NULL AND ?4 IS NOT NULL) OR (avatar_url IS NULL AND ?5 IS NOT NULL)
                OR (phone IS NULL AND ?6 IS NOT NULL))",
        )
        .bind(user_id.to_string())
        .bind(profile.name.as_ref().map(ToString::to_string))
        .bind(profile.given_name.as_ref().map(ToString::to_string))
        .bind(profile.family_name.as_ref().map(ToString::to_string))
        .bind(profile.picture.as_ref().map(ToString::to_string))
        .bind(profile.phone_number.as_ref().map(ToString::to_string))
        .bind(updated_by.to_string())
        .bind(now),
        Effect::CreateOrganization { organization_id, name, slug, created_by, updated_by } => sql!(
            "INSERT INTO orgs (id, name, slug, owner_id, created_by, updated_by, created_at, updated_at)
             VALUES (@id(?1), ?2, ?3, @id(?4), @id(?4), @id(?5), @time(?6), @time(?6))
             ON CONFLICT (id) DO NOTHING",
        )
        .bind(organization_id.to_string())
        .bind(name.as_str())
        .bind(slug.as_str())
        .bind(created_by.to_string())
        .bind(updated_by.to_string())
        .bind(now),
        Effect::AddMembership {
            membership_id,
            organization_id,
            user_id,
            role,
            source,
            role_source,
            base_role,
            role_as_of,
            created_by,
            updated_by,
        } => {
            sql!(
                "INSERT INTO org_members (id, org_id, user_id, role, source, added_by, joined_at, created_by, updated_by,
                    created_at, updated_at, role_source, base_role, role_as_of)
                 VALUES (@id(?1), @id(?2), @id(?3), ?4, ?5, @id(?6), @time(?8), @id(?6), @id(?7), @time(?8), @time(?8),
                    ?9, ?10, @time(?11))
                 ON CONFLICT (org_id, user_id) DO UPDATE SET
                    role = excluded.role, status = 'active', source = excluded.source, added_by = excluded.added_by,
                    joined_at = excluded.joined_at, removed_at = NULL, updated_by = excluded.updated_by,
                    updated_at = excluded.updated_at, role_source = excluded.role_source, base_role = excluded.base_role,
                    role_as_of = excluded.role_as_of
                 WHERE org_members.status = 'removed'",
            )
            .bind(membership_id.to_string())
            .bind(organization_id.to_string())
            .bind(user_id.to_string())
            .bind(role.name())
            .bind(source.name())
            .bind(created_by.to_string())
            .bind(updated_by.to_string())
            .bind(now)
            .bind(role_source.as_ref().map(Code::name))
            .bind(base_role.as_ref().map(Code::name))
            .bind(role_as_of.map(seconds))
        }
        Effect::RaiseRole {
            membership_id,
            organization_id,
            user_id,
            from: _,
            to,
            role_source,
            base_role,
            role_as_of,
            updated_by,
        }
        | Effect::LowerRole {
            membership_id,
            organization_id,
            user_id,
            from: _,
            to,
            role_source,
            base_role,
            role_as_of,
            updated_by,
        } => {
            let change = if matches!(effect, Effect::RaiseRole { .. }) {
                sql!(
                    "UPDATE org_members SET role = ?4, updated_by = @id(?5), updated_at = @time(?6), role_source = ?7, base_role = ?8,
                        role_as_of = @time(?9)
                     WHERE id = @id(?1) AND org_id = @id(?2) AND user_id = @id(?3) AND status = 'active'
                        AND (@rank(role) < @rank(?4) OR (role = ?4 AND base_role IS DISTINCT FROM ?8))",
                )
            } else {
                sql!(
                    "UPDATE org_members SET role = ?4, updated_by = @id(?5), updated_at = @time(?6), role_source = ?7, base_role = ?8,
                        role_as_of = @time(?9)
                     WHERE id = @id(?1) AND org_id = @id(?2) AND user_id = @id(?3) AND status = 'active' AND @rank(role) > @rank(?4)",
                )
            };
            change
                .bind(membership_id.to_string())
                .bind(organization_id.to_string())
                .bind(user_id.to_string())
                .bind(to.name())
                .bind(updated_by.to_string())
                .bind(now)
                .bind(role_source.as_ref().map(Code::name))
                .bind(base_role.as_ref().map(Code::name))
                .bind(role_as_of.map(seconds))
        }
        Effect::EndMembership { membership_id, organization_id, user_id, role: _, role_as_of, ended_at, updated_by } => sql!(
            "UPDATE org_members SET status = 'removed', removed_at = @time(?4), role_source = 'group', role_as_of = @time(?5),
                updated_by = @id(?6), updated_at = @time(?7)
             WHERE id = @id(?1) AND org_id = @id(?2) AND user_id = @id(?3) AND status = 'active'",
        )
        .bind(membership_id.to_string())
        .bind(organization_id.to_string())
        .bind(user_id.to_string())
        .bind(seconds(*ended_at))
        .bind(role_as_of.map(seconds))
        .bind(updated_by.to_string())
        .bind(now),
        Effect::AcceptInvitation { invitation_id, user_id, accepted_at, claimed_as } => sql!(
            "UPDATE user_invites
             SET status = 'accepted', accepted_by = @id(?2), accepted_at = @time(?3), claimed_as = ?4,
                updated_by = @id(?2), updated_at = @time(?3)
             WHERE id = @id(?1) AND status = 'pending'",
        )
        .bind(invitation_id.to_string())
        .bind(user_id.to_string())
        .bind(seconds(*accepted_at))
        .bind(claimed_as.as_ref().map(|address| address.as_str().to_owned())),
        Effect::CreateInvitation {
            invitation_id,
            organization_id,
            email,
            role,
            acceptance,
            created_at,
            expires_at,
            created_by,
        } => sql!(
            "INSERT INTO user_invites (id, email, org_id, role, acceptance, expires_at, created_by, updated_by,
                created_at, updated_at)
             VALUES (@id(?1), ?2, @id(?3), ?4, ?5, @time(?6), @id(?7), @id(?7), @time(?8), @time(?8))
             ON CONFLICT (id) DO NOTHING",
        )
        .bind(invitation_id.to_string())
        .bind(email.to_string())
        .bind(organization_id.to_string())
        .bind(role.name())
        .bind(acceptance.name())
        .bind(seconds(*expires_at))
        .bind(created_by.to_string())
        .bind(seconds(*created_at)),
        Effect::RequestMembership { request_id, organization_id, user_id, role, requested_at } => sql!(
            // A request that was answered may be made again.
            "INSERT INTO membership_requests (id, org_id, user_id, role, requested_at) VALUES (@id(?1), @id(?2), @id(?3), ?4, @time(?5))
             ON CONFLICT (org_id, user_id) DO UPDATE SET
                role = excluded.role, status = 'pending', requested_at = excluded.requested_at
             WHERE membership_requests.status <> 'pending'",
        )
        .bind(request_id.to_string())
        .bind(organization_id.to_string())
        .bind(user_id.to_string())
        .bind(role.name())
        .bind(seconds(*requested_at)),
        Effect::AddToWaitlist { email, added_at } => {
            sql!("INSERT INTO waitlist (email, added_at) VALUES (?1, @time(?2)) ON CONFLICT (email) DO NOTHING")
                .bind(email.to_string())
                .bind(seconds(*added_at))
        }
        Effect::SetCurrentOrganization { user_id, from, organization_id } => sql!(
            "UPDATE profiles SET current_org_id = @id(?2), updated_at = @time(?3)
             WHERE user_id = @id(?1) AND current_org_id IS NOT DISTINCT FROM @id(?4) AND current_org_id IS DISTINCT FROM @id(?2)
                AND EXISTS (SELECT 1 FROM org_members
                    WHERE org_id = @id(?2) AND org_members.user_id = @id(?1) AND org_members.status = 'active')",
        )
        .bind(user_id.to_string())
        .bind(organization_id.to_string())
        .bind(now)
        .bind(from.map(|organization| organization.to_string())),
        Effect::GrantPlatformRole { user_id, role, updated_by } => sql!(
            "UPDATE profiles SET global_role = ?2, updated_by = @id(?3), updated_at = @time(?4)
             WHERE user_id = @id(?1) AND @rank(global_role) < @rank(?2)",
        )
        .bind(user_id.to_string())
        .bind(role.name())
        .bind(updated_by.to_string())
        .bind(now),
        Effect::ConsumeBootstrapToken { token_hash, user_id, used_at } => sql!(
            "UPDATE bootstrap_tokens SET used_at = @time(?2), used_by = @id(?3) WHERE token_hash = ?1 AND used_at IS NULL",
        )
        .bind(token_hash.to_string())
        .bind(seconds(*used_at))
        .bind(user_id.to_string()),
        Effect::RecordAudit { audit_id, at, outcome, reason, connection_id, user_id, email, claimed_invitation_id } => sql!(
            "INSERT INTO provisioning_audit_log (id, at, outcome, reason, connection_id, user_id, email,
                claimed_invitation_id, request_id)
             VALUES (@id(?1), @time(?2), ?3, ?4, @id(?5), @id(?6), ?7, @id(?8), ?9)
             ON CONFLICT (id) DO NOTHING",
        )
        .bind(audit_id.to_string())
        .bind(seconds(*at))
        .bind(outcome.name())
        .bind(reason.name())
        .bind(connection_id.to_string())
        .bind(user_id.map(|user| user.to_string()))
        .bind(email.as_ref().map(|email| email.as_str().to_owned()))
        .bind(claimed_invitation_id.map(|invitation| invitation.to_string()))
        .bind(request_id.map(str::to_owned)),
    }
}
