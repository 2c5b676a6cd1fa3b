import { CoraError } from "../errors.js";
import type { Issue } from "../glue/types.js";
import { MAX_LARGE_BYTES } from "../text.js";
import { WasmHandle } from "../wasm-handle.js";
import { requireWorkbench } from "./exports.js";
import type { WorkbenchCore, WorkbenchExports } from "./exports.js";

const at = (which: string, issue: Issue): Issue => ({ ...issue, path: `/${which}${issue.path}` });

/**
 * Creates an engine for the duration of `use`. The paths of its faults begin with the name of the
 * configuration they are in.
 */
function withEngine<T>(core: WorkbenchCore, which: "before" | "after", text: string, use: (engine: number) => T): T {
  let engine: number;
  try {
    engine = core.count(text, (exports, bytes) => exports.engineNew(bytes), MAX_LARGE_BYTES);
  } catch (error) {
    if (!(error instanceof CoraError) || error.issues.length === 0) throw error;
    const { code, help, issues, message, path } = error;
    throw new CoraError(code, `${which}: ${message}`, {
      path: `/${which}${path}`,
      help,
      issues: issues.map((issue) => at(which, issue)),
    });
  }
  try {
    return use(engine);
  } finally {
    core.call((exports) => exports.engineFree(engine));
  }
}

/** A simulation in a module's memory; all data crosses as text. */
export class SimulationHandle {
  readonly #handle: WasmHandle<WorkbenchExports>;

  constructor(core: WorkbenchCore, before: string, after: string, traced: number) {
    const number = withEngine(requireWorkbench(core), "before", before, (one) =>
      withEngine(core, "after", after, (other) =>
        core.count("", (exports) => exports.simulationNew(one, other, traced)),
      ),
    );
    this.#handle = new WasmHandle(core, number, "simulation", (exports, simulation) =>
      exports.simulationFree(simulation),
    );
  }

  /** Adds the logins of a `SimulatedLogins` document and returns the new total. */
  add(text: string): number {
    const { core, number } = this.#handle.open();
    return core.count(text, (exports, bytes) => exports.simulationAdd(number, bytes), MAX_LARGE_BYTES);
  }

  /** Decides on at most that many more logins and returns how many are left. */
  step(logins: number): number {
    const { core, number } = this.#handle.open();
    return core.call((exports) => exports.simulationStep(number, logins));
  }

  /** Takes another configuration on the same logins. */
  retry(after: string): void {
    const { core, number } = this.#handle.open();
    withEngine(core, "after", after, (engine) => core.count("", (exports) => exports.simulationRetry(number, engine)));
  }

  /** Returns the findings so far, as JSON. */
  report(): string {
    const { core, number } = this.#handle.open();
    return core.ask("", (exports) => exports.simulationReport(number));
  }

  /** Returns the traces of a login, as JSON. */
  traces(index: number): string {
    const { core, number } = this.#handle.open();
    return core.ask("", (exports) => exports.simulationTraces(number, index));
  }

  free(): void {
    this.#handle.free();
  }
}
