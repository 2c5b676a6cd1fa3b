// The loader for the edge runtime of Next.js, which compiles no code at run time and imports
// compiled modules by `?module`. Nothing has to be awaited.
import { compiledLoader } from "./loader.js";
import type { Loader } from "./loader.js";
// @ts-expect-error: the bundler makes this a module; the compiler does not know it.
import compiled from "../cora.wasm?module";

export const loader: Loader = compiledLoader(compiled as WebAssembly.Module);
