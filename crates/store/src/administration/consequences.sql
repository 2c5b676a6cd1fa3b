-- Loads what a dry run shows in addition to the facts of a command, as one JSON document of
-- `ConsequenceFacts`. Parameters: ?1 the organization, ?2 the user, ?3 the domain rule, ?4 the
-- application, ?5 the browser session, each null if the command names none, ?6 the time, ?7 the
-- roles that the application would define, null if they do not change.
WITH
members (name) AS (
    SELECT coalesce(nullif(profiles.full_name, ''), profiles.email) FROM org_members
    JOIN profiles ON profiles.user_id = org_members.user_id
    WHERE org_members.org_id = @id(?1) AND org_members.status = 'active' AND profiles.status = 'active'
),
invitations (id) AS (
    SELECT id FROM user_invites WHERE org_id = @id(?1) AND status = 'pending' AND expires_at > @time(?6)
),
domains (name) AS (
    SELECT CASE WHEN is_wildcard THEN '*.' ELSE '' END || domain FROM org_email_domains WHERE org_id = @id(?1)
),
rule AS (
    SELECT * FROM org_email_domains WHERE id = @id(?3)
),
strangers (name) AS (
    SELECT coalesce(nullif(profiles.full_name, ''), profiles.email) FROM rule
    JOIN profiles ON profiles.email_verified AND profiles.status = 'active'
        AND CASE WHEN rule.is_wildcard THEN @domain_part(profiles.email_canonical) LIKE '%.' || rule.domain
            ELSE @domain_part(profiles.email_canonical) = rule.domain END
    WHERE NOT EXISTS (SELECT 1 FROM org_members WHERE org_members.org_id = rule.org_id
        AND org_members.user_id = profiles.user_id AND org_members.status = 'active')
),
sessions (id) AS (
    SELECT browser.id FROM browser_sessions AS browser
    WHERE browser.user_id = @id(?2) AND browser.ended_at IS NULL AND browser.idle_ends_at > @time(?6)
        AND browser.ends_at > @time(?6) AND (@text(?5) IS NULL OR browser.id = @id(?5))
        AND NOT EXISTS (SELECT 1 FROM session_bounds
            WHERE session_bounds.user_id = browser.user_id AND session_bounds.not_before > browser.began_at)
),
memberships (name) AS (
    SELECT orgs.name FROM org_members JOIN orgs ON orgs.id = org_members.org_id
    WHERE org_members.user_id = @id(?2) AND org_members.status = 'active' AND orgs.status = 'active'
),
application_sessions_alive (id) AS (
    SELECT id FROM application_sessions
    WHERE application_id = @id(?4) AND ended_at IS NULL AND idle_ends_at > @time(?6) AND ends_at > @time(?6)
),
holders (user_id, role) AS (
    SELECT user_id, role FROM member_application_roles
    WHERE application_id = @id(?4) AND @text(?7) IS NOT NULL
        AND role NOT IN (SELECT defined.value FROM @each(?7, defined))
)
SELECT @object(
    'members', @object('count', (SELECT count(*) FROM members),
        'names', @json((SELECT @array(first.name) FROM (SELECT name FROM members
            WHERE name IS NOT NULL ORDER BY name LIMIT 10) AS first))),
    'openInvitations', @object('count', (SELECT count(*) FROM invitations), 'names', @json('[]')),
    'domains', @object('count', (SELECT count(*) FROM domains),
        'names', @json((SELECT @array(first.name) FROM (SELECT name FROM domains ORDER BY name LIMIT 10) AS first))),
    'domainStrangers', @object('count', (SELECT count(*) FROM strangers),
        'names', @json((SELECT @array(first.name) FROM (SELECT name FROM strangers
            WHERE name IS NOT NULL ORDER BY name LIMIT 10) AS first))),
    'sessions', (SELECT count(*) FROM sessions),
    'memberships', @object('count', (SELECT count(*) FROM memberships),
        'names', @json((SELECT @array(first.name) FROM (SELECT name FROM memberships ORDER BY name LIMIT 10) AS first))),
    'applicationSessions', (SELECT count(*) FROM application_sessions_alive),
    'roleHolders', @object('count', (SELECT count(DISTINCT user_id) FROM holders),
        'names', @json((SELECT @array(first.role) FROM (SELECT DISTINCT role FROM holders ORDER BY role LIMIT 10)
            AS first)))
)
