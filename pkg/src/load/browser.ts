// The loader for browsers, workers and everything else that is not Node: `init()` fetches and
// compiles the module.
import { compile } from "./compile.js";
import { notInitialised } from "./loader.js";
import type { Loader } from "./loader.js";

export const loader: Loader = {
  now: () => notInitialised(),
  // Bundlers recognize this form of URL: they copy the file and insert its public URL.
  load: async (source) => await compile(source ?? new URL("../cora.wasm", import.meta.url)),
};
