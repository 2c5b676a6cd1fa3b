import type { SessionCore } from "./exports.js";
import { core as shared } from "./host.js";

/** The core that `@cora/auth/session` and the entries built on it share. */
export const core: SessionCore = shared;
