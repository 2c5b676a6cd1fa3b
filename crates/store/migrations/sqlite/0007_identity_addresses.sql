-- Whose an address is: what each identity said at its last login, codes that prove an address, and the conflicts that an administrator decides.

-- The canonical address that the provider stated, and whether it vouched for it. `email_stated_at` is the time of the token, if it is known.
ALTER TABLE external_identities ADD COLUMN email TEXT;
ALTER TABLE external_identities ADD COLUMN email_verified INTEGER NOT NULL DEFAULT 0 CHECK (email_verified IN (0, 1));
ALTER TABLE external_identities ADD COLUMN email_stated_at INTEGER;
UPDATE external_identities SET email = profiles.email_canonical, email_verified = profiles.email_verified
    FROM profiles WHERE profiles.user_id = external_identities.auth_user_id AND profiles.email_canonical IS NOT NULL;

-- When a code that was mailed to the address proved it, until a provider contradicts it.
ALTER TABLE profiles ADD COLUMN email_confirmed_at INTEGER;

CREATE TABLE new_link_confirmations (
    -- SHA-256 of the token, 64 lower-case hexadecimal digits; the token itself is nowhere.
    token_hash TEXT NOT NULL PRIMARY KEY CHECK (length(token_hash) = 64),
    -- All that it confirms: a token made for one identity, account or address proves nothing about another.
    issuer TEXT NOT NULL,
    external_id TEXT NOT NULL CHECK (external_id <> ''),
    -- Null if the code proves the address alone.
    user_id TEXT REFERENCES profiles (user_id) ON DELETE CASCADE,
    email TEXT NOT NULL CHECK (email GLOB '?*@?*.?*'),
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at INTEGER
) STRICT;
INSERT INTO new_link_confirmations (token_hash, issuer, external_id, user_id, email, created_at, expires_at, used_at)
    SELECT token_hash, issuer, external_id, user_id, email, created_at, expires_at, used_at FROM link_confirmations;
DROP TABLE link_confirmations;
ALTER TABLE new_link_confirmations RENAME TO link_confirmations;
CREATE INDEX idx_link_confirmations_identity ON link_confirmations (issuer, external_id);
CREATE INDEX idx_link_confirmations_user_id ON link_confirmations (user_id);

CREATE TABLE identity_conflicts (
    id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36),
    kind TEXT NOT NULL CHECK (kind IN ('second_subject', 'email_conflict')),
    issuer TEXT NOT NULL,
    external_id TEXT NOT NULL CHECK (external_id <> ''),
    connection_id TEXT NOT NULL REFERENCES platform_idp_config (id) ON DELETE CASCADE,
    -- Who holds the address, or to whom the identity was linked once.
    user_id TEXT NOT NULL REFERENCES profiles (user_id) ON DELETE CASCADE,
    -- Who proves it too; null if the identity is linked to nobody.
    claimant_id TEXT REFERENCES profiles (user_id) ON DELETE CASCADE,
    email TEXT CHECK (email GLOB '?*@?*.?*'),
    status TEXT NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'same_person', 'another_person', 'dismissed')),
    opened_at INTEGER NOT NULL,
    resolved_at INTEGER,
    resolved_by TEXT,
    reason TEXT,
    CHECK ((status = 'open') = (resolved_at IS NULL))
) STRICT;
CREATE INDEX idx_identity_conflicts_status ON identity_conflicts (status, id);
CREATE INDEX idx_identity_conflicts_user_id ON identity_conflicts (user_id);
