-- Row-level security of CORA's own tables, as its projects in Supabase have it, without the policies
-- that ask themselves; and a policy of the application's own. {reader} is a role of its own.
ALTER TABLE profiles ENABLE ROW LEVEL SECURITY;
ALTER TABLE orgs ENABLE ROW LEVEL SECURITY;
ALTER TABLE org_members ENABLE ROW LEVEL SECURITY;
ALTER TABLE external_identities ENABLE ROW LEVEL SECURITY;
ALTER TABLE user_invites ENABLE ROW LEVEL SECURITY;
ALTER TABLE org_email_domains ENABLE ROW LEVEL SECURITY;
ALTER TABLE platform_idp_config ENABLE ROW LEVEL SECURITY;
ALTER TABLE platform_idp_audit_log ENABLE ROW LEVEL SECURITY;
CREATE POLICY "Users can read own profile" ON profiles FOR SELECT TO authenticated USING (user_id = auth.uid());
CREATE POLICY "Users can read own memberships" ON org_members FOR SELECT TO authenticated USING (user_id = auth.uid());
CREATE POLICY "Service role full access to profiles" ON profiles FOR ALL USING (auth.uid() IS NULL AND current_setting('request.jwt.claims', true) LIKE '%service_role%');
CREATE POLICY reader_all ON orgs FOR SELECT TO {reader} USING (true);
CREATE POLICY reader_members ON org_members FOR SELECT TO {reader} USING (org_id IN (SELECT id FROM orgs));
