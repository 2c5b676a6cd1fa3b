// Adding a code, reason or kind of connections without handling it here is a compile error.
import { CoraError } from "@cora/auth";
import type { UserId } from "@cora/auth";
import {
  changeConnection,
  changeConnectionJson,
  checkDiscovery,
  checkDiscoveryJson,
  validateConnection,
  validateConnectionJson,
} from "@cora/auth/workbench";
import type {
  Actor,
  ChangeConnectionInput,
  CheckDiscoveryInput,
  ConnectionChange,
  ConnectionCommand,
  ConnectionConfiguration,
  ConnectionEffect,
  ConnectionGuard,
  ConnectionId,
  ConnectionIssueCode,
  ConnectionReason,
  ConnectionReport,
  ConnectionSettings,
  DiscoveryReport,
} from "@cora/auth/workbench";

const connectionId = "0198c0de-0000-7000-8000-0000000000c1" as ConnectionId;
const userId = "0198c0de-0000-7000-8000-0000000000b1" as UserId;

export const settings: ConnectionSettings = {
  kind: "okta",
  settings: { issuer: "https://acme.okta.com", client_id: "0oa1" },
};
export const report: ConnectionReport = validateConnection(settings);
const { configuration } = report;
export const found: DiscoveryReport | null =
  configuration && checkDiscovery({ configuration, document: {}, jwks: null });
export const change: ConnectionChange = changeConnection({
  now: 1767225600,
  actor: { kind: "user", userId },
  command: { command: "activate", force: { reason: "the provider is down" }, expectedVersion: 3 },
  facts: {},
});
export const texts: string[] = [validateConnectionJson("{}"), checkDiscoveryJson("{}"), changeConnectionJson("{}")];
export const place: string | undefined = report.issues[0]?.path;
export const number: number | null = change.number;

// @ts-expect-error an unknown kind
validateConnection({ kind: "github", settings: {} });
// @ts-expect-error settings are an object
validateConnection({ kind: "okta", settings: "issuer" });
// @ts-expect-error a report with errors has no configuration
checkDiscovery({ configuration: report.configuration });
export const input: CheckDiscoveryInput | ChangeConnectionInput = {
  now: 0,
  actor: { kind: "operator" },
  // @ts-expect-error a rollback needs a version number
  command: { command: "rollback" },
  facts: {},
};
export const create: ConnectionCommand = {
  command: "create",
  connectionId,
  kind: "clerk",
  displayName: "Acme",
  settings: {},
};
// @ts-expect-error a changed value may have any type and has to be checked before use
export const shown: string | undefined = change.plan.effects.map((effect) =>
  effect.effect === "record_audit" ? effect.changes[0]?.new : "",
)[0];

export function grave(code: ConnectionIssueCode): boolean {
  switch (code) {
    case "unknown_field":
    case "duplicate_field":
    case "missing_field":
    case "wrong_type":
    case "out_of_bounds":
    case "unknown_value":
    case "duplicate_item":
    case "placeholder_value":
    case "stray_character":
    case "invalid_url":
    case "invalid_domain":
    case "not_https":
    case "private_host":
    case "unexpected_url_part":
    case "trailing_slash":
    case "missing_trailing_slash":
    case "misspelt_host":
    case "symmetric_algorithm":
    case "admin_domain":
    case "issuer_form":
    case "issuer_conflict":
    case "wrong_authorization_server":
    case "tenant_not_pinned":
    case "client_id_form":
    case "unusual_client_id":
    case "key_form":
    case "key_environment_conflict":
    case "key_host_conflict":
    case "development_key":
    case "token_use_unsupported":
    case "algorithm_unsupported":
    case "claim_path_form":
    case "setting_unused":
    case "secret_in_public_field":
    case "secret_reference_form":
    case "secret_missing":
    case "audience_missing":
    case "authorized_parties_missing":
    case "scope_missing":
    case "email_trusted":
    case "outside_domains_admitted":
    case "document_form":
    case "document_incomplete":
    case "issuer_mismatch":
    case "endpoint_not_https":
    case "endpoint_private_host":
    case "endpoint_foreign_host":
    case "signing_algorithm_mismatch":
    case "only_symmetric_algorithms":
    case "pkce_unsupported":
    case "scope_unsupported":
    case "claim_unsupported":
    case "code_flow_unsupported":
    case "client_authentication_unsupported":
    case "jwks_uri_mismatch":
    case "key_set_form":
    case "no_usable_key":
    case "key_unusable":
    case "key_id_missing":
    case "key_id_repeated":
    case "private_key_published":
      return true;
    default: {
      const never: never = code;
      return never;
    }
  }
}

export function said(reason: ConnectionReason): string {
  switch (reason) {
    case "created":
    case "saved":
    case "unchanged":
    case "test_recorded":
    case "activated":
    case "rolled_back":
    case "disabled":
    case "made_default":
    case "secret_expiry_set":
    case "deleted":
      return "done";
    case "connection_not_found":
    case "connection_exists":
    case "stale_version":
    case "settings_not_storable":
    case "configuration_not_found":
    case "not_validated":
    case "not_tested":
    case "issuer_in_use":
    case "would_lock_out_admins":
    case "reason_missing":
    case "not_active":
    case "not_of_platform":
    case "secret_missing":
    case "not_a_draft":
    case "connection_referenced":
      return "refused";
    default: {
      const never: never = reason;
      return never;
    }
  }
}

export function ownSetting(of: ConnectionConfiguration): string | string[] | null {
  switch (of.kind) {
    case "okta":
      return of.jwksUri ?? null;
    case "clerk":
      return of.publishableKey;
    case "oidc":
      return of.discoveryUri;
    case "entra_id":
      return of.tenantId;
    case "google":
      return of.hostedDomain ?? null;
    case "auth0":
      return of.domain;
    case "cognito":
      return of.userPoolId;
    case "keycloak":
      return of.realm;
    default:
      return of.issuer;
  }
}

export function commanded(command: ConnectionCommand): number | null | undefined {
  switch (command.command) {
    case "create":
      return 1;
    case "save":
    case "disable":
    case "make_default":
    case "delete":
      return command.expectedVersion;
    case "record_test":
    case "activate":
    case "rollback":
    case "set_secret_expiry":
      return command.number;
    default: {
      const never: never = command;
      return never;
    }
  }
}

export function guarded(guard: ConnectionGuard): unknown {
  switch (guard.guard) {
    case "connection_absent":
    case "connection_version":
    case "platform_connection":
    case "connection_unreferenced":
      return guard.connectionId;
    case "issuer_unused":
    case "administrator_unchanged":
      return guard.issuer;
    case "no_administrator":
      return null;
    default: {
      const never: never = guard;
      return never;
    }
  }
}

export function written(effect: ConnectionEffect): ConnectionId | null {
  switch (effect.effect) {
    case "create_connection":
    case "rename_connection":
    case "add_configuration":
    case "record_test":
    case "use_configuration":
    case "use_none":
    case "set_status":
    case "make_default":
    case "set_secret_expiry":
    case "delete_connection":
    case "record_audit":
      return effect.connectionId;
    default: {
      const never: never = effect;
      return never;
    }
  }
}

export function who(actor: Actor): UserId | null {
  switch (actor.kind) {
    case "user":
      return actor.userId;
    case "operator":
      return null;
    default: {
      const never: never = actor;
      return never;
    }
  }
}

declare const error: unknown;
export const issues = error instanceof CoraError ? error.issues : [];
