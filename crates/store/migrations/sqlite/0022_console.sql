-- Sessions of the console (§16), and links by which the operator of the host comes to it.

-- Rows of sessions that have ended are removed; the audit log keeps their beginning and end.
CREATE TABLE console_sessions (
    id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36),
    secret_hash TEXT NOT NULL UNIQUE CHECK (length(secret_hash) = 64),
    kind TEXT NOT NULL CHECK (kind IN ('person', 'operator', 'setup')),
    -- Of a person: the session of the console as an application of the issuer.
    application_session_id TEXT REFERENCES application_sessions (id) ON DELETE CASCADE,
    user_id TEXT REFERENCES profiles (user_id) ON DELETE CASCADE,
    -- Of a person: the connection of the sign-in, and the number of its settings that were active then.
    connection_id TEXT,
    active_number INTEGER,
    -- Of a setup session: the bootstrap token, sealed by the host.
    sealed_token TEXT,
    -- A coarse name of the device.
    device TEXT,
    began_at INTEGER NOT NULL,
    -- Written at most once a minute.
    used_at INTEGER NOT NULL,
    idle_ends_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    CHECK ((kind = 'person') = (application_session_id IS NOT NULL)),
    CHECK ((kind = 'person') = (user_id IS NOT NULL)),
    CHECK ((kind = 'person') = (connection_id IS NOT NULL)),
    CHECK ((kind = 'setup') = (sealed_token IS NOT NULL))
) STRICT;
CREATE INDEX idx_console_sessions_user ON console_sessions (user_id, began_at);
CREATE INDEX idx_console_sessions_application_session ON console_sessions (application_session_id);
CREATE INDEX idx_console_sessions_idle_end ON console_sessions (idle_ends_at);
CREATE INDEX idx_console_sessions_end ON console_sessions (ends_at);

CREATE TABLE console_links (
    token_hash TEXT NOT NULL PRIMARY KEY CHECK (length(token_hash) = 64),
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX idx_console_links_expiry ON console_links (expires_at);
