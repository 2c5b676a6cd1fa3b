// For Cloudflare Workers and others on workerd: no code is compiled at run time, so the module is imported compiled. Nothing has to be awaited.
import { compiledLoader } from "./loader.js";
import type { Loader } from "./loader.js";
// @ts-expect-error: a module by the bundler's doing, of which the compiler knows nothing.
import compiled from "../cora.wasm";

export const loader: Loader = compiledLoader(compiled as WebAssembly.Module);
