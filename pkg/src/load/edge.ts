// For the edge runtime of Next.js: no code is compiled at run time, and `?module` is its way to import a compiled module. Nothing has to be awaited.
import { compiledLoader } from "./loader.js";
import type { Loader } from "./loader.js";
// @ts-expect-error: a module by the bundler's doing, of which the compiler knows nothing.
import compiled from "../cora.wasm?module";

export const loader: Loader = compiledLoader(compiled as WebAssembly.Module);
