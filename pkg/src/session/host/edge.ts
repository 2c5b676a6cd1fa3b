// The core for the edge runtime of Next.js, which compiles no code at run time and imports compiled
// modules by `?module`. Nothing has to be awaited.
import { Core } from "../../core.js";
import { compiledLoader } from "../../load/loader.js";
import type { SessionCore } from "../exports.js";
// @ts-expect-error: the bundler makes this a module; the compiler does not know it.
import compiled from "../../cora-session.wasm?module";

export const core: SessionCore = new Core(compiledLoader(compiled as WebAssembly.Module));
