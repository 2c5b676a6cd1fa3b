//! Ways of people to their providers and back. Each ends with its first callback.

use const_format::formatcp;
use cora_core::id::{ConnectionId, InvitationId, SignInFlowId};
use cora_core::identity::LoginIdentity;
use cora_core::issuer::authorization::AuthorizationRequest;
use cora_core::secret::TokenHash;
use cora_core::text::{AuthenticationContext, AuthenticationMethod};
use cora_core::time::UnixSeconds;
use cora_secrets::{NONCE_BYTES, SealedSecret, SecretBinding};
use serde::{Deserialize, Serialize};

use super::provider_token::SealedProviderToken;
use super::{read, text};
use crate::connection::bytes;
use crate::database::Store;
use crate::error::{DatabaseError, StoreError};
use crate::sql::{seconds, sql};

/// The life of a flow, in seconds: ten minutes (our decision, because the person may have to find
/// their second factor).
pub const FLOW_SECONDS: u64 = 600;

/// Time for which a login waits for the person's answer, in seconds: half an hour (our decision,
/// because a code lives a quarter of an hour, and a second one may have to be sent).
pub const HELD_LOGIN_SECONDS: u64 = 1800;

/// The name that a code verifier is sealed under.
const CODE_VERIFIER: &str = "codeVerifier";

/// A flow that is about to begin.
#[derive(Debug, Clone)]
pub struct NewFlow {
    /// The identifier, which the host generates.
    pub id: SignInFlowId,
    /// The hash of the secret in the browser's cookie.
    pub secret_hash: TokenHash,
    /// The hash of the `state` that goes to the provider.
    pub state_hash: TokenHash,
    /// The `nonce` that the provider's ID token has to repeat.
    pub nonce: String,
    /// The code verifier of the way to the provider, sealed for [`NewFlow::code_verifier_binding`];
    /// `None` if the provider does not support PKCE.
    pub code_verifier: Option<SealedSecret>,
    /// The application's request.
    pub request: AuthorizationRequest,
    /// The connection.
    pub connection_id: ConnectionId,
    /// The version of the connection.
    pub connection_version: u32,
    /// `true` if the provider is asked to have the person log in again.
    pub asked_login: bool,
    /// `true` if the provider is asked to have the person choose an account.
    pub asked_select_account: bool,
    /// The invitation whose link was opened in the browser.
    pub invitation_id: Option<InvitationId>,
}

impl NewFlow {
    /// Returns the place that a flow's code verifier is sealed for.
    pub fn code_verifier_binding(id: SignInFlowId, connection_id: ConnectionId) -> SecretBinding {
        SecretBinding { connection_id, secret_id: id.as_uuid(), name: CODE_VERIFIER.to_owned() }
    }
}

/// A flow whose callback came. It is returned once.
#[derive(Debug, Clone)]
pub struct ClaimedFlow {
    /// The identifier.
    pub id: SignInFlowId,
    /// The `nonce` that the provider's ID token has to repeat.
    pub nonce: String,
    /// The code verifier, sealed.
    pub code_verifier: Option<SealedSecret>,
    /// The application's request.
    pub request: AuthorizationRequest,
    /// The connection.
    pub connection_id: ConnectionId,
    /// The version of the connection when the flow began.
    pub connection_version: u32,
    /// `true` if the provider was asked to have the person log in again.
    pub asked_login: bool,
    /// `true` if the provider was asked to have the person choose an account.
    pub asked_select_account: bool,
    /// The invitation whose link was opened in the browser.
    pub invitation_id: Option<InvitationId>,
    /// The time at which the flow began.
    pub began_at: UnixSeconds,
}

/// A login that a provider has vouched for, and that waits for the person's answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct VouchedLogin {
    /// The login, without what the person presented.
    pub login: LoginIdentity,
    /// The time at which the provider says that the person authenticated.
    pub auth_time: Option<UnixSeconds>,
    /// The class of the authentication, as the provider names it.
    pub acr: Option<AuthenticationContext>,
    /// The methods of the authentication, as the provider names them.
    pub amr: Vec<AuthenticationMethod>,
    /// The provider's tokens, if they are kept; absent otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider_token: Option<SealedProviderToken>,
}

/// The result of a callback.
#[derive(Debug, Clone)]
pub enum FlowClaim {
    /// The flow, which is over with this callback.
    Claimed(Box<ClaimedFlow>),
    /// No flow of this connection has this state, or it is over. Nothing was changed.
    Unknown,
    /// The flow was begun by another browser. Nothing was changed: it can still be completed there.
    OtherBrowser,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Row {
    id: SignInFlowId,
    secret_hash: TokenHash,
    nonce: String,
    verifier_key_id: Option<String>,
    verifier_nonce: Option<String>,
    verifier_ciphertext: Option<String>,
    request: AuthorizationRequest,
    connection_id: ConnectionId,
    connection_version: u32,
    asked_login: bool,
    asked_select_account: bool,
    invitation_id: Option<InvitationId>,
    held: Option<VouchedLogin>,
    began_at: UnixSeconds,
}

impl Row {
    fn code_verifier(&self) -> Result<Option<SealedSecret>, StoreError> {
        let (Some(key_id), Some(nonce), Some(ciphertext)) =
            (&self.verifier_key_id, &self.verifier_nonce, &self.verifier_ciphertext)
        else {
            return Ok(None);
        };
        let nonce = bytes(nonce).and_then(|nonce| <[u8; NONCE_BYTES]>::try_from(nonce).ok());
        let parts = nonce.zip(bytes(ciphertext));
        let (nonce, ciphertext) = parts.ok_or(DatabaseError::reading("a sealed code verifier"))?;
        let binding = NewFlow::code_verifier_binding(self.id, self.connection_id);
        Ok(Some(SealedSecret { binding, key_id: key_id.clone(), nonce, ciphertext }))
    }

    fn claimed(self) -> Result<ClaimedFlow, StoreError> {
        Ok(ClaimedFlow {
            id: self.id,
            code_verifier: self.code_verifier()?,
            nonce: self.nonce,
            request: self.request,
            connection_id: self.connection_id,
            connection_version: self.connection_version,
            asked_login: self.asked_login,
            asked_select_account: self.asked_select_account,
            invitation_id: self.invitation_id,
            began_at: self.began_at,
        })
    }
}

/// The document of [`Row`].
const FLOW: &str = "@object('id', id, 'secretHash', secret_hash, 'nonce', nonce, 'verifierKeyId', verifier_key_id,
    'verifierNonce', @hex(verifier_nonce), 'verifierCiphertext', @hex(verifier_ciphertext),
    'request', @json(request), 'connectionId', connection_id, 'connectionVersion', connection_version,
    'askedLogin', @flag(asked_login), 'askedSelectAccount', @flag(asked_select_account),
    'invitationId', invitation_id, 'held', @json(held), 'beganAt', @seconds(began_at))";

impl Store {
    /// Stores a flow that is about to begin. Its callback is accepted for [`FLOW_SECONDS`]. Returns
    /// `false`, and stores nothing, if the connection is not active or has another version.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn begin_flow(&self, flow: &NewFlow, now: UnixSeconds) -> Result<bool, StoreError> {
        let verifier = flow.code_verifier.as_ref();
        let begin = sql!(
            "INSERT INTO sign_in_flows (id, secret_hash, state_hash, nonce, verifier_key_id, verifier_nonce,
                verifier_ciphertext, application_id, request, connection_id, connection_version, asked_login,
                asked_select_account, began_at, expires_at, invitation_id)
             SELECT @id(?1), ?2, ?3, ?4, ?5, ?6, ?7, @id(?8), @json(?9), id, ?11, ?12, ?13, @time(?14), @time(?15),
                @id(?16)
             FROM platform_idp_config WHERE id = @id(?10) AND version = ?11 AND status = 'active'",
        )
        .bind(flow.id.to_string())
        .bind(flow.secret_hash.to_string())
        .bind(flow.state_hash.to_string())
        .bind(&flow.nonce)
        .bind(verifier.map(|sealed| sealed.key_id.as_str()))
        .bind(verifier.map(|sealed| sealed.nonce.as_slice()))
        .bind(verifier.map(|sealed| sealed.ciphertext.as_slice()))
        .bind(flow.request.application_id.to_string())
        .bind(text(&flow.request)?)
        .bind(flow.connection_id.to_string())
        .bind(flow.connection_version)
        .bind(flow.asked_login)
        .bind(flow.asked_select_account)
        .bind(seconds(now))
        .bind(seconds(now.plus(FLOW_SECONDS)))
        .bind(flow.invitation_id.map(|id| id.to_string()));
        Ok(self.write_one(begin).await? == 1)
    }

    /// Returns the flow that a callback's `state` belongs to, once, if the callback came to the
    /// flow's connection from the browser that began it. `secrets` are the hashes of the secrets in
    /// the browser's flow cookies.
    ///
    /// SECURITY: the secret is compared before the state is consumed, so that a stranger's callback
    /// does not end the flow (pitfall C41).
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn flow_of_callback(
        &self,
        connection_id: ConnectionId,
        state_hash: &TokenHash,
        secrets: &[TokenHash],
        now: UnixSeconds,
    ) -> Result<FlowClaim, StoreError> {
        let pending = sql!(formatcp!(
            "SELECT {FLOW} FROM sign_in_flows
             WHERE state_hash = ?1 AND connection_id = @id(?2) AND used_at IS NULL AND expires_at > @time(?3)"
        ))
        .bind(state_hash.to_string())
        .bind(connection_id.to_string())
        .bind(seconds(now));
        // WHY: anyone can send a callback, so the write lock is only for callers that have
        // something to write.
        let Some(row) = self.read_text(pending).await? else { return Ok(FlowClaim::Unknown) };
        let row: Row = read(&row)?;
        if !secrets.contains(&row.secret_hash) {
            return Ok(FlowClaim::OtherBrowser);
        }
        let take = sql!(
            "UPDATE sign_in_flows SET used_at = @time(?2), verifier_key_id = NULL, verifier_nonce = NULL,
                verifier_ciphertext = NULL
             WHERE id = @id(?1) AND used_at IS NULL"
        )
        .bind(row.id.to_string())
        .bind(seconds(now));
        if self.write_one(take).await? == 0 {
            return Ok(FlowClaim::Unknown);
        }
        Ok(FlowClaim::Claimed(Box::new(row.claimed()?)))
    }

    /// Keeps the login of a flow whose callback came, until the person answers, for
    /// [`HELD_LOGIN_SECONDS`].
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn hold_login(&self, id: SignInFlowId, held: &VouchedLogin, now: UnixSeconds) -> Result<(), StoreError> {
        // What a person presented acts once, with the answer that it came with.
        let login = LoginIdentity { bootstrap_token: None, link_proof: None, ..held.login.clone() };
        let held = VouchedLogin { login, ..held.clone() };
        let hold = sql!(
            "UPDATE sign_in_flows SET held = @json(?2), expires_at = @time(?3) WHERE id = @id(?1) AND used_at IS NOT NULL"
        );
        let hold = hold.bind(id.to_string()).bind(text(&held)?).bind(seconds(now.plus(HELD_LOGIN_SECONDS)));
        self.write_one(hold).await?;
        Ok(())
    }

    /// Returns the flow of a login that waits for an answer, if the answer came from the browser
    /// that began it. Nothing is changed.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn held_login(
        &self,
        state_hash: &TokenHash,
        secret: &TokenHash,
        now: UnixSeconds,
    ) -> Result<Option<(ClaimedFlow, VouchedLogin)>, StoreError> {
        let held = sql!(formatcp!(
            "SELECT {FLOW} FROM sign_in_flows WHERE state_hash = ?1 AND held IS NOT NULL AND expires_at > @time(?2)"
        ))
        .bind(state_hash.to_string())
        .bind(seconds(now));
        let Some(row) = self.read_text(held).await? else { return Ok(None) };
        let mut row: Row = read(&row)?;
        if row.secret_hash != *secret {
            return Ok(None);
        }
        let Some(held) = row.held.take() else { return Ok(None) };
        Ok(Some((row.claimed()?, held)))
    }

    /// Ends the wait for an answer. Returns `true` once: the login then signs the person in.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn release_login(&self, id: SignInFlowId) -> Result<bool, StoreError> {
        let release = sql!("UPDATE sign_in_flows SET held = NULL WHERE id = @id(?1) AND held IS NOT NULL");
        Ok(self.write_one(release.bind(id.to_string())).await? == 1)
    }
}
