-- Permissions and roles that applications define, and the members who have such roles.

-- As `ApplicationPermissions`, and how often they were changed.
ALTER TABLE applications ADD COLUMN permissions TEXT NOT NULL DEFAULT '{}' CHECK (json_type(permissions) = 'object');
ALTER TABLE applications ADD COLUMN permissions_version INTEGER NOT NULL DEFAULT 0 CHECK (permissions_version >= 0);

CREATE TABLE member_application_roles (
    org_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    application_id TEXT NOT NULL REFERENCES applications (id) ON DELETE CASCADE,
    -- One that the application defines.
    role TEXT NOT NULL CHECK (role <> ''),
    given_by TEXT,
    given_at INTEGER NOT NULL,
    PRIMARY KEY (org_id, user_id, application_id, role),
    FOREIGN KEY (org_id, user_id) REFERENCES org_members (org_id, user_id) ON DELETE CASCADE
) STRICT;
CREATE INDEX idx_member_application_roles_user ON member_application_roles (user_id, application_id);
CREATE INDEX idx_member_application_roles_application ON member_application_roles (application_id);

-- They end with the membership, however it ends, and do not begin again with it.
CREATE TRIGGER org_members_end_application_roles AFTER UPDATE OF status ON org_members
WHEN NEW.status <> OLD.status
BEGIN
    DELETE FROM member_application_roles WHERE org_id = NEW.org_id AND user_id = NEW.user_id;
END;
