/**
 * The kinds of provider whose logins use the authorization code flow of OpenID Connect. Generated
 * from `crates/core/src/connection/provider` by `cargo xtask generate`.
 */

import type { ConnectionKind } from "../glue/types.js";

/** The properties of a kind of provider that a login depends on. */
export interface OpenIdKind {
  /**
   * The parameter by which the provider is told the audience of an access token; `null` if it takes
   * the audience from its own settings, or from scopes. `resource` is RFC 8707's.
   */
  readonly audienceParameter: "audience" | "resource" | null;
  /**
   * The parameter by which the provider is told the organization to log in to; `null` if it has
   * none, or takes it from a scope.
   */
  readonly organizationParameter: "hd" | "organization" | null;
}

/** Every kind; `null` for those that run their own logins. */
const KINDS: Readonly<Record<ConnectionKind, OpenIdKind | null>> = {
  okta: { audienceParameter: null, organizationParameter: null },
  clerk: null,
  oidc: { audienceParameter: "resource", organizationParameter: null },
  entra_id: { audienceParameter: null, organizationParameter: null },
  google: { audienceParameter: null, organizationParameter: "hd" },
  auth0: { audienceParameter: "audience", organizationParameter: "organization" },
  cognito: { audienceParameter: null, organizationParameter: null },
  keycloak: { audienceParameter: null, organizationParameter: null },
  zitadel: { audienceParameter: null, organizationParameter: null },
  ping: { audienceParameter: null, organizationParameter: null },
  authentik: { audienceParameter: null, organizationParameter: null },
};

/** Returns the properties of a kind, or `null` if its logins do not use that flow. */
export function openIdKind(kind: string): OpenIdKind | null {
  return Object.hasOwn(KINDS, kind) ? KINDS[kind as ConnectionKind] : null;
}
