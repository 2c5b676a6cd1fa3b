/// <reference lib="esnext.disposable" preserve="true" />
import { lazyDecision } from "./decision.js";
import type { Configuration, Decision, DecisionSummary, EngineLogin } from "./glue/types.js";
import { core } from "./instance.js";
import { toJson, MAX_LARGE_BYTES, toText } from "./text.js";
import { WasmHandle } from "./wasm-handle.js";

/**
 * A configuration (policy, connections, domain rules) that is read and indexed once, for many
 * logins. However large it is, a decision looks only at what concerns its login. Exported by
 * `@cora/auth`.
 *
 * It occupies the module's memory until it is freed: by `free()`, at the end of the block that
 * declared it with `using`, or some time after it becomes unreachable.
 *
 * @example
 * ```ts
 * const engine = new Engine({ policy, connections, domainRules });
 * const { outcome, reason } = engine.decide({ now, login, facts });
 * ```
 */
export class Engine {
  readonly #handle: WasmHandle;

  /**
   * Reads and indexes the configuration.
   *
   * @param configuration at most 64 MiB as JSON. It is read once: later changes to the object have
   * no effect.
   * @throws {CoraError} All faults of the configuration, or a `LoadErrorCode`.
   */
  constructor(configuration: Configuration) {
    const number = core.count(toJson(configuration), (exports, bytes) => exports.engineNew(bytes), MAX_LARGE_BYTES);
    this.#handle = new WasmHandle(core, number, "engine", (exports, engine) => exports.engineFree(engine));
  }

  /**
   * Decides on a login, like the function `decide`. A login that names no connection of the
   * configuration is `identity_invalid`.
   *
   * Plan and trace are computed when one of them is first read, which has to happen before the
   * engine is freed.
   *
   * @throws {CoraError} All faults of the login, `engine_closed`, or another `LoadErrorCode`.
   */
  decide(login: EngineLogin): Decision {
    const text = toJson(login);
    return lazyDecision(this.#decide(text, false), () => this.#decide(text, true));
  }

  /**
   * Decides on a login without computing plan and trace; otherwise like {@link decide}.
   *
   * @throws {CoraError} As {@link decide}.
   */
  summarize(login: EngineLogin): DecisionSummary {
    return JSON.parse(this.#decide(toJson(login), false)) as DecisionSummary;
  }

  /**
   * Decides on an `EngineLogin` document and returns a `Decision` document: the same bytes as on
   * every other host.
   *
   * @param text JSON of at most 1 MiB in UTF-8.
   * @throws {CoraError} As {@link decide}.
   */
  decideJson(text: string): string {
    return this.#decide(toText(text), true);
  }

  /**
   * Explains the decision on a login as a text tree for administrators. Each line ends with a line
   * feed.
   *
   * @throws {CoraError} As {@link decide}.
   */
  explain(login: EngineLogin): string {
    const text = toJson(login);
    const { number } = this.#handle.open();
    return core.ask(text, (exports, bytes) => exports.engineExplain(number, bytes));
  }

  /**
   * Frees the engine's memory. Later calls throw `engine_closed`; freeing it again does nothing.
   */
  free(): void {
    this.#handle.free();
  }

  /** Frees the engine at the end of a `using` block; see {@link free}. */
  [Symbol.dispose](): void {
    this.#handle.free();
  }

  #decide(text: string, whole: boolean): string {
    const { number } = this.#handle.open();
    return core.ask(text, (exports, bytes) => exports.engineDecide(number, bytes, whole));
  }
}
