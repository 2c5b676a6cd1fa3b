/**
 * The kinds of provider whose logins use the authorization code flow of OpenID Connect. Generated
 * from `crates/core/src/connection/provider` by `cargo xtask generate`.
 */

import type { ConnectionKind } from "../glue/types.js";

/** Every kind; `false` for those that run their own logins. */
const KINDS: Readonly<Record<ConnectionKind, boolean>> = {
  okta: true,
  clerk: false,
  oidc: true,
  entra_id: true,
  google: true,
  auth0: true,
  cognito: true,
  keycloak: true,
  zitadel: true,
  ping: true,
  authentik: true,
};

/** Returns `true` for a kind whose logins use that flow. */
export const isOpenIdKind = (kind: string): boolean => Object.hasOwn(KINDS, kind) && KINDS[kind as ConnectionKind];
