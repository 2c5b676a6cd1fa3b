-- Several connections of the platform may be in use, of which one is the default. Two connections of one issuer may be in use if
-- something tells their tokens apart.

DROP INDEX idx_single_active_idp;
DROP INDEX idx_single_active_issuer;

ALTER TABLE platform_idp_config
    -- The platform's connection that people are offered first, and that hosts use which know only one.
    ADD COLUMN is_default boolean NOT NULL DEFAULT false
        CHECK (NOT is_default OR org_id IS NULL),
    -- The organizations at the provider that tokens must name, or else their recipients. The core compares lists item by item;
    -- the index keeps two from being the same.
    ADD COLUMN pin text GENERATED ALWAYS AS (coalesce(
        login -> 'connection' ->> 'providerOrganization',
        (login -> 'connection' ->> 'audiences') || (login -> 'connection' ->> 'authorizedParties'),
        '')) STORED;
UPDATE platform_idp_config SET is_default = true WHERE status = 'active' AND org_id IS NULL;

CREATE UNIQUE INDEX idx_single_default_idp ON platform_idp_config (is_default) WHERE is_default AND status = 'active';
CREATE UNIQUE INDEX idx_single_active_issuer ON platform_idp_config (issuer, md5(pin)) WHERE status = 'active';

-- A connection as the core and hosts read it, once it has been in use.
CREATE OR REPLACE VIEW connection_documents AS
SELECT
    id,
    issuer,
    status,
    org_id,
    version,
    jsonb_build_object(
        'connection',
            (login -> 'connection') || jsonb_build_object('status', status, 'version', version),
        'displayName', display_name,
        'configuration', login -> 'configuration',
        'derived', login -> 'derived'
    ) AS document,
    is_default
FROM platform_idp_config WHERE login IS NOT NULL;

ALTER TABLE platform_idp_audit_log
    DROP CONSTRAINT platform_idp_audit_log_action_check,
    ADD CONSTRAINT platform_idp_audit_log_action_check CHECK (
        action IN ('created', 'updated', 'tested', 'activated', 'deactivated', 'rolled_back', 'made_default'));
