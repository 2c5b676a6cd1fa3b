-- A project of 200 people, 30 organizations, 230 memberships, 195 identities, 50 invitations and 39
-- claims of domains, with the kinds of faults that such projects have. Deterministic.
INSERT INTO {users} (id, email) SELECT CAST('00000000-0000-4000-8000-' || lpad(CAST(n AS text), 12, '0') AS uuid), 'u' || n || '@auth.example' FROM generate_series(1, 195) n;

INSERT INTO orgs (id, name, slug, owner_id, created_at, logo_url)
SELECT CAST('00000000-0000-4000-8000-0000000a' || lpad(CAST(n AS text), 4, '0') AS uuid),
    CASE n WHEN 3 THEN ' ' WHEN 4 THEN repeat('long ', 200) ELSE 'Organization ' || n END,
    CASE n % 5 WHEN 0 THEN 'Org ' || n ELSE 'org-' || n END,
    CAST('00000000-0000-4000-8000-' || lpad(CAST(n AS text), 12, '0') AS uuid),
    CASE n WHEN 7 THEN TIMESTAMPTZ 'infinity' WHEN 8 THEN TIMESTAMPTZ '-infinity' ELSE TIMESTAMPTZ '2025-10-01Z' + n * interval '1 hour' END,
    CASE n WHEN 9 THEN 'https://logo.example/' || repeat('x', 3000) WHEN 10 THEN 'https://logo.example/10.png' END
FROM generate_series(1, 30) n;

INSERT INTO profiles (user_id, full_name, email, phone, avatar_url, current_org_id, global_role, metadata, created_at, updated_at)
SELECT CAST('00000000-0000-4000-8000-' || lpad(CAST(n AS text), 12, '0') AS uuid),
    CASE n WHEN 51 THEN repeat('ä', 600) WHEN 52 THEN NULL ELSE 'Person ' || n END,
    CASE WHEN n IN (61, 62) THEN 'twin@org1.example' WHEN n IN (63, 64, 65) THEN 'no address ' || n WHEN n = 66 THEN ' trimmed@org1.example ' WHEN n = 67 THEN NULL
        ELSE 'P' || n || '@org' || (n % 30 + 1) || '.example' END,
    CASE n WHEN 53 THEN repeat('0123456789', 8) WHEN 54 THEN '+49 30 123456' END,
    CASE n WHEN 55 THEN 'https://pictures.example/' || repeat('y', 3000) WHEN 56 THEN 'https://pictures.example/56.png' END,
    -- Of 32 people it is an organization of others.
    CAST('00000000-0000-4000-8000-0000000a' || lpad(CAST(CASE WHEN n <= 32 THEN n % 30 ELSE (n - 1) % 30 END + 1 AS text), 4, '0') AS uuid),
    CASE WHEN n = 1 THEN 'super_admin' WHEN n = 2 THEN 'global_owner' WHEN n = 3 THEN 'platform_owner' WHEN n IN (4, 5) THEN 'platform_admin' WHEN n = 6 THEN 'global_admin'
        WHEN n = 7 THEN 'banana' WHEN n = 8 THEN 'Platform_Owner' WHEN n = 9 THEN ' platform_owner ' WHEN n % 3 = 0 THEN NULL ELSE 'global_user' END,
    jsonb_build_object('n', n),
    CASE n WHEN 100 THEN TIMESTAMPTZ '-infinity' WHEN 101 THEN TIMESTAMPTZ 'infinity' WHEN 102 THEN TIMESTAMPTZ '20000-01-01Z' WHEN 103 THEN TIMESTAMPTZ '1066-10-14Z'
        ELSE TIMESTAMPTZ '2025-11-01Z' + n * interval '1 minute' END,
    CASE n WHEN 104 THEN TIMESTAMPTZ 'infinity' ELSE TIMESTAMPTZ '2025-12-01Z' END
FROM generate_series(1, 200) n;

INSERT INTO org_members (id, org_id, user_id, role, added_by, created_at)
SELECT CAST('00000000-0000-4000-8000-00000b' || lpad(CAST(n AS text), 6, '0') AS uuid),
    CAST('00000000-0000-4000-8000-0000000a' || lpad(CAST((n - 1) % 200 % 30 + 1 AS text), 4, '0') AS uuid),
    CAST('00000000-0000-4000-8000-' || lpad(CAST(CASE WHEN n <= 200 THEN n ELSE n - 200 + 31 END AS text), 12, '0') AS uuid),
    CASE WHEN n IN (1, 3, 5) THEN 'owner' WHEN n <= 28 THEN 'org_owner' WHEN n = 29 THEN 'ORG_OWNER' WHEN n = 31 THEN '' WHEN n = 32 THEN 'org_owner ' WHEN n % 7 = 0 THEN 'org_admin' WHEN n % 11 = 0 THEN 'member' ELSE 'org_user' END,
    CASE WHEN n % 4 = 0 THEN CAST('00000000-0000-4000-8000-000000000001' AS uuid) END,
    CASE n WHEN 150 THEN TIMESTAMPTZ 'infinity' ELSE TIMESTAMPTZ '2025-11-02Z' END
FROM generate_series(1, 230) n
ON CONFLICT DO NOTHING;

INSERT INTO platform_idp_config (id, provider_type, display_name, config, is_active, is_configured) VALUES
    ('00000000-0000-4000-8000-0000000000c1', 'okta', 'Okta', '{"client_id": "0oa1b2c3d4e5f6g7h8i9", "issuer": "https://acme.okta.com/oauth2/default"}', true, true),
    ('00000000-0000-4000-8000-0000000000c2', 'clerk', 'Clerk', '{}', false, false);
ALTER TABLE platform_idp_config DROP CONSTRAINT valid_provider_type;
INSERT INTO platform_idp_config (id, provider_type, display_name, config) VALUES ('00000000-0000-4000-8000-0000000000c3', 'saml', 'SAML', '{"a": 1}');
INSERT INTO platform_idp_audit_log (id, idp_config_id, action, performed_at, performed_by, old_config, new_config, ip_address, user_agent)
SELECT CAST('00000000-0000-4000-8000-00000000e0' || lpad(CAST(n AS text), 2, '0') AS uuid),
    CASE n WHEN 8 THEN NULL ELSE CAST('00000000-0000-4000-8000-0000000000c1' AS uuid) END, CASE n WHEN 7 THEN 'poked' ELSE 'updated' END, TIMESTAMPTZ '2025-11-05Z' + n * interval '1 hour',
    CASE WHEN n <= 5 THEN CAST('00000000-0000-4000-8000-000000000001' AS uuid) END, CASE WHEN n <= 3 THEN '{"a": 1}'::jsonb END, CASE WHEN n <= 4 THEN '{"a": 2}'::jsonb END,
    CASE WHEN n <= 2 THEN '192.0.2.1' END, CASE WHEN n <= 2 THEN 'a browser' END
FROM generate_series(1, 8) n;

INSERT INTO external_identities (auth_user_id, external_id, provider_name, created_at)
SELECT CAST('00000000-0000-4000-8000-' || lpad(CAST(n AS text), 12, '0') AS uuid),
    CASE WHEN n = 181 THEN 'p181@org2.example' WHEN n BETWEEN 182 AND 185 THEN 'user_2clerk' || n WHEN n = 186 THEN repeat('s', 300) WHEN n = 187 THEN ''
        ELSE '00u' || lpad(CAST(n AS text), 17, 'a') END,
    CASE WHEN n % 4 = 0 THEN 'okta' ELSE 'clerk' END, CASE n WHEN 20 THEN TIMESTAMPTZ 'infinity' ELSE TIMESTAMPTZ '2025-11-03Z' END
FROM generate_series(1, 193) n;
-- The same login twice: of one person, and of two.
INSERT INTO external_identities (auth_user_id, external_id, provider_name) VALUES
    ('00000000-0000-4000-8000-000000000001', '00u' || lpad('1', 17, 'a'), 'okta'), ('00000000-0000-4000-8000-000000000002', '00u' || lpad('3', 17, 'a'), 'okta');

INSERT INTO user_invites (id, email, org_id, role, invited_by, status, expires_at, created_at)
SELECT CAST('00000000-0000-4000-8000-00000f' || lpad(CAST(n AS text), 6, '0') AS uuid),
    CASE n WHEN 49 THEN 'nobody' ELSE 'guest' || n || '@partner.example' END,
    CAST('00000000-0000-4000-8000-0000000a' || lpad(CAST(n % 30 + 1 AS text), 4, '0') AS uuid),
    CASE n % 9 WHEN 0 THEN 'boss' WHEN 1 THEN 'org_owner' ELSE 'org_user' END,
    CASE WHEN n % 8 = 0 THEN NULL ELSE CAST('00000000-0000-4000-8000-' || lpad(CAST(n % 30 + 1 AS text), 12, '0') AS uuid) END,
    CASE WHEN n <= 38 THEN 'pending' WHEN n <= 44 THEN 'accepted' WHEN n = 48 THEN NULL ELSE 'revoked' END,
    CASE WHEN n <= 5 THEN TIMESTAMPTZ 'infinity' WHEN n <= 8 THEN NULL WHEN n <= 14 THEN TIMESTAMPTZ '2025-01-01Z' WHEN n = 15 THEN TIMESTAMPTZ '-infinity' ELSE TIMESTAMPTZ '2099-01-01Z' END,
    CASE n WHEN 16 THEN TIMESTAMPTZ '-infinity' ELSE TIMESTAMPTZ '2025-12-01Z' END
FROM generate_series(1, 50) n;

INSERT INTO org_email_domains (id, org_id, domain, auto_provision, created_at)
SELECT CAST('00000000-0000-4000-8000-0000000d' || lpad(CAST(n AS text), 4, '0') AS uuid),
    CAST('00000000-0000-4000-8000-0000000a' || lpad(CAST(n % 30 + 1 AS text), 4, '0') AS uuid),
    CASE n WHEN 31 THEN 'org31.example.' WHEN 32 THEN '*.org32.example' WHEN 33 THEN 'no domain' WHEN 34 THEN 'gmail.com' WHEN 35 THEN 'co.uk' WHEN 36 THEN 'ORG6.example'
        WHEN 37 THEN 'Org7.Example' ELSE 'org' || n || '.example' END,
    n % 5 <> 0, CASE n WHEN 38 THEN TIMESTAMPTZ 'infinity' ELSE TIMESTAMPTZ '2025-11-04Z' END
FROM generate_series(1, 39) n;

-- What CORA notes about rows: who made and changed them, and the rest of every column.
UPDATE profiles SET avatar = '\xffd8'::bytea WHERE user_id = '00000000-0000-4000-8000-000000000010';
UPDATE profiles SET created_by = user_id, updated_by = '00000000-0000-4000-8000-000000000001' WHERE id % 3 = 0 AND user_id IN (SELECT id FROM {users});
UPDATE platform_idp_config SET created_by = '00000000-0000-4000-8000-000000000001', updated_by = '00000000-0000-4000-8000-000000000002',
    created_at = TIMESTAMPTZ '2025-10-01Z', updated_at = TIMESTAMPTZ '2025-10-02Z' WHERE provider_type <> 'saml';
UPDATE org_email_domains SET created_by = '00000000-0000-4000-8000-000000000001' WHERE domain LIKE 'org1%';
UPDATE external_identities SET metadata = jsonb_build_object('sub', external_id) WHERE id % 2 = 0;
-- A founder and an inviter who have no profile.
INSERT INTO {users} (id) VALUES ('00000000-0000-4000-8000-000000000901');
UPDATE orgs SET owner_id = '00000000-0000-4000-8000-000000000901' WHERE slug = 'org-28';
UPDATE user_invites SET invited_by = '00000000-0000-4000-8000-000000000901' WHERE email IN ('guest39@partner.example', 'guest20@partner.example');
