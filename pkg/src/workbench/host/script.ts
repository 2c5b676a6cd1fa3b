// For `require` outside Node: a script can know neither where the module lies nor where a worker's script does.
import { Core } from "../../core.js";
import { loader } from "../../load/script.js";
import type { WorkbenchCore } from "../exports.js";

export const core: WorkbenchCore = new Core(loader);
export const startWorker: (() => Worker) | undefined = undefined;
