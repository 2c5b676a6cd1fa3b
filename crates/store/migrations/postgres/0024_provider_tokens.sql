-- The tokens of providers that are kept for applications (§14.12): at most one set of a browser session.

CREATE TABLE provider_tokens (
    id uuid NOT NULL PRIMARY KEY,
    browser_session_id uuid NOT NULL UNIQUE REFERENCES browser_sessions (id) ON DELETE CASCADE,
    user_id uuid NOT NULL REFERENCES profiles (user_id) ON DELETE CASCADE,
    -- The tokens, sealed by the host for this row.
    sealed_token text NOT NULL CHECK (sealed_token <> ''),
    -- Raised by each renewal at the provider.
    version bigint NOT NULL DEFAULT 1 CHECK (version > 0),
    -- Until then one renewal is under way, or a failed one is not tried again.
    renewing_until timestamptz,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
);
CREATE INDEX idx_provider_tokens_user ON provider_tokens (user_id);
