//! Writes a seed file into the database.

use cora_core::administration::{AdministrationAction, FieldChange};
use cora_core::connection::ConnectionStatus;
use cora_core::email::EmailAddress;
use cora_core::id::{InvitationId, MembershipId};
use cora_core::issue::Severity;
use cora_core::issuer::application::{ApplicationContext, check_application};
use cora_core::json::Code;
use cora_core::policy::ProvisioningPolicy;
use cora_core::provisioning::facts::{DomainRuleFacts, MembershipSource};
use cora_core::time::UnixSeconds;
use uuid::Uuid;

use super::connection;
use super::error::{SeedError, SeedOptions, at};
use super::file::{SeedApplication, SeedFile, SeedInvitation, SeedUser};
use super::organization::SeedOrganization;
use super::record::SeedRecord;
use crate::database::Store;
use crate::error::StoreError;
use crate::issuer::stored_connections;
use crate::policy_reference::unknown_references;
use crate::sql::{Sql, seconds, sql};
use crate::transaction::{Transaction, in_transaction};

/// The result of an import.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SeedReport {
    /// The number of rows that were created or changed.
    pub changed: u64,
}

impl Store {
    /// Imports a file in one transaction.
    ///
    /// # Errors
    ///
    /// Returns [`SeedError`]. Nothing was written then.
    pub async fn seed(&self, file: &SeedFile, options: SeedOptions, now: UnixSeconds) -> Result<SeedReport, SeedError> {
        in_transaction!(self, |transaction| async {
            let last = transaction.text(sql!("SELECT @text(coalesce(max(number), 0)) FROM administration_audit_log"));
            let last = last.await?.unwrap_or_default();
            let mut import = Import { transaction, now: seconds(now), changed: 0, last_record: last, records: 0 };
            import.all(file, &options, now).await?;
            Ok(SeedReport { changed: import.changed })
        }
        .await)
    }
}

struct Import<'a> {
    transaction: &'a mut Transaction,
    now: i64,
    changed: u64,
    /// The number of the last audit record before the file.
    last_record: String,
    /// The number of records of this file.
    records: u64,
}

/// Returns the one of two actions that fits: the creation, or the change of what existed.
const fn of_two(exists: bool, creation: AdministrationAction, change: AdministrationAction) -> AdministrationAction {
    if exists { change } else { creation }
}

impl Import<'_> {
    /// Executes a statement, and counts the rows that it changed.
    async fn write(&mut self, statement: Sql) -> Result<u64, StoreError> {
        let rows = self.transaction.execute(statement).await?;
        self.changed += rows;
        Ok(rows)
    }

    /// Writes an audit record.
    async fn record(&mut self, record: SeedRecord) -> Result<(), StoreError> {
        self.records += 1;
        let place = format!("{} {}", self.last_record, self.records);
        self.transaction.execute(record.statement(&place, self.now)?).await?;
        Ok(())
    }

    /// Writes an organization, and counts it once.
    async fn organization(&mut self, organization: &SeedOrganization) -> Result<(), StoreError> {
        let exists = sql!("SELECT EXISTS (SELECT 1 FROM orgs WHERE id = @id(?1))").bind(organization.id.to_string());
        let exists = self.transaction.flag(exists).await?;
        let about = organization.about_statement(self.now);
        let is_changed = if self.write(organization.statement(self.now)).await? > 0 {
            self.transaction.execute(about).await?;
            true
        } else {
            self.write(about).await? > 0
        };
        if is_changed {
            let action =
                of_two(exists, AdministrationAction::OrganizationCreated, AdministrationAction::OrganizationUpdated);
            let record = SeedRecord { organization_id: Some(organization.id), ..SeedRecord::new(action) };
            let record = record.given("name", organization.name.as_str()).given("slug", organization.slug.as_str());
            self.record(record.given("status", organization.status.name())).await?;
        }
        Ok(())
    }

    async fn all(&mut self, file: &SeedFile, options: &SeedOptions, now: UnixSeconds) -> Result<(), SeedError> {
        for (index, organization) in file.organizations.iter().enumerate() {
            self.organization(organization).await.map_err(at(format!("/organizations/{index}")))?;
        }
        // Connections that are not active come first: if two swap places, one has to be deactivated
        // before the other can be activated.
        let (active, others): (Vec<_>, Vec<_>) = file
            .connections
            .iter()
            .enumerate()
            .partition(|(_, connection)| connection.status == ConnectionStatus::Active);
        for (index, connection) in others.into_iter().chain(active) {
            let path = format!("/connections/{index}");
            self.changed += u64::from(connection::import(self.transaction, connection, &path, options, now).await?);
        }
        // The operator's file does not name the default connection: the one that is marked stays.
        let default = sql!(
            "UPDATE platform_idp_config SET is_default = true
             WHERE id = (SELECT id FROM platform_idp_config WHERE status = 'active' AND org_id IS NULL ORDER BY id LIMIT 1)
                AND NOT EXISTS (SELECT 1 FROM platform_idp_config WHERE is_default AND status = 'active')"
        );
        self.transaction.execute(default).await?;
        for (index, user) in file.users.iter().enumerate() {
            self.user(user, &format!("/users/{index}")).await?;
        }
        for (index, rule) in file.domain_rules.iter().enumerate() {
            self.domain_rule(rule).await.map_err(at(format!("/domainRules/{index}")))?;
        }
        for (index, invitation) in file.invitations.iter().enumerate() {
            self.invitation(invitation).await.map_err(at(format!("/invitations/{index}")))?;
        }
        for (index, application) in file.applications.iter().enumerate() {
            self.application(application, &format!("/applications/{index}"), options).await?;
        }
        if let Some(policy) = &file.policy {
            if let Some((path, reference)) = unknown_references(self.transaction, policy).await?.into_iter().next() {
                let reason = reference.unknown().to_owned();
                return Err(SeedError::Refused { path: format!("/policy{path}"), reason });
            }
            self.policy(policy).await?;
        }
        Ok(())
    }

    async fn user(&mut self, user: &SeedUser, path: &str) -> Result<(), SeedError> {
        let id = user.id.to_string();
        let statement = sql!(
            "INSERT INTO profiles (user_id, full_name, email, email_canonical, email_verified, status, global_role,
                is_auditor, current_org_id, created_at, updated_at)
             VALUES (@id(?1), ?2, ?3, ?4, ?5, ?6,
                CASE WHEN ?7 = 'platform_auditor' THEN 'platform_user' ELSE ?7 END, (?7 = 'platform_auditor'), @id(?8),
                @time(?9), @time(?9))
             ON CONFLICT (user_id) DO NOTHING",
        )
        .bind(&id)
        .bind(user.name.as_ref().map(ToString::to_string))
        .bind(user.email.original())
        .bind(user.email.canonical())
        .bind(user.email_verified)
        .bind(user.status.name())
        .bind(user.platform_role.name())
        .bind(user.memberships.first().map(|membership| membership.organization_id.to_string()))
        .bind(self.now);
        let mut record = SeedRecord { user_id: Some(user.id), ..SeedRecord::new(AdministrationAction::UserSeeded) };
        if self.write(statement).await.map_err(at(path.to_owned()))? > 0 {
            record = record.given("status", user.status.name()).given("platform_role", user.platform_role.name());
        }
        for (index, identity) in user.identities.iter().enumerate() {
            let statement = sql!(
                "INSERT INTO external_identities (auth_user_id, issuer, external_id, provider_name, connection_id,
                    created_by, created_at, email, email_verified)
                 VALUES (@id(?1), (SELECT coalesce(platform_idp_config.issuer, platform_idp_config_versions.issuer)
                        FROM platform_idp_config LEFT JOIN platform_idp_config_versions
                            ON idp_config_id = id AND number = latest_number
                        WHERE id = @id(?2)), ?3,
                    (SELECT provider_type FROM platform_idp_config WHERE id = @id(?2)), @id(?2), @id(?1), @time(?4),
                    ?5, ?6)
                 ON CONFLICT (issuer, external_id) DO NOTHING"
            )
            .bind(&id)
            .bind(identity.connection_id.to_string())
            .bind(identity.subject.as_str())
            .bind(self.now)
            .bind(user.email.canonical())
            .bind(user.email_verified);
            if self.write(statement).await.map_err(at(format!("{path}/identities/{index}")))? > 0 {
                record = record.given("identity", identity.connection_id);
            }
        }
        for (index, membership) in user.memberships.iter().enumerate() {
            let organization = membership.organization_id.to_string();
            let statement = sql!(
                "INSERT INTO org_members (id, org_id, user_id, role, source, base_role, joined_at, created_at, updated_at)
                 VALUES (@id(?1), @id(?2), @id(?3), ?4, ?5, ?7, @time(?6), @time(?6), @time(?6))
                 ON CONFLICT (org_id, user_id) DO NOTHING"
            )
            .bind(MembershipId::derive(membership.organization_id, user.id).to_string())
            .bind(&organization)
            .bind(&id)
            .bind(membership.role.name())
            .bind(membership.source.name())
            .bind(self.now)
            .bind((membership.source != MembershipSource::Group).then(|| membership.role.name()));
            let written = self.write(statement).await.map_err(at(format!("{path}/memberships/{index}")))?;
            if written > 0 {
                record = record.given("membership", format!("{organization} {}", membership.role.name()));
                self.check_seats(organization).await?;
            }
        }
        if !record.changes.is_empty() {
            self.record(record).await.map_err(at(path.to_owned()))?;
        }
        Ok(())
    }

    async fn check_seats(&mut self, organization: String) -> Result<(), SeedError> {
        let exceeded = sql!("SELECT EXISTS (SELECT 1 FROM orgs WHERE id = @id(?1) AND seats_used > seat_limit)");
        let exceeded = self.transaction.flag(exceeded.bind(&organization)).await?;
        if exceeded { Err(SeedError::SeatsExceeded(organization)) } else { Ok(()) }
    }

    async fn domain_rule(&mut self, rule: &DomainRuleFacts) -> Result<(), StoreError> {
        let exists =
            sql!("SELECT EXISTS (SELECT 1 FROM org_email_domains WHERE id = @id(?1))").bind(rule.id.to_string());
        let exists = self.transaction.flag(exists).await?;
        let statement = sql!(
            "INSERT INTO org_email_domains (id, org_id, domain, is_wildcard, class, verification, state, enrollment_mode,
                role, connection_id, version, created_at, updated_at, required_groups)
             VALUES (@id(?1), @id(?2), ?3, ?4, ?5, ?6, ?7, ?8, ?9, @id(?10), ?11, @time(?12), @time(?12), @json(?13))
             ON CONFLICT (id) DO UPDATE SET org_id = excluded.org_id, domain = excluded.domain,
                is_wildcard = excluded.is_wildcard, class = excluded.class, verification = excluded.verification,
                state = excluded.state, enrollment_mode = excluded.enrollment_mode, role = excluded.role,
                connection_id = excluded.connection_id, version = @greatest(org_email_domains.version + 1, excluded.version),
                updated_at = excluded.updated_at, required_groups = excluded.required_groups
             WHERE org_email_domains.version < excluded.version
                OR (org_email_domains.org_id, org_email_domains.domain, org_email_domains.is_wildcard,
                    org_email_domains.class, org_email_domains.verification, org_email_domains.state,
                    org_email_domains.enrollment_mode, org_email_domains.role, org_email_domains.connection_id,
                    org_email_domains.required_groups)
                IS DISTINCT FROM (excluded.org_id, excluded.domain, excluded.is_wildcard, excluded.class, excluded.verification,
                    excluded.state, excluded.enrollment_mode, excluded.role, excluded.connection_id,
                    excluded.required_groups)",
        )
        .bind(rule.id.to_string())
        .bind(rule.organization_id.to_string())
        .bind(rule.pattern.name().as_str())
        .bind(rule.pattern.is_wildcard())
        .bind(rule.class.name())
        .bind(rule.verification.name())
        .bind(rule.state.name())
        .bind(rule.enrollment_mode.name())
        .bind(rule.role.as_ref().map(Code::name))
        .bind(rule.connection_id.map(|connection| connection.to_string()))
        .bind(rule.version)
        .bind(self.now)
        .bind(serde_json::json!(rule.required_groups).to_string());
        if self.write(statement).await? > 0 {
            let action = of_two(exists, AdministrationAction::DomainAdded, AdministrationAction::DomainChanged);
            let record = SeedRecord {
                organization_id: Some(rule.organization_id),
                target: Some(rule.id.to_string()),
                ..SeedRecord::new(action)
            };
            let record = record.given("verification", rule.verification.name()).given("state", rule.state.name());
            self.record(record.given("enrollment_mode", rule.enrollment_mode.name())).await?;
        }
        Ok(())
    }

    async fn invitation(&mut self, invitation: &SeedInvitation) -> Result<(), StoreError> {
        let email = EmailAddress::canonical(&invitation.email);
        let name = format!("seeded invitation of {email}");
        let id = InvitationId::from_uuid(Uuid::new_v5(&invitation.organization_id.as_uuid(), name.as_bytes()));
        let exists = sql!("SELECT EXISTS (SELECT 1 FROM user_invites WHERE id = @id(?1))").bind(id.to_string());
        let exists = self.transaction.flag(exists).await?;
        let statement = sql!(
            "INSERT INTO user_invites (id, email, org_id, role, platform_role, invited_by, connection_id, expires_at,
                created_by, updated_by, created_at, updated_at)
             VALUES (@id(?1), ?2, @id(?3), ?4, ?5, @id(?6), @id(?7), @time(?8), @id(?6), @id(?6), @time(?9), @time(?9))
             ON CONFLICT (id) DO UPDATE SET role = excluded.role, platform_role = excluded.platform_role,
                invited_by = excluded.invited_by, connection_id = excluded.connection_id,
                expires_at = excluded.expires_at, updated_by = excluded.updated_by, updated_at = excluded.updated_at
             WHERE user_invites.status = 'pending' AND (user_invites.role, user_invites.platform_role,
                    user_invites.invited_by, user_invites.connection_id, user_invites.expires_at)
                IS DISTINCT FROM (excluded.role, excluded.platform_role, excluded.invited_by, excluded.connection_id,
                    excluded.expires_at)",
        )
        .bind(id.to_string())
        .bind(email)
        .bind(invitation.organization_id.to_string())
        .bind(invitation.role.name())
        .bind(invitation.platform_role.name())
        .bind(invitation.invited_by.to_string())
        .bind(invitation.connection_id.map(|connection| connection.to_string()))
        .bind(seconds(invitation.expires_at))
        .bind(self.now);
        if self.write(statement).await? > 0 {
            let action =
                of_two(exists, AdministrationAction::InvitationCreated, AdministrationAction::InvitationResent);
            let record = SeedRecord {
                organization_id: Some(invitation.organization_id),
                target: Some(id.to_string()),
                ..SeedRecord::new(action)
            };
            let record = record.given("role", invitation.role.name());
            self.record(record.given("platform_role", invitation.platform_role.name())).await?;
        }
        Ok(())
    }

    async fn application(
        &mut self,
        application: &SeedApplication,
        path: &str,
        options: &SeedOptions,
    ) -> Result<(), SeedError> {
        let context = ApplicationContext {
            connections: stored_connections(self.transaction, &application.settings.connections).await?,
            allow_loopback: options.allow_loopback,
            allowed_hosts: options.allowed_hosts.clone(),
            ..ApplicationContext::default()
        };
        let report = check_application(&application.settings, &context);
        if let Some(issue) = report.issues.into_iter().find(|issue| issue.severity == Severity::Error) {
            let path = format!("{path}/settings{}", issue.path);
            return Err(SeedError::Refused { path, reason: issue.message });
        }
        let document = serde_json::to_string(&application.settings)
            .map_err(|source| StoreError::Unreadable { what: "application", source })?;
        let id = application.id.to_string();
        let exists = sql!("SELECT EXISTS (SELECT 1 FROM applications WHERE id = @id(?1))").bind(&id);
        let exists = self.transaction.flag(exists).await.map_err(at(path.to_owned()))?;
        let statement = sql!(
            "INSERT INTO applications (id, document, created_at, updated_at)
             VALUES (@id(?1), @json(?2), @time(?3), @time(?3))
             ON CONFLICT (id) DO UPDATE SET document = excluded.document, version = applications.version + 1,
                updated_by = NULL, updated_at = excluded.updated_at
             WHERE applications.document IS DISTINCT FROM excluded.document",
        )
        .bind(&id)
        .bind(document)
        .bind(self.now);
        if self.write(statement).await.map_err(at(path.to_owned()))? > 0 {
            let action =
                of_two(exists, AdministrationAction::ApplicationRegistered, AdministrationAction::ApplicationChanged);
            let record = SeedRecord { target: Some(id), ..SeedRecord::new(action) };
            self.record(record).await.map_err(at(path.to_owned()))?;
        }
        Ok(())
    }

    async fn policy(&mut self, policy: &ProvisioningPolicy) -> Result<(), SeedError> {
        let version = || sql!("SELECT @text(version) FROM provisioning_policy WHERE id = 1");
        let before = self.transaction.text(version()).await.map_err(at(String::from("/policy")))?;
        // The version has a column of its own, and is not part of the comparison.
        let document = serde_json::to_string(&ProvisioningPolicy { version: 0, ..policy.clone() })
            .map_err(|source| StoreError::Unreadable { what: "policy", source })?;
        let statement = sql!(
            "INSERT INTO provisioning_policy (id, version, document, updated_at) VALUES (1, @greatest(?1, 1), @json(?2), @time(?3))
             ON CONFLICT (id) DO UPDATE SET document = excluded.document,
                version = @greatest(provisioning_policy.version + 1, excluded.version), updated_at = excluded.updated_at
             WHERE provisioning_policy.document IS DISTINCT FROM excluded.document
                OR provisioning_policy.version < excluded.version",
        )
        .bind(policy.version)
        .bind(document)
        .bind(self.now);
        if self.write(statement).await.map_err(at(String::from("/policy")))? > 0 {
            let after = self.transaction.text(version()).await.map_err(at(String::from("/policy")))?;
            let changes = vec![FieldChange { field: String::from("version"), before, after: after.clone() }];
            let record = SeedRecord::new(AdministrationAction::PolicySaved);
            let record = SeedRecord { target: after, changes, ..record };
            self.record(record).await.map_err(at(String::from("/policy")))?;
        }
        Ok(())
    }
}
