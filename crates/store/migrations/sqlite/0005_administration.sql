-- What administrators do: who let in from the waitlist, every policy that was in force, domain proofs, the record of it all.

ALTER TABLE waitlist ADD COLUMN status TEXT NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'approved'));
ALTER TABLE waitlist ADD COLUMN updated_by TEXT;
ALTER TABLE waitlist ADD COLUMN updated_at INTEGER;
CREATE INDEX idx_waitlist_added_at ON waitlist (added_at);

-- When the proof was found, and when it was last looked for.
ALTER TABLE org_email_domains ADD COLUMN verified_at INTEGER;
ALTER TABLE org_email_domains ADD COLUMN checked_at INTEGER;

-- Tokens that were sent to a mailbox of a domain: whoever presents one reads mail there.
CREATE TABLE mailbox_tokens (
    -- SHA-256 of the token, 64 lower-case hexadecimal digits; the token itself is nowhere.
    token_hash TEXT NOT NULL PRIMARY KEY CHECK (length(token_hash) = 64),
    domain_id TEXT NOT NULL REFERENCES org_email_domains (id) ON DELETE CASCADE,
    email TEXT NOT NULL CHECK (email GLOB '?*@?*.?*'),
    created_by TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at INTEGER
) STRICT;
CREATE INDEX idx_mailbox_tokens_domain ON mailbox_tokens (domain_id, created_at);

ALTER TABLE membership_requests ADD COLUMN answered_at INTEGER;
ALTER TABLE membership_requests ADD COLUMN answered_by TEXT;
CREATE INDEX idx_membership_requests_org ON membership_requests (org_id, status);

CREATE TABLE provisioning_policy_versions (
    version INTEGER NOT NULL PRIMARY KEY CHECK (version >= 0),
    document TEXT NOT NULL CHECK (json_type(document) = 'object'),
    created_by TEXT,
    created_at INTEGER NOT NULL
) STRICT;
INSERT INTO provisioning_policy_versions (version, document, created_by, created_at)
    SELECT version, document, updated_by, updated_at FROM provisioning_policy;
CREATE TRIGGER provisioning_policy_versions_no_update BEFORE UPDATE ON provisioning_policy_versions BEGIN
    SELECT RAISE(ABORT, 'a version of the policy stays as it is');
END;
CREATE TRIGGER provisioning_policy_versions_no_delete BEFORE DELETE ON provisioning_policy_versions BEGIN
    SELECT RAISE(ABORT, 'a version of the policy stays as it is');
END;
-- However a policy came to be in force, it is kept.
CREATE TRIGGER provisioning_policy_kept_insert AFTER INSERT ON provisioning_policy BEGIN
    INSERT INTO provisioning_policy_versions (version, document, created_by, created_at)
        VALUES (NEW.version, NEW.document, NEW.updated_by, NEW.updated_at) ON CONFLICT (version) DO NOTHING;
END;
CREATE TRIGGER provisioning_policy_kept_update AFTER UPDATE ON provisioning_policy BEGIN
    INSERT INTO provisioning_policy_versions (version, document, created_by, created_at)
        VALUES (NEW.version, NEW.document, NEW.updated_by, NEW.updated_at) ON CONFLICT (version) DO NOTHING;
END;

CREATE TABLE administration_audit_log (
    -- Counts up in the order of writing.
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE CHECK (length(id) = 36),
    at INTEGER NOT NULL,
    actor_id TEXT NOT NULL,
    action TEXT NOT NULL CHECK (action <> ''),
    org_id TEXT,
    user_id TEXT,
    target TEXT CHECK (target NOT GLOB '?*@?*' OR target GLOB '?[*][*][*]@*'),
    -- Redacted: `[{ "field", "before", "after" }]`.
    changes TEXT NOT NULL CHECK (json_type(changes) = 'array'),
    reason TEXT CHECK (length(reason) BETWEEN 1 AND 500),
    request_id TEXT
) STRICT;
CREATE INDEX idx_administration_audit_log_org ON administration_audit_log (org_id, number);
CREATE INDEX idx_administration_audit_log_user ON administration_audit_log (user_id, number);
CREATE TRIGGER administration_audit_log_no_update BEFORE UPDATE ON administration_audit_log BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END;
CREATE TRIGGER administration_audit_log_no_delete BEFORE DELETE ON administration_audit_log BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END;
