-- Records of the audit logs are deleted by age, and each deletion is on record for good.

CREATE TABLE audit_prunings (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    log TEXT NOT NULL
        CHECK (log IN ('provisioning_audit_log', 'administration_audit_log', 'issuer_audit_log')),
    -- All records of the log from before this time were deleted.
    before INTEGER NOT NULL CHECK (before <= at),
    records INTEGER NOT NULL CHECK (records > 0),
    -- SHA-256 of the deleted records as `cora audit export` prints them, in hexadecimal digits.
    digest TEXT NOT NULL CHECK (length(digest) = 64),
    reason TEXT CHECK (length(reason) BETWEEN 1 AND 500)
) STRICT;
CREATE TRIGGER audit_prunings_no_update BEFORE UPDATE ON audit_prunings BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END;
CREATE TRIGGER audit_prunings_no_delete BEFORE DELETE ON audit_prunings BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END;

-- A record may only be deleted if a pruning that is on record covers it.
DROP TRIGGER provisioning_audit_log_no_delete;
CREATE TRIGGER provisioning_audit_log_no_delete BEFORE DELETE ON provisioning_audit_log
WHEN NOT EXISTS (SELECT 1 FROM audit_prunings WHERE log = 'provisioning_audit_log' AND before > OLD.at) BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END;
DROP TRIGGER administration_audit_log_no_delete;
CREATE TRIGGER administration_audit_log_no_delete BEFORE DELETE ON administration_audit_log
WHEN NOT EXISTS (SELECT 1 FROM audit_prunings WHERE log = 'administration_audit_log' AND before > OLD.at) BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END;
DROP TRIGGER issuer_audit_log_no_delete;
CREATE TRIGGER issuer_audit_log_no_delete BEFORE DELETE ON issuer_audit_log
WHEN NOT EXISTS (SELECT 1 FROM audit_prunings WHERE log = 'issuer_audit_log' AND before > OLD.at) BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END;

-- SQLite before 3.45 has json_valid(NULL) as 0, so its `integrity_check` would find these columns at fault, and could not read a
-- dump back. SQLite cannot change a CHECK, so the tables are made again. Nothing refers to them.
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
CREATE TRIGGER platform_idp_audit_log_no_update BEFORE UPDATE ON platform_idp_audit_log BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END;
CREATE TRIGGER platform_idp_audit_log_no_delete BEFORE DELETE ON platform_idp_audit_log BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END;

CREATE TABLE connection_test_runs_with_null (
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
    log TEXT CHECK (log IS NULL OR json_valid(log)),
    claims TEXT CHECK (claims IS NULL OR json_valid(claims)),
    decision TEXT CHECK (decision IS NULL OR json_valid(decision)),
    FOREIGN KEY (idp_config_id, number) REFERENCES platform_idp_config_versions (idp_config_id, number),
    CHECK ((status = 'pending') = (finished_at IS NULL)),
    CHECK ((verifier_ciphertext IS NULL) = (verifier_key_id IS NULL)),
    CHECK ((verifier_ciphertext IS NULL) = (verifier_nonce IS NULL))
) STRICT;
INSERT INTO connection_test_runs_with_null (rowid, id, idp_config_id, number, version, status, state_hash, nonce,
    verifier_key_id, verifier_nonce, verifier_ciphertext, created_by, created_at, expires_at, used_at, finished_at, log,
    claims, decision)
SELECT rowid, id, idp_config_id, number, version, status, state_hash, nonce, verifier_key_id, verifier_nonce,
    verifier_ciphertext, created_by, created_at, expires_at, used_at, finished_at, log, claims, decision
FROM connection_test_runs;
DROP TABLE connection_test_runs;
ALTER TABLE connection_test_runs_with_null RENAME TO connection_test_runs;
CREATE INDEX idx_connection_test_runs_config ON connection_test_runs (idp_config_id, created_at);
