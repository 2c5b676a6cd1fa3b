-- The operator of the host answers conflicts and carries identities over, without an account of the platform.

-- SQLite cannot drop a NOT NULL, so the table is made again. Nothing refers to it.
CREATE TABLE administration_audit_log_with_actor_kind (
    -- Counts up in the order of writing.
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE CHECK (length(id) = 36),
    at INTEGER NOT NULL,
    actor_kind TEXT NOT NULL CHECK (actor_kind IN ('user', 'operator')),
    -- Null when the operator did it from the command line.
    actor_id TEXT,
    action TEXT NOT NULL CHECK (action <> ''),
    org_id TEXT,
    user_id TEXT,
    target TEXT CHECK (target NOT GLOB '?*@?*' OR target GLOB '?[*][*][*]@*'),
    -- Redacted: `[{ "field", "before", "after" }]`.
    changes TEXT NOT NULL CHECK (json_type(changes) = 'array'),
    reason TEXT CHECK (length(reason) BETWEEN 1 AND 500),
    request_id TEXT,
    CHECK ((actor_kind = 'user') = (actor_id IS NOT NULL))
) STRICT;
INSERT INTO administration_audit_log_with_actor_kind (number, id, at, actor_kind, actor_id, action, org_id, user_id,
    target, changes, reason, request_id)
SELECT number, id, at, 'user', actor_id, action, org_id, user_id, target, changes, reason, request_id
FROM administration_audit_log;
DROP TABLE administration_audit_log;
ALTER TABLE administration_audit_log_with_actor_kind RENAME TO administration_audit_log;
CREATE INDEX idx_administration_audit_log_org ON administration_audit_log (org_id, number);
CREATE INDEX idx_administration_audit_log_user ON administration_audit_log (user_id, number);
CREATE TRIGGER administration_audit_log_no_update BEFORE UPDATE ON administration_audit_log BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END;
CREATE TRIGGER administration_audit_log_no_delete BEFORE DELETE ON administration_audit_log BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END;
