// The host part for browsers: a module of its own, fetched only by administrators' pages.
import { Core } from "../../core.js";
import { compile } from "../../load/compile.js";
import { notInitialised } from "../../load/loader.js";
import type { AdminCore } from "../exports.js";

export const core: AdminCore = new Core({
  now: () => notInitialised("@cora/auth/admin/core"),
  // Bundlers recognize this form of URL: they copy the file and insert its public URL.
  load: async (source) => await compile(source ?? new URL("../../cora-admin.wasm", import.meta.url)),
});
