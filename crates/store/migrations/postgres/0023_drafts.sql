-- Auditors, the end of a connection's secret, and drafts that can be deleted.

-- WHY a column of its own: the program of the version before does not know the role, and takes an auditor for a user.
ALTER TABLE profiles ADD COLUMN is_auditor boolean NOT NULL DEFAULT false;
ALTER TABLE profiles ADD COLUMN platform_role text NOT NULL GENERATED ALWAYS AS (
    CASE WHEN is_auditor AND global_role = 'platform_user' THEN 'platform_auditor' ELSE global_role END) STORED;
CREATE INDEX idx_profiles_list_platform_role ON profiles (platform_role, user_id);
DROP TRIGGER profiles_raise_version ON profiles;
CREATE TRIGGER profiles_raise_version
    BEFORE UPDATE OF email, email_verified, full_name, status, global_role, is_auditor ON profiles
    FOR EACH ROW WHEN (NEW.version = OLD.version AND (NEW.email, NEW.email_verified, NEW.full_name, NEW.status,
            NEW.global_role, NEW.is_auditor)
        IS DISTINCT FROM (OLD.email, OLD.email_verified, OLD.full_name, OLD.status, OLD.global_role, OLD.is_auditor))
    EXECUTE FUNCTION cora_raise_version();

ALTER TABLE platform_idp_config_versions ADD COLUMN secret_expires_at timestamptz;

-- The records of a deleted connection stay, so they refer to no row.
ALTER TABLE platform_idp_audit_log
    DROP CONSTRAINT platform_idp_audit_log_idp_config_id_fkey,
    DROP CONSTRAINT platform_idp_audit_log_action_check,
    ADD CONSTRAINT platform_idp_audit_log_action_check CHECK (
        action IN ('created', 'updated', 'tested', 'activated', 'deactivated', 'rolled_back', 'made_default', 'deleted'));

DROP TRIGGER platform_idp_config_versions_immutable ON platform_idp_config_versions;
CREATE TRIGGER platform_idp_config_versions_immutable
    BEFORE UPDATE OF idp_config_id, number, settings, issuer, created_by, created_at ON platform_idp_config_versions
    FOR EACH ROW EXECUTE FUNCTION cora_refuse('settings are kept as they were stored');
CREATE FUNCTION cora_refuse_unless_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM platform_idp_audit_log WHERE idp_config_id = OLD.idp_config_id AND action = 'deleted') THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION USING MESSAGE = 'settings are kept as they were stored', ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER platform_idp_config_versions_no_delete BEFORE DELETE ON platform_idp_config_versions
    FOR EACH ROW EXECUTE FUNCTION cora_refuse_unless_deleted();

-- As in migration 15.
DO $$
BEGIN
    EXECUTE format('ALTER FUNCTION cora_refuse_unless_deleted() SET search_path = %I, pg_temp', current_schema());
END $$;
