-- What Cora needs in a project of Supabase, whose API lets browsers at every table of the schema: who reads what, and who writes. Applied after every
-- migration, again each time it changes. {schema} is the schema of Cora's tables.
--
-- Whoever is signed in reads what Cora lets them (the capabilities of their roles), and writes their own name, picture and current organization; everything
-- else goes through Cora, which decides and records it. Platform roles give no rights inside an organization.

-- Every person has a row in `auth.users`, which is what `auth.uid()` and foreign keys of the application mean. It has neither a password nor an address:
-- with these Supabase would let them in past Cora.
CREATE OR REPLACE FUNCTION {schema}.cora_add_auth_user(user_id uuid) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = '' AS $$
    INSERT INTO auth.users (id, instance_id, aud, role, encrypted_password, confirmation_token, recovery_token, email_change, email_change_token_new,
        raw_app_meta_data, raw_user_meta_data, created_at, updated_at)
    VALUES (user_id, '00000000-0000-0000-0000-000000000000', 'authenticated', 'authenticated', '', '', '', '', '',
        '{"provider": "cora", "providers": ["cora"]}', '{}', now(), now())
    ON CONFLICT (id) DO NOTHING
$$;
CREATE OR REPLACE FUNCTION {schema}.cora_make_auth_user() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    PERFORM {schema}.cora_add_auth_user(NEW.user_id);
    RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS profiles_auth_user ON {schema}.profiles;
CREATE TRIGGER profiles_auth_user BEFORE INSERT ON {schema}.profiles FOR EACH ROW EXECUTE FUNCTION {schema}.cora_make_auth_user();
SELECT {schema}.cora_add_auth_user(user_id) FROM {schema}.profiles;
ALTER TABLE {schema}.profiles DROP CONSTRAINT IF EXISTS profiles_user_id_auth_users_fkey;
-- WHY it does not cascade: people are deprovisioned, so that what they did stays known.
ALTER TABLE {schema}.profiles ADD CONSTRAINT profiles_user_id_auth_users_fkey FOREIGN KEY (user_id) REFERENCES auth.users (id);

-- Who asks. These read past row level security, so that no policy asks itself; whoever is not active is nobody.
CREATE OR REPLACE FUNCTION {schema}.cora_user_id() RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
    SELECT user_id FROM {schema}.profiles WHERE user_id = auth.uid() AND status = 'active'
$$;
CREATE OR REPLACE FUNCTION {schema}.cora_verified_email() RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
    SELECT email_canonical FROM {schema}.profiles WHERE user_id = auth.uid() AND status = 'active' AND email_verified
$$;
CREATE OR REPLACE FUNCTION {schema}.cora_has_platform_role(roles text[]) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
    SELECT EXISTS (SELECT 1 FROM {schema}.profiles WHERE user_id = auth.uid() AND status = 'active' AND platform_role = ANY (roles))
$$;
CREATE OR REPLACE FUNCTION {schema}.cora_organizations(roles text[]) RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
    SELECT member.org_id
    FROM {schema}.org_members member
    JOIN {schema}.orgs organization ON organization.id = member.org_id AND organization.status = 'active'
    JOIN {schema}.profiles profile ON profile.user_id = member.user_id AND profile.status = 'active'
    WHERE member.user_id = auth.uid() AND member.status = 'active' AND member.role = ANY (roles)
$$;

-- Roles, status and addresses are Cora's to change, whatever else is granted to whom.
CREATE OR REPLACE FUNCTION {schema}.cora_guard_columns() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
    IF NOT pg_has_role(current_user, (SELECT relowner FROM pg_catalog.pg_class WHERE oid = TG_RELID), 'USAGE') THEN
        RAISE EXCEPTION 'roles, status and addresses are changed by Cora alone' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS profiles_guard_columns ON {schema}.profiles;
CREATE TRIGGER profiles_guard_columns
    BEFORE UPDATE OF id, user_id, email, email_canonical, email_verified, status, global_role, is_auditor, role_version, created_by, created_at ON {schema}.profiles
    FOR EACH ROW EXECUTE FUNCTION {schema}.cora_guard_columns();
-- What people write of themselves has the bounds of the core's `UpdateProfileRequest`: Cora could not read a longer text again, and pages show the rest.
CREATE OR REPLACE FUNCTION {schema}.cora_guard_texts() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
    IF NOT pg_has_role(current_user, (SELECT relowner FROM pg_catalog.pg_class WHERE oid = TG_RELID), 'USAGE') AND (
        greatest(octet_length(NEW.full_name), octet_length(NEW.given_name), octet_length(NEW.family_name)) > 512
        OR octet_length(NEW.phone) > 64 OR octet_length(NEW.avatar_url) > 2048
        OR concat_ws(' ', NEW.full_name, NEW.given_name, NEW.family_name, NEW.phone, NEW.avatar_url)
            ~ '[\u0001-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]'
        OR NEW.phone !~ '^[A-Za-z0-9 +().,/;:#*-]*$' OR (NEW.phone <> '' AND NEW.phone !~ '[0-9]')
        OR (NEW.avatar_url <> '' AND NEW.avatar_url !~* '^https?://[^/?#:@\s"''<>\\`][^\s"''<>\\`]*$'))
    THEN
        RAISE EXCEPTION 'the text is too long, has a hidden character, or is not a phone number or the URL of a picture' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS profiles_guard_texts ON {schema}.profiles;
CREATE TRIGGER profiles_guard_texts BEFORE UPDATE OF full_name, given_name, family_name, phone, avatar_url ON {schema}.profiles
    FOR EACH ROW EXECUTE FUNCTION {schema}.cora_guard_texts();
DROP TRIGGER IF EXISTS org_members_guard ON {schema}.org_members;
CREATE TRIGGER org_members_guard BEFORE INSERT OR UPDATE OR DELETE ON {schema}.org_members
    FOR EACH STATEMENT EXECUTE FUNCTION {schema}.cora_guard_columns();

-- Nobody has anything that is not given below.
DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY[{tables}] LOOP
        EXECUTE format('ALTER TABLE {schema}.%I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('REVOKE ALL ON {schema}.%I FROM PUBLIC, anon, authenticated, service_role', name);
    END LOOP;
    -- A revocation for the table leaves what was given column by column.
    REVOKE ALL (full_name, given_name, family_name, phone, avatar_url, current_org_id) ON {schema}.profiles FROM PUBLIC, anon, authenticated, service_role;
    FOR name IN SELECT CAST(sequence.oid AS regclass) FROM pg_catalog.pg_class sequence
        JOIN pg_catalog.pg_depend depend ON depend.objid = sequence.oid AND depend.deptype IN ('a', 'i')
        JOIN pg_catalog.pg_class owner ON owner.oid = depend.refobjid
        WHERE sequence.relkind = 'S' AND owner.relnamespace = CAST('{schema}' AS regnamespace) AND owner.relname = ANY (ARRAY[{tables}])
    LOOP
        EXECUTE format('REVOKE ALL ON SEQUENCE %s FROM PUBLIC, anon, authenticated, service_role', name);
    END LOOP;
    REVOKE ALL ON {schema}.connection_documents FROM PUBLIC, anon, authenticated, service_role;
    FOR name IN SELECT CAST(oid AS regprocedure) FROM pg_catalog.pg_proc
        WHERE pronamespace = CAST('{schema}' AS regnamespace) AND proname LIKE 'cora\_%'
    LOOP
        EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC, anon, authenticated, service_role', name);
    END LOOP;
    FOR name IN SELECT format('%I ON {schema}.%I', policyname, tablename) FROM pg_catalog.pg_policies
        WHERE schemaname = trim(BOTH '"' FROM '{schema}') AND tablename = ANY (ARRAY[{tables}])
    LOOP
        EXECUTE format('DROP POLICY %s', name);
    END LOOP;
END $$;

GRANT EXECUTE ON FUNCTION {schema}.cora_user_id(), {schema}.cora_verified_email(), {schema}.cora_has_platform_role(text[]),
    {schema}.cora_organizations(text[]) TO authenticated, service_role;
GRANT SELECT ON {schema}.profiles, {schema}.orgs, {schema}.org_members, {schema}.external_identities, {schema}.user_invites, {schema}.org_email_domains,
    {schema}.membership_requests, {schema}.platform_idp_config, {schema}.platform_idp_audit_log, {schema}.administration_audit_log
    TO authenticated, service_role;
GRANT UPDATE (full_name, given_name, family_name, phone, avatar_url, current_org_id) ON {schema}.profiles TO authenticated, service_role;

-- {organizations …} are those in which a role of the asker has this capability, {platform …} says whether their platform role has it; the core's table of roles
-- and capabilities is written in for them.
CREATE POLICY profiles_select ON {schema}.profiles FOR SELECT TO authenticated
    USING (user_id = (SELECT {schema}.cora_user_id()) OR (SELECT {platform users:read}));
CREATE POLICY profiles_update ON {schema}.profiles FOR UPDATE TO authenticated
    USING (user_id = (SELECT {schema}.cora_user_id()))
    WITH CHECK (user_id = (SELECT {schema}.cora_user_id())
        AND (current_org_id IS NULL OR current_org_id IN (SELECT {organizations org:read})));
CREATE POLICY orgs_select ON {schema}.orgs FOR SELECT TO authenticated
    USING (id IN (SELECT {organizations org:read}) OR (SELECT {platform organizations:read}));
CREATE POLICY org_members_select ON {schema}.org_members FOR SELECT TO authenticated
    USING (org_id IN (SELECT {organizations members:read}));
CREATE POLICY external_identities_select ON {schema}.external_identities FOR SELECT TO authenticated
    USING (auth_user_id = (SELECT {schema}.cora_user_id()));
CREATE POLICY user_invites_select ON {schema}.user_invites FOR SELECT TO authenticated
    USING (org_id IN (SELECT {organizations invitations:manage}) OR email = (SELECT {schema}.cora_verified_email()));
CREATE POLICY org_email_domains_select ON {schema}.org_email_domains FOR SELECT TO authenticated
    USING (org_id IN (SELECT {organizations domains:manage}));
CREATE POLICY membership_requests_select ON {schema}.membership_requests FOR SELECT TO authenticated
    USING (user_id = (SELECT {schema}.cora_user_id()) OR org_id IN (SELECT {organizations members:manage}));
CREATE POLICY platform_idp_config_select ON {schema}.platform_idp_config FOR SELECT TO authenticated
    USING ((SELECT {platform idp:read}));
CREATE POLICY platform_idp_audit_log_select ON {schema}.platform_idp_audit_log FOR SELECT TO authenticated
    USING ((SELECT {platform idp:read}));
CREATE POLICY administration_audit_log_select ON {schema}.administration_audit_log FOR SELECT TO authenticated
    USING ((SELECT {platform audit:read}) OR org_id IN (SELECT {organizations audit:read}));

-- In an adopted database of the legacy CORA toolkit, its views are read with the rights of whoever asks, and roles of the application keep theirs.
DO $$
BEGIN
    IF to_regprocedure('{schema}.adopted_access()') IS NOT NULL THEN
        PERFORM {schema}.adopted_access();
    END IF;
END $$;

-- The API reads the schema anew, so that it knows new columns.
NOTIFY pgrst, 'reload schema';
