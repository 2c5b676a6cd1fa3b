// For `require` outside Node: a script cannot know where the module lies.
import { Core } from "../../core.js";
import { loader } from "../../load/script.js";
import type { SessionCore } from "../exports.js";

export const core: SessionCore = new Core(loader);
