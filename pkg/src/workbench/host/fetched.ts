// The workbench's module as browsers have it: one of its own, which nobody fetches who does not use the workbench.
import { Core } from "../../core.js";
import { compile } from "../../load/compile.js";
import { notInitialised } from "../../load/loader.js";
import type { WorkbenchCore } from "../exports.js";

export const core: WorkbenchCore = new Core({
  now: () => notInitialised("@cora/auth/workbench"),
  // Bundlers know this form of URL: they copy the file and write in where it is served.
  load: async (source) => await compile(source ?? new URL("../../cora-workbench.wasm", import.meta.url)),
});
