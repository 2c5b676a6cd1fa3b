/// <reference lib="esnext.disposable" preserve="true" />
import { fault } from "../errors.js";
import { core } from "#workbench";
import type { ChangeTraces, Configuration, EngineLogin, SimulationReport } from "../glue/types.js";
import { jsonOf } from "../text.js";
import { turn } from "./run.js";
import type { RunOptions } from "./run.js";
import { Trial } from "./trial.js";

/** How a simulation is made. */
export interface SimulationOptions {
  /** For how many changes, from the first login on, the report holds the traces; 0 when absent. */
  readonly traced?: number;
}

/** How many logins are written into the module at a time. */
const PART = 2000;

/** The number that an option gives. */
export function naturalOf(name: string, value: number | undefined, otherwise: number): number {
  if (value === undefined) return otherwise;
  if (Number.isInteger(value) && value >= 0 && value <= 0xffff_ffff) return value;
  throw fault("wrong_type", `expected a natural number for ${name}`);
}

/**
 * What a change of configuration would have done to logins there were. Exported by `@cora/auth/workbench`.
 *
 * It keeps the logins, so that the same ones can be tried under one configuration after the other. It lies in the module's memory
 * until it is freed, as an `Engine` does.
 *
 * @example
 * ```ts
 * using simulation = new Simulation(current, edited, { traced: 20 });
 * simulation.add(logins);
 * const { changed, changes } = await simulation.run();
 * ```
 */
export class Simulation {
  readonly #trial: Trial;
  #total = 0;

  /**
   * @throws {CoraError} with every fault of the configurations, their places beginning with `/before` or `/after`; or a
   * `LoadErrorCode`.
   */
  constructor(before: Configuration, after: Configuration, options: SimulationOptions = {}) {
    this.#trial = new Trial(core, jsonOf(before), jsonOf(after), naturalOf("traced", options.traced, 0));
  }

  /**
   * Adds logins; returns how many there are now.
   *
   * @throws {CoraError} with every fault of the first 2000 that hold one. Those before them have been added.
   */
  add(logins: readonly EngineLogin[]): number {
    for (let start = 0; start < logins.length; start += PART) {
      this.#total = this.#trial.add(jsonOf({ logins: logins.slice(start, start + PART) }));
    }
    return this.#total;
  }

  /**
   * Decides on all logins that have not been decided on, and lets others have their turn after each slice.
   *
   * @param options `slice` is how many logins are decided on in one go; 500 when absent, which takes some milliseconds.
   * @throws the signal's reason; {CoraError} `engine_closed`, or another `LoadErrorCode`.
   */
  async run(options: RunOptions & { readonly slice?: number } = {}): Promise<SimulationReport> {
    const { onProgress, signal } = options;
    const slice = Math.max(1, naturalOf("slice", options.slice, 500));
    for (let left = this.#trial.step(0); ; left = this.#trial.step(slice)) {
      signal?.throwIfAborted();
      onProgress?.({ done: this.#total - left, total: this.#total });
      if (left === 0) return this.report();
      await turn();
      signal?.throwIfAborted();
    }
  }

  /** What was found so far. */
  report(): SimulationReport {
    return JSON.parse(this.#trial.report()) as SimulationReport;
  }

  /**
   * Why a login is decided as it is, under both configurations.
   *
   * @param index which, counted from 0.
   * @throws {CoraError} `out_of_bounds` when there is no such login.
   */
  traces(index: number): ChangeTraces {
    return JSON.parse(this.#trial.traces(naturalOf("index", index, 0))) as ChangeTraces;
  }

  /**
   * Tries another configuration on the same logins, which are all to be decided on anew.
   *
   * @throws {CoraError} with every fault of the configuration; nothing has changed then.
   */
  retry(after: Configuration): void {
    this.#trial.retry(jsonOf(after));
  }

  /** Gives the memory back; see `Engine.free`. */
  free(): void {
    this.#trial.free();
  }

  /** As {@link free}, for `using`. */
  [Symbol.dispose](): void {
    this.#trial.free();
  }
}
