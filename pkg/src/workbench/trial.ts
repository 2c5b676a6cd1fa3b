import { CoraError } from "../errors.js";
import type { Issue } from "../glue/types.js";
import { Held } from "../held.js";
import { MAX_LARGE_BYTES } from "../text.js";
import { ofWorkbench } from "./exports.js";
import type { WorkbenchCore, WorkbenchExports } from "./exports.js";

const at = (which: string, issue: Issue): Issue => ({ ...issue, path: `/${which}${issue.path}` });

/** Has an engine made for as long as `use` takes. The places of its faults begin with which configuration they are in. */
function withEngine<T>(core: WorkbenchCore, which: "before" | "after", text: string, use: (engine: number) => T): T {
  let engine: number;
  try {
    engine = core.count(text, (exports, bytes) => exports.engineNew(bytes), MAX_LARGE_BYTES);
  } catch (error) {
    if (!(error instanceof CoraError) || error.issues.length === 0) throw error;
    const { code, help, issues, message, path } = error;
    throw new CoraError(code, `${which}: ${message}`, { path: `/${which}${path}`, help, issues: issues.map((issue) => at(which, issue)) });
  }
  try {
    return use(engine);
  } finally {
    core.call((exports) => exports.engineFree(engine));
  }
}

/** A simulation in a module's memory, with text for all that crosses. */
export class Trial {
  readonly #held: Held<WorkbenchExports>;

  constructor(core: WorkbenchCore, before: string, after: string, traced: number) {
    const number = withEngine(ofWorkbench(core), "before", before, (one) =>
      withEngine(core, "after", after, (other) => core.count("", (exports) => exports.simulationNew(one, other, traced))),
    );
    this.#held = new Held(core, number, "simulation", (exports, simulation) => exports.simulationFree(simulation));
  }

  /** Adds the logins of a `SimulatedLogins` document; returns how many there are now. */
  add(text: string): number {
    const { core, number } = this.#held.open();
    return core.count(text, (exports, bytes) => exports.simulationAdd(number, bytes), MAX_LARGE_BYTES);
  }

  /** Decides on at most so many more logins; returns how many are left. */
  step(logins: number): number {
    const { core, number } = this.#held.open();
    return core.call((exports) => exports.simulationStep(number, logins));
  }

  /** Takes another configuration on the same logins. */
  retry(after: string): void {
    const { core, number } = this.#held.open();
    withEngine(core, "after", after, (engine) => core.count("", (exports) => exports.simulationRetry(number, engine)));
  }

  /** What was found so far, as JSON. */
  report(): string {
    const { core, number } = this.#held.open();
    return core.ask("", (exports) => exports.simulationReport(number));
  }

  /** Why a login is decided as it is, as JSON. */
  traces(index: number): string {
    const { core, number } = this.#held.open();
    return core.ask("", (exports) => exports.simulationTraces(number, index));
  }

  free(): void {
    this.#held.free();
  }
}
