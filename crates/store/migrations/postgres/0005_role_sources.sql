-- Where a member's role is from: which groups gave it, and what remains without them. Groups of which enrolled people need one.

ALTER TABLE org_members
    DROP CONSTRAINT org_members_source_check,
    ADD CONSTRAINT org_members_source_check
        CHECK (source IN ('invitation', 'domain', 'connection', 'bootstrap', 'manual', 'group', 'scim')),
    -- Null while the role is the one by which the person is a member otherwise. `group` in a removed row: a lost group ended it.
    ADD COLUMN role_source text CHECK (role_source IN ('group', 'manual')),
    -- The role without any group mapping; null if there is none.
    ADD COLUMN base_role text CHECK (base_role IN ('org_user', 'org_admin', 'org_owner')),
    -- When the token was issued whose groups last set the role or ended the membership.
    ADD COLUMN role_as_of timestamptz;
-- No mapping is known to have given an earlier role, so none takes it.
UPDATE org_members SET base_role = role;

ALTER TABLE org_email_domains
    ADD COLUMN required_groups jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(required_groups) = 'array');
