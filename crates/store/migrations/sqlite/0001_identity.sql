-- Names of tables and columns are CORA's where it has them. Identifiers are hyphenated lower-case UUIDs, times whole
-- seconds since 1970-01-01T00:00:00Z, e-mail addresses canonical unless the column says otherwise.

CREATE TABLE profiles (
    id INTEGER PRIMARY KEY,
    user_id TEXT NOT NULL UNIQUE CHECK (length(user_id) = 36),
    full_name TEXT,
    given_name TEXT,
    family_name TEXT,
    -- As written, to show.
    email TEXT,
    -- To compare. Not unique: an import may bring two users with one address, and then neither gets in by it.
    email_canonical TEXT,
    email_verified INTEGER NOT NULL DEFAULT 0 CHECK (email_verified IN (0, 1)),
    phone TEXT,
    avatar_url TEXT,
    status TEXT NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'suspended', 'deprovisioned')),
    current_org_id TEXT REFERENCES orgs (id) ON DELETE SET NULL,
    global_role TEXT NOT NULL DEFAULT 'platform_user'
        CHECK (global_role IN ('platform_user', 'platform_admin', 'platform_owner')),
    role_version INTEGER NOT NULL DEFAULT 0,
    created_by TEXT,
    updated_by TEXT,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    CHECK ((email IS NULL) = (email_canonical IS NULL))
) STRICT;
CREATE INDEX idx_profiles_email_canonical ON profiles (email_canonical);
CREATE INDEX idx_profiles_current_org_id ON profiles (current_org_id);
CREATE INDEX idx_profiles_owner ON profiles (global_role) WHERE global_role = 'platform_owner';

CREATE TABLE orgs (
    id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36),
    name TEXT NOT NULL CHECK (trim(name) <> ''),
    slug TEXT NOT NULL UNIQUE
        CHECK (slug <> '' AND slug NOT GLOB '*[^a-z0-9-]*' AND slug NOT GLOB '-*' AND slug NOT GLOB '*-'),
    -- Who founded it. Who owns it is said by the memberships.
    owner_id TEXT REFERENCES profiles (user_id),
    logo_url TEXT,
    status TEXT NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'inactive')),
    seat_limit INTEGER CHECK (seat_limit >= 0),
    -- Kept by triggers, so that the cost of a login does not grow with the number of members.
    seats_used INTEGER NOT NULL DEFAULT 0 CHECK (seats_used >= 0),
    owner_count INTEGER NOT NULL DEFAULT 0 CHECK (owner_count >= 0),
    created_by TEXT,
    updated_by TEXT,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX idx_orgs_owner_id ON orgs (owner_id);

CREATE TABLE org_members (
    id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36),
    org_id TEXT NOT NULL REFERENCES orgs (id) ON DELETE CASCADE,
    user_id TEXT NOT NULL REFERENCES profiles (user_id) ON DELETE CASCADE,
    role TEXT NOT NULL CHECK (role IN ('org_user', 'org_admin', 'org_owner')),
    -- A removed membership stays, so that domain and connection do not start it again.
    status TEXT NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'removed')),
    source TEXT NOT NULL CHECK (source IN ('invitation', 'domain', 'connection', 'bootstrap', 'manual', 'scim')),
    added_by TEXT,
    joined_at INTEGER NOT NULL,
    removed_at INTEGER,
    created_by TEXT,
    updated_by TEXT,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    CHECK ((status = 'removed') = (removed_at IS NOT NULL)),
    CONSTRAINT org_members_org_user_unique UNIQUE (org_id, user_id)
) STRICT;
CREATE INDEX idx_org_members_user_id ON org_members (user_id);

CREATE TRIGGER org_members_count_insert AFTER INSERT ON org_members BEGIN
    UPDATE orgs SET
        seats_used = seats_used + (NEW.status = 'active'),
        owner_count = owner_count + (NEW.status = 'active' AND NEW.role = 'org_owner')
    WHERE id = NEW.org_id;
END;
CREATE TRIGGER org_members_count_update AFTER UPDATE OF status, role ON org_members BEGIN
    UPDATE orgs SET
        seats_used = seats_used + (NEW.status = 'active') - (OLD.status = 'active'),
        owner_count = owner_count + (NEW.status = 'active' AND NEW.role = 'org_owner')
            - (OLD.status = 'active' AND OLD.role = 'org_owner')
    WHERE id = NEW.org_id;
END;
CREATE TRIGGER org_members_count_delete AFTER DELETE ON org_members BEGIN
    UPDATE orgs SET
        seats_used = seats_used - (OLD.status = 'active'),
        owner_count = owner_count - (OLD.status = 'active' AND OLD.role = 'org_owner')
    WHERE id = OLD.org_id;
END;
CREATE TRIGGER org_members_stay_put BEFORE UPDATE OF org_id, user_id ON org_members BEGIN
    SELECT RAISE(ABORT, 'a membership does not move to another organization or user');
END;

-- The last owner of anything cannot be lost.
CREATE TRIGGER org_members_keep_owner BEFORE UPDATE OF status, role ON org_members
WHEN OLD.status = 'active' AND OLD.role = 'org_owner' AND (NEW.status <> 'active' OR NEW.role <> 'org_owner')
    AND (SELECT owner_count FROM orgs WHERE id = OLD.org_id) <= 1
BEGIN
    SELECT RAISE(ABORT, 'this is the last owner of the organization');
END;
CREATE TRIGGER profiles_keep_owner BEFORE UPDATE OF global_role, status ON profiles
WHEN OLD.global_role = 'platform_owner' AND OLD.status = 'active'
    AND (NEW.global_role <> 'platform_owner' OR NEW.status <> 'active')
    AND (SELECT count(*) FROM profiles WHERE global_role = 'platform_owner' AND status = 'active') <= 1
BEGIN
    SELECT RAISE(ABORT, 'this is the last owner of the platform');
END;

CREATE TABLE external_identities (
    id INTEGER PRIMARY KEY,
    auth_user_id TEXT NOT NULL REFERENCES profiles (user_id) ON DELETE CASCADE,
    -- Issuer and subject, exactly as the provider writes them. The same subject at two issuers is two people.
    issuer TEXT NOT NULL,
    external_id TEXT NOT NULL CHECK (external_id <> ''),
    provider_name TEXT NOT NULL,
    connection_id TEXT NOT NULL REFERENCES platform_idp_config (id),
    created_by TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    CONSTRAINT external_identities_issuer_external_id_key UNIQUE (issuer, external_id)
) STRICT;
CREATE INDEX idx_external_identities_auth_user_id ON external_identities (auth_user_id);

CREATE TABLE platform_idp_config (
    id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36),
    provider_type TEXT NOT NULL
        CHECK (provider_type IN ('okta', 'clerk', 'oidc', 'entra_id', 'google', 'auth0', 'cognito', 'keycloak')),
    display_name TEXT NOT NULL,
    issuer TEXT NOT NULL CHECK (issuer <> ''),
    org_id TEXT REFERENCES orgs (id) ON DELETE CASCADE,
    status TEXT NOT NULL CHECK (status IN ('draft', 'validated', 'tested', 'active', 'disabled')),
    version INTEGER NOT NULL DEFAULT 0,
    -- Public settings only; there is no column for a secret.
    config TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(config)),
    is_active INTEGER NOT NULL GENERATED ALWAYS AS (status = 'active') VIRTUAL,
    is_configured INTEGER NOT NULL GENERATED ALWAYS AS (status <> 'draft') VIRTUAL,
    created_by TEXT,
    updated_by TEXT,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX idx_single_active_idp ON platform_idp_config (is_active) WHERE status = 'active' AND org_id IS NULL;
CREATE UNIQUE INDEX idx_single_active_issuer ON platform_idp_config (issuer) WHERE status = 'active';
CREATE INDEX idx_platform_idp_config_issuer ON platform_idp_config (issuer);

-- A connection as the core reads it. `config` holds what has no column of its own.
CREATE VIEW connection_documents AS
SELECT
    id,
    issuer,
    status,
    org_id,
    version,
    json_object(
        'connection', json_patch(
            coalesce(json_extract(config, '$.connection'), '{}'),
            json_object('id', id, 'kind', provider_type, 'issuer', issuer, 'status', status, 'version', version,
                'organizationId', org_id)
        ),
        'displayName', display_name,
        'clientId', json_extract(config, '$.client_id'),
        'jwksUri', json_extract(config, '$.jwks_uri'),
        'discoveryUri', json_extract(config, '$.discovery_uri')
    ) AS document
FROM platform_idp_config;

CREATE TABLE platform_idp_audit_log (
    id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36),
    idp_config_id TEXT NOT NULL REFERENCES platform_idp_config (id),
    action TEXT NOT NULL CHECK (action IN ('created', 'updated', 'activated', 'deactivated')),
    old_config TEXT CHECK (json_valid(old_config)),
    new_config TEXT CHECK (json_valid(new_config)),
    -- Null when the operator did it from the command line.
    performed_by TEXT REFERENCES profiles (user_id),
    performed_at INTEGER NOT NULL
) STRICT;
CREATE INDEX idx_platform_idp_audit_log_config ON platform_idp_audit_log (idp_config_id, performed_at);
CREATE TRIGGER platform_idp_audit_log_no_update BEFORE UPDATE ON platform_idp_audit_log BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END;
CREATE TRIGGER platform_idp_audit_log_no_delete BEFORE DELETE ON platform_idp_audit_log BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END;
