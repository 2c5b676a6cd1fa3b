-- The request in which a login was decided, so that the record, the log line and the answer can be
-- found from each other.

ALTER TABLE provisioning_audit_log ADD COLUMN request_id TEXT;
CREATE INDEX idx_provisioning_audit_log_request ON provisioning_audit_log (request_id)
    WHERE request_id IS NOT NULL;
