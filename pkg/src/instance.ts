import { Core } from "./core.js";
import { loader } from "./load/host.js";
import type { WasmSource } from "./load/loader.js";

/** The core that the whole package shares. */
export const core: Core = new Core(loader);

/**
 * Loads the core. In a browser it has to be awaited before anything else of the package is used; in
 * Node it is optional. Calling it again does nothing, concurrent calls share one load, and a failed
 * load can be retried. Exported by `@cora/auth`.
 *
 * @param source the module's location or contents: a URL, a response, its bytes, or the compiled
 * module (as an edge runtime imports it). The package's own `cora.wasm` when absent.
 * @throws {CoraError} `wasm_load_failed`.
 */
export async function init(source?: WasmSource): Promise<void> {
  await core.init(source);
}
