-- Loads everything that one administrator command depends on, as one JSON document of
-- `AdministrationFacts`. Parameters: ?1 the actor, ?2 the organization, ?3 the user, ?4 the
-- invitation, ?5 the domain rule, ?6 the domain name, ?7 the address, ?8 the slug, ?9 the
-- connection, ?10 the version of the policy, each null if the command names none. ?11 is true if
-- everything that belongs to the user is requested. ?12 is the time, ?13 the conflict, ?14 the
-- application, ?15 is true if the expectations of the policy are requested. The words that begin
-- with an at sign are those of `sql.rs`.
WITH RECURSIVE
invitation AS (
    SELECT * FROM user_invites WHERE id = @id(?4)
),
organization AS (
    SELECT * FROM orgs WHERE id = coalesce(@id(?2), (SELECT org_id FROM invitation))
),
rule AS (
    SELECT * FROM org_email_domains WHERE id = @id(?5)
),
rules AS (
    SELECT * FROM org_email_domains WHERE domain = coalesce(?6, (SELECT domain FROM rule))
    ORDER BY state = 'verified' DESC, id LIMIT 1000
),
numbers (number) AS (
    SELECT 1 UNION ALL SELECT number + 1 FROM numbers WHERE number < 20
),
slugs (slug) AS (
    SELECT ?8 || CASE WHEN number = 1 THEN '' ELSE '-' || number END FROM numbers WHERE ?8 IS NOT NULL
),
held AS (
    SELECT * FROM profiles WHERE user_id = @id(?3) AND ?11
),
conflict AS (
    SELECT * FROM identity_conflicts WHERE id = @id(?13)
)
SELECT @object(
    'actor', @json((SELECT @user(profiles) FROM profiles WHERE user_id = @id(?1))),
    'actorMembership', @json((SELECT @membership(org_members) FROM org_members
        WHERE user_id = @id(?1) AND org_id = (SELECT id FROM organization))),
    'organization', @json((SELECT @organization(organization) FROM organization)),
    'logoUrl', (SELECT logo_url FROM organization),
    'about', @json((SELECT @about(organization) FROM organization)),
    'takenSlugs', @json((SELECT @array(orgs.slug) FROM slugs @then orgs ON orgs.slug = slugs.slug
        WHERE orgs.id IS DISTINCT FROM @id(?2))),
    'user', @json((SELECT @user(profiles) FROM profiles
        WHERE user_id = coalesce(@id(?3), (SELECT user_id FROM conflict)))),
    'identityConflict', @json((SELECT @object('id', conflict.id, 'kind', conflict.kind, 'status', conflict.status,
        'identity', @object('issuer', conflict.issuer, 'subject', conflict.external_id),
        'connectionId', conflict.connection_id, 'email', conflict.email,
        'linkedUserId', (SELECT auth_user_id FROM external_identities
            WHERE issuer = conflict.issuer AND external_id = conflict.external_id),
        'joining', @json((SELECT @object(
            'claimant', @json(@user(profiles)),
            'identities', @json((SELECT @array(@object('userId', auth_user_id,
                'identity', @object('issuer', issuer, 'subject', external_id)))
                FROM external_identities WHERE auth_user_id IN (conflict.user_id, profiles.user_id))),
            'memberships', @json((SELECT @array(@membership(org_members)) FROM org_members
                WHERE user_id IN (conflict.user_id, profiles.user_id))),
            'actorMemberships', @json((SELECT @array(@membership(org_members)) FROM org_members
                WHERE user_id = @id(?1) AND status = 'active' AND org_id IN (SELECT theirs.org_id
                    FROM org_members AS theirs WHERE theirs.user_id IN (conflict.user_id, profiles.user_id)))),
            'membershipRequests', @json((SELECT @array(@object('userId', user_id, 'organizationId', org_id))
                FROM membership_requests
                WHERE user_id IN (conflict.user_id, profiles.user_id) AND status = 'pending'))
            ) FROM profiles WHERE profiles.user_id <> conflict.user_id
                AND profiles.user_id = (SELECT auth_user_id FROM external_identities
                    WHERE issuer = conflict.issuer AND external_id = conflict.external_id))),
        'otherSubjects', @json((SELECT @array(@object('issuer', issuer, 'subject', external_id)) FROM external_identities
            WHERE auth_user_id = conflict.user_id AND issuer = conflict.issuer AND external_id <> conflict.external_id)))
        FROM conflict)),
    'emailHeldByAnother', @flag(EXISTS (SELECT 1 FROM profiles AS other WHERE other.user_id <> @id(?3)
        AND other.status <> 'deprovisioned'
        AND other.email_canonical = (SELECT email_canonical FROM profiles WHERE user_id = @id(?3)))),
    'fullOrganizations', @json((SELECT @array(org_members.org_id) FROM org_members
        JOIN orgs ON orgs.id = org_members.org_id AND orgs.seats_used >= orgs.seat_limit
        WHERE org_members.user_id = @id(?3) AND org_members.status = 'active')),
    'userMembership', @json((SELECT @membership(org_members) FROM org_members
        WHERE user_id = @id(?3) AND org_id = (SELECT id FROM organization))),
    'activeOwnerCount', (SELECT count(*) FROM org_members
        JOIN profiles ON profiles.user_id = org_members.user_id AND profiles.status = 'active'
        WHERE org_members.org_id = (SELECT id FROM organization) AND org_members.status = 'active'
            AND org_members.role = 'org_owner'),
    'membershipRequest', @json((SELECT @object('status', status, 'role', role) FROM membership_requests
        WHERE user_id = @id(?3) AND org_id = (SELECT id FROM organization))),
    'held', @object(
        'identities', @json((SELECT @array(@object('issuer', issuer, 'subject', external_id)) FROM held
            @then external_identities ON external_identities.auth_user_id = held.user_id)),
        'memberships', @json((SELECT @array(@membership(org_members)) FROM held
            @then org_members ON org_members.user_id = held.user_id AND org_members.status = 'active')),
        'soleOwnerOf', @json((SELECT @array(org_members.org_id) FROM held
            @then org_members ON org_members.user_id = held.user_id AND org_members.status = 'active'
                AND org_members.role = 'org_owner'
            JOIN orgs ON orgs.id = org_members.org_id AND orgs.owner_count <= 1)),
        'solePlatformOwner', @flag(EXISTS (SELECT 1 FROM held WHERE held.global_role = 'platform_owner')
            AND NOT EXISTS (SELECT 1 FROM profiles WHERE global_role = 'platform_owner' AND status = 'active'
                AND user_id <> @id(?3))),
        'invitations', @json((SELECT @array(@object('id', user_invites.id, 'status', user_invites.status)) FROM held
            @then user_invites ON user_invites.status = 'pending'
                AND (user_invites.invited_by = held.user_id OR user_invites.email = held.email_canonical))),
        'tokens', @json((SELECT @array(link_confirmations.token_hash) FROM held
            @then link_confirmations ON link_confirmations.user_id = held.user_id AND link_confirmations.used_at IS NULL)),
        'pendingMembershipRequests', @json((SELECT @array(membership_requests.org_id) FROM held
            @then membership_requests ON membership_requests.user_id = held.user_id
                AND membership_requests.status = 'pending')),
        'waitlisted', @flag(EXISTS (SELECT 1 FROM held JOIN waitlist ON waitlist.email = held.email_canonical))
    ),
    'invitation', @json((SELECT @invitation(invitation) FROM invitation
        LEFT JOIN profiles AS inviter ON inviter.user_id = invitation.invited_by)),
    'alreadyInvited', @flag(EXISTS (SELECT 1 FROM user_invites WHERE email = ?7 AND status = 'pending'
        AND expires_at > @time(?12) AND org_id = (SELECT id FROM organization))),
    'alreadyMember', @flag(EXISTS (SELECT 1 FROM profiles JOIN org_members ON org_members.user_id = profiles.user_id
        WHERE profiles.email_canonical = ?7 AND profiles.email_verified AND org_members.status = 'active'
            AND org_members.org_id = (SELECT id FROM organization))),
    'domain', @json((SELECT @domain(rule) FROM rule)),
    'domainRules', @json((SELECT @array(@domain(rules)) FROM rules)),
    'waitlist', (SELECT status FROM waitlist WHERE email = ?7),
    'connection', @json((SELECT @object('id', id, 'organizationId', org_id) FROM platform_idp_config
        WHERE id = @id(?9))),
    'policy', @json(coalesce((SELECT @versioned(document, version) FROM provisioning_policy WHERE id = 1), '{}')),
    'earlierPolicy', @json((SELECT @versioned(document, version) FROM provisioning_policy_versions
        WHERE version = ?10)),
    'expectations', @json((SELECT @array(@json(saved.document))
        FROM (SELECT document FROM policy_expectations WHERE ?15 ORDER BY position) AS saved)),
    'platformOwnerCount', (SELECT count(*) FROM profiles WHERE global_role = 'platform_owner' AND status = 'active'),
    'application', @json((SELECT @object('id', applications.id, 'version', version, 'settings', @json(document),
        'secrets', @json((SELECT @array(@object('id', application_secrets.id, 'expiresAt', @seconds(expires_at)))
            FROM application_secrets WHERE application_id = applications.id)),
        'permissions', @json(permissions), 'permissionsVersion', permissions_version)
        FROM applications WHERE id = @id(?14))),
    'versions', @object(
        'organization', (SELECT version FROM organization),
        'member', (SELECT version FROM org_members WHERE user_id = @id(?3) AND org_id = (SELECT id FROM organization)),
        'invitation', (SELECT version FROM invitation),
        'user', (SELECT version FROM profiles WHERE user_id = @id(?3))
    ),
    'actorApplicationRoles', @json((SELECT @array(role) FROM member_application_roles
        WHERE user_id = @id(?1) AND application_id = @id(?14) AND org_id = (SELECT id FROM organization))),
    'userApplicationRoles', @json((SELECT @array(role) FROM member_application_roles
        WHERE user_id = @id(?3) AND application_id = @id(?14) AND org_id = (SELECT id FROM organization)))
)
