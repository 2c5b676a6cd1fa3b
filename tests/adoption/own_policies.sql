-- CORA's own row-level security of December 2025, written from a description of it. Its policies on
-- organizations and members ask the members, so that every query of a person fails there.
ALTER TABLE external_identities ENABLE ROW LEVEL SECURITY;
ALTER TABLE orgs ENABLE ROW LEVEL SECURITY;
ALTER TABLE profiles ENABLE ROW LEVEL SECURITY;
ALTER TABLE org_members ENABLE ROW LEVEL SECURITY;
ALTER TABLE platform_idp_config ENABLE ROW LEVEL SECURITY;
ALTER TABLE platform_idp_audit_log ENABLE ROW LEVEL SECURITY;
ALTER TABLE org_email_domains ENABLE ROW LEVEL SECURITY;
ALTER TABLE user_invites ENABLE ROW LEVEL SECURITY;
CREATE POLICY "Users can view own identities" ON external_identities FOR SELECT TO authenticated USING (auth_user_id = auth.uid());
CREATE POLICY "Users can insert own identities" ON external_identities FOR INSERT TO authenticated WITH CHECK (auth_user_id = auth.uid());
CREATE POLICY "Users can view own profile" ON profiles FOR SELECT TO authenticated USING (user_id = auth.uid());
CREATE POLICY "Users can update own profile" ON profiles FOR UPDATE TO authenticated USING (user_id = auth.uid());
CREATE POLICY "Owners can update" ON orgs FOR UPDATE TO authenticated USING (owner_id = auth.uid());
CREATE POLICY "Members can view" ON orgs FOR SELECT TO authenticated USING (id IN (SELECT org_id FROM org_members WHERE user_id = auth.uid()));
CREATE POLICY "Members can view members" ON org_members FOR SELECT TO authenticated USING (org_id IN (SELECT org_id FROM org_members WHERE user_id = auth.uid()));
CREATE POLICY idp_config_select ON platform_idp_config FOR SELECT TO authenticated USING (EXISTS (SELECT 1 FROM profiles
    WHERE profiles.user_id = auth.uid() AND profiles.global_role IN ('super_admin', 'platform_owner', 'platform_admin', 'global_owner', 'global_admin')));
CREATE POLICY idp_audit_select ON platform_idp_audit_log FOR SELECT TO authenticated USING (EXISTS (SELECT 1 FROM profiles
    WHERE profiles.user_id = auth.uid() AND profiles.global_role IN ('super_admin', 'platform_owner', 'platform_admin', 'global_owner', 'global_admin')));
CREATE POLICY org_email_domains_select ON org_email_domains FOR SELECT TO authenticated USING (org_id IN (SELECT org_id FROM org_members WHERE user_id = auth.uid())
    OR EXISTS (SELECT 1 FROM profiles WHERE user_id = auth.uid() AND global_role IN ('platform_owner', 'platform_admin')));
CREATE POLICY user_invites_select ON user_invites FOR SELECT TO authenticated USING (org_id IN (SELECT org_id FROM org_members WHERE user_id = auth.uid())
    OR email = (SELECT email FROM profiles WHERE user_id = auth.uid()));
CREATE POLICY "Service role" ON profiles FOR ALL USING ((nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'role') = 'service_role');

-- CORA's functions that list the database, which anybody may call.
CREATE FUNCTION get_schema_info() RETURNS TABLE (table_name text, column_name text) LANGUAGE sql SECURITY DEFINER AS $$
    SELECT CAST(table_name AS text), CAST(column_name AS text) FROM information_schema.columns WHERE table_schema = 'public'
$$;
