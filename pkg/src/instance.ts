import { loader } from "#load";

import { Core } from "./core.js";
import type { WasmSource } from "./load/loader.js";

/** The core that all of the package shares. */
export const core: Core = new Core(loader);

/**
 * Loads the core. In a browser it has to be awaited before anything else of the package is used; in Node it may be, and
 * nothing is lost without it. Calling it again does nothing, calls at the same time share one load, and a load that failed
 * can be tried again. Exported by `@cora/auth`.
 *
 * @param source Where to have the module from: a URL, a response, its bytes, or the compiled module (as an edge runtime imports
 * it). The package's own `cora.wasm` when absent.
 * @throws {CoraError} `wasm_load_failed`.
 */
export async function init(source?: WasmSource): Promise<void> {
  await core.init(source);
}
