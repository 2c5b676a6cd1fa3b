// The operations that a page runs on a session, through the module it has loaded.
import type {
  OrganizationId,
  Permission,
  ReduceSessionInput,
  Requirement,
  SessionState,
  UnifiedSession,
} from "../glue/types.js";
import { toJson } from "../text.js";
import type { PageCore } from "./exports.js";

export const can = (
  core: PageCore,
  session: UnifiedSession,
  capability: Permission,
  organizationId: OrganizationId | null | undefined,
): boolean =>
  core.ask(toJson({ session, capability, organizationId }), (exports, bytes) => exports.can(bytes)) === "true";

export const has = (core: PageCore, session: UnifiedSession, requirement: Requirement): boolean =>
  core.ask(toJson({ session, requirement }), (exports, bytes) => exports.has(bytes)) === "true";

export const reduceSession = (core: PageCore, input: ReduceSessionInput): SessionState =>
  JSON.parse(core.ask(toJson(input), (exports, bytes) => exports.reduceSession(bytes)));
