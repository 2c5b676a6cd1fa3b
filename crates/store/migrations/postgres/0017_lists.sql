-- Lists are searched, sorted and filtered by these indexes, whose expressions are those of the statements.
-- Texts are compared byte by byte, in every locale.

-- The orders in which users are listed, and the texts that they are found by.
CREATE INDEX idx_profiles_list_email ON profiles ((coalesce(email_canonical, '')) COLLATE "C", user_id);
CREATE INDEX idx_profiles_list_name ON profiles (lower(coalesce(full_name, '') COLLATE "C"), user_id);
CREATE INDEX idx_profiles_list_created ON profiles (created_at, user_id);
CREATE INDEX idx_profiles_list_status ON profiles (status, user_id);
CREATE INDEX idx_profiles_list_role ON profiles (global_role, user_id);
CREATE INDEX idx_external_identities_list ON external_identities (connection_id, auth_user_id);

-- The same for organizations and their members.
CREATE INDEX idx_orgs_list_name ON orgs (lower(name COLLATE "C"), id);
CREATE INDEX idx_orgs_list_slug ON orgs (slug COLLATE "C", id);
CREATE INDEX idx_orgs_list_created ON orgs (created_at, id);
CREATE INDEX idx_orgs_list_status ON orgs (status, id);
CREATE INDEX idx_org_members_list_joined ON org_members (org_id, joined_at, user_id);

-- The same for invitations and requests.
CREATE INDEX idx_user_invites_list ON user_invites (org_id, id);
CREATE INDEX idx_user_invites_list_email ON user_invites (org_id, email COLLATE "C", id);
CREATE INDEX idx_user_invites_list_created ON user_invites (org_id, created_at, id);
CREATE INDEX idx_user_invites_list_expires ON user_invites (org_id, expires_at, id);
CREATE INDEX idx_membership_requests_list_requested ON membership_requests (org_id, requested_at, user_id);
CREATE INDEX idx_waitlist_list ON waitlist (email COLLATE "C");
CREATE INDEX idx_waitlist_list_added ON waitlist (added_at, email COLLATE "C");
CREATE INDEX idx_waitlist_list_status ON waitlist (status, added_at, email COLLATE "C");
CREATE INDEX idx_membership_requests_list_status ON membership_requests (status, requested_at, id);

-- The same for domain rules and conflicts.
CREATE INDEX idx_org_email_domains_list ON org_email_domains (domain COLLATE "C", id);
CREATE INDEX idx_org_email_domains_list_created ON org_email_domains (created_at, id);
CREATE INDEX idx_org_email_domains_list_state ON org_email_domains (state, id);
CREATE INDEX idx_org_email_domains_list_org ON org_email_domains (org_id, id);
CREATE INDEX idx_org_email_domains_list_org_domain ON org_email_domains (org_id, domain COLLATE "C", id);
CREATE INDEX idx_org_email_domains_list_org_created ON org_email_domains (org_id, created_at, id);
CREATE INDEX idx_identity_conflicts_list_opened ON identity_conflicts (opened_at, id);
CREATE INDEX idx_identity_conflicts_list_status ON identity_conflicts (status, opened_at, id);

-- The same for audit records.
CREATE INDEX idx_administration_audit_log_list ON administration_audit_log (at, number);
CREATE INDEX idx_administration_audit_log_list_org ON administration_audit_log (org_id, at, number);
CREATE INDEX idx_administration_audit_log_list_user ON administration_audit_log (user_id, at, number);
CREATE INDEX idx_administration_audit_log_list_actor ON administration_audit_log (actor_id, at, number);
CREATE INDEX idx_administration_audit_log_list_request ON administration_audit_log (request_id);
CREATE INDEX idx_provisioning_audit_log_list ON provisioning_audit_log (at, id);
CREATE INDEX idx_provisioning_audit_log_list_connection ON provisioning_audit_log (connection_id, at, id);
CREATE INDEX idx_issuer_audit_log_list ON issuer_audit_log (at, number);
CREATE INDEX idx_platform_idp_audit_log_list ON platform_idp_audit_log (performed_at, sequence);
CREATE INDEX idx_platform_idp_audit_log_list_sequence ON platform_idp_audit_log (idp_config_id, sequence);
CREATE INDEX idx_platform_idp_audit_log_list_config ON platform_idp_audit_log (idp_config_id, performed_at, sequence);

-- A denied address stays on the waitlist, so that its logins do not ask again.
ALTER TABLE waitlist DROP CONSTRAINT waitlist_status_check;
ALTER TABLE waitlist ADD CONSTRAINT waitlist_status_check CHECK (status IN ('pending', 'approved', 'denied'));
