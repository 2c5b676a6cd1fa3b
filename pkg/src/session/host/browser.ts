// The core for browsers and everything else that is not Node: its own module, smaller than the one
// that decides on logins.
import { Core } from "../../core.js";
import { compile } from "../../load/compile.js";
import { notInitialised } from "../../load/loader.js";
import type { SessionCore } from "../exports.js";

export const core: SessionCore = new Core({
  now: () => notInitialised("@cora/auth/session"),
  // Bundlers recognize this form of URL: they copy the file and insert its public URL.
  load: async (source) => await compile(source ?? new URL("../../cora-session.wasm", import.meta.url)),
});
