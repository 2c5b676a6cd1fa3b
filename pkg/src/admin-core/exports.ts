import { Core } from "../core.js";
import type { CoreExports } from "../core.js";
import { CoraError } from "../errors.js";

/** The additional exports of the administrators' module, compared with the small one. */
export interface AdminExports extends CoreExports {
  readonly lintBriefly: (bytes: number) => number;
  readonly remedies: (bytes: number) => number;
  readonly validateConnection: (bytes: number) => number;
  readonly checkDiscovery: (bytes: number) => number;
  readonly connectionFields: (bytes: number) => number;
  readonly suggestConnection: (bytes: number) => number;
  readonly diffSettings: (bytes: number) => number;
  readonly diffPolicy: (bytes: number) => number;
}

/** A core that has the administrators' operations. */
export type AdminCore = Core<AdminExports>;

/**
 * Refuses another module, which a caller may have passed to `init()`.
 *
 * @throws {CoraError} `wasm_load_failed`.
 */
export function requireAdmin(core: AdminCore): AdminCore {
  if ("suggestConnection" in core.ready()) return core;
  throw new CoraError("wasm_load_failed", "the loaded WebAssembly module lacks the administrators' operations", {
    help: "Pass cora-admin.wasm to init(), or no argument.",
  });
}
