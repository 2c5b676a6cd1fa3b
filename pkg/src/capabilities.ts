import type { Capability } from "./glue/types.js";

/** Every capability. A missing one does not compile. */
export const CAPABILITIES = Object.keys({
  "idp:read": 0,
  "idp:write": 0,
  "idp:activate": 0,
  "org:read": 0,
  "org:update": 0,
  "org:delete": 0,
  "members:read": 0,
  "members:manage": 0,
  "invitations:manage": 0,
  "domains:manage": 0,
  "policy:read": 0,
  "policy:write": 0,
  "audit:read": 0,
  "modules:manage": 0,
  "organizations:read": 0,
  "organizations:manage": 0,
  "users:read": 0,
  "users:manage": 0,
  "application:read": 0,
  "application:write": 0,
} satisfies Record<Capability, 0>) as readonly Capability[];
