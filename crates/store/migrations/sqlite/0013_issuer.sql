-- The issuer: applications, the sessions of people in them, the ways to providers, codes, keys, and logouts to send.

CREATE TABLE applications (
    -- The `client_id`.
    id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36),
    -- The settings as `ApplicationSettings`. The columns below are taken from them.
    document TEXT NOT NULL CHECK (json_type(document) = 'object'),
    name TEXT NOT NULL GENERATED ALWAYS AS (document ->> 'name') STORED CHECK (name <> ''),
    kind TEXT NOT NULL GENERATED ALWAYS AS (document ->> 'kind') STORED CHECK (kind IN ('web', 'spa', 'native', 'service')),
    enabled INTEGER NOT NULL GENERATED ALWAYS AS (document ->> 'enabled') STORED CHECK (enabled IN (0, 1)),
    version INTEGER NOT NULL DEFAULT 1 CHECK (version > 0),
    created_by TEXT,
    updated_by TEXT,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;

-- At most two of an application are valid at a time.
CREATE TABLE application_secrets (
    id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36),
    application_id TEXT NOT NULL REFERENCES applications (id) ON DELETE CASCADE,
    -- SHA-256 of the secret, 64 lower-case hexadecimal digits; the secret itself is nowhere.
    secret_hash TEXT NOT NULL CHECK (length(secret_hash) = 64),
    created_by TEXT,
    created_at INTEGER NOT NULL,
    -- The first moment at which it is no longer valid; null if it does not expire.
    expires_at INTEGER
) STRICT;
CREATE INDEX idx_application_secrets_application ON application_secrets (application_id);

-- One browser's sign-in. The identifier is known to applications' servers; the secret is in the browser's cookie alone.
CREATE TABLE browser_sessions (
    id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36),
    secret_hash TEXT NOT NULL UNIQUE CHECK (length(secret_hash) = 64),
    user_id TEXT NOT NULL REFERENCES profiles (user_id) ON DELETE CASCADE,
    connection_id TEXT NOT NULL,
    -- Subject and session at the provider, by which a logout of the provider finds it.
    provider_subject TEXT NOT NULL CHECK (provider_subject <> ''),
    provider_session TEXT,
    -- The login as `LoginIdentity`, which each renewal decides again.
    login TEXT NOT NULL CHECK (json_type(login) = 'object'),
    -- The provider's; null where it said none.
    auth_time INTEGER,
    acr TEXT,
    amr TEXT CHECK (json_type(amr) = 'array'),
    -- A coarse name of the device.
    device TEXT,
    began_at INTEGER NOT NULL,
    -- Written at most once a minute.
    used_at INTEGER NOT NULL,
    idle_ends_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    ended_at INTEGER,
    ended_reason TEXT,
    CHECK ((ended_at IS NULL) = (ended_reason IS NULL))
) STRICT;
CREATE INDEX idx_browser_sessions_user ON browser_sessions (user_id);
CREATE INDEX idx_browser_sessions_provider ON browser_sessions (connection_id, provider_subject, provider_session);
CREATE INDEX idx_browser_sessions_idle_end ON browser_sessions (idle_ends_at);
CREATE INDEX idx_browser_sessions_end ON browser_sessions (ends_at);
CREATE INDEX idx_browser_sessions_ended ON browser_sessions (ended_at) WHERE ended_at IS NOT NULL;

-- One application's part of a browser session. The identifier is the `sid`.
CREATE TABLE application_sessions (
    id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36),
    browser_session_id TEXT NOT NULL REFERENCES browser_sessions (id) ON DELETE CASCADE,
    application_id TEXT NOT NULL REFERENCES applications (id) ON DELETE CASCADE,
    user_id TEXT NOT NULL REFERENCES profiles (user_id) ON DELETE CASCADE,
    scopes TEXT NOT NULL CHECK (json_type(scopes) = 'array'),
    organization_id TEXT REFERENCES orgs (id) ON DELETE SET NULL,
    -- The state of the refresh token as `RotationState`, and the hashes of its head and parent. Without a refresh token there is no head.
    rotation TEXT NOT NULL CHECK (json_type(rotation) = 'object'),
    head_hash TEXT CHECK (length(head_hash) = 64),
    parent_hash TEXT CHECK (length(parent_hash) = 64),
    began_at INTEGER NOT NULL,
    used_at INTEGER NOT NULL,
    idle_ends_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    ended_at INTEGER,
    ended_reason TEXT,
    CHECK ((ended_at IS NULL) = (ended_reason IS NULL))
) STRICT;
CREATE INDEX idx_application_sessions_browser ON application_sessions (browser_session_id);
CREATE INDEX idx_application_sessions_application ON application_sessions (application_id);
CREATE INDEX idx_application_sessions_user ON application_sessions (user_id);
CREATE INDEX idx_application_sessions_organization ON application_sessions (organization_id) WHERE organization_id IS NOT NULL;
CREATE INDEX idx_application_sessions_idle_end ON application_sessions (idle_ends_at);
CREATE INDEX idx_application_sessions_end ON application_sessions (ends_at);
CREATE INDEX idx_application_sessions_ended ON application_sessions (ended_at) WHERE ended_at IS NOT NULL;

-- Sessions of the user that began before this time are refused, whatever became of their rows.
CREATE TABLE session_bounds (
    user_id TEXT NOT NULL PRIMARY KEY REFERENCES profiles (user_id) ON DELETE CASCADE,
    not_before INTEGER NOT NULL
) STRICT;

-- A way to a provider that is under way, with the application's request.
CREATE TABLE sign_in_flows (
    id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36),
    -- Of the secret in the browser's cookie, and of the state that went to the provider.
    secret_hash TEXT NOT NULL CHECK (length(secret_hash) = 64),
    state_hash TEXT NOT NULL UNIQUE CHECK (length(state_hash) = 64),
    nonce TEXT NOT NULL CHECK (nonce <> ''),
    verifier_key_id TEXT,
    verifier_nonce BLOB,
    verifier_ciphertext BLOB,
    application_id TEXT NOT NULL REFERENCES applications (id) ON DELETE CASCADE,
    -- The application's request as `AuthorizationRequest`.
    request TEXT NOT NULL CHECK (json_type(request) = 'object'),
    connection_id TEXT NOT NULL,
    connection_version INTEGER NOT NULL,
    -- What the provider was asked to have the person do again.
    asked_login INTEGER NOT NULL CHECK (asked_login IN (0, 1)),
    asked_select_account INTEGER NOT NULL CHECK (asked_select_account IN (0, 1)),
    began_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at INTEGER,
    CHECK ((verifier_key_id IS NULL) = (verifier_nonce IS NULL) AND (verifier_nonce IS NULL) = (verifier_ciphertext IS NULL))
) STRICT;
CREATE INDEX idx_sign_in_flows_application ON sign_in_flows (application_id);
CREATE INDEX idx_sign_in_flows_expiry ON sign_in_flows (expires_at);

-- A redeemed code stays as long as the session that came of it, so that a second redemption is known as one.
CREATE TABLE authorization_codes (
    code_hash TEXT NOT NULL PRIMARY KEY CHECK (length(code_hash) = 64),
    -- The `sid` of the session that comes of it.
    application_session_id TEXT NOT NULL UNIQUE CHECK (length(application_session_id) = 36),
    browser_session_id TEXT NOT NULL REFERENCES browser_sessions (id) ON DELETE CASCADE,
    application_id TEXT NOT NULL REFERENCES applications (id) ON DELETE CASCADE,
    redirect_uri TEXT NOT NULL,
    code_challenge TEXT,
    nonce TEXT,
    scopes TEXT NOT NULL CHECK (json_type(scopes) = 'array'),
    organization_id TEXT,
    connection_id TEXT NOT NULL,
    connection_version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at INTEGER
) STRICT;
CREATE INDEX idx_authorization_codes_browser ON authorization_codes (browser_session_id);
CREATE INDEX idx_authorization_codes_application ON authorization_codes (application_id);
CREATE INDEX idx_authorization_codes_expiry ON authorization_codes (expires_at);

-- The state follows from the times. A key's identifier is never used for another one, so rows stay.
CREATE TABLE signing_keys (
    -- The thumbprint of the public key (RFC 7638), or of the secret.
    kid TEXT NOT NULL PRIMARY KEY CHECK (kid <> ''),
    key_use TEXT NOT NULL CHECK (key_use IN ('access_token', 'id_token', 'refresh_token')),
    -- Null for a secret.
    public_jwk TEXT CHECK (json_type(public_jwk) = 'object'),
    private_id TEXT NOT NULL CHECK (length(private_id) = 36),
    private_key_id TEXT NOT NULL,
    private_nonce BLOB NOT NULL,
    private_ciphertext BLOB NOT NULL,
    published_at INTEGER NOT NULL,
    active_at INTEGER NOT NULL,
    -- Set if the operator asked for a successor.
    rotation_asked INTEGER NOT NULL DEFAULT 0 CHECK (rotation_asked IN (0, 1)),
    -- When it no longer signs, and when it is no longer published; null if that is not set yet.
    retired_at INTEGER,
    withdrawn_at INTEGER
) STRICT;
CREATE INDEX idx_signing_keys_use ON signing_keys (key_use, active_at);

-- Logout tokens to send. A row is deleted once it was received.
CREATE TABLE logout_outbox (
    -- The `sid`. A session ends once, so it is the `jti` too, the same at each try.
    application_session_id TEXT NOT NULL PRIMARY KEY CHECK (length(application_session_id) = 36),
    application_id TEXT NOT NULL REFERENCES applications (id) ON DELETE CASCADE,
    user_id TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0,
    -- When it may be tried next; null once it failed for good.
    next_try_at INTEGER,
    last_error TEXT
) STRICT;
CREATE INDEX idx_logout_outbox_application ON logout_outbox (application_id);
CREATE INDEX idx_logout_outbox_next_try ON logout_outbox (next_try_at) WHERE next_try_at IS NOT NULL;
CREATE INDEX idx_logout_outbox_created ON logout_outbox (created_at);

-- Identifiers of tokens that count once: assertions of applications, and logout tokens of providers.
CREATE TABLE assertion_ids (
    -- The application or the connection.
    owner_id TEXT NOT NULL CHECK (length(owner_id) = 36),
    -- SHA-256 of the `jti`.
    id_hash TEXT NOT NULL CHECK (length(id_hash) = 64),
    expires_at INTEGER NOT NULL,
    PRIMARY KEY (owner_id, id_hash)
) STRICT;
CREATE INDEX idx_assertion_ids_expiry ON assertion_ids (expires_at);

-- What became of codes, refresh tokens and sessions. Nothing is written here for a caller who is not authenticated.
CREATE TABLE issuer_audit_log (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    event TEXT NOT NULL CHECK (event <> ''),
    reason TEXT NOT NULL CHECK (reason <> ''),
    application_id TEXT,
    user_id TEXT,
    application_session_id TEXT,
    request_id TEXT
) STRICT;
CREATE INDEX idx_issuer_audit_log_user ON issuer_audit_log (user_id, number);
CREATE TRIGGER issuer_audit_log_no_update BEFORE UPDATE ON issuer_audit_log BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END;
CREATE TRIGGER issuer_audit_log_no_delete BEFORE DELETE ON issuer_audit_log BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END;
