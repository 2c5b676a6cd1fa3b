-- The life cycle of connections: numbered settings, one set of them in use, encrypted secrets, test logins.

-- WHY the table is made anew: a draft may have no issuer yet, and SQLite cannot take a constraint off a column. The rows that
-- refer to it are checked when the migration is committed.
PRAGMA defer_foreign_keys = ON;

CREATE TEMPORARY TABLE carried_connections AS SELECT * FROM platform_idp_config;
DROP VIEW connection_documents;
DROP TABLE platform_idp_config;

CREATE TABLE platform_idp_config (
    id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36),
    provider_type TEXT NOT NULL
        CHECK (provider_type IN ('okta', 'clerk', 'oidc', 'entra_id', 'google', 'auth0', 'cognito', 'keycloak')),
    display_name TEXT NOT NULL,
    -- Of the settings in use, or of those that were in use last; null before any were.
    issuer TEXT CHECK (issuer <> ''),
    org_id TEXT REFERENCES orgs (id) ON DELETE CASCADE,
    status TEXT NOT NULL CHECK (status IN ('draft', 'validated', 'tested', 'active', 'disabled')),
    version INTEGER NOT NULL DEFAULT 0 CHECK (version >= 0),
    -- The number of the settings in use; null when none are.
    active_number INTEGER,
    -- The greatest number of its settings; 0 before there are any.
    latest_number INTEGER NOT NULL DEFAULT 0 CHECK (latest_number >= 0),
    -- The settings in use, else the latest, for whoever reads CORA's column. Kept by triggers; there is no secret in it.
    config TEXT NOT NULL DEFAULT '{}' CHECK (json_type(config) = 'object'),
    -- What logins and hosts read: `connection`, `configuration` and `derived` of the settings in use, or of those that were in
    -- use last, so that whoever comes by a connection that was switched off is told so. Null before any were in use.
    login TEXT CHECK (json_type(login) = 'object'),
    is_active INTEGER NOT NULL GENERATED ALWAYS AS (status = 'active') VIRTUAL,
    is_configured INTEGER NOT NULL GENERATED ALWAYS AS (status <> 'draft') VIRTUAL,
    created_by TEXT,
    updated_by TEXT,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    CHECK ((issuer IS NULL) = (login IS NULL)),
    CHECK (active_number <= latest_number),
    -- The settings in use are settings of this connection.
    FOREIGN KEY (id, active_number) REFERENCES platform_idp_config_versions (idp_config_id, number)
        DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE UNIQUE INDEX idx_single_active_idp ON platform_idp_config (is_active) WHERE status = 'active' AND org_id IS NULL;
CREATE UNIQUE INDEX idx_single_active_issuer ON platform_idp_config (issuer) WHERE status = 'active';
CREATE INDEX idx_platform_idp_config_issuer ON platform_idp_config (issuer);
CREATE INDEX idx_platform_idp_config_type ON platform_idp_config (provider_type);

CREATE TABLE platform_idp_config_versions (
    idp_config_id TEXT NOT NULL REFERENCES platform_idp_config (id),
    number INTEGER NOT NULL CHECK (number > 0),
    -- Under their canonical names; secrets are references.
    settings TEXT NOT NULL CHECK (json_type(settings) = 'object'),
    -- The issuer that follows from them; null while they do not say.
    issuer TEXT CHECK (issuer <> ''),
    stage TEXT NOT NULL CHECK (stage IN ('draft', 'validated', 'tested')),
    -- How the last test login went; null when there was none.
    test_outcome TEXT CHECK (test_outcome IN ('success', 'failed')),
    -- The decision that the last successful one would have got.
    tested_decision TEXT CHECK (json_type(tested_decision) = 'object'),
    tested_at INTEGER,
    created_by TEXT,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (idp_config_id, number),
    CHECK ((test_outcome IS NULL) = (tested_at IS NULL))
) STRICT;

-- A connection that was carried over has its settings as number 1: those that were not the default, under the names that
-- settings have. What logins use of them stays as it was.
INSERT INTO platform_idp_config (id, provider_type, display_name, issuer, org_id, status, version, active_number,
    latest_number, login, created_by, updated_by, created_at, updated_at)
SELECT id, provider_type, display_name, issuer, org_id, status, version, iif(status = 'active', 1, NULL), 1,
    json_object(
        'connection', json(json_patch(
            coalesce(json_extract(config, '$.connection'), '{}'),
            json_object('id', id, 'kind', provider_type, 'issuer', issuer, 'status', status, 'version', version,
                'organizationId', org_id)
        )),
        'configuration', NULL,
        'derived', json_object(
            'issuer', issuer,
            'discoveryUri', json_extract(config, '$.discovery_uri'),
            'jwksUri', json_extract(config, '$.jwks_uri'),
            'tokenUse', coalesce(json_extract(config, '$.connection.tokenUse'), 'access_token'),
            'okta', NULL,
            'clerk', NULL
        )
    ),
    created_by, updated_by, created_at, updated_at
FROM carried_connections;

INSERT INTO platform_idp_config_versions (idp_config_id, number, settings, issuer, stage, test_outcome, tested_at,
    created_by, created_at)
SELECT id, 1,
    -- A member that is null is left out.
    json_patch('{}', json_object(
        'issuer', issuer,
        'clientId', json_extract(config, '$.client_id'),
        'jwksUri', json_extract(config, '$.jwks_uri'),
        'discoveryUri', json_extract(config, '$.discovery_uri'),
        'audiences', json(nullif(json_extract(config, '$.connection.audiences'), '[]')),
        'authorizedParties', json(nullif(json_extract(config, '$.connection.authorizedParties'), '[]')),
        'algorithms', json(nullif(json_extract(config, '$.connection.algorithms'), '[]')),
        -- What is not said means what the provider's tokens usually are, and meant access tokens; two kinds have one use only.
        'tokenUse', iif(provider_type IN ('clerk', 'google'), NULL,
            coalesce(json_extract(config, '$.connection.tokenUse'), 'access_token')),
        'trustEmail', json(iif(json_extract(config, '$.connection.trustEmail'), 'true', NULL)),
        'allowOutsideDomains', json(iif(json_extract(config, '$.connection.allowOutsideDomains'), 'true', NULL))
    )),
    issuer,
    -- Logins come by what is active. Of what was switched off it is not known.
    CASE status WHEN 'draft' THEN 'draft' WHEN 'active' THEN 'tested' WHEN 'tested' THEN 'tested' ELSE 'validated' END,
    iif(status IN ('active', 'tested'), 'success', NULL), iif(status IN ('active', 'tested'), updated_at, NULL),
    created_by, updated_at
FROM carried_connections;
UPDATE platform_idp_config SET config = (SELECT settings FROM platform_idp_config_versions WHERE idp_config_id = id);
DROP TABLE carried_connections;

CREATE TRIGGER platform_idp_config_follows AFTER UPDATE OF active_number, latest_number ON platform_idp_config BEGIN
    UPDATE platform_idp_config SET config = coalesce(
        (SELECT settings FROM platform_idp_config_versions
            WHERE idp_config_id = NEW.id AND number = coalesce(NEW.active_number, NEW.latest_number)),
        '{}')
    WHERE id = NEW.id;
END;
CREATE TRIGGER platform_idp_config_stays_put BEFORE UPDATE OF id, provider_type, org_id ON platform_idp_config BEGIN
    SELECT RAISE(ABORT, 'a connection does not change its kind or move to another organization');
END;
CREATE TRIGGER platform_idp_config_versions_immutable
BEFORE UPDATE OF idp_config_id, number, settings, issuer, created_by, created_at ON platform_idp_config_versions BEGIN
    SELECT RAISE(ABORT, 'settings are kept as they were stored');
END;
CREATE TRIGGER platform_idp_config_versions_no_delete BEFORE DELETE ON platform_idp_config_versions BEGIN
    SELECT RAISE(ABORT, 'settings are kept as they were stored');
END;

-- A connection as the core and hosts read it, once it has been in use.
CREATE VIEW connection_documents AS
SELECT
    id,
    issuer,
    status,
    org_id,
    version,
    json_object(
        'connection',
            json(json_set(json_extract(login, '$.connection'), '$.status', status, '$.version', version)),
        'displayName', display_name,
        'configuration', json_extract(login, '$.configuration'),
        'derived', json_extract(login, '$.derived')
    ) AS document
FROM platform_idp_config WHERE login IS NOT NULL;

-- Secrets that were written to Cora, encrypted. The identifier, the connection and the name are authenticated with the
-- ciphertext, so that it opens in this row alone.
CREATE TABLE connection_secrets (
    id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36),
    idp_config_id TEXT NOT NULL REFERENCES platform_idp_config (id) ON DELETE CASCADE,
    -- The setting: `clientSecret`, `secretKey`.
    name TEXT NOT NULL CHECK (name <> ''),
    -- Of the host's key ring.
    key_id TEXT NOT NULL CHECK (key_id <> ''),
    nonce BLOB NOT NULL CHECK (length(nonce) = 24),
    ciphertext BLOB NOT NULL,
    created_by TEXT,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX idx_connection_secrets_config ON connection_secrets (idp_config_id);
CREATE INDEX idx_connection_secrets_key ON connection_secrets (key_id);
CREATE TRIGGER connection_secrets_stay_put BEFORE UPDATE OF id, idp_config_id, name ON connection_secrets BEGIN
    SELECT RAISE(ABORT, 'a secret does not move to another connection or setting');
END;

-- Test logins. What proves that a callback belongs to one is there once only.
CREATE TABLE connection_test_runs (
    id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36),
    idp_config_id TEXT NOT NULL REFERENCES platform_idp_config (id) ON DELETE CASCADE,
    -- The settings that are tested, and the version of the connection when the test began.
    number INTEGER NOT NULL,
    version INTEGER NOT NULL,
    status TEXT NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'success', 'failed')),
    -- SHA-256 of the `state`, 64 lower-case hexadecimal digits; the state itself is nowhere.
    state_hash TEXT NOT NULL UNIQUE CHECK (length(state_hash) = 64),
    nonce TEXT NOT NULL CHECK (nonce <> ''),
    -- The PKCE code verifier, encrypted; gone once the callback came.
    verifier_key_id TEXT,
    verifier_nonce BLOB CHECK (length(verifier_nonce) = 24),
    verifier_ciphertext BLOB,
    created_by TEXT,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    -- When the callback came.
    used_at INTEGER,
    finished_at INTEGER,
    -- What was done, step by step; the claims that were seen, redacted; the decision that this login would get.
    log TEXT CHECK (json_valid(log)),
    claims TEXT CHECK (json_valid(claims)),
    decision TEXT CHECK (json_valid(decision)),
    FOREIGN KEY (idp_config_id, number) REFERENCES platform_idp_config_versions (idp_config_id, number),
    CHECK ((status = 'pending') = (finished_at IS NULL)),
    CHECK ((verifier_ciphertext IS NULL) = (verifier_key_id IS NULL)),
    CHECK ((verifier_ciphertext IS NULL) = (verifier_nonce IS NULL))
) STRICT;
CREATE INDEX idx_connection_test_runs_config ON connection_test_runs (idp_config_id, created_at);

-- The audit log with what the life cycle records. `old_config` and `new_config` are those of earlier records; later ones say
-- what differs, redacted.
DROP TRIGGER platform_idp_audit_log_no_update;
DROP TRIGGER platform_idp_audit_log_no_delete;
ALTER TABLE platform_idp_audit_log RENAME TO carried_audit_log;
DROP INDEX idx_platform_idp_audit_log_config;
CREATE TABLE platform_idp_audit_log (
    id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36),
    idp_config_id TEXT NOT NULL REFERENCES platform_idp_config (id),
    action TEXT NOT NULL
        CHECK (action IN ('created', 'updated', 'tested', 'activated', 'deactivated', 'rolled_back')),
    -- The version that the connection had afterwards; null in earlier records.
    version INTEGER,
    -- The number of the settings that it is about.
    number INTEGER,
    changes TEXT NOT NULL DEFAULT '[]' CHECK (json_type(changes) = 'array'),
    -- Whether a safeguard was passed over, and why.
    forced INTEGER NOT NULL DEFAULT 0 CHECK (forced IN (0, 1)),
    reason TEXT CHECK (trim(reason) <> ''),
    old_config TEXT CHECK (json_valid(old_config)),
    new_config TEXT CHECK (json_valid(new_config)),
    actor_kind TEXT NOT NULL CHECK (actor_kind IN ('user', 'operator')),
    -- Null when the operator did it from the command line.
    performed_by TEXT REFERENCES profiles (user_id),
    performed_at INTEGER NOT NULL,
    -- Of the HTTP request.
    request_id TEXT,
    CHECK ((actor_kind = 'user') = (performed_by IS NOT NULL)),
    CHECK (NOT forced OR reason IS NOT NULL)
) STRICT;
INSERT INTO platform_idp_audit_log (id, idp_config_id, action, old_config, new_config, actor_kind, performed_by, performed_at)
SELECT id, idp_config_id, action, old_config, new_config, iif(performed_by IS NULL, 'operator', 'user'), performed_by,
    performed_at
FROM carried_audit_log;
DROP TABLE carried_audit_log;
CREATE INDEX idx_platform_idp_audit_log_config ON platform_idp_audit_log (idp_config_id, performed_at);
CREATE TRIGGER platform_idp_audit_log_no_update BEFORE UPDATE ON platform_idp_audit_log BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END;
CREATE TRIGGER platform_idp_audit_log_no_delete BEFORE DELETE ON platform_idp_audit_log BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END;

CREATE INDEX idx_profiles_administrators ON profiles (user_id) WHERE global_role IN ('platform_admin', 'platform_owner');
