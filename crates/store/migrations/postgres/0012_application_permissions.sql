-- Permissions and roles that applications define, and the members who have such roles.

ALTER TABLE applications
    -- As `ApplicationPermissions`, and how often they were changed.
    ADD COLUMN permissions jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(permissions) = 'object'),
    ADD COLUMN permissions_version integer NOT NULL DEFAULT 0 CHECK (permissions_version >= 0);

CREATE TABLE member_application_roles (
    org_id uuid NOT NULL,
    user_id uuid NOT NULL,
    application_id uuid NOT NULL REFERENCES applications (id) ON DELETE CASCADE,
    -- One that the application defines.
    role text NOT NULL CHECK (role <> ''),
    given_by uuid,
    given_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (org_id, user_id, application_id, role),
    FOREIGN KEY (org_id, user_id) REFERENCES org_members (org_id, user_id) ON DELETE CASCADE
);
CREATE INDEX idx_member_application_roles_user ON member_application_roles (user_id, application_id);
CREATE INDEX idx_member_application_roles_application ON member_application_roles (application_id);

-- They end with the membership, however it ends, and do not begin again with it.
CREATE FUNCTION cora_end_application_roles() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM member_application_roles WHERE org_id = NEW.org_id AND user_id = NEW.user_id;
    RETURN NULL;
END $$;
CREATE TRIGGER org_members_end_application_roles AFTER UPDATE OF status ON org_members
    FOR EACH ROW WHEN (NEW.status <> OLD.status) EXECUTE FUNCTION cora_end_application_roles();
