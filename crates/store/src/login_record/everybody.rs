//! The logins that everybody with an account would make now, as pseudonymous samples.

use cora_core::email::CanonicalEmail;
use cora_core::engine::EngineLogin;
use cora_core::evidence::VerifiedClaim;
use cora_core::id::ConnectionId;
use cora_core::identity::{LoginIdentity, SubjectKind};
use cora_core::provisioning::pseudonym::sample;
use cora_core::text::{Issuer, RawEmail, Subject};
use cora_core::time::UnixSeconds;
use serde::Deserialize;

use super::LoginKey;
use crate::database::Store;
use crate::error::StoreError;
use crate::sql::sql;

/// Number of identities that are read at once.
const IDENTITIES: u32 = 50;

/// An identity, as far as a login by it is known.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct KnownIdentity {
    id: i64,
    connection_id: Option<ConnectionId>,
    issuer: Issuer,
    subject: Subject,
    email: Option<CanonicalEmail>,
    email_verified: bool,
    stated_at: Option<UnixSeconds>,
}

impl KnownIdentity {
    /// Returns the login that the identity makes if its provider says what it said last. Which
    /// groups it named is not known.
    fn login(&self, connection_id: ConnectionId) -> LoginIdentity {
        LoginIdentity {
            connection_id,
            issuer: self.issuer.clone(),
            subject: self.subject.clone(),
            subject_kind: SubjectKind::User,
            email: self.email.as_ref().map(|email| RawEmail::shortened(email.as_str())),
            email_verified: if self.email_verified { VerifiedClaim::True } else { VerifiedClaim::False },
            name: None,
            given_name: None,
            family_name: None,
            picture: None,
            phone_number: None,
            groups: None,
            groups_incomplete: false,
            unread_claims: Vec::new(),
            idp_organization: None,
            session_id: None,
            acr: None,
            amr: Vec::new(),
            auth_time: None,
            actor: None,
            issued_at: self.stated_at,
            expires_at: None,
            bootstrap_token: None,
            link_proof: None,
            invitation_id: None,
        }
    }
}

/// A page of samples of everybody.
#[derive(Debug)]
pub struct EverybodyPage {
    /// The samples.
    pub logins: Vec<EngineLogin>,
    /// The key to continue after; `None` after the last page.
    pub next: Option<i64>,
}

impl Store {
    /// Returns the logins that identities of people who are not deprovisioned would make now, a
    /// page at a time, pseudonymous as samples are. `after` is the `next` of the page before.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn samples_of_everybody(
        &self,
        key: &LoginKey,
        after: Option<i64>,
        now: UnixSeconds,
    ) -> Result<EverybodyPage, StoreError> {
        let page = sql!(
            "SELECT @object('id', external_identities.id, 'connectionId', external_identities.connection_id,
                'issuer', external_identities.issuer, 'subject', external_identities.external_id,
                'email', external_identities.email, 'emailVerified', @flag(external_identities.email_verified),
                'statedAt', @seconds(external_identities.email_stated_at))
             FROM external_identities JOIN profiles ON profiles.user_id = external_identities.auth_user_id
             WHERE external_identities.id > ?1 AND profiles.status <> 'deprovisioned'
             ORDER BY external_identities.id LIMIT ?2"
        );
        let unreadable = |source| StoreError::Unreadable { what: "identity", source };
        let rows = self.read_texts(page.bind(after.unwrap_or(i64::MIN)).bind(IDENTITIES)).await?;
        let rows: Vec<KnownIdentity> =
            rows.iter().map(|row| serde_json::from_str(row).map_err(unreadable)).collect::<Result<_, _>>()?;
        let mut logins = Vec::with_capacity(rows.len());
        for row in &rows {
            let Some(connection_id) = row.connection_id else { continue };
            match self.load(row.login(connection_id), now).await {
                Ok(input) => logins.push(sample(&input, key)),
                // A connection that is gone lets nobody in.
                Err(StoreError::ConnectionMissing) => {}
                Err(error) => return Err(error),
            }
        }
        let is_full = usize::try_from(IDENTITIES).is_ok_and(|limit| rows.len() >= limit);
        Ok(EverybodyPage { logins, next: rows.last().map(|row| row.id).filter(|_| is_full) })
    }
}
