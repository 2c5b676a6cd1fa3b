//! Erases a person: everything that says who they are, in every table and log. The rows and their
//! identifiers stay, so that what was done is still known to be one person's.
//!
//! A column that may not be empty gets an alias, which is the same in every row of one erasure
//! and says nothing about the person. Everything else is emptied.

use cora_core::administration::FieldChange;
use cora_core::id::UserId;
use cora_core::identity::IdentityKey;
use serde::Deserialize;
use serde_json::Value;

use super::{AdministrationContext, read, text};
use crate::error::{DatabaseError, StoreError};
use crate::login_record::forget::{forget, forget_traces};
use crate::operation::{MIN_SOUGHT_BYTES, trigger};
use crate::sql::{Sql, acting_user, seconds, sql};
use crate::transaction::Transaction;

/// The text that stands for a value in a record that is kept.
const ERASED: &str = "***";

/// The tables whose rows are erased although they are append-only, with the triggers that refuse
/// it: that of SQLite, and that of PostgreSQL.
const APPEND_ONLY: [(&str, &str, &str); 4] = [
    ("administration_audit_log", "administration_audit_log_no_update", "administration_audit_log_append_only"),
    ("platform_idp_audit_log", "platform_idp_audit_log_no_update", "platform_idp_audit_log_append_only"),
    ("provisioning_audit_log", "provisioning_audit_log_no_update", "provisioning_audit_log_append_only"),
    ("provisioning_policy_versions", "provisioning_policy_versions_no_update", "provisioning_policy_versions_fixed"),
];

/// Everything that is known to say who a person is.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Person {
    /// The canonical addresses that nobody else holds.
    addresses: Vec<String>,
    identities: Vec<IdentityKey>,
    /// The names and numbers of the profile, and the address as it was written.
    words: Vec<String>,
    /// The invitations that the person accepted, and those to their addresses.
    invitations: Vec<String>,
}

/// The statement that reads a [`Person`]. `?1` is the user.
const PERSON: &str = "WITH stated (email) AS (
        SELECT email_canonical FROM profiles WHERE user_id = @id(?1)
        UNION SELECT email FROM external_identities WHERE auth_user_id = @id(?1)
        UNION SELECT email FROM user_invites WHERE accepted_by = @id(?1)
        UNION SELECT email FROM link_confirmations WHERE user_id = @id(?1)
        UNION SELECT email FROM identity_conflicts WHERE user_id = @id(?1) OR claimant_id = @id(?1)
    ),
    addresses (email) AS (
        SELECT email FROM stated WHERE email IS NOT NULL AND NOT EXISTS (SELECT 1 FROM profiles AS other
            WHERE other.email_canonical = stated.email AND other.user_id <> @id(?1)
                AND other.status <> 'deprovisioned')
    ),
    words (word) AS (
        SELECT full_name FROM profiles WHERE user_id = @id(?1)
        UNION SELECT phone FROM profiles WHERE user_id = @id(?1)
        UNION SELECT avatar_url FROM profiles WHERE user_id = @id(?1)
        UNION SELECT email FROM profiles WHERE user_id = @id(?1)
    )
    SELECT @object(
        'addresses', @json((SELECT @array(email) FROM addresses)),
        'identities', @json((SELECT @array(@object('issuer', issuer, 'subject', external_id))
            FROM external_identities WHERE auth_user_id = @id(?1))),
        'words', @json((SELECT @array(word) FROM words WHERE word IS NOT NULL)),
        'invitations', @json((SELECT @array(id) FROM user_invites
            WHERE accepted_by = @id(?1) OR email IN (SELECT email FROM addresses))))";

/// A record of an administrator's command, as far as it may say who somebody is.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Record {
    number: i64,
    is_about: bool,
    target: Option<String>,
    changes: Vec<FieldChange>,
    reason: Option<String>,
}

/// A record of a connection, as far as it may say who somebody is.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct ConnectionRecord {
    id: String,
    changes: Value,
    reason: Option<String>,
    old_config: Option<Value>,
    new_config: Option<Value>,
}

/// A version of the policy.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Policy {
    version: i64,
    document: Value,
}

/// Erases a user, who is deprovisioned already.
pub(super) async fn erase(
    transaction: &mut Transaction,
    user: UserId,
    context: &AdministrationContext,
) -> Result<(), StoreError> {
    transaction.keep_alone().await?;
    let found = transaction.text(sql!(PERSON).bind(user.to_string())).await?;
    let person: Person = read(&found.ok_or(DatabaseError::reading("a person"))?)?;
    // The record of this erasure has the same identifier, and names nobody.
    let erasure = Erasure { user: user.to_string(), alias: format!("erased-{}", context.audit_id), person };
    for statement in erasure.rows(context)? {
        transaction.execute(statement).await?;
    }
    let restored = lift(transaction).await?;
    erasure.logs(transaction, user).await?;
    transaction.change_schema(restored).await
}

/// Allows changes of append-only tables until the end of the transaction, or until the returned
/// statements are executed. Others do not see it: both databases lock the tables meanwhile.
async fn lift(transaction: &mut Transaction) -> Result<String, StoreError> {
    let (mut lift, mut restore) = (String::new(), String::new());
    for (table, of_sqlite, of_postgres) in APPEND_ONLY {
        if let Transaction::Postgres(_) = transaction {
            lift.push_str(&format!("ALTER TABLE {table} DISABLE TRIGGER {of_postgres};"));
            restore.push_str(&format!("ALTER TABLE {table} ENABLE TRIGGER {of_postgres};"));
        } else {
            let made = trigger::made_in_sqlite(transaction, of_sqlite).await?;
            lift.push_str(&format!("DROP TRIGGER {of_sqlite};"));
            restore.push_str(&format!("{made};\n"));
        }
    }
    transaction.change_schema(lift).await?;
    Ok(restore)
}

/// Removes the salt of a record in the audit chain.
async fn unsalt(transaction: &mut Transaction, log: &str, record: &str) -> Result<(), StoreError> {
    let unsalted = sql!("UPDATE audit_chain SET salt = NULL WHERE log = ?1 AND record = ?2 AND salt IS NOT NULL");
    transaction.execute(unsalted.bind(log).bind(record)).await?;
    Ok(())
}

struct Erasure {
    user: String,
    alias: String,
    person: Person,
}

impl Erasure {
    /// Returns the address that stands for the person's where there has to be one.
    fn address(&self) -> String {
        format!("{}@erased.invalid", self.alias)
    }

    /// Returns the texts by which the person is recognized in other rows than their own, in lower
    /// case, and as JSON writes them.
    fn sought(&self) -> Vec<String> {
        let subjects = self.person.identities.iter().map(|identity| identity.subject.as_str().to_owned());
        let mut texts: Vec<String> = self.person.words.iter().cloned().chain(subjects).collect();
        texts.retain(|text| text.len() >= MIN_SOUGHT_BYTES);
        texts.extend(self.person.addresses.iter().cloned());
        let escaped = texts.iter().map(|text| Value::from(text.as_str()).to_string());
        let escaped: Vec<String> = escaped.map(|text| text.trim_matches('"').to_owned()).collect();
        texts.extend(escaped);
        // SQLite changes the case of ASCII alone.
        let mut all: Vec<String> =
            texts.iter().flat_map(|text| [text.to_lowercase(), text.to_ascii_lowercase()]).collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// Returns `true` if a text says who the person is.
    fn is_told_by(&self, text: &str) -> bool {
        let (lower, ascii) = (text.to_lowercase(), text.to_ascii_lowercase());
        self.sought().iter().any(|sought| lower.contains(sought) || ascii.contains(sought))
    }

    /// Builds the statements for the rows that belong to the person.
    fn rows(&self, context: &AdministrationContext) -> Result<Vec<Sql>, StoreError> {
        let (addresses, subjects) = (text(&self.person.addresses)?, text(&self.person.identities)?);
        let sought = text(&self.sought())?;
        let (actor, now) = (acting_user(&context.actor), seconds(context.now));
        let of_user = |statement: Sql| statement.bind(self.user.clone());
        Ok(vec![
            of_user(sql!(
                "UPDATE profiles SET full_name = NULL, given_name = NULL, family_name = NULL, email = NULL,
                    email_canonical = NULL, email_verified = ?2, email_confirmed_at = NULL, phone = NULL,
                    avatar_url = NULL, current_org_id = NULL, updated_by = @id(?3), updated_at = @time(?4)
                 WHERE user_id = @id(?1)",
            ))
            .bind(false)
            .bind(actor.clone())
            .bind(now),
            sql!(
                "UPDATE user_invites SET email = ?2, claimed_as = NULL,
                    status = CASE WHEN status = 'pending' THEN 'revoked' ELSE status END,
                    updated_by = @id(?3), updated_at = @time(?4)
                 WHERE accepted_by = @id(?1) OR email IN (SELECT address.value FROM @each(?5, address))",
            )
            .bind(self.user.clone())
            .bind(self.address())
            .bind(actor.clone())
            .bind(now)
            .bind(addresses.clone()),
            sql!("DELETE FROM waitlist WHERE email IN (SELECT address.value FROM @each(?1, address))")
                .bind(addresses.clone()),
            sql!("DELETE FROM mailbox_tokens WHERE email IN (SELECT address.value FROM @each(?1, address))")
                .bind(addresses.clone()),
            sql!(
                "DELETE FROM link_confirmations
                 WHERE user_id = @id(?1) OR email IN (SELECT address.value FROM @each(?2, address))
                    OR EXISTS (SELECT 1 FROM @each(?3, identity)
                        WHERE @json(identity.value) ->> 'issuer' = link_confirmations.issuer
                            AND @json(identity.value) ->> 'subject' = link_confirmations.external_id)",
            )
            .bind(self.user.clone())
            .bind(addresses.clone())
            .bind(subjects.clone()),
            sql!(
                "UPDATE identity_conflicts SET external_id = ?2
                 WHERE EXISTS (SELECT 1 FROM @each(?1, identity)
                    WHERE @json(identity.value) ->> 'issuer' = identity_conflicts.issuer
                        AND @json(identity.value) ->> 'subject' = identity_conflicts.external_id)",
            )
            .bind(subjects)
            .bind(self.alias.clone()),
            sql!(
                "UPDATE identity_conflicts SET reason = NULL,
                    email = CASE WHEN email IN (SELECT address.value FROM @each(?4, address)) THEN NULL ELSE email END,
                    resolved_by = CASE WHEN status = 'open' THEN @id(?2) ELSE resolved_by END,
                    resolved_at = coalesce(resolved_at, @time(?3)),
                    status = CASE WHEN status = 'open' THEN 'dismissed' ELSE status END
                 WHERE user_id = @id(?1) OR claimant_id = @id(?1) OR external_id = ?5",
            )
            .bind(self.user.clone())
            .bind(actor)
            .bind(now)
            .bind(addresses)
            .bind(self.alias.clone()),
            // Several identities at one issuer remain different ones.
            of_user(sql!(
                "UPDATE external_identities SET external_id = ?2 || '-' || id, email = NULL, email_verified = ?3,
                    email_stated_at = NULL
                 WHERE auth_user_id = @id(?1)",
            ))
            .bind(self.alias.clone())
            .bind(false),
            // They have ended. A late request still learns that.
            of_user(sql!(
                "UPDATE browser_sessions SET provider_subject = ?2, provider_session = NULL, device = NULL, acr = NULL,
                    amr = NULL,
                    login = @json(@object('connectionId', connection_id, 'issuer', login ->> 'issuer', 'subject', ?2))
                 WHERE user_id = @id(?1)",
            ))
            .bind(self.alias.clone()),
            of_user(sql!("DELETE FROM console_sessions WHERE user_id = @id(?1)")),
            of_user(sql!("DELETE FROM provider_tokens WHERE user_id = @id(?1)")),
            // A request may name the address that the person signs in with.
            sql!(
                "DELETE FROM sign_in_flows WHERE EXISTS (SELECT 1 FROM @each(?1, sought)
                    WHERE @contains(@text(request), sought.value))",
            )
            .bind(sought.clone()),
            sql!(
                "UPDATE connection_test_runs SET claims = NULL, decision = NULL, log = NULL
                 WHERE EXISTS (SELECT 1 FROM @each(?1, sought)
                    WHERE @contains(coalesce(@text(claims), '') || coalesce(@text(decision), '')
                        || coalesce(@text(log), ''), sought.value))",
            )
            .bind(sought.clone()),
            // An expectation names a login that never was, so nothing that happened is lost.
            sql!(
                "DELETE FROM policy_expectations WHERE EXISTS (SELECT 1 FROM @each(?1, sought)
                    WHERE @contains(name || @text(document), sought.value))",
            )
            .bind(sought),
        ])
    }

    /// Rewrites the records of logs, and the policies that name the person's address.
    async fn logs(&self, transaction: &mut Transaction, user: UserId) -> Result<(), StoreError> {
        let sought = text(&self.sought())?;
        let logins =
            sql!("UPDATE provisioning_audit_log SET email = NULL WHERE user_id = @id(?1) AND email IS NOT NULL");
        transaction.execute(logins.bind(self.user.clone())).await?;
        for statement in forget(user).into_iter().chain([forget_traces(user)]) {
            transaction.execute(statement).await?;
        }
        // Without its salt, what the chain has of a record says nothing about people any more.
        let unsalted = sql!(
            "UPDATE audit_chain SET salt = NULL WHERE log = 'provisioning_audit_log' AND salt IS NOT NULL
                AND record IN (SELECT @text(id) FROM provisioning_audit_log WHERE user_id = @id(?1))",
        );
        transaction.execute(unsalted.bind(self.user.clone())).await?;

        let records = sql!(
            "SELECT @object('number', number, 'isAbout', @flag(coalesce(user_id = @id(?1), false)
                    OR coalesce(target IN (SELECT invitation.value FROM @each(?3, invitation)), false)),
                'target', target, 'changes', @json(changes), 'reason', reason)
             FROM administration_audit_log
             WHERE user_id = @id(?1) OR target IN (SELECT invitation.value FROM @each(?3, invitation))
                OR EXISTS (SELECT 1 FROM @each(?2, sought)
                    WHERE @contains(coalesce(target, '') || @text(changes) || coalesce(reason, ''), sought.value))",
        );
        let invitations = text(&self.person.invitations)?;
        let records = records.bind(self.user.clone()).bind(sought.clone()).bind(invitations);
        for record in transaction.texts(records).await? {
            let record = self.without_person(read(&record)?);
            let update = sql!(
                "UPDATE administration_audit_log SET target = ?2, changes = @json(?3), reason = ?4 WHERE number = ?1",
            );
            let update = update.bind(record.number).bind(record.target).bind(text(&record.changes)?);
            transaction.execute(update.bind(record.reason)).await?;
            unsalt(transaction, "administration_audit_log", &record.number.to_string()).await?;
        }

        let records = sql!(
            "SELECT @object('id', id, 'changes', @json(changes), 'reason', reason, 'oldConfig', @json(old_config),
                'newConfig', @json(new_config))
             FROM platform_idp_audit_log
             WHERE EXISTS (SELECT 1 FROM @each(?1, sought)
                WHERE @contains(@text(changes) || coalesce(reason, '') || coalesce(@text(old_config), '')
                    || coalesce(@text(new_config), ''), sought.value))",
        );
        for record in transaction.texts(records.bind(sought.clone())).await? {
            let mut record: ConnectionRecord = read(&record)?;
            self.blank(&mut record.changes, ERASED);
            record.old_config.iter_mut().chain(&mut record.new_config).for_each(|config| self.blank(config, ERASED));
            let reason = record.reason.map(|reason| if self.is_told_by(&reason) { ERASED.to_owned() } else { reason });
            let json = |value: Option<Value>| value.as_ref().map(text).transpose();
            let update = sql!(
                "UPDATE platform_idp_audit_log SET changes = @json(?2), reason = ?3, old_config = @json(?4),
                    new_config = @json(?5)
                 WHERE id = @id(?1)",
            );
            let update = update.bind(&record.id).bind(text(&record.changes)?).bind(reason);
            transaction.execute(update.bind(json(record.old_config)?).bind(json(record.new_config)?)).await?;
            unsalt(transaction, "platform_idp_audit_log", &record.id).await?;
        }

        let policies = sql!(
            "SELECT @object('version', version, 'document', @json(document)) FROM provisioning_policy_versions
             WHERE EXISTS (SELECT 1 FROM @each(?1, sought) WHERE @contains(@text(document), sought.value))",
        );
        for policy in transaction.texts(policies.bind(sought)).await? {
            let mut policy: Policy = read(&policy)?;
            self.blank(&mut policy.document, &self.address());
            let document = text(&policy.document)?;
            let versions = sql!("UPDATE provisioning_policy_versions SET document = @json(?2) WHERE version = ?1");
            transaction.execute(versions.bind(policy.version).bind(document.clone())).await?;
            let in_force = sql!("UPDATE provisioning_policy SET document = @json(?2) WHERE version = ?1");
            transaction.execute(in_force.bind(policy.version).bind(document)).await?;
        }
        Ok(())
    }

    /// Removes from a record what says who the person is. Of a record about them, nothing remains
    /// that somebody wrote in their own words.
    fn without_person(&self, mut record: Record) -> Record {
        let told = |text: &String| self.is_told_by(text);
        if record.target.as_ref().is_some_and(|target| record.is_about && target.contains('@') || told(target)) {
            record.target = None;
        }
        if record.is_about || record.reason.as_ref().is_some_and(told) {
            record.reason = None;
        }
        for change in &mut record.changes {
            let is_theirs = record.is_about && ["email", "identity"].contains(&change.field.as_str());
            for value in change.before.iter_mut().chain(&mut change.after) {
                if is_theirs || told(value) {
                    *value = ERASED.to_owned();
                }
            }
        }
        record
    }

    /// Replaces the texts of a document that say who the person is.
    fn blank(&self, value: &mut Value, by: &str) {
        match value {
            Value::String(text) if self.is_told_by(text) => *text = by.to_owned(),
            Value::Array(items) => items.iter_mut().for_each(|item| self.blank(item, by)),
            Value::Object(members) => members.values_mut().for_each(|member| self.blank(member, by)),
            _ => {}
        }
    }
}
