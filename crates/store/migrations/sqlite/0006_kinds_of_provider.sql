-- The kinds of provider are the core's to know: `provider_type` has no list of them any more, so that a new kind needs no
-- migration. A text that is not a kind is refused when it is read.

-- WHY the table is made again: SQLite cannot take a constraint off a column. Dropping it deletes its rows, which deletes those
-- of tables that refer to it by ON DELETE CASCADE: they are carried over too. The other references are checked when the
-- migration is committed.
PRAGMA defer_foreign_keys = ON;

CREATE TEMPORARY TABLE carried_connections AS SELECT rowid AS place, * FROM platform_idp_config;
CREATE TEMPORARY TABLE carried_secrets AS SELECT rowid AS place, * FROM connection_secrets;
CREATE TEMPORARY TABLE carried_test_runs AS SELECT rowid AS place, * FROM connection_test_runs;
DROP VIEW connection_documents;
DROP TABLE platform_idp_config;

CREATE TABLE platform_idp_config (
    id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36),
    -- The name of a kind that the core knows.
    provider_type TEXT NOT NULL CHECK (provider_type <> ''),
    display_name TEXT NOT NULL,
    -- The issuer of the settings in use, or of those that were in use last; null before any were.
    issuer TEXT CHECK (issuer <> ''),
    org_id TEXT REFERENCES orgs (id) ON DELETE CASCADE,
    status TEXT NOT NULL CHECK (status IN ('draft', 'validated', 'tested', 'active', 'disabled')),
    version INTEGER NOT NULL DEFAULT 0 CHECK (version >= 0),
    -- The number of the settings in use; null when none are.
    active_number INTEGER,
    -- The greatest number of its settings; 0 before there are any.
    latest_number INTEGER NOT NULL DEFAULT 0 CHECK (latest_number >= 0),
    -- The settings in use, else the latest, for readers of CORA's column. Kept by triggers; there is no secret in it.
    config TEXT NOT NULL DEFAULT '{}' CHECK (json_type(config) = 'object'),
    -- The part that logins and hosts read: `connection`, `configuration` and `derived` of the settings in use, or of those that
    -- were in use last, so that a login through a connection that was switched off is refused for that reason. Null before any
    -- were in use.
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
INSERT INTO platform_idp_config (rowid, id, provider_type, display_name, issuer, org_id, status, version, active_number,
    latest_number, config, login, created_by, updated_by, created_at, updated_at)
SELECT place, id, provider_type, display_name, issuer, org_id, status, version, active_number, latest_number, config, login,
    created_by, updated_by, created_at, updated_at
FROM carried_connections;
DROP TABLE carried_connections;

CREATE UNIQUE INDEX idx_single_active_idp ON platform_idp_config (is_active) WHERE status = 'active' AND org_id IS NULL;
CREATE UNIQUE INDEX idx_single_active_issuer ON platform_idp_config (issuer) WHERE status = 'active';
CREATE INDEX idx_platform_idp_config_issuer ON platform_idp_config (issuer);
CREATE INDEX idx_platform_idp_config_type ON platform_idp_config (provider_type);

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

INSERT INTO connection_secrets (rowid, id, idp_config_id, name, key_id, nonce, ciphertext, created_by, created_at)
SELECT place, id, idp_config_id, name, key_id, nonce, ciphertext, created_by, created_at FROM carried_secrets;
DROP TABLE carried_secrets;

INSERT INTO connection_test_runs (rowid, id, idp_config_id, number, version, status, state_hash, nonce, verifier_key_id,
    verifier_nonce, verifier_ciphertext, created_by, created_at, expires_at, used_at, finished_at, log, claims, decision)
SELECT place, id, idp_config_id, number, version, status, state_hash, nonce, verifier_key_id, verifier_nonce,
    verifier_ciphertext, created_by, created_at, expires_at, used_at, finished_at, log, claims, decision
FROM carried_test_runs;
DROP TABLE carried_test_runs;

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
