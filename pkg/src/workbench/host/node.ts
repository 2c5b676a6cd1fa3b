// The host part for Node: the module that everything runs on has the workbench, and a long
// simulation runs in slices.
import { core as shared } from "../../instance.js";
import type { WorkbenchCore } from "../exports.js";

export const core = shared as WorkbenchCore;
export const startWorker: (() => Worker) | undefined = undefined;
