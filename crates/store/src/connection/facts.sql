-- Loads everything that a command on a connection depends on, as one JSON document of
-- `ConnectionFacts`. The words that begin with an at sign are those of `sql.rs`. Parameters: ?1 the
-- connection, ?2 the number of the settings that the command names, or null, ?3 true if the command
-- puts settings into use, ?4 true if it puts them into use or out of it, ?5 true if it deletes the
-- connection.
WITH
this AS (
    SELECT * FROM platform_idp_config WHERE id = @id(?1)
),
-- The issuer of the settings to be used.
target (issuer) AS (
    SELECT platform_idp_config_versions.issuer
    FROM this @then platform_idp_config_versions ON idp_config_id = this.id AND number = coalesce(?2, latest_number)
    WHERE ?3
),
-- The issuers at which a platform administrator has an identity that a login would recognize:
-- through the connection to be used, or else through the one in use. An access token of Okta names
-- the person in `uid`, a token of Entra ID in `oid`, and all others in `sub`. An identity of a
-- connection of one kind therefore belongs to nobody at the same issuer through a connection of
-- another kind.
doors (user_id, issuer, is_others) AS (
    SELECT DISTINCT user_id, external_identities.issuer,
        EXISTS (SELECT 1 FROM platform_idp_config
            WHERE issuer = external_identities.issuer AND status = 'active' AND id <> @id(?1))
    FROM profiles @then external_identities ON auth_user_id = user_id
    WHERE global_role IN ('platform_admin', 'platform_owner') AND profiles.status = 'active'
        AND CASE WHEN provider_name IN (@kinds_with_own_subject) THEN provider_name ELSE 'sub' END = (
            SELECT CASE WHEN provider_type IN (@kinds_with_own_subject) THEN provider_type ELSE 'sub' END FROM (
                SELECT provider_type, 0 AS place FROM this
                WHERE external_identities.issuer IN (SELECT issuer FROM target)
                UNION ALL
                SELECT provider_type, 1 FROM platform_idp_config
                WHERE issuer = external_identities.issuer AND status = 'active'
            ) AS kinds ORDER BY place LIMIT 1)
),
-- Administrators who can log in through the settings to be used come first, then those who can
-- through other connections in use, then those who can at all.
administrators (user_id) AS (
    SELECT user_id FROM profiles
    WHERE global_role IN ('platform_admin', 'platform_owner') AND status = 'active'
    ORDER BY
        user_id IN (SELECT user_id FROM doors WHERE issuer IN (SELECT issuer FROM target)) DESC,
        user_id IN (SELECT user_id FROM doors WHERE is_others) DESC,
        user_id IN (SELECT user_id FROM doors) DESC,
        user_id
    LIMIT 100
),
administrator_issuers (issuer) AS (
    SELECT DISTINCT issuer FROM administrators @then doors USING (user_id)
),
active AS (
    SELECT * FROM (
        SELECT id FROM platform_idp_config WHERE status = 'active' AND org_id IS NULL
        UNION
        SELECT id FROM platform_idp_config WHERE status = 'active' AND issuer IN (SELECT issuer FROM target)
        UNION
        SELECT id FROM platform_idp_config
        WHERE status = 'active' AND issuer IN (SELECT issuer FROM administrator_issuers)
    ) AS found JOIN platform_idp_config USING (id)
    ORDER BY org_id IS NULL DESC, issuer IN (SELECT issuer FROM target) DESC, id
    LIMIT 1000
),
-- The issuers at which people can sign in after the command, and the one at which they cannot any
-- more.
issuers_after (issuer) AS (
    SELECT issuer FROM platform_idp_config WHERE status = 'active' AND id <> @id(?1)
    UNION SELECT issuer FROM target WHERE issuer IS NOT NULL
),
issuer_lost (issuer) AS (
    SELECT issuer FROM this WHERE status = 'active' AND issuer NOT IN (SELECT issuer FROM issuers_after)
)
SELECT @object(
    'connection', @json((SELECT @object(
        'id', id,
        'kind', provider_type,
        'displayName', display_name,
        'organizationId', org_id,
        'version', version,
        'status', status,
        'activeNumber', active_number,
        'activeIssuer', CASE WHEN active_number IS NULL THEN NULL ELSE issuer END,
        'latestNumber', latest_number,
        'configurations', @json((SELECT @array(@object(
            'number', number,
            'settings', @json(settings),
            'stage', stage,
            'testOutcome', test_outcome,
            -- The policy decides if an account is linked by its address, and it may have changed
            -- since the test.
            'testedDecision', @json(CASE
                WHEN ?3 AND number = coalesce(?2, latest_number) AND tested_decision ->> 'outcome' = 'linked'
                    AND tested_at < (SELECT updated_at FROM provisioning_policy)
                THEN NULL ELSE tested_decision END),
            'secretExpiresAt', @seconds(secret_expires_at)
        )) FROM platform_idp_config_versions
            WHERE idp_config_id = this.id AND (?5 OR number IN (latest_number, active_number, ?2))))
    ) FROM this)),
    'activeConnections', @json((SELECT @array(@object(
        'id', id,
        'version', version,
        'activeNumber', active_number,
        'issuer', issuer,
        'pin', @object(
            'providerOrganization', @json(login -> 'connection' -> 'providerOrganization'),
            'audiences', @json(coalesce(login -> 'connection' -> 'audiences', '[]')),
            'authorizedParties', @json(coalesce(login -> 'connection' -> 'authorizedParties', '[]'))
        ),
        'isDefault', @flag(is_default),
        'organizationId', org_id
    )) FROM active)),
    'administrators', @json((SELECT @array(@object(
        'userId', user_id,
        'issuers', @json((SELECT @array(issuer) FROM (
            SELECT issuer FROM doors WHERE doors.user_id = administrators.user_id
            ORDER BY issuer IN (SELECT issuer FROM target) DESC, issuer LIMIT 100) AS theirs))
    )) FROM administrators)),
    'usersWithoutWayIn', CASE WHEN ?4 THEN (SELECT count(*) FROM profiles
        WHERE status = 'active'
            AND user_id IN (SELECT auth_user_id FROM issuer_lost @then external_identities USING (issuer))
            AND NOT EXISTS (SELECT 1 FROM external_identities
                WHERE auth_user_id = profiles.user_id AND issuer IN (SELECT issuer FROM issuers_after))) END,
    'isReferenced', @flag(?5 AND {REFERENCED}),
    'wasDeleted', @flag(EXISTS (SELECT 1 FROM platform_idp_audit_log
        WHERE idp_config_id = @id(?1) AND action = 'deleted'))
)
