import { core as shared } from "#page";

import type { WasmSource } from "../load/loader.js";
import type { PageCore } from "../session/exports.js";
import { can, has, reduceSession } from "../session/operations.js";
import type { SessionRules } from "./state.js";

const core: PageCore = shared;

/** Returns the core's rules about sessions, implemented by the module for pages. */
export const sessionRules = (source: WasmSource | undefined): SessionRules => ({
  ready: () => core.init(source),
  can: (session, capability, organizationId) => can(core, session, capability, organizationId),
  has: (session, requirement) => has(core, session, requirement),
  reduce: (input) => reduceSession(core, input),
});
