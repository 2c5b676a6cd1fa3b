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
}

/** Every kind; `null` for those that run their own logins. */
const KINDS: Readonly<Record<ConnectionKind, OpenIdKind | null>> = {
  okta: { audienceParameter: null },
  clerk: null,
  oidc: { audienceParameter: "resource" },
  entra_id: { audienceParameter: null },
  google: { audienceParameter: null },
  auth0: { audienceParameter: "audience" },
  cognito: { audienceParameter: null },
  keycloak: { audienceParameter: null },
  zitadel: { audienceParameter: null },
  ping: { audienceParameter: null },
  authentik: { audienceParameter: null },
};

/** Returns the properties of a kind, or `null` if its logins do not use that flow. */
export function openIdKind(kind: string): OpenIdKind | null {
  return Object.hasOwn(KINDS, kind) ? KINDS[kind as ConnectionKind] : null;
}
