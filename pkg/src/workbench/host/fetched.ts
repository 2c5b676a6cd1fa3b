// The workbench's module in browsers: a separate one, fetched only by users of the workbench.
import { Core } from "../../core.js";
import { compile } from "../../load/compile.js";
import { notInitialised } from "../../load/loader.js";
import type { WorkbenchCore } from "../exports.js";

export const core: WorkbenchCore = new Core({
  now: () => notInitialised("@cora/auth/workbench"),
  // Bundlers recognize this form of URL: they copy the file and insert its public URL.
  load: async (source) => await compile(source ?? new URL("../../cora-workbench.wasm", import.meta.url)),
});
