// For browsers and everything else that is not Node: a module of its own, smaller than the one that decides on logins.
import { Core } from "../../core.js";
import { compile } from "../../load/compile.js";
import { notInitialised } from "../../load/loader.js";
import type { SessionCore } from "../exports.js";

export const core: SessionCore = new Core({
  now: () => notInitialised("@cora/auth/session"),
  // Bundlers know this form of URL: they copy the file and write in where it is served.
  load: async (source) => await compile(source ?? new URL("../../cora-session.wasm", import.meta.url)),
});
