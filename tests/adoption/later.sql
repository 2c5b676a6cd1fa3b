-- What CORA renamed and added after December 17, 2025: tables in December, roles in January.
ALTER TABLE profiles RENAME TO user_profiles;
ALTER TABLE user_profiles RENAME COLUMN global_role TO sys_role;
ALTER TABLE user_profiles ADD COLUMN requires_invitation boolean DEFAULT false;
ALTER TABLE external_identities RENAME TO user_auth_ext_ids;
ALTER TABLE platform_idp_config RENAME TO sys_idp_config;
ALTER TABLE platform_idp_audit_log RENAME TO sys_idp_audit_log;
ALTER TABLE org_members RENAME COLUMN role TO org_role;
ALTER TABLE org_members ALTER COLUMN org_role SET DEFAULT 'org_user';
ALTER TABLE orgs ADD COLUMN description text, ADD COLUMN website_url text, ADD COLUMN created_by uuid, ADD COLUMN updated_by uuid,
    ADD COLUMN app_name text, ADD COLUMN app_icon text;
ALTER TABLE org_email_domains ADD COLUMN default_role varchar(50) DEFAULT 'org_user', ADD COLUMN is_verified boolean DEFAULT false, ADD COLUMN updated_by uuid;
UPDATE user_profiles SET sys_role = CASE sys_role WHEN 'super_admin' THEN 'sys_owner' WHEN 'global_owner' THEN 'sys_owner' WHEN 'platform_owner' THEN 'sys_owner'
    WHEN 'global_admin' THEN 'sys_admin' WHEN 'platform_admin' THEN 'sys_admin' ELSE 'sys_user' END;
ALTER TABLE user_profiles ALTER COLUMN sys_role SET NOT NULL, ALTER COLUMN sys_role SET DEFAULT 'sys_user';
CREATE FUNCTION check_sys_admin(p_user_id uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER AS $$
    SELECT EXISTS (SELECT 1 FROM user_profiles WHERE user_id = p_user_id AND sys_role IN ('sys_owner', 'sys_admin'))
$$;
CREATE FUNCTION check_org_admin(p_user_id uuid, p_org_id uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public AS $$
DECLARE
    v_role org_members.org_role%TYPE;
BEGIN
    SELECT org_role INTO v_role FROM public.org_members WHERE org_id = p_org_id AND user_id = p_user_id;
    RETURN coalesce(v_role IN ('org_owner', 'org_admin'), false);
END $$;
CREATE FUNCTION is_org_member(p_user_id uuid, p_org_id uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER AS $$
    SELECT EXISTS (SELECT 1 FROM org_members WHERE org_id = p_org_id AND user_id = p_user_id)
$$;
CREATE TABLE workspaces (id int, org_id uuid REFERENCES orgs (id) ON DELETE CASCADE);
INSERT INTO workspaces SELECT 1, id FROM orgs;
ALTER TABLE workspaces ENABLE ROW LEVEL SECURITY;
CREATE POLICY workspaces_of_members ON workspaces FOR SELECT TO authenticated USING (EXISTS (SELECT 1 FROM org_members m
    WHERE m.org_id = workspaces.org_id AND m.user_id = auth.uid() AND m.org_role IN ('org_owner', 'org_admin', 'org_user')));
CREATE POLICY workspaces_of_system ON workspaces FOR SELECT TO authenticated USING (EXISTS (SELECT 1 FROM user_profiles p
    WHERE p.user_id = auth.uid() AND p.sys_role IN ('sys_owner', 'sys_admin')));
GRANT SELECT ON workspaces TO authenticated;
