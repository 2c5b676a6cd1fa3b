-- The end of a connection's secret, and drafts that can be deleted.
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
