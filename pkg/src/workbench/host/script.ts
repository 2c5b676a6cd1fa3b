// The host part for `require` outside Node: a script knows neither the module's location nor that
// of a worker's script.
import { Core } from "../../core.js";
import { loader } from "../../load/script.js";
import type { WorkbenchCore } from "../exports.js";

export const core: WorkbenchCore = new Core(loader);
export const startWorker: (() => Worker) | undefined = undefined;
