//! The tokens of providers that are kept for applications, sealed (§14.12 of the specification).
//!
//! A session has at most one set. They end with it: every end of a session deletes them in its own
//! transaction.

use cora_core::id::{BrowserSessionId, ProviderTokenId, UserId};
use cora_core::time::UnixSeconds;
use cora_secrets::KeyRing;
use serde::{Deserialize, Serialize};

use super::read;
use crate::database::Store;
use crate::error::StoreError;
use crate::sql::{Sql, seconds, sql};
use crate::transaction::Transaction;

/// Time for which one renewal at the provider keeps others away, in seconds (pitfall C53). It is
/// longer than a request to a provider takes.
pub const RENEWAL_SECONDS: u64 = 30;

/// Time after a failed renewal at the provider until the next one, in seconds (our decision).
pub const RETRY_SECONDS: u64 = 5;

/// The tokens of a provider that a sign-in brought, sealed for their row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SealedProviderToken {
    /// The identifier of the row, which the host generates.
    pub id: ProviderTokenId,
    /// The tokens, sealed for [`SealedProviderToken::place`].
    pub sealed: String,
}

impl SealedProviderToken {
    /// Returns the place that the tokens of a row are sealed for.
    pub fn place(id: ProviderTokenId) -> String {
        format!("provider token {id}")
    }
}

/// The tokens of a provider, as they are stored.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct StoredProviderToken {
    /// The identifier of the row.
    pub id: ProviderTokenId,
    /// The tokens, sealed for [`SealedProviderToken::place`].
    pub sealed: String,
    /// The version, which each renewal raises.
    pub version: u32,
    /// The first moment at which another renewal may begin; `None` if none is under way.
    pub renewing_until: Option<UnixSeconds>,
}

impl Store {
    /// Returns the tokens that are kept with a browser session, or `None` if there are none.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn provider_token(&self, session: BrowserSessionId) -> Result<Option<StoredProviderToken>, StoreError> {
        let kept = sql!(
            "SELECT @object('id', id, 'sealed', sealed_token, 'version', version,
                'renewingUntil', @seconds(renewing_until))
             FROM provider_tokens WHERE browser_session_id = @id(?1)"
        );
        self.read_text(kept.bind(session.to_string())).await?.map(|row| read(&row)).transpose()
    }

    /// Begins a renewal at the provider, for [`RENEWAL_SECONDS`]. Returns `true` for one of several
    /// programs, and `false` while another renewal is under way, or if there was one since the
    /// tokens were read.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn begin_provider_renewal(
        &self,
        kept: &StoredProviderToken,
        now: UnixSeconds,
    ) -> Result<bool, StoreError> {
        let begin = sql!(
            "UPDATE provider_tokens SET renewing_until = @time(?3)
             WHERE id = @id(?1) AND version = ?2 AND (renewing_until IS NULL OR renewing_until <= @time(?4))"
        )
        .bind(kept.id.to_string())
        .bind(kept.version)
        .bind(seconds(now.plus(RENEWAL_SECONDS)))
        .bind(seconds(now));
        Ok(self.write_one(begin).await? == 1)
    }

    /// Stores renewed tokens. Returns `false`, and stores nothing, if the session has ended, or
    /// another renewal was faster.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn end_provider_renewal(
        &self,
        kept: &StoredProviderToken,
        sealed: &str,
        now: UnixSeconds,
    ) -> Result<bool, StoreError> {
        let end = sql!(
            "UPDATE provider_tokens SET sealed_token = ?3, version = version + 1, renewing_until = NULL,
                updated_at = @time(?4)
             WHERE id = @id(?1) AND version = ?2"
        )
        .bind(kept.id.to_string())
        .bind(kept.version)
        .bind(sealed)
        .bind(seconds(now));
        Ok(self.write_one(end).await? == 1)
    }

    /// Notes that a renewal failed for a reason that may pass. The tokens stay, and the next one
    /// may begin after [`RETRY_SECONDS`].
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn fail_provider_renewal(&self, kept: &StoredProviderToken, now: UnixSeconds) -> Result<(), StoreError> {
        let fail = sql!("UPDATE provider_tokens SET renewing_until = @time(?3) WHERE id = @id(?1) AND version = ?2")
            .bind(kept.id.to_string())
            .bind(kept.version)
            .bind(seconds(now.plus(RETRY_SECONDS)));
        self.write_one(fail).await?;
        Ok(())
    }

    /// Forgets the tokens of a browser session. They cannot be opened, or are over.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn forget_provider_token(&self, kept: &StoredProviderToken) -> Result<(), StoreError> {
        let forget = sql!("DELETE FROM provider_tokens WHERE id = @id(?1) AND version = ?2");
        self.write_one(forget.bind(kept.id.to_string()).bind(kept.version)).await?;
        Ok(())
    }
}

/// Seals the tokens again that were sealed with another key than the ring's first one. Returns the
/// number of rows changed. Tokens that do not open are deleted: a sign-in brings new ones.
pub(crate) async fn reseal(transaction: &mut Transaction, keys: &KeyRing) -> Result<u64, StoreError> {
    let all = sql!("SELECT @object('id', id, 'sealed', sealed_token) FROM provider_tokens ORDER BY id");
    let mut changed = 0;
    for row in transaction.texts(all).await? {
        let SealedProviderToken { id, sealed } = read(&row)?;
        let write = match keys.reseal_text(&SealedProviderToken::place(id), &sealed) {
            Ok(None) => continue,
            Ok(Some(sealed)) => sql!("UPDATE provider_tokens SET sealed_token = ?2 WHERE id = @id(?1)")
                .bind(id.to_string())
                .bind(sealed.as_str()),
            Err(_) => sql!("DELETE FROM provider_tokens WHERE id = @id(?1)").bind(id.to_string()),
        };
        changed += transaction.execute(write).await?;
    }
    Ok(changed)
}

/// Builds the statement that keeps the tokens of a sign-in with its session.
pub(super) fn insertion(kept: &SealedProviderToken, session: BrowserSessionId, user: UserId, now: UnixSeconds) -> Sql {
    sql!(
        "INSERT INTO provider_tokens (id, browser_session_id, user_id, sealed_token, created_at, updated_at)
         VALUES (@id(?1), @id(?2), @id(?3), ?4, @time(?5), @time(?5))"
    )
    .bind(kept.id.to_string())
    .bind(session.to_string())
    .bind(user.to_string())
    .bind(kept.sealed.as_str())
    .bind(seconds(now))
}
