// Adding a code of the server without listing it here is a compile error, and so is a code that the
// server does not have.
import type { ServerError, ServerErrorCode } from "@cora/auth/client";
import type { ServerAuth, ServerAuthCode } from "@cora/auth/next";
import type { AuthChangeError, AuthMessage, AuthMessageCode } from "@cora/auth/react";
import type { HandlerCode } from "@cora/auth/server";

export const codes: Readonly<Record<ServerErrorCode, true>> = {
  invalid_input: true,
  input_too_large: true,
  body_too_slow: true,
  not_found: true,
  method_not_allowed: true,
  ambiguous_provider_type: true,
  test_run_over: true,
  secret_keys_missing: true,
  mailbox_token_invalid: true,
  nothing_to_confirm: true,
  login_not_kept: true,
  idempotency_key_reused: true,
  issuer_not_configured: true,
  cross_site_request: true,
  console_session_over: true,
  session_superseded: true,
  reauthentication_needed: true,
  supabase_not_configured: true,
  organization_out_of_reach: true,
  insufficient_user_authentication: true,
  console_link_invalid: true,
  setup_token_invalid: true,
  owner_exists: true,
  mail_not_configured: true,
  name_server_unavailable: true,
  identity_by_login_only: true,
  role_of_own_account: true,
  organizations_by_administrators: true,
  domain_by_proof_only: true,
  domain_makes_users: true,
  try_again: true,
  not_ready: true,
  internal_error: true,
  too_many_requests: true,
  token_missing: true,
  token_malformed: true,
  connection_not_active: true,
  algorithm_not_allowed: true,
  critical_header: true,
  key_unknown: true,
  keys_unavailable: true,
  key_mismatch: true,
  signature_invalid: true,
  claim_missing: true,
  claim_invalid: true,
  issuer_mismatch: true,
  audience_mismatch: true,
  organization_mismatch: true,
  authorized_party_mismatch: true,
  session_pending: true,
  token_kind_mismatch: true,
  token_expired: true,
  token_not_yet_valid: true,
  token_issued_in_future: true,
  at_hash_mismatch: true,
  access_token_missing: true,
  userinfo_unavailable: true,
  userinfo_refused: true,
  userinfo_invalid: true,
  userinfo_subject_mismatch: true,
  access_denied: true,
  verify_email: true,
  use_sso: true,
  awaiting_approval: true,
  confirm_account: true,
  connection_not_found: true,
  connection_exists: true,
  stale_version: true,
  settings_not_storable: true,
  configuration_not_found: true,
  not_validated: true,
  not_tested: true,
  issuer_in_use: true,
  would_lock_out_admins: true,
  reason_missing: true,
  not_active: true,
  made_default: true,
  not_of_platform: true,
  secret_missing: true,
  not_a_draft: true,
  connection_referenced: true,
  not_allowed: true,
  organization_not_found: true,
  organization_inactive: true,
  name_missing: true,
  slug_invalid: true,
  slug_taken: true,
  seats_in_use: true,
  user_not_found: true,
  user_not_active: true,
  own_account: true,
  member_not_found: true,
  already_member: true,
  invitation_needed: true,
  role_above_own: true,
  last_owner: true,
  last_platform_owner: true,
  last_identity: true,
  seat_limit_reached: true,
  invitation_not_found: true,
  invitation_not_pending: true,
  invitation_expired: true,
  already_invited: true,
  inviter_not_authorized: true,
  email_unverified: true,
  lifetime_out_of_range: true,
  domain_not_found: true,
  domain_exists: true,
  domain_not_ownable: true,
  domain_taken: true,
  verification_insufficient: true,
  request_not_found: true,
  request_not_pending: true,
  not_waitlisted: true,
  ask_administrator: true,
  claim_invitation: true,
  step_up: true,
  conflict_not_applicable: true,
  conflict_not_found: true,
  conflict_not_open: true,
  membership_removed: true,
  second_subject: true,
  issuer_missing: true,
  same_issuer: true,
  mapping_invalid: true,
  carry_over_conflicts: true,
  policy_has_errors: true,
  policy_expectations_fail: true,
  policy_expectations_invalid: true,
  version_not_found: true,
  application_not_found: true,
  application_exists: true,
  application_has_errors: true,
  owner_needed: true,
  secret_not_used: true,
  secret_limit_reached: true,
  role_not_invitable: true,
  owner_active: true,
  secret_not_found: true,
  permissions_have_errors: true,
  application_role_not_found: true,
};

export const advice = (error: ServerError): string => {
  switch (error.code) {
    case "no_answer":
      return "Check the proxy.";
    case "too_many_requests":
    case "try_again":
    case "not_ready":
      return "Try again later.";
    default:
      return error.code satisfies ServerErrorCode;
  }
};

/** The codes that are not the server's. */
export const ofTheRoute: Readonly<Record<Exclude<ServerAuthCode, ServerErrorCode>, true>> = {
  cross_origin: true,
  api_unreachable: true,
  api_timeout: true,
  api_invalid_answer: true,
  session_unreadable: true,
};
export const ofTheHandler: Readonly<Record<Exclude<HandlerCode, ServerAuthCode>, true>> = {
  session_missing: true,
  session_invalid: true,
  session_ended: true,
  not_a_member: true,
  revocation_store_missing: true,
  revocation_unavailable: true,
  logout_token_invalid: true,
  issuer_unreachable: true,
  issuer_invalid_answer: true,
  client_refused: true,
  request_refused: true,
  token_invalid: true,
};
export const ofTheBrowser: Readonly<Record<Exclude<AuthMessageCode, ServerAuthCode | HandlerCode>, true>> = {
  unreachable: true,
  invalid_answer: true,
  server_error: true,
  core_unavailable: true,
  token_unavailable: true,
  provider_unavailable: true,
  not_sent: true,
  not_switched: true,
};

declare const failed: Exclude<ServerAuth, { readonly status: "authenticated" }>;
export const one: ServerAuthCode = failed.code;
declare const message: AuthMessage;
declare const change: AuthChangeError;
export const two: AuthMessageCode[] = [message.code, change.code];

// @ts-expect-error a success is not an error code
export const success: ServerErrorCode = "activated";
// @ts-expect-error a code that is not on the list
export const unknown: ServerAuthCode = "something_else";
// @ts-expect-error errors are read-only
change.code = "unreachable";
