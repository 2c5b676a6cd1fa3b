-- More about logins: counts of all, details of those on record, refused tokens, and samples for simulations.

-- What a decision on record was made of. The audit record itself stays as it is, so that the chain holds.
CREATE TABLE login_details (
    audit_id TEXT NOT NULL PRIMARY KEY REFERENCES provisioning_audit_log (id) ON DELETE CASCADE,
    at INTEGER NOT NULL,
    user_id TEXT CHECK (length(user_id) = 36),
    policy_version INTEGER NOT NULL,
    connection_version INTEGER NOT NULL,
    -- HMAC-SHA-256 of the canonical address, 32 lower-case hexadecimal digits; null without a key, and once the person is gone.
    address_key TEXT CHECK (length(address_key) = 32),
    -- The verdicts of all stages; null once the person was erased.
    trace TEXT CHECK (trace IS NULL OR json_valid(trace))
) STRICT;
CREATE INDEX idx_login_details_address ON login_details (address_key, at) WHERE address_key IS NOT NULL;
CREATE INDEX idx_login_details_user ON login_details (user_id) WHERE user_id IS NOT NULL;

-- Logins as they were decided, without any text by which a person is known.
CREATE TABLE login_samples (
    audit_id TEXT NOT NULL PRIMARY KEY REFERENCES provisioning_audit_log (id) ON DELETE CASCADE,
    at INTEGER NOT NULL,
    user_id TEXT CHECK (length(user_id) = 36),
    -- Null once the person is gone.
    document TEXT CHECK (document IS NULL OR json_valid(document))
) STRICT;
CREATE INDEX idx_login_samples_at ON login_samples (at, audit_id);
CREATE INDEX idx_login_samples_user ON login_samples (user_id) WHERE user_id IS NOT NULL;

-- Tokens of known issuers that were refused: one row per code, connection, subject and day.
CREATE TABLE refused_tokens (
    id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36),
    at INTEGER NOT NULL,
    code TEXT NOT NULL CHECK (code <> ''),
    connection_id TEXT NOT NULL CHECK (length(connection_id) = 36),
    connection_version INTEGER NOT NULL,
    -- HMAC-SHA-256 of the subject that the token names, 32 lower-case hexadecimal digits; it proves nothing.
    subject_key TEXT CHECK (length(subject_key) = 32),
    request_id TEXT
) STRICT;
CREATE INDEX idx_refused_tokens_at ON refused_tokens (at, id);
CREATE INDEX idx_refused_tokens_subject ON refused_tokens (subject_key) WHERE subject_key IS NOT NULL;

-- The number of logins in each hour, and of refused tokens. They name nobody.
CREATE TABLE login_counts (
    hour INTEGER NOT NULL CHECK (hour % 3600 = 0),
    -- Empty where no connection is known.
    connection_id TEXT NOT NULL,
    -- An outcome, or `token_refused`.
    outcome TEXT NOT NULL CHECK (outcome <> ''),
    reason TEXT NOT NULL CHECK (reason <> ''),
    logins INTEGER NOT NULL CHECK (logins > 0),
    PRIMARY KEY (hour, connection_id, outcome, reason)
) STRICT;

-- What the last token of an identity said, by day.
CREATE TABLE identities_seen (
    issuer TEXT NOT NULL CHECK (issuer <> ''),
    -- HMAC-SHA-256 of the subject, 32 lower-case hexadecimal digits.
    subject_key TEXT NOT NULL CHECK (length(subject_key) = 32),
    user_id TEXT NOT NULL REFERENCES profiles (user_id) ON DELETE CASCADE,
    connection_id TEXT NOT NULL CHECK (length(connection_id) = 36),
    day INTEGER NOT NULL CHECK (day % 86400 = 0),
    email_verified INTEGER NOT NULL CHECK (email_verified IN (0, 1)),
    -- HMAC-SHA-256 of the names of all groups, 32 lower-case hexadecimal digits; null if the token named none.
    groups_key TEXT CHECK (length(groups_key) = 32),
    PRIMARY KEY (issuer, subject_key)
) STRICT;
CREATE INDEX idx_identities_seen_user ON identities_seen (user_id, day);
CREATE INDEX idx_identities_seen_day ON identities_seen (day);

-- Records are deleted by age, and each deletion is on record for good.
CREATE TABLE login_prunings (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    pruned TEXT NOT NULL CHECK (pruned IN ('login_details', 'login_samples', 'refused_tokens')),
    -- All rows from before this time were deleted.
    before INTEGER NOT NULL CHECK (before <= at),
    records INTEGER NOT NULL CHECK (records > 0),
    -- `age`, or `number` where there were more than may be kept.
    cause TEXT NOT NULL CHECK (cause IN ('age', 'number'))
) STRICT;
CREATE TRIGGER login_prunings_no_update BEFORE UPDATE ON login_prunings BEGIN
    SELECT RAISE(ABORT, 'the record of deletions is append-only');
END;
CREATE TRIGGER login_prunings_no_delete BEFORE DELETE ON login_prunings BEGIN
    SELECT RAISE(ABORT, 'the record of deletions is append-only');
END;

-- What says something about a person may be taken out, and nothing else changes.
CREATE TRIGGER login_details_no_update BEFORE UPDATE ON login_details
WHEN NEW.audit_id <> OLD.audit_id OR NEW.at <> OLD.at OR NEW.user_id IS NOT OLD.user_id
    OR NEW.policy_version <> OLD.policy_version OR NEW.connection_version <> OLD.connection_version
    OR (NEW.address_key IS NOT NULL AND NEW.address_key IS NOT OLD.address_key)
    OR (NEW.trace IS NOT NULL AND NEW.trace IS NOT OLD.trace)
BEGIN
    SELECT RAISE(ABORT, 'the record of logins is append-only');
END;
CREATE TRIGGER login_samples_no_update BEFORE UPDATE ON login_samples
WHEN NEW.audit_id <> OLD.audit_id OR NEW.at <> OLD.at OR NEW.user_id IS NOT OLD.user_id OR NEW.document IS NOT NULL BEGIN
    SELECT RAISE(ABORT, 'the record of logins is append-only');
END;
CREATE TRIGGER refused_tokens_no_update BEFORE UPDATE ON refused_tokens
WHEN NEW.id <> OLD.id OR NEW.at <> OLD.at OR NEW.code <> OLD.code OR NEW.connection_id <> OLD.connection_id
    OR NEW.connection_version <> OLD.connection_version OR NEW.subject_key IS NOT NULL
    OR NEW.request_id IS NOT OLD.request_id
BEGIN
    SELECT RAISE(ABORT, 'the record of logins is append-only');
END;
CREATE TRIGGER login_details_no_delete BEFORE DELETE ON login_details
WHEN NOT EXISTS (SELECT 1 FROM audit_prunings WHERE log = 'provisioning_audit_log' AND before > OLD.at)
    AND NOT EXISTS (SELECT 1 FROM login_prunings WHERE pruned = 'login_details' AND before > OLD.at)
BEGIN
    SELECT RAISE(ABORT, 'the record of logins is append-only');
END;
CREATE TRIGGER login_samples_no_delete BEFORE DELETE ON login_samples
WHEN NOT EXISTS (SELECT 1 FROM audit_prunings WHERE log = 'provisioning_audit_log' AND before > OLD.at)
    AND NOT EXISTS (SELECT 1 FROM login_prunings WHERE pruned = 'login_samples' AND before > OLD.at)
BEGIN
    SELECT RAISE(ABORT, 'the record of logins is append-only');
END;
CREATE TRIGGER refused_tokens_no_delete BEFORE DELETE ON refused_tokens
WHEN NOT EXISTS (SELECT 1 FROM login_prunings WHERE pruned = 'refused_tokens' AND before > OLD.at) BEGIN
    SELECT RAISE(ABORT, 'the record of logins is append-only');
END;
