-- What operators need: a way in when no owner can sign in, and a chain that shows changes of audit records.

-- A recovery token counts although the platform has an owner.
ALTER TABLE bootstrap_tokens ADD COLUMN recovery boolean NOT NULL DEFAULT false;

-- One chain over all audit logs. Records are added to it after they were written, so no login waits for it.
CREATE TABLE audit_chain (
    -- From 1 on, without a gap.
    position bigint NOT NULL PRIMARY KEY CHECK (position > 0),
    log text NOT NULL CHECK (log IN ('administration_audit_log', 'issuer_audit_log', 'platform_idp_audit_log',
        'provisioning_audit_log')),
    -- The record's number or identifier.
    record text NOT NULL CHECK (record <> ''),
    added_at timestamptz NOT NULL,
    -- 32 random bytes in hexadecimal digits, hashed with what the record says about people; null once that was erased.
    salt text CHECK (length(salt) = 64),
    -- SHA-256 of the salt and of what the record says about people, 64 lower-case hexadecimal digits.
    commitment text NOT NULL CHECK (length(commitment) = 64),
    -- SHA-256 of the hash before, the rest of the record and the commitment.
    hash text NOT NULL CHECK (length(hash) = 64),
    CONSTRAINT audit_chain_record_unique UNIQUE (log, record)
);
CREATE INDEX idx_audit_chain_log ON audit_chain (log, position);
CREATE TRIGGER audit_chain_no_update BEFORE UPDATE ON audit_chain FOR EACH ROW
    WHEN (NEW.salt IS NOT NULL OR NEW.position <> OLD.position OR NEW.log <> OLD.log OR NEW.record <> OLD.record
        OR NEW.added_at <> OLD.added_at OR NEW.commitment <> OLD.commitment OR NEW.hash <> OLD.hash)
    EXECUTE FUNCTION cora_refuse('the audit chain is append-only');
CREATE TRIGGER audit_chain_no_delete BEFORE DELETE ON audit_chain
    FOR EACH ROW EXECUTE FUNCTION cora_refuse('the audit chain is append-only');
CREATE TRIGGER audit_chain_no_truncate BEFORE TRUNCATE ON audit_chain
    FOR EACH STATEMENT EXECUTE FUNCTION cora_refuse('the audit chain is append-only');
