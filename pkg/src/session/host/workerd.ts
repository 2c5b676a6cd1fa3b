// For Cloudflare Workers and others on workerd: no code is compiled at run time, so the module is imported compiled. Nothing has to be awaited.
import { Core } from "../../core.js";
import { compiledLoader } from "../../load/loader.js";
import type { SessionCore } from "../exports.js";
// @ts-expect-error: a module by the bundler's doing, of which the compiler knows nothing.
import compiled from "../../cora-session.wasm";

export const core: SessionCore = new Core(compiledLoader(compiled as WebAssembly.Module));
