/// <reference lib="esnext.disposable" preserve="true" />
import { fault } from "../errors.js";
import { core } from "#workbench";
import type { ChangeTraces, Configuration, EngineLogin, SimulationReport } from "../glue/types.js";
import { toJson } from "../text.js";
import { yieldToEventLoop } from "./scheduling.js";
import type { RunOptions } from "./scheduling.js";
import { SimulationHandle } from "./simulation-handle.js";

/** Options of a {@link Simulation}. */
export interface SimulationOptions {
  /**
   * The number of changes, from the first login on, for which the report contains traces; 0 when
   * absent.
   */
  readonly traced?: number;
}

/** The number of logins that are written into the module at a time. */
const PART = 2000;

/** Returns the value of a numeric option, or the default. */
export function naturalOf(name: string, value: number | undefined, otherwise: number): number {
  if (value === undefined) return otherwise;
  if (Number.isInteger(value) && value >= 0 && value <= 0xffff_ffff) return value;
  throw fault("wrong_type", `expected a non-negative integer for ${name}`);
}

/**
 * Simulates the effect of a configuration change on past logins. Exported by
 * `@cora/auth/workbench`.
 *
 * It keeps the logins, so that several configurations can be tried on the same ones. It occupies
 * the module's memory until it is freed, like an `Engine`.
 *
 * @example
 * ```ts
 * using simulation = new Simulation(current, edited, { traced: 20 });
 * simulation.add(logins);
 * const { changed, changes } = await simulation.run();
 * ```
 */
export class Simulation {
  readonly #handle: SimulationHandle;
  #total = 0;

  /**
   * Reads both configurations.
   *
   * @throws {CoraError} All faults of the configurations, their paths beginning with `/before` or
   * `/after`; or a `LoadErrorCode`.
   */
  constructor(before: Configuration, after: Configuration, options: SimulationOptions = {}) {
    this.#handle = new SimulationHandle(core, toJson(before), toJson(after), naturalOf("traced", options.traced, 0));
  }

  /**
   * Adds logins and returns the new total.
   *
   * @throws {CoraError} All faults of the first part of 2000 logins that has any. The parts before
   * it have been added.
   */
  add(logins: readonly EngineLogin[]): number {
    for (let start = 0; start < logins.length; start += PART) {
      this.#total = this.#handle.add(toJson({ logins: logins.slice(start, start + PART) }));
    }
    return this.#total;
  }

  /**
   * Decides on all logins that have not been decided on, and yields to the event loop after each
   * slice.
   *
   * @param options `slice` is the number of logins decided on at a time; 500 when absent, which
   * takes some milliseconds.
   * @throws {CoraError} `engine_closed`, or another `LoadErrorCode`. An aborted run rejects with
   * the signal's reason.
   */
  async run(options: RunOptions & { readonly slice?: number } = {}): Promise<SimulationReport> {
    const { onProgress, signal } = options;
    const slice = Math.max(1, naturalOf("slice", options.slice, 500));
    for (let left = this.#handle.step(0); ; left = this.#handle.step(slice)) {
      signal?.throwIfAborted();
      onProgress?.({ done: this.#total - left, total: this.#total });
      if (left === 0) return this.report();
      await yieldToEventLoop();
      signal?.throwIfAborted();
    }
  }

  /** Returns the findings so far. */
  report(): SimulationReport {
    return JSON.parse(this.#handle.report()) as SimulationReport;
  }

  /**
   * Explains the decision on a login, under both configurations.
   *
   * @param index the login's position, counted from 0.
   * @throws {CoraError} `out_of_bounds` if no such login exists.
   */
  traces(index: number): ChangeTraces {
    return JSON.parse(this.#handle.traces(naturalOf("index", index, 0))) as ChangeTraces;
  }

  /**
   * Tries another configuration on the same logins, all of which have to be decided on again.
   *
   * @throws {CoraError} All faults of the configuration; nothing has changed then.
   */
  retry(after: Configuration): void {
    this.#handle.retry(toJson(after));
  }

  /** Frees the memory; see `Engine.free`. */
  free(): void {
    this.#handle.free();
  }

  /** Frees the simulation at the end of a `using` block; see {@link free}. */
  [Symbol.dispose](): void {
    this.#handle.free();
  }
}
