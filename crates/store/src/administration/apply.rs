//! Writes the effects that the core decided for a command.

use cora_core::administration::{AdministrationEffect as Effect, FieldChange};
use cora_core::deprovisioning::DeprovisionEffect;
use cora_core::id::UserId;
use cora_core::issuer::session::SessionEndReason;
use cora_core::json::Code;
use cora_core::provisioning::facts::{UserStatus, VerificationState};

use super::{AdministrationContext, account_join, erase, text};
use crate::error::StoreError;
use crate::issuer::{EndedBy, end_of_browser_session, end_of_user};
use crate::login_record::forget::forget;
use crate::organization::about::write_about;
use crate::sql::{Sql, acting_user, kept_request_id, seconds, sql};
use crate::transaction::Transaction;

/// Writes an effect.
pub(super) async fn write(
    transaction: &mut Transaction,
    effect: &Effect,
    context: &AdministrationContext,
) -> Result<(), StoreError> {
    if let Effect::EraseUser { user_id } = effect {
        return erase::erase(transaction, *user_id, context).await;
    }
    for statement in statements(effect, context)? {
        transaction.execute(statement).await?;
    }
    Ok(())
}

fn statements(effect: &Effect, context: &AdministrationContext) -> Result<Vec<Sql>, StoreError> {
    let (now, actor) = (seconds(context.now), acting_user(&context.actor));
    let statement = match effect {
        Effect::InsertOrganization { organization_id, name, slug, logo_url, about } => {
            let insert = sql!(
                "INSERT INTO orgs (id, name, slug, logo_url, owner_id, created_by, updated_by, created_at, updated_at)
                 VALUES (@id(?1), ?2, ?3, ?4, @id(?5), @id(?5), @id(?5), @time(?6), @time(?6))",
            );
            let insert = insert
                .bind(organization_id.to_string())
                .bind(name.as_str())
                .bind(slug.as_str())
                .bind(logo_url.as_ref().map(ToString::to_string))
                .bind(actor)
                .bind(now);
            return Ok(vec![insert, write_about(*organization_id, about, now)]);
        }
        Effect::UpdateOrganization { organization_id, name, slug, logo_url, about } => {
            let update = sql!(
                "UPDATE orgs SET name = ?2, slug = ?3, logo_url = ?4, updated_by = @id(?5), updated_at = @time(?6)
                 WHERE id = @id(?1)",
            );
            let update = update
                .bind(organization_id.to_string())
                .bind(name.as_str())
                .bind(slug.as_str())
                .bind(logo_url.as_ref().map(ToString::to_string))
                .bind(actor)
                .bind(now);
            return Ok(vec![update, write_about(*organization_id, about, now)]);
        }
        Effect::SetOrganizationStatus { organization_id, status } => {
            sql!("UPDATE orgs SET status = ?2, updated_by = @id(?3), updated_at = @time(?4) WHERE id = @id(?1)")
                .bind(organization_id.to_string())
                .bind(status.name())
                .bind(actor)
                .bind(now)
        }
        Effect::SetSeatLimit { organization_id, seat_limit } => {
            sql!("UPDATE orgs SET seat_limit = ?2, updated_by = @id(?3), updated_at = @time(?4) WHERE id = @id(?1)")
                .bind(organization_id.to_string())
                .bind(*seat_limit)
                .bind(actor)
                .bind(now)
        }
        Effect::RevokeInvitations { organization_id } => sql!(
            "UPDATE user_invites SET status = 'revoked', updated_by = @id(?2), updated_at = @time(?3)
             WHERE org_id = @id(?1) AND status = 'pending'",
        )
        .bind(organization_id.to_string())
        .bind(actor)
        .bind(now),
        Effect::DeleteDomains { organization_id } => {
            sql!("DELETE FROM org_email_domains WHERE org_id = @id(?1)").bind(organization_id.to_string())
        }
        Effect::PutMembership { membership_id, organization_id, user_id, role, source } => sql!(
            "INSERT INTO org_members (id, org_id, user_id, role, source, base_role, added_by, joined_at, created_by,
                updated_by, created_at, updated_at)
             VALUES (@id(?1), @id(?2), @id(?3), ?4, ?5, ?4, @id(?6), @time(?7), @id(?6), @id(?6), @time(?7), @time(?7))
             ON CONFLICT (org_id, user_id) DO UPDATE SET
                role = excluded.role, status = 'active', source = excluded.source, role_source = NULL,
                base_role = excluded.base_role, role_as_of = NULL, added_by = excluded.added_by,
                joined_at = excluded.joined_at, removed_at = NULL, updated_by = excluded.updated_by,
                updated_at = excluded.updated_at",
        )
        .bind(membership_id.to_string())
        .bind(organization_id.to_string())
        .bind(user_id.to_string())
        .bind(role.name())
        .bind(source.name())
        .bind(actor)
        .bind(now),
        Effect::ChangeMembershipRole { organization_id, user_id, role } => sql!(
            "UPDATE org_members SET role = ?3, role_source = 'manual', updated_by = @id(?4), updated_at = @time(?5)
             WHERE org_id = @id(?1) AND user_id = @id(?2) AND status = 'active'",
        )
        .bind(organization_id.to_string())
        .bind(user_id.to_string())
        .bind(role.name())
        .bind(actor)
        .bind(now),
        Effect::ReleaseMembershipRole { organization_id, user_id, role_source } => sql!(
            "UPDATE org_members SET role_source = ?3, updated_by = @id(?4), updated_at = @time(?5)
             WHERE org_id = @id(?1) AND user_id = @id(?2) AND status = 'active'",
        )
        .bind(organization_id.to_string())
        .bind(user_id.to_string())
        .bind(role_source.as_ref().map(Code::name))
        .bind(actor)
        .bind(now),
        Effect::RemoveMembership { organization_id, user_id } => {
            let member = sql!(
                "UPDATE org_members SET status = 'removed', removed_at = @time(?4), role_source = NULL,
                    updated_by = @id(?3), updated_at = @time(?4)
                 WHERE org_id = @id(?1) AND user_id = @id(?2) AND status = 'active'",
            )
            .bind(organization_id.to_string())
            .bind(user_id.to_string())
            .bind(actor)
            .bind(now);
            let nowhere = sql!(
                "UPDATE profiles SET current_org_id = NULL WHERE user_id = @id(?2) AND current_org_id = @id(?1)",
            )
            .bind(organization_id.to_string())
            .bind(user_id.to_string());
            return Ok(vec![member, nowhere]);
        }
        Effect::RaiseRoleVersion { user_id } => {
            sql!("UPDATE profiles SET role_version = role_version + 1 WHERE user_id = @id(?1)").bind(user_id.to_string())
        }
        Effect::RaiseRoleVersions { organization_id } => sql!(
            "UPDATE profiles SET role_version = role_version + 1, current_org_id = nullif(current_org_id, @id(?1))
             WHERE user_id IN (SELECT user_id FROM org_members WHERE org_id = @id(?1) AND status = 'active')",
        )
        .bind(organization_id.to_string()),
        Effect::SetCurrentOrganization { user_id, organization_id } => {
            sql!("UPDATE profiles SET current_org_id = @id(?2) WHERE user_id = @id(?1) AND current_org_id IS NULL")
                .bind(user_id.to_string())
                .bind(organization_id.to_string())
        }
        Effect::CreateInvitation {
            invitation_id,
            organization_id,
            email,
            role,
            platform_role,
            connection_id,
            expires_at,
        } => sql!(
            "INSERT INTO user_invites (id, email, org_id, role, platform_role, invited_by, connection_id, expires_at,
                created_by, updated_by, created_at, updated_at)
             VALUES (@id(?1), ?2, @id(?3), ?4, ?5, @id(?6), @id(?7), @time(?8), @id(?6), @id(?6), @time(?9), @time(?9))",
        )
        .bind(invitation_id.to_string())
        .bind(email.as_str())
        .bind(organization_id.to_string())
        .bind(role.name())
        .bind(platform_role.name())
        .bind(actor)
        .bind(connection_id.map(|connection| connection.to_string()))
        .bind(seconds(*expires_at))
        .bind(now),
        Effect::RenewInvitation { invitation_id, expires_at } => sql!(
            "UPDATE user_invites SET status = 'pending', invited_by = @id(?2), created_at = @time(?4),
                expires_at = @time(?3), codes_sent = 0, next_code_at = NULL, updated_by = @id(?2), updated_at = @time(?4)
             WHERE id = @id(?1)",
        )
        .bind(invitation_id.to_string())
        .bind(actor)
        .bind(seconds(*expires_at))
        .bind(now),
        Effect::SetInvitationStatus { invitation_id, status } => sql!(
            "UPDATE user_invites SET status = ?2, updated_by = @id(?3), updated_at = @time(?4),
                accepted_by = CASE WHEN ?2 = 'accepted' THEN @id(?3) END,
                accepted_at = CASE WHEN ?2 = 'accepted' THEN @time(?4) END
             WHERE id = @id(?1)",
        )
        .bind(invitation_id.to_string())
        .bind(status.name())
        .bind(actor)
        .bind(now),
        Effect::CreateDomain {
            domain_id,
            organization_id,
            pattern,
            class,
            verification,
            enrollment_mode,
            connection_id,
            required_groups,
        } => sql!(
            "INSERT INTO org_email_domains (id, org_id, domain, is_wildcard, class, verification, state,
                enrollment_mode, connection_id, created_by, updated_by, created_at, updated_at, required_groups)
             VALUES (@id(?1), @id(?2), ?3, ?4, ?5, ?6, 'pending', ?7, @id(?8), @id(?9), @id(?9), @time(?10), @time(?10),
                @json(?11))",
        )
        .bind(domain_id.to_string())
        .bind(organization_id.to_string())
        .bind(pattern.name().as_str())
        .bind(pattern.is_wildcard())
        .bind(class.name())
        .bind(verification.name())
        .bind(enrollment_mode.name())
        .bind(connection_id.map(|connection| connection.to_string()))
        .bind(actor)
        .bind(now)
        .bind(text(required_groups)?),
        Effect::ChangeDomain { domain_id, enrollment_mode, connection_id, required_groups } => sql!(
            "UPDATE org_email_domains SET enrollment_mode = ?2, connection_id = @id(?3), version = version + 1,
                updated_by = @id(?4), updated_at = @time(?5), required_groups = @json(?6)
             WHERE id = @id(?1)",
        )
        .bind(domain_id.to_string())
        .bind(enrollment_mode.name())
        .bind(connection_id.map(|connection| connection.to_string()))
        .bind(actor)
        .bind(now)
        .bind(text(required_groups)?),
        Effect::SetDomainState { domain_id, state } => sql!(
            "UPDATE org_email_domains SET state = ?2, version = version + 1, updated_by = @id(?3), updated_at = @time(?4),
                checked_at = @time(?4), verified_at = CASE WHEN ?5 THEN @time(?4) ELSE verified_at END
             WHERE id = @id(?1)",
        )
        .bind(domain_id.to_string())
        .bind(state.name())
        .bind(actor)
        .bind(now)
        .bind(*state == VerificationState::Verified),
        Effect::DeleteDomain { domain_id } => {
            sql!("DELETE FROM org_email_domains WHERE id = @id(?1)").bind(domain_id.to_string())
        }
        Effect::SettleMembershipRequest { organization_id, user_id, status } => sql!(
            "UPDATE membership_requests SET status = ?3, answered_by = @id(?4), answered_at = @time(?5)
             WHERE org_id = @id(?1) AND user_id = @id(?2)",
        )
        .bind(organization_id.to_string())
        .bind(user_id.to_string())
        .bind(status.name())
        .bind(actor)
        .bind(now),
        Effect::SetWaitlistStatus { email, status } => {
            sql!("UPDATE waitlist SET status = ?2, updated_by = @id(?3), updated_at = @time(?4) WHERE email = ?1")
                .bind(email.as_str())
                .bind(status.name())
                .bind(actor)
                .bind(now)
        }
        Effect::SavePolicy { policy } => sql!(
            "INSERT INTO provisioning_policy (id, version, document, updated_by, updated_at)
             VALUES (1, ?1, @json(?2), @id(?3), @time(?4))
             ON CONFLICT (id) DO UPDATE SET version = excluded.version, document = excluded.document,
                updated_by = excluded.updated_by, updated_at = excluded.updated_at",
        )
        .bind(policy.version)
        .bind(text(policy)?)
        .bind(actor)
        .bind(now),
        Effect::SaveExpectations { expectations } => {
            let mut statements = vec![sql!("DELETE FROM policy_expectations")];
            for (position, expectation) in (0_u32..).zip(expectations) {
                let insert = sql!("INSERT INTO policy_expectations (name, position, document) VALUES (?1, ?2, @json(?3))");
                statements.push(insert.bind(expectation.name.as_str()).bind(position).bind(text(expectation)?));
            }
            return Ok(statements);
        }
        Effect::SetUserStatus { user_id, status } => {
            let set = sql!(
                "UPDATE profiles SET status = ?2, updated_by = @id(?3), updated_at = @time(?4) WHERE user_id = @id(?1)"
            );
            let set = set.bind(user_id.to_string()).bind(status.name()).bind(actor).bind(now);
            return Ok(match status {
                UserStatus::Active => vec![set],
                UserStatus::Suspended | UserStatus::Deprovisioned => ended_with_user(set, *user_id, context),
            });
        }
        Effect::LinkIdentity { user_id, connection_id, identity, email } => sql!(
            "INSERT INTO external_identities (auth_user_id, issuer, external_id, provider_name, connection_id,
                created_by, created_at, email, email_verified)
             VALUES (@id(?1), ?2, ?3, (SELECT provider_type FROM platform_idp_config WHERE id = @id(?4)), @id(?4),
                coalesce(@id(?5), @id(?1)), @time(?6), ?7, ?8)",
        )
        .bind(user_id.to_string())
        .bind(identity.issuer.as_str())
        .bind(identity.subject.as_str())
        .bind(connection_id.to_string())
        .bind(actor)
        .bind(now)
        .bind(email.as_ref().map(ToString::to_string))
        .bind(email.is_some()),
        // The other columns stay, as the address that the identity vouches for.
        Effect::CarryIdentitiesOver { connection_id, from, to, subjects } => sql!(
            "UPDATE external_identities SET issuer = ?2, external_id = carried.new_subject, connection_id = @id(?3),
                provider_name = (SELECT provider_type FROM platform_idp_config WHERE platform_idp_config.id = @id(?3))
             FROM (SELECT @json(pairs.value) ->> 'from' AS old_subject, @json(pairs.value) ->> 'to' AS new_subject
                FROM @each(?4, pairs)) AS carried
             WHERE external_identities.issuer = ?1 AND external_identities.external_id = carried.old_subject",
        )
        .bind(from.as_str())
        .bind(to.as_str())
        .bind(connection_id.to_string())
        .bind(text(subjects)?),
        Effect::UnlinkIdentity { user_id, identity } => sql!(
            "DELETE FROM external_identities WHERE auth_user_id = @id(?1) AND issuer = ?2 AND external_id = ?3",
        )
        .bind(user_id.to_string())
        .bind(identity.issuer.as_str())
        .bind(identity.subject.as_str()),
        Effect::JoinAccounts { join } => return Ok(account_join::statements(join, context)),
        Effect::ResolveIdentityConflict { conflict_id, status, reason } => sql!(
            "UPDATE identity_conflicts SET status = ?2, resolved_at = @time(?3), resolved_by = @id(?4), reason = ?5
             WHERE id = @id(?1)",
        )
        .bind(conflict_id.to_string())
        .bind(status.name())
        .bind(now)
        .bind(actor)
        .bind(reason.as_ref().map(|reason| reason.as_str().to_owned()).filter(|reason| !reason.is_empty())),
        Effect::ReleaseUserEmail { user_id } => sql!(
            "UPDATE profiles SET email = NULL, email_canonical = NULL, email_verified = ?2, email_confirmed_at = NULL,
                updated_by = @id(?3), updated_at = @time(?4)
             WHERE user_id = @id(?1)",
        )
        .bind(user_id.to_string())
        .bind(false)
        .bind(actor)
        .bind(now),
        Effect::SetPlatformRole { user_id, role } => sql!(
            // An auditor is a user to the program of the version before.
            "UPDATE profiles SET global_role = CASE WHEN ?2 = 'platform_auditor' THEN 'platform_user' ELSE ?2 END,
                is_auditor = (?2 = 'platform_auditor'), updated_by = @id(?3), updated_at = @time(?4)
             WHERE user_id = @id(?1)",
        )
        .bind(user_id.to_string())
        .bind(role.name())
        .bind(actor)
        .bind(now),
        Effect::EndUser { user_id, effects } => {
            let of_effect = |effect| deprovision_statement(effect, *user_id, context);
            return Ok(effects.iter().filter_map(of_effect).flatten().collect());
        }
        // Written by `erase`, which reads first.
        Effect::EraseUser { .. } => return Ok(Vec::new()),
        Effect::IssueRecoveryToken { token_hash, expires_at } => sql!(
            "INSERT INTO bootstrap_tokens (token_hash, created_at, expires_at, recovery)
             VALUES (?1, @time(?2), @time(?3), ?4)",
        )
        .bind(token_hash.to_string())
        .bind(now)
        .bind(seconds(*expires_at))
        .bind(true),
        Effect::RevokeBootstrapToken { token_hash } => {
            sql!("DELETE FROM bootstrap_tokens WHERE token_hash = ?1 AND used_at IS NULL").bind(token_hash.to_string())
        }
        Effect::InsertApplication { application_id, settings } => sql!(
            "INSERT INTO applications (id, document, created_by, updated_by, created_at, updated_at)
             VALUES (@id(?1), @json(?2), @id(?3), @id(?3), @time(?4), @time(?4))",
        )
        .bind(application_id.to_string())
        .bind(text(settings)?)
        .bind(actor)
        .bind(now),
        Effect::UpdateApplication { application_id, settings } => sql!(
            "UPDATE applications SET document = @json(?2), version = version + 1, updated_by = @id(?3),
                updated_at = @time(?4)
             WHERE id = @id(?1)",
        )
        .bind(application_id.to_string())
        .bind(text(settings)?)
        .bind(actor)
        .bind(now),
        Effect::InsertApplicationSecret { application_id, secret_id, secret_hash, expires_at } => {
            let expired =
                sql!("DELETE FROM application_secrets WHERE application_id = @id(?1) AND expires_at <= @time(?2)");
            let insert = sql!(
                "INSERT INTO application_secrets (id, application_id, secret_hash, created_by, created_at, expires_at)
                 VALUES (@id(?1), @id(?2), ?3, @id(?4), @time(?5), @time(?6))",
            )
            .bind(secret_id.to_string())
            .bind(application_id.to_string())
            .bind(secret_hash.to_string())
            .bind(actor)
            .bind(now)
            .bind(expires_at.map(seconds));
            return Ok(vec![expired.bind(application_id.to_string()).bind(now), insert]);
        }
        Effect::SetApplicationPermissions { application_id, permissions } => {
            let defined: Vec<&str> = permissions.roles.iter().map(|role| role.id.as_str()).collect();
            let taken = sql!(
                "DELETE FROM member_application_roles
                 WHERE application_id = @id(?1) AND role NOT IN (SELECT defined.value FROM @each(?2, defined))",
            )
            .bind(application_id.to_string())
            .bind(text(&defined)?);
            let set = sql!(
                "UPDATE applications SET permissions = @json(?2), permissions_version = permissions_version + 1,
                    updated_by = @id(?3), updated_at = @time(?4)
                 WHERE id = @id(?1)",
            )
            .bind(application_id.to_string())
            .bind(text(permissions)?)
            .bind(actor)
            .bind(now);
            return Ok(vec![taken, set]);
        }
        Effect::SetMemberApplicationRoles { organization_id, user_id, application_id, roles } => {
            let taken = sql!(
                "DELETE FROM member_application_roles WHERE org_id = @id(?1) AND user_id = @id(?2)
                    AND application_id = @id(?3) AND role NOT IN (SELECT kept.value FROM @each(?4, kept))",
            )
            .bind(organization_id.to_string())
            .bind(user_id.to_string())
            .bind(application_id.to_string())
            .bind(text(roles)?);
            let given = sql!(
                "INSERT INTO member_application_roles (org_id, user_id, application_id, role, given_by, given_at)
                 SELECT @id(?1), @id(?2), @id(?3), given.value, @id(?5), @time(?6) FROM @each(?4, given)
                 WHERE true
                 ON CONFLICT (org_id, user_id, application_id, role) DO NOTHING",
            )
            .bind(organization_id.to_string())
            .bind(user_id.to_string())
            .bind(application_id.to_string())
            .bind(text(roles)?)
            .bind(actor)
            .bind(now);
            return Ok(vec![taken, given]);
        }
        Effect::DeleteApplicationSecret { secret_id } => {
            sql!("DELETE FROM application_secrets WHERE id = @id(?1)").bind(secret_id.to_string())
        }
        Effect::EndSessions { user_id, browser_session_id } => {
            let by = EndedBy { reason: SessionEndReason::EndedByAdministrator, now: context.now };
            return Ok(match browser_session_id {
                Some(session) => end_of_browser_session(*session, Some(*user_id), by),
                None => end_of_user(*user_id, by),
            });
        }
        Effect::RecordAudit { audit_id, action, organization_id, user_id, target, changes, reason } => {
            sql!(
                "INSERT INTO administration_audit_log (id, at, actor_id, action, org_id, user_id, target, changes, reason,
                    request_id, actor_kind)
                 VALUES (@id(?1), @time(?2), @id(?3), ?4, @id(?5), @id(?6), ?7, @json(?8), ?9, ?10, ?11)",
            )
            .bind(audit_id.to_string())
            .bind(now)
            .bind(actor)
            .bind(action.name())
            .bind(organization_id.map(|organization| organization.to_string()))
            .bind(user_id.map(|user| user.to_string()))
            .bind(target.clone())
            .bind(text(&with_acting(changes, context))?)
            .bind(reason.as_ref().map(|reason| reason.as_str().to_owned()).filter(|reason| !reason.is_empty()))
            .bind(kept_request_id(context.request_id.as_deref()).map(str::to_owned))
            .bind(context.actor.name())
        }
    };
    Ok(vec![statement])
}

/// Returns the changes of a record, and the identity that acts on the actor's behalf: its issuer,
/// and the hash of its subject, as tokens name it (specification §14.8).
fn with_acting(changes: &[FieldChange], context: &AdministrationContext) -> Vec<FieldChange> {
    let named = context.acting.as_ref().map(|acting| FieldChange {
        field: "acting".to_owned(),
        before: None,
        after: Some(format!("{} {}", acting.issuer.as_str(), acting.subject.hashed())),
    });
    changes.iter().cloned().chain(named).collect()
}

/// Returns the statements of an act that shuts a user out, followed by the end of all their
/// sessions.
fn ended_with_user(act: Sql, user: UserId, context: &AdministrationContext) -> Vec<Sql> {
    let by = EndedBy { reason: SessionEndReason::SignedOutEverywhere, now: context.now };
    let mut statements = vec![act];
    statements.extend(end_of_user(user, by));
    statements
}

/// Returns the statements for an effect that deprovisions a user, or `None` for an effect that
/// writes nothing here: sessions at the identity provider are its own, and identities stay linked.
fn deprovision_statement(
    effect: &DeprovisionEffect,
    user: UserId,
    context: &AdministrationContext,
) -> Option<Vec<Sql>> {
    let now = seconds(context.now);
    let by = |actor: &Option<UserId>| actor.map(|actor| actor.to_string());
    Some(vec![match effect {
        DeprovisionEffect::SwitchOff { user_id, updated_by } => {
            let switch_off = sql!(
                "UPDATE profiles SET status = 'deprovisioned', global_role = 'platform_user', is_auditor = false,
                    current_org_id = NULL,
                    updated_by = @id(?2), updated_at = @time(?3)
                 WHERE user_id = @id(?1)"
            );
            let switch_off = switch_off.bind(user_id.to_string()).bind(by(updated_by)).bind(now);
            let mut statements = ended_with_user(switch_off, *user_id, context);
            statements.extend(forget(*user_id));
            return Some(statements);
        }
        DeprovisionEffect::RevokeToken { token_hash } => {
            sql!("DELETE FROM link_confirmations WHERE token_hash = ?1 AND used_at IS NULL")
                .bind(token_hash.to_string())
        }
        DeprovisionEffect::RemoveMembership { membership_id, removed_at, updated_by, .. } => sql!(
            "UPDATE org_members SET status = 'removed', removed_at = @time(?2), role_source = NULL, updated_by = @id(?3),
                updated_at = @time(?4)
             WHERE id = @id(?1) AND status = 'active'"
        )
        .bind(membership_id.to_string())
        .bind(seconds(*removed_at))
        .bind(by(updated_by))
        .bind(now),
        DeprovisionEffect::RevokeInvitation { invitation_id, updated_by } => sql!(
            "UPDATE user_invites SET status = 'revoked', updated_by = @id(?2), updated_at = @time(?3)
             WHERE id = @id(?1) AND status = 'pending'"
        )
        .bind(invitation_id.to_string())
        .bind(by(updated_by))
        .bind(now),
        DeprovisionEffect::WithdrawMembershipRequest { organization_id } => {
            sql!("DELETE FROM membership_requests WHERE org_id = @id(?1) AND user_id = @id(?2) AND status = 'pending'")
                .bind(organization_id.to_string())
                .bind(user.to_string())
        }
        DeprovisionEffect::RemoveFromWaitlist {} => {
            sql!("DELETE FROM waitlist WHERE email = (SELECT email_canonical FROM profiles WHERE user_id = @id(?1))")
                .bind(user.to_string())
        }
        DeprovisionEffect::EndSession { .. }
        | DeprovisionEffect::KeepIdentityBarred { .. }
        | DeprovisionEffect::RecordAudit { .. } => return None,
    }])
}
