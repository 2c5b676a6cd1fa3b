-- The issuer: applications, the sessions of people in them, the ways to providers, codes, keys, and logouts to send.

CREATE TABLE applications (
    -- The `client_id`.
    id uuid NOT NULL PRIMARY KEY,
    -- The settings as `ApplicationSettings`. The columns below are taken from them.
    document jsonb NOT NULL CHECK (jsonb_typeof(document) = 'object'),
    name text NOT NULL GENERATED ALWAYS AS (document ->> 'name') STORED CHECK (name <> ''),
    kind text NOT NULL GENERATED ALWAYS AS (document ->> 'kind') STORED CHECK (kind IN ('web', 'spa', 'native', 'service')),
    enabled boolean NOT NULL GENERATED ALWAYS AS (CAST(document ->> 'enabled' AS boolean)) STORED,
    version bigint NOT NULL DEFAULT 1 CHECK (version > 0),
    created_by uuid,
    updated_by uuid,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
);

-- At most two of an application are valid at a time.
CREATE TABLE application_secrets (
    id uuid NOT NULL PRIMARY KEY,
    application_id uuid NOT NULL REFERENCES applications (id) ON DELETE CASCADE,
    -- SHA-256 of the secret, 64 lower-case hexadecimal digits; the secret itself is nowhere.
    secret_hash text NOT NULL CHECK (length(secret_hash) = 64),
    created_by uuid,
    created_at timestamptz NOT NULL,
    -- The first moment at which it is no longer valid; null if it does not expire.
    expires_at timestamptz
);
CREATE INDEX idx_application_secrets_application ON application_secrets (application_id);

-- One browser's sign-in. The identifier is known to applications' servers; the secret is in the browser's cookie alone.
CREATE TABLE browser_sessions (
    id uuid NOT NULL PRIMARY KEY,
    secret_hash text NOT NULL UNIQUE CHECK (length(secret_hash) = 64),
    user_id uuid NOT NULL REFERENCES profiles (user_id) ON DELETE CASCADE,
    connection_id uuid NOT NULL,
    -- Subject and session at the provider, by which a logout of the provider finds it.
    provider_subject text NOT NULL CHECK (provider_subject <> ''),
    provider_session text,
    -- The login as `LoginIdentity`, which each renewal decides again.
    login jsonb NOT NULL CHECK (jsonb_typeof(login) = 'object'),
    -- The provider's; null where it said none.
    auth_time timestamptz,
    acr text,
    amr jsonb CHECK (jsonb_typeof(amr) = 'array'),
    -- A coarse name of the device.
    device text,
    began_at timestamptz NOT NULL,
    -- Written at most once a minute.
    used_at timestamptz NOT NULL,
    idle_ends_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    ended_at timestamptz,
    ended_reason text,
    CHECK ((ended_at IS NULL) = (ended_reason IS NULL))
);
CREATE INDEX idx_browser_sessions_user ON browser_sessions (user_id);
CREATE INDEX idx_browser_sessions_provider ON browser_sessions (connection_id, provider_subject, provider_session);
CREATE INDEX idx_browser_sessions_idle_end ON browser_sessions (idle_ends_at);
CREATE INDEX idx_browser_sessions_end ON browser_sessions (ends_at);
CREATE INDEX idx_browser_sessions_ended ON browser_sessions (ended_at) WHERE ended_at IS NOT NULL;

-- One application's part of a browser session. The identifier is the `sid`.
CREATE TABLE application_sessions (
    id uuid NOT NULL PRIMARY KEY,
    browser_session_id uuid NOT NULL REFERENCES browser_sessions (id) ON DELETE CASCADE,
    application_id uuid NOT NULL REFERENCES applications (id) ON DELETE CASCADE,
    user_id uuid NOT NULL REFERENCES profiles (user_id) ON DELETE CASCADE,
    scopes jsonb NOT NULL CHECK (jsonb_typeof(scopes) = 'array'),
    organization_id uuid REFERENCES orgs (id) ON DELETE SET NULL,
    -- The state of the refresh token as `RotationState`, and the hashes of its head and parent. Without a refresh token there is no head.
    rotation jsonb NOT NULL CHECK (jsonb_typeof(rotation) = 'object'),
    head_hash text CHECK (length(head_hash) = 64),
    parent_hash text CHECK (length(parent_hash) = 64),
    began_at timestamptz NOT NULL,
    used_at timestamptz NOT NULL,
    idle_ends_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    ended_at timestamptz,
    ended_reason text,
    CHECK ((ended_at IS NULL) = (ended_reason IS NULL))
);
CREATE INDEX idx_application_sessions_browser ON application_sessions (browser_session_id);
CREATE INDEX idx_application_sessions_application ON application_sessions (application_id);
CREATE INDEX idx_application_sessions_user ON application_sessions (user_id);
CREATE INDEX idx_application_sessions_organization ON application_sessions (organization_id) WHERE organization_id IS NOT NULL;
CREATE INDEX idx_application_sessions_idle_end ON application_sessions (idle_ends_at);
CREATE INDEX idx_application_sessions_end ON application_sessions (ends_at);
CREATE INDEX idx_application_sessions_ended ON application_sessions (ended_at) WHERE ended_at IS NOT NULL;

-- Sessions of the user that began before this time are refused, whatever became of their rows.
CREATE TABLE session_bounds (
    user_id uuid NOT NULL PRIMARY KEY REFERENCES profiles (user_id) ON DELETE CASCADE,
    not_before timestamptz NOT NULL
);

-- A way to a provider that is under way, with the application's request.
CREATE TABLE sign_in_flows (
    id uuid NOT NULL PRIMARY KEY,
    -- Of the secret in the browser's cookie, and of the state that went to the provider.
    secret_hash text NOT NULL CHECK (length(secret_hash) = 64),
    state_hash text NOT NULL UNIQUE CHECK (length(state_hash) = 64),
    nonce text NOT NULL CHECK (nonce <> ''),
    verifier_key_id text,
    verifier_nonce bytea,
    verifier_ciphertext bytea,
    application_id uuid NOT NULL REFERENCES applications (id) ON DELETE CASCADE,
    -- The application's request as `AuthorizationRequest`.
    request jsonb NOT NULL CHECK (jsonb_typeof(request) = 'object'),
    connection_id uuid NOT NULL,
    connection_version bigint NOT NULL,
    -- What the provider was asked to have the person do again.
    asked_login boolean NOT NULL,
    asked_select_account boolean NOT NULL,
    began_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at timestamptz,
    CHECK ((verifier_key_id IS NULL) = (verifier_nonce IS NULL) AND (verifier_nonce IS NULL) = (verifier_ciphertext IS NULL))
);
CREATE INDEX idx_sign_in_flows_application ON sign_in_flows (application_id);
CREATE INDEX idx_sign_in_flows_expiry ON sign_in_flows (expires_at);

-- A redeemed code stays as long as the session that came of it, so that a second redemption is known as one.
CREATE TABLE authorization_codes (
    code_hash text NOT NULL PRIMARY KEY CHECK (length(code_hash) = 64),
    -- The `sid` of the session that comes of it.
    application_session_id uuid NOT NULL UNIQUE,
    browser_session_id uuid NOT NULL REFERENCES browser_sessions (id) ON DELETE CASCADE,
    application_id uuid NOT NULL REFERENCES applications (id) ON DELETE CASCADE,
    redirect_uri text NOT NULL,
    code_challenge text,
    nonce text,
    scopes jsonb NOT NULL CHECK (jsonb_typeof(scopes) = 'array'),
    organization_id uuid,
    connection_id uuid NOT NULL,
    connection_version bigint NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at timestamptz
);
CREATE INDEX idx_authorization_codes_browser ON authorization_codes (browser_session_id);
CREATE INDEX idx_authorization_codes_application ON authorization_codes (application_id);
CREATE INDEX idx_authorization_codes_expiry ON authorization_codes (expires_at);

-- The state follows from the times. A key's identifier is never used for another one, so rows stay.
CREATE TABLE signing_keys (
    -- The thumbprint of the public key (RFC 7638), or of the secret.
    kid text NOT NULL PRIMARY KEY CHECK (kid <> ''),
    key_use text NOT NULL CHECK (key_use IN ('access_token', 'id_token', 'refresh_token')),
    -- Null for a secret.
    public_jwk jsonb CHECK (jsonb_typeof(public_jwk) = 'object'),
    private_id uuid NOT NULL,
    private_key_id text NOT NULL,
    private_nonce bytea NOT NULL,
    private_ciphertext bytea NOT NULL,
    published_at timestamptz NOT NULL,
    active_at timestamptz NOT NULL,
    -- Set if the operator asked for a successor.
    rotation_asked boolean NOT NULL DEFAULT false,
    -- When it no longer signs, and when it is no longer published; null if that is not set yet.
    retired_at timestamptz,
    withdrawn_at timestamptz
);
CREATE INDEX idx_signing_keys_use ON signing_keys (key_use, active_at);

-- Logout tokens to send. A row is deleted once it was received.
CREATE TABLE logout_outbox (
    -- The `sid`. A session ends once, so it is the `jti` too, the same at each try.
    application_session_id uuid NOT NULL PRIMARY KEY,
    application_id uuid NOT NULL REFERENCES applications (id) ON DELETE CASCADE,
    user_id uuid NOT NULL,
    created_at timestamptz NOT NULL,
    tries bigint NOT NULL DEFAULT 0,
    -- When it may be tried next; null once it failed for good.
    next_try_at timestamptz,
    last_error text
);
CREATE INDEX idx_logout_outbox_application ON logout_outbox (application_id);
CREATE INDEX idx_logout_outbox_next_try ON logout_outbox (next_try_at) WHERE next_try_at IS NOT NULL;
CREATE INDEX idx_logout_outbox_created ON logout_outbox (created_at);

-- Identifiers of tokens that count once: assertions of applications, and logout tokens of providers.
CREATE TABLE assertion_ids (
    -- The application or the connection.
    owner_id uuid NOT NULL,
    -- SHA-256 of the `jti`.
    id_hash text NOT NULL CHECK (length(id_hash) = 64),
    expires_at timestamptz NOT NULL,
    PRIMARY KEY (owner_id, id_hash)
);
CREATE INDEX idx_assertion_ids_expiry ON assertion_ids (expires_at);

-- What became of codes, refresh tokens and sessions. Nothing is written here for a caller who is not authenticated.
CREATE TABLE issuer_audit_log (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL,
    event text NOT NULL CHECK (event <> ''),
    reason text NOT NULL CHECK (reason <> ''),
    application_id uuid,
    user_id uuid,
    application_session_id uuid,
    request_id text
);
CREATE INDEX idx_issuer_audit_log_user ON issuer_audit_log (user_id, number);
CREATE TRIGGER issuer_audit_log_append_only BEFORE UPDATE OR DELETE ON issuer_audit_log
    FOR EACH ROW EXECUTE FUNCTION cora_refuse('the audit log is append-only');
CREATE TRIGGER issuer_audit_log_no_truncate BEFORE TRUNCATE ON issuer_audit_log
    FOR EACH STATEMENT EXECUTE FUNCTION cora_refuse('the audit log is append-only');
