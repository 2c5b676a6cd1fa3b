// The core for pages in browsers: the smallest module. It evaluates sessions and verifies no token,
// because servers do that.
import { Core } from "../../core.js";
import { compile } from "../../load/compile.js";
import { notInitialised } from "../../load/loader.js";
import type { PageCore, PageExports } from "../exports.js";

export const core: PageCore = new Core<PageExports>({
  now: () => notInitialised("@cora/auth/react"),
  // Bundlers recognize this form of URL: they copy the file and insert its public URL.
  load: async (source) => await compile(source ?? new URL("../../cora-page.wasm", import.meta.url)),
});
