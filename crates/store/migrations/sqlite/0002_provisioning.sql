CREATE TABLE org_email_domains (
    id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36),
    org_id TEXT NOT NULL REFERENCES orgs (id) ON DELETE CASCADE,
    -- Lower-case A-labels, without `*.`.
    domain TEXT NOT NULL CHECK (domain = lower(domain) AND domain GLOB '?*.?*' AND domain NOT GLOB '*[*@ ]*'),
    is_wildcard INTEGER NOT NULL DEFAULT 0 CHECK (is_wildcard IN (0, 1)),
    class TEXT NOT NULL DEFAULT 'company' CHECK (class IN ('company', 'public_provider', 'disposable', 'public_suffix')),
    verification TEXT NOT NULL CHECK (verification IN ('affiliation', 'ownership')),
    state TEXT NOT NULL CHECK (state IN ('pending', 'verified', 'failed', 'expired')),
    enrollment_mode TEXT NOT NULL CHECK (enrollment_mode IN ('manual_invitation', 'automatic_invitation',
        'automatic_suggestion', 'enterprise_sso', 'automatic_membership')),
    role TEXT CHECK (role IN ('org_user', 'org_admin', 'org_owner')),
    connection_id TEXT REFERENCES platform_idp_config (id),
    version INTEGER NOT NULL DEFAULT 0,
    created_by TEXT,
    updated_by TEXT,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX idx_org_email_domains_domain ON org_email_domains (domain, state);
CREATE INDEX idx_org_email_domains_org_id ON org_email_domains (org_id);

-- A domain name belongs to one organization once it is verified.
CREATE TRIGGER org_email_domains_one_organization_insert BEFORE INSERT ON org_email_domains
WHEN NEW.state = 'verified' AND EXISTS (SELECT 1 FROM org_email_domains
    WHERE domain = NEW.domain AND state = 'verified' AND org_id <> NEW.org_id AND id <> NEW.id)
BEGIN
    SELECT RAISE(ABORT, 'another organization has verified this domain');
END;
CREATE TRIGGER org_email_domains_one_organization_update BEFORE UPDATE OF domain, state, org_id ON org_email_domains
WHEN NEW.state = 'verified' AND EXISTS (SELECT 1 FROM org_email_domains
    WHERE domain = NEW.domain AND state = 'verified' AND org_id <> NEW.org_id AND id <> NEW.id)
BEGIN
    SELECT RAISE(ABORT, 'another organization has verified this domain');
END;

CREATE TABLE user_invites (
    id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36),
    email TEXT NOT NULL CHECK (email GLOB '?*@?*.?*'),
    org_id TEXT NOT NULL REFERENCES orgs (id) ON DELETE CASCADE,
    role TEXT NOT NULL DEFAULT 'org_user' CHECK (role IN ('org_user', 'org_admin', 'org_owner')),
    platform_role TEXT NOT NULL DEFAULT 'platform_user'
        CHECK (platform_role IN ('platform_user', 'platform_admin', 'platform_owner')),
    -- Who answers for it; null when a domain rule made it.
    invited_by TEXT REFERENCES profiles (user_id) ON DELETE SET NULL,
    status TEXT NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'accepted', 'expired', 'revoked')),
    acceptance TEXT NOT NULL DEFAULT 'on_login' CHECK (acceptance IN ('explicit', 'on_login')),
    connection_id TEXT REFERENCES platform_idp_config (id),
    expires_at INTEGER NOT NULL,
    accepted_at INTEGER,
    accepted_by TEXT REFERENCES profiles (user_id) ON DELETE SET NULL,
    created_by TEXT,
    updated_by TEXT,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    CHECK ((status = 'accepted') = (accepted_at IS NOT NULL))
) STRICT;
CREATE INDEX idx_user_invites_email ON user_invites (email, status);
CREATE INDEX idx_user_invites_org_status ON user_invites (org_id, status);

-- There is one policy.
CREATE TABLE provisioning_policy (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    version INTEGER NOT NULL,
    document TEXT NOT NULL CHECK (json_valid(document)),
    updated_by TEXT,
    updated_at INTEGER NOT NULL
) STRICT;

CREATE TABLE bootstrap_tokens (
    -- SHA-256 of the token, 64 lower-case hexadecimal digits; the token itself is nowhere.
    token_hash TEXT NOT NULL PRIMARY KEY CHECK (length(token_hash) = 64),
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at INTEGER,
    used_by TEXT REFERENCES profiles (user_id),
    CHECK ((used_at IS NULL) = (used_by IS NULL))
) STRICT;

CREATE TABLE membership_requests (
    id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36),
    org_id TEXT NOT NULL REFERENCES orgs (id) ON DELETE CASCADE,
    user_id TEXT NOT NULL REFERENCES profiles (user_id) ON DELETE CASCADE,
    role TEXT NOT NULL CHECK (role IN ('org_user', 'org_admin', 'org_owner')),
    status TEXT NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'approved', 'rejected')),
    requested_at INTEGER NOT NULL,
    CONSTRAINT membership_requests_org_user_unique UNIQUE (org_id, user_id)
) STRICT;
CREATE INDEX idx_membership_requests_user ON membership_requests (user_id, status);

CREATE TABLE waitlist (
    email TEXT NOT NULL PRIMARY KEY CHECK (email GLOB '?*@?*.?*'),
    added_at INTEGER NOT NULL
) STRICT;

CREATE TABLE provisioning_audit_log (
    id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36),
    at INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    reason TEXT NOT NULL,
    connection_id TEXT NOT NULL,
    user_id TEXT,
    -- Redacted: `a***@acme.example`.
    email TEXT CHECK (email GLOB '?[*][*][*]@*')
) STRICT;
CREATE INDEX idx_provisioning_audit_log_at ON provisioning_audit_log (at);
CREATE INDEX idx_provisioning_audit_log_user ON provisioning_audit_log (user_id, at);
CREATE TRIGGER provisioning_audit_log_no_update BEFORE UPDATE ON provisioning_audit_log BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END;
CREATE TRIGGER provisioning_audit_log_no_delete BEFORE DELETE ON provisioning_audit_log BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END;
