// The loader for Cloudflare Workers and other workerd hosts. They compile no code at run time, so
// the module is imported compiled. Nothing has to be awaited.
import { compiledLoader } from "./loader.js";
import type { Loader } from "./loader.js";
// @ts-expect-error: the bundler makes this a module; the compiler does not know it.
import compiled from "../cora.wasm";

export const loader: Loader = compiledLoader(compiled as WebAssembly.Module);
