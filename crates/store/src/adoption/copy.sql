-- Copies the rows of the legacy CORA toolkit from the views `old_…` into the tables of Cora. {now},
-- {trust_emails} and {trust_domains} are values; the times of the views are finite. A placeholder with the name of a table, alone or
-- with `old.` before it, stands for the columns that CORA has in that table here beyond those that
-- are read. The tables `adoption_…` are created before.

-- Organizations come first, because people have a current one. Their founders and the numbers of
-- their members and owners are written at the end.
CREATE TEMPORARY TABLE adoption_slug ON COMMIT DROP AS
SELECT id, slug ~ '^[a-z0-9]([a-z0-9-]*[a-z0-9])?$' AND octet_length(slug) <= {max_slug} AS is_kept,
    CASE WHEN slug ~ '^[a-z0-9]([a-z0-9-]*[a-z0-9])?$' AND octet_length(slug) <= {max_slug} THEN slug
    ELSE concat_ws('-', nullif(trim(BOTH '-' FROM left(regexp_replace(lower(slug), '[^a-z0-9]+', '-', 'g'), 40)), ''), left(md5(CAST(id AS text)), 8))
    END AS slug
FROM old_orgs;
ANALYZE adoption_slug;

INSERT INTO adoption_fault
SELECT 'organization_slug_changed', 'orgs', CAST(id AS text) FROM adoption_slug WHERE NOT is_kept
UNION ALL SELECT 'organization_name_blank', 'orgs', CAST(id AS text) FROM old_orgs WHERE trim(name) = ''
UNION ALL SELECT 'text_too_long', 'orgs', CAST(id AS text) FROM old_orgs
    WHERE octet_length(name) > {max_name} OR octet_length(logo_url) > {max_url}
        OR octet_length(description) > {max_description} OR octet_length(website_url) > {max_url}
        OR octet_length(app_name) > {max_name} OR octet_length(app_icon) > {max_icon};

INSERT INTO orgs (id, name, slug, logo_url, description, website_url, app_name, app_icon, created_by, updated_by, created_at, updated_at{orgs})
SELECT old.id,
    CASE WHEN trim(old.name) = '' THEN slug.slug WHEN octet_length(old.name) > {max_name} THEN left(old.name, {max_name} / 4) ELSE old.name END,
    slug.slug, CASE WHEN octet_length(old.logo_url) <= {max_url} THEN old.logo_url END,
    CASE WHEN octet_length(old.description) > {max_description} THEN left(old.description, {max_description} / 4) ELSE old.description END,
    CASE WHEN octet_length(old.website_url) <= {max_url} THEN old.website_url END,
    CASE WHEN octet_length(old.app_name) > {max_name} THEN left(old.app_name, {max_name} / 4) ELSE old.app_name END,
    CASE WHEN octet_length(old.app_icon) <= {max_icon} THEN old.app_icon END,
    old.created_by, old.updated_by, old.created_at, old.updated_at{old.orgs}
FROM old_orgs old JOIN adoption_slug slug ON slug.id = old.id;

-- People. CORA marked those whom it had denied, and made them profiles all the same. They are
-- nobody, so that their next login is decided anew; those who are somebody anyhow are suspended.
CREATE TEMPORARY TABLE adoption_denied ON COMMIT DROP AS
SELECT user_id, coalesce(role.role <> 'platform_user', false) OR user_id IN (SELECT user_id FROM old_org_members)
    OR user_id IN (SELECT owner_id FROM old_orgs WHERE owner_id IS NOT NULL) AS is_somebody
FROM old_profiles old LEFT JOIN adoption_role role ON role.scope = 'platform' AND role.original = old.global_role
WHERE requires_invitation;
ANALYZE adoption_denied;

INSERT INTO adoption_fault
SELECT 'profile_requires_invitation', 'profiles', CAST(user_id AS text) FROM adoption_denied
UNION ALL
SELECT 'role_unknown', 'profiles', CAST(user_id AS text) FROM old_profiles old
    WHERE global_role IS NOT NULL AND NOT EXISTS (SELECT 1 FROM adoption_role WHERE scope = 'platform' AND original = old.global_role)
UNION ALL SELECT 'email_invalid', 'profiles', CAST(user_id AS text) FROM old_profiles old
    WHERE trim(email) <> '' AND NOT EXISTS (SELECT 1 FROM adoption_email WHERE original = old.email)
UNION ALL SELECT 'email_duplicate', 'profiles', CAST(user_id AS text) FROM (
        SELECT user_id, count(*) OVER (PARTITION BY canonical) AS times
        FROM old_profiles JOIN adoption_email ON original = email) address
    WHERE times > 1
UNION ALL SELECT 'email_unverified', 'profiles', CAST(user_id AS text) FROM old_profiles
    WHERE NOT {trust_emails} AND email IN (SELECT original FROM adoption_email)
UNION ALL SELECT 'current_organization_not_member', 'profiles', CAST(user_id AS text) FROM old_profiles old
    WHERE current_org_id IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM old_org_members WHERE org_id = old.current_org_id AND old_org_members.user_id = old.user_id)
UNION ALL SELECT 'text_too_long', 'profiles', CAST(user_id AS text) FROM old_profiles
    WHERE octet_length(full_name) > {max_name} OR octet_length(phone) > {max_phone} OR octet_length(avatar_url) > {max_url};

INSERT INTO profiles (id, user_id, full_name, email, email_canonical, email_verified, phone, avatar_url, status, current_org_id, global_role,
    role_before_adoption, role_at_adoption, created_by, updated_by, created_at, updated_at{profiles})
SELECT old.id, old.user_id,
    CASE WHEN octet_length(old.full_name) > {max_name} THEN left(old.full_name, {max_name} / 4) ELSE old.full_name END,
    address.shown, address.canonical, {trust_emails} AND address.canonical IS NOT NULL,
    -- A part of a number would be another number.
    CASE WHEN octet_length(old.phone) <= {max_phone} THEN old.phone END,
    CASE WHEN octet_length(old.avatar_url) <= {max_url} THEN old.avatar_url END,
    CASE WHEN denied.user_id IS NULL THEN 'active' ELSE 'suspended' END,
    member.org_id, coalesce(role.role, 'platform_user'), old.global_role, coalesce(role.role, 'platform_user'),
    old.created_by, old.updated_by, old.created_at, old.updated_at{old.profiles}
FROM old_profiles old
LEFT JOIN adoption_email address ON address.original = old.email
LEFT JOIN adoption_role role ON role.scope = 'platform' AND role.original = old.global_role
LEFT JOIN old_org_members member ON member.user_id = old.user_id AND member.org_id = old.current_org_id
LEFT JOIN adoption_denied denied ON denied.user_id = old.user_id
WHERE denied.user_id IS NULL OR denied.is_somebody;

INSERT INTO adoption_fault SELECT 'platform_without_owner', 'profiles', ''
WHERE NOT EXISTS (SELECT 1 FROM profiles WHERE global_role = 'platform_owner' AND status = 'active');

-- Memberships.
CREATE TEMPORARY TABLE adoption_ownerless ON COMMIT DROP AS
SELECT id, owner_id FROM old_orgs old
WHERE NOT EXISTS (SELECT 1 FROM old_org_members WHERE org_id = old.id AND role = 'org_owner');
ANALYZE adoption_ownerless;

INSERT INTO adoption_fault
SELECT 'organization_without_owner', 'orgs', CAST(id AS text) FROM adoption_ownerless
UNION ALL SELECT 'role_unknown', 'org_members', CAST(id AS text) FROM old_org_members old
    WHERE NOT EXISTS (SELECT 1 FROM adoption_role WHERE scope = 'organization' AND original = old.role);

-- WHY: this trigger counts row by row, so it is disabled. The update at the end counts once.
ALTER TABLE org_members DISABLE TRIGGER org_members_count;
INSERT INTO org_members (id, org_id, user_id, role, source, added_by, joined_at, role_before_adoption, role_at_adoption,
    created_by, created_at, updated_at{org_members})
SELECT old.id, old.org_id, old.user_id,
    CASE WHEN ownerless.id IS NOT NULL THEN 'org_owner' ELSE coalesce(role.role, 'org_user') END,
    'manual', old.added_by, old.created_at, old.role,
    CASE WHEN ownerless.id IS NOT NULL THEN 'org_owner' ELSE coalesce(role.role, 'org_user') END,
    old.added_by, old.created_at, old.updated_at{old.org_members}
FROM old_org_members old
LEFT JOIN adoption_role role ON role.scope = 'organization' AND role.original = old.role
LEFT JOIN adoption_ownerless ownerless ON ownerless.id = old.org_id AND ownerless.owner_id = old.user_id;
ALTER TABLE org_members ENABLE TRIGGER org_members_count;

UPDATE orgs SET
    owner_id = (SELECT user_id FROM profiles WHERE user_id = old.owner_id),
    seats_used = (SELECT count(*) FROM org_members
        JOIN profiles ON profiles.user_id = org_members.user_id AND profiles.status = 'active'
        WHERE org_id = orgs.id),
    owner_count = (SELECT count(*) FROM org_members WHERE org_id = orgs.id AND role = 'org_owner')
FROM old_orgs old WHERE old.id = orgs.id;

-- Domains. None is verified, unless the operator vouches for it.
CREATE TEMPORARY TABLE adoption_claim ON COMMIT DROP AS
SELECT old.id, domain.name, domain.class, old.auto_provision IS TRUE AS lets_in,
    row_number() OVER (PARTITION BY old.org_id, domain.name ORDER BY old.auto_provision IS TRUE DESC, old.created_at, old.id) AS place,
    (SELECT count(DISTINCT other.org_id) FROM old_org_email_domains other JOIN adoption_domain same ON same.original = other.domain
        WHERE same.name = domain.name) AS organizations
FROM old_org_email_domains old JOIN adoption_domain domain ON domain.original = old.domain;

INSERT INTO adoption_fault
SELECT 'domain_invalid', 'org_email_domains', CAST(id AS text) FROM old_org_email_domains WHERE id NOT IN (SELECT id FROM adoption_claim)
UNION ALL SELECT 'domain_duplicate', 'org_email_domains', CAST(id AS text) FROM adoption_claim WHERE place > 1
UNION ALL SELECT 'domain_claimed_twice', 'org_email_domains', CAST(id AS text) FROM adoption_claim WHERE organizations > 1
UNION ALL SELECT 'domain_public', 'org_email_domains', CAST(id AS text) FROM adoption_claim WHERE class <> 'company'
UNION ALL SELECT 'role_unknown', 'org_email_domains', CAST(id AS text) FROM old_org_email_domains
    WHERE default_role IS NOT NULL AND NOT EXISTS (SELECT 1 FROM adoption_role WHERE scope = 'organization' AND original = default_role)
UNION ALL SELECT 'domain_makes_owners', 'org_email_domains', CAST(old.id AS text) FROM old_org_email_domains old
    JOIN adoption_role role ON role.scope = 'organization' AND role.original = old.default_role WHERE role.role = 'org_owner'
UNION ALL SELECT 'domain_unverified', 'org_email_domains', CAST(id AS text) FROM adoption_claim WHERE class = 'company' AND NOT {trust_domains};

INSERT INTO org_email_domains (id, org_id, domain, class, verification, state, enrollment_mode, role, created_by, updated_by, created_at, updated_at,
    verified_at{org_email_domains})
SELECT old.id, old.org_id, claim.name, claim.class, 'ownership',
    CASE WHEN trusted THEN 'verified' ELSE 'pending' END,
    CASE WHEN claim.lets_in AND claim.class = 'company' THEN 'automatic_membership' ELSE 'manual_invitation' END,
    CASE WHEN role.role = 'org_admin' THEN 'org_admin' ELSE 'org_user' END,
    old.created_by, old.updated_by, coalesce(old.created_at, {now}), coalesce(old.updated_at, {now}), CASE WHEN trusted THEN {now} END{old.org_email_domains}
FROM old_org_email_domains old JOIN adoption_claim claim ON claim.id = old.id AND claim.place = 1
LEFT JOIN adoption_role role ON role.scope = 'organization' AND role.original = old.default_role
CROSS JOIN LATERAL (SELECT {trust_domains} AND claim.class = 'company' AND claim.organizations = 1 AS trusted) vouched;

-- Invitations.
CREATE TEMPORARY TABLE adoption_invitation ON COMMIT DROP AS
SELECT old.id, address.canonical AS email, old.org_id, role.role, inviter.user_id AS invited_by, old.expires_at IS NULL AS is_endless,
    coalesce(old.expires_at, {now} + interval '30 days') AS expires_at, old.status,
    coalesce(old.status = 'pending' AND coalesce(old.expires_at > {now}, true), false) AS is_open,
    -- The roles that the inviter may give. Owners may invite owners. Administrators, including
    -- those of the platform, may invite the others.
    CASE WHEN member.role = 'org_owner' THEN 3 WHEN member.role = 'org_admin' OR inviter.global_role <> 'platform_user' THEN 2 ELSE 0 END AS reach,
    row_number() OVER (PARTITION BY address.canonical, old.org_id, old.status ORDER BY old.created_at DESC, old.id) AS place
FROM old_user_invites old
JOIN adoption_email address ON address.original = old.email
LEFT JOIN adoption_role role ON role.scope = 'organization' AND role.original = old.role
LEFT JOIN profiles inviter ON inviter.user_id = old.invited_by
LEFT JOIN org_members member ON member.user_id = old.invited_by AND member.org_id = old.org_id;

CREATE TEMPORARY TABLE adoption_refusal ON COMMIT DROP AS
SELECT id, CASE
    WHEN status IS NULL THEN 'invitation_status_unknown'
    WHEN is_open AND role IS NULL THEN 'role_unknown'
    WHEN is_open AND invited_by IS NULL THEN 'invitation_without_inviter'
    WHEN is_open AND reach < CASE role WHEN 'org_owner' THEN 3 ELSE 2 END THEN 'invitation_above_inviter'
    WHEN is_open AND place > 1 THEN 'invitation_duplicate'
    END AS code
FROM adoption_invitation;

INSERT INTO adoption_fault
SELECT 'email_invalid', 'user_invites', CAST(id AS text) FROM old_user_invites WHERE id NOT IN (SELECT id FROM adoption_invitation)
UNION ALL SELECT code, 'user_invites', CAST(id AS text) FROM adoption_refusal WHERE code IS NOT NULL
UNION ALL SELECT 'role_unknown', 'user_invites', CAST(old.id AS text) FROM old_user_invites old JOIN adoption_invitation USING (id)
    WHERE NOT is_open AND old.status IS NOT NULL AND old.role IS NOT NULL AND adoption_invitation.role IS NULL
UNION ALL SELECT 'invitation_without_expiry', 'user_invites', CAST(id AS text) FROM adoption_invitation WHERE is_open AND is_endless;

INSERT INTO user_invites (id, email, org_id, role, invited_by, status, expires_at, accepted_at, accepted_by, created_by, created_at, updated_at{user_invites})
SELECT old.id, invitation.email, old.org_id, coalesce(invitation.role, 'org_user'), invitation.invited_by,
    CASE WHEN refusal.code IS NOT NULL THEN 'revoked' WHEN old.status = 'pending' AND NOT invitation.is_open THEN 'expired' ELSE old.status END,
    invitation.expires_at,
    CASE WHEN old.status = 'accepted' THEN coalesce(old.updated_at, {now}) END,
    CASE WHEN old.status = 'accepted' THEN (SELECT min(CAST(user_id AS text)) FROM profiles WHERE email_canonical = invitation.email HAVING count(*) = 1)::uuid END,
    old.invited_by, coalesce(old.created_at, {now}), coalesce(old.updated_at, {now}){old.user_invites}
FROM old_user_invites old
JOIN adoption_invitation invitation ON invitation.id = old.id
JOIN adoption_refusal refusal ON refusal.id = old.id;

-- {identities}

-- The connections are there already, as the core makes them; what CORA noted about its rows comes along.
UPDATE platform_idp_config SET (created_by, updated_by, created_at, updated_at{platform_idp_config})
    = ROW(old.created_by, old.updated_by, old.created_at, coalesce(old.updated_at, old.created_at){old.platform_idp_config})
FROM old_platform_idp_config old WHERE old.id = platform_idp_config.id;

-- Audit records, without the settings that CORA kept in them, which may hold secrets.
INSERT INTO adoption_fault
SELECT 'audit_settings_left_out', 'platform_idp_audit_log', CAST(id AS text) FROM old_platform_idp_audit_log
WHERE old_config IS NOT NULL OR new_config IS NOT NULL
UNION ALL
SELECT 'audit_record_not_adopted', 'platform_idp_audit_log', CAST(id AS text) FROM old_platform_idp_audit_log
WHERE action NOT IN ('created', 'updated', 'activated', 'deactivated')
    OR idp_config_id IS NULL OR idp_config_id NOT IN (SELECT id FROM platform_idp_config);

INSERT INTO platform_idp_audit_log (id, idp_config_id, action, actor_kind, performed_by, performed_at{platform_idp_audit_log})
SELECT old.id, old.idp_config_id, old.action, CASE WHEN profile.user_id IS NULL THEN 'operator' ELSE 'user' END, profile.user_id, old.performed_at{old.platform_idp_audit_log}
FROM old_platform_idp_audit_log old
JOIN platform_idp_config connection ON connection.id = old.idp_config_id
LEFT JOIN profiles profile ON profile.user_id = old.performed_by
WHERE old.action IN ('created', 'updated', 'activated', 'deactivated')
ORDER BY old.performed_at, old.id;

-- A role that is only written in another way is still none: nobody gets a role that CORA did not give them.
UPDATE adoption_fault SET code = 'role_written_otherwise'
FROM (SELECT 'profiles' AS of_table, CAST(user_id AS text) AS of_row, 'platform' AS scope, global_role AS role FROM old_profiles
    UNION ALL SELECT 'org_members', CAST(id AS text), 'organization', role FROM old_org_members
    UNION ALL SELECT 'user_invites', CAST(id AS text), 'organization', role FROM old_user_invites
    UNION ALL SELECT 'org_email_domains', CAST(id AS text), 'organization', default_role FROM old_org_email_domains) stored
JOIN adoption_near_role near ON near.scope = stored.scope AND near.original = stored.role
WHERE adoption_fault.code = 'role_unknown' AND adoption_fault.of_table = stored.of_table AND adoption_fault.of_row = stored.of_row;

-- People whom a row names, and who have no profile.
INSERT INTO adoption_fault
SELECT 'person_without_profile', 'orgs', CAST(id AS text) FROM old_orgs WHERE owner_id NOT IN (SELECT user_id FROM profiles)
UNION ALL SELECT 'person_without_profile', 'user_invites', CAST(old.id AS text) FROM old_user_invites old JOIN user_invites USING (id)
    WHERE old.invited_by NOT IN (SELECT user_id FROM profiles)
UNION ALL SELECT 'person_without_profile', 'platform_idp_audit_log', CAST(old.id AS text) FROM old_platform_idp_audit_log old
    JOIN platform_idp_audit_log USING (id) WHERE old.performed_by NOT IN (SELECT user_id FROM profiles);

SELECT setval(pg_get_serial_sequence('cora.profiles', 'id'), (SELECT coalesce(max(id), 0) + 1 FROM old_profiles), false);
SELECT setval(pg_get_serial_sequence('cora.external_identities', 'id'), (SELECT coalesce(max(id), 0) + 1 FROM old_external_identities), false);
