// The error codes of Cora's server, for the entries that pass them on.
import type {
  AdministrationReason,
  CarryOverReason,
  ConnectionReason,
  TokenErrorCode,
  UserMessage,
} from "./glue/types.js";

/** The server's own codes: `ServerCode` of `crates/server/src/error.rs`, and the rate limit's. */
type OwnCode =
  | "invalid_input"
  | "input_too_large"
  | "body_too_slow"
  | "not_found"
  | "method_not_allowed"
  | "ambiguous_provider_type"
  | "test_run_over"
  | "secret_keys_missing"
  | "mailbox_token_invalid"
  | "nothing_to_confirm"
  | "login_not_kept"
  | "idempotency_key_reused"
  | "issuer_not_configured"
  | "cross_site_request"
  | "console_session_over"
  | "session_superseded"
  | "reauthentication_needed"
  | "supabase_not_configured"
  | "organization_out_of_reach"
  | "insufficient_user_authentication"
  | "console_link_invalid"
  | "setup_token_invalid"
  | "owner_exists"
  | "mail_not_configured"
  | "name_server_unavailable"
  | "identity_by_login_only"
  | "role_of_own_account"
  | "organizations_by_administrators"
  | "domain_by_proof_only"
  | "domain_makes_users"
  | "try_again"
  | "not_ready"
  | "internal_error"
  | "too_many_requests";

/** The reasons that report a success. */
type Success =
  | "done"
  | "created"
  | "saved"
  | "unchanged"
  | "test_recorded"
  | "activated"
  | "rolled_back"
  | "disabled"
  | "secret_expiry_set"
  | "deleted"
  | "carried_over";

/**
 * Every `code` of an error response of Cora's server: a token error code with status 401 (503 if
 * the provider did not answer), a `UserMessage` with 403, the reason that a command was refused, or
 * one of the server's own. The list is closed.
 */
export type ServerErrorCode =
  | OwnCode
  | TokenErrorCode
  | UserMessage
  | Exclude<AdministrationReason | CarryOverReason | ConnectionReason, Success>;
