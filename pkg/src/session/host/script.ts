// The core for `require` outside Node: a script cannot know the module's location.
import { Core } from "../../core.js";
import { loader } from "../../load/script.js";
import type { SessionCore } from "../exports.js";

export const core: SessionCore = new Core(loader);
