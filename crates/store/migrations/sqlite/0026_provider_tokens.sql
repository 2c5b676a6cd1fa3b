-- The tokens of providers that are kept for applications (§14.12): at most one set of a browser session.

CREATE TABLE provider_tokens (
    id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36),
    browser_session_id TEXT NOT NULL UNIQUE REFERENCES browser_sessions (id) ON DELETE CASCADE,
    user_id TEXT NOT NULL REFERENCES profiles (user_id) ON DELETE CASCADE,
    -- The tokens, sealed by the host for this row.
    sealed_token TEXT NOT NULL CHECK (sealed_token <> ''),
    -- Raised by each renewal at the provider.
    version INTEGER NOT NULL DEFAULT 1 CHECK (version > 0),
    -- Until then one renewal is under way, or a failed one is not tried again.
    renewing_until INTEGER,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX idx_provider_tokens_user ON provider_tokens (user_id);
