-- Auditors, the end of a connection's secret, and drafts that can be deleted.

-- WHY a column of its own: the program of the version before does not know the role, and takes an auditor for a user.
ALTER TABLE profiles ADD COLUMN is_auditor INTEGER NOT NULL DEFAULT 0 CHECK (is_auditor IN (0, 1));
ALTER TABLE profiles ADD COLUMN platform_role TEXT NOT NULL GENERATED ALWAYS AS (
    CASE WHEN is_auditor AND global_role = 'platform_user' THEN 'platform_auditor' ELSE global_role END) VIRTUAL;
DROP TRIGGER profiles_raise_version;
CREATE TRIGGER profiles_raise_version AFTER UPDATE OF email, email_verified, full_name, status, global_role, is_auditor
ON profiles
WHEN NEW.version = OLD.version
    AND (NEW.email, NEW.email_verified, NEW.full_name, NEW.status, NEW.global_role, NEW.is_auditor)
    IS NOT (OLD.email, OLD.email_verified, OLD.full_name, OLD.status, OLD.global_role, OLD.is_auditor)
BEGIN
    UPDATE profiles SET version = version + 1 WHERE id = NEW.id;
END;
CREATE INDEX idx_profiles_list_platform_role ON profiles (platform_role, user_id);

ALTER TABLE platform_idp_config_versions ADD COLUMN secret_expires_at INTEGER;

-- The records of a deleted connection stay, so they refer to no row. SQLite cannot take a reference off a column.
DROP TRIGGER platform_idp_audit_log_no_update;
DROP TRIGGER platform_idp_audit_log_no_delete;
ALTER TABLE platform_idp_audit_log RENAME TO carried_audit_log;
DROP INDEX idx_platform_idp_audit_log_config;
DROP INDEX idx_platform_idp_audit_log_list;
DROP INDEX idx_platform_idp_audit_log_list_sequence;
CREATE TABLE platform_idp_audit_log (
    id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36),
    idp_config_id TEXT NOT NULL CHECK (length(idp_config_id) = 36),
    action TEXT NOT NULL
        CHECK (action IN ('created', 'updated', 'tested', 'activated', 'deactivated', 'rolled_back', 'made_default',
            'deleted')),
    -- The version that the connection had afterwards; null in earlier records.
    version INTEGER,
    -- The number of the settings that it is about.
    number INTEGER,
    changes TEXT NOT NULL DEFAULT '[]' CHECK (json_type(changes) = 'array'),
    -- Whether a safeguard was passed over, and why.
    forced INTEGER NOT NULL DEFAULT 0 CHECK (forced IN (0, 1)),
    reason TEXT CHECK (trim(reason) <> ''),
    old_config TEXT CHECK (old_config IS NULL OR json_valid(old_config)),
    new_config TEXT CHECK (new_config IS NULL OR json_valid(new_config)),
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
CREATE INDEX idx_platform_idp_audit_log_list ON platform_idp_audit_log (performed_at);
CREATE INDEX idx_platform_idp_audit_log_list_sequence ON platform_idp_audit_log (idp_config_id);
CREATE TRIGGER platform_idp_audit_log_no_update BEFORE UPDATE ON platform_idp_audit_log BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END;
CREATE TRIGGER platform_idp_audit_log_no_delete BEFORE DELETE ON platform_idp_audit_log BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END;

DROP TRIGGER platform_idp_config_versions_no_delete;
CREATE TRIGGER platform_idp_config_versions_no_delete BEFORE DELETE ON platform_idp_config_versions
WHEN NOT EXISTS (SELECT 1 FROM platform_idp_audit_log WHERE idp_config_id = OLD.idp_config_id AND action = 'deleted') BEGIN
    SELECT RAISE(ABORT, 'settings are kept as they were stored');
END;
