-- Loads everything that one decision reads, as one JSON document of `LoginContext`. Parameters: ?1
-- the issuer, ?2 the subject, ?3 the canonical address or null, ?4 a JSON list of its domain and
-- parent domains, ?5 the connection, ?6 the slug that an organization of this person would get, ?7
-- the user that is derived from the identity, ?8 the document of the connection if it is given, or
-- null for the stored one, ?9 a JSON list of the login's groups, ?10 the organization at the provider
-- or null, ?11 the invitation whose link the person opened or null. The words that begin with an at
-- sign are those of `sql.rs`.
WITH RECURSIVE
linked (user_id) AS (
    SELECT auth_user_id FROM external_identities WHERE issuer = ?1 AND external_id = ?2
),
-- Those who have proven it come first, so that a flood of mere claims to an address cannot crowd them
-- out. A deprovisioned user holds no address.
with_email (user_id, email_verified) AS (
    SELECT user_id, email_verified FROM profiles WHERE email_canonical = ?3 AND status <> 'deprovisioned'
    ORDER BY email_verified DESC, user_id LIMIT 100
),
-- Only if the identity is not linked. Somebody removed the link then.
derived (user_id) AS (
    SELECT user_id FROM profiles WHERE user_id = @id(?7) AND NOT EXISTS (SELECT 1 FROM linked)
),
known (user_id) AS (
    SELECT user_id FROM linked UNION SELECT user_id FROM derived
    UNION SELECT user_id FROM with_email WHERE email_verified
),
-- The addresses that the person may have proven: the login's, that of the account which is theirs or
-- may become theirs, and those that its identities vouch for.
addresses (email) AS (
    SELECT ?3 WHERE ?3 IS NOT NULL
    UNION
    SELECT profiles.email_canonical FROM known @then profiles ON profiles.user_id = known.user_id
    WHERE profiles.email_canonical IS NOT NULL AND profiles.email_verified
        AND (known.user_id IN (SELECT user_id FROM linked) OR NOT EXISTS (SELECT 1 FROM linked))
    UNION
    SELECT external_identities.email
    FROM known @then external_identities ON external_identities.auth_user_id = known.user_id
    WHERE external_identities.email IS NOT NULL AND external_identities.email_verified
        AND (known.user_id IN (SELECT user_id FROM linked) OR NOT EXISTS (SELECT 1 FROM linked))
),
-- Those who have proven one of them. There is no limit: an address counts only if it is known that
-- nobody else has it.
holders (user_id) AS (
    SELECT user_id FROM with_email
    UNION
    SELECT profiles.user_id FROM addresses @then profiles ON profiles.email_canonical = addresses.email
    WHERE profiles.email_verified AND profiles.status <> 'deprovisioned'
),
users (user_id) AS (
    SELECT user_id FROM linked UNION SELECT user_id FROM derived UNION SELECT user_id FROM holders
),
user_documents (user_id, document) AS (
    SELECT profiles.user_id, @user(profiles)
    FROM users @then profiles ON profiles.user_id = users.user_id
),
named_invitation AS (
    SELECT * FROM user_invites WHERE id = @id(?11)
),
-- Decisions are made from the open ones. The others only explain a denial, so a few are enough:
-- somebody may have made and withdrawn hundreds of them.
invitations AS (
    SELECT * FROM named_invitation
    UNION
    SELECT * FROM (SELECT user_invites.*
        FROM addresses @then user_invites ON user_invites.email = addresses.email
        WHERE user_invites.status = 'pending'
        ORDER BY created_at DESC, id LIMIT 500) AS open_to_address
    UNION
    SELECT * FROM (SELECT user_invites.*
        FROM addresses @then user_invites ON user_invites.email = addresses.email
        WHERE user_invites.status <> 'pending'
        ORDER BY created_at DESC, id LIMIT 10) AS closed_to_address
),
-- The domains of the addresses and of that of the named invitation, with their parents.
domains (name) AS (
    SELECT name.value FROM @each(?4, name)
    UNION
    SELECT @domain_part(email) FROM named_invitation
    UNION
    SELECT @domain_part(email) FROM addresses
    UNION
    SELECT @after(name, '.') FROM domains WHERE @contains(name, '.')
),
-- The verified ones come first, so that a flood of mere claims to a domain cannot crowd them out.
rules AS (
    SELECT org_email_domains.*
    FROM domains @then org_email_domains ON org_email_domains.domain = domains.name
    ORDER BY state = 'verified' DESC, length(domain) DESC, id LIMIT 500
),
memberships AS (
    SELECT org_members.* FROM users @then org_members ON org_members.user_id = users.user_id
),
connection (org_id, document) AS (
    SELECT org_id, @text(document -> 'connection') FROM connection_documents WHERE id = @id(?5) AND ?8 IS NULL
    UNION ALL
    SELECT @id(@json(?8) ->> 'organizationId'), ?8 WHERE ?8 IS NOT NULL
),
-- The organizations into which the groups and the organization at the provider lead.
mapped (org_id) AS (
    SELECT @id(@json(mapping.value) ->> 'organizationId')
    FROM provisioning_policy, @each(provisioning_policy.document -> 'groupRoles', mapping)
    WHERE provisioning_policy.id = 1
        AND @json(mapping.value) ->> 'group' IN (SELECT held.value FROM @each(?9, held))
    UNION
    SELECT @id(@json(entry.value) ->> 'organizationId')
    FROM provisioning_policy, @each(provisioning_policy.document -> 'idpOrganizations', entry)
    WHERE provisioning_policy.id = 1 AND @json(entry.value) ->> 'idpOrganization' = ?10
),
organizations (org_id) AS (
    SELECT org_id FROM invitations
    UNION SELECT org_id FROM mapped
    UNION SELECT org_id FROM rules
    UNION SELECT org_id FROM memberships
    UNION SELECT org_id FROM connection WHERE org_id IS NOT NULL
),
-- The numbered slugs up to the first free one, and no more than the core checks. The work does not
-- grow with the number of organizations.
taken_slugs (number, slug) AS (
    SELECT 1, ?6 WHERE EXISTS (SELECT 1 FROM orgs WHERE slug = ?6)
    UNION ALL
    SELECT number + 1, ?6 || '-' || (number + 1) FROM taken_slugs
    WHERE number < 20 AND EXISTS (SELECT 1 FROM orgs WHERE slug = ?6 || '-' || (number + 1))
)
SELECT @object(
    'connection', @json((SELECT document FROM connection)),
    'ofIssuer', @json((SELECT @array(@object('id', id, 'version', version)) FROM platform_idp_config
        WHERE issuer = ?1 AND status = 'active')),
    'policy', @json((SELECT @versioned(document, version) FROM provisioning_policy WHERE id = 1)),
    'facts', @object(
        'linkedUser', @json((SELECT document FROM user_documents WHERE user_id IN (SELECT user_id FROM linked))),
        'derivedUser', @json((SELECT document FROM user_documents WHERE user_id IN (SELECT user_id FROM derived))),
        'usersWithEmail', @json((SELECT @array(@json(document)) FROM user_documents
            WHERE user_id IN (SELECT user_id FROM holders))),
        'identities', @json((SELECT @array(@object(
            'userId', auth_user_id,
            'identity', @object('issuer', issuer, 'subject', external_id),
            'email', email,
            'emailVerified', @flag(email_verified),
            'statedAt', @seconds(email_stated_at),
            'organizationId', (SELECT org_id FROM platform_idp_config WHERE id = external_identities.connection_id)
        )) FROM known @then external_identities ON external_identities.auth_user_id = known.user_id)),
        'invitations', @json((SELECT @array(@invitation(invitations)) FROM invitations LEFT JOIN profiles AS inviter ON inviter.user_id = invitations.invited_by)),
        'domainRules', @json((SELECT @array(@domain(rules)) FROM rules)),
        'organizations', @json((SELECT @array(@organization(orgs)) FROM organizations @then orgs ON orgs.id = organizations.org_id)),
        'memberships', @json((SELECT @array(@membership(memberships)) FROM memberships)),
        'pendingMembershipRequests', @json((SELECT @array(org_id) FROM membership_requests
            WHERE status = 'pending' AND user_id IN (SELECT user_id FROM linked))),
        'waitlisted', @flag(EXISTS (SELECT 1 FROM waitlist WHERE email = ?3)),
        'waitlistApproved', @flag(EXISTS (SELECT 1 FROM waitlist WHERE email = ?3 AND status = 'approved')),
        'platformOwnerExists', @flag(EXISTS (SELECT 1 FROM profiles WHERE global_role = 'platform_owner')),
        'bootstrapTokens', @json((SELECT @array(@object(
            'tokenHash', token_hash,
            'expiresAt', @seconds(expires_at),
            'used', @flag(used_at IS NOT NULL),
            'recovery', @flag(recovery)
        )) FROM (SELECT * FROM bootstrap_tokens ORDER BY used_at IS NULL DESC, created_at DESC LIMIT 10) AS tokens)),
        'linkConfirmations', @json((SELECT @array(@object(
            'tokenHash', token_hash,
            'identity', @object('issuer', issuer, 'subject', external_id),
            'userId', user_id,
            'invitationId', invitation_id,
            'email', email,
            'expiresAt', @seconds(expires_at),
            'used', @flag(used_at IS NOT NULL)
        )) FROM (SELECT * FROM link_confirmations WHERE issuer = ?1 AND external_id = ?2
            ORDER BY used_at IS NULL DESC, created_at DESC LIMIT 10) AS confirmations)),
        'takenSlugs', @json((SELECT @array(slug) FROM taken_slugs))
    ),
    -- The profile of the user that the identity is linked to, as `ProfileView`.
    'profile', @json((@profile((SELECT user_id FROM linked))))
)
