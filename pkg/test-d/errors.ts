// Adding a code without handling it here is a compile error.
import { CoraError } from "@cora/auth";
import type { CoraErrorCode } from "@cora/auth";

export function remedy(error: CoraError): string {
  switch (error.code) {
    case "not_initialised":
    case "wasm_load_failed":
    case "wasm_trapped":
    case "engine_closed":
      return error.help ?? "";
    case "unreadable":
    case "invalid_json":
    case "invalid_yaml":
    case "invalid_toml":
    case "input_too_large":
    case "not_json_value":
    case "unknown_field":
    case "duplicate_field":
    case "missing_field":
    case "wrong_type":
    case "unknown_value":
    case "out_of_bounds":
    case "duplicate_item":
    case "invalid_id":
    case "invalid_email":
    case "invalid_domain":
    case "invalid_domain_pattern":
    case "invalid_hash":
    case "invalid_secret_reference":
    case "invalid_value":
    case "symmetric_algorithm":
      return error.issues.map((issue) => `${issue.path}: ${issue.message}`).join("\n");
    case "token_missing":
    case "token_malformed":
    case "connection_not_active":
    case "algorithm_not_allowed":
    case "critical_header":
    case "key_unknown":
    case "keys_unavailable":
    case "key_mismatch":
    case "signature_invalid":
    case "claim_missing":
    case "claim_invalid":
    case "issuer_mismatch":
    case "audience_mismatch":
    case "organization_mismatch":
    case "authorized_party_mismatch":
    case "token_kind_mismatch":
    case "token_expired":
    case "token_not_yet_valid":
    case "token_issued_in_future":
    case "session_pending":
    case "at_hash_mismatch":
    case "access_token_missing":
    case "userinfo_unavailable":
    case "userinfo_refused":
    case "userinfo_invalid":
    case "userinfo_subject_mismatch":
      return error.claim ?? "";
    default: {
      const never: never = error.code;
      return never;
    }
  }
}

// @ts-expect-error a code that is not on the list
export const unknown: CoraErrorCode = "something_else";

declare const error: CoraError;
// @ts-expect-error errors are read-only
error.code = "wrong_type";
// @ts-expect-error so are their issues
error.issues.push(...error.issues);
