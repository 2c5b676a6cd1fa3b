-- Several connections of the platform may be in use, of which one is the default. Two connections of one issuer may be in use if
-- something tells their tokens apart.

DROP INDEX idx_single_active_idp;
DROP INDEX idx_single_active_issuer;

-- The platform's connection that people are offered first, and that hosts use which know only one.
ALTER TABLE platform_idp_config ADD COLUMN is_default INTEGER NOT NULL DEFAULT 0
    CHECK (is_default IN (0, 1) AND (NOT is_default OR org_id IS NULL));
UPDATE platform_idp_config SET is_default = 1 WHERE status = 'active' AND org_id IS NULL;

-- The organizations at the provider that tokens must name, or else their recipients. The core compares lists item by item; the
-- index keeps two from being the same.
ALTER TABLE platform_idp_config ADD COLUMN pin TEXT GENERATED ALWAYS AS (coalesce(
    json_extract(login, '$.connection.providerOrganization'),
    json_extract(login, '$.connection.audiences') || json_extract(login, '$.connection.authorizedParties'),
    '')) VIRTUAL;

CREATE UNIQUE INDEX idx_single_default_idp ON platform_idp_config (is_default) WHERE is_default = 1 AND status = 'active';
CREATE UNIQUE INDEX idx_single_active_issuer ON platform_idp_config (issuer, pin) WHERE status = 'active';

DROP VIEW connection_documents;
-- A connection as the core and hosts read it, once it has been in use.
CREATE VIEW connection_documents AS
SELECT
    id,
    issuer,
    status,
    org_id,
    version,
    is_default,
    json_object(
        'connection',
            json(json_set(json_extract(login, '$.connection'), '$.status', status, '$.version', version)),
        'displayName', display_name,
        'configuration', json_extract(login, '$.configuration'),
        'derived', json_extract(login, '$.derived')
    ) AS document
FROM platform_idp_config WHERE login IS NOT NULL;

-- SQLite cannot change a CHECK, so the audit log is made again with the action `made_default`.
DROP TRIGGER platform_idp_audit_log_no_update;
DROP TRIGGER platform_idp_audit_log_no_delete;
ALTER TABLE platform_idp_audit_log RENAME TO carried_audit_log;
DROP INDEX idx_platform_idp_audit_log_config;
CREATE TABLE platform_idp_audit_log (
    id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36),
    idp_config_id TEXT NOT NULL REFERENCES platform_idp_config (id),
    action TEXT NOT NULL
        CHECK (action IN ('created', 'updated', 'tested', 'activated', 'deactivated', 'rolled_back', 'made_default')),
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
INSERT INTO platform_idp_audit_log (rowid, id, idp_config_id, action, version, number, changes, forced, reason, old_config,
    new_config, actor_kind, performed_by, performed_at, request_id)
SELECT rowid, id, idp_config_id, action, version, number, changes, forced, reason, old_config, new_config, actor_kind,
    performed_by, performed_at, request_id
FROM carried_audit_log;
DROP TABLE carried_audit_log;
CREATE INDEX idx_platform_idp_audit_log_config ON platform_idp_audit_log (idp_config_id, performed_at);
CREATE TRIGGER platform_idp_audit_log_no_update BEFORE UPDATE ON platform_idp_audit_log BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END;
CREATE TRIGGER platform_idp_audit_log_no_delete BEFORE DELETE ON platform_idp_audit_log BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END;
