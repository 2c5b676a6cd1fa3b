// The core for Node: the module that everything runs on includes sessions.
import { core as shared } from "../../instance.js";
import type { Core } from "../../core.js";
import type { SessionCore, SessionExports } from "../exports.js";

export const core: SessionCore = shared as unknown as Core<SessionExports>;
