-- Where a member's role is from: which groups gave it, and what remains without them. Groups of which enrolled people need one.

-- SQLite cannot change a CHECK, so the table is made again. Nothing refers to it.
CREATE TABLE org_members_with_role_source (
    id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36),
    org_id TEXT NOT NULL REFERENCES orgs (id) ON DELETE CASCADE,
    user_id TEXT NOT NULL REFERENCES profiles (user_id) ON DELETE CASCADE,
    role TEXT NOT NULL CHECK (role IN ('org_user', 'org_admin', 'org_owner')),
    -- A removed membership stays, so that domain and connection do not start it again.
    status TEXT NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'removed')),
    source TEXT NOT NULL CHECK (source IN ('invitation', 'domain', 'connection', 'bootstrap', 'manual', 'group', 'scim')),
    added_by TEXT,
    joined_at INTEGER NOT NULL,
    removed_at INTEGER,
    created_by TEXT,
    updated_by TEXT,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    -- Null while the role is the one by which the person is a member otherwise. `group` in a removed row: a lost group ended it.
    role_source TEXT CHECK (role_source IN ('group', 'manual')),
    -- The role without any group mapping; null if there is none.
    base_role TEXT CHECK (base_role IN ('org_user', 'org_admin', 'org_owner')),
    -- When the token was issued whose groups last set the role or ended the membership.
    role_as_of INTEGER,
    CHECK ((status = 'removed') = (removed_at IS NOT NULL)),
    CONSTRAINT org_members_org_user_unique UNIQUE (org_id, user_id)
) STRICT;
-- No mapping is known to have given an earlier role, so none takes it.
INSERT INTO org_members_with_role_source (id, org_id, user_id, role, status, source, added_by, joined_at, removed_at,
    created_by, updated_by, created_at, updated_at, base_role)
SELECT id, org_id, user_id, role, status, source, added_by, joined_at, removed_at,
    created_by, updated_by, created_at, updated_at, role
FROM org_members;
DROP TABLE org_members;
ALTER TABLE org_members_with_role_source RENAME TO org_members;
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
CREATE TRIGGER org_members_keep_owner BEFORE UPDATE OF status, role ON org_members
WHEN OLD.status = 'active' AND OLD.role = 'org_owner' AND (NEW.status <> 'active' OR NEW.role <> 'org_owner')
    AND (SELECT owner_count FROM orgs WHERE id = OLD.org_id) <= 1
BEGIN
    SELECT RAISE(ABORT, 'this is the last owner of the organization');
END;

ALTER TABLE org_email_domains ADD COLUMN required_groups TEXT NOT NULL DEFAULT '[]'
    CHECK (json_valid(required_groups) AND json_type(required_groups) = 'array');
