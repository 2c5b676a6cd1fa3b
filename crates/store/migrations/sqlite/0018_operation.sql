-- What operators need: a way in when no owner can sign in, and a chain that shows changes of audit records.

-- A recovery token counts although the platform has an owner.
ALTER TABLE bootstrap_tokens ADD COLUMN recovery INTEGER NOT NULL DEFAULT 0 CHECK (recovery IN (0, 1));

-- One chain over all audit logs. Records are added to it after they were written, so no login waits for it.
CREATE TABLE audit_chain (
    -- From 1 on, without a gap.
    position INTEGER NOT NULL PRIMARY KEY CHECK (position > 0),
    log TEXT NOT NULL CHECK (log IN ('administration_audit_log', 'issuer_audit_log', 'platform_idp_audit_log',
        'provisioning_audit_log')),
    -- The record's number or identifier.
    record TEXT NOT NULL CHECK (record <> ''),
    added_at INTEGER NOT NULL,
    -- 32 random bytes in hexadecimal digits, hashed with what the record says about people; null once that was erased.
    salt TEXT CHECK (length(salt) = 64),
    -- SHA-256 of the salt and of what the record says about people, 64 lower-case hexadecimal digits.
    commitment TEXT NOT NULL CHECK (length(commitment) = 64),
    -- SHA-256 of the hash before, the rest of the record and the commitment.
    hash TEXT NOT NULL CHECK (length(hash) = 64),
    CONSTRAINT audit_chain_record_unique UNIQUE (log, record)
) STRICT;
CREATE INDEX idx_audit_chain_log ON audit_chain (log, position);
CREATE TRIGGER audit_chain_no_update BEFORE UPDATE ON audit_chain
WHEN NEW.salt IS NOT NULL OR NEW.position <> OLD.position OR NEW.log <> OLD.log OR NEW.record <> OLD.record
    OR NEW.added_at <> OLD.added_at OR NEW.commitment <> OLD.commitment OR NEW.hash <> OLD.hash
BEGIN
    SELECT RAISE(ABORT, 'the audit chain is append-only');
END;
CREATE TRIGGER audit_chain_no_delete BEFORE DELETE ON audit_chain BEGIN
    SELECT RAISE(ABORT, 'the audit chain is append-only');
END;
