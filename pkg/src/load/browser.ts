// For browsers, workers and everything else that is not Node: the module is fetched and compiled by `init()`.
import { compile } from "./compile.js";
import { notInitialised } from "./loader.js";
import type { Loader } from "./loader.js";

export const loader: Loader = {
  now: () => notInitialised(),
  // Bundlers know this form of URL: they copy the file and write in where it is served.
  load: async (source) => await compile(source ?? new URL("../cora.wasm", import.meta.url)),
};
