-- What administrators do: who let in from the waitlist, every policy that was in force, domain proofs, the record of it all.

ALTER TABLE waitlist
    ADD COLUMN status text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'approved')),
    ADD COLUMN updated_by uuid,
    ADD COLUMN updated_at timestamptz;
CREATE INDEX idx_waitlist_added_at ON waitlist (added_at);

-- When the proof was found, and when it was last looked for.
ALTER TABLE org_email_domains
    ADD COLUMN verified_at timestamptz,
    ADD COLUMN checked_at timestamptz;

-- Tokens that were sent to a mailbox of a domain: whoever presents one reads mail there.
CREATE TABLE mailbox_tokens (
    -- SHA-256 of the token, 64 lower-case hexadecimal digits; the token itself is nowhere.
    token_hash text NOT NULL PRIMARY KEY CHECK (length(token_hash) = 64),
    domain_id uuid NOT NULL REFERENCES org_email_domains (id) ON DELETE CASCADE,
    email text NOT NULL CHECK (email LIKE '_%@_%._%'),
    created_by uuid NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at timestamptz
);
CREATE INDEX idx_mailbox_tokens_domain ON mailbox_tokens (domain_id, created_at);

ALTER TABLE membership_requests
    ADD COLUMN answered_at timestamptz,
    ADD COLUMN answered_by uuid;
CREATE INDEX idx_membership_requests_org ON membership_requests (org_id, status);

CREATE TABLE provisioning_policy_versions (
    version bigint NOT NULL PRIMARY KEY CHECK (version >= 0),
    document jsonb NOT NULL,
    created_by uuid,
    created_at timestamptz NOT NULL
);
INSERT INTO provisioning_policy_versions (version, document, created_by, created_at)
    SELECT version, document, updated_by, updated_at FROM provisioning_policy;
CREATE TRIGGER provisioning_policy_versions_fixed BEFORE UPDATE OR DELETE ON provisioning_policy_versions
    FOR EACH ROW EXECUTE FUNCTION cora_refuse('a version of the policy stays as it is');
-- However a policy came to be in force, it is kept.
CREATE FUNCTION cora_keep_policy() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO provisioning_policy_versions (version, document, created_by, created_at)
        VALUES (NEW.version, NEW.document, NEW.updated_by, NEW.updated_at) ON CONFLICT (version) DO NOTHING;
    RETURN NULL;
END $$;
CREATE TRIGGER provisioning_policy_kept AFTER INSERT OR UPDATE ON provisioning_policy
    FOR EACH ROW EXECUTE FUNCTION cora_keep_policy();

CREATE TABLE administration_audit_log (
    -- Counts up in the order of writing.
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id uuid NOT NULL UNIQUE,
    at timestamptz NOT NULL,
    actor_id uuid NOT NULL,
    action text NOT NULL CHECK (action <> ''),
    org_id uuid,
    user_id uuid,
    target text CHECK (target NOT LIKE '_%@_%' OR target LIKE '_***@%'),
    -- Redacted: `[{ "field", "before", "after" }]`.
    changes jsonb NOT NULL CHECK (jsonb_typeof(changes) = 'array'),
    reason text CHECK (length(reason) BETWEEN 1 AND 500),
    request_id text
);
CREATE INDEX idx_administration_audit_log_org ON administration_audit_log (org_id, number);
CREATE INDEX idx_administration_audit_log_user ON administration_audit_log (user_id, number);
CREATE TRIGGER administration_audit_log_append_only BEFORE UPDATE OR DELETE ON administration_audit_log
    FOR EACH ROW EXECUTE FUNCTION cora_refuse('the audit log is append-only');
CREATE TRIGGER administration_audit_log_no_truncate BEFORE TRUNCATE ON administration_audit_log
    FOR EACH STATEMENT EXECUTE FUNCTION cora_refuse('the audit log is append-only');
