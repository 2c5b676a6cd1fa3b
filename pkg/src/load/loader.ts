import { CoraError } from "../errors.js";

/** A source of the module. An object of another realm, such as an edge sandbox, is accepted too. */
export type WasmSource = URL | string | Response | BufferSource | WebAssembly.Module;

/** Loads the compiled module on one kind of host. */
export interface Loader {
  /** Returns the module synchronously. Throws `not_initialised` if only `load` can provide it. */
  now(): WebAssembly.Module;
  /** Loads the module from a source, or from the package's own file when absent. */
  load(source?: WasmSource): Promise<WebAssembly.Module>;
  /** The encoder and decoder of UTF-8 of a host whose globals may be those of a page without. */
  readonly encoder?: { encodeInto(text: string, into: Uint8Array): { read: number; written: number } };
  readonly decoder?: { decode(bytes: Uint8Array): string };
}

const REMEDY =
  "Check that the server delivers the package's .wasm file, or pass its URL: init(new URL(…)). A content security policy needs 'wasm-unsafe-eval'.";

/** Returns the error for a module that could not be loaded. A later `init()` tries again. */
export function loadFailed(reason: string, cause?: unknown): CoraError {
  return new CoraError("wasm_load_failed", `the WebAssembly module could not be loaded: ${reason}`, {
    help: REMEDY,
    cause,
  });
}

/** Throws the error for a use before `init()`. */
export function notInitialised(entry = "@cora/auth"): never {
  throw new CoraError("not_initialised", "the core was used before it was loaded", {
    help: `Call \`await init()\` from "${entry}" once before you use anything else from it.`,
  });
}

// WHY not `instanceof`: a module passed in by a sandbox and a polyfill's response belong to another
// realm's class.
const isA = (value: unknown, name: string) => Object.prototype.toString.call(value) === `[object ${name}]`;

/** Returns `true` if a source is a compiled module. */
export const isModule = (source: WasmSource): source is WebAssembly.Module => isA(source, "WebAssembly.Module");

/**
 * Returns the loader for a host that compiles nothing at run time: the module is imported compiled.
 */
export const compiledLoader = (module: WebAssembly.Module): Loader => ({
  now: () => module,
  async load(source = module) {
    if (!isModule(source)) throw loadFailed("this runtime cannot compile WebAssembly; pass a compiled module");
    return source;
  },
});
