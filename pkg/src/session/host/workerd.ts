// The core for Cloudflare Workers and other workerd hosts. They compile no code at run time, so the
// module is imported compiled. Nothing has to be awaited.
import { Core } from "../../core.js";
import { compiledLoader } from "../../load/loader.js";
import type { SessionCore } from "../exports.js";
// @ts-expect-error: the bundler makes this a module; the compiler does not know it.
import compiled from "../../cora-session.wasm";

export const core: SessionCore = new Core(compiledLoader(compiled as WebAssembly.Module));
