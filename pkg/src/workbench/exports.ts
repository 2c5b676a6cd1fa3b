import { Core } from "../core.js";
import type { CoreExports } from "../core.js";
import { CoraError } from "../errors.js";

/** The additional exports of the workbench module, compared with the small one. */
export interface WorkbenchExports extends CoreExports {
  readonly lint: (bytes: number) => number;
  readonly remedies: (bytes: number) => number;
  readonly validateConnection: (bytes: number) => number;
  readonly checkDiscovery: (bytes: number) => number;
  readonly changeConnection: (bytes: number) => number;
  readonly simulationNew: (before: number, after: number, traced: number) => number;
  readonly simulationFree: (simulation: number) => void;
  readonly simulationAdd: (simulation: number, bytes: number) => number;
  readonly simulationRetry: (simulation: number, after: number) => number;
  readonly simulationStep: (simulation: number, logins: number) => number;
  readonly simulationReport: (simulation: number) => number;
  readonly simulationTraces: (simulation: number, index: number) => number;
}

/** A core that has the workbench. */
export type WorkbenchCore = Core<WorkbenchExports>;

/**
 * Refuses the small module, which a caller may have passed to `init()`.
 *
 * @throws {CoraError} `wasm_load_failed`.
 */
export function requireWorkbench(core: WorkbenchCore): WorkbenchCore {
  if ("lint" in core.ready()) return core;
  throw new CoraError("wasm_load_failed", "the loaded WebAssembly module has no workbench", {
    help: "Pass cora-workbench.wasm to init(), or no argument.",
  });
}
