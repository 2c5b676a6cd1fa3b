-- Everything that a command to a connection depends on, as one JSON document of `ConnectionFacts`.
-- ?1 connection, ?2 the number of settings that the command names, or null.
WITH
this AS (
    SELECT * FROM platform_idp_config WHERE id = ?1
),
-- The issuer of the settings that are to be used.
target (issuer) AS (
    SELECT platform_idp_config_versions.issuer
    FROM this CROSS JOIN platform_idp_config_versions ON idp_config_id = this.id AND number = coalesce(?2, latest_number)
),
-- Those who can log in by what is to be used first, then those who can by what else is in use.
administrators (user_id) AS (
    SELECT user_id FROM profiles
    WHERE global_role IN ('platform_admin', 'platform_owner') AND status = 'active'
    ORDER BY
        EXISTS (SELECT 1 FROM external_identities
            WHERE auth_user_id = profiles.user_id AND issuer IN (SELECT issuer FROM target)) DESC,
        EXISTS (SELECT 1 FROM external_identities CROSS JOIN platform_idp_config USING (issuer)
            WHERE auth_user_id = profiles.user_id AND platform_idp_config.status = 'active' AND platform_idp_config.id <> ?1)
            DESC,
        user_id
    LIMIT 100
),
administrator_issuers (issuer) AS (
    SELECT DISTINCT issuer
    FROM administrators CROSS JOIN external_identities ON auth_user_id = administrators.user_id
),
active AS (
    SELECT * FROM (
        SELECT id, version, active_number, issuer, org_id FROM platform_idp_config
        WHERE status = 'active' AND org_id IS NULL
        UNION
        SELECT id, version, active_number, issuer, org_id FROM platform_idp_config
        WHERE status = 'active' AND issuer IN (SELECT issuer FROM target)
        UNION
        SELECT id, version, active_number, issuer, org_id FROM platform_idp_config
        WHERE status = 'active' AND issuer IN (SELECT issuer FROM administrator_issuers)
    )
    ORDER BY org_id IS NULL DESC, issuer IN (SELECT issuer FROM target) DESC, id
    LIMIT 1000
)
SELECT json_object(
    'connection', json((SELECT json_object(
        'id', id,
        'kind', provider_type,
        'displayName', display_name,
        'organizationId', org_id,
        'version', version,
        'status', status,
        'activeNumber', active_number,
        'activeIssuer', iif(active_number IS NULL, NULL, issuer),
        'latestNumber', latest_number,
        'configurations', json((SELECT json_group_array(json_object(
            'number', number,
            'settings', json(settings),
            'stage', stage,
            'testOutcome', test_outcome,
            'testedDecision', json(tested_decision)
        )) FROM platform_idp_config_versions
            WHERE idp_config_id = this.id AND number IN (latest_number, active_number, ?2)))
    ) FROM this)),
    'activeConnections', json((SELECT json_group_array(json_object(
        'id', id,
        'version', version,
        'activeNumber', active_number,
        'issuer', issuer,
        'organizationId', org_id
    )) FROM active)),
    'administrators', json((SELECT json_group_array(json_object(
        'userId', user_id,
        'issuers', json((SELECT json_group_array(issuer) FROM (
            SELECT DISTINCT issuer FROM external_identities WHERE auth_user_id = administrators.user_id
            ORDER BY issuer IN (SELECT issuer FROM target) DESC, issuer LIMIT 100)))
    )) FROM administrators))
)
