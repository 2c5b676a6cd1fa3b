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

/** Compiles what a source holds. */
export async function compile(source: WasmSource): Promise<WebAssembly.Module> {
  try {
    if (isA(source, "WebAssembly.Module")) return source as WebAssembly.Module;
    if (typeof source === "string" || isA(source, "URL")) return await compileResponse(await fetch(source as URL | string));
    if (isA(source, "Response")) return await compileResponse(source as Response);
    return await WebAssembly.compile(source as BufferSource);
  } catch (cause) {
    if (cause instanceof CoraError) throw cause;
    throw loadFailed("it could not be fetched or is not a WebAssembly module", cause);
  }
}

async function compileResponse(response: Response): Promise<WebAssembly.Module> {
  if (!response.ok) throw loadFailed(`the server answered with status ${response.status}`);
  // A server that does not know the media type is no reason to fail; streaming would insist on it.
  if (response.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase() === "application/wasm") {
    return await WebAssembly.compileStreaming(response);
  }
  return await WebAssembly.compile(await response.arrayBuffer());
}
