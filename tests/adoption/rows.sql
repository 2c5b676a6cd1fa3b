-- Rows of a project that used the legacy CORA toolkit for a while, including the faults that
-- accumulated in it. Identifiers end in a mark of their table.
INSERT INTO {users} (id) SELECT CAST('00000000-0000-4000-8000-' || lpad(CAST(n AS text), 12, '0') AS uuid) FROM generate_series(1, 12) n;

INSERT INTO orgs (id, name, slug, owner_id, created_at) VALUES
    ('00000000-0000-4000-8000-0000000000a1', 'Acme', 'acme', '00000000-0000-4000-8000-000000000001', '2025-11-01T00:00Z'),
    -- The second of two first users without a name, as CORA named their organization.
    ('00000000-0000-4000-8000-0000000000a2', ' ', '-org', '00000000-0000-4000-8000-000000000002', '2025-11-02T00:00Z'),
    ('00000000-0000-4000-8000-0000000000a3', 'Globex', 'Globex GmbH', '00000000-0000-4000-8000-000000000012', '2025-11-03T00:00Z');

INSERT INTO profiles (user_id, full_name, email, current_org_id, global_role, metadata) VALUES
    ('00000000-0000-4000-8000-000000000001', 'Olga', 'Olga@Acme.example', '00000000-0000-4000-8000-0000000000a1', 'super_admin', '{"theme": "dark"}'),
    ('00000000-0000-4000-8000-000000000002', 'Ada', 'ada@acme.example', '00000000-0000-4000-8000-0000000000a1', 'global_admin', '{}'),
    ('00000000-0000-4000-8000-000000000003', 'Uli', 'uli@acme.example', NULL, 'global_user', '{}'),
    ('00000000-0000-4000-8000-000000000004', 'Uli again', 'ULI@acme.example', NULL, NULL, '{}'),
    ('00000000-0000-4000-8000-000000000005', 'Ben', 'not an address', NULL, 'banana', '{}'),
    -- This profile has no row among the users, because no constraint required one.
    ('00000000-0000-4000-8000-000000000099', repeat('x', 600), '', NULL, NULL, '{}');

INSERT INTO org_members (id, org_id, user_id, role, added_by) VALUES
    ('00000000-0000-4000-8000-0000000000b1', '00000000-0000-4000-8000-0000000000a1', '00000000-0000-4000-8000-000000000001', 'org_owner', NULL),
    ('00000000-0000-4000-8000-0000000000b2', '00000000-0000-4000-8000-0000000000a1', '00000000-0000-4000-8000-000000000003', 'org_admin', '00000000-0000-4000-8000-000000000001'),
    ('00000000-0000-4000-8000-0000000000b3', '00000000-0000-4000-8000-0000000000a1', '00000000-0000-4000-8000-000000000005', 'Administrator', NULL),
    ('00000000-0000-4000-8000-0000000000b4', '00000000-0000-4000-8000-0000000000a2', '00000000-0000-4000-8000-000000000002', 'org_user', NULL);

INSERT INTO platform_idp_config (id, provider_type, display_name, config, is_active, is_configured) VALUES
    ('00000000-0000-4000-8000-0000000000c1', 'okta', 'Okta', '{"client_id": "0oa1b2c3d4e5f6g7h8i9", "issuer": "https://acme.okta.com/oauth2/default", "client_secret": "hunter2hunter2"}', true, true),
    ('00000000-0000-4000-8000-0000000000c2', 'clerk', 'Clerk', '{}', false, false);

INSERT INTO platform_idp_audit_log (id, idp_config_id, action, performed_by, performed_at, new_config) VALUES
    ('00000000-0000-4000-8000-0000000000e1', '00000000-0000-4000-8000-0000000000c1', 'updated', '00000000-0000-4000-8000-000000000001', '2025-11-05T00:00Z', '{"client_secret": "hunter2hunter2"}'),
    ('00000000-0000-4000-8000-0000000000e2', '00000000-0000-4000-8000-0000000000c1', 'activated', NULL, '2025-11-06T00:00Z', NULL),
    ('00000000-0000-4000-8000-0000000000e3', '00000000-0000-4000-8000-0000000000c1', 'poked', NULL, '2025-11-07T00:00Z', NULL);

INSERT INTO external_identities (auth_user_id, external_id, provider_name) VALUES
    ('00000000-0000-4000-8000-000000000001', '00u1a2b3c4d5e6f7g8h9', 'okta'),
    -- CORA wrote `clerk` for every provider.
    ('00000000-0000-4000-8000-000000000002', '00u2a2b3c4d5e6f7g8h9', 'clerk'),
    ('00000000-0000-4000-8000-000000000003', 'uli@acme.example', 'okta'),
    ('00000000-0000-4000-8000-000000000004', 'user_2abcDEF', 'clerk'),
    ('00000000-0000-4000-8000-000000000011', '00u3a2b3c4d5e6f7g8h9', 'okta'),
    ('00000000-0000-4000-8000-000000000003', '00u4a2b3c4d5e6f7g8h9', 'okta'),
    ('00000000-0000-4000-8000-000000000004', '00u4a2b3c4d5e6f7g8h9', 'clerk'),
    ('00000000-0000-4000-8000-000000000005', '', 'okta');

INSERT INTO org_email_domains (id, org_id, domain, auto_provision) VALUES
    ('00000000-0000-4000-8000-0000000000d1', '00000000-0000-4000-8000-0000000000a1', 'ACME.example', true),
    ('00000000-0000-4000-8000-0000000000d2', '00000000-0000-4000-8000-0000000000a1', 'gmail.com', true),
    ('00000000-0000-4000-8000-0000000000d3', '00000000-0000-4000-8000-0000000000a1', 'shared.example', true),
    ('00000000-0000-4000-8000-0000000000d4', '00000000-0000-4000-8000-0000000000a2', 'Shared.example', true),
    ('00000000-0000-4000-8000-0000000000d5', '00000000-0000-4000-8000-0000000000a1', 'acme.example', false),
    ('00000000-0000-4000-8000-0000000000d6', '00000000-0000-4000-8000-0000000000a3', 'not a domain', true);

INSERT INTO user_invites (id, email, org_id, role, invited_by, status, expires_at, created_at, updated_at) VALUES
    ('00000000-0000-4000-8000-000000000f01', 'Ivan@Partner.example', '00000000-0000-4000-8000-0000000000a1', 'org_admin', '00000000-0000-4000-8000-000000000001', 'pending', '2099-01-01T00:00Z', '2025-12-01T00:00Z', '2025-12-01T00:00Z'),
    ('00000000-0000-4000-8000-000000000f02', 'ivan@partner.example', '00000000-0000-4000-8000-0000000000a1', 'org_user', '00000000-0000-4000-8000-000000000001', 'pending', '2099-01-01T00:00Z', '2025-11-01T00:00Z', '2025-11-01T00:00Z'),
    ('00000000-0000-4000-8000-000000000f03', 'endless@partner.example', '00000000-0000-4000-8000-0000000000a1', 'org_user', '00000000-0000-4000-8000-000000000003', 'pending', NULL, '2025-12-01T00:00Z', '2025-12-01T00:00Z'),
    ('00000000-0000-4000-8000-000000000f04', 'late@partner.example', '00000000-0000-4000-8000-0000000000a1', 'org_user', '00000000-0000-4000-8000-000000000001', 'pending', '2025-12-02T00:00Z', '2025-12-01T00:00Z', '2025-12-01T00:00Z'),
    ('00000000-0000-4000-8000-000000000f05', 'usurper@partner.example', '00000000-0000-4000-8000-0000000000a1', 'org_owner', '00000000-0000-4000-8000-000000000003', 'pending', NULL, '2025-12-01T00:00Z', '2025-12-01T00:00Z'),
    ('00000000-0000-4000-8000-000000000f06', 'orphan@partner.example', '00000000-0000-4000-8000-0000000000a1', 'org_user', NULL, 'pending', NULL, '2025-12-01T00:00Z', '2025-12-01T00:00Z'),
    ('00000000-0000-4000-8000-000000000f07', 'odd@partner.example', '00000000-0000-4000-8000-0000000000a1', 'boss', '00000000-0000-4000-8000-000000000001', 'pending', '2099-01-01T00:00Z', '2025-12-01T00:00Z', '2025-12-01T00:00Z'),
    ('00000000-0000-4000-8000-000000000f08', 'none@partner.example', '00000000-0000-4000-8000-0000000000a1', 'org_user', '00000000-0000-4000-8000-000000000001', NULL, NULL, '2025-12-01T00:00Z', '2025-12-01T00:00Z'),
    ('00000000-0000-4000-8000-000000000f09', 'not an address', '00000000-0000-4000-8000-0000000000a1', 'org_user', '00000000-0000-4000-8000-000000000001', 'pending', NULL, '2025-12-01T00:00Z', '2025-12-01T00:00Z'),
    ('00000000-0000-4000-8000-000000000f10', 'ada@acme.example', '00000000-0000-4000-8000-0000000000a2', 'org_user', '00000000-0000-4000-8000-000000000001', 'accepted', NULL, '2025-12-01T00:00Z', '2025-12-03T00:00Z');

-- The application's own table, which refers to CORA's.
CREATE TABLE tasks (id bigint PRIMARY KEY, org_id uuid NOT NULL REFERENCES orgs (id) ON DELETE CASCADE, author uuid REFERENCES profiles (user_id));
INSERT INTO tasks VALUES (1, '00000000-0000-4000-8000-0000000000a1', '00000000-0000-4000-8000-000000000001');
CREATE VIEW member_names AS SELECT full_name, role FROM org_members JOIN profiles USING (user_id);
ALTER TABLE tasks ENABLE ROW LEVEL SECURITY;
CREATE POLICY tasks_of_members ON tasks USING (org_id IN (SELECT org_id FROM org_members WHERE user_id = CAST(current_setting('app.user', true) AS uuid)));
