CREATE TABLE link_confirmations (
    -- SHA-256 of the token, 64 lower-case hexadecimal digits; the token itself is nowhere.
    token_hash TEXT NOT NULL PRIMARY KEY CHECK (length(token_hash) = 64),
    -- All that it confirms: a token made for one identity, account or address proves nothing about another.
    issuer TEXT NOT NULL,
    external_id TEXT NOT NULL CHECK (external_id <> ''),
    user_id TEXT NOT NULL REFERENCES profiles (user_id) ON DELETE CASCADE,
    email TEXT NOT NULL CHECK (email GLOB '?*@?*.?*'),
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at INTEGER
) STRICT;
CREATE INDEX idx_link_confirmations_identity ON link_confirmations (issuer, external_id);
CREATE INDEX idx_link_confirmations_user_id ON link_confirmations (user_id);
