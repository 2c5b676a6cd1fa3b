import { core as shared } from "./host.js";

import type { SessionCore } from "./exports.js";

/** The core that `@cora/auth/session` and the entries built on it share. */
export const core: SessionCore = shared;
