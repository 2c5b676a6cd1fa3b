// Separate from the loader, so that runtimes that forbid compiling do not include it.
import { CoraError } from "../errors.js";
import { isModule, loadFailed } from "./loader.js";
import type { WasmSource } from "./loader.js";

// WHY not `instanceof`: a module passed in by a sandbox and a polyfill's response belong to another
// realm's class.
const isA = (value: unknown, name: string) => Object.prototype.toString.call(value) === `[object ${name}]`;

/** Compiles the module that a source contains. */
export async function compile(source: WasmSource): Promise<WebAssembly.Module> {
  try {
    if (isModule(source)) return source;
    if (typeof source === "string" || isA(source, "URL"))
      return await compileResponse(await fetch(source as URL | string));
    if (isA(source, "Response")) return await compileResponse(source as Response);
    return await WebAssembly.compile(source as BufferSource);
  } catch (cause) {
    if (cause instanceof CoraError) throw cause;
    throw loadFailed("it could not be fetched or is not a WebAssembly module", cause);
  }
}

async function compileResponse(response: Response): Promise<WebAssembly.Module> {
  if (!response.ok) throw loadFailed(`the server answered with status ${response.status}`);
  // A server that does not know the media type must not cause a failure; streaming requires it.
  if (response.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase() === "application/wasm") {
    return await WebAssembly.compileStreaming(response);
  }
  return await WebAssembly.compile(await response.arrayBuffer());
}
