import { CoraError } from "../errors.js";

/** Where the module can be had from. An object of another realm, such as an edge sandbox, is as good as one's own. */
export type WasmSource = URL | string | Response | BufferSource | WebAssembly.Module;

/** How a kind of host comes by the compiled module. */
export interface Loader {
  /** The module, at once. Throws `not_initialised` where only `load` can have it. */
  now(): WebAssembly.Module;
  /** The module, from a source, or from the package's own file when there is none. */
  load(source?: WasmSource): Promise<WebAssembly.Module>;
}

const REMEDY =
  "Check that the server delivers the package's .wasm file, or pass its URL: init(new URL(…)). A content security policy needs 'wasm-unsafe-eval'.";

/** The error of a module that could not be had. A later `init()` tries again. */
export function loadFailed(reason: string, cause?: unknown): CoraError {
  return new CoraError("wasm_load_failed", `the WebAssembly module could not be loaded: ${reason}`, { help: REMEDY, cause });
}

/** Refuses a use before `init()`. */
export function notInitialised(entry = "@cora/auth"): never {
  throw new CoraError("not_initialised", "the core was used before it was loaded", {
    help: `Call \`await init()\` from "${entry}" once, before anything else of it.`,
  });
}

// WHY not `instanceof`: a module handed in by a sandbox, and a response of a polyfill, are of another realm's class.
const isA = (value: unknown, name: string) => Object.prototype.toString.call(value) === `[object ${name}]`;

/** Whether a source is a module that is compiled already. */
export const isModule = (source: WasmSource): source is WebAssembly.Module => isA(source, "WebAssembly.Module");

/** The loader of a host that compiles nothing at run time: the module is imported compiled. */
export const compiledLoader = (module: WebAssembly.Module): Loader => ({
  now: () => module,
  async load(source = module) {
    if (!isModule(source)) throw loadFailed("this runtime compiles nothing; a compiled module has to be given");
    return source;
  },
});
